//! Units: companies, authorities and institutions, told apart by their credit code and compared by their names.

pub mod code;
pub mod equity;
pub mod file;
pub mod merge;
pub mod model;
pub mod name;
pub mod near;
pub mod share;

pub use code::{CreditCode, CreditCodeError};
pub use share::{Share, ShareError};
