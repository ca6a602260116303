//! A draw as a list of statements to be made, and the invented ledger that makes them: whatever is changed in a
//! script, indices, paths, checkpoints and signatures come out consistent.

use ed25519_dalek::SigningKey;
use proof::anchor::Party;
use proof::bundle::{Authority, Bundle, Logged};
use proof::checkpoint::Checkpoint;
use proof::logged::Proof;
use proof::note::Note;
use proof::pool::Pool;
use proof::statement::Statement;
use proof::text::Text;
use proof::tree::{self, TreeError, TreeHead, leaf_hash};

use crate::keys;

/// One statement to be logged.
#[derive(Clone, Debug)]
pub struct Step {
    pub kind: &'static str,
    pub values: Vec<(&'static str, String)>,
    pub signers: Vec<Party>,
    /// Seconds since 1970 at which the cosigners sign.
    pub at_secs: u64,
    /// How many leaves more than needed the statement's checkpoint covers.
    pub late_by: u64,
}

/// Everything that makes a bundle.
#[derive(Clone, Debug)]
pub struct Script {
    pub steps: Vec<Step>,
    pub pool: Option<Pool>,
    pub pack: Text,
    pub request: Text,
    pub counts: Option<Text>,
    pub authority: Option<Authority>,
    /// Which cosigners sign checkpoints.
    pub cosigners: Vec<usize>,
    pub log: SigningKey,
}

impl Step {
    pub fn set(&mut self, key: &str, value: impl Into<String>) {
        self.values.iter_mut().find(|(name, _)| *name == key).expect("ours").1 = value.into();
    }

    pub fn get(&self, key: &str) -> &str {
        &self.values.iter().find(|(name, _)| *name == key).expect("ours").1
    }

    pub fn statement(&self) -> Statement {
        Statement::new(self.kind, self.values.iter().map(|(_, value)| value.clone()).collect()).expect("ours")
    }

    pub fn body(&self) -> String {
        self.statement().body()
    }
}

impl Script {
    /// Ledger index of the step at a position: a foreign entry stands before each.
    pub fn index(position: usize) -> u64 {
        2 * position as u64 + 1
    }

    /// The step of a kind and round.
    pub fn step(&mut self, kind: &str, r: Option<u32>) -> &mut Step {
        let at = self.position(kind, r);
        &mut self.steps[at]
    }

    /// The step of a kind and round, to look at.
    pub fn step_of(&self, kind: &str, r: u32) -> &Step {
        &self.steps[self.position(kind, Some(r))]
    }

    /// The first step of a kind, to look at.
    pub fn step_of_kind(&self, kind: &str) -> &Step {
        &self.steps[self.position(kind, None)]
    }

    pub fn position(&self, kind: &str, r: Option<u32>) -> usize {
        let fits = |step: &Step| step.kind == kind && r.is_none_or(|r| step.get("r") == r.to_string());
        self.steps.iter().position(fits).unwrap_or_else(|| panic!("no {kind} {r:?}"))
    }

    /// Logs every step and puts the bundle together.
    pub fn bundle(&self) -> Bundle {
        let notes: Vec<Note> = self.steps.iter().map(signed).collect();
        let mut leaves = Vec::new();
        for (at, note) in notes.iter().enumerate() {
            leaves.push(leaf_hash(format!("foreign {at}").as_bytes()));
            leaves.push(leaf_hash(note.to_string().as_bytes()));
        }
        leaves.push(leaf_hash(b"foreign"));
        let logged = notes.into_iter().zip(&self.steps).enumerate().map(|(at, (note, step))| {
            let index = Script::index(at);
            let size = (index + 1 + step.late_by).min(leaves.len() as u64);
            let head = TreeHead { size, root: tree::root(&leaves[..size as usize]) };
            let path = tree::inclusion_proof(index, size, |node| Ok::<_, TreeError>(tree::subtree(&leaves, node)))
                .expect("ours");
            Logged::new(note, Proof::new(index, path, self.checkpoint(head, step.at_secs)).expect("ours"))
                .expect("ours")
        });
        Bundle {
            logged: logged.collect(),
            pool: self.pool.clone(),
            pack: self.pack.clone(),
            request: self.request.clone(),
            counts: self.counts.clone(),
            authority: self.authority.clone(),
        }
    }

    fn checkpoint(&self, head: TreeHead, at_secs: u64) -> Note {
        let checkpoint = Checkpoint { origin: keys::ORIGIN.into(), head };
        let mut note = checkpoint.sign(&self.log).expect("ours");
        for (lag, number) in self.cosigners.iter().enumerate() {
            let (name, key) = keys::cosigner(*number);
            note = note.and_cosign(&name, &key, at_secs + lag as u64).expect("ours");
        }
        note
    }
}

fn signed(step: &Step) -> Note {
    let (first, others) = step.signers.split_first().expect("ours");
    let note = Note::sign(&step.body(), &keys::name(*first), &keys::note_key(*first)).expect("ours");
    others.iter().fold(note, |note, party| note.and_sign(&keys::name(*party), &keys::note_key(*party)).expect("ours"))
}
