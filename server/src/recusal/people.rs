//! The people of a snapshot as the rules judge them: facts by small keys, in the order of the file.

use std::collections::HashMap;

use jiff::civil::Date;
use rules::expert::lifecycle::{Readiness, Standing};
use rules::expert::model::{Library, LicenceKind};
use rules::expert::{ExpertNumber, Phone, ResidentId};
use rules::recusal::facts::{Credit, Declaration, Employment, Facts, Licence, Membership, Panel, Span};
use rules::recusal::pair::Links;
use rules::recusal::register::PersonKey;
use rules::time::Month;
use uuid::Uuid;

use super::RegistryError;
use super::register::Units;
use super::store::{self, Blind, PersonRow};
use crate::db::rows::{RowError, Source};
use crate::expert::file::field;
use crate::vault::{Place, Vault};

/// Somebody of the registry. Name and telephones stay sealed until a pool is made.
pub struct Person {
    pub(super) id: Uuid,
    pub(super) number: ExpertNumber,
    pub(super) facts: Facts,
    pub(super) links: Links,
    pub(super) name_sealed: Box<[u8]>,
    pub(super) phone_sealed: Box<[u8]>,
    pub(super) second_phone: Option<Phone>,
}

/// An earlier seat with the day, project and lot by which seats are put in their order.
type SeatOf = (Date, Box<str>, Option<Box<str>>, Panel);

/// A person while the rows come in, with what the order of their facts depends on.
pub struct Draft {
    person: Person,
    id_number: Blind,
    id_number_sealed: Box<[u8]>,
    second_phone_sealed: Option<Box<[u8]>>,
    licences: Vec<DraftLicence>,
    panels: Vec<SeatOf>,
}

struct DraftLicence {
    id: Uuid,
    kind: LicenceKind,
    number_sealed: Box<[u8]>,
    licence: Licence,
}

/// Reads everybody who was ever admitted, in the order of admission.
pub async fn read(db: &mut Source, units: &Units) -> sqlx::Result<Vec<Draft>> {
    let mut reader = Reader::new(db, units).await?;
    reader.read_terms(db).await?;
    reader.read_ties(db).await?;
    reader.read_records(db).await?;
    reader.read_licences_and_panels(db).await?;
    Ok(reader.people)
}

struct Reader<'a> {
    units: &'a Units,
    people: Vec<Draft>,
    places: HashMap<Uuid, usize>,
}

impl<'a> Reader<'a> {
    async fn new(db: &mut Source, units: &'a Units) -> sqlx::Result<Self> {
        let mut people = Vec::new();
        store::persons(db, |row| {
            people.push(Draft::of(&row, units)?);
            Ok(())
        })
        .await?;
        people.sort_unstable_by_key(|draft| draft.person.facts.index);
        let places = people.iter().map(|draft| draft.person.id).zip(0..).collect();
        Ok(Self { units, people, places })
    }

    /// The one whose row it is; none for somebody who was not admitted.
    fn draft(&mut self, expert: Uuid) -> Option<&mut Draft> {
        self.places.get(&expert).map(|place| &mut self.people[*place])
    }

    fn facts(&mut self, expert: Uuid) -> Option<&mut Facts> {
        self.draft(expert).map(|draft| &mut draft.person.facts)
    }

    async fn read_terms(&mut self, db: &mut Source) -> sqlx::Result<()> {
        store::terms(db, |(expert, library, from, until)| {
            if let Some(facts) = self.facts(expert) {
                *membership(facts, library) = Some(Membership { from, until, specialties: Vec::new() });
            }
            Ok(())
        })
        .await?;
        store::specialties(db, |(expert, library, code)| {
            let term = self.facts(expert).and_then(|facts| membership(facts, library).as_mut());
            if let Some(term) = term {
                term.specialties.push(code);
            }
            Ok(())
        })
        .await
    }

    async fn read_ties(&mut self, db: &mut Source) -> sqlx::Result<()> {
        store::employments(db, |row| {
            let unit = self.units.key(row.unit)?;
            if let Some(facts) = self.facts(row.expert) {
                let (from, until) = row.months;
                let until = until.map(|month| Month::of(month).last_day());
                facts.employments.push(Employment { unit, kind: row.kind, from, until });
            }
            Ok(())
        })
        .await?;
        store::declarations(db, |row| {
            let unit = self.units.key(row.unit)?;
            if let Some(facts) = self.facts(row.expert) {
                facts.declarations.push(Declaration { kind: row.kind, unit, from: row.from, until: row.until });
            }
            Ok(())
        })
        .await
    }

    async fn read_records(&mut self, db: &mut Source) -> sqlx::Result<()> {
        store::credits(db, |row| {
            if let Some(facts) = self.facts(row.expert) {
                facts.credits.push(Credit { kind: row.kind, field: row.field, from: row.from, until: row.until });
            }
            Ok(())
        })
        .await?;
        store::spans(db, |row| {
            if let Some(facts) = self.facts(row.expert) {
                facts.calendar.push(Span { starts_at: row.starts_at, ends_at: row.ends_at, kind: row.kind });
            }
            Ok(())
        })
        .await
    }

    async fn read_licences_and_panels(&mut self, db: &mut Source) -> sqlx::Result<()> {
        store::licences(db, |row| {
            let licence = Licence { unit: self.units.key(row.unit)?, from: row.from, until: row.until };
            if let Some(draft) = self.draft(row.expert) {
                let number_sealed = row.number_sealed.into();
                draft.licences.push(DraftLicence { id: row.id, kind: row.kind, number_sealed, licence });
            }
            Ok(())
        })
        .await?;
        store::panels(db, |row| {
            let tenderee = row.tenderee.map(|unit| self.units.key(unit)).transpose()?;
            if let Some(draft) = self.draft(row.expert) {
                let day = row.evaluated_on;
                let panel = Panel { evaluated_on: day, tenderee, outcome: row.outcome };
                draft.panels.push((day, row.project_code.into(), row.lot.map(Into::into), panel));
            }
            Ok(())
        })
        .await
    }
}

impl Draft {
    fn of(row: &PersonRow<'_>, units: &Units) -> Result<Self, RowError> {
        let standing = Standing { state: row.state, from: row.state_from, until: row.state_until };
        let (trained_on, confirmed_on) = (row.trained_on, row.confirmed_on);
        let facts = Facts {
            index: row.index,
            person: None,
            unit: row.unit.map(|unit| units.key(unit)).transpose()?,
            area: row.area,
            // The day of birth stands in the resident id, which is opened in `finish`.
            readiness: Readiness { standing, born_on: Date::MIN, trained_on, confirmed_on },
            evaluation: None,
            review: None,
            employments: Vec::new(),
            licences: Vec::new(),
            declarations: Vec::new(),
            credits: Vec::new(),
            panels: Vec::new(),
            calendar: Vec::new(),
        };
        let links = Links {
            address: row.address.as_ref().map(|blind| link(blind)),
            phones: vec![link(&row.phone)],
            account: row.account.as_ref().map(|blind| link(blind)),
        };
        let person = Person {
            id: row.id,
            number: row.number,
            facts,
            links,
            name_sealed: row.name_sealed.into(),
            phone_sealed: row.phone_sealed.into(),
            second_phone: None,
        };
        Ok(Self {
            person,
            id_number: row.id_number,
            id_number_sealed: row.id_number_sealed.into(),
            second_phone_sealed: row.second_phone_sealed.map(Into::into),
            licences: Vec::new(),
            panels: Vec::new(),
        })
    }

    /// Opens what the rules read, finds the person in the business register, and brings the facts into the order of the file.
    pub fn finish(mut self, vault: &Vault, persons: &HashMap<Blind, PersonKey>) -> Result<Person, RegistryError> {
        self.open(vault)?;
        self.put_licences(vault)?;
        // Facts that are equal in what is compared here differ only in what no rule reads.
        self.panels.sort_unstable_by(|left, right| {
            let last = |panel: &Panel| (panel.tenderee, panel.outcome);
            (left.0, &left.1, &left.2, last(&left.3)).cmp(&(right.0, &right.1, &right.2, last(&right.3)))
        });
        let Person { facts, .. } = &mut self.person;
        facts.panels = self.panels.into_iter().map(|(.., panel)| panel).collect();
        facts.person = persons.get(&self.id_number).copied();
        facts.employments.sort_unstable_by_key(|fact| (fact.from, fact.until, fact.unit, fact.kind));
        facts.declarations.sort_unstable_by_key(|fact| (fact.kind, fact.unit, fact.from, fact.until));
        facts.credits.sort_unstable_by_key(|fact| (fact.from, fact.until, fact.kind, fact.field));
        facts.calendar.sort_unstable_by_key(|fact| (fact.starts_at, fact.ends_at, fact.kind));
        for term in [&mut facts.evaluation, &mut facts.review].into_iter().flatten() {
            term.specialties.sort_unstable();
        }
        Ok(self.person)
    }

    fn open(&mut self, vault: &Vault) -> Result<(), RegistryError> {
        let row = self.person.id;
        let id_number = vault.open_text(Place { column: field::ID_NUMBER, row }, &self.id_number_sealed)?;
        if vault.blind("id_number", &id_number) != self.id_number {
            return Err(RegistryError::Value { column: "expert.id_number_blind", row });
        }
        let id_number: ResidentId = parsed(field::ID_NUMBER, row, &id_number)?;
        self.person.facts.readiness.born_on = id_number.born_on();
        if let Some(sealed) = &self.second_phone_sealed {
            let phone = vault.open_text(Place { column: field::SECOND_PHONE, row }, sealed)?;
            let phone: Phone = parsed(field::SECOND_PHONE, row, &phone)?;
            self.person.links.phones.push(link(&vault.blind("phone", phone.as_str())));
            self.person.second_phone = Some(phone);
        }
        Ok(())
    }

    /// Licences of one kind stand in the order of their numbers; they are opened only where there are several.
    fn put_licences(&mut self, vault: &Vault) -> Result<(), RegistryError> {
        self.licences.sort_unstable_by_key(|draft| draft.kind);
        for kind in self.licences.chunk_by(|left, right| left.kind == right.kind) {
            let mut licences = Vec::with_capacity(kind.len());
            for DraftLicence { id, number_sealed, licence, .. } in kind {
                let place = Place { column: field::LICENCE_NUMBER, row: *id };
                let number = if kind.len() > 1 { vault.open_text(place, number_sealed)? } else { String::new() };
                licences.push((number, *licence));
            }
            licences.sort_unstable_by(|(left, one), (right, other)| {
                let rest = |licence: &Licence| (licence.from, licence.until, licence.unit);
                left.cmp(right).then_with(|| rest(one).cmp(&rest(other)))
            });
            self.person.facts.licences.extend(licences.into_iter().map(|(_, licence)| licence));
        }
        Ok(())
    }
}

impl Person {
    /// What the rules read of this person.
    pub const fn facts(&self) -> &Facts {
        &self.facts
    }

    /// What links this person to others.
    pub const fn links(&self) -> &Links {
        &self.links
    }
}

pub fn parsed<T: std::str::FromStr>(column: &'static str, row: Uuid, text: &str) -> Result<T, RegistryError> {
    text.parse().map_err(|_| RegistryError::Value { column, row })
}

const fn membership(facts: &mut Facts, library: Library) -> &mut Option<Membership> {
    match library {
        Library::Evaluation => &mut facts.evaluation,
        Library::Review => &mut facts.review,
    }
}

/// A blind index as the rules compare it: followed by zeros.
fn link(blind: &[u8]) -> [u8; 32] {
    let mut link = [0; 32];
    link[..blind.len()].copy_from_slice(blind);
    link
}
