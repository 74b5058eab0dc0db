//! What the libraries say in English, in another language, by the English sentence itself.
//!
//! Readers and writers say what they found in English sentences with something put in: ``the title says `…` ``. A file
//! such as `i18n/phrases.ko.txt` holds such sentences with `{}` for what changes, each with its translation. What has no
//! entry stays as it is.

/// How deep phrases may stand in phrases: more than any sentence of ours needs.
const DEEPEST: usize = 4;

/// A book of phrases.
#[derive(Debug, Default)]
pub(super) struct Phrases(Vec<Phrase>);

#[derive(Debug)]
struct Phrase {
    /// What stands before, between and after the holes.
    pieces: Vec<&'static str>,
    /// Whether what is in a hole is a phrase itself.
    nested: Vec<bool>,
    translation: &'static str,
}

impl Phrases {
    /// Reads a book: a sentence on a line, its translation indented below it, comments after `#`.
    pub(super) fn read(book: &'static str) -> Self {
        let is_entry = |line: &&str| !line.is_empty() && !line.starts_with('#');
        let mut lines = book.lines().filter(is_entry);
        let mut phrases = Vec::new();
        while let (Some(sentence), Some(translation)) = (lines.next(), lines.next()) {
            phrases.push(Phrase::new(sentence, translation.trim_start_matches(' ')));
        }
        Self(phrases)
    }

    /// The translation of `text`, or `text` where it is no sentence of the book.
    pub(super) fn say(&self, text: &str) -> String {
        self.look_up(text, DEEPEST).unwrap_or_else(|| text.to_owned())
    }

    fn look_up(&self, text: &str, depth: usize) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        let (phrase, holes) =
            self.0.iter().find_map(|phrase| Some((phrase, phrase.matches(text)?)))?;
        let said = holes.iter().zip(&phrase.nested).map(|(hole, nested)| {
            let found = nested.then(|| self.look_up(hole, depth)).flatten();
            found.unwrap_or_else(|| (*hole).to_owned())
        });
        Some(phrase.fill(&said.collect::<Vec<_>>()))
    }
}

impl Phrase {
    fn new(sentence: &'static str, translation: &'static str) -> Self {
        let mut phrase = Self { pieces: Vec::new(), nested: Vec::new(), translation };
        let mut rest = sentence;
        while let Some((at, hole)) = next_hole(rest) {
            phrase.pieces.push(&rest[..at]);
            phrase.nested.push(hole != "{}");
            rest = &rest[at + hole.len()..];
        }
        phrase.pieces.push(rest);
        phrase
    }

    /// What stands in the holes, when `text` is this sentence.
    fn matches<'t>(&self, text: &'t str) -> Option<Vec<&'t str>> {
        let (first, between) = self.pieces.split_first()?;
        let mut rest = text.strip_prefix(first)?;
        let Some((last, between)) = between.split_last() else {
            return rest.is_empty().then(Vec::new);
        };
        let mut holes = Vec::new();
        for piece in between {
            let (hole, after) = rest.split_once(piece)?;
            holes.push(hole);
            rest = after;
        }
        holes.push(rest.strip_suffix(last)?);
        Some(holes)
    }

    /// The translation with `holes` for `{1}`, `{2}` …
    fn fill(&self, holes: &[String]) -> String {
        let mut said = String::new();
        let mut rest = self.translation;
        while let Some((before, number, after)) = next_number(rest) {
            said.push_str(before);
            said.push_str(holes.get(number - 1).map_or("", String::as_str));
            rest = after;
        }
        said.push_str(rest);
        said
    }
}

/// The first `{}` or `{phrase}` and where it stands.
fn next_hole(text: &'static str) -> Option<(usize, &'static str)> {
    let found = ["{}", "{phrase}"].into_iter().filter_map(|hole| Some((text.find(hole)?, hole)));
    found.min()
}

/// What stands before `{1}`, the number, and what stands after.
fn next_number(text: &str) -> Option<(&str, usize, &str)> {
    text.match_indices('{').find_map(|(at, _)| {
        let (number, after) = text[at + 1..].split_once('}')?;
        let number = number.parse().ok().filter(|number| *number > 0)?;
        Some((&text[..at], number, after))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_known_by_what_does_not_change() {
        let book = "# comment\n\nthe title says `{}`\n    제목: `{1}`\n\
                    the page ({phrase})\n    페이지 ({1})\n\
                    `{}` on line {}\n    {2}번째 줄의 `{1}`\nbegins with {\"larder\":\n    {\"larder\": 로 시작\n";
        let phrases = Phrases::read(book);
        let check = |text: &str, said: &str| assert_eq!(phrases.say(text), said);
        check("the title says `로그인`", "제목: `로그인`");
        check("the page (the title says `a`)", "페이지 (제목: `a`)");
        check("the page (of nobody)", "페이지 (of nobody)");
        check("`x` on line 3", "3번째 줄의 `x`");
        check("begins with {\"larder\":", "{\"larder\": 로 시작");
        check("the title says nothing", "the title says nothing");
        check("", "");
    }

    #[test]
    fn what_was_put_in_is_never_translated_nor_filled_again() {
        let phrases =
            Phrases::read("an empty file\n    빈 파일\nthe title says `{}`\n    제목: `{1}`\n");
        assert_eq!(phrases.say("the title says `an empty file`"), "제목: `an empty file`");
        assert_eq!(phrases.say("the title says `{1}{2}`"), "제목: `{1}{2}`");
    }

    #[test]
    fn phrases_in_phrases_end() {
        let phrases = Phrases::read("`{}`: {phrase}\n    `{1}`: {2}\n");
        let deep = "`a`: ".repeat(10_000);
        assert_eq!(phrases.say(&deep), deep);
    }
}
