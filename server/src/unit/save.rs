//! Saving whole files of units, many at once: what differs is written, and every file that differs leaves one entry.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff_sqlx::ToSqlx as _;
use rules::id::{EntryId, UnitId};
use rules::ledger::entry::Kind;
use rules::unit::file::{Holder, Officer, OtherName, Stake, UnitFile};
use rules::unit::{name, near as rule};
use uuid::Uuid;

use super::file::{self, CHUNK, Opened};
use super::near;
use super::store::save::{self as store, NameWrite, OfficerWrite, StakeWrite, UnitWrite};
use crate::app::App;
use crate::db::Tx;
use crate::ledger::{self, Deed, Entry, Standing};
use crate::vault::{Place, Vault};

/// A file as it shall be from here on; an id that no unit has makes a new unit.
pub struct Saving {
    pub file: UnitFile,
    /// Further facts for the entry; never personal data.
    pub details: Vec<(&'static str, String)>,
}

/// What became of the files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    pub inserted_count: usize,
    pub updated_count: usize,
    pub unchanged_count: usize,
}

impl From<UnitFile> for Saving {
    fn from(file: UnitFile) -> Self {
        Self { file, details: Vec::new() }
    }
}

/// Saves files. New units are entered as `unit.added`, changed ones as the deed's kind; unchanged ones leave no trace.
/// Units that got a name are compared with the register, and pairs that may be one wait for an officer.
pub async fn save_in(app: &App, tx: &mut Tx, savings: Vec<Saving>, deed: &Deed<'_>) -> anyhow::Result<Saved> {
    let ids: Vec<UnitId> = savings.iter().map(|saving| saving.file.id).collect();
    let mut before = file::open_in(app, tx, &ids).await?;
    let mut saved = Saved::default();
    let (mut changes, mut standing) = (Vec::new(), Vec::new());
    for mut saving in savings {
        saving.file = saving.file.in_order();
        let opened = before.remove(&saving.file.id);
        let count = match &opened {
            None => &mut saved.inserted_count,
            Some(opened) if opened.file == saving.file => &mut saved.unchanged_count,
            Some(_) => &mut saved.updated_count,
        };
        *count += 1;
        standing.extend(opened.as_ref().filter(|opened| opened.file != saving.file).map(|opened| Standing {
            entry: opened.entry,
            subject: file::subject(opened.file.id),
            version: opened.version,
            digest: file::digest(&app.vault, &opened.file),
        }));
        changes.extend(Change::between(opened, saving));
    }
    ledger::vouch_in(app, tx, standing).await?;
    write(app, tx, &changes, deed).await?;
    let named: Vec<UnitId> = changes.iter().filter(|change| change.named()).map(|change| change.file.id).collect();
    near::seek_in(app, tx, &named, deed).await?;
    Ok(saved)
}

/// What has to be written for one file.
struct Change {
    file: UnitFile,
    version: i32,
    /// Fields that differ; all of a new unit.
    fields: Vec<&'static str>,
    details: Vec<(&'static str, String)>,
    names: Difference<OtherName>,
    officers: Difference<Officer>,
    holders: Difference<Stake>,
}

impl Change {
    /// The file must be in order.
    fn between(before: Option<Opened>, Saving { file, details }: Saving) -> Option<Self> {
        let Some(before) = before else {
            return Some(Self {
                version: 1,
                fields: file.fields().into_iter().map(|(name, _)| name).collect(),
                details,
                names: Difference::of(Vec::new(), &file.names),
                officers: Difference::of(Vec::new(), &file.officers),
                holders: Difference::of(Vec::new(), &file.holders),
                file,
            });
        };
        if before.file == file {
            return None;
        }
        let pairs = before.file.fields().into_iter().zip(file.fields());
        Some(Self {
            version: before.version + 1,
            fields: pairs.filter(|(old, new)| old != new).map(|(old, _)| old.0).collect(),
            details,
            names: Difference::of(before.names, &file.names),
            officers: Difference::of(before.officers, &file.officers),
            holders: Difference::of(before.holders, &file.holders),
            file,
        })
    }

    const fn is_new(&self) -> bool {
        self.version == 1
    }

    fn named(&self) -> bool {
        self.fields.iter().any(|field| matches!(*field, "name" | "names"))
    }

    fn entry(&self, vault: &Vault, deed: &Deed<'_>) -> Entry {
        let kind = if self.is_new() { Kind::UnitAdded } else { deed.kind };
        let mut entry = Entry::of(&Deed { kind, ..*deed }, file::subject(self.file.id))
            .record(self.version, file::digest(vault, &self.file))
            .detail("fields", if self.is_new() { String::new() } else { self.fields.join(" ") });
        if let Some(area) = self.file.area {
            entry = entry.area(area);
        }
        self.details.iter().fold(entry, |entry, (name, value)| entry.detail(name, value))
    }

    fn row(&self, entry: EntryId) -> UnitWrite {
        let file = &self.file;
        UnitWrite {
            id: file.id.as_uuid(),
            code: file.code.map(|code| code.to_string()),
            name: file.name.clone(),
            name_key: name::key(&file.name),
            kind: file.kind.code(),
            area: file.area.map(|area| area.to_string()),
            branch_of: file.branch_of.map(|unit| unit.as_uuid()),
            state: file.state.code(),
            merged_into: file.merged_into.map(|unit| unit.as_uuid()),
            version: self.version,
            entry_id: entry.as_uuid(),
        }
    }

    fn blocks(&self) -> impl Iterator<Item = (Uuid, String)> {
        let id = self.file.id.as_uuid();
        rule::blocks(&self.file.all_names()).into_iter().map(move |block| (id, block))
    }

    fn grams(&self) -> impl Iterator<Item = (Uuid, String)> {
        let id = self.file.id.as_uuid();
        let names = self.file.all_names();
        let grams: BTreeSet<String> = names.iter().flat_map(|text| name::grams(&name::key(text))).collect();
        grams.into_iter().map(move |gram| (id, gram))
    }
}

/// Facts that go and facts that come; what is the same keeps its row and its id.
struct Difference<T> {
    removed: Vec<Uuid>,
    added: Vec<T>,
}

impl<T: Ord + Clone> Difference<T> {
    /// `after` must be in order.
    fn of(before: Vec<(T, Uuid)>, after: &[T]) -> Self {
        let mut removed = Vec::new();
        let mut kept = BTreeMap::new();
        for (fact, id) in before {
            if after.binary_search(&fact).is_ok() && !kept.contains_key(&fact) {
                kept.insert(fact, id);
            } else {
                removed.push(id);
            }
        }
        Self { removed, added: after.iter().filter(|fact| !kept.contains_key(fact)).cloned().collect() }
    }
}

/// Entries first, then units, because facts refer to units, then facts.
async fn write(app: &App, tx: &mut Tx, changes: &[Change], deed: &Deed<'_>) -> anyhow::Result<()> {
    let mut fresh = Vec::new();
    let mut changed = Vec::new();
    for chunk in changes.chunks(CHUNK) {
        let entries = chunk.iter().map(|change| change.entry(&app.vault, deed)).collect();
        let ids = ledger::append_many(app, tx, entries, deed.at).await?;
        for (change, entry) in chunk.iter().zip(ids) {
            if change.is_new() { fresh.push(change.row(entry)) } else { changed.push(change.row(entry)) }
        }
    }
    write_units(tx, &fresh, &changed, deed.at).await?;
    for chunk in changes.chunks(CHUNK) {
        write_facts(app, tx, chunk).await?;
    }
    Ok(())
}

async fn write_units(tx: &mut Tx, fresh: &[UnitWrite], changed: &[UnitWrite], at: Timestamp) -> sqlx::Result<()> {
    if !fresh.is_empty() {
        store::insert_units(tx, fresh, at).await?;
    }
    if !changed.is_empty() {
        store::update_units(tx, changed, at).await?;
    }
    Ok(())
}

async fn write_facts(app: &App, tx: &mut Tx, changes: &[Change]) -> sqlx::Result<()> {
    let (mut names, mut officers, mut stakes) = (Vec::new(), Vec::new(), Vec::new());
    let (mut gone_names, mut gone_officers, mut gone_stakes) = (Vec::new(), Vec::new(), Vec::new());
    for change in changes {
        let unit = change.file.id.as_uuid();
        names.extend(change.names.added.iter().map(|name| name_row(app, unit, name)));
        officers.extend(change.officers.added.iter().map(|officer| officer_row(app, unit, officer)));
        stakes.extend(change.holders.added.iter().map(|stake| stake_row(app, unit, stake)));
        gone_names.extend(&change.names.removed);
        gone_officers.extend(&change.officers.removed);
        gone_stakes.extend(&change.holders.removed);
    }
    if gone_names.len() + gone_officers.len() + gone_stakes.len() > 0 {
        store::remove_facts(tx, &gone_names, &gone_officers, &gone_stakes).await?;
    }
    if !names.is_empty() {
        store::insert_names(tx, &names).await?;
    }
    for rows in officers.chunks(FACT_CHUNK) {
        store::insert_officers(tx, rows).await?;
    }
    for rows in stakes.chunks(FACT_CHUNK) {
        store::insert_stakes(tx, rows).await?;
    }
    let named: Vec<&Change> = changes.iter().filter(|change| change.named()).collect();
    if !named.is_empty() {
        let ids: Vec<Uuid> = named.iter().map(|change| change.file.id.as_uuid()).collect();
        let blocks: Vec<(Uuid, String)> = named.iter().flat_map(|change| change.blocks()).collect();
        let grams: Vec<(Uuid, String)> = named.iter().flat_map(|change| change.grams()).collect();
        store::replace_parts(tx, &ids, &blocks, &grams).await?;
    }
    Ok(())
}

fn name_row(app: &App, unit_id: Uuid, other: &OtherName) -> NameWrite {
    NameWrite {
        id: app.uuid(),
        unit_id,
        name: other.name.clone(),
        name_key: name::key(&other.name),
        kind: other.kind.code(),
    }
}

fn officer_row(app: &App, unit_id: Uuid, officer: &Officer) -> OfficerWrite {
    let id = app.uuid();
    let number = officer.id_number.as_ref().map(|number| number.as_str());
    let number_place = Place { column: file::OFFICER_ID_NUMBER, row: id };
    OfficerWrite {
        id,
        unit_id,
        role: officer.role.code(),
        name_sealed: app.vault.seal_text(Place { column: file::OFFICER_NAME, row: id }, &officer.name),
        name_blind: app.vault.blind("name", &officer.name),
        id_number_sealed: number.map(|number| app.vault.seal_text(number_place, number)),
        id_number_blind: number.map(|number| app.vault.blind("id_number", number)),
        from_on: officer.from.to_sqlx(),
        until_on: officer.until.map(|day| day.to_sqlx()),
    }
}

fn stake_row(app: &App, unit_id: Uuid, stake: &Stake) -> StakeWrite {
    let id = app.uuid();
    let (unit, name, number) = match &stake.holder {
        Holder::Unit(unit) => (Some(unit.as_uuid()), None, None),
        Holder::Named { name, id_number } => (None, Some(name), id_number.as_ref().map(|number| number.as_str())),
    };
    let number_place = Place { column: file::HOLDER_ID_NUMBER, row: id };
    StakeWrite {
        id,
        unit_id,
        holder_kind: stake.kind.code(),
        holder_unit_id: unit,
        holder_name_sealed: name.map(|name| app.vault.seal_text(Place { column: file::HOLDER_NAME, row: id }, name)),
        holder_id_number_sealed: number.map(|number| app.vault.seal_text(number_place, number)),
        holder_id_number_blind: number.map(|number| app.vault.blind("id_number", number)),
        share: stake.share.to_string(),
        control: stake.control,
        from_on: stake.from.map(|day| day.to_sqlx()),
        until_on: stake.until.map(|day| day.to_sqlx()),
    }
}

/// Facts written by one statement.
const FACT_CHUNK: usize = 20_000;
