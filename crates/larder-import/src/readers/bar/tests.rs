//! What a reader of hostile and of broken archives has to do; whole archives are in `tests/fixtures/import/bar`.

use larder_core::ItemKind;

use crate::{ReadError, ReadOptions, Reading, source::Memory};

fn try_read(feed: &[u8], page: &[u8]) -> Result<Reading, ReadError> {
    let files = [("feed.json", feed), ("index.html", page)];
    let source = Memory::new("archive", files);
    let options = ReadOptions { from: Some("bar".into()), ..ReadOptions::default() };
    let reading = crate::read(&source, &options)?;
    assert_eq!(reading.ledger.unexplained(), []);
    Ok(reading)
}

fn feed(items: &str) -> String {
    format!(
        r#"{{"version":"https://jsonfeed.org/version/1","home_page_url":"https://a.example/","items":[{items}]}}"#
    )
}

fn item(number: usize, fields: &str) -> String {
    format!(
        r#"{{"id":"https://a.example/{number}","url":"https://a.example/{number}","content_html":"<p>{number}</p>"{fields}}}"#
    )
}

fn page(numbers: impl IntoIterator<Item = usize>) -> String {
    let entry = |number| {
        format!(
            "<div class=h-entry><div class=e-content><p>{number}</p></div><a class=u-url href='https://a.example/{number}'>x</a></div>"
        )
    };
    let entries: String = numbers.into_iter().map(entry).collect();
    format!("<html><body class=h-feed>{entries}</body></html>")
}

#[test]
fn archives_cut_or_changed_anywhere_lose_nothing_in_silence() {
    let (feed, page) = (feed(&[item(1, ""), item(2, "")].join(",")), page([1, 2]));
    for at in (0..feed.len()).step_by(3) {
        let reading = try_read(&feed.as_bytes()[..at], page.as_bytes()).unwrap();
        assert_eq!(reading.blogs[0].posts.len(), 2, "{at}: the page has both");
        for byte in [b'"', b'{', 0xff] {
            let mut changed = feed.clone().into_bytes();
            changed[at] = byte;
            let _ = try_read(&changed, page.as_bytes());
        }
    }
    for at in 0..page.len() {
        let _ = try_read(feed.as_bytes(), &page.as_bytes()[..at]);
    }
}

#[test]
fn odd_types_cost_no_other_field() {
    let fields = [
        "id",
        "url",
        "title",
        "summary",
        "content_text",
        "content_html",
        "date_published",
        "tags",
        "authors",
        "author",
        "attachments",
        "image",
        "language",
        "external_url",
    ];
    let values = [
        "null",
        "1",
        "1e999",
        "[]",
        "{}",
        "[[]]",
        "[null,7,{}]",
        "\"\"",
        "\"\\ud83d\"",
        "[{\"url\":[]}]",
    ];
    let mut items = Vec::new();
    for field in fields {
        for value in values {
            items.push(item(items.len(), &format!(r#","{field}":{value}"#)));
        }
    }
    let reading = try_read(feed(&items.join(",")).as_bytes(), page([]).as_bytes()).unwrap();
    let count = reading.ledger.inputs.iter().filter(|it| it.kind == ItemKind::Item).count();
    assert_eq!(count, items.len());
}

#[test]
fn deep_nesting_takes_no_stack() {
    let deep = "<div class=h-entry>".repeat(50_000);
    let text = format!("<body class=h-feed>{deep}");
    let _ = try_read(feed(&item(1, "")).as_bytes(), text.as_bytes());
    let deep = format!(r#"{}{{"id":"#, feed("").trim_end_matches("]}")) + &"[".repeat(100_000);
    let _ = try_read(deep.as_bytes(), page([1]).as_bytes());
}

#[test]
fn very_many_posts_with_one_address_take_linear_time() {
    let entries = page(std::iter::repeat_n(1, 3000));
    let items: Vec<_> = (0..3000).map(|_| item(1, "")).collect();
    let reading = try_read(feed(&items.join(",")).as_bytes(), entries.as_bytes()).unwrap();
    let count = reading.ledger.inputs.iter().filter(|it| it.kind == ItemKind::Item).count();
    assert_eq!((reading.blogs[0].posts.len(), count), (1, 6000));
}
