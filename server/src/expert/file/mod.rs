//! Whole files of experts, in and out of the database: opened, compared, sealed, saved with one ledger entry each.
//!
//! Single edits, imports and the comparison with the ledger all go through here, so that no part of a file changes without
//! its digest. Work comes in chunks; while the database takes one, the next is sealed on another thread.

mod admission;
mod repoint;
mod seal;
mod store;

use std::collections::BTreeMap;
use std::ops::AddAssign as _;

use jiff::Timestamp;
use proof::hash::Hash;
use rules::expert::file::ExpertFile;
use rules::id::{EntryId, ExpertId};
use rules::ledger::entry::Kind;
use rules::text::masked_expert;
use sqlx::PgConnection;
use tokio::task::{JoinHandle, spawn_blocking};
use uuid::Uuid;

pub use admission::admit_in;
pub use repoint::repoint_units_in;
pub use seal::FileError;

use crate::app::App;
use crate::db::Tx;
use crate::http::ApiError;
use crate::ledger::{self, Deed, Entry, Record, Standing};
use crate::vault::Vault;
use store::{FactKind, FactRows, MainRow};

/// A file as it stands in the database.
#[derive(Clone, Debug)]
pub struct Held {
    pub file: ExpertFile,
    pub version: i32,
    /// The ledger entry that vouches for it.
    pub entry: EntryId,
}

/// A file that is to be written.
#[derive(Clone, Debug)]
pub struct Saving {
    /// As it stands, loaded under its lock; none for a new one.
    pub before: Option<Held>,
    pub after: ExpertFile,
    /// Further facts for the entry, such as `("change", ID)`; never personal data.
    pub details: Vec<(&'static str, String)>,
}

/// What the database holds about one expert, for the comparison with the ledger.
#[derive(Clone, Debug)]
pub struct Vouched {
    pub subject: String,
    pub version: i32,
    pub entry: Option<EntryId>,
    /// None: a value of the file does not open or is no value of its kind.
    pub digest: Option<Hash>,
}

/// The expert as the ledger names it.
pub fn subject(id: ExpertId) -> String {
    format!("expert/{id}")
}

/// The files of these experts, in the order of their ids; who is not there is left out.
pub async fn load_in(app: &App, db: &mut PgConnection, ids: &[ExpertId]) -> Result<Vec<Held>, ApiError> {
    let mut held = Vec::with_capacity(ids.len());
    let mut ids = uuids(ids);
    ids.sort_unstable();
    for chunk in ids.chunks(CHUNK) {
        let rows = store::load(db, chunk).await?;
        let app = app.clone();
        let opened = spawn_blocking(move || seal::open_all(&app.vault, rows)).await.map_err(anyhow::Error::from)?;
        for (_, file) in opened {
            held.push(file.map_err(anyhow::Error::from)?);
        }
    }
    Ok(held)
}

/// The files of these experts, locked for a change.
pub async fn lock_in(app: &App, tx: &mut Tx, ids: &[ExpertId]) -> Result<Vec<Held>, ApiError> {
    let mut sorted = uuids(ids);
    sorted.sort_unstable();
    for chunk in sorted.chunks(CHUNK) {
        store::lock(tx, chunk).await?;
    }
    load_in(app, tx, ids).await
}

/// One file, if it is there.
pub async fn load_one(app: &App, db: &mut PgConnection, id: ExpertId) -> Result<Option<Held>, ApiError> {
    Ok(load_in(app, db, &[id]).await?.pop())
}

/// Masked name and end of the number of some experts, as lists show them: 张*工 · 0007.
pub async fn masked_labels(app: &App, ids: &[ExpertId]) -> Result<BTreeMap<ExpertId, String>, ApiError> {
    let mut tx = app.begin("expert.labels").await?;
    let held = load_in(app, &mut tx, ids).await?;
    let label = |file: &ExpertFile| match file.number {
        Some(number) => format!("{} · {}", masked_expert(&file.name), number.tail()),
        None => masked_expert(&file.name),
    };
    Ok(held.iter().map(|held| (held.file.id, label(&held.file))).collect())
}

/// Writes files, each with its entry; what is unchanged is left alone. The number of files written comes back.
///
/// A number or identity number that another file has ends the transaction with `expert.taken`; imports look before.
pub async fn save_in(app: &App, tx: &mut Tx, savings: Vec<Saving>, deed: &Deed<'_>) -> Result<usize, ApiError> {
    let deed = OwnDeed::of(deed);
    let mut count = 0;
    let mut waiting: Option<JoinHandle<Prepared>> = None;
    let mut savings = savings.into_iter().map(Saving::in_order).filter(Saving::changes);
    loop {
        let chunk: Vec<Saving> = savings.by_ref().take(CHUNK).collect();
        let next = (!chunk.is_empty()).then(|| {
            let (app, deed) = (app.clone(), deed.clone());
            spawn_blocking(move || prepare(&app, chunk, &deed))
        });
        let Some(ready) = std::mem::replace(&mut waiting, next) else {
            if waiting.is_none() {
                return Ok(count);
            }
            continue;
        };
        count.add_assign(write(app, tx, ready.await.map_err(anyhow::Error::from)?, deed.at).await?);
    }
}

/// The next experts after `after` in the order of their ids, as far as the ledger vouches for them.
pub async fn vouched_in(
    app: &App,
    db: &mut PgConnection,
    after: Option<ExpertId>,
) -> Result<Vec<(ExpertId, Vouched)>, ApiError> {
    let ids = store::every(db, after.map(|id| id.as_uuid()), i64::try_from(CHUNK).unwrap_or(i64::MAX)).await?;
    let rows = store::load(db, &ids).await?;
    let versions: Vec<(Uuid, i32, Uuid)> = rows.main.iter().map(|row| (row.id, row.version, row.entry_id)).collect();
    let app = app.clone();
    let vouched = move || {
        let opened = seal::open_all(&app.vault, rows);
        let digests = opened.into_iter().map(|(id, file)| (id, file.ok().map(|held| digest(&app.vault, &held.file))));
        let digests: std::collections::BTreeMap<ExpertId, Option<Hash>> = digests.collect();
        let mut vouched: Vec<_> = versions
            .into_iter()
            .map(|(id, version, entry)| {
                let id = ExpertId::from_uuid(id);
                let digest = digests.get(&id).copied().flatten();
                (id, Vouched { subject: subject(id), version, entry: Some(EntryId::from_uuid(entry)), digest })
            })
            .collect();
        vouched.sort_unstable_by_key(|(id, _)| *id);
        vouched
    };
    Ok(spawn_blocking(vouched).await.map_err(anyhow::Error::from)?)
}

/// The next experts after `after` in the order of their ids: the index of each and the record, none of a draft.
pub async fn records_in(
    app: &App,
    db: &mut PgConnection,
    after: Option<ExpertId>,
) -> Result<Vec<(ExpertId, Option<(u32, Record)>)>, ApiError> {
    let ids = store::every(db, after.map(|id| id.as_uuid()), i64::try_from(CHUNK).unwrap_or(i64::MAX)).await?;
    let rows = store::load(db, &ids).await?;
    let app = app.clone();
    let records = move || {
        let of = |held: Held| {
            let Held { file, version, entry } = held;
            let index = file.index?;
            Some((index, Record::of(&app.vault, "expert", (subject(file.id), version, entry), file.fields())))
        };
        let records = seal::open_all(&app.vault, rows).into_iter().map(|(id, held)| Ok((id, of(held?))));
        records.collect::<Result<Vec<_>, FileError>>()
    };
    Ok(spawn_blocking(records).await.map_err(anyhow::Error::from)?.map_err(anyhow::Error::from)?)
}

/// Digest of a file as the ledger records it.
pub fn digest(vault: &Vault, file: &ExpertFile) -> Hash {
    let fields = file.fields();
    let fields: Vec<(&str, &[u8])> = fields.iter().map(|(name, value)| (*name, value.as_slice())).collect();
    proof::record::digest("expert", &vault.record_salt(&subject(file.id)), &fields)
}

/// A deed that can be taken to another thread.
#[derive(Clone)]
struct OwnDeed {
    kind: Kind,
    actor: String,
    reason: Option<String>,
    at: Timestamp,
}

impl OwnDeed {
    fn of(deed: &Deed<'_>) -> Self {
        let Deed { kind, actor, reason, at } = *deed;
        Self { kind, actor: actor.to_owned(), reason: reason.map(str::to_owned), at }
    }

    fn deed(&self) -> Deed<'_> {
        Deed { kind: self.kind, actor: &self.actor, reason: self.reason.as_deref(), at: self.at }
    }
}

impl Saving {
    /// What the ledger has to vouch for before the file changes.
    fn standing(&self, vault: &Vault) -> Option<Standing> {
        let Held { file, version, entry } = self.before.as_ref()?;
        Some(Standing { entry: *entry, subject: subject(file.id), version: *version, digest: digest(vault, file) })
    }

    /// A new file.
    pub fn new(file: ExpertFile) -> Self {
        Self { before: None, after: file, details: Vec::new() }
    }

    /// Another content for a file that stands.
    pub fn over(before: Held, after: ExpertFile) -> Self {
        Self { before: Some(before), after, details: Vec::new() }
    }

    /// With a further fact for the entry.
    pub fn detail(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.details.push((name, value.into()));
        self
    }

    fn in_order(self) -> Self {
        Self { after: self.after.in_order(), ..self }
    }

    fn changes(&self) -> bool {
        self.before.as_ref().is_none_or(|before| before.file != self.after)
    }

    /// The kinds of facts whose lists differ.
    fn differing(&self) -> Vec<FactKind> {
        let after = &self.after;
        let Some(Held { file: before, .. }) = &self.before else {
            return FACT_KINDS.to_vec();
        };
        let differs = |kind: &FactKind| match kind {
            FactKind::Terms => (&before.evaluation, &before.review) != (&after.evaluation, &after.review),
            FactKind::Employments => before.employments != after.employments,
            FactKind::Kin => before.kin != after.kin,
            FactKind::Licences => before.licences != after.licences,
            FactKind::Declarations => before.declarations != after.declarations,
            FactKind::Credits => before.credits != after.credits,
            FactKind::Panels => before.panels != after.panels,
            FactKind::Calendar => before.calendar != after.calendar,
        };
        FACT_KINDS.iter().copied().filter(differs).collect()
    }

    /// Names of the fields that differ, for the entry.
    fn changed_fields(&self) -> String {
        let Some(Held { file: before, .. }) = &self.before else { return String::new() };
        let (old, new) = (before.fields(), self.after.fields());
        let changed = old.into_iter().zip(new).filter(|(old, new)| old != new).map(|(old, _)| old.0);
        changed.collect::<Vec<_>>().join(" ")
    }
}

/// A chunk ready to be written.
#[derive(Default)]
struct Prepared {
    /// What the ledger has to vouch for before.
    standing: Vec<Standing>,
    entries: Vec<Entry>,
    rows: Vec<MainRow>,
    /// Whether the row of the same place is new.
    fresh: Vec<bool>,
    /// Lists that go before the new ones come.
    clear: Vec<(FactKind, Vec<Uuid>)>,
    facts: FactRows,
}

fn prepare(app: &App, savings: Vec<Saving>, deed: &OwnDeed) -> Prepared {
    let mut prepared = Prepared { clear: FACT_KINDS.map(|kind| (kind, Vec::new())).to_vec(), ..Prepared::default() };
    for saving in savings {
        prepared.standing.extend(saving.standing(&app.vault));
        let (file, version) = (&saving.after, saving.before.as_ref().map_or(0, |before| before.version) + 1);
        let mut entry = Entry::of(&deed.deed(), subject(file.id))
            .area(file.area)
            .record(version, digest(&app.vault, file))
            .detail("fields", saving.changed_fields());
        let kinds = saving.differing();
        if saving.before.is_some() {
            let lists = prepared.clear.iter_mut().filter(|(kind, _)| kinds.contains(kind));
            lists.for_each(|(_, experts)| experts.push(file.id.as_uuid()));
        }
        seal::add_facts(app, file, &kinds, &mut prepared.facts);
        prepared.rows.push(seal::main_row(&app.vault, file, version, EntryId::from_uuid(Uuid::nil())));
        prepared.fresh.push(saving.before.is_none());
        for (name, value) in saving.details {
            entry = entry.detail(name, value);
        }
        prepared.entries.push(entry);
    }
    prepared
}

async fn write(app: &App, tx: &mut Tx, prepared: Prepared, at: Timestamp) -> Result<usize, ApiError> {
    let Prepared { standing, entries, mut rows, fresh, clear, facts } = prepared;
    ledger::vouch_in(app, tx, standing).await?;
    let entries = ledger::append_many(app, tx, entries, at).await?;
    let count = rows.len();
    for (row, entry) in rows.iter_mut().zip(&entries) {
        row.entry_id = entry.as_uuid();
    }
    let (mut new, mut old) = (Vec::new(), Vec::new());
    for (row, fresh) in rows.into_iter().zip(fresh) {
        if fresh { new.push(row) } else { old.push(row) }
    }
    if !new.is_empty() {
        store::insert_main(tx, new, at).await.map_err(taken)?;
    }
    if !old.is_empty() {
        store::update_main(tx, old, at).await.map_err(taken)?;
    }
    for (kind, experts) in clear.iter().filter(|(_, experts)| !experts.is_empty()) {
        store::clear(tx, *kind, experts).await?;
    }
    store::insert(tx, &facts).await?;
    Ok(count)
}

/// A number or identity number that another file has.
fn taken(error: sqlx::Error) -> ApiError {
    match error {
        sqlx::Error::Database(error) if error.is_unique_violation() => ApiError::conflict(
            "expert.taken",
            "专家编号或证件号码已在另一份档案中。请先按号码查找该专家。",
            "Another file has this expert number or identity number. Search for it first.",
        ),
        other => other.into(),
    }
}

fn uuids(ids: &[ExpertId]) -> Vec<Uuid> {
    ids.iter().map(ExpertId::as_uuid).collect()
}

/// Columns of sealed values.
pub(crate) mod field {
    pub const NAME: &str = "expert.name";
    pub const ID_NUMBER: &str = "expert.id_number";
    pub const PHONE: &str = "expert.phone";
    pub const SECOND_PHONE: &str = "expert.second_phone";
    pub const ADDRESS: &str = "expert.address";
    pub const BANK_NAME: &str = "expert.bank_name";
    pub const BANK_ACCOUNT: &str = "expert.bank_account";
    pub const STATE_REASON: &str = "expert.state_reason";
    pub const KIN_NAME: &str = "kin.name";
    pub const KIN_ID_NUMBER: &str = "kin.id_number";
    pub const LICENCE_NUMBER: &str = "licence.number";
    pub const DECLARATION_NOTE: &str = "declaration.note";
}

const CHUNK: usize = 1_000;
const FACT_KINDS: [FactKind; 8] = [
    FactKind::Terms,
    FactKind::Employments,
    FactKind::Kin,
    FactKind::Licences,
    FactKind::Declarations,
    FactKind::Credits,
    FactKind::Panels,
    FactKind::Calendar,
];
