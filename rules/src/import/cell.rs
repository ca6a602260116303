//! One cell of a file. Spreadsheets turn text into numbers and dates behind the writer's back; what lost nothing is taken, what
//! may have lost something is refused with a sentence that says how to repair the column.

use jiff::civil::DateTime;

use crate::wording::Worded;

/// A cell as the reader of the file hands it over.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing, or blanks alone.
    Empty,
    /// Text as typed.
    Text(String),
    /// A number of a spreadsheet.
    Number(f64),
    /// A date or date and time of a spreadsheet, local.
    Date(DateTime),
    /// A truth value of a spreadsheet.
    Bool(bool),
    /// An error of a spreadsheet, such as `#N/A`.
    Error(String),
}

impl Cell {
    /// Whether the cell holds nothing.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.chars().all(char::is_whitespace),
            _ => false,
        }
    }

    /// The cell's text; whole numbers as their digits. For fields where a number is no accident.
    pub fn text(&self) -> Result<String, CellFault> {
        match self {
            Self::Empty => Ok(String::new()),
            Self::Text(text) => Ok(text.clone()),
            Self::Number(number) => whole(*number).map(|n| n.to_string()).ok_or(CellFault::Fraction),
            Self::Date(local) => Ok(written(*local)),
            Self::Bool(_) => Err(CellFault::Truth),
            Self::Error(error) => Err(CellFault::Formula { error: error.clone() }),
        }
    }

    /// The text of a cell that holds a code: a number may have lost leading zeros or last digits and is refused.
    pub fn code(&self) -> Result<String, CellFault> {
        match self {
            Self::Number(_) | Self::Date(_) => Err(CellFault::NumberForText),
            _ => self.text(),
        }
    }
}

/// A cell that cannot be what its column says, whatever it holds.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CellFault {
    /// A number where a code belongs.
    #[error(
        "the spreadsheet stored this as a number and may have lost digits; format the column as text and enter it again"
    )]
    NumberForText,
    /// A number with decimals where a text belongs.
    #[error("this is a number with decimals; format the column as text and enter it again")]
    Fraction,
    /// A number where a date belongs.
    #[error("this is a number, not a date; format the column as a date or write 2024-03-05")]
    NumberForDate,
    /// A number up to 1 in a percent column: 0.5 may be 50 % or 0.5 %.
    #[error("this number may mean a fraction or a percentage; write it as text with its sign, such as 50%")]
    Fractional,
    /// A truth value where a text belongs.
    #[error("this is a truth value; write the text instead")]
    Truth,
    /// A formula that came to an error.
    #[error("the cell's formula came to {error}; write the value instead")]
    Formula {
        /// The spreadsheet's word for it.
        error: String,
    },
    /// Neither yes nor no.
    #[error("write 是 or 否 (yes or no)")]
    YesNo,
    /// Longer than 200 characters.
    #[error("the text has {count} characters; at most 200 are possible")]
    Long {
        /// Characters as given.
        count: usize,
    },
    /// Required and empty.
    #[error("{field} must be filled")]
    Missing {
        /// Chinese header of the column.
        header: &'static str,
        /// Code word of the column.
        field: &'static str,
    },
}

impl Worded for CellFault {
    fn code(&self) -> &'static str {
        match self {
            Self::NumberForText => "cell.number_for_text",
            Self::Fraction => "cell.fraction",
            Self::NumberForDate => "cell.number_for_date",
            Self::Fractional => "cell.fractional",
            Self::Truth => "cell.truth",
            Self::Formula { .. } => "cell.formula",
            Self::YesNo => "cell.yes_no",
            Self::Long { .. } => "cell.long",
            Self::Missing { .. } => "cell.missing",
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::NumberForText => "单元格是数值格式，可能已丢失位数，请将该列设为文本格式后重新填写".to_owned(),
            Self::Fraction => "单元格是带小数的数值，请将该列设为文本格式后重新填写".to_owned(),
            Self::NumberForDate => "单元格是数值而不是日期，请将该列设为日期格式，或写成 2024-03-05".to_owned(),
            Self::Fractional => "无法判断是小数还是百分数，请写成带百分号的文本，例如 50%".to_owned(),
            Self::Truth => "单元格是逻辑值，请填写文字".to_owned(),
            Self::Formula { error } => format!("单元格公式结果为 {error}，请直接填写内容"),
            Self::YesNo => "请填 是 或 否".to_owned(),
            Self::Long { count } => format!("文字有 {count} 个字，最多 200 个字"),
            Self::Missing { header, .. } => format!("必须填写{header}"),
        }
    }
}

/// The whole number that a spreadsheet's number is, as far as it is exact (15 digits).
fn whole(number: f64) -> Option<i64> {
    let exact = number.fract() == 0.0 && number.abs() < 1e15;
    #[expect(clippy::cast_possible_truncation, reason = "a whole number below 10^15 is exact")]
    exact.then_some(number as i64)
}

fn written(local: DateTime) -> String {
    if local.time() == jiff::civil::Time::midnight() {
        local.date().to_string()
    } else {
        local.strftime("%Y-%m-%d %H:%M").to_string()
    }
}
