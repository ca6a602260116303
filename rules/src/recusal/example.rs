//! What the tests of recusal build on: a register of numbered units, a case and an expert in whom nothing stands out.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::case::{Case, Prepared};
use super::catalogue::Figures;
use super::decide::{Decision, Evidence, Hit, decide};
use super::facts::{Declaration, Employment, Facts, Membership, Span};
use super::register::{Holder, Office, PersonKey, Register, RegisterError, Stake, Unit, UnitKey};
use crate::area::Area;
use crate::expert::lifecycle::{Readiness, Standing};
use crate::expert::model::{CalendarKind, DeclarationKind, EmploymentKind, State};
use crate::id::UnitId;
use crate::pack::{Chain, Track, shipped};
use crate::project::slot::{Quota, Reach, Slot, Slots, Tier};
use crate::time::{self, Month};
use crate::unit::model::{HolderKind, OfficerRole, UnitKind};
use crate::unit::{CreditCode, Share};

/// The unit with this number.
pub const fn key(unit: u32) -> UnitKey {
    UnitKey(unit)
}

/// A register being put together.
pub struct Graph {
    pub units: Vec<Unit>,
    pub stakes: Vec<Stake>,
    pub offices: Vec<Office>,
}

impl Graph {
    /// So many companies that nobody holds.
    pub fn of(unit_count: u32) -> Self {
        let units = (0..unit_count).map(|number| Unit {
            id: UnitId::from_uuid(uuid::Uuid::from_u128(u128::from(number) + 1)),
            code: Some(CreditCode::complete(&format!("91430100MA{number:07}")).expect("a code")),
            kind: UnitKind::Company,
            area: None,
            branch_of: None,
            merged_into: None,
        });
        Self { units: units.collect(), stakes: Vec::new(), offices: Vec::new() }
    }

    /// One unit holds a share of another.
    pub fn hold(&mut self, holder: u32, unit: u32, share: &str) -> &mut Self {
        self.held_by(Holder::Unit(key(holder)), HolderKind::Company, unit, share)
    }

    /// A person holds a share of a unit.
    pub fn person(&mut self, person: u32, unit: u32, share: &str) -> &mut Self {
        self.held_by(Holder::Person(PersonKey(person)), HolderKind::Person, unit, share)
    }

    /// Somebody of a kind holds a share of a unit.
    pub fn held_by(&mut self, holder: Holder, kind: HolderKind, unit: u32, share: &str) -> &mut Self {
        let share = Share::read(share).expect("a share");
        self.stakes.push(Stake { holder, kind, unit: key(unit), share, control: false, from: None, until: None });
        self
    }

    /// The newest stake is registered as actual control.
    pub fn in_control(&mut self) -> &mut Self {
        self.stakes.last_mut().expect("a stake").control = true;
        self
    }

    /// The newest stake stands on these days alone.
    pub fn standing(&mut self, from: Option<Date>, until: Option<Date>) -> &mut Self {
        let stake = self.stakes.last_mut().expect("a stake");
        (stake.from, stake.until) = (from, until);
        self
    }

    /// Somebody has an office in a unit.
    pub fn office(&mut self, person: u32, role: OfficerRole, unit: u32, days: (Date, Option<Date>)) -> &mut Self {
        let (from, until) = days;
        self.offices.push(Office { unit: key(unit), person: PersonKey(person), role, from, until });
        self
    }

    pub fn build(&self) -> Result<Register, RegisterError> {
        Register::new(self.units.clone(), &self.stakes, self.offices.clone())
    }

    pub fn register(&self) -> Register {
        self.build().expect("a register")
    }
}

/// A case and one expert over a graph, judged on 2026-12-01.
pub struct Scene {
    pub graph: Graph,
    pub case: Case,
    pub facts: Facts,
    pub track: Track,
}

impl Scene {
    /// A case that touches none of so many units, with one slot that the expert fits.
    pub fn new(unit_count: u32) -> Self {
        let mut scene = Self { graph: Graph::of(unit_count), case: case(), facts: facts(0), track: Track::Tender };
        scene.on("2026-12-01");
        scene
    }

    /// The evaluation is on this day from nine to five in Shanghai; training and confirmation were shortly before.
    pub fn on(&mut self, day: &str) -> &mut Self {
        let day: Date = day.parse().expect("a day");
        let at = |hour| time::instant_of(day.at(hour, 0, 0, 0)).expect("an instant");
        (self.case.starts_at, self.case.ends_at) = (at(9), at(17));
        let shortly_before = Some(time::years_before(day, 1).saturating_add(30.days()));
        self.facts.readiness.trained_on = shortly_before;
        self.facts.readiness.confirmed_on = shortly_before;
        self
    }

    /// The expert worked somewhere.
    pub fn work(&mut self, unit: u32, from: &str, until: Option<&str>, kind: EmploymentKind) -> &mut Self {
        let month = |text: &str| text.parse::<Month>().expect("a month");
        let (from, until) = (month(from).first_day(), until.map(|until| month(until).last_day()));
        self.facts.employments.push(Employment { unit: key(unit), kind, from, until });
        self
    }

    /// The expert declared something about a unit.
    pub fn declare(&mut self, unit: u32, kind: DeclarationKind) -> &mut Self {
        let from = Date::constant(2020, 1, 1);
        self.facts.declarations.push(Declaration { kind, unit: key(unit), from, until: None });
        self
    }

    /// The expert is away from one instant to another.
    pub fn busy(&mut self, starts_at: &str, ends_at: &str, kind: CalendarKind) -> &mut Self {
        let instant = |text: &str| text.parse().expect("an instant");
        self.facts.calendar.push(Span { starts_at: instant(starts_at), ends_at: instant(ends_at), kind });
        self
    }

    pub fn figures(&self) -> Figures {
        figures(self.track)
    }

    /// The hits of one rule as `rule:fact:row:unit`, units by their number.
    pub fn hits(&self, rule: fn(&Prepared<'_>, &Facts, &mut Vec<Hit>)) -> Vec<String> {
        let (register, figures) = (self.graph.register(), self.figures());
        let mut hits = Vec::new();
        rule(&Prepared::new(&register, &self.case, &figures), &self.facts, &mut hits);
        hits.iter().map(brief).collect()
    }

    pub fn decision(&self) -> Decision {
        let (register, figures) = (self.graph.register(), self.figures());
        decide(&Prepared::new(&register, &self.case, &figures), &self.facts)
    }
}

/// A hit with its unit by number.
pub fn brief(hit: &Hit) -> String {
    let Evidence { fact, row, unit } = hit.evidence;
    let unit = unit.map_or_else(|| "none".to_owned(), |unit| unit.0.to_string());
    format!("{}:{fact}:{row}:{unit}", hit.rule)
}

/// The figures of the shipped packs.
pub fn figures(track: Track) -> Figures {
    let chain = Chain::choose(&shipped(), track, Area::CHANGSHA, Date::constant(2026, 12, 1));
    Figures::of(&chain, track).expect("the figures")
}

/// An expert of Changsha, 46 years old, for one specialty in both libraries.
pub fn facts(index: u32) -> Facts {
    let day = |year| Date::constant(year, 1, 1);
    let specialties = vec!["A080107".parse().expect("a specialty")];
    let membership = Some(Membership { from: day(2000), until: day(2100), specialties });
    let standing = Standing { state: State::Active, from: day(2000), until: None };
    let readiness = Readiness { standing, born_on: day(1980), trained_on: None, confirmed_on: None };
    Facts {
        index,
        person: None,
        unit: None,
        area: Area::CHANGSHA,
        readiness,
        evaluation: membership.clone(),
        review: membership,
        employments: Vec::new(),
        licences: Vec::new(),
        declarations: Vec::new(),
        credits: Vec::new(),
        panels: Vec::new(),
        calendar: Vec::new(),
    }
}

/// A case of no unit with one slot in Changsha.
pub fn case() -> Case {
    let tier = Tier { reach: Reach::City, areas: vec![Area::CHANGSHA] };
    let quota = Quota::try_from(5).expect("a quota");
    let slot = Slot { specialty: "A0801".parse().expect("a specialty"), quota, tiers: vec![tier] };
    Case {
        starts_at: Timestamp::UNIX_EPOCH,
        ends_at: Timestamp::UNIX_EPOCH,
        tenderees: Vec::new(),
        parties: Vec::new(),
        bidders: Vec::new(),
        departments: Vec::new(),
        finance_departments: Vec::new(),
        requested: Vec::new(),
        away_from: None,
        slots: Slots::try_from(vec![slot]).expect("slots"),
    }
}
