//! Bank accounts: 12 to 30 digits. Cards carry a Luhn digit, corporate accounts do not, so a failed check is a warning alone.

use std::fmt;
use std::str::FromStr;

use crate::text;
use crate::wording::{Worded, serde_as_text};

/// A bank account number in its stored form: digits alone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BankAccount(String);

impl BankAccount {
    /// Reads a number as people write it, with blanks and dashes.
    pub fn read(text: &str) -> Result<Self, BankAccountError> {
        let written = text::code_form(text);
        if text::is_scientific(&written) {
            return Err(BankAccountError::Scientific);
        }
        let digits: String = written.chars().filter(|c| *c != '-').collect();
        if let Some(c) = digits.chars().find(|c| !c.is_ascii_digit()) {
            return Err(BankAccountError::Character { c });
        }
        if (12..=30).contains(&digits.len()) {
            Ok(Self(digits))
        } else {
            Err(BankAccountError::Length { count: digits.len() })
        }
    }

    /// The digits. They are personal data: never log them, mask them on screens.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the last digit checks the rest as on a bank card; a form may warn where it does not.
    pub fn has_card_check(&self) -> bool {
        let sum: u32 =
            self.0.bytes().rev().enumerate().map(|(i, digit)| luhn_part(u32::from(digit - b'0'), i % 2 == 1)).sum();
        sum.is_multiple_of(10)
    }
}

impl fmt::Display for BankAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Never the number itself, so that no log line can hold it.
impl fmt::Debug for BankAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BankAccount(…)")
    }
}

impl FromStr for BankAccount {
    type Err = BankAccountError;

    fn from_str(text: &str) -> Result<Self, BankAccountError> {
        Self::read(text)
    }
}

serde_as_text!(BankAccount);

/// A text that is no bank account number. No variant holds the number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BankAccountError {
    /// Not 12 to 30 digits.
    #[error("the bank account has {count} digits; 12 to 30 are possible")]
    Length {
        /// Digits as given.
        count: usize,
    },
    /// A letter or sign.
    #[error("`{c}` cannot stand in a bank account number")]
    Character {
        /// The sign.
        c: char,
    },
    /// A spreadsheet made a number of it and lost its last digits.
    #[error(
        "the spreadsheet turned the bank account into a rounded number; format the column as text and enter it again"
    )]
    Scientific,
}

impl Worded for BankAccountError {
    fn code(&self) -> &'static str {
        match self {
            Self::Length { .. } => "bank_account.length",
            Self::Character { .. } => "bank_account.character",
            Self::Scientific => "bank_account.scientific",
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Length { count } => format!("银行账号有 {count} 位，应为 12 至 30 位数字"),
            Self::Character { c } => format!("银行账号中不能有“{c}”"),
            Self::Scientific => "银行账号已被表格软件变成近似数，请将该列设为文本格式后重新填写".to_owned(),
        }
    }
}

fn luhn_part(digit: u32, doubled: bool) -> u32 {
    match (doubled, digit * 2) {
        (false, _) => digit,
        (true, double) if double > 9 => double - 9,
        (true, double) => double,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_digits_alone_and_a_card_has_a_check() {
        let card = BankAccount::read("6222 0000 0000 0000 009").expect("digits");
        assert_eq!(card.as_str(), "6222000000000000009");
        for (digits, checked) in [("4111111111111111", true), ("4111111111111112", false)] {
            assert_eq!(BankAccount::read(digits).expect("digits").has_card_check(), checked, "{digits}");
        }
    }

    #[test]
    fn each_fault_has_its_own_sentence() {
        let table = [
            ("12345678901", BankAccountError::Length { count: 11 }),
            ("1234567890123456789012345678901", BankAccountError::Length { count: 31 }),
            ("62220000000000X0009", BankAccountError::Character { c: 'X' }),
            ("6.2222E+18", BankAccountError::Scientific),
        ];
        for (given, error) in table {
            assert_eq!(BankAccount::read(given), Err(error), "{given}");
        }
    }
}
