//! The keys that count: the centre's own, and the anchors that name them.

use hengjian::ledger::{self, number_pending};
use hengjian::outside::entropy::Entropy;
use hengjian::trust;
use hengjian::vault::keys::KeyRing;
use proof::vrf::VrfSecret;
use serde_json::{Value, json};
use sqlx::PgPool;

use super::ledger::{compared, lines, note};
use crate::build::trust::{anchor, enter, next};
use crate::world::World;

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn everybody_reads_which_anchor_is_in_force(db: PgPool) {
    let world = World::empty(db).await;
    let mut anybody = world.caller();
    let before = anybody.get("/api/trust").await.expect(200).body;
    assert_eq!((&before["mode"], &before["anchor"]), (&json!("one_party"), &Value::Null));
    let anchor = anchor(&world.app);
    enter(&world.app, &anchor).await.expect("entered");
    let after = anybody.get("/api/trust").await.expect(200).body;
    let expected = json!({
        "mode": "separate", "authority": "hengjian.example/430000", "cosigners": ["cosigner.example"], "rehearsal": false,
        "anchor": { "number": 1, "hash": anchor.hash().to_string(), "first": 0 },
    });
    assert_eq!(after, expected);
    let mut tx = world.app.begin("test").await.expect("a transaction");
    assert!(trust::anchor_entry_in(&world.app, &mut tx, 1).await.expect("read").is_some());
    assert_eq!(trust::anchor_entry_in(&world.app, &mut tx, 2).await.expect("read"), None);
    drop(tx);
    assert!(compared(&world.app).await.problems.is_empty(), "{:?}", lines(&compared(&world.app).await));
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn an_anchor_is_entered_once_and_a_broken_off_run_is_completed(db: PgPool) {
    let world = World::empty(db).await;
    let (app, anchor) = (&world.app, anchor(&world.app));
    let file = ledger::anchor_file(&world.data_dir);
    let first = enter(app, &anchor).await.expect("entered");
    let text = std::fs::read_to_string(&file).expect("written");
    let again = enter(app, &anchor).await.expect("entered before");
    assert!(!first.was_there && again.was_there && first.entry == again.entry);
    assert_eq!(std::fs::read_to_string(&file).expect("as it was"), text);
    // The file was written and the machine lost its power before the statement was.
    sqlx::query("delete from ledger_entry").execute(&app.db).await.expect("gone");
    assert!(!enter(app, &anchor).await.expect("completed").was_there);
    assert_eq!(std::fs::read_to_string(&file).expect("as it was"), text);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_second_anchor_continues_the_first_and_begins_behind_its_statement(db: PgPool) {
    let world = World::empty(db).await;
    let (app, first) = (&world.app, anchor(&world.app));
    enter(app, &first).await.expect("entered");
    note(app, 20).await;
    number_pending(app).await.expect("a turn");
    let late = enter(app, &next(&first, 10)).await.expect_err("the ledger is longer already");
    assert!(late.contains("larger `first`"), "{late}");
    let loose = enter(app, &anchor_from_nowhere(&first)).await.expect_err("another predecessor");
    assert!(loose.contains("does not continue"), "{loose}");
    enter(app, &next(&first, 100)).await.expect("entered");
    let chain = ledger::anchors(app).expect("readable").expect("there");
    assert_eq!((chain.anchors().count(), chain.newest().first), (2, 100));
    assert!(compared(app).await.problems.is_empty());
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn an_anchor_with_other_keys_of_the_centre_is_refused(db: PgPool) {
    let world = World::empty(db).await;
    let mut foreign = anchor(&world.app);
    foreign.vrf_op = *VrfSecret::of_seed(&[9; 32]).public();
    let refusal = enter(&world.app, &foreign).await.expect_err("it would answer for no draw");
    assert!(refusal.contains("`vrf-op`"), "{refusal}");
    assert!(!ledger::anchor_file(&world.data_dir).exists());
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_data_directory_of_an_earlier_release_gets_its_vrf_key_alone(db: PgPool) {
    let world = World::empty(db).await;
    let (dir, entropy) = (&world.data_dir, Entropy::default());
    let ring = KeyRing::open(dir).expect("keys");
    let vrf = dir.join("keys/vrf.key");
    KeyRing::complete(dir, false, &entropy).expect("nothing is missing");
    assert_eq!(KeyRing::open(dir).expect("keys").vrf, ring.vrf);
    std::fs::remove_file(&vrf).expect("ours");
    let lost = KeyRing::complete(dir, true, &entropy).expect_err("an anchor names the lost one");
    assert!(lost.to_string().contains("hengjian keys combine") && !vrf.exists(), "{lost}");
    KeyRing::complete(dir, false, &entropy).expect("made");
    let made = KeyRing::open(dir).expect("keys");
    assert!(made.vrf != ring.vrf && made.note == ring.note);
    // Two shares give the seed back as a line of hexadecimal digits.
    std::fs::write(&vrf, format!("{}\n", proof::hash::hex(&ring.vrf))).expect("ours");
    assert_eq!(KeyRing::open(dir).expect("keys").vrf, ring.vrf);
    std::fs::remove_file(&vrf).expect("ours");
    std::fs::remove_file(dir.join("keys/note.key")).expect("ours");
    KeyRing::complete(dir, false, &entropy).expect("it makes nothing");
    assert!(!vrf.exists(), "more than the one is missing");
}

/// An anchor whose predecessor is none of ours.
fn anchor_from_nowhere(first: &proof::anchor::Anchor) -> proof::anchor::Anchor {
    let mut odd = next(first, 100);
    odd.previous = Some(proof::hash::Hash::of(b"nowhere"));
    odd
}
