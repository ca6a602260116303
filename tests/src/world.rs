//! A centre in a test: the whole service on a real database, with a clock that the test moves.

use std::path::PathBuf;
use std::time::Duration;

use axum::Router;
use hengjian::app::App;
use hengjian::config::Config;
use hengjian::http::router::router;
use hengjian::outside::clock::Clock;
use hengjian::outside::entropy::Entropy;
use hengjian::vault::Vault;
use hengjian::vault::keys::KeyRing;
use jiff::Timestamp;
use rules::account::Role;
use rules::area::Area;
use serde_json::json;
use sqlx::PgPool;

use crate::people::{Caller, Person, accept};

/// One centre.
pub struct World {
    pub app: App,
    pub router: Router,
    /// Removed at the end.
    pub data_dir: PathBuf,
}

/// Monday morning in Changsha.
const START: &str = "2026-12-07T01:00:00Z";

impl World {
    /// An empty centre: no account, no expert.
    pub async fn empty(db: PgPool) -> Self {
        let entropy = Entropy::default();
        let start: Timestamp = START.parse().expect("an instant");
        let data_dir = std::env::temp_dir().join(format!("hengjian-test-{}", entropy.uuid(start)));
        let ring = KeyRing::open_or_make(&data_dir, &entropy).expect("a fresh folder");
        let mut config = Config { data_dir, ..Config::default() };
        config.server.trusted_proxies = vec![[127, 0, 0, 1].into()];
        let vault = Vault::new(&ring, entropy.clone());
        let app = App::new(config, db, vault, Clock::set(start), entropy);
        Self::of(app)
    }

    /// The centre of a service that stands already.
    pub fn of(app: App) -> Self {
        Self { router: router(&app), data_dir: app.config.data_dir.clone(), app }
    }

    /// A centre with its first security officer of the province.
    pub async fn new(db: PgPool) -> (Self, Person) {
        let world = Self::empty(db).await;
        let token = hengjian::account::invitation::print_setup_token(&world.app)
            .await
            .expect("a database")
            .expect("no account");
        let mut caller = world.caller();
        let body = json!({ "token": token, "login": "anquan", "display_name": "安全", "area": "430000" });
        let answer = caller.post("/api/setup", body).await.expect(200);
        let invitation = answer.text("invitation_token");
        let officer = accept(&world, &invitation, "anquan").await;
        (world, officer)
    }

    /// Somebody who has not signed in, with an address of their own.
    pub fn caller(&self) -> Caller {
        Caller::new(self.router.clone(), &self.app)
    }

    /// A person with `role` for `area`, invited by `officer` and signed in.
    pub async fn person(&self, officer: &mut Person, role: Role, area: Area) -> Person {
        self.person_by(officer.browser().clone(), role, area).await
    }

    /// The same, invited through the browser of whoever is signed in there.
    pub async fn person_by(&self, mut officer: Caller, role: Role, area: Area) -> Person {
        let login = format!("{}-{}", role.code().replace('_', "-"), self.app.uuid().simple());
        let login = &login[..login.len().min(32)];
        let body = json!({ "login": login, "display_name": "测试人员", "role": role.code(), "area": area.to_string() });
        let answer = officer.post("/api/accounts", body).await.expect(201);
        accept(self, &answer.text("invitation_token"), login).await
    }

    /// Lets time pass.
    pub fn pass(&self, time: Duration) {
        self.app.clock.advance(time);
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.data_dir);
    }
}
