//! What entries say, and what becomes of it.

use larder_core::{CommentKind, ItemKind, PostKind, Status, Visibility};

use super::{blog, codes, html, posts, read_files};
use crate::{ReadOptions, read, source::Memory};

fn entry(head: &str, sections: &str) -> String {
    format!("{head}-----\n{sections}--------\n")
}

#[test]
fn the_rest_of_a_text_follows_the_mark_and_both_originals_stay() {
    let text = entry(
        "TITLE: a\nSTATUS: Publish\nCONVERT BREAKS: 1\nDATE: 12/01/2019 07:15:00 PM\n",
        "BODY:\nfirst\r\n-----\nEXTENDED BODY:\nrest\n-----\n",
    );
    let post = &posts(&blog(&text))[0];
    assert_eq!(html(post), "<p>first</p>\n<!--more-->\n<p>rest</p>");
    let original = &post.content.as_ref().unwrap().original;
    assert_eq!(original.text().unwrap(), "first");
    assert_eq!(post.extra.value("mt:EXTENDED BODY").unwrap(), "rest");
}

#[test]
fn only_what_is_published_is_public() {
    let cases = [
        ("STATUS: publish\n", Some(Status::Published), Some(Visibility::Public)),
        ("STATUS: Draft\n", Some(Status::Draft), Some(Visibility::Public)),
        ("STATUS: Review\n", Some(Status::Pending), Some(Visibility::Public)),
        ("STATUS: Future\n", Some(Status::Scheduled), Some(Visibility::Public)),
        ("STATUS: Unpublish\n", Some(Status::Draft), Some(Visibility::Public)),
        ("STATUS: Junk\n", Some(Status::Trashed), Some(Visibility::Public)),
        ("STATUS: 非公開\n", Some(Status::Published), Some(Visibility::Private)),
        ("STATUS: Publish\nPASSWORD: x\n", Some(Status::Published), Some(Visibility::Password)),
        ("STATUS: 42\n", None, None),
        ("", Some(Status::Draft), Some(Visibility::Public)),
    ];
    for (line, status, visibility) in cases {
        let post =
            posts(&blog(&entry(&format!("TITLE: a\n{line}"), "BODY:\nx\n-----\n"))).remove(0);
        assert_eq!((post.status, post.visibility), (status, visibility), "{line}");
    }
}

#[test]
fn entries_that_are_the_same_are_two_posts_and_ids_are_stable() {
    let one = entry("TITLE: a\nBASENAME: a\nDATE: 12/01/2019 10:00:00\n", "BODY:\nx\n-----\n");
    let twice = [one.as_str(), one.as_str()].concat();
    let (first, both) = (blog(&one), blog(&twice));
    assert_eq!(both.posts.len(), 2);
    let id = &first.posts.head(0).id;
    assert!(both.posts.heads().any(|head| head.id == *id));
    let reading = read_files(&[("1.txt", twice.as_bytes()), ("2.txt", one.as_bytes())]).unwrap();
    assert_eq!(reading.blogs[0].posts.len(), 2);
}

#[test]
fn copies_in_other_files_are_joined_and_what_was_withdrawn_stays_so() {
    let copy = |status: &str, body: &str, comment: &str| {
        entry(
            &format!(
                "TITLE: a\nSTATUS: {status}\nUNIQUE URL: https://e.example/a.html\nCATEGORY: c\n"
            ),
            &format!(
                "BODY:\n{body}\n-----\nCOMMENT:\nAUTHOR: Jo\nsame\n-----\nCOMMENT:\nAUTHOR: Jo\n{comment}\n-----\n"
            ),
        )
    };
    let (old, new) = (copy("Publish", "old", "one"), copy("Draft", "new", "two"));
    let reading = read_files(&[("1.txt", old.as_bytes()), ("2.txt", new.as_bytes())]).unwrap();
    let blog = &reading.blogs[0];
    let post = &posts(blog)[0];
    assert_eq!((blog.posts.len(), post.status), (1, Some(Status::Draft)));
    assert_eq!((html(post).as_str(), post.revisions.len()), ("<p>new</p>", 1));
    assert_eq!(post.id.as_str(), "https://e.example/a.html");
    assert_eq!(blog.comments.len(), 3);
    let same = read_files(&[("1.txt", old.as_bytes()), ("2.txt", old.as_bytes())]).unwrap();
    assert_eq!((same.blogs[0].posts.len(), same.blogs[0].comments.len()), (1, 2));
    assert_eq!(posts(&same.blogs[0])[0].revisions.len(), 0);
}

#[test]
fn blocks_without_an_entry_add_comments_to_the_one_of_their_date() {
    let post = entry("TITLE: a\nDATE: 12/01/2019 07:15:00 PM\n", "BODY:\nx\n-----\n");
    let late =
        entry("DATE: 12/01/2019 19:15:00\nNO ENTRY: 1\n", "COMMENT:\nAUTHOR: Jo\nlate\n-----\n");
    let blog = blog(&[post.as_str(), late.as_str()].concat());
    assert_eq!((blog.posts.len(), blog.comments.len()), (1, 1));
    let alone = super::blog(&late);
    assert_eq!(posts(&alone)[0].kind, PostKind::Other);
    assert_eq!(alone.comments.len(), 1);
}

#[test]
fn comments_keep_what_is_private_apart_and_doubtful_ones_are_not_shown() {
    let text = entry(
        "TITLE: a\n",
        "BODY:\nx\n-----\nCOMMENT:\nAUTHOR: Jo\nEMAIL: jo@example.org\nIP: 192.0.2.1\nURL: https://jo.example/\nDATE: 12/02/2019 08:00:00 AM\nLovely.\nReally.\n-----\nCOMMENT:\nAUTHOR: Su\nSECRET: 1\nhidden\n-----\nCOMMENT:\nAUTHOR: Su\nGUEST: 1\nDATE: 12/02/2019 08:00:01 AM\nwell\n-----\nPING:\nTITLE: t\nURL: https://b.example/1\nIP: 192.0.2.2\nBLOG NAME: B\nDATE: 12/03/2019 08:00:00 AM\nexcerpt\n-----\n",
    );
    let reading = read_files(&[("a.txt", text.as_bytes())]).unwrap();
    let comments: Vec<_> =
        reading.blogs[0].comments.iter().map(|it| it.unwrap().into_owned()).collect();
    let find = |text: &str| {
        comments.iter().find(|it| it.body.text().unwrap().contains(text)).unwrap().clone()
    };
    let lovely = find("Lovely");
    assert_eq!(lovely.body.text().unwrap(), "Lovely.\nReally.");
    assert_eq!(lovely.status, Some(Status::Published));
    assert_eq!(lovely.author_email.as_deref(), Some("jo@example.org"));
    assert_eq!(lovely.author_ip.as_deref(), Some("192.0.2.1"));
    assert_eq!((find("hidden").status, find("well").status), (None, None));
    assert_eq!(find("well").extra.value("mt:GUEST").unwrap(), "1");
    let ping = find("excerpt");
    assert_eq!((ping.kind, ping.author_name.as_deref()), (CommentKind::Trackback, Some("B")));
    assert_eq!(ping.extra.value("mt:TITLE").unwrap(), "t");
    assert_eq!(codes(&reading).iter().filter(|code| **code == "status-unknown").count(), 2);
}

#[test]
fn tags_may_be_quoted_and_private_ones_stay_aside() {
    let text = entry(
        "TITLE: a\nPRIMARY CATEGORY: Winter\nCATEGORY: Winter\nCATEGORY: Garden\nTAGS: \"first snow\",garden, @todo,,'a, b',garden\n",
        "BODY:\nx\n-----\n",
    );
    let blog = blog(&text);
    let post = &posts(&blog)[0];
    let ids: Vec<_> = post.terms.iter().map(|it| it.as_str()).collect();
    assert_eq!(
        ids,
        ["category:Winter", "category:Garden", "tag:first snow", "tag:garden", "tag:a, b"]
    );
    assert_eq!(post.extra.value("mt:TAGS").unwrap(), &serde_json::json!(["@todo"]));
}

#[test]
fn links_between_posts_and_pictures_are_found() {
    let a = entry(
        "TITLE: a\nUNIQUE URL: http://m.example/blog/a.html\n",
        "BODY:\n<a href=\"b.html#c\">b</a> <a href=\"http://x.example/\">x</a> <img src=\"http://m.example/p.jpg\" alt=\"p\">\n-----\n",
    );
    let b = entry(
        "TITLE: b\nUNIQUE URL: http://m.example/blog/b.html\nIMAGE: http://m.example/q.jpg\n",
        "BODY:\nx\n-----\n",
    );
    let blog = blog(&[a, b].concat());
    let posts = posts(&blog);
    let a = posts.iter().find(|it| it.title.as_deref() == Some("a")).unwrap();
    assert_eq!(a.internal_links.len(), 1);
    assert_eq!(a.internal_links[0].post.as_str(), "http://m.example/blog/b.html");
    assert_eq!((a.assets.len(), blog.assets.len()), (1, 2));
    assert_eq!(blog.site.id, "http://m.example");
}

#[test]
fn dates_that_are_none_are_kept_as_they_stand() {
    let reading =
        read_files(&[("a.txt", entry("TITLE: a\nDATE: soon\n", "BODY:\nx\n-----\n").as_bytes())])
            .unwrap();
    let post = &posts(&reading.blogs[0])[0];
    assert_eq!(
        (post.published, post.extra.value("mt:DATE").unwrap().as_str()),
        (None, Some("soon"))
    );
    assert!(codes(&reading).contains(&"date-impossible"));
}

#[test]
fn entries_without_anything_survive() {
    let blog =
        blog("TITLE:\nAUTHOR:\n-----\nBODY:\n\n-----\n--------\nTITLE: b\n-----\n--------\n");
    assert_eq!(blog.posts.len(), 2);
}

#[test]
fn the_same_in_another_encoding_or_with_other_line_ends_is_the_same() {
    let text = entry(
        "TITLE: 朝の散歩\nSTATUS: Publish\nDATE: 12/01/2019 10:00:00\n",
        "BODY:\n今日は駅前の古い喫茶店で手紙を書いた。\n-----\nCOMMENT:\nAUTHOR: ゆき\nいいですね。\n-----\n",
    );
    let expected = blog(&text);
    for encoding in [encoding_rs::SHIFT_JIS, encoding_rs::EUC_JP, encoding_rs::ISO_2022_JP] {
        for ends in ["\n", "\r\n", "\r"] {
            let text = text.replace('\n', ends);
            let (bytes, ..) = encoding.encode(&text);
            let reading = read_files(&[("a.txt", &bytes)]).unwrap();
            let found = &reading.blogs[0];
            let mut found_posts = posts(found);
            assert_eq!(found_posts[0].source[0].encoding.as_deref(), Some(encoding.name()));
            found_posts[0].source[0].encoding = None;
            assert_eq!(found_posts, posts(&expected), "{} {ends:?}", encoding.name());
            assert_eq!(found.comments, expected.comments);
        }
    }
}

#[test]
fn other_files_are_told_what_they_are() {
    let error = read_files(&[(
        "a.xml",
        b"<?xml version=\"1.0\"?><diary><day date=\"2010-01-01\"></day></diary>",
    )]);
    let text = error.unwrap_err().to_string();
    assert!(text.contains("Hatena Diary"), "{text}");
    let error = read_files(&[("a.txt", b"just a letter")]).unwrap_err().to_string();
    assert!(error.contains("no line `-----`"), "{error}");
}

#[test]
fn links_lead_to_posts_where_the_address_is_given() {
    let entry = |name: &str, link: &str| {
        format!(
            "TITLE: {name}\nBASENAME: {name}\nSTATUS: Publish\nDATE: 01/02/2024 03:04:05 AM\n-----\nBODY:\n<a href=\"{link}\">x</a>\n-----\n--------\n"
        )
    };
    let text = entry("one", "/about");
    let options =
        ReadOptions { home: Some("https://given.example/".into()), ..ReadOptions::default() };
    let reading = read(&Memory::new("blog", [("a.txt", text.as_str())]), &options).unwrap();
    assert_eq!(reading.blogs[0].site.id, "https://given.example/");
    assert_eq!(reading.blogs[0].site.home.as_deref(), Some("https://given.example/"));
    let links = &reading.ledger.inputs[0].holds()[&ItemKind::Link];
    assert_eq!((links.total, links.aside), (1, 1));
}

#[test]
fn whatever_each_copy_says_is_kept() {
    let copy = |text: &str, mood: &str, tag: &str| {
        format!(
            "TITLE: one\nBASENAME: one\nSTATUS: Publish\nDATE: 01/02/2024 03:04:05 AM\nMOOD: {mood}\nCATEGORY: {tag}\n-----\nBODY:\n{text}\n-----\n--------\n"
        )
    };
    let texts = [("a", "x", "k"), ("b", "y", "l"), ("c", "z", "k")].map(|(a, b, c)| copy(a, b, c));
    let files: Vec<(String, Vec<u8>)> = (0..)
        .zip(texts)
        .map(|(number, text)| (format!("{number}.txt"), text.into_bytes()))
        .collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (&**name, &**text)).collect();
    let reading = read_files(&files).unwrap();
    let post = &posts(&reading.blogs[0])[0];
    assert_eq!((post.revisions.len(), post.terms.len()), (2, 2));
    let others = post.extra.value("mt:other-copies").unwrap().to_string();
    assert_eq!(others, r#"[{"mt:MOOD":"y"},{"mt:MOOD":"z"}]"#);
}
