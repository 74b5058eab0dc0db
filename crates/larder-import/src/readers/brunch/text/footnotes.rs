//! Hand-made footnotes: `*용어` in the text, and a later block `*용어 : …`. The platform has none of its own.
//!
//! Only the note shows where the word ends, because Korean particles stand directly behind the word in the text. A pair
//! is linked when exactly one mark and exactly one note share the word; anything else stays as it is.

use std::collections::BTreeMap;

use super::lines::{is_space, plain};

/// The footnotes of a body that can be linked.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Footnotes {
    /// Their words, in the order of the notes.
    pub(super) words: Vec<Footnote>,
    /// Both ends of each link, in the order of the text.
    pub(super) anchors: Vec<Anchor>,
}

/// A footnote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Footnote {
    /// The word that mark and note share.
    pub(super) word: String,
    /// The index of the note's text.
    pub(super) note: usize,
}

/// An asterisk that becomes a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Anchor {
    /// The index of its text.
    pub(super) piece: usize,
    /// Where it stands in the text, in bytes.
    pub(super) at: usize,
    /// The number of the footnote, counted from 1.
    number: usize,
    /// Whether it begins the note.
    is_note: bool,
}

impl Anchor {
    /// The asterisk as a link to the other end.
    pub(super) fn html(&self) -> String {
        let (own, other) = if self.is_note { ("fn", "fnref") } else { ("fnref", "fn") };
        let number = self.number;
        format!("<a id=\"{own}-{number}\" href=\"#{other}-{number}\">*</a>")
    }
}

/// Finds the footnotes in the texts of a body's blocks. A body with more than [`MOST_MARKS`] asterisks has none.
pub(super) fn link<T: AsRef<str>>(texts: &[T]) -> Footnotes {
    let notes = notes(texts);
    if notes.is_empty() {
        return Footnotes::default();
    }
    let Some(marks) = marks(texts) else { return Footnotes::default() };
    let mut pairs: Vec<_> = notes
        .into_iter()
        .filter_map(|(word, note)| Some((note?, mark(&marks, &word, note?)?, word)))
        .collect();
    pairs.sort();
    number(unshared(pairs))
}

/// A footnote's word has at most so many characters.
const LONGEST: usize = 40;

/// So many asterisks are no footnotes of a person's making.
const MOST_MARKS: usize = 20_000;

/// An asterisk in the text with what follows it.
#[derive(Clone, Copy)]
struct Mark<'a> {
    piece: usize,
    at: usize,
    text: &'a str,
}

impl Mark<'_> {
    /// What follows the asterisk, as far as a word reaches, for comparing.
    fn key(&self) -> impl Iterator<Item = char> {
        self.text.chars().take(LONGEST).map(plain)
    }
}

/// The words of the notes, each with its text, or with `None` when several share it.
fn notes<T: AsRef<str>>(texts: &[T]) -> BTreeMap<String, Option<usize>> {
    let mut notes = BTreeMap::new();
    for (index, text) in texts.iter().enumerate() {
        if let Some(word) = word(text.as_ref()) {
            notes.entry(word).and_modify(|note| *note = None).or_insert(Some(index));
        }
    }
    notes
}

/// The word of a text that is a note: `*용어 : …` or `*용어: …`, but not `* …` and not `*10:30`.
fn word(text: &str) -> Option<String> {
    let text = text.strip_prefix('*').filter(|rest| !rest.starts_with(is_space))?;
    let (end, colon) = text
        .char_indices()
        .take(LONGEST + 2)
        .take_while(|(_, character)| *character != '\n')
        .find(|(_, character)| matches!(character, ':' | '：'))?;
    let (before, behind) = (text.get(..end)?, text.get(end + colon.len_utf8()..)?);
    let apart = before.ends_with(is_space) || behind.starts_with(is_space) || colon == '：';
    let word: String = before.trim_end_matches(is_space).chars().map(plain).collect();
    (apart && !word.is_empty() && word.chars().count() <= LONGEST).then_some(word)
}

/// All asterisks that do not begin a note, sorted by what follows them: those before one word stand together. `None`:
/// there are too many.
fn marks<T: AsRef<str>>(texts: &[T]) -> Option<Vec<Mark<'_>>> {
    let mut marks = Vec::new();
    for (piece, text) in texts.iter().map(AsRef::as_ref).enumerate() {
        let is_note = word(text).is_some();
        let found = text.match_indices('*').filter(|(at, _)| *at > 0 || !is_note);
        let room = MOST_MARKS + 1 - marks.len();
        marks.extend(found.map(|(at, _)| Mark { piece, at, text: &text[at + 1..] }).take(room));
        if marks.len() > MOST_MARKS {
            return None;
        }
    }
    marks.sort_by(|a, b| a.key().cmp(b.key()));
    Some(marks)
}

/// The only mark before the word, if it stands in a text above the note.
fn mark(marks: &[Mark<'_>], word: &str, note: usize) -> Option<(usize, usize)> {
    let length = word.chars().count();
    let begins = |mark: &Mark<'_>| mark.key().take(length).eq(word.chars());
    let first = marks.partition_point(|mark| mark.key().lt(word.chars()));
    let mark = marks.get(first).filter(|mark| begins(mark) && mark.piece < note)?;
    let alone = !marks.get(first + 1).is_some_and(begins);
    alone.then_some((mark.piece, mark.at))
}

type Pair = (usize, (usize, usize), String);

/// The pairs without those that share a mark, such as `*말` and `*말타기`.
fn unshared(pairs: Vec<Pair>) -> Vec<Pair> {
    let mut uses = BTreeMap::new();
    for (_, mark, _) in &pairs {
        *uses.entry(*mark).or_insert(0_usize) += 1;
    }
    pairs.into_iter().filter(|(_, mark, _)| uses.get(mark) == Some(&1)).collect()
}

fn number(pairs: Vec<Pair>) -> Footnotes {
    let mut footnotes = Footnotes::default();
    for (index, (note, (piece, at), word)) in pairs.into_iter().enumerate() {
        let number = index + 1;
        footnotes.words.push(Footnote { word, note });
        footnotes.anchors.push(Anchor { piece, at, number, is_note: false });
        footnotes.anchors.push(Anchor { piece: note, at: 0, number, is_note: true });
    }
    footnotes.anchors.sort_by_key(|anchor| (anchor.piece, anchor.at));
    footnotes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(texts: &[&str]) -> Vec<String> {
        link(texts).words.into_iter().map(|footnote| footnote.word).collect()
    }

    #[test]
    fn one_mark_and_one_note_with_the_same_word_are_linked() {
        let found = link(&["그는 *말타기를 했다.", "*말타기 : 놀이."]);
        assert_eq!(found.words, [Footnote { word: "말타기".to_owned(), note: 1 }]);
        let ends: Vec<_> = found.anchors.iter().map(|it| (it.piece, it.at, it.html())).collect();
        assert_eq!(
            ends,
            [
                (0, 7, "<a id=\"fnref-1\" href=\"#fn-1\">*</a>".to_owned()),
                (1, 0, "<a id=\"fn-1\" href=\"#fnref-1\">*</a>".to_owned()),
            ]
        );
    }

    #[test]
    fn a_no_break_space_within_the_word_is_a_space() {
        assert_eq!(words(&["저 *긴\u{a0}이름을", "*긴 이름: 뜻"]), ["긴 이름"]);
    }

    #[test]
    fn what_is_not_one_to_one_stays() {
        assert!(words(&["*말 *말", "*말 : 뜻"]).is_empty());
        assert!(words(&["*말", "*말 : 뜻", "*말 : 다른 뜻"]).is_empty());
        assert!(words(&["*말타기", "*말 : 뜻", "*말타기 : 뜻"]).is_empty());
        assert!(words(&["*말 : 뜻", "뒤의 *말"]).is_empty());
        assert!(words(&["*말 : 뜻"]).is_empty());
    }

    #[test]
    fn a_remark_or_a_time_is_no_note() {
        assert!(words(&["*말", "* 말 : 뜻"]).is_empty());
        assert!(words(&["*10", "*10:30에 왔다"]).is_empty());
        assert!(words(&["*가\n나", "*가\n나 : 뜻"]).is_empty());
        let long = "가".repeat(41);
        assert!(words(&[&format!("*{long}"), &format!("*{long} : 뜻")]).is_empty());
    }

    #[test]
    fn notes_are_numbered_in_their_order() {
        let found = link(&["*나 그리고 *가", "*가 : 뜻", "*나 : 뜻"]);
        let numbers: Vec<_> = found.anchors.iter().map(|it| (it.piece, it.number)).collect();
        assert_eq!(numbers, [(0, 2), (0, 1), (1, 1), (2, 2)]);
    }

    #[test]
    fn so_many_asterisks_that_nobody_made_them_are_no_footnotes() {
        let text = |marks: usize| format!("{}*말", "*".repeat(marks));
        assert_eq!(words(&[&text(MOST_MARKS - 1), "*말 : 뜻"]), ["말"]);
        assert!(words(&[&text(MOST_MARKS), "*말 : 뜻"]).is_empty());
    }

    #[test]
    fn a_million_asterisks_take_no_more_than_their_share() {
        let text = "*가".repeat(MOST_MARKS);
        let notes: Vec<_> = (0..20_000).map(|number| format!("*가{number} : 뜻")).collect();
        let mut texts = vec![text.as_str()];
        texts.extend(notes.iter().map(String::as_str));
        assert!(words(&texts).is_empty());
    }
}
