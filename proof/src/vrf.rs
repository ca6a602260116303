//! ECVRF-EDWARDS25519-SHA512-TAI (RFC 9381): whoever holds the secret key computes, for each input, one output
//! that nobody else can predict and everybody can check. Stricter than the RFC where it leaves a choice: points
//! are decoded only from their canonical bytes, keys are not of small order, `s` lies below the group order.

use curve25519_dalek::constants::ED25519_BASEPOINT_TABLE;
use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::scalar::{Scalar, clamp_integer};
use curve25519_dalek::traits::VartimeMultiscalarMul;
use sha2::{Digest, Sha512};
use thiserror::Error;

use crate::hash::Hash;

/// A secret key from a seed of 32 random bytes.
pub struct VrfSecret {
    scalar: Scalar,
    nonce_key: [u8; 32],
    public: VrfKey,
}

/// A public key: 32 bytes, canonical, not of small order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VrfKey {
    bytes: [u8; 32],
    point: EdwardsPoint,
}

/// A proof of 80 bytes: gamma, challenge and response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VrfProof {
    gamma: EdwardsPoint,
    challenge: [u8; 16],
    response: Scalar,
}

/// The output: 64 bytes.
pub type Beta = [u8; 64];

/// Why a key or a proof is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum VrfError {
    #[error("a VRF public key is 32 bytes of a canonical point that is not of small order; this one is not")]
    Key,
    #[error(
        "a VRF proof is 80 bytes: a canonical point, a challenge and a response below the group order; this one is not"
    )]
    Form,
    #[error("the VRF proof does not belong to this key and this input")]
    Wrong,
}

impl VrfSecret {
    /// The key of a seed, expanded as in RFC 8032.
    pub fn of_seed(seed: &[u8; 32]) -> VrfSecret {
        let expanded: [u8; 64] = Sha512::digest(seed).into();
        let (low, nonce_key) = split(&expanded);
        let scalar = Scalar::from_bytes_mod_order(clamp_integer(low));
        let point = ED25519_BASEPOINT_TABLE * &scalar;
        VrfSecret { scalar, nonce_key, public: VrfKey { bytes: point.compress().0, point } }
    }

    /// The public key.
    pub fn public(&self) -> &VrfKey {
        &self.public
    }

    /// The one proof for `alpha`; the same bytes each time.
    pub fn prove(&self, alpha: &[u8]) -> VrfProof {
        let input = encode_to_curve(&self.public.bytes, alpha);
        let input_bytes = input.compress().0;
        let gamma = input * self.scalar;
        let nonce = wide(Sha512::new().chain_update(self.nonce_key).chain_update(input_bytes));
        let challenge = challenge([
            self.public.bytes,
            input_bytes,
            gamma.compress().0,
            (ED25519_BASEPOINT_TABLE * &nonce).compress().0,
            (input * nonce).compress().0,
        ]);
        VrfProof { gamma, challenge, response: nonce + scalar_of(&challenge) * self.scalar }
    }
}

impl VrfKey {
    /// Reads a key.
    pub fn of_bytes(bytes: &[u8; 32]) -> Result<VrfKey, VrfError> {
        let point = decode_point(bytes).filter(|point| !point.is_small_order()).ok_or(VrfError::Key)?;
        Ok(VrfKey { bytes: *bytes, point })
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.bytes
    }

    /// SHA-256 of the 32 bytes: how a commitment names the key.
    pub fn id(&self) -> Hash {
        Hash::of(&self.bytes)
    }

    /// Checks a proof for `alpha` and gives the output.
    pub fn verify(&self, alpha: &[u8], proof: &VrfProof) -> Result<Beta, VrfError> {
        let input = encode_to_curve(&self.bytes, alpha);
        // Points are negated and not the challenge: modulo the group order the two differ on points with torsion.
        let c = scalar_of(&proof.challenge);
        let u = EdwardsPoint::vartime_double_scalar_mul_basepoint(&c, &-self.point, &proof.response);
        let v = EdwardsPoint::vartime_multiscalar_mul([proof.response, c], [input, -proof.gamma]);
        let expected =
            challenge([self.bytes, input.compress().0, proof.gamma.compress().0, u.compress().0, v.compress().0]);
        if expected == proof.challenge { Ok(proof.beta()) } else { Err(VrfError::Wrong) }
    }
}

impl VrfProof {
    /// Reads the 80 bytes.
    pub fn of_bytes(bytes: &[u8; 80]) -> Result<VrfProof, VrfError> {
        let (gamma, rest) = bytes.split_first_chunk::<32>().expect("80 bytes hold 32");
        let (challenge, response) = rest.split_first_chunk::<16>().expect("48 bytes hold 16");
        let response = response.try_into().expect("the rest is 32 bytes");
        Ok(VrfProof {
            gamma: decode_point(gamma).ok_or(VrfError::Form)?,
            challenge: *challenge,
            response: Option::from(Scalar::from_canonical_bytes(response)).ok_or(VrfError::Form)?,
        })
    }

    /// The 80 bytes.
    pub fn to_bytes(&self) -> [u8; 80] {
        let mut bytes = [0; 80];
        bytes[..32].copy_from_slice(&self.gamma.compress().0);
        bytes[32..48].copy_from_slice(&self.challenge);
        bytes[48..].copy_from_slice(self.response.as_bytes());
        bytes
    }

    /// The output that the proof stands for; believe it only after `verify`.
    pub fn beta(&self) -> Beta {
        let gamma = self.gamma.mul_by_cofactor().compress().0;
        Sha512::new().chain_update([SUITE, 3]).chain_update(gamma).chain_update([0]).finalize().into()
    }
}

/// Try-and-increment: the first counter whose hash decodes to a point, cleared of its cofactor.
fn encode_to_curve(key: &[u8; 32], alpha: &[u8]) -> EdwardsPoint {
    let candidate = |counter: u8| {
        let hash = Sha512::new()
            .chain_update([SUITE, 1])
            .chain_update(key)
            .chain_update(alpha)
            .chain_update([counter, 0])
            .finalize();
        decode_point(&split(&hash.into()).0)
    };
    let point = (0..=u8::MAX).find_map(candidate).expect("256 tries fail once in 2^256 inputs");
    point.mul_by_cofactor()
}

fn challenge(points: [[u8; 32]; 5]) -> [u8; 16] {
    let mut hasher = Sha512::new().chain_update([SUITE, 2]);
    for point in points {
        hasher.update(point);
    }
    let hash: [u8; 64] = hasher.chain_update([0]).finalize().into();
    *hash.first_chunk().expect("64 bytes hold 16")
}

fn scalar_of(challenge: &[u8; 16]) -> Scalar {
    let mut bytes = [0; 32];
    bytes[..16].copy_from_slice(challenge);
    Scalar::from_bytes_mod_order(bytes)
}

fn wide(hasher: Sha512) -> Scalar {
    Scalar::from_bytes_mod_order_wide(&hasher.finalize().into())
}

/// Only the canonical bytes of a point: the curve library also takes y of p and above, and negative zero.
fn decode_point(bytes: &[u8; 32]) -> Option<EdwardsPoint> {
    CompressedEdwardsY(*bytes).decompress().filter(|point| point.compress().as_bytes() == bytes)
}

fn split(hash: &[u8; 64]) -> ([u8; 32], [u8; 32]) {
    let (low, high) = hash.split_at(32);
    (low.try_into().expect("half of 64 bytes"), high.try_into().expect("half of 64 bytes"))
}

const SUITE: u8 = 3;

#[cfg(test)]
mod tests;
