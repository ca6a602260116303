//! The ledger grows by one tree, whatever stops or competes, and refuses to sign what does not continue it.

use hengjian::app::App;
use hengjian::ledger::sequencer::Turn;
use hengjian::ledger::{Refusal, number_pending, signer};
use sqlx::PgPool;

use super::{again, checkpoint_of, note, run};
use crate::world::World;

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_new_ledger_begins_with_its_opening_and_numbers_what_waits_in_order(db: PgPool) {
    let world = World::empty(db).await;
    note(&world.app, 3).await;
    assert_eq!(number_pending(&world.app).await.expect("a turn"), Turn::Published(4));
    assert_eq!(number_pending(&world.app).await.expect("a turn"), Turn::Idle);
    let kinds: Vec<String> = sqlx::query_scalar("select kind from ledger_entry order by index")
        .fetch_all(&world.app.db)
        .await
        .expect("entries");
    assert_eq!(kinds, ["ledger.opened", "import.done", "import.done", "import.done"]);
    assert_eq!(kept_size(&world.app), 4);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_crash_after_numbering_or_after_signing_is_repaired(db: PgPool) {
    let world = World::empty(db).await;
    note(&world.app, 2).await;
    number_pending(&world.app).await.expect("a turn");
    let file = signer::file(&world.data_dir);
    let before = std::fs::read(&file).expect("kept");
    let (signed, checkpoint): (i64, Vec<u8>) =
        sqlx::query_as("select signed_size, checkpoint from ledger_head").fetch_one(&world.app.db).await.expect("head");
    note(&world.app, 300).await;
    number_pending(&world.app).await.expect("a turn");
    let published = checkpoint_of(&world.app).await;
    for kept_too in [true, false] {
        if kept_too {
            std::fs::write(&file, &before).expect("put back");
        }
        sqlx::query("update ledger_head set signed_size = $1, checkpoint = $2")
            .bind(signed)
            .bind(&checkpoint)
            .execute(&world.app.db)
            .await
            .expect("put back");
        assert_eq!(number_pending(&world.app).await.expect("a turn"), Turn::Published(303));
        assert_eq!(checkpoint_of(&world.app).await, published);
    }
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn two_sequencers_at_once_grow_one_tree(db: PgPool) {
    let world = World::empty(db).await;
    let other = again(&world);
    let mut published = 0;
    for round in 0..12 {
        note(&world.app, 20 + round).await;
        note(&other, 20).await;
        let (one, two) = tokio::join!(number_pending(&world.app), number_pending(&other));
        for turn in [one, two] {
            published += usize::from(matches!(turn.expect("a turn"), Turn::Published(_)));
        }
    }
    number_pending(&world.app).await.expect("a turn");
    assert!(published > 0);
    let checkpoint = checkpoint_of(&world.app).await;
    assert_eq!(checkpoint.head.size, 1 + 12 * 20 + 66 + 12 * 20);
    let leaves: Vec<Vec<u8>> = sqlx::query_scalar("select leaf from ledger_entry order by index")
        .fetch_all(&world.app.db)
        .await
        .expect("leaves");
    let hashes: Vec<_> = leaves.iter().map(|leaf| proof::tree::leaf_hash(leaf)).collect();
    assert_eq!(proof::tree::root(&hashes), checkpoint.head.root);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_forged_row_is_never_numbered_and_holds_nobody_up(db: PgPool) {
    let world = World::empty(db).await;
    note(&world.app, 1).await;
    number_pending(&world.app).await.expect("a turn");
    let forged = "insert into ledger_entry (id, kind, actor, leaf, salt, body_sealed, recorded_at)
                  select $1, kind, actor, replace(encode(leaf, 'escape'), 'hash ', 'hash 0')::bytea, salt, body_sealed, recorded_at
                    from ledger_entry where index = 1";
    sqlx::query(forged).bind(world.app.uuid()).execute(&world.app.db).await.expect("forged");
    let moved = "insert into ledger_entry (id, kind, actor, leaf, salt, body_sealed, recorded_at)
                 select $1, kind, actor, leaf, salt, body_sealed, recorded_at from ledger_entry where index = 1";
    sqlx::query(moved).bind(world.app.uuid()).execute(&world.app.db).await.expect("moved");
    note(&world.app, 5).await;
    assert_eq!(number_pending(&world.app).await.expect("a turn"), Turn::Published(7));
    assert_eq!(number_pending(&world.app).await.expect("a turn"), Turn::Idle);
    assert_eq!(world.app.ledger.foreign().len(), 2);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_database_that_went_back_is_not_signed(db: PgPool) {
    let world = World::empty(db).await;
    note(&world.app, 9).await;
    number_pending(&world.app).await.expect("a turn");
    run(&world.app, "create table head_then as select * from ledger_head").await;
    run(&world.app, "create table tile_then as select * from ledger_tile").await;
    note(&world.app, 10).await;
    number_pending(&world.app).await.expect("a turn");
    for back in [
        "delete from ledger_entry where index >= 10",
        "delete from ledger_tile",
        "insert into ledger_tile select * from tile_then",
        "delete from ledger_head",
        "insert into ledger_head select * from head_then",
    ] {
        run(&world.app, back).await;
    }
    let refused = Turn::Refused(Refusal::Shorter { kept: 20, found: 10 });
    assert_eq!(number_pending(&world.app).await.expect("a turn"), refused);
    note(&world.app, 30).await;
    assert_eq!(number_pending(&world.app).await.expect("a turn"), refused, "nothing is numbered on top");
    world.caller().get("/readyz").await.expect(503);
    run(&world.app, "delete from ledger_head").await;
    assert!(matches!(number_pending(&world.app).await.expect("a turn"), Turn::Refused(Refusal::Shorter { .. })));
    assert_eq!(kept_size(&world.app), 20);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_rewritten_ledger_and_a_missing_kept_checkpoint_are_refused(db: PgPool) {
    let world = World::empty(db).await;
    note(&world.app, 9).await;
    number_pending(&world.app).await.expect("a turn");
    let file = signer::file(&world.data_dir);
    let kept = std::fs::read(&file).expect("kept");
    std::fs::remove_file(&file).expect("removed");
    let refused = Turn::Refused(Refusal::KeptMissing { size: 10 });
    assert_eq!(number_pending(&world.app).await.expect("a turn"), refused);
    std::fs::write(&file, b"nonsense").expect("written");
    assert_eq!(number_pending(&world.app).await.expect("a turn"), Turn::Refused(Refusal::KeptDamaged));
    std::fs::write(&file, kept).expect("put back");
    assert_eq!(number_pending(&world.app).await.expect("a turn"), Turn::Idle);
    for begin_anew in [
        "update ledger_entry set index = null",
        "delete from ledger_tile",
        "delete from ledger_entry where kind = 'import.done' and id in (select min(id::text)::uuid from ledger_entry where kind = 'import.done')",
        "update ledger_head set size = 0, signed_size = 0, checkpoint = null, frontier = decode('0000000000000000', 'hex')",
    ] {
        run(&world.app, begin_anew).await;
    }
    assert!(matches!(number_pending(&world.app).await.expect("a turn"), Turn::Refused(Refusal::Shorter { .. })));
}

fn kept_size(app: &App) -> u64 {
    signer::kept(app).expect("readable").expect("ours").expect("kept").head.size
}
