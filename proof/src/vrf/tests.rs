use super::*;

/// RFC 9381, appendix B.3: seed, public key, input, proof, output.
const RFC: [[&str; 5]; 3] = [
    [
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "8657106690b5526245a92b003bb079ccd1a92130477671f6fc01ad16f26f723f26f8a57ccaed74ee1b190bed1f479d9727d2d0f9b005a6e456a35d4fb0daab1268a1b0db10836d9826a528ca76567805",
        "90cf1df3b703cce59e2a35b925d411164068269d7b2d29f3301c03dd757876ff66b71dda49d2de59d03450451af026798e8f81cd2e333de5cdf4f3e140fdd8ae",
    ],
    [
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "f3141cd382dc42909d19ec5110469e4feae18300e94f304590abdced48aed5933bf0864a62558b3ed7f2fea45c92a465301b3bbf5e3e54ddf2d935be3b67926da3ef39226bbc355bdc9850112c8f4b02",
        "eb4440665d3891d668e7e0fcaf587f1b4bd7fbfe99d0eb2211ccec90496310eb5e33821bc613efb94db5e5b54c70a848a0bef4553a41befc57663b56373a5031",
    ],
    [
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "9bc0f79119cc5604bf02d23b4caede71393cedfbb191434dd016d30177ccbf8096bb474e53895c362d8628ee9f9ea3c0e52c7a5c691b6c18c9979866568add7a2d41b00b05081ed0f58ee5e31b3a970e",
        "645427e5d00c62a23fb703732fa5d892940935942101e456ecca7bb217c61c452118fec1219202a0edcf038bb6373241578be7217ba85a2687f7a0310b2df19f",
    ],
];

#[test]
fn the_vectors_of_the_rfc_are_computed() {
    for [seed, key, alpha, pi, beta] in RFC {
        let secret = VrfSecret::of_seed(&bytes(seed));
        assert_eq!(secret.public().as_bytes(), &bytes::<32>(key));
        let alpha = unhex(alpha);
        let proof = secret.prove(&alpha);
        assert_eq!(proof.to_bytes(), bytes::<80>(pi));
        assert_eq!(VrfProof::of_bytes(&bytes(pi)), Ok(proof));
        let output = VrfKey::of_bytes(&bytes(key)).unwrap().verify(&alpha, &proof).unwrap();
        assert_eq!(output, bytes::<64>(beta));
    }
}

#[test]
fn another_input_another_key_or_any_other_byte_is_refused() {
    let secret = VrfSecret::of_seed(&[1; 32]);
    let proof = secret.prove(b"alpha");
    assert_eq!(secret.public().verify(b"alphb", &proof), Err(VrfError::Wrong));
    assert_eq!(VrfSecret::of_seed(&[2; 32]).public().verify(b"alpha", &proof), Err(VrfError::Wrong));
    for at in 0..80 {
        let mut changed = proof.to_bytes();
        changed[at] ^= 1;
        let verdict = VrfProof::of_bytes(&changed).and_then(|proof| secret.public().verify(b"alpha", &proof));
        assert!(verdict.is_err(), "byte {at}");
    }
}

#[test]
fn a_response_at_or_above_the_group_order_is_refused() {
    let proof = VrfSecret::of_seed(&[1; 32]).prove(b"alpha");
    let mut bytes = proof.to_bytes();
    let mut carry = 0u16;
    for (byte, order) in bytes[48..].iter_mut().zip(ORDER) {
        let sum = u16::from(*byte) + u16::from(order) + carry;
        (*byte, carry) = (sum as u8, sum >> 8);
    }
    assert_eq!(VrfProof::of_bytes(&bytes), Err(VrfError::Form));
}

#[test]
fn points_that_are_not_canonical_or_of_small_order_are_refused() {
    // y = 1 with the sign bit is negative zero; p + 1 is y = 1 again; the others are of order 1, 2, 4 and 8.
    let negative_zero = "0100000000000000000000000000000000000000000000000000000000000080";
    let above_p = "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f";
    for bad in [
        negative_zero,
        above_p,
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    ] {
        assert_eq!(VrfKey::of_bytes(&bytes(bad)), Err(VrfError::Key), "{bad}");
    }
    for gamma in [negative_zero, above_p] {
        let mut proof = VrfSecret::of_seed(&[1; 32]).prove(b"alpha").to_bytes();
        proof[..32].copy_from_slice(&bytes::<32>(gamma));
        assert_eq!(VrfProof::of_bytes(&proof), Err(VrfError::Form), "{gamma}");
    }
}

/// Gamma with a point of order two added: another proof of the same output, which RFC 9381 accepts.
#[test]
fn a_gamma_with_torsion_is_judged_as_the_rfc_says() {
    let key = "3773a371305efc2001d1d36294b171c99fc1c00e56d40b4dad423bc2c185f278";
    let pi = "7c565d15413f5a4cbf86f76c1b3fbb89a1c76b92d2908d7239bfd9b92be1494c228cada9d6097bed25267917794753656a877da971dab902431e223fd013ad88cc46a95db6185c147bcf3472bf83c509";
    let proof = VrfProof::of_bytes(&bytes(pi)).unwrap();
    assert_eq!(VrfKey::of_bytes(&bytes(key)).unwrap().verify(&[0; 32], &proof), Ok(proof.beta()));
}

fn bytes<const N: usize>(hex: &str) -> [u8; N] {
    unhex(hex).try_into().unwrap()
}

fn unhex(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

/// 2^252 + 27742317777372353535851937790883648493, little-endian.
const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];
