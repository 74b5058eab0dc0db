use std::collections::{BTreeMap, BTreeSet};

use larder_core::{
    Blog, Body, Content, Post, PostId, Site, Status, Timestamp, Visibility, select::Selection,
};
use proptest::prelude::*;

use super::*;
use crate::{Account, WRITERS, WriteOptions, Writer, sink::Memory};

const ADDRESS: &str = "https://feeds.example.org/b/";

/// The post of a day, counted from 2001 on; each seventh has a change long after.
fn post(day: u32) -> Post {
    let mut post = Post::new(PostId::new(format!("https://e.org/{day}")));
    let date = |year: u32| {
        let (month, day) = (day / 28 % 12 + 1, day % 28 + 1);
        Timestamp::from_rfc3339(&format!("{year}-{month:02}-{day:02}T00:00:00Z")).unwrap()
    };
    (post.status, post.visibility) = (Some(Status::Published), Some(Visibility::Public));
    (post.title, post.permalink) = (Some(format!("{day}")), Some(post.id.to_string()));
    post.published = Some(date(2001 + day / 336));
    post.updated = (day % 7 == 3).then(|| date(2050));
    post.content = Some(Box::new(Content::html(Body::inline(format!("<p>{day}</p>")))));
    post
}

fn blog(days: impl IntoIterator<Item = u32>) -> Blog {
    let mut blog = Blog::new(Site::new("https://e.org/"));
    blog.site.home = Some("https://e.org/".into());
    blog.posts = days.into_iter().map(post).collect();
    blog
}

fn options(size: usize, count: Option<usize>) -> WriteOptions {
    let mut selection = Selection::default();
    selection.count = count;
    WriteOptions {
        public_address: Some(ADDRESS.into()),
        archive_pages: size.try_into().ok(),
        selection,
        ..WriteOptions::default()
    }
}

type Files = BTreeMap<String, Vec<u8>>;

fn written(writer: &dyn Writer, blog: &Blog, options: &WriteOptions) -> Files {
    let mut sink = Memory::default();
    let mut account = Account::new(writer.format(), blog);
    writer.write(blog, options, &mut sink, &mut account).unwrap();
    let output = &account.output;
    assert_eq!(output.written, output.posts, "every post is written, and counted once");
    assert_eq!(output.files.iter().collect::<BTreeSet<_>>(), sink.files().keys().collect());
    sink.files().clone()
}

fn feeds() -> impl Iterator<Item = &'static dyn Writer> {
    WRITERS.iter().copied().filter(|writer| writer.is_public() && !writer.is_move())
}

/// What a reader sees of a document: its ids, and where its links lead.
#[derive(Debug, Default)]
struct Seen {
    ids: Vec<String>,
    links: BTreeMap<String, String>,
    elements: BTreeSet<String>,
}

fn see(file: &str, bytes: &[u8]) -> Seen {
    let text = std::str::from_utf8(bytes).unwrap();
    if file.ends_with(".json") { see_json(text) } else { see_xml(text) }
}

fn see_xml(text: &str) -> Seen {
    let mut seen = Seen::default();
    let document = roxmltree::Document::parse(text).unwrap();
    for element in document.descendants() {
        let parent = element.parent().map_or("", |parent| parent.tag_name().name());
        match (parent, element.tag_name().name()) {
            ("item", "guid") | ("entry", "id") => {
                seen.ids.push(element.text().unwrap_or_default().into())
            }
            ("channel" | "feed", "link") => {
                let of = |name| element.attribute(name).map(str::to_owned);
                seen.links.extend(of("rel").zip(of("href")));
            }
            (_, name @ ("archive" | "complete")) => _ = seen.elements.insert(name.into()),
            _ => {}
        }
    }
    seen
}

fn see_json(text: &str) -> Seen {
    let feed: serde_json::Value = serde_json::from_str(text).unwrap();
    let mut seen = Seen::default();
    let items = feed["items"].as_array().unwrap();
    seen.ids = items.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect();
    let places = [
        ("self", &feed["feed_url"]),
        ("next_url", &feed["next_url"]),
        ("current", &feed["_archive"]["current"]),
        ("prev-archive", &feed["_archive"]["prev"]),
        ("next-archive", &feed["_archive"]["next"]),
    ];
    let told = places.into_iter().filter_map(|(rel, at)| Some((rel.into(), at.as_str()?.into())));
    seen.links = told.collect();
    seen.elements.extend((feed["_archive"]["complete"] == true).then(|| "complete".into()));
    seen.elements.extend(seen.links.contains_key("current").then(|| "archive".into()));
    seen
}

/// The documents from one on, along links with a relation.
fn walk(files: &Files, from: &str, relation: &str) -> Vec<(String, Seen)> {
    let mut walked: Vec<(String, Seen)> = Vec::new();
    let mut ahead = Some(from.to_owned());
    while let Some(file) = ahead.take() {
        assert!(walked.iter().all(|(known, _)| *known != file), "{file} leads back to itself");
        let seen = see(&file, &files[&file]);
        assert_eq!(seen.links["self"], format!("{ADDRESS}{file}"));
        ahead = seen.links.get(relation).map(|link| link.replace(ADDRESS, ""));
        walked.push((file, seen));
    }
    walked
}

fn ids(walked: &[(String, Seen)]) -> BTreeSet<String> {
    walked.iter().flat_map(|(_, seen)| seen.ids.iter().cloned()).collect()
}

#[test]
fn archive_documents_are_full_and_counted_from_the_oldest() {
    let buckets = Buckets::new(11, 1, Some(3));
    assert_eq!(buckets.closed, 3);
    assert_eq!((buckets.archive(1), buckets.archive(3)), (8..11, 2..5));
    assert_eq!((buckets.open(), buckets.newest(1), buckets.newest(4)), (0..2, 0..2, 0..4));
    assert_eq!(buckets.newest(20), 0..11);
}

#[test]
fn a_single_full_document_stays_with_the_feed() {
    for (posts, closed) in [(0, 0), (2, 0), (3, 0), (6, 0), (7, 2), (9, 2), (10, 3)] {
        let buckets = Buckets::new(posts, posts.min(1), Some(3));
        assert_eq!(buckets.closed, closed, "{posts}");
        assert_eq!(buckets.open().len() + closed * 3, posts);
    }
    assert_eq!(Buckets::new(7, 1, None).open(), 0..7);
}

#[test]
fn a_document_is_full_once_a_later_day_has_begun() {
    // Ids decide where dates are equal, and a newer post may have the lesser one.
    let same_day = |id: &str| {
        let mut late = post(5);
        late.id = PostId::new(id);
        late
    };
    for writer in feeds() {
        let files = |posts: Vec<Post>| {
            let mut blog = blog(0..6);
            blog.posts.extend(posts);
            written(writer, &blog, &options(3, Some(1)))
        };
        let mut later = post(6);
        later.updated = None;
        assert_eq!(files(vec![]).len(), 1);
        assert_eq!(files(vec![same_day("https://e.org/-"), same_day("https://e.org/9")]).len(), 1);
        assert_eq!(files(vec![same_day("https://e.org/-"), later]).len(), 3);
    }
}

#[test]
fn the_number_stands_before_the_extension() {
    assert_eq!(numbered("rss.xml", 12), "rss-12.xml");
    assert_eq!(numbered("feed.json", 1), "feed-1.json");
}

#[test]
fn the_walk_from_the_feed_meets_every_post() {
    let blog = blog(0..50);
    for writer in feeds() {
        let file = writer.format().file;
        let files = written(writer, &blog, &options(7, Some(3)));
        assert_eq!(files.len(), 1 + 7);
        let walked = walk(&files, file, "prev-archive");
        assert_eq!(walked.len(), files.len(), "{file}");
        assert_eq!(ids(&walked), (0..50).map(|day| post(day).id.to_string()).collect());
        let (_, newest) = &walked[0];
        let (new, late) = newest.ids.split_at(3);
        assert_eq!(new, [49, 48, 47].map(|day| post(day).id.to_string()), "one is new");
        assert_eq!(late, [45, 38, 31, 24, 17, 10, 3].map(|day| post(day).id.to_string()));
        assert!(newest.elements.is_empty() && !newest.links.contains_key("current"));
        for (_, archive) in &walked[1..] {
            assert_eq!(archive.ids.len(), 7);
            assert_eq!(archive.elements, BTreeSet::from(["archive".into()]));
            assert_eq!(archive.links["current"], format!("{ADDRESS}{file}"));
        }
        let back = walk(&files, &numbered(file, 1), "next-archive");
        let there: Vec<_> = walked[1..].iter().rev().map(|(file, _)| file).collect();
        assert_eq!(back.iter().map(|(file, _)| file).collect::<Vec<_>>(), there);
        assert_eq!(&ids(&back) | &newest.ids.iter().cloned().collect(), ids(&walked));
    }
}

#[test]
fn json_feeds_are_walked_by_their_own_key_too() {
    let writer = crate::writer("json-feed").unwrap();
    let files = written(writer, &blog(0..9), &options(2, Some(1)));
    let names = |relation| -> Vec<_> {
        walk(&files, "feed.json", relation).into_iter().map(|(file, _)| file).collect()
    };
    assert_eq!(names("next_url"), names("prev-archive"));
    assert_eq!(names("next_url").len(), 5);
}

#[test]
fn the_feed_holds_the_newest_twenty_unless_another_number_is_asked_for() {
    let writer = crate::writer("rss").unwrap();
    for (posts, count, expected) in
        [(50, None, 20), (50, Some(30), 30), (50, Some(1), 2), (45, Some(1), 5), (12, None, 12)]
    {
        let mut blog = blog(0..posts);
        blog.posts.change_all(|post| post.updated = None).unwrap();
        let files = written(writer, &blog, &options(8, count));
        assert_eq!(see("rss.xml", &files["rss.xml"]).ids.len(), expected, "{posts} {count:?}");
    }
}

#[test]
fn an_old_post_that_changed_is_in_the_feed_too_and_there_are_twenty_of_them_at_most() {
    let writer = crate::writer("rss").unwrap();
    let seen = |changed: Vec<u32>| {
        let mut blog = blog(0..61);
        let late = |post: &mut Post| {
            let number: u32 = post.title.as_deref().unwrap().parse().unwrap();
            let at = format!("2030-01-01T00:{number:02}:00Z");
            post.updated = changed.contains(&number).then(|| Timestamp::from_rfc3339(&at).unwrap());
        };
        blog.posts.change_all(late).unwrap();
        see("rss.xml", &written(writer, &blog, &options(10, Some(1)))["rss.xml"]).ids
    };
    assert_eq!(seen(vec![7]), [60, 7].map(|day| post(day).id.to_string()));
    let many = seen((0..50).collect());
    assert_eq!(many.len(), 1 + 20);
    assert_eq!(many.last(), Some(&post(30).id.to_string()), "the ones that changed last");
}

#[test]
fn what_fits_into_one_document_is_complete_and_has_no_links() {
    for writer in feeds() {
        let file = writer.format().file;
        let files = written(writer, &blog(0..13), &options(7, None));
        assert_eq!(files.len(), 1);
        let seen = see(file, &files[file]);
        assert_eq!(seen.elements, BTreeSet::from(["complete".into()]));
        assert_eq!(seen.links.keys().filter(|rel| rel.contains("archive")).count(), 0);
        assert!(!seen.links.contains_key("next_url"));
    }
}

#[test]
fn without_being_asked_only_a_small_whole_feed_is_complete() {
    let writer = crate::writer("atom").unwrap();
    let complete = |posts: u32, count: Option<usize>| {
        let (blog, mut options) = (blog(0..posts), options(1, count));
        options.archive_pages = None;
        let mut sink = Memory::default();
        let mut account = Account::new(writer.format(), &blog);
        writer.write(&blog, &options, &mut sink, &mut account).unwrap();
        sink.text("atom.xml").contains("<fh:complete/>")
    };
    assert!(complete(50, None) && complete(50, Some(50)));
    assert!(!complete(51, None) && !complete(50, Some(49)));
    // A reader would forget every post it knows.
    let mut empty = blog([]);
    empty.site.updated = post(1).published;
    let files = written(writer, &empty, &options(1, None));
    assert!(!String::from_utf8_lossy(&files["atom.xml"]).contains("complete"));
}

#[test]
fn archive_documents_demand_an_address() {
    let mut options = options(2, None);
    options.public_address = None;
    for writer in feeds() {
        let (blog, mut sink) = (blog(0..9), Memory::default());
        let mut account = Account::new(writer.format(), &blog);
        let refused = writer.write(&blog, &options, &mut sink, &mut account).unwrap_err();
        assert!(refused.to_string().contains("--public-url"), "{refused}");
        assert!(sink.files().is_empty());
    }
}

#[test]
fn what_a_post_costs_is_noted_once() {
    let mut blog = blog(0..9);
    blog.posts.change_all(|post| post.title = Some("\u{8}a".into())).unwrap();
    for writer in feeds() {
        let mut account = Account::new(writer.format(), &blog);
        writer.write(&blog, &options(2, Some(9)), &mut Memory::default(), &mut account).unwrap();
        assert_eq!(account.notes.len(), 9, "{:?}", account.notes);
    }
}

/// The link that a document gained, or None where it is as it was.
fn gained(before: &[u8], after: &[u8]) -> Option<String> {
    let (before, after) = (String::from_utf8_lossy(before), String::from_utf8_lossy(after));
    if before == after {
        return None;
    }
    let start = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
    let same = before.bytes().rev().zip(after.bytes().rev()).take_while(|(a, b)| a == b).count();
    let same = same.min(before.len() - start);
    assert_eq!(start + same, before.len(), "something else than one link changed:\n{after}");
    Some(after[start..after.len() - same].to_owned())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_newer_post_changes_no_finished_document(posts in 1_u32..40, size in 1_usize..9, count in 1_usize..12) {
        for writer in feeds() {
            let options = options(size, Some(count));
            let file = writer.format().file;
            let before = written(writer, &blog(0..posts), &options);
            let after = written(writer, &blog(0..=posts), &options);
            let finished: Vec<_> = before.iter().filter(|(name, _)| *name != file).collect();
            let gains: Vec<_> =
                finished.iter().filter_map(|(name, bytes)| gained(bytes, &after[*name])).collect();
            match after.len() - before.len() {
                0 => prop_assert!(gains.is_empty()),
                1 => {
                    prop_assert_eq!(gains.len(), 1);
                    prop_assert!(gains[0].contains(&numbered(file, after.len() - 1)), "{}", gains[0]);
                }
                // The first two appear together.
                more => prop_assert!(more == 2 && finished.is_empty()),
            }
        }
    }

    #[test]
    fn the_order_of_the_input_does_not_matter(days in Just((0_u32..30).collect::<Vec<_>>()).prop_shuffle()) {
        for writer in feeds() {
            let options = options(4, Some(5));
            prop_assert_eq!(written(writer, &blog(days.clone()), &options), written(writer, &blog(0..30), &options));
        }
    }
}
