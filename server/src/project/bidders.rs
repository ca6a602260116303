//! The list of bidders: taken in, checked row by row, sealed. From there only the matching opens it, in memory.

use std::ops::ControlFlow;

use jiff::Timestamp;
use rules::id::{EntryId, RequestId};
use rules::import::Cell;
use rules::ledger::entry::Kind;
use rules::project::ProjectError;
use rules::project::bidder::{self, Bidder, BidderError, Columns};
use rules::project::lifecycle::Phase;
use rules::wording::Worded as _;
use tokio::task::spawn_blocking;
use uuid::Uuid;

use super::actions::lock_in;
use super::record::{self, LIST};
use super::refusal;
use super::store::{self, BidderList, Stored};
use crate::app::App;
use crate::http::{Actor, ApiError};
use crate::ledger::{self, Deed};
use crate::sheet::Sheet;
use crate::vault::Place;

/// What an upload came to.
pub struct Uploaded {
    pub row_count: usize,
    pub version: i32,
    pub uploaded_at: Timestamp,
}

/// Takes a list in, in place of an earlier one, until the request is approved. Units are not looked up: an entry about a new unit
/// would tell who bids.
pub async fn upload(app: &App, actor: &Actor, id: RequestId, bytes: Vec<u8>) -> Result<Uploaded, ApiError> {
    let bidders = spawn_blocking(move || read(&bytes)).await.map_err(anyhow::Error::from)??;
    let now = app.clock.now();
    let mut tx = app.begin("request.bidders").await?;
    let (stored, _) = lock_in(app, &mut tx, actor, id).await?;
    open_for(actor, &stored)?;
    let earlier = store::bidders(&mut tx, id).await?;
    if let Some(earlier) = &earlier {
        ledger::vouch_in(app, &mut tx, vec![record::list_standing(&app.vault, earlier)?]).await?;
    }
    let place = Place { column: LIST, row: id.as_uuid() };
    let mut list = BidderList {
        request: id,
        list_sealed: app.vault.seal_text(place, &bidder::text(&bidders)),
        author: actor.account_id,
        version: earlier.map_or(1, |earlier| earlier.version + 1),
        entry: EntryId::from_uuid(Uuid::nil()),
        uploaded_at: now,
    };
    let deed = Deed { kind: Kind::BidderListUploaded, actor: &actor.ledger_name(), reason: None, at: now };
    let entry = record::list_entry(&app.vault, &stored, &list, &deed)?;
    list.entry = ledger::append(app, &mut tx, entry, now).await?;
    store::save_bidders(&mut tx, &list).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok(Uploaded { row_count: bidders.len(), version: list.version, uploaded_at: now })
}

fn open_for(actor: &Actor, stored: &Stored) -> Result<(), ApiError> {
    if stored.author != actor.account_id {
        return Err(ProjectError::NotAuthor.into());
    }
    match stored.state {
        Phase::Draft | Phase::Filed => Ok(()),
        Phase::Approved | Phase::Drawn | Phase::Cancelled => Err(refusal::late_bidders()),
    }
}

fn read(bytes: &[u8]) -> Result<Vec<Bidder>, ApiError> {
    let told = |error: &crate::sheet::SheetError| {
        ApiError::refused(error.code(), format!("{}。", error.zh()), format!("{}.", error.en()))
    };
    let sheet = Sheet::open(bytes).map_err(|error| told(&error))?;
    let mut headers: Option<Vec<Cell>> = None;
    let mut rows = Vec::new();
    let read = sheet.read(|line| {
        match &headers {
            None => headers = Some(line.cells),
            Some(_) => rows.push((line.number, line.cells)),
        }
        if rows.len() > ROWS_MAX { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    read.map_err(|error| told(&error))?;
    let columns = Columns::find(&headers.unwrap_or_default()).map_err(|error| headers_missing(&error))?;
    bidder::read_rows(columns, &rows).map_err(|faults| refusal::rows(&faults))
}

fn headers_missing(error: &BidderError) -> ApiError {
    ApiError::refused(error.code(), format!("{}。", error.zh()), format!("{}.", error.en()))
}

/// More than any list may have, so that a wrong file ends soon.
const ROWS_MAX: usize = 2_000;
