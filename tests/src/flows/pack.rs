//! Packs that the supervising department signs, and the draws that they bind.

use std::time::Duration;

use hengjian::pack::{self, InForce};
use jiff::civil::{Date, date};
use proof::note::Note;
use proof::text::Text;
use rules::account::Role;
use rules::area::Area;
use rules::pack::{Chain, Figures, Track, draw_pack, published_id, shipped};
use serde_json::{Value, json};
use sqlx::PgPool;

use super::ledger::{compared, lines};
use crate::build::trust::{SUPERVISING, anchor, enter, secret, signed};
use crate::people::{Person, sign_in};
use crate::world::World;

const TODAY: Date = date(2026, 12, 7);
const TOMORROW: Date = date(2026, 12, 8);

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_signed_pack_binds_draws_from_its_day_on(db: PgPool) {
    let (world, mut supervisor, operator) = centre(db).await;
    let offer = Offer::of(Area::HUNAN, TOMORROW, &[("draw.round_secs", "30"), ("callout.answer_minutes", "7")]);
    let entered = supervisor.post("/api/packs", offer.body()).await.expect(201).body;
    assert_eq!((&entered["in_force"], &entered["entry_index"]), (&json!(false), &Value::Null));
    supervisor.post("/api/packs", offer.body()).await.refused(409, "pack.twice");
    assert!(in_force(&world, Area::CHANGSHA, TODAY).await.is_none(), "its day is to come");
    let bound = in_force(&world, Area::CHANGSHA, TOMORROW).await.expect("the province's");
    assert_eq!((bound.hash, bound.pack.round_secs), (offer.hash(), 30));
    assert_eq!(bound.chain.number("callout.answer_minutes"), Ok(7), "figures that are no line of the text");
    assert!(compared(&world.app).await.problems.is_empty(), "{:?}", lines(&compared(&world.app).await));

    world.pass(Duration::from_secs(24 * 3600));
    let mut operator = sign_in(&world, &operator.login, &operator.secret).await;
    let listed = operator.get("/api/packs").await.expect(200).body;
    let listed = listed.as_array().expect("a list");
    assert_eq!(listed.len(), 1);
    assert_eq!((&listed[0]["in_force"], &listed[0]["hash"]), (&json!(true), &json!(offer.hash().to_string())));
    assert!(listed[0]["entry_index"].as_u64().is_some(), "it is numbered");
    let figure = listed[0]["figures"].as_array().expect("figures").iter().find(|one| one["name"] == "draw.round_secs");
    assert_eq!(figure.map(|one| (&one["value"], &one["certainty"])), Some((&json!("30"), &json!("C"))));
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_city_s_own_pack_goes_before_the_province_s_and_a_later_one_before_an_earlier(db: PgPool) {
    let (world, mut supervisor, _) = centre(db).await;
    let province = Offer::of(Area::HUNAN, TODAY, &[]);
    let plain = json!({ "text": province.text.to_string(), "note": province.note.to_string() });
    supervisor.post("/api/packs", plain).await.expect(201);
    let later = Offer::of(Area::HUNAN, TOMORROW, &[("draw.rounds", "9")]);
    let city = Offer::of(Area::CHANGSHA, TODAY, &[("draw.rounds", "8")]);
    for offer in [&later, &city] {
        supervisor.post("/api/packs", offer.body()).await.expect(201);
    }
    let zhuzhou: Area = "430200".parse().expect("an area");
    for (area, day, expected) in
        [(zhuzhou, TODAY, province.hash()), (zhuzhou, TOMORROW, later.hash()), (Area::CHANGSHA, TOMORROW, city.hash())]
    {
        assert_eq!(in_force(&world, area, day).await.map(|bound| bound.hash), Some(expected), "{area} {day}");
    }
    let mut tx = world.app.begin("test").await.expect("a transaction");
    let other = pack::in_force_in(&world.app, &mut tx, Track::Procurement, zhuzhou, TODAY).await.expect("read");
    assert!(other.is_none(), "the other track has none");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn what_the_department_did_not_sign_is_no_pack(db: PgPool) {
    let (world, mut supervisor, mut operator) = centre(db).await;
    let offer = Offer::of(Area::HUNAN, TODAY, &[("draw.depth", "4")]);
    let body = offer.statement();
    let stranger = Note::sign(&body, "stranger.example", &secret("stranger")).expect("a note");
    let borrowed = Note::sign(&body, SUPERVISING, &secret("stranger")).expect("a note");
    let both = offer.note.clone().and_sign("stranger.example", &secret("stranger")).expect("a note");
    for note in [&stranger, &borrowed, &both] {
        supervisor.post("/api/packs", offer.with("note", note.to_string())).await.refused(422, "pack.signer");
    }
    let other = Offer::of(Area::HUNAN, TODAY, &[("draw.depth", "5")]);
    supervisor.post("/api/packs", offer.with("note", other.note.to_string())).await.refused(422, "pack.note");
    supervisor.post("/api/packs", offer.with("note", "no note".into())).await.refused(422, "pack.note");
    let deeper = offer.text.to_string().replace("depth 4", "depth 5");
    supervisor.post("/api/packs", offer.with("text", deeper)).await.refused(422, "pack.shown");
    let figures = offer.figures.to_string().replace("draw.depth\t4", "draw.depth\t5");
    supervisor.post("/api/packs", offer.with("figures", figures)).await.refused(422, "pack.figures");
    supervisor.post("/api/packs", offer.with("text", "id x\n".into())).await.refused(422, "pack.text");
    let past = Offer::of(Area::HUNAN, date(2026, 12, 6), &[]);
    supervisor.post("/api/packs", past.body()).await.refused(422, "pack.past");
    operator.post("/api/packs", offer.body()).await.refused(403, "forbidden");
    assert!(in_force(&world, Area::HUNAN, TODAY).await.is_none(), "nothing was entered");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_supervisor_of_a_city_enters_nothing_for_the_province(db: PgPool) {
    let (world, mut officer) = World::new(db).await;
    let mut supervisor = world.person(&mut officer, Role::Supervisor, Area::CHANGSHA).await;
    let city = Offer::of(Area::CHANGSHA, TODAY, &[]);
    supervisor.post("/api/packs", city.body()).await.refused(409, "pack.no_anchor");
    enter(&world.app, &anchor(&world.app)).await.expect("entered");
    supervisor.post("/api/packs", Offer::of(Area::HUNAN, TODAY, &[]).body()).await.refused(403, "pack.area");
    supervisor.post("/api/packs", city.body()).await.expect(201);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_pack_altered_past_the_software_stops_draws_and_says_so(db: PgPool) {
    let (world, mut supervisor, _) = centre(db).await;
    supervisor.post("/api/packs", Offer::of(Area::HUNAN, TODAY, &[]).body()).await.expect(201);
    for (sql, told) in [
        ("update pack set figures = replace(figures, E'draw.rounds\\t20', E'draw.rounds\\t90')", "hash"),
        ("delete from pack", "its text is gone"),
    ] {
        sqlx::query(sql).execute(&world.app.db).await.expect("whoever holds the database may");
        let mut tx = world.app.begin("test").await.expect("a transaction");
        let read = pack::in_force_in(&world.app, &mut tx, Track::Tender, Area::HUNAN, TODAY).await;
        let error = format!("{:#}", read.expect_err("it is not what was signed"));
        assert!(error.contains(told), "{error}");
    }
}

/// A centre with an anchor, a supervisor of the province and a draw operator.
async fn centre(db: PgPool) -> (World, Person, Person) {
    let (world, mut officer) = World::new(db).await;
    enter(&world.app, &anchor(&world.app)).await.expect("entered");
    let supervisor = world.person(&mut officer, Role::Supervisor, Area::HUNAN).await;
    let operator = world.person(&mut officer, Role::DrawOperator, Area::CHANGSHA).await;
    (world, supervisor, operator)
}

async fn in_force(world: &World, area: Area, day: Date) -> Option<InForce> {
    let mut tx = world.app.begin("test").await.expect("a transaction");
    pack::in_force_in(&world.app, &mut tx, Track::Tender, area, day).await.expect("as it was signed")
}

/// A pack with the department's signature.
struct Offer {
    text: Text,
    figures: Figures,
    note: Note,
}

impl Offer {
    fn of(area: Area, from: Date, changes: &[(&str, &str)]) -> Self {
        let chain = Chain::choose(&shipped(), Track::Tender, area, from);
        let mut figures = chain.figures();
        for (name, value) in changes {
            figures.change(name, value, "测试").expect("a figure");
        }
        let id = published_id(Track::Tender, area, &chain, !changes.is_empty());
        let text = draw_pack(&figures, &id, from).expect("a pack").text();
        let note = signed(&statement(&text));
        Self { text, figures, note }
    }

    fn hash(&self) -> proof::hash::Hash {
        self.text.hash("vrd1/pack")
    }

    fn statement(&self) -> String {
        statement(&self.text)
    }

    fn body(&self) -> Value {
        json!({ "text": self.text.to_string(), "figures": self.figures.to_string(), "note": self.note.to_string() })
    }

    fn with(&self, field: &str, value: String) -> Value {
        let mut body = self.body();
        body[field] = value.into();
        body
    }
}

fn statement(text: &Text) -> String {
    let value = |key| text.value(key).expect("a line");
    format!("vrd1 pack\nid {}\nhash {}\nfrom {}\n", value("id"), text.hash("vrd1/pack"), value("from"))
}
