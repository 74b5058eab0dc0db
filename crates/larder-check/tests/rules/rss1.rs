//! RSS 1.0: what stands where.

use crate::{Row, check_table};

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
