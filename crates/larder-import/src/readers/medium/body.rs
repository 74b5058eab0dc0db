//! The body of a post: paragraphs without the marks of the editor, and without the title that stands above them again.

mod attributes;
mod code;

use std::collections::{BTreeMap, HashSet};

use larder_core::{NoteKind, key};
use larder_html::{Edit, Kind, NodeId, Tree, escape};
use url::Url;

/// What was made of a body.
#[derive(Debug, Default)]
pub(super) struct Made {
    pub(super) html: String,
    /// The picture that stands for the post: the one that says so, else one above all text.
    pub(super) cover: Option<String>,
    /// Where the things that it embeds can be seen, in order.
    pub(super) embeds: Vec<String>,
    /// What is counted for the whole blog.
    pub(super) markup: BTreeMap<(&'static str, String), u64>,
    pub(super) notes: Vec<NoteKind>,
}

/// Kinds of paragraphs, which their classes name behind `graf--`. What begins with the last three is how one looks.
const GRAFS: &[&str] = &[
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "blockquote",
    "pullquote",
    "pre",
    "preV2",
    "li",
    "figure",
    "iframe",
    "mixtapeEmbed",
    "title",
    "subtitle",
    "kicker",
    "leading",
    "trailing",
    "last",
    "first",
    "empty",
];
const LOOKS: &[&str] = &["startsWith", "hasDropCap", "layout"];

/// How many odd paragraphs of one body are told.
const TOLD: usize = 20;

/// Reads a body. `title` and `subtitle` are those that the page states apart.
pub(super) fn make(tree: &Tree, body: NodeId, title: &str, subtitle: &str) -> Made {
    let mut look = Look {
        tree,
        title: same(title),
        subtitle: same(subtitle),
        targets: targets(tree, body),
        has_text: false,
        is_featured: false,
        language: String::new(),
        block: 0,
        made: Made::default(),
    };
    let html = tree.edited_html(body, |node| look.edit(node));
    look.made.html = html.trim().to_owned();
    look.made
}

/// A title as two are compared: quotes are of one form, and neither white space nor the full stop at the end counts.
fn same(text: &str) -> String {
    let plain = |character: char| match character {
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        other => other,
    };
    let words: String = key::characters(text).map(plain).collect();
    words.trim_end_matches('.').to_owned()
}

/// The places in the body to which its own links lead.
fn targets(tree: &Tree, body: NodeId) -> HashSet<&str> {
    let links = tree.descendants(body).filter_map(|node| tree.attribute(node, "href"));
    links.filter_map(|href| href.strip_prefix('#')).collect()
}

/// What is known while a body is walked through.
struct Look<'t> {
    tree: &'t Tree,
    /// The titles that are still to come again. Empty where they came, or where there are none.
    title: String,
    subtitle: String,
    targets: HashSet<&'t str>,
    has_text: bool,
    is_featured: bool,
    /// Of the code at hand.
    language: String,
    /// The number of the paragraph at hand, counted from 1.
    block: u32,
    made: Made,
}

impl<'t> Look<'t> {
    fn edit(&mut self, node: NodeId) -> Edit<'t> {
        let Kind::Element = self.tree.kind(node) else { return self.text(node) };
        let classes = self.tree.attribute(node, "class").unwrap_or_default();
        let has = |class: &str| classes.split_ascii_whitespace().any(|it| it == class);
        self.block += u32::from(has("graf"));
        match self.tree.name(node) {
            // A player or a drawing keeps all it has.
            None => return Edit::Keep,
            Some("iframe" | "script" | "embed" | "object" | "video" | "audio") => {
                return self.embedded(node);
            }
            Some("br") if self.is_in_code(node) => return Edit::Replace("\n".into()),
            Some("img") => return self.picture(node),
            _ => {}
        }
        match () {
            () if has("section-divider") => self.divider(),
            () if has("sectionLayout--outsetRow") && self.is_gallery(node) => self.gallery(),
            () if ["section", "section-content", "section-inner", "aspectRatioPlaceholder"]
                .iter()
                .any(|class| has(class)) =>
            {
                Edit::Unwrap
            }
            () if has("aspectRatioPlaceholder-fill") => Edit::Drop,
            () if self.is_title(node, has("graf--title"), has("graf--subtitle")) => Edit::Drop,
            () if has("graf--pre") => self.code(node),
            () if has("pre--content") => self.code_inside(),
            () if has("graf--mixtapeEmbed") => self.card(node),
            () if has("mixtapeImage") || has("js-mixtapeImage") => self.card_picture(node),
            () if has("graf--pullquote") => self.tag(node, Some("pullquote")),
            () if has("graf") => self.paragraph(node, classes),
            () => self.tag(node, None),
        }
    }

    fn text(&mut self, node: NodeId) -> Edit<'t> {
        if let Kind::Text(text) = self.tree.kind(node) {
            self.has_text |= !text.trim().is_empty();
        }
        Edit::Keep
    }

    /// The first line, above all, is decoration. The others part the text.
    fn divider(&mut self) -> Edit<'t> {
        match self.has_text || self.made.cover.is_some() {
            true => Edit::Replace("<hr>".into()),
            false => Edit::Drop,
        }
    }

    fn gallery(&mut self) -> Edit<'t> {
        self.count("gallery", "outsetRow");
        Edit::Retag("div".into(), vec![("class", "gallery".into())])
    }

    /// Whether a row has pictures and nothing else.
    fn is_gallery(&self, node: NodeId) -> bool {
        let mut figures = 0;
        for child in self.tree.children(node) {
            match (self.tree.kind(child), self.tree.name(child)) {
                (Kind::Text(text), _) if text.trim().is_empty() => {}
                (_, Some("figure")) => figures += 1,
                _ => return false,
            }
        }
        figures > 1
    }

    /// Whether it is the title or the subtitle, once more.
    fn is_title(&mut self, node: NodeId, is_title: bool, is_subtitle: bool) -> bool {
        for (is, stated) in [(is_title, &mut self.title), (is_subtitle, &mut self.subtitle)] {
            if is && !stated.is_empty() && same(&self.tree.text(node)) == *stated {
                stated.clear();
                return true;
            }
        }
        false
    }

    /// A card that links to a page elsewhere.
    fn card(&mut self, node: NodeId) -> Edit<'t> {
        if let Some(link) = self.tree.find(node, "a[href]") {
            self.embed(self.tree.attribute(link, "href").unwrap_or_default().to_owned());
        }
        self.tag(node, Some("mixtapeEmbed"))
    }

    /// The picture of a card, which is the background of an empty link.
    fn card_picture(&self, node: NodeId) -> Edit<'t> {
        let style = self.tree.attribute(node, "style").unwrap_or_default();
        let url = style.split_once("url(").and_then(|(_, rest)| rest.split_once(')'));
        let url = url.map(|(url, _)| url.trim().trim_matches(['"', '\'']));
        match url.filter(|url| !url.is_empty()) {
            Some(url) => {
                Edit::Replace(format!("<img src=\"{}\" alt=\"\">", escape::attribute(url)))
            }
            None => Edit::Drop,
        }
    }

    fn paragraph(&mut self, node: NodeId, classes: &str) -> Edit<'t> {
        for class in classes.split_ascii_whitespace() {
            let Some(kind) = class.strip_prefix("graf--") else { continue };
            let is_known =
                GRAFS.contains(&kind) || LOOKS.iter().any(|start| kind.starts_with(start));
            if !is_known && self.made.notes.len() < TOLD {
                let block = kind.chars().take(60).collect();
                self.made.notes.push(NoteKind::UnknownBlock { block, number: self.block });
                return Edit::Keep;
            }
        }
        self.tag(node, None)
    }

    fn picture(&mut self, node: NodeId) -> Edit<'t> {
        let source = self.tree.attribute(node, "src").unwrap_or_default();
        let is_featured = self.tree.attribute(node, "data-is-featured") == Some("true");
        let is_first = self.made.cover.is_none() && !self.has_text;
        if !source.is_empty() && (is_featured && !self.is_featured || is_first) {
            self.made.cover = Some(source.to_owned());
            self.is_featured |= is_featured;
        }
        let mut attributes = self.attributes(node, None);
        for (name, stated) in [("width", "data-width"), ("height", "data-height")] {
            let is_there = self.tree.attribute(node, name).is_some();
            if let Some(size) = self.tree.attribute(node, stated).filter(|_| !is_there) {
                attributes.push((name, size.into()));
            }
        }
        Edit::Retag("img".into(), attributes)
    }

    /// What is embedded stays as it is. Scripts of gists are known to show one.
    fn embedded(&mut self, node: NodeId) -> Edit<'t> {
        let source = self.tree.attribute(node, "src").or(self.tree.attribute(node, "data"));
        if let Some(source) = source.filter(|it| !it.is_empty()) {
            self.embed(gist(source).unwrap_or_else(|| source.to_owned()));
        }
        Edit::Keep
    }

    fn embed(&mut self, url: String) {
        if let Some(host) = Url::parse(&url).ok().as_ref().and_then(Url::host_str) {
            self.count("embed from", host.strip_prefix("www.").unwrap_or(host));
            self.made.embeds.push(url);
        }
    }

    fn count(&mut self, what: &'static str, name: &str) {
        *self.made.markup.entry((what, name.to_owned())).or_default() += 1;
    }
}

/// The page of a gist, by the script that shows it.
fn gist(script: &str) -> Option<String> {
    let path = script.split(['?', '#']).next()?.strip_suffix(".js")?;
    path.contains("://gist.github.com/").then(|| path.to_owned())
}

#[cfg(test)]
mod tests;
