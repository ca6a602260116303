//! What is on record against an expert, and when an expert cannot come: penalties that fit the state, busy days and leave.

use jiff::ToSpan as _;
use jiff::civil::{Date, time};
use rules::expert::ExpertNumber;
use rules::expert::model::{CalendarKind, CreditField, CreditKind, State};
use rules::import::{CalendarRow, CreditRow};

use super::Demo;
use super::chance::Chance;
use super::places::CITIES;

/// Penalties and other records: a suspended expert has one in force, an exited one sometimes the record that ended it.
pub fn credits(demo: &Demo, chance: &mut Chance, of: (usize, State), number: ExpertNumber) -> Vec<CreditRow> {
    let (index, state) = of;
    let record = match state {
        State::Suspended if chance.per_mille(600) => Some(in_force(demo, chance)),
        State::Exited if chance.per_mille(120) => Some(ended_by(demo, chance)),
        State::Suspended | State::Exited | State::Draft => None,
        State::Active | State::OnLeave => chance.per_mille(18).then(|| over(demo, chance)),
    };
    let city = CITIES[demo.people[index].city].full_name;
    let record = record.map(|(kind, from, until)| CreditRow {
        expert_number: number,
        kind,
        field: if kind == CreditKind::Dishonesty { CreditField::Other } else { CreditField::Bidding },
        basis: "评标专家和评标专家库管理暂行办法第十五条".to_owned(),
        authority: format!("{city}演示发展和改革委员会"),
        document: Some(format!("演改罚〔{}〕{}号", from.year(), index % 300 + 1)),
        from,
        until,
    });
    record.into_iter().collect()
}

type Record = (CreditKind, Date, Option<Date>);

fn in_force(demo: &Demo, chance: &mut Chance) -> Record {
    let from = chance.days_before(demo.day, 5, 80);
    let months = chance.pick(&[3, 6, 12, 24, 36]);
    (CreditKind::Suspension, from, Some(from.saturating_add(months.months()).saturating_sub(1.day())))
}

fn ended_by(demo: &Demo, chance: &mut Chance) -> Record {
    let kind = chance.weighted(&[
        (CreditKind::Removal, 60),
        (CreditKind::Bar, 15),
        (CreditKind::Criminal, 10),
        (CreditKind::AdministrativePenalty, 15),
    ]);
    (kind, chance.days_before(demo.day, 30, 900), None)
}

fn over(demo: &Demo, chance: &mut Chance) -> Record {
    let kind = chance.weighted(&[
        (CreditKind::Warning, 50),
        (CreditKind::SeriousWarning, 20),
        (CreditKind::Suspension, 20),
        (CreditKind::AdministrativePenalty, 4),
        (CreditKind::Dishonesty, 6),
    ]);
    let from = chance.days_before(demo.day, 420, 1200);
    (kind, from, Some(from.saturating_add(1.years()).saturating_sub(1.day())))
}

/// Spans around the day of the demo.
pub fn calendar(demo: &Demo, chance: &mut Chance, state: State, number: ExpertNumber) -> Vec<CalendarRow> {
    let mut rows = Vec::new();
    let mut enter = |first: Date, last: Date, kind| {
        let starts_at = first.to_datetime(time(8, 30, 0, 0));
        rows.push(CalendarRow { expert_number: number, starts_at, ends_at: last.to_datetime(time(18, 0, 0, 0)), kind });
    };
    if state == State::OnLeave {
        let first = chance.days_before(demo.day, 1, 20);
        enter(first, demo.day.saturating_add(chance.between(5, 60).days()), CalendarKind::Leave);
    }
    if state == State::Active && chance.per_mille(140) {
        let first = demo.day.saturating_add(chance.between(1, 30).days());
        enter(first, first.saturating_add(chance.between(0, 2).days()), CalendarKind::Busy);
    }
    if chance.per_mille(30) {
        let first = demo.day.saturating_add(chance.between(35, 80).days());
        enter(first, first.saturating_add(chance.between(3, 14).days()), CalendarKind::Leave);
    }
    rows
}
