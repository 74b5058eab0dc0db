use proptest::prelude::*;

use super::*;

const POST: u32 = 7;

fn permalinks(homes: &[&str], address: &str) -> Permalinks {
    let mut permalinks = Permalinks::new(homes);
    assert!(!permalinks.add(address, POST));
    permalinks
}

fn base(address: &str) -> Url {
    Url::parse(address).unwrap()
}

#[test]
fn spellings_of_one_address_lead_to_its_post() {
    let all = permalinks(
        &["https://example.org/", "http://old.example.com"],
        "https://example.org/2019/05/글/",
    );
    let base = base("https://example.org/2019/06/other/");
    for href in [
        "https://example.org/2019/05/글/",
        "http://www.EXAMPLE.org/2019/05/글",
        "https://example.org:443/2019//05/%EA%B8%80/index.html",
        "https://example.org./2019/05/%ea%b8%80/INDEX.php",
        "https://example.org/index.php/2019/05/글/",
        "//m.example.org/2019/05/글/?utm_source=x&utm_medium=y&fbclid=z",
        "https://mobile.example.org/2019/05/\u{1100}\u{1173}\u{11af}",
        "https://example.org/2019/05/%E1%84%80%E1%85%B3%E1%86%AF",
        "https://example.org/2019/05/%B1%DB/",
        "https://old.example.com/2019/05/글/",
        "/2019/05/글",
        "/m/2019/05/글",
        "../../05/글/",
        " /2019/05/글/amp/ ",
        "/2019/05/글/?amp",
        "/2019/05/글/?amp=1#more-12",
        "/2019/05/글/comment-page-2/#comment-34",
        "/2019/05/글/?replytocom=3",
        "/2019/05/글?m=1&showComment=4&category=5",
        "ht\ntps://example.org/2019/05/글/",
    ] {
        assert_eq!(all.find(href, Some(&base)), Some(POST), "{href}");
    }
}

#[test]
fn other_addresses_lead_nowhere() {
    let mut all = permalinks(&["https://example.org/"], "https://example.org/2019/05/a/");
    all.add("https://example.org/view.php?id=1", 8);
    let base = base("https://example.org/2019/05/a/");
    for href in [
        "",
        "#fn1",
        "https://example.org/",
        "https://example.com/2019/05/a/",
        "https://user.example.org/2019/05/a/",
        "/2019/05/A/",
        "/2019/05/",
        "/2019/05/a/feed/",
        "/2019/05/a/2/",
        "/view.php?id=2",
        "/view.php",
        "/?category=2019/05/a",
        "mailto:a@example.org",
        "javascript:void(0)",
        "tag:example.org,2019:a",
        "https://",
        "http://[::1",
    ] {
        assert_eq!(all.find(href, Some(&base)), None, "{href}");
    }
    assert_eq!(all.find("/view.php?id=1&utm_source=x", None), Some(8));
    assert_eq!(all.find(&format!("/2019/05/a/?{}", "a".repeat(1 << 20)), None), None);
}

#[test]
fn numbers_of_wordpress_are_addresses() {
    let all = permalinks(&["https://example.org/blog/"], "https://example.org/blog/?p=12");
    for href in [
        "https://example.org/blog/?page_id=12",
        "/blog?p=12&preview=true",
        "/blog/index.php?p=12",
        "https://www.example.org/blog/2019/gone/#more-12",
    ] {
        assert_eq!(all.find(href, None), Some(POST), "{href}");
    }
    for href in
        ["/?p=12", "/blog/?p=13", "/blog/?p=12&q=1", "/blog/x/#more-", "https://e.org/#more-12"]
    {
        assert_eq!(all.find(href, None), None, "{href}");
    }
    // Without a base, it is the page of the blog that a query belongs to.
    assert_eq!(all.find("?p=12", None), Some(POST));
}

#[test]
fn relative_links_need_a_base() {
    let all = permalinks(&["https://example.org/"], "/entry/제목");
    assert_eq!(all.find("제목", None), None);
    assert_eq!(all.find("제목", Some(&base("https://example.org/entry/other"))), Some(POST));
    assert_eq!(all.find("https://example.org/m/entry/%EC%A0%9C%EB%AA%A9", None), Some(POST));
    assert_eq!(all.find("제목", Some(&base("mailto:a@example.org"))), None);
}

#[test]
fn hosts_that_are_not_the_blogs_own_count() {
    let mut all = permalinks(&["https://me.blogspot.com/"], "http://guid.example.net/?p=3");
    all.add("http://me.blogspot.com/2019/05/a.html", 8);
    assert_eq!(all.find("http://www.guid.example.net/?p=3", None), Some(POST));
    assert_eq!(all.find("/?p=3", None), None);
    assert_eq!(all.find("https://me.blogspot.co.kr/2019/05/a.html?m=1", None), Some(8));
    assert_eq!(Permalinks::new(&[]).find("/a", None), None);
}

#[test]
fn the_first_keeps_an_address_and_the_blogs_own_is_nobodys() {
    let mut all = Permalinks::new(&["https://example.org/blog"]);
    assert!(!all.add("https://example.org/blog/a", 1));
    assert!(!all.add("http://example.org/blog/a/", 1));
    assert!(all.add("https://example.org/blog/a?utm_source=x", 2));
    for address in ["https://example.org/blog/", "https://example.org", "#", "", "urn:uuid:1"] {
        assert!(!all.add(address, 3));
        assert_eq!(all.find(address, None), None, "{address}");
    }
    assert_eq!(all.find("/blog/a", None), Some(1));
}

#[test]
fn many_addresses_take_little() {
    let mut all = Permalinks::new(&["https://example.org/"]);
    for post in 0..10_000 {
        all.add(&format!("https://example.org/2019/05/{post}"), post);
        all.add(&format!("https://example.org/?p={post}"), post);
    }
    let size = all.posts.capacity() * (size_of::<(Key, u32)>() + 1);
    assert!(size < 20_000 * 60, "{size}");
    assert_eq!(all.find("/?p=9999", None), Some(9999));
}

proptest! {
    #[test]
    fn no_address_is_too_odd(
        start in proptest::sample::select(&["", "/", "?", "//", "https://example.org/", "http://", "#more-", "index.php/"][..]),
        rest in ".*",
    ) {
        let href = format!("{start}{rest}");
        let mut all = Permalinks::new(&["https://example.org/a/", &href]);
        all.add(&href, POST);
        let base = base("https://example.org/a/");
        let _ = (all.find(&href, None), all.find(&href, Some(&base)));
    }

    #[test]
    fn what_was_added_is_found(path in "[a-zA-Z0-9가-힣%._~ -]{0,20}[a-z](/[a-z가-힣]{1,9}){0,3}") {
        let address = format!("https://example.org/x-{path}");
        let mut all = Permalinks::new(&["https://example.org/"]);
        all.add(&address, POST);
        prop_assert_eq!(all.find(&address, None), Some(POST));
        let relative = format!("/x-{path}/?utm_source=a#b");
        prop_assert_eq!(all.find(&relative, None), Some(POST));
    }
}

#[test]
fn what_leads_away_by_its_first_letters_leads_away_when_it_is_read() {
    let homes = ["https://example.org/", "https://me.blogspot.com/"];
    let mut all = permalinks(&homes, "https://example.org/a/");
    all.add("https://guid.example.net/?p=3", 8);
    for (href, leads_away) in [
        ("https://example.com/a/", true),
        (" http://www.example.com", true),
        ("https://example.com?p=3", true),
        ("https://sub.example.org/a/#more-3", true),
        ("https://a..b/", true),
        ("https://example.org/a/", false),
        ("https://m.example.org/a/", false),
        ("https://www.guid.example.net/x", false),
        ("https://Example.com/a/", false),
        ("https://example.com:443/a/", false),
        ("https://example.com./a/", false),
        ("https://example.com\\a", false),
        ("https://me@example.com/", false),
        ("https://xn--bj0bj06e.example/", false),
        ("https://10.0.0.1/", false),
        ("https://other.blogspot.co.kr/", false),
        ("//example.com/a/", false),
        ("/a/", false),
        ("", false),
    ] {
        assert_eq!(all.leads_away(href), leads_away, "{href}");
        let page = all.resolve(href, None).and_then(|url| all.page(&url));
        let is_none = page.is_none_or(|page| !page.is_own() && all.get(&page).is_none());
        assert!(is_none || !leads_away, "{href}");
    }
}

#[test]
fn the_address_of_a_number_is_that_address_written_out() {
    for home in [
        "https://example.org",
        "https://example.org/blog/",
        "https://example.org/index.php/",
        "https://example.org/?a=b",
        "https://example.org/#a",
        "//example.org",
        "no address",
    ] {
        let (mut written, mut counted) = (Permalinks::new(&[home]), Permalinks::new(&[home]));
        for (number, post) in [(0, 1), (12, 2), (12, 3), (u64::MAX, 4)] {
            let is_known = written.add_ranked(&numbered(home, number), post, 1);
            assert_eq!(counted.add_numbered(home, number, post, 1), is_known, "{home} {number}");
        }
        assert_eq!(counted.posts, written.posts, "{home}");
    }
}

#[test]
fn what_is_settled_is_found_as_before() {
    let mut all = permalinks(&["https://example.org/"], "https://example.org/a/");
    all.settle();
    all.add("https://example.org/b/", 8);
    assert_eq!(
        (all.find("/a", None), all.find("/b", None), all.find("/c", None)),
        (Some(POST), Some(8), None)
    );
}
