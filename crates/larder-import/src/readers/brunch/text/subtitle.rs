//! Whether the block under the title is the subtitle, the first paragraph, or an image's caption.
//!
//! Shape alone never makes it certain, except that two blank lines after the title say that there is none. Measured on
//! 24 captures, the table below is right in 22; the other two are open even for a person.

use std::ops::Range;

use larder_core::{Claim, Confidence, NoteKind};

use super::{Reading, lines::is_space};
use crate::SubtitleChoice;

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The subtitle.
    Subtitle,
    /// Part of the text.
    Body,
    /// The caption of the cover, or of a first image.
    Caption,
}

/// What a block under the title likely is in layout W, and the rule that says so. The first rule that fits wins.
///
/// `gap` and `gap_below` are the white lines above and below it. `None`: certainly not the subtitle.
pub(super) fn decide(block: &str, gap: usize, gap_below: usize) -> Option<(Kind, &'static str)> {
    if gap >= 2 {
        None
    } else if block.contains('\n') {
        Some((Kind::Body, "more than one line"))
    } else if block.starts_with(['ⓒ', '©']) {
        Some((Kind::Caption, "begins with a copyright sign"))
    } else if block.trim_end_matches(is_space).chars().count() > LONGEST {
        Some((Kind::Body, "longer than 40 characters"))
    } else if ends_like_a_sentence(block) && gap_below == 1 {
        Some((Kind::Body, "a sentence, and one blank line below it"))
    } else {
        Some((Kind::Subtitle, "one blank line between it and the title"))
    }
}

/// Settles what a block is that the capture leaves open: the user's word first, then the likelier reading with a note.
///
/// A subtitle or a caption is taken over. Returns whether it was: if not, the block belongs to the text.
pub(super) fn settle(
    reading: &mut Reading<'_>,
    lines: Range<usize>,
    (likely, rule): (Kind, &'static str),
) -> bool {
    let text = reading.lines.joined(lines.clone()).into_owned();
    let (kind, claim) = match reading.subtitle {
        SubtitleChoice::Yes => (Kind::Subtitle, Claim::inferred(text, Confidence::High, ASKED)),
        SubtitleChoice::No => (Kind::Body, Claim::inferred(text, Confidence::High, ASKED)),
        SubtitleChoice::Guess => (likely, Claim::inferred(text, Confidence::Low, rule)),
    };
    let open = reading.subtitle == SubtitleChoice::Guess;
    if open {
        note(reading, lines.start, &claim.value, kind);
    }
    match kind {
        Kind::Subtitle => reading.capture.subtitle = Some(claim),
        Kind::Caption => reading.capture.cover.get_or_insert_default().caption = claim.value,
        Kind::Body => reading.capture.subtitle_candidate = open.then_some(claim.value),
    }
    if kind != Kind::Body {
        reading.lines.keep(lines);
    }
    kind != Kind::Body
}

/// A block longer than this is a paragraph.
const LONGEST: usize = 40;

/// How much of a doubtful block its note shows.
const SHOWN: usize = 80;

const ASKED: &str = "as the user said";

fn note(reading: &mut Reading<'_>, line: usize, text: &str, kind: Kind) {
    let taken_as = match kind {
        Kind::Subtitle => "the subtitle",
        Kind::Body => "text",
        Kind::Caption => "the caption of the cover",
    };
    let mut line_text: String = text.chars().take(SHOWN).collect();
    if line_text.len() < text.len() {
        line_text.push('…');
    }
    reading.note(line, NoteKind::SubtitleUncertain { line_text, taken_as: taken_as.to_owned() });
}

/// `…다.`, `…요?”`
fn ends_like_a_sentence(block: &str) -> bool {
    let end = block.trim_end_matches(is_space);
    let end = end.strip_suffix(['"', '”', '’', '\'']).unwrap_or(end);
    let Some(words) = end.strip_suffix(['.', '!', '?', '…']) else { return false };
    words.ends_with(['다', '요', '까', '죠'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(block: &str, gap: usize, gap_below: usize) -> Option<Kind> {
        decide(block, gap, gap_below).map(|(kind, _)| kind)
    }

    #[test]
    fn two_blank_lines_after_the_title_mean_no_subtitle() {
        assert_eq!(kind("느린 편지에 대하여", 2, 1), None);
        assert_eq!(kind("느린 편지에 대하여", 6, 1), None);
        assert_eq!(kind("느린 편지에 대하여", 1, 1), Some(Kind::Subtitle));
    }

    #[test]
    fn lines_copyright_signs_and_length_speak_against_a_subtitle() {
        assert_eq!(kind("물을 긷는\n아침", 1, 1), Some(Kind::Body));
        assert_eq!(kind("ⓒ 가상필명", 1, 1), Some(Kind::Caption));
        assert_eq!(kind("© 가상필명", 1, 1), Some(Kind::Caption));
        assert_eq!(kind(&"가".repeat(41), 1, 1), Some(Kind::Body));
        assert_eq!(kind(&"가".repeat(40), 1, 1), Some(Kind::Subtitle));
    }

    #[test]
    fn a_sentence_is_body_only_when_one_blank_line_follows() {
        for sentence in
            ["국수가 분다.", "국수가 분다. \u{a0}", "분다고요?”", "불까!’", "그렇죠…", "\"분다.\""]
        {
            assert_eq!(kind(sentence, 1, 1), Some(Kind::Body), "{sentence}");
            assert_eq!(kind(sentence, 1, 4), Some(Kind::Subtitle), "{sentence}");
        }
        for other in ["국수가 분다", "2021년 3월 4일.", "느린 편지"] {
            assert_eq!(kind(other, 1, 1), Some(Kind::Subtitle), "{other}");
        }
    }
}
