//! What falls due in the pool: terms that end soon, yearly confirmations that are missing.

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::wording::words;

words! {
    /// Why an active expert wants an officer's attention.
    pub enum Due ("待办", "due") {
        /// A term ends within 60 days.
        TermEnding = "term_ending", "聘期将满", "term ending";
        /// The last yearly confirmation is a year old or older, or there is none.
        ConfirmationMissing = "confirmation_missing", "待年度确认", "confirmation missing";
    }
}

impl Due {
    /// First and last day on which it falls due, as of `today`: of the term's end, or of the last confirmation.
    pub fn days(self, today: Date) -> (Date, Date) {
        match self {
            Self::TermEnding => (today, today.saturating_add(60.days())),
            Self::ConfirmationMissing => (Date::MIN, today.saturating_sub(1.year()).saturating_sub(1.day())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_days_are_counted_from_today() {
        let today = date(2028, 2, 29);
        assert_eq!(Due::TermEnding.days(today), (today, date(2028, 4, 29)));
        assert_eq!(Due::ConfirmationMissing.days(today).1, date(2027, 2, 27));
    }
}
