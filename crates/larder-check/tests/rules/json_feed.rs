//! JSON Feed 1.1: one clean document and what can be wrong with it.

use larder_check::check;

use crate::{Row, check_table, options, rules, rules_of};

pub(crate) const CLEAN: &str = r#"{
"version": "https://jsonfeed.org/version/1.1",
"title": "Salz & Pfeffer",
"home_page_url": "https://kueche.example.net/",
"feed_url": "https://kueche.example.net/feeds/feed.json",
"next_url": "https://kueche.example.net/feeds/feed-2018.json",
"authors": [{"name": "Ida", "url": "https://kueche.example.net/ida"}],
"language": "de",
"expired": true,
"hubs": [{"type": "WebSub", "url": "https://hub.example.com/"}],
"items": [
{
"id": "kueche-17",
"url": "https://kueche.example.net/suppe",
"title": "Suppe",
"content_html": "<p>Mit Salz</p>",
"date_published": "2019-05-19T07:05:09+02:00",
"tags": ["Suppen", "Winter"],
"attachments": [{"url": "https://kueche.example.net/suppe.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 4711}]
},
{"id": "kueche-16", "url": "https://kueche.example.net/brot", "content_text": "Brot", "date_published": "2019-05-01T07:00:00Z"}
],
"_archive": {"about": "https://larder.example/archive", "complete": false}
}
"#;

pub(crate) const ROWS: &[Row] = &[
    // The feed.
    ("ObsoleteVersion", "version/1.1", "version/1"),
    ("InvalidJsonVersion", "version/1.1", "version/2"),
    ("MissingKey", r#""version": "https://jsonfeed.org/version/1.1","#, ""),
    ("MissingKey", "\"title\": \"Salz & Pfeffer\",\n", ""),
    (
        "MissingRecommendedKey",
        "\"feed_url\": \"https://kueche.example.net/feeds/feed.json\",\n",
        "",
    ),
    (
        "VersionNotFirst KeyOrder",
        r#""version": "https://jsonfeed.org/version/1.1",
"title": "Salz & Pfeffer","#,
        r#""title": "Salz & Pfeffer", "version": "https://jsonfeed.org/version/1.1","#,
    ),
    (
        "KeyOrder",
        r#""language": "de",
"expired": true"#,
        r#""expired": true, "language": "de""#,
    ),
    ("UnknownKey", r#""language""#, r#""subtitle": "x", "language""#),
    ("NullOrEmptyValue", r#""language": "de""#, r#""language": null"#),
    ("NullOrEmptyValue", r#""language": "de""#, r#""language": """#),
    ("NullOrEmptyValue", r#"[{"name": "Ida", "url": "https://kueche.example.net/ida"}]"#, "[]"),
    ("InvalidLanguage", r#""language": "de""#, r#""language": "yue""#),
    ("WrongType", r#""expired": true"#, r#""expired": "yes""#),
    ("NextUrlIsFeedUrl", "feed-2018.json", "feed.json"),
    ("MissingKey", r#", "url": "https://hub.example.com/""#, ""),
    ("EmptyAuthor", r#"[{"name": "Ida", "url""#, r#"[{}, {"name": "Ida", "url""#),
    ("WrongType", r#"[{"name": "Ida", "url": "https://kueche.example.net/ida"}]"#, r#""Ida""#),
    (
        "DeprecatedKey",
        r#""authors": [{"name": "Ida", "url": "https://kueche.example.net/ida"}]"#,
        r#""author": {"name": "Ida"}"#,
    ),
    (
        "InvalidFullLink",
        r#""home_page_url": "https://kueche.example.net/""#,
        r#""home_page_url": "/""#,
    ),
    ("InvalidExtension", r#""complete": false"#, r#""a.b": 1"#),
    ("InvalidExtension", r#"{"about": "https://larder.example/archive", "complete": false}"#, "[]"),
    ("UndescribedExtension", r#""about": "https://larder.example/archive", "#, ""),
    ("DuplicateKey", r#""language": "de""#, r#""language": "de", "language": "de""#),
    ("MarkupInText", "Salz & Pfeffer", "Salz &amp; Pfeffer"),
    (
        "InvalidFullLink",
        r#""feed_url": "https://kueche.example.net/feeds/feed.json""#,
        r#""feed_url": "feed.json""#,
    ),
    ("MissingRecommendedKey", "\"home_page_url\": \"https://kueche.example.net/\",\n", ""),
    ("MissingKey", r#""type": "WebSub", "#, ""),
    // The items.
    ("MissingKey", r#", "mime_type": "audio/mpeg""#, ""),
    (
        "InvalidFullLink",
        r#""url": "https://kueche.example.net/suppe.mp3""#,
        r#""url": "suppe.mp3""#,
    ),
    ("MarkupInText", r#""title": "Suppe""#, r#""title": "</b>""#),
    ("DuplicateKey", r#""title": "Suppe""#, r#""title": "Suppe", "title": "Suppe""#),
    ("InvalidRFC3339Date", "2019-05-19T07:05:09+02:00", "2019-05-19T07:05+02:00"),
    ("WrongType", r#""id": "kueche-17""#, r#""id": 17"#),
    ("MissingKey", "\"id\": \"kueche-17\",\n", ""),
    ("MissingItemUrl", "\"url\": \"https://kueche.example.net/suppe\",\n", ""),
    (
        "UriNotIri",
        r#""url": "https://kueche.example.net/suppe""#,
        r#""url": "https://kueche.example.net/글""#,
    ),
    ("MissingContent", "\"content_html\": \"<p>Mit Salz</p>\",\n", ""),
    ("NotHtml", "<p>Mit Salz</p>", "<p><div></div></p>"),
    ("RelativeUrlInBody", "<p>Mit Salz</p>", "<p><a href='#x'>Mit Salz</a></p>"),
    ("InvalidRFC3339Date", "2019-05-19T07:05:09+02:00", "2019-05-19"),
    ("ItemOrder", "2019-05-01T07:00:00Z", "2019-06-01T07:00:00Z"),
    ("NullOrEmptyValue", r#""Winter""#, r#""""#),
    ("WrongType", r#""Winter""#, "1"),
    ("DuplicateTag", "Winter", "Suppen"),
    ("DuplicateItemId", "kueche-16", "kueche-17"),
    ("InvalidMIMEType", "audio/mpeg", "mp3"),
    ("WrongType", r#""size_in_bytes": 4711"#, r#""size_in_bytes": "4711""#),
    ("InvalidNonNegativeInteger", r#""size_in_bytes": 4711"#, r#""size_in_bytes": -1"#),
    (
        "DuplicateAttachmentTitle",
        r#""attachments": [{"#,
        r#""attachments": [{"url": "https://e.example/1", "mime_type": "a/b", "title": "x"},
       {"url": "https://e.example/2", "mime_type": "a/b", "title": "x"}, {"#,
    ),
    // Characters.
    ("ControlCharacter", r#""title": "Suppe""#, r#""title": "Suppe\u000b""#),
    ("BadCharacters", r#""title": "Suppe""#, "\"title\": \"Suppe\u{92}\""),
    ("EscapedCharacter", "Suppe\"", "Supp\\u0065\""),
    ("", "Suppe\"", "C:\\\\u0065\""),
    ("InvalidJson", "Suppe\"", "Supp\\u000\""),
    ("EscapedCharacter InvalidJson", "Suppe\"", "Supp\\ud800\""),
];

#[test]
fn each_row_breaks_what_it_says() {
    check_table(CLEAN, ROWS);
}

#[test]
fn a_document_that_is_cut_off_or_marked_is_an_error() {
    assert_eq!(rules_of(CLEAN.trim_end().strip_suffix('}').unwrap()), ["InvalidJson"]);
    assert_eq!(rules_of(&format!("\u{feff}{CLEAN}")), ["JsonByteOrderMark"]);
    let bytes: Vec<u8> = CLEAN.replace("Salz & Pfeffer", "\u{1}").into_bytes();
    let bytes: Vec<u8> = bytes.into_iter().map(|it| if it == 1 { 0xff } else { it }).collect();
    assert_eq!(rules(&check(&bytes, &options())), ["UnicodeError"]);
}

#[test]
fn version_1_had_one_author() {
    let old = CLEAN.replace("version/1.1", "version/1").replace(
        r#""authors": [{"name": "Ida", "url": "https://kueche.example.net/ida"}]"#,
        r#""author": {"name": "Ida"}"#,
    );
    assert_eq!(rules_of(&old), ["ObsoleteVersion"]);
}

#[test]
fn findings_say_where_and_what() {
    let broken = CLEAN.replace("kueche.example.net/brot", "kueche.example.net/b r");
    let report = check(broken.as_bytes(), &options());
    let finding = &report.findings[0];
    assert_eq!((finding.line, finding.column, &*finding.path), (21, 28, "items[1].url"));
    assert!(
        finding
            .message()
            .starts_with("`https://kueche.example.net/b r`; expected: an address has only")
    );
}
