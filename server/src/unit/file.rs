//! Whole files of units out of the database, opened, many at once: what edits, imports and the check of the ledger read.

use std::collections::BTreeMap;

use anyhow::{Context as _, ensure};
use proof::hash::Hash;
use rules::area::Area;
use rules::expert::ResidentId;
use rules::id::{EntryId, UnitId};
use rules::unit::file::{Holder, Officer, OtherName, Stake, UnitFile};
use rules::unit::model::{HolderKind, OfficerRole, UnitKind, UnitNameKind, UnitState};
use rules::unit::{CreditCode, Share, name};
use sqlx::PgConnection;
use uuid::Uuid;

use super::store::file::{self as store, NameRow, OfficerRow, StakeRow, UnitRow};
use crate::app::App;
use crate::db::Tx;
use crate::ledger::Record;
use crate::vault::{Place, Vault};

/// A file with its version and the ids of its facts, in the order of their rows.
pub(super) struct Opened {
    pub file: UnitFile,
    pub version: i32,
    /// The entry that vouches for it.
    pub entry: EntryId,
    pub names: Vec<(OtherName, Uuid)>,
    pub officers: Vec<(Officer, Uuid)>,
    pub holders: Vec<(Stake, Uuid)>,
}

/// What the ledger vouches for in one unit or pair, as it stands in the database.
#[derive(Clone, Debug)]
pub struct Vouched {
    /// `unit/ID` or `near/ID`.
    pub subject: String,
    pub version: i32,
    /// The entry that the row names.
    pub entry: EntryId,
    /// None where a value does not open or does not fit: altered, moved, or sealed with another key.
    pub digest: Option<Hash>,
}

/// Files in the order of `ids`, locked for a change. Every id is a unit's.
pub async fn load_in(app: &App, tx: &mut Tx, ids: &[UnitId]) -> anyhow::Result<Vec<UnitFile>> {
    let mut opened = open_in(app, tx, ids).await?;
    ids.iter()
        .map(|id| opened.remove(id).map(|unit| unit.file).with_context(|| format!("unit {id} is not in the register")))
        .collect()
}

/// Those of `ids` that are units, opened and locked for a change.
pub(super) async fn open_in(app: &App, tx: &mut Tx, ids: &[UnitId]) -> anyhow::Result<BTreeMap<UnitId, Opened>> {
    let mut ids: Vec<Uuid> = ids.iter().map(|id| id.as_uuid()).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut opened = BTreeMap::new();
    for chunk in ids.chunks(CHUNK) {
        let rows = store::lock(tx, chunk).await?;
        for unit in assemble(&app.vault, tx, rows).await? {
            let unit = unit?;
            opened.insert(unit.file.id, unit);
        }
    }
    Ok(opened)
}

/// The next units after `after` in the order of their ids, as far as the ledger vouches for them.
pub async fn vouched_in(
    app: &App,
    db: &mut PgConnection,
    after: Option<UnitId>,
) -> anyhow::Result<Vec<(UnitId, Vouched)>> {
    let after = after.map_or(Uuid::nil(), |id| id.as_uuid());
    let rows = store::after(db, after, i64::try_from(CHUNK).unwrap_or(i64::MAX)).await?;
    let heads: Vec<_> = rows.iter().map(|row| (UnitId::from_uuid(row.id), row.version, row.entry_id)).collect();
    let opened = assemble(&app.vault, db, rows).await?;
    let vouched = heads.into_iter().zip(opened).map(|((id, version, entry), opened)| {
        let digest = opened.ok().map(|opened| digest(&app.vault, &opened.file));
        (id, Vouched { subject: subject(id), version, entry: EntryId::from_uuid(entry), digest })
    });
    Ok(vouched.collect())
}

/// The next units after `after` in the order of their ids, as records.
pub async fn records_in(
    app: &App,
    db: &mut PgConnection,
    after: Option<UnitId>,
) -> anyhow::Result<Vec<(UnitId, Record)>> {
    let after = after.map_or(Uuid::nil(), |id| id.as_uuid());
    let rows = store::after(db, after, i64::try_from(CHUNK).unwrap_or(i64::MAX)).await?;
    let record = |opened: Opened| {
        let Opened { file, version, entry, .. } = opened;
        (file.id, Record::of(&app.vault, "unit", (subject(file.id), version, entry), file.fields()))
    };
    assemble(&app.vault, db, rows).await?.into_iter().map(|opened| Ok(record(opened?))).collect()
}

/// Digest of a unit's file, whose lists are in order, as the ledger records it.
pub(super) fn digest(vault: &Vault, file: &UnitFile) -> Hash {
    let fields = file.fields();
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_slice())).collect();
    proof::record::digest("unit", &vault.record_salt(&subject(file.id)), &fields)
}

/// The unit as the ledger names it.
pub(super) fn subject(id: UnitId) -> String {
    format!("unit/{id}")
}

/// Opens the units of `rows`, in their order.
async fn assemble(
    vault: &Vault,
    db: &mut PgConnection,
    rows: Vec<UnitRow>,
) -> sqlx::Result<Vec<anyhow::Result<Opened>>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut names = by_unit(store::names(db, &ids).await?, |row| row.unit_id);
    let mut officers = by_unit(store::officers(db, &ids).await?, |row| row.unit_id);
    let mut stakes = by_unit(store::stakes(db, &ids).await?, |row| row.unit_id);
    let units = rows.into_iter().map(|row| {
        let facts = Facts {
            names: names.remove(&row.id).unwrap_or_default(),
            officers: officers.remove(&row.id).unwrap_or_default(),
            stakes: stakes.remove(&row.id).unwrap_or_default(),
        };
        open(vault, row, facts)
    });
    Ok(units.collect())
}

#[derive(Default)]
struct Facts {
    names: Vec<NameRow>,
    officers: Vec<OfficerRow>,
    stakes: Vec<StakeRow>,
}

/// What a search reads (keys, blind indexes) must fit what the digest covers.
fn open(vault: &Vault, row: UnitRow, facts: Facts) -> anyhow::Result<Opened> {
    ensure!(row.name_key == name::key(&row.name), "the key of unit {} does not fit its name", row.id);
    let names: Vec<_> = facts.names.into_iter().map(other_name).collect::<anyhow::Result<_>>()?;
    let officers: Vec<_> = facts.officers.into_iter().map(|row| officer(vault, row)).collect::<anyhow::Result<_>>()?;
    let holders: Vec<_> = facts.stakes.into_iter().map(|row| stake(vault, row)).collect::<anyhow::Result<_>>()?;
    let file = UnitFile {
        id: UnitId::from_uuid(row.id),
        code: row.code.as_deref().map(CreditCode::read).transpose()?,
        name: row.name,
        kind: row.kind.parse::<UnitKind>()?,
        area: row.area.as_deref().map(str::parse::<Area>).transpose()?,
        branch_of: row.branch_of.map(UnitId::from_uuid),
        state: row.state.parse::<UnitState>()?,
        merged_into: row.merged_into.map(UnitId::from_uuid),
        names: names.iter().map(|(name, _)| name.clone()).collect(),
        officers: officers.iter().map(|(officer, _)| officer.clone()).collect(),
        holders: holders.iter().map(|(stake, _)| stake.clone()).collect(),
    };
    let entry = EntryId::from_uuid(row.entry_id);
    Ok(Opened { file: file.in_order(), version: row.version, entry, names, officers, holders })
}

fn other_name(row: NameRow) -> anyhow::Result<(OtherName, Uuid)> {
    ensure!(row.name_key == name::key(&row.name), "the key of name {} does not fit it", row.id);
    Ok((OtherName { kind: row.kind.parse::<UnitNameKind>()?, name: row.name }, row.id))
}

fn officer(vault: &Vault, row: OfficerRow) -> anyhow::Result<(Officer, Uuid)> {
    let officer = Officer {
        role: row.role.parse::<OfficerRole>()?,
        from: row.from_on.to_jiff(),
        until: row.until_on.map(|day| day.to_jiff()),
        name: vault.open_text(Place { column: OFFICER_NAME, row: row.id }, &row.name_sealed)?,
        id_number: id_number(
            vault,
            Place { column: OFFICER_ID_NUMBER, row: row.id },
            (row.id_number_sealed, row.id_number_blind),
        )?,
    };
    ensure!(row.name_blind == vault.blind("name", &officer.name), "the index of officer {} does not fit", row.id);
    Ok((officer, row.id))
}

fn stake(vault: &Vault, row: StakeRow) -> anyhow::Result<(Stake, Uuid)> {
    let holder = match (row.holder_unit_id, row.holder_name_sealed) {
        (Some(unit), _) => Holder::Unit(UnitId::from_uuid(unit)),
        (None, name) => Holder::Named {
            name: vault
                .open_text(Place { column: HOLDER_NAME, row: row.id }, &name.context("a stake without a holder")?)?,
            id_number: id_number(
                vault,
                Place { column: HOLDER_ID_NUMBER, row: row.id },
                (row.holder_id_number_sealed, row.holder_id_number_blind),
            )?,
        },
    };
    let stake = Stake {
        holder,
        kind: row.holder_kind.parse::<HolderKind>()?,
        share: Share::read(&row.share)?,
        control: row.control,
        from: row.from_on.map(|day| day.to_jiff()),
        until: row.until_on.map(|day| day.to_jiff()),
    };
    Ok((stake, row.id))
}

fn id_number(
    vault: &Vault,
    place: Place,
    (sealed, blind): (Option<Vec<u8>>, Option<Vec<u8>>),
) -> anyhow::Result<Option<ResidentId>> {
    let text = sealed.map(|sealed| vault.open_text(place, &sealed)).transpose()?;
    let number = text.as_deref().map(ResidentId::read).transpose()?;
    let fitting = number.as_ref().map(|number| vault.blind("id_number", number.as_str()));
    ensure!(fitting == blind, "the index of {} in row {} does not fit", place.column, place.row);
    Ok(number)
}

fn by_unit<R>(rows: Vec<R>, unit: impl Fn(&R) -> Uuid) -> BTreeMap<Uuid, Vec<R>> {
    let mut units: BTreeMap<Uuid, Vec<R>> = BTreeMap::new();
    for row in rows {
        units.entry(unit(&row)).or_default().push(row);
    }
    units
}

/// Units read or written by one statement.
pub(super) const CHUNK: usize = 5_000;

pub(super) const OFFICER_NAME: &str = "unit_officer.name";
pub(super) const OFFICER_ID_NUMBER: &str = "unit_officer.id_number";
pub(super) const HOLDER_NAME: &str = "equity.holder_name";
pub(super) const HOLDER_ID_NUMBER: &str = "equity.holder_id_number";
