//! What the ledger says of each record at last.

use std::collections::BTreeMap;

use proof::entry::{EntryBody, RecordMark};

/// The newest statement about each subject: the one with the highest version.
#[derive(Default)]
pub struct Newest(BTreeMap<String, Said>);

/// What the entries say of one subject.
#[derive(Clone, Debug, Default)]
pub struct Said {
    pub fact: Option<Fact>,
    /// A later entry about the subject whose body is lost.
    pub spoiled: Option<Option<i64>>,
}

/// One entry's word about a record.
#[derive(Clone, Copy, Debug)]
pub struct Fact {
    pub version: u64,
    pub mark: RecordMark,
    /// Number of the entry, if it has one yet.
    pub index: Option<i64>,
}

impl Newest {
    /// Takes what an entry says; entries come in the order of their numbers.
    pub fn note(&mut self, body: &EntryBody, index: Option<i64>) {
        let Some(subject) = &body.subject else { return };
        if body.record == RecordMark::Unchanged {
            return;
        }
        let fact = Fact { version: body.version.unwrap_or(0), mark: body.record, index };
        let said = self.0.entry(subject.clone()).or_default();
        if said.fact.is_none_or(|before| before.version <= fact.version) {
            *said = Said { fact: Some(fact), spoiled: None };
        }
    }

    /// Remembers that what an entry says of `subject` is lost.
    pub fn spoil(&mut self, subject: Option<&str>, index: Option<i64>) {
        if let Some(subject) = subject {
            self.0.entry(subject.to_owned()).or_default().spoiled = Some(index);
        }
    }

    /// Takes out what is said of `subject`.
    pub fn take(&mut self, subject: &str) -> Option<Said> {
        self.0.remove(subject)
    }

    /// What is said of subjects that nobody has asked for.
    pub fn rest(self) -> impl Iterator<Item = (String, Said)> {
        self.0.into_iter()
    }
}
