//! A list of bidders as it is brought in a file: each with a valid credit code and a name, each once. Names and codes are secret
//! before bids are opened: a refusal tells the row and what is wrong with it, never the values of another row.

use std::collections::BTreeMap;

use crate::import::Cell;
use crate::unit::{CreditCode, name};
use crate::wording::{Refusal, Worded};

/// One bidder; consortium members and named subcontractors are bidders too.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bidder {
    /// Credit code.
    pub code: CreditCode,
    /// Name as given.
    pub name: String,
}

/// What is wrong with one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    /// Row as the left edge of a spreadsheet program shows it.
    pub row: u32,
    /// What is wrong.
    pub refusal: Refusal,
}

/// The places of the two columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Columns {
    code: usize,
    name: usize,
}

impl Columns {
    /// Finds them in the first line.
    pub fn find(headers: &[Cell]) -> Result<Self, BidderError> {
        let place =
            |names: &[&str]| headers.iter().position(|cell| cell.text().is_ok_and(|text| names.contains(&text.trim())));
        match (place(CODE_HEADERS), place(NAME_HEADERS)) {
            (Some(code), Some(name)) => Ok(Self { code, name }),
            _ => Err(BidderError::Headers),
        }
    }

    fn read(self, cells: &[Cell]) -> Result<Bidder, Refusal> {
        let cell = |place: usize| cells.get(place).unwrap_or(&Cell::Empty);
        if cell(self.code).is_empty() {
            return Err(BidderError::NoCode.into());
        }
        let code = CreditCode::read(&cell(self.code).code().map_err(Refusal::from)?).map_err(Refusal::from)?;
        let name = name::unit_name(&cell(self.name).text().map_err(Refusal::from)?).map_err(Refusal::from)?;
        Ok(Bidder { code, name })
    }
}

/// Reads the rows below the headers, in the order of the codes; every fault of every row where there is one.
pub fn read_rows(columns: Columns, rows: &[(u32, Vec<Cell>)]) -> Result<Vec<Bidder>, Vec<RowFault>> {
    let mut bidders = BTreeMap::new();
    let mut faults = Vec::new();
    for (row, cells) in rows {
        match columns.read(cells) {
            Ok(bidder) => {
                if let Some((first, _)) = bidders.insert(bidder.code, (*row, bidder)) {
                    faults.push(RowFault { row: *row, refusal: BidderError::Twice { first }.into() });
                }
            }
            Err(refusal) => faults.push(RowFault { row: *row, refusal }),
        }
    }
    if rows.is_empty() {
        faults.push(RowFault { row: 2, refusal: BidderError::Empty.into() });
    }
    if bidders.len() > BIDDERS_MAX {
        faults.push(RowFault { row: 1, refusal: BidderError::Many { count: bidders.len() }.into() });
    }
    if faults.is_empty() { Ok(bidders.into_values().map(|(_, bidder)| bidder).collect()) } else { Err(faults) }
}

/// The list as it is sealed: a line `CODE NAME` for each bidder, in the order of the codes.
pub fn text(bidders: &[Bidder]) -> String {
    bidders.iter().map(|bidder| format!("{} {}\n", bidder.code, bidder.name)).collect()
}

/// Reads what `text` wrote.
pub fn parse(text: &str) -> Option<Vec<Bidder>> {
    let bidder = |line: &str| {
        let (code, name) = line.split_once(' ')?;
        Some(Bidder { code: code.parse().ok()?, name: name.to_owned() })
    };
    text.lines().map(bidder).collect()
}

/// A list that is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BidderError {
    /// The columns are not there.
    #[error("the first line needs the columns 投标人名称 and 统一社会信用代码")]
    Headers,
    /// No rows.
    #[error("the list has no bidder; write one in each row below the headers")]
    Empty,
    /// A row without a code.
    #[error("a bidder needs its unified social credit code; look it up and enter it")]
    NoCode,
    /// The same code in two rows.
    #[error("the credit code stands in row {first} too; leave one of the rows out")]
    Twice {
        /// The earlier row.
        first: u32,
    },
    /// More than anybody has.
    #[error("the list has {count} bidders, at most 500 are possible; check whether this is the right file")]
    Many {
        /// Bidders as given.
        count: usize,
    },
}

impl Worded for BidderError {
    fn code(&self) -> &'static str {
        match self {
            Self::Headers => "bidders.headers",
            Self::Empty => "bidders.empty",
            Self::NoCode => "bidders.no_code",
            Self::Twice { .. } => "bidders.twice",
            Self::Many { .. } => "bidders.many",
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Headers => "首行须有“投标人名称”和“统一社会信用代码”两栏".to_owned(),
            Self::Empty => "名单中没有投标人，请在表头下每行填写一家".to_owned(),
            Self::NoCode => "投标人须有统一社会信用代码，请查明后填写".to_owned(),
            Self::Twice { first } => format!("该信用代码与第 {first} 行重复，请删去一行"),
            Self::Many { count } => format!("名单有 {count} 家，最多 500 家，请核对是否选错文件"),
        }
    }
}

const CODE_HEADERS: &[&str] = &["统一社会信用代码", "信用代码", "code"];
const NAME_HEADERS: &[&str] = &["投标人名称", "投标人", "单位名称", "名称", "name"];
const BIDDERS_MAX: usize = 500;

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(texts: &[&str]) -> Vec<Cell> {
        texts.iter().map(|text| if text.is_empty() { Cell::Empty } else { Cell::Text((*text).to_owned()) }).collect()
    }

    fn code(serial: u32) -> String {
        CreditCode::complete(&format!("91430100{serial:09}")).expect("seventeen signs").to_string()
    }

    fn read(rows: &[(u32, &[&str])]) -> Result<Vec<Bidder>, Vec<(u32, &'static str)>> {
        let columns = Columns::find(&cells(&["序号", "投标人名称", "统一社会信用代码"])).expect("columns");
        let rows: Vec<_> = rows.iter().map(|(row, texts)| (*row, cells(texts))).collect();
        read_rows(columns, &rows)
            .map_err(|faults| faults.into_iter().map(|fault| (fault.row, fault.refusal.code)).collect())
    }

    #[test]
    fn a_list_is_kept_in_the_order_of_its_codes() {
        let (one, two) = (code(1), code(2));
        let bidders = read(&[(2, &["1", "乙建设公司", &two]), (3, &["2", "甲建设公司", &one])]).expect("bidders");
        let text = text(&bidders);
        assert_eq!(text, format!("{one} 甲建设公司\n{two} 乙建设公司\n"));
        assert_eq!(parse(&text), Some(bidders));
    }

    #[test]
    fn every_row_that_is_wrong_is_told_by_its_number() {
        let one = code(1);
        let faults = read(&[
            (2, &["1", "甲建设公司", &one]),
            (3, &["2", "乙建设公司"]),
            (4, &["3", "丙建设公司", "91430100MA4L16JQ9A"]),
            (6, &["4", "甲建设公司", &one]),
        ])
        .expect_err("faults");
        assert_eq!(faults, [(3, "bidders.no_code"), (4, "credit_code.check"), (6, "bidders.twice")]);
        assert_eq!(read(&[]), Err(vec![(2, "bidders.empty")]));
        assert_eq!(Columns::find(&cells(&["名称", "电话"])), Err(BidderError::Headers));
    }
}
