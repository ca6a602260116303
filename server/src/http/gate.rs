//! Every request passes here: sign-in from the cookie, access table, forged-request check, then the handler with its `Actor`.

use axum::extract::{FromRequestParts, MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use rules::account::Role;
use rules::area::Area;
use rules::id::{AccountId, SignInId, UnitId};
use subtle::ConstantTimeEq as _;

use super::access;
use super::error::ApiError;
use crate::account::sign_in;
use crate::app::App;

/// Who acts: a signed-in account.
#[derive(Clone, Debug)]
pub struct Actor {
    pub account_id: AccountId,
    pub sign_in_id: SignInId,
    pub role: Role,
    pub area: Area,
    /// The unit for which a tenderee or agency acts.
    pub unit: Option<UnitId>,
}

impl Actor {
    /// Refuses, as if it were not there, what lies outside the actor's city or province.
    pub fn see(&self, area: Area) -> Result<(), ApiError> {
        if self.area.covers(area) { Ok(()) } else { Err(ApiError::not_found()) }
    }

    /// As the ledger names it.
    pub fn ledger_name(&self) -> String {
        format!("account/{}", self.account_id)
    }
}

impl<S: Sync> FromRequestParts<S> for Actor {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        parts.extensions.get::<Self>().cloned().ok_or_else(not_signed_in)
    }
}

/// Admits or refuses one request.
pub async fn admit(State(app): State<App>, mut request: Request, next: Next) -> Response {
    match judge(&app, &mut request).await {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

async fn judge(app: &App, request: &mut Request) -> Result<(), ApiError> {
    let path = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let path = path.ok_or_else(ApiError::not_found)?;
    let method = if request.method() == Method::HEAD { Method::GET } else { request.method().clone() };
    let access = access::find(method.as_str(), &path).ok_or_else(ApiError::forbidden)?;
    same_site(request.headers())?;
    let actor = match cookie_token(request.headers()) {
        Some(token) => sign_in::current(app, &token).await?,
        None => None,
    };
    if !access.audience.admits(actor.as_ref().map(|actor| actor.role)) {
        return Err(if actor.is_some() { ApiError::forbidden() } else { not_signed_in() });
    }
    if let Some(actor) = actor {
        if method != Method::GET && access.audience != access::Audience::Public {
            not_forged(app, request.headers(), &actor)?;
        }
        request.extensions_mut().insert(actor);
    }
    request.extensions_mut().insert(access);
    Ok(())
}

/// Browsers say where a request comes from; another site's page has no business here.
fn same_site(headers: &HeaderMap) -> Result<(), ApiError> {
    match headers.get("sec-fetch-site").and_then(|value| value.to_str().ok()) {
        Some("cross-site" | "same-site") if headers.get("sec-fetch-mode").is_none_or(|mode| mode != "navigate") => {
            Err(forged())
        }
        _ => Ok(()),
    }
}

/// The token that only a page of ours has read, in a header that no form can send.
fn not_forged(app: &App, headers: &HeaderMap, actor: &Actor) -> Result<(), ApiError> {
    let expected = csrf_token(app, actor.sign_in_id);
    let given = headers.get("x-csrf-token").map(axum::http::HeaderValue::as_bytes).unwrap_or_default();
    if bool::from(expected.as_bytes().ct_eq(given)) { Ok(()) } else { Err(forged()) }
}

/// The forged-request token of a sign-in.
pub fn csrf_token(app: &App, sign_in: SignInId) -> String {
    use base64::Engine as _;
    let hash = app.vault.sign_in_hash("csrf", sign_in.as_uuid().as_bytes());
    base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(hash)
}

/// The sign-in token of the cookie.
pub fn cookie_token(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE || *name == SECURE_COOKIE)
        .map(|(_, token)| token.to_owned())
}

fn not_signed_in() -> ApiError {
    ApiError::new(StatusCode::UNAUTHORIZED, "sign_in.needed", "请先登录。", "Sign in first.")
}

fn forged() -> ApiError {
    ApiError::new(
        StatusCode::FORBIDDEN,
        "request.forged",
        "这个请求不是从本系统的页面发出的，已拒绝。请刷新页面后再试。",
        "This request did not come from a page of this system and was refused. Reload the page and try again.",
    )
}

/// Name of the cookie on plain http.
pub const COOKIE: &str = "hengjian";
/// Name of the cookie behind TLS; the prefix makes browsers insist on `Secure` and on this host.
pub const SECURE_COOKIE: &str = "__Host-hengjian";
