//! The resident identity number of GB 11643: six digits of area, eight of birth date, three of sequence (odd for men) and one
//! check character of ISO 7064 MOD 11-2.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use crate::area::Area;
use crate::text;
use crate::time;
use crate::wording::{Worded, serde_as_text, words};

words! {
    /// Sex as the number says it (GB/T 2261.1).
    pub enum Sex ("性别", "sex") {
        /// Odd sequence.
        Male = "male", "男", "male";
        /// Even sequence.
        Female = "female", "女", "female";
    }
}

/// A resident identity number whose area, birth date and check character are right.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResidentId([u8; LENGTH]);

impl ResidentId {
    /// Reads a number as people write it: full-width digits, a small x and blanks are brought to the stored form.
    pub fn read(text: &str) -> Result<Self, ResidentIdError> {
        let written = text::code_form(text);
        if text::is_scientific(&written) {
            return Err(ResidentIdError::Scientific);
        }
        let count = written.chars().count();
        if count == 15 && written.bytes().all(|b| b.is_ascii_digit()) {
            return Err(ResidentIdError::Old);
        }
        if count != LENGTH {
            return Err(ResidentIdError::Length { count });
        }
        let mut last = written.chars();
        let given = last.next_back().expect("18 characters");
        let signs = body(last.as_str())?;
        if !given.is_ascii_digit() && given != 'X' {
            return Err(ResidentIdError::Character { position: LENGTH, c: given });
        }
        let wanted = check_char(&signs);
        if given != wanted {
            return Err(ResidentIdError::Check);
        }
        Ok(Self::assemble(&signs, wanted))
    }

    /// Completes the first 17 digits with their check character.
    pub fn complete(digits: &str) -> Result<Self, ResidentIdError> {
        let count = digits.chars().count();
        if count != LENGTH - 1 {
            return Err(ResidentIdError::Length { count });
        }
        let signs = body(digits)?;
        Ok(Self::assemble(&signs, check_char(&signs)))
    }

    /// The number as text. It is personal data: never log it, mask it on screens.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("a resident id is ASCII")
    }

    /// Date of birth.
    pub fn born_on(&self) -> Date {
        birth_date(&self.0).expect("checked when read")
    }

    /// Sex by the sequence.
    pub fn sex(&self) -> Sex {
        if (self.0[16] - b'0') % 2 == 1 { Sex::Male } else { Sex::Female }
    }

    /// Full years of age on a day.
    pub fn age_on(&self, day: Date) -> i16 {
        time::age_on(self.born_on(), day)
    }

    fn assemble(signs: &[u8], check: char) -> Self {
        let mut id = [0; LENGTH];
        id[..LENGTH - 1].copy_from_slice(signs);
        id[LENGTH - 1] = check as u8;
        Self(id)
    }
}

/// Never the number itself, so that no log line can hold it.
impl fmt::Debug for ResidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResidentId(…)")
    }
}

impl FromStr for ResidentId {
    type Err = ResidentIdError;

    fn from_str(text: &str) -> Result<Self, ResidentIdError> {
        Self::read(text)
    }
}

impl fmt::Display for ResidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

serde_as_text!(ResidentId);

/// A text that is no resident identity number. No variant holds the number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ResidentIdError {
    /// Not 18 characters.
    #[error("the id number has {count} characters; it should have 18")]
    Length {
        /// Characters as given.
        count: usize,
    },
    /// A number of the first generation, which has no check character.
    #[error("the id number has 15 digits of the old kind; enter the 18-character number of the present card")]
    Old,
    /// Not a digit, nor X in the last place.
    #[error("the id number has `{c}` in place {position}; it is digits, and a digit or X at the end")]
    Character {
        /// Place, counted from 1.
        position: usize,
        /// The sign.
        c: char,
    },
    /// The first six digits name no province.
    #[error("the first six digits of the id number are no area")]
    Area,
    /// Digits 7 to 14 are no date.
    #[error("digits 7 to 14 of the id number are no date of birth")]
    BirthDate,
    /// The last character does not check the rest; the right one is not told, for a wrong digit would then be made to fit.
    #[error("the id number fails its check; compare every digit with the card")]
    Check,
    /// A spreadsheet made a number of it and lost its last digits.
    #[error("the spreadsheet turned the id number into a rounded number; format the column as text and enter it again")]
    Scientific,
}

impl Worded for ResidentIdError {
    fn code(&self) -> &'static str {
        match self {
            Self::Length { .. } => "id_number.length",
            Self::Old => "id_number.old",
            Self::Character { .. } => "id_number.character",
            Self::Area => "id_number.area",
            Self::BirthDate => "id_number.birth_date",
            Self::Check => "id_number.check",
            Self::Scientific => "id_number.scientific",
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Length { count } => format!("证件号码有 {count} 位，应为 18 位"),
            Self::Old => "证件号码是 15 位旧号码，请填写现用身份证的 18 位号码".to_owned(),
            Self::Character { position, c } => {
                format!("证件号码第 {position} 位不能是“{c}”，前 17 位为数字，末位为数字或 X")
            }
            Self::Area => "证件号码前六位不是行政区划代码".to_owned(),
            Self::BirthDate => "证件号码第 7 至 14 位不是出生日期".to_owned(),
            Self::Check => "证件号码校验不符，请与身份证逐位核对".to_owned(),
            Self::Scientific => "证件号码已被表格软件变成近似数，请将该列设为文本格式后重新填写".to_owned(),
        }
    }
}

const LENGTH: usize = 18;
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: &[u8; 11] = b"10X98765432";

fn body(digits: &str) -> Result<Vec<u8>, ResidentIdError> {
    if let Some((index, c)) = digits.chars().enumerate().find(|(_, c)| !c.is_ascii_digit()) {
        return Err(ResidentIdError::Character { position: index + 1, c });
    }
    if digits[..6].parse::<Area>().is_err() {
        return Err(ResidentIdError::Area);
    }
    birth_date(digits.as_bytes()).ok_or(ResidentIdError::BirthDate)?;
    Ok(digits.as_bytes().to_vec())
}

fn birth_date(digits: &[u8]) -> Option<Date> {
    let figure =
        |range: std::ops::Range<usize>| digits[range].iter().fold(0_u16, |n, digit| n * 10 + u16::from(digit - b'0'));
    time::calendar_day(figure(6..10), figure(10..12), figure(12..14))
}

fn check_char(digits: &[u8]) -> char {
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    char::from(CHECKS[(sum % 11) as usize])
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    /// The example of GB 11643, annex A.
    const EXAMPLE: &str = "11010519491231002X";

    #[test]
    fn the_example_of_the_standard_passes_in_any_writing() {
        for given in [EXAMPLE, "11010519491231002x", " １１０１０５１９４９１２３１００２ｘ", "110105 19491231 002X"]
        {
            assert_eq!(ResidentId::read(given).map(|id| id.to_string()).as_deref(), Ok(EXAMPLE), "{given}");
        }
        let id = ResidentId::read(EXAMPLE).expect("valid");
        assert_eq!(id.born_on(), date(1949, 12, 31));
        assert_eq!(id.sex(), Sex::Female);
        assert_eq!(id.age_on(date(2019, 12, 30)), 69);
        assert_eq!(ResidentId::read("440524188001010014"), Err(ResidentIdError::BirthDate), "born before 1900");
    }

    #[test]
    fn each_fault_has_its_own_sentence() {
        let table = [
            ("", ResidentIdError::Length { count: 0 }),
            ("1101051949123100", ResidentIdError::Length { count: 16 }),
            ("110105491231002", ResidentIdError::Old),
            ("110105194912310021", ResidentIdError::Check),
            ("11010519491331002X", ResidentIdError::BirthDate),
            ("11010519490229002X", ResidentIdError::BirthDate),
            ("99010519491231002X", ResidentIdError::Area),
            ("1101051949I231002X", ResidentIdError::Character { position: 11, c: 'I' }),
            ("11010519491231002Y", ResidentIdError::Character { position: 18, c: 'Y' }),
            ("4.30102E+17", ResidentIdError::Scientific),
            ("身份证号码身份证号码身份证号码身份证", ResidentIdError::Character { position: 1, c: '身' }),
        ];
        for (given, error) in table {
            assert_eq!(ResidentId::read(given), Err(error), "{given}");
        }
    }

    #[test]
    fn the_number_is_in_no_debug_text() {
        let id = ResidentId::read(EXAMPLE).expect("valid");
        assert!(!format!("{id:?}").contains("1949"));
    }

    proptest! {
        #[test]
        fn a_completed_number_passes_and_any_changed_digit_is_seen(
            year in 1930_u16..2010, month in 1_u8..=12, day in 1_u8..=28, order in 0_u16..1000, place in 0_usize..17, step in 1_u8..10,
        ) {
            let digits = format!("430102{year}{month:02}{day:02}{order:03}");
            let id = ResidentId::complete(&digits).expect("17 digits");
            prop_assert_eq!(ResidentId::read(id.as_str()), Ok(id));
            let mut changed = id.as_str().to_owned().into_bytes();
            changed[place] = b'0' + (changed[place] - b'0' + step) % 10;
            prop_assert!(ResidentId::read(std::str::from_utf8(&changed).expect("ASCII")).is_err());
        }

        #[test]
        fn reading_never_panics(text in any::<String>()) {
            let _ = (ResidentId::read(&text), ResidentId::complete(&text));
        }
    }
}
