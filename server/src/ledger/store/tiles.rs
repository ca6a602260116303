//! Statements on hash tiles.

use std::collections::BTreeSet;

use sqlx::PgConnection;

/// One row: a tile as far as it has grown.
pub struct TileRow {
    pub level: i16,
    pub index: i64,
    pub hashes: Vec<u8>,
}

/// Tiles by level and index; those that are not there are left out.
pub async fn some(db: &mut PgConnection, places: &[(i16, i64)]) -> sqlx::Result<Vec<TileRow>> {
    let levels: Vec<i16> = places.iter().map(|place| place.0).collect();
    let indexes: Vec<i64> = places.iter().map(|place| place.1).collect();
    sqlx::query_as!(
        TileRow,
        r#"select t.level, t.index, t.hashes
             from unnest($1::int2[], $2::int8[]) as p (level, index)
             join ledger_tile t on t.level = p.level and t.index = p.index"#,
        &levels,
        &indexes
    )
    .fetch_all(db)
    .await
}

/// Writes tiles: those that are there grow, the others are added. The caller holds the head.
pub async fn save(db: &mut PgConnection, tiles: Vec<TileRow>) -> sqlx::Result<()> {
    let (levels, indexes, hashes) = columns(tiles);
    let grown = sqlx::query!(
        r#"update ledger_tile t
              set hashes = n.hashes
             from unnest($1::int2[], $2::int8[], $3::bytea[]) as n (level, index, hashes)
            where t.level = n.level and t.index = n.index
        returning t.level, t.index"#,
        &levels,
        &indexes,
        &hashes
    )
    .fetch_all(&mut *db)
    .await?;
    let grown: BTreeSet<(i16, i64)> = grown.into_iter().map(|row| (row.level, row.index)).collect();
    let rows = levels.into_iter().zip(indexes).zip(hashes);
    let fresh = rows
        .map(|((level, index), hashes)| TileRow { level, index, hashes })
        .filter(|row| !grown.contains(&(row.level, row.index)))
        .collect();
    let (levels, indexes, hashes) = columns(fresh);
    sqlx::query!(
        r#"insert into ledger_tile (level, index, hashes)
           select level, index, hashes
             from unnest($1::int2[], $2::int8[], $3::bytea[]) as n (level, index, hashes)"#,
        &levels,
        &indexes,
        &hashes
    )
    .execute(db)
    .await?;
    Ok(())
}

fn columns(tiles: Vec<TileRow>) -> (Vec<i16>, Vec<i64>, Vec<Vec<u8>>) {
    let (mut levels, mut indexes, mut hashes) = (Vec::new(), Vec::new(), Vec::new());
    for tile in tiles {
        levels.push(tile.level);
        indexes.push(tile.index);
        hashes.push(tile.hashes);
    }
    (levels, indexes, hashes)
}
