//! Slugs as WordPress keeps them, so that what it makes of one is known before.
//!
//! Rules: <https://developer.wordpress.org/reference/functions/sanitize_title_with_dashes/>

use std::collections::HashSet;

use larder_core::Digest;
use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization;

/// How many bytes the column takes, percent escapes counted: 22 syllables of Hangul.
pub(super) const LONGEST: usize = 200;

/// How much of a digest makes a slug unique.
const DIGEST: usize = 8;

/// What WordPress makes of a slug or a title: letters in lower case, others than ASCII percent-encoded, `-` for what
/// stands between. Not cut.
pub(super) fn slug(text: &str) -> String {
    let read = percent_decode_str(text).decode_utf8_lossy();
    let mut slug = String::new();
    for letter in read.nfc().flat_map(char::to_lowercase) {
        push(&mut slug, letter);
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// Whether a slug says what another does, but for how its letters are escaped and composed.
pub(super) fn is_same(a: &str, b: &str) -> bool {
    let read = |slug: &str| percent_decode_str(slug).decode_utf8_lossy().nfc().collect::<String>();
    read(a) == read(b)
}

fn push(slug: &mut String, letter: char) {
    match letter {
        'a'..='z' | '0'..='9' | '_' => slug.push(letter),
        '-' | '.' | '/' | '\u{2013}' | '\u{2014}' => push_hyphen(slug),
        // Of the replacement character nobody knows what it was.
        letter if letter.is_whitespace() => push_hyphen(slug),
        letter if letter.is_ascii() || letter.is_control() || letter == '\u{fffd}' => {}
        letter => match latin(letter) {
            Some(letters) => slug.push_str(letters),
            None => push_escaped(slug, letter),
        },
    }
}

fn push_hyphen(slug: &mut String) {
    if !slug.is_empty() && !slug.ends_with('-') {
        slug.push('-');
    }
}

fn push_escaped(slug: &mut String, letter: char) {
    for byte in letter.encode_utf8(&mut [0; 4]).bytes() {
        slug.push_str(&format!("%{byte:02x}"));
    }
}

/// The ASCII letters that stand for a letter with an accent.
fn latin(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'ø' => "o",
        'œ' => "oe",
        'ð' | 'đ' => "d",
        'þ' => "th",
        'ł' => "l",
        'ı' => "i",
        '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => {
            let base = letter.nfd().next().filter(char::is_ascii_lowercase)?;
            let at = usize::from(u8::try_from(base).ok()? - b'a');
            &"abcdefghijklmnopqrstuvwxyz"[at..=at]
        }
        _ => return None,
    })
}

/// A slug of at most so many bytes; a letter stays whole.
pub(super) fn cut(slug: &str, longest: usize) -> &str {
    if slug.len() <= longest {
        return slug;
    }
    let mut end = longest;
    // All of the escapes of one letter, or none: the first of them is no continuation byte.
    while !begins_letter(&slug[end..]) || end > 0 && is_within_escape(slug, end) {
        end -= 1;
    }
    slug[..end].trim_end_matches('-')
}

fn is_within_escape(slug: &str, at: usize) -> bool {
    slug[at.saturating_sub(2)..at].contains('%')
}

fn begins_letter(rest: &str) -> bool {
    let continuation = ["%8", "%9", "%a", "%b"];
    !continuation.iter().any(|it| rest.starts_with(it))
}

/// The slugs that are given, each in a namespace of its own.
#[derive(Debug, Default)]
pub(super) struct Slugs(HashSet<(u64, String)>);

impl Slugs {
    /// The slug, if nothing else of the namespace has it; else one with a digest of `id` at its end. An empty one stays
    /// empty: WordPress makes one of the title.
    pub(super) fn give(&mut self, namespace: u64, wanted: &str, id: &str) -> String {
        let short = cut(wanted, LONGEST);
        if short.is_empty() || self.0.insert((namespace, short.to_owned())) {
            return short.to_owned();
        }
        let digest = Digest::of(id.as_bytes()).to_string();
        let stem = cut(wanted, LONGEST - digest.len() - 1);
        let mut longer =
            (DIGEST..=digest.len()).map(|length| format!("{stem}-{}", &digest[..length]));
        let free = longer.find(|slug| !self.0.contains(&(namespace, slug.clone())));
        // The same id again: how many there are tells them apart.
        let slug = free.unwrap_or_else(|| format!("{stem}-{}-{}", &digest[..DIGEST], self.0.len()));
        self.0.insert((namespace, slug.clone()));
        slug
    }

    /// Whether something of the namespace has the slug.
    pub(super) fn has(&self, namespace: u64, slug: &str) -> bool {
        self.0.contains(&(namespace, slug.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_what_wordpress_makes_of_them() {
        for (text, expected) in [
            ("first-snow", "first-snow"),
            ("First Snow!", "first-snow"),
            ("v1.2.Foo", "v1-2-foo"),
            ("골목", "%ea%b3%a8%eb%aa%a9"),
            ("%EA%B3%A8%eb%aa%a9", "%ea%b3%a8%eb%aa%a9"),
            ("Café Ærø", "cafe-aero"),
            ("C++", "c"),
            ("../etc", "etc"),
            ("a\"><script>", "ascript"),
            ("a -- b", "a-b"),
            ("", ""),
        ] {
            assert_eq!(slug(text), expected, "{text}");
            assert_eq!(slug(&slug(text)), slug(text), "{text}");
        }
    }

    #[test]
    fn a_long_slug_is_cut_between_letters() {
        let long = slug(&"가".repeat(30));
        assert_eq!(cut(&long, LONGEST).len(), 22 * 9);
        let mixed = slug(&format!("a{}", "가".repeat(30)));
        assert_eq!(cut(&mixed, LONGEST).len(), 1 + 22 * 9);
        assert_eq!(cut(&"a".repeat(300), LONGEST).len(), 200);
        for longest in 0..20 {
            assert!(percent_decode_str(cut(&long, longest)).decode_utf8().is_ok(), "{longest}");
        }
    }

    #[test]
    fn a_slug_is_given_once() {
        let mut slugs = Slugs::default();
        assert_eq!(slugs.give(0, "a", "1"), "a");
        let second = slugs.give(0, "a", "2");
        assert!(second.starts_with("a-") && second.len() == 10, "{second}");
        assert_eq!(slugs.give(1, "a", "3"), "a");
        assert_ne!(slugs.give(0, "a", "2"), second);
        let long = slugs.give(0, &"b".repeat(300), "4");
        assert!(long.len() <= LONGEST && slugs.give(0, &"b".repeat(300), "5").len() <= LONGEST);
    }
}
