//! `hengjian anchor`: the keys that count, written down, signed by persons and chained. Only `enter`
//! touches a data directory.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail, ensure};
use clap::Subcommand;
use ed25519_dalek::SigningKey;
use proof::anchor::{Anchor, Chain};
use proof::note::Note;

use super::keys::read_secret;
use super::open::{Opened, Use};
use super::text_of;
use crate::config::Config;
use crate::outside::clock::Clock;
use crate::trust::{self, Entered};

#[derive(Subcommand)]
pub enum AnchorCommand {
    /// Check the lines of an anchor from `authority` on, put number and predecessor before them, and print the text to sign.
    Make {
        /// File with the lines; docs/DRAW.md section 4 lists them.
        lines: PathBuf,
        /// The chain that the anchor continues; without it, it is the first.
        #[arg(long)]
        after: Option<PathBuf>,
    },
    /// Add a signature to the text that `make` printed, or to one that others have signed, and print it.
    Sign {
        file: PathBuf,
        /// The signer's secret, `note.key` or `cosigner.key`.
        #[arg(long)]
        key: PathBuf,
        /// The signer's name, as the anchor has it.
        #[arg(long)]
        name: String,
        /// Cosign, with the time, as a cosigner of the predecessor.
        #[arg(long)]
        cosign: bool,
    },
    /// Check a chain, or a signed anchor that continues one, and print its fingerprint.
    Check {
        file: PathBuf,
        /// The chain that the anchor continues; the whole chain is printed then.
        #[arg(long)]
        after: Option<PathBuf>,
    },
    /// Print the statement about a signed anchor, to be signed by its supervising department.
    Statement {
        /// The signed anchor.
        file: PathBuf,
    },
    /// Append a signed anchor to the chain in the data directory, and enter its statement into the ledger.
    Enter {
        /// The signed anchor.
        file: PathBuf,
        /// Its signed statement.
        statement: PathBuf,
    },
}

impl AnchorCommand {
    /// True when the data directory is needed.
    pub fn enters(&self) -> bool {
        matches!(self, Self::Enter { .. })
    }
}

/// Runs a command.
pub fn run(command: &AnchorCommand) -> anyhow::Result<ExitCode> {
    match command {
        AnchorCommand::Make { lines, after } => print!("{}", make(lines, after.as_deref())?.text()),
        AnchorCommand::Sign { file, key, name, cosign } => print!("{}", sign(file, key, name, *cosign)?),
        AnchorCommand::Check { file, after } => check(file, after.as_deref())?,
        AnchorCommand::Statement { file } => {
            let anchor = Anchor::parse(note(file)?.text())?;
            print!("{}", trust::statement(&anchor)?.body());
        }
        AnchorCommand::Enter { .. } => unreachable!("it needs the data directory"),
    }
    Ok(ExitCode::SUCCESS)
}

/// Enters an anchor.
pub async fn enter(config: Config, command: &AnchorCommand) -> anyhow::Result<ExitCode> {
    let AnchorCommand::Enter { file, statement } = command else { unreachable!("only this one needs it") };
    let (anchor, statement) = (note(file)?, note(statement)?);
    let opened = Opened::open(config, Use::Command).await?;
    let entered = trust::enter(&opened.app, &anchor, &statement).await;
    opened.close().await;
    let Entered { anchor, was_there, .. } = entered?;
    let what = if was_there { "was entered before" } else { "is entered" };
    println!("Anchor {} of {} {what}, in force from ledger size {}.", anchor.number, anchor.authority, anchor.first);
    println!("Fingerprint {}", anchor.hash());
    Ok(ExitCode::SUCCESS)
}

fn note(file: &Path) -> anyhow::Result<Note> {
    text_of(file)?.parse().with_context(|| format!("{} is not a signed note", file.display()))
}

fn make(lines: &Path, after: Option<&Path>) -> anyhow::Result<Anchor> {
    let lines = text_of(lines)?;
    let before = after.map(chain).transpose()?;
    let (number, previous) = match &before {
        None => (1, "none".to_owned()),
        Some(chain) => (chain.newest().number + 1, chain.newest().hash().to_string()),
    };
    let text = format!("vrd1-anchor\nnumber {number}\nprevious {previous}\n{lines}");
    let anchor = Anchor::parse(&text).context("the lines from `authority` on are not those of an anchor")?;
    if let Some(chain) = &before {
        let newest = chain.newest();
        ensure!(anchor.first > newest.first, "`first` must be above {}", newest.first);
        ensure!(anchor.log.name() == newest.log.name(), "the ledger keeps its name {}", newest.log.name());
    }
    Ok(anchor)
}

fn sign(file: &Path, key: &Path, name: &str, cosign: bool) -> anyhow::Result<Note> {
    let text = text_of(file)?;
    let key = SigningKey::from_bytes(&read_secret(key)?);
    let unsigned = Anchor::parse(&text).is_ok();
    let signed = match (unsigned, cosign) {
        (true, false) => Note::sign(&text, name, &key)?,
        (true, true) => bail!("the supervising department signs first, cosigners after it"),
        (false, _) => {
            let note: Note =
                text.parse().with_context(|| format!("{} is neither an anchor nor a signed one", file.display()))?;
            Anchor::parse(note.text()).with_context(|| format!("{} is not an anchor", file.display()))?;
            if cosign {
                note.and_cosign(name, &key, u64::try_from(Clock::system().now().as_second())?)?
            } else {
                note.and_sign(name, &key)?
            }
        }
    };
    Ok(signed)
}

fn check(file: &Path, after: Option<&Path>) -> anyhow::Result<()> {
    let chain = match after {
        None => chain(file)?,
        Some(after) => {
            let whole = format!("{}\n{}", self::chain(after)?, text_of(file)?);
            let chain = whole.parse::<Chain>().context("the anchor does not continue the chain")?;
            print!("{chain}");
            chain
        }
    };
    let newest = chain.newest();
    eprintln!("Anchor {} of {}, in force from ledger size {}.", newest.number, newest.authority, newest.first);
    eprintln!("Fingerprint {}", newest.hash());
    if newest.is_one_party {
        eprintln!("ONE-PARTY MODE: two of ledger, witness and supervising keys share a host or an administrator.");
    }
    Ok(())
}

fn chain(file: &Path) -> anyhow::Result<Chain> {
    text_of(file)?.parse().with_context(|| format!("{} is no chain of anchors", file.display()))
}
