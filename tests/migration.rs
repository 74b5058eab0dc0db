//! What a migration must never do, on every export among the fixtures: lose something without saying so, or publish what
//! was not public.
//!
//! The exports hold marked words: whatever is not public says `SECRET-…` or `LEAK-…`, in titles, texts, comments and
//! custom fields; all addresses of e-mail are of `example.` domains, all network addresses of the ranges for documentation.
#![expect(clippy::disallowed_methods, reason = "a test reads its own fixtures")]

#[path = "migration/blogger.rs"]
mod blogger;
#[path = "migration/counts.rs"]
mod counts;
#[path = "migration/journals.rs"]
mod journals;
#[path = "migration/newsletters.rs"]
mod newsletters;
#[path = "migration/sites.rs"]
mod sites;
#[path = "migration/social.rs"]
mod social;
#[path = "migration/textcube.rs"]
mod textcube;

use std::{
    collections::BTreeMap,
    fs,
    io::{Cursor, Read as _},
    path::{Path, PathBuf},
};

use flate2::read::MultiGzDecoder;
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
        Also::CommentsFeedPerPost,
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
                let name = format!("{number}/{}/{file}", writer.format().name);
                if bytes.starts_with(b"PK") {
                    unzipped(&name, bytes, &mut files);
                }
                files.insert(name, String::from_utf8_lossy(bytes).into_owned());
            }
        }
    }
    files
}

/// The entries of a zip, and their names, which tell as much.
fn unzipped(name: &str, bytes: &[u8], files: &mut BTreeMap<String, String>) {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("it is a zip");
    for place in 0..zip.len() {
        let mut entry = zip.by_index(place).expect("the entry is there");
        let inside = entry.name().expect("the name is text").to_string();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).expect("it can be read");
        if content.starts_with(&[0x1f, 0x8b]) {
            let mut records = Vec::new();
            MultiGzDecoder::new(&*content).read_to_end(&mut records).expect("it is packed");
            content = records;
        }
        let text = format!("{inside}\n{}", String::from_utf8_lossy(&content));
        files.insert(format!("{name}/{inside}"), text);
    }
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
    let held = |entry: &Entry| entry.holds().get(&kind).map_or(0, |parts| parts.total);
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
