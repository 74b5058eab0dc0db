//! Texts with two or four bytes a unit.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use super::{Decoded, clean};

/// A text in UTF-32 with its byte order mark.
///
/// The mark of UTF-32 in little-endian order is also that of UTF-16 and a NUL: it counts only when all of the text fits.
pub(super) fn utf_32(bytes: &[u8]) -> Option<Decoded> {
    if let Some(rest) = bytes.strip_prefix(&[0, 0, 0xfe, 0xff]) {
        return Some(units(rest, u32::from_be_bytes, "UTF-32BE", "byte order mark"));
    }
    let rest = bytes.strip_prefix(&[0xff, 0xfe, 0, 0])?;
    Some(units(rest, u32::from_le_bytes, "UTF-32LE", "byte order mark"))
        .filter(|decoded| decoded.replaced == 0)
}

/// A text in UTF-32 without a byte order mark: every unit is a character, and hardly any is a control.
///
/// Each unit has a byte that is zero and another that is 16 at most, at fixed places: no other encoding of a text looks
/// like that.
pub(super) fn utf_32_without_mark(bytes: &[u8]) -> Option<Decoded> {
    let [first, .., last] = *bytes.first_chunk::<4>()?;
    let head = &bytes[..bytes.len().min(4096) & !3];
    let in_order = |unit: fn([u8; 4]) -> u32, encoding| {
        let is_sound = |found: &Decoded| found.replaced == 0 && is_text(&found.text);
        is_sound(&units(head, unit, encoding, "guessed"))
            .then(|| units(bytes, unit, encoding, "guessed"))
    };
    let little = || (last == 0).then(|| in_order(u32::from_le_bytes, "UTF-32LE")).flatten();
    let big = || (first == 0).then(|| in_order(u32::from_be_bytes, "UTF-32BE")).flatten();
    little().or_else(big)
}

fn units(
    bytes: &[u8],
    unit: fn([u8; 4]) -> u32,
    encoding: &'static str,
    how: &'static str,
) -> Decoded {
    let mut text = String::new();
    let mut replaced = 0;
    for chunk in bytes.chunks(4) {
        let character = <[u8; 4]>::try_from(chunk).ok().map(unit).and_then(char::from_u32);
        replaced += u64::from(character.is_none());
        text.push(character.unwrap_or('\u{fffd}'));
    }
    Decoded { text, encoding, how, replaced }
}

/// A text in UTF-16 without a byte order mark, known by the zeros of its spaces, digits and line breaks.
pub(super) fn utf_16_without_mark(bytes: &[u8]) -> Option<Decoded> {
    clean(zeros_show(bytes)?, bytes, "guessed").filter(|decoded| is_text(&decoded.text))
}

/// Which order of UTF-16 the zero bytes speak for.
///
/// A fifth of the units of Korean text are blanks, digits and line breaks: a zero and an ASCII character. A zero alone says
/// nothing, for `글` has one too (U+AE00).
fn zeros_show(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..4096).unwrap_or(bytes);
    let units = head.len() / 2;
    let ascii = |zero: usize, text: usize| {
        let shows = |byte: u8| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~');
        head.chunks_exact(2).filter(|unit| unit[zero] == 0 && shows(unit[text])).count()
    };
    let (little, big) = (ascii(1, 0), ascii(0, 1));
    let speaks = |most: usize, least: usize| most * 20 >= units && most > least * 4;
    match bytes.len().is_multiple_of(2) && units > 0 {
        true if speaks(little, big) => Some(UTF_16LE),
        true if speaks(big, little) => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether a decoded text is one: hardly any control characters, and no characters that Unicode will never assign.
fn is_text(text: &str) -> bool {
    let mut odd = 0;
    let mut all = 0;
    for character in text.chars().take(4096) {
        all += 1;
        let control = character.is_control() && !matches!(character, '\t' | '\n' | '\r' | '\u{c}');
        odd += usize::from(control || u32::from(character) & 0xfffe == 0xfffe);
    }
    odd * 100 <= all
}
