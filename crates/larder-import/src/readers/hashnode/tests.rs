//! What is odd, broken and hostile; whole exports are in `tests/fixtures/import/hashnode`.

use larder_core::{Status, Visibility};

use crate::{ReadError, ReadOptions, Reading, source::Memory};

fn try_read(bytes: &[u8]) -> Result<Reading, ReadError> {
    let source = Memory::new("export", [("posts.json", bytes)]);
    let reading = crate::read(&source, &ReadOptions::default())?;
    assert_eq!(reading.ledger.unexplained(), []);
    Ok(reading)
}

fn shown(fields: &str) -> (Option<Status>, Option<Visibility>) {
    let text = format!(r#"{{"posts":[{{"cuid":"c","contentMarkdown":"x"{fields}}}]}}"#);
    let reading = try_read(text.as_bytes()).unwrap();
    let post = reading.blogs[0].posts.get(0).unwrap();
    (post.status, post.visibility)
}

#[test]
fn what_does_not_say_that_it_is_active_is_not_public() {
    let (published, draft) = (Some(Status::Published), Some(Status::Draft));
    let public = Some(Visibility::Public);
    assert_eq!(shown(r#","isActive":true"#), (published, public));
    assert_eq!(shown(r#","isActive":false"#), (draft, public));
    assert_eq!(shown(""), (draft, public));
    assert_eq!(
        shown(r#","isActive":"maybe","publishedAt":"2024-01-01T00:00:00Z""#),
        (draft, public)
    );
    assert_eq!(shown(r#","publishedAt":"2024-01-01T00:00:00Z""#), (published, public));
    let unlisted = (published, Some(Visibility::Unlisted));
    assert_eq!(shown(r#","isActive":true,"isDelisted":true"#), unlisted);
    assert_eq!(shown(r#","isActive":true,"preferences":{"isDelisted":true}"#), unlisted);
}

#[test]
fn any_word_that_withholds_a_post_or_that_nobody_knows_keeps_it_from_the_public() {
    let public = (Some(Status::Published), Some(Visibility::Public));
    let of = |more: &str| shown(&format!(r#","isActive":true,{more}"#));
    for more in [
        r#""isDelisted":"true""#,
        r#""isDelisted":1"#,
        r#""isDelisted":null"#,
        r#""preferences":{"isDelisted":"yes"}"#,
        r#""isDraft":true"#,
        r#""isPrivate":true"#,
        r#""deleted":true"#,
        r#""isDeleted":"true""#,
        r#""deleted":-1"#,
        r#""status":"draft""#,
        r#""status":7"#,
    ] {
        assert_ne!(of(more), public, "{more}");
    }
    for more in [
        r#""isDelisted":false,"preferences":{"isDelisted":false}"#,
        r#""isDraft":false,"isPrivate":false,"deleted":null"#,
        r#""status":"PUBLISHED""#,
    ] {
        assert_eq!(of(more), public, "{more}");
    }
}

#[test]
fn wherever_an_export_is_cut_or_changed_the_books_balance() {
    let text = r##"{"title":"t","posts":[{"_id":"a","cuid":"c","slug":"s","title":"t","contentMarkdown":"%[https://x.example]","isActive":true,"tags":[{"name":"n"},"5f3c5f3c5f3c5f3c5f3c5f3c"],"series":{"id":"s","name":"n"},"author":{"username":"u"}},{"cuid":"d","contentMarkdown":"SECRET","isActive":false}]}"##;
    for at in 0..text.len() {
        _ = try_read(&text.as_bytes()[..at]);
        for flip in [0x01, 0x20, 0x80] {
            let mut bytes = text.as_bytes().to_vec();
            bytes[at] ^= flip;
            _ = try_read(&bytes);
        }
    }
}

#[test]
fn odd_values_cost_no_other() {
    let text = r#"{"posts":[{"cuid":7,"contentMarkdown":[],"content":{"html":"<p>x</p>","x":1},"coverImage":3,"tags":"a","author":"id","series":4,"isActive":true,"brief":"b"},null]}"#;
    assert_eq!(try_read(text.as_bytes()).unwrap().blogs[0].posts.len(), 1);
}

#[test]
fn a_draft_has_neither_date_nor_address_that_nobody_gave_it() {
    let text = r#"{"url":"https://a.example","posts":[
        {"cuid":"d","slug":"d","isActive":false,"createdAt":"2024-01-01T00:00:00Z","contentMarkdown":"x"},
        {"cuid":"p","slug":"p","isActive":true,"createdAt":"2024-01-01T00:00:00Z","contentMarkdown":"x"}]}"#;
    let reading = try_read(text.as_bytes()).unwrap();
    let posts: Vec<_> =
        reading.blogs[0].posts.iter().map(|post| post.unwrap().into_owned()).collect();
    for post in &posts {
        assert_eq!(post.published, None);
        assert_eq!(post.extra.value("hashnode:createdAt").unwrap(), "2024-01-01T00:00:00Z");
        let has_address = post.permalink.is_some();
        assert_eq!(has_address, post.status == Some(Status::Published), "{}", post.id);
    }
    assert_eq!(posts.len(), 2);
}

#[test]
fn what_the_first_mention_of_a_series_does_not_say_comes_from_the_next() {
    let text = r#"{"posts":[
        {"cuid":"a","isActive":true,"series":"s1","contentMarkdown":"x","author":{"bio":"b","age":3}},
        {"cuid":"b","isActive":true,"series":{"id":"s1","name":"Walks"},"contentMarkdown":"x"}]}"#;
    let reading = try_read(text.as_bytes()).unwrap();
    assert_eq!(reading.blogs[0].series[0].title.as_deref(), Some("Walks"));
    let kept = reading.blogs[0].posts.iter().any(|post| {
        let post = post.unwrap();
        post.extra.value("hashnode:author").is_some_and(|author| author["bio"] == "b")
    });
    assert!(kept);
}
