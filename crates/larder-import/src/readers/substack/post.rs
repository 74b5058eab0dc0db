//! A post: its row in the table, and its body.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{FixedOffset, Offset, Utc};
use htmlize::unescape;
use larder_core::{
    Asset, Audience, Body, Claim, Content, Enclosure, EntryId, MediaType, Note, NoteKind, Post,
    PostId, PostKind, Provenance, Rule, Status, Zone,
};

use super::{access, body, layout::Name};
use crate::{
    ReadOptions, Source,
    collect::{Census, Found, asset_at},
    date,
    decode::{Stated, decode_stated},
    table::Row,
};

/// What is known of a post before its body is read.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) name: Name,
    /// The row, if there is one.
    pub(super) row: Option<Row>,
    /// The place of the body, if there is one.
    pub(super) body: Option<usize>,
    /// The place of the file that the item is from: of the table, else of the body.
    pub(super) file: usize,
    pub(super) item: EntryId,
}

/// A post that was read.
pub(super) struct Read {
    /// None where there is no row, and the body could not be read.
    pub(super) found: Option<Found>,
    /// What is odd about its row.
    pub(super) notes: Vec<Note>,
    pub(super) census: Census,
    /// Elements that the platform fills in.
    pub(super) empty: BTreeMap<String, u64>,
    /// The file of the body, where it could not be read, and why.
    pub(super) refused: Option<(usize, Rule, String)>,
}

/// What all posts of a blog are read with.
pub(super) struct Around<'a> {
    pub(super) source: &'a dyn Source,
    pub(super) options: &'a ReadOptions,
    /// The address of the blog, with a `/` at its end.
    pub(super) home: Option<&'a str>,
}

/// Reads a post.
pub(super) fn read(piece: Piece, around: &Around<'_>) -> Read {
    let mut refused = None;
    let mut draft = Draft::new(&piece, around);
    match piece.body.map(|place| (place, around.source.read(place))) {
        Some((_, Ok(bytes))) => draft.body(&bytes),
        Some((place, Err(error))) => {
            let (rule, found) = error.into_rule();
            refused = Some((place, rule, found));
        }
        None => {}
    }
    let is_nothing = piece.row.is_none() && refused.is_some();
    match piece.row {
        Some(row) => draft.row(row),
        // Nothing says that it was published.
        None => draft.found.post.status = Some(Status::Draft),
    }
    draft.settle();
    let Draft { found, notes, census, empty, .. } = draft;
    Read { found: (!is_nothing).then_some(found), notes, census, empty, refused }
}

/// A post in the making.
struct Draft<'a> {
    around: &'a Around<'a>,
    found: Found,
    notes: Vec<Note>,
    source: Provenance,
    census: Census,
    empty: BTreeMap<String, u64>,
    /// What those see who do not pay.
    public: Option<String>,
    has_paywall: bool,
}

impl<'a> Draft<'a> {
    fn new(piece: &Piece, around: &'a Around<'a>) -> Self {
        let file = &around.source.entries()[piece.body.unwrap_or(piece.file)].name;
        let source = Provenance::new(Arc::clone(file), "substack");
        let mut post = Post::new(id(piece));
        post.slug = Some(piece.name.slug.clone()).filter(|slug| !slug.is_empty());
        post.source = vec![source.clone()];
        let found = Found::new(post, piece.file, piece.item);
        let (census, empty) = (Census::default(), BTreeMap::new());
        let (notes, public, has_paywall) = (Vec::new(), None, false);
        Self { around, found, notes, source, census, empty, public, has_paywall }
    }

    /// Takes the body as it is, and what is shown of it.
    fn body(&mut self, bytes: &[u8]) {
        let stated = Stated::new(self.around.options.encoding.as_deref(), None);
        let decoded = decode_stated(bytes, &stated);
        self.found.notes.extend(decoded.notes());
        if decoded.encoding != "UTF-8" {
            self.found.post.source[0].encoding = Some(decoded.encoding.into());
        }
        let made = body::make(&decoded.text, &self.around.options.limits);
        self.found.notes.extend(made.notes);
        self.census.markup.extend(made.markup);
        self.empty = made.empty;
        (self.public, self.has_paywall) = (made.public, made.has_paywall);
        if !made.embeds.is_empty() {
            self.keep("embeds", made.embeds);
        }
        let original = Body::inline(decoded.text);
        self.found.post.content = Some(Box::new(match made.html {
            Some(html) => Content::new(MediaType::HTML, original, Body::inline(html)),
            None => Content::html(original),
        }));
    }

    /// Takes what the row says.
    fn row(&mut self, mut row: Row) {
        self.notes_of(&row);
        self.access(&mut row);
        self.class(&mut row);
        let plain = |text: String| unescape(&text).trim().to_owned();
        self.found.post.title = row.take("title").map(plain);
        let subtitle = row.take("subtitle").map(plain);
        self.found.post.subtitle = subtitle.map(|it| Box::new(Claim::stated(it)));
        self.published(&mut row);
        if let Some(url) = row.take("podcast_url") {
            self.podcast(url.trim());
        }
        if !row.surplus.is_empty() {
            self.keep("surplus", std::mem::take(&mut row.surplus));
        }
        for (name, value) in row.rest() {
            self.keep(&name, value);
        }
    }

    /// Says what is odd about a row, with its place in the table.
    fn notes_of(&mut self, row: &Row) {
        let table = &self.around.source.entries()[self.found.file].name;
        let id = &self.found.post.id;
        let note = |kind| Note::new(kind).in_file(Arc::clone(table)).at(row.line, None).on_post(id);
        self.notes.extend(row.notes().into_iter().map(note));
        if self.found.post.content.is_none() {
            self.found.line = Some(row.line);
        }
    }

    /// Who may see it. Of a row that is not whole nothing can be trusted to be in its column.
    fn access(&mut self, row: &mut Row) {
        let is_published = row.take("is_published").unwrap_or_default();
        let audience = row.take("audience").unwrap_or_default();
        let access = match row.is_odd() {
            true => access::Access::default(),
            false => access::access(&is_published, &audience),
        };
        if is_published.is_empty() || audience.is_empty() {
            self.census.without_status += 1;
        }
        let unknown =
            [(access.status.is_none(), &is_published), (access.audience.is_none(), &audience)];
        for (_, word) in
            unknown.iter().filter(|(is, word)| *is && !word.is_empty() && !row.is_odd())
        {
            *self.census.unknown_statuses.entry((*word).clone()).or_default() += 1;
        }
        let post = &mut self.found.post;
        (post.status, post.visibility, post.audience) =
            (access.status, access.visibility, access.audience);
        if access.status.is_none() {
            self.keep("is_published", is_published);
        }
        if audience != "everyone" && !audience.is_empty() {
            self.keep("audience", audience);
        }
    }

    fn class(&mut self, row: &mut Row) {
        let class = row.take("type").unwrap_or_default();
        let is_asked_for = self.around.options.types.contains(&class);
        let known = access::kind(&class).or(is_asked_for.then_some(PostKind::Post));
        if known.is_none() {
            *self.census.types_aside.entry(class.clone()).or_default() += 1;
        }
        self.found.post.kind = known.unwrap_or(PostKind::Other);
        if !matches!(&*class, "" | "newsletter" | "page") {
            self.keep("type", class);
        }
    }

    /// When it was published. Of what was not published yet, the date says something else.
    fn published(&mut self, row: &mut Row) {
        let Some(text) = row.take("post_date") else { return };
        if self.found.post.status == Some(Status::Draft) {
            return self.keep("post_date", text);
        }
        let utc: FixedOffset = Utc.fix();
        match date::feed::parse(&text, utc) {
            Some(date) => {
                if date.zone() == Zone::Assumed {
                    *self.census.zones_assumed.entry("+00:00".into()).or_default() += 1;
                }
                self.found.post.published = Some(date);
            }
            None => {
                self.found.notes.push(NoteKind::DateImpossible { text: text.clone() });
                self.keep("post_date", text);
            }
        }
    }

    fn podcast(&mut self, url: &str) {
        let asset: Asset = asset_at(url, &self.source);
        let mut enclosure = Enclosure::new(url);
        enclosure.asset = Some(asset.id.clone());
        self.found.post.enclosures.push(enclosure);
        self.found.post.assets.push(asset.id.clone());
        self.found.assets.push(asset);
    }

    /// What depends on the row and on the body.
    fn settle(&mut self) {
        let is_open = self.found.post.audience == Some(Audience::Public);
        if self.has_paywall && is_open {
            // The row says that all of it is for everyone, the body that some of it is not.
            self.found.post.audience = Some(Audience::Paid);
            self.found.notes.push(NoteKind::SourcesDisagree {
                field: "audience".into(),
                taken: "paid".into(),
                other: "everyone".into(),
            });
        }
        if let Some(public) = self.public.take() {
            self.keep("public-part", public);
        }
        let slug = self.found.post.slug.clone();
        if let (Some(home), Some(slug)) = (self.around.home, slug) {
            let address = format!("{home}p/{slug}");
            let post = &self.found.post;
            match post.status == Some(Status::Published) && post.kind != PostKind::Other {
                true => self.found.post.permalink = Some(address),
                false => self.found.addresses.push(address),
            }
        }
        let number = self.found.post.id.as_str();
        self.found.addresses.push(format!("https://substack.com/home/post/p-{number}"));
    }

    fn keep(&mut self, name: &str, value: impl Into<serde_json::Value>) {
        self.found.post.extra.insert(["substack:", name].concat(), value);
    }
}

/// The number of the post. Where nothing says it, an id that is made of what the row says.
fn id(piece: &Piece) -> PostId {
    if !piece.name.number.is_empty() {
        return PostId::new(piece.name.number.as_str());
    }
    let said = |row: &Row| {
        ["title", "post_date", "type"].map(|column| row.text(column).to_owned()).join("\n")
    };
    PostId::derived(&["substack", &piece.row.as_ref().map(said).unwrap_or_default()])
}
