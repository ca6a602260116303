//! Writing the experts' own rows, many at once.

use jiff::Timestamp;
use jiff_sqlx::{Date as Dt, Timestamp as Ts, ToSqlx as _};
use sqlx::PgConnection;
use uuid::Uuid;

use super::MainRow;

/// The columns of a row, once for turning rows into columns, and once for a statement around `t`, the rows as it takes them.
macro_rules! columns {
    ($($column:ident: $type:ty),+) => {
        #[derive(Default)]
        struct Columns {
            $($column: Vec<$type>),+
        }

        impl Columns {
            fn of(rows: Vec<MainRow>) -> Self {
                let mut columns = Self::default();
                for row in rows {
                    $(columns.$column.push(row.$column);)+
                }
                columns
            }
        }

        macro_rules! statement {
            ($before:literal, $after:literal, $rows:expr, $at:expr) => {{
                let columns = Columns::of($rows);
                sqlx::query!(
                    $before + r#"
                      from unnest($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::text[], $6::bytea[], $7::date[],
                                  $8::date[], $9::bytea[], $10::bytea[], $11::bytea[], $12::bytea[], $13::bytea[],
                                  $14::bytea[], $15::bytea[], $16::bytea[], $17::bytea[], $18::bytea[], $19::bytea[],
                                  $20::bytea[], $21::uuid[], $22::date[], $23::date[], $24::integer[], $25::uuid[])
                        as t (id, index, number, area, state, state_reason_sealed, state_from, state_until, name_sealed,
                              name_blind, id_number_sealed, id_number_blind, phone_sealed, phone_blind,
                              second_phone_sealed, address_sealed, address_blind, bank_name_sealed, bank_account_sealed,
                              bank_account_blind, unit_id, trained_on, confirmed_on, version, entry_id)"# + $after,
                    $(&columns.$column as &[$type],)+
                    $at.to_sqlx() as Ts
                )
            }};
        }
    };
}

columns! {
    id: Uuid,
    index: Option<i32>,
    number: Option<String>,
    area: String,
    state: String,
    state_reason_sealed: Option<Vec<u8>>,
    state_from: Dt,
    state_until: Option<Dt>,
    name_sealed: Vec<u8>,
    name_blind: Vec<u8>,
    id_number_sealed: Vec<u8>,
    id_number_blind: Vec<u8>,
    phone_sealed: Vec<u8>,
    phone_blind: Vec<u8>,
    second_phone_sealed: Option<Vec<u8>>,
    address_sealed: Option<Vec<u8>>,
    address_blind: Option<Vec<u8>>,
    bank_name_sealed: Option<Vec<u8>>,
    bank_account_sealed: Option<Vec<u8>>,
    bank_account_blind: Option<Vec<u8>>,
    unit_id: Option<Uuid>,
    trained_on: Option<Dt>,
    confirmed_on: Option<Dt>,
    version: i32,
    entry_id: Uuid
}

/// Inserts experts; 23505 when a number or an identity number is taken.
pub async fn insert_main(db: &mut PgConnection, rows: Vec<MainRow>, at: Timestamp) -> sqlx::Result<()> {
    statement!(
        r#"insert into expert (id, index, number, area, state, state_reason_sealed, state_from, state_until, name_sealed,
                  name_blind, id_number_sealed, id_number_blind, phone_sealed, phone_blind, second_phone_sealed,
                  address_sealed, address_blind, bank_name_sealed, bank_account_sealed, bank_account_blind, unit_id,
                  trained_on, confirmed_on, version, entry_id, created_at, updated_at)
           select id, index, number, area, state, state_reason_sealed, state_from, state_until, name_sealed, name_blind,
                  id_number_sealed, id_number_blind, phone_sealed, phone_blind, second_phone_sealed, address_sealed,
                  address_blind, bank_name_sealed, bank_account_sealed, bank_account_blind, unit_id, trained_on,
                  confirmed_on, version, entry_id, $26, $26"#,
        "",
        rows,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Writes experts that are there already.
pub async fn update_main(db: &mut PgConnection, rows: Vec<MainRow>, at: Timestamp) -> sqlx::Result<()> {
    statement!(
        r#"update expert as e
              set index = t.index, number = t.number, area = t.area, state = t.state,
                  state_reason_sealed = t.state_reason_sealed, state_from = t.state_from, state_until = t.state_until,
                  name_sealed = t.name_sealed, name_blind = t.name_blind, id_number_sealed = t.id_number_sealed,
                  id_number_blind = t.id_number_blind, phone_sealed = t.phone_sealed, phone_blind = t.phone_blind,
                  second_phone_sealed = t.second_phone_sealed, address_sealed = t.address_sealed,
                  address_blind = t.address_blind, bank_name_sealed = t.bank_name_sealed,
                  bank_account_sealed = t.bank_account_sealed, bank_account_blind = t.bank_account_blind,
                  unit_id = t.unit_id, trained_on = t.trained_on, confirmed_on = t.confirmed_on, version = t.version,
                  entry_id = t.entry_id, updated_at = $26"#,
        " where e.id = t.id",
        rows,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The next index and the next serial, locked until the transaction ends.
pub async fn next_admission(db: &mut PgConnection) -> sqlx::Result<(i32, i32)> {
    let row = sqlx::query!("select next_index, next_serial from expert_admission where id = 1 for update")
        .fetch_one(db)
        .await?;
    Ok((row.next_index, row.next_serial))
}

pub async fn save_admission(db: &mut PgConnection, (next_index, next_serial): (i32, i32)) -> sqlx::Result<()> {
    sqlx::query!("update expert_admission set next_index = $1, next_serial = $2 where id = 1", next_index, next_serial)
        .execute(db)
        .await?;
    Ok(())
}
