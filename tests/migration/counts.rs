//! What exports hold by a count that shares no code with the readers, and what the ledger and the blogs say.
//!
//! Each count looks at the raw text: rows of JSON, lines, file names, `<a `. What cannot be seen so simply, such as which
//! of two records of one post counts, is said case by case.

#[path = "counts/flat.rs"]
mod flat;
#[path = "counts/lists.rs"]
mod lists;
#[path = "counts/pages.rs"]
mod pages;

use std::collections::BTreeSet;

use serde_json::Value;

use super::*;

/// How many of each an export holds.
#[derive(Clone, Debug, Default, PartialEq)]
struct Count {
    /// Records of posts, copies of one post too: entries of the ledger.
    records: u64,
    /// Posts, each once.
    posts: u64,
    /// Comments, trackbacks too.
    comments: u64,
    /// Categories and tags, each once.
    terms: u64,
    /// Pictures and files, each once.
    media: u64,
    /// Links in texts.
    links: u64,
}

/// What came of an export.
fn found(reading: &Reading) -> Count {
    let is_record = |entry: &&Entry| {
        let name = entry.name.text();
        let number = name.rsplit(['#', ':']).next().unwrap_or_default();
        entry.kind == ItemKind::Item && (number == "post" || number.parse::<u64>().is_ok())
    };
    let records = reading.ledger.inputs.iter().filter(is_record).count() as u64;
    let mut count = Count { records, ..Count::default() };
    for blog in &reading.blogs {
        count.posts += blog.posts.len() as u64;
        count.comments += blog.comments.len() as u64;
        count.terms += blog.terms.len() as u64;
        count.media += blog.assets.len() as u64;
        for post in blog.posts.iter() {
            let post = post.expect("it was put away a moment ago");
            let html =
                post.content.as_ref().map(|content| content.html.text().expect("it is there"));
            count.links += html.map_or(0, |html| html.matches("<a ").count() as u64);
        }
    }
    count
}

/// Compares the count of each case with what came of it; `count` has none for cases that are about damage.
fn compare(platform: &str, count: impl Fn(&str, &Path) -> Option<Count>) {
    let mut compared = 0;
    for (case, input) in cases(platform) {
        let Some(counted) = count(&case, &input) else { continue };
        let reading = read(&input).unwrap_or_else(|| panic!("{platform}/{case} cannot be read"));
        assert_eq!(found(&reading), counted, "{platform}/{case}");
        assert_eq!(reading.ledger.unexplained(), [], "{platform}/{case}");
        compared += 1;
    }
    assert!(compared > 0, "no case of {platform} is counted");
}

/// All files of a case, each with its path in the input and its bytes; an input that is a file has an empty path.
fn files_of(input: &Path) -> Vec<(String, Vec<u8>)> {
    let (mut files, mut left) = (Vec::new(), vec![input.to_owned()]);
    while let Some(path) = left.pop() {
        match fs::read_dir(&path) {
            Ok(entries) => left.extend(entries.flatten().map(|entry| entry.path())),
            Err(_) => {
                let name =
                    path.strip_prefix(input).expect("it is below the input").to_string_lossy();
                files.push((name.into_owned(), fs::read(&path).expect("the fixture is there")));
            }
        }
    }
    files.sort();
    files
}

/// The text of a file whose encoding does not matter: every byte a character.
fn bytes_as_text(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

fn json(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).expect("the fixture is JSON")
}

fn texts(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the fixture is UTF-8")
}

/// The elements of a list, or none.
fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// The text of a field, or nothing.
fn text<'v>(value: &'v Value, field: &str) -> &'v str {
    value[field].as_str().unwrap_or_default()
}

/// How many different values there are.
fn distinct<T: Ord>(values: impl IntoIterator<Item = T>) -> u64 {
    values.into_iter().collect::<BTreeSet<T>>().len() as u64
}

/// What stands between `start` and the next `end`, wherever `start` stands.
fn between<'t>(text: &'t str, start: &str, end: char) -> Vec<&'t str> {
    text.split(start).skip(1).filter_map(|rest| rest.split(end).next()).collect()
}

/// The addresses of pictures in HTML and in Markdown.
fn pictures(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for tag in between(text, "<img ", '>') {
        found.extend(between(tag, "src=\"", '"').first().map(|it| (*it).to_owned()));
    }
    for rest in text.split("![").skip(1) {
        let address = rest.split_once("](").map(|(_, rest)| rest);
        found.extend(address.and_then(|it| it.split([')', ' ']).next()).map(str::to_owned));
    }
    found
}

/// How many links HTML or Markdown holds, outside of blocks of code.
fn links(text: &str) -> u64 {
    let prose: String = text.split("```").step_by(2).collect();
    let marked = prose.matches("](").count() - prose.matches("![").count();
    (prose.matches("<a ").count() + marked) as u64
}

/// The names of files in a text, by their extensions, whatever folder or size they are in.
fn file_names(text: &str) -> BTreeSet<String> {
    let kinds = ["png", "jpg", "jpeg", "gif", "ico", "mp3", "mp4", "pdf"];
    let words = text.split(|character: char| {
        character.is_whitespace() || "\"'()\\/?#<>,&;".contains(character)
    });
    let is_file = |word: &&str| {
        word.rsplit_once('.').is_some_and(|(name, end)| !name.is_empty() && kinds.contains(&end))
    };
    words.filter(is_file).map(str::to_owned).collect()
}

/// The rows of a table, each a list of its cells.
fn rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut is_quoted) = (Vec::new(), vec![], String::new(), false);
    for character in text.chars() {
        match (character, is_quoted) {
            ('"', _) => {
                // Two quotes within quotes are one.
                is_quoted = !is_quoted;
                if is_quoted && cell.ends_with('\u{1}') {
                    cell.pop();
                    cell.push('"');
                } else if !is_quoted {
                    cell.push('\u{1}');
                }
            }
            (',' | '\n', false) => {
                row.push(std::mem::take(&mut cell).replace('\u{1}', ""));
                if character == '\n' {
                    rows.push(std::mem::take(&mut row));
                }
            }
            ('\r', false) => {}
            _ => cell.push(character),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell.replace('\u{1}', ""));
        rows.push(row);
    }
    rows
}

/// The rows of a table below its head, each cell by the name of its column.
fn named_rows(bytes: &[u8]) -> Vec<BTreeMap<String, String>> {
    let text = texts(bytes);
    let mut rows = rows(text.trim_start_matches('\u{feff}')).into_iter();
    let head = rows.next().unwrap_or_default();
    rows.map(|row| head.iter().cloned().zip(row).collect()).collect()
}
