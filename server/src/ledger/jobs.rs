//! The job of an auditor: comparing database and ledger.

use rules::id::CheckId;
use serde::{Deserialize, Serialize};

use super::actions;
use crate::app::App;
use crate::jobs::Job;

/// Compares everything for the auditor who asked.
#[derive(Serialize, Deserialize)]
pub struct Check {
    pub check: CheckId,
}

impl Job for Check {
    const NAME: &'static str = "ledger.check";

    async fn run(self, app: &App) -> anyhow::Result<()> {
        actions::check(app, self.check).await
    }

    async fn give_up(self, app: &App) -> anyhow::Result<()> {
        actions::give_up(app, self.check).await
    }
}
