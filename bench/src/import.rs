//! Imports a file of experts as .csv and another as .xlsx, beside two peers in the same run: reading the file and doing nothing
//! with it, and `copy` of the same rows into a table without indexes, seals or entries.

use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use hengjian::app::App;
use hengjian::import::plan::{self, Progress, Stop, Task};
use hengjian::import::take_over;
use hengjian::sheet::Sheet;
use rules::account::Scope;
use rules::area::Area;
use rules::expert::file::ExpertFile;
use rules::expert::model::Term;
use rules::id::UnitId;
use rules::import::Kind;
use rules::unit::CreditCode;
use rust_xlsxwriter::Workbook;
use tokio::sync::watch;

use crate::people;
use crate::pool::{now, refused};

/// Runs both on an empty pool and prints what each took.
pub async fn run(app: &App, count: u64) -> anyhow::Result<()> {
    let present: i64 = sqlx::query_scalar("select count(*) from expert").fetch_one(&app.db).await?;
    if present > 0 {
        bail!("an import is measured on an empty database; name another in DATABASE_URL");
    }
    for (format, first) in [("csv", 0), ("xlsx", count)] {
        let rows: Vec<Vec<String>> = (first..first + count).map(|number| row(app, number)).collect();
        let text = csv(&rows);
        let bytes = if format == "csv" { text.clone().into_bytes() } else { xlsx(&rows)? };
        let read = read(&bytes)?;
        let copied = copy(app, &text).await?;
        let (checked, written) = import(app, bytes).await?;
        let total = checked + written;
        println!(
            "{format}: import of {count} experts {:.1} s (check {:.1} s, writing {:.1} s)",
            total.as_secs_f64(),
            checked.as_secs_f64(),
            written.as_secs_f64()
        );
        let ratio = |peer: Duration| total.as_secs_f64() / peer.as_secs_f64();
        println!("  reading the file alone {:.1} s: {:.1} times", read.as_secs_f64(), ratio(read));
        println!("  copy of the same rows {:.1} s: {:.1} times", copied.as_secs_f64(), ratio(copied));
    }
    Ok(())
}

async fn import(app: &App, bytes: Vec<u8>) -> anyhow::Result<(Duration, Duration)> {
    let task = Task {
        kind: Kind::Experts,
        edition: None,
        scope: Scope::Area(Area::HUNAN),
        bytes: Arc::new(bytes),
        progress: watch::channel(Progress::default()).0,
    };
    let start = now();
    let outcome = plan::check(app, task.clone()).await.map_err(stopped)?;
    let checked = start.elapsed();
    let first = outcome.refusals.first().map(|refusal| format!("row {}: {}", refusal.row, refusal.error.refusal.en));
    anyhow::ensure!(outcome.counts.inserted == outcome.counts.total(), "a row was refused: {first:?}");
    let start = now();
    take_over(app, task, Area::HUNAN, &outcome).await.map_err(stopped)?;
    Ok((checked, start.elapsed()))
}

fn stopped(stop: Stop) -> anyhow::Error {
    match stop {
        Stop::File(refusal) => anyhow::anyhow!(refusal.refusal.en),
        Stop::Error(error) => refused(error),
    }
}

fn read(bytes: &[u8]) -> anyhow::Result<Duration> {
    let start = now();
    let mut count = 0;
    let sheet = Sheet::open(bytes).context("the file opens")?;
    sheet.read(|line| {
        count += line.cells.len();
        ControlFlow::Continue(())
    })?;
    anyhow::ensure!(count > 0, "no cell");
    Ok(start.elapsed())
}

async fn copy(app: &App, text: &str) -> anyhow::Result<Duration> {
    let mut db = app.db.acquire().await?;
    sqlx::query(PEER).execute(&mut *db).await?;
    let start = now();
    let mut copy = db.copy_in_raw("copy peer from stdin with (format csv, header)").await?;
    for chunk in text.as_bytes().chunks(64 * 1024) {
        copy.send(chunk).await?;
    }
    copy.finish().await?;
    let took = start.elapsed();
    sqlx::query("drop table peer").execute(&mut *db).await?;
    Ok(took)
}

/// The expert of a number as a row of an import file, in the order of the columns.
fn row(app: &App, number: u64) -> Vec<String> {
    let unit = number % 2_000;
    let code = CreditCode::complete(&format!("91430100MA4L{unit:05}")).expect("a code");
    let file: ExpertFile = people::expert(app, number, &[UnitId::from_uuid(uuid::Uuid::nil())]);
    let mut row = vec![
        String::new(),
        file.name,
        file.id_number.to_string(),
        file.phone.to_string(),
        String::new(),
        file.area.to_string(),
        format!("湖南测算工程咨询有限公司第{unit}分部"),
        code.to_string(),
        file.state.to_string(),
    ];
    row.extend(term(file.evaluation.as_ref()));
    row.extend(term(file.review.as_ref()));
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    row.extend([day(file.trained_on), day(file.confirmed_on), file.address.unwrap_or_default()]);
    row.push(file.bank_name.unwrap_or_default());
    row.push(file.bank_account.map(|account| account.to_string()).unwrap_or_default());
    row
}

fn term(term: Option<&Term>) -> [String; 4] {
    let Some(term) = term else { return [const { String::new() }; 4] };
    let codes: Vec<String> = term.specialties.iter().map(ToString::to_string).collect();
    [term.title.clone(), term.from.to_string(), term.until.to_string(), codes.join(";")]
}

fn csv(rows: &[Vec<String>]) -> String {
    let headers: Vec<&str> = Kind::Experts.columns().iter().map(|column| column.header).collect();
    let mut text = headers.join(",");
    for row in rows {
        let _ = write!(text, "\r\n{}", row.join(","));
    }
    text
}

fn xlsx(rows: &[Vec<String>]) -> anyhow::Result<Vec<u8>> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (place, column) in (0..).zip(Kind::Experts.columns()) {
        sheet.write_string(0, place, column.header)?;
    }
    for (line, row) in (1..).zip(rows) {
        for (place, value) in (0..).zip(row).filter(|(_, value)| !value.is_empty()) {
            sheet.write_string(line, place, value)?;
        }
    }
    Ok(book.save_to_buffer()?)
}

/// As many texts as an expert's row has columns.
const PEER: &str = "create temporary table peer (c01 text, c02 text, c03 text, c04 text, c05 text, c06 text, c07 text, \
                    c08 text, c09 text, c10 text, c11 text, c12 text, c13 text, c14 text, c15 text, c16 text, \
                    c17 text, c18 text, c19 text, c20 text, c21 text, c22 text)";
