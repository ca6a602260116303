//! What a caller hears when something is refused: problem+json (RFC 9457) with a stable code and a sentence in the
//! caller's language. Handlers return `ApiError`; one layer at the edge writes it, because only there the language is known.

use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use rules::area::Area;
use rules::wording::{WordError, Worded as _};
use serde::{Deserialize, Serialize};
use std::convert::Infallible;
use std::sync::Arc;
use tracing::error;
use utoipa::ToSchema;

/// A refusal. It passes unharmed through functions that give `anyhow::Error`.
#[derive(Debug, thiserror::Error)]
#[error("{}", message.en)]
pub struct ApiError {
    pub status: StatusCode,
    /// Stable, for programs: `expert.stale`.
    pub code: &'static str,
    pub message: Say,
    /// Refusals of single fields of the request.
    pub fields: Vec<FieldError>,
    /// For a conflict: the values as they stand, beside those that were sent.
    pub difference: Vec<FieldDifference>,
    /// For the log; never shown.
    pub source: Option<anyhow::Error>,
}

/// One sentence in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Say {
    pub zh: String,
    pub en: String,
}

/// Why one field is refused.
#[derive(Clone, Debug)]
pub struct FieldError {
    pub field: String,
    pub message: Say,
}

/// The body as it is sent.
#[derive(Serialize, ToSchema)]
pub struct Problem {
    /// `about:blank`; the code tells the kind.
    pub r#type: &'static str,
    pub title: String,
    pub status: u16,
    /// Stable code such as `sign_in.wrong`.
    pub code: &'static str,
    /// A sentence that says what to do.
    pub message: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<ProblemField>,
    /// Beside a conflict.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub difference: Vec<FieldDifference>,
}

/// One field as it stands and as somebody wants it.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct FieldDifference {
    pub field: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

impl FieldDifference {
    /// A value as it stands.
    pub fn stands(field: &str, value: impl Into<Option<String>>) -> Self {
        Self { field: field.to_owned(), before: value.into(), after: None }
    }
}

#[derive(Serialize, ToSchema)]
pub struct ProblemField {
    pub field: String,
    pub message: String,
}

impl Say {
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The sentence in `language`.
    pub fn of(&self, language: Language) -> String {
        match language {
            Language::Chinese => self.zh.clone(),
            Language::English => self.en.clone(),
        }
    }
}

impl ApiError {
    pub fn new(status: StatusCode, code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { status, code, message: Say::new(zh, en), fields: Vec::new(), difference: Vec::new(), source: None }
    }

    /// 422: the request is understood and refused.
    pub fn refused(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, zh, en)
    }

    /// 409: somebody was faster, or the state does not allow it.
    pub fn conflict(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, code, zh, en)
    }

    /// 410: it was there and is over.
    pub fn gone(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(StatusCode::GONE, code, zh, en)
    }

    /// 403 with its own reason.
    pub fn denied(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, zh, en)
    }

    /// 404, also for what the caller may not know to exist.
    pub fn not_found() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not_found",
            "没有这一项，或者不在您的地区。请从列表重新进入。",
            "There is no such item, or it is outside your area. Go back to the list.",
        )
    }

    /// 403: signed in, but not for this.
    pub fn forbidden() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "forbidden",
            "您的角色不能进行这项操作。请由有此职责的人员办理。",
            "Your role does not do this. Ask somebody whose duty it is.",
        )
    }

    /// 422 with a sentence beside each field.
    pub fn fields(code: &'static str, fields: Vec<FieldError>) -> Self {
        let count = fields.len();
        let mut error = Self::refused(
            code,
            format!("有 {count} 处需要改正，见各栏旁的说明。"),
            format!("{count} fields need correction; see the notes beside them."),
        );
        error.fields = fields;
        error
    }

    pub fn with_difference(mut self, difference: Vec<FieldDifference>) -> Self {
        self.difference = difference;
        self
    }

    /// As a log wants it: the cause, where there is one, else the sentence.
    pub fn into_cause(self) -> anyhow::Error {
        self.source.unwrap_or_else(|| anyhow::anyhow!(self.message.en))
    }

    fn internal(source: anyhow::Error) -> Self {
        let mut error = Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "系统内部出错，操作没有生效。请把时间告诉系统管理员，日志里有原因。",
            "An internal error; nothing was changed. Tell the system officer the time: the log has the cause.",
        );
        error.source = Some(source);
        error
    }
}

impl From<sqlx::Error> for ApiError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::RowNotFound => Self::not_found(),
            sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) | sqlx::Error::PoolClosed => {
                let mut answer = Self::new(
                    StatusCode::SERVICE_UNAVAILABLE,
                    "database.unavailable",
                    "数据库暂时连不上，操作没有生效。页面会每 5 秒重试。",
                    "The database cannot be reached; nothing was changed. The page tries again every 5 seconds.",
                );
                answer.source = Some(error.into());
                answer
            }
            other => Self::internal(other.into()),
        }
    }
}

impl From<anyhow::Error> for ApiError {
    fn from(error: anyhow::Error) -> Self {
        error.downcast().unwrap_or_else(Self::internal)
    }
}

impl From<crate::vault::VaultError> for ApiError {
    fn from(error: crate::vault::VaultError) -> Self {
        Self::internal(error.into())
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        if let Some(source) = &self.source {
            error!(problem.code = self.code, "A request ended in an error: {source:#}");
        }
        let mut response = self.status.into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

/// A word of a closed list in a query, or a refusal with `code` that tells the choices.
pub fn word<T>(
    code: &'static str,
    given: Option<&str>,
    read: impl Fn(&str) -> Result<T, WordError>,
) -> Result<Option<T>, ApiError> {
    given.map(read).transpose().map_err(|error| ApiError::refused(code, error.zh(), error.en()))
}

/// Writes refusals in the caller's language.
pub async fn write_problems(request: Request, next: Next) -> Response {
    let language = Language::of(request.headers());
    let response = next.run(request).await;
    let error = match response.extensions().get::<Arc<ApiError>>() {
        Some(error) => error.clone(),
        None if response.status().is_client_error() || response.status().is_server_error() => {
            Arc::new(unexplained(response.status()))
        }
        None => return response,
    };
    let problem = Problem {
        r#type: "about:blank",
        title: error.status.canonical_reason().unwrap_or("Error").to_owned(),
        status: error.status.as_u16(),
        code: error.code,
        message: error.message.of(language),
        fields: error
            .fields
            .iter()
            .map(|field| ProblemField { field: field.field.clone(), message: field.message.of(language) })
            .collect(),
        difference: error.difference.clone(),
    };
    let mut answer = (error.status, axum::Json(problem)).into_response();
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    answer
}

/// What the framework refused before a handler saw it. Its own words may quote the request, so they are not passed on.
fn unexplained(status: StatusCode) -> ApiError {
    let (code, zh, en) = match status {
        StatusCode::PAYLOAD_TOO_LARGE => {
            ("request.too_large", "上传的内容太大。请拆成几份。", "The upload is too large. Split it.")
        }
        StatusCode::UNSUPPORTED_MEDIA_TYPE => (
            "request.media_type",
            "请求内容的类型不对，应为 JSON 或上传的文件。",
            "The body is of the wrong type; send JSON or a file upload.",
        ),
        StatusCode::METHOD_NOT_ALLOWED => {
            ("request.method", "这个地址不支持这种操作。", "This address does not support this method.")
        }
        status if status.is_server_error() => (
            "internal",
            "系统内部出错，操作没有生效。请把时间告诉系统管理员。",
            "An internal error; nothing was changed. Tell the system officer the time.",
        ),
        _ => (
            "request.malformed",
            "请求缺少内容或格式不对，没有办理。请对照接口说明 /api/openapi.json。",
            "The request lacks something or is malformed; compare it with /api/openapi.json.",
        ),
    };
    ApiError::new(status, code, zh, en)
}

/// Language of a caller; Chinese unless English is asked for first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Chinese,
    English,
}

impl Language {
    pub fn of(headers: &HeaderMap) -> Self {
        let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
        if wanted.trim_start().to_ascii_lowercase().starts_with("en") { Self::English } else { Self::Chinese }
    }

    /// Name of an area.
    pub fn area(self, area: Area) -> String {
        match self {
            Self::Chinese => area.zh(),
            Self::English => area.en(),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Language {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.headers))
    }
}
