//! What was found, for people: the file, what is wrong with it, what was written, what the site answered.

use larder_core::Severity;
use larder_export::redirects::Finding;

use super::{
    Converted, Run,
    probe::{Probed, Problem, Wrong},
};
use crate::{
    exit::Exit,
    messages::Value,
    report::{CYAN, RED, Talk, Volume, YELLOW},
};

/// How many things of each kind are shown.
const SHOWN: usize = 20;

/// The page.
pub(super) fn text(talk: &Talk, run: &Run) -> String {
    let mut page = Page { talk, lines: String::new() };
    if talk.volume == Volume::Quiet && run.exit() == Exit::Complete {
        return page.lines;
    }
    page.file(run);
    for (severity, label, style) in [
        (Severity::Loss, "label-error", RED),
        (Severity::Warning, "severity-warning", YELLOW),
        (Severity::Info, "severity-info", CYAN),
    ] {
        let found: Vec<&Finding> =
            run.findings.iter().filter(|it| it.severity() == severity).collect();
        if severity == Severity::Info && talk.volume != Volume::Verbose {
            page.infos(found.len());
        } else {
            page.few(&found, |page, finding| page.finding(finding, label, style));
        }
    }
    for converted in &run.converted {
        page.converted(converted);
    }
    if let Some(probed) = &run.probed {
        page.probed(probed);
    }
    page.lines
}

struct Page<'a> {
    talk: &'a Talk,
    lines: String,
}

impl Page<'_> {
    fn line(&mut self, indent: usize, id: &str, values: &[(&'static str, Value)]) {
        let said = self.talk.messages.text(id, values);
        self.lines.push_str(&format!("{:indent$}{said}\n", ""));
    }

    fn file(&mut self, run: &Run) {
        let name = ("name", run.name.as_str().into());
        match run.host {
            Some(host) => {
                let values = [
                    name,
                    ("host", host.name().into()),
                    ("rules", run.rules.into()),
                    ("count", run.table.len().into()),
                ];
                self.line(0, "redirects-file", &values);
            }
            None => self.line(0, "redirects-tests", &[name, ("count", run.rules.into())]),
        }
    }

    fn few<T>(&mut self, things: &[T], mut show: impl FnMut(&mut Self, &T)) {
        let shown = if self.talk.volume == Volume::Verbose { usize::MAX } else { SHOWN };
        things.iter().take(shown).for_each(|thing| show(self, thing));
        if let Some(more) = things.len().checked_sub(shown).filter(|more| *more > 0) {
            self.line(2, "redirects-more", &[("count", more.into())]);
        }
    }

    fn finding(&mut self, finding: &Finding, label: &str, style: clap::builder::styling::Style) {
        let label = self.talk.messages.text(label, &[]);
        let text = ("text", Value::phrase(finding.to_string()));
        let said = self.talk.messages.text("redirects-finding", &[text]);
        let line = match finding {
            Finding::NotRead { line, .. } | Finding::Unreached { line, .. } => {
                self.talk.messages.text("redirects-line", &[("line", line.to_string().into())])
            }
            _ => String::new(),
        };
        self.lines.push_str(&format!("  {style}{label}{style:#}: {line}{said}\n"));
    }

    fn infos(&mut self, count: usize) {
        if count > 0 {
            self.line(2, "redirects-infos", &[("count", count.into())]);
        }
    }

    fn converted(&mut self, converted: &Converted) {
        let values =
            [("host", converted.host.name().into()), ("files", converted.files.len().into())];
        self.line(0, "redirects-converted", &values);
        for lost in &converted.unexpressed {
            let example = lost.examples.first().map(ToString::to_string).unwrap_or_default();
            let why = Value::phrase(lost.reason.explanation());
            let values = [("count", lost.count.into()), ("why", why), ("example", example.into())];
            self.line(2, "redirects-unexpressed", &values);
        }
    }

    fn probed(&mut self, probed: &Probed) {
        let values = [
            ("base", probed.base.as_str().into()),
            ("asked", probed.asked.into()),
            ("right", probed.right.into()),
        ];
        self.line(0, "redirects-probed", &values);
        self.few(&probed.wrong, Self::wrong);
    }

    fn wrong(&mut self, wrong: &Wrong) {
        let url = ("url", wrong.url.as_str().into());
        let number = |status: &u16| status.to_string().into();
        match &wrong.problem {
            Problem::NoAnswer { reason } => {
                self.line(2, "redirects-no-answer", &[url, ("reason", reason.as_str().into())]);
            }
            Problem::Status { expected, found } => {
                let values = [url, ("expected", number(expected)), ("found", number(found))];
                self.line(2, "redirects-wrong-status", &values);
            }
            Problem::Place { expected, found } => {
                let values =
                    [url, ("expected", expected.as_str().into()), ("found", found.as_str().into())];
                self.line(2, "redirects-wrong-place", &values);
            }
            Problem::Page { location, found } => {
                let values =
                    [url, ("location", location.as_str().into()), ("found", number(found))];
                self.line(2, "redirects-wrong-page", &values);
            }
        }
    }
}
