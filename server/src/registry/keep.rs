//! Rows in and out of chunks: cut where a row ends, compressed, and sealed with a head that says of which list they are and
//! where they stand in it, so that no chunk can be left out, moved or taken from another day.

use std::io::{Read as _, Write as _};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use uuid::Uuid;

use super::ChunkError;
use super::store::ChunkRow;
use crate::recusal::STATEMENTS;
use crate::vault::{Place, Vault};

/// Which list a chunk is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Everybody's record: index, entry, then the values of its fields.
    People,
    /// Every unit's record, likewise.
    Units,
    /// The rows of one of the statements by which the rules read.
    Rows(usize),
}

impl Kind {
    /// All lists that the rules read.
    pub fn of_rules() -> impl Iterator<Item = Self> {
        (0..STATEMENTS.len()).map(Self::Rows)
    }

    /// As the table names it.
    pub fn section(self) -> i16 {
        match self {
            Self::People => 0,
            Self::Units => 1,
            Self::Rows(statement) => i16::try_from(statement).expect("few statements") + 2,
        }
    }

    /// What the rows are, in words that change with their form.
    pub const fn form(self) -> &'static str {
        match self {
            Self::People => "expert records",
            Self::Units => "unit records",
            Self::Rows(statement) => STATEMENTS[statement],
        }
    }
}

/// The rows of one list, cut into chunks.
pub struct Packer {
    kind: Kind,
    day: Uuid,
    rows: Vec<u8>,
    chunks: Vec<ChunkRow>,
}

impl Packer {
    pub const fn new(kind: Kind, day: Uuid) -> Self {
        Self { kind, day, rows: Vec::new(), chunks: Vec::new() }
    }

    /// The rows that wait; whoever adds some asks `is_full` afterwards.
    pub const fn rows(&mut self) -> &mut Vec<u8> {
        &mut self.rows
    }

    /// Whether there is enough for a chunk.
    pub const fn is_full(&self) -> bool {
        self.rows.len() >= CHUNK_BYTES
    }

    /// Makes a chunk of the rows that wait.
    pub fn cut(&mut self, vault: &Vault) {
        self.seal(vault, false);
    }

    /// The chunks, the last of which says so.
    pub fn finish(mut self, vault: &Vault) -> Vec<ChunkRow> {
        self.seal(vault, true);
        self.chunks
    }

    fn seal(&mut self, vault: &Vault, is_last: bool) {
        let place = i32::try_from(self.chunks.len()).expect("few chunks");
        let head = head(self.kind, place, is_last);
        let mut plain = u32::try_from(head.len()).expect("a short head").to_be_bytes().to_vec();
        plain.extend(head.as_bytes());
        let mut deflate = DeflateEncoder::new(plain, Compression::fast());
        let packed =
            deflate.write_all(&self.rows).and_then(|()| deflate.finish()).expect("memory takes what is written");
        self.rows.clear();
        let bytes_sealed = vault.seal(at(self.day), &packed);
        self.chunks.push(ChunkRow { section: self.kind.section(), place, bytes_sealed });
    }
}

/// The rows of a chunk that stands at `place` of its list.
pub fn unpack(
    vault: &Vault,
    day: Uuid,
    (kind, is_last): (Kind, bool),
    chunk: &ChunkRow,
) -> Result<Vec<u8>, ChunkError> {
    let plain = vault.open(at(day), &chunk.bytes_sealed)?;
    let (length, rest) = plain.split_first_chunk().ok_or(ChunkError)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| ChunkError)?;
    let (named, packed) = rest.split_at_checked(length).ok_or(ChunkError)?;
    if named != head(kind, chunk.place, is_last).as_bytes() {
        return Err(ChunkError);
    }
    let mut rows = Vec::with_capacity(CHUNK_BYTES + CHUNK_BYTES / 8);
    DeflateDecoder::new(packed).read_to_end(&mut rows).map_err(|_| ChunkError)?;
    Ok(rows)
}

fn head(kind: Kind, place: i32, is_last: bool) -> String {
    format!("{}\n{place}\n{}\n", kind.form(), if is_last { "last" } else { "more" })
}

const fn at(day: Uuid) -> Place {
    Place { column: "registry_chunk.bytes", row: day }
}

const CHUNK_BYTES: usize = 4 << 20;
