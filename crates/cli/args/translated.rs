//! The command line's help in another language than English: headings, names of values and defaults too.
//!
//! What clap would say itself in English (`Usage:`, `[default: …]`, `Possible values:`, `Print help`) is turned off and
//! said here, in the words of `i18n/help.ko.ftl`.

use clap::{Arg, ArgAction, Command, builder::PossibleValue};
use larder_core::Format;
use larder_export::WRITERS;
use larder_import::READERS;

use crate::messages::{Language, Messages};

/// The command line with its help in the language of `messages`. English stands in the doc comments of `args`.
pub(crate) fn translated(command: Command, messages: &Messages) -> Command {
    match messages.language() {
        Language::English => command,
        Language::Korean => translate(command, "larder", messages),
    }
}

/// `called` is the command with all its words, such as `larder convert`.
fn translate(command: Command, called: &str, messages: &Messages) -> Command {
    let name = command.get_name().to_owned();
    let own = |what: &str| messages.help(&name, what);
    let any = |what: &str| messages.help("any", what).unwrap_or_default();
    let mut command = command
        .mut_args(|argument| translate_argument(argument, &name, messages))
        .disable_help_flag(true)
        .arg(flag("help", 'h', ArgAction::Help, messages))
        .subcommand_help_heading(any("commands"))
        .subcommand_value_name(any("command"))
        .help_template(TEMPLATE.replace("USAGE", &any("usage")));
    if let Some(about) = own("about") {
        command = command.about(about);
    }
    if let Some(after) = own("after") {
        command = command.after_long_help(after);
    }
    if command.get_version().is_some() {
        let version = flag("version", 'V', ArgAction::Version, messages);
        command = command.disable_version_flag(true).arg(version);
    }
    let usage = usage(&command, called).replace("[OPTIONS]", &any("options-tag"));
    command.override_usage(usage).mut_subcommands(|subcommand| {
        let called = format!("{called} {}", subcommand.get_name());
        translate(subcommand, &called, messages)
    })
}

/// As clap's own, but for the heading.
const TEMPLATE: &str =
    "{before-help}{about-with-newline}\nUSAGE: {usage}\n\n{all-args}{after-help}";

fn flag(name: &'static str, short: char, action: ArgAction, messages: &Messages) -> Arg {
    let help = messages.help("any", name).unwrap_or_default();
    let heading = messages.help("heading", "options").unwrap_or_default();
    Arg::new(name).short(short).long(name).action(action).help(help).help_heading(heading)
}

/// The usage without its heading.
fn usage(command: &Command, called: &str) -> String {
    let usage = command.clone().bin_name(called).render_usage().to_string();
    usage.strip_prefix("Usage: ").unwrap_or(&usage).to_owned()
}

fn translate_argument(argument: Arg, command: &str, messages: &Messages) -> Arg {
    let id = argument.get_id().as_str().to_owned();
    let said = messages.help(command, &id).or_else(|| messages.help("any", &id));
    // What an output was made with is said again to whoever verifies it.
    let said = said.or_else(|| messages.help("convert", &id));
    let said = said.or_else(|| argument.get_help().map(ToString::to_string)).unwrap_or_default();
    let plain = if argument.is_positional() { "arguments" } else { "options" };
    let heading = argument.get_help_heading().unwrap_or(plain).to_ascii_lowercase();
    let heading = messages.help("heading", &heading).unwrap_or(heading);
    let names = argument.get_value_names().unwrap_or_default().iter();
    let names: Vec<_> = names.map(|name| value_name(name, messages)).collect();
    let takes_values = argument.get_action().takes_values();
    let values = if takes_values { argument.get_possible_values() } else { Vec::new() };
    let default = default(&argument, messages);
    let short = format!("{said}{default}{}", listed(&values, messages));
    let long = format!("{said}{default}{}", explained(&id, &values, messages));
    let argument = argument.help(short).long_help(long).help_heading(heading);
    if !takes_values {
        return argument;
    }
    let argument = argument.hide_default_value(true).hide_possible_values(true);
    if names.is_empty() { argument } else { argument.value_names(names) }
}

fn value_name(name: &str, messages: &Messages) -> String {
    messages.help("name", &name.to_ascii_lowercase()).unwrap_or_else(|| name.to_owned())
}

fn default(argument: &Arg, messages: &Messages) -> String {
    let values = argument.get_default_values().iter().map(|value| value.to_string_lossy());
    let values: Vec<_> = values.collect();
    if values.is_empty() || !argument.get_action().takes_values() {
        return String::new();
    }
    let label = messages.help("any", "default").unwrap_or_default();
    format!(" [{label}: {}]", values.join(", "))
}

fn listed(values: &[PossibleValue], messages: &Messages) -> String {
    if values.is_empty() {
        return String::new();
    }
    let label = messages.help("any", "values").unwrap_or_default();
    let names: Vec<_> = values.iter().map(PossibleValue::get_name).collect();
    format!(" [{label}: {}]", names.join(", "))
}

/// The values with what each means, one on a line.
fn explained(id: &str, values: &[PossibleValue], messages: &Messages) -> String {
    if values.iter().all(|value| value.get_help().is_none()) {
        return listed(values, messages);
    }
    let label = messages.help("any", "values").unwrap_or_default();
    let line = |value: &PossibleValue| {
        let name = value.get_name();
        format!("\n- {name}: {}", value_help(id, name, messages).unwrap_or_default())
    };
    format!("\n\n{label}:{}", values.iter().map(line).collect::<String>())
}

/// What a value of the argument `id` means; formats say it themselves.
fn value_help(id: &str, name: &str, messages: &Messages) -> Option<String> {
    let formats = READERS.iter().map(|it| it.format()).chain(WRITERS.iter().map(|it| it.format()));
    let of_format = |format: &'static Format| format.summary_ko.to_owned();
    match id {
        "from" | "to" | "written_as" => {
            formats.into_iter().find(|it| it.name == name).map(of_format)
        }
        _ => messages.help("value", &format!("{id}-{name}")),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::args::Args;

    fn has_korean(text: &str) -> bool {
        text.chars().any(|it| ('가'..='힣').contains(&it))
    }

    #[test]
    fn every_argument_value_and_heading_is_said_in_korean() {
        let messages = Messages::new(Language::Korean);
        let mut program = translated(Args::command(), &messages);
        program.build();
        let mut missing = Vec::new();
        for command in program.get_subcommands().chain([&program]) {
            let name = command.get_name();
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            missing.extend((!has_korean(&about)).then(|| name.to_owned()));
            for argument in command.get_arguments() {
                let id = argument.get_id();
                let help = argument.get_long_help().or(argument.get_help());
                let said =
                    [help.map(ToString::to_string), argument.get_help_heading().map(Into::into)];
                let is_missing =
                    said.into_iter().any(|said| !said.is_some_and(|it| has_korean(&it)));
                missing.extend(is_missing.then(|| format!("{name} {id}")));
                for value in argument.get_possible_values() {
                    let said = value_help(id.as_str(), value.get_name(), &messages);
                    let is_missing =
                        value.get_help().is_some() && !said.is_some_and(|it| has_korean(&it));
                    missing.extend(is_missing.then(|| format!("{name} {id} {}", value.get_name())));
                }
            }
        }
        assert!(missing.is_empty(), "without Korean in i18n/help.ko.ftl: {missing:#?}");
    }

    #[test]
    fn the_translated_command_line_holds_together() {
        translated(Args::command(), &Messages::new(Language::Korean)).debug_assert();
    }
}
