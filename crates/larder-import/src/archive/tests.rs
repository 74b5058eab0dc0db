use larder_core::{Body, Outcome, Severity};

use super::*;
use crate::{Reading, source::Memory};

const MEDIA: &str =
    "media/sha256/f8/f8146b6cb4961f87a1519047b8c83402754ed108ade55457d43166e564b7b4fe.jpg";

const DOCUMENT: &str = r#"{"larder":1,"minor":0,
"site":{"id":"b"},
"authors":[
{"id":"아토"}],
"terms":[],
"series":[],
"posts":[
{"id":"1","authors":["아토"],"content":{"media_type":"text/html","original":"<p>첫</p>","html":"<p>첫</p>"}},
{"id":"2","authors":["아토"],"assets":["a"]}],
"comments":[
{"id":"c","post":"2","kind":"comment","body":"좋아요"}],
"assets":[
{"id":"a","stored":{"file":"media/sha256/f8/f8146b6cb4961f87a1519047b8c83402754ed108ade55457d43166e564b7b4fe.jpg","sha256":"f8146b6cb4961f87a1519047b8c83402754ed108ade55457d43166e564b7b4fe","length":3}}],
"notes":[
{"post":"1","code":"date-missing"}]}
"#;

const LINES: &str = r#"{"type":"blog","larder":1,"minor":0,"records":7}
{"type":"site","id":"b"}
{"type":"author","id":"아토"}
{"type":"post","id":"1","authors":["아토"],"content":{"media_type":"text/html","original":"<p>첫</p>","html":"<p>첫</p>"}}
{"type":"post","id":"2","authors":["아토"],"assets":["a"]}
{"type":"comment","id":"c","post":"2","kind":"comment","body":"좋아요"}
{"type":"asset","id":"a","stored":{"file":"media/sha256/f8/f8146b6cb4961f87a1519047b8c83402754ed108ade55457d43166e564b7b4fe.jpg","sha256":"f8146b6cb4961f87a1519047b8c83402754ed108ade55457d43166e564b7b4fe","length":3}}
{"type":"note","post":"1","code":"date-missing"}
"#;

#[test]
fn both_forms_give_the_same_blog() {
    let [document, lines] = [DOCUMENT, LINES].map(|text| read(&[("in", text)]).unwrap());
    assert_eq!(document.blogs, lines.blogs);
    let blog = &document.blogs[0];
    let ids: Vec<_> = blog.posts.heads().map(|post| post.id.as_str()).collect();
    assert_eq!(ids, ["1", "2"]);
    let post = blog.posts.get(0).unwrap();
    let content = post.content.as_ref().unwrap();
    assert_eq!(content.original, Body::inline("<p>첫</p>"));
    assert_eq!(notes(&document), [""; 0]);
    assert_eq!(outcome(&document), Outcome::Complete);
}

#[test]
fn an_output_folder_is_read_back_without_a_loss() {
    let reading = read(&[
        ("out/larder.json", DOCUMENT),
        ("out/larder.jsonl", LINES),
        ("out/larder-1.schema.json", "{}"),
        ("out/rss.xml", "<rss/>"),
    ]);
    let reading = reading.unwrap();
    assert_eq!(reading.blogs.len(), 1);
    assert_eq!(
        fates(&reading),
        [
            "out/larder-1.schema.json: not-selected, the schema of an archive",
            "out/larder.json: carried",
            "out/larder.jsonl: not-selected, the same blog `b` was read from another archive",
            "out/rss.xml: not-selected, a feed beside an archive, which is a view of it",
        ]
    );
    assert_eq!(outcome(&reading), Outcome::Complete);
}

#[test]
fn a_feed_that_stands_elsewhere_is_not_taken_for_a_view() {
    let reading = read(&[("out/larder.json", DOCUMENT), ("other/rss.xml", "<rss/>")]).unwrap();
    assert_eq!(fates(&reading)[0], "other/rss.xml: not-recognised, no archive, and no part of one");
    assert_eq!(outcome(&reading), Outcome::Losses);
}

#[test]
fn another_state_of_a_blog_is_refused() {
    let other = DOCUMENT.replace("첫", "다른");
    let reading = read(&[("a.larder.json", DOCUMENT), ("b.larder.json", &other)]).unwrap();
    assert_eq!(reading.blogs.len(), 1);
    assert_eq!(
        fates(&reading)[1],
        "b.larder.json: other-state, another archive here holds the blog `b` in another state; read them apart"
    );
    assert_eq!(outcome(&reading), Outcome::Losses);
}

#[test]
fn archives_of_several_blogs_may_stand_in_one_file() {
    let second = LINES.replace("\"id\":\"b\"", "\"id\":\"a\"");
    let reading = read(&[("all.jsonl", &format!("{LINES}{second}"))]).unwrap();
    let ids: Vec<_> = reading.blogs.iter().map(|blog| blog.site.id.as_str()).collect();
    assert_eq!(ids, ["a", "b"]);
    let documents = format!("{DOCUMENT}{}", DOCUMENT.replace("\"id\":\"b\"", "\"id\":\"a\""));
    assert_eq!(read(&[("all.json", &documents)]).unwrap().blogs, reading.blogs);
}

#[test]
fn media_are_taken_only_when_they_are_what_the_archive_says() {
    let file = format!("out/{MEDIA}");
    let reading = read(&[("out/larder.json", DOCUMENT), (&file, "jpg")]).unwrap();
    let asset = reading.blogs[0].assets.get(0).unwrap();
    let stored = asset.stored.as_ref().unwrap();
    assert_eq!(stored.blob.as_ref().unwrap().bytes().unwrap(), b"jpg");
    assert_eq!((reading.notes.len(), outcome(&reading)), (0, Outcome::Complete));

    let wrong = read(&[("out/larder.json", DOCUMENT), (&file, "gpj")]).unwrap();
    assert!(wrong.blogs[0].assets.get(0).unwrap().stored.is_none());
    assert!(fates(&wrong)[1].contains("damaged, expected the SHA-256 of its name"));

    let stray = file.replace(".jpg", ".png");
    let reading = read(&[("out/larder.json", DOCUMENT), (&file, "jpg"), (&stray, "")]).unwrap();
    assert_eq!(
        fates(&reading)[2],
        format!("{stray}: not-recognised, no record of an archive names this file")
    );
}

#[test]
fn an_archive_without_its_media_is_a_loss_and_nobody_takes_them_for_stored() {
    let alone = read(&[("out/larder.json", DOCUMENT)]).unwrap();
    let missing = format!(
        "out/larder.json: the archive promises the bytes `{MEDIA}`, but they are not there"
    );
    assert_eq!(alone.notes.iter().map(Note::to_string).collect::<Vec<_>>(), [missing]);
    assert_eq!(alone.ledger.outcome(&alone.notes), Outcome::Losses);
    let asset = alone.blogs[0].assets.get(0).unwrap();
    let said = asset.extra.value("larder:missing-media").unwrap();
    assert_eq!((asset.stored.is_none(), &said["file"]), (true, &MEDIA.into()));

    // Written again, it promises nothing; with the media beside it again, it is the same as if they had always been.
    let stored = DOCUMENT.split_once("\"stored\":").unwrap().1.split_once("}}").unwrap().0;
    let (promise, aside) = (
        format!("\"stored\":{stored}}}"),
        format!("\"extra\":{{\"larder:missing-media\":{stored}}}}}"),
    );
    let again = DOCUMENT.replace(&promise, &aside);
    let reading = read(&[("out/larder.json", &again)]).unwrap();
    assert_eq!((&reading.blogs, reading.notes.len()), (&alone.blogs, 0));
    let file = format!("out/{MEDIA}");
    let [healed, whole] =
        [&again, DOCUMENT].map(|text| read(&[("out/larder.json", text), (&file, "jpg")]).unwrap());
    assert_eq!((healed.blogs, healed.notes.len()), (whole.blogs, 0));
    let forged = again.replace(MEDIA, "../larder.json");
    let reading = read(&[("out/in/larder.json", &forged), ("out/larder.json", "{}")]).unwrap();
    assert!(reading.blogs[0].assets.get(0).unwrap().stored.is_none());
}

#[test]
fn an_archive_cannot_name_any_file() {
    let name = MEDIA;
    for forged in [
        "../../etc/passwd",
        "larder.json",
        &name.replace(".jpg", ".jp/g"),
        &name.replace("jpg", ""),
    ] {
        let reading = read(&[("in.larder.json", &DOCUMENT.replace(name, forged))]).unwrap();
        assert!(
            notes(&reading)[1].contains("expected the bytes in `media/sha256/f8/"),
            "{:?}",
            notes(&reading)
        );
        assert!(reading.blogs[0].assets.get(0).unwrap().stored.is_none(), "the id alone is left");
    }
}

#[test]
fn a_record_that_cannot_be_read_is_left_out_with_its_line() {
    let broken = LINES.replace("{\"type\":\"post\",\"id\":\"2\"", "{\"type\":\"post\",\"id\":2");
    let reading = read(&[("larder.jsonl", &broken)]).unwrap();
    let posts = &reading.blogs[0].posts;
    assert_eq!(
        (posts.len(), posts.get(1).unwrap().as_ref()),
        (2, &larder_core::Post::new(larder_core::PostId::new("2")))
    );
    assert_eq!(reading.blogs[0].comments.len(), 1);
    assert_eq!(
        notes(&reading),
        [
            "larder.jsonl: the post `2` is not in the archive, only its id (references to it: 1)",
            "larder.jsonl, line 5: left out (damaged): invalid type: integer `2`, expected a string",
        ]
    );
    let no_json = LINES.replace("{\"type\":\"comment\"", "{type:\"comment\"");
    let reading = read(&[("larder.jsonl", &no_json)]).unwrap();
    assert_eq!((reading.blogs[0].posts.len(), reading.blogs[0].comments.len()), (2, 0));
    assert_eq!(
        notes(&reading)[0],
        "larder.jsonl, line 6: left out (damaged): key must be a string"
    );
    let deep = DOCUMENT.replace(
        "{\"id\":\"1\"",
        &format!("{{\"x\":{}{},\"id\":\"1\"", "[".repeat(9999), "]".repeat(9999)),
    );
    let reading = read(&[("larder.json", &deep)]).unwrap();
    assert!(
        notes(&reading)[0].contains("line 8: left out (damaged): recursion limit"),
        "{:?}",
        notes(&reading)
    );
}

#[test]
fn a_cut_archive_keeps_its_whole_records_wherever_it_was_cut() {
    for (name, text) in [("larder.json", DOCUMENT), ("larder.jsonl", LINES)] {
        let mut most = 0;
        for end in (0..text.len() - 2).step_by(3) {
            let Ok(reading) = read_bytes(name, &text.as_bytes()[..end]) else { continue };
            most = reading.blogs[0].posts.len().max(most);
            assert_eq!(outcome(&reading), Outcome::Losses, "cut at {end}: {:?}", notes(&reading));
        }
        assert_eq!(most, 2);
    }
    let cut =
        read_bytes("larder.json", &DOCUMENT.as_bytes()[..DOCUMENT.find("\"comments\"").unwrap()])
            .unwrap();
    assert_eq!(cut.blogs[0].posts.len(), 2);
    assert_eq!(
        notes(&cut),
        [
            "larder.json: the asset `a` is not in the archive, only its id (references to it: 1)",
            "larder.json, line 10: left out (damaged): the archive ends in the middle: it was cut",
        ]
    );
}

#[test]
fn no_change_of_a_byte_makes_a_panic() {
    for (name, text) in [("larder.json", DOCUMENT), ("larder.jsonl", LINES)] {
        for at in (0..text.len()).step_by(19) {
            for byte in [b'"', b'{', b']', b'\\', b'\n', 0, 0xff] {
                let mut bytes = text.as_bytes().to_vec();
                bytes[at] = byte;
                let _ = read_bytes(name, &bytes);
            }
        }
    }
}

#[test]
fn what_a_newer_minor_version_added_is_kept() {
    let newer = LINES
        .replace("\"minor\":0", "\"minor\":7,\"mood\":\"x\"")
        .replace("\"records\":7", "\"records\":9")
        .replace(
            "\"authors\":[\"아토\"],\"content\":{",
            "\"weather\":{\"now\":\"rain\"},\"authors\":[\"아토\"],\"content\":{\"a/b\":[1],",
        )
        + "{\"type\":\"note\",\"code\":\"from-the-future\",\"of\":3}\n{\"type\":\"webmention\",\"from\":\"x\"}\n";
    let reading = read(&[("larder.jsonl", &newer)]).unwrap();
    let blog = &reading.blogs[0];
    assert_eq!(
        blog.posts.get(0).unwrap().extra.value("larder:unknown").unwrap(),
        &serde_json::json!({ "/weather": { "now": "rain" }, "/content/a~1b": [1] })
    );
    assert_eq!(
        blog.site.extra.value("larder:records").unwrap(),
        &serde_json::json!({
            "blog": { "mood": "x" },
            "note": [{ "code": "from-the-future", "of": 3 }],
            "webmention": [{ "from": "x" }],
        })
    );
    assert_eq!(
        notes(&reading)[0],
        "larder.jsonl: 5 fields are unknown to this version; they are kept"
    );
    assert_eq!(outcome(&reading), Outcome::Complete);
}

/// Every reference leads nowhere, and each record is there twice: once more as it is, and once with another text.
const DAMAGED: &str = r#"{"larder":1,"minor":0,
"site":{"id":"b","authors":["a?"],"image":"i1?"},
"authors":[{"id":"a","image":"i2?"},{"id":"a","image":"i2?"},{"id":"a","name":"다른 사람"}],
"terms":[{"id":"t","kind":"tag","name":"t","parent":"t?"},{"id":"t","kind":"tag","name":"다른 말"}],
"series":[{"id":"s","kind":"book","cover":"i3?"},{"id":"s","kind":"serial"}],
"posts":[
{"id":"p","authors":["a","b?"],"cover":"i5?","terms":["t","u?"],"series":[{"series":"s?","number":{"value":2}},{"series":"s"}],"neighbours":[{"direction":"next","scope":"blog","title":"뒤","post":"p1?"},{"direction":"previous","scope":"blog","post":"p4?"}],"enclosures":[{"url":"u","asset":"i6?"}],"assets":["i4?"],"translations":[{"language":"en","post":"p2?"}],"parent":"p3?","extra":{"larder:unresolved":[{"field":"terms","value":"earlier"}]}},
{"id":"p","title":"다른 글"}],
"comments":[
{"id":"c","post":"p4?","parent":"c?","kind":"comment","body":"댓글"},
{"id":"c","post":"p","kind":"comment","body":"다른 댓글"}],
"assets":[{"id":"i","alt":"x"},{"id":"i"}]}
"#;

#[test]
fn references_that_lead_nowhere_and_doubled_ids_cost_no_other_record() {
    let reading = read(&[("larder.json", DAMAGED)]).unwrap();
    let missing =
        |what: &&str| format!("larder.json: the {what}?` is not in the archive, only its id");
    let kinds = ["asset `i1", "asset `i2", "asset `i3", "asset `i4", "asset `i5", "asset `i6"];
    let kinds = kinds.iter().chain(&["author `a", "author `b"]);
    let kinds = kinds.chain(&["post `p1", "post `p2", "post `p3", "post `p4"]);
    let kinds = kinds.chain(&["series `s", "term `t", "term `u"]);
    let expected: Vec<_> = kinds.map(missing).collect();
    let found: Vec<_> = notes(&reading);
    let found: Vec<_> = found.iter().map(|it| it.split(" (").next().unwrap().to_owned()).collect();
    assert_eq!(found, expected);
    assert_eq!(outcome(&reading), Outcome::Losses);
    assert_eq!(
        fates(&reading),
        [
            "larder.json: carried",
            "larder.json: same-bytes, the same record is here twice: author `a`",
        ]
    );

    let blog = &reading.blogs[0];
    let doubled = |note: &&Note| note.kind.code() == "id-doubled";
    assert_eq!(blog.notes.iter().filter(doubled).count(), 6);
    assert_eq!(blog.notes.len(), 7, "and a post without its text");
    // What was there, and what stands for what was not.
    assert_eq!((blog.authors.len(), blog.terms.len(), blog.series.len()), (4, 2, 2));
    assert_eq!((blog.posts.len(), blog.comments.len(), blog.assets.len()), (3, 2, 8));
    let comment = blog.comments.iter().flatten().find(|it| it.id.as_str() == "c").unwrap();
    assert_eq!(comment.parent.as_ref().unwrap().as_str(), "c?");

    let post = blog.posts.iter().flatten().find(|it| it.id.as_str() == "p").unwrap();
    assert_eq!((post.authors.len(), post.terms.len(), post.series.len()), (2, 1, 1));
    assert_eq!(post.neighbours[1].post.as_ref().unwrap().as_str(), "p4?");
    assert_eq!(
        post.extra.value("larder:unresolved").unwrap(),
        &serde_json::json!([
            { "field": "terms", "value": "earlier" },
            { "field": "terms", "value": "u?" },
            { "field": "series", "value": { "series": "s?", "number": { "value": 2 } } },
            { "field": "neighbours/0/post", "value": "p1?" },
            { "field": "translations/0/post", "value": "p2?" },
            { "field": "parent", "value": "p3?" },
        ])
    );
}

#[test]
fn lines_that_are_gone_are_missed() {
    let gone = LINES.replace("{\"type\":\"note\",\"post\":\"1\",\"code\":\"date-missing\"}\n", "");
    let reading = read(&[("larder.jsonl", &gone)]).unwrap();
    assert_eq!(
        notes(&reading)[0],
        "larder.jsonl: left out (damaged): the archive states 7 records, 6 are here"
    );
    assert_eq!(outcome(&reading), Outcome::Losses);
}

#[test]
fn what_is_no_archive_is_refused_with_what_was_expected() {
    let cases = [
        (
            "{\"larder\":2,\"site\":{\"id\":\"b\"}}",
            "`larder.json` is an archive of version 2; this program reads version 1",
        ),
        ("{\"larder\":1}", "`larder.json`: expected a `site`, found none"),
        (
            "{\"larder\":\"1\",\"site\":{\"id\":\"b\"}}",
            "`larder.json`: expected a version (`larder`), found none",
        ),
        ("{\"larder\":1 ;", "`larder.json`, line 1: expected `,` or `}`, found `;`"),
        ("\n\nhello", "`larder.json`, line 3: expected `{`, found `h`"),
        (" ", "`larder.json`, line 1: the archive is empty"),
    ];
    for (text, error) in cases {
        assert_eq!(read(&[("larder.json", text)]).unwrap_err().to_string(), error);
    }
    let headless = read(&[("larder.jsonl", "{\"type\":\"site\",\"id\":\"b\"}\n")]);
    let expected =
        "`larder.jsonl`, line 1: expected {\"type\":\"blog\",\"larder\":1,…} as the first line";
    assert_eq!(headless.unwrap_err().to_string(), expected);
}

#[test]
fn one_bad_archive_among_good_ones_is_left_out() {
    let reading =
        read(&[("a.larder.json", DOCUMENT), ("b.larder.json", "{\"larder\":9}")]).unwrap();
    assert_eq!(reading.blogs.len(), 1);
    assert_eq!(
        fates(&reading)[1],
        "b.larder.json: unreadable, `b.larder.json` is an archive of version 9; this program reads version 1"
    );
}

fn read(entries: &[(&str, &str)]) -> Result<Reading, ReadError> {
    let options = ReadOptions { from: Some("json".into()), ..ReadOptions::default() };
    crate::read(&Memory::new("memory", entries.iter().copied()), &options)
}

fn read_bytes(name: &str, bytes: &[u8]) -> Result<Reading, ReadError> {
    let options = ReadOptions { from: Some("jsonl".into()), ..ReadOptions::default() };
    crate::read(&Memory::new("memory", [(name, bytes)]), &options)
}

/// All notes of the run but those on missing media, which have a test of their own.
fn notes(reading: &Reading) -> Vec<String> {
    but_media(reading).map(Note::to_string).collect()
}

fn but_media(reading: &Reading) -> impl Iterator<Item = &Note> {
    reading.notes.iter().filter(|note| note.kind.code() != "media-missing")
}

fn outcome(reading: &Reading) -> Outcome {
    assert!(
        reading
            .blogs
            .iter()
            .flat_map(|blog| &blog.notes)
            .all(|note| note.severity() < Severity::Loss)
    );
    reading.ledger.outcome(but_media(reading))
}

fn fates(reading: &Reading) -> Vec<String> {
    let fate = |entry: &larder_core::Entry| match entry.fate.as_ref().unwrap() {
        Fate::Carried { .. } => format!("{}: carried", entry.name),
        Fate::LeftOut { rule, found } => format!("{}: {rule}, {found}", entry.name),
        other => format!("{}: {other:?}", entry.name),
    };
    reading.ledger.inputs.iter().map(fate).collect()
}
