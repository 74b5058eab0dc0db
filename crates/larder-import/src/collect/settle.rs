//! What is settled when all posts are there.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    io,
    sync::Arc,
};

use larder_core::{
    Asset, AssetId, Audience, Blog, Fate, Holding, InternalLink, ItemKind, Note, NoteKind, Post,
    PostHead, PostId, PostKind, Provenance, Slot, Spool, Status, Visibility, table::Row as _,
};
use rayon::prelude::*;
use serde_json::Value;
use url::Url;

use super::{Collection, Known, Parts, Surroundings, copies, placed};
use crate::{
    Intake, ReadError, Source, export,
    media::{self, Reference},
    permalinks::{Permalinks, Target},
    shelf::{self, Shelf},
};

/// How many posts are settled at once, and how many of them by one core before it takes others.
const BATCH: usize = 256;
const TOGETHER: usize = 16;

/// What one core settled.
#[derive(Default)]
struct Settled {
    posts: Vec<Slot<Post>>,
    assets: Vec<(Asset, Option<usize>)>,
    links: Vec<(usize, Holding)>,
}

/// What posts are settled with.
struct Around<'a, 's> {
    permalinks: &'a Permalinks,
    surroundings: &'a dyn Surroundings,
    shelf: &'a Shelf<'s>,
    ids: &'a [PostId],
    spool: &'a Arc<dyn Spool>,
}

impl Collection {
    /// The blog. Every item is settled, and what its file holds besides is put down. Files of the shelf that the blog
    /// shows are carried; the others are left to the reader, who may [keep](keep_rest) them.
    ///
    /// Fails when the spool does.
    pub(crate) fn finish(
        mut self,
        surroundings: &dyn Surroundings,
        shelf: &mut Shelf<'_>,
        intake: &mut Intake,
    ) -> Result<Blog, ReadError> {
        let spool = Arc::clone(intake.spool());
        self.put_away(&spool)?;
        // No comment comes in any more.
        self.comments = HashMap::new();
        let owners = self.join_copies(intake)?;
        let permalinks = self.permalinks(&surroundings.homes(), &owners);
        let ids: Vec<PostId> = self.posts.heads().map(|head| head.id.clone()).collect();
        let around =
            Around { permalinks: &permalinks, surroundings, shelf, ids: &ids, spool: &spool };
        let files = self.settle_posts(&owners, &around)?;
        self.store(&permalinks, surroundings, files, shelf, intake)?;
        self.settle_comments(&ids)?;
        self.blog.authors = std::mem::take(&mut self.authors).into_values().collect();
        self.blog.terms = std::mem::take(&mut self.terms).into_values().collect();
        self.note_census();
        for (file, Parts { comments, terms, links }) in &self.parts {
            let parts =
                [(ItemKind::Comment, comments), (ItemKind::Term, terms), (ItemKind::Link, links)];
            export::account(intake.file(*file), &parts, intake);
        }
        Ok(self.blog)
    }

    /// Settles all posts that are no copies of others. Returns the places of the files that they show.
    fn settle_posts(
        &mut self,
        owners: &[usize],
        around: &Around<'_, '_>,
    ) -> io::Result<BTreeMap<AssetId, usize>> {
        let mut files = BTreeMap::new();
        let mut slots = std::mem::take(&mut self.posts).into_slots();
        let places: Vec<usize> =
            (0..slots.len()).filter(|place| owners[*place] == *place).collect();
        let mut own = owners.iter().enumerate().map(|(place, owner)| place == *owner);
        slots.retain(|_| own.next().unwrap_or_default());
        // What is settled takes the place of what was not: the list may be long.
        for (places, slots) in places.chunks(BATCH).zip(slots.chunks_mut(BATCH)) {
            let file = |place: &usize| self.known[*place].file;
            let posts: Vec<_> = places.iter().map(file).zip(&*slots).collect();
            let settled: io::Result<Vec<Settled>> =
                posts.par_chunks(TOGETHER).map(|posts| around.settle(posts)).collect();
            let mut left = slots.iter_mut();
            for settled in settled? {
                // The posts first: what they do not fill is for the next ones.
                for (settled, slot) in settled.posts.into_iter().zip(left.by_ref()) {
                    *slot = settled;
                }
                for (asset, file) in settled.assets {
                    file.into_iter().for_each(|file| _ = files.insert(asset.id.clone(), file));
                    self.asset(asset);
                }
                for (file, links) in settled.links {
                    self.parts.entry(file).or_default().links.add(&links);
                }
            }
        }
        self.blog.posts = slots.into_iter().collect();
        Ok(files)
    }

    /// Joins copies of one post. Returns for every post the place of the one that it is part of, itself mostly.
    fn join_copies(&mut self, intake: &mut Intake) -> io::Result<Vec<usize>> {
        let mut owners: Vec<usize> = (0..self.posts.len()).collect();
        let mut first: HashMap<PostId, usize> = HashMap::new();
        let mut copies: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (place, head) in self.posts.heads().enumerate() {
            match first.get(&head.id) {
                Some(first) => copies.entry(*first).or_insert_with(|| vec![*first]).push(place),
                None => _ = first.insert(head.id.clone(), place),
            }
        }
        for places in copies.into_values() {
            let load = |place: &usize| Ok((*place, self.posts.get(*place)?.into_owned()));
            let all = places.iter().map(load).collect::<io::Result<_>>()?;
            let Some((winner, post, notes)) =
                copies::join(all, self.later_is_newer, self.complete)?
            else {
                continue;
            };
            let file = post.source.first().map(|source| Arc::clone(&source.file));
            let line = self.known[winner].line;
            self.blog
                .notes
                .extend(notes.into_iter().map(|kind| placed(kind, &post.id, &file, line)));
            let (mut joined, mut is_id_address) = (Vec::new(), false);
            for place in places {
                owners[place] = winner;
                let Known { addresses, has_id_as_address, .. } = &mut self.known[place];
                joined.extend(std::mem::take(addresses));
                is_id_address |= *has_id_as_address;
            }
            self.known[winner].addresses = joined.into();
            self.known[winner].has_id_as_address = is_id_address;
            let slot = Slot::away(post, intake.spool())?;
            self.posts.replace(winner, slot);
        }
        for (place, owner) in owners.iter().enumerate() {
            let head = self.posts.head(*owner);
            let fate = match head.kind {
                _ if place != *owner => Fate::Joined { post: head.id.clone() },
                PostKind::Other => {
                    Fate::StoredAside { place: format!("post `{}`", head.id).into() }
                }
                _ => Fate::Carried { post: Some(head.id.clone()) },
            };
            intake.ledger().settle(self.known[place].item, fate);
        }
        Ok(owners)
    }

    /// The addresses of all posts. What others may see comes first: an address leads to the post that is shown there.
    fn permalinks(&self, homes: &[String], owners: &[usize]) -> Permalinks {
        let homes: Vec<&str> = homes.iter().map(String::as_str).collect();
        let mut permalinks = Permalinks::new(&homes);
        for (place, known) in self.known.iter().enumerate() {
            let head = self.posts.head(owners[place]);
            let rank = shown_to(head);
            let owner = u32::try_from(owners[place]).unwrap_or(u32::MAX);
            let of_id = known.has_id_as_address.then(|| head.id.as_str());
            for address in known.addresses.iter().map(|it| &**it).chain(of_id) {
                permalinks.add_ranked(address, owner, rank);
            }
        }
        permalinks
    }

    /// Takes the assets, with the bytes of those that are in the input.
    fn store(
        &mut self,
        permalinks: &Permalinks,
        surroundings: &dyn Surroundings,
        mut files: BTreeMap<AssetId, usize>,
        shelf: &mut Shelf<'_>,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        for mut asset in std::mem::take(&mut self.assets).into_values() {
            if asset.stored.is_none() {
                let addresses = asset.url.iter().chain(&asset.also_at).chain(&asset.file_name);
                let find = |address: &String| {
                    let is_own = is_own(permalinks, address, None);
                    surroundings.file(shelf, address, is_own, None)
                };
                let file = files.remove(&asset.id).or_else(|| addresses.into_iter().find_map(find));
                if let Some(file) = file {
                    asset.stored = shelf.store(file, intake)?;
                }
            }
            self.blog.assets.put_away(asset, intake.spool())?;
        }
        Ok(())
    }

    /// Keeps comments beside the model whose post is not here.
    fn settle_comments(&mut self, ids: &[PostId]) -> io::Result<()> {
        let ids: HashSet<&PostId> = ids.iter().collect();
        let mut lost: Vec<Value> = Vec::new();
        for slot in std::mem::take(&mut self.blog.comments).into_slots() {
            if ids.contains(&slot.head().post) {
                self.blog.comments.add(slot);
                continue;
            }
            let comment = slot.into_record()?;
            lost.push(serde_json::to_value(&comment).map_err(io::Error::other)?);
        }
        let mut aside = lost.len() as u64;
        if aside > 0 {
            let name = [self.format, ":comments-without-post"].concat();
            self.blog.site.extra.insert(name, lost);
        }
        // Which file they are from matters less than that the sum is right in each.
        for parts in self.parts.values_mut() {
            let comments = &mut parts.comments;
            let here = comments.total - comments.accounted();
            let here_aside = here.min(aside);
            (comments.aside, comments.carried) =
                (comments.aside + here_aside, comments.carried + here - here_aside);
            aside -= here_aside;
        }
        Ok(())
    }

    fn note_census(&mut self) {
        let census = std::mem::take(&mut self.census);
        let mut notes: Vec<NoteKind> = Vec::new();
        if census.without_status > 0 {
            notes.push(NoteKind::StatusMissing { count: census.without_status });
        }
        if census.without_visibility > 0 {
            notes.push(NoteKind::VisibilityMissing { count: census.without_visibility });
        }
        let unknown = census.unknown_statuses.into_iter();
        notes.extend(unknown.map(|(status, count)| NoteKind::StatusUnknown { status, count }));
        let aside = census.types_aside.into_iter();
        notes.extend(aside.map(|(class, count)| NoteKind::TypeAside { class, count }));
        let zones = census.zones_assumed.into_iter();
        notes.extend(zones.map(|(offset, count)| NoteKind::ZoneAssumed { offset, count }));
        let met = census.markup.into_iter();
        notes.extend(met.map(|((what, name), count)| NoteKind::MarkupMet {
            what: what.to_owned(),
            name,
            count,
        }));
        if self.blog.posts.is_empty() {
            notes.push(NoteKind::ExportEmpty);
        }
        self.blog.notes.extend(notes.into_iter().map(Note::new));
    }
}

/// To how many a post is shown: the lower, the more.
fn shown_to(post: &PostHead) -> u8 {
    match (post.status, post.visibility) {
        (Some(Status::Published), Some(Visibility::Public)) => {
            u8::from(!matches!(post.audience, None | Some(Audience::Public)))
        }
        (Some(Status::Published), Some(Visibility::Unlisted)) => 2,
        (Some(Status::Published), _) => 3,
        _ => 4,
    }
}

/// Whether an address is relative or of the blog.
fn is_own(permalinks: &Permalinks, address: &str, base: Option<&Url>) -> bool {
    !crate::address::is_web(address) && !address.starts_with("//")
        || permalinks.is_own(address, base)
}

impl Around<'_, '_> {
    /// Settles posts, each with the place of its file. Fails when the spool does.
    fn settle(&self, posts: &[(usize, &Slot<Post>)]) -> io::Result<Settled> {
        let mut settled = Settled::default();
        let mut made = Vec::with_capacity(posts.len());
        for (file, slot) in posts {
            let mut post = slot.get()?.into_owned();
            post.share(slot.head());
            settled.links.push((*file, self.look(&mut post, &mut settled.assets)?));
            made.push(post);
        }
        settled.posts = Slot::away_all(made, self.spool)?;
        Ok(settled)
    }

    /// Finds the files that a body shows, and the posts that it leads to. Returns what became of its links.
    fn look(
        &self,
        post: &mut Post,
        assets: &mut Vec<(Asset, Option<usize>)>,
    ) -> io::Result<Holding> {
        let mut links = Holding::default();
        let Some(content) = &post.content else { return Ok(links) };
        let base = self.surroundings.base(post);
        let found = media::scan(&content.html.text()?, base.as_ref());
        let mut seen: HashSet<AssetId> = post.assets.iter().cloned().collect();
        for reference in found.references {
            let file = self.file(&reference, post);
            let asset = self.asset(reference, post, file);
            if seen.insert(asset.id.clone()) {
                post.assets.push(asset.id.clone());
                assets.push((asset, file));
            }
        }
        let mut known: HashSet<InternalLink> = post.internal_links.iter().cloned().collect();
        for href in found.links {
            let Target { post: place, is_own } = self.permalinks.follow(&href, base.as_ref());
            let target = place.and_then(|place| self.ids.get(place as usize).cloned());
            let target = target.or_else(|| self.surroundings.linked(&href, post));
            let Some(target) = target else {
                // Lists and other pages of the blog are only in the text.
                let is_own = u64::from(is_own);
                (links.total, links.aside) = (links.total + is_own, links.aside + is_own);
                continue;
            };
            (links.total, links.carried) = (links.total + 1, links.carried + 1);
            let link = InternalLink::new(href, target);
            if link.post != post.id && known.insert(link.clone()) {
                post.internal_links.push(link);
            }
        }
        Ok(links)
    }

    /// The place of the file that a reference means.
    fn file(&self, reference: &Reference, post: &Post) -> Option<usize> {
        let addresses =
            reference.original.iter().chain([&reference.url]).chain(reference.also.iter());
        addresses.into_iter().find_map(|address| {
            let is_own = is_own(self.permalinks, address, None);
            self.surroundings.file(self.shelf, address, is_own, Some(post))
        })
    }

    /// What a body refers to. Where only a name is known, which means another file in every folder, the file that it
    /// means is the id, or the name with that of the post's own file.
    fn asset(&self, reference: Reference, post: &Post, file: Option<usize>) -> Asset {
        let Reference { url, original, also, alt, width, height, .. } = reference;
        let (url, mut also) = match original {
            Some(original) if original != url => (original, [vec![url], also].concat()),
            _ => (url, also),
        };
        also.sort();
        let is_web = Url::parse(&url).is_ok() || url.starts_with("//");
        let own = post.source.first().map(|source| &*source.file).unwrap_or_default();
        let mut asset = match file {
            _ if is_web => Asset::new(AssetId::new(url.as_str())),
            Some(file) => Asset::new(AssetId::new(self.shelf.name(file))),
            None => Asset::new(AssetId::new([own, " ", &url].concat())),
        };
        match is_web {
            true => asset.url = Some(url),
            false => also.insert(0, url),
        }
        asset.also_at = also;
        asset.alt = alt.filter(|alt| !alt.is_empty());
        (asset.width, asset.height) = (width, height);
        asset.source.extend(post.source.first().cloned());
        asset
    }
}

/// Keeps the pictures, sounds, films and documents at these places of the source that no post shows: they came with the
/// blog. Everything else is left to the reader. Fails when the spool does.
pub(crate) fn keep_rest(
    blog: &mut Blog,
    places: &[usize],
    form: &str,
    source: &dyn Source,
    shelf: &mut Shelf<'_>,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    for &place in places {
        let entry = intake.file(place);
        if intake.ledger().entry(entry).fate.is_some() || !shelf::is_media(source, place) {
            continue;
        }
        let name = &source.entries()[place].name;
        let Some(stored) = shelf.store(place, intake)? else { continue };
        let mut asset = Asset::new(AssetId::new(name));
        asset.file_name = Some(name.rsplit('/').next().unwrap_or(name).to_owned());
        asset.stored = Some(stored);
        asset.source = vec![Provenance::new(Arc::clone(name), form)];
        blog.assets.put_away(asset, intake.spool())?;
    }
    Ok(())
}
