//! Rule packs that bind draws: what the supervising department has signed, as it stands in the ledger.
//!
//! A pack counts when three things agree: its `pack` statement, signed by the department whose anchor judges it, the text
//! that the statement names, and the figures that the text names. A row that disagrees stops every draw, and says so.

mod actions;
mod refusal;
mod routes;
mod store;

use anyhow::{Context as _, ensure};
use jiff::civil::Date;
use proof::anchor::Party;
use proof::hash::Hash;
use proof::pack::Pack as Lines;
use proof::text::Text;
use rules::area::Area;
use rules::id::EntryId;
use rules::pack::{Chain, Figures, Track, published_for};
use rules::time::read_date;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::db::Tx;
use crate::ledger;

pub use actions::{Offer, enter};

/// Routes of packs.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(routes::list, routes::create))
}

/// A pack, read and consistent in itself.
#[derive(Clone, Debug)]
pub struct Pack {
    pub hash: Hash,
    pub area: Area,
    pub track: Track,
    pub from: Date,
    /// `pack.txt`.
    pub text: Text,
    pub lines: Lines,
    pub figures: Figures,
}

/// A pack with its statement.
#[derive(Clone, Debug)]
pub struct Entered {
    pub pack: Pack,
    pub entry: EntryId,
    /// Place of the statement in the ledger, once it has one.
    pub index: Option<u64>,
}

/// What a draw obeys.
#[derive(Clone, Debug)]
pub struct InForce {
    pub hash: Hash,
    /// `pack.txt`.
    pub text: Text,
    pub pack: Lines,
    /// Every figure, also those that are no line of the text.
    pub chain: Chain,
    /// The `pack` statement.
    pub entry: EntryId,
}

impl Pack {
    /// Reads text and figures; the text names the figures, and shows those that a draw obeys.
    fn read(text: &str, figures: Figures) -> Result<Self, PackFault> {
        let text = Text::parse(text.as_bytes()).map_err(|error| PackFault::Text(error.to_string()))?;
        let lines = Lines::of_text(&text).map_err(|error| PackFault::Text(error.to_string()))?;
        let (track, area) = published_for(&lines.id).ok_or(PackFault::Name)?;
        let from = read_date(&lines.from.to_string()).map_err(|error| PackFault::Text(error.to_string()))?;
        if lines.figures != figures.hash() {
            return Err(PackFault::Figures);
        }
        match rules::pack::draw_pack(&figures, &lines.id, from) {
            Ok(shown) if shown == lines => {}
            _ => return Err(PackFault::Shown),
        }
        Ok(Self { hash: text.hash("vrd1/pack"), area, track, from, text, lines, figures })
    }
}

/// Why text and figures are no pack.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackFault {
    #[error("{0}")]
    Text(String),
    #[error("the line id must begin with AREA/TRACK/")]
    Name,
    #[error("the line figures is not the hash of the figures")]
    Figures,
    #[error("a line shows another figure than the figures have")]
    Shown,
}

/// What draws of a track in an area obey on a day: of the packs of the city, else of the province, the newest that is in force.
pub async fn in_force_in(
    app: &App,
    tx: &mut Tx,
    track: Track,
    area: Area,
    day: Date,
) -> anyhow::Result<Option<InForce>> {
    let entered = entered_in(app, tx).await?;
    Ok(newest(&entered, track, area, day).map(in_force))
}

/// The pack with this hash, as it was stated.
pub async fn named_in(app: &App, tx: &mut Tx, hash: &Hash) -> anyhow::Result<Option<InForce>> {
    let entered = entered_in(app, tx).await?;
    Ok(entered.iter().find(|one| one.pack.hash == *hash).map(in_force))
}

fn in_force(Entered { pack, entry, .. }: &Entered) -> InForce {
    InForce {
        hash: pack.hash,
        text: pack.text.clone(),
        pack: pack.lines.clone(),
        chain: Chain::published(pack.track, pack.area, pack.from, pack.figures.clone()),
        entry: *entry,
    }
}

/// An error when a pack is not as it was stated.
pub async fn examine_in(app: &App, tx: &mut Tx) -> anyhow::Result<()> {
    entered_in(app, tx).await.map(drop)
}

/// Every pack that the ledger states, oldest first; an error when one is not as it was stated.
async fn entered_in(app: &App, tx: &mut Tx) -> anyhow::Result<Vec<Entered>> {
    let mut rows = store::all(tx).await?;
    let anchors = ledger::anchors(app)?;
    let mut entered = Vec::new();
    for stated in ledger::stated_in(app, tx, STATEMENT).await? {
        let (id, hash) = (stated.statement.value("id").unwrap_or_default(), stated.statement.hash("hash"));
        let place = rows.iter().position(|row| row.entry_id == stated.entry.as_uuid());
        let row =
            rows.remove(place.with_context(|| format!("the pack {id} is stated in the ledger, but its text is gone"))?);
        let pack = Pack::read(&row.text, Figures::parse(&row.figures)?)?;
        let as_stated = hash == Some(pack.hash) && row.hash == pack.hash.0 && stated.statement == statement(&pack)?;
        let judge = anchors.as_ref().map(|chain| chain.at(stated.index.unwrap_or(u64::MAX)));
        let is_signed = judge.is_some_and(|anchor| anchor.is_signed_by(&stated.note, &[Party::Supervising]));
        ensure!(is_signed, "the statement of the pack {id} is not signed by the supervising department");
        ensure!(as_stated, "the pack {id} is not what its statement in the ledger names");
        entered.push(Entered { pack, entry: stated.entry, index: stated.index });
    }
    ensure!(rows.is_empty(), "a pack stands in the database that the ledger does not state");
    Ok(entered)
}

/// The one in force for a track and an area on a day; of two from the same day the one that was entered later.
fn newest(entered: &[Entered], track: Track, area: Area, day: Date) -> Option<&Entered> {
    let of = |wanted: Area| {
        let fits = |one: &&Entered| one.pack.track == track && one.pack.area == wanted && one.pack.from <= day;
        entered.iter().filter(fits).max_by_key(|one| (one.pack.from, one.index.unwrap_or(u64::MAX)))
    };
    of(area.city()).or_else(|| of(area.province()))
}

/// The statement about a pack.
pub fn statement(pack: &Pack) -> anyhow::Result<proof::statement::Statement> {
    let values = vec![pack.lines.id.clone(), pack.hash.to_string(), pack.from.to_string()];
    Ok(proof::statement::Statement::new(STATEMENT, values)?)
}

const STATEMENT: &str = "pack";
