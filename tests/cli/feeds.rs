//! Feeds in several documents, and what stands beside them.

use serde_json::json;

use crate::{
    archive::{archive, post},
    program::{Ran, Test},
};

const URL: &str = "--public-url https://feeds.example.org/";

/// A blog with a post for each of the first days of March.
fn blog(days: u32) -> Test {
    let posts = (1..=days).map(|day| post(&day.to_string(), day, &format!("<p>{day}</p>")));
    Test::new().file("larder.json", archive(posts.collect()))
}

fn files(ran: &Ran) -> Vec<String> {
    let names =
        ran.tree().into_keys().filter_map(|name| name.strip_prefix("out/").map(str::to_owned));
    names.filter(|name| !name.is_empty()).collect()
}

#[test]
fn the_whole_history_is_written_in_archive_documents() {
    let ran = blog(7).run(&format!(
        "larder convert larder.json --to rss --archive-pages 3 --count 1 {URL} -o out --report report.json"
    ));
    assert_eq!(files(&ran), ["rss-1.xml", "rss-2.xml", "rss.xml"]);
    let output = &ran.json("report.json")["ledger"]["outputs"][0];
    assert_eq!((&output["written"], &output["posts"]), (&7.into(), &7.into()));
    assert_eq!(output["files"].as_array().unwrap().len(), 3);
    assert!(ran.text("out/rss.xml").contains("https://feeds.example.org/rss-2.xml"));
    ran.exits(0);
}

#[test]
fn everything_for_import_stands_beside_a_short_feed() {
    let command = "larder convert larder.json --to rss,json-feed --count 2 --everything -o out";
    let ran = blog(5).run(&format!("{command} --report report.json")).exits(0);
    assert_eq!(files(&ran), ["everything.feed.json", "everything.rss.xml", "feed.json", "rss.xml"]);
    let items = |file: &str| ran.json(file)["items"].as_array().unwrap().len();
    assert_eq!((items("out/feed.json"), items("out/everything.feed.json")), (2, 5));
    let output = &ran.json("report.json")["ledger"]["outputs"][0];
    assert_eq!((&output["written"], &output["left_out"]), (&5.into(), &serde_json::Value::Null));
    // What was written is known again.
    let ran = Test::within(ran.folder).run(&format!("{command} --replace")).exits(0);
    assert!(ran.tree().contains_key("out.old/everything.rss.xml"));
    blog(1)
        .run("larder convert larder.json --to rss --everything -o -")
        .stderr(
            "error: `--everything` writes several files, but standard output takes one\n\
             hint: write into a folder: `-o DIR`\n",
        )
        .exits(2);
}

#[test]
fn an_output_in_several_documents_is_replaced_by_the_next() {
    let command = format!(
        "larder convert larder.json --to rss,atom,json-feed --archive-pages 2 {URL} -o out --replace"
    );
    let ran = blog(5).run(&command).exits(0);
    let before = ran.text("out/atom-1.xml");
    let posts = (1..=6).map(|day| post(&day.to_string(), day, &format!("<p>{day}</p>")));
    let ran = Test::within(ran.folder)
        .file("larder.json", archive(posts.collect()))
        .run(&command)
        .exits(0);
    assert_eq!(ran.text("out/atom-1.xml"), before, "a full document never changes");
    assert!(ran.tree().contains_key("out.old/"));
}

#[test]
fn options_that_need_an_address_or_a_folder_say_so_before_anything_is_read() {
    blog(1)
        .run("larder convert larder.json --to rss --archive-pages 2 -o out")
        .stdout("")
        .stderr(
            "error: `--archive-pages` writes addresses of the output, and nobody said where it will stand\n\
             hint: `--public-url URL` says it, such as `--public-url https://example.org/blog/`\n",
        )
        .exits(2);
    blog(1)
        .run(&format!("larder convert larder.json --to rss --archive-pages 2 {URL} -o -"))
        .stdout("")
        .stderr(
            "error: `--archive-pages` writes several files, but standard output takes one\n\
             hint: write into a folder: `-o DIR`\n",
        )
        .exits(2);
    let ran =
        blog(1).run(&format!("larder convert larder.json --to rss --archive-pages 0 {URL} -o out"));
    assert!(ran.stderr.contains("expected a number from 1 on"), "{}", ran.stderr);
    ran.exits(2);
}

/// Two posts, each with a tag; the second is private.
fn tagged() -> Test {
    let mut posts = [post("1", 1, "<p>1</p>"), post("2", 2, "<p>2</p>")];
    posts[0]["terms"] = json!(["t"]);
    posts[1]["terms"] = json!(["u"]);
    posts[1]["visibility"] = "private".into();
    let terms = json!([
        { "id": "t", "kind": "tag", "name": "에세이" }, { "id": "u", "kind": "tag", "name": "canary" },
    ]);
    let text = archive(posts.into_iter().collect());
    Test::new()
        .file("larder.json", text.replacen("\"posts\"", &format!("\"terms\":{terms},\"posts\""), 1))
}

#[test]
fn a_tag_has_a_feed_in_a_folder_of_its_name() {
    let command = format!(
        "larder convert larder.json --to rss,atom --feeds-per tag,series {URL} -o out --replace"
    );
    let ran = tagged().run(&format!("{command} --report report.json")).exits(1);
    let expected = [
        "atom.xml",
        "feeds.opml",
        "rss.xml",
        "tag/",
        "tag/에세이/",
        "tag/에세이/atom.xml",
        "tag/에세이/rss.xml",
    ];
    assert_eq!(files(&ran), expected);
    let outputs = ran.json("report.json")["ledger"]["outputs"].clone();
    assert_eq!(outputs[0]["written"], 1);
    assert_eq!(outputs[0]["files"], json!(["rss.xml", "tag/에세이/rss.xml", "feeds.opml"]));
    assert!(
        ran.tree().values().all(|bytes| !String::from_utf8_lossy(bytes).contains("tag/canary"))
    );
    // What was written is known again.
    let ran = Test::within(ran.folder).run(&command).exits(1);
    assert!(ran.tree().contains_key("out.old/tag/에세이/rss.xml"));
}

#[test]
fn feeds_of_tags_fit_into_a_zip() {
    let ran = tagged()
        .run(&format!("larder convert larder.json --to rss --feeds-per tag {URL} -o out.zip"))
        .exits(1);
    let zip = std::fs::File::open(ran.folder.path().join("out.zip")).unwrap();
    let zip = zip::ZipArchive::new(zip).unwrap();
    let names: Vec<_> = zip.file_names().map(|name| name.unwrap().to_string()).collect();
    assert_eq!(names, ["rss.xml", "tag/에세이/rss.xml", "feeds.opml"]);
}

#[test]
fn a_style_sheet_is_taken_from_a_file() {
    let convert = "larder convert larder.json --to rss -o out --style";
    let ran =
        blog(1).file("my.css", "item { color: red }").run(&format!("{convert} my.css")).exits(0);
    assert_eq!(ran.text("out/feed.css"), "item { color: red }");
    assert!(
        ran.text("out/rss.xml").contains("<?xml-stylesheet type=\"text/css\" href=\"feed.css\"?>")
    );
    blog(1)
        .file("my.css", "")
        .run("larder convert larder.json --to json-feed -o out --style my.css")
        .stderr(
            "error: none of the formats has a place for what `--style` writes\n\
             hint: RSS and Atom name a style sheet: `--to rss` or `--to atom`\n",
        )
        .exits(2);
    blog(1)
        .run(&format!("{convert} none.css"))
        .stderr("error: the style sheet `none.css` could not be read: there is no such file or folder\n")
        .exits(2);
    blog(1)
        .run(&format!("{convert} my.xsl"))
        .stderr(
            "error: `my.xsl` is not a value of --style <STYLE>: expected a file whose name ends with .css, or an \
             http or https address\n",
        )
        .exits(2);
}

#[test]
fn the_page_for_people_and_the_hub_are_written_when_asked_for() {
    let ran = blog(2)
        .run(&format!(
            "larder convert larder.json --to rss,json-feed --subscribe-page --hub https://hub.example/ {URL} -o out"
        ))
        .exits(0);
    assert_eq!(files(&ran), ["feed.json", "feeds.opml", "rss.xml", "subscribe.html"]);
    assert!(
        ran.text("out/subscribe.html").contains("<a href=\"https://example.org/2\">Post 2</a>")
    );
    assert!(ran.text("out/feed.json").contains("\"hubs\""));
}

/// An archive of two posts, of which the second is private, with comments of every kind.
fn commented() -> String {
    let mut hidden = post("2", 2, "<p>2</p>");
    hidden["visibility"] = "private".into();
    let comment = |id: &str, post: &str, status: &str, body: &str| {
        json!({ "id": id, "post": format!("https://example.org/{post}"), "kind": "comment", "status": status,
            "author_name": "Reader <canary@example.org>", "author_email": "canary@example.org",
            "author_ip": "192.0.2.77", "published": { "at": "2024-03-05T09:00:00+09:00" }, "body": body })
    };
    let comments = json!([
        comment("1", "1", "published", "well said"),
        comment("2", "1", "pending", "canary-pending"),
        comment("3", "1", "trashed", "canary-trashed"),
        comment("4", "2", "published", "canary-private"),
    ]);
    let text = archive(json!([post("1", 1, "<p>1</p>"), hidden]));
    text.replacen("\"posts\"", &format!("\"comments\":{comments},\"posts\""), 1)
}

#[test]
fn only_comments_that_were_shown_under_public_posts_are_in_their_feed() {
    let text = commented();
    let convert = "larder convert larder.json --to rss,atom -o out";
    let ran = Test::new()
        .file("larder.json", &text)
        .run(&format!("{convert} {URL} --comments-feed --report report.json"))
        .exits(1);
    for file in ["comments.rss.xml", "comments.atom.xml"] {
        let feed = ran.text(&format!("out/{file}"));
        assert!(feed.contains("well said") && feed.contains(">Reader<"), "{feed}");
        assert!(!feed.contains("canary") && !feed.contains("192.0.2"), "{feed}");
    }
    let link = "comments.atom.xml\" thr:count=\"1\" thr:updated=\"2024-03-05T09:00:00+09:00\"/>";
    assert!(ran.text("out/atom.xml").contains(link), "{}", ran.text("out/atom.xml"));
    assert!(ran.text("out/rss.xml").contains("<slash:comments>1</slash:comments>"));
    let outputs = ran.json("report.json")["ledger"]["outputs"].clone();
    assert_eq!(outputs[1]["files"], json!(["atom.xml", "comments.atom.xml"]));
    let comments = &outputs[1]["comments"];
    let left_out = comments["left_out"].as_object().unwrap();
    let counted: u64 = left_out.values().map(|count| count.as_u64().unwrap()).sum();
    assert_eq!(comments["total"].as_u64(), Some(1 + counted), "{comments}");
    let total = &comments["total"];
    let said = format!("{total} comments = 1 written + {counted} left out (");
    assert!(ran.stderr.contains(&said), "{}", ran.stderr);
    let ran = Test::new().file("larder.json", &text).run(&format!("{convert} {URL}")).exits(1);
    assert_eq!(files(&ran), ["atom.xml", "feeds.opml", "rss.xml"], "not without being asked");
    for option in ["--comments-feed", "--comments-feed-per-post"] {
        Test::new()
            .file("larder.json", &text)
            .run(&format!("{convert} {option}"))
            .stderr(&format!(
                "error: `{option}` writes addresses of the output, and nobody said where it will stand\n\
                 hint: `--public-url URL` says it, such as `--public-url https://example.org/blog/`\n",
            ))
            .exits(2);
    }
}

#[test]
fn a_post_leads_to_the_feed_of_its_comments() {
    let options = format!("--to rss,atom --comments-feed-per-post {URL}");
    let convert = format!("larder convert larder.json {options} -o out");
    let ran = Test::new()
        .file("larder.json", commented())
        .run(&format!("{convert} --report report.json"))
        .exits(1);
    let folder = "comments/1-18c17418";
    let expected = [
        "atom.xml",
        "comments/",
        &format!("{folder}/"),
        &format!("{folder}/atom.xml"),
        &format!("{folder}/rss.xml"),
        "feeds.opml",
        "rss.xml",
    ];
    assert_eq!(files(&ran), expected);
    for (file, link) in [
        (
            "rss.xml",
            format!("<wfw:commentRss>https://feeds.example.org/{folder}/rss.xml</wfw:commentRss>"),
        ),
        (
            "atom.xml",
            format!(
                "<link rel=\"replies\" type=\"application/atom+xml\" href=\"https://feeds.example.org/{folder}/atom.xml\" \
                 thr:count=\"1\" thr:updated=\"2024-03-05T09:00:00+09:00\"/>"
            ),
        ),
    ] {
        assert!(ran.text(&format!("out/{file}")).contains(&link), "{link}");
        let feed = ran.text(&format!("out/{folder}/{file}"));
        assert!(feed.contains("<title>Post 1 – Comments</title>"), "{feed}");
        assert!(feed.contains("well said") && feed.contains(">Reader<"), "{feed}");
        assert!(!feed.contains("canary") && !feed.contains("192.0.2"), "{feed}");
    }
    assert!(!ran.text("out/feeds.opml").contains("/comments/"));
    let output = ran.json("report.json")["ledger"]["outputs"][0].clone();
    assert_eq!(output["files"], json!(["rss.xml", format!("{folder}/rss.xml"), "feeds.opml"]));
    assert_eq!(
        (&output["comments"]["total"], &output["comments"]["written"]),
        (&4.into(), &1.into())
    );
    let ran = Test::within(ran.folder).run("larder check out").exits(0);
    let ran = Test::within(ran.folder).run("larder verify out --against larder.json").exits(1);
    assert!(ran.stdout.contains("proved: what is not there was declared"), "{}", ran.stdout);
    // What was written is known again.
    let ran = Test::within(ran.folder).run(&format!("{convert} --replace")).exits(1);
    assert!(ran.tree().contains_key(&format!("out.old/{folder}/rss.xml")));
    // What is read of it has the comments as comments, each once, and links lead where they led.
    let ran = Test::within(ran.folder).run("larder convert out --to rss,json -o again").exits(0);
    assert!(ran.stderr.contains("2 comments = 1 carried + 1 joined"), "{}", ran.stderr);
    let archive = ran.json("again/larder.json");
    assert_eq!(archive["posts"].as_array().unwrap().len(), 1);
    let comments = archive["comments"].as_array().unwrap();
    assert_eq!((comments.len(), &comments[0]["author_name"]), (1, &"Reader".into()));
    let again = ran.text("again/rss.xml");
    assert!(
        again.contains(&format!("<wfw:commentRss>https://feeds.example.org/{folder}/rss.xml<"))
    );
    assert!(!again.contains("<comments>") && !again.contains("well said"), "{again}");
}

#[test]
fn an_archive_is_read_from_among_its_feeds() {
    let options = "--to rss,atom,json-feed,json --archive-pages 2 --feeds-per author --subscribe-page \
                   --everything --count 1";
    let ran = blog(6).run(&format!("larder convert larder.json {options} {URL} -o out")).exits(0);
    let ran = Test::within(ran.folder)
        .run(&format!("larder convert out {options} {URL} -o again --report report.json"))
        .exits(0);
    let tree = ran.tree();
    let of = |folder: &str| -> Vec<_> {
        tree.iter().filter_map(|(name, bytes)| Some((name.strip_prefix(folder)?, bytes))).collect()
    };
    assert_eq!(of("out/"), of("again/"));
}

/// An archive of one episode.
fn podcast() -> String {
    let mut episode = post("1", 1, "<p>1</p>");
    episode["enclosures"] =
        json!([{ "url": "https://example.org/1.mp3", "media_type": "audio/mpeg", "seconds": 7 }]);
    archive(json!([episode]))
}

#[test]
fn what_podcast_programs_have_no_place_for_is_noted() {
    let extra = json!({
        "itunes:category": ["Kunst", { "text": "Arts", "category": ["Books", "Gardens"] }],
        "itunes:explicit": false,
        "itunes:author": "x".repeat(256),
        "itunes:owner": { "email": "radio@example.org" },
    });
    let told = format!(r#""language":"de","extra":{extra},"home":"#);
    let ran = Test::new()
        .file("larder.json", podcast().replacen(r#""home":"#, &told, 1))
        .run("larder convert larder.json --to rss --podcast -o out -v")
        .exits(1);
    let category = "<itunes:category text=\"Arts\">\n<itunes:category text=\"Books\"/>\n</itunes:category>\n<itunes:explicit>";
    assert!(ran.text("out/rss.xml").contains(category));
    for said in [
        "rss has no place for Site::extra `itunes:category` (2)",
        "rss has no place for what is behind 255 characters of `itunes:author` and of the owner's name (1)",
    ] {
        assert!(ran.stderr.contains(said), "{}", ran.stderr);
    }
}

#[test]
fn half_a_podcast_is_none_and_is_said() {
    let ran = Test::new()
        .file("larder.json", podcast())
        .run("larder convert larder.json --to rss --podcast -o out -v")
        .exits(1);
    assert!(!ran.text("out/rss.xml").contains("itunes"));
    let said = "`itunes:` in rss was not written: it demands a category, a word on explicitness, a language \
                and an owner";
    assert!(ran.stderr.contains(said), "{}", ran.stderr);
}

#[test]
fn a_blog_without_dates_is_accounted_for_with_groups_too() {
    let undated = |id: &str| {
        let mut undated = post(id, 1, "<p>1</p>");
        undated.as_object_mut().unwrap().remove("published");
        undated
    };
    Test::new()
        .file("larder.json", archive(json!([undated("1"), undated("2")])))
        .run(&format!(
            "larder convert larder.json --to atom --include undated --count 1 --feeds-per author {URL} -o out"
        ))
        .exits(1);
}

#[test]
fn what_no_format_can_hold_is_not_asked_for_in_silence() {
    for (option, format) in [
        ("--comments-feed", "json-feed"),
        ("--comments-feed-per-post", "json-feed"),
        ("--podcast", "atom"),
        ("--podcast", "json-feed"),
        ("--tombstones", "rss"),
    ] {
        let said = format!("error: none of the formats has a place for what `{option}` writes\n");
        let run = format!("larder convert larder.json --to {format} {option} {URL} -o out");
        let ran = blog(1).run(&run).exits(2);
        assert!(ran.stderr.starts_with(&said), "{}", ran.stderr);
    }
    blog(1)
        .run(&format!(
            "larder convert larder.json --to atom,rss --podcast --tombstones {URL} -o out"
        ))
        .exits(0);
}

#[test]
fn a_style_sheet_is_a_second_file() {
    let ran = blog(1)
        .file("x.css", "a {}")
        .run("larder convert larder.json --to rss --style x.css -o -")
        .exits(2);
    assert!(ran.stdout.is_empty());
    assert!(ran.stderr.starts_with("error: `--style` writes several files"), "{}", ran.stderr);
}

#[test]
fn the_list_of_feeds_that_was_written_is_read_with_them() {
    let written =
        blog(3).run(&format!("larder convert larder.json --to rss,atom {URL} -o out")).exits(0);
    assert!(written.tree().contains_key("out/feeds.opml"));
    let ran = Test::within(written.folder).run("larder convert out --to json -o again -v").exits(0);
    assert!(ran.stderr.contains("2 feeds of lists = 2 carried"), "{}", ran.stderr);
    assert!(ran.stderr.contains("a list of 2 feeds, 2 of them in the input"), "{}", ran.stderr);
    std::fs::remove_file(ran.folder.path().join("out/atom.xml")).unwrap();
    let ran = Test::within(ran.folder).run("larder convert out --to json -o third -v").exits(0);
    assert!(ran.stderr.contains("1 carried + 1 left out (not-in-input 1)"), "{}", ran.stderr);
    let missing = "at `https://feeds.example.org/atom.xml`, which is not in the input";
    assert!(ran.stderr.contains(missing), "{}", ran.stderr);
}

#[test]
fn a_list_of_feeds_alone_says_what_to_do() {
    let list = "<opml version='2.0'><body><outline text='a' xmlUrl='https://a.example/rss'/></body></opml>";
    let run = |line: &str| Test::new().file("feeds.opml", list).run(line);
    run("larder convert feeds.opml --to rss -o out")
        .stdout("")
        .stderr(
            "error: nothing in `feeds.opml` can be used\n  \
             `feeds.opml`: a list of 1 feeds, not posts: save the feeds it names and give them together (list-page)\n",
        )
        .exits(4);
    run("larder inspect feeds.opml --lang ko")
        .stdout("")
        .stderr(
            "오류: `feeds.opml`에 쓸 수 있는 것이 없습니다\n  \
             `feeds.opml`: 글이 아니라 피드 1개의 목록입니다. 목록에 적힌 피드들을 저장해서 함께 주세요 (목록 페이지)\n",
        )
        .exits(4);
}

#[test]
fn the_encoding_may_be_told_from_outside() {
    // `골목 끝 우체통` in EUC-KR, which says that it is Latin.
    let bytes: &[u8] = b"<?xml version='1.0' encoding='iso-8859-1'?><rss version='2.0'><channel><title>T</title><item><guid>1</guid>\
        <title>\xb0\xf1\xb8\xf1 \xb3\xa1 \xbf\xec\xc3\xbc\xc5\xeb</title><pubDate>Mon, 01 Jan 2024 00:00:00 GMT</pubDate></item></channel></rss>";
    let run = |line: &str| Test::new().file("a.xml", bytes).run(line);
    let ran = run("larder convert a.xml --to json --encoding EUC-KR -o out -v").exits(0);
    assert!(ran.text("out/larder.json").contains("골목 끝 우체통"));
    assert!(ran.stderr.contains("read as EUC-KR (told from outside)"), "{}", ran.stderr);
    run("larder convert a.xml --to json --encoding johab -o out")
        .stdout("")
        .stderr(
            "error: `johab` is not a value of --encoding <LABEL>: expected the name of an encoding as browsers know it (WHATWG)\n\
             hint: names are such as euc-kr or cp949 (Korean), utf-8, shift_jis and windows-1252; without the option, Larder looks at the bytes\n",
        )
        .exits(2);
}

#[test]
fn text_in_the_wrong_encoding_is_put_right_when_asked() {
    let feed = "<rss version='2.0'><channel><title>T</title><item><guid>1</guid><title>CafÃ©</title><pubDate>Mon, 01 Jan 2024 00:00:00 GMT</pubDate></item></channel></rss>";
    let run = |line: &str| Test::new().file("a.xml", feed).run(line).exits(0);
    let left = run("larder convert a.xml --to json -o out -v");
    assert!(left.text("out/larder.json").contains("CafÃ©"));
    assert!(left.stderr.contains("`Ã©` looks like text read in the wrong encoding"));
    let right = run("larder convert a.xml --to json --repair-mojibake -o out -v");
    assert!(right.text("out/larder.json").contains("Café"));
    assert!(right.stderr.contains("put right, as asked"), "{}", right.stderr);
}
