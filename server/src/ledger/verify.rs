//! Checking a published log from outside: at an address or in a folder, with keys that do not come from it.
//! It blocks its thread: the command line is its only caller.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, bail};
use proof::checkpoint::Checkpoint;
use proof::log::{Report, Trust, check};
use proof::note::VerifierKey;
use proof::tile::{TileKind, TilePath, parse_entries, push_entry};
use proof::tree::TreeHead;
use ureq::Agent;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};

/// Where a log is published.
pub enum Source {
    Folder(PathBuf),
    Address { base: String, agent: Agent },
}

/// What the verifier brings along.
pub struct Given {
    pub log: VerifierKey,
    pub signers: Vec<VerifierKey>,
    /// Signed checkpoints that were seen before.
    pub older: Vec<String>,
}

impl Source {
    /// An `http://` or `https://` address, or else a folder. `authority` is a PEM file of certificates to trust instead of
    /// the public ones.
    pub fn of(place: &str, authority: Option<&Path>) -> anyhow::Result<Self> {
        if !place.starts_with("http://") && !place.starts_with("https://") {
            let folder = PathBuf::from(place);
            if !folder.is_dir() {
                bail!("{place} is neither an http(s) address nor a folder");
            }
            return Ok(Self::Folder(folder));
        }
        let mut tls = TlsConfig::builder();
        if let Some(file) = authority {
            tls = tls.root_certs(RootCerts::new_with_certs(&certificates(file)?));
        }
        let config = Agent::config_builder().timeout_global(Some(TIMEOUT)).tls_config(tls.build()).build();
        Ok(Self::Address { base: place.trim_end_matches('/').to_owned(), agent: config.into() })
    }

    /// One file; nothing when it is not there.
    fn read(&self, path: &str) -> anyhow::Result<Option<Vec<u8>>> {
        match self {
            Self::Folder(folder) => match std::fs::read(folder.join(path)) {
                Ok(bytes) => Ok(Some(bytes)),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(error).with_context(|| format!("{path} cannot be read")),
            },
            Self::Address { base, agent } => match agent.get(format!("{base}/{path}")).call() {
                Ok(mut answer) => Ok(Some(answer.body_mut().with_config().limit(FILE_MAX).read_to_vec()?)),
                Err(ureq::Error::StatusCode(404 | 410)) => Ok(None),
                Err(error) => Err(error).with_context(|| format!("{base}/{path} cannot be read")),
            },
        }
    }

    /// One file of the tree. A partial file may have been dropped once the full one is there, which begins with it.
    fn tile(&self, path: &TilePath) -> anyhow::Result<Option<Vec<u8>>> {
        if let Some(bytes) = self.read(&path.to_string())? {
            return Ok(Some(bytes));
        }
        if !path.is_partial() {
            return Ok(None);
        }
        Ok(self.read(&path.full().to_string())?.and_then(|bytes| beginning(path, &bytes)))
    }
}

/// Checks the whole log.
pub fn published(source: &Source, given: &Given) -> anyhow::Result<Report> {
    let note = source.read("checkpoint")?.context("there is no file `checkpoint`: this is not a published ledger")?;
    let note = String::from_utf8(note).context("the checkpoint is not text")?;
    let open = |note: &String| Ok(Checkpoint::open(note, &given.log)?.head);
    let older = given.older.iter().map(open).collect::<anyhow::Result<Vec<TreeHead>>>();
    let older = older.context("an older checkpoint is not signed with the given key")?;
    let signers = (!given.signers.is_empty()).then_some(given.signers.as_slice());
    let mut unreadable = None;
    let report = check(Trust { log: &given.log, signers, older: &older }, &note, |path| {
        if unreadable.is_some() {
            return None;
        }
        source.tile(path).unwrap_or_else(|error| {
            unreadable = Some(error);
            None
        })
    })?;
    unreadable.map_or(Ok(report), Err)
}

fn beginning(path: &TilePath, full: &[u8]) -> Option<Vec<u8>> {
    if path.kind() != TileKind::Entries {
        return full.get(..path.width() * 32).map(<[u8]>::to_vec);
    }
    let mut bytes = Vec::new();
    for leaf in parse_entries(&path.full(), full).ok()?.into_iter().take(path.width()) {
        push_entry(&mut bytes, leaf).ok()?;
    }
    Some(bytes)
}

fn certificates(file: &Path) -> anyhow::Result<Vec<Certificate<'static>>> {
    let pem = std::fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let mut certificates = Vec::new();
    for item in parse_pem(&pem) {
        if let PemItem::Certificate(certificate) = item? {
            certificates.push(certificate);
        }
    }
    if certificates.is_empty() {
        bail!("{} holds no certificate", file.display());
    }
    Ok(certificates)
}

/// For one file.
const TIMEOUT: Duration = Duration::from_secs(60);
/// A bundle has at most 256 leaves of 65,537 bytes with their lengths.
const FILE_MAX: u64 = 32 * 1024 * 1024;
