//! What one core makes of some entries.

use std::{collections::BTreeMap, io, sync::Arc};

use larder_core::{
    Asset, AssetId, AuthorId, Comment, Holding, Note, NoteKind, Post, Provenance, Slot, Spool,
    TermId, TermKind,
};

use super::{
    blog::Settled,
    entry::{Entry, Odd},
    index::Role,
    post::{Made, make, make_comments},
    split::{Part, Piece},
    terms::count_terms,
};

/// What one core made of entries.
#[derive(Default)]
pub(super) struct Chunk {
    pub(super) posts: Vec<Slot<Post>>,
    pub(super) comments: Vec<Slot<Comment>>,
    /// Other copies of posts, and comments to posts that are elsewhere.
    pub(super) copies: Vec<(u32, Option<Post>, Vec<Comment>)>,
    pub(super) fates: Vec<(u64, Role, u64, u64)>,
    pub(super) named: Named,
    pub(super) links: Holding,
    pub(super) notes: Vec<Note>,
}

/// What belongs to no single post.
#[derive(Default)]
pub(super) struct Named {
    pub(super) terms: BTreeMap<TermId, (TermKind, String)>,
    pub(super) authors: BTreeMap<AuthorId, String>,
    pub(super) assets: BTreeMap<AssetId, Asset>,
    pub(super) unknown: BTreeMap<String, u64>,
    pub(super) counts: Counts,
}

/// What is counted.
#[derive(Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) terms: u64,
    pub(super) terms_aside: u64,
    pub(super) terms_joined: u64,
    pub(super) dates: u64,
    pub(super) without_status: u64,
}

/// Makes posts of entries. Fails when the spool does.
pub(super) fn chunk(
    part: &Part<'_>,
    (file, source): (usize, &Provenance),
    blog: &Settled<'_>,
    spool: &Arc<dyn Spool>,
) -> io::Result<Chunk> {
    let name = &source.file;
    let mut chunk = Chunk::default();
    let (mut posts, mut comments) = (Vec::new(), Vec::new());
    for (piece, text) in part.pieces() {
        let role = blog.around.index.role(file, piece);
        let entry = Entry::read(text);
        chunk.fates.push((piece.number, role, entry.said(), count_terms(&entry)));
        let (Role::Post(at) | Role::Copy(at) | Role::Comments(at)) = role else { continue };
        let known = &blog.around.index.posts[at as usize];
        let made = match role {
            Role::Comments(_) => make_comments(&entry, piece.is_cut, &known.id, &blog.around),
            _ => make(&entry, piece.is_cut, known, &blog.around, source),
        };
        chunk.odd(piece, &entry, &made.post, name);
        let (post, said) = chunk.take(made, name, piece.line);
        match role {
            Role::Post(_) => {
                posts.push(post);
                comments.extend(said);
            }
            Role::Copy(_) => chunk.copies.push((at, Some(post), said)),
            _ => chunk.copies.push((at, None, said)),
        }
    }
    for content in posts.iter().filter_map(|post| post.content.as_ref()) {
        // Feeds will ask. Here the text is in the cache, and all cores are at work.
        content.html.tested(larder_html::is_normal)?;
    }
    chunk.posts = Slot::away_all(posts, spool)?;
    chunk.comments = Slot::away_all(comments, spool)?;
    Ok(chunk)
}

impl Chunk {
    /// Says what is doubtful about the frame of an entry: of each kind the first place, and how many there are.
    fn odd(&mut self, piece: &Piece, entry: &Entry<'_>, post: &Post, name: &Arc<str>) {
        let mut all: BTreeMap<Odd, (u64, u64)> = BTreeMap::new();
        let inside = entry.odd.iter().map(|(line, odd)| (piece.line + line, *odd));
        let eights = piece.hyphens.iter().map(|line| (*line, Odd::Eight));
        let open = piece.is_open.then_some((piece.line, Odd::Open));
        for (line, odd) in inside.chain(eights).chain(open) {
            all.entry(odd).or_insert((line, 0)).1 += 1;
        }
        for (odd, (line, count)) in all {
            let kind = NoteKind::MarkupRepaired { repair: odd.text().into(), count };
            self.notes.push(placed(kind, name, post, line));
        }
    }

    /// Takes what was made of an entry, but for its post and its comments.
    fn take(&mut self, made: Made, name: &Arc<str>, line: u64) -> (Post, Vec<Comment>) {
        self.notes.extend(made.notes.into_iter().map(|kind| placed(kind, name, &made.post, line)));
        self.links.add(&made.links);
        let named = &mut self.named;
        named.counts.terms += made.terms.len() as u64;
        named.counts.terms_aside += made.terms_aside;
        named.counts.terms_joined += made.terms_joined;
        named.counts.dates += made.dates;
        named.counts.without_status += u64::from(made.lacks_status);
        for (id, kind, name) in made.terms {
            named.terms.entry(id).or_insert((kind, name));
        }
        made.author.into_iter().for_each(|(id, name)| _ = named.authors.entry(id).or_insert(name));
        for asset in made.assets {
            named.asset(asset);
        }
        for status in made.unknown_statuses {
            *named.unknown.entry(status).or_default() += 1;
        }
        (made.post, made.comments)
    }
}

fn placed(kind: NoteKind, name: &Arc<str>, post: &Post, line: u64) -> Note {
    let line = u32::try_from(line).unwrap_or(u32::MAX);
    Note::new(kind).in_file(Arc::clone(name)).on_post(&post.id).at(line, None)
}

impl Named {
    /// A file that several posts show is one.
    fn asset(&mut self, asset: Asset) {
        let known = self.assets.entry(asset.id.clone()).or_insert_with(|| asset.clone());
        for address in asset.also_at {
            if !known.also_at.contains(&address) {
                known.also_at.push(address);
            }
        }
        known.alt = known.alt.take().or(asset.alt);
        known.width = known.width.or(asset.width);
        known.height = known.height.or(asset.height);
    }

    /// Takes over what others name.
    pub(super) fn add(&mut self, other: Self) {
        other.terms.into_iter().for_each(|(id, term)| _ = self.terms.entry(id).or_insert(term));
        other.authors.into_iter().for_each(|(id, name)| _ = self.authors.entry(id).or_insert(name));
        other.assets.into_values().for_each(|asset| self.asset(asset));
        for (status, count) in other.unknown {
            *self.unknown.entry(status).or_default() += count;
        }
        let (counts, more) = (&mut self.counts, other.counts);
        counts.terms += more.terms;
        counts.terms_aside += more.terms_aside;
        counts.terms_joined += more.terms_joined;
        counts.dates += more.dates;
        counts.without_status += more.without_status;
    }
}
