//! `comments.atom.xml` and `comments/NAME/atom.xml`: what was written under the posts, and under one.

use super::{
    model,
    serialise::{author, construct, link, text},
};
use crate::feed::{
    CommentLayout, CommentPage, Feed, FeedKind, GENERATOR, Person, Said, date, nobody, xml,
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
        construct(out, "title", &model::text(&about.title));
        text(out, "id", &[], &page.id);
        page.dated.iter().for_each(|it| text(out, "updated", &[], &date::whole_seconds(it.at())));
        let itself = about.itself.iter().map(|it| ("self", &**it, FeedKind::ATOM.media_type));
        let hub = feed.options.hub.iter().map(|it| ("hub", &**it, ""));
        for (rel, href, kind) in itself.chain([("alternate", &*about.link, "text/html")]).chain(hub)
        {
            link(out, &model::link(rel, href, kind), None);
        }
        let (name, version) = GENERATOR;
        text(out, "generator", &[("version", Some(version))], name);
    }

    fn comment(&self, feed: &Feed<'_>, said: &Said<'_>, out: &mut Vec<u8>) {
        xml::open(out, "entry", &[]);
        construct(out, "title", &model::text(&said.title));
        text(out, "id", &[], &said.id);
        said.published
            .iter()
            .for_each(|it| text(out, "published", &[], &date::whole_seconds(it.at())));
        said.dated.iter().for_each(|it| text(out, "updated", &[], &date::whole_seconds(it.at())));
        if let Some(address) = said.link {
            link(out, &model::link("alternate", address, "text/html"), None);
        }
        let nobody = || Person { name: nobody(feed).into(), url: None, image: None };
        author(out, &model::author(&said.author.clone().unwrap_or_else(nobody)));
        text(out, "content", &[("type", Some("html"))], &said.html);
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
