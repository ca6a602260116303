use std::collections::BTreeSet;

use jiff::civil::date;
use uuid::Uuid;

use super::*;

type Change = (&'static str, fn(&mut ExpertFile));
type TermChange = fn(&mut Term);

/// One change for each value of the file; the first word is the field that must move.
const CHANGES: &[Change] = &[
    ("id", |file| file.id = ExpertId::from_uuid(Uuid::from_u128(9))),
    ("index", |file| file.index = Some(0)),
    ("number", |file| file.number = ExpertNumber::read("43000000011000007").ok()),
    ("area", |file| file.area = Area::HUNAN),
    ("state", |file| file.state = State::Active),
    ("state_reason", |file| file.state_reason = Some("补录".to_owned())),
    ("state_from", |file| file.state_from = date(2026, 1, 2)),
    ("state_until", |file| file.state_until = Some(date(2026, 3, 1))),
    ("name", |file| file.name = "𠮷田".to_owned()),
    ("id_number", |file| file.id_number = ResidentId::complete("43010219760315431").expect("17 digits")),
    ("phone", |file| file.phone = Phone::mobile("13800000001").expect("a mobile")),
    ("second_phone", |file| file.second_phone = Phone::read("0731-82210000").ok()),
    ("address", |file| file.address = Some("麓山路1号".to_owned())),
    ("bank_name", |file| file.bank_name = Some("中国银行".to_owned())),
    ("bank_account", |file| file.bank_account = BankAccount::read("6217000000000000009").ok()),
    ("unit", |file| file.unit = Some(unit())),
    ("trained_on", |file| file.trained_on = Some(date(2026, 1, 1))),
    ("confirmed_on", |file| file.confirmed_on = Some(date(2026, 1, 1))),
    ("evaluation_title", |file| file.evaluation = Some(term())),
    ("review_title", |file| file.review = Some(term())),
    ("employments", |file| {
        file.employments.push(Employment {
            from_month: "2020-01".parse().expect("a month"),
            until_month: None,
            unit: unit(),
            kind: EmploymentKind::Employed,
        });
    }),
    ("kin", |file| {
        file.kin.push(Kin { relation: Relation::Spouse, name: "李四".to_owned(), id_number: None, unit: None });
    }),
    ("licences", |file| {
        let (from, until) = (date(2020, 1, 1), None);
        file.licences.push(Licence { kind: LicenceKind::Other, number: "A1".to_owned(), from, until, unit: unit() });
    }),
    ("declarations", |file| {
        let (from, until) = (date(2020, 1, 1), None);
        file.declarations.push(Declaration { kind: DeclarationKind::Loan, unit: unit(), from, until, note: None });
    }),
    ("credits", |file| {
        file.credits.push(Credit {
            from: date(2020, 1, 1),
            until: None,
            kind: CreditKind::Warning,
            field: CreditField::Other,
            basis: "第十五条".to_owned(),
            authority: "发改委".to_owned(),
            document: None,
        });
    }),
    ("panels", |file| {
        file.panels.push(Panel {
            evaluated_on: date(2020, 1, 1),
            project_code: "P1".to_owned(),
            lot: None,
            tenderee: None,
            outcome: PanelOutcome::Completed,
        });
    }),
    ("calendar", |file| {
        let (starts_at, ends_at) = (Timestamp::UNIX_EPOCH, Timestamp::MAX);
        file.calendar.push(Span { starts_at, ends_at, kind: CalendarKind::Leave });
    }),
];

#[test]
fn every_value_of_the_file_moves_its_field_alone() {
    let base = file().fields();
    for (name, change) in CHANGES {
        let mut changed = file();
        change(&mut changed);
        let moved: Vec<&str> =
            base.iter().zip(changed.fields()).filter(|(old, new)| **old != *new).map(|(old, _)| old.0).collect();
        let expected = if name.ends_with("_title") { 4 } else { 1 };
        assert_eq!((moved.first(), moved.len()), (Some(name), expected), "{name}");
    }
    let told: BTreeSet<&str> = CHANGES.iter().map(|(name, _)| *name).collect();
    let untold = base.iter().map(|(name, _)| *name).filter(|name| !told.contains(name));
    assert_eq!(untold.count(), 6, "from, until and specialties of two terms");
    let ExpertFile {
        id: _,
        index: _,
        number: _,
        area: _,
        state: _,
        state_reason: _,
        state_from: _,
        state_until: _,
        name: _,
        id_number: _,
        phone: _,
        second_phone: _,
        address: _,
        bank_name: _,
        bank_account: _,
        unit: _,
        trained_on: _,
        confirmed_on: _,
        evaluation: _,
        review: _,
        employments: _,
        kin: _,
        licences: _,
        declarations: _,
        credits: _,
        panels: _,
        calendar: _,
    } = file();
    assert_eq!(CHANGES.len(), 27, "one change for each value that the pattern above lists");
}

#[test]
fn a_part_of_a_term_moves_its_own_field() {
    let mut base = file();
    base.evaluation = Some(term());
    let changes: [(&str, TermChange); 4] = [
        ("evaluation_title", |term| term.title.push('师')),
        ("evaluation_from", |term| term.from = date(2024, 1, 1)),
        ("evaluation_until", |term| term.until = date(2029, 1, 1)),
        ("evaluation_specialties", |term| term.specialties.clear()),
    ];
    for (name, change) in changes {
        let mut changed = base.clone();
        change(changed.evaluation.as_mut().expect("set above"));
        let (old, new) = (base.fields(), changed.fields());
        let moved: Vec<_> = old.iter().zip(&new).filter(|(old, new)| old != new).map(|(old, _)| old.0).collect();
        assert_eq!(moved, [name]);
    }
}

#[test]
fn the_order_of_entry_is_no_part_of_the_file() {
    let mut one = file();
    for (_, change) in CHANGES {
        change(&mut one);
    }
    let spouse = one.kin[0].clone();
    let child = Kin { relation: Relation::Child, ..spouse.clone() };
    let mut other = one.clone();
    one.kin = vec![spouse.clone(), child.clone()];
    other.kin = vec![child.clone(), spouse, child];
    assert_eq!(one.in_order(), other.in_order());
}

#[test]
fn two_lists_of_facts_never_have_one_text() {
    let kin = |name: &str, id_number| Kin { relation: Relation::Child, name: name.to_owned(), id_number, unit: None };
    let lists = [
        vec![kin("a\t-\t-\nchild\tb", None)],
        vec![kin("a", None), kin("b", None)],
        vec![kin("a\\", None)],
        vec![kin("a", None)],
        vec![kin("-", None)],
        vec![kin("\\-", None)],
        vec![],
    ];
    let texts: BTreeSet<String> = lists.iter().map(|list| lines(list)).collect();
    assert_eq!(texts.len(), lists.len());
}

fn unit() -> UnitId {
    UnitId::from_uuid(Uuid::from_u128(7))
}

fn term() -> Term {
    Term {
        title: "高级工程师".to_owned(),
        from: date(2025, 1, 1),
        until: date(2027, 12, 31),
        specialties: vec!["A080107".parse().expect("a code")],
    }
}

fn file() -> ExpertFile {
    ExpertFile {
        id: ExpertId::from_uuid(Uuid::from_u128(1)),
        index: None,
        number: None,
        area: "430100".parse().expect("a code"),
        state: State::Draft,
        state_reason: None,
        state_from: date(2026, 1, 1),
        state_until: None,
        name: "张三".to_owned(),
        id_number: ResidentId::complete("43010219750315431").expect("17 digits"),
        phone: Phone::mobile("13800000000").expect("a mobile"),
        second_phone: None,
        address: None,
        bank_name: None,
        bank_account: None,
        unit: None,
        trained_on: None,
        confirmed_on: None,
        evaluation: None,
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
