//! Anchors: every key that counts, in a chain that people hand on outside the file that is checked. A bundle
//! that carried its own keys would prove nothing.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::hash::{Hash, tagged, unhex_array};
use crate::note::{Algorithm, Note, NoteError, Verified, VerifierKey};
use crate::statement::{decimal, is_token};
use crate::vrf::VrfKey;

/// The keys in force from one size of the ledger on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// Place in the chain, from 1.
    pub number: u64,
    /// Hash of the anchor before; nothing for the first.
    pub previous: Option<Hash>,
    /// Who draws, a token.
    pub authority: String,
    /// Ledger size from which it is in force.
    pub first: u64,
    /// Whether any two of ledger, witness and supervising keys share a host or an administrator.
    pub is_one_party: bool,
    /// How many cosigners a checkpoint needs.
    pub policy: u64,
    /// The centre's VRF key.
    pub vrf_op: VrfKey,
    /// The outside party's VRF key, where there is one.
    pub vrf_out: Option<VrfKey>,
    /// The supervising department's VRF key.
    pub vrf_sup: VrfKey,
    /// The note keys by who signs.
    pub keys: Signers,
    /// The ledger key, named like the ledger.
    pub log: VerifierKey,
    /// Who cosigns checkpoints.
    pub cosigners: Vec<VerifierKey>,
}

/// One note key for each party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signers {
    pub centre: VerifierKey,
    pub supervising: VerifierKey,
    pub witness: VerifierKey,
    pub province: Option<VerifierKey>,
    pub notary: Option<VerifierKey>,
}

/// A party whose note key an anchor holds, in the order in which they sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party {
    Centre,
    Supervising,
    Witness,
    Province,
    Notary,
}

/// Anchors from the first on, each signed under the one before it; written one after another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    anchors: Vec<(Anchor, Note)>,
}

/// Why a text is no anchor, or anchors are no chain.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AnchorError {
    #[error("an anchor must give '{0}' in its place and form")]
    Line(&'static str),
    #[error("two keys of the anchor are equal")]
    EqualKeys,
    #[error("anchor {0} does not continue the one before it")]
    Chain(u64),
    #[error("anchor {0} is not signed as its predecessor demands")]
    Signatures(u64),
    #[error(transparent)]
    Note(#[from] NoteError),
}

impl Anchor {
    /// The text that is signed.
    pub fn text(&self) -> String {
        let or_none = |text: Option<String>| text.unwrap_or_else(|| NONE.to_owned());
        let vrf = |key: &VrfKey| Hash(*key.as_bytes()).to_string();
        let note = |key: &VerifierKey| key.to_string();
        let mut text = format!("{HEADER}\n");
        let mut line = |key: &str, value: String| text.extend([key, " ", &value, "\n"]);
        line("number", self.number.to_string());
        line("previous", or_none(self.previous.map(|hash| hash.to_string())));
        line("authority", self.authority.clone());
        line("first", self.first.to_string());
        line("mode", MODES[usize::from(self.is_one_party)].to_owned());
        line("policy", self.policy.to_string());
        line("vrf-op", vrf(&self.vrf_op));
        line("vrf-out", or_none(self.vrf_out.as_ref().map(vrf)));
        line("vrf-sup", vrf(&self.vrf_sup));
        line("centre", note(&self.keys.centre));
        line("supervising", note(&self.keys.supervising));
        line("witness", note(&self.keys.witness));
        line("province", or_none(self.keys.province.as_ref().map(note)));
        line("notary", or_none(self.keys.notary.as_ref().map(note)));
        line("log", note(&self.log));
        self.cosigners.iter().for_each(|key| line("cosigner", note(key)));
        text
    }

    /// Reads the text.
    pub fn parse(text: &str) -> Result<Anchor, AnchorError> {
        let mut lines = Lines::new(text)?;
        let anchor = Anchor {
            number: lines.decimal("number")?,
            previous: lines.optional("previous", |value| value.parse().ok())?,
            authority: lines.read("authority", |value| is_token(value).then(|| value.to_owned()))?,
            first: lines.decimal("first")?,
            is_one_party: lines.read("mode", |value| MODES.iter().position(|mode| *mode == value))? == 1,
            policy: lines.decimal("policy")?,
            vrf_op: lines.read("vrf-op", vrf_key)?,
            vrf_out: lines.optional("vrf-out", vrf_key)?,
            vrf_sup: lines.read("vrf-sup", vrf_key)?,
            keys: Signers {
                centre: lines.read("centre", note_key)?,
                supervising: lines.read("supervising", note_key)?,
                witness: lines.read("witness", note_key)?,
                province: lines.optional("province", note_key)?,
                notary: lines.optional("notary", note_key)?,
            },
            log: lines.read("log", note_key)?,
            cosigners: lines.rest("cosigner", |value| verifier_key(value, Algorithm::Cosignature))?,
        };
        anchor.check()?;
        if anchor.text() == text { Ok(anchor) } else { Err(AnchorError::Line("number")) }
    }

    /// `TH("vrd1/anchor", text)`: the fingerprint that is printed on records.
    pub fn hash(&self) -> Hash {
        tagged("vrd1/anchor", &[self.text().as_bytes()])
    }

    /// The VRF keys whose answers make a seed, in their order.
    pub fn vrf_keys(&self) -> Vec<&VrfKey> {
        [Some(&self.vrf_op), self.vrf_out.as_ref(), Some(&self.vrf_sup)].into_iter().flatten().collect()
    }

    /// The value of `vrf` in a commitment under this anchor.
    pub fn vrf_ids(&self) -> String {
        let ids: Vec<String> = self.vrf_keys().iter().map(|key| key.id().to_string()).collect();
        ids.join("/")
    }

    /// A party's note key.
    pub fn key(&self, party: Party) -> Option<&VerifierKey> {
        match party {
            Party::Centre => Some(&self.keys.centre),
            Party::Supervising => Some(&self.keys.supervising),
            Party::Witness => Some(&self.keys.witness),
            Party::Province => self.keys.province.as_ref(),
            Party::Notary => self.keys.notary.as_ref(),
        }
    }

    /// The note keys of all parties, in the order in which they sign.
    pub fn note_keys(&self) -> impl Iterator<Item = &VerifierKey> {
        PARTIES.into_iter().filter_map(|party| self.key(party))
    }

    /// Whether `note` carries exactly the signatures of `parties`, in their order, and all are right.
    pub fn is_signed_by(&self, note: &Note, parties: &[Party]) -> bool {
        let keys: Option<Vec<VerifierKey>> = parties.iter().map(|party| self.key(*party).cloned()).collect();
        keys.is_some_and(|keys| signed_in_order(note, &keys).is_some())
    }

    fn check(&self) -> Result<(), AnchorError> {
        let count = self.cosigners.len();
        if !(1..=MAX_COSIGNERS).contains(&count) || self.policy < 1 || self.policy > count as u64 {
            return Err(AnchorError::Line("policy"));
        }
        let opening = (self.number, self.previous.is_some(), self.first > 0);
        if !matches!(opening, (1, false, false) | (2.., true, true)) {
            return Err(AnchorError::Line("previous"));
        }
        let notes = self.note_keys().chain([&self.log]).chain(&self.cosigners);
        let mut keys: Vec<[u8; 32]> = notes.map(VerifierKey::key_bytes).collect();
        keys.extend(self.vrf_keys().into_iter().map(|key| *key.as_bytes()));
        let all = keys.len();
        keys.sort_unstable();
        keys.dedup();
        if keys.len() == all { Ok(()) } else { Err(AnchorError::EqualKeys) }
    }
}

impl Chain {
    /// Checks anchors with their signatures, oldest first.
    pub fn new(notes: Vec<Note>) -> Result<Chain, AnchorError> {
        let mut anchors: Vec<(Anchor, Note)> = Vec::new();
        for note in notes {
            let anchor = Anchor::parse(note.text())?;
            match anchors.last() {
                None if anchor.number == 1 => {
                    if !anchor.is_signed_by(&note, &[Party::Supervising]) {
                        return Err(AnchorError::Signatures(1));
                    }
                }
                None => return Err(AnchorError::Chain(anchor.number)),
                Some((before, _)) => continues(before, &anchor, &note)?,
            }
            anchors.push((anchor, note));
        }
        if anchors.is_empty() { Err(AnchorError::Chain(1)) } else { Ok(Chain { anchors }) }
    }

    /// The anchors, oldest first.
    pub fn anchors(&self) -> impl Iterator<Item = &Anchor> {
        self.anchors.iter().map(|(anchor, _)| anchor)
    }

    /// The anchor that judges the statement at `index`.
    pub fn at(&self, index: u64) -> &Anchor {
        let (anchor, _) = self
            .anchors
            .iter()
            .rev()
            .find(|(anchor, _)| anchor.first <= index)
            .expect("the first anchor is in force from 0");
        anchor
    }

    /// The newest anchor.
    pub fn newest(&self) -> &Anchor {
        &self.anchors.last().expect("a chain is not empty").0
    }
}

impl FromStr for Chain {
    type Err = AnchorError;

    fn from_str(text: &str) -> Result<Chain, AnchorError> {
        let begin = format!("\n\n{HEADER}\n");
        let mut notes = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find(&begin) {
            notes.push(rest[..=at].parse::<Note>()?);
            rest = &rest[at + 2..];
        }
        notes.push(rest.parse()?);
        Chain::new(notes)
    }
}

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (_, note)) in self.anchors.iter().enumerate() {
            write!(f, "{}{note}", if at == 0 { "" } else { "\n" })?;
        }
        Ok(())
    }
}

fn continues(before: &Anchor, anchor: &Anchor, note: &Note) -> Result<(), AnchorError> {
    let follows = anchor.number == before.number + 1
        && anchor.previous == Some(before.hash())
        && anchor.first > before.first
        && anchor.log.name() == before.log.name();
    if !follows {
        return Err(AnchorError::Chain(anchor.number));
    }
    let keys = with_cosigners(&before.keys.supervising, before, note);
    let enough = keys.len() as u64 > before.policy;
    if enough && signed_in_order(note, &keys).is_some() { Ok(()) } else { Err(AnchorError::Signatures(anchor.number)) }
}

/// `first`, then the anchor's cosigners whose signatures a note carries, in the anchor's order.
pub fn with_cosigners(first: &VerifierKey, anchor: &Anchor, note: &Note) -> Vec<VerifierKey> {
    [first].into_iter().chain(note.signers(&anchor.cosigners)).cloned().collect()
}

/// The signatures of a note that carries one right one by each of `keys`, in their order, and no other.
pub fn signed_in_order<'a>(note: &Note, keys: &'a [VerifierKey]) -> Option<Vec<Verified<'a>>> {
    let verified = note.verify(keys).ok()?;
    let exactly = verified.len() == note.signatures().len() && verified.iter().map(|one| one.key).eq(keys);
    exactly.then_some(verified)
}

fn vrf_key(text: &str) -> Option<VrfKey> {
    VrfKey::of_bytes(&unhex_array(text)?).ok()
}

fn note_key(text: &str) -> Option<VerifierKey> {
    verifier_key(text, Algorithm::Ed25519)
}

fn verifier_key(text: &str, algorithm: Algorithm) -> Option<VerifierKey> {
    let key: VerifierKey = text.parse().ok()?;
    (key.algorithm() == algorithm && key.name().bytes().all(|b| b.is_ascii_graphic())).then_some(key)
}

/// The lines of an anchor, read from the top.
struct Lines<'a> {
    lines: std::iter::Peekable<std::str::Split<'a, char>>,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Result<Lines<'a>, AnchorError> {
        let body = text.strip_prefix(HEADER).and_then(|rest| rest.strip_prefix('\n')?.strip_suffix('\n'));
        Ok(Lines { lines: body.ok_or(AnchorError::Line(HEADER))?.split('\n').peekable() })
    }

    fn read<T>(&mut self, key: &'static str, read: impl FnOnce(&str) -> Option<T>) -> Result<T, AnchorError> {
        let value = self.lines.next().and_then(|line| line.strip_prefix(key)?.strip_prefix(' '));
        value.and_then(read).ok_or(AnchorError::Line(key))
    }

    fn optional<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, AnchorError> {
        self.read(key, |value| if value == NONE { Some(None) } else { read(value).map(Some) })
    }

    fn decimal(&mut self, key: &'static str) -> Result<u64, AnchorError> {
        self.read(key, decimal)
    }

    fn rest<T>(&mut self, key: &'static str, read: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, AnchorError> {
        let mut all = Vec::new();
        while self.lines.peek().is_some() {
            all.push(self.read(key, &read)?);
        }
        Ok(all)
    }
}

const HEADER: &str = "vrd1-anchor";
const NONE: &str = "none";
const MODES: [&str; 2] = ["separate", "one-party"];
const MAX_COSIGNERS: usize = 16;
const PARTIES: [Party; 5] = [Party::Centre, Party::Supervising, Party::Witness, Party::Province, Party::Notary];

#[cfg(test)]
mod tests;
