//! An expert's own row: state, the terms of one or both libraries, training, confirmation, and where to reach and pay.

use jiff::ToSpan as _;
use jiff::civil::Date;
use rules::expert::model::{State, Term};
use rules::expert::{BankAccount, ExpertNumber, SpecialtyCode};
use rules::import::ExpertRow;

use super::Demo;
use super::chance::Chance;
use super::people::{self, Tie};
use super::places::CITIES;
use super::trades::TRADES;

/// The row of an expert; the newest in the list are drafts and have no number.
pub fn row(demo: &Demo, chance: &mut Chance, index: usize) -> ExpertRow {
    let person = &demo.people[index];
    let unit = &demo.units[person.unit].row;
    let state = state(demo, chance, index);
    let (evaluation, review) = terms(demo, chance, index, state);
    ExpertRow {
        number: demo.number(index),
        name: person.name.clone(),
        id_number: person.id_number,
        phone: people::phone(index),
        second_phone: chance.per_mille(180).then(|| people::landline(chance, person.city)),
        area: CITIES[person.city].area(),
        unit_name: Some(unit.name.clone()),
        unit_code: Some(unit.code),
        state: Some(state),
        evaluation,
        review,
        trained_on: (state != State::Draft && !chance.per_mille(60)).then(|| chance.days_before(demo.day, 20, 700)),
        confirmed_on: confirmed_on(demo, chance, state),
        address: Some(address(demo, index)),
        bank_name: Some(format!("演示银行{}分行", CITIES[person.city].name)),
        bank_account: Some(bank_account(index)),
    }
}

/// The number of an admitted expert: the platform's id begins with the word DEMO.
pub fn number(serial: usize) -> ExpertNumber {
    let serial = u32::try_from(serial).expect("fewer than a million experts");
    ExpertNumber::compose(PLATFORM, '1', serial).expect("a serial of six digits")
}

fn state(demo: &Demo, chance: &mut Chance, index: usize) -> State {
    if demo.number(index).is_none() {
        return State::Draft;
    }
    if demo.people[index].age_on(demo.day) >= 70 && !chance.per_mille(200) {
        return State::Exited;
    }
    chance.weighted(&[(State::Active, 915), (State::OnLeave, 18), (State::Suspended, 30), (State::Exited, 37)])
}

fn terms(demo: &Demo, chance: &mut Chance, index: usize, state: State) -> (Option<Term>, Option<Term>) {
    let person = &demo.people[index];
    let trade = &TRADES[person.trade];
    let (evaluation, review) = chance.weighted(&[((true, false), 60), ((false, true), 18), ((true, true), 22)]);
    let age = person.age_on(demo.day);
    let senior = if age >= 50 && chance.per_mille(400) { 2 } else { 1 };
    let ladder = trade.titles.ladder();
    let evaluation = evaluation.then(|| Term {
        title: ladder[senior].to_owned(),
        specialties: specialties(chance, trade.evaluation),
        ..span(demo, chance, state)
    });
    let review = review.then(|| Term {
        title: ladder[if evaluation.is_none() && chance.per_mille(350) { 0 } else { senior }].to_owned(),
        specialties: specialties(chance, trade.review),
        ..span(demo, chance, state)
    });
    (evaluation, review)
}

/// Three years, most of them running; some ended, and some end within two months.
fn span(demo: &Demo, chance: &mut Chance, state: State) -> Term {
    let ended = state == State::Exited || chance.per_mille(35);
    let from = match (ended, chance.per_mille(40)) {
        (true, _) => chance.days_before(demo.day, 1100, 1900),
        (false, true) => chance.days_before(demo.day, 1035, 1093),
        (false, false) => chance.days_before(demo.day, 3, 1030),
    };
    let until = from.saturating_add(3.years()).saturating_sub(1.day());
    Term { title: String::new(), from, until, specialties: Vec::new() }
}

/// One to four codes, of which the characteristic ones come first.
fn specialties(chance: &mut Chance, codes: &[&str]) -> Vec<SpecialtyCode> {
    let count =
        usize::try_from(chance.weighted(&[(1, 20), (2, 35), (3, 30), (4, 15)])).expect("small").min(codes.len());
    let mut chosen: Vec<SpecialtyCode> = Vec::with_capacity(count);
    while chosen.len() < count {
        let place = chance.below(codes.len()).min(chance.below(codes.len()));
        let code = SpecialtyCode::read(codes[place]).expect("a code of the edition");
        if !chosen.contains(&code) {
            chosen.push(code);
        }
    }
    chosen.sort_unstable();
    chosen
}

/// This year as a rule; some are late, some never confirmed.
fn confirmed_on(demo: &Demo, chance: &mut Chance, state: State) -> Option<Date> {
    if state == State::Draft || chance.per_mille(25) {
        return None;
    }
    let late = chance.per_mille(70) || state == State::Exited;
    Some(if late { chance.days_before(demo.day, 380, 760) } else { chance.days_before(demo.day, 2, 320) })
}

/// Spouses live in one flat.
fn address(demo: &Demo, index: usize) -> String {
    let home = match people::tie(index) {
        Some((Tie::Spouses, other)) if other < demo.people.len() => index.min(other),
        _ => index,
    };
    let city = &CITIES[demo.people[index].city];
    let (_, county) = city.counties[demo.people[index].county];
    let (road, house, flat) = (home % 89 + 1, home / 89 % 40 + 1, home % 23 + 101);
    format!("湖南省{}{county}演示路{road}号{house}栋{flat}室", city.full_name)
}

/// Nineteen digits under a head that no bank has, with the check digit of cards.
fn bank_account(index: usize) -> BankAccount {
    let body = format!("6299990000{:08}", (index * 6_700_417 + 31) % 100_000_000);
    let account = (0..10).map(|check| BankAccount::read(&format!("{body}{check}")).expect("19 digits"));
    account.into_iter().find(BankAccount::has_card_check).expect("one of ten digits checks")
}

/// Ten characters that no real platform has.
pub const PLATFORM: &str = "DEMO430000";
