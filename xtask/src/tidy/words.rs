//! Words that stand only where the house has a place for them, or nowhere.

use super::{Fault, fault, has_word};
use crate::tree::Source;

struct Ban {
    word: &'static str,
    found_in: fn(&str) -> bool,
    why: &'static str,
}

const BANS: [Ban; 17] = [
    Ban {
        word: "AssertSqlSafe",
        found_in: |path| rust(path) && !path.starts_with("server/src/db/") && !path.starts_with("tests/"),
        why: "SQL made at run time belongs to db/",
    },
    Ban { word: "todo!", found_in: rust, why: "finish it or leave it out" },
    Ban { word: "unimplemented!", found_in: rust, why: "finish it or leave it out" },
    Ban { word: "#[allow(", found_in: rust, why: "write #[expect(lint, reason = \"...\")]" },
    Ban { word: "#![allow(", found_in: rust, why: "write #![expect(lint, reason = \"...\")]" },
    Ban { word: "#[ignore", found_in: rust, why: "a test runs or goes" },
    Ban {
        word: "sleep(",
        found_in: tested,
        why: "advance the clock or watch for the state; tests and rules never wait",
    },
    Ban { word: "waitForTimeout", found_in: script, why: "wait for what the page shows, not for a time" },
    Ban { word: "test.only", found_in: script, why: "every test runs" },
    Ban { word: "it.only", found_in: script, why: "every test runs" },
    Ban { word: "describe.only", found_in: script, why: "every test runs" },
    Ban { word: "test.skip", found_in: script, why: "a test runs or goes" },
    Ban { word: "it.skip", found_in: script, why: "a test runs or goes" },
    Ban { word: "on conflict", found_in: sql, why: "update, then insert under the parent's lock (docs/STORAGE.md)" },
    Ban { word: "create extension", found_in: sql, why: "extensions are outside our subset (docs/STORAGE.md)" },
    Ban { word: "as identity", found_in: sql, why: "ids are UUIDv7 made by the server (docs/STORAGE.md)" },
    Ban { word: "exclude using", found_in: sql, why: "exclusion constraints are outside our subset (docs/STORAGE.md)" },
];

/// Folders of somebody's machine; built at run time so that this file does not hold them.
const HOMES: [(&str, &str); 4] = [("/ro", "ot/"), ("/wo", "rk/"), ("/Us", "ers/"), ("/ho", "me/")];
/// Endings that name what everything does and nothing in particular.
const VAGUE: [&str; 5] = ["Manager", "Helper", "Helpers", "Util", "Utils"];
const VAGUE_VERBS: [&str; 3] = ["fn get_", "fn do_", "fn process"];
const KEYWORDS: [&str; 7] = ["SELECT", "INSERT INTO", "UPDATE", "DELETE FROM", "WHERE", "ORDER BY", "VALUES"];

/// Files and folders outside `demo/` that may say the word, each with what it has to say.
const DEMO_PLACES: [(&str, &str); 7] = [
    ("rules/src/ledger/entry.rs", "names the kind of entry that says so"),
    ("server/src/lib.rs", "declares the module"),
    ("server/src/main.rs", "hands the command over"),
    ("server/src/cli", "names the command"),
    ("server/src/config.rs", "holds the seed"),
    ("server/src/app.rs", "holds the mark of the data"),
    ("server/src/account/", "an account carries the mark, and its page shows the banner"),
];

pub fn check(tree: &[Source]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for source in tree.iter().filter(|source| !source.path.starts_with("xtask/src/tidy/")) {
        for ban in BANS.iter().filter(|ban| (ban.found_in)(&source.path)) {
            let lines = source.lines().filter(|(_, line)| has_word(line, ban.word));
            faults.extend(lines.map(|(number, _)| fault(source, number, format!("`{}`: {}", ban.word, ban.why))));
        }
        faults.extend(homes(source));
        if rust(&source.path) {
            faults.extend(names(source));
            faults.extend(queries(source));
            faults.extend(demo(source));
            faults.extend(half_width(source));
        }
    }
    faults
}

fn homes(source: &Source) -> Vec<Fault> {
    let said = |line: &str| {
        HOMES.iter().any(|(head, tail)| {
            let home = format!("{head}{tail}");
            line.match_indices(&home).any(|(at, _)| {
                line[..at]
                    .chars()
                    .next_back()
                    .is_none_or(|before| !before.is_alphanumeric() && !".-_}/".contains(before))
            })
        })
    };
    let lines = (1..).zip(source.text.lines()).filter(|(_, line)| said(line));
    lines
        .map(|(number, _)| fault(source, number, "a folder of one machine; name it from the root of the tree"))
        .collect()
}

fn names(source: &Source) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (number, line) in source.lines() {
        let words = line.trim_start().trim_start_matches("pub ").trim_start_matches("pub(crate) ");
        let mut parts = words.split(|c: char| !c.is_alphanumeric() && c != '_');
        let typed = matches!(parts.next(), Some("struct" | "enum" | "trait" | "type"));
        let name = parts.next().unwrap_or_default();
        if typed && VAGUE.iter().any(|ending| name.ends_with(ending)) {
            faults.push(fault(source, number, format!("{name}: say what it is, not that it manages")));
        }
        if let Some(verb) =
            VAGUE_VERBS.iter().find(|verb| words.starts_with(*verb) || words.contains(&format!(" {verb}")))
        {
            faults.push(fault(source, number, format!("`{verb}`: use a verb of the domain")));
        }
    }
    faults
}

/// Queries stand in stores, in lower case, and name their columns.
fn queries(source: &Source) -> Vec<Fault> {
    let path = source.path.as_str();
    if !path.starts_with("server/src/") {
        return Vec::new();
    }
    let home = path.ends_with("/store.rs")
        || path.contains("/store/")
        || ["server/src/db/", "server/src/jobs/"].iter().any(|folder| path.starts_with(folder));
    let mut faults = Vec::new();
    for (number, line) in source.code() {
        let asks = ["sqlx::query", "query!(", "query_as!(", "query_scalar!(", "QueryBuilder"];
        if !home && asks.iter().any(|word| line.contains(word)) {
            faults.push(fault(source, number, "SQL stands in store.rs only"));
        }
        if home && KEYWORDS.iter().any(|word| has_word(line, word)) {
            faults.push(fault(source, number, "SQL is written in lower case"));
        }
        if home && (line.contains("select *") || line.contains("returning *")) {
            faults.push(fault(source, number, "name the columns"));
        }
    }
    faults
}

fn demo(source: &Source) -> Vec<Fault> {
    let path = source.path.as_str();
    let place = path.starts_with("server/src/demo/") || DEMO_PLACES.iter().any(|(place, _)| path.starts_with(place));
    if place || !(path.starts_with("server/src/") || path.starts_with("rules/src/") || path.starts_with("proof/src/")) {
        return Vec::new();
    }
    let lines = source.code().filter(|(_, line)| line.to_lowercase().contains("demo") && !line.contains("democra"));
    lines.map(|(number, _)| fault(source, number, "only demo/ knows that a demo exists")).collect()
}

/// Chinese sentences have full-width marks. A text with a line end is a file's row, whose commas part its cells.
fn half_width(source: &Source) -> Vec<Fault> {
    let path = source.path.as_str();
    if !(path.starts_with("server/src/") || path.starts_with("rules/src/")) || path.ends_with("tests.rs") {
        return Vec::new();
    }
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let touches = |line: &str| {
        line.match_indices([',', ';', ':', '?', '!']).any(|(at, _)| {
            line[..at].chars().next_back().is_some_and(han) || line[at + 1..].chars().next().is_some_and(han)
        })
    };
    let lines = source.code().filter(|(_, line)| !line.contains("\\n") && touches(line));
    lines.map(|(number, _)| fault(source, number, "Chinese sentences have full-width marks")).collect()
}

fn rust(path: &str) -> bool {
    path.ends_with(".rs")
}

fn tested(path: &str) -> bool {
    rust(path) && ["tests/", "rules/", "proof/"].iter().any(|part| path.starts_with(part))
}

fn script(path: &str) -> bool {
    [".ts", ".mjs", ".vue"].iter().any(|ending| path.ends_with(ending))
}

fn sql(path: &str) -> bool {
    path.ends_with(".sql") || path.ends_with("/store.rs") || path.contains("/store/")
}

#[cfg(test)]
mod tests {
    use super::super::tree_of;
    use super::*;

    #[test]
    fn every_ban_has_a_line_that_breaks_it() {
        for (path, line) in [
            ("server/src/expert/store.rs", "sqlx::query(AssertSqlSafe(text))"),
            ("rules/src/id.rs", "todo!()"),
            ("rules/src/id.rs", "#[allow(dead_code)]"),
            ("tests/src/flows/import.rs", "tokio::time::sleep(second).await;"),
            ("web/tests/list.test.ts", "await page.waitForTimeout(100)"),
            ("server/src/expert/store.rs", "insert into expert (id) values ($1) on conflict do nothing"),
            ("server/src/expert/routes.rs", "sqlx::query!(\"select 1\")"),
            ("server/src/expert/store.rs", "SELECT id"),
            ("server/src/expert/store.rs", "select * from expert"),
            ("server/src/expert/actions.rs", "if app.demo {"),
            ("server/src/app.rs", "pub struct JobManager {"),
            ("server/src/app.rs", "pub async fn get_expert() {"),
            ("server/src/http/error.rs", "\"没有这一项,请从列表重新进入。\","),
            ("rules/src/text.rs", "format!(\"{name};须改正\")"),
        ] {
            assert_eq!(check(&tree_of(&[(path, line)])).len(), 1, "{path}: {line}");
        }
    }

    #[test]
    fn a_folder_of_one_machine_is_named_and_a_part_of_a_path_is_not() {
        let home = format!("see {}ot/notes", "/ro");
        assert_eq!(check(&tree_of(&[("README.md", &home)])).len(), 1);
        let part = format!("GET /api{}rk/", "/wo");
        assert!(check(&tree_of(&[("README.md", &part)])).is_empty());
    }

    #[test]
    fn what_the_house_allows_passes() {
        for (path, line) in [
            ("server/src/demo/data.rs", "let demo = true;"),
            ("server/src/db/list.rs", "AssertSqlSafe(text)"),
            ("server/src/db/local.rs", "tokio::time::sleep(step).await;"),
            ("server/src/expert/store.rs", "select id from expert"),
            ("rules/src/text.rs", "Named(\"没有这一项\", 1)"),
            ("server/src/sheet/write.rs", "\"姓名,手机\\n\""),
        ] {
            assert!(check(&tree_of(&[(path, line)])).is_empty(), "{path}: {line}");
        }
    }
}
