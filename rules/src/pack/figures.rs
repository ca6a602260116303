//! All figures of a chain of packs as one text, whose hash `pack.txt` names: what the supervising department signs binds every
//! figure with its source. docs/DRAW.md section 6 says how it is written.

use std::collections::BTreeMap;
use std::fmt;

use proof::hash::{Hash, tagged};

use super::{Certainty, Figure, PackError, Value};

/// Figures by dotted name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures(pub BTreeMap<String, Figure>);

impl Figures {
    /// Reads the text; it has one spelling.
    pub fn parse(text: &str) -> Result<Self, PackError> {
        let line = |(at, line): (usize, &str)| {
            read(line).ok_or_else(|| form(format!("line {} is not NAME, VALUE, CERTAINTY, SOURCE, NOTE", at + 1)))
        };
        let figures = Self(text.lines().enumerate().map(line).collect::<Result<_, _>>()?);
        if figures.to_string() == text { Ok(figures) } else { Err(form("figures stand once each, by name".to_owned())) }
    }

    /// `TH("vrd1/figures", text)`.
    pub fn hash(&self) -> Hash {
        tagged("vrd1/figures", &[self.to_string().as_bytes()])
    }

    /// Gives a figure another value of its kind, lists separated by commas. It then waits for confirmation, with this source.
    pub fn change(&mut self, name: &str, value: &str, source: &str) -> Result<(), PackError> {
        let figure = self.0.get_mut(name).ok_or_else(|| PackError::Missing { name: name.to_owned() })?;
        let kind = |wanted| PackError::Kind { name: name.to_owned(), wanted };
        figure.value = match figure.value {
            Value::Flag(_) => Value::Flag(value.parse().map_err(|_| kind("true or false"))?),
            Value::Number(_) => Value::Number(value.parse().map_err(|_| kind("a whole number"))?),
            Value::Text(_) => Value::Text(value.to_owned()),
            Value::List(_) => Value::List(value.split(',').map(str::to_owned).collect()),
        };
        figure.certainty = Certainty::ToConfirm;
        figure.source = source.to_owned();
        if is_plain(figure) { Ok(()) } else { Err(kind("a text without quotation marks and control characters")) }
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|(name, figure)| {
            let Figure { value, certainty, source, note } = figure;
            writeln!(f, "{name}\t{value}\t{}\t{source}\t{}", certainty.code(), note.as_deref().unwrap_or_default())
        })
    }
}

/// Whether the figure can be written in one way only: texts have no quotation marks, backslashes or control characters.
pub(super) fn is_plain(figure: &Figure) -> bool {
    let plain = |text: &str| !text.chars().any(|c| c.is_control() || matches!(c, '"' | '\\'));
    let value = match &figure.value {
        Value::Flag(_) | Value::Number(_) => true,
        Value::Text(text) => plain(text),
        Value::List(texts) => texts.iter().all(|text| plain(text)),
    };
    value && plain(&figure.source) && figure.note.as_deref().is_none_or(|note| !note.is_empty() && plain(note))
}

fn read(line: &str) -> Option<(String, Figure)> {
    let mut cells = line.split('\t');
    let (name, value, certainty, source, note) =
        (cells.next()?, cells.next()?, cells.next()?, cells.next()?, cells.next()?);
    let figure = Figure {
        value: Value::read(value)?,
        certainty: Certainty::read(certainty).ok()?,
        source: source.to_owned(),
        note: Some(note.to_owned()).filter(|note| !note.is_empty()),
    };
    (cells.next().is_none() && is_plain(&figure)).then(|| (name.to_owned(), figure))
}

impl Value {
    fn read(text: &str) -> Option<Self> {
        let quoted = |text: &str| Some(text.strip_prefix('"')?.strip_suffix('"')?.to_owned());
        match text {
            "true" => Some(Self::Flag(true)),
            "false" => Some(Self::Flag(false)),
            "[]" => Some(Self::List(Vec::new())),
            _ if text.starts_with('[') => {
                let inner = quoted(text.strip_prefix('[')?.strip_suffix(']')?)?;
                Some(Self::List(inner.split("\",\"").map(str::to_owned).collect()))
            }
            _ if text.starts_with('"') => quoted(text).map(Self::Text),
            _ => text.parse().ok().map(Self::Number),
        }
    }
}

/// As JSON without spaces.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => write!(f, "\"{text}\""),
            Self::List(texts) => {
                let quoted: Vec<String> = texts.iter().map(|text| format!("\"{text}\"")).collect();
                write!(f, "[{}]", quoted.join(","))
            }
        }
    }
}

fn form(reason: String) -> PackError {
    PackError::Form { reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a.flag\ttrue\tA\t办法\t\na.list\t[\"x\",\"y z\"]\tB\t惯例\t说明\na.number\t-3\tC\t惯例\t\na.text\t\"1/2\"\tA\t办法\t\n";

    #[test]
    fn figures_read_and_write_back() {
        let figures = Figures::parse(TEXT).expect("figures");
        assert_eq!(figures.to_string(), TEXT);
        assert_eq!(figures.0["a.list"].value, Value::List(vec!["x".to_owned(), "y z".to_owned()]));
        assert_eq!(figures.hash(), tagged("vrd1/figures", &[TEXT.as_bytes()]));
    }

    #[test]
    fn every_other_spelling_is_refused() {
        for (good, bad) in [
            ("a.flag\ttrue", "a.number\ttrue"),
            ("-3", "-03"),
            ("-3", "+3"),
            ("-3", "3.5"),
            ("\"1/2\"", "\"1/2"),
            ("[\"x\",\"y z\"]", "[\"x\", \"y z\"]"),
            ("\tA\t", "\tD\t"),
            ("办法\t\n", "办法\n"),
            ("办法\t\n", "办法\t\t\n"),
            ("a.flag", "z.flag"),
        ] {
            let text = TEXT.replacen(good, bad, 1);
            assert_ne!(text, TEXT);
            assert!(Figures::parse(&text).is_err(), "{bad}");
        }
        assert!(Figures::parse(TEXT.trim_end()).is_err());
    }

    #[test]
    fn a_changed_figure_keeps_its_kind_and_waits_for_confirmation() {
        let mut figures = Figures::parse(TEXT).expect("figures");
        figures.change("a.number", "5", "命令行").expect("a number");
        figures.change("a.list", "p,q", "命令行").expect("a list");
        assert_eq!(figures.0["a.number"].value, Value::Number(5));
        assert_eq!(figures.0["a.list"].certainty, Certainty::ToConfirm);
        for (name, value, code) in
            [("a.none", "1", "pack.missing"), ("a.number", "x", "pack.kind"), ("a.text", "\"", "pack.kind")]
        {
            assert_eq!(
                figures.change(name, value, "x").map_err(|error| crate::wording::Worded::code(&error)),
                Err(code)
            );
        }
    }
}
