//! Shareholdings as exact decimals: a percentage with at most eight decimals, never a float.

use std::fmt;
use std::str::FromStr;

use crate::text;
use crate::wording::{Worded, serde_as_text, shortened};

/// A share of a company, above 0 % and at most 100 %, in units of 0.000 000 01 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share(u64);

impl Share {
    /// The whole company.
    pub const WHOLE: Self = Self(WHOLE_UNITS);

    /// A share of so many units of 0.000 000 01 %, 1..=10^10.
    pub fn from_units(units: u64) -> Option<Self> {
        (1..=WHOLE_UNITS).contains(&units).then_some(Self(units))
    }

    /// Units of 0.000 000 01 %.
    pub const fn units(self) -> u64 {
        self.0
    }

    /// Reads a percentage as people write it: `33.5`, `33.5%`, `３３．５％`.
    pub fn read(text: &str) -> Result<Self, ShareError> {
        let written = text::code_form(text);
        let wrong = || ShareError::Form { given: shortened(&written) };
        let number = written.strip_suffix('%').unwrap_or(&written);
        let (whole, decimals) = number.split_once('.').unwrap_or((number, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(decimals) {
            return Err(wrong());
        }
        let decimals = decimals.trim_end_matches('0');
        if decimals.len() > DECIMALS {
            return Err(ShareError::Decimals);
        }
        let whole: u64 = whole.parse().map_err(|_| ShareError::Range)?;
        let part: u64 = format!("{decimals:0<DECIMALS$}").parse().map_err(|_| wrong())?;
        let units = whole.checked_mul(UNITS_PER_PERCENT).and_then(|units| units.checked_add(part));
        units.and_then(Self::from_units).ok_or(ShareError::Range)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0 / UNITS_PER_PERCENT, self.0 % UNITS_PER_PERCENT);
        if part == 0 {
            return write!(f, "{whole}");
        }
        let decimals = format!("{part:0DECIMALS$}");
        write!(f, "{whole}.{}", decimals.trim_end_matches('0'))
    }
}

impl FromStr for Share {
    type Err = ShareError;

    fn from_str(text: &str) -> Result<Self, ShareError> {
        Self::read(text)
    }
}

serde_as_text!(Share);

/// A text that is no share.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShareError {
    /// Not a decimal number.
    #[error("`{given}` is no percentage; write it as 33.5")]
    Form {
        /// The text as given.
        given: String,
    },
    /// Zero or above 100 %.
    #[error("a share is above 0 and at most 100 percent")]
    Range,
    /// More than eight decimals.
    #[error("a share has at most eight decimals")]
    Decimals,
}

impl Worded for ShareError {
    fn code(&self) -> &'static str {
        match self {
            Self::Form { .. } => "share.form",
            Self::Range => "share.range",
            Self::Decimals => "share.decimals",
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Form { given } => format!("“{given}”不是百分比，请写成 33.5"),
            Self::Range => "持股比例应大于 0、不超过 100（%）".to_owned(),
            Self::Decimals => "持股比例最多八位小数".to_owned(),
        }
    }
}

const DECIMALS: usize = 8;
const UNITS_PER_PERCENT: u64 = 100_000_000;
const WHOLE_UNITS: u64 = 100 * UNITS_PER_PERCENT;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_percentage_is_exact() {
        let table = [
            ("33.5", 3_350_000_000, "33.5"),
            ("100%", WHOLE_UNITS, "100"),
            ("３３．３３３３３３３３％", 3_333_333_333, "33.33333333"),
            ("0.00000001", 1, "0.00000001"),
            ("25.10", 2_510_000_000, "25.1"),
        ];
        for (given, units, written) in table {
            let share = Share::read(given).expect("a share");
            assert_eq!(share.units(), units, "{given}");
            assert_eq!(share.to_string(), written);
        }
    }

    #[test]
    fn each_fault_has_its_own_sentence() {
        for given in ["", "三成", "-1", ".5", "5.", "1/3", "1e2"] {
            assert!(matches!(Share::read(given), Err(ShareError::Form { .. })), "{given}");
        }
        for given in ["0", "100.00000001", "101", "99999999999999999999999"] {
            assert_eq!(Share::read(given), Err(ShareError::Range), "{given}");
        }
        assert_eq!(Share::read("33.333333333"), Err(ShareError::Decimals));
    }

    proptest! {
        #[test]
        fn a_written_share_reads_back(units in 1_u64..=WHOLE_UNITS) {
            let share = Share::from_units(units).expect("in range");
            prop_assert_eq!(Share::read(&share.to_string()), Ok(share));
        }
    }
}
