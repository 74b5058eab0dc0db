//! From an entry to a comment.

use larder_core::{Body, Comment, CommentId, PostId, Status};
use serde_json::Value;

use super::{
    TAG,
    entry::Entry,
    post::{InFile, keep, link_told},
    state::State,
};
use crate::{extension::keep_all, unique::hashed};

/// A comment, with what it says by which another copy of it is known, and the zone that its date was assumed to be in.
pub(super) fn comment(
    entry: &Entry<'_>,
    state: &State,
    file: &InFile<'_>,
) -> (Comment, u64, Option<String>) {
    let text = entry.content.as_ref();
    let html = text.map_or("", |text| text.as_html());
    let person = entry.authors.first();
    let name = person.and_then(|person| person.name.clone());
    let said = hashed((&*entry.parent, html.trim(), &name));
    let mut comment = Comment::new(id(entry), PostId::new(&*entry.parent), Body::inline(html));
    comment.is_html = true;
    comment.status = state.status;
    comment.parent = answered(entry).map(CommentId::new);
    comment.author_name = name;
    comment.author_url = person.and_then(|person| person.url.clone());
    comment.author_email = person.and_then(|person| person.email.clone());
    let (time, zone) = file.date(&entry.published);
    comment.published = time;
    let extra = &mut comment.extra;
    if time.is_none() && !entry.published.is_empty() {
        extra.insert("blogger:published", &*entry.published);
    }
    if entry.updated != entry.published && !entry.updated.is_empty() {
        extra.insert("blogger:updated", &*entry.updated);
    }
    if let Some(text) = text.filter(|text| text.html.is_some()) {
        extra.insert("blogger:content", &*text.original);
    }
    if !is_beginning(&entry.title, html) {
        extra.insert("blogger:title", &*entry.title);
    }
    if let Some(person) = person.filter(|person| !person.others.is_empty()) {
        extra.insert("blogger:author", Value::from(person.others.clone()));
    }
    if let Some(page) = entry.page() {
        extra.insert("blogger:page", page);
    }
    let labels: Vec<Value> = entry.labels.iter().map(|label| label.as_str().into()).collect();
    if !labels.is_empty() {
        extra.insert("blogger:category", labels);
    }
    let rest = [("summary", &entry.summary), ("filename", &entry.filename)];
    for (name, value) in rest.into_iter().filter(|(_, value)| !value.is_empty()) {
        extra.insert(["blogger:", name].concat(), &**value);
    }
    let files = entry.links.iter().filter(|link| link.rel == "enclosure").map(link_told);
    let others = entry.authors.iter().skip(1).map(|person| Value::from(person.told()));
    let files = files.map(|file| ("blogger:link", file));
    keep_all(extra, files.chain(others.map(|person| ("blogger:more-authors", person))));
    keep(extra, entry, state);
    (comment, said, zone)
}

/// A comment of which another copy says that it is not shown, is shown in none.
pub(super) fn hide(comment: &mut Comment, status: Option<Status>) {
    if comment.status == Some(Status::Published) {
        comment.status = status;
    }
}

fn id(entry: &Entry<'_>) -> CommentId {
    if !entry.id.is_empty() {
        return CommentId::new(&*entry.id);
    }
    let text = entry.content.as_ref().map_or("", |text| &text.original);
    CommentId::derived(&["blogger", &entry.parent, &entry.published, text])
}

/// The comment that this one answers: in Takeout by its id, in classic backups by the address of its entry.
fn answered(entry: &Entry<'_>) -> Option<String> {
    if !entry.answered.is_empty() {
        return Some(entry.answered.clone().into_owned());
    }
    let related = entry.link("related")?;
    let (_, path) = related.href.split_once("/feeds/")?;
    let (blog, number) = (path.split('/').next()?, path.rsplit('/').next()?);
    let is_number = |it: &str| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit());
    (is_number(blog) && is_number(number)).then(|| format!("{TAG}{blog}.post-{number}"))
}

/// Whether a title is nothing but the beginning of the text, as classic backups have it.
fn is_beginning(title: &str, html: &str) -> bool {
    let words = |text: &str| larder_core::key::words(text);
    let start = words(title.trim().trim_end_matches("...").trim_end_matches('…'));
    start.is_empty() || words(&larder_html::text::to_text(html)).starts_with(&start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::blogger::entry::Link;

    #[test]
    fn an_answer_is_known_by_the_entry_that_it_is_related_to() {
        let mut entry = Entry::default();
        entry.links.push(Link {
            rel: "related".into(),
            href: "http://www.blogger.com/feeds/7/21/comments/default/33".into(),
            ..Link::default()
        });
        assert_eq!(answered(&entry).as_deref(), Some("tag:blogger.com,1999:blog-7.post-33"));
        entry.answered = "tag:x".into();
        assert_eq!(answered(&entry).as_deref(), Some("tag:x"));
        assert_eq!(answered(&Entry::default()), None);
    }

    #[test]
    fn a_title_that_only_repeats_the_text_says_nothing() {
        assert!(is_beginning("좋은 글...", "<p>좋은 글 잘 읽었습니다</p>"));
        assert!(is_beginning("", "x"));
        assert!(!is_beginning("제목", "<p>본문</p>"));
    }
}
