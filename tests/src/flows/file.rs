//! Whole files in and out of the database: nothing is lost, an unchanged file is left alone, an altered row is noticed.

use hengjian::expert::{self, Held, Saving, file};
use hengjian::ledger::Deed;
use jiff::Timestamp;
use jiff::civil::date;
use rules::expert::ResidentId;
use rules::expert::file::{Credit, Declaration, Employment, ExpertFile, Kin, Licence, Panel, Span};
use rules::expert::model::{
    CalendarKind, CreditField, CreditKind, DeclarationKind, EmploymentKind, LicenceKind, PanelOutcome, Relation,
};
use rules::id::UnitId;
use rules::ledger::entry::Kind;
use sqlx::PgPool;

use crate::world::World;

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_file_with_every_fact_comes_back_as_it_was_saved(db: PgPool) {
    let world = World::empty(db).await;
    let unit = unit(&world).await;
    let saved = world.expert("欧阳𠮷").with(|file| fill(file, unit)).admit().await.in_order();
    let held = load(&world, &saved).await;
    assert!(held.file == saved, "the same file");
    assert_eq!(held.version, 1);
    let mut after = held.file.clone();
    after.kin.clear();
    after.employments.pop();
    after.second_phone = None;
    after.review = None;
    save(&world, Saving::over(held.clone(), after.clone())).await;
    let changed = load(&world, &saved).await;
    assert!(changed.file == after && changed.version == 2 && changed.entry != held.entry);
    assert_eq!(save(&world, Saving::over(changed.clone(), after)).await, 0, "nothing to write");
    assert_eq!(load(&world, &saved).await.version, 2);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_bulk_saving_gives_every_file_its_own_entry_and_number(db: PgPool) {
    let world = World::empty(db).await;
    let unit = unit(&world).await;
    let mut files = Vec::new();
    for at in 0..2_500 {
        let mut file = world.expert("张三").with(|file| fill(file, unit)).file();
        file.id_number =
            ResidentId::complete(&format!("4301021968010{}{:03}", 1 + at / 1_000, at % 1_000)).expect("digits");
        files.push(file);
    }
    let app = &world.app;
    let mut tx = app.begin("test.bulk").await.expect("a database");
    expert::admit_in(app, &mut tx, &mut files.iter_mut().collect::<Vec<_>>()).await.expect("numbers");
    let deed = Deed { kind: Kind::ExpertAdmitted, actor: "command/test", reason: None, at: app.clock.now() };
    let ids: Vec<_> = files.iter().map(|file| file.id).collect();
    let savings = files.iter().cloned().map(Saving::new).collect();
    assert_eq!(expert::save_in(app, &mut tx, savings, &deed).await.expect("saved"), 2_500);
    let held = expert::load_in(app, &mut tx, &ids).await.expect("loaded");
    assert!(held.iter().zip(&files).all(|(held, file)| held.file == file.clone().in_order()));
    assert!(files.iter().zip(0..).all(|(file, index)| file.index == Some(index)));
    let (entries, distinct): (i64, i64) = sqlx::query_as(
        "select count(*), count(distinct entry_id) from expert e join ledger_entry l on l.id = e.entry_id
          where l.subject = 'expert/' || e.id",
    )
    .fetch_one(&mut *tx)
    .await
    .expect("counts");
    assert_eq!((entries, distinct), (2_500, 2_500));
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_number_that_was_brought_along_is_never_given_again(db: PgPool) {
    let world = World::empty(db).await;
    let brought = rules::expert::ExpertNumber::compose("4300000001", '1', 41).expect("a number");
    world.expert("张三").with(|file| file.number = Some(brought)).admit().await;
    let next = world.expert("李四").admit().await;
    assert_eq!((next.index, next.number.map(|number| number.serial())), (Some(1), Some(42)));
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_row_altered_in_the_database_has_no_digest_or_another_one(db: PgPool) {
    let world = World::empty(db).await;
    let unit = unit(&world).await;
    let alterations = [
        "update expert set phone_sealed = name_sealed",
        "update expert set name_blind = phone_blind",
        "update expert set area = '430200'",
        "update expert set confirmed_on = confirmed_on + 1",
        "update expert_library set until_on = until_on + 365",
        "delete from credit",
        "update employment set until_month = null",
        "update kin set relation = 'parent'",
        "delete from expert_specialty where library = 'review'",
    ];
    let saved = world.expert("张三").with(|file| fill(file, unit)).admit().await;
    let good = file::digest(&world.app.vault, &saved.in_order());
    for alteration in alterations {
        let mut tx = world.app.begin("test.alter").await.expect("a database");
        let before = file::vouched_in(&world.app, &mut tx, None).await.expect("one");
        assert_eq!(before[0].1.digest, Some(good));
        sqlx::query(alteration).execute(&mut *tx).await.expect("altered");
        let after = file::vouched_in(&world.app, &mut tx, None).await.expect("one");
        assert_ne!(after[0].1.digest, Some(good), "{alteration}");
    }
}

async fn load(world: &World, file: &ExpertFile) -> Held {
    let mut db = world.app.db.acquire().await.expect("a connection");
    expert::load_in(&world.app, &mut db, &[file.id]).await.expect("loaded").pop().expect("there")
}

async fn save(world: &World, saving: Saving) -> usize {
    let app = &world.app;
    let deed = Deed { kind: Kind::ExpertAmended, actor: "command/test", reason: Some("更正"), at: app.clock.now() };
    let mut tx = app.begin("test.save").await.expect("a database");
    let count = expert::save_in(app, &mut tx, vec![saving], &deed).await.expect("saved");
    tx.commit().await.expect("committed");
    count
}

async fn unit(world: &World) -> UnitId {
    let app = &world.app;
    let deed = Deed { kind: Kind::UnitAdded, actor: "command/test", reason: None, at: app.clock.now() };
    let mut tx = app.begin("test.unit").await.expect("a database");
    let wanted = hengjian::unit::UnitRef::new(None, Some("湖南测算工程咨询有限公司".to_owned()));
    let units = hengjian::unit::resolve_in(app, &mut tx, &[wanted], &deed).await.expect("made");
    tx.commit().await.expect("committed");
    units[0]
}

fn fill(file: &mut ExpertFile, unit: UnitId) {
    let day = date(2026, 3, 1);
    file.unit = Some(unit);
    file.state_reason = Some("年度核查\t补录".to_owned());
    file.second_phone = rules::expert::Phone::read("0731-82210000").ok();
    file.address = Some("湖南省长沙市岳麓区麓山路1号".to_owned());
    file.bank_name = Some("中国银行".to_owned());
    file.bank_account = rules::expert::BankAccount::read("6217000000000000009").ok();
    file.review = file.evaluation.clone();
    let month = |text: &str| text.parse().expect("a month");
    for (from, until) in [("2010-01", Some("2019-12")), ("2020-01", None)] {
        let until_month = until.map(month).or(Some(month("2026-01")));
        let (from_month, kind) = (month(from), EmploymentKind::Employed);
        file.employments.push(Employment { from_month, until_month, unit, kind });
    }
    file.kin.push(Kin {
        relation: Relation::Spouse,
        name: "周雅文".to_owned(),
        id_number: ResidentId::complete("43010219780820452").ok(),
        unit: Some(unit),
    });
    file.licences.push(Licence { kind: LicenceKind::Other, number: "湘143".to_owned(), from: day, until: None, unit });
    let note = Some("曾任顾问".to_owned());
    file.declarations.push(Declaration { kind: DeclarationKind::Consulting, unit, from: day, until: None, note });
    file.credits.push(Credit {
        from: day,
        until: Some(date(2026, 8, 31)),
        kind: CreditKind::Warning,
        field: CreditField::Bidding,
        basis: "第十五条".to_owned(),
        authority: "长沙市发展和改革委员会".to_owned(),
        document: None,
    });
    for lot in [None, Some("01".to_owned())] {
        let (project_code, outcome) = ("HN-2025-00123".to_owned(), PanelOutcome::Completed);
        file.panels.push(Panel { evaluated_on: day, project_code, lot, tenderee: Some(unit), outcome });
    }
    let instant = |text: &str| text.parse::<Timestamp>().expect("an instant");
    file.calendar.push(Span {
        starts_at: instant("2026-12-01T00:30:00Z"),
        ends_at: instant("2026-12-01T10:00:00Z"),
        kind: CalendarKind::Busy,
    });
}
