//! Lists by the page: how many rows a page has, and whether another follows.

/// Size of a page that a caller asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    size: usize,
}

impl Paging {
    /// Fifty rows unless asked otherwise, at least one and at most 200.
    pub fn of(asked: Option<u16>) -> Self {
        Self { size: usize::from(asked.unwrap_or(50).clamp(1, 200)) }
    }

    /// Pages of a size that the server chooses for itself, beyond what a caller may ask for.
    pub const fn in_chunks(size: usize) -> Self {
        Self { size }
    }

    /// Rows of a page.
    pub fn size(self) -> usize {
        self.size
    }

    /// Rows to fetch: one more than the page has, which tells whether another page follows.
    pub fn fetch_count(self) -> i64 {
        i64::try_from(self.size + 1).expect("a page fits into memory")
    }

    /// Takes the further row away; the cursor of the page's last row when another page follows.
    pub fn cut<T, C>(self, rows: &mut Vec<T>, cursor: impl FnOnce(&T) -> C) -> Option<C> {
        let more = rows.len() > self.size;
        rows.truncate(self.size);
        rows.last().filter(|_| more).map(cursor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_ends_with_a_cursor_only_when_another_follows() {
        let paging = Paging::of(Some(2));
        let (mut full, mut last) = (vec![1, 2, 3], vec![1, 2]);
        assert_eq!((paging.cut(&mut full, |row| *row), full), (Some(2), vec![1, 2]));
        assert_eq!((paging.cut(&mut last, |row| *row), last), (None, vec![1, 2]));
    }

    #[test]
    fn a_page_has_at_least_one_row_and_at_most_two_hundred() {
        let sizes = [None, Some(0), Some(1), Some(200), Some(u16::MAX)].map(|asked| Paging::of(asked).size());
        assert_eq!(sizes, [50, 1, 1, 200, 200]);
        assert_eq!(Paging::of(Some(200)).fetch_count(), 201);
    }
}
