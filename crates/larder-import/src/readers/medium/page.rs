//! A page of the export: what its h-entry says.

use std::sync::Arc;

use chrono::{Offset, Utc};
use larder_core::{
    Author, AuthorId, Body, Claim, Content, EntryId, Link, MediaType, NoteKind, Post, PostId,
    PostKind, Provenance, Status, Term, TermId, TermKind, Visibility, Zone,
};
use larder_html::{NodeId, Tree};

use super::{address, body, response};
use crate::{
    ReadOptions, Source,
    collect::{Census, Found, asset_at},
    date,
    decode::{Decoded, Stated, decode_stated},
};

/// A page that was read.
pub(super) struct Read {
    pub(super) found: Found,
    pub(super) census: Census,
    /// The number of the post.
    pub(super) number: Option<String>,
}

/// What the names in `extra` begin with.
const FORMAT: &str = "medium:";

/// What is counted of posts that may be responses, and how feeds get them.
const RESPONSE: (&str, &str) = ("suspected response", "--include unlisted");

/// Reads a page.
pub(super) fn read(
    (place, item): (usize, EntryId),
    bytes: &[u8],
    source: &dyn Source,
    options: &ReadOptions,
) -> Read {
    let name = &source.entries()[place].name;
    let decoded = decode_stated(bytes, &Stated::new(options.encoding.as_deref(), None));
    let mut bounds = larder_html::Limits::default();
    bounds.depth = options.limits.depth;
    bounds.bytes = usize::try_from(options.limits.file_bytes).unwrap_or(usize::MAX);
    let tree = Tree::document(&decoded.text, &bounds);
    let mut provenance = Provenance::new(Arc::clone(name), "medium");
    if decoded.encoding != "UTF-8" {
        provenance.encoding = Some(decoded.encoding.into());
    }
    let mut post = Post::new(PostId::new(""));
    post.source = vec![provenance];
    let mut page = Page {
        tree: &tree,
        name,
        found: Found::new(post, place, item),
        census: Census::default(),
        number: None,
    };
    page.found.notes.extend(decoded.notes());
    let entry = tree.find(tree.root(), ".h-entry");
    match entry {
        Some(entry) => page.entry(entry, &decoded),
        None => page.raw(&decoded),
    }
    page.note_limits();
    Read { found: page.found, census: page.census, number: page.number }
}

/// A page while it is read.
struct Page<'t> {
    tree: &'t Tree,
    name: &'t str,
    found: Found,
    census: Census,
    number: Option<String>,
}

impl Page<'_> {
    fn entry(&mut self, entry: NodeId, decoded: &Decoded) {
        let tree = self.tree;
        let body = tree.find(entry, ".e-content");
        let footer = tree.children(entry).filter(|it| tree.name(*it) == Some("footer")).last();
        let title = self.words(entry, body, ".p-name");
        let subtitle = self.words(entry, body, ".p-summary");
        self.identify(footer, decoded);
        self.status(footer, &decoded.text);
        if let Some(footer) = footer {
            self.author(footer);
            self.terms(footer);
        }
        let post = &mut self.found.post;
        post.title.clone_from(&title);
        post.subtitle = subtitle.clone().map(|it| Box::new(Claim::stated(it)));
        let Some(body) = body else { return self.keep_page(decoded) };
        let [title, subtitle] = [title, subtitle].map(Option::unwrap_or_default);
        self.body(body, (&title, &subtitle), decoded);
        self.response(body, &title, &subtitle);
    }

    /// The words of an element of the entry that is no part of its body.
    fn words(&self, entry: NodeId, body: Option<NodeId>, selector: &str) -> Option<String> {
        let all = self.tree.find_all(entry, selector).into_iter();
        let is_outside =
            |node: &NodeId| body.is_none_or(|body| self.tree.ancestors(*node).all(|it| it != body));
        all.filter(is_outside).find_map(|node| {
            let text = self.tree.text(node);
            let words: Vec<&str> = text.split_whitespace().collect();
            (!words.is_empty()).then(|| words.join(" "))
        })
    }

    /// The number of the post, and its addresses.
    fn identify(&mut self, footer: Option<NodeId>, decoded: &Decoded) {
        let tree = self.tree;
        let links = footer.map(|footer| tree.find_all(footer, "a[href]")).unwrap_or_default();
        let hrefs = links.iter().filter_map(|link| Some((*link, tree.attribute(*link, "href")?)));
        let hrefs: Vec<(NodeId, &str)> = hrefs.collect();
        let canonical = hrefs.iter().find(|(link, _)| tree.has_class(*link, "p-canonical"));
        let canonical = canonical.map(|(_, href)| (*href).to_owned());
        let permanent = hrefs.iter().map(|(_, href)| *href).find(|href| href.contains("/p/"));
        let own = permanent.into_iter().chain(canonical.as_deref()).chain([self.name]);
        let number = own.into_iter().find_map(address::number).map(str::to_owned);
        let is_own = |href: &str| number.is_some() && address::number(href) == number.as_deref();
        let post = &mut self.found.post;
        post.id = match (&number, &canonical) {
            (Some(number), _) => PostId::new(address::permanent(number)),
            (None, Some(canonical)) => PostId::new(canonical.as_str()),
            (None, None) => PostId::derived(&["medium", &decoded.text]),
        };
        let named = canonical.as_deref().filter(|href| is_own(href)).and_then(address::slug);
        post.slug = named.map(str::to_owned).or_else(|| slug_of_file(self.name));
        let permanent = number.as_deref().map(address::permanent);
        self.found.addresses.extend(permanent.clone());
        match canonical {
            Some(canonical) if is_own(&canonical) || number.is_none() => {
                post.permalink = Some(canonical);
                post.old_addresses.extend(permanent);
            }
            // It says that it was published elsewhere first.
            Some(canonical) => {
                post.links.push(Link::new("canonical", canonical));
                post.permalink = permanent;
            }
            None => post.permalink = permanent,
        }
        self.number = number;
    }

    /// What a page is called, and when it was published, say whether it was. A draft has no address that anybody sees.
    fn status(&mut self, footer: Option<NodeId>, text: &str) {
        let file = self.name.rsplit('/').next().unwrap_or(self.name);
        let is_draft = file.starts_with("draft_");
        let stated = footer.and_then(|footer| self.tree.find(footer, ".dt-published"));
        let stated = stated.and_then(|time| self.tree.attribute(time, "datetime"));
        if !text.trim_end().to_ascii_lowercase().ends_with("</html>") && footer.is_none() {
            self.found.notes.push(NoteKind::Truncated { expected: "</html>".into() });
        }
        self.found.post.status = Some(match (is_draft, stated) {
            (false, Some(_)) => Status::Published,
            (false, None) => {
                self.census.without_status += 1;
                Status::Draft
            }
            (true, _) => Status::Draft,
        });
        self.found.post.visibility = Some(Visibility::Public);
        if self.found.post.status == Some(Status::Draft) {
            self.found.addresses.extend(self.found.post.permalink.take());
            self.found.post.old_addresses.clear();
        }
        if let Some(stated) = stated {
            self.published(stated, is_draft);
        }
    }

    fn published(&mut self, stated: &str, is_draft: bool) {
        let date = date::feed::parse(stated, Utc.fix()).filter(|_| !is_draft);
        match date {
            Some(date) => {
                if date.zone() == Zone::Assumed {
                    *self.census.zones_assumed.entry("+00:00".into()).or_default() += 1;
                }
                self.found.post.published = Some(date);
            }
            None => {
                if !is_draft {
                    self.found.notes.push(NoteKind::DateImpossible { text: stated.to_owned() });
                }
                self.keep("dt-published", stated);
            }
        }
    }

    fn author(&mut self, footer: NodeId) {
        for link in self.tree.find_all(footer, ".p-author") {
            let name = self.tree.text(link).trim().to_owned();
            let url = self.tree.attribute(link, "href").unwrap_or_default();
            if let Some(author) = author(&name, url) {
                self.found.authors.push(author);
            }
        }
    }

    fn terms(&mut self, footer: NodeId) {
        for link in self.tree.find_all(footer, ".p-tag") {
            let name = self.tree.text(link).trim().to_owned();
            let url = self.tree.attribute(link, "href").unwrap_or_default();
            let slug = url.split(['?', '#']).next().unwrap_or_default().rsplit('/').next();
            let slug = slug.filter(|slug| !slug.is_empty()).map(crate::percent_decode_name);
            if name.is_empty() {
                continue;
            }
            let id = TermId::new(slug.as_deref().unwrap_or(&name));
            let mut term = Term::new(id, TermKind::Tag, name);
            (term.slug, term.url) = (slug, Some(url.to_owned()).filter(|url| !url.is_empty()));
            self.found.terms.push(term);
        }
    }

    fn body(&mut self, body: NodeId, (title, subtitle): (&str, &str), decoded: &Decoded) {
        let made = body::make(self.tree, body, title, subtitle);
        self.found.notes.extend(made.notes);
        for (name, count) in made.markup {
            *self.census.markup.entry(name).or_default() += count;
        }
        if !made.embeds.is_empty() {
            self.keep("embeds", made.embeds);
        }
        if let Some(cover) = made.cover {
            let asset = asset_at(&cover, &self.found.post.source[0]);
            self.found.post.cover = Some(asset.id.clone());
            self.found.assets.push(asset);
        }
        let original = Body::inline(decoded.text.clone());
        let content = Content::new(MediaType::HTML, original, Body::inline(made.html));
        self.found.post.content = Some(Box::new(content));
    }

    /// A response is seen by those who have its address, and by those who read what it answers: no list of posts has it.
    fn response(&mut self, body: NodeId, title: &str, subtitle: &str) {
        let subtitle = Some(subtitle).filter(|it| !it.is_empty());
        let is_published = self.found.post.status == Some(Status::Published);
        if !is_published || !response::is_suspected(self.tree, body, title, subtitle) {
            return;
        }
        self.keep("suspected_response", true);
        self.found.post.visibility = Some(Visibility::Unlisted);
        *self.census.markup.entry((RESPONSE.0, RESPONSE.1.to_owned())).or_default() += 1;
    }

    /// A page that is no post is kept as it is.
    fn raw(&mut self, decoded: &Decoded) {
        self.found.post.id = match address::number(self.name) {
            Some(number) => PostId::derived(&["medium", "no-entry", number]),
            None => PostId::derived(&["medium", "no-entry", &decoded.text]),
        };
        self.found.post.kind = PostKind::Other;
        *self.census.types_aside.entry("page without h-entry".into()).or_default() += 1;
        self.keep_page(decoded);
    }

    fn keep_page(&mut self, decoded: &Decoded) {
        self.keep("page", decoded.text.as_str());
    }

    fn note_limits(&mut self) {
        let dropped = self.tree.dropped();
        let tags = dropped.deep_tags + dropped.tags_over_budget;
        if tags > 0 {
            let count = tags as u64;
            self.found.notes.push(NoteKind::NestingCut { output: self.name.into(), count });
        }
    }

    fn keep(&mut self, name: &str, value: impl Into<serde_json::Value>) {
        self.found.post.extra.insert([FORMAT, name].concat(), value);
    }
}

/// Somebody who writes. None where neither a name nor an address is known.
pub(super) fn author(name: &str, url: &str) -> Option<Author> {
    let handle = address::handle(url);
    let id = handle
        .clone()
        .or_else(|| [url, name].into_iter().find(|it| !it.is_empty()).map(str::to_owned))?;
    let mut author = Author::new(AuthorId::new(id));
    author.name = Some(name.to_owned()).filter(|name| !name.is_empty());
    author.url = Some(url.to_owned()).filter(|url| !url.is_empty());
    author.handle = handle;
    Some(author)
}

/// `2019-05-01_Title-words-0a1b2c3d4e5f.html`, without the day and the number.
fn slug_of_file(name: &str) -> Option<String> {
    let words = address::slug(name)?;
    let words = words.split_once('_').map_or(words, |(_, words)| words).trim_matches('-');
    (!words.is_empty()).then(|| words.to_owned())
}
