//! Every rule: a clean document, and the smallest change that breaks the rule and no other.
//!
//! Each format has its file with a clean document and a table of changes. The clean twin of a broken document is the
//! document itself, or a row of the table that expects nothing.

#![allow(clippy::unwrap_used, reason = "tests say what they expect by panicking")]

mod any;
mod atom;
mod bodies;
mod document;
mod hostile;
mod json_feed;
mod lists;
mod media;
mod opml;
mod rss;
mod rss1;

use std::collections::BTreeSet;

use larder_check::{Moment, Options, Report, Rule, check};

/// The rules that are broken (with `+` when that is accepted), what is replaced, and what stands there instead.
type Row = (&'static str, &'static str, &'static str);

fn options() -> Options {
    let mut options = Options::default();
    options.as_of = Moment::of_rfc3339("2024-06-01T00:00:00Z");
    options
}

/// The rules that a report names, sorted.
fn rules(report: &Report) -> Vec<String> {
    let mark = |accepted| if accepted { "+" } else { "" };
    let mut rules: Vec<_> =
        report.findings.iter().map(|it| format!("{}{}", mark(it.accepted), it.rule)).collect();
    rules.sort();
    rules
}

fn rules_of(text: &str) -> Vec<String> {
    rules(&check(text.as_bytes(), &options()))
}

/// Checks every row of a table against `clean`. The last place where the old text stands is changed.
fn check_table(clean: &str, rows: &[Row]) {
    assert_eq!(rules_of(clean), [""; 0], "the clean document");
    let mut wrong = String::new();
    for (expected, old, new) in rows {
        let (before, after) = clean.rsplit_once(old).unwrap_or_else(|| panic!("no `{old}`"));
        let broken = format!("{before}{new}{after}");
        let mut expected: Vec<_> = expected.split(' ').filter(|it| !it.is_empty()).collect();
        expected.sort_unstable();
        let report = check(broken.as_bytes(), &options());
        if rules(&report) != expected {
            let found: Vec<_> = report.findings.iter().map(ToString::to_string).collect();
            wrong.push_str(&format!("`{old}` → `{new}`: {expected:?}, not {found:#?}\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_rule_has_a_document_that_breaks_it() {
    let tables = [
        rss::ROWS,
        rss::PODCAST_ROWS,
        bodies::ROWS,
        atom::ROWS,
        rss1::ROWS,
        json_feed::ROWS,
        media::ROWS,
        opml::ROWS,
        document::ROWS,
    ];
    let rows = tables.iter().flat_map(|rows| rows.iter());
    let tested: BTreeSet<_> = rows
        .flat_map(|(rules, ..)| rules.split(' '))
        .chain(document::OTHER_RULES)
        .map(|name| name.trim_start_matches('+'))
        .filter(|name| !name.is_empty())
        .collect();
    let all: BTreeSet<_> = Rule::ALL.iter().map(|rule| rule.name()).collect();
    let untested: Vec<_> = all.difference(&tested).collect();
    assert!(untested.is_empty(), "no document breaks {untested:?}");
    assert!(tested.is_subset(&all));
}
