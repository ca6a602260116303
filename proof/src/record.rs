//! Digests of records: a record's fields are hashed one by one behind salts of their own, so that one field
//! can be opened without the others, and the digest binds them in their order to the kind of record.

use crate::hash::{Hash, tagged};

/// One field: its name, and its value as bytes (UTF-8; nothing is the empty value).
pub type Field<'a> = (&'a str, &'a [u8]);

/// `salt_j = TH("vrd1/registry-salt", salt, u32be j)`: the salt of the field at `position`, counted from 1,
/// out of the record's salt of 32 random bytes.
pub fn field_salt(salt: &[u8; 32], position: u32) -> Hash {
    tagged("vrd1/registry-salt", &[salt, &position.to_be_bytes()])
}

/// `g_j = TH("vrd1/registry-field", salt_j, name_j, value_j)`: the hash of one field.
pub fn field_hash(field_salt: &Hash, (name, value): Field<'_>) -> Hash {
    tagged("vrd1/registry-field", &[&field_salt.0, name.as_bytes(), value])
}

/// `TH("vrd1/file-digest", kind, g_1..g_k)` with all field hashes as one part: the digest of a record.
pub fn digest_of_hashes(kind: &str, fields: &[Hash]) -> Hash {
    let joined: Vec<u8> = fields.iter().flat_map(|field| field.0).collect();
    tagged("vrd1/file-digest", &[kind.as_bytes(), &joined])
}

/// The digest of a record of `kind` from all its fields in their fixed order.
pub fn digest(kind: &str, salt: &[u8; 32], fields: &[Field<'_>]) -> Hash {
    let hashes: Vec<Hash> =
        (1..).zip(fields).map(|(position, field)| field_hash(&field_salt(salt, position), *field)).collect();
    digest_of_hashes(kind, &hashes)
}

/// `TH("vrd1/record", salt, u32be x, g_1..g_k, u64be entry)` with all field hashes as one part: the leaf of a record in
/// the registry, at place `x`, last changed by the ledger entry `entry`.
pub fn registry_leaf(salt: &[u8; 32], x: u32, fields: &[Hash], entry: u64) -> Hash {
    let joined: Vec<u8> = fields.iter().flat_map(|field| field.0).collect();
    tagged("vrd1/record", &[salt, &x.to_be_bytes(), &joined, &entry.to_be_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;

    const SALT: [u8; 32] = [9; 32];
    const FIELDS: [Field<'static>; 3] = [("name", "王芳".as_bytes()), ("phone", b""), ("area", b"430100")];

    #[test]
    fn a_digest_is_built_as_documented() {
        let mut joined = vec![];
        for (position, (name, value)) in [(1u32, FIELDS[0]), (2, FIELDS[1]), (3, FIELDS[2])] {
            let salt = tagged("vrd1/registry-salt", &[&SALT, &position.to_be_bytes()]);
            joined.extend(tagged("vrd1/registry-field", &[&salt.0, name.as_bytes(), value]).0);
        }
        assert_eq!(digest("expert", &SALT, &FIELDS), tagged("vrd1/file-digest", &[b"expert", &joined]));
    }

    #[test]
    fn every_part_of_a_record_moves_its_digest() {
        let good = digest("expert", &SALT, &FIELDS);
        let [name, phone, area] = FIELDS;
        for other in [
            digest("unit", &SALT, &FIELDS),
            digest("expert", &[8; 32], &FIELDS),
            digest("expert", &SALT, &[name, area, phone]),
            digest("expert", &SALT, &[name, phone]),
            digest("expert", &SALT, &[name, phone, ("area", b"430200")]),
            digest("expert", &SALT, &[name, phone, ("city", b"430100")]),
        ] {
            assert_ne!(good, other);
        }
    }

    #[test]
    fn one_field_opens_alone() {
        let salt = field_salt(&SALT, 3);
        let hashes = [1, 2, 3].map(|at| field_hash(&field_salt(&SALT, at), FIELDS[at as usize - 1]));
        assert_eq!(field_hash(&salt, ("area", b"430100")), hashes[2]);
        assert_eq!(digest_of_hashes("expert", &hashes), digest("expert", &SALT, &FIELDS));
    }
}
