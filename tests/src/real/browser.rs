//! A signed-in person in front of a real server, without a library between: plain HTTP over a socket.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;

use hengjian::demo::PASSWORD;
use serde_json::{Value, json};

use super::process::{Server, complaint, hengjian, run};

/// Cookie and token of a sign-in.
pub struct Browser {
    host: String,
    cookie: String,
    csrf_token: String,
}

impl Browser {
    /// Signs a demo account in.
    pub fn sign_in(server: &Server, data_dir: &Path, login: &str) -> Self {
        let host = server.address.strip_prefix("http://").expect("plain http").to_owned();
        let mut browser = Self { host, cookie: String::new(), csrf_token: String::new() };
        let ticket =
            browser.post("/api/sign-in/password", &json!({ "login": login, "password": PASSWORD }))["ticket"].clone();
        let mut command = hengjian(data_dir);
        command.args(["demo", "code", login]);
        let output = run(command);
        assert!(output.status.success(), "{}", complaint(&output));
        let code = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        browser.post("/api/sign-in/second-factor", &json!({ "ticket": ticket, "code": code }));
        let me = browser.get("/api/me");
        me["csrf_token"].as_str().expect("a token").clone_into(&mut browser.csrf_token);
        browser
    }

    /// Goes on with the same sign-in at another address.
    pub fn turn_to(&mut self, server: &Server) {
        server.address.strip_prefix("http://").expect("plain http").clone_into(&mut self.host);
    }

    pub fn get(&mut self, path: &str) -> Value {
        self.send("GET", path, "application/json", b"")
    }

    pub fn post(&mut self, path: &str, body: &Value) -> Value {
        self.send("POST", path, "application/json", body.to_string().as_bytes())
    }

    /// Uploads a file of experts; the id of the import.
    pub fn upload(&mut self, file: &[u8]) -> String {
        let head = "--border\r\ncontent-disposition: form-data; name=\"file\"; filename=\"file\"\r\n\r\n";
        let body = [head.as_bytes(), file, b"\r\n--border--\r\n"].concat();
        let answer = self.send("POST", "/api/imports?kind=experts", "multipart/form-data; boundary=border", &body);
        answer["id"].as_str().expect("an id").to_owned()
    }

    fn send(&mut self, method: &str, path: &str, content_type: &str, body: &[u8]) -> Value {
        let (host, cookie, token) = (&self.host, &self.cookie, &self.csrf_token);
        let mut stream = TcpStream::connect(host).expect("it listens");
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncookie: {cookie}\r\nx-csrf-token: {token}\r\n\
             content-type: {content_type}\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body)).expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        assert!(head.starts_with("HTTP/1.1 20"), "{method} {path}: {answer}");
        let set = head.lines().find_map(|line| line.strip_prefix("set-cookie: "));
        if let Some(pair) = set.and_then(|set| set.split(';').next()) {
            pair.clone_into(&mut self.cookie);
        }
        serde_json::from_str(body).unwrap_or(Value::Null)
    }
}
