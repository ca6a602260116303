//! One draw as the ledger tells it: the first statement of each kind, round and role counts, a different second one
//! stops the draw. From these alone the witness computes what it answers to.

use proof::anchor::{Anchor, Chain, Party};
use proof::hash::Hash;
use proof::note::Note;
use proof::number::Contribution;
use proof::pack::Pack;
use proof::seed;
use proof::statement::Statement;
use proof::verify::signers;

use crate::refusal::Refusal;

/// The statements of a draw in the order of the ledger.
#[derive(Clone, Debug, Default)]
pub struct Story {
    told: Vec<(u64, Note, Statement)>,
}

impl Story {
    /// Reads what `to_bytes` wrote.
    pub fn of_bytes(bytes: &[u8]) -> Option<Story> {
        let mut story = Story::default();
        let mut rest = bytes;
        while let Some((index, after)) = rest.split_first_chunk::<8>() {
            let (length, after) = after.split_first_chunk::<4>()?;
            let (note, after) = after.split_at_checked(u32::from_be_bytes(*length) as usize)?;
            let note: Note = std::str::from_utf8(note).ok()?.parse().ok()?;
            let statement = Statement::parse(note.text()).ok()?;
            story.told.push((u64::from_be_bytes(*index), note, statement));
            rest = after;
        }
        rest.is_empty().then_some(story)
    }

    /// Each statement as `u64be index || u32be length || leaf`.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (index, note, _) in &self.told {
            let leaf = note.to_string();
            bytes.extend(index.to_be_bytes());
            bytes.extend((leaf.len() as u32).to_be_bytes());
            bytes.extend(leaf.as_bytes());
        }
        bytes
    }

    /// Adds a leaf read at `index`; one that is there already changes nothing.
    pub fn tell(&mut self, index: u64, note: Note, statement: Statement) {
        if self.told.last().is_none_or(|(last, _, _)| *last < index) {
            self.told.push((index, note, statement));
        }
    }

    /// Index of the statement whose anchor judges the draw.
    fn judging_index(&self) -> Option<u64> {
        let find = |kind: &str| self.told.iter().find(|(_, _, statement)| statement.kind() == kind);
        find("draw-commit").or_else(|| find("draw-open")).map(|(index, _, _)| *index)
    }

    /// The statements that count: signed by those who must, each once.
    pub fn judged<'a>(&'a self, chain: &'a Chain, pack: &Pack) -> Result<Judged<'a>, Refusal> {
        let anchor = chain.at(self.judging_index().ok_or(Refusal::UnknownDraw)?);
        let mut statements: Vec<&Statement> = Vec::new();
        let mut keys: Vec<String> = Vec::new();
        let mut is_unsealed = false;
        for (_, note, statement) in &self.told {
            let ways = signers::of(statement, is_unsealed && statement.kind() == "round", pack);
            // A seal in this witness's place is nothing that it answers to.
            let foreign_seal = statement.kind() == "sealed" && !anchor.is_signed_by(note, &[Party::Witness]);
            if foreign_seal || !ways.iter().any(|parties| anchor.is_signed_by(note, parties)) {
                continue;
            }
            if statements.contains(&statement) {
                continue;
            }
            let key = key_of(statement, &statements);
            if keys.contains(&key) {
                return Err(Refusal::TwoStatements(statement.kind().to_owned()));
            }
            is_unsealed |= statement.kind() == "unseal";
            keys.push(key);
            statements.push(statement);
        }
        Ok(Judged { anchor, statements })
    }
}

/// What may be said twice is told apart by round, role or, for `numbers`, by which of the two lists it is.
fn key_of(statement: &Statement, before: &[&Statement]) -> String {
    let (kind, r) = (statement.kind(), statement.value("r").unwrap_or_default());
    let role = statement.value("role").unwrap_or_default();
    let same = |other: &&&Statement| other.kind() == kind && other.value("r") == statement.value("r");
    let list = if kind == "numbers" { before.iter().filter(same).count().min(1) } else { 0 };
    format!("{kind} {r} {role} {list}")
}

/// The statements of a draw that count, under the anchor in force.
pub struct Judged<'a> {
    pub anchor: &'a Anchor,
    statements: Vec<&'a Statement>,
}

impl<'a> Judged<'a> {
    /// The statement of a kind.
    pub fn one(&self, kind: &str) -> Option<&'a Statement> {
        self.statements.iter().find(|statement| statement.kind() == kind).copied()
    }

    /// The statement of a kind and round.
    pub fn of_round(&self, kind: &str, r: u32) -> Option<&'a Statement> {
        self.all(kind, r).into_iter().next().copied()
    }

    fn all(&self, kind: &str, r: u32) -> Vec<&&'a Statement> {
        let fits = |statement: &&&'a Statement| statement.kind() == kind && statement.number("r") == Some(u64::from(r));
        self.statements.iter().filter(fits).collect()
    }

    /// C, once the witness itself has checked the pool.
    pub fn commit(&self) -> Result<Hash, Refusal> {
        let commit = self.one("draw-commit").ok_or(Refusal::TooEarly("draw-commit is missing"))?;
        let hash = seed::commit_hash(&commit.body());
        let checked = self.one("pool-checked").ok_or(Refusal::TooEarly("pool-checked is missing"))?;
        if checked.hash("commit") == Some(hash) {
            Ok(hash)
        } else {
            Err(Refusal::Wrong("pool-checked names another commitment"))
        }
    }

    /// V of a round.
    pub fn reveals(&self, r: u32, blind: Option<&Hash>) -> Result<Hash, Refusal> {
        let commit = self.commit()?;
        let statements = |kind| self.all(kind, r).into_iter().map(|one| (*one).clone()).collect::<Vec<_>>();
        let round = Contribution { commit: &commit, round: r, blind };
        let heard = round.heard(&statements("numbers"), &statements("reveal"));
        heard
            .map_err(|_| Refusal::Wrong("the numbers in the ledger"))?
            .ok_or(Refusal::TooEarly("somebody has not revealed"))
    }

    /// Whether a round was logged after unsealing, so that it has numbers of its own.
    pub fn is_late(&self, r: u32) -> bool {
        let place = |fits: &dyn Fn(&Statement) -> bool| self.statements.iter().position(|statement| fits(statement));
        let unsealed = place(&|statement| statement.kind() == "unseal");
        let round = place(&|statement| statement.kind() == "round" && statement.number("r") == Some(u64::from(r)));
        unsealed.is_some_and(|unsealed| round.is_some_and(|round| unsealed < round))
    }

    /// Whether a round after unsealing was opened without proofs.
    pub fn is_broken(&self, r: u32) -> bool {
        self.is_late(r) && self.of_round("unseal", r).is_some_and(|unseal| unseal.value("pi-op").is_none())
    }

    /// Whether the draw was cancelled before everybody revealed, so that nothing is to be answered.
    pub fn is_over(&self) -> bool {
        let cause = self.one("cancel").and_then(|cancel| cancel.value("cause"));
        matches!(cause, Some("infeasible" | "withdrawn" | "no-reveal"))
    }
}
