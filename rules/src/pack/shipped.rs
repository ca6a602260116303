//! The packs that the program is built with; a site adds its own beside them.

use super::Pack;

/// Every pack of the directory `packs/`, parsed.
pub fn shipped() -> Vec<Pack> {
    TEXTS.iter().map(|(_, text)| Pack::parse(text).expect("the tests parse every shipped pack")).collect()
}

/// File and text.
const TEXTS: &[(&str, &str)] = &[
    ("000000/tender-2026-11", include_str!("../../../packs/000000/tender-2026-11.toml")),
    ("000000/procurement-2026-11", include_str!("../../../packs/000000/procurement-2026-11.toml")),
    ("430000/tender-2026-11", include_str!("../../../packs/430000/tender-2026-11.toml")),
    ("430000/procurement-2026-11", include_str!("../../../packs/430000/procurement-2026-11.toml")),
];

#[cfg(test)]
mod tests {
    use super::super::{Chain, Track};
    use super::*;
    use crate::area::Area;
    use jiff::civil::date;

    #[test]
    fn every_shipped_pack_parses_and_is_named_as_its_file() {
        for (name, text) in TEXTS {
            let pack = Pack::parse(text).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(pack.id().name, *name);
        }
        assert_eq!(shipped().len(), TEXTS.len());
    }

    #[test]
    fn hunan_has_its_own_ages_and_takes_the_rest_from_the_base() {
        for (track, age) in [(Track::Tender, 70), (Track::Procurement, 69)] {
            let chain = Chain::choose(&shipped(), track, Area::HUNAN, date(2026, 12, 1));
            let gate = chain.gate().expect("the figures of the gate");
            assert_eq!((gate.exit_age_years, gate.confirmation_valid_months), (age, 12), "{track}");
            assert_eq!(chain.near_threshold(), Ok(crate::unit::near::THRESHOLD));
            assert_eq!(chain.ids().len(), 2);
        }
    }
}
