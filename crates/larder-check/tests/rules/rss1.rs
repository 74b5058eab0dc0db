//! RSS that is RDF, 0.90, 1.0 and 1.1: what stands where.

use larder_check::{Format, check};

use crate::{Row, check_table, options, rules_of};

const CLEAN: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://kueche.example.net/rss.rdf">
<title>Salz</title>
<link>https://kueche.example.net/</link>
<description>Kochen am Fluss</description>
<items><rdf:Seq><rdf:li rdf:resource="https://kueche.example.net/suppe"/></rdf:Seq></items>
</channel>
<item rdf:about="https://kueche.example.net/suppe">
<title>Suppe</title>
<link>https://kueche.example.net/suppe</link>
<description>Dick.</description>
<dc:date>2019-05-19T07:05:09+02:00</dc:date>
</item>
</rdf:RDF>
"#;

pub(crate) const ROWS: &[Row] = &[
    ("InvalidRDF", r#" rdf:about="https://kueche.example.net/suppe""#, ""),
    (
        "InvalidFullLink",
        r#"item rdf:about="https://kueche.example.net/suppe""#,
        "item rdf:about='suppe'",
    ),
    (
        "DuplicateValue MissingLink MissingTitle",
        "<item ",
        "<item rdf:about='https://kueche.example.net/suppe'/><item ",
    ),
    ("MissingTitle", "<title>Suppe</title>\n", ""),
    ("MissingLink", "<link>https://kueche.example.net/suppe</link>\n", ""),
    ("MissingDescription", "<description>Kochen am Fluss</description>\n", ""),
    ("", "<description>Dick.</description>\n", ""),
    (
        "MissingElement",
        "<items><rdf:Seq><rdf:li rdf:resource=\"https://kueche.example.net/suppe\"/></rdf:Seq></items>\n",
        "",
    ),
    ("UndefinedElement", "<title>Suppe", "<subtitle/><title>Suppe"),
    ("NotHtml", "Dick.", "Dick &amp;amp d&#xFC;nn."),
    ("InvalidW3CDTFDate", "2019-05-19T07:05:09+02:00", "gestern"),
];

#[test]
fn each_row_breaks_what_it_says() {
    check_table(CLEAN, ROWS);
}

const OLDEST: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/">
<channel><title>Salz</title><link>https://kueche.example.net/</link><description>Kochen</description></channel>
<image><title>Topf</title><url>https://kueche.example.net/t.gif</url><link>https://kueche.example.net/</link></image>
<item><title>Suppe</title><link>https://kueche.example.net/suppe</link></item>
</rdf:RDF>
"#;

#[test]
fn version_0_90_is_obsolete_and_says_nothing_about_resources() {
    let broken = |old: &str, new: &str| rules_of(&OLDEST.replace(old, new));
    assert_eq!(check(OLDEST.as_bytes(), &options()).format, Some(Format::Rss090));
    assert_eq!(rules_of(OLDEST), ["ObsoleteVersion"]);
    assert_eq!(
        broken("<description>Kochen</description>", ""),
        ["MissingDescription", "ObsoleteVersion"]
    );
    assert_eq!(broken("<title>Suppe</title>", ""), ["MissingTitle", "ObsoleteVersion"]);
    assert_eq!(
        broken("https://kueche.example.net/t.gif", "t.gif"),
        ["InvalidFullLink", "ObsoleteVersion"]
    );
    assert_eq!(broken("<item>", "<eintrag/><item>"), ["ObsoleteVersion", "UndefinedElement"]);
    let unnamed = "<title>Salz</title><link>https://kueche.example.net/</link><description>Kochen</description>";
    let channel = format!("<channel>{unnamed}</channel>\n");
    assert_eq!(broken(&channel, ""), ["MissingElement", "ObsoleteVersion"]);
}

const NEWEST: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<Channel xmlns="http://purl.org/net/rss1.1#" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about="https://kueche.example.net/rss11">
<title>Salz</title><link>https://kueche.example.net/</link><description>Kochen</description>
<items rdf:parseType="Collection">
<item rdf:about="https://kueche.example.net/suppe"><title>Suppe</title><link>https://kueche.example.net/suppe</link></item>
</items>
</Channel>
"#;

#[test]
fn version_1_1_has_its_items_in_their_list() {
    let broken = |old: &str, new: &str| rules_of(&NEWEST.replace(old, new));
    assert_eq!(check(NEWEST.as_bytes(), &options()).format, Some(Format::Rss11));
    assert!(rules_of(NEWEST).is_empty());
    assert_eq!(broken("<title>Salz</title>", ""), ["MissingTitle"]);
    assert_eq!(broken("<title>Suppe</title>", ""), ["MissingTitle"]);
    assert_eq!(broken("<items rdf", "<list/><items rdf"), ["UndefinedElement"]);
    assert_eq!(broken("<item rdf", "<rdf:Seq/><item rdf"), [""; 0]);
    assert_eq!(broken(" rdf:about=\"https://kueche.example.net/suppe\"", ""), ["InvalidRDF"]);
    let elsewhere = NEWEST
        .replace("<Channel ", "<r:Channel xmlns:r='urn:x:rss' ")
        .replace("</Channel", "</r:Channel");
    assert_eq!(rules_of(&elsewhere), ["InvalidNamespace", "UnknownNamespace"]);
}
