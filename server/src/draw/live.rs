//! What only the memory of this process holds: the keys that drew, who was picked, and what each draw waits for. Nothing here is
//! ever written; after a restart the witness is asked again.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use anyhow::{Context as _, ensure};
use jiff::Timestamp;
use proof::hash::Hash;
use proof::pick::{Panel, Pick, Seat};
use proof::pool::Pool;
use proof::seed::{self, Class, Opening};
use proof::slot::Slots;
use rules::id::{DrawId, ExpertId};
use rules::project::fit::SlotCount;
use tokio::sync::{Notify, watch};

use super::people::{People, Person};
use super::witness::{Proofs, Shown};

/// The draws of this process.
pub struct Memory {
    inner: Mutex<Inner>,
    /// Wakes the driver.
    pub wake: Notify,
    changes: watch::Sender<u64>,
}

#[derive(Default)]
struct Inner {
    live: BTreeMap<DrawId, Arc<Live>>,
    waits: BTreeMap<DrawId, (Waits, Timestamp)>,
    counts: BTreeMap<DrawId, Vec<SlotCount>>,
}

/// What a draw waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Waits {
    /// Cosignatures of the newest checkpoint.
    Cosigners,
    /// An answer of the witness; why there is none.
    Witness(String),
    /// Somebody present.
    People,
    /// An instant.
    Time(Timestamp),
    /// A signature of another party.
    Signature,
    /// Whoever runs the draw, after unsealing: another round, or the end of the list.
    Operator,
    /// Something is wrong that somebody has to look at.
    Fault(String),
}

impl Default for Memory {
    fn default() -> Self {
        Self { inner: Mutex::default(), wake: Notify::new(), changes: watch::Sender::new(0) }
    }
}

impl Memory {
    /// The draw's keys and picks, if this process has them.
    pub fn live(&self, id: DrawId) -> Option<Arc<Live>> {
        self.held().live.get(&id).cloned()
    }

    /// Every draw whose picks this process has.
    pub fn every(&self) -> Vec<(DrawId, Arc<Live>)> {
        self.held().live.iter().map(|(id, live)| (*id, Arc::clone(live))).collect()
    }

    /// Remembers keys and picks.
    pub fn keep(&self, id: DrawId, live: Live) -> Arc<Live> {
        let live = Arc::new(live);
        self.held().live.insert(id, Arc::clone(&live));
        live
    }

    /// Forgets a draw that is over.
    pub fn forget(&self, id: DrawId) {
        let mut held = self.held();
        held.live.remove(&id);
        held.waits.remove(&id);
        held.counts.remove(&id);
    }

    /// What a draw waits for, and since when.
    pub fn waits(&self, id: DrawId) -> Option<(Waits, Timestamp)> {
        self.held().waits.get(&id).cloned()
    }

    /// Notes what a draw waits for; true when that is something else than before.
    pub fn note_waits(&self, id: DrawId, waits: Option<Waits>, now: Timestamp) -> bool {
        let mut held = self.held();
        let before = held.waits.get(&id).map(|(waits, _)| waits);
        if before == waits.as_ref() {
            return false;
        }
        match waits {
            Some(waits) => drop(held.waits.insert(id, (waits, now))),
            None => drop(held.waits.remove(&id)),
        }
        drop(held);
        self.changed();
        true
    }

    /// The counts by profile rules, as they were when the first screen asked: they do not move while a draw is watched.
    pub fn counted(&self, id: DrawId) -> Option<Vec<SlotCount>> {
        self.held().counts.get(&id).cloned()
    }

    /// Remembers them.
    pub fn keep_counted(&self, id: DrawId, counts: Vec<SlotCount>) {
        self.held().counts.insert(id, counts);
    }

    /// Tells the screens that something changed, and the driver to look.
    pub fn changed(&self) {
        self.changes.send_modify(|count| *count += 1);
        self.wake.notify_one();
    }

    /// Told of each change.
    pub fn watch(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    fn held(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().expect("no holder of this lock panics")
    }
}

/// The pool of a draw with its people.
pub struct Committed {
    pub pool: Pool,
    pub slots: Slots,
    pub people: People,
}

/// A draw whose keys are known.
pub struct Live {
    committed: Arc<Committed>,
    alpha: Hash,
    drawings: Vec<Drawing>,
    seats: Vec<Seat>,
    callees: BTreeMap<Hash, Holder>,
}

/// One drawing, or the empty round that ends the list.
#[derive(Clone)]
struct Drawing {
    opening: Opening,
    salt: Hash,
    /// None for the empty round, and for one that broke.
    proofs: Option<Proofs>,
    key: Hash,
    picks: Vec<Pick>,
}

/// Who was drawn for which seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder {
    pub seat: u8,
    pub i: u32,
    pub round: u32,
}

impl Live {
    /// The draw itself.
    pub fn draw(committed: Arc<Committed>, alpha: Hash, proofs: Proofs) -> anyhow::Result<Self> {
        let key = seed::first_key(&alpha, &proofs.betas());
        let opening = Opening { round: 0, vacated: Vec::new(), barred: Vec::new() };
        let first = Drawing { opening, salt: Hash([0; 32]), proofs: Some(proofs), key, picks: Vec::new() };
        Self::replayed(committed, alpha, vec![first])
    }

    /// The draw after one more round; without proofs it is the empty one, or one that broke.
    pub fn after(&self, opening: Opening, salt: Hash, proofs: Option<Proofs>) -> anyhow::Result<Self> {
        let before = self.key();
        let key = proofs.as_ref().map_or(before, |proofs| opening.key(&before, &proofs.betas()));
        let mut drawings = self.drawings.clone();
        drawings.push(Drawing { opening, salt, proofs, key, picks: Vec::new() });
        Self::replayed(Arc::clone(&self.committed), self.alpha, drawings)
    }

    /// Draws every round again.
    fn replayed(committed: Arc<Committed>, alpha: Hash, mut drawings: Vec<Drawing>) -> anyhow::Result<Self> {
        let mut panel = Panel::new(&committed.pool, &committed.slots);
        let mut callees = BTreeMap::new();
        for drawing in &mut drawings {
            for (seat, i, _) in &drawing.opening.vacated {
                panel.vacate(*seat as usize, *i)?;
            }
            panel.bar(&drawing.opening.barred)?;
            if drawing.proofs.is_none() {
                // The seats of a broken round are not drawn again.
                drawing.opening.vacated.iter().for_each(|(seat, _, _)| panel.shorten(*seat as usize));
                continue;
            }
            drawing.picks = panel.fill(&drawing.key.0);
            for pick in &drawing.picks {
                let Some((_, i)) = pick.chosen else { continue };
                let seat = u8::try_from(pick.seat).context("a panel has at most 255 seats")?;
                let holder = Holder { seat, i, round: drawing.opening.round };
                callees.insert(seed::callee_token(&drawing.key, i), holder);
            }
        }
        let seats = panel.seats().to_vec();
        Ok(Self { committed, alpha, drawings, seats, callees })
    }

    /// How many rounds this memory knows, the draw itself not counted.
    pub fn round_count(&self) -> u32 {
        u32::try_from(self.drawings.len() - 1).expect("a draw has few rounds")
    }

    /// The key that drew last.
    fn key(&self) -> Hash {
        self.drawings.last().expect("the draw itself is one").key
    }

    /// The proofs of the draw itself.
    pub fn first(&self) -> &Proofs {
        self.drawings[0].proofs.as_ref().expect("the draw itself has proofs")
    }

    /// What a round opens to when these holders leave. Nobody leaves a seat that another holds by now.
    pub fn opening(&self, round: u32, leaving: &[(Hash, Class)]) -> anyhow::Result<Opening> {
        let mut vacated = Vec::new();
        for (token, class) in leaving {
            let Holder { seat, i, .. } = self.callees.get(token).context("somebody leaves who was never drawn")?;
            let sits = matches!(self.seats.get(usize::from(*seat)), Some(Seat::Taken(now)) if now == i);
            ensure!(sits, "whoever leaves seat {seat} does not sit there: a row was altered");
            vacated.push((u32::from(*seat), *i, *class));
        }
        vacated.sort_unstable_by_key(|(seat, _, _)| *seat);
        ensure!(vacated.windows(2).all(|two| two[0].0 < two[1].0), "a seat is left once");
        Ok(Opening { round, vacated, barred: Vec::new() })
    }

    /// The input of a round's keys; a round after unsealing has reveals of its own.
    pub fn alpha_of(&self, opening: &Opening, reveals: Option<&Hash>) -> Hash {
        opening.alpha(&self.alpha, reveals)
    }

    /// The rounds so far as the witness is shown them.
    pub fn shown(&self) -> Vec<Shown<'_>> {
        let op = |drawing: &Drawing| drawing.proofs.as_ref().map(|proofs| proofs.op);
        let later = self.drawings.iter().skip(1);
        later.map(|one| Shown { opening: &one.opening, salt: one.salt, op: op(one) }).collect()
    }

    /// Opening, salt and proofs of a round, as its `unseal` states them.
    pub fn opened(&self, round: u32) -> Option<(&Opening, Hash, Option<&Proofs>)> {
        let drawing = self.drawings.get(round as usize)?;
        Some((&drawing.opening, drawing.salt, drawing.proofs.as_ref()))
    }

    /// Everybody who was ever drawn, by token.
    pub fn callees(&self) -> &BTreeMap<Hash, Holder> {
        &self.callees
    }

    /// Who a token stands for.
    pub fn person(&self, token: &Hash) -> Option<&Person> {
        self.callees.get(token).and_then(|holder| self.committed.people.at(holder.i))
    }

    /// The tokens that stand for an expert: one, as nobody is drawn twice.
    pub fn tokens_of(&self, expert: ExpertId) -> impl Iterator<Item = (&Hash, &Holder)> {
        self.callees
            .iter()
            .filter(move |(_, holder)| self.committed.people.at(holder.i).is_some_and(|person| person.expert == expert))
    }

    /// The seats as they stand after the last drawing.
    pub fn seats(&self) -> &[Seat] {
        &self.seats
    }

    /// The committed pool.
    pub fn committed(&self) -> &Committed {
        &self.committed
    }
}
