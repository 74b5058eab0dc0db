//! From entries to a blog: what each core makes of some of them, and how that comes together.

use std::{collections::HashSet, io, sync::Arc};

use chrono::{FixedOffset, Offset, Utc};
use larder_core::{
    Author, AuthorId, Blog, Comment, CommentId, EntryId, Fate, Holding, Note, NoteKind, Post,
    PostKind, Provenance, Site, Slot, Spool, Term,
};

use super::{
    chunk::{Chunk, Named},
    copies::Joined,
    index::{Index, Role},
    post::Around,
};
use crate::{Intake, ReadError, shelf::Shelf};

/// A blog after the first look, ready for the second.
pub(super) struct Settled<'i> {
    pub(super) around: Around<'i>,
    form: Arc<str>,
    platform: Option<(&'static str, u64)>,
}

impl<'i> Settled<'i> {
    /// The blog of an index.
    pub(super) fn new(index: &'i Index) -> Self {
        let offset = FixedOffset::east_opt(index.signs.offset()).unwrap_or(Utc.fix());
        let platform = index.signs.platform();
        let form = match platform {
            Some((name, _)) => ["mt-", name].concat().into(),
            None => "mt".into(),
        };
        Self { around: Around { index, offset }, form, platform }
    }

    /// Where the entries of a file come from.
    pub(super) fn provenance(&self, file: &Arc<str>, encoding: &str) -> Provenance {
        let mut provenance = Provenance::new(Arc::clone(file), Arc::clone(&self.form));
        provenance.encoding = Some(encoding).filter(|it| *it != "UTF-8").map(Into::into);
        provenance
    }
}

/// What a file holds that has no entry of its own in the ledger.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) comments: Holding,
    pub(super) terms: Holding,
    pub(super) links: Holding,
}

/// A blog while its entries come in.
pub(super) struct Draft {
    blog: Blog,
    named: Named,
    comments: HashSet<CommentId>,
    copies: Vec<(usize, u32, Option<Post>, Vec<Comment>)>,
    /// The places of the posts in the blog, by their places in the index.
    places: Vec<u32>,
}

impl Draft {
    /// A blog without entries. `site` is where its addresses lead, if it has any; `home` is its address, if it is known.
    pub(super) fn new(settled: &Settled<'_>, site: &str, home: Option<&str>) -> Self {
        let mut site = Site::new(if site.is_empty() { "mt" } else { site });
        site.home = home.map(str::to_owned);
        site.platform = settled.platform.map(|(name, _)| name.to_owned());
        if let Some((_, entries)) = settled.platform {
            site.extra.insert("mt:platform-shown-by", entries);
        }
        let unread = &settled.around.index.unread;
        if !unread.is_empty() {
            let texts: Vec<serde_json::Value> = unread.iter().map(|text| (**text).into()).collect();
            site.extra.insert("mt:unread", texts);
        }
        Self {
            blog: Blog::new(site),
            named: Named::default(),
            comments: HashSet::new(),
            copies: Vec::new(),
            places: vec![u32::MAX; settled.around.index.posts.len()],
        }
    }

    /// Takes what was made of entries of the file with this number, whose entries in the ledger are `items`.
    pub(super) fn take(
        &mut self,
        file: usize,
        chunk: Chunk,
        items: &[EntryId],
        parts: &mut Parts,
        index: &Index,
        intake: &mut Intake,
    ) {
        let mut posts = chunk.posts.into_iter();
        for (number, role, said, terms) in chunk.fates {
            let post = |at: u32| index.posts[at as usize].id.clone();
            let fate = match role {
                Role::Post(at) => {
                    self.places[at as usize] =
                        u32::try_from(self.blog.posts.len()).unwrap_or(u32::MAX);
                    posts.next().into_iter().for_each(|slot| self.blog.posts.add(slot));
                    match index.posts[at as usize].kind {
                        PostKind::Other => {
                            Fate::StoredAside { place: format!("post `{}`", post(at)).into() }
                        }
                        _ => Fate::Carried { post: Some(post(at)) },
                    }
                }
                Role::Same(at) => {
                    // What is the same letter for letter has the same comments and terms.
                    parts.comments.joined += said;
                    parts.terms.joined += terms;
                    Fate::Joined { post: post(at) }
                }
                Role::Copy(at) | Role::Comments(at) => Fate::Joined { post: post(at) },
                Role::Done => Fate::StoredAside { place: "site `mt:unread`".into() },
            };
            let entry = usize::try_from(number).ok().and_then(|number| items.get(number - 1));
            entry.into_iter().for_each(|entry| intake.ledger().settle(*entry, fate.clone()));
        }
        parts.comments.carried += chunk.comments.len() as u64;
        for slot in chunk.comments {
            if index.has_copies {
                self.comments.insert(slot.head().id.clone());
            }
            self.blog.comments.add(slot);
        }
        let counts = &chunk.named.counts;
        parts.terms.carried += counts.terms;
        parts.terms.aside += counts.terms_aside;
        parts.terms.joined += counts.terms_joined;
        parts.links.add(&chunk.links);
        let copies = chunk.copies.into_iter();
        self.copies.extend(copies.map(|(at, post, said)| (file, at, post, said)));
        self.named.add(chunk.named);
        self.blog.notes.extend(chunk.notes);
    }

    /// Other copies of posts: what differs is another version. Of their comments, those that are not here come in. `parts`
    /// counts them, file by file. Fails when the spool does.
    fn join_copies(&mut self, parts: &mut [Parts], spool: &Arc<dyn Spool>) -> io::Result<()> {
        let mut copies = std::mem::take(&mut self.copies);
        copies.sort_by_key(|(_, at, ..)| *at);
        let mut copies = copies.into_iter().peekable();
        while let Some(&(_, at, ..)) = copies.peek() {
            let place = self.places[at as usize] as usize;
            let mut joined = None;
            while let Some((file, _, copy, said)) = copies.next_if(|(_, other, ..)| *other == at) {
                if let Some(copy) = copy {
                    let mut so_far = match joined {
                        Some(joined) => joined,
                        None => Joined::new(self.blog.posts.get(place)?.into_owned()),
                    };
                    so_far.take(copy);
                    joined = Some(so_far);
                }
                self.join_comments(said, &mut parts[file].comments, spool)?;
            }
            if let Some(joined) = joined {
                self.blog.posts.replace(place, Slot::away(joined.finish(), spool)?);
            }
        }
        Ok(())
    }

    /// Takes the comments of a copy that are not here yet.
    fn join_comments(
        &mut self,
        comments: Vec<Comment>,
        holding: &mut Holding,
        spool: &Arc<dyn Spool>,
    ) -> io::Result<()> {
        for comment in comments {
            match self.comments.insert(comment.id.clone()) {
                true => {
                    holding.carried += 1;
                    self.blog.comments.put_away(comment, spool)?;
                }
                false => holding.joined += 1,
            }
        }
        Ok(())
    }

    /// The blog. Fails when the spool does.
    pub(super) fn finish(
        mut self,
        settled: &Settled<'_>,
        parts: &mut [Parts],
        shelf: &mut Shelf<'_>,
        intake: &mut Intake,
    ) -> Result<Blog, ReadError> {
        let spool = &Arc::clone(intake.spool());
        self.join_copies(parts, spool)?;
        let mut named = std::mem::take(&mut self.named);
        for mut asset in std::mem::take(&mut named.assets).into_values() {
            let addresses = asset.url.iter().chain(&asset.also_at);
            if let Some(file) = addresses.into_iter().find_map(|address| shelf.find(address)) {
                asset.stored = shelf.store(file, intake)?;
            }
            self.blog.assets.put_away(asset, spool)?;
        }
        self.blog.authors = std::mem::take(&mut named.authors).into_iter().map(author).collect();
        self.blog.terms = std::mem::take(&mut named.terms)
            .into_iter()
            .map(|(id, (kind, name))| Term::new(id, kind, name))
            .collect();
        self.note_census(&named, settled);
        Ok(self.blog)
    }

    /// Says once for the whole blog what holds for many posts.
    fn note_census(&mut self, named: &Named, settled: &Settled<'_>) {
        let mut notes: Vec<NoteKind> = Vec::new();
        let (dates, without) = (named.counts.dates, named.counts.without_status);
        if dates > 0 {
            let offset = settled.around.offset.to_string();
            notes.push(NoteKind::ZoneAssumed { offset, count: dates });
        }
        if without > 0 {
            notes.push(NoteKind::StatusMissing { count: without });
        }
        let unknown = named.unknown.iter().map(|(status, count)| (status.clone(), *count));
        notes.extend(unknown.map(|(status, count)| NoteKind::StatusUnknown { status, count }));
        if self.blog.posts.is_empty() {
            notes.push(NoteKind::ExportEmpty);
        }
        self.blog.notes.extend(notes.into_iter().map(Note::new));
    }
}

fn author((id, name): (AuthorId, String)) -> Author {
    let mut author = Author::new(id);
    match name.contains('@') {
        true => author.email = Some(name),
        false => author.name = Some(name),
    }
    author
}
