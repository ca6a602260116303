//! Rows of an edition of the specialty tree.

use std::collections::BTreeSet;

use super::kind::{Column, Kind, columns};
use super::reader::{CellError, Reader};
use super::row::{Key, Row};
use super::{read, text_of, text_of_list};
use crate::expert::SpecialtyCode;
use crate::expert::specialty::{SpecialtyError, check_edition, read_any_codes};
use crate::wording::Refusal;

/// A specialty as a file gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecialtyRow {
    /// Code of any level.
    pub code: SpecialtyCode,
    /// Name.
    pub name: String,
    /// Codes of the edition before that this one continues, beside itself; in order.
    pub former: Vec<SpecialtyCode>,
}

/// The columns of an edition.
pub const COLUMNS: &[Column] = columns! {
    "代码" "code" required "A080107" "A、B 或 C 加两位、四位或六位数字" "A, B or C and two, four or six digits";
    "级别" "level" optional "4" "1 至 4，须与代码长度一致" "1 to 4, as the code's length tells";
    "名称" "name" required "钢结构工程" "" "";
    "承接代码" "former" optional "" "上一版目录中由本代码承接的代码，用分号隔开；代码不变的不填" "codes of the edition before that this one continues, separated by semicolons; leave it out where the code stays";
};

impl Row for SpecialtyRow {
    const KIND: Kind = Kind::Specialties;

    fn take(reader: &mut Reader<'_>) -> Option<Self> {
        let code = reader.required("code", read::specialty);
        let level = reader.optional("level", |cell| read_level(&cell.text()?));
        let name = reader.required("name", read::text);
        let former = reader.optional("former", |cell| Ok(read_any_codes(&cell.text()?)?)).unwrap_or_default();
        if let (Some(code), Some(given)) = (code, level)
            && given != code.level()
        {
            reader.refuse("level", SpecialtyError::Level { given, code });
        }
        Some(Self { code: code?, name: name?, former })
    }

    fn texts(&self) -> Vec<Option<String>> {
        vec![text_of(&self.code), text_of(&self.code.level()), text_of(&self.name), text_of_list(&self.former)]
    }

    fn keys(&self) -> Vec<Key> {
        vec![Key::new("code", self.code)]
    }
}

/// What is wrong in an edition as a whole, by the index of the row: an edition is taken whole or not at all. `before` has the
/// codes of the edition that it follows.
pub fn edition_faults(rows: &[SpecialtyRow], before: &BTreeSet<SpecialtyCode>) -> Vec<(usize, CellError)> {
    let codes: Vec<SpecialtyCode> = rows.iter().map(|row| row.code).collect();
    let faults = check_edition(&codes).into_iter();
    let mut faults: Vec<_> =
        faults.map(|(index, fault)| (index, CellError::new(Kind::Specialties, "code", fault))).collect();
    for (index, row) in rows.iter().enumerate() {
        if let Some(code) = row.former.iter().find(|code| !before.contains(code)) {
            let fault = SpecialtyError::Former { code: *code };
            faults.push((index, CellError::new(Kind::Specialties, "former", fault)));
        }
    }
    faults
}

/// A level as files write it: 4, 4级, 四级.
fn read_level(text: &str) -> Result<u8, Refusal> {
    let form = crate::text::code_form(text);
    let level = match form.trim_end_matches('级') {
        "1" | "一" => Some(1),
        "2" | "二" => Some(2),
        "3" | "三" => Some(3),
        "4" | "四" => Some(4),
        _ => None,
    };
    level.ok_or_else(|| Refusal {
        code: "specialty.level",
        zh: "级别应为 1 至 4".to_owned(),
        en: "a level is 1 to 4".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(texts: [&str; 4]) -> Result<SpecialtyRow, Vec<&'static str>> {
        let texts = texts.map(|text| (!text.is_empty()).then(|| text.to_owned()));
        SpecialtyRow::of_texts(&texts).map_err(|errors| errors.iter().map(|error| error.refusal.code).collect())
    }

    #[test]
    fn a_level_agrees_with_the_code() {
        assert!(row(["A0801", "三级", "建筑工程", ""]).is_ok());
        assert!(row(["A0801", "", "建筑工程", "A0802"]).is_ok());
        assert_eq!(row(["A0801", "4", "建筑工程", ""]), Err(vec!["specialty.level"]));
        assert_eq!(row(["A0801", "5", "建筑工程", ""]), Err(vec!["specialty.level"]));
        assert_eq!(row(["D01", "", "", ""]), Err(vec!["specialty.form", "cell.missing"]));
    }

    #[test]
    fn an_edition_is_judged_whole() {
        let rows =
            [row(["A", "", "工程", "B01"]), row(["A0801", "", "建筑工程", "A0802"])].map(|row| row.expect("a row"));
        let before = [rows[1].former[0]].into();
        let faults = edition_faults(&rows, &before);
        let said: Vec<_> = faults.iter().map(|(index, error)| (*index, error.field, error.refusal.code)).collect();
        assert_eq!(said, [(1, "code", "specialty.orphan"), (0, "former", "specialty.former")]);
    }
}
