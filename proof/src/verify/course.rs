//! The course of one draw: its statements sorted into their places, or refused when they are not in the order
//! of `docs/DRAW.md` section 16.

use super::Check;
use crate::bundle::{Bundle, Logged};

/// The statements of a bundle, each in its place.
#[derive(Clone, Debug)]
pub struct Course<'a> {
    pub anchor: &'a Logged,
    pub pack: &'a Logged,
    pub registry: &'a Logged,
    pub approval: Option<&'a Logged>,
    pub open: &'a Logged,
    /// `draw-commit` and, unless the draw was withdrawn before, `pool-checked`.
    pub commit: Option<&'a Logged>,
    pub checked: Option<&'a Logged>,
    /// What the people present gave for round 0.
    pub given: Given<'a>,
    pub sealed: Option<&'a Logged>,
    /// Rounds in their order; those before unsealing first.
    pub rounds: Vec<Round<'a>>,
    /// How many rounds were logged before unsealing or cancellation.
    pub early_rounds: usize,
    /// The opening of round 0.
    pub unseal: Option<&'a Logged>,
    pub cancel: Option<&'a Logged>,
}

/// Numbers and reveals of one round.
#[derive(Clone, Debug, Default)]
pub struct Given<'a> {
    pub numbers: Vec<&'a Logged>,
    pub reveals: Vec<&'a Logged>,
}

/// One round with its opening.
#[derive(Clone, Debug)]
pub struct Round<'a> {
    pub stated: &'a Logged,
    pub given: Given<'a>,
    pub unseal: Option<&'a Logged>,
}

impl<'a> Course<'a> {
    /// Sorts the statements.
    pub fn of(bundle: &'a Bundle) -> Result<Course<'a>, Check> {
        let logged = &bundle.logged;
        let start = logged.iter().position(|one| one.statement.kind() == "draw-open").ok_or(Check::Order)?;
        let (context, draw) = logged.split_at(start);
        let ascends = logged.windows(2).all(|two| two[0].index() < two[1].index());
        let id = draw[0].statement.value("draw");
        if !ascends || draw.iter().any(|one| one.statement.value("draw") != id) {
            return Err(Check::Order);
        }
        let course = Cursor { rest: draw }.course(context)?;
        let has_commit = course.commit.is_some();
        let members = bundle.pool.is_some() == has_commit && bundle.counts.is_some() == has_commit;
        if members { Ok(course) } else { Err(Check::Order) }
    }

    /// Index of the statement whose anchor judges the draw.
    pub fn judging_index(&self) -> u64 {
        self.commit.unwrap_or(self.open).index()
    }

    /// Whether a `round` was logged after unsealing.
    pub fn is_late_round(&self, logged: &Logged) -> bool {
        self.rounds[self.early_rounds..].iter().any(|round| round.stated.index() == logged.index())
    }
}

/// Whether a `draw-open` names an approval.
fn names(open: &Logged) -> bool {
    open.statement.number("approval").is_some()
}

/// The statements of the draw that are not placed yet.
struct Cursor<'a> {
    rest: &'a [Logged],
}

impl<'a> Cursor<'a> {
    fn course(mut self, context: &'a [Logged]) -> Result<Course<'a>, Check> {
        let one = |kind: &str| {
            let mut found = context.iter().filter(|one| one.statement.kind() == kind);
            (found.next(), found.next().is_some())
        };
        let [(anchor, again), (pack, pack_again), (registry, registry_again), (approval, approval_again)] =
            ["anchor", "pack", "registry", "approval"].map(one);
        let known = [anchor, pack, registry, approval].iter().flatten().count();
        if again || pack_again || registry_again || approval_again || known != context.len() {
            return Err(Check::Order);
        }
        let mut course = Course {
            anchor: anchor.ok_or(Check::Order)?,
            pack: pack.ok_or(Check::Order)?,
            registry: registry.ok_or(Check::Order)?,
            approval,
            open: self.next("draw-open").filter(|open| names(open) == approval.is_some()).ok_or(Check::Order)?,
            commit: self.next("draw-commit"),
            checked: None,
            given: Given::default(),
            sealed: None,
            rounds: Vec::new(),
            early_rounds: 0,
            unseal: None,
            cancel: None,
        };
        self.until_sealed(&mut course);
        self.until_unsealed(&mut course)?;
        self.afterwards(&mut course)?;
        let closed = course.unseal.is_some() && course.sealed.is_some();
        if self.rest.is_empty() && (course.cancel.is_some() || closed) { Ok(course) } else { Err(Check::Order) }
    }

    /// Everything up to `sealed` or a cancellation; what is missing there shows as an unplaced statement later.
    fn until_sealed(&mut self, course: &mut Course<'a>) {
        if course.commit.is_some() {
            course.checked = self.next("pool-checked");
        }
        if course.checked.is_some() {
            course.given = self.given(0);
        }
        if !course.given.reveals.is_empty() {
            course.sealed = self.next("sealed");
        }
    }

    /// Rounds, a cancellation, and the openings of all rounds logged so far.
    fn until_unsealed(&mut self, course: &mut Course<'a>) -> Result<(), Check> {
        while let Some(stated) = course.sealed.and_then(|_| self.next_of("round", course.rounds.len() as u64 + 1)) {
            course.rounds.push(Round { stated, given: Given::default(), unseal: None });
        }
        course.early_rounds = course.rounds.len();
        course.cancel = self.next("cancel");
        let late_seal = course.cancel.is_some() && course.sealed.is_none() && !course.given.reveals.is_empty();
        if late_seal {
            course.sealed = self.next("sealed");
        }
        if course.sealed.is_none() {
            return Ok(());
        }
        course.unseal = self.next_of("unseal", 0);
        if course.unseal.is_none() {
            return if late_seal { Err(Check::Order) } else { Ok(()) };
        }
        for (at, round) in course.rounds.iter_mut().enumerate() {
            round.unseal = Some(self.next_of("unseal", at as u64 + 1).ok_or(Check::Order)?);
        }
        let ended = course.cancel.is_some() || !course.rounds.is_empty();
        if ended { Ok(()) } else { Err(Check::Order) }
    }

    /// Rounds that follow unsealing.
    fn afterwards(&mut self, course: &mut Course<'a>) -> Result<(), Check> {
        if course.unseal.is_none() || course.cancel.is_some() {
            return Ok(());
        }
        loop {
            let r = course.rounds.len() as u64 + 1;
            let Some(stated) = self.next_of("round", r) else { return Ok(()) };
            let given = self.given(r);
            let unseal = Some(self.next_of("unseal", r).ok_or(Check::Order)?);
            course.rounds.push(Round { stated, given, unseal });
        }
    }

    fn given(&mut self, r: u64) -> Given<'a> {
        let mut given = Given::default();
        while let (true, Some(numbers)) = (given.numbers.len() < 2, self.next_of("numbers", r)) {
            given.numbers.push(numbers);
        }
        while let (2, Some(reveal)) = (given.numbers.len(), self.next_of("reveal", r)) {
            given.reveals.push(reveal);
        }
        given
    }

    fn next(&mut self, kind: &str) -> Option<&'a Logged> {
        let (first, rest) = self.rest.split_first()?;
        (first.statement.kind() == kind).then(|| {
            self.rest = rest;
            first
        })
    }

    fn next_of(&mut self, kind: &str, r: u64) -> Option<&'a Logged> {
        let is = self.rest.first()?.statement.number("r") == Some(r);
        if is { self.next(kind) } else { None }
    }
}
