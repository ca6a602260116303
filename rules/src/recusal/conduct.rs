//! What is on record about an expert: offices in the business register (R02), punishments and records (R08a, R08b), and what the
//! expert declared (R06, R16, R17) or holds (R18).

use super::case::{Prepared, Tie};
use super::catalogue::{FactKind, Rule};
use super::decide::{Evidence, Hit};
use super::facts::Facts;
use super::register::{Days, UnitKey};
use crate::expert::model::{CreditField, CreditKind, DeclarationKind};

/// R02: held one of the pack's offices of a bidder within the years of the pack.
pub fn officer(prepared: &Prepared<'_>, facts: &Facts, hits: &mut Vec<Hit>) {
    let days = prepared.years(prepared.figures.officer_years);
    let Some(person) = facts.person else { return };
    for (row, office) in prepared.register.offices_of(person) {
        if prepared.figures.officer_roles.contains(&office.role) && days.meet(office.from, office.until) {
            hits.extend(
                prepared.tied(office.unit, Tie::Bidder).map(|unit| hit(Rule::Officer, FactKind::Office, row, unit)),
            );
        }
    }
}

/// R08a: was ever punished, administratively or criminally, in bidding; where the pack bars for life.
pub fn ever_punished(prepared: &Prepared<'_>, facts: &Facts, hits: &mut Vec<Hit>) {
    if !prepared.figures.ever_punished {
        return;
    }
    let punished = |kind| matches!(kind, CreditKind::AdministrativePenalty | CreditKind::Criminal);
    for (row, credit) in (0..).zip(&facts.credits) {
        if credit.field == CreditField::Bidding && punished(credit.kind) && credit.from <= prepared.day {
            hits.push(Hit::new(Rule::EverPunished, Evidence { fact: FactKind::Credit, row, unit: None }));
        }
    }
}

/// R08b: a record of the kinds of the pack is in force on the day.
pub fn confined(prepared: &Prepared<'_>, facts: &Facts, hits: &mut Vec<Hit>) {
    let day = Days::on(prepared.day);
    for (row, credit) in (0..).zip(&facts.credits) {
        if prepared.figures.confining.contains(&credit.kind) && day.meet(credit.from, credit.until) {
            hits.push(Hit::new(Rule::Confined, Evidence { fact: FactKind::Credit, row, unit: None }));
        }
    }
}

/// R06: declared shares, a loan, consulting pay or a patent with a bidder, standing on the day.
pub fn interest(prepared: &Prepared<'_>, facts: &Facts, hits: &mut Vec<Hit>) {
    let kinds = [DeclarationKind::Share, DeclarationKind::Loan, DeclarationKind::Consulting, DeclarationKind::Patent];
    of_declarations(prepared, facts, (Rule::Interest, &kinds), &[Tie::Bidder], hits);
}

/// R16: the expert declared to be recused from a bidder, the tenderee or a party of the project.
pub fn declared(prepared: &Prepared<'_>, facts: &Facts, hits: &mut Vec<Hit>) {
    let ties = [Tie::Bidder, Tie::Tenderee, Tie::Party];
    of_declarations(prepared, facts, (Rule::Declared, &[DeclarationKind::Recusal]), &ties, hits);
}

/// R17: declared a lawsuit or complaint with a bidder, standing on the day.
pub fn dispute(prepared: &Prepared<'_>, facts: &Facts, hits: &mut Vec<Hit>) {
    of_declarations(prepared, facts, (Rule::Dispute, &[DeclarationKind::Dispute]), &[Tie::Bidder], hits);
}

/// R18: a licence is registered at a bidder on the day.
pub fn registered_at(prepared: &Prepared<'_>, facts: &Facts, hits: &mut Vec<Hit>) {
    let day = Days::on(prepared.day);
    for (row, licence) in (0..).zip(&facts.licences).filter(|(_, licence)| day.meet(licence.from, licence.until)) {
        let units = prepared.tied(licence.unit, Tie::Bidder);
        hits.extend(units.map(|unit| hit(Rule::RegisteredAt, FactKind::Licence, row, unit)));
    }
}

fn of_declarations(
    prepared: &Prepared<'_>,
    facts: &Facts,
    (rule, kinds): (Rule, &[DeclarationKind]),
    ties: &[Tie],
    hits: &mut Vec<Hit>,
) {
    let day = Days::on(prepared.day);
    for (row, declaration) in (0..).zip(&facts.declarations) {
        if !kinds.contains(&declaration.kind) || !day.meet(declaration.from, declaration.until) {
            continue;
        }
        for tie in ties {
            let units = prepared.tied(declaration.unit, *tie);
            hits.extend(units.map(|unit| hit(rule, FactKind::Declaration, row, unit)));
        }
    }
}

fn hit(rule: Rule, fact: FactKind, row: u32, unit: UnitKey) -> Hit {
    Hit::new(rule, Evidence { fact, row, unit: Some(unit) })
}

#[cfg(test)]
mod tests {
    use super::super::example::{Scene, key};
    use super::super::facts::Credit;
    use super::super::register::PersonKey;
    use super::*;
    use crate::pack::Track;
    use crate::unit::model::OfficerRole;
    use jiff::civil::{Date, date};

    const DAY: Date = date(2026, 12, 1);

    #[test]
    fn an_office_counts_for_three_years_both_ends_inside() {
        let table = [
            (date(2020, 1, 1), Some(date(2023, 11, 30)), false),
            (date(2020, 1, 1), Some(date(2023, 12, 1)), true),
            (date(2020, 1, 1), None, true),
            (DAY, None, true),
            (date(2026, 12, 2), None, false),
        ];
        for (from, until, expected) in table {
            let mut scene = Scene::new(2);
            scene.case.bidders = vec![key(1)];
            scene.facts.person = Some(PersonKey(3));
            scene.graph.office(9, OfficerRole::Director, 1, (from, until));
            scene.graph.office(3, OfficerRole::Supervisor, 1, (from, until));
            let hits: &[&str] = if expected { &["R02:officer:0:1"] } else { &[] };
            assert_eq!(scene.hits(officer), hits, "{from} {until:?}");
            scene.facts.person = None;
            assert!(scene.hits(officer).is_empty());
        }
    }

    #[test]
    fn an_office_in_a_branch_is_one_of_its_company() {
        let mut scene = Scene::new(3);
        scene.case.bidders = vec![key(1)];
        scene.graph.units[2].branch_of = Some(key(1));
        scene.facts.person = Some(PersonKey(0));
        scene.graph.office(0, OfficerRole::LegalRepresentative, 2, (date(2026, 1, 1), None));
        assert_eq!(scene.hits(officer), ["R02:officer:0:1"]);
    }

    #[test]
    fn an_old_punishment_in_bidding_bars_for_life_under_the_tender_track() {
        let until = Some(date(2011, 1, 1));
        let table = [
            (CreditKind::AdministrativePenalty, CreditField::Bidding, date(2010, 1, 1), true),
            (CreditKind::Criminal, CreditField::Bidding, date(2010, 1, 1), true),
            (CreditKind::Criminal, CreditField::Other, date(2010, 1, 1), false),
            (CreditKind::Suspension, CreditField::Bidding, date(2010, 1, 1), false),
            (CreditKind::Criminal, CreditField::Bidding, date(2026, 12, 2), false),
        ];
        for (kind, field, from, expected) in table {
            let mut scene = Scene::new(1);
            scene.facts.credits.push(Credit { kind, field, from, until });
            let hits: &[&str] = if expected { &["R08a:credit:0:none"] } else { &[] };
            assert_eq!(scene.hits(ever_punished), hits, "{kind} {field}");
            scene.track = Track::Procurement;
            assert!(scene.hits(ever_punished).is_empty());
        }
    }

    #[test]
    fn a_record_confines_exactly_within_its_term() {
        let table = [
            (CreditKind::Suspension, DAY, Some(DAY), true),
            (CreditKind::Suspension, date(2026, 1, 1), Some(date(2026, 11, 30)), false),
            (CreditKind::Suspension, date(2026, 12, 2), None, false),
            (CreditKind::Bar, date(2001, 1, 1), None, true),
            (CreditKind::Dishonesty, date(2026, 1, 1), Some(DAY), true),
            (CreditKind::Warning, date(2026, 1, 1), None, false),
            (CreditKind::SeriousWarning, date(2026, 1, 1), None, false),
        ];
        for (kind, from, until, expected) in table {
            let mut scene = Scene::new(1);
            scene.facts.credits.push(Credit { kind, field: CreditField::Other, from, until });
            assert_eq!(!scene.hits(confined).is_empty(), expected, "{kind} {from}");
        }
    }

    #[test]
    fn a_declared_recusal_counts_for_whoever_takes_part() {
        let mut scene = Scene::new(6);
        scene.case.bidders = vec![key(1)];
        scene.case.tenderees = vec![key(2)];
        scene.case.parties = vec![key(3)];
        for unit in [1, 2, 3, 4] {
            scene.declare(unit, DeclarationKind::Recusal);
        }
        scene.declare(1, DeclarationKind::Share);
        assert_eq!(scene.hits(declared), ["R16:declaration:0:1", "R16:declaration:1:2", "R16:declaration:2:3"]);
        scene.facts.declarations[0].until = Some(date(2026, 11, 30));
        scene.facts.declarations[1].until = Some(DAY);
        scene.facts.declarations[2].from = date(2026, 12, 2);
        assert_eq!(scene.hits(declared), ["R16:declaration:1:2"]);
    }

    #[test]
    fn a_declared_tie_counts_for_a_bidder_alone_and_within_its_days() {
        let table: [(DeclarationKind, &[&str], &[&str]); 6] = [
            (DeclarationKind::Share, &["R06:declaration:0:1"], &[]),
            (DeclarationKind::Loan, &["R06:declaration:0:1"], &[]),
            (DeclarationKind::Consulting, &["R06:declaration:0:1"], &[]),
            (DeclarationKind::Patent, &["R06:declaration:0:1"], &[]),
            (DeclarationKind::Dispute, &[], &["R17:declaration:0:1"]),
            (DeclarationKind::Recusal, &[], &[]),
        ];
        for (kind, interests, disputes) in table {
            let mut scene = Scene::new(3);
            scene.case.bidders = vec![key(1)];
            scene.case.tenderees = vec![key(2)];
            scene.declare(1, kind).declare(2, kind);
            assert_eq!(scene.hits(interest), interests, "{kind}");
            assert_eq!(scene.hits(dispute), disputes, "{kind}");
            scene.facts.declarations[0].until = Some(date(2026, 11, 30));
            assert!(scene.hits(interest).is_empty() && scene.hits(dispute).is_empty(), "{kind} is over");
        }
    }

    #[test]
    fn a_licence_counts_where_it_is_registered_on_the_day() {
        for (from, until, registered) in [
            (DAY, None, true),
            (date(2020, 1, 1), Some(DAY), true),
            (date(2020, 1, 1), Some(date(2026, 11, 30)), false),
            (date(2026, 12, 2), None, false),
        ] {
            let mut scene = Scene::new(3);
            scene.case.bidders = vec![key(1)];
            scene.graph.units[2].branch_of = Some(key(1));
            scene.facts.licences.push(super::super::facts::Licence { unit: key(2), from, until });
            let hits: &[&str] = if registered { &["R18:licence:0:1"] } else { &[] };
            assert_eq!(scene.hits(registered_at), hits, "{from} {until:?}");
        }
    }
}
