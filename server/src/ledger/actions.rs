//! What an auditor does with the ledger.

use jiff::Timestamp;
use rules::ledger::entry::Kind;
use tracing::error;

use super::compare::{Comparison, compare};
use super::{Deed, Entry, append};
use crate::app::App;
use crate::http::{Actor, ApiError};

/// The newest comparison of this process.
#[derive(Clone, Debug)]
pub struct Checked {
    pub at: Timestamp,
    pub comparison: Comparison,
}

/// Compares database and ledger, and records that it was done. It goes on when the caller goes away; of several that
/// ask at once, one after the other is served.
pub async fn check(app: &App, actor: &Actor) -> Result<Checked, ApiError> {
    let (app, actor) = (app.clone(), actor.ledger_name());
    let checked = tokio::spawn(async move {
        let checked = check_as(&app, &actor).await;
        if let Err(error) = &checked {
            error!("The comparison of database and ledger ended early: {error:#}");
        }
        checked
    });
    Ok(checked.await.map_err(anyhow::Error::from)??)
}

/// The comparison and its entry, for whoever asks: an auditor, or the command line.
pub async fn check_as(app: &App, actor: &str) -> anyhow::Result<Checked> {
    let _one_at_a_time = app.ledger.checking().await;
    let comparison = compare(app).await?;
    let at = app.clock.now();
    let deed = Deed { kind: Kind::LedgerChecked, actor, reason: None, at };
    let entry = Entry::of(&deed, "ledger".to_owned())
        .detail("size", comparison.size.to_string())
        .detail("root", comparison.root.to_string())
        .detail("compared", comparison.compared_count.to_string())
        .detail("problems", comparison.problem_count.to_string());
    let mut tx = app.begin("ledger.check").await?;
    append(app, &mut tx, entry, at).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    let checked = Checked { at, comparison };
    app.ledger.note_checked(checked.clone());
    Ok(checked)
}
