//! What was there before a run is there after it, or is where the user asked for it to be.

use std::fs;

use crate::{
    archive::{archive, post},
    program::{Ran, Test},
};

fn small() -> Test {
    Test::new().file("larder.json", archive(serde_json::json!([post("1", 1, "<p>one</p>")])))
}

const REPLACED: &str = "hint: `--replace` takes the place of what Larder wrote and of nothing else; \
     name another place, or move this away yourself\n";

/// The run was refused and nothing was touched.
fn refused(test: Test, line: &str) -> Ran {
    let before = crate::program::tree(&test.path("."));
    let ran = test.run(line).stdout("").exits(2);
    assert_eq!(ran.tree(), before, "{line}\n{}", ran.stderr);
    ran
}

#[test]
fn an_older_output_is_kept_and_replaced_only_when_asked() {
    let ran = small().file("out/rss.xml", "older");
    let ran = refused(ran, "larder convert larder.json --to rss -o out").stderr(
        "error: `out` exists already\n\
         hint: `--replace` puts the new output in its place, once it is complete\n",
    );
    let mut ran = ran;
    for old in ["out.old", "out.old-2", "out.old-3"] {
        ran = Test::within(ran.folder).run("larder convert larder.json --to rss -o out --replace");
        let kept = format!("the older output is kept beside it as `{old}`");
        assert!(ran.stderr.contains(&kept), "{}", ran.stderr);
    }
    assert_eq!(ran.text("out.old/rss.xml"), "older");
    assert_eq!(ran.text("out.old-3/rss.xml"), ran.text("out/rss.xml"));
}

#[test]
fn what_larder_did_not_write_is_never_moved_away() {
    let line = "larder convert larder.json --to rss --replace -o ";
    refused(small().file("Documents/thesis.docx", "mine"), &format!("{line}Documents")).stderr(
        &format!(
            "error: `Documents` is not replaced: it is no output of Larder\n  \
               it holds `thesis.docx`, which Larder does not write\n{REPLACED}"
        ),
    );
    refused(small().file("thesis.docx", "mine"), &format!("{line}thesis.docx")).stderr(&format!(
        "error: `thesis.docx` is not replaced: it is no output of Larder\n{REPLACED}"
    ));
    refused(small().file("photos.zip", "mine"), &format!("{line}photos.zip"));
    refused(
        small().file("out/rss.xml", "older").file("out/notes.txt", "mine"),
        &format!("{line}out"),
    );
}

#[test]
fn whatever_the_writers_make_can_be_replaced() {
    let all = "--to rss,atom,json-feed,json,jsonl";
    let mut ran = Test::new().sample().run(&format!("larder convert captures {all} -o out"));
    ran = Test::within(ran.folder).run(&format!("larder convert captures {all} -o out --replace"));
    assert!(ran.tree().contains_key("out.old/larder.json"), "{}", ran.stderr);
    let one = archive(serde_json::json!([post("1", 1, "<p>one</p>")]));
    let two = one.replace("https://example.org/", "https://example.net/");
    let test = Test::within(ran.folder).file("in/one.json", one).file("in/two.json", two);
    ran = test.run(&format!("larder convert in {all} -o several"));
    for line in ["in --replace -o several", "in -o out.zip", "in --replace -o out.zip"] {
        ran = Test::within(ran.folder).run(&format!("larder convert {line} {all}"));
        assert!(ran.exit < 2, "{}", ran.stderr);
    }
    assert!(ran.tree().contains_key("several.old/") && ran.tree().contains_key("out.zip.old"));
}

#[test]
fn a_report_stands_outside_the_output_and_replaces_reports_only() {
    let line = "larder convert larder.json --to rss -o out --report ";
    for report in ["out/report.json", "out/a/report.json", "./out/report.json", "out"] {
        let ran = refused(small(), &format!("{line}{report}"));
        assert!(ran.stderr.contains("would stand in the output"), "{}", ran.stderr);
    }
    refused(small(), &format!("{line}larder.json"));
    refused(small(), &format!("{line}missing/report.json"));
    refused(small().file("report.json", "mine"), &format!("{line}report.json"));
    refused(small().file("report.json", "mine"), &format!("{line}report.json --replace")).stderr(
        &format!("error: `report.json` is not replaced: it is no report of Larder\n{REPLACED}"),
    );
    refused(small().folder("report.json"), &format!("{line}report.json --replace"));
    let ran = small().run(&format!("{line}report.json"));
    let again = Test::within(ran.folder).run(&format!("{line}report.json --replace"));
    assert_eq!(again.json("report.json")["command"], "convert", "{}", again.stderr);
}

#[test]
fn a_dry_run_is_refused_where_the_run_would_be() {
    for line in [
        "larder convert larder.json --to rss -o out",
        "larder convert larder.json --to rss -o mine --replace",
        "larder convert larder.json --to rss -o missing/out",
        "larder convert larder.json --to rss,atom -o -",
        "larder convert larder.json --to rss -o - --report -",
        "larder convert larder.json --to rss -o new --report new/report.json",
    ] {
        let test = || small().file("out/rss.xml", "older").file("mine/thesis.docx", "mine");
        let run = refused(test(), line);
        refused(test(), &format!("{line} --dry-run")).stderr(&run.stderr);
    }
    let ran = small().file("out/rss.xml", "older");
    let before = crate::program::tree(&ran.path("."));
    let ran = ran.run("larder convert larder.json --to rss -o out --replace --dry-run");
    assert!(ran.exit < 2 && ran.tree() == before, "{}", ran.stderr);
}

#[test]
fn the_rest_of_a_killed_run_is_named_and_kept() {
    let ran = small()
        .file(".out.larder-abc123/out/rss.xml", "perhaps the older output")
        .run("larder convert larder.json --to rss -o out");
    assert!(ran.stderr.contains("`.out.larder-abc123` is left of a run"), "{}", ran.stderr);
    assert_eq!(ran.text(".out.larder-abc123/out/rss.xml"), "perhaps the older output");
    let ran = Test::within(ran.folder).run("larder convert larder.json --to rss -o other");
    assert!(!ran.stderr.contains("abc123"), "{}", ran.stderr);
    assert!(fs::metadata(ran.folder.path().join("other/rss.xml")).is_ok());
}

#[test]
fn formats_are_known_in_any_case_and_with_spaces() {
    let ran = small().run("larder convert larder.json --to 'RSS, Atom' -o out");
    assert!(ran.tree().contains_key("out/rss.xml") && ran.tree().contains_key("out/atom.xml"));
}
