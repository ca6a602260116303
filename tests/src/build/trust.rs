//! Parties of a draw: their keys, their anchor, and what they sign.

use ed25519_dalek::SigningKey;
use hengjian::app::App;
use hengjian::ledger::signer;
use hengjian::trust::{self, Entered};
use proof::anchor::{Anchor, Signers};
use proof::hash::Hash;
use proof::note::{Algorithm, Note, VerifierKey};
use proof::vrf::VrfSecret;

/// The key of a party, from its name.
pub fn secret(name: &str) -> SigningKey {
    SigningKey::from_bytes(&Hash::of(name.as_bytes()).0)
}

pub fn key(name: &str, algorithm: Algorithm) -> VerifierKey {
    VerifierKey::new(name, algorithm, secret(name).verifying_key().as_bytes()).expect("a key")
}

/// The first anchor of a centre.
pub fn anchor(app: &App) -> Anchor {
    Anchor {
        number: 1,
        previous: None,
        authority: "hengjian.example/430000".into(),
        first: 0,
        is_one_party: false,
        policy: 1,
        vrf_op: *app.vault.vrf().public(),
        vrf_out: None,
        vrf_sup: *VrfSecret::of_seed(&[2; 32]).public(),
        keys: Signers {
            centre: signer::note_verifier(app).expect("a key"),
            supervising: key(SUPERVISING, Algorithm::Ed25519),
            witness: key("witness.example", Algorithm::Ed25519),
            province: None,
            notary: None,
        },
        log: signer::ledger_verifier(app).expect("a key"),
        cosigners: vec![key(COSIGNER, Algorithm::Cosignature)],
    }
}

/// The anchor that follows, in force from a ledger size.
pub fn next(before: &Anchor, first: u64) -> Anchor {
    Anchor { number: before.number + 1, previous: Some(before.hash()), first, ..before.clone() }
}

/// A text with the supervising department's signature.
pub fn signed(text: &str) -> Note {
    Note::sign(text, SUPERVISING, &secret(SUPERVISING)).expect("a note")
}

/// Enters an anchor with the signatures that it needs.
pub async fn enter(app: &App, anchor: &Anchor) -> Result<Entered, String> {
    let note = signed(&anchor.text());
    let note = match anchor.number {
        1 => note,
        _ => note.and_cosign(COSIGNER, &secret(COSIGNER), 1_795_482_000).expect("a note"),
    };
    let stated = signed(&trust::statement(anchor).expect("a statement").body());
    trust::enter(app, &note, &stated).await.map_err(|error| format!("{error:#}"))
}

pub const SUPERVISING: &str = "supervising.example";
const COSIGNER: &str = "cosigner.example";
