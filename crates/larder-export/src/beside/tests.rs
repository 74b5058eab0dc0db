use larder_core::{
    Author, AuthorId, Blog, Body, Comment, CommentId, NoteKind, Post, PostId, Series, SeriesId,
    SeriesKind, SeriesPart, Site, Status, Term, TermId, TermKind, Timestamp, Translation,
    Visibility,
};

use super::*;
use crate::{Grouping, sink::Memory, writer};

mod comments;

fn post(number: u32) -> Post {
    let mut post = Post::new(PostId::new(format!("https://e.org/{number}")));
    (post.status, post.visibility) = (Some(Status::Published), Some(Visibility::Public));
    post.title = Some(format!("글 <{number}>"));
    post.permalink = Some(post.id.to_string());
    post.published = Timestamp::from_rfc3339(&format!("2021-01-{number:02}T00:00:00Z")).ok();
    post.authors = vec![AuthorId::new("secret@example.org")];
    post
}

/// Four posts: a tag for the odd ones, a series for the first two, English for the last; and one that is private.
fn blog() -> Blog {
    let mut blog = Blog::new(Site::new("https://e.org/"));
    blog.site.title = Some("느린 \"편지\" & <b>".into());
    blog.site.home = Some("https://e.org/".into());
    blog.site.language = Some("ko".into());
    let mut author = Author::new(AuthorId::new("secret@example.org"));
    author.name = Some("나무 <secret@example.org>".into());
    blog.authors.push(author);
    blog.terms.push(Term::new(TermId::new("t"), TermKind::Tag, "에세이 & 글"));
    blog.terms.push(Term::new(TermId::new("u"), TermKind::Tag, "hidden"));
    let mut series = Series::new(SeriesId::new("s"), SeriesKind::Book);
    series.title = Some("저울".into());
    blog.series.push(series);
    let mut posts: Vec<Post> = (1..=4).map(post).collect();
    posts[0].terms.push(TermId::new("t"));
    posts[2].terms.push(TermId::new("t"));
    posts[0].series.push(SeriesPart::new(SeriesId::new("s")));
    posts[1].series.push(SeriesPart::new(SeriesId::new("s")));
    posts[3].language = Some("en".into());
    let mut hidden = post(5);
    hidden.visibility = Some(Visibility::Private);
    hidden.terms.push(TermId::new("u"));
    posts.push(hidden);
    blog.posts = posts.into();
    blog
}

fn options() -> WriteOptions {
    let public_address = Some("https://feeds.example.org/b/".into());
    WriteOptions { public_address, ..WriteOptions::default() }
}

fn written(formats: &[&str], options: &WriteOptions) -> (Memory, Vec<Account>) {
    written_of(&blog(), formats, options)
}

fn written_of(blog: &Blog, formats: &[&str], options: &WriteOptions) -> (Memory, Vec<Account>) {
    let (mut sink, mut accounts) = (Memory::default(), Vec::new());
    for format in formats {
        let writer = writer(format).unwrap();
        let mut account = Account::new(writer.format(), blog);
        writer.write(blog, options, &mut sink, &mut account).unwrap();
        accounts.push(account);
    }
    write(blog, options, &mut accounts, &mut sink).unwrap();
    (sink, accounts)
}

fn grouped() -> WriteOptions {
    WriteOptions { feeds_per: Grouping::ALL.into(), ..options() }
}

fn titles(feed: &str) -> Vec<String> {
    let feed: serde_json::Value = serde_json::from_str(feed).unwrap();
    let items = feed["items"].as_array().unwrap().iter();
    items.map(|item| item["title"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn each_group_with_a_public_post_has_a_feed_newest_first() {
    let (sink, accounts) = written(&["json-feed"], &grouped());
    let files: Vec<_> = sink.files().keys().collect();
    assert_eq!(
        files,
        [
            "author/나무/feed.json",
            "feed.json",
            "feeds.opml",
            "language/en/feed.json",
            "language/ko/feed.json",
            "series/저울/feed.json",
            "tag/에세이-글/feed.json",
        ]
    );
    assert_eq!(titles(sink.text("tag/에세이-글/feed.json")), ["글 <3>", "글 <1>"]);
    assert_eq!(titles(sink.text("series/저울/feed.json")), ["글 <2>", "글 <1>"]);
    assert_eq!(titles(sink.text("language/ko/feed.json")), ["글 <3>", "글 <2>", "글 <1>"]);
    let tag: serde_json::Value =
        serde_json::from_str(sink.text("tag/에세이-글/feed.json")).unwrap();
    assert_eq!(tag["title"], "느린 \"편지\" & <b> – 에세이 & 글");
    assert_eq!(
        tag["feed_url"],
        "https://feeds.example.org/b/tag/%EC%97%90%EC%84%B8%EC%9D%B4-%EA%B8%80/feed.json"
    );
    assert_eq!(tag["items"][0]["id"], "https://e.org/3", "the id that the blog's feed has");
    let output = &accounts[0].output;
    assert_eq!((output.written, output.files.len()), (4, files.len()), "posts are counted once");
}

#[test]
fn a_group_reaches_back_further_than_a_short_feed() {
    let mut options = grouped();
    options.selection.count = Some(1);
    let (sink, accounts) = written(&["json-feed"], &options);
    assert_eq!(titles(sink.text("feed.json")), ["글 <4>"]);
    assert_eq!(titles(sink.text("series/저울/feed.json")), ["글 <2>"]);
    assert_eq!(accounts[0].output.written, 1);
    let without = written(&["json-feed"], &{
        let mut options = options.clone();
        options.feeds_per.clear();
        options
    });
    assert_eq!(without.0.text("feed.json"), sink.text("feed.json"));
    assert_eq!(without.1[0].output.left_out, accounts[0].output.left_out);
}

#[test]
fn a_group_has_an_id_of_its_own_that_no_address_changes() {
    let id = |options: &WriteOptions, file: &str| {
        let (sink, _) = written(&["atom"], options);
        let text = sink.text(file).to_owned();
        text.split_once("<id>").unwrap().1.split_once("</id>").unwrap().0.to_owned()
    };
    let (here, mut elsewhere) = (grouped(), grouped());
    elsewhere.public_address = Some("https://other.example/".into());
    assert_eq!(id(&here, "series/저울/atom.xml"), "tag:e.org,2021:feed:series:s");
    assert_eq!(id(&here, "series/저울/atom.xml"), id(&elsewhere, "series/저울/atom.xml"));
    assert_eq!(id(&here, "atom.xml"), "https://e.org/");
}

#[test]
fn the_order_of_the_input_does_not_matter() {
    let mut turned = blog();
    turned.terms.push(Term::new(TermId::new("v"), TermKind::Tag, "에세이! 글"));
    turned.posts.change(1, |post| post.terms.push(TermId::new("v"))).unwrap();
    let files = |blog: &Blog| {
        let (mut sink, writer) = (Memory::default(), writer("rss").unwrap());
        let mut accounts = [Account::new(writer.format(), blog)];
        writer.write(blog, &grouped(), &mut sink, &mut accounts[0]).unwrap();
        write(blog, &grouped(), &mut accounts, &mut sink).unwrap();
        sink.files().clone()
    };
    let before = files(&turned);
    assert_eq!(before.keys().filter(|file| file.starts_with("tag/")).count(), 2);
    let posts = turned.posts.into_slots();
    turned.posts = posts.into_iter().rev().collect();
    turned.terms.reverse();
    assert_eq!(files(&turned), before);
}

#[test]
fn no_address_of_e_mail_is_anywhere() {
    let mut options = grouped();
    options.also.insert(Also::SubscribePage);
    let (sink, _) = written(&["rss", "atom", "json-feed"], &options);
    for (file, bytes) in sink.files() {
        let text = String::from_utf8_lossy(bytes);
        assert!(!file.contains("secret") && !text.contains("secret"), "{file}: {text}");
    }
}

#[test]
fn the_list_holds_every_feed_to_subscribe_to() {
    let mut options = grouped();
    options.feeds_per = [Grouping::Series].into();
    options.archive_pages = 2.try_into().ok();
    let (sink, _) = written(&["rss", "atom"], &options);
    assert_eq!(
        sink.text(OPML_FILE),
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<opml version=\"2.0\">\n<head>\n\
         <title>느린 \"편지\" &amp; &lt;b&gt;</title>\n</head>\n<body>\n\
         <outline type=\"rss\" text=\"느린 &quot;편지&quot; &amp; &lt;b&gt; (RSS)\" title=\"느린 &quot;편지&quot; &amp; &lt;b&gt; (RSS)\" xmlUrl=\"https://feeds.example.org/b/rss.xml\" htmlUrl=\"https://e.org/\" language=\"ko\" version=\"RSS\"/>\n\
         <outline type=\"rss\" text=\"느린 &quot;편지&quot; &amp; &lt;b&gt; – 저울 (RSS)\" title=\"느린 &quot;편지&quot; &amp; &lt;b&gt; – 저울 (RSS)\" xmlUrl=\"https://feeds.example.org/b/series/%EC%A0%80%EC%9A%B8/rss.xml\" htmlUrl=\"https://e.org/\" language=\"ko\" version=\"RSS\"/>\n\
         <outline type=\"rss\" text=\"느린 &quot;편지&quot; &amp; &lt;b&gt; (Atom)\" title=\"느린 &quot;편지&quot; &amp; &lt;b&gt; (Atom)\" xmlUrl=\"https://feeds.example.org/b/atom.xml\" htmlUrl=\"https://e.org/\" language=\"ko\"/>\n\
         <outline type=\"rss\" text=\"느린 &quot;편지&quot; &amp; &lt;b&gt; – 저울 (Atom)\" title=\"느린 &quot;편지&quot; &amp; &lt;b&gt; – 저울 (Atom)\" xmlUrl=\"https://feeds.example.org/b/series/%EC%A0%80%EC%9A%B8/atom.xml\" htmlUrl=\"https://e.org/\" language=\"ko\"/>\n\
         </body>\n</opml>\n"
    );
}

#[test]
fn one_feed_needs_no_list_and_without_an_address_there_is_none() {
    assert!(!written(&["rss"], &options()).0.files().contains_key(OPML_FILE));
    assert!(written(&["rss", "atom"], &options()).0.files().contains_key(OPML_FILE));
    let without = written(&["rss", "atom"], &WriteOptions::default()).0;
    assert_eq!(without.files().keys().collect::<Vec<_>>(), ["atom.xml", "rss.xml"]);
    assert!(written(&["json"], &options()).0.files().keys().all(|file| file != OPML_FILE));
}

#[test]
fn a_style_sheet_is_written_beside_the_feeds_or_is_elsewhere() {
    let mut options = options();
    options.style = Some(StyleSheet::Text("item { display: block }".into()));
    let (sink, _) = written(&["rss", "atom", "json-feed"], &options);
    let begin = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<?xml-stylesheet type=\"text/css\" \
                 href=\"https://feeds.example.org/b/feed.css\"?>\n<";
    assert!(sink.text("rss.xml").starts_with(begin), "{}", sink.text("rss.xml"));
    assert!(sink.text("atom.xml").starts_with(begin));
    assert_eq!(sink.text(STYLE_FILE), "item { display: block }");
    options.style = Some(StyleSheet::At("https://e.org/a.css?b=1&c=2".into()));
    let (sink, _) = written(&["rss"], &options);
    assert!(sink.text("rss.xml").contains("href=\"https://e.org/a.css?b=1&amp;c=2\"?>"));
    assert!(!sink.files().contains_key(STYLE_FILE));
}

#[test]
fn no_style_sheet_is_written_that_no_feed_names() {
    let mut options = options();
    options.style = Some(StyleSheet::Text("item { display: block }".into()));
    let (sink, _) = written(&["json-feed"], &options);
    assert_eq!(sink.files().keys().collect::<Vec<_>>(), ["feed.json"]);
}

const FEEDS: [&str; 3] = ["rss", "atom", "json-feed"];

#[test]
fn everything_is_in_one_document_that_nothing_points_at() {
    let mut options = options();
    options.also = [Also::Everything, Also::SubscribePage, Also::CommentsFeed].into();
    options.hub = Some("https://hub.example/".into());
    options.selection.count = Some(1);
    let blog = answered();
    let (sink, accounts) = written_of(&blog, &FEEDS, &options);
    for (format, file) in FEEDS.iter().zip(["rss.xml", "atom.xml", "feed.json"]) {
        let everything = format!("everything.{file}");
        let posts = |file: &str| {
            (1..=5)
                .filter(|it| {
                    sink.text(file).contains(&format!("글 <{it}>"))
                        || sink.text(file).contains(&format!("글 &lt;{it}&gt;"))
                        || sink.text(file).contains(&format!("글 &#x3C;{it}&#x3E;"))
                })
                .collect::<Vec<_>>()
        };
        assert_eq!((posts(file), posts(&everything)), (vec![4], vec![1, 2, 3, 4]), "{format}");
        assert!(!sink.text(&everything).contains("hub.example"));
        for (name, bytes) in sink.files().iter().filter(|(name, _)| **name != everything) {
            assert!(!String::from_utf8_lossy(bytes).contains(&everything), "{name}");
        }
    }
    let output = &accounts[0].output;
    assert_eq!((output.written, output.left_out.len()), (4, 1), "the private one is left out");
    assert!(sink.text("everything.atom.xml").contains("hreflang=\"ko\""), "a translation");
    assert!(sink.text("comments.rss.xml").contains("to 4"));
    assert_eq!(files_beside_everything(&blog, &options).len(), 7);
}

#[test]
fn what_subscribers_get_is_the_same_beside_everything() {
    let mut blank = post(6);
    (blank.title, blank.permalink) = (None, None);
    let mut with_blank = answered();
    with_blank.posts.push(blank);
    for blog in [answered(), with_blank] {
        for (count, archive_pages) in [(Some(1), 0), (None, 0), (Some(1), 1), (None, 2)] {
            let mut options = grouped();
            options.also = [
                Also::Everything,
                Also::SubscribePage,
                Also::CommentsFeed,
                Also::CommentsFeedPerPost,
            ]
            .into();
            options.selection.count = count;
            options.archive_pages = archive_pages.try_into().ok();
            files_beside_everything(&blog, &options);
        }
    }
}

/// [`blog`] with a comment under the oldest post and one under the newest, of which the former is a translation.
fn answered() -> Blog {
    let mut blog = blog();
    let shown = Some(Status::Published);
    blog.comments = vec![comment("1", 1, shown, "to 1"), comment("4", 4, shown, "to 4")].into();
    let mut translation = Translation::new("ko");
    translation.post = Some(PostId::new("https://e.org/1"));
    blog.posts.change(3, |post| post.translations.push(translation)).unwrap();
    blog
}

/// The files but those of everything, which must be what they are without it, and so must the account of comments.
fn files_beside_everything(blog: &Blog, options: &WriteOptions) -> Vec<String> {
    let (sink, accounts) = written_of(blog, &FEEDS, options);
    let mut without = options.clone();
    without.also.remove(&Also::Everything);
    let (alone, accounts_alone) = written_of(blog, &FEEDS, &without);
    for (account, alone) in accounts.iter().zip(&accounts_alone) {
        assert_eq!(account.output.comments, alone.output.comments);
    }
    let is_beside = |file: &&String| !file.starts_with("everything.");
    let files: Vec<_> = sink.files().keys().filter(is_beside).cloned().collect();
    assert_eq!(files, alone.files().keys().cloned().collect::<Vec<_>>());
    for file in &files {
        assert_eq!(sink.text(file), alone.text(file), "{file} of {options:?}");
    }
    files
}

#[test]
fn everything_stands_beside_archive_documents_too() {
    let mut options = options();
    options.also = [Also::Everything].into();
    options.archive_pages = 2.try_into().ok();
    let (sink, accounts) = written(&["json-feed"], &options);
    let titles = titles(sink.text("everything.feed.json"));
    assert_eq!(titles, ["글 <4>", "글 <3>", "글 <2>", "글 <1>"]);
    assert!(!sink.text("everything.feed.json").contains("next_url"));
    assert_eq!(accounts[0].output.written, 4);
}

/// A comment under a post: its number, its state and its text.
fn comment(id: &str, post: u32, status: Option<Status>, text: &str) -> Comment {
    let post = PostId::new(format!("https://e.org/{post}"));
    let mut comment = Comment::new(CommentId::new(id), post, Body::inline(text));
    (comment.status, comment.is_html) = (status, true);
    comment.published = Timestamp::from_rfc3339("2021-02-01T00:00:00Z").ok();
    comment
}

#[test]
fn every_comment_is_written_or_left_out_by_a_rule() {
    let mut blog = blog();
    blog.comments = vec![
        comment("1", 1, Some(Status::Published), "<p>shown</p>"),
        comment("2", 1, Some(Status::Pending), "<p>secret</p>"),
        comment("3", 1, None, "<p>secret</p>"),
        comment("4", 1, Some(Status::Published), "<p> </p><script>x</script>"),
        comment("5", 5, Some(Status::Published), "<p>secret</p>"),
        comment("6", 9, Some(Status::Published), "<p>secret</p>"),
    ]
    .into();
    let mut asked = options();
    asked.also = [Also::CommentsFeed].into();
    for (format, file) in [("rss", "comments.rss.xml"), ("atom", "comments.atom.xml")] {
        let (sink, accounts) = written_of(&blog, &[format], &asked);
        let text = sink.text(file);
        assert!(text.contains("shown") && !text.contains("secret") && !text.contains("…</p>"));
        let comments = accounts[0].output.comments.as_ref().unwrap();
        let left_out: Vec<_> =
            comments.left_out.iter().map(|(rule, count)| (rule.name(), *count)).collect();
        assert_eq!((comments.total, comments.written), (6, 1));
        assert_eq!(left_out, [("not-public", 2), ("nothing-to-show", 1), ("without-post", 2)]);
        let noted = accounts[0].notes.iter().filter(|it| it.kind.code() == "comments-left-out");
        assert_eq!(noted.count(), 2, "those that are a loss");
    }
    assert!(written_of(&blog, &["rss"], &options()).1[0].output.comments.is_none());
    let without = written_of(&blog, &["json-feed"], &asked).1;
    assert!(without[0].output.comments.is_none(), "it has no feed of comments");
}

#[test]
fn authors_whom_nobody_could_name_have_no_feed_and_a_note() {
    let mut blog = blog();
    blog.authors[0].name = None;
    let mut unused = Author::new(AuthorId::new("b@example.org"));
    unused.email = Some("b@example.org".into());
    blog.authors.push(unused);
    let (sink, accounts) = written_of(&blog, &["rss"], &grouped());
    assert!(sink.files().keys().all(|file| !file.starts_with("author/")));
    let unnamed =
        NoteKind::NotWritten { output: "1 feeds of authors in rss".into(), demand: "name".into() };
    assert!(accounts[0].notes.iter().any(|note| note.kind == unnamed), "{:?}", accounts[0].notes);
    assert_eq!(empty_groups(&accounts[0]), ["category"], "the note on authors stands for itself");
}

/// What the notes of an account say that the blog has none of.
fn empty_groups(account: &Account) -> Vec<&str> {
    let kinds = account.notes.iter().map(|note| &note.kind);
    let empty = kinds.filter_map(|kind| match kind {
        NoteKind::GroupEmpty { group, .. } => Some(&**group),
        _ => None,
    });
    empty.collect()
}

#[test]
fn what_the_blog_has_none_of_is_noted() {
    let mut blog = blog();
    blog.series.clear();
    let (_, accounts) = written_of(&blog, &["rss"], &grouped());
    assert_eq!(empty_groups(&accounts[0]), ["category", "series"]);
    assert!(empty_groups(&written_of(&blog, &["rss"], &options()).1[0]).is_empty());
}

#[test]
fn a_hub_is_named_by_feeds_but_not_by_archive_documents() {
    let mut options = options();
    options.hub = Some("https://hub.example/?a=1&b=2".into());
    options.archive_pages = 1.try_into().ok();
    let (sink, _) = written(&["rss", "atom", "json-feed"], &options);
    assert!(
        sink.text("rss.xml")
            .contains("<atom:link href=\"https://hub.example/?a=1&amp;b=2\" rel=\"hub\"/>")
    );
    assert!(
        sink.text("atom.xml")
            .contains("<link rel=\"hub\" href=\"https://hub.example/?a=1&amp;b=2\"/>")
    );
    assert!(
        sink.text("feed.json")
            .contains("\"hubs\":[{\"type\":\"WebSub\",\"url\":\"https://hub.example/?a=1&b=2\"}]")
    );
    for file in ["rss-1.xml", "atom-1.xml", "feed-1.json"] {
        assert!(!sink.text(file).contains("hub.example"), "{file}");
    }
}

#[test]
fn the_page_is_for_people_and_holds_nothing_unescaped() {
    let mut options = grouped();
    options.also.insert(Also::SubscribePage);
    options.archive_pages = 1.try_into().ok();
    let (sink, _) = written(&["rss", "json-feed", "atom"], &options);
    let page = sink.text(PAGE_FILE);
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"ko\">\n"));
    assert!(
        page.contains("<a href=\"https://e.org/\">느린 \"편지\" &amp; &lt;b&gt;</a>"),
        "{page}"
    );
    assert!(page.contains("<time datetime=\"2021-01-04\">2021-01-04</time> <a href=\"https://e.org/4\">글 &lt;4&gt;</a>"));
    assert!(page.contains("<code>https://feeds.example.org/b/atom.xml</code>"));
    assert!(page.contains("<li>저울: <a href=\"https://feeds.example.org/b/series/%EC%A0%80%EC%9A%B8/rss.xml\">RSS</a> · "));
    assert!(
        page.contains("<li>RSS: <a href=\"https://feeds.example.org/b/rss-1.xml\">1</a> · <a ")
    );
    let found: Vec<_> = page.lines().filter(|line| line.contains("rel=\"alternate\"")).collect();
    assert_eq!(found.len(), 3);
    assert!(found[0].contains("atom.xml") && found[2].contains("feed.json"), "{found:#?}");
    for never in ["<script", "secret", "글 &lt;5&gt;", "hidden", " src=", "@import", "url("] {
        assert!(!page.contains(never), "{never}");
    }
    let (korean, english) = (page.find("피드는").unwrap(), page.find("A feed is").unwrap());
    assert!(korean < english, "the language of the blog comes first");
}
