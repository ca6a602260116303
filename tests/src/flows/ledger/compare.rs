//! Somebody changes the database past the software, and the comparison names what was touched.

use hengjian::app::App;
use hengjian::ledger::{Refusal, Turn, number_pending};
use rules::account::Role;
use rules::area::Area;
use serde_json::json;
use sqlx::PgPool;

use super::{again, compared, lines, note, run};
use crate::people::Person;
use crate::world::World;

const CHANGSHA: &str = "430100";

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn an_untouched_database_agrees_with_its_ledger(db: PgPool) {
    let (world, mut officer) = World::new(db).await;
    world.person(&mut officer, Role::PoolOfficer, Area::HUNAN).await;
    let before = hengjian::ledger::compare::compare(&world.app).await.expect("compared");
    assert_eq!((lines(&before), before.size, before.compared_count), (vec![], 0, 2), "also before anything is signed");
    let after = compared(&world.app).await;
    assert_eq!((lines(&after), after.unsigned_count, after.compared_count), (vec![], 0, 2));
    note(&world.app, 700).await;
    let later = compared(&world.app).await;
    assert_eq!((lines(&later), later.size), (vec![], after.size + 700));
    note(&world.app, 3).await;
    let waiting = hengjian::ledger::compare::compare(&world.app).await.expect("compared");
    assert_eq!((lines(&waiting), waiting.unsigned_count), (vec![], 3));
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_record_that_was_edited_deleted_or_added_is_named(db: PgPool) {
    let (world, mut officer) = World::new(db).await;
    let edited = account(&mut officer, "edited").await;
    let deleted = account(&mut officer, "deleted").await;
    let entries = [newest_entry(&world.app, &edited).await, newest_entry(&world.app, &deleted).await];
    assert_eq!(lines(&compared(&world.app).await), [""; 0]);

    run(&world.app, "update account set role = 'auditor' where login = 'edited'").await;
    run(&world.app, "delete from invitation where account_id in (select id from account where login = 'deleted')")
        .await;
    run(&world.app, "delete from account where login = 'deleted'").await;
    let added = world.app.uuid();
    sqlx::query(
        "insert into account (id, login, display_name_sealed, role, area, state, second_factor_step, failure_count,
                lock_count, demo, version, entry_id, created_at)
         select $1, 'added', display_name_sealed, role, area, state, 0, 0, 0, demo, version, entry_id, created_at
           from account where login = 'anquan'",
    )
    .bind(added)
    .execute(&world.app.db)
    .await
    .expect("inserted");

    let mut named = lines(&compared(&world.app).await);
    let mut expected = vec![
        format!("account/{edited} : altered since entry {}", number(&world.app, entries[0]).await),
        format!("account/{added} : written without an entry, past the software"),
        format!("account/{deleted} : deleted since entry {}", number(&world.app, entries[1]).await),
    ];
    named.sort_unstable();
    expected.sort_unstable();
    assert_eq!(named, expected);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_record_that_was_put_back_is_named_with_both_versions(db: PgPool) {
    let (world, mut officer) = World::new(db).await;
    let id = account(&mut officer, "rolled").await;
    run(&world.app, "create table before as select * from account where login = 'rolled'").await;
    let path = format!("/api/accounts/{id}/role");
    let body = json!({ "role": "auditor", "area": CHANGSHA, "reason": "岗位调整", "version": 1 });
    officer.post(&path, body).await.expect(204);
    assert_eq!(lines(&compared(&world.app).await), [""; 0]);
    let entry = number(&world.app, newest_entry(&world.app, &id).await).await;
    run(
        &world.app,
        "update account a set role = b.role, area = b.area, version = b.version, entry_id = b.entry_id
           from before b where a.id = b.id",
    )
    .await;
    let expected = format!("account/{id} : an older version was put back: it is 1, and entry {entry} states 2");
    assert_eq!(lines(&compared(&world.app).await), [expected]);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn an_entry_that_was_edited_deleted_or_replaced_is_named(db: PgPool) {
    let (world, _officer) = World::new(db).await;
    note(&world.app, 600).await;
    assert_eq!(lines(&compared(&world.app).await), [""; 0]);
    let first = number(&world.app, first_note(&world.app).await).await;
    let steps: [(&'static str, Vec<String>); 5] = [
        (
            "update ledger_entry set body_sealed = set_byte(body_sealed, 40, 255 - get_byte(body_sealed, 40)) where subject = 'import/300'",
            vec![format!("entry {} : altered: its body does not open: it was altered or moved", first + 300)],
        ),
        (
            "update ledger_entry set actor = 'account/somebody' where subject = 'import/20'",
            vec![format!("entry {} : altered: the columns copied from its body differ from it", first + 20)],
        ),
        (
            "delete from ledger_entry where subject = 'import/301'",
            vec![format!("entry {} : deleted from the database", first + 301)],
        ),
        (
            "update ledger_entry e set leaf = o.leaf, salt = o.salt from ledger_entry o where e.subject = 'import/400' and o.subject = 'import/401'",
            vec![format!("entry {} : altered: its body does not give the hash in its leaf", first + 400)],
        ),
        (
            "update ledger_entry set index = index + 100000 where subject = 'import/599'",
            vec![
                format!("entry {} : deleted from the database", first + 599),
                format!(
                    "entry {} : numbered beyond the ledger's {} entries, by somebody else than this server",
                    first + 100_599,
                    first + 600
                ),
            ],
        ),
    ];
    let mut expected: Vec<String> = Vec::new();
    for (sql, problems) in steps {
        run(&world.app, sql).await;
        expected.extend(problems);
        let mut named = lines(&compared(&world.app).await);
        named.sort_unstable();
        expected.sort_unstable();
        assert_eq!(named, expected, "{sql}");
    }
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn an_altered_tile_is_named_and_the_ledger_stops_growing(db: PgPool) {
    let world = World::empty(db).await;
    note(&world.app, 600).await;
    compared(&world.app).await;
    run(&world.app, "update ledger_tile set hashes = set_byte(hashes, 33, 255 - get_byte(hashes, 33)) where level = 0 and index = 1").await;
    let named = lines(&compared(&world.app).await);
    assert!(named.iter().any(|line| line.starts_with("entry 257 : replaced")), "{named:?}");
    run(&world.app, "update ledger_tile set hashes = set_byte(hashes, 33, 255 - get_byte(hashes, 33)) where level = 0 and index = 1").await;
    assert_eq!(lines(&compared(&world.app).await), [""; 0]);
    run(&world.app, "delete from ledger_tile where level = 1").await;
    note(&world.app, 1).await;
    assert_eq!(number_pending(&world.app).await.expect("a turn"), Turn::Refused(Refusal::Torn));
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_database_that_went_back_and_a_forged_row_are_named(db: PgPool) {
    let world = World::empty(db).await;
    note(&world.app, 9).await;
    number_pending(&world.app).await.expect("a turn");
    run(&world.app, "create table head_then as select * from ledger_head").await;
    run(&world.app, "create table tile_then as select * from ledger_tile").await;
    note(&world.app, 10).await;
    number_pending(&world.app).await.expect("a turn");
    run(&world.app, "delete from ledger_entry where index >= 10").await;
    run(&world.app, "delete from ledger_tile").await;
    run(&world.app, "insert into ledger_tile select * from tile_then").await;
    run(&world.app, "delete from ledger_head").await;
    run(&world.app, "insert into ledger_head select * from head_then").await;
    let forged = world.app.uuid();
    sqlx::query(
        "insert into ledger_entry (id, kind, actor, leaf, recorded_at)
         values ($1, 'import.done', 'system', 'x', now())",
    )
    .bind(forged)
    .execute(&world.app.db)
    .await
    .expect("forged");
    let named = lines(&compared(&again(&world)).await);
    let forged = format!(
        "entry {forged} : not written by this centre's server, and never numbered: its leaf is not signed with the note key"
    );
    assert_eq!(named, ["database : rolled back: it holds 10 entries, but a checkpoint of 20 was signed", &forged]);
}

async fn account(officer: &mut Person, login: &str) -> String {
    let body = json!({ "login": login, "display_name": "测试人员", "role": "pool_officer", "area": CHANGSHA });
    officer.post("/api/accounts", body).await.expect(201).text("id")
}

async fn newest_entry(app: &App, account: &str) -> uuid::Uuid {
    sqlx::query_scalar("select entry_id from account where id::text = $1")
        .bind(account)
        .fetch_one(&app.db)
        .await
        .expect("an account")
}

async fn first_note(app: &App) -> uuid::Uuid {
    sqlx::query_scalar("select id from ledger_entry where subject = 'import/0'")
        .fetch_one(&app.db)
        .await
        .expect("a note")
}

async fn number(app: &App, entry: uuid::Uuid) -> i64 {
    sqlx::query_scalar("select index from ledger_entry where id = $1")
        .bind(entry)
        .fetch_one(&app.db)
        .await
        .expect("numbered")
}
