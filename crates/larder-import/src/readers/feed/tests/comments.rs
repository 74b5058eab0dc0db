//! Feeds of comments beside those of the posts.

use larder_core::{Comment, CommentId, ItemKind, Status};

use super::*;

fn comments(reading: &Reading) -> Vec<Comment> {
    let [blog] = reading.blogs.as_slice() else { panic!("{} blogs", reading.blogs.len()) };
    blog.comments.iter().map(|comment| comment.unwrap().into_owned()).collect()
}

fn told(reading: &Reading) -> Vec<(String, String, Option<String>)> {
    let told = comments(reading).into_iter().map(|comment| {
        let parent = comment.parent.as_ref().map(CommentId::to_string);
        (comment.post.to_string(), comment.body.text().unwrap().into_owned(), parent)
    });
    told.collect()
}

/// The fates of the comments of an input.
fn fates(reading: &Reading) -> Vec<&Fate> {
    let entries = reading.ledger.inputs.iter().filter(|entry| entry.kind == ItemKind::Comment);
    entries.filter_map(|entry| entry.fate.as_ref()).collect()
}

fn read_all(files: &[(&str, &str)]) -> Reading {
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let reading = try_reading(&files).unwrap();
    assert!(reading.ledger.unexplained().is_empty(), "{:?}", reading.ledger.unexplained());
    reading
}

const POSTS: &str = "<rss version='2.0'><channel><title>T</title><link>https://e.org</link>\
    <item><title>One</title><link>https://e.org/one/</link><guid isPermaLink='false'>https://e.org/?p=1</guid><pubDate>Mon, 01 Jan 2024 00:00:00 GMT</pubDate></item>\
    <item><title>Two</title><link>https://e.org/two/</link><guid isPermaLink='false'>https://e.org/?p=2</guid><pubDate>Tue, 02 Jan 2024 00:00:00 GMT</pubDate></item>\
    </channel></rss>";

/// A feed as WordPress writes it of the comments of a blog, or of those of one post.
fn wordpress(title: &str, items: &[(u32, &str, &str)]) -> String {
    let items: String = items
        .iter()
        .map(|(number, page, text)| {
            format!("<item><title>By: Mina</title><link>https://e.org/{page}#comment-{number}</link><dc:creator>Mina</dc:creator><pubDate>Wed, 0{number} Jan 2025 00:00:00 GMT</pubDate><guid isPermaLink='false'>https://e.org/?p=1#comment-{number}</guid><description>{text}</description><content:encoded><![CDATA[<p>{text}</p>]]></content:encoded></item>")
        })
        .collect();
    format!(
        "{}{items}</channel></rss>",
        HEAD.replace("<title>T</title>", &format!("<title>{title}</title>"))
    )
}

#[test]
fn comments_of_wordpress_stand_under_their_posts() {
    let all = wordpress(
        "Comments for T",
        &[(3, "two/", "third"), (2, "one/comment-page-2/", "second"), (1, "one/", "first")],
    );
    let own = wordpress("Comments on: One", &[(2, "one/", "second"), (1, "one/", "first, edited")]);
    for files in [
        [("a.xml", POSTS), ("b.xml", all.as_str()), ("c.xml", own.as_str())],
        [("a.xml", own.as_str()), ("b.xml", all.as_str()), ("c.xml", POSTS)],
    ] {
        let reading = read_all(&files);
        assert_eq!(titles(&reading), ["One", "Two"]);
        let said = comments(&reading);
        let told: Vec<_> = said
            .iter()
            .map(|it| (it.post.as_str(), it.id.as_str(), it.author_name.as_deref(), it.status))
            .collect();
        let (mina, shown) = (Some("Mina"), Some(Status::Published));
        assert_eq!(
            told,
            [
                ("https://e.org/?p=1", "https://e.org/?p=1#comment-1", mina, shown),
                ("https://e.org/?p=1", "https://e.org/?p=1#comment-2", mina, shown),
                ("https://e.org/?p=2", "https://e.org/?p=1#comment-3", mina, shown),
            ]
        );
        let others = said[0].extra.value("feed:other-versions").unwrap();
        let texts = [said[0].body.text().unwrap(), others[0]["body"].as_str().unwrap().into()];
        for text in ["<p>first</p>", "<p>first, edited</p>"] {
            assert!(texts.contains(&text.into()), "{texts:?}");
        }
        assert!(said[2].extra.value("feed:other-versions").is_none());
        let joined = fates(&reading).into_iter().filter(|it| matches!(it, Fate::Joined { .. }));
        assert_eq!((fates(&reading).len(), joined.count()), (5, 2));
    }
}

#[test]
fn comments_of_blogger_stand_under_their_posts() {
    let feed = |title: &str, itself: &str, entries: &str| {
        format!(
            "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:thr='http://purl.org/syndication/thread/1.0'><id>tag:blogger.com,1999:blog-7{itself}</id><updated>2024-02-01T00:00:00Z</updated><title>{title}</title><link rel='alternate' type='text/html' href='https://b.blogspot.com/'/><link rel='self' href='https://b.blogspot.com/feeds/{itself}/default'/><generator>Blogger</generator>{entries}</feed>"
        )
    };
    let posts = feed(
        "T",
        "posts",
        "<entry><id>tag:blogger.com,1999:blog-7.post-1</id><published>2024-01-01T00:00:00Z</published><updated>2024-01-01T00:00:00Z</updated><title>P</title><content type='html'>x</content><link rel='alternate' href='https://b.blogspot.com/2024/01/p.html'/></entry>",
    );
    let said = feed(
        "T",
        "comments",
        "<entry><id>tag:blogger.com,1999:blog-7.post-99</id><published>2024-01-02T00:00:00Z</published><updated>2024-01-02T00:00:00Z</updated><title>hello...</title><content type='html'>hello there</content><link rel='alternate' href='https://b.blogspot.com/2024/01/p.html?showComment=1704153600000#c99'/><author><name>Ann</name></author><thr:in-reply-to href='https://b.blogspot.com/2024/01/p.html' ref='tag:blogger.com,1999:blog-7.post-1' source='https://b.blogspot.com/feeds/1' type='text/html'/></entry>",
    );
    for files in [[("a", &posts), ("b", &said)], [("a", &said), ("b", &posts)]] {
        let reading = read_all(&files.map(|(name, text)| (name, text.as_str())));
        assert_eq!(titles(&reading), ["P"]);
        let [comment] = &comments(&reading)[..] else { panic!("one comment") };
        assert_eq!(comment.post.as_str(), "tag:blogger.com,1999:blog-7.post-1");
        assert_eq!((comment.author_name.as_deref(), &comment.parent), (Some("Ann"), &None));
        assert!(comment.published.is_some());
    }
}

#[test]
fn answers_name_the_comment_above_them() {
    let posts = "<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title><id>urn:t</id><entry><id>urn:p</id><title>P</title><link href='https://e.org/p'/><updated>2024-01-01T00:00:00Z</updated></entry></feed>";
    let entry = |id: &str, answers: &[&str], text: &str| {
        let answers: String =
            answers.iter().map(|it| format!("<thr:in-reply-to ref='{it}'/>")).collect();
        format!(
            "<entry><id>{id}</id><title>Re: P</title><updated>2024-01-02T00:00:00Z</updated><content>{text}</content>{answers}</entry>"
        )
    };
    let head = "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:thr='http://purl.org/syndication/thread/1.0'><title>T – 댓글</title><id>urn:c</id>";
    let entries = [
        entry("tag:e.org,2024:comment:c1", &["urn:p"], "a"),
        entry("urn:c2", &["tag:e.org,2024:comment:c1", "urn:p"], "b"),
        entry("urn:c3", &["urn:gone"], "c"),
    ];
    let reading =
        read_all(&[("comments", &format!("{head}{}</feed>", entries.concat())), ("posts", posts)]);
    let expected = [("urn:p", "a", None), ("urn:p", "b", Some("c1"))];
    let expected = expected
        .map(|(post, text, parent)| (post.to_owned(), text.to_owned(), parent.map(str::to_owned)));
    assert_eq!(told(&reading), expected);
    // The only date is the one that Atom calls the last change.
    let rest = |comment: &Comment| {
        comment
            .extra
            .value("feed:entry")
            .unwrap()
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<Vec<_>>()
    };
    assert!(comments(&reading).iter().all(|it| rest(it) == ["updated"] && !it.is_html));
    let aside = reading.blogs[0].site.extra.value("feed:comments-without-post").unwrap();
    assert_eq!((&aside[0]["id"], &aside[0]["post"]), (&"urn:c3".into(), &"urn:gone".into()));
    assert!(matches!(fates(&reading)[2], Fate::StoredAside { .. }));
}

#[test]
fn what_is_no_feed_of_comments_stays_a_feed_of_posts() {
    let alone = wordpress("Comments for T", &[(1, "one/", "first")]);
    assert_eq!(titles(&read_all(&[("a.xml", &alone)])), ["By: Mina"]);
    // The title says so, but nothing says of which post the entries are.
    let mute = rss("<item><title>a</title><guid>1</guid></item>")
        .replace("<title>T<", "<title>Comments on life<");
    let reading = read_all(&[("a.xml", POSTS), ("b.xml", &mute)]);
    assert_eq!((titles(&reading).len(), comments(&reading).len()), (3, 0));
    // Posts that answer posts of the same blog.
    let answering =
        POSTS.replace("<rss ", "<rss xmlns:thr='http://purl.org/syndication/thread/1.0' ").replace(
            "<title>Two</title>",
            "<title>Two</title><thr:in-reply-to ref='https://e.org/?p=1'/>",
        );
    assert_eq!(titles(&read_all(&[("a.xml", &answering), ("b.xml", POSTS)])), ["One", "Two"]);
}

#[test]
fn what_a_comment_has_no_place_for_is_kept() {
    let all = wordpress("Comments for T", &[(1, "one/", "first")])
        .replace("</item>", "<category>x</category><enclosure url='https://e.org/a.mp3' length='1' type='audio/mpeg'/><sy:note xmlns:sy='urn:x'>y</sy:note></item>");
    let comment = comments(&read_all(&[("a.xml", POSTS), ("b.xml", &all)])).remove(0);
    let rest = comment.extra.value("feed:entry").unwrap();
    assert_eq!(rest["title"], "By: Mina");
    assert_eq!(rest["permalink"], "https://e.org/one/#comment-1");
    assert_eq!(rest["enclosures"][0]["url"], "https://e.org/a.mp3");
    assert!(rest.get("summary").is_none() && rest.get("content").is_none(), "{rest}");
    assert!(comment.extra.iter().any(|(name, _)| name.contains("note")), "{:?}", comment.extra);
}

#[test]
fn comments_of_posts_that_are_not_here_are_kept_aside() {
    // The feed of an older post: its home is that post.
    let old = wordpress("Comments on: Old", &[(4, "old/", "late")])
        .replace("<link>https://e.org/</link>", "<link>https://e.org/old/</link>");
    // One without comments neither renames the blog nor is one.
    let none = wordpress("Comments for T", &[]);
    let reading = read_all(&[("a.xml", POSTS), ("b.xml", &old), ("c.xml", &old), ("d.xml", &none)]);
    assert_eq!(titles(&reading), ["One", "Two"]);
    assert_eq!(reading.blogs[0].site.title.as_deref(), Some("T"));
    let aside = reading.blogs[0].site.extra.value("feed:comments-without-post").unwrap();
    assert_eq!((aside.as_array().unwrap().len(), &aside[0]["post"]), (1, &"e.org/old".into()));
    let heads = reading.blogs[0].site.extra.value("feed:comments-heads").unwrap();
    assert_eq!(heads[0]["title"], "Comments on: Old");
}

#[test]
fn what_only_looks_like_comments_is_posts() {
    let linked =
        rss("<item><title>a</title><link>https://e.org/2024/01/#p5</link><guid>1</guid></item>")
            .replace("<title>T<", "<title>Comments on life<");
    assert_eq!(titles(&read_all(&[("a.xml", POSTS), ("b.xml", &linked)])).len(), 3);
    // Somebody else's blog, one of whose posts answers one that is here.
    let other = "<rss version='2.0' xmlns:thr='http://purl.org/syndication/thread/1.0'><channel><title>오늘의 댓글</title><link>https://me.org</link>\
        <item><title>A</title><link>https://me.org/a</link><guid>m1</guid><thr:in-reply-to ref='https://e.org/?p=1'/></item>\
        <item><title>B</title><link>https://me.org/b</link><guid>m2</guid><thr:in-reply-to ref='https://x.org/1'/></item></channel></rss>";
    let reading = try_reading(&[("a.xml", POSTS.as_bytes()), ("b.xml", other.as_bytes())]).unwrap();
    let counts: Vec<_> =
        reading.blogs.iter().map(|it| (it.posts.len(), it.comments.len())).collect();
    assert_eq!(counts, [(2, 0), (2, 0)]);
}

#[test]
fn feeds_of_comments_alone_are_one_feed_however_many_they_are() {
    let (one, two) = (
        wordpress("Comments for T", &[(1, "one/", "first")]),
        wordpress("Comments for T", &[(2, "one/", "second"), (1, "one/", "first")]),
    );
    for files in [[("a.xml", &one), ("b.xml", &two)], [("a.xml", &two), ("b.xml", &one)]] {
        let reading = read_all(&files.map(|(name, text)| (name, text.as_str())));
        assert_eq!((titles(&reading).len(), comments(&reading).len()), (2, 0));
    }
}

#[test]
fn one_id_in_two_feeds_may_be_two_comments() {
    let of_post = |title: &str, page: &str, name: &str| {
        wordpress(title, &[(1, page, "Thanks!")])
            .replace("https://e.org/?p=1#comment-1", "1")
            .replace("Mina", name)
    };
    let (one, two) =
        (of_post("Comments on: One", "one/", "Ann"), of_post("Comments on: Two", "two/", "Bob"));
    // One of them is answered.
    let answer = "<item><title>x</title><link>https://e.org/two/#comment-2</link><guid isPermaLink='false'>2</guid><description>y</description><thr:in-reply-to xmlns:thr='http://purl.org/syndication/thread/1.0' ref='1'/></item>";
    let answered = two.replace("</channel>", &format!("{answer}</channel>"));
    for [b, c] in [[&one, &answered], [&answered, &one]] {
        let said = comments(&read_all(&[("a.xml", POSTS), ("b.xml", b), ("c.xml", c)]));
        let found = said.iter().find(|it| it.id.as_str() == "2").unwrap();
        let parent = said.iter().find(|it| Some(&it.id) == found.parent.as_ref()).unwrap();
        assert_eq!(parent.author_name.as_deref(), Some("Bob"));
    }
    let reading = read_all(&[("a.xml", POSTS), ("b.xml", &one), ("c.xml", &two)]);
    let said = comments(&reading);
    let mut told: Vec<_> =
        said.iter().map(|it| (it.post.as_str(), it.author_name.as_deref())).collect();
    told.sort_unstable();
    assert_eq!(told, [("https://e.org/?p=1", Some("Ann")), ("https://e.org/?p=2", Some("Bob"))]);
    assert_ne!(said[0].id, said[1].id);
}

#[test]
fn what_atom_demands_of_larder_is_nothing_that_a_comment_says() {
    let posts = "<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title><id>urn:t</id><entry><id>urn:p</id><title>P</title><link href='https://e.org/p'/><updated>2024-01-01T00:00:00Z</updated></entry></feed>";
    let feed = |generator: &str| {
        format!(
            "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:thr='http://purl.org/syndication/thread/1.0'><title>T – Comments</title><id>urn:c</id><generator version='0.1'>{generator}</generator><entry><id>urn:c1</id><title>Re: P</title><link href='https://e.org/p'/><updated>2024-01-01T00:00:00Z</updated><author><name>Anonymous</name></author><content>a</content><thr:in-reply-to ref='urn:p'/></entry></feed>"
        )
    };
    let ours = comments(&read_all(&[("a", posts), ("b", &feed("Larder"))])).remove(0);
    assert_eq!((ours.author_name, ours.published, ours.extra.is_empty()), (None, None, true));
    let other = comments(&read_all(&[("a", posts), ("b", &feed("Other"))])).remove(0);
    assert_eq!((other.author_name.as_deref(), other.published), (Some("Anonymous"), None));
    assert!(other.extra.value("feed:entry").unwrap().get("updated").is_some());
}
