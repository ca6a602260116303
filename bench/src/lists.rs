//! Fifty officers at the list of experts, each asking again as soon as the answer is there; and as a peer in the same run the
//! same filters by offset and `count(*)`, without any of the server around them.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context as _;
use axum_server::Handle;
use hengjian::account::{NewAccount, create_in};
use hengjian::app::App;
use hengjian::http::{gate::csrf_token, serve::serve};
use jiff_sqlx::ToSqlx as _;
use rules::account::Role;
use rules::area::Area;
use rules::id::SignInId;
use serde_json::json;
use tokio::sync::oneshot;

use crate::http::{Browser, Request};
use crate::people::{self, Dice};
use crate::pool::{now, refused};

/// What was asked, and how long it took.
type Times = BTreeMap<&'static str, Vec<Duration>>;

/// Runs the benchmark over `experts` experts and prints its figures.
pub async fn run(app: &App, experts: u64) -> anyhow::Result<()> {
    let (cookie, csrf) = officer(app).await?;
    let (ready, address) = oneshot::channel();
    let server = app.clone();
    tokio::spawn(async move {
        let ready = |address: String| ready.send(address).unwrap_or_default();
        serve(&server, Handle::<SocketAddr>::new(), ready).await
    });
    let address = address.await.context("the server ended")?;
    let address = address.trim_start_matches("http://").to_owned();
    warm_up(app, &address, (&cookie, &csrf), experts).await?;
    let desk = Desk { app, address: &address, cookie: &cookie, csrf: &csrf, experts };
    let calm = desk.ask(CALM_REQUESTS, Duration::from_secs(1)).await?;
    print("fifty officers, each a question every second", &calm);
    let ours = desk.ask(REQUESTS, Duration::ZERO).await?;
    print("fifty officers, each the next question as soon as the answer is there", &ours);
    let mut tasks = Vec::new();
    for client in 0..CLIENTS {
        let app = app.clone();
        tasks.push(tokio::spawn(async move { peer(&app, client, experts).await }));
    }
    let peer = gather(tasks).await?;
    print("peer: SQL alone, offset and count(*)", &peer);
    let (ours, peer) = (percentile(&all(&ours), 95), percentile(&all(&peer), 95));
    println!("p95 of the peer is {:.1} times ours", peer.as_secs_f64() / ours.as_secs_f64());
    Ok(())
}

/// What all clients of a run share.
struct Desk<'a> {
    app: &'a App,
    address: &'a str,
    cookie: &'a str,
    csrf: &'a str,
    experts: u64,
}

impl Desk<'_> {
    /// Lets every client ask `count` questions, one each `pause`.
    async fn ask(&self, count: u64, pause: Duration) -> anyhow::Result<Times> {
        let mut tasks = Vec::new();
        for client in 0..CLIENTS {
            let mut browser = Browser::connect(self.address, self.cookie, self.csrf).await?;
            let (app, experts) = (self.app.clone(), self.experts);
            tasks.push(tokio::spawn(async move {
                let mut dice = Dice::new(1_000 + client);
                let mut times = Times::new();
                tokio::time::sleep(pause.mul_f64(client as f64 / CLIENTS as f64)).await;
                for _ in 0..count {
                    let (kind, request) = question(&app, &mut dice, experts);
                    let start = now();
                    browser.ask(&request).await?;
                    times.entry(kind).or_default().push(start.elapsed());
                    tokio::time::sleep(pause.saturating_sub(start.elapsed())).await;
                }
                anyhow::Ok(times)
            }));
        }
        gather(tasks).await
    }
}

/// Each kind of question once: the first one counts, and the server's caches fill.
async fn warm_up(app: &App, address: &str, (cookie, csrf): (&str, &str), experts: u64) -> anyhow::Result<()> {
    let mut browser = Browser::connect(address, cookie, csrf).await?;
    let mut dice = Dice::new(7);
    let mut times = Times::new();
    for _ in 0..400 {
        let (kind, request) = question(app, &mut dice, experts);
        let start = now();
        browser.ask(&request).await?;
        times.entry(kind).or_default().push(start.elapsed());
    }
    print("one officer, first questions included", &times);
    Ok(())
}

/// A question as an officer asks it.
fn question(app: &App, dice: &mut Dice, experts: u64) -> (&'static str, Request) {
    let city = dice.pick(&Area::pool_areas()[1..]).area;
    let specialty = people::specialty(dice);
    let subtree = specialty.parent().and_then(|code| code.parent()).expect("a leaf has both");
    let after = format!("43000000011{:06}", dice.roll(experts));
    let number = dice.roll(experts);
    let search = |text: &str| Request::post("/api/experts/search", &json!({ "text": text }));
    let list = |query: String| Request::get(format!("/api/experts?{query}"));
    match dice.roll(14) {
        0 => ("first page", list(String::new())),
        1 => ("deep page", list(format!("after={after}"))),
        2 => ("city", list(format!("area={city}&after={after}"))),
        3 => ("state", list("state=suspended".to_owned())),
        4 => ("city, state", list(format!("area={city}&state=active&after={after}"))),
        5 => ("specialty leaf", list(format!("specialty={specialty}"))),
        6 => ("specialty subtree", list(format!("specialty={subtree}&after={after}"))),
        7 => ("specialty, city", list(format!("specialty={subtree}&area={city}"))),
        8 => ("building works", list(format!("specialty=A08&after={after}"))),
        9 => ("library", list(format!("library=review&after={after}"))),
        10 => {
            ("specialty, city, state", list(format!("specialty={subtree}&area={city}&state=on_leave&library=review")))
        }
        11 => ("search name", search(&people::name(dice))),
        12 => ("search number", search(&after)),
        _ => {
            let id = people::id_number(number);
            debug_assert!(app.vault.blind("id_number", id.as_str()).len() == 16);
            ("search id number", search(id.as_str()))
        }
    }
}

/// The same filters as somebody writes them first.
async fn peer(app: &App, client: u64, experts: u64) -> anyhow::Result<Times> {
    let mut dice = Dice::new(1_000 + client);
    let mut times = Times::new();
    for _ in 0..REQUESTS / 10 {
        let city = dice.pick(&Area::pool_areas()[1..]).area.to_string();
        let specialty = people::specialty(&mut dice);
        let subtree = specialty.parent().and_then(|code| code.parent()).expect("a leaf has both");
        let offset = i64::try_from(dice.roll(experts))?;
        let at = usize::try_from(dice.roll(4)).expect("below 4");
        let (kind, rows, count) = PEER[at];
        let start = now();
        let rows = sqlx::query(rows).bind(&city).bind(subtree.to_string()).bind(offset / SHARES[at]);
        rows.fetch_all(&app.db).await?;
        sqlx::query(count).bind(&city).bind(subtree.to_string()).fetch_one(&app.db).await?;
        times.entry(kind).or_default().push(start.elapsed());
    }
    Ok(times)
}

/// A pool officer of the province with a sign-in, made behind the sign-in page.
async fn officer(app: &App) -> anyhow::Result<(String, String)> {
    let at = app.clock.now();
    let mut tx = app.begin("bench.officer").await?;
    let login = format!("bench-{}", &app.uuid().simple().to_string()[20..]);
    let new = NewAccount {
        login,
        display_name: "测试".to_owned(),
        role: Role::PoolOfficer,
        area: Area::HUNAN,
        expert_id: None,
        unit: None,
        demo: false,
    };
    let account = create_in(app, &mut tx, "command/bench", new, at).await.map_err(refused)?;
    sqlx::query("update account set state = 'active' where id = $1")
        .bind(account.id.as_uuid())
        .execute(&mut *tx)
        .await?;
    let (id, token) = (app.uuid(), app.uuid().to_string());
    sqlx::query(
        "insert into sign_in (id, account_id, token_hash, device, created_at, last_seen_at, expires_at)
         values ($1, $2, $3, 'bench', $4, $4, $4 + interval '1 hour')",
    )
    .bind(id)
    .bind(account.id.as_uuid())
    .bind(app.vault.sign_in_hash("cookie", token.as_bytes()).as_slice())
    .bind(at.to_sqlx())
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok((token, csrf_token(app, SignInId::from_uuid(id))))
}

async fn gather(tasks: Vec<tokio::task::JoinHandle<anyhow::Result<Times>>>) -> anyhow::Result<Times> {
    let mut sum = Times::new();
    for task in tasks {
        for (kind, times) in task.await?? {
            sum.entry(kind).or_default().extend(times);
        }
    }
    Ok(sum)
}

fn print(title: &str, times: &Times) {
    println!("{title}");
    let line = |kind: &str, times: &[Duration]| {
        let [p50, p95, p99] = [50, 95, 99].map(|part| percentile(times, part).as_secs_f64() * 1e3);
        println!("  {kind:<24} {:>6}  p50 {p50:>7.1}  p95 {p95:>7.1}  p99 {p99:>7.1} ms", times.len());
    };
    for (kind, times) in times {
        line(kind, times);
    }
    line("all", &all(times));
}

fn all(times: &Times) -> Vec<Duration> {
    times.values().flatten().copied().collect()
}

fn percentile(times: &[Duration], part: usize) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    sorted.get((sorted.len() * part / 100).min(sorted.len().saturating_sub(1))).copied().unwrap_or_default()
}

const CLIENTS: u64 = 50;
/// Questions of each client at the pace of people, and without one.
const CALM_REQUESTS: u64 = 20;
const REQUESTS: u64 = 200;
/// Kind, page and count as somebody writes them first.
const PEER: [(&str, &str, &str); 4] = [
    (
        "deep page",
        "select id, number, area, state from expert where $1 <> $2 order by number offset $3 limit 50",
        "select count(*) from expert where $1 <> $2",
    ),
    (
        "city",
        "select id, number, area, state from expert where area = $1 and $2 <> 'x' order by number offset $3 limit 50",
        "select count(*) from expert where area = $1 and $2 <> 'x'",
    ),
    (
        "specialty subtree",
        "select id, number, area, state from expert
          where $1 <> 'x' and id in (select expert_id from expert_specialty where code like $2 || '%')
          order by number offset $3 limit 50",
        "select count(*) from expert
          where $1 <> 'x' and id in (select expert_id from expert_specialty where code like $2 || '%')",
    ),
    (
        "specialty, city",
        "select id, number, area, state from expert
          where area = $1 and id in (select expert_id from expert_specialty where code like $2 || '%')
          order by number offset $3 limit 50",
        "select count(*) from expert
          where area = $1 and id in (select expert_id from expert_specialty where code like $2 || '%')",
    ),
];
/// How many times fewer lines each of them has than the pool, roughly, so that an offset lies within.
const SHARES: [i64; 4] = [1, 14, 20, 1_000];
