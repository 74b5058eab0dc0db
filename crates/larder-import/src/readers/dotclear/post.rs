//! A row of the table of posts, mapped.

use std::sync::Arc;

use larder_core::{
    Author, AuthorId, Body, Content, Counts, MediaType, NoteKind, Post, PostKind, Provenance,
    Spool, Status, Term, TermId, TermKind, Timestamp, Visibility, Zone,
};
use larder_html::escape;

use super::{
    date::{Stated, read as date},
    index::{Blog, Index},
    row::Row,
};
use crate::{
    extension,
    markdown::{self, Dialect},
};

/// A post with what comes with it.
pub(super) struct Draft {
    pub(super) post: Post,
    pub(super) authors: Vec<Author>,
    pub(super) terms: Vec<Term>,
    pub(super) addresses: Vec<String>,
    pub(super) notes: Vec<NoteKind>,
    pub(super) zones_assumed: u64,
    pub(super) without_status: bool,
    pub(super) unknown_status: Option<String>,
    /// A type that is neither post nor page.
    pub(super) aside: Option<String>,
}

/// Makes a post. Fails when the spool does.
pub(super) fn make(
    mut row: Row,
    post: Post,
    (blog, index): (&Blog, &Index),
    source: &Provenance,
    spool: &Arc<dyn Spool>,
) -> std::io::Result<Draft> {
    let mut draft = Draft {
        post,
        authors: Vec::new(),
        terms: Vec::new(),
        addresses: Vec::new(),
        notes: Vec::new(),
        zones_assumed: 0,
        without_status: false,
        unknown_status: None,
        aside: None,
    };
    draft.access(&mut row, blog);
    draft.kind(&row);
    draft.dates(&mut row, blog);
    draft.address(&mut row, blog);
    draft.people_and_terms(&mut row, blog, index);
    draft.post.title = row.take("post_title").filter(|title| !title.trim().is_empty());
    let language = row.get("post_lang").filter(|it| Some(*it) != blog.setting("lang"));
    draft.post.language = language.map(Into::into);
    let comments = row.number("nb_comment").and_then(|count| u64::try_from(count).ok());
    draft.post.counts = comments.map(|count| {
        let mut counts = Counts::default();
        counts.comments = Some(count);
        Box::new(counts)
    });
    draft.body(&mut row, spool)?;
    row.keep(&mut draft.post.extra);
    draft.post.source.push(source.clone());
    Ok(draft)
}

impl Draft {
    /// Whether it was published, and who may see it. The password stays with the archive.
    fn access(&mut self, row: &mut Row, blog: &Blog) {
        let visibility = match row.exact("post_password") {
            Some(_) => Visibility::Password,
            // Without the column nobody knows whether there is one.
            None if !row.has("post_password") || !blog.is_online() => Visibility::Private,
            None => Visibility::Public,
        };
        let status = match row.exact("post_status") {
            Some("1") => Status::Published,
            Some("0") => Status::Draft,
            Some("-1") => Status::Scheduled,
            Some("-2") => Status::Pending,
            Some(other) => return self.unknown_status = Some(other.to_owned()),
            None => {
                self.without_status = true;
                Status::Draft
            }
        };
        row.take("post_status");
        (self.post.status, self.post.visibility) = (Some(status), Some(visibility));
    }

    fn kind(&mut self, row: &Row) {
        self.post.kind = match row.exact("post_type") {
            Some("post") => PostKind::Post,
            Some("page") => PostKind::Page,
            other => {
                self.aside = Some(other.unwrap_or_default().to_owned());
                PostKind::Other
            }
        };
    }

    fn dates(&mut self, row: &mut Row, blog: &Blog) {
        let zones =
            [row.get("post_tz"), blog.setting("blog_timezone")].map(|it| it.map(str::to_owned));
        let zones: Vec<Option<&str>> = zones.iter().map(Option::as_deref).collect();
        self.post.published = self.date(row, "post_dt", &zones);
        // Dotclear writes when something changed in UTC, and does not say so.
        self.post.updated = self.date(row, "post_upddt", &[]);
    }

    fn date(&mut self, row: &mut Row, name: &str, zones: &[Option<&str>]) -> Option<Timestamp> {
        match date(row.get(name), zones) {
            Stated::Date(at) => {
                self.zones_assumed += u64::from(at.zone() == Zone::Assumed);
                row.take(name);
                Some(at)
            }
            Stated::None => None,
            Stated::Impossible => {
                let text = row.get(name).unwrap_or_default().to_owned();
                self.notes.push(NoteKind::DateImpossible { text });
                None
            }
        }
    }

    /// Posts stand under `post/`, pages under `pages/`. Links may go through `index.php`.
    fn address(&mut self, row: &mut Row, blog: &Blog) {
        let Some(url) = row.take("post_url") else { return };
        let folder = if self.post.kind == PostKind::Page { "pages" } else { "post" };
        if let Some(home) = blog.home() {
            self.post.permalink = Some(format!("{home}{folder}/{url}"));
            let root = home.trim_end_matches('?').trim_end_matches("index.php");
            let ways = ["", "index.php/", "index.php?", "?"];
            self.addresses.extend(ways.map(|way| format!("{root}{way}{folder}/{url}")));
        }
        self.post.slug = Some(url);
    }

    fn people_and_terms(&mut self, row: &mut Row, blog: &Blog, index: &Index) {
        if let Some(user) = row.take("user_id") {
            let unlisted = || {
                let mut author = Author::new(AuthorId::new(&*user));
                author.handle = Some(user.clone());
                author
            };
            self.authors.push(index.authors.get(&user).cloned().unwrap_or_else(unlisted));
        }
        if let Some(term) = row.get("cat_id").and_then(|number| blog.categories.get(number)) {
            self.terms.push(term.clone());
            row.take("cat_id");
        }
        let number = row.get("post_id").unwrap_or_default();
        let metas = index.metas.get(number).map(Vec::as_slice).unwrap_or_default();
        for (class, value) in metas {
            match class.as_str() {
                "tag" => self.terms.push(tag(value)),
                _ => extension::keep_all(
                    &mut self.post.extra,
                    [(format!("dotclear:meta:{class}"), value.as_str())],
                ),
            }
        }
        if metas.is_empty() {
            let old = old_tags(row.get("post_meta").unwrap_or_default());
            self.terms.extend(old.iter().map(|name| tag(name)));
        }
    }

    /// The text: the excerpt, then the rest, as Dotclear shows them.
    fn body(&mut self, row: &mut Row, spool: &Arc<dyn Spool>) -> std::io::Result<()> {
        let format = row.get("post_format").unwrap_or_default().to_owned();
        let excerpt = self.part(row, "post_excerpt", &format);
        let summary = larder_html::text::to_text(&excerpt);
        self.post.summary = Some(summary).filter(|summary| !summary.trim().is_empty());
        let original = row.get("post_content").map(|_| ()).and_then(|()| row.take("post_content"));
        let rendered = row.take("post_content_xhtml");
        if original.is_none() && rendered.is_none() && excerpt.is_empty() {
            return Ok(());
        }
        let rest = match (rendered, &original) {
            (Some(html), _) => html,
            (None, Some(original)) => self.rendered(original, &format),
            (None, None) => String::new(),
        };
        let original = original.unwrap_or_default();
        let html = [excerpt.as_str(), rest.as_str()].concat();
        let keep = |text: &str| Body::keep(spool, text);
        let media_type = match format.as_str() {
            "markdown" => MediaType::new("text/markdown"),
            "wiki" => MediaType::new("text/x-dotclear-wiki"),
            _ => MediaType::HTML,
        };
        self.post.content = Some(Box::new(match original == html {
            true if media_type == MediaType::HTML => Content::html(keep(&html)?),
            _ => Content::new(media_type, keep(&original)?, keep(&html)?),
        }));
        Ok(())
    }

    /// The HTML of the excerpt. What it was written as stays in `extra`.
    fn part(&mut self, row: &mut Row, name: &str, format: &str) -> String {
        match (row.take(&format!("{name}_xhtml")), row.get(name).map(str::to_owned)) {
            (Some(html), _) => html,
            (None, Some(original)) => self.rendered(&original, format),
            (None, None) => String::new(),
        }
    }

    /// What Dotclear did not render. Its wiki stays as it is.
    fn rendered(&mut self, original: &str, format: &str) -> String {
        match format {
            "markdown" => markdown::to_html(original, Dialect::Extended),
            "xhtml" | "" => original.to_owned(),
            other => {
                self.notes.push(NoteKind::UnknownBlock { block: other.to_owned(), number: 1 });
                escape::paragraphs(original)
            }
        }
    }
}

fn tag(name: &str) -> Term {
    Term::new(TermId::new(format!("tag:{name}")), TermKind::Tag, name)
}

/// Tags in a value that PHP packed: `a:1:{s:3:"tag";a:2:{i:0;s:3:"강";i:1;s:3:"sea";}}`.
fn old_tags(packed: &str) -> Vec<String> {
    let Some((_, list)) = packed.split_once("s:3:\"tag\";a:") else { return Vec::new() };
    let mut rest = list;
    let mut tags = Vec::new();
    while let Some((between, after)) = rest.split_once("s:") {
        if between.contains('}') {
            break;
        }
        let Some((length, text)) = after.split_once(":\"") else { break };
        let Some(tag) = length.parse::<usize>().ok().and_then(|length| text.get(..length)) else {
            break;
        };
        tags.push(tag.to_owned());
        rest = &text[tag.len()..];
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_old_exports_are_packed() {
        let packed = "a:2:{s:3:\"tag\";a:2:{i:0;s:3:\"강\";i:1;s:6:\"a\";s:1:\";}s:4:\"mood\";a:1:{i:0;s:1:\"x\";}}";
        assert_eq!(old_tags(packed), ["강", "a\";s:1"]);
        for packed in
            ["", "a:0:{}", "s:3:\"tag\";a:1:{i:0;s:99:\"x\";}", "s:3:\"tag\";a:1:{i:0;s:1:\"강\";}"]
        {
            assert!(old_tags(packed).is_empty(), "{packed}");
        }
    }
}
