//! Between a person's file and its rows: sealing, opening, blind indexes. A blind index that does not belong to the value
//! beside it is an altered row, as one that does not open.
#![expect(
    clippy::needless_pass_by_value,
    reason = "a row is used up by opening it, whichever of its values have to be copied"
)]

use std::collections::BTreeMap;
use std::str::FromStr;

use jiff_sqlx::ToSqlx as _;
use rules::area::Area;
use rules::expert::file::{Credit, Declaration, Employment, ExpertFile, Kin, Licence, Panel, Span};
use rules::expert::model::{Library, Term};
use rules::expert::{Phone, ResidentId};
use rules::id::{EntryId, ExpertId, UnitId};
use rules::time::Month;
use uuid::Uuid;

use super::store::{
    CreditRow, DeclarationRow, EmploymentRow, FactKind, FactRows, KinRow, LicenceRow, MainRow, OfExpert, PanelRow,
    Rows, SpanRow, SpecialtyRow, TermRow,
};
use super::{Held, field};
use crate::app::App;
use crate::vault::{Place, Vault, VaultError};

/// A row that is not what the server wrote.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error("{column} of row {row} holds no value of its kind: it was altered")]
    Value { column: &'static str, row: Uuid },
}

/// The expert's own row as it is written.
pub fn main_row(vault: &Vault, file: &ExpertFile, version: i32, entry: EntryId) -> MainRow {
    let row = file.id.as_uuid();
    let seal = |column, text: &str| vault.seal_text(Place { column, row }, text);
    let seal_opt = |column, text: Option<&str>| text.map(|text| seal(column, text));
    let account = file.bank_account.as_ref().map(rules::expert::BankAccount::as_str);
    let address = file.address.as_deref();
    MainRow {
        id: row,
        index: file.index.map(|index| i32::try_from(index).expect("fewer than 2^31 experts")),
        number: file.number.map(|number| number.to_string()),
        area: file.area.to_string(),
        state: file.state.code().to_owned(),
        state_reason_sealed: seal_opt(field::STATE_REASON, file.state_reason.as_deref()),
        state_from: file.state_from.to_sqlx(),
        state_until: file.state_until.map(jiff_sqlx::ToSqlx::to_sqlx),
        name_sealed: seal(field::NAME, &file.name),
        name_blind: vault.blind("name", &file.name),
        id_number_sealed: seal(field::ID_NUMBER, file.id_number.as_str()),
        id_number_blind: vault.blind("id_number", file.id_number.as_str()),
        phone_sealed: seal(field::PHONE, file.phone.as_str()),
        phone_blind: vault.blind("phone", file.phone.as_str()),
        second_phone_sealed: seal_opt(field::SECOND_PHONE, file.second_phone.as_ref().map(Phone::as_str)),
        address_sealed: seal_opt(field::ADDRESS, address),
        address_blind: address.map(|address| vault.blind("address", &address_key(address))),
        bank_name_sealed: seal_opt(field::BANK_NAME, file.bank_name.as_deref()),
        bank_account_sealed: seal_opt(field::BANK_ACCOUNT, account),
        bank_account_blind: account.map(|account| vault.blind("bank_account", account)),
        unit_id: file.unit.map(|unit| unit.as_uuid()),
        trained_on: file.trained_on.map(jiff_sqlx::ToSqlx::to_sqlx),
        confirmed_on: file.confirmed_on.map(jiff_sqlx::ToSqlx::to_sqlx),
        version,
        entry_id: entry.as_uuid(),
    }
}

/// Adds the rows of those kinds of facts that are to be written.
pub fn add_facts(app: &App, file: &ExpertFile, kinds: &[FactKind], rows: &mut FactRows) {
    let expert_id = file.id.as_uuid();
    for kind in kinds {
        match kind {
            FactKind::Terms => add_terms(file, rows),
            FactKind::Employments => rows.employments.extend(file.employments.iter().map(|fact| EmploymentRow {
                id: app.uuid(),
                expert_id,
                unit_id: fact.unit.as_uuid(),
                kind: fact.kind.code().to_owned(),
                from_month: fact.from_month.first_day().to_sqlx(),
                until_month: fact.until_month.map(|month| month.first_day().to_sqlx()),
            })),
            FactKind::Kin => rows.kin.extend(file.kin.iter().map(|fact| kin_row(app, expert_id, fact))),
            FactKind::Licences => {
                rows.licences.extend(file.licences.iter().map(|fact| licence_row(app, expert_id, fact)));
            }
            FactKind::Declarations => {
                rows.declarations.extend(file.declarations.iter().map(|fact| declaration_row(app, expert_id, fact)));
            }
            FactKind::Credits => rows.credits.extend(file.credits.iter().map(|fact| CreditRow {
                id: app.uuid(),
                expert_id,
                kind: fact.kind.code().to_owned(),
                field: fact.field.code().to_owned(),
                basis: fact.basis.clone(),
                authority: fact.authority.clone(),
                document: fact.document.clone(),
                from_on: fact.from.to_sqlx(),
                until_on: fact.until.map(jiff_sqlx::ToSqlx::to_sqlx),
            })),
            FactKind::Panels => rows.panels.extend(file.panels.iter().map(|fact| PanelRow {
                id: app.uuid(),
                expert_id,
                project_code: fact.project_code.clone(),
                lot: fact.lot.clone(),
                tenderee_id: fact.tenderee.map(|unit| unit.as_uuid()),
                evaluated_on: fact.evaluated_on.to_sqlx(),
                outcome: fact.outcome.code().to_owned(),
            })),
            FactKind::Calendar => rows.calendar.extend(file.calendar.iter().map(|fact| SpanRow {
                id: app.uuid(),
                expert_id,
                starts_at: fact.starts_at.to_sqlx(),
                ends_at: fact.ends_at.to_sqlx(),
                kind: fact.kind.code().to_owned(),
            })),
        }
    }
}

fn add_terms(file: &ExpertFile, rows: &mut FactRows) {
    let expert_id = file.id.as_uuid();
    for (library, term) in file.terms() {
        let library = library.code();
        rows.terms.push(TermRow {
            expert_id,
            library: library.to_owned(),
            title: term.title.clone(),
            from_on: term.from.to_sqlx(),
            until_on: term.until.to_sqlx(),
        });
        let codes = term.specialties.iter();
        rows.specialties.extend(codes.map(|code| SpecialtyRow {
            expert_id,
            library: library.to_owned(),
            code: code.to_string(),
        }));
    }
}

fn kin_row(app: &App, expert_id: Uuid, fact: &Kin) -> KinRow {
    let id = app.uuid();
    let number = fact.id_number.as_ref().map(ResidentId::as_str);
    KinRow {
        id,
        expert_id,
        relation: fact.relation.code().to_owned(),
        name_sealed: app.vault.seal_text(Place { column: field::KIN_NAME, row: id }, &fact.name),
        name_blind: app.vault.blind("name", &fact.name),
        id_number_sealed: number
            .map(|number| app.vault.seal_text(Place { column: field::KIN_ID_NUMBER, row: id }, number)),
        id_number_blind: number.map(|number| app.vault.blind("id_number", number)),
        unit_id: fact.unit.map(|unit| unit.as_uuid()),
    }
}

fn licence_row(app: &App, expert_id: Uuid, fact: &Licence) -> LicenceRow {
    let id = app.uuid();
    LicenceRow {
        id,
        expert_id,
        kind: fact.kind.code().to_owned(),
        number_sealed: app.vault.seal_text(Place { column: field::LICENCE_NUMBER, row: id }, &fact.number),
        number_blind: app.vault.blind("licence", &fact.number),
        unit_id: fact.unit.as_uuid(),
        from_on: fact.from.to_sqlx(),
        until_on: fact.until.map(jiff_sqlx::ToSqlx::to_sqlx),
    }
}

fn declaration_row(app: &App, expert_id: Uuid, fact: &Declaration) -> DeclarationRow {
    let id = app.uuid();
    let note = fact.note.as_deref();
    DeclarationRow {
        id,
        expert_id,
        kind: fact.kind.code().to_owned(),
        unit_id: fact.unit.as_uuid(),
        from_on: fact.from.to_sqlx(),
        until_on: fact.until.map(jiff_sqlx::ToSqlx::to_sqlx),
        note_sealed: note.map(|note| app.vault.seal_text(Place { column: field::DECLARATION_NOTE, row: id }, note)),
    }
}

/// The files of these rows, in the order of their ids; each stands or falls alone.
pub fn open_all(vault: &Vault, rows: Rows) -> Vec<(ExpertId, Result<Held, FileError>)> {
    let mut facts = ByExpert::of(rows.facts);
    let mut main = rows.main;
    main.sort_unstable_by_key(|row| row.id);
    main.into_iter().map(|row| (ExpertId::from_uuid(row.id), open_one(vault, &row, &mut facts))).collect()
}

/// The facts of each expert.
struct ByExpert {
    terms: BTreeMap<Uuid, Vec<TermRow>>,
    specialties: BTreeMap<Uuid, Vec<SpecialtyRow>>,
    employments: BTreeMap<Uuid, Vec<EmploymentRow>>,
    kin: BTreeMap<Uuid, Vec<KinRow>>,
    licences: BTreeMap<Uuid, Vec<LicenceRow>>,
    declarations: BTreeMap<Uuid, Vec<DeclarationRow>>,
    credits: BTreeMap<Uuid, Vec<CreditRow>>,
    panels: BTreeMap<Uuid, Vec<PanelRow>>,
    calendar: BTreeMap<Uuid, Vec<SpanRow>>,
}

impl ByExpert {
    fn of(rows: FactRows) -> Self {
        Self {
            terms: by_expert(rows.terms),
            specialties: by_expert(rows.specialties),
            employments: by_expert(rows.employments),
            kin: by_expert(rows.kin),
            licences: by_expert(rows.licences),
            declarations: by_expert(rows.declarations),
            credits: by_expert(rows.credits),
            panels: by_expert(rows.panels),
            calendar: by_expert(rows.calendar),
        }
    }
}

fn by_expert<T: OfExpert>(rows: Vec<T>) -> BTreeMap<Uuid, Vec<T>> {
    let mut groups: BTreeMap<Uuid, Vec<T>> = BTreeMap::new();
    for row in rows {
        groups.entry(row.expert()).or_default().push(row);
    }
    groups
}

fn open_one(vault: &Vault, row: &MainRow, facts: &mut ByExpert) -> Result<Held, FileError> {
    let id = row.id;
    let person = Opener { vault, row: id };
    let name = person.blinded(field::NAME, &row.name_sealed, ("name", &row.name_blind))?;
    let id_number = person.blinded(field::ID_NUMBER, &row.id_number_sealed, ("id_number", &row.id_number_blind))?;
    let phone = person.blinded(field::PHONE, &row.phone_sealed, ("phone", &row.phone_blind))?;
    let bank_account = person.optional(field::BANK_ACCOUNT, row.bank_account_sealed.as_deref())?;
    let second_phone = person.optional(field::SECOND_PHONE, row.second_phone_sealed.as_deref())?;
    let mut specialties = facts.specialties.remove(&id).unwrap_or_default();
    let terms = facts.terms.remove(&id).unwrap_or_default();
    let evaluation = open_term(id, Library::Evaluation, &terms, &mut specialties)?;
    let review = open_term(id, Library::Review, &terms, &mut specialties)?;
    let file = ExpertFile {
        id: ExpertId::from_uuid(id),
        index: row.index.map(u32::try_from).transpose().map_err(|_| wrong("expert.index", id))?,
        number: row.number.as_deref().map(|number| parsed("expert.number", id, number)).transpose()?,
        area: parsed::<Area>("expert.area", id, &row.area)?,
        state: parsed("expert.state", id, &row.state)?,
        state_reason: person.optional(field::STATE_REASON, row.state_reason_sealed.as_deref())?,
        state_from: row.state_from.to_jiff(),
        state_until: row.state_until.map(jiff_sqlx::Date::to_jiff),
        name,
        id_number: parsed(field::ID_NUMBER, id, &id_number)?,
        phone: parsed(field::PHONE, id, &phone)?,
        second_phone: second_phone.map(|phone| parsed(field::SECOND_PHONE, id, &phone)).transpose()?,
        address: person.optional(field::ADDRESS, row.address_sealed.as_deref())?,
        bank_name: person.optional(field::BANK_NAME, row.bank_name_sealed.as_deref())?,
        bank_account: bank_account.map(|account| parsed(field::BANK_ACCOUNT, id, &account)).transpose()?,
        unit: row.unit_id.map(UnitId::from_uuid),
        trained_on: row.trained_on.map(jiff_sqlx::Date::to_jiff),
        confirmed_on: row.confirmed_on.map(jiff_sqlx::Date::to_jiff),
        evaluation,
        review,
        employments: each(facts.employments.remove(&id), open_employment)?,
        kin: each(facts.kin.remove(&id), |row| open_kin(vault, row))?,
        licences: each(facts.licences.remove(&id), |row| open_licence(vault, row))?,
        declarations: each(facts.declarations.remove(&id), |row| open_declaration(vault, row))?,
        credits: each(facts.credits.remove(&id), open_credit)?,
        panels: each(facts.panels.remove(&id), open_panel)?,
        calendar: each(facts.calendar.remove(&id), open_span)?,
    };
    Ok(Held { file: file.in_order(), version: row.version, entry: EntryId::from_uuid(row.entry_id) })
}

fn open_term(
    id: Uuid,
    library: Library,
    terms: &[TermRow],
    specialties: &mut [SpecialtyRow],
) -> Result<Option<Term>, FileError> {
    let Some(term) = terms.iter().find(|term| term.library == library.code()) else { return Ok(None) };
    let codes = specialties.iter().filter(|row| row.library == library.code());
    let specialties =
        codes.map(|row| parsed("expert_specialty.code", id, &row.code)).collect::<Result<_, FileError>>()?;
    let (from, until) = (term.from_on.to_jiff(), term.until_on.to_jiff());
    Ok(Some(Term { title: term.title.clone(), from, until, specialties }))
}

fn open_employment(row: EmploymentRow) -> Result<Employment, FileError> {
    Ok(Employment {
        from_month: Month::of(row.from_month.to_jiff()),
        until_month: row.until_month.map(|month| Month::of(month.to_jiff())),
        unit: UnitId::from_uuid(row.unit_id),
        kind: parsed("employment.kind", row.id, &row.kind)?,
    })
}

fn open_kin(vault: &Vault, row: KinRow) -> Result<Kin, FileError> {
    let opener = Opener { vault, row: row.id };
    let number = opener.optional(field::KIN_ID_NUMBER, row.id_number_sealed.as_deref())?;
    let known = number.as_deref().map(|number| vault.blind("id_number", number));
    if known != row.id_number_blind {
        return Err(wrong("kin.id_number_blind", row.id));
    }
    Ok(Kin {
        relation: parsed("kin.relation", row.id, &row.relation)?,
        name: opener.blinded(field::KIN_NAME, &row.name_sealed, ("name", &row.name_blind))?,
        id_number: number.map(|number| parsed(field::KIN_ID_NUMBER, row.id, &number)).transpose()?,
        unit: row.unit_id.map(UnitId::from_uuid),
    })
}

fn open_licence(vault: &Vault, row: LicenceRow) -> Result<Licence, FileError> {
    let opener = Opener { vault, row: row.id };
    Ok(Licence {
        kind: parsed("licence.kind", row.id, &row.kind)?,
        number: opener.blinded(field::LICENCE_NUMBER, &row.number_sealed, ("licence", &row.number_blind))?,
        from: row.from_on.to_jiff(),
        until: row.until_on.map(jiff_sqlx::Date::to_jiff),
        unit: UnitId::from_uuid(row.unit_id),
    })
}

fn open_declaration(vault: &Vault, row: DeclarationRow) -> Result<Declaration, FileError> {
    Ok(Declaration {
        kind: parsed("declaration.kind", row.id, &row.kind)?,
        unit: UnitId::from_uuid(row.unit_id),
        from: row.from_on.to_jiff(),
        until: row.until_on.map(jiff_sqlx::Date::to_jiff),
        note: Opener { vault, row: row.id }.optional(field::DECLARATION_NOTE, row.note_sealed.as_deref())?,
    })
}

fn open_credit(row: CreditRow) -> Result<Credit, FileError> {
    Ok(Credit {
        from: row.from_on.to_jiff(),
        until: row.until_on.map(jiff_sqlx::Date::to_jiff),
        kind: parsed("credit.kind", row.id, &row.kind)?,
        field: parsed("credit.field", row.id, &row.field)?,
        basis: row.basis,
        authority: row.authority,
        document: row.document,
    })
}

fn open_panel(row: PanelRow) -> Result<Panel, FileError> {
    Ok(Panel {
        evaluated_on: row.evaluated_on.to_jiff(),
        project_code: row.project_code,
        lot: row.lot,
        tenderee: row.tenderee_id.map(UnitId::from_uuid),
        outcome: parsed("panel.outcome", row.id, &row.outcome)?,
    })
}

fn open_span(row: SpanRow) -> Result<Span, FileError> {
    Ok(Span {
        starts_at: row.starts_at.to_jiff(),
        ends_at: row.ends_at.to_jiff(),
        kind: parsed("calendar.kind", row.id, &row.kind)?,
    })
}

/// Opens the values of one row.
struct Opener<'a> {
    vault: &'a Vault,
    row: Uuid,
}

impl Opener<'_> {
    fn optional(&self, column: &'static str, sealed: Option<&[u8]>) -> Result<Option<String>, FileError> {
        Ok(sealed.map(|sealed| self.vault.open_text(Place { column, row: self.row }, sealed)).transpose()?)
    }

    fn blinded(&self, column: &'static str, sealed: &[u8], (field, blind): (&str, &[u8])) -> Result<String, FileError> {
        let value = self.vault.open_text(Place { column, row: self.row }, sealed)?;
        if self.vault.blind(field, &value) == blind { Ok(value) } else { Err(wrong(column, self.row)) }
    }
}

fn each<T, F>(rows: Option<Vec<T>>, open: impl Fn(T) -> Result<F, FileError>) -> Result<Vec<F>, FileError> {
    rows.unwrap_or_default().into_iter().map(open).collect()
}

fn parsed<T: FromStr>(column: &'static str, row: Uuid, text: &str) -> Result<T, FileError> {
    text.parse().map_err(|_| wrong(column, row))
}

fn wrong(column: &'static str, row: Uuid) -> FileError {
    FileError::Value { column, row }
}

/// What of an address is compared: two writings of one address find each other.
fn address_key(address: &str) -> String {
    rules::text::comparison_form(address)
}
