//! From an entry to a post, its comments and its terms.

use std::collections::{BTreeMap, HashSet};

use chrono::FixedOffset;
use larder_core::{
    Asset, AssetId, AuthorId, Body, Comment, CommentId, Content, Extra, Holding, InternalLink,
    NoteKind, Post, PostId, PostKind, Provenance, Status, TermId, TermKind, Timestamp, Visibility,
};
use larder_html::text::to_text;
use serde_json::Value;

use super::{
    body::{self, Lines, MORE, unified},
    date,
    entry::Entry,
    index::{Index, Known, link},
    status::{lock, stated},
};
use crate::{media, readers::plain_title};

/// What holds for the whole blog.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around<'i> {
    pub(super) index: &'i Index,
    pub(super) offset: FixedOffset,
}

/// What was made of an entry.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) post: Post,
    pub(super) comments: Vec<Comment>,
    pub(super) terms: Vec<(TermId, TermKind, String)>,
    pub(super) author: Option<(AuthorId, String)>,
    pub(super) assets: Vec<Asset>,
    pub(super) notes: Vec<NoteKind>,
    pub(super) terms_aside: u64,
    pub(super) terms_joined: u64,
    pub(super) unknown_statuses: Vec<String>,
    pub(super) lacks_status: bool,
    /// How many dates were read.
    pub(super) dates: u64,
    /// The links of its body to pages of the blog.
    pub(super) links: Holding,
    pub(super) seen: Seen,
}

/// What is in the lists of a post already.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) terms: HashSet<TermId>,
    assets: HashSet<AssetId>,
    pub(super) comments: HashSet<CommentId>,
    links: HashSet<InternalLink>,
}

/// Makes a post.
pub(super) fn make(
    entry: &Entry<'_>,
    is_cut: bool,
    known: &Known,
    around: &Around<'_>,
    source: &Provenance,
) -> Made {
    let mut made = Made::of(known.id.clone());
    made.post.source = vec![source.clone()];
    made.post.kind = known.kind;
    if known.is_made {
        made.post.extra.insert("mt:id-made", true);
    }
    made.visibility(entry, is_cut);
    made.names(entry);
    made.date(entry, around);
    made.categories(entry);
    made.text(entry);
    made.media(entry, around);
    made.others(entry);
    made.said(entry, is_cut, around);
    made
}

/// Makes only the comments of an entry that has some to the post `id`.
pub(super) fn make_comments(
    entry: &Entry<'_>,
    is_cut: bool,
    id: &PostId,
    around: &Around<'_>,
) -> Made {
    let mut made = Made::of(id.clone());
    made.said(entry, is_cut, around);
    made
}

/// Who is meant by a name. An address of e-mail, which some have for their name, is private, and an id is not.
fn author_id(name: &str) -> AuthorId {
    match name.contains('@') {
        true => AuthorId::derived(&["mt", name]),
        false => AuthorId::new(name),
    }
}

impl Made {
    fn of(id: PostId) -> Self {
        Self {
            post: Post::new(id),
            comments: Vec::new(),
            terms: Vec::new(),
            author: None,
            assets: Vec::new(),
            notes: Vec::new(),
            terms_aside: 0,
            terms_joined: 0,
            unknown_statuses: Vec::new(),
            lacks_status: false,
            dates: 0,
            links: Holding::default(),
            seen: Seen::default(),
        }
    }

    fn visibility(&mut self, entry: &Entry<'_>, is_cut: bool) {
        if self.post.kind == PostKind::Other {
            return;
        }
        let status = entry.value("STATUS");
        if !entry.tells_all(is_cut) {
            status.into_iter().for_each(|status| _ = self.post.extra.insert("mt:STATUS", status));
            return;
        }
        match status.map(|status| (status, stated(status))) {
            Some((_, Some((status, visibility)))) => {
                (self.post.status, self.post.visibility) = (Some(status), Some(visibility));
            }
            Some((status, None)) => self.unknown_statuses.push(status.to_owned()),
            None => {
                self.lacks_status = true;
                (self.post.status, self.post.visibility) =
                    (Some(Status::Draft), Some(Visibility::Public));
            }
        }
        if let Some(locked) = lock(entry) {
            self.post.visibility = Some(locked);
        }
        if let Some(status) = status.filter(|status| !status.eq_ignore_ascii_case("publish")) {
            self.post.extra.insert("mt:STATUS", status);
        }
    }

    fn names(&mut self, entry: &Entry<'_>) {
        let stated = entry.value("TITLE").unwrap_or_default();
        let plain = plain_title(stated);
        if plain != stated {
            self.post.extra.insert("mt:TITLE", stated);
        }
        if plain.is_empty() && self.post.kind == PostKind::Post {
            self.notes.push(NoteKind::TitleMissing);
        }
        self.post.title = Some(plain).filter(|title| !title.is_empty());
        self.post.slug = entry.value("BASENAME").map(str::to_owned);
        self.post.permalink = link(entry).map(str::to_owned);
        if let Some(name) = entry.value("AUTHOR") {
            let id = author_id(name);
            self.post.authors.push(id.clone());
            self.author = Some((id, name.to_owned()));
        }
    }

    fn date(&mut self, entry: &Entry<'_>, around: &Around<'_>) {
        match entry.value("DATE") {
            None => self.notes.push(NoteKind::DateMissing),
            Some(text) => {
                self.post.published = self.timestamp(text, around);
                if self.post.published.is_none() {
                    self.notes.push(NoteKind::DateImpossible { text: clipped(text) });
                    self.post.extra.insert("mt:DATE", text);
                }
            }
        }
    }

    /// A date of the entry, in the zone of the blog.
    pub(super) fn timestamp(&mut self, text: &str, around: &Around<'_>) -> Option<Timestamp> {
        let date = date::parse(text)?.assumed(around.offset)?;
        self.dates += 1;
        Some(date)
    }

    fn text(&mut self, entry: &Entry<'_>) {
        let filter = entry.value("CONVERT BREAKS");
        let lines = body::lines(filter);
        if let (Lines::Textile | Lines::Unknown, Some(filter)) = (lines, filter) {
            self.notes.push(NoteKind::UnknownStyle { style: clipped(filter) });
        }
        let extended = entry.extended.filter(|text| !text.trim().is_empty());
        match (entry.body, extended) {
            (None, None) => self.notes.push(NoteKind::BodyMissing),
            (body, extended) => {
                let body = body.unwrap_or_default();
                let mut html = lines.render(body);
                if let Some(extended) = extended {
                    html = [&*html, "\n", MORE, "\n", &lines.render(extended)].concat().into();
                    self.post.extra.insert("mt:EXTENDED BODY", extended);
                }
                let media_type = lines.media_type();
                let content = match *html == *body && media_type.as_str() == "text/html" {
                    true => Content::html(Body::inline(body)),
                    false => Content::new(media_type, Body::inline(body), Body::inline(&*html)),
                };
                self.post.content = Some(Box::new(content));
            }
        }
        let excerpt = entry.excerpt.unwrap_or_default();
        let summary = to_text(&unified(excerpt)).trim().to_owned();
        if summary != excerpt.trim() {
            self.post.extra.insert("mt:EXCERPT", excerpt);
        }
        self.post.summary = Some(summary).filter(|summary| !summary.is_empty());
    }

    /// The files that the body shows, the posts that it leads to, and the picture of the post.
    fn media(&mut self, entry: &Entry<'_>, around: &Around<'_>) {
        let base = self.post.permalink.as_deref().and_then(|link| url::Url::parse(link).ok());
        if let Some(content) = &self.post.content
            && let Ok(html) = content.html.text()
        {
            let found = media::scan(&html, base.as_ref());
            for reference in found.references {
                let asset = asset(reference, &self.post.source[0]);
                if self.seen.assets.insert(asset.id.clone()) {
                    self.post.assets.push(asset.id.clone());
                    self.assets.push(asset);
                }
            }
            for href in found.links {
                self.link(href, base.as_ref(), around.index);
            }
        }
        if let Some(image) = entry.value("IMAGE") {
            let id = AssetId::new(image);
            if self.seen.assets.insert(id.clone()) {
                let mut asset = Asset::new(id.clone());
                asset.url = Some(image.to_owned());
                asset.source = self.post.source.clone();
                self.assets.push(asset);
            }
            self.post.cover = Some(id);
        }
    }

    /// A link of the body. Those to posts of the blog are kept beside it; those to other pages of the blog, such as lists,
    /// are only in the text.
    fn link(&mut self, href: String, base: Option<&url::Url>, index: &Index) {
        let (post, is_own) = index.linked(&href, base);
        let Some(post) = post else {
            let is_own = u64::from(is_own);
            self.links.total += is_own;
            self.links.aside += is_own;
            return;
        };
        self.links.total += 1;
        self.links.carried += 1;
        let link = InternalLink::new(href, post.clone());
        if *post != self.post.id && self.seen.links.insert(link.clone()) {
            self.post.internal_links.push(link);
        }
    }

    /// What has no place in the model.
    fn others(&mut self, entry: &Entry<'_>) {
        let link = self.post.permalink.clone();
        let is_kept = |key: &str, value: &str| match key {
            "PERMALINK" | "URL" | "UNIQUE URL" => link.as_deref() != Some(value),
            // Of several, the first is read.
            "AUTHOR" | "TITLE" | "BASENAME" | "STATUS" | "DATE" | "IMAGE" => {
                entry.value(key) != Some(value)
            }
            key => !matches!(key, "PRIMARY CATEGORY" | "CATEGORY" | "TAGS"),
        };
        let head =
            entry.head.iter().filter(|(key, value)| !value.is_empty() && is_kept(key, value));
        let keywords = entry.keywords.map(|text| ("KEYWORDS", text));
        let sections = keywords.into_iter().chain(entry.others.iter().copied());
        let sections = sections.filter(|(_, text)| !text.trim().is_empty());
        keep(&mut self.post.extra, head.copied().chain(sections));
        if !entry.loose.is_empty() {
            self.post.extra.insert("mt:lines", entry.loose.join("\n"));
        }
    }
}

/// Keeps values under the keys of the export; of a key that is there several times, all values.
pub(super) fn keep<'a>(extra: &mut Extra, pairs: impl Iterator<Item = (&'a str, &'a str)>) {
    let mut all: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    pairs.for_each(|(key, value)| all.entry(key).or_default().push(value.into()));
    for (key, mut values) in all {
        let value = if values.len() == 1 { values.remove(0) } else { values.into() };
        extra.insert(["mt:", key].concat(), value);
    }
}

fn clipped(text: &str) -> String {
    text.chars().take(80).collect()
}

/// The file that a body shows.
fn asset(reference: media::Reference, source: &Provenance) -> Asset {
    let media::Reference { url, original, also, alt, width, height, .. } = reference;
    let (url, mut also) = match original {
        Some(original) if original != url => (original, [vec![url], also].concat()),
        _ => (url, also),
    };
    also.sort();
    let mut asset = Asset::new(AssetId::new(url.as_str()));
    asset.url = Some(url);
    asset.also_at = also;
    asset.alt = alt.filter(|alt| !alt.is_empty());
    (asset.width, asset.height) = (width, height);
    asset.source = vec![source.clone()];
    asset
}
