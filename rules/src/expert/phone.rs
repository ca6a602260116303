//! Telephone numbers of the mainland: mobiles of 11 digits and landlines with their area code. One stored form, digits alone,
//! so that a number is found however it was typed; an expert signs in by the mobile.

use std::fmt;
use std::str::FromStr;

use crate::text;
use crate::wording::{Worded, serde_as_text};

/// A telephone number in its stored form: digits alone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(String);

impl Phone {
    /// A mobile number: 11 digits from 13 to 19; +86, 0086, blanks and dashes are removed.
    pub fn mobile(text: &str) -> Result<Self, PhoneError> {
        let digits = bare(text)?;
        if digits.len() == 12 && digits.starts_with("01") && is_mobile(&digits[1..]) {
            return Ok(Self(digits[1..].to_owned()));
        }
        if digits.starts_with('0') && is_landline(&digits) {
            return Err(PhoneError::Landline);
        }
        if digits.len() != 11 {
            return Err(PhoneError::Length { count: digits.len() });
        }
        if is_mobile(&digits) { Ok(Self(digits)) } else { Err(PhoneError::Prefix { prefix: digits[..2].to_owned() }) }
    }

    /// A mobile number or a landline with its area code.
    pub fn read(text: &str) -> Result<Self, PhoneError> {
        match Self::mobile(text) {
            Err(PhoneError::Landline) => bare(text).map(Self),
            Err(PhoneError::Length { count: 7..=8 }) => Err(PhoneError::AreaCode),
            result => result,
        }
    }

    /// The digits. They are personal data: never log them, mask them on screens.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is a mobile number, to which a one-time code can be sent.
    pub fn is_mobile(&self) -> bool {
        !self.0.starts_with('0')
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Never the number itself, so that no log line can hold it.
impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phone(…)")
    }
}

impl FromStr for Phone {
    type Err = PhoneError;

    fn from_str(text: &str) -> Result<Self, PhoneError> {
        Self::read(text)
    }
}

serde_as_text!(Phone);

/// A text that is no telephone number. No variant holds the number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// Not 11 digits.
    #[error("the phone number has {count} digits; it should have 11")]
    Length {
        /// Digits as given.
        count: usize,
    },
    /// Eleven digits that begin unlike a mobile number.
    #[error("a mobile number begins with 13 to 19, this one with {prefix}")]
    Prefix {
        /// The first two digits.
        prefix: String,
    },
    /// A letter or sign.
    #[error("`{c}` cannot stand in a phone number")]
    Character {
        /// The sign.
        c: char,
    },
    /// A landline where a mobile is needed.
    #[error("this is a landline; a mobile number is needed for calls and codes")]
    Landline,
    /// A landline without its area code.
    #[error("put the area code before the landline number, such as 0731-82212345")]
    AreaCode,
    /// A spreadsheet made a number of it and lost its last digits.
    #[error(
        "the spreadsheet turned the phone number into a rounded number; format the column as text and enter it again"
    )]
    Scientific,
}

impl Worded for PhoneError {
    fn code(&self) -> &'static str {
        match self {
            Self::Length { .. } => "phone.length",
            Self::Prefix { .. } => "phone.prefix",
            Self::Character { .. } => "phone.character",
            Self::Landline => "phone.landline",
            Self::AreaCode => "phone.area_code",
            Self::Scientific => "phone.scientific",
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Length { count } => format!("手机号码有 {count} 位，应为 11 位"),
            Self::Prefix { prefix } => format!("手机号码应以 13 至 19 开头，现为 {prefix}"),
            Self::Character { c } => format!("电话号码中不能有“{c}”"),
            Self::Landline => "这是固定电话，此处须填手机号码，用于呼叫和接收验证码".to_owned(),
            Self::AreaCode => "固定电话前请加区号，例如 0731-82212345".to_owned(),
            Self::Scientific => "电话号码已被表格软件变成近似数，请将该列设为文本格式后重新填写".to_owned(),
        }
    }
}

fn bare(text: &str) -> Result<String, PhoneError> {
    let written = text::code_form(text);
    if text::is_scientific(&written) {
        return Err(PhoneError::Scientific);
    }
    let joined: String =
        written.chars().filter(|c| !matches!(c, '-' | '(' | ')' | '–' | '—' | '‐' | '‑' | '－')).collect();
    let national = ["+86", "0086"].iter().find_map(|prefix| joined.strip_prefix(prefix)).unwrap_or(&joined);
    let national = if national.len() == 13 && national.starts_with("86") { &national[2..] } else { national };
    match national.chars().find(|c| !c.is_ascii_digit()) {
        Some(c) => Err(PhoneError::Character { c }),
        None => Ok(national.to_owned()),
    }
}

fn is_mobile(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    bytes.len() == 11 && bytes[0] == b'1' && (b'3'..=b'9').contains(&bytes[1])
}

/// Two-digit area codes (010, 02x) have numbers of 8 digits, three-digit ones of 7 or 8; a number begins with 2 to 8.
fn is_landline(digits: &str) -> bool {
    let Some(rest) = digits.strip_prefix('0') else {
        return false;
    };
    let short_code = rest.starts_with('1') || rest.starts_with('2');
    let (code_len, lengths) = if short_code { (2, 8..=8) } else { (3, 7..=8) };
    let Some(number) = rest.get(code_len..) else {
        return false;
    };
    lengths.contains(&number.len()) && number.starts_with(|c| ('2'..='8').contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mobile_is_found_however_it_was_typed() {
        let writings = [
            "13812345678",
            "138 1234 5678",
            "138-1234-5678",
            "+86 13812345678",
            "008613812345678",
            "8613812345678",
            "１３８１２３４５６７８",
            "013812345678",
        ];
        for given in writings {
            assert_eq!(Phone::mobile(given).as_ref().map(Phone::as_str), Ok("13812345678"), "{given}");
        }
    }

    #[test]
    fn a_landline_keeps_its_area_code() {
        for (given, stored) in
            [("0731-82212345", "073182212345"), ("(010) 62345678", "01062345678"), ("0743-8222345", "07438222345")]
        {
            let phone = Phone::read(given).expect("a landline");
            assert_eq!(phone.as_str(), stored, "{given}");
            assert!(!phone.is_mobile());
            assert_eq!(Phone::mobile(given), Err(PhoneError::Landline), "{given}");
        }
    }

    #[test]
    fn each_fault_has_its_own_sentence() {
        let table = [
            ("138123456789", PhoneError::Length { count: 12 }),
            ("1381234567", PhoneError::Length { count: 10 }),
            ("", PhoneError::Length { count: 0 }),
            ("12812345678", PhoneError::Prefix { prefix: "12".to_owned() }),
            ("1381234567a", PhoneError::Character { c: 'A' }),
            ("82212345", PhoneError::AreaCode),
            ("1.38123E+10", PhoneError::Scientific),
        ];
        for (given, error) in table {
            assert_eq!(Phone::read(given), Err(error), "{given}");
        }
        assert_eq!(PhoneError::Length { count: 12 }.zh(), "手机号码有 12 位，应为 11 位");
    }

    #[test]
    fn the_number_is_in_no_debug_text() {
        let phone = Phone::mobile("13812345678").expect("a mobile");
        assert!(!format!("{phone:?}").contains("138"));
    }
}
