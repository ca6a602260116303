//! Admission to the pool: index and number, given under one lock in the order of admission and never given again.

use rules::expert::file::ExpertFile;
use rules::expert::model::State;
use rules::expert::{ExpertNumber, ExpertNumberError};
use rules::wording::Worded as _;

use super::store;
use crate::app::App;
use crate::db::Tx;
use crate::http::ApiError;

/// Gives every file that is no draft its index, and its number where it brings none.
///
/// A number that a file brings along keeps; one of this pool moves the next serial beyond its own.
pub async fn admit_in(app: &App, tx: &mut Tx, files: &mut [&mut ExpertFile]) -> Result<(), ApiError> {
    let newcomers = files.iter_mut().filter(|file| file.index.is_none() && file.state != State::Draft);
    let newcomers: Vec<&mut &mut ExpertFile> = newcomers.collect();
    if newcomers.is_empty() {
        return Ok(());
    }
    let config = &app.config.expert;
    let pool = config.pool.chars().next().unwrap_or('1');
    let (mut index, mut serial) = store::next_admission(tx).await?;
    let brought = newcomers.iter().filter_map(|file| file.number).filter(|number| number.pool() == pool);
    let brought = brought.filter(|number| number.platform() == config.platform).map(|number| number.serial());
    if let Some(last) = brought.max() {
        serial = serial.max(i32::try_from(last).unwrap_or(i32::MAX - 1) + 1);
    }
    for file in newcomers {
        file.index = Some(u32::try_from(index).expect("an index is not negative"));
        index += 1;
        if file.number.is_none() {
            let next = u32::try_from(serial).expect("a serial is not negative");
            file.number = Some(ExpertNumber::compose(&config.platform, pool, next).map_err(|error| refused(&error))?);
            serial += 1;
        }
    }
    Ok(store::save_admission(tx, (index, serial)).await?)
}

fn refused(error: &ExpertNumberError) -> ApiError {
    ApiError::conflict("expert.number", error.zh(), error.en())
}
