//! Any text, normalised: no panic, a fixed point, and no script in it.
#![no_main]

use larder_html::{Normalise, normalise};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let options = Normalise::default();
    let once = normalise(text, &options).html;
    assert_eq!(once, normalise(&once, &options).html);
    assert!(!once.contains("<script"));
});
