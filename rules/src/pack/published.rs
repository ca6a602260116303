//! What the supervising department publishes of a chain of packs: `pack.txt`, which the draw obeys, and the figures behind it.

use jiff::civil::Date;
use proof::pack::Pack as DrawPack;
use proof::text::Text;

use super::figures::Figures;
use super::{Chain, PackError, Track, Value};
use crate::area::Area;

/// The name of what is published for an area and a track: both, then the packs of the chain with month and version, then
/// `changed` when figures differ from theirs.
pub fn published_id(track: Track, area: Area, chain: &Chain, changed: bool) -> String {
    let mut parts = vec![area.to_string(), track.to_string()];
    parts.extend(chain.ids().into_iter().map(|id| {
        // `AREA/TRACK-MONTH` as a file is named; the track stands once, before all of them.
        format!("{}.{}", id.name.replace(&format!("/{track}-"), "-"), id.version)
    }));
    parts.extend(changed.then(|| "changed".to_owned()));
    parts.join("/")
}

/// Area and track in the name of what was published.
pub fn published_for(id: &str) -> Option<(Track, Area)> {
    let mut parts = id.split('/');
    let area = parts.next()?.parse().ok()?;
    Some((Track::read(parts.next()?).ok()?, area))
}

/// `pack.txt` of these figures under a name, in force from a day.
pub fn draw_pack(figures: &Figures, id: &str, from: Date) -> Result<DrawPack, PackError> {
    let mut lines = vec![
        ("id".to_owned(), id.to_owned()),
        ("from".to_owned(), from.to_string()),
        ("figures".to_owned(), figures.hash().to_string()),
    ];
    for (key, name) in LINES {
        let figure = figures.0.get(name).ok_or_else(|| PackError::Missing { name: name.to_owned() })?;
        let value = match &figure.value {
            Value::Number(number) => number.to_string(),
            Value::Text(text) => text.clone(),
            Value::List(texts) => texts.join("/"),
            Value::Flag(flag) => flag.to_string(),
        };
        lines.push((key.to_owned(), value));
    }
    let text = Text::new(lines).map_err(|_| PackError::Kind { name: id.to_owned(), wanted: WANTED })?;
    DrawPack::of_text(&text).map_err(|error| {
        let name = LINES.iter().find(|(key, _)| *key == error.0).map_or(id, |(_, name)| name);
        PackError::Kind { name: name.to_owned(), wanted: WANTED }
    })
}

const WANTED: &str = "of the form that pack.txt demands (docs/DRAW.md section 6)";

/// Lines of `pack.txt` after the hash, and the figures that they show.
const LINES: [(&str, &str); 13] = [
    ("depth", "draw.depth"),
    ("chance", "draw.chance"),
    ("runs", "draw.runs"),
    ("runs-large", "draw.runs_large"),
    ("large", "draw.large"),
    ("empty", "draw.empty"),
    ("registry-age", "draw.registry_age_days"),
    ("round-secs", "draw.round_secs"),
    ("rounds", "draw.rounds"),
    ("late-secs", "draw.late_secs"),
    ("slip-hours", "draw.slip_hours"),
    ("cancel-causes", "draw.cancel_causes"),
    ("round-causes", "draw.round_causes"),
];

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::shipped;
    use super::*;
    use crate::wording::Worded as _;

    #[test]
    fn every_shipped_chain_gives_a_pack_with_the_figures_of_the_protocol() {
        for track in Track::ALL {
            let chain = Chain::choose(&shipped(), *track, Area::HUNAN, date(2026, 12, 7));
            let figures = chain.figures();
            assert_eq!(Figures::parse(&figures.to_string()), Ok(figures.clone()));
            let id = published_id(*track, Area::HUNAN, &chain, false);
            assert_eq!(published_for(&id), Some((*track, Area::HUNAN)), "{id}");
            let pack = draw_pack(&figures, &id, date(2026, 12, 7)).expect("a pack");
            assert_eq!((pack.depth, pack.registry_age_days, pack.round_secs, pack.rounds), (3, 3, 60, 20));
            assert_eq!((pack.chance.to_string(), pack.empty.to_string()), ("1/2".to_owned(), "1/100".to_owned()));
            assert_eq!(pack.figures, figures.hash());
        }
    }

    #[test]
    fn a_name_tells_area_track_and_the_packs_behind_it() {
        let chain = Chain::choose(&shipped(), Track::Tender, Area::CHANGSHA, date(2026, 12, 7));
        let id = published_id(Track::Tender, Area::CHANGSHA, &chain, true);
        let names: Vec<String> = chain.ids().iter().map(|id| format!("2026-11.{}", id.version)).collect();
        assert_eq!(id, format!("430100/tender/430000-{}/000000-{}/changed", names[0], names[1]));
        for odd in ["", "430000", "430000/x/1", "x/tender"] {
            assert_eq!(published_for(odd), None, "{odd}");
        }
    }

    #[test]
    fn a_figure_out_of_its_bounds_is_named() {
        let chain = Chain::choose(&shipped(), Track::Tender, Area::HUNAN, date(2026, 12, 7));
        for (name, value, code) in [("draw.depth", "0", "pack.kind"), ("draw.cancel_causes", "end", "pack.kind")] {
            let mut figures = chain.figures();
            figures.change(name, value, "x").expect("of its kind");
            let error = draw_pack(&figures, "430000/tender/1", date(2026, 12, 7)).expect_err("out of bounds");
            assert_eq!(error.code(), code);
            assert!(error.to_string().contains(name), "{error}");
        }
    }
}
