//! The second look: from an item to a post with its comments.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashSet, btree_map},
};

use larder_core::{
    Asset, AuthorId, Body, Comment, CommentId, CommentKind, Content, Enclosure, Extra, Holding,
    Link, MediaType, NoteKind, Post, PostId, PostKind, Provenance, Status, TermId, TermKind,
    Timestamp, Visibility, Zone,
};
use larder_html::text::to_text;
use serde_json::{Map, Value, json};

use super::{
    body::{self, Census},
    channel::{author_id, keep_meta, kind, term_id},
    index::{Known, absolute, renamed},
    item::{self, Category, Dates, Item},
    settled::Settled,
    split::Soundness,
    squarespace, title, zone,
};

/// A post and what else there is of its item, but for its comments.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) post: Post,
    pub(super) terms: BTreeMap<TermId, (TermKind, String, String)>,
    /// Who is named and not known to the head of the export.
    pub(super) authors: BTreeMap<AuthorId, String>,
    pub(super) notes: Vec<NoteKind>,
    pub(super) census: Census,
    /// The files that its body shows or offers.
    pub(super) shown: Vec<Asset>,
    /// A status that nobody knows.
    pub(super) unknown_status: Option<String>,
    /// The type, where it is neither post nor page.
    pub(super) class: Option<String>,
    /// How many terms are kept beside the model.
    pub(super) terms_aside: u64,
    /// How many bare names of terms say what another one of the item says.
    pub(super) terms_joined: u64,
    /// The links of its body that lead to pages of the blog.
    pub(super) links: Holding,
    /// How many of its dates state no zone.
    pub(super) assumed: u64,
}

/// Makes the post that an item is.
pub(super) fn make(
    item: &Item<'_>,
    soundness: Soundness,
    known: &Known,
    blog: &Settled<'_>,
    source: &Provenance,
) -> Made {
    let mut made = Made {
        post: Post::new(known.id.clone()),
        terms: BTreeMap::new(),
        authors: BTreeMap::new(),
        notes: Vec::new(),
        census: Census::default(),
        shown: Vec::new(),
        unknown_status: None,
        class: None,
        terms_aside: 0,
        terms_joined: 0,
        links: Holding::default(),
        assumed: 0,
    };
    made.post.source = vec![source.clone()];
    made.post.kind = known.kind;
    made.visibility(item, soundness, blog);
    made.names(item, blog);
    made.dates(item, blog);
    made.people(item, blog);
    made.categories(item);
    made.body(item, blog);
    made.summary(item);
    made.related(item, blog);
    made.others(item);
    made
}

/// The comments of an item, one by one: it may have very many.
pub(super) fn comments(
    item: &Item<'_>,
    known: &Known,
    blog: &Settled<'_>,
) -> impl Iterator<Item = Comment> {
    item.comments.iter().map(|it| comment(it, &known.id, blog))
}

impl Made {
    /// Whether it was published and who could see it. What is not known is not public.
    fn visibility(&mut self, item: &Item<'_>, soundness: Soundness, blog: &Settled<'_>) {
        // Where others say what they are and have room for a password, one that does not is damaged.
        let index = blog.index;
        let is_damaged = index.has_types && item.class.is_empty()
            || index.has_passwords && item.password.is_none();
        use {Status as S, Visibility as V};
        let (status, visibility) = match &*item.status {
            _ if !item.tells_all(soundness) || is_damaged => (None, None),
            "publish" => (Some(S::Published), Some(V::Public)),
            "private" => (Some(S::Published), Some(V::Private)),
            "future" => (Some(S::Scheduled), Some(V::Public)),
            "draft" | "auto-draft" => (Some(S::Draft), Some(V::Public)),
            "pending" => (Some(S::Pending), Some(V::Public)),
            "trash" => (Some(S::Trashed), Some(V::Public)),
            status => {
                // Revisions and their like inherit; what else there is, plug-ins know.
                if !matches!(status, "inherit" | "") {
                    self.unknown_status = Some(status.to_owned());
                }
                (None, None)
            }
        };
        self.post.status = status;
        self.post.visibility = match item.password().is_empty() {
            true => visibility,
            false if visibility == Some(V::Private) => visibility,
            false => Some(V::Password),
        };
        if !item.password().is_empty() {
            self.post.extra.insert("wp:post_password", item.password());
        }
        let is_told = item.status == "publish" && item.tells_all(soundness) && !is_damaged;
        if !is_told && !item.status.is_empty() {
            self.post.extra.insert("wp:status", &*item.status);
        }
    }

    fn names(&mut self, item: &Item<'_>, blog: &Settled<'_>) {
        // Titles are HTML, whichever version wrote them: `&amp;` in one is `&`.
        let plain = title(&item.title);
        if plain != item.title.trim() {
            self.post.extra.insert("wp:title", &*item.title);
        }
        self.post.title = Some(plain).filter(|title| !title.is_empty());
        let link = absolute(&item.link, blog.home.as_ref());
        let slug = match blog.is_squarespace {
            true => squarespace_slug(&item.slug),
            false => &*item.slug,
        };
        self.post.slug = Some(slug).filter(|slug| !slug.is_empty()).map(str::to_owned);
        let mut old: Vec<String> = Vec::new();
        let olds = item.meta.iter().filter(|meta| meta.key == "_wp_old_slug");
        old.extend(olds.filter_map(|meta| renamed(link.as_deref()?, &item.slug, &meta.value)));
        if blog.is_squarespace {
            old.extend(
                link.as_deref().and_then(|link| link.strip_suffix(".html")).map(str::to_owned),
            );
        }
        let is_other = |address: &str| Some(address) != link.as_deref();
        if crate::address::is_web(&item.guid) && is_other(&item.guid) {
            old.push(item.guid.to_string());
        }
        let mut seen = BTreeSet::new();
        old.retain(|address| seen.insert(address.clone()));
        self.post.old_addresses = old.into();
        self.post.permalink = link;
    }

    fn dates(&mut self, item: &Item<'_>, blog: &Settled<'_>) {
        self.post.published = self.date(&item.date, blog).or_else(|| self.pub_date(item, blog));
        let updated = self.date(&item.modified, blog);
        // Every post has one; it says something where it is another.
        let is_later =
            |it: &Timestamp| self.post.published.is_none_or(|published| published.at() != it.at());
        self.post.updated = updated.filter(is_later);
        let stated = [("wp:post_date", &item.date), ("wp:post_modified", &item.modified)];
        for (name, dates) in stated {
            let has_none = name == "wp:post_date" && self.post.published.is_none();
            let is_far = zone::is_far(&dates.local, &dates.gmt);
            let is_lost =
                |text: &str| zone::is_lost(text) || has_none && zone::parse(text).is_some();
            for (name, text) in
                [(name.to_owned(), &dates.local), (format!("{name}_gmt"), &dates.gmt)]
            {
                if is_lost(text) || is_far && name.ends_with("_gmt") {
                    self.notes.push(NoteKind::DateImpossible { text: text.to_string() });
                    self.post.extra.insert(name, &**text);
                }
            }
        }
    }

    fn date(&mut self, dates: &Dates<'_>, blog: &Settled<'_>) -> Option<Timestamp> {
        let (date, odd) = blog.index.zones.timestamp(&dates.local, &dates.gmt)?;
        self.assumed += u64::from(date.zone() == Zone::Assumed);
        if let Some(odd) = odd {
            let (text, offset) = (dates.local.to_string(), zone::shown(odd));
            self.notes.push(NoteKind::ZoneOdd { text, offset });
        }
        Some(date)
    }

    /// Of exports without dates of their own. What was never published has one all the same, of 1970 or before.
    fn pub_date(&self, item: &Item<'_>, blog: &Settled<'_>) -> Option<Timestamp> {
        let date = crate::date::feed::parse(&item.pub_date, blog.offset)?;
        let is_null = date.at().timestamp() <= 0;
        (!is_null).then_some(date)
    }

    fn people(&mut self, item: &Item<'_>, blog: &Settled<'_>) {
        let mut names: Vec<(Cow<'_, str>, &str)> = Vec::new();
        if !item.creator.is_empty() {
            names.push((Cow::Borrowed(&*item.creator), &item.creator));
        }
        let co_authors = item.terms.iter().filter(|term| term.domain == "author");
        for term in co_authors {
            let login = term.nicename.strip_prefix("cap-").unwrap_or(&term.nicename);
            names.push((Cow::Owned(login.to_owned()), &term.name));
        }
        let mut seen = BTreeSet::new();
        for (login, name) in names {
            let known = blog.authors.get(&*login).or_else(|| blog.authors.get(name));
            let id = known.cloned().unwrap_or_else(|| {
                let id = author_id(&login);
                self.authors.entry(id.clone()).or_insert_with(|| name.to_owned());
                id
            });
            if seen.insert(id.clone()) {
                self.post.authors.push(id);
            }
        }
    }

    fn categories(&mut self, item: &Item<'_>) {
        let mut aside: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
        let named = item.terms.iter().filter(|term| !term.domain.is_empty());
        let named: HashSet<&str> = named.map(|term| &*term.name).collect();
        for term in &item.terms {
            let (taxonomy, is_bare) = match &*term.domain {
                // The oldest exports name each term twice.
                "" if named.contains(&*term.name) => {
                    self.terms_joined += 1;
                    continue;
                }
                "" => ("category", true),
                domain => (domain, false),
            };
            match kind(taxonomy) {
                Some(kind) => self.category(term, kind, is_bare),
                None => {
                    self.terms_aside += 1;
                    let told = json!({ "slug": term.nicename, "name": &*term.name });
                    aside.entry(taxonomy).or_default().push(told);
                }
            }
        }
        if !aside.is_empty() {
            let told: Map<_, _> = aside
                .into_iter()
                .map(|(taxonomy, terms)| (taxonomy.to_owned(), terms.into()))
                .collect();
            self.post.extra.insert("wp:terms", Value::Object(told));
        }
    }

    fn category(&mut self, term: &Category<'_>, kind: TermKind, is_bare: bool) {
        let slug = match is_bare || term.nicename.is_empty() {
            true => &*term.name,
            false => &*term.nicename,
        };
        let id = term_id(kind, slug);
        match self.terms.entry(id.clone()) {
            btree_map::Entry::Occupied(_) => self.terms_joined += 1,
            btree_map::Entry::Vacant(new) => {
                self.post.terms.push(id);
                new.insert((kind, slug.to_owned(), title(&term.name)));
            }
        }
    }

    fn body(&mut self, item: &Item<'_>, blog: &Settled<'_>) {
        if self.post.kind == PostKind::Other {
            // Nobody reads it as a text: settings, orders, templates.
            self.post.content = Some(Box::new(Content::html(Body::inline(&*item.content))));
            return;
        }
        let around = blog.around(item.row);
        let mut rendered = body::render(&item.content, item.meta("footnotes"), &around);
        if blog.is_squarespace && rendered.excerpt_end.is_none() {
            let played = squarespace::with_players(&rendered.html);
            rendered.html = played.map_or(rendered.html, Into::into);
        }
        for row in &rendered.census.missing_attachments {
            self.notes.push(NoteKind::RowMissing { record: "attachment".into(), row: *row });
        }
        for row in &rendered.census.missing_blocks {
            self.notes.push(NoteKind::RowMissing { record: "block".into(), row: *row });
        }
        let is_same = *rendered.html == *item.content;
        let original = Body::inline(&*item.content);
        let content = match is_same {
            true => Content::html(original),
            false => Content::new(MediaType::HTML, original, Body::inline(&*rendered.html)),
        };
        self.shown = blog.media(&rendered.html, &mut self.post, &mut self.links);
        if let Some(end) = rendered.excerpt_end {
            self.post.extra.insert("wp:more", end as u64);
        }
        for row in &rendered.census.refused_blocks {
            self.notes.push(NoteKind::BlockEmpty { name: format!("core/block {row}"), count: 1 });
        }
        self.census = rendered.census;
        let parts = body::language_parts(&item.title).into_iter().flatten();
        let languages = parts.map(|(language, _)| language).filter(|it| !it.is_empty());
        self.census.languages.extend(languages.map(str::to_owned));
        self.post.content = Some(Box::new(content));
    }

    /// What the author wrote to stand for the text.
    fn summary(&mut self, item: &Item<'_>) {
        let summary = to_text(&item.excerpt).trim().to_owned();
        if summary != item.excerpt.trim() {
            self.post.extra.insert("wp:excerpt", &*item.excerpt);
        }
        self.post.summary = Some(summary).filter(|summary| !summary.is_empty());
    }

    /// Its picture, its files, and the page above it.
    fn related(&mut self, item: &Item<'_>, blog: &Settled<'_>) {
        self.post.cover = blog.index.cover(&self.post.id);
        let cover = item.meta("_thumbnail_id").and_then(|row| row.trim().parse::<u64>().ok());
        if let Some(row) = cover.filter(|row| *row > 0) {
            match blog.index.shown(row, item.row) {
                Some(attachment) => self.post.cover = Some(attachment.id()),
                // It is there, and not for everybody.
                None if blog.index.attachments.contains_key(&row) => {}
                None => {
                    self.notes.push(NoteKind::RowMissing { record: "attachment".into(), row });
                }
            }
        }
        let enclosures = item.meta.iter().filter(|meta| meta.key == "enclosure");
        self.post.enclosures = enclosures.filter_map(|meta| enclosure(&meta.value, blog)).collect();
        if item.parent > 0 {
            let parent = blog.index.by_row(item.parent).filter(|it| it.id != self.post.id);
            match parent {
                Some(parent) => self.post.parent = Some(parent.id.clone()),
                None => _ = self.post.extra.insert("wp:post_parent", item.parent),
            }
        }
        if let Some(address) = item.other("wfw:commentRss") {
            let mut link = Link::new("replies", address);
            link.media_type = Some("application/rss+xml".into());
            self.post.links.push(link);
        }
    }

    fn others(&mut self, item: &Item<'_>) {
        if let Some(row) = item.row {
            self.post.extra.insert("wp:post_id", row);
        }
        if self.post.kind == PostKind::Other {
            self.post.extra.insert("wp:post_type", &*item.class);
            self.class = Some(item.class.to_string());
        }
        if !item.description.is_empty() {
            self.post.extra.insert("description", &*item.description);
        }
        keep(item.telling(), &mut self.post.extra);
        let pairs = item.meta.iter().map(|meta| (&*meta.key, &*meta.value));
        keep_meta(&mut self.post.extra, pairs);
    }
}

/// Squarespace writes the path, ends it like a file, and calls the slug of a draft `null`.
fn squarespace_slug(path: &str) -> &str {
    let last = path.rsplit('/').next().unwrap_or(path);
    let slug = last.strip_suffix(".html").unwrap_or(last);
    if slug == "null" { "" } else { slug }
}

/// A file, as WordPress keeps it: address, length and type, each in a line.
fn enclosure(value: &str, blog: &Settled<'_>) -> Option<Enclosure> {
    let mut lines = value.lines().map(str::trim);
    let mut enclosure = Enclosure::new(lines.next().filter(|url| !url.is_empty())?);
    enclosure.length = lines.next().and_then(|it| it.parse().ok()).filter(|length| *length > 0);
    enclosure.media_type = lines.next().filter(|it| !it.is_empty()).map(str::to_owned);
    enclosure.asset = blog.asset(&enclosure.url);
    Some(enclosure)
}

/// A comment under a post.
fn comment(item: &item::Comment<'_>, post: &PostId, blog: &Settled<'_>) -> Comment {
    let text = &*item.content;
    let is_html = text.contains('<') || text.contains('&');
    // What has markup has line breaks that mean something, too. Short codes and blocks are for those who write posts.
    let html = is_html.then(|| paragraphs(text));
    let id = match item.row {
        Some(row) => CommentId::new(row.to_string()),
        None => CommentId::derived(&["wxr", post.as_str(), &item.author, &item.date.local, text]),
    };
    let mut comment = Comment::new(id, post.clone(), Body::inline(html.as_deref().unwrap_or(text)));
    comment.is_html = is_html;
    if html.is_some_and(|html| html != text) {
        comment.extra.insert("wp:comment_content", text);
    }
    comment.kind = match &*item.class {
        "pingback" => CommentKind::Pingback,
        "trackback" => CommentKind::Trackback,
        _ => CommentKind::Comment,
    };
    comment.parent = (item.parent > 0 && Some(item.parent) != item.row)
        .then(|| CommentId::new(item.parent.to_string()));
    comment.status = match &*item.approved {
        // Plug-ins keep notes of their own among the comments, which no visitor sees.
        _ if item.is_doubtful => None,
        "1" if !is_public(&item.class) => None,
        "1" => Some(Status::Published),
        "0" => Some(Status::Pending),
        "trash" | "post-trashed" | "spam" => Some(Status::Trashed),
        _ => None,
    };
    let text = |text: &str| Some(text).filter(|text| !text.is_empty()).map(str::to_owned);
    // Names are HTML, too.
    let name = title(&item.author);
    if name != *item.author {
        comment.extra.insert("wp:comment_author", &*item.author);
    }
    comment.author_name = text(&name);
    comment.author_url = text(&item.url);
    comment.author_email = text(&item.email);
    comment.author_ip = text(&item.ip);
    comment.published =
        blog.index.zones.timestamp(&item.date.local, &item.date.gmt).map(|(time, _)| time);
    keep_rest(item, &mut comment);
    comment
}

/// A comment as WordPress shows it: an empty line divides paragraphs, another line end is one.
fn paragraphs(text: &str) -> String {
    const BLOCKS: [&str; 8] = ["<p", "<blockquote", "<pre", "<ul", "<ol", "<div", "<h", "<table"];
    if BLOCKS.iter().any(|block| text.contains(block)) || !text.contains('\n') {
        return text.to_owned();
    }
    let text = text.replace("\r\n", "\n");
    let parts = text.split("\n\n").map(str::trim).filter(|part| !part.is_empty());
    let parts = parts.map(|part| format!("<p>{}</p>", part.replace('\n', "<br />\n")));
    parts.collect::<Vec<_>>().join("\n")
}

/// Whether visitors see comments of a type.
fn is_public(class: &str) -> bool {
    matches!(class, "" | "comment" | "pingback" | "trackback" | "webmention" | "review")
}

/// Keeps values under their names, none of which is a list: of a name that several have, all.
fn keep<'v>(values: impl Iterator<Item = &'v (String, Value)>, extra: &mut Extra) {
    values.for_each(|(name, value)| extra.push(name.as_str(), value.clone()));
}

/// What has no place in the model.
fn keep_rest(item: &item::Comment<'_>, comment: &mut Comment) {
    if !matches!(&*item.approved, "0" | "1") || item.is_doubtful {
        comment.extra.insert("wp:comment_approved", &*item.approved);
    }
    if !matches!(&*item.class, "" | "comment" | "pingback" | "trackback") {
        comment.extra.insert("wp:comment_type", &*item.class);
    }
    let is_default = |name: &str, value: &Value| match name {
        "wp:comment_user_id" => value == "0",
        _ => value == "",
    };
    let others = item.others.iter().filter(|(name, value)| !is_default(name, value));
    keep(others, &mut comment.extra);
    if item.parent > 0 && Some(item.parent) == item.row {
        comment.extra.insert("wp:comment_parent", item.parent);
    }
    // A date that is none is kept as it is.
    let dates = [("wp:comment_date", &item.date.local), ("wp:comment_date_gmt", &item.date.gmt)];
    for (name, text) in dates.into_iter().filter(|(_, text)| zone::is_lost(text)) {
        comment.extra.insert(name, &**text);
    }
    keep_meta(&mut comment.extra, item.meta.iter().map(|meta| (&*meta.key, &*meta.value)));
}
