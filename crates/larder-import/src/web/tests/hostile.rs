//! Pages made to hurt: whatever the bytes, there is an answer, and it comes as soon as for other pages of the length.

use proptest::{collection::vec, prelude::*, sample::select};

use super::page;
use crate::web::{Page, Saved};

const AT: Option<&str> = Some("https://blog.example/2020/01/02/a-post");

/// Everything that this module looks at, in pieces that fit nowhere.
const PIECES: &[&str] = &[
    "<html lang=ko>",
    "<head>",
    "<body class='hentry'>",
    "<title>",
    "</title>",
    "<meta property=og:type content=article>",
    "<meta name=date content='2020-01-01'>",
    "<meta name=date content='9999-99-99'>",
    "<meta property=og:url content='//x'>",
    "<meta property=og:url content='https://blog.example/a'>",
    "<base href='https://[::1'>",
    "<base href=data:x>",
    "<link rel=canonical href='https://blog.example/%zz'>",
    "<link rel='next prev' href='?p=2'>",
    "<link rel=alternate type=application/rss+xml href=/feed title=' » '>",
    "<meta http-equiv=refresh content='0;url='>",
    "<meta http-equiv=refresh content='0;url=한'>",
    "<meta http-equiv=refresh content=';'>",
    "<script type=application/ld+json>{\"@type\":\"Article\",\"headline\":\"x\",\"author\":[{\"@id\":\"a\"}]}</script>",
    "<script type=application/ld+json>[[[[[[{\"@graph\":[</script>",
    "<script type=application/ld+json>",
    "<script>window.T={\"categoryLabel\":\"한\\ud83d\",\"categoryLabel\":\"</script>",
    "</script>",
    "<script>alert(1)</script>",
    "<h1>",
    "</h1>",
    "<h2 class=entry-title>",
    "</h2>",
    "<h3>x</h3>",
    "<article class=hentry>",
    "</article>",
    "<div class='entry-content'>",
    "<div class='contents_style'>",
    "<div class='se-main-container'>",
    "<div class=comments>",
    "<div class='widget Blog'>",
    "<div class=sidebar>",
    "</div>",
    "<nav>",
    "<aside>",
    "<footer>",
    "</footer>",
    "</aside>",
    "<time datetime=2020-01-01 pubdate>",
    "</time>",
    "<time class='published updated'>",
    "<abbr class=published title='한글'>",
    "<a rel='tag category author bookmark next prev' href='/x'>",
    "</a>",
    "<a href=javascript:alert(1)>",
    "<span class=author>by ",
    "<span class=date>작성일",
    "<input type=password>",
    "<iframe id=mainFrame src=/x>",
    "<frameset><frame name=BlogMain src=x>",
    "<noscript>",
    "</noscript>",
    "<template>",
    "</template>",
    "<svg><title>",
    "</svg>",
    "<table>",
    "<td>",
    "<p>",
    "</p>",
    "<br>",
    "<img src=/a.jpg srcset='/a,b 1x, ,' data-src=x onerror=alert(1)>",
    "<img src=/post_security.gif>",
    "<div class='status-private'>",
    "<style>",
    "</style>",
    "<!--",
    "-->",
    "<plaintext>",
    "<textarea>",
    "İ",
    "ß 1999",
    "2020",
    "&amp;",
    "\0",
    "\u{feff}",
    "글 ",
    "한글 ",
];

fn soup() -> impl Strategy<Value = String> {
    vec(select(PIECES), 0..60).prop_map(|pieces| pieces.concat())
}

/// Whether HTML has a script once it has been cleaned as every writer cleans it.
fn has_script(html: &str) -> bool {
    let clean = larder_html::normalise(html, &larder_html::Normalise::default()).html;
    let tree = larder_html::Tree::fragment(&clean, &larder_html::Limits::default());
    tree.descendants(tree.root()).any(|node| {
        let runs = |(name, value): (&str, &str)| {
            name.starts_with("on") || value.trim_start().to_lowercase().starts_with("javascript:")
        };
        tree.name(node) == Some("script") || tree.attributes(node).any(runs)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 700, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_soup_is_read_or_refused(html in soup(), is_listed: bool, status in select(vec![None, Some(200), Some(404)])) {
        let local = |text: &str| text.starts_with("/a").then(|| "files/a.jpg".to_owned());
        for address in [AT, None, Some("not an address"), Some("https://m.blog.naver.com/a/1")] {
            let address = address.map(|it| (it, "capture"));
            let saved = Saved { address, status, is_listed, captured: None, local: &local };
            let page = Page::read(&html, &saved, &larder_html::Limits::default());
            prop_assert!(!page.html.contains("data-larder"));
            prop_assert!(!has_script(&page.html), "{}", page.html);
            if status == Some(404) {
                prop_assert!(page.html.is_empty());
            }
        }
    }

    #[test]
    fn every_text_is_read_or_refused(text in "\\PC{0,200}") {
        page(&text, AT);
    }
}

/// Pages of some hundred kilobytes, each of which would take forever if something were looked at once for each other thing.
fn large() -> Vec<(&'static str, String)> {
    const MANY: usize = 3_000;
    let many = |piece: &str| piece.repeat(MANY);
    let nested =
        |open: &str, close: &str| [open.repeat(600), "text".into(), close.repeat(600)].concat();
    let head = "<html><meta property=og:type content=article><body>";
    let with = |body: String| format!("{head}{body}");
    vec![
        ("nesting", with(format!("{}x", "<div class=entry-content>".repeat(100_000)))),
        ("nested articles", with(nested("<article class=hentry>", "</article>"))),
        (
            "nested headings",
            with(nested("<h1><div>a long text in a heading </div>", "</h1>").repeat(8)),
        ),
        (
            "nested sidebars",
            with(format!(
                "{}{}",
                "<aside>".repeat(500),
                many("<time class=date>2020-01-01</time>")
            )),
        ),
        ("articles", with(many("<article><h2>x</h2><time>2020</time></article>"))),
        ("bodies", with(many("<div class=entry-content><p>x</p></div>"))),
        ("bodies in each other", with(many("<div class=entry-content><p>x</p>"))),
        (
            "containers of a platform",
            with(many("<div class='contents_style tt_article_useless_p_margin'>x</div>")),
        ),
        (
            "posts of Tumblr",
            format!(
                "<html><link rel=canonical href=https://a.tumblr.com/post/1><body>{}",
                many("<div class=post><i class=date>x</i>")
            ),
        ),
        ("headings", with(format!("<div class=entry-content>x</div>{}", many("<h1>title</h1>")))),
        ("times", with(many("<time datetime=2020-01-01 class='published updated date'>x</time>"))),
        (
            "authors",
            with(many("<a rel='author tag bookmark next' class=author href=/x>by someone</a>")),
        ),
        ("comments", with(many("<div class=comment><p class=published>2020-01-01</p>"))),
        (
            "data",
            with(many(
                "<script type=application/ld+json>{\"@type\":\"Article\",\"author\":{\"@id\":\"x\"},\"url\":\"https://a.example/\"}</script>",
            )),
        ),
        (
            "data in one",
            with(format!(
                "<script type=application/ld+json>[{}0]</script>",
                many("{\"@type\":\"Article\",\"@id\":\"x\"},")
            )),
        ),
        (
            "authors in data",
            with(format!(
                "<script type=application/ld+json>{{\"@type\":\"Article\",\"author\":[{}0]}}</script>",
                many("{\"@id\":\"x\"},")
            )),
        ),
        (
            "deep data",
            with(format!("<script type=application/ld+json>{}</script>", "[".repeat(200_000))),
        ),
        (
            "keys in scripts",
            format!(
                "<html><body id=tt-body-page><script>{}</script>x",
                many("\"categoryLabel\":\"x")
            ),
        ),
        ("metas", with(many("<meta name=author content='by by by'><meta name=date content=x>"))),
        ("links", with(many("<a href=https://a.example/?utm_source=x&b=1>link</a>"))),
        (
            "one attribute",
            with(format!("<div class='{}'>x</div>", many("entry-content hentry comments "))),
        ),
        (
            "attributes",
            with(format!(
                "<div {}>x</div>",
                (0..MANY).map(|at| format!("a{at}=1 ")).collect::<String>()
            )),
        ),
        ("a long title", format!("<title>{}</title>{head}x", many(" - By. "))),
        ("titles", with(many("<title>x</title>"))),
        ("tables", with(many("<table><tr><td>"))),
        ("formats", with(many("<b><i><p>"))),
        (
            "scripts",
            with(many(
                "<script>alert(1)</script><img src=x onerror=alert(1)>text, and more text. ",
            )),
        ),
        (
            "paragraphs",
            format!(
                "<html><body>{}",
                many(
                    "<div><p>A sentence, with a comma, that is long enough to count for something.</p></div>"
                )
            ),
        ),
        (
            "paragraphs, nested",
            format!(
                "<html><body>{}{}",
                "<div>".repeat(480),
                many("<p>A sentence, with a comma, long enough to count.</p>")
            ),
        ),
        ("broken text", with(many("\u{fffd}\0\u{202e}&#0;&#xd800;"))),
        (
            "a page in a page",
            with(many("<!DOCTYPE html><html><head><title>x</title></head><body>")),
        ),
    ]
}

#[test]
fn large_pages_are_read_in_time_and_space() {
    for (name, html) in large() {
        for is_listed in [false, true] {
            let local = |_: &str| None;
            let address = AT.map(|it| (it, "capture"));
            let saved = Saved { address, status: None, is_listed, captured: None, local: &local };
            let page = Page::read(&html, &saved, &larder_html::Limits::default());
            assert!(page.html.len() <= 8 * html.len() + 4096, "{name}: {}", page.html.len());
            assert!(page.claims.authors.len() <= 16 && page.claims.tags.len() <= 4096, "{name}");
            assert!(page.claims.published.len() <= 64, "{name}");
        }
    }
}

#[test]
fn a_page_that_quotes_pages_is_one_page() {
    let inner = "<title>x</title><meta name=date content=2020-01-01>".replace('<', "&lt;");
    let html = format!(
        "<html><title>About heads</title><body><article class=hentry><h1>About heads</h1><div class=entry-content><pre>{inner}</pre><!-- <time class=published>2020-01-01</time> -->\
         <template><time class=published>2019-01-01</time></template></div></article>"
    );
    let page = page(&html, Some("https://blog.example/heads"));
    assert_eq!(page.claims.titles[0].value, "About heads");
    assert!(page.claims.published.is_empty(), "{:?}", page.claims.published);
    assert!(page.html.contains("&lt;meta name=date"), "{}", page.html);
}
