//! The units of a snapshot with their stakes and offices, as the rules walk them.

use std::collections::HashMap;

use rules::id::UnitId;
use rules::recusal::register::{Holder, Office, PersonKey, Register, Stake, Unit, UnitKey};
use uuid::Uuid;

use super::RegistryError;
use super::store::{self, Blind, OfficeRow, StakeRow, UnitRow};
use crate::db::rows::{RowError, Source};

/// The units of a snapshot by their ids.
pub struct Units {
    units: Vec<Unit>,
    keys: HashMap<Uuid, UnitKey>,
}

/// What the rules read of units, with what joins it to people.
pub struct Walked {
    pub register: Register,
    /// The persons of the business register by the blind index of their resident ids.
    pub persons: HashMap<Blind, PersonKey>,
    /// Pairs of units that an officer has still to tell apart.
    pub open_near: Vec<(UnitKey, UnitKey)>,
}

impl Units {
    /// Reads all units.
    pub async fn read(db: &mut Source) -> sqlx::Result<Self> {
        let mut rows: Vec<UnitRow> = Vec::new();
        store::units(db, |row| {
            rows.push(row);
            Ok(())
        })
        .await?;
        rows.sort_unstable_by_key(|row| row.id);
        let keys: HashMap<Uuid, UnitKey> = rows.iter().map(|row| row.id).zip((0..).map(UnitKey)).collect();
        let unit = |row: UnitRow| Unit {
            id: UnitId::from_uuid(row.id),
            code: row.code,
            kind: row.kind,
            area: row.area,
            branch_of: row.branch_of.map(|id| keys[&id]),
            merged_into: row.merged_into.map(|id| keys[&id]),
        };
        let units = rows.into_iter().map(unit).collect();
        Ok(Self { units, keys })
    }

    /// The key of a unit; the database lets no row name one that is not there.
    pub fn key(&self, id: Uuid) -> Result<UnitKey, RowError> {
        self.keys.get(&id).copied().ok_or(RowError)
    }
}

/// Reads stakes, offices and open pairs, and puts the register together.
pub async fn walked(db: &mut Source, units: &Units) -> Result<Walked, RegistryError> {
    let (stakes, mut persons) = stakes(db, units).await?;
    let offices = offices(db, units, &mut persons).await?;
    let mut open_near = Vec::new();
    store::open_near(db, |(left, right)| {
        open_near.push((units.key(left)?, units.key(right)?));
        Ok(())
    })
    .await?;
    let register = Register::new(units.units.clone(), &stakes, offices)?;
    Ok(Walked { register, persons: persons.keys, open_near })
}

/// Stakes in the order of their ids, by which evidence names them.
async fn stakes(db: &mut Source, units: &Units) -> sqlx::Result<(Vec<Stake>, Persons)> {
    let mut rows: Vec<(Uuid, Option<Blind>, Stake)> = Vec::new();
    store::stakes(db, |row: StakeRow| {
        // Persons get their keys when the rows are in order.
        let holder = row.holder.map_or(Ok(Holder::Person(PersonKey(0))), |unit| units.key(unit).map(Holder::Unit))?;
        let StakeRow { id, person, kind, share, control, from, until, .. } = row;
        let unit = units.key(row.unit)?;
        rows.push((id, person, Stake { holder, kind, unit, share, control, from, until }));
        Ok(())
    })
    .await?;
    rows.sort_unstable_by_key(|(id, ..)| *id);
    let mut persons = Persons::default();
    let mut stakes = Vec::with_capacity(rows.len());
    for (_, person, mut stake) in rows {
        if let Holder::Person(key) = &mut stake.holder {
            *key = match person {
                Some(blind) => persons.key(blind),
                None => persons.nobody_known(),
            };
        }
        stakes.push(stake);
    }
    Ok((stakes, persons))
}

async fn offices(db: &mut Source, units: &Units, persons: &mut Persons) -> sqlx::Result<Vec<Office>> {
    let mut rows: Vec<(Uuid, Office)> = Vec::new();
    let mut people: Vec<(Uuid, Blind)> = Vec::new();
    store::offices(db, |row: OfficeRow| {
        let OfficeRow { id, role, from, until, .. } = row;
        people.push((id, row.person));
        rows.push((id, Office { unit: units.key(row.unit)?, person: PersonKey(0), role, from, until }));
        Ok(())
    })
    .await?;
    rows.sort_unstable_by_key(|(id, _)| *id);
    people.sort_unstable();
    let office = |((_, office), (_, blind)): ((Uuid, Office), (Uuid, Blind))| {
        let person = persons.key(blind);
        Office { person, ..office }
    };
    Ok(rows.into_iter().zip(people).map(office).collect())
}

/// Keys of persons in the order in which they are met.
#[derive(Default)]
struct Persons {
    keys: HashMap<Blind, PersonKey>,
    count: u32,
}

impl Persons {
    fn key(&mut self, blind: Blind) -> PersonKey {
        let count = &mut self.count;
        *self.keys.entry(blind).or_insert_with(|| next(count))
    }

    /// A key for somebody without a resident id, who is nobody else.
    fn nobody_known(&mut self) -> PersonKey {
        next(&mut self.count)
    }
}

fn next(count: &mut u32) -> PersonKey {
    *count += 1;
    PersonKey(*count - 1)
}
