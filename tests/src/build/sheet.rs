//! Files as officers bring them.

use rules::expert::ResidentId;
use rules::import::Kind;
use rust_xlsxwriter::Workbook;

/// A table: the headers of a kind, and rows of texts.
#[derive(Clone)]
pub struct Table {
    pub headers: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// All columns of a kind and no row.
    pub fn of(kind: Kind) -> Self {
        Self { headers: kind.columns().iter().map(|column| column.header.to_owned()).collect(), rows: Vec::new() }
    }

    /// The columns of a kind with the template's example as the only row, some of its values changed.
    pub fn example(kind: Kind, changes: &[(&str, &str)]) -> Self {
        let mut table = Self::of(kind);
        table.row(kind, changes);
        table
    }

    /// One more row: the example with some values changed.
    pub fn row(&mut self, kind: Kind, changes: &[(&str, &str)]) {
        let value = |column: &rules::import::Column| {
            let change = changes.iter().find(|(field, _)| *field == column.field);
            change.map_or(column.example, |(_, value)| value).to_owned()
        };
        self.rows.push(kind.columns().iter().map(value).collect());
    }

    /// `count` experts that differ in everything that only one of them may have; the first has this serial.
    pub fn experts(first: u32, count: u32) -> Self {
        let mut table = Self::of(Kind::Experts);
        for serial in first..first + count {
            let (number, id_number, phone) = (number(serial), id_number(serial), format!("138{serial:08}"));
            table.row(Kind::Experts, &[("number", &number), ("id_number", &id_number), ("phone", &phone)]);
        }
        table
    }

    /// Comma-separated text in UTF-8.
    pub fn csv(&self) -> String {
        let line = |values: &Vec<String>| {
            let values = values.iter().map(|value| format!("\"{}\"", value.replace('"', "\"\"")));
            values.collect::<Vec<_>>().join(",")
        };
        std::iter::once(&self.headers).chain(&self.rows).map(line).collect::<Vec<_>>().join("\r\n")
    }

    /// A workbook of text cells.
    pub fn xlsx(&self) -> Vec<u8> {
        self.xlsx_with(|_, _| None)
    }

    /// A workbook in which some cells, by row and column from 0, are numbers.
    pub fn xlsx_with(&self, number: impl Fn(u32, u16) -> Option<f64>) -> Vec<u8> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (row, values) in (0..).zip(std::iter::once(&self.headers).chain(&self.rows)) {
            for (column, value) in (0..).zip(values) {
                match number(row, column) {
                    Some(number) => sheet.write_number(row, column, number).expect("a cell"),
                    None => sheet.write_string(row, column, value).expect("a cell"),
                };
            }
        }
        book.save_to_buffer().expect("a workbook")
    }
}

/// Number of the expert with this serial, in the pool that the tests are configured for.
pub fn number(serial: u32) -> String {
    format!("43000000011{serial:06}")
}

/// A valid resident id that no other serial has.
pub fn id_number(serial: u32) -> String {
    let (year, day, order) = (1960 + serial % 30, 1 + serial / 30 % 28, serial / 840);
    ResidentId::complete(&format!("430102{year}01{day:02}{order:03}")).expect("seventeen digits").to_string()
}
