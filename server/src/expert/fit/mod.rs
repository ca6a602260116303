//! Profiles of the people who may fit a slot, for the numbers of the request wizard.

mod store;

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff_sqlx::ToSqlx as _;
use rules::area::Area;
use rules::expert::lifecycle::{Readiness, Standing};
use rules::expert::model::{Library, State};
use rules::expert::{ResidentId, SpecialtyCode};
use rules::id::UnitId;
use rules::project::fit::Profile;
use rules::time::Month;
use sqlx::PgConnection;
use tokio::task::spawn_blocking;

use super::file::field::ID_NUMBER;
use crate::app::App;
use crate::unit::Succession;
use crate::vault::Place;
use store::Row;

/// Everybody admitted who has one of these specialties, or one below it, in a library; `succession` tells which unit counts.
pub async fn profiles_in(
    app: &App,
    db: &mut PgConnection,
    (library, branches): (Library, &BTreeSet<SpecialtyCode>),
    day: Date,
    succession: Succession,
) -> anyhow::Result<Vec<Profile>> {
    let patterns: Vec<String> = branches.iter().map(|branch| format!("{branch}%")).collect();
    let month = Month::of(day).first_day().to_sqlx();
    let rows = store::profiles(db, library.code(), &patterns, (day.to_sqlx(), month)).await?;
    let app = app.clone();
    spawn_blocking(move || rows.into_iter().map(|row| profile(&app, row, &succession)).collect()).await?
}

fn profile(app: &App, row: Row, succession: &Succession) -> anyhow::Result<Profile> {
    let place = Place { column: ID_NUMBER, row: row.id };
    let id_number = ResidentId::read(&app.vault.open_text(place, &row.id_number_sealed)?)?;
    let works = row.works.into_iter().chain(row.unit_id).map(|unit| succession.counted(UnitId::from_uuid(unit)));
    Ok(Profile {
        area: row.area.parse::<Area>()?,
        specialties: row.codes.iter().map(|code| code.parse()).collect::<Result<_, _>>()?,
        term: (row.from_on.to_jiff(), row.until_on.to_jiff()),
        readiness: Readiness {
            standing: Standing {
                state: row.state.parse::<State>()?,
                from: row.state_from.to_jiff(),
                until: row.state_until.map(|day| day.to_jiff()),
            },
            born_on: id_number.born_on(),
            trained_on: row.trained_on.map(|day| day.to_jiff()),
            confirmed_on: row.confirmed_on.map(|day| day.to_jiff()),
        },
        works_at: works.collect(),
    })
}
