//! What somebody hears whose sign-in is refused.

use axum::http::StatusCode;
use jiff::Timestamp;
use rules::time::local_of;

use crate::http::{ApiError, FieldError, Say};

/// Same words for an unknown login, a wrong password, an invited and a closed account.
pub fn wrong() -> ApiError {
    ApiError::new(
        StatusCode::UNAUTHORIZED,
        "sign_in.wrong",
        "登录名或密码不对。连续 5 次不对，账号会锁定 15 分钟。",
        "Login or password is wrong. After five wrong tries the account is locked for 15 minutes.",
    )
}

/// A wrong present password where a new one is wanted.
pub fn old_password() -> ApiError {
    let message = Say::new(
        "原密码不对，密码没有更改。连续 5 次不对，账号会锁定 15 分钟。",
        "The present password is wrong; nothing was changed. After five wrong tries the account is locked for 15 minutes.",
    );
    ApiError::fields("account.old_password", vec![FieldError { field: "old_password".to_owned(), message }])
}

/// A wrong, used or late code.
pub fn wrong_code() -> ApiError {
    ApiError::new(
        StatusCode::UNAUTHORIZED,
        "sign_in.wrong_code",
        "验证码不对，或已经用过。请输入验证器当前显示的或最新短信里的 6 位数字。",
        "The code is wrong or was used already. Enter the six digits that the authenticator shows now, or those of the newest message.",
    )
}

/// The first half is too old, used, or was tried too often.
pub fn ticket_over() -> ApiError {
    ApiError::new(
        StatusCode::UNAUTHORIZED,
        "sign_in.ticket_over",
        "这次登录已超时或输错太多次，请从头登录。",
        "This sign-in took too long or had too many wrong codes. Start again.",
    )
}

/// The account is locked, and until when; who may lift it.
pub fn locked(until: Timestamp) -> ApiError {
    let clock = local_of(until).strftime("%Y-%m-%d %H:%M").to_string();
    ApiError::new(
        StatusCode::LOCKED,
        "sign_in.locked",
        format!("账号因多次输错已锁定到 {clock}（北京时间）。急用请找安全管理员解锁。"),
        format!(
            "The account is locked until {clock} (Beijing time) after wrong tries. A security officer can unlock it."
        ),
    )
}

/// One address tries too often.
pub fn too_often() -> ApiError {
    ApiError::new(
        StatusCode::TOO_MANY_REQUESTS,
        "sign_in.too_often",
        "这个网络地址登录太频繁，请 1 分钟后再试。",
        "This network address tries to sign in too often. Wait one minute.",
    )
}
