//! What a draw needs of a request: that it may be drawn for, what it asks for, who bids. Bidders are opened in memory alone.

use jiff::Timestamp;
use rules::id::RequestId;
use rules::ledger::entry::Kind;
use rules::pack::Chain;
use rules::project::Request;
use rules::project::Texts;
use rules::project::bidder::{self, Bidder};
use rules::project::fit::SlotCount;
use rules::project::lifecycle::{Event, step};

use super::actions::{chain, lock_in, officer, save_as, see_in, state};
use super::store::{self, Stored};
use super::texts::{self, Composed};
use super::{counts, record};
use crate::app::App;
use crate::db::Tx;
use crate::http::{Actor, ApiError};
use crate::ledger::{self, Deed};
use crate::unit;
use crate::vault::Place;

/// A request that is drawn for.
pub struct Drawn {
    pub stored: Stored,
    pub request: Request,
    pub texts: Texts,
    pub chain: Chain,
}

/// A request, locked, that somebody wants to draw for.
pub async fn wanted_in(app: &App, tx: &mut Tx, actor: &Actor, id: RequestId) -> Result<Drawn, ApiError> {
    let (stored, Composed { request, texts }) = lock_in(app, tx, actor, id).await?;
    let chain = chain(&request, app.clock.now());
    Ok(Drawn { stored, request, texts, chain })
}

/// Takes a request into its draw: `is_again` when every draw for it so far was cancelled.
pub async fn draw_in(app: &App, tx: &mut Tx, actor: &Actor, drawn: &mut Drawn, is_again: bool) -> Result<(), ApiError> {
    let now = app.clock.now();
    let near_count = usize::try_from(unit::near_touching_in(tx, &drawn.request.units()).await?).unwrap_or(usize::MAX);
    let event = Event::Draw { by: officer(actor), near_count, is_again };
    drawn.stored.state = step(&state(&drawn.stored, &drawn.request, &drawn.chain)?, event, now)?.next.phase;
    let deed = Deed { kind: Kind::RequestDrawn, actor: &actor.ledger_name(), reason: None, at: now };
    save_as(app, tx, &mut drawn.stored, deed).await
}

/// The request of a draw under way, vouched for. Nobody asks: the caller has decided who may know.
pub async fn drawn_in(app: &App, tx: &mut Tx, id: RequestId, now: Timestamp) -> Result<Drawn, ApiError> {
    let stored = store::one(tx, id).await?;
    ledger::vouch_in(app, tx, vec![record::standing(&app.vault, &stored)]).await?;
    let Composed { request, texts } = texts::open(app, &stored)?;
    let chain = chain(&request, now);
    Ok(Drawn { stored, request, texts, chain })
}

/// The bidders of a request, vouched for and opened; none where no list was uploaded.
pub async fn bidders_in(app: &App, tx: &mut Tx, id: RequestId) -> Result<Vec<Bidder>, ApiError> {
    let Some(list) = store::bidders(tx, id).await? else { return Ok(Vec::new()) };
    ledger::vouch_in(app, tx, vec![record::list_standing(&app.vault, &list)?]).await?;
    let text = app.vault.open_text(Place { column: record::LIST, row: id.as_uuid() }, &list.list_sealed)?;
    Ok(bidder::parse(&text).ok_or_else(|| anyhow::anyhow!("the list of bidders of request {id} is damaged"))?)
}

/// How many people fit each slot of a request by profile rules alone.
pub async fn counts_in(app: &App, tx: &mut Tx, drawn: &Drawn) -> Result<Vec<SlotCount>, ApiError> {
    counts::count_in(app, tx, &drawn.request, &drawn.chain).await
}

/// Whether the reader may see the request.
pub async fn seen_in(tx: &mut Tx, actor: &Actor, id: RequestId) -> Result<(), ApiError> {
    let stored = store::one(tx, id).await?;
    see_in(tx, actor, &stored).await
}
