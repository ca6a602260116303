//! Writing the rows below the experts' own: the list of a kind is replaced as a whole.

use jiff_sqlx::{Date as Dt, Timestamp as Ts};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    CreditRow, DeclarationRow, EmploymentRow, FactKind, FactRows, KinRow, LicenceRow, PanelRow, SpanRow, SpecialtyRow,
    TermRow,
};

/// Takes away all rows of a kind that these experts have.
pub async fn clear(db: &mut PgConnection, kind: FactKind, experts: &[Uuid]) -> sqlx::Result<()> {
    match kind {
        FactKind::Terms => {
            sqlx::query!("delete from expert_specialty where expert_id = any($1)", experts).execute(&mut *db).await?;
            sqlx::query!("delete from expert_library where expert_id = any($1)", experts).execute(db).await?
        }
        FactKind::Employments => {
            sqlx::query!("delete from employment where expert_id = any($1)", experts).execute(db).await?
        }
        FactKind::Kin => sqlx::query!("delete from kin where expert_id = any($1)", experts).execute(db).await?,
        FactKind::Licences => {
            sqlx::query!("delete from licence where expert_id = any($1)", experts).execute(db).await?
        }
        FactKind::Declarations => {
            sqlx::query!("delete from declaration where expert_id = any($1)", experts).execute(db).await?
        }
        FactKind::Credits => sqlx::query!("delete from credit where expert_id = any($1)", experts).execute(db).await?,
        FactKind::Panels => sqlx::query!("delete from panel where expert_id = any($1)", experts).execute(db).await?,
        FactKind::Calendar => {
            sqlx::query!("delete from calendar where expert_id = any($1)", experts).execute(db).await?
        }
    };
    Ok(())
}

/// Inserts all these rows.
pub async fn insert(db: &mut PgConnection, facts: &FactRows) -> sqlx::Result<()> {
    terms(db, &facts.terms).await?;
    specialties(db, &facts.specialties).await?;
    employments(db, &facts.employments).await?;
    kin(db, &facts.kin).await?;
    licences(db, &facts.licences).await?;
    declarations(db, &facts.declarations).await?;
    credits(db, &facts.credits).await?;
    panels(db, &facts.panels).await?;
    calendar(db, &facts.calendar).await?;
    Ok(())
}

async fn terms(db: &mut PgConnection, rows: &[TermRow]) -> sqlx::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let expert_id: Vec<Uuid> = rows.iter().map(|row| row.expert_id).collect();
    let library: Vec<String> = rows.iter().map(|row| row.library.clone()).collect();
    let title: Vec<String> = rows.iter().map(|row| row.title.clone()).collect();
    let from_on: Vec<Dt> = rows.iter().map(|row| row.from_on).collect();
    let until_on: Vec<Dt> = rows.iter().map(|row| row.until_on).collect();
    sqlx::query!(
        r#"insert into expert_library (expert_id, library, title, from_on, until_on)
           select expert_id, library, title, from_on, until_on
             from unnest($1::uuid[], $2::text[], $3::text[], $4::date[], $5::date[])
               as t (expert_id, library, title, from_on, until_on)"#,
        &expert_id,
        &library,
        &title,
        &from_on as &[Dt],
        &until_on as &[Dt]
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn specialties(db: &mut PgConnection, rows: &[SpecialtyRow]) -> sqlx::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let expert_id: Vec<Uuid> = rows.iter().map(|row| row.expert_id).collect();
    let library: Vec<String> = rows.iter().map(|row| row.library.clone()).collect();
    let code: Vec<String> = rows.iter().map(|row| row.code.clone()).collect();
    sqlx::query!(
        r#"insert into expert_specialty (expert_id, library, code)
           select expert_id, library, code
             from unnest($1::uuid[], $2::text[], $3::text[])
               as t (expert_id, library, code)"#,
        &expert_id,
        &library,
        &code
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn employments(db: &mut PgConnection, rows: &[EmploymentRow]) -> sqlx::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let id: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let expert_id: Vec<Uuid> = rows.iter().map(|row| row.expert_id).collect();
    let unit_id: Vec<Uuid> = rows.iter().map(|row| row.unit_id).collect();
    let kind: Vec<String> = rows.iter().map(|row| row.kind.clone()).collect();
    let from_month: Vec<Dt> = rows.iter().map(|row| row.from_month).collect();
    let until_month: Vec<Option<Dt>> = rows.iter().map(|row| row.until_month).collect();
    sqlx::query!(
        r#"insert into employment (id, expert_id, unit_id, kind, from_month, until_month)
           select id, expert_id, unit_id, kind, from_month, until_month
             from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::date[], $6::date[])
               as t (id, expert_id, unit_id, kind, from_month, until_month)"#,
        &id,
        &expert_id,
        &unit_id,
        &kind,
        &from_month as &[Dt],
        &until_month as &[Option<Dt>]
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn kin(db: &mut PgConnection, rows: &[KinRow]) -> sqlx::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let id: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let expert_id: Vec<Uuid> = rows.iter().map(|row| row.expert_id).collect();
    let relation: Vec<String> = rows.iter().map(|row| row.relation.clone()).collect();
    let name_sealed: Vec<Vec<u8>> = rows.iter().map(|row| row.name_sealed.clone()).collect();
    let name_blind: Vec<Vec<u8>> = rows.iter().map(|row| row.name_blind.clone()).collect();
    let id_number_sealed: Vec<Option<Vec<u8>>> = rows.iter().map(|row| row.id_number_sealed.clone()).collect();
    let id_number_blind: Vec<Option<Vec<u8>>> = rows.iter().map(|row| row.id_number_blind.clone()).collect();
    let unit_id: Vec<Option<Uuid>> = rows.iter().map(|row| row.unit_id).collect();
    sqlx::query!(
        r#"insert into kin (id, expert_id, relation, name_sealed, name_blind, id_number_sealed, id_number_blind, unit_id)
           select id, expert_id, relation, name_sealed, name_blind, id_number_sealed, id_number_blind, unit_id
             from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bytea[], $5::bytea[], $6::bytea[], $7::bytea[], $8::uuid[])
               as t (id, expert_id, relation, name_sealed, name_blind, id_number_sealed, id_number_blind, unit_id)"#,
        &id,
        &expert_id,
        &relation,
        &name_sealed,
        &name_blind,
        &id_number_sealed as &[Option<Vec<u8>>],
        &id_number_blind as &[Option<Vec<u8>>],
        &unit_id as &[Option<Uuid>]
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn licences(db: &mut PgConnection, rows: &[LicenceRow]) -> sqlx::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let id: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let expert_id: Vec<Uuid> = rows.iter().map(|row| row.expert_id).collect();
    let kind: Vec<String> = rows.iter().map(|row| row.kind.clone()).collect();
    let number_sealed: Vec<Vec<u8>> = rows.iter().map(|row| row.number_sealed.clone()).collect();
    let number_blind: Vec<Vec<u8>> = rows.iter().map(|row| row.number_blind.clone()).collect();
    let unit_id: Vec<Uuid> = rows.iter().map(|row| row.unit_id).collect();
    let from_on: Vec<Dt> = rows.iter().map(|row| row.from_on).collect();
    let until_on: Vec<Option<Dt>> = rows.iter().map(|row| row.until_on).collect();
    sqlx::query!(
        r#"insert into licence (id, expert_id, kind, number_sealed, number_blind, unit_id, from_on, until_on)
           select id, expert_id, kind, number_sealed, number_blind, unit_id, from_on, until_on
             from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bytea[], $5::bytea[], $6::uuid[], $7::date[], $8::date[])
               as t (id, expert_id, kind, number_sealed, number_blind, unit_id, from_on, until_on)"#,
        &id,
        &expert_id,
        &kind,
        &number_sealed,
        &number_blind,
        &unit_id,
        &from_on as &[Dt],
        &until_on as &[Option<Dt>]
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn declarations(db: &mut PgConnection, rows: &[DeclarationRow]) -> sqlx::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let id: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let expert_id: Vec<Uuid> = rows.iter().map(|row| row.expert_id).collect();
    let kind: Vec<String> = rows.iter().map(|row| row.kind.clone()).collect();
    let unit_id: Vec<Uuid> = rows.iter().map(|row| row.unit_id).collect();
    let from_on: Vec<Dt> = rows.iter().map(|row| row.from_on).collect();
    let until_on: Vec<Option<Dt>> = rows.iter().map(|row| row.until_on).collect();
    let note_sealed: Vec<Option<Vec<u8>>> = rows.iter().map(|row| row.note_sealed.clone()).collect();
    sqlx::query!(
        r#"insert into declaration (id, expert_id, kind, unit_id, from_on, until_on, note_sealed)
           select id, expert_id, kind, unit_id, from_on, until_on, note_sealed
             from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::date[], $6::date[], $7::bytea[])
               as t (id, expert_id, kind, unit_id, from_on, until_on, note_sealed)"#,
        &id,
        &expert_id,
        &kind,
        &unit_id,
        &from_on as &[Dt],
        &until_on as &[Option<Dt>],
        &note_sealed as &[Option<Vec<u8>>]
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn credits(db: &mut PgConnection, rows: &[CreditRow]) -> sqlx::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let id: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let expert_id: Vec<Uuid> = rows.iter().map(|row| row.expert_id).collect();
    let kind: Vec<String> = rows.iter().map(|row| row.kind.clone()).collect();
    let field: Vec<String> = rows.iter().map(|row| row.field.clone()).collect();
    let basis: Vec<String> = rows.iter().map(|row| row.basis.clone()).collect();
    let authority: Vec<String> = rows.iter().map(|row| row.authority.clone()).collect();
    let document: Vec<Option<String>> = rows.iter().map(|row| row.document.clone()).collect();
    let from_on: Vec<Dt> = rows.iter().map(|row| row.from_on).collect();
    let until_on: Vec<Option<Dt>> = rows.iter().map(|row| row.until_on).collect();
    sqlx::query!(
        r#"insert into credit (id, expert_id, kind, field, basis, authority, document, from_on, until_on)
           select id, expert_id, kind, field, basis, authority, document, from_on, until_on
             from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::date[], $9::date[])
               as t (id, expert_id, kind, field, basis, authority, document, from_on, until_on)"#,
        &id,
        &expert_id,
        &kind,
        &field,
        &basis,
        &authority,
        &document as &[Option<String>],
        &from_on as &[Dt],
        &until_on as &[Option<Dt>]
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn panels(db: &mut PgConnection, rows: &[PanelRow]) -> sqlx::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let id: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let expert_id: Vec<Uuid> = rows.iter().map(|row| row.expert_id).collect();
    let project_code: Vec<String> = rows.iter().map(|row| row.project_code.clone()).collect();
    let lot: Vec<Option<String>> = rows.iter().map(|row| row.lot.clone()).collect();
    let tenderee_id: Vec<Option<Uuid>> = rows.iter().map(|row| row.tenderee_id).collect();
    let evaluated_on: Vec<Dt> = rows.iter().map(|row| row.evaluated_on).collect();
    let outcome: Vec<String> = rows.iter().map(|row| row.outcome.clone()).collect();
    sqlx::query!(
        r#"insert into panel (id, expert_id, project_code, lot, tenderee_id, evaluated_on, outcome)
           select id, expert_id, project_code, lot, tenderee_id, evaluated_on, outcome
             from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::date[], $7::text[])
               as t (id, expert_id, project_code, lot, tenderee_id, evaluated_on, outcome)"#,
        &id,
        &expert_id,
        &project_code,
        &lot as &[Option<String>],
        &tenderee_id as &[Option<Uuid>],
        &evaluated_on as &[Dt],
        &outcome
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn calendar(db: &mut PgConnection, rows: &[SpanRow]) -> sqlx::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let id: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let expert_id: Vec<Uuid> = rows.iter().map(|row| row.expert_id).collect();
    let starts_at: Vec<Ts> = rows.iter().map(|row| row.starts_at).collect();
    let ends_at: Vec<Ts> = rows.iter().map(|row| row.ends_at).collect();
    let kind: Vec<String> = rows.iter().map(|row| row.kind.clone()).collect();
    sqlx::query!(
        r#"insert into calendar (id, expert_id, starts_at, ends_at, kind)
           select id, expert_id, starts_at, ends_at, kind
             from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::timestamptz[], $5::text[])
               as t (id, expert_id, starts_at, ends_at, kind)"#,
        &id,
        &expert_id,
        &starts_at as &[Ts],
        &ends_at as &[Ts],
        &kind
    )
    .execute(db)
    .await?;
    Ok(())
}
