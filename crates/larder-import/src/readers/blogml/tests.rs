//! The reader as a whole, over input that no fixture has.

use larder_core::{PostKind, Status, Visibility};

use crate::{ReadError, ReadOptions, Reading, read, source::Memory};

const STATUS: &str = include_str!("../../../../../tests/fixtures/import/blogml/status/input.xml");
const ENGINE: &str =
    include_str!("../../../../../tests/fixtures/import/blogml/engine/input/blog.xml");

/// Reads a file; the ledger explains everything.
fn read_file(bytes: &[u8]) -> Result<Reading, ReadError> {
    let options = ReadOptions { from: Some("blogml".into()), ..ReadOptions::default() };
    let reading = read(&Memory::new("blog", [("a.xml", bytes.to_vec())]), &options)?;
    assert_eq!(reading.ledger.unexplained(), []);
    Ok(reading)
}

/// What everybody may read of it.
fn shown(reading: &Reading) -> String {
    let mut shown = String::new();
    for blog in &reading.blogs {
        for post in blog.posts.iter() {
            let post = post.unwrap();
            let is_public = post.status == Some(Status::Published)
                && post.visibility == Some(Visibility::Public);
            if is_public && post.kind != PostKind::Other {
                shown.push_str(post.title.as_deref().unwrap_or_default());
                let html = post.content.as_ref().map(|content| content.html.text().unwrap());
                shown.push_str(&html.unwrap_or_default());
            }
        }
        for comment in blog.comments.iter() {
            let comment = comment.unwrap();
            if comment.status == Some(Status::Published) {
                shown.push_str(&comment.body.text().unwrap());
            }
        }
    }
    shown
}

#[test]
fn of_an_attribute_that_is_stated_twice_the_strictest_counts() {
    let post = |name: &str, words: &str, inside: &str| {
        format!(
            "<post id=\"{name}\" {words}><title>{name}</title><content type=\"text\">{name}</content>{inside}</post>"
        )
    };
    let comment = |name: &str, words: &str| {
        format!(
            "<comment id=\"{name}\" {words}><title>{name}</title><content type=\"text\">{name}</content></comment>"
        )
    };
    let (yes, no, odd) = ("approved=\"true\"", "approved=\"false\"", "approved=\"?\"");
    let comments = [
        comment("c-open", yes),
        comment("SECRET-c1", &[yes, no].join(" ")),
        comment("SECRET-c2", &[no, yes].join(" ")),
        comment("SECRET-c3", &[yes, odd].join(" ")),
    ];
    let posts = [
        post("p-open", yes, &format!("<comments>{}</comments>", comments.concat())),
        post("SECRET-p1", &[yes, no].join(" "), ""),
        post("SECRET-p2", &[no, yes].join(" "), ""),
        post("SECRET-p3", "approved=\"true\" Approved=\"?\"", ""),
    ];
    let text = format!(
        "<blog xmlns=\"http://www.blogml.com/2006/09/BlogML\"><title>t</title><posts>{}</posts></blog>",
        posts.concat()
    );
    let reading = read_file(text.as_bytes()).unwrap();
    assert_eq!((reading.blogs[0].posts.len(), reading.blogs[0].comments.len()), (4, 4));
    let shown = shown(&reading);
    assert!(shown.contains("p-open") && shown.contains("c-open"), "{shown}");
    assert!(!shown.contains("SECRET-"), "{shown}");
}

#[test]
fn wherever_it_is_cut_it_is_told_and_nothing_becomes_public() {
    for (text, step) in [(STATUS, 3), (ENGINE, 31)] {
        let ends = (0..text.len()).step_by(step).filter(|end| text.is_char_boundary(*end));
        for end in ends {
            let Ok(reading) = read_file(&text.as_bytes()[..end]) else { continue };
            let mut notes = reading.notes.iter().map(|note| note.kind.code());
            let is_end = text[end..].trim().trim_start_matches('>').is_empty();
            assert!(notes.any(|code| code == "truncated") || is_end, "cut at {end}");
            assert!(!shown(&reading).contains("SECRET-"), "cut at {end}");
        }
    }
}

#[test]
fn bytes_that_are_changed_publish_nothing() {
    // That one thing among several hides a post is said in one attribute.
    let is_alone = |line: &&str| {
        ["SECRET-unpublished", "SECRET-type", "SECRET-empty"]
            .iter()
            .all(|word| !line.contains(word))
    };
    let text: String = STATUS.lines().filter(is_alone).map(|line| format!("{line}\n")).collect();
    for at in (0..text.len()).step_by(3) {
        let mut changed = text.as_bytes().to_vec();
        changed[at] ^= [0x01, 0x80, 0x20, 0x10][at % 4];
        if let Ok(reading) = read_file(&changed) {
            assert!(!shown(&reading).contains("SECRET-"), "{at}: {}", shown(&reading));
        }
    }
}

#[test]
fn depth_and_number_take_no_long_time() {
    let blog = |inside: &str| {
        format!("<blog xmlns='http://www.blogml.com/2006/09/BlogML'>{inside}</blog>")
    };
    let post = |inside: &str| {
        blog(&format!("<posts><post id='1' approved='true'>{inside}</post></posts>"))
    };
    let categories: String = (0..5_000)
        .map(|id| format!("<category id='{id}' parentref='{}'><title>x</title></category>", id + 1))
        .collect();
    for text in [
        post(&"<content>".repeat(20_000)),
        post(&format!("<content type='xhtml'>{}</content>", "<b>".repeat(50_000))),
        post(&format!("<content type='base64'>{}</content>", "A".repeat(1 << 20))),
        post(&format!(
            "<comments>{}</comments>",
            "<comment id='1'><content>x</content></comment>".repeat(10_000)
        )),
        post(&format!("<categories>{}</categories>", "<category ref='q'/>".repeat(20_000))),
        blog(&format!("<categories>{categories}</categories>")),
        blog(&"<posts>".repeat(50_000)),
    ] {
        let started = std::time::Instant::now();
        _ = read_file(text.as_bytes());
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }
}

#[test]
fn a_document_type_with_declarations_is_refused() {
    let bomb = "<!DOCTYPE blog [<!ENTITY a \"b\">]><blog root-url='x'><posts><post id='1'/></posts></blog>";
    assert!(read_file(bomb.as_bytes()).is_err());
}

#[test]
fn what_another_file_says_of_the_blog_is_kept() {
    let blog = |title: &str, id: u32| {
        format!(
            "<blog xmlns='http://www.blogml.com/2006/09/BlogML' root-url='https://a.example/'>{title}<posts><post id='{id}' approved='true'><title>x</title></post></posts></blog>"
        )
    };
    let files = [
        ("a.xml", blog("", 1)),
        ("b.xml", blog("<title>One</title>", 2)),
        ("c.xml", blog("<title>Other</title>", 3)),
    ];
    let options = ReadOptions { from: Some("blogml".into()), ..ReadOptions::default() };
    let reading = read(&Memory::new("blog", files), &options).unwrap();
    let site = &reading.blogs[0].site;
    assert_eq!((reading.blogs.len(), site.title.as_deref()), (1, Some("One")));
    assert!(site.extra.value("blogml:other-heads").unwrap().to_string().contains("Other"));
}

/// A blog with one post that is shown, and what stands in it and behind the blog.
fn one(inside: &str, behind: &str) -> Reading {
    let text = format!(
        "<blog xmlns=\"http://www.blogml.com/2006/09/BlogML\"><title>Moss</title><posts>\
         <post id=\"1\" approved=\"true\">{inside}</post></posts></blog>{behind}"
    );
    read_file(text.as_bytes()).unwrap()
}

#[test]
fn a_summary_without_an_end_swallows_no_comments() {
    let reading = one(
        "<excerpt type=\"text\">short</gxcerpt><comments><comment id=\"c\" approved=\"false\">\
         <content type=\"text\">SECRET-c</content></comment></comments>",
        "",
    );
    let post = reading.blogs[0].posts.iter().next().unwrap().unwrap();
    assert_eq!(post.summary.as_deref(), Some("short"));
    assert_eq!(reading.blogs[0].comments.len(), 1);
    assert_eq!(shown(&reading), "");
}

#[test]
fn a_post_whose_character_data_has_no_end_is_not_public() {
    let reading = one("<title>SECRET-t</title><content type=\"html\"><![CDATA[b</content>", "");
    assert_eq!((reading.blogs[0].posts.len(), &*shown(&reading)), (1, ""));
}

#[test]
fn what_stands_behind_a_blog_gives_it_no_title() {
    let reading = one("<title>t</title>", "<title>SECRET-lost</title></post></posts></blog>");
    assert_eq!(reading.blogs[0].site.title.as_deref(), Some("Moss"));
}
