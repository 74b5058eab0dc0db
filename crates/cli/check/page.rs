//! What was found, for people: file by file, in the order of each.

use clap::builder::styling::Style;
use larder_check::{Finding, Origin, Report, Rule, Severity};

use super::Checked;
use crate::{
    messages::{Messages, Value},
    report::{BOLD, CYAN, RED, Talk, Volume, YELLOW},
    terminal::escape,
};

/// The page.
pub(super) fn text(talk: &Talk, checked: &[Checked]) -> String {
    let mut page = Page { messages: &talk.messages, volume: talk.volume, lines: String::new() };
    for checked in checked {
        page.feed(checked);
    }
    page.lines
}

/// All rules, each with what it asks for.
pub(super) fn rules(messages: &Messages) -> String {
    let mut page = Page { messages, volume: Volume::Normal, lines: String::new() };
    for rule in Rule::ALL {
        let explanation = Value::phrase(rule.explanation());
        let severity = page.severity(rule.severity()).into();
        let values = [("rule", rule.name().into()), ("severity", severity), ("why", explanation)];
        let id = match rule.origin() {
            Origin::W3c => "check-rule",
            _ => "check-rule-own",
        };
        page.line(0, id, &values);
    }
    page.lines
}

struct Page<'a> {
    messages: &'a Messages,
    volume: Volume,
    lines: String,
}

impl Page<'_> {
    fn line(&mut self, indent: usize, id: &str, values: &[(&'static str, Value)]) {
        let said = self.messages.text(id, values);
        self.lines.push_str(&format!("{:indent$}{said}\n", ""));
    }

    fn feed(&mut self, checked: &Checked) {
        let report = &checked.report;
        if self.volume == Volume::Quiet && report.is_clean() {
            return;
        }
        self.head(checked);
        self.findings(report, |it| !it.accepted && it.severity != Severity::Info);
        self.more(report, |rule, accepted| !accepted && rule.severity() != Severity::Info);
        if self.volume == Volume::Quiet {
            return;
        }
        if report.accepted() > 0 {
            self.line(2, "check-accepted", &[]);
            self.findings(report, |it| it.accepted);
            self.more(report, |_, accepted| accepted);
        }
        self.infos(report);
    }

    fn head(&mut self, checked: &Checked) {
        let report = &checked.report;
        let format = report.format.map(|it| it.to_string()).unwrap_or_default();
        let (errors, warnings) = (report.count(Severity::Error), report.count(Severity::Warning));
        let name = format!("{BOLD}{}{BOLD:#}", escape(&checked.name));
        let said = match report.is_clean() {
            true => self.messages.text("check-clean", &[("format", format.into())]),
            false => self.messages.text(
                "check-counts",
                &[
                    ("format", format.into()),
                    ("errors", errors.into()),
                    ("warnings", warnings.into()),
                ],
            ),
        };
        self.lines.push_str(&format!("{name}: {said}\n"));
    }

    fn findings(&mut self, report: &Report, wanted: impl Fn(&Finding) -> bool) {
        for finding in report.findings.iter().filter(|it| wanted(it)) {
            self.finding(finding);
        }
    }

    fn finding(&mut self, finding: &Finding) {
        let style = style(finding.severity);
        let severity = self.severity(finding.severity);
        let why = ("why", Value::phrase(finding.rule.explanation()));
        let said = match finding.found.is_empty() {
            true => self.messages.text("check-expected", &[why]),
            false => {
                let found = ("found", Value::phrase(finding.found.as_str()));
                self.messages.text("check-found", &[found, why])
            }
        };
        let Finding { line, column, rule, .. } = finding;
        self.lines
            .push_str(&format!("  {line}:{column}: {style}{severity}{style:#}: {rule}: {said}\n"));
        if !finding.path.is_empty() {
            self.lines.push_str(&format!("    {}\n", escape(&finding.path)));
        }
    }

    fn more(&mut self, report: &Report, wanted: impl Fn(Rule, bool) -> bool) {
        for ((rule, accepted), count) in &report.more {
            if wanted(*rule, *accepted) {
                let values = [("rule", rule.name().into()), ("count", (*count).into())];
                self.line(2, "check-more", &values);
            }
        }
    }

    /// What could be better: counted, or shown in full.
    fn infos(&mut self, report: &Report) {
        let count = report.count(Severity::Info);
        if count == 0 {
            return;
        }
        if self.volume != Volume::Verbose {
            return self.line(2, "check-infos", &[("count", count.into())]);
        }
        self.line(2, "check-infos-all", &[]);
        self.findings(report, |it| !it.accepted && it.severity == Severity::Info);
        self.more(report, |rule, accepted| !accepted && rule.severity() == Severity::Info);
    }

    fn severity(&self, severity: Severity) -> String {
        self.messages.text(
            match severity {
                Severity::Error => "label-error",
                Severity::Warning => "severity-warning",
                _ => "severity-info",
            },
            &[],
        )
    }
}

fn style(severity: Severity) -> Style {
    match severity {
        Severity::Error => RED,
        Severity::Warning => YELLOW,
        _ => CYAN,
    }
}
