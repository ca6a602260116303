//! Where experts may come from (R21), and where a guest site may be.

use super::case::Prepared;
use super::catalogue::{FactKind, Rule};
use super::decide::{Evidence, Hit};
use super::facts::Facts;
use super::register::{Register, UnitKey};
use crate::area::Area;

/// R21: from the project's own city, where the request demands experts of other cities.
pub fn away(prepared: &Prepared<'_>, facts: &Facts, hits: &mut Vec<Hit>) {
    if prepared.case.away_from.is_some_and(|city| city.city() == facts.area.city()) {
        hits.push(Hit::new(Rule::Area, Evidence { fact: FactKind::Area, row: 0, unit: None }));
    }
}

/// The guest cities in which a bidder is seated, where no guest site may be; to be asked after bid opening or by the matching job
/// alone, since the answer tells of the bidder list.
pub fn seated_guests(register: &Register, guests: &[Area], bidders: &[UnitKey]) -> Vec<Area> {
    let seats: Vec<_> = bidders.iter().filter_map(|bidder| register.unit(register.counted(*bidder)).area).collect();
    let is_seat = |guest: &Area| seats.iter().any(|seat| seat.city() == guest.city());
    guests.iter().copied().filter(is_seat).collect()
}

#[cfg(test)]
mod tests {
    use super::super::example::{Graph, Scene, key};
    use super::*;

    #[test]
    fn experts_of_the_projects_city_stay_away_where_other_cities_are_demanded() {
        let table = [
            (Some("430100"), "430100", true),
            (Some("430102"), "430100", true),
            (Some("430200"), "430100", false),
            (Some("430100"), "430000", false),
            (None, "430100", false),
        ];
        for (demanded, area, hit) in table {
            let mut scene = Scene::new(1);
            scene.case.away_from = demanded.map(|area| area.parse().expect("an area"));
            scene.facts.area = area.parse().expect("an area");
            let hits: &[&str] = if hit { &["R21:area:0:none"] } else { &[] };
            assert_eq!(scene.hits(away), hits, "{demanded:?} {area}");
        }
    }

    #[test]
    fn a_guest_city_is_no_bidders_seat() {
        let mut graph = Graph::of(3);
        let area = |text: &str| text.parse::<Area>().expect("an area");
        graph.units[0].area = Some(area("430302"));
        graph.units[1].branch_of = Some(key(0));
        let guests = [area("430200"), area("430300")];
        let seated = |bidders: &[UnitKey]| seated_guests(&graph.register(), &guests, bidders);
        assert_eq!(seated(&[key(1), key(2)]), [area("430300")]);
        assert!(seated(&[key(2)]).is_empty());
    }
}
