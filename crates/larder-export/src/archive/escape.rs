//! Compact JSON in which every line end and every control character of the text is escaped.
//!
//! JSON demands it of U+0000–U+001F alone. Programs that split text at Unicode's line ends (U+0085, U+2028, U+2029)
//! would see more records than there are; U+007F–U+009F are escaped with them, because they do things to terminals.

use std::io;

use serde::Serialize;
use serde_json::{Serializer, ser::Formatter};

/// A value as JSON. Fails only when one of its bodies can no longer be read.
pub(crate) fn to_json<T: Serialize + ?Sized>(value: &T) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    value.serialize(&mut Serializer::with_formatter(&mut bytes, Escaping))?;
    Ok(bytes)
}

struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: io::Write + ?Sized>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let bytes = fragment.as_bytes();
        let mut written = 0;
        for at in memchr::memchr3_iter(0x7f, 0xc2, 0xe2, bytes) {
            let Some((code, length)) = escaped(&bytes[at..]) else { continue };
            out.write_all(&bytes[written..at])?;
            write!(out, "\\u{code:04x}")?;
            written = at + length;
        }
        out.write_all(&bytes[written..])
    }

    fn write_f64<W: io::Write + ?Sized>(&mut self, _: &mut W, _: f64) -> io::Result<()> {
        Err(io::Error::other("the archive has no floating-point numbers"))
    }
}

/// The character at the beginning of `bytes`, if it is one to escape, and its length.
fn escaped(bytes: &[u8]) -> Option<(u32, usize)> {
    match *bytes {
        [0x7f, ..] => Some((0x7f, 1)),
        [0xc2, last @ 0x80..=0x9f, ..] => Some((last.into(), 2)),
        [0xe2, 0x80, last @ 0xa8..=0xa9, ..] => Some((0x2000 + u32::from(last - 0x80), 3)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_and_control_characters_are_escaped_in_values_and_names() {
        let nasty = "가\u{a0}\u{85}\u{2028}“\u{2029}\u{7f}\u{9f}\u{0}\n\"é\u{feff}";
        let json = String::from_utf8(to_json(&[(nasty, 1)]).unwrap()).unwrap();
        let text = "가\u{a0}\\u0085\\u2028“\\u2029\\u007f\\u009f\\u0000\\n\\\"é\u{feff}";
        assert_eq!(json, format!("[[\"{text}\",1]]"));
        let name = std::collections::BTreeMap::from([("\u{2028}", 1)]);
        assert_eq!(to_json(&name).unwrap(), br#"{"\u2028":1}"#);
    }

    #[test]
    fn every_character_comes_back() {
        let all: String = ('\0'..=char::MAX).filter(|c| u32::from(*c) < 0x1_1000).collect();
        let json = to_json(&all).unwrap();
        assert_eq!(serde_json::from_slice::<String>(&json).unwrap(), all);
    }
}
