//! Near matches: two units of the register that may be one. A score from evidence, never a decision: an officer resolves each
//! pair before a draw. Names compare by their parts, so that a common trade (建设工程) alone makes nobody alike.

use std::collections::BTreeSet;

use super::code::CreditCode;
use super::name::{self, NameParts};
use crate::area::Area;
use crate::text;
use crate::wording::words;

/// Score from which a pair is shown to an officer; certainty C, a value of the pack (`unit.near_threshold`).
pub const THRESHOLD: u8 = 70;

/// What is known of a unit when it is compared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UnitFacts {
    /// Present, former and alias names.
    pub names: Vec<String>,
    /// Credit code, where known.
    pub code: Option<CreditCode>,
    /// Area, where known.
    pub area: Option<Area>,
    /// Officers by any stable key (a blind index, or id number): only equality is looked at.
    pub officers: BTreeSet<Vec<u8>>,
}

/// A pair of units with the reasons for and against their being one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// 0 to 100.
    pub score: u8,
    /// Reasons, names first.
    pub evidence: Vec<Evidence>,
}

words! {
    /// A reason for or against two units being one.
    pub enum EvidenceKind ("依据", "evidence") {
        /// The same name after normalisation.
        SameName = "same_name", "名称相同", "same name";
        /// The same brand and trade; area or legal form differ.
        SameCore = "same_core", "字号和行业相同", "same brand and trade";
        /// One brand and trade begins with the other.
        Prefix = "prefix", "名称互为简称", "one name shortens the other";
        /// Brands differ in one or two characters, trades are the same.
        Typo = "typo", "名称仅差一两个字", "names differ in a character or two";
        /// A common officer.
        SameOfficer = "same_officer", "有相同的主要人员", "common officer";
        /// Seated in the same area.
        SameArea = "same_area", "同一地区", "same area";
        /// Names carry different areas: sisters more often than one unit.
        OtherArea = "other_area", "名称中的地区不同", "different areas in the names";
        /// Two valid codes that differ: two legal persons, unless one code is wrong.
        OtherCode = "other_code", "信用代码不同", "different credit codes";
    }
}

/// One reason, with what it compared.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Evidence {
    /// Reason.
    pub kind: EvidenceKind,
    /// The left unit's text; a count for officers, who are not named here.
    pub left: String,
    /// The right unit's text.
    pub right: String,
}

/// Compares two units; symmetric in the score.
pub fn compare(left: &UnitFacts, right: &UnitFacts) -> Near {
    let pairs = left.names.iter().flat_map(|l| right.names.iter().map(move |r| (l, r)));
    let best = pairs.filter_map(|(l, r)| compare_names(l, r)).max_by_key(|(score, _)| *score);
    let Some((mut score, mut evidence)) = best else { return Near { score: 0, evidence: Vec::new() } };
    let common = left.officers.intersection(&right.officers).count();
    if common > 0 {
        score += OFFICER_BONUS;
        evidence.push(of_texts(EvidenceKind::SameOfficer, common.to_string(), common.to_string()));
    }
    if let (Some(l), Some(r)) = (left.area, right.area)
        && l.city() == r.city()
    {
        score += AREA_BONUS;
        evidence.push(of_texts(EvidenceKind::SameArea, l.to_string(), r.to_string()));
    }
    if let (Some(l), Some(r)) = (left.code, right.code)
        && l != r
    {
        score -= CODE_MALUS;
        evidence.push(of_texts(EvidenceKind::OtherCode, l.as_str(), r.as_str()));
    }
    Near { score: u8::try_from(score.clamp(0, 100)).expect("clamped"), evidence }
}

/// Keys under which candidates are gathered: units that share none of them are not compared.
///
/// The core of each name and three characters of it from the first, the second and, in a longer brand, the third place on, so
/// that one wrong character leaves a key in common.
pub fn blocks(names: &[String]) -> BTreeSet<String> {
    let mut blocks = BTreeSet::new();
    for name in names {
        let parts = NameParts::of(name);
        let core: Vec<char> = parts.core().chars().collect();
        let third = if parts.brand.chars().count() >= 3 { 2..5 } else { 0..0 };
        for (tag, range) in [('=', 0..core.len()), ('1', 0..3), ('2', 1..4), ('3', third)] {
            if let Some(part) = core.get(range).filter(|part| part.len() >= 2) {
                blocks.insert(std::iter::once(tag).chain(part.iter().copied()).collect());
            }
        }
    }
    blocks
}

const SAME_NAME: i16 = 95;
const SAME_CORE: i16 = 85;
const PREFIX: i16 = 70;
const TYPO: i16 = 75;
const OTHER_AREA_MALUS: i16 = 30;
const OFFICER_BONUS: i16 = 15;
const AREA_BONUS: i16 = 5;
const CODE_MALUS: i16 = 20;

fn compare_names(left: &str, right: &str) -> Option<(i16, Vec<Evidence>)> {
    if name::key(left) == name::key(right) {
        return Some((SAME_NAME, vec![of_texts(EvidenceKind::SameName, left, right)]));
    }
    let (l, r) = (NameParts::of(left), NameParts::of(right));
    let (kind, mut score) = alike(&l, &r)?;
    let mut evidence = vec![of_texts(kind, left, right)];
    if !l.areas.is_empty() && !r.areas.is_empty() && l.areas != r.areas {
        score -= OTHER_AREA_MALUS;
        evidence.push(of_texts(EvidenceKind::OtherArea, l.areas.join("、"), r.areas.join("、")));
    }
    Some((score, evidence))
}

fn alike(left: &NameParts, right: &NameParts) -> Option<(EvidenceKind, i16)> {
    let (l, r) = (left.core(), right.core());
    if l == r {
        return Some((EvidenceKind::SameCore, SAME_CORE));
    }
    let (short, long) = if l.chars().count() <= r.chars().count() { (&l, &r) } else { (&r, &l) };
    if short.chars().count() >= 4 && long.starts_with(short.as_str()) {
        return Some((EvidenceKind::Prefix, PREFIX));
    }
    let length = left.brand.chars().count().max(right.brand.chars().count());
    let allowed = match length {
        0..=2 => 0,
        3..=5 => 1,
        _ => 2,
    };
    let near = left.trade == right.trade && text::edit_distance(&left.brand, &right.brand) <= allowed;
    near.then_some((EvidenceKind::Typo, TYPO))
}

fn of_texts(kind: EvidenceKind, left: impl Into<String>, right: impl Into<String>) -> Evidence {
    Evidence { kind, left: left.into(), right: right.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(name: &str) -> UnitFacts {
        UnitFacts { names: vec![name.to_owned()], ..UnitFacts::default() }
    }

    fn score(left: &str, right: &str) -> u8 {
        let near = compare(&unit(left), &unit(right));
        assert_eq!(near.score, compare(&unit(right), &unit(left)).score, "{left} {right}");
        near.score
    }

    #[test]
    fn names_of_one_unit_reach_the_threshold() {
        let table = [
            ("湖南衡鉴建设工程有限公司", "湖南衡鉴建设工程 有限公司"),
            ("湖南衡鉴建设工程有限公司", "湖南衡鉴建设工程有限责任公司"),
            ("湖南衡鉴建设工程有限公司", "湖南省衡鉴建设工程集团有限公司"),
            ("湖南衡鉴建设工程有限公司", "衡鉴建设工程"),
            ("湖南衡鉴建设工程有限公司", "衡鉴建设"),
            ("湖南天衡鉴建设工程有限公司", "湖南天恒鉴建设工程有限公司"),
            ("衡鉴（湖南）科技有限公司", "湖南衡鉴科技有限公司"),
        ];
        for (left, right) in table {
            assert!(score(left, right) >= THRESHOLD, "{left} {right}: {}", score(left, right));
        }
    }

    #[test]
    fn units_of_one_trade_or_of_two_cities_do_not() {
        let table = [
            ("湖南衡鉴建设工程有限公司", "湖南中衡建设工程有限公司"),
            ("湖南华建建设工程有限公司", "湖南中建建设工程有限公司"),
            ("长沙衡鉴科技有限公司", "岳阳衡鉴科技有限公司"),
            ("湖南衡鉴科技有限公司", "湖南衡鉴造价咨询有限公司"),
            ("湖南大学", "中南大学"),
        ];
        for (left, right) in table {
            assert!(score(left, right) < THRESHOLD, "{left} {right}: {}", score(left, right));
        }
    }

    #[test]
    fn other_facts_move_the_score_and_stand_as_evidence() {
        let code = |code: &str| Some(CreditCode::read(code).expect("a code"));
        let area = |code: &str| Some(code.parse().expect("an area"));
        let officers = BTreeSet::from([vec![1]]);
        let left = UnitFacts {
            code: code("9144030071526726XG"),
            area: area("430100"),
            officers: officers.clone(),
            ..unit("湖南衡鉴建设工程有限公司")
        };
        let right = UnitFacts {
            code: code("91330100799655058B"),
            area: area("430102"),
            officers,
            ..unit("湖南衡鉴建设工程集团有限公司")
        };
        let near = compare(&left, &right);
        let kinds: Vec<_> = near.evidence.iter().map(|evidence| evidence.kind).collect();
        assert_eq!(
            kinds,
            [EvidenceKind::SameCore, EvidenceKind::SameOfficer, EvidenceKind::SameArea, EvidenceKind::OtherCode]
        );
        assert_eq!(i16::from(near.score), SAME_CORE + OFFICER_BONUS + AREA_BONUS - CODE_MALUS);
    }

    #[test]
    fn a_former_name_counts_as_a_name() {
        let left = UnitFacts {
            names: ["湖南新名建设有限公司", "湖南衡鉴建设有限公司"].map(str::to_owned).to_vec(),
            ..UnitFacts::default()
        };
        let near = compare(&left, &unit("湖南衡鉴建设有限公司"));
        assert_eq!((near.evidence[0].kind, near.score), (EvidenceKind::SameName, 95));
    }

    #[test]
    fn near_names_share_a_block() {
        let table = [
            ("湖南衡鉴建设工程有限公司", "衡鉴建设"),
            ("湖南天衡鉴建设工程有限公司", "湖南天恒鉴建设工程有限公司"),
            ("湖南大衡鉴建设工程有限公司", "湖南太衡鉴建设工程有限公司"),
            ("衡鉴（湖南）科技有限公司", "湖南衡鉴科技有限公司"),
        ];
        for (left, right) in table {
            let (left_blocks, right_blocks) = (blocks(&[left.to_owned()]), blocks(&[right.to_owned()]));
            let shared = left_blocks.intersection(&right_blocks).count();
            assert!(shared > 0, "{left} {right}");
        }
    }
}
