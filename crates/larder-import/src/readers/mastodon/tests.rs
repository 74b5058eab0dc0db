//! What a reader of hostile and of broken archives has to do; whole archives are in `tests/fixtures/import/mastodon`.

use std::fmt::Write;

use larder_core::{Fate, PostKind, Rule, Status, Visibility};

use crate::{ReadError, ReadOptions, Reading, source::Memory};

const CONTEXT: &str = r#""@context":"https://www.w3.org/ns/activitystreams""#;

fn try_read(files: &[(&str, &[u8])], types: &[&str]) -> Result<Reading, ReadError> {
    let source = Memory::new("archive", files.iter().copied());
    let types = types.iter().map(|it| (*it).to_owned()).collect();
    let options = ReadOptions { types, ..ReadOptions::default() };
    let reading = crate::read(&source, &options)?;
    assert_eq!(reading.ledger.unexplained(), []);
    Ok(reading)
}

fn outbox(items: &str) -> String {
    format!(
        r#"{{{CONTEXT},"id":"outbox.json","type":"OrderedCollection","orderedItems":[{items}]}}"#
    )
}

fn read(items: &str) -> Reading {
    try_read(&[("outbox.json", outbox(items).as_bytes())], &[]).unwrap()
}

fn note(number: usize, fields: &str) -> String {
    format!(
        r#"{{"id":"a/{number}","type":"Create","actor":"https://x.example/u","object":{{"id":"https://x.example/{number}","type":"Note","published":"2024-01-01T00:00:00Z","to":["as:Public"],"content":"<p>{number}</p>"{fields}}}}}"#
    )
}

fn is_public(reading: &Reading) -> usize {
    let heads = reading.blogs.iter().flat_map(|blog| blog.posts.heads());
    let is_public =
        |visibility| matches!(visibility, Some(Visibility::Public | Visibility::Unlisted));
    heads
        .filter(|it| it.kind != PostKind::Other && it.status == Some(Status::Published))
        .filter(|it| is_public(it.visibility))
        .count()
}

/// An outbox of a server that writes down what was done.
fn history(items: &str) -> String {
    outbox(items).replace(r#""outbox.json""#, r#""https://x.example/outbox""#)
}

#[test]
fn where_the_end_of_a_history_is_missing_none_of_its_posts_is_public() {
    let delete = r#"{"id":"d","type":"Delete","object":"https://x.example/1"}"#;
    let whole = history(&[&*note(1, ""), &*note(2, ""), delete].join(","));
    let public = |bytes: &[u8]| {
        let reading = try_read(&[("outbox.json", bytes)], &[]).unwrap();
        let is_told = reading.notes.iter().any(|note| note.kind.code() == "truncated");
        (is_public(&reading), is_told)
    };
    assert_eq!(public(whole.as_bytes()), (1, false));
    let from = whole.find("\"a/2\"").unwrap();
    for end in from..whole.len() {
        assert_eq!(public(&whole.as_bytes()[..end]), (0, true), "{}", &whole[..end]);
    }
    // Mastodon's own list what is there.
    let own = outbox(&[note(1, ""), note(2, "")].join(","));
    assert_eq!(public(&own.as_bytes()[..own.len() - 9]), (1, true));
}

#[test]
fn an_activity_that_cannot_be_read_hides_the_posts_that_it_names() {
    let delete = r#"{"id":"d","type":"Delete" "object":"https://x.example/1"}"#;
    let whole = history(&[&*note(1, ""), &*note(2, ""), delete].join(","));
    let reading = try_read(&[("outbox.json", whole.as_bytes())], &[]).unwrap();
    assert_eq!(is_public(&reading), 1);
    let hidden: Vec<String> = reading.blogs[0]
        .posts
        .heads()
        .filter(|it| it.status.is_none())
        .map(|it| it.id.to_string())
        .collect();
    assert_eq!(hidden, ["https://x.example/1"]);
}

#[test]
fn an_archive_cut_anywhere_is_read_as_far_as_it_goes_and_nothing_becomes_public() {
    let hidden = note(2, "").replace("as:Public", "https://y.example/u");
    let whole = outbox(&[note(1, ""), hidden, note(3, "")].join(","));
    for cut in 0..whole.len() {
        let Ok(reading) = try_read(&[("outbox.json", &whole.as_bytes()[..cut])], &[]) else {
            continue;
        };
        let posts: usize = reading.blogs.iter().map(|blog| blog.posts.len()).sum();
        assert!(is_public(&reading) <= posts.min(2), "{cut}");
        let left_out = |it: &larder_core::Entry| matches!(it.fate, Some(Fate::LeftOut { .. }));
        assert!(
            posts == 3 || !reading.notes.is_empty() || reading.ledger.inputs.iter().any(left_out)
        );
    }
}

#[test]
fn changed_bytes_do_not_make_it_panic_and_open_no_post() {
    let hidden = |number| note(number, "").replace("as:Public", "https://y.example/u");
    let whole = outbox(&[hidden(1), hidden(2)].join(",")).into_bytes();
    for at in (0..whole.len()).step_by(3) {
        for byte in [b'"', b'{', 0xff] {
            let mut changed = whole.clone();
            changed[at] = byte;
            if let Ok(reading) = try_read(&[("outbox.json", &changed)], &[]) {
                assert_eq!(is_public(&reading), 0, "{at} {byte}");
            }
        }
    }
}

#[test]
fn odd_types_cost_no_other_field() {
    let fields = [
        "id",
        "type",
        "to",
        "cc",
        "content",
        "contentMap",
        "summary",
        "tag",
        "attachment",
        "inReplyTo",
        "url",
        "name",
        "published",
        "updated",
        "replies",
        "likes",
        "oneOf",
        "attributedTo",
        "mediaType",
        "sensitive",
    ];
    let deep = "[".repeat(200) + &"]".repeat(200);
    let values = [
        "null",
        "1",
        "-1e400",
        "true",
        "[]",
        "{}",
        "[[]]",
        "[null,7,{}]",
        "\"\"",
        "\"\\ud83d\"",
        "{\"a\":[{}]}",
        &deep,
    ];
    let mut items = String::new();
    for (number, (field, value)) in
        fields.iter().flat_map(|field| values.iter().map(move |value| (field, value))).enumerate()
    {
        let separator = if number == 0 { "" } else { "," };
        write!(items, "{separator}{}", note(number, &format!(r#","x":1,"{field}":{value}"#)))
            .unwrap();
    }
    let reading = read(&items);
    let blog = &reading.blogs[0];
    assert!(blog.posts.len() > fields.len() * values.len() / 2);
    let count = reading.ledger.inputs.iter().filter(|it| it.name.text().contains('#')).count();
    assert_eq!(count, fields.len() * values.len());
}

#[test]
fn very_deep_nesting_takes_no_stack() {
    for open in ["[", "{\"object\":", "{\"orderedItems\":[", "{\"first\":"] {
        let text = format!(r#"{{{CONTEXT},"type":"OrderedCollection","orderedItems":[{{"id":"#)
            + &open.repeat(100_000);
        let _ = try_read(&[("outbox.json", text.as_bytes())], &[]);
    }
}

#[test]
fn boosts_are_no_posts_unless_asked_for() {
    let boost = r#"{"id":"https://x.example/b","type":"Announce","actor":"https://x.example/u","published":"2024-01-02T00:00:00Z","to":["as:Public"],"object":"https://y.example/9"}"#;
    let items = [note(1, "").as_str(), boost].join(",");
    let reading = read(&items);
    assert_eq!(reading.blogs[0].posts.head(1).kind, PostKind::Other);
    let reading = try_read(&[("outbox.json", outbox(&items).as_bytes())], &["announce"]).unwrap();
    let post = reading.blogs[0].posts.get(1).unwrap().into_owned();
    assert_eq!((post.kind, post.visibility), (PostKind::Post, Some(Visibility::Public)));
    assert_eq!(post.links[0].href, "https://y.example/9");
}

#[test]
fn two_archives_of_one_account_are_one_blog_and_those_of_two_are_two() {
    let (one, two) = (outbox(&note(1, "")), outbox(&[note(1, ""), note(2, "")].join(",")));
    let other = outbox(&note(3, "").replace("x.example/u", "z.example/u"));
    let files = [("1/outbox.json", one.as_bytes()), ("2/outbox.json", two.as_bytes())];
    let reading = try_read(&files, &[]).unwrap();
    assert_eq!((reading.blogs.len(), reading.blogs[0].posts.len()), (1, 2));
    let reading = try_read(&[files[0], ("3/outbox.json", other.as_bytes())], &[]).unwrap();
    assert_eq!(reading.blogs.len(), 2);
}

#[test]
fn lists_of_other_people_are_named_and_not_kept() {
    let followers = format!(
        r#"{{{CONTEXT},"id":"followers.json","type":"OrderedCollection","orderedItems":["https://y.example/u"]}}"#
    );
    let outbox = outbox(&note(1, ""));
    let files = [
        ("outbox.json", outbox.as_bytes()),
        ("followers.json", followers.as_bytes()),
        ("following_accounts.csv", b"Account address,Show boosts\na@example.org,true\n"),
        ("notes.txt", b"something else"),
    ];
    let reading = try_read(&files, &[]).unwrap();
    let rule = |name: &str| {
        let entry = reading.ledger.inputs.iter().find(|it| it.name.text() == name).unwrap();
        match &entry.fate {
            Some(Fate::LeftOut { rule, .. }) => Some(*rule),
            _ => None,
        }
    };
    assert_eq!(rule("followers.json"), Some(Rule::SubscriberList));
    assert_eq!(rule("following_accounts.csv"), Some(Rule::SubscriberList));
    assert_eq!(rule("notes.txt"), Some(Rule::NotRecognised));
    assert_eq!(rule("outbox.json"), None);
}

#[test]
fn an_actor_alone_is_refused_with_advice() {
    let actor = format!(
        r#"{{{CONTEXT},"id":"https://x.example/u","type":"Person","preferredUsername":"u","inbox":"i","outbox":"outbox.json"}}"#
    );
    let error = try_read(&[("actor.json", actor.as_bytes())], &[]).unwrap_err().to_string();
    assert!(error.contains("Data export"), "{error}");
}

#[test]
fn many_activities_take_linear_time_and_are_all_there() {
    let items: Vec<_> = (0..3000).map(|number| note(number, "")).collect();
    let reading = read(&items.join(","));
    assert_eq!(reading.blogs[0].posts.len(), 3000);
    let count = reading.ledger.inputs.iter().filter(|it| it.name.text().contains('#')).count();
    assert_eq!(count, 3000);
}

#[test]
fn a_deletion_counts_without_a_date_and_with_an_older_one() {
    for date in ["", r#","published":"2020-01-01T00:00:00Z""#, r#","published":"soon""#] {
        let object = r#"{"id":"https://x.example/1","type":"Tombstone"}"#;
        for object in [object, r#""https://x.example/1""#] {
            let deletion = format!(
                r#"{{"id":"d","type":"Delete","actor":"https://x.example/u","to":["as:Public"],"object":{object}{date}}}"#
            );
            for items in [[note(1, ""), deletion.clone()], [deletion.clone(), note(1, "")]] {
                let reading = read(&items.join(","));
                let posts = &reading.blogs[0].posts;
                assert_eq!((posts.len(), is_public(&reading)), (1, 0), "{items:?}");
                assert_eq!(posts.head(0).status, Some(Status::Trashed));
            }
        }
    }
}

#[test]
fn what_somebody_changed_of_their_account_is_no_post() {
    for object in [
        r#"{"id":"https://x.example/u","type":"Person","name":"U","summary":"me"}"#,
        r#"{"id":"https://x.example/u","type":["x:Bot","Person"],"inbox":"https://x.example/in"}"#,
        r#"{"id":"https://x.example/u/featured","type":"OrderedCollection"}"#,
    ] {
        let update = format!(
            r#"{{"id":"u/1","type":"Update","actor":"https://x.example/u","to":["as:Public"],"object":{object}}}"#
        );
        let reading = read(&[note(1, ""), update].join(","));
        assert_eq!((reading.blogs[0].posts.len(), is_public(&reading)), (2, 1), "{object}");
    }
}
