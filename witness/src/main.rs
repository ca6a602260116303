//! The binary `hengjian-witness`.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context as _;
use clap::{Parser, Subcommand};
use proof::anchor::Chain;
use proof::note::{Algorithm, VerifierKey};
use rand::TryRng as _;
use rand::rngs::SysRng;
use witness::http::{Witness, router};
use witness::keys::Keys;
use witness::reader::Reader;
use witness::store::Store;

/// The supervising department's witness: cosigns a centre's ledger, checks the pool of each draw, answers for its seed.
#[derive(Parser)]
#[command(version, about)]
struct Cli {
    /// Folder of keys and records; its own, on a machine that the centre does not run.
    #[arg(long, env = "HENGJIAN_WITNESS_DIR", default_value = "./witness-data")]
    dir: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make the keys when there are none, and print their public halves for the anchor.
    Keys {
        /// Name under which this witness signs, such as witness.example.
        name: String,
    },
    /// Answer until SIGTERM. The folder holds anchor.txt; its newest anchor lists this witness's keys.
    Serve {
        /// Address below which the ledger is published, such as https://jy.example.gov.cn/ledger.
        #[arg(long)]
        ledger: String,
        /// Address to listen on; the one taken is written to the file `address` of the folder.
        #[arg(long, default_value = "127.0.0.1:0")]
        listen: SocketAddr,
        /// Also check pools whose facts are not shown. They then say no more than the centre wants.
        #[arg(long)]
        without_facts: bool,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Cli::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("hengjian-witness: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> anyhow::Result<()> {
    let keys = Keys::open_or_make(&cli.dir.join("keys"), random)?;
    match cli.command {
        Command::Keys { name } => print_keys(&keys, &name),
        Command::Serve { ledger, listen, without_facts } => {
            serve(cli.dir, keys, (&ledger, !without_facts), listen).await
        }
    }
}

fn print_keys(keys: &Keys, name: &str) -> anyhow::Result<()> {
    let note = VerifierKey::new(name, Algorithm::Ed25519, keys.note.verifying_key().as_bytes())?;
    let cosigner = VerifierKey::new(name, Algorithm::Cosignature, keys.cosigner.verifying_key().as_bytes())?;
    println!("witness {note}\ncosigner {cosigner}\nvrf-sup {}", proof::hash::hex(keys.vrf.public().as_bytes()));
    Ok(())
}

async fn serve(
    dir: PathBuf,
    keys: Keys,
    (ledger, demands_facts): (&str, bool),
    listen: SocketAddr,
) -> anyhow::Result<()> {
    let file = dir.join("anchor.txt");
    let text = std::fs::read_to_string(&file).with_context(|| format!("{} cannot be read", file.display()))?;
    let chain: Chain = text.parse().with_context(|| format!("{} is no chain of anchors", file.display()))?;
    anyhow::ensure!(
        chain.newest().vrf_sup == *keys.vrf.public(),
        "the newest anchor names another vrf-sup than this folder's"
    );
    let store = Store::open(&dir.join("records")).context("the records cannot be opened")?;
    let reader = Reader::new(ledger);
    let witness = Arc::new(Witness { keys, chain, store, reader, demands_facts, now_secs, turn: Mutex::new(()) });
    let listener =
        tokio::net::TcpListener::bind(listen).await.with_context(|| format!("{listen} cannot be listened on"))?;
    let address = listener.local_addr()?;
    std::fs::write(dir.join("address"), format!("{address}\n"))?;
    println!("ready http://{address}");
    let mut term = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    let ended = async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
    };
    axum::serve(listener, router(witness)).with_graceful_shutdown(ended).await?;
    Ok(())
}

fn random() -> [u8; 32] {
    let mut bytes = [0; 32];
    SysRng.try_fill_bytes(&mut bytes).expect("the operating system gives randomness");
    bytes
}

#[expect(clippy::disallowed_methods, reason = "this is the one place of the witness that reads the clock")]
fn now_secs() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
