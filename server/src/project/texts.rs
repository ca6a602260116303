//! The texts of a request in and out of their sealed columns, and the words in which a reader finds its units.

use proof::text::Text;
use rules::id::{RequestId, UnitId};
use rules::project::text::Written;
use rules::project::{Request, Texts};
use rules::text::masked_name;
use std::collections::{BTreeMap, BTreeSet};

use super::store::Stored;
use crate::app::App;
use crate::db::Tx;
use crate::http::{ApiError, FieldDifference};
use crate::unit::{self, Label};
use crate::vault::Place;

/// A request and its texts.
pub struct Composed {
    pub request: Request,
    pub texts: Texts,
}

/// Writes a request's texts with fresh chance.
pub async fn compose_in(app: &App, tx: &mut Tx, request: Request) -> Result<Composed, ApiError> {
    let random = [app.entropy.bytes::<32>(), app.entropy.bytes::<32>()];
    let labels = labels_in(tx, &request).await?;
    let texts = Texts::write(&request, random, &|unit| written(&labels, unit))?;
    Ok(Composed { request, texts })
}

/// The request that a row holds.
pub fn open(app: &App, stored: &Stored) -> Result<Composed, ApiError> {
    let open = |column, sealed: &[u8]| app.vault.open(Place { column, row: stored.id.as_uuid() }, sealed);
    let texts = Texts::parse(&open(TEXT, &stored.text_sealed)?, &open(PRIVATE, &stored.private_sealed)?)
        .map_err(anyhow::Error::from)?;
    Ok(Composed { request: texts.read().map_err(anyhow::Error::from)?, texts })
}

/// The two columns of a request.
pub fn sealed(app: &App, id: RequestId, texts: &Texts) -> (Vec<u8>, Vec<u8>) {
    let seal = |column, text: &Text| app.vault.seal_text(Place { column, row: id.as_uuid() }, &text.to_string());
    (seal(TEXT, &texts.request), seal(PRIVATE, &texts.private))
}

/// How the units of a request are written.
pub async fn labels_in(tx: &mut Tx, request: &Request) -> Result<BTreeMap<UnitId, Label>, ApiError> {
    Ok(unit::labels_in(tx, request.units()).await?)
}

/// The lines in which what was sent differs from what stands; names of people masked.
pub fn difference(stands: &Texts, sent: &Texts) -> Vec<FieldDifference> {
    let pairs = [(&stands.request, &sent.request), (&stands.private, &sent.private)];
    pairs.iter().flat_map(|(stands, sent)| text_difference(stands, sent)).collect()
}

fn text_difference(stands: &Text, sent: &Text) -> Vec<FieldDifference> {
    let keys: BTreeSet<&str> = stands.lines().iter().chain(sent.lines()).map(|(key, _)| key.as_str()).collect();
    let told = |key: &str, value: Option<&str>| {
        let named = key.starts_with("representative-");
        value.map(|value| if named { masked_name(value) } else { value.to_owned() })
    };
    let differs = |key: &&str| !matches!(*key, "random" | "private") && stands.value(key) != sent.value(key);
    let line = |key: &str| FieldDifference {
        field: key.to_owned(),
        before: told(key, stands.value(key)),
        after: told(key, sent.value(key)),
    };
    keys.into_iter().filter(differs).map(line).collect()
}

fn written(labels: &BTreeMap<UnitId, Label>, unit: UnitId) -> Option<Written> {
    labels.get(&unit).map(|label| Written { code: label.code, name: label.name.clone() })
}

const TEXT: &str = "request.text";
const PRIVATE: &str = "request.private";
