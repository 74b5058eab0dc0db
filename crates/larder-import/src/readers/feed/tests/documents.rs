//! What a file is: its encoding, its version, and how many documents it holds.

use super::*;

fn named(title: &str, home: &str, items: &str) -> String {
    format!(
        "<?xml version='1.0'?><rss version='2.0'><channel><title>{title}</title><link>{home}</link>{items}</channel></rss>"
    )
}

fn item(title: &str) -> String {
    format!("<item><guid>{title}</guid><title>{title}</title></item>")
}

/// The titles of each blog and of its posts.
fn blogs(reading: &Reading) -> Vec<(String, Vec<String>)> {
    let title = |post: &Post| post.title.clone().unwrap_or_default();
    let of = |blog: &Blog| {
        let posts = blog.posts.iter().map(|post| title(&post.unwrap())).collect();
        (blog.site.title.clone().unwrap_or_default(), posts)
    };
    reading.blogs.iter().map(of).collect()
}

#[test]
fn feeds_that_were_put_together_are_several() {
    let first = named("하나", "https://a.org/", &item("1"));
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>둘</title><id>urn:b</id><entry><id>urn:2</id><title>2</title></entry></feed>";
    let text =
        format!("{first}\n<br/>garbage {atom}{}", named("하나", "https://a.org/", &item("3")));
    let reading = reading(&text);
    assert_eq!(
        blogs(&reading),
        [
            ("하나".to_owned(), vec!["1".to_owned(), "3".into()]),
            ("둘".to_owned(), vec!["2".to_owned()])
        ]
    );
    let items = reading.ledger.inputs.iter().map(|it| it.name.to_string());
    assert_eq!(items.collect::<Vec<_>>(), ["a.xml", "a.xml#1", "a.xml#2", "a.xml#3"]);
    let said: Vec<_> = reading.blogs[0].notes.iter().map(|note| note.kind.to_string()).collect();
    assert!(said.iter().any(|it| it.starts_with("a second document follows")), "{said:?}");
    assert!(said.iter().any(|it| it.starts_with("text between elements")), "{said:?}");
}

#[test]
fn a_feed_that_is_cut_off_does_not_take_the_next_one_along() {
    let whole = named("하나", "https://a.org/", &(item("1") + &item("2")));
    let next = named("둘", "https://b.org/", &item("3"));
    for cut in [whole.find("<guid>2").unwrap() + 12, whole.len() - 16, whole.len() - 6] {
        let found = blogs(&reading(&format!("{}{next}", &whole[..cut])));
        assert_eq!(found.len(), 2, "{cut}: {found:?}");
        assert_eq!(found[1], ("둘".to_owned(), vec!["3".to_owned()]), "{cut}");
        assert!(found[0].1.contains(&"1".to_owned()), "{cut}");
    }
}

#[test]
fn what_only_looks_like_another_root_is_none() {
    // A licence in RDF behind a feed, an extension that is called as the root is, a channel behind it.
    for behind in
        ["<rdf:RDF xmlns:rdf='x'><Work/></rdf:RDF>", "<channel><title>x</title></channel>"]
    {
        let text = named("하나", "https://a.org/", &item("1")) + behind;
        assert_eq!(reading(&text).blogs.len(), 1, "{behind}");
    }
    for inside in
        ["<rss>x</rss>", "<rss version='2.0'><channel/></rss>", "<?xml-x ?><rss version='2.0'/>"]
    {
        let item = format!("<item><guid>1</guid>{inside}<title>1</title></item>");
        let found = blogs(&reading(&named("하나", "https://a.org/", &item)));
        assert_eq!(found.len(), 1, "{inside}: {found:?}");
    }
}

#[test]
fn very_many_documents_in_one_file_are_bounded() {
    let text = "<rss version='2.0'><item><title>x</title></item></rss>".repeat(3000);
    let reading = reading(&text);
    // Entries that say nothing of their feed are one blog, and the same entry is one post.
    assert_eq!((reading.blogs.len(), reading.ledger.inputs.len()), (1, 3001));
}

#[test]
fn json_feeds_that_were_put_together_are_several_too() {
    let json = |home: &str, id: &str| {
        format!(
            "{{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"{home}\",\"home_page_url\":\"https://{home}/\",\"items\":[{{\"id\":\"{id}\",\"title\":\"{id}\"}}]}}"
        )
    };
    let (a, b) = (json("a.org", "1"), json("b.org", "2"));
    assert_eq!(blogs(&reading(&format!("{a}\n{b}"))).len(), 2);
    // Each with a byte order mark.
    assert_eq!(blogs(&reading(&format!("\u{feff}{a}\n\u{feff}{b}\n"))).len(), 2);
}

#[test]
fn what_stands_behind_a_json_feed_is_a_loss_where_it_is_not_read() {
    let json = "{\"title\":\"T\",\"items\":[{\"id\":\"1\",\"title\":\"1\"}]}";
    let rest = |reading: &Reading| {
        let entry = reading.ledger.inputs.last().unwrap();
        let Some(Fate::LeftOut { rule, found }) = &entry.fate else { panic!("{entry:?}") };
        assert!(rule.is_loss() && codes(reading).contains(&"file-left-out"));
        format!("{}: {rule}, {found}", entry.name)
    };
    for (behind, expected) in [
        (
            "\n<rss version='2.0'><channel><item/></channel></rss>",
            "a.xml#2: not-recognised, line 2: something stands behind the document",
        ),
        (" ]", "a.xml#2: not-recognised, line 1: something stands behind the document"),
        ("{", "a.xml#2: damaged, JSON that cannot be read, line 1: it ends in the middle"),
    ] {
        let reading = reading(&format!("{json}{behind}"));
        assert_eq!(blogs(&reading), [("T".to_owned(), vec!["1".to_owned()])]);
        assert_eq!(rest(&reading), expected);
    }
    let all = (1..=1024).map(|n| json.replace("\"1\"", &format!("\"{n}\""))).collect::<String>();
    let whole = reading(&(all.clone() + "\n"));
    assert_eq!((posts(&whole).len(), codes(&whole).contains(&"file-left-out")), (1024, false));
    let more = reading(&(all + "\n" + json));
    assert_eq!(posts(&more).len(), 1024);
    assert_eq!(rest(&more), "a.xml#1025: too-many, line 2: more than 1024 documents in one file");
}

#[test]
fn an_item_of_a_json_feed_that_cannot_be_read_is_called_so() {
    for (item, expected) in [
        ("{\"id\":\"2\",\"x\":1e400}", "an item that cannot be read: number out of range"),
        ("{\"id\":\"2\\ud800\"}", "an item that cannot be read: "),
        ("[2]", "an item that is no object: invalid type: sequence"),
    ] {
        let reading = reading(&format!("{{\"items\":[{{\"id\":\"1\",\"title\":\"1\"}},{item}]}}"));
        assert_eq!(titles(&reading), ["1"]);
        let Some(Fate::LeftOut { rule, found }) = &reading.ledger.inputs[2].fate else {
            panic!("{:?}", reading.ledger.inputs)
        };
        assert_eq!(*rule, Rule::Damaged);
        assert!(found.starts_with(&format!("line 1: {expected}")), "{found}");
    }
}

#[test]
fn the_form_says_no_version_that_the_document_does_not() {
    let form = |text: &str| posts(&reading(text))[0].source[0].form.to_string();
    let item = "<item><title>x</title></item>";
    let rdf = |ns: &str| {
        format!(
            "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='{ns}'>{item}</rdf:RDF>"
        )
    };
    let json = |version: &str| {
        format!(
            "{{{version}\"items\":[{{\"id\":\"1\",\"content_text\":\"x\"}}],\"feed_url\":\"\"}}"
        )
    };
    for (text, expected) in [
        (format!("<rss version='0.92'>{item}</rss>"), "rss-0.92"),
        (format!("<rss>{item}</rss>"), "rss"),
        (rdf("http://my.netscape.com/rdf/simple/0.9/"), "rss-0.90"),
        (rdf("http://purl.org/rss/1.0/"), "rss-1.0"),
        (
            "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>x</title></entry></feed>"
                .into(),
            "atom-1.0",
        ),
        ("<feed><entry><title>x</title></entry></feed>".into(), "atom"),
        ("<feed version='0.3'><entry><title>x</title></entry></feed>".into(), "atom-0.3"),
        (json("\"version\":\"https://jsonfeed.org/version/1\","), "json-feed-1.0"),
        (json("\"version\":\"https://jsonfeed.org/version/1.1\","), "json-feed-1.1"),
        (json(""), "json-feed"),
    ] {
        assert_eq!(form(&text), expected, "{text}");
    }
}

fn encoded(label: &str) -> String {
    format!(
        "<?xml version='1.0' encoding='{label}'?><rss version='2.0'><channel><item><guid>1</guid><title>골목 끝 우체통</title></item></channel></rss>"
    )
}

fn read_bytes(bytes: &[u8], outside: Option<&str>) -> Reading {
    let mut options = ReadOptions { from: Some("feed".into()), ..ReadOptions::default() };
    options.encoding = outside.map(str::to_owned);
    read(&Memory::new("feeds", [("a.xml", bytes)]), &options).unwrap()
}

#[test]
fn an_encoding_that_nobody_knows_is_said() {
    for label in ["JOHAB", "ISO-2022-KR", "x-foo"] {
        let reading = read_bytes(encoded(label).as_bytes(), None);
        assert_eq!(titles(&reading), ["골목 끝 우체통"]);
        let said: Vec<_> = reading.blogs[0].notes.iter().map(|note| note.kind.clone()).collect();
        let (encoding, how) = ("UTF-8".to_owned(), "valid UTF-8".to_owned());
        let unknown = NoteKind::EncodingUnknown { stated: label.into(), encoding, how };
        assert!(said.contains(&unknown), "{said:?}");
    }
    let lying = read_bytes(encoded("euc-kr").as_bytes(), None);
    assert!(codes(&lying).contains(&"encoding-contradicted"));
    let honest = read_bytes(encoded("utf-8").as_bytes(), None);
    assert!(!codes(&honest).iter().any(|code| code.starts_with("encoding")));
}

#[test]
fn an_encoding_that_is_told_from_outside_counts_more_than_the_declaration() {
    let korean = encoding_rs::EUC_KR.encode(&encoded("iso-8859-1")).0.into_owned();
    assert_eq!(titles(&read_bytes(&korean, Some("euc-kr"))), ["골목 끝 우체통"]);
    assert_ne!(titles(&read_bytes(&korean, None)), ["골목 끝 우체통"]);
    // A byte order mark beats it, and so do bytes that can only be UTF-8.
    let marked = [b"\xef\xbb\xbf", encoded("utf-8").as_bytes()].concat();
    for bytes in [&*marked, encoded("utf-8").as_bytes()] {
        let reading = read_bytes(bytes, Some("euc-kr"));
        assert_eq!(titles(&reading), ["골목 끝 우체통"]);
        assert!(codes(&reading).contains(&"encoding-contradicted"));
    }
}

#[test]
fn ebcdic_is_known_by_its_first_bytes() {
    // `<?xml version="1.0"?><rss version="2.0"><item><title>HI</title></item></rss>` in code page 37.
    let text = "<?xml version=\"1.0\" encoding=\"cp037\"?><rss version=\"2.0\"><item><title>HI there</title></item></rss>";
    let reading = try_reading(&[("a.xml", &ebcdic(text))]).unwrap();
    assert_eq!(titles(&reading), ["HI there"]);
    let decoded =
        NoteKind::EncodingDecoded { encoding: "IBM037".into(), how: "first bytes".into() };
    assert!(reading.blogs[0].notes.iter().any(|note| note.kind == decoded));
    assert!(!codes(&reading).contains(&"encoding-unknown"));
    // It is recognised without being named.
    let source = Memory::new("feeds", [("a.xml", ebcdic(text))]);
    assert!(read(&source, &ReadOptions::default()).is_ok());
}

/// ASCII in code page 37, as far as feeds need it.
fn ebcdic(text: &str) -> Vec<u8> {
    let byte = |character: u8| match character {
        b'a'..=b'i' => 0x81 + (character - b'a'),
        b'j'..=b'r' => 0x91 + (character - b'j'),
        b's'..=b'z' => 0xa2 + (character - b's'),
        b'A'..=b'I' => 0xc1 + (character - b'A'),
        b'J'..=b'R' => 0xd1 + (character - b'J'),
        b'S'..=b'Z' => 0xe2 + (character - b'S'),
        b'0'..=b'9' => 0xf0 + (character - b'0'),
        b'<' => 0x4c,
        b'>' => 0x6e,
        b'?' => 0x6f,
        b'/' => 0x61,
        b'=' => 0x7e,
        b'"' => 0x7f,
        b'.' => 0x4b,
        _ => 0x40,
    };
    text.bytes().map(byte).collect()
}

#[test]
fn the_feed_of_a_tag_does_not_give_the_blog_its_title() {
    let feed = |title: &str, item: &str| {
        format!(
            "<rss version='2.0'><channel><title>{title}</title><link>https://e.org/</link><lastBuildDate>Mon, 01 Jan 2024 00:00:00 GMT</lastBuildDate>{item}</channel></rss>"
        )
    };
    let (whole, part) = (feed("편지", &item("1")), feed("편지 – 골목", &item("2")));
    for files in [[("a", &whole), ("b", &part)], [("a", &part), ("b", &whole)]] {
        let reading = try_reading(&files.map(|(name, text)| (name, text.as_bytes()))).unwrap();
        assert_eq!(blogs(&reading), [("편지".to_owned(), vec!["1".to_owned(), "2".into()])]);
    }
}

#[test]
fn a_feed_beside_a_list_in_one_file_is_read() {
    let list = "<opml version='2.0'><body><outline text='a' xmlUrl='https://a.org/rss.xml'/></body></opml>";
    let feed = named("하나", "https://a.org/", &item("1"));
    for text in [list.to_owned() + &feed, feed.clone() + list, "<opml/>".to_owned() + &feed] {
        let reading = reading(&text);
        assert_eq!(blogs(&reading), [("하나".to_owned(), vec!["1".to_owned()])], "{text}");
    }
}

#[test]
fn a_feed_that_is_cut_off_does_not_take_one_of_another_kind_along() {
    let whole = named("하나", "https://a.org/", &item("1"));
    let atom = "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>둘</title><id>urn:b</id><entry><id>urn:2</id><title>2</title></entry></feed>";
    for cut in [whole.find("<title>1").unwrap() + 3, whole.len() - 16] {
        let found = blogs(&reading(&format!("{}{atom}", &whole[..cut])));
        assert_eq!(found.len(), 2, "{cut}: {found:?}");
        assert_eq!(found[1].1, ["2"], "{cut}");
    }
}

#[test]
fn what_is_no_xml_behind_a_feed_is_a_loss() {
    let text = named("하나", "https://a.org/", &item("1"))
        + "{\"version\": \"https://jsonfeed.org/version/1.1\"}";
    let reading = reading(&text);
    assert!(codes(&reading).contains(&"file-left-out"));
}

#[test]
fn comments_that_larder_wrote_are_no_posts() {
    let posts = named("하나", "https://a.org/", &item("1"));
    let comments = named("하나 – 댓글", "https://a.org/", &item("c1"));
    let files = [
        ("rss.xml", posts.as_bytes()),
        ("comments.rss.xml", comments.as_bytes()),
        ("comments/1-6b86b273/rss.xml", comments.as_bytes()),
    ];
    let found = try_reading(&files).unwrap();
    assert_eq!(blogs(&found), [("하나".to_owned(), vec!["1".to_owned()])]);
    let left_out = found.ledger.inputs.iter().filter(|it| {
        matches!(&it.fate, Some(Fate::LeftOut { rule: Rule::NotRecognised, found })
            if **found == *"a feed of comments, which are no posts")
    });
    assert_eq!(left_out.count(), 2, "each is accounted for");
    // Alone, it is what it is: somebody's feed.
    assert_eq!(titles(&try_reading(&files[1..2]).unwrap()), ["c1"]);
}

#[test]
fn the_number_of_comments_is_that_of_the_link_that_has_most() {
    let link = |kind: &str, count: &str| {
        format!(
            "<link rel='replies' type='{kind}' href='https://a.org/{count}' thr:count='{count}'/>"
        )
    };
    for counts in [["12", "2"], ["2", "12"]] {
        let text = format!(
            "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:thr='http://purl.org/syndication/thread/1.0'>\
             <entry><id>urn:1</id>{}{}</entry></feed>",
            link("text/html", counts[0]),
            link("application/atom+xml", counts[1]),
        );
        let [post] = &posts(&reading(&text))[..] else { panic!("one post") };
        assert_eq!(post.counts.as_ref().unwrap().comments, Some(12));
        assert_eq!(post.links.len(), 2);
    }
}

/// A head that is longer than the user waits.
struct Endless {
    cancel: larder_core::Cancel,
    left: usize,
}

impl std::io::Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        const PIECE: &[u8] = b"<a>b</a>\n";
        if self.left == 0 {
            return Ok(0);
        }
        self.left -= 1;
        if self.left == 0 {
            self.cancel.cancel();
        }
        let count = buffer.len().min(PIECE.len());
        buffer[..count].copy_from_slice(&PIECE[..count]);
        Ok(count)
    }
}

#[test]
fn a_reading_that_the_user_ends_within_a_head_is_no_short_document() {
    let options = ReadOptions::default();
    let left = 100_000;
    let endless = Endless { cancel: options.cancel.clone(), left };
    let source = std::io::Read::chain(&b"<rss version='2.0'><channel>"[..], endless);
    let memory = Memory::new("feeds", [("a.xml", "")]);
    let mut intake = Intake::new(&memory, &options.limits);
    let name: std::sync::Arc<str> = "a.xml".into();
    let read = document::read(source, (&name, None), &options, &mut intake);
    assert!(matches!(read, Err(ReadError::Cancelled)));
}
