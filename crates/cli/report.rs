//! The only place that prints: results to stdout, everything said to people to stderr.
//!
//! Whatever comes from elsewhere was escaped on its way into a message ([`terminal`](crate::terminal)); colour goes to
//! terminals only, unless it was asked for.

mod document;
mod fates;
mod next;
mod notes;
mod run;
mod summary;
mod usage;

use std::io::{self, Write};

use anstream::{AutoStream, ColorChoice};
use clap::builder::styling::{AnsiColor, Style};
use larder_core::Severity;

pub(crate) use self::{
    document::{VoteRecord, failed, is_report, pretty, votes, write as write_document},
    fates::{Fates, by_kind as fates_by_kind, equations},
    next::again,
    notes::{counts, each as each_note, kinds},
    run::{BlogFacts, Noted, Noting, Run, day, name_of},
    summary::{blog_name, reasons, rules, rules_explained, rules_of, unexplained},
    usage::failure as usage_failure,
};
use crate::{
    args::ColorWhen,
    failure::Failure,
    messages::{Message, Messages},
};

/// How much is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Volume {
    /// Only what went wrong.
    Quiet,
    /// A summary, with notes by kind.
    Normal,
    /// Everything.
    Verbose,
}

/// Says things to people.
pub(crate) struct Talk {
    pub(crate) messages: Messages,
    pub(crate) volume: Volume,
    color: ColorChoice,
}

impl Talk {
    /// A talk in the language of `messages`.
    pub(crate) fn new(messages: Messages, volume: Volume, color: ColorWhen) -> Self {
        let color = match color {
            ColorWhen::Auto => ColorChoice::Auto,
            ColorWhen::Always => ColorChoice::Always,
            ColorWhen::Never => ColorChoice::Never,
        };
        Self { messages, volume, color }
    }

    /// Says why the program could not do what it was asked, and what may help.
    pub(crate) fn failure(&self, failure: &Failure) {
        let mut said = self.labelled("label-error", RED, &failure.error);
        for detail in &failure.details {
            said.push_str(&format!("  {}\n", self.messages.say(detail)));
        }
        for hint in &failure.hints {
            said.push_str(&self.labelled("label-hint", CYAN, hint));
        }
        self.say(&said);
    }

    /// Says what was done: the equation of every input and output, and the notes.
    pub(crate) fn summary(&self, run: &Run) {
        self.say(&summary::text(self, run));
    }

    /// Writes a result to stdout. A reader that closed the pipe has seen enough: that is no error.
    pub(crate) fn result(&self, text: &str) -> Result<(), Failure> {
        let mut stdout = AutoStream::new(io::stdout(), self.color).lock();
        match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Failure::unwritable("-", &error))
            }
            _ => Ok(()),
        }
    }

    /// Says what is no result, where a result has standard output for itself.
    pub(crate) fn remark(&self, text: &str) {
        self.say(text);
    }

    /// Writes help to stdout, or to stderr when nobody asked for it.
    pub(crate) fn help(&self, help: &clap::Error) -> Result<(), Failure> {
        let text = help.render().ansi().to_string();
        if help.use_stderr() {
            self.say(&text);
            return Ok(());
        }
        self.result(&text)
    }

    fn labelled(&self, label: &str, style: Style, message: &Message) -> String {
        let label = self.messages.text(label, &[]);
        format!("{style}{label}:{style:#} {}\n", self.messages.say(message))
    }

    /// What cannot be said (stderr is closed) is not said: the exit code and the report still tell.
    fn say(&self, text: &str) {
        let mut stderr = AutoStream::new(io::stderr(), self.color).lock();
        let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
    }
}

/// Says one line at once, from the thread that hears signals.
pub(crate) fn say_now(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

pub(crate) const RED: Style = AnsiColor::Red.on_default().bold();
pub(crate) const CYAN: Style = AnsiColor::Cyan.on_default().bold();
pub(crate) const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
pub(crate) const BOLD: Style = Style::new().bold();

/// The colour of how much a note matters.
fn severity_style(severity: Severity) -> Style {
    match severity {
        Severity::Loss => RED,
        Severity::Warning => YELLOW,
        _ => CYAN,
    }
}
