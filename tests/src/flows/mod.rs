//! What people do, through HTTP, on a real database.

mod access;
mod account;
mod change;
mod demo;
mod expert;
mod file;
mod import;
mod ledger;
mod phone;
mod project;
mod recusal;
mod registry;
mod registry_facts;
mod today;
mod unit;
