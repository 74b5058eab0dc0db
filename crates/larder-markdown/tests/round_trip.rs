//! Whatever tree of HTML: what is written renders to the same.

#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use larder_markdown::{AsItIs, Emitted, emit};
use proptest::prelude::*;

use crate::common::{body, dialects, render, soup, untemplated, words};

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    /// The crate's own proof, and one that knows nothing of it: the words people read.
    #[test]
    fn every_tree_comes_back(html in body()) {
        let html = html.as_str();
        for (name, dialect) in dialects() {
            let Emitted { markdown, counts, .. } = emit(html, &dialect, &mut AsItIs::default());
            prop_assert!(counts.is_proved, "{name}\n{html}\n{markdown}");
            let rendered = render(&untemplated(&markdown, dialect.template), &dialect);
            prop_assert_eq!(words(&rendered), words(html), "{}\n{}\n{}", name, html, markdown);
        }
    }

    #[test]
    fn every_soup_comes_back(html in soup()) {
        for (name, dialect) in dialects() {
            let Emitted { markdown, counts, .. } = emit(&html, &dialect, &mut AsItIs::default());
            prop_assert!(counts.is_proved, "{name}\n{html}\n{markdown}");
        }
    }

    #[test]
    fn nothing_runs_and_nothing_begins_front_matter(html in body()) {
        for (name, dialect) in dialects() {
            let markdown = emit(&html, &dialect, &mut AsItIs::default()).markdown;
            let first = markdown.lines().next().unwrap_or("");
            prop_assert!(!first.starts_with("---") && !first.starts_with("+++"), "{name}\n{markdown}");
            let rendered = render(&markdown, &dialect).to_ascii_lowercase();
            prop_assert!(!rendered.contains("<script"), "{name}\n{markdown}");
            prop_assert!(!rendered.contains("=\"javascript:"), "{name}\n{markdown}");
        }
    }
}
