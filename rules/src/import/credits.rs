//! Rows of credit records: penalties and other records against an expert, with their basis and term.

use jiff::civil::Date;

use super::kind::{Column, Kind, columns};
use super::reader::Reader;
use super::row::{Key, Row};
use super::{read, text_of, text_of_opt};
use crate::expert::ExpertNumber;
use crate::expert::model::{CreditField, CreditKind};
use crate::wording::Worded;

/// A credit record as a file gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditRow {
    /// Against whom.
    pub expert_number: ExpertNumber,
    /// What.
    pub kind: CreditKind,
    /// Whether it is about bidding; a row without it is.
    pub field: CreditField,
    /// Legal basis.
    pub basis: String,
    /// Who decided.
    pub authority: String,
    /// Number of the decision.
    pub document: Option<String>,
    /// First day.
    pub from: Date,
    /// Last day, inside; open where it has no end.
    pub until: Option<Date>,
}

/// The columns of a credit file.
pub const COLUMNS: &[Column] = columns! {
    "专家编号" "expert_number" required "43000000011000007" "17 位，列须为文本格式" "17 characters; format the column as text";
    "类型" "kind" required "suspension" "警告、严重警告、暂停评标、取消资格、终身禁入、行政处罚、刑事处罚或失信记录" "warning, serious_warning, suspension, removal, bar, administrative_penalty, criminal or dishonesty";
    "领域" "field" optional "bidding" "招标投标或其他；留空为招标投标" "bidding or other; empty is bidding";
    "依据" "basis" required "评标专家和评标专家库管理暂行办法第十五条" "法规条款" "the article of the law";
    "机关" "authority" required "长沙市发展和改革委员会" "作出决定的机关" "who decided";
    "文号" "document" optional "长发改罚〔2025〕3号" "决定书文号" "number of the decision";
    "起始日期" "from" required "2025-03-01" "YYYY-MM-DD" "YYYY-MM-DD";
    "截止日期" "until" optional "2025-08-31" "当日仍在期内；暂停须填，无期限的留空" "the last day; a suspension has one, what has no end stays empty";
};

impl Row for CreditRow {
    const KIND: Kind = Kind::Credits;

    fn take(reader: &mut Reader<'_>) -> Option<Self> {
        let expert_number = reader.required("expert_number", read::expert_number);
        let kind = reader.required_word("kind", CreditKind::read);
        let field = reader.optional_word("field", CreditField::read).unwrap_or(CreditField::Bidding);
        let basis = reader.required("basis", read::text);
        let authority = reader.required("authority", read::text);
        let document = reader.optional("document", read::text);
        let from = reader.required("from", read::date);
        let until = reader.optional("until", read::date);
        reader.in_order("until", from.as_ref(), until.as_ref());
        if kind == Some(CreditKind::Suspension) && !reader.any_filled(&["until"]) {
            reader.refuse("until", CreditRowFault::SuspensionWithoutEnd);
        }
        Some(Self {
            expert_number: expert_number?,
            kind: kind?,
            field,
            basis: basis?,
            authority: authority?,
            document,
            from: from?,
            until,
        })
    }

    fn texts(&self) -> Vec<Option<String>> {
        vec![
            text_of(&self.expert_number),
            text_of(&self.kind),
            text_of(&self.field),
            text_of(&self.basis),
            text_of(&self.authority),
            self.document.clone(),
            text_of(&self.from),
            text_of_opt(self.until.as_ref()),
        ]
    }

    fn keys(&self) -> Vec<Key> {
        let document = self.document.as_deref().unwrap_or_default();
        vec![Key::joined("from", &[&self.expert_number, &self.kind, &self.authority, &document, &self.from])]
    }
}

/// A fault of a credit row that no single cell has alone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CreditRowFault {
    /// A suspension lifts itself at its end, so it has one.
    #[error("a suspension needs its last day; it lifts itself after it")]
    SuspensionWithoutEnd,
}

impl Worded for CreditRowFault {
    fn code(&self) -> &'static str {
        "credit.suspension_without_end"
    }

    fn zh(&self) -> String {
        "暂停评标须填写截止日期，期满自动解除".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suspension_has_an_end_and_a_bar_needs_none() {
        for (kind, told) in [("暂停评标", Some("credit.suspension_without_end")), ("终身禁入", None)] {
            let texts = COLUMNS.iter().map(|column| match column.field {
                "kind" => Some(kind.to_owned()),
                "until" => None,
                _ => Some(column.example.to_owned()),
            });
            let row = CreditRow::of_texts(&texts.collect::<Vec<_>>());
            assert_eq!(row.err().map(|errors| errors[0].refusal.code), told, "{kind}");
        }
    }
}
