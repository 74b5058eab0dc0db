//! What backups mean as a whole, and what hostile ones do.

use std::fmt::Write as _;

use larder_core::{ItemKind, Rule, Status, Visibility};

use crate::{Limits, ReadOptions, Reading, read, source::Memory};

const SETTING: &str = "<setting><name>n</name><secondaryDomain>e.example</secondaryDomain><defaultDomain>1</defaultDomain>\
    <timezone>Asia/Seoul</timezone></setting>";

fn backup(inside: &str) -> String {
    format!("<?xml version=\"1.0\"?>\n<blog type=\"tattertools/1.1\">{SETTING}{inside}</blog>")
}

fn post(id: u32, inside: &str) -> String {
    format!(
        "<post slogan=\"s\" format=\"1.1\"><id>{id}</id><visibility>public</visibility><title>t</title>\
        <content>c</content><published>1614828602</published>{inside}</post>"
    )
}

fn read_with(text: impl Into<Vec<u8>>, options: &ReadOptions) -> Option<Reading> {
    let source = Memory::new("in", [("backup.xml", text.into())]);
    read(&source, options).ok()
}

fn reading(text: impl Into<Vec<u8>>) -> Reading {
    read_with(text, &ReadOptions::default()).expect("it is a backup")
}

fn attachment(content: &str) -> String {
    format!(
        "<attachment mime=\"image/png\" size=\"3\"><name>a.png</name><label>a.png</label><content>{content}</content></attachment>"
    )
}

#[test]
fn wherever_a_backup_is_cut_nothing_public_comes_of_its_last_post() {
    let whole = backup(&[
        post(1, ""),
        post(2, "<comment><commenter id=\"\"><name>n</name></commenter><content>x</content><secret>0</secret></comment>"),
        post(3, &attachment("QUJD")),
    ].concat());
    let closes: Vec<usize> = whole.match_indices("</post").map(|(at, it)| at + it.len()).collect();
    for end in 0..whole.len() {
        let Some(reading) = read_with(&whole[..end], &ReadOptions::default()) else { continue };
        assert_eq!(reading.ledger.unexplained(), [], "{end}");
        let is_public = |post: &&larder_core::PostHead| {
            post.status == Some(Status::Published) && post.visibility == Some(Visibility::Public)
        };
        let public: usize =
            reading.blogs.iter().map(|blog| blog.posts.heads().filter(is_public).count()).sum();
        assert_eq!(public, closes.iter().filter(|close| **close <= end).count(), "{end}");
    }
}

#[test]
fn bytes_may_be_flipped() {
    let whole = backup(
        &[post(1, &attachment("QUJD")), "<category><name>c</name></category>".into()].concat(),
    );
    for at in (0..whole.len()).step_by(3) {
        for byte in [0, b'<', b'"', 0xff, b']', b'&'] {
            let mut bytes = whole.clone().into_bytes();
            bytes[at] = byte;
            if let Some(reading) = read_with(bytes, &ReadOptions::default()) {
                assert_eq!(reading.ledger.unexplained(), [], "{at} {byte}");
            }
        }
    }
}

#[test]
fn elements_may_be_as_deep_as_they_like() {
    for (open, close) in [
        ("<comment><content>x</content>", "</comment>"),
        ("<category><name>a</name>", "</category>"),
        ("<x>", "</x>"),
        ("<post>", ""),
        ("<attachment>", ""),
        ("<content>", ""),
        ("<guestbook><comment>", ""),
    ] {
        let deep = open.repeat(5_000) + &close.repeat(5_000);
        for text in [backup(&post(1, &deep)), backup(&deep)] {
            let thread = std::thread::Builder::new().stack_size(2 << 20);
            let thread = thread.spawn(move || reading(text).ledger.unexplained().len());
            assert_eq!(thread.unwrap().join().unwrap(), 0, "{open}");
        }
    }
}

#[test]
fn a_file_larger_than_the_limit_is_measured_and_left_out() {
    let large = "QUJD".repeat(100_000);
    let limits = Limits { file_bytes: 100_000, ..Limits::default() };
    let options = ReadOptions { limits, ..ReadOptions::default() };
    let text = backup(&[post(1, &attachment(&large)), post(2, &attachment("QUJD"))].concat());
    let reading = read_with(text, &options).unwrap();
    let file = &reading.ledger.inputs[0];
    let held = &file.holds()[&ItemKind::Asset];
    assert_eq!((held.total, held.carried, held.left_out.get(&Rule::TooLarge)), (2, 1, Some(&1)));
    let said: String = reading.blogs[0].notes.iter().map(|note| note.to_string()).collect();
    assert!(said.contains("300000 bytes"), "{said}");
}

#[test]
fn files_are_there_in_every_encoding() {
    let text = backup(&post(1, &attachment("QUJD")));
    let wide: Vec<u8> =
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let korean = encoding_rs::EUC_KR.encode(&text).0.into_owned();
    for bytes in [text.into_bytes(), wide, korean] {
        let reading = reading(bytes);
        let assets: Vec<_> =
            reading.blogs[0].assets.iter().map(|it| it.unwrap().into_owned()).collect();
        let lengths: Vec<_> =
            assets.iter().map(|it| it.stored.as_ref().map(|it| it.length)).collect();
        assert_eq!(lengths, [Some(3)]);
    }
}

#[test]
fn a_document_type_with_declarations_is_refused() {
    let text = backup("").replace("<blog", "<!DOCTYPE blog [<!ENTITY a \"b\">]><blog");
    assert!(read_with(text, &ReadOptions::default()).is_none());
}

#[test]
fn neither_a_comment_that_is_secret_anywhere_nor_an_answer_to_it_is_shown() {
    let comment = |name: &str, fields: &str, inside: &str| {
        format!("<comment><content>{name}</content>{fields}{inside}</comment>")
    };
    let (open, secret) = ("<secret>0</secret>", "<secret>1</secret>");
    let inner = comment("d", open, &comment("e", open, ""));
    let reading = reading(backup(&post(
        1,
        &[
            comment("a", open, &comment("b", open, "")),
            comment("c", secret, &inner),
            comment("f", &[open, secret].concat(), ""),
            comment("g", &[secret, open].concat(), ""),
            comment("h", &[open, "<secret>?</secret>"].concat(), ""),
            comment("i", &format!("<commenter>{open}</commenter>{secret}"), ""),
            comment(
                "j",
                &[open, "<isFiltered>0</isFiltered><isFiltered>1</isFiltered>"].concat(),
                "",
            ),
        ]
        .concat(),
    )));
    let comments = reading.blogs[0].comments.iter().map(|comment| comment.unwrap().into_owned());
    let comments: Vec<_> = comments.collect();
    assert_eq!(comments.len(), 10);
    let shown = comments.iter().filter(|comment| comment.status == Some(Status::Published));
    let mut shown: Vec<_> = shown.map(|it| it.body.text().unwrap().into_owned()).collect();
    shown.sort();
    assert_eq!(shown, ["a", "b"]);
}

#[test]
fn a_field_whose_end_is_damaged_swallows_no_other_one() {
    let comment = "<comment><commenter id=\"7\"><name>Moss</nae><homepage>https://moss.example/</homepage>\
        <ip>192.0.2.31</ip></commenter><content>said <b>so</b></contnt><password>LEAK</password>\
        <secret>0</secret></comment>";
    let reading = reading(backup(&post(1, comment)));
    let blog = &reading.blogs[0];
    let comment = blog.comments.iter().next().unwrap().unwrap();
    assert_eq!(comment.author_name.as_deref(), Some("Moss"));
    assert_eq!(comment.author_url.as_deref(), Some("https://moss.example/"));
    assert_eq!(comment.author_ip.as_deref(), Some("192.0.2.31"));
    assert_eq!(comment.body.text().unwrap(), "said so");
    assert_eq!(comment.status, Some(Status::Published));
    assert!(!format!("{comment:?}").contains("LEAK"), "{comment:?}");
    // It is the name of nobody.
    assert!(blog.authors.iter().all(|it| it.name.is_none()));
}

#[test]
fn a_field_that_swallowed_an_answer_is_not_shown() {
    let comment = "<comment><content>a<comment><content>b</content></comment></content>\
        <secret>0</secret></comment>";
    let reading = reading(backup(&post(1, comment)));
    let comments: Vec<_> = reading.blogs[0].comments.iter().map(Result::unwrap).collect();
    assert!(comments.iter().all(|it| it.status.is_none()), "{comments:?}");
    assert!(format!("{comments:?}").contains("<content>b</content>"), "{comments:?}");
}

#[test]
fn passwords_are_counted_and_nowhere() {
    let comment = "<comment><content>x</content><password>LEAK</password><secret>0</secret>\
        <comment><content>y</content><password>LEAK</password><secret>0</secret></comment></comment>";
    let text = backup(&[
        post(1, comment),
        format!("<guestbook>{comment}</guestbook><plugin><name>p</name><setting>apikey LEAK</setting></plugin>"),
        format!("<strange>{}<password>LEAK</password>{}</strange>", "<a>".repeat(20), "</a>".repeat(20)),
    ].concat());
    let reading = reading(text);
    let blog = &reading.blogs[0];
    let mut all = serde_json::to_string(&blog.site).unwrap();
    for post in blog.posts.iter() {
        write!(all, "{:?}", post.unwrap()).unwrap();
    }
    for comment in blog.comments.iter() {
        write!(all, "{:?}", comment.unwrap()).unwrap();
    }
    assert!(!all.contains("LEAK"), "{all}");
    let left = reading
        .ledger
        .inputs
        .iter()
        .find(|entry| entry.name.text().ends_with("#password"))
        .unwrap();
    assert!(format!("{:?}", left.fate).contains("6 passwords"), "{:?}", left.fate);
}

#[test]
fn names_are_those_of_comments_that_everybody_sees() {
    let author = "<author domain=\"tattertools\">7</author>";
    let comment = |name: &str, secret: &str, content: &str| {
        format!(
            "<comment><commenter id=\"7\"><name>{name}</name></commenter><content>{content}</content>{secret}</comment>"
        )
    };
    let shown = comment("Shown", "<secret>0</secret><isFiltered>0</isFiltered>", "x");
    let forged = "<![CDATA[<commenter id=\"7\"><name>FORGED</name></commenter>]]>";
    let hidden = [
        comment("SECRET", "<secret>1</secret>", "x").repeat(3),
        comment("UNSAID", "", "x").repeat(3),
        comment("SPAM", "<secret>0</secret><isFiltered>1</isFiltered>", "x").repeat(3),
        comment("Shown", "<secret>0</secret>", &forged.repeat(9)),
    ];
    let reading = reading(backup(&post(1, &[author, &shown, &hidden.concat()].concat())));
    let names: Vec<_> = reading.blogs[0].authors.iter().map(|it| it.name.clone()).collect();
    assert_eq!(names, [Some("Shown".to_owned())]);
}

#[test]
fn a_forbidden_character_takes_no_file_of_another_post() {
    let named = attachment("QUJD").replace("a.png", "b.png");
    for odd in ["\u{1}", "\u{1}2\u{1}", "\u{1}1\u{1}", "\u{1}2\u{1}\u{1}1\u{1}"] {
        let text = backup(
            &[
                post(1, &[&attachment("REVG"), odd].concat())
                    .replace("<content>c<", &format!("<content>{odd}<")),
                post(2, &format!("{odd}{named}")),
            ]
            .concat(),
        );
        let reading = reading(text);
        let blog = &reading.blogs[0];
        let mut bytes: Vec<_> = blog
            .assets
            .iter()
            .map(|it| {
                let asset = it.unwrap().into_owned();
                let stored = asset.stored.unwrap().blob.unwrap().bytes().unwrap();
                (asset.file_name, stored)
            })
            .collect();
        bytes.sort();
        let name = |it: &str| Some(it.to_owned());
        assert_eq!(
            bytes,
            [(name("a.png"), b"DEF".to_vec()), (name("b.png"), b"ABC".to_vec())],
            "{odd:?}"
        );
        let notes = reading.notes.iter().chain(&blog.notes).map(|it| it.to_string());
        assert!(notes.into_iter().any(|it| it.contains("XML forbids")), "{odd:?}");
    }
}

#[test]
fn time_grows_with_the_input() {
    for piece in [
        post(1, ""),
        "<attachment".to_owned(),
        "<attachment><content>".to_owned(),
        "<commenter<name>".to_owned(),
        "[##_1C|a|".to_owned(),
        "<comment>".to_owned(),
        "<![CDATA[".to_owned(),
        "<!--".to_owned(),
    ] {
        let text = backup(&post(1, &piece.repeat(100_000 / piece.len())));
        assert!(read_with(text, &ReadOptions::default()).is_some());
    }
}
