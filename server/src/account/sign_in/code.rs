//! The second factors: time-based codes (RFC 6238, 30 s, six digits, SHA-1 as every authenticator has it) and passwords.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use jiff::Timestamp;
use totp_rs::{Algorithm, Builder, Secret, Totp};

use crate::app::App;

/// A secret for an authenticator: 20 bytes.
pub const SECRET_LENGTH: usize = 20;

fn totp(secret: &[u8]) -> Totp {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(1)
        .with_step_duration(STEP_SECS)
        .with_secret(Secret::new(secret.into()))
        .build_noncompliant()
}

/// The code of `secret` at `now`.
pub fn code_at(secret: &[u8], now: Timestamp) -> String {
    totp(secret).generate(seconds(now)).to_string()
}

/// The time step in which `code` is right, if it is right within one step of `now` and not used yet.
pub fn accepted_step(secret: &[u8], code: &str, now: Timestamp, last_step: i64) -> Option<i64> {
    let present = i64::try_from(seconds(now) / STEP_SECS).ok()?;
    (present - 1..=present + 1).filter(|step| *step > last_step).find(|step| {
        u64::try_from(*step).is_ok_and(|step| same(&totp(secret).generate(step * STEP_SECS).to_string(), code))
    })
}

/// `otpauth://` address for authenticator programs.
pub fn uri(login: &str, secret: &[u8]) -> String {
    let secret = Secret::new(secret.into()).to_base32();
    let label: String = login.chars().filter(char::is_ascii_alphanumeric).collect();
    format!(
        "otpauth://totp/Hengjian:{label}?secret={secret}&issuer=Hengjian&algorithm=SHA1&digits=6&period={STEP_SECS}"
    )
}

/// The secret as people type it.
pub fn base32(secret: &[u8]) -> String {
    Secret::new(secret.into()).to_base32()
}

/// A one-time code of six digits for a message.
pub fn random_code(app: &App) -> String {
    let number = u64::from_be_bytes(app.entropy.bytes());
    format!("{:06}", number % 1_000_000)
}

/// Hash of a password (Argon2id, 19 MiB, 2 passes, as OWASP recommends) as a PHC string; costs some tens of milliseconds.
pub fn hash_password(app: &App, password: &str) -> anyhow::Result<String> {
    let salt = app.entropy.bytes::<16>();
    let hash: PasswordHash = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt)?;
    Ok(hash.to_string())
}

/// True when `password` is the one of `hash`. Without a hash the same work is done and the answer is no.
pub fn password_is(hash: Option<&str>, password: &str) -> bool {
    let known = hash.unwrap_or(NOBODY);
    let right = PasswordHash::new(known)
        .is_ok_and(|known| Argon2::default().verify_password(password.as_bytes(), &known).is_ok());
    right && hash.is_some()
}

fn same(one: &str, other: &str) -> bool {
    use subtle::ConstantTimeEq as _;
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

fn seconds(now: Timestamp) -> u64 {
    u64::try_from(now.as_second()).unwrap_or(0)
}

const STEP_SECS: u64 = 30;
/// A hash of nothing anybody knows, so that an unknown login takes as long as a known one.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_accepted_once_and_only_near_its_time() {
        let secret = b"12345678901234567890";
        let now = Timestamp::from_second(59).expect("in range");
        assert_eq!(code_at(secret, now), "287082", "RFC 6238, appendix B");
        let step = accepted_step(secret, "287082", now, 0);
        assert_eq!(step, Some(1));
        assert_eq!(accepted_step(secret, "287082", now, 1), None, "used");
        let later = Timestamp::from_second(59 + 90).expect("in range");
        assert_eq!(accepted_step(secret, "287082", later, 0), None, "too late");
    }

    #[test]
    fn nobody_has_no_password() {
        assert!(!password_is(None, ""));
        assert!(!password_is(None, "anything"));
    }
}
