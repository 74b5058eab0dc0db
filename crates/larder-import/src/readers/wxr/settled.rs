//! A blog after the first look, ready for the second: what posts are made with.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use chrono::FixedOffset;
use larder_core::{Asset, AssetId, AuthorId, Holding, InternalLink, Post};

use super::{
    body::{Around, Picture},
    channel::{self, Channel, author_id},
    index::Index,
    media::Attachments,
};
use crate::{media, shelf::Shelf};

/// What is known of a blog.
pub(super) struct Settled<'i> {
    pub(super) index: &'i Index,
    pub(super) home: Option<url::Url>,
    /// The offset of dates that state none.
    pub(super) offset: FixedOffset,
    pub(super) authors: HashMap<String, AuthorId>,
    pub(super) is_squarespace: bool,
    assets: HashSet<AssetId>,
    pub(super) form: Arc<str>,
    /// The files beside the export.
    shelf: &'i Shelf<'i>,
}

/// What stands around a body.
pub(super) struct Beside<'i> {
    index: &'i Index,
    row: Option<u64>,
}

impl Around for Beside<'_> {
    fn attachment(&self, row: u64) -> Option<Picture<'_>> {
        let it = self.index.shown(row, self.row)?;
        Some(Picture {
            url: &it.url,
            alt: &it.alt,
            caption: &it.caption,
            title: &it.title,
            media_type: "",
            width: it.width,
            height: it.height,
        })
    }

    fn block(&self, row: u64) -> Option<&str> {
        self.index.block(row)
    }

    fn bodies(&self) -> usize {
        self.index.posts.len()
    }

    fn uploaded_here(&self) -> Vec<u64> {
        let row = self.row.filter(|row| *row > 0);
        row.and_then(|row| self.index.uploads.get(&row)).cloned().unwrap_or_default()
    }
}

impl<'i> Settled<'i> {
    /// The blog of an index with these attachments, and the files beside its export.
    pub(super) fn new(
        index: &'i Index,
        attachments: &Attachments,
        form: Arc<str>,
        shelf: &'i Shelf<'i>,
    ) -> Self {
        let channel = &index.channel;
        let is_squarespace = channel.is_squarespace();
        let usual = index.zones.usual().first().map_or(0, |(minutes, _)| *minutes);
        let seconds = i32::try_from(usual * 60).unwrap_or(0);
        Self {
            index,
            home: channel.home().and_then(|home| url::Url::parse(home).ok()),
            offset: FixedOffset::east_opt(seconds)
                .or(FixedOffset::east_opt(0))
                .expect("UTC is an offset"),
            authors: authors(channel),
            is_squarespace,
            assets: attachments.ids().cloned().collect(),
            form,
            shelf,
        }
    }

    /// What is known around the body of a post.
    pub(super) fn around(&self, row: Option<u64>) -> Beside<'i> {
        Beside { index: self.index, row }
    }

    /// The asset of an address, if the export has an attachment there.
    pub(super) fn asset(&self, url: &str) -> Option<AssetId> {
        self.assets.get(&AssetId::new(url)).cloned()
    }

    /// Finds the files that a body shows or offers, and puts them into the post. Returns what is known of them.
    pub(super) fn media(&self, html: &str, post: &mut Post, links: &mut Holding) -> Vec<Asset> {
        let base = post.permalink.as_deref().and_then(|it| url::Url::parse(it).ok());
        let base = base.as_ref().or(self.home.as_ref());
        let found = media::scan(html, base);
        let mut seen = HashSet::new();
        for href in found.links {
            let link = self.link(href, base, post, links);
            post.internal_links.extend(link.filter(|link| seen.insert(link.clone())));
        }
        let all: Vec<Asset> = found.references.into_iter().map(|it| self.shown(it)).collect();
        let mut seen = HashSet::new();
        let ids = all.iter().map(|asset| &asset.id).filter(|id| seen.insert(*id));
        post.assets = ids.cloned().collect();
        all
    }

    /// A link of a body. Where it leads to a post of the blog, that is kept beside it; other pages of the blog, such as lists,
    /// are in no export.
    fn link(
        &self,
        href: String,
        base: Option<&url::Url>,
        post: &Post,
        links: &mut Holding,
    ) -> Option<InternalLink> {
        let (known, is_own) = self.index.linked(&href, base);
        let Some(known) = known else {
            let is_own = u64::from(is_own);
            links.total += is_own;
            links.aside += is_own;
            return None;
        };
        links.total += 1;
        links.carried += 1;
        (known.id != post.id).then(|| InternalLink::new(href, known.id.clone()))
    }

    /// The asset that a body refers to: an attachment of the export where one has its address, or the address that it is
    /// a smaller copy of; or a file beside the export that it is a smaller copy of.
    fn shown(&self, reference: media::Reference) -> Asset {
        let url = reference.original.as_deref().unwrap_or(&reference.url);
        let smaller = media::wordpress_original(url);
        let addresses = [Some(url), Some(&*reference.url), smaller.as_deref()];
        let attached = addresses.into_iter().flatten().find_map(|address| self.asset(address));
        let is_beside = |address: &&str| self.shelf.has(address) && self.index.is_media(address);
        let beside = smaller.as_deref().filter(is_beside);
        let id = attached.unwrap_or_else(|| AssetId::new(beside.unwrap_or(url)));
        let own = id.to_string();
        let all = [url.to_owned(), reference.url.clone()].into_iter().chain(reference.also);
        let also: BTreeSet<String> = all.filter(|address| *address != own).collect();
        let mut asset = Asset::new(id);
        asset.also_at = also.into_iter().collect();
        asset.url = Some(own);
        asset.alt = reference.alt.filter(|alt| !alt.is_empty());
        (asset.width, asset.height) = (reference.width, reference.height);
        asset
    }
}

/// The dialect of an export.
pub(super) fn form(channel: &Channel) -> Arc<str> {
    let version = channel.version.as_deref().unwrap_or("");
    match channel.is_squarespace() {
        true => "squarespace".into(),
        false => format!("wxr-{version}").trim_end_matches('-').into(),
    }
}

/// Who is meant by a login, a name or an address of e-mail.
fn authors(channel: &Channel) -> HashMap<String, AuthorId> {
    let mut all = HashMap::new();
    // A login counts more than a name that somebody else has for a login.
    let names: [fn(&channel::Writer) -> &str; 3] = [|it| &it.login, |it| &it.name, |it| &it.email];
    for name in names {
        for writer in channel.authors.iter().filter(|writer| !name(writer).is_empty()) {
            let id = || author_id(&writer.key());
            all.entry(name(writer).to_owned()).or_insert_with(id);
        }
    }
    all
}
