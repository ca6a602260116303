//! Looking for units that may be one with those that just got a name.

use std::collections::BTreeMap;

use rules::id::{EntryId, NearId, UnitId};
use rules::ledger::entry::Kind;
use rules::unit::CreditCode;
use rules::unit::model::NearState;
use rules::unit::near::{self as rule, UnitFacts};
use uuid::Uuid;

use super::record;
use super::store::{self, Candidate, FactsRow, Pair};
use crate::app::App;
use crate::db::Tx;
use crate::ledger::{self, Deed};

/// Compares units with those that share a part of a name and stores the pairs that an officer must look at.
pub async fn seek_in(app: &App, tx: &mut Tx, units: &[UnitId], deed: &Deed<'_>) -> anyhow::Result<()> {
    let ids: Vec<Uuid> = units.iter().map(|id| id.as_uuid()).collect();
    for chunk in ids.chunks(CHUNK) {
        let candidates = store::candidates(tx, chunk, CROWD).await?;
        let mut pairs = compare(app, tx, candidates).await?;
        if pairs.is_empty() {
            continue;
        }
        let found = Deed { kind: Kind::NearFound, ..*deed };
        let entries = pairs.iter().map(|pair| record::entry(&app.vault, pair, &found)).collect();
        let entries = ledger::append_many(app, tx, entries, deed.at).await?;
        for (pair, entry) in pairs.iter_mut().zip(entries) {
            pair.entry = entry;
        }
        store::insert(tx, &pairs, deed.at).await?;
    }
    Ok(())
}

async fn compare(app: &App, tx: &mut Tx, candidates: Vec<Candidate>) -> anyhow::Result<Vec<Pair>> {
    let pairs: std::collections::BTreeSet<(Uuid, Uuid)> =
        candidates.into_iter().map(|pair| (pair.unit_id.min(pair.other_id), pair.unit_id.max(pair.other_id))).collect();
    let mut ids: Vec<Uuid> = pairs.iter().flat_map(|(left, right)| [*left, *right]).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut facts = BTreeMap::new();
    for row in store::facts(tx, &ids).await? {
        facts.insert(row.id, facts_of(row)?);
    }
    let mut near = Vec::new();
    for (left, right) in pairs {
        let (Some(left_facts), Some(right_facts)) = (facts.get(&left), facts.get(&right)) else { continue };
        let found = rule::compare(left_facts, right_facts);
        if found.score >= rule::THRESHOLD {
            near.push(Pair {
                id: NearId::from_uuid(app.uuid()),
                left_id: UnitId::from_uuid(left),
                right_id: UnitId::from_uuid(right),
                score: found.score.into(),
                evidence: serde_json::to_value(found.evidence)?,
                state: NearState::Open,
                decided_by: None,
                decided_at: None,
                reason: None,
                entry: EntryId::from_uuid(Uuid::nil()),
            });
        }
    }
    Ok(near)
}

fn facts_of(row: FactsRow) -> anyhow::Result<UnitFacts> {
    Ok(UnitFacts {
        names: std::iter::once(row.name).chain(row.other_names).collect(),
        code: row.code.as_deref().map(CreditCode::read).transpose()?,
        area: row.area.as_deref().map(str::parse).transpose()?,
        officers: row.officers.into_iter().collect(),
    })
}

/// Units whose candidates are asked for at once.
const CHUNK: usize = 1_000;
/// Units in one block from which it is passed over.
const CROWD: i64 = 500;
