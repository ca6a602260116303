//! The parties of an invented centre, their keys from fixed seeds, and the anchors that name them.

use ed25519_dalek::SigningKey;
use proof::anchor::{Anchor, Chain, Party, Signers};
use proof::note::{Algorithm, Note, VerifierKey};
use proof::tagged;
use proof::vrf::VrfSecret;

pub const ORIGIN: &str = "hengjian.example/430000";
pub const AUTHORITY: &str = "hengjian.example/430000";

/// The secret note key of a party.
pub fn note_key(party: Party) -> SigningKey {
    secret(&format!("{party:?}"))
}

/// The ledger's secret key.
pub fn log_key() -> SigningKey {
    secret("log")
}

/// A cosigner's name and secret key.
pub fn cosigner(number: usize) -> (String, SigningKey) {
    (format!("cosigner-{number}.example"), secret(&format!("cosigner {number}")))
}

/// A holder's VRF key: `op`, `out` or `sup`.
pub fn vrf(holder: &str) -> VrfSecret {
    VrfSecret::of_seed(&tagged("example/vrf", &[holder.as_bytes()]).0)
}

pub fn secret(name: &str) -> SigningKey {
    SigningKey::from_bytes(&tagged("example/key", &[name.as_bytes()]).0)
}

/// The name under which a party signs.
pub fn name(party: Party) -> String {
    format!("{party:?}.example").to_lowercase()
}

pub fn verifier(name: &str, algorithm: Algorithm, key: &SigningKey) -> VerifierKey {
    VerifierKey::new(name, algorithm, key.verifying_key().as_bytes()).expect("ours")
}

/// The first anchor: two keys that answer, or three; two of three cosigners.
pub fn anchor(three_keys: bool) -> Anchor {
    let key = |party| verifier(&name(party), Algorithm::Ed25519, &note_key(party));
    Anchor {
        number: 1,
        previous: None,
        authority: AUTHORITY.into(),
        first: 0,
        is_one_party: true,
        policy: 2,
        vrf_op: *vrf("op").public(),
        vrf_out: three_keys.then(|| *vrf("out").public()),
        vrf_sup: *vrf("sup").public(),
        keys: Signers {
            centre: key(Party::Centre),
            supervising: key(Party::Supervising),
            witness: key(Party::Witness),
            province: Some(key(Party::Province)),
            notary: Some(key(Party::Notary)),
        },
        log: verifier(ORIGIN, Algorithm::Ed25519, &log_key()),
        cosigners: (0..3).map(cosigner).map(|(name, key)| verifier(&name, Algorithm::Cosignature, &key)).collect(),
    }
}

/// An anchor alone, signed by its own supervising department.
pub fn chain(anchor: &Anchor) -> Chain {
    Chain::new(vec![first_note(anchor)]).expect("ours")
}

pub fn first_note(anchor: &Anchor) -> Note {
    Note::sign(&anchor.text(), &name(Party::Supervising), &note_key(Party::Supervising)).expect("ours")
}
