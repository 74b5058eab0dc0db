//! Files that lie beside an export.

use serde_json::Value;

use crate::{
    crawls::{CHUNKED, CODED, chunks, crawl, film, gzip},
    program::{Ran, Test},
};

/// A picture of one by one.
const GIF: &[u8] =
    b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

/// An export of WordPress whose only post shows three pictures: one of the blog, a thumbnail of it, and one of others.
fn export() -> String {
    let body = "<p><img src=\"https://e.example/wp-content/uploads/2024/05/sea-300x200.gif\">\
                <img src=\"https://other.example/wp-content/uploads/2024/05/sky.gif\"></p>";
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
         xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>E</title><link>https://e.example</link>\
         <wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://e.example</wp:base_blog_url>\
         <item><title>Sea</title><link>https://e.example/sea/</link><guid>https://e.example/?p=1</guid>\
         <content:encoded><![CDATA[{body}]]></content:encoded><wp:post_id>1</wp:post_id>\
         <wp:post_date>2024-05-01 09:00:00</wp:post_date><wp:post_date_gmt>2024-05-01 00:00:00</wp:post_date_gmt>\
         <wp:status>publish</wp:status><wp:post_type>post</wp:post_type><wp:post_password></wp:post_password></item>\
         </channel></rss>"
    )
}

fn test() -> Test {
    Test::new()
        .file("export.xml", export())
        .file("uploads/2024/05/sea.gif", GIF)
        .file("uploads/2024/05/sea-300x200.gif", [GIF, b" small"].concat())
        .file("uploads/2024/05/sky.gif", [GIF, b" of the same name"].concat())
}

pub(crate) fn stored(ran: &Ran) -> Vec<(String, bool)> {
    let archive = ran.json("out/larder.json");
    let asset =
        |asset: &Value| (asset["id"].as_str().unwrap().to_owned(), !asset["stored"].is_null());
    archive["assets"].as_array().unwrap().iter().map(asset).collect()
}

#[test]
fn files_of_the_blog_are_kept_full_size_and_those_of_others_are_not_taken_for_them() {
    let command = "larder convert export.xml --media uploads --to json,atom -o out \
                   --public-url https://feeds.example/ --report report.json";
    let ran = test().run(command).exits(1);
    let own = "https://e.example/wp-content/uploads/2024/05/sea.gif".to_owned();
    let others = "https://other.example/wp-content/uploads/2024/05/sky.gif".to_owned();
    assert_eq!(stored(&ran), [(own, true), (others, false)]);
    let report = ran.json("report.json");
    let fate = |name: &str| {
        let inputs = report["ledger"]["inputs"].as_array().unwrap();
        let entry = inputs.iter().find(|it| it["name"].as_str().unwrap().ends_with(name)).unwrap();
        let fate = &entry["fate"];
        fate["rule"].as_str().or(fate["fate"].as_str()).unwrap().to_owned()
    };
    assert_eq!(fate("/sea.gif"), "carried");
    assert_eq!(fate("/sea-300x200.gif"), "smaller-copy");
    assert_eq!(fate("/sky.gif"), "not-recognised");
    let picture = ran.tree().into_keys().filter(|name| name.starts_with("out/media/")).count();
    assert!(picture > 0, "the bytes are in the archive");
}

#[test]
fn inspect_says_what_lies_beside_an_export() {
    let ran = test().run("larder inspect export.xml --media uploads").exits(1);
    assert!(ran.stdout.contains("wxr"), "the export is recognised, not the folder");
}

/// A file that is larger than may be in memory: it is carried as others are, from a folder, a zip, a web archive and an
/// archive, because nothing has to hold it as a whole.
#[test]
fn a_large_file_is_carried_without_being_held() {
    let film = film(300_000);
    let export = "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:wp=\"http://wordpress.org/export/1.2/\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>T</title><link>https://e.org</link><wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>https://e.org</wp:base_site_url><item><title>a</title><link>https://e.org/a</link><wp:post_id>1</wp:post_id><wp:post_date_gmt>2024-01-01 00:00:00</wp:post_date_gmt><wp:status>publish</wp:status><wp:post_type>post</wp:post_type><content:encoded><![CDATA[<video src=\"https://e.org/wp-content/uploads/2024/01/v.mp4\"></video>]]></content:encoded></item></channel></rss>";
    let both = format!("{CHUNKED}{CODED}");
    let twice = format!("{CODED}, gzip");
    // An empty line too many stands before the body.
    let length = format!("\r\nContent-Length: {}", film.len());
    let mut packed = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, bytes) in [("export.xml", export.as_bytes()), ("uploads/2024/01/v.mp4", &film)] {
        packed.start_file(name, options).unwrap();
        std::io::Write::write_all(&mut packed, bytes).unwrap();
    }
    let test = Test::new()
        .file("folder/export.xml", export)
        .file("folder/uploads/2024/01/v.mp4", &film)
        .file("blog.zip", packed.finish().unwrap().into_inner())
        .file("plain.warc", crawl("", "", &film))
        .file("chunked.warc", crawl(CHUNKED, "", &chunks(&film)))
        .file("coded.warc", crawl(CODED, "", &gzip(&film)))
        .file("both.warc", crawl(&both, "", &chunks(&gzip(&film))))
        // What some crawlers keep: the body as it was meant, under the head as it was sent.
        .file("lie.warc", crawl(&both, "", &film))
        .file("twice.warc", crawl(&twice, "", &gzip(&gzip(&film))))
        .file("line.warc", crawl(&length, "", &[b"\r\n", &*film].concat()));
    let mut folder = test.run("larder formats").exits(0).folder;
    let digest = larder_core::Digest::of(&film).to_string();
    let name = format!("media/sha256/{}/{digest}.mp4", &digest[..2]);
    let crawls = ["plain", "chunked", "coded", "both", "lie", "twice", "line"];
    let crawls = crawls.map(|name| format!("{name}.warc"));
    for input in ["folder", "blog.zip"].into_iter().chain(crawls.iter().map(String::as_str)) {
        let limit = "--max-file-size 100KB";
        let ran = Test::within(folder)
            .run(&format!("larder convert {input} --to json -o a {limit} --replace"));
        assert!(!ran.stderr.contains("too-large"), "{input}: {}", ran.stderr);
        assert!(ran.tree()[&format!("a/{name}")] == film, "{input}");
        // The same once more, from the archive, and as a zip.
        let ran = Test::within(ran.folder)
            .run(&format!("larder convert a --to hugo,ghost -o b {limit} --replace"));
        assert!(!ran.stderr.contains("too-large"), "{input}: {}", ran.stderr);
        let found = ran
            .tree()
            .into_iter()
            .filter(|(at, bytes)| at.ends_with(".mp4") && at.starts_with("b/") && *bytes == film);
        assert_eq!(found.count(), 1, "{input}");
        folder = ran.folder;
    }
}
