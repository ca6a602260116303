//! Reading a file for somebody who may, and showing one field in clear.

use rules::expert::file::ExpertFile;
use rules::id::ExpertId;
use rules::ledger::entry::Kind;
use rules::time::day_of;

use super::view::{ExpertView, HistoryEvent, Personal, Shown, Sight};
use crate::account;
use crate::app::App;
use crate::db::Tx;
use crate::expert::{Held, change, file};
use crate::http::{Actor, ApiError, FieldError, Language, Say};
use crate::ledger::{self, Deed, Entry, Told};
use crate::{specialty, unit};

/// The file as an officer sees it.
pub async fn show(app: &App, actor: &Actor, language: Language, id: ExpertId) -> Result<ExpertView, ApiError> {
    let mut tx = app.snapshot("expert.show").await?;
    let held = seen(app, &mut tx, actor, id).await?;
    view(app, &mut tx, &held, (Sight::Masked, language)).await
}

/// What happened to the file, and who looked at what in it.
pub async fn history(app: &App, actor: &Actor, id: ExpertId) -> Result<Vec<HistoryEvent>, ApiError> {
    let mut tx = app.snapshot("expert.history").await?;
    seen(app, &mut tx, actor, id).await?;
    let told = ledger::history_in(app, &mut tx, &file::subject(id)).await?;
    events(app, told).await
}

/// The actor's own file in clear, with its history.
pub async fn own(app: &App, actor: &Actor, language: Language) -> Result<(ExpertView, Vec<HistoryEvent>), ApiError> {
    let mut tx = app.snapshot("expert.own").await?;
    let id = account::expert_of_in(&mut tx, actor.account_id).await?.ok_or_else(ApiError::not_found)?;
    let held = file::load_one(app, &mut tx, id).await?.ok_or_else(ApiError::not_found)?;
    let view = view(app, &mut tx, &held, (Sight::Clear, language)).await?;
    let told = ledger::history_in(app, &mut tx, &file::subject(id)).await?;
    Ok((view, events(app, told).await?))
}

/// One personal field in clear. The entry stands before the value leaves; it names the field and never the value.
pub async fn unmask(
    app: &App,
    actor: &Actor,
    id: ExpertId,
    field: &str,
    reason: &str,
) -> Result<Option<String>, ApiError> {
    let now = app.clock.now();
    let mut tx = app.begin("expert.unmask").await?;
    let held = seen(app, &mut tx, actor, id).await?;
    let value = Personal::of(&held.file, Sight::Clear).value(field).ok_or_else(|| no_field(field))?;
    let deed = Deed { kind: Kind::ExpertUnmasked, actor: &actor.ledger_name(), reason: Some(reason), at: now };
    let entry = Entry::of(&deed, file::subject(id)).area(held.file.area).detail("field", field);
    ledger::append(app, &mut tx, entry, now).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok(value)
}

async fn seen(app: &App, tx: &mut Tx, actor: &Actor, id: ExpertId) -> Result<Held, ApiError> {
    let held = file::load_one(app, tx, id).await?.ok_or_else(ApiError::not_found)?;
    actor.see(held.file.area)?;
    Ok(held)
}

async fn view(
    app: &App,
    tx: &mut Tx,
    held: &Held,
    (sight, language): (Sight, Language),
) -> Result<ExpertView, ApiError> {
    let today = day_of(app.clock.now());
    let file = &held.file;
    let labels = unit::labels_in(tx, units(file)).await?;
    let codes = file.terms().flat_map(|(_, term)| term.specialties.iter().copied()).collect();
    let names = specialty::names_in(app, tx, &codes, today).await?;
    let open_change = change::open_of(tx, file.id).await?;
    let shown = Shown { sight, language, labels: &labels, specialties: &names };
    Ok(ExpertView::of(held, today, shown, open_change.map(|id| id.to_string())))
}

fn units(file: &ExpertFile) -> Vec<rules::id::UnitId> {
    let facts = file.employments.iter().map(|fact| Some(fact.unit));
    let facts = facts.chain(file.kin.iter().map(|fact| fact.unit));
    let facts = facts.chain(file.licences.iter().map(|fact| Some(fact.unit)));
    let facts = facts.chain(file.declarations.iter().map(|fact| Some(fact.unit)));
    let facts = facts.chain(file.panels.iter().map(|fact| fact.tenderee));
    facts.chain([file.unit]).flatten().collect()
}

async fn events(app: &App, told: Vec<Told>) -> Result<Vec<HistoryEvent>, ApiError> {
    let names = account::actor_names(app, told.iter().map(|told| told.body.actor.as_str())).await?;
    let event = |told: Told| {
        let name = names.get(&told.body.actor).cloned();
        HistoryEvent::of(told, name)
    };
    Ok(told.into_iter().map(event).collect())
}

fn no_field(field: &str) -> ApiError {
    let message = Say::new("没有这个个人信息栏目。", "There is no such personal field.");
    let field = field.chars().filter(char::is_ascii_lowercase).take(40).collect();
    ApiError::fields("expert.fields", vec![FieldError { field, message }])
}
