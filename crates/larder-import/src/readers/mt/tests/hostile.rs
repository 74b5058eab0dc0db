//! Bytes that no platform wrote.

use super::{codes, read_files};

/// Every kind of thing that an export may have.
const WHOLE: &str = include_str!("../../../../../../tests/fixtures/import/mt/common/input.txt");

#[test]
fn wherever_it_is_cut_nothing_is_lost_in_silence() {
    let whole = read_files(&[("a.txt", WHOLE.as_bytes())]).unwrap();
    let all = whole.blogs[0].posts.len();
    assert!(!codes(&whole).contains(&"truncated"));
    for end in (0..WHOLE.len()).step_by(3) {
        let Ok(reading) = read_files(&[("a.txt", &WHOLE.as_bytes()[..end])]) else { continue };
        let posts = reading.blogs[0].posts.len();
        let is_told = codes(&reading).contains(&"truncated");
        // Behind the end of an entry nothing shows that others were to come.
        let is_end = WHOLE.as_bytes()[..end].trim_ascii_end().ends_with(b"\n--------");
        assert!(posts <= all && (is_told || is_end), "cut at {end}");
    }
}

#[test]
fn bytes_that_are_changed_stop_nothing() {
    let bytes = WHOLE.as_bytes();
    for at in (0..bytes.len()).step_by(5) {
        let mut changed = bytes.to_vec();
        changed[at] ^= [0x01, 0x80, 0xff, 0x27][at % 4];
        if let Ok(reading) = read_files(&[("a.txt", &changed)]) {
            assert!(reading.blogs.iter().all(|blog| !blog.posts.is_empty()), "{at}");
        }
    }
}

#[test]
fn many_of_everything_take_no_long_time() {
    let head = "TITLE: a\nDATE: 12/01/2019 10:00:00\n";
    let shapes: [(&str, String); 8] = [
        ("fives", format!("{head}-----\nBODY:\n{}", "-----\nx\n".repeat(40_000))),
        ("eights", format!("{head}-----\nBODY:\n{}", "--------\nx\n".repeat(40_000))),
        ("keys", format!("{head}{}-----\nBODY:\nx\n", "FOO: bar\n".repeat(40_000))),
        (
            "categories",
            format!(
                "{head}{}-----\nBODY:\nx\n",
                (0..20_000).map(|n| format!("CATEGORY: {n}\n")).collect::<String>()
            ),
        ),
        (
            "fields",
            format!(
                "{head}{}",
                (0..20_000).map(|n| format!("-----\nCF{n}_a:\nx\n")).collect::<String>()
            ),
        ),
        (
            "comments",
            format!("{head}-----\nBODY:\nx\n{}", "-----\nCOMMENT:\nAUTHOR: a\nx\n".repeat(20_000)),
        ),
        ("entries", "TITLE: a\n-----\nBODY:\nx\n-----\n--------\n".repeat(8_000)),
        ("blank lines", format!("{head}-----{}COMMENT:\n-----\n", "\n".repeat(200_000))),
    ];
    for (name, text) in shapes {
        let started = std::time::Instant::now();
        read_files(&[("a.txt", text.as_bytes())]).unwrap();
        assert!(started.elapsed().as_secs() < 20, "{name}: {:?}", started.elapsed());
    }
}

#[test]
fn hyphens_that_are_text_are_told() {
    let text = "TITLE: a\n-----\nBODY:\nx\n-----\ny\n--------\nz\n-----\n--------\n";
    let reading = read_files(&[("a.txt", text.as_bytes())]).unwrap();
    assert_eq!(reading.blogs[0].posts.len(), 1);
    assert_eq!(codes(&reading).iter().filter(|code| **code == "markup-repaired").count(), 2);
}

/// Frames that are broken already.
const BROKEN: &str = include_str!("../../../../../../tests/fixtures/import/mt/framing/input.txt");

#[test]
fn lines_that_are_lost_doubled_or_moved_leave_the_books_in_balance() {
    for text in [BROKEN, WHOLE] {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        for at in (0..lines.len()).step_by(3) {
            let mut lost = lines.clone();
            lost.remove(at);
            let mut doubled = lines.clone();
            doubled.insert(at, lines[at]);
            let mut moved = lines.clone();
            moved.swap(at, (at + 1) % lines.len());
            for changed in [lost, doubled, moved].map(|lines| lines.concat()) {
                // As a state of its own, and as another state of the same blog.
                read_files(&[("a.txt", changed.as_bytes())]).unwrap();
                let both = [("a.txt", text.as_bytes()), ("b.txt", changed.as_bytes())];
                read_files(&both).unwrap();
            }
        }
    }
}

/// What is not public says `SECRET-`, and whoever is private has an address at `example.`.
const SECRETS: &str = include_str!("../../../../../../tests/fixtures/import/mt/status/input.txt");

/// What is shown of a text and is private.
fn leaks(text: &[u8], place: &str) -> Vec<String> {
    let mut found = Vec::new();
    let Ok(reading) = read_files(&[("a.txt", text)]) else { return found };
    let is_private =
        |text: &str| ["SECRET-", "@example.", "198.51.100."].iter().any(|word| text.contains(word));
    for blog in &reading.blogs {
        for (head, post) in blog.posts.heads().zip(super::posts(blog)) {
            if larder_core::select::kept_out(head, &Default::default()).is_some() {
                continue;
            }
            let title = post.title.as_deref().unwrap_or_default();
            let body = post.content.as_ref().map(|content| content.html.text().unwrap());
            let shown =
                [title, post.summary.as_deref().unwrap_or_default(), &body.unwrap_or_default()]
                    .concat();
            found.extend(is_private(&shown).then(|| format!("{place}: {shown}")));
            let said = blog.comments.iter().map(|it| it.unwrap().into_owned());
            for comment in said.filter(|it| {
                it.post == post.id && it.status == Some(larder_core::Status::Published)
            }) {
                let shown = comment.body.text().unwrap().into_owned();
                found.extend(is_private(&shown).then(|| format!("{place}: {shown}")));
            }
        }
    }
    found
}

#[test]
fn nothing_becomes_public_by_damage() {
    const ENTRIES: usize = 4;
    let ends: Vec<usize> = SECRETS.match_indices("\n--------\n").map(|(at, _)| at).collect();
    let (text, _) = SECRETS.split_at(ends[ENTRIES - 1] + "\n--------\n".len());
    let (bytes, mut found) = (text.as_bytes(), Vec::new());
    for at in (0..bytes.len()).step_by(5) {
        if at % 3 == 0 {
            found.extend(leaks(&bytes[..at], &format!("cut {at}")));
        }
        let mut changed = bytes.to_vec();
        changed[at] ^= [0x20, 0x80][at % 2];
        found.extend(leaks(&changed, &format!("changed {at}")));
    }
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    for (at, line) in lines.iter().enumerate() {
        // That a comment is secret, or that keywords are no text, is said in one line.
        if ["SECRET:", "PASS:", "KEYWORDS:"].iter().any(|key| line.starts_with(key)) {
            continue;
        }
        let mut lost = lines.clone();
        lost.remove(at);
        found.extend(leaks(lost.concat().as_bytes(), &format!("line {at}")));
    }
    assert_eq!(found, [] as [String; 0]);
}
