//! `hengjian demo`: what a newcomer types.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use clap::Subcommand;
use rules::time;

use super::accounts::{ACCOUNTS, PASSWORD};
use super::code::{Code, code};
use super::data::{Demo, EXPERTS_MAX, EXPERTS_MIN, Size};
use super::load::{Loaded, load};
use super::requests;
use super::stage;
use super::trust::{self, Player};
use crate::cli::open::{Opened, Use};
use crate::config::Config;

/// What to do with the demo.
#[derive(Subcommand)]
pub enum Command {
    /// Fill an empty database with an invented pool and accounts for each role; complete what an interrupted run began.
    Data {
        /// Experts of the pool, 100 to 150000.
        #[arg(long, default_value_t = 5000)]
        experts: usize,
    },
    /// Print the demo accounts with their password and where their codes come from.
    Accounts,
    /// Print the present second factor of a demo account; for an expert, the newest message.
    Code {
        /// Login, expert number or an expert's telephone number.
        account: String,
    },
    /// Make parties' keys, witness, anchor and packs where they are missing, so that the demo can draw.
    Trust,
    /// File and approve a request that can be drawn for at once.
    Request {
        /// In how many minutes its panel gathers.
        #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(i64).range(5..=1200))]
        minutes: i64,
    },
    /// Sign a wanted statement with the key of a party of the demo, and print the note.
    Sign {
        /// The party to play.
        party: Player,
        /// The statement's body, or a note that others have signed.
        file: PathBuf,
    },
}

/// Runs the command on the data directory of `config`.
pub async fn run(command: Command, config: Config) -> anyhow::Result<ExitCode> {
    if let Command::Data { experts } = command
        && !(EXPERTS_MIN..=EXPERTS_MAX).contains(&experts)
    {
        bail!("a demo has {EXPERTS_MIN} to {EXPERTS_MAX} experts");
    }
    if let Command::Sign { party, file } = &command {
        print!("{}", trust::sign(&config.data_dir, *party, file)?);
        return Ok(ExitCode::SUCCESS);
    }
    let opened = Opened::open(config, Use::Command).await?;
    let result = run_opened(&opened, command).await;
    opened.close().await;
    result.map(|()| ExitCode::SUCCESS)
}

async fn run_opened(opened: &Opened, command: Command) -> anyhow::Result<()> {
    let app = &opened.app;
    match command {
        Command::Data { experts } => {
            let day = time::day_of(app.clock.now());
            let wanted = Size { seed: app.config.demo.seed, expert_count: experts, day };
            let loaded = load(app, wanted, &mut |line| println!("{line}")).await?;
            println!("{}", told(loaded, wanted));
        }
        Command::Accounts => {
            let size = stage::size(app).await?;
            print!("{}", table(size));
        }
        Command::Trust => {
            let anchor = trust::make(app).await?;
            println!("Anchor {} of {}, fingerprint {}.", anchor.number, anchor.authority, anchor.hash());
            println!("ONE-PARTY MODE: all keys are in this data directory; `hengjian demo sign` plays the parties.");
        }
        Command::Request { minutes } => {
            let code = requests::soon(app, minutes).await?;
            println!(
                "{code} is approved; its panel gathers in {minutes} minutes. Sign in as chou.cs and begin the draw."
            );
        }
        Command::Sign { .. } => unreachable!("answered above"),
        Command::Code { account } => match code(app, &account).await? {
            Code::Authenticator(text) | Code::Message(text) => println!("{text}"),
        },
    }
    Ok(())
}

fn told(loaded: Loaded, wanted: Size) -> String {
    let Size { seed, expert_count, day } = loaded.size;
    let what = format!("{expert_count} invented experts as of {day} (seed {seed})");
    match (loaded.was_there, expert_count == wanted.expert_count && seed == wanted.seed) {
        (false, true) => format!("Made {what}, with accounts for each role: `hengjian demo accounts`."),
        (false, false) => {
            format!("Completed what an earlier run began: {what}. For another size take another data directory.")
        }
        (true, true) => format!("Already there: {what}."),
        (true, false) => format!("Already there: {what}. For another size take another data directory."),
    }
}

/// The accounts as a table; experts sign in by their telephone.
fn table(size: Size) -> String {
    let mut text = format!("演示账号 demo accounts, password 密码: {PASSWORD}\n");
    for account in ACCOUNTS {
        let (login, role) = (account.login, account.role);
        let area = account.area();
        text += &format!("  {login:<10}  hengjian demo code {login:<10}  {} {} {}\n", area.zh(), role.zh(), role.en());
    }
    text += "专家用手机号登录 experts sign in by telephone:\n";
    for (number, phone) in Demo::of(Size { expert_count: size.expert_count.min(FEW), ..size }).telephones(3) {
        text += &format!("  {phone}  hengjian demo code {phone}  {number}\n");
    }
    text
}

/// Experts of a demo small enough to be made in no time.
const FEW: usize = EXPERTS_MIN;
