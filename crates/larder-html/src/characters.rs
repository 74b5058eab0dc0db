//! The one filter between every string and every document we write.
//!
//! Control characters make whole feeds unreadable, and XML has no way to write
//! them. What passes here is legal in XML, HTML and JSON alike.

use std::{borrow::Cow, ops::Range};

use html5ever::data::C1_REPLACEMENTS;

/// Text that has been through the filter.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Cleaned<'a> {
    /// The text; borrowed if nothing had to change.
    pub text: Cow<'a, str>,
    /// How many characters were dropped. Those that were replaced do not count.
    pub dropped: usize,
}

/// Filters text.
///
/// Dropped: what XML forbids, U+007F, U+FEFF, U+FFFD, non-characters. Replaced:
/// `\r` and `\r\n` by `\n`, U+0080 to U+009F by what windows-1252 means by them
/// (dropped if nothing). Everything else stays, emoji and joiners included.
pub fn clean(text: &str) -> Cleaned<'_> {
    match first_bad(text) {
        None => Cleaned { text: Cow::Borrowed(text), dropped: 0 },
        Some(start) => rewrite(text, start),
    }
}

/// Filters the value of an attribute: as [`clean`], and line ends and tabs
/// become spaces.
pub fn clean_attribute(value: &str) -> Cleaned<'_> {
    let mut cleaned = clean(value);
    if memchr::memchr2(b'\n', b'\t', cleaned.text.as_bytes()).is_some() {
        cleaned.text = Cow::Owned(cleaned.text.replace(['\n', '\t'], " "));
    }
    cleaned
}

/// Whether [`clean`] would change nothing.
pub(crate) fn is_clean(text: &str) -> bool {
    first_bad(text).is_none()
}

/// Whether a byte may begin a character which cannot stay. Without branches, so that many are looked at at once.
fn is_suspect(byte: u8) -> bool {
    (byte < b' ') & (byte != b'\n') & (byte != b'\t')
        | (byte == 0x7f)
        | (byte == 0xc2)
        | (byte >= 0xef)
}

/// How many bytes are looked at at once.
const BLOCK: usize = 64;

/// Where the first character is that cannot stay.
fn first_bad(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    // Blocks of one length are looked at with vector instructions.
    let (blocks, rest) = bytes.as_chunks::<BLOCK>();
    for (number, block) in blocks.iter().enumerate() {
        if has_suspect(block) {
            let bad = first_bad_in(bytes, number * BLOCK..(number + 1) * BLOCK);
            if bad.is_some() {
                return bad;
            }
        }
    }
    if has_suspect(rest) {
        first_bad_in(bytes, bytes.len() - rest.len()..bytes.len())
    } else {
        None
    }
}

#[inline]
fn has_suspect(bytes: &[u8]) -> bool {
    bytes.iter().fold(false, |any, byte| any | is_suspect(*byte))
}

/// The first of these places where a character begins that cannot stay.
fn first_bad_in(bytes: &[u8], mut places: Range<usize>) -> Option<usize> {
    places.find(|at| is_suspect(bytes[*at]) && is_bad(&bytes[*at..]))
}

/// Whether the character that begins with a suspect byte cannot stay.
fn is_bad(bytes: &[u8]) -> bool {
    match *bytes {
        [0xc2, second, ..] => second < 0xa0,
        [0xef, 0xb7, third, ..] => (0x90..=0xaf).contains(&third),
        [0xef, 0xbb, third, ..] => third == 0xbf,
        [0xef, 0xbf, third, ..] => third >= 0xbd,
        [0xef, ..] => false,
        [0xf0..=0xf4, second, 0xbf, fourth, ..] => second & 0x0f == 0x0f && fourth >= 0xbe,
        [0xf0..=0xf4, ..] => false,
        _ => true,
    }
}

fn rewrite(text: &str, start: usize) -> Cleaned<'_> {
    let mut cleaned = String::with_capacity(text.len());
    cleaned.push_str(&text[..start]);
    let mut dropped = 0;
    let mut characters = text[start..].chars().peekable();
    while let Some(character) = characters.next() {
        if character == '\r' {
            characters.next_if_eq(&'\n');
        }
        match replacement(character) {
            Some(character) => cleaned.push(character),
            None => dropped += 1,
        }
    }
    Cleaned { text: Cow::Owned(cleaned), dropped }
}

fn replacement(character: char) -> Option<char> {
    match character {
        '\t' | '\n' => Some(character),
        '\r' => Some('\n'),
        '\0'..='\x1f' | '\x7f' | '\u{feff}' | '\u{fffd}' | '\u{fdd0}'..='\u{fdef}' => None,
        '\u{80}'..='\u{9f}' => C1_REPLACEMENTS[character as usize - 0x80],
        _ if u32::from(character) & 0xfffe == 0xfffe => None,
        _ => Some(character),
    }
}

#[cfg(test)]
mod tests {
    use super::{clean, clean_attribute, first_bad, replacement};

    #[test]
    fn every_character_is_dropped_replaced_or_kept_by_the_table() {
        let legal = |c: char| matches!(c, '\t' | '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
        // All of planes 0 to 2 but the middle of Han and Hangul, and the borders of the others.
        let tested = ('\0'..='\u{3000}').chain('\u{d000}'..='\u{30000}');
        for character in tested.chain('\u{fff00}'..='\u{100100}').chain('\u{10ff00}'..=char::MAX) {
            let text = format!("a{character}b");
            let cleaned = clean(&text);
            let kept = replacement(character) == Some(character);
            assert_eq!(first_bad(&text).is_none(), kept, "{character:?}");
            assert_eq!(cleaned.text == text, kept, "{character:?}");
            assert!(cleaned.text.chars().all(legal), "{character:?}");
            assert_eq!(clean(&cleaned.text).text, cleaned.text);
        }
    }

    #[test]
    fn a_character_is_found_wherever_it_is_in_a_block() {
        for before in 0..2 * super::BLOCK {
            for (character, after) in
                [('\u{85}', 0), ('\u{feff}', 1), ('\u{1ffff}', 64), ('\u{7}', 130)]
            {
                let text = format!("{}👨{character}{}", "é".repeat(before), "글".repeat(after));
                assert_eq!(first_bad(&text), Some(2 * before + 4), "{character:?}");
            }
        }
    }

    #[test]
    fn windows_1252_quotes_are_repaired_and_counts_are_of_drops() {
        let cleaned = clean("it\u{92}s\u{81} \u{feff}a\0b\r\nc\rd\u{fffe}");
        assert_eq!((&*cleaned.text, cleaned.dropped), ("it’s ab\nc\nd", 4));
    }

    #[test]
    fn joiners_directions_emoji_and_private_use_stay() {
        let text = "\u{200d}\u{200b}\u{202e}👨‍👩‍👧🇰🇷\u{e000}\u{f0000}한\u{a0}ＡÃ©";
        assert_eq!(clean(text).text, text);
    }

    #[test]
    fn attributes_are_one_line() {
        assert_eq!(clean_attribute("a\r\nb\tc").text, "a b c");
    }
}
