//! A draw as the hall and its operator see it. Nothing here is computed from who was drawn before the names are open.

use jiff::Timestamp;
use proof::phrase::four_words;
use rules::draw::answer::Answer;
use rules::draw::callout::Plan;
use rules::draw::stage::{Next, Stage};
use rules::project::fit::SlotCount;
use serde::Serialize;
use utoipa::ToSchema;

use super::callee::{self, Stored as Callee};
use super::contribution::{self, State};
use super::course::{Course, Stated};
use super::live::Waits;
use super::{rounds, sight};
use crate::app::App;
use crate::db::Tx;
use crate::http::{ApiError, Language, Say};
use crate::ledger;
use crate::project::{self, Drawn};

/// What everybody in the hall sees.
#[derive(Clone, Serialize, ToSchema)]
pub struct HallView {
    pub id: String,
    /// `3F2A 91C0`: what the draw is called where its project may not be named.
    pub alias: String,
    /// The draw id, 64 hexadecimal digits.
    pub draw: String,
    pub attempt: i32,
    pub area: String,
    pub stage: &'static str,
    /// 1 to 7; 0 for a draw that was cancelled.
    pub stage_number: u8,
    pub closed: bool,
    pub rehearsal: bool,
    /// `one_party` or `separate`.
    pub mode: &'static str,
    #[schema(value_type = String)]
    pub now: Timestamp,
    /// Whose clock it is.
    pub clock_source: &'static str,
    #[schema(value_type = String)]
    pub starts_at: Timestamp,
    #[schema(value_type = String)]
    pub not_before: Timestamp,
    pub slots: Vec<SlotItem>,
    pub commit: Option<CommitItem>,
    pub contributors: Vec<ContributorItem>,
    pub numbers: NumbersItem,
    pub sealed: Option<SealedItem>,
    pub rounds: Option<RoundsItem>,
    pub check_in: Option<CheckInItem>,
    #[schema(value_type = Option<String>)]
    pub unsealed_at: Option<Timestamp>,
    pub cancel: Option<CancelItem>,
    pub waiting: Option<WaitingItem>,
    pub statements: Vec<StatementItem>,
}

/// A slot with how many people fit it by profile rules alone.
#[derive(Clone, Serialize, ToSchema)]
pub struct SlotItem {
    pub specialty: String,
    pub name: String,
    pub quota: u8,
    pub tiers: Vec<TierItem>,
}

#[derive(Clone, Serialize, ToSchema)]
pub struct TierItem {
    /// `city`, `neighbours` or `province`.
    pub reach: &'static str,
    pub areas: Vec<String>,
    pub count: u32,
}

#[derive(Clone, Serialize, ToSchema)]
pub struct CommitItem {
    pub hash: String,
    pub words: [String; 4],
    pub index: Option<u64>,
    #[schema(value_type = String)]
    pub at: Timestamp,
    pub checked: Option<CheckedItem>,
}

#[derive(Clone, Serialize, ToSchema)]
pub struct CheckedItem {
    pub by: String,
    pub index: Option<u64>,
    #[schema(value_type = String)]
    pub at: Timestamp,
}

#[derive(Clone, Serialize, ToSchema)]
pub struct ContributorItem {
    pub role: String,
    /// `centre`, `supervisor`, `holder`, `tenderee` or `guest`.
    pub kind: String,
    pub organisation: String,
    /// `invited`, `joined`, `committed`, `revealed` or `missing`.
    pub state: &'static str,
    /// Four words of the commitment.
    pub words: Option<[String; 4]>,
    pub digits: Option<String>,
    /// Eight letters, once revealed.
    pub nonce: Option<String>,
}

#[derive(Clone, Serialize, ToSchema)]
pub struct NumbersItem {
    /// `closed`, `insiders`, `everyone`, `reveals` or `done`.
    pub list: &'static str,
    pub turn: Option<String>,
    pub round: u32,
}

#[derive(Clone, Serialize, ToSchema)]
pub struct SealedItem {
    pub hash: String,
    pub index: Option<u64>,
    /// Size of the checkpoint that holds it.
    pub size: Option<u64>,
    #[schema(value_type = Option<String>)]
    pub at: Option<Timestamp>,
    pub cosigners: Vec<CosignerItem>,
}

#[derive(Clone, Serialize, ToSchema)]
pub struct CosignerItem {
    pub name: String,
    #[schema(value_type = Option<String>)]
    pub at: Option<Timestamp>,
}

#[derive(Clone, Serialize, ToSchema)]
pub struct RoundsItem {
    #[schema(value_type = String)]
    pub t0: Timestamp,
    pub round_secs: u32,
    /// The round that closes at `next_at`.
    pub round: u32,
    #[schema(value_type = String)]
    pub next_at: Timestamp,
    #[schema(value_type = String)]
    pub ends_at: Timestamp,
    pub seats: Vec<SeatItem>,
}

#[derive(Clone, Serialize, ToSchema)]
pub struct SeatItem {
    /// From 0, as statements count them.
    pub seat: usize,
    pub specialty: String,
    /// `waiting`, `calling`, `accepted`, `vacant`, `short` or `arrived`.
    pub state: &'static str,
    #[schema(value_type = Option<String>)]
    pub since: Option<Timestamp>,
    #[schema(value_type = Option<String>)]
    pub until: Option<Timestamp>,
}

#[derive(Clone, Serialize, ToSchema)]
pub struct CheckInItem {
    pub expected_count: usize,
    pub arrived_count: usize,
    #[schema(value_type = String)]
    pub from: Timestamp,
    #[schema(value_type = String)]
    pub until: Timestamp,
}

#[derive(Clone, Serialize, ToSchema)]
pub struct CancelItem {
    pub cause: String,
    #[schema(value_type = String)]
    pub at: Timestamp,
}

#[derive(Clone, Serialize, ToSchema)]
pub struct WaitingItem {
    /// `cosigners`, `witness`, `time`, `people`, `operator`, `signature` or `fault`.
    #[serde(rename = "for")]
    #[schema(rename = "for")]
    pub waits_for: &'static str,
    pub sentence: String,
    #[schema(value_type = String)]
    pub since: Timestamp,
}

#[derive(Clone, Serialize, ToSchema)]
pub struct StatementItem {
    pub kind: String,
    pub round: u32,
    pub role: Option<String>,
    pub index: Option<u64>,
    #[schema(value_type = String)]
    pub at: Timestamp,
    #[schema(value_type = Option<String>)]
    pub cosigned_at: Option<Timestamp>,
}

/// The hall's view of a draw.
pub async fn hall(app: &App, tx: &mut Tx, course: &Course, language: Language) -> Result<HallView, ApiError> {
    let drawn = project::drawn_in(app, tx, course.draw.request, course.draw.opened_at).await?;
    let slots = slots(app, tx, course, &drawn).await?;
    let contributors = contribution::of_round(tx, course.draw.id, course.numbers_round()).await?;
    let callees = callee::of_draw(tx, course.draw.id).await?;
    let trust = sight::trust(app)?;
    let now = app.clock.now();
    let stage = course.stage()?;
    Ok(HallView {
        id: course.draw.id.to_string(),
        alias: sight::alias(course),
        draw: course.hash()?.to_string(),
        attempt: course.draw.attempt,
        area: course.draw.area.to_string(),
        stage: stage.code(),
        stage_number: stage.number(),
        closed: course.draw.closed,
        rehearsal: trust.rehearsal,
        mode: trust.mode,
        now,
        clock_source: "server",
        starts_at: course.draw.starts_at,
        not_before: course.draw.gather_at,
        commit: commit(app, course)?,
        contributors: people(course, contributors),
        numbers: numbers(course)?,
        sealed: sealed(course),
        rounds: rounds_of(course, &callees, (&slots, now), stage)?,
        check_in: check_in(course, &callees, stage),
        unsealed_at: course.one("unseal").map(|stated| stated.recorded_at),
        cancel: course.one("cancel").map(|stated| CancelItem {
            cause: stated.statement.value("cause").unwrap_or_default().to_owned(),
            at: stated.recorded_at,
        }),
        waiting: waiting(app, course, language),
        statements: course.own().iter().map(statement).collect(),
        slots,
    })
}

/// Slots with their counts by profile rules, as the wizard shows them.
async fn slots(app: &App, tx: &mut Tx, course: &Course, drawn: &Drawn) -> Result<Vec<SlotItem>, ApiError> {
    let counts: Vec<SlotCount> = match app.draws.counted(course.draw.id) {
        Some(counts) => counts,
        None => {
            let counts = project::counts_in(app, tx, drawn).await?;
            app.draws.keep_counted(course.draw.id, counts.clone());
            counts
        }
    };
    let codes = drawn.request.slots.all().iter().map(|slot| slot.specialty).collect();
    let names = sight::specialty_names(app, tx, codes, course).await?;
    let item = |((slot, count), (code, name)): ((&rules::project::Slot, SlotCount), (_, String))| SlotItem {
        specialty: rules::expert::SpecialtyCode::to_string(&code),
        name,
        quota: slot.quota.count(),
        tiers: slot
            .tiers
            .iter()
            .zip(count.tiers)
            .map(|(tier, count)| TierItem {
                reach: tier.reach.code(),
                areas: tier.areas.iter().map(ToString::to_string).collect(),
                count,
            })
            .collect(),
    };
    Ok(drawn.request.slots.all().iter().zip(counts).zip(names).map(item).collect())
}

fn commit(app: &App, course: &Course) -> Result<Option<CommitItem>, ApiError> {
    let (Some(stated), Some(hash)) = (course.one("draw-commit"), course.commit()) else { return Ok(None) };
    let by = ledger::anchors(app)?.map(|chain| chain.newest().keys.witness.name().to_owned()).unwrap_or_default();
    let checked = |checked: &Stated| CheckedItem { by, index: checked.index, at: checked.recorded_at };
    Ok(Some(CommitItem {
        hash: hash.to_string(),
        words: four_words(&hash),
        index: stated.index,
        at: stated.recorded_at,
        checked: course.one("pool-checked").map(checked),
    }))
}

fn people(course: &Course, contributors: Vec<contribution::Stored>) -> Vec<ContributorItem> {
    let revealed = |role: &str| {
        course.of_round("reveal", course.numbers_round()).find(|stated| stated.statement.value("role") == Some(role))
    };
    let item = |(one, state): (contribution::Stored, State)| {
        let number = revealed(&one.role).and_then(|stated| {
            let value = |key: &str| stated.statement.value(key).unwrap_or_default();
            proof::number::Number::parse(value("nonce"), value("digits")).ok()
        });
        ContributorItem {
            kind: one.kind().to_owned(),
            role: one.role,
            organisation: one.organisation,
            state: state.code(),
            words: one.commitment.as_ref().map(four_words),
            digits: number.as_ref().map(|number| number.digits().to_owned()),
            nonce: number.map(|number| number.nonce_letters()),
        }
    };
    contribution::states(course, contributors).into_iter().map(item).collect()
}

fn numbers(course: &Course) -> Result<NumbersItem, ApiError> {
    let list = match course.next()? {
        Next::Commit | Next::CheckPool => "closed",
        Next::Insiders => "insiders",
        Next::Everybody => "everyone",
        Next::Reveals(_) => "reveals",
        _ => "done",
    };
    Ok(NumbersItem { list, turn: course.turn()?.map(|role| role.to_string()), round: course.numbers_round() })
}

fn sealed(course: &Course) -> Option<SealedItem> {
    let stated = course.one("sealed")?;
    let cosigners = stated.proof.as_ref().map(|proof| {
        let names = proof.note.signatures().iter().skip(1);
        names.map(|one| CosignerItem { name: one.name.clone(), at: stated.cosigned_at }).collect()
    });
    Some(SealedItem {
        hash: stated.statement.value("hash").unwrap_or_default().to_owned(),
        index: stated.index,
        size: stated.proof.as_ref().map(|proof| proof.checkpoint().head.size),
        at: stated.cosigned_at,
        cosigners: cosigners.unwrap_or_default(),
    })
}

fn rounds_of(
    course: &Course,
    callees: &[Callee],
    (slots, now): (&[SlotItem], Timestamp),
    stage: Stage,
) -> Result<Option<RoundsItem>, ApiError> {
    if course.t0().is_none() || !matches!(stage, Stage::Callout | Stage::CheckIn | Stage::Unsealed) {
        return Ok(None);
    }
    let plan: Plan = rounds::plan(course)?;
    let committed = course.slots()?;
    let is_over = stage != Stage::Callout;
    let seat = |seat: usize| {
        let holder = callees.iter().find(|one| usize::from(one.seat) == seat && one.left_round.is_none());
        let specialty = slots.get(committed.slot_of_seat(seat)).map(|slot| slot.name.clone()).unwrap_or_default();
        let (state, since, until) = match holder {
            None if callees.is_empty() => ("waiting", None, None),
            None if is_over => ("short", None, None),
            None => ("vacant", None, None),
            // A class is never shown before the names are open: whoever said no, or nothing, leaves a vacancy.
            Some(one) => match one.answer {
                Answer::Open if is_over => ("short", None, None),
                Answer::Open => ("calling", Some(one.drawn_at), Some(one.until_at)),
                Answer::Accepted if one.arrived_at.is_some() => ("arrived", one.arrived_at, None),
                Answer::Accepted => ("accepted", one.answered_at, None),
                _ => ("vacant", one.answered_at, None),
            },
        };
        SeatItem { seat, specialty, state, since, until }
    };
    Ok(Some(RoundsItem {
        t0: plan.t0,
        round_secs: plan.round_secs,
        round: course.round_count() + u32::from(!is_over),
        next_at: plan.closes_at(now),
        ends_at: plan.ends_at,
        seats: (0..committed.seat_count()).map(seat).collect(),
    }))
}

fn check_in(course: &Course, callees: &[Callee], stage: Stage) -> Option<CheckInItem> {
    if !matches!(stage, Stage::CheckIn | Stage::Unsealed) {
        return None;
    }
    let came = |one: &&Callee| matches!(one.answer, Answer::Accepted | Answer::Absent) && one.left_round.is_none();
    let expected = callees.iter().filter(came);
    Some(CheckInItem {
        expected_count: expected.clone().count(),
        arrived_count: expected.filter(|one| one.arrived_at.is_some()).count(),
        from: course.draw.gather_at,
        until: course.draw.waits_until(),
    })
}

fn waiting(app: &App, course: &Course, language: Language) -> Option<WaitingItem> {
    let (waits, since) = app.draws.waits(course.draw.id)?;
    let people = match course.stage() {
        Ok(Stage::Numbers) => Say::new("等待在场人员投数。", "Waiting for the numbers of the people present."),
        _ => Say::new("等待被抽取人答复。", "Waiting for the answers of those who were drawn."),
    };
    let (waits_for, say) = match waits {
        Waits::Cosigners => ("cosigners", Say::new("等待见证签名。", "Waiting for the cosigners.")),
        Waits::Witness(_) => (
            "witness",
            Say::new(
                "见证程序没有答复，抽取等待；恢复后自动继续。",
                "The witness does not answer; the draw goes on by itself once it does.",
            ),
        ),
        Waits::People => ("people", people),
        Waits::Time(_) => ("time", Say::new("等待规定的时刻。", "Waiting for its time.")),
        Waits::Signature => (
            "signature",
            Say::new(
                "现有专家不足以公平抽取，等待中心与见证程序共同取消本次抽取。",
                "The pool is too thin for a fair draw; centre and witness cancel this attempt together.",
            ),
        ),
        Waits::Operator => (
            "operator",
            Say::new(
                "等待抽取人员再次补位，或结束补位。",
                "Waiting for whoever runs the draw: another round, or the end of the list.",
            ),
        ),
        Waits::Fault(_) => (
            "fault",
            Say::new(
                "系统遇到问题，抽取暂停；请系统管理员查看日志。",
                "Something is wrong and the draw stands still; a system officer looks at the log.",
            ),
        ),
    };
    Some(WaitingItem { waits_for, sentence: say.of(language), since })
}

fn statement(stated: &Stated) -> StatementItem {
    StatementItem {
        kind: stated.statement.kind().to_owned(),
        round: stated.round(),
        role: stated.statement.value("role").map(str::to_owned),
        index: stated.index,
        at: stated.recorded_at,
        cosigned_at: stated.cosigned_at,
    }
}
