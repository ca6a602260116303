//! The stages of a draw, as the hall shows them, and how far its statements have brought it.

use crate::wording::words;

words! {
    /// Where a draw stands.
    pub enum Stage ("抽取阶段", "stage of the draw") {
        /// Opened; the pool is being made.
        Open = "open", "准备", "preparing";
        /// The pool is committed to and waits for the witness's check.
        Committed = "committed", "承诺", "committed";
        /// The people present commit to their numbers and reveal them.
        Numbers = "numbers", "投数", "numbers";
        /// Every number is revealed; the witness seals.
        Seal = "seal", "封存", "sealing";
        /// Those who were drawn are asked, and vacancies drawn again.
        Callout = "callout", "呼叫", "calling";
        /// The list of holders is closed; they arrive.
        CheckIn = "check_in", "签到", "checking in";
        /// The names are open.
        Unsealed = "unsealed", "启封", "unsealed";
        /// Ended before its names were opened.
        Cancelled = "cancelled", "已取消", "cancelled";
    }
}

impl Stage {
    /// Its number on the hall screen, 1 to 7; 0 for a draw that was cancelled.
    pub const fn number(self) -> u8 {
        match self {
            Self::Open => 1,
            Self::Committed => 2,
            Self::Numbers => 3,
            Self::Seal => 4,
            Self::Callout => 5,
            Self::CheckIn => 6,
            Self::Unsealed => 7,
            Self::Cancelled => 0,
        }
    }
}

/// What is looked at of one statement of a draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told<'a> {
    /// Its type.
    pub kind: &'a str,
    /// Its round; 0 where it has none.
    pub round: u32,
    /// Whether it is a round in which nobody leaves: the end of a list of holders.
    pub is_end: bool,
}

/// What comes next once everything stated so far is in a cosigned ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// The pool is made and committed to.
    Commit,
    /// The witness checks the pool.
    CheckPool,
    /// The people present: insiders' commitments, everybody's, then that many were revealed.
    Insiders,
    Everybody,
    Reveals(usize),
    /// The witness seals.
    Seal,
    /// Those who hold seats are asked; so many rounds were logged.
    Callout(u32),
    /// The holders arrive; so many rounds are to be opened, the empty one included.
    CheckIn(u32),
    /// This round is opened.
    Unseal(u32),
    /// Those whom this round after unsealing drew are asked and arrive, until another round is stated.
    Replace(u32),
    /// Nothing: everything is opened, or the draw was cancelled.
    Nothing,
}

/// How a draw stands by its own statements, from `draw-open` on; `contributor_count` is the length of the closed list of numbers
/// that is revealed now or was last.
pub fn next(told: &[Told<'_>], contributor_count: usize) -> Next {
    let Some(last) = told.last() else { return Next::Nothing };
    let round = last.round;
    let count = |kind: &str| told.iter().filter(|one| one.kind == kind && one.round == round).count();
    let is_unsealed = told.iter().any(|one| one.kind == "unseal");
    match last.kind {
        "draw-open" => Next::Commit,
        "draw-commit" => Next::CheckPool,
        "pool-checked" => Next::Insiders,
        "numbers" if count("numbers") == 1 => Next::Everybody,
        "numbers" | "reveal" => match count("reveal") {
            revealed if revealed < contributor_count => Next::Reveals(revealed),
            _ if is_unsealed => Next::Unseal(round),
            _ => Next::Seal,
        },
        "sealed" => Next::Callout(0),
        "round" if is_unsealed && last.is_end => Next::Unseal(round),
        "round" if is_unsealed => Next::Insiders,
        "round" if last.is_end => Next::CheckIn(round),
        "round" => Next::Callout(round),
        "unseal" => match told.iter().rev().find(|one| one.kind == "round") {
            Some(newest) if round < newest.round => Next::Unseal(round + 1),
            Some(newest) if !newest.is_end => Next::Replace(round),
            _ => Next::Nothing,
        },
        _ => Next::Nothing,
    }
}

impl Next {
    /// The stage that the hall shows.
    pub const fn stage(self, is_cancelled: bool) -> Stage {
        match self {
            _ if is_cancelled => Stage::Cancelled,
            Self::Commit => Stage::Open,
            Self::CheckPool => Stage::Committed,
            Self::Insiders | Self::Everybody | Self::Reveals(_) => Stage::Numbers,
            Self::Seal => Stage::Seal,
            Self::Callout(_) | Self::Replace(_) => Stage::Callout,
            Self::CheckIn(_) => Stage::CheckIn,
            Self::Unseal(_) | Self::Nothing => Stage::Unsealed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_goes_from_statement_to_statement() {
        let path = [
            ("draw-open", 0, Next::Commit),
            ("draw-commit", 0, Next::CheckPool),
            ("pool-checked", 0, Next::Insiders),
            ("numbers", 0, Next::Everybody),
            ("numbers", 0, Next::Reveals(0)),
            ("reveal", 0, Next::Reveals(1)),
            ("reveal", 0, Next::Seal),
            ("sealed", 0, Next::Callout(0)),
            ("round", 1, Next::Callout(1)),
            ("round", 2, Next::CheckIn(2)),
            ("unseal", 0, Next::Unseal(1)),
            ("unseal", 1, Next::Unseal(2)),
            ("unseal", 2, Next::Nothing),
            // A round after unsealing has numbers of its own; the list then ends once more.
            ("round", 3, Next::Insiders),
            ("numbers", 3, Next::Everybody),
            ("numbers", 3, Next::Reveals(0)),
            ("reveal", 3, Next::Reveals(1)),
            ("reveal", 3, Next::Unseal(3)),
            ("unseal", 3, Next::Replace(3)),
            ("round", 4, Next::Unseal(4)),
            ("unseal", 4, Next::Nothing),
        ];
        let mut told = Vec::new();
        assert_eq!(next(&told, 2), Next::Nothing);
        for (kind, round, expected) in path {
            told.push(Told { kind, round, is_end: kind == "round" && (round == 2 || round == 4) });
            assert_eq!(next(&told, 2), expected, "{kind} {round}");
        }
    }

    #[test]
    fn a_cancelled_draw_goes_nowhere() {
        let told =
            [Told { kind: "draw-open", round: 0, is_end: false }, Told { kind: "cancel", round: 0, is_end: false }];
        assert_eq!(next(&told, 0), Next::Nothing);
        assert_eq!(next(&told, 0).stage(true), Stage::Cancelled);
    }

    #[test]
    fn the_hall_counts_seven_stages() {
        let numbers: Vec<u8> = Stage::ALL.iter().map(|stage| stage.number()).collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7, 0]);
    }
}
