//! `hengjian-witness`: the supervising department's own program beside a centre's ledger. It cosigns the ledger,
//! checks the pool of each draw, and answers for its seed. It is asked, never told: what it needs to know of a draw
//! it reads from the ledger, and it answers the same question with the same bytes for ever.
//!
//! Written to be read in an afternoon: `store` keeps what must survive, `cosign` signs checkpoints, `reader` reads
//! leaves, `story` is one draw as the ledger tells it, `judge` decides what may be answered, `facts` compares a pool with
//! the registry, `http` listens.

pub mod cosign;
pub mod facts;
pub mod http;
pub mod judge;
pub mod keys;
pub mod reader;
pub mod refusal;
pub mod store;
pub mod story;
