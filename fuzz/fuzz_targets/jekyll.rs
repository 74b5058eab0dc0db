//! Any bytes, read as `jekyll`: no panic, no hang, and the ledger explains every file. What was read is written.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../shared.rs"]
mod shared;

fuzz_target!(|bytes: &[u8]| {
    shared::read_and_write_site("jekyll", ["_config.yml", "_posts/2019-03-04-a.md", "a.html"], bytes);
});
