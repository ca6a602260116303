//! The demo's trust in processes of their own: the command makes it, the witness cosigns what the server publishes.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use proof::anchor::Chain;

use super::process::{Folder, Server, binary, complaint, hengjian, run};

#[test]
fn the_witness_of_a_demo_cosigns_what_its_server_publishes() {
    let folder = Folder::new();
    let refused = command(&folder, &["demo", "trust"]);
    assert!(!refused.status.success() && complaint(&refused).contains("no complete demo"), "{}", complaint(&refused));
    for words in [&["demo", "data", "--experts", "100"][..], &["demo", "trust"], &["demo", "trust"]] {
        let output = command(&folder, words);
        assert!(output.status.success(), "{words:?}: {}", complaint(&output));
    }
    let anchors = std::fs::read_to_string(folder.0.join("anchor.txt")).expect("entered");
    let chain: Chain = anchors.parse().expect("a chain");
    let newest = chain.newest();
    assert!(newest.is_one_party && newest.authority == "demo" && chain.anchors().count() == 1);

    let witness = Witness::start(&folder);
    let mut prepared = hengjian(&folder.0);
    let cosigners = format!("[{{ address = \"{}\", key = \"{}\" }}]", witness.address, newest.cosigners[0]);
    prepared
        .env("HENGJIAN_WITNESS__ADDRESS", &witness.address)
        .env("HENGJIAN_WITNESS__KEY_FILE", "keys/witness-bearer.key")
        .env("HENGJIAN_LEDGER__COSIGNERS", cosigners);
    let server = Server::from(prepared);
    let (status, trust) = server.get("/api/trust");
    assert!(status == 200 && trust.contains(&newest.hash().to_string()) && trust.contains("one_party"), "{trust}");
    let size = loop {
        let (_, checkpoint) = server.get("/ledger/checkpoint");
        let size: u64 = checkpoint.lines().nth(1).and_then(|line| line.parse().ok()).unwrap_or(0);
        if size > 100 && witness.cosigned() == size {
            break size;
        }
        std::thread::yield_now();
    };
    assert!(size > 100, "anchor, packs and experts are cosigned");

    let wanted = folder.0.join("wanted");
    std::fs::write(&wanted, format!("vrd1 approval\ndraw {0}\ncause attempt\ndocument {0}\n", "0".repeat(64)))
        .expect("ours");
    let signed = command(&folder, &["demo", "sign", "province", wanted.to_str().expect("ours")]);
    let note = String::from_utf8(signed.stdout).expect("text").parse().expect("a note");
    assert!(newest.is_signed_by(&note, &[proof::anchor::Party::Province]));
}

fn command(folder: &Folder, words: &[&str]) -> std::process::Output {
    let mut command = hengjian(&folder.0);
    command.args(words);
    run(command)
}

/// A running witness, ended with the test.
struct Witness {
    child: Child,
    address: String,
}

impl Witness {
    fn start(folder: &Folder) -> Self {
        let program = binary().with_file_name("hengjian-witness");
        let mut child = Command::new(program)
            .arg("--dir")
            .arg(folder.0.join("witness"))
            .args(["serve", "--ledger", "http://127.0.0.1:9/ledger"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("build it first: cargo build --package witness");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("a pipe");
        let address = line.trim().strip_prefix("ready ").expect("it says so").to_owned();
        Self { child, address }
    }

    fn cosigned(&self) -> u64 {
        use std::io::{Read as _, Write as _};
        let host = self.address.strip_prefix("http://").expect("plain http");
        let mut stream = std::net::TcpStream::connect(host).expect("it listens");
        write!(stream, "GET /healthz HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n").expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        let body = answer.split_once("\r\n\r\n").expect("a head").1;
        serde_json::from_str::<serde_json::Value>(body).expect("JSON")["cosigned_size"].as_u64().expect("a size")
    }
}

impl Drop for Witness {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
