//! Specialty codes (发改法规〔2018〕316号): a letter for engineering, goods or services, then up to three pairs of digits.
//! An edition is checked whole: each code once, each below a parent that exists.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use crate::text;
use crate::wording::{Worded, serde_as_text, shortened};

/// A specialty code of level 1 to 4, such as `A`, `A08`, `A0801`, `A080107`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SpecialtyCode {
    signs: [u8; MAX_LENGTH],
    length: u8,
}

impl SpecialtyCode {
    /// Reads a code as people write it: small letters, full-width forms and blanks are brought to the stored form.
    pub fn read(text: &str) -> Result<Self, SpecialtyError> {
        let written = text::code_form(text);
        let wrong = || SpecialtyError::Form { given: shortened(&written) };
        let bytes = written.as_bytes();
        let (first, digits) = bytes.split_first().ok_or_else(wrong)?;
        let fits = matches!(first, b'A' | b'B' | b'C') && matches!(digits.len(), 0 | 2 | 4 | 6);
        if !fits || !digits.iter().all(u8::is_ascii_digit) {
            return Err(wrong());
        }
        let mut signs = [0; MAX_LENGTH];
        signs[..bytes.len()].copy_from_slice(bytes);
        Ok(Self { signs, length: u8::try_from(bytes.len()).expect("at most 7") })
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.signs[..usize::from(self.length)]).expect("a specialty code is ASCII")
    }

    /// 1 for the letter alone, 4 for the full code.
    pub const fn level(self) -> u8 {
        self.length.div_ceil(2)
    }

    /// The code one level up; none above the letter.
    pub fn parent(self) -> Option<Self> {
        let length = self.length.checked_sub(2)?;
        let mut signs = [0; MAX_LENGTH];
        signs[..usize::from(length)].copy_from_slice(&self.signs[..usize::from(length)]);
        Some(Self { signs, length })
    }

    /// Whether the other code is this one or lies below it.
    pub fn covers(self, other: Self) -> bool {
        other.as_str().starts_with(self.as_str())
    }
}

impl fmt::Display for SpecialtyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for SpecialtyCode {
    type Err = SpecialtyError;

    fn from_str(text: &str) -> Result<Self, SpecialtyError> {
        Self::read(text)
    }
}

serde_as_text!(SpecialtyCode);

/// The codes of an edition, each with those of the edition before that it continues.
pub type Continued = BTreeMap<SpecialtyCode, Vec<SpecialtyCode>>;

/// What became of each code that the last of these editions no longer has: the codes that continue it, none when it ended.
/// Editions come oldest first; a code that two editions in a row have continues itself.
pub fn successors(editions: &[Continued]) -> BTreeMap<SpecialtyCode, BTreeSet<SpecialtyCode>> {
    let Some((newest, older)) = editions.split_last() else { return BTreeMap::new() };
    let mut later = newest;
    let mut meaning: BTreeMap<SpecialtyCode, BTreeSet<SpecialtyCode>> =
        newest.keys().map(|code| (*code, BTreeSet::from([*code]))).collect();
    let mut gone = BTreeMap::new();
    for edition in older.iter().rev() {
        let mut here: BTreeMap<SpecialtyCode, BTreeSet<SpecialtyCode>> =
            edition.keys().map(|code| (*code, meaning.get(code).cloned().unwrap_or_default())).collect();
        for (code, former) in later.iter().flat_map(|(code, former)| former.iter().map(move |former| (code, former))) {
            here.entry(*former).or_default().extend(&meaning[code]);
        }
        for (code, by) in here.iter().filter(|(code, _)| !newest.contains_key(code)) {
            gone.entry(*code).or_insert_with(|| by.clone());
        }
        meaning = here;
        later = edition;
    }
    gone
}

/// Reads a list of codes of any level; separators as in `read_codes`.
pub fn read_any_codes(text: &str) -> Result<Vec<SpecialtyCode>, SpecialtyError> {
    let mut codes = text
        .split(|c: char| matches!(c, ';' | '；' | '、' | ',' | '，' | '|') || c.is_whitespace())
        .filter(|part| !part.is_empty())
        .map(SpecialtyCode::read)
        .collect::<Result<Vec<_>, _>>()?;
    codes.sort_unstable();
    codes.dedup();
    Ok(codes)
}

/// Reads a list of codes separated by `;`, `；`, `、`, `,`, `，` or blanks; ordered, each once.
pub fn read_codes(text: &str) -> Result<Vec<SpecialtyCode>, SpecialtyError> {
    let codes = read_any_codes(text)?;
    match codes.iter().find(|code| code.level() < 2) {
        Some(code) => Err(SpecialtyError::Wide { code: *code }),
        None => Ok(codes),
    }
}

/// What is wrong in a whole edition, by the index of the code: a code told twice or without its parent.
pub fn check_edition(codes: &[SpecialtyCode]) -> Vec<(usize, SpecialtyError)> {
    let mut first: BTreeMap<SpecialtyCode, usize> = BTreeMap::new();
    for (index, code) in codes.iter().enumerate() {
        first.entry(*code).or_insert(index);
    }
    let fault = |(index, code): (usize, &SpecialtyCode)| {
        if first[code] != index {
            return Some((index, SpecialtyError::Twice { code: *code }));
        }
        let parent = code.parent().filter(|parent| !first.contains_key(parent))?;
        Some((index, SpecialtyError::Orphan { code: *code, parent }))
    };
    codes.iter().enumerate().filter_map(fault).collect()
}

/// A text that is no specialty code, or a code out of place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpecialtyError {
    /// Not a letter A, B or C with up to three pairs of digits.
    #[error("`{given}` is no specialty code; it is A, B or C and two, four or six digits, such as A080107")]
    Form {
        /// The text as given.
        given: String,
    },
    /// A whole branch instead of a specialty.
    #[error("{code} names a whole branch; give a specialty below it, such as A0801 or A080107")]
    Wide {
        /// The code.
        code: SpecialtyCode,
    },
    /// Told twice in one edition.
    #[error("{code} stands twice in this edition")]
    Twice {
        /// The code.
        code: SpecialtyCode,
    },
    /// The parent is missing from the edition.
    #[error("{code} has no parent: {parent} is missing from this edition")]
    Orphan {
        /// The code.
        code: SpecialtyCode,
        /// The missing parent.
        parent: SpecialtyCode,
    },
    /// Continued, but not in the edition before.
    #[error("{code} is no code of the edition before; give the codes that this one continues")]
    Former {
        /// The code.
        code: SpecialtyCode,
    },
    /// The level beside the code is another than its length tells.
    #[error("the level says {given}, the code {code} is of level {}", code.level())]
    Level {
        /// The level as given.
        given: u8,
        /// The code.
        code: SpecialtyCode,
    },
}

impl Worded for SpecialtyError {
    fn code(&self) -> &'static str {
        match self {
            Self::Form { .. } => "specialty.form",
            Self::Wide { .. } => "specialty.wide",
            Self::Twice { .. } => "specialty.twice",
            Self::Orphan { .. } => "specialty.orphan",
            Self::Former { .. } => "specialty.former",
            Self::Level { .. } => "specialty.level",
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Form { given } => {
                format!("“{given}”不是专业代码，应为 A、B 或 C 加两位、四位或六位数字，例如 A080107")
            }
            Self::Wide { code } => format!("{code} 是整个门类，请填写其下的专业，例如 A0801 或 A080107"),
            Self::Twice { code } => format!("专业代码 {code} 在本版中重复"),
            Self::Orphan { code, parent } => format!("专业代码 {code} 缺少上级：本版中没有 {parent}"),
            Self::Former { code } => format!("上一版目录中没有 {code}，请填写由本代码承接的上一版代码"),
            Self::Level { given, code } => {
                format!("级别填的是 {given}，代码 {code} 是 {} 级", code.level())
            }
        }
    }
}

const MAX_LENGTH: usize = 7;

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> SpecialtyCode {
        text.parse().expect("a code")
    }

    #[test]
    fn a_code_of_an_old_edition_leads_to_those_that_continue_it() {
        let edition = |rows: &[(&str, &str)]| -> Continued {
            rows.iter().map(|(new, old)| (code(new), read_any_codes(old).expect("codes"))).collect()
        };
        let first = edition(&[("A01", ""), ("A02", ""), ("A03", ""), ("A04", "")]);
        let second = edition(&[("A01", ""), ("A05", "A02 A03"), ("A06", "A02")]);
        let third = edition(&[("A01", ""), ("A07", "A05"), ("A02", "")]);
        let said = |editions: &[Continued]| -> Vec<String> {
            let gone = successors(editions).into_iter();
            gone.map(|(old, new)| {
                let new: Vec<String> = new.iter().map(ToString::to_string).collect();
                format!("{old}>{}", new.join(","))
            })
            .collect()
        };
        assert_eq!(said(&[first.clone(), second.clone()]), ["A02>A05,A06", "A03>A05", "A04>"]);
        assert_eq!(said(&[first, second, third]), ["A03>A07", "A04>", "A05>A07", "A06>"], "A02 is a code again");
        assert!(successors(&[]).is_empty());
    }

    #[test]
    fn a_code_knows_its_level_and_its_parent() {
        let table = [("A", 1, None), ("A08", 2, Some("A")), ("A0801", 3, Some("A08")), ("A080107", 4, Some("A0801"))];
        for (text, level, parent) in table {
            assert_eq!(code(text).level(), level, "{text}");
            assert_eq!(code(text).parent(), parent.map(code), "{text}");
        }
        assert_eq!(code("ａ０８０１０７").as_str(), "A080107");
        for given in ["", "D08", "A8", "A080", "A08010", "A08010701", "A08x1", "结构"] {
            assert!(SpecialtyCode::read(given).is_err(), "{given}");
        }
    }

    #[test]
    fn a_subtree_is_a_prefix_and_sorts_together() {
        assert!(code("A08").covers(code("A080107")) && code("A08").covers(code("A08")));
        assert!(!code("A0801").covers(code("A080207")) && !code("A0801").covers(code("A08")));
        assert!(code("A08") < code("A0801") && code("A0801") < code("A080107") && code("A080107") < code("A0802"));
    }

    #[test]
    fn lists_are_ordered_and_each_code_counts_once() {
        let expected = Ok(vec![code("A0801"), code("A080107"), code("C05")]);
        for given in ["A080107;A0801;C05", "C05、A0801；A080107 A0801", "c05, a080107，A0801"] {
            assert_eq!(read_codes(given), expected, "{given}");
        }
        assert_eq!(read_codes("A;A08"), Err(SpecialtyError::Wide { code: code("A") }));
        assert_eq!(read_codes(" ; "), Ok(vec![]));
    }

    #[test]
    fn an_edition_has_each_code_once_and_every_parent() {
        let whole = ["A", "A08", "A0801", "A080107"].map(code);
        assert_eq!(check_edition(&whole), []);
        let faulty = ["A0801", "A", "A080107", "A", "B0101"].map(code);
        assert_eq!(
            check_edition(&faulty),
            [
                (0, SpecialtyError::Orphan { code: code("A0801"), parent: code("A08") }),
                (3, SpecialtyError::Twice { code: code("A") }),
                (4, SpecialtyError::Orphan { code: code("B0101"), parent: code("B01") }),
            ]
        );
    }
}
