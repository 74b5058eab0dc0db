//! Lists of feeds (OPML).

use super::*;

/// A feed with one entry. `itself` is its own address; empty where it has none.
fn feed(title: &str, home: &str, itself: &str) -> String {
    let itself = match itself {
        "" => String::new(),
        itself => format!("<atom:link rel='self' href='{itself}'/>"),
    };
    format!(
        "<rss version='2.0' xmlns:atom='http://www.w3.org/2005/Atom'><channel><title>{title}</title>\
         <link>{home}</link>{itself}<item><guid>{home}1</guid><title>t</title></item></channel></rss>"
    )
}

fn opml(outlines: &str) -> String {
    format!("<opml version='2.0'><head><title>목록</title></head><body>{outlines}</body></opml>")
}

fn outline(title: &str, address: &str, home: &str) -> String {
    format!("<outline text='{title}' xmlUrl='{address}' htmlUrl='{home}'/>")
}

fn read_all(files: &[(&str, String)]) -> Reading {
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let reading = try_reading(&files).unwrap();
    assert!(reading.ledger.unexplained().is_empty());
    reading
}

/// What became of each feed that lists name.
fn listed(reading: &Reading) -> Vec<(String, bool)> {
    let entries = reading.ledger.inputs.iter();
    let entries = entries.filter(|it| it.kind == larder_core::ItemKind::ListedFeed);
    entries.map(|it| (it.name.to_string(), matches!(it.fate, Some(Fate::Carried { .. })))).collect()
}

#[test]
fn the_feeds_of_a_list_are_found_by_their_addresses_and_the_others_are_named() {
    let list = opml(&format!(
        "<outline text='폴더'>{}<outline text='더 깊이'>{}</outline></outline>{}",
        outline("하나", "http://one.example/rss/", "http://one.example/"),
        outline("둘", "https://two.example/feed", ""),
        outline("셋", "https://three.example/feed", "https://three.example/"),
    ));
    let reading = read_all(&[
        ("feeds.opml", list),
        ("1", feed("하나", "https://one.example/", "https://www.one.example/rss")),
        ("2", feed("둘", "https://two.example/", "https://two.example/feed")),
    ]);
    let named = |number, here| (format!("feeds.opml#{number}"), here);
    assert_eq!(listed(&reading), [named(1, true), named(2, true), named(3, false)]);
    assert_eq!(
        reading.notes.iter().map(|note| note.kind.clone()).collect::<Vec<_>>(),
        [
            NoteKind::FeedsListed { count: 3, found: 2, others: 2 },
            NoteKind::ListedFeedMissing {
                url: "https://three.example/feed".into(),
                title: "셋".into()
            },
        ]
    );
}

#[test]
fn a_feed_that_does_not_say_where_it_lives_is_known_by_its_file_beside_the_list() {
    let list = opml(
        &[
            outline("전체", "https://e.org/b/rss.xml", ""),
            outline("태그", "https://e.org/b/tag/%EA%B8%80/rss.xml", ""),
            outline("없음", "https://e.org/b/tag/x/rss.xml", ""),
            outline("남", "https://other.example/b/rss.xml", ""),
            outline("상대", "./one.xml", ""),
        ]
        .concat(),
    );
    let reading = read_all(&[
        ("out/feeds.opml", list),
        ("out/rss.xml", feed("전체", "https://e.org/", "")),
        ("out/tag/글/rss.xml", feed("태그", "https://e.org/", "")),
        ("out/one.xml", feed("상대", "https://f.org/", "")),
    ]);
    let here: Vec<_> = listed(&reading).into_iter().map(|(_, here)| here).collect();
    // What `tag/x/rss.xml` may be is not known; but `rss.xml` beside the list is not it.
    assert_eq!(here, [true, true, false, false, true]);
}

#[test]
fn a_feed_that_moved_is_known_by_its_blog() {
    let moved = outline("옛 이름", "https://old.example/rss", "https://e.org/");
    let feed = feed("새 이름", "https://e.org/", "https://new.example/rss");
    let reading = read_all(&[("a.opml", opml(&moved)), ("b.xml", feed)]);
    assert_eq!(listed(&reading), [("a.opml#1".to_owned(), true)]);
    // The list knows another name of it.
    assert_eq!(
        reading.blogs[0].site.extra.value("opml:title"),
        Some(&serde_json::json!(["옛 이름"]))
    );
}

#[test]
fn what_a_list_calls_a_feed_is_never_its_title() {
    let list = opml(&outline("옛 친구 (답장 말 것)", "https://e.org/rss", ""));
    let reading =
        read_all(&[("a.opml", list), ("b.xml", feed("", "https://e.org/", "https://e.org/rss"))]);
    let site = &reading.blogs[0].site;
    assert_eq!(site.title, None);
    let kept = serde_json::json!(["옛 친구 (답장 말 것)"]);
    assert_eq!(site.extra.value("opml:title"), Some(&kept));
}

/// Whether each feed that a list names is there. The input has, beside the list, files without addresses of their own.
fn here(addresses: &[&str], files: &[&'static str]) -> Vec<bool> {
    let outlines: String = addresses.iter().map(|it| outline("t", it, "")).collect();
    let files = files.iter().map(|name| (*name, feed("T", "", "")));
    let files: Vec<_> = [("out/a.opml", opml(&outlines))].into_iter().chain(files).collect();
    listed(&read_all(&files)).into_iter().map(|(_, here)| here).collect()
}

#[test]
fn a_file_is_one_feed_of_a_list_at_most() {
    for (addresses, files, expected) in [
        // Two blogs, one file; the same with a query.
        (["https://a.org/feed.xml", "https://b.org/feed.xml"], ["out/feed.xml"], [false; 2]),
        (["https://a.org/a.xml?cat=1", "https://a.org/a.xml?cat=2"], ["out/a.xml"], [false; 2]),
        (["https://a.org/x/a.xml", "https://b.org/a.xml"], ["out/a.xml"], [false, true]),
        // A list may name a feed twice.
        (["https://a.org/a.xml", "http://a.org/a.xml"], ["out/a.xml"], [true; 2]),
    ] {
        assert_eq!(here(&addresses, &files), expected, "{addresses:?}");
    }
    // Two files, one feed.
    assert_eq!(here(&["https://a.org/a.xml"], &["out/a.xml", "a.xml"]), [false]);
    assert_eq!(here(&["https://a.org/x/a.xml"], &["out/x/a.xml", "out/a.xml"]), [true]);
}

#[test]
fn of_several_feeds_that_may_have_moved_none_counts() {
    let list = ["rss", "comments"]
        .map(|name| outline(name, &format!("https://old.example/{name}"), "https://e.org/"));
    let feed = feed("T", "https://e.org/", "https://new.example/rss");
    let reading = read_all(&[("a.opml", opml(&list.concat())), ("b.xml", feed)]);
    assert_eq!(listed(&reading).into_iter().filter(|(_, here)| *here).count(), 0);
}

#[test]
fn secrets_in_addresses_of_a_list_are_not_told() {
    let secret = "https://me:hunter2@private.example/feed?key=hunter2&amp;p=1#hunter2";
    let other = "//me@private.example/other?hunter2";
    let list = opml(
        &[
            outline(&format!("글 {secret}"), secret, ""),
            outline(other, other, ""),
            outline(&format!("feed://{secret}"), "https://e.org/rss?key=hunter2", ""),
        ]
        .concat(),
    );
    let here = feed("T", "https://e.org/", "https://e.org/rss?key=hunter2");
    let reading = read_all(&[("a.opml", list), ("b.xml", here)]);
    let shown = "https://…@private.example/feed?key=…&p=…#…";
    let kinds: Vec<_> = reading.notes.iter().map(|note| note.kind.clone()).collect();
    let missing = |url: &str, title: &str| {
        let (url, title) = (url.to_owned(), title.to_owned());
        NoteKind::ListedFeedMissing { url, title }
    };
    let other = "//…@private.example/other?…";
    let expected = [
        NoteKind::FeedsListed { count: 3, found: 1, others: 0 },
        missing(other, other),
        missing(shown, &format!("글 {shown}")),
    ];
    assert_eq!(kinds, expected);
    // Addresses are compared as they are.
    assert!(listed(&reading)[2].1);
    let told = format!("{:?} {:?}", reading.ledger.inputs, reading.blogs[0].site.extra);
    assert!(!told.contains("hunter2") && told.contains("…@private.example"), "{told}");
}

#[test]
fn a_list_alone_is_no_post_and_says_what_to_do() {
    let list = opml(&outline("a", "https://a.example/", "").repeat(3));
    let source = Memory::new("list", [("feeds.opml", list)]);
    let error = read(&source, &ReadOptions::default()).unwrap_err();
    let expected = "a list of 3 feeds, not posts: save the feeds it names and give them together";
    assert!(error.to_string().contains(expected), "{error}");
}

#[test]
fn a_list_in_any_shape_is_read_and_bounded() {
    let good = feed("T", "https://e.org/", "https://e.org/rss");
    for (list, found) in [
        ("<OPML><BODY><OUTLINE XMLURL=https://e.org/rss>", 1),
        (
            "junk <opml><body><outline type='rss' url='https://e.org/rss?a&b'/><outline type='link' url='https://e.org/rss'/>",
            1,
        ),
        ("<opml><body><outline text='x' xmlUrl='https://e.org/rss", 0),
    ] {
        let reading = read_all(&[("a.opml", list.to_owned()), ("b.xml", good.clone())]);
        assert_eq!(listed(&reading).len(), found, "{list}");
    }
    let deep = "<outline text='x'>".repeat(100_000) + &outline("t", "https://e.org/rss", "");
    let many = outline("t", "https://e.org/rss", "").repeat(1000);
    let options = || {
        let mut options = ReadOptions::default();
        options.limits.lines = 100;
        options
    };
    for (list, found) in [(deep, 0), (many, 100)] {
        let thread = std::thread::Builder::new().stack_size(2 << 20);
        let files = [("a.opml", opml(&list)), ("b.xml", good.clone())];
        let run = move || read(&Memory::new("list", files), &options()).unwrap();
        let reading = thread.spawn(run).unwrap().join().unwrap();
        assert_eq!(listed(&reading).len(), found);
        assert!(found == 0 || codes(&reading).contains(&"limit-reached"));
    }
}
