//! `pack.txt`: the figures that a draw obeys, as a text whose hash the supervising department published before
//! they came into force.

use thiserror::Error;

use crate::day::Day;
use crate::hash::Hash;
use crate::statement::{decimal, is_token};
use crate::text::Text;

/// The figures of one draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    /// Name of the pack, a token.
    pub id: String,
    /// First day on which it is in force.
    pub from: Day,
    /// Hash of all figures of the pack with their sources.
    pub figures: Hash,
    /// How many times over the seats must be filled by different groups, 1 to 99.
    pub depth: u32,
    /// Greatest share of the fairness drawings in which one person may be seated.
    pub chance: Fraction,
    /// How many fairness drawings.
    pub runs: u32,
    /// How many when more than `large` people are eligible.
    pub runs_large: u32,
    /// Number of eligible people above which `runs_large` counts.
    pub large: u32,
    /// Greatest share of the fairness drawings that may leave a seat empty.
    pub empty: Fraction,
    /// Age of the registry root in days.
    pub registry_age_days: u32,
    /// Seconds between the instants at which rounds close.
    pub round_secs: u32,
    /// Most rounds of one draw, the empty ones not counted.
    pub rounds: u32,
    /// Seconds after which shares may answer in a key's place.
    pub late_secs: u32,
    /// Hours in which a slip can still be revealed.
    pub slip_hours: u32,
    /// Causes for which a draw may be cancelled after the last reveal.
    pub cancel_causes: Vec<String>,
    /// Causes for which a round may follow unsealing.
    pub round_causes: Vec<String>,
}

/// A share `above/below`, written with exactly these numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fraction {
    pub above: u32,
    pub below: u32,
}

/// Why a text is not a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("pack.txt must give '{0}' in its place and form")]
pub struct PackError(pub &'static str);

impl Pack {
    /// Reads the figures out of a text with exactly these lines in this order.
    pub fn of_text(text: &Text) -> Result<Pack, PackError> {
        let keys = text.lines().iter().map(|(key, _)| key.as_str());
        if !keys.eq(KEYS) {
            return Err(PackError("id"));
        }
        let value = |key: &'static str| text.value(key).ok_or(PackError(key));
        let number = |key: &'static str, range: std::ops::RangeInclusive<u64>| {
            let number = decimal(value(key)?).filter(|number| range.contains(number));
            number.map(|number| number as u32).ok_or(PackError(key))
        };
        let causes = |key: &'static str| {
            let causes: Vec<String> = value(key)?.split('/').map(str::to_owned).collect();
            let fit = causes.iter().all(|cause| is_token(cause) && !RESERVED.contains(&cause.as_str()));
            if fit { Ok(causes) } else { Err(PackError(key)) }
        };
        let fraction = |key: &'static str, least: u32| {
            let fraction = Fraction::parse(value(key)?);
            fraction.filter(|fraction| fraction.above >= least).ok_or(PackError(key))
        };
        Ok(Pack {
            id: value("id").ok().filter(|id| is_token(id)).ok_or(PackError("id"))?.to_owned(),
            from: value("from")?.parse().map_err(|_| PackError("from"))?,
            figures: value("figures")?.parse().map_err(|_| PackError("figures"))?,
            depth: number("depth", 1..=99)?,
            chance: fraction("chance", 1)?,
            runs: number("runs", 1..=MANY)?,
            runs_large: number("runs-large", 1..=MANY)?,
            large: number("large", 1..=MANY)?,
            empty: fraction("empty", 0)?,
            registry_age_days: number("registry-age", 0..=365)?,
            round_secs: number("round-secs", 1..=MANY)?,
            rounds: number("rounds", 1..=MANY)?,
            late_secs: number("late-secs", 1..=MANY)?,
            slip_hours: number("slip-hours", 1..=MANY)?,
            cancel_causes: causes("cancel-causes")?,
            round_causes: causes("round-causes")?,
        })
    }

    /// The text of these figures.
    pub fn text(&self) -> Text {
        let values = [
            self.id.clone(),
            self.from.to_string(),
            self.figures.to_string(),
            self.depth.to_string(),
            self.chance.to_string(),
            self.runs.to_string(),
            self.runs_large.to_string(),
            self.large.to_string(),
            self.empty.to_string(),
            self.registry_age_days.to_string(),
            self.round_secs.to_string(),
            self.rounds.to_string(),
            self.late_secs.to_string(),
            self.slip_hours.to_string(),
            self.cancel_causes.join("/"),
            self.round_causes.join("/"),
        ];
        Text::new(KEYS.into_iter().map(str::to_owned).zip(values).collect())
            .expect("figures have no control characters")
    }
}

impl Fraction {
    fn parse(text: &str) -> Option<Fraction> {
        let (above, below) = text.split_once('/')?;
        let (above, below) = (decimal(above)?, decimal(below)?);
        let fits = (1..=10_000).contains(&below) && above <= below;
        fits.then_some(Fraction { above: above as u32, below: below as u32 })
    }
}

impl std::fmt::Display for Fraction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.above, self.below)
    }
}

const KEYS: [&str; 16] = [
    "id",
    "from",
    "figures",
    "depth",
    "chance",
    "runs",
    "runs-large",
    "large",
    "empty",
    "registry-age",
    "round-secs",
    "rounds",
    "late-secs",
    "slip-hours",
    "cancel-causes",
    "round-causes",
];

/// Causes that the protocol itself gives a meaning.
const RESERVED: [&str; 5] = ["infeasible", "withdrawn", "no-reveal", "vacancy", "end"];
const MANY: u64 = 1_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pack_reads_and_writes_back() {
        let pack = Pack::of_text(&Text::parse(TEXT.as_bytes()).unwrap()).unwrap();
        assert_eq!(pack.text().to_string(), TEXT);
        assert_eq!((pack.depth, pack.chance, pack.round_causes.len()), (3, Fraction { above: 1, below: 2 }, 2));
    }

    #[test]
    fn every_figure_has_its_bounds() {
        for (good, bad) in [
            ("id 430000", "id ID"),
            ("from 2026-11-24", "from 2026-11-31"),
            ("depth 3", "depth 0"),
            ("depth 3", "depth 03"),
            ("chance 1/2", "chance 0/2"),
            ("chance 1/2", "chance 3/2"),
            ("chance 1/2", "chance 1"),
            ("runs 2000", "runs 0"),
            ("runs 2000", "runs 1000001"),
            ("empty 1/100", "empty 1/0"),
            ("registry-age 3", "registry-age 366"),
            ("cancel-causes law/force", "cancel-causes law//force"),
            ("cancel-causes law/force", "cancel-causes infeasible"),
            ("round-causes ill/hit", "round-causes end"),
            ("late-secs 900\n", ""),
            ("rounds 20\nlate-secs 900", "late-secs 900\nrounds 20"),
        ] {
            let text = TEXT.replace(good, bad);
            assert_ne!(text, TEXT);
            assert!(Pack::of_text(&Text::parse(text.as_bytes()).unwrap()).is_err(), "{bad}");
        }
    }

    const TEXT: &str = "id 430000/tender-2026-11/1\nfrom 2026-11-24\n\
        figures 0000000000000000000000000000000000000000000000000000000000000000\ndepth 3\nchance 1/2\nruns 2000\n\
        runs-large 200\nlarge 5000\nempty 1/100\nregistry-age 3\nround-secs 60\nrounds 20\nlate-secs 900\n\
        slip-hours 24\ncancel-causes law/force\nround-causes ill/hit\n";
}
