//! The registries hold together: what is forgotten when a format is added is found here.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test compares the registries with the folders of the source"
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use larder_core::Format;
use larder_export::WRITERS;
use larder_import::{OTHER_NAMES, READERS};

fn reading() -> Vec<&'static Format> {
    READERS.iter().map(|reader| reader.format()).collect()
}

fn writing() -> Vec<&'static Format> {
    WRITERS.iter().map(|writer| writer.format()).collect()
}

fn at(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The names of what is in a folder and is a format of its own: `json_feed.rs` is `json-feed`.
fn modules(folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(at(folder)).expect("the folder is there");
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let modules =
        names.filter_map(|name| name.strip_suffix(".rs").map(|stem| stem.replace('_', "-")));
    modules.collect()
}

fn names(formats: &[&Format]) -> BTreeSet<String> {
    formats.iter().map(|format| format.name.to_owned()).collect()
}

#[test]
fn names_are_unique_and_kebab_case() {
    for formats in [reading(), writing()] {
        assert_eq!(names(&formats).len(), formats.len(), "a name stands there twice");
        for name in names(&formats) {
            let is_word = |word: &str| {
                !word.is_empty()
                    && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
            };
            assert!(name.split('-').all(is_word), "`{name}` is not kebab-case");
        }
    }
}

#[test]
fn other_names_mean_one_reader_each() {
    let own = names(&reading());
    let mut seen = BTreeSet::new();
    for (other, name) in OTHER_NAMES {
        assert!(seen.insert(*other), "`{other}` stands there twice");
        assert!(!own.contains(*other), "`{other}` is the name of another reader");
        assert_eq!(larder_import::reader(other).map(|it| it.format().name), Some(*name));
    }
}

#[test]
fn one_name_is_one_format() {
    let readers: BTreeMap<_, _> = reading().into_iter().map(|it| (it.name, it)).collect();
    for format in writing() {
        if let Some(same) = readers.get(format.name) {
            assert_eq!(*same, format, "reader and writer `{}` differ", format.name);
        }
    }
}

#[test]
fn every_reader_file_is_registered() {
    assert_eq!(modules("crates/larder-import/src/readers"), names(&reading()));
}

#[test]
fn every_writer_file_is_registered() {
    assert_eq!(modules("crates/larder-export/src/writers"), names(&writing()));
}

#[test]
fn every_reader_has_fixtures() {
    for name in names(&reading()) {
        let folder = at("tests/fixtures/import").join(&name);
        let cases = fs::read_dir(&folder).map(|cases| cases.count()).unwrap_or_default();
        assert!(cases > 0, "reader `{name}` has no folder in tests/fixtures/import");
    }
}

#[test]
fn every_summary_is_one_line_in_both_languages_without_a_period() {
    for format in reading().into_iter().chain(writing()) {
        for summary in [format.summary, format.summary_ko] {
            assert!(!summary.is_empty() && !summary.contains('\n'), "`{}`", format.name);
            assert!(!summary.ends_with(['.', '。']), "`{}`: {summary}", format.name);
        }
        let has_hangul = format.summary_ko.chars().any(|it| ('가'..='힣').contains(&it));
        assert!(has_hangul, "`{}` has no Korean summary", format.name);
    }
}

#[test]
fn every_writer_names_the_file_it_makes_and_no_two_make_the_same() {
    let files: BTreeSet<_> = writing().iter().map(|format| format.file).collect();
    assert_eq!(files.len(), WRITERS.len());
    assert!(!files.contains(""));
}

#[test]
fn every_reader_says_what_it_looks_for_in_one_line() {
    for reader in READERS {
        let sign = reader.looks_for();
        assert!(!sign.is_empty() && !sign.contains('\n') && !sign.ends_with('.'), "{sign}");
    }
}

#[test]
fn every_loss_says_which_field_and_why() {
    for writer in WRITERS {
        for loss in writer.losses() {
            assert!(loss.field.contains("::"), "`{}`: {}", writer.format().name, loss.field);
            assert!(!loss.why.is_empty() && !loss.why.ends_with('.'), "{}", loss.why);
        }
    }
}
