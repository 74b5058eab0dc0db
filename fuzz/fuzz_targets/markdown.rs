//! Any bytes, read as `markdown`: no panic, no hang, and the ledger explains every file. What was read is written.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../shared.rs"]
mod shared;

fuzz_target!(|bytes: &[u8]| {
    shared::read_and_write_site("markdown", ["a.md", "b.md", "c.mdx"], bytes);
});
