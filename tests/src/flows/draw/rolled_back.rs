//! What a database administrator gains by taking the database back, or by altering rows of a draw: a draw that waits, never
//! another panel.

use std::time::Duration;

use hengjian::draw::Turn;
use serde_json::json;
use sqlx::PgPool;

use super::scene::{Drawn, Scene};

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_draw_taken_back_is_not_drawn_a_second_time(db: PgPool) {
    let mut scene = Scene::new(db).await;
    let draw = scene.open().await;
    scene.cosign().await;
    scene.turn(&draw).await.expect("its proof is kept");
    let mut taken = vec![("before the commitment", Copy::take(&scene, "a").await)];
    scene.settle(&draw).await;
    taken.push((NUMBERS, Copy::take(&scene, "b").await));
    let present = scene.listed(&draw).await;
    for one in &present[..1] {
        scene.reveal(&draw, one).await;
    }
    taken.push(("before the last number", Copy::take(&scene, "c").await));
    scene.reveal(&draw, &present[1]).await;
    let first = scene.drawn(&draw);
    taken.push((ROUND, Copy::take(&scene, "d").await));
    scene.answer(&first[0], Some("busy")).await;
    scene.pass(&draw, Duration::from_secs(6)).await;
    let drawn = scene.drawn(&draw);
    assert_eq!(drawn.len(), first.len() + 1);
    scene.cosign().await;
    let newest = Copy::take(&scene, "z").await;

    for (when, copy) in &taken {
        // The signer remembers outside the database what it has signed.
        copy.restore(&scene, false).await;
        scene.restart();
        let refusal = stuck(&mut scene, &draw, (when, &first[1])).await;
        let is_refused = matches!(refusal.as_deref(), Some("ledger.shorter" | "ledger.rewritten"));
        // With nothing to sign there is nothing to refuse: then it is the witness who does not answer.
        assert!(is_refused || (*when == ROUND && is_unknown(&scene, &draw)), "{when}: {refusal:?}");
        // Whoever also takes that file back stands before a witness that remembers.
        copy.restore(&scene, true).await;
        scene.restart();
        assert_eq!(stuck(&mut scene, &draw, (when, &first[1])).await, None, "{when}");
        if let Some(live) = scene.world.app.draws.live(draw.parse().expect("an id")) {
            assert!(live.callees().keys().all(|token| drawn.iter().any(|one| one.token == *token)), "{when}: another");
        }
    }
    newest.restore(&scene, true).await;
    scene.restart();
    scene.settle(&draw).await;
    assert_eq!(scene.drawn(&draw), drawn);
    assert!(scene.compared().await.is_empty());
}

/// The draw does not move on, whatever it tries; gives why nothing is signed, if so.
async fn stuck(scene: &mut Scene, draw: &str, (when, other): (&str, &Drawn)) -> Option<String> {
    let before = cosigned_count(scene, draw).await;
    if when == NUMBERS {
        // Other numbers, after whoever runs the draw has seen what the first ones gave.
        let centre = scene.join(draw, "centre").await;
        scene.commit(&centre).await;
        scene.operator.post(&format!("/api/draws/{draw}/numbers/close"), json!({})).await.expect(204);
    }
    if when == ROUND {
        // Another holder leaves than the one who left before.
        let _ = scene.turn(draw).await;
        if !is_unknown(scene, draw) {
            scene.answer(other, Some("ill")).await;
            scene.world.pass(Duration::from_secs(6));
        }
    }
    for _ in 0..8 {
        let _ = scene.turn(draw).await;
        scene.cosign().await;
        scene.world.pass(Duration::from_secs(1));
    }
    assert_eq!(cosigned_count(scene, draw).await, before, "{when}: something new was cosigned");
    scene.operator.get(&format!("/api/draws/{draw}")).await.expect(200);
    scene.world.app.ledger.refusal().map(|refusal| rules::wording::Worded::code(&refusal).to_owned())
}

/// Whether this process has no keys of the draw.
fn is_unknown(scene: &Scene, draw: &str) -> bool {
    scene.world.app.draws.live(draw.parse().expect("an id")).is_none()
}

const ROUND: &str = "before round 1";
const NUMBERS: &str = "before the numbers";

async fn cosigned_count(scene: &Scene, draw: &str) -> i64 {
    sqlx::query_scalar("select count(*) from draw_statement where draw_id = $1::uuid and proof is not null")
        .bind(draw)
        .fetch_one(&scene.world.app.db)
        .await
        .expect("a table")
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_row_altered_in_the_database_stops_the_draw_and_is_named(db: PgPool) {
    let mut scene = Scene::new(db).await;
    let draw = scene.open().await;
    scene.settle(&draw).await;
    let present = [scene.join(&draw, "centre").await, scene.join(&draw, "tenderee").await];
    scene.commit(&present[0]).await;

    scene.cosign().await;
    // A commitment that the database's administrator knows how to open, in the place of the one that was given.
    let (path, kept) = (format!("/api/draws/{draw}/numbers/close"), Copy::take(&scene, "a").await);
    alter(&scene, "update contributor set commitment = decode(repeat('07', 32), 'hex') where role = 'centre-1'").await;
    scene.operator.post(&path, json!({})).await.refused(409, "record.altered");
    assert!(!scene.compared().await.is_empty());
    kept.restore(&scene, true).await;
    scene.close(&draw).await;
    scene.commit(&present[1]).await;
    // A list that nobody has cosigned is not taken for one that is.
    kept_back(&mut scene, &draw).await;
    for one in &present {
        scene.reveal(&draw, one).await;
    }

    let drawn = scene.drawn(&draw);
    scene.answer(&drawn[0], None).await;
    scene.answer(&drawn[1], Some("ill")).await;
    scene.pass(&draw, Duration::from_secs(6)).await;
    let drawn = scene.drawn(&draw);
    scene.cosign().await;
    let kept = Copy::take(&scene, "b").await;
    for (sql, is_named) in ALTERED {
        alter(&scene, sql).await;
        let turn = scene.turn(&draw).await;
        assert!(turn.is_err(), "{sql}: {turn:?}");
        let told = turn.expect_err("refused");
        assert!(told.contains("altered") || told.contains("deleted"), "{sql}: {told}");
        scene.operator.get(&format!("/api/draws/{draw}")).await;
        scene.operator.get(&format!("/api/draws/{draw}/hall")).await;
        assert_eq!(scene.drawn(&draw), drawn, "{sql}");
        if *is_named {
            assert!(!scene.compared().await.is_empty(), "{sql}");
        }
        kept.restore(&scene, true).await;
    }
    after_a_restart(&mut scene, &draw, &kept).await;
    scene.settle(&draw).await;
    assert_eq!(scene.drawn(&draw), drawn);
    assert!(scene.compared().await.is_empty());
}

/// What somebody does to the rows of a draw while its holders are asked, and whether a comparison with the ledger names it too.
const ALTERED: &[(&str, bool)] = &[
    ("update callee set answer = 'declined', answered_at = drawn_at where answer = 'accepted'", true),
    ("update callee set until_at = drawn_at where answer = 'open'", true),
    ("delete from callee where answer = 'accepted'", true),
    ("delete from callee where left_round is not null", true),
    ("update draw set gather_at = opened_at", false),
    ("update draw set list_ends_at = opened_at", false),
    ("update draw set answer_secs = 1", false),
    ("update draw set grace_secs = 0", false),
    ("update draw set area = '430200'", false),
    ("update draw set pack = replace(pack, 'round-secs 5', 'round-secs 50')", false),
    ("update draw_statement set cosigned_at = cosigned_at - interval '1 minute' where place = 8", false),
    (
        "update draw_statement a set proof = b.proof from draw_statement b where a.place = 8 and b.draw_id = a.draw_id and b.place = 7",
        false,
    ),
];

/// With keys that are asked for again, another pool or another salt would seat other people.
async fn after_a_restart(scene: &mut Scene, draw: &str, kept: &Copy) {
    for sql in [
        "update draw_pool set pool = overlay(pool placing '\\x00'::bytea from 60)",
        "update draw_pool set people_sealed = overlay(people_sealed placing '\\x00'::bytea from 60)",
        "update draw_round set salt_sealed = overlay(salt_sealed placing '\\x00'::bytea from 40)",
    ] {
        scene.restart();
        alter(scene, sql).await;
        let turn = scene.turn(draw).await;
        assert!(matches!(turn, Err(_) | Ok(Turn::Waits(_))), "{sql}: {turn:?}");
        kept.restore(scene, true).await;
    }
    scene.restart();
}

/// Closes the second list, claims another statement's proof for it, and shows that nobody reveals on that.
async fn kept_back(scene: &mut Scene, draw: &str) {
    let path = format!("/api/draws/{draw}/numbers/close");
    scene.operator.post(&path, json!({})).await.expect(204);
    let last = "(select max(place) from draw_statement)";
    alter(
        scene,
        &format!(
            "update draw_statement a set proof = b.proof, cosigned_at = b.cosigned_at from draw_statement b \
             where a.place = {last} and b.place = {last} - 1 and a.draw_id = b.draw_id"
        ),
    )
    .await;
    assert!(scene.turn(draw).await.is_err());
    alter(scene, &format!("update draw_statement set proof = null, cosigned_at = null where place = {last}")).await;
    scene.settle(draw).await;
}

async fn alter(scene: &Scene, sql: &str) {
    let done = sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&scene.world.app.db).await.expect("a statement");
    assert!(done.rows_affected() > 0, "{sql} alters nothing");
}

/// The whole database as it was, with what the signer keeps outside.
struct Copy {
    name: &'static str,
    signed: Vec<u8>,
}

impl Copy {
    async fn take(scene: &Scene, name: &'static str) -> Self {
        let db = &scene.world.app.db;
        run(db, format!("create schema kept_{name}")).await;
        for table in tables(db).await {
            run(db, format!("create table kept_{name}.{table} as table public.{table}")).await;
        }
        let signed = std::fs::read(scene.world.data_dir.join("keys/ledger-signed")).expect("kept");
        Self { name, signed }
    }

    async fn restore(&self, scene: &Scene, with_file: bool) {
        let db = &scene.world.app.db;
        let name = self.name;
        let tables = tables(db).await;
        let mut statements = vec!["set local session_replication_role = replica".to_owned()];
        statements.extend(tables.iter().map(|table| format!("delete from public.{table}")));
        let back = |table: &String| format!("insert into public.{table} select * from kept_{name}.{table}");
        statements.extend(tables.iter().map(back));
        run(db, format!("begin; {}; commit", statements.join("; "))).await;
        if with_file {
            std::fs::write(scene.world.data_dir.join("keys/ledger-signed"), &self.signed).expect("our folder");
        }
    }
}

async fn tables(db: &PgPool) -> Vec<String> {
    let all = "select tablename::text from pg_tables where schemaname = 'public' and tablename <> '_sqlx_migrations'";
    sqlx::query_scalar(all).fetch_all(db).await.expect("a catalogue")
}

async fn run(db: &PgPool, sql: String) {
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql.clone())).execute(db).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
}
