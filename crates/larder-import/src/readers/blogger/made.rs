//! The second look: what one core makes of some entries.

use std::collections::BTreeSet;

use larder_core::{Comment, PostKind};

use super::{
    blog_of,
    comment::comment,
    entry::{self, Entry},
    post::{InFile, found},
    split::{Part, Piece},
    state::{self, Kind, State},
};
use crate::{collect::Found, xml::Repairs};

/// What was made of an entry.
pub(super) struct Made {
    pub(super) number: u64,
    pub(super) line: u64,
    pub(super) what: What,
    pub(super) state: State,
    /// The offsets of zones that dates were assumed to be in.
    pub(super) zones: Vec<String>,
    /// What it is, where that is neither post nor page: as the export has it.
    pub(super) class: Option<String>,
}

/// What an entry became.
pub(super) enum What {
    Post(Box<Found>),
    /// With what it says, and the number of the blog that it belongs to, where that is not the blog of the file.
    Comment(Box<Comment>, u64, Option<String>),
    Setting(String, String),
    Template(String),
}

impl Made {
    /// Whether it says that it belongs to the blog of this number, which is not that of its file.
    pub(super) fn is_of(&self, number: &str) -> bool {
        matches!(&self.what, What::Comment(_, _, Some(blog)) if blog == number)
    }
}

/// What was made of several entries.
#[derive(Default)]
pub(super) struct Chunk {
    pub(super) made: Vec<Made>,
    pub(super) repairs: Repairs,
}

/// What comments belong to that stand in a file of their own: to one of these blogs, or to none that is here.
pub(super) type Routes<'a> = Option<&'a BTreeSet<String>>;

/// Makes posts and comments of entries.
pub(super) fn chunk(part: &Part<'_>, file: &InFile<'_>, routes: Routes<'_>) -> Chunk {
    let mut chunk = Chunk::default();
    for (piece, text) in part.pieces() {
        let entry = entry::read(text, &part.context.scope);
        chunk.repairs.add(&entry.repairs);
        chunk.made.push(make(&entry, piece, file, routes));
    }
    chunk
}

fn make(entry: &Entry<'_>, piece: &Piece, file: &InFile<'_>, routes: Routes<'_>) -> Made {
    let published = file.date(&entry.published).0;
    let kind = state::kind(entry, file.form);
    let made = file.made(entry).filter(|_| kind != Kind::Comment);
    let tells = !file.has_kinds || entry.kind.is_some() || entry.class.is_some();
    let state = state::state(entry, file.form, piece.is_whole && tells, (made, published));
    let text = || entry.content.as_ref().map_or("", |text| &*text.original).to_owned();
    let (mut zones, mut class) = (Vec::new(), None);
    let mut post = |kind| {
        let (found, all) = found(entry, kind, &state, file);
        zones = all;
        What::Post(Box::new(found))
    };
    let what = match kind {
        Kind::Post(kind) => post(kind),
        Kind::Comment => match route(entry, routes) {
            Some(blog) => {
                let (comment, said, zone) = comment(entry, &state, file);
                zones.extend(zone);
                What::Comment(Box::new(comment), said, blog)
            }
            None => {
                class = Some("comment on another blog".to_owned());
                post(PostKind::Other)
            }
        },
        Kind::Setting(name) if name.is_empty() => {
            What::Setting(entry.id.clone().into_owned(), text())
        }
        Kind::Setting(name) => What::Setting(name, text()),
        Kind::Template => What::Template(text()),
        Kind::Other(name) => {
            class = Some(name);
            post(PostKind::Other)
        }
    };
    Made { number: piece.number, line: piece.line, what, state, zones, class }
}

/// Where a comment belongs: to the blog of the file, to another one that is here, or to none.
fn route(entry: &Entry<'_>, routes: Routes<'_>) -> Option<Option<String>> {
    let Some(blogs) = routes else { return Some(None) };
    let blog = blog_of(&entry.parent).or_else(|| blog_of(&entry.id))?;
    blogs.contains(blog).then(|| Some(blog.to_owned()))
}
