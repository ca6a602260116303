//! Tests that need more than one crate: flows over HTTP with a real database, properties, simulations, real peers.
#![cfg(test)]

mod build;
mod flows;
mod people;
mod real;
mod world;
