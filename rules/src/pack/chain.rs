//! The packs that act on one decision, the most specific first.

use jiff::civil::Date;

use super::{Figure, Figures, Pack, PackError, PackId, Track, Value};
use crate::area::Area;
use crate::expert::lifecycle::Gate;

/// The area word of a base pack, which every area builds on.
pub const BASE: &str = "000000";

/// The packs in force for an area and a track on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    packs: Vec<Pack>,
}

impl Chain {
    /// Chooses city, province and base pack of the track, of each the newest that is in force on the day.
    pub fn choose(packs: &[Pack], track: Track, area: Area, day: Date) -> Self {
        let mut areas = vec![area.city().to_string(), area.province().to_string(), BASE.to_owned()];
        areas.dedup();
        let newest = |wanted: String| {
            let fits = |pack: &&Pack| pack.track == track && pack.area == wanted && pack.in_force_from <= day;
            packs.iter().filter(fits).max_by_key(|pack| (pack.in_force_from, pack.version)).cloned()
        };
        Self { packs: areas.into_iter().filter_map(newest).collect() }
    }

    /// The figures that were published for an area and a track.
    pub fn published(track: Track, area: Area, from: Date, figures: Figures) -> Self {
        let Figures(figures) = figures;
        Self { packs: vec![Pack { area: area.to_string(), track, in_force_from: from, version: 1, figures }] }
    }

    /// Every figure, each from the most specific pack that has it.
    pub fn figures(&self) -> Figures {
        let all = self.packs.iter().rev().flat_map(|pack| pack.figures.clone());
        Figures(all.collect())
    }

    /// The ids of the packs, the most specific first, as a decision keeps them.
    pub fn ids(&self) -> Vec<PackId> {
        self.packs.iter().map(Pack::id).collect()
    }

    /// A figure with its source, from the most specific pack that has it.
    pub fn figure(&self, name: &str) -> Result<&Figure, PackError> {
        let figure = self.packs.iter().find_map(|pack| pack.figures.get(name));
        figure.ok_or_else(|| PackError::Missing { name: name.to_owned() })
    }

    /// A whole number.
    pub fn number(&self, name: &str) -> Result<i64, PackError> {
        match self.figure(name)?.value {
            Value::Number(number) => Ok(number),
            _ => Err(kind(name, "a whole number")),
        }
    }

    /// A yes or no.
    pub fn flag(&self, name: &str) -> Result<bool, PackError> {
        match self.figure(name)?.value {
            Value::Flag(flag) => Ok(flag),
            _ => Err(kind(name, "true or false")),
        }
    }

    /// A text, decimal or fraction.
    pub fn text(&self, name: &str) -> Result<&str, PackError> {
        match &self.figure(name)?.value {
            Value::Text(text) => Ok(text),
            _ => Err(kind(name, "a text")),
        }
    }

    /// Several texts.
    pub fn list(&self, name: &str) -> Result<&[String], PackError> {
        match &self.figure(name)?.value {
            Value::List(list) => Ok(list),
            _ => Err(kind(name, "a list")),
        }
    }

    /// The figures that decide whether an expert may be drawn.
    pub fn gate(&self) -> Result<Gate, PackError> {
        let small = |name: &str| u16::try_from(self.number(name)?).map_err(|_| kind(name, "a small whole number"));
        let age = small("expert.exit_age_years")?;
        Ok(Gate {
            exit_age_years: i16::try_from(age).map_err(|_| kind("expert.exit_age_years", "an age"))?,
            training_valid_months: small("expert.training_valid_months")?,
            confirmation_valid_months: small("expert.confirmation_valid_months")?,
        })
    }

    /// The score from which two units are shown as near, 0 to 100.
    pub fn near_threshold(&self) -> Result<u8, PackError> {
        let name = "unit.near_threshold";
        let score = u8::try_from(self.number(name)?).ok().filter(|score| *score <= 100);
        score.ok_or_else(|| kind(name, "a score of 0 to 100"))
    }
}

fn kind(name: &str, wanted: &'static str) -> PackError {
    PackError::Kind { name: name.to_owned(), wanted }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const DAY: Date = date(2026, 12, 1);

    fn pack(area: &str, from: &str, figures: &[(&str, i64)]) -> Pack {
        let head = format!("area = \"{area}\"\ntrack = \"tender\"\nin_force_from = \"{from}\"\nversion = 1\n");
        let figure =
            |(name, value): &(&str, i64)| format!("[{name}]\nvalue = {value}\ncertainty = \"C\"\nsource = \"x\"\n");
        let figures: String = figures.iter().map(figure).collect();
        Pack::parse(&format!("{head}{figures}")).expect("a pack")
    }

    fn packs() -> Vec<Pack> {
        vec![
            pack(BASE, "2020-01-01", &[("a.base", 1), ("a.province", 1), ("a.city", 1)]),
            pack("430000", "2020-01-01", &[("a.province", 2), ("a.city", 2)]),
            pack("430000", "2027-01-01", &[("a.province", 9)]),
            pack("430100", "2020-01-01", &[("a.city", 3)]),
            pack("430200", "2020-01-01", &[("a.city", 8)]),
        ]
    }

    fn chain(area: &str, day: Date) -> Chain {
        Chain::choose(&packs(), Track::Tender, area.parse().expect("an area"), day)
    }

    #[test]
    fn the_nearer_pack_wins_figure_by_figure() {
        let table = [("430100", 1, 2, 3), ("430000", 1, 2, 2), ("430300", 1, 2, 2), ("420100", 1, 1, 1)];
        for (area, base, province, city) in table {
            let chain = chain(area, DAY);
            let figures = ["a.base", "a.province", "a.city"].map(|name| chain.number(name).expect("a figure"));
            assert_eq!(figures, [base, province, city], "{area}");
        }
    }

    #[test]
    fn a_new_pack_acts_from_its_day_on() {
        for (day, figure) in [(date(2026, 12, 31), 2), (date(2027, 1, 1), 9)] {
            assert_eq!(chain("430100", day).number("a.province"), Ok(figure), "{day}");
        }
        assert!(chain("430100", date(2019, 12, 31)).ids().is_empty());
    }

    #[test]
    fn a_missing_or_odd_figure_is_told() {
        let chain = chain("430100", DAY);
        assert_eq!(chain.number("a.none"), Err(PackError::Missing { name: "a.none".to_owned() }));
        assert_eq!(chain.flag("a.base"), Err(kind("a.base", "true or false")));
        let ids: Vec<_> = chain.ids().into_iter().map(|id| id.name).collect();
        assert_eq!(ids, ["430100/tender-2020-01", "430000/tender-2020-01", "000000/tender-2020-01"]);
    }
}
