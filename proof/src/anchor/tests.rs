use ed25519_dalek::SigningKey;

use super::*;
use crate::vrf::VrfSecret;

#[test]
fn an_anchor_reads_and_writes_back() {
    let anchor = anchor(1);
    assert_eq!(Anchor::parse(&anchor.text()), Ok(anchor.clone()));
    assert_eq!(anchor.hash(), tagged("vrd1/anchor", &[anchor.text().as_bytes()]));
}

#[test]
fn every_other_spelling_and_every_shared_key_is_refused() {
    let text = anchor(1).text();
    let line = |key: &str| text.lines().find(|line| line.starts_with(&format!("{key} "))).unwrap().to_owned();
    for (good, bad) in [
        (line("number"), "number 01".to_owned()),
        (line("number"), "number 2".to_owned()),
        (line("first"), "first 1".to_owned()),
        (line("mode"), "mode both".to_owned()),
        (line("policy"), "policy 0".to_owned()),
        (line("policy"), "policy 3".to_owned()),
        (line("authority"), "authority Hunan".to_owned()),
        (line("vrf-out"), line("vrf-op").replace("vrf-op", "vrf-out")),
        (line("notary"), line("centre").replace("centre ", "notary ")),
        (line("log"), line("cosigner").replace("cosigner ", "log ")),
        (line("province"), String::new()),
    ] {
        let changed = text.replace(&good, &bad);
        assert_ne!(changed, text);
        assert!(Anchor::parse(&changed).is_err(), "{bad}");
    }
    assert!(Anchor::parse(text.trim_end()).is_err());
}

#[test]
fn a_chain_is_signed_by_its_own_past() {
    let (first, mut second) = (anchor(1), anchor(2));
    second.previous = Some(first.hash());
    let first_note = sign(&first, "supervising");
    let good = sign(&second, "supervising").and_cosign("cosigner-0", &key("cosigner-0"), 7).unwrap();
    let chain = Chain::new(vec![first_note.clone(), good.clone()]).unwrap();
    assert_eq!(chain.to_string().parse(), Ok(chain.clone()));
    assert_eq!((chain.at(9).number, chain.at(10).number, chain.newest().number), (1, 2, 2));

    let alone = sign(&second, "supervising");
    assert_eq!(Chain::new(vec![first_note.clone(), alone]), Err(AnchorError::Signatures(2)));
    let stranger = sign(&second, "centre").and_cosign("cosigner-0", &key("cosigner-0"), 7).unwrap();
    assert_eq!(Chain::new(vec![first_note.clone(), stranger]), Err(AnchorError::Signatures(2)));
    let more = good.clone().and_sign("centre", &key("centre")).unwrap();
    assert_eq!(Chain::new(vec![first_note.clone(), more]), Err(AnchorError::Signatures(2)));
    assert_eq!(Chain::new(vec![good]), Err(AnchorError::Chain(2)));
    assert_eq!(Chain::new(vec![sign(&first, "centre")]), Err(AnchorError::Signatures(1)));
    second.previous = Some(Hash([0; 32]));
    let broken = sign(&second, "supervising").and_cosign("cosigner-0", &key("cosigner-0"), 7).unwrap();
    assert_eq!(Chain::new(vec![first_note, broken]), Err(AnchorError::Chain(2)));
    assert!(Chain::new(vec![]).is_err());
}

fn anchor(number: u64) -> Anchor {
    let note = |name: &str| verifier(name, Algorithm::Ed25519);
    Anchor {
        number,
        previous: (number > 1).then_some(Hash([0; 32])),
        authority: "430000".into(),
        first: (number - 1) * 10,
        is_one_party: false,
        policy: 1,
        vrf_op: *VrfSecret::of_seed(&[1; 32]).public(),
        vrf_out: None,
        vrf_sup: *VrfSecret::of_seed(&[2; 32]).public(),
        keys: Signers {
            centre: note("centre"),
            supervising: note("supervising"),
            witness: note("witness"),
            province: Some(note("province")),
            notary: None,
        },
        log: note("log"),
        cosigners: ["cosigner-0", "cosigner-1"].map(|name| verifier(name, Algorithm::Cosignature)).to_vec(),
    }
}

fn sign(anchor: &Anchor, name: &str) -> Note {
    Note::sign(&anchor.text(), name, &key(name)).unwrap()
}

fn verifier(name: &str, algorithm: Algorithm) -> VerifierKey {
    VerifierKey::new(name, algorithm, key(name).verifying_key().as_bytes()).unwrap()
}

fn key(name: &str) -> SigningKey {
    SigningKey::from_bytes(&Hash::of(name.as_bytes()).0)
}
