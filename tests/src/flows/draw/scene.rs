//! A centre on the data of a demo, a witness beside it that really answers, and the people of one draw.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use ed25519_dalek::SigningKey;
use hengjian::app::App;
use hengjian::config::{Config, Cosigner};
use hengjian::demo::data::Size;
use hengjian::demo::{self, Code, PASSWORD};
use hengjian::draw::{self, Turn, Waits};
use hengjian::expert;
use hengjian::http::router::router as pages;
use hengjian::ledger::{self, cosign, number_pending, signer};
use hengjian::outside::clock::Clock;
use hengjian::outside::entropy::Entropy;
use hengjian::pack;
use hengjian::vault::Vault;
use hengjian::vault::keys::KeyRing;
use hengjian::{registry, trust};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use proof::anchor::{Anchor, Chain, Signers};
use proof::hash::Hash;
use proof::note::{Algorithm, Note, VerifierKey};
use proof::number::Number;
use proof::vrf::VrfSecret;
use rules::account::Role;
use rules::area::Area;
use rules::expert::file::ExpertFile;
use rules::id::{DrawId, ExpertId};
use rules::pack::{Chain as Packs, Track, draw_pack, shipped};
use serde_json::{Value, json};
use sqlx::PgPool;
use witness::http::{Witness, router};
use witness::keys::Keys;
use witness::reader::Reader;
use witness::store::Store;

use crate::people::{Caller, Person, sign_in_by_phone};
use crate::world::World;

/// The evening before the evaluation of the demo's approved request.
const EVENING: &str = "2026-12-20T04:00:00Z";
const SIZE: Size = Size { seed: 20_261_124, expert_count: 600, day: date(2026, 12, 7) };
/// The clock of the witness; each test is a process of its own.
static NOW_SECS: AtomicU64 = AtomicU64::new(0);
/// Whether the witness answers nothing.
static IS_DOWN: AtomicBool = AtomicBool::new(false);

/// One centre with its witness, and whoever runs a draw.
pub struct Scene {
    pub world: World,
    pub operator: Caller,
    pub desk: Caller,
}

/// Somebody who was drawn, as the test knows them and no row does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    pub token: Hash,
    pub seat: u8,
    pub expert: ExpertId,
}

/// A contributor with their phone and their slip.
pub struct Present {
    pub role: String,
    pub token: String,
    pub device: String,
    pub number: Number,
}

impl Present {
    /// What their phone sends to reveal.
    pub fn revealing(&self) -> Value {
        let Self { token, device, number, .. } = self;
        json!({ "token": token, "device": device, "nonce": number.nonce_hex(), "digits": number.digits() })
    }
}

impl Scene {
    /// Demo data, an anchor, a pack, a registry, and a witness that listens.
    pub async fn new(db: PgPool) -> Self {
        let scene = Self::begun(db).await;
        scene.enter_pack().await;
        scene.state_registry().await;
        scene
    }

    /// The same with neither pack nor registry.
    pub async fn begun(db: PgPool) -> Self {
        let mut world = World::empty(db).await;
        let mut say = |_: String| ();
        demo::load(&world.app, SIZE, &mut say).await.expect("loaded");
        number_all(&world.app).await;
        world.app.clock.advance(Duration::from_secs(seconds_until(&world.app, EVENING)));
        witnessed(&mut world).await;
        cosigned(&world.app).await;
        let operator = signed_in(&world, "chou.cs").await;
        let desk = signed_in(&world, "chang.cs").await;
        Self { world, operator, desk }
    }

    /// Somebody of another city.
    pub async fn far(&self, role: Role) -> Person {
        let officer = signed_in(&self.world, "anquan.hn").await;
        self.world.person_by(officer, role, "430200".parse().expect("an area")).await
    }

    /// How many statements a draw has.
    pub async fn own_statements(&mut self, draw: &str) -> usize {
        let shown = self.operator.get(&format!("/api/draws/{draw}/hall")).await.expect(200);
        shown.body["statements"].as_array().expect("statements").len()
    }

    /// A pack as the demo has it, cosigned.
    pub async fn enter_pack(&self) {
        enter_pack(&self.world.app).await;
        cosigned(&self.world.app).await;
    }

    /// The registry of this day, cosigned.
    pub async fn state_registry(&self) {
        registry::state_now(&self.world.app).await.expect("stated");
        cosigned(&self.world.app).await;
        registry::settle(&self.world.app).await.expect("a proof");
    }

    /// Signs in with a demo account.
    pub async fn sign_in(&self, login: &str) -> Caller {
        signed_in(&self.world, login).await
    }

    /// The approved request.
    pub async fn request(&mut self) -> Value {
        let requests = self.operator.get("/api/projects?state=approved").await.expect(200);
        requests.body["items"][0].clone()
    }

    /// Opens the draw of the approved request.
    pub async fn open(&mut self) -> String {
        let request = self.request().await["id"].clone();
        self.operator.post("/api/draws", json!({ "request_id": request })).await.expect(201).text("id")
    }

    /// Stops the witness, or lets it answer again.
    pub fn stop_witness(&self, is_down: bool) {
        IS_DOWN.store(is_down, Ordering::SeqCst);
    }

    /// The same centre after its process was killed: what memory held is gone.
    pub fn restart(&mut self) {
        self.world.app = configured(&self.world, self.world.app.config.clone());
        self.world.router = pages(&self.world.app);
        let router = &self.world.router;
        self.operator.move_to(router.clone());
        self.desk.move_to(router.clone());
    }

    /// One turn of the draw; why it failed, if so.
    pub async fn turn(&self, draw: &str) -> Result<Turn, String> {
        NOW_SECS.store(now_secs(&self.world.app), Ordering::SeqCst);
        let turn = draw::advance(&self.world.app, draw.parse().expect("an id")).await;
        turn.map_err(|error| format!("{error:#}"))
    }

    /// Numbers and cosigns what waits.
    pub async fn cosign(&self) {
        cosigned(&self.world.app).await;
    }

    /// What a party of the anchor signs.
    pub fn signed(&self, party: &str, body: &str) -> Note {
        Note::sign(body, party, &secret(party)).expect("a note")
    }

    /// Lets numbering, cosigning and the draw go on until the draw waits for people or for its time.
    pub async fn settle(&self, draw: &str) -> Option<Waits> {
        let app = &self.world.app;
        let id: DrawId = draw.parse().expect("an id");
        for _ in 0..400 {
            NOW_SECS.store(now_secs(app), Ordering::SeqCst);
            match draw::advance(app, id).await.expect("a turn") {
                Turn::Moved => {}
                Turn::Waits(Waits::Cosigners) => {
                    if !cosigned(app).await {
                        return Some(Waits::Cosigners);
                    }
                }
                Turn::Waits(waits) => return Some(waits),
                Turn::Over => return None,
            }
        }
        panic!("the draw never comes to rest");
    }

    pub async fn stage(&mut self, draw: &str) -> String {
        self.operator.get(&format!("/api/draws/{draw}")).await.expect(200).text("stage")
    }

    /// The states of the seats as the hall shows them.
    pub async fn seats(&mut self, draw: &str) -> Vec<String> {
        let hall = self.operator.get(&format!("/api/draws/{draw}/hall")).await.expect(200);
        let seats = hall.body["rounds"]["seats"].as_array().expect("seats");
        seats.iter().map(|seat| seat["state"].as_str().expect("a word").to_owned()).collect()
    }

    /// Somebody present registers and opens the link.
    pub async fn join(&mut self, draw: &str, kind: &str) -> Present {
        let body = json!({ "kind": kind, "organisation": "在场单位" });
        let added = self.operator.post(&format!("/api/draws/{draw}/contributors"), body).await.expect(201);
        let token = added.text("link").split_once('#').expect("a fragment").1.to_owned();
        let opened = self.phone("open", json!({ "token": token })).await;
        let number = Number::new(self.world.app.entropy.bytes::<5>(), "314159").expect("a number");
        Present { role: added.text("role"), token, device: opened["device"].as_str().expect("once").to_owned(), number }
    }

    /// Commits to the number of somebody present.
    pub async fn commit(&self, one: &Present) {
        let opened = self.phone("open", json!({ "token": one.token, "device": one.device })).await;
        assert_eq!(opened["phase"], json!("commit"), "{opened}");
        let commit: Hash = opened["commit"].as_str().expect("known").parse().expect("a hash");
        let role = one.role.parse().expect("a role");
        let blind: Option<Hash> = opened["blind"].as_str().map(|text| text.parse().expect("a hash"));
        let round = opened["round"].as_u64().and_then(|round| u32::try_from(round).ok()).expect("a round");
        let commitment = one.number.commitment(&commit, round, blind.as_ref(), &role).to_string();
        let body = json!({ "token": one.token, "device": one.device, "commitment": commitment });
        self.phone("commit", body).await;
    }

    /// Closes the list that is open.
    pub async fn close(&mut self, draw: &str) {
        self.operator.post(&format!("/api/draws/{draw}/numbers/close"), json!({})).await.expect(204);
        self.settle(draw).await;
    }

    /// Reveals the number of somebody present.
    pub async fn reveal(&self, draw: &str, one: &Present) {
        self.phone("reveal", one.revealing()).await;
        self.settle(draw).await;
    }

    /// A draw whose numbers are committed to: centre and tenderee.
    pub async fn listed(&mut self, draw: &str) -> [Present; 2] {
        let present = [self.join(draw, "centre").await, self.join(draw, "tenderee").await];
        for one in &present {
            self.commit(one).await;
            self.close(draw).await;
        }
        present
    }

    /// Everybody present commits and reveals.
    pub async fn contribute(&mut self, draw: &str) {
        for one in &self.listed(draw).await {
            self.reveal(draw, one).await;
        }
    }

    /// A call of a contributor's phone.
    pub async fn phone(&self, path: &str, body: Value) -> Value {
        let answer = self.world.caller().post(&format!("/api/contributions/{path}"), body).await;
        assert!(answer.status.is_success(), "{path}: {}", answer.body);
        answer.body
    }

    /// Whoever sits or sat, by seat; known to the memory of the process alone.
    pub fn drawn(&self, draw: &str) -> Vec<Drawn> {
        let live = self.world.app.draws.live(draw.parse().expect("an id")).expect("the keys are known");
        let one = |(token, holder): (&Hash, &draw::Holder)| Drawn {
            token: *token,
            seat: holder.seat,
            expert: live.person(token).expect("somebody").expert,
        };
        let mut drawn: Vec<Drawn> = live.callees().iter().map(one).collect();
        drawn.sort_by_key(|one| (one.seat, one.token));
        drawn
    }

    /// Signs in as somebody who was drawn and answers; with a reason it is a no.
    pub async fn answer(&self, one: &Drawn, reason: Option<&str>) {
        let file = self.file(one.expert).await;
        let mut phone = sign_in_by_phone(&self.world, &file).await;
        let tasks = phone.get("/api/me/tasks").await.expect(200);
        let task = &tasks.body["items"][0];
        assert_eq!((&task["token"], &task["state"]), (&json!(one.token.to_string()), &json!("identify")));
        assert_eq!(task["centre"], Value::Null, "nothing is told before identity");
        let path = format!("/api/me/tasks/{}", one.token);
        let tail = file.id_number.to_string()[14..].to_owned();
        phone.post(&format!("{path}/identify"), json!({ "id_tail": tail })).await.expect(204);
        let tasks = phone.get("/api/me/tasks").await.expect(200);
        assert_eq!(tasks.body["items"][0]["state"], json!("offer"));
        assert!(!tasks.body.to_string().contains("演示湘江新区中学建设"), "never a project");
        match reason {
            Some(reason) => phone.post(&format!("{path}/decline"), json!({ "reason": reason })).await.expect(204),
            None => phone.post(&format!("{path}/accept"), json!({})).await.expect(204),
        };
    }

    /// Somebody stands at the desk, with their own code or another.
    pub async fn arrive(&mut self, one: &Drawn, code: Option<&str>) -> String {
        let file = self.file(one.expert).await;
        let code = match code {
            Some(code) => code.to_owned(),
            None => {
                let mut phone = sign_in_by_phone(&self.world, &file).await;
                let tasks = phone.get("/api/me/tasks").await.expect(200);
                tasks.body["items"][0]["code"].as_str().expect("accepted").to_owned()
            }
        };
        let body = json!({ "id_number": file.id_number.to_string(), "code": code });
        self.desk.post("/api/check-in", body).await.expect(200).text("answer")
    }

    /// Lets time pass, at least as much as people and clocks need, and the draw go on.
    pub async fn pass(&self, draw: &str, time: Duration) {
        self.world.pass(time);
        self.settle(draw).await;
    }

    /// Lets time pass until the panel gathers.
    pub async fn until_gathering(&mut self, draw: &str) {
        let shown = self.operator.get(&format!("/api/draws/{draw}/hall")).await.expect(200);
        let seconds = seconds_until(&self.world.app, &shown.text("not_before"));
        self.world.pass(Duration::from_secs(seconds + 1));
        self.settle(draw).await;
        // Whoever was signed in the evening before signs in again.
        self.operator = signed_in(&self.world, "chou.cs").await;
    }

    /// What a comparison of database and ledger finds.
    pub async fn compared(&self) -> Vec<String> {
        cosigned(&self.world.app).await;
        let comparison = ledger::compare::compare(&self.world.app).await.expect("compared");
        comparison.problems.iter().map(|problem| format!("{} {:?}", problem.subject, problem.message)).collect()
    }

    pub async fn file(&self, id: ExpertId) -> ExpertFile {
        let app = &self.world.app;
        let mut tx = app.begin("test.file").await.expect("a transaction");
        expert::load_in(app, &mut tx, &[id]).await.expect("loaded").remove(0).file
    }
}

/// Signs in with a demo account.
pub async fn signed_in(world: &World, login: &str) -> Caller {
    let mut caller = world.caller();
    let ticket =
        caller.post("/api/sign-in/password", json!({ "login": login, "password": PASSWORD })).await.expect(200);
    let Ok(Code::Authenticator(code)) = demo::code(&world.app, login).await else { panic!("{login} has no code") };
    let body = json!({ "ticket": ticket.text("ticket"), "code": code });
    caller.post("/api/sign-in/second-factor", body).await.expect(204);
    caller.csrf_token = Some(caller.get("/api/me").await.expect(200).text("csrf_token"));
    caller
}

async fn number_all(app: &App) {
    while let ledger::Turn::Published(_) = number_pending(app).await.expect("a turn") {}
}

/// Whether the witness has signed, or had nothing to sign.
pub async fn cosigned(app: &App) -> bool {
    NOW_SECS.store(now_secs(app), Ordering::SeqCst);
    number_all(app).await;
    let is_cosigned = !matches!(cosign::turn(app).await.expect("a turn"), cosign::Turn::Missing(..));
    registry::settle(app).await.expect("settled");
    is_cosigned
}

fn now_secs(app: &App) -> u64 {
    u64::try_from(app.clock.now().as_second()).expect("after 1970")
}

fn seconds_until(app: &App, at: &str) -> u64 {
    let at: Timestamp = at.parse().expect("an instant");
    u64::try_from(at.duration_since(app.clock.now()).as_secs()).expect("to come")
}

/// The same centre with an anchor and a witness that answers on a port of its own.
async fn witnessed(world: &mut World) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = format!("http://{}", listener.local_addr().expect("bound"));
    let chain = anchored(&world.app).await;
    let mut config = world.app.config.clone();
    let key = chain.newest().cosigners[0].to_string();
    config.ledger.cosigners = vec![Cosigner { address: address.clone(), key }];
    config.witness.address = Some(address);
    config.witness.key_file = Some("witness-bearer".into());
    std::fs::write(config.data_dir.join("witness-bearer"), "secret\n").expect("our folder");
    world.app = configured(world, config);
    world.router = pages(&world.app);
    let published = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let base = format!("http://{}/ledger", published.local_addr().expect("bound"));
    let ledger = world.router.clone().into_make_service_with_connect_info::<std::net::SocketAddr>();
    tokio::spawn(async move { axum::serve(published, ledger).await });
    let witness = Witness {
        keys: Keys {
            note: secret("witness.example"),
            cosigner: secret("cosigner.example"),
            vrf: VrfSecret::of_seed(&Hash::of(b"vrf-sup").0),
            hold: [3; 32],
            bearer: "secret".into(),
        },
        chain,
        store: Store::open(&world.data_dir.join("witness")).expect("our folder"),
        reader: Reader::new(&base),
        demands_facts: true,
        now_secs: || NOW_SECS.load(Ordering::SeqCst),
        turn: Mutex::new(()),
    };
    let answers = router(Arc::new(witness)).layer(middleware::from_fn(unless_down));
    tokio::spawn(async move { axum::serve(listener, answers).await });
}

async fn unless_down(request: Request, next: Next) -> Response {
    if IS_DOWN.load(Ordering::SeqCst) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    next.run(request).await
}

/// An anchor of this centre, in the data folder and in the ledger.
async fn anchored(app: &App) -> Chain {
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
        vrf_op: *app.vault.vrf().public(),
        vrf_out: None,
        vrf_sup: *VrfSecret::of_seed(&Hash::of(b"vrf-sup").0).public(),
        keys: Signers {
            centre: signer::note_verifier(app).expect("a key"),
            supervising: key("supervising.example", Algorithm::Ed25519),
            witness: key("witness.example", Algorithm::Ed25519),
            province: Some(key("province.example", Algorithm::Ed25519)),
            notary: None,
        },
        log: signer::ledger_verifier(app).expect("a key"),
        cosigners: vec![key("cosigner.example", Algorithm::Cosignature)],
    };
    let by_department =
        |text: &str| Note::sign(text, "supervising.example", &secret("supervising.example")).expect("a note");
    let signed = by_department(&anchor.text());
    let stated = by_department(&trust::statement(&anchor).expect("a statement").body());
    trust::enter(app, &signed, &stated).await.expect("entered");
    Chain::new(vec![signed]).expect("a chain")
}

/// A pack as the demo has it: a registry of the same day, short rounds.
async fn enter_pack(app: &App) {
    let from: Date = rules::time::day_of(app.clock.now());
    let mut figures = Packs::choose(&shipped(), Track::Tender, Area::HUNAN, from).figures();
    for (name, value) in [("draw.registry_age_days", "0"), ("draw.round_secs", "5")] {
        figures.change(name, value, "测试").expect("a figure");
    }
    let pack = draw_pack(&figures, "430000/tender/test", from).expect("a pack");
    let text = pack.text();
    let values = vec![pack.id.clone(), text.hash("vrd1/pack").to_string(), pack.from.to_string()];
    let body = proof::statement::Statement::new("pack", values).expect("a statement").body();
    let note = Note::sign(&body, "supervising.example", &secret("supervising.example")).expect("a note");
    let offer = pack::Offer { text: text.to_string(), figures: Some(figures.to_string()), note: note.to_string() };
    pack::enter(app, Area::HUNAN, &offer).await.map(|_| ()).map_err(|error| error.code).expect("entered");
}

fn configured(world: &World, config: Config) -> App {
    let entropy = Entropy::default();
    let vault = Vault::new(&KeyRing::open(&world.data_dir).expect("keys"), entropy.clone());
    App::new(config, world.app.db.clone(), vault, Clock::set(world.app.clock.now()), entropy)
}

pub fn secret(name: &str) -> SigningKey {
    SigningKey::from_bytes(&Hash::of(name.as_bytes()).0)
}
