//! A named transaction. Dropping it rolls back; its name is what logs and metrics call it.

use std::ops::{Deref, DerefMut};

use sqlx::{AssertSqlSafe, PgConnection, PgPool, Postgres, Transaction};

/// An open transaction.
pub struct Tx {
    inner: Transaction<'static, Postgres>,
    name: &'static str,
}

impl Tx {
    /// Begins a transaction called `name`, for example `expert.approve`.
    pub async fn begin(pool: &PgPool, name: &'static str) -> sqlx::Result<Self> {
        let inner = pool.begin().await?;
        Ok(Self { inner, name })
    }

    /// Begins a read-only transaction that sees one instant of the database throughout.
    pub async fn snapshot(pool: &PgPool, name: &'static str) -> sqlx::Result<Self> {
        let inner = pool.begin_with("begin isolation level repeatable read, read only").await?;
        Ok(Self { inner, name })
    }

    /// Begins another transaction that sees the same instant as this snapshot, so that two tables can be read at once.
    pub async fn beside(&mut self, pool: &PgPool) -> sqlx::Result<Self> {
        let id: String = sqlx::query_scalar("select pg_export_snapshot()").fetch_one(&mut *self.inner).await?;
        let mut other = Self::snapshot(pool, self.name).await?;
        // The statement takes no parameters, and the id is the database's own.
        sqlx::raw_sql(AssertSqlSafe(format!("set transaction snapshot '{id}'"))).execute(&mut *other.inner).await?;
        Ok(other)
    }

    /// Makes everything done in it durable.
    pub async fn commit(self) -> sqlx::Result<()> {
        self.inner.commit().await?;
        metrics::counter!("hengjian_transactions_total", "name" => self.name).increment(1);
        Ok(())
    }
}

impl Deref for Tx {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.inner
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.inner
    }
}
