//! The beginning of a text.

use super::text_until;

/// The beginning of HTML as one line of text of at most `length` characters.
///
/// Whole if it fits. Else it ends after the last sentence that fits, or the last
/// word if that sentence would leave more than half of the room empty, and then
/// `…`. Characters that people see as one are not cut apart.
///
/// ```
/// use larder_html::text::excerpt;
///
/// assert_eq!(excerpt("<p>It rained. We walked anyway.</p>", 20), "It rained. …");
/// ```
pub fn excerpt(html: &str, length: usize) -> String {
    // A character has at most four bytes; a space more shows that there is more.
    let text = text_until(html, length.saturating_mul(4).saturating_add(8)).replace('\n', " ");
    let Some((limit, _)) = text.char_indices().nth(length) else { return text };
    let Some(room) = length.checked_sub(1) else { return String::new() };
    let end = text.char_indices().nth(room).map_or(limit, |(end, _)| end);
    shorten(&text, end, room)
}

/// The text up to at most `end`, which is `room` characters on.
fn shorten(text: &str, end: usize, room: usize) -> String {
    let head = &text[..end];
    let enough = text.char_indices().nth(room / 2).map_or(end, |(half, _)| half);
    if let Some(sentence) = last_sentence(head).filter(|sentence| *sentence >= enough) {
        // The space before the `…` is the one after the sentence.
        return format!("{} …", &head[..sentence]);
    }
    let word = if text[end..].starts_with(' ') { Some(end) } else { head.rfind(' ') };
    let cut = word.filter(|word| *word >= enough).unwrap_or_else(|| whole_characters(text, end));
    format!("{}…", text[..cut].trim_end())
}

/// Where the last sentence ends that is followed by a space in `head`.
fn last_sentence(head: &str) -> Option<usize> {
    let ends =
        head.match_indices(". ").chain(head.match_indices("? ")).chain(head.match_indices("! "));
    let ends = ends.chain(head.match_indices("… ")).map(|(at, found)| at + found.len() - 1);
    let wide = head.match_indices('。').map(|(at, found)| at + found.len());
    ends.chain(wide).filter(|end| *end < head.len()).max()
}

/// The last place at or before `end` that does not cut a visible character.
fn whole_characters(text: &str, end: usize) -> usize {
    let mut cut = end;
    while cut > 0 && joins(text, cut) {
        cut = text[..cut].char_indices().next_back().map_or(0, |(at, _)| at);
    }
    cut
}

/// Whether the characters around a place are seen as one.
fn joins(text: &str, at: usize) -> bool {
    let next = text[at..].chars().next();
    let previous = text[..at].chars().next_back();
    let joiner = '\u{200d}';
    previous == Some(joiner) || next.is_some_and(extends) || is_inside_flag(&text[..at], next)
}

/// Characters that belong to the one before them.
fn extends(character: char) -> bool {
    matches!(character,
        '\u{200d}' | '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}'
        | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}'
        | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}'
        | '\u{1160}'..='\u{11ff}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{302a}'..='\u{302f}' | '\u{3099}' | '\u{309a}'
        | '\u{d7b0}'..='\u{d7ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}'
        | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether a flag, which is two letters, begins before and ends after.
fn is_inside_flag(before: &str, next: Option<char>) -> bool {
    let is_letter = |character: &char| ('\u{1f1e6}'..='\u{1f1ff}').contains(character);
    next.as_ref().is_some_and(is_letter)
        && before.chars().rev().take_while(is_letter).count() % 2 == 1
}
