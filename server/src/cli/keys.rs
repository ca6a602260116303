//! `hengjian keys`: secrets of the parties of a draw, made on the holder's machine, shared and put together again.
//! No data directory is touched.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, ensure};
use clap::{Subcommand, ValueEnum};
use ed25519_dalek::SigningKey;
use proof::hash::hex;
use proof::note::{Algorithm, VerifierKey};
use proof::share::{Share, combine, split};
use proof::vrf::VrfSecret;

use super::text_of;
use crate::outside::entropy::Entropy;
use crate::vault::keys::secret;

#[derive(Subcommand)]
pub enum KeysCommand {
    /// Make the secrets of one party in an empty folder and print the lines that go into an anchor.
    Make {
        /// Who holds them.
        party: Party,
        /// Name under which the party signs, such as province.example.gov.cn.
        name: String,
        /// Folder to make; it must not exist.
        folder: PathBuf,
    },
    /// Share a VRF secret 2 of 3: one file for each of centre, supervising department and notary.
    Share {
        /// The secret's file, `vrf.key`.
        key: PathBuf,
        /// Folder in which share-1.txt, share-2.txt and share-3.txt are made.
        folder: PathBuf,
    },
    /// Put a VRF secret together from two shares.
    Combine {
        first: PathBuf,
        second: PathBuf,
        /// File to make.
        key: PathBuf,
    },
}

/// A party that makes keys for an anchor; the witness and the centre's server make their own.
#[derive(Clone, Copy, ValueEnum)]
pub enum Party {
    /// The supervising department: signs packs, anchors, late rounds.
    Supervising,
    /// The province: approves attempts, agrees to cancellations.
    Province,
    /// The notary: holds shares, signs what is late.
    Notary,
    /// An outside party that answers for seeds with a third key.
    Outside,
    /// Somebody who cosigns the ledger.
    Cosigner,
}

/// Runs a command.
pub fn run(command: &KeysCommand) -> anyhow::Result<ExitCode> {
    match command {
        KeysCommand::Make { party, name, folder } => println!("{}", make(*party, name, folder)?),
        KeysCommand::Share { key, folder } => share(key, folder)?,
        KeysCommand::Combine { first, second, key } => put_together(first, second, key)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Makes a party's secret in a folder of its own; gives its line of an anchor.
pub fn make(party: Party, name: &str, folder: &Path) -> anyhow::Result<String> {
    // The name is looked at before anything is made.
    line(party, name, &[1; 32])?;
    ensure!(!folder.exists(), "{} exists already; keys are made once, in a folder of their own", folder.display());
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let secret = Entropy::default().bytes::<32>();
    let file = match party {
        Party::Outside => "vrf.key",
        Party::Cosigner => "cosigner.key",
        Party::Supervising | Party::Province | Party::Notary => "note.key",
    };
    write_secret(&folder.join(file), &format!("{}\n", hex(&secret)))?;
    line(party, name, &secret)
}

/// The line of an anchor that shows a party's secret.
pub fn line(party: Party, name: &str, secret: &[u8; 32]) -> anyhow::Result<String> {
    let public = SigningKey::from_bytes(secret).verifying_key();
    let key = |algorithm| VerifierKey::new(name, algorithm, public.as_bytes());
    Ok(match party {
        Party::Outside => {
            key(Algorithm::Ed25519)?;
            format!("vrf-out {}", hex(VrfSecret::of_seed(secret).public().as_bytes()))
        }
        Party::Cosigner => format!("cosigner {}", key(Algorithm::Cosignature)?),
        Party::Supervising => format!("supervising {}", key(Algorithm::Ed25519)?),
        Party::Province => format!("province {}", key(Algorithm::Ed25519)?),
        Party::Notary => format!("notary {}", key(Algorithm::Ed25519)?),
    })
}

fn share(key: &Path, folder: &Path) -> anyhow::Result<()> {
    let seed = read_secret(key)?;
    let shares = split(&seed, &Entropy::default().bytes());
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    for share in &shares {
        write_secret(&folder.join(format!("share-{}.txt", share.number())), &share.text())?;
    }
    println!("Key {}: shares 1, 2 and 3 are in {}.", shares[0].key(), folder.display());
    println!(
        "Hand one each to centre, supervising department and notary, then remove them here. Any two give the key back."
    );
    Ok(())
}

fn put_together(first: &Path, second: &Path, key: &Path) -> anyhow::Result<()> {
    let read = |file: &Path| -> anyhow::Result<Share> {
        text_of(file)?.parse().with_context(|| format!("{} is not a share", file.display()))
    };
    let (first, second) = (read(first)?, read(second)?);
    let seed = combine(&first, &second)?;
    write_secret(key, &format!("{}\n", hex(&seed)))?;
    println!("Key {} is in {}.", first.key(), key.display());
    Ok(())
}

/// A secret of 32 bytes from its file.
pub fn read_secret(file: &Path) -> anyhow::Result<[u8; 32]> {
    secret(&text_of(file)?, "vrf")
        .with_context(|| format!("{} is not one line of 64 hexadecimal digits", file.display()))
}

/// A new file that only its owner reads; one that is there is never replaced.
fn write_secret(file: &Path, text: &str) -> anyhow::Result<()> {
    let context = || format!("{} cannot be made; a file of that name is never replaced", file.display());
    let mut opened =
        fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file).with_context(context)?;
    opened.write_all(text.as_bytes()).with_context(context)?;
    opened.sync_all().with_context(context)
}
