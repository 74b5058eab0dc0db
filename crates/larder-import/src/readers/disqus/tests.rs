//! What a reader of hostile and of broken exports has to do; whole exports are in `tests/fixtures/import/disqus`.

use std::fmt::Write;

use larder_core::{Comment, Fate, ItemKind, PostKind, Status};

use crate::{ReadError, ReadOptions, Reading, source::Memory};

const HEAD: &str =
    r#"<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">"#;

fn try_read(files: &[(&str, &[u8])]) -> Result<Reading, ReadError> {
    let source = Memory::new("export", files.iter().copied());
    let reading = crate::read(&source, &ReadOptions::default())?;
    assert_eq!(reading.ledger.unexplained(), []);
    Ok(reading)
}

fn read(inside: &str) -> Reading {
    try_read(&[("a.xml", format!("{HEAD}{inside}</disqus>").as_bytes())]).unwrap()
}

fn thread(number: usize, link: &str) -> String {
    format!(
        "<thread dsq:id=\"{number}\"><id/><forum>f</forum><link>{link}</link><title>t{number}</title><isDeleted>false</isDeleted></thread>"
    )
}

fn post(number: usize, thread: usize, flags: &str) -> String {
    format!(
        "<post dsq:id=\"{number}\"><message><![CDATA[<p>{number}</p>]]></message><createdAt>2020-01-01T00:00:00Z</createdAt>{flags}<thread dsq:id=\"{thread}\"/></post>"
    )
}

const SHOWN: &str = "<isDeleted>false</isDeleted><isSpam>false</isSpam>";

fn comments(reading: &Reading) -> Vec<Comment> {
    let comments = reading.blogs.iter().flat_map(|blog| blog.comments.iter());
    comments.map(|it| it.unwrap().into_owned()).collect()
}

#[test]
fn nothing_in_it_is_a_post_that_could_be_published() {
    let reading = read(&[thread(1, "https://a.example/1"), post(5, 1, SHOWN)].concat());
    assert!(reading.blogs[0].posts.heads().all(|it| it.kind == PostKind::Other));
    assert_eq!(comments(&reading)[0].status, Some(Status::Published));
}

#[test]
fn an_export_cut_anywhere_is_read_as_far_as_it_goes_and_shows_nothing_more() {
    let hidden = "<isDeleted>true</isDeleted><isSpam>false</isSpam>";
    let whole = format!(
        "{HEAD}{}{}{}{}</disqus>",
        thread(1, "https://a.example/1"),
        post(5, 1, hidden),
        post(6, 1, SHOWN),
        post(7, 1, "<isDeleted>false</isDeleted><isSpam>true</isSpam>")
    );
    // Without its last byte it is whole.
    for cut in 0..whole.len() - 1 {
        let Ok(reading) = try_read(&[("a.xml", &whole.as_bytes()[..cut])]) else { continue };
        let shown = comments(&reading);
        let shown: Vec<_> =
            shown.iter().filter(|it| it.status == Some(Status::Published)).collect();
        assert!(shown.iter().all(|it| it.id.as_str() == "6"), "{cut}");
        assert!(!reading.notes.is_empty(), "{cut}");
    }
}

#[test]
fn changed_bytes_do_not_make_it_panic() {
    let whole = format!("{HEAD}{}{}</disqus>", thread(1, "https://a.example/1"), post(5, 1, SHOWN));
    for at in 0..whole.len() {
        for byte in [b'<', b'"', 0xff] {
            let mut changed = whole.clone().into_bytes();
            changed[at] = byte;
            let _ = try_read(&[("a.xml", &changed)]);
        }
    }
}

#[test]
fn deep_and_endless_markup_takes_no_stack_and_no_time() {
    for piece in
        ["<post dsq:id=\"1\">", "<thread>", "<author>", "<x>", "<![CDATA[", "<!--", "<post "]
    {
        let text = format!("{HEAD}{}", piece.repeat(20_000));
        let _ = try_read(&[("a.xml", text.as_bytes())]);
    }
}

#[test]
fn character_data_without_an_end_takes_what_follows_and_shows_none_of_it() {
    let open = post(5, 1, SHOWN).replace("]]>", "");
    let inside = [thread(1, "https://a.example/1"), open, post(6, 1, SHOWN), post(7, 1, SHOWN)];
    let reading = read(&inside.concat());
    let first = comments(&reading).into_iter().find(|it| it.id.as_str() == "5").unwrap();
    assert_eq!(first.status, None);
}

#[test]
fn a_document_type_with_declarations_is_refused() {
    let text = format!("<!DOCTYPE x [<!ENTITY a \"b\">]>{HEAD}{}</disqus>", thread(1, ""));
    let error = try_read(&[("a.xml", text.as_bytes())]).unwrap_err().to_string();
    assert!(error.contains("document type"), "{error}");
}

#[test]
fn threads_of_one_article_are_joined_however_many_and_in_linear_time() {
    let mut inside = String::new();
    let count = 3000;
    for number in (1..=count).rev() {
        // Each has the address of one neighbour as its link, and that of the other in its identifier.
        let link = format!("https://a.example/{number}");
        let thread = thread(number, &link)
            .replace("<id/>", &format!("<id>{number} https://a.example/{}</id>", number - 1));
        write!(inside, "{thread}{}", post(10_000 + number, number, SHOWN)).unwrap();
    }
    let reading = read(&inside);
    assert_eq!(reading.blogs[0].posts.len(), 1);
    assert_eq!(reading.blogs[0].comments.len(), count);
    let joined = |it: &&larder_core::Entry| matches!(it.fate, Some(Fate::Joined { .. }));
    assert_eq!(reading.ledger.inputs.iter().filter(joined).count(), count - 1);
}

#[test]
fn every_comment_is_counted() {
    let inside = [
        thread(1, "https://a.example/1"),
        post(5, 1, SHOWN),
        post(5, 1, SHOWN),
        post(6, 99, SHOWN),
        post(7, 1, SHOWN).replace("dsq:id=\"7\"", ""),
    ];
    let reading = read(&inside.concat());
    let file = &reading.ledger.inputs[0];
    let held = &file.holds()[&ItemKind::Comment];
    assert_eq!((held.total, held.carried, held.joined, held.aside), (3, 1, 1, 1));
    let lost = reading.ledger.inputs.iter().filter(|it| it.kind == ItemKind::Comment).count();
    assert_eq!(lost, 1);
}
