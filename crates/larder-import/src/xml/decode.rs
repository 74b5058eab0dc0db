//! Characters of XML: references decoded, forbidden ones dropped, each counted.

use std::borrow::Cow;

use memchr::{memchr, memchr2_iter};

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
    let mut rest = raw;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let head = &rest.as_bytes()[..rest.len().min(LONGEST)];
        let end = memchr2_iter(b';', b'&', &head[1..]).next().map(|end| end + 1);
        let name = end.filter(|end| head[*end] == b';').map(|end| &rest[1..end]);
        match name.and_then(|name| reference(name, &mut text, repairs)) {
            Some(length) => rest = &rest[length + 2..],
            None => {
                repairs.count(Repair::Ampersand);
                text.push('&');
                rest = &rest[1..];
            }
        }
    }
    text.push_str(rest);
    text
}

/// Puts in what a reference means. Returns the length of its name, or None if it is none.
fn reference(name: &str, text: &mut String, repairs: &mut Repairs) -> Option<usize> {
    match name {
        "amp" => text.push('&'),
        "lt" => text.push('<'),
        "gt" => text.push('>'),
        "quot" => text.push('"'),
        "apos" => text.push('\''),
        _ => match name.strip_prefix('#') {
            Some(number) => numeric(number, text, repairs)?,
            None => named(name, text, repairs)?,
        },
    }
    Some(name.len())
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

/// Whether there is nothing to clean.
fn is_clean(bytes: &[u8]) -> bool {
    // Without branches, so that it is done many bytes at a time.
    let is_control = |byte: u8| (byte < 0x20) & (byte != b'\n') & (byte != b'\t') & (byte != b'\r');
    if bytes.iter().fold(false, |any, byte| any | is_control(*byte)) {
        return false;
    }
    // C1 controls begin with C2, and the last two characters of the plane with EF BF.
    memchr2_iter(0xc2, 0xef, bytes)
        .all(|at| !matches!(bytes[at..], [0xc2, 0x80..=0x9f, ..] | [0xef, 0xbf, 0xbe | 0xbf, ..]))
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
        assert_eq!(decoded("\u{1}").0, "");
        assert_eq!(decoded("x\u{92}").0, "x’");
    }
}
