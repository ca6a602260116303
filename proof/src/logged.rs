//! A statement with its proof that the ledger held it: the leaf, its index, the path to the root of a signed and
//! cosigned checkpoint (C2SP tlog-proof).

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use thiserror::Error;

use crate::anchor::{Anchor, signed_in_order, with_cosigners};
use crate::checkpoint::Checkpoint;
use crate::hash::Hash;
use crate::note::Note;
use crate::statement::decimal;
use crate::tree::{TreeError, leaf_hash, verify_inclusion};

/// A proof of inclusion against one checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Index of the leaf.
    pub index: u64,
    /// Hashes from the leaf's neighbour upwards.
    pub path: Vec<Hash>,
    /// The checkpoint, with its signatures.
    pub note: Note,
    checkpoint: Checkpoint,
}

/// Why a text is no proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a proof is its header, an index, base64 hashes, an empty line and a signed checkpoint; this is not one")]
pub struct ProofError;

impl Proof {
    /// A proof from its parts.
    pub fn new(index: u64, path: Vec<Hash>, note: Note) -> Result<Proof, ProofError> {
        let checkpoint = Checkpoint::parse(note.text()).map_err(|_| ProofError)?;
        let ascii = checkpoint.origin.bytes().all(|b| b.is_ascii_graphic());
        if path.len() > 64 || !ascii { Err(ProofError) } else { Ok(Proof { index, path, note, checkpoint }) }
    }

    /// What the checkpoint states; believe it only after `quorum_secs`.
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// Whether the path leads from the leaf to the checkpoint's root.
    pub fn includes(&self, leaf: &[u8]) -> Result<(), TreeError> {
        verify_inclusion(leaf_hash(leaf), self.index, &self.checkpoint.head, &self.path)
    }

    /// The quorum's time, seconds since 1970: nothing unless the ledger's signature comes first, then those of
    /// enough cosigners in the anchor's order, all right, and no others.
    pub fn quorum_secs(&self, anchor: &Anchor) -> Option<u64> {
        if self.checkpoint.origin != anchor.log.name() {
            return None;
        }
        let keys = with_cosigners(&anchor.log, anchor, &self.note);
        let verified = signed_in_order(&self.note, &keys)?;
        let mut times: Vec<u64> = verified.iter().filter_map(|one| one.signed_at_secs).collect();
        times.sort_unstable();
        times.get(usize::try_from(anchor.policy).ok()? - 1).copied()
    }
}

impl FromStr for Proof {
    type Err = ProofError;

    fn from_str(text: &str) -> Result<Proof, ProofError> {
        let (lines, note) = text.split_once("\n\n").ok_or(ProofError)?;
        let mut lines = lines.split('\n');
        let header = lines.next().filter(|line| *line == HEADER);
        let index = lines.next().and_then(|line| decimal(line.strip_prefix("index ")?));
        let hash = |line: &str| Some(Hash(STANDARD.decode(line).ok()?.try_into().ok()?));
        let path: Option<Vec<Hash>> = lines.map(hash).collect();
        let (Some(_), Some(index), Some(path)) = (header, index, path) else { return Err(ProofError) };
        let proof = Proof::new(index, path, note.parse().map_err(|_| ProofError)?)?;
        if proof.to_string() == text { Ok(proof) } else { Err(ProofError) }
    }
}

impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADER}\nindex {}", self.index)?;
        self.path.iter().try_for_each(|hash| writeln!(f, "{}", STANDARD.encode(hash.0)))?;
        write!(f, "\n{}", self.note)
    }
}

const HEADER: &str = "c2sp.org/tlog-proof@v1";
