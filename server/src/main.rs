//! The binary `hengjian`.

use std::process::ExitCode;

use clap::Parser as _;
use hengjian::cli::Cli;

#[tokio::main]
async fn main() -> ExitCode {
    match Cli::parse().run().await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("hengjian: {error:#}");
            ExitCode::FAILURE
        }
    }
}
