//! Tells the layouts apart, by signs in their places. A file's name proves nothing.

use super::{
    super::capture::Form,
    byline, foot,
    lines::{Lines, number, same},
    member, nav, series,
};

/// The layout of a capture, with what was found on the way. Lines are indices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// The old site's whole page: where its quote begins, and its by-line.
    W { quote: usize, byline: Option<usize> },
    /// The new site's whole page, with or without its first line `brunch`: its by-line, and the other sign.
    N { named: bool, byline: Option<usize>, sign: Sign },
    /// One line per text node.
    L,
    /// The main content only, with its quote line.
    T,
    /// No sign at all: the main content only, when the user says so.
    Bare,
}

/// What, besides the by-line, shows layout N or N2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// The first line `brunch`.
    Named,
    /// A line `keyword`.
    Keyword(usize),
    /// A navigation line at the end.
    Nav(usize),
    /// The membership block.
    Membership(usize),
}

/// The first line of the quote in layout W.
pub(super) const QUOTE: &str = "You can make anything";

/// The second line of the quote in layout W.
pub(super) const QUOTE_END: &str = "by writing";

/// Who is quoted.
pub(super) const QUOTED: &str = "C.S.Lewis";

/// The quote as layout T glues it.
pub(super) const GLUED_QUOTE: &str = "You can make anythingby writing";

/// The site's name, the first line of layouts W and N and the second of L.
pub(super) const SITE: &str = "brunch";

/// The first line of layout L.
pub(super) const MENU: &str = "메뉴";

/// Finds the layout. `None`: nothing shows that this is a capture.
pub(super) fn recognise(lines: &Lines<'_>) -> Option<Layout> {
    if is_l(lines) {
        return Some(Layout::L);
    }
    let quote = quote(lines);
    if let Some(quote) = quote {
        let byline = (quote..quote + HEAD).find(|at| byline::dated(lines.at(*at)).is_some());
        if byline.is_some() || stands_in_head(lines, quote) {
            return Some(Layout::W { quote, byline });
        }
    }
    if same(lines.at(first_text(lines)), GLUED_QUOTE) {
        return Some(Layout::T);
    }
    n(lines)
}

impl Layout {
    /// What a capture of this layout is.
    pub(super) fn form(self) -> Form {
        match self {
            Self::W { .. } => Form::TextW,
            Self::N { named: true, .. } => Form::TextN,
            Self::N { named: false, .. } => Form::TextN2,
            Self::L => Form::TextL,
            Self::T | Self::Bare => Form::TextT,
        }
    }

    /// The sign that was seen, with its line counted from 1.
    pub(super) fn reason(self, lines: &Lines<'_>) -> String {
        match self {
            Self::W { byline: Some(line), .. } => {
                let date = byline::dated(lines.at(line)).map_or("", |(_, date)| date);
                format!("by-line `by … {date}` on line {}", number(line))
            }
            Self::W { quote, byline: None } => {
                format!("`{QUOTE}` on line {}, but no by-line", number(quote))
            }
            Self::N { byline: Some(line), sign, .. } => {
                format!("by-line `by …` on line {} and {}", number(line), sign.words())
            }
            Self::N { byline: None, sign, .. } => {
                format!("first line `{SITE}` and {}, but no by-line", sign.words())
            }
            Self::L => format!("`{MENU}` and `{SITE}` as the first two lines"),
            Self::T => format!("first line `{GLUED_QUOTE}`"),
            Self::Bare => "the format was named".to_owned(),
        }
    }
}

impl Sign {
    fn words(self) -> String {
        match self {
            Self::Named => format!("first line `{SITE}`"),
            Self::Keyword(line) => format!("`keyword` on line {}", number(line)),
            Self::Nav(line) => format!("a link to a neighbour on line {}", number(line)),
            Self::Membership(line) => {
                format!("the membership notice on line {}", number(line))
            }
        }
    }
}

/// How many lines a head has at most: the quote, and then the by-line, stand within so many.
const HEAD: usize = 12;

/// How many lines from the end `keyword` stands at most, where nothing but it shows layout N.
const TAIL: usize = 24;

/// The first line that shows something.
pub(super) fn first_text(lines: &Lines<'_>) -> usize {
    lines.text_from(0..lines.len())
}

fn is_l(lines: &Lines<'_>) -> bool {
    let first = first_text(lines);
    let second = lines.text_from(first.saturating_add(1)..lines.len());
    same(lines.at(first), MENU) && same(lines.at(second), SITE)
}

fn quote(lines: &Lines<'_>) -> Option<usize> {
    (0..HEAD).find(|at| same(lines.at(*at), QUOTE) && same(lines.at(at + 1), QUOTE_END))
}

/// Whether nothing but the site's name and a header stand before the quote, and who is quoted after it: then it is the
/// page's own, not one that a post quotes, even without a by-line.
fn stands_in_head(lines: &Lines<'_>, quote: usize) -> bool {
    let quoted = lines.text_from(quote + 2..lines.len());
    let is_head = |at: usize| {
        let line = lines.at(at);
        lines.is_white(at) || same(line, SITE) || series::header(line).is_some()
    };
    same(lines.at(quoted), QUOTED) && (0..quote).all(is_head)
}

fn n(lines: &Lines<'_>) -> Option<Layout> {
    let first = first_text(lines);
    let named = same(lines.at(first), SITE);
    let start = if named { first + 1 } else { first };
    let byline = undated_byline(lines, start);
    let sign = match byline {
        Some(_) if named => Some(Sign::Named),
        Some(byline) => sign(lines, byline),
        None if named => last_keyword(lines).map(Sign::Keyword),
        None => None,
    };
    sign.map(|sign| Layout::N { named, byline, sign })
}

/// The first by-line in the head that is a block's beginning and has a block, the title, above it. A title that begins
/// with `by` is none.
fn undated_byline(lines: &Lines<'_>, start: usize) -> Option<usize> {
    let title = lines.text_from(start..lines.len());
    let below = lines.block_end(title..lines.len());
    let is_byline = |at: &usize| {
        byline::undated(lines.at(*at)).is_some()
            && (*at == 0 || lines.is_white(at - 1))
            && !same(lines.at(*at), QUOTE_END)
    };
    let head = |from: usize| (from..HEAD).find(is_byline);
    head(below).or_else(|| head(start))
}

fn sign(lines: &Lines<'_>, byline: usize) -> Option<Sign> {
    let below = byline + 1..lines.len();
    let last = lines.text_end(below.clone()).checked_sub(1).filter(|last| *last > byline);
    let is_nav = |at: &usize| nav::parse(lines.at(*at)).is_some();
    let keyword = below.clone().find(|at| same(lines.at(*at), foot::KEYWORD));
    keyword
        .map(Sign::Keyword)
        .or_else(|| last.filter(is_nav).map(Sign::Nav))
        .or_else(|| member::notice(lines, below).map(Sign::Membership))
}

fn last_keyword(lines: &Lines<'_>) -> Option<usize> {
    let end = lines.text_end(0..lines.len());
    (end.saturating_sub(TAIL)..end).rev().find(|at| same(lines.at(*at), foot::KEYWORD))
}
