//! The expert number: 17 characters, of which ten name the platform, one the pool and six the serial of admission.

use std::fmt;
use std::str::FromStr;

use crate::text;
use crate::wording::{Worded, serde_as_text};

/// An expert number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExpertNumber([u8; LENGTH]);

impl ExpertNumber {
    /// The number of a serial: `platform` ten letters or digits, `pool` one letter or digit, `serial` 0..=999999.
    pub fn compose(platform: &str, pool: char, serial: u32) -> Result<Self, ExpertNumberError> {
        if serial > 999_999 {
            return Err(ExpertNumberError::Full);
        }
        Self::read(&format!("{platform}{pool}{serial:06}"))
    }

    /// Reads a number as people write it: small letters, full-width forms and blanks are brought to the stored form.
    pub fn read(text: &str) -> Result<Self, ExpertNumberError> {
        let written = text::code_form(text);
        if text::is_scientific(&written) {
            return Err(ExpertNumberError::Scientific);
        }
        let count = written.chars().count();
        if count != LENGTH {
            return Err(ExpertNumberError::Length { count });
        }
        let wrong =
            written.chars().enumerate().find(|(i, c)| !(c.is_ascii_digit() || (*i <= POOL && c.is_ascii_uppercase())));
        if let Some((index, c)) = wrong {
            return Err(ExpertNumberError::Character { position: index + 1, c });
        }
        let mut number = [0; LENGTH];
        number.copy_from_slice(written.as_bytes());
        Ok(Self(number))
    }

    /// The number as text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("an expert number is ASCII")
    }

    /// The ten characters of the platform.
    pub fn platform(&self) -> &str {
        &self.as_str()[..POOL]
    }

    /// The character of the pool.
    pub fn pool(&self) -> char {
        char::from(self.0[POOL])
    }

    /// The serial, 0..=999999.
    pub fn serial(&self) -> u32 {
        self.as_str()[POOL + 1..].parse().expect("six digits")
    }

    /// The four digits that stand beside a masked name: 张*工 · 0007.
    pub fn tail(&self) -> &str {
        &self.as_str()[LENGTH - 4..]
    }
}

impl fmt::Display for ExpertNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ExpertNumber {
    type Err = ExpertNumberError;

    fn from_str(text: &str) -> Result<Self, ExpertNumberError> {
        Self::read(text)
    }
}

serde_as_text!(ExpertNumber);

/// A text that is no expert number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExpertNumberError {
    /// Not 17 characters.
    #[error("the expert number has {count} characters; it should have 17")]
    Length {
        /// Characters as given.
        count: usize,
    },
    /// Neither a letter or digit in the first eleven places nor a digit in the last six.
    #[error("the expert number has `{c}` in place {position}; it is 11 letters or digits and 6 digits")]
    Character {
        /// Place, counted from 1.
        position: usize,
        /// The sign.
        c: char,
    },
    /// The serials of this pool are used up.
    #[error("the pool has used all of its 1,000,000 serials; open a new pool number")]
    Full,
    /// A spreadsheet made a number of it and lost its last digits.
    #[error(
        "the spreadsheet turned the expert number into a rounded number; format the column as text and enter it again"
    )]
    Scientific,
}

impl Worded for ExpertNumberError {
    fn code(&self) -> &'static str {
        match self {
            Self::Length { .. } => "number.length",
            Self::Character { .. } => "number.character",
            Self::Full => "number.full",
            Self::Scientific => "number.scientific",
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Length { count } => format!("专家编号有 {count} 位，应为 17 位"),
            Self::Character { position, c } => {
                format!("专家编号第 {position} 位不能是“{c}”，前 11 位为字母或数字，后 6 位为数字")
            }
            Self::Full => "本库 1000000 个序号已用完，请启用新的库号".to_owned(),
            Self::Scientific => "专家编号已被表格软件变成近似数，请将该列设为文本格式后重新填写".to_owned(),
        }
    }
}

const LENGTH: usize = 17;
const POOL: usize = 10;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_serial_becomes_a_number_and_back() {
        let number = ExpertNumber::compose("4300000001", '1', 7).expect("composes");
        assert_eq!(number.to_string(), "43000000011000007");
        assert_eq!((number.platform(), number.pool(), number.serial(), number.tail()), ("4300000001", '1', 7, "0007"));
        assert_eq!(ExpertNumber::read(" ４３００００００ａ１ 1000007"), ExpertNumber::compose("43000000A1", '1', 7));
    }

    #[test]
    fn each_fault_has_its_own_sentence() {
        let table = [
            ("4300000001100000", ExpertNumberError::Length { count: 16 }),
            ("4300000001100000A", ExpertNumberError::Character { position: 17, c: 'A' }),
            ("43000-00011000007", ExpertNumberError::Character { position: 6, c: '-' }),
            ("4.3E+16", ExpertNumberError::Scientific),
        ];
        for (given, error) in table {
            assert_eq!(ExpertNumber::read(given), Err(error), "{given}");
        }
        assert_eq!(ExpertNumber::compose("4300000001", '1', 1_000_000), Err(ExpertNumberError::Full));
        assert!(ExpertNumber::compose("43", '1', 1).is_err());
    }
}
