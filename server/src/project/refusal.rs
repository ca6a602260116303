//! What somebody hears who may not do what they asked for.

use rules::project::ProjectError;
use rules::project::panel::PanelFault;
use rules::project::text::TextsError;
use rules::wording::{Refusal, Worded as _};

use crate::http::{ApiError, FieldDifference, FieldError, Say};

impl From<ProjectError> for ApiError {
    fn from(error: ProjectError) -> Self {
        Self::conflict(error.code(), error.zh() + "。", error.en() + ".")
    }
}

impl From<TextsError> for ApiError {
    fn from(error: TextsError) -> Self {
        Self::refused(error.code(), error.zh() + "。", error.en() + ".")
    }
}

/// A note beside a field.
pub fn note(field: impl Into<String>, refusal: &Refusal) -> FieldError {
    FieldError { field: field.into(), message: Say::new(format!("{}。", refusal.zh), format!("{}.", refusal.en)) }
}

/// The panel breaks the law: each fault beside what it is about.
pub fn panel(faults: &[PanelFault]) -> ApiError {
    let field = |fault: &PanelFault| match fault {
        PanelFault::ManyRepresentatives { .. } => "representatives",
        _ => "slots",
    };
    let told = faults.iter().map(|fault| FieldError {
        field: field(fault).to_owned(),
        message: Say::new(format!("{}。", fault.zh()), format!("{}.", fault.en())),
    });
    let mut error = ApiError::fields("project.panel", told.collect());
    if let Some(fault) = faults.first() {
        error.message = Say::new(format!("{}。", fault.zh()), format!("{}.", fault.en()));
    }
    error
}

pub fn no_unit() -> ApiError {
    ApiError::conflict(
        "project.no_unit",
        "您的账号没有所属单位，不能填写申请。请由安全管理员为您新建带单位的账号。",
        "Your account belongs to no unit and files nothing. Ask the security officer for an account with your unit.",
    )
}

pub fn no_tenderee() -> ApiError {
    let message = Say::new("请填写招标人。", "Name the tenderee.");
    ApiError::fields("project.fields", vec![FieldError { field: "tenderees".to_owned(), message }])
}

pub fn not_draft() -> ApiError {
    ApiError::conflict(
        "project.not_draft",
        "申请已提交，不能修改。需要修改的，请由库管员退回。",
        "The request is filed and does not change. To change it, ask the pool officer to send it back.",
    )
}

pub fn stale(difference: Vec<FieldDifference>) -> ApiError {
    ApiError::conflict(
        "project.stale",
        "这份申请刚被改过，请核对后再提交。",
        "This request was changed in the meantime; look again before you submit.",
    )
    .with_difference(difference)
}

pub fn just_entered() -> ApiError {
    ApiError::conflict(
        "project.just_entered",
        "另一人刚录入了同一项目，请再提交一次。",
        "Somebody else entered the same project a moment ago; submit again.",
    )
}

pub fn lot_taken() -> ApiError {
    ApiError::conflict(
        "project.lot_taken",
        "这个标段已有一份提交或批准的申请。请先取消那一份。",
        "Another request for this lot is filed or approved; cancel that one first.",
    )
}

pub fn no_bidders() -> ApiError {
    ApiError::conflict(
        "project.no_bidders",
        "投标人名单尚未上传，不能批准。请由填写人上传后再办理。",
        "The list of bidders is not uploaded, so the request cannot be approved. Ask its author to upload it.",
    )
}

pub fn late_bidders() -> ApiError {
    ApiError::conflict(
        "project.bidders_late",
        "申请已批准或已结束，投标人名单不能再更换。确需更换的，请取消后重新申请。",
        "The request is approved or over, so its list of bidders stands. To use another, cancel it and file a new one.",
    )
}

/// Rows of a list of bidders that are wrong; nothing of the list was kept.
pub fn rows(faults: &[rules::project::bidder::RowFault]) -> ApiError {
    let told = faults.iter().map(|fault| FieldError {
        field: format!("row.{}", fault.row),
        message: Say::new(
            format!("第 {} 行：{}。", fault.row, fault.refusal.zh),
            format!("Row {}: {}.", fault.row, fault.refusal.en),
        ),
    });
    ApiError::fields("project.bidders", told.collect())
}
