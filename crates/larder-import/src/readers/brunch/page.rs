//! Reads saved pages of brunch.co.kr, of every generation of the site.
//!
//! A page can hold its post in several forms at once: markup (`.wrap_item`), Astro's properties, `ARTICLE_DATA`,
//! `ks:richscrap`. All of them are read, and each field is taken from the surest that has it:
//!
//! | field | from |
//! |--|--|
//! | title | `ARTICLE_DATA`, cover, scrap, `og:title` without its chapter |
//! | subtitle | `ARTICLE_DATA`, cover, scrap |
//! | author | `ARTICLE_DATA`, `og:article:author`, `byl`, by-line, scrap |
//! | published | `ARTICLE_DATA`, `article:published_time`, `og:regDate`, `.f_date`, scrap |
//! | body | `.wrap_item`, Astro's content, scrap |
//!
//! Error pages, shells and lists are [refused](refuse).

mod astro;
mod blocks;
mod comments;
mod counts;
mod cover;
mod fields;
mod head;
mod image;
mod inline;
mod item;
mod media;
mod refuse;
mod rich;
mod richscrap;
mod series;
mod signs;
pub(super) mod thumb;
mod unknown;

use larder_core::{Claim, MediaType, Note, NoteKind, Rule};
use larder_html::{NodeId, Tree};
use serde_json::Value;

pub(super) use self::signs::recognise_page;
use self::{astro::Content, blocks::Body, cover::Cover, head::Head, richscrap::Scrap};
use super::{
    address::Address,
    api::{article::Article, json},
    capture::{Capture, Captures, Form, Refusal},
};
use crate::{Limits, deadline::Deadline};

/// Reads a page: one capture, or why it is none.
///
/// Stops when its time is up, by the rule of that name.
pub(super) fn read_page(text: impl Into<String>, limits: &Limits, deadline: Deadline) -> Captures {
    let text = text.into();
    let mut capture = read_tree(&text, limits, deadline)?;
    // Only now: while it is read, the text must not be in memory twice.
    capture.original = text;
    Ok(vec![capture])
}

fn read_tree(text: &str, limits: &Limits, deadline: Deadline) -> Result<Capture, Refusal> {
    let mut bounds = tree_limits(limits);
    bounds.until = deadline.until;
    let tree = Tree::document(text, &bounds);
    if tree.dropped().unfinished {
        let found = "its markup was not read to the end".to_owned();
        return Err(Refusal { rule: Rule::TimeUp, found });
    }
    let page = Page::read(&tree, text);
    let most = usize::try_from(limits.lines).unwrap_or(usize::MAX);
    if page.items.len() > most {
        let found = format!("a body of more than {most} blocks; --max-lines raises the limit");
        return Err(Refusal { rule: Rule::TooLarge, found });
    }
    if !page.has_post()
        && let Some(refusal) = refuse::refuse(&tree, &page.head, text.len())
    {
        return Err(refusal);
    }
    if !page.has_post() && !page.names_a_post() {
        let found = "neither a body nor the address of a post".to_owned();
        return Err(Refusal { rule: Rule::NotRecognised, found });
    }
    let mut capture = page.into_capture();
    note_limits(&mut capture, &tree, limits);
    Ok(capture)
}

/// Puts what an article of the API says into a capture that says nothing yet.
pub(super) fn fill_from_article(capture: &mut Capture, mut article: Article) {
    if let Some(content) = article.content.take() {
        let (body, cover) = body_of(&content);
        capture.notes.extend(body.notes);
        capture.blocks = Some(body.blocks);
        article.cover = article.cover.or(cover);
    }
    let address = Address::from(article.identity.clone());
    capture.addresses = address.public().into_iter().chain(address.permanent()).collect();
    capture.title = article.title.take();
    capture.subtitle = article.subtitle.take().map(Claim::stated);
    capture.author.name = article.author.take();
    fill_data(capture, article);
}

/// What only the article's data can say.
fn fill_data(capture: &mut Capture, article: Article) {
    capture.identity = article.identity;
    if article.published.is_some() {
        (capture.published, capture.published_rank) = (article.published, 0);
    }
    capture.updated = article.updated;
    capture.series = article.series;
    capture.keywords = article.keywords;
    capture.summary = article.summary;
    capture.cover = article.cover;
    capture.counts = article.counts;
    capture.not_public = article.not_public;
    capture.not_published = article.not_published;
    capture.members_only = article.members_only;
    capture.extra = article.extra;
    capture.notes.extend(article.notes);
}

/// The body of an article's `content`: the editor's JSON, or HTML.
fn body_of(content: &str) -> (Body, Option<super::body::Image>) {
    let tree = Tree::fragment(content, &tree_limits(&Limits::default()));
    if content.trim_ascii_start().starts_with('{')
        && let Ok(Some(found)) = astro::content(content)
    {
        let mut notes = Vec::new();
        let image = cover::read(&tree, found.cover.as_ref(), &mut notes).image;
        return (blocks::from_data(&tree, &found.body), image);
    }
    let items = blocks::outermost(&tree);
    let items = if items.is_empty() { elements_in(&tree, tree.root()) } else { items };
    if items.is_empty() {
        return (blocks::from_text(&tree.text(tree.root())), None);
    }
    (blocks::from_markup(&tree, &items), None)
}

/// Attributes hold whole blocks and whole posts as JSON, so they may be as long as a file's largest part may be.
fn tree_limits(limits: &Limits) -> larder_html::Limits {
    let mut bounds = larder_html::Limits::default();
    bounds.depth = limits.depth;
    bounds.value = bounds.data_value;
    bounds.bytes = usize::try_from(limits.file_bytes).unwrap_or(usize::MAX).min(bounds.bytes);
    bounds
}

fn note_limits(capture: &mut Capture, tree: &Tree, limits: &Limits) {
    let dropped = tree.dropped();
    let tags = dropped.deep_tags + dropped.tags_over_budget;
    if tags > 0 {
        capture.note(NoteKind::NestingCut { output: "the page".to_owned(), count: tags as u64 });
    }
    if dropped.attributes > 0 {
        let what = format!("{} attributes that are too many or too long", dropped.attributes);
        capture.note(NoteKind::DataUnreadable { what });
    }
    if dropped.bytes > 0 {
        let limit = "the size of a page".to_owned();
        let option = "--max-file-size".to_owned();
        capture.note(NoteKind::LimitReached { limit, value: limits.file_bytes, option });
    }
}

/// Everything that a page holds, before the fields are chosen.
struct Page<'t> {
    tree: &'t Tree,
    head: Head<'t>,
    items: Vec<NodeId>,
    article: Option<Article>,
    content: Option<Content>,
    scrap: Option<Scrap>,
    cover: Cover,
    notes: Vec<Note>,
}

impl<'t> Page<'t> {
    fn read(tree: &'t Tree, text: &'t str) -> Self {
        let head = Head::read(tree, text);
        let mut islands = astro::read(tree);
        let mut notes = Vec::new();
        let mut article = article_data(tree, &mut notes);
        notes.append(&mut islands.notes);
        if let Some(stated) = islands.article.take().map(Article::read) {
            article.get_or_insert_default().fill_from(stated);
        }
        let content = islands.content;
        let block = content.as_ref().and_then(|content| content.cover.as_ref());
        let cover = cover::read(tree, block, &mut notes);
        let scrap = richscrap::read(&head, &mut notes);
        Self { tree, items: items(tree), head, article, content, scrap, cover, notes }
    }

    /// Whether the page holds a post's body or data.
    fn has_post(&self) -> bool {
        !self.items.is_empty()
            || self.article.is_some()
            || self.content.is_some()
            || self.scrap.as_ref().is_some_and(Scrap::has_cards)
    }

    /// Whether the head names a post, so that at least its data are there.
    fn names_a_post(&self) -> bool {
        self.head.identities().iter().any(|address| address.number.is_some())
    }

    /// Everything but the original.
    fn into_capture(mut self) -> Capture {
        let body = self.body();
        let mut capture = Capture::new(Form::Html, MediaType::HTML, String::new());
        capture.notes.append(&mut self.notes);
        let mut article = self.article.take().unwrap_or_default();
        let titles = [article.title.take(), article.subtitle.take(), article.author.take()];
        let content = article.content.take();
        fill_data(&mut capture, article);
        self.fill_body(&mut capture, body, content);
        self.fill_identity(&mut capture);
        self.fill_series(&mut capture);
        let [title, subtitle, author] = titles;
        self.fill_title(&mut capture, title);
        self.fill_subtitle(&mut capture, subtitle);
        self.fill_author(&mut capture, author);
        self.fill_dates(&mut capture);
        self.fill_rest(&mut capture);
        capture
    }

    /// The body from the richest form that has one.
    fn body(&self) -> Option<(Form, Body)> {
        if !self.items.is_empty() {
            return Some((Form::Html, blocks::from_markup(self.tree, &self.items)));
        }
        if let Some(content) = &self.content {
            return Some((Form::HtmlAstro, blocks::from_data(self.tree, &content.body)));
        }
        let scrap = self.scrap.as_ref().filter(|scrap| scrap.has_cards())?;
        let mut body = scrap.body(self.tree);
        // The summary for other sites knows no bold text, no links and no quotes.
        let what = "the markup of the body".to_owned();
        body.notes.push(NoteKind::DataUnreadable { what }.into());
        Some((Form::HtmlRichscrap, body))
    }

    /// The text of the first element that a selector names, if it shows anything.
    fn text(&self, selectors: &[&str]) -> Option<String> {
        let node =
            selectors.iter().find_map(|selector| self.tree.find(self.tree.root(), selector))?;
        let text = self.tree.text(node).trim_ascii().to_owned();
        (!inline::is_blank(&text)).then_some(text)
    }
}

/// The blocks of the body. A body without `.wrap_item` but with text has them as plain elements.
fn items(tree: &Tree) -> Vec<NodeId> {
    let items = blocks::outermost(tree);
    if !items.is_empty() {
        return items;
    }
    let body = [".wrap_view_article .wrap_body", "#ArticleView"];
    let body = body.iter().find_map(|selector| tree.find(tree.root(), selector));
    body.map(|body| elements_in(tree, body)).unwrap_or_default()
}

/// The elements that a node holds itself and that show something; scripts and islands do not.
fn elements_in(tree: &Tree, node: NodeId) -> Vec<NodeId> {
    let shows = |node: &NodeId| {
        let hidden = matches!(
            tree.name(*node),
            None | Some("script" | "style" | "astro-island" | "template")
        );
        !hidden && (!inline::is_blank(&tree.text(*node)) || tree.find(*node, "img").is_some())
    };
    let elements: Vec<_> = tree.children(node).filter(|node| tree.name(*node).is_some()).collect();
    if elements.iter().any(shows) { elements } else { Vec::new() }
}

/// `script#ARTICLE_DATA`, the surest source of the new site.
fn article_data(tree: &Tree, notes: &mut Vec<Note>) -> Option<Article> {
    let script = tree.find(tree.root(), "script#ARTICLE_DATA")?;
    let text: String = tree
        .children(script)
        .filter_map(|node| match tree.kind(node) {
            larder_html::Kind::Text(text) => Some(text),
            _ => None,
        })
        .collect();
    let why = match json::parse(&text) {
        Ok(parsed) => {
            if parsed.replaced > 0 {
                notes.push(NoteKind::BytesLostBefore { count: parsed.replaced }.into());
            }
            match parsed.value {
                Value::Object(object) => return Some(Article::read(object)),
                _ => "it is no object".to_owned(),
            }
        }
        Err(error) => error.to_string(),
    };
    notes.push(NoteKind::DataUnreadable { what: format!("`ARTICLE_DATA` ({why})") }.into());
    None
}

#[cfg(test)]
mod tests;
