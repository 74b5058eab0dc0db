//! What a feed could not carry of one post.

use larder_core::NoteKind;

use crate::Account;

/// Counts of what was dropped or changed. All zero for most posts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cost {
    /// Characters that no document can hold.
    pub(crate) characters: u64,
    /// Addresses that a feed must not carry.
    pub(crate) links: u64,
    /// Pictures that only the archive has, and that stand nowhere beside the feed.
    pub(crate) pictures: u64,
    /// Players that became links.
    pub(crate) embeds_linked: u64,
    /// Players of which nothing stays.
    pub(crate) embeds_dropped: u64,
    /// Pieces of markup that went.
    pub(crate) markup: u64,
    /// Tags that were nested too deep.
    pub(crate) tags: u64,
    /// Bytes beyond the longest body that is parsed.
    pub(crate) bytes: u64,
}

impl Cost {
    /// Adds the counts of another text.
    pub(crate) fn add(&mut self, more: Self) {
        let counts = [
            (&mut self.characters, more.characters),
            (&mut self.links, more.links),
            (&mut self.pictures, more.pictures),
            (&mut self.embeds_linked, more.embeds_linked),
            (&mut self.embeds_dropped, more.embeds_dropped),
            (&mut self.markup, more.markup),
            (&mut self.tags, more.tags),
            (&mut self.bytes, more.bytes),
        ];
        counts.into_iter().for_each(|(count, more)| *count += more);
    }

    /// The counts as notes.
    pub(crate) fn notes(self, output: &str) -> impl Iterator<Item = NoteKind> + use<> {
        let output = || output.to_owned();
        let count = self;
        let notes = (count != Self::default()).then(|| {
            [
                NoteKind::CharactersDropped { output: output(), count: count.characters },
                NoteKind::LinksDropped { output: output(), count: count.links },
                NoteKind::PicturesDropped { output: output(), count: count.pictures },
                NoteKind::EmbedsLinked { output: output(), count: count.embeds_linked },
                NoteKind::EmbedsDropped { output: output(), count: count.embeds_dropped },
                NoteKind::MarkupRemoved { output: output(), count: count.markup },
                NoteKind::NestingCut { output: output(), count: count.tags },
                too_long(),
            ]
        });
        let counts = [
            count.characters,
            count.links,
            count.pictures,
            count.embeds_linked,
            count.embeds_dropped,
            count.markup,
            count.tags,
            count.bytes,
        ];
        notes
            .into_iter()
            .flatten()
            .zip(counts)
            .filter(|(_, count)| *count > 0)
            .map(|(note, _)| note)
    }

    /// Notes the counts on the feed as a whole.
    pub(crate) fn note(self, output: &str, account: &mut Account) {
        self.notes(output).for_each(|kind| account.note(kind));
    }
}

/// A body of more bytes than are parsed.
fn too_long() -> NoteKind {
    NoteKind::LimitReached {
        limit: "the bytes of a body in a feed".into(),
        value: larder_html::Limits::default().bytes as u64,
        option: "`--to json`".into(),
    }
}
