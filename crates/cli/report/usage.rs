//! What is wrong with a command line, in our words: clap's own are English only and mix error and advice.

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use larder_export::writer;
use larder_import::reader;

use crate::{
    args::tidy,
    exit::Exit,
    failure::Failure,
    messages::{Message, Value},
};

/// The failure for a command line that clap refused.
pub(crate) fn failure(error: &Error) -> Failure {
    let failure = match error.kind() {
        ErrorKind::InvalidValue => invalid_value(error),
        ErrorKind::ValueValidation => refused_value(error),
        ErrorKind::UnknownArgument => Failure::usage("error-unknown-argument")
            .with("argument", text(error, ContextKind::InvalidArg)),
        ErrorKind::InvalidSubcommand => Failure::usage("error-unknown-command")
            .with("name", text(error, ContextKind::InvalidSubcommand)),
        ErrorKind::MissingRequiredArgument => missing(error),
        ErrorKind::InvalidUtf8 => Failure::usage("error-not-unicode"),
        ErrorKind::MissingSubcommand => Failure::usage("error-missing-command"),
        ErrorKind::ArgumentConflict => Failure::usage("error-conflict")
            .with("argument", text(error, ContextKind::InvalidArg))
            .with("other", text(error, ContextKind::PriorArg)),
        _ => Failure::usage("error-command-line").with("text", first_line(error)),
    };
    with_advice(failure, error)
}

fn invalid_value(error: &Error) -> Failure {
    let argument = text(error, ContextKind::InvalidArg);
    let value = text(error, ContextKind::InvalidValue);
    if value.is_empty() {
        return Failure::usage("error-value-missing").with("argument", argument);
    }
    if names_a_format(&argument) {
        return unknown_format(&argument, value);
    }
    let failure = Failure::usage("error-invalid-value");
    failure.with("argument", argument).with("value", value)
}

/// A format may be known and still be on the wrong side: `--to brunch`, `--from rss`.
fn unknown_format(argument: &str, value: String) -> Failure {
    let name = tidy(&value);
    let id = if argument.starts_with("--to ") && reader(&name).is_some() {
        "error-format-only-read"
    } else if argument.starts_with("--from ") && writer(&name).is_some() {
        "error-format-only-written"
    } else {
        "error-unknown-format"
    };
    Failure::new(Exit::Usage, Message::new(id)).with("name", value)
}

/// A value that one of our own parsers refused; the parser's error is the id of the reason.
fn refused_value(error: &Error) -> Failure {
    let given = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    let reason = REASONS.iter().find(|id| **id == given);
    // A password is not repeated on a screen that others may see.
    let value = match given.as_str() {
        "reason-address-secret" => "…".to_owned(),
        _ => text(error, ContextKind::InvalidValue),
    };
    let is_encoding = given == "reason-encoding";
    let failure = Failure::usage("error-invalid-value-reason")
        .with("argument", text(error, ContextKind::InvalidArg))
        .with("value", value)
        .with("reason", reason.map_or(Value::Text(given), |id| Message::new(id).into()));
    if is_encoding { failure.hint(Message::new("hint-encoding")) } else { failure }
}

/// What our parsers say of values they refuse: the ids of messages.
const REASONS: &[&str] = &[
    "reason-size",
    "reason-count",
    "reason-number",
    "reason-posts",
    "reason-style",
    "reason-encoding",
    "reason-threads",
    "reason-address",
    "reason-address-secret",
    "reason-language",
    "reason-moment",
    "reason-rule",
    "reason-zone",
    "reason-site-path",
    "reason-jobs",
];

fn missing(error: &Error) -> Failure {
    let arguments = text(error, ContextKind::InvalidArg);
    if arguments.starts_with("--output") {
        return Failure::usage("error-no-output").hint(Message::new("hint-output"));
    }
    let is_input = !arguments.contains("--") && command(error) != "larder completions";
    let failure = Failure::usage("error-missing-arguments").with("arguments", arguments);
    if is_input { failure.hint(Message::new("hint-input")) } else { failure }
}

fn with_advice(failure: Failure, error: &Error) -> Failure {
    let argument = text(error, ContextKind::InvalidArg);
    let kinds =
        [ContextKind::SuggestedValue, ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand];
    let suggestion = kinds.into_iter().map(|kind| text(error, kind)).find(|text| !text.is_empty());
    let is_format = error.kind() == ErrorKind::InvalidValue && names_a_format(&argument);
    match (suggestion, is_format) {
        (Some(suggestion), true) => {
            failure.hint(Message::new("hint-did-you-mean-format").with("suggestion", suggestion))
        }
        (Some(suggestion), false) => {
            failure.hint(Message::new("hint-did-you-mean").with("suggestion", suggestion))
        }
        (None, true) => failure.hint(Message::new("hint-formats")),
        (None, false) => with_values(failure, error),
    }
}

fn with_values(failure: Failure, error: &Error) -> Failure {
    let values = text(error, ContextKind::ValidValue);
    if !values.is_empty() {
        return failure.hint(Message::new("hint-values").with("values", values));
    }
    let asks_for_help = matches!(
        error.kind(),
        ErrorKind::UnknownArgument
            | ErrorKind::InvalidSubcommand
            | ErrorKind::MissingRequiredArgument
    );
    if !asks_for_help || !failure.hints.is_empty() {
        return failure;
    }
    failure.hint(Message::new("hint-help").with("command", command(error)))
}

/// The command whose help tells more: `larder convert`, or `larder` where that is not known.
fn command(error: &Error) -> String {
    let usage = text(error, ContextKind::Usage);
    let mut words = usage.split_whitespace().skip_while(|word| *word != "larder").skip(1);
    match words.next().filter(|word| word.bytes().all(|byte| byte.is_ascii_lowercase())) {
        Some(subcommand) => format!("larder {subcommand}"),
        None => "larder".to_owned(),
    }
}

fn names_a_format(argument: &str) -> bool {
    argument.starts_with("--to ") || argument.starts_with("--from ")
}

fn text(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(value) => value.to_string(),
        None => String::new(),
    }
}

/// What clap says, for the kinds that have no words of ours.
fn first_line(error: &Error) -> Value {
    let rendered = error.to_string();
    let line = rendered.lines().next().unwrap_or_default();
    Value::Text(line.strip_prefix("error: ").unwrap_or(line).to_owned())
}

#[cfg(test)]
mod tests {
    use super::REASONS;

    #[test]
    fn every_reason_of_our_parsers_is_said_in_words() {
        let parsers = include_str!("../args/values.rs");
        let given = parsers.split("\"reason-").skip(1).filter_map(|rest| rest.split('"').next());
        for reason in given {
            let reason = format!("reason-{reason}");
            assert!(REASONS.contains(&reason.as_str()), "{reason}");
        }
    }
}
