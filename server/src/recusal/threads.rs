//! Work on everybody, shared among the processors.

use std::thread;

/// Does the work on each item, in parts of which every processor takes one; the results come in the order of the items.
pub fn each<T: Send, R: Send, E: Send>(
    mut items: Vec<T>,
    work: impl Fn(T) -> Result<R, E> + Sync,
) -> Result<Vec<R>, E> {
    let thread_count = thread::available_parallelism().map_or(1, usize::from);
    let size = items.len().div_ceil(thread_count).max(1);
    let mut parts = Vec::new();
    while items.len() > size {
        parts.push(items.split_off(items.len() - size));
    }
    parts.push(items);
    let work = &work;
    thread::scope(|scope| {
        let part = |part: Vec<T>| scope.spawn(move || part.into_iter().map(work).collect::<Result<Vec<R>, E>>());
        let running: Vec<_> = parts.into_iter().rev().map(part).collect();
        let mut results = Vec::new();
        for part in running {
            results.extend(part.join().expect("the work does not panic")?);
        }
        Ok(results)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_the_order_and_one_refusal_refuses_all() {
        for count in [0, 1, 2, 7, 1_000] {
            let items: Vec<u32> = (0..count).collect();
            assert_eq!(each(items.clone(), Ok::<u32, ()>), Ok(items.clone()));
            let refused = each(items, |item| if item == 3 { Err(item) } else { Ok(item) });
            assert_eq!(refused.is_err(), count > 3);
        }
    }
}
