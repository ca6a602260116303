//! A backup is restored onto an empty database, and the ledger agrees; anything else is refused before a row is written.

use std::path::{Path, PathBuf};

use hengjian::backup::{self, Archive};
use hengjian::config::Config;
use hengjian::ledger::{self, number_pending, signer};
use rules::account::Role;
use rules::area::Area;
use sqlx::{AssertSqlSafe, PgPool};

use super::{compared, lines, note};
use crate::build::trust::{anchor, enter};
use crate::world::World;

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_backup_brings_everything_back_and_the_ledger_agrees(db: PgPool) {
    let (world, mut officer) = World::new(db.clone()).await;
    world.person(&mut officer, Role::PoolOfficer, Area::HUNAN).await;
    let first = world.expert("欧阳𠮷").admit().await;
    enter(&world.app, &anchor(&world.app)).await.expect("entered");
    note(&world.app, 900).await;
    number_pending(&world.app).await.expect("a turn");
    note(&world.app, 2).await;
    let file = world.data_dir.join("centre.backup");
    let written = backup::write(&world.app, Path::new("no-such-file"), &file).await.expect("written");
    assert!(!world.data_dir.join("centre.backup.new").exists());
    assert_eq!(mode(&file), 0o600);
    assert!(written.manifest.tables.iter().any(|table| table.table.name == "ledger_entry" && table.row_count > 900));

    let archive = Archive::open(&file).expect("whole");
    let other = Empty::make(&db).await;
    let restored = backup::restore(&archive, other.config(&world), other.db.clone()).await.expect("restored");
    assert_eq!(std::fs::read(signer::file(&other.data_dir)).ok(), std::fs::read(signer::file(&world.data_dir)).ok());
    let anchors = |folder: &Path| std::fs::read_to_string(ledger::anchor_file(folder)).expect("an anchor");
    assert_eq!(anchors(&other.data_dir), anchors(&world.data_dir));
    assert_eq!(restored.app.vault.vrf().public(), world.app.vault.vrf().public());
    let comparison = compared(&restored.app).await;
    assert_eq!((lines(&comparison), comparison.compared_count), (vec![], 3));
    assert_eq!(comparison.size, written.manifest.ledger_size as u64 + 3, "two that waited, and the restore itself");
    let kinds: Vec<String> = sqlx::query_scalar("select kind from ledger_entry order by index desc limit 3")
        .fetch_all(&other.db)
        .await
        .expect("entries");
    assert!(kinds.contains(&"ledger.restored".to_owned()), "{kinds:?}");

    let again = backup::restore(&archive, other.config(&world), other.db.clone()).await.err().expect("refused");
    assert!(again.to_string().contains("holds data"), "{again:#}");
    let next = World::of(restored.app).expert("李四").admit().await;
    assert_eq!((first.index, next.index), (Some(0), Some(1)), "numbers go on where they were");
    other.drop(&db).await;
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_damaged_or_foreign_backup_is_refused_and_nothing_is_written(db: PgPool) {
    let (world, _) = World::new(db.clone()).await;
    number_pending(&world.app).await.expect("a turn");
    let file = world.data_dir.join("centre.backup");
    backup::write(&world.app, Path::new("no-such-file"), &file).await.expect("written");
    let whole = std::fs::read(&file).expect("bytes");
    let broken = world.data_dir.join("broken");
    for word in ["ledger.opened", "anquan", "hengjian-key data"] {
        let at = whole.windows(word.len()).position(|window| window == word.as_bytes()).expect("in the backup");
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        std::fs::write(&broken, &bytes).expect("written");
        let refusal = Archive::open(&broken).err().expect("refused").to_string();
        assert!(refusal.contains("damaged at"), "{word}: {refusal}");
    }
    std::fs::write(&broken, &whole[..whole.len() / 2]).expect("written");
    assert!(Archive::open(&broken).is_err(), "cut off");
    std::fs::write(&broken, b"PK\x03\x04 not a backup at all").expect("written");
    assert!(Archive::open(&broken).is_err());

    let mut archive = Archive::open(&file).expect("whole");
    let other = Empty::make(&db).await;
    let mut config = other.config(&world);
    config.ledger.origin = "other.invalid/430000".to_owned();
    let refusal = backup::restore(&archive, config, other.db.clone()).await.err().expect("refused");
    assert!(refusal.to_string().contains("ledger.origin"), "{refusal:#}");
    archive.manifest.migrations.insert(20991231000000, "00".to_owned());
    let refusal = backup::restore(&archive, other.config(&world), other.db.clone()).await.err().expect("refused");
    assert!(refusal.to_string().contains("newer"), "{refusal:#}");
    archive.manifest.migrations.remove(&20991231000000);
    archive.manifest.tables[0].row_count += 1;
    assert!(backup::restore(&archive, other.config(&world), other.db.clone()).await.is_err(), "a row is missing");
    let tables: i64 =
        sqlx::query_scalar("select count(*) from ledger_entry").fetch_one(&other.db).await.expect("a schema");
    assert_eq!(tables, 0, "nothing stayed");
    assert!(!other.data_dir.join("keys").exists());
    other.drop(&db).await;
}

/// An empty database and an empty data folder beside those of the test.
struct Empty {
    name: String,
    db: PgPool,
    data_dir: PathBuf,
}

impl Empty {
    async fn make(beside: &PgPool) -> Self {
        let entropy = hengjian::outside::entropy::Entropy::default();
        let name = format!("restore_{}", hex(&entropy.bytes::<8>()));
        sqlx::query(AssertSqlSafe(format!("create database {name}"))).execute(beside).await.expect("made");
        let options = beside.connect_options().as_ref().clone().database(&name);
        let db = PgPool::connect_with(options).await.expect("connected");
        let data_dir = std::env::temp_dir().join(format!("hengjian-{name}"));
        std::fs::create_dir_all(&data_dir).expect("a folder");
        Self { name, db, data_dir }
    }

    fn config(&self, world: &World) -> Config {
        Config { data_dir: self.data_dir.clone(), ..world.app.config.clone() }
    }

    async fn drop(self, beside: &PgPool) {
        self.db.close().await;
        sqlx::query(AssertSqlSafe(format!("drop database {} with (force)", self.name)))
            .execute(beside)
            .await
            .expect("dropped");
        let _ = std::fs::remove_dir_all(&self.data_dir);
    }
}

fn mode(file: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    file.metadata().expect("there").permissions().mode() & 0o777
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
