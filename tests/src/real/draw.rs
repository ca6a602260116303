//! A draw whose server and witness are killed at every step: each time both are started again, and one draw comes of it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use hengjian::app::App;
use hengjian::config::Config;
use hengjian::demo::{self, PASSWORD};
use hengjian::outside::clock::Clock;
use hengjian::outside::entropy::Entropy;
use hengjian::pack;
use hengjian::vault::Vault;
use hengjian::vault::keys::KeyRing;
use proof::anchor::Chain;
use proof::hash::Hash;
use proof::number::Number;
use proof::verify::{Options, Verdict, verify};
use rules::area::Area;
use rules::pack::{Chain as Packs, Track, draw_pack, shipped};
use serde_json::{Value, json};
use sqlx::{ConnectOptions as _, PgPool};

use super::process::{Folder, Server, binary, complaint, hengjian, run};

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_draw_that_is_killed_at_every_step_is_drawn_once(db: PgPool) {
    let mut centre = Centre::new(&db).await;
    let draw = centre.opened(&db).await;
    centre.killed("after open", &draw);
    centre.until(&draw, "after commit", |shown| count(shown, "draw-commit") == 1);
    centre.killed("after commit", &draw);
    centre.until(&draw, "after pool-checked", |shown| shown["numbers"]["list"] == "insiders");
    centre.killed("after pool-checked", &draw);

    let mut present = Vec::new();
    for kind in ["centre", "tenderee"] {
        present.push(centre.join(&draw, kind));
    }
    for (one, next) in present.iter().zip(["everyone", "reveals"]) {
        centre.commit(one);
        centre.staff("POST", &format!("/api/draws/{draw}/numbers/close"), Some(json!({})));
        centre.killed("between the lists", &draw);
        centre.until(&draw, "a list", |shown| shown["numbers"]["list"] == next);
    }
    for (place, one) in present.iter().enumerate() {
        let revealed = json!({ "token": one.token, "device": one.device, "nonce": one.number.nonce_hex(), "digits": one.number.digits() });
        centre.asked(one, "reveal");
        centre.anybody("/api/contributions/reveal", &revealed);
        centre.killed("between the reveals", &draw);
        centre.until(&draw, "a reveal", |shown| cosigned(shown, "reveal") == place + 1);
    }
    centre.until(&draw, "sealed", |shown| count(shown, "sealed") == 1);
    centre.killed("after sealed", &draw);
    centre.until(&draw, "callout", |shown| shown["rounds"]["seats"].is_array());
    // Rows come once the witness has answered.
    let called = loop {
        let called = centre.called(&db, &draw).await;
        if !called.is_empty() {
            break called;
        }
    };
    centre.killed("during the call-out", &draw);
    centre.until(&draw, "check-in", |shown| shown["stage"] == "check_in" || shown["stage"] == "unsealed");
    centre.killed("before unsealing", &draw);
    centre.until(&draw, "unsealed", |shown| shown["closed"] == true);

    let shown = centre.shown(&draw);
    once(&shown);
    let all = centre.called(&db, &draw).await;
    assert!(called.is_subset(&all), "whoever was called stays called");
    let (file, picks) = centre.verified(&draw);
    assert_eq!(all.iter().map(|(round, seat, _)| (*round, *seat)).collect::<BTreeSet<_>>(), picks);
    assert_eq!(all.len(), picks.len());
    let path = centre.folder.0.join("draw.vdraw");
    std::fs::write(&path, &file).expect("ours");
    let mut command = Command::new(binary());
    command.arg("verify").arg(&path).arg("--anchor").arg(centre.folder.0.join("anchor.txt"));
    let told = run(command);
    let said = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(told.status.success() && said.lines().any(|line| line == "anchored"), "{said} {}", complaint(&told));
}

/// Each statement stands once for each (type, round, role).
fn once(shown: &Value) {
    let mut seen: BTreeMap<(String, String, String), usize> = BTreeMap::new();
    for one in shown["statements"].as_array().expect("statements") {
        let part = |key: &str| one[key].to_string();
        *seen.entry((part("kind"), part("round"), part("role"))).or_default() += 1;
        assert!(one["cosigned_at"].is_string(), "{one}");
    }
    // The two lists of numbers are one type and round.
    let twice: Vec<_> =
        seen.iter().filter(|(key, count)| **count != if key.0 == "\"numbers\"" { 2 } else { 1 }).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

fn count(shown: &Value, kind: &str) -> usize {
    shown["statements"].as_array().map_or(0, |all| all.iter().filter(|one| one["kind"] == kind).count())
}

fn cosigned(shown: &Value, kind: &str) -> usize {
    let done = |one: &&Value| one["kind"] == kind && one["cosigned_at"].is_string();
    shown["statements"].as_array().map_or(0, |all| all.iter().filter(done).count())
}

/// Somebody present with their phone.
struct Present {
    role: String,
    token: String,
    device: String,
    number: Number,
}

/// Server and witness as processes, on a database of the test.
struct Centre {
    folder: Folder,
    url: String,
    /// Of the server and of the witness; they keep their addresses.
    ports: [u16; 2],
    cosigner: String,
    server: Option<Server>,
    witness: Option<Witness>,
    cookie: String,
    csrf_token: String,
}

impl Centre {
    async fn new(db: &PgPool) -> Self {
        let folder = Folder::new();
        // Whether PostgreSQL listens on a port or, as under `./test`, on a socket alone.
        let url = db.connect_options().to_url_lossy().to_string();
        let ports = [port(), port()];
        let mut centre = Self {
            folder,
            url,
            ports,
            cosigner: String::new(),
            server: None,
            witness: None,
            cookie: String::new(),
            csrf_token: String::new(),
        };
        centre.command(&["demo", "data", "--experts", "600"]);
        centre.command(&["demo", "trust"]);
        let chain: Chain =
            std::fs::read_to_string(centre.folder.0.join("anchor.txt")).expect("entered").parse().expect("a chain");
        centre.cosigner = chain.newest().cosigners[0].to_string();
        centre.quick(db).await;
        centre.start();
        centre.sign_in();
        centre
    }

    /// A pack with which a draw is over within two minutes.
    async fn quick(&self, db: &PgPool) {
        let app = self.app(db);
        let from = rules::time::day_of(app.clock.now());
        let mut figures = Packs::choose(&shipped(), Track::Tender, Area::HUNAN, from).figures();
        for (name, value) in [
            ("draw.registry_age_days", "0"),
            ("draw.round_secs", "5"),
            ("callout.answer_minutes", "1"),
            ("callout.list_ends_before_minutes", "0"),
            ("check_in.grace_minutes", "0"),
        ] {
            figures.change(name, value, "测试").expect("a figure");
        }
        let made = draw_pack(&figures, "430000/tender/quick", from).expect("a pack");
        let text = made.text();
        let values = vec![made.id.clone(), text.hash("vrd1/pack").to_string(), made.from.to_string()];
        let body = self.folder.0.join("pack-statement");
        std::fs::write(&body, proof::statement::Statement::new("pack", values).expect("a statement").body())
            .expect("ours");
        let note = self.command(&["demo", "sign", "supervising", body.to_str().expect("ours")]);
        let offer = pack::Offer { text: text.to_string(), figures: Some(figures.to_string()), note };
        pack::enter(&app, Area::HUNAN, &offer).await.map(|_| ()).map_err(|error| error.code).expect("entered");
    }

    fn app(&self, db: &PgPool) -> App {
        let config = Config { data_dir: self.folder.0.clone(), ..Config::default() };
        let entropy = Entropy::default();
        let vault = Vault::new(&KeyRing::open(&self.folder.0).expect("keys"), entropy.clone());
        App::new(config, db.clone(), vault, Clock::system(), entropy)
    }

    /// A request whose panel gathers within one to two minutes, and its draw.
    async fn opened(&mut self, db: &PgPool) -> String {
        let app = self.app(db);
        let second = app.clock.now().as_second() % 60;
        let code = demo::soon(&app, if second < 30 { 2 } else { 1 }).await.expect("a request");
        let requests = self.staff("GET", "/api/projects?state=approved", None);
        let ours = |one: &&Value| one["project_code"] == json!(code);
        let request = requests["items"].as_array().expect("a list").iter().find(ours).expect("ours")["id"].clone();
        loop {
            let (status, body) = self.call("POST", "/api/draws", Some(json!({ "request_id": request })));
            match (status, body["code"].as_str()) {
                (201, _) => return body["id"].as_str().expect("an id").to_owned(),
                (409, Some("draw.not_cosigned")) => std::thread::yield_now(),
                _ => panic!("{status} {body}"),
            }
        }
    }

    /// Server, witness and both are killed, and started again.
    fn killed(&mut self, when: &str, draw: &str) {
        let before = self.shown(draw)["statements"].as_array().map_or(0, Vec::len);
        drop(self.server.take());
        self.start();
        drop(self.witness.take());
        self.start();
        drop((self.server.take(), self.witness.take()));
        self.start();
        let after = self.shown(draw)["statements"].as_array().map_or(0, Vec::len);
        assert!(after >= before, "{when}: a statement is gone");
    }

    /// Starts whichever of both does not run. Dropping one sends SIGKILL.
    fn start(&mut self) {
        let [server, witness] = self.ports;
        if self.witness.is_none() {
            self.witness = Some(Witness::start(&self.folder.0, witness, server));
        }
        if self.server.is_none() {
            let mut prepared = hengjian(&self.folder.0);
            let address = format!("http://127.0.0.1:{witness}");
            let cosigners = format!("[{{ address = \"{address}\", key = \"{}\" }}]", self.cosigner);
            prepared
                .env("HENGJIAN_LISTEN", format!("127.0.0.1:{server}"))
                .env("HENGJIAN_DATABASE__URL", &self.url)
                .env("HENGJIAN_DATABASE__CONNECTION_COUNT", "8")
                .env("HENGJIAN_WITNESS__ADDRESS", &address)
                .env("HENGJIAN_WITNESS__KEY_FILE", "keys/witness-bearer.key")
                .env("HENGJIAN_LEDGER__COSIGNERS", cosigners);
            self.server = Some(Server::from(prepared));
        }
    }

    /// Looks at the draw until it is as wanted.
    fn until(&mut self, draw: &str, _: &str, is_there: impl Fn(&Value) -> bool) {
        loop {
            let shown = self.shown(draw);
            if is_there(&shown) {
                return;
            }
            std::thread::yield_now();
        }
    }

    fn shown(&mut self, draw: &str) -> Value {
        self.staff("GET", &format!("/api/draws/{draw}"), None)
    }

    fn join(&mut self, draw: &str, kind: &str) -> Present {
        let body = json!({ "kind": kind, "organisation": "在场单位" });
        let added = self.staff("POST", &format!("/api/draws/{draw}/contributors"), Some(body));
        let link = added["link"].as_str().expect("a link");
        let token = link.split_once('#').expect("a fragment").1.to_owned();
        let opened = self.anybody("/api/contributions/open", &json!({ "token": token }));
        let number = Number::new(Entropy::default().bytes::<5>(), "271828").expect("a number");
        let device = opened["device"].as_str().expect("once").to_owned();
        Present { role: added["role"].as_str().expect("a role").to_owned(), token, device, number }
    }

    /// What a phone is shown once it is asked for something.
    fn asked(&mut self, one: &Present, phase: &str) -> Value {
        loop {
            let body = json!({ "token": one.token, "device": one.device });
            let opened = self.anybody("/api/contributions/open", &body);
            if opened["phase"] == phase {
                return opened;
            }
            std::thread::yield_now();
        }
    }

    fn commit(&mut self, one: &Present) {
        let opened = self.asked(one, "commit");
        let commit: Hash = opened["commit"].as_str().expect("known").parse().expect("a hash");
        let commitment = one.number.commitment(&commit, 0, None, &one.role.parse().expect("a role")).to_string();
        let body = json!({ "token": one.token, "device": one.device, "commitment": commitment });
        self.anybody("/api/contributions/commit", &body);
    }

    /// Round, seat and token of everybody who was drawn.
    async fn called(&self, db: &PgPool, draw: &str) -> BTreeSet<(u32, u8, Vec<u8>)> {
        let rows: Vec<(i32, i16, Vec<u8>)> =
            sqlx::query_as("select round, seat, token from callee where draw_id = $1::uuid")
                .bind(draw)
                .fetch_all(db)
                .await
                .expect("a table");
        let of = |(round, seat, token): (i32, i16, Vec<u8>)| {
            (u32::try_from(round).expect("a round"), u8::try_from(seat).expect("a seat"), token)
        };
        rows.into_iter().map(of).collect()
    }

    /// The file of the draw, and round and seat of everybody whom the verifier sees picked.
    fn verified(&mut self, draw: &str) -> (Vec<u8>, BTreeSet<(u32, u8)>) {
        let (_, file) = self.bytes("GET", &format!("/api/draws/{draw}/draw.vdraw"), None);
        let anchor = std::fs::read_to_string(self.folder.0.join("anchor.txt")).expect("entered");
        let chain: Chain = anchor.parse().expect("a chain");
        let (verdict, _, findings) = verify(&file, Options { chain: Some(&chain), gates: false, parent: None });
        assert_eq!(verdict, Verdict::Anchored);
        let picks = findings.expect("findings").picks;
        let seats = picks.iter().filter(|(_, pick)| pick.chosen.is_some());
        let picked = seats.map(|(round, pick)| (*round, u8::try_from(pick.seat).expect("few"))).collect();
        (file, picked)
    }

    fn sign_in(&mut self) {
        let ticket = self.anybody("/api/sign-in/password", &json!({ "login": OPERATOR, "password": PASSWORD }));
        let code = self.command(&["demo", "code", OPERATOR]);
        let body = json!({ "ticket": ticket["ticket"], "code": code.trim() });
        self.anybody("/api/sign-in/second-factor", &body);
        let me = self.staff("GET", "/api/me", None);
        self.csrf_token = me["csrf_token"].as_str().expect("signed in").to_owned();
    }

    /// A call that has to be answered well.
    fn staff(&mut self, method: &str, path: &str, body: Option<Value>) -> Value {
        let (status, body) = self.call(method, path, body);
        assert!((200..300).contains(&status), "{method} {path}: {status} {body}");
        body
    }

    fn anybody(&mut self, path: &str, body: &Value) -> Value {
        self.staff("POST", path, Some(body.clone()))
    }

    fn call(&mut self, method: &str, path: &str, body: Option<Value>) -> (u16, Value) {
        let (status, bytes) = self.bytes(method, path, body);
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    fn bytes(&mut self, method: &str, path: &str, body: Option<Value>) -> (u16, Vec<u8>) {
        let host = format!("127.0.0.1:{}", self.ports[0]);
        let mut stream = TcpStream::connect(&host).expect("it listens");
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        let head = [
            format!("{method} {path} HTTP/1.1"),
            format!("host: {host}"),
            "connection: close".to_owned(),
            "content-type: application/json".to_owned(),
            format!("content-length: {}", body.len()),
            format!("cookie: {}", self.cookie),
            format!("x-csrf-token: {}", self.csrf_token),
        ];
        write!(stream, "{}\r\n\r\n{body}", head.join("\r\n")).expect("it reads");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("it answers");
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        if let Some(set) = head.lines().find_map(|line| line.strip_prefix("set-cookie: ")) {
            self.cookie = set.split(';').next().expect("a pair").to_owned();
        }
        let status = head.split_whitespace().nth(1).and_then(|status| status.parse().ok()).expect("a status");
        (status, answer[end + 4..].to_vec())
    }

    fn command(&self, words: &[&str]) -> String {
        let mut command = hengjian(&self.folder.0);
        command.env("HENGJIAN_DATABASE__URL", &self.url).args(words).env("HENGJIAN_DATABASE__CONNECTION_COUNT", "8");
        let output = run(command);
        assert!(output.status.success(), "{words:?}: {}", complaint(&output));
        String::from_utf8(output.stdout).expect("text")
    }
}

/// A running witness; dropping it kills it.
struct Witness(Child);

impl Witness {
    fn start(folder: &Path, port: u16, server: u16) -> Self {
        let mut child = Command::new(binary().with_file_name("hengjian-witness"))
            .arg("--dir")
            .arg(folder.join("witness"))
            .args(["serve", "--ledger", &format!("http://127.0.0.1:{server}/ledger")])
            .args(["--listen", &format!("127.0.0.1:{port}")])
            .stdout(Stdio::piped())
            .spawn()
            .expect("build it first: cargo build --package witness");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("a pipe");
        assert!(line.starts_with("ready "), "{line}");
        Self(child)
    }
}

impl Drop for Witness {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A port that is free at present.
fn port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port").port()
}

const OPERATOR: &str = "chou.cs";
