//! OPML: one clean list of feeds and what can be wrong with it.

use larder_check::{Format, check};

use crate::{Row, check_table, options, rules_of};

/// The body, which a row takes out.
macro_rules! body {
    () => {
        r#"<body>
<outline text="Küche" isComment="false" created="Sun, 19 May 2019 07:05:09 +0200">
<outline type="rss" text="Salz &amp; Pfeffer" title="Salz &amp; Pfeffer" xmlUrl="https://kueche.example.net/rss.xml" htmlUrl="https://kueche.example.net/" language="de" version="RSS"/>
<outline type="link" text="Brot" url="https://kueche.example.net/brot"/>
</outline>
</body>"#
    };
}

pub(crate) const CLEAN: &str = concat!(
    r#"<?xml version="1.0" encoding="utf-8"?>
<opml version="2.0">
<head>
<title>Salz &amp; Pfeffer</title>
<dateCreated>Sun, 19 May 2019 07:05:09 +0200</dateCreated>
<ownerName>Ida</ownerName>
<ownerEmail>ida@example.net</ownerEmail>
<ownerId>https://kueche.example.net/ida</ownerId>
<docs>http://opml.org/spec2.opml</docs>
<expansionState>1, 3,17</expansionState>
<vertScrollState>1</vertScrollState>
</head>
"#,
    body!(),
    "\n</opml>\n"
);

const FEED: &str = r#"xmlUrl="https://kueche.example.net/rss.xml" "#;

pub(crate) const ROWS: &[Row] = &[
    ("InvalidOPMLVersion", r#"opml version="2.0""#, r#"opml version="3.0""#),
    ("MissingAttribute", r#"<opml version="2.0""#, "<opml"),
    ("UnexpectedAttribute", r#"<opml version="2.0""#, r#"<opml version="2.0" lang="de""#),
    ("MissingElement", body!(), ""),
    ("UndefinedElement", "<head>", "<kopf>x</kopf><head>"),
    ("UndefinedElement", "<docs>", "<generator>x</generator><docs>"),
    ("DuplicateElement", "<docs>", "<title>x</title><docs>"),
    ("InvalidRFC2822Date", "<dateCreated>Sun, 19 May 2019 07:05:09 +0200", "<dateCreated>gestern"),
    ("InvalidContact", "ida@example.net", "Ida"),
    ("InvalidURLAttribute", "<ownerId>https://kueche.example.net/ida", "<ownerId>ida"),
    ("InvalidExpansionState", "1, 3,17", "1 3"),
    ("", "1, 3,17", ""),
    ("InvalidPositiveInteger", "<vertScrollState>1", "<vertScrollState>oben"),
    ("+ContainsHTML", "<ownerName>Ida", "<ownerName>&lt;/b>"),
    ("UnexpectedText", "<body>", "<body>Brot"),
    ("UndefinedElement", "<body>", "<body><feed/>"),
    ("UnknownNamespace", "<body>", "<body><x:outline xmlns:x='urn:x-y:z' farbe='rot'/>"),
    ("UnexpectedAttribute", r#"isComment="false""#, r#"isComment="false" colour="red""#),
    ("InvalidTrueFalse", r#"isComment="false""#, r#"isComment="no""#),
    (
        "InvalidRFC2822Date",
        r#"created="Sun, 19 May 2019 07:05:09 +0200""#,
        r#"created="2019-05-19""#,
    ),
    ("MissingAttribute", r#"text="Brot" "#, ""),
    ("+ContainsHTML", r#"text="Brot""#, r#"text="Q&amp;A1""#),
    ("", r#"text="Brot""#, r#"text="Vec&lt;T> AT&amp;T""#),
    ("MissingXmlURL", FEED, ""),
    ("MissingTitleAttr", r#"title="Salz &amp; Pfeffer" "#, ""),
    ("MissingUrlAttr", r#" url="https://kueche.example.net/brot""#, ""),
    ("MissingOutlineType", r#"type="rss" "#, ""),
    ("InvalidFullLink", FEED, "xmlUrl=\"rss.xml\" "),
    (
        "UriNotIri",
        r#"htmlUrl="https://kueche.example.net/""#,
        r#"htmlUrl="https://küche.example.net/""#,
    ),
    ("InvalidLanguage", r#"language="de""#, r#"language="yue""#),
    ("InvalidOutlineVersion", r#"version="RSS""#, r#"version="2.0""#),
    ("", r#"type="link""#, r#"type="include""#),
];

#[test]
fn each_row_breaks_what_it_says() {
    check_table(CLEAN, ROWS);
}

#[test]
fn older_lists_have_feeds_and_links_only() {
    let old = CLEAN.replace("opml version=\"2.0\"", "opml version=\"1.1\"");
    assert!(rules_of(&old).is_empty());
    assert_eq!(rules_of(&old.replace("\"link\"", "\"include\"")), ["InvalidOutlineType"]);
    let first = CLEAN.replace("<opml version=\"2.0\"", "<outlineDocument");
    assert_eq!(rules_of(&first.replace("</opml", "</outlineDocument")), ["ObsoleteVersion"]);
    let empty =
        r#"<?xml version="1.0" encoding="utf-8"?><opml version="2.0"><head/><body/></opml>"#;
    assert_eq!(rules_of(empty), ["MissingElement"]);
    assert_eq!(check(CLEAN.as_bytes(), &options()).format, Some(Format::Opml));
}
