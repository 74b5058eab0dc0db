//! One entry: head, sections, comments, pings.

use std::io;

use larder_core::{
    Audience, Comment, CommentKind, Post, PostKind, Status, TermKind, Timestamp, Visibility,
};
use larder_html::{Marks, characters, escape};
use serde_json::Value;

use super::{Writing, frame::broken};
use crate::{
    carried::Carried,
    feed::{
        people::{homepage, name_of},
        web_address,
    },
    moved::{flat, html as html_of, one_line},
};

/// What divides the body from what follows behind "more".
const MORE: &str = "<!--more-->";

/// An entry while it is written.
#[derive(Debug, Default)]
struct Entry(String);

impl Entry {
    /// A line of a key and a value.
    fn key(&mut self, key: &str, value: &str) {
        self.0.push_str(key);
        self.0.push_str(": ");
        self.0.push_str(value);
        self.0.push('\n');
    }

    fn key_if(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.key(key, value);
        }
    }

    /// A section with a text.
    fn section(&mut self, name: &str, text: &str) {
        self.begin(name);
        self.end(text);
    }

    fn begin(&mut self, name: &str) {
        self.0.push_str(name);
        self.0.push_str(":\n");
    }

    fn end(&mut self, text: &str) {
        self.0.push_str(text);
        self.0.push_str("\n-----\n");
    }
}

impl Writing<'_> {
    /// The entry of the post at a place. Fails when the spool can no longer be read.
    pub(super) fn entry(&mut self, carried: &Carried<'_>, place: usize) -> io::Result<String> {
        let post = carried.blog.posts.get(place)?;
        let mut entry = Entry::default();
        self.head(&post, &mut entry);
        let (body, extended) = self.body(&post)?;
        entry.section("BODY", &body);
        entry.section("EXTENDED BODY", &extended);
        let excerpt = escape::text(post.summary.as_deref().unwrap_or_default().trim());
        let excerpt = self.clean(&excerpt);
        entry.section("EXCERPT", &excerpt);
        // Some keep notes of their own there, which no reader sees.
        entry.section("KEYWORDS", "");
        let link = post.permalink.as_deref().and_then(web_address);
        // Comments come first, then pings, as Movable Type writes them.
        for is_comment in [true, false] {
            for &at in carried.comments_of(place) {
                let comment = carried.blog.comments.get(at)?;
                if (comment.kind == CommentKind::Comment) == is_comment {
                    self.said(&comment, link.as_deref(), &mut entry)?;
                }
            }
        }
        entry.0.push_str("--------\n");
        self.count(&post);
        Ok(entry.0)
    }

    fn head(&mut self, post: &Post, entry: &mut Entry) {
        let author = post.authors.first().and_then(|id| self.authors.get(id));
        entry.key("AUTHOR", author.map_or("", String::as_str));
        let title = one_line(post.title.as_deref().unwrap_or_default(), &mut self.cost);
        entry.key("TITLE", &html_of(&title));
        let slug = one_line(post.slug.as_deref().unwrap_or_default(), &mut self.cost);
        entry.key_if("BASENAME", Some(&slug));
        entry.key("STATUS", status(post));
        let said = |name: &str| post.extra.value(name).and_then(Value::as_str);
        let comments = said("mt:ALLOW COMMENTS").filter(|it| matches!(*it, "0" | "1" | "2"));
        entry.key_if("ALLOW COMMENTS", comments.or_else(|| is_open(said("wp:comment_status"))));
        entry.key("CONVERT BREAKS", "0");
        let pings = said("mt:ALLOW PINGS").filter(|it| matches!(*it, "0" | "1"));
        entry.key_if("ALLOW PINGS", pings.or_else(|| is_open(said("wp:ping_status"))));
        let mut categories = self.names(&post.terms, TermKind::Category);
        let series = post.series.iter().filter_map(|part| self.series.get(&part.series));
        categories.extend(series.cloned());
        entry.key_if("PRIMARY CATEGORY", categories.first().map(String::as_str));
        categories.iter().for_each(|name| entry.key("CATEGORY", name));
        match post.published {
            Some(date) => entry.key("DATE", &written(&date)),
            None => self.losses.undated += 1,
        }
        let tags = self.names(&post.terms, TermKind::Tag);
        let tags: Vec<String> = tags.iter().map(|tag| self.tag(tag)).collect();
        entry.key_if("TAGS", Some(&tags.join(",")));
        entry.0.push_str("-----\n");
    }

    /// A tag as a list of tags takes it: quoted where a blank or a comma is in it.
    fn tag(&mut self, tag: &str) -> String {
        self.losses.private_tags += u64::from(tag.starts_with('@'));
        let is_plain = !tag.contains([' ', ',']) && !tag.starts_with(['"', '\'']);
        match (tag.contains('"'), tag.contains('\'')) {
            _ if is_plain => tag.to_owned(),
            (false, _) => format!("\"{tag}\""),
            (true, false) => format!("'{tag}'"),
            (true, true) => {
                self.losses.quoted_tags += 1;
                format!("\"{}\"", tag.replace('"', ""))
            }
        }
    }

    /// The body, and what stands behind "more". Fails when it cannot be read back.
    fn body(&mut self, post: &Post) -> io::Result<(String, String)> {
        let link = post.permalink.as_deref().and_then(web_address);
        let html = match &post.content {
            Some(content) => content.html.text()?.into_owned(),
            None => String::new(),
        };
        let html = self.bodies.html(&html, link.as_deref(), Marks::More, &mut self.cost);
        let (body, extended) = divided(&html);
        let subtitle = post.subtitle.as_deref().map(|it| one_line(&it.value, &mut self.cost));
        let subtitle = subtitle.filter(|it| !it.is_empty());
        let subtitle =
            subtitle.map(|it| format!("<p><strong>{}</strong></p>\n", escape::text(&it)));
        let body = [&*subtitle.unwrap_or_default(), &*body].concat();
        Ok((
            self.clean(&broken(body.trim_matches('\n'))),
            self.clean(&broken(extended.trim_matches('\n'))),
        ))
    }

    /// A text that fits into the frame, without characters that no document holds.
    fn clean(&mut self, html: &str) -> String {
        let cleaned = characters::clean(html);
        self.cost.characters += cleaned.dropped as u64;
        self.frame.text(&cleaned.text)
    }

    fn said(&mut self, comment: &Comment, link: Option<&str>, entry: &mut Entry) -> io::Result<()> {
        let name = comment.author_name.as_deref().and_then(|it| name_of(it, &mut self.cost));
        let url = homepage(comment.author_url.as_deref(), &mut self.cost);
        let text = comment.body.text()?;
        let html = match comment.is_html {
            true => flat(&self.bodies.html(&text, link, Marks::Drop, &mut self.cost)).into_owned(),
            false => html_of(&text.replace("\r\n", "\n")),
        };
        let html = self.clean(html.trim_matches('\n'));
        self.losses.threads += u64::from(comment.parent.is_some());
        let date = comment.published.map(|date| written(&date));
        if comment.kind == CommentKind::Comment {
            entry.begin("COMMENT");
            entry.key("AUTHOR", &name.unwrap_or_default());
            entry.key_if("URL", url.as_deref());
        } else {
            entry.begin("PING");
            let title = comment.extra.value("mt:TITLE").and_then(Value::as_str);
            let title = title.map(|title| one_line(title, &mut self.cost));
            entry.key_if("TITLE", title.as_deref());
            entry.key_if("URL", url.as_deref());
            entry.key("BLOG NAME", &name.unwrap_or_default());
        }
        entry.key_if("DATE", date.as_deref());
        entry.end(&html);
        Ok(())
    }

    fn count(&mut self, post: &Post) {
        self.losses.co_authors += post.authors.len().saturating_sub(1) as u64;
        self.losses.covers += u64::from(post.cover.is_some());
        self.losses.enclosures += post.enclosures.len() as u64;
        self.losses.pages += u64::from(post.kind == PostKind::Page);
    }
}

/// HTML before and behind the mark of "more", where that stands between elements; within one it means nothing here.
fn divided(html: &str) -> (String, String) {
    let without = |html: &str| html.replace(MORE, "");
    match between(html) {
        Some(at) => (without(&html[..at]), without(&html[at + MORE.len()..])),
        None => (without(html), String::new()),
    }
}

/// Where the first mark of "more" is in normalised HTML that is in no element.
fn between(html: &str) -> Option<usize> {
    const VOID: [&str; 9] = ["br", "hr", "img", "wbr", "col", "area", "source", "track", "embed"];
    let mut open = 0_i64;
    for at in memchr::memchr_iter(b'<', html.as_bytes()) {
        let tag = &html[at + 1..];
        let end = tag.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(tag.len());
        open += match tag.as_bytes().first() {
            Some(b'/') => -1,
            Some(b'!') if open == 0 && html[at..].starts_with(MORE) => return Some(at),
            Some(b'!') => 0,
            _ if VOID.contains(&&tag[..end]) => 0,
            _ => 1,
        };
    }
    None
}

/// What Movable Type calls the state of a post. Whatever is not public is a draft, because nothing there is private.
fn status(post: &Post) -> &'static str {
    let is_open = post.visibility == Some(Visibility::Public)
        && post.audience.is_none_or(|it| it == Audience::Public);
    match post.status {
        Some(Status::Published) if is_open => "Publish",
        Some(Status::Pending) if is_open => "Review",
        _ => "Draft",
    }
}

/// `1` for open, `0` for closed.
fn is_open(status: Option<&str>) -> Option<&'static str> {
    match status? {
        "open" => Some("1"),
        "closed" => Some("0"),
        _ => None,
    }
}

/// A date in its own local time, as Movable Type writes it.
fn written(date: &Timestamp) -> String {
    date.at().naive_local().format("%m/%d/%Y %I:%M:%S %p").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_more_is_divided_between_elements_only() {
        assert_eq!(divided("<p>a</p><!--more--><p>b</p>"), ("<p>a</p>".into(), "<p>b</p>".into()));
        assert_eq!(divided("<p>a<!--more-->b</p>"), ("<p>ab</p>".into(), String::new()));
        assert_eq!(divided("a<br><!--more-->b"), ("a<br>".into(), "b".into()));
        assert_eq!(divided("a"), ("a".into(), String::new()));
    }

    #[test]
    fn dates_have_english_halves_of_the_day() {
        for (date, expected) in [
            ("2021-03-04T12:30:02+09:00", "03/04/2021 12:30:02 PM"),
            ("2021-03-04T00:30:02Z", "03/04/2021 12:30:02 AM"),
            ("0101-12-31T23:59:59Z", "12/31/0101 11:59:59 PM"),
        ] {
            assert_eq!(written(&Timestamp::from_rfc3339(date).unwrap()), expected);
        }
    }
}
