//! Requests of signing in and of one's own account.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use rules::expert::phone::Phone;
use rules::id::SignInId;
use rules::wording::Worded as _;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{actions, refusal, store};
use crate::account::{actions::DISPLAY_NAME, store as accounts};
use crate::app::App;
use crate::http::address::ClientAddress;
use crate::http::gate::{COOKIE, SECURE_COOKIE, csrf_token};
use crate::http::{Actor, ApiError, FieldError, Language, Say};
use crate::vault::Place;

#[derive(Deserialize, ToSchema)]
pub struct PasswordStep {
    login: String,
    password: String,
}

#[derive(Deserialize, ToSchema)]
pub struct PhoneStep {
    phone: String,
}

#[derive(Deserialize, ToSchema)]
pub struct CodeStep {
    /// What the first step gave.
    ticket: String,
    /// Six digits.
    code: String,
}

#[derive(Serialize, ToSchema)]
pub struct Ticket {
    /// To be handed in with the second factor within five minutes.
    ticket: String,
}

/// Login and password; the second factor follows.
#[utoipa::path(post, path = "/api/sign-in/password", tag = "sign-in", request_body = PasswordStep,
    responses((status = 200, body = Ticket), (status = 401, description = "sign_in.wrong"), (status = 423, description = "sign_in.locked")))]
pub async fn password(
    State(app): State<App>,
    address: ClientAddress,
    Json(step): Json<PasswordStep>,
) -> Result<Json<Ticket>, ApiError> {
    limit(&app, address)?;
    let ticket = actions::begin_with_password(&app, step.login.trim(), step.password).await?;
    Ok(Json(Ticket { ticket }))
}

/// The second factor; signs in.
#[utoipa::path(post, path = "/api/sign-in/second-factor", tag = "sign-in", request_body = CodeStep,
    responses((status = 204, description = "signed in; the cookie is set"), (status = 401, description = "sign_in.wrong_code, sign_in.ticket_over")))]
pub async fn second_factor(
    State(app): State<App>,
    address: ClientAddress,
    headers: HeaderMap,
    Json(step): Json<CodeStep>,
) -> Result<Response, ApiError> {
    limit(&app, address)?;
    let token = actions::finish_with_second_factor(&app, &step.ticket, &digits(&step.code), device(&headers)).await?;
    Ok(with_cookie(&app, &token))
}

/// An expert's phone number; a code follows by message if the number is known.
#[utoipa::path(post, path = "/api/sign-in/phone", tag = "sign-in", request_body = PhoneStep, responses((status = 200, body = Ticket)))]
pub async fn phone(
    State(app): State<App>,
    address: ClientAddress,
    Json(step): Json<PhoneStep>,
) -> Result<Json<Ticket>, ApiError> {
    limit(&app, address)?;
    let phone = Phone::mobile(&step.phone).map_err(|error| {
        let message = Say::new(error.zh(), error.en());
        ApiError::fields("sign_in.phone", vec![FieldError { field: "phone".to_owned(), message }])
    })?;
    let ticket = actions::begin_with_phone(&app, phone.as_str()).await?;
    Ok(Json(Ticket { ticket }))
}

/// The code from the message; signs in.
#[utoipa::path(post, path = "/api/sign-in/phone-code", tag = "sign-in", request_body = CodeStep,
    responses((status = 204, description = "signed in; the cookie is set"), (status = 401, description = "sign_in.wrong_code, sign_in.ticket_over")))]
pub async fn phone_code(
    State(app): State<App>,
    address: ClientAddress,
    headers: HeaderMap,
    Json(step): Json<CodeStep>,
) -> Result<Response, ApiError> {
    limit(&app, address)?;
    let token = actions::finish_with_phone(&app, &step.ticket, &digits(&step.code), device(&headers)).await?;
    Ok(with_cookie(&app, &token))
}

/// Signs out here.
#[utoipa::path(post, path = "/api/sign-in/end", tag = "sign-in", responses((status = 204, description = "signed out")))]
pub async fn end(State(app): State<App>, actor: Actor) -> Result<Response, ApiError> {
    actions::end(&app, &actor, actor.sign_in_id).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    response.headers_mut().insert(header::SET_COOKIE, cookie(&app, "", 0));
    Ok(response)
}

#[derive(Serialize, ToSchema)]
pub struct Me {
    account_id: String,
    login: String,
    display_name: String,
    /// Code word of the role.
    role: &'static str,
    /// Six digits.
    area: String,
    area_name: String,
    /// To be sent as `x-csrf-token` with every call that changes something.
    csrf_token: String,
    /// The database holds invented data.
    demo: bool,
    expert_id: Option<String>,
    /// The unit for which a tenderee or agency acts.
    unit_id: Option<String>,
}

/// Who is signed in.
#[utoipa::path(get, path = "/api/me", tag = "sign-in", responses((status = 200, body = Me)))]
pub async fn me(State(app): State<App>, actor: Actor, language: Language) -> Result<Json<Me>, ApiError> {
    let account = accounts::read(&app.db, actor.account_id).await?;
    let place = Place { column: DISPLAY_NAME, row: account.id.as_uuid() };
    Ok(Json(Me {
        account_id: account.id.to_string(),
        display_name: app.vault.open_text(place, &account.display_name_sealed)?,
        login: account.login,
        role: account.role.code(),
        area: account.area.to_string(),
        area_name: language.area(account.area),
        csrf_token: csrf_token(&app, actor.sign_in_id),
        demo: account.demo,
        expert_id: account.expert_id.map(|id| id.to_string()),
        unit_id: actor.unit.map(|id| id.to_string()),
    }))
}

#[derive(Serialize, ToSchema)]
pub struct Devices {
    items: Vec<Device>,
}

#[derive(Serialize, ToSchema)]
pub struct Device {
    id: String,
    /// Browser and system, for example `Chrome · Windows`.
    device: String,
    created_at: String,
    last_seen_at: String,
    /// This sign-in itself.
    current: bool,
}

/// Where one is signed in.
#[utoipa::path(get, path = "/api/me/devices", tag = "sign-in", responses((status = 200, body = Devices)))]
pub async fn devices(State(app): State<App>, actor: Actor) -> Result<Json<Devices>, ApiError> {
    let now = app.clock.now();
    let rows = store::devices(&app.db, actor.account_id, now, now - actions::IDLE).await?;
    let items = rows
        .into_iter()
        .map(|row| Device {
            current: row.id == actor.sign_in_id.as_uuid(),
            id: row.id.to_string(),
            device: row.device,
            created_at: row.created_at.to_jiff().to_string(),
            last_seen_at: row.last_seen_at.to_jiff().to_string(),
        })
        .collect();
    Ok(Json(Devices { items }))
}

/// Ends one of one's own sign-ins.
#[utoipa::path(post, path = "/api/me/devices/{id}/end", tag = "sign-in", params(("id" = String, Path)), responses((status = 204), (status = 404)))]
pub async fn end_device(State(app): State<App>, actor: Actor, Path(id): Path<String>) -> Result<StatusCode, ApiError> {
    let id: SignInId = id.parse().map_err(|_| ApiError::not_found())?;
    actions::end(&app, &actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
pub struct PasswordChange {
    old_password: String,
    new_password: String,
    /// Six digits of the second factor.
    code: String,
}

/// A new password; the other sign-ins end.
#[utoipa::path(post, path = "/api/me/password", tag = "sign-in", request_body = PasswordChange,
    responses((status = 204), (status = 401, description = "sign_in.wrong_code"), (status = 422, description = "account.password, account.old_password")))]
pub async fn change_password(
    State(app): State<App>,
    address: ClientAddress,
    actor: Actor,
    Json(change): Json<PasswordChange>,
) -> Result<StatusCode, ApiError> {
    limit(&app, address)?;
    let change =
        actions::PasswordChange { old: change.old_password, new: change.new_password, code: digits(&change.code) };
    actions::change_password(&app, &actor, change).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Counts one try of an address that has not signed in yet.
pub fn limit(app: &App, address: ClientAddress) -> Result<(), ApiError> {
    if app.rates.may_sign_in(address.0) { Ok(()) } else { Err(refusal::too_often()) }
}

fn digits(code: &str) -> String {
    rules::text::code_form(code)
}

fn with_cookie(app: &App, token: &str) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    response.headers_mut().insert(header::SET_COOKIE, cookie(app, token, actions::LIFE.as_secs()));
    response
}

fn cookie(app: &App, token: &str, max_age_secs: u64) -> HeaderValue {
    let (name, secure) = if app.config.secure_cookies() { (SECURE_COOKIE, "; Secure") } else { (COOKIE, "") };
    let text = format!("{name}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={max_age_secs}{secure}");
    HeaderValue::from_str(&text).expect("a token is base64")
}

/// Browser and system from the agent string, coarse on purpose.
fn device(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("");
    let find = |words: &[(&str, &'static str)]| {
        words.iter().find(|(word, _)| agent.contains(word)).map_or("?", |(_, name)| name)
    };
    let browser = find(&[
        ("Edg/", "Edge"),
        ("MicroMessenger", "微信"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ]);
    let system = find(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    format!("{browser} · {system}")
}
