//! Bodies that stay in the file of the feed.

#![expect(
    clippy::disallowed_methods,
    reason = "files that are read, and changed behind the reader's back"
)]

use std::{fs::File, time::SystemTime};

use super::*;
use crate::source;

/// Bodies that stand in a feed as they are, and such that do not.
fn bodies() -> Vec<String> {
    let long = "<p>골목 끝에 우체통이 있었다.</p>".repeat(100);
    vec![
        format!("<![CDATA[{long}]]>"),
        format!("  <![CDATA[\n{long}first\n]]>\n"),
        format!("<![CDATA[{long}]]]]><![CDATA[>]]>"),
        format!("<![CDATA[{long}\u{1}\u{92}]]>"),
        format!("<![CDATA[{long}&amp;]]><!-- c -->"),
        long.replace('<', "&lt;"),
        long.clone(),
        "<![CDATA[<p>short</p>]]>".into(),
        String::new(),
        format!("<![CDATA[{long}last"),
    ]
}

fn feed(bodies: &[String]) -> String {
    let items: String = bodies
        .iter()
        .enumerate()
        .map(|(at, body)| format!("\n<item><guid>{at}</guid><title>{at}</title><pubDate>Mon, 01 Jan 2024 00:00:00 GMT</pubDate><content:encoded>{body}</content:encoded></item> "))
        .collect();
    // Long enough for the file to be lent.
    rss(&[" ".repeat(40 << 10), items].concat())
}

/// Reads a file, with all that is put away in a file of its own at once.
fn from_disk(bytes: &[u8], change: impl FnOnce(&std::path::Path)) -> (Reading, Reading) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xml");
    std::fs::write(&path, bytes).unwrap();
    let mut options = ReadOptions { from: Some("feed".into()), ..ReadOptions::default() };
    options.limits.spool_bytes = 0;
    let of_file = source::open(std::slice::from_ref(&path), &options.limits).unwrap();
    let of_folder = source::open(&[folder.path().to_owned()], &options.limits).unwrap();
    let both = (read(&*of_file, &options).unwrap(), read(&*of_folder, &options).unwrap());
    change(&path);
    both
}

#[test]
fn a_feed_is_the_same_from_a_file_as_from_memory() {
    let text = feed(&bodies());
    let mut broken = text.clone().into_bytes();
    let at = text.find("first").unwrap();
    broken[at] = 0xff;
    let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    let korean = text.replace('\u{92}', "");
    let korean = encoding_rs::EUC_KR.encode(&korean).0.into_owned();
    let packed = {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut packer, text.as_bytes()).unwrap();
        packer.finish().unwrap()
    };
    for bytes in [text.as_bytes(), &broken, &marked, &korean, &packed] {
        let expected = try_reading(&[("a.xml", bytes)]).unwrap();
        let (file, folder) = from_disk(bytes, |_| ());
        assert_eq!(posts(&file).len(), bodies().len());
        assert_eq!(posts(&file), posts(&expected));
        assert_eq!(posts(&folder), posts(&expected));
    }
}

#[test]
fn what_stands_in_a_file_is_not_kept_twice() {
    let long = "<p>글</p>".repeat(1 << 16);
    let text = feed(&[format!("<![CDATA[{long}]]>")]);
    let (file, _) = from_disk(text.as_bytes(), |_| ());
    let post = file.blogs[0].posts.get(0).unwrap();
    // Read from the file, which is gone by its name and still open.
    assert_eq!(html(&post), long);
    assert!(file.blogs[0].posts.slots()[0].bytes_away() < 4096);
}

#[test]
fn a_feed_that_is_changed_while_it_is_read_is_an_error_and_no_other_text() {
    let text = feed(&bodies());
    let (file, _) = from_disk(text.as_bytes(), |path| {
        let changed = text.replace("골목", "바다");
        std::fs::write(path, changed).unwrap();
        File::options()
            .write(true)
            .open(path)
            .unwrap()
            .set_modified(SystemTime::UNIX_EPOCH)
            .unwrap();
    });
    let read = |at: usize| {
        let post = file.blogs[0].posts.get(at).unwrap().into_owned();
        post.content.unwrap().html.text().map(|text| text.into_owned())
    };
    let texts: Vec<_> = (0..file.blogs[0].posts.len())
        .filter(|at| file.blogs[0].posts.head(*at).text > 0)
        .map(read)
        .collect();
    assert!(texts.iter().any(Result::is_err), "what stands in the file");
    assert!(texts.iter().flatten().all(|text| !text.contains("바다")));
}
