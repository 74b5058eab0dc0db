//! What any writer loses is found. Each loss is made in the blog before it is written, so that every writer makes it in its
//! own form; then the output is held against the blog as it was.

use std::collections::BTreeMap;

use larder_export::WRITERS;
use serde_json::Value;

use crate::program::Test;

const GIF: &[u8] =
    b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

const FIRST: &str = "\
---
title: First
date: 2020-01-01T09:00:00+09:00
tags: [kitchen, seaweed]
---

A pinch of salt is enough for four plates, and two are enough for the soup that my mother made.

![the shore](shore.gif)
";

const SECOND: &str = "\
---
title: Second
date: 2020-02-01T09:00:00+09:00
tags: [kitchen]
---

Read [what I wrote before](/posts/first/), then come back here.
";

const DIARY: &str = "\
---
title: Diary
date: 2020-03-01T09:00:00+09:00
draft: true
---

Nobody shall ever read what is written in this diary.
";

type Files = BTreeMap<&'static str, Vec<u8>>;

/// A site of two posts, of a picture that stands beside the first, and of a diary that nobody may read.
fn site() -> Files {
    BTreeMap::from([
        ("hugo.toml", b"baseURL = 'https://salt.example/'\ntitle = 'Salt'\n".to_vec()),
        ("content/posts/first/index.md", FIRST.into()),
        ("content/posts/first/shore.gif", GIF.to_vec()),
        ("content/posts/second.md", SECOND.into()),
        ("content/posts/diary.md", DIARY.into()),
    ])
}

fn changed(name: &'static str, from: &str, to: &str) -> Files {
    let mut site = site();
    let text = String::from_utf8(site[name].clone()).unwrap();
    assert!(text.contains(from), "`{from}` is not in {name}");
    site.insert(name, text.replace(from, to).into_bytes());
    site
}

/// What a proof says of each writer: its verdict, and the kinds of what it found.
type Said = BTreeMap<String, (String, Vec<String>)>;

/// Writes `written` in all `formats`, and proves it against the site as it was.
fn proved(written: &Files, formats: &[&str]) -> Said {
    let with = |test: Test, folder: &str, site: &Files| {
        let files = site.iter();
        files.fold(test, |test, (name, bytes)| test.file(&format!("{folder}/{name}"), bytes))
    };
    let test = with(with(Test::new(), "before", &site()), "written", written);
    let line = format!("larder convert written --from hugo -o out -q --to {}", formats.join(","));
    let ran = test.run(&line);
    let ran = Test::within(ran.folder).run("larder verify out --against before --from hugo --json");
    let said: Value =
        serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{}", ran.stderr));
    let proofs = said["proofs"].as_array().unwrap().iter();
    let said: Said = proofs
        .map(|proof| {
            let kinds = proof["findings"]["counts"].as_object().unwrap().keys().cloned();
            let verdict = proof["verdict"].as_str().unwrap().to_owned();
            (proof["format"].as_str().unwrap().to_owned(), (verdict, kinds.collect()))
        })
        .collect();
    assert_eq!(said.len(), formats.len(), "{said:?}");
    said
}

fn all() -> Vec<&'static str> {
    WRITERS.iter().map(|writer| writer.format().name).collect()
}

fn public() -> Vec<&'static str> {
    let public = WRITERS.iter().filter(|writer| writer.is_public());
    public.map(|writer| writer.format().name).collect()
}

/// In every format, something of this kind is found.
fn is_found(written: &Files, formats: &[&str], kind: &str) {
    for (format, (verdict, kinds)) in proved(written, formats) {
        assert_eq!(verdict, "unexplained", "{format} does not find {kind}");
        assert!(kinds.iter().any(|it| it == kind), "{format} finds {kinds:?}, not {kind}");
    }
}

#[test]
fn nothing_is_found_where_nothing_was_lost() {
    for (format, (verdict, kinds)) in proved(&site(), &all()) {
        assert_ne!(verdict, "unexplained", "{format}: {kinds:?}");
    }
}

#[test]
fn a_post_that_is_not_there_is_found_in_every_format() {
    let mut without = site();
    without.remove("content/posts/second.md");
    is_found(&without, &all(), "post-missing");
}

#[test]
fn a_text_that_was_cut_is_found_in_every_format() {
    let cut = changed("content/posts/first/index.md", ", and two are enough for the soup", "");
    is_found(&cut, &all(), "text-lost");
}

#[test]
fn a_picture_that_was_swapped_is_found_in_every_format() {
    let mut swapped = changed("content/posts/first/index.md", "shore.gif", "strand.gif");
    swapped.remove("content/posts/first/shore.gif");
    swapped.insert("content/posts/first/strand.gif", [GIF, b"strand"].concat());
    is_found(&swapped, &all(), "media-lost");
}

#[test]
fn a_date_that_moved_and_a_tag_that_went_are_found_in_every_format() {
    let first = "content/posts/first/index.md";
    is_found(&changed(first, "2020-01-01T09", "2020-01-01T10"), &all(), "field-lost");
    is_found(&changed(first, ", seaweed", ""), &all(), "term-missing");
}

#[test]
fn a_link_between_posts_that_went_is_found_in_every_format() {
    let plain = changed(
        "content/posts/second.md",
        "[what I wrote before](/posts/first/)",
        "what I wrote before",
    );
    let declares = |name: &str| {
        let writer = larder_export::writer(name).unwrap();
        writer.losses().iter().any(|loss| loss.field == "Post::internal_links")
    };
    // Feeds do not say which post a link leads to: elsewhere it is one that leads nowhere.
    let formats: Vec<&str> = all().into_iter().filter(|name| !declares(name)).collect();
    is_found(&plain, &formats, "link-lost");
}

#[test]
fn a_post_that_became_public_and_words_of_one_that_did_not_are_found_in_every_format() {
    let open = changed("content/posts/diary.md", "draft: true\n", "");
    is_found(&open, &public(), "post-published");
    is_found(&open, &public(), "secret-found");
    let told = changed(
        "content/posts/second.md",
        "then come back here.",
        "then come back here. Nobody shall ever read what is written in this diary.",
    );
    is_found(&told, &public(), "secret-found");
}
