//! Names of files that are made of the names they had: safe on every system, unique in their folder.

use std::{borrow::Cow, collections::HashSet};

use larder_core::Digest;
use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization;

use crate::sink::names::{is_caseless, is_device};

/// The longest stem in bytes: thirty syllables of Hangul. With the folder and the extension, paths stay short enough for
/// Windows.
const LONGEST: usize = 90;

/// The longest extension that is kept.
const LONGEST_EXTENSION: usize = 10;

/// How much of a digest makes a name unique.
const DIGEST: usize = 8;

/// The names that were given in one folder.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names(HashSet<String>);

impl Names {
    /// A name that no other file of the folder has, whatever the letter case: the one that is wanted, else with a digest
    /// of `id` before its extension.
    ///
    /// `wanted` is [made safe](safe_name) first. Which of two files keeps its name depends on who asks first; callers ask
    /// in an order that does not change.
    pub(crate) fn give(&mut self, wanted: &str, id: &str) -> String {
        let name = safe_name(wanted);
        if self.0.insert(name.to_ascii_lowercase()) {
            return name;
        }
        let (stem, extension) = name.split_at(name.rfind('.').unwrap_or(name.len()));
        let digest = Digest::of(id.as_bytes()).to_string();
        let mut longer = (DIGEST..=digest.len())
            .map(|length| format!("{stem}-{}{extension}", &digest[..length]));
        let free = longer.find(|name| !self.0.contains(&name.to_ascii_lowercase()));
        let name = free.unwrap_or_else(|| format!("{stem}-{digest}-{}{extension}", self.0.len()));
        self.0.insert(name.to_ascii_lowercase());
        name
    }

    /// Takes a name that our own files have. Whether it was free.
    pub(crate) fn take(&mut self, name: &str) -> bool {
        self.0.insert(name.to_ascii_lowercase())
    }
}

/// The last part of a path or an address as a name of a file that is safe everywhere: composed, percent escapes read,
/// with `-` for what some system does not allow, letters of other alphabets than Latin, Hangul, kana and Chinese
/// included. `file` where nothing is left.
pub(crate) fn safe_name(wanted: &str) -> String {
    let last = wanted.split(['?', '#']).next().unwrap_or_default();
    let last = last.rsplit(['/', '\\']).next().unwrap_or_default();
    let read = percent_decode_str(last).decode_utf8().unwrap_or(Cow::Borrowed(last));
    // A separator may have been written as an escape.
    let read = read.rsplit(['/', '\\']).next().unwrap_or_default().nfc().collect::<String>();
    let (stem, extension) = read.rsplit_once('.').unwrap_or((&read, ""));
    let extension = safe(extension, LONGEST_EXTENSION);
    let mut stem = safe(stem, LONGEST);
    if stem.is_empty() {
        stem.push_str("file");
    }
    if is_device(&stem) {
        stem.push_str("-file");
    }
    if extension.is_empty() { stem } else { format!("{stem}.{extension}") }
}

/// At most `longest` bytes of a name without what is not safe, and without marks at its ends.
fn safe(part: &str, longest: usize) -> String {
    let mut safe = String::new();
    for letter in part.chars() {
        let is_kept = letter.is_ascii_alphanumeric() || letter == '_' || is_caseless(letter);
        if safe.len() + letter.len_utf8() > longest {
            break;
        }
        match is_kept {
            true => safe.push(letter),
            false if safe.is_empty() || safe.ends_with('-') => {}
            false => safe.push('-'),
        }
    }
    safe.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sink::names::is_ours;

    #[test]
    fn names_are_safe_on_every_system() {
        for (wanted, expected) in [
            ("https://example.org/a/snow.jpg?w=300#x", "snow.jpg"),
            ("uploads/2019/골목 길 (1).JPG", "골목-길-1.JPG"),
            ("%EA%B3%A8%EB%AA%A9.png", "골목.png"),
            ("..%2F..%2Fetc%2Fpasswd", "passwd"),
            ("..\\..\\boot.ini", "boot.ini"),
            ("con.txt", "con-file.txt"),
            ("", "file"),
            ("..", "file"),
            (".htaccess", "file.htaccess"),
            ("a\u{202e}gpj.exe", "a-gpj.exe"),
            ("v1.2.tar.gz", "v1-2-tar.gz"),
        ] {
            assert_eq!(safe_name(wanted), expected, "{wanted}");
            assert!(is_ours(&safe_name(wanted)), "{wanted}");
        }
        assert!(is_ours(&safe_name(&format!("{}.{}", "가".repeat(500), "x".repeat(500)))));
    }

    #[test]
    fn a_second_file_of_a_name_gets_another() {
        let mut names = Names::default();
        assert_eq!(names.give("a/Snow.jpg", "1"), "Snow.jpg");
        let second = names.give("b/snow.jpg", "2");
        assert!(second.starts_with("snow-") && second.ends_with(".jpg"), "{second}");
        assert_ne!(names.give("b/snow.jpg", "2"), second);
        assert!(!names.take("snow.JPG"));
    }
}
