//! What holds for every document: bytes, encodings, XML, namespaces, the address it is served from.

use larder_check::{Format, Options, check};

use crate::{Row, atom, check_table, json_feed, options, rss, rules, rules_of};

pub(crate) const ROWS: &[Row] = &[
    // The declaration and the XML.
    ("MissingXmlDeclaration", "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n", ""),
    ("MissingEncoding", " encoding=\"utf-8\"", ""),
    ("BadXmlVersion", r#"<?xml version="1.0""#, r#"<?xml version="1.1""#),
    ("WPBlankLine", "<?xml ", "\n<?xml "),
    ("InvalidDoctype", "<rss ", "<!DOCTYPE rss>\n<rss "),
    ("InvalidDoctype", "<rss ", "<!DOCTYPE rss [<!ENTITY x 'y'>]>\n<rss "),
    ("SAXError", "am Fluss", "am \u{8} Fluss"),
    ("SAXError", "am Fluss", "am & Fluss"),
    ("SAXError", "</rss>", ""),
    ("UndefinedNamedEntity", "am Fluss", "am&nbsp;Fluss"),
    ("MissingNamespace", "<ttl>", "<sy:updatePeriod>daily</sy:updatePeriod><ttl>"),
    ("CarriageReturn", "<ttl>", "\r\n<ttl>"),
    // Characters.
    ("BadCharacters", "am Fluss", "am\u{92} Fluss"),
    ("BadCharacters", "am Fluss", "am \u{fffd} Fluss"),
    ("BadCharacters", "am Fluss", "am&#x92; Fluss"),
    ("BadCharacters UriNotIri", r#"domain=""#, "domain=\"\u{92}"),
    ("+BadCharacters", "am Fluss", "am FlÃ¼ss"),
    ("DiscouragedCharacter", "am Fluss", "am \u{7f} Fluss"),
    ("DiscouragedCharacter", "am Fluss", "am \u{1fffe} Fluss"),
    ("DiscouragedCharacter", "am Fluss", "am \u{feff} Fluss"),
    ("SAXError", "am Fluss", "am &#8; Fluss"),
    ("", "am Fluss", "am Fluss 🍲 \u{200d} \u{202e} \u{e000}"),
    // Namespaces.
    (
        "UnknownNamespace",
        "<ttl>",
        "<psc:chapters xmlns:psc='http://podlove.org/simple-chapters'/><ttl>",
    ),
    (
        "UnsupportedNamespace",
        "<ttl>",
        "<p:medium xmlns:p='https://podcastindex.org/namespace/1.0'>blog</p:medium><ttl>",
    ),
    (
        "ReservedPrefix",
        "<ttl>",
        "<slash:x xmlns:slash='https://podcastindex.org/namespace/1.0'/><ttl>",
    ),
    (
        "NonstdPrefix",
        "<ttl>",
        "<d:publisher xmlns:d='http://purl.org/dc/elements/1.1/'>x</d:publisher><ttl>",
    ),
    ("MediaRssNamespace", "<ttl>", "<media:x xmlns:media='http://search.yahoo.com/mrss'/><ttl>"),
    (
        "UnusedNamespace",
        "<channel>",
        "<channel xmlns:fh='http://purl.org/syndication/history/1.0'>",
    ),
];

/// Rules whose documents are made by tests of their own, here and beside the tables.
pub(crate) const OTHER_RULES: [&str; 18] = [
    "InvalidNamespace",
    "InvalidOutlineType",
    "ByteOrderMark",
    "UnicodeError",
    "UnknownEncoding",
    "ObscureEncoding",
    "EncodingMismatch",
    "NonstdEncoding",
    "ValidatorLimit",
    "LargeDocument",
    "SelfDoesntMatchLocation",
    "FeedUrlDoesntMatchLocation",
    "JsonByteOrderMark",
    "DuplicateUpdated",
    "DuplicateEntries",
    "DuplicateIds",
    "TooLong",
    "NotUTF8",
];

#[test]
fn each_row_breaks_what_it_says() {
    check_table(rss::CLEAN, ROWS);
}

fn bytes_in(label: &str, text: &str, to_byte: fn(char) -> u8) -> Vec<u8> {
    text.replace("\"utf-8\"", &format!("\"{label}\"")).chars().map(to_byte).collect()
}

#[test]
fn encodings_are_named_and_read() {
    let latin = |it: char| u8::try_from(u32::from(it)).unwrap();
    let rules_in = |label| rules(&check(&bytes_in(label, rss::CLEAN, latin), &options()));
    assert_eq!(rules_in("iso-8859-1"), ["NonstdEncoding"]);
    assert_eq!(rules_in("iso-8859-15"), ["NonstdEncoding", "ObscureEncoding"]);
    assert_eq!(rules_in("utf-8"), ["UnicodeError"]);
    assert_eq!(rules_in("klingon"), ["UnicodeError", "UnknownEncoding"]);
    let wide: Vec<u8> = rss::CLEAN.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(rules(&check(&wide, &options())), ["EncodingMismatch", "NonstdEncoding"]);
    assert_eq!(rules_of(&format!("\u{feff}{}", rss::CLEAN)), ["ByteOrderMark"]);
}

#[test]
fn long_documents_are_a_burden_and_then_refused() {
    let with =
        |bytes: usize| rss::CLEAN.replace("</rss>", &format!("{}</rss>", "\n".repeat(bytes)));
    assert_eq!(rules_of(&with(1_000_000)), ["LargeDocument"]);
    assert_eq!(rules_of(&with(5_000_000)), ["ValidatorLimit"]);
}

#[test]
fn the_address_it_is_served_from_is_compared() {
    let mut options = options();
    let at = |location: &str, options: &mut Options, text: &str| {
        options.location = Some(location.into());
        rules(&check(text.as_bytes(), options))
    };
    let served = "https://e.example/feed";
    for text in [rss::CLEAN, atom::CLEAN] {
        assert_eq!(at(served, &mut options, text), ["SelfDoesntMatchLocation"]);
    }
    assert_eq!(at(served, &mut options, json_feed::CLEAN), ["FeedUrlDoesntMatchLocation"]);
    assert!(at("https://kueche.example.net/feeds/rss.xml", &mut options, rss::CLEAN).is_empty());
}

#[test]
fn what_is_no_feed_has_no_format_and_is_not_clean() {
    for bytes in [&b""[..], b"\xff\xfe\x00", b"<html>", b"{}", b"[1]", b"# Notes", b"PK\x03\x04"] {
        let report = check(bytes, &options());
        assert_eq!((report.format, report.findings.len(), report.is_clean()), (None, 0, false));
    }
    assert_eq!(check(rss::CLEAN.as_bytes(), &options()).format, Some(Format::Rss));
}
