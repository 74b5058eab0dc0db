//! What a migration must never do, on every export among the fixtures: lose something without saying so, or publish what
//! was not public.
//!
//! The exports hold marked words: whatever is not public says `SECRET-…` or `LEAK-…`, in titles, texts, comments and
//! custom fields; all addresses of e-mail are of `example.` domains, all network addresses of the ranges for documentation.
#![expect(clippy::disallowed_methods, reason = "a test reads its own fixtures")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use larder_core::{Entry, ItemKind, PostKind, Status, Visibility};
use larder_export::{Account, Also, Grouping, WRITERS, WriteOptions, sink::Memory};
use larder_import::{ReadOptions, Reading, source};

/// The readers whose fixtures are exports of platforms.
const PLATFORMS: &[&str] = &[
    "wxr",
    "mt",
    "ghost",
    "notion",
    "tumblr",
    "velog",
    "devto",
    "mastodon",
    "substack",
    "livejournal",
    "hugo",
    "jekyll",
    "hexo",
    "zola",
    "astro",
    "eleventy",
    "markdown",
    "hashnode",
    "writefreely",
    "wix",
    "disqus",
    "isso",
    "bar",
    "medium",
    "blogml",
    "dotclear",
    "ttxml",
    "tistory",
    "blogger",
];

/// What no public output may hold.
const SECRET: [&str; 6] =
    ["SECRET-", "LEAK-", "hunter-PASSWORD", "192.0.2.", "198.51.100.", "2001:db8:"];

/// Everything of a reading that no public output may hold: those words, and what is personal.
fn secrets(reading: &Reading) -> Vec<String> {
    let mut all: Vec<String> = SECRET.map(str::to_owned).to_vec();
    for blog in &reading.blogs {
        all.extend(blog.authors.iter().filter_map(|author| author.email.clone()));
        for comment in blog.comments.iter() {
            let comment = comment.expect("it was put away a moment ago");
            all.extend(comment.author_email.iter().chain(&comment.author_ip).cloned());
        }
    }
    all
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import")
}

/// The cases of a reader, each with its input.
fn cases(reader: &str) -> Vec<(String, PathBuf)> {
    let folder = fixtures().join(reader);
    let mut cases = Vec::new();
    for case in fs::read_dir(&folder).expect("the reader has fixtures").flatten() {
        let Ok(files) = fs::read_dir(case.path()) else { continue };
        let inputs = files.flatten().map(|file| file.path());
        let is_input = |path: &PathBuf| path.file_stem().is_some_and(|stem| stem == "input");
        if let Some(input) = inputs.into_iter().find(is_input) {
            cases.push((case.file_name().to_string_lossy().into_owned(), input));
        }
    }
    cases.sort();
    cases
}

fn read(input: &Path) -> Option<Reading> {
    let options = ReadOptions::default();
    let source = source::open(&[input], &options.limits).expect("the fixture is there");
    larder_import::read(&*source, &options).ok()
}

/// Everything that public formats make of a reading, with all that can be asked for but private posts.
fn published(reading: &Reading) -> BTreeMap<String, String> {
    let mut options = WriteOptions::default();
    options.public_address = Some("https://feeds.example/blog/".into());
    options.selection.include.pages = true;
    options.selection.undated = true;
    options.feeds_per = Grouping::ALL.into_iter().collect();
    let also = [
        Also::CommentsFeed,
        Also::Podcast,
        Also::Tombstones,
        Also::Everything,
        Also::SubscribePage,
    ];
    options.also = also.into_iter().collect();
    let mut files = BTreeMap::new();
    for (number, blog) in reading.blogs.iter().enumerate() {
        for writer in WRITERS.iter().filter(|writer| writer.is_public()) {
            let mut account = Account::new(writer.format(), blog);
            let mut sink = Memory::default();
            writer.write(blog, &options, &mut sink, &mut account).expect("it is written");
            larder_export::beside::write(
                blog,
                &options,
                std::slice::from_mut(&mut account),
                &mut sink,
            )
            .expect("it is written");
            for (file, bytes) in sink.files() {
                let text = String::from_utf8_lossy(bytes).into_owned();
                files.insert(format!("{number}/{}/{file}", writer.format().name), text);
            }
        }
    }
    files
}

#[test]
fn nothing_that_is_not_public_is_published() {
    for reader in PLATFORMS {
        for (case, input) in cases(reader) {
            let Some(reading) = read(&input) else { continue };
            let secrets = secrets(&reading);
            for (file, text) in published(&reading) {
                for secret in &secrets {
                    let at = text.find(secret.as_str());
                    let around = at.map(|at| {
                        let around = text.as_bytes()[at.saturating_sub(60)..].iter().take(160);
                        String::from_utf8_lossy(&around.copied().collect::<Vec<_>>()).into_owned()
                    });
                    assert_eq!(around, None, "{reader}/{case}: {file} holds `{secret}`");
                }
            }
        }
    }
}

#[test]
fn what_is_public_is_published() {
    let (_, input) = cases("wxr").into_iter().find(|(case, _)| case == "status").unwrap();
    let files = published(&read(&input).unwrap());
    let words = ["PUBLIC-PUBLISH-7f3a", "PUBLIC-STICKY-7f3a", "PUBLIC-EXCERPT-7f3a"];
    for word in words {
        for format in ["rss", "atom", "json-feed"] {
            let has = |(file, text): (&String, &String)| {
                file.starts_with(&format!("0/{format}/")) && text.contains(word)
            };
            assert!(files.iter().any(has), "{format} has no `{word}`");
        }
    }
    for word in ["PUBLIC-COMMENT-7f3a", "PUBLIC-PINGBACK-7f3a"] {
        assert!(files.values().any(|text| text.contains(word)), "no feed has `{word}`");
    }
}

#[test]
fn what_is_public_in_the_form_of_movable_type_is_published() {
    let (_, input) = cases("mt").into_iter().find(|(case, _)| case == "status").unwrap();
    let files = published(&read(&input).unwrap());
    for format in ["rss", "atom", "json-feed"] {
        let has = |(file, text): (&String, &String)| {
            file.starts_with(&format!("0/{format}/")) && text.contains("Hello, everybody.")
        };
        assert!(files.iter().any(has), "{format} has no `Hello, everybody.`");
    }
    for comment in ["Hello back.", "Hello heard."] {
        assert!(files.values().any(|text| text.contains(comment)), "no feed has `{comment}`");
    }
}

#[test]
fn what_is_public_on_ghost_is_published() {
    let (_, input) = cases("ghost").into_iter().find(|(case, _)| case == "status").unwrap();
    let files = published(&read(&input).unwrap());
    for word in ["PUBLIC-published-public body", "PUBLIC-page body"] {
        for format in ["rss", "atom", "json-feed"] {
            let has = |(file, text): (&String, &String)| {
                file.starts_with(&format!("0/{format}/")) && text.contains(word)
            };
            assert!(files.iter().any(has), "{format} has no `{word}`");
        }
    }
}

#[test]
fn what_is_public_on_tumblr_is_published() {
    let words = [
        ("status", "PUBLIC-published"),
        ("api", "왜 천천히 걷나요?"),
        ("npf", "덧붙임"),
        ("backup", "앞의"),
    ];
    for (case, word) in words {
        let (_, input) = cases("tumblr").into_iter().find(|(name, _)| name == case).unwrap();
        let files = published(&read(&input).unwrap());
fn what_is_public_in_a_backup_of_textcube_is_published() {
    let (_, input) = cases("ttxml").into_iter().find(|(case, _)| case == "status").unwrap();
    let files = published(&read(&input).unwrap());
    for word in ["PUBLIC-1 body", "PUBLIC-2 body", "PUBLIC-12 body"] {
fn what_is_public_on_blogger_is_published() {
    let (_, input) = cases("blogger").into_iter().find(|(case, _)| case == "status").unwrap();
    let files = published(&read(&input).unwrap());
    for word in ["PUBLIC-live body", "PUBLIC-page body"] {
        for format in ["rss", "atom", "json-feed"] {
            let has = |(file, text): (&String, &String)| {
                file.starts_with(&format!("0/{format}/")) && text.contains(word)
            };
            assert!(files.iter().any(has), "{format} has no `{word}`");
        }
    }
}

/// How often a word stands in all files below a path.
fn words(path: &Path, word: &str) -> u64 {
    match fs::read_dir(path) {
        Ok(files) => files.flatten().map(|file| words(&file.path(), word)).sum(),
        Err(_) => {
            let bytes = fs::read(path).expect("the fixture is there");
            String::from_utf8_lossy(&bytes).matches(word).count() as u64
        }
    }
}

#[test]
fn what_is_public_in_journals_is_published_and_every_entry_is_counted() {
    for (case, input) in cases("livejournal") {
        let reading = read(&input).unwrap();
        if !matches!(case.as_str(), "ljdump" | "table") {
            assert_eq!(entries(&reading, ItemKind::Item), words(&input, "<entry>"), "{case}");
        }
        if case == "comments" {
            // Of the four lines of the list, one is about a comment whose text is not there.
            let listed = words(&input, "<comment id=") - 3;
            assert_eq!(held(&reading, ItemKind::Comment), listed);
        }
        let files = published(&reading);
        for word in ["PUBLIC-open", "PUBLIC-entry", "PUBLIC-comment", "PUBLIC-dump-comment"] {
            let is_shown = files.values().any(|text| text.contains(word));
            assert_eq!(is_shown, words(&input, word) > 0, "{case}: {word}");
/// The files below a folder, as paths relative to it.
fn files_of(folder: &Path) -> Vec<String> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("it is a folder").flatten() {
            match entry.path().is_dir() {
                true => folders.push(entry.path()),
                false => files.push(
                    entry
                        .path()
                        .strip_prefix(folder)
                        .expect("it is below the folder")
                        .display()
                        .to_string(),
                ),
            }
        }
    }
    files
}

#[test]
fn every_post_of_medium_and_substack_is_in_the_books() {
    for (case, input) in cases("medium") {
        let pages = files_of(&input).iter().filter(|it| it.contains("posts/")).count();
        let reading = read(&input).unwrap();
        let posts: usize = reading.blogs.iter().map(|blog| blog.posts.len()).sum();
        let joined = reading.ledger.inputs.iter();
        let joined = joined.filter(|it| matches!(it.fate, Some(larder_core::Fate::Joined { .. })));
        assert_eq!(posts + joined.count(), pages, "medium/{case}");
    }
    for (case, rows) in
        [("status", 15), ("markup", 3), ("odd-table", 6), ("html-only", 0), ("two-publications", 4)]
    {
        let (_, input) = cases("substack").into_iter().find(|(it, _)| it == case).unwrap();
        let reading = read(&input).unwrap();
        assert_eq!(entries(&reading, ItemKind::Item), rows, "substack/{case}");
        let bodies = files_of(&input).iter().filter(|it| it.ends_with(".html")).count();
        let read = reading.ledger.inputs.iter().filter(|it| it.name.ends_with(".html"));
        assert_eq!(read.count(), bodies, "substack/{case}");
    }
}

#[test]
fn what_is_public_on_substack_and_medium_is_published() {
    for (platform, words) in [
        ("substack", ["우리는", "PUBLIC-talk body", "PUBLIC-about body", "PUBLIC-restack body"]),
        ("medium", ["The end.", "PUBLIC-two", "PUBLIC-three", "PUBLIC-odd-date"]),
    ] {
        let (_, input) = cases(platform).into_iter().find(|(case, _)| case == "status").unwrap();
        let files = published(&read(&input).unwrap());
        for word in words {
            for format in ["rss", "atom", "json-feed"] {
                // Atom and JSON Feed take a post without a date, where it was asked for; a feed of RSS, too.
                let has = |(file, text): (&String, &String)| {
                    file.starts_with(&format!("0/{format}/")) && text.contains(word)
                };
                assert!(files.iter().any(has), "{platform}: {format} has no `{word}`");
            }
        }
    }
}

#[test]
fn what_is_public_in_blogml_is_published_and_everything_is_counted() {
    for (case, input) in cases("blogml") {
        let reading = read(&input).unwrap();
        let posts = words(&input, "<post ") + words(&input, "<b:post ");
        // One is within the text of another, which never ends.
        let swallowed = u64::from(case == "broken");
        let secrets = words(&input, "Password");
        assert_eq!(entries(&reading, ItemKind::Item) - secrets, posts - swallowed, "{case}");
        let said = words(&input, "<comment ") + words(&input, "<trackback ");
        assert_eq!(held(&reading, ItemKind::Comment), said, "{case}");
        let files = published(&reading);
        for word in ["PUBLIC-approved", "PUBLIC-both", "PUBLIC-comment", "PUBLIC-trackback"] {
            let is_shown = files.values().any(|text| text.contains(word));
            assert_eq!(is_shown, words(&input, word) > 0, "{case}: {word}");
        }
    }
}

/// How many rows the tables of a name have in a flat export of Dotclear.
fn rows(path: &Path, table: &str) -> u64 {
    if let Ok(files) = fs::read_dir(path) {
        return files.flatten().map(|file| rows(&file.path(), table)).sum();
    }
    let bytes = fs::read(path).expect("the fixture is there");
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (mut count, mut is_inside) = (0, false);
    for line in text.lines().filter(|line| text.starts_with("///DOTCLEAR") && !line.is_empty()) {
        match line.strip_prefix('[') {
            Some(head) => is_inside = head.split(' ').next() == Some(table),
            None => count += u64::from(is_inside),
        }
    }
    count
}

#[test]
fn what_is_public_on_dotclear_is_published_and_every_row_is_counted() {
    for (case, input) in cases("dotclear") {
        let reading = read(&input).unwrap();
        let posts = reading.ledger.inputs.iter().filter(|entry| entry.name.contains("#post "));
        assert_eq!(posts.count() as u64, rows(&input, "post"), "{case}");
        assert_eq!(held(&reading, ItemKind::Comment), rows(&input, "comment"), "{case}");
        let files = published(&reading);
        for word in ["PUBLIC-open", "PUBLIC-one", "PUBLIC-comment", "PUBLIC-trackback", "강가."] {
            let is_shown = files.values().any(|text| text.contains(word));
            let is_there = words(&input, word) > 0;
            assert_eq!(is_shown, is_there && case != "broken", "{case}: {word}");
        }
        let archive = format!("{reading:?}");
        for secret in ["LEAK-hash", "LEAK-recover", "LEAK-options", "LEAK-key", "LEAK-log"] {
            assert!(!archive.contains(secret), "{case}: {secret}");
        }
    for comment in ["PUBLIC-COMMENT", "PUBLIC-UNFILTERED"] {
        assert!(files.values().any(|text| text.contains(comment)), "no feed has `{comment}`");
    }
}

/// A text without its sections of character data.
fn without_data(text: &str) -> String {
    let mut parts = text.split("<![CDATA[");
    let mut left = parts.next().unwrap_or_default().to_owned();
    parts.filter_map(|part| part.split_once("]]>")).for_each(|(_, rest)| left.push_str(rest));
    left
}

/// How many elements of a name begin in a text.
fn elements(text: &str, name: &str) -> u64 {
    let starts = [">", " "].map(|end| text.matches(&format!("<{name}{end}")).count() as u64);
    starts.iter().sum()
}

#[test]
fn backups_of_textcube_are_conserved() {
    for (case, input) in cases("ttxml").into_iter().filter(|(_, input)| input.is_file()) {
        let Some(reading) = read(&input) else { continue };
        let bytes = fs::read(&input).expect("the fixture is there");
        // What a section without its own end has taken is part of the record that it stands in.
        let text = without_data(&String::from_utf8_lossy(&bytes));
        let count = |name: &str| elements(&text, name);
        // What the owner got elsewhere is no comment of the blog.
        let (elsewhere, sent) = (count("commentsNotified"), text.matches("<sent>").count() as u64);
        let said = count("comment") + count("trackback") - elsewhere - sent;
        let records: Vec<&Entry> = reading
            .ledger
            .inputs
            .iter()
            .filter(|entry| {
                let class = entry.name.split_once('#').and_then(|(_, name)| name.split(' ').next());
                let is_numbered = entry.name.contains(' ');
                is_numbered && matches!(class, Some("post" | "page" | "notice" | "keyword"))
            })
            .collect();
        let all = count("post") + count("page") + count("notice") + count("keyword");
        assert_eq!(records.len() as u64, all, "{case}: records");
        assert_eq!(held(&reading, ItemKind::Comment), said, "{case}: comments");
        assert_eq!(held(&reading, ItemKind::Asset), count("attachment"), "{case}: files");
        assert_eq!(reading.ledger.unexplained(), [], "{case}");
    assert!(files.values().any(|text| text.contains("PUBLIC-comment")));
}

/// All texts of a case's files that are feeds.
fn feeds_of(input: &Path) -> Vec<String> {
    let mut paths = vec![input.to_path_buf()];
    let mut texts = Vec::new();
    while let Some(path) = paths.pop() {
        match fs::read_dir(&path) {
            Ok(entries) => paths.extend(entries.flatten().map(|entry| entry.path())),
            Err(_) => {
                let bytes = fs::read(&path).expect("it is there");
                texts.extend(String::from_utf8(bytes).ok().filter(|text| text.contains("<feed")));
            }
        }
    }
    texts
}

#[test]
fn the_ledger_counts_the_entries_of_blogger_as_their_end_tags_do() {
    for (case, input) in cases("blogger") {
        let Some(reading) = read(&input) else { continue };
        // What is damaged has no end of its own, or no beginning.
        if matches!(&*case, "broken" | "cut" | "wrong") {
            continue;
        }
        let entries_of = |text: &String| -> (u64, u64) {
            let all: Vec<&str> = text.split("<entry>").skip(1).collect();
            let is_comment = |entry: &&&str| {
                entry.contains("<blogger:type>COMMENT") || entry.contains("<thr:in-reply-to")
            };
            (all.len() as u64, all.iter().filter(is_comment).count() as u64)
        };
        let counted: Vec<(u64, u64)> = feeds_of(&input).iter().map(entries_of).collect();
        let all: u64 = counted.iter().map(|(all, _)| all).sum();
        let comments: u64 = counted.iter().map(|(_, comments)| comments).sum();
        let elsewhere = u64::from(case == "takeout");
        assert_eq!(held(&reading, ItemKind::Comment), comments - elsewhere, "{case}: comments");
        assert_eq!(entries(&reading, ItemKind::Item), all - comments + elsewhere, "{case}: items");
    }
}

/// What a file holds by an independent count: `what`, `key`, number.
type Counted = BTreeMap<(String, String), u64>;

/// The independent counts of WordPress exports, by case: all files of a case together.
fn counts() -> BTreeMap<String, Counted> {
    let mut cases = BTreeMap::<String, Counted>::new();
    for file in ["counts.tsv", "counts-mended.tsv"] {
        let text = fs::read_to_string(fixtures().join("wxr").join(file)).expect("it is there");
        for line in text.lines().skip(1) {
            let fields: Vec<&str> = line.split('\t').collect();
            let [file, what, key, count] = fields[..] else { panic!("{line}") };
            let case = file.split('/').next().unwrap_or_default().to_owned();
            let count: u64 = count.parse().expect("a number");
            *cases.entry(case).or_default().entry((what.into(), key.into())).or_default() += count;
        }
    }
    cases
}

fn sum(counted: &Counted, what: &str, is_meant: impl Fn(&str) -> bool) -> u64 {
    let meant = counted.iter().filter(|((it, key), _)| it == what && is_meant(key));
    meant.map(|(_, count)| count).sum()
}

fn entries(reading: &Reading, kind: ItemKind) -> u64 {
    reading.ledger.inputs.iter().filter(|entry| entry.kind == kind).count() as u64
}

fn held(reading: &Reading, kind: ItemKind) -> u64 {
    let held = |entry: &Entry| entry.holds.get(&kind).map_or(0, |parts| parts.total);
    reading.ledger.inputs.iter().map(held).sum()
}

#[test]
fn the_ledger_counts_what_an_independent_program_counts() {
    let counts = counts();
    assert!(counts.len() > 15, "{}", counts.len());
    for (case, input) in cases("wxr") {
        let Some(counted) = counts.get(&case) else { continue };
        let reading = read(&input).unwrap_or_else(|| panic!("{case} cannot be read"));
        let all = |what: &str| sum(counted, what, |_| true);
        let of_type =
            |class: &str| sum(counted, "item", |key| key.split('/').next() == Some(class));
        // Of what is cut off, only what is whole is counted there; what is left of the last one is kept, too.
        let cut = u64::from(case == "broken-cut");
        let items = all("item") + cut;
        let (files, menu) = (of_type("attachment"), of_type("nav_menu_item"));
        let expected = [
            ("attachments", files, entries(&reading, ItemKind::Asset)),
            ("menu items", menu, entries(&reading, ItemKind::MenuItem)),
            ("items", items - files - menu, entries(&reading, ItemKind::Item)),
            ("comments", all("comments"), held(&reading, ItemKind::Comment)),
            ("authors", all("author"), held(&reading, ItemKind::Author)),
            ("terms", all("item-term"), held(&reading, ItemKind::Term)),
        ];
        for (what, counted, found) in expected {
            assert_eq!(found, counted, "{case}: {what}");
        }
        assert_eq!(reading.ledger.unexplained(), [], "{case}");
    }
}

/// How often each of these stands in the files of a case, without reading any of them.
fn occurrences(input: &Path, signs: &[&str]) -> Vec<u64> {
    let mut files = vec![input.to_owned()];
    let mut counts = vec![0; signs.len()];
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(fs::read_dir(&path).expect("it is there").flatten().map(|it| it.path()));
            continue;
        }
        let bytes = fs::read(&path).expect("it is there");
        let text = String::from_utf8_lossy(&bytes);
        for (count, sign) in counts.iter_mut().zip(signs) {
            *count += text.matches(sign).count() as u64;
        }
    }
    counts
}

#[test]
fn every_activity_of_an_outbox_has_its_entry() {
    for (case, input) in cases("mastodon") {
        // What cannot be told apart by a look at the text is left to the reader's own tests.
        if !matches!(case.as_str(), "common" | "servers") {
            continue;
        }
        let text = fs::read_to_string(input.join("outbox.json")).expect("it is there");
        let outbox: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        let activities = outbox["orderedItems"].as_array().expect("it is a list").len() as u64;
        let reading = read(&input).expect("it is read");
        let keys = u64::from(case == "servers");
        assert_eq!(entries(&reading, ItemKind::Item), activities + keys, "{case}");
        assert_eq!(reading.ledger.unexplained(), [], "{case}");
/// All files of a folder, with their paths in it.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("it is there").flatten() {
        match entry.path().is_dir() {
            true => files(&entry.path(), found),
            false => found.push(entry.path()),
        }
    }
}

#[test]
fn every_thread_and_every_comment_of_disqus_is_counted() {
    for (case, input) in cases("disqus") {
        let found = occurrences(&input, &["<thread dsq:id=\"", "</thread>", "<post"]);
        let [_, threads, posts] = found[..] else { panic!("three signs") };
        let reading = read(&input).expect("it is read");
        let is_thread = |entry: &&Entry| entry.name.contains(": thread ");
        let read_threads = reading.ledger.inputs.iter().filter(is_thread).count() as u64;
        let comments = held(&reading, ItemKind::Comment) + entries(&reading, ItemKind::Comment);
        assert_eq!((read_threads, comments), (threads, posts), "{case}");
        assert_eq!(reading.ledger.unexplained(), [], "{case}");
fn every_page_of_a_site_is_a_post_and_every_file_has_a_fate() {
    for reader in ["hugo", "jekyll", "hexo", "zola", "astro", "eleventy", "markdown"] {
        for (case, input) in cases(reader) {
            let reading = read(&input).unwrap_or_else(|| panic!("{reader}/{case} cannot be read"));
            let mut all = Vec::new();
            files(&input, &mut all);
            assert_eq!(entries(&reading, ItemKind::File), all.len() as u64, "{reader}/{case}");
            assert_eq!(reading.ledger.unexplained(), [], "{reader}/{case}");
            // What is in the folders of pages, and neither empty nor a template.
            let is_page = |path: &&PathBuf| {
                let path = path.strip_prefix(&input).unwrap_or(path).to_string_lossy().into_owned();
                let beside =
                    ["layouts/", "_layouts/", "_site/", "themes/", "templates/", "scaffolds/"];
                let is_beside = beside.iter().any(|it| path.starts_with(it));
                let is_text =
                    [".md", ".markdown", ".mdx", ".html"].iter().any(|it| path.ends_with(it));
                is_text && !is_beside && !(reader == "jekyll" && path == "README.md")
            };
            let has_bytes = |path: &&PathBuf| fs::metadata(path).is_ok_and(|it| it.len() > 0);
            let pages = all.iter().filter(is_page).filter(has_bytes).count();
            let posts: usize = reading.blogs.iter().map(|blog| blog.posts.len()).sum();
            assert_eq!(posts, pages, "{reader}/{case}");
        }
    }
}

#[test]
fn the_torture_export_is_conserved_item_by_item() {
    let (_, input) = cases("wxr").into_iter().find(|(case, _)| case == "torture").unwrap();
    let reading = read(&input).unwrap();
    let [blog] = &reading.blogs[..] else { panic!("one blog") };
    let count = |kind: PostKind, status: Status, visibility: Visibility| {
        let is_meant = |post: &&larder_core::PostHead| {
            (post.kind, post.status, post.visibility) == (kind, Some(status), Some(visibility))
        };
        blog.posts.heads().filter(is_meant).count()
    };
    use {PostKind as K, Status as S, Visibility as V};
    assert_eq!(count(K::Post, S::Published, V::Public), 40);
    assert_eq!(count(K::Post, S::Published, V::Private), 3);
    assert_eq!(count(K::Post, S::Published, V::Password), 2);
    assert_eq!(count(K::Post, S::Scheduled, V::Public), 2);
    assert_eq!(count(K::Post, S::Pending, V::Public), 2);
    assert_eq!(count(K::Post, S::Draft, V::Public), 4);
    assert_eq!(count(K::Post, S::Trashed, V::Public), 13);
    assert_eq!(count(K::Page, S::Published, V::Public), 4);
    assert_eq!(count(K::Page, S::Draft, V::Public), 1);
    assert_eq!(blog.posts.len(), 71);
    assert_eq!(blog.comments.len(), 181);
    let menus = blog.site.extra.value("wp:menus").and_then(|it| it.as_object()).unwrap();
    let listed: usize = menus.values().filter_map(|menu| menu.as_array()).map(Vec::len).sum();
    assert_eq!(listed, 70);
    let mut slugs: Vec<String> =
        blog.posts.iter().filter_map(|post| post.unwrap().slug.clone()).collect();
    let all = slugs.len();
    slugs.sort();
    slugs.dedup();
    assert_eq!(all - slugs.len(), 1, "two posts have one slug, and both are here");
}
