//! The membership block, in the foot of a post of the new site: free posts have it too, paid ones are cut there.

use std::ops::Range;

use larder_core::{Claim, NoteKind};

use super::{
    Reading,
    lines::{Lines, after, is_space, same},
};
use crate::numbers::count;

/// The line that ends the block.
pub(super) const MORE: &str = "최신 발행글 더보기";

/// The block's two first and two last sentences, which layout T keeps.
pub(super) const SENTENCES: [[&str; 2]; 2] = [
    ["지금 바로 작가의 멤버십 구독자가 되어", "멤버십 특별 연재 콘텐츠를 모두 만나 보세요."],
    ["오직 멤버십 구독자만 볼 수 있는,", "이 작가의 특별 연재 콘텐츠"],
];

/// The last place in the range where the block seems to begin.
pub(super) fn notice(lines: &Lines<'_>, range: Range<usize>) -> Option<usize> {
    let [first, second] = SENTENCES[0];
    range.rev().find(|at| same(lines.at(*at), first) && same(lines.at(at + 1), second))
}

/// Takes the block off the end of the range; returns where the text above it may end.
///
/// All of its lines must be in their places up to the end: anywhere else it is part of the text.
pub(super) fn take(reading: &mut Reading<'_>, range: Range<usize>) -> usize {
    let end = range.end;
    let found = notice(&reading.lines, range)
        .and_then(|start| Some((start, Block::parse(&reading.lines, start..end)?)));
    let Some((start, block)) = found else { return end };
    reading.note(start, NoteKind::PaywallPossible);
    reading.lines.furniture(start..end);
    block.fill(reading);
    start
}

/// The lines of the block that hold data.
struct Block<'a> {
    author: &'a str,
    author_line: usize,
    bio: Range<usize>,
    subscribers: &'a str,
    subscribers_line: usize,
}

impl<'a> Block<'a> {
    fn parse(lines: &Lines<'a>, range: Range<usize>) -> Option<Self> {
        let end = range.end;
        let next = |from: usize| lines.text_from(from..end);
        let expect = |at: usize, fixed: &str| same(lines.at(at), fixed).then(|| next(at + 1));
        let author_line = expect(next(range.start + 2), "brunch membership")?;
        let author = lines.at(author_line).strip_suffix("작가님의 멤버십을 시작해 보세요!")?;
        let bio = next(author_line + 1);
        let subscribers_line = (bio..end).find(|at| subscribers(lines.at(*at)).is_some())?;
        let mut at = next(subscribers_line + 1);
        for sentence in SENTENCES[1] {
            at = expect(at, sentence)?;
        }
        while after(lines.at(at), "  • ").is_some() {
            at = next(at + 1);
        }
        if at < end {
            at = expect(at, MORE)?;
        }
        let bio = bio..lines.text_end(bio..subscribers_line);
        let subscribers = subscribers(lines.at(subscribers_line))?;
        (at == end).then_some(Self { author, author_line, bio, subscribers, subscribers_line })
    }

    fn fill(self, reading: &mut Reading<'_>) {
        let writer = &mut reading.capture.author;
        writer.name.get_or_insert_with(|| self.author.to_owned());
        match count(self.subscribers) {
            Some(number) => writer.extra.insert("subscribers", number),
            None => writer.extra.insert("subscribers", self.subscribers),
        };
        if !self.bio.is_empty() {
            writer.bio = Some(Claim::stated(reading.lines.joined(self.bio.clone()).into_owned()));
        }
        reading.lines.keep(self.author_line..self.author_line + 1);
        reading.lines.keep(self.bio);
        reading.lines.keep(self.subscribers_line..self.subscribers_line + 1);
    }
}

/// The number before `구독자`, if the line is that.
fn subscribers(line: &str) -> Option<&str> {
    let number = line.strip_suffix("구독자")?.strip_suffix(is_space)?;
    number.starts_with(|first: char| first.is_ascii_digit()).then_some(number)
}
