//! An honest draw of an invented centre, from its plan to its script.

use std::collections::BTreeSet;

use proof::anchor::Party;
use proof::hash::{Hash, hex, tagged};
use proof::number::{Commitments, Number, Role, reveals_hash};
use proof::pick::{Panel, Seat};
use proof::pool::{Pool, Record};
use proof::seed::{self, Class, Opening};
use proof::slot::Slots;
use proof::text::Text;

use crate::keys;
use crate::script::{Script, Step};

/// What happens in a draw.
#[derive(Clone, Debug)]
pub struct Plan {
    pub name: &'static str,
    pub attempt: u32,
    pub parent: Option<Hash>,
    pub three_keys: bool,
    pub slots: &'static str,
    /// `slot-N` lines of the request.
    pub filed: Vec<&'static str>,
    /// Mask and group id of each person in order of admission.
    pub people: Vec<(u64, String)>,
    /// Pairs by order of admission.
    pub pairs: Vec<(usize, usize)>,
    pub depth: u32,
    pub roles: Vec<&'static str>,
    pub rounds: Vec<Happening>,
    pub later: Vec<Happening>,
    pub ending: Ending,
}

/// What a round is for.
#[derive(Clone, Debug, Default)]
pub struct Happening {
    /// Seats that fall vacant, by number.
    pub vacate: Vec<(u32, Class)>,
    /// How many of the people never picked are barred, from the last position downwards.
    pub bar: usize,
    /// After unsealing: somebody never reveals.
    pub broken: bool,
}

/// How a draw ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    Closed,
    Infeasible,
    Withdrawn,
    NoReveal,
    /// Cancelled after the last reveal; opened or owing.
    Law {
        opened: bool,
    },
}

/// Plays the plan.
pub fn play(plan: &Plan) -> Script {
    let mut play = Play::open(plan);
    if plan.ending == Ending::Infeasible {
        play.cancel("infeasible", &[Party::Centre, Party::Witness]);
        return play.script;
    }
    play.commit();
    if plan.ending == Ending::Withdrawn {
        play.cancel("withdrawn", &[Party::Centre]);
        return play.script;
    }
    let Some(v) = play.numbers(0, None, plan.ending == Ending::NoReveal) else {
        play.cancel("no-reveal", &[Party::Centre, Party::Province]);
        return play.script;
    };
    play.draw(v);
    play.script
}

struct Play<'a> {
    plan: &'a Plan,
    script: Script,
    draw: Hash,
    commit: Hash,
    clock: u64,
}

impl<'a> Play<'a> {
    fn open(plan: &'a Plan) -> Play<'a> {
        let mut request =
            vec![("random", hash_of(plan, "request")), ("project", "HJ-2026-0042".into()), ("lot", "1".into())];
        let filed: Vec<String> = (1..=plan.filed.len()).map(|at| format!("slot-{at}")).collect();
        request.extend(filed.iter().map(String::as_str).zip(plan.filed.iter().map(|line| (*line).to_owned())));
        request.extend([("name", "湘江新区道路改造".to_owned()), ("private", hash_of(plan, "private"))]);
        let pack = text(&pack_lines(plan.depth));
        let script = Script {
            steps: Vec::new(),
            pool: None,
            pack,
            request: text(&request),
            counts: None,
            authority: None,
            cosigners: vec![0, 1],
            log: keys::log_key(),
        };
        let request_hash = script.request.hash("vrd1/request");
        let draw = seed::draw_id(keys::AUTHORITY, &request_hash, plan.attempt);
        let mut play = Play { plan, script, draw, commit: Hash([0; 32]), clock: START };
        play.context(request_hash);
        play
    }

    fn context(&mut self, request: Hash) {
        let anchor = keys::anchor(self.plan.three_keys);
        let pack = self.script.pack.hash("vrd1/pack").to_string();
        self.say(
            "anchor",
            &[("number", "1"), ("previous", "none"), ("hash", &anchor.hash().to_string())],
            &[Party::Supervising],
        );
        self.say(
            "pack",
            &[("id", "430000/tender-2026-11/1"), ("hash", &pack), ("from", "2026-11-24")],
            &[Party::Supervising],
        );
        let (root, units) = (hash_of(self.plan, "registry"), hash_of(self.plan, "units"));
        let registry = Script::index(self.script.steps.len()).to_string();
        let size = self.plan.people.len().to_string();
        self.say(
            "registry",
            &[("day", "2026-11-21"), ("size", &size), ("root", &root), ("units", &units)],
            &[Party::Centre],
        );
        // The registry is three days old when the draw opens.
        self.clock += 3 * 86_400;
        let draw = self.draw.to_string();
        let mut approval = "none".to_owned();
        if self.plan.attempt > 1 || self.plan.parent.is_some() {
            approval = Script::index(self.script.steps.len()).to_string();
            let cause = if self.plan.parent.is_some() { "supplementary" } else { "attempt" };
            let document = hash_of(self.plan, "approval");
            self.say(
                "approval",
                &[("draw", draw.as_str()), ("cause", cause), ("document", &document)],
                &[Party::Province],
            );
        }
        let parent = self.plan.parent.map_or("none".to_owned(), |parent| parent.to_string());
        let values = [
            ("draw", draw.as_str()),
            ("authority", keys::AUTHORITY),
            ("request", &request.to_string()),
            ("attempt", &self.plan.attempt.to_string()),
            ("registry", &registry),
            ("pack", &pack),
            ("parent", &parent),
            ("approval", &approval),
        ];
        self.say("draw-open", &values, &[Party::Centre]);
    }

    fn commit(&mut self) {
        let pool = pool(self.plan);
        let (all, eligible) = (pool.records().len(), pool.eligible_count() as usize);
        let counts = text(&[
            ("random", hash_of(self.plan, "counts")),
            ("pool", all.to_string()),
            ("eligible", eligible.to_string()),
            ("excluded", (all - eligible).to_string()),
            ("unmatched", "0".into()),
            ("rule-r01", (all - eligible).to_string()),
            ("rule-r23", "0".into()),
            ("bidder-counts", hash_of(self.plan, "bidders")),
        ]);
        let values = [
            ("draw", self.draw.to_string()),
            ("pool", pool.hash(&pool.root()).to_string()),
            ("slots", self.plan.slots.to_owned()),
            ("counts", counts.hash("vrd1/counts").to_string()),
            ("vrf", keys::anchor(self.plan.three_keys).vrf_ids()),
        ];
        self.say("draw-commit", &values, &[Party::Centre]);
        self.commit = seed::commit_hash(&self.script.steps.last().expect("ours").body());
        self.say(
            "pool-checked",
            &[("draw", self.draw.to_string()), ("commit", self.commit.to_string())],
            &[Party::Witness],
        );
        (self.script.pool, self.script.counts) = (Some(pool), Some(counts));
    }

    /// Both lists and the reveals of a round; nothing when the last one is missing.
    fn numbers(&mut self, r: u32, blind: Option<&Hash>, one_missing: bool) -> Option<Hash> {
        let roles: Vec<Role> = self.plan.roles.iter().map(|role| role.parse().expect("ours")).collect();
        let number = |role: &Role| {
            let hash =
                tagged("example/number", &[self.plan.name.as_bytes(), &r.to_be_bytes(), role.to_string().as_bytes()]);
            let digits: String = hash.0[5..13].iter().map(|byte| char::from(b'0' + byte % 10)).collect();
            Number::new(hash.0[..5].try_into().expect("ours"), &digits).expect("ours")
        };
        let given: Vec<(Role, Number)> = roles.into_iter().map(|role| (role.clone(), number(&role))).collect();
        let commitments: Vec<(Role, Hash)> = given
            .iter()
            .map(|(role, number)| (role.clone(), number.commitment(&self.commit, r, blind, role)))
            .collect();
        let insiders = commitments.iter().filter(|(role, _)| role.is_insider()).cloned().collect();
        let draw = self.draw.to_string();
        for list in [insiders, commitments] {
            let list = Commitments::new(list).expect("ours").to_string();
            self.say("numbers", &[("draw", draw.as_str()), ("r", &r.to_string()), ("list", &list)], &[Party::Centre]);
        }
        let missing = usize::from(one_missing);
        for (role, number) in &given[..given.len() - missing] {
            let values = [
                ("draw", draw.as_str()),
                ("r", &r.to_string()),
                ("role", &role.to_string()),
                ("nonce", &number.nonce_hex()),
                ("digits", number.digits()),
            ];
            self.say("reveal", &values, &[Party::Centre]);
        }
        (!one_missing).then(|| reveals_hash(&given))
    }

    /// Everything from `sealed` to the end.
    fn draw(&mut self, v: Hash) {
        let alpha = seed::alpha(&self.commit, &v);
        let betas = self.betas(&alpha);
        let draw = self.draw.to_string();
        self.say("sealed", &[("draw", &draw), ("hash", &seed::sealed(&betas).to_string())], &[Party::Witness]);
        let pool = self.script.pool.clone().expect("ours");
        let slots = Slots::parse(self.plan.slots).expect("ours");
        let mut panel = Panel::new(&pool, &slots);
        let mut key = seed::first_key(&alpha, &betas);
        panel.fill(&key.0);
        let law = matches!(self.plan.ending, Ending::Law { .. });
        let end = (!law).then(Happening::default);
        let mut openings: Vec<(Opening, Hash)> = Vec::new();
        for (happening, r) in self.plan.rounds.iter().chain(&end).zip(1..) {
            let opening = opening(&panel, &pool, happening, (r, openings.last().map(|(opening, _)| opening)));
            let cause = if opening.is_empty() { "end" } else { "vacancy" };
            self.round(&opening, cause, &[Party::Centre]);
            if !opening.is_empty() {
                let alpha_r = opening.alpha(&alpha, None);
                key = opening.key(&key, &self.betas(&alpha_r));
                refill(&mut panel, &opening, Some(&key));
                openings.push((opening, alpha_r));
            } else {
                openings.push((opening, alpha));
            }
        }
        if law {
            self.cancel("law-changed", &[Party::Centre, Party::Supervising, Party::Province]);
        }
        if self.plan.ending == (Ending::Law { opened: false }) {
            return;
        }
        self.unseal(0, Some(&alpha), None);
        for (opening, alpha_r) in &openings {
            self.unseal(opening.round, (!opening.is_empty()).then_some(alpha_r), Some(opening));
        }
        if !self.plan.later.is_empty() {
            self.later(&mut panel, &pool, (alpha, key), openings);
        }
    }

    fn later(
        &mut self,
        panel: &mut Panel<'_>,
        pool: &Pool,
        (alpha, mut key): (Hash, Hash),
        before: Vec<(Opening, Hash)>,
    ) {
        let mut last = before.into_iter().rev().find(|(opening, _)| !opening.is_empty()).map(|(opening, _)| opening);
        let first = self.plan.rounds.len() as u32 + 2;
        for (happening, r) in self.plan.later.iter().chain(&[Happening::default()]).zip(first..) {
            let opening = opening(panel, pool, happening, (r, last.as_ref()));
            let cause = if opening.is_empty() { "end" } else { "illness" };
            self.round(&opening, cause, &[Party::Centre, Party::Supervising]);
            if opening.is_empty() {
                self.unseal(r, None, Some(&opening));
                continue;
            }
            let blind = opening.blind(&self.salt(r));
            let v = self.numbers(r, Some(&blind), happening.broken);
            let alpha_r = v.map(|v| opening.alpha(&alpha, Some(&v)));
            if let Some(alpha_r) = &alpha_r {
                key = opening.key(&key, &self.betas(alpha_r));
            }
            refill(panel, &opening, alpha_r.map(|_| &key));
            self.unseal(r, alpha_r.as_ref(), Some(&opening));
            last = Some(opening);
        }
    }

    fn round(&mut self, opening: &Opening, cause: &str, signers: &[Party]) {
        let blind = opening.blind(&self.salt(opening.round)).to_string();
        let draw = self.draw.to_string();
        let values = [("draw", draw.as_str()), ("r", &opening.round.to_string()), ("blind", &blind), ("cause", cause)];
        self.say("round", &values, signers);
    }

    fn unseal(&mut self, r: u32, alpha: Option<&Hash>, opening: Option<&Opening>) {
        let pi = |holder: &str| {
            let named = holder != "out" || self.plan.three_keys;
            let proof = alpha.filter(|_| named).map(|alpha| keys::vrf(holder).prove(&alpha.0));
            proof.map_or("none".to_owned(), |proof| hex(&proof.to_bytes()))
        };
        let of = |value: fn(&Opening) -> Option<String>| opening.and_then(value).unwrap_or("none".to_owned());
        let values = [
            ("draw", self.draw.to_string()),
            ("r", r.to_string()),
            ("pi-op", pi("op")),
            ("pi-out", pi("out")),
            ("pi-sup", pi("sup")),
            ("round-salt", opening.map_or("none".to_owned(), |_| self.salt(r).to_string())),
            ("vacated", of(Opening::vacated_value)),
            ("barred", of(Opening::barred_value)),
            ("classes", of(Opening::classes_value)),
        ];
        let broken = opening.is_some_and(|opening| !opening.is_empty() && alpha.is_none());
        let signers = if broken { vec![Party::Centre, Party::Supervising] } else { vec![Party::Centre] };
        self.say("unseal", &values, &signers);
    }

    fn cancel(&mut self, cause: &str, signers: &[Party]) {
        let document = if cause == "infeasible" { "none".to_owned() } else { hash_of(self.plan, "cancel") };
        let draw = self.draw.to_string();
        self.say("cancel", &[("draw", draw.as_str()), ("cause", cause), ("document", &document)], signers);
    }

    fn say(&mut self, kind: &'static str, values: &[(&'static str, impl AsRef<str>)], signers: &[Party]) {
        self.clock += 7;
        let values = values.iter().map(|(key, value)| (*key, value.as_ref().to_owned())).collect();
        let step = Step { kind, values, signers: signers.to_vec(), at_secs: self.clock, late_by: 0 };
        self.script.steps.push(step);
    }

    fn betas(&self, alpha: &Hash) -> Vec<proof::vrf::Beta> {
        betas(self.plan.three_keys, alpha)
    }

    fn salt(&self, r: u32) -> Hash {
        salt(self.plan.name, r)
    }
}

/// The outputs of all keys on `alpha`.
pub fn betas(three_keys: bool, alpha: &Hash) -> Vec<proof::vrf::Beta> {
    let holders: &[&str] = if three_keys { &["op", "out", "sup"] } else { &["op", "sup"] };
    holders.iter().map(|holder| keys::vrf(holder).prove(&alpha.0).beta()).collect()
}

/// The salt of a round.
pub fn salt(name: &str, r: u32) -> Hash {
    tagged("example/round-salt", &[name.as_bytes(), &r.to_be_bytes()])
}

/// A text of these lines.
pub fn text(lines: &[(&str, String)]) -> Text {
    Text::new(lines.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect()).expect("ours")
}

/// The pool of a plan.
pub fn pool(plan: &Plan) -> Pool {
    let k_salt = tagged("example/k-salt", &[plan.name.as_bytes()]);
    let group_salt = tagged("vrd1/group-salt", &[&k_salt.0]);
    let label = |id: &str| tagged("vrd1/group", &[&group_salt.0, id.as_bytes()]);
    let labels: BTreeSet<Hash> = plan.people.iter().map(|(_, id)| label(id)).collect();
    let labels: Vec<Hash> = labels.into_iter().collect();
    let mut records: Vec<(usize, Record)> = plan
        .people
        .iter()
        .enumerate()
        .map(|(x, (mask, id))| {
            let group = labels.binary_search(&label(id)).expect("ours") as u32;
            (x, Record { eid: eid(&k_salt, x as u32), mask: *mask, group })
        })
        .collect();
    records.sort_by_key(|(_, record)| record.eid);
    let position = |x: usize| records.iter().position(|(of, _)| *of == x).expect("ours") as u32;
    let mut pairs: Vec<(u32, u32)> =
        plan.pairs.iter().map(|(a, b)| (position(*a), position(*b))).map(|(i, j)| (i.min(j), i.max(j))).collect();
    pairs.sort_unstable();
    Pool::new(records.into_iter().map(|(_, record)| record).collect(), pairs).expect("ours")
}

fn eid(k_salt: &Hash, x: u32) -> Hash {
    let fields: Vec<Hash> = (1u8..)
        .zip(proof::verify::FIELDS)
        .map(|(j, name)| {
            let salt = tagged("vrd1/salt", &[&k_salt.0, &x.to_be_bytes(), &[j]]);
            tagged("vrd1/field", &[&salt.0, name.as_bytes(), field(name, x).as_bytes()])
        })
        .collect();
    let parts: Vec<&[u8]> = fields.iter().map(|field| &field.0[..]).collect();
    tagged("vrd1/eid", &parts)
}

fn field(name: &str, x: u32) -> String {
    if name == "index" { x.to_string() } else { format!("{name} {x}") }
}

fn opening(panel: &Panel<'_>, pool: &Pool, happening: &Happening, (round, before): (u32, Option<&Opening>)) -> Opening {
    let holder = |seat: u32| match panel.seats()[seat as usize] {
        Seat::Taken(i) => i,
        _ => panic!("nobody sits on {seat}"),
    };
    let open = |i: &u32| pool.records()[*i as usize].mask != 0 && !panel.was_picked(*i);
    let mut barred: BTreeSet<u32> = (0..pool.records().len() as u32).rev().filter(open).take(happening.bar).collect();
    let is_empty = happening.vacate.is_empty() && barred.is_empty();
    barred.extend(before.filter(|_| !is_empty).iter().flat_map(|before| &before.barred));
    let vacated = happening.vacate.iter().map(|(seat, class)| (*seat, holder(*seat), *class)).collect();
    Opening { round, vacated, barred: barred.into_iter().collect() }
}

fn refill(panel: &mut Panel<'_>, opening: &Opening, key: Option<&Hash>) {
    for (seat, i, _) in &opening.vacated {
        panel.vacate(*seat as usize, *i).expect("ours");
    }
    panel.bar(&opening.barred).expect("ours");
    match key {
        Some(key) => drop(panel.fill(&key.0)),
        None => opening.vacated.iter().for_each(|(seat, _, _)| panel.shorten(*seat as usize)),
    }
}

fn hash_of(plan: &Plan, what: &str) -> String {
    tagged("example/hash", &[plan.name.as_bytes(), what.as_bytes()]).to_string()
}

fn pack_lines(depth: u32) -> Vec<(&'static str, String)> {
    let figures = tagged("example/figures", &[]).to_string();
    let depth = depth.to_string();
    [
        ("id", "430000/tender-2026-11/1"),
        ("from", "2026-11-24"),
        ("figures", &figures),
        ("depth", &depth),
        ("chance", "1/2"),
        ("runs", "2000"),
        ("runs-large", "200"),
        ("large", "5000"),
        ("empty", "1/100"),
        ("registry-age", "3"),
        ("round-secs", "60"),
        ("rounds", "20"),
        ("late-secs", "900"),
        ("slip-hours", "24"),
        ("cancel-causes", "law-changed/force-majeure"),
        ("round-causes", "absence/illness/recusal"),
    ]
    .map(|(key, value)| (key, value.to_owned()))
    .to_vec()
}

/// 21 November 2026, 09:00 in UTC+8.
const START: u64 = 1_795_222_800;
