//! A proof holds for the same blog, and falls with each thing that is taken from it.

use larder_core::{
    Asset, AssetId, Author, AuthorId, Body, Comment, CommentId, Content, Digest, InternalLink,
    Post, Site, Status, Stored, Term, TermId, TermKind, Timestamp, Visibility,
};

use super::*;
use crate::target::{DeclaredLoss, DeclaredNote};

const FIRST: &str = "<p>A pinch of salt is enough for a soup of four plates.</p><p><img src='https://e.org/sea.jpg'></p>";
const SECOND: &str = "<p>Read <a href='https://e.org/first'>what I wrote before</a>, then come back.</p><ul><li>salt</ul>";

fn post(id: &str, html: &str) -> Post {
    let mut post = Post::new(PostId::new(id));
    (post.status, post.visibility) = (Some(Status::Published), Some(Visibility::Public));
    post.title = Some(format!("Title {id}"));
    post.permalink = Some(format!("https://e.org/{id}"));
    post.published = Timestamp::from_rfc3339("2020-01-01T09:00:00+09:00").ok();
    post.authors.push(AuthorId::new("a"));
    post.content = Some(Box::new(Content::html(Body::inline(html))));
    post
}

fn blog() -> Blog {
    let mut blog = Blog::new(Site::new("https://e.org/"));
    let mut author = Author::new(AuthorId::new("a"));
    author.name = Some("Ann".into());
    blog.authors.push(author);
    blog.terms.push(Term::new(TermId::new("t"), TermKind::Tag, "kitchen"));
    let mut first = post("first", FIRST);
    first.terms.push(TermId::new("t"));
    first.assets.push(AssetId::new("i"));
    let mut second = post("second", SECOND);
    let link = InternalLink::new("https://e.org/first", PostId::new("first"));
    second.internal_links.push(link);
    let mut diary = post("diary", "<p>Nobody shall ever read this diary of mine.</p>");
    diary.visibility = Some(Visibility::Private);
    blog.posts = vec![first, second, diary].into();
    let id = CommentId::new("c");
    let mut comment = Comment::new(id, PostId::new("first"), Body::inline("How much is a pinch?"));
    comment.status = Some(Status::Published);
    blog.comments.push(comment);
    let mut asset = Asset::new(AssetId::new("i"));
    asset.url = Some("https://e.org/sea.jpg".into());
    asset.stored = Some(Box::new(Stored::new(Digest::of(b"sea"), 3, "jpg")));
    blog.assets.push(asset);
    blog
}

/// What a public output of [`blog`] reads as.
fn written() -> Blog {
    let mut blog = blog();
    let posts = blog.posts.into_slots().into_iter().take(2);
    blog.posts = posts.collect();
    blog
}

fn public() -> Target {
    Target { is_public: true, ..Target::default() }
}

fn found(before: &Blog, after: &Blog, target: &Target) -> Vec<(&'static str, String)> {
    let proof = verify(before, after, target).unwrap();
    assert!(proof.equations.values().all(Equation::balances), "{:?}", proof.equations);
    assert!(proof.findings.is_empty() || proof.verdict() == Verdict::Unexplained);
    proof.findings.iter().map(|it| (it.kind.code(), it.what.clone())).collect()
}

/// What is found after a change to the first post of an output.
fn after_change(change: impl FnOnce(&mut Post)) -> Vec<(&'static str, String)> {
    let mut after = written();
    after.posts.change(0, change).unwrap();
    found(&blog(), &after, &public())
}

#[test]
fn the_same_blog_is_proved_and_a_public_output_of_it_is_too() {
    let proof = verify(&blog(), &blog(), &Target::default()).unwrap();
    assert_eq!((proof.verdict(), &proof.findings), (Verdict::Proved, &Findings::default()));
    assert_eq!(proof.equations["posts"].parts["written"], 3);
    let proof = verify(&blog(), &written(), &public()).unwrap();
    assert_eq!((proof.verdict(), &proof.findings), (Verdict::Declared, &Findings::default()));
    assert_eq!(proof.equations["posts"].excluded["not-public"], 1);
    assert_eq!((proof.texts.compared, proof.texts.exact), (2, 2));
    assert_eq!(proof.equations["internal-links"].parts["kept-and-redirected"], 1);
}

#[test]
fn a_post_that_is_gone_is_missing_and_its_link_is_dead() {
    let mut after = written();
    after.posts = after.posts.into_slots().into_iter().skip(1).collect();
    let proof = verify(&blog(), &after, &public()).unwrap();
    let missing = proof.findings.told[&FindingKind::PostMissing].clone();
    assert_eq!(missing[0].title.as_deref(), Some("Title first"));
    assert_eq!(proof.equations["internal-links"].listed, ["https://e.org/first"]);
}

#[test]
fn a_private_post_in_a_public_output_is_found_and_a_post_of_nobody_too() {
    assert_eq!(found(&blog(), &blog(), &public()), [("post-published", "diary".to_owned())]);
    let mut after = written();
    after.posts.push(post("other", "<p>Something that nobody here ever wrote.</p>"));
    assert_eq!(found(&blog(), &after, &public()), [("post-invented", String::new())]);
}

#[test]
fn what_is_public_need_not_name_a_private_post_that_was_asked_for_and_that_one_must_name_all() {
    let mut target = public();
    target.selection.include.visibilities.insert(Visibility::Private);
    let (mut before, mut after) = (blog(), blog());
    let name = |blog: &mut Blog, of: usize, other: &str| {
        let named = |post: &mut Post| {
            post.parent = Some(PostId::new(other));
            let mut translation = larder_core::Translation::new("en");
            translation.post = Some(PostId::new(other));
            post.translations.push(translation);
            let href = format!("https://e.org/{other}?x=1");
            post.internal_links.push(InternalLink::new(href, PostId::new(other)));
        };
        blog.posts.change(of, named).unwrap();
    };
    name(&mut before, 0, "diary");
    assert_eq!(found(&before, &after, &target), []);
    name(&mut before, 2, "first");
    let lost = found(&before, &after, &target);
    let kinds: Vec<_> = lost.iter().map(|it| it.0).collect();
    assert_eq!(kinds, ["field-lost", "field-lost", "link-lost"], "{lost:?}");
    name(&mut after, 2, "first");
    assert_eq!(found(&before, &after, &target), []);
}

#[test]
fn a_body_that_was_cut_is_found() {
    let cut = FIRST.replace(" of four plates", "");
    let codes =
        after_change(|post| post.content = Some(Box::new(Content::html(Body::inline(cut)))));
    assert_eq!(codes.iter().map(|it| it.0).collect::<Vec<_>>(), ["text-lost"]);
}

#[test]
fn elements_that_are_gone_are_found_unless_the_writer_says_so() {
    let list = SECOND.replace("<ul><li>salt</ul>", "salt");
    let mut after = written();
    let content = || Some(Box::new(Content::html(Body::inline(list.as_str()))));
    after.posts.change(1, |post| post.content = content()).unwrap();
    let lost = found(&blog(), &after, &public());
    assert_eq!(lost, [("elements-lost", "lists 1 → 0".to_owned())]);
    let mut target = public();
    let note = DeclaredNote { code: "markup-removed", field: None };
    target.declared.notes.entry(Some(PostId::new("second"))).or_default().insert(note);
    assert!(found(&blog(), &after, &target).is_empty());
}

#[test]
fn a_date_that_was_shifted_is_found_and_one_in_another_zone_is_not() {
    let at = |text: &str| Timestamp::from_rfc3339(text).ok();
    let lost = after_change(|post| post.published = at("2020-01-01T09:00:00Z"));
    assert_eq!(lost, [("field-lost", "Post::published: 2020-01-01T09:00:00+09:00".to_owned())]);
    assert!(after_change(|post| post.published = at("2020-01-01T00:00:00Z")).is_empty());
}

#[test]
fn a_tag_that_was_dropped_is_found_by_its_name() {
    let lost = after_change(|post| post.terms.clear());
    assert_eq!(lost, [("field-lost", "Post::terms: kitchen".to_owned())]);
}

#[test]
fn a_tag_that_is_declared_is_a_loss_and_no_finding() {
    let mut after = written();
    after.posts.change(0, |post| post.terms.clear()).unwrap();
    after.terms.clear();
    let mut target = public();
    target.losses.push(DeclaredLoss::new("Post::terms", "it has no tags"));
    assert!(found(&blog(), &after, &target).is_empty());
    let proof = verify(&blog(), &after, &target).unwrap();
    let dropped = proof.fields.iter().find(|it| it.treatment == Treatment::Dropped).unwrap();
    assert_eq!(
        (dropped.field.as_str(), dropped.reason.as_deref()),
        ("Post::terms", Some("it has no tags"))
    );
    assert_eq!(dropped.examples, [PostId::new("first")]);
}

#[test]
fn a_field_that_nobody_knows_is_a_line_of_its_own() {
    let mut before = blog();
    before.posts.change(0, |post| _ = post.extra.insert("mood", "calm")).unwrap();
    let lost = found(&before, &written(), &public());
    assert_eq!(lost, [("field-lost", "Post::extra[mood]: calm".to_owned())]);
}

#[test]
fn an_address_that_leads_nowhere_is_found_and_a_redirect_is_none() {
    let moved = |post: &mut Post| post.permalink = Some("https://e.org/elsewhere".into());
    let lost: Vec<_> = after_change(moved).into_iter().map(|it| it.0).collect();
    assert_eq!(lost, ["address-lost"]);
    let redirected = after_change(|post| {
        moved(post);
        post.old_addresses.push("https://e.org/first".into());
    });
    assert!(redirected.is_empty(), "{redirected:?}");
}

#[test]
fn an_id_that_feed_readers_know_must_stay_or_be_kept_beside_the_post() {
    let renamed = |post: &mut Post| post.id = PostId::new("posts/1.md");
    let lost = after_change(renamed);
    assert_eq!(lost, [("id-lost", "first".to_owned())]);
    let kept = after_change(|post| {
        renamed(post);
        post.extra.insert("guid", "first");
    });
    assert!(kept.is_empty(), "{kept:?}");
}

#[test]
fn a_picture_that_was_swapped_is_found_by_its_address_or_by_its_bytes() {
    let other = FIRST.replace("sea.jpg", "other.jpg");
    let lost = after_change(|post| {
        post.content = Some(Box::new(Content::html(Body::inline(other))));
        post.assets.clear();
    });
    assert_eq!(lost, [("media-lost", "https://e.org/sea.jpg".to_owned())]);
    let mut after = blog();
    let swapped = Stored::new(Digest::of(b"sky"), 3, "jpg");
    after.assets.change(0, |asset| asset.stored = Some(Box::new(swapped))).unwrap();
    let lost = found(&blog(), &after, &Target::default());
    assert_eq!(lost, [("media-lost", "https://e.org/sea.jpg".to_owned())]);
}

#[test]
fn comments_are_counted_and_those_that_were_not_shown_must_not_be_there() {
    let mut after = written();
    after.comments = Default::default();
    assert_eq!(found(&blog(), &after, &public()), [("comment-missing", "c".to_owned())]);
    let mut target = public();
    target.losses.push(DeclaredLoss::new("Blog::comments", "it has no comments"));
    assert!(found(&blog(), &after, &target).is_empty());
    let mut before = blog();
    before.comments.change(0, |comment| comment.status = Some(Status::Pending)).unwrap();
    assert_eq!(found(&before, &written(), &public()), [("comment-published", String::new())]);
}

#[test]
fn an_output_of_summaries_is_a_loss_that_was_asked_for() {
    let mut after = written();
    after
        .posts
        .change_all(|post| post.content = Some(Box::new(Content::html(Body::inline("A pinch…")))))
        .unwrap();
    let mut target = public();
    target.is_summary = true;
    target.losses.push(DeclaredLoss::new("Post::assets", "no pictures"));
    let proof = verify(&blog(), &after, &target).unwrap();
    assert_eq!((proof.texts.declared, proof.texts.unexplained), (2, 0));
}
