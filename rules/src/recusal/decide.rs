//! One decision for each expert: eligible, excluded with every hit, or unmatched because no slot asks for such a profile. A hit
//! names a rule and a fact, never a person.

use std::fmt::Write as _;

use super::case::Prepared;
use super::catalogue::{FactKind, Rule};
use super::facts::Facts;
use super::register::{Register, UnitKey};
use super::{area, calendar, conduct, employment, equity};
use crate::wording::words;

words! {
    /// What is decided about an expert.
    pub enum Verdict ("判定", "verdict") {
        /// May be drawn.
        Eligible = "eligible", "可抽取", "eligible";
        /// Fits a slot and is hit by a rule.
        Excluded = "excluded", "回避", "excluded";
        /// Fits no slot.
        Unmatched = "unmatched", "不符合条件", "unmatched";
    }
}

/// Where the fact of a hit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    /// What kind of fact.
    pub fact: FactKind,
    /// Its place among the facts of its kind, from 0: in the expert's file, or in the register for an office or a stake.
    pub row: u32,
    /// The unit of the case that it leads to; none where the rule is about no unit.
    pub unit: Option<UnitKey>,
}

/// A rule that excludes an expert, with the fact that it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// The rule.
    pub rule: Rule,
    /// The fact.
    pub evidence: Evidence,
}

impl Hit {
    /// A hit of a rule.
    pub const fn new(rule: Rule, evidence: Evidence) -> Self {
        Self { rule, evidence }
    }

    /// Whether the fact rests on somebody's judgement: its ledger entry must exist before the registry root.
    pub fn is_judgement(&self) -> bool {
        self.rule.is_judgement() || self.evidence.fact == FactKind::Leave
    }
}

/// What was decided about one expert, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Order of admission.
    pub index: u32,
    /// Verdict.
    pub verdict: Verdict,
    /// The bits that the profile has, whether excluded or not.
    pub profile: u64,
    /// Every hit, ordered, each once.
    pub hits: Vec<Hit>,
}

impl Decision {
    /// The bits for which the expert may be drawn; none unless eligible.
    pub fn mask(&self) -> u64 {
        if self.verdict == Verdict::Eligible { self.profile } else { 0 }
    }

    /// The decision in one line of ASCII, the same wherever it is written: the verdict, then each hit as
    /// `rule:fact:row:unit`, units by code.
    pub fn text(&self, register: &Register) -> String {
        let mut text = self.verdict.code().to_owned();
        for hit in &self.hits {
            let Evidence { fact, row, unit } = hit.evidence;
            let unit = unit.map_or_else(|| "none".to_owned(), |unit| register.label(unit));
            write!(text, " {}:{fact}:{row}:{unit}", hit.rule).expect("a text takes everything");
        }
        text
    }
}

/// Judges one expert by every rule that reads the imported registry.
pub fn decide(prepared: &Prepared<'_>, facts: &Facts) -> Decision {
    let specialties = facts.membership(prepared.figures.library).map_or(&[][..], |term| &term.specialties);
    let profile = prepared.case.slots.mask(facts.area, specialties);
    let mut hits = Vec::new();
    for rule in RULES {
        rule(prepared, facts, &mut hits);
    }
    hits.sort_unstable();
    hits.dedup();
    let verdict = match (profile, hits.is_empty()) {
        (0, _) => Verdict::Unmatched,
        (_, true) => Verdict::Eligible,
        (_, false) => Verdict::Excluded,
    };
    Decision { index: facts.index, verdict, profile, hits }
}

/// The near matches, by their place in the list of open pairs, that must be resolved before the draw: those of which a unit
/// touches the case.
pub fn blocking(prepared: &Prepared<'_>, open: &[(UnitKey, UnitKey)]) -> Vec<usize> {
    let register = prepared.register;
    let blocks = |(left, right): &(UnitKey, UnitKey)| {
        register.counted(*left) != register.counted(*right) && (prepared.touches(*left) || prepared.touches(*right))
    };
    (0..).zip(open).filter(|(_, pair)| blocks(pair)).map(|(place, _)| place).collect()
}

/// One rule: adds its hits.
type Judge = fn(&Prepared<'_>, &Facts, &mut Vec<Hit>);

/// In the order of the catalogue.
const RULES: &[Judge] = &[
    employment::employed,
    conduct::officer,
    equity::controller,
    conduct::interest,
    employment::department,
    conduct::ever_punished,
    conduct::confined,
    employment::tenderee,
    employment::party,
    equity::group,
    conduct::declared,
    conduct::dispute,
    conduct::registered_at,
    employment::retired,
    area::away,
    calendar::clash,
    calendar::state,
    calendar::frequency,
    employment::requested,
];

#[cfg(test)]
mod tests {
    use super::super::example::{Scene, key};
    use super::*;
    use crate::expert::model::{CalendarKind, DeclarationKind, EmploymentKind};

    #[test]
    fn somebody_in_whom_nothing_stands_out_is_eligible() {
        let scene = Scene::new(3);
        let decision = scene.decision();
        assert_eq!((decision.verdict, decision.hits.as_slice(), decision.mask()), (Verdict::Eligible, &[][..], 1));
        assert_eq!(decision.text(&scene.graph.register()), "eligible");
    }

    #[test]
    fn all_hits_are_kept_in_order_and_an_excluded_person_has_no_mask() {
        let mut scene = Scene::new(3);
        scene.case.bidders = vec![key(1), key(2), key(1)];
        scene.work(1, "2020-01", None, EmploymentKind::Employed).work(
            2,
            "2024-03",
            Some("2025-01"),
            EmploymentKind::Employed,
        );
        scene.declare(1, DeclarationKind::Recusal);
        scene.busy("2026-12-01T03:00:00Z", "2026-12-01T05:00:00Z", CalendarKind::Leave);
        let decision = scene.decision();
        assert_eq!((decision.verdict, decision.profile, decision.mask()), (Verdict::Excluded, 1, 0));
        let register = scene.graph.register();
        let [one, two] = [1, 2].map(|unit| register.label(key(unit)));
        let text =
            format!("excluded R01:employment:0:{one} R01:employment:1:{two} R16:declaration:0:{one} R22:leave:0:none");
        assert_eq!(decision.text(&register), text);
        let judgements: Vec<_> = decision.hits.iter().map(Hit::is_judgement).collect();
        assert_eq!(judgements, [false, false, true, true]);
    }

    #[test]
    fn whoever_fits_no_slot_is_unmatched_whatever_else_is_known() {
        let mut scene = Scene::new(2);
        scene.case.bidders = vec![key(1)];
        scene.work(1, "2020-01", None, EmploymentKind::Employed);
        scene.facts.area = "431300".parse().expect("an area");
        let decision = scene.decision();
        assert_eq!((decision.verdict, decision.mask(), decision.hits.len()), (Verdict::Unmatched, 0, 1));
    }

    #[test]
    fn a_near_match_blocks_where_it_touches_the_case() {
        let mut scene = Scene::new(7);
        scene.case.bidders = vec![key(1)];
        scene.graph.hold(2, 1, "40");
        scene.graph.units[3].branch_of = Some(key(1));
        scene.graph.units[6].merged_into = Some(key(1));
        let (register, figures) = (scene.graph.register(), scene.figures());
        let prepared = Prepared::new(&register, &scene.case, &figures);
        let pairs = [(4, 5), (1, 4), (5, 2), (3, 4), (1, 6), (4, 6)].map(|(left, right)| (key(left), key(right)));
        assert_eq!(blocking(&prepared, &pairs), [1, 2, 3, 5]);
    }
}
