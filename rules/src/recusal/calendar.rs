//! Whether an expert can come at all: booked elsewhere or on leave (R22), in no drawable state (R23), too often on panels (R24).

use jiff::civil::Date;

use super::case::Prepared;
use super::catalogue::{FactKind, Rule};
use super::decide::{Evidence, Hit};
use super::facts::{Facts, Panel};
use crate::expert::lifecycle::Obstacle;
use crate::expert::model::{CalendarKind, PanelOutcome, State};

/// R22: busy or on leave during the evaluation; spans that merely touch do not clash.
pub fn clash(prepared: &Prepared<'_>, facts: &Facts, hits: &mut Vec<Hit>) {
    for (row, span) in (0..).zip(&facts.calendar) {
        let fact = match span.kind {
            CalendarKind::Busy => FactKind::Busy,
            CalendarKind::Leave => FactKind::Leave,
        };
        if span.starts_at < prepared.case.ends_at && prepared.case.starts_at < span.ends_at {
            hits.push(Hit::new(Rule::Clash, Evidence { fact, row, unit: None }));
        }
    }
}

/// R23: not in a drawable state on the day. Rows: 0 state, 1 library, 2 term, 3 age, 4 training, 5 confirmation.
pub fn state(prepared: &Prepared<'_>, facts: &Facts, hits: &mut Vec<Hit>) {
    let library = prepared.figures.library;
    let term = facts.membership(library).map(|term| (term.from, term.until));
    for obstacle in facts.readiness.obstacles(library, term, prepared.day, &prepared.figures.gate) {
        let (fact, row) = match obstacle {
            Obstacle::State { state: State::OnLeave, .. } => (FactKind::Leave, 0),
            Obstacle::State { .. } => (FactKind::Standing, 0),
            Obstacle::NotInLibrary { .. } => (FactKind::Standing, 1),
            Obstacle::TermAhead { .. } | Obstacle::TermOver { .. } => (FactKind::Standing, 2),
            Obstacle::Age { .. } => (FactKind::Standing, 3),
            Obstacle::Training { .. } => (FactKind::Standing, 4),
            Obstacle::Confirmation { .. } => (FactKind::Standing, 5),
        };
        hits.push(Hit::new(Rule::State, Evidence { fact, row, unit: None }));
    }
}

/// R24: one more panel would pass a cap of the pack. Panels up to the day count, those that the expert missed do not; a month is
/// the calendar month of the day. The hit names the panels that fill the cap.
pub fn frequency(prepared: &Prepared<'_>, facts: &Facts, hits: &mut Vec<Hit>) {
    let caps = prepared.figures.frequency;
    let sat = |panel: &Panel| panel.outcome != PanelOutcome::Absent && panel.evaluated_on <= prepared.day;
    let panels: Vec<_> = (0..).zip(&facts.panels).filter(|(_, panel)| sat(panel)).collect();
    let mut rows: Vec<u32> = Vec::new();
    let mut fill = |counts: &dyn Fn(&Panel) -> bool, max: usize| {
        let filling: Vec<u32> = panels.iter().filter(|(_, panel)| counts(panel)).map(|(row, _)| *row).collect();
        if filling.len() >= max {
            rows.extend(filling);
        }
    };
    let day = prepared.day;
    fill(&|panel| panel.evaluated_on == day, caps.day_max);
    fill(&|panel| panel.evaluated_on.first_of_month() == day.first_of_month(), caps.month_max);
    let mut tenderees: Vec<_> = prepared.case.tenderees.iter().map(|unit| prepared.register.counted(*unit)).collect();
    tenderees.dedup();
    for tenderee in tenderees {
        let same = |panel: &Panel| panel.tenderee.map(|unit| prepared.register.counted(unit)) == Some(tenderee);
        fill(&|panel| same(panel) && days_between(panel, day) <= caps.cool_down_days, 1);
        fill(&|panel| same(panel) && days_between(panel, day) <= caps.tenderee_days, caps.tenderee_max);
    }
    rows.sort_unstable();
    rows.dedup();
    hits.extend(
        rows.into_iter().map(|row| Hit::new(Rule::Frequency, Evidence { fact: FactKind::Panel, row, unit: None })),
    );
}

fn days_between(panel: &Panel, day: Date) -> i32 {
    day.since(panel.evaluated_on).expect("two days of the calendar").get_days()
}

#[cfg(test)]
mod tests {
    use super::super::example::{Scene, key};
    use super::*;
    use crate::expert::lifecycle::Standing;
    use jiff::civil::date;

    const DAY: Date = date(2026, 12, 1);

    /// Panels by day and tenderee.
    type Seats<'a> = &'a [(Date, u32)];

    #[test]
    fn a_span_clashes_where_it_overlaps_the_evaluation_and_not_where_it_touches() {
        // From nine to five in Shanghai is from one to nine in UTC.
        let table = [
            ("2026-11-30T00:00:00Z", "2026-12-01T01:00:00Z", false),
            ("2026-11-30T00:00:00Z", "2026-12-01T01:00:01Z", true),
            ("2026-12-01T04:00:00Z", "2026-12-01T05:00:00Z", true),
            ("2026-12-01T08:59:59Z", "2026-12-02T00:00:00Z", true),
            ("2026-12-01T09:00:00Z", "2026-12-02T00:00:00Z", false),
        ];
        for (starts_at, ends_at, hit) in table {
            for (kind, expected) in [(CalendarKind::Busy, "R22:busy:0:none"), (CalendarKind::Leave, "R22:leave:0:none")]
            {
                let mut scene = Scene::new(1);
                scene.busy(starts_at, ends_at, kind);
                let hits: &[&str] = if hit { &[expected] } else { &[] };
                assert_eq!(scene.hits(clash), hits, "{starts_at}");
            }
        }
    }

    #[test]
    fn the_state_is_that_of_the_day() {
        let table = [
            (State::Suspended, date(2026, 11, 1), Some(date(2026, 11, 30)), None),
            (State::Suspended, date(2026, 11, 1), Some(DAY), Some("R23:standing:0:none")),
            (State::OnLeave, DAY, Some(DAY), Some("R23:leave:0:none")),
            (State::OnLeave, date(2026, 12, 2), Some(date(2026, 12, 9)), None),
            (State::Exited, date(2026, 1, 1), None, Some("R23:standing:0:none")),
        ];
        for (of, from, until, hit) in table {
            let mut scene = Scene::new(1);
            scene.facts.readiness.standing = Standing { state: of, from, until };
            assert_eq!(scene.hits(state), hit.into_iter().collect::<Vec<_>>(), "{of} from {from}");
        }
    }

    #[test]
    fn library_term_age_training_and_confirmation_each_count() {
        type Change = fn(&mut Facts);
        let table: [(Change, &str); 6] = [
            (|facts| facts.evaluation = None, "R23:standing:1:none"),
            (|facts| facts.evaluation.as_mut().expect("a term").until = date(2026, 11, 30), "R23:standing:2:none"),
            (|facts| facts.evaluation.as_mut().expect("a term").from = date(2026, 12, 2), "R23:standing:2:none"),
            (|facts| facts.readiness.born_on = date(1956, 12, 1), "R23:standing:3:none"),
            (|facts| facts.readiness.trained_on = Some(date(2023, 11, 30)), "R23:standing:4:none"),
            (|facts| facts.readiness.confirmed_on = None, "R23:standing:5:none"),
        ];
        for (change, hit) in table {
            let mut scene = Scene::new(1);
            change(&mut scene.facts);
            assert_eq!(scene.hits(state), [hit]);
        }
    }

    #[test]
    fn each_cap_counts_its_own_days_with_both_ends_inside() {
        // The case is of tenderee 1 on 2026-12-01; 183 days before it lies 2026-06-01.
        let table: [(Seats<'_>, &[u32]); 9] = [
            (&[(DAY, 2)], &[0]),
            (&[(date(2026, 11, 30), 2), (date(2026, 11, 29), 2), (date(2026, 11, 28), 2)], &[]),
            (&[(date(2026, 11, 24), 1)], &[0]),
            (&[(date(2026, 11, 23), 1)], &[]),
            (&[(date(2026, 6, 1), 1), (date(2026, 9, 1), 1)], &[0, 1]),
            (&[(date(2026, 5, 31), 1), (date(2026, 9, 1), 1)], &[]),
            (&[(date(2026, 6, 1), 2), (date(2026, 9, 1), 1)], &[]),
            (&[(date(2026, 12, 2), 1)], &[]),
            (&[(date(2026, 11, 24), 3)], &[0]),
        ];
        for (panels, rows) in table {
            let mut scene = Scene::new(4);
            scene.case.tenderees = vec![key(1)];
            scene.graph.units[3].merged_into = Some(key(1));
            scene.facts.panels = panels.iter().map(|(day, tenderee)| panel(*day, *tenderee)).collect();
            let hits: Vec<_> = rows.iter().map(|row| format!("R24:panel:{row}:none")).collect();
            assert_eq!(scene.hits(frequency), hits, "{panels:?}");
        }
    }

    #[test]
    fn the_month_is_the_calendar_month() {
        let mut scene = Scene::new(3);
        scene.on("2026-12-31");
        scene.facts.panels = [1, 10, 20].map(|day| panel(date(2026, 12, day), 2)).to_vec();
        assert_eq!(scene.hits(frequency).len(), 3);
        scene.facts.panels[0].evaluated_on = date(2026, 11, 30);
        assert!(scene.hits(frequency).is_empty());
        scene.facts.panels[0] = Panel { outcome: PanelOutcome::Absent, ..panel(date(2026, 12, 1), 2) };
        assert!(scene.hits(frequency).is_empty(), "a missed panel is no panel");
    }

    fn panel(evaluated_on: Date, tenderee: u32) -> Panel {
        Panel { evaluated_on, tenderee: Some(key(tenderee)), outcome: PanelOutcome::Completed }
    }
}
