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
fn a_list_may_know_the_title_of_a_feed_that_has_none() {
    let list = opml(&outline("이름", "https://e.org/rss", ""));
    let reading =
        read_all(&[("a.opml", list), ("b.xml", feed("", "https://e.org/", "https://e.org/rss"))]);
    assert_eq!(reading.blogs[0].site.title.as_deref(), Some("이름"));
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
