//! From the parts of an export to a blog.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use larder_core::{
    Asset, AssetId, Author, AuthorId, Blog, Comment, CommentId, EntryId, Fate, Holding, Note,
    NoteKind, Post, PostKind, Provenance, Revision, RevisionRole, Slot, Spool, Status, Term,
    TermId, TermKind,
};
use serde_json::Value;

use super::{
    body::Census,
    channel::{self, Channel},
    chunk::{Chunk, Copied, Settlement, add},
    index::Index,
    media::Attachments,
    menu,
    settled::Settled,
    zone,
};
use crate::{Intake, ReadError, shelf::Shelf, xml::Repairs};

/// A blog while its parts come in.
pub(super) struct Draft {
    blog: Blog,
    terms: BTreeMap<TermId, Term>,
    authors: BTreeMap<AuthorId, Author>,
    assets: HashSet<AssetId>,
    /// The places of the comments, where there are copies.
    comments: HashMap<CommentId, usize>,
    /// Other addresses that bodies have for assets.
    also: HashMap<AssetId, BTreeSet<String>>,
    copies: Vec<Copied>,
    /// The places of the posts in the blog, by their places in the index.
    places: Vec<u32>,
    census: Census,
    /// How many texts hold several languages.
    languages: u64,
    /// How many dates state no zone.
    assumed: u64,
    unknown: BTreeMap<String, u64>,
    classes: BTreeMap<String, u64>,
}

impl Draft {
    /// A blog of which only the head and the attachments are known. Fails when the spool does.
    pub(super) fn new(
        settled: &Settled<'_>,
        attachments: Attachments,
        files: &[Arc<str>],
        comments: usize,
        intake: &Intake,
    ) -> std::io::Result<Self> {
        let channel = &settled.index.channel;
        let platform = if settled.is_squarespace { "squarespace" } else { "wordpress" };
        let mut draft = Self {
            blog: Blog::new(channel::site(channel, platform)),
            terms: BTreeMap::new(),
            authors: BTreeMap::new(),
            assets: HashSet::new(),
            comments: HashMap::new(),
            also: HashMap::new(),
            copies: Vec::new(),
            places: vec![u32::MAX; settled.index.posts.len()],
            census: Census::default(),
            languages: 0,
            assumed: 0,
            unknown: BTreeMap::new(),
            classes: BTreeMap::new(),
        };
        draft.head(channel);
        let index = settled.index;
        // Lists that grow leave holes behind which nothing fits into.
        draft.blog.posts.reserve(index.posts.len());
        draft.blog.comments.reserve(comments);
        if !index.menus.is_empty() {
            draft.blog.site.extra.insert("wp:menus", menu::told(&index.menus));
        }
        draft.assets = attachments.ids().cloned().collect();
        draft.blog.assets = attachments.assets;
        if !attachments.again.is_empty() {
            draft.blog.site.extra.insert("wp:attachments", attachments.again);
        }
        if let Some(url) = &channel.image {
            let mut asset = Asset::new(AssetId::new(url.as_str()));
            asset.url = Some(url.clone());
            asset.source = vec![Provenance::new(Arc::clone(&files[0]), Arc::clone(&settled.form))];
            draft.blog.site.image = Some(asset.id.clone());
            draft.asset(asset, intake.spool())?;
        }
        Ok(draft)
    }

    fn head(&mut self, channel: &Channel) {
        for writer in &channel.authors {
            let author = channel::author(writer);
            self.authors.entry(author.id.clone()).or_insert(author);
        }
        let known: BTreeSet<TermId> = channel
            .terms
            .iter()
            .filter_map(|it| Some(channel::term_id(channel::kind(&it.taxonomy)?, &it.slug)))
            .collect();
        let (mut aside, mut seen) = (Vec::<Value>::new(), HashSet::new());
        for named in &channel.terms {
            match channel::kind(&named.taxonomy) {
                Some(kind) => {
                    let term = channel::term(named, kind, |id| known.contains(id));
                    let first = self.terms.entry(term.id.clone()).or_insert_with(|| term.clone());
                    let told = channel::aside(named);
                    if *first != term && seen.insert(told.to_string()) {
                        aside.push(told);
                    }
                }
                None => {
                    let told = channel::aside(named);
                    if seen.insert(told.to_string()) {
                        aside.push(told);
                    }
                }
            }
        }
        if !aside.is_empty() {
            self.blog.site.extra.insert("wp:terms", aside);
        }
    }

    fn asset(&mut self, asset: Asset, spool: &Arc<dyn Spool>) -> std::io::Result<()> {
        match self.assets.insert(asset.id.clone()) {
            true => self.blog.assets.put_away(asset, spool),
            false => Ok(()),
        }
    }

    /// Takes what was made of items of a file, whose entries in the ledger are `items`. `parts` counts its comments and
    /// terms.
    pub(super) fn take(
        &mut self,
        chunk: Chunk,
        items: &[EntryId],
        parts: &mut Parts,
        index: &Index,
        intake: &mut Intake,
    ) -> std::io::Result<()> {
        let mut posts = chunk.posts.into_iter();
        for (number, settlement) in chunk.fates {
            let fate = match settlement {
                Settlement::Copy(at) => Fate::Joined { post: index.posts[at as usize].id.clone() },
                Settlement::Post(at) => {
                    self.places[at as usize] =
                        u32::try_from(self.blog.posts.len()).unwrap_or(u32::MAX);
                    posts.next().into_iter().for_each(|slot| self.blog.posts.add(slot));
                    let known = &index.posts[at as usize];
                    match known.kind {
                        PostKind::Other => {
                            Fate::StoredAside { place: format!("post `{}`", known.id).into() }
                        }
                        _ => Fate::Carried { post: Some(known.id.clone()) },
                    }
                }
            };
            let entry = usize::try_from(number).ok().and_then(|number| items.get(number - 1));
            entry.into_iter().for_each(|entry| intake.ledger().settle(*entry, fate.clone()));
        }
        parts.comments.carried += chunk.comments.len() as u64;
        for slot in chunk.comments {
            if index.has_copies() {
                let place = self.blog.comments.len();
                self.comments.entry(slot.head().id.clone()).or_insert(place);
            }
            self.blog.comments.add(slot);
        }
        parts.terms.add(&chunk.term_counts);
        parts.links.add(&chunk.links);
        parts.repairs.add(&chunk.repairs);
        self.copies.extend(chunk.copies);
        self.named(chunk.terms, chunk.authors);
        self.blog.notes.extend(chunk.notes);
        add(&mut self.census, chunk.census);
        self.languages += chunk.languages;
        self.assumed += chunk.assumed;
        add_counts(&mut self.unknown, chunk.unknown);
        add_counts(&mut self.classes, chunk.classes);
        self.meet(chunk.assets, intake.spool())
    }

    /// Takes the files that bodies show: what is new is put away, of what is known other addresses are kept. Fails when
    /// the spool does.
    fn meet(&mut self, assets: Vec<Asset>, spool: &Arc<dyn Spool>) -> std::io::Result<()> {
        let mut new = Vec::new();
        for asset in assets {
            if self.assets.insert(asset.id.clone()) {
                new.push(asset);
            } else if !asset.also_at.is_empty() {
                self.also.entry(asset.id.clone()).or_default().extend(asset.also_at);
            }
        }
        let slots = Slot::away_all(new, spool)?;
        slots.into_iter().for_each(|slot| self.blog.assets.add(slot));
        Ok(())
    }

    /// Gives assets the other addresses that bodies have for them. Fails when the spool does.
    fn also_at(&mut self) -> std::io::Result<()> {
        if self.also.is_empty() {
            return Ok(());
        }
        for at in 0..self.blog.assets.len() {
            let Some(also) = self.also.remove(&self.blog.assets.head(at).id) else { continue };
            self.blog.assets.change(at, |asset| {
                let known = std::mem::take(&mut asset.also_at);
                let all: BTreeSet<String> = known.into_iter().chain(also).collect();
                asset.also_at = all.into_iter().collect();
            })?;
        }
        Ok(())
    }

    /// Terms and people that items name, and the head of the export does not.
    fn named(
        &mut self,
        terms: BTreeMap<TermId, (TermKind, String, String)>,
        authors: BTreeMap<AuthorId, String>,
    ) {
        for (id, (kind, slug, name)) in terms {
            self.terms.entry(id.clone()).or_insert_with(|| {
                let mut term = Term::new(id, kind, name);
                term.slug = Some(slug);
                term
            });
        }
        for (id, name) in authors {
            self.authors.entry(id.clone()).or_insert_with(|| {
                let mut author = Author::new(id);
                match name.contains('@') {
                    true => author.email = Some(name),
                    false => author.name = Some(name),
                }
                author
            });
        }
    }

    /// Other copies of posts: what differs is an older version. Of their comments, those that are not here come in. Returns
    /// what became of the comments of each file. Fails when the spool does.
    fn join_copies(&mut self, spool: &Arc<dyn Spool>) -> std::io::Result<Vec<(usize, Holding)>> {
        let mut copies = std::mem::take(&mut self.copies);
        copies.sort_by_key(|copy| copy.at);
        let mut counted = Vec::new();
        let mut copies = copies.into_iter().peekable();
        while let Some(first) = copies.next() {
            let at = first.at;
            let place = self.places[at as usize] as usize;
            let mut post = self.blog.posts.get(place)?.into_owned();
            let (same, mut told) = (bare(&post), Vec::new());
            let mut next = Some(first);
            while let Some(copy) = next {
                let is_older =
                    copy.post.published.max(copy.post.updated) < post.published.max(post.updated);
                let mut parts = Holding::default();
                for comment in copy.said {
                    self.join_comment(comment, is_older, &mut parts, spool)?;
                }
                counted.push((copy.file, parts));
                told.extend(keep_copy(&mut post, &same, copy.post));
                next = copies.next_if(|copy| copy.at == at);
            }
            if !told.is_empty() {
                post.extra.insert("wp:copies", told);
            }
            self.blog.posts.replace(place, Slot::away(post, spool)?);
        }
        Ok(counted)
    }

    /// A comment under another copy of a post. What one copy says was withdrawn is not shown, nor is what a newer copy no
    /// longer has: exports leave out what was deleted.
    fn join_comment(
        &mut self,
        mut comment: Comment,
        is_older: bool,
        parts: &mut Holding,
        spool: &Arc<dyn Spool>,
    ) -> std::io::Result<()> {
        let Some(&place) = self.comments.get(&comment.id) else {
            if is_older && comment.status == Some(Status::Published) {
                comment.status = None;
                comment.extra.insert("wp:comment_approved", "1");
            }
            parts.carried += 1;
            self.comments.insert(comment.id.clone(), self.blog.comments.len());
            return self.blog.comments.put_away(comment, spool);
        };
        parts.joined += 1;
        let known = self.blog.comments.get(place)?.into_owned();
        let is_same = known.body == comment.body && known.status == comment.status;
        if is_same {
            return Ok(());
        }
        let mut known = known;
        if comment.status != Some(Status::Published) {
            known.status = comment.status;
        }
        known.extra.insert("wp:other_copy", comment.body.text()?.into_owned());
        let slot = self.blog.comments.slots()[place].with(known)?;
        self.blog.comments.replace(place, slot);
        Ok(())
    }

    /// The blog. Fails when the spool does.
    pub(super) fn finish(
        mut self,
        index: &Index,
        shelf: &mut Shelf<'_>,
        intake: &mut Intake,
    ) -> Result<(Blog, Vec<(usize, Holding)>), ReadError> {
        let spool = &Arc::clone(intake.spool());
        let joined = self.join_copies(spool)?;
        self.also_at()?;
        if !shelf.is_empty() {
            self.store_media(index, shelf, intake)?;
        }
        self.note_census(index);
        self.blog.authors = self.authors.into_values().collect();
        self.blog.terms = self.terms.into_values().collect();
        Ok((self.blog, joined))
    }

    /// Gives assets the bytes that lie beside the export. Fails when the spool does.
    fn store_media(
        &mut self,
        index: &Index,
        shelf: &mut Shelf<'_>,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        for at in 0..self.blog.assets.len() {
            let mut asset = self.blog.assets.get(at)?.into_owned();
            let attached =
                asset.extra.value("wp:meta").and_then(|meta| meta.get("_wp_attached_file"));
            let attached = attached.and_then(Value::as_str);
            let addresses = attached.into_iter().chain(asset.url.as_deref());
            let addresses = addresses.chain(asset.also_at.iter().map(String::as_str));
            // Files of others are not here, whatever they are called.
            let is_own =
                |address: &&str| !crate::address::is_web(address) || index.is_media(address);
            let addresses = addresses.filter(is_own);
            let Some(file) = addresses.into_iter().find_map(|address| shelf.find(address)) else {
                continue;
            };
            asset.stored = shelf.store(file, intake)?;
            let slot = self.blog.assets.slots()[at].with(asset)?;
            self.blog.assets.replace(at, slot);
        }
        Ok(())
    }

    /// Says once for the whole blog what holds for many posts.
    fn note_census(&mut self, index: &Index) {
        let mut notes: Vec<NoteKind> = Vec::new();
        let usual = index.zones.usual();
        if !usual.is_empty() {
            let offset: Vec<_> = usual.iter().map(|(minutes, _)| zone::shown(*minutes)).collect();
            notes.push(NoteKind::ZoneInferred {
                offset: offset.join(", "),
                agreeing: usual.iter().map(|(_, count)| count).sum(),
                all: index.zones.all(),
            });
        }
        if usual.is_empty() && self.assumed > 0 {
            let offset = zone::shown(0);
            notes.push(NoteKind::ZoneAssumed { offset, count: self.assumed });
        }
        let census = std::mem::take(&mut self.census);
        let counted = |counts: BTreeMap<String, u32>| {
            counts.into_iter().map(|(name, count)| (name, u64::from(count)))
        };
        let met = [
            ("block", census.blocks),
            ("short code", census.shortcodes),
            ("embed from", census.embeds),
        ];
        for (what, counts) in met {
            let met = |(name, count)| NoteKind::MarkupMet { what: what.to_owned(), name, count };
            notes.extend(counted(counts).map(met));
        }
        notes.extend(
            counted(census.unknown).map(|(name, count)| NoteKind::ShortcodeKept { name, count }),
        );
        notes.extend(
            counted(census.dynamic).map(|(name, count)| NoteKind::BlockEmpty { name, count }),
        );
        if !census.languages.is_empty() {
            let languages: Vec<_> = census.languages.into_iter().collect();
            notes.push(NoteKind::LanguagesPacked {
                languages: languages.join(", "),
                count: self.languages,
            });
        }
        let unknown = std::mem::take(&mut self.unknown);
        notes.extend(
            unknown.into_iter().map(|(status, count)| NoteKind::StatusUnknown { status, count }),
        );
        let classes = std::mem::take(&mut self.classes);
        notes
            .extend(classes.into_iter().map(|(class, count)| NoteKind::TypeAside { class, count }));
        if self.blog.posts.is_empty() {
            notes.push(NoteKind::ExportEmpty);
        }
        self.blog.notes.extend(notes.into_iter().map(Note::new));
    }
}

/// A post without its texts, as two copies of one are compared.
fn bare(post: &Post) -> Post {
    let mut bare = post.clone();
    (bare.content, bare.revisions) = (None, larder_core::List::new());
    bare
}

/// Keeps the text of another copy of a post as an older version, where it is another, and returns what else it says that
/// the post does not. `same` is the post without its texts.
fn keep_copy(post: &mut Post, same: &Post, mut copy: Post) -> Option<Value> {
    let content = copy.content.take();
    let text = post.content.as_ref().map(|it| &it.original);
    if post.title != copy.title || text != content.as_ref().map(|it| &it.original) {
        let source = copy.source.first().cloned();
        let source = source.unwrap_or_else(|| Provenance::new("", "wxr"));
        let mut older = Revision::new(RevisionRole::Older, source);
        older.title.clone_from(&copy.title);
        older.updated = copy.updated.or(copy.published);
        older.content = content.map(|content| *content);
        post.revisions.push(older);
    }
    copy.source.clone_from(&same.source);
    copy.kind = same.kind;
    if copy == *same { None } else { serde_json::to_value(&copy).ok() }
}

/// What a file holds that is no item.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) comments: Holding,
    pub(super) terms: Holding,
    pub(super) authors: Holding,
    pub(super) links: Holding,
    pub(super) repairs: Repairs,
}

fn add_counts(counts: &mut BTreeMap<String, u64>, more: BTreeMap<String, u64>) {
    more.into_iter().for_each(|(name, count)| *counts.entry(name).or_default() += count);
}
