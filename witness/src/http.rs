//! What the witness answers over HTTP. One question at a time: before each the ledger is read on. All but
//! `add-checkpoint` and `healthz` need the bearer key of the witness's folder.

use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use proof::anchor::Chain;
use proof::archive;
use proof::hash::{Hash, hex};
use serde::Deserialize;
use serde_json::json;
use subtle::ConstantTimeEq as _;

use crate::cosign::Request;
use crate::judge::{Judge, OpenedRound, Pooled, Proofs};
use crate::keys::Keys;
use crate::reader::Reader;
use crate::refusal::Refusal;
use crate::store::Store;

/// A running witness.
pub struct Witness {
    pub keys: Keys,
    pub chain: Chain,
    pub store: Store,
    pub reader: Reader,
    /// Whether a pool is checked only with the facts behind it.
    pub demands_facts: bool,
    /// Seconds since 1970.
    pub now_secs: fn() -> u64,
    /// Held while a question is answered.
    pub turn: Mutex<()>,
}

/// The routes.
pub fn router(witness: Arc<Witness>) -> Router {
    Router::new()
        .route("/add-checkpoint", post(add_checkpoint).layer(DefaultBodyLimit::max(CHECKPOINT_MAX)))
        .route("/pool-check", post(pool_check))
        .route("/seal", post(seal))
        .route("/proof", post(prove))
        .route("/hold-key", post(hold_key))
        .route("/healthz", get(health))
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .with_state(witness)
}

async fn add_checkpoint(State(witness): State<Arc<Witness>>, body: String) -> Response {
    answer(witness, move |witness| {
        let log = &witness.chain.newest().log;
        let request = Request::parse(&body, log)?;
        let head = request.continues(&witness.store.cosigned()?)?;
        if head != witness.store.cosigned()? {
            witness.store.keep_cosigned(&head)?;
        }
        let name = witness.cosigner_name()?;
        Ok(request.cosigned(&name, &witness.keys.cosigner, (witness.now_secs)()).into_response())
    })
    .await
}

/// A ustar archive of `draw`, `pack.txt`, `request.txt`, `pool.bin`, `counts.txt` and `facts.bin`, in the form of a bundle; the
/// last two are left out where the witness does not demand the facts.
async fn pool_check(State(witness): State<Arc<Witness>>, headers: HeaderMap, body: Bytes) -> Response {
    asked(witness, &headers, move |witness| {
        let form = Refusal::Form("an archive of draw, pack.txt, request.txt, pool.bin, counts.txt, facts.bin");
        let members = archive::read(&body).map_err(|_| form.clone())?;
        let names: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
        let contents: Vec<&[u8]> = members.iter().map(|(_, content)| *content).collect();
        let known = MEMBERS.get(..names.len()) == Some(&names[..]);
        let (draw, pack, request, pool, facts) = match contents[..] {
            [draw, pack, request, pool] if known && !witness.demands_facts => (draw, pack, request, pool, None),
            [draw, pack, request, pool, counts, facts] if known => (draw, pack, request, pool, Some((counts, facts))),
            _ => return Err(form),
        };
        let draw = std::str::from_utf8(draw).ok().and_then(|text| text.trim_end().parse().ok()).ok_or(form)?;
        witness.catch_up()?;
        let shown = Pooled { pack, request, pool, facts };
        Ok(witness.judge().check_pool(&draw, &shown)?.to_string().into_response())
    })
    .await
}

/// What `seal` is asked with; `pack` is the text of `pack.txt`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SealAsked {
    draw_id: String,
    pack: String,
    proofs: Proofs,
}

async fn seal(State(witness): State<Arc<Witness>>, headers: HeaderMap, body: Bytes) -> Response {
    asked(witness, &headers, move |witness| {
        let asked: SealAsked =
            serde_json::from_slice(&body).map_err(|_| Refusal::Form("JSON of draw_id, pack, proofs"))?;
        witness.catch_up()?;
        let note = witness.judge().seal(&draw_id(&asked.draw_id)?, asked.pack.as_bytes(), &asked.proofs)?;
        Ok(note.to_string().into_response())
    })
    .await
}

/// What `proof` is asked with: for the draw itself only its id; for a round the draw's own proofs and every round so far.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProofAsked {
    draw_id: String,
    pack: String,
    proofs: Option<Proofs>,
    #[serde(default)]
    rounds: Vec<OpenedRound>,
}

async fn prove(State(witness): State<Arc<Witness>>, headers: HeaderMap, body: Bytes) -> Response {
    asked(witness, &headers, move |witness| {
        let form = || Refusal::Form("JSON of draw_id, pack and, for a round, proofs and rounds");
        let asked: ProofAsked = serde_json::from_slice(&body).map_err(|_| form())?;
        witness.catch_up()?;
        let (draw, pack) = (draw_id(&asked.draw_id)?, asked.pack.as_bytes());
        let proof = match (&asked.proofs, asked.rounds.is_empty()) {
            (None, true) => witness.judge().prove(&draw, pack)?,
            (Some(first), false) => witness.judge().prove_round(&draw, pack, first, &asked.rounds)?,
            _ => return Err(form()),
        };
        Ok(Json(json!({ "pi": hex(&proof.to_bytes()) })).into_response())
    })
    .await
}

async fn hold_key(State(witness): State<Arc<Witness>>, headers: HeaderMap) -> Response {
    asked(witness, &headers, |witness| Ok(Json(json!({ "hold_key": hex(&witness.keys.hold) })).into_response())).await
}

async fn health(State(witness): State<Arc<Witness>>) -> Response {
    answer(witness, |witness| {
        let (cosigned, alarms) = (witness.store.cosigned()?, witness.store.alarms()?);
        Ok(Json(json!({ "cosigned_size": cosigned.size, "alarm_count": alarms.len() })).into_response())
    })
    .await
}

impl Witness {
    fn judge(&self) -> Judge<'_> {
        Judge { store: &self.store, chain: &self.chain, keys: &self.keys, now_secs: (self.now_secs)() }
    }

    fn catch_up(&self) -> Result<(), Refusal> {
        self.reader.catch_up(&self.store, &self.chain)
    }

    /// The name under which the newest anchor lists this witness's cosigner key.
    fn cosigner_name(&self) -> Result<String, Refusal> {
        let own = self.keys.cosigner.verifying_key().to_bytes();
        let listed = self.chain.newest().cosigners.iter().find(|key| key.key_bytes() == own);
        listed.map(|key| key.name().to_owned()).ok_or(Refusal::Wrong("the anchor does not list this cosigner"))
    }
}

/// Answers on a thread that may wait, after the bearer key was compared.
async fn asked(
    witness: Arc<Witness>,
    headers: &HeaderMap,
    work: impl FnOnce(&Witness) -> Result<Response, Refusal> + Send + 'static,
) -> Response {
    let given = headers.get(header::AUTHORIZATION).map(|value| value.as_bytes().to_vec()).unwrap_or_default();
    let known = format!("Bearer {}", witness.keys.bearer);
    if !bool::from(given.ct_eq(known.as_bytes())) {
        let refused = json!({ "code": "bearer", "message": "the bearer key of the witness's folder is needed" });
        return (StatusCode::UNAUTHORIZED, Json(refused)).into_response();
    }
    answer(witness, work).await
}

async fn answer(
    witness: Arc<Witness>,
    work: impl FnOnce(&Witness) -> Result<Response, Refusal> + Send + 'static,
) -> Response {
    let answered = tokio::task::spawn_blocking(move || {
        let _turn = witness.turn.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        work(&witness).inspect_err(|refusal| raise(&witness, refusal))
    })
    .await;
    match answered {
        Ok(Ok(response)) => response,
        Ok(Err(refusal)) => refused(&refusal),
        Err(_) => refused(&Refusal::Store("the question could not be worked on".to_owned())),
    }
}

fn raise(witness: &Witness, refusal: &Refusal) {
    if refusal.is_alarm() {
        eprintln!("ALARM {}: {refusal}", refusal.code());
        if let Err(error) = witness.store.alarm(&format!("{} {} {refusal}", (witness.now_secs)(), refusal.code())) {
            eprintln!("the alarm could not be kept: {error}");
        }
    }
}

fn refused(refusal: &Refusal) -> Response {
    // The statuses of C2SP tlog-witness for a checkpoint; 409 carries the size to continue from.
    let status = match refusal {
        Refusal::Behind(size) => {
            let kind = [(header::CONTENT_TYPE, "text/x.tlog.size")];
            return (StatusCode::CONFLICT, kind, format!("{size}\n")).into_response();
        }
        Refusal::Form(_) => StatusCode::BAD_REQUEST,
        Refusal::UnknownLog(_) | Refusal::UnknownDraw => StatusCode::NOT_FOUND,
        Refusal::Unsigned => StatusCode::FORBIDDEN,
        Refusal::TooEarly(_) => StatusCode::CONFLICT,
        Refusal::Ledger(_) | Refusal::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
        Refusal::Rewritten
        | Refusal::Inconsistent
        | Refusal::TwoStatements(_)
        | Refusal::Pool(_)
        | Refusal::Wrong(_)
        | Refusal::SecondAnswer
        | Refusal::OldStore => StatusCode::UNPROCESSABLE_ENTITY,
    };
    (status, Json(json!({ "code": refusal.code(), "message": refusal.to_string() }))).into_response()
}

fn draw_id(text: &str) -> Result<Hash, Refusal> {
    text.parse().map_err(|_| Refusal::Form("a draw id"))
}

/// A checkpoint with its proof and signatures.
const CHECKPOINT_MAX: usize = 64 << 10;
/// A pool of some hundred thousand people with their facts, about 2 kB each.
const BODY_MAX: usize = 1 << 30;
const MEMBERS: [&str; 6] = ["draw", "pack.txt", "request.txt", "pool.bin", "counts.txt", "facts.bin"];
