//! Text with delimiters, as Chinese offices write it: UTF-8 with or without its mark, GB18030, or the UTF-16 of "Unicode text".

use std::ops::ControlFlow;

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use rules::import::Cell;

use super::{COLUMNS_MAX, SheetError, Sink};

/// The text, decoded strictly: a file that is neither UTF-8 nor GB18030 throughout is refused, never patched.
pub fn decode(bytes: &[u8]) -> Result<String, SheetError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        debug_assert!(
            [UTF_8, UTF_16LE, UTF_16BE].contains(&encoding),
            "the marks of UTF-8 and UTF-16 are all there are"
        );
        return strict(encoding, &bytes[mark..]).ok_or(SheetError::Encoding);
    }
    if bytes.contains(&0) {
        return Err(SheetError::Binary);
    }
    strict(UTF_8, bytes).or_else(|| strict(GB18030, bytes)).ok_or(SheetError::Encoding)
}

fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).map(std::borrow::Cow::into_owned)
}

/// Hands the lines over.
pub fn read(text: &str, sink: &mut Sink<'_>) -> Result<(), SheetError> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut number = 0;
    loop {
        let before = reader.position().line();
        if !reader.read_record(&mut record).map_err(|_| SheetError::Damaged)? {
            return Ok(());
        }
        number += 1 + blank_lines(&record, reader.position().line() - before);
        if record.len() > COLUMNS_MAX && record.iter().skip(COLUMNS_MAX).any(|value| !value.trim().is_empty()) {
            return Err(SheetError::Columns { row: number });
        }
        let cells = record.iter().take(COLUMNS_MAX).map(cell).collect();
        if sink.line(number, cells)? == ControlFlow::Break(()) {
            return Ok(());
        }
    }
}

/// Lines without a character are skipped by the parser, but counted by whoever looks at the sheet; line ends within
/// quotation marks belong to one row.
fn blank_lines(record: &csv::StringRecord, line_ends: u64) -> u32 {
    let quoted: usize = record.iter().map(|value| value.bytes().filter(|byte| *byte == b'\n').count()).sum();
    let blank = line_ends.saturating_sub(1).saturating_sub(quoted as u64);
    u32::try_from(blank).unwrap_or(u32::MAX)
}

fn cell(value: &str) -> Cell {
    if value.trim().is_empty() { Cell::Empty } else { Cell::Text(value.to_owned()) }
}

/// Comma, tab or semicolon: whichever the first line has most of, outside quotation marks.
fn delimiter(text: &str) -> u8 {
    let first = text.trim_start().lines().next().unwrap_or_default();
    let mut quoted = false;
    let mut counts = DELIMITERS.map(|delimiter| (delimiter, 0_usize));
    for byte in first.bytes() {
        quoted ^= byte == b'"';
        if let Some(found) = counts.iter_mut().find(|(delimiter, _)| !quoted && *delimiter == byte) {
            found.1 += 1;
        }
    }
    let most = counts.into_iter().rev().max_by_key(|(_, count)| *count);
    most.map_or(b',', |(delimiter, _)| delimiter)
}

const DELIMITERS: [u8; 3] = *b",\t;";
