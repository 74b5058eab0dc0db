//! One item or entry: from its elements to a post.
//!
//! The rules of each family stand in a `match` of their own, which reads like the specification: [`rss`] for RSS of all
//! versions and CDF, [`atom`] for Atom (also inside RSS), [`module`] for what every family may use. Several elements may
//! say the same thing; each offers what it says with a rank, and of equal ranks the first counts.

pub(super) use self::atom::person as atom_person;

mod atom;
mod media;
mod module;
mod rss;

use std::sync::Arc;

use chrono::FixedOffset;
use larder_core::{
    AssetId, Counts, Enclosure, InReplyTo, Link, Location, NoteKind, Post, PostId, Status,
    TermKind, Timestamp, Visibility,
};

use super::{
    base, document::Whole, kind::Kind, mojibake, person::Person, text, text::Text, wayback,
};
use crate::extension::Extensions;
use crate::{
    Mojibake,
    date::feed as date,
    unique::hashed,
    xml::{Element, Ns, Repair, Repairs, Scope},
};

/// What holds for all entries of a document.
#[derive(Clone, Debug)]
pub(super) struct Context {
    /// What kind of feed it is.
    pub(super) kind: Kind,
    /// What records are said to come from.
    pub(super) form: Arc<str>,
    /// The language of the feed, as far as it is known when the first entry comes.
    pub(super) language: Option<String>,
    /// What relative addresses are relative to, as far as it is known when the first entry comes.
    pub(super) base: Option<String>,
    /// The offset of dates that state none.
    pub(super) offset: FixedOffset,
    /// Who wrote what names nobody, where the format says so.
    pub(super) authors: Vec<Person>,
    /// Whether it is a feed of brunch.co.kr, which writes Korean time and calls it GMT.
    pub(super) is_brunch: bool,
    /// Whether it was saved through the Wayback Machine.
    pub(super) is_rewritten: bool,
    /// What becomes of texts that were once read in the wrong encoding.
    pub(super) mojibake: Mojibake,
}

impl Context {
    /// A date as it is written; what is none is noted.
    pub(super) fn date(&self, text: &str, notes: &mut Vec<NoteKind>) -> Option<Timestamp> {
        let found = date::parse(text, self.offset);
        if found.is_none() && !text.trim().is_empty() {
            let text = text.trim().chars().take(100).collect();
            notes.push(NoteKind::DateImpossible { text });
        }
        found
    }
}

/// An entry of a document.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The id it has in the document.
    pub(super) id: Option<String>,
    /// The post, with an id of its own to come.
    pub(super) post: Post,
    /// Who wrote it.
    pub(super) authors: Vec<Person>,
    /// Its categories and tags.
    pub(super) terms: Vec<TermDraft>,
    /// The picture that stands for it.
    pub(super) cover: Option<Picture>,
    /// What was doubtful.
    pub(super) notes: Vec<NoteKind>,
    /// What was repaired.
    pub(super) repairs: Repairs,
    /// The line it begins in.
    pub(super) line: u64,
    /// What tells two versions of it apart, mostly.
    pub(super) print: u64,
}

/// A category or a tag, as an entry names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct TermDraft {
    pub(super) kind: TermKind,
    /// What tells it from others.
    pub(super) term: String,
    /// Of which list of terms it is one.
    pub(super) scheme: Option<String>,
    /// The name that is shown, if it is another.
    pub(super) label: Option<String>,
}

/// A picture, as an entry names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Picture {
    pub(super) url: String,
    pub(super) width: Option<u32>,
    pub(super) height: Option<u32>,
}

/// With how many others a link, a file or a person is compared: each with all would be quadratic.
pub(super) const MOST_COMPARED: usize = 64;

impl Picture {
    /// The id it has as an asset.
    pub(super) fn id(&self) -> AssetId {
        AssetId::new(self.url.as_str())
    }
}

impl Entry {
    /// The same, as it was before others changed it: the Wayback Machine, and whoever read it in the wrong encoding.
    pub(super) fn restored(mut self, context: &Context) -> Self {
        if context.is_rewritten {
            wayback::undo_in_entry(&mut self);
        }
        mojibake::in_entry(&mut self, context.mojibake);
        self
    }
}

impl TermDraft {
    /// A term of no list.
    pub(super) fn new(kind: TermKind, term: impl Into<String>) -> Self {
        Self { kind, term: term.into(), scheme: None, label: None }
    }
}

/// What several elements may say: the one of the lowest rank counts, and of those the first.
#[derive(Debug)]
struct Offered<T> {
    best: Option<(u8, T)>,
    /// What the others said.
    others: Vec<T>,
}

impl<T> Default for Offered<T> {
    fn default() -> Self {
        Self { best: None, others: Vec::new() }
    }
}

impl<T: PartialEq> Offered<T> {
    fn offer(&mut self, rank: u8, value: impl Into<Option<T>>) {
        let Some(value) = value.into() else { return };
        let is_better = self.best.as_ref().is_none_or(|(known, _)| rank < *known);
        let other =
            if is_better { self.best.replace((rank, value)).map(|it| it.1) } else { Some(value) };
        self.others.extend(other);
    }

    fn get(&self) -> Option<&T> {
        self.best.as_ref().map(|(_, value)| value)
    }

    /// What counts, and what else was said, as far as it is not the same.
    fn take(self) -> (Option<T>, Vec<T>) {
        let best = self.best.map(|(_, value)| value);
        let others = self.others.into_iter().filter(|other| Some(other) != best.as_ref()).collect();
        (best, others)
    }
}

/// An entry while its elements are read.
struct Draft<'c> {
    context: &'c Context,
    whole: &'c Whole<'c>,
    id: Offered<String>,
    title: Offered<Text>,
    /// Bodies, by how sure they are one: `content:encoded`, `content`, XHTML, `description`.
    body: Offered<Text>,
    description: Offered<Text>,
    summary: Offered<Text>,
    permalink: Offered<String>,
    published: Offered<Timestamp>,
    updated: Offered<Timestamp>,
    /// `dc:date` is when it was published, unless something else says that.
    date: Offered<Timestamp>,
    language: Option<String>,
    rights: Offered<String>,
    links: Vec<Link>,
    enclosures: Vec<Enclosure>,
    /// How long the first file plays.
    seconds: Option<u64>,
    in_reply_to: Vec<InReplyTo>,
    authors: Vec<Person>,
    /// Who wrote what this is a copy of.
    source_authors: Vec<Person>,
    terms: Vec<TermDraft>,
    cover: Offered<Picture>,
    comments: Option<u64>,
    latitude: Option<i32>,
    longitude: Option<i32>,
    status: Option<Status>,
    visibility: Option<Visibility>,
    extensions: Extensions,
    notes: Vec<NoteKind>,
    repairs: Repairs,
}

/// Reads one entry, all of whose text is `whole`.
pub(super) fn read(
    whole: &Whole<'_>,
    scope: &Scope,
    context: &Context,
    line: u64,
) -> Option<Entry> {
    let mut repairs = Repairs::default();
    let element = Element::outermost(whole.text(), scope, &mut repairs)?;
    let mut draft = Draft::new(context, whole);
    draft.repairs = repairs;
    draft.language = element.scope.language.as_deref().map(str::to_owned);
    draft.attributes(&element);
    let mut repairs = Repairs::default();
    let mut children = element.children(&is_structure, &mut repairs);
    while let Some(child) = children.next() {
        draft.take(&child);
    }
    draft.repairs.add(&repairs);
    Some(draft.finish(line))
}

/// What an entry of RSS or Atom is made of: where one of these begins, an element before it that was never closed ends.
pub(super) fn is_structure(ns: Ns, name: &str) -> bool {
    const NAMES: &[&str] = &[
        "title",
        "link",
        "description",
        "guid",
        "pubdate",
        "author",
        "category",
        "enclosure",
        "comments",
        "source",
        "id",
        "updated",
        "published",
        "summary",
        "content",
        "rights",
        "modified",
        "issued",
        "created",
    ];
    match ns {
        Ns::Core | Ns::Atom => NAMES.contains(&name),
        ns => !ns.is_markup() && ns != Ns::Other,
    }
}

impl<'c> Draft<'c> {
    fn new(context: &'c Context, whole: &'c Whole<'c>) -> Self {
        Self {
            context,
            whole,
            id: Offered::default(),
            title: Offered::default(),
            body: Offered::default(),
            description: Offered::default(),
            summary: Offered::default(),
            permalink: Offered::default(),
            published: Offered::default(),
            updated: Offered::default(),
            date: Offered::default(),
            language: None,
            rights: Offered::default(),
            links: Vec::new(),
            enclosures: Vec::new(),
            seconds: None,
            in_reply_to: Vec::new(),
            authors: Vec::new(),
            source_authors: Vec::new(),
            terms: Vec::new(),
            cover: Offered::default(),
            comments: None,
            latitude: None,
            longitude: None,
            status: None,
            visibility: None,
            extensions: Extensions::default(),
            notes: Vec::new(),
            repairs: Repairs::default(),
        }
    }

    fn attributes(&mut self, element: &Element<'_>) {
        if matches!(self.context.kind, Kind::Rdf | Kind::Rss11) {
            self.id.offer(0, element.value("rdf:about"));
        }
        if self.context.kind == Kind::Cdf {
            self.permalink.offer(1, element.value("href"));
            if let Some(text) = element.value("lastmod") {
                let updated = self.date(&text);
                self.updated.offer(0, updated);
            }
        }
    }

    fn take(&mut self, element: &Element<'_>) {
        let is_known = match element.ns {
            Ns::Core if self.context.kind.is_atom() => atom::take(self, element),
            Ns::Core => rss::take(self, element),
            Ns::Atom | Ns::Atom03 => atom::take(self, element),
            Ns::Media => media::take(self, element),
            _ => module::take(self, element),
        };
        if !is_known {
            self.extensions.keep(element, &mut self.repairs);
        }
    }

    /// A date as it is written; what is none is noted. brunch's items have the Korean time and call it GMT, unlike the
    /// head of the same feed.
    fn date(&mut self, text: &str) -> Option<Timestamp> {
        let local = text.trim().strip_suffix("GMT").filter(|_| self.context.is_brunch);
        let corrected = local.and_then(|local| date::parse(local, crate::date::korea()));
        if corrected.is_some() {
            self.notes.push(NoteKind::ZoneCorrected { text: text.trim().to_owned() });
            return corrected;
        }
        self.context.date(text, &mut self.notes)
    }

    fn date_in(&mut self, element: &Element<'_>) -> Option<Timestamp> {
        let text = element.text(&mut self.repairs);
        self.date(text.trim())
    }

    fn value(&mut self, element: &Element<'_>) -> Option<String> {
        text::value(element, &mut self.repairs)
    }

    /// The address in an element, absolute as far as the document says to what it is relative.
    fn address(&mut self, element: &Element<'_>) -> Option<String> {
        let reference = self.value(element)?;
        let is_absolute = base::is_absolute(&reference);
        Some(if is_absolute { reference } else { self.absolute(&reference, element) })
    }

    fn absolute(&self, reference: &str, element: &Element<'_>) -> String {
        base::address(reference, element.scope.base.as_deref().or(self.context.base.as_deref()))
    }

    fn link(&mut self, link: Link) {
        if !self.links.iter().take(MOST_COMPARED).any(|known| *known == link) {
            self.links.push(link);
        }
    }

    /// A file; one that is named twice is one, with what both say.
    fn enclose(&mut self, enclosure: Enclosure) {
        let mut known = self.enclosures.iter_mut().take(MOST_COMPARED);
        match known.find(|known| known.url == enclosure.url) {
            None => self.enclosures.push(enclosure),
            Some(known) => {
                known.media_type = known.media_type.take().or(enclosure.media_type);
                known.length = known.length.or(enclosure.length);
                known.title = known.title.take().or(enclosure.title);
                known.seconds = known.seconds.or(enclosure.seconds);
            }
        }
    }

    /// A number that counts something. Anything else is no number.
    fn number(&mut self, text: Option<&str>) -> Option<u64> {
        let text = text.map(str::trim).filter(|text| !text.is_empty())?;
        let number = match text.contains(' ') {
            true => crate::numbers::count(&text.replace(' ', "")),
            false => crate::numbers::count(text),
        };
        if number.is_none() {
            self.repairs.count(Repair::Value);
        }
        number
    }

    /// What counts; what else was said is kept under a name.
    fn settle<T: PartialEq + Clone>(
        &mut self,
        offered: Offered<T>,
        name: &str,
        told: impl Fn(&T) -> String,
    ) -> Option<T> {
        let (best, others) = offered.take();
        for other in &others {
            self.extensions.push(name, told(other));
        }
        best
    }

    fn finish(mut self, line: u64) -> Entry {
        let mut post = Post::new(PostId::new(""));
        self.settle_texts(&mut post);
        self.settle_dates(&mut post);
        let offered = std::mem::take(&mut self.permalink);
        post.permalink = self.settle(offered, "feed:link", String::clone);
        let offered = std::mem::take(&mut self.id);
        let id = self.settle(offered, "feed:id", String::clone);
        let offered = std::mem::take(&mut self.cover);
        let cover = self.settle(offered, "feed:picture", |picture| picture.url.clone());
        post.status = Some(self.status.unwrap_or(Status::Published));
        post.visibility = Some(self.visibility.unwrap_or(Visibility::Public));
        let of_feed = self.context.language.as_deref();
        let own = self.language.take().filter(|own| !own.is_empty() && Some(&**own) != of_feed);
        post.language = own.map(Into::into);
        let offered = std::mem::take(&mut self.rights);
        post.rights = self.settle(offered, "feed:rights", String::clone).map(Into::into);
        if let (Some(first), Some(seconds)) = (self.enclosures.first_mut(), self.seconds) {
            first.seconds.get_or_insert(seconds);
        }
        post.links = self.links.into();
        post.enclosures = self.enclosures.into();
        post.in_reply_to = self.in_reply_to.into();
        if let Some(comments) = self.comments {
            let mut counts = Counts::default();
            counts.comments = Some(comments);
            post.counts = Some(Box::new(counts));
        }
        if self.latitude.is_some() || self.longitude.is_some() {
            let mut location = Location::default();
            (location.latitude, location.longitude) = (self.latitude, self.longitude);
            post.location = Some(Box::new(location));
        }
        self.extensions.move_to(&mut post.extra);
        let mut authors = if self.authors.is_empty() { self.source_authors } else { self.authors };
        if authors.is_empty() {
            authors.clone_from(&self.context.authors);
        }
        let print = print(&post);
        Entry {
            id,
            print,
            post,
            authors,
            terms: self.terms,
            cover,
            notes: self.notes,
            repairs: self.repairs,
            line,
        }
    }

    fn settle_texts(&mut self, post: &mut Post) {
        let offered = std::mem::take(&mut self.title);
        let title = self.settle(offered, "feed:title", |text| text.clone().into_plain());
        post.title = title.map(Text::into_plain).filter(|title| !title.is_empty());
        let offered = std::mem::take(&mut self.description);
        let description =
            self.settle(offered, "feed:description", |text| text.original.to_string());
        let offered = std::mem::take(&mut self.body);
        let body = self.settle(offered, "feed:body", |text| text.original.to_string());
        // brunch's feeds have the beginning of the text only.
        let is_excerpt = self.context.is_brunch && body.is_none();
        let (body, excerpt) = match (body, description) {
            (Some(body), description) => (Some(body), description),
            (None, description) if is_excerpt => (None, description),
            (None, description) => (description, None),
        };
        let mut offered = std::mem::take(&mut self.summary);
        offered.offer(0, excerpt);
        let summary = self.settle(offered, "feed:summary", |text| text.original.to_string());
        let summary = summary.filter(|summary| body.as_ref() != Some(summary));
        if let Some(summary) = summary.as_ref().filter(|summary| summary.leads_on()) {
            // The summary of the model has no links and no pictures.
            self.extensions.push("feed:summary-html", summary.as_html());
        }
        let summary = summary.map(Text::into_plain);
        post.summary = summary.filter(|summary| !summary.is_empty());
        match body.filter(|body| !body.is_blank() || post.title.is_some()) {
            Some(body) => {
                if body.media_type == larder_core::MediaType::HTML && is_cut_short(&body.original) {
                    self.notes.push(NoteKind::SummaryOnly { count: 1 });
                }
                post.content = Some(Box::new(body.into_content(&mut self.repairs)));
            }
            None if is_excerpt => self.notes.push(NoteKind::BodyMissing),
            None => {}
        }
    }

    fn settle_dates(&mut self, post: &mut Post) {
        let offered = std::mem::take(&mut self.date);
        let date = self.settle(offered, "feed:date", Timestamp::to_rfc3339);
        let told =
            if self.published.get().is_some() { &mut self.updated } else { &mut self.published };
        told.offer(2, date);
        let offered = std::mem::take(&mut self.published);
        post.published = self.settle(offered, "feed:published", Timestamp::to_rfc3339);
        let offered = std::mem::take(&mut self.updated);
        post.updated = self.settle(offered, "feed:updated", Timestamp::to_rfc3339);
        if post.published.is_none() && post.updated.is_none() {
            self.notes.push(NoteKind::DateMissing);
        }
    }
}

/// A sign of what a post says. Two posts that differ in it are different; two that do not are probably the same.
pub(super) fn print(post: &Post) -> u64 {
    let time = |time: Option<Timestamp>| time.map(|time| time.at().timestamp_millis());
    let text = post.content.as_ref().map(|content| content.original.len());
    let summary = post.summary.as_ref().map(String::len);
    let dates = (time(post.published), time(post.updated));
    hashed((&post.title, summary, &post.permalink, text, dates))
}

/// Whether a text ends as texts do that go on elsewhere.
fn is_cut_short(html: &str) -> bool {
    const ENDS: &[&str] =
        &["…", "...", "[…]", "[...]", "[&#8230;]", "&hellip;", "Read more", "더 보기", "더보기"];
    let mut end = html.trim_end();
    while let Some(rest) = end.strip_suffix('>') {
        let Some(tag) = rest.rfind('<') else { break };
        end = rest[..tag].trim_end();
    }
    ENDS.iter().any(|mark| end.ends_with(mark))
}
