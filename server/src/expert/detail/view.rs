//! The file as it is sent.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rules::expert::file::{ExpertFile, Kin, Licence};
use rules::expert::lifecycle::{Standing, state_on};
use rules::expert::model::{Library, Term};
use rules::expert::{BankAccount, SpecialtyCode};
use rules::id::UnitId;
use rules::text;
use serde::Serialize;
use utoipa::ToSchema;

use crate::expert::{Held, change};
use crate::http::Language;
use crate::ledger::Told;
use crate::specialty::Named;
use crate::unit::Label;

/// How much of the personal data is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    Masked,
    /// For the person alone, and for one field at a time.
    Clear,
}

#[derive(Serialize, ToSchema)]
pub struct ExpertView {
    id: String,
    /// Order of admission; null while a draft.
    index: Option<u32>,
    number: Option<String>,
    version: i32,
    /// As of today.
    state: &'static str,
    state_from: String,
    state_until: Option<String>,
    state_reason: Option<String>,
    area: String,
    area_name: String,
    personal: Personal,
    unit: Option<UnitName>,
    libraries: Vec<Membership>,
    trained_on: Option<String>,
    confirmed_on: Option<String>,
    employments: Vec<EmploymentView>,
    kin: Vec<KinView>,
    licences: Vec<LicenceView>,
    declarations: Vec<DeclarationView>,
    credits: Vec<CreditView>,
    panels: Vec<PanelView>,
    calendar: Vec<SpanView>,
    /// A proposal about this file that waits for its decision.
    open_change_id: Option<String>,
}

/// Personal values, masked or in clear.
#[derive(Serialize, ToSchema)]
pub struct Personal {
    name: String,
    id_number: String,
    phone: String,
    second_phone: Option<String>,
    address: Option<String>,
    bank_name: Option<String>,
    bank_account: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct UnitName {
    id: String,
    name: String,
    code: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct Membership {
    library: &'static str,
    title: String,
    from: String,
    until: String,
    specialties: Vec<NamedCode>,
}

#[derive(Serialize, ToSchema)]
pub struct NamedCode {
    code: String,
    /// The code itself where no edition has a name for it.
    name: String,
    /// Null for a code of the edition in force.
    old: Option<OldCode>,
}

/// Where a code comes from that the edition in force no longer has.
#[derive(Serialize, ToSchema)]
pub struct OldCode {
    /// Name of the edition that has it.
    edition: String,
    /// Codes of the edition in force that continue it; none when it ended.
    continued_by: Vec<String>,
}

#[derive(Serialize, ToSchema)]
pub struct EmploymentView {
    unit: UnitName,
    kind: &'static str,
    from_month: String,
    until_month: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct KinView {
    relation: &'static str,
    name: String,
    unit: Option<UnitName>,
}

#[derive(Serialize, ToSchema)]
pub struct LicenceView {
    kind: &'static str,
    number: String,
    unit: UnitName,
    from: String,
    until: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct DeclarationView {
    kind: &'static str,
    unit: UnitName,
    from: String,
    until: Option<String>,
    note: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct CreditView {
    kind: &'static str,
    field: &'static str,
    basis: String,
    authority: String,
    document: Option<String>,
    from: String,
    until: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct PanelView {
    project_code: String,
    lot: Option<String>,
    tenderee: Option<UnitName>,
    evaluated_on: String,
    outcome: &'static str,
}

#[derive(Serialize, ToSchema)]
pub struct SpanView {
    starts_at: String,
    ends_at: String,
    kind: &'static str,
}

/// One thing that happened to the file, or one look into it.
#[derive(Serialize, ToSchema)]
pub struct HistoryEvent {
    /// Number in the ledger; null for the moment until it has one.
    index: Option<i64>,
    recorded_at: String,
    /// Code word of the ledger's kind.
    kind: String,
    /// Display name, or `command/NAME` or `system`.
    actor: String,
    reason: Option<String>,
    /// Fields that changed or were shown.
    changes: Vec<ChangedField>,
}

#[derive(Serialize, ToSchema)]
pub struct ChangedField {
    field: String,
}

/// How a file is shown, and the names of the units and specialties in it.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    pub sight: Sight,
    pub language: Language,
    pub labels: &'a BTreeMap<UnitId, Label>,
    pub specialties: &'a BTreeMap<SpecialtyCode, Named>,
}

impl ExpertView {
    #[expect(clippy::too_many_lines, reason = "one line for each field of the page")]
    pub fn of(held: &Held, today: Date, shown: Shown<'_>, open_change_id: Option<String>) -> Self {
        let file = &held.file;
        let Shown { sight, language, labels, specialties } = shown;
        let standing = Standing { state: file.state, from: file.state_from, until: file.state_until };
        let unit = |id: UnitId| UnitName::of(id, labels);
        Self {
            id: file.id.to_string(),
            index: file.index,
            number: file.number.map(|number| number.to_string()),
            version: held.version,
            state: state_on(standing, today).code(),
            state_from: file.state_from.to_string(),
            state_until: day(file.state_until),
            state_reason: file.state_reason.clone(),
            area: file.area.to_string(),
            area_name: language.area(file.area),
            personal: Personal::of(file, sight),
            unit: file.unit.map(unit),
            libraries: file.terms().map(|(library, term)| Membership::of(library, term, specialties)).collect(),
            trained_on: day(file.trained_on),
            confirmed_on: day(file.confirmed_on),
            employments: file
                .employments
                .iter()
                .rev()
                .map(|fact| EmploymentView {
                    unit: unit(fact.unit),
                    kind: fact.kind.code(),
                    from_month: fact.from_month.to_string(),
                    until_month: fact.until_month.map(|month| month.to_string()),
                })
                .collect(),
            kin: file.kin.iter().map(|fact| KinView::of(fact, sight, fact.unit.map(unit))).collect(),
            licences: file.licences.iter().map(|fact| LicenceView::of(fact, sight, unit(fact.unit))).collect(),
            declarations: file
                .declarations
                .iter()
                .map(|fact| DeclarationView {
                    kind: fact.kind.code(),
                    unit: unit(fact.unit),
                    from: fact.from.to_string(),
                    until: day(fact.until),
                    note: fact.note.clone(),
                })
                .collect(),
            credits: file.credits.iter().rev().map(CreditView::of).collect(),
            panels: file
                .panels
                .iter()
                .rev()
                .map(|fact| PanelView {
                    project_code: fact.project_code.clone(),
                    lot: fact.lot.clone(),
                    tenderee: fact.tenderee.map(unit),
                    evaluated_on: fact.evaluated_on.to_string(),
                    outcome: fact.outcome.code(),
                })
                .collect(),
            calendar: file
                .calendar
                .iter()
                .map(|fact| SpanView {
                    starts_at: fact.starts_at.to_string(),
                    ends_at: fact.ends_at.to_string(),
                    kind: fact.kind.code(),
                })
                .collect(),
            open_change_id,
        }
    }
}

impl Personal {
    pub fn of(file: &ExpertFile, sight: Sight) -> Self {
        let shown = |field: &str, value: &str| match sight {
            Sight::Masked => change::masked(field, value),
            Sight::Clear => value.to_owned(),
        };
        Self {
            name: shown("name", &file.name),
            id_number: shown("id_number", file.id_number.as_str()),
            phone: shown("phone", file.phone.as_str()),
            second_phone: file.second_phone.as_ref().map(|phone| shown("second_phone", phone.as_str())),
            address: file.address.as_deref().map(|address| shown("address", address)),
            bank_name: file.bank_name.as_deref().map(|name| shown("bank_name", name)),
            bank_account: file
                .bank_account
                .as_ref()
                .map(BankAccount::as_str)
                .map(|number| shown("bank_account", number)),
        }
    }

    /// The value of a field by its name; the outer none: there is no such field.
    pub fn value(self, field: &str) -> Option<Option<String>> {
        match field {
            "name" => Some(Some(self.name)),
            "id_number" => Some(Some(self.id_number)),
            "phone" => Some(Some(self.phone)),
            "second_phone" => Some(self.second_phone),
            "address" => Some(self.address),
            "bank_name" => Some(self.bank_name),
            "bank_account" => Some(self.bank_account),
            _ => None,
        }
    }
}

impl UnitName {
    fn of(id: UnitId, labels: &BTreeMap<UnitId, Label>) -> Self {
        let label = labels.get(&id);
        Self {
            id: id.to_string(),
            name: label.map(|label| label.name.clone()).unwrap_or_default(),
            code: label.and_then(|label| label.code).map(|code| code.to_string()),
        }
    }
}

impl Membership {
    fn of(library: Library, term: &Term, names: &BTreeMap<SpecialtyCode, Named>) -> Self {
        Self {
            library: library.code(),
            title: term.title.clone(),
            from: term.from.to_string(),
            until: term.until.to_string(),
            specialties: term.specialties.iter().map(|code| NamedCode::of(*code, names.get(code))).collect(),
        }
    }
}

impl NamedCode {
    fn of(code: SpecialtyCode, named: Option<&Named>) -> Self {
        let old = named.and_then(|named| named.old.as_ref()).map(|old| OldCode {
            edition: old.edition.clone(),
            continued_by: old.continued_by.iter().map(ToString::to_string).collect(),
        });
        Self { code: code.to_string(), name: named.map_or_else(|| code.to_string(), |named| named.name.clone()), old }
    }
}

impl KinView {
    fn of(fact: &Kin, sight: Sight, unit: Option<UnitName>) -> Self {
        let name = if sight == Sight::Clear { fact.name.clone() } else { text::masked_name(&fact.name) };
        Self { relation: fact.relation.code(), name, unit }
    }
}

impl LicenceView {
    fn of(fact: &Licence, sight: Sight, unit: UnitName) -> Self {
        let number = if sight == Sight::Clear { fact.number.clone() } else { text::masked_tail(&fact.number) };
        Self { kind: fact.kind.code(), number, unit, from: fact.from.to_string(), until: day(fact.until) }
    }
}

impl CreditView {
    fn of(fact: &rules::expert::file::Credit) -> Self {
        Self {
            kind: fact.kind.code(),
            field: fact.field.code(),
            basis: fact.basis.clone(),
            authority: fact.authority.clone(),
            document: fact.document.clone(),
            from: fact.from.to_string(),
            until: day(fact.until),
        }
    }
}

impl HistoryEvent {
    /// `name`: the actor's display name, where the actor is an account.
    pub fn of(told: Told, name: Option<String>) -> Self {
        let body = told.body;
        let fields = body.details.get("fields").into_iter().flat_map(|fields| fields.split(' '));
        let fields = fields.chain(body.details.get("field").map(String::as_str));
        Self {
            index: told.index,
            recorded_at: told.recorded_at.to_string(),
            changes: fields.map(|field| ChangedField { field: field.to_owned() }).collect(),
            reason: body.details.get("reason").cloned(),
            kind: body.kind,
            actor: name.unwrap_or(body.actor),
        }
    }
}

fn day(day: Option<Date>) -> Option<String> {
    day.map(|day| day.to_string())
}
