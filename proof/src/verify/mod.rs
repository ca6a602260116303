//! The offline check of one draw, from bytes to verdict, in the order of `docs/DRAW.md` section 20. It trusts the
//! anchor that it is given and nothing else, and recomputes every pick.

mod check;
mod context;
mod course;
mod parent;
mod replay;
pub mod signers;

use crate::anchor::Chain;
use crate::bundle::Bundle;
use crate::gate;
use crate::hash::Hash;
use crate::pack::Pack;
use crate::phrase::four_words;
use crate::pick::{Pick, Seat};
use crate::slot::Slots;

pub use check::Check;
pub use context::{FIELDS, opened_eid};
pub use course::Course;

/// What a verifier is asked to do beyond the ordinary.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// The anchors, from outside; without them the verdict is never `anchored`.
    pub chain: Option<&'a Chain>,
    /// Repeat the gates of the commitment.
    pub gates: bool,
    /// The draw that this one supplements, as a file.
    pub parent: Option<&'a [u8]>,
}

/// The words of a verdict, the same in every verifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Anchored,
    Unanchored,
    Rejected(Check),
}

/// Which draw a file is about, in words; read, not believed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    pub project: String,
    pub lot: String,
    pub attempt: u64,
}

/// What an accepted file shows.
#[derive(Clone, Debug)]
pub struct Findings {
    pub authority: String,
    /// Hash of the anchor that judged it, and whether it is of one party; nothing without anchors.
    pub anchor: Option<(Hash, bool)>,
    /// The four words of the commitment.
    pub words: Option<[String; 4]>,
    /// Every result in order, with its round.
    pub picks: Vec<(u32, Pick)>,
    /// The seats at the end, and who sits there by position; empty when nothing was opened.
    pub seats: Vec<Seat>,
    /// Hashes that stand for people, by position, for those picked.
    pub eids: std::collections::BTreeMap<u32, Hash>,
    /// Cause of the cancellation, and whether openings are owed.
    pub cancelled: Option<(String, bool)>,
    /// Whether this is a supplementary draw.
    pub has_parent: bool,
    /// Size of the newest checkpoint in the file.
    pub ledger_size: u64,
}

/// Checks a file.
pub fn verify(file: &[u8], options: Options<'_>) -> (Verdict, Subject, Option<Findings>) {
    let bundle = match Bundle::parse(file) {
        Ok(bundle) => bundle,
        Err(check) => return (Verdict::Rejected(check), Subject::default(), None),
    };
    let subject = subject(&bundle);
    match findings(&bundle, options) {
        Ok((findings, true)) => (Verdict::Anchored, subject, Some(findings)),
        Ok((findings, false)) => (Verdict::Unanchored, subject, Some(findings)),
        Err(check) => (Verdict::Rejected(check), subject, None),
    }
}

fn findings(bundle: &Bundle, options: Options<'_>) -> Result<(Findings, bool), Check> {
    if !context::is_readable(bundle) {
        return Err(Check::Text);
    }
    let pack = Pack::of_text(&bundle.pack).map_err(|_| Check::Text)?;
    let course = Course::of(bundle)?;
    context::inclusion(bundle)?;
    context::waiting(bundle, &course)?;
    let chain = options.chain.filter(|chain| context::knows(chain, &course));
    let judged = chain.map(|chain| context::judged(bundle, &course, chain, &pack)).transpose()?;
    let judged = judged.as_ref();
    context::opened(bundle, &course, judged)?;
    context::pack(&course, &pack, bundle, judged)?;
    context::registry(&course, &pack, bundle, judged)?;
    context::approval(&course)?;
    let slots = context::committed(bundle, &course, &pack, judged)?;
    let replay = replay::replay(bundle, &course, &pack, slots.as_ref(), judged)?;
    context::cancelled(&course, &pack, replay.all_revealed)?;
    context::authority(bundle)?;
    if let (true, Some(pool), Some(slots)) = (options.gates, &bundle.pool, &slots) {
        gate::check(pool, slots, &pack).map_err(|_| Check::Gates)?;
    }
    if let Some(parent) = options.parent {
        parent::compare(bundle, &course, judged.is_some(), parent, options)?;
    }
    let findings = Findings {
        authority: course.open.statement.value("authority").unwrap_or_default().to_owned(),
        anchor: judged.map(|judged| (judged.anchor.hash(), judged.anchor.is_one_party)),
        words: replay.commit.as_ref().map(four_words),
        eids: eids(bundle, &replay.picks),
        picks: replay.picks,
        seats: replay.seats,
        cancelled: course.cancel.map(|cancel| {
            let cause = cancel.statement.value("cause").unwrap_or_default().to_owned();
            (cause, replay.all_revealed && course.unseal.is_none())
        }),
        has_parent: course.open.statement.hash("parent").is_some(),
        ledger_size: bundle.logged.iter().map(|logged| logged.proof.checkpoint().head.size).max().unwrap_or(0),
    };
    Ok((findings, judged.is_some()))
}

/// The slots of an accepted file, for whoever prints or compares them.
pub fn slots(bundle: &Bundle) -> Option<Slots> {
    let commit = bundle.logged.iter().find(|logged| logged.statement.kind() == "draw-commit")?;
    Slots::parse(commit.statement.value("slots")?).ok()
}

impl Findings {
    /// The lines of `--picks`: every result, then every seat.
    pub fn pick_lines(&self) -> Vec<String> {
        let eid = |i: u32| self.eids.get(&i).map(Hash::to_string).unwrap_or_default();
        let mut lines = Vec::new();
        for (round, pick) in &self.picks {
            lines.push(match pick.chosen {
                Some((bit, i)) => format!("pick {round} {} {bit} {i} {}", pick.seat, eid(i)),
                None => format!("empty {round} {}", pick.seat),
            });
        }
        for (seat, place) in self.seats.iter().enumerate() {
            lines.push(match place {
                Seat::Taken(i) => format!("seat {seat} {i} {}", eid(*i)),
                Seat::Vacant | Seat::Short => format!("seat {seat} short"),
            });
        }
        lines
    }

    /// How many seats stayed empty.
    pub fn short_count(&self) -> usize {
        self.seats.iter().filter(|seat| !matches!(seat, Seat::Taken(_))).count()
    }
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Verdict::Anchored => f.write_str("anchored"),
            Verdict::Unanchored => f.write_str("consistent, not anchored"),
            Verdict::Rejected(check) => write!(f, "rejected: {check}"),
        }
    }
}

fn subject(bundle: &Bundle) -> Subject {
    let value = |key: &str| bundle.request.value(key).unwrap_or_default().to_owned();
    let open = bundle.logged.iter().find(|logged| logged.statement.kind() == "draw-open");
    let attempt = open.and_then(|open| open.statement.number("attempt")).unwrap_or(0);
    Subject { project: value("project"), lot: value("lot"), attempt }
}

fn eids(bundle: &Bundle, picks: &[(u32, Pick)]) -> std::collections::BTreeMap<u32, Hash> {
    let records = bundle.pool.as_ref().map(|pool| pool.records()).unwrap_or_default();
    picks.iter().filter_map(|(_, pick)| pick.chosen).map(|(_, i)| (i, records[i as usize].eid)).collect()
}
