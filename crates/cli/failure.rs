//! Why the program could not do what it was asked, what may help, and which exit code says so.
//!
//! Every error of the libraries is turned into one of these here, so that each has a message in both languages.

use std::io;

use larder_core::Rule;
use larder_export::{SinkError, WriteError};
use larder_import::{NoTemporaryFile, ReadError, SourceError};

use crate::{
    exit::Exit,
    messages::{Message, Value},
};

/// An error, ready to be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    /// How the program ends.
    pub(crate) exit: Exit,
    /// What is wrong.
    pub(crate) error: Message,
    /// What was looked for and what was found, a line each.
    pub(crate) details: Vec<Message>,
    /// What may help.
    pub(crate) hints: Vec<Message>,
}

impl Failure {
    /// An error with an exit code.
    pub(crate) fn new(exit: Exit, error: Message) -> Self {
        Self { exit, error, details: Vec::new(), hints: Vec::new() }
    }

    /// The command line asks for something that cannot be done.
    pub(crate) fn usage(id: &'static str) -> Self {
        Self::new(Exit::Usage, Message::new(id))
    }

    /// The input cannot be read.
    pub(crate) fn unreadable(id: &'static str) -> Self {
        Self::new(Exit::Unreadable, Message::new(id))
    }

    /// The same error with a value in its message.
    #[must_use]
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.error = self.error.with(name, value);
        self
    }

    /// The same error with advice.
    #[must_use]
    pub(crate) fn hint(mut self, hint: Message) -> Self {
        self.hints.push(hint);
        self
    }

    /// Somebody asked to stop.
    pub(crate) fn stopped() -> Self {
        Self::new(Exit::Cancelled, Message::new("stopped"))
    }

    /// The output cannot be made.
    pub(crate) fn unwritable(path: impl Into<Value>, error: &io::Error) -> Self {
        let failure = Self::usage("error-output-unwritable").with("path", path);
        with_advice(failure.with("reason", reason(error)), error)
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Empty { name } => empty(name),
            ReadError::NotRecognised { name, looked_for, found } => {
                not_recognised(name, &looked_for, found)
            }
            ReadError::NothingUsable { name, refused, more } => nothing_usable(name, refused, more),
            ReadError::UnknownFormat { name } => Self::usage("error-unknown-format")
                .with("name", name)
                .hint(Message::new("hint-formats")),
            ReadError::Unreadable { name, line: None, found } => {
                Self::unreadable("read-unreadable")
                    .with("name", name)
                    .with("found", Value::phrase(found))
            }
            ReadError::Unreadable { name, line: Some(line), found } => {
                let failure = Self::unreadable("read-unreadable-line").with("name", name);
                failure.with("line", line.to_string()).with("found", Value::phrase(found))
            }
            ReadError::NewerVersion { name, found } => {
                let failure = Self::unreadable("read-newer-version").with("name", name);
                failure.with("found", found.to_string())
            }
            ReadError::Io(error) if is_of_writing(&error) => Self::usage("write-temporary")
                .with("reason", reason(&error))
                .hint(Message::new("hint-temporary")),
            ReadError::Io(error) => Self::unreadable("read-io").with("reason", reason(&error)),
            ReadError::Cancelled => Self::stopped(),
            other => Self::unreadable("read-other").with("text", Value::phrase(other.to_string())),
        }
    }
}

/// Reading writes too: to the temporary file that texts wait in.
fn is_of_writing(error: &io::Error) -> bool {
    use io::ErrorKind::{FileTooLarge, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
    let is_of_its_place = error.get_ref().is_some_and(|inner| inner.is::<NoTemporaryFile>());
    is_of_its_place
        || matches!(error.kind(), StorageFull | QuotaExceeded | FileTooLarge | ReadOnlyFilesystem)
}

fn empty(name: String) -> Failure {
    let hint = if name == "stdin" { "hint-empty-stdin" } else { "hint-empty" };
    Failure::unreadable("read-empty").with("name", name).hint(Message::new(hint))
}

fn nothing_usable(name: String, refused: Vec<(String, Rule, String)>, more: usize) -> Failure {
    let mut failure = Failure::unreadable("read-nothing-usable").with("name", name);
    for (file, rule, found) in refused {
        let line = Message::new("read-unusable-file").with("file", file);
        let line = line.with("found", Value::phrase(found));
        failure.details.push(line.with("rule", rule));
    }
    if more > 0 {
        failure.details.push(Message::new("read-more").with("count", more.to_string()));
    }
    failure
}

/// How many formats are named one by one, before they bury what was found.
const FEW: usize = 4;

fn not_recognised(
    name: String,
    looked_for: &[(&'static str, &'static str)],
    found: Vec<String>,
) -> Failure {
    if !found.is_empty() && found.iter().all(|found| found.ends_with(": an empty file")) {
        return empty(name);
    }
    let mut failure = Failure::unreadable("read-nothing-found").with("name", name);
    let hint = hint_for(&found);
    for found in found {
        failure.details.push(Message::new("read-found").with("found", Value::phrase(found)));
    }
    let line = |(format, sign): &(&'static str, &'static str)| {
        let line = Message::new("read-looked-for").with("format", *format);
        line.with("sign", Value::phrase(*sign))
    };
    match looked_for.len() {
        0..=FEW => failure.details.extend(looked_for.iter().map(line)),
        count => {
            let line = Message::new("read-looked-for-all").with("count", count.to_string());
            failure.details.push(line);
        }
    }
    failure.hint(Message::new(hint))
}

/// What helps where nothing was recognised: to name a format helps with texts alone.
fn hint_for(found: &[String]) -> &'static str {
    let is_of = |end: &str| found.iter().any(|found| found.ends_with(end));
    let is_text = |found: &String| found.contains(": text, begins with ");
    match () {
        () if found.is_empty() || found.iter().any(is_text) => "hint-from",
        () if is_of(" archive") => "hint-unpack",
        () if is_of(" document") || is_of(" program") => "hint-no-export",
        () => "hint-from",
    }
}

/// An input that could not be opened.
pub(crate) fn unopened(name: &str, error: &SourceError) -> Failure {
    match error {
        SourceError::Io(error) => {
            Failure::unreadable("read-input").with("name", name).with("reason", reason(error))
        }
        SourceError::Refused { rule, found } => Failure::unreadable("read-refused")
            .with("name", name)
            .with("found", Value::phrase(found.as_str()))
            .with("rule", *rule),
        other => Failure::unreadable("read-other").with("text", Value::phrase(other.to_string())),
    }
}

impl From<SinkError> for Failure {
    fn from(error: SinkError) -> Self {
        match error {
            SinkError::Io { name, error } => {
                let failure = Self::usage("write-io").with("name", name);
                with_advice(failure.with("reason", reason(&error)), &error)
            }
            SinkError::Exists { path } => Self::usage("error-output-exists")
                .with("path", path)
                .hint(Message::new("hint-replace")),
            SinkError::NotOurs { path, found } => not_ours(path, found),
            SinkError::OnlyOne { name } => Self::usage("write-only-one")
                .with("name", name)
                .hint(Message::new("hint-output-folder")),
            // Whoever writes to standard output handles it; as an error it would be no failure either.
            SinkError::Closed => Self::new(Exit::Complete, Message::new("write-closed")),
            SinkError::Name { name } => Self::usage("write-name").with("name", name),
            SinkError::Unwritable { path, error } => Self::unwritable(path, &error),
            SinkError::Cancelled => Self::stopped(),
            other => Self::usage("write-other").with("text", Value::phrase(other.to_string())),
        }
    }
}

/// What may help when there is no room.
fn with_advice(failure: Failure, error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            failure.hint(Message::new("hint-full"))
        }
        io::ErrorKind::FileTooLarge => failure.hint(Message::new("hint-too-large")),
        _ => failure,
    }
}

fn not_ours(path: String, found: String) -> Failure {
    let mut failure = Failure::usage("error-not-ours").with("path", path);
    if !found.is_empty() {
        failure.details.push(Message::new("write-not-ours").with("name", found));
    }
    failure.hint(Message::new("hint-not-ours"))
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Sink(error) => error.into(),
            WriteError::Spool(error) => {
                Self::unreadable("write-spool").with("reason", reason(&error))
            }
            WriteError::Missing { format, what, option } => Self::usage("write-missing")
                .with("format", format)
                .with("what", Value::phrase(what))
                .hint(Message::new("hint-option-gives").with("option", option)),
            WriteError::Cancelled => Self::stopped(),
            other => Self::usage("write-other").with("text", Value::phrase(other.to_string())),
        }
    }
}

/// What the operating system says, in the user's language where it is one of the usual things.
pub(crate) fn reason(error: &io::Error) -> Value {
    let id = match error.kind() {
        io::ErrorKind::NotFound => "io-not-found",
        io::ErrorKind::PermissionDenied => "io-permission",
        io::ErrorKind::AlreadyExists => "io-exists",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "io-full",
        io::ErrorKind::ReadOnlyFilesystem => "io-read-only",
        io::ErrorKind::FileTooLarge => "io-too-large",
        _ => return Value::phrase(error.to_string()),
    };
    Value::Message(Message::new(id))
}

#[cfg(test)]
mod tests {

    use super::*;
    use crate::messages::{Language, Messages};

    fn failures() -> Vec<Failure> {
        let name = || "a".to_owned();
        let io = || io::Error::from(io::ErrorKind::NotFound);
        let read = vec![
            ReadError::Empty { name: name() },
            ReadError::NotRecognised {
                name: name(),
                looked_for: vec![("brunch", "a saved page")],
                found: vec!["`a`: a photograph".into()],
            },
            ReadError::NothingUsable {
                name: name(),
                refused: vec![(name(), Rule::ErrorPage, name())],
                more: 2,
            },
            ReadError::UnknownFormat { name: name() },
            ReadError::Unreadable { name: name(), line: None, found: name() },
            ReadError::Unreadable { name: name(), line: Some(3), found: name() },
            ReadError::NewerVersion { name: name(), found: 2 },
            ReadError::Io(io()),
            ReadError::Cancelled,
        ];
        let write = vec![
            WriteError::Sink(SinkError::Io { name: name(), error: io() }),
            WriteError::Sink(SinkError::Exists { path: name() }),
            WriteError::Sink(SinkError::NotOurs { path: name(), found: name() }),
            WriteError::Sink(SinkError::Name { name: name() }),
            WriteError::Sink(SinkError::OnlyOne { name: name() }),
            WriteError::Sink(SinkError::Closed),
            WriteError::Sink(SinkError::Unwritable { path: name(), error: io() }),
            WriteError::Sink(SinkError::Cancelled),
            WriteError::Spool(io()),
            WriteError::Missing { format: "atom", what: "a title", option: "--title" },
            WriteError::Cancelled,
        ];
        let refused = SourceError::Refused { rule: Rule::TooLarge, found: name() };
        let opened = [SourceError::Io(io()), refused].map(|error| unopened("a", &error));
        read.into_iter()
            .map(Failure::from)
            .chain(write.into_iter().map(Failure::from))
            .chain(opened)
            .collect()
    }

    #[test]
    fn every_error_is_said_in_both_languages_and_differently() {
        let english = Messages::new(Language::English);
        let korean = Messages::new(Language::Korean);
        for failure in failures() {
            let said = [&failure.error].into_iter().chain(&failure.details).chain(&failure.hints);
            for message in said.filter(|message| **message != Message::new("read-found")) {
                let (en, ko) = (english.say(message), korean.say(message));
                assert!(ko.chars().any(|c| ('가'..='힣').contains(&c)) || en == ko, "{ko}");
                assert!(!en.contains("read-other") && !en.contains("write-other"), "{en}");
            }
        }
    }

    #[test]
    fn an_output_error_is_usage_and_an_input_error_is_unreadable_input() {
        let exits: Vec<_> = failures().iter().map(|failure| failure.exit.code()).collect();
        assert_eq!(exits, [4, 4, 4, 2, 4, 4, 4, 4, 130, 2, 2, 2, 2, 2, 0, 2, 130, 4, 2, 130, 4, 4]);
    }
}
