//! Names of entries: labels, made safe and comparable. A name is never a path that is opened or written.

use std::borrow::Cow;

use encoding_rs::EUC_KR;
use larder_core::{Rule, key};

/// The longest name that is taken, in bytes. File systems stop at 4096.
const LONGEST: usize = 4096;

/// The name of an entry from its raw bytes, as UTF-8, else as CP949; NFC.
///
/// Zip files from Windows hold CP949 without saying so. Bytes that are neither become U+FFFD.
pub fn entry_name(raw: &[u8]) -> String {
    key::name(&text(raw))
}

/// A percent-encoded name decoded: exactly two hex digits a byte, as UTF-8, else as CP949. Not normalised.
///
/// A `%` that is not followed by two hex digits stays. When the bytes are neither UTF-8 nor CP949, the name stays as it is.
pub fn percent_decode_name(name: &str) -> String {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let decoded = (first == b'%').then(|| hex_pair(after)).flatten();
        bytes.push(decoded.unwrap_or(first));
        rest = if decoded.is_some() { &after[2..] } else { after };
    }
    match text(&bytes) {
        Cow::Borrowed(decoded) => decoded.to_owned(),
        Cow::Owned(decoded) if decoded.contains('\u{fffd}') => name.to_owned(),
        Cow::Owned(decoded) => decoded,
    }
}

/// The rule that keeps an entry of this name out, and what it found.
pub(crate) fn refusal(name: &str) -> Option<(Rule, &'static str)> {
    let unsafe_name = unsafe_name(name).map(|found| (Rule::UnsafeName, found));
    let system = || is_system_file(name).then_some((Rule::SystemFile, SYSTEM_FILE));
    unsafe_name.or_else(system)
}

/// What is said of a [system file](is_system_file).
pub(crate) const SYSTEM_FILE: &str = "left behind by an operating system";

/// Why `name` could lead out of an input, if it could.
///
/// Names are only labels here, but they are shown, written into archives, and read by other programs.
pub(crate) fn unsafe_name(name: &str) -> Option<&'static str> {
    let is_separator = |character| matches!(character, '/' | '\\');
    let drive = name.as_bytes().get(1) == Some(&b':') && name.as_bytes()[0].is_ascii_alphabetic();
    match name {
        "" => Some("an empty name"),
        _ if name.contains('\0') => Some("a NUL in the name"),
        _ if name.len() > LONGEST => Some("a name of more than 4096 bytes"),
        _ if name.starts_with(is_separator) => Some("an absolute name"),
        _ if drive => Some("a drive in the name"),
        _ => name.split(is_separator).find_map(|part| match part {
            "" => Some("an empty folder name"),
            "." | ".." => Some("`.` or `..` in the name"),
            _ => None,
        }),
    }
}

/// Whether an operating system left this file behind.
pub(crate) fn is_system_file(name: &str) -> bool {
    let mut parts = name.split('/');
    let file = parts.next_back().unwrap_or_default();
    let known = [".ds_store", "thumbs.db", "desktop.ini", "ehthumbs.db"];
    parts.any(|folder| folder == "__MACOSX")
        || file == "__MACOSX"
        || file.starts_with("._")
        || known.iter().any(|name| file.eq_ignore_ascii_case(name))
}

/// `name` with control, bidirectional and invisible characters written as `\u{202E}`.
pub(crate) fn printable(name: &str) -> String {
    let mut shown = String::with_capacity(name.len());
    for character in name.chars() {
        if character.is_control() || is_deceptive(character) {
            shown.extend(character.escape_unicode());
        } else {
            shown.push(character);
        }
    }
    shown
}

/// Whether a character changes how others are shown, or shows nothing.
fn is_deceptive(character: char) -> bool {
    matches!(
        character,
        '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    )
}

/// The `number`th thing that is called `name`: `a/b (2).txt`.
pub(crate) fn numbered(name: &str, number: u32) -> String {
    let file = name.rfind('/').map_or(0, |slash| slash + 1);
    let dot = name[file..].rfind('.').filter(|&dot| dot > 0).map_or(name.len(), |dot| file + dot);
    let (stem, extension) = name.split_at(dot);
    format!("{stem} ({number}){extension}")
}

fn text(raw: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(raw) {
        return Cow::Borrowed(text);
    }
    let korean = EUC_KR.decode_without_bom_handling_and_without_replacement(raw);
    korean.unwrap_or_else(|| String::from_utf8_lossy(raw))
}

fn hex_pair(bytes: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*bytes.get(at)?).to_digit(16);
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_utf_8_or_cp949_and_composed() {
        assert_eq!(entry_name("각.txt".as_bytes()), "각.txt");
        assert_eq!(entry_name("\u{1100}\u{1161}\u{11a8}.txt".as_bytes()), "각.txt");
        assert_eq!(entry_name(b"\xc7\xd1\xb1\xdb.txt"), "한글.txt");
        assert_eq!(entry_name(b"a\xff\xffb"), "a\u{fffd}\u{fffd}b");
    }

    #[test]
    fn percent_signs_are_decoded_once_and_only_when_whole() {
        assert_eq!(percent_decode_name("%ED%95%9C%20a.jpg"), "한 a.jpg");
        assert_eq!(percent_decode_name("%C7%D1%b1%db.JPG"), "한글.JPG");
        assert_eq!(percent_decode_name("100%"), "100%");
        assert_eq!(percent_decode_name("%4%zz%+1"), "%4%zz%+1");
        assert_eq!(percent_decode_name("%25D0"), "%D0");
        assert_eq!(percent_decode_name("%FF%00"), "%FF%00");
        assert_eq!(percent_decode_name("이미 한글"), "이미 한글");
    }

    #[test]
    fn every_spelling_that_leads_out_is_unsafe() {
        for name in [
            "../x",
            "..\\x",
            "/abs",
            "C:\\x",
            "c:x",
            "\\\\host\\x",
            "x\0y",
            "a//b",
            "./a",
            "",
            ".",
            "..",
            "a/..",
            "a/./b",
            "a\\..\\b",
            "a/",
        ] {
            assert!(unsafe_name(name).is_some(), "{name:?}");
        }
        for name in ["a", "a/b.txt", "..a", "a..b/c", "가:나", "a b/.hidden", "CON"] {
            assert_eq!(unsafe_name(name), None, "{name:?}");
        }
    }

    #[test]
    fn system_files_are_known_in_every_folder() {
        for name in [".DS_Store", "a/Thumbs.db", "__MACOSX/a/._b.txt", "a/._b", "Desktop.ini"] {
            assert!(is_system_file(name), "{name}");
        }
        for name in ["a/DS_Store.txt", "thumbs.db.txt", "_a", "MACOSX/b"] {
            assert!(!is_system_file(name), "{name}");
        }
    }

    #[test]
    fn the_number_stands_before_the_extension() {
        assert_eq!(numbered("a/b.txt", 2), "a/b (2).txt");
        assert_eq!(numbered("a.d/b", 3), "a.d/b (3)");
        assert_eq!(numbered("a/.hidden", 2), "a/.hidden (2)");
    }

    #[test]
    fn deceptive_characters_are_shown() {
        assert_eq!(printable("a\u{202e}txt.\0\n"), "a\\u{202e}txt.\\u{0}\\u{a}");
        assert_eq!(printable("한글 각"), "한글 각");
    }
}
