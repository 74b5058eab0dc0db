//! Substack and Medium.

use super::*;

/// The files below a folder, as paths relative to it.
fn files_of(folder: &Path) -> Vec<String> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("it is a folder").flatten() {
            match entry.path().is_dir() {
                true => folders.push(entry.path()),
                false => files.push(
                    entry
                        .path()
                        .strip_prefix(folder)
                        .expect("it is below the folder")
                        .display()
                        .to_string(),
                ),
            }
        }
    }
    files
}

#[test]
fn every_post_of_medium_and_substack_is_in_the_books() {
    for (case, input) in cases("medium") {
        let pages = files_of(&input).iter().filter(|it| it.contains("posts/")).count();
        let reading = read(&input).unwrap();
        let posts: usize = reading.blogs.iter().map(|blog| blog.posts.len()).sum();
        let joined = reading.ledger.inputs.iter();
        let joined = joined.filter(|it| matches!(it.fate, Some(larder_core::Fate::Joined { .. })));
        assert_eq!(posts + joined.count(), pages, "medium/{case}");
    }
    for (case, rows) in
        [("status", 15), ("markup", 3), ("odd-table", 6), ("html-only", 0), ("two-publications", 4)]
    {
        let (_, input) = cases("substack").into_iter().find(|(it, _)| it == case).unwrap();
        let reading = read(&input).unwrap();
        assert_eq!(entries(&reading, ItemKind::Item), rows, "substack/{case}");
        let bodies = files_of(&input).iter().filter(|it| it.ends_with(".html")).count();
        let read = reading.ledger.inputs.iter().filter(|it| it.name.text().ends_with(".html"));
        assert_eq!(read.count(), bodies, "substack/{case}");
    }
}

#[test]
fn what_is_public_on_substack_and_medium_is_published() {
    for (platform, words) in [
        ("substack", ["우리는", "PUBLIC-talk body", "PUBLIC-about body", "PUBLIC-restack body"]),
        ("medium", ["The end.", "PUBLIC-two", "PUBLIC-three", "PUBLIC-odd-date"]),
    ] {
        let (_, input) = cases(platform).into_iter().find(|(case, _)| case == "status").unwrap();
        let files = published(&read(&input).unwrap());
        for word in words {
            for format in ["rss", "atom", "json-feed"] {
                // Atom and JSON Feed take a post without a date, where it was asked for; a feed of RSS, too.
                let has = |(file, text): (&String, &String)| {
                    file.starts_with(&format!("0/{format}/")) && text.contains(word)
                };
                assert!(files.iter().any(has), "{platform}: {format} has no `{word}`");
            }
        }
    }
}
