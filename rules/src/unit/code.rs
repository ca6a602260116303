//! The unified social credit code of GB 32100: 18 characters of 31 signs, of which the last one checks the rest.

use std::fmt;
use std::str::FromStr;

use crate::area::Area;
use crate::text;
use crate::wording::{Worded, serde_as_text};

/// A credit code whose check character is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CreditCode([u8; LENGTH]);

impl CreditCode {
    /// Reads a code as people write it: small letters, full-width forms and blanks are brought to the stored form.
    pub fn read(text: &str) -> Result<Self, CreditCodeError> {
        let written = text::code_form(text);
        if text::is_scientific(&written) {
            return Err(CreditCodeError::Scientific);
        }
        let body = Self::signs(&written, LENGTH)?;
        let given = char::from(body[LENGTH - 1]);
        let wanted = check_char(&body[..LENGTH - 1]);
        if given != wanted {
            return Err(CreditCodeError::Check { given, wanted });
        }
        let mut code = [0; LENGTH];
        code.copy_from_slice(&body);
        Ok(Self(code))
    }

    /// Completes the first 17 characters with their check character.
    pub fn complete(body: &str) -> Result<Self, CreditCodeError> {
        let mut signs = Self::signs(body, LENGTH - 1)?;
        let check = check_char(&signs);
        signs.push(check as u8);
        let mut code = [0; LENGTH];
        code.copy_from_slice(&signs);
        Ok(Self(code))
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("a credit code is ASCII")
    }

    /// The area of the authority that registered the unit, characters 3 to 8; nothing where GB/T 2260 has no such province.
    pub fn registered_area(&self) -> Option<Area> {
        self.as_str()[2..8].parse().ok()
    }

    fn signs(written: &str, length: usize) -> Result<Vec<u8>, CreditCodeError> {
        let count = written.chars().count();
        if count != length {
            return Err(CreditCodeError::Length { count });
        }
        if let Some((index, c)) = written.chars().enumerate().find(|(_, c)| value(*c).is_none()) {
            return Err(CreditCodeError::Character { position: index + 1, c });
        }
        let signs = written.as_bytes();
        if let Some(index) = (2..8).find(|index| !signs[*index].is_ascii_digit()) {
            return Err(CreditCodeError::Character { position: index + 1, c: char::from(signs[index]) });
        }
        Ok(signs.to_vec())
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for CreditCode {
    type Err = CreditCodeError;

    fn from_str(text: &str) -> Result<Self, CreditCodeError> {
        Self::read(text)
    }
}

serde_as_text!(CreditCode);

/// A text that is no credit code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CreditCodeError {
    /// Not 18 characters.
    #[error("the credit code has {count} characters; it should have 18")]
    Length {
        /// Characters as given.
        count: usize,
    },
    /// A sign that the place does not allow: I, O, Z, S and V nowhere, digits alone in places 3 to 8.
    #[error("the credit code has `{c}` in place {position}, which cannot stand there (I, O, S, V, Z never do)")]
    Character {
        /// Place, counted from 1.
        position: usize,
        /// The sign.
        c: char,
    },
    /// The last character does not check the rest.
    #[error("the credit code ends with {given}, by its check it should end with {wanted}; compare it with the licence")]
    Check {
        /// The last character as given.
        given: char,
        /// The last character that the others ask for.
        wanted: char,
    },
    /// A spreadsheet made a number of it and lost its last digits.
    #[error(
        "the spreadsheet turned the credit code into a rounded number; format the column as text and enter it again"
    )]
    Scientific,
}

impl Worded for CreditCodeError {
    fn code(&self) -> &'static str {
        match self {
            Self::Length { .. } => "credit_code.length",
            Self::Character { .. } => "credit_code.character",
            Self::Check { .. } => "credit_code.check",
            Self::Scientific => "credit_code.scientific",
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Length { count } => format!("统一社会信用代码有 {count} 位，应为 18 位"),
            Self::Character { position, c } => {
                format!("统一社会信用代码第 {position} 位不能是“{c}”（不使用字母 I、O、S、V、Z）")
            }
            Self::Check { given, wanted } => {
                format!("统一社会信用代码校验不符：末位是 {given}，应为 {wanted}，请与营业执照核对")
            }
            Self::Scientific => "统一社会信用代码已被表格软件变成近似数，请将该列设为文本格式后重新填写".to_owned(),
        }
    }
}

const LENGTH: usize = 18;

/// The signs of GB 32100 in the order of their values.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

fn value(c: char) -> Option<u32> {
    ALPHABET.iter().position(|sign| char::from(*sign) == c).and_then(|index| u32::try_from(index).ok())
}

/// The weights are the powers of 3 modulo 31, of which the sum with the check character is a multiple of 31.
fn check_char(body: &[u8]) -> char {
    let mut weight = 1;
    let mut sum = 0;
    for sign in body {
        sum += value(char::from(*sign)).unwrap_or(0) * weight % 31;
        weight = weight * 3 % 31;
    }
    let check = (31 - sum % 31) % 31;
    char::from(ALPHABET[usize::try_from(check).expect("below 31")])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn real_codes_pass_in_any_writing() {
        // The published codes of Alibaba (China), Tencent (Shenzhen), Huawei and Tsinghua University.
        for code in ["91330100799655058B", "9144030071526726XG", "914403001922038216", "12100000400000624D"] {
            assert_eq!(CreditCode::read(code).map(|code| code.to_string()).as_deref(), Ok(code), "{code}");
            assert_eq!(CreditCode::complete(&code[..17]).map(|code| code.to_string()).as_deref(), Ok(code));
        }
        let wide = "　９１４４０３００７１５２６７２６ｘｇ ";
        assert_eq!(CreditCode::read(wide).map(|code| code.to_string()).as_deref(), Ok("9144030071526726XG"));
    }

    #[test]
    fn each_fault_has_its_own_sentence() {
        let table = [
            ("", CreditCodeError::Length { count: 0 }),
            ("91440300715267", CreditCodeError::Length { count: 14 }),
            ("9144030071526726XH", CreditCodeError::Check { given: 'H', wanted: 'G' }),
            ("9144030O71526726XG", CreditCodeError::Character { position: 8, c: 'O' }),
            ("9144030071526726IG", CreditCodeError::Character { position: 17, c: 'I' }),
            ("91A4030071526726XG", CreditCodeError::Character { position: 3, c: 'A' }),
            ("9.14403E+17", CreditCodeError::Scientific),
        ];
        for (given, error) in table {
            assert_eq!(CreditCode::read(given), Err(error), "{given}");
        }
    }

    #[test]
    fn the_registering_area_is_read_out_of_the_code() {
        let code = CreditCode::read("9144030071526726XG").expect("a code");
        assert_eq!(code.registered_area().map(|area| area.to_string()).as_deref(), Some("440300"));
    }

    proptest! {
        #[test]
        fn a_completed_body_is_a_code_and_any_single_change_is_seen(
            body in "[1-9A-HJ-NPQRTUWXY][0-9A-HJ-NPQRTUWXY][0-9]{6}[0-9A-HJ-NPQRTUWXY]{9}", place in 8_usize..18, step in 1_u32..31,
        ) {
            let code = CreditCode::complete(&body).expect("a body");
            prop_assert_eq!(CreditCode::read(code.as_str()), Ok(code));
            let mut changed = code.as_str().to_owned().into_bytes();
            let old = value(char::from(changed[place])).expect("a sign");
            changed[place] = ALPHABET[((old + step) % 31) as usize];
            let changed = String::from_utf8(changed).expect("ASCII");
            prop_assert!(CreditCode::read(&changed).is_err());
        }

        #[test]
        fn reading_never_panics(text in any::<String>()) {
            let _ = (CreditCode::read(&text), CreditCode::complete(&text));
        }
    }
}
