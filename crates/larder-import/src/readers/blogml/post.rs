//! A post: its attributes and elements, mapped.

use std::sync::Arc;

use larder_core::{
    Asset, AssetId, Author, AuthorId, Body, Comment, CommentKind, Content, Counts, MediaType,
    NoteKind, Post, PostId, PostKind, Provenance, Spool, Status, Term, TermId, TermKind, Timestamp,
    Visibility, Zone,
};
use serde_json::Value;

use super::{
    comment,
    date::{Stated, read as date},
    head::{Head, inside, keep_attributes},
    text::{Text, bytes, plain, read as text},
};
use crate::{
    extension,
    xml::{Cursor, Element, Ns, Repair, Repairs},
};

/// A post with what comes with it.
pub(super) struct Draft {
    pub(super) post: Post,
    pub(super) authors: Vec<Author>,
    pub(super) terms: Vec<Term>,
    pub(super) comments: Vec<Comment>,
    /// Files with the bytes that were embedded, where they were.
    pub(super) attachments: Vec<(Asset, Option<Vec<u8>>)>,
    pub(super) notes: Vec<NoteKind>,
    /// How many dates state no zone.
    pub(super) zones_assumed: u64,
    pub(super) without_status: bool,
    pub(super) unknown_status: Option<String>,
    /// A type that is neither post nor page.
    pub(super) aside: Option<String>,
    /// Categories that are not listed.
    pub(super) unlisted: Vec<String>,
}

/// Yes or no.
pub(super) fn flag(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

/// All values of an attribute, which stands in a damaged file more than once. Where they differ, the strictest counts.
pub(super) fn all_stated(element: &Element<'_>, name: &str) -> Vec<String> {
    let all = element.tag.attributes().filter(|(known, _)| known.eq_ignore_ascii_case(name));
    all.map(|(_, value)| crate::xml::decoded(value)).collect()
}

/// Whether an id is one that nothing else in the world has.
pub(super) fn is_permanent(id: &str) -> bool {
    let is_digit = |byte: &u8| byte.is_ascii_hexdigit();
    let groups: Vec<usize> = id
        .split('-')
        .map(|group| if group.as_bytes().iter().all(is_digit) { group.len() } else { 0 })
        .collect();
    groups == [8, 4, 4, 4, 12] || url::Url::parse(id).is_ok()
}

/// Makes a post. `is_whole` says whether all of it is there. Fails when the spool does.
pub(super) fn make(
    element: &Element<'_>,
    is_whole: bool,
    head: &Head,
    source: &Provenance,
    repairs: &mut Repairs,
    spool: &Arc<dyn Spool>,
) -> std::io::Result<Draft> {
    let stated = element.value("id").unwrap_or_default();
    let id = match () {
        () if is_permanent(&stated) => PostId::new(&*stated),
        () if stated.is_empty() => PostId::derived(&["blogml", "no-id", element.outer]),
        () => PostId::derived(&["blogml", &head.site.id, &stated]),
    };
    let mut draft = Draft {
        post: Post::new(id),
        authors: Vec::new(),
        terms: Vec::new(),
        comments: Vec::new(),
        attachments: Vec::new(),
        notes: Vec::new(),
        zones_assumed: 0,
        without_status: false,
        unknown_status: None,
        aside: None,
        unlisted: Vec::new(),
    };
    draft.kind(element);
    draft.access(element, is_whole);
    draft.post.published = draft.date(element, "date-created");
    draft.post.updated = draft.date(element, "date-modified");
    draft.permalink(element, head);
    let views = element.value("views").and_then(|views| views.parse().ok());
    draft.post.counts = views.map(|views| {
        let mut counts = Counts::default();
        counts.views = Some(views);
        Box::new(counts)
    });
    let (mut name, mut own) = (None, Repairs::default());
    for child in parts(element, &mut own) {
        draft.child(&child, (head, is_whole), &mut name, &mut own, spool)?;
    }
    if own.of(Repair::CharacterData) > 0 {
        // Where a section ends that has no end, nobody knows, nor what it holds of other posts.
        (draft.post.status, draft.post.visibility) = (None, None);
    }
    repairs.add(&own);
    draft.title(name);
    const TAKEN: [&str; 6] =
        ["id", "date-created", "date-modified", "approved", "is-published", "views"];
    keep_attributes(element, &TAKEN, &mut draft.post.extra);
    for name in ["approved", "is-published"] {
        // They are kept where they are doubtful.
        let said = all_stated(element, name);
        if said.len() > 1 || said.iter().any(|said| flag(said).is_none()) {
            draft.post.extra.insert(format!("blogml:{name}"), said.join(", "));
        }
    }
    draft.post.source.push(source.clone());
    Ok(draft)
}

/// The elements of a post.
fn parts<'a>(post: &'a Element<'_>, repairs: &mut Repairs) -> Vec<Element<'a>> {
    let mut children = Cursor::new(post.inner, &post.scope, &is_structure, repairs);
    std::iter::from_fn(|| children.next()).collect()
}

/// What stands nowhere but in a post itself: there, an element before it ends that was never closed.
fn is_structure(_: Ns, name: &str) -> bool {
    const NAMES: [&str; 8] = [
        "post-name",
        "excerpt",
        "authors",
        "categories",
        "tags",
        "comments",
        "trackbacks",
        "attachments",
    ];
    NAMES.contains(&name)
}

impl Draft {
    fn kind(&mut self, element: &Element<'_>) {
        match element.value("type").as_deref() {
            None | Some("normal" | "Normal") => {}
            Some("article" | "Article") => self.post.kind = PostKind::Page,
            Some(other) => {
                self.post.kind = PostKind::Other;
                self.aside = Some(other.to_owned());
            }
        }
    }

    /// It is published where one of both says so, and none says the contrary.
    fn access(&mut self, element: &Element<'_>, is_whole: bool) {
        let names = ["approved", "is-published"];
        let said: Vec<String> = names.iter().flat_map(|name| all_stated(element, name)).collect();
        if let Some(odd) = said.iter().find(|said| flag(said).is_none()) {
            return self.unknown_status = Some(odd.clone());
        }
        self.post.visibility = Some(Visibility::Public);
        let is_published = said.iter().all(|said| flag(said) == Some(true));
        self.post.status = match is_published && !said.is_empty() {
            true => Some(Status::Published),
            false => Some(Status::Draft),
        };
        self.without_status = said.is_empty();
        if !is_whole {
            (self.post.status, self.post.visibility) = (None, None);
        }
    }

    fn date(&mut self, element: &Element<'_>, name: &str) -> Option<Timestamp> {
        let text = element.attribute(name);
        match date(text.as_deref()) {
            Stated::Date(at) => {
                self.zones_assumed += u64::from(at.zone() == Zone::Assumed);
                Some(at)
            }
            Stated::None => None,
            Stated::Impossible => {
                let text = text.unwrap_or_default();
                self.post.extra.insert(format!("blogml:{name}"), text.clone());
                self.notes.push(NoteKind::DateImpossible { text });
                None
            }
        }
    }

    /// The address is relative to that of the blog.
    fn permalink(&mut self, element: &Element<'_>, head: &Head) {
        let Some(stated) = element.value("post-url") else { return };
        let joined = head.base.as_ref().and_then(|base| base.join(&stated).ok());
        let absolute = url::Url::parse(&stated).ok();
        self.post.permalink = absolute.or(joined).map(String::from);
    }

    fn child(
        &mut self,
        child: &Element<'_>,
        (head, is_whole): (&Head, bool),
        name: &mut Option<String>,
        repairs: &mut Repairs,
        spool: &Arc<dyn Spool>,
    ) -> std::io::Result<()> {
        match &*child.name {
            "title" => self.post.title = plain(child, repairs),
            "content" => self.body(text(child, repairs), spool)?,
            "post-name" => *name = plain(child, repairs),
            "excerpt" => self.post.summary = plain(child, repairs),
            "authors" => {
                let all = inside(child, repairs);
                let refs = all.iter().filter_map(|it| it.value("ref"));
                refs.for_each(|it| self.author(it, head));
            }
            "categories" => {
                let all = inside(child, repairs);
                let refs = all.iter().filter_map(|it| it.value("ref"));
                refs.for_each(|it| self.category(it, head));
            }
            "tags" => {
                let all = inside(child, repairs);
                let refs = all.iter().filter_map(|it| it.value("ref"));
                self.terms.extend(refs.map(|name| {
                    Term::new(TermId::new(format!("tag:{name}")), TermKind::Tag, name)
                }));
            }
            "comments" => self.said(child, CommentKind::Comment, is_whole, repairs, spool)?,
            "trackbacks" => self.said(child, CommentKind::Trackback, is_whole, repairs, spool)?,
            "attachments" => {
                let all = inside(child, repairs);
                all.iter().for_each(|it| self.attachment(it, head, repairs));
            }
            _ => {
                let (name, value) = extension::told(child, repairs);
                let kept = [(format!("blogml:{name}"), value)];
                extension::keep_all(&mut self.post.extra, kept);
            }
        }
        Ok(())
    }

    fn body(&mut self, text: Text, spool: &Arc<dyn Spool>) -> std::io::Result<()> {
        let keep = |text: &str| Body::keep(spool, text);
        let content = match text.is_html {
            true => Content::html(keep(&text.original)?),
            false => Content::new(MediaType::PLAIN, keep(&text.original)?, keep(&text.html)?),
        };
        if let Some(class) = text.unknown {
            self.notes.push(NoteKind::UnknownBlock { block: class, number: 1 });
        }
        self.post.content = Some(Box::new(content));
        Ok(())
    }

    fn author(&mut self, id: String, head: &Head) {
        let unlisted = || Author::new(AuthorId::new(&*id));
        self.authors.push(head.authors.get(&id).cloned().unwrap_or_else(unlisted));
    }

    /// A category. One that is not listed is called by what refers to it, if that is a name and no number.
    fn category(&mut self, id: String, head: &Head) {
        if let Some(term) = head.categories.get(&id) {
            return self.terms.push(term.clone());
        }
        self.unlisted.push(id.clone());
        let is_number = id.bytes().all(|byte| byte.is_ascii_digit());
        if is_number || is_permanent(&id) {
            let kept = [("blogml:category-ref", Value::from(id))];
            return extension::keep_all(&mut self.post.extra, kept);
        }
        self.terms.push(Term::new(super::head::term_id(&id), TermKind::Category, id));
    }

    fn said(
        &mut self,
        list: &Element<'_>,
        kind: CommentKind,
        is_whole: bool,
        repairs: &mut Repairs,
        spool: &Arc<dyn Spool>,
    ) -> std::io::Result<()> {
        for element in inside(list, repairs) {
            let around = (is_whole, &mut self.zones_assumed);
            let comment = comment::make(&element, kind, &self.post, around, repairs, spool)?;
            self.comments.push(comment);
        }
        Ok(())
    }

    /// A file: its address, and its bytes where they are embedded.
    fn attachment(&mut self, element: &Element<'_>, head: &Head, repairs: &mut Repairs) {
        let stated = ["url", "external-uri", "path"].iter().find_map(|name| element.value(name));
        let Some(stated) = stated else {
            let kept = [("blogml:attachment", Value::from(element.outer))];
            return extension::keep_all(&mut self.post.extra, kept);
        };
        let base = self.post.permalink.as_deref().and_then(|link| url::Url::parse(link).ok());
        let base = base.or_else(|| head.base.clone());
        let address = base.and_then(|base| base.join(&stated).ok()).map(String::from);
        let mut asset = Asset::new(AssetId::new(address.as_deref().unwrap_or(&stated)));
        match address.is_some() {
            true => asset.url = address,
            false => asset.also_at.push(stated),
        }
        asset.media_type = element.value("mime-type");
        let name = element
            .value("path")
            .map(|path| path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned());
        asset.file_name = name.filter(|name| !name.is_empty());
        keep_attributes(element, &["url", "mime-type", "embedded"], &mut asset.extra);
        let is_embedded = element.attribute("embedded").and_then(|text| flag(&text));
        let packed = element.data(repairs);
        let has_bytes = is_embedded != Some(false) && !packed.trim().is_empty();
        let embedded = has_bytes.then(|| bytes(&packed)).flatten();
        if has_bytes && embedded.is_none() {
            asset.extra.insert("blogml:content", packed.into_owned());
            let what = "an embedded file".to_owned();
            self.notes.push(NoteKind::DataUnreadable { what });
        }
        self.post.assets.push(asset.id.clone());
        self.attachments.push((asset, embedded));
    }

    /// A post without a title is called by its name.
    fn title(&mut self, name: Option<String>) {
        let Some(name) = name else { return };
        match self.post.title {
            None => self.post.title = Some(name),
            Some(_) => _ = self.post.extra.insert("blogml:post-name", name),
        }
    }
}
