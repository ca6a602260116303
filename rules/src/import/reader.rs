//! Reads the cells of one row and gathers all of their faults, each under its column.

use super::cell::{Cell, CellFault};
use super::heading::Heading;
use super::kind::{Column, Kind};
use crate::wording::{Refusal, Worded};

/// What is wrong with one cell, or with a row as a whole under the column where it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellError {
    /// Chinese header of the column.
    pub header: &'static str,
    /// Code word of the column.
    pub field: &'static str,
    /// Stable code and both sentences.
    pub refusal: Refusal,
}

impl CellError {
    /// A fault under a column of the kind; a field that the kind has not shows as its code word.
    pub fn new(kind: Kind, field: &'static str, refusal: impl Into<Refusal>) -> Self {
        Self { header: header_of(kind, field), field, refusal: refusal.into() }
    }
}

/// A fault of a row that no single cell has alone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RowFault {
    /// The end lies before the beginning.
    #[error("the end {until} lies before the beginning {from}")]
    Order {
        /// Beginning as text.
        from: String,
        /// End as text.
        until: String,
    },
    /// One of two fields is needed.
    #[error("fill one of {one_field} and {other_field}")]
    OneOf {
        /// Chinese header of the first.
        one: &'static str,
        /// Chinese header of the second.
        other: &'static str,
        /// Code word of the first.
        one_field: &'static str,
        /// Code word of the second.
        other_field: &'static str,
    },
    /// A value stands where the heading has no column.
    #[error("place {place} is filled, but has no header in the first row")]
    Stray {
        /// Place in the row, counted from 1.
        place: usize,
    },
}

impl Worded for RowFault {
    fn code(&self) -> &'static str {
        match self {
            Self::Order { .. } => "row.order",
            Self::OneOf { .. } => "row.one_of",
            Self::Stray { .. } => "row.stray",
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Order { from, until } => format!("截止 {until} 早于起始 {from}"),
            Self::OneOf { one, other, .. } => format!("{one}与{other}至少填写一项"),
            Self::Stray { place } => format!("第 {place} 列没有表头，却填有内容"),
        }
    }
}

/// Reads the cells of one row and gathers their faults.
pub struct Reader<'a> {
    heading: &'a Heading,
    cells: &'a [Cell],
    errors: Vec<CellError>,
}

impl<'a> Reader<'a> {
    /// A reader of one row.
    pub fn new(heading: &'a Heading, cells: &'a [Cell]) -> Self {
        let mut reader = Self { heading, cells, errors: Vec::new() };
        reader.check_stray();
        reader
    }

    /// A cell that must be filled.
    pub fn required<T>(&mut self, field: &'static str, read: impl FnOnce(&Cell) -> Result<T, Refusal>) -> Option<T> {
        let cell = self.cell(field);
        if cell.is_empty() {
            self.refuse(field, CellFault::Missing { header: header_of(self.heading.kind(), field), field });
            return None;
        }
        self.keep(field, read(cell))
    }

    /// A cell that may be empty.
    pub fn optional<T>(&mut self, field: &'static str, read: impl FnOnce(&Cell) -> Result<T, Refusal>) -> Option<T> {
        let cell = self.cell(field);
        if cell.is_empty() { None } else { self.keep(field, read(cell)) }
    }

    /// A word of a closed list, required.
    pub fn required_word<T, E: Worded>(&mut self, field: &'static str, read: fn(&str) -> Result<T, E>) -> Option<T> {
        self.required(field, |cell| Ok(read(&cell.text()?)?))
    }

    /// A word of a closed list, optional.
    pub fn optional_word<T, E: Worded>(&mut self, field: &'static str, read: fn(&str) -> Result<T, E>) -> Option<T> {
        self.optional(field, |cell| Ok(read(&cell.text()?)?))
    }

    /// Whether any of the cells is filled.
    pub fn any_filled(&self, fields: &[&str]) -> bool {
        fields.iter().any(|field| !self.cell(field).is_empty())
    }

    /// Refuses the row where the end lies before the beginning.
    pub fn in_order<T: PartialOrd + ToString>(&mut self, field: &'static str, from: Option<&T>, until: Option<&T>) {
        if let (Some(from), Some(until)) = (from, until)
            && until < from
        {
            self.refuse(field, RowFault::Order { from: from.to_string(), until: until.to_string() });
        }
    }

    /// Refuses the row where both cells are empty.
    pub fn one_of(&mut self, one_field: &'static str, other_field: &'static str) {
        if !self.any_filled(&[one_field, other_field]) {
            let kind = self.heading.kind();
            let (one, other) = (header_of(kind, one_field), header_of(kind, other_field));
            self.refuse(one_field, RowFault::OneOf { one, other, one_field, other_field });
        }
    }

    /// Notes a fault under a column; the first of a column is told.
    pub fn refuse(&mut self, field: &'static str, refusal: impl Into<Refusal>) {
        if self.errors.iter().any(|error| error.field == field) {
            return;
        }
        self.errors.push(CellError::new(self.heading.kind(), field, refusal));
    }

    /// The row, when it has no fault.
    pub fn finish<R>(self, row: Option<R>) -> Result<R, Vec<CellError>> {
        match row {
            Some(row) if self.errors.is_empty() => Ok(row),
            _ => Err(self.errors),
        }
    }

    fn keep<T>(&mut self, field: &'static str, result: Result<T, Refusal>) -> Option<T> {
        result.map_err(|refusal| self.refuse(field, refusal)).ok()
    }

    fn cell(&self, field: &str) -> &'a Cell {
        let index = self.heading.kind().columns().iter().position(|column| column.field == field);
        let place = index.and_then(|index| self.heading.places()[index]);
        place.and_then(|place| self.cells.get(place)).unwrap_or(&Cell::Empty)
    }

    fn check_stray(&mut self) {
        let mut cells = self.cells.iter().enumerate();
        let stray = cells.rfind(|(place, cell)| !cell.is_empty() && !self.heading.places().contains(&Some(*place)));
        if let Some((place, _)) = stray {
            let field = self.heading.kind().columns()[0].field;
            self.refuse(field, RowFault::Stray { place: place + 1 });
        }
    }
}

fn header_of(kind: Kind, field: &'static str) -> &'static str {
    kind.columns().iter().find(|column| column.field == field).map_or(field, |column: &Column| column.header)
}
