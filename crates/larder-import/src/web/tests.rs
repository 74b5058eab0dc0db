mod hostile;
mod signals;

use super::*;

fn page(html: &str, address: Option<&str>) -> Page {
    let local = |_: &str| None;
    let address = address.map(|it| (it, "capture"));
    let saved = Saved { address, status: None, is_listed: false, captured: None, local: &local };
    Page::read(html, &saved, &larder_html::Limits::default())
}

#[test]
fn a_theme_of_word_press_is_read() {
    let html = r#"<!DOCTYPE html><html lang="ko-KR"><head><title>첫눈 - 느린 공책</title>
<meta name="generator" content="WordPress 6.4.2"><meta property="og:type" content="article"><meta property="og:site_name" content="느린 공책">
<meta property="og:title" content="첫눈 - 느린 공책"><link rel="canonical" href="https://slow.example/2019/01/05/snow/">
<meta property="article:published_time" content="2019-01-05T10:00:00+00:00"><meta property="article:modified_time" content="2019-02-01T10:00:00+00:00">
<link rel="alternate" type="application/rss+xml" title="느린 공책 &raquo; Feed" href="/feed/"></head>
<body class="single"><header class="site-header"><a href="/">느린 공책</a></header><article class="post hentry"><h1 class="entry-title">첫눈</h1>
<span class="byline">By <span class="author vcard"><a class="url fn" rel="author" href="/author/kim/">김서리</a></span></span>
<div class="entry-content"><p>눈이 왔다. <a href="/2018/12/01/cold/">추운 날</a></p><img src="/a.jpg"><div class="sharedaddy">공유</div></div>
<span class="cat-links"><a rel="category tag" href="/category/winter/">겨울</a></span><span class="tags-links"><a rel="tag" href="/tag/snow/">눈</a></span></article>
<div id="comments" class="comments-area"><article class="comment"><time datetime="2020-01-01">2020</time>좋아요</article></div></body></html>"#;
    let page = page(html, Some("https://slow.example/2019/01/05/snow/?utm_source=x"));
    assert!(matches!(page.sort, Sort::Post(_)), "{:?}", page.sort);
    assert_eq!(page.claims.titles[0].value, "첫눈");
    assert_eq!(page.claims.published[0].value.to_rfc3339(), "2019-01-05T10:00:00Z");
    assert_eq!(page.claims.updated[0].value.to_rfc3339(), "2019-02-01T10:00:00Z");
    assert_eq!(page.claims.authors[0].value, ["김서리"]);
    assert_eq!(page.claims.tags[0].value, "눈");
    assert_eq!(page.claims.categories[0].value, "겨울");
    assert_eq!(page.platform.unwrap().name, "wordpress");
    assert_eq!(
        page.html,
        "<p>눈이 왔다. <a href=\"https://slow.example/2018/12/01/cold/\">추운 날</a></p><img src=\"https://slow.example/a.jpg\">"
    );
    assert_eq!(page.feeds, ["https://slow.example/feed/"]);
}

#[test]
fn a_page_that_nothing_is_known_of_is_read_by_readability() {
    let text = "A sentence about walking, with a comma, and some more words to be long enough for anybody. ".repeat(8);
    let html = format!(
        "<html><head><title>Walking</title></head><body><nav><a href=/>Home</a> <a href=/about>About</a></nav>\
        <div id=main><h1>Walking</h1><div class=x><p>{text}</p><p>{text}</p><figure><img src=b.png><figcaption>A hill</figcaption></figure><p>{text}</p></div></div>\
        <footer>Copyright 2019 <a href=/x>Imprint</a></footer></body></html>"
    );
    let page = page(&html, Some("https://walks.example/walking.html"));
    assert!(matches!(page.sort, Sort::Post(_)), "{:?}", page.sort);
    assert_eq!(page.found_by, "readability");
    assert!(
        page.html.contains("https://walks.example/b.png") && page.html.contains("A hill"),
        "{}",
        page.html
    );
    assert!(!page.html.contains("Imprint") && !page.html.contains("data-larder"), "{}", page.html);
    // The year of a copyright line is no date.
    assert!(page.claims.published.is_empty());
    assert!(page.left_out.links == 3 && page.left_out.characters > 0, "{:?}", page.left_out);
}
