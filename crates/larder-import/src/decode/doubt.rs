//! Doubts about bytes and texts: is it text at all, and was it read wrongly before it came to us?

use encoding_rs::{Encoding, ISO_8859_7, UTF_8, WINDOWS_1252, WINDOWS_1253};

use super::wide;

/// Whether `bytes` are no text: a picture, an archive, a program.
///
/// Known by their signature, or by control characters that are not explained by UTF-16 or UTF-32. A NUL here and there
/// does not make a text binary.
pub fn looks_binary(bytes: &[u8]) -> bool {
    let head = bytes.get(..8192).unwrap_or(bytes);
    if Encoding::for_bom(head).is_some()
        || wide::utf_32(head).is_some()
        || wide::utf_32_without_mark(head).is_some()
    {
        return false;
    }
    let kind = infer::get(head).map(|kind| kind.matcher_type());
    match kind {
        Some(infer::MatcherType::Text) | None => {}
        Some(_) => return true,
    }
    let odd = head.iter().filter(|&&byte| byte < b' ' && !b"\t\n\r\x0c\x1b".contains(&byte));
    odd.count() > 4 + head.len() / 50 && wide::utf_16_without_mark(even(head)).is_none()
}

/// Without the odd byte at the end that a cut may leave.
fn even(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len() & !1]
}

/// A sample of `text` that looks like UTF-8 read as windows-1252, windows-1253 or ISO-8859-7: `ë³¸ë¬¸` or `λ³Έλ¬Έ` for `본문`.
///
/// Reports only; a repair would be a guess.
pub fn suspected_mojibake(text: &str) -> Option<String> {
    let mut run = String::new();
    for character in text.chars().chain([' ']) {
        // All that a byte above 0x7F can become in these encodings.
        let high = matches!(character, '\u{80}'..='\u{3ce}' | '\u{2013}'..='\u{2122}');
        if high && run.chars().count() < RUN {
            run.push(character);
            continue;
        }
        if is_mojibake(&run) {
            return Some(run.chars().take(SAMPLE).collect());
        }
        run.clear();
    }
    None
}

/// How much of a run is looked at.
const RUN: usize = 60;
/// How much of it is shown.
const SAMPLE: usize = 24;

fn is_mojibake(run: &str) -> bool {
    let long_enough = run.chars().nth(5).is_some();
    long_enough
        && [WINDOWS_1252, WINDOWS_1253, ISO_8859_7].iter().any(|wrong| undone(run, wrong) >= 2)
}

/// How many Korean, Japanese or Chinese characters come out when `run` is written in `wrong` and read as UTF-8.
fn undone(run: &str, wrong: &'static Encoding) -> usize {
    let (bytes, _, unmappable) = wrong.encode(run);
    if unmappable {
        return 0;
    }
    let (text, _) = UTF_8.decode_without_bom_handling(&bytes);
    let east_asian = |character: &char| matches!(character, '\u{3040}'..='\u{30ff}' | '\u{3131}'..='\u{318e}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}');
    text.chars().filter(east_asian).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_read_in_the_wrong_encoding_is_suspected() {
        for wrong in [WINDOWS_1252, WINDOWS_1253, ISO_8859_7] {
            let (seen, _) = wrong.decode_without_bom_handling("본문 글".as_bytes());
            assert!(suspected_mojibake(&seen).is_some(), "{seen}");
        }
        assert_eq!(suspected_mojibake("제목: ë³¸ë¬¸ 끝").as_deref(), Some("ë³¸ë¬¸"));
        assert_eq!(suspected_mojibake("λ³Έλ¬Έ").as_deref(), Some("λ³Έλ¬Έ"));
    }

    #[test]
    fn honest_texts_are_not_suspected() {
        for honest in [
            "“따옴표”와 ‘작은따옴표’ … — ·",
            "déjà vu, façade, naïve, Übergrößenträger",
            "Ελληνικό κείμενο με τόνους",
            "«Bien sûr», a-t-il dit… “oui”",
            "\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}",
        ] {
            assert_eq!(suspected_mojibake(honest), None, "{honest}");
        }
    }

    #[test]
    fn zeros_and_signatures_are_binary_and_wide_text_is_not() {
        assert!(looks_binary(&[0; 4096]));
        assert!(looks_binary(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"));
        assert!(looks_binary(b"PK\x03\x04\x14\0\0\0"));
        assert!(!looks_binary(b""));
        assert!(!looks_binary(b"a NUL \0 in a text"));
        assert!(!looks_binary(b"<!DOCTYPE html><p>page"));
        let wide: Vec<u8> =
            "한글 글 하나\n둘\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(!looks_binary(&wide));
        assert!(!looks_binary(&[&[0xff, 0xfe], wide.as_slice()].concat()));
    }
}
