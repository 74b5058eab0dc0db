//! What a reader of hostile and of broken lists has to do; whole lists are in `tests/fixtures/import/isso`.

use larder_core::{Comment, ItemKind, PostKind, Status};

use crate::{ReadError, ReadOptions, Reading, source::Memory};

fn try_read(text: &[u8]) -> Result<Reading, ReadError> {
    let source = Memory::new("export", [("a.json", text)]);
    let reading = crate::read(&source, &ReadOptions::default())?;
    assert_eq!(reading.ledger.unexplained(), []);
    Ok(reading)
}

fn article(path: &str, comments: &str) -> String {
    format!(r#"{{"id":"{path}","title":"t","comments":[{comments}]}}"#)
}

fn comment(number: u32, fields: &str) -> String {
    format!(
        r#"{{"id":{number},"author":"Jo","website":"","created":"2019-05-01 12:00:00","text":"{number}"{fields}}}"#
    )
}

fn comments(reading: &Reading) -> Vec<Comment> {
    let comments = reading.blogs.iter().flat_map(|blog| blog.comments.iter());
    comments.map(|it| it.unwrap().into_owned()).collect()
}

#[test]
fn numbers_are_those_of_an_article_and_modes_are_states() {
    let modes = [
        (1, ",\"mode\":1"),
        (2, ",\"mode\":2"),
        (3, ",\"mode\":4"),
        (4, ",\"mode\":\"1\""),
        (5, ""),
    ];
    let all: Vec<_> = modes.iter().map(|(number, mode)| comment(*number, mode)).collect();
    let text = format!(
        "[{},{}]",
        article("/a/", &all.join(",")),
        article("/b/", &comment(1, ",\"parent\":9"))
    );
    let reading = try_read(text.as_bytes()).unwrap();
    let found: Vec<_> =
        comments(&reading).into_iter().map(|it| (it.id.as_str().to_owned(), it.status)).collect();
    let expected = [
        ("/a/#1", Some(Status::Published)),
        ("/a/#2", Some(Status::Pending)),
        ("/a/#3", Some(Status::Trashed)),
        ("/a/#4", None),
        ("/a/#5", None),
        ("/b/#1", None),
    ];
    assert_eq!(found, expected.map(|(id, status)| (id.to_owned(), status)));
    assert!(reading.blogs[0].posts.heads().all(|it| it.kind == PostKind::Other));
}

#[test]
fn a_list_cut_or_changed_anywhere_is_read_as_far_as_it_goes() {
    let text = format!("[{},{}]", article("/a/", &comment(1, "")), article("/b/", &comment(2, "")));
    for at in 0..text.len() {
        if let Ok(reading) = try_read(&text.as_bytes()[..at]) {
            assert!(!reading.notes.is_empty(), "{at}");
        }
        for byte in [b'"', b'[', b'}', b'\\', 0xff] {
            let mut changed = text.clone().into_bytes();
            changed[at] = byte;
            let _ = try_read(&changed);
        }
    }
}

#[test]
fn odd_types_and_deep_nesting_cost_no_other_article() {
    let deep = "[".repeat(100_000);
    let mut articles = vec![article("/a/", &comment(1, ""))];
    for (number, value) in
        ["7", "null", "{}", "[[]]", "\"x\"", "[{\"id\":{}},7,{\"text\":[]}]"].iter().enumerate()
    {
        articles.push(format!(r#"{{"id":"/x/{number}","comments":{value}}}"#));
        articles.push((*value).to_owned());
    }
    let reading = try_read(format!("[{}]", articles.join(",")).as_bytes()).unwrap();
    assert!(reading.blogs[0].posts.len() > 3);
    let items = reading.ledger.inputs.iter().filter(|it| it.kind == ItemKind::Item).count();
    assert_eq!(items, articles.len());
    let _ = try_read(format!("[{},{deep}", article("/a/", &comment(1, ""))).as_bytes());
}
