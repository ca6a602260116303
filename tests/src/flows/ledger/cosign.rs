//! Cosignatures of a real witness, and public statements that wait for them.

use std::sync::{Arc, Mutex};

use ed25519_dalek::SigningKey;
use hengjian::app::App;
use hengjian::config::{Config, Cosigner};
use hengjian::ledger::cosign::{self, Turn};
use hengjian::ledger::{self, number_pending, signer};
use hengjian::outside::clock::Clock;
use hengjian::outside::entropy::Entropy;
use hengjian::outside::witness::{AT_ONCE, Peer, post};
use hengjian::registry::{self, Choice, Outcome};
use hengjian::vault::Vault;
use hengjian::vault::keys::KeyRing;
use proof::anchor::{Anchor, Chain, Party, Signers};
use proof::hash::Hash;
use proof::note::{Algorithm, Note, VerifierKey};
use proof::statement::Statement;
use proof::vrf::VrfSecret;
use sqlx::PgPool;
use witness::http::{Witness, router};
use witness::keys::Keys;
use witness::reader::Reader;
use witness::store::Store;

use super::{checkpoint_of, compared, lines, note, run};
use crate::world::World;

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_witness_cosigns_what_continues_and_nothing_else(db: PgPool) {
    let world = World::empty(db).await;
    number_pending(&world.app).await.expect("opened");
    let (app, chain) = witnessed(&world).await;
    note(&app, 3).await;
    number_pending(&app).await.expect("a turn");
    assert_eq!(cosign::turn(&app).await.expect("the witness answers"), Turn::Cosigned(4));
    assert_eq!(cosign::turn(&app).await.expect("nothing is new"), Turn::Idle);
    note(&app, 300).await;
    number_pending(&app).await.expect("a turn");
    assert_eq!(cosign::turn(&app).await.expect("it continues"), Turn::Cosigned(304));

    let statement =
        Statement::new("note", vec!["test".into(), Hash::of(b"a document").to_string()]).expect("a statement");
    let mut tx = app.begin("test").await.expect("a transaction");
    let entry = ledger::state(&app, &mut tx, &statement, app.clock.now()).await.expect("stated");
    tx.commit().await.expect("committed");
    assert_eq!(cosign::proof_of(&app, entry).await.expect("asked"), None, "it has no number yet");
    number_pending(&app).await.expect("a turn");
    assert_eq!(cosign::proof_of(&app, entry).await.expect("asked"), None, "nobody has cosigned it");
    cosign::turn(&app).await.expect("the witness answers");
    let proof = cosign::proof_of(&app, entry).await.expect("asked").expect("cosigned");
    let leaf = Note::sign(&statement.body(), &app.config.ledger.origin, app.vault.note_key()).expect("a note");
    proof.includes(leaf.to_string().as_bytes()).expect("it leads to the root");
    assert_eq!(proof.quorum_secs(chain.newest()), Some(1_795_482_000));
    assert!(compared(&app).await.problems.is_empty(), "{:?}", lines(&compared(&app).await));
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_ledger_that_was_rolled_back_gets_no_cosignature(db: PgPool) {
    let world = World::empty(db).await;
    number_pending(&world.app).await.expect("opened");
    let (app, _) = witnessed(&world).await;
    note(&app, 5).await;
    number_pending(&app).await.expect("a turn");
    cosign::turn(&app).await.expect("the witness answers");
    // Whoever holds the machine takes back database, kept checkpoint and cosignature together.
    let size = checkpoint_of(&app).await.head.size;
    for sql in [
        "delete from ledger_entry",
        "delete from ledger_tile",
        "delete from ledger_head",
        "delete from ledger_cosigned",
        "delete from setting",
    ] {
        run(&app, sql).await;
    }
    std::fs::remove_file(signer::file(&app.config.data_dir)).expect("it was kept");
    note(&app, 2).await;
    number_pending(&app).await.expect("a turn");
    assert!(checkpoint_of(&app).await.head.size < size);
    let Turn::Missing(1, why) = cosign::turn(&app).await.expect("it answers") else { panic!("it cosigned") };
    assert!(why.contains("422") || why.contains("rolled back"), "{why}");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_statement_that_nobody_trusted_signed_is_never_numbered(db: PgPool) {
    let world = World::empty(db).await;
    number_pending(&world.app).await.expect("opened");
    let app = world.app.clone();
    let statement = Statement::new("note", vec!["test".into(), Hash::of(b"").to_string()]).expect("a statement");
    let stranger = Note::sign(&statement.body(), "stranger.example", &secret("stranger")).expect("a note");
    let mut tx = app.begin("test").await.expect("a transaction");
    assert!(ledger::enter(&app, &mut tx, &stranger, app.clock.now()).await.is_err());
    drop(tx);
    sqlx::query(
        "insert into ledger_entry (id, kind, actor, leaf, recorded_at)
         values (gen_random_uuid(), 'note', 'system', $1, now())",
    )
    .bind(stranger.to_string().into_bytes())
    .execute(&app.db)
    .await
    .expect("whoever holds the database may");
    number_pending(&app).await.expect("a turn");
    let waiting: i64 = sqlx::query_scalar("select count(*) from ledger_entry where index is null")
        .fetch_one(&app.db)
        .await
        .expect("a count");
    assert_eq!(waiting, 1);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn without_its_cosigner_the_ledger_goes_on_and_only_proofs_wait(db: PgPool) {
    let world = World::empty(db).await;
    let mut config = world.app.config.clone();
    let key = VerifierKey::new("gone.example", Algorithm::Cosignature, secret("gone").verifying_key().as_bytes());
    config.ledger.cosigners =
        vec![Cosigner { address: "http://127.0.0.1:9".into(), key: key.expect("a key").to_string() }];
    let app = configured(&world, config);
    note(&app, 2).await;
    number_pending(&app).await.expect("a turn");
    assert_eq!(checkpoint_of(&app).await.head.size, 3);
    assert!(matches!(cosign::turn(&app).await.expect("a turn"), Turn::Missing(1, _)));
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn the_witness_answers_whoever_has_its_bearer_key_and_silence_is_an_error(db: PgPool) {
    let world = World::empty(db).await;
    let (app, _) = witnessed(&world).await;
    let known = |bearer: &str| Peer {
        address: app.config.ledger.cosigners[0].address.clone(),
        bearer: Some(bearer.to_owned()).filter(|bearer| !bearer.is_empty()),
    };
    for (bearer, status) in [("secret", 200), ("another", 401), ("", 401)] {
        let answer = post(&known(bearer), "hold-key", Vec::new(), AT_ONCE).await.expect("an answer");
        assert_eq!(answer.status, status, "{bearer} {}", answer.body);
    }
    assert!(post(&Peer::open("http://127.0.0.1:9"), "hold-key", Vec::new(), AT_ONCE).await.is_err());
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_registry_is_named_when_it_was_cosigned_on_its_day(db: PgPool) {
    let world = World::empty(db).await;
    number_pending(&world.app).await.expect("opened");
    world.expert("欧阳娜娜").admit().await;
    let (later, _) = witnessed(&world).await;
    // The witness's clock stands on 24 November, that of the test's centre in December.
    let vault = Vault::new(&KeyRing::open(&world.data_dir).expect("keys"), Entropy::default());
    let clock = Clock::set(jiff::Timestamp::from_second(1_795_482_000).expect("an instant"));
    let app = App::new(later.config.clone(), later.db.clone(), vault, clock, Entropy::default());
    assert_eq!(registry::state_now(&app).await.expect("stated"), Outcome::Stated(1));
    assert_eq!(nameable(&app).await, Choice::Waiting, "it has no number yet");
    number_pending(&app).await.expect("a turn");
    assert_eq!(registry::settle(&app).await.expect("asked"), 1);
    assert_eq!(nameable(&app).await, Choice::Waiting, "nobody has cosigned it");
    cosign::turn(&app).await.expect("the witness answers");
    assert_eq!(registry::settle(&app).await.expect("proved"), 0);
    let Choice::Named(chosen) = nameable(&app).await else { panic!("nothing to name") };
    let proof: proof::logged::Proof = chosen.proof.expect("a proof").parse().expect("its form");
    assert_eq!((proof.index, chosen.day.to_string().as_str()), (chosen.index, "2026-11-24"));

    registry::state_now(&later).await.expect("stated");
    number_pending(&later).await.expect("a turn");
    cosign::turn(&later).await.expect("the witness answers");
    assert_eq!(registry::settle(&later).await.expect("proved"), 0);
    assert_eq!(nameable(&later).await, Choice::Missing, "its cosignatures are of another day");
}

async fn nameable(app: &App) -> Choice {
    let mut tx = app.begin("test.choose").await.expect("a transaction");
    registry::choose_in(app, &mut tx, 0, app.clock.now()).await.expect("asked")
}

/// The centre with a witness that is listed in its anchor.
async fn witnessed(world: &World) -> (App, Chain) {
    let app = &world.app;
    let key = |name: &str, algorithm| {
        VerifierKey::new(name, algorithm, secret(name).verifying_key().as_bytes()).expect("a key")
    };
    let anchor = Anchor {
        number: 1,
        previous: None,
        authority: "hengjian.example/430000".into(),
        first: 0,
        is_one_party: true,
        policy: 1,
        vrf_op: *VrfSecret::of_seed(&[1; 32]).public(),
        vrf_out: None,
        vrf_sup: *VrfSecret::of_seed(&[2; 32]).public(),
        keys: Signers {
            centre: signer::note_verifier(app).expect("a key"),
            supervising: key("supervising.example", Algorithm::Ed25519),
            witness: key("witness.example", Algorithm::Ed25519),
            province: None,
            notary: None,
        },
        log: signer::ledger_verifier(app).expect("a key"),
        cosigners: vec![key("cosigner.example", Algorithm::Cosignature)],
    };
    let signed = Note::sign(&anchor.text(), "supervising.example", &secret("supervising.example")).expect("a note");
    let chain = Chain::new(vec![signed]).expect("a chain");
    assert!(chain.newest().key(Party::Centre).is_some());
    std::fs::write(world.data_dir.join("anchor.txt"), chain.to_string()).expect("our folder");
    let witness = Witness {
        keys: Keys {
            note: secret("witness.example"),
            cosigner: secret("cosigner.example"),
            vrf: VrfSecret::of_seed(&[2; 32]),
            hold: [3; 32],
            bearer: "secret".into(),
        },
        chain: chain.clone(),
        store: Store::open(&world.data_dir.join("witness")).expect("our folder"),
        reader: Reader::new("http://127.0.0.1:9"),
        demands_facts: false,
        now_secs: || 1_795_482_000,
        turn: Mutex::new(()),
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = format!("http://{}", listener.local_addr().expect("bound"));
    tokio::spawn(async move { axum::serve(listener, router(Arc::new(witness))).await });
    let mut config = app.config.clone();
    config.ledger.cosigners = vec![Cosigner { address, key: chain.newest().cosigners[0].to_string() }];
    (configured(world, config), chain)
}

/// The centre with another configuration.
fn configured(world: &World, config: Config) -> App {
    let entropy = Entropy::default();
    let vault = Vault::new(&KeyRing::open(&world.data_dir).expect("keys"), entropy.clone());
    App::new(config, world.app.db.clone(), vault, Clock::set(world.app.clock.now()), entropy)
}

fn secret(name: &str) -> SigningKey {
    SigningKey::from_bytes(&Hash::of(name.as_bytes()).0)
}
