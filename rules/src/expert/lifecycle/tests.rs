use jiff::civil::date;

use super::super::model::Term;
use super::*;

const TODAY: Date = date(2026, 11, 24);
const GATE: Gate = Gate { exit_age_years: 70, training_valid_months: 36, confirmation_valid_months: 12 };

fn standing(state: State) -> Standing {
    Standing { state, from: date(2026, 1, 1), until: None }
}

fn event(name: &str) -> Event {
    match name {
        "admit" => Event::Admit { on: TODAY },
        "leave" => Event::GrantLeave { from: TODAY, until: date(2026, 12, 31) },
        "return" => Event::Return { on: TODAY },
        "suspend" => Event::Suspend { from: TODAY, until: None },
        "lift" => Event::Lift { on: TODAY },
        _ => Event::Exit { on: TODAY },
    }
}

#[test]
fn each_state_allows_its_own_events() {
    let table = [
        (State::Draft, "admit exit"),
        (State::Active, "leave suspend exit"),
        (State::OnLeave, "leave return suspend exit"),
        (State::Suspended, "suspend lift exit"),
        (State::Exited, ""),
    ];
    for (state, allowed) in table {
        for name in ["admit", "leave", "return", "suspend", "lift", "exit"] {
            let result = step(standing(state), event(name), TODAY);
            assert_eq!(result.is_ok(), allowed.split(' ').any(|word| word == name), "{state} {name}");
            if let Ok(step) = result {
                assert_eq!(step.next.state, event(name).state());
            }
        }
    }
}

#[test]
fn the_page_asks_for_a_state_and_gets_its_event() {
    let until = Some(date(2026, 12, 31));
    let table = [
        (State::Draft, State::Active, None, Ok(Event::Admit { on: TODAY })),
        (State::OnLeave, State::Active, None, Ok(Event::Return { on: TODAY })),
        (State::Suspended, State::Active, None, Ok(Event::Lift { on: TODAY })),
        (State::Active, State::OnLeave, until, Ok(Event::GrantLeave { from: TODAY, until: date(2026, 12, 31) })),
        (State::Active, State::OnLeave, None, Err(LifecycleError::LeaveWithoutEnd)),
        (State::Active, State::Suspended, None, Ok(Event::Suspend { from: TODAY, until: None })),
        (State::Exited, State::Active, None, Err(LifecycleError::NoWay { from: State::Exited, to: State::Active })),
        (State::Active, State::Draft, None, Err(LifecycleError::NoWay { from: State::Active, to: State::Draft })),
    ];
    for (from, to, until, expected) in table {
        assert_eq!(Event::towards(standing(from), to, TODAY, until), expected, "{from} {to}");
    }
}

#[test]
fn days_must_make_sense() {
    let leave = |from, until| step(standing(State::Active), Event::GrantLeave { from, until }, TODAY);
    assert!(leave(date(2026, 12, 1), date(2026, 12, 1)).is_ok());
    assert_eq!(
        leave(date(2026, 12, 2), date(2026, 12, 1)),
        Err(LifecycleError::Order { from: date(2026, 12, 2), until: date(2026, 12, 1) })
    );
    assert_eq!(leave(date(2026, 11, 1), date(2026, 11, 23)), Err(LifecycleError::Past { until: date(2026, 11, 23) }));
    let exit = |on| step(standing(State::Active), Event::Exit { on }, TODAY);
    assert!(exit(date(2026, 11, 1)).is_ok());
    assert_eq!(exit(date(2026, 11, 25)), Err(LifecycleError::Future { on: date(2026, 11, 25) }));
}

#[test]
fn leave_and_suspension_hold_exactly_within_their_days() {
    let window = |state| Standing { state, from: date(2026, 12, 1), until: Some(date(2026, 12, 10)) };
    for state in [State::OnLeave, State::Suspended] {
        let table = [
            (date(2026, 11, 30), State::Active),
            (date(2026, 12, 1), state),
            (date(2026, 12, 10), state),
            (date(2026, 12, 11), State::Active),
        ];
        for (day, expected) in table {
            assert_eq!(state_on(window(state), day), expected, "{state} {day}");
        }
    }
    assert_eq!(state_on(standing(State::Suspended), date(2036, 1, 1)), State::Suspended, "no end, no lift");
    assert_eq!(state_on(standing(State::Exited), date(2020, 1, 1)), State::Exited);
}

#[test]
fn a_leave_that_has_ended_is_no_hindrance_to_another() {
    let over = Standing { state: State::OnLeave, from: date(2026, 1, 1), until: Some(date(2026, 1, 31)) };
    assert!(step(over, event("leave"), TODAY).is_ok());
    let suspended = Standing { state: State::Suspended, ..over };
    assert!(step(suspended, event("leave"), TODAY).is_ok(), "the suspension has lifted itself");
    assert!(step(Standing { until: None, ..suspended }, event("leave"), TODAY).is_err());
}

#[test]
fn what_stands_against_a_draw_is_told_in_full() {
    let sound = file();
    assert_eq!(obstacles(&sound, Library::Evaluation, TODAY, &GATE), []);
    let table: [(ExpertFile, Obstacle); 9] = [
        (ExpertFile { state: State::Draft, ..file() }, Obstacle::State { state: State::Draft, until: None }),
        (ExpertFile { evaluation: None, ..file() }, Obstacle::NotInLibrary { library: Library::Evaluation }),
        (
            file_with_term(TODAY.tomorrow().expect("a day"), date(2030, 1, 1)),
            Obstacle::TermAhead { from: date(2026, 11, 25) },
        ),
        (file_with_term(date(2020, 1, 1), date(2026, 11, 23)), Obstacle::TermOver { until: date(2026, 11, 23) }),
        (ExpertFile { id_number: born("19561124"), ..file() }, Obstacle::Age { limit: 70 }),
        (ExpertFile { trained_on: None, ..file() }, Obstacle::Training { last: None }),
        (
            ExpertFile { trained_on: Some(date(2023, 11, 23)), ..file() },
            Obstacle::Training { last: Some(date(2023, 11, 23)) },
        ),
        (ExpertFile { confirmed_on: None, ..file() }, Obstacle::Confirmation { last: None }),
        (
            ExpertFile { confirmed_on: Some(date(2025, 11, 23)), ..file() },
            Obstacle::Confirmation { last: Some(date(2025, 11, 23)) },
        ),
    ];
    for (file, obstacle) in table {
        let sentence = obstacle.zh();
        assert_eq!(obstacles(&file, Library::Evaluation, TODAY, &GATE), vec![obstacle], "{sentence}");
    }
}

#[test]
fn the_last_day_still_counts_and_the_day_after_does_not() {
    let ends_today = file_with_term(date(2024, 1, 1), TODAY);
    assert_eq!(obstacles(&ends_today, Library::Evaluation, TODAY, &GATE), []);
    let eve = ExpertFile { id_number: born("19561125"), ..file() };
    assert_eq!(obstacles(&eve, Library::Evaluation, TODAY, &GATE), []);
    let confirmed = ExpertFile { confirmed_on: Some(date(2025, 11, 24)), ..file() };
    assert_eq!(obstacles(&confirmed, Library::Evaluation, TODAY, &GATE), []);
}

fn born(digits: &str) -> crate::expert::ResidentId {
    crate::expert::ResidentId::complete(&format!("430102{digits}001")).expect("an id")
}

fn file_with_term(from: Date, until: Date) -> ExpertFile {
    let term =
        Term { title: "高级工程师".to_owned(), from, until, specialties: vec!["A0801".parse().expect("a code")] };
    ExpertFile { evaluation: Some(term), ..file() }
}

fn file() -> ExpertFile {
    let term = Term {
        title: "高级工程师".to_owned(),
        from: date(2025, 1, 1),
        until: date(2027, 12, 31),
        specialties: vec!["A0801".parse().expect("a code")],
    };
    ExpertFile {
        id: "01932d8e-7c00-7a3b-8c11-0123456789ab".parse().expect("an id"),
        index: Some(0),
        number: None,
        area: "430100".parse().expect("an area"),
        state: State::Active,
        state_reason: None,
        state_from: date(2025, 1, 1),
        state_until: None,
        name: "李明远".to_owned(),
        id_number: born("19750315"),
        phone: crate::expert::Phone::mobile("13800000000").expect("a phone"),
        second_phone: None,
        address: None,
        bank_name: None,
        bank_account: None,
        unit: None,
        trained_on: Some(date(2026, 3, 1)),
        confirmed_on: Some(date(2026, 1, 8)),
        evaluation: Some(term),
        review: None,
        employments: vec![],
        kin: vec![],
        licences: vec![],
        declarations: vec![],
        credits: vec![],
        panels: vec![],
        calendar: vec![],
    }
}
