//! The demo: an invented pool with accounts for each role, made by a command and marked as invented. The only place that knows
//! the word.

mod accounts;
mod code;
pub mod command;
pub mod data;
mod file;
mod load;
mod people;
mod proposals;
mod requests;
mod stage;
mod store;
mod trust;

pub use accounts::{ACCOUNTS, DemoAccount, PASSWORD};
pub use code::{Code, code};
pub use load::{EDITION, Loaded, load};
pub use requests::soon;
