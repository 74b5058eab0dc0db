//! What an entry is, in words, for the error that nothing was recognised.

use super::{Sample, instead};
use crate::{decode::looks_binary, names};

/// How many characters of a text are shown.
const SHOWN: usize = 40;

/// `notes.pdf: a PDF document`, `a.txt: text, begins with "…"`.
pub(crate) fn describe(sample: &Sample) -> String {
    format!("`{}`: {}", names::printable(&sample.name), content(sample))
}

fn content(sample: &Sample) -> String {
    if sample.head.is_empty() {
        return "an empty file".to_owned();
    }
    if looks_binary(&sample.head) {
        return binary(&sample.head);
    }
    if let Some(instead) = instead::of(sample) {
        return instead.to_owned();
    }
    let mut lines = sample.text.lines().map(|line| line.trim_matches(larder_core::key::is_blank));
    let Some(line) = lines.find(|line| !line.is_empty()) else {
        return "nothing but white space".to_owned();
    };
    let shown: String = line.chars().take(SHOWN).collect();
    let more = if line.chars().nth(SHOWN).is_some() { "…" } else { "" };
    format!("text, begins with \"{}{more}\"", names::printable(&shown))
}

fn binary(head: &[u8]) -> String {
    let Some(kind) = infer::get(head) else { return "binary data".to_owned() };
    let noun = match kind.matcher_type() {
        infer::MatcherType::Image => "image",
        infer::MatcherType::Audio => "sound",
        infer::MatcherType::Video => "video",
        infer::MatcherType::Archive if kind.extension() == "pdf" => "document",
        infer::MatcherType::Archive => "archive",
        infer::MatcherType::Doc | infer::MatcherType::Book => "document",
        infer::MatcherType::Font => "font",
        infer::MatcherType::App => "program",
        _ => "file",
    };
    let name = kind.extension().to_ascii_uppercase();
    let vowel = name.starts_with(['A', 'E', 'F', 'H', 'I', 'L', 'M', 'N', 'O', 'R', 'S', 'X', '8']);
    format!("{} {name} {noun}", if vowel { "an" } else { "a" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(head: &[u8], expected: &str) {
        let text = crate::decode(head, None).text;
        let sample = Sample { index: 0, name: "a\u{202e}".into(), head: head.to_vec(), text };
        assert_eq!(describe(&sample), format!("`a\\u{{202e}}`: {expected}"));
    }

    #[test]
    fn everything_has_words() {
        check(b"", "an empty file");
        check(b"%PDF-1.7\n", "a PDF document");
        check(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG image");
        check(b"7z\xbc\xaf\x27\x1c\0\x04", "a 7Z archive");
        check(&[0; 100], "binary data");
        check(" \n\u{3000}\n".as_bytes(), "nothing but white space");
        check("\n짧은 글\x1b[31m\n".as_bytes(), "text, begins with \"짧은 글\\u{1b}[31m\"");
        check(&b"x".repeat(100), &format!("text, begins with \"{}…\"", "x".repeat(40)));
    }
}
