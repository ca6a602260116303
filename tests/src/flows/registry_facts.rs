//! What the witness is shown of a pool leads it to the same pool, and to nothing else.

use hengjian::ledger::{self, number_pending};
use hengjian::registry::{self, Choice, Chosen, Pooled};
use proof::hash::Hash;
use proof::pool::{Pool, Record};
use proof::slot::Slots;
use proof::statement::Statement;
use proof::text::Text;
use sqlx::PgPool;
use witness::facts::{Shown, check};
use witness::refusal::Refusal;

use super::recusal::Scene;

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn the_witness_finds_the_pool_in_the_facts_of_the_registry(db: PgPool) {
    let table = Table::of(db).await;
    table.check(&table.facts, &table.pool, REQUEST, &table.counts).expect("the pool follows from the facts");
    for (request, slots) in [("slot-1 A0801 3 430100 430000\n", "3:1"), (REQUEST, "3:1")] {
        table.against(&table.facts, &table.pool, (request, slots)).expect("nobody is in the lower tier");
    }
    let merged = table.against(&table.facts, &table.pool, ("slot-1 A0801 3 430200 430000\n", "3:1"));
    assert_eq!(merged, Err(Refusal::Pool("tiers were merged without need")));
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn whatever_is_shown_otherwise_is_refused(db: PgPool) {
    let table = Table::of(db).await;
    let pool = &table.pool;
    for at in (0..table.facts.len()).step_by(257) {
        let mut facts = table.facts.clone();
        facts[at] ^= 1;
        assert!(table.check(&facts, pool, REQUEST, &table.counts).is_err(), "byte {at}");
    }
    assert!(table.check(&[&table.facts[..], b"!"].concat(), pool, REQUEST, &table.counts).is_err());
    for other in ["slot-1 B0101 3 430000\n", "slot-1 A0801 3 430100\n", "slot-1 A0801 2 430000\n", ""] {
        assert!(table.check(&table.facts, pool, other, &table.counts).is_err(), "{other}");
    }
    let counts = table.counts.replace("eligible 6", "eligible 7");
    assert_ne!(counts, table.counts);
    assert!(table.check(&table.facts, pool, REQUEST, &counts).is_err());
    for key in ["root", "units", "size"] {
        let values = ["day", "size", "root", "units"].map(|name| match (name == key, name) {
            (true, "size") => "7".to_owned(),
            (true, _) => Hash::of(b"another").to_string(),
            (false, _) => table.statement.value(name).expect("a value").to_owned(),
        });
        let other =
            Table { statement: Statement::new("registry", values.to_vec()).expect("a statement"), ..table.clone() };
        assert!(other.check(&other.facts, pool, REQUEST, &other.counts).is_err(), "{key}");
    }
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_person_who_is_left_out_of_the_drawing_is_noticed(db: PgPool) {
    let table = Table::of(db).await;
    let pool = &table.pool;
    let eligible = pool.records().iter().position(|record| record.mask != 0).expect("somebody");
    let alone = pool.records().iter().position(|record| record.mask == 0).expect("somebody");
    let changed = |at: usize, mask: u64| {
        let mut records: Vec<Record> = pool.records().to_vec();
        records[at].mask = mask;
        let pairs = pool.pairs().iter().copied().filter(|(i, j)| ![*i, *j].contains(&(at as u32))).collect();
        Pool::new(records, pairs).expect("a pool")
    };
    let refused = Err(Refusal::Pool("somebody's slots are not those of area, specialties and decision"));
    assert_eq!(table.check(&table.facts, &changed(eligible, 0), REQUEST, &table.counts), refused);
    assert_eq!(table.check(&table.facts, &changed(alone, 1), REQUEST, &table.counts), refused);
    let text = String::from_utf8_lossy(&table.facts).into_owned();
    for secret in ["欧阳娜娜", "43010219750315", "周文", "82210000"] {
        assert!(!text.contains(secret), "{secret} is not for the witness");
    }
}

const REQUEST: &str = "slot-1 A0801 3 430000\n";

/// A committed pool with all that a witness is shown of it.
#[derive(Clone)]
struct Table {
    facts: Vec<u8>,
    pool: Pool,
    counts: String,
    statement: Statement,
}

impl Table {
    async fn of(db: PgPool) -> Self {
        let scene = Scene::new(db).await;
        scene.people().await;
        let app = &scene.world.app;
        registry::state_now(app).await.expect("stated");
        number_pending(app).await.expect("a turn");
        let mut tx = app.begin("test.choose").await.expect("a transaction");
        let choice = registry::choose_in(app, &mut tx, 0, app.clock.now()).await.expect("asked");
        let Choice::Named(chosen) = choice else { panic!("nothing to name") };
        let (_, statement) = ledger::own_stated_in(app, &mut tx, chosen.entry).await.expect("asked").expect("numbered");
        tx.commit().await.expect("committed");
        let pooled = pooled(&scene, &chosen).await;
        let (facts, pooled) = registry::facts(app, &chosen, pooled).await.expect("shown");
        let counts = &pooled.judgement.pool.counts;
        let (eligible, excluded, unmatched) = (counts.eligible, counts.excluded, counts.unmatched);
        let counts =
            format!("pool {}\neligible {eligible}\nexcluded {excluded}\nunmatched {unmatched}\n", counts.pool());
        Self { facts, pool: pooled.sealed.pool, counts, statement }
    }

    fn check(&self, facts: &[u8], pool: &Pool, request: &str, counts: &str) -> Result<(), Refusal> {
        let tiers = request.split(' ').count().saturating_sub(3).max(1);
        let slots = format!("3:{tiers}");
        let table = Self { counts: counts.to_owned(), ..self.clone() };
        table.against(facts, pool, (request, &slots))
    }

    fn against(&self, facts: &[u8], pool: &Pool, (request, slots): (&str, &str)) -> Result<(), Refusal> {
        let random = format!("random {}\n", Hash::of(b"request"));
        let request = Text::parse(format!("{random}{request}").as_bytes()).expect("a text");
        let counts = Text::parse(format!("{random}{}", self.counts).as_bytes()).expect("a text");
        let slots = Slots::parse(slots).expect("slots");
        check(&Shown {
            facts,
            counts: &counts,
            request: &request,
            registry: &self.statement,
            pool,
            slots: &slots,
            depth: 1,
        })
    }
}

async fn pooled(scene: &Scene, chosen: &Chosen) -> Pooled {
    let app = &scene.world.app;
    let registry = registry::open(app, chosen).await.expect("opened");
    let judgement = scene.judge(&registry);
    let salt = app.entropy.bytes();
    let (sealed, _) = registry.seal(&app.vault, &judgement, &salt).expect("a pool");
    Pooled { registry, judgement, sealed, salt }
}
