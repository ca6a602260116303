//! Days of UTC+8, all year: the calendar of the ledger's statements.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// A day as days since 1 January 1970; written `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub i64);

/// Why a text is not a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a day is YYYY-MM-DD and exists in the calendar")]
pub struct DayError;

impl Day {
    /// The day in UTC+8 of a number of seconds since 1970.
    pub fn of_secs(secs: u64) -> Day {
        Day(i64::try_from((u128::from(secs) + 28_800) / 86_400).expect("2^64 seconds are fewer than 2^63 days"))
    }

    /// So many days later.
    pub fn after(self, days: u32) -> Day {
        Day(self.0 + i64::from(days))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Days are counted in years that begin in March, in eras of 400 years.
        let shifted = self.0 + 719_468;
        let (era, in_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
        let year = (in_era - in_era / 1_460 + in_era / 36_524 - in_era / 146_096) / 365;
        let in_year = in_era - (365 * year + year / 4 - year / 100);
        let month = (5 * in_year + 2) / 153;
        let day = in_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = year + era * 400 + i64::from(month <= 2);
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl FromStr for Day {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Day, DayError> {
        let bytes = text.as_bytes();
        let spelled = bytes.len() == 10
            && bytes.iter().enumerate().all(|(at, b)| if at == 4 || at == 7 { *b == b'-' } else { b.is_ascii_digit() });
        if !spelled {
            return Err(DayError);
        }
        let number = |range: std::ops::Range<usize>| text[range].parse::<i64>().map_err(|_| DayError);
        let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
        let (shifted_year, shifted_month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        let (era, in_era) = (shifted_year.div_euclid(400), shifted_year.rem_euclid(400));
        let in_year = (153 * shifted_month + 2) / 5 + day - 1;
        let days = Day(era * 146_097 + in_era * 365 + in_era / 4 - in_era / 100 + in_year - 719_468);
        if year > 0 && days.to_string() == text { Ok(days) } else { Err(DayError) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_from_1970_in_utc_plus_8() {
        assert_eq!(Day::of_secs(0).to_string(), "1970-01-01");
        assert_eq!(Day::of_secs(57_599).to_string(), "1970-01-01");
        assert_eq!(Day::of_secs(57_600).to_string(), "1970-01-02");
        assert_eq!(Day::of_secs(1_795_478_400).to_string(), "2026-11-24");
    }

    #[test]
    fn every_day_of_four_centuries_reads_and_writes_back() {
        let mut previous = String::new();
        for day in Day(-25_567).0..146_097 {
            let text = Day(day).to_string();
            assert!(text > previous, "{text}");
            assert_eq!(text.parse(), Ok(Day(day)));
            previous = text;
        }
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for bad in [
            "",
            "2026-1-01",
            "2026-02-29",
            "2026-00-10",
            "2026-13-01",
            "2026-04-31",
            "2026/01/01",
            "2026-01-01 ",
            "+026-01-01",
        ] {
            assert_eq!(bad.parse::<Day>(), Err(DayError), "{bad}");
        }
        assert!("2028-02-29".parse::<Day>().is_ok());
    }
}
