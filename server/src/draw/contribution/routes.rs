//! Requests of contributors, who have no account, and of the operator who serves them.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use jiff::Timestamp;
use proof::hash::Hash;
use proof::number::Role;
use proof::phrase::four_words;
use rules::draw::stage::Next;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::course::{Course, Stated};
use super::super::routes::id_of;
use super::actions::{self, Linked};
use super::refusal;
use super::store::Stored;
use crate::app::App;
use crate::draw::sight;
use crate::http::{Actor, ApiError, FieldError, Say};

#[derive(Deserialize, ToSchema)]
pub struct NewContributor {
    /// `centre`, `supervisor`, `holder`, `tenderee` or `guest`.
    kind: String,
    organisation: String,
}

#[derive(Serialize, ToSchema)]
pub struct ContributorLink {
    role: String,
    /// Path of the contributor's page; shown once.
    link: String,
}

/// Registers somebody present.
#[utoipa::path(post, path = "/api/draws/{id}/contributors", tag = "contribution", params(("id" = String, Path)), request_body = NewContributor,
    responses((status = 201, body = ContributorLink), (status = 409, description = "contribution.people, contribution.closed, contribution.insiders_closed"), (status = 422)))]
pub async fn add(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Json(body): Json<NewContributor>,
) -> Result<(StatusCode, Json<ContributorLink>), ApiError> {
    let organisation = body.organisation.trim();
    if organisation.is_empty()
        || organisation.chars().count() > ORGANISATION_MAX
        || organisation.contains(char::is_control)
    {
        let message = Say::new("请填写单位名称，不超过 60 字。", "Enter the organisation, at most 60 characters.");
        return Err(ApiError::fields(
            "contribution.fields",
            vec![FieldError { field: "organisation".to_owned(), message }],
        ));
    }
    if !KINDS.contains(&body.kind.as_str()) {
        let message = Say::new("请选择投数人的身份。", "Choose what the contributor is.");
        return Err(ApiError::fields("contribution.fields", vec![FieldError { field: "kind".to_owned(), message }]));
    }
    let linked = actions::add(&app, &actor, id_of(&id)?, (&body.kind, organisation)).await?;
    Ok((StatusCode::CREATED, Json(link(linked))))
}

/// Gives a contributor a new link.
#[utoipa::path(post, path = "/api/draws/{id}/contributors/{role}/link", tag = "contribution", params(("id" = String, Path), ("role" = String, Path)),
    responses((status = 200, body = ContributorLink), (status = 404), (status = 409, description = "contribution.committed")))]
pub async fn relink(
    State(app): State<App>,
    actor: Actor,
    Path((id, role)): Path<(String, String)>,
) -> Result<Json<ContributorLink>, ApiError> {
    Ok(Json(link(actions::relink(&app, &actor, id_of(&id)?, &role).await?)))
}

/// Takes a contributor off who has not committed.
#[utoipa::path(post, path = "/api/draws/{id}/contributors/{role}/remove", tag = "contribution", params(("id" = String, Path), ("role" = String, Path)),
    responses((status = 204), (status = 404), (status = 409, description = "contribution.committed")))]
pub async fn remove(
    State(app): State<App>,
    actor: Actor,
    Path((id, role)): Path<(String, String)>,
) -> Result<StatusCode, ApiError> {
    actions::remove(&app, &actor, id_of(&id)?, &role).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Closes the list that is open.
#[utoipa::path(post, path = "/api/draws/{id}/numbers/close", tag = "contribution", params(("id" = String, Path)),
    responses((status = 204), (status = 409, description = "contribution.missing, contribution.people, contribution.moved")))]
pub async fn close(State(app): State<App>, actor: Actor, Path(id): Path<String>) -> Result<StatusCode, ApiError> {
    actions::close(&app, &actor, id_of(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
pub struct Slip {
    role: String,
    /// 6 to 12 digits.
    digits: String,
    /// Eight letters.
    letters: String,
}

/// Reveals a number from its slip.
#[utoipa::path(post, path = "/api/draws/{id}/reveal", tag = "contribution", params(("id" = String, Path)), request_body = Slip,
    responses((status = 204), (status = 409, description = "contribution.not_yet"), (status = 422, description = "contribution.mismatch")))]
pub async fn slip(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Json(body): Json<Slip>,
) -> Result<StatusCode, ApiError> {
    let slip = (body.role.as_str(), body.digits.trim(), body.letters.as_str());
    actions::slip(&app, &actor, id_of(&id)?, slip).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
pub struct LinkOpening {
    token: String,
    /// Secret of the phone; none when it opens the link for the first time.
    device: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct ContributionView {
    role: String,
    kind: String,
    organisation: String,
    alias: String,
    /// `one_party` or `separate`.
    mode: &'static str,
    rehearsal: bool,
    /// Four words of the commitment.
    words: Option<[String; 4]>,
    commit: Option<String>,
    round: u32,
    blind: Option<String>,
    /// `before`, `wait`, `commit`, `committed`, `reveal`, `revealed` or `over`.
    phase: &'static str,
    /// Whose turn it is to reveal.
    turn: Option<String>,
    #[schema(value_type = Option<String>)]
    until: Option<Timestamp>,
    /// Given once: the page sends it with every later call.
    device: Option<String>,
}

/// Opens a contributor's link.
#[utoipa::path(post, path = "/api/contributions/open", tag = "contribution", request_body = LinkOpening,
    responses((status = 200, body = ContributionView), (status = 403, description = "contribution.other_device"), (status = 410, description = "contribution.ended")))]
pub async fn open(State(app): State<App>, Json(body): Json<LinkOpening>) -> Result<Json<ContributionView>, ApiError> {
    let opened = actions::open(&app, &body.token, body.device.as_deref()).await?;
    let role: Role = opened.one.role.parse().map_err(anyhow::Error::from)?;
    let commit = opened.course.commit().filter(|_| opened.course.one("pool-checked").is_some());
    let trust = sight::trust(&app)?;
    Ok(Json(ContributionView {
        phase: phase(&opened.course, &opened.one, &role)?,
        kind: opened.one.kind().to_owned(),
        role: opened.one.role,
        organisation: opened.one.organisation,
        alias: sight::alias(&opened.course),
        mode: trust.mode,
        rehearsal: trust.rehearsal,
        words: commit.as_ref().map(four_words),
        commit: commit.map(|hash| hash.to_string()),
        round: opened.one.round,
        blind: opened.course.blind(opened.one.round).map(|blind| blind.to_string()),
        turn: opened.course.turn()?.map(|role| role.to_string()),
        until: None,
        device: opened.device,
    }))
}

fn phase(course: &Course, one: &Stored, role: &Role) -> Result<&'static str, ApiError> {
    let has_committed = one.commitment.is_some();
    let is_own = |stated: &Stated| stated.statement.value("role") == Some(one.role.as_str());
    let revealed = course.of_round("reveal", one.round).any(is_own);
    if course.one("cancel").is_some() || one.round != course.numbers_round() && !revealed {
        return Ok("over");
    }
    Ok(match course.next()? {
        _ if revealed => "revealed",
        Next::Commit | Next::CheckPool => "before",
        Next::Insiders | Next::Everybody if has_committed => "committed",
        Next::Insiders | Next::Everybody if actions::is_open_for(course, role)? => "commit",
        Next::Insiders | Next::Everybody => "wait",
        Next::Reveals(_) if !has_committed => "over",
        Next::Reveals(_) if course.waiting().is_none() && course.turn()?.as_ref() == Some(role) => "reveal",
        Next::Reveals(_) => "committed",
        _ => "over",
    })
}

#[derive(Deserialize, ToSchema)]
pub struct Committing {
    token: String,
    device: String,
    /// 64 hexadecimal digits.
    commitment: String,
}

/// Takes a contributor's commitment.
#[utoipa::path(post, path = "/api/contributions/commit", tag = "contribution", request_body = Committing,
    responses((status = 204), (status = 409, description = "contribution.committed, contribution.not_yet"), (status = 422)))]
pub async fn commit(State(app): State<App>, Json(body): Json<Committing>) -> Result<StatusCode, ApiError> {
    let commitment: Hash = body.commitment.parse().map_err(|_| refusal::mismatch())?;
    actions::commit(&app, (&body.token, &body.device), commitment).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
pub struct Revealing {
    token: String,
    device: String,
    /// 10 hexadecimal digits.
    nonce: String,
    digits: String,
}

/// Takes a contributor's number.
#[utoipa::path(post, path = "/api/contributions/reveal", tag = "contribution", request_body = Revealing,
    responses((status = 204), (status = 409, description = "contribution.not_yet"), (status = 422, description = "contribution.mismatch")))]
pub async fn reveal(State(app): State<App>, Json(body): Json<Revealing>) -> Result<StatusCode, ApiError> {
    actions::reveal(&app, (&body.token, &body.device), (&body.nonce, &body.digits)).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn link(linked: Linked) -> ContributorLink {
    ContributorLink { role: linked.role, link: format!("/n.html#{}", linked.token) }
}

const KINDS: [&str; 5] = ["centre", "supervisor", "holder", "tenderee", "guest"];
const ORGANISATION_MAX: usize = 60;
