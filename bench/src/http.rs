//! A browser of a benchmark: one connection that is kept, requests one after the other.

use anyhow::{Context as _, ensure};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

/// One signed-in connection.
pub struct Browser {
    stream: BufReader<TcpStream>,
    head: String,
}

impl Browser {
    /// Connects; `cookie` and `csrf` are those of a sign-in.
    pub async fn connect(address: &str, cookie: &str, csrf: &str) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let head = format!("host: bench\r\ncookie: hengjian={cookie}\r\nx-csrf-token: {csrf}\r\n");
        Ok(Self { stream: BufReader::new(stream), head })
    }

    /// One request; the body of a 200.
    pub async fn ask(&mut self, request: &Request) -> anyhow::Result<Vec<u8>> {
        let Request { method, path, body } = request;
        let length = body.len();
        let text = format!(
            "{method} {path} HTTP/1.1\r\n{}content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}",
            self.head
        );
        self.stream.write_all(text.as_bytes()).await?;
        let mut line = String::new();
        self.stream.read_line(&mut line).await?;
        let status = line.trim().to_owned();
        let mut length = 0;
        loop {
            line.clear();
            self.stream.read_line(&mut line).await?;
            if line.trim().is_empty() {
                break;
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().context("a length")?;
            }
        }
        let mut bytes = vec![0; length];
        self.stream.read_exact(&mut bytes).await?;
        ensure!(status.contains(" 200 "), "{method} {path}: {status} {}", String::from_utf8_lossy(&bytes));
        Ok(bytes)
    }
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: &'static str,
    pub path: String,
    pub body: String,
}

impl Request {
    pub fn get(path: impl Into<String>) -> Self {
        Self { method: "GET", path: path.into(), body: String::new() }
    }

    pub fn post(path: impl Into<String>, body: &serde_json::Value) -> Self {
        Self { method: "POST", path: path.into(), body: body.to_string() }
    }
}
