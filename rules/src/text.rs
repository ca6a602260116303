//! Text as people type it: full-width digits, stray blanks, look-alike dots, rare characters. Everything is brought to one
//! form before it is compared or stored, and personal data has one masked form for every screen.

use unicode_normalization::UnicodeNormalization;

use crate::wording::Worded;

/// Fewest characters of a person's name.
pub const NAME_MIN_CHARS: usize = 2;
/// Most characters of a person's name.
pub const NAME_MAX_CHARS: usize = 40;

/// NFC, full-width ASCII forms to ASCII, blanks at both ends and invisible characters removed; inner blanks become one space.
pub fn tidy(text: &str) -> String {
    if text.chars().all(is_plain) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut blank = false;
    for c in text.chars().map(half_width).nfc() {
        if is_blank(c) {
            blank = !out.is_empty();
        } else if !is_invisible(c) {
            if blank {
                out.push(' ');
                blank = false;
            }
            out.push(c);
        }
    }
    out
}

/// A code as it is compared: full-width forms to ASCII, letters to upper case, every blank and invisible character removed.
pub fn code_form(text: &str) -> String {
    if text.bytes().all(|b| b.is_ascii_graphic()) {
        return text.to_ascii_uppercase();
    }
    text.chars()
        .map(half_width)
        .filter(|c| !is_blank(*c) && !is_invisible(*c))
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// A free text as it is compared: NFKC, every blank and invisible character removed, case folded.
pub fn comparison_form(text: &str) -> String {
    text.nfkc().filter(|c| !is_blank(*c) && !is_invisible(*c)).flat_map(char::to_lowercase).nfkc().collect()
}

/// A spreadsheet's rendering of a long number, such as `4.30102E+17`, from which the digits cannot be recovered.
pub fn is_scientific(code: &str) -> bool {
    let Some((mantissa, exponent)) = code.split_once(['E', 'e']) else {
        return false;
    };
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    mantissa.split_once('.').is_some_and(|(whole, rest)| digits(whole) && digits(rest)) && digits(exponent)
}

/// A person's name in its stored form.
///
/// Han names lose blanks that align columns (张　三), other names keep single spaces; the middle dot of ethnic names is U+00B7.
pub fn person_name(text: &str) -> Result<String, NameError> {
    if let Some(c) = text.chars().find(|c| c.is_control()) {
        return Err(NameError::Character { c });
    }
    let mut name: String = tidy(text).chars().map(joiner).collect();
    if name.chars().any(is_han) {
        name = name.replace('.', "·").replace(' ', "");
    }
    let count = name.chars().count();
    if count == 0 {
        return Err(NameError::Empty);
    }
    for c in name.chars() {
        if is_private_use(c) {
            return Err(NameError::PrivateUse { code_point: u32::from(c) });
        }
        if !is_name_char(c) {
            return Err(NameError::Character { c });
        }
    }
    if !(NAME_MIN_CHARS..=NAME_MAX_CHARS).contains(&count) {
        return Err(NameError::Length { count });
    }
    if name.starts_with(['·', '-', '\'']) || name.ends_with(['·', '-', '\'']) {
        return Err(NameError::Edge);
    }
    Ok(name)
}

/// A person's name that cannot be stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing was written.
    #[error("write the name")]
    Empty,
    /// Too short or too long.
    #[error("the name has {count} characters; 2 to 40 are possible")]
    Length {
        /// Characters as given.
        count: usize,
    },
    /// A digit, a sign or a control character.
    #[error("`{}` cannot stand in a name", c.escape_debug())]
    Character {
        /// The first such character.
        c: char,
    },
    /// A character of an input method's own area instead of its Unicode place.
    #[error("the name holds the private character U+{code_point:04X}; enter the rare character by its Unicode form")]
    PrivateUse {
        /// The first such code point.
        code_point: u32,
    },
    /// A dot or dash at an end.
    #[error("a name neither begins nor ends with a dot or dash")]
    Edge,
}

impl Worded for NameError {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "name.empty",
            Self::Length { .. } => "name.length",
            Self::Character { .. } => "name.character",
            Self::PrivateUse { .. } => "name.private_use",
            Self::Edge => "name.edge",
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Empty => "请填写姓名".to_owned(),
            Self::Length { count } => format!("姓名有 {count} 个字，应为 2 至 40 个字"),
            Self::Character { c } => format!("姓名中不能有“{}”", c.escape_debug()),
            Self::PrivateUse { code_point } => {
                format!("姓名中有输入法自造字 U+{code_point:04X}，请改用该生僻字的 Unicode 字形")
            }
            Self::Edge => "姓名不能以间隔号或连字符开头或结尾".to_owned(),
        }
    }
}

/// A name as lists show it: the first character and one star, whatever the length (张*).
pub fn masked_name(name: &str) -> String {
    name.chars().next().map(|first| format!("{first}*")).unwrap_or_default()
}

/// An expert as lists show it: 张*工. The serial that tells namesakes apart stands beside it.
pub fn masked_expert(name: &str) -> String {
    name.chars().next().map(|first| format!("{first}*工")).unwrap_or_default()
}

/// A telephone or account number as screens show it: stars and the last two characters.
pub fn masked_tail(number: &str) -> String {
    let count = number.chars().count();
    number.chars().enumerate().map(|(i, c)| if count > 4 && i + 2 >= count { c } else { '*' }).collect()
}

/// A resident id as screens show it: the province's two digits and stars.
pub fn masked_head(id_number: &str) -> String {
    let count = id_number.chars().count();
    id_number.chars().enumerate().map(|(i, c)| if count > 4 && i < 2 { c } else { '*' }).collect()
}

/// An address as screens show it: the first six characters (as far as the city) and three stars, or three stars alone.
pub fn masked_address(address: &str) -> String {
    let count = address.chars().count();
    let shown = if count > 10 { 6 } else { 0 };
    address.chars().take(shown).chain("***".chars()).collect()
}

/// A Han character of any block, extension planes B to I and the ideographic zero included.
pub fn is_han(c: char) -> bool {
    matches!(u32::from(c),
        0x3007 | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF
        | 0x20000..=0x2A6DF | 0x2A700..=0x2EE5F | 0x2F800..=0x2FA1F | 0x30000..=0x323AF)
}

/// Fewest insertions, deletions and replacements of one character that turn one text into the other.
pub fn edit_distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, l) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, r) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(l != *r);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[right.len()]
}

fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

fn joiner(c: char) -> char {
    match c {
        '•' | '‧' | '・' | '･' | '∙' | '⋅' | '․' | '●' => '·',
        '’' | '‘' => '\'',
        '－' | '‐' | '‑' | '–' => '-',
        _ => c,
    }
}

fn is_name_char(c: char) -> bool {
    is_han(c) || matches!(c, '·' | ' ' | '-' | '\'' | '.') || (c.is_alphabetic() && is_latin(c))
}

fn is_latin(c: char) -> bool {
    matches!(u32::from(c), 0x41..=0x5A | 0x61..=0x7A | 0xC0..=0x24F | 0x1E00..=0x1EFF)
}

fn is_private_use(c: char) -> bool {
    matches!(u32::from(c), 0xE000..=0xF8FF | 0xF0000..=0x0010_FFFF)
}

/// A character that every form leaves alone: most texts are made of these, and need no second look.
fn is_plain(c: char) -> bool {
    c.is_ascii_graphic() || matches!(c, '\u{4E00}'..='\u{9FFF}')
}

fn is_blank(c: char) -> bool {
    c.is_whitespace()
}

fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(u32::from(c), 0x00AD | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2064 | 0xFE00..=0xFE0F | 0xFEFF | 0xE0100..=0xE01EF)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_is_tidied_and_codes_are_bare() {
        let table = [
            ("  长沙　市 ", "长沙 市", "长沙市"),
            ("９１４３", "9143", "9143"),
            ("ａb c\u{200B}d", "ab cd", "ABCD"),
            ("\u{FEFF}姓名", "姓名", "姓名"),
        ];
        for (given, tidied, code) in table {
            assert_eq!(tidy(given), tidied, "{given:?}");
            assert_eq!(code_form(given), code, "{given:?}");
        }
    }

    #[test]
    fn names_compare_without_width_blank_or_case() {
        let table = [
            ("湖南ABC（集团）有限公司", "湖南abc(集团)有限公司"),
            ("湖南 ａｂｃ　(集团) 有限公司", "湖南abc(集团)有限公司"),
        ];
        for (given, key) in table {
            assert_eq!(comparison_form(given), key);
        }
    }

    #[test]
    fn a_float_rendering_is_recognised() {
        for given in ["4.30102E+17", "1.5e3", "4.3E17"] {
            assert!(is_scientific(given), "{given}");
        }
        for given in ["430102E", "E17", "4.3", "91430000E12", "4E17"] {
            assert!(!is_scientific(given), "{given}");
        }
    }

    #[test]
    fn names_of_every_kind_are_kept() {
        let table = [
            ("张　三", "张三"),
            ("𠮷田", "𠮷田"),
            ("王\u{3400}\u{2B820}", "王\u{3400}\u{2B820}"),
            ("买买提•吐尔逊", "买买提·吐尔逊"),
            ("李〇", "李〇"),
            ("Anna  Lee", "Anna Lee"),
            ("J. Smith", "J. Smith"),
            ("买买提.吐尔逊", "买买提·吐尔逊"),
            ("\u{3007}明", "〇明"),
            ("王\u{31350}", "王\u{31350}"),
        ];
        for (given, stored) in table {
            assert_eq!(person_name(given).as_deref(), Ok(stored), "{given:?}");
        }
    }

    #[test]
    fn what_is_no_name_is_refused_with_its_reason() {
        let table = [
            ("", NameError::Empty),
            ("  ", NameError::Empty),
            ("张", NameError::Length { count: 1 }),
            ("张3", NameError::Character { c: '3' }),
            ("张\n三", NameError::Character { c: '\n' }),
            ("张\u{E863}", NameError::PrivateUse { code_point: 0xE863 }),
            ("·张三", NameError::Edge),
        ];
        for (given, error) in table {
            assert_eq!(person_name(given), Err(error), "{given:?}");
        }
        let long = "张".repeat(41);
        assert_eq!(person_name(&long), Err(NameError::Length { count: 41 }));
    }

    #[test]
    fn a_mask_shows_as_little_as_tells_two_rows_apart() {
        assert_eq!(masked_name("欧阳修"), "欧*");
        assert_eq!(masked_expert("张三"), "张*工");
        assert_eq!(masked_tail("13812345678"), "*********78");
        assert_eq!(masked_tail("1234"), "****");
        assert_eq!(masked_head("430102199001011234"), "43****************");
        assert_eq!(masked_address("湖南省长沙市岳麓区麓山路一号"), "湖南省长沙市***");
        assert_eq!(masked_address("麓山路一号"), "***");
        assert_eq!(masked_name(""), "");
    }

    #[test]
    fn edits_are_counted() {
        let table =
            [("", "", 0), ("衡鉴", "", 2), ("衡鉴", "衡监", 1), ("湖南衡鉴", "湖北衡鉴建", 2), ("abc", "abc", 0)];
        for (left, right, count) in table {
            assert_eq!(edit_distance(left, right), count, "{left} {right}");
            assert_eq!(edit_distance(right, left), count, "{right} {left}");
        }
    }

    proptest! {
        #[test]
        fn normal_forms_are_stable(text in any::<String>()) {
            for form in [tidy, code_form, comparison_form] {
                let once = form(&text);
                prop_assert_eq!(form(&once), once);
            }
        }

        #[test]
        fn a_stored_name_is_its_own_stored_name(text in "[张王李赵欧阳·A-Za-z 𠮷]{0,12}") {
            if let Ok(name) = person_name(&text) {
                prop_assert_eq!(person_name(&name), Ok(name));
            }
        }
    }
}
