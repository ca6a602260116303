//! Who may be drawn, from PostgreSQL: everybody against twenty bidders within an equity graph of a million stakes, each step
//! timed; beside it the question of R11 alone as one recursive query of the database.

use std::time::Duration;

use anyhow::Context as _;
use hengjian::app::App;
use hengjian::demo::{self, data::Size};
use hengjian::recusal::{self, Registry};
use rules::area::Area;
use rules::pack::{Chain, Track, shipped};
use rules::project::slot::{Quota, Reach, Slot, Slots, Tier};
use rules::recusal::{Case, Figures, Prepared, UnitKey};
use rules::time;
use uuid::Uuid;

use crate::graph;
use crate::pool::{now, refused};

/// Runs five times and prints the fastest and the slowest total.
pub async fn run(app: &App, count: u64) -> anyhow::Result<()> {
    let size = Size { seed: 1, expert_count: usize::try_from(count)?, day: time::day_of(app.clock.now()) };
    demo::load(app, size, &mut |line| println!("{line}")).await?;
    let stakes = graph::fill(app).await?;
    let people: i64 =
        sqlx::query_scalar("select count(*) from expert where index is not null").fetch_one(&app.db).await?;
    let bidders = graph::bidders(app, BIDDERS).await?;
    println!("{people} people, {stakes} stakes, {} bidders", bidders.len());
    let mut totals = Vec::new();
    for _ in 0..RUNS {
        totals.push(once(app, &bidders).await?);
    }
    let (least, most) = (totals.iter().min().context("runs")?, totals.iter().max().context("runs")?);
    println!("without eids: {:.2} to {:.2} s", least.as_secs_f64(), most.as_secs_f64());
    let start = now();
    let related = graph::related(app, &bidders, app.clock.now()).await?;
    let took = start.elapsed();
    let ratio = took.as_secs_f64() / least.as_secs_f64();
    println!(
        "R11 alone by one recursive query: {related} people, {:.2} s, {ratio:.1} times all rules",
        took.as_secs_f64()
    );
    Ok(())
}

async fn once(app: &App, bidders: &[Uuid]) -> anyhow::Result<Duration> {
    let start = now();
    let registry = recusal::read(app).await.map_err(refused)?;
    let read = start.elapsed();
    let (case, figures) = case(app, &registry, bidders)?;
    let start = now();
    drop(Prepared::new(registry.register(), &case, &figures));
    let prepared = start.elapsed();
    let start = now();
    let judgement = registry.judge(&case, &figures)?;
    let judged = start.elapsed();
    let start = now();
    let (sealed, _) = registry.seal(&app.vault, &judgement, &[7; 32])?;
    let eids = start.elapsed();
    let counts = &judgement.pool.counts;
    let (eligible, excluded, unmatched) = (counts.eligible, counts.excluded, counts.unmatched);
    anyhow::ensure!(sealed.pool.eligible_count() == eligible && counts.pool() == eligible + excluded + unmatched);
    let seconds = [read, prepared, judged, eids].map(|took| format!("{:.3}", took.as_secs_f64()));
    let [read_s, prepared_s, judged_s, eids_s] = seconds;
    println!("read {read_s} s, decide and pool {judged_s} s (walking the graph {prepared_s} s of it), eids {eids_s} s");
    let hits: Vec<String> = counts.rules.iter().map(|(rule, count)| format!("{rule} {count}")).collect();
    println!(
        "  {eligible} eligible, {excluded} excluded, {unmatched} unmatched; {} pairs; {}",
        judgement.pool.pairs.len(),
        hits.join(", ")
    );
    Ok(read + judged)
}

fn case(app: &App, registry: &Registry, bidders: &[Uuid]) -> anyhow::Result<(Case, Figures)> {
    let starts_at = app.clock.now();
    let chain = Chain::choose(&shipped(), Track::Tender, Area::CHANGSHA, time::day_of(starts_at));
    let key = |id: &Uuid| registry.register().key(rules::id::UnitId::from_uuid(*id)).context("a unit of the snapshot");
    let bidders: Vec<UnitKey> = bidders.iter().map(key).collect::<anyhow::Result<_>>()?;
    let tier = |reach, area| Tier { reach, areas: vec![area] };
    let slot = |specialty: &str, quota| -> anyhow::Result<Slot> {
        let tiers = vec![tier(Reach::City, Area::CHANGSHA), tier(Reach::Province, Area::HUNAN)];
        Ok(Slot { specialty: specialty.parse()?, quota: Quota::try_from(quota)?, tiers })
    };
    let slots = Slots::try_from(vec![slot("A08", 3)?, slot("A02", 1)?, slot("C", 1)?])?;
    let case = Case {
        starts_at,
        ends_at: starts_at + jiff::SignedDuration::from_hours(8),
        tenderees: vec![],
        parties: vec![],
        bidders,
        departments: vec![],
        finance_departments: vec![],
        requested: vec![],
        away_from: None,
        slots,
    };
    Ok((case, Figures::of(&chain, Track::Tender)?))
}

const BIDDERS: i64 = 20;
const RUNS: usize = 5;
