//! Keys for comparing texts: NFC, with what only looks different folded away. Never for texts that are kept.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// `text` in NFC, without any white space or invisible character: equal for two captures of the same words.
///
/// Besides Unicode's white space (which includes U+00A0 and U+3000) it drops the zero-width characters, U+FEFF, and
/// U+3164, the Hangul filler that is used as a visible blank.
pub fn words(text: &str) -> String {
    characters(text).collect()
}

/// The characters of [`words`], one after another, for texts that are too large to hold twice.
pub fn characters(text: &str) -> impl Iterator<Item = char> {
    let shown = || text.chars().filter(|&character| !is_blank(character));
    // Nearly all text is in NFC already, and the quick check is many times faster than composing anew.
    let (composed, composing) = match is_nfc_quick(shown()) {
        IsNormalized::Yes => (Some(shown()), None),
        _ => (None, Some(shown().nfc())),
    };
    composed.into_iter().flatten().chain(composing.into_iter().flatten())
}

/// `text` in NFC, nothing else changed: for file names.
pub fn name(text: &str) -> String {
    text.nfc().collect()
}

/// Whether a character shows nothing.
pub fn is_blank(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{3164}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_and_normal_form_do_not_matter() {
        assert_eq!(words("각\u{a0}자 \u{200b}리"), words("\u{1100}\u{1161}\u{11a8}자리"));
        assert_eq!(name("\u{1100}\u{1161}\u{11a8}.txt"), "각.txt");
    }
}
