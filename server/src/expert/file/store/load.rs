//! Reading whole files.

use jiff_sqlx::{Date as Dt, Timestamp as Ts};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    CreditRow, DeclarationRow, EmploymentRow, FactRows, KinRow, LicenceRow, MainRow, PanelRow, Rows, SpanRow,
    SpecialtyRow, TermRow,
};

/// Locks the experts for a change, in one order whoever asks.
pub async fn lock(db: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<()> {
    sqlx::query!("select id from expert where id = any($1) order by id for update", ids).fetch_all(db).await?;
    Ok(())
}

/// The next ids in their order, to walk through all experts.
pub async fn every(db: &mut PgConnection, after: Option<Uuid>, limit: i64) -> sqlx::Result<Vec<Uuid>> {
    sqlx::query_scalar!("select id from expert where $1::uuid is null or id > $1 order by id limit $2", after, limit)
        .fetch_all(db)
        .await
}

/// Experts whose file names this unit.
pub async fn of_unit(db: &mut PgConnection, unit: Uuid) -> sqlx::Result<Vec<Uuid>> {
    sqlx::query_scalar!(
        r#"select id as "id!" from expert where unit_id = $1
           union select expert_id from employment where unit_id = $1
           union select expert_id from kin where unit_id = $1
           union select expert_id from licence where unit_id = $1
           union select expert_id from declaration where unit_id = $1
           union select expert_id from panel where tenderee_id = $1
           order by 1"#,
        unit
    )
    .fetch_all(db)
    .await
}

/// Every row about these experts.
pub async fn load(db: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<Rows> {
    let main = sqlx::query_as!(
        MainRow,
        r#"select id, index, number, area, state, state_reason_sealed, state_from as "state_from: Dt",
                  state_until as "state_until: Dt", name_sealed, name_blind, id_number_sealed, id_number_blind,
                  phone_sealed, phone_blind, second_phone_sealed, address_sealed, address_blind, bank_name_sealed,
                  bank_account_sealed, bank_account_blind, unit_id, trained_on as "trained_on: Dt",
                  confirmed_on as "confirmed_on: Dt", version, entry_id
             from expert
            where id = any($1)"#,
        ids
    )
    .fetch_all(&mut *db)
    .await?;
    let facts = FactRows {
        terms: terms(db, ids).await?,
        specialties: specialties(db, ids).await?,
        employments: employments(db, ids).await?,
        kin: kin(db, ids).await?,
        licences: licences(db, ids).await?,
        declarations: declarations(db, ids).await?,
        credits: credits(db, ids).await?,
        panels: panels(db, ids).await?,
        calendar: calendar(db, ids).await?,
    };
    Ok(Rows { main, facts })
}

async fn terms(db: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<Vec<TermRow>> {
    sqlx::query_as!(
        TermRow,
        r#"select expert_id, library, title, from_on as "from_on: Dt", until_on as "until_on: Dt"
             from expert_library
            where expert_id = any($1)"#,
        ids
    )
    .fetch_all(db)
    .await
}

async fn specialties(db: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<Vec<SpecialtyRow>> {
    sqlx::query_as!(
        SpecialtyRow,
        "select expert_id, library, code from expert_specialty where expert_id = any($1)",
        ids
    )
    .fetch_all(db)
    .await
}

async fn employments(db: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<Vec<EmploymentRow>> {
    sqlx::query_as!(
        EmploymentRow,
        r#"select id, expert_id, unit_id, kind, from_month as "from_month: Dt", until_month as "until_month: Dt"
             from employment
            where expert_id = any($1)"#,
        ids
    )
    .fetch_all(db)
    .await
}

async fn kin(db: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<Vec<KinRow>> {
    sqlx::query_as!(
        KinRow,
        r#"select id, expert_id, relation, name_sealed, name_blind, id_number_sealed, id_number_blind, unit_id
             from kin
            where expert_id = any($1)"#,
        ids
    )
    .fetch_all(db)
    .await
}

async fn licences(db: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<Vec<LicenceRow>> {
    sqlx::query_as!(
        LicenceRow,
        r#"select id, expert_id, kind, number_sealed, number_blind, unit_id, from_on as "from_on: Dt",
                  until_on as "until_on: Dt"
             from licence
            where expert_id = any($1)"#,
        ids
    )
    .fetch_all(db)
    .await
}

async fn declarations(db: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<Vec<DeclarationRow>> {
    sqlx::query_as!(
        DeclarationRow,
        r#"select id, expert_id, kind, unit_id, from_on as "from_on: Dt", until_on as "until_on: Dt", note_sealed
             from declaration
            where expert_id = any($1)"#,
        ids
    )
    .fetch_all(db)
    .await
}

async fn credits(db: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<Vec<CreditRow>> {
    sqlx::query_as!(
        CreditRow,
        r#"select id, expert_id, kind, field, basis, authority, document, from_on as "from_on: Dt",
                  until_on as "until_on: Dt"
             from credit
            where expert_id = any($1)"#,
        ids
    )
    .fetch_all(db)
    .await
}

async fn panels(db: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<Vec<PanelRow>> {
    sqlx::query_as!(
        PanelRow,
        r#"select id, expert_id, project_code, lot, tenderee_id, evaluated_on as "evaluated_on: Dt", outcome
             from panel
            where expert_id = any($1)"#,
        ids
    )
    .fetch_all(db)
    .await
}

async fn calendar(db: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<Vec<SpanRow>> {
    sqlx::query_as!(
        SpanRow,
        r#"select id, expert_id, starts_at as "starts_at: Ts", ends_at as "ends_at: Ts", kind
             from calendar
            where expert_id = any($1)"#,
        ids
    )
    .fetch_all(db)
    .await
}
