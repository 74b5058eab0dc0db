//! What versions of one post say differently, and values that have no place in the model.

use serde_json::json;

use super::*;

fn entry(day: u32, more: &str) -> String {
    format!(
        "<entry><id>urn:1</id><title>t</title><published>2024-01-01T00:00:00Z</published><updated>2024-01-0{day}T00:00:00Z</updated><content>x</content>{more}</entry>"
    )
}

fn atom(entries: &str) -> String {
    format!(
        "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:georss='http://www.georss.org/georss'><title>T</title><id>urn:t</id><updated>2024-01-03T00:00:00Z</updated>{entries}</feed>"
    )
}

#[test]
fn what_an_older_version_says_differently_is_kept() {
    let older = "<link href='https://e.org/old'/><rights>old</rights><author><name>Old</name></author><georss:point>1 2</georss:point><my xmlns='urn:my'>a</my>";
    let newer = "<link href='https://e.org/new'/><rights>new</rights><author><name>New</name></author><georss:point>3 4</georss:point><my xmlns='urn:my'>b</my>";
    let text = atom(&(entry(1, older) + &entry(3, newer) + &entry(2, older)));
    let post = posts(&reading(&text)).remove(0);
    assert_eq!(post.permalink.as_deref(), Some("https://e.org/new"));
    assert_eq!(post.old_addresses.as_slice(), ["https://e.org/old"]);
    assert_eq!(post.authors[0].as_str(), "New");
    let kept = post.extra.value("feed:older").unwrap();
    assert_eq!(kept["rights"], json!(["old"]));
    assert_eq!(kept["authors"], json!([["Old"]]));
    assert_eq!(kept["location"], json!([{ "latitude": 1_000_000, "longitude": 2_000_000 }]));
    assert_eq!(kept["my"].as_array().unwrap().len(), 1);
    let names: Vec<_> =
        reading(&text).blogs[0].authors.iter().map(|it| it.id.to_string()).collect();
    assert_eq!(names, ["New", "Old"]);
}

#[test]
fn texts_that_agree_do_not_hide_what_else_differs() {
    let item = |rights: &str| {
        format!("<item><guid>1</guid><title>t</title><dc:rights>{rights}</dc:rights></item>")
    };
    let post = posts(&reading(&rss(&(item("a") + &item("b"))))).remove(0);
    assert_eq!(post.rights.as_deref(), Some("a"));
    assert_eq!(post.extra.value("feed:older"), Some(&json!({ "rights": ["b"] })));
}

#[test]
fn many_terms_and_tombstones_are_joined_in_bounded_time() {
    let state = |day: u32, from: u32| {
        let numbers = || from..from + 20_000;
        let terms: String = numbers().map(|n| format!("<category term='{n}'/>")).collect();
        let gone: String = numbers()
            .map(|n| format!("<at:deleted-entry xmlns:at='http://purl.org/atompub/tombstones/1.0' ref='urn:{n}' when='2024-01-01T00:00:00Z'/>"))
            .collect();
        atom(&(gone + &entry(day, &terms)))
    };
    let (first, second) = (state(1, 0), state(2, 10_000));
    let start = std::time::Instant::now();
    let reading = try_reading(&[("1", first.as_bytes()), ("2", second.as_bytes())]).unwrap();
    assert_eq!(posts(&reading)[0].terms.len(), 30_000);
    let gone = reading.blogs[0].site.extra.value("feed:deleted").unwrap();
    assert_eq!(gone.as_array().unwrap().len(), 30_000);
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
}

#[test]
fn a_place_that_is_not_on_earth_is_none_and_is_kept() {
    let geo = "xmlns:geo='http://www.w3.org/2003/01/geo/wgs84_pos#' xmlns:georss='http://www.georss.org/georss'";
    for place in [
        "<georss:point>126.9 37.5</georss:point>",
        "<georss:point>1 2 3</georss:point>",
        "<geo:lat>126.9</geo:lat><geo:long>37.5</geo:long>",
        "<geo:Point><geo:lat>-91</geo:lat><geo:long>37.5</geo:long></geo:Point>",
    ] {
        let item = format!(
            "<item {geo}><title>t</title><pubDate>Mon, 01 Jan 2024 00:00:00 GMT</pubDate>{place}</item>"
        );
        let reading = reading(&rss(&item));
        let post = posts(&reading).remove(0);
        assert!(post.location.as_ref().is_none_or(|it| it.latitude.is_none()), "{place}");
        assert!(!post.extra.is_empty(), "{place}");
        assert_eq!(codes(&reading), ["markup-repaired"], "{place}");
    }
}

#[test]
fn links_and_pictures_of_a_summary_are_kept() {
    let item = |description: &str| {
        let item = format!(
            "<item><title>t</title><description>{description}</description><content:encoded>글</content:encoded></item>"
        );
        posts(&reading(&rss(&item))).remove(0)
    };
    let post = item("&lt;p&gt;앞 &lt;a href=\"https://e.org/\"&gt;더&lt;/a&gt;&lt;/p&gt;");
    assert_eq!(post.summary.as_deref(), Some("앞 더"));
    let kept = post.extra.value("feed:summary-html");
    assert_eq!(kept, Some(&json!("<p>앞 <a href=\"https://e.org/\">더</a></p>")));
    assert!(item("&lt;p&gt;앞&lt;/p&gt;").extra.is_empty());
}

#[test]
fn numbers_are_ids_to_their_last_digit_and_lost_items_have_theirs() {
    let long = "123456789012345678901234567890";
    let text = format!(
        "{{\"items\":[{{\"id\":{long},\"content_text\":\"a\"}},{{\"id\":7,\"content_text\":\"b\"}},{{\"id\":\"x\"}}],\"feed_url\":\"https://e.org/f\"}}"
    );
    let ids: Vec<_> = posts(&reading(&text)).iter().map(|it| it.id.to_string()).collect();
    assert_eq!(ids, [long, "7", "x"]);

    let odd = "{\"items\":[{\"id\":{\"a\":1},\"url\":\"https://e.org/\"}],\"feed_url\":\"\"}";
    let post = posts(&reading(odd)).remove(0);
    assert_eq!(post.extra.value("id"), Some(&json!({ "a": 1 })), "what is no id is kept");

    let large = "x".repeat(2000);
    let text = format!(
        "{{\"items\":[{{\"id\":\"1\"}},{{\"id\":\"{large}\"}},3,{{\"id\":\"4\"}}],\"feed_url\":\"https://e.org/f\"}}"
    );
    let mut options = ReadOptions { from: Some("feed".into()), ..ReadOptions::default() };
    options.limits.file_bytes = 1000;
    let reading = read(&Memory::new("feeds", [("a", text)]), &options).unwrap();
    let fates = reading.ledger.inputs.iter().map(|entry| match &entry.fate {
        Some(Fate::LeftOut { rule, .. }) => format!("{} {rule}", entry.name),
        _ => entry.name.to_string(),
    });
    assert_eq!(fates.collect::<Vec<_>>(), ["a", "a#1", "a#2 too-large", "a#3 damaged", "a#4"]);
}

#[test]
fn a_blog_that_was_renamed_keeps_its_old_name() {
    let state = |day: u32, title: &str| {
        format!(
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>{title}</title><id>urn:t</id><subtitle>같은 말</subtitle><updated>2024-01-0{day}T00:00:00Z</updated></feed>"
        )
    };
    let (old, new) = (state(1, "옛 이름"), state(2, "새 이름"));
    for files in [[&old, &new], [&new, &old]] {
        let files = [("1", files[0].as_bytes()), ("2", files[1].as_bytes())];
        let reading = try_reading(&files).unwrap();
        let site = &reading.blogs[0].site;
        assert_eq!(site.title.as_deref(), Some("새 이름"));
        assert_eq!(site.extra.value("feed:older"), Some(&json!({ "title": ["옛 이름"] })));
    }
}

/// A state of a feed of RSS.
fn state(day: u32, items: &str) -> String {
    rss(&format!("<lastBuildDate>Mon, 0{day} Jan 2024 00:00:00 GMT</lastBuildDate>{items}"))
}

fn item(guid: &str, day: u32, more: &str) -> String {
    format!(
        "<item><guid>{guid}</guid><title>{guid}</title><pubDate>Mon, {day:02} Jan 2024 00:00:00 GMT</pubDate>{more}</item>"
    )
}

fn joined(old: &str, new: &str) -> Reading {
    try_reading(&[("a.xml", old.as_bytes()), ("b.xml", new.as_bytes())]).unwrap()
}

#[test]
fn what_was_taken_out_of_a_post_stays_out_of_it() {
    let secret = "<description>John, 12 Elm Street</description><content:encoded>John eats bread.</content:encoded><category>Secret</category><dc:creator>John</dc:creator><enclosure url='https://e.org/secret.mp3'/>";
    let old = state(1, &item("1", 1, secret));
    let new = state(2, &item("1", 1, "<content:encoded>Somebody eats bread.</content:encoded>"));
    let post = posts(&joined(&old, &new)).remove(0);
    assert_eq!(html(&post), "Somebody eats bread.");
    assert_eq!(post.summary, None);
    assert!(post.terms.is_empty() && post.authors.is_empty() && post.enclosures.is_empty());
    let kept = post.extra.value("feed:older").unwrap();
    for name in ["summary", "terms", "authors", "enclosures"] {
        assert_eq!(kept[name].as_array().unwrap().len(), 1, "{name}");
    }
    assert_eq!(post.revisions.len(), 1);
}

#[test]
fn documents_that_have_one_text_add_to_each_other() {
    let text = "<description>&lt;p&gt;Bread&lt;/p&gt;</description>";
    let old = state(1, &item("1", 1, &format!("{text}<category>Food</category>")));
    let new = state(2, &item("1", 1, &text.replace("p&gt;", "div&gt;")));
    let post = posts(&joined(&old, &new)).remove(0);
    assert_eq!(post.terms.len(), 1);
}

#[test]
fn a_post_that_vanished_is_noted_and_kept() {
    let three = [item("1", 1, ""), item("2", 2, ""), item("3", 3, "")];
    let old = state(3, &three.concat());
    let cases = [
        // The one in the middle is gone; then one that fell out at the end of the list.
        (state(4, &(three[0].clone() + &three[2])), vec!["vanished"]),
        (state(4, &(three[1].clone() + &three[2])), vec![]),
        // An older state never had it.
        (state(2, &(three[0].clone() + &three[2])), vec![]),
    ];
    for (new, expected) in cases {
        let reading = joined(&old, &new);
        assert_eq!(posts(&reading).len(), 3);
        assert_eq!(codes(&reading), expected, "{new}");
    }
}

#[test]
fn what_was_withdrawn_stays_withdrawn() {
    let draft = "<app:control xmlns:app='http://www.w3.org/2007/app'><app:draft>yes</app:draft></app:control><summary>secret</summary><category term='secret'/>";
    // The older version was a draft: nothing that only it says is public.
    let post = posts(&reading(&atom(&(entry(1, draft) + &entry(3, ""))))).remove(0);
    assert_eq!(post.status, Some(larder_core::Status::Published));
    assert!(post.summary.is_none() && post.terms.is_empty());
    // Of two that are equally new, the draft counts, in whatever order they stand.
    for entries in [entry(1, draft) + &entry(1, ""), entry(1, "") + &entry(1, draft)] {
        let post = posts(&reading(&atom(&entries))).remove(0);
        assert_eq!(post.status, Some(larder_core::Status::Draft), "{entries}");
    }
}

#[test]
fn files_of_entries_that_say_the_same_are_all_kept() {
    let item = |file: usize, text: &str| {
        format!(
            "<item><guid>X</guid><title>t</title><description>{text}</description><enclosure url='https://e.org/{file}.mp3'/></item>"
        )
    };
    let files = |reading: &Reading| {
        let posts = posts(reading).into_iter();
        posts
            .flat_map(|post| post.enclosures.into_iter().map(|it| it.url))
            .collect::<std::collections::BTreeSet<_>>()
    };
    let clash = item(0, "A") + &item(1, "B") + &item(2, "B");
    assert_eq!(files(&reading(&rss(&clash))).len(), 3);
    let many: String = (0..80).map(|file| item(file, "A")).collect();
    assert_eq!(files(&reading(&rss(&many))).len(), 80);
}

#[test]
fn two_posts_of_one_document_never_become_one() {
    let at = |guid: &str, path: &str, title: &str| {
        format!(
            "<item><guid isPermaLink='false'>{guid}</guid><link>https://e.org/{path}</link><title>{title}</title></item>"
        )
    };
    let states = [
        state(1, &at("A", "x", "Title X")),
        state(2, &at("B", "x", "Title X")),
        state(3, &(at("A", "y", "Other Y") + &at("B", "x", "Title X"))),
    ];
    for order in [[0, 1, 2], [2, 0, 1], [0, 2, 1], [1, 2, 0]] {
        let names = ["a.xml", "b.xml", "c.xml"];
        let files: Vec<_> =
            names.iter().zip(order).map(|(name, at)| (*name, states[at].as_bytes())).collect();
        let reading = try_reading(&files).unwrap();
        let mut found = titles(&reading);
        found.sort();
        assert_eq!(found, ["Other Y", "Title X"], "{order:?}");
        assert!(reading.ledger.unexplained().is_empty());
    }
}

#[test]
fn posts_about_one_page_elsewhere_stay_apart() {
    let about = |guid: &str, text: &str| {
        format!(
            "<item><guid isPermaLink='false'>{guid}</guid><link>https://ext.example/story</link><title>Story</title><description>{text}</description></item>"
        )
    };
    let reading = joined(&state(1, &about("1", "first")), &state(2, &about("2", "second")));
    assert_eq!(posts(&reading).len(), 2);
}

#[test]
fn answers_name_posts_by_their_newest_id() {
    let at = |guid: &str| {
        format!(
            "<item><guid isPermaLink='false'>{guid}</guid><link>https://e.org/x</link><title>X</title></item>"
        )
    };
    let answer = "<item><guid isPermaLink='false'>R</guid><title>Re</title><thr:in-reply-to xmlns:thr='http://purl.org/syndication/thread/1.0' ref='OLD'/></item>";
    let reading = joined(&state(1, &(at("OLD") + answer)), &state(2, &at("NEW")));
    let posts = posts(&reading);
    let answer = posts.iter().find(|post| post.id.as_str() == "R").unwrap();
    assert_eq!(answer.in_reply_to[0].reference, "NEW");
}

#[test]
fn a_post_with_a_newer_id_has_not_vanished() {
    let at = |guid: &str, day: u32| {
        item(guid, day, &format!("<link>https://e.org/{day}</link>"))
            .replace(&format!("<title>{guid}</title>"), &format!("<title>{day}</title>"))
    };
    let all = |second: &str| at("1", 1) + &at(second, 2) + &at("3", 3);
    let states = [state(3, &all("OLD")), state(4, &all("NEW")), state(5, &all("NEW"))];
    let names = ["a.xml", "b.xml", "c.xml"];
    let files = names.iter().zip(&states).map(|(name, text)| (*name, text.as_bytes()));
    let reading = try_reading(&files.collect::<Vec<_>>()).unwrap();
    assert_eq!(codes(&reading), ["id-changed"]);
    assert_eq!(posts(&reading).len(), 3);
}

#[test]
fn what_somebody_else_calls_as_we_do_is_kept() {
    let item = |text: &str, day: u32| {
        format!(
            "{{\"version\":\"https://jsonfeed.org/version/1.1\",\"home_page_url\":\"https://e.org/\",\"items\":[{{\"id\":\"1\",\"date_modified\":\"2024-01-0{day}T00:00:00Z\",\"content_text\":\"{text}\",\"feed:older\":\"KEEPME\"}}]}}"
        )
    };
    let post = posts(&joined(&item("a", 1), &item("b", 2))).remove(0);
    let kept = serde_json::to_string(&post.extra).unwrap();
    assert!(kept.contains("KEEPME"), "{kept}");
}

#[test]
fn names_that_stand_twice_in_an_object_lose_nothing() {
    let text = "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"first\",\"title\":\"T\",\"items\":[{\"id\":\"1\",\"date_published\":\"2024-01-01T00:00:00Z\",\"content_text\":\"ONE\",\"content_text\":\"TWO\"}]}";
    let reading = reading(text);
    let post = posts(&reading).remove(0);
    assert_eq!(html(&post), "<p>TWO</p>");
    assert_eq!(post.extra.value("feed:twice"), Some(&json!({ "content_text": ["ONE"] })));
    let site = &reading.blogs[0].site;
    assert_eq!(site.title.as_deref(), Some("T"));
    assert_eq!(site.extra.value("feed:twice"), Some(&json!({ "title": ["first"] })));
    assert_eq!(codes(&reading), ["markup-repaired"]);
}

#[test]
fn numbers_that_are_not_whole_stay_beside_what_is_made_of_them() {
    let text = "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{\"id\":\"1\",\"date_published\":\"2024-01-01T00:00:00Z\",\"content_text\":\"x\",\"attachments\":[{\"url\":\"https://e.org/a.mp3\",\"mime_type\":\"audio/mpeg\",\"size_in_bytes\":-1,\"duration_in_seconds\":3.7}]}]}";
    let reading = reading(text);
    let post = posts(&reading).remove(0);
    assert_eq!((post.enclosures[0].length, post.enclosures[0].seconds), (None, Some(3)));
    let kept = post.extra.value("attachments").unwrap();
    assert_eq!(
        (&kept[0]["size_in_bytes"], &kept[0]["duration_in_seconds"]),
        (&json!(-1), &json!("3.7"))
    );
}
