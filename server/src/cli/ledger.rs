//! `hengjian ledger`: checking, exporting, handing on the keys.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use proof::note::VerifierKey;

use super::open::{Opened, Use};
use super::{Place, text_of};
use crate::config::Config;
use crate::ledger::verify::{self, Given, Source};
use crate::ledger::{self, publish, signer};
use crate::trust;

#[derive(Subcommand)]
pub enum LedgerCommand {
    /// Check a published ledger, or this centre's database against its ledger.
    ///
    /// Exit code 0: nothing wrong; 1: problems, one a line, each naming whom it concerns; 2: the check could not run.
    Verify(Verify),
    /// Write the published ledger into a folder, for somebody who keeps a copy.
    Export {
        /// Folder to write; it is made when it is not there.
        folder: PathBuf,
    },
    /// Print the verifier keys of this ledger, to hand to verifiers by another way than the ledger itself.
    Key,
    /// Print the centre's lines of an anchor: `vrf-op`, `centre`, `log`.
    Keys,
}

#[derive(Args)]
pub struct Verify {
    /// Address below which the ledger is published, such as https://jy.example.gov.cn/ledger, or a folder with a copy.
    #[arg(required_unless_present = "database", conflicts_with = "database")]
    place: Option<String>,
    /// Compare the database of this data directory with its ledger, record by record.
    #[arg(long)]
    database: bool,
    /// The ledger key as `hengjian ledger key` prints it, or a file with it; never take it from the ledger's own address.
    #[arg(long, required_unless_present = "database", conflicts_with = "database")]
    key: Option<String>,
    /// A key that signs statements; without any, leaves are looked at for their form alone.
    #[arg(long)]
    signer: Vec<String>,
    /// A signed checkpoint that was saved earlier: the ledger must contain it.
    #[arg(long)]
    older: Vec<PathBuf>,
    /// PEM file of the authority that signed the server's certificate, instead of the public ones.
    #[arg(long)]
    authority: Option<PathBuf>,
}

impl Verify {
    /// True when no data directory is needed.
    pub fn is_remote(&self) -> bool {
        !self.database
    }
}

/// Runs a command other than `verify`.
pub async fn run(config: Config, command: LedgerCommand) -> anyhow::Result<ExitCode> {
    let opened = Opened::open(config, Use::Command).await?;
    let done = match command {
        LedgerCommand::Export { folder } => publish::export(&opened.app, &folder)
            .await
            .map(|size| println!("{size} entries and their checkpoint are in {}.", folder.display())),
        LedgerCommand::Key => keys(&opened),
        LedgerCommand::Keys => anchor_lines(&opened),
        LedgerCommand::Verify(_) => unreachable!("answered above"),
    };
    opened.close().await;
    done.map(|()| ExitCode::SUCCESS)
}

/// Checks a published ledger; no data directory is touched.
pub async fn verify_published(given: Verify) -> ExitCode {
    let checked = tokio::task::spawn_blocking(move || published(&given)).await;
    or_cannot(checked.map_err(anyhow::Error::from).and_then(|checked| checked))
}

/// Checks the database of a data directory.
pub async fn verify_database(place: &Place) -> ExitCode {
    or_cannot(match place.load() {
        Ok(config) => database(config).await,
        Err(error) => Err(error),
    })
}

fn or_cannot(checked: anyhow::Result<ExitCode>) -> ExitCode {
    checked.unwrap_or_else(|error| {
        eprintln!("hengjian: the check could not run: {error:#}");
        ExitCode::from(CANNOT_RUN)
    })
}

fn published(given: &Verify) -> anyhow::Result<ExitCode> {
    let Some((place, key)) = given.place.as_deref().zip(given.key.as_deref()) else {
        bail!("give an address or a folder, and --key");
    };
    let source = Source::of(place, given.authority.as_deref())?;
    let given = Given {
        log: key_of(key)?,
        signers: given.signer.iter().map(|key| key_of(key)).collect::<anyhow::Result<_>>()?,
        older: given.older.iter().map(|file| text_of(file)).collect::<anyhow::Result<_>>()?,
    };
    let report = verify::published(&source, &given)?;
    for problem in &report.problems {
        println!("{problem}");
    }
    println!("{} entries, root {}.", report.head.size, report.head.root);
    if !report.signatures_checked {
        println!("No --signer was given: the signatures of the entries were not checked, only their form.");
    }
    Ok(outcome(report.problem_count))
}

async fn database(config: Config) -> anyhow::Result<ExitCode> {
    let opened = Opened::open(config, Use::Command).await?;
    let compared = report_database(&opened).await;
    opened.close().await;
    compared
}

/// Compares and prints; the restore of a backup ends with it too.
pub async fn report_database(opened: &Opened) -> anyhow::Result<ExitCode> {
    let compared = ledger::compare::compare(&opened.app).await?;
    for problem in &compared.problems {
        println!("{} : {}", problem.subject, problem.message.en);
    }
    println!(
        "{} signed entries, root {}; {} entries wait for their checkpoint; {} records compared.",
        compared.size, compared.root, compared.unsigned_count, compared.compared_count
    );
    Ok(outcome(compared.problem_count))
}

fn outcome(problem_count: u64) -> ExitCode {
    match problem_count {
        0 => {
            println!("Nothing is wrong.");
            ExitCode::SUCCESS
        }
        1 => {
            println!("1 problem.");
            ExitCode::from(PROBLEMS)
        }
        count => {
            println!("{count} problems.");
            ExitCode::from(PROBLEMS)
        }
    }
}

fn keys(opened: &Opened) -> anyhow::Result<()> {
    println!("Ledger key, signs checkpoints (--key):\n{}", signer::ledger_verifier(&opened.app)?);
    println!("Note key, signs entries (--signer):\n{}", signer::note_verifier(&opened.app)?);
    Ok(())
}

/// The centre's lines of an anchor, as docs/DRAW.md section 4 spells them.
fn anchor_lines(opened: &Opened) -> anyhow::Result<()> {
    trust::own_lines(&opened.app)?.iter().for_each(|line| println!("{line}"));
    Ok(())
}

/// A verifier key, given itself or as a file.
fn key_of(given: &str) -> anyhow::Result<VerifierKey> {
    if let Ok(key) = given.parse() {
        return Ok(key);
    }
    let text = text_of(Path::new(given)).with_context(|| format!("{given} is neither a verifier key nor a file"))?;
    text.trim().parse().with_context(|| format!("{given} holds no verifier key"))
}

const PROBLEMS: u8 = 1;
const CANNOT_RUN: u8 = 2;
