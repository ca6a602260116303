//! An expert signs in with phone number and one-time code; whoever tries numbers learns nothing.

use rules::expert::model::State;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::people::{Caller, sent_code};
use crate::world::World;

const PHONE: &str = "13974810926";

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn the_code_of_the_message_signs_the_expert_in(db: PgPool) {
    let world = World::empty(db).await;
    let expert = world.expert("欧阳𠮷").phone(PHONE).admit().await;
    let mut caller = world.caller();
    let ticket = ask(&mut caller, "139 7481 0926").await;
    caller.post("/api/sign-in/phone-code", code_body(&ticket, &sent_code(&world, &expert).await)).await.expect(204);
    let me = caller.get("/api/me").await.expect(200);
    assert_eq!((me.text("role"), me.text("display_name")), ("expert".to_owned(), "欧阳𠮷".to_owned()));
    assert_eq!(me.text("login"), expert.number.expect("admitted").to_string());
    let again = ask(&mut caller, PHONE).await;
    caller.post("/api/sign-in/phone-code", code_body(&again, &sent_code(&world, &expert).await)).await.expect(204);
    let second = caller.get("/api/me").await.expect(200);
    assert_eq!(me.text("account_id"), second.text("account_id"), "the account is made once");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_code_is_good_for_its_own_ticket_and_once(db: PgPool) {
    let world = World::empty(db).await;
    let expert = world.expert("李四").phone(PHONE).admit().await;
    let mut caller = world.caller();
    let first = ask(&mut caller, PHONE).await;
    let code = sent_code(&world, &expert).await;
    let second = ask(&mut caller, PHONE).await;
    if sent_code(&world, &expert).await != code {
        caller.post("/api/sign-in/phone-code", code_body(&second, &code)).await.refused(401, "sign_in.wrong_code");
    }
    caller.post("/api/sign-in/phone-code", code_body(&first, &code)).await.expect(204);
    caller.post("/api/sign-in/phone-code", code_body(&first, &code)).await.refused(401, "sign_in.ticket_over");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_number_nobody_has_answers_like_one_of_the_pool(db: PgPool) {
    let world = World::empty(db).await;
    world.expert("王五").phone(PHONE).admit().await;
    world.expert("退休").phone("13974810927").state(State::Exited).admit().await;
    world.expert("甲").phone("13974810928").admit().await;
    world.expert("乙").phone("13974810928").admit().await;
    let mut heard: Vec<Vec<(u16, Value)>> = Vec::new();
    for phone in [PHONE, "13974810929", "13974810927", "13974810928"] {
        let mut caller = world.caller();
        let ticket = ask(&mut caller, phone).await;
        let mut answers = Vec::new();
        for _ in 0..8 {
            let answer = caller.post("/api/sign-in/phone-code", code_body(&ticket, "not-it")).await;
            answers.push((answer.status.as_u16(), answer.body["code"].clone()));
        }
        heard.push(answers);
    }
    assert!(heard.windows(2).all(|pair| pair[0] == pair[1]), "{heard:?}");
    world.caller().post("/api/sign-in/phone", json!({ "phone": "1397481092" })).await.refused(422, "sign_in.phone");
}

async fn ask(caller: &mut Caller, phone: &str) -> String {
    caller.post("/api/sign-in/phone", json!({ "phone": phone })).await.expect(200).text("ticket")
}

fn code_body(ticket: &str, code: &str) -> Value {
    json!({ "ticket": ticket, "code": code })
}
