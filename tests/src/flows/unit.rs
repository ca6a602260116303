//! The register of units: from a written name to a unit, and what an officer decides.

use hengjian::ledger::Deed;
use hengjian::unit::{self, UnitRef};
use jiff::Timestamp;
use rules::id::UnitId;
use rules::ledger::entry::Kind;
use rules::unit::CreditCode;
use rules::unit::file::UnitFile;
use sqlx::PgPool;

use crate::world::World;

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_text_finds_present_names_former_names_and_aliases_in_every_writing(db: PgPool) {
    let world = World::empty(db).await;
    let register = Register { world: &world };
    let hengjian = register.unit(1, "湖南衡鉴建设有限公司", &["湖南省衡鉴工程公司"], &["衡鉴ABC"]).await;

    for text in ["湖南衡鉴建设有限公司", "湖南省衡鉴工程公司", "衡鉴ABC", "湖南 衡鉴　建设有限公司", "衡鉴ａｂｃ"]
    {
        assert_eq!(register.resolve(None, text).await, hengjian, "{text}");
    }
    assert_eq!(register.resolve(Some(1), "随便什么名称").await, hengjian, "the code wins over the text");
    assert_eq!(world.count("unit").await, 1);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn an_unknown_text_becomes_one_unit_to_resolve_until_its_code_comes(db: PgPool) {
    let world = World::empty(db).await;
    let register = Register { world: &world };

    let first = register.resolve(None, "岳阳洞庭路桥有限公司").await;
    assert_eq!(register.resolve(None, "岳阳 洞庭路桥有限公司").await, first);
    assert_eq!(register.state(first).await, "to_resolve");

    assert_eq!(register.resolve(Some(7), "岳阳洞庭路桥有限公司").await, first, "the name alone had no other unit");
    assert_eq!(register.state(first).await, "known");
    assert_eq!(world.count("unit").await, 1);
    assert_eq!(world.count("near").await, 0);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_code_without_a_name_waits_for_the_name(db: PgPool) {
    let world = World::empty(db).await;
    let register = Register { world: &world };
    let refs = [UnitRef::new(Some(code(3)), None)];
    let unit = register.resolve_all(&refs).await[0];
    assert_eq!(register.state(unit).await, "to_resolve");
    assert_eq!(register.resolve(Some(3), "湘潭莲城监理有限公司").await, unit);
    assert_eq!(register.state(unit).await, "known");
    assert_eq!(register.resolve(None, "湘潭莲城监理有限公司").await, unit);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn near_names_wait_for_an_officer_and_are_found_once(db: PgPool) {
    let world = World::empty(db).await;
    let register = Register { world: &world };
    register.unit(1, "湖南衡鉴建设工程有限公司", &[], &[]).await;
    register.unit(2, "湖南湘江水利工程有限公司", &[], &[]).await;

    register.resolve(None, "湖南衡鉴建设工程有限责任公司").await;
    assert_eq!(world.count("near").await, 1);
    register.resolve(None, "湖南衡鉴建设工程有限责任公司").await;
    assert_eq!(world.count("near").await, 1, "the pair is there already");
    register.unit(3, "长沙衡鉴建设工程集团有限公司", &[], &[]).await;
    assert_eq!(world.count("near").await, 1, "two valid codes are two units, and two cities two companies");
}

struct Register<'a> {
    world: &'a World,
}

impl Register<'_> {
    /// A known unit.
    async fn unit(&self, number: u32, name: &str, former: &[&str], aliases: &[&str]) -> UnitId {
        use rules::unit::file::OtherName;
        use rules::unit::model::{UnitKind, UnitNameKind};
        let id = UnitId::from_uuid(self.world.app.uuid());
        let mut file = UnitFile::new(id, Some(code(number)), name.to_owned(), UnitKind::Company);
        let named = |kind| move |name: &&str| OtherName { kind, name: (*name).to_owned() };
        file.names.extend(former.iter().map(named(UnitNameKind::Former)));
        file.names.extend(aliases.iter().map(named(UnitNameKind::Alias)));
        self.save(vec![file]).await;
        id
    }

    async fn save(&self, files: Vec<UnitFile>) {
        let app = &self.world.app;
        let mut tx = app.begin("test.save").await.expect("a transaction");
        let savings = files.into_iter().map(unit::Saving::from).collect();
        unit::save_in(app, &mut tx, savings, &deed(app.clock.now())).await.expect("saved");
        tx.commit().await.expect("committed");
    }

    async fn resolve(&self, number: Option<u32>, name: &str) -> UnitId {
        let name = rules::unit::name::unit_name(name).expect("a name");
        self.resolve_all(&[UnitRef::new(number.map(code), Some(name))]).await[0]
    }

    async fn resolve_all(&self, refs: &[UnitRef]) -> Vec<UnitId> {
        let app = &self.world.app;
        let mut tx = app.begin("test.resolve").await.expect("a transaction");
        let ids = unit::resolve_in(app, &mut tx, refs, &deed(app.clock.now())).await.expect("resolved");
        tx.commit().await.expect("committed");
        ids
    }

    async fn state(&self, id: UnitId) -> String {
        let app = &self.world.app;
        let mut tx = app.begin("test.load").await.expect("a transaction");
        let files = unit::load_in(app, &mut tx, &[id]).await.expect("loaded");
        files[0].state.to_string()
    }
}

impl World {
    async fn count(&self, table: &'static str) -> i64 {
        let query = match table {
            "unit" => "select count(*) from unit",
            "near" => "select count(*) from near",
            _ => "select count(*) from ledger_entry",
        };
        sqlx::query_scalar(query).fetch_one(&self.app.db).await.expect("a count")
    }
}

fn deed(at: Timestamp) -> Deed<'static> {
    Deed { kind: Kind::UnitAmended, actor: "system", reason: None, at }
}

fn code(number: u32) -> CreditCode {
    CreditCode::complete(&format!("91430100MA{number:07}")).expect("a code")
}
