//! How many people fit a request by profile rules alone.

use std::collections::BTreeSet;

use rules::expert::SpecialtyCode;
use rules::pack::Chain;
use rules::project::Request;
use rules::project::fit::{Fitting, SlotCount};

use crate::app::App;
use crate::db::Tx;
use crate::expert::fit::profiles_in;
use crate::http::ApiError;
use crate::unit::Succession;

/// Counts, slot by slot. Nothing of the bidders is read.
pub async fn count_in(app: &App, tx: &mut Tx, request: &Request, chain: &Chain) -> Result<Vec<SlotCount>, ApiError> {
    let succession = Succession::load_in(tx).await?;
    let fitting = Fitting::new(request, chain, &|unit| succession.counted(unit)).map_err(anyhow::Error::from)?;
    let branches: BTreeSet<SpecialtyCode> = request.slots.all().iter().map(|slot| slot.specialty).collect();
    let people = profiles_in(app, tx, (fitting.library(), &branches), fitting.day(), succession).await?;
    Ok(fitting.count(&people))
}
