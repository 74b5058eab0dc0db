//! Backups of Textcube and Tistory.

use super::*;

#[test]
fn what_is_public_in_a_backup_of_textcube_is_published() {
    let (_, input) = cases("ttxml").into_iter().find(|(case, _)| case == "status").unwrap();
    let files = published(&read(&input).unwrap());
    for word in ["PUBLIC-1 body", "PUBLIC-2 body", "PUBLIC-12 body"] {
        for format in ["rss", "atom", "json-feed"] {
            let has = |(file, text): (&String, &String)| {
                file.starts_with(&format!("0/{format}/")) && text.contains(word)
            };
            assert!(files.iter().any(has), "{format} has no `{word}`");
        }
    }
    for comment in ["PUBLIC-COMMENT", "PUBLIC-UNFILTERED"] {
        assert!(files.values().any(|text| text.contains(comment)), "no feed has `{comment}`");
    }
}

/// A text without its sections of character data.
fn without_data(text: &str) -> String {
    let mut parts = text.split("<![CDATA[");
    let mut left = parts.next().unwrap_or_default().to_owned();
    parts.filter_map(|part| part.split_once("]]>")).for_each(|(_, rest)| left.push_str(rest));
    left
}

/// How many elements of a name begin in a text.
fn elements(text: &str, name: &str) -> u64 {
    let starts = [">", " "].map(|end| text.matches(&format!("<{name}{end}")).count() as u64);
    starts.iter().sum()
}

#[test]
fn backups_of_textcube_are_conserved() {
    for (case, input) in cases("ttxml").into_iter().filter(|(_, input)| input.is_file()) {
        let Some(reading) = read(&input) else { continue };
        let bytes = fs::read(&input).expect("the fixture is there");
        // What a section without its own end has taken is part of the record that it stands in.
        let text = without_data(&String::from_utf8_lossy(&bytes));
        let count = |name: &str| elements(&text, name);
        // What the owner got elsewhere is no comment of the blog.
        let (elsewhere, sent) = (count("commentsNotified"), text.matches("<sent>").count() as u64);
        let said = count("comment") + count("trackback") - elsewhere - sent;
        let records: Vec<&Entry> = reading
            .ledger
            .inputs
            .iter()
            .filter(|entry| {
                let name = entry.name.text();
                let class = name.split_once('#').and_then(|(_, name)| name.split(' ').next());
                let is_numbered = name.contains(' ');
                is_numbered && matches!(class, Some("post" | "page" | "notice" | "keyword"))
            })
            .collect();
        let all = count("post") + count("page") + count("notice") + count("keyword");
        assert_eq!(records.len() as u64, all, "{case}: records");
        assert_eq!(held(&reading, ItemKind::Comment), said, "{case}: comments");
        assert_eq!(held(&reading, ItemKind::Asset), count("attachment"), "{case}: files");
        assert_eq!(reading.ledger.unexplained(), [], "{case}");
    }
}
