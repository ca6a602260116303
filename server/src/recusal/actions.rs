//! Reading everybody from one instant of the database.

use std::sync::Arc;

use jiff::Timestamp;
use rules::recusal::pair::Relative;
use tokio::task::spawn_blocking;
use tracing::info;

use super::people::{self, Draft};
use super::register::{self, Units, Walked};
use super::{Registry, RegistryError, store, threads};
use crate::app::App;
use crate::db::rows::{Kept, Source};
use crate::http::ApiError;

/// Reads what the rules need of everybody. Units and people are read at once, by two connections that see the same instant.
pub async fn read(app: &App) -> Result<Registry, ApiError> {
    let mut first = app.snapshot("recusal.read").await?;
    let second = first.beside(&app.db).await?;
    read_from(app, Source::Database(first), Source::Database(second)).await
}

/// Reads the same from rows that were kept of an earlier instant.
pub async fn read_kept(app: &App, kept: Kept) -> Result<Registry, ApiError> {
    let kept = Arc::new(kept);
    read_from(app, Source::Kept(Arc::clone(&kept)), Source::Kept(kept)).await
}

async fn read_from(app: &App, first: Source, second: Source) -> Result<Registry, ApiError> {
    let began_at = app.clock.now();
    let (people, walked, relatives) = rows(first, second).await.map_err(anyhow::Error::from)?;
    let in_memory_at = app.clock.now();
    let registry = assemble(app, people, walked, relatives).await?;
    let (person_count, unit_count) = (registry.people.len(), registry.register.unit_count());
    let (read_ms, all_ms) = (since(began_at, in_memory_at), since(began_at, app.clock.now()));
    info!(
        person_count,
        unit_count, read_ms, all_ms, "Read {person_count} people and {unit_count} units in {all_ms} ms"
    );
    Ok(registry)
}

fn since(began_at: Timestamp, at: Timestamp) -> i128 {
    began_at.duration_until(at).as_millis()
}

async fn rows(mut first: Source, second: Source) -> Result<(Vec<Draft>, Walked, Vec<Relative>), RegistryError> {
    let units = Arc::new(Units::read(&mut first).await?);
    let of_people = tokio::spawn(read_people(second, Arc::clone(&units)));
    let walked = register::walked(&mut first, &units).await;
    let (people, relatives) = of_people.await.expect("reading does not panic")?;
    let walked = walked?;
    first.close().await?;
    Ok((people, walked, relatives))
}

async fn read_people(mut db: Source, units: Arc<Units>) -> sqlx::Result<(Vec<Draft>, Vec<Relative>)> {
    let people = people::read(&mut db, &units).await?;
    let mut relatives = Vec::new();
    store::relatives(&mut db, |(from, to)| {
        // What stands in a file was approved by an officer other than its author, so it counts from one side.
        relatives.push(Relative { from, to, confirmed: true });
        Ok(())
    })
    .await?;
    relatives.sort_unstable();
    db.close().await?;
    Ok((people, relatives))
}

async fn assemble(
    app: &App,
    people: Vec<Draft>,
    walked: Walked,
    relatives: Vec<Relative>,
) -> Result<Registry, ApiError> {
    let app = app.clone();
    let finished = spawn_blocking(move || {
        let Walked { register, persons, open_near } = walked;
        let people = threads::each(people, |draft| draft.finish(&app.vault, &persons))?;
        Ok::<_, RegistryError>(Registry { register, people, relatives, open_near })
    });
    Ok(finished.await.map_err(anyhow::Error::from)?.map_err(anyhow::Error::from)?)
}
