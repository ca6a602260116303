//! A backup file that is read: first looked through as a whole, then taken up member by member.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use tar::{Entries, EntryType};

use super::{FORMAT, MANIFEST, Manifest, Member};

/// A backup whose members are all there and whole.
pub struct Archive {
    path: PathBuf,
    pub manifest: Manifest,
    /// Keys, kept checkpoint and configuration.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Archive {
    /// Reads the whole file and compares every member with the manifest.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        let mut found: Vec<Member> = Vec::new();
        let mut files = BTreeMap::new();
        let mut manifest: Option<Manifest> = None;
        let mut tar = tar::Archive::new(BufReader::new(open(path)?));
        for entry in tar.entries()? {
            let (name, bytes) = member(entry.context(NOT_A_BACKUP)?)?;
            if name == MANIFEST {
                manifest = Some(serde_json::from_slice(&bytes).context("the manifest is damaged")?);
                continue;
            }
            found.push(Member::of(&name, &bytes));
            if !name.starts_with("table/") {
                files.insert(name, bytes);
            }
        }
        let manifest = manifest.context("the backup has no manifest: it was cut off while it was written or copied")?;
        ensure!(manifest.format == FORMAT, "the backup has the format `{}`, not `{FORMAT}`", manifest.format);
        let mut given = found.iter();
        for expected in manifest.members() {
            ensure!(given.next() == Some(expected), "the backup is damaged at {}: use another one", expected.path);
        }
        ensure!(given.next().is_none(), "the backup holds more than its manifest says: somebody changed it");
        Ok(Self { path: path.to_owned(), manifest, files })
    }

    /// Hands the members of the tables over in their order, each compared with the manifest once more.
    pub fn tar(&self) -> anyhow::Result<tar::Archive<BufReader<File>>> {
        Ok(tar::Archive::new(BufReader::new(open(&self.path)?)))
    }
}

/// The bytes of the next member of a table.
pub fn next(entries: &mut Entries<'_, BufReader<File>>, expected: &Member) -> anyhow::Result<Vec<u8>> {
    for entry in entries {
        let (name, bytes) = member(entry?)?;
        if !name.starts_with("table/") {
            continue;
        }
        ensure!(Member::of(&name, &bytes) == *expected, "the backup changed while it was read, at {name}");
        return Ok(bytes);
    }
    bail!("the backup changed while it was read: {} is gone", expected.path)
}

fn member(mut entry: tar::Entry<'_, BufReader<File>>) -> anyhow::Result<(String, Vec<u8>)> {
    let name = entry.path()?.to_str().context(NOT_A_BACKUP)?.to_owned();
    ensure!(entry.header().entry_type() == EntryType::Regular, "{name} in the backup is not a file");
    ensure!(entry.size() <= MEMBER_MAX, "{name} in the backup is too large");
    let mut bytes = Vec::new();
    entry.read_to_end(&mut bytes)?;
    ensure!(bytes.len() as u64 == entry.size(), "the backup ends in the middle of {name}");
    Ok((name, bytes))
}

fn open(path: &Path) -> anyhow::Result<File> {
    File::open(path).with_context(|| format!("{} cannot be read", path.display()))
}

const NOT_A_BACKUP: &str = "this file is not a backup made by `hengjian backup`";
/// A row is never cut, so a member may be larger than a piece by one row: an uploaded file at most.
const MEMBER_MAX: u64 = 512 * 1024 * 1024;
