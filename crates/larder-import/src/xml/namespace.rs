//! Namespaces by their addresses, with all the spellings that were ever in use.

/// A namespace that has a meaning here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Ns {
    /// None at all, or that of the document's own core.
    Core,
    /// Atom 1.0, also inside RSS.
    Atom,
    /// Atom 0.1 to 0.3.
    Atom03,
    /// RSS 1.0 and 0.90.
    Rss1,
    /// RSS 1.1.
    Rss11,
    /// RDF.
    Rdf,
    /// The whole text of an item.
    Content,
    /// Dublin Core elements.
    Dc,
    /// Dublin Core terms.
    DcTerms,
    /// Apple's podcast elements.
    Itunes,
    /// Media RSS.
    Media,
    /// Podcasting 2.0.
    Podcast,
    /// Podlove Simple Chapters.
    Psc,
    /// Feed threading (RFC 4685).
    Thread,
    /// Numbers of comments.
    Slash,
    /// Addresses for comments.
    Wfw,
    /// Feed history (RFC 5005).
    History,
    /// Tombstones (RFC 6721).
    Tombstones,
    /// Publishing control (RFC 5023).
    App,
    /// Dave Winer's `source`.
    Source,
    /// Creative Commons, in RDF.
    Cc,
    /// Creative Commons, for RSS.
    CreativeCommons,
    /// GeoRSS.
    GeoRss,
    /// Points of the W3C.
    Geo,
    /// How often a feed changes.
    Syndication,
    /// What FeedBurner took the place of.
    FeedBurner,
    /// Who made the feed.
    Admin,
    /// WordPress' export.
    Wp,
    /// Blogger, in its feeds and in what Takeout holds of it.
    Blogger,
    /// Google's own elements in feeds (GData).
    Google,
    /// XHTML.
    Xhtml,
    /// SVG.
    Svg,
    /// MathML.
    MathMl,
    /// `xml:` itself.
    Xml,
    /// Any other.
    Other,
}

/// The usual prefix of each, and its addresses without scheme and without a `/` or `#` at the end, in lower case.
const KNOWN: &[(Ns, &str, &[&str])] = &[
    (
        Ns::Core,
        "",
        &[
            "backend.userland.com/rss",
            "backend.userland.com/rss2",
            "blogs.law.harvard.edu/tech/rss",
        ],
    ),
    (Ns::Atom, "atom", &["www.w3.org/2005/atom"]),
    (
        Ns::Atom03,
        "atom03",
        &["purl.org/atom/ns", "purl.org/pie", "purl.org/echo", "example.com/necho"],
    ),
    (
        Ns::Rss1,
        "rss1",
        &[
            "purl.org/rss/1.0",
            "my.netscape.com/rdf/simple/0.9",
            "channel.netscape.com/rdf/simple/0.9",
        ],
    ),
    (Ns::Rss11, "rss11", &["purl.org/net/rss1.1"]),
    (Ns::Rdf, "rdf", &["www.w3.org/1999/02/22-rdf-syntax-ns"]),
    (Ns::Content, "content", &["purl.org/rss/1.0/modules/content"]),
    (Ns::Dc, "dc", &["purl.org/dc/elements/1.1", "purl.org/dc/elements/1.0"]),
    (Ns::DcTerms, "dcterms", &["purl.org/dc/terms"]),
    (
        Ns::Itunes,
        "itunes",
        &["www.itunes.com/dtds/podcast-1.0.dtd", "example.com/dtds/podcast-1.0.dtd"],
    ),
    (
        Ns::Media,
        "media",
        &["search.yahoo.com/mrss", "video.search.yahoo.com/mrss", "www.rssboard.org/media-rss"],
    ),
    (
        Ns::Podcast,
        "podcast",
        &[
            "podcastindex.org/namespace/1.0",
            "github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md",
        ],
    ),
    (Ns::Psc, "psc", &["podlove.org/simple-chapters"]),
    (Ns::Thread, "thr", &["purl.org/syndication/thread/1.0", "purl.org/rss/1.0/modules/threading"]),
    (Ns::Slash, "slash", &["purl.org/rss/1.0/modules/slash"]),
    (Ns::Wfw, "wfw", &["wellformedweb.org/commentapi"]),
    (Ns::History, "fh", &["purl.org/syndication/history/1.0"]),
    (Ns::Tombstones, "at", &["purl.org/atompub/tombstones/1.0"]),
    (Ns::App, "app", &["www.w3.org/2007/app", "purl.org/atom/app"]),
    (Ns::Source, "source", &["source.scripting.com"]),
    (Ns::Cc, "cc", &["web.resource.org/cc", "creativecommons.org/ns"]),
    (
        Ns::CreativeCommons,
        "creativeCommons",
        &[
            "backend.userland.com/creativecommonsrssmodule",
            "cyber.law.harvard.edu/rss/creativecommonsrssmodule.html",
        ],
    ),
    (Ns::GeoRss, "georss", &["www.georss.org/georss", "www.georss.org/georss/10"]),
    (Ns::Geo, "geo", &["www.w3.org/2003/01/geo/wgs84_pos"]),
    (Ns::Syndication, "sy", &["purl.org/rss/1.0/modules/syndication"]),
    (Ns::FeedBurner, "feedburner", &["rssnamespace.org/feedburner/ext/1.0"]),
    (Ns::Admin, "admin", &["webns.net/mvcb"]),
    (
        Ns::Wp,
        "wp",
        &["wordpress.org/export/1.0", "wordpress.org/export/1.1", "wordpress.org/export/1.2"],
    ),
    (
        Ns::Blogger,
        "blogger",
        &["schemas.google.com/blogger/2008", "schemas.google.com/blogger/2018"],
    ),
    (Ns::Google, "gd", &["schemas.google.com/g/2005"]),
    (Ns::Xhtml, "xhtml", &["www.w3.org/1999/xhtml"]),
    (Ns::Svg, "svg", &["www.w3.org/2000/svg"]),
    (Ns::MathMl, "math", &["www.w3.org/1998/math/mathml"]),
    (Ns::Xml, "xml", &["www.w3.org/xml/1998/namespace"]),
];

impl Ns {
    /// The namespace with this address.
    pub(crate) fn of(uri: &str) -> Self {
        let plain = uri.trim().to_ascii_lowercase();
        let plain =
            plain.strip_prefix("https://").or(plain.strip_prefix("http://")).unwrap_or(&plain);
        let plain = plain.trim_end_matches(['/', '#']);
        if plain.is_empty() {
            return Self::Core;
        }
        if plain.starts_with("wordpress.org/export/") {
            // Of a version to come, too: its marks of what is private must not be overlooked.
            return Self::Wp;
        }
        if plain.starts_with("schemas.google.com/blogger/") {
            return Self::Blogger;
        }
        KNOWN
            .iter()
            .find(|(_, _, addresses)| addresses.contains(&plain))
            .map_or(Self::Other, |(ns, ..)| *ns)
    }

    /// The namespace that a prefix usually stands for.
    pub(crate) fn usual(prefix: &str) -> Option<Self> {
        let mut known = KNOWN.iter().filter(|(ns, ..)| *ns != Self::Core);
        known.find(|(_, usual, _)| usual.eq_ignore_ascii_case(prefix)).map(|(ns, ..)| *ns)
    }

    /// The usual prefix. Empty for the core and for what is not known.
    pub(crate) fn prefix(self) -> &'static str {
        KNOWN.iter().find(|(ns, ..)| *ns == self).map_or("", |(_, prefix, _)| prefix)
    }

    /// Whether elements of it are the markup of texts and not structure.
    pub(crate) fn is_markup(self) -> bool {
        matches!(self, Self::Xhtml | Self::Svg | Self::MathMl)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_do_not_matter() {
        for uri in [
            "http://www.w3.org/2005/Atom",
            "https://www.w3.org/2005/atom/",
            " http://www.w3.org/2005/Atom# ",
        ] {
            assert_eq!(Ns::of(uri), Ns::Atom, "{uri}");
        }
        assert_eq!(Ns::of("http://www.itunes.com/DTDs/Podcast-1.0.dtd"), Ns::Itunes);
        assert_eq!(Ns::of("http://search.yahoo.com/mrss"), Ns::Media);
        assert_eq!(Ns::of("http://schemas.google.com/blogger/2031"), Ns::Blogger);
        assert_eq!(Ns::of("urn:mine"), Ns::Other);
        assert_eq!((Ns::of(""), Ns::of("http://backend.userland.com/rss2")), (Ns::Core, Ns::Core));
        assert_eq!((Ns::usual("DC"), Ns::usual(""), Ns::usual("x")), (Some(Ns::Dc), None, None));
    }
}
