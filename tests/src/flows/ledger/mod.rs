//! The ledger: how it grows, what it refuses, what the comparison names, what others can check, and backups.

mod backup;
mod compare;
mod cosign;
mod files;
mod publish;
mod sequencer;
mod vouch;

use hengjian::app::App;
use hengjian::ledger::{self, Comparison, Deed, Entry, number_pending, signer};
use hengjian::outside::clock::Clock;
use hengjian::outside::entropy::Entropy;
use hengjian::vault::Vault;
use hengjian::vault::keys::KeyRing;
use proof::checkpoint::Checkpoint;
use rules::ledger::entry::Kind;

use crate::world::World;

/// Appends `count` entries that change no record.
pub(super) async fn note(app: &App, count: usize) {
    let now = app.clock.now();
    let deed = Deed { kind: Kind::ImportDone, actor: "command/test", reason: Some("测试"), at: now };
    let entries = (0..count).map(|number| Entry::of(&deed, format!("import/{number}"))).collect();
    let mut tx = app.begin("test").await.expect("a transaction");
    ledger::append_many(app, &mut tx, entries, now).await.expect("appended");
    tx.commit().await.expect("committed");
}

/// Another process of the same centre on the same data folder.
fn again(world: &World) -> App {
    let entropy = Entropy::default();
    let vault = Vault::new(&KeyRing::open(&world.data_dir).expect("keys"), entropy.clone());
    App::new(world.app.config.clone(), world.app.db.clone(), vault, Clock::set(world.app.clock.now()), entropy)
}

async fn checkpoint_of(app: &App) -> Checkpoint {
    let note: Vec<u8> =
        sqlx::query_scalar("select checkpoint from ledger_head").fetch_one(&app.db).await.expect("published");
    let key = signer::ledger_verifier(app).expect("a key");
    Checkpoint::open(std::str::from_utf8(&note).expect("text"), &key).expect("signed")
}

async fn run(app: &App, sql: &'static str) {
    sqlx::query(sql).execute(&app.db).await.expect("done");
}

/// Numbers what waits, then compares.
pub(super) async fn compared(app: &App) -> Comparison {
    number_pending(app).await.expect("a turn");
    ledger::compare::compare(app).await.expect("compared")
}

/// The problems as the command line prints them.
pub(super) fn lines(comparison: &Comparison) -> Vec<String> {
    comparison.problems.iter().map(|problem| format!("{} : {}", problem.subject, problem.message.en)).collect()
}
