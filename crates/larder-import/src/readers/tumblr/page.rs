//! Pages of posts, in three forms: those of Tumblr's own export, those of `tumblr-backup`, and those of the tool of 2009.
//!
//! | | told by | what it says besides the body |
//! |---|---|---|
//! | export | `<div id="footer">` with `<span id="timestamp">` | a date without zone, tags |
//! | backup | `<article class=TYPE id=p-NUMBER>` | date, address, tags, whose post it passes on |
//! | 2009 | a comment with `<post id="NUMBER" …>` | all that the first API says ([`first`]) |

use std::sync::Arc;

use chrono::{NaiveDateTime, TimeZone};
use larder_core::{
    Body, Content, Link, MediaType, NoteKind, Post, Precision, Provenance, Spool, Status,
    Timestamp, Visibility, Zone,
};
use larder_html::{Kind, Limits, NodeId, Tree};

use super::{
    first,
    json::Fields,
    post::{Draft, Who, id_of, make, short_address, tag},
};
use crate::{ReadError, collect::Census, xml::Repairs};

/// What a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Export,
    Backup,
    First,
}

impl Form {
    /// What it is called in the provenance.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Export => "tumblr-export-page",
            Self::Backup => "tumblr-backup-page",
            Self::First => "tumblr-2009-page",
        }
    }
}

/// What a text is, by its signs. `name` is that of its file: pages of the export have their number nowhere else.
pub(super) fn form(name: &str, text: &str) -> Option<Form> {
    if let Some(at) = text.find("<article class=") {
        let tag = text[at..].split('>').next().unwrap_or_default();
        if tag.contains(" id=p-") || tag.contains(" id=\"p-") {
            return Some(Form::Backup);
        }
    }
    if text.contains("<post id=\"") && text.contains("unix-timestamp=\"") && text.contains("<!--") {
        return Some(Form::First);
    }
    let has_footer = text.contains("id=\"footer\"") && text.contains("id=\"timestamp\"");
    (has_footer && number_of(name).is_some()).then_some(Form::Export)
}

/// The number that a file is called by: `html/123.html`, `json/123.json`, `posts/123/index.html`.
pub(super) fn number_of(name: &str) -> Option<&str> {
    let mut parts = name.rsplit('/');
    let (last, above) = (parts.next()?, parts.next());
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let is_number = |text: &&str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    Some(stem).filter(is_number).or_else(|| above.filter(|_| stem == "index").filter(is_number))
}

/// A page.
pub(super) struct Page {
    form: Form,
    tree: Tree,
    text: String,
    pub(super) who: Who,
    /// The record of 2009.
    fields: Option<(Fields, Repairs)>,
}

impl Page {
    /// Reads a page. None where it has no number.
    pub(super) fn read(form: Form, name: &str, text: String, depth: u32) -> Option<Self> {
        let mut limits = Limits::default();
        limits.depth = depth;
        let tree = Tree::document(&text, &limits);
        let mut fields = None;
        let who = match form {
            Form::Export => Who { number: number_of(name)?.to_owned(), blog: String::new() },
            Form::Backup => {
                let article = tree.find(tree.root(), "article[id]")?;
                let id = tree.attribute(article, "id")?.strip_prefix("p-")?;
                Who { number: id.to_owned(), blog: String::new() }
            }
            Form::First => {
                let mut repairs = Repairs::default();
                let comments = tree.descendants(tree.root()).filter_map(|node| {
                    let Kind::Comment(comment) = tree.kind(node) else { return None };
                    first::fields(comment, &mut repairs)
                });
                let record = comments.into_iter().next()?;
                let who = super::post::who(&record)?;
                fields = Some((record, repairs));
                who
            }
        };
        let is_number = !who.number.is_empty() && who.number.bytes().all(|it| it.is_ascii_digit());
        is_number.then_some(Self { form, tree, text, who, fields })
    }

    /// The body, and the whole page as its original. Fails when the spool does.
    pub(super) fn content(&self, spool: &Arc<dyn Spool>) -> Result<Content, ReadError> {
        let html = self.body().trim().to_owned();
        Ok(Content::new(MediaType::HTML, Body::keep(spool, &self.text)?, Body::keep(spool, &html)?))
    }

    /// Makes a post of the page alone. Fails when the spool does.
    pub(super) fn make(
        mut self,
        home: Option<&str>,
        source: Provenance,
        census: &mut Census,
        spool: &Arc<dyn Spool>,
    ) -> Result<Draft, ReadError> {
        if let Some((fields, repairs)) = self.fields.take() {
            let mut draft = make(fields, &self.who, home, source, census, spool)?;
            draft.notes.extend(repairs.notes());
            return Ok(draft);
        }
        let permalink = self.permalink();
        let mut post = Post::new(id_of(&self.who.number, permalink.as_deref(), home));
        let mut draft = Draft {
            post: Post::new(post.id.clone()),
            authors: Vec::new(),
            terms: self.tags().iter().map(|name| tag(name)).collect(),
            comments: Vec::new(),
            addresses: Vec::new(),
            notes: Vec::new(),
        };
        (post.status, post.visibility) = self.access(census);
        let short = permalink.as_deref().and_then(|it| short_address(it, &self.who.number));
        draft.addresses.extend(short);
        post.permalink = permalink;
        post.title = self.title().map(|node| self.tree.text(node).trim().to_owned());
        post.title = post.title.take().filter(|title| !title.is_empty());
        post.published = self.date(census, &mut draft.notes);
        post.links.extend(self.passed_on_from().map(|href| Link::new("via", href)));
        if let Some(class) = self.class() {
            post.extra.insert("tumblr:type", class);
        }
        post.content = Some(Box::new(self.content(spool)?));
        post.source.push(source);
        draft.post = post;
        Ok(draft)
    }

    /// `tumblr-backup` is shown what everybody may see. The export says nothing of who may see a post.
    fn access(&self, census: &mut Census) -> (Option<Status>, Option<Visibility>) {
        if self.form == Form::Backup {
            return (Some(Status::Published), Some(Visibility::Public));
        }
        census.without_status += 1;
        (Some(Status::Draft), Some(Visibility::Public))
    }

    fn article(&self) -> Option<NodeId> {
        let name = if self.form == Form::Backup { "article" } else { "body" };
        self.tree.find(self.tree.root(), name)
    }

    /// The heading that stands in the page before all else of the post.
    fn title(&self) -> Option<NodeId> {
        let name = if self.form == Form::Backup { "h2" } else { "h1" };
        let is_element = |node: &NodeId| self.tree.name(*node).is_some_and(|it| it != "header");
        let first = self.tree.children(self.article()?).find(is_element)?;
        (self.tree.name(first) == Some(name)).then_some(first)
    }

    /// What is the post's own of the page.
    fn body(&self) -> String {
        let Some(article) = self.article() else { return String::new() };
        let title = self.title();
        let is_frame = |node: NodeId| {
            let is_of_backup = self.form == Form::Backup
                && matches!(self.tree.name(node), Some("header" | "footer"));
            is_of_backup
                || Some(node) == title
                || self.tree.attribute(node, "id") == Some("footer")
                || matches!(self.tree.kind(node), Kind::Comment(_))
        };
        let own = self.tree.children(article).filter(|node| !is_frame(*node));
        own.map(|node| self.tree.outer_html(node)).collect()
    }

    fn tags(&self) -> Vec<String> {
        let (foot, tag) = match self.form {
            Form::Backup => ("footer", "a"),
            _ => ("#footer", ".tag"),
        };
        let foot = self.article().and_then(|article| self.tree.find(article, foot));
        let found = foot.map(|foot| self.tree.find_all(foot, tag)).unwrap_or_default().into_iter();
        let names = found.filter_map(|node| {
            let text = self.tree.text(node).trim().to_owned();
            match self.form {
                Form::Backup => text.strip_prefix('#').map(str::to_owned),
                _ => Some(text),
            }
        });
        names.filter(|name| !name.is_empty()).collect()
    }

    fn header_links(&self) -> impl Iterator<Item = (String, &str)> {
        let header = self.article().and_then(|article| self.tree.find(article, "header"));
        let links = header.map(|header| self.tree.find_all(header, "a[href]"));
        let links = links.unwrap_or_default().into_iter();
        links.filter_map(|node| {
            let href = self.tree.attribute(node, "href")?;
            Some((self.tree.text(node).trim().to_owned(), href))
        })
    }

    fn permalink(&self) -> Option<String> {
        let own = |(_, href): &(String, &str)| short_address(href, &self.who.number).is_some();
        self.header_links().find(own).map(|(_, href)| href.to_owned())
    }

    fn passed_on_from(&self) -> impl Iterator<Item = String> {
        let is_arrow = |(text, _): &(String, &str)| matches!(text.as_str(), "⬀" | "⬈");
        self.header_links().filter(is_arrow).map(|(_, href)| href.to_owned())
    }

    /// The type of the post.
    fn class(&self) -> Option<String> {
        let class = self.tree.attribute(self.article()?, "class");
        class.filter(|_| self.form == Form::Backup).map(str::to_owned)
    }

    /// Whether the post is of somebody else, and was only liked.
    pub(super) fn is_liked(&self) -> bool {
        self.class().is_some_and(|class| class.starts_with("liked-"))
    }

    fn date(&self, census: &mut Census, notes: &mut Vec<NoteKind>) -> Option<Timestamp> {
        let root = self.tree.root();
        if let Some(time) = self.tree.find(root, "time[datetime]") {
            let text = self.tree.attribute(time, "datetime").unwrap_or_default();
            let stated = crate::date::feed::parse(text, super::post::utc());
            if stated.is_none() {
                notes.push(NoteKind::DateImpossible { text: text.to_owned() });
            }
            return stated;
        }
        let text = self.tree.text(self.tree.find(root, "#timestamp")?).trim().to_owned();
        let stated = spoken(&text);
        match stated {
            Some(_) => *census.zones_assumed.entry("+00:00".into()).or_default() += 1,
            None => notes.push(NoteKind::DateImpossible { text }),
        }
        stated
    }
}

/// `January 1st, 2018 12:34pm`. Nothing says the zone; that of Tumblr's API is assumed.
fn spoken(text: &str) -> Option<Timestamp> {
    let mut words = text.split_whitespace();
    let (month, day, year, time) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let day = day.trim_end_matches(|it: char| !it.is_ascii_digit());
    let plain = format!("{month} {day} {year} {}", time.to_ascii_uppercase());
    let local = NaiveDateTime::parse_from_str(&plain, "%B %d %Y %I:%M%p").ok()?;
    let at = super::post::utc().from_local_datetime(&local).single()?;
    Timestamp::new(at, Precision::Minute, Zone::Assumed).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_they_are_spoken() {
        let read = |text: &str| spoken(text).map(|date| date.to_rfc3339());
        assert_eq!(read("January 1st, 2018 12:34pm").as_deref(), Some("2018-01-01T12:34:00Z"));
        assert_eq!(read("March 22nd, 2019 1:05am").as_deref(), Some("2019-03-22T01:05:00Z"));
        for text in
            ["", "Smarch 1st, 2018 1:00am", "January 32nd, 2018 1:00am", "January 1st, 2018"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn files_are_called_by_numbers() {
        assert_eq!(number_of("a/posts.zip/html/123.html"), Some("123"));
        assert_eq!(number_of("posts/123/index.html"), Some("123"));
        for name in ["index.html", "posts/a1.html", "2019-p1/x.html", ""] {
            assert_eq!(number_of(name), None, "{name}");
        }
    }
}
