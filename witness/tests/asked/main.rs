//! A witness asked over HTTP beside a published ledger, through whole draws of the invented centre.

#[path = "../../../proof/tests/draw/keys.rs"]
mod keys;
mod ledger;
#[expect(dead_code, reason = "the verifier's tests use more of it")]
#[path = "../../../proof/tests/draw/plans.rs"]
mod plans;
#[path = "../../../proof/tests/draw/play.rs"]
mod play;
#[path = "../../../proof/tests/draw/script.rs"]
mod script;
mod world;

use crate::play::play;
use crate::world::{World, opened, proofs};

#[test]
fn a_witness_answers_through_a_whole_draw_with_the_same_bytes() {
    for plan in [plans::sixty_four(), plans::merged_tiers()] {
        let script = play(&plan);
        let world = World::new(&script);
        for (at, step) in script.steps.iter().enumerate() {
            match step.kind {
                "pool-checked" => assert_eq!(world.pool_check().expect("the pool is good"), world.leaf(at)),
                "sealed" => assert_eq!(world.seal(&proofs(&script, 0)).expect("everybody revealed"), world.leaf(at)),
                _ => {}
            }
            world.publish(at + 1);
            let r: u32 = if step.kind == "round" { step.get("r").parse().expect("a number") } else { 0 };
            let wants = step.kind == "round" && step.get("cause") == "vacancy";
            if step.kind == "sealed" {
                assert_eq!(world.prove().expect("sealed is cosigned"), script.step_of("unseal", 0).get("pi-sup"));
            }
            if wants {
                let expected = script.step_of("unseal", r).get("pi-sup");
                for _ in 0..2 {
                    assert_eq!(world.prove_round(&opened(&script, r)).expect("the opening is true"), expected);
                }
            }
        }
        assert_eq!(world.alarm_count(), 0);
    }
}

#[test]
fn rounds_after_unsealing_need_their_own_numbers() {
    let plan = plans::merged_tiers();
    let script = play(&plan);
    let world = World::new(&script);
    world.answer_until(&script, script.position("round", Some(5)) + 1);
    assert_eq!(world.prove_round(&opened(&script, 5)).expect_err("no numbers yet"), "too-early");
    world.publish(script.position("unseal", Some(5)));
    let expected = script.step_of("unseal", 5).get("pi-sup");
    assert_eq!(world.prove_round(&opened(&script, 5)).expect("everybody revealed"), expected);
    world.publish(script.position("unseal", Some(7)));
    assert_eq!(
        world.prove_round(&opened(&script, 7)).expect("past a broken round"),
        script.step_of("unseal", 7).get("pi-sup")
    );
}

#[test]
fn it_is_no_oracle_before_its_time() {
    let script = play(&plans::sixty_four());
    let world = World::new(&script);
    assert_eq!(world.prove().expect_err("nothing is in the ledger"), "unknown-draw");
    world.publish(script.position("draw-commit", None) + 1);
    assert_eq!(world.seal(&proofs(&script, 0)).expect_err("the pool is not checked"), "too-early");
    world.publish(script.position("sealed", None) - 1);
    assert_eq!(world.seal(&proofs(&script, 0)).expect_err("the last has not revealed"), "too-early");
    world.publish(script.position("sealed", None));
    assert_eq!(world.prove().expect_err("sealed is not logged"), "too-early");
    let mut other = proofs(&script, 0);
    other["pi_op"] = proofs(&script, 1)["pi_op"].clone();
    assert_eq!(world.seal(&other).expect_err("a proof of another input"), "wrong");
}

#[test]
fn a_seal_that_others_signed_in_its_place_reveals_nothing() {
    let mut script = play(&plans::sixty_four());
    script.step("sealed", None).signers = vec![proof::anchor::Party::Centre, proof::anchor::Party::Notary];
    let world = World::new(&script);
    world.answer_until(&script, script.position("sealed", None));
    world.seal(&proofs(&script, 0)).expect("everybody revealed");
    world.publish(script.position("sealed", None) + 1);
    assert_eq!(world.prove().expect_err("the witness's own seal is not in the ledger"), "too-early");
}

#[test]
fn a_second_witness_on_the_same_folder_does_not_start() {
    let world = World::new(&play(&plans::sixty_four()));
    let second = witness::store::Store::open(&world.folder());
    assert!(second.is_err_and(|error| error.to_string().contains("another witness runs")));
}

#[test]
fn an_opening_that_is_not_true_is_refused() {
    let script = play(&plans::sixty_four());
    let world = World::new(&script);
    world.answer_until(&script, script.position("round", Some(1)) + 1);
    let mut other = opened(&script, 1);
    other[0]["vacated"] = format!("1{}", &other[0]["vacated"].as_str().expect("text")[1..]).into();
    assert_eq!(world.prove_round(&other).expect_err("not what the round showed"), "wrong");

    // The ledger itself shows a round whose opening names somebody who does not sit there.
    let mut script = play(&plans::sixty_four());
    let unseal = script.step_of("unseal", 1).clone();
    let mut opening =
        proof::seed::Opening::parse(1, Some(unseal.get("vacated")), None, Some(unseal.get("classes"))).expect("ours");
    opening.vacated[0].1 ^= 1;
    let salt = unseal.get("round-salt").parse().expect("a hash");
    script.step("round", Some(1)).set("blind", opening.blind(&salt).to_string());
    script.step("unseal", Some(1)).set("vacated", opening.vacated_value().expect("two seats"));
    let world = World::new(&script);
    world.answer_until(&script, script.position("round", Some(1)) + 1);
    assert_eq!(world.prove_round(&opened(&script, 1)).expect_err("nobody of that name sits there"), "wrong");
}

#[test]
fn a_second_statement_in_the_ledger_stops_the_draw() {
    let mut script = play(&plans::sixty_four());
    let at = script.position("draw-commit", None);
    let mut second = script.steps[at].clone();
    second.set("counts", "11".repeat(32));
    script.steps.insert(at + 1, second);
    let world = World::new(&script);
    world.publish(at + 2);
    assert_eq!(world.pool_check().expect_err("which commitment?"), "two-statements");
    assert_eq!(world.alarm_count(), 1);
}

#[test]
fn a_ledger_that_was_rewritten_or_rolled_back_is_not_cosigned() {
    let script = play(&plans::sixty_four());
    let world = World::new(&script);
    world.publish(8);
    assert_eq!(world.try_publish(6).expect_err("smaller than what was cosigned"), "16\n");
    let mut other = script;
    other.step("draw-open", None).set("registry", "3");
    let rewritten = World::beside(&other, &world);
    assert_eq!(rewritten.try_publish(9).expect_err("another past"), "inconsistent");
    assert_eq!(world.alarm_count(), 0, "anybody could have sent a wrong proof");
    assert_eq!(rewritten.try_publish(8).expect_err("another root of one size"), "rewritten");
    assert_eq!(world.alarm_count(), 1);
    world.publish(9);
}

#[test]
fn records_of_yesterday_are_noticed() {
    let script = play(&plans::sixty_four());
    let world = World::new(&script);
    world.answer_until(&script, script.position("sealed", None));
    let yesterday = world.copy_of_records("before");
    world.seal(&proofs(&script, 0)).expect("everybody revealed");
    world.publish(script.position("sealed", None) + 1);
    world.restore_records(&yesterday);
    world.publish(script.position("sealed", None) + 1);
    assert_eq!(world.prove().expect_err("a seal without a record"), "old-store");
    assert_eq!(world.alarm_count(), 1);
}

#[test]
fn a_pool_that_was_not_committed_to_or_is_too_thin_is_refused() {
    let script = play(&plans::sixty_four());
    let mut other = script.clone();
    let pool = other.pool.clone().expect("a pool");
    let mut records = pool.records().to_vec();
    records[0].mask ^= 1;
    other.pool = Some(proof::pool::Pool::new(records, pool.pairs().to_vec()).expect("a pool"));
    let world = World::new(&other);
    world.publish(script.position("draw-commit", None) + 1);
    assert_eq!(world.pool_check().expect_err("another pool"), "pool");

    let thin = play::Plan {
        people: plans::sixty_four().people.into_iter().take(9).collect(),
        pairs: vec![],
        ..plans::sixty_four()
    };
    let script = play(&play::Plan { rounds: vec![], ..thin });
    let world = World::new(&script);
    world.publish(script.position("draw-commit", None) + 1);
    assert_eq!(world.pool_check().expect_err("too few groups"), "pool");
}

#[test]
fn facts_that_are_shown_are_compared() {
    let script = play(&plans::sixty_four());
    let world = World::new(&script);
    world.publish(script.position("draw-commit", None) + 1);
    assert_eq!(world.pool_check_with(world.counts(), b"").expect_err("no facts"), "form");
    let counts = world.counts().replace("eligible ", "eligible 1");
    assert_eq!(world.pool_check_with(&counts, b"").expect_err("other counts"), "pool");
    let head = proof::facts::Head { group_salt: proof::Hash([0; 32]), unit_count: 0, person_count: 1 };
    assert_eq!(world.pool_check_with(world.counts(), &head.write()).expect_err("no units"), "pool");

    let mut young = script.clone();
    young.step("registry", None).set("day", "2026-11-22");
    let world = World::new(&young);
    world.publish(script.position("draw-commit", None) + 1);
    assert_eq!(world.pool_check_with(world.counts(), b"").expect_err("of two days ago"), "pool");
}

#[test]
fn without_the_bearer_key_nothing_is_answered() {
    let script = play(&plans::sixty_four());
    let world = World::new(&script);
    world.publish(script.position("draw-commit", None) + 1);
    assert_eq!(world.without_bearer("/hold-key"), 401);
    assert_eq!(world.without_bearer("/seal"), 401);
    assert_eq!(world.hold_key().len(), 64);
}
