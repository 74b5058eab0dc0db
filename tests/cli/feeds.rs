//! Feeds in several documents, and what stands beside them.

use crate::{
    archive::{archive, post},
    program::{Ran, Test},
};

const URL: &str = "--public-url https://feeds.example.org/";

/// A blog with a post for each of the first days of March.
fn blog(days: u32) -> Test {
    let posts = (1..=days).map(|day| post(&day.to_string(), day, &format!("<p>{day}</p>")));
    Test::new().file("larder.json", archive(posts.collect()))
}

fn files(ran: &Ran) -> Vec<String> {
    let names =
        ran.tree().into_keys().filter_map(|name| name.strip_prefix("out/").map(str::to_owned));
    names.filter(|name| !name.is_empty()).collect()
}

#[test]
fn the_whole_history_is_written_in_archive_documents() {
    let ran = blog(7).run(&format!(
        "larder convert larder.json --to rss --archive-pages 3 --count 1 {URL} -o out --report report.json"
    ));
    assert_eq!(files(&ran), ["rss-1.xml", "rss-2.xml", "rss.xml"]);
    let output = &ran.json("report.json")["ledger"]["outputs"][0];
    assert_eq!((&output["written"], &output["posts"]), (&7.into(), &7.into()));
    assert_eq!(output["files"].as_array().unwrap().len(), 3);
    assert!(ran.text("out/rss.xml").contains("https://feeds.example.org/rss-2.xml"));
    ran.exits(0);
}

#[test]
fn an_output_in_several_documents_is_replaced_by_the_next() {
    let command = format!(
        "larder convert larder.json --to rss,atom,json-feed --archive-pages 2 {URL} -o out --replace"
    );
    let ran = blog(4).run(&command).exits(0);
    let before = ran.text("out/atom-1.xml");
    let posts = (1..=5).map(|day| post(&day.to_string(), day, &format!("<p>{day}</p>")));
    let ran = Test::within(ran.folder)
        .file("larder.json", archive(posts.collect()))
        .run(&command)
        .exits(0);
    assert_eq!(ran.text("out/atom-1.xml"), before, "a full document never changes");
    assert!(ran.tree().contains_key("out.old/"));
}

#[test]
fn options_that_need_an_address_or_a_folder_say_so_before_anything_is_read() {
    blog(1)
        .run("larder convert larder.json --to rss --archive-pages 2 -o out")
        .stdout("")
        .stderr(
            "error: `--archive-pages` writes addresses of the output, and nobody said where it will stand\n\
             hint: `--public-url URL` says it, such as `--public-url https://example.org/blog/`\n",
        )
        .exits(2);
    blog(1)
        .run(&format!("larder convert larder.json --to rss --archive-pages 2 {URL} -o -"))
        .stdout("")
        .stderr(
            "error: `--archive-pages` writes several files, but standard output takes one\n\
             hint: write into a folder: `-o DIR`\n",
        )
        .exits(2);
    let ran =
        blog(1).run(&format!("larder convert larder.json --to rss --archive-pages 0 {URL} -o out"));
    assert!(ran.stderr.contains("expected a number from 1 on"), "{}", ran.stderr);
    ran.exits(2);
}
