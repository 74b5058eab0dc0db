use larder_core::{Body, Content, Fate, ItemKind, Rule, TermKind, Timestamp, Visibility};

use super::*;
use crate::{Limits, Source, source::Memory};

/// A source of one export and one picture, and what reads it.
struct Test {
    source: Memory,
    intake: Intake,
    collection: Collection,
}

impl Test {
    fn new() -> Self {
        let source = Memory::new("in", [("export.x", "x"), ("files/2024/a.png", PNG)]);
        let intake = Intake::new(&source, &Limits::default());
        let site = Site::new("https://e.example/");
        Self { source, intake, collection: Collection::new(site, "x") }
    }

    /// Takes a post with this body that everybody may see.
    fn post(&mut self, id: &str, html: &str, change: impl FnOnce(&mut Found)) {
        let item = self.intake.ledger().open(ItemKind::Item, id, None);
        let mut post = Post::new(PostId::new(id));
        post.title = Some(id.to_owned());
        post.permalink = Some(format!("https://e.example/{id}/"));
        post.published = Some(Timestamp::from_rfc3339("2024-01-01T00:00:00Z").unwrap());
        (post.status, post.visibility) = (Some(Status::Published), Some(Visibility::Public));
        post.content = Some(Box::new(Content::html(Body::inline(html))));
        post.source = vec![Provenance::new("export.x", "x")];
        let mut found = Found::new(post, 0, item);
        change(&mut found);
        self.collection.take(found, &self.intake).unwrap();
    }

    fn finish(self) -> (Blog, Intake) {
        let Self { source, mut intake, collection } = self;
        let mut shelf = Shelf::new(&source, &[1]);
        let homes = vec!["https://e.example/".to_owned()];
        let blog = collection.finish(&homes, &mut shelf, &mut intake).unwrap();
        assert_eq!(source.entries().len(), 2);
        (blog, intake)
    }
}

/// The head of a picture of one by one.
const PNG: &str = "\u{89}PNG";

fn posts(blog: &Blog) -> Vec<Post> {
    blog.posts.iter().map(|post| post.unwrap().into_owned()).collect()
}

fn codes(blog: &Blog) -> Vec<&'static str> {
    blog.notes.iter().map(|note| note.kind.code()).collect()
}

fn fates(intake: &mut Intake) -> Vec<Option<Fate>> {
    let items = intake.ledger().inputs.iter().filter(|it| it.kind == ItemKind::Item);
    items.map(|it| it.fate.clone()).collect()
}

#[test]
fn links_and_files_are_found_when_all_posts_are_there() {
    let mut test = Test::new();
    let body = "<a href='https://e.example/two/?m=1'>2</a> <a href='/tag/x'>tag</a> \
                <img src='/files/2024/a.png' alt='A'> <img src='https://other.example/files/2024/a.png'>";
    test.post("one", body, |_| {});
    test.post("two", "<p>2", |_| {});
    let (blog, mut intake) = test.finish();
    let one = &posts(&blog)[0];
    assert_eq!(one.internal_links.len(), 1);
    assert_eq!(one.internal_links[0].post.as_str(), "two");
    let assets: Vec<_> = blog.assets.iter().map(|it| it.unwrap().into_owned()).collect();
    let stored: Vec<_> = assets.iter().map(|it| (it.id.as_str(), it.stored.is_some())).collect();
    // A file of somebody else is not ours, though it is called the same.
    assert_eq!(
        stored,
        [
            ("https://e.example/files/2024/a.png", true),
            ("https://other.example/files/2024/a.png", false)
        ]
    );
    let file = intake.file(0);
    let links = &intake.ledger().entry(file).holds()[&ItemKind::Link];
    assert_eq!((links.total, links.carried, links.aside), (2, 1, 1));
}

#[test]
fn the_newest_copy_counts_and_what_was_withdrawn_stays_so() {
    let at = |day: u32| Timestamp::from_rfc3339(&format!("2024-01-{day:02}T00:00:00Z")).ok();
    let mut test = Test::new();
    test.post("one", "old", |found| found.post.updated = at(2));
    test.post("one", "new", |found| {
        found.post.updated = at(3);
        found.post.visibility = Some(Visibility::Private);
    });
    test.post("two", "same", |_| {});
    test.post("two", "same", |_| {});
    test.post("three", "same", |found| found.post.status = Some(Status::Draft));
    test.post("three", "same", |_| {});
    let (blog, mut intake) = test.finish();
    let posts = posts(&blog);
    let shown: Vec<_> =
        posts.iter().map(|post| (post.id.as_str(), post.visibility, post.status)).collect();
    let (open, draft) = (Some(Status::Published), Some(Status::Draft));
    assert_eq!(
        shown,
        [
            ("one", Some(Visibility::Private), open),
            ("two", Some(Visibility::Public), open),
            ("three", Some(Visibility::Public), draft)
        ]
    );
    let old = posts[0].revisions[0].content.as_ref().unwrap();
    assert_eq!(old.original.text().unwrap(), "old");
    assert_eq!(codes(&blog), ["captures-differ", "duplicate-joined", "captures-differ"]);
    let joined = |fate: &Option<Fate>| matches!(fate, Some(Fate::Joined { .. }));
    let joined: Vec<bool> = fates(&mut intake).iter().map(joined).collect();
    assert_eq!(joined, [true, false, true, false, false, true]);
}

#[test]
fn comments_come_once_and_those_without_a_post_are_kept_aside() {
    let comment = |id: &str, post: &str, text: &'static str| {
        Comment::new(CommentId::new(id), PostId::new(post), Body::inline(text))
    };
    let mut test = Test::new();
    test.post("one", "1", |found| {
        found.comments = vec![comment("1", "one", "a"), comment("1", "one", "a")];
    });
    for comment in [comment("1", "one", "other"), comment("2", "lost", "b")] {
        test.collection.comment(comment, 0, &test.intake).unwrap();
    }
    let (blog, mut intake) = test.finish();
    assert_eq!(blog.comments.len(), 2);
    assert_eq!(codes(&blog), ["id-doubled"]);
    let aside = blog.site.extra.value("x:comments-without-post").unwrap();
    assert_eq!(aside[0]["body"], "b");
    let file = intake.file(0);
    let held = &intake.ledger().entry(file).holds()[&ItemKind::Comment];
    assert_eq!((held.total, held.carried, held.joined, held.aside), (4, 2, 1, 1));
}

#[test]
fn what_is_missing_is_said_and_nothing_is_invented() {
    let mut test = Test::new();
    let tag = || Term::new(TermId::new("tag"), TermKind::Tag, "Tag");
    test.post("one", "", |found| {
        (found.post.title, found.post.published, found.post.content) = (None, None, None);
        found.terms = vec![tag(), tag()];
    });
    test.post("draft", "d", |found| {
        (found.post.status, found.post.published) = (Some(Status::Draft), None);
    });
    test.collection.census.unknown_statuses.insert("odd".into(), 2);
    let (blog, mut intake) = test.finish();
    assert_eq!(codes(&blog), ["title-missing", "date-missing", "body-missing", "status-unknown"]);
    assert_eq!(posts(&blog)[0].terms.len(), 1);
    let file = intake.file(0);
    let held = &intake.ledger().entry(file).holds()[&ItemKind::Term];
    assert_eq!((held.total, held.carried, held.joined), (2, 1, 1));
}

#[test]
fn files_that_no_post_shows_are_kept_where_the_reader_says_so() {
    let source = Memory::new("in", [("a.gif", "GIF89a\u{1}\0\u{1}\0;"), ("b.txt", "text")]);
    let mut intake = Intake::new(&source, &Limits::default());
    let mut blog = Blog::new(Site::new("x"));
    let mut shelf = Shelf::new(&source, &[0, 1]);
    keep_rest(&mut blog, &[0, 1], "x", &source, &mut shelf, &mut intake).unwrap();
    assert_eq!(blog.assets.len(), 1);
    let text = intake.file(1);
    assert_eq!(intake.ledger().entry(text).fate, None);
    intake.leave_out(text, Rule::NotRecognised, "text");
}

#[test]
fn many_copies_of_one_post_take_time_in_proportion() {
    let mut test = Test::new();
    for number in 0..3000 {
        let text = format!("{number}");
        test.post("one", &text, |_| {});
    }
    let (blog, _) = test.finish();
    assert_eq!(posts(&blog)[0].revisions.len(), 2999);
}

#[test]
fn an_address_leads_to_the_post_that_more_people_see() {
    let mut test = Test::new();
    let shared = |found: &mut Found| found.addresses.push("https://e.example/shared".into());
    test.post("hidden", "x", |found| {
        found.post.visibility = Some(Visibility::Private);
        shared(found);
    });
    test.post("open", "x", shared);
    test.post("links", r#"<a href="/shared">x</a>"#, |_| {});
    let (blog, _) = test.finish();
    let post = posts(&blog).into_iter().find(|post| post.id.as_str() == "links").unwrap();
    assert_eq!(post.internal_links[0].post.as_str(), "open");
}
