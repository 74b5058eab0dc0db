//! Files for other platforms to import.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read as _},
};

use serde_json::json;

use crate::{
    archive::{archive, post},
    program::{Ran, Test},
};

const MOVES: &str = "larder convert larder.json --to ghost,bar,blogger -o out";

/// Three public posts and a page, one of them beside a private one.
fn blog() -> Test {
    let mut private = post("secret", 4, "<p>canary-private</p>");
    private["visibility"] = "private".into();
    let mut page = post("about", 5, "<p>about</p>");
    page["kind"] = "page".into();
    let posts = [post("1", 1, "<p>one</p>"), post("2", 2, "<p>two</p>"), page, private];
    Test::new().file("larder.json", archive(posts.into_iter().collect()))
}

fn entries(ran: &Ran, name: &str) -> BTreeMap<String, String> {
    unzip(&ran.tree()[name])
}

fn unzip(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut entries = BTreeMap::new();
    for place in 0..zip.len() {
        let mut entry = zip.by_index(place).unwrap();
        let name = entry.name().unwrap().to_string();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        entries.insert(name, String::from_utf8_lossy(&content).into_owned());
    }
    entries
}

#[test]
fn one_run_writes_a_file_for_each_platform_and_says_what_stayed_behind() {
    let ran = blog().run(&format!("{MOVES} --report report.json"));
    for output in ran.json("report.json")["ledger"]["outputs"].as_array().unwrap() {
        assert_eq!((&output["posts"], &output["written"]), (&json!(4), &json!(3)), "{output}");
        assert_eq!(output["left_out"], json!({ "not-public": ["https://example.org/secret"] }));
    }
    let ghost = &entries(&ran, "out/ghost.zip")["ghost.json"];
    let bar = entries(&ran, "out/blog.bar");
    let blogger = String::from_utf8(ran.tree()["out/blogger.xml"].clone()).unwrap();
    for text in [ghost, &bar["feed.json"], &bar["index.html"], &blogger] {
        assert!(text.contains("two") && text.contains("about"), "{text}");
        assert!(!text.contains("canary") && !text.contains("secret"), "{text}");
    }
    ran.exits(1);
}

#[test]
fn what_was_written_for_a_platform_is_read_again_and_replaced() {
    let ran = blog().run(MOVES);
    for file in ["ghost.zip", "blog.bar", "blogger.xml"] {
        let bytes = ran.tree()[&format!("out/{file}")].clone();
        let again = Test::new().file(file, bytes);
        let again = again.run(&format!("larder convert {file} --to jsonl -o again"));
        let lines = again.text("again/larder.jsonl");
        let posts = lines.lines().filter(|line| line.starts_with("{\"type\":\"post\""));
        assert_eq!(posts.count(), 3, "{file}: {lines}\n{}", again.stderr);
    }
    Test::within(ran.folder).run(&format!("{MOVES} --replace")).exits(1);
}

#[test]
fn posts_are_split_over_as_many_files_as_there_have_to_be() {
    let ran = blog().run("larder convert larder.json --to ghost -o out --split-posts 2");
    let posts = |name: &str| entries(&ran, name)["ghost.json"].matches("\"comment_id\"").count();
    assert_eq!((posts("out/ghost.zip"), posts("out/ghost-2.zip")), (2, 1));
    ran.exits(1);
    let unused = blog().run("larder convert larder.json --to bar -o out --split-posts 2");
    assert!(unused.stderr.contains("--split-posts"), "{}", unused.stderr);
    unused.exits(2);
}

#[test]
fn the_old_addresses_are_named_to_search_engines_only_when_asked_for() {
    let canonical = |options: &str| {
        let ran = blog().run(&format!("larder convert larder.json --to ghost -o out{options}"));
        entries(&ran, "out/ghost.zip")["ghost.json"].contains("\"canonical_url\"")
    };
    assert!(!canonical(""));
    assert!(canonical(" --canonical"));
}

#[test]
fn a_zip_of_outputs_and_standard_output_take_them_too() {
    let ran = blog().run("larder convert larder.json --to ghost,bar -o out.zip");
    let inside = entries(&ran, "out.zip");
    assert_eq!(inside.keys().collect::<Vec<_>>(), ["blog.bar", "ghost.zip"]);
    let bar = blog().run("larder convert larder.json --to blogger -o -");
    assert!(bar.stdout.ends_with("</feed>\n"), "{}", bar.stdout);
}

#[test]
fn a_web_archive_states_the_time_that_it_is_given_and_is_proved() {
    let options = "--written-at 2026-11-30T12:00:00+09:00 --public-url https://example.org/";
    let ran = blog().run(&format!("larder convert larder.json --to wacz -o out {options}"));
    let inside = entries(&ran, "out/blog.wacz");
    let pages = inside["pages/pages.jsonl"].lines().skip(1);
    assert!(
        pages.clone().count() == 4
            && pages.clone().all(|it| it.contains("\"2026-11-30T03:00:00Z\""))
    );
    assert!(inside.values().all(|text| !text.contains("secret")));
    let proved =
        Test::within(ran.folder).run(&format!("larder verify out --against larder.json {options}"));
    assert!(proved.stdout.contains("proved: what is not there was declared"), "{}", proved.stdout);
    Test::within(proved.folder)
        .run(&format!("larder convert larder.json --to rss -o feeds {options}"))
        .exits(2);
}
