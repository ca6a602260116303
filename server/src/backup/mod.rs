//! One file with everything: every table of one instant, the keys, the signer's kept checkpoint, the anchors, the
//! configuration.
//!
//! It is a tar archive whose last member, `manifest.json`, says what must be in it. A table is cut into members of a few
//! megabytes, so that neither side ever holds a whole one. The file opens everything: it is as secret as the keys.

mod archive;
mod restore;
mod write;

pub use archive::Archive;
pub use restore::{Restored, restore};
pub use write::{Written, write};

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::db::copy::Table;

/// What a backup holds.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Manifest {
    /// `hengjian backup v1`.
    pub format: String,
    /// Release that wrote it.
    pub release: String,
    pub made_at: Timestamp,
    /// Name of the ledger.
    pub origin: String,
    /// Entries of the ledger, numbered ones only.
    pub ledger_size: i64,
    /// The schema: applied migrations with the SHA-384 of their text, in hexadecimal.
    pub migrations: BTreeMap<i64, String>,
    /// In the order in which they are restored.
    pub tables: Vec<TableManifest>,
    /// Files of the data folder by their path.
    pub files: BTreeMap<String, Member>,
}

/// One table.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct TableManifest {
    #[serde(flatten)]
    pub table: Table,
    pub row_count: u64,
    pub members: Vec<Member>,
}

/// One member of the archive.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Member {
    pub path: String,
    pub byte_count: u64,
    /// SHA-256 in hexadecimal.
    pub hash: String,
}

impl Member {
    fn of(path: &str, bytes: &[u8]) -> Self {
        Self { path: path.to_owned(), byte_count: bytes.len() as u64, hash: proof::Hash::of(bytes).to_string() }
    }
}

impl Manifest {
    /// Every member in the order in which it stands in the archive.
    fn members(&self) -> impl Iterator<Item = &Member> {
        self.files.values().chain(self.tables.iter().flat_map(|table| &table.members))
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

const FORMAT: &str = "hengjian backup v1";
const MANIFEST: &str = "manifest.json";
const CONFIG: &str = "hengjian.toml";
const ANCHOR: &str = "anchor.txt";
/// Bytes of COPY data in one member, about.
const PIECE: usize = 4 * 1024 * 1024;
