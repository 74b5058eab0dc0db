//! What a terminal may be shown: foreign text with everything that could steer it made visible.
//!
//! Titles, names, addresses and paths come from archives that somebody else wrote. An escape sequence in a title must
//! not clear the screen, and a right-to-left override must not make one file name look like another. The same holds for
//! pipes: what is piped is often looked at later, on a terminal.

use std::fmt::Write as _;

/// `text` on one line, with control, bidirectional and invisible characters written as `\u{202E}`.
///
/// Line breaks and tabs become `\n`, `\r` and `\t`. The joiners U+200C and U+200D stay: Persian and emoji need them, and
/// they steer nothing.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            _ if is_hidden(character) => {
                write!(escaped, "\\u{{{:X}}}", u32::from(character))
                    .expect("writing to a string cannot fail");
            }
            _ => escaped.push(character),
        }
    }
    escaped
}

/// `text`, cut after `most` characters, with `…` for the rest.
pub(crate) fn shorten(text: &str, most: usize) -> String {
    match text.chars().nth(most) {
        Some(_) => text.chars().take(most).chain(['…']).collect(),
        None => text.to_owned(),
    }
}

/// `text`, padded with spaces to `columns` columns of a terminal; Hangul and ideographs take two.
pub(crate) fn pad(text: &str, columns: usize) -> String {
    let spaces = columns.saturating_sub(width(text));
    format!("{text}{}", " ".repeat(spaces))
}

/// How many columns `text` takes. Good enough for tables: Hangul, kana, ideographs and emoji take two.
pub(crate) fn width(text: &str) -> usize {
    let is_wide = |character: char| {
        matches!(character,
            '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}'
            | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff01}'..='\u{ff60}'
            | '\u{ffe0}'..='\u{ffe6}' | '\u{1f300}'..='\u{1faff}' | '\u{20000}'..='\u{3fffd}')
    };
    text.chars().map(|character| if is_wide(character) { 2 } else { 1 }).sum()
}

/// Whether a character could steer a terminal or hide in a line.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_shown_instead() {
        assert_eq!(escape("\x1b]0;x\x07"), r"\u{1B}]0;x\u{7}");
        assert_eq!(escape("a\u{9b}2Jb\r\n\t\u{7f}"), r"a\u{9B}2Jb\r\n\t\u{7F}");
        assert_eq!(
            escape("gpj.\u{202e}exe \u{200b}\u{feff}\u{e0041}"),
            r"gpj.\u{202E}exe \u{200B}\u{FEFF}\u{E0041}"
        );
    }

    #[test]
    fn words_of_any_script_stay() {
        let text = "한 눈금\u{a0}의 저울 — نمی\u{200c}خواهم 👩\u{200d}🌾 C:\\x";
        assert_eq!(escape(text), text);
    }

    #[test]
    fn hangul_takes_two_columns() {
        assert_eq!(pad("읽기", 6), "읽기  ");
        assert_eq!(pad("reads", 6), "reads ");
        assert_eq!(shorten("저울을 맞추는 집", 3), "저울을…");
        assert_eq!(shorten("집", 3), "집");
    }
}
