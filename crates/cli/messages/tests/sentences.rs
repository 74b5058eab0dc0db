//! Every English sentence that the libraries hand to people is in the book of phrases.
//!
//! The sentences are found where they stand: in the string literals of the libraries' sources. A literal counts as a
//! sentence when it holds two words in a row; what people never meet is [listed](NOT_SAID) with the reason.

use std::{fs, path::Path};

use larder_export::WRITERS;
use larder_import::READERS;

use super::*;

/// Literals that look like sentences and are never said.
const NOT_SAID: &[&str] = &[
    // What pages and captures hold.
    "You can make anything",
    "by writing",
    "You can make anythingby writing",
    "brunch book",
    "brunch membership",
    "saved from url=(",
    "<!doctype html",
    "mirrored from ",
    "begin wayback toolbar insert",
    "published on",
    "posted on",
    "written by ",
    "written by",
    "posted by",
    "posted by ",
    "not found",
    "page not found",
    "no longer available",
    "access denied",
    "log in",
    "comments on",
    "comments for",
    "sign in",
    "members only",
    "subscribe to read",
    "this content is password protected",
    "this post is password protected",
    "before you continue",
    "enable javascript",
    "javascript is required",
    "requires javascript",
    "javascript is disabled",
    "please turn on javascript",
    "we value your privacy",
    "cookie consent",
    "just a moment",
    "attention required",
    "checking your browser",
    "are you a robot",
    "verify you are human",
    "article section",
    "aved from ",
    " using monolith",
    "Page saved with SingleFile",
    "Archive processed by SingleFile",
    "saved date:",
    // Of captures: mistakes of ours, and what tests say.
    "only what is there is consumed",
    "a record cannot have the field `{}`",
    "{} is gone, cut at {}",
    "nothing is said of a cut at {}",
    // Parts of sentences, which are in the book as wholes.
    "`{}{}` is no list",
    // Where a page says something: a word of the archive's records, always the same.
    "whole body",
    "h1 and title",
    "text beside the title",
    "feed link",
    "html lang",
    "link canonical",
    "path of the address",
    "folders of a mirror",
    "the page around it",
    "a feed or a list has it",
    "the container of its platform",
    "one entry",
    "link to a series",
    "see all",
    "view all",
    "a bookmark of itself",
    "an article",
    // How a module of Astro begins.
    "export default {",
    "export default ",
    // How something was inferred: a word of the archive's records, always the same.
    // A selector.
    ".tag li a",
    "previous chapter + 1",
    "that of other posts of the blog",
    "day before month, as in the blog",
    "month before day, as in the blog",
    "day before month, as there is no such month",
    "month before day, as there is no such month",
    "posted by:",
    "written by:",
    ", before the capture",
    "all posts that say who wrote them name the same one",
    "next chapter - 1",
    "named by the post beside it",
    "beginning of og:title",
    "a main-content capture begins with this line",
    "series title",
    "as the user said",
    "more than one line",
    "begins with a copyright sign",
    "longer than 40 characters",
    "a sentence, and one blank line below it",
    "one blank line between it and the title",
    "the first line",
    "the last line",
    // Mistakes of ours, which end the run.
    "the archive's records end here",
    "the entries end here",
    "the comments end here",
    "the archive has no floating-point numbers",
    "the head is an object",
    // Rules by which bodies lost something on their way into Markdown; sites sum them up.
    "empty paragraph",
    "unsafe address",
    "nested too deep",
    "too many nodes",
    "too long",
    // The page for people, which says it in Korean too.
    "A feed is an address that tells you of new posts. Put one of the addresses below into a feed reader, and every new post will come to you.",
    // What the first record of a web archive says to whoever looks into it with other programs.
    "Pages that were made of the archive of a blog, and the files that these show. No server was asked: ",
    "the dates of the records are the time at which they were written",
    "the dates of the records are the date of the last change that the archive knows of",
    // Parts of sentences, which are in the book as wholes.
    "a name in quotation marks",
    "a value",
    "no code",
    "an unknown method",
    " at line ",
    "{} bytes {} the archive were not read",
];

#[test]
fn every_sentence_of_the_libraries_is_in_the_book() {
    let korean = Messages::new(Language::Korean);
    let mut missing = Vec::new();
    let libraries =
        ["larder-capture", "larder-import", "larder-export", "larder-check", "larder-verify"];
    for (library, (file, text)) in
        libraries.into_iter().flat_map(|it| sources(it).into_iter().map(move |source| (it, source)))
    {
        // What is wrong with a capture is said as the library displays it.
        let displayed = if library == "larder-capture" { &[] } else { DISPLAYED };
        let literals = said(&text, displayed);
        for literal in literals.iter().map(|it| with_holes(it)).filter(|it| is_sentence(it)) {
            let sample = literal.replace("{}", "7");
            if !NOT_SAID.contains(&literal.as_str()) && korean.phrases.say(&sample) == sample {
                missing.push(format!("{file}: {literal}"));
            }
        }
    }
    assert!(missing.is_empty(), "not in i18n/phrases.ko.txt: {missing:#?}");
}

#[test]
fn everything_in_the_registries_is_said_in_korean() {
    let korean = Messages::new(Language::Korean);
    let signs = READERS.iter().map(|reader| reader.looks_for());
    let losses = WRITERS.iter().flat_map(|writer| writer.losses()).map(|loss| loss.why);
    for text in signs.chain(losses) {
        assert!(has_korean(&korean.phrase(text)), "`{text}` in i18n/phrases.ko.txt");
    }
    for rule in larder_check::Rule::ALL {
        let text = rule.explanation();
        assert!(has_korean(&korean.phrase(text)), "`{text}` in i18n/phrases.ko.txt");
    }
    for rule in Rule::ALL {
        assert!(has_korean(&korean.rule_explained(*rule)), "`why-{rule}` in i18n/ko.ftl");
    }
    for code in NoteKind::CODES {
        assert!(has_korean(&korean.kind(code)), "`kind-{code}` in i18n/ko.ftl");
    }
}

#[test]
fn every_phrase_has_a_translation_with_the_same_holes() {
    let entries = KOREAN_PHRASES.lines().filter(|it| !it.is_empty() && !it.starts_with('#'));
    let entries: Vec<_> = entries.collect();
    for pair in entries.chunks(2) {
        let [english, korean] = pair else { panic!("{pair:?} stands alone") };
        assert!(!english.starts_with(' ') && korean.starts_with("    "), "{pair:?}");
        let holes = english.matches("{}").count() + english.matches("{phrase}").count();
        let filled = (1..=9).filter(|number| korean.contains(&format!("{{{number}}}")));
        assert_eq!(filled.collect::<Vec<_>>(), (1..=holes).collect::<Vec<_>>(), "{pair:?}");
    }
}

fn has_korean(text: &str) -> bool {
    text.chars().any(|it| ('가'..='힣').contains(&it))
}

/// The sources of a library but its tests: name and text.
#[expect(clippy::disallowed_methods, reason = "the test reads the libraries' sources")]
fn sources(library: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates").join(library).join("src");
    let mut found = Vec::new();
    let mut ahead = vec![root];
    while let Some(path) = ahead.pop() {
        let name = path.display().to_string();
        if path.is_dir() {
            ahead.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else if name.ends_with(".rs") && !name.contains("tests") {
            let text = fs::read_to_string(path).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            found.push((name, code.to_owned()));
        }
    }
    assert!(found.len() > 10, "{library}");
    found.sort();
    found
}

/// What stands before a literal of an error that the program says in its own words.
const DISPLAYED: &[&str] = &["(f,", " f,", "f.write_str("];

/// What stands before a literal that nobody meets: expectations, reasons, bytes.
const NEVER: &[&str] = &["expect(", "unreachable!(", "reason =", "b"];

/// The string literals of a source that may reach people: those before which nothing of `displayed` stands.
fn said(source: &str, displayed: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some(at) = rest.find(['"', '/', '\'']) {
        let (before, from) = rest.split_at(at);
        if from.starts_with("//") {
            rest = from.find('\n').map_or("", |end| &from[end..]);
        } else if let Some(text) = from.strip_prefix('"') {
            let (literal, after) = literal(text, before.ends_with("r#"));
            let before = before.trim_end();
            if !displayed.iter().chain(NEVER).any(|end| before.ends_with(end)) {
                found.push(literal);
            }
            rest = after;
        } else {
            rest = &from[quoted_character(from)..];
        }
    }
    found
}

/// How long the character in single quotes is at the beginning of `text`; one for a lifetime or a slash.
fn quoted_character(text: &str) -> usize {
    let mut characters = text.char_indices().skip(1);
    match (characters.next(), characters.next(), characters.next()) {
        (Some((_, '\\')), _, Some((end, '\''))) => end + 1,
        (Some(_), Some((end, '\'')), _) if text.starts_with('\'') => end + 1,
        _ => 1,
    }
}

/// A literal without its first quotation mark: its text, and what follows it.
fn literal(text: &str, is_raw: bool) -> (String, &str) {
    if is_raw {
        let (literal, after) = text.split_once("\"#").expect("a raw literal ends");
        return (literal.to_owned(), after);
    }
    let mut literal = String::new();
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (literal, &text[at + 1..]),
            '\\' => match characters.next() {
                Some((_, '\n')) => {
                    while characters.next_if(|(_, it)| it.is_ascii_whitespace()).is_some() {}
                }
                Some((_, escaped @ ('"' | '\\'))) => literal.push(escaped),
                _ => literal.push('\n'),
            },
            character => literal.push(character),
        }
    }
    (literal, "")
}

/// The literal with `{}` for everything that is put in.
fn with_holes(literal: &str) -> String {
    let mut text = String::new();
    let mut rest = literal;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let hole = after.split_once('}').filter(|(name, _)| {
            name.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '_' | ':'))
        });
        text.push_str(if hole.is_some() { "{}" } else { "{" });
        rest = hole.map_or(after, |(_, rest)| rest);
    }
    text + rest
}

/// Two words in a row, and neither markup nor a list of words.
fn is_sentence(text: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|it| it.is_ascii_lowercase());
    let words: Vec<_> = text.split(' ').map(|it| it.trim_end_matches([',', ':', ';'])).collect();
    !text.contains(['<', '\n'])
        && words.len() < 60
        && words.windows(2).any(|pair| is_word(pair[0]) && is_word(pair[1]))
}

#[test]
fn literals_are_found_as_they_stand() {
    let source = r#"
        // "not this one"
        let a = "the page of `{title}`"; let b = '"'; fn c<'a>() { x.expect("nor this one") }
        format!("two words \
                 in {count:08x} {}", '\'');
    "#;
    let found: Vec<_> = said(source, DISPLAYED).iter().map(|it| with_holes(it)).collect();
    assert_eq!(found, ["the page of `{}`", "two words in {} {}"]);
}
