//! Draws that are ended: by the centre, by two parties, by three; and the attempt that follows.

use proof::anchor::Chain;
use proof::note::Note;
use proof::statement::Statement;
use proof::verify::{Findings, Options, Verdict, verify};
use serde_json::{Value, json};
use sqlx::PgPool;

use super::scene::{Scene, cosigned, secret, signed_in};

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn whoever_never_reveals_ends_the_draw_with_the_province_and_the_next_attempt_needs_its_approval(db: PgPool) {
    let mut scene = Scene::new(db).await;
    let draw = scene.open().await;
    scene.settle(&draw).await;
    scene.listed(&draw).await;
    scene.cancel(&draw, "withdrawn", "YS-0").await.refused(422, "draw.wrong_code");
    scene.cancel(&draw, "force-majeure", &scene.code().await).await.refused(409, "draw.not_cancellable");
    let asked = scene.cancel(&draw, "no-reveal", &scene.code().await).await.expect(200);
    assert_eq!((&asked.body["stage"], &asked.body["wanted_count"]), (&json!("numbers"), &json!(1)));
    let mut supervisor = signed_in(&scene.world, "jian.cs").await;
    let wanted = supervisor.get(&format!("/api/draws/{draw}/wanted")).await.expect(200).body[0].clone();
    assert_eq!(wanted["parties"], json!(["centre", "province"]));
    for (signer, text) in [("supervising.example", body(&wanted)), ("province.example", "vrd1 note\n".to_owned())] {
        let note = by(signer, &text);
        supervisor.post(&format!("/api/draws/{draw}/sign"), note).await.refused(422, "draw.wrong_note");
    }
    let signed = by("province.example", &body(&wanted));
    supervisor.post(&format!("/api/draws/{draw}/sign"), signed).await.expect(204);
    scene.settle(&draw).await;
    let (verdict, findings) = scene.verified(&draw).await;
    assert_eq!(verdict, Verdict::Anchored);
    assert_eq!(findings.expect("findings").cancelled, Some(("no-reveal".to_owned(), false)));

    let request = scene.request_of(&draw).await;
    let refused = scene.operator.post("/api/draws", json!({ "request_id": request })).await;
    let message = refused.refused(409, "draw.no_approval").text("message");
    let id = message.split_whitespace().find(|word| word.len() == 64).expect("the id to approve").to_owned();
    let values = vec![id, "attempt".to_owned(), proof::Hash::of(b"document").to_string()];
    let approval = Statement::new("approval", values).expect("a statement").body();
    let mut province = signed_in(&scene.world, "jian.hn").await;
    province.post("/api/approvals", by("supervising.example", &approval)).await.refused(422, "draw.wrong_note");
    province.post("/api/approvals", by("province.example", &approval)).await.expect(201);
    province.post("/api/approvals", by("province.example", &approval)).await.expect(201);
    cosigned(&scene.world.app).await;
    assert_eq!(province.get("/api/approvals").await.expect(200).body.as_array().map(Vec::len), Some(1));
    let again = scene.operator.post("/api/draws", json!({ "request_id": request })).await.expect(201);
    assert_eq!(again.body["attempt"], json!(2));
    scene.operator.post("/api/draws", json!({ "request_id": request })).await.refused(409, "project.already_drawn");
    let again = again.text("id");
    scene.settle(&again).await;
    scene.cancel(&again, "withdrawn", &scene.code().await).await.expect(200);
    scene.settle(&again).await;
    assert_eq!(scene.verified(&again).await.0, Verdict::Anchored);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn after_the_numbers_three_parties_end_a_draw_and_what_was_drawn_is_opened_all_the_same(db: PgPool) {
    let mut scene = Scene::new(db).await;
    let draw = scene.open().await;
    scene.settle(&draw).await;
    scene.contribute(&draw).await;
    let code = scene.code().await;
    for cause in ["withdrawn", "no-reveal", "technical-fault"] {
        scene.cancel(&draw, cause, &code).await.refused(409, "draw.not_cancellable");
    }
    scene.cancel(&draw, "ordered-to-correct", &code).await.expect(200);
    let mut supervisor = signed_in(&scene.world, "jian.cs").await;
    let path = format!("/api/draws/{draw}/sign");
    let wanted = supervisor.get(&format!("/api/draws/{draw}/wanted")).await.expect(200).body[0].clone();
    supervisor.post(&path, by("province.example", &body(&wanted))).await.expect(204);
    scene.settle(&draw).await;
    assert_eq!(scene.stage(&draw).await, "callout", "one of two has signed");
    supervisor.post(&path, by("supervising.example", &body(&wanted))).await.expect(204);
    scene.settle(&draw).await;
    let (verdict, findings) = scene.verified(&draw).await;
    assert_eq!(verdict, Verdict::Anchored);
    let findings = findings.expect("findings");
    assert_eq!(findings.cancelled, Some(("ordered-to-correct".to_owned(), false)), "nothing is owed");
    assert_eq!(findings.picks.len(), 4);
    let shown = scene.operator.get(&format!("/api/draws/{draw}")).await.expect(200);
    assert_eq!((&shown.body["stage"], &shown.body["names"]), (&json!("cancelled"), &Value::Null));
}

pub fn body(wanted: &Value) -> String {
    wanted["body"].as_str().expect("a text").to_owned()
}

pub fn by(signer: &str, text: &str) -> Value {
    json!({ "note": Note::sign(text, signer, &secret(signer)).expect("a note").to_string() })
}

impl Scene {
    async fn cancel(&mut self, draw: &str, cause: &str, code: &str) -> crate::people::Answer {
        let body = json!({ "cause": cause, "document": "会议纪要", "persons": ["甲", "乙"], "code": code });
        self.operator.post(&format!("/api/draws/{draw}/cancel"), body).await
    }

    /// Code of the project that is drawn for.
    async fn code(&self) -> String {
        let mut operator = self.operator.clone();
        operator.get("/api/draws").await.expect(200).body["items"][0]["project_code"]
            .as_str()
            .expect("a code")
            .to_owned()
    }

    async fn request_of(&mut self, draw: &str) -> String {
        self.operator.get(&format!("/api/draws/{draw}")).await.expect(200).text("request_id")
    }

    pub async fn verified(&mut self, draw: &str) -> (Verdict, Option<Findings>) {
        let file = self.operator.get(&format!("/api/draws/{draw}/draw.vdraw")).await.expect(200).bytes;
        let anchor = self.operator.get(&format!("/api/draws/{draw}/anchor.txt")).await.expect(200).bytes;
        let chain: Chain = String::from_utf8(anchor.to_vec()).expect("text").parse().expect("a chain");
        let (verdict, _, findings) = verify(&file, Options { chain: Some(&chain), gates: false, parent: None });
        (verdict, findings)
    }
}
