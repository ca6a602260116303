//! Lists inside a record: one line for each item, its parts separated by tabs, so that a whole list is one field of the digest.

/// Writes a list in one spelling only: no two lists of parts give the same text.
pub fn listing<const PARTS: usize>(items: impl IntoIterator<Item = [String; PARTS]>) -> String {
    let mut text = String::new();
    for item in items {
        for (at, part) in item.iter().enumerate() {
            if at > 0 {
                text.push('\t');
            }
            push_escaped(&mut text, part);
        }
        text.push('\n');
    }
    text
}

/// A missing part is the empty one; no stored text is empty.
pub fn part<T: ToString>(value: Option<&T>) -> String {
    value.map_or_else(String::new, T::to_string)
}

fn push_escaped(text: &mut String, part: &str) {
    for c in part.chars() {
        match c {
            '\\' => text.push_str("\\\\"),
            '\t' => text.push_str("\\t"),
            '\n' => text.push_str("\\n"),
            c => text.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pairs(items: &[(&str, &str)]) -> String {
        listing(items.iter().map(|(left, right)| [(*left).to_owned(), (*right).to_owned()]))
    }

    #[test]
    fn items_are_lines_and_parts_are_tabbed() {
        assert_eq!(pairs(&[("former", "甲公司"), ("alias", "甲")]), "former\t甲公司\nalias\t甲\n");
        assert_eq!(pairs(&[]), "");
        assert_eq!(pairs(&[("a\tb", "c\\\n")]), "a\\tb\tc\\\\\\n\n");
        assert_eq!(part::<u8>(None), "");
    }

    proptest! {
        #[test]
        fn two_lists_never_share_a_text(
            one in prop::collection::vec(("[a\\\\\t\n]{0,3}", "[a\\\\\t\n]{0,3}"), 0..3),
            two in prop::collection::vec(("[a\\\\\t\n]{0,3}", "[a\\\\\t\n]{0,3}"), 0..3),
        ) {
            let text = |list: &[(String, String)]| listing(list.iter().map(|(l, r)| [l.clone(), r.clone()]));
            prop_assert_eq!(one == two, text(&one) == text(&two));
        }
    }
}
