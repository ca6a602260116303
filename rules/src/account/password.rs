//! Which passwords are good enough: length first, variety as a way to be shorter, never the login, never a well-known one.

use crate::wording::Worded;

/// Fewest characters of a password of any make.
pub const MIN_CHARS: usize = 12;
/// Fewest characters of a password with three classes of characters.
pub const MIN_CHARS_MIXED: usize = 10;
/// Most characters; longer ones only burden the hash.
pub const MAX_CHARS: usize = 128;

/// Whether a password may be set for the login.
pub fn check_password(login: &str, password: &str) -> Result<(), PasswordError> {
    let count = password.chars().count();
    if count > MAX_CHARS {
        return Err(PasswordError::Long);
    }
    let wanted = if classes(password) >= 3 { MIN_CHARS_MIXED } else { MIN_CHARS };
    if count < wanted {
        return Err(PasswordError::Short { count });
    }
    let lower = password.to_lowercase();
    let login = login.to_lowercase();
    if login.chars().count() >= 3 && lower.contains(&login) {
        return Err(PasswordError::HoldsLogin);
    }
    if distinct(&lower) < 5 || runs_in_order(&lower) || COMMON.iter().any(|common| is_dressed_up(&lower, common)) {
        return Err(PasswordError::Common);
    }
    Ok(())
}

/// A password that is not good enough.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Too short for its variety.
    #[error("the password has {count} characters; use 12, or 10 with three of: capitals, small letters, digits, signs")]
    Short {
        /// Characters as given.
        count: usize,
    },
    /// Longer than 128 characters.
    #[error("the password is longer than 128 characters")]
    Long,
    /// Holds the login.
    #[error("the password must not hold the login")]
    HoldsLogin,
    /// A well-known password, one sign repeated or a row of the keyboard.
    #[error("this password is among the first that an attacker tries; choose another")]
    Common,
}

impl Worded for PasswordError {
    fn code(&self) -> &'static str {
        match self {
            Self::Short { .. } => "password.short",
            Self::Long => "password.long",
            Self::HoldsLogin => "password.holds_login",
            Self::Common => "password.common",
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Short { count } => {
                format!("密码有 {count} 位，应不少于 12 位；含大写、小写、数字、符号中三类时不少于 10 位")
            }
            Self::Long => "密码超过 128 位".to_owned(),
            Self::HoldsLogin => "密码中不能包含登录名".to_owned(),
            Self::Common => "这是常见密码，极易被猜中，请换一个".to_owned(),
        }
    }
}

/// Words that stand alone or with a few signs around them in lists of stolen passwords, in lower case.
const COMMON: &[&str] = &[
    "password",
    "passw0rd",
    "p@ssw0rd",
    "p@ssword",
    "qwertyuiop",
    "1qaz2wsx",
    "qazwsxedc",
    "1q2w3e4r",
    "q1w2e3r4",
    "zaq12wsx",
    "administrator",
    "admin123",
    "admin888",
    "letmein",
    "welcome",
    "iloveyou",
    "woaini",
    "5201314",
    "123456789",
    "987654321",
    "hengjian",
    "changeme",
    "abcd1234",
    "abc123456",
    "qwe123456",
    "a123456789",
    "changsha",
    "asdfghjkl",
    "zxcvbnm",
];

fn classes(password: &str) -> usize {
    let any = |test: fn(char) -> bool| usize::from(password.chars().any(test));
    any(char::is_uppercase) + any(char::is_lowercase) + any(char::is_numeric) + any(|c| !c.is_alphanumeric())
}

fn distinct(text: &str) -> usize {
    text.chars().collect::<std::collections::BTreeSet<_>>().len()
}

/// Every character is the neighbour of the one before it: 123456789012, abcdefghijkl.
fn runs_in_order(text: &str) -> bool {
    let codes: Vec<u32> = text.chars().map(u32::from).collect();
    let steps = codes.windows(2).filter(|pair| pair[0].abs_diff(pair[1]) == 1).count();
    steps + 3 >= codes.len()
}

/// The common word makes up all but at most five characters.
fn is_dressed_up(text: &str, common: &str) -> bool {
    text.contains(common) && text.chars().count() <= common.chars().count() + 5
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_or_variety_makes_a_password() {
        let good = ["correct horse battery", "长沙湘江北去橘子洲头看万山", "Xj7#kkW2pq", "tulip-quarry-lantern"];
        for password in good {
            assert_eq!(check_password("li.wei", password), Ok(()), "{password}");
        }
        let table = [
            ("Xj7#kkW2p", PasswordError::Short { count: 9 }),
            ("elevenchars", PasswordError::Short { count: 11 }),
            ("Li.Wei-and-more-1", PasswordError::HoldsLogin),
            ("Password2026!", PasswordError::Common),
            ("1234567890123", PasswordError::Common),
            ("aaaaaaaaaaaa1", PasswordError::Common),
            ("1qaz2wsx3edc", PasswordError::Common),
            ("abcdefghijklm", PasswordError::Common),
        ];
        for (password, error) in table {
            assert_eq!(check_password("li.wei", password), Err(error), "{password}");
        }
        assert_eq!(check_password("li.wei", &"长".repeat(129)), Err(PasswordError::Long));
    }

    #[test]
    fn a_very_short_login_does_not_forbid_its_letters() {
        assert_eq!(check_password("li", "brilliant-quarry-lantern"), Ok(()));
    }
}
