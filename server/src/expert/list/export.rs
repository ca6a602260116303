//! The list as a workbook: the same filters, masked values alone, and an entry in the ledger for every one that leaves.

use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use rules::ledger::entry::Kind;
use rules::time::day_of;
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use tokio::task::spawn_blocking;

use super::actions;
use super::filter::{Filter, FilterQuery};
use super::routes::{ExpertItem, item};
use crate::app::App;
use crate::http::paging::Paging;
use crate::http::{Actor, ApiError, Language};
use crate::ledger::{self, Deed, Entry};

/// The filtered list as `.xlsx`, names masked; at most 50,000 rows.
#[utoipa::path(get, path = "/api/experts/export.xlsx", tag = "expert", params(FilterQuery), responses(
    (status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (status = 422, description = "expert.export_too_many")))]
pub async fn export(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<FilterQuery>,
) -> Result<Response, ApiError> {
    let today = day_of(app.clock.now());
    let items = match query.read(actor.area, today)? {
        Some(filter) => collect(&app, &actions::widened(&app, filter).await?).await?,
        None => vec![],
    };
    record(&app, &actor, &query, items.len()).await?;
    let bytes = spawn_blocking(move || workbook(&items)).await.map_err(anyhow::Error::from)?;
    let bytes = bytes.map_err(anyhow::Error::from)?;
    let name = format!("attachment; filename=\"experts-{today}.xlsx\"");
    Ok(([(header::CONTENT_TYPE, XLSX.to_owned()), (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}

async fn collect(app: &App, filter: &Filter) -> Result<Vec<ExpertItem>, ApiError> {
    let total = actions::total(app, filter).await?;
    if total > ROWS_MAX {
        return Err(too_many(total));
    }
    let (mut items, mut after) = (Vec::new(), None);
    loop {
        let page = actions::page(app, filter, after.as_deref(), Paging::in_chunks(CHUNK)).await?;
        for row in page.rows {
            items.push(item(app, row, Language::Chinese)?);
        }
        after = page.next;
        if after.is_none() {
            return Ok(items);
        }
    }
}

/// Names the filter and the count; the list itself stays out of the ledger.
async fn record(app: &App, actor: &Actor, query: &FilterQuery, count: usize) -> Result<(), ApiError> {
    let now = app.clock.now();
    let mut tx = app.begin("expert.export").await?;
    let deed = Deed { kind: Kind::ExpertExported, actor: &actor.ledger_name(), reason: None, at: now };
    let asked = |value: &Option<String>| value.clone().unwrap_or_default();
    let entry = Entry::of(&deed, actor.ledger_name())
        .area(actor.area)
        .detail("count", count.to_string())
        .detail("specialty", asked(&query.specialty))
        .detail("area", asked(&query.area))
        .detail("state", asked(&query.state))
        .detail("library", asked(&query.library))
        .detail("due", asked(&query.due));
    ledger::append(app, &mut tx, entry, now).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok(())
}

fn workbook(items: &[ExpertItem]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("专家")?;
    let head = Format::new().set_bold();
    for (column, (title, width)) in (0..).zip(COLUMNS) {
        sheet.write_with_format(0, column, title, &head)?;
        sheet.set_column_width(column, width)?;
    }
    for (row, item) in (1..).zip(items) {
        let texts = [
            item.number.clone().unwrap_or_default(),
            item.name.clone(),
            item.area_name.clone(),
            zh(&item.state, |word| rules::expert::model::State::read(word).map(rules::expert::model::State::zh)),
            item.libraries
                .iter()
                .map(|word| {
                    zh(word, |word| rules::expert::model::Library::read(word).map(rules::expert::model::Library::zh))
                })
                .collect::<Vec<_>>()
                .join("、"),
            item.specialties.join(";"),
            item.unit_name.clone().unwrap_or_default(),
            item.term_until.clone().unwrap_or_default(),
        ];
        for (column, text) in (0..).zip(texts) {
            sheet.write_string(row, column, text)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    book.save_to_buffer()
}

fn zh<E>(word: &str, title: impl Fn(&str) -> Result<&'static str, E>) -> String {
    title(word).map_or_else(|_| word.to_owned(), str::to_owned)
}

fn too_many(total: i64) -> ApiError {
    ApiError::refused(
        "expert.export_too_many",
        format!("符合条件的专家有 {total} 人，一次最多导出 {ROWS_MAX} 人。请按地区、专业或状态缩小范围后再导出。"),
        format!("{total} experts match; one export has at most {ROWS_MAX}. Narrow it by area, specialty or state."),
    )
}

const COLUMNS: [(&str, f64); 8] = [
    ("专家编号", 20.0),
    ("姓名", 10.0),
    ("所在地区", 14.0),
    ("状态", 8.0),
    ("专家类别", 18.0),
    ("专业", 40.0),
    ("工作单位", 36.0),
    ("聘期止", 12.0),
];
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const ROWS_MAX: i64 = 50_000;
const CHUNK: usize = 2_000;
