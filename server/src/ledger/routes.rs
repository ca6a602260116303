//! The published log for everybody, and the auditor's pages.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use proof::Hash;
use proof::statement::Statement;
use proof::tile::TilePath;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::actions::{self, CheckRun, CheckState, Checked};
use super::detail::{self, Detail};
use super::publish;
use super::status::{Status, status};
use super::store::checks;
use super::store::entries::{self, Filter, Listed};
use crate::account;
use crate::app::App;
use crate::http::paging::Paging;
use crate::http::{Actor, ApiError, Language};

/// The newest signed checkpoint (C2SP tlog-checkpoint).
#[utoipa::path(get, path = "/ledger/checkpoint", tag = "ledger",
    responses((status = 200, body = String, content_type = "text/plain"), (status = 404, description = "nothing is signed yet")))]
pub async fn checkpoint(State(app): State<App>) -> Result<Response, ApiError> {
    let note = publish::checkpoint(&app).await?.ok_or_else(ApiError::not_found)?;
    let head = [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    Ok((head, note).into_response())
}

/// A hash tile or an entry bundle (C2SP tlog-tiles).
#[utoipa::path(get, path = "/ledger/tile/{*path}", tag = "ledger", params(("path" = String, Path, description = "such as 0/x001/234 or entries/000.p/5")),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"), (status = 404, description = "the signed tree has no such file")))]
pub async fn tile(State(app): State<App>, Path(path): Path<String>) -> Result<Response, ApiError> {
    let path: TilePath = format!("tile/{path}").parse().map_err(|_| ApiError::not_found())?;
    let bytes = publish::file(&app, &path).await?.ok_or_else(ApiError::not_found)?;
    let cache = if path.is_partial() { "public, max-age=60" } else { "public, max-age=31536000, immutable" };
    let head = [(header::CONTENT_TYPE, "application/octet-stream"), (header::CACHE_CONTROL, cache)];
    Ok((head, bytes).into_response())
}

#[derive(Serialize, ToSchema)]
pub struct LedgerState {
    /// The ledger's name for ever.
    origin: String,
    /// Verifier key of checkpoints, to hand to others outside this page.
    ledger_key: String,
    /// Verifier key of entries.
    note_key: String,
    size: i64,
    signed_size: i64,
    /// The published checkpoint as it is signed.
    checkpoint: Option<String>,
    pending_count: i64,
    /// Unnumbered rows in the database that this centre's server did not write.
    foreign_count: usize,
    /// True while a comparison waits or runs.
    checking: bool,
    /// Why nothing is numbered or signed, if so.
    refusal: Option<LedgerRefusal>,
}

#[derive(Serialize, ToSchema)]
pub struct LedgerRefusal {
    /// Such as `ledger.shorter`.
    code: String,
    message: String,
}

/// How the ledger stands.
#[utoipa::path(get, path = "/api/ledger", tag = "ledger", responses((status = 200, body = LedgerState)))]
pub async fn state(State(app): State<App>, language: Language) -> Result<Json<LedgerState>, ApiError> {
    let Status { origin, ledger_key, note_key, size, signed_size, checkpoint, pending_count, foreign_count, refusal } =
        status(&app).await?;
    let refusal = refusal.map(|(code, message)| LedgerRefusal { code: code.to_owned(), message: message.of(language) });
    let checking = checks::is_open(&app.db).await?;
    Ok(Json(LedgerState {
        origin,
        ledger_key,
        note_key,
        size,
        signed_size,
        checkpoint,
        pending_count,
        foreign_count,
        checking,
        refusal,
    }))
}

#[derive(Deserialize, IntoParams)]
pub struct EntriesQuery {
    /// Such as `expert.admitted`.
    kind: Option<String>,
    /// Such as `expert/ID`.
    subject: Option<String>,
    /// Number before which the page begins.
    before: Option<i64>,
    /// At most 200.
    limit: Option<u16>,
}

#[derive(Serialize, ToSchema)]
pub struct EntryPage {
    items: Vec<EntryItem>,
    /// Give it as `before` for the next page.
    next: Option<i64>,
}

#[derive(Serialize, ToSchema)]
pub struct EntryItem {
    /// Null while the entry waits for its number.
    index: Option<i64>,
    recorded_at: String,
    kind: String,
    subject: Option<String>,
    /// `account/ID`, `command/NAME` or `system`.
    actor: String,
    /// Display name of the account.
    actor_name: Option<String>,
    area: Option<String>,
    /// What the public sees of it; null when the leaf was altered.
    hash: Option<String>,
}

/// Entries of one's area, newest first.
#[utoipa::path(get, path = "/api/ledger/entries", tag = "ledger", params(EntriesQuery), responses((status = 200, body = EntryPage)))]
pub async fn list(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<EntriesQuery>,
) -> Result<Json<EntryPage>, ApiError> {
    let areas = (!actor.area.is_province()).then(|| {
        let (first, last) = actor.area.range();
        (first.to_string(), last.to_string())
    });
    let filter = Filter { kind: query.kind.as_deref(), subject: query.subject.as_deref(), areas, before: query.before };
    let paging = Paging::of(query.limit);
    let mut rows = entries::page(&app.db, &filter, paging.fetch_count()).await?;
    let next = paging.cut(&mut rows, |row| row.index.unwrap_or(i64::MAX));
    let names = account::actor_names(&app, rows.iter().map(|row| row.actor.as_str())).await?;
    let item = |row: Listed| {
        let name = names.get(&row.actor).cloned();
        item(row, name)
    };
    Ok(Json(EntryPage { items: rows.into_iter().map(item).collect(), next }))
}

fn item(row: Listed, actor_name: Option<String>) -> EntryItem {
    let note = String::from_utf8(row.leaf).unwrap_or_default();
    let body = note.find("\n\n").map(|cut| &note[..=cut]);
    let hash = body.and_then(|body| Statement::parse(body).ok()?.hash("hash"));
    EntryItem {
        index: row.index,
        recorded_at: row.recorded_at.to_jiff().to_string(),
        kind: row.kind,
        subject: row.subject,
        actor: row.actor,
        actor_name,
        area: row.area,
        hash: hash.map(|hash| hash.to_string()),
    }
}

#[derive(Serialize, ToSchema)]
pub struct EntryDetail {
    index: i64,
    recorded_at: String,
    kind: String,
    subject: Option<String>,
    actor: String,
    /// Display name of the account, when it is one.
    actor_name: Option<String>,
    area: Option<String>,
    /// The body, word for word, as it was hashed; null when it does not open.
    body: Option<String>,
    /// 32 bytes in hexadecimal; with the body they give the hash in the leaf.
    salt: Option<String>,
    /// The signed note that the tree holds.
    leaf: String,
    leaf_hash: String,
    /// What is wrong with the entry, if anything.
    fault: Option<String>,
    /// Null while no checkpoint covers the entry.
    proof: Option<InclusionProof>,
}

#[derive(Serialize, ToSchema)]
pub struct InclusionProof {
    size: u64,
    root: String,
    /// Lowest first, in hexadecimal (RFC 6962, 2.1.1).
    hashes: Vec<String>,
    /// The signed note with this size and root.
    checkpoint: String,
}

/// One entry, with what its hash is made of and the proof that it is in the tree.
#[utoipa::path(get, path = "/api/ledger/entries/{index}", tag = "ledger", params(("index" = i64, Path)),
    responses((status = 200, body = EntryDetail), (status = 404)))]
pub async fn show(
    State(app): State<App>,
    actor: Actor,
    Path(index): Path<String>,
    language: Language,
) -> Result<Json<EntryDetail>, ApiError> {
    let index: i64 = index.parse().map_err(|_| ApiError::not_found())?;
    let Detail { row, text, leaf_hash, fault, proof } = detail::detail(&app, actor.area, index).await?;
    let actor_name = account::actor_names(&app, std::iter::once(row.actor.as_str())).await?.remove(&row.actor);
    let salt = row.salt.and_then(|salt| <[u8; 32]>::try_from(salt).ok()).map(|salt| Hash(salt).to_string());
    Ok(Json(EntryDetail {
        index,
        recorded_at: row.recorded_at.to_jiff().to_string(),
        kind: row.kind,
        subject: row.subject,
        actor: row.actor,
        actor_name,
        area: row.area,
        body: text,
        salt,
        leaf: String::from_utf8_lossy(&row.leaf).into_owned(),
        leaf_hash: leaf_hash.to_string(),
        fault: fault.map(|fault| fault.say().of(language)),
        proof: proof.map(|proof| InclusionProof {
            size: proof.head.size,
            root: proof.head.root.to_string(),
            hashes: proof.hashes.iter().map(Hash::to_string).collect(),
            checkpoint: proof.checkpoint,
        }),
    }))
}

#[derive(Serialize, ToSchema)]
pub struct CheckResult {
    checked_at: String,
    /// The signed state that the database was compared with.
    size: u64,
    root: String,
    /// Records compared with their newest entry.
    compared_count: u64,
    /// Entries that no checkpoint covers yet.
    unsigned_count: u64,
    problem_count: u64,
    /// The first of them.
    problems: Vec<ProblemItem>,
}

#[derive(Serialize, ToSchema)]
pub struct ProblemItem {
    /// Whom it concerns, such as `expert/ID` or `entry 1234`.
    subject: String,
    /// `signer`, `tile`, `entry`, `foreign` or `record`.
    kind: String,
    message: String,
}

#[derive(Serialize, ToSchema)]
pub struct LedgerCheckRun {
    id: String,
    asked_at: String,
    /// `waiting`, `running`, `done` or `failed`.
    state: &'static str,
    /// Once it is done.
    result: Option<CheckResult>,
}

/// Asks for a comparison of the whole database with the ledger, which is an entry itself; one that waits or runs serves all.
#[utoipa::path(post, path = "/api/ledger/check", tag = "ledger", responses((status = 202, body = LedgerCheckRun)))]
pub async fn check(
    State(app): State<App>,
    actor: Actor,
    language: Language,
) -> Result<(StatusCode, Json<LedgerCheckRun>), ApiError> {
    let run = actions::ask_check(&app, &actor).await?;
    Ok((StatusCode::ACCEPTED, Json(check_run(run, language))))
}

/// The comparison asked for last, and how far it is.
#[utoipa::path(get, path = "/api/ledger/check", tag = "ledger", responses((status = 200, body = LedgerCheckRun), (status = 404, description = "none yet")))]
pub async fn checked(State(app): State<App>, language: Language) -> Result<Json<LedgerCheckRun>, ApiError> {
    let run = actions::newest_check(&app).await?.ok_or_else(ApiError::not_found)?;
    Ok(Json(check_run(run, language)))
}

fn check_run(run: CheckRun, language: Language) -> LedgerCheckRun {
    let (state, result) = match run.state {
        CheckState::Waiting => ("waiting", None),
        CheckState::Running => ("running", None),
        CheckState::Done(checked) => ("done", Some(result(checked, language))),
        CheckState::Failed => ("failed", None),
    };
    LedgerCheckRun { id: run.id.to_string(), asked_at: run.asked_at.to_string(), state, result }
}

fn result(checked: Checked, language: Language) -> CheckResult {
    let comparison = checked.comparison;
    let problem = |problem: super::Problem| ProblemItem {
        subject: problem.subject,
        kind: problem.kind,
        message: problem.message.of(language),
    };
    CheckResult {
        checked_at: checked.at.to_string(),
        size: comparison.size,
        root: comparison.root.to_string(),
        compared_count: comparison.compared_count,
        unsigned_count: comparison.unsigned_count,
        problem_count: comparison.problem_count,
        problems: comparison.problems.into_iter().map(problem).collect(),
    }
}
