//! One drawn person's answer, as a machine without a clock: who they are first, then yes or no, once, within the time. The same
//! machine serves every channel.

use jiff::Timestamp;
use proof::seed::Class;

use crate::wording::{Worded, words};

words! {
    /// What came of asking a drawn person.
    pub enum Answer ("答复", "answer") {
        /// Not answered yet.
        Open = "open", "待答复", "open";
        /// Comes.
        Accepted = "accepted", "已接受", "accepted";
        /// Does not come.
        Declined = "declined", "不能参加", "declined";
        /// Did not answer in time, or did not prove who they are.
        NoAnswer = "no_answer", "未答复", "no answer";
        /// Accepted elsewhere for the same time.
        Conflict = "conflict", "时间冲突", "conflict";
        /// Did not come, or had to leave.
        Absent = "absent", "缺席", "absent";
        /// Must not sit on this panel.
        Recusal = "recusal", "应当回避", "recusal";
    }
}

words! {
    /// Why a drawn person does not come.
    pub enum Reason ("不能参加的原因", "reason for declining") {
        /// Other duties.
        Busy = "busy", "另有工作", "other duties";
        /// Health.
        Ill = "ill", "身体原因", "health";
        /// Not in the area.
        Away = "away", "不在本地", "away";
        /// Something else.
        Other = "other", "其他", "something else";
    }
}

impl Answer {
    /// The class with which the seat is vacated; none while the person holds it.
    pub const fn class(self) -> Option<Class> {
        match self {
            Self::Open | Self::Accepted => None,
            Self::Declined => Some(Class::Declined),
            Self::NoAnswer => Some(Class::NoAnswer),
            Self::Conflict => Some(Class::Conflict),
            Self::Absent => Some(Class::Absent),
            Self::Recusal => Some(Class::Recusal),
        }
    }
}

/// Somebody who was drawn for a seat, as they are asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// What is known of the answer.
    pub answer: Answer,
    /// Until when it can be given.
    pub until: Timestamp,
    /// Whether the person proved who they are.
    pub is_identified: bool,
    /// How often they did not.
    pub wrong_count: u8,
}

/// What happens to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// The end of the identity number was typed.
    Identify {
        /// Whether it is right.
        right: bool,
    },
    /// The person comes.
    Accept {
        /// Whether they accepted elsewhere for the same time.
        clashes: bool,
    },
    /// The person does not come.
    Decline,
    /// The time is over.
    Expire,
    /// Whoever accepted is not there, or has to leave.
    Miss,
    /// Whoever accepted must not sit on this panel.
    Recuse,
}

/// Decides one event at an instant.
pub fn step(asked: &Asked, event: Event, now: Timestamp) -> Result<Asked, AnswerError> {
    let mut next = asked.clone();
    match (asked.answer, event) {
        (Answer::Open, _) => {}
        (Answer::Accepted, Event::Miss) => return Ok(Asked { answer: Answer::Absent, ..next }),
        (Answer::Accepted, Event::Recuse) => return Ok(Asked { answer: Answer::Recusal, ..next }),
        (answer, _) => return Err(AnswerError::Given { answer }),
    }
    match event {
        Event::Expire if now >= asked.until => next.answer = Answer::NoAnswer,
        Event::Expire => return Err(AnswerError::Early),
        Event::Miss | Event::Recuse => return Err(AnswerError::Open),
        _ if now >= asked.until => return Err(AnswerError::Late),
        Event::Identify { right: true } => next.is_identified = true,
        Event::Identify { right: false } => {
            next.wrong_count += 1;
            if next.wrong_count >= WRONG_MAX {
                next.answer = Answer::NoAnswer;
            }
        }
        Event::Accept { .. } | Event::Decline if !asked.is_identified => return Err(AnswerError::Unknown),
        Event::Accept { clashes: true } => next.answer = Answer::Conflict,
        Event::Accept { clashes: false } => next.answer = Answer::Accepted,
        Event::Decline => next.answer = Answer::Declined,
    }
    Ok(next)
}

/// Why an answer is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// There is one already.
    #[error("your answer is on record: {}; it does not change", answer.en())]
    Given {
        /// The one on record.
        answer: Answer,
    },
    /// The time is over.
    #[error("the time for answering is over; you need to do nothing")]
    Late,
    /// Identity comes first.
    #[error("enter the last four characters of your resident id first")]
    Unknown,
    /// The time is not over.
    #[error("the time for answering is not over")]
    Early,
    /// Only who accepted can be missed.
    #[error("this person has not accepted")]
    Open,
}

impl Worded for AnswerError {
    fn code(&self) -> &'static str {
        match self {
            Self::Given { .. } => "answer.given",
            Self::Late => "answer.late",
            Self::Unknown => "answer.unknown",
            Self::Early => "answer.early",
            Self::Open => "answer.open",
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Given { answer } => format!("您的答复已记录：{}，不再更改", answer.zh()),
            Self::Late => "答复时间已过，您无需再做什么".to_owned(),
            Self::Unknown => "请先输入身份证号后四位".to_owned(),
            Self::Early => "答复时间未到".to_owned(),
            Self::Open => "该专家尚未接受".to_owned(),
        }
    }
}

/// After so many wrong tries nobody answers in this person's place.
const WRONG_MAX: u8 = 3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identity_comes_before_the_answer_and_the_answer_once() {
        let asked = asked();
        assert_eq!(at(&asked, Event::Accept { clashes: false }, 10), Err(AnswerError::Unknown));
        let known = at(&asked, Event::Identify { right: true }, 10).expect("known");
        let accepted = at(&known, Event::Accept { clashes: false }, 20).expect("accepted");
        assert_eq!(accepted.answer, Answer::Accepted);
        let given = Err(AnswerError::Given { answer: Answer::Accepted });
        for event in [Event::Decline, Event::Accept { clashes: false }, Event::Expire, Event::Identify { right: false }]
        {
            assert_eq!(at(&accepted, event, 200), given, "{event:?}");
        }
    }

    #[test]
    fn a_clash_vacates_the_seat_with_its_own_class() {
        let known = at(&asked(), Event::Identify { right: true }, 10).expect("known");
        let clash = at(&known, Event::Accept { clashes: true }, 20).expect("an outcome");
        assert_eq!(clash.answer.class(), Some(Class::Conflict));
        assert_eq!(at(&known, Event::Decline, 20).expect("declined").answer.class(), Some(Class::Declined));
    }

    #[test]
    fn only_whoever_accepted_can_be_missed() {
        let known = at(&asked(), Event::Identify { right: true }, 10).expect("known");
        let accepted = at(&known, Event::Accept { clashes: false }, 20).expect("accepted");
        for (event, answer, class) in
            [(Event::Miss, Answer::Absent, Class::Absent), (Event::Recuse, Answer::Recusal, Class::Recusal)]
        {
            assert_eq!(at(&known, event, 30), Err(AnswerError::Open));
            let gone = at(&accepted, event, 900).expect("gone");
            assert_eq!((gone.answer, gone.answer.class()), (answer, Some(class)));
            assert_eq!(at(&gone, event, 901), Err(AnswerError::Given { answer }));
        }
    }

    #[test]
    fn wrong_tries_and_time_end_the_question() {
        let mut asked = asked();
        for _ in 0..2 {
            asked = at(&asked, Event::Identify { right: false }, 10).expect("a try");
            assert_eq!(asked.answer, Answer::Open);
        }
        assert_eq!(at(&asked, Event::Identify { right: false }, 10).expect("a try").answer, Answer::NoAnswer);
        assert_eq!(at(&asked, Event::Expire, 99), Err(AnswerError::Early));
        assert_eq!(at(&asked, Event::Identify { right: true }, 100), Err(AnswerError::Late));
        assert_eq!(at(&asked, Event::Expire, 100).expect("over").answer, Answer::NoAnswer);
    }

    fn asked() -> Asked {
        Asked { answer: Answer::Open, until: second(100), is_identified: false, wrong_count: 0 }
    }

    fn at(asked: &Asked, event: Event, now: i64) -> Result<Asked, AnswerError> {
        step(asked, event, second(now))
    }

    fn second(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("an instant")
    }
}
