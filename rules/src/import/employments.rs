//! Rows of employments: an expert belonged to a unit in some months.

use super::kind::{Column, Kind, columns};
use super::reader::Reader;
use super::row::{Key, Row};
use super::{read, text_of, text_of_opt, unit_part};
use crate::expert::ExpertNumber;
use crate::expert::model::EmploymentKind;
use crate::time::Month;
use crate::unit::CreditCode;

/// An employment as a file gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmploymentRow {
    /// Whose.
    pub expert_number: ExpertNumber,
    /// At which unit, by code.
    pub unit_code: Option<CreditCode>,
    /// At which unit, by name; the code wins.
    pub unit_name: Option<String>,
    /// First month, counted whole.
    pub from_month: Month,
    /// Last month, counted whole; open where it goes on.
    pub until_month: Option<Month>,
    /// How; a row without one is an ordinary employment.
    pub kind: EmploymentKind,
}

/// The columns of an employment file.
pub const COLUMNS: &[Column] = columns! {
    "专家编号" "expert_number" required "43000000011000007" "17 位，列须为文本格式" "17 characters; format the column as text";
    "单位信用代码" "unit_code" optional "91430100MA4L1A2B3F" "与单位名称至少填一项，以代码为准" "this or the unit's name; the code wins";
    "单位名称" "unit_name" optional "湖南衡山勘察设计院有限公司" "没有代码时填写全称" "the full name where there is no code";
    "起始月" "from_month" required "2021-07" "YYYY-MM，整月计算" "YYYY-MM, counted whole";
    "截止月" "until_month" optional "2024-03" "YYYY-MM，整月计算；至今留空" "YYYY-MM, counted whole; empty while it goes on";
    "类型" "kind" optional "employed" "在职、社保、退休或返聘；留空为在职" "employed, social_security, retired or reemployed; empty is employed";
};

impl Row for EmploymentRow {
    const KIND: Kind = Kind::Employments;

    fn take(reader: &mut Reader<'_>) -> Option<Self> {
        let expert_number = reader.required("expert_number", read::expert_number);
        let unit_code = reader.optional("unit_code", read::credit_code);
        let unit_name = reader.optional("unit_name", read::unit_name);
        reader.one_of("unit_code", "unit_name");
        let from_month = reader.required("from_month", read::month);
        let until_month = reader.optional("until_month", read::month);
        reader.in_order("until_month", from_month.as_ref(), until_month.as_ref());
        let kind = reader.optional_word("kind", EmploymentKind::read).unwrap_or(EmploymentKind::Employed);
        Some(Self { expert_number: expert_number?, unit_code, unit_name, from_month: from_month?, until_month, kind })
    }

    fn texts(&self) -> Vec<Option<String>> {
        vec![
            text_of(&self.expert_number),
            text_of_opt(self.unit_code.as_ref()),
            self.unit_name.clone(),
            text_of(&self.from_month),
            text_of_opt(self.until_month.as_ref()),
            text_of(&self.kind),
        ]
    }

    fn keys(&self) -> Vec<Key> {
        let unit = unit_part(self.unit_code.as_ref(), self.unit_name.as_deref());
        vec![Key::joined("from_month", &[&self.expert_number, &unit, &self.kind, &self.from_month])]
    }
}
