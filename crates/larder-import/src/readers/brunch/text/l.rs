//! Layout L: one line per text node of the new site's page, labels and data on lines of their own.
//!
//! ```text
//! 메뉴 brunch [ 매거진 T ] TITLE by AUTHOR DATE { line } keyword { kw } LIKES 댓글 댓글 COMMENTS
//! ( two lines that there are none | comments ) 브런치에 로그인하고 댓글을 입력해보세요!
//! AUTHOR [ 직업 JOB ] BIO 팔로워 FOLLOWERS 제안하기 팔로우 [ PREVIOUS title ] [ title NEXT ]
//! ```
//!
//! Where paragraphs begin and whether the first line is a subtitle cannot be told: each line stays a line.

use std::ops::Range;

use larder_core::{Claim, Direction, NoteKind};

use super::{
    Reading, blocks, byline,
    foot::KEYWORD,
    lines::same,
    n::keyword,
    nav::{self, Nav},
    series::{self, Evidence, Header},
    subtitle,
};
use crate::{SubtitleChoice, numbers::count};

/// Reads a capture.
pub(super) fn read(reading: &mut Reading<'_>) {
    let shown: Vec<_> = reading.lines.shown().collect();
    let mut evidence = Evidence::default();
    let start = head(reading, &shown, &mut evidence);
    let end = match foot_start(reading, &shown, start) {
        Some(foot) => {
            Foot { reading, shown: &shown[foot..], at: 0 }.read();
            shown[foot]
        }
        None => reading.lines.len(),
    };
    let start = shown.get(start).copied().unwrap_or(end).min(end);
    body(reading, start..end);
    series::take(&mut reading.capture, evidence);
    reading.lines.separators(0..reading.lines.len());
}

/// How many lines the head has at most.
const HEAD: usize = 16;

/// How many lines stand between the keywords' label and the likes at most.
const KEYWORDS: usize = 20;

/// How many lines the author's card has at most.
const CARD: usize = 40;

const COMMENTS: &str = "댓글";
const NO_COMMENTS: [&str; 2] = ["작성된 댓글이 없습니다.", "작가에게 첫 번째 댓글을 남겨주세요!"];
const LOG_IN: &str = "브런치에 로그인하고 댓글을 입력해보세요!";
const FOLLOWERS: &str = "팔로워";

/// Reads up to the date. Returns the first shown line of the text.
fn head(reading: &mut Reading<'_>, shown: &[usize], evidence: &mut Evidence) -> usize {
    let line = |index: usize| shown.get(index).map_or("", |at| reading.lines.at(*at));
    let is_by = |index: &usize| same(line(*index), "by") && *index + 1 < shown.len();
    let by = (2..HEAD)
        .find(|index| is_by(index) && byline::is_date(line(index + 2)))
        .or_else(|| (2..HEAD).find(is_by));
    let author = by.map(|by| line(by + 1));
    let date = by.map(|by| by + 2).filter(|index| byline::is_date(line(*index)));
    let date = date.and_then(|index| Some((*shown.get(index)?, line(index))));
    let title = title(reading, shown, by, evidence);
    if title.is_none() {
        reading.capture.note(NoteKind::TitleMissing);
    }
    reading.capture.title = title;
    byline::take_author(reading, author);
    byline::take_date(reading, date);
    let start = by.map_or(2, |by| by + 2 + usize::from(date.is_some()));
    settle_head(reading, &shown[..start.min(shown.len())], by);
    start
}

fn title(
    reading: &Reading<'_>,
    shown: &[usize],
    by: Option<usize>,
    evidence: &mut Evidence,
) -> Option<String> {
    let line = |at: &usize| reading.lines.at(*at);
    let mut head = shown.get(2..by?)?;
    if let [label, magazine, _, ..] = head
        && same(line(label), "매거진")
    {
        let title = line(magazine).to_owned();
        evidence.header =
            Some(Header { kind: larder_core::SeriesKind::Magazine, title, number: None });
        head = &head[2..];
    }
    let lines: Vec<_> = head.iter().map(line).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// The labels are furniture, everything else is kept.
fn settle_head(reading: &mut Reading<'_>, shown: &[usize], by: Option<usize>) {
    for (index, at) in shown.iter().copied().enumerate() {
        let is_label = index < 2 || Some(index) == by;
        if is_label {
            reading.lines.furniture(at..at + 1);
        } else {
            reading.lines.keep(at..at + 1);
        }
    }
}

/// The last `keyword` that the lines of the comments follow: it may also be a word of the text.
fn foot_start(reading: &Reading<'_>, shown: &[usize], from: usize) -> Option<usize> {
    let line = |index: usize| shown.get(index).map_or("", |at| reading.lines.at(*at));
    let mut comments = None;
    (from..shown.len()).rev().find(|index| {
        if same(line(*index), COMMENTS) && same(line(index + 1), COMMENTS) {
            comments = Some(*index);
        }
        same(line(*index), KEYWORD) && comments.is_some_and(|at| at - index <= KEYWORDS + 1)
    })
}

fn body(reading: &mut Reading<'_>, range: Range<usize>) {
    let first = reading.lines.text_from(range.clone());
    let mut start = range.start;
    if first < range.end {
        let line = first..first + 1;
        // Nothing shows that there is a subtitle at all, so that only the user's word makes one.
        if reading.subtitle == SubtitleChoice::Yes {
            subtitle::settle(reading, line, (subtitle::Kind::Subtitle, ""));
            start = first + 1;
        } else if reading.subtitle == SubtitleChoice::Guess {
            reading.capture.subtitle_candidate = Some(reading.lines.joined(line).into_owned());
        }
    }
    blocks::read_lines(reading, start..range.end, range.end..range.end);
}

/// The lines of the foot, taken one after another.
struct Foot<'r, 'a> {
    reading: &'r mut Reading<'a>,
    shown: &'r [usize],
    at: usize,
}

impl<'a> Foot<'_, 'a> {
    fn read(mut self) {
        self.label(KEYWORD);
        self.keywords();
        self.label(COMMENTS);
        self.label(COMMENTS);
        if let Some(number) = count(self.line(0)) {
            self.reading.capture.counts.comments = Some(number);
            self.keep(1);
        }
        if self.comments() && self.card() {
            self.neighbours();
        }
    }

    /// The line so many after the present one.
    fn line(&self, offset: usize) -> &'a str {
        self.shown.get(self.at + offset).map_or("", |at| self.reading.lines.at(*at))
    }

    fn left(&self) -> usize {
        self.shown.len().saturating_sub(self.at)
    }

    fn keep(&mut self, count: usize) {
        for at in self.shown.iter().skip(self.at).take(count).copied() {
            self.reading.lines.keep(at..at + 1);
        }
        self.at += count;
    }

    /// Passes a label if it stands here.
    fn label(&mut self, text: &str) -> bool {
        let stands = same(self.line(0), text);
        if stands && let Some(at) = self.shown.get(self.at).copied() {
            self.reading.lines.furniture(at..at + 1);
            self.at += 1;
        }
        stands
    }

    /// Passes lines that no rule explains.
    fn skip(&mut self, count: usize) {
        self.at += count;
    }

    /// Keywords up to the comments' label; the number before it is the likes'.
    fn keywords(&mut self) {
        while self.left() > 0 && !same(self.line(0), COMMENTS) {
            let line = self.line(0);
            match count(line).filter(|_| same(self.line(1), COMMENTS)) {
                Some(likes) => self.reading.capture.counts.likes = Some(likes),
                None => self.reading.capture.keywords.push(keyword(line)),
            }
            self.keep(1);
        }
    }

    /// The comments, whose own lines no sample shows: they are kept together, as they are. Returns whether they end.
    fn comments(&mut self) -> bool {
        if same(self.line(0), NO_COMMENTS[0]) {
            NO_COMMENTS.iter().for_each(|line| _ = self.label(line));
        }
        let Some(end) = (0..self.left()).find(|offset| same(self.line(*offset), LOG_IN)) else {
            return false;
        };
        if end > 0 {
            let lines: Vec<_> = (0..end).map(|offset| self.line(offset)).collect();
            self.reading.capture.extra.insert("commentLines", lines);
            self.keep(end);
        }
        self.label(LOG_IN)
    }

    /// The author's card, if it names the author of the by-line. Returns whether it does.
    fn card(&mut self) -> bool {
        let followers = (1..CARD.min(self.left())).find(|offset| self.is_followers(*offset));
        let (Some(end), Some(author)) = (followers, &self.reading.capture.author.name) else {
            return false;
        };
        if self.line(0) != author {
            return false;
        }
        self.keep(1);
        let mut left = end - 1;
        if left >= 2 && self.label("직업") {
            let job = self.line(0);
            self.reading.capture.author.extra.insert("job", job);
            self.keep(1);
            left -= 2;
        }
        self.bio(left);
        self.label(FOLLOWERS);
        let number = count(self.line(0)).unwrap_or_default();
        self.reading.capture.author.extra.insert("followers", number);
        self.keep(1);
        self.label("제안하기");
        self.label("팔로우");
        true
    }

    fn is_followers(&self, offset: usize) -> bool {
        same(self.line(offset), FOLLOWERS) && count(self.line(offset + 1)).is_some()
    }

    fn bio(&mut self, lines: usize) {
        if lines > 0 {
            let bio: Vec<_> = (0..lines).map(|offset| self.line(offset)).collect();
            self.reading.capture.author.bio = Some(Claim::stated(bio.join("\n")));
            self.keep(lines);
        }
    }

    /// The previous post's label stands above its title, the next one's below it.
    fn neighbours(&mut self) {
        while self.left() > 0 {
            match (nav::parse(self.line(0)), nav::parse(self.line(1))) {
                (Some(nav), _) if !nav.title.is_empty() => self.neighbour(nav, 1),
                (Some(nav), None) if nav.direction == Direction::Previous && self.left() > 1 => {
                    let title = self.line(1);
                    self.neighbour(Nav { title, ..nav }, 2);
                }
                (None, Some(nav)) if nav.direction == Direction::Next && nav.title.is_empty() => {
                    let title = self.line(0);
                    self.neighbour(Nav { title, ..nav }, 2);
                }
                _ => self.skip(1),
            }
        }
    }

    fn neighbour(&mut self, nav: Nav<'_>, lines: usize) {
        self.reading.capture.neighbours.push(nav.neighbour());
        self.keep(lines);
    }
}
