//! Archives of Mastodon, and comments alone.

use super::*;

/// How often each of these stands in the files of a case, without reading any of them.
fn occurrences(input: &Path, signs: &[&str]) -> Vec<u64> {
    let mut files = vec![input.to_owned()];
    let mut counts = vec![0; signs.len()];
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(fs::read_dir(&path).expect("it is there").flatten().map(|it| it.path()));
            continue;
        }
        let bytes = fs::read(&path).expect("it is there");
        let text = String::from_utf8_lossy(&bytes);
        for (count, sign) in counts.iter_mut().zip(signs) {
            *count += text.matches(sign).count() as u64;
        }
    }
    counts
}

#[test]
fn every_activity_of_an_outbox_has_its_entry() {
    for (case, input) in cases("mastodon") {
        // What cannot be told apart by a look at the text is left to the reader's own tests.
        if !matches!(case.as_str(), "common" | "servers") {
            continue;
        }
        let text = fs::read_to_string(input.join("outbox.json")).expect("it is there");
        let outbox: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        let activities = outbox["orderedItems"].as_array().expect("it is a list").len() as u64;
        let reading = read(&input).expect("it is read");
        let keys = u64::from(case == "servers");
        assert_eq!(entries(&reading, ItemKind::Item), activities + keys, "{case}");
        assert_eq!(reading.ledger.unexplained(), [], "{case}");
    }
}

#[test]
fn every_thread_and_every_comment_of_disqus_is_counted() {
    for (case, input) in cases("disqus") {
        let found = occurrences(&input, &["<thread dsq:id=\"", "</thread>", "<post"]);
        let [_, threads, posts] = found[..] else { panic!("three signs") };
        let reading = read(&input).expect("it is read");
        let is_thread = |entry: &&Entry| entry.name.text().contains(": thread ");
        let read_threads = reading.ledger.inputs.iter().filter(is_thread).count() as u64;
        let comments = held(&reading, ItemKind::Comment) + entries(&reading, ItemKind::Comment);
        assert_eq!((read_threads, comments), (threads, posts), "{case}");
        assert_eq!(reading.ledger.unexplained(), [], "{case}");
    }
}
