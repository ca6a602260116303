//! What a drawn expert hears who may not do what they asked for.

use rules::draw::answer::AnswerError;
use rules::wording::Worded as _;

use crate::http::ApiError;

impl From<AnswerError> for ApiError {
    fn from(error: AnswerError) -> Self {
        Self::conflict(error.code(), error.zh() + "。", error.en() + ".")
    }
}

pub fn wrong_id() -> ApiError {
    ApiError::refused(
        "answer.wrong_id",
        "身份证号后四位不符，请核对后再输入。连续输错三次，本次询问即结束。",
        "These are not the last four characters of your resident id. After three wrong tries this question ends.",
    )
}

pub fn ended() -> ApiError {
    ApiError::conflict(
        "answer.ended",
        "身份证号后四位连续输错三次，本次询问已结束，您无需再做什么。",
        "The last four characters were wrong three times; this question has ended and you need to do nothing.",
    )
}
