//! Words and sentences: every closed list has one code word and one Chinese and one English title, and every refusal can
//! be said in both languages. The code words are what the database, the API and the import files hold.

use std::error::Error;

/// A refusal that can be told to the person who caused it.
///
/// The English sentence is the error's `Display`; both sentences say what is wrong and, where it helps, what to do.
pub trait Worded: Error {
    /// Stable dotted code for programs, such as `phone.length`.
    fn code(&self) -> &'static str;
    /// The sentence in Chinese.
    fn zh(&self) -> String;
    /// The sentence in English.
    fn en(&self) -> String {
        self.to_string()
    }
}

/// A refusal in both languages, detached from the error that it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Stable dotted code.
    pub code: &'static str,
    /// The sentence in Chinese.
    pub zh: String,
    /// The sentence in English.
    pub en: String,
}

impl<E: Worded> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self { code: error.code(), zh: error.zh(), en: error.en() }
    }
}

/// A text that is none of the words of a closed list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is no {what_en}; choose one of {choices_en}")]
pub struct WordError {
    /// The text as given, cut at 40 characters.
    pub given: String,
    /// What the list is about, in Chinese.
    pub what_zh: &'static str,
    /// What the list is about, in English.
    pub what_en: &'static str,
    /// The Chinese titles of the list, separated by 、.
    pub choices_zh: String,
    /// The code words of the list, separated by commas.
    pub choices_en: String,
}

impl Worded for WordError {
    fn code(&self) -> &'static str {
        "word.unknown"
    }

    fn zh(&self) -> String {
        format!("“{}”不是{}，可填：{}", self.given, self.what_zh, self.choices_zh)
    }
}

/// A text as a refusal may quote it: at most 40 characters, long numbers (a phone or id in the wrong column) starred.
pub(crate) fn shortened(text: &str) -> String {
    let mut quoted = String::new();
    let mut run = 0;
    for c in text.chars() {
        run = if c.is_ascii_digit() { run + 1 } else { 0 };
        quoted.push(c);
        if run == LONG_NUMBER {
            let kept = quoted.len() - LONG_NUMBER + 2;
            quoted.truncate(kept);
            quoted.push_str(&"*".repeat(LONG_NUMBER - 2));
        } else if run > LONG_NUMBER {
            quoted.pop();
            quoted.push('*');
        }
    }
    if quoted.chars().count() <= 40 {
        return quoted;
    }
    quoted.chars().take(39).chain(std::iter::once('…')).collect()
}

/// Digits from which a number may be somebody's.
const LONG_NUMBER: usize = 10;

/// Declares a closed list: `words! { /// doc  pub enum Name ("名称", "name") { /// doc  Variant = "code", "中文", "english"; } }`.
///
/// A variant may end in `also ["…"]`: further writings. `FromStr` and serde take the code word alone; `read` also takes the
/// titles and the further writings, for files made by people.
macro_rules! words {
    ($(#[$meta:meta])* $vis:vis enum $name:ident ($what_zh:literal, $what_en:literal) {
        $( $(#[$note:meta])* $variant:ident = $code:literal, $zh:literal, $en:literal $(, also [$($also:literal),+])?; )+
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name { $( $(#[$note])* $variant, )+ }

        impl $name {
            /// Every word of the list, in its order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code word, as the database, the API and import files hold it.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The Chinese title.
            pub const fn zh(self) -> &'static str {
                match self { $(Self::$variant => $zh,)+ }
            }

            /// The English title.
            pub const fn en(self) -> &'static str {
                match self { $(Self::$variant => $en,)+ }
            }

            /// Reads a code word or a title as a person writes it in a file.
            pub fn read(text: &str) -> Result<Self, $crate::wording::WordError> {
                let text = $crate::text::tidy(text);
                Self::ALL
                    .iter()
                    .copied()
                    .find(|word| word.is_written(&text))
                    .ok_or_else(|| Self::unknown(&text))
            }

            fn is_written(self, text: &str) -> bool {
                let also: &[&str] = match self { $(Self::$variant => &[$($($also),+)?],)+ };
                self.zh() == text
                    || self.code().eq_ignore_ascii_case(text)
                    || self.en().eq_ignore_ascii_case(text)
                    || also.contains(&text)
            }

            fn unknown(given: &str) -> $crate::wording::WordError {
                $crate::wording::WordError {
                    given: $crate::wording::shortened(given),
                    what_zh: $what_zh,
                    what_en: $what_en,
                    choices_zh: [$($zh),+].join("、"),
                    choices_en: [$($code),+].join(", "),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::wording::WordError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|word| word.code() == text).ok_or_else(|| Self::unknown(text))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.code())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use words;

/// Serde for a newtype that is written and read as its text.
macro_rules! serde_as_text {
    ($name:ty) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use serde_as_text;

#[cfg(test)]
mod tests {
    use super::*;

    words! {
        /// A list for the tests.
        enum Colour ("颜色", "colour") {
            /// The seal.
            Vermilion = "vermilion", "朱", "Vermilion";
            /// Verified.
            Jade = "jade", "青", "Jade", also ["玉", "绿玉"];
        }
    }

    #[test]
    fn a_code_word_parses_strictly_and_a_title_reads_leniently() {
        assert_eq!("jade".parse::<Colour>(), Ok(Colour::Jade));
        assert!("Jade".parse::<Colour>().is_err());
        for given in ["jade", " JADE ", "青", "　青", "玉"] {
            assert_eq!(Colour::read(given), Ok(Colour::Jade), "{given:?}");
        }
    }

    #[test]
    fn an_unknown_word_is_told_with_its_choices() {
        let error = Colour::read("绿").expect_err("no such word");
        assert_eq!(error.zh(), "“绿”不是颜色，可填：朱、青");
        assert_eq!(error.en(), "`绿` is no colour; choose one of vermilion, jade");
    }

    #[test]
    fn a_quoted_text_is_short_and_holds_nobody() {
        let table = [
            ("长沙城", "长沙城"),
            ("2024-13-01", "2024-13-01"),
            ("13812345678", "13*********"),
            ("id 430102199001011234 x", "id 43**************** x"),
        ];
        for (given, quoted) in table {
            assert_eq!(shortened(given), quoted);
        }
        assert_eq!(shortened(&"长".repeat(50)).chars().count(), 40);
    }

    #[test]
    fn a_word_is_its_code_in_json() {
        assert_eq!(serde_json::to_string(&Colour::Vermilion).expect("serialises"), "\"vermilion\"");
        assert_eq!(serde_json::from_str::<Colour>("\"jade\"").expect("parses"), Colour::Jade);
    }
}
