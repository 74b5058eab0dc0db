use larder_core::{AuthorId, Blog, Fate, NoteKind, Post, RevisionRole, Rule};

use super::*;
use crate::{Reading, read, source::Memory};

fn try_reading(files: &[(&str, &[u8])]) -> Result<Reading, ReadError> {
    let options = ReadOptions { from: Some("feed".into()), ..ReadOptions::default() };
    read(&Memory::new("feeds", files.iter().copied()), &options)
}

fn reading(text: &str) -> Reading {
    let reading = try_reading(&[("a.xml", text.as_bytes())]).unwrap();
    assert!(reading.ledger.unexplained().is_empty(), "{:?}", reading.ledger.unexplained());
    reading
}

/// The posts of the only blog.
fn posts(reading: &Reading) -> Vec<Post> {
    let [blog] = reading.blogs.as_slice() else { panic!("{} blogs", reading.blogs.len()) };
    blog.posts.iter().map(|post| post.unwrap().into_owned()).collect()
}

fn titles(reading: &Reading) -> Vec<String> {
    posts(reading).into_iter().map(|post| post.title.unwrap_or_default()).collect()
}

fn codes(reading: &Reading) -> Vec<&'static str> {
    let notes = reading.notes.iter().chain(reading.blogs.iter().flat_map(|blog| &blog.notes));
    notes.map(|note| note.kind.code()).filter(|code| *code != "feed-read").collect()
}

mod comments;
mod documents;
mod large;
mod lent;
mod lists;
mod restored;
mod versions;

const HEAD: &str = "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>T</title><link>https://e.org/</link><description>D</description>";

fn rss(items: &str) -> String {
    format!("{HEAD}{items}</channel></rss>")
}

fn html(post: &Post) -> String {
    post.content.as_ref().unwrap().html.text().unwrap().into_owned()
}

/// Each format with three entries, all of which have a title, a date and a text.
fn sound() -> Vec<(&'static str, String)> {
    let numbers = || 1..=3;
    let items: String = numbers()
        .map(|n| format!("<item><title>Title {n}</title><link>https://e.org/{n}</link><guid>https://e.org/{n}</guid><pubDate>Mon, 0{n} Jan 2024 00:00:00 GMT</pubDate><description>x</description><content:encoded><![CDATA[<p>글 {n} &amp; ]]]]><![CDATA[></p>]]></content:encoded></item>"))
        .collect();
    let entries: String = numbers()
        .map(|n| format!("<entry><title>Title {n}</title><link href=\"https://e.org/{n}\"/><id>https://e.org/{n}</id><updated>2024-01-0{n}T00:00:00Z</updated><content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>글 {n} <br/>&amp; ]]></p></div></content></entry>"))
        .collect();
    let objects: Vec<String> = numbers()
        .map(|n| format!("{{\"id\":\"https://e.org/{n}\",\"title\":\"Title {n}\",\"content_html\":\"<p>글 {n}</p>\",\"date_published\":\"2024-01-0{n}T00:00:00Z\"}}"))
        .collect();
    let rdf: String = numbers()
        .map(|n| format!("<item rdf:about=\"https://e.org/{n}\"><title>Title {n}</title><link>https://e.org/{n}</link><description>글 {n}</description></item>"))
        .collect();
    vec![
        ("rss", rss(&items)),
        (
            "atom",
            format!(
                "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>T</title><id>urn:t</id><updated>2024-01-03T00:00:00Z</updated>{entries}</feed>"
            ),
        ),
        (
            "json",
            format!(
                "{{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"T\",\"items\":[{}]}}",
                objects.join(",")
            ),
        ),
        (
            "rdf",
            format!(
                "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\"><channel rdf:about=\"https://e.org/\"><title>T</title><link>https://e.org/</link></channel>{rdf}</rdf:RDF>"
            ),
        ),
    ]
}

#[test]
fn a_feed_that_is_cut_at_any_byte_keeps_every_complete_entry() {
    for (format, text) in sound() {
        let whole = posts(&reading(&text));
        assert_eq!(whole.len(), 3, "{format}");
        let close = if format == "json" {
            "}"
        } else if format == "atom" {
            "</entry>"
        } else {
            "</item>"
        };
        let first = text.find("Title 1").unwrap();
        let ends = text.match_indices(close).map(|(at, _)| at + close.len());
        let ends: Vec<usize> = ends.filter(|end| (first..text.len()).contains(end)).collect();
        for cut in (first..text.len()).step_by(3).chain(ends) {
            let complete = match format {
                "json" => text[..].match_indices("Z\"}").filter(|(at, _)| at + 3 <= cut).count(),
                _ => text.match_indices(close).filter(|(at, _)| at + close.len() <= cut).count(),
            };
            let Ok(cut) = try_reading(&[("a.xml", &text.as_bytes()[..cut])]) else {
                assert!(format == "json" && complete == 0, "{format} {cut}");
                continue;
            };
            let found = posts(&cut);
            let kept = whole.iter().take(complete).filter(|post| found.contains(post)).count();
            assert_eq!(kept, complete, "{format}: {found:?}");
        }
    }
}

#[test]
fn one_byte_too_few_or_changed_costs_no_other_entry_its_text() {
    for (format, text) in sound().into_iter().filter(|(format, _)| *format != "json") {
        let end = if format == "atom" { "</entry>" } else { "</item>" };
        // What is broken in the second entry leaves the others alone.
        let start = text.find("Title 2").unwrap();
        let stop = start + text[start..].find(end).unwrap();
        // A section without its mark goes on to the next one that has it, as the specification says.
        let is_mark = |at: usize| {
            ["<![CDATA[", "]]>"].iter().any(|mark| {
                text.match_indices(mark).any(|(place, _)| (place..place + mark.len()).contains(&at))
            })
        };
        // Each change at each third place.
        for at in (start..stop).filter(|at| !is_mark(*at)) {
            for change in [&b""[..], b"<", b"&", b"\"", b">"].into_iter().skip(at % 3).step_by(3) {
                let bytes = [&text.as_bytes()[..at], change, &text.as_bytes()[at + 1..]].concat();
                let found = titles(&try_reading(&[("a.xml", &bytes)]).unwrap());
                assert!(
                    found.contains(&"Title 1".to_owned()),
                    "{format} {at} {change:?}: {found:?}"
                );
                assert!(
                    found.contains(&"Title 3".to_owned()),
                    "{format} {at} {change:?}: {found:?}"
                );
            }
        }
    }
}

#[test]
fn hostile_documents_end_in_bounded_time_and_say_what_they_are() {
    let deep = format!("{}{}", "<x:a>".repeat(30_000), "</x:a>".repeat(30_000));
    let wide = format!("<title {}>t</title>", "a='1' ".repeat(30_000));
    let open = "<title>".repeat(30_000);
    let data = "<![CDATA[".repeat(30_000);
    let comments = "<!--".repeat(30_000);
    let types = "<!A[".repeat(30_000);
    let quotes = "<a b=\"".repeat(30_000);
    let references = "&#8;&&amp".repeat(30_000);
    for item in [deep, wide, open, data, comments, types, quotes, references] {
        for text in
            [rss(&format!("<item>{item}</item><item><title>last</title></item>")), rss(&item), item]
        {
            let thread = std::thread::Builder::new().stack_size(2 << 20);
            let run = move || drop(try_reading(&[("a.xml", text.as_bytes())]));
            thread.spawn(run).unwrap().join().unwrap();
        }
    }
    let many = rss(&"<item/>".repeat(50_000));
    assert_eq!(posts(&reading(&many)).len(), 1, "items that say nothing are one");
}

#[test]
fn no_entity_is_expanded_and_no_document_type_read() {
    let bomb = format!(
        "<?xml version='1.0'?><!DOCTYPE rss SYSTEM 'file:///etc/passwd' [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>{}",
        rss("<item><title>&b;&a; x</title></item>").split_once("?>").unwrap().1
    );
    assert_eq!(titles(&reading(&bomb)), ["&b;&a; x"]);
}

#[test]
fn a_page_or_another_document_is_no_feed() {
    for (text, found) in [
        ("<html><head><link rel=alternate href=/feed></head></html>", "a page, not a feed"),
        ("<opml version='2.0'/>", "a list (OPML) that names no feed"),
        ("only words", "no root element"),
        ("{\"a\": ", "JSON that cannot be read"),
    ] {
        let error = try_reading(&[("a", text.as_bytes())]).unwrap_err();
        assert!(error.to_string().contains(found), "{error}");
    }
}

#[test]
fn one_bad_file_stops_no_other() {
    let good = rss("<item><title>하나</title><guid>1</guid></item>");
    let files: [(&str, &[u8]); 3] =
        [("a.xml", b"\x00\x01\x02"), ("b.xml", good.as_bytes()), ("c.txt", b"notes")];
    let reading = try_reading(&files).unwrap();
    assert_eq!(titles(&reading), ["하나"]);
    let left: Vec<_> = reading
        .ledger
        .inputs
        .iter()
        .filter(|it| matches!(it.fate, Some(Fate::LeftOut { .. })))
        .collect();
    assert_eq!(left.len(), 2);
    assert!(matches!(&left[1].fate, Some(Fate::LeftOut { rule: Rule::NotRecognised, .. })));
}

#[test]
fn the_whole_text_of_an_entry_counts_and_its_description_is_the_summary() {
    let item = "<item><description>short</description><content:encoded>&lt;p>long&lt;/p></content:encoded></item>";
    let posts = posts(&reading(&rss(item)));
    assert_eq!(
        (html(&posts[0]), posts[0].summary.as_deref()),
        ("<p>long</p>".into(), Some("short"))
    );
}

#[test]
fn markup_that_was_not_escaped_is_kept() {
    let item = "<item><title>a <b>bold</b> title</title><description>one<br>two <i>three</i></description></item>";
    let found = posts(&reading(&rss(item)));
    assert_eq!(found[0].title.as_deref(), Some("a bold title"));
    assert_eq!(html(&found[0]), "one<br>two <i>three</i>");
}

#[test]
fn private_entries_of_an_export_are_not_public() {
    let of = |status: &str| {
        let item = format!(
            "<item xmlns:wp='http://wordpress.org/export/1.2/'><title>t</title><wp:status>{status}</wp:status></item>"
        );
        let post = posts(&reading(&rss(&item))).remove(0);
        larder_core::select::kept_out(&larder_core::table::Row::head(&post), &Default::default())
    };
    assert_eq!(of("publish"), None);
    for status in ["draft", "private", "pending", "future", "trash", "auto-draft", "inherit"] {
        assert_eq!(of(status), Some(Rule::NotPublic), "{status}");
    }
    let marked = [
        "<app:draft xmlns:app='http://www.w3.org/2007/app'>yes</app:draft>",
        "<app:control xmlns:app='http://www.w3.org/2007/app'><app:draft>no</app:draft><app:draft>Yes</app:draft></app:control>",
        "<wp:status xmlns:wp='http://wordpress.org/export/9.9/'>private</wp:status>",
    ];
    for mark in marked {
        let post = posts(&reading(&rss(&format!("<item><title>t</title>{mark}</item>")))).remove(0);
        let head = larder_core::table::Row::head(&post);
        let rule = larder_core::select::kept_out(&head, &Default::default());
        assert_eq!(rule, Some(Rule::NotPublic), "{mark}");
    }
}

#[test]
fn a_later_state_of_a_feed_makes_the_older_text_a_revision() {
    let state = |day: u32, text: &str| {
        format!(
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title><id>urn:t</id><updated>2024-01-0{day}T00:00:00Z</updated><entry><id>urn:1</id><title>t</title><published>2024-01-01T00:00:00Z</published><updated>2024-01-0{day}T00:00:00Z</updated><content>{text}</content></entry></feed>"
        )
    };
    let (old, new) = (state(1, "old"), state(2, "new"));
    let blogs: Vec<Vec<Blog>> = [[("1", &old), ("2", &new)], [("1", &new), ("2", &old)]]
        .iter()
        .map(|files| {
            let files = files.map(|(name, text)| (name, text.as_bytes()));
            try_reading(&files).unwrap().blogs
        })
        .collect();
    for blogs in &blogs {
        let post = blogs[0].posts.get(0).unwrap().into_owned();
        assert_eq!(html(&post), "<p>new</p>");
        let [revision] = post.revisions.as_slice() else { panic!("{:?}", post.revisions) };
        assert_eq!(revision.role, RevisionRole::Older);
        assert_eq!(revision.content.as_ref().unwrap().html.text().unwrap(), "<p>old</p>");
    }
}

#[test]
fn what_was_repaired_is_counted_once_for_each_kind() {
    let item = "<item><title>R&D & B</title><guid>1</guid><description>&nbsp;&hellip;</description><pubDate>x</pubDate></item>";
    let reading = reading(&rss(item));
    let notes: Vec<_> = reading.blogs[0].notes.iter().map(|note| &note.kind).collect();
    let repaired = |repair: &str, count| NoteKind::MarkupRepaired { repair: repair.into(), count };
    assert!(
        notes.contains(&&repaired("a bare & was read as the character itself", 2)),
        "{notes:?}"
    );
    assert!(
        notes.contains(&&repaired("a name of HTML was used without being declared", 2)),
        "{notes:?}"
    );
    assert!(codes(&reading).contains(&"date-impossible"));
}

#[test]
fn packed_feeds_are_unpacked() {
    use std::io::Write as _;
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(rss("<item><title>하나</title></item>").as_bytes()).unwrap();
    let reading = try_reading(&[("a.xml.gz", &packed.finish().unwrap())]).unwrap();
    assert_eq!(titles(&reading), ["하나"]);
}

#[test]
fn feeds_are_recognised_in_every_packing_and_encoding() {
    use std::io::Write as _;
    let feed = rss("<item><title>하나</title></item>");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(feed.as_bytes()).unwrap();
    let units = |bytes: fn(u32) -> [u8; 4]| -> Vec<u8> {
        feed.chars().flat_map(|it| bytes(it.into())).collect()
    };
    let forms = [packed.finish().unwrap(), units(u32::to_le_bytes), units(u32::to_be_bytes)];
    for form in forms {
        let source = Memory::new("feed", [("feed", &*form)]);
        let reading = read(&source, &ReadOptions::default()).unwrap();
        assert_eq!(titles(&reading), ["하나"]);
    }
}

#[test]
fn an_element_of_an_item_may_be_called_as_one_around_it() {
    let items = "<item><title>A</title><x><channel>c</channel></x><guid>1</guid></item><item><title>B</title></item>";
    let reading = reading(&rss(items));
    assert_eq!(titles(&reading), ["A", "B"]);
    assert_eq!(posts(&reading)[0].id.as_str(), "1");
    assert!(!codes(&reading).contains(&"markup-repaired"));
}

#[test]
fn what_the_model_has_no_place_for_is_kept() {
    let items = "<item><title>A</title><category domain=\"d\"/><enclosure length=\"1\"/></item>";
    let text = rss(&format!(
        "<title>Second</title><image><url>https://e.org/i.png</url><title>Other</title></image>{items}"
    ));
    let reading = reading(&text);
    let post = &posts(&reading)[0];
    assert!(post.extra.value("category").is_some() && post.extra.value("enclosure").is_some());
    let extra = &reading.blogs[0].site.extra;
    assert!(extra.value("title").unwrap().to_string().contains("Second"), "{extra:?}");
    assert!(extra.value("image").unwrap().to_string().contains("Other"), "{extra:?}");
}

#[test]
fn what_a_json_feed_says_oddly_is_kept() {
    let text = r#"{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":12345678901234567890,"content_text":"x","authors":[{"name":"A"}],"author":{"name":"B"},"tags":["a",7],"attachments":[{"mime_type":"audio/mpeg"},{"url":"https://e.org/a.mp3","_more":1}]}]}"#;
    let reading = try_reading(&[("a.json", text.as_bytes())]).unwrap();
    let post = &posts(&reading)[0];
    assert_eq!(post.id.as_str(), "12345678901234567890");
    assert_eq!((post.terms.len(), post.enclosures.len()), (1, 1));
    let kept = |name: &str| post.extra.value(name).unwrap().to_string();
    assert_eq!(kept("tags"), "[7]");
    assert!(kept("author").contains('B'));
    assert!(kept("attachments").contains("_more") && kept("attachments").contains("audio/mpeg"));
    assert!(codes(&reading).contains(&"markup-repaired"));
}

#[test]
fn text_where_none_belongs_and_what_has_no_end_is_said() {
    let item = "<item><title>A</title><guid>1</guid></item>";
    let said = |text: String| {
        let reading = reading(&text);
        assert_eq!(titles(&reading)[0], "A", "{text}");
        let notes = reading.notes.iter().chain(reading.blogs.iter().flat_map(|blog| &blog.notes));
        notes.map(|note| format!("{:?}", note.kind)).collect::<String>()
    };
    assert!(!said(rss(&format!(" {item} "))).contains("Repaired"));
    assert!(said(rss(&format!("stray{item}"))).contains("between elements"));
    assert!(said(rss(&format!("{item}<![CDATA[stray]]>"))).contains("between elements"));
    assert!(said(rss("<item>stray<title>A</title></item>")).contains("between elements"));
    assert!(said(rss(&format!("{item}<!-- "))).contains("has no end"));
    let swallowed = "<item><title>A</title><description><![CDATA[a</description></item><item><description><![CDATA[b]]></description></item>";
    assert!(said(rss(swallowed)).contains("CDATA"));
    let many: String = (0..1000).map(|n| format!(" xmlns:p{n}='urn:{n}'")).collect();
    let many = format!("<item{many}><title>A</title></item>");
    assert!(said(rss(&many)).contains("namespaces"));
}

#[test]
fn two_people_with_one_address_are_two() {
    let text = r#"{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"1","content_text":"x","authors":[{"name":"A","url":"https://e.org/"}]},{"id":"2","content_text":"y","authors":[{"name":"B","url":"https://e.org/"}]}]}"#;
    let reading = try_reading(&[("a.json", text.as_bytes())]).unwrap();
    let posts = posts(&reading);
    assert_ne!(posts[0].authors, posts[1].authors);
}

/// Entries are read some at a time, each of which says only what those before it did not.
#[test]
fn everybody_keeps_their_name_whoever_wrote_before_them() {
    let names = |number: usize| match number % 7 {
        0 | 1 => vec!["A"],
        2 => vec!["B"],
        3 => vec!["A", "B"],
        4 if number > 200 => vec!["C", "B"],
        4 if number > 100 => vec!["B", "A"],
        5 => vec!["D"],
        _ => vec![],
    };
    let item = |number: usize| {
        let url = |name| if name == "D" { "https://e.org/d" } else { "https://e.org/" };
        let names = names(number).into_iter();
        let authors: Vec<String> =
            names.map(|it| format!(r#"{{"name":"{it}","url":"{}"}}"#, url(it))).collect();
        let authors = authors.join(",");
        format!(r#"{{"id":"{number}","content_text":"x","authors":[{authors}]}}"#)
    };
    let items: Vec<String> = (0..300).map(item).collect();
    let items = items.join(",");
    let text = format!(
        r#"{{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{items}]}}"#
    );
    let reading = try_reading(&[("a.json", text.as_bytes())]).unwrap();
    let people = &reading.blogs[0].authors;
    for post in posts(&reading) {
        let number: usize = post.id.as_str().parse().unwrap();
        let name =
            |id: &AuthorId| people.iter().find(|it| it.id == *id).and_then(|it| it.name.as_deref());
        let found: Vec<&str> = post.authors.iter().filter_map(name).collect();
        assert_eq!(found, names(number), "{number}");
    }
    assert_eq!(people.len(), 4);
}

#[test]
fn one_text_with_different_files_is_one_post_with_both() {
    let item = |file: &str| {
        format!(
            "<item><title>A</title><guid>1</guid><enclosure url='https://e.org/{file}' length='1' type='audio/mpeg'/></item>"
        )
    };
    let files = [("1.xml", rss(&item("a.mp3"))), ("2.xml", rss(&item("b.mp3")))];
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let reading = try_reading(&files).unwrap();
    let kept: usize = posts(&reading).iter().map(|post| post.enclosures.len()).sum();
    assert_eq!(kept, 2);
}

#[test]
fn an_item_of_an_extension_is_no_entry() {
    let list = "<x:list xmlns:x='urn:x'><x:item>no post</x:item></x:list>";
    let read = reading(&rss(&format!("{list}<item><title>A</title></item>")));
    assert_eq!(titles(&read), ["A"]);
    assert!(format!("{:?}", read.blogs[0].site.extra).contains("no post"));
    let wrong = "<a:feed xmlns:a='http://www.w3.org/2005/Atom/wrong'><a:entry><a:title>A</a:title></a:entry></a:feed>";
    assert_eq!(titles(&reading(wrong)), ["A"]);
    let wrong = "<rss version='2.0' xmlns='http://www.w3.org/2005/Atom'><channel><title>T</title><item><title>A</title><description>d</description></item></channel></rss>";
    let read = reading(wrong);
    assert_eq!(titles(&read), ["A"]);
    assert_eq!(html(&posts(&read)[0]), "d");
    assert!(codes(&read).contains(&"markup-repaired"));
    let prefixed = "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:title>T</a:title><a:entry><a:title>A</a:title><a:id>1</a:id></a:entry></a:feed>";
    assert_eq!(titles(&reading(prefixed)), ["A"]);
}

#[test]
fn a_section_without_end_costs_no_section_before_it_its_own() {
    let item = "<item><title>A</title><x><description><![CDATA[<code></description></code> kept]]></description><author><![CDATA[open</author></item>";
    let read = reading(&rss(item));
    assert!(html(&posts(&read)[0]).ends_with(" kept"));
}

#[test]
fn what_is_said_twice_and_differently_is_kept() {
    let head = "<pubDate>Mon, 01 Jan 2024 00:00:00 GMT</pubDate><lastBuildDate>Tue, 02 Jan 2024 00:00:00 GMT</lastBuildDate><language>ko</language><language>en</language><atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='first' href='https://e.org/1.xml'/>";
    let item = "<item><title>A</title><copyright>one</copyright><dc:rights>two</dc:rights><pubDate>Mon, 01 Jan 2024 00:00:00 GMT</pubDate><dc:date>2024-01-02</dc:date><dc:date>2024-01-03</dc:date><author><name>N</name><level>7</level></author></item>";
    let read = reading(&rss(&format!("{head}{item}")));
    let site = format!("{:?}", read.blogs[0].site.extra);
    for kept in ["2024-01-01", "en", "https://e.org/1.xml"] {
        assert!(site.contains(kept), "{kept}: {site}");
    }
    let post = &posts(&read)[0];
    assert_eq!(post.rights.as_deref(), Some("one"));
    assert_eq!(post.updated.unwrap().at().to_rfc3339(), "2024-01-02T00:00:00+09:00");
    let extra = format!("{:?}", post.extra);
    for kept in ["two", "2024-01-03", "<level>7</level>"] {
        assert!(extra.contains(kept), "{kept}: {extra}");
    }
}

#[test]
fn brunch_calls_korean_time_gmt_in_its_items_only() {
    let text = "<rss version='2.0'><channel><title>T</title><link>https://brunch.co.kr/@a</link><generator>Kakao Brunch</generator><pubDate>Mon, 17 Oct 2022 07:05:09 GMT</pubDate><item><title>A</title><pubDate>Mon, 17 Oct 2022 07:05:09 GMT</pubDate></item></channel></rss>";
    let read = reading(text);
    let published = posts(&read)[0].published.unwrap();
    assert_eq!(published.at().to_rfc3339(), "2022-10-17T07:05:09+09:00");
    let updated = read.blogs[0].site.updated.unwrap();
    assert_eq!(updated.at().to_rfc3339(), "2022-10-17T07:05:09+00:00");
}

#[test]
fn what_packed_feeds_may_unpack_to_is_a_limit_that_is_named() {
    use std::io::Write;
    let items: String = (0..40_000).map(|n| format!("<item><title>{n}</title></item>")).collect();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(rss(&items).as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let mut options = ReadOptions { from: Some("feed".into()), ..ReadOptions::default() };
    options.limits.unpacked_bytes = 500_000;
    let read = read(&Memory::new("feeds", [("a.xml.gz", &*packed)]), &options).unwrap();
    assert!(posts(&read).len() > 50);
    let notes = read.notes.iter().chain(read.blogs.iter().flat_map(|blog| &blog.notes));
    let said: String = notes.map(|note| format!("{:?}", note.kind)).collect();
    assert!(said.contains("more than 500000 bytes; --max-unpacked-size"), "{said}");
}

#[test]
fn what_a_json_feed_says_of_people_is_kept() {
    let text = r#"{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"1","content_html":" ","content_text":"x","authors":[42,{"name":"A","_id":7}]},3]}"#;
    let read = try_reading(&[("a.json", text.as_bytes())]).unwrap();
    let post = &posts(&read)[0];
    assert_eq!((post.authors.len(), &*html(post)), (1, "<p>x</p>"));
    let kept = post.extra.value("authors").unwrap().to_string();
    assert!(kept.contains("42") && kept.contains("_id"), "{kept}");
    let fates: String =
        read.ledger.inputs.iter().map(|entry| format!("{:?}", entry.fate)).collect();
    assert!(fates.contains("expected a map"), "{fates}");
}

/// Two documents of one feed; the second is newer.
fn states(old: &str, new: &str) -> Reading {
    let (old, new) = (rss(old), rss(new));
    try_reading(&[("a.xml", old.as_bytes()), ("b.xml", new.as_bytes())]).unwrap()
}

fn numbered(guid: &str, link: &str, title: &str) -> String {
    format!(
        "<item><guid isPermaLink=\"false\">{guid}</guid><link>{link}</link><title>{title}</title>\
         <pubDate>Mon, 01 Jan 2024 00:00:00 GMT</pubDate><description>{title}</description></item>"
    )
}

#[test]
fn a_post_whose_id_changed_is_one_post_with_its_newer_id_and_a_note() {
    let old = numbered("http://e.org/?p=1", "http://e.org/salt", "Salt");
    let new = numbered("https://e.org/?p=1", "https://www.e.org/salt/", "Salt");
    let reading = states(&old, &new);
    let [post] = &posts(&reading)[..] else { panic!("{:?}", titles(&reading)) };
    assert_eq!(post.id.as_str(), "https://e.org/?p=1");
    assert_eq!(post.extra.value("feed:id-other"), Some(&serde_json::json!(["http://e.org/?p=1"])));
    assert_eq!(codes(&reading), ["id-changed"]);
    let note = &reading.blogs[0].notes.iter().find(|it| it.kind.code() == "id-changed").unwrap();
    assert_eq!(
        (note.place.file.as_deref(), note.place.post.as_ref()),
        (Some("a.xml"), Some(&post.id))
    );
}

#[test]
fn a_third_state_is_joined_by_either_id() {
    let salt = |guid: &str| rss(&numbered(guid, "https://e.org/salt", "Salt"));
    let files = [("a.xml", salt("1")), ("b.xml", salt("2")), ("c.xml", salt("1"))];
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let reading = try_reading(&files).unwrap();
    let [post] = &posts(&reading)[..] else { panic!("{:?}", titles(&reading)) };
    // The newest document counts.
    assert_eq!(post.id.as_str(), "1");
    assert_eq!(post.extra.value("feed:id-other"), Some(&serde_json::json!(["2"])));
    assert!(reading.ledger.unexplained().is_empty());
}

#[test]
fn posts_that_share_an_address_only_stay_apart() {
    let salt = numbered("1", "https://e.org/salt", "Salt");
    let different = numbered("2", "https://e.org/salt", "Pepper").replace("01 Jan", "02 Jan");
    let home = [numbered("3", "https://e.org/", "Home"), numbered("4", "https://e.org/", "Home")];
    let both = salt.clone() + &numbered("5", "https://e.org/salt", "Salt");
    for (old, new) in [(&salt, &different), (&home[0], &home[1]), (&salt, &both)] {
        let reading = states(old, new);
        assert_eq!(posts(&reading).len(), 2, "{old} {new}");
        assert_eq!(codes(&reading), [""; 0]);
    }
}
