//! The facts behind a pool as the centre shows them to the witness: for each person the eight fields of the draw and the
//! record of the registry, for each unit its record. Fields that are not needed stay closed: only their hashes are there.
//!
//! `"VRFACTS1" || group salt || u32be units || u32be people`, each unit as a record, then for each position of the pool
//! `u32be length || opening || u32be length || group id || record`. A record is `salt_0 || u64be entry || u32be fields`, then for
//! each field 0x00 and its hash, or 0x01, its salt, and name and value, each behind its length as u32be.

use thiserror::Error;

use crate::hash::Hash;
use crate::record::{field_hash, registry_leaf};

/// Why bytes are not the facts of a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the file is not in the form of a pool's facts")]
pub struct FactsError;

/// A field of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field<'a> {
    /// Its hash alone.
    Closed(Hash),
    /// Salt, name and value.
    Open(Hash, &'a str, &'a [u8]),
}

/// A record with what is opened of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record<'a> {
    /// `salt_0` of the record.
    pub leaf_salt: Hash,
    /// Ledger index of the entry that last changed it.
    pub entry: u64,
    /// In their fixed order.
    pub fields: Vec<Field<'a>>,
}

/// What is shown of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person<'a> {
    /// Eight lines, as in the authority's bundle.
    pub opening: &'a [u8],
    /// Id of the group.
    pub group: &'a str,
    /// The record in the registry.
    pub record: Record<'a>,
}

/// What stands before units and people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// `TH("vrd1/group-salt", k_salt)`.
    pub group_salt: Hash,
    /// How many units follow.
    pub unit_count: u32,
    /// How many people follow the units.
    pub person_count: u32,
}

impl<'a> Record<'a> {
    /// The leaf at place `x` of its tree.
    pub fn leaf(&self, x: u32) -> Hash {
        let hash = |field: &Field<'_>| match field {
            Field::Closed(hash) => *hash,
            Field::Open(salt, name, value) => field_hash(salt, (name, value)),
        };
        let hashes: Vec<Hash> = self.fields.iter().map(hash).collect();
        registry_leaf(&self.leaf_salt, x, &hashes, self.entry)
    }

    /// The value of an opened field.
    pub fn value(&self, wanted: &str) -> Option<&'a str> {
        self.fields.iter().find_map(|field| match field {
            Field::Open(_, name, value) if *name == wanted => std::str::from_utf8(value).ok(),
            _ => None,
        })
    }
}

impl Head {
    /// The beginning of a file.
    pub fn write(&self) -> Vec<u8> {
        [MAGIC, &self.group_salt.0, &self.unit_count.to_be_bytes(), &self.person_count.to_be_bytes()].concat()
    }
}

/// Adds a record to a file.
pub fn add_record(file: &mut Vec<u8>, record: &Record<'_>) {
    file.extend(record.leaf_salt.0);
    file.extend(record.entry.to_be_bytes());
    file.extend((record.fields.len() as u32).to_be_bytes());
    for field in &record.fields {
        match field {
            Field::Closed(hash) => {
                file.push(0);
                file.extend(hash.0);
            }
            Field::Open(salt, name, value) => {
                file.push(1);
                file.extend(salt.0);
                add_part(file, name.as_bytes());
                add_part(file, value);
            }
        }
    }
}

/// Adds what stands before a person's record.
pub fn add_person(file: &mut Vec<u8>, opening: &[u8], group: &str) {
    add_part(file, opening);
    add_part(file, group.as_bytes());
}

fn add_part(file: &mut Vec<u8>, part: &[u8]) {
    file.extend((part.len() as u32).to_be_bytes());
    file.extend_from_slice(part);
}

/// Reads a file from its beginning to its end, so that nothing of it is held but what is looked at.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Reads the head; units and people follow.
    pub fn new(file: &'a [u8]) -> Result<(Head, Reader<'a>), FactsError> {
        let mut reader = Reader { rest: file.strip_prefix(MAGIC).ok_or(FactsError)? };
        let head = Head { group_salt: reader.hash()?, unit_count: reader.number()?, person_count: reader.number()? };
        Ok((head, reader))
    }

    /// The next record.
    pub fn record(&mut self) -> Result<Record<'a>, FactsError> {
        let (leaf_salt, entry, count) = (self.hash()?, u64::from_be_bytes(self.array()?), self.number()?);
        let fields = (0..count).map(|_| self.field()).collect::<Result<_, _>>()?;
        Ok(Record { leaf_salt, entry, fields })
    }

    /// The next person.
    pub fn person(&mut self) -> Result<Person<'a>, FactsError> {
        Ok(Person { opening: self.part()?, group: self.text()?, record: self.record()? })
    }

    /// Whether everything was read.
    pub fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    fn field(&mut self) -> Result<Field<'a>, FactsError> {
        match self.array::<1>()? {
            [0] => Ok(Field::Closed(self.hash()?)),
            [1] => Ok(Field::Open(self.hash()?, self.text()?, self.part()?)),
            _ => Err(FactsError),
        }
    }

    fn text(&mut self) -> Result<&'a str, FactsError> {
        std::str::from_utf8(self.part()?).map_err(|_| FactsError)
    }

    fn part(&mut self) -> Result<&'a [u8], FactsError> {
        let length = self.number()? as usize;
        let (part, rest) = self.rest.split_at_checked(length).ok_or(FactsError)?;
        self.rest = rest;
        Ok(part)
    }

    fn number(&mut self) -> Result<u32, FactsError> {
        self.array().map(u32::from_be_bytes)
    }

    fn hash(&mut self) -> Result<Hash, FactsError> {
        self.array().map(Hash)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], FactsError> {
        let (bytes, rest) = self.rest.split_first_chunk().ok_or(FactsError)?;
        self.rest = rest;
        Ok(*bytes)
    }
}

const MAGIC: &[u8] = b"VRFACTS1";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{field_salt, leaf_salt};

    #[test]
    fn records_read_as_written_and_closed_fields_keep_the_leaf() {
        let salt = [3; 32];
        let field = |place, name, value: &'static [u8], open: bool| {
            let salt = field_salt(&salt, place);
            if open { Field::Open(salt, name, value) } else { Field::Closed(field_hash(&salt, (name, value))) }
        };
        let record = |open| {
            let fields = vec![field(1, "name", "王芳".as_bytes(), open), field(2, "area", b"430100", true)];
            Record { leaf_salt: leaf_salt(&salt), entry: 9, fields }
        };
        let head = Head { group_salt: Hash([1; 32]), unit_count: 1, person_count: 1 };
        let mut file = head.write();
        add_record(&mut file, &record(false));
        add_person(&mut file, b"1 open ..", "person:0");
        add_record(&mut file, &record(true));
        let (read, mut reader) = Reader::new(&file).unwrap();
        assert_eq!((read, reader.record()), (head, Ok(record(false))));
        let person = reader.person().unwrap();
        assert_eq!((person.opening, person.group, &person.record), (&b"1 open .."[..], "person:0", &record(true)));
        assert!(reader.is_at_end());
        assert_eq!(record(false).leaf(4), record(true).leaf(4));
        assert_ne!(record(false).leaf(4), record(false).leaf(5));
        assert_eq!((record(false).value("name"), record(false).value("area")), (None, Some("430100")));
        for end in 0..file.len() {
            let read = Reader::new(&file[..end]).and_then(|(_, mut reader)| {
                reader.record()?;
                reader.person()
            });
            assert_eq!(read, Err(FactsError), "{end}");
        }
    }
}
