//! Any bytes, checked: no panic, places that exist, and the same answer twice.
#![no_main]

use larder_check::{Options, check};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let options = Options::default();
    let report = check(bytes, &options);
    assert_eq!(report, check(bytes, &options));
    let lines = 1 + bytes.iter().filter(|byte| **byte == b'\n').count();
    for finding in &report.findings {
        assert!((1..=lines.max(bytes.len())).contains(&finding.line));
        assert!(finding.column > 0);
    }
});
