//! The words of the unit register.

use super::CreditCode;
use crate::wording::words;

words! {
    /// What a unit is.
    pub enum UnitKind ("单位类型", "kind of unit") {
        /// A company with its own legal person.
        Company = "company", "企业", "company", also ["公司", "企业法人"];
        /// A branch, which counts as its company.
        Branch = "branch", "分支机构", "branch", also ["分公司"];
        /// An authority.
        Government = "government", "机关", "government", also ["政府机关", "党政机关", "行政机关"];
        /// A public institution: a school, hospital, design institute.
        Institution = "institution", "事业单位", "institution", also ["事业法人"];
        /// A holder that acts for the state; it does not make two companies related (公司法 265).
        State = "state", "国有出资人", "state holder", also ["国资委", "国有资产监督管理机构"];
        /// A fund that holds shares for many.
        Fund = "fund", "基金", "fund";
    }
}

words! {
    /// What a shareholder is.
    pub enum HolderKind ("股东类型", "kind of holder") {
        /// A company.
        Company = "company", "企业", "company", also ["公司", "企业法人", "法人股东"];
        /// A person.
        Person = "person", "自然人", "person", also ["个人", "自然人股东"];
        /// The state or who acts for it.
        State = "state", "国有出资人", "state", also ["国资委", "国家", "国有资产监督管理机构"];
        /// A fund that holds shares for many.
        Fund = "fund", "基金", "fund";
        /// A platform of the employees.
        EmployeePlatform = "employee_platform", "员工持股平台", "employee platform", also ["职工持股平台", "持股平台"];
    }
}

words! {
    /// Office in a unit.
    pub enum OfficerRole ("职务", "office") {
        /// Legal representative.
        LegalRepresentative = "legal_representative", "法定代表人", "legal representative", also ["法人代表", "负责人"];
        /// Director.
        Director = "director", "董事", "director", also ["董事长", "执行董事"];
        /// Supervisor of the company.
        Supervisor = "supervisor", "监事", "supervisor", also ["监事会主席"];
        /// Manager.
        Manager = "manager", "经理", "manager", also ["总经理", "高级管理人员"];
    }
}

words! {
    /// Whether a unit of the register is known for certain.
    pub enum UnitState ("单位状态", "state of the unit") {
        /// Known by its code.
        Known = "known", "已确认", "known";
        /// Known by a name alone; an officer must resolve it before a draw.
        ToResolve = "to_resolve", "待归并", "to be resolved";
        /// Merged into another, which counts in its place.
        Merged = "merged", "已归并", "merged";
    }
}

words! {
    /// How a name belongs to a unit.
    pub enum UnitNameKind ("名称类型", "kind of name") {
        /// The registered name.
        Present = "present", "现名", "present";
        /// A name that the unit had.
        Former = "former", "曾用名", "former";
        /// A writing in use beside the registered name.
        Alias = "alias", "别名", "alias", also ["简称"];
    }
}

words! {
    /// What an officer decides about two units that look like one.
    pub enum NearDecision ("处理", "decision") {
        /// They are one; the left is merged into the right.
        Merge = "merge", "归并", "merge";
        /// The left's name is a former name of the right.
        Former = "former", "曾用名", "former name";
        /// The left's name is an alias of the right.
        Alias = "alias", "别名", "alias";
        /// They are two.
        Distinct = "distinct", "不是同一单位", "distinct";
    }
}

words! {
    /// Where a pair of near units stands.
    pub enum NearState ("疑似状态", "state of the pair") {
        /// To be resolved.
        Open = "open", "待处理", "open";
        /// Merged.
        Merged = "merged", "已归并", "merged";
        /// Decided as an alias.
        Alias = "alias", "别名", "alias";
        /// Decided as a former name.
        Former = "former", "曾用名", "former name";
        /// Decided as two units.
        Distinct = "distinct", "不是同一单位", "distinct";
    }
}

impl UnitKind {
    /// What the first two characters of a code tell (GB 32100): 11 an authority, 12 an institution; the rest count as companies.
    pub fn of_code(code: CreditCode) -> Self {
        match &code.as_str()[..2] {
            "11" => Self::Government,
            "12" => Self::Institution,
            _ => Self::Company,
        }
    }
}

impl NearDecision {
    /// Where the pair stands after the decision.
    pub const fn outcome(self) -> NearState {
        match self {
            Self::Merge => NearState::Merged,
            Self::Former => NearState::Former,
            Self::Alias => NearState::Alias,
            Self::Distinct => NearState::Distinct,
        }
    }
}
