//! Units: companies, authorities and institutions, told apart by their credit code and compared by their names.

pub mod code;

pub use code::{CreditCode, CreditCodeError};
