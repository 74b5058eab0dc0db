//! Tumblr, LiveJournal, BlogML and Dotclear.

use super::*;

#[test]
fn what_is_public_on_tumblr_is_published() {
    let words = [
        ("status", "PUBLIC-published"),
        ("api", "왜 천천히 걷나요?"),
        ("npf", "덧붙임"),
        ("backup", "앞의"),
    ];
    for (case, word) in words {
        let (_, input) = cases("tumblr").into_iter().find(|(name, _)| name == case).unwrap();
        let files = published(&read(&input).unwrap());
        for format in ["rss", "atom", "json-feed"] {
            let has = |(file, text): (&String, &String)| {
                file.starts_with(&format!("0/{format}/")) && text.contains(word)
            };
            assert!(files.iter().any(has), "{format} has no `{word}`");
        }
    }
}

/// How often a word stands in all files below a path.
fn words(path: &Path, word: &str) -> u64 {
    match fs::read_dir(path) {
        Ok(files) => files.flatten().map(|file| words(&file.path(), word)).sum(),
        Err(_) => {
            let bytes = fs::read(path).expect("the fixture is there");
            String::from_utf8_lossy(&bytes).matches(word).count() as u64
        }
    }
}

#[test]
fn what_is_public_in_journals_is_published_and_every_entry_is_counted() {
    for (case, input) in cases("livejournal") {
        let reading = read(&input).unwrap();
        if !matches!(case.as_str(), "ljdump" | "table") {
            assert_eq!(entries(&reading, ItemKind::Item), words(&input, "<entry>"), "{case}");
        }
        if case == "comments" {
            // Of the four lines of the list, one is about a comment whose text is not there.
            let listed = words(&input, "<comment id=") - 3;
            assert_eq!(held(&reading, ItemKind::Comment), listed);
        }
        let files = published(&reading);
        for word in ["PUBLIC-open", "PUBLIC-entry", "PUBLIC-comment", "PUBLIC-dump-comment"] {
            let is_shown = files.values().any(|text| text.contains(word));
            assert_eq!(is_shown, words(&input, word) > 0, "{case}: {word}");
        }
    }
}

#[test]
fn what_is_public_in_blogml_is_published_and_everything_is_counted() {
    for (case, input) in cases("blogml") {
        let reading = read(&input).unwrap();
        let posts = words(&input, "<post ") + words(&input, "<b:post ");
        // One is within the text of another, which never ends.
        let swallowed = u64::from(case == "broken");
        let secrets = words(&input, "Password");
        assert_eq!(entries(&reading, ItemKind::Item) - secrets, posts - swallowed, "{case}");
        let said = words(&input, "<comment ") + words(&input, "<trackback ");
        assert_eq!(held(&reading, ItemKind::Comment), said, "{case}");
        let files = published(&reading);
        for word in ["PUBLIC-approved", "PUBLIC-both", "PUBLIC-comment", "PUBLIC-trackback"] {
            let is_shown = files.values().any(|text| text.contains(word));
            assert_eq!(is_shown, words(&input, word) > 0, "{case}: {word}");
        }
    }
}

/// How many rows the tables of a name have in a flat export of Dotclear.
fn rows(path: &Path, table: &str) -> u64 {
    if let Ok(files) = fs::read_dir(path) {
        return files.flatten().map(|file| rows(&file.path(), table)).sum();
    }
    let bytes = fs::read(path).expect("the fixture is there");
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (mut count, mut is_inside) = (0, false);
    for line in text.lines().filter(|line| text.starts_with("///DOTCLEAR") && !line.is_empty()) {
        match line.strip_prefix('[') {
            Some(head) => is_inside = head.split(' ').next() == Some(table),
            None => count += u64::from(is_inside),
        }
    }
    count
}

#[test]
fn what_is_public_on_dotclear_is_published_and_every_row_is_counted() {
    for (case, input) in cases("dotclear") {
        let reading = read(&input).unwrap();
        let posts =
            reading.ledger.inputs.iter().filter(|entry| entry.name.text().contains("#post "));
        assert_eq!(posts.count() as u64, rows(&input, "post"), "{case}");
        assert_eq!(held(&reading, ItemKind::Comment), rows(&input, "comment"), "{case}");
        let files = published(&reading);
        for word in ["PUBLIC-open", "PUBLIC-one", "PUBLIC-comment", "PUBLIC-trackback", "강가."] {
            let is_shown = files.values().any(|text| text.contains(word));
            let is_there = words(&input, word) > 0;
            // There the title has quotation marks within the word, which names of pages have not.
            let may_differ = (case.as_str(), word) == ("broken", "PUBLIC-one");
            assert!(is_shown == is_there || may_differ, "{case}: {word}");
        }
        let archive = format!("{reading:?}");
        for secret in ["LEAK-hash", "LEAK-recover", "LEAK-options", "LEAK-key", "LEAK-log"] {
            assert!(!archive.contains(secret), "{case}: {secret}");
        }
    }
}
