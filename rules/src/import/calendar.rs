//! Rows of the calendar: spans in which an expert is booked elsewhere or on leave.

use jiff::civil::DateTime;

use super::kind::{Column, Kind, columns};
use super::reader::Reader;
use super::row::{Key, Row};
use super::{read, text_of};
use crate::expert::ExpertNumber;
use crate::expert::model::CalendarKind;
use crate::wording::Worded;

/// A span as a file gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarRow {
    /// Whose.
    pub expert_number: ExpertNumber,
    /// Beginning, local time in Asia/Shanghai.
    pub starts_at: DateTime,
    /// End, local time in Asia/Shanghai, outside.
    pub ends_at: DateTime,
    /// Why.
    pub kind: CalendarKind,
}

/// The columns of a calendar file.
pub const COLUMNS: &[Column] = columns! {
    "专家编号" "expert_number" required "43000000011000007" "17 位，列须为文本格式" "17 characters; format the column as text";
    "开始时间" "starts_at" required "2026-12-01 08:30" "YYYY-MM-DD HH:MM，北京时间" "YYYY-MM-DD HH:MM, Beijing time";
    "结束时间" "ends_at" required "2026-12-01 18:00" "YYYY-MM-DD HH:MM，北京时间" "YYYY-MM-DD HH:MM, Beijing time";
    "类型" "kind" required "busy" "占用或请假" "busy or leave";
};

impl Row for CalendarRow {
    const KIND: Kind = Kind::Calendar;

    fn take(reader: &mut Reader<'_>) -> Option<Self> {
        let expert_number = reader.required("expert_number", read::expert_number);
        let starts_at = reader.required("starts_at", read::date_time);
        let ends_at = reader.required("ends_at", read::date_time);
        let kind = reader.required_word("kind", CalendarKind::read);
        if let (Some(starts_at), Some(ends_at)) = (starts_at, ends_at)
            && ends_at <= starts_at
        {
            reader.refuse("ends_at", CalendarRowFault::NoSpan);
        }
        Some(Self { expert_number: expert_number?, starts_at: starts_at?, ends_at: ends_at?, kind: kind? })
    }

    fn texts(&self) -> Vec<Option<String>> {
        let minute = |local: DateTime| Some(local.strftime("%Y-%m-%d %H:%M").to_string());
        vec![text_of(&self.expert_number), minute(self.starts_at), minute(self.ends_at), text_of(&self.kind)]
    }

    fn keys(&self) -> Vec<Key> {
        vec![Key::joined("starts_at", &[&self.expert_number, &self.kind, &self.starts_at])]
    }
}

/// A fault of a calendar row that no single cell has alone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarRowFault {
    /// The end is not after the beginning.
    #[error("the end must lie after the beginning")]
    NoSpan,
}

impl Worded for CalendarRowFault {
    fn code(&self) -> &'static str {
        "calendar.no_span"
    }

    fn zh(&self) -> String {
        "结束时间应晚于开始时间".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_has_a_length() {
        for (end, told) in [("2026-12-01 08:30", Some("calendar.no_span")), ("2026-12-01 08:31", None)] {
            let texts = ["43000000011000007", "2026-12-01 08:30", end, "请假"].map(|text| Some(text.to_owned()));
            let row = CalendarRow::of_texts(&texts);
            assert_eq!(row.err().map(|errors| errors[0].refusal.code), told, "{end}");
        }
    }
}
