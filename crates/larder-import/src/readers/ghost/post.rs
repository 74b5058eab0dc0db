//! The second look: from a row to a post.

mod text;

use std::{collections::BTreeMap, io};

use larder_core::{
    Body, Content, Holding, NoteKind, Post, PostKind, Status, Visibility, record::UNRESOLVED,
};
use serde_json::{Value, json};

use super::{
    blog::Settled,
    body::Census,
    date,
    index::Known,
    media::Shown,
    people::Tag,
    row::Row,
    status::{self, Stated},
};
use crate::xml::Repairs;

/// A post and what else there is of its row.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) post: Post,
    pub(super) notes: Vec<NoteKind>,
    pub(super) census: Census,
    pub(super) shown: Vec<Shown>,
    /// Words for status and visibility that nobody knows.
    pub(super) unknown: Vec<String>,
    /// The type, where it is neither post nor page.
    pub(super) class: Option<String>,
    /// How many older versions it has.
    pub(super) revisions: u64,
    /// The links of its body that stay in the blog.
    pub(super) links: Holding,
    pub(super) repairs: Repairs,
}

/// Makes the post that a row is. Fails when the spool does.
pub(super) fn make(row: Row, known: &Known, blog: &Settled<'_>) -> io::Result<Made> {
    let mut made = Made {
        post: Post::new(known.id.clone()),
        notes: Vec::new(),
        census: Census::default(),
        shown: Vec::new(),
        unknown: Vec::new(),
        class: None,
        revisions: 0,
        links: Holding::default(),
        repairs: Repairs::default(),
    };
    made.post.source = vec![blog.source.clone()];
    let mut row = row;
    let mut metas = made.metas(known, blog)?;
    made.kind(&mut row, blog);
    made.access(&mut row, metas.first_mut(), blog);
    made.names(&mut row, known);
    made.dates(&mut row);
    made.people(&mut row, known, blog);
    made.tags(known, blog);
    made.permalink(known, blog);
    made.body(&mut row, blog);
    made.cover(&mut row, metas.first(), blog);
    made.revisions(known, blog)?;
    made.others(row, metas, blog);
    Ok(made)
}

impl Made {
    /// The rows of `posts_meta`, of which there should be one.
    fn metas(&mut self, known: &Known, blog: &Settled<'_>) -> io::Result<Vec<Row>> {
        let mut rows = Vec::new();
        for body in
            blog.index.metas.get(&known.key).into_iter().flatten().filter(|_| known.is_owner())
        {
            // It was a row a moment ago.
            if let Ok(mut row) = Row::read(body.text()?.as_bytes(), &mut self.repairs) {
                row.take("id");
                row.take("post_id");
                rows.push(row);
            }
        }
        Ok(rows)
    }

    fn kind(&mut self, row: &mut Row, blog: &Settled<'_>) {
        // Version 0 and 1 said whether it is a page, and nothing else.
        let is_page = row.take_flag("page");
        let class = row.take_text("type");
        self.post.kind = match class.as_deref() {
            Some("page") => PostKind::Page,
            Some("post") => PostKind::Post,
            None if is_page == Some(true) => PostKind::Page,
            None => PostKind::Post,
            Some(class) if blog.types.iter().any(|it| it == class) => PostKind::Post,
            Some(_) => PostKind::Other,
        };
        if self.post.kind == PostKind::Other {
            self.class.clone_from(&class);
            self.post.extra.insert("type", class.unwrap_or_default());
        }
    }

    fn access(&mut self, row: &mut Row, meta: Option<&mut Row>, blog: &Settled<'_>) {
        let is_email_only = meta.and_then(|row| row.take_flag("email_only")).unwrap_or(false);
        let (status, visibility) =
            (row.text("status").to_owned(), row.text("visibility").to_owned());
        let stated = Stated { status: &status, visibility: &visibility, is_email_only };
        let access = status::access(stated, blog.around);
        self.post.status = access.status;
        self.post.visibility = access.visibility;
        self.post.audience = access.audience;
        if !status::is_status(&status) && !status.is_empty() {
            self.unknown.push(status.clone());
        }
        if !status::is_visibility(&visibility) && !visibility.is_empty() {
            self.unknown.push(visibility.clone());
        }
        // What the model says in its own words is said.
        if matches!(&*status, "published" | "draft" | "scheduled") {
            row.take("status");
        }
        if matches!(&*visibility, "public" | "members" | "paid") {
            row.take("visibility");
        }
        if is_email_only {
            self.post.extra.insert("email_only", true);
        }
    }

    fn names(&mut self, row: &mut Row, known: &Known) {
        self.post.title = row.take_text("title").map(|title| title.trim().to_owned());
        if self.post.title.is_none() {
            self.notes.push(NoteKind::TitleMissing);
        }
        self.post.slug = row.take_text("slug");
        self.post.summary = row.take_text("custom_excerpt");
        let language = row.take_text("locale").or_else(|| row.take_text("language"));
        self.post.language = language.map(|it| it.replace('_', "-").into());
        // Comments of other services were found by it.
        if row.value("comment_id") == row.value("id") {
            row.take("comment_id");
        }
        for name in ["id", "uuid"] {
            if known.id.as_str() == row.text(name) {
                row.take(name);
            }
        }
    }

    fn dates(&mut self, row: &mut Row) {
        let mut date = |name: &str| {
            let value = row.value(name).filter(|value| !date::is_none(value))?;
            let parsed = date::parse(value);
            match parsed {
                Some(_) => _ = row.take(name),
                None => {
                    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                    self.notes.push(NoteKind::DateImpossible { text });
                }
            }
            parsed
        };
        self.post.published = date("published_at");
        let updated = date("updated_at");
        let is_published = self.post.status == Some(Status::Published);
        self.post.updated = updated.filter(|it| self.post.published != Some(*it));
        if self.post.published.is_none() && is_published {
            self.notes.push(NoteKind::DateMissing);
        }
    }

    fn people(&mut self, row: &mut Row, known: &Known, blog: &Settled<'_>) {
        let mut keys: Vec<String> =
            blog.index.post_authors.of(&known.key).into_iter().map(str::to_owned).collect();
        // Versions that know several authors still name one in the row itself.
        let single = row.take_text("author_id").or_else(|| row.take_text("author"));
        if !keys.iter().any(|key| blog.people.by_row.contains_key(key)) {
            keys.extend(single);
        }
        let mut missing = Vec::new();
        for key in keys {
            match blog.people.by_row.get(&key) {
                Some(id) if !self.post.authors.contains(id) => self.post.authors.push(id.clone()),
                Some(_) => {}
                None => missing.push(json!({ "field": "authors", "value": key })),
            }
        }
        if self.post.authors.is_empty() {
            self.notes.push(NoteKind::AuthorMissing);
        }
        self.unresolved(missing);
    }

    fn tags(&mut self, known: &Known, blog: &Settled<'_>) {
        let (mut internal, mut missing) = (Vec::new(), Vec::new());
        for key in blog.index.post_tags.of(&known.key) {
            match blog.tags.by_row.get(key) {
                Some(Tag::Term { id, .. }) => self.post.terms.push(id.clone()),
                Some(Tag::Internal(name)) => internal.push(Value::from(name.as_str())),
                None => missing.push(json!({ "field": "terms", "value": key })),
            }
        }
        if !internal.is_empty() {
            self.post.extra.insert("ghost:internal-tags", internal);
        }
        self.unresolved(missing);
    }

    /// Keeps references to rows that are not there.
    fn unresolved(&mut self, mut missing: Vec<Value>) {
        if missing.is_empty() {
            return;
        }
        if let Some(Value::Array(mut earlier)) = self.post.extra.remove(UNRESOLVED) {
            earlier.append(&mut missing);
            missing = earlier;
        }
        self.post.extra.insert(UNRESOLVED, missing);
    }

    /// Only what was published has an address.
    fn permalink(&mut self, known: &Known, blog: &Settled<'_>) {
        if self.post.status != Some(Status::Published) || self.post.kind == PostKind::Other {
            return;
        }
        let path = match self.post.visibility {
            Some(Visibility::Unlisted) if !known.uuid.is_empty() => {
                Some(format!("/email/{}/", known.uuid))
            }
            _ => blog.path(&self.post, known),
        };
        let Some(path) = path else { return };
        self.post.permalink = blog.address.whole(&path);
        let old = blog.redirected(&path).filter_map(|from| blog.address.whole(from));
        self.post.old_addresses = old.collect::<Vec<_>>().into();
    }

    fn others(&mut self, mut row: Row, metas: Vec<Row>, blog: &Settled<'_>) {
        if row.take_flag("featured") == Some(true) {
            self.post.extra.insert("featured", true);
        }
        if row.take_flag("show_title_and_feature_image") == Some(false) {
            self.post.extra.insert("show_title_and_feature_image", false);
        }
        let canonical = blog.address.one(row.text("canonical_url"));
        if !canonical.is_empty() && Some(&canonical) == self.post.permalink.as_ref() {
            row.take("canonical_url");
        }
        row.keep(&mut self.post.extra);
        metas.into_iter().for_each(|meta| meta.keep(&mut self.post.extra));
    }
}

/// How often each word was met.
pub(super) fn count(counts: &mut BTreeMap<String, u64>, words: Vec<String>) {
    words.into_iter().for_each(|word| *counts.entry(word).or_default() += 1);
}

/// Asks early what feeds will ask of a body: it is in the cache, and all cores are at work.
pub(super) fn test(content: &Content) -> io::Result<()> {
    let html: &Body = &content.html;
    html.tested(larder_html::is_normal)?;
    Ok(())
}
