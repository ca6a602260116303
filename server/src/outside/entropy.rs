//! The only place of the server that draws randomness, and with it makes ids.

use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use rand::TryRng;
use rand::rngs::SysRng;
use uuid::Uuid;

/// Operating-system randomness, and UUIDv7 ids that rise within a process.
#[derive(Clone, Default)]
pub struct Entropy(Arc<Mutex<Last>>);

#[derive(Default)]
struct Last {
    millisecond: u64,
    count: u16,
}

impl Entropy {
    /// `N` bytes from the operating system.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        SysRng.try_fill_bytes(&mut bytes).expect("the operating system gives randomness");
        bytes
    }

    /// A UUIDv7. Ids of one process rise strictly, also inside a millisecond: the twelve bits after the time count.
    pub fn uuid(&self, now: Timestamp) -> Uuid {
        let (millisecond, count) = self.next(now);
        let mut random = self.bytes::<10>();
        random[0] = (count >> 8) as u8;
        random[1] = (count & 0xff) as u8;
        uuid::Builder::from_unix_timestamp_millis(millisecond, &random).into_uuid()
    }

    fn next(&self, now: Timestamp) -> (u64, u16) {
        let now = u64::try_from(now.as_millisecond()).unwrap_or(0);
        let mut last = self.0.lock().expect("no holder of this lock panics");
        if now > last.millisecond {
            *last = Last { millisecond: now, count: 0 };
        } else if last.count == COUNT_MAX {
            *last = Last { millisecond: last.millisecond + 1, count: 0 };
        } else {
            last.count += 1;
        }
        (last.millisecond, last.count)
    }
}

const COUNT_MAX: u16 = 0x0fff;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_one_millisecond_rise() {
        let entropy = Entropy::default();
        let now = Timestamp::from_millisecond(1_795_000_000_000).expect("in range");
        let ids: Vec<Uuid> = (0..10_000).map(|_| entropy.uuid(now)).collect();
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(ids[0].get_version_num(), 7);
    }
}
