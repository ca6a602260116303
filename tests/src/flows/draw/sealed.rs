//! Before the names are opened, whoever was drawn stands nowhere: on no screen, in no row that was written since, in no file, in no
//! line of a log.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;

use hengjian::demo::ACCOUNTS;
use hengjian::http::access::{self, Access};
use proof::hash::hex;
use rules::account::Role;
use serde_json::json;
use sqlx::{AssertSqlSafe, PgPool};

use super::scene::{Drawn, Scene};
use crate::people::Caller;

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn whoever_was_drawn_stands_nowhere_before_the_names_are_opened(db: PgPool) {
    listen();
    let mut scene = Scene::new(db).await;
    let draw = scene.open().await;
    scene.settle(&draw).await;
    let present = scene.listed(&draw).await;
    scene.reveal(&draw, &present[0]).await;
    let before = dump(&scene).await;
    let screens = screens(&scene, &draw).await;
    heard();
    scene.reveal(&draw, &present[1]).await;
    assert_eq!(scene.stage(&draw).await, "callout");

    // Nobody has signed in yet: not a single new row, screen or line may name one of them.
    let drawn = scene.drawn(&draw);
    let needles = needles(&scene, &drawn).await;
    hidden("a log", &heard(), &needles);
    for (table, rows) in dump(&scene).await {
        let old = before.get(&table);
        let new = rows.iter().filter(|row| old.is_none_or(|old| !old.contains(*row)));
        new.for_each(|row| hidden(&table, row, &needles));
    }
    let later = self::screens(&scene, &draw).await;
    seen_by_nobody(&screens, &later, &needles);
    files(&scene.world.data_dir, &needles);

    // They answer, and two are drawn again: what the call-out writes names nobody either.
    for one in &drawn[2..] {
        scene.answer(one, None).await;
    }
    scene.answer(&drawn[0], Some("away")).await;
    scene.answer(&drawn[1], Some("ill")).await;
    scene.pass(&draw, Duration::from_secs(6)).await;
    let all = scene.drawn(&draw);
    assert_eq!(all.len(), drawn.len() + 2);
    let needles = self::needles(&scene, &all).await;
    for (table, rows) in dump(&scene).await {
        let is_of_draws = table.starts_with("draw") || OF_DRAWS.contains(&table.as_str());
        rows.iter().filter(|_| is_of_draws).for_each(|row| hidden(&table, row, &needles));
        let old = before.get(&table);
        let new = rows.iter().filter(|row| !is_of_draws && old.is_none_or(|old| !old.contains(*row)));
        // Somebody's signing in is on record like anybody's at any time; nothing else of theirs is.
        new.filter(|row| !is_sign_in(&table, row)).for_each(|row| hidden(&table, row, &needles));
    }
    files(&scene.world.data_dir, &needles);
    opened(&mut scene, &draw, &all).await;
}

/// The names, once they are open: to operator and supervisor of the area and to nobody else.
async fn opened(scene: &mut Scene, draw: &str, all: &[Drawn]) {
    for one in all {
        let file = scene.file(one.expert).await;
        let mut phone = crate::people::sign_in_by_phone(&scene.world, &file).await;
        let tasks = phone.get("/api/me/tasks").await.expect(200);
        if tasks.items()[0]["state"] == "identify" {
            scene.answer(one, None).await;
        }
    }
    let shown = scene.operator.get(&format!("/api/draws/{draw}")).await.expect(200);
    assert_eq!(shown.body["names"], json!(null));
    scene.pass(draw, Duration::from_secs(16 * 60)).await;
    scene.until_gathering(draw).await;
    if scene.stage(draw).await == "check_in" {
        assert_eq!(scene.operator.get(&format!("/api/draws/{draw}")).await.expect(200).body["names"], json!(null));
        scene.pass(draw, Duration::from_secs(3_600)).await;
        scene.operator = scene.sign_in("chou.cs").await;
    }
    assert_eq!(scene.stage(draw).await, "unsealed");
    let names: Vec<String> = {
        let shown = scene.operator.get(&format!("/api/draws/{draw}")).await.expect(200);
        let names = shown.body["names"].as_array().expect("open").clone();
        names.iter().map(|one| one["name"].as_str().expect("a name").to_owned()).collect()
    };
    assert!(!names.is_empty());
    scene.world.pass(Duration::from_secs(31));
    for account in ACCOUNTS {
        let mut caller = scene.sign_in(account.login).await;
        let answer = caller.get(&format!("/api/draws/{draw}")).await;
        let may = matches!(account.role, Role::DrawOperator | Role::Supervisor);
        assert_eq!(answer.body["names"].is_array(), may, "{}", account.login);
        assert!(may || answer.status == 403, "{}", account.login);
        let file = caller.get(&format!("/api/draws/{draw}/draw.vdraw")).await;
        let bytes = String::from_utf8_lossy(&file.bytes);
        assert!(names.iter().all(|name| !bytes.contains(name.as_str())), "the file for everybody names nobody");
    }
}

/// What each role is shown by every route that only reads, by login and path.
async fn screens(scene: &Scene, draw: &str) -> BTreeMap<(String, String), String> {
    // A second factor is good for one sign-in.
    scene.world.pass(Duration::from_secs(31));
    let mut shown = BTreeMap::new();
    let mut callers: Vec<(String, Role, Caller)> = Vec::new();
    for account in ACCOUNTS {
        callers.push((account.login.to_owned(), account.role, scene.sign_in(account.login).await));
    }
    for (login, role, caller) in &mut callers {
        let reads = |line: &&Access| line.method == "GET" && line.audience.admits(Some(*role));
        for line in access::TABLE.iter().filter(reads).filter(|line| !line.path.ends_with("/live")) {
            let id = match line.path {
                path if path.starts_with("/api/draws/") => draw.to_owned(),
                path if path.starts_with("/api/ledger/entries/") => "3".to_owned(),
                path if path.contains('{') => continue,
                _ => String::new(),
            };
            let path = line.path.replace("{id}", &id).replace("{index}", &id);
            let answer = caller.get(&path).await;
            shown.insert((login.clone(), path), String::from_utf8_lossy(&answer.bytes).into_owned());
        }
    }
    shown
}

/// Lists of the pool show everybody, drawn or not: they must not have moved. Everything else names nobody who was drawn.
fn seen_by_nobody(
    before: &BTreeMap<(String, String), String>,
    after: &BTreeMap<(String, String), String>,
    needles: &BTreeSet<String>,
) {
    assert!(after.len() > 100, "{}", after.len());
    for ((login, path), text) in after {
        let named = needles.iter().any(|needle| text.contains(needle.as_str()));
        let same = before.get(&(login.clone(), path.clone())) == Some(text);
        assert!(!named || same, "{login} {path} names somebody who was drawn");
        let of_pool = ["/api/experts", "/api/units", "/api/changes", "/api/imports"];
        assert!(same || !of_pool.iter().any(|start| path == start), "{login} {path} moved with the draw");
    }
}

/// Everything by which somebody who was drawn could be found, as text and as PostgreSQL writes bytes.
async fn needles(scene: &Scene, drawn: &[Drawn]) -> BTreeSet<String> {
    let mut needles = BTreeSet::new();
    for one in drawn {
        let file = scene.file(one.expert).await;
        let account: Option<uuid::Uuid> = sqlx::query_scalar("select id from account where expert_id = $1")
            .bind(one.expert.as_uuid())
            .fetch_optional(&scene.world.app.db)
            .await
            .expect("a table");
        let ids = [Some(one.expert.as_uuid()), account];
        let mut texts = vec![
            file.name.as_str().to_owned(),
            file.phone.to_string(),
            file.id_number.to_string(),
            file.number.expect("admitted").to_string(),
        ];
        texts.extend(ids.into_iter().flatten().map(|id| id.to_string()));
        needles.extend(ids.into_iter().flatten().map(|id| id.simple().to_string()));
        needles.extend(texts.iter().map(|text| hex(text.as_bytes())));
        needles.extend(texts);
    }
    needles
}

fn hidden(place: &str, text: &str, needles: &BTreeSet<String>) {
    let found = needles.iter().find(|needle| text.contains(needle.as_str()));
    assert_eq!(found, None, "{place} names somebody who was drawn: {text}");
}

/// Every row of every table as PostgreSQL writes it.
async fn dump(scene: &Scene) -> BTreeMap<String, BTreeSet<String>> {
    let db = &scene.world.app.db;
    let all = "select tablename::text from pg_tables where schemaname = 'public'";
    let tables: Vec<String> = sqlx::query_scalar(all).fetch_all(db).await.expect("a catalogue");
    let mut dumped = BTreeMap::new();
    for table in tables {
        let rows = format!("select t::text from public.{table} t");
        let rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(rows)).fetch_all(db).await.expect("a dump");
        dumped.insert(table, rows.into_iter().collect());
    }
    dumped
}

fn is_sign_in(table: &str, row: &str) -> bool {
    SIGN_IN.contains(&table) || (table == "ledger_entry" && SIGN_IN_KINDS.iter().any(|kind| row.contains(kind)))
}

fn files(folder: &Path, needles: &BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).expect("our folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, needles);
        } else {
            let bytes = std::fs::read(&path).expect("our file");
            hidden(&path.display().to_string(), &String::from_utf8_lossy(&bytes), needles);
        }
    }
}

/// Everything that is logged, down to what only a developer asks for.
fn listen() {
    let made = tracing_subscriber::fmt().with_max_level(tracing_subscriber::filter::LevelFilter::DEBUG);
    made.with_ansi(false).with_writer(|| Lines).init();
}

/// What was logged since it was last asked.
fn heard() -> String {
    String::from_utf8_lossy(&std::mem::take(&mut *LINES.lock().expect("ours"))).into_owned()
}

struct Lines;

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LINES.lock().expect("ours").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

static LINES: Mutex<Vec<u8>> = Mutex::new(Vec::new());
/// Tables about draws beside those that begin with the word.
const OF_DRAWS: [&str; 3] = ["callee", "contributor", "job"];
/// Where somebody's signing in leaves rows.
const SIGN_IN: [&str; 4] = ["account", "sign_in", "sign_in_ticket", "message"];
const SIGN_IN_KINDS: [&str; 4] = ["sign_in.", "account.created", "account.activated", "account.locked"];
