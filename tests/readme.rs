//! The README says what the program does: its command runs, its summary and its table are the program's own.
//!
//! `BLESS=1 cargo test --test readme` writes both into README.md and README.ko.md.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads the README and runs its command"
)]

use std::{fs, path::Path, process::Command};

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
fn the_tables_list_all_formats() {
    check(
        "README.md",
        "formats",
        &table("| `--from`, `--to` | reads | writes | |", |it| it.summary),
    );
    check(
        "README.ko.md",
        "formats",
        &table("| `--from`, `--to` | 읽기 | 쓰기 | |", |it| it.summary_ko),
    );
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

fn table(head: &str, summary: impl Fn(&Format) -> &str) -> String {
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
        table += &format!(
            "| `{}` | {} | {} | {} |\n",
            format.name,
            mark(reads),
            mark(writes),
            summary(format)
        );
    }
    table + "\n"
}

fn check(readme: &str, section: &str, expected: &str) {
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
