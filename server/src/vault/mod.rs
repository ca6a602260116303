//! Keys, sealing, blind index: the only place that names a cipher.
//!
//! Personal data is sealed with AES-256-GCM under the data key, bound to the place (column and row) where it stands,
//! so that a ciphertext moved to another row does not open. A blind index is a keyed hash of the normalised value:
//! it finds an exact value and tells nothing else.

pub mod keys;

use ed25519_dalek::SigningKey;
use proof::vrf::VrfSecret;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::hmac;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::outside::entropy::Entropy;
use keys::KeyRing;

/// The keys of this centre, held in memory.
pub struct Vault {
    data: LessSafeKey,
    data_key_id: u32,
    blind: hmac::Key,
    record: hmac::Key,
    sign_in: hmac::Key,
    note: SigningKey,
    ledger: SigningKey,
    vrf: VrfSecret,
    entropy: Entropy,
}

/// Where a sealed value stands: `table.column` and the row.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub column: &'static str,
    pub row: Uuid,
}

/// A sealed value that does not open.
#[derive(Debug, thiserror::Error)]
#[error("the value in {column} of row {row} does not open: it was altered, moved, or sealed with another key")]
pub struct VaultError {
    column: &'static str,
    row: Uuid,
}

/// 16 bytes that find an equal value.
pub type Blind = Vec<u8>;

impl Vault {
    /// A vault over the keys of `ring`.
    pub fn new(ring: &KeyRing, entropy: Entropy) -> Self {
        let data_key_id = u32::from_be_bytes(Sha256::digest(ring.data)[..4].try_into().expect("a digest has 32 bytes"));
        Self {
            data: LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &ring.data).expect("the key has 32 bytes")),
            data_key_id,
            blind: hmac::Key::new(hmac::HMAC_SHA256, &ring.blind),
            record: hmac::Key::new(hmac::HMAC_SHA256, &ring.record),
            sign_in: hmac::Key::new(hmac::HMAC_SHA256, &ring.sign_in),
            note: SigningKey::from_bytes(&ring.note),
            ledger: SigningKey::from_bytes(&ring.ledger),
            vrf: VrfSecret::of_seed(&ring.vrf),
            entropy,
        }
    }

    /// `key id (4) || nonce (12) || ciphertext and tag`.
    pub fn seal(&self, place: Place, plain: &[u8]) -> Vec<u8> {
        let nonce = self.entropy.bytes::<12>();
        let mut sealed = Vec::with_capacity(HEAD_LENGTH + plain.len() + AES_256_GCM.tag_len());
        sealed.extend(self.data_key_id.to_be_bytes());
        sealed.extend(nonce);
        let mut text = plain.to_vec();
        self.data
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(place.bytes()), &mut text)
            .expect("AES-GCM seals anything below 64 GiB");
        sealed.extend(text);
        sealed
    }

    /// Opens what `seal` made for the same place.
    pub fn open(&self, place: Place, sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
        let error = VaultError { column: place.column, row: place.row };
        if sealed.len() < HEAD_LENGTH || sealed[..4] != self.data_key_id.to_be_bytes() {
            return Err(error);
        }
        let nonce: [u8; 12] = sealed[4..HEAD_LENGTH].try_into().expect("the slice has 12 bytes");
        let mut text = sealed[HEAD_LENGTH..].to_vec();
        let nonce = Nonce::assume_unique_for_key(nonce);
        let plain = self.data.open_in_place(nonce, Aad::from(place.bytes()), &mut text).map_err(|_| error)?;
        let length = plain.len();
        text.truncate(length);
        Ok(text)
    }

    /// `seal` for text.
    pub fn seal_text(&self, place: Place, text: &str) -> Vec<u8> {
        self.seal(place, text.as_bytes())
    }

    /// `open` for text.
    pub fn open_text(&self, place: Place, sealed: &[u8]) -> Result<String, VaultError> {
        let bytes = self.open(place, sealed)?;
        String::from_utf8(bytes).map_err(|_| VaultError { column: place.column, row: place.row })
    }

    /// Blind index of an already normalised `value` of `field`, for example `phone`.
    pub fn blind(&self, field: &str, value: &str) -> Blind {
        keyed_hash(&self.blind, &[field.as_bytes(), &[0], value.as_bytes()])[..BLIND_LENGTH].to_vec()
    }

    /// Salt of the record digest of `subject`; it never leaves the server except with the record.
    pub fn record_salt(&self, subject: &str) -> [u8; 32] {
        keyed_hash(&self.record, &[subject.as_bytes()])
    }

    /// Keyed hash for tokens and codes of signing in; `purpose` keeps the uses apart.
    pub fn sign_in_hash(&self, purpose: &str, value: &[u8]) -> [u8; 32] {
        keyed_hash(&self.sign_in, &[purpose.as_bytes(), &[0], value])
    }

    /// Key with which the centre signs statements and entries.
    pub fn note_key(&self) -> &SigningKey {
        &self.note
    }

    /// Key with which checkpoints are signed.
    pub fn ledger_key(&self) -> &SigningKey {
        &self.ledger
    }

    /// Key with which the centre answers for the seed of a draw.
    pub fn vrf(&self) -> &VrfSecret {
        &self.vrf
    }
}

impl Place {
    fn bytes(self) -> Vec<u8> {
        [self.column.as_bytes(), &[0], self.row.as_bytes()].concat()
    }
}

fn keyed_hash(key: &hmac::Key, parts: &[&[u8]]) -> [u8; 32] {
    let mut context = hmac::Context::with_key(key);
    for part in parts {
        context.update(part);
    }
    context.sign().as_ref().try_into().expect("SHA-256 has 32 bytes")
}

const HEAD_LENGTH: usize = 16;
const BLIND_LENGTH: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    fn vault() -> Vault {
        let entropy = Entropy::default();
        Vault::new(&KeyRing::random(&entropy), entropy)
    }

    #[test]
    fn a_sealed_value_opens_only_where_it_stands() {
        let vault = vault();
        let place = Place { column: "expert.name", row: Uuid::from_u128(1) };
        let sealed = vault.seal_text(place, "欧阳娜娜");
        assert_eq!(vault.open_text(place, &sealed).expect("same place"), "欧阳娜娜");
        assert!(vault.open(Place { row: Uuid::from_u128(2), ..place }, &sealed).is_err());
        assert!(vault.open(Place { column: "expert.phone", ..place }, &sealed).is_err());
        assert!(vault.open(place, &sealed[..10]).is_err());
    }

    #[test]
    fn an_altered_value_does_not_open() {
        let vault = vault();
        let place = Place { column: "expert.name", row: Uuid::from_u128(1) };
        let sealed = vault.seal_text(place, "王");
        for at in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[at] ^= 1;
            assert!(vault.open(place, &altered).is_err(), "byte {at}");
        }
    }

    #[test]
    fn a_blind_index_depends_on_field_value_and_key() {
        let (one, other) = (vault(), vault());
        assert_eq!(one.blind("phone", "13800001234"), one.blind("phone", "13800001234"));
        assert_ne!(one.blind("phone", "13800001234"), one.blind("number", "13800001234"));
        assert_ne!(one.blind("phone", "13800001234"), other.blind("phone", "13800001234"));
    }
}
