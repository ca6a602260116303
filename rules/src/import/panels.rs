//! Rows of panels: on which evaluations an expert sat before, for the rules that count and look back.

use jiff::civil::Date;

use super::kind::{Column, Kind, columns};
use super::reader::Reader;
use super::row::{Key, Row};
use super::{read, text_of, text_of_opt};
use crate::expert::ExpertNumber;
use crate::expert::model::PanelOutcome;
use crate::unit::CreditCode;

/// An earlier seat as a file gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PanelRow {
    /// Whose seat.
    pub expert_number: ExpertNumber,
    /// Project, in capitals, without blanks.
    pub project_code: String,
    /// Lot, in capitals, without blanks.
    pub lot: Option<String>,
    /// The tenderee.
    pub tenderee_code: Option<CreditCode>,
    /// Day of evaluation.
    pub evaluated_on: Date,
    /// How it ended.
    pub outcome: PanelOutcome,
}

/// The columns of a panel file.
pub const COLUMNS: &[Column] = columns! {
    "专家编号" "expert_number" required "43000000011000007" "17 位，列须为文本格式" "17 characters; format the column as text";
    "项目编号" "project_code" required "HN-2025-00123" "列须为文本格式" "format the column as text";
    "标段" "lot" optional "01" "列须为文本格式" "format the column as text";
    "招标人代码" "tenderee_code" optional "91430100MA4L1A2B3F" "招标人的信用代码" "credit code of the tenderee";
    "评标日期" "evaluated_on" required "2025-09-18" "YYYY-MM-DD" "YYYY-MM-DD";
    "结果" "outcome" required "completed" "完成、缺席、迟到或被更换" "completed, absent, late or replaced";
};

impl Row for PanelRow {
    const KIND: Kind = Kind::Panels;

    fn take(reader: &mut Reader<'_>) -> Option<Self> {
        let expert_number = reader.required("expert_number", read::expert_number);
        let project_code = reader.required("project_code", read::code);
        let lot = reader.optional("lot", read::code);
        let tenderee_code = reader.optional("tenderee_code", read::credit_code);
        let evaluated_on = reader.required("evaluated_on", read::date);
        let outcome = reader.required_word("outcome", PanelOutcome::read);
        Some(Self {
            expert_number: expert_number?,
            project_code: project_code?,
            lot,
            tenderee_code,
            evaluated_on: evaluated_on?,
            outcome: outcome?,
        })
    }

    fn texts(&self) -> Vec<Option<String>> {
        vec![
            text_of(&self.expert_number),
            text_of(&self.project_code),
            self.lot.clone(),
            text_of_opt(self.tenderee_code.as_ref()),
            text_of(&self.evaluated_on),
            text_of(&self.outcome),
        ]
    }

    /// A lot that was evaluated twice gives two seats, told by the day.
    fn keys(&self) -> Vec<Key> {
        let lot = self.lot.as_deref().unwrap_or_default();
        vec![Key::joined("project_code", &[&self.expert_number, &self.project_code, &lot, &self.evaluated_on])]
    }
}
