//! The pool of a draw: everybody of the registry judged, merged, hashed; and what is kept of it to call from.

use std::collections::BTreeMap;

use anyhow::{Context as _, ensure};
use proof::gate;
use proof::hash::Hash;
use proof::pack::Pack;
use proof::pool::Pool;
use proof::slot::Slots;
use proof::statement::Statement;
use proof::text::Text;
use rules::draw::eligible::Counts;
use rules::draw::merge::merge;
use rules::draw::sealed::{DrawSalt, Sealed};
use rules::id::DrawId;
use rules::project::bidder::Bidder;
use rules::recusal::{Case, Figures, Register, Rule};
use tokio::task::spawn_blocking;

use super::course::Course;
use super::people::People;
use super::refusal;
use super::store::PoolRow;
use crate::app::App;
use crate::http::ApiError;
use crate::pack;
use crate::project::{self, Drawn};
use crate::recusal::{Hashed, Judgement, Registry};
use crate::registry::{self, Chosen, Pooled};
use crate::unit::{self, UnitRef};
use crate::vault::Place;

/// What is committed to.
pub struct Made {
    pub row: PoolRow,
    pub statement: Statement,
}

/// Makes the pool of a draw, or says that none of this request passes the gates.
pub async fn make(app: &App, course: &Course) -> Result<Option<Made>, ApiError> {
    let Facts { registry, case, figures, .. } = facts(app, course).await?;
    let salt: DrawSalt = salt(app, course)?;
    let (pack, id, hash) = (course.pack()?, course.draw.id, course.hash()?);
    let vrf = super::witness::vrf_ids(app)?;
    let app = app.clone();
    let made = spawn_blocking(move || {
        let work = Work { app: &app, pack: &pack, id };
        let Some(pool) = work.pool(&registry, &case, &figures, &salt)? else { return Ok::<_, anyhow::Error>(None) };
        let values = vec![
            hash.to_string(),
            pool.hash.to_string(),
            pool.slots.to_string(),
            pool.counts.hash("vrd1/counts").to_string(),
            vrf,
        ];
        let statement = Statement::new("draw-commit", values)?;
        Ok(Some(Made { row: pool.row, statement }))
    });
    Ok(made.await.map_err(anyhow::Error::from)??)
}

/// What the witness is shown beside the committed pool: counts.txt, and what the registry has of everybody.
pub async fn shown(app: &App, course: &Course, row: &PoolRow) -> Result<Vec<u8>, ApiError> {
    let Facts { chosen, registry, case, figures } = facts(app, course).await?;
    let (salt, pack, id) = (salt(app, course)?, course.pack()?, course.draw.id);
    let (owned, committed) = (app.clone(), row.pool.clone());
    let pooled = spawn_blocking(move || {
        let work = Work { app: &owned, pack: &pack, id };
        let Closed { judgement, sealed, .. } =
            work.sealed(&registry, &case, &figures, &salt)?.context("nobody is in it")?;
        anyhow::ensure!(sealed.pool.to_bytes() == committed, "the facts give another pool than the committed one");
        Ok(Pooled { registry, judgement, sealed, salt })
    });
    let pooled = pooled.await.map_err(anyhow::Error::from)??;
    let (facts, _) = registry::facts(app, &chosen, pooled).await.map_err(anyhow::Error::from)?;
    Ok(facts)
}

/// How many pairs of units that touch the case must be told apart before anything is drawn.
pub async fn blocking_count(
    app: &App,
    chosen: &Chosen,
    (drawn, bidders): (&Drawn, &[Bidder]),
    figures: Figures,
) -> Result<usize, ApiError> {
    let registry = registry::open(app, chosen).await.map_err(anyhow::Error::from)?;
    let case = case_of(app, &registry, drawn, bidders).await?;
    let counted = spawn_blocking(move || registry.judge(&case, &figures).map(|judgement| judgement.blocking_count));
    Ok(counted.await.map_err(anyhow::Error::from)?.map_err(anyhow::Error::from)?)
}

/// What a draw is judged by: the registry of the day that it names, whatever has changed since, its case, and its pack's figures.
struct Facts {
    chosen: Chosen,
    registry: Registry,
    case: Case,
    figures: Figures,
}

async fn facts(app: &App, course: &Course) -> Result<Facts, ApiError> {
    let mut tx = app.snapshot("draw.pool").await?;
    let drawn = project::drawn_in(app, &mut tx, course.draw.request, course.draw.opened_at).await?;
    let bidders = project::bidders_in(app, &mut tx, course.draw.request).await?;
    let chosen = registry::held_in(app, &mut tx, course.draw.id.as_uuid()).await?;
    let hash = course.one("draw-open").and_then(|stated| stated.statement.hash("pack")).ok_or_else(refusal::no_pack)?;
    let pack = pack::named_in(app, &mut tx, &hash).await?.ok_or_else(refusal::no_pack)?;
    drop(tx);
    let figures = Figures::of(&pack.chain, drawn.request.track).map_err(anyhow::Error::from)?;
    let registry = registry::open(app, &chosen).await.map_err(anyhow::Error::from)?;
    let case = case_of(app, &registry, &drawn, &bidders).await?;
    Ok(Facts { chosen, registry, case, figures })
}

async fn case_of(app: &App, registry: &Registry, drawn: &Drawn, bidders: &[Bidder]) -> Result<Case, ApiError> {
    let refs: Vec<UnitRef> = bidders.iter().map(|bidder| UnitRef::new(Some(bidder.code), None)).collect();
    let mut tx = app.begin("draw.bidders").await?;
    let found = unit::find_in(&mut tx, &refs).await?;
    drop(tx);
    // A bidder whom the registry does not know has no ties in it.
    let known: Vec<_> = found.into_iter().flatten().filter(|id| registry.register().key(*id).is_some()).collect();
    Ok(drawn.request.case(registry.register(), &known).map_err(anyhow::Error::from)?)
}

/// The 32 random bytes from which all salts of the pool follow.
fn salt(app: &App, course: &Course) -> Result<DrawSalt, ApiError> {
    let place = Place { column: SALT, row: course.draw.id.as_uuid() };
    let salt = app.vault.open(place, &course.draw.salt_sealed)?;
    Ok(salt.try_into().map_err(|_| anyhow::anyhow!("the salt of draw {} has not 32 bytes", course.draw.id))?)
}

struct Work<'a> {
    app: &'a App,
    pack: &'a Pack,
    id: DrawId,
}

struct Committed {
    hash: Hash,
    slots: Slots,
    counts: Text,
    row: PoolRow,
}

/// Everybody in their order, with what was decided.
struct Closed {
    judgement: Judgement,
    slots: Slots,
    sealed: Sealed,
    hashed: Vec<Hashed>,
}

impl Work<'_> {
    /// Everybody judged, thin tiers merged, the pool in its order: the same whenever it is made of the same facts.
    fn sealed(
        &self,
        registry: &Registry,
        case: &Case,
        figures: &Figures,
        salt: &DrawSalt,
    ) -> anyhow::Result<Option<Closed>> {
        let mut judgement = registry.judge(case, figures)?;
        let slots = merge(&mut judgement.pool, &case.slots, self.pack.depth)?;
        if judgement.pool.rows.is_empty() {
            return Ok(None);
        }
        let (sealed, hashed) = registry.seal(&self.app.vault, &judgement, salt)?;
        Ok(Some(Closed { judgement, slots, sealed, hashed }))
    }

    fn pool(
        &self,
        registry: &Registry,
        case: &Case,
        figures: &Figures,
        salt: &DrawSalt,
    ) -> anyhow::Result<Option<Committed>> {
        let Some(Closed { judgement, slots, sealed, hashed }) = self.sealed(registry, case, figures, salt)? else {
            return Ok(None);
        };
        if gate::check(&sealed.pool, &slots, self.pack).is_err() {
            return Ok(None);
        }
        let people = People::in_order(&sealed.pool, &sealed.indexes, hashed)?;
        let (counts, bidder_counts) = self.counts(&judgement.pool.counts, case, registry.register())?;
        let hash = sealed.pool.hash(&sealed.pool.root());
        let seal = |column, plain: &[u8]| self.app.vault.seal(Place { column, row: self.id.as_uuid() }, plain);
        let row = PoolRow {
            pool: sealed.pool.to_bytes(),
            counts: counts.to_string(),
            bidder_counts_sealed: seal(BIDDER_COUNTS, bidder_counts.to_string().as_bytes()),
            people_sealed: seal(PEOPLE, &people.to_bytes()),
        };
        Ok(Some(Committed { hash, slots, counts, row }))
    }

    /// counts.txt and bidder-counts.txt.
    fn counts(&self, counts: &Counts, case: &Case, register: &Register) -> anyhow::Result<(Text, Text)> {
        let random = || ("random".to_owned(), Hash(self.app.entropy.bytes::<32>()).to_string());
        let mut bidders = vec![random()];
        for (number, bidder) in (1..).zip(&case.bidders) {
            let unit = register.counted(*bidder);
            let count = counts.units.get(&unit).copied().unwrap_or(0);
            bidders.push((format!("bidder-{number}"), format!("{} {count}", register.label(*bidder))));
        }
        let bidders = Text::new(bidders)?;
        let mut lines = vec![
            random(),
            ("pool".to_owned(), counts.pool().to_string()),
            ("eligible".to_owned(), counts.eligible.to_string()),
            ("excluded".to_owned(), counts.excluded.to_string()),
            ("unmatched".to_owned(), counts.unmatched.to_string()),
        ];
        let rules: BTreeMap<String, u32> = Rule::ALL
            .iter()
            .map(|rule| (format!("rule-{}", rule.code().to_lowercase()), counts.rules.get(rule).copied().unwrap_or(0)))
            .collect();
        lines.extend(rules.into_iter().map(|(key, count)| (key, count.to_string())));
        lines.push(("bidder-counts".to_owned(), bidders.hash("vrd1/bidder-counts").to_string()));
        Ok((Text::new(lines)?, bidders))
    }
}

/// Opens what a draw has committed to; another pool would seat other people with the same keys.
pub async fn open(app: &App, course: &Course, row: PoolRow) -> anyhow::Result<(Pool, People)> {
    let (app, id) = (app.clone(), course.draw.id);
    let committed = course.one("draw-commit").and_then(|stated| stated.statement.hash("pool"));
    let opened = spawn_blocking(move || {
        let pool = Pool::parse(&row.pool).context("a stored pool")?;
        let is_committed = committed == Some(pool.hash(&pool.root()));
        ensure!(is_committed, "the stored pool is not what the draw has committed to: a row was altered");
        let place = Place { column: PEOPLE, row: id.as_uuid() };
        let people =
            People::of_bytes(&app.vault.open(place, &row.people_sealed)?).context("the people of a stored pool")?;
        Ok::<_, anyhow::Error>((pool, people))
    });
    opened.await?
}

pub(super) const SALT: &str = "draw.salt";
const PEOPLE: &str = "draw_pool.people";
const BIDDER_COUNTS: &str = "draw_pool.bidder_counts";
