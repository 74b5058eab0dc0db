//! A proof holds for what `convert` wrote, and falls with whatever is changed after it.

use larder_export::WRITERS;
use serde_json::Value;

use crate::program::{Ran, Test};

/// A blog with all that can go wrong: links, a picture, tags, comments, and a diary that nobody may read.
const BLOG: &str = r#"{
 "larder": 1, "minor": 0,
 "site": {"id": "https://salt.example/", "title": "Salt", "home": "https://salt.example/", "language": "en", "authors": ["a"]},
 "authors": [{"id": "a", "name": "Ann", "email": "ann@private.example"}],
 "terms": [{"id": "t", "kind": "tag", "name": "kitchen"}, {"id": "u", "kind": "tag", "name": "sea"}],
 "posts": [
  {"id": "1", "status": "published", "visibility": "public", "permalink": "https://salt.example/first", "title": "First",
   "authors": ["a"], "published": {"at": "2020-01-01T09:00:00+09:00"}, "terms": ["t", "u"], "assets": ["i"],
   "content": {"media_type": "text/html", "original": "",
    "html": "<p>A pinch of salt is enough for four plates.</p><p><img src=\"https://salt.example/sea.jpg\" alt=\"\"></p>"}},
  {"id": "2", "status": "published", "visibility": "public", "permalink": "https://salt.example/second", "title": "Second",
   "authors": ["a"], "published": {"at": "2020-02-01T09:00:00+09:00"}, "terms": ["t"],
   "internal_links": [{"href": "https://salt.example/first", "post": "1"}],
   "content": {"media_type": "text/html", "original": "",
    "html": "<p>Read <a href=\"https://salt.example/first\">what I wrote before</a>, then come back here.</p>"}},
  {"id": "3", "status": "published", "visibility": "private", "permalink": "https://salt.example/my-hidden-diary", "title": "Diary",
   "authors": ["a"], "published": {"at": "2020-03-01T09:00:00+09:00"},
   "content": {"media_type": "text/html", "original": "", "html": "<p>Nobody shall ever read what is written in this diary.</p>"}}
 ],
 "comments": [{"id": "c", "post": "1", "kind": "comment", "status": "published", "author_name": "Bob",
   "author_email": "bob@private.example", "author_ip": "203.0.113.9", "body": "How much is a pinch?"}],
 "assets": [{"id": "i", "url": "https://salt.example/sea.jpg"}]
}"#;

const VERIFY: &str = "larder verify out --against blog.json";

fn convert(options: &str) -> Ran {
    let line = format!("larder convert blog.json -o out -q {options}");
    Test::new().file("blog.json", BLOG).run(&line)
}

/// What is found after a change to the RSS of the blog, by kind.
fn found(from: &str, to: &str) -> Vec<String> {
    found_in("rss", "out/rss.xml", |text| text.replace(from, to))
}

fn found_in(format: &str, file: &str, change: impl Fn(&str) -> String) -> Vec<String> {
    let ran = convert(&format!("--to {format}"));
    let before = ran.text(file);
    let after = change(&before);
    assert_ne!(before, after, "nothing was changed in:\n{before}");
    let ran = Test::within(ran.folder).file(file, after).run(&format!("{VERIFY} --json"));
    told(&ran.exits(3))
}

fn told(ran: &Ran) -> Vec<String> {
    let said: Value = serde_json::from_str(&ran.stdout).unwrap();
    let findings = said["proofs"].as_array().unwrap().iter().flat_map(|proof| {
        proof["findings"]["told"]
            .as_object()
            .unwrap()
            .values()
            .flat_map(|it| it.as_array().unwrap())
    });
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    findings
        .map(|it| {
            let parts = [text(&it["kind"]), text(&it["title"]), text(&it["what"])];
            parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" | ")
        })
        .collect()
}

#[test]
fn what_every_writer_wrote_is_proved() {
    for writer in WRITERS {
        let format = writer.format().name;
        let ran = convert(&format!("--to {format}"));
        let line = format!("{VERIFY} --as {format}");
        Test::within(ran.folder).run(&line).exits(i32::from(writer.is_public()));
    }
}

#[test]
fn several_outputs_in_one_folder_are_proved_one_by_one() {
    let ran = convert("--to rss,atom,json");
    let text = ran.text("out/atom.xml").replace("for four plates", "");
    let ran = Test::within(ran.folder).file("out/atom.xml", text).run(&format!("{VERIFY} --json"));
    let said: Value = serde_json::from_str(&ran.stdout).unwrap();
    let verdict = |proof: &Value| {
        (
            proof["format"].as_str().unwrap().to_owned(),
            proof["verdict"].as_str().unwrap().to_owned(),
        )
    };
    let verdicts: Vec<_> = said["proofs"].as_array().unwrap().iter().map(verdict).collect();
    let expected = [("rss", "declared"), ("atom", "unexplained"), ("json", "proved")];
    assert_eq!(verdicts, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    ran.exits(3);
}

#[test]
fn an_address_of_somebody_who_comments_that_is_none_of_the_web_is_a_link_that_was_dropped() {
    let bad = BLOG.replace(
        "\"author_name\": \"Bob\",",
        "\"author_name\": \"Bob\", \"author_url\": \"javascript:alert(1)\",",
    );
    assert_ne!(bad, BLOG);
    for format in ["wxr", "wacz", "hugo", "blogger"] {
        let test = Test::new().file("blog.json", bad.as_str());
        let ran = test.run(&format!("larder convert blog.json -o out -q --to {format}")).exits(1);
        Test::within(ran.folder).run(VERIFY).exits(1);
    }
}

#[test]
fn a_blog_without_a_post_that_can_be_written_is_not_missing() {
    let site = r#"{"larder": 1, "minor": 0, "site": {"id": "https://HOST/", "title": "HOST", "home": "https://HOST/", "authors": ["a"]},
        "authors": [{"id": "a", "name": "Ann"}], "posts": [{"id": "https://HOST/1", "status": "published", "visibility": "public",
        "permalink": "https://HOST/1", "title": "One", "authors": ["a"], DATE
        "content": {"media_type": "text/html", "original": "", "html": "<p>A pinch of salt is enough for four plates.</p>"}}]}"#;
    let blog = |host: &str, date: &str| site.replace("HOST", host).replace("DATE", date);
    let dated = blog("a.example", r#""published": {"at": "2020-01-01T09:00:00+09:00"},"#);
    let test =
        Test::new().file("in/a/larder.json", dated).file("in/b/larder.json", blog("b.example", ""));
    let ran = test.run("larder convert in/a in/b --to atom -o out -q").exits(1);
    let test = Test::within(ran.folder);
    let ran = test.run("larder verify out --against in/a --against in/b -q");
    ran.exits(1);
}

#[test]
fn a_post_that_was_taken_out_is_missing() {
    let without_first = |text: &str| {
        let items: Vec<&str> = text.split("<item>").collect();
        let kept = items.iter().filter(|item| !item.contains("<title>First</title>"));
        let text = kept.copied().collect::<Vec<_>>().join("<item>");
        if text.contains("</channel>") { text } else { format!("{text}</channel>\n</rss>\n") }
    };
    let found = found_in("rss", "out/rss.xml", without_first);
    assert!(found.contains(&"post-missing | First".to_owned()), "{found:?}");
}

#[test]
fn a_text_that_was_cut_is_told_with_how_much_is_left() {
    let found = found("for four plates", "");
    assert!(found[0].starts_with("text-lost | First | "), "{found:?}");
}

#[test]
fn a_picture_that_was_swapped_a_date_that_moved_and_a_tag_that_went_are_named() {
    assert_eq!(
        found("salt.example/sea.jpg", "salt.example/sky.jpg"),
        ["media-lost | First | https://salt.example/sea.jpg"]
    );
    assert_eq!(
        found("01 Jan 2020 09:00:00 +0900", "01 Jan 2020 09:00:00 +0000"),
        ["field-lost | First | Post::published: 2020-01-01T09:00:00+09:00"]
    );
    assert_eq!(
        found("<category>sea</category>", ""),
        ["field-lost | First | Post::terms: sea", "term-missing | sea"]
    );
}

#[test]
fn an_address_that_is_another_is_found() {
    let found =
        found("<link>https://salt.example/first</link>", "<link>https://salt.example/1st</link>");
    assert!(
        found.contains(&"address-lost | First | https://salt.example/first".to_owned()),
        "{found:?}"
    );
}

#[test]
fn what_must_not_be_public_is_found_in_any_file_and_never_repeated() {
    for (secret, kind) in [
        ("x Nobody shall ever read what is written in this diary x", "text"),
        ("mail bob@private.example", "email"),
        ("mail ann@private.example", "email"),
        ("from 203.0.113.9", "network-address"),
        ("https://salt.example/my-hidden-diary", "address"),
    ] {
        let ran = convert("--to rss");
        let page = format!("<!DOCTYPE html><p>{secret}");
        let ran = Test::within(ran.folder).file("out/about/index.html", page).run(VERIFY).exits(3);
        let line = format!("about/index.html: {kind} (1)");
        assert!(ran.stdout.contains(&line), "{secret}: {}", ran.stdout);
        assert!(!ran.stdout.contains(secret) && !ran.stderr.contains(secret));
    }
}

#[test]
fn what_npm_puts_beside_a_site_is_not_of_it_and_a_page_is() {
    let ran = convert("--to hexo --public-url https://new.example/blog/");
    let line = format!("{VERIFY} --public-url https://new.example/blog/");
    let note = "mail bob@private.example";
    let ran = Test::within(ran.folder).file("out/node_modules/x/NOTES.md", note).run(&line);
    let ran = ran.exits(1);
    Test::within(ran.folder).file("out/public/NOTES.md", note).run(&line).exits(3);
}

#[test]
fn a_site_stands_where_it_was_to_stand_and_nowhere_else() {
    let ran = convert("--to hugo --public-url https://new.example/blog/");
    let verify = |ran: Ran, there: &str| {
        Test::within(ran.folder).run(&format!("{VERIFY} --public-url {there}"))
    };
    let ran = verify(ran, "https://new.example/blog/").exits(1);
    verify(ran, "https://evil.example/").exits(3);
}

#[test]
fn an_output_in_a_zip_is_searched_too() {
    let line = "larder convert blog.json --to rss -o out.zip -q --include private";
    let ran = Test::new().file("blog.json", BLOG).run(line).exits(0);
    let ran = Test::within(ran.folder).run("larder verify out.zip --against blog.json").exits(3);
    assert!(
        ran.stdout.contains("posts that are not public are in the output (1)"),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("rss.xml: text"), "{}", ran.stdout);
    let line = "larder verify out.zip --against blog.json --include private";
    Test::within(ran.folder).run(line).exits(1);
}

#[test]
fn a_file_of_an_archive_with_other_bytes_is_found() {
    const GIF: &[u8] =
        b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
    let post = "---\ntitle: Sea\ndate: 2020-01-01\n---\n\n![sea](sea.gif)\n";
    let test = Test::new().file("site/sea.md", post).file("site/sea.gif", GIF);
    let ran = test.run("larder convert site --from markdown --to json -o out -q");
    let verify = "larder verify out --against site --from markdown";
    let ran = Test::within(ran.folder).run(verify).exits(0);
    let stored =
        ran.tree().into_keys().find(|name| name.ends_with(".gif") && name.starts_with("out/"));
    let stored = stored.expect("the archive keeps the picture");
    let swapped = [GIF, b"other"].concat();
    let ran = Test::within(ran.folder).file(&stored, swapped).run(verify).exits(3);
    assert!(ran.stdout.contains("sea.gif"), "{}", ran.stdout);
}

#[test]
fn the_page_for_browsers_is_escaped_and_takes_nobodys_place() {
    let blog = BLOG.replace("\"title\": \"Salt\"", "\"title\": \"<script>alert(1)</script>\"");
    let ran =
        Test::new().file("blog.json", blog).run("larder convert blog.json --to rss -o out -q");
    let line = format!("{VERIFY} --html proof.html");
    let ran = Test::within(ran.folder).run(&line).exits(1);
    let page = ran.text("proof.html");
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && !page.contains("<script"));
    assert!(!page.contains("src=") && !page.contains("href="), "it fetches nothing");
    Test::within(ran.folder).run(&line).exits(2);
}

#[test]
fn the_same_proof_is_the_same_text() {
    let ran = convert("--to rss,atom,json-feed,json");
    let first = Test::within(ran.folder).run(&format!("{VERIFY} --json"));
    let text = first.stdout.clone();
    assert_eq!(
        Test::within(first.folder).run(&format!("{VERIFY} --json --threads 1")).stdout,
        text
    );
}
