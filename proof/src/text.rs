//! Texts that a statement names by their hash: lines `key SP value`, each key once, UTF-8 without control
//! characters. Most begin with a random line, so that nobody can guess a text from its hash.

use std::collections::BTreeSet;

use thiserror::Error;

use crate::hash::{Hash, tagged};

/// A text of lines, kept as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    lines: Vec<(String, String)>,
}

/// Why bytes are not such a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error(
    "line {0} is not 'key SP value' in UTF-8 with a new key of a-z, 0-9 and - and a value without control characters"
)]
pub struct TextError(pub usize);

impl Text {
    /// A text of these lines.
    pub fn new(lines: Vec<(String, String)>) -> Result<Text, TextError> {
        let mut seen = BTreeSet::new();
        for (at, (key, value)) in lines.iter().enumerate() {
            if !seen.insert(key) || !is_key(key) || !is_value(value) {
                return Err(TextError(at + 1));
            }
        }
        Ok(Text { lines })
    }

    /// Reads the lines; the last one ends with a line feed.
    pub fn parse(bytes: &[u8]) -> Result<Text, TextError> {
        let text = std::str::from_utf8(bytes).map_err(|_| TextError(1))?;
        let body = text.strip_suffix('\n').ok_or(TextError(1))?;
        let mut lines = Vec::new();
        for (at, line) in body.split('\n').enumerate() {
            let (key, value) = line.split_once(' ').ok_or(TextError(at + 1))?;
            lines.push((key.to_owned(), value.to_owned()));
        }
        Text::new(lines)
    }

    /// The lines in their order.
    pub fn lines(&self) -> &[(String, String)] {
        &self.lines
    }

    /// The value of `key`.
    pub fn value(&self, key: &str) -> Option<&str> {
        self.lines.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// `TH(tag, text)`.
    pub fn hash(&self, tag: &str) -> Hash {
        tagged(tag, &[self.to_string().as_bytes()])
    }

    /// Whether the text begins with `random HEX64` and ends with `last HEX64`, two different lines.
    pub fn is_framed(&self, last: &str) -> bool {
        let is = |line: Option<&(String, String)>, key: &str| {
            line.is_some_and(|(name, value)| name == key && value.parse::<Hash>().is_ok())
        };
        is(self.lines.first(), "random") && is(self.lines.last(), last)
    }
}

impl std::fmt::Display for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.lines.iter().try_for_each(|(key, value)| writeln!(f, "{key} {value}"))
    }
}

fn is_key(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn is_value(value: &str) -> bool {
    !value.is_empty() && !value.chars().any(is_unseen)
}

/// Control characters, separators of lines, and marks that turn the direction of what follows.
fn is_unseen(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_reads_and_writes_back() {
        let text = "random 00\nname 湘江 新区\nslot-1 A08 3 430100\n";
        let read = Text::parse(text.as_bytes()).unwrap();
        assert_eq!(read.to_string(), text);
        assert_eq!((read.value("name"), read.value("lot")), (Some("湘江 新区"), None));
        assert_eq!(read.hash("vrd1/request"), tagged("vrd1/request", &[text.as_bytes()]));
    }

    #[test]
    fn every_other_spelling_is_refused() {
        for bad in [
            "",
            "\n",
            "a",
            "a \n",
            "a",
            "a b",
            "a b\n\n",
            "A b\n",
            "a b\na c\n",
            "a\tb\n",
            "a b\tc\n",
            "a b\r\n",
            " b\n",
        ] {
            assert!(Text::parse(bad.as_bytes()).is_err(), "{bad:?}");
        }
        assert!(Text::parse(b"a \xff\n").is_err());
        for unseen in ['\u{7f}', '\u{85}', '\u{2028}', '\u{202e}', '\u{2066}'] {
            assert!(Text::parse(format!("a b{unseen}\n").as_bytes()).is_err(), "{unseen:?}");
        }
    }

    #[test]
    fn a_frame_is_a_random_line_and_a_hash_at_the_end() {
        let hash = Hash::of(b"");
        let framed = |text: String| Text::parse(text.as_bytes()).unwrap().is_framed("private");
        assert!(framed(format!("random {hash}\nlot 1\nprivate {hash}\n")));
        assert!(!framed(format!("random {hash}\nprivate {hash}\nlot 1\n")));
        assert!(!framed(format!("lot 1\nrandom {hash}\nprivate {hash}\n")));
        assert!(!framed(format!("random {hash}\nprivate 1\n")));
    }
}
