//! Numbers what the filled pool left waiting, compares the database with its ledger, and saves it, each timed.

use std::path::Path;
use std::time::Duration;

use hengjian::app::App;
use hengjian::backup::{self, Archive};
use hengjian::ledger::{Turn, compare::compare, number_pending};

use crate::pool::now;

/// Time of numbering, signing and publishing all that waits, and up to which size.
pub async fn number(app: &App) -> anyhow::Result<(Turn, Duration)> {
    let start = now();
    let turn = number_pending(app).await?;
    Ok((turn, start.elapsed()))
}

/// Time of `ledger verify --database`.
pub async fn verify(app: &App) -> anyhow::Result<Duration> {
    let start = now();
    let compared = compare(app).await?;
    let took = start.elapsed();
    println!("  {} entries, {} records, {} problems", compared.size, compared.compared_count, compared.problem_count);
    for problem in compared.problems.iter().take(3) {
        println!("  {} : {}", problem.subject, problem.message.en);
    }
    Ok(took)
}

/// Times of writing a backup and of looking through it, and its size.
pub async fn save(app: &App) -> anyhow::Result<(Duration, Duration, u64)> {
    let file = app.config.data_dir.join("bench.backup");
    let start = now();
    let written = backup::write(app, Path::new("none"), &file).await?;
    let wrote = start.elapsed();
    let start = now();
    Archive::open(&file)?;
    let read = start.elapsed();
    std::fs::remove_file(&file)?;
    Ok((wrote, read, written.byte_count))
}
