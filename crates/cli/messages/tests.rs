//! Both languages say everything, and nothing that nobody asks for.

mod sentences;

use std::collections::{BTreeMap, BTreeSet};

use larder_core::{NoteKind, Rule, record};

use super::*;

/// The messages of a Fluent file: id and variables.
fn messages(file: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::<String, BTreeSet<String>>::new();
    let mut id = String::new();
    for line in file.lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with(|first: char| first.is_ascii_lowercase()) {
            id = line.split(' ').next().unwrap_or_default().to_owned();
            assert!(!found.contains_key(&id), "`{id}` stands there twice");
        }
        if !id.is_empty() {
            found.entry(id.clone()).or_default().extend(variables(line));
        }
    }
    found
}

fn variables(line: &str) -> impl Iterator<Item = String> {
    line.split('$').skip(1).map(|rest| {
        let is_part = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        rest.chars().take_while(is_part).collect()
    })
}

#[test]
fn every_file_parses() {
    for file in [ENGLISH, KOREAN, KOREAN_NOTES, KOREAN_HELP] {
        if let Err((_, errors)) = FluentResource::try_new(file.to_owned()) {
            panic!("{errors:?}\nin\n{file}");
        }
    }
    Messages::new(Language::English);
    Messages::new(Language::Korean);
}

#[test]
fn both_languages_have_the_same_messages_with_the_same_variables() {
    assert_eq!(messages(ENGLISH), messages(KOREAN));
}

#[test]
fn every_rule_has_a_name_in_both_languages() {
    let english = Messages::new(Language::English);
    let korean = Messages::new(Language::Korean);
    for rule in Rule::ALL {
        let id = format!("rule-{rule}");
        assert!(messages(ENGLISH).contains_key(&id), "`{id}` in i18n/en.ftl");
        assert_eq!(english.rule(rule.name()), rule.name());
        assert_ne!(korean.rule(rule.name()), rule.name(), "`{id}` in i18n/ko.ftl");
    }
}

#[test]
fn every_kind_of_note_is_said_in_korean_with_all_its_fields() {
    let mut expected = BTreeMap::new();
    let schema = record::document_schema();
    for kind in schema["$defs"]["Note"]["oneOf"].as_array().expect("a note is one of its kinds") {
        let fields = kind["properties"].as_object().expect("a kind has properties");
        let code = fields["code"]["const"].as_str().expect("a kind has a code");
        let names = fields.keys().filter(|name| *name != "code").cloned();
        expected.insert(format!("note-{code}"), names.collect::<BTreeSet<_>>());
    }
    assert_eq!(expected.len(), NoteKind::CODES.len());
    let found = messages(KOREAN_NOTES);
    for (id, fields) in &expected {
        assert_eq!(found.get(id), Some(fields), "`{id}` in i18n/notes.ko.ftl");
    }
    let unknown: Vec<_> = found.keys().filter(|id| !expected.contains_key(*id)).collect();
    assert!(unknown.is_empty(), "no note has the code of {unknown:?}");
}

#[test]
fn every_rule_and_every_kind_of_note_is_explained_and_nothing_else() {
    let expected = |start: &str, names: &[&str]| {
        names.iter().map(|name| format!("{start}{name}")).collect::<BTreeSet<_>>()
    };
    let found = |start: &str| {
        let ids = messages(ENGLISH).into_keys();
        ids.filter(|id| id.starts_with(start)).collect::<BTreeSet<_>>()
    };
    let rules: Vec<_> = Rule::ALL.iter().map(|rule| rule.name()).collect();
    assert_eq!(found("why-"), expected("why-", &rules));
    assert_eq!(found("rule-"), expected("rule-", &rules));
    assert_eq!(found("kind-"), expected("kind-", NoteKind::CODES));
}

#[test]
fn every_message_that_is_asked_for_exists_and_each_is_asked_for() {
    let sources = concat!(
        include_str!("../main.rs"),
        include_str!("../args/values.rs"),
        include_str!("../args/translated.rs"),
        include_str!("../check.rs"),
        include_str!("../check/page.rs"),
        include_str!("../convert.rs"),
        include_str!("../convert/feeds.rs"),
        include_str!("../diff.rs"),
        include_str!("../diff/page.rs"),
        include_str!("../diff/record.rs"),
        include_str!("../failure.rs"),
        include_str!("../formats.rs"),
        include_str!("../hidden.rs"),
        include_str!("../input.rs"),
        include_str!("../inspect/census.rs"),
        include_str!("../inspect/page.rs"),
        include_str!("../man.rs"),
        include_str!("../messages.rs"),
        include_str!("../progress.rs"),
        include_str!("../redirects.rs"),
        include_str!("../redirects/page.rs"),
        include_str!("../redirects/probe.rs"),
        include_str!("../report.rs"),
        include_str!("../report/document.rs"),
        include_str!("../report/fates.rs"),
        include_str!("../report/next.rs"),
        include_str!("../report/notes.rs"),
        include_str!("../report/summary.rs"),
        include_str!("../report/usage.rs"),
        include_str!("../verify.rs"),
        include_str!("../verify/html.rs"),
        include_str!("../verify/output.rs"),
        include_str!("../verify/page.rs"),
        // What is found, counted and told is named there.
        include_str!("../../larder-verify/src/around.rs"),
        include_str!("../../larder-verify/src/body.rs"),
        include_str!("../../larder-verify/src/finding.rs"),
        include_str!("../../larder-verify/src/links.rs"),
        include_str!("../../larder-verify/src/media.rs"),
        include_str!("../../larder-verify/src/post.rs"),
    );
    let literals: BTreeSet<_> = sources.split('"').collect();
    // Asked for by the name of a rule, or by the code of a kind of note.
    let by_name = ["rule-", "why-", "kind-"];
    let is_by_name = |id: &&String| by_name.iter().any(|start| id.starts_with(start));
    for id in messages(ENGLISH).keys().filter(|id| !is_by_name(id)) {
        // `count-…` is asked for by what is counted, and so on.
        let words = [
            "count-",
            "hidden-",
            "field-",
            "cause-",
            "evidence-",
            "verify-found-",
            "verify-of-",
            "verify-part-",
            "verify-elements-",
            "verify-reason-",
        ];
        let asked = words.iter().find_map(|start| id.strip_prefix(start)).unwrap_or(id);
        assert!(literals.contains(asked), "nobody asks for `{id}`");
    }
    for (before, id) in sources.split('"').zip(sources.split('"').skip(1)) {
        let asks = ["Message::new(", ".text(", "Failure::usage(", "Failure::unreadable("];
        if asks.iter().any(|ask| before.trim_end().ends_with(ask)) {
            assert!(messages(ENGLISH).contains_key(id), "there is no message `{id}`");
        }
    }
}

#[test]
fn foreign_text_is_escaped_and_numbers_are_grouped() {
    let messages = Messages::new(Language::English);
    let message = Message::new("error-unknown-format").with("name", "a\x1b[2J");
    assert_eq!(messages.say(&message), r"unknown format `a\u{1B}[2J`");
    assert_eq!(group("1234567"), "1,234,567");
    assert_eq!(group("123"), "123");
    let note = Note::new(NoteKind::NeighbourUnresolved { title: "집\u{202e}".into() });
    let korean = Messages::new(Language::Korean);
    assert_eq!(korean.note(&note), r"앞뒤로 이어지는 글이 보관 자료에 없습니다: ‘집\u{202E}’");
}

#[test]
fn the_language_is_the_one_asked_for_else_the_environments() {
    let arguments = |line: &str| line.split(' ').map(OsString::from).collect::<Vec<_>>();
    assert_eq!(asked(&arguments("larder formats --lang ko")), "ko");
    assert_eq!(asked(&arguments("larder --lang=en formats")), "en");
    assert_eq!(asked(&arguments("larder formats -- --lang ko")), "");
    assert_eq!(Language::of_locale("ko_KR.UTF-8"), Language::Korean);
    assert_eq!(Language::of_locale("kok_IN"), Language::English);
    assert_eq!(Language::of_locale("C"), Language::English);
}
