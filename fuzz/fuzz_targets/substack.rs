//! Any bytes, read as `substack`: no panic, no hang, and the ledger explains every file and every row. What was read is written.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../shared.rs"]
mod shared;

const NAMES: [&str; 4] =
    ["posts.csv", "posts/1000.a.html", "posts/1001.b.html", "email_list.walks.csv"];

fuzz_target!(|bytes: &[u8]| shared::read_and_write_named("substack", &NAMES, bytes));
