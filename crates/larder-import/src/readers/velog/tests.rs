//! What is odd, broken and hostile; whole answers are in `tests/fixtures/import/velog`.

use larder_core::{Status, Visibility};

use crate::{ReadError, ReadOptions, Reading, source::Memory};

fn try_read(files: &[(&str, &[u8])]) -> Result<Reading, ReadError> {
    let source = Memory::new("answers", files.iter().copied());
    let reading = crate::read(&source, &ReadOptions::default())?;
    assert_eq!(reading.ledger.unexplained(), []);
    Ok(reading)
}

fn read(text: &str) -> Reading {
    try_read(&[("a.json", text.as_bytes())]).unwrap()
}

fn post(slug: &str, more: &str) -> String {
    format!(
        r#"{{"id":"{slug}-id","title":"title {slug}","body":"text {slug}","url_slug":"{slug}","released_at":"2024-01-02T03:04:05.000Z","updated_at":"2024-01-03T03:04:05.000Z","is_markdown":true,"user":{{"username":"ato"}}{more}}}"#
    )
}

fn shown(more: &str) -> (Option<Status>, Option<Visibility>) {
    let reading = read(&format!(r#"{{"data":{{"post":{}}}}}"#, post("a", more)));
    let post = reading.blogs[0].posts.get(0).unwrap().into_owned();
    (post.status, post.visibility)
}

#[test]
fn what_does_not_say_that_it_is_public_is_not() {
    let (published, draft) = (Some(Status::Published), Some(Status::Draft));
    let (public, private) = (Some(Visibility::Public), Some(Visibility::Private));
    assert_eq!(shown(r#","is_private":false,"is_temp":false"#), (published, public));
    assert_eq!(shown(r#","is_private":false"#), (published, public));
    assert_eq!(shown(r#","is_private":true"#), (published, private));
    assert_eq!(shown(r#","is_private":false,"is_temp":true"#), (draft, public));
    assert_eq!(shown(""), (published, None));
    assert_eq!(shown(r#","is_private":"maybe","is_temp":"maybe""#), (None, None));
    for odd in ["null", "0", "-1", "\"false\"", "[]"] {
        assert_eq!(shown(&format!(r#","is_private":false,"is_temp":{odd}"#)), (None, public));
        assert_eq!(shown(&format!(r#","is_private":{odd},"is_temp":false"#)), (published, None));
    }
}

#[test]
fn a_record_that_alone_does_not_say_whether_it_is_a_draft_is_not_public() {
    let statuses = |first: &str, second: &str| {
        let posts = [post("a", first), post("b", second)].join(",");
        let reading = read(&format!(r#"{{"data":{{"posts":[{posts}]}}}}"#));
        reading.blogs[0].posts.heads().map(|head| head.status).collect::<Vec<_>>()
    };
    let published = Some(Status::Published);
    let (open, told) = (r#","is_private":false"#, r#","is_private":false,"is_temp":false"#);
    assert_eq!(statuses(open, open), [published, published]);
    assert_eq!(statuses(told, told), [published, published]);
    let mut mixed = statuses(open, told);
    mixed.sort();
    assert_eq!(mixed, [None, published]);
}

#[test]
fn a_post_that_a_list_names_is_the_post_with_the_text() {
    let listed = r#"{"id":"a-id","title":"title a","url_slug":"a","released_at":"2024-01-02T03:04:05.000Z","is_private":true,"likes":7,"user":{"username":"ato"}}"#;
    let list = format!(r#"{{"data":{{"posts":[{listed},{}]}}}}"#, listed.replace("\"a\"", "\"b\""));
    let full = format!(r#"{{"data":{{"post":{}}}}}"#, post("a", r#","is_private":false"#));
    for files in [[&list, &full], [&full, &list]] {
        let reading =
            try_read(&[("1.json", files[0].as_bytes()), ("2.json", files[1].as_bytes())]).unwrap();
        let posts: Vec<_> =
            reading.blogs[0].posts.iter().map(|it| it.unwrap().into_owned()).collect();
        assert_eq!(posts.len(), 2);
        let post = posts.iter().find(|post| post.content.is_some()).unwrap();
        assert_eq!(post.visibility, Some(Visibility::Private), "the stricter counts");
        assert_eq!(post.counts.as_ref().unwrap().likes, Some(7));
    }
}

#[test]
fn wherever_an_answer_is_cut_or_changed_the_books_balance() {
    let more = r#","is_private":false,"tags":["t"],"series":{"id":"s","name":"S","series_posts":[{"post":{"url_slug":"a"}}]},"comments":[{"id":"c","text":"x","deleted":false,"replies":[{"id":"d","text":"y"}]}]"#;
    let text = format!(r#"{{"data":{{"posts":[{},{}]}}}}"#, post("a", more), post("b", more));
    for at in (0..text.len()).step_by(3) {
        _ = try_read(&[("a.json", &text.as_bytes()[..at])]);
        for flip in [0x01, 0x20, 0x80] {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= flip;
            _ = try_read(&[("a.json", &bytes)]);
        }
    }
}

#[test]
fn threads_may_be_deep_and_values_odd() {
    let replies = "{\"text\":\"x\",\"replies\":[".repeat(50_000) + &"]}".repeat(50_000);
    let text = format!(
        r#"{{"data":{{"posts":[{},{}]}}}}"#,
        post("a", &format!(r#","comments":[{replies}],"tags":7,"series":[],"linked_posts":1"#)),
        post(
            "b",
            r#","comments":[{"text":"\ud83d","id":1e400},3],"tags":[1,"",null],"series":{"name":"n"}"#
        ),
    );
    let reading = std::thread::Builder::new()
        .stack_size(2 << 20)
        .spawn(move || read(&text).blogs[0].posts.len())
        .unwrap();
    assert_eq!(reading.join().unwrap(), 2);
}

#[test]
fn answers_of_several_users_are_several_blogs() {
    let other = post("a", r#","is_private":false"#).replace("\"ato\"", "\"other\"");
    let text = format!(r#"{{"data":{{"post":{}}}}}{{"data":{{"post":{other}}}}}"#, post("a", ""));
    assert_eq!(read(&text).blogs.len(), 2);
}
