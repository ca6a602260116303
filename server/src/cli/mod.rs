//! The command line. Each command opens what it needs and says in a sentence what it did.

mod anchor;
mod backup;
mod import;
pub mod keys;
mod ledger;
pub mod open;
pub mod pack;
mod serve;
pub mod statement;
mod verify;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, Parser, Subcommand};

use crate::config::Config;
use crate::db;
use crate::demo;
use crate::http::router;
pub use open::Opened;

/// 衡鉴 Hengjian: expert pool, draw, call-out and session of a public-resource trading centre.
#[derive(Parser)]
#[command(version, about)]
pub struct Cli {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    command: Command,
}

/// Where data and configuration stand.
#[derive(Args, Clone)]
pub struct Place {
    /// Keys, managed database and published files.
    #[arg(long, env = "HENGJIAN_DATA_DIR", default_value = "./data", global = true)]
    data_dir: PathBuf,
    /// Configuration file; without it DATA_DIR/hengjian.toml, if present.
    #[arg(long, env = "HENGJIAN_CONFIG", global = true)]
    config: Option<PathBuf>,
}

impl Place {
    fn config_file(&self) -> PathBuf {
        self.config.clone().unwrap_or_else(|| self.data_dir.join("hengjian.toml"))
    }

    fn load(&self) -> anyhow::Result<Config> {
        let environment: BTreeMap<String, String> = std::env::vars().collect();
        Config::load(&self.data_dir, self.config.as_deref(), &environment)
    }
}

#[derive(Subcommand)]
enum Command {
    /// Run the service until Ctrl-C or SIGTERM; without database.url it also runs PostgreSQL.
    Serve,
    /// Bring the database schema up to this release.
    Migrate,
    /// Look whether the database has what the service needs, and say what is missing.
    Doctor,
    /// Check a file of experts, units or facts and take it over, whole or not at all.
    Import(import::ImportArgs),
    /// Write every table, the keys and the configuration into one file that opens everything.
    Backup {
        /// The file; one of that name is replaced once the new one is whole.
        file: PathBuf,
    },
    /// Fill an empty data directory and an empty database from a backup, then compare it with its ledger.
    Restore {
        /// What `hengjian backup` wrote.
        file: PathBuf,
    },
    /// Check the ledger, copy it, print its keys.
    Ledger {
        #[command(subcommand)]
        command: ledger::LedgerCommand,
    },
    /// Check a draw from its file and recompute every pick, offline.
    ///
    /// Exit code 0: anchored; 1: rejected, with the check that failed; 2: the check could not run; 3: consistent, not anchored.
    Verify(verify::Verify),
    /// Make, share and put together the secrets of the parties of a draw, each on its holder's machine.
    Keys {
        #[command(subcommand)]
        command: keys::KeysCommand,
    },
    /// Write, sign and check the anchor: the keys that count.
    Anchor {
        #[command(subcommand)]
        command: anchor::AnchorCommand,
    },
    /// Write the rule pack that the supervising department signs.
    Pack {
        #[command(subcommand)]
        command: pack::PackCommand,
    },
    /// Sign what a party of a draw is asked to sign.
    Statement {
        #[command(subcommand)]
        command: statement::StatementCommand,
    },
    /// Look at the configuration.
    Config {
        #[command(subcommand)]
        command: ConfigCommand,
    },
    /// Try the product with invented data; refused where the database holds anything else.
    Demo {
        #[command(subcommand)]
        command: demo::command::Command,
    },
    /// Write the description of the HTTP interface to standard output.
    Openapi,
}

#[derive(Subcommand)]
enum ConfigCommand {
    /// Check it and print the effective values, secrets masked.
    Check,
}

impl Cli {
    /// Runs the command.
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        if matches!(self.command, Command::Openapi) {
            println!("{}", router::routes().1.to_pretty_json()?);
            return Ok(ExitCode::SUCCESS);
        }
        match &self.command {
            Command::Verify(given) => return Ok(verify::run(given)),
            Command::Keys { command } => return keys::run(command),
            Command::Anchor { command } if !command.enters() => return anchor::run(command),
            Command::Pack { command } => return pack::run(command),
            Command::Statement { command } => return statement::run(command),
            _ => {}
        }
        if let Command::Ledger { command: ledger::LedgerCommand::Verify(given) } = self.command {
            if given.is_remote() {
                return Ok(ledger::verify_published(given).await);
            }
            return Ok(ledger::verify_database(&self.place).await);
        }
        let environment: BTreeMap<String, String> = std::env::vars().collect();
        if let Command::Restore { file } = &self.command {
            return backup::restore(&self.place, &environment, file).await;
        }
        let config = Config::load(&self.place.data_dir, self.place.config.as_deref(), &environment)?;
        match self.command {
            Command::Serve => serve::serve(config).await,
            Command::Migrate => migrate(config).await,
            Command::Doctor => doctor(config).await,
            Command::Import(args) => import::import(config, args).await,
            Command::Config { command: ConfigCommand::Check } => {
                print!("{}", config.masked()?);
                Ok(ExitCode::SUCCESS)
            }
            Command::Backup { file } => backup::backup(config, &self.place.config_file(), &file).await,
            Command::Anchor { command } => anchor::enter(config, &command).await,
            Command::Demo { command } => demo::command::run(command, config).await,
            Command::Ledger { command } => ledger::run(config, command).await,
            Command::Openapi
            | Command::Restore { .. }
            | Command::Verify(_)
            | Command::Keys { .. }
            | Command::Pack { .. }
            | Command::Statement { .. } => unreachable!("answered above"),
        }
    }
}

/// The text of a file that a command was given.
fn text_of(file: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))
}

async fn migrate(config: Config) -> anyhow::Result<ExitCode> {
    let opened = Opened::open(config, open::Use::Command).await?;
    println!("The schema is that of this release ({} migrations).", db::MIGRATIONS.iter().count());
    opened.close().await;
    Ok(ExitCode::SUCCESS)
}

async fn doctor(config: Config) -> anyhow::Result<ExitCode> {
    let opened = Opened::open(config, open::Use::Command).await?;
    let checks = db::doctor::examine(&opened.app.db).await?;
    for check in &checks {
        println!("{}  {:<14} {}", if check.ok { "ok  " } else { "MISS" }, check.check, check.message.en);
    }
    opened.close().await;
    Ok(if checks.iter().all(|check| check.ok) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
