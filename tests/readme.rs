//! The README says what the program does: its command runs, and its summary, its tables and what it shows of `diff` and
//! `check` are the program's own.
//!
//! `BLESS=1 cargo test --test readme` writes them into README.md and README.ko.md.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads the README and runs its command"
)]

use std::{
    fs,
    path::Path,
    process::Command,
    sync::{Mutex, PoisonError},
};

use larder_core::Format;
use larder_export::WRITERS;
use larder_import::READERS;

#[test]
fn the_readme_says_what_its_command_prints() {
    check("README.md", "summary", &format!("```text\n{}```\n", summary("README.md", "en")));
}

#[test]
fn the_korean_readme_says_what_its_command_prints() {
    check("README.ko.md", "summary", &format!("```text\n{}```\n", summary("README.ko.md", "ko")));
}

#[test]
fn the_readmes_show_what_a_move_to_atom_would_announce_again() {
    for (readme, language, salt) in [("README.md", "en", "Salt"), ("README.ko.md", "ko", "소금")]
    {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("feed.xml"), feed(salt)).unwrap();
        let convert = "convert feed.xml --to atom --public-url https://example.org/ -o feeds -q";
        run(folder.path(), convert, language);
        let said = run(folder.path(), "diff feed.xml feeds/atom.xml", language);
        check(readme, "diff", &format!("```text\n{said}```\n"));
    }
}

/// Three posts, the last of which has a number for an id.
fn feed(last: &str) -> String {
    let posts = [
        ("https://old.example.net/?p=1", "Pepper"),
        ("https://old.example.net/?p=2", "Sugar"),
        ("12345", last),
    ];
    let items = posts.iter().zip(1..).map(|((id, title), day)| {
        format!(
            "<item><title>{title}</title><link>https://old.example.net/{day}</link><guid isPermaLink=\"false\">{id}</guid>\
             <pubDate>0{day} Jan 2024 08:00:00 +0900</pubDate><description>{title}</description></item>"
        )
    });
    let items: String = items.collect();
    format!(
        "<rss version=\"2.0\"><channel><title>Kitchen</title><link>https://old.example.net/</link>\
         <description>x</description>{items}</channel></rss>"
    )
}

#[test]
fn the_readmes_show_what_a_check_finds() {
    // The feed of a conversation, which shows more of it.
    let conversations = read("tests/fixtures/cli/check.md");
    let (_, rest) = conversations.split_once("```file broken.xml\n").unwrap();
    let (broken, _) = rest.split_once("```").unwrap();
    for (readme, language) in [("README.md", "en"), ("README.ko.md", "ko")] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("broken.xml"), broken).unwrap();
        let said = run(folder.path(), "check broken.xml", language);
        check(readme, "check", &format!("```text\n{said}```\n"));
    }
}

/// What a command writes to standard output.
fn run(folder: &Path, command: &str, language: &str) -> String {
    let run = Command::new(env!("CARGO_BIN_EXE_larder"))
        .args(command.split(' '))
        .args(["--lang", language])
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(matches!(run.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap()
}

#[test]
fn the_tables_list_all_formats() {
    check(
        "README.md",
        "formats",
        &table("FORMATS.md", "| `--from`, `--to` | reads | writes | |", |it| it.summary),
    );
    check(
        "README.ko.md",
        "formats",
        &table("FORMATS.ko.md", "| `--from`, `--to` | 읽기 | 쓰기 | |", |it| it.summary_ko),
    );
}

#[test]
fn every_format_that_is_read_has_its_place_in_the_pages_of_formats() {
    let names: Vec<&str> = READERS.iter().map(|reader| reader.format().name).collect();
    for (page, label) in [("FORMATS.md", "**How to get it.** "), ("FORMATS.ko.md", "**받는 법.** ")]
    {
        let text = read(page);
        let sections: Vec<&str> = text.split("\n## ").skip(1).collect();
        let heads = sections.iter().filter_map(|section| section.lines().next());
        assert_eq!(heads.collect::<Vec<_>>(), names, "{page}: one heading each, in their order");
        for section in sections {
            let parts: Vec<&str> = section.trim_end().split("\n\n").collect();
            assert!(parts.len() >= 3 && parts[1].starts_with(label), "{page}: {}", parts[0]);
        }
    }
}

#[test]
fn both_readmes_have_the_same_commands() {
    let commands = |name: &str| -> Vec<String> {
        let text = read(name);
        let lines = text.lines().filter(|line| line.starts_with("cargo ")).map(str::to_owned);
        lines.collect()
    };
    assert_eq!(commands("README.md"), commands("README.ko.md"));
    assert_eq!(commands("README.md")[1], "cargo test");
}

/// What the README's first command prints, run in this folder with another output.
fn summary(readme: &str, language: &str) -> String {
    let text = read(readme);
    let command =
        text.lines().find_map(|line| line.strip_prefix("cargo run --release -- ")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out").to_str().unwrap().to_owned();
    let words = command.split(' ').map(|word| if word == "out" { out.as_str() } else { word });
    let run = Command::new(env!("CARGO_BIN_EXE_larder"))
        .args(words)
        .args(["--lang", language])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(1), "{}", String::from_utf8_lossy(&run.stderr));
    let said = String::from_utf8(run.stderr).unwrap().replace(&out, "out");
    // The notes themselves are many; the line that counts them is the last that the README shows.
    let counts = said.find("-v").unwrap();
    let end = said[counts..].find('\n').map_or(said.len(), |end| counts + end + 1);
    said[..end].to_owned()
}

/// The table of formats; those that are read lead to what `page` says of them.
fn table(page: &str, head: &str, summary: impl Fn(&Format) -> &str) -> String {
    let mut formats: Vec<&Format> = READERS.iter().map(|reader| reader.format()).collect();
    for writer in WRITERS {
        if !formats.iter().any(|format| format.name == writer.format().name) {
            formats.push(writer.format());
        }
    }
    let mark = |yes: bool| if yes { "✓" } else { "" };
    let mut table = format!("\n{head}\n|---|---|---|---|\n");
    for format in formats {
        let reads = READERS.iter().any(|reader| reader.format().name == format.name);
        let writes = WRITERS.iter().any(|writer| writer.format().name == format.name);
        let name = match reads {
            true => format!("[`{0}`]({page}#{0})", format.name),
            false => format!("`{}`", format.name),
        };
        table +=
            &format!("| {name} | {} | {} | {} |\n", mark(reads), mark(writes), summary(format));
    }
    table + "\n"
}

fn check(readme: &str, section: &str, expected: &str) {
    // Tests run side by side, and each may write the file anew.
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let text = read(readme);
    let (open, close) = (
        format!("<!-- {section}: kept current by tests/readme.rs -->\n"),
        format!("<!-- /{section} -->"),
    );
    let (before, rest) = text.split_once(&open).unwrap();
    let (found, after) = rest.split_once(&close).unwrap();
    if std::env::var_os("BLESS").is_some() {
        fs::write(path(readme), format!("{before}{open}{expected}{close}{after}")).unwrap();
        return;
    }
    assert_eq!(
        found, expected,
        "{readme} is not current; BLESS=1 cargo test --test readme writes it"
    );
}

fn read(name: &str) -> String {
    fs::read_to_string(path(name)).unwrap()
}

fn path(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}
