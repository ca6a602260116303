//! A proposal as an officer sees it: differences with personal fields masked.

use std::collections::BTreeMap;

use rules::expert::file::ExpertFile;
use rules::import::{ExpertRow, Kind, Row as _};
use rules::text;

use super::Wanted;
use crate::http::FieldDifference;

/// What the proposal would change in the file as it stands.
pub fn difference(before: Option<&ExpertRow>, file: Option<&ExpertFile>, wanted: &Wanted) -> Vec<FieldDifference> {
    match wanted {
        Wanted::Values(values) => values_difference(before, values),
        Wanted::State { to, on, until } => {
            let line = |field: &str, before: Option<String>, after: Option<String>| FieldDifference {
                field: field.to_owned(),
                before,
                after,
            };
            vec![
                line("state", file.map(|file| file.state.code().to_owned()), Some(to.code().to_owned())),
                line("state_from", file.map(|file| file.state_from.to_string()), Some(on.to_string())),
                line(
                    "state_until",
                    file.and_then(|file| file.state_until).map(|day| day.to_string()),
                    until.map(|day| day.to_string()),
                ),
            ]
        }
    }
}

fn values_difference(before: Option<&ExpertRow>, values: &BTreeMap<String, Option<String>>) -> Vec<FieldDifference> {
    let known = before.map(ExpertRow::texts);
    let columns = Kind::Experts.columns().iter().enumerate();
    columns
        .filter_map(|(place, column)| {
            let after = values.get(column.field)?;
            let before = known.as_ref().and_then(|known| known[place].clone());
            let shown = |value: Option<String>| value.map(|value| masked(column.field, &value));
            Some(FieldDifference { field: column.field.to_owned(), before: shown(before), after: shown(after.clone()) })
        })
        .collect()
}

/// The masked name of the one whom a proposal would add.
pub fn newcomer(wanted: &Wanted) -> Option<String> {
    let Wanted::Values(values) = wanted else { return None };
    values.get("name")?.as_deref().map(text::masked_expert)
}

/// A value as it may stand on a screen.
pub fn masked(field: &str, value: &str) -> String {
    match field {
        "name" => text::masked_expert(value),
        "id_number" => text::masked_head(value),
        "phone" | "second_phone" | "bank_account" => text::masked_tail(value),
        "address" => text::masked_address(value),
        _ => value.to_owned(),
    }
}
