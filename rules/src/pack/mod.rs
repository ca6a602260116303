//! Rule packs: every figure of the law with its source and its certainty, dated, for one track and one area. A pack of a city
//! overrides its province's, which overrides the base; each decision keeps the ids of the packs that it was taken under.

mod chain;
mod figures;
mod published;
mod shipped;

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use serde::Deserialize;

use crate::area::Area;
use crate::time;
use crate::wording::{Worded, words};

pub use chain::{BASE, Chain};
pub use figures::Figures;
pub use published::{draw_pack, published_for, published_id};
pub use shipped::shipped;

words! {
    /// The two laws under which panels are formed.
    pub enum Track ("适用轨道", "track") {
        /// 招标投标法.
        Tender = "tender", "招标投标", "tendering";
        /// 政府采购法.
        Procurement = "procurement", "政府采购", "government procurement";
    }
}

words! {
    /// How sure a figure is.
    pub enum Certainty ("确定程度", "certainty") {
        /// Read in the law's own text.
        Law = "A", "法律原文", "read in the law";
        /// Read in a secondary source.
        Secondary = "B", "二手资料", "read in a secondary source";
        /// Practice or memory: the centre confirms it before going live.
        ToConfirm = "C", "待确认", "to be confirmed";
    }
}

/// One figure of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// The figure itself.
    pub value: Value,
    /// How sure it is.
    pub certainty: Certainty,
    /// Where it is written.
    pub source: String,
    /// What it counts, where the name does not say it.
    pub note: Option<String>,
}

/// A figure's value. Money is whole fen, shares are decimals or fractions as text, lengths say their unit in the name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// A text, decimal or fraction.
    Text(String),
    /// Several texts.
    List(Vec<String>),
}

/// A dated set of figures for one track and one area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// Area, `000000` for the base.
    pub area: String,
    /// Track.
    pub track: Track,
    /// First day of decisions that it acts on.
    pub in_force_from: Date,
    /// Version of the file's content, from 1.
    pub version: u32,
    /// Figures by dotted name, such as `expert.exit_age_years`.
    pub figures: BTreeMap<String, Figure>,
}

impl Pack {
    /// Parses a pack's TOML text.
    pub fn parse(text: &str) -> Result<Self, PackError> {
        let raw: Raw = toml::from_str(text).map_err(|error| PackError::Form { reason: error.message().to_owned() })?;
        if raw.area != BASE && raw.area.parse::<Area>().is_err() {
            return Err(PackError::Area { area: raw.area });
        }
        let in_force_from = time::read_date(&raw.in_force_from)
            .map_err(|error| PackError::Form { reason: format!("in_force_from: {error}") })?;
        let dotted = |(domain, figures): (String, BTreeMap<String, Figure>)| {
            figures.into_iter().map(move |(name, figure)| (format!("{domain}.{name}"), figure))
        };
        let figures: BTreeMap<_, _> = raw.figures.into_iter().flat_map(dotted).collect();
        if let Some((name, _)) = figures.iter().find(|(_, figure)| figure.source.trim().is_empty()) {
            return Err(PackError::NoSource { name: name.clone() });
        }
        if let Some((name, _)) = figures.iter().find(|(_, figure)| !figures::is_plain(figure)) {
            let reason = format!("{name} has a quotation mark, a control character or an empty note");
            return Err(PackError::Form { reason });
        }
        Ok(Self { area: raw.area, track: raw.track, in_force_from, version: raw.version, figures })
    }

    /// The pack's id, such as `430000/tender-2026-11`, as its file is named.
    pub fn id(&self) -> PackId {
        PackId {
            name: format!("{}/{}-{}", self.area, self.track, time::Month::of(self.in_force_from)),
            version: self.version,
        }
    }
}

/// What a decision keeps of a pack.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, Deserialize)]
pub struct PackId {
    /// Name as its file has it.
    pub name: String,
    /// Version.
    pub version: u32,
}

impl fmt::Display for PackId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} v{}", self.name, self.version)
    }
}

/// A pack that cannot be used, or a figure that it has not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// Not TOML, or not of a pack's form.
    #[error("the pack cannot be read: {reason}")]
    Form {
        /// The parser's words.
        reason: String,
    },
    /// No such area.
    #[error("the pack names the area {area}, which is none")]
    Area {
        /// The area as given.
        area: String,
    },
    /// A figure without a source.
    #[error("the figure {name} names no source")]
    NoSource {
        /// Dotted name.
        name: String,
    },
    /// No pack of the chain has the figure.
    #[error("no pack in force has the figure {name}")]
    Missing {
        /// Dotted name.
        name: String,
    },
    /// The figure is of another kind.
    #[error("the figure {name} is not {wanted}")]
    Kind {
        /// Dotted name.
        name: String,
        /// What was wanted.
        wanted: &'static str,
    },
}

impl Worded for PackError {
    fn code(&self) -> &'static str {
        match self {
            Self::Form { .. } => "pack.form",
            Self::Area { .. } => "pack.area",
            Self::NoSource { .. } => "pack.no_source",
            Self::Missing { .. } => "pack.missing",
            Self::Kind { .. } => "pack.kind",
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Form { reason } => format!("规则包无法读取：{reason}"),
            Self::Area { area } => format!("规则包的地区 {area} 不是行政区划"),
            Self::NoSource { name } => format!("规则包数值 {name} 没有写明依据"),
            Self::Missing { name } => format!("现行规则包中没有数值 {name}"),
            Self::Kind { name, wanted } => format!("规则包数值 {name} 的类型不对，应为 {wanted}"),
        }
    }
}

#[derive(Deserialize)]
struct Raw {
    area: String,
    track: Track,
    in_force_from: String,
    version: u32,
    #[serde(flatten)]
    figures: BTreeMap<String, BTreeMap<String, Figure>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "area = \"430000\"\ntrack = \"tender\"\nin_force_from = \"2026-11-01\"\nversion = 2\n";

    #[test]
    fn a_pack_names_each_figure_with_its_source() {
        let text = format!("{HEAD}[expert.exit_age_years]\nvalue = 70\ncertainty = \"B\"\nsource = \"办法\"\n");
        let pack = Pack::parse(&text).expect("a pack");
        assert_eq!(pack.id().to_string(), "430000/tender-2026-11 v2");
        let figure = &pack.figures["expert.exit_age_years"];
        assert_eq!((&figure.value, figure.certainty), (&Value::Number(70), Certainty::Secondary));
    }

    #[test]
    fn a_faulty_pack_says_what_is_wrong() {
        let figure = |body: &str| format!("{HEAD}[a.b]\n{body}\n");
        let table = [
            ("area = 1".to_owned(), "pack.form"),
            (HEAD.replace("430000", "990000"), "pack.area"),
            (HEAD.replace("2026-11-01", "2026-11-31"), "pack.form"),
            (figure("value = 1\ncertainty = \"D\"\nsource = \"x\""), "pack.form"),
            (figure("value = 1.5\ncertainty = \"A\"\nsource = \"x\""), "pack.form"),
            (figure("value = 1\ncertainty = \"A\"\nsource = \" \""), "pack.no_source"),
            (figure("value = 1\ncertainty = \"A\"\nsource = \"x\"\nunit = \"y\""), "pack.form"),
            (figure("value = \"\\t\"\ncertainty = \"A\"\nsource = \"x\""), "pack.form"),
        ];
        for (text, code) in table {
            assert_eq!(Pack::parse(&text).map_err(|error| error.code()), Err(code), "{text}");
        }
    }
}
