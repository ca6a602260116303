//! Rows of a person's file: the expert and the facts below, as they stand, sealed.

mod facts;
mod load;
mod save;

pub use facts::{clear, insert};
pub use load::{every, load, lock, of_unit};
pub use save::{insert_main, next_admission, save_admission, update_main};

use jiff_sqlx::{Date, Timestamp};
use uuid::Uuid;

/// Everything about some experts, each kind of row on its own, in no order.
#[derive(Default)]
pub struct Rows {
    pub main: Vec<MainRow>,
    pub facts: FactRows,
}

/// The rows below the expert's own.
#[derive(Default)]
pub struct FactRows {
    pub terms: Vec<TermRow>,
    pub specialties: Vec<SpecialtyRow>,
    pub employments: Vec<EmploymentRow>,
    pub kin: Vec<KinRow>,
    pub licences: Vec<LicenceRow>,
    pub declarations: Vec<DeclarationRow>,
    pub credits: Vec<CreditRow>,
    pub panels: Vec<PanelRow>,
    pub calendar: Vec<SpanRow>,
}

/// The kinds of rows below the expert's own, as they are replaced together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FactKind {
    Terms,
    Employments,
    Kin,
    Licences,
    Declarations,
    Credits,
    Panels,
    Calendar,
}

pub struct MainRow {
    pub id: Uuid,
    pub index: Option<i32>,
    pub number: Option<String>,
    pub area: String,
    pub state: String,
    pub state_reason_sealed: Option<Vec<u8>>,
    pub state_from: Date,
    pub state_until: Option<Date>,
    pub name_sealed: Vec<u8>,
    pub name_blind: Vec<u8>,
    pub id_number_sealed: Vec<u8>,
    pub id_number_blind: Vec<u8>,
    pub phone_sealed: Vec<u8>,
    pub phone_blind: Vec<u8>,
    pub second_phone_sealed: Option<Vec<u8>>,
    pub address_sealed: Option<Vec<u8>>,
    pub address_blind: Option<Vec<u8>>,
    pub bank_name_sealed: Option<Vec<u8>>,
    pub bank_account_sealed: Option<Vec<u8>>,
    pub bank_account_blind: Option<Vec<u8>>,
    pub unit_id: Option<Uuid>,
    pub trained_on: Option<Date>,
    pub confirmed_on: Option<Date>,
    pub version: i32,
    pub entry_id: Uuid,
}

pub struct TermRow {
    pub expert_id: Uuid,
    pub library: String,
    pub title: String,
    pub from_on: Date,
    pub until_on: Date,
}

pub struct SpecialtyRow {
    pub expert_id: Uuid,
    pub library: String,
    pub code: String,
}

pub struct EmploymentRow {
    pub id: Uuid,
    pub expert_id: Uuid,
    pub unit_id: Uuid,
    pub kind: String,
    pub from_month: Date,
    pub until_month: Option<Date>,
}

pub struct KinRow {
    pub id: Uuid,
    pub expert_id: Uuid,
    pub relation: String,
    pub name_sealed: Vec<u8>,
    pub name_blind: Vec<u8>,
    pub id_number_sealed: Option<Vec<u8>>,
    pub id_number_blind: Option<Vec<u8>>,
    pub unit_id: Option<Uuid>,
}

pub struct LicenceRow {
    pub id: Uuid,
    pub expert_id: Uuid,
    pub kind: String,
    pub number_sealed: Vec<u8>,
    pub number_blind: Vec<u8>,
    pub unit_id: Uuid,
    pub from_on: Date,
    pub until_on: Option<Date>,
}

pub struct DeclarationRow {
    pub id: Uuid,
    pub expert_id: Uuid,
    pub kind: String,
    pub unit_id: Uuid,
    pub from_on: Date,
    pub until_on: Option<Date>,
    pub note_sealed: Option<Vec<u8>>,
}

pub struct CreditRow {
    pub id: Uuid,
    pub expert_id: Uuid,
    pub kind: String,
    pub field: String,
    pub basis: String,
    pub authority: String,
    pub document: Option<String>,
    pub from_on: Date,
    pub until_on: Option<Date>,
}

pub struct PanelRow {
    pub id: Uuid,
    pub expert_id: Uuid,
    pub project_code: String,
    pub lot: Option<String>,
    pub tenderee_id: Option<Uuid>,
    pub evaluated_on: Date,
    pub outcome: String,
}

pub struct SpanRow {
    pub id: Uuid,
    pub expert_id: Uuid,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub kind: String,
}

/// A row below an expert's own.
pub trait OfExpert {
    fn expert(&self) -> Uuid;
}

macro_rules! of_expert {
    ($($row:ty),+) => { $(
        impl OfExpert for $row {
            fn expert(&self) -> Uuid {
                self.expert_id
            }
        }
    )+ };
}

of_expert!(TermRow, SpecialtyRow, EmploymentRow, KinRow, LicenceRow, DeclarationRow, CreditRow, PanelRow, SpanRow);
