//! Builders: they fill in what does not matter to a test.

mod expert;
pub mod sheet;
pub mod trust;
