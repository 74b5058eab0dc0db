//! Any bytes, read as a page of SingleFile, or an archive of one: no panic, no hang, every capture within the limits and counted, and the same answer twice.
#![no_main]

use larder_capture::single_file;
use libfuzzer_sys::fuzz_target;

#[path = "../captures.rs"]
mod captures;

fuzz_target!(|bytes: &[u8]| captures::check(bytes, single_file::read));
