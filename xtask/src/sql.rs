//! The few messages of the PostgreSQL protocol that run a script over a unix socket.
//!
//! Chores must work while the server does not compile, so they cannot use its checked queries.

use std::{
    io::{Read, Write},
    os::unix::net::UnixStream,
    path::Path,
};

use anyhow::{Context, Result, bail};

const PROTOCOL: u32 = 196_608;

/// A connection of a trusted user.
pub struct Session {
    socket: UnixStream,
}

impl Session {
    pub fn open(socket: &Path, user: &str, database: &str) -> Result<Self> {
        let socket =
            UnixStream::connect(socket).with_context(|| format!("no PostgreSQL listens at {}", socket.display()))?;
        let mut session = Self { socket };
        let mut hello = PROTOCOL.to_be_bytes().to_vec();
        for word in ["user", user, "database", database] {
            hello.extend(word.as_bytes());
            hello.push(0);
        }
        hello.push(0);
        session.send(None, &hello)?;
        session.drain()?;
        Ok(session)
    }

    /// Runs every statement of `script` in one implicit transaction.
    pub fn run(&mut self, script: &str) -> Result<()> {
        let mut body = script.as_bytes().to_vec();
        body.push(0);
        self.send(Some(b'Q'), &body)?;
        self.drain()
    }

    fn send(&mut self, kind: Option<u8>, body: &[u8]) -> Result<()> {
        let length = u32::try_from(body.len() + 4).context("the script is too long")?;
        let mut message = Vec::with_capacity(body.len() + 5);
        message.extend(kind);
        message.extend(length.to_be_bytes());
        message.extend(body);
        Ok(self.socket.write_all(&message)?)
    }

    fn drain(&mut self) -> Result<()> {
        let mut fault = None;
        loop {
            let mut head = [0; 5];
            if self.socket.read_exact(&mut head).is_err() {
                bail!(fault.unwrap_or_else(|| "PostgreSQL closed the connection".to_owned()));
            }
            let length = u32::from_be_bytes([head[1], head[2], head[3], head[4]]);
            let mut body = vec![0; length.saturating_sub(4) as usize];
            self.socket.read_exact(&mut body)?;
            match head[0] {
                b'E' => fault = Some(sentence(&body)),
                b'R' if body != [0; 4] => bail!("PostgreSQL asks for a password"),
                b'Z' => return fault.map_or(Ok(()), |fault| bail!(fault)),
                _ => {}
            }
        }
    }
}

/// Joins message and detail of an error response.
fn sentence(body: &[u8]) -> String {
    body.split(|byte| *byte == 0)
        .filter(|field| matches!(field.first(), Some(b'M' | b'D' | b'H')))
        .map(|field| String::from_utf8_lossy(&field[1..]).into_owned())
        .collect::<Vec<_>>()
        .join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_response_becomes_a_sentence() {
        let body = b"SERROR\0C42P01\0Mrelation \"x\" does not exist\0Hlook again\0\0";
        assert_eq!(sentence(body), "relation \"x\" does not exist; look again");
    }
}
