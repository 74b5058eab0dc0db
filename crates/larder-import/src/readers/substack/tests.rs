//! What a reader of hostile and of broken exports has to do; whole blogs are in `tests/fixtures/import/substack`.

use larder_core::{Fate, Rule, Status};

use crate::{ReadError, ReadOptions, Reading, source::Memory};

const HEADER: &str =
    "post_id,post_date,is_published,email_sent_at,type,audience,title,subtitle,podcast_url\n";
const TABLE: &[u8] =
    include_bytes!("../../../../../tests/fixtures/import/substack/status/input/posts.csv");
const BODY: &[u8] = include_bytes!(
    "../../../../../tests/fixtures/import/substack/markup/input/posts/200000002.embeds.html"
);

fn try_read(files: &[(&str, &[u8])]) -> Result<Reading, ReadError> {
    let source = Memory::new("export", files.iter().copied());
    let options = ReadOptions { from: Some("substack".into()), ..ReadOptions::default() };
    let reading = crate::read(&source, &options)?;
    assert_eq!(reading.ledger.unexplained(), []);
    Ok(reading)
}

fn row(number: u32, title: &str) -> String {
    format!("{number}.slug-{number},2024-01-01T00:00:00.000Z,true,,newsletter,everyone,{title},,\n")
}

/// The titles of posts that everybody may see.
fn public(reading: &Reading) -> Vec<String> {
    let posts = reading.blogs.iter().flat_map(|blog| blog.posts.iter()).map(Result::unwrap);
    let shown = posts.filter(|post| {
        post.status == Some(Status::Published)
            && post.visibility.is_some()
            && post.audience.is_some()
    });
    shown.map(|post| post.title.clone().unwrap_or_default()).collect()
}

#[test]
fn a_table_that_is_cut_anywhere_shows_only_rows_that_are_whole() {
    let text = HEADER.to_owned() + &row(1000, "One") + &row(1001, "Two");
    let first = HEADER.len() + row(1000, "One").len();
    for cut in 0..text.len() {
        let Ok(reading) = try_read(&[("posts.csv", &text.as_bytes()[..cut])]) else { continue };
        // The last value of a row is empty, and so is its place when it is gone.
        let expected = usize::from(cut >= first - 1) + usize::from(cut >= text.len() - 1);
        assert_eq!(public(&reading).len(), expected, "cut at {cut}");
    }
}

#[test]
fn a_body_may_be_cut_or_flipped_anywhere() {
    let table = HEADER.to_owned() + &row(200_000_002, "Embeds");
    for at in (0..BODY.len()).step_by(41) {
        let mut flipped = BODY.to_vec();
        flipped[at] ^= 0xff;
        for body in [&BODY[..at], &flipped] {
            let files =
                [("posts.csv", table.as_bytes()), ("posts/200000002.slug-200000002.html", body)];
            assert_eq!(public(&try_read(&files).unwrap()), ["Embeds"]);
        }
    }
}

#[test]
fn a_table_may_be_flipped_anywhere() {
    for at in (0..TABLE.len()).step_by(11) {
        for flip in [0x01, 0x20, 0xff] {
            let mut bytes = TABLE.to_vec();
            bytes[at] ^= flip;
            // An error is a good answer; a panic or an unexplained loss is not.
            _ = try_read(&[("posts.csv", &bytes), ("posts/100000001.first-walk.html", BODY)]);
        }
    }
}

#[test]
fn data_that_are_nested_very_deep_cost_nothing() {
    let deep = |open: &str| open.repeat(100_000);
    let attribute = |data: String| {
        let data = data.replace('"', "&quot;");
        format!("<div class=\"tweet\" data-attrs=\"{data}\"></div>")
    };
    for body in [
        attribute(deep("[")),
        attribute(deep("{\"a\":")),
        deep("<div class=\"comment\" data-attrs=\"{}\">"),
        deep("<p class=\"button-wrapper\">"),
        deep("<div class=\"image2\">"),
    ] {
        let table = HEADER.to_owned() + &row(1000, "Deep");
        let files =
            [("posts.csv", table.as_bytes()), ("posts/1000.slug-1000.html", body.as_bytes())];
        assert_eq!(public(&try_read(&files).unwrap()), ["Deep"]);
    }
}

#[test]
fn a_list_of_subscribers_alone_says_what_to_export_instead() {
    let list = b"email,active_subscription,expiry,email_disabled\nreader@example.org,true,,false\n";
    let source = Memory::new("export", [("subscribers.csv", &list[..])]);
    let error = crate::read(&source, &ReadOptions::default()).unwrap_err().to_string();
    assert!(
        error.contains("Settings → Import/Export") && !error.contains("example.org"),
        "{error}"
    );
}

#[test]
fn lists_of_people_are_never_read_whatever_they_are_called() {
    let table = HEADER.to_owned() + &row(1000, "One");
    let list = b"Name,E-mail\nReader,reader@example.org\n";
    let reading = try_read(&[("posts.csv", table.as_bytes()), ("my/people.csv", list)]).unwrap();
    let is_list = |fate: &Option<Fate>| {
        matches!(fate, Some(Fate::LeftOut { rule: Rule::SubscriberList, .. }))
    };
    assert!(reading.ledger.inputs.iter().any(|entry| is_list(&entry.fate)));
}

#[test]
fn a_body_has_its_row_by_its_number_whatever_its_slug() {
    let table = HEADER.to_owned() + &row(1000, "One");
    let files =
        [("posts.csv", table.as_bytes()), ("posts/1000.older-slug.html", &b"<p>body</p>"[..])];
    let reading = try_read(&files).unwrap();
    let post = reading.blogs[0].posts.get(0).unwrap();
    assert_eq!(reading.blogs[0].posts.len(), 1);
    assert_eq!(post.content.as_ref().unwrap().html.text().unwrap(), "<p>body</p>");
}

#[test]
fn the_address_that_the_user_says_counts() {
    let table = HEADER.to_owned() + &row(1000, "One");
    let files: [(&str, &[u8]); 2] =
        [("posts.csv", table.as_bytes()), ("email_list.walks.csv", b"email\n")];
    let source = Memory::new("export", files);
    let home = Some("https://walks.example".into());
    let options = ReadOptions { home, ..ReadOptions::default() };
    let reading = crate::read(&source, &options).unwrap();
    let blog = &reading.blogs[0];
    let permalink = blog.posts.get(0).unwrap().permalink.clone();
    assert_eq!(permalink.as_deref(), Some("https://walks.example/p/slug-1000"));
    assert!(!blog.notes.iter().any(|note| note.kind.code() == "home-inferred"));
}
