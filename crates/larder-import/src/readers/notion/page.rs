//! A page in HTML: `article`, with `header`, `table.properties` and `div.page-body`.

use std::collections::BTreeMap;

use larder_core::MediaType;
use larder_html::{Kind, NodeId, Tree};

use super::property::{Class, Property};
use crate::ReadOptions;

/// What a page says.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) media_type: MediaType,
    pub(super) title: Option<String>,
    /// The line below the title.
    pub(super) description: Option<String>,
    pub(super) icon: Option<String>,
    /// The address of the picture above the title.
    pub(super) cover: Option<String>,
    pub(super) properties: Vec<Property>,
    /// The text.
    pub(super) html: Option<String>,
    /// How often it has a block of a kind that HTML does not have.
    pub(super) blocks: BTreeMap<&'static str, u64>,
    /// How many tags were nested too deep.
    pub(super) deep_tags: usize,
}

impl Page {
    /// A page that says nothing.
    pub(super) fn new(media_type: MediaType) -> Self {
        Self {
            media_type,
            title: None,
            description: None,
            icon: None,
            cover: None,
            properties: Vec::new(),
            html: None,
            blocks: BTreeMap::new(),
            deep_tags: 0,
        }
    }
}

/// Reads a page.
pub(super) fn read(text: &str, options: &ReadOptions) -> Page {
    let mut limits = larder_html::Limits::default();
    limits.depth = options.limits.depth;
    let tree = Tree::document(text, &limits);
    let mut page = Page::new(MediaType::HTML);
    page.deep_tags = tree.dropped().deep_tags;
    let Some(article) = tree.find(tree.root(), "article[id]") else { return page };
    let text = |selector: &str| {
        let text = tree.text(tree.find(article, selector)?);
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    };
    page.title = text("h1.page-title");
    page.description = text("p.page-description");
    page.icon = icon(&tree, article);
    page.cover = tree.find(article, "img.page-cover-image").and_then(|it| source(&tree, it));
    page.properties = properties(&tree, article);
    if let Some(body) = tree.find(article, "div.page-body") {
        page.html = Some(with_marks(&without_doubles(&tree, body)));
        for block in tree.descendants(body).filter_map(|node| block(&tree, node)) {
            *page.blocks.entry(block).or_default() += 1;
        }
    }
    page
}

fn source(tree: &Tree, node: NodeId) -> Option<String> {
    tree.attribute(node, "src").filter(|source| !source.is_empty()).map(str::to_owned)
}

/// A sign in front of the title: a character, or the address of a picture.
fn icon(tree: &Tree, article: NodeId) -> Option<String> {
    let icon = tree.find(article, "div.page-header-icon")?;
    let text = tree.text(icon).trim().to_owned();
    if !text.is_empty() {
        return Some(text);
    }
    tree.find(icon, "img").and_then(|image| source(tree, image))
}

/// The values of the columns of the database that the page is a row of.
fn properties(tree: &Tree, article: NodeId) -> Vec<Property> {
    let Some(table) = tree.find(article, "table.properties") else { return Vec::new() };
    let rows = tree.find_all(table, "tr");
    rows.into_iter().filter_map(|row| property(tree, row)).collect()
}

fn property(tree: &Tree, row: NodeId) -> Option<Property> {
    let classes = tree.attribute(row, "class").unwrap_or_default().split_ascii_whitespace();
    let class = classes.filter_map(|class| class.strip_prefix("property-row-")).next();
    let class = Class::of(class.unwrap_or_default());
    let name = tree.text(tree.find(row, "th")?).trim().to_owned();
    let values = values(tree, tree.find(row, "td")?);
    Some(Property { name, class, values })
}

/// What stands in a cell: several values where it shows them apart.
fn values(tree: &Tree, cell: NodeId) -> Vec<String> {
    let texts = |selector: &str| -> Vec<String> {
        let nodes = tree.find_all(cell, selector).into_iter();
        nodes.map(|node| tree.text(node).trim().to_owned()).filter(|it| !it.is_empty()).collect()
    };
    if let Some(checkbox) = tree.find(cell, "div.checkbox") {
        let is_on = tree.has_class(checkbox, "checkbox-on");
        return vec![if is_on { "Yes" } else { "No" }.to_owned()];
    }
    for selector in ["span.selected-value", "span.status-value", "span.user", "time"] {
        let found = texts(selector);
        if !found.is_empty() {
            return found;
        }
    }
    let links = tree.find_all(cell, "a[href]");
    if !links.is_empty() {
        let address = |link: NodeId| tree.attribute(link, "href").unwrap_or_default().to_owned();
        return links.into_iter().map(address).filter(|it| !it.is_empty()).collect();
    }
    let text = tree.text(cell).trim().to_owned();
    if text.is_empty() { Vec::new() } else { vec![text] }
}

/// The HTML within a node. Formulas stand in it twice, as MathML and as pictures made of text: the second is left out.
fn without_doubles(tree: &Tree, body: NodeId) -> String {
    let html = tree.inner_html(body);
    let mut kept = String::with_capacity(html.len());
    let (mut rest, mut nodes) = (html.as_str(), tree.descendants(body));
    while let Some(node) = nodes.next() {
        if !is_double(tree, node) {
            continue;
        }
        nodes.leave(node);
        if let Some((before, after)) = rest.split_once(&tree.outer_html(node)) {
            kept.push_str(before);
            rest = after;
        }
    }
    kept.push_str(rest);
    kept
}

/// The HTML with the marks of lists of what is to be done: only a style sheet shows them.
fn with_marks(html: &str) -> String {
    const BOXES: [(&str, &str); 2] = [
        ("<div class=\"checkbox checkbox-on\">", "☑"),
        ("<div class=\"checkbox checkbox-off\">", "☐"),
    ];
    BOXES.iter().fold(html.to_owned(), |html, (tag, mark)| {
        html.replace(&[tag, "</div>"].concat(), &[tag, *mark, "</div>"].concat())
    })
}

/// Whether a node is the second form of a formula whose first is MathML.
fn is_double(tree: &Tree, node: NodeId) -> bool {
    if !tree.has_class(node, "katex-html") {
        return false;
    }
    let first = tree.previous_sibling(node).filter(|it| tree.has_class(*it, "katex-mathml"));
    first.is_some_and(|it| tree.find_by(it, |it| tree.foreign_name(it) == Some("math")).is_some())
}

/// The kind of a block that HTML does not have.
fn block(tree: &Tree, node: NodeId) -> Option<&'static str> {
    let Kind::Element = tree.kind(node) else { return None };
    let has = |class| tree.has_class(node, class);
    match tree.name(node)? {
        "figure" if has("callout") => Some("callout"),
        "figure" if has("equation") => Some("equation"),
        "figure" if has("link-to-page") => Some("link-to-page"),
        "ul" if has("toggle") => Some("toggle"),
        "ul" if has("to-do-list") => Some("to-do-list"),
        "a" if has("bookmark") => Some("bookmark"),
        "span" if has("notion-text-equation-token") => Some("equation"),
        "div" if has("source") => Some("embed"),
        "div" if has("column-list") => Some("columns"),
        "table" if has("collection-content") => Some("database"),
        "nav" if has("table_of_contents") => Some("table-of-contents"),
        _ => None,
    }
}
