//! When the time for one document is up.

use std::time::{Duration, Instant};

/// A moment after which nobody waits for a document any longer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline {
    /// Never, if a limit is so long that no clock can tell its end.
    pub(crate) until: Option<Instant>,
}

impl Deadline {
    /// No deadline.
    #[cfg(test)]
    pub(crate) const NEVER: Self = Self { until: None };

    /// The moment in so many seconds. With 0 it has passed already.
    pub(crate) fn in_seconds(seconds: u64) -> Self {
        Self { until: Instant::now().checked_add(Duration::from_secs(seconds)) }
    }

    /// Whether it has passed.
    pub(crate) fn has_passed(self) -> bool {
        self.until.is_some_and(|until| Instant::now() >= until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_time_is_up_at_once_and_endless_time_never() {
        assert!(Deadline::in_seconds(0).has_passed());
        assert!(!Deadline::in_seconds(u64::MAX).has_passed());
    }
}
