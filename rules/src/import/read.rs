//! Readers of one cell for the columns of all kinds: each takes what its type takes, and of spreadsheet numbers what lost nothing.

use jiff::civil::{Date, DateTime};

use super::cell::{Cell, CellFault};
use crate::area::Area;
use crate::expert::{BankAccount, ExpertNumber, Phone, ResidentId, SpecialtyCode, specialty};
use crate::time::{self, Month};
use crate::unit::{CreditCode, Share, name};
use crate::wording::Refusal;

/// Most characters of a free text.
pub const TEXT_MAX_CHARS: usize = 200;

/// A free text of at most 200 characters.
pub fn text(cell: &Cell) -> Result<String, Refusal> {
    let text = crate::text::tidy(&cell.text()?);
    let count = text.chars().count();
    if count > TEXT_MAX_CHARS { Err(CellFault::Long { count }.into()) } else { Ok(text) }
}

/// A text of at most 200 characters that identifies something: blanks removed, letters in capitals, no spreadsheet number.
pub fn code(cell: &Cell) -> Result<String, Refusal> {
    let text = crate::text::code_form(&cell.code()?);
    let count = text.chars().count();
    if count > TEXT_MAX_CHARS { Err(CellFault::Long { count }.into()) } else { Ok(text) }
}

/// A person's name.
pub fn person_name(cell: &Cell) -> Result<String, Refusal> {
    Ok(crate::text::person_name(&cell.code()?)?)
}

/// A resident identity number.
pub fn resident_id(cell: &Cell) -> Result<ResidentId, Refusal> {
    Ok(ResidentId::read(&cell.code()?)?)
}

/// An expert number.
pub fn expert_number(cell: &Cell) -> Result<ExpertNumber, Refusal> {
    Ok(ExpertNumber::read(&cell.code()?)?)
}

/// A mobile number; its eleven digits survive as a number.
pub fn mobile(cell: &Cell) -> Result<Phone, Refusal> {
    Ok(Phone::mobile(&cell.text()?)?)
}

/// A mobile number or a landline.
pub fn phone(cell: &Cell) -> Result<Phone, Refusal> {
    Ok(Phone::read(&cell.text()?)?)
}

/// An area by code or name; six digits survive as a number.
pub fn area(cell: &Cell) -> Result<Area, Refusal> {
    Ok(Area::read(&cell.text()?)?)
}

/// A credit code.
pub fn credit_code(cell: &Cell) -> Result<CreditCode, Refusal> {
    Ok(CreditCode::read(&cell.code()?)?)
}

/// A unit's name.
pub fn unit_name(cell: &Cell) -> Result<String, Refusal> {
    Ok(name::unit_name(&cell.text()?)?)
}

/// A list of unit names.
pub fn unit_names(cell: &Cell) -> Result<Vec<String>, Refusal> {
    Ok(name::unit_names(&cell.text()?)?)
}

/// A list of specialty codes.
pub fn specialties(cell: &Cell) -> Result<Vec<SpecialtyCode>, Refusal> {
    Ok(specialty::read_codes(&cell.code()?)?)
}

/// One specialty code of any level.
pub fn specialty(cell: &Cell) -> Result<SpecialtyCode, Refusal> {
    Ok(SpecialtyCode::read(&cell.code()?)?)
}

/// A bank account number.
pub fn bank_account(cell: &Cell) -> Result<BankAccount, Refusal> {
    Ok(BankAccount::read(&cell.code()?)?)
}

/// A date; the number 20240305 is one too.
pub fn date(cell: &Cell) -> Result<Date, Refusal> {
    match cell {
        Cell::Date(local) => Ok(local.date()),
        Cell::Number(number) if !(19_000_101.0..=21_991_231.0).contains(number) => Err(CellFault::NumberForDate.into()),
        _ => Ok(time::read_date(&cell.text()?)?),
    }
}

/// A month; the number 202403 and any date are one too.
pub fn month(cell: &Cell) -> Result<Month, Refusal> {
    match cell {
        Cell::Date(local) => Ok(Month::of(local.date())),
        Cell::Number(number) if !(190_000.0..=220_000.0).contains(number) => Err(CellFault::NumberForDate.into()),
        _ => Ok(Month::read(&cell.text()?)?),
    }
}

/// A local date and time.
pub fn date_time(cell: &Cell) -> Result<DateTime, Refusal> {
    match cell {
        Cell::Date(local) => Ok(*local),
        Cell::Number(_) => Err(CellFault::NumberForDate.into()),
        _ => Ok(time::read_date_time(&cell.text()?)?),
    }
}

/// A percentage; numbers above 1 with at most eight decimals are exact enough, smaller ones are ambiguous.
pub fn share(cell: &Cell) -> Result<Share, Refusal> {
    match cell {
        Cell::Number(number) if *number > 0.0 && *number <= 1.0 => Err(CellFault::Fractional.into()),
        Cell::Number(number) => Ok(Share::read(&number.to_string())?),
        _ => Ok(Share::read(&cell.text()?)?),
    }
}

/// Yes or no.
pub fn yes_no(cell: &Cell) -> Result<bool, Refusal> {
    if let Cell::Bool(truth) = cell {
        return Ok(*truth);
    }
    match crate::text::code_form(&cell.text()?).as_str() {
        "是" | "有" | "Y" | "YES" | "TRUE" | "1" | "√" => Ok(true),
        "否" | "无" | "N" | "NO" | "FALSE" | "0" | "×" => Ok(false),
        _ => Err(CellFault::YesNo.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;

    fn code_of<T: std::fmt::Debug>(result: Result<T, Refusal>) -> &'static str {
        result.expect_err("refused").code
    }

    #[test]
    fn a_float_where_an_id_belongs_is_refused_with_the_repair() {
        let number = Cell::Number(4.301_021_990_010_112e17);
        assert_eq!(code_of(resident_id(&number)), "cell.number_for_text");
        assert_eq!(code_of(credit_code(&number)), "cell.number_for_text");
        assert_eq!(code_of(expert_number(&number)), "cell.number_for_text");
        assert_eq!(code_of(bank_account(&Cell::Number(6_222_000_000_000.0))), "cell.number_for_text");
        assert_eq!(code_of(resident_id(&Cell::Text("4.30102E+17".to_owned()))), "id_number.scientific");
        let refusal = resident_id(&number).expect_err("refused");
        assert!(refusal.zh.contains("文本格式") && refusal.en.contains("format the column as text"));
    }

    #[test]
    fn a_number_that_lost_nothing_is_taken() {
        let phone = mobile(&Cell::Number(13_812_345_678.0)).expect("a mobile");
        assert_eq!(phone.as_str(), "13812345678");
        assert_eq!(area(&Cell::Number(430_100.0)).expect("an area").to_string(), "430100");
        assert_eq!(date(&Cell::Number(20_240_305.0)), Ok(day(2024, 3, 5)));
        assert_eq!(month(&Cell::Number(202_403.0)).expect("a month").to_string(), "2024-03");
        assert_eq!(text(&Cell::Number(12.0)).as_deref(), Ok("12"));
        assert_eq!(code_of(text(&Cell::Number(12.5))), "cell.fraction");
        assert_eq!(code_of(date(&Cell::Number(45_356.0))), "cell.number_for_date");
        assert_eq!(code_of(month(&Cell::Number(45_356.0))), "cell.number_for_date");
    }

    #[test]
    fn a_percentage_is_exact_or_refused() {
        for (cell, written) in [
            (Cell::Number(33.5), "33.5"),
            (Cell::Number(100.0), "100"),
            (Cell::Text("0.5%".to_owned()), "0.5"),
            (Cell::Text("1".to_owned()), "1"),
        ] {
            assert_eq!(share(&cell).expect("a share").to_string(), written, "{cell:?}");
        }
        assert_eq!(code_of(share(&Cell::Number(0.335))), "cell.fractional");
        assert_eq!(code_of(share(&Cell::Number(1.0))), "cell.fractional");
        assert_eq!(code_of(share(&Cell::Number(100.0 / 3.0))), "share.decimals");
        assert_eq!(code_of(share(&Cell::Number(-1.0))), "share.form");
    }

    #[test]
    fn dates_of_a_spreadsheet_are_dates_and_times() {
        let cell = Cell::Date(day(2024, 3, 5).at(14, 30, 0, 0));
        assert_eq!(date(&cell), Ok(day(2024, 3, 5)));
        assert_eq!(date_time(&cell), Ok(day(2024, 3, 5).at(14, 30, 0, 0)));
        assert_eq!(month(&cell).expect("a month").to_string(), "2024-03");
        assert_eq!(text(&cell).as_deref(), Ok("2024-03-05 14:30"));
    }

    #[test]
    fn yes_and_no_have_many_writings() {
        for cell in [Cell::Bool(true), Cell::Text("是".to_owned()), Cell::Text("Yes".to_owned()), Cell::Number(1.0)] {
            assert_eq!(yes_no(&cell), Ok(true), "{cell:?}");
        }
        assert_eq!(yes_no(&Cell::Text("否".to_owned())), Ok(false));
        assert_eq!(code_of(yes_no(&Cell::Text("也许".to_owned()))), "cell.yes_no");
    }

    #[test]
    fn errors_and_long_texts_are_told() {
        assert_eq!(code_of(text(&Cell::Error("#N/A".to_owned()))), "cell.formula");
        assert_eq!(code_of(text(&Cell::Text("长".repeat(201)))), "cell.long");
        assert_eq!(code_of(text(&Cell::Bool(true))), "cell.truth");
        assert!(Cell::Text(" 　".to_owned()).is_empty());
    }
}
