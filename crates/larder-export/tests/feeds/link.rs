//! Files, pictures and links of a post.

use larder_core::{Asset, AssetId, Counts, Enclosure, InReplyTo, Link, PostId, Translation};
use serde_json::json;

use crate::{
    blog::{blog, post},
    run::{item, write},
};

#[test]
fn one_enclosure_in_rss_the_first_that_is_played_and_the_others_as_links() {
    let mut episode = post("urn:x-post:1", "<p>x</p>");
    let mut document = Enclosure::new("/notes.pdf");
    document.title = Some("Notes".into());
    let mut sound = Enclosure::new("https://blog.example.org/a.mp3?x=1&y=2");
    sound.media_type = Some("audio/mpeg".into());
    sound.length = Some(1337);
    sound.title = Some("Notes".into());
    sound.seconds = Some(61);
    episode.enclosures = vec![
        document,
        Enclosure::new("http://my_host.example.org/b"),
        sound,
        Enclosure::new("file:///c"),
    ]
    .into();
    let blog = blog([episode]);
    let rss = write("rss", &blog);
    assert_eq!(
        rss.lines("<enclosure", "<pubDate>").lines().next(),
        Some(
            "<enclosure url=\"https://blog.example.org/a.mp3?x=1&amp;y=2\" length=\"1337\" type=\"audio/mpeg\"/>"
        )
    );
    assert_eq!(
        rss.lines("<atom:link href=\"https://blog", "</item>"),
        "<atom:link href=\"https://blog.example.org/notes.pdf\" rel=\"enclosure\" title=\"Notes\" type=\"application/octet-stream\"/>
<atom:link href=\"http://my_host.example.org/b\" rel=\"enclosure\" type=\"application/octet-stream\"/>
</item>"
    );
    assert_eq!(rss.codes(), ["links-dropped"]);
    assert_eq!(
        item(&write("json-feed", &blog))["attachments"],
        json!([
            {"url": "https://blog.example.org/a.mp3?x=1&y=2", "mime_type": "audio/mpeg", "title": "Notes",
             "size_in_bytes": 1337, "duration_in_seconds": 61},
            {"url": "https://blog.example.org/notes.pdf", "mime_type": "application/octet-stream"},
            {"url": "http://my_host.example.org/b", "mime_type": "application/octet-stream"},
        ])
    );
}

#[test]
fn an_enclosure_of_unknown_length_has_length_0_in_rss_and_none_in_atom() {
    let mut episode = post("urn:x-post:1", "<p>x</p>");
    episode.enclosures = vec![Enclosure::new("https://blog.example.org/a.mp3")].into();
    let blog = blog([episode]);
    assert!(write("rss", &blog).text.contains("length=\"0\" type=\"application/octet-stream\""));
    assert!(!write("atom", &blog).text.contains("length"));
}

#[test]
fn an_enclosure_that_is_a_path_in_an_archive_is_no_address() {
    let mut walk = post("urn:x-post:1", "<p>x</p>");
    let mut film = Enclosure::new("media_attachments/walk.mp4");
    film.asset = Some(AssetId::new("walk"));
    walk.enclosures = vec![film].into();
    let mut blog = blog([walk]);
    blog.assets.extend([Asset::new(AssetId::new("walk"))]);
    let rss = write("rss", &blog);
    assert!(!rss.text.contains("walk.mp4"), "{}", rss.text);
    assert_eq!(rss.codes(), ["links-dropped"]);
}

#[test]
fn relations_that_readers_know_are_carried() {
    let mut linked = post("urn:x-post:1", "<p>x</p>");
    for rel in ["related", "canonical", "next", "https://example.org/rel", "replies"] {
        linked.links.push(Link::new(rel, format!("https://e.example.org/?a&b={}", rel.len())));
    }
    let mut counts = Counts::default();
    counts.comments = Some(3);
    linked.counts = Some(Box::new(counts));
    let mut translation = Translation::new("ja");
    translation.url = Some("https://blog.example.org/ja/12".into());
    linked.translations.push(translation);
    let mut answered = InReplyTo::new("foo");
    answered.url = Some("https://e.example.org/11?a=1&b=2".into());
    linked.in_reply_to.push(answered);
    let blog = blog([linked]);
    let rss = write("rss", &blog);
    assert_eq!(
        rss.lines("<comments>", "<pubDate>"),
        "<comments>https://e.example.org/?a&#x26;b=7</comments>
<guid isPermaLink=\"false\">urn:x-post:1</guid>
<pubDate>"
    );
    assert_eq!(
        rss.lines("<pubDate>", "</item>"),
        "<pubDate>Fri, 14 Oct 2022 09:39:21 +0900</pubDate>
<atom:link href=\"https://e.example.org/?a&amp;b=7\" rel=\"related\"/>
<atom:link href=\"https://e.example.org/?a&amp;b=23\" rel=\"https://example.org/rel\"/>
<atom:link href=\"https://blog.example.org/ja/12\" hreflang=\"ja\" rel=\"alternate\" type=\"text/html\"/>
<slash:comments>3</slash:comments>
<thr:in-reply-to href=\"https://e.example.org/11?a=1&amp;b=2\" ref=\"tag:blog.example.org,2022:guid:foo\"/>
</item>"
    );
    let atom = write("atom", &blog);
    assert!(atom.text.contains(
        "<link rel=\"replies\" href=\"https://e.example.org/?a&amp;b=7\" thr:count=\"3\"/>"
    ));
    assert!(atom.text.contains("<link rel=\"alternate\" type=\"text/html\" hreflang=\"ja\" href="));
    assert_eq!(item(&write("json-feed", &blog))["external_url"], "https://e.example.org/?a&b=7");
}

#[test]
fn the_feed_of_comments_that_a_post_had_is_no_page_of_comments() {
    let mut linked = post("urn:x-post:1", "<p>x</p>");
    for (kind, address) in [
        ("application/rss+xml", "https://e.example.org/1/feed"),
        ("application/atom+xml", "https://e.example.org/1/atom"),
        ("text/html", "https://e.example.org/1#comments"),
    ] {
        let mut link = Link::new("replies", address);
        link.media_type = Some(kind.into());
        linked.links.push(link);
    }
    let rss = write("rss", &blog([linked.clone()]));
    assert_eq!(
        rss.lines("<comments>", "</item>"),
        "<comments>https://e.example.org/1#comments</comments>
<guid isPermaLink=\"false\">urn:x-post:1</guid>
<pubDate>Fri, 14 Oct 2022 09:39:21 +0900</pubDate>
<atom:link href=\"https://e.example.org/1/atom\" rel=\"replies\" type=\"application/atom+xml\"/>
<wfw:commentRss>https://e.example.org/1/feed</wfw:commentRss>
</item>"
    );
    linked.links.truncate(2);
    assert!(!write("rss", &blog([linked])).text.contains("<comments>"), "nobody knows the page");
}

#[test]
fn the_address_of_a_translation_that_is_not_in_the_feed_stays_hidden() {
    let mut linked = post("urn:x-post:1", "<p>x</p>");
    let mut translation = Translation::new("ja");
    translation.post = Some(PostId::new("urn:x-post:2"));
    translation.url = Some("https://blog.example.org/secret".into());
    linked.translations.push(translation);
    let mut hidden = post("urn:x-post:2", "<p>y</p>");
    hidden.status = Some(larder_core::Status::Draft);
    assert!(!write("atom", &blog([linked, hidden])).text.contains("secret"));
}

#[test]
fn images_are_the_originals_unless_the_feed_has_their_bytes_beside_it() {
    let html = "<p>x</p><img src=\"saved_files/a.png\" alt=\"그림\"><img src=\"saved_files/b.png\" alt=\"잃음\">";
    let mut pictured = post("1", html);
    pictured.cover = Some(AssetId::new("a"));
    let mut blog = blog([pictured]);
    let mut known = Asset::new(AssetId::new("a"));
    known.url = Some("https://c.example.org/a.png".into());
    known.also_at.push("saved_files/a.png".into());
    let mut lost = Asset::new(AssetId::new("b"));
    lost.also_at.push("saved_files/b.png".into());
    blog.assets = vec![known, lost].into();
    let original = item(&write("json-feed", &blog));
    let expected = "<p>x</p><img src=\"https://c.example.org/a.png\" alt=\"그림\">잃음";
    assert_eq!(original["content_html"], expected);
    assert_eq!(original["image"], "https://c.example.org/a.png");
    assert_eq!(write("json-feed", &blog).codes(), [""; 0]);

    let mut stored = larder_core::Stored::new(larder_core::Digest::of(b"a"), 1, "png");
    let file = format!("https://feeds.example.org/{}", stored.file);
    let mut store = |stored| {
        blog.assets.change(0, |asset| asset.stored = Some(Box::new(stored))).unwrap();
        blog.clone()
    };
    let blog = store(stored.clone());
    assert_eq!(item(&write("json-feed", &blog)), original, "no file is written without its bytes");
    let spool: std::sync::Arc<dyn larder_core::Spool> =
        std::sync::Arc::new(larder_core::MemorySpool::default());
    stored.blob = Some(larder_core::Blob::keep(&spool, b"a").unwrap());
    let blog = store(stored);
    let beside = item(&write("json-feed", &blog));
    assert_eq!(beside["content_html"], expected.replace("https://c.example.org/a.png", &file));
    assert_eq!(beside["image"], file);
}
