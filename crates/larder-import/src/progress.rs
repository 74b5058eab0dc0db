//! News of a long run, for whoever draws a bar.

/// Is told how far a run is. Does nothing by default.
pub trait Progress: Send + Sync {
    /// A stage begins that has `total` steps, such as `read` or `write`.
    fn begin(&self, stage: &'static str, total: u64) {
        let _ = (stage, total);
    }

    /// `steps` more steps are done.
    fn advance(&self, steps: u64) {
        let _ = steps;
    }

    /// The stage is over.
    fn end(&self) {}
}

impl Progress for () {}
