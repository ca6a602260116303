//! Who may be drawn, read from a real database: every rule hits somebody, and the pool hides who.

use hengjian::expert;
use hengjian::recusal::{self, Judgement, Registry};
use jiff::civil::{Date, date};
use proof::verify::opened_eid;
use rules::area::Area;
use rules::expert::ResidentId;
use rules::expert::file::{Credit, Declaration, Employment, ExpertFile, Kin, Licence, Panel, Span};
use rules::expert::model::{
    CalendarKind, CreditField, CreditKind, DeclarationKind, EmploymentKind, LicenceKind, PanelOutcome, Relation, State,
};
use rules::id::UnitId;
use rules::pack::{Chain, Track, shipped};
use rules::project::slot::{Quota, Reach, Slot, Slots, Tier};
use rules::recusal::{Case, Facts, Figures, Rule, UnitKey, Verdict};
use rules::unit::Share;
use rules::unit::file::{Holder, Officer, OtherName, Stake};
use rules::unit::model::{HolderKind, OfficerRole, UnitKind, UnitNameKind};
use sqlx::PgPool;

use super::unit::register::Register;
use crate::world::World;

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn every_rule_hits_somebody_and_the_counts_add_up(db: PgPool) {
    let scene = Scene::new(db).await;
    let people = scene.people().await;
    let registry = recusal::read(&scene.world.app).await.expect("read");
    let judgement = scene.judge(&registry);
    for (place, (file, rule)) in people.iter().enumerate() {
        let decision = judgement.decision(place).expect("judged");
        assert_eq!(Some(decision.index), file.index);
        let hits: Vec<Rule> = decision.hits.iter().map(|hit| hit.rule).collect();
        match rule {
            Some(rule) => assert!(hits.contains(rule), "{rule}: {}", decision.text(registry.register())),
            None => assert_eq!(decision.verdict, Verdict::Eligible, "{}", decision.text(registry.register())),
        }
    }
    let counts = &judgement.pool.counts;
    assert_eq!(counts.pool() as usize, people.len());
    assert_eq!(counts.eligible, 6);
    assert_eq!(counts.unmatched, 1, "no slot asks for the specialty of one");
    let pairs: Vec<_> = judgement.pool.pairs.iter().map(|(i, j)| j - i).collect();
    assert_eq!(pairs, [1, 1], "two with one telephone, and two relatives");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn facts_are_those_of_the_files(db: PgPool) {
    let scene = Scene::new(db).await;
    let people = scene.people().await;
    let registry = recusal::read(&scene.world.app).await.expect("read");
    let ids: Vec<_> = people.iter().map(|(file, _)| file.id).collect();
    let mut tx = scene.world.app.begin("test.load").await.expect("a transaction");
    let mut held = expert::load_in(&scene.world.app, &mut tx, &ids).await.expect("loaded");
    held.sort_by_key(|held| held.file.index);
    assert_eq!(held.len(), registry.people().len());
    for (held, person) in held.iter().zip(registry.people()) {
        let facts = Facts::of(&held.file, registry.register(), person.facts().person).expect("facts");
        assert_eq!(&facts, person.facts());
    }
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn the_committed_pool_has_everybody_and_opens_field_by_field(db: PgPool) {
    let scene = Scene::new(db).await;
    let people = scene.people().await;
    let app = &scene.world.app;
    let registry = recusal::read(app).await.expect("read");
    let judgement = scene.judge(&registry);
    let salt = app.entropy.bytes();
    let (sealed, _) = registry.seal(&app.vault, &judgement, &salt).expect("a pool");
    assert_eq!(sealed.pool.records().len(), people.len());
    for (record, index) in sealed.pool.records().iter().zip(&sealed.indexes) {
        let place = usize::try_from(*index).expect("small");
        let (file, _) = &people[place];
        if file.state == State::Exited {
            assert_eq!(record.mask, 0, "withdrawn people stay, and cannot be drawn");
        }
        for fields in [&[][..], &[3], &[1, 5, 6, 7, 8], &[1, 2, 3, 4, 5, 6, 7, 8]] {
            let opening = registry.opening(&app.vault, (&judgement, place), &salt, fields).expect("opens");
            let opening = opening.expect("somebody");
            assert_eq!(opened_eid(opening.as_bytes()), Some(record.eid), "{fields:?}");
            let phone = opening.contains(file.phone.as_str());
            assert_eq!(phone, fields.contains(&4), "a name opens without a telephone");
        }
    }
    assert!(registry.opening(&app.vault, (&judgement, people.len()), &salt, &[3]).expect("asked").is_none());
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn an_altered_row_makes_no_registry(db: PgPool) {
    let scene = Scene::new(db).await;
    scene.people().await;
    sqlx::query("update expert set id_number_blind = phone_blind where index = 3")
        .execute(&scene.world.app.db)
        .await
        .expect("altered");
    assert!(recusal::read(&scene.world.app).await.is_err());
}

/// A case in a small register: a bidder with a branch, a merged forerunner, a former name and a sister; a tenderee, its subsidiary,
/// an agency, a department and a unit that the request names.
pub(super) struct Scene {
    pub(super) world: World,
    bidder: UnitId,
    branch: UnitId,
    merged: UnitId,
    sister: UnitId,
    tenderee: UnitId,
    subsidiary: UnitId,
    agency: UnitId,
    department: UnitId,
    requested: UnitId,
    other: UnitId,
    named: UnitId,
}

const DAY: Date = date(2026, 12, 7);
const FORMER: &str = "湖南先导测算有限公司";

impl Scene {
    pub(super) async fn new(db: PgPool) -> Self {
        let world = World::empty(db).await;
        let register = Register::of(&world);
        let names =
            ["甲建设", "甲建设分", "甲前身", "乙姊妹", "丙招标", "丙子", "丁代理", "戊局", "己避", "庚院", "辛母"];
        let mut files: Vec<_> =
            (1..).zip(names).map(|(number, name)| register.file(number, &format!("{name}公司"))).collect();
        let ids: Vec<UnitId> = files.iter().map(|file| file.id).collect();
        files[1].kind = UnitKind::Branch;
        files[1].branch_of = Some(ids[0]);
        files[0].names.push(OtherName { kind: UnitNameKind::Former, name: FORMER.to_owned() });
        let holds = |holder: usize, share: &str| stake(Holder::Unit(ids[holder]), HolderKind::Company, share);
        files[0].holders = vec![holds(10, "30"), stake(named("李明远", 431), HolderKind::Person, "60")];
        files[3].holders = vec![holds(10, "30")];
        files[5].holders = vec![holds(4, "100")];
        let Holder::Named { name, id_number } = named("周文", 433) else { unreachable!("a name") };
        let (role, from) = (OfficerRole::Director, date(2020, 1, 1));
        files[0].officers.push(Officer { role, from, until: None, name, id_number });
        register.save(files).await;
        let mut merged = register.load(ids[2]).await;
        merged.state = rules::unit::model::UnitState::Merged;
        merged.merged_into = Some(ids[0]);
        register.save(vec![merged]).await;
        let named = register.resolve(None, FORMER).await;
        let [bidder, branch, merged, sister, tenderee, subsidiary, agency, department, requested, other, _] = ids[..]
        else {
            unreachable!("eleven units")
        };
        Self {
            bidder,
            branch,
            merged,
            sister,
            tenderee,
            subsidiary,
            agency,
            department,
            requested,
            other,
            named,
            world,
        }
    }

    /// Everybody, each with the rule that hits them.
    pub(super) async fn people(&self) -> Vec<(ExpertFile, Option<Rule>)> {
        let mut people = Vec::new();
        for (at, (rule, change)) in (0..).zip(self.roles()) {
            let builder = self.world.expert("欧阳娜娜").with(|file| {
                file.area = Area::read("430200").expect("a city");
                file.unit = Some(self.other).filter(|_| at == 0);
                change(file);
            });
            people.push((builder.admit().await, rule));
        }
        people
    }

    fn roles(&self) -> Vec<Role<'_>> {
        let works = |unit| move |file: &mut ExpertFile| file.unit = Some(unit);
        let mut roles: Vec<Role<'_>> = vec![
            (None, Box::new(|file| drop(file.second_phone.take()))),
            (Some(Rule::Employed), Box::new(works(self.bidder))),
            (Some(Rule::Employed), Box::new(works(self.branch))),
            (Some(Rule::Employed), Box::new(|file| file.employments.extend(self.years(self.merged)))),
            (Some(Rule::Employed), Box::new(|file| file.employments.extend(self.years(self.named)))),
            (Some(Rule::Controller), Box::new(|file| file.id_number = resident(431))),
            (Some(Rule::Officer), Box::new(|file| file.id_number = resident(433))),
            (Some(Rule::Group), Box::new(works(self.sister))),
            (Some(Rule::Tenderee), Box::new(works(self.subsidiary))),
            (Some(Rule::Party), Box::new(works(self.agency))),
            (Some(Rule::Department), Box::new(works(self.department))),
            (Some(Rule::Requested), Box::new(works(self.requested))),
        ];
        roles.extend(self.records());
        roles.extend(self.linked());
        roles
    }

    fn records(&self) -> Vec<Role<'_>> {
        let declares = |kind| {
            move |file: &mut ExpertFile| {
                let (from, note) = (date(2025, 1, 1), Some("自报".to_owned()));
                file.declarations.push(Declaration { kind, unit: self.bidder, from, until: None, note });
            }
        };
        vec![
            (Some(Rule::Declared), Box::new(declares(DeclarationKind::Recusal))),
            (Some(Rule::Dispute), Box::new(declares(DeclarationKind::Dispute))),
            (Some(Rule::Interest), Box::new(declares(DeclarationKind::Share))),
            (Some(Rule::RegisteredAt), Box::new(|file| file.licences.extend(self.licences()))),
            (Some(Rule::EverPunished), Box::new(|file| file.credits.push(credit(CreditKind::AdministrativePenalty)))),
            (Some(Rule::Confined), Box::new(|file| file.credits.push(credit(CreditKind::Suspension)))),
            (
                Some(Rule::Retired),
                Box::new(|file| {
                    let mut years = self.years(self.bidder);
                    years.iter_mut().for_each(|job| job.kind = EmploymentKind::Retired);
                    file.employments.extend(years);
                }),
            ),
            (Some(Rule::Clash), Box::new(|file| file.calendar.push(span()))),
            (Some(Rule::State), Box::new(|file| file.state = State::Exited)),
            (Some(Rule::Frequency), Box::new(|file| file.panels.extend(self.panels()))),
            (Some(Rule::Area), Box::new(|file| file.area = Area::CHANGSHA)),
        ]
    }

    /// Two with one telephone, two relatives, one whom no slot asks for, and one with nothing.
    fn linked(&self) -> Vec<Role<'_>> {
        let phone = |file: &mut ExpertFile| file.second_phone = rules::expert::Phone::read("0731-82210000").ok();
        let kin = |file: &mut ExpertFile| {
            let (relation, name, id_number) = (Relation::Spouse, "周雅文".to_owned(), Some(resident(437)));
            file.kin.push(Kin { relation, name, id_number, unit: None });
        };
        let unasked = |file: &mut ExpertFile| {
            let term = file.evaluation.as_mut().expect("a term");
            term.specialties = rules::expert::specialty::read_codes("B0101").expect("a code");
        };
        vec![
            (None, Box::new(phone)),
            (None, Box::new(phone)),
            (None, Box::new(kin)),
            (None, Box::new(|file| file.id_number = resident(437))),
            (None, Box::new(|file| drop(file.address.take()))),
            (
                Some(Rule::State),
                Box::new(move |file| {
                    unasked(file);
                    file.state = State::Exited;
                }),
            ),
        ]
    }

    fn years(&self, unit: UnitId) -> Vec<Employment> {
        let month = |text: &str| text.parse().expect("a month");
        let kind = EmploymentKind::Employed;
        [("2022-01", Some("2025-06")), ("2010-01", Some("2012-06"))]
            .map(|(from, until)| Employment { from_month: month(from), until_month: until.map(month), unit, kind })
            .to_vec()
    }

    /// Two of one kind, given against the order of their numbers.
    fn licences(&self) -> Vec<Licence> {
        let (kind, from) = (LicenceKind::Constructor, date(2024, 1, 1));
        let licence = |number: &str, unit| Licence { kind, number: number.to_owned(), from, until: None, unit };
        vec![licence("湘2", self.bidder), licence("湘1", self.other)]
    }

    fn panels(&self) -> Vec<Panel> {
        let panel = |lot: &str| Panel {
            evaluated_on: date(2026, 12, 1),
            project_code: "HN-2026-1".to_owned(),
            lot: Some(lot.to_owned()),
            tenderee: Some(self.tenderee),
            outcome: PanelOutcome::Completed,
        };
        vec![panel("02"), panel("01")]
    }

    pub(super) fn judge(&self, registry: &Registry) -> Judgement {
        let key = |unit: UnitId| -> UnitKey { registry.register().key(unit).expect("a unit") };
        let tiers = vec![Tier { reach: Reach::Province, areas: vec![Area::HUNAN] }];
        let (specialty, quota) = ("A0801".parse().expect("a specialty"), Quota::try_from(3).expect("a quota"));
        let starts_at = self.world.app.clock.now();
        let case = Case {
            starts_at,
            ends_at: starts_at + jiff::SignedDuration::from_hours(8),
            tenderees: vec![key(self.tenderee)],
            parties: vec![key(self.agency)],
            bidders: vec![key(self.bidder)],
            departments: vec![key(self.department)],
            finance_departments: vec![],
            requested: vec![key(self.requested)],
            away_from: Some(Area::CHANGSHA),
            slots: Slots::try_from(vec![Slot { specialty, quota, tiers }]).expect("slots"),
        };
        let chain = Chain::choose(&shipped(), Track::Tender, Area::CHANGSHA, DAY);
        registry.judge(&case, &Figures::of(&chain, Track::Tender).expect("figures")).expect("judged")
    }
}

type Role<'a> = (Option<Rule>, Box<dyn Fn(&mut ExpertFile) + 'a>);

fn stake(holder: Holder, kind: HolderKind, share: &str) -> Stake {
    let share = Share::read(share).expect("a share");
    Stake { holder, kind, share, control: false, from: None, until: None }
}

fn named(name: &str, order: u32) -> Holder {
    Holder::Named { name: name.to_owned(), id_number: Some(resident(order)) }
}

fn resident(order: u32) -> ResidentId {
    ResidentId::complete(&format!("43010219750315{order}")).expect("17 digits")
}

fn credit(kind: CreditKind) -> Credit {
    let (basis, authority) = ("第十五条".to_owned(), "长沙市发展和改革委员会".to_owned());
    let (from, until) = (date(2026, 1, 1), Some(date(2027, 1, 1)));
    Credit { from, until, kind, field: CreditField::Bidding, basis, authority, document: None }
}

fn span() -> Span {
    let instant = |text: &str| text.parse().expect("an instant");
    let (starts_at, ends_at) = (instant("2026-12-07T00:30:00Z"), instant("2026-12-07T10:00:00Z"));
    Span { starts_at, ends_at, kind: CalendarKind::Busy }
}
