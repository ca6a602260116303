//! What is due while drawn people are asked: answers that were not given in time, the next round at its instant, the end of the
//! list. Rounds close at fixed instants after `sealed` was cosigned, so that nobody chooses when a vacancy is drawn again.

use jiff::{SignedDuration, Timestamp};

use super::answer::Answer;

/// The fixed times of one draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// When the first checkpoint that holds `sealed` was cosigned.
    pub t0: Timestamp,
    /// Time between the instants at which rounds close.
    pub round_secs: u32,
    /// Most rounds that vacate a seat.
    pub round_max: u32,
    /// How long somebody may think.
    pub answer_secs: u32,
    /// When the list of holders closes at the latest.
    pub ends_at: Timestamp,
}

/// What is looked at of somebody who was drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Callee {
    /// The seat.
    pub seat: u8,
    /// What came of asking.
    pub answer: Answer,
    /// Until when the answer can be given.
    pub until: Timestamp,
    /// When it was given.
    pub answered_at: Option<Timestamp>,
    /// Whether a round has vacated the seat.
    pub has_left: bool,
}

/// What is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Due {
    /// The answers of these, by place, were not given in time.
    Expire(Vec<usize>),
    /// A round closes; these, by place, leave their seats.
    Round(Vec<usize>),
    /// The list of holders is closed.
    End,
    /// Nothing before this instant, unless somebody answers.
    Nothing {
        /// The next instant at which a round closes.
        until: Timestamp,
    },
}

impl Plan {
    /// Until when somebody who is drawn at an instant may answer.
    pub fn until(&self, drawn_at: Timestamp) -> Timestamp {
        let thinking = SignedDuration::from_secs(i64::from(self.answer_secs));
        drawn_at.saturating_add(thinking).expect("a duration in seconds is added").min(self.ends_at)
    }

    /// The newest instant at or before `now`, if one was reached.
    pub fn closed_at(&self, now: Timestamp) -> Option<Timestamp> {
        let passed = now.duration_since(self.t0).as_secs() / i64::from(self.round_secs);
        (passed >= 1).then(|| self.instant(passed))
    }

    /// The first instant after `now`.
    pub fn closes_at(&self, now: Timestamp) -> Timestamp {
        self.instant((now.duration_since(self.t0).as_secs() / i64::from(self.round_secs) + 1).max(1))
    }

    fn instant(&self, number: i64) -> Timestamp {
        let after = SignedDuration::from_secs(number.saturating_mul(i64::from(self.round_secs)));
        self.t0.saturating_add(after).expect("a duration in seconds is added")
    }

    /// What is due now, after `round_count` rounds. An outcome belongs to the first round that closes after it.
    pub fn due(&self, callees: &[Callee], round_count: u32, now: Timestamp) -> Due {
        let places = |fits: &dyn Fn(&Callee) -> bool| -> Vec<usize> {
            callees.iter().enumerate().filter(|(_, callee)| fits(callee)).map(|(place, _)| place).collect()
        };
        let is_over = now >= self.ends_at;
        if !is_over {
            let late = places(&|callee| callee.answer == Answer::Open && callee.until <= now);
            if !late.is_empty() {
                return Due::Expire(late);
            }
        }
        let nothing = Due::Nothing { until: self.closes_at(now) };
        let Some(instant) = self.closed_at(now) else { return nothing };
        let left = |callee: &Callee| !callee.has_left && callee.answer.class().is_some();
        let by_then = |callee: &Callee| callee.answered_at.is_some_and(|answered_at| answered_at <= instant);
        let leaving = places(&|callee| left(callee) && by_then(callee));
        // Whoever is drawn at the end could not be asked any more: those seats are filled after unsealing.
        if !leaving.is_empty() && !is_over && round_count < self.round_max {
            return Due::Round(leaving);
        }
        let settled = |callee: &&Callee| callee.has_left || (callee.answer == Answer::Accepted && by_then(callee));
        let is_settled = callees.iter().all(|callee| settled(&callee));
        if is_settled || is_over { Due::End } else { nothing }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vacancy_waits_for_the_instant_after_it() {
        let mut callees = [callee(0, Answer::Accepted, Some(3)), callee(1, Answer::Declined, Some(12))];
        assert_eq!(PLAN.due(&callees, 0, second(12)), nothing(20));
        assert_eq!(PLAN.due(&callees, 0, second(19)), nothing(20));
        assert_eq!(PLAN.due(&callees, 0, second(20)), Due::Round(vec![1]));
        assert_eq!(PLAN.due(&callees, 0, second(95)), Due::Round(vec![1]), "late, but the same people leave");
        callees[1].has_left = true;
        assert_eq!(PLAN.due(&callees, 1, second(21)), Due::End);
    }

    #[test]
    fn nothing_closes_before_the_first_instant() {
        let callees = [callee(0, Answer::Accepted, Some(1))];
        assert_eq!(PLAN.due(&callees, 0, second(9)), nothing(10));
        assert_eq!(PLAN.due(&callees, 0, second(10)), Due::End);
    }

    #[test]
    fn silence_becomes_an_outcome_before_it_vacates() {
        let callees = [callee(0, Answer::Open, None)];
        assert_eq!(PLAN.due(&callees, 0, second(29)), nothing(30));
        assert_eq!(PLAN.due(&callees, 0, second(30)), Due::Expire(vec![0]));
    }

    #[test]
    fn the_list_ends_at_its_time_whatever_is_open() {
        let callees = [callee(0, Answer::Open, None), callee(1, Answer::Declined, Some(98))];
        assert_eq!(PLAN.due(&callees, 0, second(100)), Due::End);
        assert_eq!(PLAN.until(second(80)), second(100), "nobody is asked beyond it");
    }

    #[test]
    fn the_pack_bounds_the_rounds() {
        let mut callees = [callee(0, Answer::Declined, Some(2))];
        assert_eq!(PLAN.due(&callees, 5, second(50)), nothing(60));
        callees[0].has_left = true;
        assert_eq!(PLAN.due(&callees, 5, second(50)), Due::End);
    }

    #[test]
    fn instants_stand_where_they_are_whoever_asks_when() {
        for now in 10..200 {
            let closed = PLAN.closed_at(second(now)).expect("one was reached");
            assert!(closed <= second(now) && second(now) < PLAN.closes_at(second(now)));
            assert_eq!(closed.as_second() % 10, 0);
        }
    }

    const PLAN: Plan =
        Plan { t0: Timestamp::UNIX_EPOCH, round_secs: 10, round_max: 5, answer_secs: 30, ends_at: at(100) };

    const fn at(second: i64) -> Timestamp {
        Timestamp::constant(second, 0)
    }

    fn second(second: i64) -> Timestamp {
        at(second)
    }

    fn nothing(until: i64) -> Due {
        Due::Nothing { until: second(until) }
    }

    fn callee(seat: u8, answer: Answer, answered: Option<i64>) -> Callee {
        Callee { seat, answer, until: second(30), answered_at: answered.map(second), has_left: false }
    }
}
