//! `comments.atom.xml`: what was written under the posts.

use crate::feed::{
    CommentLayout, CommentPage, Feed, GENERATOR, Said, date, line, nobody,
    xml::{self, Escape},
};

/// The writer of comments.
#[derive(Clone, Copy, Debug)]
pub(super) struct Comments;

impl CommentLayout for Comments {
    fn file(&self) -> &'static str {
        larder_core::format::ATOM_COMMENTS_FILE
    }

    fn head(&self, feed: &Feed<'_>, page: &CommentPage, out: &mut Vec<u8>) {
        let about = &page.channel;
        xml::begin(out, feed.style().as_deref());
        let attributes = [
            ("xmlns", Some("http://www.w3.org/2005/Atom")),
            ("xmlns:thr", Some("http://purl.org/syndication/thread/1.0")),
            ("xml:lang", about.language.as_deref()),
        ];
        xml::open(out, "feed", &attributes);
        construct(out, "title", &about.title);
        text(out, "id", &page.id);
        page.dated.iter().for_each(|it| text(out, "updated", &date::whole_seconds(it.at())));
        link(out, "self", Some("application/atom+xml"), about.itself.as_deref());
        link(out, "alternate", Some("text/html"), Some(&about.link));
        if let Some(hub) = feed.options.hub.as_deref() {
            link(out, "hub", None, Some(hub));
        }
        let (name, version) = GENERATOR;
        xml::text(out, "generator", &[("version", Some(version))], Escape::Named, name);
    }

    fn comment(&self, feed: &Feed<'_>, said: &Said<'_>, out: &mut Vec<u8>) {
        xml::open(out, "entry", &[]);
        construct(out, "title", &said.title);
        text(out, "id", &said.id);
        said.published.iter().for_each(|it| text(out, "published", &date::whole_seconds(it.at())));
        said.dated.iter().for_each(|it| text(out, "updated", &date::whole_seconds(it.at())));
        if let Some(address) = said.link {
            link(out, "alternate", Some("text/html"), Some(address));
        }
        xml::open(out, "author", &[]);
        let name = said.author.as_ref().map_or_else(|| nobody(feed), |author| &author.name);
        text(out, "name", name);
        let url = said.author.as_ref().and_then(|author| author.url.as_deref());
        url.iter().for_each(|url| text(out, "uri", url));
        xml::close(out, "author");
        xml::text(out, "content", &[("type", Some("html"))], Escape::Named, &said.html);
        for answered in &said.answers {
            xml::empty(out, "thr:in-reply-to", &[("ref", Some(answered))]);
        }
        xml::close(out, "entry");
    }

    fn demands_dates(&self) -> bool {
        true
    }

    fn foot(&self) -> &'static [u8] {
        b"</feed>\n"
    }
}

fn text(out: &mut Vec<u8>, name: &str, value: &str) {
    xml::text(out, name, &[], Escape::Named, value);
}

/// Plain text; only what readers would take for HTML is sent as HTML.
fn construct(out: &mut Vec<u8>, name: &str, value: &str) {
    match line::looks_like_html(value) {
        true => {
            xml::text(out, name, &[("type", Some("html"))], Escape::Named, &line::html(value));
        }
        false => text(out, name, value),
    }
}

fn link(out: &mut Vec<u8>, rel: &str, media_type: Option<&str>, href: Option<&str>) {
    if href.is_some() {
        xml::empty(out, "link", &[("rel", Some(rel)), ("type", media_type), ("href", href)]);
    }
}
