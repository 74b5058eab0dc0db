//! From a post to its entry.

use std::{collections::HashSet, io};

use larder_core::{
    Audience, Author, Note, NoteKind, Post, PostKind, Status, Timestamp, Visibility, format,
};
use larder_html::{escape, url::Base};

use super::{comment, id::Ids, kind, text, typed};
use crate::{
    carried::Carried,
    feed::{
        Cost, Media, line, media_type,
        people::{homepage, shown},
        rfc3339, web, xml,
    },
    moving::{Moved, People, Tally, Texts},
};

/// What Blogger writes in the place of every address of e-mail.
pub(super) const NOBODY: &str = "noreply@blogger.com";

/// What Blogger calls somebody of whom it knows nothing.
const UNKNOWN: &str = "Unknown";

/// What entries are made with.
#[derive(Debug)]
pub(super) struct Maker<'a> {
    pub(super) carried: &'a Carried<'a>,
    pub(super) texts: Texts<'a>,
    pub(super) media: &'a Media,
    pub(super) people: &'a People<'a>,
    pub(super) ids: &'a Ids,
    /// The newest date of the blog, for what has none.
    pub(super) newest: Timestamp,
}

impl Maker<'_> {
    /// The entry of the post at a place of the blog, and those of its comments. Fails when the spool can no longer be read.
    pub(super) fn make(&self, place: usize, post: &Post) -> io::Result<Moved<Vec<u8>>> {
        let (mut tally, mut notes, mut out) = (Tally::default(), Vec::new(), Vec::new());
        tally.lose_usual(post);
        tally.lose("Post::cover", usize::from(post.cover.is_some()));
        tally.lose("Post::language", usize::from(post.language.is_some()));
        tally.lose("Post::links", post.links.len());
        let html = self.body(post, &mut tally)?;
        xml::open(&mut out, "entry", &[]);
        text(&mut out, "id", self.ids.post(&post.id));
        self.dates(&mut out, post, &mut notes);
        if is_draft(post) {
            draft(&mut out);
        }
        kind(&mut out, if post.kind == PostKind::Page { "page" } else { "post" });
        self.labels(&mut out, post, &mut tally);
        let title = post.title.as_deref().and_then(|it| line(it, &mut tally.cost));
        typed(&mut out, "title", "text", title.as_deref().unwrap_or_default());
        if let Some(summary) = post.summary.as_deref().and_then(|it| line(it, &mut tally.cost)) {
            typed(&mut out, "summary", "text", &summary);
        }
        typed(&mut out, "content", "html", &html);
        let link = permalink(post);
        if let Some(link) = &link {
            alternate(&mut out, link, title.as_deref());
        }
        enclosures(&mut out, post, &mut tally);
        self.authors(&mut out, post, &mut tally);
        location(&mut out, post);
        let comments = self.carried.comments_of(place);
        if !comments.is_empty() {
            text(&mut out, "thr:total", &comments.len().to_string());
        }
        xml::close(&mut out, "entry");
        for &at in comments {
            comment::write(self, &mut out, at, (post, link.as_deref()), &mut tally)?;
        }
        Ok(Moved { made: out, tally, notes })
    }

    /// The body, with the subtitle before it.
    fn body(&self, post: &Post, tally: &mut Tally) -> io::Result<String> {
        let subtitle = post.subtitle.as_ref().and_then(|it| line(&it.value, &mut tally.cost));
        let subtitle = subtitle.map(|it| format!("<p><strong>{}</strong></p>", escape::text(&it)));
        let mut html = subtitle.unwrap_or_default();
        let Some(content) = &post.content else { return Ok(html) };
        let (link, internal) = (post.permalink.as_deref(), &post.internal_links);
        let plain = content.html.text()?;
        match self.media.change(&plain) {
            None => html += &self.texts.body(&content.html, link, internal, tally)?.html,
            Some((changed, lost)) => {
                html += &self.texts.clean(&changed, link, internal, tally).html;
                tally.cost.pictures += lost.kept as u64;
            }
        }
        Ok(html)
    }

    fn dates(&self, out: &mut Vec<u8>, post: &Post, notes: &mut Vec<Note>) {
        if let Some(published) = post.published {
            text(out, "published", &rfc3339(published.at()));
        }
        let updated = post.updated.or(post.published).unwrap_or_else(|| {
            let (output, from) =
                (format::BLOGGER.name.into(), "the newest date of the blog".into());
            notes.push(Note::new(NoteKind::DateBorrowed { output, from }).on_post(&post.id));
            self.newest
        });
        text(out, "updated", &rfc3339(updated.at()));
    }

    fn labels(&self, out: &mut Vec<u8>, post: &Post, tally: &mut Tally) {
        let mut seen = HashSet::new();
        for term in post.terms.iter().filter_map(|id| self.carried.blog.term(id)) {
            let Some(name) = line(&term.name, &mut tally.cost) else { continue };
            if seen.insert(name.clone()) {
                let scheme = Some("http://www.blogger.com/atom/ns#");
                xml::empty(out, "category", &[("scheme", scheme), ("term", Some(&name))]);
            }
        }
    }

    fn authors(&self, out: &mut Vec<u8>, post: &Post, tally: &mut Tally) {
        let before = out.len();
        for author in post.authors.iter().filter_map(|id| self.people.get(id)) {
            self::author(out, author, &mut tally.cost);
        }
        // Where nobody is named, it is the blog's own author.
        let of_blog = &self.carried.blog.site.authors;
        if out.len() == before && of_blog.iter().all(|id| self.people.get(id).is_none()) {
            super::called(out, UNKNOWN);
        }
    }
}

/// Somebody who wrote an entry. Nothing where they have no name.
pub(super) fn author(out: &mut Vec<u8>, author: &Author, cost: &mut Cost) {
    let Some(name) = shown(author, cost) else { return };
    xml::open(out, "author", &[]);
    text(out, "name", &name);
    if let Some(url) = homepage(author.url.as_deref(), cost) {
        text(out, "uri", &url);
    }
    text(out, "email", NOBODY);
    xml::close(out, "author");
}

/// The link to the page of an entry.
pub(super) fn alternate(out: &mut Vec<u8>, href: &str, title: Option<&str>) {
    let attributes = [
        ("rel", Some("alternate")),
        ("type", Some("text/html")),
        ("href", Some(href)),
        ("title", title),
    ];
    xml::empty(out, "link", &attributes);
}

/// Blogger has drafts and what everybody sees, and nothing between: what is not known to be for everybody is a draft.
fn is_draft(post: &Post) -> bool {
    let is_public = post.status == Some(Status::Published)
        && post.visibility == Some(Visibility::Public)
        && matches!(post.audience, None | Some(Audience::Public));
    !is_public
}

fn draft(out: &mut Vec<u8>) {
    xml::open(out, "app:control", &[("xmlns:app", Some("http://www.w3.org/2007/app"))]);
    text(out, "app:draft", "yes");
    xml::close(out, "app:control");
}

fn permalink(post: &Post) -> Option<String> {
    web(&Base::default(), post.permalink.as_deref()?)
}

fn enclosures(out: &mut Vec<u8>, post: &Post, tally: &mut Tally) {
    let mut seen = HashSet::new();
    for enclosure in &post.enclosures {
        let Some(url) = web(&Base::default(), &enclosure.url) else {
            tally.lose("Post::enclosures", 1);
            continue;
        };
        if !seen.insert(url.clone()) {
            continue;
        }
        let class = enclosure.media_type.as_deref().and_then(media_type);
        let title = enclosure.title.as_deref().and_then(|it| line(it, &mut tally.cost));
        let length = enclosure.length.map(|length| length.to_string());
        let attributes = [
            ("rel", Some("enclosure")),
            ("type", class.as_deref()),
            ("href", Some(&*url)),
            ("length", length.as_deref()),
            ("title", title.as_deref()),
        ];
        xml::empty(out, "link", &attributes);
    }
}

fn location(out: &mut Vec<u8>, post: &Post) {
    let Some(location) = &post.location else { return };
    if let Some(name) = location.name.as_deref().and_then(|it| line(it, &mut Cost::default())) {
        text(out, "georss:featurename", &name);
    }
    if let (Some(latitude), Some(longitude)) = (location.latitude, location.longitude) {
        text(out, "georss:point", &format!("{} {}", degrees(latitude), degrees(longitude)));
    }
}

/// Millionths of a degree as degrees.
fn degrees(millionths: i32) -> String {
    let sign = if millionths < 0 { "-" } else { "" };
    let value = millionths.unsigned_abs();
    let text = format!("{sign}{}.{:06}", value / 1_000_000, value % 1_000_000);
    let short = text.trim_end_matches('0');
    if short.ends_with('.') { format!("{short}0") } else { short.to_owned() }
}

#[cfg(test)]
mod tests {
    use larder_core::PostId;

    use super::*;

    #[test]
    fn degrees_are_written_as_they_are() {
        assert_eq!(degrees(37_566_535), "37.566535");
        assert_eq!(degrees(-122_000_000), "-122.0");
        assert_eq!(degrees(-5), "-0.000005");
        assert_eq!(degrees(i32::MIN), "-2147.483648");
    }

    #[test]
    fn whatever_is_not_known_to_be_for_everybody_is_a_draft() {
        let mut post = Post::new(PostId::new("1"));
        assert!(is_draft(&post));
        (post.status, post.visibility) = (Some(Status::Published), Some(Visibility::Public));
        assert!(!is_draft(&post));
        post.audience = Some(Audience::Members);
        assert!(is_draft(&post));
    }
}
