//! The reader as a whole, over input that no fixture has.

use larder_core::{Status, Visibility};

use crate::{ReadError, ReadOptions, Reading, read, source::Memory};

const API: &str = include_str!("../../../../../tests/fixtures/import/tumblr/api/input.json");
const BLOCKS: &str = include_str!("../../../../../tests/fixtures/import/tumblr/npf/input.json");
const STATES: &str = include_str!("../../../../../tests/fixtures/import/tumblr/status/input.json");
const PAGE: &str = include_str!(
    "../../../../../tests/fixtures/import/tumblr/backup/input/posts/184200000002.html"
);
const FIRST: &str =
    include_str!("../../../../../tests/fixtures/import/tumblr/first/input/posts/150000001.html");

/// Reads files; the ledger explains everything.
fn read_files(files: &[(&str, &[u8])]) -> Result<Reading, ReadError> {
    let files: Vec<(String, Vec<u8>)> =
        files.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect();
    let options = ReadOptions { from: Some("tumblr".into()), ..ReadOptions::default() };
    let reading = read(&Memory::new("blog", files), &options)?;
    assert_eq!(reading.ledger.unexplained(), []);
    Ok(reading)
}

/// What everybody may read of it.
fn shown(reading: &Reading) -> String {
    let mut shown = String::new();
    for post in reading.blogs.iter().flat_map(|blog| blog.posts.iter()) {
        let post = post.unwrap();
        let is_public = post.status == Some(Status::Published)
            && post.visibility == Some(Visibility::Public)
            && post.audience.is_none();
        if is_public {
            shown.push_str(post.title.as_deref().unwrap_or_default());
            let html = post.content.as_ref().map(|content| content.html.text().unwrap());
            shown.push_str(&html.unwrap_or_default());
        }
    }
    shown
}

#[test]
fn wherever_it_is_cut_it_is_told_and_nothing_becomes_public() {
    for text in [STATES, API, BLOCKS] {
        for end in (0..text.len()).step_by(29) {
            let Ok(reading) = read_files(&[("a.json", &text.as_bytes()[..end])]) else { continue };
            let notes = reading.notes.iter().map(|note| note.kind.code());
            let is_told = notes.into_iter().any(|code| code == "file-left-out");
            assert!(is_told || text[end..].trim().is_empty(), "cut at {end}");
            assert!(!shown(&reading).contains("SECRET-"), "cut at {end}");
        }
    }
}

#[test]
fn bytes_that_are_changed_publish_nothing() {
    for at in (0..STATES.len()).step_by(7) {
        // A changed word of state cannot become `published` by one byte.
        let mut changed = STATES.as_bytes().to_vec();
        changed[at] ^= [0x01, 0x80, 0x20][at % 3];
        let Ok(reading) = read_files(&[("a.json", &changed)]) else { continue };
        assert!(!shown(&reading).contains("SECRET-"), "{at}");
    }
}

#[test]
fn pages_may_be_cut_anywhere() {
    for (name, page) in [("posts/184200000002.html", PAGE), ("posts/150000001.html", FIRST)] {
        for end in (0..page.len()).filter(|end| page.is_char_boundary(*end)) {
            _ = read_files(&[(name, &page.as_bytes()[..end])]);
        }
    }
}

#[test]
fn odd_types_and_deep_nesting_cost_no_other_post() {
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let odd = format!(
        r#"{{"posts":[
        {{"id":1,"blog_name":["x"],"post_url":7,"reblog_key":{{}},"note_count":0,"state":"published","type":[],"body":{{}},"tags":"a","notes":{{}},"trail":3,"content":null}},
        {{"id":2,"blog_name":"b","post_url":"https://b.example/post/2","state":"published","type":"text","body":{deep}}},
        {{"id":3,"blog_name":"b","post_url":"https://b.example/post/3","state":"published","type":"photo","photos":[7,{{"original_size":[]}}],"timestamp":1e400}},
        {{"id":4,"blog_name":"b","post_url":"https://b.example/post/4","state":"published","type":"text","body":"<p>whole</p>"}}]}}"#
    );
    let reading = read_files(&[("a.json", odd.as_bytes())]).unwrap();
    assert!(shown(&reading).contains("whole"));
    let posts: usize = reading.blogs.iter().map(|blog| blog.posts.len()).sum();
    assert_eq!(posts, 4);
}

#[test]
fn a_page_beside_its_record_is_kept_with_it_and_two_blogs_stay_two() {
    let record = r#"{"id":184200000002,"blog_name":"my-backup","post_url":"https://my-backup.tumblr.com/post/184200000002","state":"private","type":"text","body":"x","reblog_key":"k"}"#;
    let files: [(&str, &[u8]); 4] = [
        ("a/json/184200000002.json", record.as_bytes()),
        ("a/posts/184200000002.html", PAGE.as_bytes()),
        ("b/posts/184200000002.html", PAGE.as_bytes()),
        ("b/media/x.txt", b"no picture"),
    ];
    let reading = read_files(&files).unwrap();
    assert_eq!(reading.blogs.len(), 2);
    let revisions: Vec<usize> = reading
        .blogs
        .iter()
        .flat_map(|blog| blog.posts.iter())
        .map(|post| post.unwrap().revisions.len())
        .collect();
    assert!(revisions == [1, 0] || revisions == [0, 1], "{revisions:?}");
}

#[test]
fn many_posts_take_no_long_time() {
    let post = |id: usize| {
        format!(
            r#"{{"id":{id},"blog_name":"b","post_url":"https://b.example/post/{id}","state":"published","type":"text","body":"<a href='/post/{}'>x</a>"}}"#,
            id / 2
        )
    };
    let posts: Vec<String> = (1..20_000).map(post).collect();
    let started = std::time::Instant::now();
    let reading = read_files(&[("a.json", format!("[{}]", posts.join(",")).as_bytes())]).unwrap();
    assert_eq!(reading.blogs[0].posts.len(), 19_999);
    assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
}

#[test]
fn a_page_beside_a_record_that_cannot_be_read_is_not_public() {
    let name = "posts/184200000002.html";
    let record = r#"{"id":184200000002,"blog_name":"my-backup","post_url":"https://my-backup.tumblr.com/post/184200000002","state":"private","type":"text","body":"x","reblog_key":"k"}"#;
    let list = format!("[{record}]");
    let is_public = |files: &[(&str, &[u8])]| !shown(&read_files(files).unwrap()).is_empty();
    assert!(is_public(&[(name, PAGE.as_bytes())]));
    for (record, json) in [(record, "json/184200000002.json"), (&*list, "a.json")] {
        for end in 1..record.len() {
            let cut = &record.as_bytes()[..end];
            assert!(!is_public(&[(json, cut), (name, PAGE.as_bytes())]), "{json} cut at {end}");
        }
    }
    let other = record.replace("184200000002", "7").replace("private", "published");
    assert!(is_public(&[("json/7.json", other.as_bytes()), (name, PAGE.as_bytes())]));
    let odd = [("json/7.json", "{\"id\":}".as_bytes()), (name, PAGE.as_bytes())];
    assert!(!is_public(&odd));
}
