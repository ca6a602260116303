//! Cosigning checkpoints (C2SP tlog-witness): a checkpoint is cosigned when it continues the one cosigned before.
//! What is cosigned is kept first, so that two that do not continue each other are never both cosigned.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ed25519_dalek::SigningKey;
use proof::checkpoint::Checkpoint;
use proof::hash::Hash;
use proof::note::{Note, VerifierKey};
use proof::statement::decimal;
use proof::tree::{TreeHead, verify_consistency};

use crate::refusal::Refusal;

/// A request of `add-checkpoint`.
pub struct Request {
    old: u64,
    proof: Vec<Hash>,
    note: Note,
    checkpoint: Checkpoint,
}

impl Request {
    /// Reads `old SIZE`, the consistency proof, an empty line and the signed checkpoint of the ledger `log`.
    pub fn parse(body: &str, log: &VerifierKey) -> Result<Request, Refusal> {
        let form = Refusal::Form("old SIZE, hashes in base64, an empty line, a signed checkpoint");
        let (head, note) = body.split_once("\n\n").ok_or_else(|| form.clone())?;
        let mut lines = head.split('\n');
        let old = lines.next().and_then(|line| decimal(line.strip_prefix("old ")?)).ok_or_else(|| form.clone())?;
        let hash = |line: &str| Some(Hash(BASE64_STANDARD.decode(line).ok()?.try_into().ok()?));
        let proof: Vec<Hash> = lines.map(hash).collect::<Option<_>>().ok_or_else(|| form.clone())?;
        let note: Note = note.parse().map_err(|_| form.clone())?;
        let checkpoint = Checkpoint::parse(note.text()).map_err(|_| form.clone())?;
        if checkpoint.origin != log.name() {
            return Err(Refusal::UnknownLog(checkpoint.origin));
        }
        if note.verify(std::slice::from_ref(log)).is_err() {
            return Err(Refusal::Unsigned);
        }
        if proof.len() > MAX_HASHES || old > checkpoint.head.size {
            return Err(form);
        }
        Ok(Request { old, proof, note, checkpoint })
    }

    /// The state to keep before signing, when the checkpoint continues `kept`.
    pub fn continues(&self, kept: &TreeHead) -> Result<TreeHead, Refusal> {
        let head = self.checkpoint.head;
        if head.size == kept.size && head.root != kept.root {
            return Err(Refusal::Rewritten);
        }
        if self.old != kept.size {
            return Err(Refusal::Behind(kept.size));
        }
        // Anybody can send a wrong proof with a true checkpoint, so this alone is no alarm.
        verify_consistency(kept, &head, &self.proof).map_err(|_| Refusal::Inconsistent)?;
        Ok(head)
    }

    /// The cosignature line, made at `now_secs` after 1970.
    pub fn cosigned(&self, name: &str, key: &SigningKey, now_secs: u64) -> String {
        let bare = Note::sign(self.note.text(), "line", key).expect("a checkpoint is a text");
        let both = bare.and_cosign(name, key, now_secs).expect("a name without spaces").to_string();
        both.lines().last().map(|line| format!("{line}\n")).unwrap_or_default()
    }
}

const MAX_HASHES: usize = 63;
