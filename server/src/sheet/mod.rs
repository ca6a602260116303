//! Sheets: what people bring in files. An `.xlsx` or a delimited text becomes lines of cells, streamed, with the numbers that
//! its reader sees at the left edge; templates and the workbook of refused rows are written here.
//!
//! Everything that arrives is taken as hostile: the kind is told by content, never by name; a packed file is unpacked once
//! against a count before it is parsed; lines, columns and texts have ceilings.

mod delimited;
mod kind;
mod refusal;
mod workbook;
pub mod write;

use std::ops::ControlFlow;

use rules::import::Cell;

pub use kind::{Format, tell};
pub use refusal::SheetError;

/// One line with something in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// As the left edge of a spreadsheet program shows it, from 1.
    pub number: u32,
    /// Without the empty cells behind the last filled one.
    pub cells: Vec<Cell>,
}

/// A file whose kind is known and whose size, unpacked, is bearable.
#[derive(Debug)]
pub struct Sheet<'a> {
    format: Format,
    bytes: &'a [u8],
    /// Decoded text of a delimited file.
    text: Option<String>,
    line_count_estimate: u32,
}

impl<'a> Sheet<'a> {
    /// Tells what the file is and refuses what cannot be read.
    pub fn open(bytes: &'a [u8]) -> Result<Self, SheetError> {
        let format = kind::tell(bytes)?;
        let (text, line_count) = match format {
            Format::Xlsx => (None, workbook::weigh(bytes, &workbook::LIMITS)?),
            Format::Csv => {
                let text = delimited::decode(bytes)?;
                let line_count = text.bytes().filter(|byte| *byte == b'\n').count();
                (Some(text), line_count)
            }
        };
        let line_count_estimate = u32::try_from(line_count).unwrap_or(u32::MAX).min(LINES_MAX);
        Ok(Self { format, bytes, text, line_count_estimate })
    }

    /// What the file is.
    pub const fn format(&self) -> Format {
        self.format
    }

    /// About how many lines there are; good enough for a progress bar.
    pub const fn line_count_estimate(&self) -> u32 {
        self.line_count_estimate
    }

    /// Hands every line that holds something to `take`, in order, until it breaks.
    pub fn read(&self, mut take: impl FnMut(Line) -> ControlFlow<()>) -> Result<(), SheetError> {
        let mut sink = Sink { take: &mut take, count: 0 };
        match &self.text {
            Some(text) => delimited::read(text, &mut sink),
            None => workbook::read(self.bytes, &mut sink),
        }
    }
}

/// Holds every line to the ceilings before it goes on.
struct Sink<'a> {
    take: &'a mut dyn FnMut(Line) -> ControlFlow<()>,
    count: u32,
}

impl Sink<'_> {
    /// Hands a line on; blank lines are nobody's.
    fn line(&mut self, number: u32, mut cells: Vec<Cell>) -> Result<ControlFlow<()>, SheetError> {
        while cells.last().is_some_and(Cell::is_empty) {
            cells.pop();
        }
        if cells.is_empty() {
            return Ok(ControlFlow::Continue(()));
        }
        if cells.len() > COLUMNS_MAX {
            return Err(SheetError::Columns { row: number });
        }
        let long = cells.iter().position(|cell| matches!(cell, Cell::Text(text) if is_long(text)));
        if let Some(place) = long {
            return Err(SheetError::LongCell { row: number, place: place + 1 });
        }
        self.count += 1;
        if self.count > LINES_MAX {
            return Err(SheetError::Lines);
        }
        Ok((self.take)(Line { number, cells }))
    }
}

fn is_long(text: &str) -> bool {
    text.len() > CELL_MAX_CHARS && text.chars().count() > CELL_MAX_CHARS
}

/// Most lines of a file.
pub const LINES_MAX: u32 = 1_100_000;
/// Most columns of a file.
pub const COLUMNS_MAX: usize = 200;
/// Most characters of a cell.
pub const CELL_MAX_CHARS: usize = 4_000;

#[cfg(test)]
mod tests;
