//! Writes `mt`: the text form of Movable Type, which Hatena, FC2, Seesaa, livedoor and WordPress import too.
//!
//! An entry is a head of keys, sections between lines of five hyphens, and a line of eight at its end. Programs that read
//! it look for such lines and keys and for nothing else, so that no line of a text may look like one ([`frame`]).
//!
//! Format: <https://movabletype.org/documentation/appendices/import-export-format.html>

mod entry;
mod frame;

use std::{collections::HashMap, io};

use larder_core::{AuthorId, Blog, Format, SeriesId, Term, TermId, TermKind, format};

use self::frame::Frame;
use crate::{
    Account, Loss, Sink, WriteError, WriteOptions, Writer,
    carried::{Carried, CommentPlace},
    feed::{Cost, people::person},
    moved::{self, Bodies, Group, lost, one_line},
};

/// The writer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mt;

const LOSSES: &[Loss] = &[
    Loss::new("Asset::alt", "only what the text says of pictures and files is carried"),
    Loss::new("Asset::extra", "only what the text says of pictures and files is carried"),
    Loss::new("Asset::file_name", "only what the text says of pictures and files is carried"),
    Loss::new("Asset::height", "only what the text says of pictures and files is carried"),
    Loss::new("Asset::media_type", "only what the text says of pictures and files is carried"),
    Loss::new("Asset::width", "only what the text says of pictures and files is carried"),
    Loss::new("Blog::assets", "the text has no place for files: bodies point at them"),
    Loss::new("Author::bio", "Movable Type's text has no place for it"),
    Loss::new("Author::email", "private: it reaches no public output"),
    Loss::new("Author::extra", "Movable Type's text has no place for it"),
    Loss::new("Author::handle", "authors are known by the names that are shown"),
    Loss::new("Author::id", "authors are known by the names that are shown"),
    Loss::new("Author::image", "Movable Type's text has no place for it"),
    Loss::new("Author::url", "Movable Type's text has no place for it"),
    Loss::new("Comment::author_email", "private: it reaches no public output"),
    Loss::new("Comment::author_ip", "private: it reaches no public output"),
    Loss::new("Comment::extra", "Movable Type's text has no place for it"),
    Loss::new("Comment::id", "Movable Type's text has no place for it"),
    Loss::new("Comment::kind", "a pingback is written as a trackback"),
    Loss::new("Comment::parent", "Movable Type's text has no threads"),
    Loss::new("Content::insertions", "Movable Type's text has no place for them"),
    Loss::new("Content::original", "the cleaned HTML is written"),
    Loss::new("Post::assets", "what the text does not show is not carried"),
    Loss::new("Post::audience", "posts for members become drafts, where they are carried"),
    Loss::new("Post::authors", "only the first one has a place"),
    Loss::new("Post::counts", "Movable Type's text has no place for them"),
    Loss::new("Post::cover", "Movable Type's text has no place for it"),
    Loss::new("Post::enclosures", "Movable Type's text has no place for enclosures"),
    Loss::new("Post::extra", "only what Movable Type says of comments is carried"),
    Loss::new("Post::id", "Movable Type's text has no place for it"),
    Loss::new("Post::in_reply_to", "Movable Type's text has no place for it"),
    Loss::new(
        "Post::internal_links",
        "the links stand in the body, but not which post each leads to",
    ),
    Loss::new("Post::kind", "pages become entries"),
    Loss::new("Post::language", "Movable Type's text has no place for it"),
    Loss::new("Post::links", "Movable Type's text has no place for them"),
    Loss::new("Post::location", "Movable Type's text has no place for it"),
    Loss::new("Post::neighbours", "Movable Type orders entries by date"),
    Loss::new("Post::old_addresses", "Movable Type's text has no place for them"),
    Loss::new("Post::parent", "Movable Type's text has no place for it"),
    Loss::new("Post::permalink", "Movable Type makes addresses of dates and base names"),
    Loss::new("Post::revisions", "the last one is carried"),
    Loss::new("Post::rights", "Movable Type's text has no place for it"),
    Loss::new("Post::series", "each becomes a category, without its kind, cover and order"),
    Loss::new("Post::subtitle", "it stands in front of the body"),
    Loss::new("Post::translations", "Movable Type's text has no place for them"),
    Loss::new("Post::updated", "Movable Type's text has no place for it"),
    Loss::new("Site::authors", "the text says nothing of the blog itself"),
    Loss::new("Site::description", "the text says nothing of the blog itself"),
    Loss::new("Site::extra", "the text says nothing of the blog itself"),
    Loss::new("Site::feeds", "the text says nothing of the blog itself"),
    Loss::new("Site::home", "the text says nothing of the blog itself"),
    Loss::new("Site::id", "the text says nothing of the blog itself"),
    Loss::new("Site::image", "the text says nothing of the blog itself"),
    Loss::new("Site::language", "the text says nothing of the blog itself"),
    Loss::new("Site::old_addresses", "the text says nothing of the blog itself"),
    Loss::new("Site::rights", "the text says nothing of the blog itself"),
    Loss::new("Site::updated", "the text says nothing of the blog itself"),
    Loss::new("Site::title", "the text says nothing of the blog itself"),
    Loss::new("Term::description", "Movable Type's text has no place for it"),
    Loss::new("Term::extra", "Movable Type's text has no place for it"),
    Loss::new("Term::parent", "Movable Type's text has no nested categories"),
    Loss::new("Term::slug", "Movable Type's text has no place for it"),
    Loss::new("Term::url", "Movable Type's text has no place for it"),
    Loss::new("Timestamp::precision", "dates have seconds"),
    Loss::new("Timestamp::zone", "dates are in the blog's local time, and no offset is stated"),
];

impl Writer for Mt {
    fn format(&self) -> &'static Format {
        &format::MT
    }

    fn losses(&self) -> &'static [Loss] {
        LOSSES
    }

    fn is_move(&self) -> bool {
        true
    }

    fn write(
        &self,
        blog: &Blog,
        options: &WriteOptions,
        sink: &mut dyn Sink,
        account: &mut Account,
    ) -> Result<(), WriteError> {
        let carried = Carried::new(blog, options, CommentPlace::Here, account);
        let carried = carried.map_err(WriteError::Spool)?;
        let mut writing = Writing::begin(blog, options).map_err(WriteError::Spool)?;
        let files = moved::Files { file: format::MT.file, head: Vec::new(), foot: b"" };
        let mut places = carried.posts.iter();
        moved::write(&files, options, sink, account, &mut |account| {
            if options.cancel.is_cancelled() {
                return Err(WriteError::Cancelled);
            }
            let Some(&place) = places.next() else { return Ok(None) };
            let of_others = std::mem::take(&mut writing.cost);
            let entry = writing.entry(&carried, place).map_err(WriteError::Spool)?;
            let cost = std::mem::replace(&mut writing.cost, of_others);
            moved::note_on(&blog.posts.head(place).id, cost, account);
            account.output.written += 1;
            Ok(Some(Group { first: Vec::new(), then: entry.into_bytes() }))
        })?;
        writing.note(account);
        Ok(())
    }
}

/// What entries are written with, and what they cost.
struct Writing<'a> {
    bodies: Bodies<'a>,
    authors: HashMap<&'a AuthorId, String>,
    terms: HashMap<&'a TermId, &'a Term>,
    series: HashMap<&'a SeriesId, String>,
    frame: Frame,
    cost: Cost,
    losses: Losses,
}

/// What could not be carried, counted.
#[derive(Debug, Default)]
struct Losses {
    co_authors: u64,
    covers: u64,
    enclosures: u64,
    pages: u64,
    private_tags: u64,
    quoted_tags: u64,
    threads: u64,
    undated: u64,
}

impl<'a> Writing<'a> {
    fn begin(blog: &'a Blog, options: &'a WriteOptions) -> io::Result<Self> {
        let mut cost = Cost::default();
        let mut authors = HashMap::new();
        for author in &blog.authors {
            let name = person(author, None, &mut cost).map(|person| person.name);
            authors.extend(name.map(|name| (&author.id, name)));
        }
        let titled = blog.series.iter().filter_map(|it| Some((&it.id, it.title.as_deref()?)));
        let series = titled.map(|(id, title)| (id, one_line(title, &mut Cost::default())));
        Ok(Self {
            bodies: Bodies::new(blog, options)?,
            authors,
            terms: blog.terms.iter().map(|term| (&term.id, term)).collect(),
            series: series.filter(|(_, title)| !title.is_empty()).collect(),
            frame: Frame::default(),
            cost: Cost::default(),
            losses: Losses::default(),
        })
    }

    /// The names of the terms of one kind that a post has.
    fn names(&mut self, terms: &[TermId], kind: TermKind) -> Vec<String> {
        let terms = terms.iter().filter_map(|id| self.terms.get(id)).filter(|it| it.kind == kind);
        let names = terms.map(|term| one_line(&term.name, &mut self.cost));
        names.filter(|name| !name.is_empty()).collect()
    }

    fn note(self, account: &mut Account) {
        let (losses, frame) = (self.losses, self.frame);
        let format = account.output.format.clone();
        self.cost.note(&format, account);
        for (field, count) in [
            ("further authors of posts", losses.co_authors),
            ("covers", losses.covers),
            ("enclosures", losses.enclosures),
            ("pages, which become entries", losses.pages),
            ("which comment answers which", losses.threads),
            ("quotation marks of both kinds in one tag", losses.quoted_tags),
            ("tags that begin with `@`, which Movable Type shows to nobody", losses.private_tags),
            ("dates that nobody knows: Movable Type takes that of the import", losses.undated),
            (
                "lines of a text that look like the frame: one letter of each is written as a reference",
                frame.changed,
            ),
        ] {
            lost(account, field, count);
        }
    }
}
