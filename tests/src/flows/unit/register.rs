//! A register of units for the tests, and a pool officer at work on it.

use hengjian::ledger::Deed;
use hengjian::unit::{self, UnitRef};
use jiff::Timestamp;
use proof::hash::Hash;
use rules::account::Role;
use rules::area::Area;
use rules::id::UnitId;
use rules::ledger::entry::Kind;
use rules::unit::CreditCode;
use rules::unit::file::{OtherName, UnitFile};
use rules::unit::model::{UnitKind, UnitNameKind};
use sqlx::PgPool;

use crate::people::Person;
use crate::world::World;

pub struct Register<'a> {
    pub world: &'a World,
}

/// A centre with a pool officer of the province.
pub async fn officed(db: PgPool) -> (World, Person) {
    let (world, mut security) = World::new(db).await;
    let officer = world.person(&mut security, Role::PoolOfficer, Area::HUNAN).await;
    (world, officer)
}

impl<'a> Register<'a> {
    pub fn of(world: &'a World) -> Self {
        Self { world }
    }

    /// A known unit.
    pub async fn unit(&self, number: u32, name: &str, former: &[&str], aliases: &[&str]) -> UnitId {
        let mut file = self.file(number, name);
        let named = |kind| move |name: &&str| OtherName { kind, name: (*name).to_owned() };
        file.names.extend(former.iter().map(named(UnitNameKind::Former)));
        file.names.extend(aliases.iter().map(named(UnitNameKind::Alias)));
        let id = file.id;
        self.save(vec![file]).await;
        id
    }

    /// A new file with a code.
    pub fn file(&self, number: u32, name: &str) -> UnitFile {
        let id = UnitId::from_uuid(self.world.app.uuid());
        UnitFile::new(id, Some(code(number)), name.to_owned(), UnitKind::Company)
    }

    pub async fn save(&self, files: Vec<UnitFile>) {
        let app = &self.world.app;
        let mut tx = app.begin("test.save").await.expect("a transaction");
        let savings = files.into_iter().map(unit::Saving::from).collect();
        unit::save_in(app, &mut tx, savings, &deed(app.clock.now())).await.expect("saved");
        tx.commit().await.expect("committed");
    }

    pub async fn resolve(&self, number: Option<u32>, name: &str) -> UnitId {
        let name = rules::unit::name::unit_name(name).expect("a name");
        self.resolve_all(&[UnitRef::new(number.map(code), Some(name))]).await[0]
    }

    pub async fn resolve_all(&self, refs: &[UnitRef]) -> Vec<UnitId> {
        let app = &self.world.app;
        let mut tx = app.begin("test.resolve").await.expect("a transaction");
        let ids = unit::resolve_in(app, &mut tx, refs, &deed(app.clock.now())).await.expect("resolved");
        tx.commit().await.expect("committed");
        ids
    }

    pub async fn load(&self, id: UnitId) -> UnitFile {
        let app = &self.world.app;
        let mut tx = app.begin("test.load").await.expect("a transaction");
        unit::load_in(app, &mut tx, &[id]).await.expect("loaded").remove(0)
    }

    pub async fn state(&self, id: UnitId) -> String {
        self.load(id).await.state.to_string()
    }

    /// Digest of the unit as the database has it.
    pub async fn vouched(&self, id: UnitId) -> Option<Hash> {
        let mut db = self.world.app.db.acquire().await.expect("a connection");
        let vouched = unit::vouched_in(&self.world.app, &mut db, None).await.expect("units");
        vouched.into_iter().find(|(unit, _)| *unit == id).and_then(|(_, vouched)| vouched.digest)
    }

    pub async fn count(&self, table: &'static str) -> i64 {
        let query = match table {
            "unit" => "select count(*) from unit",
            "near" => "select count(*) from near",
            "near.decided" => "select count(*) from ledger_entry where kind = 'near.decided'",
            "unit.merged" => "select count(*) from ledger_entry where kind = 'unit.merged'",
            "expert.amended" => "select count(*) from ledger_entry where kind = 'expert.amended'",
            other => panic!("no count of {other}"),
        };
        sqlx::query_scalar(query).fetch_one(&self.world.app.db).await.expect("a count")
    }
}

pub fn deed(at: Timestamp) -> Deed<'static> {
    Deed { kind: Kind::UnitAmended, actor: "system", reason: None, at }
}

pub fn code(number: u32) -> CreditCode {
    CreditCode::complete(&format!("91430100MA{number:07}")).expect("a code")
}
