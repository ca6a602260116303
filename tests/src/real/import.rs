//! The command `import`, killed half-way.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use super::browser::Browser;
use super::process::{Folder, Server, complaint, hengjian, run};
use crate::build::sheet::Table;

#[test]
fn an_import_killed_half_way_left_nothing_and_a_repeat_succeeds() {
    let folder = Folder::new();
    let file = folder.0.join("experts.csv");
    std::fs::write(&file, Table::experts(1, ROWS).csv()).expect("written");
    let command = || {
        let mut command = hengjian(&folder.0);
        command.args(["import", "experts"]).arg(&file);
        command
    };
    let mut child = command().stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("a built program");
    let lines = BufReader::new(child.stderr.take().expect("piped")).lines();
    let begun = lines.map_while(Result::ok).find(|line| {
        let done = line.strip_prefix("Importing: ").and_then(|rest| rest.split_once(' '));
        done.is_some_and(|(done, _)| done != "0")
    });
    assert!(begun.is_some(), "the import ended before anybody could kill it");
    kill_process(Pid::from_child(&child), Signal::KILL).expect("it runs");
    child.wait().expect("it is ours");
    let checked = {
        let mut command = command();
        command.arg("--dry-run");
        run(command)
    };
    assert!(said(&checked).contains(&counts(ROWS, 0)), "{} {}", said(&checked), complaint(&checked));
    let repeated = run(command());
    assert!(repeated.status.success(), "{}", complaint(&repeated));
    assert!(said(&repeated).contains(&counts(ROWS, 0)), "{}", said(&repeated));
    let again = run(command());
    assert!(said(&again).contains(&counts(0, ROWS)), "{}", said(&again));
}

#[test]
fn a_server_killed_half_way_left_nothing_and_the_next_one_finishes() {
    let folder = Folder::new();
    let mut command = hengjian(&folder.0);
    command.args(["demo", "data", "--experts", "100"]);
    let made = run(command);
    assert!(made.status.success(), "{}", complaint(&made));
    let server = Server::start(&folder.0);
    let mut author = Browser::sign_in(&server, &folder.0, "ku1.hn");
    let mut other = Browser::sign_in(&server, &folder.0, "ku2.hn");
    let path = format!("/api/imports/{}", author.upload(Table::experts(1, ROWS).csv().as_bytes()));
    let checked = until(&mut author, &path, |import| import["state"] == "checked");
    assert_eq!(checked["counts"]["inserted"], ROWS, "{}", checked["refusals"][0]);
    author.post(&format!("{path}/submit"), &json!({}));
    other.post(&format!("{path}/approve"), &json!({}));
    let begun = until(&mut author, &path, |import| import["state"] != "submitted" && import["progress"]["done"] != 0);
    assert_eq!(begun["state"], "importing", "it ended before anybody could kill the server");
    server.end(Signal::KILL);

    let server = Server::start(&folder.0);
    author.turn_to(&server);
    let mut auditor = Browser::sign_in(&server, &folder.0, "shen.hn");
    let there = author.get("/api/experts")["total"].as_u64().expect("a count");
    assert!(there == 100 || there == 100 + u64::from(ROWS), "nothing of it is there, or all: {there}");
    let done = until(&mut author, &path, |import| import["state"] == "done");
    assert_eq!(done["counts"], json!({ "inserted": ROWS, "updated": 0, "unchanged": 0, "refused": 0 }));
    assert_eq!(author.get("/api/experts")["total"], 100 + ROWS);
    let mut check = auditor.post("/api/ledger/check", &json!({}));
    while check["state"] != "done" {
        assert_ne!(check["state"], "failed", "{check}");
        std::thread::yield_now();
        check = auditor.get("/api/ledger/check");
    }
    assert_eq!(check["result"]["problem_count"], 0, "{check}");
}

/// Asks until the import is as wanted.
fn until(browser: &mut Browser, path: &str, wanted: impl Fn(&Value) -> bool) -> Value {
    loop {
        let import = browser.get(path);
        assert_ne!(import["state"], "refused", "{import}");
        if wanted(&import) {
            return import;
        }
        std::thread::yield_now();
    }
}

#[test]
fn refused_rows_are_told_written_down_and_end_with_1() {
    let folder = Folder::new();
    let mut table = Table::experts(1, 3);
    table.rows[1][2] = "430102197503154310".to_owned();
    let (file, refused) = (folder.0.join("experts.xlsx"), folder.0.join("refused.xlsx"));
    std::fs::write(&file, table.xlsx()).expect("written");
    let mut command = hengjian(&folder.0);
    command.args(["import", "experts"]).arg(&file).arg("--refused").arg(&refused);
    let output = run(command);
    assert_eq!(output.status.code(), Some(1), "{}", complaint(&output));
    let said = said(&output);
    assert!(said.contains("row 3: 证件号码 id_number.check"), "{said}");
    assert!(said.contains("3 rows = 2 inserted + 0 updated + 0 unchanged + 1 refused"), "{said}");
    assert!(std::fs::read(&refused).expect("a workbook").starts_with(b"PK"));
    let mut command = hengjian(&folder.0);
    command.args(["import", "people"]).arg(&file);
    assert!(complaint(&run(command)).contains("choose one of experts, units"));
}

fn counts(inserted: u32, unchanged: u32) -> String {
    format!("{ROWS} rows = {inserted} inserted + 0 updated + {unchanged} unchanged + 0 refused")
}

fn said(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

const ROWS: u32 = 10_000;
