//! Files of experts and units that somebody changes past the software: whatever part is touched, the file is named.

use hengjian::ledger::Deed;
use hengjian::unit;
use rules::account::Role;
use rules::area::Area;
use rules::id::UnitId;
use rules::ledger::entry::Kind;
use rules::unit::CreditCode;
use rules::unit::file::{OtherName, UnitFile};
use rules::unit::model::{UnitKind, UnitNameKind};
use serde_json::json;
use sqlx::PgPool;

use super::{compared, lines, run};
use crate::world::World;

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn any_part_of_an_experts_file_that_is_touched_names_the_expert(db: PgPool) {
    let world = World::empty(db).await;
    let mut experts = Vec::new();
    for name in ["张三", "李四", "王五", "赵六", "孙七"] {
        experts.push(format!("expert/{}", world.expert(name).admit().await.id));
    }
    assert_eq!(lines(&compared(&world.app).await), [""; 0]);

    run(&world.app, "create view ordered as select id, row_number() over (order by number) as at from expert").await;
    for touched in [
        "update expert set area = '430200' where id = (select id from ordered where at = 1)",
        "update expert_library set title = '教授级高级工程师' where expert_id = (select id from ordered where at = 2)",
        "delete from expert_specialty where expert_id = (select id from ordered where at = 3)",
        "update expert set phone_sealed = (select phone_sealed from expert o where o.id = (select id from ordered where at = 1))
          where id = (select id from ordered where at = 4)",
        "insert into credit (id, expert_id, kind, field, basis, authority, from_on)
         select gen_random_uuid(), id, 'warning', 'bidding', 'x', 'x', '2026-01-01' from ordered where at = 5",
    ] {
        run(&world.app, touched).await;
    }
    let named = compared(&world.app).await;
    let mut subjects: Vec<&str> = named.problems.iter().map(|problem| problem.subject.as_str()).collect();
    subjects.sort_unstable();
    experts.sort_unstable();
    assert_eq!(subjects, experts, "{:?}", lines(&named));
    assert!(lines(&named).iter().all(|line| line.contains(" : altered since entry ")), "{:?}", lines(&named));
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn an_expert_who_was_deleted_is_named(db: PgPool) {
    let world = World::empty(db).await;
    let stays = world.expert("张三").admit().await.id;
    let goes = world.expert("李四").admit().await;
    assert_eq!(compared(&world.app).await.compared_count, 2);
    for table in [
        "delete from expert_library where expert_id in (select id from expert where number = (select max(number) from expert))",
        "delete from expert_specialty where expert_id in (select id from expert where number = (select max(number) from expert))",
        "delete from expert where number = (select max(number) from expert)",
    ] {
        run(&world.app, table).await;
    }
    let named = lines(&compared(&world.app).await);
    assert_eq!(named.len(), 1, "{named:?}");
    assert!(named[0].starts_with(&format!("expert/{} : deleted since entry ", goes.id)), "{named:?} not {stays}");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_proposal_given_to_another_author_is_named(db: PgPool) {
    let (world, mut security) = World::new(db).await;
    let mut author = world.person(&mut security, Role::PoolOfficer, Area::CHANGSHA).await;
    let expert = world.expert("张三").admit().await;
    let body = json!({ "base_version": 1, "reason": "本人来函更正", "proposed": { "phone": "13873100027" } });
    let id = author.post(&format!("/api/experts/{}/changes", expert.id), body).await.expect(201).text("id");
    assert_eq!(lines(&compared(&world.app).await), [""; 0]);
    run(&world.app, "update change set author_id = (select id from account where role = 'security_officer' limit 1)")
        .await;
    let named = lines(&compared(&world.app).await);
    assert_eq!(named.len(), 1, "{named:?}");
    assert!(named[0].starts_with(&format!("change/{id} : altered since entry ")), "{named:?}");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_unit_whose_name_alias_or_holder_was_touched_is_named(db: PgPool) {
    let world = World::empty(db).await;
    let renamed = unit(&world, "91430100MA4L00001", "湖南甲工程有限公司").await;
    let lost = unit(&world, "91430100MA4L00002", "湖南乙监理有限公司").await;
    unit(&world, "91430100MA4L00003", "湖南丙咨询有限公司").await;
    assert_eq!(lines(&compared(&world.app).await), [""; 0]);
    run(&world.app, "update unit set name = '湖南丁工程有限公司' where name = '湖南甲工程有限公司'").await;
    run(&world.app, "delete from unit_name where unit_id = (select id from unit where name = '湖南乙监理有限公司') and kind = 'alias'")
        .await;
    let named = compared(&world.app).await;
    let mut subjects: Vec<&str> = named.problems.iter().map(|problem| problem.subject.as_str()).collect();
    subjects.sort_unstable();
    let mut expected = [format!("unit/{renamed}"), format!("unit/{lost}")];
    expected.sort_unstable();
    assert_eq!(subjects, expected, "{:?}", lines(&named));
}

/// A company with an alias.
async fn unit(world: &World, code: &str, name: &str) -> UnitId {
    let app = &world.app;
    let id = UnitId::from_uuid(app.uuid());
    let code = CreditCode::complete(code).expect("seventeen characters");
    let mut file = UnitFile::new(id, Some(code), name.to_owned(), UnitKind::Company);
    file.names.push(OtherName { kind: UnitNameKind::Alias, name: format!("{name}别名") });
    let deed = Deed { kind: Kind::UnitAdded, actor: "command/test", reason: None, at: app.clock.now() };
    let mut tx = app.begin("test.unit").await.expect("a transaction");
    unit::save_in(app, &mut tx, vec![unit::Saving::from(file)], &deed).await.expect("saved");
    tx.commit().await.expect("committed");
    id
}
