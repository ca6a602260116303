//! What people do, through HTTP, on a real database.

mod access;
mod account;
mod change;
mod demo;
mod draw;
mod expert;
mod file;
mod import;
mod ledger;
mod pack;
mod phone;
mod project;
mod recusal;
mod registry;
mod today;
mod trust;
mod unit;
