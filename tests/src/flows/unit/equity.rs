//! Who holds whom around a unit.

use jiff::civil::{Date, date};
use rules::expert::ResidentId;
use rules::id::UnitId;
use rules::unit::Share;
use rules::unit::file::{Holder, Stake};
use rules::unit::model::HolderKind;
use sqlx::PgPool;

use super::register::{Register, officed};
use crate::people::Person;

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_neighbourhood_ends_cycles_joins_diamonds_and_stops_at_the_state(db: PgPool) {
    let (world, mut officer) = officed(db).await;
    let register = Register::of(&world);
    let names = ["甲控股", "乙建设", "丙路桥", "丁水利", "省国资委", "远房公司"];
    let mut files: Vec<_> = (1..).zip(names).map(|(n, name)| register.file(n, name)).collect();
    let ids: Vec<UnitId> = files.iter().map(|file| file.id).collect();
    let unit = |n: usize| Holder::Unit(ids[n]);
    let person = || Holder::Named {
        name: "李明远".to_owned(),
        id_number: Some(ResidentId::complete("43010219750315431").expect("17 digits")),
    };
    // Diamond: 甲 holds 乙 and 丙, which both hold 丁; cycle: 丁 holds 甲; the state holds 甲 and a unit far away.
    files[1].holders =
        vec![stake(unit(0), HolderKind::Company, "60"), stake(person(), HolderKind::Person, "0.00000001")];
    files[2].holders = vec![stake(unit(0), HolderKind::Company, "33.33333333")];
    files[3].holders = vec![stake(unit(1), HolderKind::Company, "50"), stake(unit(2), HolderKind::Company, "50")];
    files[0].holders = vec![stake(unit(3), HolderKind::Company, "10"), stake(unit(4), HolderKind::State, "90")];
    files[5].holders = vec![stake(unit(4), HolderKind::State, "100"), stake(person(), HolderKind::Person, "1")];
    register.save(files).await;

    let near = Seen::ask(&mut officer, ids[0], "depth=1").await;
    assert_eq!(near.names, ["丁水利", "丙路桥", "乙建设", "甲控股", "省国资委"]);
    let all = Seen::ask(&mut officer, ids[0], "depth=4").await;
    assert_eq!(
        all.names,
        ["丁水利", "丙路桥", "乙建设", "李*", "甲控股", "省国资委", "远房公司"],
        "the person is one node"
    );
    assert_eq!((all.edges, all.truncated), (9, false));
    let far = Seen::ask(&mut officer, ids[5], "depth=1").await;
    assert_eq!(far.names, ["李*", "省国资委", "远房公司"]);
    let state = Seen::ask(&mut officer, ids[4], "depth=1").await;
    assert_eq!(state.names, ["甲控股", "省国资委", "远房公司"], "the state itself shows what it holds");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_stake_counts_on_its_days_and_a_large_answer_says_that_it_is_cut(db: PgPool) {
    let (world, mut officer) = officed(db).await;
    let register = Register::of(&world);
    let mut files: Vec<_> = (1..=450).map(|n| register.file(n, &format!("子{n}公司"))).collect();
    let centre = files[0].id;
    for file in &mut files[1..] {
        file.holders = vec![stake(Holder::Unit(centre), HolderKind::Company, "51")];
    }
    files[1].holders[0].until = Some(date(2024, 12, 31));
    files[2].holders[0].from = Some(date(2025, 1, 1));
    for file in &mut files[3..] {
        file.holders[0].from = Some(date(2026, 6, 1));
    }
    register.save(files).await;

    let on = |day: Date| format!("depth=1&on={day}");
    for (day, count) in [(date(2024, 12, 31), 1), (date(2025, 1, 1), 1), (date(2024, 1, 1), 1)] {
        let seen = Seen::ask(&mut officer, centre, &on(day)).await;
        assert_eq!((seen.edges, seen.truncated), (count, false), "{day}");
    }
    let cut = Seen::ask(&mut officer, centre, "depth=1").await;
    assert_eq!((cut.edges, cut.truncated), (400, true));
    officer.get(&format!("/api/units/{centre}/equity?on=2024-02-30")).await.refused(422, "date.no_such_day");
}

struct Seen {
    names: Vec<String>,
    edges: usize,
    truncated: bool,
}

impl Seen {
    async fn ask(officer: &mut Person, unit: UnitId, query: &str) -> Self {
        let answer = officer.get(&format!("/api/units/{unit}/equity?{query}")).await.expect(200);
        let nodes = answer.body["nodes"].as_array().expect("nodes");
        let mut names: Vec<_> = nodes.iter().map(|node| node["name"].as_str().expect("a name").to_owned()).collect();
        names.sort();
        let edges = answer.body["edges"].as_array().expect("edges").len();
        Self { names, edges, truncated: answer.body["truncated"] == true }
    }
}

fn stake(holder: Holder, kind: HolderKind, share: &str) -> Stake {
    let share = Share::read(share).expect("a share");
    Stake { holder, kind, share, control: false, from: None, until: None }
}
