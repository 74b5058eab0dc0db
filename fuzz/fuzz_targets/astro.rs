//! Any bytes, read as `astro`: no panic, no hang, and the ledger explains every file. What was read is written.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../shared.rs"]
mod shared;

fuzz_target!(|bytes: &[u8]| {
    shared::read_and_write_site("astro", ["astro.config.mjs", "src/content/blog/a.mdx", "src/pages/a.md"], bytes);
});
