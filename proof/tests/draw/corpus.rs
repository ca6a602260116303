//! Meaningful edits: each changes what a draw says and repairs every length, hash and signature that the one who
//! cheats can repair, and names the check that still refuses it.

use proof::anchor::Party;
use proof::hash::Hash;
use proof::verify::Check;

use crate::keys;
use crate::plans::{law, merged_tiers, no_reveal, second_attempt, sixty_four};
use crate::play::{Ending, Happening, Plan};
use crate::repair::{
    another_authority, bare, cancel, copy_proofs, dropped_round, early_outsider, exchanged_proofs, forge_proof,
    insiders_alone, is, late_insider, one_more, recancel, recheck, recommit, recount, refile, regroup, remove, reopen,
    reopen_round, repack, repeat, repool, swap, swap_halves, swapped_rows, third_proof, unmerged, with,
};
use crate::script::{Script, Step};

/// One edit of an honest draw.
pub struct Edit {
    pub name: &'static str,
    pub plan: fn() -> Plan,
    pub edit: fn(&mut Script),
    pub check: Check,
}

/// All of them.
pub fn edits() -> Vec<Edit> {
    let groups = [
        keys_and_names(),
        request_pack_and_registry(),
        pool_and_commitment(),
        numbers(),
        seals(),
        rounds(),
        order(),
        cancellations(),
        attempts(),
        late_rounds(),
    ];
    groups.into_iter().flatten().collect()
}

fn keys_and_names() -> Vec<Edit> {
    vec![
        of(
            "commit-signed-by-the-notary",
            |s| s.step("draw-commit", None).signers = vec![Party::Notary],
            Check::Signature,
        ),
        of("commit-signed-twice", |s| s.step("draw-commit", None).signers.push(Party::Witness), Check::Signature),
        of(
            "pool-checked-by-the-centre",
            |s| s.step("pool-checked", None).signers = vec![Party::Centre],
            Check::Signature,
        ),
        of("sealed-by-the-centre", |s| s.step("sealed", None).signers = vec![Party::Centre], Check::Signature),
        of("reveal-by-the-notary", |s| s.step("reveal", Some(0)).signers = vec![Party::Notary], Check::Signature),
        of("one-cosigner", |s| s.cosigners = vec![0], Check::Policy),
        of("cosigners-out-of-order", |s| s.cosigners = vec![1, 0], Check::Policy),
        of("a-forged-ledger-key", |s| s.log = keys::secret("forged"), Check::Policy),
    ]
}

fn request_pack_and_registry() -> Vec<Edit> {
    vec![
        of("another-authority", another_authority, Check::Draw),
        of("another-attempt-number", |s| s.step("draw-open", None).set("attempt", "2"), Check::Draw),
        of("an-attempt-renumbered", |s| reopen(s, "2", None), Check::Approval),
        of("attempt-zero", |s| reopen(s, "0", None), Check::Draw),
        of("a-parent-made-up", |s| s.step("draw-open", None).set("parent", Hash([1; 32]).to_string()), Check::Approval),
        of("another-project", |s| s.request = with(&s.request, "project", "HJ-2026-0043"), Check::Draw),
        of("a-larger-quota-filed", |s| refile(s, "slot-2", "C05 3 430000"), Check::Slots),
        of("fewer-tiers-filed", |s| refile(s, "slot-1", "A0801 3 430100 430000"), Check::Slots),
        of("a-pack-with-less-depth", |s| s.pack = with(&s.pack, "depth", "2"), Check::Pack),
        of("a-pack-of-tomorrow", |s| repack(s, "from", "2026-11-25"), Check::Pack),
        of("a-pack-of-yesterday", |s| repack(s, "from", "2026-11-20"), Check::Pack),
        of("a-pack-of-one-round", |s| repack(s, "rounds", "1"), Check::Round),
        of("a-young-registry", |s| s.step("registry", None).set("day", "2026-11-22"), Check::Registry),
        of("a-registry-of-days-ago-logged-later", |s| s.step("registry", None).at_secs += 2 * 86_400, Check::Registry),
        of("a-registry-of-long-ago", old_registry, Check::Registry),
        of("another-registry", |s| s.step("draw-open", None).set("registry", "3"), Check::Registry),
        of("a-smaller-registry", |s| s.step("registry", None).set("size", "63"), Check::Registry),
    ]
}

fn pool_and_commitment() -> Vec<Edit> {
    vec![
        of("a-mask-changed", |s| repool(s, |pool, _| pool[9].mask ^= 1), Check::Pool),
        of("a-mask-changed-and-committed", |s| (repool(s, |pool, _| one_more(pool)), recommit(s)).0, Check::Counts),
        of("rows-swapped-and-committed", swapped_rows, Check::Commit),
        of("the-commitment-swapped-under-the-same-numbers", |s| (swapped_rows(s), recheck(s)).0, Check::Reveal),
        of("a-group-changed-and-checked", |s| (regroup(s), recommit(s), recheck(s)).0, Check::Reveal),
        of(
            "a-pair-dropped-and-checked",
            |s| (repool(s, |_, pairs| pairs.truncate(1)), recommit(s), recheck(s)).0,
            Check::Reveal,
        ),
        of("a-bit-above-the-last-tier", |s| repool(s, |pool, _| pool[9].mask |= 1 << 4), Check::Slots),
        of("two-bits-in-one-slot", |s| repool(s, |pool, _| pool[9].mask |= 3), Check::Slots),
        of("slots-renamed", |s| s.step("draw-commit", None).set("slots", "2:3/3:1"), Check::Slots),
        of(
            "counts-changed",
            |s| s.counts = s.counts.as_ref().map(|counts| with(counts, "rule-r01", "7")),
            Check::Counts,
        ),
        of("counts-that-do-not-add-up", |s| recount(s, "unmatched", "1"), Check::Counts),
        of("counts-changed-and-committed", |s| recount(s, "rule-r01", "7"), Check::Commit),
        of("keys-out-of-order", |s| swap_halves(s.step("draw-commit", None), "vrf"), Check::Keys),
    ]
}

fn numbers() -> Vec<Edit> {
    vec![
        of("an-outsider-in-the-first-list", early_outsider, Check::Numbers),
        of("an-insider-only-in-the-second-list", late_insider, Check::Numbers),
        of("insiders-alone", insiders_alone, Check::Numbers),
        of("one-list-only", |s| drop(s.steps.remove(s.position("numbers", Some(0)))), Check::Order),
        of("other-digits", |s| s.step("reveal", Some(0)).set("digits", "123456"), Check::Reveal),
        of("another-nonce", |s| s.step("reveal", Some(0)).set("nonce", "0000000000"), Check::Reveal),
        of("another-role", |s| s.step("reveal", Some(0)).set("role", "centre-2"), Check::Reveal),
        of("reveals-out-of-order", |s| swap(s, "reveal", 0, 1), Check::Reveal),
        of("a-reveal-dropped", |s| drop(s.steps.remove(s.position("reveal", Some(0)))), Check::Reveal),
        of("a-reveal-twice", |s| repeat(s, "reveal", Some(0)), Check::Reveal),
    ]
}

fn seals() -> Vec<Edit> {
    vec![
        of(
            "sealed-of-something-else",
            |s| s.step("sealed", None).set("hash", Hash([1; 32]).to_string()),
            Check::Sealed,
        ),
        of("sealed-dropped", |s| drop(s.steps.remove(s.position("sealed", None))), Check::Order),
        of("sealed-twice", |s| repeat(s, "sealed", None), Check::Order),
        of(
            "sealed-by-two-others-too-early",
            |s| s.step("sealed", None).signers = vec![Party::Centre, Party::Notary],
            Check::Late,
        ),
        of("a-proof-of-another-alpha", |s| forge_proof(s, "op"), Check::Vrf),
        of("proofs-exchanged", exchanged_proofs, Check::Vrf),
        of("a-proof-that-is-no-point", |s| s.step("unseal", Some(0)).set("pi-op", "ff".repeat(80)), Check::Vrf),
        of("a-proof-left-out", |s| s.step("unseal", Some(0)).set("pi-sup", "none"), Check::Opening),
        of("a-third-proof", third_proof, Check::Opening),
        of(
            "a-salt-in-the-first-opening",
            |s| s.step("unseal", Some(0)).set("round-salt", Hash([1; 32]).to_string()),
            Check::Opening,
        ),
    ]
}

fn rounds() -> Vec<Edit> {
    vec![
        of("a-vacancy-moved", |s| reopen_round(s, 1, |o| o.vacated[0].0 = 1), Check::Round),
        of("somebody-who-does-not-sit-there", |s| reopen_round(s, 1, |o| o.vacated[0].1 ^= 1), Check::Round),
        of("a-vacancy-left-out", |s| reopen_round(s, 1, |o| o.vacated.truncate(1)), Check::Vrf),
        of("a-picked-person-barred", |s| reopen_round(s, 1, |o| o.barred.push(o.vacated[0].1)), Check::Round),
        of("somebody-more-barred", |s| reopen_round(s, 2, |o| o.barred.truncate(1)), Check::Vrf),
        of("a-class-changed", |s| s.step("unseal", Some(1)).set("classes", "0102"), Check::Opening),
        of("a-class-of-no-meaning", |s| s.step("unseal", Some(1)).set("classes", "0007"), Check::Opening),
        of(
            "a-round-without-proofs",
            |s| (bare(s, 1), s.step("unseal", Some(1)).signers.push(Party::Supervising)).1,
            Check::Opening,
        ),
        of("a-round-dropped", dropped_round, Check::Opening),
        of("no-empty-round-at-the-end", |s| (remove(s, "unseal", 3), remove(s, "round", 3)).0, Check::Round),
        of(
            "an-empty-round-in-between",
            |s| reopen_round(s, 2, |o| (o.vacated.clear(), o.barred.clear()).0),
            Check::Opening,
        ),
        of("openings-out-of-order", |s| swap(s, "unseal", 1, 2), Check::Order),
        of("an-opening-dropped", |s| remove(s, "unseal", 3), Check::Order),
        of("nothing-opened", |s| s.steps.truncate(s.position("unseal", Some(0))), Check::Order),
        of("a-round-for-no-cause", |s| s.step("round", Some(1)).set("cause", "illness"), Check::Round),
    ]
}

fn order() -> Vec<Edit> {
    vec![
        of("a-late-checkpoint", |s| s.step("numbers", Some(0)).late_by = 2, Check::Waiting),
        of("a-late-registry", |s| s.step("registry", None).late_by = 9, Check::Waiting),
        of(
            "a-statement-of-another-draw",
            |s| s.step("round", Some(1)).set("draw", Hash([1; 32]).to_string()),
            Check::Order,
        ),
        of(
            "another-predecessor-of-the-anchor",
            |s| s.step("anchor", None).set("previous", Hash([1; 32]).to_string()),
            Check::Anchor,
        ),
        of(
            "a-statement-without-a-place",
            |s| {
                s.steps.push(Step {
                    kind: "note",
                    values: vec![("kind", "x".into()), ("hash", Hash([1; 32]).to_string())],
                    ..s.steps[0].clone()
                });
            },
            Check::Order,
        ),
        of("no-pool", |s| s.pool = None, Check::Order),
        of(
            "cancelled-after-the-end",
            |s| cancel(s, "force-majeure", &[Party::Centre, Party::Supervising, Party::Province]),
            Check::Order,
        ),
    ]
}

fn cancellations() -> Vec<Edit> {
    vec![
        edit(
            "infeasible-after-the-commitment",
            law_owed,
            |s| recancel(s, "infeasible", "none", &[Party::Centre, Party::Witness]),
            Check::Cancel,
        ),
        edit(
            "withdrawn-after-the-reveals",
            law_owed,
            |s| recancel(s, "withdrawn", "01", &[Party::Centre]),
            Check::Cancel,
        ),
        edit(
            "no-reveal-though-all-revealed",
            law_owed,
            |s| recancel(s, "no-reveal", "01", &[Party::Centre, Party::Province]),
            Check::Cancel,
        ),
        edit(
            "a-technical-fault",
            law_owed,
            |s| s.step("cancel", None).set("cause", "technical-fault"),
            Check::Signature,
        ),
        edit("sealed-after-a-cancellation-and-nothing-opened", law_owed, sealed_too_late, Check::Order),
        edit(
            "an-unopened-round-for-no-cause",
            law_owed,
            |s| s.step("round", Some(1)).set("cause", "illness"),
            Check::Round,
        ),
        edit(
            "cancelled-by-the-centre-alone",
            law_owed,
            |s| s.step("cancel", None).signers = vec![Party::Centre],
            Check::Signature,
        ),
        edit(
            "cancelled-without-a-document",
            law_owed,
            |s| s.step("cancel", None).set("document", "none"),
            Check::Cancel,
        ),
        edit(
            "a-cause-of-law-before-the-last-reveal",
            no_reveal,
            |s| recancel(s, "law-changed", "01", &[Party::Centre, Party::Supervising, Party::Province]),
            Check::Cancel,
        ),
    ]
}

fn attempts() -> Vec<Edit> {
    vec![
        edit(
            "an-approval-left-out",
            second_attempt,
            |s| drop(s.steps.remove(s.position("approval", None))),
            Check::Order,
        ),
        edit(
            "an-approval-of-another-draw",
            second_attempt,
            |s| s.step("approval", None).set("draw", Hash([1; 32]).to_string()),
            Check::Approval,
        ),
        edit(
            "an-approval-for-another-cause",
            second_attempt,
            |s| s.step("approval", None).set("cause", "supplementary"),
            Check::Approval,
        ),
        edit(
            "an-approval-by-the-centre",
            second_attempt,
            |s| s.step("approval", None).signers = vec![Party::Centre],
            Check::Signature,
        ),
        edit("two-of-three-keys", second_attempt, |s| s.step("unseal", Some(0)).set("pi-out", "none"), Check::Opening),
    ]
}

fn late_rounds() -> Vec<Edit> {
    vec![
        edit(
            "a-late-round-without-the-supervisor",
            merged_tiers,
            |s| s.step("round", Some(5)).signers = vec![Party::Centre],
            Check::Signature,
        ),
        edit(
            "a-late-round-for-a-made-up-cause",
            merged_tiers,
            |s| s.step("round", Some(5)).set("cause", "displeasure"),
            Check::Round,
        ),
        edit(
            "a-late-round-without-numbers",
            merged_tiers,
            |s| s.steps.retain(|step| !is(step, "numbers", 5) && !is(step, "reveal", 5)),
            Check::Opening,
        ),
        edit(
            "a-round-broken-by-the-centre-alone",
            merged_tiers,
            |s| s.step("unseal", Some(6)).signers = vec![Party::Centre],
            Check::Signature,
        ),
        edit(
            "a-broken-round-with-proofs",
            merged_tiers,
            |s| (copy_proofs(s, 5, 6), s.step("unseal", Some(6)).signers.truncate(1)).1,
            Check::Opening,
        ),
        edit("an-unfinished-draw", merged_tiers, |s| (remove(s, "unseal", 8), remove(s, "round", 8)).0, Check::Round),
        edit(
            "another-opening-under-the-same-numbers",
            merged_tiers,
            |s| reopen_round(s, 7, |o| o.barred.clear()),
            Check::Reveal,
        ),
        edit("somebody-barred-no-more", barred_twice, |s| reopen_round(s, 2, |o| o.barred.truncate(1)), Check::Round),
        edit("tiers-merged-too-little", merged_tiers, unmerged, Check::Slots),
    ]
}

fn of(name: &'static str, edit: fn(&mut Script), check: Check) -> Edit {
    Edit { name, plan: sixty_four, edit, check }
}

fn edit(name: &'static str, plan: fn() -> Plan, edit: fn(&mut Script), check: Check) -> Edit {
    Edit { name, plan, edit, check }
}

fn law_owed() -> Plan {
    Plan { ending: Ending::Law { opened: false }, ..law() }
}

/// The law ends the draw after the last reveal; `sealed` comes after it, and no opening.
fn sealed_too_late(s: &mut Script) {
    let cancel = s.steps.pop().expect("the cancellation");
    let sealed = s.steps.remove(s.position("sealed", None));
    s.steps.truncate(s.position("round", Some(1)));
    s.steps.extend([cancel, sealed]);
}

/// A registry of two weeks before, logged on its day.
fn old_registry(s: &mut Script) {
    let registry = s.step("registry", None);
    registry.set("day", "2026-11-07");
    registry.at_secs -= 14 * 86_400;
}

fn barred_twice() -> Plan {
    let bar = |bar| Happening { bar, ..Happening::default() };
    Plan { name: "barred-twice", rounds: vec![bar(2), bar(3)], ..sixty_four() }
}
