//! Exports of Blogger.

use super::*;

#[test]
fn what_is_public_on_blogger_is_published() {
    let (_, input) = cases("blogger").into_iter().find(|(case, _)| case == "status").unwrap();
    let files = published(&read(&input).unwrap());
    for word in ["PUBLIC-live body", "PUBLIC-page body"] {
        for format in ["rss", "atom", "json-feed"] {
            let has = |(file, text): (&String, &String)| {
                file.starts_with(&format!("0/{format}/")) && text.contains(word)
            };
            assert!(files.iter().any(has), "{format} has no `{word}`");
        }
    }
    assert!(files.values().any(|text| text.contains("PUBLIC-comment")));
}

/// All texts of a case's files that are feeds.
fn feeds_of(input: &Path) -> Vec<String> {
    let mut paths = vec![input.to_path_buf()];
    let mut texts = Vec::new();
    while let Some(path) = paths.pop() {
        match fs::read_dir(&path) {
            Ok(entries) => paths.extend(entries.flatten().map(|entry| entry.path())),
            Err(_) => {
                let bytes = fs::read(&path).expect("it is there");
                texts.extend(String::from_utf8(bytes).ok().filter(|text| text.contains("<feed")));
            }
        }
    }
    texts
}

#[test]
fn the_ledger_counts_the_entries_of_blogger_as_their_end_tags_do() {
    for (case, input) in cases("blogger") {
        let Some(reading) = read(&input) else { continue };
        // What is damaged has no end of its own, or no beginning.
        if matches!(&*case, "broken" | "cut" | "wrong") {
            continue;
        }
        let entries_of = |text: &String| -> (u64, u64) {
            let all: Vec<&str> = text.split("<entry>").skip(1).collect();
            let is_comment = |entry: &&&str| {
                entry.contains("<blogger:type>COMMENT") || entry.contains("<thr:in-reply-to")
            };
            (all.len() as u64, all.iter().filter(is_comment).count() as u64)
        };
        let counted: Vec<(u64, u64)> = feeds_of(&input).iter().map(entries_of).collect();
        let all: u64 = counted.iter().map(|(all, _)| all).sum();
        let comments: u64 = counted.iter().map(|(_, comments)| comments).sum();
        let elsewhere = u64::from(case == "takeout");
        assert_eq!(held(&reading, ItemKind::Comment), comments - elsewhere, "{case}: comments");
        assert_eq!(entries(&reading, ItemKind::Item), all - comments + elsewhere, "{case}: items");
    }
}
