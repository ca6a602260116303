//! The first row of a file: which column stands where. Headers are taken in Chinese or as code words, in any order; what is
//! unknown, missing or told twice stops the file before a row is read.

use super::cell::Cell;
use super::kind::{Column, Kind};
use crate::text;
use crate::wording::{Worded, shortened};

/// Where the columns of a kind stand in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    kind: Kind,
    /// For each column of the kind, in its order, its place in the file.
    places: Vec<Option<usize>>,
}

impl Heading {
    /// Reads the first row of a file.
    pub fn read(kind: Kind, row: &[Cell]) -> Result<Self, Vec<HeadingError>> {
        let columns = kind.columns();
        let mut places = vec![None; columns.len()];
        let mut faults = Vec::new();
        for (place, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let given = cell.text().unwrap_or_default();
            match columns.iter().position(|column| is_header(column, &given)) {
                None => faults.push(unknown(columns, &given)),
                Some(index) if places[index].is_some() => {
                    faults.push(HeadingError::Twice { header: columns[index].header });
                }
                Some(index) => places[index] = Some(place),
            }
        }
        let missing = columns.iter().zip(&places).filter(|(column, place)| column.required && place.is_none());
        let missing = missing.map(|(column, _)| HeadingError::Missing { header: column.header, field: column.field });
        faults.extend(missing);
        if faults.is_empty() { Ok(Self { kind, places }) } else { Err(faults) }
    }

    /// A heading with every column of the kind in its own order, for forms and templates.
    pub fn full(kind: Kind) -> Self {
        Self { kind, places: (0..kind.columns().len()).map(Some).collect() }
    }

    /// The kind that the file is of.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// Whether the file has the column.
    pub fn has(&self, field: &str) -> bool {
        let index = self.kind.columns().iter().position(|column| column.field == field);
        index.is_some_and(|index| self.places[index].is_some())
    }

    /// Whether the file has every column of the kind.
    pub fn is_full(&self) -> bool {
        self.places.iter().all(Option::is_some)
    }

    /// For each column of the kind, in its order, its place in the file.
    pub fn places(&self) -> &[Option<usize>] {
        &self.places
    }
}

/// A first row that is no heading of its kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HeadingError {
    /// No column of this kind.
    #[error("this kind of file has no column `{given}`; take the headers of the template")]
    Unknown {
        /// The header as given.
        given: String,
    },
    /// No column of this kind, but nearly one.
    #[error("this kind of file has no column `{given}`; is {field} ({header}) meant?")]
    Nearly {
        /// The header as given.
        given: String,
        /// Chinese header that it resembles.
        header: &'static str,
        /// Code word that it resembles.
        field: &'static str,
    },
    /// One column twice.
    #[error("the column {header} stands twice")]
    Twice {
        /// Chinese header.
        header: &'static str,
    },
    /// A required column is missing.
    #[error("the column {field} ({header}) is missing; take the headers of the template")]
    Missing {
        /// Chinese header.
        header: &'static str,
        /// Code word.
        field: &'static str,
    },
}

impl Worded for HeadingError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown { .. } | Self::Nearly { .. } => "heading.unknown",
            Self::Twice { .. } => "heading.twice",
            Self::Missing { .. } => "heading.missing",
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Unknown { given } => format!("没有“{given}”这一列，请使用模板中的表头"),
            Self::Nearly { given, header, .. } => format!("没有“{given}”这一列，是否应为“{header}”"),
            Self::Twice { header } => format!("“{header}”一列重复"),
            Self::Missing { header, .. } => format!("缺少“{header}”一列，请使用模板中的表头"),
        }
    }
}

fn is_header(column: &Column, given: &str) -> bool {
    let form = text::comparison_form(given);
    let bare = form.trim_end_matches("(必填)").trim_matches('*');
    bare == column.field || bare == text::comparison_form(column.header)
}

fn unknown(columns: &[Column], given: &str) -> HeadingError {
    let bare = text::comparison_form(given);
    let shown = shortened(&text::tidy(given));
    let near = |column: &&Column| {
        let header = text::comparison_form(column.header);
        header.contains(&bare) || bare.contains(&header) || text::edit_distance(&bare, column.field) <= 2
    };
    match columns.iter().find(near).filter(|_| bare.chars().count() >= 2) {
        Some(column) => HeadingError::Nearly { given: shown, header: column.header, field: column.field },
        None => HeadingError::Unknown { given: shown },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(headers: &[&str]) -> Vec<Cell> {
        headers.iter().map(|header| Cell::Text((*header).to_owned())).collect()
    }

    #[test]
    fn headers_are_chinese_or_code_words_in_any_order() {
        let files =
            [["专家编号", "关系", "姓名"], ["name", "expert_number", "relation"], ["姓名*", " 关系 ", "Expert_Number"]];
        for headers in files {
            let heading = Heading::read(Kind::Kin, &row(&headers)).expect("a heading");
            assert!(heading.has("relation") && heading.has("name") && !heading.has("unit_code"));
            assert!(!heading.is_full());
        }
    }

    #[test]
    fn unknown_missing_and_repeated_headers_are_all_told() {
        let given = row(&["专家编号", "关系", "关系", "名字", "releation", ""]);
        let faults = Heading::read(Kind::Kin, &given).expect_err("faults");
        let codes: Vec<_> = faults.iter().map(Worded::code).collect();
        assert_eq!(codes, ["heading.twice", "heading.unknown", "heading.unknown", "heading.missing"]);
        assert_eq!(faults[2].zh(), "没有“releation”这一列，是否应为“关系”");
    }

    #[test]
    fn an_empty_row_is_no_heading() {
        let faults = Heading::read(Kind::Kin, &[]).expect_err("faults");
        assert_eq!(faults.len(), 3);
    }
}
