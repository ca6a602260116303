//! What the ledger says of each record at last.

use std::collections::BTreeMap;

use proof::entry::{EntryBody, RecordMark};

/// The newest statement about each subject: the one with the highest version.
#[derive(Default)]
pub struct Newest {
    said: BTreeMap<String, Said>,
    repeated: Vec<Repeated>,
}

/// A version that two entries give to one record: an older one was put back past the software and changed from there.
#[derive(Clone, Debug)]
pub struct Repeated {
    pub subject: String,
    pub version: u64,
    /// Numbers of the two entries, if they have one yet.
    pub first: Option<i64>,
    pub second: Option<i64>,
}

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
        let said = self.said.entry(subject.clone()).or_default();
        if let Some(before) = said.fact.filter(|before| before.version == fact.version) {
            let (subject, version) = (subject.clone(), fact.version);
            self.repeated.push(Repeated { subject, version, first: before.index, second: index });
        }
        if said.fact.is_none_or(|before| before.version <= fact.version) {
            *said = Said { fact: Some(fact), spoiled: None };
        }
    }

    /// Remembers that what an entry says of `subject` is lost.
    pub fn spoil(&mut self, subject: Option<&str>, index: Option<i64>) {
        if let Some(subject) = subject {
            self.said.entry(subject.to_owned()).or_default().spoiled = Some(index);
        }
    }

    /// Takes out what is said of `subject`.
    pub fn take(&mut self, subject: &str) -> Option<Said> {
        self.said.remove(subject)
    }

    /// Versions that came twice.
    pub fn repeated(&self) -> &[Repeated] {
        &self.repeated
    }

    /// What is said of subjects that nobody has asked for.
    pub fn rest(self) -> impl Iterator<Item = (String, Said)> {
        self.said.into_iter()
    }
}
