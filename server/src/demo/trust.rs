//! Whom a demo trusts: every party's keys in the data directory itself, so that a newcomer plays them all. That is one-party
//! mode at its plainest, and the anchor says so.

use std::fs;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail, ensure};
use clap::ValueEnum;
use ed25519_dalek::SigningKey;
use proof::anchor::Anchor;
use proof::note::Note;
use rules::area::Area;
use rules::pack::Track;
use rules::time::day_of;

use super::stage;
use crate::app::App;
use crate::cli::keys::{self, read_secret};
use crate::cli::pack::Made;
use crate::cli::statement;
use crate::http::ApiError;
use crate::ledger::{self, Turn};
use crate::pack::{self, Offer};
use crate::registry::{self, Choice};
use crate::trust;

/// A party that a newcomer plays; the witness runs by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Player {
    /// Signs packs, anchors, late rounds, cancellations.
    Supervising,
    /// Approves further attempts, agrees to cancellations.
    Province,
    /// Signs what is late.
    Notary,
}

/// Makes keys, anchor and packs where they are missing, and states the registry. Broken off, it is completed by being repeated.
pub async fn make(app: &App) -> anyhow::Result<Anchor> {
    stage::size(app).await?;
    let anchor = anchor(app).await?;
    hand_to_witness(&app.config.data_dir)?;
    for track in Track::ALL {
        pack(app, *track).await?;
    }
    number_all(app).await?;
    state_registry(app).await?;
    Ok(anchor)
}

/// Signs a statement with a party's key.
pub fn sign(data_dir: &Path, player: Player, file: &Path) -> anyhow::Result<Note> {
    statement::sign(file, player.name(), &player.key(data_dir)?)
}

/// The anchor of this demo, made when there is none.
async fn anchor(app: &App) -> anyhow::Result<Anchor> {
    if let Some(chain) = ledger::anchors(app)? {
        let newest = chain.newest();
        if newest.authority != AUTHORITY {
            bail!("this data directory has an anchor of {} already, so nothing was added", newest.authority);
        }
    }
    let data_dir = &app.config.data_dir;
    let witness = witness_lines(data_dir)?;
    let of_witness = |key: &str| {
        let line = witness.lines().find(|line| line.split(' ').next() == Some(key));
        line.with_context(|| format!("hengjian-witness printed no line `{key}`"))
    };
    let [vrf_op, centre, log] = trust::own_lines(app)?;
    let [supervising, province, notary] =
        [Player::Supervising, Player::Province, Player::Notary].map(|player| player.line(data_dir));
    let text = [
        "vrd1-anchor\nnumber 1\nprevious none",
        &format!("authority {AUTHORITY}\nfirst 0\nmode one-party\npolicy 1"),
        &vrf_op,
        "vrf-out none",
        of_witness("vrf-sup")?,
        &centre,
        &supervising?,
        of_witness("witness")?,
        &province?,
        &notary?,
        &log,
        of_witness("cosigner")?,
        "",
    ]
    .join("\n");
    let anchor = Anchor::parse(&text).context("the demo's lines make no anchor")?;
    let supervising = |body: &str| Player::Supervising.note(data_dir, body);
    let stated = supervising(&trust::statement(&anchor)?.body())?;
    Ok(trust::enter(app, &supervising(&text)?, &stated).await?.anchor)
}

/// The witness makes its own keys in its own folder; only the public halves come out of it.
fn witness_lines(data_dir: &Path) -> anyhow::Result<String> {
    let program = std::env::current_exe()?.with_file_name(WITNESS_PROGRAM);
    let output = Command::new(&program)
        .arg("--dir")
        .arg(data_dir.join(WITNESS_FOLDER))
        .args(["keys", WITNESS])
        .output()
        .with_context(|| {
            format!("{} does not start: build it with `cargo build --package witness`", program.display())
        })?;
    ensure!(output.status.success(), "{WITNESS_PROGRAM}: {}", String::from_utf8_lossy(&output.stderr).trim());
    Ok(String::from_utf8(output.stdout)?)
}

/// Gives the witness the anchors, and the server the key by which the witness knows it.
fn hand_to_witness(data_dir: &Path) -> anyhow::Result<()> {
    let folder = data_dir.join(WITNESS_FOLDER);
    fs::copy(ledger::anchor_file(data_dir), folder.join("anchor.txt")).context("the anchors cannot be copied")?;
    let bearer = fs::read(folder.join("keys/bearer.key")).context("the witness has no bearer key")?;
    let file = data_dir.join(BEARER);
    let mut options = fs::OpenOptions::new();
    let mut out = options.write(true).create(true).truncate(true).mode(0o600).open(&file)?;
    std::io::Write::write_all(&mut out, &bearer)?;
    Ok(fs::set_permissions(&file, fs::Permissions::from_mode(0o600))?)
}

/// A pack of today for the whole province, quick enough to be watched; one that is in force stands.
async fn pack(app: &App, track: Track) -> anyhow::Result<()> {
    let today = day_of(app.clock.now());
    let mut tx = app.snapshot("demo.pack").await?;
    let stands = pack::in_force_in(app, &mut tx, track, Area::HUNAN, today).await?;
    drop(tx);
    if stands.is_some() {
        return Ok(());
    }
    let made = Made::of_shipped((track, Area::HUNAN), today, QUICK, "演示取值")?;
    let text = made.pack()?.text();
    let stated = statement::of_pack(&text)?;
    let note = Player::Supervising.note(&app.config.data_dir, &stated.body())?;
    let offer = Offer { text: text.to_string(), figures: Some(made.figures.to_string()), note: note.to_string() };
    pack::enter(app, Area::HUNAN, &offer).await.map_err(ApiError::into_cause)?;
    Ok(())
}

/// Gives every entry its number, unless the running service does.
async fn number_all(app: &App) -> anyhow::Result<()> {
    match ledger::number_pending(app).await? {
        Turn::Refused(refusal) => bail!("the ledger refuses to sign: {refusal}"),
        Turn::Idle | Turn::Leased | Turn::Published(_) => Ok(()),
    }
}

/// States the registry of today, which the demo's packs let draws take at once.
async fn state_registry(app: &App) -> anyhow::Result<()> {
    let mut tx = app.snapshot("demo.registry").await?;
    let chosen = registry::choose_in(app, &mut tx, 0, app.clock.now()).await?;
    drop(tx);
    if let Choice::Missing = chosen {
        registry::state_now(app).await?;
        number_all(app).await?;
    }
    Ok(())
}

impl Player {
    fn name(self) -> &'static str {
        match self {
            Self::Supervising => "supervising.demo",
            Self::Province => "province.demo",
            Self::Notary => "notary.demo",
        }
    }

    fn party(self) -> keys::Party {
        match self {
            Self::Supervising => keys::Party::Supervising,
            Self::Province => keys::Party::Province,
            Self::Notary => keys::Party::Notary,
        }
    }

    fn folder(self, data_dir: &Path) -> PathBuf {
        data_dir.join(PARTIES).join(self.name())
    }

    /// The party's line of the anchor; its key is made when there is none.
    fn line(self, data_dir: &Path) -> anyhow::Result<String> {
        let folder = self.folder(data_dir);
        if folder.join("note.key").exists() {
            return keys::line(self.party(), self.name(), &read_secret(&folder.join("note.key"))?);
        }
        keys::make(self.party(), self.name(), &folder)
    }

    fn key(self, data_dir: &Path) -> anyhow::Result<SigningKey> {
        let file = self.folder(data_dir).join("note.key");
        let secret =
            read_secret(&file).context("this demo has no parties' keys yet; `hengjian demo trust` makes them")?;
        Ok(SigningKey::from_bytes(&secret))
    }

    fn note(self, data_dir: &Path, body: &str) -> anyhow::Result<Note> {
        Ok(Note::sign(body, self.name(), &self.key(data_dir)?)?)
    }
}

const AUTHORITY: &str = "demo";
const WITNESS: &str = "witness.demo";
const WITNESS_PROGRAM: &str = "hengjian-witness";
const WITNESS_FOLDER: &str = "witness";
const PARTIES: &str = "demo-parties";
/// Below `keys/`, so that a backup carries it.
const BEARER: &str = "keys/witness-bearer.key";
/// Figures that let a draw be watched from beginning to end.
const QUICK: &[(&str, &str)] = &[
    ("draw.registry_age_days", "0"),
    ("draw.round_secs", "5"),
    ("callout.answer_minutes", "3"),
    ("callout.list_ends_before_minutes", "2"),
    ("check_in.grace_minutes", "3"),
];
