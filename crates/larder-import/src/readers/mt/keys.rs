//! The words of the format: separators, keys, names of sections.

/// What ends a section.
pub(super) const FIVE: &str = "-----";
/// What ends an entry.
pub(super) const EIGHT: &str = "--------";

/// The keys that entries begin with.
const OF_ENTRIES: [&str; 18] = [
    "AUTHOR",
    "TITLE",
    "BASENAME",
    "STATUS",
    "ALLOW COMMENTS",
    "CONVERT BREAKS",
    "ALLOW PINGS",
    "PRIMARY CATEGORY",
    "CATEGORY",
    "DATE",
    "TAGS",
    "NO ENTRY",
    "START BODY",
    "UNIQUE URL",
    "PERMALINK",
    "IMAGE",
    "PATH",
    "URL",
];

/// A key and its value: `KEY: value`, the key in capitals.
pub(super) fn pair(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let key = key.trim();
    is_key(key).then(|| (key, value.trim()))
}

/// Whether it looks like a key: capitals, with digits, blanks and `_` within.
fn is_key(key: &str) -> bool {
    const LONGEST: usize = 60;
    let is_within =
        |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || b" _".contains(&byte);
    key.len() <= LONGEST
        && key.starts_with(|first: char| first.is_ascii_uppercase())
        && key.bytes().all(is_within)
}

/// Whether a line begins an entry.
pub(super) fn begins_entry(line: &str) -> bool {
    pair(line).is_some_and(|(key, _)| OF_ENTRIES.contains(&key))
}

/// Whether a line is one of the frame: a key of an entry or of a comment, or the name of a section. In a text, it may be
/// one, too.
pub(super) fn is_frame(line: &str) -> bool {
    const OTHERS: [&str; 12] = [
        "EMAIL",
        "IP",
        "BLOG NAME",
        "BODY",
        "EXTENDED BODY",
        "EXCERPT",
        "KEYWORDS",
        "COMMENT",
        "PING",
        "SECRET",
        "PASS",
        "PASSWORD",
    ];
    pair(line).is_some_and(|(key, _)| OF_ENTRIES.contains(&key) || OTHERS.contains(&key))
}

/// What a section holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section<'a> {
    Body,
    Extended,
    Excerpt,
    Keywords,
    Comment,
    Ping,
    /// A field that the blog has of its own, such as `CF0_place`.
    Field(&'a str),
    /// A section of a name that nobody knows, by a plug-in maybe.
    Other(&'a str),
}

/// The section that a line begins, and what follows its name on the line.
pub(super) fn section(line: &str) -> Option<(Section<'_>, &str)> {
    let (name, rest) = line.split_once(':')?;
    let section = match name {
        "BODY" => Section::Body,
        "EXTENDED BODY" => Section::Extended,
        "EXCERPT" => Section::Excerpt,
        "KEYWORDS" => Section::Keywords,
        "COMMENT" => Section::Comment,
        "PING" => Section::Ping,
        name if is_field(name) => Section::Field(name),
        // A sentence may begin so, too; a name that stands alone is none.
        name if is_key(name) && rest.trim().is_empty() => Section::Other(name),
        _ => return None,
    };
    Some((section, rest.trim()))
}

/// Whether a line was the name of a section before a letter or two of it were damaged.
pub(super) fn is_like_section(line: &str) -> bool {
    const NAMES: [&str; 6] =
        ["BODY:", "EXTENDED BODY:", "EXCERPT:", "KEYWORDS:", "COMMENT:", "PING:"];
    let line = line.trim_ascii_end().to_ascii_uppercase();
    NAMES.iter().any(|name| {
        let start = line.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
        let rest = line.bytes().rev().zip(name.bytes().rev());
        let end = rest.take_while(|(a, b)| a == b).count();
        line.len() <= name.len() + 4 && start + end + 2 >= name.len()
    })
}

/// `CF0_name`, where the name is anything.
fn is_field(name: &str) -> bool {
    let Some((number, name)) = name.strip_prefix("CF").and_then(|rest| rest.split_once('_')) else {
        return false;
    };
    let is_number = !number.is_empty() && number.bytes().all(|it| it.is_ascii_digit());
    is_number && !name.is_empty() && name.len() < 200
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_capitals_and_known_ones_begin_entries() {
        assert_eq!(pair("PRIMARY CATEGORY : 冬 "), Some(("PRIMARY CATEGORY", "冬")));
        assert_eq!(pair("TITLE: a: b"), Some(("TITLE", "a: b")));
        for none in ["Title: a", "http://example.org", "글: 하나", ": a", "TITLE a", "A-B: c"] {
            assert_eq!(pair(none), None, "{none}");
        }
        assert!(begins_entry("AUTHOR: Jo") && begins_entry("TITLE:"));
        assert!(!begins_entry("NOTE: well") && !begins_entry("BODY:"));
    }

    #[test]
    fn sections_are_known_by_their_names() {
        assert_eq!(section("BODY:"), Some((Section::Body, "")));
        assert_eq!(section("EXCERPT: so"), Some((Section::Excerpt, "so")));
        assert_eq!(section("CF1_場所: 京都"), Some((Section::Field("CF1_場所"), "京都")));
        assert_eq!(section("MEMO:"), Some((Section::Other("MEMO"), "")));
        for none in ["MEMO: to me", "Body:", "CF_x: y", "text", "CFx_: y", ""] {
            assert_eq!(section(none), None, "{none}");
        }
    }
}
