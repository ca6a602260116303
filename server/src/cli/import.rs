//! `hengjian import`: the same check and the same writing as in the browser, in the name of the command.

use std::collections::BTreeMap;
use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, anyhow, bail};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use rules::account::Scope;
use rules::area::Area;
use rules::import::{Counts, Kind};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::open::{Opened, Use};
use crate::app::App;
use crate::config::Config;
use crate::http::ApiError;
use crate::import::plan::{self, Outcome, Progress, Stop, Task};
use crate::import::refusal::FileRefusal;
use crate::import::{edition_of, refused_workbook, take_over};

/// What to import.
#[derive(Args)]
pub struct ImportArgs {
    /// experts, units, employments, kin, equity, licences, declarations, officers, credits, panels, calendar or specialties.
    kind: String,
    /// An .xlsx workbook, or .csv in UTF-8 or GB18030.
    file: PathBuf,
    /// Name of the edition, for specialties.
    #[arg(long)]
    edition: Option<String>,
    /// Day from which the edition is in force, such as 2027-01-01; today when left out.
    #[arg(long, value_name = "DAY")]
    in_force_from: Option<String>,
    /// Check the file and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Write the refused rows, with the reasons, to this .xlsx file.
    #[arg(long, value_name = "OUT.xlsx")]
    refused: Option<PathBuf>,
}

/// Imports a file. The exit code is 1 when rows were refused.
pub async fn import(config: Config, args: ImportArgs) -> anyhow::Result<ExitCode> {
    let kind: Kind = args.kind.parse().map_err(|_| {
        let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.code()).collect();
        anyhow!("`{}` is no kind of import; choose one of {}", args.kind, kinds.join(", "))
    })?;
    let bytes = std::fs::read(&args.file).with_context(|| format!("{} cannot be read", args.file.display()))?;
    let opened = Opened::open(config, Use::Command).await?;
    let result = run(&opened.app, kind, args, Arc::new(bytes)).await;
    opened.close().await;
    result
}

async fn run(app: &App, kind: Kind, args: ImportArgs, bytes: Arc<Vec<u8>>) -> anyhow::Result<ExitCode> {
    let edition =
        edition_of(kind, args.edition.clone(), args.in_force_from.as_deref()).map_err(ApiError::into_cause)?;
    let task = |progress| Task {
        kind,
        edition: edition.clone(),
        scope: Scope::Area(Area::HUNAN),
        bytes: bytes.clone(),
        progress,
    };
    let (progress, watch) = Watch::start("Checking");
    let checked = plan::check(app, task(progress)).await;
    watch.end().await;
    let checked = match checked {
        Ok(checked) => checked,
        Err(Stop::File(refusal)) => return Ok(refused_file(&refusal)),
        Err(Stop::Error(error)) => return Err(internal(error)),
    };
    print_refusals(kind, &checked)?;
    if let Some(path) = &args.refused {
        write_refused(kind, &checked, &bytes, path)?;
    }
    let Counts { inserted, updated, .. } = checked.counts;
    if args.dry_run {
        print_counts("Checked, nothing written", checked.counts)?;
    } else if kind == Kind::Specialties && checked.counts.refused > 0 {
        bail!("an edition is taken whole: correct the refused rows and import it again; nothing was written");
    } else if inserted + updated == 0 {
        print_counts("Nothing to write", checked.counts)?;
    } else {
        let (progress, watch) = Watch::start("Importing");
        let taken = take_over(app, task(progress), Area::HUNAN, &checked).await;
        watch.end().await;
        match taken {
            Ok(_) => print_counts("Imported", checked.counts)?,
            Err(Stop::File(refusal)) => return Ok(refused_file(&refusal)),
            Err(Stop::Error(error)) => return Err(internal(error)),
        }
    }
    Ok(if checked.counts.refused == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn print_counts(what: &str, counts: Counts) -> anyhow::Result<()> {
    let Counts { inserted, updated, unchanged, refused } = counts;
    say(&format!(
        "{what}: {} rows = {inserted} inserted + {updated} updated + {unchanged} unchanged + {refused} refused",
        counts.total()
    ))
}

fn print_refusals(kind: Kind, checked: &Outcome) -> anyhow::Result<()> {
    for refusal in checked.refusals.iter().take(SHOWN) {
        let header = kind.column(refusal.error.field).map_or("", |column| column.header);
        let said = &refusal.error.refusal;
        say(&format!("row {}: {header} {}: {} / {}", refusal.row, said.code, said.zh, said.en))?;
    }
    let more = checked.refusals.len().saturating_sub(SHOWN);
    if more > 0 {
        say(&format!("… and {more} more; --refused OUT.xlsx writes them all"))?;
    }
    Ok(())
}

fn write_refused(kind: Kind, checked: &Outcome, bytes: &[u8], path: &PathBuf) -> anyhow::Result<()> {
    let mut reasons: BTreeMap<u32, String> = BTreeMap::new();
    for refusal in &checked.refusals {
        let header = kind.column(refusal.error.field).map_or("", |column| column.header);
        let reason = reasons.entry(refusal.row).or_default();
        let gap = if reason.is_empty() { "" } else { "；" };
        reason.push_str(&format!("{gap}{header}：{}", refusal.error.refusal.zh));
    }
    let book = refused_workbook(bytes, &reasons)?;
    std::fs::write(path, book).with_context(|| format!("{} cannot be written", path.display()))?;
    say(&format!("Refused rows: {}", path.display()))
}

fn refused_file(refusal: &FileRefusal) -> ExitCode {
    let said = &refusal.refusal;
    eprintln!("{}: {} / {}", said.code, said.zh, said.en);
    for detail in &refusal.details {
        eprintln!("row {}: {}: {} / {}", detail.row, detail.refusal.code, detail.refusal.zh, detail.refusal.en);
    }
    ExitCode::FAILURE
}

fn internal(error: ApiError) -> anyhow::Error {
    match error.source {
        Some(source) => source.context(error.message.en),
        None => anyhow!(error.message.en),
    }
}

fn say(line: &str) -> anyhow::Result<()> {
    writeln!(std::io::stdout().lock(), "{line}").context("standard output is closed")
}

/// A progress bar, or a line now and then where nobody could see a bar.
struct Watch {
    task: JoinHandle<()>,
    bar: Option<ProgressBar>,
}

impl Watch {
    fn start(what: &'static str) -> (watch::Sender<Progress>, Self) {
        let (progress, told) = watch::channel(Progress::default());
        if !std::io::stderr().is_terminal() {
            return (progress, Self { task: tokio::spawn(print(what, told)), bar: None });
        }
        let bar = ProgressBar::new(0).with_message(what);
        if let Ok(style) = ProgressStyle::with_template("{msg:10} [{bar:40}] {pos}/{len} {elapsed}") {
            bar.set_style(style);
        }
        (progress, Self { task: tokio::spawn(draw(bar.clone(), told)), bar: Some(bar) })
    }

    async fn end(self) {
        self.task.abort();
        let _ = self.task.await;
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}

async fn draw(bar: ProgressBar, mut told: watch::Receiver<Progress>) {
    while told.changed().await.is_ok() {
        let Progress { done, total } = *told.borrow_and_update();
        bar.set_length(u64::from(total));
        bar.set_position(u64::from(done));
    }
}

async fn print(what: &'static str, mut told: watch::Receiver<Progress>) {
    while told.changed().await.is_ok() {
        let Progress { done, total } = *told.borrow_and_update();
        eprintln!("{what}: {done} of {total}");
        tokio::time::sleep(LINE_PAUSE).await;
    }
}

const SHOWN: usize = 20;
const LINE_PAUSE: Duration = Duration::from_secs(1);
