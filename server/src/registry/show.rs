//! The facts behind a pool, as the witness is shown them: of each person what decides, and nothing that names anybody.

use std::collections::BTreeMap;

use proof::facts::{self, Field, Head, Record};
use proof::record::{field_hash, field_salt, leaf_salt};
use proof::{Hash, tagged};
use rules::draw::sealed::{DrawSalt, Sealed};
use rules::recusal::{Decision, FactKind};
use tokio::task::spawn_blocking;

use super::keep::Kind;
use super::{Chosen, OpenError, actions};
use crate::app::App;
use crate::db::rows::{Kept, RowError};
use crate::recusal::{Judgement, Registry, RegistryError, threads};
use crate::vault::Vault;

/// A pool as it was committed, with what it was made from.
pub struct Pooled {
    /// As `open` gave it.
    pub registry: Registry,
    pub judgement: Judgement,
    pub sealed: Sealed,
    pub salt: DrawSalt,
}

/// The member `facts.bin` of what the witness is asked with; the pool comes back with it.
pub async fn facts(app: &App, chosen: &Chosen, pooled: Pooled) -> Result<(Vec<u8>, Pooled), OpenError> {
    let people = actions::records(app, chosen, Kind::People).await?;
    let units = actions::records(app, chosen, Kind::Units).await?;
    let (app, day) = (app.clone(), chosen.day);
    let written = spawn_blocking(move || {
        let file = write(&app.vault, (&people, &units), &pooled)?;
        Ok::<_, anyhow::Error>(file.map(|file| (file, pooled)))
    });
    written.await.map_err(anyhow::Error::from)??.ok_or(OpenError::Altered { day })
}

/// The file; nothing when the kept records are not those of the pool.
fn write(vault: &Vault, (people, units): (&Kept, &Kept), pooled: &Pooled) -> anyhow::Result<Option<Vec<u8>>> {
    let Pooled { registry, judgement, sealed, salt } = pooled;
    let wanted = |x: u32| {
        let decision = judgement.decision(usize::try_from(x).unwrap_or(usize::MAX));
        PERSON_FIELDS.iter().copied().chain(decision.into_iter().flat_map(evidence)).collect::<Vec<_>>()
    };
    let people = records(vault, (people, Kind::People), "expert", wanted)?;
    let units = records(vault, (units, Kind::Units), "unit", |_| UNIT_FIELDS.to_vec())?;
    let order: Vec<u32> = sealed.indexes.clone();
    let openings =
        threads::each(order.clone(), |x| registry.opening(vault, (judgement, x as usize), salt, &DRAW_FIELDS))?;
    let head = Head {
        group_salt: tagged("vrd1/group-salt", &[salt]),
        unit_count: u32::try_from(units.len())?,
        person_count: u32::try_from(order.len())?,
    };
    let mut file = head.write();
    units.values().for_each(|record| file.extend(record));
    for (x, opening) in order.iter().zip(openings) {
        let row = judgement.pool.rows.binary_search_by_key(x, |row| row.index).map(|at| &judgement.pool.rows[at]);
        let (Some(opening), Ok(row), Some(record)) = (opening, row, people.get(x)) else { return Ok(None) };
        facts::add_person(&mut file, opening.as_bytes(), &row.group);
        file.extend(record);
    }
    Ok(Some(file))
}

/// The records of a list by their places, with the wanted fields opened.
fn records(
    vault: &Vault,
    (kept, kind): (&Kept, Kind),
    subject: &str,
    wanted: impl Fn(u32) -> Vec<&'static str>,
) -> Result<BTreeMap<u32, Vec<u8>>, RegistryError> {
    let mut records = BTreeMap::new();
    let mut names: Vec<String> = Vec::new();
    let read = kept.each(kind.form(), |row| {
        if names.is_empty() {
            names = row.rest::<&str>()?.into_iter().skip(2).map(str::to_owned).collect();
            return Ok(());
        }
        let (x, entry) = (row.read::<u32>()?, row.read::<u64>()?);
        let values = row.rest::<&[u8]>()?;
        let id = std::str::from_utf8(values.first().ok_or(RowError)?).map_err(|_| RowError)?;
        let salt = vault.record_salt(&format!("{subject}/{id}"));
        let record = opened(&salt, entry, (&names, &values), &wanted(x));
        let mut bytes = Vec::new();
        facts::add_record(&mut bytes, &record);
        records.insert(x, bytes);
        Ok(())
    });
    read.map_err(|error| RegistryError::Database(sqlx::Error::Decode(Box::new(error))))?;
    Ok(records)
}

fn opened<'a>(
    salt: &[u8; 32],
    entry: u64,
    (names, values): (&'a [String], &[&'a [u8]]),
    wanted: &[&str],
) -> Record<'a> {
    let field = |(place, (name, value)): (u32, (&'a String, &&'a [u8]))| {
        let salt: Hash = field_salt(salt, place);
        if wanted.contains(&name.as_str()) {
            Field::Open(salt, name, value)
        } else {
            Field::Closed(field_hash(&salt, (name, value)))
        }
    };
    let fields = (1..).zip(names.iter().zip(values)).map(field).collect();
    Record { leaf_salt: leaf_salt(salt), entry, fields }
}

/// The lists of the file that the hits of a decision name.
fn evidence(decision: &Decision) -> impl Iterator<Item = &'static str> {
    decision.hits.iter().filter_map(|hit| match hit.evidence.fact {
        FactKind::Employment => Some("employments"),
        FactKind::Licence => Some("licences"),
        FactKind::Declaration => Some("declarations"),
        FactKind::Credit => Some("credits"),
        FactKind::Panel => Some("panels"),
        FactKind::Busy => Some("calendar"),
        _ => None,
    })
}

/// Index, unit, specialties, area, decision.
const DRAW_FIELDS: [u8; 5] = [1, 5, 6, 7, 8];
const PERSON_FIELDS: [&str; 5] = ["index", "area", "unit", "evaluation_specialties", "review_specialties"];
const UNIT_FIELDS: [&str; 4] = ["id", "code", "branch_of", "merged_into"];
