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
mod head;
mod image;
mod inline;
mod item;
mod media;
mod refuse;
mod richscrap;
mod series;
mod signs;
pub(super) mod thumb;

use larder_core::{Claim, Confidence, MediaType, Note, NoteKind, Rule, SeriesKind, Timestamp};
use larder_html::{NodeId, Tree};
use serde_json::Value;

pub(super) use self::signs::recognise_page;
use self::{astro::Content, blocks::Body, cover::Cover, head::Head, richscrap::Scrap};
use super::{
    address::Address,
    api::{article::Article, json},
    capture::{Capture, Captures, Form, Refusal, SeriesMention},
};
use crate::{Limits, date};

/// Reads a page: one capture, or why it is none.
pub(super) fn read_page(text: &str, limits: &Limits) -> Captures {
    let tree = Tree::document(text, &tree_limits(limits));
    let page = Page::read(&tree, text);
    if !page.has_post()
        && let Some(refusal) = refuse::refuse(&tree, &page.head, text.len())
    {
        return Err(refusal);
    }
    if !page.has_post() && !page.names_a_post() {
        let found = "neither a body nor the address of a post".to_owned();
        return Err(Refusal { rule: Rule::NotRecognised, found });
    }
    let mut capture = page.into_capture(text.to_owned());
    note_limits(&mut capture, &tree, limits);
    Ok(vec![capture])
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

    fn into_capture(mut self, original: String) -> Capture {
        let body = self.body();
        let mut capture = Capture::new(Form::Html, MediaType::HTML, original);
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
        Some((Form::HtmlRichscrap, scrap.body(self.tree)))
    }

    fn fill_body(
        &self,
        capture: &mut Capture,
        body: Option<(Form, Body)>,
        content: Option<String>,
    ) {
        let body = body.or_else(|| content.map(|content| (Form::HtmlAstro, body_of(&content).0)));
        if let Some((form, body)) = body {
            capture.form = form;
            capture.notes.extend(body.notes);
            capture.blocks = Some(body.blocks);
        }
        let bodies = [".wrap_body", "#ArticleView"];
        let class = bodies.iter().find_map(|selector| {
            let classes =
                self.tree.attribute(self.tree.find(self.tree.root(), selector)?, "class")?;
            classes.split_ascii_whitespace().find_map(|class| class.strip_prefix("text_align_"))
        });
        if let Some(class) = class {
            capture.extra.insert("text_align", class);
        }
    }

    fn fill_identity(&self, capture: &mut Capture) {
        let mut numbers = capture.identity.number.into_iter().collect::<Vec<_>>();
        for address in self.head.identities() {
            numbers.extend(address.number);
            let identity = &mut capture.identity;
            identity.user_id = identity.user_id.take().or(address.user_id);
            identity.handle = identity.handle.take().or(address.handle);
            identity.number = identity.number.or(address.number);
        }
        if let Some((taken, other)) = numbers
            .first()
            .and_then(|taken| Some((taken, numbers.iter().find(|other| *other != taken)?)))
        {
            let (taken, other) = (taken.to_string(), other.to_string());
            capture.note(NoteKind::SourcesDisagree {
                field: "number of the post".to_owned(),
                taken,
                other,
            });
        }
        for address in self.head.addresses() {
            let is_post =
                super::address::parse(address).is_some_and(|found| found.number.is_some());
            if is_post && !capture.addresses.iter().any(|known| known == address) {
                capture.addresses.push(address.to_owned());
            }
        }
        let permanent = Address::from(capture.identity.clone());
        if let Some(permanent) = permanent.permanent().filter(|_| permanent.number.is_some())
            && !capture.addresses.contains(&permanent)
        {
            capture.addresses.push(permanent);
        }
    }

    fn fill_series(&self, capture: &mut Capture) {
        capture.neighbours = series::neighbours(self.tree);
        let stated = capture.series.take();
        let scrap = self.scrap.as_ref().and_then(|scrap| scrap.header("category_title"));
        let by_scrap = scrap.map(|title| mention(SeriesKind::Magazine, Some(title.to_owned())));
        let found = series::read(self.tree).or(by_scrap);
        let mut series = match (found, stated) {
            (Some(found), Some(stated)) => Some(joined(found, stated)),
            (found, stated) => found.or(stated),
        };
        let beside = series::chapter_beside(&capture.neighbours);
        if series.is_none() && beside.is_some() {
            series = Some(mention(SeriesKind::Book, None));
        }
        if let Some(series) = series.as_mut().filter(|series| series.kind != SeriesKind::Magazine) {
            series.number = series.number.take().or(beside).or_else(|| self.chapter_in_title());
        }
        capture.series = series;
    }

    /// The chapter at the beginning of `og:title`: certain when what follows it is the title of the cover.
    fn chapter_in_title(&self) -> Option<Claim<u32>> {
        let (number, rest) = series::split_chapter(self.head.meta("og:title")?)?;
        let confirmed =
            self.cover.title.as_ref().is_some_and(|title| inline::same_words(title, rest));
        let confidence = if confirmed { Confidence::High } else { Confidence::Low };
        Some(Claim::inferred(number, confidence, "beginning of og:title"))
    }

    fn fill_title(&self, capture: &mut Capture, stated: Option<String>) {
        note_difference(capture, "title", stated.as_ref(), self.cover.title.as_ref());
        let scrap = || self.scrap.as_ref()?.header("title").map(str::to_owned);
        let chapter = capture.series.as_ref().and_then(|series| series.number.as_ref());
        let chapter = chapter.filter(|claim| claim.how.as_deref() != Some("beginning of og:title"));
        let chapter = chapter.map(|claim| claim.value);
        let offered = || {
            let title = self.head.meta("og:title")?;
            let stripped =
                series::split_chapter(title).filter(|(number, _)| Some(*number) == chapter);
            Some(stripped.map_or(title, |(_, rest)| rest).to_owned())
        };
        capture.title = stated.or_else(|| self.cover.title.clone()).or_else(scrap).or_else(offered);
    }

    /// `og:description` is `SUBTITLE | text…` or only text: it is split when the subtitle is known from elsewhere.
    fn fill_subtitle(&self, capture: &mut Capture, stated: Option<String>) {
        note_difference(capture, "subtitle", stated.as_ref(), self.cover.subtitle.as_ref());
        let scrap = || self.scrap.as_ref()?.header("subtitle").map(str::to_owned);
        let subtitle = stated.or_else(|| self.cover.subtitle.clone()).or_else(scrap);
        let description =
            self.head.meta("og:description").or_else(|| self.head.meta("description"));
        if let Some(description) = description {
            let split = description.split_once(" | ");
            let confirmed = split.filter(|(left, _)| {
                subtitle.as_ref().is_some_and(|subtitle| inline::same_words(left, subtitle))
            });
            if let (None, Some((hint, _))) = (confirmed, split) {
                capture.extra.insert("subtitle_hint", hint);
            }
            let summary = confirmed.map_or(description, |(_, text)| text);
            capture.summary.get_or_insert_with(|| summary.to_owned());
        }
        capture.subtitle = subtitle.map(Claim::stated);
    }

    fn fill_author(&self, capture: &mut Capture, stated: Option<String>) {
        let meta = |name: &str| self.head.meta(name).map(str::to_owned);
        let written = || {
            meta("article:author").filter(|name| !name.contains("://") && !name.starts_with('/'))
        };
        let scrap = || self.scrap.as_ref()?.author().map(str::to_owned);
        capture.author.name = stated
            .or_else(|| meta("og:article:author"))
            .or_else(|| meta("byl"))
            .or_else(|| meta("article:media_name"))
            .or_else(|| self.text(&[".by_info .by_name", ".by_name"]))
            .or_else(scrap)
            .or_else(written)
            .or_else(|| self.text(&[".text_author"]));
        capture.author.bio = self.text(&[".desc_author", ".desc_blogger"]).map(Claim::stated);
        let job = self.text(&[".job_blogger", ".wrap_info .job", ".txt_job"]);
        if let Some(job) = job {
            let job =
                job.strip_prefix("직업").map(|rest| rest.trim_ascii().to_owned()).unwrap_or(job);
            capture.author.extra.insert("job", job);
        }
    }

    fn fill_dates(&self, capture: &mut Capture) {
        let meta = |name: &str| self.head.meta(name).map(str::to_owned);
        let scrap = || self.scrap.as_ref()?.header("date").map(str::to_owned);
        let sources = [
            (1, meta("article:published_time")),
            (2, meta("og:regDate")),
            (3, self.text(&[".by_info .f_date", ".f_date"])),
            (3, scrap()),
        ];
        for (rank, text) in sources {
            let Some(text) = text.filter(|_| capture.published.is_none()) else { continue };
            match any_date(&text) {
                Some(date) => (capture.published, capture.published_rank) = (Some(date), rank),
                None => capture.note(NoteKind::DateImpossible { text }),
            }
        }
        if capture.updated.is_none()
            && let Some(text) = meta("article:modified_time")
        {
            capture.updated = date::iso(&text).ok();
            if capture.updated.is_none() {
                capture.note(NoteKind::DateImpossible { text });
            }
        }
    }

    fn fill_rest(&self, capture: &mut Capture) {
        let shown = counts::read(self.tree);
        capture.counts.likes = capture.counts.likes.or(shown.likes);
        capture.counts.comments = capture.counts.comments.or(shown.comments);
        capture.comments = comments::read(self.tree);
        for keyword in keywords(self.tree) {
            if !capture.keywords.contains(&keyword) {
                capture.keywords.push(keyword);
            }
        }
        let scrap = || self.scrap.as_ref()?.header("image").and_then(cover::named);
        let cover = self.cover.image.clone().or_else(|| capture.cover.take());
        capture.cover = cover.or_else(scrap).or_else(|| cover::offered(&self.head));
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

/// The keywords under the body, without `#`.
fn keywords(tree: &Tree) -> Vec<String> {
    let frames = [".wrap_body_info", ".wrap_keyword", ".list_keyword"];
    let Some(frame) = frames.iter().find_map(|selector| tree.find(tree.root(), selector)) else {
        return Vec::new();
    };
    let links = tree.find_all(frame, "a[href]").into_iter();
    let links = links.filter(|link| {
        tree.attribute(*link, "href").is_some_and(|href| href.contains("/keyword/"))
    });
    let texts = links.map(|link| tree.text(link).trim_ascii().trim_start_matches('#').to_owned());
    texts.filter(|keyword| !inline::is_blank(keyword)).collect()
}

/// A date in any form that pages have.
fn any_date(text: &str) -> Option<Timestamp> {
    date::iso(text).or_else(|_| date::english_day(text)).or_else(|_| date::dotted_day(text)).ok()
}

fn mention(kind: SeriesKind, title: Option<String>) -> SeriesMention {
    SeriesMention { kind, title, address: None, magazine_number: None, number: None }
}

/// What the page shows, completed by what its data states; the data's chapter counts.
fn joined(shown: SeriesMention, stated: SeriesMention) -> SeriesMention {
    SeriesMention {
        kind: shown.kind,
        title: shown.title.or(stated.title),
        address: shown.address.or(stated.address),
        magazine_number: shown.magazine_number.or(stated.magazine_number),
        number: stated.number.or(shown.number),
    }
}

/// Notes that two sources state a text differently. The first one is taken.
fn note_difference(
    capture: &mut Capture,
    field: &str,
    taken: Option<&String>,
    other: Option<&String>,
) {
    let (Some(taken), Some(other)) = (taken, other) else { return };
    if !inline::same_words(taken, other) {
        let (field, taken, other) = (field.to_owned(), taken.clone(), other.clone());
        capture.note(NoteKind::SourcesDisagree { field, taken, other });
    }
}

#[cfg(test)]
mod tests;
