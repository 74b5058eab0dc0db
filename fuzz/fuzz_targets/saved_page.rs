//! Any bytes, asked what they say of themselves: no panic, no hang, and the same answer twice.
#![no_main]

use larder_capture::{capture::Limits, data_url, saved_page, wayback};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let said = saved_page::said(bytes);
    assert_eq!(said, saved_page::said(bytes));
    assert_eq!(wayback::cleaned(bytes), wayback::cleaned(bytes));
    let text = String::from_utf8_lossy(bytes);
    if let Some(copy) = wayback::original(&text) {
        assert!(!copy.url.is_empty());
    }
    if let Some(url) = data_url::decode(bytes, &Limits::default()) {
        assert!(url.body.len() <= bytes.len());
    }
});
