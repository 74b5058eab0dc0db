//! What one input may take in all, counted over all its folders and archives.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use larder_core::Rule;

use super::SourceError;
use crate::{FileSpool, Limits};

/// The limits of one input, and how much of them is used. Clones share the count.
#[derive(Clone, Debug)]
pub(super) struct Budget(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    limits: Limits,
    files: AtomicU64,
    unpacked: AtomicU64,
    spool: Arc<FileSpool>,
}

impl Budget {
    /// Nothing is used yet.
    pub(super) fn new(limits: &Limits) -> Self {
        Self(Arc::new(Shared {
            limits: limits.clone(),
            files: AtomicU64::new(0),
            unpacked: AtomicU64::new(0),
            spool: Arc::new(FileSpool::new(limits.spool_bytes)),
        }))
    }

    /// The limits.
    pub(super) fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// Where archives within archives and standard input are kept.
    pub(super) fn spool(&self) -> &Arc<FileSpool> {
        &self.0.spool
    }

    /// Counts a file. Returns whether there may be one more.
    pub(super) fn take_file(&self) -> bool {
        self.0.files.fetch_add(1, Ordering::Relaxed) < self.0.limits.files
    }

    /// What to say when there may not.
    pub(super) fn too_many(&self) -> String {
        format!(
            "this and what follows: more than {} files; --max-files raises the limit",
            self.0.limits.files
        )
    }

    /// Counts unpacked bytes. Fails when there are more than all archives of one input may unpack to.
    pub(super) fn take_unpacked(&self, count: u64) -> Result<(), SourceError> {
        let before = self.0.unpacked.fetch_add(count, Ordering::Relaxed);
        if before.saturating_add(count) <= self.0.limits.unpacked_bytes {
            return Ok(());
        }
        let limit = self.0.limits.unpacked_bytes;
        let found = format!(
            "all archives unpack to more than {limit} bytes; --max-unpacked-size raises the limit"
        );
        Err(SourceError::Refused { rule: Rule::TooLarge, found })
    }
}
