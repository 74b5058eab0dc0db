//! What a backup of Tistory means, and what hostile ones do.

use larder_core::{Fate, Rule};

use crate::{ReadOptions, Reading, read, source::Memory};

const PAGE: &str = "<!DOCTYPE html><html><body><h2 class=\"title-article\">국수</h2><div class=\"article-info\">\
    <p class=\"category\">생활/국수</p><p class=\"date\">2021-03-04 12:30:02</p></div><div class=\"article-view\">\
    <div class=\"contents_style\"><p>a <a href=\"/8\">b</a></p><img src=\"./img/a.png\"></div></div>\
    <div class=\"tags\">#a #b</div></body></html>";

fn reading(files: &[(&str, &str)]) -> Reading {
    let files = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    let source = Memory::new("backup", files);
    read(&source, &ReadOptions::default()).unwrap()
}

#[test]
fn what_nobody_says_is_public_is_not() {
    let reading = reading(&[("7/7-국수.html", PAGE), ("8/8-국수.html", PAGE)]);
    let [blog] = &reading.blogs[..] else { panic!("one blog") };
    assert!(blog.posts.heads().all(|post| post.status.is_none() && post.visibility.is_none()));
    assert_eq!(blog.posts.len(), 2);
    let codes: Vec<_> = blog.notes.iter().map(|note| note.kind.code()).collect();
    assert!(codes.contains(&"visibility-missing") && codes.contains(&"not-in-format"), "{codes:?}");
    assert_eq!(reading.ledger.unexplained(), []);
}

#[test]
fn links_by_number_lead_to_posts() {
    let reading = reading(&[("7/7-국수.html", PAGE), ("8/8-국수.html", PAGE)]);
    let posts: Vec<_> =
        reading.blogs[0].posts.iter().map(|post| post.unwrap().into_owned()).collect();
    let links: usize = posts.iter().map(|post| post.internal_links.len()).sum();
    assert_eq!(links, 1, "a post does not lead to itself");
}

#[test]
fn pages_of_other_kinds_are_not_taken() {
    let source = Memory::new("backup", [("7/7-a.html", PAGE), ("7/img/note.html", "<p>x</p>")]);
    let reading = read(&source, &ReadOptions::default()).unwrap();
    let fate = |name: &str| {
        reading.ledger.inputs.iter().find(|it| it.name.text() == name).unwrap().fate.clone()
    };
    assert!(matches!(fate("7/7-a.html"), Some(Fate::Carried { .. })));
    // It lies where files of posts lie.
    assert!(matches!(fate("7/img/note.html"), Some(Fate::Carried { .. })));
    let source = Memory::new("backup", [("7/7-a.html", PAGE), ("index.html", "<p>x</p>")]);
    let reading = read(&source, &ReadOptions::default()).unwrap();
    let rules = reading.ledger.inputs.iter().filter_map(|entry| match entry.fate {
        Some(Fate::LeftOut { rule, .. }) => Some(rule),
        _ => None,
    });
    assert_eq!(rules.collect::<Vec<_>>(), [Rule::NotRecognised]);
}

#[test]
fn wherever_a_page_is_cut_it_is_read() {
    for end in (0..PAGE.len()).filter(|end| PAGE.is_char_boundary(*end)) {
        let source = Memory::new("backup", [("7/7-a.html", PAGE), ("8/8-b.html", &PAGE[..end])]);
        let reading = read(&source, &ReadOptions::default()).unwrap();
        assert_eq!(reading.ledger.unexplained(), [], "{end}");
    }
}

#[test]
fn nothing_takes_long() {
    for piece in [
        "<div>",
        "<div class=\"contents_style\">",
        "<div class=\"tags\">",
        "</div>",
        "<h2 class=\"title-article\">",
        "https://blog.kakaocdn.net/dna/",
    ] {
        let page = PAGE.replace("<p>a", &piece.repeat(50_000));
        let source = Memory::new("backup", [("7/7-a.html", page)]);
        assert!(read(&source, &ReadOptions::default()).is_ok(), "{piece}");
    }
}
