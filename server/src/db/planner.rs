//! What the planner of the database believes.

use sqlx::PgConnection;

/// Counts anew what the planner of the database believes about the tables of the pool. Within a transaction that grows them
/// from nothing it would go on reading them from end to end.
pub async fn count_anew(db: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query!(
        "analyze expert, expert_library, expert_specialty, employment, kin, licence, declaration, credit, panel, calendar,
                 unit, unit_name, unit_block, unit_officer, equity"
    )
    .execute(db)
    .await?;
    Ok(())
}
