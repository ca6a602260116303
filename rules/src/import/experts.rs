//! Rows of experts: the person, the unit, and for each library a title, a term and the proved specialties.

use jiff::civil::Date;

use super::kind::{Column, Kind, columns};
use super::reader::Reader;
use super::row::{Key, Row};
use super::{read, text_of, text_of_list, text_of_opt};
use crate::area::Area;
use crate::expert::model::{Library, State, Term};
use crate::expert::{BankAccount, ExpertNumber, Phone, ResidentId};
use crate::unit::CreditCode;
use crate::wording::Worded;

/// An expert as a file or a form gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpertRow {
    /// Expert number; the system gives one where it is missing.
    pub number: Option<ExpertNumber>,
    /// Name.
    pub name: String,
    /// Resident identity number.
    pub id_number: ResidentId,
    /// Mobile, which is called and signs in.
    pub phone: Phone,
    /// Second telephone.
    pub second_phone: Option<Phone>,
    /// City (or province) that the expert belongs to.
    pub area: Area,
    /// Present unit by name.
    pub unit_name: Option<String>,
    /// Present unit by credit code.
    pub unit_code: Option<CreditCode>,
    /// State; a row without one is a draft where it is new, and keeps its state where it is known.
    pub state: Option<State>,
    /// Term as 评标专家.
    pub evaluation: Option<Term>,
    /// Term as 评审专家.
    pub review: Option<Term>,
    /// Last training.
    pub trained_on: Option<Date>,
    /// Last yearly confirmation.
    pub confirmed_on: Option<Date>,
    /// Postal address.
    pub address: Option<String>,
    /// Bank.
    pub bank_name: Option<String>,
    /// Bank account for fees.
    pub bank_account: Option<BankAccount>,
}

impl ExpertRow {
    /// The term in a library.
    pub const fn term(&self, library: Library) -> Option<&Term> {
        match library {
            Library::Evaluation => self.evaluation.as_ref(),
            Library::Review => self.review.as_ref(),
        }
    }
}

/// The columns of an expert file.
pub const COLUMNS: &[Column] = columns! {
    "专家编号" "number" optional "43000000011000007" "17 位；新专家留空，由系统编号" "17 characters; left empty, a new expert gets one";
    "姓名" "name" required "李明远" "与身份证一致" "as on the id card";
    "证件号码" "id_number" required "43010219750315431X" "18 位居民身份证号，列须为文本格式" "18 characters; format the column as text";
    "手机号码" "phone" required "13800000000" "11 位，用于呼叫与登录" "11 digits; it is called and signs in";
    "第二电话" "second_phone" optional "073182210000" "手机或带区号的固定电话" "mobile, or landline with its area code";
    "所在地区" "area" required "430100" "六位行政区划代码或市州名称" "six digits of GB/T 2260, or the city's name";
    "工作单位" "unit_name" optional "湖南衡山勘察设计院有限公司" "单位全称" "full name of the unit";
    "单位信用代码" "unit_code" optional "91430100MA4L1A2B3F" "18 位统一社会信用代码" "18 characters of the unified social credit code";
    "状态" "state" optional "active" "在库、草稿、请假、暂停或退出；新专家留空为草稿" "active, draft, on_leave, suspended or exited; new and empty is draft";
    "评标职称" "evaluation_title" optional "高级工程师" "评标专家的职称" "title as an evaluation expert";
    "评标聘期起" "evaluation_from" optional "2025-01-01" "YYYY-MM-DD" "YYYY-MM-DD";
    "评标聘期止" "evaluation_until" optional "2027-12-31" "当日仍在聘期内" "the last day of the term";
    "评标专业" "evaluation_specialties" optional "A080101;A080107" "专业代码，用分号隔开" "specialty codes, separated by semicolons";
    "评审职称" "review_title" optional "高级工程师" "评审专家的职称" "title as a review expert";
    "评审聘期起" "review_from" optional "2025-01-01" "YYYY-MM-DD" "YYYY-MM-DD";
    "评审聘期止" "review_until" optional "2027-12-31" "当日仍在聘期内" "the last day of the term";
    "评审专业" "review_specialties" optional "C020115" "专业代码，用分号隔开" "specialty codes, separated by semicolons";
    "培训日期" "trained_on" optional "2026-03-12" "最近一次培训合格的日期" "the last passed training";
    "年度确认" "confirmed_on" optional "2026-01-08" "最近一次年度信息确认的日期" "the last yearly confirmation";
    "通讯地址" "address" optional "湖南省长沙市岳麓区麓山路1号" "" "";
    "开户行" "bank_name" optional "中国银行长沙分行" "" "";
    "银行账号" "bank_account" optional "6217000000000000009" "12 至 30 位数字，列须为文本格式" "12 to 30 digits; format the column as text";
};

impl Row for ExpertRow {
    const KIND: Kind = Kind::Experts;

    /// A number is for life; a state changes with a reason and a day.
    const FIXED: &'static [&'static str] = &["number", "state"];

    fn keep(&mut self, known: &Self) {
        self.number = self.number.or(known.number);
        self.state = self.state.or(known.state);
    }

    fn take(reader: &mut Reader<'_>) -> Option<Self> {
        let number = reader.optional("number", read::expert_number);
        let name = reader.required("name", read::person_name);
        let id_number = reader.required("id_number", read::resident_id);
        let phone = reader.required("phone", read::mobile);
        let second_phone = reader.optional("second_phone", read::phone);
        let area = reader.required("area", read::area);
        let unit_name = reader.optional("unit_name", read::unit_name);
        let unit_code = reader.optional("unit_code", read::credit_code);
        let state = reader.optional_word("state", State::read);
        let evaluation = take_term(reader, &EVALUATION);
        let review = take_term(reader, &REVIEW);
        if !reader.any_filled(&EVALUATION) && !reader.any_filled(&REVIEW) {
            reader.refuse("evaluation_specialties", ExpertRowFault::NoLibrary);
        }
        let trained_on = reader.optional("trained_on", read::date);
        let confirmed_on = reader.optional("confirmed_on", read::date);
        let address = reader.optional("address", read::text);
        let bank_name = reader.optional("bank_name", read::text);
        let bank_account = reader.optional("bank_account", read::bank_account);
        Some(Self {
            number,
            name: name?,
            id_number: id_number?,
            phone: phone?,
            second_phone,
            area: area?,
            unit_name,
            unit_code,
            state,
            evaluation,
            review,
            trained_on,
            confirmed_on,
            address,
            bank_name,
            bank_account,
        })
    }

    fn texts(&self) -> Vec<Option<String>> {
        let mut texts = vec![
            text_of_opt(self.number.as_ref()),
            text_of(&self.name),
            text_of(&self.id_number),
            text_of(&self.phone),
            text_of_opt(self.second_phone.as_ref()),
            text_of(&self.area),
            self.unit_name.clone(),
            text_of_opt(self.unit_code.as_ref()),
            text_of_opt(self.state.as_ref()),
        ];
        texts.extend(term_texts(self.evaluation.as_ref()));
        texts.extend(term_texts(self.review.as_ref()));
        texts.extend([
            text_of_opt(self.trained_on.as_ref()),
            text_of_opt(self.confirmed_on.as_ref()),
            self.address.clone(),
            self.bank_name.clone(),
            text_of_opt(self.bank_account.as_ref()),
        ]);
        texts
    }

    /// The number before the id number: a record is found by the first that is known.
    fn keys(&self) -> Vec<Key> {
        let number = self.number.map(|number| Key::new("number", number));
        number.into_iter().chain([Key::new("id_number", self.id_number)]).collect()
    }

    fn area(&self) -> Option<Area> {
        Some(self.area)
    }
}

/// A fault of an expert's row that no single cell has alone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExpertRowFault {
    /// Neither library.
    #[error("an expert is in at least one library; fill title, term and specialties of evaluation or review")]
    NoLibrary,
    /// A library filled in part.
    #[error("a library needs its title, both days of its term and its specialties; this one is missing")]
    PartOfTerm,
}

impl Worded for ExpertRowFault {
    fn code(&self) -> &'static str {
        match self {
            Self::NoLibrary => "expert.no_library",
            Self::PartOfTerm => "expert.part_of_term",
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::NoLibrary => "评标、评审至少填写一类：职称、聘期起止和专业".to_owned(),
            Self::PartOfTerm => "同一类专家须同时填写职称、聘期起、聘期止和专业，此项缺少".to_owned(),
        }
    }
}

/// Title, first day, last day and specialties of a library.
type TermFields = [&'static str; 4];

const EVALUATION: TermFields = ["evaluation_title", "evaluation_from", "evaluation_until", "evaluation_specialties"];
const REVIEW: TermFields = ["review_title", "review_from", "review_until", "review_specialties"];

fn take_term(reader: &mut Reader<'_>, fields: &TermFields) -> Option<Term> {
    if !reader.any_filled(fields) {
        return None;
    }
    for field in fields {
        if !reader.any_filled(&[field]) {
            reader.refuse(field, ExpertRowFault::PartOfTerm);
        }
    }
    let [title, from, until, specialties] = *fields;
    let title = reader.optional(title, read::text);
    let (from, until_field) = (reader.optional(from, read::date), until);
    let until = reader.optional(until_field, read::date);
    reader.in_order(until_field, from.as_ref(), until.as_ref());
    let specialties = reader.optional(specialties, read::specialties);
    Some(Term { title: title?, from: from?, until: until?, specialties: specialties? })
}

fn term_texts(term: Option<&Term>) -> [Option<String>; 4] {
    let Some(term) = term else { return [const { None }; 4] };
    [text_of(&term.title), text_of(&term.from), text_of(&term.until), text_of_list(&term.specialties)]
}

#[cfg(test)]
mod tests {
    use super::super::{Cell, Heading};
    use super::*;
    use crate::import::Difference;

    fn texts(changes: &[(&str, &str)]) -> Vec<Option<String>> {
        let value = |column: &Column| {
            let change = changes.iter().find(|(field, _)| *field == column.field);
            change.map_or(column.example, |(_, value)| value).to_owned()
        };
        COLUMNS.iter().map(value).map(|text| (!text.is_empty()).then_some(text)).collect()
    }

    fn faults(changes: &[(&str, &str)]) -> Vec<(&'static str, &'static str)> {
        let errors = ExpertRow::of_texts(&texts(changes)).expect_err("faults");
        errors.iter().map(|error| (error.field, error.refusal.code)).collect()
    }

    #[test]
    fn every_fault_of_a_row_is_told_at_once_with_its_column() {
        let told = faults(&[
            ("name", ""),
            ("id_number", "430102197503154310"),
            ("phone", "138000000001"),
            ("area", "长沙城"),
            ("state", "在岗"),
            ("evaluation_until", "2024-12-31"),
            ("review_title", ""),
            ("bank_account", "12"),
        ]);
        assert_eq!(
            told,
            [
                ("name", "cell.missing"),
                ("id_number", "id_number.check"),
                ("phone", "phone.length"),
                ("area", "area.unknown"),
                ("state", "word.unknown"),
                ("evaluation_until", "row.order"),
                ("review_title", "expert.part_of_term"),
                ("bank_account", "bank_account.length"),
            ]
        );
    }

    #[test]
    fn one_library_is_enough_and_none_is_refused() {
        let review = REVIEW.map(|field| (field, ""));
        let row = ExpertRow::of_texts(&texts(&review)).expect("a row");
        assert!(row.term(Library::Evaluation).is_some() && row.term(Library::Review).is_none());
        let none: Vec<_> = EVALUATION.into_iter().chain(REVIEW).map(|field| (field, "")).collect();
        assert_eq!(faults(&none), [("evaluation_specialties", "expert.no_library")]);
    }

    #[test]
    fn people_s_writings_are_normalised() {
        let row = ExpertRow::of_texts(&texts(&[
            ("name", "李　明 远"),
            ("id_number", "４３０１０２１９７５０３１５４３１Ｘ"),
            ("phone", "+86 138-0000-0000"),
            ("area", "长沙"),
            ("state", "在库"),
            ("evaluation_from", "2025年1月1日"),
            ("evaluation_specialties", "a080107、A080101；A080107"),
        ]));
        assert_eq!(row, ExpertRow::of_texts(&texts(&[])));
    }

    #[test]
    fn a_file_without_some_columns_leaves_them_as_they_are_and_an_empty_cell_clears() {
        let known = ExpertRow::of_texts(&texts(&[])).expect("a row");
        let headers = [
            "姓名",
            "证件号码",
            "手机号码",
            "所在地区",
            "第二电话",
            "评审职称",
            "评审聘期起",
            "评审聘期止",
            "评审专业",
        ];
        let cells = |texts: &[&str]| texts.iter().map(|text| Cell::Text((*text).to_owned())).collect::<Vec<_>>();
        let heading = Heading::read(Kind::Experts, &cells(&headers)).expect("a heading");
        let given =
            ["李明远", "43010219750315431X", "13900000000", "430200", "", "正高", "2026-01-01", "2028-12-31", "C05"];
        let row = ExpertRow::read(&heading, &cells(&given)).expect("a row");
        let merged = row.over(&known, &heading).expect("a row");
        let changed: Vec<_> = merged.difference(&known).into_iter().map(|change| change.column.field).collect();
        assert_eq!(
            changed,
            ["phone", "second_phone", "area", "review_title", "review_from", "review_until", "review_specialties"]
        );
        assert_eq!(merged.number, known.number);
        let Difference { before, after, .. } = &merged.difference(&known)[1];
        assert_eq!((before.as_deref(), after.as_deref()), (Some("073182210000"), None));
    }

    #[test]
    fn a_record_is_found_by_number_then_by_id_number() {
        let row = ExpertRow::of_texts(&texts(&[])).expect("a row");
        let fields: Vec<_> = row.keys().iter().map(|key| key.field).collect();
        assert_eq!(fields, ["number", "id_number"]);
        assert!(!format!("{:?}", row.keys()).contains("1975"));
    }
}
