//! Places in Markdown where the renderer reads something else than what is written.
//!
//! A shortcode is written as it is, but no renderer here knows it; `{% raw %}`
//! is gone before Markdown is rendered. Both stand in the text as a mark, which
//! becomes one thing for the proof and another in the end. Marks are control
//! characters, which no content holds.

use std::borrow::Cow;

/// Begins a mark.
const START: char = '\u{1}';
/// Ends it.
const END: char = '\u{2}';

/// Ends the number of a mark that is a paragraph. The renderer must see one: what stands for the mark is no text.
const ALONE: char = 'p';

/// What stands for each mark.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    all: Vec<Mark>,
}

#[derive(Debug)]
struct Mark {
    proof: String,
    text: String,
}

impl Marks {
    /// What a target has for a player. Returns the number of its mark.
    pub(crate) fn embed(&mut self, text: String) -> usize {
        let number = self.all.len();
        let text = text.replace([START, END], "").trim_matches('\n').to_owned();
        self.all.push(Mark { proof: format!("<embed data-mark=\"{number}\">"), text });
        number
    }

    /// Whether what stands for a mark is more than a line.
    pub(crate) fn is_block(&self, number: usize) -> bool {
        self.all.get(number).is_some_and(|mark| mark.text.contains('\n'))
    }

    /// A mark for what a template language takes away, to be put into the text.
    pub(crate) fn vanishing(&mut self, text: &str) -> String {
        self.replaced("", text)
    }

    /// A mark for what a template language makes something else of, to be put into the text.
    pub(crate) fn replaced(&mut self, proof: &str, text: &str) -> String {
        let is_same = |mark: &Mark| mark.proof == proof && mark.text == text;
        // Texts repeat the few that templates need. Looking further back would cost more than it saves.
        let recent = self.all.iter().enumerate().rev().take(8);
        let known = recent.filter(|(_, mark)| is_same(mark)).map(|(number, _)| number).next();
        let number = known.unwrap_or_else(|| {
            self.all.push(Mark { proof: proof.to_owned(), text: text.to_owned() });
            self.all.len() - 1
        });
        Self::written(number)
    }

    /// How a mark stands in the text.
    pub(crate) fn written(number: usize) -> String {
        format!("{START}{number}{END}")
    }

    /// How a mark stands in the text where it is a paragraph.
    pub(crate) fn written_alone(number: usize) -> String {
        format!("{START}{number}{ALONE}{END}")
    }

    /// The text as it is after templates have run, without what only the target knows.
    pub(crate) fn for_proof<'t>(&self, marked: &'t str) -> Cow<'t, str> {
        self.replace(marked, |mark, is_alone| {
            if is_alone { format!("<p>{}</p>", mark.proof).into() } else { (&*mark.proof).into() }
        })
    }

    /// The text as it is written. Lines of an embed begin like the line it stands in, or as a list goes on there.
    pub(crate) fn for_target<'t>(&self, marked: &'t str) -> Cow<'t, str> {
        self.replace(marked, |mark, _| (&*mark.text).into())
    }

    fn replace<'t>(
        &self,
        marked: &'t str,
        by: impl Fn(&Mark, bool) -> Cow<'_, str>,
    ) -> Cow<'t, str> {
        if self.all.is_empty() {
            return marked.into();
        }
        let mut text = String::with_capacity(marked.len());
        let mut rest = marked;
        while let Some((before, after)) = rest.split_once(START) {
            text.push_str(before);
            let Some((number, after)) = after.split_once(END) else { break };
            let (number, is_alone) =
                number.strip_suffix(ALONE).map_or((number, false), |number| (number, true));
            let mark = number.parse().ok().and_then(|number: usize| self.all.get(number));
            let stands = mark.map_or(Cow::Borrowed(""), |mark| by(mark, is_alone));
            if stands.contains('\n') {
                let before = continuation(&text);
                text.push_str(&stands.replace('\n', &format!("\n{before}")));
            } else {
                text.push_str(&stands);
            }
            rest = after;
        }
        text.push_str(rest);
        text.into()
    }
}

/// What a line begins with that goes on with the last line of a text: quotes stay, marks of lists become room.
fn continuation(text: &str) -> String {
    let line = text.rsplit('\n').next().unwrap_or("");
    line.chars().map(|character| if character == '>' { '>' } else { ' ' }).collect()
}
