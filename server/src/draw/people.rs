//! The people of a committed pool, by their positions, with the fields that were hashed: whom to call once a position is drawn.

use proof::pool::Pool;
use rules::draw::sealed::Values;
use rules::id::ExpertId;
use uuid::Uuid;

use crate::recusal::Hashed;

/// Everybody of a pool, in its order.
pub struct People(Vec<Person>);

/// Somebody of a pool.
pub struct Person {
    pub expert: ExpertId,
    /// Order of admission.
    pub index: u32,
    pub values: Values,
}

impl Person {
    /// The name that was hashed.
    pub fn name(&self) -> &str {
        &self.values[2]
    }

    /// The unit that was hashed, by code.
    pub fn unit(&self) -> &str {
        &self.values[4]
    }
}

impl People {
    /// Puts those who were hashed, in the order of admission, in the order of the pool.
    pub fn in_order(pool: &Pool, indexes: &[u32], hashed: Vec<Hashed>) -> anyhow::Result<Self> {
        anyhow::ensure!(
            pool.records().len() == hashed.len() && indexes.len() == hashed.len(),
            "a pool holds everybody"
        );
        let mut by_index: Vec<(u32, Hashed)> = Vec::with_capacity(hashed.len());
        for one in hashed {
            by_index.push((one.values[0].parse()?, one));
        }
        by_index.sort_by_key(|(index, _)| *index);
        let mut places: Vec<Option<Hashed>> = Vec::with_capacity(by_index.len());
        let order: Vec<u32> = by_index.iter().map(|(index, _)| *index).collect();
        places.extend(by_index.into_iter().map(|(_, one)| Some(one)));
        let person = |index: &u32| {
            let place = order.binary_search(index).ok()?;
            let Hashed { expert, values } = places[place].take()?;
            Some(Person { expert, index: *index, values })
        };
        let people: Option<Vec<Person>> = indexes.iter().map(person).collect();
        people.map(Self).ok_or_else(|| anyhow::anyhow!("a pool holds everybody once"))
    }

    /// The person at a position.
    pub fn at(&self, i: u32) -> Option<&Person> {
        self.0.get(i as usize)
    }

    /// For each person `id || u32be index || eight times u32be length and bytes`.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for person in &self.0 {
            bytes.extend_from_slice(person.expert.as_uuid().as_bytes());
            bytes.extend(person.index.to_be_bytes());
            for value in &person.values {
                bytes.extend(u32::try_from(value.len()).unwrap_or(u32::MAX).to_be_bytes());
                bytes.extend_from_slice(value.as_bytes());
            }
        }
        bytes
    }

    /// Reads what `to_bytes` wrote.
    pub fn of_bytes(mut bytes: &[u8]) -> Option<Self> {
        let mut people = Vec::new();
        while !bytes.is_empty() {
            let (id, rest) = bytes.split_first_chunk::<16>()?;
            let (index, rest) = rest.split_first_chunk::<4>()?;
            bytes = rest;
            let mut values = Values::default();
            for value in &mut values {
                let (length, rest) = bytes.split_first_chunk::<4>()?;
                let (text, rest) = rest.split_at_checked(u32::from_be_bytes(*length) as usize)?;
                *value = std::str::from_utf8(text).ok()?.to_owned();
                bytes = rest;
            }
            let expert = ExpertId::from_uuid(Uuid::from_bytes(*id));
            people.push(Person { expert, index: u32::from_be_bytes(*index), values });
        }
        Some(Self(people))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_stand_in_the_order_of_the_pool_and_come_back() {
        let record = |n: u8| proof::pool::Record { eid: proof::Hash([n; 32]), mask: 1, group: u32::from(n) - 1 };
        let pool = Pool::new(vec![record(1), record(2), record(3)], Vec::new()).unwrap();
        let people = People::in_order(&pool, &[7, 0, 5], vec![hashed(0), hashed(5), hashed(7)]).unwrap();
        assert_eq!([0, 1, 2].map(|i| people.at(i).unwrap().name().to_owned()), ["人7", "人0", "人5"]);
        let again = People::of_bytes(&people.to_bytes()).unwrap();
        assert_eq!(again.at(0).map(|person| (person.expert, person.index)), Some((expert(7), 7)));
        assert!(again.at(3).is_none() && People::of_bytes(&people.to_bytes()[1..]).is_none());
        assert!(People::in_order(&pool, &[7, 0, 6], vec![hashed(0), hashed(5), hashed(7)]).is_err());
    }

    fn hashed(index: u32) -> Hashed {
        let mut values = Values::default();
        values[0] = index.to_string();
        values[2] = format!("人{index}");
        Hashed { expert: expert(index), values }
    }

    fn expert(index: u32) -> ExpertId {
        ExpertId::from_uuid(Uuid::from_u128(u128::from(index)))
    }
}
