//! Atom 1.0: an archive document with everything, and what can be wrong with it.

use larder_check::{Format, check};

use crate::{Row, check_table, options, rules, rules_of};

pub(crate) const CLEAN: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0" xmlns:thr="http://purl.org/syndication/thread/1.0" xml:lang="de">
<title>Salz &amp; Pfeffer</title>
<subtitle>Kochen am Fluss</subtitle>
<id>https://kueche.example.net/</id>
<updated>2019-05-20T18:00:00+02:00</updated>
<link rel="self" type="application/atom+xml" href="https://kueche.example.net/feeds/atom-2019.xml"/>
<link rel="alternate" type="text/html" href="https://kueche.example.net/"/>
<link rel="current" href="https://kueche.example.net/feeds/atom.xml"/>
<link rel="prev-archive" href="https://kueche.example.net/feeds/atom-2018.xml"/>
<author><name>Ida</name><uri>https://kueche.example.net/ida</uri></author>
<generator uri="https://larder.example/" version="0.1">Larder</generator>
<icon>https://kueche.example.net/icon.png</icon>
<logo>https://kueche.example.net/logo.png</logo>
<rights>© 2019 Ida</rights>
<fh:archive/>
<entry xml:lang="fr">
<title>Vec&lt;T&gt; &amp; 1 &lt; 2</title>
<id>tag:kueche.example.net,2019:17</id>
<published>2019-05-19T07:05:09+02:00</published>
<updated>2019-05-20T18:00:00+02:00</updated>
<link rel="alternate" type="text/html" href="https://kueche.example.net/suppe"/>
<link rel="enclosure" type="audio/mpeg" length="4711" href="https://kueche.example.net/suppe.mp3" title="Teil 1"/>
<link rel="replies" type="text/html" href="https://kueche.example.net/suppe#c" thr:count="2" thr:updated="2019-05-21T00:00:00Z"/>
<author><name>Tom</name></author>
<category term="suppe" scheme="https://kueche.example.net/thema" label="Suppen"/>
<summary>Une soupe.</summary>
<content type="html">&lt;p&gt;Du sel &amp;amp; du temps&lt;/p&gt;</content>
<thr:in-reply-to ref="tag:kueche.example.net,2019:16" href="https://kueche.example.net/brot" type="text/html"/>
<source><id>https://fluss.example.com/</id><title>Fluss</title><updated>2019-01-01T00:00:00Z</updated></source>
</entry>
</feed>
"#;

const TITLE: &str = "Vec&lt;T&gt; &amp; 1 &lt; 2";
const ID: &str = "<id>tag:kueche.example.net,2019:17</id>";
const FEED_ID: &str = "<id>https://kueche.example.net/</id>";
const PUBLISHED: &str = "2019-05-19T07:05:09+02:00";
const CONTENT: &str =
    r#"<content type="html">&lt;p&gt;Du sel &amp;amp; du temps&lt;/p&gt;</content>"#;
const ALTERNATE: &str =
    r#"<link rel="alternate" type="text/html" href="https://kueche.example.net/suppe"/>"#;
const PREVIOUS: &str =
    "<link rel=\"prev-archive\" href=\"https://kueche.example.net/feeds/atom-2018.xml\"/>\n";

pub(crate) const ROWS: &[Row] = &[
    // The feed.
    ("MissingSelf", r#"rel="self" type="application/atom+xml""#, r#"rel="related""#),
    ("SelfNotAtom", r#"type="application/atom+xml""#, r#"type="text/xml""#),
    (
        "RelativeSelf",
        r#"href="https://kueche.example.net/feeds/atom-2019.xml""#,
        r#"href="atom.xml""#,
    ),
    ("RelativeUrl", r#"href="https://kueche.example.net/feeds/atom.xml""#, r#"href="atom.xml""#),
    ("MisplacedMetadata", "</feed>", "<contributor><name>x</name></contributor></feed>"),
    (
        "MissingElement",
        "<subtitle>Kochen am Fluss</subtitle>\n<id>https://kueche.example.net/</id>\n",
        "",
    ),
    ("UndefinedElement", "<icon>", "<description>x</description><icon>"),
    ("UnexpectedAttribute", "<icon>", "<icon size='1'>"),
    ("DuplicateElement", "<icon>", "<icon>https://kueche.example.net/a.png</icon><icon>"),
    ("InvalidURIAttribute", r#"uri="https://larder.example/""#, r#"uri="larder""#),
    ("UriNotIri", "https://kueche.example.net/icon.png", "https://kueche.example.net/글.png"),
    ("UriNotIri", "https://kueche.example.net/logo.png", "https://kueche.example.net/글.png"),
    (
        "",
        r#"href="https://kueche.example.net/suppe.mp3""#,
        r#"href="https://kueche.example.net/글.mp3""#,
    ),
    ("NotBlank", "Kochen am Fluss", ""),
    ("ContainsUndeclaredHTML", "Kochen am Fluss", "&lt;/b&gt;"),
    ("ContainsUndeclaredHTML", "© 2019 Ida", "&lt;/b&gt;"),
    ("ContainsUndeclaredHTML", "Une soupe.", "&lt;/b&gt;"),
    ("", "<subtitle>Kochen am Fluss", "<subtitle type='html'>a &amp;lt;/b&amp;gt;"),
    ("", r#"term="suppe""#, r#"term="&lt;/b> Q&amp;A1""#),
    ("+ContainsHTML", ">Larder<", ">&lt;/b&gt;<"),
    ("BaseAttribute", "<entry ", "<entry xml:base='https://kueche.example.net/' "),
    ("InvalidLanguage", r#"xml:lang="fr""#, r#"xml:lang="cmn""#),
    (
        "UpdatedNotNewest",
        "<updated>2019-05-20T18:00:00+02:00</updated>\n<link rel=\"self\"",
        "<updated>2019-05-22T18:00:00+02:00</updated>\n<link rel=\"self\"",
    ),
    (
        "BaseAttribute RelativeUrl",
        r#"<link rel="self" type="application/atom+xml" href="https://kueche.example.net/feeds/atom-2019.xml"/>"#,
        r#"<link rel="self" type="application/atom+xml" xml:base="https://kueche.example.net/" href="atom.xml"/>"#,
    ),
    ("SelfTypeDiffers", r#"rel="self" type="application/atom+xml""#, r#"rel="self""#),
    // Ids.
    ("UnexpectedWhitespace", ID, "<id> tag:kueche.example.net,2019:17</id>"),
    ("NotBlank", ID, "<id/>"),
    ("InvalidFullLink", ID, "<id>17</id>"),
    ("UriNotIri", ID, "<id>https://kueche.example.net/글</id>"),
    ("InvalidTAG", ID, "<id>tag:Kueche.example.net,2019:17</id>"),
    ("InvalidUUID", ID, "<id>urn:uuid:17</id>"),
    ("InvalidURN", ID, "<id>urn:x:17</id>"),
    ("", ID, "<id>urn:sha256:00ff</id>"),
    ("", ID, "<id>https://kueche.example.net/?p=17</id>"),
    ("+NonCanonicalURI", FEED_ID, "<id>https://kueche.example.net</id>"),
    ("+NonCanonicalURI", ID, "<id>https://kueche.example.net:443/</id>"),
    // Dates.
    ("UnexpectedWhitespace", "2019-05-19T07:05:09+02:00<", "2019-05-19T07:05:09+02:00\n<"),
    ("InvalidRFC3339Date", PUBLISHED, "2019-05-19T07:05+02:00"),
    ("InvalidRFC3339Date", PUBLISHED, "2019-05-19t07:05:09z"),
    ("InvalidRFC3339Date", PUBLISHED, "2019-05-19 07:05:09+02:00"),
    ("", PUBLISHED, "2019-05-19T07:05:09+00:19"),
    ("", PUBLISHED, "2024-06-02T00:00:00Z"),
    ("InvalidRFC3339Date", r#"thr:updated="2019-05-21T00:00:00Z""#, r#"thr:updated="gestern""#),
    ("", PUBLISHED, "2019-05-19T07:05:09.25+05:45"),
    ("+ImplausibleDate", PUBLISHED, "1960-05-19T07:05:09+00:19"),
    ("ImplausibleDate", PUBLISHED, "2024-06-02T00:00:01Z"),
    // Links.
    (
        "DuplicateAtomLink",
        ALTERNATE,
        "<link type=\"text/html\" href=\"https://kueche.example.net/suppe\"/><link type='text/html' href='https://a.example/'/>",
    ),
    ("FeedHistoryRelInEntry", r#"rel="enclosure""#, r#"rel="next""#),
    ("AttrNotBlank", r#"title="Teil 1""#, r#"title="""#),
    ("ContainsHTML", r#"title="Teil 1""#, r#"title="&lt;/b>""#),
    ("InvalidNonNegativeInteger", r#"length="4711""#, r#"length="viel""#),
    ("UnexpectedAttribute UnexpectedAttribute", r#"rel="replies""#, r#"rel="related""#),
    ("NoThrWhen", "thr:updated=", "thr:when="),
    ("InvalidFullLink", r#"ref="tag:kueche.example.net,2019:16""#, r#"ref="16""#),
    // People.
    (
        "MissingElement",
        "<author><name>Ida</name><uri>https://kueche.example.net/ida</uri></author>",
        "<author><uri>https://kueche.example.net/ida</uri></author>",
    ),
    ("ContainsEmail", "<name>Tom", "<name>Tom &lt;tom@example.net&gt;"),
    ("+ContainsHTML", "<name>Tom", "<name>Q&amp;A1"),
    ("NotBlank", "<name>Tom", "<name>"),
    ("InvalidAddrSpec", "<name>Tom</name>", "<name>Tom</name><email>tom</email>"),
    ("", "<name>Tom</name>", "<name>Tom</name><email>tom@example.net</email>"),
    // Texts.
    ("NotBlank", TITLE, ""),
    ("StrayWhitespace", TITLE, "a\nb"),
    ("", TITLE, "&lt;b&gt; AT&amp;T Q&amp;A"),
    ("ContainsUndeclaredHTML", TITLE, "a &lt;/b&gt;"),
    ("ContainsUndeclaredHTML", TITLE, "Q&amp;A1"),
    ("ContainsUndeclaredHTML", TITLE, "&amp;pi"),
    ("", "<title>Vec&lt;T&gt; &amp; 1 &lt; 2", "<title type='html'>a &amp;lt;/b&amp;gt;"),
    ("UnneededHtmlType", "<title>Vec&lt;T&gt; &amp; 1 &lt; 2", "<title type='html'>a"),
    ("InvalidTextType", "<title>Vec&lt;T&gt; &amp; 1 &lt; 2", "<title type='text/html'>a"),
    ("ContainsHTML", r#"label="Suppen""#, r#"label="Q&amp;A1""#),
    ("LabelRepeatsTerm", r#"label="Suppen""#, r#"label="suppe""#),
    ("NotBlank", r#"term="suppe""#, r#"term="""#),
    ("MissingAttribute", r#"term="suppe" "#, ""),
    ("InvalidFullLink", r#"scheme="https://kueche.example.net/thema""#, r#"scheme="thema""#),
    // Content.
    ("NotHtml", "du temps", "du &lt;b&gt;temps"),
    ("RelativeUrlInBody", "du temps", "&lt;a href='#fn1'&gt;temps&lt;/a&gt;"),
    ("NotBlank", CONTENT, "<content type='html'> </content>"),
    ("", CONTENT, "<content>x</content>"),
    (
        "",
        CONTENT,
        "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>x</p>\
      <svg xmlns='http://www.w3.org/2000/svg'/></div></content>",
    ),
    (
        "MissingXhtmlDiv",
        CONTENT,
        "<content type='xhtml'><p xmlns='http://www.w3.org/1999/xhtml'>x</p></content>",
    ),
    (
        "SecurityRisk",
        CONTENT,
        "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><script/></div></content>",
    ),
    ("DuplicateElement", CONTENT, "<content>x</content><content>y</content>"),
    ("MissingTypeAttr", CONTENT, "<content src='https://e.example/'/>"),
    (
        "MissingSummary",
        "<summary>Une soupe.</summary>\n<content type=\"html\">&lt;p&gt;Du sel &amp;amp; du temps&lt;/p&gt;</content>",
        "<content type='text/html' src='https://e.example/'/>",
    ),
    ("UnexpectedText", CONTENT, "<content type='text/html' src='https://e.example/'>x</content>"),
    (
        "MissingTextualContent",
        "<summary>Une soupe.</summary>\n<content type=\"html\">&lt;p&gt;Du sel &amp;amp; du temps&lt;/p&gt;</content>",
        "",
    ),
    ("MissingAlternate", ALTERNATE, ""),
    ("MissingContentOrAlternate", ALTERNATE_TO_CONTENT, ALTERNATE_TO_SUMMARY),
    ("MissingSourceElement", "<title>Fluss</title>", ""),
    // The history.
    ("ArchiveIncomplete", PREVIOUS, ""),
    ("MissingCurrentInArchive", r#"rel="current""#, r#"rel="related""#),
    ("CurrentNotSelfInCompleteFeed FeedRelInCompleteFeed", "<fh:archive/>", "<fh:complete/>"),
    (
        "LinkPastEnd",
        "<icon>",
        "<link rel='first' href='https://kueche.example.net/feeds/atom-2019.xml'/>\
      <link rel='previous' href='https://kueche.example.net/feeds/x.xml'/><icon>",
    ),
    (
        "LinkPastEnd",
        "<icon>",
        "<link rel='last' href='https://kueche.example.net/feeds/atom-2019.xml'/>\
      <link rel='next' href='https://kueche.example.net/feeds/x.xml'/><icon>",
    ),
    // Namespaces.
    (
        "AvoidNamespacePrefix",
        "<rights>© 2019 Ida</rights>",
        "<a:rights xmlns:a='http://www.w3.org/2005/Atom'>© 2019 Ida</a:rights>",
    ),
    (
        "UnknownNamespace",
        "</feed>",
        "<at:deleted-entry xmlns:at='http://purl.org/atompub/tombstones/1.0' ref='x:y'/></feed>",
    ),
    (
        "ObsoleteNamespace",
        "<rights>© 2019 Ida</rights>",
        "<x:rights xmlns:x='http://purl.org/atom/ns#'>© 2019 Ida</x:rights>",
    ),
];

const ALTERNATE_TO_CONTENT: &str = r#"<link rel="alternate" type="text/html" href="https://kueche.example.net/suppe"/>
<link rel="enclosure" type="audio/mpeg" length="4711" href="https://kueche.example.net/suppe.mp3" title="Teil 1"/>
<link rel="replies" type="text/html" href="https://kueche.example.net/suppe#c" thr:count="2" thr:updated="2019-05-21T00:00:00Z"/>
<author><name>Tom</name></author>
<category term="suppe" scheme="https://kueche.example.net/thema" label="Suppen"/>
<summary>Une soupe.</summary>
<content type="html">&lt;p&gt;Du sel &amp;amp; du temps&lt;/p&gt;</content>"#;
const ALTERNATE_TO_SUMMARY: &str = "<summary>Une soupe.</summary>";

#[test]
fn each_row_breaks_what_it_says() {
    check_table(CLEAN, ROWS);
}

fn entry() -> &'static str {
    &CLEAN[CLEAN.find("<entry").unwrap()..CLEAN.find("</feed>").unwrap()]
}

#[test]
fn entries_are_told_apart_by_id_and_by_time() {
    let with = |entries: &str| CLEAN.replace("</feed>", &format!("{entries}</feed>"));
    let same_time = with(&entry().replace("2019:17", "2019:18"));
    assert_eq!(rules_of(&same_time), ["+DuplicateUpdated"]);
    let same_id = |number: usize| entry().replace("20T18:00:00", &format!("20T17:00:{number:02}"));
    assert_eq!(rules_of(&with(&same_id(0))), ["DuplicateEntries"]);
    let ten: String = (0..9).map(same_id).collect();
    assert_eq!(rules_of(&with(&ten)), ["DuplicateIds"]);
}

#[test]
fn an_entry_without_any_author_is_an_error() {
    let nobody = CLEAN.replace("<author><name>Tom</name></author>\n", "").replace(
        "<author><name>Ida</name><uri>https://kueche.example.net/ida</uri></author>\n",
        "",
    );
    assert_eq!(rules_of(&nobody), ["MissingElement"]);
}

#[test]
fn old_atom_is_only_named() {
    let old = r#"<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://purl.org/atom/ns#" version="0.3"><titel/></feed>"#;
    let report = check(old.as_bytes(), &options());
    assert_eq!(
        (report.format, rules(&report)),
        (Some(Format::Atom03), vec!["ObsoleteNamespace".into()])
    );
    let cut = old.replace("<titel/>", "<titel>");
    assert_eq!(rules_of(&cut), ["SAXError"]);
    let entry = old.replace("feed", "entry");
    assert_eq!(rules_of(&entry), ["ObsoleteNamespace"]);
}

#[test]
fn a_root_without_its_namespace_is_no_atom() {
    let root =
        |attributes: &str| format!("<?xml version=\"1.0\" encoding=\"utf-8\"?><feed{attributes}/>");
    assert_eq!(rules_of(&root("")), ["MissingNamespace"]);
    let near = root(" xmlns='http://www.w3.org/2005/atom'");
    assert_eq!(rules_of(&near), ["InvalidNamespace", "UnknownNamespace"]);
    let rss = crate::rss::CLEAN.replace("<rss ", "<rss xmlns='http://backend.userland.com/rss2' ");
    assert_eq!(rules_of(&rss), ["InvalidNamespace"]);
}

/// An entry that is a document of its own.
fn alone() -> String {
    let namespaces = "xmlns=\"http://www.w3.org/2005/Atom\" xmlns:thr=\"http://purl.org/syndication/thread/1.0\"";
    let entry = entry().trim_end().replacen("<entry", &format!("<entry {namespaces}"), 1);
    format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{entry}\n")
}

#[test]
fn an_entry_alone_is_held_to_what_holds_for_entries() {
    let clean = alone();
    assert_eq!(check(clean.as_bytes(), &options()).format, Some(Format::Atom));
    assert!(rules_of(&clean).is_empty());
    for (expected, old, new) in [
        ("MissingElement", "<author><name>Tom</name></author>", ""),
        ("MissingElement", ID, ""),
        ("MissingAlternate", ALTERNATE, ""),
        ("InvalidTAG", ID, "<id>tag:Kueche.example.net,2019:17</id>"),
        ("NotHtml", "du temps", "du &lt;b&gt;temps"),
        ("UndefinedElement", ID, "<id>tag:kueche.example.net,2019:17</id><generator>x</generator>"),
        ("FeedHistoryRelInEntry", r#"rel="enclosure""#, r#"rel="next""#),
    ] {
        assert_eq!(rules_of(&clean.replace(old, new)), [expected], "{old} → {new}");
    }
}

#[test]
fn what_is_asked_for_is_accepted() {
    let broken =
        CLEAN.replace("du temps", "du &lt;iframe src='https://e.example/'&gt;&lt;/iframe&gt;");
    let mut options = options();
    assert_eq!(rules(&check(broken.as_bytes(), &options)), ["SecurityRisk"]);
    options.accept.push(larder_check::Rule::SecurityRisk);
    let report = check(broken.as_bytes(), &options);
    assert_eq!(rules(&report), ["+SecurityRisk"]);
    assert!(report.is_clean());
}
