//! Days, months and spans as the law counts them: in Asia/Shanghai, both ends inside, by the calendar.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime};
use jiff::tz::{self, TimeZone};
use jiff::{Timestamp, ToSpan};

use crate::text;
use crate::wording::{Worded, serde_as_text, shortened};

/// Asia/Shanghai as it has been since 1991: UTC+8 all the year, without a table of the machine.
pub const SHANGHAI: tz::Offset = tz::offset(8);

/// The day that an instant falls on in Asia/Shanghai.
pub fn day_of(instant: Timestamp) -> Date {
    SHANGHAI.to_datetime(instant).date()
}

/// The local date and time of an instant in Asia/Shanghai.
pub fn local_of(instant: Timestamp) -> DateTime {
    SHANGHAI.to_datetime(instant)
}

/// The instant of a local date and time in Asia/Shanghai.
pub fn instant_of(local: DateTime) -> Result<Timestamp, TimeError> {
    local
        .to_zoned(TimeZone::fixed(SHANGHAI))
        .map(|zoned| zoned.timestamp())
        .map_err(|_| TimeError::DateTime { given: local.to_string() })
}

/// The same day some calendar years earlier; 29 February becomes 28 February where the year has none.
pub fn years_before(day: Date, years: u8) -> Date {
    day.saturating_sub(i32::from(years).years())
}

/// The same day some calendar months later; the last day of the month where the month is shorter.
pub fn months_after(day: Date, months: u16) -> Date {
    day.saturating_add(i32::from(months).months())
}

/// Full years of age on a day; someone born on 29 February grows older on 1 March in a common year.
pub fn age_on(born_on: Date, day: Date) -> i16 {
    let had_birthday = (day.month(), day.day()) >= (born_on.month(), born_on.day());
    day.year() - born_on.year() - i16::from(!had_birthday)
}

/// Whether a day lies within a span, both ends inside; a missing end is open.
pub fn within(day: Date, from: Date, until: Option<Date>) -> bool {
    from <= day && until.is_none_or(|until| day <= until)
}

/// A date as people and files write it: 2024-03-05, 2024/3/5, 2024.3.5, 20240305 or 2024年3月5日, full-width digits too.
pub fn read_date(text: &str) -> Result<Date, TimeError> {
    let written = text::code_form(text);
    let wrong = || TimeError::Date { given: shortened(&written) };
    let parts = date_parts(&written).ok_or_else(wrong)?;
    let [year, month, day] = parts.as_slice() else {
        return Err(wrong());
    };
    let (year, month, day) = (figure(year, 4, 4), figure(month, 1, 2), figure(day, 1, 2));
    let (Some(year), Some(month), Some(day)) = (year, month, day) else {
        return Err(wrong());
    };
    calendar_day(year, month, day).ok_or_else(|| TimeError::NoSuchDay { given: shortened(&written) })
}

/// A local date and time: a date, then a blank or `T`, then HH:MM or HH:MM:SS.
pub fn read_date_time(text: &str) -> Result<DateTime, TimeError> {
    let written = text::tidy(text);
    let wrong = || TimeError::DateTime { given: shortened(&written) };
    let (date, clock) = written.rsplit_once([' ', 'T']).ok_or_else(wrong)?;
    let date = read_date(date)?;
    let mut parts = clock.split([':', '：']);
    let (hour, minute, second) = (parts.next(), parts.next(), parts.next().unwrap_or("0"));
    let (Some(hour), Some(minute), None) = (hour, minute, parts.next()) else {
        return Err(wrong());
    };
    let (hour, minute, second) = (figure(hour, 1, 2), figure(minute, 2, 2), figure(second, 1, 2));
    let (Some(hour), Some(minute), Some(second)) = (hour, minute, second) else {
        return Err(wrong());
    };
    let small = |n: u16| i8::try_from(n).map_err(|_| wrong());
    let clock = jiff::civil::Time::new(small(hour)?, small(minute)?, small(second)?, 0).map_err(|_| wrong())?;
    Ok(date.to_datetime(clock))
}

/// A calendar month: employment is known by the month and counts whole months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i16,
    month: i8,
}

impl Month {
    /// The month of a year, 1900..=2199 and 1..=12.
    pub fn new(year: i16, month: i8) -> Option<Self> {
        ((FIRST_YEAR..=LAST_YEAR).contains(&year) && (1..=12).contains(&month)).then_some(Self { year, month })
    }

    /// The month that a day lies in.
    pub fn of(day: Date) -> Self {
        Self { year: day.year(), month: day.month() }
    }

    /// Year.
    pub const fn year(self) -> i16 {
        self.year
    }

    /// Month of the year, 1..=12.
    pub const fn month(self) -> i8 {
        self.month
    }

    /// The first day of the month.
    pub fn first_day(self) -> Date {
        Date::constant(self.year, self.month, 1)
    }

    /// The last day of the month.
    pub fn last_day(self) -> Date {
        self.first_day().last_of_month()
    }

    /// The month after.
    pub fn next(self) -> Self {
        if self.month == 12 { Self { year: self.year + 1, month: 1 } } else { Self { month: self.month + 1, ..self } }
    }

    /// A month as files write it: 2024-03, 2024/3, 2024年3月, 202403; a full date gives its month.
    pub fn read(text: &str) -> Result<Self, TimeError> {
        let written = text::code_form(text);
        let wrong = || TimeError::Month { given: shortened(&written) };
        if let Ok(day) = read_date(&written) {
            return Ok(Self::of(day));
        }
        let parts = if written.len() == 6 && written.bytes().all(|b| b.is_ascii_digit()) {
            vec![&written[..4], &written[4..]]
        } else {
            date_parts(&written).ok_or_else(wrong)?
        };
        let [year, month] = parts.as_slice() else {
            return Err(wrong());
        };
        let (Some(year), Some(month)) = (figure(year, 4, 4), figure(month, 1, 2)) else {
            return Err(wrong());
        };
        let (Ok(year), Ok(month)) = (i16::try_from(year), i8::try_from(month)) else {
            return Err(wrong());
        };
        Self::new(year, month).ok_or_else(wrong)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let wrong = || TimeError::Month { given: shortened(text) };
        if text.len() != 7 || text.as_bytes()[4] != b'-' {
            return Err(wrong());
        }
        Self::read(text)
    }
}

serde_as_text!(Month);

/// A text that is no date, time or month.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    /// Not written as a date.
    #[error("`{given}` is no date; write it as 2024-03-05")]
    Date {
        /// The text as given.
        given: String,
    },
    /// Written as a date that the calendar does not have, or outside 1900..=2199.
    #[error("the calendar has no day {given}")]
    NoSuchDay {
        /// The text as given.
        given: String,
    },
    /// Not a date and a time.
    #[error("`{given}` is no date and time; write it as 2024-03-05 14:30")]
    DateTime {
        /// The text as given.
        given: String,
    },
    /// Not a month.
    #[error("`{given}` is no month; write it as 2024-03")]
    Month {
        /// The text as given.
        given: String,
    },
}

impl Worded for TimeError {
    fn code(&self) -> &'static str {
        match self {
            Self::Date { .. } => "date.form",
            Self::NoSuchDay { .. } => "date.no_such_day",
            Self::DateTime { .. } => "date_time.form",
            Self::Month { .. } => "month.form",
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Date { given } => format!("“{given}”不是日期，请写成 2024-03-05"),
            Self::NoSuchDay { given } => format!("日历上没有 {given} 这一天"),
            Self::DateTime { given } => format!("“{given}”不是日期和时间，请写成 2024-03-05 14:30"),
            Self::Month { given } => format!("“{given}”不是月份，请写成 2024-03"),
        }
    }
}

/// The calendar's day with this year, month and day, years 1900..=2199.
pub(crate) fn calendar_day(year: u16, month: u16, day: u16) -> Option<Date> {
    let year = i16::try_from(year).ok().filter(|year| (FIRST_YEAR..=LAST_YEAR).contains(year))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

const FIRST_YEAR: i16 = 1900;
const LAST_YEAR: i16 = 2199;

fn date_parts(written: &str) -> Option<Vec<&str>> {
    if let Some((year, rest)) = written.split_once('年') {
        let (month, rest) = rest.split_once('月')?;
        let mut parts = vec![year, month];
        if !rest.is_empty() {
            parts.push(rest.strip_suffix(['日', '号'])?);
        }
        return Some(parts);
    }
    if written.len() == 8 && written.bytes().all(|b| b.is_ascii_digit()) {
        return Some(vec![&written[..4], &written[4..6], &written[6..]]);
    }
    let separator = written.chars().find(|c| matches!(c, '-' | '/' | '.'))?;
    Some(written.split(separator).collect())
}

fn figure(text: &str, min_len: usize, max_len: usize) -> Option<u16> {
    let fits = (min_len..=max_len).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn the_day_turns_at_midnight_in_shanghai() {
        let table = [("2026-11-30T15:59:59Z", date(2026, 11, 30)), ("2026-11-30T16:00:00Z", date(2026, 12, 1))];
        for (instant, day) in table {
            assert_eq!(day_of(instant.parse().expect("an instant")), day, "{instant}");
        }
        let local = date(2026, 12, 1).at(9, 30, 0, 0);
        assert_eq!(local_of(instant_of(local).expect("in range")), local);
    }

    #[test]
    fn years_are_calendar_years_and_leap_days_fall_back() {
        let table = [
            (date(2027, 2, 28), 3, date(2024, 2, 28)),
            (date(2024, 2, 29), 3, date(2021, 2, 28)),
            (date(2024, 2, 29), 4, date(2020, 2, 29)),
            (date(2027, 3, 1), 3, date(2024, 3, 1)),
        ];
        for (day, years, earlier) in table {
            assert_eq!(years_before(day, years), earlier, "{day} - {years}");
        }
        assert_eq!(months_after(date(2024, 1, 31), 1), date(2024, 2, 29));
    }

    #[test]
    fn age_counts_full_years() {
        let table = [
            (date(1956, 11, 24), date(2026, 11, 23), 69),
            (date(1956, 11, 24), date(2026, 11, 24), 70),
            (date(1956, 2, 29), date(2026, 2, 28), 69),
            (date(1956, 2, 29), date(2026, 3, 1), 70),
        ];
        for (born_on, day, age) in table {
            assert_eq!(age_on(born_on, day), age, "{born_on} on {day}");
        }
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        for given in [
            "2024-03-05",
            "2024/3/5",
            "2024.03.05",
            "2024年3月5日",
            "２０２４－０３－０５",
            " 2024年03月05日 ",
            "2024年3月5号",
            "20240305",
        ] {
            assert_eq!(read_date(given), Ok(date(2024, 3, 5)), "{given}");
        }
        for given in ["", "2024", "05-03-2024", "24-3-5", "2024-3", "2024年3月5", "2024-03-05-1", "昨天"] {
            assert!(matches!(read_date(given), Err(TimeError::Date { .. })), "{given}");
        }
        for given in ["2023-02-29", "2024-13-01", "2024年4月31日", "1899-12-31", "2200-01-01"] {
            assert!(matches!(read_date(given), Err(TimeError::NoSuchDay { .. })), "{given}");
        }
    }

    #[test]
    fn a_time_of_day_follows_its_date() {
        let expected = date(2024, 3, 5).at(14, 30, 0, 0);
        for given in ["2024-03-05 14:30", "2024-03-05T14:30:00", "2024年3月5日　14：30", "2024/3/5 14:30"] {
            assert_eq!(read_date_time(given), Ok(expected), "{given}");
        }
        for given in ["2024-03-05", "2024-03-05 25:00", "2024-03-05 14", "2024-03-05 14:3", "14:30"] {
            assert!(read_date_time(given).is_err(), "{given}");
        }
    }

    #[test]
    fn months_are_read_ordered_and_counted_whole() {
        let march = Month::new(2024, 3).expect("a month");
        for given in ["2024-03", "2024/3", "2024年3月", "202403", "2024-03-15", "2024.3"] {
            assert_eq!(Month::read(given), Ok(march), "{given}");
        }
        for given in ["2024-13", "2024-00", "3", "2024", "1899-01", "2024年3"] {
            assert!(Month::read(given).is_err(), "{given}");
        }
        assert!("2024/3".parse::<Month>().is_err());
        let february = Month::new(2024, 2).expect("a month");
        assert!(february < march);
        assert_eq!(february.last_day(), date(2024, 2, 29));
        assert_eq!(february.next(), march);
        assert_eq!(Month::new(2024, 12).expect("a month").next(), Month::new(2025, 1).expect("a month"));
        assert_eq!(march.to_string(), "2024-03");
    }

    proptest! {
        #[test]
        fn a_written_date_reads_back(year in 1900_i16..2200, day in 1_i16..=365) {
            let written = date(year, 1, 1).saturating_add((day - 1).days());
            prop_assert_eq!(read_date(&written.to_string()), Ok(written));
        }

        #[test]
        fn reading_never_panics(text in any::<String>()) {
            let _ = (read_date(&text), read_date_time(&text), Month::read(&text), text.parse::<Month>());
        }
    }
}
