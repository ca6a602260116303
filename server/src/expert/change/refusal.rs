//! What an officer hears whose proposal or decision is refused.

use rules::expert::lifecycle::LifecycleError;
use rules::expert::model::ChangeState;
use rules::import::CellError;
use rules::wording::Worded as _;

use crate::http::{ApiError, FieldDifference, FieldError, Say};

/// Faults beside their fields.
pub fn fields(faults: Vec<CellError>) -> ApiError {
    let fields = faults
        .into_iter()
        .map(|fault| FieldError {
            field: fault.field.to_owned(),
            message: Say::new(fault.refusal.zh, fault.refusal.en),
        })
        .collect();
    ApiError::fields("expert.fields", fields)
}

/// One fault beside its field.
pub fn field(field: &str, zh: &str, en: &str) -> ApiError {
    ApiError::fields("expert.fields", vec![FieldError { field: field.to_owned(), message: Say::new(zh, en) }])
}

/// A step that the life of a file does not have.
pub fn lifecycle(error: &LifecycleError) -> ApiError {
    ApiError::refused("expert.lifecycle", error.zh(), error.en())
}

/// The file moved on since its author looked.
pub fn stale(difference: Vec<FieldDifference>) -> ApiError {
    ApiError::conflict(
        "expert.stale",
        "这份档案在此期间已被更改，请对照差异后重新提出。",
        "The file changed in the meantime; compare the difference and propose again.",
    )
    .with_difference(difference)
}

/// Nothing would change.
pub fn no_change() -> ApiError {
    ApiError::refused(
        "expert.no_change",
        "提交的内容与现有档案相同，没有需要审核的变更。",
        "The values are those of the file; there is nothing to decide.",
    )
}

/// Another proposal about the same file waits.
pub fn open_change() -> ApiError {
    ApiError::conflict(
        "change.open",
        "这位专家已有一项变更待审。请先审核或撤回它。",
        "A change of this file waits for its decision. Decide or withdraw it first.",
    )
}

/// Somebody decided already.
pub fn decided(state: ChangeState) -> ApiError {
    let (zh, en) = (state.zh(), state.en());
    ApiError::conflict(
        "change.decided",
        format!("这项变更已办结（{zh}），不能再次办理。"),
        format!("This change is decided already ({en})."),
    )
}

/// The author may not decide.
pub fn own() -> ApiError {
    ApiError::conflict(
        "change.own",
        "不能审核自己提出的变更。请由另一位库管员审核。",
        "Nobody decides their own change. Another pool officer does.",
    )
}

/// Only the author takes a proposal back.
pub fn not_own() -> ApiError {
    ApiError::conflict(
        "change.not_own",
        "只有提出人可以撤回。您可以退回它。",
        "Only the author withdraws a change. You may reject it.",
    )
}
