//! A Korean reader meets no English sentence: names of formats, options, files and codes stay, and so does what the
//! posts themselves say, in quotation marks.

use std::{fs, path::Path};

use crate::program::{Ran, Test};

fn korean(line: &str) -> Ran {
    Test::new().sample().variable("LC_ALL", "ko_KR.UTF-8").run(line)
}

/// Fails when a line of what was said holds an English sentence.
#[track_caller]
fn check(what: &str, said: &str) {
    for line in said.lines() {
        assert_eq!(english(line), None, "{what}: in\n{line}");
    }
}

/// Two English words in a row, outside of quotation marks.
fn english(line: &str) -> Option<[String; 2]> {
    // The name of the program and of its commands is no sentence.
    let own = without_quotes(line).replace("larder ", "larder… ").replace("\\-", "-");
    let words: Vec<_> = own.split([' ', '(', ')', '[', ']', '{', '}']).collect();
    let is_sentence = |pair: &&[&str]| {
        // A comma parts the values of a list, and a colon a name from what is said of it.
        !pair[0].ends_with([',', ':']) && pair.iter().all(|word| is_english(word))
    };
    words.windows(2).find(is_sentence).map(|pair| [pair[0].to_owned(), pair[1].to_owned()])
}

fn is_english(word: &str) -> bool {
    let word = word.trim_end_matches(['.', ',', ':', ';']);
    word.len() > 1 && word.bytes().all(|it| it.is_ascii_lowercase())
}

/// The line without what stands in quotation marks (names, words of the posts) and without what a parser of JSON said,
/// which is a detail in brackets.
fn without_quotes(line: &str) -> String {
    let mut own = line.to_owned();
    while let Some((before, after)) = own.split_once(" at line ") {
        let (before, _) = before.rsplit_once('(').expect("a detail stands in brackets");
        own = format!("{before}…{}", after.split_once(')').map_or("", |(_, after)| after));
    }
    for (open, close) in [('`', '`'), ('‘', '’'), ('"', '"')] {
        while let Some((before, rest)) = own.split_once(open) {
            // What was shortened has no closing mark.
            let after = rest.split_once(close).map_or("", |(_, after)| after);
            own = format!("{before}…{after}");
        }
    }
    own
}

#[test]
fn the_check_knows_a_sentence_when_it_sees_one() {
    for line in ["제외: no by-line was found", "print help", "오류 (the end)"] {
        assert!(english(line).is_some(), "{line}");
    }
    check(
        "a test",
        "brunch: 첫 줄 `You can make anything` json, jsonl (error-page) larder convert",
    );
}

#[test]
fn help_manuals_and_completions_are_korean() {
    for command in
        ["", " convert", " inspect", " check", " formats", " schema", " completions", " man"]
    {
        for help in ["-h", "--help"] {
            let ran = korean(&format!("larder{command} {help}")).stderr("").exits(0);
            assert!(ran.stdout.contains("사용법: larder"), "{}", ran.stdout);
            check(&format!("larder{command} {help}"), &ran.stdout);
        }
        let page = korean(&format!("larder man{command}")).stderr("").exits(0).stdout;
        let text = page.lines().filter(|line| !line.starts_with(".ie") && !line.starts_with(".el"));
        check(&format!("larder man{command}"), &text.collect::<Vec<_>>().join("\n"));
    }
    let fish = korean("larder completions fish").exits(0).stdout;
    assert!(fish.contains("쓸 형식. 여럿이면 쉼표로 나눕니다"));
    for line in fish.lines().filter_map(|line| line.split_once(" -d ")) {
        check("larder completions fish", line.1.trim_matches('\''));
    }
    check("larder", &korean("larder").exits(2).stderr);
}

#[test]
fn what_the_program_says_of_the_sample_is_korean() {
    for line in [
        "convert captures --to rss,atom,json-feed,json,jsonl -o out",
        "convert captures --to rss,atom,json-feed,json,jsonl -o out -v --dry-run",
        "inspect captures",
        "formats",
        "formats --losses",
        "check --rules",
    ] {
        let ran = korean(&format!("larder {line}"));
        check(line, &ran.stderr);
        check(line, &ran.stdout);
    }
}

#[test]
fn what_the_program_says_of_every_fixture_is_korean() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import/brunch");
    let cases = fs::read_dir(fixtures).unwrap().map(|case| case.unwrap().path());
    for case in cases.filter(|case| case.is_dir()) {
        let test = Test::new().variable("LC_ALL", "ko_KR.UTF-8");
        let mut inputs = fs::read_dir(&case).unwrap().map(|entry| entry.unwrap().path());
        let input = |path: &Path| {
            path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("input"))
        };
        let input = inputs.find(|path| input(path)).expect("a case has an input");
        let ran = test.run(&format!("larder convert '{}' --to rss -o out -v", input.display()));
        check(&case.display().to_string(), &ran.stderr.replace(&*case.to_string_lossy(), ""));
    }
}

#[test]
fn errors_are_korean() {
    for line in [
        "convert recipe.txt --to rss -o out",
        "convert missing --to rss -o out",
        "convert empty.txt --to rss -o out",
        "convert broken.zip --to rss -o out",
        "convert broken.json --to rss -o out",
        "convert newer.json --to rss -o out",
        "convert captures --to rss -o missing/out",
        "convert captures --to rss -o captures/out",
        "convert captures --to rss -o mine --replace",
        "convert captures --to rss -o mine",
        "convert captures --to rss -o out --report out/report.json",
        "convert captures --to rss,atom -o -",
        "convert captures --to brunch -o out",
        "convert captures --to rs -o out",
        "convert captures --to rss -o out --threads 0",
        "convert captures --to rss -o out --max-files many",
        "convert captures --to rss -o out --max-file-size 1.5GB",
        "convert captures --to rss -o out --count 0",
        "convert captures --to rss -o out --public-url example.org",
        "convert captures --to rss -o out --language 한국어",
        "convert captures --to rss -o out --include everything",
        "convert captures --to rss -o out --quiet --verbose",
        "convert captures --to rss -o out --nonsense",
        "convert captures --to",
        "convert captures --to rss",
        "convert --to rss -o out",
        "konvert",
        "man konvert",
        "schema xml",
        "completions csh",
        "inspect - --lang=ko",
    ] {
        let ran = Test::new()
            .sample()
            .variable("LC_ALL", "ko_KR.UTF-8")
            .file("recipe.txt", "Two eggs, a pinch of salt.")
            .file("empty.txt", "")
            .file("broken.zip", "PK\u{3}\u{4} and nothing more")
            .file("broken.json", "{\"larder\":1,\"site\":")
            .file("newer.json", "{\"larder\":2,\"site\":{}}")
            .file("mine/thesis.txt", "mine")
            .run(&format!("larder {line}"));
        assert!(ran.exit > 1 && ran.stderr.starts_with("오류: "), "{line}\n{}", ran.stderr);
        check(line, &ran.stderr);
    }
}

#[test]
fn what_the_checker_of_feeds_finds_is_korean() {
    let version = r#"{"version": "https://jsonfeed.org/version/1.1", "#;
    let deep = format!("<rss version='2.0'>{}", "<a>".repeat(200));
    let items =
        r#""title": 1, "items": [{"id": [], "tags": 1, "attachments": [1], "title": "\ud800"}]}"#;
    let rss = "<rss version='2.0'><channel><description>&amp;a &lt;b></description><item><author>a</author>\
        <x xmlns='http://www.itunes.com/dtds/podcast-1.0.dtd'/><pubDate>x</pubDate></item></channel></rss>";
    let documents = [
        rss.to_owned(),
        deep,
        "<rss>&nbsp;</rss>".to_owned(),
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><content src='x'/></entry></feed>"
            .to_owned(),
        format!("{version}{items}"),
        format!("{version}\"x\": "),
        format!("{version}\"_x\": {}{}}}", "[".repeat(200), "]".repeat(200)),
    ];
    for (number, document) in documents.iter().enumerate() {
        let test = Test::new().file(&format!("{number}.feed"), document);
        let test = test.variable("LC_ALL", "ko_KR.UTF-8");
        let ran = test.run(&format!("larder check {number}.feed -v")).stderr("").exits(1);
        check(document, &ran.stdout);
    }
}
