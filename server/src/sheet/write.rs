//! Workbooks that leave the house: the template of a kind of file, and the rows that were refused. Every column is text, so
//! that a spreadsheet program keeps leading zeros and all eighteen digits.

use rules::import::{Cell, Kind};
use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};

/// The template of a kind: headers on the first sheet, what to write on the second.
pub fn template(kind: Kind) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let data = book.add_worksheet().set_name(kind.zh())?;
    let headers = kind.columns().iter().map(|column| {
        let mark = if column.required { "*" } else { "" };
        format!("{}{mark}", column.header)
    });
    write_headers(data, headers, 0)?;
    let help = book.add_worksheet().set_name(HELP)?;
    write_headers(help, HELP_HEADERS.map(str::to_owned), 0)?;
    help.set_column_width(3, 44)?.set_column_width(4, 44)?.set_column_width(5, 30)?;
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_num_format("@");
    for (row, column) in (1..).zip(kind.columns()) {
        let required = if column.required { "是" } else { "" };
        let values = [column.header, column.field, required, column.help_zh, column.help_en, column.example];
        for (place, value) in (0..).zip(values) {
            help.write_string_with_format(row, place, value, &wrapped)?;
        }
    }
    book.save_to_buffer()
}

/// A workbook of refused rows: the file's own headers and cells, and why.
pub struct Refused {
    book: Workbook,
    row: u32,
    reason_place: u16,
}

impl Refused {
    /// Begins with the headers of the file.
    pub fn new(headers: &[Cell]) -> Result<Self, XlsxError> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet().set_name("未导入")?;
        let texts = headers.iter().map(shown).chain([REASON.to_owned()]);
        write_headers(sheet, texts, 0)?;
        let reason_place = u16::try_from(headers.len()).unwrap_or(u16::MAX);
        sheet.set_column_width(reason_place, 80)?;
        Ok(Self { book, row: 0, reason_place })
    }

    /// Adds a row with its reason.
    pub fn row(&mut self, cells: &[Cell], reason: &str) -> Result<(), XlsxError> {
        self.row += 1;
        let text = Format::new().set_num_format("@");
        let sheet = self.book.worksheet_from_index(0)?;
        for (place, cell) in (0..self.reason_place).zip(cells) {
            if let Cell::Number(number) = cell {
                sheet.write_number(self.row, place, *number)?;
            } else if !cell.is_empty() {
                sheet.write_string_with_format(self.row, place, shown(cell), &text)?;
            }
        }
        sheet.write_string(self.row, self.reason_place, reason)?;
        Ok(())
    }

    /// The finished workbook.
    pub fn finish(mut self) -> Result<Vec<u8>, XlsxError> {
        self.book.save_to_buffer()
    }
}

fn write_headers(sheet: &mut Worksheet, headers: impl IntoIterator<Item = String>, row: u32) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold().set_background_color(0x00E8_EEF7).set_num_format("@");
    let text = Format::new().set_num_format("@");
    for (place, header) in (0..).zip(headers) {
        sheet.set_column_format(place, &text)?;
        sheet.set_column_width(place, 20)?;
        sheet.write_string_with_format(row, place, header, &bold)?;
    }
    sheet.set_freeze_panes(row + 1, 0)?;
    Ok(())
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) | Cell::Error(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::Date(local) if local.time() == jiff::civil::Time::midnight() => local.date().to_string(),
        Cell::Date(local) => local.strftime("%Y-%m-%d %H:%M").to_string(),
        Cell::Bool(true) => "是".to_owned(),
        Cell::Bool(false) => "否".to_owned(),
    }
}

/// Header of the column that says why a row was refused; a file that comes back with it is read without it.
pub const REASON: &str = "原因";

const HELP: &str = "填写说明";
const HELP_HEADERS: [&str; 6] = ["列名", "代码 Code", "必填", "说明", "What to write", "示例 Example"];
