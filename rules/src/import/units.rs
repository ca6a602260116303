//! Rows of units: the code, the registered name, and the names under which a unit is found as well.

use super::kind::{Column, Kind, columns};
use super::reader::Reader;
use super::row::{Key, Row};
use super::{read, text_of, text_of_list, text_of_opt};
use crate::area::Area;
use crate::unit::CreditCode;
use crate::unit::model::UnitKind;
use crate::wording::Worded;

/// A unit as a file gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitRow {
    /// Credit code.
    pub code: CreditCode,
    /// Registered name.
    pub name: String,
    /// Names that the unit had.
    pub former_names: Vec<String>,
    /// Writings in use beside the registered name.
    pub aliases: Vec<String>,
    /// Kind; a row without one is a company where it is new.
    pub kind: Option<UnitKind>,
    /// Area; a row without one is seated where it is registered.
    pub area: Option<Area>,
    /// The company of a branch.
    pub branch_of: Option<CreditCode>,
}

/// The columns of a unit file.
pub const COLUMNS: &[Column] = columns! {
    "统一社会信用代码" "code" required "91430100MA4L1A2B3F" "18 位，列须为文本格式" "18 characters; format the column as text";
    "单位名称" "name" required "湖南衡山勘察设计院有限公司" "登记的全称" "the registered name";
    "曾用名" "former_names" optional "湖南省衡山勘察设计院" "多个用分号隔开" "separated by semicolons";
    "别名" "aliases" optional "衡山设计院" "简称等，多个用分号隔开" "short names, separated by semicolons";
    "类型" "kind" optional "company" "企业、分支机构、机关、事业单位、国有出资人或基金" "company, branch, government, institution, state or fund";
    "地区" "area" optional "430100" "六位行政区划代码或市州名称；留空按代码的登记机关" "six digits or the city's name; empty means the area of the code";
    "上级单位代码" "branch_of" optional "" "分支机构填其所属企业的信用代码" "a branch gives the code of its company";
};

impl Row for UnitRow {
    const KIND: Kind = Kind::Units;

    fn keep(&mut self, known: &Self) {
        self.kind = self.kind.or(known.kind);
        self.area = self.area.or(known.area);
    }

    fn take(reader: &mut Reader<'_>) -> Option<Self> {
        let code = reader.required("code", read::credit_code);
        let name = reader.required("name", read::unit_name);
        let former_names = reader.optional("former_names", read::unit_names).unwrap_or_default();
        let aliases = reader.optional("aliases", read::unit_names).unwrap_or_default();
        let kind = reader.optional_word("kind", UnitKind::read);
        let area = reader.optional("area", read::area);
        let branch_of = reader.optional("branch_of", read::credit_code);
        if code.is_some() && branch_of == code {
            reader.refuse("branch_of", UnitRowFault::BranchOfItself);
        }
        if branch_of.is_some() && kind.is_some_and(|kind| kind != UnitKind::Branch) {
            reader.refuse("kind", UnitRowFault::NoBranch);
        }
        Some(Self { code: code?, name: name?, former_names, aliases, kind, area, branch_of })
    }

    fn texts(&self) -> Vec<Option<String>> {
        vec![
            text_of(&self.code),
            text_of(&self.name),
            text_of_list(&self.former_names),
            text_of_list(&self.aliases),
            text_of_opt(self.kind.as_ref()),
            text_of_opt(self.area.as_ref()),
            text_of_opt(self.branch_of.as_ref()),
        ]
    }

    fn keys(&self) -> Vec<Key> {
        vec![Key::new("code", self.code)]
    }

    fn area(&self) -> Option<Area> {
        self.area.or_else(|| self.code.registered_area().map(Area::city))
    }
}

/// A fault of a unit's row that no single cell has alone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnitRowFault {
    /// A branch of itself.
    #[error("a unit is no branch of itself")]
    BranchOfItself,
    /// A superior unit beside another kind.
    #[error("a unit with a superior code is a branch; write branch, or clear the superior code")]
    NoBranch,
}

impl Worded for UnitRowFault {
    fn code(&self) -> &'static str {
        match self {
            Self::BranchOfItself => "unit.branch_of_itself",
            Self::NoBranch => "unit.no_branch",
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::BranchOfItself => "上级单位不能是本单位".to_owned(),
            Self::NoBranch => "填写了上级单位代码的应是分支机构，请改类型或清空上级单位代码".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(texts: [&str; 7]) -> Result<UnitRow, Vec<&'static str>> {
        let texts = texts.map(|text| (!text.is_empty()).then(|| text.to_owned()));
        UnitRow::of_texts(&texts).map_err(|errors| errors.iter().map(|error| error.refusal.code).collect())
    }

    #[test]
    fn a_unit_without_an_area_is_seated_where_it_is_registered() {
        let row = read(["9144030071526726XG", "深圳某公司", "", "", "", "", ""]).expect("a row");
        assert_eq!(row.area().map(|area| area.to_string()).as_deref(), Some("440300"));
        assert_eq!(row.area, None);
    }

    #[test]
    fn a_branch_has_a_superior_that_is_not_itself() {
        let code = "9144030071526726XG";
        assert!(read(["91330100799655058B", "甲分公司", "", "", "分公司", "", code]).is_ok());
        assert_eq!(read([code, "甲公司", "", "", "branch", "", code]), Err(vec!["unit.branch_of_itself"]));
        assert_eq!(
            read(["91330100799655058B", "甲", "", "", "企业", "", code]),
            Err(vec!["unit_name.length", "unit.no_branch"])
        );
    }
}
