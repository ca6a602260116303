//! Writing the experts' own rows, many at once.

use jiff::Timestamp;
use jiff_sqlx::{Date as Dt, Timestamp as Ts, ToSqlx as _};
use sqlx::PgConnection;
use uuid::Uuid;

use super::MainRow;

/// The rows turned into columns, as one statement takes them.
#[derive(Default)]
struct Columns {
    id: Vec<Uuid>,
    index: Vec<Option<i32>>,
    number: Vec<Option<String>>,
    area: Vec<String>,
    state: Vec<String>,
    state_reason_sealed: Vec<Option<Vec<u8>>>,
    state_from: Vec<Dt>,
    state_until: Vec<Option<Dt>>,
    name_sealed: Vec<Vec<u8>>,
    name_blind: Vec<Vec<u8>>,
    id_number_sealed: Vec<Vec<u8>>,
    id_number_blind: Vec<Vec<u8>>,
    phone_sealed: Vec<Vec<u8>>,
    phone_blind: Vec<Vec<u8>>,
    second_phone_sealed: Vec<Option<Vec<u8>>>,
    address_sealed: Vec<Option<Vec<u8>>>,
    address_blind: Vec<Option<Vec<u8>>>,
    bank_name_sealed: Vec<Option<Vec<u8>>>,
    bank_account_sealed: Vec<Option<Vec<u8>>>,
    bank_account_blind: Vec<Option<Vec<u8>>>,
    unit_id: Vec<Option<Uuid>>,
    trained_on: Vec<Option<Dt>>,
    confirmed_on: Vec<Option<Dt>>,
    version: Vec<i32>,
    entry_id: Vec<Uuid>,
}

impl Columns {
    fn of(rows: Vec<MainRow>) -> Self {
        let mut columns = Self::default();
        for row in rows {
            columns.push(row);
        }
        columns
    }

    fn push(&mut self, row: MainRow) {
        self.id.push(row.id);
        self.index.push(row.index);
        self.number.push(row.number);
        self.area.push(row.area);
        self.state.push(row.state);
        self.state_reason_sealed.push(row.state_reason_sealed);
        self.state_from.push(row.state_from);
        self.state_until.push(row.state_until);
        self.name_sealed.push(row.name_sealed);
        self.name_blind.push(row.name_blind);
        self.id_number_sealed.push(row.id_number_sealed);
        self.id_number_blind.push(row.id_number_blind);
        self.phone_sealed.push(row.phone_sealed);
        self.phone_blind.push(row.phone_blind);
        self.second_phone_sealed.push(row.second_phone_sealed);
        self.address_sealed.push(row.address_sealed);
        self.address_blind.push(row.address_blind);
        self.bank_name_sealed.push(row.bank_name_sealed);
        self.bank_account_sealed.push(row.bank_account_sealed);
        self.bank_account_blind.push(row.bank_account_blind);
        self.unit_id.push(row.unit_id);
        self.trained_on.push(row.trained_on);
        self.confirmed_on.push(row.confirmed_on);
        self.version.push(row.version);
        self.entry_id.push(row.entry_id);
    }
}

/// Inserts experts; 23505 when a number or an identity number is taken.
pub async fn insert_main(db: &mut PgConnection, rows: Vec<MainRow>, at: Timestamp) -> sqlx::Result<()> {
    let c = Columns::of(rows);
    sqlx::query!(
        r#"insert into expert (id, index, number, area, state, state_reason_sealed, state_from, state_until, name_sealed,
                  name_blind, id_number_sealed, id_number_blind, phone_sealed, phone_blind, second_phone_sealed,
                  address_sealed, address_blind, bank_name_sealed, bank_account_sealed, bank_account_blind, unit_id,
                  trained_on, confirmed_on, version, entry_id, created_at, updated_at)
           select id, index, number, area, state, reason, state_from, state_until, name, name_blind, id_number,
                  id_number_blind, phone, phone_blind, second_phone, address, address_blind, bank_name, bank_account,
                  bank_account_blind, unit_id, trained_on, confirmed_on, version, entry_id, $26, $26
             from unnest($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::text[], $6::bytea[], $7::date[], $8::date[],
                         $9::bytea[], $10::bytea[], $11::bytea[], $12::bytea[], $13::bytea[], $14::bytea[], $15::bytea[],
                         $16::bytea[], $17::bytea[], $18::bytea[], $19::bytea[], $20::bytea[], $21::uuid[], $22::date[],
                         $23::date[], $24::integer[], $25::uuid[])
               as t (id, index, number, area, state, reason, state_from, state_until, name, name_blind, id_number,
                     id_number_blind, phone, phone_blind, second_phone, address, address_blind, bank_name, bank_account,
                     bank_account_blind, unit_id, trained_on, confirmed_on, version, entry_id)"#,
        &c.id,
        &c.index as &[Option<i32>],
        &c.number as &[Option<String>],
        &c.area,
        &c.state,
        &c.state_reason_sealed as &[Option<Vec<u8>>],
        &c.state_from as &[Dt],
        &c.state_until as &[Option<Dt>],
        &c.name_sealed,
        &c.name_blind,
        &c.id_number_sealed,
        &c.id_number_blind,
        &c.phone_sealed,
        &c.phone_blind,
        &c.second_phone_sealed as &[Option<Vec<u8>>],
        &c.address_sealed as &[Option<Vec<u8>>],
        &c.address_blind as &[Option<Vec<u8>>],
        &c.bank_name_sealed as &[Option<Vec<u8>>],
        &c.bank_account_sealed as &[Option<Vec<u8>>],
        &c.bank_account_blind as &[Option<Vec<u8>>],
        &c.unit_id as &[Option<Uuid>],
        &c.trained_on as &[Option<Dt>],
        &c.confirmed_on as &[Option<Dt>],
        &c.version,
        &c.entry_id,
        at.to_sqlx() as Ts
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Writes experts that are there already.
pub async fn update_main(db: &mut PgConnection, rows: Vec<MainRow>, at: Timestamp) -> sqlx::Result<()> {
    let c = Columns::of(rows);
    sqlx::query!(
        r#"update expert as e
              set index = t.index, number = t.number, area = t.area, state = t.state, state_reason_sealed = t.reason,
                  state_from = t.state_from, state_until = t.state_until, name_sealed = t.name, name_blind = t.name_blind,
                  id_number_sealed = t.id_number, id_number_blind = t.id_number_blind, phone_sealed = t.phone,
                  phone_blind = t.phone_blind, second_phone_sealed = t.second_phone, address_sealed = t.address,
                  address_blind = t.address_blind, bank_name_sealed = t.bank_name, bank_account_sealed = t.bank_account,
                  bank_account_blind = t.bank_account_blind, unit_id = t.unit_id, trained_on = t.trained_on,
                  confirmed_on = t.confirmed_on, version = t.version, entry_id = t.entry_id, updated_at = $26
             from unnest($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::text[], $6::bytea[], $7::date[], $8::date[],
                         $9::bytea[], $10::bytea[], $11::bytea[], $12::bytea[], $13::bytea[], $14::bytea[], $15::bytea[],
                         $16::bytea[], $17::bytea[], $18::bytea[], $19::bytea[], $20::bytea[], $21::uuid[], $22::date[],
                         $23::date[], $24::integer[], $25::uuid[])
               as t (id, index, number, area, state, reason, state_from, state_until, name, name_blind, id_number,
                     id_number_blind, phone, phone_blind, second_phone, address, address_blind, bank_name, bank_account,
                     bank_account_blind, unit_id, trained_on, confirmed_on, version, entry_id)
            where e.id = t.id"#,
        &c.id,
        &c.index as &[Option<i32>],
        &c.number as &[Option<String>],
        &c.area,
        &c.state,
        &c.state_reason_sealed as &[Option<Vec<u8>>],
        &c.state_from as &[Dt],
        &c.state_until as &[Option<Dt>],
        &c.name_sealed,
        &c.name_blind,
        &c.id_number_sealed,
        &c.id_number_blind,
        &c.phone_sealed,
        &c.phone_blind,
        &c.second_phone_sealed as &[Option<Vec<u8>>],
        &c.address_sealed as &[Option<Vec<u8>>],
        &c.address_blind as &[Option<Vec<u8>>],
        &c.bank_name_sealed as &[Option<Vec<u8>>],
        &c.bank_account_sealed as &[Option<Vec<u8>>],
        &c.bank_account_blind as &[Option<Vec<u8>>],
        &c.unit_id as &[Option<Uuid>],
        &c.trained_on as &[Option<Dt>],
        &c.confirmed_on as &[Option<Dt>],
        &c.version,
        &c.entry_id,
        at.to_sqlx() as Ts
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
