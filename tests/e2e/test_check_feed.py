#!/usr/bin/env python3
"""Each rule of `check_feed.py` fires on one change to a clean document, and on nothing else."""

import io
import json
import tempfile
import unittest
from contextlib import redirect_stdout
from datetime import datetime, timezone
from pathlib import Path

import check_feed

AS_OF = datetime(2024, 6, 1, tzinfo=timezone.utc)

RSS = """\
<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/">
<channel>
<title>Salz &#x26; Pfeffer</title>
<link>https://kueche.example.net/</link>
<description>Kochen am Fluss</description>
<language>de-AT</language>
<copyright>© 2019 Ida</copyright>
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
"""

ATOM = """\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0" \
xmlns:thr="http://purl.org/syndication/thread/1.0" xml:lang="de">
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
<link rel="replies" type="text/html" href="https://kueche.example.net/suppe#c" thr:count="2" \
thr:updated="2019-05-21T00:00:00Z"/>
<author><name>Tom</name></author>
<category term="suppe" scheme="https://kueche.example.net/thema" label="Suppen"/>
<summary>Une soupe.</summary>
<content type="html">&lt;p&gt;Du sel &amp;amp; du temps&lt;/p&gt;</content>
<thr:in-reply-to ref="tag:kueche.example.net,2019:16" href="https://kueche.example.net/brot" type="text/html"/>
<source><id>https://fluss.example.com/</id><title>Fluss</title><updated>2019-01-01T00:00:00Z</updated></source>
</entry>
</feed>
"""

JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Salz & Pfeffer",
    "home_page_url": "https://kueche.example.net/",
    "feed_url": "https://kueche.example.net/feeds/feed.json",
    "next_url": "https://kueche.example.net/feeds/feed-2018.json",
    "authors": [{"name": "Ida", "url": "https://kueche.example.net/ida"}],
    "language": "de",
    "expired": True,
    "hubs": [{"type": "WebSub", "url": "https://hub.example.com/"}],
    "items": [
        {
            "id": "kueche-17",
            "url": "https://kueche.example.net/suppe",
            "title": "Suppe",
            "content_html": "<p>Mit Salz</p>",
            "date_published": "2019-05-19T07:05:09+02:00",
            "tags": ["Suppen", "Winter"],
            "attachments": [
                {"url": "https://kueche.example.net/suppe.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 4711}
            ],
        },
        {"id": "kueche-16", "url": "https://kueche.example.net/brot", "content_text": "Brot",
         "date_published": "2019-05-01T07:00:00Z"},
    ],
    "_archive": {"about": "https://larder.example/archive", "complete": False},
}

ITEM = RSS[RSS.index("<item>") : RSS.index("</channel>")]
ENTRY = ATOM[ATOM.index("<entry") : ATOM.index("</feed>")]
BODY = '<p>Mit <a href="https://kueche.example.net/a?b=1&amp;c=2">Salz</a><br>und <b>Zeit</b></p>'
TITLE = "1 &#x3C; 2 &#x26; Q&#x26;A1"
GUID = '<guid isPermaLink="false">kueche-000000017</guid>'
MP3 = 'url="https://kueche.example.net/suppe.mp3" length="4711" type="audio/mpeg"'
ATOM_TITLE = "Vec&lt;T&gt; &amp; 1 &lt; 2"
ATOM_ID = "<id>tag:kueche.example.net,2019:17</id>"
CONTENT = '<content type="html">&lt;p&gt;Du sel &amp;amp; du temps&lt;/p&gt;</content>'
ALTERNATE = '<link rel="alternate" type="text/html" href="https://kueche.example.net/suppe"/>'

# Expected classes, what is replaced and by what. `+` marks a class that is accepted.
IN_RSS = [
    ("MissingAtomSelfLink", 'rel="self" type="application/rss+xml"', 'rel="related"'),
    ("SelfNotAtom", 'type="application/rss+xml"', 'type="text/xml"'),
    ("HouseRule", 'type="application/rss+xml"', 'type="application/atom+xml"'),
    ("RelativeSelf", 'href="https://kueche.example.net/feeds/rss.xml"', 'href="rss.xml"'),
    ("UnregisteredAtomLinkRel", 'rel="prev-archive"', 'rel="canonical"'),
    ("MissingHref", 'href="https://kueche.example.net/feeds/rss-2018.xml" ', ""),
    ("AtomLinkNotEmpty", 'rel="prev-archive"/>', 'rel="prev-archive">x</atom:link>'),
    ("InvalidMIMEType", 'type="audio/ogg"', 'type="ogg"'),
    # XML and characters
    ("HouseRule", '<?xml version="1.0" encoding="utf-8"?>\n', ""),
    ("BadXmlVersion", '<?xml version="1.0"', '<?xml version="1.1"'),
    ("InvalidDoctype", "<rss ", "<!DOCTYPE rss>\n<rss "),
    ("SAXError", "am Fluss", "am \x08 Fluss"),
    ("SAXError", "am Fluss", "am & Fluss"),
    ("SAXError", "am Fluss", "am&nbsp;Fluss"),
    ("SAXError", "</rss>", ""),
    ("HouseRule", "<ttl>", "\r\n<ttl>"),
    ("BadCharacters", "am Fluss", "am\x92 Fluss"),
    ("BadCharacters", "am Fluss", "am \ufffd Fluss"),
    ("+BadCharacters", "am Fluss", "am FlÃ¼ss"),
    ("HouseRule", "am Fluss", "am \x7f Fluss"),
    ("HouseRule", "am Fluss", "am \U0001fffe Fluss"),
    ("", "am Fluss", "am Fluss 🍲 \u200d \u202e \ue000"),
    # namespaces and names
    ("UnknownNamespace", "<channel>", '<channel xmlns:psc="http://podlove.org/simple-chapters"><psc:chapters/>'),
    ("", "<ttl>", '<p:medium xmlns:p="https://podcastindex.org/namespace/1.0">blog</p:medium><ttl>'),
    ("ReservedPrefix", "<ttl>", '<slash:x xmlns:slash="https://podcastindex.org/namespace/1.0"/><ttl>'),
    ("MediaRssNamespace", "<ttl>", '<media:x xmlns:media="http://search.yahoo.com/mrss"/><ttl>'),
    ("HouseRule", "<channel>", '<channel xmlns:fh="http://purl.org/syndication/history/1.0">'),
    ("UndefinedElement", "<ttl>", "<lang>de</lang><ttl>"),
    ("UndefinedElement", "am Fluss", "am Fluss<b/>"),
    ("UnexpectedAttribute", "<ttl>", '<ttl unit="m">'),
    ("UnexpectedText", "<channel>", "<channel>x"),
    ("DuplicateElement", "<ttl>", "<language>de</language><ttl>"),
    ("MisplacedItem", "</channel>", "<category>x</category></channel>"),
    ("InvalidRSSVersion", 'rss version="2.0"', 'rss version="0.93"'),
    # the channel
    ("MissingTitle", "<title>Salz &#x26; Pfeffer</title>\n<link>https://kueche.example.net/</link>\n<width>",
     "<link>https://kueche.example.net/</link>\n<width>"),
    ("MissingDescription", "<description>Kochen am Fluss</description>\n", ""),
    ("InvalidLanguage", "de-AT", "yue"),
    ("InvalidLanguage", "de-AT", "iw"),
    ("InvalidLanguage", "de-AT", "i-klingon"),
    ("", "de-AT", "zh-Hans-CN"),
    ("InvalidContact", "<ttl>", "<webMaster>Ida</webMaster><ttl>"),
    ("MissingRealName", "<ttl>", "<webMaster>ida@example.net</webMaster><ttl>"),
    ("EmailFormat", "<ttl>", "<managingEditor>Ida &#x3C;ida@example.net&#x3E;</managingEditor><ttl>"),
    ("", "<ttl>", "<managingEditor>ida@example.net (Ida)</managingEditor><ttl>"),
    ("DuplicateSemantics", "<ttl>", "<dc:language>de</dc:language><ttl>"),
    ("HouseRule", "https://www.rssboard.org/rss-specification", "https://www.rssboard.org/"),
    ("InvalidPositiveInteger", "<ttl>60", "<ttl>0"),
    ("SlashDate", "<lastBuildDate>Mon, 20 May 2019 18:00:00 +0200</lastBuildDate>\n", ""),
    ("HouseRule", "Mon, 20 May 2019 18:00:00", "Tue, 21 May 2019 18:00:00"),
    ("ImageUrlFormat", "topf.png", "topf.webp"),
    ("", "topf.png", "topf"),
    ("ImageTitleDoesntMatch", "topf.png</url>\n<title>", "topf.png</url>\n<title>Frau "),
    ("ImageLinkDoesntMatch", "<link>https://kueche.example.net/</link>\n<width>",
     "<link>https://kueche.example.net/x</link>\n<width>"),
    ("InvalidWidth", "<width>100", "<width>145"),
    ("InvalidHeight", "<height>40", "<height>0"),
    # plain text
    ("NotBlank", TITLE, ""),
    ("HouseRule", TITLE, "a  b"),
    ("HouseRule", TITLE, " a"),
    ("CharacterData", TITLE, "Vec&lt;T&gt;"),
    ("CharacterData", TITLE, "a &#60;b"),
    ("ContainsHTML", TITLE, "a &amp;amp; b"),
    ("ContainsHTML", TITLE, "Q&amp;A1"),
    ("+ContainsHTML", TITLE, "a &#x3C;/b&#x3E;"),
    ("", TITLE, "AT&amp;T"),
    # URLs
    ("InvalidFullLink", "https://kueche.example.net/suppe#comments", "/suppe"),
    ("InvalidFullLink", "https://kueche.example.net/suppe#comments", "//kueche.example.net/suppe"),
    ("InvalidUriChar", "https://kueche.example.net/suppe#comments", "https://kueche.example.net/[1]"),
    ("InvalidUriChar", "https://kueche.example.net/suppe#comments", "https://kueche.example.net/a b"),
    ("UriNotIri", "https://kueche.example.net/suppe#comments", "https://küche.example.net/"),
    ("UriNotIri", "https://kueche.example.net/suppe#comments", "https://kueche.example.net/글"),
    ("HouseRule", "https://kueche.example.net/suppe#comments", "https://kueche.example.net/100%zz"),
    ("HouseRule", "https://kueche.example.net/suppe#comments", "javascript:x"),
    ("", "https://kueche.example.net/suppe#comments", "http://[2001:db8::1]:8080/x"),
    # dates
    ("IncorrectDOW", "Sun, 19 May", "Mon, 19 May"),
    ("ProblematicalRFC822Date", "07:05:09 +0200", "07:05:09 +0545"),
    ("ProblematicalRFC822Date", "19 May 2019", "19 May 19"),
    ("InvalidRFC2822Date", "07:05:09 +0200", "07:05:09 KST"),
    ("InvalidRFC2822Date", "19 May 2019", "31 Feb 2019"),
    ("HouseRule", "Sun, 19 May", "Sun, 5 May"),
    ("HouseRule", "Sun, 19 May", "19 May"),
    ("", "07:05:09 +0200", "07:05:09 GMT"),
    ("+ImplausibleDate", "Sun, 19 May 2019", "Thu, 19 May 1960"),
    ("ImplausibleDate", "Sun, 19 May 2019", "Sun, 19 May 2999"),
    ("InvalidRFC3339Date", "2019-05-20T18:00:00+02:00", "2019-05-20 18:00:00"),
    # the item
    ("ItemMustContainTitleOrDescription NeedDescriptionBeforeContent",
     f"<title>{TITLE}</title>\n<link>https://kueche.example.net/suppe?seite=1&amp;teil=2</link>\n"
     "<description>Eine &amp;lt;dicke&amp;gt; Suppe.</description>\n", ""),
    ("NeedDescriptionBeforeContent", "<description>Eine &amp;lt;dicke&amp;gt; Suppe.</description>\n", ""),
    ("DuplicateElement", "<dc:creator>Ida", "<content:encoded>x</content:encoded><dc:creator>Ida"),
    ("DuplicateItemSemantics", GUID, f"<author>ida@example.net (Ida)</author>{GUID}"),
    ("NotBlank", ">Suppen<", "><"),
    ("MissingAttribute", GUID, f"<source>Fluss</source>{GUID}"),
    ("CommentRSS", GUID, '<w:commentRSS xmlns:w="http://wellformedweb.org/CommentAPI/">https://a.example/'
     f"</w:commentRSS>{GUID}"),
    ("InvalidNonNegativeInteger", "<slash:comments>2", "<slash:comments>-2"),
    ("DuplicateEnclosure", GUID, f"<enclosure {MP3}/>{GUID}"),
    ("UseZeroForUnknown", 'length="4711"', 'length="-1"'),
    ("InvalidNonNegativeInteger", 'length="4711"', 'length="-2"'),
    ("InvalidIntegerAttribute", 'length="4711"', 'length=""'),
    ("MissingAttribute", ' length="4711"', ""),
    ("InvalidMIMEAttribute", 'type="audio/mpeg"', 'type=""'),
    ("InvalidURLAttribute", 'url="https://kueche.example.net/suppe.mp3"', 'url="http://localhost/suppe.mp3"'),
    ("InvalidURLAttribute", 'url="https://kueche.example.net/suppe.mp3"', 'url="https://a_b.example.net/suppe.mp3"'),
    ("InvalidURLAttribute", 'url="https://kueche.example.net/suppe.mp3"', 'url="https://u@example.net/suppe.mp3"'),
    ("InvalidURLAttribute", 'url="https://kueche.example.net/suppe.mp3"', 'url="https://example.net?x=1"'),
    ("", 'url="https://kueche.example.net/suppe.mp3"', 'url="https://example.net:81/?x=1"'),
    ("MissingGuid", GUID + "\n", ""),
    ("NotBlank", GUID, '<guid isPermaLink="false"></guid>'),
    ("HouseRule", GUID, "<guid>https://kueche.example.net/suppe?seite=1&amp;teil=2</guid>"),
    ("", GUID, '<guid isPermaLink="true">https://kueche.example.net/suppe?seite=1&amp;teil=2</guid>'),
    ("HouseRule", GUID, '<guid isPermaLink="true">https://kueche.example.net/brot</guid>'),
    ("", GUID, '<guid isPermaLink="false">글 12</guid>'),
    ("+NotSufficientlyUnique", GUID, '<guid isPermaLink="false">12345678</guid>'),
    ("InvalidHttpGUID", GUID, '<guid isPermaLink="true">17</guid>'),
    ("UriNotIri", GUID, '<guid isPermaLink="true">https://kueche.example.net/글</guid>'),
    ("InvalidPermalink", GUID, '<guid isPermaLink="true">tag:kueche.example.net,2019:17</guid>'),
    ("HouseRule InvalidBooleanAttribute", GUID, '<guid isPermaLink="TRUE">https://kueche.example.net/x</guid>'),
    ("DuplicateValue", "</channel>", f"{ITEM}</channel>"),
    ("MissingItunesElement MissingItunesElement MissingItunesEmail", GUID,
     f'<i:duration xmlns:i="http://www.itunes.com/dtds/podcast-1.0.dtd">60</i:duration>{GUID}'),
]

IN_BODY = [
    ("", "<p>a<p>b<ul><li>c</ul><br />"),
    ("", '<figure><img src="data:image/png;base64,AA" alt=""></figure><ruby>字<rt>ji</rt></ruby>'),
    ("", '<img src="https://e.example/a.png" srcset="https://e.example/w_1,h_2/a.png 2x, https://e.example/b.png">'),
    ("NotBlank", " "),
    ("NotHtml", "<p><div></div></p>"),
    ("NotHtml", "AT&T"),
    ("NotHtml", '<a href="https://e.example/?a=1&copy=2">x</a>'),
    ("NotHtml", "&copy 2019"),
    ("NotHtml", "&#128;"),
    ("NotHtml", "<b>x"),
    ("NotHtml", "<nobr>x</nobr>"),
    ("NotHtml", "<svg></svg>"),
    ("NotHtml", "<x-y>x</x-y>"),
    ("HouseRule", "<!-- more -->"),
    ("SecurityRisk", "<script>x</script>"),
    ("SecurityRisk", '<iframe src="https://e.example/"></iframe>'),
    ("SecurityRiskAttr", '<p onclick="x()">x</p>'),
    ("DangerousStyleAttr", '<p style="position:fixed">x</p>'),
    ("HouseRule", "<button>x</button>"),
    ("HouseRule", '<p data-x="1">x</p>'),
    ("HouseRule", "<div><li>x</li></div>"),
    ("HouseRule", '<a href="javascript:x">x</a>'),
    ("ContainsRelRef", '<a href="#fn1">x</a>'),
    ("ContainsRelRef", '<a href="">x</a>'),
    ("ContainsRelRef", '<img src="//e.example/a.png">'),
    ("ContainsRelRef", '<img src="https://e.example/a.png" srcset="b.png 2x">'),
    ("InvalidUriChar", '<a href="a b">x</a>'),
]

IN_ATOM = [
    ("MissingSelf", 'rel="self" type="application/atom+xml"', 'rel="related"'),
    ("SelfNotAtom", 'type="application/atom+xml"', 'type="text/xml"'),
    ("AvoidNamespacePrefix", "<rights>© 2019 Ida</rights>",
     '<a:rights xmlns:a="http://www.w3.org/2005/Atom">© 2019 Ida</a:rights>'),
    ("UnknownNamespace", "</feed>", '<at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0" ref="x:y"/></feed>'),
    ("MisplacedMetadata", "</feed>", "<contributor><name>x</name></contributor></feed>"),
    ("MissingElement", "<subtitle>Kochen am Fluss</subtitle>\n<id>https://kueche.example.net/</id>\n", ""),
    ("UnexpectedWhitespace", ATOM_ID, "<id> tag:kueche.example.net,2019:17</id>"),
    ("UnexpectedWhitespace", "2019-05-19T07:05:09+02:00<", "2019-05-19T07:05:09+02:00\n<"),
    ("InvalidFullLink", ATOM_ID, "<id>17</id>"),
    ("UriNotIri", ATOM_ID, "<id>https://kueche.example.net/글</id>"),
    ("InvalidTAG", ATOM_ID, "<id>tag:Kueche.example.net,2019:17</id>"),
    ("InvalidUUID", ATOM_ID, "<id>urn:uuid:17</id>"),
    ("InvalidURN", ATOM_ID, "<id>urn:x:17</id>"),
    ("", ATOM_ID, "<id>urn:sha256:00ff</id>"),
    ("", ATOM_ID, "<id>https://kueche.example.net/?p=17</id>"),
    ("+NonCanonicalURI", "<id>https://kueche.example.net/</id>", "<id>https://kueche.example.net</id>"),
    ("+NonCanonicalURI", ATOM_ID, "<id>https://kueche.example.net:443/</id>"),
    ("+NonCanonicalURI", ATOM_ID, "<id>https://kueche.example.net/a/../b</id>"),
    ("+NonCanonicalURI", ATOM_ID, "<id>https://kueche.example.net/%ea%b8%80</id>"),
    ("+NonCanonicalURI", ATOM_ID, "<id>https://kueche.example.net/%61</id>"),
    ("+NonCanonicalURI", ATOM_ID, "<id>https://kueche.example.net/u%CC%88</id>"),
    ("InvalidRFC3339Date", "2019-05-19T07:05:09+02:00", "2019-05-19T07:05+02:00"),
    ("InvalidRFC3339Date", "2019-05-19T07:05:09+02:00", "2019-05-19t07:05:09z"),
    ("", "2019-05-19T07:05:09+02:00", "2019-05-19T07:05:09.25+05:45"),
    ("+ImplausibleDate", "2019-05-19T07:05:09+02:00", "1960-05-19T07:05:09+00:19"),
    ("HouseRule", "<updated>2019-05-20T18:00:00+02:00</updated>\n<link rel=\"self\"",
     '<updated>2019-05-22T18:00:00+02:00</updated>\n<link rel="self"'),
    ("InvalidLanguage", 'xml:lang="fr"', 'xml:lang="cmn"'),
    ("InvalidLanguage", 'xml:lang="de"', 'xml:lang="xyz"'),
    ("DuplicateAtomLink", ALTERNATE, ALTERNATE * 2),
    ("FeedHistoryRelInEntry", 'rel="enclosure"', 'rel="next"'),
    ("AttrNotBlank", 'title="Teil 1"', 'title=""'),
    ("ContainsHTML", 'title="Teil 1"', 'title="&lt;/b>"'),
    ("InvalidNonNegativeInteger", 'length="4711"', 'length="viel"'),
    ("UnexpectedAttribute UnexpectedAttribute", 'rel="replies"', 'rel="related"'),
    ("NoThrWhen", "thr:updated=", "thr:when="),
    ("InvalidFullLink", 'ref="tag:kueche.example.net,2019:16"', 'ref="16"'),
    # people
    ("MissingElement", "<author><name>Ida</name><uri>https://kueche.example.net/ida</uri></author>",
     "<author><uri>https://kueche.example.net/ida</uri></author>"),
    ("ContainsEmail", "<name>Tom", "<name>Tom &lt;tom@example.net&gt;"),
    ("+ContainsHTML", "<name>Tom", "<name>Q&amp;A1"),
    ("NotBlank", "<name>Tom", "<name>"),
    ("InvalidAddrSpec", "<name>Tom</name>", "<name>Tom</name><email>tom</email>"),
    # texts
    ("NotBlank", ATOM_TITLE, ""),
    ("HouseRule", ATOM_TITLE, "a\nb"),
    ("", ATOM_TITLE, "&lt;b&gt; AT&amp;T Q&amp;A"),
    ("ContainsUndeclaredHTML", ATOM_TITLE, "a &lt;/b&gt;"),
    ("ContainsUndeclaredHTML", ATOM_TITLE, "Q&amp;A1"),
    ("ContainsUndeclaredHTML", ATOM_TITLE, "&amp;pi"),
    ("", f"<title>{ATOM_TITLE}", '<title type="html">a &amp;lt;/b&amp;gt;'),
    ("HouseRule", f"<title>{ATOM_TITLE}", '<title type="html">a'),
    ("InvalidTextType", f"<title>{ATOM_TITLE}", '<title type="text/html">a'),
    ("ContainsHTML", 'label="Suppen"', 'label="Q&amp;A1"'),
    ("HouseRule", 'label="Suppen"', 'label="suppe"'),
    ("NotBlank", 'term="suppe"', 'term=""'),
    ("InvalidFullLink", 'scheme="https://kueche.example.net/thema"', 'scheme="thema"'),
    # content
    ("NotHtml", "du temps", "du &lt;b&gt;temps"),
    ("ContainsRelRef", "du temps", "&lt;a href='#fn1'&gt;temps&lt;/a&gt;"),
    ("HouseRule", CONTENT, '<content type="text">x</content>'),
    ("MissingTypeAttr", CONTENT, '<content src="https://e.example/"/>'),
    ("MissingSummary", f"<summary>Une soupe.</summary>\n{CONTENT}",
     '<content type="text/html" src="https://e.example/"/>'),
    ("MissingTextualContent", f"<summary>Une soupe.</summary>\n{CONTENT}", ""),
    ("NoAddress", ALTERNATE, ""),
    ("MissingSourceElement", "<title>Fluss</title>", ""),
    # history
    ("ArchiveIncomplete", '<link rel="prev-archive" href="https://kueche.example.net/feeds/atom-2018.xml"/>\n', ""),
    ("MissingCurrentInArchive", 'rel="current"', 'rel="related"'),
    ("CurrentNotSelfInCompleteFeed FeedRelInCompleteFeed", "<fh:archive/>", "<fh:complete/>"),
    ("LinkPastEnd", "<icon>", '<link rel="first" href="https://kueche.example.net/feeds/atom-2019.xml"/>'
     '<link rel="previous" href="https://kueche.example.net/feeds/x.xml"/><icon>'),
    # repetitions
    ("+DuplicateUpdated", "</feed>", ENTRY.replace("2019:17", "2019:18") + "</feed>"),
    ("DuplicateEntries", "</feed>", ENTRY.replace("2019-05-20T18:00:00", "2019-05-20T17:00:00") + "</feed>"),
    ("DuplicateIds", "</feed>", "".join(ENTRY.replace("-20T18:00:00", f"-20T17:00:{n:02}") for n in range(9)) + "</feed>"),
]

IN_JSON = [
    ("ObsoleteVersion", lambda feed: feed.update(version="https://jsonfeed.org/version/1")),
    ("MissingElement", lambda feed: feed.pop("title")),
    ("MissingElement", lambda feed: feed.pop("feed_url")),
    ("HouseRule", lambda feed: feed.update(title=feed.pop("title"))),
    ("UndefinedElement", lambda feed: feed.update(subtitle="x")),
    ("NotBlank", lambda feed: feed.update(language=None)),
    ("NotBlank", lambda feed: feed.update(language="")),
    ("InvalidLanguage", lambda feed: feed.update(language="yue")),
    ("InvalidTrueFalse", lambda feed: feed.update(expired="yes")),
    ("LinkPastEnd", lambda feed: feed.update(next_url=feed["feed_url"])),
    ("MissingElement", lambda feed: feed["hubs"][0].pop("url")),
    ("MissingElement", lambda feed: feed["authors"].append({})),
    ("InvalidValue", lambda feed: feed.update(authors="Ida")),
    ("InvalidFullLink", lambda feed: feed.update(home_page_url="/")),
    ("InvalidValue", lambda feed: feed["_archive"].update({"a.b": 1})),
    ("InvalidValue", lambda feed: feed.update(_archive=[])),
    ("HouseRule", lambda feed: feed["_archive"].pop("about")),
    ("InvalidValue", lambda feed: feed["items"][0].update(id=17)),
    ("MissingElement", lambda feed: feed["items"][0].pop("id")),
    ("NoAddress", lambda feed: feed["items"][0].pop("url")),
    ("UriNotIri", lambda feed: feed["items"][0].update(url="https://kueche.example.net/글")),
    ("MissingTextualContent", lambda feed: feed["items"][0].pop("content_html")),
    ("NotHtml", lambda feed: feed["items"][0].update(content_html="<p><div></div></p>")),
    ("InvalidRFC3339Date", lambda feed: feed["items"][0].update(date_published="2019-05-19")),
    ("NotBlank", lambda feed: feed["items"][0].update(tags=["a", ""])),
    ("DuplicateValue", lambda feed: feed["items"][0].update(tags=["a", "a"])),
    ("DuplicateValue", lambda feed: feed["items"][1].update(id="kueche-17")),
    ("HouseRule", lambda feed: feed["items"].reverse()),
    ("InvalidMIMEType", lambda feed: feed["items"][0]["attachments"][0].update(mime_type="mp3")),
    ("InvalidNonNegativeInteger", lambda feed: feed["items"][0]["attachments"][0].update(size_in_bytes="4711")),
    ("DuplicateValue", lambda feed: feed["items"][0].update(
        attachments=[{"url": f"https://e.example/{n}", "mime_type": "a/b", "title": "x"} for n in (1, 2)])),
    ("HouseRule", lambda feed: feed["items"][0].update(title="a\x0b")),
    ("BadCharacters", lambda feed: feed["items"][0].update(title="a\x92")),
]


def classes(text, **options):
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    found = check_feed.document(data, as_of=AS_OF, **options)
    return sorted([name for _, name, _ in found.defects] + [f"+{name}" for _, name, _ in found.accepted])


class CheckFeed(unittest.TestCase):
    def expect(self, wanted, text, case):
        self.assertEqual(wanted.split(), classes(text), case)

    def changed(self, text, old, new):
        self.assertIn(old, text)
        head, _, tail = text.rpartition(old)
        return head + new + tail

    def test_the_examples_are_clean(self):
        for text in (RSS, ATOM, json.dumps(JSON, ensure_ascii=False)):
            self.assertEqual([], classes(text))

    def test_rss(self):
        for wanted, old, new in IN_RSS:
            with self.subTest(old=old, new=new):
                self.expect(wanted, self.changed(RSS, old, new), (old, new))

    def test_bodies(self):
        for wanted, body in IN_BODY:
            with self.subTest(body=body):
                self.expect(wanted, self.changed(RSS, BODY, body), body)

    def test_atom(self):
        for wanted, old, new in IN_ATOM:
            with self.subTest(old=old, new=new):
                self.expect(wanted, self.changed(ATOM, old, new), (old, new))

    def test_json_feed(self):
        for number, (wanted, change) in enumerate(IN_JSON):
            with self.subTest(number=number):
                feed = json.loads(json.dumps(JSON))
                change(feed)
                self.expect(wanted, json.dumps(feed, ensure_ascii=False), number)

    def test_json_text(self):
        text = json.dumps(JSON, ensure_ascii=False)
        self.expect("HouseRule", "\ufeff" + text, "byte order mark")
        self.expect("HouseRule", text.replace("Pfeffer", "Pf\\u0065ffer"), "escape")
        self.expect("", text.replace("Pfeffer", "C:\\\\u0065"), "no escape")
        self.expect("DuplicateElement", text.replace('"language"', '"title": "Salz & Pfeffer", "language"'), "key")
        self.expect("SAXError", text[:-1], "cut off")

    def test_bytes(self):
        self.expect("UnicodeError", RSS.encode().replace(b"Kochen", b"K\xffchen"), "not UTF-8")
        self.expect("ValidatorLimit", RSS.replace("</rss>", "</rss>" + "\n" * 5_000_000), "too long")

    def test_the_address_it_is_served_from(self):
        for text in (RSS, ATOM, json.dumps(JSON)):
            self.assertEqual(["SelfDoesntMatchLocation"], classes(text, location="https://e.example/feed"))

    def test_what_was_asked_for_is_accepted(self):
        text = self.changed(RSS, BODY, '<iframe src="https://e.example/"></iframe>')
        self.assertEqual(["+SecurityRisk"], classes(text, asked=["SecurityRisk"]))

    def test_output_and_exit_code(self):
        with tempfile.TemporaryDirectory() as folder:
            good, bad, old = (str(Path(folder, name)) for name in ("good.xml", "bad.xml", "old.xml"))
            Path(good).write_text(RSS, encoding="utf-8", newline="")
            Path(bad).write_text(self.changed(RSS, "de-AT", "yue"), encoding="utf-8", newline="")
            Path(old).write_text(self.changed(RSS, "Sun, 19 May 2019", "Thu, 19 May 1960"), encoding="utf-8", newline="")
            for files, code, output in (
                ([good], 0, ""),
                ([good, bad], 1, f"{bad}: 7: InvalidLanguage: language: 'yue'\n"),
                ([old], 0, f"accepted:\n{old}: 35: ImplausibleDate: pubDate is before 1990\n"),
            ):
                written = io.StringIO()
                with redirect_stdout(written):
                    self.assertEqual(code, check_feed.main(["--as-of", "2024-06-01T00:00:00Z", *files]))
                self.assertEqual(output, written.getvalue())


if __name__ == "__main__":
    unittest.main()
