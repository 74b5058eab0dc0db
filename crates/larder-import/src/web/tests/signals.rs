//! Each place in which a page may say something, by itself; places that disagree; and what looks like a date and is none.

use super::page;

const AT: &str = "https://blog.example/a-post";

/// A post that says nothing of itself but what is put into its head, before its text, and around it.
fn post(head: &str, before: &str, after: &str) -> String {
    format!(
        "<html><head><title>A post</title><meta property=og:type content=article>{head}</head><body>\
         <h2>A post</h2>{before}<div class=entry-content><p>The text of the post.</p></div>{after}</body></html>"
    )
}

/// The date of a post and where it was said.
fn published(html: &str, address: &str) -> Option<(String, String)> {
    let claims = page(html, Some(address)).claims;
    claims.published.first().map(|told| (told.value.to_rfc3339(), told.signal.to_string()))
}

#[test]
fn a_date_is_found_wherever_it_is_the_only_one() {
    let exact = "2020-05-06T07:08:09Z";
    let article = |inner: &str| {
        format!(
            "<html><title>A post</title><body><article><h1>A post</h1>{inner}<div class=entry-content><p>Text.</p></div></article>"
        )
    };
    for (signal, html) in [
        (
            "json-ld datePublished",
            post(
                r#"<script type="application/ld+json">{"@type":"BlogPosting","datePublished":"2020-05-06T07:08:09Z"}</script>"#,
                "",
                "",
            ),
        ),
        (
            "json-ld datePublished",
            post(
                r#"<script type="application/ld+json">[{"@graph":[{"@type":["Article"],"datePublished":["2020-05-06T07:08:09Z"]}]}]</script>"#,
                "",
                "",
            ),
        ),
        ("published", post("", "<abbr class=published title=2020-05-06T07:08:09Z>May</abbr>", "")),
        (
            "published",
            post("", "<time class=dt-published datetime=2020-05-06T07:08:09Z>May</time>", ""),
        ),
        (
            "published",
            post("", "<time itemprop=datePublished datetime=2020-05-06T07:08:09Z>May</time>", ""),
        ),
        ("time[pubdate]", post("", "<time pubdate datetime=2020-05-06T07:08:09Z>May</time>", "")),
        ("date", post("", "<time class=entry-date datetime=2020-05-06T07:08:09Z>May</time>", "")),
        (
            "date",
            post(
                "",
                "<span class=post-date><time datetime=2020-05-06T07:08:09Z>May</time></span>",
                "",
            ),
        ),
        ("time", article("<time datetime=2020-05-06T07:08:09Z>May</time>")),
    ] {
        assert_eq!(published(&html, AT), Some((exact.into(), signal.into())), "{html}");
    }
    for name in [
        "article:published_time",
        "datePublished",
        "date",
        "dc.date",
        "DC.date.issued",
        "dc.date.created",
        "dcterms.created",
        "pubdate",
        "publishdate",
        "og:published_time",
        "sailthru.date",
        "parsely-pub-date",
    ] {
        for attribute in ["name", "property", "itemprop"] {
            let html = post(&format!("<meta {attribute}='{name}' content='{exact}'>"), "", "");
            let signal = name.to_lowercase();
            assert_eq!(published(&html, AT), Some((exact.into(), signal)), "{html}");
        }
    }
}

#[test]
fn lines_beside_the_title_are_dates_in_the_forms_of_several_languages() {
    for (line, expected) in [
        ("2022. 10. 17. 14:30", "2022-10-17T14:30:00Z"),
        ("2022.10.17", "2022-10-17T00:00:00Z"),
        ("2022년 10월 17일 오후 2:30", "2022-10-17T14:30:00Z"),
        ("작성일 : 2022-10-17 14:30:00", "2022-10-17T14:30:00Z"),
        ("김서리 · 2022. 10. 17.", "2022-10-17T00:00:00Z"),
        ("Oct 17, 2022", "2022-10-17T00:00:00Z"),
        ("Posted on October 17, 2022", "2022-10-17T00:00:00Z"),
        ("2022年10月17日", "2022-10-17T00:00:00Z"),
        ("17. Oktober 2022", "2022-10-17T00:00:00Z"),
    ] {
        let html = post("", &format!("<p>{line}</p>"), "");
        let signal = "text beside the title".to_owned();
        assert_eq!(published(&html, AT), Some((expected.into(), signal)), "{line}");
    }
    let in_path = published(&post("", "", ""), "https://blog.example/2022/10/17/a-post");
    assert_eq!(in_path, Some(("2022-10-17T00:00:00Z".into(), "path of the address".into())));
}

#[test]
fn what_looks_like_a_date_and_is_none_is_none() {
    let months = "https://blog.example/2022/10/a-post";
    for (head, before, after) in [
        // When it was changed is not when it was published.
        ("<meta property=article:modified_time content=2020-05-06T07:08:09Z>", "", ""),
        ("<meta property=og:updated_time content=2020-05-06T07:08:09Z>", "", ""),
        ("", "<time class=updated datetime=2020-05-06>May</time>", ""),
        ("", "<span itemprop=dateModified content=2020-05-06>May</span>", ""),
        // What stands among comments, in sidebars, in lists of other posts, in menus.
        ("", "", "<div id=comments><time class=published datetime=2020-05-06>x</time></div>"),
        ("", "", "<ol class=comment-list><li class=date>2020-05-06</ol>"),
        ("", "", "<aside><span class=post-date>2020-05-06</span></aside>"),
        ("", "", "<div class=sidebar><abbr class=published title=2020-05-06>x</abbr></div>"),
        (
            "",
            "",
            "<div class=related-posts><time class=entry-date datetime=2020-05-06>x</time></div>",
        ),
        ("", "", "<table class=calendar><caption class=date>2020-05-06</caption></table>"),
        ("", "", "<footer><time datetime=2020-05-06>x</time> © 2003</footer>"),
        // Dates of several posts side by side.
        ("", "", "<i class=date>2020-05-06</i><i class=date>2021-05-06</i>"),
        // What a text tells of.
        (
            "",
            "",
            "<article><p class=entry-content>On <time datetime=1969-07-20>that day</time></article>",
        ),
        // Defaults of programs, no dates, and days that may be months.
        ("<meta name=date content=1970-01-01T00:00:00Z>", "", ""),
        ("<meta name=date content=0000-00-00>", "", ""),
        ("<meta name=date content=2020-02-31>", "", ""),
        ("<meta name=date content=03/04/2005>", "", ""),
        ("", "<p>3시간 전</p>", ""),
        ("", "<p>2019</p>", ""),
        ("", "<p>2020-05-06</p><p>2021-05-06</p>", ""),
    ] {
        let html = post(head, before, after);
        assert_eq!(published(&html, months), None, "{html}");
    }
}

#[test]
fn of_places_that_disagree_the_surer_one_counts_and_the_others_are_kept() {
    let html = post(
        r#"<meta property=article:published_time content=2020-05-06T07:08:09Z><script type="application/ld+json">{"@type":"Article","datePublished":"2019-01-01T00:00:01Z"}</script>"#,
        "<p>2018. 1. 1.</p>",
        "",
    );
    let claims = page(&html, Some(AT)).claims;
    let told: Vec<(String, &str)> =
        claims.published.iter().map(|told| (told.value.to_rfc3339(), &*told.signal)).collect();
    let expected = [
        ("2019-01-01T00:00:01Z", "json-ld datePublished"),
        ("2020-05-06T07:08:09Z", "article:published_time"),
        ("2018-01-01T00:00:00Z", "text beside the title"),
    ];
    assert_eq!(told, expected.map(|(time, signal)| (time.to_owned(), signal)));
}

#[test]
fn a_day_gives_way_to_the_point_of_time_that_is_on_it() {
    let html = post(
        "<meta name=pubdate content=2020-05-06><meta name=sailthru.date content=2020-05-06T07:08:09Z>",
        "",
        "",
    );
    let exact = ("2020-05-06T07:08:09Z".to_owned(), "sailthru.date".to_owned());
    assert_eq!(published(&html, AT), Some(exact));
}

#[test]
fn a_clock_of_twelve_hours_tells_the_day() {
    let html = post("<meta property=og:regDate content=20250823023817>", "", "");
    let claims = page(&html, Some(AT)).claims;
    assert_eq!(claims.published[0].value.to_rfc3339(), "2025-08-23T00:00:00Z");
    assert_eq!(claims.published[0].value.precision(), larder_core::Precision::Day);
}

#[test]
fn who_wrote_it_is_found_wherever_it_is_said() {
    for (head, before) in [
        (
            r#"<script type="application/ld+json">{"@type":"Article","author":{"name":"Kim Seori"}}</script>"#,
            "",
        ),
        (
            r#"<script type="application/ld+json">{"@type":"Article","author":["Kim Seori"]}</script>"#,
            "",
        ),
        (
            r##"<script type="application/ld+json">{"@graph":[{"@type":"Article","author":{"@id":"#1"}},{"@id":"#1","name":"Kim Seori"}]}</script>"##,
            "",
        ),
        ("<meta name=author content='Kim Seori'>", ""),
        (
            "<meta name=author content='https://a.example/kim'><meta name=byl content='By Kim Seori'>",
            "",
        ),
        ("<meta name=DC.Creator content='Kim Seori'>", ""),
        ("<meta name=parsely-author content='Kim Seori'>", ""),
        ("<meta name=sailthru.author content='Kim Seori'>", ""),
        ("", "<a rel=author href=/kim>Kim Seori</a>"),
        ("", "<p class='p-author h-card'>by <b class=p-name>Kim Seori</b>, a poet</p>"),
        ("", "<p class=byline>By Kim Seori · 3 min read</p>"),
        ("", "<span class=author>글쓴이 Kim Seori</span>"),
        ("", "<span itemprop=author><span itemprop=name>Kim Seori</span></span>"),
        ("", "<p>작성자: Kim Seori | 2020. 1. 1.</p>"),
    ] {
        let html = post(head, before, "");
        let claims = page(&html, Some(AT)).claims;
        let names = claims.authors.first().map(|told| told.value.as_slice());
        assert_eq!(names, Some(&["Kim Seori".to_owned()][..]), "{html}");
    }
}

#[test]
fn what_is_no_person_wrote_nothing() {
    for name in [
        "admin",
        "관리자",
        "kim@example.org",
        "https://a.example/kim",
        "My Blog",
        "2020",
        "www.a.example",
    ] {
        let head = format!(
            "<meta property=og:site_name content='My Blog'><meta name=author content='{name}'>"
        );
        let html = post(
            &head,
            &format!("<span class=author>{name}</span>"),
            "<div class=comment><b class=author>Bob</b></div>",
        );
        assert_eq!(page(&html, Some(AT)).claims.authors, [], "{html}");
    }
}

#[test]
fn a_title_is_what_people_saw_without_a_name_of_the_site_that_is_proven() {
    let body = "<div class=entry-content><p>The text of the post.</p></div>";
    for (head, before, expected) in [
        ("<title>First snow</title>", "", "First snow"),
        (
            "<title>First snow | My Blog</title><meta property=og:site_name content='My Blog'>",
            "",
            "First snow",
        ),
        (
            "<title>My Blog :: First snow</title><meta property=og:site_name content='My Blog'>",
            "",
            "First snow",
        ),
        // Nothing proves that this is a name.
        ("<title>First snow | My Blog</title>", "", "First snow | My Blog"),
        ("<title>First snow | My Blog</title>", "<h1>First snow</h1>", "First snow"),
        (
            "<title>First snow | My Blog</title>",
            "<h1>My Blog</h1><h2>First snow</h2>",
            "First snow",
        ),
        (
            "<title>x</title><meta property=og:title content='First snow'>",
            "<h1>First snow</h1>",
            "First snow",
        ),
        (
            "<title>x</title><meta property=og:title content='First &amp;amp; last'>",
            "",
            "First &amp; last",
        ),
        (
            r#"<title>x</title><script type="application/ld+json">{"@type":"Article","headline":"First &amp; last"}</script>"#,
            "",
            "First & last",
        ),
        (
            "<title>My Blog</title><meta property=og:site_name content='My Blog'>",
            "<h2 class=entry-title>First\n snow</h2>",
            "First snow",
        ),
    ] {
        let html = format!(
            "<html><head>{head}<meta property=og:type content=article></head><body>{before}{body}</body></html>"
        );
        let claims = page(&html, Some(AT)).claims;
        assert_eq!(claims.titles.first().map(|told| &*told.value), Some(expected), "{html}");
    }
    let none = format!("<html><meta property=og:type content=article>{body}");
    assert_eq!(page(&none, Some(AT)).claims.titles, []);
}

#[test]
fn what_only_its_writer_sees_is_not_public() {
    use crate::web::Hidden;
    let theme = "<meta name=generator content='WordPress 6.4'>";
    for (class, title, expected) in [
        ("status-private", "A wish", Some(Hidden::Private)),
        ("status-draft", "A wish", Some(Hidden::Draft)),
        ("status-pending", "A wish", Some(Hidden::Pending)),
        ("status-future", "A wish", Some(Hidden::Scheduled)),
        ("post-password-protected", "A wish", Some(Hidden::Password)),
        ("status-publish", "Private: A wish", Some(Hidden::Private)),
        ("status-publish", "비공개: A wish", Some(Hidden::Private)),
        ("status-publish", "Protected: A wish", Some(Hidden::Password)),
        ("status-publish", "A wish", None),
    ] {
        let html = format!(
            "<html><head><title>{title}</title>{theme}</head><body><article class='post {class}'><h1 class=entry-title>{title}</h1><div class=entry-content><p>{}</p></div></article>",
            "A text that is long enough to be one. ".repeat(8)
        );
        let page = page(&html, Some(AT));
        assert_eq!(
            (page.hidden, page.claims.titles[0].value.as_str()),
            (expected, "A wish"),
            "{html}"
        );
    }
}

#[test]
fn a_field_for_a_password_among_the_comments_makes_no_page_a_login() {
    let form = "<form class=comment-form><input type=password name=pw></form>";
    let text = "A text that is long enough to be a post. ".repeat(5);
    let html = post("", "", form)
        .replace("<meta property=og:type content=article>", "")
        .replace("The text of the post.", &text);
    assert!(matches!(page(&html, Some(AT)).sort, crate::web::Sort::Post(_)));
    let login = format!(
        "<html><title>Hello</title><body><p>Who are you?</p>{}",
        form.replace("comment-form", "x")
    );
    assert!(matches!(page(&login, Some(AT)).sort, crate::web::Sort::None(_)));
}

#[test]
fn only_what_leads_elsewhere_at_once_is_a_redirect() {
    use crate::web::Sort;
    for (content, expected) in [
        ("0; url=/new", true),
        ("5;URL='https://blog.example/new'", true),
        ("0; url=/a-post", false),
        ("300; url=/new", false),
        ("300", false),
        ("0; url=javascript:x()", false),
        ("0; url=", false),
    ] {
        let html = post(&format!("<meta http-equiv=refresh content=\"{content}\">"), "", "");
        let sort = page(&html, Some(AT)).sort;
        assert_eq!(matches!(sort, Sort::Redirect(_)), expected, "{content}: {sort:?}");
    }
}

#[test]
fn what_only_those_see_who_pay_or_are_chosen_is_not_for_everybody() {
    use crate::web::Hidden;
    for (head, expected) in [
        (r#"{"@type":"NewsArticle","isAccessibleForFree":false}"#, Some(Hidden::Paid)),
        (r#"{"@type":"NewsArticle","isAccessibleForFree":"False"}"#, Some(Hidden::Paid)),
        (r#"{"@type":"NewsArticle","isAccessibleForFree":true}"#, None),
        (r#"{"@type":"NewsArticle"}"#, None),
    ] {
        let data = format!("<script type='application/ld+json'>{head}</script>");
        assert_eq!(page(&post(&data, "", ""), Some(AT)).hidden, expected, "{head}");
    }
    for (sign, expected) in [
        ("<img src='https://l-stat.livejournal.net/img/icon_protected.gif?v=1'>", Hidden::Friends),
        ("<img src='/img/icon_private.gif'>", Hidden::Private),
        ("<p class='entry-wrapper security-protected'>", Hidden::Friends),
        ("<p class='entry-wrapper security-private'>", Hidden::Private),
    ] {
        assert_eq!(page(&post("", sign, ""), Some(AT)).hidden, Some(expected), "{sign}");
    }
}

#[test]
fn a_date_that_the_text_tells_of_or_that_another_post_has_is_not_the_posts() {
    let text = "<p>오늘은 골목을 걸었다. 바람이 불었고 우체통이 서 있었다. 오늘은 골목을 걸었다. 바람이 불었고 우체통이 서 있었다.</p>";
    let told = "<p>행사는 <span class=\"date\">2013년 5월 5일</span>이었다.</p>";
    let page = |above: &str, within: &str, below: &str| {
        format!(
            "<title>가</title><meta property=\"og:type\" content=\"article\"><link rel=canonical href=\"https://e.x/a\">{above}<article><h1>가</h1><div class=\"entry-content\">{text}{within}</div></article>{below}"
        )
    };
    let days = |html: &str| -> Vec<String> {
        let read = super::page(html, None);
        read.claims.published.iter().map(|told| told.value.to_rfc3339()[..10].to_owned()).collect()
    };
    assert!(days(&page("", told, "")).is_empty());
    let list = "<div class=\"more-posts\"><ul><li><a href=\"/z\">다른 글</a> <span class=\"date\">2011-01-02</span></li></ul></div>";
    assert!(days(&page("", "", list)).is_empty());
    assert!(days(&page(list, "", "")).is_empty(), "nor in a list above it");
    assert!(days(&page("", "", &list.replace("2011-01-02", "13/02/2011"))).is_empty());
    // Nor where nothing says where the post begins and ends.
    let bare = |html: String| html.replace("<article>", "").replace("</article>", "");
    assert!(days(&bare(page("", "", list))).is_empty());
    let meta = "<ul class=meta><li class=\"date\"><a href=\"/2016/07\">2016-07-08</a></li></ul>";
    assert_eq!(days(&bare(page(meta, "", list))), ["2016-07-08"]);
    // Blogger has the day above its posts.
    let above = "<h2 class=\"date-header\">2016-07-08</h2>";
    assert_eq!(days(&page(above, told, list)), ["2016-07-08"]);
    let own =
        page("", told, list).replace("<h1>가</h1>", "<h1>가</h1><p class=\"date\">2016-07-08</p>");
    assert_eq!(days(&own).first().map(String::as_str), Some("2016-07-08"));
}
