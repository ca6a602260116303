//! Requests of invited persons, who have no sign-in yet. Tokens travel in bodies, never in an address.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use qrcode::QrCode;
use qrcode::render::svg;
use rules::area::Area;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::actions::{self, FirstInvitation, SetUp};
use crate::account::routes::{area_of, login_of, name_of};
use crate::account::sign_in::{code, limit};
use crate::app::App;
use crate::http::address::ClientAddress;
use crate::http::repeat::{Once, replayed};
use crate::http::{ApiError, error::FieldError};

#[derive(Serialize, ToSchema)]
pub struct SetupNeeded {
    needed: bool,
}

/// Is this an empty database that waits for its first account?
#[utoipa::path(get, path = "/api/setup", tag = "invitation", responses((status = 200, body = SetupNeeded)))]
pub async fn setup_needed(State(app): State<App>) -> Result<Json<SetupNeeded>, ApiError> {
    Ok(Json(SetupNeeded { needed: actions::setup_needed(&app).await? }))
}

#[derive(Deserialize, ToSchema)]
pub struct Setup {
    /// From the server's terminal.
    token: String,
    login: String,
    display_name: String,
    area: String,
}

#[derive(Serialize, ToSchema)]
pub struct SetupDone {
    invitation_token: String,
}

/// Makes the first security officer; the same call with the same `Idempotency-Key` gives the same link for a day.
#[utoipa::path(post, path = "/api/setup", tag = "invitation", request_body = Setup,
    responses((status = 200, body = SetupDone), (status = 403, description = "setup.over")))]
pub async fn set_up(
    State(app): State<App>,
    address: ClientAddress,
    once: Option<Once>,
    Json(setup): Json<Setup>,
) -> Result<Response, ApiError> {
    limit(&app, address)?;
    let mut wrong: Vec<FieldError> = Vec::new();
    let login = login_of(&setup.login, &mut wrong);
    let name = name_of(&setup.display_name, &mut wrong);
    let area: Option<Area> = area_of(&setup.area, &mut wrong);
    let (Some(login), Some(display_name), Some(area)) = (login, name, area) else {
        return Err(ApiError::fields("setup.fields", wrong));
    };
    let set_up = SetUp { token: setup.token, login, display_name, area };
    let FirstInvitation { token, repeated } = actions::set_up(&app, set_up, once).await?;
    let answer = Json(SetupDone { invitation_token: token }).into_response();
    Ok(if repeated { replayed(answer) } else { answer })
}

#[derive(Deserialize, ToSchema)]
pub struct Token {
    token: String,
}

#[derive(Serialize, ToSchema)]
pub struct Opened {
    login: String,
    display_name: String,
    role: &'static str,
    area: String,
    /// Base32, for typing.
    totp_secret: String,
    /// `otpauth://…`, for authenticators on the same device.
    totp_uri: String,
    /// The same as a picture to scan.
    totp_svg: String,
    /// Whether the page asks for a password; every link sets one anew.
    needs_password: bool,
}

/// What the link is for; using it is another call.
#[utoipa::path(post, path = "/api/invitations/open", tag = "invitation", request_body = Token,
    responses((status = 200, body = Opened), (status = 410, description = "invitation.over")))]
pub async fn open(
    State(app): State<App>,
    address: ClientAddress,
    Json(token): Json<Token>,
) -> Result<Json<Opened>, ApiError> {
    limit(&app, address)?;
    let opened = actions::open(&app, &token.token).await?;
    let uri = code::uri(&opened.account.login, &opened.secret);
    let picture = QrCode::new(uri.as_bytes()).map_err(anyhow::Error::from)?;
    Ok(Json(Opened {
        totp_svg: picture.render::<svg::Color>().min_dimensions(200, 200).build(),
        login: opened.account.login,
        display_name: opened.display_name,
        role: opened.account.role.code(),
        area: opened.account.area.to_string(),
        totp_secret: code::base32(&opened.secret),
        totp_uri: uri,
        needs_password: true,
    }))
}

#[derive(Deserialize, ToSchema)]
pub struct Acceptance {
    token: String,
    password: String,
    /// Six digits of the authenticator.
    code: String,
}

/// Sets password and second factor.
#[utoipa::path(post, path = "/api/invitations/accept", tag = "invitation", request_body = Acceptance,
    responses((status = 204), (status = 410, description = "invitation.over"), (status = 422, description = "account.password, invitation.wrong_code")))]
pub async fn accept(
    State(app): State<App>,
    address: ClientAddress,
    Json(acceptance): Json<Acceptance>,
) -> Result<StatusCode, ApiError> {
    limit(&app, address)?;
    actions::accept(&app, &acceptance.token, acceptance.password, &rules::text::code_form(&acceptance.code)).await?;
    Ok(StatusCode::NO_CONTENT)
}
