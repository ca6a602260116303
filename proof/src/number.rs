//! Numbers of the people present: who contributes, how a number is committed to, and what is left of all of
//! them when they are revealed.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::hash::{Hash, hex, tagged, unhex_array};
use crate::statement::{Statement, decimal};

/// A contributor: a word and a number from 1, such as `guest-2`. Ordered as lists are: centre, supervisor, holder,
/// tenderee, guest, and bytewise within one word.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Role {
    word: Word,
    number: String,
}

/// What a contributor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Word {
    Centre,
    Supervisor,
    Holder,
    Tenderee,
    Guest,
}

/// A contributor's number: 6 to 12 digits, kept apart from others with the same digits by 5 random bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    nonce: [u8; 5],
    digits: String,
}

/// Commitments by role in their order, written `role:hash` joined by `/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commitments(Vec<(Role, Hash)>);

/// Why a role, a number or a list is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NumberError {
    #[error("a role is centre, supervisor, holder, tenderee or guest, a hyphen and a number from 1; this is not one")]
    Role,
    #[error("a number is 6 to 12 digits with a nonce of 10 hexadecimal digits; this is not one")]
    Number,
    #[error("the number does not open the commitment of whose turn it is")]
    Mismatch,
    #[error("a list is ROLE:HASH joined by '/', each role once and in order; this is not one")]
    List,
    #[error(
        "2 to 8 people contribute, at least one insider and one other, and the insiders of the first list are those of the second"
    )]
    People,
}

impl Role {
    /// Whether the role commits before the others' fields open.
    pub fn is_insider(&self) -> bool {
        self.word <= Word::Holder
    }
}

impl Number {
    /// A number from its parts.
    pub fn new(nonce: [u8; 5], digits: &str) -> Result<Number, NumberError> {
        let fits = (6..=12).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        if fits { Ok(Number { nonce, digits: digits.to_owned() }) } else { Err(NumberError::Number) }
    }

    /// Reads the values of a `reveal`.
    pub fn parse(nonce: &str, digits: &str) -> Result<Number, NumberError> {
        Number::new(unhex_array(nonce).ok_or(NumberError::Number)?, digits)
    }

    /// The nonce as a statement writes it.
    pub fn nonce_hex(&self) -> String {
        hex(&self.nonce)
    }

    /// The nonce as a slip shows it: 8 letters.
    pub fn nonce_letters(&self) -> String {
        let bits = self.nonce.iter().fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
        (0..8).rev().map(|at| char::from(BASE32[(bits >> (at * 5) & 31) as usize])).collect()
    }

    /// Reads the letters of a slip.
    pub fn nonce_of_letters(letters: &str) -> Option<[u8; 5]> {
        let mut bits = 0u64;
        for letter in letters.bytes() {
            bits = bits << 5 | BASE32.iter().position(|known| *known == letter)? as u64;
        }
        let bytes = bits.to_be_bytes();
        (letters.len() == 8).then(|| [bytes[3], bytes[4], bytes[5], bytes[6], bytes[7]])
    }

    /// The digits.
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// What the contributor commits to: `TH("vrd1/number", C, u32be r, blind, role, nonce, digits)`; `blind` is empty for round 0.
    pub fn commitment(&self, commit: &Hash, round: u32, blind: Option<&Hash>, role: &Role) -> Hash {
        let blind: &[u8] = blind.map_or(&[], |blind| &blind.0);
        let role = role.to_string();
        let parts = [&commit.0, &round.to_be_bytes()[..], blind, role.as_bytes(), &self.nonce, self.digits.as_bytes()];
        tagged("vrd1/number", &parts)
    }
}

impl Commitments {
    /// A list in its order.
    pub fn new(list: Vec<(Role, Hash)>) -> Result<Commitments, NumberError> {
        let ascends = list.windows(2).all(|two| two[0].0 < two[1].0);
        if !list.is_empty() && ascends { Ok(Commitments(list)) } else { Err(NumberError::List) }
    }

    /// Roles and commitments.
    pub fn list(&self) -> &[(Role, Hash)] {
        &self.0
    }

    /// Whether `self`, the insiders' list, may be closed by `all`.
    pub fn is_closed_by(&self, all: &Commitments) -> Result<(), NumberError> {
        let insiders: Vec<&(Role, Hash)> = all.0.iter().filter(|(role, _)| role.is_insider()).collect();
        let people = (2..=8).contains(&all.0.len()) && insiders.len() < all.0.len();
        if people && self.0.iter().eq(insiders) { Ok(()) } else { Err(NumberError::People) }
    }
}

/// One round in which people give numbers: what their commitments bind.
pub struct Contribution<'a> {
    /// C.
    pub commit: &'a Hash,
    /// 0 for the draw itself.
    pub round: u32,
    /// The round's `blind`; nothing for round 0.
    pub blind: Option<&'a Hash>,
}

impl Contribution<'_> {
    /// Checks the `numbers` and the `reveal`s logged so far, in their order; `V` when everybody has revealed.
    pub fn heard(&self, numbers: &[Statement], reveals: &[Statement]) -> Result<Option<Hash>, NumberError> {
        let list = |stated: &Statement| stated.value("list").unwrap_or_default().parse::<Commitments>();
        let lists: Vec<Commitments> = numbers.iter().map(list).collect::<Result<_, _>>()?;
        if lists.first().is_some_and(|first| first.list().iter().any(|(role, _)| !role.is_insider())) {
            return Err(NumberError::People);
        }
        let [first, all] = &lists[..] else { return Ok(None) };
        first.is_closed_by(all)?;
        let mut given: Vec<(Role, Number)> = Vec::new();
        for (at, stated) in reveals.iter().enumerate() {
            let value = |key: &str| stated.value(key).unwrap_or_default();
            let number = Number::parse(value("nonce"), value("digits"))?;
            let (role, commitment) = all.list().get(at).ok_or(NumberError::Mismatch)?;
            let opens = number.commitment(self.commit, self.round, self.blind, role) == *commitment;
            if value("role") != role.to_string() || !opens {
                return Err(NumberError::Mismatch);
            }
            given.push((role.clone(), number));
        }
        Ok((given.len() == all.list().len()).then(|| reveals_hash(&given)))
    }
}

/// `V = TH("vrd1/reveals", ..)`: all revealed numbers in the order of the list.
pub fn reveals_hash(reveals: &[(Role, Number)]) -> Hash {
    let mut part = Vec::new();
    for (role, number) in reveals {
        for text in [&role.to_string(), &number.digits] {
            part.push(u8::try_from(text.len()).expect("a role and a number are short"));
            part.extend_from_slice(text.as_bytes());
        }
    }
    tagged("vrd1/reveals", &[&part])
}

impl FromStr for Role {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Role, NumberError> {
        let (word, number) = text.split_once('-').ok_or(NumberError::Role)?;
        let word = WORDS.iter().find(|(_, name)| *name == word).ok_or(NumberError::Role)?.0;
        let fits = number.len() <= 3 && decimal(number).is_some_and(|number| number > 0);
        if fits { Ok(Role { word, number: number.to_owned() }) } else { Err(NumberError::Role) }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = WORDS.iter().find(|(word, _)| *word == self.word).expect("every word has a name").1;
        write!(f, "{word}-{}", self.number)
    }
}

impl FromStr for Commitments {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Commitments, NumberError> {
        let one = |text: &str| {
            let (role, hash) = text.split_once(':').ok_or(NumberError::List)?;
            Ok((role.parse()?, hash.parse().map_err(|_| NumberError::List)?))
        };
        Commitments::new(text.split('/').map(one).collect::<Result<_, _>>()?)
    }
}

impl fmt::Display for Commitments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (role, hash)) in self.0.iter().enumerate() {
            write!(f, "{}{role}:{hash}", if at == 0 { "" } else { "/" })?;
        }
        Ok(())
    }
}

const WORDS: [(Word, &str); 5] = [
    (Word::Centre, "centre"),
    (Word::Supervisor, "supervisor"),
    (Word::Holder, "holder"),
    (Word::Tenderee, "tenderee"),
    (Word::Guest, "guest"),
];

const BASE32: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_have_one_spelling_and_an_order() {
        let order =
            ["centre-1", "centre-10", "centre-2", "supervisor-1", "holder-1", "tenderee-1", "guest-1", "guest-2"];
        let roles: Vec<Role> = order.iter().map(|text| text.parse().unwrap()).collect();
        assert!(roles.windows(2).all(|two| two[0] < two[1]));
        assert!(roles.iter().zip(order).all(|(role, text)| role.to_string() == text));
        for bad in [
            "",
            "centre",
            "centre-",
            "centre-0",
            "centre-01",
            "centre-+1",
            "Centre-1",
            "bidder-1",
            "guest-1-1",
            "guest-1000",
        ] {
            assert_eq!(bad.parse::<Role>(), Err(NumberError::Role), "{bad}");
        }
    }

    #[test]
    fn a_nonce_is_eight_letters_on_paper() {
        // RFC 4648, section 10: "fooba".
        let number = Number::new(*b"fooba", "000123").unwrap();
        assert_eq!((number.nonce_letters(), number.nonce_hex()), ("mzxw6ytb".to_owned(), "666f6f6261".to_owned()));
        assert_eq!(Number::nonce_of_letters("mzxw6ytb"), Some(*b"fooba"));
        assert!(
            ["mzxw6yt", "mzxw6ytbb", "mzxw6yt1", "MZXW6YTB"]
                .into_iter()
                .all(|bad| Number::nonce_of_letters(bad).is_none())
        );
        assert_eq!(Number::parse("666f6f6261", "000123"), Ok(number));
        for (nonce, digits) in [
            ("666f6f6261", "12345"),
            ("666f6f6261", "1234567890123"),
            ("666f6f6261", "12345a"),
            ("666f6f62", "123456"),
            ("666F6F6261", "123456"),
        ] {
            assert!(Number::parse(nonce, digits).is_err(), "{nonce} {digits}");
        }
    }

    #[test]
    fn every_part_of_a_number_moves_its_commitment() {
        let number = Number::new([1; 5], "123456").unwrap();
        let (guest, hash): (Role, Hash) = ("guest-1".parse().unwrap(), Hash([2; 32]));
        let good = number.commitment(&hash, 0, None, &guest);
        for other in [
            Number::new([2; 5], "123456").unwrap().commitment(&hash, 0, None, &guest),
            Number::new([1; 5], "123457").unwrap().commitment(&hash, 0, None, &guest),
            number.commitment(&Hash([3; 32]), 0, None, &guest),
            number.commitment(&hash, 1, None, &guest),
            number.commitment(&hash, 0, Some(&hash), &guest),
            number.commitment(&hash, 0, None, &"guest-2".parse().unwrap()),
        ] {
            assert_ne!(good, other);
        }
    }

    #[test]
    fn insiders_commit_before_the_others() {
        let list = |roles: &[&str]| {
            Commitments::new(roles.iter().map(|role| (role.parse().unwrap(), Hash::of(role.as_bytes()))).collect())
                .unwrap()
        };
        let all = list(&["centre-1", "supervisor-1", "guest-1"]);
        assert_eq!(all.to_string().parse(), Ok(all.clone()));
        assert_eq!(list(&["centre-1", "supervisor-1"]).is_closed_by(&all), Ok(()));
        for first in [
            &["centre-1"][..],
            &["centre-1", "guest-1"],
            &["centre-1", "supervisor-1", "guest-1"],
            &["centre-2", "supervisor-1"],
        ] {
            assert_eq!(list(first).is_closed_by(&all), Err(NumberError::People), "{first:?}");
        }
        assert!(list(&["centre-1"]).is_closed_by(&list(&["centre-1"])).is_err());
        assert!(Commitments::new(vec![]).is_err());
        assert!(Commitments::new([&all.0[2..], &all.0[..1]].concat()).is_err());
    }
}
