//! Each rule for a post, as one small post.

use larder_core::Claim;
use larder_export::Extent;
use serde_json::json;

use crate::{
    blog::{blog, by, date, post, tag},
    run::{item, options, write, write_with},
};

#[test]
fn a_post_in_rss() {
    let mut written =
        post("https://blog.example.org/?p=12", "<p>Full <a href=\"/x?a=1&b=2\">text</a></p>");
    written.title = Some("Vec<T> & AT&T".into());
    written.summary = Some("Short & sweet.".into());
    written.permalink = Some("https://blog.example.org/글/12".into());
    written.updated = Some(date("2022-10-15T15:30:00+09:00"));
    let mut blog = blog([written]);
    by(&mut blog, "1", "나무");
    tag(&mut blog, "R&D");
    assert_eq!(
        write("rss", &blog).text,
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>
<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:fh=\"http://purl.org/syndication/history/1.0\">
<channel>
<title>나무의 블로그 &#x26; notes</title>
<link>https://blog.example.org/</link>
<description>나무의 블로그 &#x26; notes</description>
<language>ko</language>
<lastBuildDate>Sat, 15 Oct 2022 15:30:00 +0900</lastBuildDate>
<generator>Larder 0.1</generator>
<docs>https://www.rssboard.org/rss-specification</docs>
<atom:link href=\"https://feeds.example.org/rss.xml\" rel=\"self\" type=\"application/rss+xml\"/>
<fh:complete/>
<item>
<title>Vec&#x3C;T&#x3E; &#x26; AT&#x26;T</title>
<link>https://blog.example.org/%EA%B8%80/12</link>
<description>Short &amp;amp; sweet.</description>
<content:encoded><![CDATA[<p>Full <a href=\"https://blog.example.org/x?a=1&amp;b=2\">text</a></p>]]></content:encoded>
<dc:creator>나무</dc:creator>
<category>R&#x26;D</category>
<guid isPermaLink=\"false\">https://blog.example.org/?p=12</guid>
<pubDate>Fri, 14 Oct 2022 09:39:21 +0900</pubDate>
<atom:updated>2022-10-15T15:30:00+09:00</atom:updated>
</item>
</channel>
</rss>
"
    );
}

#[test]
fn a_post_in_atom() {
    let mut written = post("tag:blog.example.org,2022:12", "<p>Hi & bye</p>");
    written.title = Some("Vec<T> & AT&T".into());
    written.language = Some("en".into());
    written.updated = Some(date("2022-10-15T15:30:00+09:00"));
    let mut blog = blog([written]);
    by(&mut blog, "1", "나무");
    tag(&mut blog, "R&D");
    assert_eq!(
        write("atom", &blog).text,
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>
<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:fh=\"http://purl.org/syndication/history/1.0\" xml:lang=\"ko\">
<title>나무의 블로그 &amp; notes</title>
<id>https://blog.example.org/</id>
<updated>2022-10-15T15:30:00+09:00</updated>
<link rel=\"self\" type=\"application/atom+xml\" href=\"https://feeds.example.org/atom.xml\"/>
<link rel=\"alternate\" type=\"text/html\" href=\"https://blog.example.org/\"/>
<author>
<name>나무의 블로그 &amp; notes</name>
</author>
<generator version=\"0.1\">Larder</generator>
<fh:complete/>
<entry xml:lang=\"en\">
<title>Vec&lt;T&gt; &amp; AT&amp;T</title>
<id>tag:blog.example.org,2022:12</id>
<published>2022-10-14T09:39:21+09:00</published>
<updated>2022-10-15T15:30:00+09:00</updated>
<link rel=\"alternate\" type=\"text/html\" href=\"https://blog.example.org/12\"/>
<author>
<name>나무</name>
</author>
<category term=\"R&amp;D\"/>
<content type=\"html\">&lt;p&gt;Hi &amp;amp; bye&lt;/p&gt;</content>
</entry>
</feed>
"
    );
}

#[test]
fn a_post_in_json_feed() {
    let mut written = post("12", "<p>Hi & bye</p>");
    written.summary = Some("</b> & </script>".into());
    let mut blog = blog([written]);
    by(&mut blog, "1", "나무");
    tag(&mut blog, "R&D");
    assert_eq!(
        write("json-feed", &blog).text,
        concat!(
            r#"{"version":"https://jsonfeed.org/version/1.1","title":"나무의 블로그 & notes","#,
            r#""home_page_url":"https://blog.example.org/","feed_url":"https://feeds.example.org/feed.json","#,
            r#""language":"ko","items":["#,
            "\n",
            r#"{"id":"12","url":"https://blog.example.org/12","title":"제목","#,
            r#""content_html":"<p>Hi &amp; bye</p>","summary":"</b> & </script>","#,
            r#""date_published":"2022-10-14T09:39:21+09:00","authors":[{"name":"나무"}],"tags":["R&D"]}"#,
            "\n]}\n"
        )
    );
}

#[test]
fn a_post_without_title_has_none_but_in_atom_which_demands_one() {
    let mut untitled = post("urn:x-post:1", "<h2>첫 문장이다.</h2><p>둘째 문장.</p>");
    untitled.title = Some(" \u{200b}".into());
    let blog = blog([untitled]);
    let rss = write("rss", &blog);
    assert!(rss.lines("<item>", "<description>").starts_with("<item>\n<link>"));
    assert_eq!(item(&write("json-feed", &blog))["title"], json!(null));
    let atom = write("atom", &blog);
    assert!(atom.text.contains("<entry>\n<title>첫 문장이다. 둘째 문장.</title>"));
    assert_eq!(atom.codes(), ["title-made"]);
}

#[test]
fn without_text_an_atom_title_is_the_date() {
    let mut picture = post("urn:x-post:1", "<img src=\"https://c.example.org/a.png\">");
    picture.title = None;
    assert!(write("atom", &blog([picture])).text.contains("<title>2022-10-14</title>"));
}

#[test]
fn only_titles_that_look_like_html_are_sent_as_html_in_atom() {
    for (title, sent) in [
        ("<b>", "<title>&lt;b&gt;</title>"),
        ("AT&T Q&A", "<title>AT&amp;T Q&amp;A</title>"),
        ("</b>", "<title type=\"html\">&amp;lt;/b&amp;gt;</title>"),
        ("Q&A1", "<title type=\"html\">Q&amp;amp;A1</title>"),
    ] {
        let mut titled = post("urn:x-post:1", "<p>x</p>");
        titled.title = Some(title.into());
        assert!(
            write("atom", &blog([titled])).text.contains(&format!("<entry>\n{sent}")),
            "{title}"
        );
    }
}

#[test]
fn a_guid_is_a_permalink_only_if_it_is_the_link() {
    let guid = |id: &str| {
        let written = write("rss", &blog([post(id, "<p>x</p>")]));
        let lines = written.lines("<guid", "<pubDate>");
        lines.lines().next().unwrap().to_owned()
    };
    assert_eq!(
        guid("https://blog.example.org/12"),
        "<guid isPermaLink=\"true\">https://blog.example.org/12</guid>"
    );
    assert_eq!(guid("foo bar"), "<guid isPermaLink=\"false\">foo bar</guid>");
    // The validator warns of a short number; a reader that knew the post by it would announce it again.
    assert_eq!(guid("12345"), "<guid isPermaLink=\"false\">12345</guid>");
}

#[test]
fn ids_that_are_no_uris_are_mapped_in_atom_and_noted() {
    let atom = write("atom", &blog([post("foo bar", "<p>x</p>")]));
    assert!(atom.text.contains("<id>tag:blog.example.org,2022:guid:foo%20bar</id>"));
    assert_eq!(atom.codes(), ["id-mapped"]);
    assert_eq!(item(&write("json-feed", &blog([post("foo bar", "<p>x</p>")])))["id"], "foo bar");
}

#[test]
fn odd_offsets_are_utc_in_rss_only() {
    let mut dated = post("urn:x-post:1", "<p>x</p>");
    dated.published = Some(date("2022-10-17T00:10:00+05:45"));
    let blog = blog([dated]);
    assert!(
        write("rss", &blog).text.contains("<pubDate>Sun, 16 Oct 2022 18:25:00 +0000</pubDate>")
    );
    assert!(write("atom", &blog).text.contains("<published>2022-10-17T00:10:00+05:45</published>"));
    assert_eq!(item(&write("json-feed", &blog))["date_published"], "2022-10-17T00:10:00+05:45");
}

#[test]
fn no_e_mail_address_of_an_author_is_written() {
    let mut blog = blog([post("urn:x-post:1", "<p>x</p>")]);
    by(&mut blog, "1", "Jane <jane@example.org>");
    by(&mut blog, "2", "john@example.org");
    blog.authors[0].email = Some("secret@example.org".into());
    blog.authors[0].url = Some("https://jane.example.org".into());
    for format in crate::run::FORMATS {
        let text = write(format, &blog).text;
        assert!(!text.contains('@'), "{text}");
        assert!(text.contains("Jane"), "{text}");
    }
    assert_eq!(
        item(&write("json-feed", &blog))["authors"],
        json!([{"name": "Jane", "url": "https://jane.example.org/"}])
    );
}

#[test]
fn a_subtitle_stands_before_the_body_and_for_a_summary() {
    let mut titled = post("urn:x-post:1", "<p>본문</p>");
    titled.subtitle = Some(Box::new(Claim::stated("부제 & 더".into())));
    let blog = blog([titled]);
    let full = item(&write("json-feed", &blog));
    assert_eq!(full["content_html"], "<p><strong>부제 &amp; 더</strong></p><p>본문</p>");
    let mut options = options();
    options.extent = Extent::Summary;
    let summary = item(&write_with("json-feed", &blog, &options).unwrap());
    assert_eq!(summary["content_text"], "부제 & 더");
    assert_eq!(summary["content_html"], json!(null));
}

#[test]
fn summaries_stand_for_bodies_where_they_are_asked_for() {
    let mut options = options();
    options.extent = Extent::Summary;
    let blog = blog([post("urn:x-post:1", "<p>One &amp; two.</p><p>Three.</p>")]);
    let rss = write_with("rss", &blog, &options).unwrap().text;
    assert!(rss.contains("<description>One &amp;amp; two. Three.</description>\n<guid"));
    assert!(!rss.contains("content"));
    let atom = write_with("atom", &blog, &options).unwrap().text;
    assert!(atom.contains("<summary>One &amp; two. Three.</summary>\n</entry>"));
}

#[test]
fn an_atom_summary_without_a_link_is_the_content_too() {
    let mut options = options();
    options.extent = Extent::Summary;
    let mut unlinked = post("urn:x-post:1", "<p>One</p>");
    unlinked.permalink = None;
    let atom = write_with("atom", &blog([unlinked]), &options).unwrap().text;
    assert!(atom.contains("<content type=\"html\">&lt;p&gt;One&lt;/p&gt;</content>"));
}

#[test]
fn a_long_excerpt_ends_after_a_sentence() {
    let long = format!("<p>{}</p>", "열 글자짜리 문장이다. ".repeat(2000));
    let rss = write("rss", &blog([post("urn:x-post:1", &long)])).text;
    let document = roxmltree::Document::parse(&rss).unwrap();
    let items = document.descendants().filter(|node| node.has_tag_name("item"));
    let excerpt = items.flat_map(|item| item.children()).find(|it| it.has_tag_name("description"));
    let excerpt = excerpt.unwrap().text().unwrap().to_owned();
    assert!(excerpt.ends_with("문장이다. …") && excerpt.chars().count() <= 280, "{excerpt}");
}

#[test]
fn a_blank_body_becomes_a_link_to_the_post() {
    let html = |html| item(&write("json-feed", &blog([post("1", html)])))["content_html"].clone();
    assert_eq!(html(" <!-- more --> "), "<p><a href=\"https://blog.example.org/12\">제목</a></p>");
}

#[test]
fn what_a_text_capture_could_not_keep_leaves_no_holes() {
    let body = "<p>골목<a id=\"fnref-1\" href=\"#fn-1\">*</a></p>\n<figure class=\"media-gap\"></figure>\n\
        <p><a id=\"fn-1\" href=\"#fnref-1\">*</a>좁은 길</p>";
    let mut written = post("https://blog.example.org/?p=12", body);
    for (permalink, before) in
        [(None, ""), (Some("https://blog.example.org/12"), " href=\"https://blog.example.org/12#")]
    {
        written.permalink = permalink.map(Into::into);
        let feed = write("json-feed", &blog([written.clone()]));
        let href =
            |name| if before.is_empty() { String::new() } else { format!("{before}{name}\"") };
        let (note, back) = (href("fn-1"), href("fnref-1"));
        let expected = format!(
            "<p>골목<a id=\"fnref-1\"{note}>*</a></p>\n\n<p><a id=\"fn-1\"{back}>*</a>좁은 길</p>"
        );
        assert_eq!(item(&feed)["content_html"], expected);
        // Without an address of its own, no link can lead to a place in it.
        let lost = "https://blog.example.org/?p=12: json-feed: 2 links have no usable address and became text";
        assert_eq!(feed.notes().trim_end(), if before.is_empty() { lost } else { "" });
    }
}

#[test]
fn what_was_dropped_is_noted_with_its_post() {
    let html = "<p onclick=x>a\0</p><script>x</script><a href=\"javascript:x\">b</a>\
        <iframe src=\"https://www.youtube.com/embed/abc\"></iframe>";
    let mut dirty = post("urn:x-post:1", html);
    dirty.title = Some("t\u{8}".into());
    assert_eq!(
        write("rss", &blog([dirty])).notes(),
        "urn:x-post:1: rss: 2 characters that it cannot hold were dropped
urn:x-post:1: rss: 1 links have no usable address and became text
urn:x-post:1: rss: 1 embedded players became links
urn:x-post:1: rss: 1 pieces of unsafe or unknown markup were removed
"
    );
}

#[test]
fn the_language_of_a_post_is_stated_where_it_differs() {
    let language = |tag: &str| {
        let mut spoken = post("urn:x-post:1", "<p>x</p>");
        spoken.language = Some(tag.into());
        let blog = blog([spoken]);
        let rss = write("rss", &blog);
        let open = rss.lines("<item", "<title>").lines().next().unwrap().to_owned();
        (open, item(&write("json-feed", &blog))["language"].clone())
    };
    assert_eq!(language("yue"), ("<item xml:lang=\"zh-yue\">".into(), json!("zh-yue")));
    assert_eq!(language("ko"), ("<item>".into(), json!(null)));
    assert_eq!(language("i-klingon"), ("<item>".into(), json!(null)));
}
