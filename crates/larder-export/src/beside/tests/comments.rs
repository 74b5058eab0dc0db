//! The feeds of the comments under each post.

use larder_core::Link;

use super::*;
use crate::FeedOf;

fn per_post() -> WriteOptions {
    WriteOptions { also: [Also::CommentsFeedPerPost].into(), ..options() }
}

const SHOWN: Option<Status> = Some(Status::Published);

/// The files of the feeds of comments.
fn of_comments(sink: &Memory) -> Vec<&str> {
    let files = sink.files().keys().map(String::as_str);
    files.filter(|file| file.starts_with("comments")).collect()
}

/// Where the posts of a feed lead for their comments, newest post first.
fn led(feed: &str) -> Vec<&str> {
    let (before, after) = match feed.contains("<rss") {
        true => ("<wfw:commentRss>", "</wfw:commentRss>"),
        false => ("<link rel=\"replies\" type=\"application/atom+xml\" href=\"", "\""),
    };
    let parts = feed.split(before).skip(1);
    parts.filter_map(|part| Some(part.split_once(after)?.0)).collect()
}

/// The name of the file at an address of the output.
fn file_at(address: &str) -> String {
    let path = address.strip_prefix("https://feeds.example.org/b/").expect("it is in the output");
    percent_encoding::percent_decode_str(path).decode_utf8().unwrap().into_owned()
}

#[test]
fn each_post_leads_to_a_feed_of_just_the_comments_that_were_shown_under_it() {
    let mut blog = blog();
    blog.comments = vec![
        comment("1", 1, SHOWN, "first"),
        comment("2", 1, SHOWN, "second"),
        comment("3", 1, Some(Status::Pending), "secret"),
        comment("4", 1, None, "secret"),
        comment("5", 2, SHOWN, "other"),
        comment("6", 3, Some(Status::Trashed), "secret"),
        comment("7", 5, SHOWN, "secret: under a private post"),
        comment("8", 4, SHOWN, "<script>secret</script>"),
    ]
    .into();
    for (format, file) in [("rss", "rss.xml"), ("atom", "atom.xml")] {
        let (sink, accounts) = written_of(&blog, &[format], &per_post());
        let led = led(sink.text(file));
        let files: Vec<String> = led.iter().map(|address| file_at(address)).collect();
        assert_eq!(files.len(), 2, "only where there is something: {led:?}");
        let mut known: Vec<&str> = files.iter().map(String::as_str).collect();
        known.sort_unstable();
        assert_eq!(of_comments(&sink), known, "what a post leads to is there, and nothing else");
        let (newer, older) = (sink.text(&files[0]), sink.text(&files[1]));
        assert!(newer.contains("other") && !newer.contains("first"), "{newer}");
        assert!(older.contains("first") && older.contains("second") && !older.contains("other"));
        assert!(older.contains(&format!("href=\"{}\"", led[1])), "its own address: {older}");
        for (name, bytes) in sink.files() {
            assert!(!String::from_utf8_lossy(bytes).contains("secret"), "{name}");
        }
        let comments = accounts[0].output.comments.as_ref().unwrap();
        let left_out: u64 = comments.left_out.values().sum();
        assert_eq!((comments.total, comments.written, left_out), (8, 3, 5));
        assert_eq!(accounts[0].output.files.len(), 3);
    }
}

#[test]
fn atom_says_how_many_there_are_and_when_the_newest_was_written() {
    let mut blog = blog();
    let mut undated = comment("3", 2, SHOWN, "c");
    undated.published = None;
    blog.comments = vec![comment("1", 1, SHOWN, "a"), comment("2", 1, SHOWN, "b"), undated].into();
    let (sink, _) = written_of(&blog, &["atom"], &per_post());
    let text = sink.text("atom.xml");
    assert!(text.contains("atom.xml\" thr:count=\"2\" thr:updated=\"2021-02-01T00:00:00Z\"/>"));
    assert!(text.contains("atom.xml\" thr:count=\"1\"/>"), "a date that is not known is not said");
}

#[test]
fn names_are_unique_and_change_with_no_other_post() {
    let mut blog = blog();
    for place in 0..4 {
        let slug = ["느린 편지", "느린-편지", "con", ""][place];
        blog.posts.change(place, |post| post.slug = Some(slug.into())).unwrap();
    }
    blog.comments = (1..=4_u32).map(|at| comment(&at.to_string(), at, SHOWN, "x")).collect();
    let (sink, _) = written_of(&blog, &["rss"], &per_post());
    let all = of_comments(&sink);
    assert_eq!(all.len(), 4, "{all:?}");
    assert_eq!(all.iter().filter(|file| file.starts_with("comments/느린-편지-")).count(), 2);
    assert!(all.iter().any(|file| file.starts_with("comments/con-")), "{all:?}");
    assert!(all.iter().any(|file| file.starts_with("comments/4-")), "the end of its address");
    for gone in 0..4 {
        let mut fewer = blog.clone();
        fewer.posts.change(gone, |post| post.status = Some(Status::Draft)).unwrap();
        let (sink, _) = written_of(&fewer, &["rss"], &per_post());
        assert_eq!(of_comments(&sink).len(), 3);
        assert!(of_comments(&sink).iter().all(|file| all.contains(file)), "without {gone}");
    }
}

#[test]
fn each_feed_has_an_id_that_no_address_changes() {
    let mut blog = blog();
    // Ids of posts are anything: this one is what the feed of all is called by.
    blog.posts.change(0, |post| post.id = PostId::new("all")).unwrap();
    let mut first = comment("1", 1, SHOWN, "x");
    first.post = PostId::new("all");
    blog.comments = vec![first, comment("2", 2, SHOWN, "y")].into();
    let ids = |options: &WriteOptions| {
        let (sink, _) = written_of(&blog, &["atom"], options);
        let id = |file: &str| {
            let text = sink.text(file).split_once("<id>").unwrap().1;
            text.split_once("</id>").unwrap().0.to_owned()
        };
        let mut ids: Vec<String> = of_comments(&sink).into_iter().map(id).collect();
        ids.sort();
        ids
    };
    let mut both = per_post();
    both.also.insert(Also::CommentsFeed);
    let here = ids(&both);
    let expected = [
        "tag:e.org,2021:feed:comments-on:all",
        "tag:e.org,2021:feed:comments-on:https%3A%2F%2Fe.org%2F2",
        "tag:e.org,2021:feed:comments:all",
    ];
    assert_eq!(here, expected);
    both.public_address = Some("https://other.example/".into());
    assert_eq!(ids(&both), here);
}

#[test]
fn posts_lead_to_the_feed_of_all_only_where_they_have_none_of_their_own() {
    let mut blog = blog();
    blog.comments = vec![comment("1", 1, SHOWN, "x")].into();
    let mut options = per_post();
    options.also = [Also::CommentsFeed].into();
    let of_all = written_of(&blog, &["rss"], &options).0;
    assert_eq!(led(of_all.text("rss.xml")), ["https://feeds.example.org/b/comments.rss.xml"]);
    options.also.insert(Also::CommentsFeedPerPost);
    let (both, accounts) = written_of(&blog, &["rss"], &options);
    assert_eq!(both.text("comments.rss.xml"), of_all.text("comments.rss.xml"));
    assert!(file_at(led(both.text("rss.xml"))[0]).starts_with("comments/1-"));
    let of_one: Vec<_> = accounts[0].feeds.iter().filter(|it| it.of == FeedOf::Comments).collect();
    assert_eq!(of_one.len(), 1, "lists name the feed of all, and no post's");
}

#[test]
fn no_list_names_the_feed_of_one_post() {
    let mut blog = blog();
    blog.comments = vec![comment("1", 1, SHOWN, "x")].into();
    let mut options = per_post();
    options.feeds_per = Grouping::ALL.into();
    options.also.insert(Also::SubscribePage);
    let (sink, _) = written_of(&blog, &FEEDS, &options);
    assert_eq!(of_comments(&sink).len(), 2, "JSON Feed has no comments");
    for file in [OPML_FILE, PAGE_FILE] {
        assert!(!sink.text(file).contains("/comments/"), "{}", sink.text(file));
    }
    assert!(sink.text("tag/에세이-글/rss.xml").contains("/comments/1-"), "every feed leads there");
}

#[test]
fn comments_of_posts_that_are_too_old_for_the_feed_have_none() {
    let mut blog = blog();
    blog.comments = vec![comment("1", 1, SHOWN, "x"), comment("4", 4, SHOWN, "y")].into();
    let mut options = per_post();
    options.also.insert(Also::Everything);
    options.selection.count = Some(1);
    let (sink, accounts) = written_of(&blog, &["rss"], &options);
    assert!(matches!(of_comments(&sink)[..], [one] if one.starts_with("comments/4-")));
    assert_eq!(led(sink.text("everything.rss.xml")).len(), 1);
    assert_eq!(accounts[0].output.comments.as_ref().unwrap().written, 1);
}

#[test]
fn what_a_comment_costs_is_noted_once_however_many_feeds_it_is_in() {
    let mut blog = blog();
    blog.comments = vec![comment("1", 1, SHOWN, "<p>x</p><script>y</script>")].into();
    let notes = |also: &[Also]| {
        let mut options = per_post();
        options.also = also.iter().copied().collect();
        let (_, accounts) = written_of(&blog, &["atom"], &options);
        accounts[0].notes.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let of_all = notes(&[Also::CommentsFeed]);
    assert!(of_all.iter().any(|note| note.contains("1 pieces of unsafe")), "{of_all:?}");
    assert_eq!(notes(&[Also::CommentsFeedPerPost]), of_all);
    assert_eq!(notes(&[Also::CommentsFeed, Also::CommentsFeedPerPost]), of_all);
}

#[test]
fn a_link_that_was_read_from_what_larder_wrote_is_not_doubled() {
    let mut blog = blog();
    blog.comments = vec![comment("1", 1, SHOWN, "x")].into();
    let first = written_of(&blog, &["atom"], &per_post()).0;
    let mut had = Link::new("replies", led(first.text("atom.xml"))[0]);
    had.media_type = Some("application/atom+xml".into());
    blog.posts.change(0, |post| post.links.push(had.clone())).unwrap();
    let again = written_of(&blog, &["atom"], &per_post()).0;
    assert_eq!(again.text("atom.xml"), first.text("atom.xml"));
}

#[test]
fn without_an_address_of_the_output_nothing_is_written() {
    let options = WriteOptions { public_address: None, ..per_post() };
    for format in ["rss", "atom"] {
        let (writer, blog) = (writer(format).unwrap(), blog());
        let mut account = Account::new(writer.format(), &blog);
        let written = writer.write(&blog, &options, &mut Memory::default(), &mut account);
        assert!(matches!(written, Err(WriteError::Missing { option: "--public-url", .. })));
    }
    assert!(written(&["json-feed"], &options).0.files().contains_key("feed.json"));
}

#[test]
fn a_feed_of_comments_that_readers_refuse_is_noted() {
    let mut blog = blog();
    let text = "가나다라 마바사 ".repeat(240_000);
    blog.comments = vec![comment("1", 1, SHOWN, &text)].into();
    let (_, accounts) = written_of(&blog, &["rss"], &per_post());
    let large = accounts[0].notes.iter().filter(|note| note.kind.code() == "document-large");
    assert_eq!(large.count(), 1);
    blog.comments = vec![comment("1", 1, SHOWN, "short")].into();
    let (_, accounts) = written_of(&blog, &["rss"], &per_post());
    assert!(accounts[0].notes.iter().all(|note| note.kind.code() != "document-large"));
}
