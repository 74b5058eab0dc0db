//! Traces of words that a capture dropped: the visible text of a page leaves out spans of the editor's spell checker.
//!
//! Only two traces are reliable: two spaces within a line, and a line that begins with exactly one. Nothing is repaired.
//! Three or more leading spaces are the author's indentation, and spaces at a line's end are the author's too.

use larder_core::NoteKind;

use super::{
    Reading,
    lines::{is_space, size},
};

/// Looks through these lines, notes each trace with its place, and several with a summary too.
pub(super) fn look(reading: &mut Reading<'_>, lines: Vec<usize>) {
    let mut count = 0;
    for at in lines {
        for trace in traces(reading.lines.at(at)) {
            count += 1;
            if count <= MOST_NOTES {
                let rule = trace.rule.to_owned();
                let kind = NoteKind::SuspectedLostText { rule, context: trace.context };
                reading.note_at(at, Some(size(trace.character + 1)), kind);
            }
        }
    }
    if count > 1 {
        reading.capture.note(NoteKind::CaptureLosesWords { count: size(count) });
    }
}

/// So many places are named; the summary counts them all.
const MOST_NOTES: usize = 100;

/// How many characters of the text around a trace are shown on each side.
const CONTEXT: usize = 12;

/// One place of a line where a word may be missing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) struct Trace {
    /// The character at which the word is missing, counted from 0.
    pub(in super::super) character: usize,
    /// The rule that found it.
    pub(in super::super) rule: &'static str,
    /// The text around it.
    pub(in super::super) context: String,
}

/// The traces in a line.
pub(in super::super) fn traces(line: &str) -> impl Iterator<Item = Trace> {
    leading(line).into_iter().chain(within(line))
}

/// `^( )\S`
fn leading(line: &str) -> Option<Trace> {
    let rest = line.strip_prefix(' ').filter(|rest| !rest.is_empty())?;
    let rule = "a line begins with one space";
    (!rest.starts_with(is_white)).then(|| Trace {
        character: 0,
        rule,
        context: context(line, 0, 1),
    })
}

/// `\S([ \u00A0]{2,})\S`
fn within(line: &str) -> impl Iterator<Item = Trace> {
    let mut characters = line.char_indices().enumerate().peekable();
    let mut before = None;
    std::iter::from_fn(move || {
        loop {
            let (start, (from, character)) = characters.next()?;
            if !is_space(character) {
                before = Some(character);
                continue;
            }
            let mut spaces = 1;
            while characters.next_if(|(_, (_, next))| is_space(*next)).is_some() {
                spaces += 1;
            }
            let (_, (to, after)) = *characters.peek()?;
            let between = before.is_some_and(|before| !is_white(before)) && !is_white(after);
            if spaces >= 2 && between {
                let rule = "two spaces within a line";
                return Some(Trace { character: start, rule, context: context(line, from, to) });
            }
        }
    })
}

/// What a regular expression calls white.
fn is_white(character: char) -> bool {
    is_space(character)
        || matches!(character, '\t' | '\r' | '\u{b}' | '\u{c}' | '\u{1680}' | '\u{3000}')
        || matches!(
            character,
            '\u{2000}'..='\u{200a}' | '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}'
        )
}

/// The spaces with some text on both sides.
fn context(line: &str, from: usize, to: usize) -> String {
    let (before, behind) =
        (line.get(..from).unwrap_or_default(), line.get(from..).unwrap_or_default());
    let start = before.char_indices().rev().take(CONTEXT).last().map_or(from, |(at, _)| at);
    let spaces = to.saturating_sub(from);
    let text = behind.get(spaces..).unwrap_or_default();
    let end = text.char_indices().nth(CONTEXT).map_or(text.len(), |(at, _)| at);
    line.get(start..to + end).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str) -> Vec<(usize, String)> {
        traces(line).map(|trace| (trace.character, trace.context)).collect()
    }

    fn one(character: usize, context: &str) -> Vec<(usize, String)> {
        vec![(character, context.to_owned())]
    }

    #[test]
    fn two_spaces_within_a_line_are_a_trace_whatever_their_kind() {
        assert_eq!(found("이제는  자리만"), one(3, "이제는  자리만"));
        assert_eq!(found("이제는\u{a0} \u{a0}자리만"), one(3, "이제는\u{a0} \u{a0}자리만"));
        let places: Vec<_> = found("가  나  다").into_iter().map(|(at, _)| at).collect();
        assert_eq!(places, [1, 4]);
    }

    #[test]
    fn exactly_one_leading_space_is_a_trace() {
        assert_eq!(found(" 마당의 감나무"), one(0, " 마당의 감나무"));
        for line in
            ["", " ", "  두 칸", "   세 칸", "\u{a0}가", " \u{3000}가", "끝  ", "\u{3000}  가"]
        {
            assert!(found(line).is_empty(), "{line:?}");
        }
    }

    #[test]
    fn the_context_is_cut_at_characters() {
        let line = format!("{}  {}", "가".repeat(50), "나".repeat(50));
        assert_eq!(found(&line), one(50, &format!("{}  {}", "가".repeat(12), "나".repeat(12))));
    }
}
