//! The only place of the server that reads the time.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::Timestamp;

/// Source of the present instant, shared by all tasks.
#[derive(Clone)]
pub struct Clock(Source);

#[derive(Clone)]
enum Source {
    System,
    Set(Arc<Mutex<Timestamp>>),
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands at `at` until it is advanced.
    pub fn set(at: Timestamp) -> Self {
        Self(Source::Set(Arc::new(Mutex::new(at))))
    }

    /// The present instant, cut to microseconds because the database keeps no more.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    pub fn now(&self) -> Timestamp {
        let now = match &self.0 {
            Source::System => Timestamp::now(),
            Source::Set(at) => *at.lock().expect("no holder of this lock panics"),
        };
        Timestamp::from_microsecond(now.as_microsecond()).expect("a cut instant stays in range")
    }

    /// Moves a set clock forward; the machine's clock is not ours to move.
    pub fn advance(&self, by: Duration) {
        if let Source::Set(at) = &self.0 {
            let mut at = at.lock().expect("no holder of this lock panics");
            *at = at.checked_add(by).expect("tests stay inside the calendar");
        }
    }
}
