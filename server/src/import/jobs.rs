//! The two jobs of an import: checking its file, and writing it once it is approved.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, anyhow};
use rules::id::ImportId;
use rules::import::ImportState;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tracing::warn;

use super::actions;
use super::plan::{self, Progress, Stop, Task};
use super::refusal::FileFault;
use super::store::{self, Import};
use crate::app::App;
use crate::http::ApiError;
use crate::jobs::Job;

/// Checks an uploaded file as a dry run.
#[derive(Serialize, Deserialize)]
pub struct Check {
    pub import: ImportId,
}

/// Writes an approved file.
#[derive(Serialize, Deserialize)]
pub struct Apply {
    pub import: ImportId,
}

impl Job for Check {
    const NAME: &'static str = "import.check";

    async fn run(self, app: &App) -> anyhow::Result<()> {
        let Some((import, task, teller)) = taken_up(app, self.import, ImportState::Checking).await? else {
            return Ok(());
        };
        let result = plan::check(app, task).await;
        teller.end().await;
        match result {
            Ok(outcome) => actions::checked(app, import.id, &outcome).await.map_err(internal),
            Err(stop) => stopped(app, import.id, stop).await,
        }
    }

    async fn give_up(self, app: &App) -> anyhow::Result<()> {
        actions::refuse(app, self.import, &FileFault::Internal.into()).await.map_err(internal)
    }
}

impl Job for Apply {
    const NAME: &'static str = "import.apply";

    async fn run(self, app: &App) -> anyhow::Result<()> {
        let Some((import, task, teller)) = taken_up(app, self.import, ImportState::Importing).await? else {
            return Ok(());
        };
        let result = actions::import(app, &import, task).await;
        teller.end().await;
        match result {
            Ok(()) => Ok(()),
            Err(stop) => stopped(app, import.id, stop).await,
        }
    }

    async fn give_up(self, app: &App) -> anyhow::Result<()> {
        actions::refuse(app, self.import, &FileFault::Internal.into()).await.map_err(internal)
    }
}

/// The import with its file, when it still waits for this job.
async fn taken_up(app: &App, id: ImportId, state: ImportState) -> anyhow::Result<Option<(Import, Task, Teller)>> {
    let import = store::one(&app.db, id).await?.with_context(|| format!("import {id} is not there"))?;
    if import.state != state {
        return Ok(None);
    }
    let bytes = actions::file(app, id).await.map_err(internal)?.context("the file was removed")?;
    let (progress, told) = watch::channel(Progress::default());
    let teller = Teller::start(app, id, told);
    let task = Task {
        kind: import.kind,
        edition: import.edition.clone(),
        scope: actions::scope(import.area),
        bytes: Arc::new(bytes),
        progress,
    };
    Ok(Some((import, task, teller)))
}

async fn stopped(app: &App, id: ImportId, stop: Stop) -> anyhow::Result<()> {
    match stop {
        Stop::File(refusal) => actions::refuse(app, id, &refusal).await.map_err(internal),
        Stop::Error(error) => Err(internal(error)),
    }
}

/// A refusal that no person waits for is an error of the job.
fn internal(error: ApiError) -> anyhow::Error {
    match error.source {
        Some(source) => source.context(error.code),
        None => anyhow!("{}", error.code),
    }
}

/// Writes the progress of a job where pages read it, now and then.
struct Teller(JoinHandle<()>);

impl Teller {
    fn start(app: &App, id: ImportId, mut told: watch::Receiver<Progress>) -> Self {
        let app = app.clone();
        Self(tokio::spawn(async move {
            while told.changed().await.is_ok() {
                let progress = *told.borrow_and_update();
                if let Err(error) = store::tell(&app.db, id, progress).await {
                    warn!(import.id = %id, "The progress of an import was not written: {error}");
                }
                tokio::time::sleep(PAUSE).await;
            }
        }))
    }

    async fn end(mut self) {
        self.0.abort();
        let _ = (&mut self.0).await;
    }
}

impl Drop for Teller {
    fn drop(&mut self) {
        self.0.abort();
    }
}

const PAUSE: Duration = Duration::from_millis(400);
