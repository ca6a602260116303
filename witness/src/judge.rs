//! What may be answered: the pool, the seal, and proofs of rounds, each from what the ledger says and from what was
//! kept before. The input is stored before the answer is made, and one input for each round is answered for ever.

use proof::anchor::{Chain, Party};
use proof::day::Day;
use proof::gate;
use proof::hash::{Hash, unhex_array};
use proof::note::Note;
use proof::pack::Pack;
use proof::pick::Panel;
use proof::pool::Pool;
use proof::seed::{self, Opening};
use proof::slot::Slots;
use proof::statement::Statement;
use proof::text::Text;
use proof::vrf::{Beta, VrfProof};
use serde::Deserialize;

use crate::facts::{self, Shown};
use crate::keys::Keys;
use crate::refusal::Refusal;
use crate::store::Store;
use crate::story::{Judged, Story};

/// What the witness decides with.
pub struct Judge<'a> {
    pub store: &'a Store,
    pub chain: &'a Chain,
    pub keys: &'a Keys,
    /// Seconds since 1970.
    pub now_secs: u64,
}

/// The proofs of the other keys on one input, in hexadecimal digits.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proofs {
    pub pi_op: String,
    pub pi_out: Option<String>,
}

/// A round as its `unseal` will show it, with the proofs of the other keys.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenedRound {
    pub round_salt: String,
    pub vacated: Option<String>,
    pub barred: Option<String>,
    pub classes: Option<String>,
    /// Nothing for a broken round.
    pub proofs: Option<Proofs>,
}

/// What the centre shows of a pool.
pub struct Pooled<'a> {
    pub pack: &'a [u8],
    pub request: &'a [u8],
    pub pool: &'a [u8],
    /// `counts.txt` and the facts; none where a witness runs that does not ask for them.
    pub facts: Option<(&'a [u8], &'a [u8])>,
}

impl Judge<'_> {
    /// Checks a pool and gives the signed `pool-checked`.
    pub fn check_pool(&self, draw: &Hash, shown: &Pooled<'_>) -> Result<Note, Refusal> {
        let Pooled { pack, request, pool, facts } = shown;
        let (request, pack) = (text(request)?, pack_of(pack)?);
        let story = self.story(draw)?;
        let judged = story.judged(self.chain, &pack)?;
        let open = judged.one("draw-open").ok_or(Refusal::UnknownDraw)?;
        let commit = judged.one("draw-commit").ok_or(Refusal::TooEarly("draw-commit is missing"))?;
        if judged.one("cancel").is_some() {
            return Err(Refusal::Pool("the draw was cancelled"));
        }
        let named = open.hash("request") == Some(request.hash("vrd1/request"))
            && open.hash("pack") == Some(pack.text().hash("vrd1/pack"));
        if !named {
            return Err(Refusal::Pool("request or pack are not those of draw-open"));
        }
        let parsed = Pool::parse(pool).map_err(|_| Refusal::Pool("the file is not a pool"))?;
        let slots = Slots::parse(commit.value("slots").unwrap_or_default()).map_err(|_| Refusal::Pool("the slots"))?;
        if commit.hash("pool") != Some(parsed.hash(&parsed.root())) {
            return Err(Refusal::Pool("the file is not the one committed to"));
        }
        if !parsed.records().iter().all(|record| slots.fits(record.mask))
            || !gate::is_merged(&parsed, &slots, pack.depth)
        {
            return Err(Refusal::Pool("masks do not fit the slots"));
        }
        if commit.value("vrf") != Some(judged.anchor.vrf_ids().as_str()) {
            return Err(Refusal::Pool("the commitment names other keys"));
        }
        if let Some((counts, facts)) = facts {
            let counts = text(counts)?;
            if commit.hash("counts") != Some(counts.hash("vrd1/counts")) {
                return Err(Refusal::Pool("the counts are not those committed to"));
            }
            let registry = self.registry(open, &pack)?;
            let (counts, request, registry, pool) = (&counts, &request, &registry, &parsed);
            facts::check(&Shown { facts, counts, request, registry, pool, slots: &slots, depth: pack.depth })?;
        }
        gate::check(&parsed, &slots, &pack).map_err(|_| Refusal::Pool("the gates do not hold"))?;
        self.count_attempt(draw, open, &request)?;
        self.store.keep_pool(draw, shown.pool)?;
        let hash = seed::commit_hash(&commit.body());
        self.signed("pool-checked", vec![draw.to_string(), hash.to_string()])
    }

    /// The registry that the draw names, as the centre stated it, and as old by this witness's clock as the pack demands.
    fn registry(&self, open: &Statement, pack: &Pack) -> Result<Statement, Refusal> {
        let missing = || Refusal::Pool("draw-open names no registry of this ledger");
        let index = open.number("registry").ok_or_else(missing)?;
        let leaf = self.store.registry(index)?.ok_or_else(missing)?;
        let note: Note = String::from_utf8(leaf).ok().and_then(|leaf| leaf.parse().ok()).ok_or_else(missing)?;
        let stated = Statement::parse(note.text()).ok().filter(|stated| stated.kind() == "registry");
        let stated = stated.filter(|_| self.chain.at(index).is_signed_by(&note, &[Party::Centre]));
        let stated = stated.ok_or_else(missing)?;
        let day: Day = stated.value("day").and_then(|day| day.parse().ok()).ok_or_else(missing)?;
        if day.after(pack.registry_age_days) > Day::of_secs(self.now_secs) {
            return Err(Refusal::Pool("the registry is younger than the pack demands"));
        }
        Ok(stated)
    }

    /// The signed `sealed` of a draw whose numbers are all revealed.
    pub fn seal(&self, draw: &Hash, pack: &[u8], given: &Proofs) -> Result<Note, Refusal> {
        let pack = pack_of(pack)?;
        let story = self.story(draw)?;
        let judged = self.going(&story, &pack)?;
        let alpha = seed::alpha(&judged.commit()?, &judged.reveals(0, None)?);
        let betas = self.betas(&judged, &alpha, given)?;
        let sealed = seed::sealed(&betas);
        self.store.keep_answer(draw, 0, &alpha)?;
        self.store.keep_sealed(draw, &sealed)?;
        self.signed("sealed", vec![draw.to_string(), sealed.to_string()])
    }

    /// The witness's proof for the draw itself, once its seal is in what it has cosigned.
    pub fn prove(&self, draw: &Hash, pack: &[u8]) -> Result<VrfProof, Refusal> {
        let pack = pack_of(pack)?;
        let story = self.story(draw)?;
        let judged = self.going(&story, &pack)?;
        let alpha = seed::alpha(&judged.commit()?, &judged.reveals(0, None)?);
        self.is_sealed(draw, &judged)?;
        match self.store.answered(draw, 0)? {
            Some(kept) if kept == alpha => Ok(self.keys.vrf.prove(&alpha.0)),
            Some(_) => Err(Refusal::SecondAnswer),
            None => Err(Refusal::OldStore),
        }
    }

    /// The witness's proof for the last of `rounds`, which open every round so far, after the draw's own `first` proofs.
    pub fn prove_round(
        &self,
        draw: &Hash,
        pack: &[u8],
        first: &Proofs,
        rounds: &[OpenedRound],
    ) -> Result<VrfProof, Refusal> {
        let pack = pack_of(pack)?;
        let story = self.story(draw)?;
        let judged = self.going(&story, &pack)?;
        self.is_sealed(draw, &judged)?;
        let (last, _) = rounds.split_last().ok_or(Refusal::TooEarly("no round"))?;
        let alpha = seed::alpha(&judged.commit()?, &judged.reveals(0, None)?);
        let mut key = seed::first_key(&alpha, &self.betas(&judged, &alpha, first)?);
        let pool = self.store.pool(draw)?.ok_or(Refusal::OldStore)?;
        let pool = Pool::parse(&pool).map_err(|_| Refusal::OldStore)?;
        let commit = judged.one("draw-commit").ok_or(Refusal::UnknownDraw)?;
        let slots = Slots::parse(commit.value("slots").unwrap_or_default()).map_err(|_| Refusal::Wrong("slots"))?;
        let mut panel = Panel::new(&pool, &slots);
        panel.fill(&key.0);
        let (mut before, mut proof): (Vec<u32>, _) = (Vec::new(), None);
        for (round, r) in rounds.iter().zip(1u32..) {
            let (opening, is_last) = (self.opening(&judged, round, r)?, std::ptr::eq(round, last));
            if opening.is_empty() && !is_last {
                continue;
            }
            let still = before.iter().all(|i| opening.barred.binary_search(i).is_ok());
            let leave = opening.vacated.iter().try_for_each(|(seat, i, _)| panel.vacate(*seat as usize, *i));
            if !still || leave.is_err() || panel.bar(&opening.barred).is_err() || opening.is_empty() {
                return Err(Refusal::Wrong("who is vacated does not sit there, or who is barred cannot be"));
            }
            before.clone_from(&opening.barred);
            let Some(proofs) = &round.proofs else {
                if is_last || !judged.is_broken(r) {
                    return Err(Refusal::Wrong("a round without proofs that is not broken"));
                }
                opening.vacated.iter().for_each(|(seat, _, _)| panel.shorten(*seat as usize));
                continue;
            };
            let blind = judged.of_round("round", r).and_then(|stated| stated.hash("blind"));
            let reveals = if judged.is_late(r) { Some(judged.reveals(r, blind.as_ref())?) } else { None };
            let alpha_r = opening.alpha(&alpha, reveals.as_ref());
            let betas = self.betas(&judged, &alpha_r, proofs)?;
            if is_last {
                self.store.keep_answer(draw, r, &alpha_r)?;
                proof = Some(self.keys.vrf.prove(&alpha_r.0));
            } else if self.store.answered(draw, r)? != Some(alpha_r) {
                return Err(Refusal::Wrong("an earlier round was answered otherwise, or not at all"));
            }
            key = opening.key(&key, &betas);
            panel.fill(&key.0);
        }
        proof.ok_or(Refusal::TooEarly("no round"))
    }

    /// Reads an opening and compares it with what the ledger shows of the round.
    fn opening(&self, judged: &Judged<'_>, round: &OpenedRound, r: u32) -> Result<Opening, Refusal> {
        let stated = judged.of_round("round", r).ok_or(Refusal::TooEarly("the round is not in the ledger"))?;
        let opening = Opening::parse(r, round.vacated.as_deref(), round.barred.as_deref(), round.classes.as_deref());
        let opening = opening.map_err(|_| Refusal::Form("an opening"))?;
        let salt: Hash = round.round_salt.parse().map_err(|_| Refusal::Form("a round's salt"))?;
        if stated.hash("blind") == Some(opening.blind(&salt)) {
            Ok(opening)
        } else {
            Err(Refusal::Wrong("the opening is not that of the round"))
        }
    }

    /// The outputs of all keys on an input: the others' proofs verified, its own computed.
    fn betas(&self, judged: &Judged<'_>, alpha: &Hash, given: &Proofs) -> Result<Vec<Beta>, Refusal> {
        let wrong = || Refusal::Wrong("a proof of the other keys");
        let read = |text: &str| {
            VrfProof::of_bytes(&unhex_array(text).ok_or(Refusal::Form("a proof"))?)
                .map_err(|_| Refusal::Form("a proof"))
        };
        let mut betas = vec![judged.anchor.vrf_op.verify(&alpha.0, &read(&given.pi_op)?).map_err(|_| wrong())?];
        match (&judged.anchor.vrf_out, &given.pi_out) {
            (Some(key), Some(pi)) => betas.push(key.verify(&alpha.0, &read(pi)?).map_err(|_| wrong())?),
            (None, None) => {}
            _ => return Err(wrong()),
        }
        betas.push(self.keys.vrf.prove(&alpha.0).beta());
        Ok(betas)
    }

    fn story(&self, draw: &Hash) -> Result<Story, Refusal> {
        let bytes = self.store.draw(draw)?.ok_or(Refusal::UnknownDraw)?;
        Story::of_bytes(&bytes).ok_or_else(|| Refusal::Store("a draw's statements are damaged".to_owned()))
    }

    /// The draw, when it goes on and its key is this witness's.
    fn going<'a>(&'a self, story: &'a Story, pack: &Pack) -> Result<Judged<'a>, Refusal> {
        let judged = story.judged(self.chain, pack)?;
        let open = judged.one("draw-open").ok_or(Refusal::UnknownDraw)?;
        if open.hash("pack") != Some(pack.text().hash("vrd1/pack")) {
            return Err(Refusal::Wrong("the pack is not that of draw-open"));
        }
        if judged.is_over() {
            return Err(Refusal::TooEarly("the draw was cancelled before everybody revealed"));
        }
        let own = judged.anchor.vrf_sup == *self.keys.vrf.public();
        if own { Ok(judged) } else { Err(Refusal::Wrong("the anchor names another key than this witness's")) }
    }

    /// The ledger holds the very seal that this witness signed.
    fn is_sealed(&self, draw: &Hash, judged: &Judged<'_>) -> Result<(), Refusal> {
        let stated = judged.one("sealed").ok_or(Refusal::TooEarly("sealed is not in the ledger"))?;
        match self.store.sealed(draw)? {
            Some(kept) if stated.hash("hash") == Some(kept) => Ok(()),
            Some(_) => Err(Refusal::Wrong("the seal in the ledger is not the one that was signed")),
            None => Err(Refusal::OldStore),
        }
    }

    /// One attempt after the other for the same project and lot, none twice.
    fn count_attempt(&self, draw: &Hash, open: &Statement, request: &Text) -> Result<(), Refusal> {
        let value = |key: &str| {
            let value = request.value(key).ok_or(Refusal::Form("request.txt names project and lot"))?;
            Ok::<_, Refusal>(value.trim().to_uppercase())
        };
        let (project, lot) = (value("project")?, value("lot")?);
        let lot = proof::tagged("witness/lot", &[&self.keys.hold, project.as_bytes(), lot.as_bytes()]);
        let mut attempts = self.store.attempts(&lot)?;
        if attempts.iter().any(|(_, known)| known == draw) {
            return Ok(());
        }
        // Attempts that were refused before the commitment never reach the witness's check, so numbers may skip.
        let number = open.number("attempt").unwrap_or(0);
        if attempts.last().is_some_and(|(last, _)| number <= *last) {
            return Err(Refusal::Pool("an attempt with this number or a later one was drawn already"));
        }
        attempts.push((number, *draw));
        self.store.keep_attempts(&lot, &attempts)
    }

    fn signed(&self, kind: &str, values: Vec<String>) -> Result<Note, Refusal> {
        let statement = Statement::new(kind, values).map_err(|_| Refusal::Form("a statement"))?;
        let name = self.chain.newest().keys.witness.name();
        Note::sign(&statement.body(), name, &self.keys.note).map_err(|_| Refusal::Form("a statement"))
    }
}

fn text(bytes: &[u8]) -> Result<Text, Refusal> {
    Text::parse(bytes).map_err(|_| Refusal::Form("a text of lines"))
}

fn pack_of(bytes: &[u8]) -> Result<Pack, Refusal> {
    Pack::of_text(&text(bytes)?).map_err(|_| Refusal::Form("pack.txt"))
}
