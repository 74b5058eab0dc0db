//! The archive is lossless: what is written reads back equal, and writes again to the same bytes.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "common/blogs.rs"]
mod blogs;

use std::{collections::BTreeSet, sync::LazyLock};

use jsonschema::Validator;
use larder_core::{
    Blog, Outcome, Timestamp,
    record::{document_schema, record_schema},
};
use larder_export::{
    Account, WRITERS, WriteOptions,
    sink::{Existing, Folder, Memory, Sub},
};
use larder_import::{Limits, ReadOptions, Reading, Source, source};
use proptest::prelude::*;
use serde_json::Value;

static DOCUMENT: LazyLock<Validator> =
    LazyLock::new(|| jsonschema::validator_for(&document_schema()).unwrap());
static RECORD: LazyLock<Validator> =
    LazyLock::new(|| jsonschema::validator_for(&record_schema()).unwrap());

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_back_equal_and_writes_again_to_the_same_bytes(seed: u64, posts in 0_usize..6) {
        let blog = blogs::blog(seed, posts);
        for format in ["json", "jsonl"] {
            let written = write(&blog, format);
            let read = read(&written);
            prop_assert_eq!(&read.blogs, std::slice::from_ref(&blog), "{}", format);
            prop_assert_eq!(read.ledger.outcome(&read.notes), Outcome::Complete);
            let again = write(&read.blogs[0], format);
            prop_assert_eq!(again.files(), written.files(), "{}", format);
        }
    }

    #[test]
    fn every_archive_is_what_its_schema_says(seed: u64, posts in 0_usize..4) {
        let blog = blogs::blog(seed, posts);
        let (json, jsonl) = (write(&blog, "json"), write(&blog, "jsonl"));
        let mut document: Value = serde_json::from_str(json.text("larder.json")).unwrap();
        document["notes"].as_array_mut().unwrap().retain(is_known);
        prop_assert!(DOCUMENT.is_valid(&document), "{:?}", DOCUMENT.validate(&document));
        for line in jsonl.text("larder.jsonl").lines() {
            let record: Value = serde_json::from_str(line).unwrap();
            prop_assert!(!is_known(&record) || RECORD.is_valid(&record), "{line}");
        }
    }

    #[test]
    fn a_record_is_a_line_for_every_program(seed: u64, posts in 0_usize..4) {
        let blog = blogs::blog(seed, posts);
        for (format, file) in [("json", "larder.json"), ("jsonl", "larder.jsonl")] {
            let written = write(&blog, format);
            let text = written.text(file);
            let breaks = |it: char| it != '\n' && (it.is_control() || matches!(it, '\u{2028}' | '\u{2029}'));
            prop_assert!(!text.contains(breaks) && text.ends_with("}\n"), "{text}");
        }
    }
}

#[test]
fn the_generated_blogs_use_every_field_and_every_value_of_the_model() {
    let schema = document_schema();
    let mut missing = BTreeSet::new();
    everything(&schema, &mut missing);
    // Defaults are left out of the archive.
    let defaults = ["Confidence=high", "PostKind=post", "Precision=second", "Zone=stated"];
    let defaults = BTreeSet::from(defaults.map(str::to_owned));
    for seed in 0..4000 {
        let blog = blogs::blog(seed, 3);
        let document = serde_json::from_str(write(&blog, "json").text("larder.json")).unwrap();
        cross_off(&schema, &schema, "Document", &document, &mut missing);
        if missing == defaults {
            break;
        }
    }
    assert_eq!(missing, defaults);
}

#[test]
#[expect(clippy::disallowed_methods, reason = "somebody else writes into the folder")]
fn a_folder_with_all_formats_reads_back_without_a_loss() {
    let mut blog = blogs::blog(7, 5);
    // Feeds demand an address and a date.
    blog.site.home = Some("https://example.org/".into());
    blog.site.updated = Some(Timestamp::from_rfc3339("2022-10-17T00:00:00+09:00").unwrap());
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    let mut folder = Folder::create(&out, Existing::Refuse).unwrap();
    for writer in WRITERS {
        let mut account = Account::new(writer.format(), &blog);
        let options = WriteOptions::default();
        // Beside other formats, the folder of a site has the name of its generator.
        let written = match writer.format().is_folder() {
            true => {
                let mut below = Sub::new(&mut folder, writer.format().name);
                writer.write(&blog, &options, &mut below, &mut account)
            }
            false => writer.write(&blog, &options, &mut folder, &mut account),
        };
        written.unwrap();
    }
    folder.commit().unwrap();
    let source = source::Folder::new(&out, &Limits::default()).unwrap();
    let read = larder_import::read(&source, &ReadOptions::default()).unwrap();
    assert_eq!(read.blogs, [blog]);
    assert_eq!(read.ledger.outcome(&read.notes), Outcome::Complete);
    // A page that somebody wrote into the folder of a site is no view of the archive.
    std::fs::create_dir_all(out.join("hugo/content/mine")).unwrap();
    std::fs::write(out.join("hugo/content/mine/new.md"), "Mine.").unwrap();
    let source = source::Folder::new(&out, &Limits::default()).unwrap();
    let read = larder_import::read(&source, &ReadOptions::default()).unwrap();
    assert_eq!(read.ledger.outcome(&read.notes), Outcome::Losses);
}

/// Records that only a newer version knows are no business of this schema.
fn is_known(record: &Value) -> bool {
    record["type"] != "webmention" && record["code"] != "from-the-future"
}

fn write(blog: &Blog, format: &str) -> Memory {
    let writer = larder_export::writer(format).unwrap();
    let (mut memory, mut account) = (Memory::default(), Account::new(writer.format(), blog));
    writer.write(blog, &WriteOptions::default(), &mut memory, &mut account).unwrap();
    assert_eq!(
        account.output.files.iter().collect::<BTreeSet<_>>(),
        memory.files().keys().collect()
    );
    assert_eq!(
        (account.output.written, account.output.left_out.len()),
        (blog.posts.len() as u64, 0)
    );
    memory
}

fn read(written: &Memory) -> Reading {
    let source = source::Memory::new("written", written.files());
    assert_eq!(source.entries().len(), written.files().len());
    larder_import::read(&source, &ReadOptions::default()).unwrap()
}

/// Every field of every type as `Post.title`, every value of an enumeration as `Status=draft`, every kind of note as
/// `Note=media-gap`.
fn everything(schema: &Value, all: &mut BTreeSet<String>) {
    for (name, definition) in schema["$defs"].as_object().unwrap() {
        let variants = definition["oneOf"].as_array().into_iter().flatten();
        for part in variants.chain([definition]) {
            let properties = part["properties"].as_object().into_iter().flatten();
            all.extend(properties.map(|(property, _)| format!("{name}.{property}")));
            all.extend(values(part).map(|value| format!("{name}={value}")));
        }
    }
}

/// The words a schema allows, or the kind of note it describes.
fn values(schema: &Value) -> impl Iterator<Item = &str> {
    let list = schema["enum"].as_array().into_iter().flatten();
    list.chain(schema.get("const"))
        .chain(schema["properties"]["code"].get("const"))
        .filter_map(Value::as_str)
}

/// Takes out of `missing` what `value`, which is of the type `name`, has.
fn cross_off(
    schema: &Value,
    part: &Value,
    name: &str,
    value: &Value,
    missing: &mut BTreeSet<String>,
) {
    if let Some(reference) = part["$ref"].as_str() {
        let name = reference.trim_start_matches("#/$defs/");
        return cross_off(schema, &schema["$defs"][name], name, value, missing);
    }
    for choice in ["anyOf", "oneOf"].into_iter().filter_map(|it| part[it].as_array()).flatten() {
        let code = choice["properties"]["code"].get("const");
        if code.is_none_or(|code| *code == value["code"]) {
            cross_off(schema, choice, name, value, missing);
        }
    }
    match value {
        Value::String(word) => drop(missing.remove(&format!("{name}={word}"))),
        Value::Array(items) => {
            items.iter().for_each(|item| cross_off(schema, &part["items"], name, item, missing));
        }
        Value::Object(fields) => {
            let code = fields.get("code").and_then(Value::as_str).unwrap_or_default();
            missing.remove(&format!("{name}={code}"));
            for (field, value) in fields {
                let Some(property) = part["properties"].get(field) else { continue };
                missing.remove(&format!("{name}.{field}"));
                cross_off(schema, property, &format!("{name}.{field}"), value, missing);
            }
        }
        _ => {}
    }
}
