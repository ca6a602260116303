//! The registry of a day: stating it, and reading everybody from what was kept, beside reading everybody from PostgreSQL.

use anyhow::Context as _;
use hengjian::app::App;
use hengjian::demo::{self, data::Size};
use hengjian::registry::{self, Choice};
use hengjian::{ledger, recusal};
use rules::time;

use crate::pool::{now, refused};

/// States the registry of a demo of `count` experts and opens it three times.
pub async fn run(app: &App, count: u64) -> anyhow::Result<()> {
    let size = Size { seed: 1, expert_count: usize::try_from(count)?, day: time::day_of(app.clock.now()) };
    demo::load(app, size, &mut |line| println!("{line}")).await?;
    ledger::number_pending(app).await?;
    let start = now();
    let outcome = registry::state_now(app).await?;
    println!("stating, {outcome:?}: {:.1} s", start.elapsed().as_secs_f64());
    ledger::number_pending(app).await?;
    let kept: i64 = sqlx::query_scalar("select coalesce(sum(length(bytes_sealed)), 0)::bigint from registry_chunk")
        .fetch_one(&app.db)
        .await?;
    println!("kept of all days: {} MB", kept / 1_000_000);
    let mut tx = app.begin("bench.choose").await?;
    let choice = registry::choose_in(app, &mut tx, 0, app.clock.now()).await?;
    tx.commit().await?;
    let Choice::Named(chosen) = choice else { anyhow::bail!("nothing to name: {choice:?}") };
    for _ in 0..RUNS {
        let start = now();
        let opened = registry::open(app, &chosen).await.context("opening")?;
        let from_kept = start.elapsed();
        let start = now();
        let read = recusal::read(app).await.map_err(refused)?;
        let from_database = start.elapsed();
        anyhow::ensure!(opened.people().len() == read.people().len());
        let (from_kept, from_database) = (from_kept.as_secs_f64(), from_database.as_secs_f64());
        println!("from what was kept {from_kept:.2} s, from PostgreSQL {from_database:.2} s");
    }
    Ok(())
}

const RUNS: usize = 3;
