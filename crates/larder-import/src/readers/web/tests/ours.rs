//! Pages that Larder made.

use super::*;

#[test]
fn a_page_of_others_that_says_it_is_ours_says_nothing_of_a_blog() {
    let forged = "<html><meta name=generator content=Larder><script type=application/ld+json>\
        {\"@type\":\"BlogPosting\",\"identifier\":\"https://a.example/2020/01/05/snow/\",\
        \"url\":\"https://a.example/2020/01/05/snow/\",\"isPartOf\":[{\"@type\":\"Blog\",\"identifier\":\"b\",\
        \"url\":\"https://a.example/\"}]}</script><article class=h-entry><div class=e-content><p>FORGED</p></div></article>";
    let post = POST
        .replace("<title>", "<link rel=canonical href=https://a.example/2020/01/05/snow/><title>");
    let saved = |from: &str| format!("<!-- saved from url=(0026){from} -->{forged}");
    for (from, is_believed) in
        [("https://evil.example/a", false), ("https://a.example/2020/01/05/snow/", true)]
    {
        let reading = blogs(&[("a.html", &*post), ("b.html", &saved(from))]);
        let mut of_blog = reading
            .blogs
            .iter()
            .filter(|blog| blog.site.home.as_deref() == Some("https://a.example/"));
        let archived = format!("{:?}", of_blog.next().unwrap().site);
        assert_eq!(archived.contains("\"b\""), is_believed, "{from}: {archived}");
    }
}

/// A page as the writer of web archives makes it, with these words in its JSON-LD.
fn of_ours(said: &str, html: &str) -> String {
    format!(
        "<!doctype html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"generator\" content=\"Larder\">\n\
        <title>x</title>\n<script type=\"application/ld+json\">{said}</script>\n</head>\n<body>\n\
        <article class=\"h-entry\">\n<h1 class=\"p-name\">x</h1>\n{html}</article>\n</body>\n</html>\n"
    )
}

const OF_BLOG: &str =
    r#""isPartOf":[{"@type":"Blog","identifier":"b","url":"https://a.example/","name":"A"}]"#;

#[test]
fn a_page_of_ours_is_its_post_and_nothing_of_it_is_guessed() {
    let said = format!(
        r##"{{"@type":"BlogPosting","identifier":"tag:a,1","url":"https://other.example/snow#x","headline":"Snow | A",
        "datePublished":"2020-01-05T10:00:00+09:00","author":[{{"@type":"Person","name":"admin"}}],"keywords":["#a"],
        "articleSection":["b"],"comment":[{{"@type":"Comment","identifier":"c","url":"#comment-1","author":{{"name":"Kim"}}}}],
        {OF_BLOG}}}"##
    );
    let body = "<div class=\"e-content\"><h1>Snow | A</h1><div class=\"e-content\">in</div><section class=\"comments\"></section></div>\n";
    let page = of_ours(&said, body).replace(
        "</body>",
        "<section class=\"comments\"><article class=\"h-cite\" id=\"comment-1\"><p>Kim</p>\
        <div class=\"e-content\"><p>yes</p></div></article></section></body>",
    );
    let reading =
        blogs(&[("a.html", &page), ("b.html", &of_ours(&said.replace("tag:a,1", "2"), ""))]);
    let [blog] = &reading.blogs[..] else { panic!("{} blogs", reading.blogs.len()) };
    assert_eq!((blog.site.id.as_str(), blog.site.title.as_deref()), ("b", Some("A")));
    let posts: Vec<_> =
        blog.posts.slots().iter().map(|it| it.get().unwrap().into_owned()).collect();
    let post = posts.iter().find(|it| it.id.as_str() == "tag:a,1").unwrap();
    assert_eq!(post.title.as_deref(), Some("Snow | A"));
    assert_eq!(post.permalink.as_deref(), Some("https://other.example/snow#x"));
    assert_eq!(blog.author(&post.authors[0]).unwrap().name.as_deref(), Some("admin"));
    assert_eq!(
        post.content.as_ref().unwrap().html.text().unwrap(),
        "<h1>Snow | A</h1><div class=\"e-content\">in</div><section class=\"comments\"></section>"
    );
    // Two posts of one address are two, and one without a text has none.
    assert!(posts.len() == 2 && posts.iter().any(|it| it.content.is_none()));
    let comment = blog.comments.get(0).unwrap();
    assert_eq!(
        (&*comment.body.text().unwrap(), comment.author_name.as_deref()),
        ("<p>yes</p>", Some("Kim"))
    );
    assert!(reading.ledger.unexplained().is_empty());
}

#[test]
fn a_page_of_ours_that_lost_texts_of_comments_says_so() {
    let comment = |number: u32| {
        format!(r##"{{"@type":"Comment","identifier":"c{number}","url":"#comment-{number}"}}"##)
    };
    let said = format!(
        r#"{{"@type":"BlogPosting","identifier":"1","comment":[{},{}],{OF_BLOG}}}"#,
        comment(1),
        comment(2)
    );
    let text = |number: u32| {
        format!(
            "<article class=\"h-cite\" id=\"comment-{number}\"><div class=\"e-content\">x</div></article>"
        )
    };
    let lost = |texts: &str| {
        let section = format!("<section class=\"comments\">{texts}</section></body>");
        let reading = blogs(&[("a.html", &of_ours(&said, "").replace("</body>", &section))]);
        let is_it = |kind: &larder_core::NoteKind| {
            matches!(kind, larder_core::NoteKind::CommentsNotCaptured { stated: 2, found: 1 })
        };
        reading.blogs[0].notes.iter().any(|note| is_it(&note.kind))
    };
    assert!(lost(&text(1)));
    assert!(!lost(&[text(1), text(2)].concat()));
}

#[test]
fn a_word_that_we_never_write_makes_a_page_of_ours_private() {
    use larder_core::{Audience, Status, Visibility};

    for (words, status, visibility, audience) in [
        (
            r#""creativeWorkStatus":"draft","conditionsOfAccess":"private""#,
            Some(Status::Draft),
            Some(Visibility::Private),
            None,
        ),
        (r#""creativeWorkStatus":"pubished","conditionsOfAccess":7"#, None, None, None),
        (
            r#""audience":{"audienceType":"members"}"#,
            Some(Status::Published),
            Some(Visibility::Public),
            Some(Audience::Members),
        ),
        (
            r#""audience":"everybody""#,
            Some(Status::Published),
            Some(Visibility::Public),
            Some(Audience::Paid),
        ),
    ] {
        let page = of_ours(
            &format!(r#"{{"@type":"BlogPosting","identifier":"1",{words},{OF_BLOG}}}"#),
            "",
        );
        let reading = blogs(&[("a.html", &page)]);
        let post = reading.blogs[0].posts.slots()[0].get().unwrap().into_owned();
        assert_eq!(
            (post.status, post.visibility, post.audience),
            (status, visibility, audience),
            "{words}"
        );
    }
}

#[test]
fn a_page_that_says_it_is_ours_and_is_not_is_read_as_any_other() {
    for said in [
        "",
        "[]",
        "{",
        r#"{"@type":"BlogPosting"}"#,
        r#"{"@type":"BlogPosting","identifier":7,"isPartOf":[{"@type":"Blog","identifier":"b"}]}"#,
        r#"{"@type":"BlogPosting","identifier":"1","isPartOf":{"@type":"Blog","identifier":"b"}}"#,
        r#"{"@type":"BlogPosting","identifier":"1","isPartOf":[{"@type":"Blog"}]}"#,
    ] {
        let html =
            format!("<div class=\"e-content\"><p>{}</p></div>", "It snowed all day. ".repeat(20));
        let options = ReadOptions { from: Some("web".into()), ..ReadOptions::default() };
        let source = Memory::new("in", [("a.html", of_ours(said, &html))]);
        let reading = read(&source, &options).unwrap();
        let post = reading.blogs[0].posts.slots()[0].get().unwrap().into_owned();
        assert!(post.extra.value("web:found-by").is_some(), "{said}");
        assert!(reading.ledger.unexplained().is_empty());
    }
}

#[test]
fn what_another_feed_says_of_pages_of_ours_is_kept() {
    let said = format!(
        r#"{{"@type":"BlogPosting","identifier":"1","url":"https://a.example/1","headline":"One",{OF_BLOG}}}"#
    );
    let item = |n: u32| {
        format!(
            "<item><title>{n}</title><link>https://a.example/{n}</link><guid>https://a.example/{n}</guid>\
            <pubDate>Sun, 05 Jan 2020 10:00:00 +0900</pubDate></item>"
        )
    };
    let feed = format!(
        "<rss version='2.0'><channel><title>A</title><link>https://a.example/</link>{}{}</channel></rss>",
        item(1),
        item(2)
    );
    let reading = blogs(&[("a.html", &of_ours(&said, "")), ("feed.xml", &feed)]);
    let [blog] = &reading.blogs[..] else { panic!("{} blogs", reading.blogs.len()) };
    let ids: Vec<_> = blog.posts.heads().map(|it| it.id.as_str()).collect();
    assert_eq!(ids.len(), 2, "{ids:?}");
    assert!(ids.contains(&"1") && ids.contains(&"https://a.example/2"), "{ids:?}");
    let posts = blog.posts.slots().iter().map(|it| it.get().unwrap().into_owned());
    let one = posts.into_iter().find(|it| it.id.as_str() == "1").unwrap();
    assert!(one.published.is_some() && one.extra.value("web:feed-item").is_some());
    assert!(reading.ledger.unexplained().is_empty(), "{:?}", reading.ledger.unexplained());
}

#[test]
fn addresses_that_a_page_of_ours_cannot_have_are_not_taken() {
    let said = format!(
        r##"{{"@type":"BlogPosting","identifier":"tag:a,1","url":"javascript:alert(1)","headline":"Snow","image":"data:image/svg+xml,x",
        "sameAs":["vbscript:x","https://a.example/old","/old"],"author":[{{"@type":"Person","name":"Kim","url":"javascript:alert(2)"}}],
        {OF_BLOG}}}"##
    );
    let reading = blogs(&[("a.html", &of_ours(&said, "<div class=\"e-content\"><p>x</p></div>"))]);
    let post = reading.blogs[0].posts.slots()[0].get().unwrap().into_owned();
    assert_eq!((post.permalink, post.cover), (None, None));
    assert_eq!(post.old_addresses, ["https://a.example/old", "/old"]);
    assert_eq!(reading.blogs[0].authors[0].url, None);
}
