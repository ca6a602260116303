//! A file as the row of a form or a sheet, and back: names of units stand for their ids.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rules::expert::file::ExpertFile;
use rules::expert::model::State;
use rules::id::{ExpertId, UnitId};
use rules::import::ExpertRow;

use crate::unit::{Label, UnitRef};

/// A file without anything, to be filled from a row.
pub fn new_file(id: ExpertId, row: &ExpertRow, today: Date) -> ExpertFile {
    ExpertFile {
        id,
        index: None,
        number: row.number,
        area: row.area,
        state: row.state.unwrap_or(State::Draft),
        state_reason: None,
        state_from: today,
        state_until: None,
        name: String::new(),
        id_number: row.id_number,
        phone: row.phone.clone(),
        second_phone: None,
        address: None,
        bank_name: None,
        bank_account: None,
        unit: None,
        trained_on: None,
        confirmed_on: None,
        evaluation: None,
        review: None,
        employments: Vec::new(),
        kin: Vec::new(),
        licences: Vec::new(),
        declarations: Vec::new(),
        credits: Vec::new(),
        panels: Vec::new(),
        calendar: Vec::new(),
    }
}

/// The file with the row's values; number and state change elsewhere.
pub fn filled(file: ExpertFile, row: ExpertRow, unit: Option<UnitId>) -> ExpertFile {
    ExpertFile {
        area: row.area,
        name: row.name,
        id_number: row.id_number,
        phone: row.phone,
        second_phone: row.second_phone,
        address: row.address,
        bank_name: row.bank_name,
        bank_account: row.bank_account,
        unit,
        trained_on: row.trained_on,
        confirmed_on: row.confirmed_on,
        evaluation: row.evaluation,
        review: row.review,
        ..file
    }
}

/// The row that says what the file holds.
pub fn row_of(file: &ExpertFile, labels: &BTreeMap<UnitId, Label>) -> ExpertRow {
    let unit = file.unit.and_then(|unit| labels.get(&unit));
    ExpertRow {
        number: file.number,
        name: file.name.clone(),
        id_number: file.id_number,
        phone: file.phone.clone(),
        second_phone: file.second_phone.clone(),
        area: file.area,
        unit_name: unit.map(|unit| unit.name.clone()),
        unit_code: unit.and_then(|unit| unit.code),
        state: Some(file.state),
        evaluation: file.evaluation.clone(),
        review: file.review.clone(),
        trained_on: file.trained_on,
        confirmed_on: file.confirmed_on,
        address: file.address.clone(),
        bank_name: file.bank_name.clone(),
        bank_account: file.bank_account.clone(),
    }
}

/// The unit that the row names, if it names one.
pub fn unit_of(row: &ExpertRow) -> Option<UnitRef> {
    let named = row.unit_code.is_some() || row.unit_name.is_some();
    named.then(|| UnitRef::new(row.unit_code, row.unit_name.clone()))
}
