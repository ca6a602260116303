//! Signed notes (C2SP signed-note): a text, a blank line, and one line for each signature. Keys are Ed25519
//! and known beforehand as *verifier keys*; a signature of an unknown key is kept and means nothing, a wrong
//! signature of a known key spoils the note. Witnesses sign a checkpoint with the time (C2SP tlog-cosignature).

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use thiserror::Error;

use crate::hash::Hash;

/// A text with its signatures: `Display` writes the one spelling, `FromStr` accepts only that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<NoteSignature>,
}

/// One signature line: the key's name and id, and the bytes as the key's algorithm lays them out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteSignature {
    pub name: String,
    pub key_id: u32,
    pub bytes: Vec<u8>,
}

/// A public key with its name and use, written `<name>+<key id, 8 hex digits>+<base64 of algorithm byte and key>`.
/// Never a small-order or oddly encoded point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    key_id: u32,
    algorithm: Algorithm,
    key: VerifyingKey,
}

/// What a key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// The note's text (byte 0x01).
    Ed25519,
    /// A time and the note's text, by a witness (byte 0x04).
    Cosignature,
}

/// A signature that a trusted key made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified<'a> {
    pub key: &'a VerifierKey,
    /// Seconds since 1970 that a witness states; nothing for a plain signature.
    pub signed_at_secs: Option<u64>,
}

/// Why a note, a key or a signature is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NoteError {
    #[error("a note's text ends with a line feed and has no other control characters; this one does not fit")]
    Text,
    #[error("a signed note is a text, an empty line and signature lines; this is not one")]
    Format,
    #[error("signature line {0} is not '— NAME BASE64'")]
    SignatureLine(usize),
    #[error("a note carries at most {MAX_SIGNATURES} signatures")]
    TooManySignatures,
    #[error("the key {0} signed the note twice")]
    Twice(String),
    #[error("a key name is not empty and has no spaces, plus signs or control characters; '{0}' does not fit")]
    KeyName(String),
    #[error("a verifier key is NAME+KEYID+BASE64; this is not one")]
    KeyFormat,
    #[error("the key id of {0} does not belong to its key")]
    KeyId(String),
    #[error("the public key of {0} is not a usable Ed25519 point: small order, not canonical or not on the curve")]
    WeakKey(String),
    #[error("the signature of {0} is wrong, so the note was changed or forged")]
    WrongSignature(String),
    #[error("no key that is trusted here has signed the note")]
    Unsigned,
}

impl Note {
    /// Signs `text`, which ends with a line feed, with the key called `name`.
    pub fn sign(text: &str, name: &str, key: &SigningKey) -> Result<Note, NoteError> {
        if !is_text(text) {
            return Err(NoteError::Text);
        }
        let note = Note { text: text.to_owned(), signatures: Vec::new() };
        note.with(name, Algorithm::Ed25519, key, key.sign(text.as_bytes()).to_bytes().to_vec())
    }

    /// Adds another plain signature behind those that are there.
    pub fn and_sign(self, name: &str, key: &SigningKey) -> Result<Note, NoteError> {
        let signature = key.sign(self.text.as_bytes()).to_bytes().to_vec();
        self.with(name, Algorithm::Ed25519, key, signature)
    }

    /// Adds a witness's cosignature, made `at_secs` seconds after 1970.
    pub fn and_cosign(self, name: &str, key: &SigningKey, at_secs: u64) -> Result<Note, NoteError> {
        let signature = key.sign(&cosigned(&self.text, at_secs));
        let bytes = [&at_secs.to_be_bytes()[..], &signature.to_bytes()].concat();
        self.with(name, Algorithm::Cosignature, key, bytes)
    }

    /// What is signed, last line feed included. Believe it only after `verify`.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// All signatures in their order, trusted or not.
    pub fn signatures(&self) -> &[NoteSignature] {
        &self.signatures
    }

    /// The signatures by `keys`, in the note's order. Any wrong one refuses the note, and so does none at all;
    /// signatures by other keys are passed over.
    pub fn verify<'a>(&self, keys: &'a [VerifierKey]) -> Result<Vec<Verified<'a>>, NoteError> {
        let mut verified = Vec::new();
        for signature in &self.signatures {
            if let Some(key) = keys.iter().find(|key| key.made(signature)) {
                verified.push(key.verify(&self.text, &signature.bytes)?);
            }
        }
        if verified.is_empty() { Err(NoteError::Unsigned) } else { Ok(verified) }
    }

    /// Of `keys` those with whose name and id the note carries a signature, in their order; right or wrong.
    pub fn signers<'a>(&self, keys: &'a [VerifierKey]) -> impl Iterator<Item = &'a VerifierKey> {
        keys.iter().filter(|key| self.signatures.iter().any(|signature| key.made(signature)))
    }

    fn with(mut self, name: &str, algorithm: Algorithm, key: &SigningKey, bytes: Vec<u8>) -> Result<Note, NoteError> {
        if !is_key_name(name) {
            return Err(NoteError::KeyName(name.to_owned()));
        }
        if self.signatures.len() == MAX_SIGNATURES {
            return Err(NoteError::TooManySignatures);
        }
        let key_id = key_id(name, algorithm, key.verifying_key().as_bytes());
        self.signatures.push(NoteSignature { name: name.to_owned(), key_id, bytes });
        signatures_differ(&self.signatures)?;
        Ok(self)
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        for signature in &self.signatures {
            let bytes = [&signature.key_id.to_be_bytes()[..], &signature.bytes].concat();
            writeln!(f, "— {} {}", signature.name, STANDARD.encode(bytes))?;
        }
        Ok(())
    }
}

impl FromStr for Note {
    type Err = NoteError;

    fn from_str(note: &str) -> Result<Note, NoteError> {
        let cut = note.rfind("\n\n").ok_or(NoteError::Format)? + 1;
        let (text, lines) = (&note[..cut], &note[cut + 1..]);
        if !is_text(text) {
            return Err(NoteError::Text);
        }
        let lines = lines.strip_suffix('\n').ok_or(NoteError::Format)?;
        let mut signatures = Vec::new();
        for (at, line) in lines.split('\n').enumerate() {
            if at == MAX_SIGNATURES {
                return Err(NoteError::TooManySignatures);
            }
            signatures.push(signature(line).ok_or(NoteError::SignatureLine(at + 1))?);
        }
        signatures_differ(&signatures)?;
        Ok(Note { text: text.to_owned(), signatures })
    }
}

impl VerifierKey {
    /// A key from its 32 bytes; `name` without spaces and plus signs, best a URL without scheme.
    pub fn new(name: &str, algorithm: Algorithm, key: &[u8; 32]) -> Result<VerifierKey, NoteError> {
        if !is_key_name(name) {
            return Err(NoteError::KeyName(name.to_owned()));
        }
        let weak = || NoteError::WeakKey(name.to_owned());
        let point = VerifyingKey::from_bytes(key).map_err(|_| weak())?;
        if point.is_weak() || point.to_edwards().compress().as_bytes() != key {
            return Err(weak());
        }
        let key_id = key_id(name, algorithm, key);
        Ok(VerifierKey { name: name.to_owned(), key_id, algorithm, key: point })
    }

    /// The key's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first four bytes of SHA-256 over name, algorithm and key; tells keys apart, proves nothing.
    pub fn key_id(&self) -> u32 {
        self.key_id
    }

    /// What the key signs.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The 32 bytes of the public key.
    pub fn key_bytes(&self) -> [u8; 32] {
        self.key.to_bytes()
    }

    /// Whether a signature line bears this key's name and id.
    fn made(&self, signature: &NoteSignature) -> bool {
        self.key_id == signature.key_id && self.name == signature.name
    }

    fn verify(&self, text: &str, bytes: &[u8]) -> Result<Verified<'_>, NoteError> {
        let wrong = || NoteError::WrongSignature(self.name.clone());
        let (message, bytes, signed_at_secs) = match self.algorithm {
            Algorithm::Ed25519 => (text.as_bytes().to_vec(), bytes, None),
            Algorithm::Cosignature => {
                let (at, bytes) = bytes.split_first_chunk().ok_or_else(wrong)?;
                let at = u64::from_be_bytes(*at);
                (cosigned(text, at), bytes, Some(at))
            }
        };
        let in_time = signed_at_secs.is_none_or(|at| i64::try_from(at).is_ok());
        if in_time && self.has_signed(&message, bytes) {
            Ok(Verified { key: self, signed_at_secs })
        } else {
            Err(wrong())
        }
    }

    /// Whether `signature` is this key's over `message`, in the one encoding that is allowed.
    pub fn has_signed(&self, message: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature).is_ok_and(|signature| self.key.verify_strict(message, &signature).is_ok())
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let material = [&[self.algorithm.byte()][..], &self.key.to_bytes()].concat();
        write!(f, "{}+{:08x}+{}", self.name, self.key_id, STANDARD.encode(material))
    }
}

impl FromStr for VerifierKey {
    type Err = NoteError;

    fn from_str(text: &str) -> Result<VerifierKey, NoteError> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(_), Some(material)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(NoteError::KeyFormat);
        };
        let material = STANDARD.decode(material).map_err(|_| NoteError::KeyFormat)?;
        let (algorithm, key) = material.split_first().ok_or(NoteError::KeyFormat)?;
        let algorithm = Algorithm::of_byte(*algorithm).ok_or(NoteError::KeyFormat)?;
        let key = key.try_into().map_err(|_| NoteError::KeyFormat)?;
        let key = VerifierKey::new(name, algorithm, key)?;
        if key.to_string() == text { Ok(key) } else { Err(NoteError::KeyId(name.to_owned())) }
    }
}

impl Algorithm {
    fn byte(self) -> u8 {
        match self {
            Algorithm::Ed25519 => 0x01,
            Algorithm::Cosignature => 0x04,
        }
    }

    fn of_byte(byte: u8) -> Option<Algorithm> {
        [Algorithm::Ed25519, Algorithm::Cosignature].into_iter().find(|algorithm| algorithm.byte() == byte)
    }
}

/// Whether `name` may name a key: not empty, no spaces, plus signs or control characters.
pub fn is_key_name(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(|c| c.is_whitespace() || c.is_control() || c == '+')
}

fn key_id(name: &str, algorithm: Algorithm, key: &[u8; 32]) -> u32 {
    let hash = Hash::of(&[name.as_bytes(), b"\n", &[algorithm.byte()], key].concat());
    u32::from_be_bytes([hash.0[0], hash.0[1], hash.0[2], hash.0[3]])
}

fn cosigned(text: &str, at_secs: u64) -> Vec<u8> {
    format!("cosignature/v1\ntime {at_secs}\n{text}").into_bytes()
}

fn is_text(text: &str) -> bool {
    text.ends_with('\n') && !text.bytes().any(|b| b < b' ' && b != b'\n')
}

fn signature(line: &str) -> Option<NoteSignature> {
    let (name, encoded) = line.strip_prefix("— ")?.split_once(' ')?;
    let bytes = STANDARD.decode(encoded).ok()?;
    let (key_id, bytes) = bytes.split_first_chunk()?;
    let fits = is_key_name(name) && !bytes.is_empty();
    fits.then(|| NoteSignature { name: name.to_owned(), key_id: u32::from_be_bytes(*key_id), bytes: bytes.to_vec() })
}

fn signatures_differ(signatures: &[NoteSignature]) -> Result<(), NoteError> {
    for (at, one) in signatures.iter().enumerate() {
        if signatures[..at].iter().any(|other| other.key_id == one.key_id && other.name == one.name) {
            return Err(NoteError::Twice(one.name.clone()));
        }
    }
    Ok(())
}

const MAX_SIGNATURES: usize = 64;

#[cfg(test)]
mod tests;
