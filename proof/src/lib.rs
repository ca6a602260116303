//! The checkable part of Hengjian: hashes, statements, the ledger's tree, its tiles, signatures and the
//! offline checks over them. Everything here is a function of its arguments: no input or output, no clock,
//! no randomness, and no word of the trade. A stranger who wants to check a ledger reads this crate and
//! `docs/LEDGER.md`, and nothing else.

pub mod anchor;
pub mod archive;
pub mod bundle;
pub mod checkpoint;
pub mod day;
pub mod entry;
pub mod facts;
pub mod gate;
pub mod guard;
pub mod hash;
pub mod log;
pub mod logged;
pub mod note;
pub mod number;
pub mod pack;
pub mod phrase;
pub mod pick;
pub mod pool;
pub mod receipt;
pub mod record;
pub mod seed;
pub mod share;
pub mod slot;
pub mod statement;
pub mod text;
pub mod ticket;
pub mod tile;
pub mod tree;
pub mod verify;
pub mod vrf;

#[cfg(test)]
mod example;

pub use hash::{Hash, tagged};
