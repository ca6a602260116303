//! The life of a request, as a machine without a clock: drafted and filed by its author, approved by a pool officer who has no part
//! in it, drawn for once, or cancelled before. Whether the pool is deep enough is asked elsewhere.

use jiff::Timestamp;

use crate::account::Role;
use crate::id::{AccountId, UnitId};
use crate::pack::{Chain, PackError};
use crate::unit::Share;
use crate::wording::{Worded, words};

words! {
    /// Where a request stands.
    pub enum Phase ("申请状态", "state of the request") {
        /// Being written.
        Draft = "draft", "草稿", "draft";
        /// Waits for approval.
        Filed = "filed", "待审核", "filed";
        /// May be drawn for.
        Approved = "approved", "已批准", "approved";
        /// Was drawn for.
        Drawn = "drawn", "已抽取", "drawn";
        /// Will not be drawn for.
        Cancelled = "cancelled", "已取消", "cancelled";
    }
}

/// A request as its life looks at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Where it stands.
    pub phase: Phase,
    /// Who wrote it.
    pub author: AccountId,
    /// Who tenders.
    pub tenderees: Vec<UnitId>,
    /// Beginning of the evaluation.
    pub starts_at: Timestamp,
    /// The earliest instant of the draw, where there is one.
    pub opens_at: Option<Timestamp>,
    /// Whether two officers must approve (R27 beyond the pack's figures).
    pub needs_second: bool,
    /// Who has approved so far.
    pub approved_by: Vec<AccountId>,
}

/// Somebody who acts on a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Officer {
    /// The account.
    pub account: AccountId,
    /// Its role.
    pub role: Role,
    /// The unit that the account belongs to, where it belongs to one.
    pub unit: Option<UnitId>,
}

/// What happens to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// The author hands it in.
    File {
        /// Who.
        by: AccountId,
    },
    /// An officer sends it back to its author.
    Return {
        /// Who.
        by: Officer,
    },
    /// An officer approves it.
    Approve {
        /// Who.
        by: Officer,
        /// Near matches that block.
        near_count: usize,
    },
    /// Its draw is opened.
    Draw {
        /// Who.
        by: Officer,
        /// Near matches that block.
        near_count: usize,
        /// Whether every draw for it so far was cancelled.
        is_again: bool,
    },
    /// The author or an officer gives it up.
    Cancel {
        /// Who.
        by: Officer,
    },
}

/// What an event does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The request from here on.
    pub next: State,
}

/// Decides one event at an instant.
pub fn step(state: &State, event: Event, now: Timestamp) -> Result<Step, ProjectError> {
    let mut next = state.clone();
    match event {
        Event::File { by } => {
            in_phase(state, Phase::Draft)?;
            if by != state.author {
                return Err(ProjectError::NotAuthor);
            }
            in_time(state, now)?;
            next.phase = Phase::Filed;
        }
        Event::Return { by } => {
            in_phase(state, Phase::Filed)?;
            apart(state, by)?;
            next.phase = Phase::Draft;
            next.approved_by.clear();
        }
        Event::Approve { by, near_count } => {
            in_phase(state, Phase::Filed)?;
            apart(state, by)?;
            in_time(state, now)?;
            resolved(near_count)?;
            if state.approved_by.contains(&by.account) {
                return Err(ProjectError::Twice);
            }
            next.approved_by.push(by.account);
            let needed = if state.needs_second { 2 } else { 1 };
            next.phase = if next.approved_by.len() >= needed { Phase::Approved } else { Phase::Filed };
        }
        Event::Draw { by, near_count, is_again } => {
            in_phase(state, if is_again { Phase::Drawn } else { Phase::Approved })?;
            may_draw(state, by)?;
            in_time(state, now)?;
            if let Some(opens_at) = state.opens_at.filter(|opens_at| now < *opens_at) {
                return Err(ProjectError::Early { opens_at });
            }
            resolved(near_count)?;
            next.phase = Phase::Drawn;
        }
        Event::Cancel { by } => {
            if matches!(state.phase, Phase::Drawn | Phase::Cancelled) {
                return Err(ProjectError::Phase { phase: state.phase });
            }
            if by.account != state.author {
                apart(state, by)?;
            }
            next.phase = Phase::Cancelled;
        }
    }
    Ok(Step { next })
}

/// R27: whether a request names so many units, or removes so much of a slot, that two officers must approve it. For each slot the
/// people whom the named units remove, and all whom the slot fits.
pub fn needs_second(unit_count: usize, slots: &[(u32, u32)], chain: &Chain) -> Result<bool, PackError> {
    let name = "recusal.requested_share_percent";
    let wrong = || PackError::Kind { name: name.to_owned(), wanted: "a percentage" };
    let share = Share::read(chain.text(name)?).map_err(|_| wrong())?;
    let most = chain.number("recusal.requested_units_max")?;
    let passes = |(removed, fitting): &(u32, u32)| {
        u128::from(*removed) * u128::from(Share::WHOLE.units()) > u128::from(*fitting) * u128::from(share.units())
    };
    Ok(i64::try_from(unit_count).is_ok_and(|count| count > most) || slots.iter().any(passes))
}

/// Why an event cannot happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProjectError {
    /// The request stands elsewhere.
    #[error("the request is {}; this is not possible any more or not yet", phase.en())]
    Phase {
        /// Where it stands.
        phase: Phase,
    },
    /// There was a draw already.
    #[error("this request was drawn for; there is no second draw, file a new request if the law gives a cause")]
    AlreadyDrawn,
    /// Somebody else's draft.
    #[error("only the author files a request")]
    NotAuthor,
    /// The role does not decide requests.
    #[error("this needs a {}", needed.en())]
    Role {
        /// The role that does.
        needed: Role,
    },
    /// The author decides.
    #[error("nobody decides a request of their own; another officer must")]
    OwnRequest,
    /// The tenderee decides.
    #[error("an officer of the tenderee does not decide this request; another officer must")]
    OfTenderee,
    /// The approver draws.
    #[error("whoever approved a request does not draw for it; another operator must")]
    Approver,
    /// One officer approves twice.
    #[error("you have approved this request; the second approval is another officer's")]
    Twice,
    /// Too late.
    #[error("the evaluation began at {starts_at}; cancel the request and file one with a time to come")]
    Past {
        /// Beginning of the evaluation.
        starts_at: Timestamp,
    },
    /// Too early.
    #[error("the draw opens at {opens_at}; come back then, or record a consent to draw earlier")]
    Early {
        /// The earliest instant.
        opens_at: Timestamp,
    },
    /// Units that may be one.
    #[error("{count} near matches touch this request; resolve them first")]
    Near {
        /// How many.
        count: usize,
    },
}

impl Worded for ProjectError {
    fn code(&self) -> &'static str {
        match self {
            Self::Phase { .. } => "project.phase",
            Self::AlreadyDrawn => "project.already_drawn",
            Self::NotAuthor => "project.not_author",
            Self::Role { .. } => "project.role",
            Self::OwnRequest => "project.own_request",
            Self::OfTenderee => "project.of_tenderee",
            Self::Approver => "project.approver",
            Self::Twice => "project.twice",
            Self::Past { .. } => "project.past",
            Self::Early { .. } => "project.early",
            Self::Near { .. } => "project.near",
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Phase { phase } => format!("申请{}，不能进行此操作", phase.zh()),
            Self::AlreadyDrawn => "该申请已经抽取，不得重抽；确有法定情形的，请另行申请".to_owned(),
            Self::NotAuthor => "只有填写人可以提交申请".to_owned(),
            Self::Role { needed } => format!("此操作须由{}办理", needed.zh()),
            Self::OwnRequest => "不能审核自己填写的申请，请由其他人员办理".to_owned(),
            Self::OfTenderee => "招标人一方的人员不能审核该申请，请由其他人员办理".to_owned(),
            Self::Approver => "批准该申请的人员不能主持抽取，请由其他抽取员办理".to_owned(),
            Self::Twice => "您已批准该申请，第二次批准须由另一人办理".to_owned(),
            Self::Past { starts_at } => {
                format!("评标时间 {} 已过，请取消后重新申请", crate::time::local_of(*starts_at))
            }
            Self::Early { opens_at } => {
                format!("{} 起方可抽取，请届时办理，或登记提前抽取的同意文件", crate::time::local_of(*opens_at))
            }
            Self::Near { count } => format!("有 {count} 组疑似同一单位与该申请有关，请先处理"),
        }
    }
}

fn in_phase(state: &State, phase: Phase) -> Result<(), ProjectError> {
    match state.phase {
        standing if standing == phase => Ok(()),
        Phase::Drawn => Err(ProjectError::AlreadyDrawn),
        phase => Err(ProjectError::Phase { phase }),
    }
}

fn in_time(state: &State, now: Timestamp) -> Result<(), ProjectError> {
    if now < state.starts_at { Ok(()) } else { Err(ProjectError::Past { starts_at: state.starts_at }) }
}

fn resolved(count: usize) -> Result<(), ProjectError> {
    if count == 0 { Ok(()) } else { Err(ProjectError::Near { count }) }
}

/// A pool officer who has no part in the request.
fn apart(state: &State, by: Officer) -> Result<(), ProjectError> {
    if by.role != Role::PoolOfficer {
        return Err(ProjectError::Role { needed: Role::PoolOfficer });
    }
    if by.account == state.author {
        return Err(ProjectError::OwnRequest);
    }
    if by.unit.is_some_and(|unit| state.tenderees.contains(&unit)) {
        return Err(ProjectError::OfTenderee);
    }
    Ok(())
}

fn may_draw(state: &State, by: Officer) -> Result<(), ProjectError> {
    if by.role != Role::DrawOperator {
        return Err(ProjectError::Role { needed: Role::DrawOperator });
    }
    if by.account == state.author || state.approved_by.contains(&by.account) {
        return Err(ProjectError::Approver);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::model::tests::chain;
    use super::*;
    use crate::pack::Track;

    #[test]
    fn a_request_is_filed_approved_and_drawn_for_once() {
        let filed = next(&draft(), Event::File { by: account(1) });
        let approved = next(&filed, approve(officer(2)));
        assert_eq!((filed.phase, approved.phase), (Phase::Filed, Phase::Approved));
        let drawn = next(&approved, draw(operator(5)));
        assert_eq!(drawn.phase, Phase::Drawn);
        assert_eq!(refused(&drawn, draw(operator(5))), ProjectError::AlreadyDrawn);
        assert_eq!(refused(&drawn, approve(officer(2))), ProjectError::AlreadyDrawn);
        let cancel = Event::Cancel { by: officer(2) };
        assert_eq!(refused(&drawn, cancel), ProjectError::Phase { phase: Phase::Drawn });
        assert_eq!(next(&approved, cancel).phase, Phase::Cancelled);
    }

    #[test]
    fn the_approver_is_a_pool_officer_without_a_part_in_it() {
        let filed = next(&draft(), Event::File { by: account(1) });
        let of_tenderee = Officer { unit: Some(unit(7)), ..officer(2) };
        let elsewhere = Officer { unit: Some(unit(8)), ..officer(2) };
        let table = [
            (operator(2), Err(ProjectError::Role { needed: Role::PoolOfficer })),
            (officer(1), Err(ProjectError::OwnRequest)),
            (of_tenderee, Err(ProjectError::OfTenderee)),
            (elsewhere, Ok(Phase::Approved)),
        ];
        for (by, expected) in table {
            assert_eq!(step(&filed, approve(by), NOW).map(|step| step.next.phase), expected, "{by:?}");
            assert_eq!(step(&filed, Event::Return { by }, NOW).is_ok(), expected.is_ok());
        }
        let blocked = Event::Approve { by: officer(2), near_count: 2 };
        assert_eq!(refused(&filed, blocked), ProjectError::Near { count: 2 });
        assert_eq!(refused(&draft(), approve(officer(2))), ProjectError::Phase { phase: Phase::Draft });
        assert_eq!(refused(&draft(), Event::File { by: account(2) }), ProjectError::NotAuthor);
    }

    #[test]
    fn two_approvals_are_of_two_officers() {
        let state = State { needs_second: true, phase: Phase::Filed, ..draft() };
        let once = next(&state, approve(officer(2)));
        assert_eq!(once.phase, Phase::Filed);
        assert_eq!(refused(&once, approve(officer(2))), ProjectError::Twice);
        assert_eq!(next(&once, approve(officer(3))).phase, Phase::Approved);
        let back = next(&once, Event::Return { by: officer(3) });
        assert!(back.approved_by.is_empty());
    }

    #[test]
    fn a_draw_has_its_time_and_an_operator_who_did_not_approve() {
        let opens_at = NOW.checked_add(jiff::SignedDuration::from_secs(1)).expect("an instant");
        let approved = State { phase: Phase::Approved, approved_by: vec![account(2)], ..draft() };
        let early = State { opens_at: Some(opens_at), ..approved.clone() };
        assert_eq!(refused(&early, draw(operator(5))), ProjectError::Early { opens_at });
        let now = State { opens_at: Some(NOW), ..approved.clone() };
        assert_eq!(next(&now, draw(operator(5))).phase, Phase::Drawn);
        let late = State { starts_at: NOW, ..approved.clone() };
        assert_eq!(refused(&late, draw(operator(5))), ProjectError::Past { starts_at: NOW });
        assert_eq!(refused(&approved, draw(operator(2))), ProjectError::Approver);
        assert_eq!(refused(&approved, draw(officer(5))), ProjectError::Role { needed: Role::DrawOperator });
        let blocked = Event::Draw { by: operator(5), near_count: 1, is_again: false };
        assert_eq!(refused(&approved, blocked), ProjectError::Near { count: 1 });
    }

    #[test]
    fn more_than_ten_units_or_a_fifth_of_a_slot_need_a_second_approval() {
        let table: [(usize, Slots<'_>, bool); 6] = [
            (10, &[], false),
            (11, &[], true),
            (1, &[(20, 100)], false),
            (1, &[(0, 50), (21, 100)], true),
            (1, &[(1, 5)], false),
            (1, &[(0, 0)], false),
        ];
        for (units, slots, second) in table {
            assert_eq!(needs_second(units, slots, &chain(Track::Tender)), Ok(second), "{units} {slots:?}");
        }
    }

    /// People removed and people fitting, slot by slot.
    type Slots<'a> = &'a [(u32, u32)];

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn draft() -> State {
        State {
            phase: Phase::Draft,
            author: account(1),
            tenderees: vec![unit(7)],
            starts_at: NOW.checked_add(jiff::SignedDuration::from_hours(24)).expect("an instant"),
            opens_at: None,
            needs_second: false,
            approved_by: Vec::new(),
        }
    }

    fn next(state: &State, event: Event) -> State {
        step(state, event, NOW).expect("it happens").next
    }

    fn refused(state: &State, event: Event) -> ProjectError {
        step(state, event, NOW).expect_err("it is refused")
    }

    const fn approve(by: Officer) -> Event {
        Event::Approve { by, near_count: 0 }
    }

    const fn draw(by: Officer) -> Event {
        Event::Draw { by, near_count: 0, is_again: false }
    }

    fn officer(number: u128) -> Officer {
        Officer { account: account(number), role: Role::PoolOfficer, unit: None }
    }

    fn operator(number: u128) -> Officer {
        Officer { role: Role::DrawOperator, ..officer(number) }
    }

    fn account(number: u128) -> AccountId {
        AccountId::from_uuid(uuid::Uuid::from_u128(number))
    }

    fn unit(number: u128) -> UnitId {
        UnitId::from_uuid(uuid::Uuid::from_u128(number))
    }
}
