//! Asking the supervising department's witness. What it answers is checked before anything is made of it.

use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use proof::anchor::{Anchor, Party};
use proof::archive;
use proof::hash::{Hash, hex, unhex_array};
use proof::note::Note;
use proof::seed::Opening;
use proof::statement::Statement;
use proof::vrf::{Beta, VrfProof};
use serde::Deserialize;
use serde_json::{Value, json};

use super::course::Course;
use super::store::PoolRow;
use crate::app::App;
use crate::ledger;
use crate::outside::witness::{self, Peer};

/// The proofs of both keys on one input.
#[derive(Clone, Debug)]
pub struct Proofs {
    pub op: VrfProof,
    pub sup: VrfProof,
}

/// A round as the witness is shown it.
pub struct Shown<'a> {
    pub opening: &'a Opening,
    pub salt: Hash,
    /// The operator's proof; for the last round the one that is answered to. None where nothing was drawn.
    pub op: Option<VrfProof>,
}

impl Proofs {
    /// The outputs, the operator's first.
    pub fn betas(&self) -> Vec<Beta> {
        vec![self.op.beta(), self.sup.beta()]
    }
}

/// The ids of the keys that answer for the seed, as a commitment names them.
pub fn vrf_ids(app: &App) -> anyhow::Result<String> {
    let chain = ledger::anchors(app)?.context("there is no anchor: set up trust before a draw")?;
    let anchor = chain.newest();
    ensure!(
        anchor.vrf_op == *app.vault.vrf().public(),
        "the newest anchor names another vrf-op than this server's key"
    );
    ensure!(anchor.vrf_out.is_none(), "the anchor names an outside key, which nobody is asked for yet");
    Ok(anchor.vrf_ids())
}

/// The signed `pool-checked`.
pub async fn check_pool(
    app: &App,
    course: &Course,
    request: &str,
    (row, facts): (&PoolRow, &[u8]),
) -> anyhow::Result<Note> {
    let draw = format!("{}\n", course.hash()?);
    let members = [
        ("draw".to_owned(), draw.as_bytes()),
        ("pack.txt".to_owned(), course.draw.pack.as_bytes()),
        ("request.txt".to_owned(), request.as_bytes()),
        ("pool.bin".to_owned(), &row.pool[..]),
        ("counts.txt".to_owned(), row.counts.as_bytes()),
        ("facts.bin".to_owned(), facts),
    ];
    let note = ask(app, "pool-check", archive::write(&members), LONG).await?;
    let statement = signed(app, course, &note, "pool-checked")?;
    ensure!(statement.hash("commit") == course.commit(), "the witness has checked another commitment");
    Ok(note.parse()?)
}

/// The signed `sealed`.
pub async fn seal(app: &App, course: &Course) -> anyhow::Result<Note> {
    let op = app.vault.vrf().prove(&course.alpha()?.0);
    let asked = json!({ "draw_id": course.hash()?.to_string(), "pack": course.draw.pack, "proofs": told(&op) });
    let note = ask(app, "seal", asked.to_string().into_bytes(), SHORT).await?;
    signed(app, course, &note, "sealed")?;
    Ok(note.parse()?)
}

/// Both proofs on the draw's own input, the witness's after `sealed` is in what it has cosigned.
pub async fn first_proofs(app: &App, course: &Course) -> anyhow::Result<Proofs> {
    let alpha = course.alpha()?;
    let asked = json!({ "draw_id": course.hash()?.to_string(), "pack": course.draw.pack });
    let proofs = Proofs { op: app.vault.vrf().prove(&alpha.0), sup: prove(app, asked).await? };
    checked(&anchor(app, course)?, &alpha, &proofs)?;
    let sealed = course.one("sealed").and_then(|stated| stated.statement.hash("hash"));
    ensure!(sealed == Some(proof::seed::sealed(&proofs.betas())), "the seal is not that of the keys' answers");
    Ok(proofs)
}

/// Both proofs on the input of the last of `rounds`; `alphas` are the draw's own input and that of the last round.
pub async fn round_proofs(
    app: &App,
    course: &Course,
    first: &Proofs,
    rounds: &[Shown<'_>],
    alpha: &Hash,
) -> anyhow::Result<Proofs> {
    let rounds_told: Vec<Value> = rounds.iter().map(Shown::told).collect();
    let op = rounds.last().and_then(|last| last.op).context("a round is asked for")?;
    let asked = json!({
        "draw_id": course.hash()?.to_string(),
        "pack": course.draw.pack,
        "proofs": told(&first.op),
        "rounds": rounds_told,
    });
    let proofs = Proofs { op, sup: prove(app, asked).await? };
    checked(&anchor(app, course)?, alpha, &proofs)?;
    Ok(proofs)
}

impl Shown<'_> {
    fn told(&self) -> Value {
        json!({
            "round_salt": self.salt.to_string(),
            "vacated": self.opening.vacated_value(),
            "barred": self.opening.barred_value(),
            "classes": self.opening.classes_value(),
            "proofs": self.op.as_ref().map(told),
        })
    }
}

fn told(op: &VrfProof) -> Value {
    json!({ "pi_op": hex(&op.to_bytes()), "pi_out": null })
}

/// The anchor that judges the draw.
pub fn anchor(app: &App, course: &Course) -> anyhow::Result<Anchor> {
    let chain = ledger::anchors(app)?.context("there is no anchor: set up trust before a draw")?;
    let judging = course.one("draw-commit").or_else(|| course.one("draw-open")).and_then(|stated| stated.index);
    // What is not numbered yet is judged by whatever is in force when it is.
    Ok(judging.map_or_else(|| chain.newest(), |index| chain.at(index)).clone())
}

fn checked(anchor: &Anchor, alpha: &Hash, proofs: &Proofs) -> anyhow::Result<()> {
    anchor.vrf_op.verify(&alpha.0, &proofs.op).context("the centre's key is not the anchor's")?;
    anchor.vrf_sup.verify(&alpha.0, &proofs.sup).context("the witness's proof does not verify")?;
    Ok(())
}

/// What the witness signed, if it is a statement of this draw by the anchor's key.
fn signed(app: &App, course: &Course, note: &str, kind: &str) -> anyhow::Result<Statement> {
    let note: Note = note.parse().context("the witness gave no signed note")?;
    ensure!(
        anchor(app, course)?.is_signed_by(&note, &[Party::Witness]),
        "the witness signed with a key that is not the anchor's"
    );
    let statement = Statement::parse(note.text()).context("the witness signed no statement")?;
    let own = statement.kind() == kind && statement.hash("draw") == Some(course.hash()?);
    ensure!(own, "the witness signed something else than {kind} of this draw");
    Ok(statement)
}

async fn prove(app: &App, asked: Value) -> anyhow::Result<VrfProof> {
    #[derive(Deserialize)]
    struct Answer {
        pi: String,
    }
    let text = ask(app, "proof", asked.to_string().into_bytes(), SHORT).await?;
    let answer: Answer = serde_json::from_str(&text).context("the witness gave no proof")?;
    let bytes = unhex_array(&answer.pi).context("a proof has 80 bytes in hexadecimal digits")?;
    Ok(VrfProof::of_bytes(&bytes)?)
}

async fn ask(app: &App, path: &str, body: Vec<u8>, timeout: Duration) -> anyhow::Result<String> {
    let config = &app.config;
    let (Some(address), Some(file)) = (config.witness.address.clone(), config.witness_key_file()) else {
        bail!("no witness is configured: set witness.address and witness.key_file");
    };
    let bearer = std::fs::read_to_string(&file).with_context(|| format!("{} cannot be read", file.display()))?;
    let peer = Peer { address, bearer: Some(bearer.trim_end().to_owned()) };
    let answer = witness::post(&peer, path, body, timeout).await?;
    if answer.status == 200 {
        return Ok(answer.body);
    }
    // Its refusals name checks and codes, never a person.
    bail!("the witness refuses {path} with {}: {}", answer.status, answer.body.chars().take(300).collect::<String>())
}

/// Checking a pool runs the gates over everybody.
const LONG: Duration = Duration::from_secs(120);
const SHORT: Duration = Duration::from_secs(20);
