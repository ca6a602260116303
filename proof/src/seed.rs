//! From the commitment and the numbers to the keys that draw: what each key binds, so that nothing that comes
//! later can move it and nothing that came earlier can know it.

use thiserror::Error;

use crate::hash::{Hash, hex, tagged, unhex};
use crate::statement::decimal;
use crate::vrf::Beta;

/// `C = TH("vrd1/commit", body)`: the commitment's hash from the body of `draw-commit`.
pub fn commit_hash(body: &str) -> Hash {
    tagged("vrd1/commit", &[body.as_bytes()])
}

/// `TH("vrd1/draw-id", authority, request, u32be attempt)`.
pub fn draw_id(authority: &str, request: &Hash, attempt: u32) -> Hash {
    tagged("vrd1/draw-id", &[authority.as_bytes(), &request.0, &attempt.to_be_bytes()])
}

/// `alpha = TH("vrd1/alpha", C, V)`: what the keys answer to.
pub fn alpha(commit: &Hash, reveals: &Hash) -> Hash {
    tagged("vrd1/alpha", &[&commit.0, &reveals.0])
}

/// `TH("vrd1/sealed", betas)`, the operator's first.
pub fn sealed(betas: &[Beta]) -> Hash {
    tagged("vrd1/sealed", &[&betas.concat()])
}

/// `K_0 = TH("vrd1/seed", alpha, betas)`.
pub fn first_key(alpha: &Hash, betas: &[Beta]) -> Hash {
    tagged("vrd1/seed", &[&alpha.0, &betas.concat()])
}

/// `TH("vrd1/callee", K, u32be i)`: what a row carries in place of a person.
pub fn callee_token(key: &Hash, i: u32) -> Hash {
    tagged("vrd1/callee", &[&key.0, &i.to_be_bytes()])
}

/// `TH("vrd1/recording", K, token)`: the key of a recording until unsealing.
pub fn recording_key(key: &Hash, token: &Hash) -> Hash {
    tagged("vrd1/recording", &[&key.0, &token.0])
}

/// Why a seat was vacated; the number is the byte that stands for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    Declined = 0,
    Unreachable = 1,
    NoAnswer = 2,
    Conflict = 3,
    Recusal = 4,
    Absent = 5,
    Line = 6,
}

impl Class {
    /// The class that an opening writes as this byte.
    pub fn of_byte(byte: u8) -> Option<Class> {
        CLASSES.into_iter().find(|class| *class as u8 == byte)
    }
}

/// What a round opens to: who left which seat and why, and who is barred.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Number of the round, from 1.
    pub round: u32,
    /// Seats ascending, each with who sat there and the class.
    pub vacated: Vec<(u32, u32, Class)>,
    /// Positions ascending.
    pub barred: Vec<u32>,
}

/// Why texts are not an opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("an opening is SEAT:I and I joined by '/', ascending, with one class of 00 to 06 for each vacated seat")]
pub struct OpeningError;

impl Opening {
    /// Reads the values of an `unseal`; nothing stands for an empty list.
    pub fn parse(
        round: u32,
        vacated: Option<&str>,
        barred: Option<&str>,
        classes: Option<&str>,
    ) -> Result<Opening, OpeningError> {
        let number = |text: &str| decimal(text).and_then(|n| u32::try_from(n).ok()).ok_or(OpeningError);
        let seat = |text: &str| {
            let (seat, i) = text.split_once(':').ok_or(OpeningError)?;
            Ok((number(seat)?, number(i)?))
        };
        let pairs: Vec<(u32, u32)> = list(vacated).map(seat).collect::<Result<_, _>>()?;
        let classes = unhex(classes.unwrap_or_default()).ok_or(OpeningError)?;
        if classes.len() != pairs.len() {
            return Err(OpeningError);
        }
        let class = |byte: u8| Class::of_byte(byte).ok_or(OpeningError);
        let vacated = pairs.iter().zip(classes).map(|((seat, i), byte)| Ok((*seat, *i, class(byte)?)));
        let opening = Opening {
            round,
            vacated: vacated.collect::<Result<_, _>>()?,
            barred: list(barred).map(number).collect::<Result<_, _>>()?,
        };
        if opening.ascends() { Ok(opening) } else { Err(OpeningError) }
    }

    /// Whether nothing happened: the round that ends a list of holders.
    pub fn is_empty(&self) -> bool {
        self.vacated.is_empty() && self.barred.is_empty()
    }

    /// The value of `vacated`, nothing for none.
    pub fn vacated_value(&self) -> Option<String> {
        joined(self.vacated.iter().map(|(seat, i, _)| format!("{seat}:{i}")))
    }

    /// The value of `barred`, nothing for none.
    pub fn barred_value(&self) -> Option<String> {
        joined(self.barred.iter().map(u32::to_string))
    }

    /// The value of `classes`, nothing for none.
    pub fn classes_value(&self) -> Option<String> {
        Some(hex(&self.class_bytes())).filter(|hex| !hex.is_empty())
    }

    /// `O_r = TH("vrd1/vacated", u32be r, v, x)`.
    pub fn hash(&self) -> Hash {
        let v: Vec<u8> =
            self.vacated.iter().flat_map(|(seat, i, _)| [seat.to_be_bytes(), i.to_be_bytes()].concat()).collect();
        let x: Vec<u8> = self.barred.iter().flat_map(|i| i.to_be_bytes()).collect();
        tagged("vrd1/vacated", &[&self.round.to_be_bytes(), &v, &x])
    }

    /// `TH("vrd1/blind", salt, O_r, classes)`: what the ledger shows of a round until it is opened.
    pub fn blind(&self, salt: &Hash) -> Hash {
        tagged("vrd1/blind", &[&salt.0, &self.hash().0, &self.class_bytes()])
    }

    /// `alpha_r`; `reveals` is nothing before unsealing.
    pub fn alpha(&self, alpha: &Hash, reveals: Option<&Hash>) -> Hash {
        let reveals: &[u8] = reveals.map_or(&[], |reveals| &reveals.0);
        tagged("vrd1/alpha-round", &[&alpha.0, &self.round.to_be_bytes(), &self.hash().0, reveals])
    }

    /// `K_r` from the key that drew before and the betas on `alpha_r`.
    pub fn key(&self, before: &Hash, betas: &[Beta]) -> Hash {
        tagged("vrd1/round", &[&before.0, &self.round.to_be_bytes(), &self.hash().0, &betas.concat()])
    }

    fn class_bytes(&self) -> Vec<u8> {
        self.vacated.iter().map(|(_, _, class)| *class as u8).collect()
    }

    fn ascends(&self) -> bool {
        self.vacated.windows(2).all(|two| two[0].0 < two[1].0)
            && self.barred.windows(2).all(|two| two[0] < two[1])
            && self.barred.len() <= MAX_BARRED
    }
}

fn list(text: Option<&str>) -> impl Iterator<Item = &str> {
    text.into_iter().flat_map(|text| text.split('/'))
}

fn joined(parts: impl Iterator<Item = String>) -> Option<String> {
    let parts: Vec<String> = parts.collect();
    (!parts.is_empty()).then(|| parts.join("/"))
}

const CLASSES: [Class; 7] =
    [Class::Declined, Class::Unreachable, Class::NoAnswer, Class::Conflict, Class::Recusal, Class::Absent, Class::Line];
const MAX_BARRED: usize = 4_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_opening_reads_and_writes_back() {
        let opening = Opening::parse(2, Some("0:17/4:3"), Some("5/9"), Some("0005")).unwrap();
        assert_eq!(opening.vacated, [(0, 17, Class::Declined), (4, 3, Class::Absent)]);
        let values = (opening.vacated_value(), opening.barred_value(), opening.classes_value());
        assert_eq!(values, (Some("0:17/4:3".into()), Some("5/9".into()), Some("0005".into())));
        let empty = Opening::parse(1, None, None, None).unwrap();
        assert!(empty.is_empty() && empty.vacated_value().is_none() && empty.classes_value().is_none());
        let v = [0u32, 17, 4, 3].map(u32::to_be_bytes).concat();
        let x = [5u32, 9].map(u32::to_be_bytes).concat();
        assert_eq!(opening.hash(), tagged("vrd1/vacated", &[&[0, 0, 0, 2], &v, &x]));
        assert_eq!(opening.blind(&Hash([1; 32])), tagged("vrd1/blind", &[&[1; 32], &opening.hash().0, &[0, 5]]));
    }

    #[test]
    fn every_other_spelling_is_refused() {
        for (vacated, barred, classes) in [
            (Some("4:3/0:17"), None, Some("0000")),
            (Some("0:3/0:4"), None, Some("0000")),
            (Some("0:3"), None, None),
            (Some("0:3"), None, Some("0000")),
            (Some("0:3"), None, Some("07")),
            (Some("0:3"), None, Some("0")),
            (Some("00:3"), None, Some("00")),
            (Some("0:4294967296"), None, Some("00")),
            (Some("0:3/"), None, Some("0000")),
            (None, Some("9/5"), None),
            (None, Some("5/5"), None),
            (None, Some(""), None),
            (None, None, Some("00")),
        ] {
            assert_eq!(
                Opening::parse(1, vacated, barred, classes),
                Err(OpeningError),
                "{vacated:?} {barred:?} {classes:?}"
            );
        }
    }

    #[test]
    fn everything_that_fixes_a_round_moves_its_key() {
        let (before, alpha, betas) = (Hash([1; 32]), Hash([2; 32]), [[3; 64], [4; 64]]);
        let opening = |round, vacated, barred| Opening::parse(round, Some(vacated), Some(barred), Some("00")).unwrap();
        let good = opening(1, "0:17", "5");
        for other in
            [opening(2, "0:17", "5"), opening(1, "1:17", "5"), opening(1, "0:18", "5"), opening(1, "0:17", "6")]
        {
            assert_ne!(good.alpha(&alpha, None), other.alpha(&alpha, None));
            assert_ne!(good.key(&before, &betas), other.key(&before, &betas));
        }
        assert_ne!(good.alpha(&alpha, None), good.alpha(&alpha, Some(&alpha)));
        assert_ne!(good.key(&before, &betas), good.key(&alpha, &betas));
        assert_ne!(good.key(&before, &betas), good.key(&before, &[betas[1], betas[0]]));
    }
}
