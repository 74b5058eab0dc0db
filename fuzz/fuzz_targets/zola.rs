//! Any bytes, read as `zola`: no panic, no hang, and the ledger explains every file. What was read is written.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../shared.rs"]
mod shared;

fuzz_target!(|bytes: &[u8]| {
    shared::read_and_write_site("zola", ["zola.toml", "content/blog/2019-03-04-a.md", "content/blog/_index.md"], bytes);
});
