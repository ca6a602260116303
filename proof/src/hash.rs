//! The one hash of the project, SHA-256, and its tagged form `TH`: a tag names the purpose and every part
//! carries its length, so that no two purposes and no two ways of cutting the same bytes can meet.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};
use thiserror::Error;

/// 32 bytes of SHA-256 output; written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

/// Why a text is not a hash.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("a hash is 64 lower-case hexadecimal digits; the text given is not")]
pub struct HashError;

/// `TH(tag, p1..pn) = H(u8 len(tag) || tag || u32be len(p1) || p1 || ...)`.
/// A tag stands for one fixed number of parts; tags have at most 255 bytes and parts less than 4 GiB.
pub fn tagged(tag: &str, parts: &[&[u8]]) -> Hash {
    let tag_len = u8::try_from(tag.len()).expect("a tag has at most 255 bytes");
    let mut hasher = Sha256::new();
    hasher.update([tag_len]);
    hasher.update(tag.as_bytes());
    for part in parts {
        let part_len = u32::try_from(part.len()).expect("a part is shorter than 4 GiB");
        hasher.update(part_len.to_be_bytes());
        hasher.update(part);
    }
    Hash(hasher.finalize().into())
}

impl Hash {
    /// SHA-256 of `bytes` without tag or length, for the formats that others define.
    pub fn of(bytes: &[u8]) -> Hash {
        Hash(Sha256::digest(bytes).into())
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0u8; 64];
        for (pair, byte) in text.chunks_exact_mut(2).zip(self.0) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
        f.write_str(std::str::from_utf8(&text).expect("hexadecimal digits are ASCII"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

impl FromStr for Hash {
    type Err = HashError;

    fn from_str(text: &str) -> Result<Hash, HashError> {
        if text.len() != 64 {
            return Err(HashError);
        }
        let mut bytes = [0u8; 32];
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Ok(Hash(bytes))
    }
}

impl From<[u8; 32]> for Hash {
    fn from(bytes: [u8; 32]) -> Hash {
        Hash(bytes)
    }
}

impl AsRef<[u8]> for Hash {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|half| char::from(DIGITS[usize::from(half)])).collect()
}

/// Reads `hex`; any other spelling is nothing.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let bytes = pairs.iter().map(|pair| Some(digit(pair[0]).ok()? << 4 | digit(pair[1]).ok()?)).collect();
    if rest.is_empty() { bytes } else { None }
}

/// Reads exactly `N` bytes as `hex` writes them.
pub fn unhex_array<const N: usize>(text: &str) -> Option<[u8; N]> {
    unhex(text)?.try_into().ok()
}

fn digit(byte: u8) -> Result<u8, HashError> {
    match byte {
        b'0'..=b'9' => Ok(byte - b'0'),
        b'a'..=b'f' => Ok(byte - b'a' + 10),
        _ => Err(HashError),
    }
}

const DIGITS: &[u8; 16] = b"0123456789abcdef";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_reads_back_what_it_writes() {
        let hash = Hash::of(b"abc");
        let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hash.to_string(), text);
        assert_eq!(text.parse(), Ok(hash));
    }

    #[test]
    fn only_64_lower_case_digits_are_a_hash() {
        let good = Hash::of(b"abc").to_string();
        for bad in [
            good.to_uppercase(),
            good[1..].to_owned(),
            format!("{good}0"),
            format!(" {}", &good[1..]),
            format!("g{}", &good[1..]),
            "é".repeat(32),
            String::new(),
        ] {
            assert_eq!(bad.parse::<Hash>(), Err(HashError), "{bad}");
        }
    }

    #[test]
    fn a_tagged_hash_is_the_hash_of_lengths_and_parts() {
        let bytes = b"\x06vrd1/x\x00\x00\x00\x02ab\x00\x00\x00\x00\x00\x00\x00\x01c";
        assert_eq!(tagged("vrd1/x", &[b"ab", b"", b"c"]), Hash::of(bytes));
        assert_eq!(tagged("t", &[]), Hash::of(b"\x01t"));
    }

    #[test]
    fn moving_a_byte_between_parts_changes_the_hash() {
        assert_ne!(tagged("t", &[b"ab", b"c"]), tagged("t", &[b"a", b"bc"]));
        assert_ne!(tagged("t", &[b"abc"]), tagged("ta", &[b"bc"]));
        assert_ne!(tagged("t", &[b"abc"]), tagged("t", &[b"abc", b""]));
    }
}
