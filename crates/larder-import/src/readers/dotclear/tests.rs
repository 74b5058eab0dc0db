//! The reader as a whole, over input that no fixture has.

use larder_core::{PostKind, Status, Visibility};

use crate::{ReadError, ReadOptions, Reading, read, source::Memory};

const STATUS: &str = include_str!("../../../../../tests/fixtures/import/dotclear/status/input.txt");
const FULL: &str = include_str!("../../../../../tests/fixtures/import/dotclear/full/input.txt");
const SINGLE: &str =
    include_str!("../../../../../tests/fixtures/import/dotclear/single/input/backup.txt");

/// Reads a file; the ledger explains everything.
fn read_file(bytes: &[u8]) -> Result<Reading, ReadError> {
    let options = ReadOptions { from: Some("dotclear".into()), ..ReadOptions::default() };
    let reading = read(&Memory::new("blog", [("a.txt", bytes.to_vec())]), &options)?;
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
fn wherever_it_is_cut_it_is_told_and_nothing_becomes_public() {
    for text in [STATUS, SINGLE] {
        for end in (0..text.len()).step_by(13).filter(|end| text.is_char_boundary(*end)) {
            let Ok(reading) = read_file(&text.as_bytes()[..end]) else { continue };
            let mut notes = reading.notes.iter().map(|note| note.kind.code());
            // Behind a row nothing shows that others were to come.
            let is_between = ['"', '\n', ']'].iter().any(|mark| text[..end].ends_with(*mark))
                || text[..end].rsplit('\n').next().is_some_and(|line| line.starts_with('['))
                || text[end..].starts_with('\n');
            let is_told = notes.any(|code| matches!(code, "file-left-out" | "markup-repaired"));
            assert!(is_told || is_between || end < 30, "cut at {end}");
            assert!(!shown(&reading).contains("SECRET-"), "cut at {end}");
        }
    }
}

#[test]
fn bytes_that_are_changed_publish_nothing() {
    for at in (0..STATUS.len()).step_by(5) {
        let mut changed = STATUS.as_bytes().to_vec();
        changed[at] ^= [0x02, 0x80, 0x20, 0x10][at % 4];
        let Ok(reading) = read_file(&changed) else { continue };
        // One byte of a number makes another of it: `0` and `5` are near to `1`, as are types.
        let words = shown(&reading);
        let changed = STATUS.as_bytes()[at].is_ascii_digit();
        assert!(changed || !words.contains("SECRET-"), "{at}: {words}");
    }
}

#[test]
fn depth_and_number_take_no_long_time() {
    let columns = (0..20_000).map(|n| format!("c{n}")).collect::<Vec<_>>().join(",");
    let categories: String =
        (0..20_000).map(|n| format!("\"{n}\",\"x\",\"{n}\",\"{}\"\n", 100_000 - n)).collect();
    for text in [
        format!("[post {columns}]\n\"1\"\n"),
        format!("[post post_id,blog_id]\n{}", "\"1\",\"x\"\n".repeat(2_000)),
        format!("[post post_id,blog_id]\n\"{}", "\\".repeat(1 << 20)),
        format!("[post post_id,blog_id]\n{}", "\"".repeat(1 << 20)),
        format!("[category cat_id,blog_id,cat_lft,cat_rgt]\n{categories}"),
        format!("[other a]\n{}", "\"1\"\n".repeat(50_000)),
        "[a b]\n".repeat(50_000),
        "\"stray\"\n".repeat(50_000),
    ] {
        let started = std::time::Instant::now();
        _ = read_file(format!("///DOTCLEAR|2.24|single\n{text}").as_bytes());
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }
}

#[test]
fn rows_beyond_the_number_that_is_kept_are_counted() {
    let text = format!(
        "///DOTCLEAR|2|single\n[post post_id,blog_id]\n\"1\",\"a\"\n[odd x,blog_id]\n{}",
        "\"1\",\"a\"\n".repeat(10_003)
    );
    let reading = read_file(text.as_bytes()).unwrap();
    let fates: Vec<String> =
        reading.ledger.inputs.iter().map(|entry| format!("{:?}", entry.fate)).collect();
    assert!(fates.iter().any(|fate| fate.contains("TooMany") && fate.contains("3 rows")));
}

#[test]
fn rows_without_numbers_and_rows_that_come_again_are_kept() {
    let text = "///DOTCLEAR|2.6|full\n[category cat_id,blog_id,cat_title]\n\"1\",\"one\",\"A\"\n\"1\",\"one\",\"B\"\n\"\",\"one\",\"C\"\n\"2\",\"\",\"D\"\n[user user_id,user_name]\n\"\",\"nobody\"\n[post post_id,blog_id,post_title,post_content_xhtml,post_status]\n\"1\",\"one\",\"x\",\"x\",\"1\"\n\"2\",\"two\",\"x\",\"x\",\"1\"\n";
    let reading = read_file(text.as_bytes()).unwrap();
    let all =
        format!("{:?}", reading.blogs.iter().map(|it| (&it.site, &it.terms)).collect::<Vec<_>>());
    for said in ["\"A\"", "\"B\"", "\"C\"", "\"D\"", "nobody"] {
        assert!(all.contains(said), "{said}");
    }
}

#[test]
fn posts_of_a_blog_of_which_the_export_has_no_row_are_not_public() {
    let text = "///DOTCLEAR|2.6|full\n[blog blog_id,blog_status]\n\"one\",\"1\"\n[post post_id,blog_id,post_password,post_content_xhtml,post_status]\n\"1\",\"one\",\"\",\"x\",\"1\"\n\"2\",\"two\",\"\",\"x\",\"1\"\n";
    let reading = read_file(text.as_bytes()).unwrap();
    let seen: Vec<_> = reading.blogs.iter().map(|blog| blog.posts.head(0).visibility).collect();
    assert_eq!(seen, [Some(Visibility::Public), Some(Visibility::Private)]);
}

#[test]
fn files_are_of_the_blog_that_shows_them() {
    let text = "///DOTCLEAR|2.6|full\n[blog blog_id,blog_url]\n\"one\",\"https://one.example/\"\n\"two\",\"https://two.example/\"\n[post post_id,blog_id,post_title,post_content_xhtml,post_status]\n\"1\",\"one\",\"x\",\"x\",\"1\"\n\"2\",\"two\",\"x\",\"x\",\"1\"\n[media media_id,media_file]\n\"7\",\"a.png\"\n[post_media media_id,post_id]\n\"7\",\"2\"\n";
    let reading = read_file(text.as_bytes()).unwrap();
    let files: Vec<_> = reading.blogs.iter().map(|blog| blog.assets.len()).collect();
    assert_eq!(files, [0, 1]);
    let asset = reading.blogs[1].assets.iter().next().unwrap().unwrap().into_owned();
    assert_eq!(asset.url.as_deref(), Some("https://two.example/public/a.png"));
}

#[test]
fn blogs_of_two_exports_without_a_name_stay_apart() {
    let source = Memory::new("blogs", [("a.txt", SINGLE), ("b.txt", SINGLE)]);
    let options = ReadOptions { from: Some("dotclear".into()), ..ReadOptions::default() };
    let reading = read(&source, &options).unwrap();
    assert_eq!(reading.blogs.len(), 2);
    assert_ne!(reading.blogs[0].site.id, reading.blogs[1].site.id);
}

#[test]
fn where_the_row_of_a_blog_cannot_be_read_its_posts_are_not_public() {
    let shown_of = |from: &str, to: &str| {
        assert!(FULL.contains(from), "{from}");
        shown(&read_file(FULL.replace(from, to).as_bytes()).unwrap())
    };
    assert!(shown_of("mina", "mina").contains("PUBLIC-one"));
    for (from, to) in [
        ("\"two\",\"u2\"", "\"two\"\x1a\"u2\""),
        ("\n\"two\",\"u2\"", "\x1a\"two\",\"u2\""),
        ("[blog blog_id,blog_uid", "[blog blog_id_uid"),
        ("blog_status]", "blog_s]"),
    ] {
        assert!(!shown_of(from, to).contains("<p>SECRET-offline</p>"), "{from}");
    }
}
