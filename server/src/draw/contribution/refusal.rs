//! What contributors and their operator hear who may not do what they asked for.

use axum::http::StatusCode;

use crate::http::ApiError;

pub fn ended() -> ApiError {
    ApiError::gone(
        "contribution.ended",
        "这个链接已失效。请让抽取员重新出示二维码。",
        "This link has ended. Ask the draw operator to show a new code.",
    )
}

pub fn other_device() -> ApiError {
    ApiError::denied(
        "contribution.other_device",
        "这个链接已在另一部手机上打开。请用那部手机，或让抽取员重新出示二维码；已提交承诺的，凭纸条在抽取终端揭示。",
        "This link was opened on another phone. Use that one, or ask the operator for a new code; if you have committed, reveal \
         from your slip at the draw terminal.",
    )
}

pub fn not_yet() -> ApiError {
    ApiError::conflict(
        "contribution.not_yet",
        "还没有轮到您。请等待大屏提示。",
        "It is not your turn yet. Wait for the hall screen.",
    )
}

pub fn committed() -> ApiError {
    ApiError::conflict(
        "contribution.committed",
        "该投数人已提交承诺，不能再变更。",
        "This contributor has committed; nothing changes any more.",
    )
}

pub fn mismatch() -> ApiError {
    ApiError::refused(
        "contribution.mismatch",
        "数字与承诺不符。请对照纸条，核对数字和八个字母后再输入。",
        "The number does not open the commitment. Compare digits and the eight letters with the slip and enter them again.",
    )
}

pub fn missing(roles: &[String]) -> ApiError {
    let roles = roles.join("、");
    ApiError::conflict(
        "contribution.missing",
        format!("尚未提交承诺：{roles}。请等待，或移除未到场的投数人。"),
        format!("No commitment yet from {roles}. Wait, or remove who is not present."),
    )
}

pub fn people() -> ApiError {
    ApiError::conflict(
        "contribution.people",
        "须有 2 至 8 人投数：中心、监督或持有人至少一人，招标人或来宾至少一人。",
        "2 to 8 people contribute: at least one of centre, supervisor or holder, and at least one tenderee or guest.",
    )
}

pub fn closed() -> ApiError {
    ApiError::conflict(
        "contribution.closed",
        "投数名单已关闭，不能再变更。",
        "The list of numbers is closed; nothing changes any more.",
    )
}

pub fn insiders_closed() -> ApiError {
    ApiError::conflict(
        "contribution.insiders_closed",
        "中心、监督和持有人的名单已关闭，只能再登记招标人和来宾。",
        "The list of centre, supervisors and holders is closed; only tenderees and guests can be added.",
    )
}

pub fn moved() -> ApiError {
    ApiError::new(
        StatusCode::CONFLICT,
        "contribution.moved",
        "抽取已进入下一步，请看当前页面后再操作。",
        "The draw has moved on; look at the present page first.",
    )
}
