//! An archive as input: what must not get out, and what came from elsewhere.

use serde_json::{Value, json};

use crate::program::Test;

/// An archive whose posts are `posts`.
pub fn archive(posts: Value) -> String {
    let rest = json!({
        "site": { "id": "https://example.org/", "title": "Scales", "home": "https://example.org/", "authors": ["a"] },
        "authors": [{ "id": "a", "name": "Han", "email": "canary-mail@example.org" }],
        "posts": posts,
    });
    // The version comes first: by it an archive is known.
    rest.to_string().replacen('{', r#"{"larder":1,"minor":0,"#, 1)
}

/// A public post that was published on a day of 2024.
pub fn post(id: &str, day: u32, text: &str) -> Value {
    json!({
        "id": format!("https://example.org/{id}"), "title": format!("Post {id}"),
        "permalink": format!("https://example.org/{id}"),
        "status": "published", "visibility": "public", "authors": ["a"],
        "published": { "at": format!("2024-03-{day:02}T09:00:00+09:00") },
        "content": { "media_type": "text/html", "original": text, "html": text },
    })
}

fn changed(mut post: Value, field: &str, value: &str) -> Value {
    post[field] = value.into();
    post
}

/// One post of each kind that is not for the public, each with a sentence of its own.
fn secrets() -> Vec<(&'static str, Value)> {
    let secret = |name: &str| post(name, 2, &format!("<p>canary-{name}</p>"));
    vec![
        ("drafts", changed(secret("drafts"), "status", "draft")),
        ("pending", changed(secret("pending"), "status", "pending")),
        ("scheduled", changed(secret("scheduled"), "status", "scheduled")),
        ("trash", changed(secret("trash"), "status", "trashed")),
        ("private", changed(secret("private"), "visibility", "private")),
        ("password", changed(secret("password"), "visibility", "password")),
        ("unlisted", changed(secret("unlisted"), "visibility", "unlisted")),
        ("friends", changed(secret("friends"), "visibility", "friends")),
        ("members", changed(secret("members"), "audience", "members")),
        ("paid", changed(secret("paid"), "audience", "paid")),
        ("pages", changed(secret("pages"), "kind", "page")),
    ]
}

fn with_secrets() -> String {
    let secrets = secrets().into_iter().map(|(_, post)| post);
    archive(
        std::iter::once(post("open", 1, "<p>everybody reads this</p>")).chain(secrets).collect(),
    )
}

const FEEDS: [&str; 3] = ["rss.xml", "atom.xml", "feed.json"];

#[test]
fn what_is_not_public_reaches_no_feed() {
    let ran = Test::new()
        .file("larder.json", with_secrets())
        .run("larder convert larder.json --to rss,atom,json-feed,json -o out --report report.json");
    for feed in FEEDS {
        let text = ran.text(&format!("out/{feed}"));
        assert!(text.contains("everybody reads this"), "{feed}");
        assert!(!text.contains("canary"), "{feed} holds what is not public");
    }
    assert!(ran.text("out/larder.json").contains("canary-private"), "the archive keeps everything");
    assert!(ran.text("out/larder.json").contains("canary-mail@example.org"));
    ran.exits(1);
}

#[test]
fn what_is_asked_for_by_name_is_carried_and_nothing_else() {
    for (name, _) in secrets() {
        let ran = Test::new().file("larder.json", with_secrets()).run(&format!(
            "larder convert larder.json --to rss,atom,json-feed -o out --include {name}"
        ));
        for feed in FEEDS {
            let text = ran.text(&format!("out/{feed}"));
            let found: Vec<_> = secrets()
                .into_iter()
                .map(|(name, _)| name)
                .filter(|name| text.contains(&format!("canary-{name}")))
                .collect();
            assert_eq!(found, [name], "{feed} with --include {name}");
            assert!(!text.contains("canary-mail"), "{feed}");
        }
    }
}

#[test]
fn an_archive_that_is_inspected_shows_its_private_things_as_numbers() {
    let ran = Test::new().file("larder.json", with_secrets()).run("larder inspect larder.json");
    assert!(ran.stdout.contains("1 draft, 1 for friends"), "{}", ran.stdout);
    assert!(ran.stdout.contains("1 e-mail address\n"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("canary"), "{}", ran.stdout);
}

#[test]
fn titles_and_names_cannot_steer_the_terminal() {
    let mut hostile = post("x", 1, "<p>a</p>");
    hostile["title"] = "\u{1b}]0;owned\u{7}\u{9b}2J\u{202e}gpj".into();
    hostile["published"] = Value::Null;
    let document =
        archive(json!([hostile])).replace("\"Scales\"", "\"\\u001b[2JScales\\r\\u202e\"");
    for command in [
        "inspect larder.json",
        "inspect --color always larder.json",
        "convert larder.json -v --to rss -o out",
    ] {
        let ran = Test::new().file("larder.json", &document).run(&format!("larder {command}"));
        let said = format!("{}{}", ran.stdout, ran.stderr);
        assert!(said.contains("\\u{1B}[2JScales\\r\\u{202E}"), "{said}");
        let ours = said.replace("\x1b[", "");
        for steering in ["\u{1b}", "\u{7}", "\u{9b}", "\u{202e}", "\r"] {
            assert!(!ours.contains(steering), "{said:?}");
        }
    }
}

#[test]
fn several_blogs_have_a_folder_each() {
    let one = archive(json!([post("one", 1, "<p>one</p>")]));
    let two = one.replace("https://example.org/", "https://example.net/");
    let ran = Test::new()
        .file("in/one.json", one)
        .file("in/two.json", two)
        .run("larder convert in --to rss,json -o out --public-url https://feeds.example.org/");
    let names: Vec<_> = ran.tree().into_keys().filter(|name| name.ends_with("rss.xml")).collect();
    assert_eq!(names.len(), 2, "{}", ran.stderr);
    for name in names {
        let folder = name.strip_prefix("out/").unwrap().strip_suffix("/rss.xml").unwrap();
        let feed = format!("https://feeds.example.org/{folder}/rss.xml");
        assert!(ran.text(&name).contains(&feed), "{feed}");
    }
    Test::within(ran.folder)
        .run("larder convert in --to rss -o -")
        .stdout("")
        .stderr(
            "error: standard output takes one file, but there are 2 to write\n\
             hint: write into a folder: `-o DIR`\n",
        )
        .exits(2);
}
