//! What was written reads back as the same blog, but for what is declared as lost.

use std::collections::BTreeMap;

use larder_core::{Blog, Comment, Post};
use larder_html::{characters, text::to_text};
use larder_import::{ReadOptions, source};
use proptest::prelude::*;

use crate::{
    blogs,
    sample::{Written, every_blog, opened, write},
};

/// What a post says, in words: what no writer may lose.
#[derive(Debug, PartialEq)]
struct Said {
    title: String,
    words: String,
    summary: String,
    at: Option<i64>,
    categories: Vec<String>,
    tags: Vec<String>,
    comments: Vec<(String, String, Option<i64>)>,
}

/// A text in words, without what no document holds.
fn words(text: &str) -> String {
    let cleaned = characters::clean(text);
    let shown = cleaned.text.split(|it: char| it.is_whitespace() || it == '\u{a0}');
    shown.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn words_of_html(html: &str) -> String {
    words(&to_text(html)).replace(' ', "")
}

fn said(blog: &Blog, post: &Post) -> Said {
    let names = |kind| {
        let terms = post.terms.iter().filter_map(|id| blog.term(id)).filter(|it| it.kind == kind);
        let mut names: Vec<String> = terms.map(|term| words(&term.name)).collect();
        names.retain(|name| !name.is_empty());
        names.sort();
        names.dedup();
        names
    };
    let comments = blog.comments.iter().map(Result::unwrap);
    let mut comments: Vec<_> = comments
        .filter(|it| it.post == post.id && it.status == Some(larder_core::Status::Published))
        .map(|comment| comment_said(&comment))
        .collect();
    comments.sort();
    Said {
        title: words(post.title.as_deref().unwrap_or_default()),
        words: post
            .content
            .as_ref()
            .map(|it| words_of_html(&it.html.text().unwrap()))
            .unwrap_or_default(),
        summary: words(post.summary.as_deref().unwrap_or_default()),
        at: post.published.map(|date| date.at().timestamp()),
        categories: names(larder_core::TermKind::Category),
        tags: names(larder_core::TermKind::Tag),
        comments,
    }
}

fn comment_said(comment: &Comment) -> (String, String, Option<i64>) {
    let text = comment.body.text().unwrap();
    let text = if comment.is_html { words_of_html(&text) } else { words(&text).replace(' ', "") };
    (text, String::new(), comment.published.map(|date| date.at().timestamp()))
}

/// The blog that is read from what was written.
fn read(written: &Written) -> Option<Blog> {
    let files: BTreeMap<String, Vec<u8>> = written
        .files
        .iter()
        .map(|(name, text)| (name.clone(), text.clone().into_bytes()))
        .collect();
    let source = source::Memory::new("written", &files);
    let reading = larder_import::read(&source, &ReadOptions::default()).ok()?;
    assert!(reading.ledger.unexplained().is_empty());
    assert!(reading.blogs.len() <= 1, "one blog stays one");
    reading.blogs.into_iter().next()
}

#[test]
fn exports_of_wordpress_read_back_and_say_the_same() {
    for (name, blog) in every_blog() {
        let written = write(&blog, "wxr", None);
        let Some(again) = read(&written).filter(|_| written.posts > 0) else { continue };
        assert_eq!(again.posts.len() as u64, written.posts, "{name}");
        if blog.site.platform.as_deref() == Some("wordpress") {
            check_same(&name, &blog, &again);
        }
        check_fixed(&name, &again, "wxr");
    }
}

/// Every post of `again` says what the post with its id says in `blog`.
fn check_same(name: &str, blog: &Blog, again: &Blog) {
    for post in again.posts.iter().map(Result::unwrap) {
        let before = blog.posts.iter().map(Result::unwrap).find(|it| it.id == post.id);
        let before = before.unwrap_or_else(|| panic!("{name}: {} is a new id", post.id));
        let mut expected = said(blog, &before);
        // A series becomes a category, which is declared.
        let series =
            blog.series.iter().filter(|it| before.series.iter().any(|of| of.series == it.id));
        expected.categories.extend(series.filter_map(|it| it.title.as_deref().map(words)));
        expected.categories.sort();
        expected.categories.dedup();
        assert_eq!(said(again, &post), expected, "{name}: {}", post.id);
    }
}

/// What was read writes again to what reads as the same.
fn check_fixed(name: &str, blog: &Blog, format: &str) {
    let second = write(blog, format, None);
    let Some(again) = read(&second) else { return };
    let third = write(&again, format, None);
    assert_eq!(parts(&second, format), parts(&third, format), "{name}");
    let all = |blog: &Blog| {
        let posts = blog.posts.iter().map(|it| said(blog, &it.unwrap()));
        let mut all: Vec<String> = posts.map(|said| format!("{said:#?}")).collect();
        all.sort();
        all
    };
    assert_eq!(all(blog), all(&again), "{name}");
}

/// Posts of one date and name may change places in the text of Movable Type, which gives them no ids.
fn parts(written: &Written, format: &str) -> Vec<String> {
    let whole = written.files.iter().map(|(_, text)| text.clone());
    match format {
        "mt" => {
            let entries = whole
                .flat_map(|text| text.split("--------\n").map(str::to_owned).collect::<Vec<_>>());
            let mut entries: Vec<String> = entries.collect();
            entries.sort();
            entries
        }
        _ => whole.collect(),
    }
}

#[test]
fn texts_of_movable_type_read_back_and_say_the_same() {
    for (name, blog) in every_blog() {
        let written = write(&blog, "mt", None);
        let Some(again) = read(&written).filter(|_| written.posts > 0) else { continue };
        assert_eq!(again.posts.len() as u64, written.posts, "{name}");
        check_fixed(&name, &again, "mt");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_blog_reads_back_whole(seed: u64, posts in 1_usize..5) {
        let mut blog = blogs::blog(seed, posts);
        opened(&mut blog, seed);
        for format in ["wxr", "mt"] {
            let written = write(&blog, format, None);
            if written.posts == 0 {
                continue;
            }
            let again = read(&written).expect("it is read");
            prop_assert_eq!(again.posts.len() as u64, written.posts, "{}", format);
            let public = again.posts.heads().filter(|head| head.status == Some(larder_core::Status::Published));
            prop_assert_eq!(public.count() as u64, written.posts, "{}: nothing looks damaged", format);
        }
    }
}
