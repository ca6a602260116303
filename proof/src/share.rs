//! Shares of a secret seed, 2 of 3: each byte is the start of a line over GF(256) with a slope of its own; any
//! two points give it back, one alone says nothing.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::hash::{Hash, hex, unhex_array};
use crate::statement::decimal;
use crate::vrf::VrfSecret;

/// One of three shares, written as the lines `vrd1-share`, `key`, `share`, `bytes`.
#[derive(Clone, PartialEq, Eq)]
pub struct Share {
    /// SHA-256 of the public key that the seed makes.
    key: Hash,
    number: u8,
    bytes: [u8; 32],
}

/// Why a share or a pair of shares is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ShareError {
    #[error("a share is four lines: vrd1-share, key HASH, share 1 to 3, bytes HEX64; this is not one")]
    Form,
    #[error("the two shares have the same number; take another holder's")]
    Same,
    #[error("the two shares are of different keys")]
    OtherKey,
    #[error("the two shares do not give back the key; one of them was changed")]
    Wrong,
}

/// Splits a seed; `slopes` are 32 random bytes, used once.
pub fn split(seed: &[u8; 32], slopes: &[u8; 32]) -> [Share; 3] {
    let key = VrfSecret::of_seed(seed).public().id();
    [1, 2, 3].map(|number| {
        let bytes = std::array::from_fn(|at| seed[at] ^ times(slopes[at], number));
        Share { key, number, bytes }
    })
}

/// Gives back the seed of which two shares are at hand.
pub fn combine(one: &Share, other: &Share) -> Result<[u8; 32], ShareError> {
    if one.key != other.key {
        return Err(ShareError::OtherKey);
    }
    if one.number == other.number {
        return Err(ShareError::Same);
    }
    // Through (n, y) and (m, z): s = (y m - z n) / (m - n); in GF(256) minus is plus, and plus is xor.
    let scale = inverse(one.number ^ other.number);
    let seed =
        std::array::from_fn(|at| times(times(one.bytes[at], other.number) ^ times(other.bytes[at], one.number), scale));
    if VrfSecret::of_seed(&seed).public().id() == one.key { Ok(seed) } else { Err(ShareError::Wrong) }
}

impl Share {
    /// SHA-256 of the public key that this is a share of.
    pub fn key(&self) -> &Hash {
        &self.key
    }

    /// 1, 2 or 3.
    pub fn number(&self) -> u8 {
        self.number
    }

    /// The lines. They are a secret.
    pub fn text(&self) -> String {
        format!("{HEADER}\nkey {}\nshare {}\nbytes {}\n", self.key, self.number, hex(&self.bytes))
    }
}

impl fmt::Debug for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Share({} of {})", self.number, self.key)
    }
}

impl FromStr for Share {
    type Err = ShareError;

    fn from_str(text: &str) -> Result<Share, ShareError> {
        let mut lines = text.split('\n');
        let mut value = |key: &str| lines.next().and_then(|line| line.strip_prefix(key)).ok_or(ShareError::Form);
        value(HEADER)?;
        let share = Share {
            key: value("key ")?.parse().map_err(|_| ShareError::Form)?,
            number: decimal(value("share ")?).filter(|n| (1..=3).contains(n)).ok_or(ShareError::Form)? as u8,
            bytes: unhex_array(value("bytes ")?).ok_or(ShareError::Form)?,
        };
        if share.text() == text { Ok(share) } else { Err(ShareError::Form) }
    }
}

/// Product in GF(256) modulo x^8 + x^4 + x^3 + x + 1, in the same number of steps for every byte.
fn times(a: u8, b: u8) -> u8 {
    (0..8).rev().fold(0u8, |sum, bit| {
        let doubled = sum << 1 ^ (0x1b & 0u8.wrapping_sub(sum >> 7));
        doubled ^ (a & 0u8.wrapping_sub(b >> bit & 1))
    })
}

/// a^254, which is 1/a.
fn inverse(a: u8) -> u8 {
    (0..253).fold(a, |power, _| times(power, a))
}

const HEADER: &str = "vrd1-share";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_two_shares_give_back_the_seed() {
        let seed = Hash::of(b"seed").0;
        let shares = split(&seed, &Hash::of(b"slopes").0);
        for (one, other) in [(0, 1), (1, 0), (0, 2), (2, 0), (1, 2), (2, 1)] {
            assert_eq!(combine(&shares[one], &shares[other]), Ok(seed));
        }
        assert_eq!(combine(&shares[0], &shares[0]), Err(ShareError::Same));
        let foreign = split(&[7; 32], &[9; 32]);
        assert_eq!(combine(&shares[0], &foreign[1]), Err(ShareError::OtherKey));
        let mut changed = shares[1].clone();
        changed.bytes[3] ^= 1;
        assert_eq!(combine(&shares[0], &changed), Err(ShareError::Wrong));
    }

    #[test]
    fn one_share_says_nothing() {
        // For every share of one seed there are slopes that make the same bytes from another seed.
        let (seed, other, slopes) = (Hash::of(b"seed").0, Hash::of(b"other").0, Hash::of(b"slopes").0);
        for (share, number) in split(&seed, &slopes).iter().zip(1u8..) {
            let fitting = std::array::from_fn(|at| times(share.bytes[at] ^ other[at], inverse(number)));
            assert_eq!(split(&other, &fitting)[usize::from(number) - 1].bytes, share.bytes);
        }
    }

    #[test]
    fn the_field_is_a_field() {
        assert_eq!(times(0x57, 0x83), 0xc1);
        assert!((1..=255).all(|a| times(a, inverse(a)) == 1 && times(a, 1) == a && times(a, 0) == 0));
    }

    #[test]
    fn a_share_has_one_spelling_and_hides_in_debug() {
        let share = &split(&[7; 32], &[9; 32])[2];
        assert_eq!(share.text().parse(), Ok(share.clone()));
        assert!(!format!("{share:?}").contains(&hex(&share.bytes)));
        for bad in [
            share.text().replace("share 3", "share 4"),
            share.text().replace("share 3", "share 03"),
            share.text() + "\n",
            String::new(),
        ] {
            assert_eq!(bad.parse::<Share>(), Err(ShareError::Form));
        }
    }
}
