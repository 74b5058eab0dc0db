//! What is moved to another platform: the rules of its importer hold, nothing private goes along, and what was written
//! reads back as the same blog, but for the losses that are declared.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and reads its own fixtures"
)]

#[path = "common/blogs.rs"]
mod blogs;
#[path = "moves/mt.rs"]
mod mt;
#[path = "moves/roundtrip.rs"]
mod roundtrip;
#[path = "moves/sample.rs"]
mod sample;
#[path = "moves/wxr.rs"]
mod wxr;

use std::num::NonZeroU64;

use larder_core::{Body, Comment, CommentId, CommentKind, Status, Timestamp};
use proptest::prelude::*;

use self::sample::{every_blog, opened, write, write_in_parts};

#[test]
fn every_fixture_holds_to_the_rules_of_the_importers() {
    for (name, blog) in every_blog() {
        let written = write(&blog, "wxr", None);
        wxr::check(&written, &name, blog.site.platform.as_deref() == Some("wordpress"));
        mt::check(&write(&blog, "mt", None), &name);
    }
}

#[test]
fn every_part_is_whole_and_the_rules_hold_over_all_of_them() {
    let mut divided = 0;
    let is_of_these =
        |name: &str| ["wxr/", "mt/", "ghost/", "export/"].iter().any(|it| name.contains(it));
    for (name, blog) in every_blog().into_iter().filter(|(name, _)| is_of_these(name)) {
        let parts = write_in_parts(&blog, "wxr", NonZeroU64::new(20_000).unwrap());
        divided += usize::from(parts.files.len() > 1);
        wxr::check(&parts, &name, blog.site.platform.as_deref() == Some("wordpress"));
        mt::check(&write_in_parts(&blog, "mt", NonZeroU64::new(2_000).unwrap()), &name);
    }
    assert!(divided > 3, "some fixtures are large enough: {divided}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_blog_holds_to_the_rules(seed: u64, posts in 0_usize..6) {
        let mut blog = blogs::blog(seed, posts);
        opened(&mut blog, seed);
        let written = write(&blog, "wxr", None);
        wxr::check(&written, "generated", blog.site.platform.as_deref() == Some("wordpress"));
        let again = write(&blog, "wxr", None);
        prop_assert_eq!(&written.files, &again.files);
        mt::check(&write(&blog, "mt", None), "generated");
    }
}

#[test]
fn a_thread_of_very_many_comments_is_numbered_in_a_moment() {
    const MANY: usize = 100_000;
    let mut blog = sample::small();
    let post = blog.posts.head(0).id.clone();
    for number in 0..MANY {
        let id = CommentId::new(format!("c{number}"));
        let mut comment = Comment::new(id, post.clone(), Body::inline("x"));
        comment.status = Some(Status::Published);
        comment.kind = CommentKind::Comment;
        // Each answers the next, and the last the first: a circle that is as deep as it is long.
        comment.parent = Some(CommentId::new(format!("c{}", (number + 1) % MANY)));
        comment.published = Some(Timestamp::from_rfc3339("2021-03-04T13:00:00+09:00").unwrap());
        blog.comments.push(comment);
    }
    blog.sort();
    let written = write(&blog, "wxr", None);
    wxr::check(&written, "a circle of comments", false);
    assert_eq!(written.files[0].1.matches("<wp:comment>").count(), MANY);
}

#[test]
fn a_title_of_ten_megabytes_is_cut_and_said() {
    let mut blog = sample::small();
    blog.posts.change(0, |post| post.title = Some("<&가".repeat(2_500_000))).unwrap();
    let written = write(&blog, "wxr", None);
    wxr::check(&written, "a long title", false);
    assert!(written.files[0].1.len() < 200_000);
    let said = "the limit of 65535 for the bytes of a title in WordPress was reached";
    assert!(written.notes.iter().any(|note| note.contains(said)), "{:?}", written.notes);
    mt::check(&write(&blog, "mt", None), "a long title");
}

#[test]
fn posts_that_the_importer_would_take_for_one_are_told_apart_or_left_out() {
    let mut blog = sample::small();
    let first = blog.posts.get(0).unwrap().into_owned();
    let again = |id: &str, change: fn(&mut larder_core::Post)| {
        let mut post = first.clone();
        post.id = larder_core::PostId::new(id);
        change(&mut post);
        post
    };
    blog.posts.push(again("https://blog.example.org/same", |_| {}));
    blog.posts.push(again("https://blog.example.org/later", |post| {
        post.published = Some(Timestamp::from_rfc3339("2021-03-04T12:30:03+09:00").unwrap());
    }));
    blog.sort();
    let written = write(&blog, "wxr", None);
    wxr::check(&written, "two posts of one title and date", false);
    assert_eq!(written.files[0].1.matches("<item>").count(), 2);
    assert_eq!(written.left_out, ["same-as-another: https://blog.example.org/same"]);
}
