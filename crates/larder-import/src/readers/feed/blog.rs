//! From documents to blogs: ids, people, terms and pictures of each document, and documents of one feed joined by ids.

pub(crate) use self::stow::MADE_ID;
pub(super) use self::stow::{Stow, Stowed, TOGETHER};

mod address;
mod merge;
mod people;
mod said;
mod stow;

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet, HashMap, HashSet, hash_map},
    io,
    sync::Arc,
};

use larder_core::{
    Asset, AssetId, Author, AuthorId, Blog, Cancel, EntryId, EntryName, Fate, ItemKind, Note,
    NoteKind, Post, PostId, Provenance, Rule, Site, Slot, Term, TermId,
};
use serde_json::{Value, json};

use self::{
    merge::Said,
    stow::{Fitting, of_person},
};
use super::{
    channel::Head,
    entry::{Context, Picture, TermDraft},
    id,
    list::{Known, List},
};
use crate::{Intake, ReadError, ReadOptions, address::plain, unique::Unique};

/// How many versions of one entry a document may have: with each, the entry is read and written again. More are entries
/// of their own.
const MOST_VERSIONS: u8 = 32;

/// What one document holds, or several of one feed.
pub(super) struct Draft {
    file: Arc<str>,
    /// [`ReadOptions::ids_as_written`]
    as_written: bool,
    /// What its records are said to come from.
    pub(super) form: Arc<str>,
    /// Whether the same id twice is two versions of one entry, as in Atom.
    has_versions: bool,
    /// The address that RDF gives the channel.
    pub(super) about: Option<String>,
    head: Head,
    posts: Vec<Slot<Post>>,
    /// The ledger's entries, one for each post.
    entries: Vec<EntryId>,
    places: HashMap<PostId, u32>,
    /// What other documents say of posts that are here, in the order of the documents.
    versions: Vec<Version>,
    /// The ids that newer documents gave to posts, by their places.
    newer_ids: HashMap<u32, PostId>,
    /// The tombstones, once there is a second document.
    gone: HashSet<Value>,
    /// Where posts are by their address, once there is a second document.
    addresses: Option<Unique<u32>>,
    /// What each post said when it was met, and how many versions of it were joined since.
    prints: Vec<(u64, u8)>,
    terms: BTreeMap<TermId, Term>,
    authors: BTreeMap<AuthorId, Author>,
    /// The ids of those who had the id of somebody else, when they were last named with it.
    namesakes: HashMap<AuthorId, AuthorId>,
    assets: BTreeMap<AssetId, Asset>,
    notes: Vec<Note>,
    /// Notes on the documents as wholes.
    of_files: Vec<Note>,
    generated: u64,
    excerpts: u64,
    items: u64,
    /// How many entries the documents before it in its file had.
    before: u64,
    /// The addresses of its documents, and those that they link to.
    documents: BTreeSet<String>,
    linked: BTreeSet<String>,
    /// What lists of feeds call it, besides its title. Nothing that is published.
    nicknames: BTreeSet<String>,
    /// What older documents say of the blog and the newest does not.
    older: Said,
}

/// What another document says of a post. All are joined at the end, at once: to write a post anew for each of very many
/// documents would take time and space without bound.
struct Version {
    place: u32,
    slot: Slot<Post>,
    /// Whether the document is newer than all before it.
    is_newer: bool,
    entry: EntryId,
}

/// What a post is to one that was met before and has its id.
enum Twin {
    /// None has it.
    None,
    /// It says the same as the one at this place.
    Same(u32),
    /// It is another version of the one at this place.
    Version(u32),
    /// It is another post, which had this id.
    Clash(String),
}

impl Draft {
    /// Of a document nothing of which was read yet.
    pub(super) fn new(file: &Arc<str>, options: &ReadOptions) -> Self {
        Self {
            as_written: options.ids_as_written,
            file: Arc::clone(file),
            form: "feed".into(),
            has_versions: false,
            about: None,
            head: Head::default(),
            posts: Vec::new(),
            entries: Vec::new(),
            places: HashMap::new(),
            versions: Vec::new(),
            newer_ids: HashMap::new(),
            gone: HashSet::new(),
            addresses: None,
            prints: Vec::new(),
            terms: BTreeMap::new(),
            authors: BTreeMap::new(),
            namesakes: HashMap::new(),
            assets: BTreeMap::new(),
            notes: Vec::new(),
            of_files: Vec::new(),
            generated: 0,
            excerpts: 0,
            items: 0,
            before: 0,
            documents: BTreeSet::new(),
            linked: BTreeSet::new(),
            nicknames: BTreeSet::new(),
            older: Said::default(),
        }
    }

    /// The same, of a document that follows others in its file, which had so many entries.
    pub(super) fn after(mut self, entries: u64) -> Self {
        self.before = entries;
        self
    }

    /// The name of its file.
    pub(super) fn file(&self) -> &Arc<str> {
        &self.file
    }

    /// How many entries its file had up to its end.
    pub(super) fn entries(&self) -> u64 {
        self.before + self.items
    }

    /// Leaves an entry out that cannot be read.
    pub(super) fn lose(&mut self, line: u64, rule: Rule, found: &str, intake: &mut Intake) {
        self.items += 1;
        let name = EntryName::numbered(&self.file, self.entries());
        let item = intake.ledger().open(ItemKind::Item, name, None);
        intake.leave_out(item, rule, format!("line {line}: {found}"));
    }

    /// Whether it has no entry yet.
    pub(super) fn is_empty(&self) -> bool {
        self.items == 0
    }

    /// Where its entries are put away before they are added.
    pub(super) fn stow(&self, intake: &Intake) -> Stow {
        Stow {
            file: Arc::clone(&self.file),
            as_written: self.as_written,
            spool: Arc::clone(intake.spool()),
        }
    }

    /// Takes entries in the order of the document. Fails when the spool does.
    pub(super) fn add(
        &mut self,
        entries: impl IntoIterator<Item = Stowed>,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        entries.into_iter().try_for_each(|entry| self.take(entry, intake))
    }

    fn take(&mut self, entry: Stowed, intake: &mut Intake) -> Result<(), ReadError> {
        self.items += 1;
        let name = EntryName::numbered(&self.file, self.entries());
        let item = intake.ledger().open(ItemKind::Item, name, None);
        let Stowed { mut slot, fitting } = entry;
        let Fitting { is_generated, authors, terms, cover, notes, repairs, line, print } = fitting;
        self.head.repairs.add(&repairs);
        self.generated += u64::from(is_generated);
        terms.into_iter().for_each(|(id, term)| self.term(id, term));
        self.people(authors, &mut slot)?;
        if let Some(picture) = cover {
            self.asset(picture);
        }
        let mut said: Vec<Note> = Vec::new();
        for kind in notes {
            match kind {
                NoteKind::SummaryOnly { .. } => self.excerpts += 1,
                kind => said.push(Note::new(kind)),
            }
        }
        let new = u32::try_from(self.entries.len()).expect("the ledger's limit is below 2^32");
        let place = match self.places.entry(slot.head().id.clone()) {
            hash_map::Entry::Vacant(place) => *place.insert(new),
            hash_map::Entry::Occupied(place) => *place.get(),
        };
        let twin = if place == new { Twin::None } else { self.twin(&mut slot, place, print)? };
        let joined = match twin {
            Twin::Same(place) => Some(place),
            Twin::Version(place) => {
                self.join(place, slot.get()?.into_owned())?;
                Some(place)
            }
            Twin::Clash(id) => {
                said.push(Note::new(NoteKind::IdClash { id }));
                self.places.insert(slot.head().id.clone(), new);
                None
            }
            Twin::None => None,
        };
        if let Some(place) = joined {
            let post = self.posts[place as usize].head().id.clone();
            intake.ledger().settle(item, Fate::Joined { post });
            return Ok(());
        }
        let post = slot.head().id.clone();
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        let placed = |note: Note| note.in_file(Arc::clone(&self.file)).on_post(&post);
        self.notes.extend(said.into_iter().map(|note| placed(note).at(line, None)));
        self.entries.push(item);
        self.prints.push((print, 0));
        self.posts.push(slot);
        Ok(())
    }

    /// What a post is to the one at a place, which has its id. Of another one, it gets an id of its own.
    fn twin(&mut self, slot: &mut Slot<Post>, place: u32, print: u64) -> io::Result<Twin> {
        // Only what is probably the same is read again.
        let mut has_versions = self.has_versions;
        if self.prints[place as usize].0 == print {
            let (known, post) = (self.posts[place as usize].get()?, slot.get()?);
            if merge::is_same_text(&known, &post) {
                if merge::is_same_rest(&known, &post) {
                    return Ok(Twin::Same(place));
                }
                // Other files, links or terms beside one text belong to one entry.
                has_versions = true;
            }
        }
        let versions = &mut self.prints[place as usize].1;
        if has_versions && *versions < MOST_VERSIONS {
            *versions += 1;
            return Ok(Twin::Version(place));
        }
        let mut post = slot.get()?.into_owned();
        let id = post.id.to_string();
        let title = post.title.as_deref().unwrap_or_default();
        let text = match &post.content {
            Some(content) => content.original.text()?.into_owned(),
            None => String::new(),
        };
        let date = post.updated.or(post.published).map(|date| date.to_rfc3339());
        let own = PostId::derived(&["feed", &id, &date.unwrap_or_default(), title, &text]);
        let own = match self.places.get(&own).copied() {
            None => own,
            Some(place) => match self.again(place, &post)? {
                Some(twin) => return Ok(twin),
                // So many that each is an entry of its own.
                None => PostId::derived(&["feed", &id, title, &text, &self.items.to_string()]),
            },
        };
        post.id = own;
        *slot = slot.with(post)?;
        Ok(Twin::Clash(id))
    }

    /// What a post is to the one at a place that has its title, date and text; None where that has too many versions.
    fn again(&mut self, place: u32, post: &Post) -> io::Result<Option<Twin>> {
        let known = self.posts[place as usize].get()?;
        if merge::is_same_text(&known, post) && merge::is_same_rest(&known, post) {
            return Ok(Some(Twin::Same(place)));
        }
        let versions = &mut self.prints[place as usize].1;
        *versions = versions.saturating_add(1);
        Ok((*versions <= MOST_VERSIONS).then_some(Twin::Version(place)))
    }

    /// Joins another version of a post with it. The newer one counts; of equally new ones, the one that is here.
    fn join(&mut self, place: u32, other: Post) -> io::Result<()> {
        let slot = &mut self.posts[place as usize];
        let joined = merge::merge(slot.get()?.into_owned(), other);
        *slot = slot.with(joined)?;
        Ok(())
    }

    fn term(&mut self, id: TermId, draft: TermDraft) {
        let TermDraft { kind, term, scheme, label } = draft;
        self.terms.entry(id.clone()).or_insert_with(|| {
            let mut known = Term::new(id, kind, label.as_ref().unwrap_or(&term).as_str());
            known.slug = label.map(|_| term);
            if let Some(scheme) = scheme {
                known.extra.insert("scheme", scheme);
            }
            known
        });
    }

    fn asset(&mut self, picture: Picture) -> AssetId {
        let id = picture.id();
        let asset = self.assets.entry(id.clone()).or_insert_with(|| {
            let mut asset = Asset::new(id.clone());
            asset.url = Some(picture.url);
            asset.source = vec![Provenance::new(Arc::clone(&self.file), Arc::clone(&self.form))];
            asset
        });
        asset.width = asset.width.or(picture.width);
        asset.height = asset.height.or(picture.height);
        id
    }

    /// The document is over.
    pub(super) fn close(&mut self, head: Head, context: &Context) {
        self.form = Arc::clone(&context.form);
        let mut repairs = std::mem::take(&mut self.head.repairs);
        repairs.add(&head.repairs);
        self.documents.extend(head.itself.clone());
        self.linked.extend(head.pages.iter().cloned());
        let read = NoteKind::FeedRead {
            form: self.form.to_string(),
            items: self.items,
            generated: self.generated,
        };
        let excerpts =
            (self.excerpts > 0).then_some(NoteKind::SummaryOnly { count: self.excerpts });
        let kinds = [read].into_iter().chain(excerpts).chain(head.notes.iter().cloned());
        kinds.chain(repairs.notes()).for_each(|kind| self.doubt(kind));
        self.head = head;
    }

    /// Notes what is to be said of the document as a whole.
    pub(super) fn doubt(&mut self, kind: NoteKind) {
        self.of_files.push(Note::new(kind).in_file(Arc::clone(&self.file)));
    }

    /// Learns what a list of feeds calls it, unless that only adds to its title, as lists do that name several feeds of
    /// one blog. It never becomes the title: readers call blogs what they like, for themselves.
    fn call(&mut self, name: &str) {
        if !self.head.title.as_deref().is_some_and(|title| name.starts_with(title)) {
            self.nicknames.insert(name.to_owned());
        }
    }

    /// Says whether entries with one id are versions of one.
    pub(super) fn versions(&mut self, has_versions: bool) {
        self.has_versions = has_versions;
    }

    /// Everything by which another document of the same feed is known.
    fn names(&self) -> Vec<String> {
        let head = &self.head;
        let home = head.home.as_deref().map(|home| format!("home {}", plain(home)));
        let itself = head.itself.as_deref().map(|itself| format!("self {}", plain(itself)));
        let id = head.id.as_ref().map(|id| format!("id {id}"));
        let names: Vec<String> = home.into_iter().chain(itself).chain(id).collect();
        // Entries that say nothing of their feed are one blog.
        if names.is_empty() { vec!["nothing".to_owned()] } else { names }
    }

    /// Takes over what another document of the same feed holds.
    fn absorb(&mut self, mut other: Self) -> Result<(), ReadError> {
        let is_newer = match other.head.updated.cmp(&self.head.updated) {
            // The feed of a tag changes with that of the blog, and adds to its title.
            Ordering::Equal => !other.about_part(self),
            order => order == Ordering::Greater,
        };
        let partners = self.partners(&other)?;
        let known = self.known(&other, &partners.places);
        if other.head.updated > self.head.updated {
            self.note_vanished(&other, &known);
        }
        let posts = other.posts.into_iter().zip(other.entries).zip(partners.addresses);
        for (((slot, entry), address), known) in posts.zip(known) {
            let new = u32::try_from(self.posts.len()).expect("the ledger's limit is below 2^32");
            let id = slot.head().id.clone();
            self.places.insert(id.clone(), known.unwrap_or(new));
            let Some(place) = known else {
                self.posts.push(slot);
                self.entries.push(entry);
                self.know(address, new);
                continue;
            };
            if is_newer {
                self.newer_ids.insert(place, id);
            }
            self.versions.push(Version { place, slot, is_newer, entry });
        }
        for (id, term) in other.terms {
            self.terms.entry(id).or_insert(term);
        }
        for (id, author) in other.authors {
            self.authors.entry(id).or_insert(author);
        }
        for (id, asset) in other.assets {
            self.assets.entry(id).or_insert(asset);
        }
        self.notes.append(&mut other.notes);
        self.of_files.append(&mut other.of_files);
        self.documents.append(&mut other.documents);
        self.linked.append(&mut other.linked);
        let deleted = std::mem::take(&mut self.head.deleted);
        let more = std::mem::take(&mut other.head.deleted);
        if is_newer {
            std::mem::swap(&mut self.head, &mut other.head);
        }
        self.older.add(other.older);
        merge::fill(&mut self.head, other.head, &mut self.older);
        self.head.deleted = self.all_gone(deleted, more);
        Ok(())
    }

    /// Says which posts a newer document no longer has, though it has older ones. Only a tombstone deletes; but a feed
    /// that is made of all documents would bring them back. `known` are the places of those that it has.
    fn note_vanished(&mut self, newer: &Self, known: &[Option<u32>]) {
        let is_part = !newer.head.pages.is_empty() || newer.about_part(self);
        let dates = newer.posts.iter().filter_map(|slot| slot.head().dated());
        let (Some(first), Some(last)) = (dates.clone().min(), dates.max()) else { return };
        if is_part || first == last {
            return;
        }
        let known: HashSet<u32> = known.iter().flatten().copied().collect();
        for (place, slot) in (0_u32..).zip(&self.posts) {
            let is_between = slot.head().dated().is_some_and(|it| first < it && it < last);
            if is_between && !known.contains(&place) {
                let kind = NoteKind::Vanished { newer: newer.file.to_string() };
                let note = Note::new(kind).in_file(Arc::clone(&self.file));
                self.notes.push(note.on_post(&slot.head().id));
            }
        }
    }

    /// Whether it is the feed of a part of another blog, such as of a tag.
    fn about_part(&self, whole: &Self) -> bool {
        merge::adds_to(&self.head.title, &whole.head.title)
    }

    /// Where the posts of another document are here, each of them. Of two that are at one place, because both ids were once
    /// its own, the one that has its newest id stays there.
    fn known(&self, other: &Self, partners: &HashMap<PostId, u32>) -> Vec<Option<u32>> {
        let id = |slot: &Slot<Post>| slot.head().id.clone();
        let place = |id: &PostId| self.places.get(id).or_else(|| partners.get(id)).copied();
        let mut known: Vec<Option<u32>> =
            other.posts.iter().map(|slot| place(&slot.head().id)).collect();
        let mut holders: HashMap<u32, usize> = HashMap::new();
        for at in 0..known.len() {
            let Some(place) = known[at] else { continue };
            let Some(&holder) = holders.get(&place) else {
                holders.insert(place, at);
                continue;
            };
            let newest = self.newer_ids.get(&place);
            let newest = newest.unwrap_or(&self.posts[place as usize].head().id);
            let leaves = if *newest == id(&other.posts[at]) { holder } else { at };
            known[leaves] = None;
            holders.insert(place, if leaves == at { holder } else { at });
        }
        known
    }

    /// The tombstones of documents, each once.
    fn all_gone(&mut self, mut deleted: Vec<Value>, more: Vec<Value>) -> Vec<Value> {
        if self.gone.is_empty() {
            self.gone = deleted.iter().cloned().collect();
        }
        deleted.extend(more.into_iter().filter(|gone| self.gone.insert(gone.clone())));
        deleted
    }

    /// Joins what other documents say with the posts, each under the id that the newest document gives it.
    fn join_versions(&mut self, cancel: &Cancel, intake: &mut Intake) -> Result<(), ReadError> {
        let mut versions = std::mem::take(&mut self.versions);
        versions.sort_by_key(|version| version.place);
        let mut renamed: HashMap<PostId, PostId> = HashMap::new();
        let mut versions = versions.into_iter().peekable();
        while let Some(place) = versions.peek().map(|version| version.place) {
            if cancel.is_cancelled() {
                return Err(ReadError::Cancelled);
            }
            let mut post = self.posts[place as usize].get()?.into_owned();
            let (mut met, mut entries) = (vec![met_as(&post)], Vec::new());
            while let Some(version) = versions.next_if(|it| it.place == place) {
                let there = version.slot.into_record()?;
                met.push(met_as(&there));
                let id = if version.is_newer { &there.id } else { &post.id }.clone();
                let (first, second) = if version.is_newer { (there, post) } else { (post, there) };
                post = merge::merge(first, second);
                post.id = id;
                entries.push(version.entry);
            }
            for entry in entries {
                intake.ledger().settle(entry, Fate::Joined { post: post.id.clone() });
            }
            let others = met.iter().filter(|(id, _)| *id != post.id);
            renamed.extend(others.map(|(id, _)| (id.clone(), post.id.clone())));
            self.note_other_ids(&mut post, met);
            self.posts[place as usize] = self.posts[place as usize].with(post)?;
        }
        self.rename(&renamed)
    }

    /// Lets notes and answers name posts by the ids that they have now.
    fn rename(&mut self, renamed: &HashMap<PostId, PostId>) -> Result<(), ReadError> {
        if renamed.is_empty() {
            return Ok(());
        }
        for post in self.notes.iter_mut().filter_map(|note| note.place.post.as_mut()) {
            if let Some(id) = renamed.get(post) {
                *post = id.clone();
            }
        }
        for slot in &mut self.posts {
            let mut post = slot.get()?.into_owned();
            let mut is_changed = false;
            for answered in &mut post.in_reply_to {
                if let Some(id) = renamed.get(&PostId::new(answered.reference.as_str())) {
                    answered.reference = id.to_string();
                    is_changed = true;
                }
            }
            if is_changed {
                *slot = slot.with(post)?;
            }
        }
        Ok(())
    }

    /// The blog.
    fn finish(mut self, cancel: &Cancel, intake: &mut Intake) -> Result<Blog, ReadError> {
        self.join_versions(cancel, intake)?;
        let mut site = self.site();
        let head_authors = std::mem::take(&mut self.head.authors);
        site.authors = head_authors
            .into_iter()
            .map(|person| self.author(of_person(&person), person))
            .collect();
        site.image = self.head.image.take().map(|picture| self.asset(picture));
        let extensions = std::mem::take(&mut self.head.extensions);
        extensions.move_to(&mut site.extra);
        std::mem::take(&mut self.older).put_into(&mut site.extra);
        for (slot, entry) in self.posts.iter().zip(&self.entries) {
            let post = Some(slot.head().id.clone());
            intake.ledger().settle(*entry, Fate::Carried { post });
        }
        let missing = self.linked.difference(&self.documents);
        let missing = missing.map(|url| Note::new(NoteKind::FeedPageMissing { url: url.clone() }));
        let mut blog = Blog::new(site);
        blog.notes = self.notes;
        blog.notes.extend(self.of_files);
        blog.notes.extend(missing);
        blog.posts = self.posts.into_iter().collect();
        blog.authors = self.authors.into_values().collect();
        blog.terms = self.terms.into_values().collect();
        blog.assets = self.assets.into_values().collect();
        Ok(blog)
    }

    fn site(&self) -> Site {
        let head = &self.head;
        let ids = [&head.id, &self.about, &head.home, &head.itself];
        let id = ids.into_iter().flatten().next().cloned();
        let title = head.title.as_deref().unwrap_or_default();
        let id = id.map(|id| id::read(id, self.as_written));
        let mut site =
            Site::new(id.unwrap_or_else(|| PostId::derived(&["feed", title]).to_string()));
        site.title.clone_from(&head.title);
        site.description.clone_from(&head.description);
        site.home.clone_from(&head.home);
        site.feeds = self.documents.iter().cloned().collect();
        site.language.clone_from(&head.language);
        site.rights.clone_from(&head.rights);
        site.updated = head.updated;
        if let Some(generator) = &head.generator {
            site.extra.insert("generator", generator.as_str());
        }
        if !head.deleted.is_empty() {
            site.extra.insert("feed:deleted", json!(head.deleted));
        }
        if !self.nicknames.is_empty() {
            site.extra.insert("opml:title", json!(self.nicknames));
        }
        site
    }
}

/// The id that a document gives a post, and the file.
fn met_as(post: &Post) -> (PostId, Arc<str>) {
    (post.id.clone(), post.source[0].file.clone())
}

/// The blogs of an input.
#[derive(Default)]
pub(super) struct Blogs {
    drafts: Vec<Draft>,
    names: HashMap<String, usize>,
    lists: Vec<(List, EntryId)>,
    /// What may be feeds of comments.
    waiting: Vec<(Draft, bool)>,
    /// All documents, for the lists that name them.
    known: Known,
}

impl Blogs {
    /// Takes a document: a blog of its own, or part of one that is here. Fails when the spool does.
    pub(super) fn take(&mut self, draft: Draft) -> Result<(), ReadError> {
        let names = draft.names();
        let known = names.iter().find_map(|name| self.names.get(name)).copied();
        let place = known.unwrap_or(self.drafts.len());
        let (itself, home) = (draft.head.itself.as_deref(), draft.head.home.as_deref());
        self.known.add(&draft.file, itself, home, place);
        match known {
            Some(place) => self.drafts[place].absorb(draft)?,
            None => self.drafts.push(draft),
        }
        self.names.extend(names.into_iter().map(|name| (name, place)));
        Ok(())
    }

    /// Takes a list of feeds, and the ledger's entry for its file.
    pub(super) fn take_list(&mut self, list: List, entry: EntryId) {
        self.lists.push((list, entry));
    }

    /// Hands the blogs over. Fails when the spool does.
    pub(super) fn finish(mut self, cancel: &Cancel, intake: &mut Intake) -> Result<(), ReadError> {
        let comments = self.decide(cancel, intake)?;
        for (list, entry) in std::mem::take(&mut self.lists) {
            if self.drafts.is_empty() {
                list.leave_out(entry, intake);
                continue;
            }
            list.settle(entry, &self.known, intake, |place, title| self.drafts[place].call(title));
        }
        let blogs = self.drafts.into_iter().map(|draft| draft.finish(cancel, intake));
        let mut blogs = blogs.collect::<Result<Vec<Blog>, ReadError>>()?;
        comments.add_to(&mut blogs, cancel, intake)?;
        blogs.into_iter().for_each(|blog| intake.add_blog(blog));
        Ok(())
    }
}
