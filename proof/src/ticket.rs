//! Tickets: 16 bytes for each person and tier-slot out of the ChaCha20 keystream of RFC 8439. The smaller
//! ticket wins. Slots have streams of their own, so that a person in two slots gets two independent chances.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// The stream that orders seats instead of people.
pub const SEAT_ORDER: u64 = 1 << 63;

/// A ticket: 16 bytes read as a big-endian integer.
pub type Ticket = u128;

/// The tickets of stream `b` under `key`, for positions 0, 1, 2 ..
pub struct Tickets {
    stream: ChaCha20Rng,
}

impl Tickets {
    /// Nonce `00000000 || u64le(b)`, counter 0.
    pub fn new(key: &[u8; 32], b: u64) -> Tickets {
        let mut stream = ChaCha20Rng::from_seed(*key);
        stream.set_stream(b);
        Tickets { stream }
    }

    /// The ticket of position `i`.
    pub fn at(&mut self, i: u32) -> Ticket {
        self.stream.set_word_pos(u128::from(i) * 4);
        let mut bytes = [0; 16];
        self.stream.fill_bytes(&mut bytes);
        Ticket::from_be_bytes(bytes)
    }

    /// Calls `take(i, ticket)` for the positions below `n` that `wants`, in ascending order.
    pub fn each(mut self, n: u32, wants: impl Fn(u32) -> bool, mut take: impl FnMut(u32, Ticket)) {
        let mut block = [0; CHUNK * 16];
        for start in (0..n).step_by(CHUNK) {
            self.stream.fill_bytes(&mut block);
            let end = n.min(start + CHUNK as u32);
            for (i, bytes) in (start..end).zip(block.as_chunks::<16>().0) {
                if wants(i) {
                    take(i, Ticket::from_be_bytes(*bytes));
                }
            }
        }
    }
}

const CHUNK: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tickets_are_the_keystream_of_rfc_8439() {
        // RFC 8439, appendix A.1, vectors 1 (all zero) and 4 (key 00ff00.., nonce zero, counter 2).
        let mut tickets = Tickets::new(&[0; 32], 0);
        assert_eq!(tickets.at(0), 0x76b8e0ada0f13d90405d6ae55386bd28);
        assert_eq!(tickets.at(3), 0x6a43b8f41518a11cc387b669b2ee6586);
        let mut key = [0; 32];
        key[1] = 0xff;
        assert_eq!(Tickets::new(&key, 0).at(8), 0x72d54dfbf12ec44b362692df94137f32);
        // Vector 5: nonce 00..02 in its last byte is b = 2 shifted to the top byte of the little-endian number.
        assert_eq!(Tickets::new(&[0; 32], 2 << 56).at(0), 0xc2c64d378cd536374ae204b9ef933fcd);
    }

    #[test]
    fn one_by_one_and_all_at_once_agree() {
        let key = [7; 32];
        for b in [0, 1, 63, SEAT_ORDER] {
            let mut seen = Vec::new();
            Tickets::new(&key, b).each(600, |i| i % 3 == 0, |i, ticket| seen.push((i, ticket)));
            let expected: Vec<_> = (0..600).step_by(3).map(|i| (i, Tickets::new(&key, b).at(i))).collect();
            assert_eq!(seen, expected);
        }
    }

    #[test]
    fn streams_and_keys_differ() {
        assert_ne!(Tickets::new(&[0; 32], 0).at(0), Tickets::new(&[0; 32], 1).at(0));
        assert_ne!(Tickets::new(&[0; 32], 0).at(0), Tickets::new(&[1; 32], 0).at(0));
        assert_ne!(Tickets::new(&[0; 32], 0).at(0), Tickets::new(&[0; 32], SEAT_ORDER).at(0));
    }
}
