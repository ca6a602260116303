//! The checks around the drawing: inclusion and waiting, signatures and cosignatures, pack, registry, approval,
//! what the commitment binds, and a cancellation's place.

use std::collections::BTreeMap;

use super::Check;
use super::course::Course;
use super::signers;
use crate::anchor::{Anchor, Chain};
use crate::bundle::{Bundle, Logged};
use crate::day::Day;
use crate::gate;
use crate::hash::{Hash, tagged};
use crate::pack::Pack;
use crate::pool::Pool;
use crate::seed::draw_id;
use crate::slot::Slots;
use crate::statement::decimal;
use crate::text::Text;

/// What the anchors say about a bundle: who judges it, and when its statements were cosigned.
pub struct Judged<'a> {
    /// The anchor in force for the draw.
    pub anchor: &'a Anchor,
    /// Quorum's times by index of the statement, seconds since 1970.
    times: BTreeMap<u64, u64>,
}

impl Judged<'_> {
    /// The quorum's time of a statement.
    pub fn secs(&self, logged: &Logged) -> u64 {
        self.times[&logged.index()]
    }

    fn day(&self, logged: &Logged) -> Day {
        Day::of_secs(self.secs(logged))
    }
}

/// Every statement was in the tree of its checkpoint, and there is one tree.
pub fn inclusion(bundle: &Bundle) -> Result<(), Check> {
    let mut roots = BTreeMap::new();
    let origin = &bundle.logged[0].proof.checkpoint().origin;
    for logged in &bundle.logged {
        let checkpoint = logged.proof.checkpoint();
        logged.proof.includes(logged.note.to_string().as_bytes()).map_err(|_| Check::Inclusion)?;
        let root = *roots.entry(checkpoint.head.size).or_insert(checkpoint.head.root);
        if root != checkpoint.head.root || checkpoint.origin != *origin {
            return Err(Check::Inclusion);
        }
    }
    Ok(())
}

/// Each statement was cosigned before the next one of the draw was numbered.
pub fn waiting(bundle: &Bundle, course: &Course<'_>) -> Result<(), Check> {
    let size = |logged: &Logged| logged.proof.checkpoint().head.size;
    let start = bundle.logged.iter().position(|logged| logged.index() == course.open.index()).unwrap_or(0);
    let context = bundle.logged[..start].iter().all(|logged| size(logged) <= course.open.index());
    let waited = bundle.logged[start..].windows(2).all(|two| size(&two[0]) <= two[1].index());
    if context && waited { Ok(()) } else { Err(Check::Waiting) }
}

/// Whether the chain has an anchor with the hash that the bundle's `anchor` statement names.
pub fn knows(chain: &Chain, course: &Course<'_>) -> bool {
    let named = course.anchor.statement.hash("hash");
    chain.anchors().any(|anchor| Some(anchor.hash()) == named)
}

/// Anchor, signatures and policy.
pub fn judged<'a>(bundle: &Bundle, course: &Course<'_>, chain: &'a Chain, pack: &Pack) -> Result<Judged<'a>, Check> {
    let anchor = chain.at(course.judging_index());
    let stated = &course.anchor.statement;
    let named = stated.hash("hash") == Some(anchor.hash())
        && stated.number("number") == Some(anchor.number)
        && stated.hash("previous") == anchor.previous
        && (anchor.number == 1 || course.anchor.index() < anchor.first);
    if !named {
        return Err(Check::Anchor);
    }
    let start = course.open.index();
    let judge = |logged: &Logged| match logged.statement.kind() {
        "anchor" => anchor,
        _ if logged.index() < start => chain.at(logged.index()),
        _ => anchor,
    };
    let signed = |logged: &Logged| {
        let ways = signers::of(&logged.statement, course.is_late_round(logged), pack);
        ways.iter().any(|parties| judge(logged).is_signed_by(&logged.note, parties))
    };
    if !bundle.logged.iter().all(signed) {
        return Err(Check::Signature);
    }
    let time = |logged: &Logged| Some((logged.index(), logged.proof.quorum_secs(judge(logged))?));
    let times = bundle.logged.iter().map(time).collect::<Option<_>>().ok_or(Check::Policy)?;
    Ok(Judged { anchor, times })
}

/// The draw id follows from authority, request and attempt.
pub fn opened(bundle: &Bundle, course: &Course<'_>, judged: Option<&Judged<'_>>) -> Result<(), Check> {
    let open = &course.open.statement;
    let request = bundle.request.hash("vrd1/request");
    let authority = open.value("authority").unwrap_or_default();
    let attempt = open.number("attempt").and_then(|n| u32::try_from(n).ok()).filter(|n| *n > 0).ok_or(Check::Draw)?;
    let follows =
        open.hash("request") == Some(request) && open.hash("draw") == Some(draw_id(authority, &request, attempt));
    let known = judged.is_none_or(|judged| judged.anchor.authority == authority);
    if follows && known { Ok(()) } else { Err(Check::Draw) }
}

/// The pack is the one that the supervising department published before it came into force.
pub fn pack(course: &Course<'_>, pack: &Pack, bundle: &Bundle, judged: Option<&Judged<'_>>) -> Result<(), Check> {
    let stated = &course.pack.statement;
    let hash = bundle.pack.hash("vrd1/pack");
    let named = stated.hash("hash") == Some(hash)
        && stated.value("id") == Some(&pack.id)
        && stated.value("from") == Some(&pack.from.to_string())
        && course.open.statement.hash("pack") == Some(hash);
    let in_force =
        judged.is_none_or(|judged| judged.day(course.pack) <= pack.from && pack.from <= judged.day(course.open));
    if named && in_force { Ok(()) } else { Err(Check::Pack) }
}

/// The registry is the one that the draw names, old enough, and as large as the pool.
pub fn registry(course: &Course<'_>, pack: &Pack, bundle: &Bundle, judged: Option<&Judged<'_>>) -> Result<(), Check> {
    let stated = &course.registry.statement;
    let named = course.open.statement.number("registry") == Some(course.registry.index());
    let size = bundle.pool.as_ref().is_none_or(|pool| stated.number("size") == Some(pool.records().len() as u64));
    let of: Day = stated.value("day").and_then(|day| day.parse().ok()).ok_or(Check::Registry)?;
    let aged = judged.is_none_or(|judged| {
        let wanted = of.after(pack.registry_age_days);
        let opened = judged.day(course.open);
        judged.day(course.registry) == of && wanted <= opened && opened <= wanted.after(REGISTRY_MISSED_DAYS)
    });
    if named && size && aged { Ok(()) } else { Err(Check::Registry) }
}

/// On so many days a centre may have failed to state its registry before a draw cannot open.
const REGISTRY_MISSED_DAYS: u32 = 7;

/// A further attempt or a supplementary draw was approved, a first one was not.
pub fn approval(course: &Course<'_>) -> Result<(), Check> {
    let open = &course.open.statement;
    let is_supplementary = open.hash("parent").is_some();
    let needed = is_supplementary || open.number("attempt") != Some(1);
    let fits = match course.approval {
        None => !needed && open.number("approval").is_none(),
        Some(approval) => {
            let cause = if is_supplementary { "supplementary" } else { "attempt" };
            needed
                && open.number("approval") == Some(approval.index())
                && approval.statement.hash("draw") == open.hash("draw")
                && approval.statement.value("cause") == Some(cause)
        }
    };
    if fits { Ok(()) } else { Err(Check::Approval) }
}

/// What the commitment binds: slots, pool, counts, keys. The slots, when there is a commitment.
pub fn committed(
    bundle: &Bundle,
    course: &Course<'_>,
    pack: &Pack,
    judged: Option<&Judged<'_>>,
) -> Result<Option<Slots>, Check> {
    let (Some(commit), Some(pool), Some(counts)) = (course.commit, &bundle.pool, &bundle.counts) else {
        return Ok(None);
    };
    let stated = &commit.statement;
    let slots = Slots::parse(stated.value("slots").unwrap_or_default()).map_err(|_| Check::Slots)?;
    let masks = pool.records().iter().all(|record| slots.fits(record.mask));
    if !masks || !follows(&slots, &bundle.request) || !gate::is_merged(pool, &slots, pack.depth) {
        return Err(Check::Slots);
    }
    if stated.hash("pool") != Some(pool.hash(&pool.root())) {
        return Err(Check::Pool);
    }
    if stated.hash("counts") != Some(counts.hash("vrd1/counts")) || !adds_up(counts, pool) {
        return Err(Check::Counts);
    }
    let ids = stated.value("vrf").unwrap_or_default();
    let keys = match judged {
        Some(judged) => judged.anchor.vrf_ids() == ids,
        None => matches!(ids.split('/').count(), 2 | 3) && ids.split('/').all(|id| id.parse::<Hash>().is_ok()),
    };
    if keys { Ok(Some(slots)) } else { Err(Check::Keys) }
}

/// A cancellation stands where its cause allows, and nothing follows that must not.
pub fn cancelled(course: &Course<'_>, pack: &Pack, all_revealed: bool) -> Result<(), Check> {
    let Some(cancel) = course.cancel else { return Ok(()) };
    let has_document = cancel.statement.hash("document").is_some();
    let numbered = course.given.numbers.len() == 2;
    let fits = match cancel.statement.value("cause") {
        Some("infeasible") => course.commit.is_none() && !has_document,
        Some("withdrawn") => course.given.reveals.is_empty() && has_document,
        Some("no-reveal") => numbered && !all_revealed && course.sealed.is_none() && has_document,
        Some(cause) => pack.cancel_causes.iter().any(|known| known == cause) && all_revealed && has_document,
        None => false,
    };
    if fits { Ok(()) } else { Err(Check::Cancel) }
}

/// What an authority's bundle adds belongs to the hashes of the public one.
pub fn authority(bundle: &Bundle) -> Result<(), Check> {
    let Some(authority) = &bundle.authority else { return Ok(()) };
    let names = |text: &Text, key: &str, hash: Hash| text.value(key) == Some(&hash.to_string());
    let private = authority
        .request_private
        .as_ref()
        .is_none_or(|private| names(&bundle.request, "private", private.hash("vrd1/request-private")));
    let bidders = authority.bidder_counts.as_ref().is_none_or(|bidders| {
        let hash = bidders.hash("vrd1/bidder-counts");
        bundle.counts.as_ref().is_some_and(|counts| names(counts, "bidder-counts", hash))
    });
    let records = bundle.pool.as_ref().map(Pool::records).unwrap_or_default();
    let opens = |(i, opening): &(u32, Vec<u8>)| {
        records.get(*i as usize).is_some_and(|record| opened_eid(opening) == Some(record.eid))
    };
    if private && bidders && authority.openings.iter().all(opens) { Ok(()) } else { Err(Check::Authority) }
}

/// The `eid` that an opening of eight fields leads to; none where it is not in its form.
pub fn opened_eid(opening: &[u8]) -> Option<Hash> {
    let body = std::str::from_utf8(opening).ok()?.strip_suffix('\n')?;
    let mut fields: Vec<[u8; 32]> = Vec::new();
    for (at, (line, name)) in body.split('\n').zip(FIELDS).enumerate() {
        let rest = line.strip_prefix(&format!("{} ", at + 1))?;
        let field = if let Some(hash) = rest.strip_prefix("hash ") {
            hash.parse().ok()?
        } else {
            let (salt, value) = rest.strip_prefix("open ")?.split_once(' ')?;
            let salt: Hash = salt.parse().ok()?;
            let value = crate::entry::percent_decode(value.strip_prefix('=')?)?;
            tagged("vrd1/field", &[&salt.0, name.as_bytes(), value.as_bytes()])
        };
        fields.push(field.0);
    }
    let parts: Vec<&[u8]> = fields.iter().map(|field| &field[..]).collect();
    (parts.len() == FIELDS.len() && body.split('\n').count() == FIELDS.len()).then(|| tagged("vrd1/eid", &parts))
}

/// The fields of a person in a pool, in their order.
pub const FIELDS: [&str; 8] = ["index", "number", "name", "phones", "unit", "specialties", "area", "decision"];

/// Whether the slots are those of the request: as many, the same quotas, no more tiers.
fn follows(slots: &Slots, request: &Text) -> bool {
    let filed: Option<Vec<(u8, u8)>> =
        request_slots(request).map(|slots| slots.into_iter().map(|(_, quota, tiers)| (quota, tiers)).collect());
    filed.is_some_and(|filed| {
        filed.len() == slots.slots().len()
            && slots.slots().iter().zip(filed).all(|(slot, (quota, tiers))| slot.quota == quota && slot.tiers <= tiers)
    })
}

/// Specialty, quota and number of tiers of each `slot-N` line; nothing when one is not in its form.
pub fn request_slots(request: &Text) -> Option<Vec<(String, u8, u8)>> {
    let lines: Vec<&(String, String)> = request.lines().iter().filter(|(key, _)| key.starts_with("slot-")).collect();
    let mut slots = Vec::new();
    for (at, (key, value)) in lines.iter().enumerate() {
        let mut parts = value.split(' ');
        let specialty = parts.next()?;
        let quota = decimal(parts.next()?).filter(|quota| (1..=99).contains(quota))?;
        let tiers: Vec<&str> = parts.collect();
        let area = |code: &str| code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit());
        let fits = *key == format!("slot-{}", at + 1)
            && !specialty.is_empty()
            && specialty.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
            && (1..=3).contains(&tiers.len())
            && tiers.iter().all(|tier| tier.split(',').all(area));
        if !fits {
            return None;
        }
        slots.push((specialty.to_owned(), quota as u8, tiers.len() as u8));
    }
    (!slots.is_empty()).then_some(slots)
}

/// Whether the request and the counts have the lines that a verifier reads.
pub fn is_readable(bundle: &Bundle) -> bool {
    let request = &bundle.request;
    let named = request.value("project").is_some() && request.value("lot").is_some();
    let framed = request.is_framed("private") && request_slots(request).is_some();
    named && framed && bundle.counts.as_ref().is_none_or(|counts| count_values(counts).is_some())
}

/// The counts in their order, when they are in their form.
fn count_values(counts: &Text) -> Option<Vec<u64>> {
    let keys: Vec<&str> = counts.lines().iter().map(|(key, _)| key.as_str()).collect();
    let by_rule = keys.get(5..keys.len() - 1).unwrap_or_default();
    let form = keys.len() > 5
        && keys[1..5] == ["pool", "eligible", "excluded", "unmatched"]
        && counts.is_framed("bidder-counts")
        && by_rule.iter().all(|key| key.len() > 5 && key.starts_with("rule-"))
        && by_rule.windows(2).all(|two| two[0] < two[1]);
    if !form {
        return None;
    }
    counts.lines()[1..keys.len() - 1].iter().map(|(_, value)| decimal(value)).collect()
}

/// Whether the counts are those of the pool, and add up.
fn adds_up(counts: &Text, pool: &Pool) -> bool {
    count_values(counts).is_some_and(|numbers| {
        let [all, eligible, excluded, unmatched] = [numbers[0], numbers[1], numbers[2], numbers[3]];
        all == pool.records().len() as u64
            && eligible == u64::from(pool.eligible_count())
            && u128::from(all) == u128::from(eligible) + u128::from(excluded) + u128::from(unmatched)
    })
}
