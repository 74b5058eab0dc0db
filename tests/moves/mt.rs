//! The rules of Movable Type's importer, by which other programs read the text, too.

use crate::sample::Written;

const KEYS: [&str; 11] = [
    "AUTHOR",
    "TITLE",
    "BASENAME",
    "STATUS",
    "ALLOW COMMENTS",
    "CONVERT BREAKS",
    "ALLOW PINGS",
    "PRIMARY CATEGORY",
    "CATEGORY",
    "DATE",
    "TAGS",
];

const SECTIONS: [&str; 6] = ["BODY", "EXTENDED BODY", "EXCERPT", "KEYWORDS", "COMMENT", "PING"];

/// Checks all files of an export.
pub(crate) fn check(written: &Written, name: &str) {
    let mut entries = 0;
    for (file, text) in &written.files {
        let name = format!("{name}: {file}");
        assert!(
            !text.contains('\r') && (text.is_empty() || text.ends_with("\n--------\n")),
            "{name}"
        );
        for entry in text.split_terminator("\n--------\n") {
            check_entry(entry, &name);
            entries += 1;
        }
    }
    assert_eq!(entries, written.posts, "{name}");
}

fn check_entry(entry: &str, name: &str) {
    let entry = entry.strip_suffix("\n-----").unwrap_or_else(|| panic!("{name}: {entry}"));
    let mut sections = entry.split("\n-----\n");
    check_head(sections.next().unwrap(), name);
    let mut places = Vec::new();
    for section in sections {
        let (title, text) =
            section.split_once(":\n").unwrap_or_else(|| panic!("{name}: {section}"));
        let place = SECTIONS.iter().position(|known| *known == title);
        places.push(place.unwrap_or_else(|| panic!("{name}: {title}")));
        let text = match title {
            "COMMENT" => check_said(text, &["AUTHOR", "URL", "DATE"], name),
            "PING" => check_said(text, &["TITLE", "URL", "BLOG NAME", "DATE"], name),
            _ => text,
        };
        for line in text.lines() {
            assert!(!line.starts_with("-----") && !is_key(line), "{name}: {line}");
        }
        assert!(!text.to_ascii_lowercase().contains("<script"), "{name}");
    }
    assert!(places.starts_with(&[0, 1, 2, 3]) && places.is_sorted(), "{name}: {places:?}");
}

fn check_head(head: &str, name: &str) {
    let mut places = Vec::new();
    for line in head.lines() {
        let (key, value) = line.split_once(": ").unwrap_or_else(|| panic!("{name}: {line}"));
        let place = KEYS.iter().position(|known| *known == key);
        places.push(place.unwrap_or_else(|| panic!("{name}: {line}")));
        match key {
            "STATUS" => assert!(["Publish", "Draft", "Review"].contains(&value), "{name}: {value}"),
            "DATE" => check_date(value, name),
            "CONVERT BREAKS" => assert_eq!(value, "0", "{name}"),
            "ALLOW PINGS" => assert!(["0", "1"].contains(&value), "{name}: {value}"),
            _ => {}
        }
    }
    assert!(places.is_sorted(), "{name}: {head}");
    for once in [0, 1, 3, 5] {
        assert_eq!(places.iter().filter(|place| **place == once).count(), 1, "{name}: {head}");
    }
}

/// `12/01/2019 07:15:00 PM`
fn check_date(date: &str, name: &str) {
    let digits: String =
        date.bytes().map(|it| if it.is_ascii_digit() { '0' } else { it.into() }).collect();
    assert!(
        ["00/00/0000 00:00:00 AM", "00/00/0000 00:00:00 PM"].contains(&&*digits),
        "{name}: {date}"
    );
    let number = |from: usize| date[from..from + 2].parse::<u32>().unwrap();
    assert!((1..=12).contains(&number(0)) && (1..=31).contains(&number(3)), "{name}: {date}");
    assert!((1..=12).contains(&number(11)), "{name}: {date}");
}

/// The text of a comment behind its keys.
fn check_said<'t>(mut text: &'t str, keys: &[&str], name: &str) -> &'t str {
    let mut next = 0;
    while let Some((key, rest)) = text.split_once(": ") {
        let Some(place) = keys.iter().skip(next).position(|known| *known == key) else { break };
        let (value, behind) = rest.split_once('\n').unwrap_or((rest, ""));
        if key == "DATE" {
            check_date(value, name);
        }
        next += place + 1;
        text = behind;
    }
    text
}

/// Whether a line looks like a key: capitals, digits, blanks and `_`, then a colon.
fn is_key(line: &str) -> bool {
    let Some((key, _)) = line.split_once(':') else { return false };
    let key = key.trim();
    key.starts_with(|first: char| first.is_ascii_uppercase())
        && key
            .bytes()
            .all(|it| it.is_ascii_uppercase() || it.is_ascii_digit() || b" _".contains(&it))
}
