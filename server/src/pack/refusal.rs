//! Why a pack is not taken over.

use rules::pack::PackError;
use rules::wording::Worded as _;

use super::PackFault;
use crate::http::ApiError;

pub fn text() -> ApiError {
    ApiError::refused(
        "pack.text",
        "规则包文本不合格式。请原样上传 `hengjian pack make` 打印的 pack.txt。",
        "The text is no pack. Upload pack.txt as `hengjian pack make` printed it.",
    )
}

pub fn fault(fault: &PackFault) -> ApiError {
    match fault {
        PackFault::Text(_) | PackFault::Name => text(),
        PackFault::Figures => ApiError::refused(
            "pack.figures",
            "规则包文本中的 figures 与所附数值不符。请把 `hengjian pack figures` 打印的数值一并上传。",
            "The line `figures` of the pack does not name these figures. Upload what `hengjian pack figures` printed with it.",
        ),
        PackFault::Shown => ApiError::refused(
            "pack.shown",
            "规则包文本中的某个数值与所附数值不一致。请用 `hengjian pack make` 重新生成并签名。",
            "A line of the pack shows another figure than the figures have. Make it anew with `hengjian pack make` and sign it.",
        ),
    }
}

pub fn figures(error: &PackError) -> ApiError {
    ApiError::refused("pack.figures", format!("{}。", error.zh()), format!("{error}."))
}

pub fn note() -> ApiError {
    ApiError::refused(
        "pack.note",
        "签名文件不是对这个规则包的声明。请对 `hengjian pack statement` 打印的文本签名。",
        "The note does not state this pack. Sign the text that `hengjian pack statement` prints.",
    )
}

pub fn signer() -> ApiError {
    ApiError::refused(
        "pack.signer",
        "规则包的声明须由现行信任锚中的监督部门密钥签名，并且只有这一个签名。",
        "The statement must carry the signature of the supervising key of the anchor in force, and no other.",
    )
}

pub fn no_anchor() -> ApiError {
    ApiError::conflict(
        "pack.no_anchor",
        "尚未设置信任锚，规则包无法核验。请系统管理员先执行 `hengjian anchor enter`。",
        "There is no anchor yet, so no signature can be judged. Ask the system officer to run `hengjian anchor enter`.",
    )
}

pub fn past() -> ApiError {
    ApiError::refused(
        "pack.past",
        "规则包的生效日早于今天。规则不能追溯，请改为今天或以后重新生成并签名。",
        "The pack's first day is past, and rules do not act backwards. Make it anew with today or a later day and sign it.",
    )
}

pub fn twice() -> ApiError {
    ApiError::conflict(
        "pack.twice",
        "这个规则包已经登记，不必重复提交。",
        "This pack is entered already; nothing is left to do.",
    )
}

pub fn foreign_area() -> ApiError {
    ApiError::denied(
        "pack.area",
        "规则包适用的地区不在您的辖区，请由该地区的监督人员提交。",
        "The pack is for an area outside yours; a supervisor of that area hands it in.",
    )
}
