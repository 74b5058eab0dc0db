//! Characters of XML: references decoded, forbidden ones dropped, each counted.

use std::{borrow::Cow, ops::Range};

use memchr::{memchr, memchr_iter, memchr2};

use super::{Repair, Repairs};

/// The text of characters with references in them, as they stand between tags or in an attribute.
pub(crate) fn characters<'a>(raw: &'a str, repairs: &mut Repairs) -> Cow<'a, str> {
    match memchr(b'&', raw.as_bytes()) {
        None => clean(Cow::Borrowed(raw), repairs),
        Some(_) => clean(Cow::Owned(references(raw, repairs)), repairs),
    }
}

/// The text of a CDATA section.
pub(crate) fn data<'a>(raw: &'a str, repairs: &mut Repairs) -> Cow<'a, str> {
    clean(Cow::Borrowed(raw), repairs)
}

/// The longest name of an entity, with room to spare.
const LONGEST: usize = 40;

fn references(raw: &str, repairs: &mut Repairs) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut written = 0;
    for at in memchr_iter(b'&', raw.as_bytes()) {
        text.push_str(&raw[written..at]);
        let length = reference(&raw[at..], &mut text, repairs);
        if length.is_none() {
            repairs.count(Repair::Ampersand);
            text.push('&');
        }
        written = at + length.unwrap_or(1);
    }
    text.push_str(&raw[written..]);
    text
}

/// What a reference of XML itself means that stands at the beginning, and its length.
fn own(rest: &[u8]) -> Option<(char, usize)> {
    Some(match rest {
        [_, b'l', b't', b';', ..] => ('<', 4),
        [_, b'g', b't', b';', ..] => ('>', 4),
        [_, b'a', b'm', b'p', b';', ..] => ('&', 5),
        [_, b'q', b'u', b'o', b't', b';', ..] => ('"', 6),
        [_, b'a', b'p', b'o', b's', b';', ..] => ('\'', 6),
        _ => return None,
    })
}

/// Puts in what the reference at the beginning means. Returns its length, or None if it is none.
fn reference(rest: &str, text: &mut String, repairs: &mut Repairs) -> Option<usize> {
    if let Some((meant, length)) = own(rest.as_bytes()) {
        text.push(meant);
        return Some(length);
    }
    let head = &rest.as_bytes()[..rest.len().min(LONGEST)];
    let end = 1 + memchr2(b';', b'&', &head[1..])?;
    let name = Some(&rest[1..end]).filter(|_| head[end] == b';')?;
    match name.strip_prefix('#') {
        Some(number) => numeric(number, text, repairs)?,
        None => named(name, text, repairs)?,
    }
    Some(end + 1)
}

fn numeric(number: &str, text: &mut String, repairs: &mut Repairs) -> Option<()> {
    let (digits, radix) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    if digits.is_empty() || !digits.bytes().all(|digit| char::from(digit).is_digit(radix)) {
        return None;
    }
    match u32::from_str_radix(digits, radix).ok().and_then(char::from_u32) {
        // What XML forbids is dropped with the rest; here it must not become part of the text around it.
        Some(character) if is_character(character) => text.push(character),
        _ => repairs.count(Repair::Character),
    }
    Some(())
}

fn named(name: &str, text: &mut String, repairs: &mut Repairs) -> Option<()> {
    if !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let reference = format!("&{name};");
    let meant = htmlize::unescape(reference.as_str());
    // A prefix of the name may be an entity that needs no `;`; that is not what was written.
    if meant == reference || meant.ends_with(';') {
        return None;
    }
    repairs.count(Repair::Entity);
    text.push_str(&meant);
    Some(())
}

/// Whether XML 1.0 allows a character.
fn is_character(character: char) -> bool {
    !matches!(character, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}')
}

/// Drops what XML forbids, and gives C1 controls back the meaning they have in windows-1252.
fn clean<'a>(text: Cow<'a, str>, repairs: &mut Repairs) -> Cow<'a, str> {
    if is_clean(text.as_bytes()) {
        return text;
    }
    let mut cleaned = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\u{80}'..='\u{9f}' => match windows(character) {
                Some(meant) => {
                    repairs.count(Repair::Disguised);
                    cleaned.push(meant);
                }
                None => cleaned.push(character),
            },
            character if is_character(character) => cleaned.push(character),
            _ => repairs.count(Repair::Character),
        }
    }
    Cow::Owned(cleaned)
}

/// How many bytes are looked at at once.
const BLOCK: usize = 64;

/// Whether there is nothing to clean.
fn is_clean(bytes: &[u8]) -> bool {
    let is_fine = |part: &[u8], mut places: Range<usize>| {
        let any = part.iter().fold(false, |any, byte| any | is_suspect(*byte));
        !any || places.all(|at| !is_unclean(&bytes[at..]))
    };
    // Blocks of one length are looked at with vector instructions.
    let (blocks, rest) = bytes.as_chunks::<BLOCK>();
    let mut blocks = blocks.iter().enumerate();
    blocks.all(|(number, block)| is_fine(block, number * BLOCK..(number + 1) * BLOCK))
        && is_fine(rest, bytes.len() - rest.len()..bytes.len())
}

/// Whether a character that has to be cleaned begins here.
fn is_unclean(bytes: &[u8]) -> bool {
    match bytes {
        [first, ..] if !is_suspect(*first) => false,
        [0xc2, second, ..] => *second < 0xa0,
        [0xef, second, third, ..] => *second == 0xbf && *third >= 0xbe,
        _ => true,
    }
}

/// Whether a byte may begin such a character: a control, or one of C1, which begin with C2, or one of the
/// last two of the plane, which begin with EF. Without branches, so that many are looked at at once.
fn is_suspect(byte: u8) -> bool {
    (byte < 0x20) & (byte != b'\n') & (byte != b'\t') & (byte != b'\r')
        | (byte == 0xc2)
        | (byte == 0xef)
}

/// The character that windows-1252 has at the place of a C1 control.
fn windows(control: char) -> Option<char> {
    let byte = u8::try_from(u32::from(control)).ok()?;
    let (text, _) =
        encoding_rs::WINDOWS_1252.decode_without_bom_handling(std::slice::from_ref(&byte));
    text.chars().next().filter(|meant| *meant != control)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(raw: &str) -> (String, Repairs) {
        let mut repairs = Repairs::default();
        (characters(raw, &mut repairs).into_owned(), repairs)
    }

    #[test]
    fn references_become_what_they_mean() {
        let (text, repairs) = decoded("&lt;b&gt; &amp;amp; &quot;&apos; &#44544;&#xAE00;");
        assert_eq!((text.as_str(), repairs), ("<b> &amp; \"' 글글", Repairs::default()));
    }

    #[test]
    fn what_is_no_reference_stays_and_names_of_html_are_known() {
        let (text, repairs) = decoded("R&D ?a=1&b=2 &foo; &nbsp;&hellip; &copyx; &amp");
        assert_eq!(text, "R&D ?a=1&b=2 &foo; \u{a0}… &copyx; &amp");
        assert_eq!((repairs.of(Repair::Ampersand), repairs.of(Repair::Entity)), (5, 2));
        let (text, _) = decoded(&format!("&{};&#x{};", "a".repeat(5000), "1".repeat(5000)));
        assert!(text.starts_with("&aaa") && text.ends_with("111;"));
    }

    #[test]
    fn forbidden_characters_are_dropped_and_disguised_ones_read() {
        let (text, repairs) = decoded("a\u{8}b&#8;&#x1F;&#xD800;&#x110000;c\u{92}d&#146;\u{fffe}");
        assert_eq!(text, "abc’d’");
        assert_eq!((repairs.of(Repair::Character), repairs.of(Repair::Disguised)), (6, 2));
        for fine in ["탭\t줄\n\r", "é£", "\u{81}", "\u{feff}x", "\u{fffd}"] {
            assert_eq!(decoded(fine), (fine.to_owned(), Repairs::default()), "{fine:?}");
        }
        // Wherever they are in a block of bytes.
        for before in 0..2 * BLOCK {
            let text = format!("{}c\u{92}\u{ffff}d\u{1}", "x".repeat(before));
            let (found, repairs) = decoded(&text);
            assert_eq!(found, format!("{}c’d", "x".repeat(before)));
            assert_eq!((repairs.of(Repair::Character), repairs.of(Repair::Disguised)), (2, 1));
        }
        assert_eq!(decoded("\u{1}").0, "");
        assert_eq!(decoded("x\u{92}").0, "x’");
    }
}
