//! Every business rule of Hengjian, as pure functions: no I/O, no waiting, no clock and no randomness.
//!
//! The shell parses requests and files into these types, asks them what may happen, and stores what they answer. A rule that
//! depends on the day takes the day; a figure that depends on the law comes from a dated pack.

pub mod account;
pub mod area;
pub mod draw;
pub mod expert;
pub mod id;
pub mod import;
pub mod ledger;
pub mod pack;
pub mod project;
pub mod recusal;
pub mod text;
pub mod time;
pub mod unit;
pub mod wording;
