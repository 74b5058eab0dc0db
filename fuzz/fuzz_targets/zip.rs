//! Any bytes, opened as a zip: every entry is read or refused.
#![no_main]

use larder_import::{Limits, source, source::Source};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut limits = Limits::default();
    limits.unpacked_bytes = 64 << 20;
    let Ok(zip) = source::from_bytes("fuzz.zip", bytes.to_vec(), &limits) else { return };
    for index in 0..zip.entries().len() {
        let _ = zip.read(index);
    }
});
