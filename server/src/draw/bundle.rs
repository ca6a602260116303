//! The file of a draw: its statements with their proofs, the pool, the texts. Whoever has it needs nothing of this server.

use anyhow::Context as _;
use proof::bundle::{Bundle, Logged};
use proof::pool::Pool;
use proof::text::Text;

use super::course::Course;
use super::store;
use crate::app::App;
use crate::db::Tx;
use crate::http::ApiError;
use crate::project;

/// The public file.
pub async fn bundle(app: &App, tx: &mut Tx, course: &Course) -> Result<Vec<u8>, ApiError> {
    let row = store::pool(tx, course.draw.id).await?;
    let drawn = project::drawn_in(app, tx, course.draw.request, course.draw.opened_at).await?;
    let logged = course.all().iter().map(|stated| {
        let proof = stated.proof.clone().context("a statement is not cosigned")?;
        Logged::new(stated.note.clone(), proof).context("a stored statement")
    });
    let text = |text: &str| Text::parse(text.as_bytes()).context("a stored text");
    let bundle = Bundle {
        logged: logged.collect::<anyhow::Result<_>>()?,
        pool: row.as_ref().map(|row| Pool::parse(&row.pool)).transpose().context("a stored pool")?,
        pack: text(&course.draw.pack)?,
        request: drawn.texts.request,
        counts: row.as_ref().map(|row| text(&row.counts)).transpose()?,
        authority: None,
    };
    Ok(bundle.to_bytes())
}
