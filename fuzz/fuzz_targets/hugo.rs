//! Any bytes, read as `hugo`: no panic, no hang, and the ledger explains every file. What was read is written.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../shared.rs"]
mod shared;

fuzz_target!(|bytes: &[u8]| {
    shared::read_and_write_site("hugo", ["hugo.toml", "content/posts/a.ko.md", "content/posts/_index.md"], bytes);
});
