//! What a file does to the pool. A dry run and the import itself are one walk over the same chunks of the same rows with the
//! same planner; the dry run only looks, the import writes within one transaction.
//!
//! The walk asks the pool nothing that its own writing changes: subjects are looked up before the first chunk, and rows that
//! others of the file lean on come first. So both walks come to the same counts and the same refusals.

mod expert_fact;
mod expert_kinds;
mod experts;
mod specialties;
mod unit_fact;
mod units;

use std::sync::Arc;

use jiff::Timestamp;
use rules::account::Scope;
use rules::id::ImportId;
use rules::import::{CellError, Counts, Found, Kind, Planner, Row, Verdict};
use rules::ledger::entry;
use tokio::sync::watch;
use tokio::task::spawn_blocking;

use super::NewEdition;
use super::parse::{Parsed, parse};
use super::refusal::FileRefusal;
use crate::app::App;
use crate::db::{Tx, planner};
use crate::http::ApiError;
use crate::ledger::Deed;

/// A file and how it is to be taken.
#[derive(Clone)]
pub struct Task {
    pub kind: Kind,
    /// What a specialty tree becomes.
    pub edition: Option<NewEdition>,
    /// Reach of whoever imports.
    pub scope: Scope,
    pub bytes: Arc<Vec<u8>>,
    /// Hears rows done and rows there are.
    pub progress: watch::Sender<Progress>,
}

/// Rows done and rows there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub done: u32,
    pub total: u32,
}

/// In whose name rows are written.
#[derive(Clone, Debug)]
pub struct Writer {
    /// As the ledger names it.
    pub actor: String,
    pub import: ImportId,
    pub at: Timestamp,
}

/// What became of the rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub counts: Counts,
    /// In the order of the rows; one for each row and column.
    pub refusals: Vec<RowRefusal>,
}

/// Why a row is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowRefusal {
    pub row: u32,
    pub error: CellError,
}

impl Outcome {
    /// Row, column and code of every refusal: what two walks must have in common.
    pub fn marks(&self) -> impl Iterator<Item = (u32, &str, &str)> {
        self.refusals.iter().map(|refusal| (refusal.row, refusal.error.field, refusal.error.refusal.code))
    }
}

/// Why a walk ended early.
#[derive(Debug)]
pub enum Stop {
    /// The file cannot be taken.
    File(FileRefusal),
    /// The walk itself failed.
    Error(ApiError),
}

impl<E: Into<ApiError>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

/// A dry run: looks and writes nothing.
pub async fn check(app: &App, task: Task) -> Result<Outcome, Stop> {
    let tx = app.begin("import.check").await?;
    let mut walk = Walk::new(app, tx, None, task);
    walk.go().await?;
    Ok(walk.finish().1)
}

/// Writes every row that is not refused; the transaction comes back for the caller to commit.
pub async fn apply(app: &App, tx: Tx, writer: Writer, task: Task) -> Result<(Tx, Outcome), Stop> {
    let mut walk = Walk::new(app, tx, Some(writer), task);
    walk.go().await?;
    if walk.judged >= COUNT_AT {
        planner::count_anew(&mut walk.tx).await?;
    }
    Ok(walk.finish())
}

/// One walk over a file.
struct Walk {
    app: App,
    tx: Tx,
    /// None on a dry run.
    writer: Option<Writer>,
    task: Task,
    outcome: Outcome,
    judged: u32,
    /// Rows after which the tables are counted anew.
    count_at: u32,
}

impl Walk {
    fn new(app: &App, tx: Tx, writer: Option<Writer>, task: Task) -> Self {
        Self { app: app.clone(), tx, writer, task, outcome: Outcome::default(), judged: 0, count_at: COUNT_AT }
    }

    async fn go(&mut self) -> Result<(), Stop> {
        use rules::import::{
            CalendarRow, CreditRow, DeclarationRow, EmploymentRow, EquityRow, KinRow, LicenceRow, OfficerRow, PanelRow,
        };
        match self.task.kind {
            Kind::Experts => experts::walk(self).await,
            Kind::Units => units::walk(self).await,
            Kind::Employments => expert_fact::walk::<EmploymentRow>(self).await,
            Kind::Kin => expert_fact::walk::<KinRow>(self).await,
            Kind::Equity => unit_fact::walk::<EquityRow>(self).await,
            Kind::Licences => expert_fact::walk::<LicenceRow>(self).await,
            Kind::Declarations => expert_fact::walk::<DeclarationRow>(self).await,
            Kind::Officers => unit_fact::walk::<OfficerRow>(self).await,
            Kind::Credits => expert_fact::walk::<CreditRow>(self).await,
            Kind::Panels => expert_fact::walk::<PanelRow>(self).await,
            Kind::Calendar => expert_fact::walk::<CalendarRow>(self).await,
            Kind::Specialties => specialties::walk(self).await,
        }
    }

    /// Reads the file on a thread for computing.
    async fn parse<R: Row + Send + 'static>(&self) -> Result<Parsed<R>, Stop> {
        let (bytes, progress) = (self.task.bytes.clone(), self.task.progress.clone());
        let read = move || {
            // Reading is the first half of the way, as far as anybody watches.
            parse(&bytes, &|_, total| {
                progress.send_if_modified(|told| std::mem::replace(&mut told.total, total) != total);
            })
        };
        let parsed = spawn_blocking(read).await.map_err(anyhow::Error::from)?.map_err(Stop::File)?;
        let total = u32::try_from(parsed.rows.len()).unwrap_or(u32::MAX);
        self.task.progress.send_replace(Progress { done: 0, total });
        Ok(parsed)
    }

    /// Takes the planner for a file, and judges the rows that could not even be read.
    fn split<R: Row>(&mut self, parsed: Parsed<R>) -> (Planner, Vec<(u32, R)>) {
        let mut planner = Planner::new(parsed.heading, self.task.scope);
        let mut readable = Vec::with_capacity(parsed.rows.len());
        for (line, row) in parsed.rows {
            match row {
                Ok(row) => readable.push((line, row)),
                Err(errors) => {
                    self.judge::<R, u32>(&mut planner, line, Err(errors), &Found::nothing());
                }
            }
        }
        (planner, readable)
    }

    /// Judges a row and notes its refusal.
    fn judge<R: Row, Id: Copy + Eq>(
        &mut self,
        planner: &mut Planner,
        line: u32,
        row: Result<R, Vec<CellError>>,
        found: &Found<R, Id>,
    ) -> Verdict<R, Id> {
        let verdict = planner.judge(line, row, found);
        self.judged += 1;
        if let Verdict::Refused(errors) = &verdict {
            let mut fields = Vec::new();
            for error in errors {
                if !fields.contains(&error.field) {
                    fields.push(error.field);
                    self.outcome.refusals.push(RowRefusal { row: line, error: error.clone() });
                }
            }
        }
        verdict
    }

    /// Begins a chunk. A dry run takes a transaction for each, so that it holds nothing for long; writing counts the tables
    /// anew when they have grown several times.
    async fn begin_chunk(&mut self) -> Result<(), Stop> {
        if self.writer.is_none() {
            self.tx = self.app.begin("import.check").await?;
        } else if self.judged >= self.count_at {
            self.count_at = self.judged * 4;
            planner::count_anew(&mut self.tx).await?;
        }
        Ok(())
    }

    /// Ends a chunk.
    fn end_chunk(&mut self, planner: &Planner) {
        self.outcome.counts = planner.counts();
        let done = self.judged;
        self.task.progress.send_modify(|told| told.done = done);
    }

    fn finish(mut self) -> (Tx, Outcome) {
        self.outcome.refusals.sort_by_key(|refusal| refusal.row);
        (self.tx, self.outcome)
    }
}

impl Writer {
    /// What an entry of this import says.
    pub(super) fn deed(&self, kind: entry::Kind) -> Deed<'_> {
        Deed { kind, actor: &self.actor, reason: None, at: self.at }
    }
}

/// Rows after which an import may have changed what the database believes about its tables.
const COUNT_AT: u32 = 4_000;
/// Subjects looked up by one statement.
const LOOKED_UP: usize = 5_000;
/// Files handled at once.
const CHUNK: usize = 1_000;
