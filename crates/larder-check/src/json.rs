//! JSON Feed 1.0 and 1.1, by the text of the specification: the validator does not know it.

mod feed;
mod read;

use std::fmt::Write as _;

use serde::de::IgnoredAny;

use self::read::{Kind, Value};
use crate::{
    bytes::Decoded,
    report::{Findings, shortened},
    rule::Rule,
    spot::{NAME, Spot},
    text,
};

/// The way to a value, from the root.
#[derive(Clone, Copy)]
pub(crate) struct Trail<'t> {
    above: Option<&'t Self>,
    step: Step<'t>,
    /// The byte the value begins at.
    pub(crate) offset: usize,
}

#[derive(Clone, Copy)]
enum Step<'t> {
    Root,
    Key(&'t str),
    Index(usize),
}

impl<'t> Trail<'t> {
    fn root(offset: usize) -> Self {
        Self { above: None, step: Step::Root, offset }
    }

    fn key(&'t self, name: &'t str, offset: usize) -> Self {
        Self { above: Some(self), step: Step::Key(name), offset }
    }

    fn index(&'t self, number: usize, offset: usize) -> Self {
        Self { above: Some(self), step: Step::Index(number), offset }
    }

    /// Such as `items[1].url`; the first item is number 0, as programs count.
    pub(crate) fn path(&self) -> String {
        let mut steps: Vec<_> = std::iter::successors(Some(self), |trail| trail.above).collect();
        steps.reverse();
        let mut path = String::new();
        for trail in steps {
            match trail.step {
                Step::Root => {}
                Step::Key(name) if path.is_empty() => path.push_str(&shortened(name, NAME)),
                Step::Key(name) => {
                    write!(path, ".{}", shortened(name, NAME))
                        .expect("writing to a string cannot fail");
                }
                Step::Index(number) => {
                    write!(path, "[{number}]").expect("writing to a string cannot fail");
                }
            }
        }
        path
    }
}

/// Whether an object is a JSON Feed, as far as its beginning tells: by its `version`, or by a list of `items`.
pub(crate) fn is_feed(text: &str) -> bool {
    #[derive(serde::Deserialize)]
    struct Head {
        #[serde(rename = "items")]
        _items: Vec<IgnoredAny>,
    }
    has_version(text) || serde_json::from_str::<Head>(text).is_ok()
}

/// Whether a `version` of JSON Feed stands near the beginning, even if what follows is broken.
fn has_version(text: &str) -> bool {
    const NEAR: usize = 64 << 10;
    text.match_indices("\"version\"").take_while(|(at, _)| *at < NEAR).any(|(at, key)| {
        let rest = text[at + key.len()..].trim_start().strip_prefix(':').map(str::trim_start);
        let value = rest.and_then(|it| it.strip_prefix('"')).unwrap_or_default();
        let value = value.split('"').next().unwrap_or_default();
        value.starts_with("http") && value.contains("jsonfeed.org/version")
    })
}

/// Checks a document that begins with `{`.
pub(crate) fn check(decoded: &Decoded<'_>, findings: &mut Findings<'_>) {
    let source = &*decoded.text;
    if decoded.marked {
        findings.add(Rule::JsonByteOrderMark, Spot::At(0), "");
    }
    decoded.report_bytes(findings);
    if let Err(error) = serde_json::from_str::<IgnoredAny>(source) {
        let said = error.to_string();
        let said = said.split(" at line ").next().unwrap_or_default();
        // The column counts bytes, from 1.
        let offset = text::line_start(source, error.line()) + error.column().saturating_sub(1);
        return findings.value(Rule::InvalidJson, Spot::At(offset), said);
    }
    let root = match read::read(source, &findings.options.limits) {
        Ok(root) => root,
        Err(breach) => {
            return findings.add(Rule::ValidatorLimit, Spot::At(breach.offset), breach.what);
        }
    };
    escapes(source, findings);
    feed::check(&root, decoded.is_whole(), findings);
}

/// Reports the first character that is written as `\uXXXX` and need not be.
fn escapes(text: &str, findings: &mut Findings<'_>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\\', &bytes[at..]) {
        at += found;
        let code = bytes.get(at + 2..at + 6).unwrap_or_default();
        if bytes.get(at + 1) == Some(&b'u') && !is_better_escaped(code) {
            return findings.value(Rule::EscapedCharacter, Spot::At(at), &text[at..at + 6]);
        }
        at += 2;
    }
}

/// Control characters, `<`, and what ends a line in scripts.
fn is_better_escaped(code: &[u8]) -> bool {
    let code = code.to_ascii_lowercase();
    matches!(&*code, [b'0', b'0', b'0' | b'1', _] | b"003c" | b"2028" | b"2029")
}
