//! Bytes that Blogger never wrote.

use std::collections::BTreeSet;

use larder_core::Status;

use super::{CLASSIC, TAKEOUT, entry, takeout, try_read};

const BROKEN: &str =
    include_str!("../../../../../../tests/fixtures/import/blogger/broken/input.atom");

/// Only every so many places are tried: it takes long to try them all.
const STEP: usize = 47;

/// What is shown of a text and is private.
fn leaks(bytes: &[u8], place: &str) -> Vec<String> {
    let mut found = Vec::new();
    // Where the beginning is damaged, nobody may know what it is.
    let Ok(reading) = try_read(&[("a.xml", bytes)], None) else { return found };
    let is_private = |text: &str| text.contains("SECRET-");
    for blog in &reading.blogs {
        if blog.site.platform.is_none() {
            continue;
        }
        let title = blog.site.title.as_deref().unwrap_or_default();
        found.extend(is_private(title).then(|| format!("{place}: the blog is called {title}")));
        for (head, post) in blog.posts.heads().zip(blog.posts.iter()) {
            if larder_core::select::kept_out(head, &Default::default()).is_some() {
                continue;
            }
            let post = post.unwrap();
            let body = post.content.as_ref().map(|content| content.html.text().unwrap());
            let shown =
                [post.title.as_deref().unwrap_or_default(), &body.unwrap_or_default()].concat();
            found.extend(is_private(&shown).then(|| format!("{place}: {shown}")));
            for comment in blog.comments.iter().map(|it| it.unwrap().into_owned()) {
                let is_shown = comment.post == post.id && comment.status == Some(Status::Published);
                let text = comment.body.text().unwrap().into_owned();
                found.extend((is_shown && is_private(&text)).then(|| format!("{place}: {text}")));
            }
        }
    }
    found
}

/// A text without the entries that hold a word: those that say in one place alone that they are not to be seen.
fn without(text: &str, words: &[&str]) -> String {
    let mut pieces: Vec<&str> = text.split("<entry>").collect();
    pieces.retain(|piece| !words.iter().any(|word| piece.contains(word)));
    pieces.join("<entry>")
}

/// Where a text is damaged: here and there, and closely where it says what is public.
fn places(text: &str) -> Vec<usize> {
    let states = ["<blogger:status>", "<blogger:type>", "<app:draft>", "<blogger:trashed>"];
    let close = states.iter().flat_map(|state| text.match_indices(state));
    let close = close.flat_map(|(at, state)| (at..at + 2 * state.len()).step_by(7));
    let all: BTreeSet<usize> = (0..text.len()).step_by(STEP).chain(close).collect();
    all.into_iter().filter(|at| *at < text.len()).collect()
}

#[test]
fn nothing_becomes_public_by_damage() {
    let mut found = Vec::new();
    let alone = ["SECRET-live-trashed", "SECRET-scheduled", "SECRET-two-states"];
    for text in [TAKEOUT, CLASSIC, BROKEN].map(|text| without(text, &alone)) {
        let bytes = text.as_bytes();
        for (number, at) in places(&text).into_iter().enumerate() {
            if number % 4 == 0 {
                found.extend(leaks(&bytes[..at], &format!("cut {at}")));
            }
            let mut changed = bytes.to_vec();
            changed[at] ^= [0x20, 0x80, 0x01][number % 3];
            found.extend(leaks(&changed, &format!("changed {at}")));
        }
    }
    assert_eq!(found, [] as [String; 0]);
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

#[test]
fn wherever_it_is_cut_nothing_is_lost_in_silence() {
    for text in [TAKEOUT, CLASSIC] {
        for end in (0..text.len()).step_by(STEP) {
            let Ok(reading) = try_read(&[("a.xml", &text.as_bytes()[..end])], None) else {
                continue;
            };
            let codes = reading.notes.iter().chain(reading.blogs.iter().flat_map(|it| &it.notes));
            let is_told = codes.map(|note| note.kind.code()).any(|code| code == "truncated");
            let is_whole = text[..floor(text, end)].trim_end().ends_with("</feed>");
            assert!(
                is_told || is_whole || reading.blogs.iter().all(|it| it.site.platform.is_none()),
                "cut at {end}"
            );
        }
    }
}

#[test]
fn lines_that_are_lost_doubled_or_moved_leave_the_books_in_balance() {
    for text in [TAKEOUT, BROKEN] {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        for at in (0..lines.len()).step_by(7) {
            let mut lost = lines.clone();
            lost.remove(at);
            let mut doubled = lines.clone();
            doubled.insert(at, lines[at]);
            let mut moved = lines.clone();
            moved.swap(at, (at + 1) % lines.len());
            for changed in [lost, doubled, moved].map(|lines| lines.concat()) {
                let both = [("a.xml", text.as_bytes()), ("b.xml", changed.as_bytes())];
                try_read(&both, None).unwrap();
            }
        }
    }
}

#[test]
fn many_of_everything_take_no_long_time() {
    let many = |piece: &str, count: usize| piece.repeat(count);
    let shapes = [
        ("entries", takeout(&many(&entry(1, ""), 2_000))),
        ("starts", takeout(&many("<entry>", 5_000))),
        ("ends", takeout(&many("</entry>", 30_000))),
        ("feeds", takeout(&many("<feed>", 20_000))),
        ("deep", takeout(&entry(1, &many("<x>", 30_000)))),
        ("deep authors", takeout(&entry(1, &many("<author>", 5_000)))),
        (
            "labels",
            takeout(&entry(
                1,
                &(0..10_000).map(|n| format!("<category term='{n}'/>")).collect::<String>(),
            )),
        ),
        ("links", takeout(&entry(1, &many("<link rel='x' href='y'/>", 20_000)))),
        ("unknown", takeout(&entry(1, &many("<blogger:new>1</blogger:new>", 20_000)))),
        (
            "addresses",
            takeout(&entry(1, "").replace("x1", &many("http://a.example/2020/01/", 30_000))),
        ),
        ("namespaces", takeout(&entry(1, &many("<a xmlns:b='urn:c'/>", 20_000)))),
    ];
    for (name, text) in shapes {
        let started = std::time::Instant::now();
        try_read(&[("a.xml", text.as_bytes())], None).unwrap();
        assert!(started.elapsed().as_secs() < 20, "{name}: {:?}", started.elapsed());
    }
}

#[test]
fn odd_files_beside_a_feed_cost_nothing_else() {
    let feed = takeout(&entry(1, ""));
    let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    for (name, bytes) in [
        ("settings.csv", b"\xff\xfe\0\"".as_slice()),
        ("settings.csv", b"\"unclosed,\n"),
        ("settings.csv", b""),
        ("theme-layouts.xml", b"\0\0\0"),
        ("a.json", deep.as_bytes()),
        ("a.json", b"{\"url\":[]}"),
        ("a.jpg", b"no picture"),
    ] {
        let files = [("B/b/feed.atom", feed.as_bytes()), (&*format!("B/b/{name}"), bytes)];
        let reading = try_read(&files, None).unwrap();
        assert_eq!(reading.blogs[0].posts.len(), 1, "{name}");
    }
}
