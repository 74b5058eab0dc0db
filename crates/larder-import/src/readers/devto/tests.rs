//! What is odd, broken and hostile; whole exports are in `tests/fixtures/import/devto`.

use larder_core::Status;

use crate::{ReadError, ReadOptions, Reading, source::Memory};

fn try_read(bytes: &[u8]) -> Result<Reading, ReadError> {
    let source = Memory::new("export", [("articles.json", bytes)]);
    let reading = crate::read(&source, &ReadOptions::default())?;
    assert_eq!(reading.ledger.unexplained(), []);
    Ok(reading)
}

fn status(fields: &str) -> Option<Status> {
    let text = format!(r#"[{{"cached_tag_list":"a","path":"/ato/x",{fields}}}]"#);
    let reading = try_read(text.as_bytes()).unwrap();
    reading.blogs[0].posts.get(0).unwrap().status
}

#[test]
fn only_what_form_and_text_say_is_published_is_so() {
    let body = |said: &str| format!(r#""body_markdown":"---\ntitle: a\n{said}---\ntext""#);
    assert_eq!(status(&format!(r#"{},"published":true"#, body(""))), Some(Status::Published));
    assert_eq!(status(&format!(r#"{},"published":false"#, body(""))), Some(Status::Draft));
    assert_eq!(
        status(&format!(r#"{},"published":true"#, body("published: false\\n"))),
        Some(Status::Draft)
    );
    assert_eq!(
        status(&format!(r#"{},"published":false"#, body("published: true\\n"))),
        Some(Status::Draft)
    );
    assert_eq!(status(&body("published: true\\n")), Some(Status::Draft));
    assert_eq!(status(&format!(r#"{},"published":"maybe""#, body(""))), Some(Status::Draft));
}

#[test]
fn a_head_that_cannot_be_read_may_say_that_it_is_a_draft() {
    let of = |body: &str| status(&format!(r#""body_markdown":"{body}","published":true"#));
    for body in [
        r"---\ntitle: a\npublished: false\ntext",
        r"---\rtitle: a\rpublished: false\r---\rtext",
        r"---\ndescription: >\n  of two\n  lines\npublished: false\n---\ntext",
        r"---\npublished : false\n---\ntext",
        r"---\nPublished: false\n---\ntext",
        r"---\npublished: false\npublished: true\n---\ntext",
    ] {
        assert_eq!(of(body), Some(Status::Draft), "{body}");
    }
    for body in [
        r"---\n\nA rule, and a text.\n\n---\n\nkey: value",
        r"text\n---\npublished: false\n---",
        r"---\npublished: true\n---\ntext",
    ] {
        assert_eq!(of(body), Some(Status::Published), "{body}");
    }
}

#[test]
fn wherever_an_export_is_cut_or_changed_the_books_balance() {
    let text = r#"[{"body_markdown":"---\ntitle: t\nseries: s\n---\n{% youtube a %}","cached_tag_list":"a, b","path":"/ato/x","published":true,"published_at":"2024-01-01T00:00:00.000Z","user":{"name":"n"}},{"body_markdown":"SECRET","cached_tag_list":"","path":"/ato/y","published":false}]"#;
    for at in (0..text.len()).step_by(3) {
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
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let text = format!(
        r#"[{{"body_markdown":7,"processed_html":"<p>x</p>","tag_list":{{}},"path":[],"user":3,"published":true,"collection_id":1e400,"x":{deep}}},null,{{"body_markdown":"a","cached_tag_list":null}}]"#
    );
    let reading = try_read(text.as_bytes()).unwrap();
    assert_eq!(reading.blogs.iter().map(|blog| blog.posts.len()).sum::<usize>(), 2);
}
