//! Whole tables into memory, as PostgreSQL's COPY binary form: what a snapshot of everybody is read with, where a query would make
//! an object of every row and value. The statement must be `copy (..) to stdout (format binary)`. Rows that were kept in that form are
//! read by the same code.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::Arc;

use axum::body::Bytes;
use futures_util::TryStreamExt as _;
use futures_util::stream::BoxStream;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Tx;

/// Where the rows of a statement come from: an instant of the database, or rows that were kept of an earlier one.
pub enum Source {
    Database(Tx),
    Kept(Arc<Kept>),
}

/// Rows that were kept: pieces of whole rows for each statement.
#[derive(Default)]
pub struct Kept(pub BTreeMap<String, Vec<Vec<u8>>>);

impl Source {
    /// Hands every row of a statement to `take`.
    pub async fn each(
        &mut self,
        statement: &'static str,
        take: impl FnMut(&mut Row<'_>) -> Result<(), RowError>,
    ) -> sqlx::Result<()> {
        match self {
            Self::Database(tx) => each(tx, statement, take).await,
            Self::Kept(kept) => kept.each(statement, take).map_err(decode),
        }
    }

    /// Ends the reading of the database.
    pub async fn close(self) -> sqlx::Result<()> {
        match self {
            Self::Database(tx) => tx.commit().await,
            Self::Kept(_) => Ok(()),
        }
    }
}

impl Kept {
    /// Hands every row of a statement to `take`.
    pub fn each(
        &self,
        statement: &str,
        mut take: impl FnMut(&mut Row<'_>) -> Result<(), RowError>,
    ) -> Result<(), RowError> {
        let pieces = self.0.get(statement).ok_or(RowError)?;
        pieces.iter().try_for_each(|piece| whole_rows(piece, &mut take))
    }
}

/// Hands every row to `take`. A row that is not of the wanted form is an error, after the rest has been passed over.
pub async fn each(
    db: &mut PgConnection,
    statement: &'static str,
    mut take: impl FnMut(&mut Row<'_>) -> Result<(), RowError>,
) -> sqlx::Result<()> {
    let mut pieces = Pieces::of(db, statement).await?;
    let mut fault = None;
    while let Some(piece) = pieces.next().await? {
        if fault.is_none() {
            fault = whole_rows(&piece, &mut take).err();
        }
    }
    fault.map_or(Ok(()), |fault| Err(decode(fault)))
}

/// The rows of a statement as the database sends them, to be kept or read.
pub struct Pieces<'a> {
    stream: BoxStream<'a, sqlx::Result<Bytes>>,
    is_first: bool,
}

impl<'a> Pieces<'a> {
    /// Begins to read.
    pub async fn of(db: &'a mut PgConnection, statement: &'static str) -> sqlx::Result<Self> {
        Ok(Self { stream: db.copy_out_raw(statement).await?, is_first: true })
    }

    /// The next row as it is sent; the header stands before the first, and the last is the trailer alone.
    pub async fn next(&mut self) -> sqlx::Result<Option<Bytes>> {
        let Some(piece) = self.stream.try_next().await? else { return Ok(None) };
        if std::mem::take(&mut self.is_first) {
            let length = after_header(&piece).ok_or_else(|| decode(RowError))?.len();
            return Ok(Some(piece.slice(piece.len() - length..)));
        }
        Ok(Some(piece))
    }
}

fn whole_rows(mut piece: &[u8], take: &mut impl FnMut(&mut Row<'_>) -> Result<(), RowError>) -> Result<(), RowError> {
    while let Some((count, rest)) = piece.split_first_chunk() {
        // The trailer has fewer values than none.
        let Ok(left) = usize::try_from(i16::from_be_bytes(*count)) else {
            return if rest.is_empty() { Ok(()) } else { Err(RowError) };
        };
        let mut row = Row { rest, left };
        take(&mut row)?;
        if row.left > 0 {
            return Err(RowError);
        }
        piece = row.rest;
    }
    if piece.is_empty() { Ok(()) } else { Err(RowError) }
}

fn after_header(piece: &[u8]) -> Option<&[u8]> {
    let (_flags, rest) = piece.strip_prefix(SIGNATURE)?.split_first_chunk::<4>()?;
    let (length, rest) = rest.split_first_chunk()?;
    rest.get(usize::try_from(u32::from_be_bytes(*length)).ok()?..)
}

fn decode(error: RowError) -> sqlx::Error {
    sqlx::Error::Decode(Box::new(error))
}

/// Adds a row of its own making in the same form.
pub fn add_row(piece: &mut Vec<u8>, values: &[&[u8]]) {
    piece.extend(i16::try_from(values.len()).expect("a row has few values").to_be_bytes());
    for value in values {
        piece.extend(i32::try_from(value.len()).expect("a value is short").to_be_bytes());
        piece.extend_from_slice(value);
    }
}

/// A row whose values are read one after another, in the order of the statement.
pub struct Row<'a> {
    rest: &'a [u8],
    /// How many values are left to be read.
    left: usize,
}

/// A row that does not have the values that the statement asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a row holds a value that is none of its kind: it was altered, or the database has another release's schema")]
pub struct RowError;

impl<'a> Row<'a> {
    /// The next value, which must be there.
    pub fn read<T: Value<'a>>(&mut self) -> Result<T, RowError> {
        self.opt()?.ok_or(RowError)
    }

    /// The next value, or none where it is null.
    pub fn opt<T: Value<'a>>(&mut self) -> Result<Option<T>, RowError> {
        self.left = self.left.checked_sub(1).ok_or(RowError)?;
        let (length, rest) = self.rest.split_first_chunk().ok_or(RowError)?;
        let Ok(length) = usize::try_from(i32::from_be_bytes(*length)) else {
            self.rest = rest;
            return Ok(None);
        };
        let (bytes, rest) = rest.split_at_checked(length).ok_or(RowError)?;
        self.rest = rest;
        T::of(bytes).map(Some).ok_or(RowError)
    }

    /// The next text as a word or code.
    pub fn word<T: FromStr>(&mut self) -> Result<T, RowError> {
        self.read::<&str>()?.parse().map_err(|_| RowError)
    }

    /// The next text as a word or code, or none where it is null.
    pub fn opt_word<T: FromStr>(&mut self) -> Result<Option<T>, RowError> {
        self.opt::<&str>()?.map(|text| text.parse().map_err(|_| RowError)).transpose()
    }
}

/// A value in the binary form of its type.
pub trait Value<'a>: Sized {
    fn of(bytes: &'a [u8]) -> Option<Self>;
}

/// A decimal number of at least 0 with at most eight decimals, in units of 0.000 000 01.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal(pub u64);

impl<'a> Value<'a> for &'a [u8] {
    fn of(bytes: &'a [u8]) -> Option<Self> {
        Some(bytes)
    }
}

impl<'a> Value<'a> for &'a str {
    fn of(bytes: &'a [u8]) -> Option<Self> {
        std::str::from_utf8(bytes).ok()
    }
}

impl Value<'_> for [u8; 16] {
    fn of(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok()
    }
}

impl Value<'_> for Uuid {
    fn of(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self::from_bytes)
    }
}

impl Value<'_> for bool {
    fn of(bytes: &[u8]) -> Option<Self> {
        <[u8; 1]>::try_from(bytes).ok().map(|[byte]| byte != 0)
    }
}

impl Value<'_> for u32 {
    fn of(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().and_then(|bytes| Self::try_from(i32::from_be_bytes(bytes)).ok())
    }
}

impl Value<'_> for u64 {
    fn of(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().and_then(|bytes| Self::try_from(i64::from_be_bytes(bytes)).ok())
    }
}

impl Value<'_> for Date {
    fn of(bytes: &[u8]) -> Option<Self> {
        let days = i32::from_be_bytes(bytes.try_into().ok()?);
        let days = jiff::Span::new().try_days(days).ok()?;
        date(2000, 1, 1).checked_add(days).ok()
    }
}

impl Value<'_> for Timestamp {
    fn of(bytes: &[u8]) -> Option<Self> {
        let microseconds = i64::from_be_bytes(bytes.try_into().ok()?);
        Self::from_microsecond(microseconds.checked_add(MICROSECONDS_TO_2000)?).ok()
    }
}

impl Value<'_> for Decimal {
    fn of(bytes: &[u8]) -> Option<Self> {
        let (head, digits) = bytes.split_first_chunk::<8>()?;
        let [count, weight, sign, _scale] =
            std::array::from_fn(|at| i16::from_be_bytes([head[2 * at], head[2 * at + 1]]));
        if sign != 0 || digits.len() != 2 * usize::try_from(count).ok()? {
            return None;
        }
        let mut units = 0_u64;
        // A digit is worth 10000 to the power of its place; two places behind the point make eight decimals.
        for (place, digit) in (0..).zip(digits.as_chunks::<2>().0) {
            let digit = u64::from(u16::from_be_bytes(*digit));
            let power = i32::from(weight) - place + 2;
            if power < 0 && digit == 0 {
                continue;
            }
            let worth = 10_000_u64.checked_pow(u32::try_from(power).ok()?)?;
            units = units.checked_add(digit.checked_mul(worth)?)?;
        }
        Some(Self(units))
    }
}

const SIGNATURE: &[u8] = b"PGCOPY\n\xff\r\n\0";
/// From 1970, where instants are counted from here, to 2000, where the database begins.
const MICROSECONDS_TO_2000: i64 = 946_684_800_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[sqlx::test]
    async fn every_kind_of_value_is_read_as_it_was_written(db: sqlx::PgPool) {
        let mut db = db.acquire().await.expect("a connection");
        let statement = "copy (select '0193a5b0-0000-7000-8000-000000000001'::uuid, null::text, '长沙', true, 7, '1969-12-31'::date,
                                      '2026-12-01 09:00:00.25+08'::timestamptz, '\\x00ff'::bytea,
                                      n::numeric(20, 12)
                                 from unnest(array[0, 0.00000001, 33.33333333, 100, 51.2, 10000]) as n) to stdout (format binary)";
        let mut shares = Vec::new();
        let rows = each(&mut db, statement, |row| {
            assert_eq!(row.read::<Uuid>()?.as_bytes()[15], 1);
            assert_eq!((row.opt::<&str>()?, row.read::<&str>()?), (None, "长沙"));
            assert_eq!((row.read::<bool>()?, row.read::<u32>()?), (true, 7));
            assert_eq!(row.read::<Date>()?, date(1969, 12, 31));
            assert_eq!(row.read::<Timestamp>()?.to_string(), "2026-12-01T01:00:00.25Z");
            assert_eq!(row.read::<&[u8]>()?, [0, 255]);
            shares.push(row.read::<Decimal>()?.0);
            Ok(())
        });
        rows.await.expect("rows");
        assert_eq!(shares, [0, 1, 3_333_333_333, 10_000_000_000, 5_120_000_000, 1_000_000_000_000]);
    }

    #[sqlx::test]
    async fn a_row_of_another_form_is_refused_and_the_connection_goes_on(db: sqlx::PgPool) {
        let mut db = db.acquire().await.expect("a connection");
        let statement = "copy (select n, null::integer from generate_series(1, 1000) as n) to stdout (format binary)";
        assert!(each(&mut db, statement, |row| row.read::<u32>().map(|_| ())).await.is_err(), "a value is left");
        assert!(each(&mut db, statement, |row| row.read::<u32>().and(row.read::<u32>()).map(|_| ())).await.is_err());
        let mut sum = 0;
        let all = each(&mut db, statement, |row| {
            sum += row.read::<u32>()?;
            row.opt::<u32>().map(|_| ())
        });
        all.await.expect("rows");
        assert_eq!(sum, 500_500);
        let fine = "copy (select '0.000000001'::numeric) to stdout (format binary)";
        assert!(each(&mut db, fine, |row| row.read::<Decimal>().map(|_| ())).await.is_err(), "nine decimals");
    }
}
