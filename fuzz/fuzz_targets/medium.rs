//! Any bytes, read as `medium`: no panic, no hang, and the ledger explains every file. What was read is written.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../shared.rs"]
mod shared;

const NAMES: [&str; 3] =
    ["posts/2019-05-01_A-0a1b2c3d4e01.html", "profile/profile.html", "posts/draft_B-0a1b2c3d4e02.html"];

fuzz_target!(|bytes: &[u8]| shared::read_and_write_named("medium", &NAMES, bytes));
