//! Any bytes, opened as a tar archive, packed or not: every entry is read or refused.
#![no_main]

use larder_import::{Limits, source, source::Source};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut limits = Limits::default();
    limits.unpacked_bytes = 64 << 20;
    // Fuzzers do not find checksums: each block that could be a header gets the right one.
    let mut bytes = bytes.to_vec();
    for block in bytes.chunks_exact_mut(512).filter(|block| block[257..262] == *b"ustar") {
        block[148..156].fill(b' ');
        let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
        block[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    }
    let Ok(tar) = source::from_bytes("fuzz.tar", bytes, &limits) else { return };
    for index in 0..tar.entries().len() {
        let _ = tar.read(index);
    }
});
