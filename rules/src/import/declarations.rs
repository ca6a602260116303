//! Rows of declarations: what an expert says about ties to a unit.

use jiff::civil::Date;

use super::kind::{Column, Kind, columns};
use super::reader::Reader;
use super::row::{Key, Row};
use super::{read, text_of, text_of_opt, unit_part};
use crate::expert::ExpertNumber;
use crate::expert::model::DeclarationKind;
use crate::unit::CreditCode;

/// A declaration as a file gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclarationRow {
    /// Whose.
    pub expert_number: ExpertNumber,
    /// What tie.
    pub kind: DeclarationKind,
    /// To which unit, by code.
    pub unit_code: Option<CreditCode>,
    /// To which unit, by name; the code wins.
    pub unit_name: Option<String>,
    /// First day.
    pub from: Date,
    /// Last day, inside; open where it goes on.
    pub until: Option<Date>,
    /// Free words.
    pub note: Option<String>,
}

/// The columns of a declaration file.
pub const COLUMNS: &[Column] = columns! {
    "专家编号" "expert_number" required "43000000011000007" "17 位，列须为文本格式" "17 characters; format the column as text";
    "类型" "kind" required "recusal" "回避、持股、借贷、咨询报酬、专利或纠纷" "recusal, share, loan, consulting, patent or dispute";
    "单位信用代码" "unit_code" optional "91430100MA4L1A2B3F" "与单位名称至少填一项，以代码为准" "this or the unit's name; the code wins";
    "单位名称" "unit_name" optional "湖南衡山勘察设计院有限公司" "没有代码时填写全称" "the full name where there is no code";
    "起始日期" "from" required "2025-01-01" "YYYY-MM-DD" "YYYY-MM-DD";
    "截止日期" "until" optional "2026-12-31" "当日仍有效；至今留空" "the last day; empty while it goes on";
    "说明" "note" optional "曾任技术顾问" "" "";
};

impl Row for DeclarationRow {
    const KIND: Kind = Kind::Declarations;

    fn take(reader: &mut Reader<'_>) -> Option<Self> {
        let expert_number = reader.required("expert_number", read::expert_number);
        let kind = reader.required_word("kind", DeclarationKind::read);
        let unit_code = reader.optional("unit_code", read::credit_code);
        let unit_name = reader.optional("unit_name", read::unit_name);
        reader.one_of("unit_code", "unit_name");
        let from = reader.required("from", read::date);
        let until = reader.optional("until", read::date);
        reader.in_order("until", from.as_ref(), until.as_ref());
        let note = reader.optional("note", read::text);
        Some(Self { expert_number: expert_number?, kind: kind?, unit_code, unit_name, from: from?, until, note })
    }

    fn texts(&self) -> Vec<Option<String>> {
        vec![
            text_of(&self.expert_number),
            text_of(&self.kind),
            text_of_opt(self.unit_code.as_ref()),
            self.unit_name.clone(),
            text_of(&self.from),
            text_of_opt(self.until.as_ref()),
            self.note.clone(),
        ]
    }

    fn keys(&self) -> Vec<Key> {
        let unit = unit_part(self.unit_code.as_ref(), self.unit_name.as_deref());
        vec![Key::joined("from", &[&self.expert_number, &self.kind, &unit, &self.from])]
    }
}
