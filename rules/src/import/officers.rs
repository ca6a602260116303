//! Rows of officers: who leads and supervises a unit, from when until when.

use jiff::civil::Date;

use super::kind::{Column, Kind, columns};
use super::reader::Reader;
use super::row::{Key, Row};
use super::{read, text_of, text_of_opt};
use crate::expert::ResidentId;
use crate::unit::CreditCode;
use crate::unit::model::OfficerRole;

/// An officer as a file gives one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficerRow {
    /// Of which unit.
    pub unit_code: CreditCode,
    /// Office.
    pub role: OfficerRole,
    /// Name.
    pub name: String,
    /// Resident id.
    pub id_number: Option<ResidentId>,
    /// First day.
    pub from: Date,
    /// Last day, inside; open where it goes on.
    pub until: Option<Date>,
}

/// The columns of an officer file.
pub const COLUMNS: &[Column] = columns! {
    "单位信用代码" "unit_code" required "91430100MA4L1A2B3F" "18 位，列须为文本格式" "18 characters; format the column as text";
    "职务" "role" required "legal_representative" "法定代表人、董事、监事或经理" "legal_representative, director, supervisor or manager";
    "姓名" "name" required "周雅文" "" "";
    "证件号码" "id_number" optional "430102197808204525" "18 位，列须为文本格式" "18 characters; format the column as text";
    "起始日期" "from" required "2019-04-01" "YYYY-MM-DD" "YYYY-MM-DD";
    "截止日期" "until" optional "2025-03-31" "当日仍在任；至今留空" "the last day; empty while it goes on";
};

impl Row for OfficerRow {
    const KIND: Kind = Kind::Officers;

    fn take(reader: &mut Reader<'_>) -> Option<Self> {
        let unit_code = reader.required("unit_code", read::credit_code);
        let role = reader.required_word("role", OfficerRole::read);
        let name = reader.required("name", read::person_name);
        let id_number = reader.optional("id_number", read::resident_id);
        let from = reader.required("from", read::date);
        let until = reader.optional("until", read::date);
        reader.in_order("until", from.as_ref(), until.as_ref());
        Some(Self { unit_code: unit_code?, role: role?, name: name?, id_number, from: from?, until })
    }

    fn texts(&self) -> Vec<Option<String>> {
        vec![
            text_of(&self.unit_code),
            text_of(&self.role),
            text_of(&self.name),
            text_of_opt(self.id_number.as_ref()),
            text_of(&self.from),
            text_of_opt(self.until.as_ref()),
        ]
    }

    fn keys(&self) -> Vec<Key> {
        vec![Key::joined("name", &[&self.unit_code, &self.role, &self.name, &self.from])]
    }
}
