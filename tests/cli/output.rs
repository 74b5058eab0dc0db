//! What is written, where, and what the report says of it.

use std::fs;

use serde_json::Value;

use crate::{
    archive::{archive, post},
    program::Test,
};

const ALL: &str = "larder convert captures --to rss,atom,json-feed,json,jsonl -o out";

fn small() -> Test {
    let posts = [post("1", 1, "<p>one</p>"), post("2", 2, "<p>two</p>")];
    Test::new().file("larder.json", archive(posts.into_iter().collect()))
}

#[test]
fn the_sample_book_is_converted_and_every_file_is_accounted_for() {
    let ran = Test::new().sample().run(&format!("{ALL} --report report.json"));
    for file in ["rss.xml", "atom.xml", "feed.json", "larder.json", "larder.jsonl"] {
        assert!(ran.tree().contains_key(&format!("out/{file}")), "no {file}\n{}", ran.stderr);
    }
    assert_eq!(ran.json("report.json")["unexplained"], Value::Array(Vec::new()));
    ran.exits(1);
}

#[test]
fn the_report_adds_up() {
    let ran = Test::new().sample().run(&format!("{ALL} --report report.json"));
    let report = ran.json("report.json");
    let inputs = report["ledger"]["inputs"].as_array().unwrap();
    assert!(inputs.iter().all(|input| input["fate"].is_object() || input["fate"].is_string()));
    let outputs = report["ledger"]["outputs"].as_array().unwrap();
    assert_eq!(outputs.len(), 5);
    for output in outputs {
        let left_out = output["left_out"].as_object().into_iter().flat_map(|rules| rules.values());
        let left_out: usize = left_out.map(|posts| posts.as_array().unwrap().len()).sum();
        let written = output["written"].as_u64().unwrap() + left_out as u64;
        assert_eq!(output["posts"].as_u64().unwrap(), written, "{output}");
        for file in output["files"].as_array().unwrap() {
            let name = format!("out/{}", file.as_str().unwrap());
            assert!(ran.tree().contains_key(&name), "{name} was not written");
        }
    }
    assert_eq!(report["detection"]["reader"], "brunch");
    assert_eq!(report["exit_code"], ran.exit);
}

#[test]
fn everything_is_carried_and_the_exit_code_is_0() {
    small()
        .run("larder convert larder.json --to json -o out")
        .stdout("")
        .stderr(
            "larder: read `larder.json` as json\n  \
               1 file = 1 carried\n  \
               Scales: 2 posts, 2024-03-01 – 2024-03-02\n    \
                 json       2 posts = 2 written → out/larder.json and 1 more\n",
        )
        .exits(0);
}

#[test]
fn a_quiet_run_says_nothing_and_still_has_its_exit_code() {
    let ran = Test::new().sample().run(&format!("{ALL} -q"));
    ran.stdout("").stderr("").exits(1);
}

#[test]
fn a_dry_run_writes_nothing_and_says_the_same() {
    let test = Test::new().sample();
    let before = crate::program::tree(&test.path("."));
    let dry = test.run(&format!("{ALL} --dry-run --report -"));
    assert_eq!(dry.tree(), before);
    let dry_report: Value = serde_json::from_str(&dry.stdout).unwrap();
    assert!(dry.stderr.contains("nothing was written (--dry-run)"), "{}", dry.stderr);
    let wet = Test::within(dry.folder).run(&format!("{ALL} --report report.json"));
    for part in ["ledger", "notes", "outcome", "exit_code"] {
        assert_eq!(dry_report[part], wet.json("report.json")[part], "{part}");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes_in_every_environment() {
    let run = |variables: &[(&str, &str)]| {
        let test = variables
            .iter()
            .fold(Test::new().sample(), |test, (name, value)| test.variable(name, value));
        let ran = test.run(&format!("{ALL} --report report.json"));
        let mut tree = ran.tree();
        tree.retain(|name, _| name.starts_with("out/") || name == "report.json");
        tree
    };
    let plain = run(&[]);
    assert!(plain.len() > 5);
    assert_eq!(plain, run(&[("LC_ALL", "C"), ("TZ", "Asia/Seoul"), ("HOME", "/nowhere")]));
    assert_eq!(plain, run(&[("LANG", "ko_KR.UTF-8"), ("TZ", "America/New_York")]));
    assert_eq!(plain, run(&[("RAYON_NUM_THREADS", "1")]));
}

#[test]
fn no_path_of_this_machine_is_in_any_output() {
    let ran = Test::new()
        .sample()
        .variable("HOME", "/home/canary-user")
        .run(&format!("{ALL} -v --report report.json"));
    let folder = ran.folder.path().to_string_lossy().into_owned();
    let said = ran.tree().into_iter().filter(|(name, _)| !name.starts_with("captures/"));
    for (name, bytes) in said.chain([("stderr".to_owned(), ran.stderr.clone().into_bytes())]) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(&folder) && !text.contains("canary-user"), "{name}");
    }
}

#[test]
fn a_failed_run_leaves_the_older_output_and_nothing_else() {
    let test =
        Test::new().file("out/rss.xml", "older").file("photo.jpg", b"\xff\xd8\xff\xe0 no blog");
    let before = crate::program::tree(&test.path("."));
    let ran = test.run("larder convert photo.jpg --to rss -o out --replace").exits(4);
    assert_eq!(ran.tree(), before);
}

#[test]
fn a_place_that_cannot_be_written_is_a_usage_error() {
    let ran = small()
        .run("larder convert larder.json --to rss -o missing/out")
        .stdout("")
        .stderr("error: `missing/out` cannot be written: there is no such file or folder\n")
        .exits(2);
    assert_eq!(ran.tree().len(), 1);
    let ran =
        small().file("file", "").run("larder convert larder.json --to rss -o file/out").exits(2);
    assert_eq!(ran.tree().len(), 2);
}

#[test]
fn an_unreadable_input_has_a_report_too() {
    let ran = Test::new()
        .file("recipe.txt", "eggs")
        .run("larder convert recipe.txt --to rss -o out --report report.json")
        .exits(4);
    let report = ran.json("report.json");
    assert_eq!((&report["outcome"], &report["exit_code"]), (&"unreadable".into(), &4.into()));
    assert!(report["details"].as_array().is_some_and(|details| !details.is_empty()), "{report}");
}

#[test]
fn one_feed_goes_to_standard_output() {
    let ran = small().run("larder convert larder.json --to rss -o -");
    assert!(ran.stdout.starts_with("<?xml") && ran.stdout.contains("https://example.org/2"));
    assert_eq!(ran.tree().len(), 1);
}

#[test]
fn an_archive_goes_through_standard_input_and_output_unchanged() {
    let json = small().run("larder convert larder.json --to json -o - -q").exits(0).stdout;
    Test::new()
        .stdin(&json)
        .run("larder convert - --to json -o - -q")
        .stdout(&json)
        .stderr("")
        .exits(0);
}

#[test]
fn a_zip_is_written_and_read_again() {
    let ran = small().run("larder convert larder.json --to json,rss -o out.zip");
    assert!(
        fs::read(ran.folder.path().join("out.zip")).unwrap().starts_with(b"PK"),
        "{}",
        ran.stderr
    );
    let json =
        Test::within(ran.folder).run("larder convert out.zip --from json --to json -o - -q").stdout;
    let again = small().run("larder convert larder.json --to json -o - -q");
    again.stdout(&json);
}

#[cfg(unix)]
#[test]
fn an_archive_is_for_its_owner_and_a_feed_for_everybody() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |line: &str| {
        let ran = small().run(line);
        fs::metadata(ran.folder.path().join("out")).unwrap().permissions().mode() & 0o777
    };
    assert_eq!(mode("larder convert larder.json --to rss,json -o out"), 0o700);
    assert_ne!(mode("larder convert larder.json --to rss -o out") & 0o055, 0);
}

#[test]
fn counts_and_dates_select_and_the_rest_is_left_out_by_name() {
    let ran = small().run(
        "larder convert larder.json --to rss -o out --count 1 --public-url https://example.org/f/",
    );
    assert!(
        ran.text("out/rss.xml").contains("Post 2") && !ran.text("out/rss.xml").contains("Post 1")
    );
    assert!(ran.stderr.contains("2 posts = 1 written + 1 left out (count 1)"), "{}", ran.stderr);
}

#[test]
fn completions_manuals_and_schemas_are_there() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script =
            Test::new().run(&format!("larder completions {shell}")).stderr("").exits(0).stdout;
        assert!(script.contains("larder") && script.contains("public-url"), "{shell}");
    }
    let commands = [
        "convert",
        "inspect",
        "verify",
        "check",
        "diff",
        "redirects",
        "formats",
        "schema",
        "completions",
        "man",
    ];
    let manual = Test::new().run("larder man").stderr("").exits(0).stdout;
    assert_eq!(manual.matches(".TH larder").count(), 1, "one page");
    let ran = Test::new().run("larder man -o man1").stdout("").stderr("").exits(0);
    assert_eq!(ran.tree().len(), 1 + 1 + commands.len(), "{:?}", ran.tree().keys());
    for command in commands {
        let page = Test::new().run(&format!("larder man {command}")).stderr("").exits(0).stdout;
        assert!(page.contains(&format!(".TH larder-{command} 1")), "{page}");
        assert_eq!(ran.text(&format!("man1/larder-{command}.1")), page);
        let section = format!(".SH \"LARDER {}\"", command.to_uppercase());
        assert!(manual.contains(&section), "{section}");
    }
    for form in ["", " json", " jsonl"] {
        let schema = Test::new().run(&format!("larder schema{form}")).stderr("").exits(0).stdout;
        let schema: Value = serde_json::from_str(&schema).unwrap();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    }
}

#[test]
fn help_is_in_the_language_of_the_reader() {
    let help = |language: &str| {
        Test::new()
            .variable("LANG", language)
            .run("larder convert --help")
            .stderr("")
            .exits(0)
            .stdout
    };
    assert!(help("en_US.UTF-8").contains("The formats to write, with commas between them"));
    assert!(help("ko_KR.UTF-8").contains("쓸 형식. 여럿이면 쉼표로 나눕니다"));
    Test::new()
        .run("larder --version")
        .stdout(concat!("larder ", env!("CARGO_PKG_VERSION"), "\n"))
        .exits(0);
}
