//! The repairs of one who cheats: a change of a draw and of all that hangs on it.

use proof::anchor::Party;
use proof::hash::{Hash, hex};
use proof::pool::Pool;
use proof::seed::{self, Opening};
use proof::text::Text;

use crate::keys;
use crate::script::{Script, Step};

/// A text with one value changed.
pub fn with(text: &Text, key: &str, value: &str) -> Text {
    let lines =
        text.lines().iter().map(|(name, old)| (name.clone(), if name == key { value.to_owned() } else { old.clone() }));
    Text::new(lines.collect()).expect("ours")
}

pub fn another_authority(s: &mut Script) {
    s.step("draw-open", None).set("authority", "hengjian.example/420000");
    reopen(s, "1", None);
}

/// Gives the draw a new attempt or request and repairs its id everywhere.
pub fn reopen(s: &mut Script, attempt: &str, request: Option<Text>) {
    if let Some(request) = request {
        s.request = request;
    }
    let request = s.request.hash("vrd1/request");
    let open = s.step("draw-open", None);
    open.set("attempt", attempt);
    open.set("request", request.to_string());
    let id = seed::draw_id(open.get("authority"), &request, attempt.parse().expect("ours")).to_string();
    for step in s.steps.iter_mut().filter(|step| step.values[0].0 == "draw" && step.kind != "approval") {
        step.set("draw", id.clone());
    }
    if s.pool.is_some() {
        recheck(s);
    }
}

pub fn refile(s: &mut Script, key: &str, line: &str) {
    let request = with(&s.request, key, line);
    reopen(s, "1", Some(request));
}

pub fn repack(s: &mut Script, key: &str, value: &str) {
    s.pack = with(&s.pack, key, value);
    let hash = s.pack.hash("vrd1/pack").to_string();
    let from = s.pack.value("from").expect("ours").to_owned();
    s.step("pack", None).set("hash", hash.clone());
    s.step("pack", None).set("from", from);
    s.step("draw-open", None).set("pack", hash);
}

pub fn repool(s: &mut Script, change: impl Fn(&mut Vec<proof::pool::Record>, &mut Vec<(u32, u32)>)) {
    let pool = s.pool.as_ref().expect("ours");
    let (mut records, mut pairs) = (pool.records().to_vec(), pool.pairs().to_vec());
    change(&mut records, &mut pairs);
    s.pool = Some(Pool::new(records, pairs).expect("ours"));
}

/// Somebody who was excluded becomes eligible.
pub fn one_more(pool: &mut [proof::pool::Record]) {
    let excluded = pool.iter_mut().find(|record| record.mask == 0);
    excluded.expect("ours").mask = 0b0100;
}

/// Two people of different masks take each other's place; the pool is committed to as it is then.
pub fn swapped_rows(s: &mut Script) {
    repool(s, |pool, pairs| {
        pairs.clear();
        let other = pool.iter().position(|record| record.mask != pool[0].mask).expect("ours");
        (pool[0].mask, pool[other].mask) = (pool[other].mask, pool[0].mask);
    });
    recommit(s);
}

pub fn regroup(s: &mut Script) {
    repool(s, |pool, pairs| {
        pairs.clear();
        let other = pool.iter().position(|record| record.group != pool[0].group).expect("ours");
        (pool[0].group, pool[other].group) = (pool[other].group, pool[0].group);
    });
}

/// Repairs the pool's hash in the commitment.
pub fn recommit(s: &mut Script) {
    let pool = s.pool.as_ref().expect("ours");
    let hash = pool.hash(&pool.root()).to_string();
    s.step("draw-commit", None).set("pool", hash);
}

/// Repairs the commitment's hash in `pool-checked`.
pub fn recheck(s: &mut Script) {
    let commit = seed::commit_hash(&s.step("draw-commit", None).body()).to_string();
    s.step("pool-checked", None).set("commit", commit);
}

pub fn recount(s: &mut Script, key: &str, value: &str) {
    let counts = with(s.counts.as_ref().expect("ours"), key, value);
    s.step("draw-commit", None).set("counts", counts.hash("vrd1/counts").to_string());
    s.counts = Some(counts);
}

pub fn swap_halves(step: &mut Step, key: &str) {
    let (first, second) = step.get(key).split_once('/').expect("ours");
    let swapped = format!("{second}/{first}");
    step.set(key, swapped);
}

pub fn lists(s: &Script) -> (usize, Vec<String>, Vec<String>) {
    let at = s.position("numbers", Some(0));
    let list = |at: usize| s.steps[at].get("list").split('/').map(str::to_owned).collect();
    (at, list(at), list(at + 1))
}

pub fn early_outsider(s: &mut Script) {
    let (at, _, all) = lists(s);
    s.steps[at].set("list", all[..3].join("/"));
}

pub fn late_insider(s: &mut Script) {
    let (at, first, _) = lists(s);
    s.steps[at].set("list", first[..1].join("/"));
}

pub fn insiders_alone(s: &mut Script) {
    let (at, first, _) = lists(s);
    s.steps[at + 1].set("list", first.join("/"));
    s.steps.drain(at + 4..at + 6);
}

pub fn swap(s: &mut Script, kind: &str, first: usize, second: usize) {
    let at = s.steps.iter().position(|step| step.kind == kind).expect("ours");
    let (one, other) = (s.steps[at + first].clone(), s.steps[at + second].clone());
    (s.steps[at + first], s.steps[at + second]) = (other, one);
}

pub fn repeat(s: &mut Script, kind: &str, r: Option<u32>) {
    let at = s.position(kind, r);
    let again = s.steps[at].clone();
    s.steps.insert(at + 1, again);
}

pub fn remove(s: &mut Script, kind: &str, r: u32) {
    s.steps.remove(s.position(kind, Some(r)));
}

pub fn is(step: &Step, kind: &str, r: u32) -> bool {
    step.kind == kind && step.get("r") == r.to_string()
}

pub fn forge_proof(s: &mut Script, holder: &str) {
    let forged = keys::vrf(holder).prove(b"another alpha");
    s.step("unseal", Some(0)).set(&format!("pi-{holder}"), hex(&forged.to_bytes()));
}

pub fn exchanged_proofs(s: &mut Script) {
    let unseal = s.step("unseal", Some(0));
    let (op, sup) = (unseal.get("pi-op").to_owned(), unseal.get("pi-sup").to_owned());
    unseal.set("pi-op", sup);
    unseal.set("pi-sup", op);
}

pub fn third_proof(s: &mut Script) {
    let unseal = s.step("unseal", Some(0));
    let op = unseal.get("pi-op").to_owned();
    unseal.set("pi-out", op);
}

/// Changes what a round opens to and repairs what the round showed.
pub fn reopen_round(s: &mut Script, r: u32, change: impl Fn(&mut Opening)) {
    let unseal = s.step("unseal", Some(r));
    let value = |key| Some(unseal.get(key)).filter(|value| *value != "none");
    let mut opening = Opening::parse(r, value("vacated"), value("barred"), value("classes")).expect("ours");
    change(&mut opening);
    opening.barred.sort_unstable();
    let none = || "none".to_owned();
    unseal.set("vacated", opening.vacated_value().unwrap_or_else(none));
    unseal.set("barred", opening.barred_value().unwrap_or_else(none));
    unseal.set("classes", opening.classes_value().unwrap_or_else(none));
    let salt: Hash = unseal.get("round-salt").parse().expect("ours");
    s.step("round", Some(r)).set("blind", opening.blind(&salt).to_string());
}

pub fn bare(s: &mut Script, r: u32) {
    for key in ["pi-op", "pi-sup"] {
        s.step("unseal", Some(r)).set(key, "none");
    }
}

/// The first round never was; those after it move up.
pub fn dropped_round(s: &mut Script) {
    remove(s, "round", 1);
    remove(s, "unseal", 1);
    for (kind, r) in [("round", 2), ("round", 3), ("unseal", 2), ("unseal", 3)] {
        s.step(kind, Some(r)).set("r", (r - 1).to_string());
    }
}

pub fn copy_proofs(s: &mut Script, from: u32, to: u32) {
    for key in ["pi-op", "pi-sup"] {
        let proof = s.step_of("unseal", from).get(key).to_owned();
        s.step("unseal", Some(to)).set(key, proof);
    }
}

pub fn cancel(s: &mut Script, cause: &str, signers: &[Party]) {
    let last = s.steps.last().expect("ours").clone();
    let values = vec![
        ("draw", last.get("draw").to_owned()),
        ("cause", cause.to_owned()),
        ("document", Hash([1; 32]).to_string()),
    ];
    s.steps.push(Step { kind: "cancel", values, signers: signers.to_vec(), ..last });
}

pub fn recancel(s: &mut Script, cause: &str, document: &str, signers: &[Party]) {
    let cancel = s.step("cancel", None);
    cancel.set("cause", cause);
    cancel.set("document", if document == "none" { document.to_owned() } else { document.repeat(32) });
    cancel.signers = signers.to_vec();
}

/// The first slot claims a lower tier of one person, which the depth does not allow.
pub fn unmerged(s: &mut Script) {
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
