//! The published log over HTTP and in a folder, checked with keys from outside; and the auditor's pages.

use std::path::Path;

use hengjian::app::App;
use hengjian::jobs::{Job as _, Table as Jobs, run_due};
use hengjian::ledger::verify::{Given, Source, published};
use hengjian::ledger::{self, number_pending, signer};
use proof::entry::entry_hash;
use proof::log::Report;
use proof::note::{Algorithm, Note, VerifierKey};
use proof::tree::{TreeHead, leaf_hash, verify_inclusion};
use proof::{Hash, statement::Statement};
use rules::account::Role;
use rules::area::Area;
use serde_json::json;
use sqlx::PgPool;

use super::{note, run};
use crate::people::Person;
use crate::world::World;

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_stranger_checks_the_published_log_over_http(db: PgPool) {
    let world = World::empty(db).await;
    note(&world.app, 20).await;
    number_pending(&world.app).await.expect("a turn");
    let older = checkpoint(&world).await;
    note(&world.app, 700).await;
    number_pending(&world.app).await.expect("a turn");
    let address = serve(&world).await;

    let given = given(&world.app, vec![older]);
    let report = checked(&address, given).await.expect("a report");
    assert!(report.is_clean(), "{:?}", report.problems);
    assert_eq!((report.head.size, report.signatures_checked), (721, true));

    let stranger = VerifierKey::new(&world.app.config.ledger.origin, Algorithm::Ed25519, &[0x11; 32]);
    let log = stranger.unwrap_or_else(|_| signer::note_verifier(&world.app).expect("a key"));
    let refused = checked(&address, Given { log, signers: Vec::new(), older: Vec::new() }).await;
    assert!(refused.is_err(), "another key did not sign this checkpoint");

    run(&world.app, "update ledger_entry set leaf = (select leaf from ledger_entry where index = 3) where index = 700")
        .await;
    let report = checked(&address, self::given(&world.app, Vec::new())).await.expect("a report");
    assert_eq!(report.first_index(), Some(700), "{:?}", report.problems);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_copy_in_a_folder_is_checked_like_the_address(db: PgPool) {
    let world = World::empty(db).await;
    note(&world.app, 515).await;
    number_pending(&world.app).await.expect("a turn");
    let folder = world.data_dir.join("copy");
    ledger::publish::export(&world.app, &folder).await.expect("exported");
    let place = folder.to_str().expect("a path").to_owned();
    let report = checked(&place, given(&world.app, Vec::new())).await.expect("a report");
    assert!(report.is_clean() && report.head.size == 516, "{:?}", report.problems);

    std::fs::remove_file(folder.join("tile/0/001")).expect("removed");
    let report = checked(&place, given(&world.app, Vec::new())).await.expect("a report");
    assert_eq!(report.first_index(), Some(256));
    std::fs::remove_file(folder.join("checkpoint")).expect("removed");
    assert!(checked(&place, given(&world.app, Vec::new())).await.is_err());
    assert!(Source::of("nowhere", None::<&Path>).is_err());
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn files_are_what_the_format_says_and_nothing_else_is_there(db: PgPool) {
    let world = World::empty(db).await;
    let mut caller = world.caller();
    caller.get("/ledger/checkpoint").await.expect(404);
    note(&world.app, 299).await;
    number_pending(&world.app).await.expect("a turn");
    let checkpoint = caller.get("/ledger/checkpoint").await.expect(200);
    assert_eq!(checkpoint.header("content-type"), Some("text/plain; charset=utf-8"));
    for (path, length, immutable) in [
        ("0/000", 256 * 32, true),
        ("0/001.p/44", 44 * 32, false),
        ("0/001.p/43", 43 * 32, false),
        ("1/000.p/1", 32, false),
        ("0/000.p/7", 7 * 32, false),
    ] {
        let tile = caller.get(&format!("/ledger/tile/{path}")).await.expect(200);
        assert_eq!(tile.bytes.len(), length, "{path}");
        assert_eq!(tile.header("content-type"), Some("application/octet-stream"));
        let cache = tile.header("cache-control").expect("a cache rule");
        assert_eq!(cache.contains("immutable"), immutable, "{path}: {cache}");
    }
    caller.get("/ledger/tile/entries/000").await.expect(200);
    caller.get("/ledger/tile/entries/001.p/44").await.expect(200);
    for path in
        ["0/001", "0/001.p/45", "0/002.p/1", "1/000", "2/000.p/1", "entries/001", "0/1", "8/000", "0/000.p/256", "x"]
    {
        caller.get(&format!("/ledger/tile/{path}")).await.expect(404);
    }
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn an_auditor_reads_entries_with_their_proof_and_only_of_the_own_city(db: PgPool) {
    let (world, mut officer) = World::new(db).await;
    let area = |code: &str| Area::read(code).expect("an area");
    let mut auditor = world.person(&mut officer, Role::Auditor, area("430000")).await;
    let mut city = world.person(&mut officer, Role::Auditor, area("430200")).await;
    world.person(&mut officer, Role::PoolOfficer, area("430100")).await;
    number_pending(&world.app).await.expect("a turn");

    let all = auditor.get("/api/ledger/entries?limit=200").await.expect(200);
    let first = all.items().last().expect("entries");
    assert_eq!((&first["index"], &first["kind"]), (&json!(0), &json!("ledger.opened")));
    let mut pages = 0;
    let mut before = String::new();
    let mut seen = Vec::new();
    loop {
        let page = auditor.get(&format!("/api/ledger/entries?limit=3{before}")).await.expect(200);
        seen.extend(page.items().iter().map(|item| item["index"].as_i64()));
        pages += 1;
        let Some(next) = page.body["next"].as_i64() else { break };
        before = format!("&before={next}");
    }
    let expected: Vec<_> = all.items().iter().map(|item| item["index"].as_i64()).collect();
    assert_eq!(seen, expected);
    assert!(pages > 2);

    let own = city.get("/api/ledger/entries?limit=200").await.expect(200);
    assert!(!own.items().is_empty() && own.items().iter().all(|item| item["area"] == "430200"), "{}", own.body);
    city.get("/api/ledger/entries/0").await.expect(404);

    let by_somebody =
        all.items().iter().find(|item| item["actor_name"].is_string()).cloned().expect("somebody did something");
    let shown = auditor.get(&format!("/api/ledger/entries/{}", by_somebody["index"])).await.expect(200).body;
    assert_eq!(shown["actor_name"], by_somebody["actor_name"]);
    let detail = auditor.get("/api/ledger/entries/1").await.expect(200).body;
    let text = |field: &str| detail[field].as_str().expect("a text").to_owned();
    let salt: Hash = text("salt").parse().expect("a salt");
    let leaf: Note = text("leaf").parse().expect("a note");
    let statement = Statement::parse(leaf.text()).expect("a statement");
    assert_eq!(statement.hash("hash"), Some(entry_hash(&salt.0, &text("body"))));
    let proof = &detail["proof"];
    let hash = |value: &serde_json::Value| value.as_str().expect("a hash").parse::<Hash>().expect("a hash");
    let head = TreeHead { size: proof["size"].as_u64().expect("a size"), root: hash(&proof["root"]) };
    let hashes: Vec<Hash> = proof["hashes"].as_array().expect("hashes").iter().map(hash).collect();
    verify_inclusion(leaf_hash(text("leaf").as_bytes()), 1, &head, &hashes).expect("included");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn an_auditor_compares_and_the_comparison_is_an_entry(db: PgPool) {
    let (world, mut officer) = World::new(db).await;
    let mut auditor = world.person(&mut officer, Role::Auditor, Area::HUNAN).await;
    number_pending(&world.app).await.expect("a turn");
    auditor.get("/api/ledger/check").await.expect(404);
    let asked = auditor.post("/api/ledger/check", json!({})).await.expect(202);
    assert_eq!((&asked.body["state"], &asked.body["result"]), (&json!("waiting"), &json!(null)));
    assert_eq!(auditor.get("/api/ledger").await.expect(200).body["checking"], true);
    let again = auditor.post("/api/ledger/check", json!({})).await.expect(202);
    assert_eq!(again.body["id"], asked.body["id"], "one that waits serves all");
    let clean = compared_by(&mut auditor, &world).await;
    assert_eq!((&clean["problem_count"], &clean["compared_count"]), (&json!(0), &json!(2)));
    run(&world.app, "update account set area = '430200' where role = 'auditor'").await;
    auditor.post("/api/ledger/check", json!({})).await.expect(202);
    let caught = compared_by(&mut auditor, &world).await;
    assert_eq!((&caught["problem_count"], caught["problems"].as_array().map(Vec::len)), (&json!(1), Some(1)));
    assert_eq!(caught["problems"][0]["subject"], format!("account/{}", auditor.account_id));
    assert!(caught["problems"][0]["message"].as_str().expect("a sentence").contains("被改动"));
    run(&world.app, "update account set area = '430000' where role = 'auditor'").await;
    number_pending(&world.app).await.expect("a turn");
    let entries = auditor.get("/api/ledger/entries?kind=ledger.checked").await.expect(200);
    assert_eq!(entries.items().len(), 2);
    let state = auditor.get("/api/ledger").await.expect(200).body;
    assert_eq!((&state["size"], &state["refusal"]), (&state["signed_size"], &json!(null)));
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_comparison_that_was_given_up_makes_way_for_another(db: PgPool) {
    let (world, mut officer) = World::new(db).await;
    let mut auditor = world.person(&mut officer, Role::Auditor, Area::HUNAN).await;
    let asked = auditor.post("/api/ledger/check", json!({})).await.expect(202);
    let check = asked.text("id").parse().expect("an id");
    ledger::Check { check }.give_up(&world.app).await.expect("a database");
    let failed = auditor.get("/api/ledger/check").await.expect(200).body;
    assert_eq!((&failed["state"], &failed["result"]), (&json!("failed"), &json!(null)));
    let other = auditor.post("/api/ledger/check", json!({})).await.expect(202);
    assert_ne!(other.body["id"], asked.body["id"]);
    number_pending(&world.app).await.expect("a turn");
    assert_eq!(compared_by(&mut auditor, &world).await["problem_count"], 0);
    let entries = auditor.get("/api/ledger/entries?kind=ledger.checked").await.expect(200);
    assert_eq!(entries.items().len(), 1, "what was given up left no entry");
}

/// What the comparison under way finds.
async fn compared_by(auditor: &mut Person, world: &World) -> serde_json::Value {
    run_due(&world.app, &Jobs::full()).await.expect("jobs run");
    let mut run = auditor.get("/api/ledger/check").await.expect(200).body;
    assert_eq!(run["state"], "done", "{run}");
    run["result"].take()
}

fn given(app: &App, older: Vec<String>) -> Given {
    let key = signer::note_verifier(app).expect("a key");
    Given { log: signer::ledger_verifier(app).expect("a key"), signers: vec![key], older }
}

async fn checked(place: &str, given: Given) -> Result<Report, String> {
    let source = Source::of(place, None).expect("a source");
    let report = tokio::task::spawn_blocking(move || published(&source, &given)).await.expect("ended");
    report.map_err(|error| format!("{error:#}"))
}

async fn checkpoint(world: &World) -> String {
    ledger::publish::checkpoint(&world.app).await.expect("a database").expect("signed")
}

/// Listens like the real service; the address below which the ledger is.
async fn serve(world: &World) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let router = world.router.clone();
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}/ledger")
}
