//! Which posts a feed carries, and in which order.

use larder_core::{
    Claim, Confidence, Post, PostId, Rule, SeriesId, SeriesPart, Status, Visibility, format,
};
use larder_export::{Account, Extent, WriteError, sink::Memory, writer};

use crate::{
    blog::{blog, date, post},
    run::{FORMATS, json, options, write, write_with},
};

fn on(id: &str, day: Option<&str>) -> Post {
    let mut post = post(id, "<p>x</p>");
    post.published = day.map(|day| date(&format!("{day}T00:00:00+09:00")));
    post
}

fn ids(text: &str) -> Vec<String> {
    let items = json(text)["items"].as_array().unwrap().clone();
    items.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn private_and_undated_posts_are_left_out_and_noted() {
    let mut secret = on("urn:x-post:3", Some("2022-01-01"));
    secret.visibility = Some(Visibility::Private);
    let mut draft = on("urn:x-post:4", Some("2022-01-01"));
    draft.status = Some(Status::Draft);
    let blog =
        blog([on("urn:x-post:1", Some("2022-01-01")), on("urn:x-post:2", None), secret, draft]);
    for format in FORMATS {
        let written = write(format, &blog);
        assert_eq!(written.account.output.written, 1);
        assert_eq!(
            written.notes(),
            format!(
                "urn:x-post:2: left out of {format} (undated)\n\
                urn:x-post:3: left out of {format} (not-public)\n\
                urn:x-post:4: left out of {format} (not-public)\n"
            )
        );
    }
}

#[test]
fn the_newest_posts_come_first_and_a_count_is_no_loss() {
    let posts = ["2020-05-05", "2022-01-01", "2021-01-01", "2022-01-01"];
    let posts = posts.iter().enumerate().map(|(number, day)| on(&number.to_string(), Some(day)));
    let blog = blog(posts);
    assert_eq!(ids(&write("json-feed", &blog).text), ["1", "3", "2", "0"]);
    let mut options = options();
    options.selection.count = Some(2);
    let written = write_with("json-feed", &blog, &options).unwrap();
    assert_eq!(ids(&written.text), ["1", "3"]);
    assert_eq!(written.notes(), "");
}

#[test]
fn a_post_of_which_nothing_can_be_shown_is_left_out() {
    let mut empty = post("urn:x-post:1", "<script>x</script> ");
    (empty.title, empty.permalink) = (Some("\0".into()), Some("javascript:x".into()));
    for format in FORMATS {
        let mut site = blog([empty.clone(), post("urn:x-post:2", "<p>y</p>")]);
        site.sort();
        let written = write(format, &site);
        assert_eq!(
            written.notes(),
            format!("urn:x-post:1: left out of {format} (nothing-to-show)\n")
        );
    }
}

#[test]
fn a_post_without_body_but_with_a_title_is_a_link() {
    let mut bodiless = post("urn:x-post:1", "");
    bodiless.content = None;
    let written = write("json-feed", &blog([bodiless]));
    assert!(
        written.text.contains(
            r#""content_html":"<p><a href=\"https://blog.example.org/12\">제목</a></p>""#
        )
    );
}

fn chapter(id: &str, number: u32, day: Option<&str>) -> Post {
    let mut chapter = on(id, day);
    let mut part = SeriesPart::new(SeriesId::new("book"));
    part.number = Some(Claim::inferred(number, Confidence::High, "a test"));
    chapter.series.push(part);
    chapter
}

#[test]
fn undated_posts_that_are_asked_for_have_no_date_but_in_atom_which_borrows_one() {
    let posts = [
        chapter("urn:x-post:1", 1, Some("2020-01-01")),
        chapter("urn:x-post:7", 7, Some("2021-07-07")),
        chapter("urn:x-post:6", 6, None),
    ];
    let blog = blog(posts);
    let mut options = options();
    options.selection.undated = true;
    options.extent = Extent::Summary;
    let rss = write_with("rss", &blog, &options).unwrap().text;
    assert_eq!((rss.matches("<item>").count(), rss.matches("<pubDate>").count()), (3, 2));
    let atom = write_with("atom", &blog, &options).unwrap();
    let entry = &atom.text[atom.text.find("<id>urn:x-post:6</id>").unwrap()..];
    assert!(
        entry.starts_with("<id>urn:x-post:6</id>\n<updated>2021-07-07T00:00:00+09:00</updated>\n")
    );
    assert_eq!(
        atom.notes(),
        "urn:x-post:6: atom demands a date; the date of the nearest chapter was used\n"
    );
}

#[test]
fn a_post_that_says_only_when_it_changed_lends_that_date_and_so_does_a_draft_that_is_asked_for() {
    let mut changed = on("urn:x-post:1", None);
    changed.updated = Some(date("2024-01-01T00:00:00Z"));
    let mut draft = on("urn:x-post:1", Some("2024-01-01"));
    draft.status = Some(Status::Draft);
    let mut options = options();
    options.selection.undated = true;
    options.selection.include.statuses.insert(Status::Draft);
    for dated in [changed, draft] {
        let time = dated.published.or(dated.updated).unwrap();
        let updated = format!("<updated>{}</updated>", time.to_rfc3339());
        let written = write_with("atom", &blog([dated, on("urn:x-post:2", None)]), &options);
        let written = written.unwrap();
        assert_eq!(written.account.output.written, 2);
        assert_eq!(written.text.matches(&updated).count(), 3, "{}", written.text);
        assert_eq!(
            written.notes(),
            "urn:x-post:2: atom demands a date; the date of the blog's first post was used\n"
        );
    }
}

#[test]
fn a_post_that_was_deleted_and_is_there_is_carried_and_noted_unless_it_changed_since() {
    let mut restored = on("urn:x-post:3", Some("2020-01-01"));
    restored.updated = Some(date("2024-01-01T00:00:00Z"));
    let posts = ["urn:x-post:1", "urn:x-post:2"].map(|id| on(id, Some("2020-01-01")));
    let mut blog = blog(posts.into_iter().chain([restored]));
    let gone = serde_json::json!([
        { "ref": "urn:x-post:1", "when": "2023-01-01T00:00:00Z" },
        { "ref": "urn:x-post:1", "when": "2022-01-01T00:00:00Z" },
        { "ref": "urn:x-post:2" },
        { "ref": "urn:x-post:3", "when": "2023-01-01T00:00:00Z" },
        { "ref": "urn:x-post:4", "when": "2023-01-01T00:00:00Z" },
    ]);
    blog.site.extra.insert("feed:deleted", gone);
    for format in FORMATS {
        let written = write(format, &blog);
        let note = "carries the post, though the blog says that it was deleted\n";
        assert_eq!(
            written.notes(),
            format!("urn:x-post:1: {format} {note}urn:x-post:2: {format} {note}")
        );
        assert_eq!(written.account.output.written, 3);
    }
}

#[test]
fn an_atom_feed_without_any_date_is_left_unwritten_and_said() {
    let mut options = options();
    options.selection.undated = true;
    let blog = blog([on("urn:x-post:1", None)]);
    let mut account = Account::new(&format::ATOM, &blog);
    let mut sink = Memory::default();
    writer("atom").unwrap().write(&blog, &options, &mut sink, &mut account).unwrap();
    assert!(sink.files().is_empty() && account.output.files.is_empty());
    assert_eq!(account.output.left_out[&Rule::Undated], [PostId::new("urn:x-post:1")]);
    let notes: Vec<_> = account.notes.iter().map(ToString::to_string).collect();
    assert!(
        notes.contains(
            &"atom was not written: it demands a date, and the archive has none".to_owned()
        ),
        "{notes:?}"
    );
}

#[test]
fn a_document_that_readers_refuse_is_noted() {
    let body = format!("<p>{}</p>", "가나다라 마바사 ".repeat(250_000));
    let written = write("json-feed", &blog([post("1", &body)]));
    assert_eq!(written.codes(), ["document-large"]);
}

#[test]
fn a_run_that_is_asked_to_stop_stops() {
    let options = options();
    options.cancel.cancel();
    for format in FORMATS {
        let stopped = write_with(format, &blog([post("urn:x-post:1", "<p>x</p>")]), &options);
        assert!(matches!(stopped, Err(WriteError::Cancelled)));
    }
}
