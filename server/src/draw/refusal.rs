//! What somebody hears who may not open, cancel or read a draw.

use jiff::Timestamp;
use proof::hash::Hash;
use rules::time::local_of;

use crate::http::ApiError;

pub fn no_anchor() -> ApiError {
    ApiError::conflict(
        "draw.no_anchor",
        "还没有信任锚，不能抽取。请由监督部门签署信任锚，并由系统管理员登记。",
        "There is no anchor, so nothing can be drawn. The supervising department signs one, a system officer enters it.",
    )
}

pub fn no_pack() -> ApiError {
    ApiError::conflict(
        "draw.no_pack",
        "没有适用于该项目的规则包。请由监督部门签署并登记。",
        "No rule pack is in force for this project. The supervising department signs and enters one.",
    )
}

pub fn no_registry(age_days: u32) -> ApiError {
    ApiError::conflict(
        "draw.no_registry",
        format!("没有公布满 {age_days} 天的专家名册，请在名册公布后再抽取。"),
        format!("No registry was stated {age_days} days ago. Draw once one is old enough."),
    )
}

pub fn not_cosigned() -> ApiError {
    ApiError::conflict(
        "draw.not_cosigned",
        "抽取所依的信任锚、规则包或名册尚未获得见证签名。请稍候几秒再试；一直如此的，请检查见证程序是否在运行。",
        "Anchor, pack or registry are not cosigned yet. Try again in a few seconds; if it stays so, look whether the witness runs.",
    )
}

pub fn left_open() -> ApiError {
    ApiError::conflict(
        "draw.left_open",
        "有一次抽取承诺已满七天，既未启封也未取消。请先办结，再开始新的抽取。",
        "A draw committed a week ago was neither opened nor cancelled. End it before a new one begins.",
    )
}

pub fn no_approval(draw: &Hash) -> ApiError {
    ApiError::conflict(
        "draw.no_approval",
        format!("再次抽取须经省级批准。请将抽取编号 {draw} 报省级监督部门签署批准文件。"),
        format!("A further attempt needs the province's approval. Hand the draw id {draw} to the province to sign."),
    )
}

pub fn too_late(list_ends_at: Timestamp) -> ApiError {
    ApiError::conflict(
        "draw.too_late",
        format!("名单须在 {} 前确定，时间已过，不能抽取。请更改集合时间后重新申请。", local_of(list_ends_at)),
        format!("The list closes at {list_ends_at}, which has passed. File a request with a later time."),
    )
}

pub fn wrong_code() -> ApiError {
    ApiError::refused(
        "draw.wrong_code",
        "项目编号与本次抽取的项目不符。请逐字输入项目编号。",
        "This is not the project's code. Type the code of this project.",
    )
}

pub fn not_cancellable() -> ApiError {
    ApiError::conflict(
        "draw.not_cancellable",
        "当前阶段不能以此事由取消。数字揭示后，只能由中心、监督部门和省级共同以法定事由取消。",
        "The draw cannot be cancelled for this cause at this stage. After the numbers only centre, supervising department and \
         province together cancel, for a cause of the law.",
    )
}

pub fn not_over() -> ApiError {
    ApiError::conflict(
        "draw.not_over",
        "抽取尚未办结，验证文件在启封或取消后提供。",
        "The draw is not over; its file is given out once it is opened or cancelled.",
    )
}

pub fn wrong_note() -> ApiError {
    ApiError::refused(
        "draw.wrong_note",
        "这不是所需文本的有效签名。请用信任锚中登记的密钥签署显示的文本，并粘贴 hengjian statement sign 的全部输出。",
        "This is no valid signature of the text that is wanted. Sign the text shown with a key of the anchor and paste all that \
         `hengjian statement sign` prints.",
    )
}

pub fn no_round() -> ApiError {
    ApiError::conflict(
        "draw.no_round",
        "现在不能这样补位。启封后 24 小时内、名单未最终结束、没有人正在答复时才可以。请刷新页面查看进度。",
        "This is not possible now: only within 24 hours after gathering, before the list is ended for good, and while nobody is asked. Reload to see where the draw stands.",
    )
}

pub fn nobody_leaves() -> ApiError {
    ApiError::conflict(
        "draw.nobody_leaves",
        "没有席位需要补抽：签到的专家都在席。请选择要补抽的席位。",
        "No seat is vacant: everybody is there. Choose the seats to draw again.",
    )
}

pub fn round_changed() -> ApiError {
    ApiError::conflict(
        "draw.round_changed",
        "签字期间席位有变化，请重新发起补位。",
        "Something about the seats has changed meanwhile. Ask for the round again.",
    )
}
