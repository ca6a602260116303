//! How lists stand in a record: a list of facts is one field of the digest, a line for each fact, values separated by tabs, `-`
//! for none; `\`, tab and line end within a value and a value that is `-` are written with a `\` before.

use std::fmt;

/// A fact that can be written as one line of its field.
pub(crate) trait Fact {
    fn write(&self, line: &mut Line);
}

/// The text of a list of facts while it is written.
#[derive(Default)]
pub(crate) struct Line {
    text: String,
    begun: bool,
}

impl Line {
    pub(crate) fn value(&mut self, value: &impl fmt::Display) -> &mut Self {
        let value = value.to_string();
        let marked = value == "-" || value.contains(['\\', '\t', '\n']);
        if marked { self.raw(&escaped(&value)) } else { self.raw(&value) }
    }

    pub(crate) fn opt(&mut self, value: Option<&impl fmt::Display>) -> &mut Self {
        match value {
            Some(value) => self.value(value),
            None => self.raw("-"),
        }
    }

    fn raw(&mut self, value: &str) -> &mut Self {
        if self.begun {
            self.text.push('\t');
        }
        self.begun = true;
        self.text.push_str(value);
        self
    }

    fn end(&mut self) {
        self.text.push('\n');
        self.begun = false;
    }
}

fn escaped(value: &str) -> String {
    if value == "-" {
        return "\\-".to_owned();
    }
    value.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n")
}

/// Writes a list; no two lists give the same text.
pub(crate) fn lines(facts: &[impl Fact]) -> String {
    let mut line = Line::default();
    for fact in facts {
        fact.write(&mut line);
        line.end();
    }
    line.text
}

/// A field that holds one value or is empty; no stored text is empty.
pub(crate) fn opt(value: Option<&impl fmt::Display>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

/// Brings facts into their one order, each once.
pub(crate) fn sort<T: Ord>(facts: &mut Vec<T>) {
    facts.sort_unstable();
    facts.dedup();
}
