//! The kinds of files that can be imported, and what a column of a kind is.

use crate::wording::words;

words! {
    /// What the rows of a file are.
    pub enum Kind ("导入类型", "kind of import") {
        /// Experts with their terms and specialties.
        Experts = "experts", "专家", "experts";
        /// Units with their names.
        Units = "units", "单位", "units";
        /// Employments by month.
        Employments = "employments", "任职经历", "employments";
        /// Relatives of experts.
        Kin = "kin", "亲属", "kin";
        /// Shareholdings of units.
        Equity = "equity", "股权", "equity";
        /// Practising licences.
        Licences = "licences", "执业证书", "licences";
        /// Declared interests and recusals.
        Declarations = "declarations", "申报", "declarations";
        /// Officers of units.
        Officers = "officers", "单位主要人员", "officers";
        /// Penalties and credit records.
        Credits = "credits", "信用与处罚", "credits";
        /// Earlier panels.
        Panels = "panels", "评标经历", "panels";
        /// Busy and leave spans.
        Calendar = "calendar", "日程", "calendar";
        /// An edition of the specialty tree.
        Specialties = "specialties", "专业目录", "specialties";
    }
}

words! {
    /// The life of an import.
    pub enum ImportState ("导入状态", "state of the import") {
        /// The rows are being checked.
        Checking = "checking", "校验中", "checking";
        /// The counts are known; nothing is in the pool.
        Checked = "checked", "已校验", "checked";
        /// Waits for a second pair of eyes.
        Submitted = "submitted", "待审批", "submitted";
        /// The accepted rows are being written, in one transaction.
        Importing = "importing", "导入中", "importing";
        /// The accepted rows are in the pool.
        Done = "done", "已完成", "done";
        /// The file as a whole cannot be read.
        Refused = "refused", "无法读取", "refused";
        /// Given up by its author.
        Discarded = "discarded", "已放弃", "discarded";
    }
}

/// A column of a kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Chinese header, which the template shows.
    pub header: &'static str,
    /// Code word, which a file may use as its header too.
    pub field: &'static str,
    /// Whether every file must have the column and every row its cell.
    pub required: bool,
    /// An invented value for the template's second row.
    pub example: &'static str,
    /// What to write, in Chinese.
    pub help_zh: &'static str,
    /// What to write, in English.
    pub help_en: &'static str,
}

/// Declares the columns of a kind: header, code word, `required` or `optional`, example, help in Chinese and in English.
macro_rules! columns {
    (@ required) => { true };
    (@ optional) => { false };
    ($( $header:literal $field:literal $need:ident $example:literal $zh:literal $en:literal; )+) => {
        &[$( $crate::import::Column {
            header: $header,
            field: $field,
            required: $crate::import::kind::columns!(@ $need),
            example: $example,
            help_zh: $zh,
            help_en: $en,
        } ),+]
    };
}
pub(crate) use columns;
