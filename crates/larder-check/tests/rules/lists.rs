//! What the rules list by name: every name of each list, in a document of its own.

use crate::{atom, rss, rules_of};

/// The RSS document with a body.
fn body(html: &str) -> Vec<String> {
    let (before, rest) = rss::CLEAN.split_once("<![CDATA[").unwrap();
    let (_, after) = rest.split_once("]]>").unwrap();
    rules_of(&format!("{before}<![CDATA[{html}]]>{after}"))
}

/// The RSS document with something in its channel.
fn channel(extra: &str) -> Vec<String> {
    rules_of(&rss::CLEAN.replace("<ttl>", &format!("{extra}<ttl>")))
}

#[test]
fn no_risky_element_passes() {
    for name in "applet base basefont bdo embed iframe isindex link listing meta noframes object param plaintext script \
                 slot style title xmp comment command"
        .split(' ')
    {
        let found = body(&format!("<{name}>x</{name}>"));
        assert!(found.contains(&"SecurityRisk".into()), "{name}: {found:?}");
    }
    // Parsers leave these out where they stand in a body; what is wrong is said all the same.
    for name in ["body", "frame", "frameset", "head", "html"] {
        let found = body(&format!("<{name}>"));
        assert!(
            found.iter().any(|it| it == "SecurityRisk" || it == "NotHtml"),
            "{name}: {found:?}"
        );
    }
    assert!(body("<?import x>").contains(&"SecurityRisk".into()));
}

#[test]
fn what_is_no_html_does_not_pass() {
    for name in "blink bgsound marquee nobr menuitem rb rtc keygen multicol nextid sound spacer image o:p x-y svg math"
        .split(' ')
    {
        let found = body(&format!("<{name}>x</{name}>"));
        assert!(found.contains(&"NotHtml".into()), "{name}: {found:?}");
    }
}

#[test]
fn what_a_feed_may_show_passes() {
    for html in [
        "<a>x</a><abbr>x</abbr><acronym>x</acronym><address>x</address><b>x</b><bdi>x</bdi><big>x</big>",
        "<article><header>x</header><section>x</section><footer>x</footer></article><aside>x</aside>",
        "<audio controls preload='none' src='https://e.example/a.mp3'></audio><blockquote cite='https://e.example/'>x</blockquote>",
        "<center>x</center><cite>x</cite><code>x</code><data value='1'>x</data><del>x</del><ins>x</ins>",
        "<details open><summary>x</summary>y</details><dfn>x</dfn><dir><li>x</li></dir><dl><dt>x</dt><dd>y</dd></dl>",
        "<figure><img alt='' src='https://e.example/a.png' loading='lazy'><figcaption>x</figcaption></figure>",
        "<font>x</font><h1>x</h1><h2>x</h2><h3>x</h3><h4>x</h4><h5>x</h5><h6>x</h6><hgroup><h1>x</h1></hgroup><hr>",
        "<i>x</i><kbd>x</kbd><main>x</main><map><area alt=''></map><mark>x</mark><menu><li>x</li></menu>",
        "<meter value='1'>x</meter><nav>x</nav><ol start='2' reversed><li value='1'>x</li></ol><pre>x</pre>",
        "<picture><source srcset='https://e.example/a.webp 2x'><img src='https://e.example/a.png'></picture>",
        "<progress value='1'>x</progress><q cite='https://e.example/'>x</q><ruby>字<rp>(</rp><rt>x</rt><rp>)</rp></ruby>",
        "<s>x</s><samp>x</samp><small>x</small><span>x</span><strike>x</strike><strong>x</strong><sub>x</sub><sup>x</sup>",
        "<table><caption>x</caption><colgroup><col></colgroup><thead><tr><th scope='col'>x</th></tr></thead>\
         <tbody><tr><td colspan='2'>x</td></tr></tbody><tfoot><tr><td>x</td></tr></tfoot></table>",
        "<time datetime='2019'>x</time><tt>x</tt><u>x</u><ul><li>x</ul><var>x</var>x<wbr>y<br>",
        "<video poster='https://e.example/a.png'><track src='https://e.example/a.vtt' kind='captions' srclang='ko'></video>",
        "<noscript>x</noscript><template>x</template><dialog>x</dialog><button>x</button><p id=a>x<p id=a>y",
    ] {
        assert_eq!(body(html), [""; 0], "{html}");
    }
}

#[test]
fn styles_that_a_reader_would_be_misled_by_do_not_pass() {
    for style in [
        "max-width:1px",
        "background-image:none",
        "border-radius:1px",
        "opacity:1",
        "position:fixed",
        "word-break:keep-all",
        "color:rgba(0,0,0,.5)",
        "width:calc(1px)",
        "margin:-5px",
        "padding:12.5px",
        "margin:inherit",
        "border:thin",
        "color:var(--x)",
        "--x:1",
        "background:url(x)",
    ] {
        assert_eq!(body(&format!("<p style='{style}'>x</p>")), ["DangerousStyleAttr"], "{style}");
    }
}

#[test]
fn relations_are_registered_or_addresses() {
    let with = |relation: &str| {
        rules_of(&rss::CLEAN.replace(r#"rel="prev-archive""#, &format!("rel=\"{relation}\"")))
    };
    for relation in "alternate current describedby edit edit-media enclosure first hub last license next next-archive \
                     payment prev-archive previous related replies search service up via https://e.example/rel"
        .split(' ')
    {
        assert_eq!(with(relation), [""; 0], "{relation}");
    }
    for relation in ["canonical", "shortlink", "icon"] {
        assert_eq!(with(relation), ["UnregisteredAtomLinkRel"], "{relation}");
    }
}

#[test]
fn namespaces_are_known_known_by_name_or_unknown() {
    let with = |uri: &str| channel(&format!("<x:y xmlns:x='{uri}'/>"));
    for uri in [
        "http://purl.org/atompub/tombstones/1.0",
        "http://source.scripting.com/",
        "http://activitystrea.ms/spec/1.0/",
        "http://webfeeds.org/rss/1.0",
        "http://www.google.com/schemas/play-podcasts/1.0",
        "http://podlove.org/simple-chapters",
    ] {
        assert_eq!(with(uri), ["UnknownNamespace"], "{uri}");
    }
    for uri in [
        "https://podcastindex.org/namespace/1.0",
        "http://schemas.google.com/g/2005",
        "http://www.rawvoice.com/rawvoiceRssModule/",
        "http://schema.org/",
    ] {
        assert_eq!(with(uri), ["UnsupportedNamespace"], "{uri}");
    }
    assert_eq!(with("http://search.yahoo.com/mrss"), ["MediaRssNamespace"]);
}

#[test]
fn characters_that_no_address_has_are_errors() {
    let with = |end: &str| {
        let address = format!("https://e.example/{end}").replace('<', "&lt;");
        channel(&format!(
            "<wfw:comment xmlns:wfw='http://wellformedweb.org/CommentAPI/'>{address}</wfw:comment>"
        ))
    };
    for sign in ["[", "]", "|", "^", "{", "}", "\\", "`", "\"", "<", ">", " x"] {
        for before in ["", "?", "#"] {
            let found = with(&format!("{before}{sign}"));
            assert_eq!(found, ["InvalidUriChar"], "{before}{sign}");
        }
    }
    assert_eq!(with("%EA%B8%80?a=(1),2;b=*#c"), [""; 0]);
}

#[test]
fn a_fact_is_told_once() {
    let namespaces = "xmlns:dcterms='http://purl.org/dc/terms/' xmlns:admin='http://webns.net/mvcb/' \
                      xmlns:creativeCommons='http://backend.userland.com/creativeCommonsRssModule' \
                      xmlns:cc='http://web.resource.org/cc/' xmlns:dc='http://purl.org/dc/elements/1.1/' \
                      xmlns:atom='http://www.w3.org/2005/Atom'";
    let both = |first: &str, second: &str, place: &str| {
        let text = rss::CLEAN.replacen(place, &format!("{first}{second}{place}"), 1);
        let own: String = text.replacen("<channel>", &format!("<channel {namespaces}>"), 1);
        let mut found = rules_of(&own);
        found.retain(|it| it.ends_with("Semantics"));
        found
    };
    for (first, second) in [
        ("", "<dc:language>de</dc:language>"),
        ("", "<dc:rights>x</dc:rights>"),
        ("", "<dc:creator>Ida</dc:creator>"),
        ("<webMaster>ida@example.net (Ida)</webMaster>", "<dc:publisher>Ida</dc:publisher>"),
        ("", "<dcterms:modified>2019</dcterms:modified>"),
        ("", "<admin:generatorAgent/>"),
        ("<creativeCommons:license>https://e.example/</creativeCommons:license>", "<cc:license/>"),
        ("<category>x</category>", "<dc:subject>x</dc:subject>"),
        ("<pubDate>Sun, 19 May 2019 07:05:09 +0200</pubDate>", "<dc:date>2019</dc:date>"),
    ] {
        assert_eq!(both(first, second, "<ttl>"), ["DuplicateSemantics"], "{second}");
    }
    for (first, second) in [
        ("<author>ida@example.net (Ida)</author>", ""),
        ("", "<dc:subject>x</dc:subject>"),
        ("", "<dc:date>2019</dc:date>"),
        ("", "<atom:published>2019-05-19T07:05:09+02:00</atom:published>"),
        ("", "<atom:id>urn:x-y:17</atom:id>"),
        ("<source url='https://e.example/'>x</source>", "<dc:source>x</dc:source>"),
        ("<creativeCommons:license>https://e.example/</creativeCommons:license>", "<cc:license/>"),
    ] {
        let found = both(first, second, "<comments>");
        assert_eq!(found, ["DuplicateItemSemantics"], "{first}{second}");
    }
}

#[test]
fn extensions_that_readers_know_are_clean_in_an_item() {
    for (prefix, uri, extension) in [
        (
            "thr",
            "http://purl.org/syndication/thread/1.0",
            "<thr:in-reply-to ref='urn:x-y:1'/><thr:total>2</thr:total>",
        ),
        ("georss", "http://www.georss.org/georss", "<georss:point>48.2 16.3</georss:point>"),
        (
            "media",
            "http://search.yahoo.com/mrss/",
            "<media:content url='https://e.example/a.png' type='image/png'/>",
        ),
        (
            "creativeCommons",
            "http://backend.userland.com/creativeCommonsRssModule",
            "<creativeCommons:license>https://creativecommons.org/licenses/by/4.0/</creativeCommons:license>",
        ),
        (
            "wfw",
            "http://wellformedweb.org/CommentAPI/",
            "<wfw:commentRss>https://e.example/rss</wfw:commentRss>",
        ),
    ] {
        let text = rss::CLEAN
            .replace("<rss ", &format!("<rss xmlns:{prefix}='{uri}' "))
            .replace("<comments>", &format!("{extension}<comments>"));
        assert_eq!(rules_of(&text), [""; 0], "{extension}");
    }
}

#[test]
fn no_page_of_a_complete_feed_leads_to_another() {
    let complete =
        atom::CLEAN.replace("<fh:archive/>", "<fh:complete/>").replace("current", "related");
    for relation in ["first", "last", "next", "previous", "prev-archive", "next-archive"] {
        let text = complete.replace("prev-archive", relation);
        assert_eq!(rules_of(&text), ["FeedRelInCompleteFeed"], "{relation}");
    }
    let own = complete.replace(
        "rel=\"prev-archive\" href=\"https://kueche.example.net/feeds/atom-2018.xml\"",
        "rel=\"current\" href=\"https://kueche.example.net/feeds/atom-2019.xml\"",
    );
    assert_eq!(rules_of(&own), [""; 0]);
}

#[test]
fn languages_are_held_to_the_same_list_wherever_they_stand() {
    let both = |language: &str| {
        let rss = rss::CLEAN
            .replace("de-AT", language)
            .replace("<item>", &format!("<item xml:lang='{language}'>"));
        let link = atom::CLEAN.replace(
            "rel=\"alternate\" type=\"text/html\" href=\"https://kueche.example.net/suppe\"",
            &format!("rel=\"alternate\" hreflang=\"{language}\" href=\"https://kueche.example.net/suppe\""),
        );
        (rules_of(&rss), rules_of(&link))
    };
    for language in ["ko", "kor", "ko-KR", "zh-Hans-CN", "und", "mul", "fil", "gsw", "x-foo"] {
        let (rss, link) = both(language);
        assert_eq!((rss.len(), link.len()), (0, 0), "{language}");
    }
    for language in ["iw", "in", "ji", "cmn", "yue", "i-klingon"] {
        let (rss, link) = both(language);
        assert_eq!(rss, ["InvalidLanguage", "InvalidLanguage"], "{language}");
        assert_eq!(link, ["InvalidLanguage"], "{language}");
    }
}
