"""Names: what a feed, its items and its bodies may hold, and in which namespaces."""

from pathlib import Path

LARGEST = 5_000_000

# Prefix → namespace, for those that readers and validators know.
NAMESPACES = {
    "admin": "http://webns.net/mvcb/",
    "app": "http://www.w3.org/2007/app",
    "atom": "http://www.w3.org/2005/Atom",
    "cc": "http://web.resource.org/cc/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "creativeCommons": "http://backend.userland.com/creativeCommonsRssModule",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "fh": "http://purl.org/syndication/history/1.0",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "georss": "http://www.georss.org/georss",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "thr": "http://purl.org/syndication/thread/1.0",
    "trackback": "http://madskills.com/public/xml/rss/module/trackback/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "xhtml": "http://www.w3.org/1999/xhtml",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
PREFIXES = {uri: prefix for prefix, uri in NAMESPACES.items()}
# Known to validators, but their elements are not looked at.
QUIET = {
    "https://podcastindex.org/namespace/1.0",
    "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md",
    "http://schemas.google.com/g/2005",
    "http://www.rawvoice.com/rawvoiceRssModule/",
    "http://schema.org/",
    "https://schema.org/",
}

LANGUAGES = {
    code
    for row in (Path(__file__).parent.parent / "languages.txt").read_text(encoding="utf-8").splitlines()
    if not row.startswith("#")
    for code in row.split()
}

LINK_RELATIONS = set(
    "alternate current describedby edit edit-media enclosure first hub last license next next-archive payment "
    "prev-archive previous related replies search self service up via".split()
)
PAGING = {"current", "first", "last", "next", "next-archive", "prev-archive", "previous"}

# What a body in a feed may hold.
HTML_ALLOWED = set(
    "a abbr acronym address area article aside audio b bdi big blockquote br caption center cite code col colgroup "
    "data dd del details dfn dir div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img "
    "ins kbd li main map mark menu meter nav ol p picture pre progress q rp rt ruby s samp section small source span "
    "strike strong sub summary sup table tbody td tfoot th thead time tr track tt u ul var video wbr".split()
)
HTML_RISKY = set(
    "applet base basefont bdo body comment command embed frame frameset head html iframe isindex link listing meta "
    "noframes object param plaintext script slot style title xmp".split()
)
# Valid HTML that validators let pass and this project unwraps or removes.
HTML_OTHER = set(
    "button canvas datalist dialog fieldset form input label legend noscript optgroup option output select template "
    "textarea".split()
)
HTML_ELEMENTS = HTML_ALLOWED | HTML_RISKY | HTML_OTHER
HTML_ATTRIBUTES = {
    element: set(attributes.split())
    for elements, attributes in {
        "a": "href hreflang rel type",
        "img source": "src srcset sizes alt width height loading decoding type media",
        "audio video": "src controls poster preload loop muted width height",
        "track": "kind srclang label default src",
        "td th col colgroup": "colspan rowspan headers scope span",
        "ol li": "start reversed type value",
        "blockquote q del ins time": "cite datetime",
        "data meter progress": "value min max",
        "details": "open",
        "area": "href alt coords shape",
        "map": "name",
        "font": "color face size",
    }.items()
    for element in elements.split()
}
HTML_EVERYWHERE = {"title", "lang", "dir", "id", "class"}
HTML_PARENTS = {"li": {"ul", "ol", "menu", "dir"}, "dt": {"dl"}, "dd": {"dl"}, "rt": {"ruby"}, "rp": {"ruby"}}

DC = {f"dc:{name}" for name in "contributor coverage creator date description format identifier language publisher "
      "relation rights source subject title type".split()}
MEDIA = {f"media:{name}" for name in "category content copyright credit description group hash keywords player rating "
         "restriction text thumbnail title".split()}
EXTENSIONS = DC | MEDIA | set(
    "atom:link cc:license creativeCommons:license dcterms:created dcterms:issued dcterms:modified geo:lat geo:long "
    "georss:point itunes:author itunes:block itunes:explicit itunes:image itunes:keywords itunes:subtitle "
    "itunes:summary thr:in-reply-to".split()
)
CHANNEL = EXTENSIONS | set(
    "title link description language copyright managingEditor webMaster pubDate lastBuildDate category generator docs "
    "ttl image item admin:generatorAgent fh:archive fh:complete itunes:category itunes:name itunes:owner itunes:type "
    "sy:updateBase sy:updateFrequency sy:updatePeriod".split()
)
ITEM = EXTENSIONS | set(
    "title link description author category comments enclosure guid pubDate source content:encoded atom:id "
    "atom:published atom:updated feedburner:origLink itunes:duration itunes:episode itunes:episodeType itunes:season "
    "itunes:title slash:comments thr:total trackback:ping wfw:comment wfw:commentRss wfw:commentRSS".split()
)
PEOPLE = {"author", "contributor"}
FEED = EXTENSIONS | PEOPLE | set(
    "title subtitle id updated link category generator icon logo rights entry fh:archive fh:complete".split()
)
ENTRY = EXTENSIONS | PEOPLE | set(
    "title id published updated link category summary content rights source app:control app:edited thr:total "
    "slash:comments wfw:comment wfw:commentRss feedburner:origLink".split()
)
REPEATABLE = DC | MEDIA | PEOPLE | set(
    "item entry category link atom:link thr:in-reply-to itunes:category dc:creator enclosure".split()
)
RSS_ATTRIBUTES = {
    "category": {"domain"},
    "guid": {"isPermaLink"},
    "enclosure": {"url", "length", "type"},
    "source": {"url"},
}
ATOM_ATTRIBUTES = {
    "category": {"term", "scheme", "label"},
    "generator": {"uri", "version"},
    "content": {"type", "src"},
    "title": {"type"},
    "subtitle": {"type"},
    "summary": {"type"},
    "rights": {"type"},
}
REPLY_ATTRIBUTES = {"ref", "href", "type", "source"}
LINK_ATTRIBUTES = {"rel", "type", "href", "hreflang", "title", "length", "thr:count", "thr:updated", "thr:when"}

# The same fact said twice: the core element and its double.
SAID_TWICE = {
    "channel": "language=dc:language copyright=dc:rights managingEditor=dc:creator webMaster=dc:publisher "
    "lastBuildDate=dcterms:modified generator=admin:generatorAgent category=dc:subject pubDate=dc:date "
    "creativeCommons:license=cc:license",
    "item": "author=dc:creator category=dc:subject pubDate=dc:date pubDate=atom:published guid=atom:id "
    "source=dc:source creativeCommons:license=cc:license",
}
