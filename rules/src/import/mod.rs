//! Files of facts: what their columns are, how a row becomes a typed value or a list of faults, and what a row does to the pool.
//! The shell unpacks the file into cells, looks records up by key and writes; every decision between is made here.

pub mod cell;
pub mod heading;
mod kind;
pub mod read;
pub mod reader;
mod row;

pub mod calendar;
pub mod credits;
pub mod declarations;
pub mod employments;
pub mod equity;
pub mod experts;
pub mod kin;
pub mod licences;
pub mod officers;
pub mod panels;
pub mod plan;
pub mod specialties;
pub mod units;

pub use calendar::CalendarRow;
pub use cell::{Cell, CellFault};
pub use credits::CreditRow;
pub use declarations::DeclarationRow;
pub use employments::EmploymentRow;
pub use equity::EquityRow;
pub use experts::ExpertRow;
pub use heading::{Heading, HeadingError};
pub use kin::KinRow;
pub use kind::{Column, ImportState, Kind};
pub use licences::LicenceRow;
pub use officers::OfficerRow;
pub use panels::PanelRow;
pub use plan::{Counts, Found, Known, PlanFault, Planner, Verdict};
pub use reader::{CellError, Reader, RowFault};
pub use row::{Difference, Key, Row};
pub use specialties::SpecialtyRow;
pub use units::UnitRow;

use crate::unit::{CreditCode, name};

impl Kind {
    /// The columns of the kind, in the template's order.
    pub const fn columns(self) -> &'static [Column] {
        match self {
            Self::Experts => experts::COLUMNS,
            Self::Units => units::COLUMNS,
            Self::Employments => employments::COLUMNS,
            Self::Kin => kin::COLUMNS,
            Self::Equity => equity::COLUMNS,
            Self::Licences => licences::COLUMNS,
            Self::Declarations => declarations::COLUMNS,
            Self::Officers => officers::COLUMNS,
            Self::Credits => credits::COLUMNS,
            Self::Panels => panels::COLUMNS,
            Self::Calendar => calendar::COLUMNS,
            Self::Specialties => specialties::COLUMNS,
        }
    }

    /// The column of a code word.
    pub fn column(self, field: &str) -> Option<&'static Column> {
        self.columns().iter().find(|column| column.field == field)
    }

    /// Whether the rows are of the public register of units, which no city owns alone.
    pub const fn is_register(self) -> bool {
        matches!(self, Self::Units | Self::Equity | Self::Officers | Self::Specialties)
    }

    /// Whether the rows are facts about an expert, told by the expert number.
    pub const fn is_about_expert(self) -> bool {
        matches!(
            self,
            Self::Employments
                | Self::Kin
                | Self::Licences
                | Self::Declarations
                | Self::Credits
                | Self::Panels
                | Self::Calendar
        )
    }
}

/// A text column's value, as `Row::texts` writes it.
fn text_of(value: &impl std::fmt::Display) -> Option<String> {
    Some(value.to_string())
}

/// An optional column's value, as `Row::texts` writes it.
fn text_of_opt(value: Option<&impl std::fmt::Display>) -> Option<String> {
    value.map(ToString::to_string)
}

/// A list's value, as `Row::texts` writes it.
fn text_of_list(values: &[impl std::fmt::Display]) -> Option<String> {
    let texts: Vec<String> = values.iter().map(ToString::to_string).collect();
    (!texts.is_empty()).then(|| texts.join(";"))
}

/// What identifies a unit within a key: its code, else the key of its name.
fn unit_part(code: Option<&CreditCode>, name: Option<&str>) -> String {
    code.map_or_else(|| name.map(name::key).unwrap_or_default(), ToString::to_string)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_kind_has_columns_with_distinct_headers_and_a_readable_example() {
        for &kind in Kind::ALL {
            let columns = kind.columns();
            let headers: BTreeSet<_> = columns.iter().map(|column| column.header).collect();
            let fields: BTreeSet<_> = columns.iter().map(|column| column.field).collect();
            assert_eq!((headers.len(), fields.len()), (columns.len(), columns.len()), "{kind}");
            assert!(columns.iter().any(|column| column.required), "{kind}");
        }
    }

    fn example_is_stable<R: Row + PartialEq + std::fmt::Debug>() {
        let texts: Vec<_> = R::KIND
            .columns()
            .iter()
            .map(|column| (!column.example.is_empty()).then(|| column.example.to_owned()))
            .collect();
        let row = R::of_texts(&texts).unwrap_or_else(|errors| panic!("{}: {errors:?}", R::KIND));
        assert_eq!(row.texts(), texts, "{}", R::KIND);
        assert_eq!(R::of_texts(&row.texts()).as_ref(), Ok(&row));
        assert!(!row.keys().is_empty());
    }

    #[test]
    fn the_template_s_example_reads_and_writes_itself() {
        example_is_stable::<ExpertRow>();
        example_is_stable::<UnitRow>();
        example_is_stable::<EmploymentRow>();
        example_is_stable::<KinRow>();
        example_is_stable::<EquityRow>();
        example_is_stable::<LicenceRow>();
        example_is_stable::<DeclarationRow>();
        example_is_stable::<OfficerRow>();
        example_is_stable::<CreditRow>();
        example_is_stable::<PanelRow>();
        example_is_stable::<CalendarRow>();
        example_is_stable::<SpecialtyRow>();
    }
}
