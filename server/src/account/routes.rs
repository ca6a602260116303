//! Requests of the security officer.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use rules::account::{AccountState, Role};
use rules::area::Area;
use rules::id::AccountId;
use rules::text;
use rules::unit::{CreditCode, name};
use rules::wording::Worded as _;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::actions::{self, DISPLAY_NAME, NewAccount, RoleChange};
use super::invitation::Invitation;
use super::store::{self, Filter, Listed};
use crate::app::App;
use crate::http::paging::Paging;
use crate::http::{Actor, ApiError, FieldError, Language, Say, word};
use crate::unit::UnitRef;
use crate::vault::Place;

#[derive(Deserialize, IntoParams)]
pub struct ListQuery {
    /// Code word of a role; experts' accounts are listed only when asked for.
    role: Option<String>,
    /// `invited`, `active` or `closed`.
    state: Option<String>,
    /// Login after which the page begins.
    after: Option<String>,
    /// At most 200.
    limit: Option<u16>,
}

#[derive(Serialize, ToSchema)]
pub struct AccountPage {
    items: Vec<AccountItem>,
    next: Option<String>,
    total: i64,
}

#[derive(Serialize, ToSchema)]
pub struct AccountItem {
    id: String,
    login: String,
    display_name: String,
    role: String,
    area: String,
    area_name: String,
    /// `invited`, `active`, `locked` or `closed`.
    state: String,
    locked_until: Option<String>,
    last_sign_in_at: Option<String>,
    /// For which a tenderee or agency acts.
    unit_name: Option<String>,
    version: i32,
}

/// Accounts of one's area.
#[utoipa::path(get, path = "/api/accounts", tag = "account", params(ListQuery), responses((status = 200, body = AccountPage)))]
pub async fn list(
    State(app): State<App>,
    actor: Actor,
    language: Language,
    Query(query): Query<ListQuery>,
) -> Result<Json<AccountPage>, ApiError> {
    let role = word("account.role", query.role.as_deref(), Role::read)?;
    let state = word("account.state", query.state.as_deref(), AccountState::read)?;
    let filter = Filter { area: actor.area, role, state, now: app.clock.now() };
    let paging = Paging::of(query.limit);
    let mut rows = store::page(&app.db, &filter, query.after.as_deref(), paging.fetch_count()).await?;
    let next = paging.cut(&mut rows, |row| row.login.clone());
    let items = rows.into_iter().map(|row| item(&app, row, language)).collect::<Result<Vec<_>, ApiError>>()?;
    Ok(Json(AccountPage { items, next, total: store::count(&app.db, &filter).await? }))
}

fn item(app: &App, row: Listed, language: Language) -> Result<AccountItem, ApiError> {
    let area = Area::read(&row.area).map_err(anyhow::Error::from)?;
    let locked_until = row.locked_until.map(|at| at.to_jiff()).filter(|until| *until > app.clock.now());
    let locked = locked_until.is_some() && row.state == AccountState::Active.code();
    Ok(AccountItem {
        display_name: app.vault.open_text(Place { column: DISPLAY_NAME, row: row.id }, &row.display_name_sealed)?,
        id: row.id.to_string(),
        login: row.login,
        role: row.role,
        area_name: language.area(area),
        area: row.area,
        state: if locked { AccountState::Locked.code().to_owned() } else { row.state },
        locked_until: locked_until.map(|until| until.to_string()),
        last_sign_in_at: row.last_sign_in_at.map(|at| at.to_jiff().to_string()),
        unit_name: row.unit_name,
        version: row.version,
    })
}

#[derive(Deserialize, ToSchema)]
pub struct NewAccountBody {
    /// 3 to 32 of `a-z 0-9 . _ -`.
    login: String,
    display_name: String,
    role: String,
    area: String,
    /// Credit code of the unit for which a tenderee or agency acts; without a unit the account files nothing.
    unit_code: Option<String>,
    /// Its name, by which a unit that the register lacks is entered.
    unit_name: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct Invited {
    id: String,
    /// For the link to hand over; shown once.
    invitation_token: String,
    expires_at: String,
}

/// A new account and the link for its person.
#[utoipa::path(post, path = "/api/accounts", tag = "account", request_body = NewAccountBody,
    responses((status = 201, body = Invited), (status = 409, description = "account.login_taken"), (status = 422, description = "account.fields")))]
pub async fn create(
    State(app): State<App>,
    actor: Actor,
    Json(body): Json<NewAccountBody>,
) -> Result<(StatusCode, Json<Invited>), ApiError> {
    let mut wrong = Vec::new();
    let login = login_of(&body.login, &mut wrong);
    let display_name = name_of(&body.display_name, &mut wrong);
    let role = role_of(&body.role, &mut wrong);
    let area = area_of(&body.area, &mut wrong);
    let unit = unit_of(&body, role, &mut wrong);
    let (Some(login), Some(display_name), Some(role), Some(area), true) =
        (login, display_name, role, area, wrong.is_empty())
    else {
        return Err(ApiError::fields("account.fields", wrong));
    };
    let new = NewAccount { login, display_name, role, area, expert_id: None, unit, demo: false };
    let (account, invitation) = actions::create(&app, &actor, new).await?;
    Ok((StatusCode::CREATED, Json(invited(account.id, invitation))))
}

/// One account.
#[utoipa::path(get, path = "/api/accounts/{id}", tag = "account", params(("id" = String, Path)), responses((status = 200, body = AccountItem), (status = 404)))]
pub async fn show(
    State(app): State<App>,
    actor: Actor,
    language: Language,
    Path(id): Path<String>,
) -> Result<Json<AccountItem>, ApiError> {
    let listed = store::one(&app.db, id_of(&id)?).await?.ok_or_else(ApiError::not_found)?;
    actor.see(Area::read(&listed.area).map_err(anyhow::Error::from)?)?;
    Ok(Json(item(&app, listed, language)?))
}

#[derive(Deserialize, ToSchema)]
pub struct Reason {
    /// Goes to the ledger.
    reason: String,
}

/// A new link after a loss of password or second factor; the old ones and all sign-ins stop.
#[utoipa::path(post, path = "/api/accounts/{id}/invite", tag = "account", params(("id" = String, Path)), request_body = Reason, responses((status = 200, body = Invited)))]
pub async fn invite(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Json(body): Json<Reason>,
) -> Result<Json<Invited>, ApiError> {
    let id = id_of(&id)?;
    let invitation = actions::invite_again(&app, &actor, id, &reason_of(&body.reason)?).await?;
    Ok(Json(invited(id, invitation)))
}

/// Lifts a lock after failed tries.
#[utoipa::path(post, path = "/api/accounts/{id}/unlock", tag = "account", params(("id" = String, Path)), request_body = Reason, responses((status = 204)))]
pub async fn unlock(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Json(body): Json<Reason>,
) -> Result<StatusCode, ApiError> {
    actions::unlock(&app, &actor, id_of(&id)?, &reason_of(&body.reason)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Closes an account for good.
#[utoipa::path(post, path = "/api/accounts/{id}/close", tag = "account", params(("id" = String, Path)), request_body = Reason, responses((status = 204)))]
pub async fn close(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Json(body): Json<Reason>,
) -> Result<StatusCode, ApiError> {
    actions::close(&app, &actor, id_of(&id)?, &reason_of(&body.reason)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
pub struct RoleBody {
    role: String,
    area: String,
    reason: String,
    /// Version that the officer saw.
    version: i32,
}

/// Another duty or area; 409 when the account changed in the meantime.
#[utoipa::path(post, path = "/api/accounts/{id}/role", tag = "account", params(("id" = String, Path)), request_body = RoleBody,
    responses((status = 204), (status = 409, description = "account.stale, account.own")))]
pub async fn change_role(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Json(body): Json<RoleBody>,
) -> Result<StatusCode, ApiError> {
    let mut wrong = Vec::new();
    let role = role_of(&body.role, &mut wrong);
    let area = area_of(&body.area, &mut wrong);
    let (Some(role), Some(area)) = (role, area) else { return Err(ApiError::fields("account.fields", wrong)) };
    let change = RoleChange { role, area, reason: reason_of(&body.reason)?, version: body.version };
    actions::change_role(&app, &actor, id_of(&id)?, change).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn invited(id: AccountId, invitation: Invitation) -> Invited {
    Invited { id: id.to_string(), invitation_token: invitation.token, expires_at: invitation.expires_at.to_string() }
}

fn id_of(text: &str) -> Result<AccountId, ApiError> {
    text.parse().map_err(|_| ApiError::not_found())
}

/// A reason of 4 to 500 characters.
pub fn reason_of(text: &str) -> Result<String, ApiError> {
    let reason = text::tidy(text);
    if (4..=500).contains(&reason.chars().count()) {
        return Ok(reason);
    }
    let message = Say::new(
        "请写明理由（4 至 500 字），它会记入存证。",
        "Give a reason of 4 to 500 characters; it goes to the ledger.",
    );
    Err(ApiError::fields("reason", vec![FieldError { field: "reason".to_owned(), message }]))
}

/// A login, or a note beside its field.
pub(super) fn login_of(given: &str, wrong: &mut Vec<FieldError>) -> Option<String> {
    let login = text::tidy(given).to_lowercase();
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '-');
    if (3..=32).contains(&login.len()) && login.chars().all(allowed) {
        return Some(login);
    }
    note(wrong, "login", "登录名为 3 至 32 个小写字母、数字或 . _ -。", "A login has 3 to 32 of a-z, 0-9 and . _ -.")
}

/// A person's name, or a note beside its field.
pub(super) fn name_of(given: &str, wrong: &mut Vec<FieldError>) -> Option<String> {
    text::person_name(given)
        .map_err(|error| {
            wrong.push(FieldError { field: "display_name".to_owned(), message: Say::new(error.zh(), error.en()) });
        })
        .ok()
}

/// An area, or a note beside its field.
pub(super) fn area_of(given: &str, wrong: &mut Vec<FieldError>) -> Option<Area> {
    Area::read(given)
        .map_err(|error| wrong.push(FieldError { field: "area".to_owned(), message: Say::new(error.zh(), error.en()) }))
        .ok()
}

fn role_of(given: &str, wrong: &mut Vec<FieldError>) -> Option<Role> {
    let role = Role::read(given).ok().filter(|role| *role != Role::Expert);
    role.or_else(|| {
        note(
            wrong,
            "role",
            "请选择一个角色；专家账号随专家档案建立。",
            "Choose a role; an expert's account comes with the expert's file.",
        )
    })
}

/// The unit for which the account is to act, if the body names one.
fn unit_of(body: &NewAccountBody, role: Option<Role>, wrong: &mut Vec<FieldError>) -> Option<UnitRef> {
    let given = |text: &Option<String>| text.as_deref().map(text::tidy).filter(|text| !text.is_empty());
    let (code, name) = (given(&body.unit_code), given(&body.unit_name));
    if code.is_none() && name.is_none() {
        return None;
    }
    if role.is_some_and(|role| !role.acts_for_unit()) {
        return note(
            wrong,
            "unit_code",
            "只有招标人和代理机构的账号属于单位，请删去。",
            "Only accounts of tenderees and agencies belong to a unit; leave it out.",
        );
    }
    let mut told = |field: &str, zh: String, en: String| {
        wrong.push(FieldError { field: field.to_owned(), message: Say::new(zh + "。", en + ".") });
    };
    let code = CreditCode::read(&code.unwrap_or_default()).map_err(|error| told("unit_code", error.zh(), error.en()));
    let name = name::unit_name(&name.unwrap_or_default()).map_err(|error| told("unit_name", error.zh(), error.en()));
    Some(UnitRef::new(Some(code.ok()?), Some(name.ok()?)))
}

fn note<T>(wrong: &mut Vec<FieldError>, field: &str, zh: &str, en: &str) -> Option<T> {
    wrong.push(FieldError { field: field.to_owned(), message: Say::new(zh, en) });
    None
}
