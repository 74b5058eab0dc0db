//! Character references: `&amp;`, `&#44256;`, and what browsers make of broken ones.

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};

/// What one reference stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reference {
    /// One character, or two: then the second is not NUL.
    pub(crate) characters: [char; 2],
    /// How many bytes it takes, the `&` included.
    pub(crate) length: usize,
    /// Whether a browser would call it an error.
    pub(crate) broken: bool,
}

impl Reference {
    /// The characters it stands for.
    pub(crate) fn characters(&self) -> impl Iterator<Item = char> {
        let count = if self.characters[1] == '\0' { 1 } else { 2 };
        self.characters.into_iter().take(count)
    }
}

/// Where a reference stands decides what `&copy=` means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Text,
    Attribute,
}

/// Reads the reference that `rest` begins with; `rest` begins with `&`.
///
/// None if the `&` is just an ampersand.
pub(crate) fn read(rest: &str, place: Place) -> Option<Reference> {
    let bytes = rest.as_bytes();
    match bytes.get(1)? {
        b'#' => numeric(bytes),
        byte if byte.is_ascii_alphanumeric() => common(bytes).or_else(|| named(rest, place)),
        _ => None,
    }
}

/// Decodes all references of an attribute's value.
pub(crate) fn decode(value: &str) -> String {
    let mut decoded = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        match read(rest, Place::Attribute) {
            Some(reference) => {
                decoded.extend(reference.characters());
                rest = &rest[reference.length..];
            }
            None => {
                decoded.push('&');
                rest = &rest[1..];
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

/// The five that make up nearly all references, without a table of 2 231.
fn common(bytes: &[u8]) -> Option<Reference> {
    let (character, length) = match bytes {
        [b'&', b'a', b'm', b'p', b';', ..] => ('&', 5),
        [b'&', b'l', b't', b';', ..] => ('<', 4),
        [b'&', b'g', b't', b';', ..] => ('>', 4),
        [b'&', b'q', b'u', b'o', b't', b';', ..] => ('"', 6),
        [b'&', b'n', b'b', b's', b'p', b';', ..] => ('\u{a0}', 6),
        _ => return None,
    };
    Some(Reference { characters: [character, '\0'], length, broken: false })
}

fn named(rest: &str, place: Place) -> Option<Reference> {
    let bytes = rest.as_bytes();
    let mut found = None;
    for end in 2..=bytes.len() {
        if !(bytes[end - 1].is_ascii_alphanumeric() || bytes[end - 1] == b';') {
            break;
        }
        // The table holds every prefix of a name too, as (0, 0).
        let Some(&(first, second)) = NAMED_ENTITIES.get(&rest[1..end]) else { break };
        if first != 0 {
            found = Some((first, second, end));
        }
    }
    let (first, second, length) = found?;
    let closed = bytes[length - 1] == b';';
    if !closed && place == Place::Attribute && runs_on(bytes.get(length)) {
        return None;
    }
    let characters = [char::from_u32(first)?, char::from_u32(second)?];
    Some(Reference { characters, length, broken: !closed })
}

/// In an attribute `&copy=1` is a query, not a copyright sign.
fn runs_on(next: Option<&u8>) -> bool {
    next.is_some_and(|byte| *byte == b'=' || byte.is_ascii_alphanumeric())
}

fn numeric(bytes: &[u8]) -> Option<Reference> {
    let (radix, start) = if matches!(bytes.get(2), Some(b'x' | b'X')) { (16, 3) } else { (10, 2) };
    let mut end = start;
    let mut number: u32 = 0;
    while let Some(digit) = bytes.get(end).and_then(|byte| char::from(*byte).to_digit(radix)) {
        number = number.saturating_mul(radix).saturating_add(digit);
        end += 1;
    }
    if end == start {
        return None;
    }
    let closed = bytes.get(end) == Some(&b';');
    let (character, valid) = code_point(number);
    let length = end + usize::from(closed);
    Some(Reference { characters: [character, '\0'], length, broken: !closed || !valid })
}

/// The character a number means, and whether it may be written so.
fn code_point(number: u32) -> (char, bool) {
    let Some(character) = char::from_u32(number).filter(|character| *character != '\0') else {
        return ('\u{fffd}', false);
    };
    match number {
        0x80..=0x9f => (C1_REPLACEMENTS[number as usize - 0x80].unwrap_or(character), false),
        0x01..=0x08 | 0x0b | 0x0d..=0x1f | 0x7f | 0xfdd0..=0xfdef => (character, false),
        _ => (character, number & 0xfffe != 0xfffe),
    }
}
