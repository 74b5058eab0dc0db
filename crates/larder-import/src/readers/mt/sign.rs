//! What shows that a text is an export.

use super::{keys, lines::lines_of};

/// What the beginning of a text shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// An entry with sections.
    Sections,
    /// Keys of an entry only.
    Keys,
    None,
}

/// How many lines may stand before the first key.
const BEFORE: usize = 10;

/// What the beginning of a text shows.
pub(super) fn sign(text: &str) -> Sign {
    let text = text.trim_start_matches('\u{feff}');
    let mut lines = lines_of(text).map(|line| &text[line.start..line.end]);
    let begins = lines.by_ref().filter(|line| !line.trim_ascii().is_empty());
    let mut heads = begins.take(BEFORE).skip_while(|line| !keys::begins_entry(line));
    let is_head = heads.next().is_some()
        && heads.next().is_some_and(|line| line == keys::FIVE || keys::pair(line).is_some());
    if !is_head {
        return Sign::None;
    }
    match has_section(text) {
        true => Sign::Sections,
        false => Sign::Keys,
    }
}

/// Whether a section of text begins behind a line of five hyphens.
fn has_section(text: &str) -> bool {
    let mut after_five = false;
    for line in lines_of(text) {
        let line = &text[line.start..line.end];
        if after_five && (line.starts_with("BODY:") || line.starts_with("EXTENDED BODY:")) {
            return true;
        }
        after_five = line == keys::FIVE || after_five && line.trim_ascii().is_empty();
    }
    false
}
