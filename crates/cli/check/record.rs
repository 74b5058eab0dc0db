//! What was found, for programs.

use larder_check::{Finding, Format, Origin, Rule, Severity};
use serde::Serialize;

use super::{Checked, Run};
use crate::{
    exit::Exit,
    messages::{Language, Messages},
};

/// Everything that is said about a run.
#[derive(Serialize)]
pub(super) struct Document<'a> {
    larder: &'static str,
    command: &'static str,
    feeds: Vec<Feed<'a>>,
    /// What could not be read, or is no feed.
    not_checked: Vec<NotChecked<'a>>,
    outcome: &'static str,
    exit_code: u8,
}

#[derive(Serialize)]
struct NotChecked<'a> {
    name: &'a str,
    /// The error, in English as everything that programs read.
    reason: String,
}

#[derive(Serialize)]
struct Feed<'a> {
    name: &'a str,
    format: Option<Format>,
    clean: bool,
    errors: usize,
    warnings: usize,
    infos: usize,
    accepted: usize,
    findings: Vec<Found<'a>>,
    more: Vec<More>,
}

#[derive(Serialize)]
struct Found<'a> {
    #[serde(flatten)]
    finding: &'a Finding,
    expected: &'static str,
}

#[derive(Serialize)]
struct More {
    rule: Rule,
    accepted: bool,
    count: usize,
}

impl<'a> Document<'a> {
    pub(super) fn of(run: &'a Run) -> Self {
        let exit = run.exit();
        Self {
            larder: env!("CARGO_PKG_VERSION"),
            command: "check",
            feeds: run.checked.iter().map(Feed::of).collect(),
            not_checked: not_checked(run),
            outcome: if exit == Exit::Complete { "clean" } else { exit.name() },
            exit_code: exit.code(),
        }
    }
}

fn not_checked(run: &Run) -> Vec<NotChecked<'_>> {
    let english = Messages::new(Language::English);
    let failures = run.failures.iter();
    failures
        .map(|(name, failure)| NotChecked { name, reason: english.say(&failure.error) })
        .collect()
}

impl<'a> Feed<'a> {
    fn of(checked: &'a Checked) -> Self {
        let report = &checked.report;
        let found = |finding: &'a Finding| Found { finding, expected: finding.rule.explanation() };
        let more = report.more.iter();
        Self {
            name: &checked.name,
            format: report.format,
            clean: report.is_clean(),
            errors: report.count(Severity::Error),
            warnings: report.count(Severity::Warning),
            infos: report.count(Severity::Info),
            accepted: report.accepted(),
            findings: report.findings.iter().map(found).collect(),
            more: more
                .map(|((rule, accepted), count)| More {
                    rule: *rule,
                    accepted: *accepted,
                    count: *count,
                })
                .collect(),
        }
    }
}

/// A rule, as `--rules` lists it.
#[derive(Serialize)]
pub(super) struct RuleRecord {
    rule: Rule,
    severity: Severity,
    /// Whether the W3C feed validator has it, under this name.
    w3c: bool,
    expected: &'static str,
}

/// All rules.
pub(super) fn rules() -> Vec<RuleRecord> {
    let record = |rule: &Rule| RuleRecord {
        rule: *rule,
        severity: rule.severity(),
        w3c: rule.origin() == Origin::W3c,
        expected: rule.explanation(),
    };
    Rule::ALL.iter().map(record).collect()
}
