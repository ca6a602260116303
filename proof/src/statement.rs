//! Statements: the line-oriented ASCII texts that the ledger publishes. A statement is the header line
//! `vrd1 <type>` and then one line `key SP value` for each key of its type, all present, in one order.
//! There is exactly one spelling of a statement: a parser writes what it read and compares.
//! A new type is one more row in `SHAPES`.

use thiserror::Error;

use crate::hash::Hash;

/// One statement of a known type with values that fit its keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    shape: &'static Shape,
    values: Vec<String>,
}

/// Why a text is not a statement, or values do not make one.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum StatementError {
    #[error("a statement begins with the line 'vrd1 TYPE'; this text does not")]
    Header,
    #[error("'{0}' is no statement type that this version knows")]
    UnknownType(String),
    #[error("a statement '{kind}' has {expected} keys, not {found}")]
    KeyCount { kind: &'static str, expected: usize, found: usize },
    #[error("line {line} of the statement must give the key '{key}'")]
    Key { line: usize, key: &'static str },
    #[error("the value of '{key}' must be {form}")]
    Value { key: &'static str, form: Form },
    #[error("the statement is not written in its one allowed spelling")]
    Spelling,
}

/// What a value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// 64 lower-case hexadecimal digits.
    Hash,
    /// A decimal integer of at most 64 bits without leading zeros.
    Decimal,
    /// One or more of `a-z 0-9 . _ : / -`.
    Token,
}

/// A statement type: its name and its keys in order, each with the form of its value and whether `none` may stand there.
#[derive(Debug, PartialEq, Eq)]
struct Shape {
    kind: &'static str,
    keys: &'static [Key],
}

/// Whether a key may have no value, written `none`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Absence {
    Refused,
    Allowed,
}

impl Statement {
    /// The public face of a private entry: `entry` shows nothing but its salted hash.
    pub fn entry(hash: Hash) -> Statement {
        Statement::new("entry", vec![hash.to_string()]).expect("a hash fits the key 'hash'")
    }

    /// A statement of type `kind` from its values in key order, `none` for nothing.
    pub fn new(kind: &str, values: Vec<String>) -> Result<Statement, StatementError> {
        Statement::of_shape(shape(kind)?, values)
    }

    /// Reads a statement's body: header line to last line feed, signatures cut off.
    pub fn parse(body: &str) -> Result<Statement, StatementError> {
        let (header, rest) = body.split_once('\n').ok_or(StatementError::Header)?;
        let kind = header.strip_prefix("vrd1 ").ok_or(StatementError::Header)?;
        let shape = shape(kind)?;
        let statement = Statement::of_shape(shape, values(shape, rest)?)?;
        if statement.body() == body { Ok(statement) } else { Err(StatementError::Spelling) }
    }

    /// The type's name, as in the header line.
    pub fn kind(&self) -> &'static str {
        self.shape.kind
    }

    /// The value of `key`, or nothing when the type has no such key or its value is `none`.
    pub fn value(&self, key: &str) -> Option<&str> {
        let position = self.shape.keys.iter().position(|(name, _, _)| *name == key)?;
        Some(self.values[position].as_str()).filter(|value| *value != NONE)
    }

    /// The value of `key` when it is a hash.
    pub fn hash(&self, key: &str) -> Option<Hash> {
        self.value(key)?.parse().ok()
    }

    /// The value of `key` when it is a decimal.
    pub fn number(&self, key: &str) -> Option<u64> {
        decimal(self.value(key)?)
    }

    /// The statement's text, header line to last line feed.
    pub fn body(&self) -> String {
        let mut body = format!("vrd1 {}\n", self.shape.kind);
        for ((key, _, _), value) in self.shape.keys.iter().zip(&self.values) {
            body.extend([*key, " ", value, "\n"]);
        }
        body
    }

    fn of_shape(shape: &'static Shape, values: Vec<String>) -> Result<Statement, StatementError> {
        count_fits(shape, values.len())?;
        for ((key, form, absence), value) in shape.keys.iter().zip(&values) {
            let absent = value == NONE;
            if absent && *absence == Absence::Refused || !absent && !form.fits(value) {
                return Err(StatementError::Value { key, form: *form });
            }
        }
        Ok(Statement { shape, values })
    }
}

impl Form {
    fn fits(self, value: &str) -> bool {
        match self {
            Form::Hash => value.parse::<Hash>().is_ok(),
            Form::Decimal => decimal(value).is_some(),
            Form::Token => is_token(value),
        }
    }
}

impl std::fmt::Display for Form {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Form::Hash => "64 lower-case hexadecimal digits",
            Form::Decimal => "a decimal integer without leading zeros",
            Form::Token => "a token of a-z, 0-9 and . _ : / -",
        })
    }
}

/// Whether `text` is one or more of `a-z 0-9 . _ : / -`.
pub fn is_token(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._:/-".contains(&b);
    !text.is_empty() && text.bytes().all(allowed)
}

/// Reads a decimal integer of at most 64 bits in its one spelling: digits only, no leading zeros.
pub fn decimal(text: &str) -> Option<u64> {
    let spelled = text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    text.parse().ok().filter(|_| spelled)
}

fn shape(kind: &str) -> Result<&'static Shape, StatementError> {
    SHAPES
        .iter()
        .find(|shape| shape.kind == kind)
        .ok_or_else(|| StatementError::UnknownType(kind.chars().filter(char::is_ascii_graphic).take(40).collect()))
}

fn values(shape: &'static Shape, lines: &str) -> Result<Vec<String>, StatementError> {
    count_fits(shape, lines.matches('\n').count())?;
    let mut values = Vec::with_capacity(shape.keys.len());
    for (at, (line, (key, _, _))) in lines.split('\n').zip(shape.keys).enumerate() {
        let value = line.strip_prefix(key).and_then(|rest| rest.strip_prefix(' '));
        values.push(value.ok_or(StatementError::Key { line: at + 2, key })?.to_owned());
    }
    Ok(values)
}

fn count_fits(shape: &'static Shape, found: usize) -> Result<(), StatementError> {
    let expected = shape.keys.len();
    if found == expected { Ok(()) } else { Err(StatementError::KeyCount { kind: shape.kind, expected, found }) }
}

const NONE: &str = "none";

type Key = (&'static str, Form, Absence);

const fn hash(key: &'static str) -> Key {
    (key, Form::Hash, Absence::Refused)
}

const fn decimal_key(key: &'static str) -> Key {
    (key, Form::Decimal, Absence::Refused)
}

const fn token(key: &'static str) -> Key {
    (key, Form::Token, Absence::Refused)
}

const fn maybe((key, form, _): Key) -> Key {
    (key, form, Absence::Allowed)
}

const DRAW: Key = hash("draw");
const ROUND: Key = decimal_key("r");

const SHAPES: &[Shape] = &[
    Shape { kind: "anchor", keys: &[decimal_key("number"), maybe(hash("previous")), hash("hash")] },
    Shape { kind: "pack", keys: &[token("id"), hash("hash"), token("from")] },
    Shape { kind: "registry", keys: &[token("day"), decimal_key("size"), hash("root"), hash("units")] },
    Shape { kind: "approval", keys: &[DRAW, token("cause"), hash("document")] },
    Shape {
        kind: "draw-open",
        keys: &[
            DRAW,
            token("authority"),
            hash("request"),
            decimal_key("attempt"),
            decimal_key("registry"),
            hash("pack"),
            maybe(hash("parent")),
            maybe(decimal_key("approval")),
        ],
    },
    Shape { kind: "draw-commit", keys: &[DRAW, hash("pool"), token("slots"), hash("counts"), token("vrf")] },
    Shape { kind: "pool-checked", keys: &[DRAW, hash("commit")] },
    Shape { kind: "numbers", keys: &[DRAW, ROUND, token("list")] },
    Shape { kind: "reveal", keys: &[DRAW, ROUND, token("role"), token("nonce"), token("digits")] },
    Shape { kind: "sealed", keys: &[DRAW, hash("hash")] },
    Shape { kind: "round", keys: &[DRAW, ROUND, hash("blind"), token("cause")] },
    Shape {
        kind: "unseal",
        keys: &[
            DRAW,
            ROUND,
            maybe(token("pi-op")),
            maybe(token("pi-out")),
            maybe(token("pi-sup")),
            maybe(hash("round-salt")),
            maybe(token("vacated")),
            maybe(token("barred")),
            maybe(token("classes")),
        ],
    },
    Shape { kind: "cancel", keys: &[DRAW, token("cause"), maybe(hash("document"))] },
    Shape { kind: "entry", keys: &[hash("hash")] },
    Shape { kind: "note", keys: &[token("kind"), hash("hash")] },
    #[cfg(test)]
    Shape { kind: "probe", keys: &[decimal_key("count"), maybe(token("cause")), maybe(hash("hash"))] },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_two_lines() {
        let hash = Hash::of(b"abc");
        let statement = Statement::entry(hash);
        assert_eq!(statement.body(), format!("vrd1 entry\nhash {hash}\n"));
        assert_eq!(Statement::parse(&statement.body()), Ok(statement.clone()));
        assert_eq!((statement.kind(), statement.hash("hash")), ("entry", Some(hash)));
        assert_eq!(statement.value("cause"), None);
    }

    #[test]
    fn a_type_with_several_keys_needs_only_its_row() {
        let statement = Statement::parse("vrd1 probe\ncount 12\ncause none\nhash none\n").unwrap();
        assert_eq!((statement.value("count"), statement.value("cause")), (Some("12"), None));
        assert_eq!(statement.hash("hash"), None);
    }

    #[test]
    fn every_other_spelling_is_refused() {
        let hash = Hash::of(b"abc");
        let upper = hash.to_string().to_uppercase();
        for bad in [
            String::new(),
            "vrd1 entry".to_owned(),
            format!("vrd1 entry\nhash {hash}"),
            format!("vrd1 entry\nhash {hash}\n\n"),
            format!("vrd1 entry\nhash {hash}\nhash {hash}\n"),
            format!("vrd1 entry\r\nhash {hash}\r\n"),
            format!("vrd1 entry \nhash {hash}\n"),
            format!("vrd1  entry\nhash {hash}\n"),
            format!("VRD1 entry\nhash {hash}\n"),
            format!("vrd2 entry\nhash {hash}\n"),
            format!("vrd1 entry\nhash  {hash}\n"),
            format!("vrd1 entry\nhash {hash} \n"),
            format!("vrd1 entry\nhash {upper}\n"),
            format!("vrd1 entry\nHash {hash}\n"),
            format!("vrd1 entry\ncash {hash}\n"),
            format!("\u{feff}vrd1 entry\nhash {hash}\n"),
            "vrd1 entry\nhash none\n".to_owned(),
            "vrd1 ballot\nhash none\n".to_owned(),
            "vrd1 probe\ncause none\ncount 1\nhash none\n".to_owned(),
            "vrd1 probe\ncount 01\ncause none\nhash none\n".to_owned(),
            "vrd1 probe\ncount +1\ncause none\nhash none\n".to_owned(),
            "vrd1 probe\ncount 18446744073709551616\ncause none\nhash none\n".to_owned(),
            "vrd1 probe\ncount 1\ncause \nhash none\n".to_owned(),
            "vrd1 probe\ncount 1\ncause Ill\nhash none\n".to_owned(),
            "vrd1 probe\ncount 1\ncause a b\nhash none\n".to_owned(),
        ] {
            assert!(Statement::parse(&bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn errors_say_what_to_put_there() {
        let error = Statement::new("probe", vec!["x".into(), "none".into(), "none".into()]).unwrap_err();
        assert_eq!(error.to_string(), "the value of 'count' must be a decimal integer without leading zeros");
        let error = Statement::new("probe", vec![]).unwrap_err();
        assert_eq!(error.to_string(), "a statement 'probe' has 3 keys, not 0");
    }
}
