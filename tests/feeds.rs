//! From feed to feed: what is read, written and read again stays what it was, whatever the format between.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests fail by panicking and read their fixtures"
)]

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use larder_core::{Blog, Post, record::Document};
use larder_export::{Account, WriteError, WriteOptions, sink::Memory, writer};
use larder_import::{ReadOptions, read, source};

const FORMATS: [&str; 3] = ["rss", "atom", "json-feed"];

fn read_bytes(bytes: &[u8]) -> Blog {
    let options = ReadOptions::default();
    let reading = read(&source::Memory::new("feed", [("feed.xml", bytes)]), &options).unwrap();
    assert!(reading.ledger.unexplained().is_empty());
    let mut blogs = reading.blogs;
    assert_eq!(blogs.len(), 1);
    blogs.remove(0)
}

/// The blog of a file. None where the file holds several.
fn read_file(path: &Path) -> Option<Blog> {
    let options = ReadOptions::default();
    let bytes = std::fs::read(path).unwrap();
    let blogs = read(&source::Memory::new("feed", [("feed.xml", bytes)]), &options).unwrap().blogs;
    let [blog] = <[Blog; 1]>::try_from(blogs).ok()?;
    Some(blog)
}

/// The feed of a blog. None if the blog has no post that the format takes.
fn written(format: &str, blog: &Blog) -> Option<Vec<u8>> {
    let writer = writer(format).unwrap();
    let mut options = WriteOptions::default();
    options.public_address = Some("https://feeds.example.org/".into());
    options.selection.undated = true;
    let mut account = Account::new(writer.format(), blog);
    let mut sink = Memory::default();
    match writer.write(blog, &options, &mut sink, &mut account) {
        Ok(()) if account.output.written > 0 => {}
        Ok(()) | Err(WriteError::Missing { .. }) => return None,
        Err(error) => panic!("{error}"),
    }
    let file = writer.format().file;
    let report = larder_check::check(&sink.files()[file], &larder_check::Options::default());
    assert!(report.is_clean(), "{format}: {:?}", report.findings);
    Some(sink.files()[file].clone())
}

/// What every format carries of a post.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Carried {
    id: String,
    title: Option<String>,
    permalink: Option<String>,
    published: Option<i64>,
    terms: BTreeSet<String>,
    enclosures: Vec<String>,
}

fn carried(blog: &Blog) -> Vec<Carried> {
    let mut all: Vec<Carried> =
        blog.posts.iter().map(|post| of_post(blog, &post.unwrap())).collect();
    all.sort();
    all
}

fn of_post(blog: &Blog, post: &Post) -> Carried {
    let terms = post.terms.iter().map(|id| blog.term(id).unwrap().name.clone());
    Carried {
        id: post.id.to_string(),
        title: post.title.clone(),
        permalink: post.permalink.clone(),
        published: post.published.map(|time| time.at().timestamp()),
        terms: terms.collect(),
        enclosures: post.enclosures.iter().map(|file| file.url.clone()).collect(),
    }
}

fn inputs() -> Vec<PathBuf> {
    let folder = Path::new("tests/fixtures/import/feed");
    let cases = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = cases.flat_map(|case| std::fs::read_dir(case).unwrap());
    let files = files.map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    let mut files: Vec<_> = files
        .filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with("input."))
        .collect();
    files.sort();
    files
}

#[test]
fn what_was_written_reads_back_and_is_written_the_same() {
    for input in inputs() {
        let Some(first) = read_file(&input) else { continue };
        for format in FORMATS {
            let Some(bytes) = written(format, &first) else { continue };
            // What a format says of all entries at once (Atom's author of the feed) each of them says from now on.
            let second = read_bytes(&bytes);
            let bytes = written(format, &second).unwrap();
            let third = read_bytes(&bytes);
            let again = written(format, &third).unwrap();
            let name = input.display();
            assert_eq!(carried(&third), carried(&second), "{name} {format}");
            let (a, b) = (String::from_utf8(bytes).unwrap(), String::from_utf8(again).unwrap());
            assert!(
                a == b,
                "{name} {format}:\n{}",
                similar::TextDiff::from_lines(&a, &b).unified_diff()
            );
        }
    }
}

#[test]
fn ids_stay_what_they_are_through_every_format() {
    let ids = |blog: &Blog| -> BTreeSet<String> {
        blog.posts.heads().map(|post| post.id.to_string()).collect()
    };
    for input in inputs() {
        let Some(first) = read_file(&input) else { continue };
        let Some(bytes) = written("rss", &first) else { continue };
        let mut blog = read_bytes(&bytes);
        let known = ids(&blog);
        assert!(known.is_subset(&ids(&first)), "{}: {known:?}", input.display());
        for format in ["atom", "json-feed", "rss", "json-feed", "atom", "rss"] {
            let Some(bytes) = written(format, &blog) else { continue };
            blog = read_bytes(&bytes);
            assert_eq!(ids(&blog), known, "{} through {format}", input.display());
        }
    }
}

#[test]
fn a_blog_that_uses_everything_keeps_what_feeds_carry() {
    let text = std::fs::read_to_string("tests/fixtures/export/reference/blog.json").unwrap();
    let document: Document = serde_json::from_str(&text).unwrap();
    let mut blog = Blog::new(document.site);
    (blog.authors, blog.terms, blog.series) = (document.authors, document.terms, document.series);
    (blog.posts, blog.assets) = (document.posts.into(), document.assets.into());
    blog.sort();
    for format in FORMATS {
        let second = read_bytes(&written(format, &blog).unwrap());
        let known = carried(&blog);
        for post in carried(&second) {
            let before = known.iter().find(|it| it.id == post.id).unwrap();
            assert_eq!(
                (&post.permalink, post.published),
                (&before.permalink, before.published),
                "{format}"
            );
            assert!(post.terms.is_subset(&before.terms), "{format}: {post:?}");
        }
        assert_eq!(second.site.title, blog.site.title, "{format}");
    }
}
