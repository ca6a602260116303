//! The worker of one process: claims, runs, renews its claim meanwhile, and writes down how it ended.

use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::{interval, timeout};
use tracing::{error, info, warn};

use super::store::{self, Claimed, Lease};
use super::{Kind, Table};
use crate::app::App;

/// The running workers of this process.
pub struct Worker {
    app: App,
    tasks: Vec<JoinHandle<()>>,
}

impl Worker {
    /// Starts working.
    pub fn start(app: &App, table: &Table) -> Self {
        let tasks = (0..WORKER_COUNT).map(|_| tokio::spawn(work(app.clone(), table.clone()))).collect();
        Self { app: app.clone(), tasks }
    }

    /// Stops at once: open transactions roll back, and the claims go back for another process or another start.
    pub async fn stop(self) {
        for task in &self.tasks {
            task.abort();
        }
        for task in self.tasks {
            let _ = task.await;
        }
        if let Err(error) = store::give_back(&self.app.db, self.app.process).await {
            warn!("Claims of jobs stay until their lease ends: {error}");
        }
    }
}

/// Ends every claim, for a process that knows itself alone on the database.
pub async fn free_claims(app: &App) -> anyhow::Result<()> {
    Ok(store::free_claims(&app.db).await?)
}

/// Runs what is due, one job after another, until nothing is; the number of runs comes back.
pub async fn run_due(app: &App, table: &Table) -> anyhow::Result<usize> {
    let mut count = 0;
    while run_next(app, table).await? {
        count += 1;
    }
    Ok(count)
}

async fn work(app: App, table: Table) {
    loop {
        match run_next(&app, &table).await {
            Ok(true) => {}
            Ok(false) => {
                let _ = timeout(POLL, app.jobs.notified()).await;
            }
            Err(error) => {
                error!("The job table does not answer: {error:#}");
                let _ = timeout(POLL, std::future::pending::<()>()).await;
            }
        }
    }
}

async fn run_next(app: &App, table: &Table) -> anyhow::Result<bool> {
    let now = app.clock.now();
    let Some(job) = store::claim(&app.db, &table.names(), lease(app), now).await? else { return Ok(false) };
    let Some(kind) = table.0.get(job.name.as_str()).copied() else { return Ok(true) };
    // Another worker of this process may take the next one meanwhile.
    app.jobs.notify_one();
    let outcome = tokio::select! {
        outcome = (kind.run)(app.clone(), job.arguments.clone()) => outcome,
        () = hold(app, &job) => {
            warn!(job.name, job.id = %job.id, "The claim of a job was lost; it was stopped");
            return Ok(true);
        }
    };
    match outcome {
        Ok(()) => {
            store::finish(&app.db, job.id, None, app.clock.now()).await?;
            info!(job.name, job.id = %job.id, "Job {} is done", job.name);
        }
        Err(error) => fail(app, kind, &job, &error).await?,
    }
    Ok(true)
}

/// Errors of jobs name tables, files and codes, never a person: values reach them sealed or not at all.
async fn fail(app: &App, kind: Kind, job: &Claimed, error: &anyhow::Error) -> anyhow::Result<()> {
    error!(job.name, job.id = %job.id, job.tries, "Job {} failed: {error:#}", job.name);
    let told: String = format!("{error:#}").chars().take(ERROR_MAX_CHARS).collect();
    if job.tries >= TRIES_MAX {
        (kind.give_up)(app.clone(), job.arguments.clone()).await?;
        store::finish(&app.db, job.id, Some(&told), app.clock.now()).await?;
        return Ok(());
    }
    let pause = PAUSE * 2_u32.saturating_pow(u32::try_from(job.tries - 1).unwrap_or(0));
    Ok(store::put_back(&app.db, job.id, &told, app.clock.now() + pause).await?)
}

/// Renews the claim; returns when it is lost.
async fn hold(app: &App, job: &Claimed) {
    let mut ticks = interval(RENEWAL);
    ticks.tick().await;
    loop {
        ticks.tick().await;
        match store::renew(&app.db, job.id, lease(app)).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => warn!(job.id = %job.id, "The claim of a job was not renewed: {error}"),
        }
    }
}

fn lease(app: &App) -> Lease {
    Lease { process: app.process, until: app.clock.now() + LEASE }
}

const WORKER_COUNT: usize = 2;
/// How long a worker waits for a word before it looks into the table.
const POLL: Duration = Duration::from_secs(3);
/// After this time without renewal the process counts as dead.
const LEASE: Duration = Duration::from_secs(30);
const RENEWAL: Duration = Duration::from_secs(8);
/// Pause before the second try; it doubles with each.
const PAUSE: Duration = Duration::from_secs(5);
const TRIES_MAX: i32 = 6;
const ERROR_MAX_CHARS: usize = 500;
