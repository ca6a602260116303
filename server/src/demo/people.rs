//! `hengjian demo people`: every expert of the demo at their phone. Each signs in over HTTP like anybody, looks for tasks, answers as
//! people do, and shows what to bring to the desk. Who was drawn this program learns from the phones alone.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use jiff::{SignedDuration, Timestamp};
use rules::expert::model::State;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::task::{JoinSet, spawn_blocking};

use super::code::{Code, code};
use super::data::Demo;
use super::stage;
use crate::app::App;

/// Signs everybody in and answers until the process ends.
pub async fn run(app: &App, server: &str) -> anyhow::Result<()> {
    let demo = Demo::of(stage::size(app).await?);
    let mut people: Vec<Person> = (0..demo.expert_count()).filter_map(|place| Person::of(&demo, place)).collect();
    println!("{} people take up their phones ...", people.len());
    people = each(people, |person| sign_in(app.clone(), server.to_owned(), person)).await?;
    println!("{} people are signed in. Whoever is asked answers; whoever comes brings what stands here:", people.len());
    loop {
        people = each(people, |person| look(app.clone(), server.to_owned(), person)).await?;
        tokio::time::sleep(PAUSE).await;
    }
}

/// Somebody with a phone.
struct Person {
    name: String,
    phone: String,
    id_number: String,
    /// From where the phone calls: an address of one's own, as phones have.
    address: String,
    cookie: String,
    csrf_token: String,
    asked: Vec<Asked>,
}

/// A question that somebody thinks about.
struct Asked {
    token: String,
    until: Timestamp,
    told: bool,
}

impl Person {
    fn of(demo: &Demo, place: usize) -> Option<Self> {
        let row = demo.expert(place).expert;
        (row.state == Some(State::Active)).then(|| Self {
            name: row.name,
            phone: row.phone.to_string(),
            id_number: row.id_number.to_string(),
            address: format!("10.{}.{}.{}", place >> 16 & 255, place >> 8 & 255, place & 255),
            cookie: String::new(),
            csrf_token: String::new(),
            asked: Vec::new(),
        })
    }

    /// One call of this phone; the answer's JSON, or null.
    fn call(&mut self, server: &str, path: &str, body: Option<&Value>) -> anyhow::Result<(u16, Value)> {
        let url = format!("{server}{path}");
        let config = ureq::Agent::config_builder().timeout_global(Some(TIMEOUT)).http_status_as_error(false).build();
        let agent: ureq::Agent = config.into();
        let headers =
            [("x-forwarded-for", &self.address), ("cookie", &self.cookie), ("x-csrf-token", &self.csrf_token)];
        let headers = headers.into_iter().filter(|(_, value)| !value.is_empty());
        let mut answer = match body {
            None => headers.fold(agent.get(&url), |call, (name, value)| call.header(name, value)).call(),
            Some(body) => headers
                .fold(agent.post(&url), |call, (name, value)| call.header(name, value))
                .content_type("application/json")
                .send(body.to_string()),
        }
        .with_context(|| format!("{server} does not answer: is the service running there?"))?;
        if let Some(set) = answer.headers().get("set-cookie").and_then(|value| value.to_str().ok()) {
            self.cookie = set.split(';').next().unwrap_or_default().to_owned();
        }
        let text = answer.body_mut().read_to_string()?;
        Ok((answer.status().as_u16(), serde_json::from_str(&text).unwrap_or(Value::Null)))
    }
}

/// Does something for everybody, a few at a time.
async fn each<F>(people: Vec<Person>, work: impl Fn(Person) -> F) -> anyhow::Result<Vec<Person>>
where
    F: Future<Output = anyhow::Result<Person>> + Send + 'static,
{
    let mut done = Vec::with_capacity(people.len());
    let mut running = JoinSet::new();
    let mut waiting = people.into_iter();
    loop {
        while running.len() < AT_ONCE
            && let Some(person) = waiting.next()
        {
            running.spawn(work(person));
        }
        match running.join_next().await {
            Some(person) => done.push(person??),
            None => return Ok(done),
        }
    }
}

async fn sign_in(app: App, server: String, mut person: Person) -> anyhow::Result<Person> {
    let base = Arc::new(server);
    let phone = json!({ "phone": person.phone });
    let (mut person, ticket) = on_thread(&base, move |server| {
        let (status, ticket) = person.call(server, "/api/sign-in/phone", Some(&phone))?;
        ensure!(status == 200, "a phone was refused with {status}: {}", ticket["message"]);
        Ok((person, ticket["ticket"].clone()))
    })
    .await?;
    let Code::Message(text) = code(&app, &person.phone).await? else { bail!("an expert's code comes as a message") };
    let digits = text.split(|c: char| !c.is_ascii_digit()).find(|digits| digits.len() == 6).unwrap_or_default();
    let typed = json!({ "ticket": ticket, "code": digits });
    on_thread(&base, move |server| {
        let (status, _) = person.call(server, "/api/sign-in/phone-code", Some(&typed))?;
        ensure!(status == 204, "a code was refused with {status}");
        let (_, me) = person.call(server, "/api/me", None)?;
        person.csrf_token = me["csrf_token"].as_str().unwrap_or_default().to_owned();
        Ok(person)
    })
    .await
}

#[derive(Deserialize)]
struct Tasks {
    items: Vec<Task>,
}

#[derive(Deserialize)]
struct Task {
    token: String,
    state: String,
    code: Option<String>,
    gather_at: Option<String>,
    centre: Option<String>,
}

/// Looks at the phone and does what is due.
async fn look(app: App, server: String, mut person: Person) -> anyhow::Result<Person> {
    let now = app.clock.now();
    let base = Arc::new(server);
    let told = on_thread(&base, move |server| {
        let (status, body) = person.call(server, "/api/me/tasks", None)?;
        let signed_out = status == 401;
        let tasks = serde_json::from_value::<Tasks>(body).map(|tasks| tasks.items).unwrap_or_default();
        for task in tasks {
            person.act(server, &task, now)?;
        }
        Ok((person, signed_out))
    })
    .await?;
    match told {
        (person, false) => Ok(person),
        // The evening is over for this phone: it signs in anew.
        (person, true) => sign_in(app, Arc::unwrap_or_clone(base), person).await,
    }
}

impl Person {
    fn act(&mut self, server: &str, task: &Task, now: Timestamp) -> anyhow::Result<()> {
        let temper = Temper::of(&task.token);
        let place = match self.asked.iter().position(|asked| asked.token == task.token) {
            Some(place) => place,
            None => {
                let until = now.saturating_add(SignedDuration::from_secs(temper.thinking_secs))?;
                self.asked.push(Asked { token: task.token.clone(), until, told: false });
                self.asked.len() - 1
            }
        };
        let path = |step: &str| format!("/api/me/tasks/{}/{step}", task.token);
        match task.state.as_str() {
            "identify" | "offer" if now < self.asked[place].until || temper.answer == "silent" => {}
            "identify" => {
                let tail = self.id_number[self.id_number.len() - 4..].to_owned();
                self.call(server, &path("identify"), Some(&json!({ "id_tail": tail })))?;
            }
            "offer" if temper.answer == "accept" => drop(self.call(server, &path("accept"), Some(&json!({})))?),
            "offer" => drop(self.call(server, &path("decline"), Some(&json!({ "reason": temper.answer })))?),
            "accepted" if !self.asked[place].told => {
                self.asked[place].told = true;
                let (when, centre) = (task.gather_at.as_deref().unwrap_or("?"), task.centre.as_deref().unwrap_or("?"));
                let code = task.code.as_deref().unwrap_or("?");
                println!("{}  证件 {}  签到码 {code}  {when}  {centre}", self.name, self.id_number);
            }
            _ => {}
        }
        Ok(())
    }
}

/// How somebody takes a question: mostly they come, some do not, one in twenty is not heard of.
struct Temper {
    thinking_secs: i64,
    answer: &'static str,
}

impl Temper {
    fn of(token: &str) -> Self {
        let digit = |at: usize| token.get(at..at + 2).and_then(|two| u8::from_str_radix(two, 16).ok()).unwrap_or(0);
        let answer = match digit(0) % 20 {
            0 | 1 => "busy",
            2 => "away",
            3 => "silent",
            _ => "accept",
        };
        Self { thinking_secs: 3 + i64::from(digit(2) % 12), answer }
    }
}

async fn on_thread<T: Send + 'static>(
    server: &Arc<String>,
    work: impl FnOnce(&str) -> anyhow::Result<T> + Send + 'static,
) -> anyhow::Result<T> {
    let server = Arc::clone(server);
    spawn_blocking(move || work(&server)).await?
}

const AT_ONCE: usize = 4;
/// Between two looks of everybody, so that the machine has time for whoever draws.
const PAUSE: Duration = Duration::from_secs(8);
const TIMEOUT: Duration = Duration::from_secs(30);
