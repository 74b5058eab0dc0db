//! Texts of feeds that were once read in the wrong encoding: noted, or put right where the user asked for it.
//!
//! The original of a body stays as it is, and what is made of it is put right. What other texts were is kept in `extra`.

use larder_core::{Body, Content, NoteKind};

use super::{
    channel::Head,
    entry::{Entry, TermDraft},
    person::Person,
};
use crate::extension::Extensions;
use crate::{
    Mojibake,
    decode::{mojibake_in, without_mojibake},
};

/// Where what was put right is kept as it was.
const KEPT: &str = "feed:mojibake";

/// What was found in one entry, or in one head.
struct Search {
    choice: Mojibake,
    /// The first sample.
    sample: Option<String>,
    repaired: u64,
    /// What short texts were.
    kept: Vec<String>,
}

/// Looks through an entry.
pub(super) fn in_entry(entry: &mut Entry, choice: Mojibake) {
    let mut search = Search::new(choice);
    let post = &mut entry.post;
    search.optional(&mut post.title);
    search.optional(&mut post.summary);
    if let Some(content) = &mut post.content {
        search.content(content);
    }
    entry.authors.iter_mut().for_each(|person| search.person(person));
    for TermDraft { term, label, .. } in &mut entry.terms {
        search.text(term);
        search.optional(label);
    }
    post.links.iter_mut().for_each(|link| search.optional(&mut link.title));
    post.enclosures.iter_mut().for_each(|file| search.optional(&mut file.title));
    let mut extensions = Extensions::default();
    entry.notes.extend(search.finish(&mut extensions));
    extensions.move_to(&mut post.extra);
}

/// Looks through what a feed says of the blog.
pub(super) fn in_head(head: &mut Head, choice: Mojibake) {
    let mut search = Search::new(choice);
    search.optional(&mut head.title);
    search.optional(&mut head.description);
    search.optional(&mut head.rights);
    head.authors.iter_mut().for_each(|person| search.person(person));
    head.notes.extend(search.finish(&mut head.extensions));
}

impl Search {
    fn new(choice: Mojibake) -> Self {
        Self { choice, sample: None, repaired: 0, kept: Vec::new() }
    }

    /// Looks at a text. Returns what is to stand in its place.
    fn look(&mut self, text: &str) -> Option<String> {
        let sample = mojibake_in(text)?;
        self.sample.get_or_insert(sample);
        if self.choice != Mojibake::Repair {
            return None;
        }
        let repaired = without_mojibake(text)?;
        self.repaired += 1;
        Some(repaired)
    }

    fn text(&mut self, text: &mut String) {
        if let Some(repaired) = self.look(text) {
            self.kept.push(std::mem::replace(text, repaired));
        }
    }

    fn optional(&mut self, text: &mut Option<String>) {
        text.iter_mut().for_each(|text| self.text(text));
    }

    fn person(&mut self, person: &mut Person) {
        self.optional(&mut person.name);
    }

    fn content(&mut self, content: &mut Content) {
        // Before it is put away, it is in memory.
        if let Some(repaired) = content.html.text().ok().and_then(|html| self.look(&html)) {
            content.html = Body::inline(repaired);
        }
    }

    fn finish(self, extensions: &mut Extensions) -> Option<NoteKind> {
        for text in self.kept {
            extensions.push(KEPT, text);
        }
        let sample = self.sample?;
        Some(match self.repaired {
            0 => NoteKind::SuspectedMojibake { sample },
            count => NoteKind::MojibakeRepaired { count, sample },
        })
    }
}
