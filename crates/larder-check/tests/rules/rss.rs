//! RSS 2.0: one clean document and what can be wrong with it.

use larder_check::check;

use crate::{Row, check_table, options, rules, rules_of};

/// Everything that Larder writes into RSS, and what others write well.
pub(crate) const CLEAN: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/">
<channel>
<title>Salz &#x26; Pfeffer</title>
<link>https://kueche.example.net/</link>
<description>Kochen am Fluss</description>
<language>de-AT</language>
<copyright>© 2019 Ida</copyright>
<managingEditor>ida@example.net (Ida)</managingEditor>
<lastBuildDate>Mon, 20 May 2019 18:00:00 +0200</lastBuildDate>
<generator>Larder 0.1</generator>
<docs>https://www.rssboard.org/rss-specification</docs>
<ttl>60</ttl>
<atom:link href="https://kueche.example.net/feeds/rss.xml" rel="self" type="application/rss+xml"/>
<atom:link href="https://kueche.example.net/feeds/rss-2018.xml" rel="prev-archive"/>
<image>
<url>https://kueche.example.net/topf.png</url>
<title>Salz &#x26; Pfeffer</title>
<link>https://kueche.example.net/</link>
<width>100</width>
<height>40</height>
</image>
<item>
<title>1 &#x3C; 2 &#x26; Q&#x26;A1</title>
<link>https://kueche.example.net/suppe?seite=1&amp;teil=2</link>
<description>Eine &amp;lt;dicke&amp;gt; Suppe.</description>
<content:encoded><![CDATA[<p>Mit <a href="https://kueche.example.net/a?b=1&amp;c=2">Salz</a><br>und <b>Zeit</b></p>]]></content:encoded>
<dc:creator>Ida</dc:creator>
<dc:creator>Tom Öl</dc:creator>
<category domain="https://kueche.example.net/thema">Suppen</category>
<comments>https://kueche.example.net/suppe#comments</comments>
<slash:comments>2</slash:comments>
<enclosure url="https://kueche.example.net/suppe.mp3" length="4711" type="audio/mpeg"/>
<atom:link rel="enclosure" href="https://kueche.example.net/suppe.ogg" length="0" type="audio/ogg"/>
<guid isPermaLink="false">kueche-000000017</guid>
<pubDate>Sun, 19 May 2019 07:05:09 +0200</pubDate>
<atom:updated>2019-05-20T18:00:00+02:00</atom:updated>
</item>
</channel>
</rss>
"#;

const COMMENTS: &str = "https://kueche.example.net/suppe#comments";
const TITLE: &str = "1 &#x3C; 2 &#x26; Q&#x26;A1";
const GUID: &str = r#"<guid isPermaLink="false">kueche-000000017</guid>"#;
const FILE: &str = r#"url="https://kueche.example.net/suppe.mp3""#;

pub(crate) const ROWS: &[Row] = &[
    // The channel.
    ("InvalidRSSVersion", r#"rss version="2.0""#, r#"rss version="3.0""#),
    ("ObsoleteVersion", r#"rss version="2.0""#, r#"rss version="0.92""#),
    ("MissingAttribute", r#"rss version="2.0""#, "rss"),
    (
        "MissingElement UndefinedElement UnusedNamespace UnusedNamespace UnusedNamespace UnusedNamespace",
        CLEAN_CHANNEL,
        "<canal/>",
    ),
    ("MissingTitle", "<channel>\n<title>Salz &#x26; Pfeffer</title>", "<channel>"),
    ("MissingLink", "<link>https://kueche.example.net/</link>\n<description>", "<description>"),
    ("MissingDescription", "<description>Kochen am Fluss</description>\n", ""),
    ("", "<description>Kochen am Fluss</description>", "<description/>"),
    ("NotBlank", "<category domain", "<category/><category domain"),
    ("UndefinedElement", "<ttl>", "<lang>de</lang><ttl>"),
    ("UndefinedElement", "am Fluss", "am Fluss<b/>"),
    ("UndefinedElement", "<ttl>", "<dc:autor>Ida</dc:autor><ttl>"),
    ("UnexpectedAttribute", "<ttl>", "<ttl unit='m'>"),
    ("UnexpectedText", "<channel>", "<channel>x"),
    ("DuplicateElement", "<ttl>", "<language>de</language><ttl>"),
    ("MisplacedItem", "</channel>", "<category>x</category></channel>"),
    ("AvoidTextInput", "<ttl>", "<textInput><title>x</title></textInput><ttl>"),
    ("InvalidLanguage", "de-AT", "yue"),
    ("InvalidLanguage", "de-AT", "iw"),
    ("InvalidLanguage", "de-AT", "i-klingon"),
    ("", "de-AT", "zh-Hans-CN"),
    ("InvalidContact", "<ttl>", "<webMaster>Ida</webMaster><ttl>"),
    ("MissingRealName", "<ttl>", "<webMaster>ida@example.net</webMaster><ttl>"),
    ("EmailFormat", "<ttl>", "<webMaster>Ida &#x3C;ida@example.net&#x3E;</webMaster><ttl>"),
    ("DuplicateSemantics", "<ttl>", "<dc:language>de</dc:language><ttl>"),
    ("OtherDocs", "https://www.rssboard.org/rss-specification", "https://www.rssboard.org/"),
    ("InvalidPositiveInteger", "<ttl>60", "<ttl>0"),
    ("SlashDate", "<lastBuildDate>Mon, 20 May 2019 18:00:00 +0200</lastBuildDate>\n", ""),
    ("UpdatedNotNewest", "Mon, 20 May 2019 18:00:00", "Tue, 21 May 2019 18:00:00"),
    ("StrayWhitespace", "Kochen am Fluss", "Kochen\nam Fluss"),
    ("CharacterData", "Kochen am Fluss", "Kochen &lt;am Fluss"),
    ("", "Kochen am Fluss", "Kochen &amp; Fluss"),
    ("CharacterData", "© 2019 Ida", "&lt;Ida"),
    ("InvalidContact", "ida@example.net (Ida)", "Ida"),
    // What is not to be done at which hours and days.
    (
        "",
        "<ttl>",
        "<skipHours><hour>0</hour><hour>23</hour></skipHours><skipDays><day>Monday</day></skipDays><ttl>",
    ),
    ("InvalidHour", "<ttl>", "<skipHours><hour>25</hour></skipHours><ttl>"),
    ("UseZeroForMidnight", "<ttl>", "<skipHours><hour>24</hour></skipHours><ttl>"),
    ("NotEnoughHoursInTheDay", "<ttl>", TWENTY_FIVE_HOURS),
    ("InvalidDay", "<ttl>", "<skipDays><day>Montag</day></skipDays><ttl>"),
    ("EightDaysAWeek", "<ttl>", EIGHT_DAYS),
    // The image.
    ("MissingTitle", "topf.png</url>\n<title>Salz &#x26; Pfeffer</title>", "topf.png</url>"),
    ("MissingElement", "<url>https://kueche.example.net/topf.png</url>\n", ""),
    ("ImageUrlFormat", "topf.png", "topf.webp"),
    ("", "topf.png", "topf"),
    ("ImageTitleDoesntMatch", "topf.png</url>\n<title>", "topf.png</url>\n<title>Frau "),
    (
        "ImageLinkDoesntMatch",
        "<link>https://kueche.example.net/</link>\n<width>",
        "<link>https://kueche.example.net/x</link>\n<width>",
    ),
    ("InvalidWidth", "<width>100", "<width>145"),
    ("InvalidHeight", "<height>40", "<height>0"),
    ("ImageUrlFormat", "topf.png", "topf.svg"),
    ("", "topf.png", "topf.JPEG"),
    ("InvalidHeight", "<height>40", "<height>401"),
    ("", "<width>100</width>\n<height>40</height>\n", ""),
    // Links of Atom.
    ("MissingAtomSelfLink", r#"rel="self" type="application/rss+xml""#, r#"rel="related""#),
    ("SelfNotAtom", r#"type="application/rss+xml""#, r#"type="text/xml""#),
    ("SelfTypeDiffers", r#"type="application/rss+xml""#, r#"type="application/atom+xml""#),
    ("RelativeSelf", r#"href="https://kueche.example.net/feeds/rss.xml""#, r#"href="rss.xml""#),
    ("UnregisteredAtomLinkRel", r#"rel="prev-archive""#, r#"rel="canonical""#),
    ("", r#"rel="prev-archive""#, r#"rel="https://example.net/rel""#),
    ("AttrNotBlank", r#"rel="prev-archive""#, r#"rel="""#),
    ("MissingHref", r#"href="https://kueche.example.net/feeds/rss-2018.xml" "#, ""),
    ("AtomLinkNotEmpty", r#"rel="prev-archive"/>"#, r#"rel="prev-archive">x</atom:link>"#),
    ("InvalidMIMEType", r#"type="audio/ogg""#, r#"type="ogg""#),
    // Plain text.
    ("NotBlank", TITLE, ""),
    ("StrayWhitespace", TITLE, "a  b"),
    ("StrayWhitespace", TITLE, " a"),
    ("CharacterData", TITLE, "Vec&lt;T&gt;"),
    ("CharacterData", TITLE, "a &#60;b"),
    ("", TITLE, "Vec&#x3C;T&#x3E; 1 &lt; 2"),
    ("ContainsHTML", TITLE, "a &amp;amp; b"),
    ("ContainsHTML", TITLE, "Q&amp;A1"),
    ("+ContainsHTML", TITLE, "a &#x3C;/b&#x3E;"),
    ("", TITLE, "AT&amp;T &lt;"),
    // Addresses.
    ("InvalidFullLink", COMMENTS, "/suppe"),
    ("InvalidFullLink", COMMENTS, "//kueche.example.net/suppe"),
    ("InvalidUriChar", COMMENTS, "https://kueche.example.net/[1]"),
    ("InvalidUriChar", COMMENTS, "https://kueche.example.net/a b"),
    ("UriNotIri", COMMENTS, "https://küche.example.net/"),
    ("UriNotIri", COMMENTS, "https://kueche.example.net/글"),
    ("StrayPercent", COMMENTS, "https://kueche.example.net/100%zz"),
    ("UnsafeScheme", COMMENTS, "javascript:x"),
    ("", COMMENTS, "http://[2001:db8::1]:8080/x"),
    // Dates.
    ("IncorrectDOW", "Sun, 19 May", "Mon, 19 May"),
    ("ProblematicalRFC822Date", "07:05:09 +0200", "07:05:09 +0545"),
    ("", "07:05:09 +0200", "07:05:09 -0330"),
    ("", "07:05:09 +0200", "07:05:09 GMT"),
    ("ProblematicalRFC822Date", "19 May 2019", "19 May 19"),
    ("InvalidRFC2822Date", "07:05:09 +0200", "07:05:09 KST"),
    ("InvalidRFC2822Date", "19 May 2019", "31 Feb 2019"),
    ("DateStyle", "Sun, 19 May", "Sun, 5 May"),
    ("DateStyle", "Sun, 19 May", "19 May"),
    ("+ImplausibleDate", "Sun, 19 May 2019", "Thu, 19 May 1960"),
    ("ImplausibleDate", "Sun, 19 May 2019", "Sun, 19 May 2999"),
    ("ImplausibleDate", "Sun, 19 May 2019 07:05:09 +0200", "Sat, 01 Jun 2024 00:10:01 GMT"),
    ("", "Sun, 19 May 2019 07:05:09 +0200", "Sat, 01 Jun 2024 00:10:00 GMT"),
    ("ProblematicalRFC822Date", "07:05:09 +0200", "07:05:09 +0019"),
    ("InvalidRFC3339Date UpdatedNotNewest", "2019-05-20T18:00:00+02:00", "2019-05-20 18:00:00"),
    (
        "InvalidW3CDTFDate",
        "<dc:creator>Ida",
        "<dcterms:created xmlns:dcterms='http://purl.org/dc/terms/'>gestern</dcterms:created><dc:creator>Ida",
    ),
    ("DuplicateItemSemantics", "<dc:creator>Ida", "<dc:date>2019-05</dc:date><dc:creator>Ida"),
    (
        "DuplicateSemantics",
        "<ttl>",
        "<dcterms:modified xmlns:dcterms='http://purl.org/dc/terms/'>2019</dcterms:modified><ttl>",
    ),
    (
        "",
        "<dc:creator>Ida",
        "<dcterms:modified xmlns:dcterms='http://purl.org/dc/terms/'>2019</dcterms:modified><dc:creator>Ida",
    ),
    // The item.
    ("", "<title>1 &#x3C; 2 &#x26; Q&#x26;A1</title>\n", ""),
    ("", "<item>", "<item xml:lang='ko'>"),
    ("InvalidLanguage", "<item>", "<item xml:lang='yue'>"),
    ("NotHtml", "Eine &amp;lt;dicke&amp;gt; Suppe.", "AT&amp;T"),
    ("", "Eine &amp;lt;dicke&amp;gt; Suppe.", "AT&amp;amp;T"),
    ("CharacterData", ">Suppen<", ">&lt;Suppen<"),
    ("ItemMustContainTitleOrDescription NeedDescriptionBeforeContent", TITLE_TO_DESCRIPTION, ""),
    (
        "NeedDescriptionBeforeContent",
        "<description>Eine &amp;lt;dicke&amp;gt; Suppe.</description>\n",
        "",
    ),
    ("DuplicateElement", "<dc:creator>Ida", "<content:encoded>x</content:encoded><dc:creator>Ida"),
    (
        "DuplicateItemSemantics",
        GUID,
        "<author>ida@example.net (Ida)</author><guid isPermaLink='false'>kueche-17</guid>",
    ),
    ("NotBlank", ">Suppen<", "><"),
    ("MissingAttribute", "<dc:creator>Ida", "<source>Fluss</source><dc:creator>Ida"),
    (
        "CommentRSS",
        "<dc:creator>Ida",
        "<wfw:commentRSS xmlns:wfw='http://wellformedweb.org/CommentAPI/'>https://a.example/</wfw:commentRSS><dc:creator>Ida",
    ),
    ("InvalidNonNegativeInteger", "<slash:comments>2", "<slash:comments>-2"),
    // Enclosures.
    (
        "DuplicateEnclosure",
        "<dc:creator>Ida",
        "<enclosure url='https://kueche.example.net/a.mp3' length='0' type='audio/mpeg'/><dc:creator>Ida",
    ),
    ("UseZeroForUnknown", r#"length="4711""#, r#"length="-1""#),
    ("InvalidNonNegativeInteger", r#"length="4711""#, r#"length="-2""#),
    ("InvalidIntegerAttribute", r#"length="4711""#, r#"length="""#),
    ("MissingAttribute", r#" length="4711""#, ""),
    ("InvalidMIMEAttribute", r#"type="audio/mpeg""#, r#"type="""#),
    ("InvalidURLAttribute", FILE, r#"url="http://localhost/suppe.mp3""#),
    ("InvalidURLAttribute", FILE, r#"url="https://example.net?x=1""#),
    ("", FILE, r#"url="https://example.net:81/?x=1""#),
    ("InvalidURLAttribute", FILE, r#"url="https://a_b.example.net/a.mp3""#),
    ("InvalidURLAttribute", FILE, r#"url="https://ida@example.net/a.mp3""#),
    ("InvalidURLAttribute", FILE, r#"url="https://[2001:db8::1]/a.mp3""#),
    ("InvalidURLAttribute", FILE, r#"url="ftp://example.net/a.mp3""#),
    ("", r#"length="4711""#, r#"length="0""#),
    // What the post is known by.
    ("MissingGuid", "<guid isPermaLink=\"false\">kueche-000000017</guid>\n", ""),
    ("NotBlank", GUID, "<guid isPermaLink='false'></guid>"),
    ("ImplicitPermalink", GUID, "<guid>https://kueche.example.net/suppe?seite=1&amp;teil=2</guid>"),
    (
        "",
        GUID,
        "<guid isPermaLink='true'>https://kueche.example.net/suppe?seite=1&amp;teil=2</guid>",
    ),
    ("PermalinkNotLink", GUID, "<guid isPermaLink='true'>https://kueche.example.net/brot</guid>"),
    ("", GUID, "<guid isPermaLink='false'>글 12</guid>"),
    ("+NotSufficientlyUnique", GUID, "<guid isPermaLink='false'>12345678</guid>"),
    ("InvalidHttpGUID", GUID, "<guid isPermaLink='true'>17</guid>"),
    ("UriNotIri", GUID, "<guid isPermaLink='true'>https://kueche.example.net/글</guid>"),
    ("InvalidPermalink", GUID, "<guid isPermaLink='true'>tag:kueche.example.net,2019:17</guid>"),
    (
        "InvalidBooleanAttribute PermalinkNotLink",
        GUID,
        "<guid isPermaLink='TRUE'>https://kueche.example.net/x</guid>",
    ),
    ("", GUID, "<guid isPermaLink='false'>123456789</guid>"),
    ("", GUID, "<guid isPermaLink='false'>0b3cc5de-2a1b-4f2e-9a0c-3c1f5d1d2e3f</guid>"),
    ("InvalidPermalink", GUID, "<guid isPermaLink='true'>urn:x:17</guid>"),
    (
        "DuplicateValue",
        "</channel>",
        "<item><title>x</title><guid isPermaLink='false'>kueche-000000017</guid></item></channel>",
    ),
    // Places, periods, threads, media.
    (
        "InvalidUpdatePeriod",
        "<ttl>",
        "<sy:updatePeriod xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>often</sy:updatePeriod><ttl>",
    ),
    (
        "",
        "<ttl>",
        "<sy:updatePeriod xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>daily</sy:updatePeriod><ttl>",
    ),
    (
        "InvalidCoord",
        "<dc:creator>Ida",
        "<georss:point xmlns:georss='http://www.georss.org/georss'>48.2</georss:point><dc:creator>Ida",
    ),
    (
        "",
        "<dc:creator>Ida",
        "<georss:point xmlns:georss='http://www.georss.org/georss'>48.2 -16.3</georss:point><dc:creator>Ida",
    ),
    (
        "InvalidLatitude InvalidLongitude",
        "<dc:creator>Ida",
        "<geo:lat xmlns:geo='http://www.w3.org/2003/01/geo/wgs84_pos#'>91</geo:lat>\
      <geo:long xmlns:geo='http://www.w3.org/2003/01/geo/wgs84_pos#'>x</geo:long><dc:creator>Ida",
    ),
    (
        "InvalidFullLink",
        "<dc:creator>Ida",
        "<media:content xmlns:media='http://search.yahoo.com/mrss/' url='a.png'/><dc:creator>Ida",
    ),
    // Podcasts.
    (
        "MissingItunesElement MissingItunesElement MissingItunesEmail",
        "<dc:creator>Ida",
        "<itunes:duration xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'>60</itunes:duration><dc:creator>Ida",
    ),
];

const CLEAN_CHANNEL: &str = {
    let start = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:slash=\"http://purl.org/rss/1.0/modules/slash/\">\n".len();
    CLEAN.split_at(start).1.split_at(CLEAN.len() - start - "\n</rss>\n".len()).0
};

const TITLE_TO_DESCRIPTION: &str = "<title>1 &#x3C; 2 &#x26; Q&#x26;A1</title>
<link>https://kueche.example.net/suppe?seite=1&amp;teil=2</link>
<description>Eine &amp;lt;dicke&amp;gt; Suppe.</description>
";

const TWENTY_FIVE_HOURS: &str = "<skipHours><hour>0</hour><hour>1</hour><hour>2</hour><hour>3</hour><hour>4</hour>\
    <hour>5</hour><hour>6</hour><hour>7</hour><hour>8</hour><hour>9</hour><hour>10</hour><hour>11</hour>\
    <hour>12</hour><hour>13</hour><hour>14</hour><hour>15</hour><hour>16</hour><hour>17</hour><hour>18</hour>\
    <hour>19</hour><hour>20</hour><hour>21</hour><hour>22</hour><hour>23</hour><hour>0</hour></skipHours><ttl>";

const EIGHT_DAYS: &str = "<skipDays><day>Monday</day><day>Tuesday</day><day>Wednesday</day><day>Thursday</day>\
    <day>Friday</day><day>Saturday</day><day>Sunday</day><day>Monday</day></skipDays><ttl>";

#[test]
fn each_row_breaks_what_it_says() {
    check_table(CLEAN, ROWS);
}

/// A podcast that has everything.
const PODCAST: &str = r#"<itunes:category text="Arts"><itunes:category text="Food"/></itunes:category>
<itunes:explicit>false</itunes:explicit>
<itunes:owner><itunes:name>Ida</itunes:name><itunes:email>ida@example.net</itunes:email></itunes:owner>
<itunes:type>episodic</itunes:type>
<itunes:image href="https://kueche.example.net/topf.png"/>
<itunes:block>no</itunes:block>
<itunes:keywords>Suppe, Brot</itunes:keywords>
<ttl>"#;

fn podcast() -> String {
    let episode = "<itunes:duration>1:02:03</itunes:duration><itunes:episodeType>full</itunes:episodeType>\
                   <itunes:episode>1</itunes:episode><dc:creator>Ida";
    CLEAN
        .replace("<rss ", "<rss xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\" ")
        .replace("<ttl>", PODCAST)
        .replace("<dc:creator>Ida", episode)
}

pub(crate) const PODCAST_ROWS: &[Row] = &[
    ("MissingItunesElement", "<itunes:explicit>false</itunes:explicit>\n", ""),
    ("MissingItunesElement", "<language>de-AT</language>\n", ""),
    ("InvalidTrueFalse", "<itunes:explicit>false", "<itunes:explicit>no"),
    ("InvalidYesNoClean", "<itunes:block>no", "<itunes:block>x"),
    ("InvalidItunesCategory", r#"text="Arts">"#, r#"text="Kunst">"#),
    ("InvalidItunesCategory", r#"text="Food""#, r#"text="Golf""#),
    ("ObsoleteItunesCategory", r#"text="Food""#, r#"text="Literature""#),
    ("MissingAttribute", r#"<itunes:category text="Arts">"#, "<itunes:category>"),
    (
        "MissingItunesEmail",
        "<itunes:owner><itunes:name>Ida</itunes:name><itunes:email>ida@example.net</itunes:email></itunes:owner>\n",
        "",
    ),
    ("MissingElement", "<itunes:email>ida@example.net</itunes:email>", ""),
    ("InvalidContact", "<itunes:email>ida@example.net", "<itunes:email>ida"),
    ("InvalidItunesChannelType", "<itunes:type>episodic", "<itunes:type>weekly"),
    ("InvalidItunesEpisodeType", "<itunes:episodeType>full", "<itunes:episodeType>half"),
    ("InvalidPositiveInteger", "<itunes:episode>1", "<itunes:episode>0"),
    ("InvalidDuration", "1:02:03", "1:2:3"),
    ("InvalidDuration", "1:02:03", "12 min"),
    ("", "1:02:03", "3723"),
    ("", "<itunes:explicit>false", "<itunes:explicit>True"),
    (
        "MissingItunesElement",
        "<itunes:category text=\"Arts\"><itunes:category text=\"Food\"/></itunes:category>\n",
        "",
    ),
    ("UnexpectedAttribute", r#"<itunes:image href"#, r#"<itunes:image url="x" href"#),
    (
        "UnexpectedAttribute",
        r#"<itunes:category text="Arts""#,
        r#"<itunes:category name="x" text="Arts""#,
    ),
    (
        "MissingAttribute",
        r#"<itunes:image href="https://kueche.example.net/topf.png"/>"#,
        "<itunes:image/>",
    ),
    (
        "InvalidURLAttribute",
        r#"<itunes:image href="https://kueche.example.net/topf.png"/>"#,
        r#"<itunes:image href="http://localhost/topf.png"/>"#,
    ),
    ("ContainsHTML", "<itunes:block>no", "<itunes:author>Q&amp;A1</itunes:author><itunes:block>no"),
    ("+ContainsHTML", "<itunes:name>Ida", "<itunes:name>&lt;/b>"),
    ("UndefinedElement", "<itunes:block>no", "<itunes:sprache>de</itunes:sprache><itunes:block>no"),
    (
        "InvalidFullLink",
        "<itunes:block>no",
        "<itunes:new-feed-url>rss.xml</itunes:new-feed-url><itunes:block>no",
    ),
    (
        "InvalidRFC2822Date",
        "<itunes:block>no",
        "<itunes:pubDate>heute</itunes:pubDate><itunes:block>no",
    ),
    ("InvalidURLAttribute", r#"href="https://kueche.example.net/topf.png""#, r#"href="topf.png""#),
    ("InvalidKeywords", "Suppe, Brot", "Suppe Brot"),
    ("+UnsupportedItunesFormat", "suppe.mp3", "suppe.ogg"),
    ("DuplicateElement", "<itunes:block>no", "<itunes:block>no</itunes:block><itunes:block>no"),
];

#[test]
fn a_podcast_has_what_podcast_programs_demand() {
    check_table(&podcast(), PODCAST_ROWS);
    let long = podcast().replace("Suppe, Brot", &"Suppe,".repeat(43));
    assert_eq!(rules_of(&long), ["TooLong"]);
    let latin = podcast().replace("encoding=\"utf-8\"", "encoding=\"iso-8859-1\"");
    let bytes: Vec<u8> = latin.chars().map(|it| u8::try_from(u32::from(it)).unwrap()).collect();
    assert_eq!(rules(&check(&bytes, &options())), ["NonstdEncoding", "NotUTF8"]);
}

#[test]
fn old_versions_are_held_to_less() {
    let old = r#"<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="0.91"><channel><title>x &lt;b</title><link>https://e.example/</link><description>x</description>
<item><title>y</title></item></channel></rss>"#;
    assert_eq!(rules_of(old), ["InvalidDoctype", "ObsoleteVersion"]);
}

#[test]
fn what_is_absent_is_said_in_words() {
    let untyped = CLEAN.replace(r#" rel="self" type="application/rss+xml""#, r#" rel="self""#);
    let report = check(untyped.as_bytes(), &options());
    let said: Vec<_> = report.findings.iter().map(|it| (it.rule.name(), &*it.found)).collect();
    assert_eq!(said, [("SelfTypeDiffers", "nothing")]);
}

#[test]
fn findings_say_where_and_what() {
    let broken = CLEAN.replace("<b>Zeit</b>", "<b>Zeit</b></i>").replace("Tom Öl", "<x/>");
    let report = check(broken.as_bytes(), &options());
    let said: Vec<_> = report.findings.iter().map(|it| format!("{} {}", it.path, it)).collect();
    assert_eq!(
        said,
        [
            "rss/channel/item/content:encoded 27:112: warning: NotHtml: `</i></p>`; expected: the HTML is valid",
            "rss/channel/item/dc:creator[2] 29:1: warning: NotBlank: expected: the element is not empty",
        ]
    );
}
