//! Any bytes: an error, or what could be read and a note; never a panic, never too long.

use std::time::{Duration, Instant};

use super::*;

const COMMON: &[u8] =
    include_bytes!("../../../../../../tests/fixtures/import/ghost/v2-mobiledoc/input.json");

/// A small one, so that each of its bytes can be tried.
fn small() -> String {
    export(&format!(
        r#""posts":[{},{}],"posts_tags":[{{"post_id":"a","tag_id":"t","sort_order":0}}],"tags":[{{"id":"t","name":"tag","slug":"tag"}}],"users":[{{"id":"1","name":"n","slug":"n","password":"x"}}],"settings":[{{"key":"title","value":"글"}}],"comments":[{{"id":"c","post_id":"a","html":"x","status":"published"}}]"#,
        post("a", "<p>하나</p>"),
        post("b", "<p>둘</p>"),
    ))
}

/// In a thread with the stack that threads of the program have.
fn in_small_stack<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    std::thread::Builder::new().stack_size(2 << 20).spawn(work).unwrap().join().unwrap()
}

#[test]
fn an_export_that_is_cut_anywhere_keeps_what_is_whole() {
    let text = small();
    let ends: Vec<usize> =
        text.match_indices("\"visibility\":\"public\"}").map(|(at, it)| at + it.len()).collect();
    assert_eq!(ends.len(), 2);
    for cut in 0..text.len() {
        let whole = ends.iter().filter(|end| **end <= cut).count();
        match try_read(&[("ghost.json", &text.as_bytes()[..cut])]) {
            Ok(reading) => {
                assert_eq!(titles(&reading).len(), whole, "cut at {cut}");
                assert!(codes(&reading).contains(&"truncated"), "cut at {cut}");
            }
            Err(error) => assert_eq!(whole, 0, "cut at {cut}: {error}"),
        }
    }
}

#[test]
fn flipped_bytes_cost_no_more_than_what_is_around_them() {
    let text = small().into_bytes();
    for at in (0..text.len()).step_by(5) {
        for flip in [0x01, 0x20, 0x80, 0xff] {
            let mut bytes = text.clone();
            bytes[at] ^= flip;
            // An error is a good answer; a panic or an unexplained loss is not.
            _ = try_read(&[("ghost.json", &bytes)]);
        }
    }
}

#[test]
fn a_large_export_that_is_cut_or_flipped_somewhere_is_read_as_far_as_it_goes() {
    for at in (0..COMMON.len()).step_by(293) {
        _ = try_read(&[("ghost.json", &COMMON[..at])]);
        let mut bytes = COMMON.to_vec();
        bytes[at] = b'"';
        _ = try_read(&[("ghost.json", &bytes)]);
    }
}

#[test]
fn what_is_nested_very_deep_takes_no_stack() {
    in_small_stack(|| {
        let deep = |open: &str, close: &str| open.repeat(100_000) + &close.repeat(100_000);
        let tree = deep("{\\\"children\\\":[", "]}");
        for text in [
            "[".repeat(100_000),
            "{\"db\":[".repeat(100_000),
            export(&"\"posts\":[".repeat(100_000)),
            export(&format!("\"posts\":[{}]", deep("[", "]"))),
            export(&format!(
                "\"posts\":[{{\"id\":\"a\",\"extra\":{}}}]",
                deep("{\"a\":", "}").replace(":}", ":1}")
            )),
            export(&format!(
                "\"posts\":[{{\"id\":\"a\",\"lexical\":\"{{\\\"root\\\":{tree}}}\"}}]"
            )),
            export(&format!("\"posts\":[{}]", post("a", &"<div>".repeat(100_000)))),
            export(&format!("\"snippets\":[{{\"a\":{}}}]", deep("[", "]"))),
        ] {
            _ = try_read(&[("ghost.json", text.as_bytes())]);
        }
    });
}

#[test]
fn odd_numbers_and_doubled_names_cost_no_row() {
    let text = export(
        r#""posts":[{"id":1e400,"id":"a","title":1e999,"slug":-0,"published_at":1e400,"status":"published","visibility":"public","html":"x","html":"y"}],
           "posts_tags":[{"post_id":"a","tag_id":1e400,"sort_order":1e400}]"#,
    );
    let reading = read(&text);
    assert_eq!(titles(&reading), ["1e999"]);
    let post = reading.blogs[0].posts.get(0).unwrap();
    assert_eq!(post.id.as_str(), "a");
    assert_eq!(post.content.as_ref().unwrap().html.text().unwrap(), "y");
    assert_eq!(post.extra.value("larder:twice").unwrap()["html"], "x");
}

#[test]
fn ids_that_are_there_twice_are_two_posts_or_one() {
    let (a, b) = (post("a", "<p>1</p>"), post("a", "<p>2</p>"));
    let reading = read(&export(&format!("\"posts\":[{a},{b},{a},{b}]")));
    assert_eq!(titles(&reading).len(), 2);
    assert_eq!(left_out(&reading), [(ItemKind::Item, Rule::SameBytes); 2]);
    assert!(codes(&reading).contains(&"id-clash"));
}

#[test]
fn circles_end() {
    let reading = read(&export(&format!(
        r#""posts":[{}],"tags":[{{"id":"a","name":"a","parent_id":"b"}},{{"id":"b","name":"b","parent_id":"a"}},{{"id":"c","name":"c","parent_id":"c"}}],
           "comments":[{{"id":"1","post_id":"p","parent_id":"2","html":"x"}},{{"id":"2","post_id":"p","parent_id":"1","html":"x"}},{{"id":"3","post_id":"p","parent_id":"3","html":"x"}}]"#,
        post("p", "x")
    )));
    assert!(reading.blogs[0].terms.iter().all(|term| term.parent.is_none()));
    assert_eq!(reading.blogs[0].comments.len(), 3);
}

#[test]
fn rows_of_every_shape_are_survived() {
    let shapes = [
        "null",
        "7",
        "\"x\"",
        "[]",
        "{}",
        "true",
        "{\"id\":null}",
        "{\"id\":{}}",
        "{\"post_id\":[]}",
    ];
    let all = shapes.join(",");
    let tables = [
        "posts",
        "posts_meta",
        "posts_tags",
        "posts_authors",
        "tags",
        "users",
        "roles",
        "roles_users",
        "settings",
        "comments",
        "mobiledoc_revisions",
        "post_revisions",
        "members",
        "sessions",
        "products",
    ];
    let tables: Vec<_> = tables.iter().map(|table| format!("\"{table}\":[{all}]")).collect();
    let reading = read(&export(&tables.join(",")));
    assert!(left_out(&reading).contains(&(ItemKind::Item, Rule::Damaged)));
    for odd in ["null", "{}", "7", "\"x\""] {
        _ = try_read(&[("ghost.json", export(&format!("\"posts\":{odd},\"tags\":[]")).as_bytes())]);
    }
}

/// Time grows as the input does. Other programs run at the same time, hence the wide bound.
#[test]
fn very_many_rows_take_time_in_proportion() {
    let time = |count: usize| {
        let posts: Vec<_> =
            (0..count).map(|n| post(&n.to_string(), "<p><a href='/slug-1/'>x</a></p>")).collect();
        let tags: Vec<_> = (0..count)
            .map(|n| format!(r#"{{"post_id":"{n}","tag_id":"{n}","sort_order":0}}"#))
            .collect();
        let text =
            export(&format!("\"posts\":[{}],\"posts_tags\":[{}]", posts.join(","), tags.join(",")));
        let begun = Instant::now();
        assert_eq!(read(&text).blogs[0].posts.len(), count);
        begun.elapsed()
    };
    let (few, many) = (time(1000), time(8000));
    assert!(many < few * 40 + Duration::from_secs(2), "{few:?} {many:?}");
}
