//! What officers do with imports, and what the jobs make of them.

use proof::hash::Hash;
use rules::account::Scope;
use rules::area::Area;
use rules::id::{EntryId, ImportId};
use rules::import::{ImportState, Kind};
use rules::ledger::entry;
use rules::wording::{Refusal, Worded as _};
use sha2::{Digest as _, Sha256};

use super::NewEdition;
use super::jobs::{Apply, Check};
use super::plan::{self, Outcome, Progress, Stop, Task, Writer};
use super::record;
use super::refusal::{FileFault, FileRefusal};
use super::store::{self, Import, Refused};
use crate::app::App;
use crate::db::Tx;
use crate::http::{Actor, ApiError, FieldError, Say};
use crate::ledger::{self, Deed};
use crate::vault::Place;
use crate::{jobs, sheet};

/// Takes a file in; a job checks it.
pub async fn upload(
    app: &App,
    actor: &Actor,
    kind: Kind,
    edition: Option<NewEdition>,
    bytes: Vec<u8>,
) -> Result<ImportId, ApiError> {
    may_import(kind, actor.area)?;
    let format = sheet::tell(&bytes).map_err(|error| ApiError::refused(error.code(), error.zh(), error.en()))?;
    let now = app.clock.now();
    let mut import =
        Import { edition, author: Some(actor.account_id), ..blank(app, kind, format.code(), actor.area, &bytes) };
    let file_sealed = app.vault.seal(file_place(import.id), &bytes);
    let mut tx = app.begin("import.upload").await?;
    let name = actor.ledger_name();
    let deed = Deed { kind: entry::Kind::ImportUploaded, actor: &name, reason: None, at: now };
    import.entry = ledger::append(app, &mut tx, record::entry(&app.vault, &import, &deed), now).await?;
    store::insert(&mut tx, &import, Some(&file_sealed)).await?;
    jobs::enqueue(app, &mut tx, &Check { import: import.id }, now).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    app.jobs.notify_one();
    Ok(import.id)
}

/// Hands a checked file in for approval; its author does.
pub async fn submit(app: &App, actor: &Actor, id: ImportId) -> Result<(), ApiError> {
    let now = app.clock.now();
    let mut tx = app.begin("import.submit").await?;
    let mut import = lock(app, &mut tx, actor, id).await?;
    if import.author != Some(actor.account_id) {
        return Err(not_author());
    }
    stands_in(&import, &[ImportState::Checked])?;
    worth_importing(&import)?;
    import.state = ImportState::Submitted;
    save_as(app, &mut tx, &mut import, &deed(entry::Kind::ImportSubmitted, &actor.ledger_name(), now)).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok(())
}

/// Approves a file handed in by another officer; a job writes it.
pub async fn approve(app: &App, actor: &Actor, id: ImportId) -> Result<(), ApiError> {
    let now = app.clock.now();
    let mut tx = app.begin("import.approve").await?;
    let mut import = lock(app, &mut tx, actor, id).await?;
    if import.author == Some(actor.account_id) {
        return Err(own());
    }
    stands_in(&import, &[ImportState::Submitted])?;
    import.state = ImportState::Importing;
    import.approved_by = Some(actor.account_id);
    import.progress.done = 0;
    save_as(app, &mut tx, &mut import, &deed(entry::Kind::ImportApproved, &actor.ledger_name(), now)).await?;
    jobs::enqueue(app, &mut tx, &Apply { import: id }, now).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    app.jobs.notify_one();
    Ok(())
}

/// Gives a file up; its author or whoever would approve it.
pub async fn discard(app: &App, actor: &Actor, id: ImportId) -> Result<(), ApiError> {
    let now = app.clock.now();
    let mut tx = app.begin("import.discard").await?;
    let mut import = lock(app, &mut tx, actor, id).await?;
    stands_in(&import, &[ImportState::Checking, ImportState::Checked, ImportState::Submitted, ImportState::Refused])?;
    import.state = ImportState::Discarded;
    import.finished_at = Some(now);
    store::remove_file(&mut tx, id).await?;
    save_as(app, &mut tx, &mut import, &deed(entry::Kind::ImportDiscarded, &actor.ledger_name(), now)).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok(())
}

/// Notes what the check found.
pub(super) async fn checked(app: &App, id: ImportId, outcome: &Outcome) -> Result<(), ApiError> {
    let mut tx = app.begin("import.checked").await?;
    let mut import = lock_vouched(app, &mut tx, id).await?;
    if import.state != ImportState::Checking {
        return Ok(());
    }
    import.state = ImportState::Checked;
    import.counts = outcome.counts;
    import.progress = Progress { done: outcome.counts.total(), total: outcome.counts.total() };
    store::replace_refusals(&mut tx, id, &sealed(app, id, outcome)).await?;
    save_as(app, &mut tx, &mut import, &deed(entry::Kind::ImportChecked, "system", app.clock.now())).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok(())
}

/// Notes that the file is refused as a whole.
pub(super) async fn refuse(app: &App, id: ImportId, refusal: &FileRefusal) -> Result<(), ApiError> {
    let mut tx = app.begin("import.refuse").await?;
    let mut import = lock_vouched(app, &mut tx, id).await?;
    if !matches!(import.state, ImportState::Checking | ImportState::Importing) {
        return Ok(());
    }
    import.state = ImportState::Refused;
    import.message = Some(refusal.refusal.code.to_owned());
    import.finished_at = Some(app.clock.now());
    let whole = sealed_one(app, id, (0, FILE), &refusal.refusal);
    let details =
        refusal.details.iter().map(|detail| sealed_one(app, id, (detail.row, &detail.field), &detail.refusal));
    store::replace_refusals(&mut tx, id, &std::iter::once(whole).chain(details).collect::<Vec<_>>()).await?;
    save_as(app, &mut tx, &mut import, &deed(entry::Kind::ImportRefused, "system", app.clock.now())).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok(())
}

/// Writes an approved file: everything and its entry in one transaction, or nothing.
pub(super) async fn import(app: &App, import: &Import, task: Task) -> Result<(), Stop> {
    let approver = import.approved_by.map_or_else(|| "system".to_owned(), |id| format!("account/{id}"));
    let writer = Writer { actor: approver, import: import.id, at: app.clock.now() };
    let tx = app.begin("import.apply").await?;
    let (mut tx, outcome) = plan::apply(app, tx, writer.clone(), task).await?;
    let refusals = store::refusals(&app.db, import.id, None).await?;
    let seen = refusals.iter().map(|refused| (refused.row, refused.field.as_str(), refused.code.as_str()));
    let mut marks: Vec<(i32, &str, &str)> =
        outcome.marks().map(|(row, field, code)| (stored(row), field, code)).collect();
    marks.sort_unstable();
    if outcome.counts != import.counts || !seen.eq(marks) {
        return Err(Stop::File(FileFault::Changed.into()));
    }
    let mut import = lock_vouched(app, &mut tx, import.id).await?;
    if import.state != ImportState::Importing {
        return Ok(());
    }
    import.state = ImportState::Done;
    import.finished_at = Some(writer.at);
    import.progress = Progress { done: outcome.counts.total(), total: outcome.counts.total() };
    store::remove_file(&mut tx, import.id).await?;
    save_as(app, &mut tx, &mut import, &writer.deed(entry::Kind::ImportDone)).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok(())
}

/// Writes a file from the command line, in whose name the entries stand, as far as `checked` saw it.
pub async fn take_over(app: &App, task: Task, area: Area, checked: &Outcome) -> Result<ImportId, Stop> {
    let now = app.clock.now();
    let format = sheet::tell(&task.bytes).map_err(|error| Stop::File(error.into()))?;
    let mut import = Import {
        edition: task.edition.clone(),
        state: ImportState::Done,
        counts: checked.counts,
        progress: Progress { done: checked.counts.total(), total: checked.counts.total() },
        finished_at: Some(now),
        ..blank(app, task.kind, format.code(), area, &task.bytes)
    };
    let writer = Writer { actor: "command/import".to_owned(), import: import.id, at: now };
    let tx = app.begin("import.take_over").await?;
    let (mut tx, outcome) = plan::apply(app, tx, writer.clone(), task).await?;
    if outcome != *checked {
        return Err(Stop::File(FileFault::Changed.into()));
    }
    let deed = writer.deed(entry::Kind::ImportDone);
    import.entry = ledger::append(app, &mut tx, record::entry(&app.vault, &import, &deed), now).await?;
    store::insert(&mut tx, &import, None).await?;
    store::replace_refusals(&mut tx, import.id, &sealed(app, import.id, &outcome)).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok(import.id)
}

/// The file as it was uploaded.
pub(super) async fn file(app: &App, id: ImportId) -> Result<Option<Vec<u8>>, ApiError> {
    let Some(sealed) = store::file(&app.db, id).await? else { return Ok(None) };
    let app = app.clone();
    let opened = tokio::task::spawn_blocking(move || app.vault.open(file_place(id), &sealed));
    Ok(Some(opened.await.map_err(anyhow::Error::from)??))
}

/// Both sentences of a stored refusal.
pub(super) fn opened(app: &App, id: ImportId, refused: &Refused) -> Result<(String, String), ApiError> {
    let text = app.vault.open_text(message_place(id), &refused.message_sealed)?;
    Ok(serde_json::from_str(&text).map_err(anyhow::Error::from)?)
}

/// The edition that a specialty tree becomes, in force from the day of its approval or from `day`; other kinds have none.
pub fn edition_of(kind: Kind, edition: Option<String>, day: Option<&str>) -> Result<Option<NewEdition>, ApiError> {
    let name = edition.map(|name| rules::text::tidy(&name)).filter(|name| !name.is_empty());
    match (kind, name) {
        (Kind::Specialties, None) => Err(ApiError::refused(
            "import.edition_missing",
            "请填写专业目录的版本名称，例如“2018 年版”。",
            "Name the edition of the specialty tree, for example `2018`.",
        )),
        (Kind::Specialties, Some(name)) if name.chars().count() > 60 => Err(ApiError::refused(
            "import.edition_long",
            "版本名称最多 60 个字。",
            "The name of an edition has at most 60 characters.",
        )),
        (Kind::Specialties, Some(name)) => {
            let day = day.filter(|day| !day.trim().is_empty());
            let in_force_from = day.map(|day| day.trim().parse()).transpose().map_err(|_| no_day())?;
            Ok(Some(NewEdition { name, in_force_from }))
        }
        _ => Ok(None),
    }
}

fn no_day() -> ApiError {
    let message = Say::new("日期应写成 2027-01-01 的样子。", "Write the day like 2027-01-01.");
    ApiError::fields("import.in_force_from", vec![FieldError { field: "in_force_from".to_owned(), message }])
}

async fn lock(app: &App, tx: &mut Tx, actor: &Actor, id: ImportId) -> Result<Import, ApiError> {
    let import = lock_vouched(app, tx, id).await?;
    actor.see(import.area)?;
    Ok(import)
}

/// The import as the ledger knows it, locked.
async fn lock_vouched(app: &App, tx: &mut Tx, id: ImportId) -> Result<Import, ApiError> {
    let import = store::lock(tx, id).await?;
    ledger::vouch_in(app, tx, vec![record::standing(&app.vault, &import)]).await?;
    Ok(import)
}

async fn save_as(app: &App, tx: &mut Tx, import: &mut Import, deed: &Deed<'_>) -> Result<(), ApiError> {
    import.version += 1;
    import.entry = ledger::append(app, tx, record::entry(&app.vault, import, deed), deed.at).await?;
    Ok(store::save(tx, import).await?)
}

const fn deed(kind: entry::Kind, actor: &str, at: jiff::Timestamp) -> Deed<'_> {
    Deed { kind, actor, reason: None, at }
}

fn blank(app: &App, kind: Kind, format: &str, area: Area, bytes: &[u8]) -> Import {
    Import {
        id: ImportId::from_uuid(app.uuid()),
        kind,
        edition: None,
        format: format.to_owned(),
        area,
        state: ImportState::Checking,
        author: None,
        approved_by: None,
        file_hash: Hash::from(<[u8; 32]>::from(Sha256::digest(bytes))).0.to_vec(),
        progress: Progress::default(),
        counts: rules::import::Counts::default(),
        message: None,
        version: 1,
        entry: EntryId::from_uuid(uuid::Uuid::nil()),
        created_at: app.clock.now(),
        finished_at: None,
    }
}

/// The reach of an import: what its area covers.
pub(super) const fn scope(area: Area) -> Scope {
    Scope::Area(area)
}

fn sealed(app: &App, id: ImportId, outcome: &Outcome) -> Vec<Refused> {
    let refusals = outcome.refusals.iter();
    refusals.map(|refused| sealed_one(app, id, (refused.row, refused.error.field), &refused.error.refusal)).collect()
}

fn sealed_one(app: &App, id: ImportId, (row, field): (u32, &str), refusal: &Refusal) -> Refused {
    let text = serde_json::json!([refusal.zh, refusal.en]).to_string();
    Refused {
        row: stored(row),
        field: field.to_owned(),
        code: refusal.code.to_owned(),
        message_sealed: app.vault.seal_text(message_place(id), &text),
    }
}

fn stored(row: u32) -> i32 {
    i32::try_from(row).unwrap_or(i32::MAX)
}

fn may_import(kind: Kind, area: Area) -> Result<(), ApiError> {
    if kind.is_register() && !area.is_province() {
        return Err(ApiError::denied(
            "import.province_only",
            format!("{}是全省共用的数据，由省级专家库管理员导入。", kind.zh()),
            format!("The {} are shared by the whole province; a pool officer of the province imports them.", kind.en()),
        ));
    }
    Ok(())
}

fn stands_in(import: &Import, states: &[ImportState]) -> Result<(), ApiError> {
    if states.contains(&import.state) {
        return Ok(());
    }
    Err(ApiError::conflict(
        "import.state",
        format!("这次导入的状态是“{}”，不能进行这项操作。请刷新页面。", import.state.zh()),
        format!("This import is in state `{}`, which does not allow this. Reload the page.", import.state.en()),
    ))
}

fn worth_importing(import: &Import) -> Result<(), ApiError> {
    let counts = import.counts;
    if counts.inserted + counts.updated == 0 {
        return Err(ApiError::conflict(
            "import.nothing",
            "文件中没有可以导入的新增或更新，请先修改文件。",
            "Nothing in the file would be inserted or updated; correct it first.",
        ));
    }
    if import.kind == Kind::Specialties && counts.refused > 0 {
        return Err(edition_incomplete());
    }
    Ok(())
}

fn edition_incomplete() -> ApiError {
    ApiError::conflict(
        "import.edition_incomplete",
        "专业目录须整体导入，请先改正未通过的行，再重新上传。",
        "An edition is taken whole: correct the refused rows and upload it again.",
    )
}

fn not_author() -> ApiError {
    ApiError::denied("import.not_author", "只有上传人可以提交。", "Only the person who uploaded the file hands it in.")
}

fn own() -> ApiError {
    ApiError::denied(
        "import.own",
        "不能审批自己上传的文件，请由另一位专家库管理员审批。",
        "Nobody approves an own file; another pool officer does.",
    )
}

const fn file_place(id: ImportId) -> Place {
    Place { column: "import.file", row: id.as_uuid() }
}

const fn message_place(id: ImportId) -> Place {
    Place { column: "import_refusal.message", row: id.as_uuid() }
}

/// Field of a refusal that is about the whole file.
pub(super) const FILE: &str = "file";
