//! The check of a whole published log: its signed checkpoint, every leaf, every tile, its root, and that it
//! continues the states seen before. `Check` asks for one file after the other and keeps only the right edge of
//! the tree, so it runs over a directory, a web address or memory alike; it goes on after a fault and names it.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;

use thiserror::Error;

use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::hash::Hash;
use crate::note::{Note, NoteError, VerifierKey};
use crate::statement::{Statement, StatementError};
use crate::tile::{Edge, TileKind, TilePath, parse_entries, parse_hashes};
use crate::tree::{TreeHead, empty_root, leaf_hash};

/// What the checker brings along: it must not come from the log that is checked.
#[derive(Clone, Debug)]
pub struct Trust<'a> {
    /// The log's key, named like its origin.
    pub log: &'a VerifierKey,
    /// The keys that may sign statements. Without them leaves are checked for form alone, which is much faster.
    pub signers: Option<&'a [VerifierKey]>,
    /// States of the log known from elsewhere: each must lie inside the log as it is now.
    pub older: &'a [TreeHead],
}

/// A running check: answer each `wants` with `give`, then take the `report`.
pub struct Check<'a> {
    trust: Trust<'a>,
    checkpoint: Checkpoint,
    older: VecDeque<TreeHead>,
    edge: Edge,
    step: Step,
    expected: VecDeque<(TilePath, Vec<u8>)>,
    report: Report,
}

/// What a check has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The state that the log claims with its signature.
    pub head: TreeHead,
    /// How many statements of each type were read.
    pub statements: BTreeMap<&'static str, u64>,
    /// Whether the signature of every statement was checked, or only its form.
    pub signatures_checked: bool,
    /// The first faults, at most `MAX_PROBLEMS`.
    pub problems: Vec<Problem>,
    /// How many faults there are in all.
    pub problem_count: u64,
}

/// One fault of a log, as a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Problem {
    #[error("the log shrank: it had {older} leaves and has {size}")]
    Shrunk { older: u64, size: u64 },
    #[error("the file {path} is missing")]
    Missing { path: TilePath },
    #[error("the file {path} is damaged: it does not hold what its name says")]
    Damaged { path: TilePath },
    #[error("leaf {index} is not a statement: {fault}")]
    Leaf { index: u64, fault: LeafFault },
    #[error("the file {path} does not belong to the leaves: its first difference covers leaf {index}")]
    Tile { path: TilePath, index: u64 },
    #[error("the first {size} leaves are not those that were signed before: the log was rewritten below leaf {size}")]
    Rewritten { size: u64 },
    #[error("the {size} leaves do not give the root that is signed")]
    Root { size: u64 },
}

/// Why a leaf is not a signed statement.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LeafFault {
    #[error("it is not UTF-8 text")]
    Encoding,
    #[error(transparent)]
    Note(#[from] NoteError),
    #[error(transparent)]
    Statement(#[from] StatementError),
}

/// Faults that a report lists one by one.
pub const MAX_PROBLEMS: usize = 100;

enum Step {
    /// The bundle of this number is next.
    Bundle(u64),
    /// Its bundle is unusable: the tile of leaf hashes has to stand in.
    Substitute(TilePath),
    /// All leaves are read, or reading on is impossible.
    Done,
}

/// Reads one leaf: a signed note whose text is a statement of a known type.
pub fn read_leaf(leaf: &[u8], signers: Option<&[VerifierKey]>) -> Result<Statement, LeafFault> {
    let note: Note = std::str::from_utf8(leaf).map_err(|_| LeafFault::Encoding)?.parse()?;
    let statement = Statement::parse(note.text())?;
    if let Some(signers) = signers {
        note.verify(signers)?;
    }
    Ok(statement)
}

/// Runs a whole check over a function that reads files; nothing stands for a file that is not there.
pub fn check(
    trust: Trust<'_>,
    checkpoint: &str,
    mut read: impl FnMut(&TilePath) -> Option<Vec<u8>>,
) -> Result<Report, CheckpointError> {
    let mut check = Check::new(trust, checkpoint)?;
    while let Some(path) = check.wants() {
        check.give(read(&path).as_deref());
    }
    Ok(check.report())
}

impl<'a> Check<'a> {
    /// Begins with the signed checkpoint; one that is not the log's own ends the check at once.
    pub fn new(trust: Trust<'a>, checkpoint: &str) -> Result<Check<'a>, CheckpointError> {
        let checkpoint = Checkpoint::open(checkpoint, trust.log)?;
        let mut older = trust.older.to_vec();
        older.sort_by_key(|head| head.size);
        let report = Report {
            head: checkpoint.head,
            statements: BTreeMap::new(),
            signatures_checked: trust.signers.is_some(),
            problems: Vec::new(),
            problem_count: 0,
        };
        let mut check = Check {
            trust,
            checkpoint,
            older: older.into(),
            edge: Edge::default(),
            step: Step::Bundle(0),
            expected: VecDeque::new(),
            report,
        };
        check.begin();
        Ok(check)
    }

    /// The file to read next, or nothing when the check is over. It stays the same until `give`.
    pub fn wants(&self) -> Option<TilePath> {
        if let Some((path, _)) = self.expected.front() {
            return Some(*path);
        }
        match self.step {
            Step::Bundle(index) => TilePath::in_tree(TileKind::Entries, index, self.checkpoint.head.size),
            Step::Substitute(path) => Some(path),
            Step::Done => None,
        }
    }

    /// Takes the bytes of the file that `wants` named, or nothing when it does not exist.
    /// Gives the statements in it with their leaf numbers, none for a hash tile.
    pub fn give(&mut self, bytes: Option<&[u8]>) -> Vec<(u64, Statement)> {
        if let Some((path, own)) = self.expected.pop_front() {
            self.compare(path, &own, bytes);
            return Vec::new();
        }
        let path = self.wants().expect("give answers a file that was asked for");
        match self.step {
            Step::Bundle(_) => self.read_bundle(path, bytes),
            Step::Substitute(_) => {
                self.read_substitute(path, bytes);
                Vec::new()
            }
            Step::Done => Vec::new(),
        }
    }

    /// What was found; complete once `wants` gives nothing.
    pub fn report(self) -> Report {
        self.report
    }

    fn begin(&mut self) {
        let size = self.checkpoint.head.size;
        while let Some(older) = self.older.pop_back_if(|older| older.size > size) {
            self.problem(Problem::Shrunk { older: older.size, size });
        }
        self.compare_older();
        if size == 0 {
            self.finish();
        }
    }

    fn read_bundle(&mut self, path: TilePath, bytes: Option<&[u8]>) -> Vec<(u64, Statement)> {
        let leaves = bytes.map(|bytes| parse_entries(&path, bytes));
        let Some(Ok(leaves)) = leaves else {
            self.problem(match leaves {
                None => Problem::Missing { path },
                Some(_) => Problem::Damaged { path },
            });
            self.step = Step::Substitute(self.leaf_tile(path.index()));
            return Vec::new();
        };
        let mut statements = Vec::with_capacity(leaves.len());
        for (at, leaf) in leaves.iter().enumerate() {
            let index = path.leaf_index(at);
            match read_leaf(leaf, self.trust.signers) {
                Ok(statement) => {
                    *self.report.statements.entry(statement.kind()).or_default() += 1;
                    statements.push((index, statement));
                }
                Err(fault) => self.problem(Problem::Leaf { index, fault }),
            }
        }
        self.grow(path.index(), leaves.into_iter().map(leaf_hash));
        statements
    }

    fn read_substitute(&mut self, path: TilePath, bytes: Option<&[u8]>) {
        match bytes.map(|bytes| parse_hashes(&path, bytes)) {
            Some(Ok(hashes)) => {
                self.grow(path.index(), hashes.into_iter());
                self.expected.retain(|(expected, _)| *expected != path);
            }
            Some(Err(_)) => self.stop(Problem::Damaged { path }),
            None => self.stop(Problem::Missing { path }),
        }
    }

    fn grow(&mut self, index: u64, leaves: impl Iterator<Item = Hash>) {
        for leaf in leaves {
            self.edge.push(leaf);
            self.compare_older();
        }
        self.step = Step::Bundle(index + 1);
        if self.edge.size() == self.checkpoint.head.size {
            self.finish();
        }
        self.expected.extend(self.edge.take_full());
    }

    fn finish(&mut self) {
        self.step = Step::Done;
        self.expected.extend(self.edge.take_files());
        if self.edge.head() != self.checkpoint.head {
            self.problem(Problem::Root { size: self.checkpoint.head.size });
        }
    }

    fn stop(&mut self, problem: Problem) {
        self.problem(problem);
        self.step = Step::Done;
    }

    fn compare_older(&mut self) {
        let size = self.edge.size();
        while let Some(older) = self.older.pop_front_if(|older| older.size == size) {
            let root = if size == 0 { empty_root() } else { self.edge.head().root };
            if older.root != root {
                self.problem(Problem::Rewritten { size });
            }
        }
    }

    fn compare(&mut self, path: TilePath, own: &[u8], bytes: Option<&[u8]>) {
        let Some(bytes) = bytes else {
            return self.problem(Problem::Missing { path });
        };
        if bytes.len() != own.len() {
            return self.problem(Problem::Damaged { path });
        }
        if let Some(byte) = own.iter().zip(bytes).position(|(own, given)| own != given) {
            self.problem(Problem::Tile { path, index: path.leaf_index(byte / 32) });
        }
    }

    fn leaf_tile(&self, index: u64) -> TilePath {
        TilePath::in_tree(TileKind::Hashes(0), index, self.checkpoint.head.size)
            .expect("there is a tile of leaf hashes for each bundle")
    }

    fn problem(&mut self, problem: Problem) {
        self.report.problem_count += 1;
        if self.report.problems.len() < MAX_PROBLEMS {
            self.report.problems.push(problem);
        }
    }
}

impl Report {
    /// Whether no fault was found.
    pub fn is_clean(&self) -> bool {
        self.problem_count == 0
    }

    /// The smallest leaf number that a listed fault names. A fault that covers many leaves gives way to one
    /// inside it that covers fewer.
    pub fn first_index(&self) -> Option<u64> {
        let spans: Vec<Range<u64>> = self.problems.iter().filter_map(Problem::span).collect();
        let within =
            |one: &Range<u64>, other: &Range<u64>| one != other && one.start >= other.start && one.end <= other.end;
        let finest = |span: &&Range<u64>| !spans.iter().any(|other| within(other, span));
        spans.iter().filter(finest).map(|span| span.start).min()
    }
}

impl Problem {
    /// The leaves among which the fault lies, when that can be told.
    pub fn span(&self) -> Option<Range<u64>> {
        match self {
            Problem::Leaf { index, .. } => Some(*index..index + 1),
            Problem::Tile { path, index } => Some(*index..index + path.leaf_index(1) - path.leaf_index(0)),
            Problem::Missing { path } | Problem::Damaged { path } => {
                Some(path.leaf_index(0)..path.leaf_index(path.width()))
            }
            Problem::Shrunk { older, size } => Some(*size..*older),
            Problem::Rewritten { .. } | Problem::Root { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests;
