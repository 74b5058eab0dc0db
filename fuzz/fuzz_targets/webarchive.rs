//! Any bytes, read as a web archive: no panic, no hang, every capture within the limits and counted, and the same answer twice.
#![no_main]

use larder_capture::webarchive;
use libfuzzer_sys::fuzz_target;

#[path = "../captures.rs"]
mod captures;

fuzz_target!(|bytes: &[u8]| captures::check(bytes, webarchive::read));
