//! One row of a file, typed. A row without a fault is a value that knows its keys, can be written back as texts, and can be
//! compared with what the pool holds; the same rows carry the forms of the expert pages.

use super::cell::Cell;
use super::heading::Heading;
use super::kind::{Column, Kind};
use super::reader::{CellError, Reader};
use crate::area::Area;

/// A typed row of one kind.
pub trait Row: Sized + Clone {
    /// The kind that the row is of.
    const KIND: Kind;

    /// Reads the cells; faults are gathered in the reader, and `None` stands for a row with a fault.
    fn take(reader: &mut Reader<'_>) -> Option<Self>;

    /// The values as texts, one for each column in the kind's order; reading them gives the same row.
    fn texts(&self) -> Vec<Option<String>>;

    /// What identifies the row's record; two rows that share one of these are about the same record.
    fn keys(&self) -> Vec<Key>;

    /// The area that the row puts its record into, when the row says one.
    fn area(&self) -> Option<Area> {
        None
    }

    /// Fields that a file cannot change once the record has them; each needs an action of its own.
    const FIXED: &'static [&'static str] = &[];

    /// Takes over from the record what an empty cell does not clear.
    fn keep(&mut self, _known: &Self) {}

    /// Reads a row of a file.
    fn read(heading: &Heading, cells: &[Cell]) -> Result<Self, Vec<CellError>> {
        let mut reader = Reader::new(heading, cells);
        let row = Self::take(&mut reader);
        reader.finish(row)
    }

    /// Reads a row from texts in the kind's own order of columns, as `texts` gives them.
    fn of_texts(texts: &[Option<String>]) -> Result<Self, Vec<CellError>> {
        let cells: Vec<Cell> = texts.iter().map(|text| text.clone().map_or(Cell::Empty, Cell::Text)).collect();
        Self::read(&Heading::full(Self::KIND), &cells)
    }

    /// The row on top of what the pool holds: columns that the file has not keep their value, empty cells clear it.
    fn over(&self, known: &Self, heading: &Heading) -> Result<Self, Vec<CellError>> {
        let mut row = if heading.is_full() {
            self.clone()
        } else {
            let texts = self.texts().into_iter().zip(known.texts()).zip(heading.places());
            let merged: Vec<_> = texts.map(|((new, old), place)| if place.is_some() { new } else { old }).collect();
            Self::of_texts(&merged)?
        };
        row.keep(known);
        Ok(row)
    }

    /// The columns in which this row differs from another, with both texts.
    fn difference(&self, before: &Self) -> Vec<Difference> {
        let columns = Self::KIND.columns().iter();
        let texts = before.texts().into_iter().zip(self.texts());
        columns
            .zip(texts)
            .filter(|(_, (before, after))| before != after)
            .map(|(column, (before, after))| Difference { column, before, after })
            .collect()
    }
}

/// What identifies a record, as a text of the field that it comes from. It may hold personal data: never log it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Code word of the column that a fault about this key belongs to.
    pub field: &'static str,
    /// The identifying text.
    pub text: String,
}

impl Key {
    /// A key of one value.
    pub fn new(field: &'static str, text: impl std::fmt::Display) -> Self {
        Self { field, text: text.to_string() }
    }

    /// A key of several values.
    pub fn joined(field: &'static str, parts: &[&dyn std::fmt::Display]) -> Self {
        let parts: Vec<String> = parts.iter().map(ToString::to_string).collect();
        Self { field, text: parts.join("\u{1f}") }
    }
}

/// Never the text itself, so that no log line can hold it.
impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Key({})", self.field)
    }
}

/// One column in which a proposal differs from the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The column.
    pub column: &'static Column,
    /// The record's text.
    pub before: Option<String>,
    /// The proposal's text.
    pub after: Option<String>,
}
