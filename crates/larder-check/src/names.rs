//! Names: namespaces with their usual prefixes, relations of links, elements of HTML, languages.

use std::{collections::BTreeSet, sync::LazyLock};

use roxmltree::Node;

/// The namespace of Atom 1.0.
pub(crate) const ATOM: &str = "http://www.w3.org/2005/Atom";
/// The namespace of RSS 1.0.
pub(crate) const RSS1: &str = "http://purl.org/rss/1.0/";
/// The namespace of RDF.
pub(crate) const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
/// The namespace of XHTML.
pub(crate) const XHTML: &str = "http://www.w3.org/1999/xhtml";
/// The namespace of `xml:lang` and `xml:base`.
pub(crate) const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// The namespace of Atom 0.3.
pub(crate) const OLD_ATOM: &str = "http://purl.org/atom/ns#";
/// The namespace of RSS 0.90, which is RDF.
pub(crate) const RSS090: &str = "http://my.netscape.com/rdf/simple/0.9/";
/// The namespace of RSS 1.1, which is RDF.
pub(crate) const RSS11: &str = "http://purl.org/net/rss1.1#";

/// The usual prefix of each namespace that readers and validators know.
const NAMESPACES: [(&str, &str); 68] = [
    ("", RSS1),
    ("", RSS090),
    ("", RSS11),
    ("access", "http://www.bloglines.com/about/specs/fac-1.0"),
    ("admin", "http://webns.net/mvcb/"),
    ("ag", "http://purl.org/rss/1.0/modules/aggregation/"),
    ("annotate", "http://purl.org/rss/1.0/modules/annotate/"),
    ("app", "http://www.w3.org/2007/app"),
    ("atom", ATOM),
    ("audio", "http://media.tangent.org/rss/1.0/"),
    ("blogChannel", "http://backend.userland.com/blogChannelModule"),
    ("cc", "http://web.resource.org/cc/"),
    ("cf", "http://www.microsoft.com/schemas/rss/core/2005"),
    ("company", "http://purl.org/rss/1.0/modules/company"),
    ("content", "http://purl.org/rss/1.0/modules/content/"),
    ("conversationsNetwork", "http://conversationsnetwork.org/rssNamespace-1.0/"),
    ("cp", "http://my.theinfo.org/changed/1.0/rss/"),
    ("creativeCommons", "http://backend.userland.com/creativeCommonsRssModule"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("email", "http://purl.org/rss/1.0/modules/email/"),
    ("ev", "http://purl.org/rss/1.0/modules/event/"),
    ("feedburner", "http://rssnamespace.org/feedburner/ext/1.0"),
    ("fh", "http://purl.org/syndication/history/1.0"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("g", "http://base.google.com/ns/1.0"),
    ("geo", "http://www.w3.org/2003/01/geo/wgs84_pos#"),
    ("geo", "http://www.w3.org/2003/01/geo/wgs84_pos"),
    ("geourl", "http://geourl.org/rss/module/"),
    ("georss", "http://www.georss.org/georss"),
    ("gml", "http://www.opengis.net/gml"),
    ("icbm", "http://postneo.com/icbm"),
    ("image", "http://purl.org/rss/1.0/modules/image/"),
    ("indexing", "urn:atom-extension:indexing"),
    ("itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd"),
    ("l", "http://purl.org/rss/1.0/modules/link/"),
    ("m", "http://www.w3.org/1998/Math/MathML"),
    ("media", "http://search.yahoo.com/mrss/"),
    ("openid", "http://openid.net/xmlns/1.0"),
    ("opensearch", "http://a9.com/-/spec/opensearch/1.1/"),
    ("opensearch10", "http://a9.com/-/spec/opensearchrss/1.0/"),
    ("opml", "http://www.opml.org/spec2"),
    ("prism", "http://prismstandard.org/namespaces/1.2/basic/"),
    ("rdf", RDF),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("ref", "http://purl.org/rss/1.0/modules/reference/"),
    ("reqv", "http://purl.org/rss/1.0/modules/richequiv/"),
    ("rss091", "http://purl.org/rss/1.0/modules/rss091#"),
    ("search", "http://purl.org/rss/1.0/modules/search/"),
    ("slash", "http://purl.org/rss/1.0/modules/slash/"),
    ("soap", "http://schemas.xmlsoap.org/soap/envelope/"),
    ("ss", "http://purl.org/rss/1.0/modules/servicestatus/"),
    ("str", "http://hacks.benhammersley.com/rss/streaming/"),
    ("sub", "http://purl.org/rss/1.0/modules/subscription/"),
    ("svg", "http://www.w3.org/2000/svg"),
    ("sx", "http://feedsync.org/2007/feedsync"),
    ("sy", "http://purl.org/rss/1.0/modules/syndication/"),
    ("taxo", "http://purl.org/rss/1.0/modules/taxonomy/"),
    ("thr", "http://purl.org/syndication/thread/1.0"),
    ("thr", "http://purl.org/rss/1.0/modules/threading/"),
    ("trackback", "http://madskills.com/public/xml/rss/module/trackback/"),
    ("wfw", "http://wellformedweb.org/CommentAPI/"),
    ("wiki", "http://purl.org/rss/1.0/modules/wiki/"),
    ("wiki", "http://www.usemod.com/cgi-bin/mb.pl?ModWiki"),
    ("xhtml", XHTML),
    ("xlink", "http://www.w3.org/1999/xlink"),
    ("xml", XML),
    ("xsi", "http://www.w3.org/2001/XMLSchema-instance"),
];

/// Namespaces that validators know by name, without looking at what is in them.
const UNSUPPORTED: [&str; 6] = [
    "https://podcastindex.org/namespace/1.0",
    "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md",
    "http://schemas.google.com/g/2005",
    "http://www.rawvoice.com/rawvoiceRssModule/",
    "http://schema.org/",
    "https://schema.org/",
];

/// Namespaces in which some programs write the elements of RSS, which have none.
const RSS: [&str; 3] = [
    "http://backend.userland.com/rss2",
    "http://blogs.law.harvard.edu/tech/rss",
    "http://backend.userland.com/RSS2",
];

/// The usual prefix of a namespace that is known. Empty where the usual way is to have none.
pub(crate) fn usual_prefix(uri: &str) -> Option<&'static str> {
    if RSS.contains(&uri) {
        return Some("");
    }
    NAMESPACES.iter().find(|(_, known)| *known == uri).map(|(prefix, _)| *prefix)
}

/// Whether this prefix is the usual one of another namespace.
pub(crate) fn is_reserved(prefix: &str, uri: &str) -> bool {
    let mut named = NAMESPACES.iter().filter(|(known, _)| *known == prefix).peekable();
    named.peek().is_some() && !named.any(|(_, known)| *known == uri)
}

/// Whether validators know this namespace without looking at what is in it.
pub(crate) fn is_unsupported(uri: &str) -> bool {
    UNSUPPORTED.contains(&uri)
}

/// The name of an element: the usual prefix of its namespace and its local name.
///
/// The prefix is empty for the elements of the format itself, whose namespace is `home`, and `?` for namespaces that
/// nobody knows.
pub(crate) fn of<'d>(node: Node<'d, 'd>, home: &str) -> (&'static str, &'d str) {
    let local = node.tag_name().name();
    let prefix = match node.tag_name().namespace() {
        None if home.is_empty() => "",
        None => "?",
        Some(uri) if uri == home || (home.is_empty() && RSS.contains(&uri)) => "",
        Some(uri) => usual_prefix(uri).filter(|it| !it.is_empty()).unwrap_or("?"),
    };
    (prefix, local)
}

/// The relations that a link may have, besides addresses.
const RELATIONS: &str = "
    alternate current describedby edit edit-media enclosure first hub last license next next-archive payment
    prev-archive previous related replies search self service up via";

/// The relations by which the pages of a feed lead to each other.
const PAGING: &str = "
    current first last next next-archive prev-archive previous";

/// Elements of HTML that no reader should show.
const RISKY: &str = "
    applet base basefont bdo body command comment embed frame frameset head html iframe isindex link listing meta
    noframes object param plaintext script slot style title xmp";

/// Elements of HTML that validators let pass.
const SAFE: &str = "
    a abbr acronym address area article aside audio b bdi big blockquote br button canvas caption center cite code
    col colgroup data datalist dd del details dfn dialog dir div dl dt em fieldset figcaption figure font footer
    form h1 h2 h3 h4 h5 h6 header hgroup hr i img input ins kbd label legend li main map mark menu meter nav
    noscript ol optgroup option output p picture pre progress q rp rt ruby s samp section select small source span
    strike strong sub summary sup table tbody td template textarea tfoot th thead time tr track tt u ul var video
    wbr";

/// Whether an element is one of HTML, safe or not.
pub(crate) fn is_html(name: &str) -> bool {
    static KNOWN: LazyLock<Words> = LazyLock::new(|| words(SAFE));
    KNOWN.contains(name) || is_risky(name)
}

/// Whether an element of HTML is one that no reader should show.
pub(crate) fn is_risky(name: &str) -> bool {
    static KNOWN: LazyLock<Words> = LazyLock::new(|| words(RISKY));
    KNOWN.contains(name)
}

/// Whether a link may have this relation. Addresses are relations too.
pub(crate) fn is_relation(name: &str) -> bool {
    is_in(RELATIONS, name)
}

/// Whether a relation leads to another page of the same feed.
pub(crate) fn is_paging(name: &str) -> bool {
    is_in(PAGING, name)
}

/// Words that are looked up often.
pub(crate) type Words = BTreeSet<&'static str>;

/// The words of a list.
pub(crate) fn words(list: &'static str) -> Words {
    list.split_ascii_whitespace().collect()
}

/// Whether a short list of words has this word.
pub(crate) fn is_in(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|known| known == word)
}

/// First subtags that a language may have: ISO 639-1 and ISO 639-2, three withdrawn codes, and `x` for private use.
/// Codes that are younger than the validators (`cnr`, `zgh`) are not among them.
const LANGUAGES: &str = include_str!("names/languages.txt");

/// Whether a first subtag, in lower case, is one that validators know.
pub(crate) fn is_language(code: &str) -> bool {
    static KNOWN: LazyLock<Words> = LazyLock::new(|| words(LANGUAGES));
    KNOWN.contains(code)
}
