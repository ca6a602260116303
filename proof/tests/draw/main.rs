//! Whole draws of an invented centre, checked through the public face of the crate.

mod corpus;
mod keys;
mod laws;
mod plans;
mod play;
mod repair;
mod script;
mod second;

use std::path::Path;

use proof::verify::{Check, Options, Verdict, verify};

use crate::play::{Ending, Plan, play};

#[test]
fn honest_draws_are_anchored() {
    for plan in honest() {
        let file = play(&plan).bundle().to_bytes();
        let chain = keys::chain(&keys::anchor(plan.three_keys));
        let options = Options { chain: Some(&chain), gates: plan.depth > 1, parent: None };
        let (verdict, subject, findings) = verify(&file, options);
        assert_eq!(verdict, Verdict::Anchored, "{}", plan.name);
        assert_eq!((subject.project.as_str(), subject.attempt), ("HJ-2026-0042", u64::from(plan.attempt)));
        assert_eq!(findings.expect("ours").cancelled.is_some(), plan.ending != Ending::Closed);
        assert_eq!(verify(&file, Options::default()).0, Verdict::Unanchored);
    }
}

#[test]
fn every_meaningful_edit_is_refused_by_name() {
    let mut wrong = Vec::new();
    for edit in corpus::edits() {
        let plan = (edit.plan)();
        let mut script = play(&plan);
        (edit.edit)(&mut script);
        let chain = keys::chain(&keys::anchor(plan.three_keys));
        let (verdict, _, _) =
            verify(&script.bundle().to_bytes(), Options { chain: Some(&chain), ..Options::default() });
        if verdict != Verdict::Rejected(edit.check) {
            wrong.push(format!("{}: {verdict}, not rejected: {}", edit.name, edit.check));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_supplementary_draw_fills_the_short_seats_of_its_parent_and_no_others() {
    let parent = play(&plans::merged_tiers());
    let id = parent.step_of_kind("draw-open").get("draw").parse().expect("a hash");
    let (parent, chain) = (parent.bundle().to_bytes(), keys::chain(&keys::anchor(false)));
    let options = Options { chain: Some(&chain), gates: false, parent: Some(&parent) };
    let judged = |plan: &Plan| verify(&play(plan).bundle().to_bytes(), options).0;
    let good = plans::supplement(id);
    assert_eq!(judged(&good), Verdict::Anchored);
    let refused = Verdict::Rejected(Check::Parent);
    assert_eq!(judged(&Plan { parent: Some(proof::Hash([1; 32])), ..good.clone() }), refused);
    assert_eq!(judged(&Plan { filed: vec!["A08 1 430000", "B01 1 430000"], ..good.clone() }), refused);
    let two = Plan { slots: "2:1/1:1", filed: vec!["A08 2 430000", "C05 1 430000"], depth: 1, ..good.clone() };
    assert_eq!(judged(&two), refused);
    assert_eq!(judged(&plans::sixty_four()), refused);
    let cancelled = play(&plans::law()).bundle().to_bytes();
    let (verdict, ..) = verify(&play(&good).bundle().to_bytes(), Options { parent: Some(&cancelled), ..options });
    assert_eq!(verdict, refused);
}

/// Bytes at even places here, those at odd places beside it on another core.
#[test]
fn every_second_byte_changed_once_is_refused() {
    flip_every_second_byte(0);
}

#[test]
fn every_other_byte_changed_once_is_refused() {
    flip_every_second_byte(1);
}

#[test]
fn the_vectors_of_the_repository_are_these_draws() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors");
    for (name, plan) in plans::vectors() {
        let file = play(&plan).bundle().to_bytes();
        let chain = keys::chain(&keys::anchor(plan.three_keys));
        let (_, _, findings) = verify(&file, Options { chain: Some(&chain), ..Options::default() });
        let picks: String = findings.expect("ours").pick_lines().iter().map(|line| format!("{line}\n")).collect();
        is(&folder.join(format!("{name}.vdraw")), &file);
        is(&folder.join(format!("{name}.anchor.txt")), chain.to_string().as_bytes());
        is(&folder.join(format!("{name}.picks.txt")), picks.as_bytes());
    }
}

/// Compares a file with what it should be, or writes it when `HENGJIAN_WRITE_VECTORS` is set.
fn is(path: &Path, content: &[u8]) {
    if std::env::var_os("HENGJIAN_WRITE_VECTORS").is_some() {
        std::fs::write(path, content).expect("ours");
    }
    let found = std::fs::read(path).unwrap_or_default();
    assert!(found == content, "{} is not the draw of its plan", path.display());
}

fn flip_every_second_byte(first: usize) {
    let plan = plans::sixty_four();
    let file = play(&plan).bundle().to_bytes();
    let chain = keys::chain(&keys::anchor(plan.three_keys));
    let options = Options { chain: Some(&chain), ..Options::default() };
    let mut changed = file.clone();
    for at in (first..file.len()).step_by(2) {
        changed[at] ^= 1;
        let (verdict, _, _) = verify(&changed, options);
        assert!(matches!(verdict, Verdict::Rejected(_)), "byte {at}: {verdict}");
        changed[at] = file[at];
    }
}

fn honest() -> Vec<Plan> {
    let owed = Plan { ending: Ending::Law { opened: false }, ..plans::law() };
    let infeasible = Plan { ending: Ending::Infeasible, ..plans::sixty_four() };
    let withdrawn = Plan { ending: Ending::Withdrawn, ..plans::sixty_four() };
    let (no_reveal, second) = (plans::no_reveal(), plans::second_attempt());
    vec![plans::sixty_four(), no_reveal, second, plans::merged_tiers(), plans::law(), owed, infeasible, withdrawn]
}
