//! From a comment to its entry. Only comments that were shown come here.

use std::io;

use larder_core::Post;
use larder_html::escape;

use super::{
    entry::{Maker, NOBODY},
    id::numbers,
    kind, text, typed,
};
use crate::{
    feed::{
        Cost, excerpt, line,
        people::{homepage, name_of},
        rfc3339, xml,
    },
    moving::Tally,
};

/// How much of its text is the title of a comment, in characters, as Blogger has it.
const TITLE: usize = 50;

/// Writes the entry of the comment at a place of the blog, under a post and its address.
pub(super) fn write(
    maker: &Maker<'_>,
    out: &mut Vec<u8>,
    at: usize,
    (post, link): (&Post, Option<&str>),
    tally: &mut Tally,
) -> io::Result<()> {
    let comment = maker.carried.blog.comments.get(at)?;
    let Some(id) = maker.ids.comment(&comment.id) else { return Ok(()) };
    let html = match comment.is_html {
        true => maker.texts.body(&comment.body, link, &[], tally)?.html.into_owned(),
        false => escape::paragraphs(&larder_html::characters::clean(&comment.body.text()?).text),
    };
    xml::open(out, "entry", &[]);
    text(out, "id", id);
    if let Some(published) = comment.published {
        text(out, "published", &rfc3339(published.at()));
    }
    let date = comment.published.or(post.updated).or(post.published).unwrap_or(maker.newest);
    text(out, "updated", &rfc3339(date.at()));
    kind(out, "comment");
    typed(out, "title", "text", &excerpt(&html, TITLE).unwrap_or_default());
    typed(out, "content", "html", &html);
    let parent = comment.parent.as_ref().and_then(|parent| maker.ids.comment(parent));
    if let Some(related) = parent.and_then(|parent| related(parent, maker.ids.post(&post.id))) {
        let attributes = [
            ("rel", Some("related")),
            ("type", Some("application/atom+xml")),
            ("href", Some(&*related)),
        ];
        xml::empty(out, "link", &attributes);
    }
    author(out, &comment, tally);
    let attributes = [
        ("ref", Some(maker.ids.post(&post.id))),
        ("href", link),
        ("type", link.map(|_| "text/html")),
    ];
    xml::empty(out, "thr:in-reply-to", &attributes);
    xml::close(out, "entry");
    Ok(())
}

/// The address of the entry of the comment that is answered, by which Blogger knows it.
fn related(parent: &str, post: &str) -> Option<String> {
    let ((blog, comment), (_, post)) = (numbers(parent)?, numbers(post)?);
    Some(format!("https://www.blogger.com/feeds/{blog}/{post}/comments/default/{comment}"))
}

fn author(out: &mut Vec<u8>, comment: &larder_core::Comment, tally: &mut Tally) {
    let name = comment.author_name.as_deref().and_then(|it| name_of(it, &mut tally.cost));
    xml::open(out, "author", &[]);
    // What Blogger calls somebody without a name.
    text(out, "name", name.as_deref().unwrap_or("Anonymous"));
    let url = homepage(comment.author_url.as_deref(), &mut tally.cost);
    if let Some(url) = url.and_then(|url| line(&url, &mut Cost::default())) {
        text(out, "uri", &url);
    }
    text(out, "email", NOBODY);
    xml::close(out, "author");
}
