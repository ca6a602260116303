//! Where an expert works or worked: for a bidder (R01), a department (R07), the tenderee or its line (R09), another party (R10),
//! a unit that the request names (R27), or from whom the expert retired (R19). Employment is known by the month and counts the whole month.

use super::case::{Prepared, Tie};
use super::catalogue::Rule;
use super::decide::{Evidence, Hit};
use super::facts::{Facts, Post};
use super::register::Days;

/// R01: worked for a bidder within the years of the pack.
pub fn employed(prepared: &Prepared<'_>, facts: &Facts, hits: &mut Vec<Hit>) {
    let days = prepared.years(prepared.figures.employed_years);
    worked(prepared, facts, (Rule::Employed, Tie::Bidder), days, hits);
}

/// R19: retired from or re-employed by a bidder, without limit of time.
pub fn retired(prepared: &Prepared<'_>, facts: &Facts, hits: &mut Vec<Hit>) {
    for post in facts.posts().filter(|post| post.retired && post.from <= prepared.day) {
        hits.extend(of_post(prepared, &post, Rule::Retired, Tie::Bidder));
    }
}

/// R07: staff of a competent or supervising department; of a finance department, where the pack bars them.
pub fn department(prepared: &Prepared<'_>, facts: &Facts, hits: &mut Vec<Hit>) {
    at_present(prepared, facts, Rule::Department, Tie::Department, hits);
    if prepared.figures.finance_barred {
        at_present(prepared, facts, Rule::Department, Tie::Finance, hits);
    }
}

/// R09: works for the tenderee, its parent or subsidiary.
pub fn tenderee(prepared: &Prepared<'_>, facts: &Facts, hits: &mut Vec<Hit>) {
    at_present(prepared, facts, Rule::Tenderee, Tie::Tenderee, hits);
    at_present(prepared, facts, Rule::Tenderee, Tie::TendereeLine, hits);
}

/// R10: works for the agency, a consultant, designer or another party of the project.
pub fn party(prepared: &Prepared<'_>, facts: &Facts, hits: &mut Vec<Hit>) {
    at_present(prepared, facts, Rule::Party, Tie::Party, hits);
}

/// R27: works for a unit that the request names.
pub fn requested(prepared: &Prepared<'_>, facts: &Facts, hits: &mut Vec<Hit>) {
    at_present(prepared, facts, Rule::Requested, Tie::Requested, hits);
}

/// Works on the day of the case for a unit that is tied to it in a way.
pub(super) fn at_present(prepared: &Prepared<'_>, facts: &Facts, rule: Rule, tie: Tie, hits: &mut Vec<Hit>) {
    worked(prepared, facts, (rule, tie), Days::on(prepared.day), hits);
}

fn worked(prepared: &Prepared<'_>, facts: &Facts, (rule, tie): (Rule, Tie), days: Days, hits: &mut Vec<Hit>) {
    for post in facts.posts().filter(|post| post.works && days.meet(post.from, post.until)) {
        hits.extend(of_post(prepared, &post, rule, tie));
    }
}

fn of_post(prepared: &Prepared<'_>, post: &Post, rule: Rule, tie: Tie) -> impl Iterator<Item = Hit> {
    let (fact, row) = (post.fact, post.row);
    prepared.tied(post.unit, tie).map(move |unit| Hit::new(rule, Evidence { fact, row, unit: Some(unit) }))
}

#[cfg(test)]
mod tests {
    use super::super::example::{Scene, key};
    use super::*;
    use crate::expert::model::EmploymentKind;
    use crate::pack::Track;

    #[test]
    fn three_years_have_both_ends_inside_and_months_count_whole() {
        // The case is judged on 2026-12-01, three years back on 2023-12-01.
        let table = [
            ("2010-01", Some("2023-11"), false),
            ("2010-01", Some("2023-12"), true),
            ("2010-01", None, true),
            ("2023-12", Some("2023-12"), true),
            ("2026-12", None, true),
            ("2027-01", None, false),
        ];
        for (from, until, hit) in table {
            let mut scene = Scene::new(2);
            scene.case.bidders = vec![key(1)];
            scene.work(1, from, until, EmploymentKind::Employed);
            let expected: &[&str] = if hit { &["R01:employment:0:1"] } else { &[] };
            assert_eq!(scene.hits(employed), expected, "{from} to {until:?}");
        }
    }

    #[test]
    fn a_leap_day_falls_back_to_the_28th() {
        // From 2024-02-29 three years back lies 2021-02-28, so January 2021 is outside and February inside.
        for (day, until, hit) in
            [("2024-02-29", "2021-01", false), ("2024-02-29", "2021-02", true), ("2024-03-01", "2021-02", false)]
        {
            let mut scene = Scene::new(2);
            scene.case.bidders = vec![key(1)];
            scene.on(day).work(1, "2010-01", Some(until), EmploymentKind::Employed);
            assert_eq!(!scene.hits(employed).is_empty(), hit, "{day} {until}");
        }
    }

    #[test]
    fn every_kind_of_work_counts_and_retirement_does_not() {
        let table = [
            (EmploymentKind::Employed, true),
            (EmploymentKind::SocialSecurity, true),
            (EmploymentKind::Reemployed, true),
            (EmploymentKind::Retired, false),
        ];
        for (kind, hit) in table {
            let mut scene = Scene::new(2);
            scene.case.bidders = vec![key(1)];
            scene.work(1, "2020-01", None, kind);
            assert_eq!(!scene.hits(employed).is_empty(), hit, "{kind}");
        }
    }

    #[test]
    fn the_present_unit_a_branch_and_a_merged_unit_count() {
        let mut scene = Scene::new(5);
        scene.case.bidders = vec![key(1), key(4)];
        scene.graph.units[2].branch_of = Some(key(1));
        scene.graph.units[3].merged_into = Some(key(2));
        scene.graph.units[4].branch_of = Some(key(0));
        scene.facts.unit = Some(key(1));
        scene.work(2, "2024-01", None, EmploymentKind::Employed);
        scene.work(3, "2024-01", None, EmploymentKind::Employed);
        scene.work(0, "2024-01", None, EmploymentKind::Employed);
        let hits = ["R01:unit:0:1", "R01:employment:0:1", "R01:employment:1:1", "R01:employment:2:0"];
        assert_eq!(scene.hits(employed), hits, "a bidding branch is its company too");
    }

    #[test]
    fn departments_count_on_the_day_and_finance_only_where_the_pack_bars_it() {
        for (track, hits) in [(Track::Tender, 1), (Track::Procurement, 2)] {
            let mut scene = Scene::new(4);
            scene.track = track;
            scene.case.departments = vec![key(1)];
            scene.case.finance_departments = vec![key(2)];
            scene.work(1, "2020-01", None, EmploymentKind::Employed).work(2, "2020-01", None, EmploymentKind::Employed);
            scene.work(1, "2020-01", Some("2026-11"), EmploymentKind::Employed);
            assert_eq!(scene.hits(department).len(), hits, "{track}");
        }
    }

    #[test]
    fn the_tenderees_parents_and_subsidiaries_count_by_control() {
        let mut scene = Scene::new(8);
        scene.case.tenderees = vec![key(1)];
        scene
            .graph
            .hold(2, 1, "51")
            .hold(3, 2, "51")
            .hold(1, 4, "50")
            .hold(1, 5, "50.00000001")
            .hold(6, 1, "10")
            .in_control();
        scene.graph.hold(3, 7, "100");
        for (unit, hit) in [(1, true), (2, true), (3, true), (4, false), (5, true), (6, true), (7, false)] {
            scene.facts.unit = Some(key(unit));
            let expected: &[&str] = if hit { &["R09:unit:0:1"] } else { &[] };
            assert_eq!(scene.hits(tenderee), expected, "{unit}: a sister is no parent and no subsidiary");
        }
    }

    #[test]
    fn parties_and_requested_units_count_on_the_day_alone() {
        let mut scene = Scene::new(3);
        scene.case.parties = vec![key(1)];
        scene.case.requested = vec![key(2)];
        scene.work(1, "2020-01", Some("2026-12"), EmploymentKind::Employed);
        scene.work(2, "2020-01", Some("2026-11"), EmploymentKind::Employed);
        assert_eq!(scene.hits(party), ["R10:employment:0:1"]);
        assert_eq!(scene.hits(requested), Vec::<String>::new());
        scene.facts.unit = Some(key(2));
        assert_eq!(scene.hits(requested), ["R27:unit:0:2"]);
    }

    #[test]
    fn retirement_and_reemployment_count_without_limit_of_time() {
        let table = [
            (EmploymentKind::Retired, "1999-01", true),
            (EmploymentKind::Reemployed, "1999-01", true),
            (EmploymentKind::Retired, "2026-12", true),
            (EmploymentKind::Retired, "2027-01", false),
            (EmploymentKind::Employed, "1999-01", false),
        ];
        for (kind, from, hit) in table {
            let mut scene = Scene::new(2);
            scene.case.bidders = vec![key(1)];
            scene.work(1, from, Some("2027-02"), kind);
            let hits: &[&str] = if hit { &["R19:employment:0:1"] } else { &[] };
            assert_eq!(scene.hits(retired), hits, "{kind} {from}");
        }
    }
}
