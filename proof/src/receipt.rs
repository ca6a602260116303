//! A receipt: for one person, that the record in their hands is in the pool that was committed to, and which
//! ticket a key gave them. Below 3 kB; the rank of the ticket needs the whole pool.

use thiserror::Error;

use crate::hash::Hash;
use crate::pool::{Pool, Record};
use crate::statement::decimal;
use crate::text::Text;
use crate::ticket::{Ticket, Tickets};
use crate::tree::{TreeError, TreeHead, inclusion_proof, leaf_hash, root, subtree, verify_inclusion};

/// One person's place in one draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The draw.
    pub draw: Hash,
    /// Position in the pool.
    pub i: u32,
    /// The record at that position.
    pub record: Record,
    /// Size and root of the pool's tree.
    pub head: TreeHead,
    /// Path from the record to the root.
    pub path: Vec<Hash>,
    /// Round, bit and ticket for each tier-slot and each key that drew.
    pub tickets: Vec<(u32, u8, Ticket)>,
}

/// Why a text is not a receipt, or not a true one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ReceiptError {
    #[error("a receipt is the lines of draw, position, record, pool, path and tickets; this is not one")]
    Form,
    #[error("the record is not in the pool")]
    NotInPool,
    #[error("the ticket of round {round} for tier-slot {bit} is not that of the key")]
    Ticket { round: u32, bit: u8 },
}

impl Receipt {
    /// The receipt of the person at `i`; `keys` are those that drew, by round.
    pub fn new(draw: Hash, pool: &Pool, i: u32, keys: &[(u32, Hash)]) -> Option<Receipt> {
        let record = *pool.records().get(i as usize)?;
        let leaves: Vec<Hash> = pool.records().iter().map(|record| leaf_hash(&record.to_bytes())).collect();
        let head = TreeHead { size: leaves.len() as u64, root: root(&leaves) };
        let node = |node| Ok::<_, TreeError>(subtree(&leaves, node));
        let path = inclusion_proof(u64::from(i), head.size, node).expect("the position is in the pool");
        let bits = (0..64).filter(|bit| record.mask >> bit & 1 == 1);
        let tickets = bits.flat_map(|bit| keys.iter().map(move |(round, key)| (*round, bit, ticket(key, bit, i))));
        Some(Receipt { draw, i, record, head, path, tickets: tickets.collect() })
    }

    /// Whether the record is in the pool with this root, and the tickets are those of the keys that drew.
    pub fn verify(&self, keys: &[(u32, Hash)]) -> Result<(), ReceiptError> {
        let leaf = leaf_hash(&self.record.to_bytes());
        verify_inclusion(leaf, u64::from(self.i), &self.head, &self.path).map_err(|_| ReceiptError::NotInPool)?;
        for (round, bit, given) in &self.tickets {
            let key = keys.iter().find(|(of, _)| of == round).map(|(_, key)| key);
            if key.is_none_or(|key| ticket(key, *bit, self.i) != *given) {
                return Err(ReceiptError::Ticket { round: *round, bit: *bit });
            }
        }
        Ok(())
    }

    /// The lines.
    pub fn text(&self) -> String {
        let path: Vec<String> = self.path.iter().map(Hash::to_string).collect();
        let path = if path.is_empty() { "none".to_owned() } else { path.join("/") };
        let mut text = format!(
            "vrd1-receipt\ndraw {}\nposition {}\neid {}\nmask {}\ngroup {}\nsize {}\nroot {}\npath {path}\n",
            self.draw, self.i, self.record.eid, self.record.mask, self.record.group, self.head.size, self.head.root
        );
        for (round, bit, ticket) in &self.tickets {
            text += &format!("ticket {round} {bit} {ticket:032x}\n");
        }
        text
    }

    /// Reads the lines.
    pub fn parse(text: &str) -> Result<Receipt, ReceiptError> {
        Receipt::of_lines(text).filter(|receipt| receipt.text() == text).ok_or(ReceiptError::Form)
    }

    fn of_lines(text: &str) -> Option<Receipt> {
        let body = text.strip_prefix("vrd1-receipt\n")?;
        let (fields, tickets) = body.split_at(body.find("ticket ").unwrap_or(body.len()));
        let fields = Text::parse(fields.as_bytes()).ok()?;
        let number = |key: &str| decimal(fields.value(key)?);
        let small = |key: &str| u32::try_from(number(key)?).ok();
        let hash = |key: &str| fields.value(key)?.parse::<Hash>().ok();
        let path = fields.value("path")?;
        let path =
            if path == "none" { Some(Vec::new()) } else { path.split('/').map(|hash| hash.parse().ok()).collect() };
        let ticket = |line: &str| {
            let mut parts = line.strip_prefix("ticket ")?.split(' ');
            let (round, bit) = (decimal(parts.next()?)?, decimal(parts.next()?)?);
            Some((u32::try_from(round).ok()?, u8::try_from(bit).ok()?, Ticket::from_str_radix(parts.next()?, 16).ok()?))
        };
        Some(Receipt {
            draw: hash("draw")?,
            i: small("position")?,
            record: Record { eid: hash("eid")?, mask: number("mask")?, group: small("group")? },
            head: TreeHead { size: number("size")?, root: hash("root")? },
            path: path?,
            tickets: tickets.lines().map(ticket).collect::<Option<_>>()?,
        })
    }
}

fn ticket(key: &Hash, bit: u8, i: u32) -> Ticket {
    Tickets::new(&key.0, u64::from(bit)).at(i)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_reads_writes_and_verifies() {
        let (pool, keys) = (pool(1000), [(0, Hash([1; 32])), (1, Hash([2; 32]))]);
        for i in [0, 1, 500, 999] {
            let receipt = Receipt::new(Hash([9; 32]), &pool, i, &keys).unwrap();
            assert_eq!(Receipt::parse(&receipt.text()), Ok(receipt.clone()));
            assert_eq!(receipt.verify(&keys), Ok(()));
            assert!(receipt.text().len() < 3_000);
            assert_eq!(receipt.head.root, pool.root());
        }
        assert!(Receipt::new(Hash([9; 32]), &pool, 1000, &keys).is_none());
        let excluded = Receipt::new(Hash([9; 32]), &pool, 3, &keys).unwrap();
        assert_eq!((excluded.tickets.len(), Receipt::parse(&excluded.text())), (0, Ok(excluded)));
    }

    #[test]
    fn another_record_path_or_ticket_is_refused() {
        let (pool, keys) = (pool(10), [(0, Hash([1; 32]))]);
        let good = Receipt::new(Hash([9; 32]), &pool, 4, &keys).unwrap();
        let mut other = good.clone();
        other.record.mask = 2;
        assert_eq!(other.verify(&keys), Err(ReceiptError::NotInPool));
        let mut other = good.clone();
        other.i = 5;
        assert_eq!(other.verify(&keys), Err(ReceiptError::NotInPool));
        let mut other = good.clone();
        other.tickets[0].2 ^= 1;
        assert_eq!(other.verify(&keys), Err(ReceiptError::Ticket { round: 0, bit: 0 }));
        assert_eq!(good.verify(&[]), Err(ReceiptError::Ticket { round: 0, bit: 0 }));
        for bad in [
            "",
            "vrd1-receipt\n",
            &good.text()[..100],
            &good.text().replace("position 4", "position 04"),
            &(good.text() + "\n"),
        ] {
            assert_eq!(Receipt::parse(bad), Err(ReceiptError::Form), "{bad}");
        }
    }

    fn pool(n: u32) -> Pool {
        let record = |at: u32| {
            let mut eid = [0; 32];
            eid[28..].copy_from_slice(&at.to_be_bytes());
            Record { eid: Hash(eid), mask: u64::from(at != 3), group: at }
        };
        Pool::new((0..n).map(record).collect(), vec![]).unwrap()
    }
}
