//! Meaningful edits: each changes what a draw says and repairs every length, hash and signature that the one who
//! cheats can repair, and names the check that still refuses it.

use proof::anchor::Party;
use proof::hash::{Hash, hex};
use proof::pool::Pool;
use proof::seed::{self, Opening};
use proof::text::Text;
use proof::verify::Check;

use crate::keys;
use crate::plans::{law, merged_tiers, no_reveal, second_attempt, sixty_four};
use crate::play::{Ending, Happening, Plan};
use crate::script::{Script, Step};

/// One edit of an honest draw.
pub struct Edit {
    pub name: &'static str,
    pub plan: fn() -> Plan,
    pub edit: fn(&mut Script),
    pub check: Check,
}

pub fn edits() -> Vec<Edit> {
    let edit = |name, plan, edit, check| Edit { name, plan, edit, check };
    let of = |name, change, check| edit(name, sixty_four as fn() -> Plan, change, check);
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
        of("a-pack-of-yesterday", |s| repack(s, "from", "2026-11-23"), Check::Pack),
        of("a-pack-of-one-round", |s| repack(s, "rounds", "1"), Check::Round),
        of("a-young-registry", |s| s.step("registry", None).set("day", "2026-11-22"), Check::Registry),
        of("another-registry", |s| s.step("draw-open", None).set("registry", "3"), Check::Registry),
        of("a-smaller-registry", |s| s.step("registry", None).set("size", "63"), Check::Registry),
        of("a-mask-changed", |s| repool(s, |pool, _| pool[9].mask ^= 1), Check::Pool),
        of("a-mask-changed-and-committed", |s| (repool(s, one_more), recommit(s)).0, Check::Counts),
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
        of("a-vacancy-moved", |s| reopen_round(s, 1, |o| o.vacated[0].0 = 1), Check::Round),
        of("somebody-who-does-not-sit-there", |s| reopen_round(s, 1, |o| o.vacated[0].1 ^= 1), Check::Round),
        of("a-vacancy-left-out", |s| reopen_round(s, 1, |o| o.vacated.truncate(1)), Check::Vrf),
        of("a-picked-person-barred", |s| reopen_round(s, 1, |o| o.barred.push(o.vacated[0].1)), Check::Round),
        of("somebody-more-barred", |s| reopen_round(s, 2, |o| o.barred.truncate(1)), Check::Vrf),
        of("a-class-changed", |s| s.step("unseal", Some(1)).set("classes", "0102"), Check::Opening),
        of("a-class-of-no-meaning", |s| s.step("unseal", Some(1)).set("classes", "0007"), Check::Opening),
        of("a-round-without-proofs", |s| bare(s, 1), Check::Opening),
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
                })
            },
            Check::Order,
        ),
        of("no-pool", |s| s.pool = None, Check::Order),
        of(
            "cancelled-after-the-end",
            |s| cancel(s, "force-majeure", &[Party::Centre, Party::Supervising, Party::Province]),
            Check::Order,
        ),
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
        edit(
            "an-approval-left-out",
            second_attempt,
            |s| drop(s.steps.remove(s.position("approval", None))),
            Check::Approval,
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
        edit("a-broken-round-with-proofs", merged_tiers, |s| copy_proofs(s, 5, 6), Check::Opening),
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

fn law_owed() -> Plan {
    Plan { ending: Ending::Law { opened: false }, ..law() }
}

fn barred_twice() -> Plan {
    let bar = |bar| Happening { bar, ..Happening::default() };
    Plan { name: "barred-twice", rounds: vec![bar(2), bar(3)], ..sixty_four() }
}

/// A text with one value changed.
fn with(text: &Text, key: &str, value: &str) -> Text {
    let lines =
        text.lines().iter().map(|(name, old)| (name.clone(), if name == key { value.to_owned() } else { old.clone() }));
    Text::new(lines.collect()).unwrap()
}

fn another_authority(s: &mut Script) {
    s.step("draw-open", None).set("authority", "hengjian.example/420000");
    reopen(s, "1", None);
}

/// Gives the draw a new attempt or request and repairs its id everywhere.
fn reopen(s: &mut Script, attempt: &str, request: Option<Text>) {
    if let Some(request) = request {
        s.request = request;
    }
    let request = s.request.hash("vrd1/request");
    let open = s.step("draw-open", None);
    open.set("attempt", attempt);
    open.set("request", request.to_string());
    let id = seed::draw_id(open.get("authority"), &request, attempt.parse().unwrap()).to_string();
    for step in s.steps.iter_mut().filter(|step| step.values[0].0 == "draw" && step.kind != "approval") {
        step.set("draw", id.clone());
    }
    if s.pool.is_some() {
        recheck(s);
    }
}

fn refile(s: &mut Script, key: &str, line: &str) {
    let request = with(&s.request, key, line);
    reopen(s, "1", Some(request));
}

fn repack(s: &mut Script, key: &str, value: &str) {
    s.pack = with(&s.pack, key, value);
    let hash = s.pack.hash("vrd1/pack").to_string();
    let from = s.pack.value("from").unwrap().to_owned();
    s.step("pack", None).set("hash", hash.clone());
    s.step("pack", None).set("from", from);
    s.step("draw-open", None).set("pack", hash);
}

fn repool(s: &mut Script, change: impl Fn(&mut Vec<proof::pool::Record>, &mut Vec<(u32, u32)>)) {
    let pool = s.pool.as_ref().unwrap();
    let (mut records, mut pairs) = (pool.records().to_vec(), pool.pairs().to_vec());
    change(&mut records, &mut pairs);
    s.pool = Some(Pool::new(records, pairs).unwrap());
}

/// Somebody who was excluded becomes eligible.
fn one_more(pool: &mut Vec<proof::pool::Record>, _: &mut Vec<(u32, u32)>) {
    let excluded = pool.iter_mut().find(|record| record.mask == 0);
    excluded.unwrap().mask = 0b0100;
}

/// Two people of different masks take each other's place; the pool is committed to as it is then.
fn swapped_rows(s: &mut Script) {
    repool(s, |pool, pairs| {
        pairs.clear();
        let other = pool.iter().position(|record| record.mask != pool[0].mask).unwrap();
        (pool[0].mask, pool[other].mask) = (pool[other].mask, pool[0].mask);
    });
    recommit(s);
}

fn regroup(s: &mut Script) {
    repool(s, |pool, pairs| {
        pairs.clear();
        let other = pool.iter().position(|record| record.group != pool[0].group).unwrap();
        (pool[0].group, pool[other].group) = (pool[other].group, pool[0].group);
    });
}

/// Repairs the pool's hash in the commitment.
fn recommit(s: &mut Script) {
    let pool = s.pool.as_ref().unwrap();
    let hash = pool.hash(&pool.root()).to_string();
    s.step("draw-commit", None).set("pool", hash);
}

/// Repairs the commitment's hash in `pool-checked`.
fn recheck(s: &mut Script) {
    let commit = seed::commit_hash(&s.step("draw-commit", None).body()).to_string();
    s.step("pool-checked", None).set("commit", commit);
}

fn recount(s: &mut Script, key: &str, value: &str) {
    let counts = with(s.counts.as_ref().unwrap(), key, value);
    s.step("draw-commit", None).set("counts", counts.hash("vrd1/counts").to_string());
    s.counts = Some(counts);
}

fn swap_halves(step: &mut Step, key: &str) {
    let (first, second) = step.get(key).split_once('/').unwrap();
    let swapped = format!("{second}/{first}");
    step.set(key, swapped);
}

fn lists(s: &Script) -> (usize, Vec<String>, Vec<String>) {
    let at = s.position("numbers", Some(0));
    let list = |at: usize| s.steps[at].get("list").split('/').map(str::to_owned).collect();
    (at, list(at), list(at + 1))
}

fn early_outsider(s: &mut Script) {
    let (at, _, all) = lists(s);
    s.steps[at].set("list", all[..3].join("/"));
}

fn late_insider(s: &mut Script) {
    let (at, first, _) = lists(s);
    s.steps[at].set("list", first[..1].join("/"));
}

fn insiders_alone(s: &mut Script) {
    let (at, first, _) = lists(s);
    s.steps[at + 1].set("list", first.join("/"));
    s.steps.drain(at + 4..at + 6);
}

fn swap(s: &mut Script, kind: &str, first: usize, second: usize) {
    let at = s.steps.iter().position(|step| step.kind == kind).unwrap();
    let (one, other) = (s.steps[at + first].clone(), s.steps[at + second].clone());
    (s.steps[at + first], s.steps[at + second]) = (other, one);
}

fn repeat(s: &mut Script, kind: &str, r: Option<u32>) {
    let at = s.position(kind, r);
    let again = s.steps[at].clone();
    s.steps.insert(at + 1, again);
}

fn remove(s: &mut Script, kind: &str, r: u32) {
    s.steps.remove(s.position(kind, Some(r)));
}

fn is(step: &Step, kind: &str, r: u32) -> bool {
    step.kind == kind && step.get("r") == r.to_string()
}

fn forge_proof(s: &mut Script, holder: &str) {
    let forged = keys::vrf(holder).prove(b"another alpha");
    s.step("unseal", Some(0)).set(&format!("pi-{holder}"), hex(&forged.to_bytes()));
}

fn exchanged_proofs(s: &mut Script) {
    let unseal = s.step("unseal", Some(0));
    let (op, sup) = (unseal.get("pi-op").to_owned(), unseal.get("pi-sup").to_owned());
    unseal.set("pi-op", sup);
    unseal.set("pi-sup", op);
}

fn third_proof(s: &mut Script) {
    let unseal = s.step("unseal", Some(0));
    let op = unseal.get("pi-op").to_owned();
    unseal.set("pi-out", op);
}

/// Changes what a round opens to and repairs what the round showed.
fn reopen_round(s: &mut Script, r: u32, change: impl Fn(&mut Opening)) {
    let unseal = s.step("unseal", Some(r));
    let value = |key| Some(unseal.get(key)).filter(|value| *value != "none");
    let mut opening = Opening::parse(r, value("vacated"), value("barred"), value("classes")).unwrap();
    change(&mut opening);
    opening.barred.sort_unstable();
    let none = || "none".to_owned();
    unseal.set("vacated", opening.vacated_value().unwrap_or_else(none));
    unseal.set("barred", opening.barred_value().unwrap_or_else(none));
    unseal.set("classes", opening.classes_value().unwrap_or_else(none));
    let salt: Hash = unseal.get("round-salt").parse().unwrap();
    s.step("round", Some(r)).set("blind", opening.blind(&salt).to_string());
}

fn bare(s: &mut Script, r: u32) {
    for key in ["pi-op", "pi-sup"] {
        s.step("unseal", Some(r)).set(key, "none");
    }
}

/// The first round never was; those after it move up.
fn dropped_round(s: &mut Script) {
    remove(s, "round", 1);
    remove(s, "unseal", 1);
    for (kind, r) in [("round", 2), ("round", 3), ("unseal", 2), ("unseal", 3)] {
        s.step(kind, Some(r)).set("r", (r - 1).to_string());
    }
}

fn copy_proofs(s: &mut Script, from: u32, to: u32) {
    for key in ["pi-op", "pi-sup"] {
        let proof = s.step("unseal", Some(from)).get(key).to_owned();
        s.step("unseal", Some(to)).set(key, proof);
    }
}

fn cancel(s: &mut Script, cause: &str, signers: &[Party]) {
    let last = s.steps.last().unwrap().clone();
    let values = vec![
        ("draw", last.get("draw").to_owned()),
        ("cause", cause.to_owned()),
        ("document", Hash([1; 32]).to_string()),
    ];
    s.steps.push(Step { kind: "cancel", values, signers: signers.to_vec(), ..last });
}

fn recancel(s: &mut Script, cause: &str, document: &str, signers: &[Party]) {
    let cancel = s.step("cancel", None);
    cancel.set("cause", cause);
    cancel.set("document", if document == "none" { document.to_owned() } else { document.repeat(32) });
    cancel.signers = signers.to_vec();
}

/// The first slot claims a lower tier of one person, which the depth does not allow.
fn unmerged(s: &mut Script) {
    repool(s, |pool, _| {
        for (at, record) in pool.iter_mut().enumerate() {
            record.mask = if record.mask == 1 && at > 1 {
                2
            } else if record.mask == 1 {
                1
            } else {
                record.mask << 1
            };
        }
    });
    s.step("draw-commit", None).set("slots", "4:2/1:1/1:1");
    recommit(s);
}
