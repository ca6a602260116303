//! One person's whole file in opened values: what the ledger vouches for as one record. The shell loads it, changes a copy,
//! and saves the difference; whatever changes any part changes the digest, and facts have one order however they were entered.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;

use super::model::{
    CalendarKind, CreditField, CreditKind, DeclarationKind, EmploymentKind, Library, LicenceKind, PanelOutcome,
    Relation, State, Term,
};
use super::{BankAccount, ExpertNumber, Phone, ResidentId};
use crate::area::Area;
use crate::id::{ExpertId, UnitId};
use crate::ledger::lines::{Fact, Line, lines, opt, sort};
use crate::time::Month;

/// Everything that the pool holds about one expert.
#[derive(Clone, PartialEq, Eq)]
pub struct ExpertFile {
    /// Whose file.
    pub id: ExpertId,
    /// Order of admission, from 0, never reused; none while a draft.
    pub index: Option<u32>,
    /// Expert number; none while a draft.
    pub number: Option<ExpertNumber>,
    /// City (or province) that the expert belongs to.
    pub area: Area,
    /// Where the expert stands in the pool.
    pub state: State,
    /// Why, as the deciding officer wrote it.
    pub state_reason: Option<String>,
    /// First day of the state.
    pub state_from: Date,
    /// Last day of a leave or suspension, inside; open where it has none.
    pub state_until: Option<Date>,
    /// Name.
    pub name: String,
    /// Resident identity number.
    pub id_number: ResidentId,
    /// Mobile, which is called and signs in.
    pub phone: Phone,
    /// Second telephone.
    pub second_phone: Option<Phone>,
    /// Postal address.
    pub address: Option<String>,
    /// Bank.
    pub bank_name: Option<String>,
    /// Bank account for fees.
    pub bank_account: Option<BankAccount>,
    /// Present unit.
    pub unit: Option<UnitId>,
    /// Day of the last passed training.
    pub trained_on: Option<Date>,
    /// Day of the last yearly confirmation.
    pub confirmed_on: Option<Date>,
    /// Term as 评标专家.
    pub evaluation: Option<Term>,
    /// Term as 评审专家.
    pub review: Option<Term>,
    /// Employments by month.
    pub employments: Vec<Employment>,
    /// Relatives.
    pub kin: Vec<Kin>,
    /// Practising licences.
    pub licences: Vec<Licence>,
    /// Declared interests and recusals.
    pub declarations: Vec<Declaration>,
    /// Penalties and credit records.
    pub credits: Vec<Credit>,
    /// Earlier panels.
    pub panels: Vec<Panel>,
    /// Busy and leave spans.
    pub calendar: Vec<Span>,
}

/// An employment by month.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Employment {
    /// First month, counted whole.
    pub from_month: Month,
    /// Last month, counted whole; open where it goes on.
    pub until_month: Option<Month>,
    /// At which unit.
    pub unit: UnitId,
    /// How.
    pub kind: EmploymentKind,
}

/// A relative.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kin {
    /// How related.
    pub relation: Relation,
    /// The relative's name.
    pub name: String,
    /// The relative's resident id.
    pub id_number: Option<ResidentId>,
    /// Where the relative works.
    pub unit: Option<UnitId>,
}

/// A practising licence and where it is registered.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Licence {
    /// Kind.
    pub kind: LicenceKind,
    /// Number on the licence.
    pub number: String,
    /// First day of this registration.
    pub from: Date,
    /// Last day, inside; open where it has none.
    pub until: Option<Date>,
    /// Where it is registered.
    pub unit: UnitId,
}

/// What the expert declared about a unit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Declaration {
    /// What tie.
    pub kind: DeclarationKind,
    /// To which unit.
    pub unit: UnitId,
    /// First day.
    pub from: Date,
    /// Last day, inside; open where it goes on.
    pub until: Option<Date>,
    /// Free words.
    pub note: Option<String>,
}

/// A penalty or credit record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Credit {
    /// First day.
    pub from: Date,
    /// Last day, inside; open where it has no end.
    pub until: Option<Date>,
    /// What.
    pub kind: CreditKind,
    /// Whether it is about bidding.
    pub field: CreditField,
    /// Legal basis.
    pub basis: String,
    /// Who decided.
    pub authority: String,
    /// Number of the decision.
    pub document: Option<String>,
}

/// A seat on an earlier panel.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Panel {
    /// Day of evaluation.
    pub evaluated_on: Date,
    /// Project.
    pub project_code: String,
    /// Lot.
    pub lot: Option<String>,
    /// The tenderee.
    pub tenderee: Option<UnitId>,
    /// How it ended.
    pub outcome: PanelOutcome,
}

/// A span in which the expert cannot come.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// Beginning.
    pub starts_at: Timestamp,
    /// End, outside.
    pub ends_at: Timestamp,
    /// Why.
    pub kind: CalendarKind,
}

impl ExpertFile {
    /// The file with its facts in their one order, each once.
    pub fn in_order(mut self) -> Self {
        for term in [&mut self.evaluation, &mut self.review].into_iter().flatten() {
            sort(&mut term.specialties);
        }
        sort(&mut self.employments);
        sort(&mut self.kin);
        sort(&mut self.licences);
        sort(&mut self.declarations);
        sort(&mut self.credits);
        sort(&mut self.panels);
        sort(&mut self.calendar);
        self
    }

    /// The term in a library.
    pub const fn term(&self, library: Library) -> Option<&Term> {
        match library {
            Library::Evaluation => self.evaluation.as_ref(),
            Library::Review => self.review.as_ref(),
        }
    }

    /// The libraries that the expert is in, each with its term.
    pub fn terms(&self) -> impl Iterator<Item = (Library, &Term)> {
        Library::ALL.iter().filter_map(|library| Some((*library, self.term(*library)?)))
    }

    /// The fields of the record digest in their fixed order; a field without a value is empty. Facts must be in order.
    ///
    /// A list of facts is one field: a line for each fact, values separated by tabs, `-` for none; `\`, tab and line end within a
    /// value and a value that is `-` are written with a `\` before.
    pub fn fields(&self) -> Vec<(&'static str, Vec<u8>)> {
        let mut fields: Vec<(&'static str, String)> = self.own_fields().into();
        fields.extend(term_fields(TERM_FIELDS[0], self.evaluation.as_ref()));
        fields.extend(term_fields(TERM_FIELDS[1], self.review.as_ref()));
        fields.extend([
            ("employments", lines(&self.employments)),
            ("kin", lines(&self.kin)),
            ("licences", lines(&self.licences)),
            ("declarations", lines(&self.declarations)),
            ("credits", lines(&self.credits)),
            ("panels", lines(&self.panels)),
            ("calendar", lines(&self.calendar)),
        ]);
        fields.into_iter().map(|(name, value)| (name, value.into_bytes())).collect()
    }

    fn own_fields(&self) -> [(&'static str, String); 18] {
        [
            ("id", self.id.to_string()),
            ("index", opt(self.index.as_ref())),
            ("number", opt(self.number.as_ref())),
            ("area", self.area.to_string()),
            ("state", self.state.to_string()),
            ("state_reason", opt(self.state_reason.as_ref())),
            ("state_from", self.state_from.to_string()),
            ("state_until", opt(self.state_until.as_ref())),
            ("name", self.name.clone()),
            ("id_number", self.id_number.to_string()),
            ("phone", self.phone.to_string()),
            ("second_phone", opt(self.second_phone.as_ref())),
            ("address", opt(self.address.as_ref())),
            ("bank_name", opt(self.bank_name.as_ref())),
            ("bank_account", opt(self.bank_account.as_ref())),
            ("unit", opt(self.unit.as_ref())),
            ("trained_on", opt(self.trained_on.as_ref())),
            ("confirmed_on", opt(self.confirmed_on.as_ref())),
        ]
    }
}

/// Never the person's data, so that no log line can hold it.
impl fmt::Debug for ExpertFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ExpertFile({})", self.id)
    }
}

/// Never the person's data, so that no log line can hold it.
impl fmt::Debug for Kin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Kin({})", self.relation)
    }
}

impl Fact for Employment {
    fn write(&self, line: &mut Line) {
        let Self { from_month, until_month, unit, kind } = self;
        line.value(from_month).opt(until_month.as_ref()).value(unit).value(kind);
    }
}

impl Fact for Kin {
    fn write(&self, line: &mut Line) {
        let Self { relation, name, id_number, unit } = self;
        line.value(relation).value(name).opt(id_number.as_ref()).opt(unit.as_ref());
    }
}

impl Fact for Licence {
    fn write(&self, line: &mut Line) {
        let Self { kind, number, from, until, unit } = self;
        line.value(kind).value(number).value(from).opt(until.as_ref()).value(unit);
    }
}

impl Fact for Declaration {
    fn write(&self, line: &mut Line) {
        let Self { kind, unit, from, until, note } = self;
        line.value(kind).value(unit).value(from).opt(until.as_ref()).opt(note.as_ref());
    }
}

impl Fact for Credit {
    fn write(&self, line: &mut Line) {
        let Self { from, until, kind, field, basis, authority, document } = self;
        line.value(from).opt(until.as_ref()).value(kind).value(field);
        line.value(basis).value(authority).opt(document.as_ref());
    }
}

impl Fact for Panel {
    fn write(&self, line: &mut Line) {
        let Self { evaluated_on, project_code, lot, tenderee, outcome } = self;
        line.value(evaluated_on).value(project_code).opt(lot.as_ref()).opt(tenderee.as_ref()).value(outcome);
    }
}

impl Fact for Span {
    fn write(&self, line: &mut Line) {
        let Self { starts_at, ends_at, kind } = self;
        line.value(starts_at).value(ends_at).value(kind);
    }
}

fn term_fields(names: [&'static str; 4], term: Option<&Term>) -> [(&'static str, String); 4] {
    let [title, from, until, specialties] = names;
    let Some(term) = term else { return names.map(|name| (name, String::new())) };
    let Term { title: named, from: first, until: last, specialties: codes } = term;
    let codes: Vec<&str> = codes.iter().map(super::SpecialtyCode::as_str).collect();
    [(title, named.clone()), (from, first.to_string()), (until, last.to_string()), (specialties, codes.join(" "))]
}

const TERM_FIELDS: [[&str; 4]; 2] = [
    ["evaluation_title", "evaluation_from", "evaluation_until", "evaluation_specialties"],
    ["review_title", "review_from", "review_until", "review_specialties"],
];

#[cfg(test)]
mod tests;
