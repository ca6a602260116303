//! What a file may never name, by where it stands. Cargo guards the arrows between crates.

use super::{Fault, fault, has_word};
use crate::tree::Source;

/// Files to which an arrow applies.
type Where = fn(&str) -> bool;

struct Arrow {
    from: Where,
    never: &'static [&'static str],
    why: &'static str,
}

const CLOCKS: &[&str] =
    &["Timestamp::now", "Zoned::now", "SystemTime::now", "Instant::now", "Utc::now", "OffsetDateTime::now_utc"];
const CHANCE: &[&str] = &[
    "SysRng",
    "OsRng",
    "thread_rng",
    "rand::rng",
    "rand::random",
    "getrandom",
    "from_os_rng",
    "try_from_os_rng",
    "Uuid::now_v7",
    "Uuid::new_v4",
];

const ARROWS: [Arrow; 10] = [
    Arrow {
        from: |path| path.starts_with("proof/src/") || path.starts_with("rules/src/"),
        never: &["tokio", "sqlx", "axum", "async fn", "std::fs", "std::net", "std::env", "std::thread"],
        why: "proof and rules are pure: pass what they need as arguments",
    },
    Arrow {
        from: |path| path.starts_with("proof/src/"),
        never: &["rules", "hengjian::"],
        why: "proof knows no domain",
    },
    Arrow {
        from: |path| layer(path, "routes"),
        never: &["sqlx", "PgConnection", "PgPool"],
        why: "routes call actions or store, they never name sqlx",
    },
    Arrow { from: |path| layer(path, "actions"), never: &["axum", "StatusCode"], why: "actions know nothing of HTTP" },
    Arrow {
        from: |path| layer(path, "store"),
        never: &["axum", "outside::", "clock", "Clock", "Entropy"],
        why: "store takes values: HTTP, the outside and the clock stay above it",
    },
    Arrow {
        from: |path| path.starts_with("server/src/outside/"),
        never: &[
            "crate::account",
            "crate::project",
            "crate::expert",
            "crate::unit",
            "crate::recusal",
            "crate::draw",
            "crate::callout",
            "crate::booking",
            "crate::session",
            "crate::fee",
            "crate::ledger",
            "crate::pack",
        ],
        why: "outside knows no domain",
    },
    Arrow {
        from: |path| !CLOCK_READERS.iter().any(|reader| path.ends_with(reader)) && shipped(path),
        never: CLOCKS,
        why: "only outside/clock.rs reads the time; take `now` as an argument or ask `app.clock`",
    },
    Arrow {
        from: |path| path != "server/src/outside/entropy.rs" && !path.starts_with("witness/") && shipped(path),
        never: CHANCE,
        why: "only outside/entropy.rs draws randomness; ask `app.entropy`",
    },
    Arrow {
        from: |path| !path.starts_with("server/src/vault/") && path.starts_with("server/src/"),
        never: &["aes_gcm", "ring::aead", "ring::hmac", "chacha20poly1305", "sm4"],
        why: "only vault/ names a cipher",
    },
    Arrow {
        from: |path| path.starts_with("sfu/src/"),
        never: &["tokio", "sqlx", "rules", "hengjian::"],
        why: "sfu forwards packets and knows nothing else",
    },
];

/// `http/metrics.rs` times a request; the duration decides nothing.
const CLOCK_READERS: [&str; 6] = [
    "outside/clock.rs",
    "http/metrics.rs",
    "session/media.rs",
    "phone/src/pacer.rs",
    "room-agent/src/main.rs",
    "witness/src/main.rs",
];
const DOMAINS: [&str; 12] = [
    "account", "project", "expert", "unit", "recusal", "draw", "callout", "booking", "session", "fee", "ledger", "pack",
];
const PARTS: [&str; 8] = [
    "proof/src/",
    "rules/src/",
    "wire/src/",
    "sfu/src/",
    "phone/src/",
    "witness/src/",
    "room-agent/src/",
    "server/src/",
];

pub fn check(tree: &[Source]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for source in tree.iter().filter(|source| source.kind() == "rs") {
        for arrow in ARROWS.iter().filter(|arrow| (arrow.from)(&source.path)) {
            for (number, line) in source.code() {
                if let Some(word) = arrow.never.iter().find(|word| has_word(line, word)) {
                    faults.push(fault(source, number, format!("`{word}`: {}", arrow.why)));
                }
            }
        }
        faults.extend(foreign_stores(source));
    }
    faults
}

/// A domain folder calls another domain's actions, never its store.
fn foreign_stores(source: &Source) -> Vec<Fault> {
    let home = source.path.strip_prefix("server/src/").and_then(|rest| rest.split('/').next());
    let Some(home) = home.filter(|home| DOMAINS.contains(home)) else {
        return Vec::new();
    };
    let mut faults = Vec::new();
    for (number, line) in source.code() {
        for domain in DOMAINS.iter().filter(|domain| **domain != home) {
            if has_word(line, &format!("{domain}::store")) {
                faults.push(fault(source, number, format!("{home} never calls the store of {domain}; call an action")));
            }
        }
    }
    faults
}

/// True for `server/src/**/NAME.rs` and `server/src/**/NAME/*.rs`.
fn layer(path: &str, name: &str) -> bool {
    let Some(inner) = path.strip_prefix("server/src/") else {
        return false;
    };
    inner.ends_with(&format!("/{name}.rs")) || inner.contains(&format!("/{name}/"))
}

fn shipped(path: &str) -> bool {
    PARTS.iter().any(|part| path.starts_with(part))
}

#[cfg(test)]
mod tests {
    use super::super::tree_of;
    use super::*;

    #[test]
    fn every_arrow_has_a_line_that_breaks_it() {
        for (path, line) in [
            ("rules/src/id.rs", "use tokio::time;"),
            ("proof/src/tree.rs", "use rules::id::ExpertId;"),
            ("server/src/expert/routes.rs", "use sqlx::PgPool;"),
            ("server/src/expert/actions/add.rs", "use axum::Json;"),
            ("server/src/expert/store.rs", "let now = app.clock.now();"),
            ("server/src/outside/mail.rs", "use crate::expert::model;"),
            ("rules/src/time.rs", "let now = Timestamp::now();"),
            ("server/src/expert/actions.rs", "let id = Uuid::now_v7();"),
            ("server/src/expert/actions.rs", "use ring::aead::LessSafeKey;"),
            ("sfu/src/relay.rs", "use tokio::net::UdpSocket;"),
            ("server/src/expert/actions.rs", "crate::unit::store::find(db)"),
        ] {
            assert_eq!(check(&tree_of(&[(path, line)])).len(), 1, "{path}: {line}");
        }
    }

    #[test]
    fn what_the_house_allows_passes() {
        for (path, line) in [
            ("server/src/outside/clock.rs", "Timestamp::now()"),
            ("server/src/outside/entropy.rs", "let rng = SysRng;"),
            ("server/src/expert/actions.rs", "unit::actions::find_in(&mut tx)"),
            ("server/src/expert/store.rs", "// the clock stays above"),
            ("server/src/expert/routes.rs", "#[cfg(test)]\nuse sqlx::PgPool;"),
            ("server/src/vault/seal.rs", "use ring::aead::LessSafeKey;"),
        ] {
            assert!(check(&tree_of(&[(path, line)])).is_empty(), "{path}: {line}");
        }
    }
}
