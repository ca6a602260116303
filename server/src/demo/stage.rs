//! How far the making of a demo has come, kept in the database with each step, so that a broken-off run goes on where it was.

use std::fmt;
use std::str::FromStr;

use anyhow::{Context as _, bail};
use jiff::civil::Date;

use super::data::Size;
use super::store;
use crate::app::App;
use crate::db::Tx;

/// What was done so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The database is marked as the demo's.
    Begun,
    /// Edition, units and so many experts are there.
    Filled(usize),
    /// Accounts are there too.
    Staffed,
    /// Proposals are there too.
    Proposed,
    /// Requests for panels are there too.
    Done,
}

/// Marks an empty database as the demo's, or tells how far an earlier run came, and with which size.
pub async fn begin(app: &App, wanted: Size) -> anyhow::Result<(Size, Stage)> {
    let mut tx = app.begin("demo.begin").await?;
    if let Some(stage) = store::setting(&mut tx, STAGE).await? {
        let size = store::setting(&mut tx, SIZE).await?.context("a demo database has its size")?;
        return Ok((read_size(&size)?, stage.parse()?));
    }
    if store::holds_data(&mut tx).await? {
        bail!(
            "this database holds data that is not the demo's, so nothing was added. \
             Choose another HENGJIAN_DATA_DIR or an empty database."
        );
    }
    store::add_setting(&mut tx, MARK, "yes").await?;
    store::add_setting(&mut tx, SIZE, &written(wanted)).await?;
    store::add_setting(&mut tx, STAGE, &Stage::Begun.to_string()).await?;
    tx.commit().await?;
    Ok((wanted, Stage::Begun))
}

/// The size of the demo in this database, which has to be complete.
pub async fn size(app: &App) -> anyhow::Result<Size> {
    let mut tx = app.begin("demo.size").await?;
    let stage = store::setting(&mut tx, STAGE).await?;
    if stage != Some(Stage::Done.to_string()) {
        bail!("this database holds no complete demo; `hengjian demo data` makes one in an empty database");
    }
    let size = store::setting(&mut tx, SIZE).await?.context("a demo database has its size")?;
    read_size(&size)
}

/// Moves on within the transaction that did the step; refused when another run did it already.
pub async fn advance_in(tx: &mut Tx, from: Stage, to: Stage) -> anyhow::Result<()> {
    let stands = store::setting(tx, STAGE).await?;
    if stands.as_deref() != Some(from.to_string().as_str()) {
        bail!("another `hengjian demo data` works on this database; let it end, then ask again");
    }
    Ok(store::change_setting(tx, STAGE, &to.to_string()).await?)
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Begun => f.write_str("begun"),
            Self::Filled(count) => write!(f, "filled {count}"),
            Self::Staffed => f.write_str("staffed"),
            Self::Proposed => f.write_str("proposed"),
            Self::Done => f.write_str("done"),
        }
    }
}

impl FromStr for Stage {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Self> {
        match text {
            "begun" => Ok(Self::Begun),
            "staffed" => Ok(Self::Staffed),
            "proposed" => Ok(Self::Proposed),
            "done" => Ok(Self::Done),
            _ => {
                let count = text.strip_prefix("filled ").with_context(|| format!("`{text}` is no stage of a demo"))?;
                Ok(Self::Filled(count.parse()?))
            }
        }
    }
}

fn written(size: Size) -> String {
    format!("{} {} {}", size.seed, size.expert_count, size.day)
}

fn read_size(text: &str) -> anyhow::Result<Size> {
    let mut parts = text.split(' ');
    let mut next = || parts.next().with_context(|| format!("`{text}` is no size of a demo"));
    Ok(Size { seed: next()?.parse()?, expert_count: next()?.parse()?, day: next()?.parse::<Date>()? })
}

const MARK: &str = "demo";
const SIZE: &str = "demo.size";
const STAGE: &str = "demo.stage";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stage_and_size_read_what_they_write() {
        for stage in
            [Stage::Begun, Stage::Filled(0), Stage::Filled(20_000), Stage::Staffed, Stage::Proposed, Stage::Done]
        {
            assert_eq!(stage.to_string().parse::<Stage>().expect("a stage"), stage);
        }
        let size = Size { seed: u64::MAX, expert_count: 5000, day: Date::constant(2026, 11, 24) };
        assert_eq!(read_size(&written(size)).expect("a size"), size);
        assert!("filled".parse::<Stage>().is_err() && read_size("1 2").is_err());
    }
}
