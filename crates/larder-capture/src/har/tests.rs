use std::io;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::{
    base64::encode,
    capture::Charset,
    testing::{self, cut_everywhere, flip_everywhere, on_a_small_stack},
};

fn read_all(bytes: &[u8], each: &mut crate::capture::Each<'_>) -> Result<Report, Error> {
    read(bytes, &Limits::default(), each)
}

fn all(bytes: &[u8]) -> (Vec<Capture>, Report) {
    testing::all(bytes, &read_all)
}

fn har(entries: &Value) -> Vec<u8> {
    let pages = json!([{"startedDateTime": "2022-10-15T15:19:00.000+09:00", "id": "page_1", "title": "A walk", "pageTimings": {}}]);
    // Written by hand: in real files, pages stand before entries.
    let (pages, entries) = (pages.to_string(), serde_json::to_string_pretty(entries).unwrap());
    let creator = r#"{"name": "WebInspector", "version": "537.36"}"#;
    format!("{{\n  \"log\": {{\"version\": \"1.2\", \"creator\": {creator}, \"pages\": {pages}, \"entries\": {entries}}}\n}}").into_bytes()
}

fn entry(url: &str, status: u16, content: &Value) -> Value {
    json!({
        "pageref": "page_1",
        "startedDateTime": "2022-10-15T15:19:00.123+09:00",
        "time": 12.5,
        "request": {"method": "GET", "url": url, "headers": [], "cookies": []},
        "response": {"status": status, "headers": [], "cookies": [], "redirectURL": "", "content": content},
        "cache": {}, "timings": {"wait": 1}
    })
}

/// A visit as Chrome exports it.
fn visit() -> Vec<u8> {
    let mut page = entry(
        "https://blog.example/1",
        200,
        &json!({"size": 12, "mimeType": "text/html; charset=euc-kr", "text": "<p>글 \"😀\" \u{1}"}),
    );
    page["_resourceType"] = json!("document");
    page["request"]["headers"] = json!([
        {"name": ":authority", "value": "blog.example"},
        {"name": "Cookie", "value": "canary-cookie"},
        {"name": "Authorization", "value": "Bearer canary-token"}
    ]);
    page["request"]["cookies"] = json!([{"name": "sid", "value": "canary-sid"}]);
    page["request"]["postData"] = json!({"mimeType": "text/plain", "text": "canary-password"});
    page["response"]["headers"] = json!([
        {"name": "Set-Cookie", "value": "canary-set"},
        {"name": "Last-Modified", "value": "Fri, 14 Oct 2022 06:19:00 GMT"},
        {"name": "link", "value": "<a>; rel=next"},
        {"name": "Link", "value": "<b>; rel=prev"},
        {"name": "ETag", "value": "x"}
    ]);
    let picture =
        json!({"size": 8, "mimeType": "image/png", "encoding": "base64", "text": "iVBORw0K\nGgo="});
    har(&json!([page, entry("https://blog.example/a.png", 200, &picture)]))
}

#[test]
fn a_visit_is_read_without_its_secrets() {
    let file = visit();
    assert!(is_har(&file));
    let (captures, report) = all(&file);
    assert_eq!(report.damage, []);
    let [page, picture] = captures.as_slice() else { panic!("{captures:?}") };
    assert_eq!(
        (page.role, page.status, page.title.as_deref()),
        (Role::Page, Some(200), Some("A walk"))
    );
    assert_eq!(page.body, "<p>글 \"😀\" \u{1}".as_bytes());
    assert_eq!(page.media_type.as_deref(), Some("text/html"));
    assert_eq!(page.charset, Some(Charset::known("utf-8")));
    assert_eq!(page.time.as_ref().unwrap().at.to_rfc3339(), "2022-10-15T15:19:00.123+09:00");
    assert_eq!(page.last_modified.as_deref(), Some("Fri, 14 Oct 2022 06:19:00 GMT"));
    assert_eq!(page.link.as_deref(), Some("<a>; rel=next, <b>; rel=prev"));
    assert_eq!(
        (picture.role, picture.body.as_slice()),
        (Role::Resource, &b"\x89PNG\r\n\x1a\n"[..])
    );
    assert_eq!(picture.charset, None);
    let expected = [
        (Omission::Cookies, 3),
        (Omission::Authorisation, 1),
        (Omission::RequestBodies, 1),
        (Omission::Requests, 2),
        (Omission::Headers, 1),
        (Omission::Machinery, 1),
    ];
    assert_eq!(report.left_out, expected.into());
    assert!(!format!("{captures:?}{report:?}").contains("canary"));
    assert!(captures.iter().all(|capture| capture.damage.is_empty()));
}

#[test]
fn places_are_those_of_entries() {
    let file = visit();
    for capture in all(&file).0 {
        let start = usize::try_from(capture.origin.offset.unwrap()).unwrap();
        let end = start + usize::try_from(capture.origin.length.unwrap()).unwrap();
        let entry: Value = serde_json::from_slice(&file[start..end]).unwrap();
        assert_eq!(entry["request"]["url"], capture.url);
    }
}

#[test]
fn redirects_are_captures_and_empty_answers_are_counted() {
    let none = json!({"size": 0, "mimeType": "x-unknown"});
    let mut redirect = entry("http://blog.example/1", 301, &none);
    redirect["response"]["redirectURL"] = json!("https://blog.example/1");
    let mut by_header = entry("http://blog.example/2", 302, &json!({"mimeType": "x-unknown"}));
    by_header["response"]["headers"] = json!([{"name": "location", "value": "/3"}]);
    let mut head = entry("http://blog.example/4", 200, &none);
    head["request"]["method"] = json!("HEAD");
    let file = har(&json!([
        redirect,
        by_header,
        head,
        entry("http://blog.example/5", 304, &none),
        entry("http://blog.example/6", 204, &none),
        entry("http://blog.example/7", 0, &none),
        entry("data:text/plain,a", 200, &json!({"size": 1, "text": "a"})),
    ]));
    let (captures, report) = all(&file);
    let seen: Vec<_> =
        captures.iter().map(|it| (it.status, it.location.as_deref(), it.damage.len())).collect();
    assert_eq!(seen, [(Some(301), Some("https://blog.example/1"), 0), (Some(302), Some("/3"), 0)]);
    assert_eq!(captures[0].media_type, None);
    let expected = [
        (Omission::Requests, 7),
        (Omission::EmptyAnswers, 3),
        (Omission::NoAnswers, 1),
        (Omission::DataUrls, 1),
        (Omission::Machinery, 1),
    ];
    assert_eq!(report.left_out, expected.into());
}

#[test]
fn what_the_capturer_cut_is_said() {
    let damage = |content: Value| {
        all(&har(&json!([entry("https://a.example/", 200, &content)]))).0.remove(0).damage
    };
    let cut = |reason: &str| vec![Damage::CutByCapturer { reason: reason.to_owned() }];
    assert_eq!(damage(json!({"size": 20, "mimeType": "text/html"})), cut("no text, of 20 bytes"));
    assert_eq!(damage(json!({"size": -1, "mimeType": "text/html"})), cut("no text"));
    let comment = "Response bodies are not included.";
    assert_eq!(
        damage(json!({"size": 20, "mimeType": "text/html", "comment": comment})),
        cut(comment)
    );
    assert_eq!(
        damage(json!({"size": 20, "mimeType": "text/html", "text": "abc", "comment": "cut"})),
        cut("cut")
    );
    let differs = vec![Damage::SizeDiffers { stated: 20, present: 3 }];
    assert_eq!(damage(json!({"size": 20, "mimeType": "text/html", "text": "abc"})), differs);
    assert_eq!(damage(json!({"size": 0, "mimeType": "text/html"})), []);
    assert_eq!(
        damage(json!({"size": 2, "mimeType": "text/html; charset=euc-kr", "text": "글"})),
        []
    );
    let broken = vec![Damage::PartialBody { count: 1, first: 2 }];
    assert_eq!(
        damage(json!({"mimeType": "a/b", "encoding": "base64", "text": "aG*VsbG8="})),
        broken
    );
    let lied = Damage::HeaderLied { header: "content.encoding", stated: "rot13".to_owned() };
    assert_eq!(damage(json!({"mimeType": "a/b", "encoding": "rot13", "text": "abc"})), [lied]);
}

#[test]
fn messages_of_sockets_are_counted() {
    let mut socket = entry("wss://blog.example/live", 101, &json!({"size": 0}));
    socket["_webSocketMessages"] =
        json!([{"type": "send", "data": "canary"}, {"type": "receive", "data": "b"}]);
    let (captures, report) = all(&har(&json!([socket])));
    assert_eq!(captures, []);
    assert_eq!(report.left_out[&Omission::WebSocketMessages], 2);
}

#[test]
fn the_first_document_of_a_visit_is_the_page() {
    let html = json!({"size": 1, "mimeType": "text/html", "text": "a"});
    let of = |url: &str, kind: &str, page: &str| {
        let mut entry = entry(url, 200, &html);
        entry["_resourceType"] = json!(kind);
        entry["pageref"] = json!(page);
        entry
    };
    let api = json!({"size": 2, "mimeType": "application/json", "text": "{}"});
    let file = har(&json!([
        of("https://a.example/part", "xhr", "page_1"),
        of("https://a.example/", "document", "page_1"),
        of("https://a.example/frame", "document", "page_1"),
        of("https://b.example/", "document", "page_2"),
        entry("https://a.example/api", 200, &api),
    ]));
    let roles: Vec<_> = all(&file).0.iter().map(|capture| capture.role).collect();
    assert_eq!(roles, [Role::Unknown, Role::Page, Role::Frame, Role::Page, Role::Unknown]);
}

#[test]
fn an_address_is_no_title() {
    let file = String::from_utf8(visit()).unwrap().replace("A walk", "https://blog.example/1");
    assert_eq!(all(file.as_bytes()).0[0].title, None);
}

#[test]
fn odd_values_cost_no_others() {
    let file = br#"{"log": {"pages": {}, "entries": [
        {"startedDateTime": 5, "request": null, "response": [1, {"a": "]"}]},
        {"startedDateTime": "yesterday", "request": {"url": "http://a.example/"}, "response": {"status": "200",
            "headers": {"no": "list"}, "content": {"text": 17, "size": "x", "mimeType": false}}},
        {"request": {"url": "http://b.example/"}, "response": {"status": 1e999, "content": {"text": "\ud800a\udc00\ud83d\ude00\u00e9\/"}}},
    ],},}"#;
    let (captures, report) = all(file);
    assert_eq!(report.damage, []);
    assert_eq!(report.left_out[&Omission::NoAnswers], 1);
    assert_eq!(captures[0].status, Some(200));
    assert_eq!(captures[0].damage[0], Damage::BadTime { stated: "yesterday".to_owned() });
    assert_eq!(captures[1].status, None);
    assert_eq!(captures[1].body, "\u{fffd}a\u{fffd}😀é/".as_bytes());
}

#[test]
fn bytes_that_are_no_utf_8_stay_in_bodies() {
    let file = b"\xef\xbb\xbf{\"log\":{\"entries\":[{\"request\":{\"url\":\"http://a.example/\xff\"},\"response\":{\"status\":200,\"content\":{\"text\":\"a\xffb\"}}}]}}";
    assert!(is_har(file));
    let (captures, _) = all(file);
    assert_eq!(captures[0].body, b"a\xffb");
    assert_eq!(captures[0].url, "http://a.example/\u{fffd}");
}

#[test]
fn a_syntax_error_keeps_what_was_read() {
    let whole = visit();
    let second = usize::try_from(all(&whole).0[1].origin.offset.unwrap()).unwrap();
    let file = [&whole[..second], b"{\"request\" = 1}]}}"].concat();
    let (captures, report) = all(&file);
    assert_eq!(captures.len(), 1);
    let [malformed, skipped] = report.damage.as_slice() else { panic!("{report:?}") };
    assert_eq!(malformed.to_string(), format!("byte {}: expected `:`", second + 11));
    assert_eq!(*skipped, Damage::SkippedBytes { from: second as u64, to: file.len() as u64 });
}

#[test]
fn an_entry_that_is_cut_within_its_text_has_the_beginning() {
    let whole = visit();
    let cut = memchr::memmem::find(&whole, b"Ggo=").unwrap();
    let (captures, report) = all(&whole[..cut]);
    assert_eq!(captures[1].body, b"\x89PNG\r\n");
    assert!(matches!(captures[1].damage[..], [.., Damage::Truncated { .. }]));
    assert!(matches!(report.damage[0], Damage::Truncated { .. }));
}

#[test]
fn other_json_is_refused() {
    for file in ["", "[]", "{}", "{\"logs\": {}}", "17", "nothing"] {
        assert!(
            matches!(testing::attempt(file.as_bytes(), &read_all), Err(Error::Other { .. })),
            "{file}"
        );
        assert!(!is_har(file.as_bytes()));
    }
}

#[test]
fn what_follows_the_log_is_said() {
    let file = [&visit()[..], b"\n{}"].concat();
    assert_eq!(all(&file).1.damage, [Damage::TrailingBytes { count: 2 }]);
}

#[test]
fn cut_at_every_byte_nothing_before_the_cut_is_lost() {
    cut_everywhere(&visit(), &read_all);
}

#[test]
fn changed_at_every_byte_nothing_panics() {
    flip_everywhere(&visit(), &read_all);
}

/// Gives one byte at a time, and is interrupted before each.
struct Slow<'a> {
    bytes: &'a [u8],
    is_interrupted: bool,
}

impl io::Read for Slow<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.is_interrupted = !self.is_interrupted;
        if self.is_interrupted {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let count = self.bytes.len().min(1);
        buffer[..count].copy_from_slice(&self.bytes[..count]);
        self.bytes = &self.bytes[count..];
        Ok(count)
    }
}

#[test]
fn it_does_not_matter_how_the_bytes_come() {
    let file = visit();
    let slow = testing::all(&file, &|bytes, each| {
        read(Slow { bytes, is_interrupted: false }, &Limits::default(), each)
    });
    assert_eq!(slow, all(&file));
}

#[test]
fn errors_of_reading_and_of_taking_over_end_it() {
    let whole = visit();
    let failing = io::Read::chain(&whole[..100], Failing);
    let limits = Limits::default();
    assert!(matches!(read(failing, &limits, &mut |_| Ok(())), Err(Error::Io(_))));
    let result = read(&visit()[..], &limits, &mut |_| Err(io::Error::other("full")));
    assert_eq!(result.unwrap_err().to_string(), "full");
}

struct Failing;

impl io::Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("gone"))
    }
}

#[test]
fn limits_hold_and_are_said() {
    let limits = Limits { body: 4, parts: 1, ..Limits::default() };
    let (captures, report) = testing::all(&visit(), &|bytes, each| read(bytes, &limits, each));
    assert_eq!(
        (captures.len(), captures[0].body.as_slice()),
        (1, "<p>\u{ae00}".as_bytes().get(..4).unwrap())
    );
    assert!(captures[0].damage.contains(&Damage::OverLimit { limit: Limit::Body, allowed: 4 }));
    assert_eq!(report.left_out[&Omission::OverLimit], 1);
    assert_eq!(report.damage, [Damage::OverLimit { limit: Limit::Parts, allowed: 1 }]);
}

#[test]
fn hostile_files_end() {
    on_a_small_stack(|| {
        let entry = r#"{"request":{"url":"http://a.example/"},"response":{"status":200,"content":{"text":"a"}}}"#;
        let deep = format!(
            "{{\"log\":{{\"x\":{}{},\"entries\":[{entry}]}}}}",
            "[{\"a\":".repeat(100_000),
            "1}]".repeat(100_000)
        );
        assert_eq!(all(deep.as_bytes()).0.len(), 1);
        let open = format!("{{\"log\":{{\"entries\":{}", "[".repeat(1_000_000));
        assert!(testing::attempt(open.as_bytes(), &read_all).is_ok());
        let key = format!("{{\"log\":{{\"{}\":1,\"entries\":[{entry}]}}}}", "k".repeat(1_000_000));
        assert_eq!(all(key.as_bytes()).0.len(), 1);
        let digits =
            format!("{{\"log\":{{\"x\":{},\"entries\":[{entry}]}}}}", "9".repeat(1_000_000));
        assert_eq!(all(digits.as_bytes()).0.len(), 1);
    });
}

proptest! {
    /// Whatever bodies are put into a file come out of it.
    #[test]
    fn whatever_was_put_in_comes_out(
        texts in prop::collection::vec("\\PC{0,40}", 0..5),
        bytes in prop::collection::vec(prop::collection::vec(any::<u8>(), 1..50), 0..5),
    ) {
        let texts: Vec<_> = texts.into_iter().filter(|text| !text.is_empty()).collect();
        let of_texts = texts.iter().map(|text| entry("http://a.example/", 200, &json!({"text": text})));
        let of_bytes = bytes.iter().map(|body| {
            entry("http://a.example/", 200, &json!({"encoding": "base64", "text": encode(body)}))
        });
        let entries: Vec<_> = of_texts.chain(of_bytes).collect();
        let found: Vec<_> = all(&har(&json!(entries))).0.into_iter().map(|capture| capture.body).collect();
        let expected: Vec<_> = texts.into_iter().map(String::into_bytes).chain(bytes).collect();
        prop_assert_eq!(found, expected);
    }
}
