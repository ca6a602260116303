//! Entering a pack that the supervising department has signed.

use proof::anchor::Party;
use proof::note::Note;
use rules::area::Area;
use rules::pack::{Chain, Figures, published_for, shipped};
use rules::time::{day_of, read_date};

use super::{Entered, Pack, refusal, statement, store};
use crate::app::App;
use crate::http::ApiError;
use crate::ledger;
use proof::text::Text;

/// What is handed in.
#[derive(Clone, Debug)]
pub struct Offer {
    /// `pack.txt`.
    pub text: String,
    /// The figures that it names; without them those of the shipped packs on its first day.
    pub figures: Option<String>,
    /// The signed statement.
    pub note: String,
}

/// Enters a pack for draws in `sight` or a part of it.
pub async fn enter(app: &App, sight: Area, offer: &Offer) -> Result<Entered, ApiError> {
    let now = app.clock.now();
    let pack = read(offer)?;
    if !sight.covers(pack.area) {
        return Err(refusal::foreign_area());
    }
    if pack.from < day_of(now) {
        return Err(refusal::past());
    }
    let note: Note = offer.note.parse().map_err(|_| refusal::note())?;
    if note.text() != statement(&pack)?.body() {
        return Err(refusal::note());
    }
    let mut tx = app.begin("pack.enter").await?;
    let judge = ledger::judge_in(app, &mut tx).await?.ok_or_else(refusal::no_anchor)?;
    if !judge.is_signed_by(&note, &[Party::Supervising]) {
        return Err(refusal::signer());
    }
    if store::is_there(&mut tx, &pack.hash).await? {
        return Err(refusal::twice());
    }
    let entry = ledger::enter(app, &mut tx, &note, now).await?;
    match store::insert(&mut tx, &pack, entry, now).await {
        Err(sqlx::Error::Database(error)) if error.is_unique_violation() => return Err(refusal::twice()),
        result => result?,
    }
    tx.commit().await?;
    app.sequencer.notify_one();
    tracing::info!(pack.id = pack.lines.id, "Pack {} is in force from {}", pack.lines.id, pack.from);
    Ok(Entered { pack, entry, index: None })
}

fn read(offer: &Offer) -> Result<Pack, ApiError> {
    let figures = match &offer.figures {
        Some(figures) => Figures::parse(figures).map_err(|error| refusal::figures(&error))?,
        None => of_shipped(&offer.text).ok_or_else(refusal::text)?,
    };
    Pack::read(&offer.text, figures).map_err(|fault| refusal::fault(&fault))
}

/// The figures of the shipped packs for the area, track and day of a text.
fn of_shipped(text: &str) -> Option<Figures> {
    let text = Text::parse(text.as_bytes()).ok()?;
    let (track, area) = published_for(text.value("id")?)?;
    let from = read_date(text.value("from")?).ok()?;
    Some(Chain::choose(&shipped(), track, area, from).figures())
}
