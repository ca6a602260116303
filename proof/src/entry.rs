//! Private entries: what happened, to what, by whom, as a short text that stays with the operator. The ledger
//! shows only `TH("vrd1/entry", salt, body)`; whoever is given salt and body can check the one against the
//! other. A body has one spelling: fixed keys in fixed order, then details in ascending order of their names.

use std::collections::BTreeMap;
use std::fmt::Write;

use thiserror::Error;

use crate::hash::{Hash, tagged};
use crate::statement::{decimal, is_token};

/// The content of a private entry. `text` writes it and refuses values that do not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryBody {
    /// What happened, a token such as `expert.admitted`.
    pub kind: String,
    /// When, in UTC with microseconds: `2027-01-02T03:04:05.000006Z`.
    pub at: String,
    /// Who, a token: `account/ID`, `command/NAME` or `system`.
    pub actor: String,
    /// To what, a token such as `expert/ID`.
    pub subject: Option<String>,
    /// The subject's version after it.
    pub version: Option<u64>,
    /// What the entry says about the subject's record.
    pub record: RecordMark,
    /// Where: six digits.
    pub area: Option<String>,
    /// Further facts by name (`a-z 0-9 . _ -`); never empty texts.
    pub details: BTreeMap<String, String>,
}

/// What an entry says about the record of its subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordMark {
    /// The entry changes no record: `none`.
    Unchanged,
    /// The record has this digest from here on.
    Digest(Hash),
    /// The record ended: `gone`.
    Gone,
}

/// Why a text is not an entry body, or values do not make one.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EntryError {
    #[error("an entry body begins with the line '{HEADER}'; this text does not")]
    Header,
    #[error("the entry body lacks the line '{0}' in its place")]
    Missing(&'static str),
    #[error("the value of '{0}' does not have its form")]
    Value(&'static str),
    #[error("the detail '{0}' needs a name of a-z, 0-9 and . _ - and a value that is not empty")]
    Detail(String),
    #[error("the entry body is not written in its one allowed spelling")]
    Spelling,
}

/// `TH("vrd1/entry", salt, body)`: what the ledger shows of a body. The salt is 32 random bytes, new for each entry.
pub fn entry_hash(salt: &[u8; 32], body: &str) -> Hash {
    tagged("vrd1/entry", &[salt, body.as_bytes()])
}

impl EntryBody {
    /// A body with what every entry has; the rest says nothing until it is set.
    pub fn new(kind: impl Into<String>, at: impl Into<String>, actor: impl Into<String>) -> EntryBody {
        EntryBody {
            kind: kind.into(),
            at: at.into(),
            actor: actor.into(),
            subject: None,
            version: None,
            record: RecordMark::Unchanged,
            area: None,
            details: BTreeMap::new(),
        }
    }

    /// Adds a detail; an empty value adds nothing.
    pub fn detail(mut self, name: impl Into<String>, value: impl Into<String>) -> EntryBody {
        let value = value.into();
        if !value.is_empty() {
            self.details.insert(name.into(), value);
        }
        self
    }

    /// The body's text.
    pub fn text(&self) -> Result<String, EntryError> {
        self.check()?;
        let record = match self.record {
            RecordMark::Unchanged => NONE.to_owned(),
            RecordMark::Digest(hash) => hash.to_string(),
            RecordMark::Gone => GONE.to_owned(),
        };
        let version = self.version.map_or(NONE.to_owned(), |version| version.to_string());
        let values = [
            &self.kind,
            &self.at,
            &self.actor,
            self.subject.as_deref().unwrap_or(NONE),
            &version,
            &record,
            self.area.as_deref().unwrap_or(NONE),
        ];
        let mut text = format!("{HEADER}\n");
        for (key, value) in KEYS.iter().zip(values) {
            text.extend([*key, " ", value, "\n"]);
        }
        for (name, value) in &self.details {
            text.extend(["detail ", name, " ", &percent_encode(value), "\n"]);
        }
        Ok(text)
    }

    /// Reads a body: writes what it read and compares.
    pub fn parse(text: &str) -> Result<EntryBody, EntryError> {
        let mut lines = text.split_terminator('\n');
        if lines.next() != Some(HEADER) {
            return Err(EntryError::Header);
        }
        let mut values = [""; KEYS.len()];
        for (value, key) in values.iter_mut().zip(KEYS) {
            let line = lines.next().and_then(|line| line.strip_prefix(key)?.strip_prefix(' '));
            *value = line.ok_or(EntryError::Missing(key))?;
        }
        let [kind, at, actor, subject, version, record, area] = values;
        let mut body = EntryBody {
            subject: present(subject).map(str::to_owned),
            version: present(version)
                .map(|version| decimal(version).ok_or(EntryError::Value("version")))
                .transpose()?,
            record: mark(record)?,
            area: present(area).map(str::to_owned),
            ..EntryBody::new(kind, at, actor)
        };
        for line in lines {
            let detail = line.strip_prefix("detail ").and_then(|rest| rest.split_once(' '));
            let (name, value) = detail.ok_or(EntryError::Spelling)?;
            let value = percent_decode(value).ok_or_else(|| EntryError::Detail(shown(name)))?;
            body.details.insert(name.to_owned(), value);
        }
        if body.text()? == text { Ok(body) } else { Err(EntryError::Spelling) }
    }

    fn check(&self) -> Result<(), EntryError> {
        let named = |text: &str| is_token(text) && text != NONE;
        for (key, fits) in [
            ("kind", named(&self.kind)),
            ("at", is_instant(&self.at)),
            ("actor", named(&self.actor)),
            ("subject", self.subject.as_deref().is_none_or(named)),
            ("area", self.area.as_deref().is_none_or(is_area)),
        ] {
            if !fits {
                return Err(EntryError::Value(key));
            }
        }
        for (name, value) in &self.details {
            if !is_detail_name(name) || value.is_empty() {
                return Err(EntryError::Detail(shown(name)));
            }
        }
        Ok(())
    }
}

fn mark(record: &str) -> Result<RecordMark, EntryError> {
    match record {
        NONE => Ok(RecordMark::Unchanged),
        GONE => Ok(RecordMark::Gone),
        digest => digest.parse().map(RecordMark::Digest).map_err(|_| EntryError::Value("record")),
    }
}

fn present(value: &str) -> Option<&str> {
    Some(value).filter(|value| *value != NONE)
}

fn is_area(text: &str) -> bool {
    text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_detail_name(name: &str) -> bool {
    is_token(name) && !name.contains([':', '/'])
}

/// Whether `text` is an existing instant written `YYYY-MM-DDTHH:MM:SS.ffffffZ`; leap seconds have no such form.
fn is_instant(text: &str) -> bool {
    const FORM: &[u8; 27] = b"0000-00-00T00:00:00.000000Z";
    let bytes = text.as_bytes();
    let formed = bytes.len() == FORM.len()
        && bytes.iter().zip(FORM).all(|(b, form)| if *form == b'0' { b.is_ascii_digit() } else { b == form });
    if !formed {
        return false;
    }
    let number = |from: usize, to: usize| bytes[from..to].iter().fold(0u32, |n, b| n * 10 + u32::from(b - b'0'));
    let (year, month, day) = (number(0, 4), number(5, 7), number(8, 10));
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day) && number(11, 13) < 24 && number(14, 16) < 60 && number(17, 19) < 60
}

/// RFC 3986 percent-encoding in its one spelling: letters, digits and `- . _ ~` stand for themselves, every
/// other byte of the UTF-8 text becomes `%` and two upper-case hexadecimal digits.
pub fn percent_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            write!(encoded, "%{byte:02X}").expect("a string takes all that is written to it");
        }
    }
    encoded
}

/// Reads `percent_encode`; nothing when the text is not its output.
pub fn percent_decode(encoded: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first == b'%' {
            let (digits, tail) = rest.split_first_chunk::<2>()?;
            bytes.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
            rest = tail;
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).ok().filter(|text| percent_encode(text) == encoded)
}

fn shown(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(40).collect()
}

const HEADER: &str = "hengjian entry v1";
const KEYS: [&str; 7] = ["kind", "at", "actor", "subject", "version", "record", "area"];
const NONE: &str = "none";
const GONE: &str = "gone";

#[cfg(test)]
mod tests;
