//! Chores of this workspace, run as `cargo xtask NAME`.
//!
//! `tidy` reads the tree and names what the house does not allow; `generate` writes every derived file;
//! `licences` judges the dependencies; `migrations` and `postgres` run a scratch cluster of a chosen major.

mod cluster;
mod generate;
mod licences;
mod migrations;
mod sql;
mod tidy;
mod tree;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::cluster::Cluster;

fn main() -> ExitCode {
    match run(Chore::parse_from(std::env::args()).name) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Chores of this workspace")]
struct Chore {
    #[command(subcommand)]
    name: Name,
}

#[derive(Subcommand)]
enum Name {
    /// Name every place that breaks the arrows, ceilings and words of the house
    Tidy,
    /// Write .sqlx, web/openapi.json and the web client's types from their sources
    Generate {
        /// Change nothing; fail when a committed file differs from what its source says
        #[arg(long)]
        check: bool,
    },
    /// Judge licences, banned and doubled packages of Cargo and npm by deny.toml
    Licences,
    /// Apply every migration to an empty database and look for uncommented tables
    Migrations {
        /// PostgreSQL major to run on
        #[arg(long, default_value_t = cluster::EMBEDDED)]
        major: u32,
    },
    /// Start or stop the scratch cluster under target/
    Postgres {
        #[command(subcommand)]
        action: Action,
    },
}

#[derive(Subcommand)]
enum Action {
    /// Start it if it does not run and print its address
    Start { major: u32 },
    /// Stop it by its process id
    Stop { major: u32 },
}

fn run(chore: Name) -> Result<()> {
    let root = tree::root()?;
    match chore {
        Name::Tidy => tidy::run(&root),
        Name::Generate { check } => generate::run(&root, check),
        Name::Licences => licences::run(&root),
        Name::Migrations { major } => migrations::run(&root, major),
        Name::Postgres { action } => match action {
            Action::Start { major } => {
                let cluster = Cluster::find(&root, major)?;
                cluster.start()?;
                println!("{}", cluster.url("postgres"));
                Ok(())
            }
            Action::Stop { major } => Cluster::find(&root, major)?.stop(),
        },
    }
}
