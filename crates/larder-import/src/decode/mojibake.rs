//! UTF-8 that somebody read as windows-1252 and saved again: `Ã©` for `é`, `ê¸€` for `글`.
//!
//! Each character of such a text has become two to four of windows-1252, the first of which is one of `Â` to `ô`. In UTF-8
//! those begin with the byte C3, which no ASCII and no Korean has: what is sound is found to be sound by one search for it.

use std::ops::Range;

use encoding_rs::WINDOWS_1252;

/// How much of what was found is shown.
const SAMPLE: usize = 24;

/// Characters of windows-1252 in a row that are the bytes of UTF-8.
#[derive(Debug)]
struct Run {
    range: Range<usize>,
    /// The text that was meant.
    meant: String,
    /// Whether hardly anybody would write these characters in a row.
    is_sure: bool,
}

/// How much of a text in Greek letters is looked at: each word of a Greek one is looked at in vain.
const GREEK: usize = 2048;

/// A sample of `text` that looks like UTF-8 read as windows-1252, or as an encoding of Greek, if it has any.
pub(crate) fn mojibake_in(text: &str) -> Option<String> {
    // Most texts have none of the bytes that such characters begin with, and one search tells.
    memchr::memchr3(0xc3, 0xce, 0xcf, text.as_bytes())?;
    match runs(text).into_iter().next() {
        Some(first) => Some(text[first.range].chars().take(SAMPLE).collect()),
        None => {
            memchr::memchr2(0xce, 0xcf, text.as_bytes())?;
            let mut end = text.len().min(GREEK);
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            super::suspected_mojibake(&text[..end])
        }
    }
}

/// `text` with what looks like UTF-8 read as windows-1252 put right, if it has any. All else stays.
pub(crate) fn without_mojibake(text: &str) -> Option<String> {
    let runs = runs(text);
    let mut whole = String::with_capacity(text.len());
    let mut copied = 0;
    for run in &runs {
        whole.push_str(&text[copied..run.range.start]);
        whole.push_str(&run.meant);
        copied = run.range.end;
    }
    whole.push_str(&text[copied..]);
    (!runs.is_empty()).then_some(whole)
}

/// All of them that count: sure ones; and others where one is sure, or where there are several and no letter that such a
/// text could not have.
fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut is_sound = false;
    let mut at = 0;
    while let Some(lead) = memchr::memchr(0xc3, &text.as_bytes()[at..]) {
        let start = at + lead;
        let run = run(text, start);
        is_sound |= run.is_none();
        // `é` and its kind are two bytes.
        at = run.as_ref().map_or(start + 2, |run| run.range.end);
        runs.extend(run);
    }
    let any_sure = runs.iter().any(|run| run.is_sure);
    if !any_sure && (is_sound || runs.len() < 2) {
        runs.clear();
    }
    runs
}

/// The run that begins at a place.
fn run(text: &str, start: usize) -> Option<Run> {
    let mut meant = String::new();
    let mut end = start;
    while let Some((character, length)) = sequence(&text[end..]) {
        meant.push(character);
        end += length;
    }
    let mut characters = meant.chars();
    let is_sure = match (characters.next()?, characters.next()) {
        // `Ã` and `Â` stand before signs in no language, nor does `â€`, nor four characters in a row; but `É»` is the end
        // of a quotation in French, and `é»…` that of an unfinished one.
        (first, None) => {
            matches!(first, '\u{80}'..='\u{ff}' | '\u{2000}'..='\u{2bff}' | '\u{10000}'..)
        }
        _ => true,
    };
    Some(Run { range: start..end, meant, is_sure })
}

/// The character whose bytes the characters at the beginning of a text are, and their length in it.
fn sequence(text: &str) -> Option<(char, usize)> {
    let lead = text.chars().next()?;
    let count = match lead {
        'Â'..='ß' => 2,
        'à'..='ï' => 3,
        'ð'..='ô' => 4,
        _ => return None,
    };
    let length = text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
    let (bytes, _, is_other) = WINDOWS_1252.encode(&text[..length]);
    let meant = std::str::from_utf8(&bytes).ok().filter(|_| !is_other)?.chars().next()?;
    // Half of one is none: `from_utf8` would have failed. A control is nothing that anybody wrote, nor is what will never
    // be a character.
    (!meant.is_control() && !is_noncharacter(meant)).then_some((meant, length))
}

/// Whether it is one of the code points that Unicode keeps for programs; XML has no place for some of them.
fn is_noncharacter(character: char) -> bool {
    let code = u32::from(character);
    code & 0xfffe == 0xfffe || (0xfdd0..=0xfdef).contains(&code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn misread(text: &str) -> String {
        WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned()
    }

    #[test]
    fn what_was_misread_is_found_and_put_right() {
        for text in [
            "Café",
            "it’s “here” – now…",
            "한국어 글, 그리고 日本語",
            "Übergrößenträger",
            "Привет, мир",
            "Ελληνικά",
            "Tiếng Việt",
            "😀 émoji",
            "5 °C, 10 €",
        ] {
            let seen = misread(text);
            assert!(mojibake_in(&seen).is_some(), "{seen}");
            assert_eq!(without_mojibake(&seen).as_deref(), Some(text), "{seen}");
        }
        assert_eq!(mojibake_in("제목: ë³¸ë¬¸ 끝").as_deref(), Some("ë³¸ë¬¸"));
        assert_eq!(mojibake_in("λ³Έλ¬Έ").as_deref(), Some("λ³Έλ¬Έ"), "noted, and left");
        assert_eq!(without_mojibake("λ³Έλ¬Έ"), None);
    }

    #[test]
    fn what_is_sound_is_left_alone() {
        for text in [
            "",
            "plain",
            "한국어 글",
            "déjà vu, façade, naïve, Übergrößenträger, “Maß”",
            "« CAFÉ » et «CAFÉ»",
            "non so perché»… e poi",
            "Ελληνικό κείμενο",
            "À bientôt… “É”",
            "NÃO, MANHÃ, IRMÃ",
            "\u{a0}…—·",
            "ï¿¾ ï¿¿",
            "ï·\u{90} ï·¯",
            "ðŸ¿¾ð\u{9f}¿¿",
        ] {
            assert_eq!((mojibake_in(text), without_mojibake(text)), (None, None), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_put_right_stays() {
        let half = "CafÃ© et Ã";
        assert_eq!(without_mojibake(half).as_deref(), Some("Café et Ã"));
        let never = "CafÃ© ï¿¾Ã©ï¿¿";
        assert_eq!(without_mojibake(never).as_deref(), Some("Café ï¿¾éï¿¿"));
        let mixed = "CafÃ© “vrai” é";
        assert_eq!(without_mojibake(mixed).as_deref(), Some("Café “vrai” é"));
    }
}
