//! Texts for people, in English or Korean, from Fluent files that a translator can edit.
//!
//! * `i18n/en.ftl` and `i18n/ko.ftl` hold the same messages with the same variables.
//! * What notes say in English is their [`Display`](std::fmt::Display); `i18n/notes.ko.ftl` says it in Korean. The
//!   variables are the fields of the note's JSON, so that a new kind of note needs no code here.
//! * What the libraries say of what they found, `i18n/phrases.ko.txt` says in Korean, sentence by sentence
//!   ([`phrases`]).
//! * What the command line's help says in English are the doc comments of [`args`](crate::args);
//!   `i18n/help.ko.ftl` says it in Korean.
//!
//! Every text that comes from elsewhere is [escaped](crate::terminal::escape) on its way into a message.

mod phrases;

use std::{env, ffi::OsString};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use larder_core::{Note, Place, Rule, Severity};
use serde_json::Value as Json;
use unic_langid::langid;

use self::phrases::Phrases;
use crate::terminal::escape;

/// A language the program speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    /// English.
    English,
    /// Korean.
    Korean,
}

/// All texts in one language.
pub(crate) struct Messages {
    language: Language,
    bundle: FluentBundle<FluentResource>,
    phrases: Phrases,
}

/// A message that is not yet in any language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Message {
    id: &'static str,
    values: Vec<(&'static str, Value)>,
}

/// What is put into a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// A number; thousands are set apart by commas.
    Number(u64),
    /// A text from elsewhere; it is escaped.
    Text(String),
    /// A sentence of the libraries; it is translated where it can be, and escaped.
    Phrase(String),
    /// Another message.
    Message(Message),
    /// A rule that leaves something out.
    Rule(Rule),
}

impl Language {
    /// The language that `--lang` names, else that of the environment.
    ///
    /// Read from the bare arguments, because what is wrong with the others is to be said in this language.
    pub(crate) fn chosen(arguments: &[OsString]) -> Self {
        Self::named(&asked(arguments)).unwrap_or_else(Self::of_environment)
    }

    /// `LC_ALL`, else `LC_MESSAGES`, else `LANG`, else what the operating system says.
    fn of_environment() -> Self {
        let variables = ["LC_ALL", "LC_MESSAGES", "LANG"];
        let set = variables.iter().filter_map(env::var_os).find(|value| !value.is_empty());
        let locale = set.map(|value| value.to_string_lossy().into_owned());
        Self::of_locale(&locale.or_else(sys_locale::get_locale).unwrap_or_default())
    }

    /// Korean for `ko`, `ko_KR.UTF-8`, `ko-KR`; English for everything else.
    fn of_locale(locale: &str) -> Self {
        let language = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("ko") { Self::Korean } else { Self::English }
    }

    fn named(name: &str) -> Option<Self> {
        match name {
            "en" => Some(Self::English),
            "ko" => Some(Self::Korean),
            _ => None,
        }
    }
}

/// The value of `--lang` among bare arguments; empty when there is none.
fn asked(arguments: &[OsString]) -> String {
    let mut words = arguments.iter().map(|argument| argument.to_string_lossy());
    let mut found = String::new();
    while let Some(word) = words.next().filter(|word| word != "--") {
        match word.strip_prefix("--lang") {
            Some("") => found = words.next().unwrap_or_default().into_owned(),
            Some(rest) if rest.starts_with('=') => found = rest[1..].to_owned(),
            _ => {}
        }
    }
    found
}

impl Messages {
    /// The texts of `language`.
    pub(crate) fn new(language: Language) -> Self {
        let (locale, files): (_, &[&str]) = match language {
            Language::English => (langid!("en"), &[ENGLISH]),
            Language::Korean => (langid!("ko"), &[KOREAN, KOREAN_NOTES, KOREAN_HELP]),
        };
        let phrases = match language {
            Language::English => Phrases::default(),
            Language::Korean => Phrases::read(KOREAN_PHRASES),
        };
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        // The marks would show as boxes on many terminals, and foreign text is escaped anyway.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(|value, _| match value {
            FluentValue::Number(number) => Some(group(&number.as_string())),
            _ => None,
        }));
        for file in files {
            let resource = FluentResource::try_new((*file).to_owned());
            let resource = resource.expect("a test parses every file");
            bundle.add_resource(resource).expect("a test finds ids that are used twice");
        }
        Self { language, bundle, phrases }
    }

    /// The language.
    pub(crate) fn language(&self) -> Language {
        self.language
    }

    /// The message `id` with `values`.
    pub(crate) fn text(&self, id: &str, values: &[(&'static str, Value)]) -> String {
        let mut arguments = FluentArgs::new();
        for (name, value) in values {
            arguments.set(*name, self.fluent(value));
        }
        let found = self.format(id, &arguments);
        debug_assert!(found.is_some(), "there is no message `{id}`");
        found.unwrap_or_else(|| id.to_owned())
    }

    /// The message in this language.
    pub(crate) fn say(&self, message: &Message) -> String {
        self.text(message.id, &message.values)
    }

    /// What a note says, without its place.
    pub(crate) fn note(&self, note: &Note) -> String {
        let code = note.kind.code();
        let translated = match self.language {
            Language::English => None,
            Language::Korean => self.format(&format!("note-{code}"), &self.fields(note)),
        };
        translated.unwrap_or_else(|| escape(&note.kind.to_string()))
    }

    /// Where a note belongs, followed by `: `; empty when it has no place. A post is called by its `title`.
    pub(crate) fn place(&self, place: &Place, title: Option<&str>) -> String {
        let place = match title.filter(|_| place.file.is_none()) {
            Some(title) => escape(title),
            None => escape(&place.to_string()),
        };
        if place.is_empty() { place } else { format!("{place}: ") }
    }

    /// The word for how much a note matters.
    pub(crate) fn severity(&self, severity: Severity) -> String {
        match severity {
            Severity::Loss => self.text("severity-loss", &[]),
            Severity::Warning => self.text("severity-warning", &[]),
            _ => self.text("severity-info", &[]),
        }
    }

    /// A rule that leaves something out.
    pub(crate) fn rule(&self, name: &str) -> String {
        self.format(&format!("rule-{name}"), &FluentArgs::new()).unwrap_or_else(|| escape(name))
    }

    /// The short sentence above the notes of a kind; its code where there is none.
    pub(crate) fn kind(&self, code: &str) -> String {
        self.format(&format!("kind-{code}"), &FluentArgs::new()).unwrap_or_else(|| escape(code))
    }

    /// A rule and what it leaves out, in a sentence. In other languages its name in reports stands beside it.
    pub(crate) fn rule_explained(&self, rule: Rule) -> String {
        let (code, name) = (rule.name(), self.rule(rule.name()));
        let named = if name == code { name } else { format!("{name} ({code})") };
        let why = self.text(&format!("why-{code}"), &[]);
        self.text("summary-rule", &[("rule", Value::Text(named)), ("why", Value::Text(why))])
    }

    /// A sentence of the libraries in this language.
    pub(crate) fn phrase(&self, text: &str) -> String {
        escape(&self.phrases.say(text))
    }

    /// A word that our own readers put into a note: a rule or a phrase.
    fn word(&self, word: &str) -> String {
        match self.format(&format!("rule-{word}"), &FluentArgs::new()) {
            Some(rule) => rule,
            None => self.phrase(word),
        }
    }

    /// What the help says about `argument` of `command`, where it is translated.
    pub(crate) fn help(&self, command: &str, argument: &str) -> Option<String> {
        let id = format!("help-{command}-{}", argument.replace('_', "-"));
        self.format(&id, &FluentArgs::new())
    }

    fn format(&self, id: &str, arguments: &FluentArgs<'_>) -> Option<String> {
        let pattern = self.bundle.get_message(id)?.value()?;
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(arguments), &mut errors);
        debug_assert!(errors.is_empty(), "`{id}`: {errors:?}");
        Some(text.into_owned())
    }

    fn fluent(&self, value: &Value) -> FluentValue<'static> {
        match value {
            Value::Number(number) => FluentValue::from(*number),
            Value::Text(text) => FluentValue::from(escape(text)),
            Value::Phrase(text) => FluentValue::from(self.phrase(text)),
            Value::Message(message) => FluentValue::from(self.say(message)),
            Value::Rule(rule) => FluentValue::from(self.rule(rule.name())),
        }
    }

    /// The fields of a note's JSON, ready for a message.
    fn fields(&self, note: &Note) -> FluentArgs<'static> {
        let mut arguments = FluentArgs::new();
        let Ok(Json::Object(fields)) = serde_json::to_value(&note.kind) else { return arguments };
        for (name, value) in fields {
            let value = match (name.as_str(), value) {
                // Where it is a file it is foreign.
                ("from", Json::String(file)) if note.kind.code() == "text-restored" => {
                    FluentValue::from(escape(&file))
                }
                (name, Json::String(word))
                    if OUR_WORDS.contains(&name) || word == "a series of unknown title" =>
                {
                    FluentValue::from(self.word(&word))
                }
                (_, Json::Number(number)) => FluentValue::from(number.as_u64().unwrap_or_default()),
                (_, Json::String(text)) => FluentValue::from(escape(&text)),
                (_, other) => FluentValue::from(escape(&other.to_string())),
            };
            arguments.set(name, value);
        }
        arguments
    }
}

impl Message {
    /// The message `id`.
    pub(crate) fn new(id: &'static str) -> Self {
        Self { id, values: Vec::new() }
    }

    /// The same message with one more value.
    #[must_use]
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.values.push((name, value.into()));
        self
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::Number(number as u64)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl Value {
    /// A sentence of the libraries.
    pub(crate) fn phrase(text: impl Into<String>) -> Self {
        Self::Phrase(text.into())
    }
}

impl From<Rule> for Value {
    fn from(rule: Rule) -> Self {
        Self::Rule(rule)
    }
}

impl From<Message> for Value {
    fn from(message: Message) -> Self {
        Self::Message(message)
    }
}

/// The fields of notes that hold sentences of the libraries; the others hold foreign text.
const OUR_WORDS: &[&str] = &[
    "rule", "taken_as", "how", "found", "what", "limit", "from", "demand", "field", "output",
    "record", "why",
];

/// `1234567` as `1,234,567`: English and Korean agree on it.
fn group(digits: &str) -> String {
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

const ENGLISH: &str = include_str!("i18n/en.ftl");
const KOREAN: &str = include_str!("i18n/ko.ftl");
const KOREAN_NOTES: &str = include_str!("i18n/notes.ko.ftl");
const KOREAN_PHRASES: &str = include_str!("i18n/phrases.ko.txt");
const KOREAN_HELP: &str = include_str!("i18n/help.ko.ftl");

#[cfg(test)]
mod tests;
