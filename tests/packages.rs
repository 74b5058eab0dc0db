//! Files for other platforms: they keep the rules of their importers whatever the blog, they read back as what they were made
//! of, and nothing that is not public is in them.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and reads its own fixtures"
)]

#[path = "common/blogs.rs"]
mod blogs;
#[path = "common/ghost_rules.rs"]
mod ghost_rules;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{Cursor, Read as _},
    num::NonZeroUsize,
    path::{Path, PathBuf},
};

use flate2::read::MultiGzDecoder;
use larder_core::{
    Blog, Content, PostKind, Status, TermId, Visibility, format::is_of_moves, select::kept_out,
};
use larder_export::{Account, WriteOptions, sink::Memory};
use larder_html::text::to_text;
use larder_import::{ReadOptions, source};
use proptest::prelude::*;

const FORMATS: [&str; 4] = ["ghost", "bar", "blogger", "wacz"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn ghost_takes_every_zip(seed: u64, posts in 0_usize..6, split in 1_usize..4) {
        let blog = public(blogs::blog(seed, posts));
        let mut options = everything();
        options.split_posts = NonZeroUsize::new(split);
        let (written, account) = write(&blog, "ghost", &options);
        let zips: Vec<_> = written.files().iter().filter(|(name, _)| name.ends_with(".zip")).collect();
        prop_assert_eq!(zips.len(), account.output.written.max(1).div_ceil(split as u64) as usize);
        for (name, bytes) in zips {
            let faults = ghost_rules::faults(&entries(bytes));
            prop_assert!(faults.is_empty(), "{}: {:#?}", name, faults);
        }
    }

    #[test]
    fn every_post_is_written_or_left_out_by_a_rule_and_what_is_written_is_read(seed: u64, posts in 0_usize..6) {
        let blog = public(blogs::blog(seed, posts));
        for format in FORMATS {
            let (written, account) = write(&blog, format, &WriteOptions::default());
            let left_out: usize = account.output.left_out.values().map(Vec::len).sum();
            prop_assert_eq!(account.output.written + left_out as u64, account.output.posts);
            if account.output.written == 0 {
                continue;
            }
            let found: usize = read(&written, format).iter().map(|blog| blog.posts.len()).sum();
            prop_assert_eq!(found as u64, account.output.written, "{}", format);
        }
    }

    #[test]
    fn the_same_blog_gives_the_same_bytes(seed: u64, posts in 0_usize..4) {
        let blog = public(blogs::blog(seed, posts));
        for format in FORMATS {
            let files = |it: &Memory| it.files().clone();
            let written = files(&write(&blog, format, &everything()).0);
            prop_assert_eq!(written, files(&write(&blog, format, &everything()).0), "{}", format);
        }
    }

    #[test]
    fn private_posts_are_in_none(seed: u64, posts in 1_usize..5) {
        let mut blog = blogs::blog(seed, posts);
        blog.posts.change_all(|post| {
            post.status = Some(Status::Draft);
            post.title = Some("SECRET-title".to_owned());
        }).unwrap();
        for format in FORMATS {
            let (written, account) = write(&blog, format, &WriteOptions::default());
            prop_assert_eq!(account.output.written, 0);
            assert_hides(&written, &["SECRET"], format);
        }
    }
}

#[test]
fn what_was_read_from_a_platform_reads_back_equal_up_to_what_is_declared() {
    for format in FORMATS {
        let mut compared = 0;
        for case in cases(&fixtures().join("import").join(reader(format))) {
            for blog in read_case(&case) {
                compared += round(&blog, format, &case);
            }
        }
        assert!(compared > 2, "{format}: only {compared} posts were compared");
    }
}

#[test]
fn every_case_of_exports_reads_back_equal_up_to_what_is_declared() {
    for case in cases(&fixtures().join("export")) {
        let text = fs::read_to_string(case.join("blog.json")).unwrap();
        let source = source::Memory::new("larder.json", [("larder.json", text)]);
        let read = larder_import::read(&source, &ReadOptions::default()).unwrap();
        for format in FORMATS {
            read.blogs.iter().for_each(|blog| _ = round(blog, format, &case));
        }
    }
}

#[test]
fn addresses_of_people_are_in_no_output() {
    for format in FORMATS {
        for case in cases(&fixtures().join("import").join(reader(format))) {
            for blog in read_case(&case) {
                let mut private = BTreeSet::new();
                private.extend(blog.authors.iter().filter_map(|author| author.email.clone()));
                for comment in blog.comments.iter() {
                    let comment = comment.unwrap();
                    private.extend(comment.author_email.clone());
                    private.extend(comment.author_ip.clone());
                }
                let private: Vec<&str> = private.iter().map(String::as_str).collect();
                for format in FORMATS {
                    let (written, _) = write(&blog, format, &WriteOptions::default());
                    assert_hides(&written, &private, &case.display().to_string());
                    assert_hides(&written, &["SECRET", "LEAK"], &case.display().to_string());
                }
            }
        }
    }
}

/// Writes a blog, reads it back, and compares what was carried; then does it again, when nothing may change any more.
fn round(blog: &Blog, format: &str, case: &Path) -> usize {
    let options = WriteOptions::default();
    let (written, account) = write(blog, format, &options);
    if account.output.written == 0 {
        return 0;
    }
    let again = read(&written, format);
    let [again] = again.as_slice() else { panic!("{}: {} blogs", case.display(), again.len()) };
    let (before, after) = (facts(blog, format), facts(again, format));
    assert_eq!(before, after, "{format}: {}", case.display());
    let (second, _) = write(again, format, &options);
    let third = read(&second, format);
    assert_eq!(facts(&third[0], format), after, "{format}: {}", case.display());
    if format == "ghost" {
        for (name, bytes) in written.files().iter().filter(|(name, _)| name.ends_with(".zip")) {
            let faults = ghost_rules::faults(&entries(bytes));
            assert!(faults.is_empty(), "{}: {name}: {faults:#?}", case.display());
        }
    }
    before.len()
}

/// What every format carries of the posts that it carries, the same for whatever id they have.
fn facts(blog: &Blog, format: &str) -> Vec<String> {
    let mut include = larder_core::select::Include::default();
    include.pages = true;
    let mut facts = Vec::new();
    for (at, head) in blog.posts.heads().enumerate() {
        if kept_out(head, &include).is_some() {
            continue;
        }
        let post = blog.posts.get(at).unwrap();
        let title = words(post.title.as_deref().unwrap_or_default());
        let summary = words(post.summary.as_deref().unwrap_or_default());
        let subtitle = post.subtitle.as_ref().map_or("", |it| &*it.value);
        let body = post.content.as_ref().map_or(String::new(), |it| text(it));
        let names: BTreeSet<String> = post.terms.iter().filter_map(|id| name(blog, id)).collect();
        // Ghost demands a date of what is published: that of the last change where there is no other.
        let date = post.published.or(post.updated.filter(|_| format == "ghost"));
        let date = date.map(|it| it.at().timestamp_millis());
        let cut = |text: &str, most: usize| text.chars().take(most).collect::<String>();
        let kind = if format == "bar" { PostKind::Post } else { post.kind };
        let body = words(&format!("{subtitle} {body}"));
        let mut fact = format!("{kind:?} {date:?} {names:?} {body}");
        if format == "ghost" {
            // Ghost demands titles, which are the beginning of the text where there is none, and shortens.
            let is_made = body.starts_with(title.trim_end_matches('…')) || title == "(Untitled)";
            let title = if is_made { String::new() } else { title };
            fact += &format!(" {} / {}", cut(&summary, 200), cut(&title, 200));
        } else {
            fact += &format!(" {summary} / {title}");
        }
        facts.push(fact);
    }
    facts.sort();
    facts
}

fn name(blog: &Blog, id: &TermId) -> Option<String> {
    let name = words(&blog.term(id)?.name);
    Some(name.trim_start_matches(['#', ',', ' ']).to_owned()).filter(|name| !name.is_empty())
}

fn text(content: &Content) -> String {
    let html = content.html.text().unwrap();
    let mut options = larder_html::Normalise::default();
    options.base = larder_html::url::Base::new(Some("https://base.example/"), None);
    to_text(&larder_html::normalise(&html, &options).html)
}

fn words(text: &str) -> String {
    let clean = larder_html::characters::clean(text);
    clean.text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// All posts public, so that all are written.
fn public(mut blog: Blog) -> Blog {
    blog.posts
        .change_all(|post| {
            post.status = Some(Status::Published);
            post.visibility = Some(Visibility::Public);
            post.audience = None;
        })
        .unwrap();
    blog
}

fn everything() -> WriteOptions {
    let mut options = WriteOptions::default();
    options.selection.include.unsaid = true;
    options
}

/// The reader of what a writer writes.
fn reader(format: &str) -> &str {
    if format == "wacz" { "web" } else { format }
}

fn write(blog: &Blog, format: &str, options: &WriteOptions) -> (Memory, Account) {
    let mut options = options.clone();
    // Where a blog has no address of its own, pages stand at this one.
    options.public_address = (format == "wacz").then(|| "https://public.example/".to_owned());
    let writer = larder_export::writer(format).unwrap();
    let (mut memory, mut account) = (Memory::default(), Account::new(writer.format(), blog));
    writer.write(blog, &options, &mut memory, &mut account).unwrap();
    assert!(memory.files().keys().all(|name| is_of_moves(name)), "{:?}", memory.files().keys());
    (memory, account)
}

fn read(written: &Memory, format: &str) -> Vec<Blog> {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for (name, bytes) in written.files().iter().filter(|(name, _)| !name.ends_with(".json")) {
        match bytes.starts_with(b"PK") {
            true => files.extend(entries(bytes)),
            false => files.push((name.clone(), bytes.clone())),
        }
    }
    let mut options = ReadOptions::default();
    options.from = Some(reader(format).to_owned());
    larder_import::read(&source::Memory::new("written", files), &options).unwrap().blogs
}

/// The entries of a zip.
fn entries(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut entries = BTreeMap::new();
    for place in 0..zip.len() {
        let mut entry = zip.by_index(place).unwrap();
        let name = entry.name().unwrap().to_string();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        assert!(entries.insert(name.clone(), content).is_none(), "{name} is there twice");
    }
    entries
}

fn assert_hides(written: &Memory, words: &[&str], of: &str) {
    for (name, bytes) in written.files() {
        let inside = match bytes.starts_with(b"PK") {
            true => entries(bytes),
            false => BTreeMap::from([(name.clone(), bytes.clone())]),
        };
        for (entry, content) in inside {
            let mut unpacked = Vec::new();
            let content = match content.starts_with(&[0x1f, 0x8b]) {
                true => {
                    MultiGzDecoder::new(&*content).read_to_end(&mut unpacked).unwrap();
                    String::from_utf8_lossy(&unpacked)
                }
                false => String::from_utf8_lossy(&content),
            };
            for word in words.iter().filter(|word| !word.is_empty()) {
                assert!(
                    !content.contains(word) && !entry.contains(word),
                    "{of}: {word} in {entry}"
                );
            }
        }
    }
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn cases(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<_> = entries.filter(|path| path.is_dir()).collect();
    cases.sort();
    assert!(!cases.is_empty());
    cases
}

fn read_case(case: &Path) -> Vec<Blog> {
    let inputs = fs::read_dir(case).unwrap().map(|entry| entry.unwrap().path());
    let input = inputs.into_iter().find(|path| {
        path.file_name()
            .is_some_and(|name| name.to_string_lossy().split('.').next() == Some("input"))
    });
    let mut options = ReadOptions::default();
    let stated = fs::read_to_string(case.join("options.txt")).unwrap_or_default();
    options.home = stated.lines().find_map(|it| it.strip_prefix("home=")).map(str::to_owned);
    let source = source::open(&[input.unwrap()], &options.limits).unwrap();
    larder_import::read(&*source, &options).map_or_else(|_| Vec::new(), |reading| reading.blogs)
}
