//! What people do, through HTTP, on a real database.

mod access;
mod account;
mod change;
mod demo;
mod import;
mod ledger;
mod phone;
mod today;
mod unit;
