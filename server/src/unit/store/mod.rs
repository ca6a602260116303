//! Statements on units, by what they are for.

pub mod file;
pub mod find;
pub mod page;
pub mod save;
