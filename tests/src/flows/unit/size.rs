//! The register at size: `HENGJIAN_UNITS=20000 cargo test -p tests unit::size -- --nocapture` prints the figures of
//! `bench/README.md`. Without the variable it is small and only checks that bulk and single work agree.

use std::time::Instant;

use hengjian::unit::{self, UnitRef};
use rules::id::UnitId;
use rules::unit::Share;
use rules::unit::file::{Holder, Stake};
use rules::unit::model::HolderKind;
use sqlx::PgPool;

use super::register::{Register, code, deed, officed};

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_large_register_is_saved_in_bulk_and_listed_by_key(db: PgPool) {
    let count: u32 = std::env::var("HENGJIAN_UNITS").ok().and_then(|text| text.parse().ok()).unwrap_or(300);
    let (world, mut officer) = officed(db).await;
    let register = Register::of(&world);
    let refs: Vec<UnitRef> = (1..=count).map(|n| UnitRef::new(Some(code(n)), Some(name(n)))).collect();

    let watch = Watch::start("resolve new units with codes", count);
    let mut ids: Vec<UnitId> = Vec::new();
    for chunk in refs.chunks(5_000) {
        ids.extend(register.resolve_all(chunk).await);
    }
    watch.stop();

    let watch = Watch::start("save stakes", count * EDGES);
    let mut saved = 0;
    for chunk in ids.chunks(5_000) {
        saved += hold(&register, chunk, &ids).await;
    }
    watch.stop();
    assert_eq!(saved, count as usize);

    let texts: Vec<UnitRef> =
        (1..=count / 20).map(|n| UnitRef::new(None, Some(name(n).replace("有限公司", "有限责任公司")))).collect();
    let watch = Watch::start("resolve unknown texts", count / 20);
    register.resolve_all(&texts).await;
    watch.stop();

    let first = name(7);
    let brand: String = first.chars().skip(2).take(2).collect();
    for (what, path) in [
        ("list", "/api/units".to_owned()),
        ("list of a city", "/api/units?area=430100".to_owned()),
        ("to be resolved", "/api/units?state=to_resolve".to_owned()),
        ("part of a name", format!("/api/units?text={}", encoded(&brand))),
        ("whole name", format!("/api/units?text={}", encoded(&first))),
        ("no such name", format!("/api/units?text={}", encoded("没有这样的单位"))),
        ("code", format!("/api/units?text={}", &code(7).to_string()[..14])),
        ("near", "/api/near".to_owned()),
        ("holdings", format!("/api/units/{}/equity?depth=3", ids[7])),
    ] {
        let watch = Watch::start(what, 20);
        for _ in 0..20 {
            officer.get(&path).await.expect(200);
        }
        watch.stop();
    }
}

/// Gives each unit its holders; the number of files that changed comes back.
async fn hold(register: &Register<'_>, chunk: &[UnitId], all: &[UnitId]) -> usize {
    let app = &register.world.app;
    let mut tx = app.begin("test.hold").await.expect("a transaction");
    let mut files = unit::load_in(app, &mut tx, chunk).await.expect("loaded");
    for (at, file) in files.iter_mut().enumerate() {
        for edge in 0..EDGES as usize {
            let holder = all[(at * 31 + edge * 977 + 1) % all.len()];
            let share = Share::read("20").expect("a share");
            let kind = HolderKind::Company;
            file.holders.push(Stake {
                holder: Holder::Unit(holder),
                kind,
                share,
                control: edge == 0,
                from: None,
                until: None,
            });
        }
    }
    let savings = files.into_iter().map(unit::Saving::from).collect();
    let saved = unit::save_in(app, &mut tx, savings, &deed(app.clock.now())).await.expect("saved");
    tx.commit().await.expect("committed");
    saved.updated_count
}

struct Watch {
    what: &'static str,
    count: u32,
    began: Instant,
}

impl Watch {
    #[expect(clippy::disallowed_methods, reason = "a measurement of real time")]
    fn start(what: &'static str, count: u32) -> Self {
        Self { what, count, began: Instant::now() }
    }

    fn stop(self) {
        let took = self.began.elapsed();
        println!("{}: {} in {:?}, {:?} each", self.what, self.count, took, took / self.count.max(1));
    }
}

/// Names as they are: some thirty thousand brands over twenty trades and ten cities.
fn name(n: u32) -> String {
    let areas = ["湖南", "长沙", "株洲", "湘潭", "衡阳", "岳阳", "常德", "郴州", "永州", "怀化"];
    let trades = ["建设", "工程", "路桥", "水利", "电力", "园林", "监理", "造价", "设计", "勘察"];
    let mixed = n.wrapping_mul(2_654_435_761);
    let sign = |n: u32| char::from_u32(0x5000 + n % 400).expect("a character");
    let area = areas[(mixed % 10) as usize];
    let trade = trades[(mixed / 10 % 10) as usize];
    format!("{area}{}{}{trade}有限公司", sign(mixed / 100), sign(mixed / 40_000 + n))
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Holders of each unit.
const EDGES: u32 = 5;
