//! Papers that must agree with the tree: migrations, decision records, the glossary, links, lock files.

use std::collections::{BTreeMap, BTreeSet};

use super::{Fault, fault};
use crate::tree::Source;

const GLOSSARY: &str = "docs/GLOSSARY.md";
/// The glossary's table after this heading holds words of parts that do not exist yet.
const LATER: &str = "## Later";
const REGISTRY: &str = "https://registry.npmjs.org/";

pub fn check(tree: &[Source]) -> Vec<Fault> {
    [migrations(tree), decisions(tree), glossary(tree), links(tree), locks(tree)].into_iter().flatten().collect()
}

/// Fourteen digits and a name, no time twice, a comment for every table.
fn migrations(tree: &[Source]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for source in tree.iter().filter(|source| source.path.starts_with("migrations/") && source.kind() == "sql") {
        let name = &source.path["migrations/".len()..];
        let version = name.split('_').next().unwrap_or_default();
        if version.len() != 14 || !version.bytes().all(|byte| byte.is_ascii_digit()) {
            faults.push(fault(source, 1, "name it YYYYMMDDHHMMSS_word.sql"));
        }
        if !seen.insert(version) {
            faults.push(fault(source, 1, "another migration has this time"));
        }
        for (number, line) in source.lines() {
            let made = line.trim_start().strip_prefix("create table ");
            let Some(made) = made else { continue };
            let table = made.trim_start_matches("if not exists ").split([' ', '(']).next().unwrap_or_default();
            if !source.text.contains(&format!("comment on table {table} is")) {
                faults.push(fault(source, number, format!("no comment on table {table}")));
            }
        }
    }
    faults
}

/// Records are numbered 0001, 0002, ... without a gap or a double.
fn decisions(tree: &[Source]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut due = 1;
    for source in tree.iter().filter(|source| source.path.starts_with("docs/decisions/") && source.kind() == "md") {
        let name = &source.path["docs/decisions/".len()..];
        if name == "README.md" {
            continue;
        }
        if !name.starts_with(&format!("{due:04}-")) {
            faults.push(fault(source, 1, format!("the next record is {due:04}")));
        }
        due += 1;
    }
    faults
}

/// Every code word of the glossary stands somewhere in the code.
fn glossary(tree: &[Source]) -> Vec<Fault> {
    let Some(source) = tree.iter().find(|source| source.path == GLOSSARY) else {
        return Vec::new();
    };
    let code: Vec<&Source> = tree.iter().filter(|source| ["rs", "sql", "ts", "vue"].contains(&source.kind())).collect();
    let mut faults = Vec::new();
    let lines = (1..).zip(source.text.lines()).take_while(|(_, line)| *line != LATER);
    for (number, line) in lines.filter(|(_, line)| line.starts_with('|')) {
        let cell = line.split('|').nth(2).unwrap_or_default();
        for word in cell.split('`').skip(1).step_by(2) {
            let used = code.iter().any(|file| file.text.contains(word));
            if !used {
                faults.push(fault(source, number, format!("`{word}` stands nowhere in the code")));
            }
        }
    }
    faults
}

/// Links of documents lead to files that exist.
fn links(tree: &[Source]) -> Vec<Fault> {
    let mut places = BTreeSet::new();
    for source in tree {
        let mut path = source.path.as_str();
        places.insert(path);
        while let Some((folder, _)) = path.rsplit_once('/') {
            places.insert(folder);
            path = folder;
        }
    }
    let mut faults = Vec::new();
    for source in tree.iter().filter(|source| source.kind() == "md") {
        for (number, line) in (1..).zip(source.text.lines()) {
            for part in line.split("](").skip(1) {
                let target = part.split([')', '#', ' ']).next().unwrap_or_default();
                if target.is_empty() || target.contains("://") || target.starts_with("mailto:") {
                    continue;
                }
                if !places.contains(resolve(&source.path, target).as_str()) {
                    faults.push(fault(source, number, format!("no file {target}")));
                }
            }
        }
    }
    faults
}

fn resolve(from: &str, target: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in target.trim_end_matches('/').split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Lock files name no host but the public registry.
fn locks(tree: &[Source]) -> Vec<Fault> {
    let mut hosts = BTreeMap::new();
    for source in tree.iter().filter(|source| source.path.ends_with("package-lock.json")) {
        for (number, line) in (1..).zip(source.text.lines()) {
            let Some(at) = line.trim_start().strip_prefix("\"resolved\": \"") else {
                continue;
            };
            if !at.starts_with(REGISTRY) {
                hosts.entry(&source.path).or_insert_with(|| fault(source, number, "a foreign host in a lock file"));
            }
        }
    }
    hosts.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::super::tree_of;
    use super::*;

    #[test]
    fn papers_that_disagree_with_the_tree_are_named() {
        for (path, text) in [
            ("migrations/20261201090000_expert.sql", "create table expert (id uuid);"),
            ("migrations/2026_expert.sql", "select 1;"),
            ("docs/decisions/0002-second.md", "# Second"),
            ("docs/GLOSSARY.md", "| 专家 | `expert` | user |"),
            ("README.md", "see [the map](docs/MAP.md)"),
            ("web/package-lock.json", "  \"resolved\": \"https://mirror.example/x.tgz\","),
        ] {
            assert_eq!(check(&tree_of(&[(path, text)])).len(), 1, "{path}");
        }
    }

    #[test]
    fn papers_that_agree_pass() {
        let tree = tree_of(&[
            ("docs/GLOSSARY.md", "| 专家 | `expert` | user |\n## Later\n| 抽取 | `draw` | |"),
            ("docs/decisions/0001-first.md", "[words](../GLOSSARY.md) and [code](../../rules/)"),
            ("migrations/20261201090000_expert.sql", "create table expert (\ncomment on table expert is 'x';"),
            ("rules/src/expert.rs", "pub struct Expert; // expert"),
        ]);
        assert!(check(&tree).is_empty(), "{:?}", check(&tree));
    }
}
