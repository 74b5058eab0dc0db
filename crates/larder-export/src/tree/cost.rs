//! What a site could not carry, summed up over all its pages.

use larder_core::{Note, NoteKind, Post, PostId};
use larder_html::Removed;

use super::links::Counts;
use crate::{Account, moved::addresses::WITH_MAIL};

/// Counts of what was dropped or changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cost {
    /// Custom fields that nobody knows to be public.
    pub(crate) fields: u64,
    /// Pictures and files that are shown from where they were.
    pub(crate) elsewhere: u64,
    /// Enclosures that are nowhere on the web, and of which nothing is kept.
    pub(crate) enclosures: u64,
    /// Addresses in which one of e-mail stands.
    pub(crate) with_mail: u64,
    /// Pictures that are no longer shown at a size of their own.
    pub(crate) sizes: u64,
    /// Older versions of posts.
    pub(crate) revisions: u64,
    /// Neighbours that pages named.
    pub(crate) neighbours: u64,
    /// What became of links within the site.
    pub(crate) links: Counts,
    /// Characters that no document can hold.
    pub(crate) characters: u64,
    /// Addresses that no page may have.
    pub(crate) addresses: u64,
    /// Pieces of markup that went.
    pub(crate) markup: u64,
    /// Tags that were nested too deep.
    pub(crate) tags: u64,
    /// Bytes beyond the longest body that is parsed.
    pub(crate) bytes: u64,
}

impl Cost {
    /// Adds the counts of a page.
    pub(crate) fn add(&mut self, other: &Self) {
        self.fields += other.fields;
        self.elsewhere += other.elsewhere;
        self.enclosures += other.enclosures;
        self.with_mail += other.with_mail;
        self.sizes += other.sizes;
        self.revisions += other.revisions;
        self.neighbours += other.neighbours;
        self.links(other.links);
        self.characters += other.characters;
        self.addresses += other.addresses;
        self.markup += other.markup;
        self.tags += other.tags;
        self.bytes += other.bytes;
    }

    /// Adds what became of links.
    pub(crate) fn links(&mut self, counts: Counts) {
        self.links.followed += counts.followed;
        self.links.kept += counts.kept;
    }

    /// Adds what of a post has no place on a page.
    pub(crate) fn what(&mut self, post: &Post) {
        self.revisions += post.revisions.len() as u64;
        self.neighbours += post.neighbours.len() as u64;
    }

    /// Adds what was taken out of a text.
    pub(crate) fn removed(&mut self, removed: &Removed) {
        let sum = |counts: &[usize]| counts.iter().sum::<usize>() as u64;
        self.characters += sum(&[removed.characters]);
        self.addresses += sum(&[
            removed.links_without_base,
            removed.unsafe_links,
            removed.invalid_links,
            removed.inline_pictures,
        ]);
        self.markup += sum(&[
            removed.scripts,
            removed.styles,
            removed.foreign,
            removed.elements,
            removed.unwrapped,
            removed.embeds_dropped,
            removed.limits.attributes,
            usize::from(removed.escaped),
        ]);
        self.tags += sum(&[removed.limits.deep_tags, removed.limits.tags_over_budget]);
        self.bytes += sum(&[removed.limits.bytes]);
    }

    /// Adds what a body lost on its way into Markdown. Comments in its markup and empty paragraphs are nothing.
    pub(crate) fn emitted(&mut self, counts: &larder_markdown::Counts) {
        for (rule, &count) in &counts.dropped {
            let sum = match *rule {
                "comment" | "empty paragraph" => continue,
                "character" => &mut self.characters,
                "unsafe address" => &mut self.addresses,
                "nested too deep" | "too many nodes" => &mut self.tags,
                "too long" => &mut self.bytes,
                _ => &mut self.markup,
            };
            *sum += count as u64;
        }
    }

    /// Notes what the body of a post lost on that post, where whoever looks for it finds it. What is true of the site as a
    /// whole is left, to be summed up.
    pub(crate) fn noted_on(mut self, post: &PostId, account: &mut Account) -> Self {
        for note in self.of_texts(&account.output.format) {
            account.notes.push(Note::new(note).on_post(post));
        }
        for count in self.texts() {
            *count = 0;
        }
        self
    }

    /// The counts of what texts lost.
    fn texts(&mut self) -> [&mut u64; 5] {
        let Self { characters, addresses, markup, tags, bytes, .. } = self;
        [characters, addresses, markup, tags, bytes]
    }

    /// What texts lost, as notes.
    fn of_texts(&self, format: &str) -> Vec<NoteKind> {
        let output = || format.to_owned();
        met([
            (
                self.characters,
                NoteKind::CharactersDropped { output: output(), count: self.characters },
            ),
            (self.addresses, NoteKind::LinksDropped { output: output(), count: self.addresses }),
            (self.markup, NoteKind::MarkupRemoved { output: output(), count: self.markup }),
            (self.tags, NoteKind::NestingCut { output: output(), count: self.tags }),
            (self.bytes, too_long()),
        ])
    }

    /// Notes the counts on the output.
    pub(crate) fn note(self, account: &mut Account) {
        let format = account.output.format.clone();
        let output = || format.clone();
        let field = |field: &str, count| NoteKind::FieldNotCarried {
            output: output(),
            field: field.into(),
            count,
        };
        let notes = met([
            (self.fields, field("custom fields", self.fields)),
            (self.enclosures, field("enclosures without an address on the web", self.enclosures)),
            (self.with_mail, field(WITH_MAIL, self.with_mail)),
            (self.sizes, field("sizes of pictures", self.sizes)),
            (self.revisions, field("older versions of posts", self.revisions)),
            (self.neighbours, field("neighbours of posts", self.neighbours)),
            (self.elsewhere, NoteKind::MediaAtOrigin { output: output(), count: self.elsewhere }),
            (
                self.links.kept,
                NoteKind::LinksToOldSite { output: output(), count: self.links.kept },
            ),
        ]);
        notes.into_iter().chain(self.of_texts(&format)).for_each(|note| account.note(note));
    }
}

/// The notes of which there is something to say.
fn met<const N: usize>(notes: [(u64, NoteKind); N]) -> Vec<NoteKind> {
    notes.into_iter().filter(|(count, _)| *count > 0).map(|(_, note)| note).collect()
}

/// A body of more bytes than are parsed.
fn too_long() -> NoteKind {
    NoteKind::LimitReached {
        limit: "the bytes of a body on a page".into(),
        value: larder_html::Limits::default().bytes as u64,
        option: "`--to json`".into(),
    }
}
