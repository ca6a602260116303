//! From a written name to a unit.

use hengjian::unit::UnitRef;
use sqlx::PgPool;

use super::register::{Register, code};
use crate::world::World;

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_text_finds_present_names_former_names_and_aliases_in_every_writing(db: PgPool) {
    let world = World::empty(db).await;
    let register = Register::of(&world);
    let hengjian = register.unit(1, "湖南衡鉴建设有限公司", &["湖南省衡鉴工程公司"], &["衡鉴ABC"]).await;

    for text in ["湖南衡鉴建设有限公司", "湖南省衡鉴工程公司", "衡鉴ABC", "湖南 衡鉴　建设有限公司", "衡鉴ａｂｃ"]
    {
        assert_eq!(register.resolve(None, text).await, hengjian, "{text}");
    }
    assert_eq!(register.resolve(Some(1), "随便什么名称").await, hengjian, "the code wins over the text");
    assert_eq!(register.count("unit").await, 1);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn an_unknown_text_becomes_one_unit_to_resolve_until_its_code_comes(db: PgPool) {
    let world = World::empty(db).await;
    let register = Register::of(&world);

    let first = register.resolve(None, "岳阳洞庭路桥有限公司").await;
    assert_eq!(register.resolve(None, "岳阳 洞庭路桥有限公司").await, first);
    assert_eq!(register.state(first).await, "to_resolve");

    assert_eq!(register.resolve(Some(7), "岳阳洞庭路桥有限公司").await, first, "the name alone had no other unit");
    assert_eq!(register.state(first).await, "known");
    assert_eq!(register.count("unit").await, 1);
    assert_eq!(register.count("near").await, 0);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_code_without_a_name_waits_for_the_name(db: PgPool) {
    let world = World::empty(db).await;
    let register = Register::of(&world);
    let refs = [UnitRef::new(Some(code(3)), None)];
    let unit = register.resolve_all(&refs).await[0];
    assert_eq!(register.state(unit).await, "to_resolve");
    assert_eq!(register.resolve(Some(3), "湘潭莲城监理有限公司").await, unit);
    assert_eq!(register.state(unit).await, "known");
    assert_eq!(register.resolve(None, "湘潭莲城监理有限公司").await, unit);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn near_names_wait_for_an_officer_and_are_found_once(db: PgPool) {
    let world = World::empty(db).await;
    let register = Register::of(&world);
    register.unit(1, "湖南衡鉴建设工程有限公司", &[], &[]).await;
    register.unit(2, "湖南湘江水利工程有限公司", &[], &[]).await;

    register.resolve(None, "湖南衡鉴建设工程有限责任公司").await;
    assert_eq!(register.count("near").await, 1);
    register.resolve(None, "湖南衡鉴建设工程有限责任公司").await;
    assert_eq!(register.count("near").await, 1, "the pair is there already");
    register.unit(3, "长沙衡鉴建设工程集团有限公司", &[], &[]).await;
    assert_eq!(register.count("near").await, 1, "two valid codes are two units, and two cities two companies");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn of_two_units_of_one_name_a_text_chooses_none(db: PgPool) {
    let world = World::empty(db).await;
    let register = Register::of(&world);
    let first = register.unit(1, "湘南建设集团有限公司", &[], &[]).await;
    let second = register.unit(2, "湘南建设集团有限公司", &[], &[]).await;
    assert_eq!(register.count("near").await, 1, "one name, two codes: an officer looks");

    let unclear = register.resolve(None, "湘南建设集团有限公司").await;
    assert!(unclear != first && unclear != second);
    assert_eq!(register.resolve(None, "湘南建设 集团有限公司").await, unclear);
    assert_eq!(register.count("near").await, 3);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn what_a_search_reads_cannot_leave_what_the_ledger_covers(db: PgPool) {
    let world = World::empty(db).await;
    let register = Register::of(&world);
    let unit = register.unit(1, "湖南衡鉴建设有限公司", &["衡鉴厂"], &[]).await;
    assert!(register.vouched(unit).await.is_some());

    sqlx::query("update unit_name set name_key = '别的公司'").execute(&world.app.db).await.expect("an edit");
    assert!(register.vouched(unit).await.is_none(), "the key of a name was edited");
}
