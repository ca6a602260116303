//! Text checks for what neither Cargo nor clippy can see: file arrows, ceilings, words and papers.
//!
//! Every check is a function from the list of sources to faults, and each has a test with a source that breaks it.

mod arrows;
mod ceilings;
mod papers;
mod words;

use std::{fmt, path::Path};

use anyhow::{Result, ensure};

use crate::tree::{self, Source};

/// One place that breaks the house, in a sentence that says what to do.
#[derive(Debug)]
struct Fault {
    path: String,
    line: usize,
    message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}", self.path, self.line, self.message)
    }
}

pub fn run(root: &Path) -> Result<()> {
    let tree = tree::read(root)?;
    let mut faults = Vec::new();
    for check in [arrows::check, ceilings::check, words::check, papers::check] {
        faults.extend(check(&tree));
    }
    let list: Vec<String> = faults.iter().map(ToString::to_string).collect();
    ensure!(faults.is_empty(), "{}\n{} places break the house", list.join("\n"), list.len());
    println!("{} files", tree.len());
    Ok(())
}

fn fault(source: &Source, line: usize, message: impl Into<String>) -> Fault {
    Fault { path: source.path.clone(), line, message: message.into() }
}

/// True when `word` stands in `line` and no letter, digit or underscore touches it where it ends in one.
fn has_word(line: &str, word: &str) -> bool {
    let joins = |side: Option<char>, edge: Option<char>| {
        let part = |c: char| c.is_alphanumeric() || c == '_';
        side.is_some_and(part) && edge.is_some_and(part)
    };
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        !joins(before, word.chars().next()) && !joins(after, word.chars().next_back())
    })
}

/// Sources for the tests of the checks.
#[cfg(test)]
fn tree_of(files: &[(&str, &str)]) -> Vec<Source> {
    let files = files.iter();
    files.map(|(path, text)| Source { path: (*path).into(), text: (*text).into() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_not_a_part_of_a_word() {
        assert!(has_word("use axum::Json;", "axum"));
        assert!(has_word("sleep(1)", "sleep("));
        assert!(!has_word("let axum_like = 1;", "axum"));
        assert!(!has_word("nosleep(1)", "sleep("));
    }
}
