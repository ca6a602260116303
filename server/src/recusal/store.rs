//! Statements that read the whole registry. Large tables come as COPY, unordered: whoever takes the rows puts them in order, which
//! costs less than a sort in the database.

use jiff::Timestamp;
use jiff::civil::Date;
use rules::area::Area;
use rules::expert::model::{
    CalendarKind, CreditField, CreditKind, DeclarationKind, EmploymentKind, Library, LicenceKind, PanelOutcome, State,
};
use rules::expert::{ExpertNumber, SpecialtyCode};
use rules::unit::model::{HolderKind, OfficerRole, UnitKind};
use rules::unit::{CreditCode, Share};
use uuid::Uuid;

use crate::db::rows::{Decimal, Row, RowError, Source};

/// A blind index as the vault makes it.
pub type Blind = [u8; 16];

/// Takes the rows of one table.
pub trait Take<T>: FnMut(T) -> Result<(), RowError> {}
impl<T, F: FnMut(T) -> Result<(), RowError>> Take<T> for F {}

pub struct UnitRow {
    pub id: Uuid,
    pub code: Option<CreditCode>,
    pub kind: UnitKind,
    pub area: Option<Area>,
    pub branch_of: Option<Uuid>,
    pub merged_into: Option<Uuid>,
}

pub async fn units(db: &mut Source, mut take: impl Take<UnitRow>) -> sqlx::Result<()> {
    db.each(UNITS, |row| {
        take(UnitRow {
            id: row.read()?,
            code: row.opt_word()?,
            kind: row.word()?,
            area: row.opt_word()?,
            branch_of: row.opt()?,
            merged_into: row.opt()?,
        })
    })
    .await
}

pub struct StakeRow {
    pub id: Uuid,
    pub unit: Uuid,
    pub kind: HolderKind,
    pub holder: Option<Uuid>,
    pub person: Option<Blind>,
    pub share: Share,
    pub control: bool,
    pub from: Option<Date>,
    pub until: Option<Date>,
}

pub async fn stakes(db: &mut Source, mut take: impl Take<StakeRow>) -> sqlx::Result<()> {
    db.each(STAKES, |row| {
        take(StakeRow {
            id: row.read()?,
            unit: row.read()?,
            kind: row.word()?,
            holder: row.opt()?,
            person: row.opt()?,
            share: row.read::<Decimal>().and_then(|Decimal(units)| Share::from_units(units).ok_or(RowError))?,
            control: row.read()?,
            from: row.opt()?,
            until: row.opt()?,
        })
    })
    .await
}

pub struct OfficeRow {
    pub id: Uuid,
    pub unit: Uuid,
    pub role: OfficerRole,
    pub person: Blind,
    pub from: Date,
    pub until: Option<Date>,
}

/// Offices of persons who are known by resident id.
pub async fn offices(db: &mut Source, mut take: impl Take<OfficeRow>) -> sqlx::Result<()> {
    db.each(OFFICES, |row| {
        take(OfficeRow {
            id: row.read()?,
            unit: row.read()?,
            role: row.word()?,
            person: row.read()?,
            from: row.read()?,
            until: row.opt()?,
        })
    })
    .await
}

/// Pairs of units that an officer has still to tell apart.
pub async fn open_near(db: &mut Source, mut take: impl Take<(Uuid, Uuid)>) -> sqlx::Result<()> {
    db.each(OPEN_NEAR, |row| take((row.read()?, row.read()?))).await
}

pub struct PersonRow<'a> {
    pub id: Uuid,
    pub index: u32,
    pub number: ExpertNumber,
    pub area: Area,
    pub state: State,
    pub state_from: Date,
    pub state_until: Option<Date>,
    pub unit: Option<Uuid>,
    pub trained_on: Option<Date>,
    pub confirmed_on: Option<Date>,
    pub id_number: Blind,
    pub phone: Blind,
    pub address: Option<Blind>,
    pub account: Option<Blind>,
    pub id_number_sealed: &'a [u8],
    pub name_sealed: &'a [u8],
    pub phone_sealed: &'a [u8],
    pub second_phone_sealed: Option<&'a [u8]>,
}

impl<'a> PersonRow<'a> {
    fn of(row: &mut Row<'a>) -> Result<Self, RowError> {
        Ok(Self {
            id: row.read()?,
            index: row.read()?,
            number: row.word()?,
            area: row.word()?,
            state: row.word()?,
            state_from: row.read()?,
            state_until: row.opt()?,
            unit: row.opt()?,
            trained_on: row.opt()?,
            confirmed_on: row.opt()?,
            id_number: row.read()?,
            phone: row.read()?,
            address: row.opt()?,
            account: row.opt()?,
            id_number_sealed: row.read()?,
            name_sealed: row.read()?,
            phone_sealed: row.read()?,
            second_phone_sealed: row.opt()?,
        })
    }
}

/// Everybody who was ever admitted.
pub async fn persons(db: &mut Source, mut take: impl FnMut(PersonRow<'_>) -> Result<(), RowError>) -> sqlx::Result<()> {
    db.each(PERSONS, |row| take(PersonRow::of(row)?)).await
}

/// The terms of everybody: whose, in which library, first and last day.
pub async fn terms(db: &mut Source, mut take: impl Take<(Uuid, Library, Date, Date)>) -> sqlx::Result<()> {
    db.each(TERMS, |row| take((row.read()?, row.word()?, row.read()?, row.read()?))).await
}

pub async fn specialties(db: &mut Source, mut take: impl Take<(Uuid, Library, SpecialtyCode)>) -> sqlx::Result<()> {
    db.each(SPECIALTIES, |row| take((row.read()?, row.word()?, row.word()?))).await
}

pub struct EmploymentRow {
    pub expert: Uuid,
    pub unit: Uuid,
    pub kind: EmploymentKind,
    /// First days of the first and the last month.
    pub months: (Date, Option<Date>),
}

pub async fn employments(db: &mut Source, mut take: impl Take<EmploymentRow>) -> sqlx::Result<()> {
    db.each(EMPLOYMENTS, |row| {
        let (expert, unit, kind) = (row.read()?, row.read()?, row.word()?);
        take(EmploymentRow { expert, unit, kind, months: (row.read()?, row.opt()?) })
    })
    .await
}

pub struct LicenceRow<'a> {
    pub id: Uuid,
    pub expert: Uuid,
    pub kind: LicenceKind,
    pub number_sealed: &'a [u8],
    pub unit: Uuid,
    pub from: Date,
    pub until: Option<Date>,
}

pub async fn licences(
    db: &mut Source,
    mut take: impl FnMut(LicenceRow<'_>) -> Result<(), RowError>,
) -> sqlx::Result<()> {
    db.each(LICENCES, |row| {
        take(LicenceRow {
            id: row.read()?,
            expert: row.read()?,
            kind: row.word()?,
            number_sealed: row.read()?,
            unit: row.read()?,
            from: row.read()?,
            until: row.opt()?,
        })
    })
    .await
}

pub struct DeclarationRow {
    pub expert: Uuid,
    pub kind: DeclarationKind,
    pub unit: Uuid,
    pub from: Date,
    pub until: Option<Date>,
}

pub async fn declarations(db: &mut Source, mut take: impl Take<DeclarationRow>) -> sqlx::Result<()> {
    db.each(DECLARATIONS, |row| {
        let (expert, kind, unit) = (row.read()?, row.word()?, row.read()?);
        take(DeclarationRow { expert, kind, unit, from: row.read()?, until: row.opt()? })
    })
    .await
}

pub struct CreditRow {
    pub expert: Uuid,
    pub kind: CreditKind,
    pub field: CreditField,
    pub from: Date,
    pub until: Option<Date>,
}

pub async fn credits(db: &mut Source, mut take: impl Take<CreditRow>) -> sqlx::Result<()> {
    db.each(CREDITS, |row| {
        let (expert, kind, field) = (row.read()?, row.word()?, row.word()?);
        take(CreditRow { expert, kind, field, from: row.read()?, until: row.opt()? })
    })
    .await
}

pub struct PanelRow<'a> {
    pub expert: Uuid,
    pub evaluated_on: Date,
    pub project_code: &'a str,
    pub lot: Option<&'a str>,
    pub tenderee: Option<Uuid>,
    pub outcome: PanelOutcome,
}

pub async fn panels(db: &mut Source, mut take: impl FnMut(PanelRow<'_>) -> Result<(), RowError>) -> sqlx::Result<()> {
    db.each(PANELS, |row| {
        take(PanelRow {
            expert: row.read()?,
            evaluated_on: row.read()?,
            project_code: row.read()?,
            lot: row.opt()?,
            tenderee: row.opt()?,
            outcome: row.word()?,
        })
    })
    .await
}

pub struct SpanRow {
    pub expert: Uuid,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub kind: CalendarKind,
}

pub async fn spans(db: &mut Source, mut take: impl Take<SpanRow>) -> sqlx::Result<()> {
    db.each(SPANS, |row| {
        let (expert, starts_at, ends_at) = (row.read()?, row.read()?, row.read()?);
        take(SpanRow { expert, starts_at, ends_at, kind: row.word()? })
    })
    .await
}

/// Admitted experts of whom one named the other as a relative, by resident id: the indexes of who declared it and of whom.
pub async fn relatives(db: &mut Source, mut take: impl Take<(u32, u32)>) -> sqlx::Result<()> {
    db.each(RELATIVES, |row| take((row.read()?, row.read()?))).await
}

/// Everything that is read here: who keeps these rows keeps all that the rules judge by.
pub const STATEMENTS: [&str; 14] = [
    UNITS,
    STAKES,
    OFFICES,
    OPEN_NEAR,
    PERSONS,
    TERMS,
    SPECIALTIES,
    EMPLOYMENTS,
    LICENCES,
    DECLARATIONS,
    CREDITS,
    PANELS,
    SPANS,
    RELATIVES,
];

const UNITS: &str = "copy (select id, code, kind, area, branch_of, merged_into from unit) to stdout (format binary)";
const STAKES: &str =
    "copy (select id, unit_id, holder_kind, holder_unit_id, holder_id_number_blind, share, control, from_on, until_on
     from equity) to stdout (format binary)";
const OFFICES: &str = "copy (select id, unit_id, role, id_number_blind, from_on, until_on
     from unit_officer
     where id_number_blind is not null) to stdout (format binary)";
const OPEN_NEAR: &str = "copy (select left_id, right_id from near where state = 'open' order by left_id, right_id) to stdout (format binary)";
const PERSONS: &str =
    "copy (select id, index, number, area, state, state_from, state_until, unit_id, trained_on, confirmed_on,
     id_number_blind, phone_blind, address_blind, bank_account_blind, id_number_sealed, name_sealed,
     phone_sealed, second_phone_sealed
     from expert
     where index is not null) to stdout (format binary)";
const TERMS: &str = "copy (select expert_id, library, from_on, until_on from expert_library) to stdout (format binary)";
const SPECIALTIES: &str = "copy (select expert_id, library, code from expert_specialty) to stdout (format binary)";
const EMPLOYMENTS: &str =
    "copy (select expert_id, unit_id, kind, from_month, until_month from employment) to stdout (format binary)";
const LICENCES: &str = "copy (select id, expert_id, kind, number_sealed, unit_id, from_on, until_on
     from licence) to stdout (format binary)";
const DECLARATIONS: &str =
    "copy (select expert_id, kind, unit_id, from_on, until_on from declaration) to stdout (format binary)";
const CREDITS: &str = "copy (select expert_id, kind, field, from_on, until_on from credit) to stdout (format binary)";
const PANELS: &str = "copy (select expert_id, evaluated_on, project_code, lot, tenderee_id, outcome
     from panel) to stdout (format binary)";
const SPANS: &str = "copy (select expert_id, starts_at, ends_at, kind from calendar) to stdout (format binary)";
const RELATIVES: &str = "copy (select declaring.index, named.index
     from kin
     join expert declaring on declaring.id = kin.expert_id
     join expert named on named.id_number_blind = kin.id_number_blind
     where declaring.index is not null and named.index is not null) to stdout (format binary)";
