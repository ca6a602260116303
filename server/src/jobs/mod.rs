//! Jobs: work that outlives a request. A job is a typed value with a name; it is enqueued in the transaction that asks for it,
//! claimed by one process at a time with a lease, run again from the start when its process died, and retried with growing
//! pauses when it fails. Every job is therefore idempotent.

mod store;
mod worker;

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;

use jiff::Timestamp;
use rules::id::JobId;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::app::App;
use crate::db::Tx;
use crate::{import, ledger};

pub use worker::{Worker, free_claims, run_due};

/// A kind of work with its arguments.
pub trait Job: Serialize + DeserializeOwned + Send + 'static {
    /// As the job table names it.
    const NAME: &'static str;

    /// Does the work; done twice it does no more than once.
    fn run(self, app: &App) -> impl Future<Output = anyhow::Result<()>> + Send;

    /// Told when the work has failed too often and will not be tried again.
    fn give_up(self, _app: &App) -> impl Future<Output = anyhow::Result<()>> + Send {
        async { Ok(()) }
    }
}

/// Enqueues a job within the transaction that asks for it; after the commit, `app.jobs.notify_one()` wakes the worker.
pub async fn enqueue<J: Job>(app: &App, tx: &mut Tx, job: &J, run_at: Timestamp) -> anyhow::Result<JobId> {
    let id = JobId::from_uuid(app.uuid());
    store::insert(tx, id, (J::NAME, &serde_json::to_value(job)?), run_at, app.clock.now()).await?;
    Ok(id)
}

/// The kinds of work that a process takes on.
#[derive(Clone, Default)]
pub struct Table(Arc<BTreeMap<&'static str, Kind>>);

#[derive(Clone, Copy)]
struct Kind {
    run: Action,
    give_up: Action,
}

type Action = fn(App, Value) -> Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send>>;

impl Table {
    /// All kinds of work of this program.
    pub fn full() -> Self {
        Self::default().with::<import::Check>().with::<import::Apply>().with::<ledger::Check>()
    }

    /// With one more kind.
    pub fn with<J: Job>(self) -> Self {
        let mut kinds = Arc::unwrap_or_clone(self.0);
        let run: Action =
            |app, arguments| Box::pin(async move { serde_json::from_value::<J>(arguments)?.run(&app).await });
        let give_up: Action =
            |app, arguments| Box::pin(async move { serde_json::from_value::<J>(arguments)?.give_up(&app).await });
        kinds.insert(J::NAME, Kind { run, give_up });
        Self(Arc::new(kinds))
    }

    fn names(&self) -> Vec<String> {
        self.0.keys().map(|name| (*name).to_owned()).collect()
    }
}
