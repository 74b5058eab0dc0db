//! Any bytes, read as `blogger`: no panic, no hang, and the ledger explains every file and every entry. What was read is
//! written.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../shared.rs"]
mod shared;

fuzz_target!(|bytes: &[u8]| shared::read_and_write("blogger", bytes));
