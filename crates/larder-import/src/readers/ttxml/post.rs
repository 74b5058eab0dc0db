//! From the elements of a record to a post.

use std::{collections::HashMap, io, sync::Arc};

use larder_core::{
    Asset, AssetId, Author, AuthorId, CommentId, Content, EntryId, Extra, Holding, MediaType,
    NoteKind, Post, PostKind, Provenance, Spool, Term, TermKind, Timestamp,
};
use serde_json::{Map, Value};

use super::{
    address::Addresses,
    aside,
    attachment::Attachment,
    body::{self, Shown},
    index::{Class, Index, Record},
    setting::{date, term_id},
    split::Piece,
};
use crate::{
    collect::{Found, asset_at},
    markdown,
    xml::{Cursor, Element, Ns, Repairs, Scope},
};

/// What is known around a record.
pub(super) struct Around<'a> {
    pub(super) index: &'a Index,
    pub(super) record: &'a Record,
    pub(super) class: Class,
    pub(super) piece: &'a Piece,
    /// The place of its file in the source.
    pub(super) file: usize,
    pub(super) source: &'a Provenance,
    pub(super) spool: &'a Arc<dyn Spool>,
}

/// What becomes of a record.
pub(super) struct Draft {
    pub(super) found: Found,
    /// The number of the record in its file.
    pub(super) number: u64,
    /// What its attachments became.
    pub(super) attachments: Holding,
    /// The attachments whose files are not in the backup.
    pub(super) bare: Vec<(AssetId, String)>,
    /// How many passwords were left out.
    pub(super) secrets: u64,
    pub(super) unknown_statuses: Vec<String>,
    pub(super) lacks_status: bool,
    pub(super) markup: Vec<(&'static str, String, u64)>,
    pub(super) repairs: Repairs,
    pub(super) comment_ids: HashMap<CommentId, u64>,
}

/// Elements at which one ends that was never closed: those that stand nowhere but in a record itself.
pub(super) fn is_field(_: Ns, name: &str) -> bool {
    matches!(
        name,
        "appointed"
            | "visibility"
            | "starred"
            | "location"
            | "acceptcomment"
            | "accepttrackback"
            | "published"
            | "created"
            | "modified"
            | "attachment"
            | "comment"
            | "trackback"
            | "logs"
    )
}

/// A record, taken apart.
#[derive(Default)]
pub(super) struct Parts<'a> {
    pub(super) visibility: Vec<String>,
    pub(super) appointed: Vec<String>,
    body: Option<Text>,
    category: Vec<String>,
    attachments: Vec<Attachment>,
    comments: Vec<Element<'a>>,
    trackbacks: Vec<Element<'a>>,
    place: [String; 3],
    others: Map<String, Value>,
}

/// A body as it stands there.
struct Text {
    text: String,
    formatter: String,
    editor: String,
}

/// Makes a post of a record. Fails when the spool does.
pub(super) fn make(text: &str, around: &Around<'_>) -> io::Result<Option<Draft>> {
    let scope = Scope::default();
    let mut repairs = Repairs::default();
    let Some(element) = Element::outermost(text, &scope, &mut repairs) else { return Ok(None) };
    let mut post = Post::new(around.record.post.clone());
    post.source = vec![around.source.clone()];
    let mut found = Found::new(post, around.file, EntryId::default());
    found.line = u32::try_from(around.piece.line).ok();
    let mut draft = Draft {
        found,
        number: around.piece.number,
        attachments: Holding::default(),
        bare: Vec::new(),
        secrets: 0,
        unknown_statuses: Vec::new(),
        lacks_status: false,
        markup: Vec::new(),
        repairs,
        comment_ids: HashMap::new(),
    };
    draft.read(&element, around)?;
    Ok(Some(draft))
}

impl Draft {
    fn read(&mut self, element: &Element<'_>, around: &Around<'_>) -> io::Result<()> {
        let mut repairs = Repairs::default();
        let mut cursor = Cursor::new(element.inner, &element.scope, &is_field, &mut repairs);
        let mut parts = Parts::default();
        while let Some(child) = cursor.next() {
            self.field(child, &mut parts, around)?;
        }
        self.repairs.add(&repairs);
        if let Some(clash) = &around.record.clash {
            self.found.notes.push(NoteKind::IdClash { id: clash.clone() });
        }
        self.kind(around.class);
        self.slug(element, around);
        self.status(&parts, around);
        self.categories(std::mem::take(&mut parts.category), around);
        self.place(&parts.place);
        let attachments = std::mem::take(&mut parts.attachments);
        let body = parts.body.take();
        if let Some(body) = body {
            let is_old = element.value("format").is_none_or(|format| is_below(&format));
            self.body(body, is_old, &attachments, around);
        }
        self.attach(attachments, around);
        parts.comments.iter().for_each(|comment| self.comment(comment, around));
        parts.trackbacks.iter().for_each(|trackback| self.trackback(trackback, around));
        let attributes = aside::attributes(element).into_iter();
        let attributes = attributes.filter(|(name, _)| name != "@slogan");
        for (name, value) in attributes.chain(parts.others) {
            if value != "" {
                self.found.post.extra.insert(["ttxml:", &name].concat(), value);
            }
        }
        Ok(())
    }

    /// One element of a record.
    fn field<'e>(
        &mut self,
        child: Element<'e>,
        parts: &mut Parts<'e>,
        around: &Around<'_>,
    ) -> io::Result<()> {
        let mut own = Repairs::default();
        let text = |repairs: &mut Repairs| child.text(repairs).trim().to_owned();
        let post = &mut self.found.post;
        match (around.class, &*child.name) {
            (_, "visibility") => parts.visibility.push(text(&mut own)),
            (_, "appointed") => parts.appointed.push(text(&mut own)),
            (Class::Keyword, "name") | (_, "title") if post.title.is_none() => {
                post.title = Some(text(&mut own)).filter(|title| !title.is_empty());
            }
            (Class::Keyword, "description") | (_, "content") if parts.body.is_none() => {
                let attribute = |name| child.value(name).unwrap_or_default();
                parts.body = Some(Text {
                    text: child.data(&mut own).into_owned(),
                    formatter: attribute("formatter"),
                    editor: attribute("editor"),
                });
            }
            (_, "published") if post.published.is_none() => {
                let text = text(&mut own);
                let mut extra = Extra::default();
                let date = self.date(&text, &mut extra, "published", around);
                self.found.post.published = date;
                self.found.post.extra.fill_from(extra);
            }
            (_, "modified") if post.updated.is_none() => {
                let text = text(&mut own);
                let mut extra = Extra::default();
                let date = self.date(&text, &mut extra, "modified", around);
                self.found.post.updated = date;
                self.found.post.extra.fill_from(extra);
            }
            (_, "category") => parts.category.push(text(&mut own)),
            (_, "tag") => {
                let name = text(&mut own);
                self.found.terms.push(Term::new(term_id("tag", &name), TermKind::Tag, name));
            }
            (_, "location") if parts.place[0].is_empty() => parts.place[0] = text(&mut own),
            (_, "latitude") if parts.place[1].is_empty() => parts.place[1] = text(&mut own),
            (_, "longitude") if parts.place[2].is_empty() => parts.place[2] = text(&mut own),
            (_, "author") => self.author(&child, &text(&mut own), around),
            (_, "attachment") => {
                parts.attachments.push(Attachment::read(&child, around, &mut own)?);
            }
            (_, "comment") => parts.comments.push(child),
            (_, "trackback") => parts.trackbacks.push(child),
            _ => {
                // The password of a post opens nothing any more; that there was one belongs to the post.
                let value = match &*child.name {
                    "password" => text(&mut own).into(),
                    _ => aside::value(&child, &mut self.secrets),
                };
                aside::add(&mut parts.others, child.tag.name, value);
            }
        }
        self.repairs.add(&own);
        Ok(())
    }

    fn kind(&mut self, class: Class) {
        let post = &mut self.found.post;
        post.kind = match class {
            Class::Post => PostKind::Post,
            Class::Page | Class::Notice | Class::Keyword => PostKind::Page,
            Class::Guestbook => PostKind::Other,
        };
        if class != Class::Post {
            post.extra.insert("ttxml:class", class.name());
        }
    }

    /// The slug, and with it the addresses.
    fn slug(&mut self, element: &Element<'_>, around: &Around<'_>) {
        let post = &mut self.found.post;
        post.slug = element.value("slogan");
        // One of two posts with one number is at its address; which one is not known.
        let id = Some(&*around.record.id).filter(|id| !id.is_empty());
        let id = id.filter(|_| around.record.clash.is_none());
        let addresses = Addresses::of(around.index, around.class, id, post);
        post.permalink = addresses.permalink;
        post.old_addresses = addresses.others.into();
        self.found.addresses = addresses.relative;
    }

    fn categories(&mut self, labels: Vec<String>, around: &Around<'_>) {
        let labels = labels.into_iter().filter(|label| !label.is_empty());
        let terms: Vec<Term> = labels.map(|label| around.index.categories.term(&label)).collect();
        self.found.terms.splice(0..0, terms);
    }

    /// The number of the author, with the name that the same number signed comments with.
    fn author(&mut self, element: &Element<'_>, number: &str, around: &Around<'_>) {
        if number.is_empty() {
            return;
        }
        let mut author = Author::new(AuthorId::new(number));
        author.name = around.index.name(number).map(str::to_owned);
        if author.name.is_some() {
            author.extra.insert("ttxml:name-from", "comments");
        }
        for (name, value) in aside::attributes(element) {
            author.extra.insert(["ttxml:author", &name].concat(), value);
        }
        self.found.authors.push(author);
    }

    fn body(&mut self, body: Text, is_old: bool, attachments: &[Attachment], around: &Around<'_>) {
        let mut by_name = HashMap::new();
        for attachment in attachments {
            by_name.entry(&*attachment.name).or_insert(attachment);
        }
        let file = |name: &str| around.shown(name, by_name.get(name).copied());
        let rendered =
            body::render(&body.text, &body::Around { file: &file, breaks_lines: is_old });
        for (number, (kind, place)) in rendered.unknown.into_iter().enumerate() {
            self.markup.push(("macro", kind.clone(), 1));
            if number < MOST_NOTES {
                self.found.notes.push(NoteKind::UnknownBlock { block: kind, number: place });
            }
        }
        self.markup.extend(rendered.markup.into_iter().map(|(name, count)| ("macro", name, count)));
        let mut missing = rendered.missing;
        missing.sort();
        missing.dedup();
        let missing = missing.into_iter().take(MOST_NOTES);
        self.found.notes.extend(missing.map(|name| NoteKind::AssetMissing { name }));
        let (media_type, html) = match &*body.formatter.to_ascii_lowercase() {
            "markdown" => {
                let html = markdown::to_html(&rendered.html, markdown::Dialect::Extended);
                (MediaType::new("text/markdown"), html)
            }
            "textile" => (MediaType::new("text/x-textile"), rendered.html),
            _ => (MediaType::HTML, rendered.html),
        };
        let extra = &mut self.found.post.extra;
        for (name, value) in [("formatter", &body.formatter), ("editor", &body.editor)] {
            if !value.is_empty() {
                extra.insert(["ttxml:content@", name].concat(), value.clone());
            }
        }
        let original = larder_core::Body::inline(&*body.text);
        self.found.post.content = Some(Box::new(match html == body.text {
            true if media_type == MediaType::HTML => Content::html(original),
            _ => Content::new(media_type, original, larder_core::Body::inline(&*html)),
        }));
    }

    /// A date, in seconds; what is none is kept in `extra`, and noted where it is the post's.
    pub(super) fn date(
        &mut self,
        text: &str,
        extra: &mut Extra,
        name: &str,
        around: &Around<'_>,
    ) -> Option<Timestamp> {
        match date(text, around.index.setting.zone()) {
            Ok(date) => date,
            Err(()) => {
                extra.insert(["ttxml:", name].concat(), text);
                if name == "published" {
                    self.found.notes.push(NoteKind::DateImpossible { text: text.to_owned() });
                }
                None
            }
        }
    }
}

/// How many macros and files of one post are named in notes.
const MOST_NOTES: usize = 20;

impl Around<'_> {
    /// The asset of a file of this record. `twin` is its number, where another one before it has the same name.
    pub(super) fn asset(&self, name: &str, twin: Option<usize>) -> Asset {
        let address = self.file_address(name, twin);
        if crate::address::is_web(&address) {
            return asset_at(&address, self.source);
        }
        // As the collection names what has no address of the web.
        let mut asset = Asset::new(AssetId::new([&*self.source.file, " ", &address].concat()));
        asset.also_at.push(address);
        asset.source = vec![self.source.clone()];
        asset
    }

    /// Where a file of this record is.
    fn file_address(&self, name: &str, twin: Option<usize>) -> String {
        let folder = &self.record.folder;
        let folder = match twin {
            Some(number) => &format!("{folder}-{number}"),
            None => folder,
        };
        let is_only = self.index.holders(name) < 2 && twin.is_none();
        super::address::of_file(self.index, name, folder, is_only)
    }

    /// The file that a body means: `own`, which is the one of the record, else that of another one that alone has it.
    fn shown(&self, name: &str, own: Option<&Attachment>) -> Option<Shown> {
        let label = own.map(|own| &own.label).filter(|label| !label.is_empty());
        let label = label.cloned().unwrap_or_else(|| name.to_owned());
        let is_here = own.is_some() || self.index.holders(name) == 1 && self.index.home().is_some();
        is_here.then(|| Shown { address: self.file_address(name, None), label })
    }
}

/// Whether the form of a text is older than 1.1.
fn is_below(format: &str) -> bool {
    let mut parts = format.trim().splitn(2, '.').map(|part| part.parse::<u32>().unwrap_or(0));
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0)) < (1, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_compared_by_their_numbers() {
        assert!(is_below("1.0") && is_below("") && is_below("x") && is_below("1"));
        assert!(!is_below("1.1") && !is_below("1.10") && !is_below("2.0"));
    }
}
