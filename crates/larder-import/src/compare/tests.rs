use super::*;
use crate::{ReadOptions, read, source::Memory};

fn blog(text: &str) -> Blog {
    let source = Memory::new("feed", [("feed.xml", text.as_bytes())]);
    let options = ReadOptions { ids_as_written: true, ..ReadOptions::default() };
    let mut reading = read(&source, &options).unwrap();
    assert_eq!(reading.blogs.len(), 1);
    reading.blogs.remove(0)
}

/// A feed of RSS with these items.
fn feed(items: &[String]) -> Blog {
    let items = items.concat();
    blog(&format!(
        "<rss version=\"2.0\"><channel><title>Salz</title><link>https://salz.example.net/</link>\
         <description>Kochen</description>{items}</channel></rss>"
    ))
}

/// An item with an id, an address, a title, a day of January and a text.
fn item([guid, link, title, day, text]: [&str; 5]) -> String {
    let element = |name: &str, value: &str| match value {
        "" => String::new(),
        value => format!("<{name}>{value}</{name}>"),
    };
    let date = if day.is_empty() { String::new() } else { format!("{day} Jan 2024 08:00:00 GMT") };
    let fields = [("guid", guid), ("link", link), ("title", title), ("pubDate", &*date)];
    let fields = fields.map(|(name, value)| element(name, value)).concat();
    format!("<item>{fields}<description>{text}</description></item>")
}

fn compared(old: &[[&str; 5]], new: &[[&str; 5]]) -> Comparison {
    let side = |items: &[[&str; 5]]| feed(&items.iter().map(|it| item(*it)).collect::<Vec<_>>());
    Comparison::of(&side(old), &side(new)).unwrap()
}

/// The only post that is announced again.
fn again(old: [&str; 5], new: [&str; 5]) -> Again {
    let mut comparison = compared(&[old], &[new]);
    assert_eq!(comparison.again.len(), 1, "{comparison:?}");
    comparison.again.remove(0)
}

const SALT: [&str; 5] = [
    "https://salz.example.net/?p=12",
    "https://salz.example.net/salt",
    "소금",
    "05",
    "소금 한 꼬집",
];

#[test]
fn a_feed_and_itself_are_the_same() {
    let comparison = compared(&[SALT], &[SALT]);
    assert_eq!((comparison.unchanged, comparison.old_posts, comparison.new_posts), (1, 1, 1));
    assert!(comparison.is_quiet() && comparison.new.is_empty() && comparison.edited.is_empty());
}

#[test]
fn what_changed_under_one_id_is_an_edit() {
    let [guid, link, ..] = SALT;
    let edits: [([&str; 5], &[Field]); 4] = [
        ([guid, link, "굵은 소금", "05", "소금 한 꼬집"], &[Field::Title]),
        ([guid, link, "소금", "06", "소금 한 줌"], &[Field::Text, Field::Date]),
        ([guid, link, "소금", "05", "&lt;b&gt;소금&lt;/b&gt; 한 꼬집"], &[Field::Markup]),
        ([guid, "https://salz.example.net/x", "소금", "05", "소금 한 꼬집"], &[Field::Permalink]),
    ];
    for (new, fields) in edits {
        let comparison = compared(&[SALT], &[new]);
        assert_eq!(comparison.edited.len(), 1, "{comparison:?}");
        assert_eq!(comparison.edited[0].fields, fields);
        assert!(comparison.is_quiet());
    }
}

#[test]
fn another_file_beside_a_post_is_an_edit() {
    let file = |name: &str| {
        let file = format!("<enclosure url=\"https://salz.example.net/{name}.mp3\"/></item>");
        feed(&[item(SALT).replace("</item>", &file)])
    };
    let comparison = Comparison::of(&file("a"), &file("b")).unwrap();
    assert_eq!(comparison.edited[0].fields, [Field::Enclosures]);
}

#[test]
fn a_post_with_another_id_is_found_by_what_it_has_in_common_with_the_old_one() {
    const LONG: &str =
        "a text of some length, which nobody would write a second time in the same words";
    let cases = [
        // The address is the same.
        (
            SALT,
            ["x-1", "http://www.salz.example.net/salt/", "다른", "20", "다른"],
            Evidence::Address,
        ),
        // The blog moved to another host, and its paths stayed.
        (SALT, ["x-1", "https://new.example.org/salt", "다른", "20", "다른"], Evidence::Path),
        (
            ["a", "https://e.org/1", "One", "05", LONG],
            ["b", "https://f.org/2", "Two", "20", LONG],
            Evidence::Text,
        ),
        (SALT, ["x-1", "https://new.example.org/a", "소금", "05", "다른"], Evidence::TitleAndDate),
        (SALT, ["x-1", "https://new.example.org/a", "소금", "", "다른"], Evidence::Title),
    ];
    for (old, new, evidence) in cases {
        let again = again(old, new);
        assert_eq!(again.evidence, evidence);
        assert_eq!((again.old_id.as_str(), again.post.id.as_str()), (old[0], new[0]));
    }
}

#[test]
fn what_several_posts_have_in_common_tells_nothing() {
    let post = |guid, day, text| [guid, "https://salz.example.net/", "Untitled", day, text];
    let old = [post("1", "05", "eins"), post("2", "06", "zwei")];
    let new = [post("3", "07", "drei"), post("4", "08", "vier")];
    let comparison = compared(&old, &new);
    assert!(comparison.again.is_empty(), "{comparison:?}");
    assert_eq!((comparison.new.len(), comparison.gone.len()), (2, 2));
}

#[test]
fn why_an_id_changed_is_told() {
    let salt = |id| [id, SALT[1], SALT[2], SALT[3], SALT[4]];
    let cases = [
        ("12", "tag:salz.example.net,2024:guid:12", Cause::Mapped),
        ("http://e.org/?p=12", "https://e.org/?p=12", Cause::Scheme),
        ("http://e.org/글", "https://www.e.org/%EA%B8%80/", Cause::Spelling),
        ("https://e.org/?p=12", "https://f.org/?p=12", Cause::Host),
        ("https://e.org/?p=12", SALT[1], Cause::IsAddress),
        (SALT[1], "urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8", Cause::WasAddress),
        ("salt-12", "", Cause::HasNone),
        // Some readers take the address where there is no guid, and others add the date to it.
        ("", SALT[1], Cause::HadNone),
        ("salt-12", "salt-13", Cause::Other),
    ];
    for (old, new, cause) in cases {
        assert_eq!(again(salt(old), salt(new)).cause, cause, "{old} → {new}");
    }
}

#[test]
fn some_readers_look_at_more_than_the_id() {
    let salt = |id, text| [id, SALT[1], SALT[2], SALT[3], text];
    let moved = again(
        salt("http://salz.example.net/?p=12", SALT[4]),
        salt("https://salz.example.org/?p=12", SALT[4]),
    );
    assert!(!moved.by_path && !moved.by_sight);
    let other = again(salt("a", "소금"), salt("b", "설탕"));
    assert!(other.by_path && other.by_sight);
}

#[test]
fn posts_that_the_old_feed_had_not_are_new_or_late() {
    let post = |guid, day| [guid, "", guid, day, guid];
    let comparison =
        compared(&[post("b", "05")], &[post("c", "09"), post("b", "05"), post("a", "01")]);
    let ids = |list: &[Named]| list.iter().map(|it| it.id.to_string()).collect::<Vec<_>>();
    assert_eq!(ids(&comparison.new), ["c"]);
    assert_eq!(ids(&comparison.late), ["a"]);
    assert!(!comparison.is_quiet());
}

#[test]
fn the_second_post_of_an_id_is_hidden_by_the_first() {
    let other = [SALT[0], "https://salz.example.net/sugar", "설탕", "06", "설탕 한 숟갈"];
    let comparison = compared(&[SALT], &[SALT, other]);
    assert_eq!(comparison.hidden.len(), 1);
    assert_eq!(comparison.hidden[0].title.as_deref(), Some("설탕"));
    assert!(!comparison.is_quiet());
}

#[test]
fn what_is_not_public_is_not_compared() {
    let mut old = feed(&[item(SALT)]);
    old.posts.change(0, |post| post.status = None).unwrap();
    let comparison = Comparison::of(&old, &feed(&[])).unwrap();
    assert_eq!((comparison.old_posts, comparison.gone.len()), (0, 0));
}

#[test]
fn posts_without_an_id_stay_what_they_are_if_nobody_gives_them_one() {
    let none = ["", SALT[1], SALT[2], SALT[3], SALT[4]];
    assert_eq!(compared(&[none], &[none]).unchanged, 1);
}

#[test]
fn a_post_that_was_hidden_behind_another_is_announced_once_it_has_an_id_of_its_own() {
    let other = [SALT[0], "https://salz.example.net/sugar", "설탕", "06", "설탕 한 숟갈"];
    let own = ["own", other[1], other[2], other[3], other[4]];
    let comparison = compared(&[SALT, other], &[SALT, own]);
    assert_eq!((comparison.unchanged, comparison.again.len()), (1, 1));
    assert_eq!(comparison.again[0].cause, Cause::Shared);
}

#[test]
fn an_id_in_another_form_is_known_by_itself() {
    let bare = |id| [id, "", "", "", "소금"];
    let found = again(bare("77"), bare("tag:e.org,2024:guid:77"));
    assert_eq!((found.evidence, found.cause), (Evidence::Id, Cause::Mapped));
}
