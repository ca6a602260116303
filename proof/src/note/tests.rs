//! Notes that others made, notes of our own, and everything that must not pass for either.

use super::*;

const QUASIMODO: &str = "Ognuno sta solo sul cuor della terra\n\
trafitto da un raggio di sole:\n\
\n\
ed è subito sera.\n\
\n\
— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n";

const LOG: &str = "hengjian.example/430000";
const WITNESS: &str = "witness.example/w1";

#[test]
fn a_note_made_elsewhere_reads_and_writes_back() {
    let note: Note = QUASIMODO.parse().unwrap();
    assert_eq!(note.to_string(), QUASIMODO);
    assert!(note.text().ends_with("ed è subito sera.\n"));
    assert_eq!(note.signatures()[0].name, "quasimodo.example/salvatore");
    assert_eq!(note.signatures()[0].key_id, 0x367b_a04b);
    assert_eq!(note.signatures()[0].bytes.len(), 64);
    assert_eq!(note.verify(&[key(1, LOG)]), Err(NoteError::Unsigned));
}

#[test]
fn the_first_vector_of_rfc_8032_signs_as_printed() {
    let secret: Hash = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60".parse().unwrap();
    let public: Hash = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a".parse().unwrap();
    let signing = SigningKey::from_bytes(&secret.0);
    assert_eq!(signing.verifying_key().to_bytes(), public.0);
    assert_eq!(&signing.sign(b"").to_bytes()[..4], [0xe5, 0x56, 0x43, 0x00]);
}

#[test]
fn a_signed_note_verifies_with_its_key_alone() {
    let note = Note::sign("text\n", LOG, &secret(1)).unwrap();
    let read: Note = note.to_string().parse().unwrap();
    assert_eq!(read, note);
    let keys = [key(2, WITNESS), key(1, LOG)];
    let verified = read.verify(&keys).unwrap();
    assert_eq!((verified.len(), verified[0].key, verified[0].signed_at_secs), (1, &keys[1], None));
    assert_eq!(read.verify(&[key(2, LOG)]), Err(NoteError::Unsigned));
    assert_eq!(read.verify(&[key(1, "other.example")]), Err(NoteError::Unsigned));
}

#[test]
fn a_changed_text_spoils_the_note_even_beside_a_good_signature() {
    let note = Note::sign("text\n", LOG, &secret(1)).unwrap();
    let forged: Note = note.to_string().replace("text", "test").parse().unwrap();
    assert_eq!(forged.verify(&[key(1, LOG)]), Err(NoteError::WrongSignature(LOG.to_owned())));
    let mended = forged.and_sign(WITNESS, &secret(2)).unwrap();
    let keys = [key(1, LOG), key(2, WITNESS)];
    assert_eq!(mended.verify(&keys), Err(NoteError::WrongSignature(LOG.to_owned())));
    assert!(mended.verify(&keys[1..]).is_ok());
}

#[test]
fn a_witness_signs_the_time_with_the_text() {
    let note = Note::sign("text\n", LOG, &secret(1)).unwrap();
    let note = note.and_cosign(WITNESS, &secret(2), 1_679_315_147).unwrap();
    let witness = VerifierKey::new(WITNESS, Algorithm::Cosignature, &public(2)).unwrap();
    let keys = [witness.clone(), key(1, LOG)];
    let verified = note.verify(&keys).unwrap();
    assert_eq!(verified[1].signed_at_secs, Some(1_679_315_147));

    let mut later = note.clone();
    later.signatures[1].bytes[7] ^= 1;
    assert_eq!(later.verify(&keys), Err(NoteError::WrongSignature(WITNESS.to_owned())));
    let mut short = note.clone();
    short.signatures[1].bytes.truncate(5);
    assert!(short.verify(&keys).is_err());
    let beyond = Note::sign("text\n", LOG, &secret(1)).unwrap().and_cosign(WITNESS, &secret(2), 1 << 63);
    assert!(beyond.unwrap().verify(&keys).is_err());
    assert_ne!(witness.key_id(), key(2, WITNESS).key_id());
}

#[test]
fn notes_in_any_other_form_are_refused() {
    let good = Note::sign("text\n", LOG, &secret(1)).unwrap().to_string();
    let line = good.split_once("\n\n").unwrap().1;
    for bad in [
        String::new(),
        "text\n".to_owned(),
        "text\n\n".to_owned(),
        format!("text\n{line}"),
        format!("\n\n{}", line.trim_end()),
        good.trim_end().to_owned(),
        format!("{good}\n"),
        format!("{good}{line}"),
        format!("{good} {line}"),
        good.replace('\n', "\r\n"),
        good.replace("text", "te\txt"),
        good.replace("— ", "- "),
        good.replace("— ", "—  "),
        good.replace(LOG, "hengjian+example"),
        good.replace(LOG, ""),
        good.replace("=\n", "==\n"),
        good.replace("=\n", "\n"),
        good.replace("=\n", "= \n"),
        format!("text\n\n— {LOG} AAAAAA==\n"),
        format!("text\n\n— {LOG} AAA=\n"),
    ] {
        assert!(bad.parse::<Note>().is_err(), "{bad:?}");
    }
    assert!(Note::sign("text", LOG, &secret(1)).is_err());
    assert!(Note::sign("text\n", "two words", &secret(1)).is_err());
    let twice = Note::sign("text\n", LOG, &secret(1)).unwrap().and_sign(LOG, &secret(1));
    assert_eq!(twice, Err(NoteError::Twice(LOG.to_owned())));
}

#[test]
fn base64_has_one_spelling() {
    let good = Note::sign("text\n", LOG, &secret(1)).unwrap().to_string();
    let last = good.trim_end().trim_end_matches('=').len() - 1;
    let mut bytes = good.into_bytes();
    bytes[last] = if bytes[last] == b'/' { b'+' } else { b'/' };
    let odd = String::from_utf8(bytes).unwrap();
    assert_eq!(odd.parse::<Note>(), Err(NoteError::SignatureLine(1)));
}

#[test]
fn a_note_takes_64_signatures_and_no_more() {
    let mut note = Note::sign("text\n", LOG, &secret(1)).unwrap();
    for at in 1..64 {
        note = note.and_sign(&format!("k{at}"), &secret(1)).unwrap();
    }
    assert!(note.to_string().parse::<Note>().is_ok());
    let more = note.to_string() + "— one.more AAAAAAA=\n";
    assert_eq!(more.parse::<Note>(), Err(NoteError::TooManySignatures));
    assert_eq!(note.and_sign("k64", &secret(1)), Err(NoteError::TooManySignatures));
}

#[test]
fn a_verifier_key_has_one_spelling() {
    let key = key(1, LOG);
    let text = key.to_string();
    assert_eq!(text.parse(), Ok(key.clone()));
    let (id, material) = text.strip_prefix(LOG).unwrap()[1..].split_once('+').unwrap();
    assert_eq!(u32::from_str_radix(id, 16), Ok(key.key_id()));
    for bad in [
        LOG.to_owned(),
        format!("{LOG}+{id}"),
        format!("{LOG}+{}+{material}", id.to_uppercase()),
        format!("{LOG}+00000000+{material}"),
        format!("x{LOG}+{id}+{material}"),
        format!("+{id}+{material}"),
        format!("{LOG}+{id}+{material}\n"),
        format!("{LOG}+{id}+{}", material.trim_end_matches(char::is_alphanumeric)),
        format!("{LOG}+{id}+{}", &material[4..]),
        format!("{LOG}+{id}+{}", material.replacen('A', "B", 1)),
    ] {
        assert!(bad.parse::<VerifierKey>().is_err(), "{bad}");
    }
}

#[test]
fn points_of_small_order_or_odd_encoding_are_no_keys() {
    let low = |first: u8, rest: u8, last: u8| {
        let mut bytes = [rest; 32];
        (bytes[0], bytes[31]) = (first, last);
        bytes
    };
    let order_8: Hash = "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a".parse().unwrap();
    for bad in [
        low(1, 0, 0),          // the neutral element
        low(0, 0, 0),          // order 4
        low(0xec, 0xff, 0x7f), // order 2
        order_8.0,
        low(1, 0, 0x80),       // the neutral element with a sign
        low(0xee, 0xff, 0x7f), // y = p + 1
        low(0xed, 0xff, 0x7f), // y = p
        low(0xf0, 0xff, 0x7f), // y = p + 3
        low(2, 0, 0),          // not on the curve
        [0xff; 32],
    ] {
        let error = VerifierKey::new(LOG, Algorithm::Ed25519, &bad).unwrap_err();
        assert_eq!(error, NoteError::WeakKey(LOG.to_owned()), "{bad:02x?}");
    }
}

#[test]
fn a_signature_plus_the_group_order_is_refused() {
    let mut note = Note::sign("text\n", LOG, &secret(1)).unwrap();
    let order: Hash = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010".parse().unwrap();
    let mut carry = 0u16;
    for (byte, add) in note.signatures[0].bytes[32..].iter_mut().zip(order.0) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        *byte = sum as u8;
        carry = sum >> 8;
    }
    assert_eq!(note.verify(&[key(1, LOG)]), Err(NoteError::WrongSignature(LOG.to_owned())));
}

fn secret(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

fn public(seed: u8) -> [u8; 32] {
    secret(seed).verifying_key().to_bytes()
}

fn key(seed: u8, name: &str) -> VerifierKey {
    VerifierKey::new(name, Algorithm::Ed25519, &public(seed)).unwrap()
}

/// Every vector of project Wycheproof for Ed25519; strict verification may refuse more than they do, never less.
#[test]
fn the_vectors_of_wycheproof_are_judged_as_they_say() {
    use wycheproof::TestResult;
    use wycheproof::eddsa::{TestName, TestSet};

    let mut judged = 0;
    for group in TestSet::load(TestName::Ed25519).unwrap().test_groups {
        let key: [u8; 32] = group.key.pk.as_slice().try_into().unwrap();
        let key = VerifierKey::new("wycheproof", Algorithm::Ed25519, &key);
        for test in group.tests {
            let accepted = key.as_ref().is_ok_and(|key| key.has_signed(&test.msg, &test.sig));
            assert_eq!(accepted, test.result == TestResult::Valid, "{}: {}", test.tc_id, test.comment);
            judged += 1;
        }
    }
    assert!(judged > 100, "{judged}");
}
