//! Exports with one item that is larger than may be: it is lost alone, and said.

use larder_core::{Fate, ItemKind, Rule};
use larder_import::{ReadOptions, Reading, read, source::Memory};

const ITEMS: usize = 40;
const LIMIT: usize = 100_000;

/// An export: the reader, the name of the file, what stands before the items and behind them, and an item with this number
/// and text.
type Export = (&'static str, &'static str, &'static str, &'static str, fn(usize, &str) -> String);

const EXPORTS: [Export; 7] = [
    (
        "wxr",
        "a.xml",
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:wp=\"http://wordpress.org/export/1.2/\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>T</title><link>https://e.org</link><wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>https://e.org</wp:base_site_url>",
        "</channel></rss>",
        |n, text| {
            format!(
                "<item><title>{n}</title><wp:post_id>{n}</wp:post_id><wp:status>publish</wp:status><wp:post_type>post</wp:post_type><content:encoded><![CDATA[{text}]]></content:encoded></item>"
            )
        },
    ),
    (
        "blogger",
        "blog-01-02-2024.xml",
        "<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><id>tag:blogger.com,1999:blog-7.archive</id><title>T</title><generator version=\"7.00\" uri=\"https://www.blogger.com\">Blogger</generator>",
        "</feed>",
        |n, text| {
            format!(
                "<entry><id>tag:blogger.com,1999:blog-7.post-{n}</id><published>2024-01-01T00:00:00Z</published><category scheme=\"http://schemas.google.com/g/2005#kind\" term=\"http://schemas.google.com/blogger/2008/kind#post\"/><title>{n}</title><content type=\"html\">{text}</content></entry>"
            )
        },
    ),
    (
        "ttxml",
        "a.xml",
        "<?xml version=\"1.0\"?><blog type=\"tattertools/1.1\" migrational=\"false\"><setting><title>T</title></setting>",
        "</blog>",
        |n, text| {
            format!(
                "<post slogan=\"{n}\" format=\"1.1\"><id>{n}</id><visibility>public</visibility><title>{n}</title><content formatter=\"html\"><![CDATA[{text}]]></content><published>1700000000</published></post>"
            )
        },
    ),
    (
        "blogml",
        "a.xml",
        "<?xml version=\"1.0\"?><blog root-url=\"https://e.org/\" xmlns=\"http://www.blogml.com/2006/09/BlogML\"><title>T</title><posts>",
        "</posts></blog>",
        |n, text| {
            format!(
                "<post id=\"{n}\" date-created=\"2024-01-01T00:00:00\" approved=\"true\" type=\"normal\" post-url=\"/{n}\"><title>{n}</title><content type=\"text\"><![CDATA[{text}]]></content></post>"
            )
        },
    ),
    (
        "livejournal",
        "a.xml",
        "<?xml version=\"1.0\"?><livejournal>",
        "</livejournal>",
        |n, text| {
            format!(
                "<entry><itemid>{n}</itemid><eventtime>2024-01-01 00:00:00</eventtime><logtime>2024-01-01 00:00:00</logtime><subject>{n}</subject><event>{text}</event><security>public</security></entry>"
            )
        },
    ),
    (
        "disqus",
        "a.xml",
        "<?xml version=\"1.0\"?><disqus xmlns=\"http://disqus.com\" xmlns:dsq=\"http://disqus.com/disqus-internals\">",
        "</disqus>",
        |n, text| {
            format!(
                "<thread dsq:id=\"{n}\"><id>{n}</id><forum>f</forum><link>https://e.org/{n}</link><title>{n}</title><message>{text}</message></thread>"
            )
        },
    ),
    ("mt", "a.txt", "", "", |n, text| {
        format!(
            "TITLE: {n}\nAUTHOR: a\nSTATUS: Publish\nDATE: 01/01/2024 00:00:00\n-----\nBODY:\n{text}\n-----\n--------\n"
        )
    }),
];

fn limited(from: &str, name: &str, text: String) -> Reading {
    let mut options = ReadOptions::default();
    options.from = Some(from.into());
    options.limits.file_bytes = LIMIT as u64;
    read(&Memory::new("blog", [(name, text)]), &options).expect("it is read")
}

/// How many posts there are, which items are left out, and what was noted.
fn held(reading: &Reading) -> (usize, Vec<Rule>, Vec<&'static str>) {
    let posts = reading.blogs.iter().map(|blog| blog.posts.len()).sum();
    let items = reading.ledger.inputs.iter().filter(|entry| entry.kind == ItemKind::Item);
    let left_out = items.filter_map(|entry| match &entry.fate {
        Some(Fate::LeftOut { rule, .. }) => Some(*rule),
        _ => None,
    });
    let notes = reading.notes.iter().chain(reading.blogs.iter().flat_map(|blog| &blog.notes));
    (posts, left_out.collect(), notes.map(|note| note.kind.code()).collect())
}

#[test]
fn one_large_item_is_lost_alone() {
    // One line, many lines, and less than the limit alone but not with what stands around it.
    let texts =
        ["가".repeat(LIMIT), "가나다라마바사아자차\n".repeat(LIMIT / 10), "z".repeat(LIMIT - 50)];
    for (from, name, head, tail, item) in EXPORTS {
        let small = "a".repeat(6000);
        let export = |large: Option<&str>| {
            let items = (1..=ITEMS).map(|n| item(n, large.filter(|_| n == 20).unwrap_or(&small)));
            limited(from, name, format!("{head}{}{tail}", items.collect::<String>()))
        };
        let (posts, left_out, usual) = held(&export(None));
        assert_eq!((posts, left_out.as_slice()), (ITEMS, [].as_slice()), "{from}");
        for text in &texts {
            let reading = export(Some(text));
            assert!(reading.ledger.unexplained().is_empty(), "{from}");
            let (posts, left_out, notes) = held(&reading);
            assert_eq!(
                (posts, left_out.as_slice()),
                (ITEMS - 1, [Rule::TooLarge].as_slice()),
                "{from}"
            );
            assert!(!notes.contains(&"truncated"), "{from}: {notes:?}, usually {usual:?}");
        }
    }
}

#[test]
fn what_is_large_around_the_items_costs_none_of_them() {
    let large = "x".repeat(2 * LIMIT);
    for (from, name, head, tail, item) in EXPORTS.into_iter().filter(|it| it.0 != "mt") {
        let items: String = (1..=2).map(|n| item(n, "a")).collect();
        let text = format!("{head}<description>{large}</description>{items}{tail}");
        let (posts, _, notes) = held(&limited(from, name, text));
        assert_eq!(posts, 2, "{from}: {notes:?}");
        let says = |notes: &[&str]| notes.contains(&"limit-reached");
        // Here an element that is not known is an item.
        assert!(says(&notes) || from == "ttxml", "{from}: {notes:?}");
    }
}

#[test]
fn what_a_private_item_quotes_is_no_item() {
    let large = "z".repeat(2 * LIMIT);
    for (from, name, head, tail, item) in EXPORTS.into_iter().filter(|it| it.0 != "mt") {
        let other = item(3, "secret").replace("<![CDATA[secret]]>", "secret");
        let end = &other[other.rfind("</").expect("it has an end tag")..];
        // As character data, and in a comment.
        for quoted in
            [format!("<![CDATA[{end}{other}{large}]]>"), format!("<!-- {end}{other}{large} -->")]
        {
            let items = [
                item(1, "a"),
                item(2, "@").replace("<![CDATA[@]]>", "@").replace('@', &quoted),
                item(4, "b"),
            ];
            let reading = limited(from, name, format!("{head}{}{tail}", items.concat()));
            let (posts, left_out, _) = held(&reading);
            assert_eq!((posts, left_out.as_slice()), (2, [Rule::TooLarge].as_slice()), "{from}");
        }
    }
}

#[test]
fn an_entry_of_movable_type_is_not_lost_with_its_neighbour() {
    let entry = |n: usize, more: &str, text: &str| {
        format!("{more}TITLE: {n}\nSTATUS: Publish\n-----\nBODY:\n{text}\n-----\n--------\n")
    };
    let long = format!("AUTHOR: {}\n", "t".repeat(30_000));
    let none_is_large: String = (1..=9).map(|n| entry(n, &long, &"w".repeat(60_000))).collect();
    let (posts, left_out, _) = held(&limited("mt", "a.txt", none_is_large));
    assert_eq!((posts, left_out.len()), (9, 0));
    let large = format!("AUTHOR: {}\n", "t".repeat(3 * LIMIT));
    let one = [entry(1, "", "a"), entry(2, "", "b"), entry(3, &large, "c"), entry(4, "", "d")];
    let (posts, left_out, _) = held(&limited("mt", "a.txt", one.concat()));
    assert_eq!((posts, left_out.as_slice()), (3, [Rule::TooLarge].as_slice()));
    let blank = [entry(1, "", "a"), "\n".repeat(3 * LIMIT), entry(2, "", "b")];
    let (posts, left_out, _) = held(&limited("mt", "a.txt", blank.concat()));
    assert_eq!((posts, left_out.len()), (2, 0));
}
