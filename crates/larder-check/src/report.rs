//! What was found, in the order of the document.

use std::{borrow::Cow, collections::BTreeMap, fmt};

use crate::{
    options::Options,
    rule::{Rule, Severity},
    spot::Spot,
    start::Format,
};

/// A place where a rule is broken.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// How much it matters: the severity of the rule.
    pub severity: Severity,
    /// Whether it may stay: removing it would mean a lie, or [`Options::accept`] names the rule.
    pub accepted: bool,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The element or key, such as `rss/channel/item[2]/guid` or `items[1].url`. Empty for the document as a whole.
    pub path: String,
    /// What was found there; foreign text is in backticks and shortened.
    pub found: String,
}

impl Finding {
    /// What was found and what is expected, in one line.
    pub fn message(&self) -> String {
        match self.found.is_empty() {
            true => format!("expected: {}", self.rule.explanation()),
            false => format!("{}; expected: {}", self.found, self.rule.explanation()),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rule, severity, line, column, .. } = self;
        write!(f, "{line}:{column}: {severity}: {rule}: {}", self.message())
    }
}

/// Everything that was found in a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// What the document is; None if it is no feed.
    pub format: Option<Format>,
    /// What was found, in the order of the document.
    pub findings: Vec<Finding>,
    /// How many more findings there are of rules that had more than [`Limits::findings`](crate::Limits::findings).
    /// Those that are accepted are counted apart: they come with `true`.
    pub more: BTreeMap<(Rule, bool), usize>,
}

impl Report {
    /// Whether there is no error and no warning but accepted ones.
    ///
    /// What is no feed is not clean.
    pub fn is_clean(&self) -> bool {
        let count = |severity| self.count(severity);
        self.format.is_some() && count(Severity::Error) == 0 && count(Severity::Warning) == 0
    }

    /// How many findings of this severity are not accepted, those that are only counted included.
    pub fn count(&self, severity: Severity) -> usize {
        let listed = self.findings.iter().filter(|it| !it.accepted && it.severity == severity);
        listed.count() + self.counted(|rule, accepted| !accepted && rule.severity() == severity)
    }

    /// How many findings are accepted, those that are only counted included.
    pub fn accepted(&self) -> usize {
        let listed = self.findings.iter().filter(|it| it.accepted);
        listed.count() + self.counted(|_, accepted| accepted)
    }

    fn counted(&self, wanted: impl Fn(Rule, bool) -> bool) -> usize {
        self.more
            .iter()
            .filter(|((rule, accepted), _)| wanted(*rule, *accepted))
            .map(|it| it.1)
            .sum()
    }
}

/// Collects what is found, in any order.
pub(crate) struct Findings<'o> {
    pub(crate) options: &'o Options,
    found: Vec<Found>,
    counts: BTreeMap<(Rule, bool), usize>,
}

struct Found {
    offset: usize,
    rule: Rule,
    accepted: bool,
    path: String,
    text: String,
}

impl<'o> Findings<'o> {
    pub(crate) fn new(options: &'o Options) -> Self {
        Self { options, found: Vec::new(), counts: BTreeMap::new() }
    }

    /// The rule is broken at `spot`.
    pub(crate) fn add(&mut self, rule: Rule, spot: Spot<'_>, found: impl Into<Cow<'static, str>>) {
        self.push(rule, spot, found.into(), false);
    }

    /// The rule is broken at `spot`, by this value.
    pub(crate) fn value(&mut self, rule: Rule, spot: Spot<'_>, value: &str) {
        self.push(rule, spot, said(value), false);
    }

    /// The rule is broken by this value, and nothing but a lie could mend it.
    pub(crate) fn accept(&mut self, rule: Rule, spot: Spot<'_>, value: &str) {
        self.push(rule, spot, said(value), true);
    }

    fn push(&mut self, rule: Rule, spot: Spot<'_>, found: Cow<'static, str>, accepted: bool) {
        let accepted = accepted || self.options.accept.contains(&rule);
        let count = self.counts.entry((rule, accepted)).or_default();
        *count += 1;
        if *count <= self.options.limits.findings {
            let (offset, path) = (spot.offset(), spot.path());
            self.found.push(Found { offset, rule, accepted, path, text: found.into_owned() });
        }
    }

    /// The report, with the places of `text` as lines and columns.
    pub(crate) fn report(mut self, format: Option<Format>, text: &str) -> Report {
        // Stable: what stands at the same place stays in the order of the checks.
        self.found.sort_by_key(|it| it.offset);
        let mut places = Places::new(text);
        let findings = self.found.into_iter().map(|it| {
            let (line, column) = places.of(it.offset);
            let Found { rule, accepted, path, text: found, .. } = it;
            Finding { rule, severity: rule.severity(), accepted, line, column, path, found }
        });
        let findings = findings.collect();
        let most = self.options.limits.findings;
        let more = self.counts.into_iter().filter(|(_, count)| *count > most);
        Report { format, findings, more: more.map(|(key, count)| (key, count - most)).collect() }
    }
}

/// What a finding says of a value: it, or that there is none.
fn said(value: &str) -> Cow<'static, str> {
    match value {
        "" => "nothing".into(),
        value => quoted(value).into(),
    }
}

/// A foreign text in backticks, on one line and shortened.
pub(crate) fn quoted(text: &str) -> String {
    format!("`{}`", shortened(text, 80))
}

/// A foreign text, which may be as long as the document, on one line and with so many characters at the most.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    let (text, dots) = match text.char_indices().nth(most) {
        Some((at, _)) => (&text[..at], "…"),
        None => (text, ""),
    };
    text.replace(char::is_control, " ") + dots
}

/// Lines and columns of ascending offsets, in one pass over the text.
struct Places<'t> {
    text: &'t str,
    at: usize,
    line: usize,
    column: usize,
}

impl<'t> Places<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, at: 0, line: 1, column: 1 }
    }

    fn of(&mut self, offset: usize) -> (usize, usize) {
        let mut end = offset.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let passed = self.text.get(self.at..end).unwrap_or_default();
        let lines = memchr::memchr_iter(b'\n', passed.as_bytes()).count();
        if let Some(last) = memchr::memrchr(b'\n', passed.as_bytes()) {
            self.line += lines;
            self.column = 1 + passed[last + 1..].chars().count();
        } else {
            self.column += passed.chars().count();
        }
        self.at = end.max(self.at);
        (self.line, self.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_are_in_the_order_of_the_document_and_the_rest_is_counted() {
        let mut options = Options::default();
        options.limits.findings = 2;
        let mut findings = Findings::new(&options);
        findings.add(Rule::NotBlank, Spot::At(9), "");
        findings.value(Rule::NotHtml, Spot::At(4), "x");
        for _ in 0..3 {
            findings.accept(Rule::NotHtml, Spot::At(0), "y");
        }
        let report = findings.report(None, "한\n글b\nc");
        let places: Vec<_> =
            report.findings.iter().map(|it| (it.line, it.column, it.rule)).collect();
        let (first, second) = ((1, 1, Rule::NotHtml), (2, 1, Rule::NotHtml));
        assert_eq!(places, [first, first, second, (3, 1, Rule::NotBlank)]);
        assert_eq!(report.more, BTreeMap::from([((Rule::NotHtml, true), 1)]));
        assert_eq!((report.count(Severity::Warning), report.accepted()), (2, 3));
    }

    #[test]
    fn long_values_are_shortened() {
        assert_eq!(quoted(&"가".repeat(81)), format!("`{}…`", "가".repeat(80)));
        assert_eq!(quoted("a\n\u{1b}[2J"), "`a  [2J`");
    }
}
