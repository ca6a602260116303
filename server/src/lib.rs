//! The server of Hengjian: pool, draw, call-out and session of a public-resource trading centre.
//!
//! Invariants of absence: no SQL outside `store.rs` and `db/`; no clock or randomness outside `outside/`; no cipher
//! outside `vault/`; no demo outside `demo/`. A write goes routes -> actions -> {rules, store}; a read routes -> store.

pub mod account;
pub mod app;
pub mod backup;
pub mod cli;
pub mod config;
pub mod db;
pub mod demo;
pub mod draw;
pub mod expert;
pub mod http;
pub mod import;
pub mod jobs;
pub mod ledger;
pub mod outside;
pub mod pack;
pub mod project;
pub mod recusal;
pub mod registry;
pub mod sheet;
pub mod specialty;
pub mod system;
pub mod today;
pub mod trust;
pub mod unit;
pub mod vault;
