//! What recusal reads of one expert: facts by small keys, without a name, number or telephone. Rows of a kind stand in the order
//! of the expert's file, and a hit names them by their place in it.

use jiff::Timestamp;
use jiff::civil::Date;

use super::catalogue::FactKind;
use super::register::{PersonKey, Register, UnitKey};
use crate::area::Area;
use crate::expert::SpecialtyCode;
use crate::expert::file::ExpertFile;
use crate::expert::lifecycle::Readiness;
use crate::expert::model::{
    CalendarKind, CreditField, CreditKind, DeclarationKind, EmploymentKind, Library, PanelOutcome,
};
use crate::id::UnitId;
use crate::wording::Worded;

/// The facts of one expert of the registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Order of admission.
    pub index: u32,
    /// The expert among the persons of the business register.
    pub person: Option<PersonKey>,
    /// Present unit.
    pub unit: Option<UnitKey>,
    /// Where the expert belongs.
    pub area: Area,
    /// State, training, confirmation, birth.
    pub readiness: Readiness,
    /// The library of 评标专家.
    pub evaluation: Option<Membership>,
    /// The library of 评审专家.
    pub review: Option<Membership>,
    /// Employments.
    pub employments: Vec<Employment>,
    /// Licences.
    pub licences: Vec<Licence>,
    /// Declarations.
    pub declarations: Vec<Declaration>,
    /// Credit records.
    pub credits: Vec<Credit>,
    /// Earlier panels.
    pub panels: Vec<Panel>,
    /// Busy and leave spans.
    pub calendar: Vec<Span>,
}

/// A term in a library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// First day of the term.
    pub from: Date,
    /// Last day, inside.
    pub until: Date,
    /// Proved specialties.
    pub specialties: Vec<SpecialtyCode>,
}

/// An employment; its months are whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Employment {
    /// Where.
    pub unit: UnitKey,
    /// How.
    pub kind: EmploymentKind,
    /// First day of the first month.
    pub from: Date,
    /// Last day of the last month; open where it goes on.
    pub until: Option<Date>,
}

/// A licence's registration at a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Licence {
    /// Where.
    pub unit: UnitKey,
    /// First day.
    pub from: Date,
    /// Last day, inside.
    pub until: Option<Date>,
}

/// A declaration about a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Declaration {
    /// What tie.
    pub kind: DeclarationKind,
    /// To which unit.
    pub unit: UnitKey,
    /// First day.
    pub from: Date,
    /// Last day, inside.
    pub until: Option<Date>,
}

/// A penalty or record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Credit {
    /// What.
    pub kind: CreditKind,
    /// About what.
    pub field: CreditField,
    /// First day.
    pub from: Date,
    /// Last day, inside; open where it has no end.
    pub until: Option<Date>,
}

/// A seat on an earlier panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Panel {
    /// Day of evaluation.
    pub evaluated_on: Date,
    /// The tenderee.
    pub tenderee: Option<UnitKey>,
    /// How it ended.
    pub outcome: PanelOutcome,
}

/// A span of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Beginning.
    pub starts_at: Timestamp,
    /// End, outside.
    pub ends_at: Timestamp,
    /// Why.
    pub kind: CalendarKind,
}

/// A place where the expert belongs or belonged: the present unit or an employment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Post {
    pub fact: FactKind,
    pub row: u32,
    pub unit: UnitKey,
    pub from: Date,
    pub until: Option<Date>,
    /// False for somebody retired, who no longer works there.
    pub works: bool,
    /// True for somebody retired or re-employed.
    pub retired: bool,
}

impl Facts {
    /// The facts of a file whose lists are in their order. `person` is the expert's place among the persons of the register.
    pub fn of(file: &ExpertFile, register: &Register, person: Option<PersonKey>) -> Result<Self, FactsError> {
        let key = |unit: UnitId| register.key(unit).ok_or(FactsError::Unit { unit });
        let membership = |library| {
            let term = file.term(library)?;
            Some(Membership { from: term.from, until: term.until, specialties: term.specialties.clone() })
        };
        let employment = |row: &crate::expert::file::Employment| {
            let until = row.until_month.map(crate::time::Month::last_day);
            Ok(Employment { unit: key(row.unit)?, kind: row.kind, from: row.from_month.first_day(), until })
        };
        let licence =
            |row: &crate::expert::file::Licence| Ok(Licence { unit: key(row.unit)?, from: row.from, until: row.until });
        let declaration = |row: &crate::expert::file::Declaration| {
            Ok(Declaration { kind: row.kind, unit: key(row.unit)?, from: row.from, until: row.until })
        };
        let panel = |row: &crate::expert::file::Panel| {
            let tenderee = row.tenderee.map(key).transpose()?;
            Ok(Panel { evaluated_on: row.evaluated_on, tenderee, outcome: row.outcome })
        };
        let credit = |row: &crate::expert::file::Credit| Credit {
            kind: row.kind,
            field: row.field,
            from: row.from,
            until: row.until,
        };
        let span =
            |row: &crate::expert::file::Span| Span { starts_at: row.starts_at, ends_at: row.ends_at, kind: row.kind };
        Ok(Self {
            index: file.index.ok_or(FactsError::Draft)?,
            person,
            unit: file.unit.map(key).transpose()?,
            area: file.area,
            readiness: Readiness::of(file),
            evaluation: membership(Library::Evaluation),
            review: membership(Library::Review),
            employments: file.employments.iter().map(employment).collect::<Result<_, _>>()?,
            licences: file.licences.iter().map(licence).collect::<Result<_, _>>()?,
            declarations: file.declarations.iter().map(declaration).collect::<Result<_, _>>()?,
            credits: file.credits.iter().map(credit).collect(),
            panels: file.panels.iter().map(panel).collect::<Result<_, _>>()?,
            calendar: file.calendar.iter().map(span).collect(),
        })
    }

    /// The term in a library.
    pub const fn membership(&self, library: Library) -> Option<&Membership> {
        match library {
            Library::Evaluation => self.evaluation.as_ref(),
            Library::Review => self.review.as_ref(),
        }
    }

    /// Present unit and employments. The present unit counts on every day, since the file does not say since when.
    pub(super) fn posts(&self) -> impl Iterator<Item = Post> {
        let present = self.unit.map(|unit| Post {
            fact: FactKind::PresentUnit,
            row: 0,
            unit,
            from: Date::MIN,
            until: None,
            works: true,
            retired: false,
        });
        let employment = |(row, fact): (u32, &Employment)| Post {
            fact: FactKind::Employment,
            row,
            unit: fact.unit,
            from: fact.from,
            until: fact.until,
            works: fact.kind != EmploymentKind::Retired,
            retired: matches!(fact.kind, EmploymentKind::Retired | EmploymentKind::Reemployed),
        };
        present.into_iter().chain((0..).zip(&self.employments).map(employment))
    }
}

/// A file of which no facts are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FactsError {
    /// Not admitted.
    #[error("a draft is in no registry; admit the expert first")]
    Draft,
    /// A unit that the register does not have.
    #[error("the register has no unit {unit}; take files and units from one snapshot")]
    Unit {
        /// Its id.
        unit: UnitId,
    },
}

impl Worded for FactsError {
    fn code(&self) -> &'static str {
        match self {
            Self::Draft => "facts.draft",
            Self::Unit { .. } => "facts.unit",
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Draft => "草稿尚未入库，请先办理入库".to_owned(),
            Self::Unit { unit } => format!("单位库中没有单位 {unit}，请从同一快照读取专家和单位"),
        }
    }
}
