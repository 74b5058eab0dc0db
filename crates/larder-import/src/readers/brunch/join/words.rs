//! Puts words that one capture lost back in, from another capture that has them.
//!
//! The texts are aligned by characters, white space ignored. What the other capture has *inside* a block of the base,
//! with nothing of the base in its place, is a lost span; it goes in with its place written down. Where both have
//! something and it differs, the post was edited: nothing is touched.

use std::collections::BTreeMap;

use larder_core::{Insertion, key};

use super::{
    super::{
        body::Block,
        text::lost::{Trace, traces},
    },
    diff,
};

/// What comparing a base with another capture showed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Comparison {
    /// The spans that were put in.
    pub(super) insertions: Vec<Insertion>,
    /// The traces of lost words at which a span was put in, each with the span.
    pub(super) settled: Vec<(Trace, String)>,
    /// Whether the captures have different words in the same place.
    pub(super) differ: bool,
}

/// Whether two texts differ by more than one having what the other lacks.
pub(super) fn differ(base: &str, other: &str) -> bool {
    let (base, other) = (characters(base), characters(other));
    diff::changes(&base, &other).is_none_or(|changes| changes.iter().any(is_replacement))
}

/// Puts what `other` has inside the blocks of the base into them.
pub(super) fn restore(blocks: &mut [Block], other: &str, file: &str) -> Comparison {
    let places = places(blocks);
    let base: Vec<char> = places.iter().map(|place| place.character).collect();
    let raw: Vec<(usize, char)> =
        other.char_indices().filter(|&(_, character)| !key::is_blank(character)).collect();
    let found: Vec<char> = raw.iter().map(|&(_, character)| character).collect();
    let Some(changes) = diff::changes(&base, &found) else {
        return Comparison { differ: true, ..Comparison::default() };
    };
    let added: usize = changes.iter().map(|change| change.new.len()).sum();
    // A capture loses words, not a fifth of its text: this is another text under the same title. What surrounds a short
    // text (a subtitle, a bio) may well be that much.
    if added > 100 && added.saturating_mul(5) > base.len() {
        return Comparison { differ: true, ..Comparison::default() };
    }
    let differ = changes.iter().any(is_replacement);
    let spans = likeliest_spans(&changes, blocks, &places, other, &raw);
    let mut suspected = suspected(blocks);
    let mut insertions = Vec::new();
    let mut settled = Vec::new();
    // From the end, so that the places before stay true.
    for change in spans.iter().rev() {
        let span = Span { old: change.old.start, new: change.new.clone() };
        if let Some(text) = put_in(blocks, &places, &span, other, &raw) {
            let trace = suspected.remove(&change.old.start);
            settled.extend(trace.map(|trace| (trace, text.clone())));
            insertions.push(Insertion::new(
                change.new.start as u64,
                text,
                file,
                change.new.start as u64,
            ));
        }
    }
    insertions.reverse();
    settled.reverse();
    settle_places(&mut insertions, &spans);
    Comparison { insertions, settled, differ }
}

/// The traces of lost words in the blocks, by the number of characters before them, white space not counted.
fn suspected(blocks: &[Block]) -> BTreeMap<usize, Trace> {
    let mut found = BTreeMap::new();
    let mut before = 0;
    for line in blocks.iter().filter_map(inline).flat_map(|html| html.split("<br>")) {
        let line: String = shown(line).into_iter().map(|(_, _, character)| character).collect();
        let mut characters = line.chars();
        let mut passed = 0;
        for trace in traces(&line) {
            let between = characters.by_ref().take(trace.character - passed);
            before += between.filter(|&character| !key::is_blank(character)).count();
            passed = trace.character;
            found.insert(before, trace);
        }
        before += characters.filter(|&character| !key::is_blank(character)).count();
    }
    found
}

/// How far an insertion is moved to find its likeliest place.
const MOST_SLIDES: usize = 64;

/// The insertions, each where it most likely belongs.
///
/// `다.` + `소개다.` can be read as `다.` with `소개다.` after it or as `다.소개` put before `다.`: where the text around
/// repeats itself, an insertion can slide. The traces of a lost word decide, then the edges of blocks and of words.
fn likeliest_spans(
    changes: &[diff::Change],
    blocks: &[Block],
    places: &[Place],
    other: &str,
    raw: &[(usize, char)],
) -> Vec<diff::Change> {
    let mut spans = Vec::new();
    let mut floor = 0;
    for (number, change) in changes.iter().enumerate() {
        if change.old.is_empty() {
            let ceiling = changes.get(number + 1).map_or(raw.len(), |next| next.new.start);
            let slides = slides(change, floor, ceiling, raw);
            let likeliest =
                slides.into_iter().map(|it| (likelihood(&it, blocks, places, other, raw), it));
            spans.extend(
                likeliest
                    .reduce(|best, it| if it.0 > best.0 { it } else { best })
                    .map(|(_, it)| it),
            );
        }
        floor = change.new.end;
    }
    spans
}

/// All places that give the same text, from the first to the last, between the changes before and after.
fn slides(
    change: &diff::Change,
    floor: usize,
    ceiling: usize,
    raw: &[(usize, char)],
) -> Vec<diff::Change> {
    let mut first = change.clone();
    let mut steps = 0;
    while steps < MOST_SLIDES
        && first.new.start > floor
        && raw[first.new.start - 1].1 == raw[first.new.end - 1].1
    {
        first = shifted(&first, -1);
        steps += 1;
    }
    let mut found = vec![first.clone()];
    while found.len() < 2 * MOST_SLIDES
        && first.new.end < ceiling
        && raw[first.new.start].1 == raw[first.new.end].1
    {
        first = shifted(&first, 1);
        found.push(first.clone());
    }
    found
}

fn shifted(change: &diff::Change, by: isize) -> diff::Change {
    let shift = |place: usize| place.saturating_add_signed(by);
    diff::Change {
        old: shift(change.old.start)..shift(change.old.end),
        new: shift(change.new.start)..shift(change.new.end),
    }
}

fn likelihood(
    change: &diff::Change,
    blocks: &[Block],
    places: &[Place],
    other: &str,
    raw: &[(usize, char)],
) -> u8 {
    let before = change.old.start.checked_sub(1).and_then(|index| places.get(index));
    let after = places.get(change.old.start);
    let same_block =
        matches!((before, after), (Some(before), Some(after)) if before.block == after.block);
    let gap_start = before.filter(|_| same_block).map_or(0, |place| place.end);
    let gap = after
        .and_then(|after| inline(&blocks[after.block])?.get(gap_start..after.start))
        .unwrap_or_default();
    let blanks = shown(gap).len();
    let span = Span { old: change.old.start, new: change.new.clone() };
    let (lead, _, tail) = span_with_blanks(&span, other, raw);
    match (same_block, blanks) {
        (true, 2..) => 4,
        (false, 1) if after.is_some() => 4,
        (false, _) => 3,
        (true, _) if !lead.is_empty() && !tail.is_empty() => 2,
        (true, _) => 1,
    }
}

/// A character of the base's text and where it stands in which block's inline HTML.
struct Place {
    block: usize,
    start: usize,
    end: usize,
    character: char,
}

struct Span {
    old: usize,
    new: std::ops::Range<usize>,
}

fn characters(text: &str) -> Vec<char> {
    text.chars().filter(|&character| !key::is_blank(character)).collect()
}

fn is_replacement(change: &diff::Change) -> bool {
    !change.old.is_empty() && !change.new.is_empty()
}

fn places(blocks: &[Block]) -> Vec<Place> {
    let mut places = Vec::new();
    for (block, html) in
        blocks.iter().enumerate().filter_map(|(number, block)| Some((number, inline(block)?)))
    {
        for (start, end, character) in shown(html) {
            if !key::is_blank(character) {
                places.push(Place { block, start, end, character });
            }
        }
    }
    places
}

fn inline(block: &Block) -> Option<&str> {
    match block {
        Block::Text { html, .. } => Some(html),
        _ => None,
    }
}

/// The characters that inline HTML of our own making shows, each with its bytes: tags are skipped, references count as
/// one character.
fn shown(html: &str) -> Vec<(usize, usize, char)> {
    const REFERENCES: [(&str, char); 5] =
        [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&nbsp;", '\u{a0}')];
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(character) = html[at..].chars().next() {
        if character == '<' {
            at = html[at..].find('>').map_or(html.len(), |end| at + end + 1);
            continue;
        }
        let reference = REFERENCES.iter().find(|(name, _)| html[at..].starts_with(name));
        let (length, shown) = reference
            .map_or((character.len_utf8(), character), |&(name, shown)| (name.len(), shown));
        found.push((at, at + length, shown));
        at += length;
    }
    found
}

/// Puts one span in and returns what was put in; `None` when it is not inside a block.
fn put_in(
    blocks: &mut [Block],
    places: &[Place],
    span: &Span,
    other: &str,
    raw: &[(usize, char)],
) -> Option<String> {
    let after = places.get(span.old)?;
    let before = span
        .old
        .checked_sub(1)
        .map(|index| &places[index])
        .filter(|place| place.block == after.block);
    let Block::Text { html, .. } = &mut blocks[after.block] else { return None };
    let gap_start = before.map_or(0, |place| place.end);
    let gap = html.get(gap_start..after.start)?.to_owned();
    if gap.contains('<') {
        return None; // at the edge of a line or of a mark: not certainly inside
    }
    let blanks = shown(&gap);
    if before.is_none() && blanks.len() != 1 {
        return None; // only a single blank at a line's start is the trace of a lost first word
    }
    let (lead, text, tail) = span_with_blanks(span, other, raw);
    if text.contains('\n') {
        return None; // whole lines of the other capture: not inside a line of this one
    }
    let beside = [before.map(|place| place.character), Some(after.character)];
    if blanks.is_empty()
        && (text.chars().any(char::is_numeric)
            || beside.into_iter().flatten().any(char::is_numeric))
    {
        return None; // a number that grew was edited
    }
    let first_blank = blanks.first().map_or(0, |&(_, end, _)| end);
    let (at, put) = match (before.is_some(), blanks.len()) {
        (false, _) => (0, text.to_owned()),
        (true, 0) => (gap_start, format!("{lead}{text}{tail}")),
        // What the other capture writes onto the word before, as a particle, and off the one behind goes before the blank.
        (true, 1) if lead.is_empty() && !tail.is_empty() => (gap_start, text.to_owned()),
        (true, 1) => (gap_start + gap.len(), format!("{text}{tail}")),
        (true, _) => (gap_start + first_blank, text.to_owned()),
    };
    html.insert_str(at, &larder_html::escape::text(&put));
    Some(text.to_owned())
}

/// The span as the other capture has it, with the blank before and after it, if any.
fn span_with_blanks<'a>(
    span: &Span,
    other: &'a str,
    raw: &[(usize, char)],
) -> (&'a str, &'a str, &'a str) {
    let start = raw[span.new.start].0;
    let (last, character) = raw[span.new.end - 1];
    let end = last + character.len_utf8();
    let from =
        span.new.start.checked_sub(1).map_or(0, |index| raw[index].0 + raw[index].1.len_utf8());
    let to = raw.get(span.new.end).map_or(other.len(), |&(index, _)| index);
    let one_line = |blank: &'a str| if blank.contains('\n') { "" } else { blank };
    (one_line(&other[from..start]), &other[start..end], one_line(&other[end..to]))
}

/// Moves the places of earlier insertions behind what later ones put before them.
pub(super) fn shift(earlier: &mut [Insertion], later: &[Insertion]) {
    for new in later {
        let length = new.text.chars().filter(|&character| !key::is_blank(character)).count();
        for insertion in earlier.iter_mut().filter(|insertion| new.at <= insertion.at) {
            insertion.at += length as u64;
        }
    }
}

/// `at` counts in the merged text: what the base has before the span, and the spans put in before it.
fn settle_places(insertions: &mut [Insertion], spans: &[diff::Change]) {
    let mut earlier = 0;
    for insertion in insertions {
        let place = spans.iter().find(|change| change.new.start as u64 == insertion.file_at);
        let old = place.map_or(0, |change| change.old.start as u64);
        insertion.at = old + earlier;
        earlier +=
            insertion.text.chars().filter(|&character| !key::is_blank(character)).count() as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::{super::super::body::TextKind, *};

    fn paragraph(html: &str) -> Block {
        Block::Text { kind: TextKind::Paragraph, html: html.to_owned() }
    }

    fn restored(base: &[&str], other: &str) -> (Vec<String>, Comparison) {
        let mut blocks: Vec<Block> = base.iter().map(|html| paragraph(html)).collect();
        let comparison = restore(&mut blocks, other, "t.txt");
        (blocks.iter().map(|block| inline(block).unwrap().to_owned()).collect(), comparison)
    }

    #[test]
    fn a_later_insertion_moves_the_places_behind_it() {
        let mut earlier = [Insertion::new(4, "빈", "a", 0), Insertion::new(9, "만", "a", 0)];
        let later = [Insertion::new(5, "두 번", "b", 0), Insertion::new(11, "끝", "b", 0)];
        shift(&mut earlier, &later);
        assert_eq!(earlier.map(|insertion| insertion.at), [4, 12]);
    }

    #[test]
    fn a_word_between_two_blanks_goes_between_them() {
        let (blocks, found) = restored(
            &["골목 끝에 우체통이 있었다. 이제는&nbsp;&nbsp;자리만 남았다."],
            "골목 끝에 우체통이 있었다. 이제는 빈 자리만 남았다.",
        );
        assert_eq!(blocks, ["골목 끝에 우체통이 있었다. 이제는&nbsp;빈&nbsp;자리만 남았다."]);
        assert_eq!(found.insertions, [Insertion::new(15, "빈", "t.txt", 15)]);
        assert!(!found.differ);
    }

    #[test]
    fn a_first_word_goes_before_the_single_blank() {
        let (blocks, _) = restored(&["앞 문단", " 마당의 감나무"], "앞 문단\n첫 마당의 감나무");
        assert_eq!(blocks, ["앞 문단", "첫 마당의 감나무"]);
    }

    #[test]
    fn lost_syllables_and_closed_up_words_keep_the_blanks_of_the_other() {
        assert_eq!(
            restored(&["떠난다 는 말이 렸다"], "떠난다는 말이 들렸다").0,
            ["떠난다 는 말이 들렸다"]
        );
        assert_eq!(restored(&["볼 있는 것"], "볼 수 있는 것").0, ["볼 수 있는 것"]);
    }

    #[test]
    fn a_lost_particle_stays_with_the_word_before_it() {
        let (blocks, found) =
            restored(&["비었을 때 0이어야 저울이다."], "비었을 때 0이어야만 저울이다.");
        assert_eq!(blocks, ["비었을 때 0이어야만 저울이다."]);
        assert_eq!(found.insertions, [Insertion::new(8, "만", "t.txt", 8)]);
    }

    #[test]
    fn a_trace_is_settled_where_a_word_was_put_in_and_nowhere_else() {
        let (blocks, found) =
            restored(&["가&nbsp; 나다", " 라마", "바  사"], "가 빈 나다\n첫 라마\n바 사");
        assert_eq!(blocks, ["가&nbsp;빈 나다", "첫 라마", "바  사"]);
        let settled: Vec<_> = found
            .settled
            .iter()
            .map(|(trace, text)| (trace.rule, trace.context.as_str(), text.as_str()))
            .collect();
        assert_eq!(
            settled,
            [
                ("two spaces within a line", "가\u{a0} 나다", "빈"),
                ("a line begins with one space", " 라마", "첫")
            ]
        );
    }

    #[test]
    fn what_stands_outside_the_blocks_and_what_differs_stays_out() {
        let (blocks, found) = restored(&["가나다라", "마바사아"], "부제가나다라소개마바사아");
        assert_eq!(blocks, ["가나다라", "마바사아"]);
        assert!(found.insertions.is_empty() && !found.differ);
        let (blocks, found) = restored(&["세 번째 봄"], "네 번째 봄");
        assert_eq!(blocks, ["세 번째 봄"]);
        assert!(found.differ);
    }

    #[test]
    fn a_line_after_the_end_is_not_read_into_the_last_sentence() {
        let (blocks, found) = restored(&["저울은 안다."], "저울은 안다.\n읍내에서 저울을 안다.");
        assert_eq!(blocks, ["저울은 안다."]);
        assert_eq!(found, Comparison::default());
    }

    #[test]
    fn markup_and_references_count_as_what_they_show() {
        let (blocks, _) = restored(&["a &amp; b<br>c  d"], "a & bc <x> d");
        assert_eq!(blocks, ["a &amp; b<br>c &lt;x&gt; d"]);
    }
}
