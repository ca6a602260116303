//! The draw itself, computed again: numbers, seeds, every round and every pick.

use super::Check;
use super::context::Judged;
use super::course::{Course, Given, Round};
use super::signers::is_late_seal;
use crate::bundle::{Bundle, Logged};
use crate::hash::{Hash, unhex_array};
use crate::number::{Contribution, NumberError};
use crate::pack::Pack;
use crate::pick::{Panel, Pick, Seat};
use crate::seed::{self, Opening};
use crate::slot::Slots;
use crate::vrf::{Beta, VrfProof};

/// What the replay shows.
#[derive(Clone, Debug, Default)]
pub struct Replay {
    pub commit: Option<Hash>,
    /// Whether every contributor of round 0 revealed.
    pub all_revealed: bool,
    pub picks: Vec<(u32, Pick)>,
    pub seats: Vec<Seat>,
}

/// Plays a draw from its commitment on.
pub fn replay(
    bundle: &Bundle,
    course: &Course<'_>,
    pack: &Pack,
    slots: Option<&Slots>,
    judged: Option<&Judged<'_>>,
) -> Result<Replay, Check> {
    let (Some(commit), Some(slots), Some(pool)) = (course.commit, slots, &bundle.pool) else {
        return Ok(Replay::default());
    };
    let commit_hash = seed::commit_hash(&commit.statement.body());
    if course.checked.is_some_and(|checked| checked.statement.hash("commit") != Some(commit_hash)) {
        return Err(Check::Commit);
    }
    let mut replay = Replay { commit: Some(commit_hash), ..Replay::default() };
    let Some(reveals) = revealed(&course.given, &commit_hash, 0, None)? else {
        return if course.sealed.is_none() || course.cancel.is_some() { Ok(replay) } else { Err(Check::Reveal) };
    };
    replay.all_revealed = true;
    late(course, pack, judged)?;
    let alpha = seed::alpha(&commit_hash, &reveals);
    let player = Player { course, pack, judged, commit_hash, betas: vrf_count(commit) };
    let openings = player.openings()?;
    let Some(unseal) = course.unseal else {
        player.causes()?;
        return Ok(replay);
    };
    let betas = player.answers(unseal, &alpha)?.ok_or(Check::Opening)?;
    if course.sealed.and_then(|sealed| sealed.statement.hash("hash")) != Some(seed::sealed(&betas)) {
        return Err(Check::Sealed);
    }
    let mut key = seed::first_key(&alpha, &betas);
    let mut panel = Panel::new(pool, slots);
    replay.picks.extend(panel.fill(&key.0).into_iter().map(|pick| (0, pick)));
    player.causes()?;
    player.ends(&openings)?;
    for (at, (round, opening)) in course.rounds.iter().zip(&openings).enumerate() {
        let is_late = at >= course.early_rounds;
        let reveals = player.round_reveals(round, opening, is_late)?;
        if opening.is_empty() {
            continue;
        }
        vacate(&mut panel, opening, openings[..at].iter().rev().find(|before| !before.is_empty()))?;
        let unseal = round.unseal.ok_or(Check::Opening)?;
        let answers = match &reveals {
            Reveals::Missing if has_proofs(unseal) => return Err(Check::Opening),
            Reveals::Missing => None,
            Reveals::NotNeeded => player.answers(unseal, &opening.alpha(&alpha, None))?,
            Reveals::Given(v) => player.answers(unseal, &opening.alpha(&alpha, Some(v)))?,
        };
        match answers {
            Some(betas) => {
                key = opening.key(&key, &betas);
                replay.picks.extend(panel.fill(&key.0).into_iter().map(|pick| (opening.round, pick)));
            }
            None if is_late => opening.vacated.iter().for_each(|(seat, _, _)| panel.shorten(*seat as usize)),
            None => return Err(Check::Opening),
        }
    }
    replay.seats = panel.seats().to_vec();
    Ok(replay)
}

/// What is the same for every round of one draw.
struct Player<'a> {
    course: &'a Course<'a>,
    pack: &'a Pack,
    judged: Option<&'a Judged<'a>>,
    commit_hash: Hash,
    /// How many keys answer.
    betas: usize,
}

/// The numbers of one round.
enum Reveals {
    NotNeeded,
    Missing,
    Given(Hash),
}

impl Player<'_> {
    /// Reads every opening that was logged and compares it with what its round showed.
    fn openings(&self) -> Result<Vec<Opening>, Check> {
        let first = self.course.unseal.map(|unseal| unseal.statement.clone());
        let bare = ["round-salt", "vacated", "barred", "classes"];
        if first.is_some_and(|unseal| bare.iter().any(|key| unseal.value(key).is_some())) {
            return Err(Check::Opening);
        }
        let mut openings = Vec::new();
        for (round, r) in self.course.rounds.iter().zip(1..) {
            let Some(unseal) = round.unseal else { continue };
            let value = |key| unseal.statement.value(key);
            let opening =
                Opening::parse(r, value("vacated"), value("barred"), value("classes")).map_err(|_| Check::Opening)?;
            let salt = unseal.statement.hash("round-salt").ok_or(Check::Opening)?;
            let opens = round.stated.statement.hash("blind") == Some(opening.blind(&salt));
            if !opens || opening.is_empty() && has_proofs(unseal) {
                return Err(Check::Opening);
            }
            openings.push(opening);
        }
        Ok(openings)
    }

    /// Causes are those of their place, and there are not more rounds than the pack allows.
    fn causes(&self) -> Result<(), Check> {
        let (early, all) = (self.course.early_rounds, self.course.rounds.len());
        let mut drawn = 0;
        for (at, round) in self.course.rounds.iter().enumerate() {
            let is_last = at + 1 == all || at + 1 == early;
            let known = match round.stated.statement.value("cause").unwrap_or_default() {
                "end" => is_last,
                cause => {
                    drawn += 1;
                    if at < early {
                        cause == "vacancy"
                    } else {
                        self.pack.round_causes.iter().any(|known| known == cause)
                    }
                }
            };
            if !known {
                return Err(Check::Round);
            }
        }
        if drawn > self.pack.rounds as usize { Err(Check::Round) } else { Ok(()) }
    }

    /// Empty rounds say so, end each list of holders, and stand nowhere else.
    fn ends(&self, openings: &[Opening]) -> Result<(), Check> {
        let (early, all) = (self.course.early_rounds, openings.len());
        let cancelled = self.course.cancel.is_some();
        for (at, (round, opening)) in self.course.rounds.iter().zip(openings).enumerate() {
            let is_end = at + 1 == all || at + 1 == early && !cancelled;
            let said = round.stated.statement.value("cause") == Some("end");
            let placed = if cancelled { !opening.is_empty() || is_end } else { opening.is_empty() == is_end };
            if said != opening.is_empty() || !placed {
                return Err(Check::Round);
            }
        }
        // Rounds after unsealing, if any, are more than the empty one that ends them.
        if all == early + 1 { Err(Check::Round) } else { Ok(()) }
    }

    /// The numbers of a round: none before unsealing and for the empty one.
    fn round_reveals(&self, round: &Round<'_>, opening: &Opening, is_late: bool) -> Result<Reveals, Check> {
        let none = round.given.numbers.is_empty();
        if !is_late || opening.is_empty() {
            return if none { Ok(Reveals::NotNeeded) } else { Err(Check::Round) };
        }
        let blind = round.stated.statement.hash("blind");
        let revealed = revealed(&round.given, &self.commit_hash, opening.round, blind.as_ref())?;
        Ok(revealed.map_or(Reveals::Missing, Reveals::Given))
    }

    /// The outputs of all keys on `alpha`; nothing when the opening has no proofs at all.
    fn answers(&self, unseal: &Logged, alpha: &Hash) -> Result<Option<Vec<Beta>>, Check> {
        let value = |key: &str| unseal.statement.value(key);
        let keys: &[&str] = if self.betas == 3 { &["pi-op", "pi-out", "pi-sup"] } else { &["pi-op", "pi-sup"] };
        if self.betas == 2 && value("pi-out").is_some() {
            return Err(Check::Opening);
        }
        let texts: Vec<&str> = keys.iter().filter_map(|key| value(key)).collect();
        if texts.is_empty() {
            return Ok(None);
        }
        if texts.len() != keys.len() {
            return Err(Check::Opening);
        }
        let proof = |text: &&str| VrfProof::of_bytes(&unhex_array(text).ok_or(Check::Opening)?).map_err(|_| Check::Vrf);
        let proofs: Vec<VrfProof> = texts.iter().map(proof).collect::<Result<_, _>>()?;
        let Some(judged) = self.judged else { return Ok(Some(proofs.iter().map(VrfProof::beta).collect())) };
        let verified =
            judged.anchor.vrf_keys().into_iter().zip(&proofs).map(|(key, proof)| key.verify(&alpha.0, proof));
        verified.collect::<Result<_, _>>().map(Some).map_err(|_| Check::Vrf)
    }
}

/// Checks the numbers of a round; `V` when everybody revealed.
fn revealed(given: &Given<'_>, commit: &Hash, r: u32, blind: Option<&Hash>) -> Result<Option<Hash>, Check> {
    let statements = |logged: &[&Logged]| logged.iter().map(|logged| logged.statement.clone()).collect::<Vec<_>>();
    let round = Contribution { commit, round: r, blind };
    round.heard(&statements(&given.numbers), &statements(&given.reveals)).map_err(|error| match error {
        NumberError::Number | NumberError::Mismatch => Check::Reveal,
        NumberError::Role | NumberError::List | NumberError::People => Check::Numbers,
    })
}

/// A `sealed` by two others than the witness came late enough.
fn late(course: &Course<'_>, pack: &Pack, judged: Option<&Judged<'_>>) -> Result<(), Check> {
    let (Some(sealed), Some(judged)) = (course.sealed, judged) else { return Ok(()) };
    let last = course.given.reveals.last().map_or(0, |reveal| judged.secs(reveal));
    let waited = judged.secs(sealed).saturating_sub(last) >= u64::from(pack.late_secs);
    if !is_late_seal(&sealed.note, judged.anchor) || waited { Ok(()) } else { Err(Check::Late) }
}

/// People leave their seats, others are barred; whoever was barred before still is.
fn vacate(panel: &mut Panel<'_>, opening: &Opening, before: Option<&Opening>) -> Result<(), Check> {
    let still = before.is_none_or(|before| before.barred.iter().all(|i| opening.barred.binary_search(i).is_ok()));
    for (seat, i, _) in &opening.vacated {
        panel.vacate(*seat as usize, *i).map_err(|_| Check::Round)?;
    }
    panel.bar(&opening.barred).map_err(|_| Check::Round)?;
    if still { Ok(()) } else { Err(Check::Round) }
}

fn has_proofs(unseal: &Logged) -> bool {
    ["pi-op", "pi-out", "pi-sup"].into_iter().any(|key| unseal.statement.value(key).is_some())
}

fn vrf_count(commit: &Logged) -> usize {
    commit.statement.value("vrf").unwrap_or_default().split('/').count()
}
