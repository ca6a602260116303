//! Decisions about everybody, and the pool that is committed.

use proof::Hash;
use rules::draw::eligible::{self, Judged, Pool};
use rules::draw::sealed::{self, DrawSalt, Sealed, Values};
use rules::expert::model::Library;
use rules::id::ExpertId;
use rules::recusal::pair::{self, Links};
use rules::recusal::{Case, Decision, Figures, Prepared, blocking, decide};

use super::people::Person;
use super::{Registry, RegistryError, threads};
use crate::expert::file::field;
use crate::vault::{Place, Vault};

/// What was decided about everybody of a registry for one case.
pub struct Judgement {
    /// In the order of admission.
    judged: Vec<Judged>,
    /// Masks, groups, pairs and counts.
    pub pool: Pool,
    /// How many pairs of units that touch the case must be told apart before a draw.
    pub blocking_count: usize,
    /// The library that was drawn from, whose specialties count.
    library: Library,
}

/// Somebody of a committed pool with the fields that were hashed.
pub struct Hashed {
    pub expert: ExpertId,
    pub values: Values,
}

impl Judgement {
    /// What was decided about one person, by place in the order of admission.
    pub fn decision(&self, place: usize) -> Option<&Decision> {
        self.judged.get(place).map(|judged| &judged.decision)
    }
}

impl Registry {
    /// Decides about everybody.
    pub fn judge(&self, case: &Case, figures: &Figures) -> Result<Judgement, RegistryError> {
        let prepared = Prepared::new(&self.register, case, figures);
        let judged =
            threads::each(self.people.iter().collect(), |person| Ok::<_, RegistryError>(judge_one(&prepared, person)))?;
        let pool = eligible::pool(&judged, &self.relatives)?;
        let blocking_count = blocking(&prepared, &self.open_near).len();
        Ok(Judgement { judged, pool, blocking_count, library: figures.library })
    }

    /// Makes the committed pool: opens everybody's name and telephones for the time of hashing them, and hands back what was hashed, so
    /// that those who are picked can be called from it.
    pub fn seal(
        &self,
        vault: &Vault,
        judgement: &Judgement,
        salt: &DrawSalt,
    ) -> Result<(Sealed, Vec<Hashed>), RegistryError> {
        let everybody = self.people.iter().zip(&judgement.judged).collect();
        let hashed: Vec<(Hash, Hashed)> = threads::each(everybody, |(person, judged): (&Person, &Judged)| {
            let values = self.values(vault, person, &judged.decision, judgement.library)?;
            let eid = sealed::eid(salt, person.facts.index, &values);
            Ok::<_, RegistryError>((eid, Hashed { expert: ExpertId::from_uuid(person.id), values }))
        })?;
        let (eids, hashed): (Vec<Hash>, Vec<Hashed>) = hashed.into_iter().unzip();
        Ok((sealed::seal(&judgement.pool, &eids, salt)?, hashed))
    }

    /// The eight lines that open some fields of one person, by place in the order of admission; none where nobody is.
    pub fn opening(
        &self,
        vault: &Vault,
        (judgement, place): (&Judgement, usize),
        salt: &DrawSalt,
        fields: &[u8],
    ) -> Result<Option<String>, RegistryError> {
        let (Some(person), Some(decision)) = (self.people.get(place), judgement.decision(place)) else {
            return Ok(None);
        };
        let values = self.values(vault, person, decision, judgement.library)?;
        Ok(Some(sealed::opening(salt, person.facts.index, &values, fields)))
    }

    fn values(
        &self,
        vault: &Vault,
        person: &Person,
        decision: &Decision,
        library: Library,
    ) -> Result<Values, RegistryError> {
        let row = person.id;
        let name = vault.open_text(Place { column: field::NAME, row }, &person.name_sealed)?;
        let phone = vault.open_text(Place { column: field::PHONE, row }, &person.phone_sealed)?;
        let blind = vault.blind("phone", &phone);
        if person.links.phones.first().is_none_or(|link| !link.starts_with(&blind)) {
            return Err(RegistryError::Value { column: "expert.phone_blind", row });
        }
        let phones = person.second_phone.as_ref().map_or_else(|| phone.clone(), |second| format!("{phone} {second}"));
        let specialties = person.facts.membership(library).map_or(&[][..], |term| &term.specialties);
        let specialties: Vec<&str> = specialties.iter().map(rules::expert::SpecialtyCode::as_str).collect();
        Ok([
            person.facts.index.to_string(),
            person.number.to_string(),
            name,
            phones,
            person.facts.unit.map_or_else(String::new, |unit| self.register.label(unit)),
            specialties.join(" "),
            person.facts.area.to_string(),
            decision.text(&self.register),
        ])
    }
}

/// Group and links of whoever cannot be drawn play no part in a pool.
fn judge_one(prepared: &Prepared<'_>, person: &Person) -> Judged {
    let decision = decide(prepared, &person.facts);
    let (group, links) = if decision.mask() == 0 {
        (pair::alone(decision.index), Links::default())
    } else {
        (pair::group_id(prepared, &person.facts), person.links.clone())
    };
    Judged { decision, group, links }
}
