//! A witness, a ledger and a centre that asks, each over HTTP.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use proof::anchor::Party;
use proof::archive;
use proof::checkpoint::Checkpoint;
use proof::hash::Hash;
use proof::tree::{self, TreeError, TreeHead, leaf_hash};
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use witness::http::{Witness, router};
use witness::keys::Keys;
use witness::reader::Reader;
use witness::store::Store;

use crate::keys;
use crate::ledger::{self, Files};
use crate::script::Script;

/// Everything of one test.
pub struct World {
    place: Arc<Place>,
    leaves: Vec<Vec<u8>>,
    draw: String,
    pack: String,
    request: String,
    pool: Vec<u8>,
    counts: String,
}

/// Where the witness and its ledger run.
struct Place {
    _runtime: Runtime,
    folder: PathBuf,
    address: String,
    files: Files,
}

impl World {
    /// A fresh witness beside the ledger of a script, nothing published yet.
    pub fn new(script: &Script) -> World {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("hj-witness-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        let (runtime, files) = (Runtime::new().expect("a runtime"), Files::default());
        let address = runtime.block_on(async {
            let base = ledger::serve(files.clone()).await;
            let witness = Witness {
                keys: Keys {
                    note: keys::note_key(Party::Witness),
                    cosigner: keys::cosigner(0).1,
                    vrf: keys::vrf("sup"),
                    hold: [7; 32],
                    bearer: "secret".into(),
                },
                chain: keys::chain(&keys::anchor(false)),
                store: Store::open(&folder).expect("a temporary folder"),
                reader: Reader::new(&base),
                demands_facts: false,
                now_secs: || 1_795_482_000,
                turn: Mutex::new(()),
            };
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
            let address = listener.local_addr().expect("bound");
            tokio::spawn(async move { axum::serve(listener, router(Arc::new(witness))).await });
            format!("http://{address}")
        });
        World::of(script, Arc::new(Place { _runtime: runtime, folder, address, files }))
    }

    /// Another ledger shown to the same witness.
    pub fn beside(script: &Script, other: &World) -> World {
        World::of(script, other.place.clone())
    }

    fn of(script: &Script, place: Arc<Place>) -> World {
        let notes = script.bundle().logged;
        let leaves = notes
            .iter()
            .enumerate()
            .flat_map(|(at, logged)| [format!("foreign {at}").into_bytes(), logged.note.to_string().into_bytes()]);

        World {
            place,
            leaves: leaves.collect(),
            draw: script.step_of_kind("draw-open").get("draw").to_owned(),
            pack: script.pack.to_string(),
            request: script.request.to_string(),
            pool: script.pool.as_ref().map(proof::pool::Pool::to_bytes).unwrap_or_default(),
            counts: script.counts.as_ref().map(ToString::to_string).unwrap_or_default(),
        }
    }

    /// The leaf of the step at a position.
    pub fn leaf(&self, at: usize) -> String {
        String::from_utf8(self.leaves[2 * at + 1].clone()).expect("a note is text")
    }

    /// Publishes the first `steps` steps and has them cosigned.
    pub fn publish(&self, steps: usize) {
        self.try_publish(steps).expect("the checkpoint continues");
    }

    /// Publishes; the code of a refusal.
    pub fn try_publish(&self, steps: usize) -> Result<(), String> {
        let leaves = &self.leaves[..2 * steps];
        *self.place.files.lock().expect("no holder panics") = ledger::files(leaves);
        let hashes: Vec<Hash> = leaves.iter().map(|leaf| leaf_hash(leaf)).collect();
        let head = TreeHead { size: hashes.len() as u64, root: tree::root(&hashes) };
        let checkpoint = Checkpoint { origin: keys::ORIGIN.into(), head }.sign(&keys::log_key()).expect("a checkpoint");
        let old = self.health()["cosigned_size"].as_u64().expect("a number");
        let proof = tree::consistency_proof(old.min(head.size), head.size, |node| {
            Ok::<_, TreeError>(tree::subtree(&hashes, node))
        });
        let lines: String =
            proof.expect("a proof").iter().map(|hash| format!("{}\n", BASE64_STANDARD.encode(hash.0))).collect();
        let body = format!("old {}\n{lines}\n{checkpoint}", old.min(head.size));
        let line = self.call("/add-checkpoint", body.as_bytes())?;
        let cosigned = format!("{checkpoint}{line}").parse::<proof::note::Note>().expect("a note");
        assert_eq!(cosigned.verify(&keys::anchor(false).cosigners).expect("a good cosignature").len(), 1);
        Ok(())
    }

    /// Publishes step by step and asks for what a centre needs on the way.
    pub fn answer_until(&self, script: &Script, steps: usize) {
        for (at, step) in script.steps[..steps].iter().enumerate() {
            if step.kind == "pool-checked" {
                self.pool_check().expect("the pool is good");
            }
            if step.kind == "sealed" {
                self.seal(&proofs(script, 0)).expect("everybody revealed");
            }
            self.publish(at + 1);
            let r = if step.kind == "round" { step.get("r").parse().expect("a number") } else { 0 };
            if r > 0 && step.get("cause") == "vacancy" && at + 1 < steps {
                self.prove_round(&opened(script, r)).expect("the opening is true");
            }
        }
    }

    pub fn pool_check(&self) -> Result<String, String> {
        self.check_with(&[])
    }

    /// With counts and facts behind the pool.
    pub fn pool_check_with(&self, counts: &str, facts: &[u8]) -> Result<String, String> {
        self.check_with(&[("counts.txt", counts.as_bytes()), ("facts.bin", facts)])
    }

    pub fn counts(&self) -> &str {
        &self.counts
    }

    fn check_with(&self, more: &[(&str, &[u8])]) -> Result<String, String> {
        let (draw, pack, request) = (format!("{}\n", self.draw), &self.pack, &self.request);
        let members = [
            ("draw", draw.as_bytes()),
            ("pack.txt", pack.as_bytes()),
            ("request.txt", request.as_bytes()),
            ("pool.bin", &self.pool),
        ];
        let members: Vec<_> =
            members.iter().chain(more).map(|(name, content)| ((*name).to_owned(), *content)).collect();
        self.call("/pool-check", &archive::write(&members))
    }

    pub fn seal(&self, proofs: &Value) -> Result<String, String> {
        let asked = json!({ "draw_id": self.draw, "pack": self.pack, "proofs": proofs });
        self.call("/seal", asked.to_string().as_bytes())
    }

    pub fn prove(&self) -> Result<String, String> {
        self.pi(&json!({ "draw_id": self.draw, "pack": self.pack }))
    }

    /// Asks for the last of these rounds; the draw's own proofs come with the first.
    pub fn prove_round(&self, rounds: &[Value]) -> Result<String, String> {
        let (rounds, first) = (&rounds[..rounds.len() - 1], &rounds[rounds.len() - 1]);
        self.pi(&json!({ "draw_id": self.draw, "pack": self.pack, "proofs": first, "rounds": rounds }))
    }

    pub fn hold_key(&self) -> String {
        let answer = self.call("/hold-key", &[]).expect("the key is given");
        serde_json::from_str::<Value>(&answer).expect("JSON")["hold_key"].as_str().expect("text").to_owned()
    }

    pub fn without_bearer(&self, path: &str) -> u16 {
        agent().post(format!("{}{path}", self.place.address)).send(&[][..]).expect("an answer").status().as_u16()
    }

    pub fn alarm_count(&self) -> u64 {
        self.health()["alarm_count"].as_u64().expect("a number")
    }

    /// The folder of the witness's records.
    pub fn folder(&self) -> PathBuf {
        self.place.folder.clone()
    }

    /// A copy of the witness's records.
    pub fn copy_of_records(&self, name: &str) -> PathBuf {
        let copy = self.place.folder.with_extension(name);
        copy_folder(&self.place.folder, &copy);
        copy
    }

    /// Puts a copy in the place of the records.
    pub fn restore_records(&self, copy: &PathBuf) {
        std::fs::remove_dir_all(&self.place.folder).expect("ours");
        std::fs::rename(copy, &self.place.folder).expect("ours");
    }

    fn health(&self) -> Value {
        let mut answer = agent().get(format!("{}/healthz", self.place.address)).call().expect("an answer");
        serde_json::from_str(&answer.body_mut().read_to_string().expect("text")).expect("JSON")
    }

    fn pi(&self, asked: &Value) -> Result<String, String> {
        let answer = self.call("/proof", asked.to_string().as_bytes())?;
        Ok(serde_json::from_str::<Value>(&answer).expect("JSON")["pi"].as_str().expect("text").to_owned())
    }

    /// The body of an answer, or the code of a refusal.
    fn call(&self, path: &str, body: &[u8]) -> Result<String, String> {
        let request = agent().post(format!("{}{path}", self.place.address));
        let mut answer = request.header("authorization", "Bearer secret").send(body).expect("an answer");
        let text = answer.body_mut().read_to_string().expect("text");
        if answer.status().is_success() {
            return Ok(text);
        }
        let refusal: Value = serde_json::from_str(&text).unwrap_or_default();
        Err(refusal["code"].as_str().unwrap_or(&text).to_owned())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The centre's proofs of a round, as the witness is given them.
pub fn proofs(script: &Script, r: u32) -> Value {
    json!({ "pi_op": script.step_of("unseal", r).get("pi-op"), "pi_out": null })
}

/// Every round up to `r` as it opens, then the proofs of round 0.
pub fn opened(script: &Script, r: u32) -> Vec<Value> {
    let value =
        |unseal: &crate::script::Step, key: &str| Some(unseal.get(key).to_owned()).filter(|value| value != "none");
    let mut rounds: Vec<Value> = (1..=r)
        .map(|round| script.step_of("unseal", round))
        .map(|unseal| {
            let proofs = value(unseal, "pi-op").map(|pi| json!({ "pi_op": pi, "pi_out": null }));
            json!({
                "round_salt": unseal.get("round-salt"),
                "vacated": value(unseal, "vacated"),
                "barred": value(unseal, "barred"),
                "classes": value(unseal, "classes"),
                "proofs": proofs,
            })
        })
        .collect();
    rounds.push(proofs(script, 0));
    rounds
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).build().into()
}

fn copy_folder(from: &PathBuf, to: &PathBuf) {
    std::fs::create_dir_all(to).expect("ours");
    for entry in std::fs::read_dir(from).expect("ours") {
        let path = entry.expect("ours").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            std::fs::copy(&path, &target).expect("ours");
        }
    }
}
