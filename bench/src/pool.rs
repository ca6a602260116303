//! Fills a database with experts through the server's own bulk saving, and tells how long that took.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use hengjian::app::App;
use hengjian::cli::open::{Opened, Use};
use hengjian::config::Config;
use hengjian::expert::{self, Saving};
use hengjian::ledger::{self, Deed, Entry};
use jiff_sqlx::ToSqlx as _;
use rules::area::Area;
use rules::id::UnitId;
use rules::ledger::entry::Kind;
use rules::unit::CreditCode;
use uuid::Uuid;

use crate::people;

/// The server over the database of `DATABASE_URL`, which is the benchmark's own.
pub async fn open() -> anyhow::Result<App> {
    let url = std::env::var("DATABASE_URL").context("set DATABASE_URL to a database of the benchmark's own")?;
    let mut config = Config { data_dir: PathBuf::from("target/bench-data"), ..Config::default() };
    config.database.url = Some(url);
    config.server.listen = "127.0.0.1:0".parse().expect("an address");
    Ok(Opened::open(config, Use::Command).await?.app)
}

/// Brings the pool up to `count` experts; the time of what was added.
pub async fn fill(app: &App, count: u64) -> anyhow::Result<Duration> {
    let present: i64 = sqlx::query_scalar("select count(*) from expert").fetch_one(&app.db).await?;
    let present = u64::try_from(present)?;
    if present >= count {
        return Ok(Duration::ZERO);
    }
    let units = units(app).await?;
    let mut files: Vec<_> = (present..count).map(|number| people::expert(app, number, &units)).collect();
    let start = now();
    let mut tx = app.begin("bench.fill").await?;
    let mut newcomers: Vec<_> = files.iter_mut().collect();
    expert::admit_in(app, &mut tx, &mut newcomers).await.map_err(refused)?;
    let deed = Deed { kind: Kind::ExpertAdmitted, actor: "command/bench", reason: None, at: app.clock.now() };
    let savings = files.into_iter().map(Saving::new).collect();
    expert::save_in(app, &mut tx, savings, &deed).await.map_err(refused)?;
    tx.commit().await?;
    let took = start.elapsed();
    sqlx::query("vacuum analyze").execute(&app.db).await?;
    Ok(took)
}

/// Time of loading and digesting everybody, as the comparison with the ledger does.
pub async fn walk(app: &App) -> anyhow::Result<(u64, Duration)> {
    let start = now();
    let mut db = app.db.acquire().await?;
    let (mut after, mut count) = (None, 0);
    loop {
        let vouched = expert::file::vouched_in(app, &mut db, after).await.map_err(refused)?;
        let Some((last, _)) = vouched.last() else { return Ok((count, start.elapsed())) };
        anyhow::ensure!(vouched.iter().all(|(_, vouched)| vouched.digest.is_some()), "a file does not open");
        after = Some(*last);
        count += vouched.len() as u64;
    }
}

/// Two thousand companies.
async fn units(app: &App) -> anyhow::Result<Vec<UnitId>> {
    let known: Vec<Uuid> = sqlx::query_scalar("select id from unit order by id").fetch_all(&app.db).await?;
    if !known.is_empty() {
        return Ok(known.into_iter().map(UnitId::from_uuid).collect());
    }
    let at = app.clock.now();
    let mut tx = app.begin("bench.units").await?;
    let deed = Deed { kind: Kind::UnitAdded, actor: "command/bench", reason: None, at };
    let ids: Vec<Uuid> = (0..2_000).map(|_| app.uuid()).collect();
    let entries = ids.iter().map(|id| Entry::of(&deed, format!("unit/{id}")).area(Area::HUNAN)).collect();
    let entries = ledger::append_many(app, &mut tx, entries, at).await?;
    let entries: Vec<Uuid> = entries.into_iter().map(|entry| entry.as_uuid()).collect();
    let codes = (0..2_000).map(|at| CreditCode::complete(&format!("91430100MA4L{at:05}")).map(|code| code.to_string()));
    let codes: Vec<String> = codes.collect::<Result<_, _>>()?;
    let names: Vec<String> = (0..2_000).map(|at| format!("湖南测算工程咨询有限公司第{at}分部")).collect();
    sqlx::query(
        "insert into unit (id, code, name, name_key, kind, area, state, version, entry_id, created_at, updated_at)
         select id, code, name, name, 'company', '430100', 'known', 1, entry_id, $5, $5
           from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[]) as t (id, code, name, entry_id)",
    )
    .bind(&ids)
    .bind(&codes)
    .bind(&names)
    .bind(&entries)
    .bind(at.to_sqlx())
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(ids.into_iter().map(UnitId::from_uuid).collect())
}

#[expect(clippy::needless_pass_by_value, reason = "map_err hands the error over")]
pub fn refused(error: hengjian::http::ApiError) -> anyhow::Error {
    anyhow::anyhow!("{}: {} ({:?})", error.code, error.message.en, error.source)
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
pub fn now() -> Instant {
    Instant::now()
}
