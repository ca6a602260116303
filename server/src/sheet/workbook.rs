//! Workbooks: weighed by unpacking every part once against a count, then read cell by cell, so that neither a bomb nor a cell
//! far down an empty sheet takes memory.

use std::io::Cursor;
use std::ops::ControlFlow;

use calamine::{DataRef, ExcelDateTime, Reader as _, SheetType, SheetVisible, Xlsx};
use jiff::civil::DateTime;
use rules::import::Cell;
use zip::ZipArchive;

use super::{COLUMNS_MAX, SheetError, Sink};

/// What a workbook may weigh, unpacked.
pub struct Limits {
    /// Most bytes of the shared strings, which are held in memory.
    pub shared_strings_bytes: u64,
    /// Most bytes of one part; the sheet of a million rows of a narrow file stays below.
    pub part_bytes: u64,
    /// Most bytes of all parts.
    pub total_bytes: u64,
}

/// What every upload is held to.
pub const LIMITS: Limits = Limits { shared_strings_bytes: 192 << 20, part_bytes: 512 << 20, total_bytes: 640 << 20 };

/// Unpacks every part once and counts; the number of rows that its sheets declare comes with it.
pub fn weigh(bytes: &[u8], limits: &Limits) -> Result<usize, SheetError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| SheetError::Damaged)?;
    if archive.len() > PARTS_MAX {
        return Err(SheetError::Bomb);
    }
    tell(&archive)?;
    let mut scale = Scale { total_bytes: limits.total_bytes, byte_count: 0, row_count: 0 };
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|_| SheetError::Damaged)?;
        let name = part.name().map_err(|_| SheetError::Damaged)?.to_ascii_lowercase();
        let is_held = name.ends_with("sharedstrings.xml");
        let limit = if is_held { limits.shared_strings_bytes } else { limits.part_bytes };
        scale.part(&mut part, limit, name.contains("worksheets/"))?;
    }
    Ok(scale.row_count)
}

/// A zip file may be many things; which one shows in the names of its parts.
fn tell(archive: &ZipArchive<Cursor<&[u8]>>) -> Result<(), SheetError> {
    let names: Vec<String> = archive.file_names().flatten().map(std::borrow::Cow::into_owned).collect();
    let has = |start: &str| names.iter().any(|name| name.trim_start_matches('/').starts_with(start));
    if has("xl/workbook.xml") {
        return Ok(());
    }
    let table = [
        ("xl/workbook.bin", SheetError::Xlsb),
        ("word/", SheetError::Word),
        ("ppt/", SheetError::Slides),
        ("content.xml", SheetError::OpenDocument),
    ];
    let found = table.into_iter().find(|(start, _)| has(start));
    Err(found.map_or(SheetError::Archive, |(_, error)| error))
}

struct Scale {
    total_bytes: u64,
    byte_count: u64,
    row_count: usize,
}

impl Scale {
    fn part(&mut self, part: &mut impl std::io::Read, limit: u64, is_sheet: bool) -> Result<(), SheetError> {
        let mut buffer = vec![0; 64 * 1024];
        let mut part_count = 0;
        loop {
            let count = part.read(&mut buffer).map_err(|_| SheetError::Damaged)?;
            if count == 0 {
                return Ok(());
            }
            part_count += count as u64;
            self.byte_count += count as u64;
            if part_count > limit || self.byte_count > self.total_bytes {
                return Err(SheetError::Bomb);
            }
            if is_sheet && part_count == count as u64 {
                self.row_count = self.row_count.max(declared_rows(&buffer[..count.min(START_BYTES)]));
            }
        }
    }
}

/// The last row of the dimension that a sheet declares at its start; whether it is true shows when it is read.
fn declared_rows(start: &[u8]) -> usize {
    let text = String::from_utf8_lossy(start);
    let range = text.split_once("<dimension ref=\"").and_then(|(_, rest)| rest.split_once('"'));
    let last = range.map(|(range, _)| range.rsplit(':').next().unwrap_or(range));
    last.and_then(|cell| cell.trim_start_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()).unwrap_or(0)
}

/// Hands the lines of the first sheet over.
pub fn read(bytes: &[u8], sink: &mut Sink<'_>) -> Result<(), SheetError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| SheetError::Damaged)?;
    let sheets = book.sheets_metadata().iter();
    let mut shown = sheets.filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible);
    let name = shown.next().ok_or(SheetError::NoSheet)?.name.clone();
    let mut reader = book.worksheet_cells_reader(&name).map_err(|_| SheetError::Damaged)?;
    let mut number = 0;
    let mut cells = Vec::new();
    while let Some(cell) = reader.next_cell().map_err(|_| SheetError::Damaged)? {
        let (row, column) = cell.get_position();
        let value = typed(cell.get_value());
        if value.is_empty() {
            continue;
        }
        if row + 1 != number {
            if row + 1 < number {
                return Err(SheetError::Damaged);
            }
            if sink.line(number, std::mem::take(&mut cells))? == ControlFlow::Break(()) {
                return Ok(());
            }
            number = row + 1;
        }
        let place = column as usize;
        if place >= COLUMNS_MAX {
            return Err(SheetError::Columns { row: number });
        }
        if cells.len() <= place {
            cells.resize(place + 1, Cell::Empty);
        }
        cells[place] = value;
    }
    sink.line(number, cells).map(|_| ())
}

fn typed(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        #[expect(clippy::cast_precision_loss, reason = "a spreadsheet has no wider number than the float")]
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::String(text) | DataRef::DurationIso(text) => Cell::Text(text.clone()),
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::Bool(truth) => Cell::Bool(*truth),
        DataRef::DateTime(serial) => date_time(serial),
        DataRef::DateTimeIso(text) => {
            let text = text.trim_end_matches('Z');
            text.parse::<DateTime>().map_or_else(|_| Cell::Text(text.to_owned()), Cell::Date)
        }
        DataRef::Error(error) => Cell::Error(error.to_string()),
    }
}

/// A serial number of days that a date format shows as a date; a length of time stays a number.
fn date_time(serial: &ExcelDateTime) -> Cell {
    if !serial.is_datetime() {
        return Cell::Number(serial.as_f64());
    }
    let (year, month, day, hour, minute, second, milli) = serial.to_ymd_hms_milli();
    let second = i8::try_from(second).unwrap_or(0);
    let local = DateTime::new(
        i16::try_from(year).unwrap_or(0),
        i8::try_from(month).unwrap_or(0),
        i8::try_from(day).unwrap_or(0),
        i8::try_from(hour).unwrap_or(0),
        i8::try_from(minute).unwrap_or(0),
        second,
        0,
    );
    let local =
        local.map(|local| if milli >= 500 { local.saturating_add(jiff::Span::new().seconds(1)) } else { local });
    local.map_or_else(|_| Cell::Number(serial.as_f64()), Cell::Date)
}

/// Most parts of a workbook.
const PARTS_MAX: usize = 1_000;
/// Bytes of a sheet within which it declares its dimension.
const START_BYTES: usize = 4_096;
