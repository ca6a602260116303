//! Which unit counts in the place of another: the company of a branch, the successor of a merged unit.

use std::collections::BTreeMap;

use rules::id::UnitId;
use sqlx::PgConnection;

use super::store::find;

/// The steps from branches and merged units to what counts in their place.
#[derive(Debug, Default)]
pub struct Succession(BTreeMap<UnitId, UnitId>);

impl Succession {
    /// As the register has them.
    pub async fn load_in(db: &mut PgConnection) -> sqlx::Result<Self> {
        let rows = find::successors(db).await?.into_iter();
        Ok(Self(rows.map(|row| (UnitId::from_uuid(row.id), UnitId::from_uuid(row.next))).collect()))
    }

    /// The unit that counts; a circle ends at its smallest member, as in the register of recusal.
    pub fn counted(&self, unit: UnitId) -> UnitId {
        let mut path = vec![unit];
        let mut last = unit;
        while let Some(next) = self.0.get(&last) {
            if let Some(start) = path.iter().position(|passed| passed == next) {
                return path[start..].iter().copied().min().unwrap_or(unit);
            }
            path.push(*next);
            last = *next;
        }
        last
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_unit_counts_as_the_last_in_its_place() {
        let id = |number| UnitId::from_uuid(Uuid::from_u128(number));
        let succession = Succession([(1, 2), (2, 3), (5, 6), (6, 5), (7, 6)].map(|(a, b)| (id(a), id(b))).into());
        for (unit, counted) in [(1, 3), (3, 3), (4, 4), (5, 5), (6, 5), (7, 5)] {
            assert_eq!(succession.counted(id(unit)), id(counted), "{unit}");
        }
    }
}
