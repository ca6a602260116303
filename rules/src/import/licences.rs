//! Rows of licences: a practising licence of an expert, registered at a unit.

use jiff::civil::Date;

use super::kind::{Column, Kind, columns};
use super::reader::Reader;
use super::row::{Key, Row};
use super::{read, text_of, text_of_opt};
use crate::expert::ExpertNumber;
use crate::expert::model::LicenceKind;
use crate::unit::CreditCode;

/// A licence as a file gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenceRow {
    /// Whose.
    pub expert_number: ExpertNumber,
    /// Kind.
    pub kind: LicenceKind,
    /// Number on the licence, in capitals, without blanks.
    pub number: String,
    /// Where it is registered.
    pub unit_code: CreditCode,
    /// First day.
    pub from: Date,
    /// Last day, inside; open where it has none.
    pub until: Option<Date>,
}

/// The columns of a licence file.
pub const COLUMNS: &[Column] = columns! {
    "专家编号" "expert_number" required "43000000011000007" "17 位，列须为文本格式" "17 characters; format the column as text";
    "证书类型" "kind" required "constructor" "注册建造师、注册造价工程师、注册监理工程师、注册建筑师、注册结构工程师、注册咨询工程师、注册安全工程师、注册会计师或其他" "constructor, cost_engineer, supervision_engineer, architect, structural_engineer, consulting_engineer, safety_engineer, accountant or other";
    "证书编号" "number" required "湘1432019202012345" "列须为文本格式" "format the column as text";
    "注册单位代码" "unit_code" required "91430100MA4L1A2B3F" "证书注册单位的信用代码" "credit code of the unit where it is registered";
    "起始日期" "from" required "2020-06-01" "YYYY-MM-DD" "YYYY-MM-DD";
    "截止日期" "until" optional "2029-05-31" "当日仍有效；长期留空" "the last day; empty where it has none";
};

impl Row for LicenceRow {
    const KIND: Kind = Kind::Licences;

    fn take(reader: &mut Reader<'_>) -> Option<Self> {
        let expert_number = reader.required("expert_number", read::expert_number);
        let kind = reader.required_word("kind", LicenceKind::read);
        let number = reader.required("number", read::code);
        let unit_code = reader.required("unit_code", read::credit_code);
        let from = reader.required("from", read::date);
        let until = reader.optional("until", read::date);
        reader.in_order("until", from.as_ref(), until.as_ref());
        Some(Self {
            expert_number: expert_number?,
            kind: kind?,
            number: number?,
            unit_code: unit_code?,
            from: from?,
            until,
        })
    }

    fn texts(&self) -> Vec<Option<String>> {
        vec![
            text_of(&self.expert_number),
            text_of(&self.kind),
            text_of(&self.number),
            text_of(&self.unit_code),
            text_of(&self.from),
            text_of_opt(self.until.as_ref()),
        ]
    }

    /// One licence moves from unit to unit: each registration is a row of its own, told by its first day.
    fn keys(&self) -> Vec<Key> {
        vec![Key::joined("number", &[&self.expert_number, &self.kind, &self.number, &self.from])]
    }
}
