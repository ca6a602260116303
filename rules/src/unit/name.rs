//! Names of units: the stored form, the key under which two writings are one name, and the parts that a near match compares.

use std::collections::BTreeSet;

use crate::area::Area;
use crate::text;
use crate::wording::Worded;

/// Fewest characters of a unit's name.
pub const NAME_MIN_CHARS: usize = 2;
/// Most characters of a unit's name.
pub const NAME_MAX_CHARS: usize = 100;

/// A unit's name in its stored form.
pub fn unit_name(text: &str) -> Result<String, UnitNameError> {
    let name = text::tidy(text);
    let name = if name.chars().any(text::is_han) { name.replace(' ', "") } else { name };
    let count = name.chars().count();
    if count == 0 {
        return Err(UnitNameError::Empty);
    }
    if !(NAME_MIN_CHARS..=NAME_MAX_CHARS).contains(&count) {
        return Err(UnitNameError::Length { count });
    }
    if !name.chars().any(char::is_alphabetic) {
        return Err(UnitNameError::NoLetter);
    }
    Ok(name)
}

/// Reads a list of names separated by `;`, `；`, `|` or line ends, in their order, each once.
pub fn unit_names(text: &str) -> Result<Vec<String>, UnitNameError> {
    let mut names: Vec<String> = Vec::new();
    for part in text.split([';', '；', '|', '\n']).filter(|part| !text::tidy(part).is_empty()) {
        let name = unit_name(part)?;
        if !names.iter().any(|known| key(known) == key(&name)) {
            names.push(name);
        }
    }
    Ok(names)
}

/// The key under which two writings are the same name: NFKC, no blanks, case folded.
pub fn key(name: &str) -> String {
    text::comparison_form(name)
}

/// Pairs of neighbouring characters of a key, by which parts of names are found; those of legal forms tell nobody apart.
pub fn grams(key: &str) -> BTreeSet<String> {
    let signs: Vec<char> = key.chars().collect();
    let pairs = signs.windows(2).map(|pair| pair.iter().collect::<String>());
    pairs.filter(|pair| !FORMS.iter().any(|form| form.contains(pair.as_str()))).collect()
}

/// A name in its parts, each in the form of the key: 湖南 | 衡鉴 | 建设工程 | 有限公司.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameParts {
    /// Area words found at the front or in brackets, in their order, without 省 and 市.
    pub areas: Vec<String>,
    /// What tells the unit from others of its trade (字号).
    pub brand: String,
    /// Words of the trade after the brand, such as 建设工程.
    pub trade: String,
    /// Words of the legal form, such as 有限公司 and 集团, in their order.
    pub forms: Vec<&'static str>,
}

impl NameParts {
    /// Takes a name apart. What no table knows stays in the brand.
    pub fn of(name: &str) -> Self {
        let mut rest = key(name);
        let mut areas = Vec::new();
        let mut forms = Vec::new();
        take_brackets(&mut rest, &mut areas, &mut forms);
        while take_ending(&mut rest, FORMS, &mut forms) {}
        while take_area(&mut rest, &mut areas) {}
        let mut trades = Vec::new();
        while take_ending(&mut rest, TRADES, &mut trades) {}
        trades.reverse();
        Self { areas, brand: rest, trade: trades.concat(), forms }
    }

    /// Brand and trade together, without area and legal form: equal cores are one unit's names more often than not.
    pub fn core(&self) -> String {
        format!("{}{}", self.brand, self.trade)
    }
}

/// A text that is no unit's name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnitNameError {
    /// Nothing was written.
    #[error("write the unit's name")]
    Empty,
    /// Too short or too long.
    #[error("the unit's name has {count} characters; 2 to 100 are possible")]
    Length {
        /// Characters as given.
        count: usize,
    },
    /// Digits and signs alone.
    #[error("a unit's name needs letters or Chinese characters")]
    NoLetter,
}

impl Worded for UnitNameError {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "unit_name.empty",
            Self::Length { .. } => "unit_name.length",
            Self::NoLetter => "unit_name.no_letter",
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Empty => "请填写单位名称".to_owned(),
            Self::Length { count } => format!("单位名称有 {count} 个字，应为 2 至 100 个字"),
            Self::NoLetter => "单位名称中应有汉字或字母".to_owned(),
        }
    }
}

/// Brackets hold an area (湖南), a form (集团) or a partnership; anything else stays.
fn take_brackets(rest: &mut String, areas: &mut Vec<String>, forms: &mut Vec<&'static str>) {
    let mut out = String::with_capacity(rest.len());
    let mut tail = rest.as_str();
    while let Some((before, after)) = tail.split_once('(') {
        let Some((inside, after)) = after.split_once(')') else { break };
        out.push_str(before);
        if let Some(area) = area_word(inside) {
            areas.push(area);
        } else if let Some(form) = FORMS.iter().find(|form| **form == inside) {
            forms.push(form);
        } else {
            out.push_str(inside);
        }
        tail = after;
    }
    out.push_str(tail);
    *rest = out;
}

fn take_ending(rest: &mut String, words: &[&'static str], taken: &mut Vec<&'static str>) -> bool {
    let ending = words.iter().find(|word| rest.len() > word.len() && rest.ends_with(**word));
    if let Some(word) = ending {
        rest.truncate(rest.len() - word.len());
        taken.push(word);
    }
    ending.is_some()
}

/// Takes an area from the front, as long as at least two characters stay.
fn take_area(rest: &mut String, areas: &mut Vec<String>) -> bool {
    for length in [5_usize, 4, 3, 2] {
        let Some((end, _)) = rest.char_indices().nth(length) else { continue };
        let stays = rest[end..].chars().count() >= 2;
        if let Some(area) = area_word(&rest[..end]).filter(|_| stays) {
            areas.push(area);
            rest.replace_range(..end, "");
            return true;
        }
    }
    false
}

fn area_word(word: &str) -> Option<String> {
    let han = word.chars().all(text::is_han);
    let named = Area::read(word).ok().filter(|_| han)?.named()?;
    Some(named.zh.trim_end_matches(['市', '省']).to_owned())
}

/// Legal forms, longer before shorter.
const FORMS: &[&str] = &[
    "股份有限公司",
    "有限责任公司",
    "有限公司",
    "股份公司",
    "集团公司",
    "总公司",
    "分公司",
    "子公司",
    "公司",
    "集团",
    "股份",
    "控股",
    "有限合伙",
    "普通合伙",
    "合伙企业",
];

/// Words of trades that stand at the end of a core, longer before shorter.
const TRADES: &[&str] = &[
    "工程技术",
    "工程建设",
    "工程管理",
    "工程咨询",
    "工程设计",
    "项目管理",
    "勘察设计",
    "设计研究",
    "信息技术",
    "房地产开发",
    "研究院",
    "设计院",
    "建设",
    "工程",
    "建筑",
    "市政",
    "路桥",
    "水利",
    "电力",
    "交通",
    "园林",
    "装饰",
    "安装",
    "设计",
    "勘察",
    "监理",
    "咨询",
    "管理",
    "科技",
    "技术",
    "信息",
    "网络",
    "软件",
    "智能",
    "实业",
    "工业",
    "贸易",
    "商贸",
    "物流",
    "环保",
    "能源",
    "投资",
    "发展",
    "开发",
    "制造",
    "设备",
    "机械",
    "电子",
    "医疗",
    "医药",
    "服务",
    "造价",
    "招标",
    "代理",
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_is_stored_without_stray_blanks() {
        let table = [
            (" 湖南 衡鉴　建设有限公司 ", Ok("湖南衡鉴建设有限公司")),
            ("Siemens  AG", Ok("Siemens AG")),
            ("", Err(UnitNameError::Empty)),
            ("甲", Err(UnitNameError::Length { count: 1 })),
            ("12345", Err(UnitNameError::NoLetter)),
        ];
        for (given, stored) in table {
            assert_eq!(unit_name(given).as_deref(), stored.as_deref(), "{given}");
        }
    }

    #[test]
    fn lists_of_names_keep_their_order_and_each_name_once() {
        assert_eq!(
            unit_names("甲建设公司；乙建设公司;; 甲 建设公司\n丙(集团)公司;丙（集团）公司"),
            Ok(["甲建设公司", "乙建设公司", "丙(集团)公司"].map(str::to_owned).to_vec())
        );
        assert_eq!(unit_names(" ; "), Ok(vec![]));
    }

    #[test]
    fn writings_of_one_name_share_the_key() {
        let writings = ["湖南ABC（集团）有限公司", "湖南abc(集团)有限公司", "湖南 ＡＢＣ （集团） 有限公司"];
        for writing in writings {
            assert_eq!(key(writing), "湖南abc(集团)有限公司");
        }
    }

    #[test]
    fn grams_leave_out_legal_forms() {
        let grams: Vec<String> = grams(&key("衡鉴（A）有限公司")).into_iter().collect();
        assert_eq!(grams, ["(a", ")有", "a)", "衡鉴", "鉴("]);
        assert!(super::grams("有限公司").is_empty() && super::grams("衡").is_empty());
    }

    #[test]
    fn a_name_comes_apart() {
        let table = [
            ("湖南衡鉴建设工程有限公司", "湖南", "衡鉴", "建设工程", "有限公司"),
            ("湖南省衡鉴建设工程有限责任公司", "湖南", "衡鉴", "建设工程", "有限责任公司"),
            ("衡鉴（湖南）建设工程集团有限公司", "湖南", "衡鉴", "建设工程", "有限公司 集团"),
            ("长沙市衡鉴科技股份有限公司", "长沙", "衡鉴", "科技", "股份有限公司"),
            ("衡鉴集团（股份）公司长沙分公司", "", "衡鉴集团公司长沙", "", "股份 分公司"),
            ("中南大学", "", "中南大学", "", ""),
            ("湖南大学", "湖南", "大学", "", ""),
            ("建设工程有限公司", "", "建设", "工程", "有限公司"),
        ];
        for (name, areas, brand, trade, forms) in table {
            let parts = NameParts::of(name);
            assert_eq!(
                (
                    parts.areas.join(" ").as_str(),
                    parts.brand.as_str(),
                    parts.trade.as_str(),
                    parts.forms.join(" ").as_str()
                ),
                (areas, brand, trade, forms),
                "{name}"
            );
        }
    }

    proptest! {
        #[test]
        fn taking_apart_never_panics_and_leaves_a_brand(name in "[湖南长沙市省衡鉴建设工程有限公司集团()（）a ]{0,16}") {
            let parts = NameParts::of(&name);
            prop_assert!(key(&name).is_empty() || !parts.core().is_empty() || parts.areas.len() + parts.forms.len() > 0 || key(&name).contains('('));
        }
    }
}
