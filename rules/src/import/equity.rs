//! Rows of equity: who holds how much of a company, from when until when.

use jiff::civil::Date;

use super::kind::{Column, Kind, columns};
use super::reader::Reader;
use super::row::{Key, Row};
use super::{read, text_of, text_of_opt, unit_part};
use crate::expert::ResidentId;
use crate::unit::model::HolderKind;
use crate::unit::{CreditCode, Share};
use crate::wording::Worded;

/// A shareholding as a file gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EquityRow {
    /// The company that is held.
    pub unit_code: CreditCode,
    /// What the holder is.
    pub holder_kind: HolderKind,
    /// The holder's code, where it is a unit.
    pub holder_code: Option<CreditCode>,
    /// The holder's name.
    pub holder_name: String,
    /// The holder's resident id, where it is a person.
    pub holder_id_number: Option<ResidentId>,
    /// How much, exact.
    pub share: Share,
    /// Whether the holder is registered as in actual control.
    pub control: bool,
    /// First day; open where it is not known.
    pub from: Option<Date>,
    /// Last day, inside; open where it goes on.
    pub until: Option<Date>,
}

/// The columns of an equity file.
pub const COLUMNS: &[Column] = columns! {
    "被投资单位代码" "unit_code" required "91430100MA4L1A2B3F" "18 位，列须为文本格式" "18 characters; format the column as text";
    "股东类型" "holder_kind" required "company" "企业、自然人、国有出资人、基金或员工持股平台" "company, person, state, fund or employee_platform";
    "股东代码" "holder_code" optional "9144030071526726XG" "股东是单位时填写信用代码" "the credit code, where the holder is a unit";
    "股东名称" "holder_name" required "湖南衡山控股集团有限公司" "单位全称或自然人姓名" "the unit's or the person's name";
    "股东证件号码" "holder_id_number" optional "" "股东是自然人时填写，列须为文本格式" "where the holder is a person; format the column as text";
    "持股比例" "share" required "33.5" "百分数，最多八位小数" "percent, at most eight decimals";
    "实际控制" "control" optional "否" "登记为实际控制人填是" "yes where registered as actual controller";
    "起始日期" "from" optional "2020-05-01" "YYYY-MM-DD；不详留空" "YYYY-MM-DD; empty where unknown";
    "截止日期" "until" optional "" "当日仍持股；至今留空" "the last day; empty while it goes on";
};

impl Row for EquityRow {
    const KIND: Kind = Kind::Equity;

    fn take(reader: &mut Reader<'_>) -> Option<Self> {
        let unit_code = reader.required("unit_code", read::credit_code);
        let holder_kind = reader.required_word("holder_kind", HolderKind::read);
        let holder_code = reader.optional("holder_code", read::credit_code);
        let is_person = holder_kind == Some(HolderKind::Person);
        let read_name = if is_person { read::person_name } else { read::unit_name };
        let holder_name = reader.required("holder_name", read_name);
        let holder_id_number = reader.optional("holder_id_number", read::resident_id);
        let share = reader.required("share", read::share);
        let control = reader.optional("control", read::yes_no).unwrap_or(false);
        let from = reader.optional("from", read::date);
        let until = reader.optional("until", read::date);
        reader.in_order("until", from.as_ref(), until.as_ref());
        if unit_code.is_some() && unit_code == holder_code {
            reader.refuse("holder_code", EquityRowFault::Itself);
        }
        if is_person && holder_code.is_some() {
            reader.refuse("holder_code", EquityRowFault::PersonWithCode);
        }
        if !is_person && holder_kind.is_some() && holder_id_number.is_some() {
            reader.refuse("holder_id_number", EquityRowFault::UnitWithIdNumber);
        }
        Some(Self {
            unit_code: unit_code?,
            holder_kind: holder_kind?,
            holder_code,
            holder_name: holder_name?,
            holder_id_number,
            share: share?,
            control,
            from,
            until,
        })
    }

    fn texts(&self) -> Vec<Option<String>> {
        vec![
            text_of(&self.unit_code),
            text_of(&self.holder_kind),
            text_of_opt(self.holder_code.as_ref()),
            text_of(&self.holder_name),
            text_of_opt(self.holder_id_number.as_ref()),
            text_of(&self.share),
            Some(if self.control { "是" } else { "否" }.to_owned()),
            text_of_opt(self.from.as_ref()),
            text_of_opt(self.until.as_ref()),
        ]
    }

    fn keys(&self) -> Vec<Key> {
        let holder = match (&self.holder_id_number, &self.holder_code) {
            (Some(id_number), _) => id_number.to_string(),
            (None, code) => unit_part(code.as_ref(), Some(&self.holder_name)),
        };
        let from = self.from.map_or_else(String::new, |from| from.to_string());
        vec![Key::joined("holder_name", &[&self.unit_code, &self.holder_kind, &holder, &from])]
    }
}

/// A fault of an equity row that no single cell has alone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EquityRowFault {
    /// A company that holds itself.
    #[error("a company does not hold itself; the holder's code is the company's own")]
    Itself,
    /// A person with a credit code.
    #[error("a person has no credit code; change the kind of holder or clear the code")]
    PersonWithCode,
    /// A unit with a resident id.
    #[error("a unit has no resident id; change the kind of holder or clear the id number")]
    UnitWithIdNumber,
}

impl Worded for EquityRowFault {
    fn code(&self) -> &'static str {
        match self {
            Self::Itself => "equity.itself",
            Self::PersonWithCode => "equity.person_with_code",
            Self::UnitWithIdNumber => "equity.unit_with_id_number",
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Itself => "股东代码与被投资单位相同，单位不能是自己的股东".to_owned(),
            Self::PersonWithCode => "自然人没有信用代码，请改股东类型或清空股东代码".to_owned(),
            Self::UnitWithIdNumber => "单位没有身份证号，请改股东类型或清空股东证件号码".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Changes<'a> = &'a [(&'a str, &'a str)];

    fn read(changes: Changes<'_>) -> Result<EquityRow, Vec<&'static str>> {
        let value = |column: &Column| {
            let change = changes.iter().find(|(field, _)| *field == column.field);
            change.map_or(column.example, |(_, value)| value).to_owned()
        };
        let texts: Vec<_> = COLUMNS.iter().map(value).map(|text| (!text.is_empty()).then_some(text)).collect();
        EquityRow::of_texts(&texts).map_err(|errors| errors.iter().map(|error| error.refusal.code).collect())
    }

    #[test]
    fn a_holder_is_a_person_or_a_unit_and_never_the_company_itself() {
        let table: [(Changes<'_>, &[&str]); 4] = [
            (&[("holder_code", "91430100MA4L1A2B3F")], &["equity.itself"]),
            (&[("holder_kind", "person"), ("holder_name", "李明远")], &["equity.person_with_code"]),
            (&[("holder_id_number", "43010219750315431X")], &["equity.unit_with_id_number"]),
            (&[("share", "100.1"), ("until", "2019-01-01")], &["share.range", "row.order"]),
        ];
        for (changes, codes) in table {
            assert_eq!(read(changes), Err(codes.to_vec()), "{changes:?}");
        }
        let person = [("holder_kind", "自然人"), ("holder_code", ""), ("holder_name", "李 明远")];
        assert_eq!(read(&person).map(|row| row.holder_name).as_deref(), Ok("李明远"));
    }

    #[test]
    fn two_stakes_of_one_holder_differ_by_their_first_day() {
        let first = read(&[]).expect("a row");
        let second = read(&[("from", "2022-01-01")]).expect("a row");
        let renamed = read(&[("holder_name", "湖南衡山投资控股有限公司")]).expect("a row");
        assert_ne!(first.keys(), second.keys());
        assert_eq!(first.keys(), renamed.keys(), "the code wins over the name");
    }
}
