//! People at their browsers: they keep a cookie, send the forged-request token, and read problems.

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use hengjian::account::sign_in::{code, newest_message};
use hengjian::app::App;
use rules::expert::file::ExpertFile;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::world::World;

/// Somebody with an address, signed in or not.
#[derive(Clone)]
pub struct Caller {
    router: Router,
    address: String,
    pub cookie: Option<String>,
    pub csrf_token: Option<String>,
}

/// A signed-in person.
#[derive(Clone)]
pub struct Person {
    caller: Caller,
    pub account_id: String,
    pub login: String,
    /// Secret of the second factor.
    pub secret: Vec<u8>,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    headers: HeaderMap,
    pub bytes: Bytes,
    /// The body as JSON, or null.
    pub body: Value,
}

/// The password of everybody in the tests.
pub const PASSWORD: &str = "岳麓山下的一条长椅 1926";

impl Caller {
    pub fn new(router: Router, app: &App) -> Self {
        let [a, b, c] = app.entropy.bytes::<3>();
        Self { router, address: format!("10.{a}.{b}.{c}"), cookie: None, csrf_token: None }
    }

    /// Calls a service that was started anew.
    pub fn move_to(&mut self, router: Router) {
        self.router = router;
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.call(Method::GET, path, None, &[]).await
    }

    pub async fn post(&mut self, path: &str, body: Value) -> Answer {
        self.call(Method::POST, path, Some(body), &[]).await
    }

    /// A call with further headers.
    pub async fn call(&mut self, method: Method, path: &str, body: Option<Value>, headers: &[(&str, &str)]) -> Answer {
        let body = body.map(|body| ("application/json".to_owned(), Bytes::from(body.to_string())));
        self.send(method, path, body, headers).await
    }

    /// A call with any body, given with its content type.
    pub async fn send(
        &mut self,
        method: Method,
        path: &str,
        body: Option<(String, Bytes)>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header("x-forwarded-for", &self.address);
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        if let Some(token) = &self.csrf_token {
            request = request.header("x-csrf-token", token);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = match body {
            Some((kind, bytes)) => request.header(header::CONTENT_TYPE, kind).body(Body::from(bytes)),
            None => request.body(Body::empty()),
        };
        let response = self.router.clone().oneshot(request.expect("a request")).await.expect("the service answers");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a body");
        if let Some(set) = parts.headers.get(header::SET_COOKIE) {
            let pair = set.to_str().expect("ascii").split(';').next().expect("a pair");
            self.cookie = pair.split_once('=').filter(|(_, value)| !value.is_empty()).map(|_| pair.to_owned());
        }
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Answer { status: parts.status, headers: parts.headers, bytes, body }
    }
}

impl Person {
    pub async fn get(&mut self, path: &str) -> Answer {
        self.caller.get(path).await
    }

    pub async fn post(&mut self, path: &str, body: Value) -> Answer {
        self.caller.post(path, body).await
    }

    /// The browser itself.
    pub fn browser(&mut self) -> &mut Caller {
        &mut self.caller
    }

    /// The code that the authenticator shows.
    pub fn code(&self, world: &World) -> String {
        code::code_at(&self.secret, world.app.clock.now())
    }
}

impl Answer {
    /// This answer, when it has the status; otherwise the test ends with what was said.
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", String::from_utf8_lossy(&self.bytes));
        self
    }

    /// A refusal with this status and code.
    pub fn refused(self, status: u16, code: &str) -> Self {
        let answer = self.expect(status);
        assert_eq!(answer.body["code"], code, "{}", answer.body);
        assert!(answer.body["message"].as_str().is_some_and(|message| message.chars().count() > 4), "{}", answer.body);
        answer
    }

    /// A text of the body.
    pub fn text(&self, field: &str) -> String {
        self.body[field].as_str().unwrap_or_else(|| panic!("no text {field} in {}", self.body)).to_owned()
    }

    /// A header, if it was sent.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Items of a list.
    pub fn items(&self) -> &[Value] {
        self.body["items"].as_array().map_or(&[], Vec::as_slice)
    }
}

/// Follows an invitation: sets the password, scans the second factor, signs in.
pub async fn accept(world: &World, invitation: &str, login: &str) -> Person {
    let mut caller = world.caller();
    let opened = caller.post("/api/invitations/open", json!({ "token": invitation })).await.expect(200);
    let secret = base32(&opened.text("totp_secret"));
    let code = code::code_at(&secret, world.app.clock.now());
    let body = json!({ "token": invitation, "password": PASSWORD, "code": code });
    caller.post("/api/invitations/accept", body).await.expect(204);
    world.pass(std::time::Duration::from_secs(30));
    sign_in(world, login, &secret).await
}

/// Signs an expert in with the code that was sent to the phone.
pub async fn sign_in_by_phone(world: &World, expert: &ExpertFile) -> Caller {
    let mut caller = world.caller();
    let ticket = caller.post("/api/sign-in/phone", json!({ "phone": expert.phone.as_str() })).await.expect(200);
    let body = json!({ "ticket": ticket.text("ticket"), "code": sent_code(world, expert).await });
    caller.post("/api/sign-in/phone-code", body).await.expect(204);
    caller.csrf_token = Some(caller.get("/api/me").await.expect(200).text("csrf_token"));
    caller
}

/// The six digits of the newest message to this expert.
pub async fn sent_code(world: &World, expert: &ExpertFile) -> String {
    let number = expert.number.expect("admitted").to_string();
    let text = newest_message(&world.app, &number).await.expect("a database").expect("a message");
    text.split(|c: char| !c.is_ascii_digit()).find(|digits| digits.len() == 6).expect("a code").to_owned()
}

/// Signs in with password and second factor.
pub async fn sign_in(world: &World, login: &str, secret: &[u8]) -> Person {
    let mut caller = world.caller();
    let ticket =
        caller.post("/api/sign-in/password", json!({ "login": login, "password": PASSWORD })).await.expect(200);
    let code = code::code_at(secret, world.app.clock.now());
    caller
        .post("/api/sign-in/second-factor", json!({ "ticket": ticket.text("ticket"), "code": code }))
        .await
        .expect(204);
    let me = caller.get("/api/me").await.expect(200);
    caller.csrf_token = Some(me.text("csrf_token"));
    Person { account_id: me.text("account_id"), caller, login: login.to_owned(), secret: secret.to_vec() }
}

/// The bytes that an authenticator reads from a secret.
pub fn base32(text: &str) -> Vec<u8> {
    let mut bits = 0_u32;
    let mut count = 0;
    let mut bytes = Vec::new();
    for c in text.bytes() {
        let value = match c {
            b'A'..=b'Z' => c - b'A',
            b'2'..=b'7' => c - b'2' + 26,
            _ => continue,
        };
        bits = (bits << 5) | u32::from(value);
        count += 5;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    bytes
}
