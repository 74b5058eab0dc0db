//! Comments and pings: keys and values, then a text.

use super::{
    keys::{self, FIVE},
    lines::lines_of,
};

/// A comment or a ping.
#[derive(Debug, Default)]
pub(super) struct Said<'a> {
    pub(super) head: Vec<(&'a str, &'a str)>,
    /// Keys that nobody knows, between known ones.
    pub(super) unknown: Vec<(&'a str, &'a str)>,
    pub(super) text: &'a str,
    /// The name of a key that nobody knows, wherever it is. Behind the known ones it may be the text's own first line, and
    /// is kept there.
    pub(super) doubt: Option<&'a str>,
}

impl<'a> Said<'a> {
    /// Takes a section apart that may have the keys `known`, each once.
    pub(super) fn read(section: &'a str, known: &[&str]) -> Self {
        let mut said = Self::default();
        let (mut end, mut waiting) = (0, Vec::new());
        for line in lines_of(section) {
            let Some((key, value)) = keys::pair(section[line.start..line.end].trim_start()) else {
                break;
            };
            if !known.contains(&key) {
                said.doubt.get_or_insert(key);
                waiting.push((key, value));
            } else if said.value_of(key).is_none() {
                said.unknown.append(&mut waiting);
                said.head.push((key, value));
                end = line.next;
            } else {
                break;
            }
        }
        said.text = &section[end..];
        // A damaged key may have made a text of those behind it.
        let mut later = lines_of(said.text).skip(1).map(|line| &said.text[line.start..line.end]);
        let key = later.find(|line| keys::is_frame(line)).and_then(keys::pair);
        said.doubt = said.doubt.or(key.map(|(key, _)| key));
        said
    }

    fn value_of(&self, key: &str) -> Option<&'a str> {
        self.head.iter().find(|(name, _)| *name == key).map(|(_, value)| *value)
    }

    /// The value of a key that says something.
    pub(super) fn value(&self, key: &str) -> Option<&'a str> {
        self.value_of(key).filter(|value| !value.is_empty())
    }
}

/// How many comments and pings the text of an entry has, by the lines alone.
///
/// This is what the ledger holds the reader to, so that it has nothing of `Entry::read` in it.
pub(super) fn count_said(text: &str) -> u64 {
    let count = |name: &str| {
        let places = memchr::memmem::find_iter(text.as_bytes(), name);
        places.filter(|&at| follows_five(&text[..at])).count() as u64
    };
    count("COMMENT:") + count("PING:")
}

/// Whether the last line that is not empty is one of five hyphens, and another line begins behind it.
fn follows_five(before: &str) -> bool {
    if !before.ends_with(['\n', '\r']) {
        return false;
    }
    let shown = before.trim_ascii_end();
    let is_alone = before[shown.len()..].starts_with(['\n', '\r']);
    let rest = shown.strip_suffix(FIVE).filter(|_| is_alone);
    rest.is_some_and(|rest| rest.is_empty() || rest.ends_with(['\n', '\r']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_of_a_comment_ends_where_its_text_begins() {
        const KNOWN: [&str; 3] = ["AUTHOR", "URL", "DATE"];
        let said = Said::read("AUTHOR: Jo\nURL:\nURL: twice\nx", &KNOWN);
        assert_eq!((said.text, said.doubt), ("URL: twice\nx", None));
        let said = Said::read("AUTHOR: Jo\nSECRET: 1\nDATE: d\nx", &KNOWN);
        assert_eq!((said.text, said.unknown.as_slice()), ("x", [("SECRET", "1")].as_slice()));
        assert_eq!(said.doubt, Some("SECRET"));
        let said = Said::read("AUTHOR: Jo\nPS: hello\nx", &KNOWN);
        assert_eq!((said.text, said.doubt), ("PS: hello\nx", Some("PS")));
    }
}
