//! From a code or a written name to the unit that is meant.
//!
//! The code wins over the text. A text finds a unit by the exact key of a present name, else of a former name or alias; a
//! merged unit stands for its successor. What nothing matches becomes a unit that an officer resolves.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context as _;
use rules::id::UnitId;
use rules::ledger::entry::Kind;
use rules::unit::file::UnitFile;
use rules::unit::model::{UnitKind, UnitState};
use rules::unit::{CreditCode, name};
use uuid::Uuid;

use super::file::load_in;
use super::save::{Saving, save_in};
use super::store::find::{self as store, Hit};
use crate::app::App;
use crate::db::Tx;
use crate::ledger::Deed;

/// How a file or form names a unit; at least one of code and name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnitRef {
    pub code: Option<CreditCode>,
    /// In its stored form.
    pub name: Option<String>,
    /// What the unit is if it is new; otherwise the code tells.
    pub kind: Option<UnitKind>,
}

impl UnitRef {
    /// A reference that says nothing of the kind.
    pub const fn new(code: Option<CreditCode>, name: Option<String>) -> Self {
        Self { code, name, kind: None }
    }

    fn key(&self) -> Option<String> {
        self.name.as_deref().map(name::key)
    }
}

/// The units that are meant, in the order of `refs`; none where `resolve_in` would make one. Writes nothing.
pub async fn find_in(tx: &mut Tx, refs: &[UnitRef]) -> anyhow::Result<Vec<Option<UnitId>>> {
    let known = Known::of(tx, refs).await?;
    Ok(refs.iter().map(|wanted| known.find(wanted).map(UnitId::from_uuid)).collect())
}

/// The units that are meant, in the order of `refs`; what is not known yet is made and compared with the register.
pub async fn resolve_in(app: &App, tx: &mut Tx, refs: &[UnitRef], deed: &Deed<'_>) -> anyhow::Result<Vec<UnitId>> {
    let mut known = Known::of(tx, refs).await?;
    if refs.iter().any(|wanted| known.lacks(wanted)) {
        store::lock_register(tx).await?;
        known = Known::of(tx, refs).await?;
        make_missing(app, tx, refs, deed, &mut known).await?;
    }
    refs.iter()
        .map(|wanted| known.find(wanted).map(UnitId::from_uuid).context("every reference has a unit now"))
        .collect()
}

/// Coded references first, so that a text of the same file finds the unit that its neighbour made.
async fn make_missing(
    app: &App,
    tx: &mut Tx,
    refs: &[UnitRef],
    deed: &Deed<'_>,
    known: &mut Known,
) -> anyhow::Result<()> {
    let mut savings: Vec<Saving> = Vec::new();
    for wanted in refs.iter().filter(|wanted| wanted.code.is_some()) {
        if !known.lacks(wanted) {
            continue;
        }
        let file = match known.unresolved(wanted) {
            Some(id) => named_at_last(app, tx, UnitId::from_uuid(id), wanted).await?,
            None => new_file(app, wanted),
        };
        known.add(&file);
        savings.push(file.into());
    }
    for wanted in refs.iter().filter(|wanted| wanted.code.is_none()) {
        if known.lacks(wanted) {
            let file = new_file(app, wanted);
            known.add(&file);
            savings.push(file.into());
        }
    }
    save_in(app, tx, savings, &Deed { kind: Kind::UnitAmended, ..*deed }).await?;
    Ok(())
}

fn new_file(app: &App, wanted: &UnitRef) -> UnitFile {
    let kind = wanted.kind.unwrap_or_else(|| wanted.code.map_or(UnitKind::Company, UnitKind::of_code));
    let id = UnitId::from_uuid(app.uuid());
    match (&wanted.name, wanted.code) {
        (Some(name), code) => UnitFile::new(id, code, name.clone(), kind),
        (None, Some(code)) => {
            UnitFile { state: UnitState::ToResolve, ..UnitFile::new(id, Some(code), code.to_string(), kind) }
        }
        (None, None) => UnitFile::new(id, None, "?".to_owned(), kind),
    }
}

/// A unit that was known by name or by code alone, and of which both are known from here on.
async fn named_at_last(app: &App, tx: &mut Tx, id: UnitId, wanted: &UnitRef) -> anyhow::Result<UnitFile> {
    let mut file = load_in(app, tx, &[id]).await?.remove(0);
    let fresh = new_file(app, wanted);
    file.code = fresh.code;
    file.kind = if file.kind == UnitKind::Company { fresh.kind } else { file.kind };
    file.area = file.area.or(fresh.area);
    file.name = fresh.name;
    file.state = UnitState::Known;
    Ok(file)
}

/// What the register knows about some references.
struct Known {
    by_code: BTreeMap<String, Uuid>,
    by_name: BTreeMap<String, Found>,
    /// Units with a code whose name is not known.
    unnamed: BTreeSet<Uuid>,
}

/// The units that one written name finds, each already replaced by its successor.
#[derive(Default)]
struct Found {
    present: BTreeSet<Uuid>,
    other: BTreeSet<Uuid>,
    /// Decided by an officer: a unit of this name was merged into these.
    merged: BTreeSet<Uuid>,
    to_resolve: BTreeSet<Uuid>,
}

impl Known {
    async fn of(tx: &mut Tx, refs: &[UnitRef]) -> sqlx::Result<Self> {
        let codes: BTreeSet<String> = refs.iter().filter_map(|wanted| Some(wanted.code?.to_string())).collect();
        let keys: BTreeSet<String> = refs.iter().filter_map(UnitRef::key).collect();
        let (codes, keys): (Vec<_>, Vec<_>) = (codes.into_iter().collect(), keys.into_iter().collect());
        let coded = store::by_codes(tx, &codes).await?;
        let present = store::by_name_keys(tx, &keys).await?;
        let other = store::by_other_name_keys(tx, &keys).await?;
        let successors = successors(tx, coded.iter().chain(&present).chain(&other)).await?;
        let last = |hit: &Hit| hit.merged_into.map_or(hit.id, |next| successors.get(&next).copied().unwrap_or(next));
        let mut known = Self { by_code: BTreeMap::new(), by_name: BTreeMap::new(), unnamed: BTreeSet::new() };
        for hit in coded {
            if hit.state == UnitState::ToResolve.code() {
                known.unnamed.insert(hit.id);
            }
            known.by_code.insert(hit.code.clone().unwrap_or_default(), last(&hit));
        }
        for hit in &present {
            let found = known.by_name.entry(hit.name_key.clone()).or_default();
            match hit.state.as_str() {
                "merged" => found.merged.insert(last(hit)),
                "to_resolve" => found.to_resolve.insert(hit.id),
                _ => found.present.insert(hit.id),
            };
        }
        for hit in &other {
            known.by_name.entry(hit.name_key.clone()).or_default().other.insert(last(hit));
        }
        Ok(known)
    }

    fn find(&self, wanted: &UnitRef) -> Option<Uuid> {
        match wanted.code {
            Some(code) => self.by_code.get(code.to_string().as_str()).copied(),
            None => self.by_name.get(&wanted.key()?)?.one(),
        }
    }

    /// True when `wanted` needs a unit made or completed.
    fn lacks(&self, wanted: &UnitRef) -> bool {
        self.find(wanted).is_none_or(|id| wanted.name.is_some() && wanted.code.is_some() && self.unnamed.contains(&id))
    }

    /// The unit that `wanted`, which has a code, completes: the same code without a name, or the same name without a code.
    fn unresolved(&self, wanted: &UnitRef) -> Option<Uuid> {
        if let Some(id) = self.find(wanted) {
            return Some(id);
        }
        self.by_name.get(&wanted.key()?)?.adoptable()
    }

    fn add(&mut self, file: &UnitFile) {
        let id = file.id.as_uuid();
        self.unnamed.remove(&id);
        if let Some(code) = file.code {
            self.by_code.insert(code.to_string(), id);
        }
        let found = self.by_name.entry(name::key(&file.name)).or_default();
        found.to_resolve.remove(&id);
        if file.state == UnitState::Known {
            found.present.insert(id)
        } else {
            found.to_resolve.insert(id)
        };
    }
}

impl Found {
    /// The one unit that a text means: units of this present name, else of this other name; where that leaves a choice, what an
    /// officer decided; where nobody has, the unit that waits for a decision.
    fn one(&self) -> Option<Uuid> {
        let named = if self.present.is_empty() { &self.other } else { &self.present };
        only(named).or_else(|| only(&self.merged)).or_else(|| self.to_resolve.first().copied())
    }

    /// A unit known by this name alone, when no other has it.
    fn adoptable(&self) -> Option<Uuid> {
        if self.present.is_empty() && self.other.is_empty() && self.merged.is_empty() {
            return only(&self.to_resolve);
        }
        None
    }
}

fn only(ids: &BTreeSet<Uuid>) -> Option<Uuid> {
    ids.first().copied().filter(|_| ids.len() == 1)
}

/// For each unit into which a hit was merged, the unit at the end of the chain.
async fn successors(tx: &mut Tx, hits: impl Iterator<Item = &Hit>) -> sqlx::Result<BTreeMap<Uuid, Uuid>> {
    let mut next: BTreeMap<Uuid, Option<Uuid>> = BTreeMap::new();
    let mut asked: BTreeSet<Uuid> = hits.filter_map(|hit| hit.merged_into).collect();
    while !asked.is_empty() {
        let ids: Vec<Uuid> = asked.iter().copied().collect();
        for hit in store::by_ids(tx, &ids).await? {
            next.insert(hit.id, hit.merged_into);
        }
        asked = next.values().flatten().copied().filter(|id| !next.contains_key(id)).collect();
    }
    let end = |from: Uuid| {
        let chain = std::iter::successors(Some(from), |id| next.get(id).copied().flatten());
        chain.take(next.len()).last().unwrap_or(from)
    };
    Ok(next.keys().map(|id| (*id, end(*id))).collect())
}
