//! What a post says: its body, what that shows and where it leads, its cover and its older versions.

use std::{collections::HashSet, io, sync::Arc};

use larder_core::{InternalLink, NoteKind, Provenance, Revision, RevisionRole};
use serde_json::Value;

use super::Made;
use crate::readers::ghost::{
    blog::Settled,
    body::{self, Census, Form},
    date,
    index::Known,
    media::{self, Shown},
    row::Row,
};

impl Made {
    pub(super) fn body(&mut self, row: &mut Row, blog: &Settled<'_>) {
        let body = body::take(row, &blog.address);
        self.notes.extend(body.notes);
        self.census = body.census;
        if body.gated > 0 {
            self.post.extra.insert("ghost:gated-blocks", body.gated);
        }
        let Some(content) = body.content else {
            return self.notes.push(NoteKind::BodyMissing);
        };
        // It was made a moment ago, and is in memory.
        let (files, links) = content.html.text().map(|html| media::scan(&html)).unwrap_or_default();
        for shown in files {
            let (id, _) = media::id(&shown.url, &blog.address);
            if !self.post.assets.contains(&id) {
                self.post.assets.push(id);
            }
            self.shown.push(shown);
        }
        self.links(links, blog);
        self.post.content = Some(Box::new(content));
    }

    /// Where the body leads within the blog. Lists and other pages that are no posts are in no export.
    fn links(&mut self, links: Vec<String>, blog: &Settled<'_>) {
        let mut seen = HashSet::new();
        for href in links {
            let Some(post) = blog.leads_to(&href) else {
                let is_own = u64::from(blog.is_own(&href));
                self.links.total += is_own;
                self.links.aside += is_own;
                continue;
            };
            self.links.total += 1;
            self.links.carried += 1;
            if *post != self.post.id && seen.insert(href.clone()) {
                self.post.internal_links.push(InternalLink::new(href, post.clone()));
            }
        }
    }

    pub(super) fn cover(&mut self, row: &mut Row, meta: Option<&Row>, blog: &Settled<'_>) {
        let Some(url) = row.take_text("feature_image").or_else(|| row.take_text("image")) else {
            return;
        };
        let url = blog.address.one(&url);
        let (id, _) = media::id(&url, &blog.address);
        let alt = meta.map(|row| row.text("feature_image_alt")).filter(|alt| !alt.is_empty());
        let mut shown = Shown::new(url);
        shown.alt = alt.map(str::to_owned);
        self.shown.push(shown);
        self.post.cover = Some(id);
    }

    pub(super) fn revisions(&mut self, known: &Known, blog: &Settled<'_>) -> io::Result<()> {
        let all = blog.index.revisions.get(&known.key).into_iter().flatten();
        let mut rest = Vec::new();
        for (form, body) in all.filter(|_| known.is_owner()) {
            let raw = body.text()?;
            let Ok(row) = Row::read(raw.as_bytes(), &mut self.repairs) else { continue };
            self.revisions += 1;
            let (revision, census, others) = revision(*form, row, blog);
            self.census.add(census);
            self.post.revisions.push(revision);
            rest.push(others);
        }
        // Who wrote a version, and why it was kept, has no other place.
        if rest.iter().any(|others| others.as_object().is_some_and(|it| !it.is_empty())) {
            self.post.extra.insert("post_revisions", rest);
        }
        Ok(())
    }
}

/// An older version, and what else is said of it.
fn revision(form: Form, mut row: Row, blog: &Settled<'_>) -> (Revision, Census, Value) {
    let source = Provenance::new(Arc::clone(&blog.source.file), Arc::clone(&blog.source.form));
    let mut revision = Revision::new(RevisionRole::Older, source);
    revision.title = row.take_text("title");
    let dates = ["created_at_ts", "created_at"].map(|name| row.value(name).and_then(date::parse));
    revision.updated = dates.into_iter().flatten().next();
    let mut census = Census::default();
    if let Some(text) = row.take_text(form.field()) {
        let (content, more) = body::older(form, text, &blog.address);
        revision.content = Some(content);
        census = more;
    }
    if revision.updated.is_some() {
        row.take("created_at_ts");
        row.take("created_at");
    }
    row.take("id");
    row.take("post_id");
    (revision, census, row.into_value())
}
