//! The rules once more, slowly and word for word: for every expert and every unit of the case, over lists, without marks, knots or
//! walks. The test compares them with the fast way on random registers.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};

use super::case::{Case, Prepared};
use super::catalogue::{Figures, Rule};
use super::decide::{Verdict, decide};
use super::example::{self, Graph, key};
use super::facts::{Credit, Declaration, Employment, Facts, Licence, Panel, Span};
use super::part::{Factor, Part};
use super::register::{Holder, Office, PersonKey, Stake, UnitKey};
use crate::expert::model::{
    CalendarKind, CreditField, CreditKind, DeclarationKind, EmploymentKind, PanelOutcome, State,
};
use crate::pack::Track;
use crate::time::{self, Month};
use crate::unit::Share;
use crate::unit::model::{HolderKind, OfficerRole, UnitKind};

#[test]
fn the_fast_way_hits_whom_the_slow_way_hits_rule_by_rule() {
    let mut counts: BTreeMap<Rule, u32> = BTreeMap::new();
    for (seed, track) in [(1, Track::Tender), (2, Track::Procurement), (3, Track::Tender), (4, Track::Procurement)] {
        let mut chance = Chance(seed);
        let graph = chance.graph();
        let case = chance.case();
        let experts: Vec<_> = (0..500).map(|index| chance.expert(index)).collect();
        let figures = example::figures(track);
        let register = graph.register();
        let prepared = Prepared::new(&register, &case, &figures);
        let slow = Slow::new(&graph, &case, &figures);
        for facts in &experts {
            let decision = decide(&prepared, facts);
            let fast: BTreeSet<_> = decision.hits.iter().map(|hit| (hit.rule, hit.evidence.unit)).collect();
            assert_eq!(fast, slow.hits(facts), "seed {seed}, expert {}", facts.index);
            assert_eq!(decision.verdict == Verdict::Eligible, decision.mask() != 0);
            fast.iter().for_each(|(rule, _)| *counts.entry(*rule).or_default() += 1);
        }
    }
    assert_eq!(counts.len(), 19, "every rule was hit: {counts:?}");
}

/// A linear congruential generator: the same numbers on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(end)).expect("below a u32")
    }

    fn one_in(&mut self, count: u32) -> bool {
        self.below(count) == 0
    }

    fn of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(u32::try_from(choices.len()).expect("a few")) as usize]
    }

    /// A day of the six years around the case, often one on an edge.
    fn day(&mut self) -> Date {
        if self.one_in(3) {
            return self.of(&[date(2023, 12, 1), date(2023, 11, 30), DAY, date(2026, 11, 30), date(2026, 12, 2)]);
        }
        date(2021, 1, 1).saturating_add((i64::from(self.below(24)) * 91).days())
    }

    fn graph(&mut self) -> Graph {
        let mut graph = Graph::of(UNITS);
        for unit in 0..UNITS {
            let home = unit - unit % CLUSTER;
            if self.one_in(15) && unit > home {
                graph.units[unit as usize].branch_of = Some(key(home + self.below(unit - home)));
            } else if self.one_in(20) && unit > home {
                graph.units[unit as usize].merged_into = Some(key(home + self.below(unit - home)));
            }
            if self.one_in(25) {
                graph.units[unit as usize].kind = self.of(&[UnitKind::State, UnitKind::Fund]);
            }
            for _ in 0..self.below(4) {
                let stake = self.stake(unit, home);
                graph.stakes.push(stake);
            }
        }
        for _ in 0..80 {
            let role = self.of(OfficerRole::ALL);
            let (person, unit, from) = (PersonKey(self.below(PERSONS)), key(self.below(UNITS)), self.day());
            let until = if self.one_in(2) { Some(self.day()) } else { None };
            graph.offices.push(Office { unit, person, role, from, until: until.map(|until| until.max(from)) });
        }
        graph
    }

    fn stake(&mut self, unit: u32, home: u32) -> Stake {
        let (holder, kind) = match self.below(10) {
            0..=2 => (Holder::Person(PersonKey(self.below(PERSONS))), HolderKind::Person),
            3 => (Holder::Unit(key(self.below(4))), HolderKind::State),
            _ => (Holder::Unit(key(home + self.below(CLUSTER))), HolderKind::Company),
        };
        let share = self.of(&["25", "24.99999999", "50", "50.00000001", "51", "30", "100", "75", "12.5", "49"]);
        let from = if self.one_in(2) { Some(self.day()) } else { None };
        let until = if self.one_in(3) { Some(self.day()) } else { None };
        let share = Share::read(share).expect("a share");
        Stake { holder, kind, unit: key(unit), share, control: self.one_in(12), from, until }
    }

    fn units(&mut self, count: u32) -> Vec<UnitKey> {
        (0..count).map(|_| key(self.below(UNITS))).collect()
    }

    fn case(&mut self) -> Case {
        let at = |hour| time::instant_of(DAY.at(hour, 0, 0, 0)).expect("an instant");
        Case {
            starts_at: at(9),
            ends_at: at(17),
            tenderees: self.units(2),
            parties: self.units(4),
            bidders: self.units(12),
            departments: self.units(3),
            finance_departments: self.units(3),
            requested: self.units(4),
            away_from: Some("430300".parse().expect("an area")),
            ..example::case()
        }
    }

    fn expert(&mut self, index: u32) -> Facts {
        let mut facts = example::facts(index);
        facts.readiness.trained_on = Some(date(2026, 1, 1));
        facts.readiness.confirmed_on = Some(if self.one_in(10) { date(2025, 11, 30) } else { date(2026, 1, 1) });
        facts.person = if self.one_in(4) { Some(PersonKey(self.below(PERSONS))) } else { None };
        facts.unit = if self.one_in(2) { Some(key(self.below(UNITS))) } else { None };
        facts.area = self.of(&["430100", "430200", "430300"]).parse().expect("an area");
        if self.one_in(8) {
            facts.readiness.standing.state = self.of(&[State::OnLeave, State::Suspended, State::Exited]);
            facts.readiness.standing.until = Some(self.day());
        }
        for _ in 0..self.below(4) {
            let (from, until) = (Month::of(self.day()).first_day(), Month::of(self.day()).last_day());
            let until = if self.one_in(3) { None } else { Some(until.max(from.last_of_month())) };
            let kind = self.of(EmploymentKind::ALL);
            facts.employments.push(Employment { unit: key(self.below(UNITS)), kind, from, until });
        }
        for _ in 0..self.below(16) {
            let (kind, unit, from) = (self.of(DeclarationKind::ALL), key(self.below(UNITS)), self.day());
            facts.declarations.push(Declaration { kind, unit, from, until: Some(self.day()) });
        }
        if self.one_in(2) {
            let (unit, from) = (key(self.below(UNITS)), self.day());
            facts.licences.push(Licence { unit, from, until: Some(self.day()) });
        }
        if self.one_in(5) {
            let (kind, field, from) = (self.of(CreditKind::ALL), self.of(CreditField::ALL), self.day());
            facts.credits.push(Credit { kind, field, from, until: Some(self.day()) });
        }
        for _ in 0..self.below(6) {
            let outcome = self.of(PanelOutcome::ALL);
            facts.panels.push(Panel { evaluated_on: self.day(), tenderee: Some(key(self.below(UNITS))), outcome });
        }
        if self.one_in(3) {
            let at = |hour: i8| time::instant_of(DAY.at(hour, 0, 0, 0)).expect("an instant");
            let (start, kind) = (self.of(&[6, 8, 12, 17]), self.of(CalendarKind::ALL));
            facts.calendar.push(Span { starts_at: at(start), ends_at: at(start + self.of(&[1, 3])), kind });
        }
        facts
    }
}

/// The rules over plain lists.
struct Slow<'a> {
    graph: &'a Graph,
    case: &'a Case,
    figures: &'a Figures,
    day: Date,
    /// Effective shares by day, and who controls a node on a day; each found once.
    snapshots: RefCell<BTreeMap<Date, Rc<Snapshot>>>,
    controllers: RefCell<BTreeMap<(Holder, Date), Nodes>>,
}

type Nodes = Rc<BTreeSet<Holder>>;

struct Snapshot {
    nodes: BTreeSet<Holder>,
    effective: BTreeMap<(Holder, Holder), Part>,
    registered: BTreeSet<(Holder, Holder)>,
    /// Who relates nobody, on the day of the case.
    apart: BTreeSet<Holder>,
}

type Found = BTreeSet<(Rule, Option<UnitKey>)>;

impl<'a> Slow<'a> {
    fn new(graph: &'a Graph, case: &'a Case, figures: &'a Figures) -> Self {
        Self { graph, case, figures, day: DAY, snapshots: RefCell::default(), controllers: RefCell::default() }
    }

    fn hits(&self, facts: &Facts) -> Found {
        let mut found = Found::new();
        self.of_units(facts, &mut found);
        self.of_person(facts, &mut found);
        self.of_expert(facts, &mut found);
        found
    }

    /// Rules about where the expert works.
    fn of_units(&self, facts: &Facts, found: &mut Found) {
        let day = (self.day, self.day);
        let years = (time::years_before(self.day, 3), self.day);
        let [present, within] = [day, years].map(|days| self.worked(facts, days));
        for bidder in self.all(&self.case.bidders) {
            if within.contains(&bidder) {
                found.insert((Rule::Employed, Some(bidder)));
            }
            if present.iter().any(|unit| *unit != bidder && self.is_group(*unit, bidder)) {
                found.insert((Rule::Group, Some(bidder)));
            }
        }
        for tenderee in self.all(&self.case.tenderees) {
            let line = |unit: UnitKey| self.controls(unit, tenderee) || self.controls(tenderee, unit);
            if present.iter().any(|unit| *unit == tenderee || line(*unit)) {
                found.insert((Rule::Tenderee, Some(tenderee)));
            }
        }
        let mut lists = vec![
            (Rule::Department, &self.case.departments),
            (Rule::Party, &self.case.parties),
            (Rule::Requested, &self.case.requested),
        ];
        if self.figures.finance_barred {
            lists.push((Rule::Department, &self.case.finance_departments));
        }
        for (rule, list) in lists {
            let hit = self.all(list).into_iter().filter(|unit| present.contains(unit));
            found.extend(hit.map(|unit| (rule, Some(unit))));
        }
        let parts = [(true, &self.case.bidders), (false, &self.case.tenderees), (false, &self.case.parties)];
        for (bids, unit) in
            parts.into_iter().flat_map(|(bids, list)| self.all(list).into_iter().map(move |unit| (bids, unit)))
        {
            let same = |declaration: &&Declaration| {
                self.counted(declaration.unit) == unit && meets((declaration.from, declaration.until), day)
            };
            for declaration in facts.declarations.iter().filter(same) {
                let rule = match declaration.kind {
                    DeclarationKind::Recusal => Rule::Declared,
                    DeclarationKind::Dispute => Rule::Dispute,
                    _ => Rule::Interest,
                };
                if bids || rule == Rule::Declared {
                    found.insert((rule, Some(unit)));
                }
            }
            let registered =
                |licence: &&Licence| self.counted(licence.unit) == unit && meets((licence.from, licence.until), day);
            if bids && facts.licences.iter().any(|licence| registered(&licence)) {
                found.insert((Rule::RegisteredAt, Some(unit)));
            }
            let retired = |row: &Employment| {
                matches!(row.kind, EmploymentKind::Retired | EmploymentKind::Reemployed) && row.from <= self.day
            };
            if bids && facts.employments.iter().any(|row| retired(row) && self.counted(row.unit) == unit) {
                found.insert((Rule::Retired, Some(unit)));
            }
        }
    }

    /// Rules about what the business register knows of the person.
    fn of_person(&self, facts: &Facts, found: &mut Found) {
        let Some(person) = facts.person else { return };
        let years = (time::years_before(self.day, 3), self.day);
        let mut days: BTreeSet<Date> = BTreeSet::from([years.0, years.1]);
        days.extend(self.graph.stakes.iter().flat_map(|stake| [stake.from, stake.until]).flatten());
        days.retain(|day| years.0 <= *day && *day <= years.1);
        for bidder in self.all(&self.case.bidders) {
            let office = |office: &&Office| office.person == person && self.counted(office.unit) == bidder;
            let mut offices = self.graph.offices.iter().filter(office);
            if offices.any(|office| meets((office.from, office.until), years)) {
                found.insert((Rule::Officer, Some(bidder)));
            }
            let (person, unit) = (Holder::Person(person), Holder::Unit(bidder));
            if days.iter().any(|day| self.controllers(unit, *day).contains(&person)) {
                found.insert((Rule::Controller, Some(bidder)));
            }
        }
    }

    /// Rules about the expert alone.
    fn of_expert(&self, facts: &Facts, found: &mut Found) {
        let mut note = |rule, hit| {
            if hit {
                found.insert((rule, None));
            }
        };
        let day = (self.day, self.day);
        for credit in &facts.credits {
            let punished = matches!(credit.kind, CreditKind::AdministrativePenalty | CreditKind::Criminal);
            let ever = punished && credit.field == CreditField::Bidding && credit.from <= self.day;
            note(Rule::EverPunished, self.figures.ever_punished && ever);
            let warning = matches!(credit.kind, CreditKind::Warning | CreditKind::SeriousWarning);
            note(Rule::Confined, !warning && meets((credit.from, credit.until), day));
        }
        note(Rule::Area, facts.area.to_string() == "430300");
        let overlap = |(starts_at, ends_at): (Timestamp, Timestamp)| {
            starts_at.max(self.case.starts_at) < ends_at.min(self.case.ends_at)
        };
        note(Rule::Clash, facts.calendar.iter().any(|span| overlap((span.starts_at, span.ends_at))));
        let standing = facts.readiness.standing;
        let ended = standing.state != State::Exited && standing.until.is_some_and(|until| until < self.day);
        let confirmed = facts.readiness.confirmed_on == Some(date(2026, 1, 1));
        note(Rule::State, (standing.state != State::Active && !ended) || !confirmed);
        let sat = facts.panels.iter().filter(|panel| panel.outcome != PanelOutcome::Absent);
        let sat: Vec<_> = sat.filter(|panel| panel.evaluated_on <= self.day).collect();
        let month = sat.iter().filter(|panel| panel.evaluated_on >= date(2026, 12, 1)).count();
        note(Rule::Frequency, month >= 1);
        for tenderee in self.all(&self.case.tenderees) {
            let since = |days: i64| {
                let first = self.day.saturating_sub(days.days());
                let same = |panel: &&&Panel| panel.tenderee.map(|unit| self.counted(unit)) == Some(tenderee);
                sat.iter().filter(same).filter(|panel| panel.evaluated_on >= first).count()
            };
            note(Rule::Frequency, since(7) >= 1 || since(183) >= 2);
        }
    }

    fn all(&self, list: &[UnitKey]) -> BTreeSet<UnitKey> {
        list.iter().map(|unit| self.counted(*unit)).collect()
    }

    fn worked(&self, facts: &Facts, days: (Date, Date)) -> BTreeSet<UnitKey> {
        let works = |row: &&Employment| row.kind != EmploymentKind::Retired && meets((row.from, row.until), days);
        let units = facts.employments.iter().filter(works).map(|row| row.unit);
        units.chain(facts.unit).map(|unit| self.counted(unit)).collect()
    }

    fn counted(&self, unit: UnitKey) -> UnitKey {
        let of = &self.graph.units[unit.0 as usize];
        of.merged_into.or(of.branch_of).map_or(unit, |next| self.counted(next))
    }

    fn is_group(&self, unit: UnitKey, bidder: UnitKey) -> bool {
        let snapshot = self.snapshot(self.day);
        let enough = Part::of(self.figures.group_share);
        let holds = |holder: Holder, unit: UnitKey| {
            snapshot.effective.get(&(holder, Holder::Unit(unit))).is_some_and(|part| *part >= enough)
        };
        let common = |holder: &Holder| {
            let leads = self.controllers(Holder::Unit(bidder), self.day).contains(holder)
                && self.controllers(Holder::Unit(unit), self.day).contains(holder);
            !snapshot.apart.contains(holder) && (leads || (holds(*holder, bidder) && holds(*holder, unit)))
        };
        holds(Holder::Unit(unit), bidder)
            || holds(Holder::Unit(bidder), unit)
            || self.controls(unit, bidder)
            || self.controls(bidder, unit)
            || snapshot.nodes.iter().any(common)
    }

    fn controls(&self, holder: UnitKey, unit: UnitKey) -> bool {
        self.controllers(Holder::Unit(unit), self.day).contains(&Holder::Unit(holder))
    }

    /// Whoever controls a node, step by step, each step more than half or registered.
    fn controllers(&self, node: Holder, day: Date) -> Nodes {
        if let Some(known) = self.controllers.borrow().get(&(node, day)) {
            return known.clone();
        }
        let snapshot = self.snapshot(day);
        let half = Part::of(Share::read("50").expect("a share"));
        let (mut found, mut open) = (BTreeSet::new(), vec![node]);
        while let Some(held) = open.pop() {
            for holder in &snapshot.nodes {
                let more = snapshot.effective.get(&(*holder, held)).is_some_and(|part| *part > half);
                let steps = more || snapshot.registered.contains(&(*holder, held));
                if steps && found.insert(*holder) && !snapshot.apart.contains(holder) {
                    open.push(*holder);
                }
            }
        }
        let found = Rc::new(found);
        self.controllers.borrow_mut().insert((node, day), found.clone());
        found
    }

    /// Whether a node relates nobody, on the day of the case.
    fn is_apart(&self, node: Holder) -> bool {
        let listed = |kind| matches!(kind, HolderKind::State | HolderKind::Fund | HolderKind::EmployeePlatform);
        let stands = |stake: &Stake| meets((stake.from.unwrap_or(Date::MIN), stake.until), (self.day, self.day));
        let by_stake = self.stakes().any(|(holder, _, stake)| holder == node && listed(stake.kind) && stands(stake));
        let by_unit = (0..).zip(&self.graph.units).any(|(place, unit)| {
            matches!(unit.kind, UnitKind::State | UnitKind::Fund) && Holder::Unit(self.counted(key(place))) == node
        });
        by_stake || by_unit
    }

    /// The stakes that count, between nodes that count.
    fn stakes(&self) -> impl Iterator<Item = (Holder, Holder, &Stake)> {
        let counted = |stake: &Stake| {
            let holder = match stake.holder {
                Holder::Unit(unit) => Holder::Unit(self.counted(unit)),
                person => person,
            };
            (holder, Holder::Unit(self.counted(stake.unit)))
        };
        let stakes = self.graph.stakes.iter();
        let own = stakes.filter(|stake| self.graph.units[stake.unit.0 as usize].merged_into.is_none());
        own.map(move |stake| (counted(stake), stake))
            .filter(|((holder, unit), _)| holder != unit)
            .map(|((holder, unit), stake)| (holder, unit, stake))
    }

    fn snapshot(&self, day: Date) -> Rc<Snapshot> {
        if let Some(known) = self.snapshots.borrow().get(&day) {
            return known.clone();
        }
        let stands = |stake: &Stake| meets((stake.from.unwrap_or(Date::MIN), stake.until), (day, day));
        let stakes: Vec<_> = self.stakes().filter(|(.., stake)| stands(stake)).collect();
        let nodes: BTreeSet<Holder> = stakes.iter().flat_map(|(holder, unit, _)| [*holder, *unit]).collect();
        let apart: BTreeSet<Holder> = nodes.iter().copied().filter(|node| self.is_apart(*node)).collect();
        let registered = stakes.iter().filter(|(.., stake)| stake.control);
        let registered = registered.map(|(holder, unit, _)| (*holder, *unit)).collect();
        let mut paths = Paths { stakes: &stakes, apart: &apart, effective: BTreeMap::new() };
        for node in &nodes {
            paths.follow(&mut vec![*node], &Part::whole());
        }
        let effective = paths.effective;
        let snapshot = Rc::new(Snapshot { nodes, effective, registered, apart });
        self.snapshots.borrow_mut().insert(day, snapshot.clone());
        snapshot
    }
}

/// Every simple path, one after the other.
struct Paths<'a> {
    stakes: &'a [(Holder, Holder, &'a Stake)],
    apart: &'a BTreeSet<Holder>,
    effective: BTreeMap<(Holder, Holder), Part>,
}

impl Paths<'_> {
    fn follow(&mut self, path: &mut Vec<Holder>, part: &Part) {
        let (first, last) = (path[0], path[path.len() - 1]);
        if path.len() > 1 {
            self.effective.entry((first, last)).or_insert(Part::NOTHING).add(part);
            if self.apart.contains(&last) {
                return;
            }
        }
        for (holder, unit, stake) in self.stakes {
            if *holder == last && !path.contains(unit) {
                path.push(*unit);
                self.follow(path, &part.times(Factor::of(stake.share)));
                path.pop();
            }
        }
    }
}

fn meets((from, until): (Date, Option<Date>), (first, last): (Date, Date)) -> bool {
    from <= last && until.is_none_or(|until| until >= first)
}

const DAY: Date = date(2026, 12, 1);
const UNITS: u32 = 240;
/// Companies that hold one another; the first four units of the register are also holders of the state.
const CLUSTER: u32 = 8;
const PERSONS: u32 = 120;
