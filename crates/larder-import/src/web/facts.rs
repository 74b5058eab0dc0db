//! What a page is made of, as far as it says something about its post: one walk over the tree.

use larder_html::{Kind, NodeId, Tree};

use super::{mark::Mark, platform};

/// How many things of one kind are looked at. Honest pages have some dozens.
const MOST: usize = 4096;

/// The longest text of a title, a name or a date that is looked at, in bytes.
pub(super) const LONGEST: usize = 1024;

/// A `link` of the head.
#[derive(Clone, Copy, Debug)]
pub(super) struct HeadLink<'t> {
    pub(super) rel: &'t str,
    pub(super) href: &'t str,
    pub(super) kind: Option<&'t str>,
    pub(super) language: Option<&'t str>,
    pub(super) title: Option<&'t str>,
}

/// Who may see a post, as themes of WordPress tell it in classes to those who may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hidden {
    Private,
    Draft,
    Pending,
    Scheduled,
    Password,
}

impl Hidden {
    fn of_class(class: &str) -> Option<Self> {
        Some(match class {
            "status-private" => Self::Private,
            "status-draft" | "status-auto-draft" => Self::Draft,
            "status-pending" => Self::Pending,
            "status-future" => Self::Scheduled,
            "post-password-required" | "post-password-protected" => Self::Password,
            _ => return None,
        })
    }
}

/// What was met in a page.
#[derive(Debug)]
pub(super) struct Facts<'t> {
    pub(super) tree: &'t Tree,
    /// `meta` with a name, a property or an `itemprop`: the name in lower case, and its content.
    pub(super) metas: Vec<(String, &'t str)>,
    pub(super) links: Vec<HeadLink<'t>>,
    /// The texts of JSON-LD.
    pub(super) data: Vec<String>,
    pub(super) title: Option<String>,
    pub(super) base: Option<&'t str>,
    pub(super) language: Option<&'t str>,
    pub(super) body: Option<NodeId>,
    /// `h1` and `h2`.
    pub(super) headings: Vec<NodeId>,
    pub(super) articles: Vec<NodeId>,
    pub(super) times: Vec<NodeId>,
    /// Links of the page with `rel`: `tag`, `author`, `bookmark`, `next`.
    pub(super) related: Vec<(NodeId, &'t str)>,
    /// Frames with an address.
    pub(super) frames: Vec<&'t str>,
    /// `input` of the type `password` that is shown.
    pub(super) password_fields: u32,
    /// Where a page without text sends its visitors to.
    pub(super) refresh: Option<&'t str>,
    /// What a theme says of who may see the post.
    pub(super) hidden: Option<Hidden>,
    /// The platforms of which the markup has a sign, in the order of the page.
    pub(super) signs: Vec<&'static str>,
    marks: Vec<(Mark, NodeId)>,
    /// The nodes whose content is no part of any post: sidebars, comments. Sorted.
    outside: Vec<NodeId>,
}

impl<'t> Facts<'t> {
    pub(super) fn of(tree: &'t Tree) -> Self {
        let mut facts = Self {
            tree,
            metas: Vec::new(),
            links: Vec::new(),
            data: Vec::new(),
            title: None,
            base: None,
            language: None,
            body: None,
            headings: Vec::new(),
            articles: Vec::new(),
            times: Vec::new(),
            related: Vec::new(),
            frames: Vec::new(),
            password_fields: 0,
            refresh: None,
            hidden: None,
            signs: Vec::new(),
            marks: Vec::new(),
            outside: Vec::new(),
        };
        let mut nodes = tree.descendants(tree.root());
        while let Some(node) = nodes.next() {
            if tree.kind(node) != Kind::Element {
                continue;
            }
            let Some(name) = tree.name(node) else {
                // A drawing says nothing about the post.
                nodes.leave(node);
                continue;
            };
            facts.element(node, name);
        }
        facts
    }

    fn element(&mut self, node: NodeId, name: &'t str) {
        let tree = self.tree;
        let value = |attribute| tree.attribute(node, attribute);
        match name {
            "html" => self.language = value("lang").or_else(|| value("xml:lang")),
            "base" => self.base = self.base.or_else(|| value("href")),
            "body" => self.body = self.body.or(Some(node)),
            "title" => self.title = self.title.take().or_else(|| line(&tree.text(node))),
            "meta" => self.meta(node),
            "link" => self.link(node),
            "script" => self.script(node),
            "h1" | "h2" => push(&mut self.headings, node),
            "article" => push(&mut self.articles, node),
            "time" => push(&mut self.times, node),
            "iframe" | "frame" => {
                self.frames.extend(value("src").filter(|_| self.frames.len() < MOST))
            }
            "input" if value("type").is_some_and(|it| it.eq_ignore_ascii_case("password")) => {
                self.password_fields += 1;
            }
            _ => {}
        }
        if let Some(rel) = value("rel").filter(|_| name == "a") {
            push(&mut self.related, (node, rel));
        }
        self.mark(node, name);
    }

    fn meta(&mut self, node: NodeId) {
        let value = |attribute| self.tree.attribute(node, attribute);
        let is_refresh = value("http-equiv").is_some_and(|it| it.eq_ignore_ascii_case("refresh"));
        let Some(content) = value("content").map(str::trim).filter(|it| !it.is_empty()) else {
            return;
        };
        if is_refresh {
            let target = content.split_once(';').map(|(_, rest)| rest.trim());
            let is_url = |it: &&str| it.get(..4).is_some_and(|it| it.eq_ignore_ascii_case("url="));
            self.refresh = target.filter(is_url).map(|it| it[4..].trim_matches(['\'', '"', ' ']));
        }
        for attribute in ["property", "name", "itemprop"] {
            if let Some(name) = value(attribute) {
                push(&mut self.metas, (name.trim().to_ascii_lowercase(), content));
            }
        }
    }

    fn link(&mut self, node: NodeId) {
        let value = |attribute| self.tree.attribute(node, attribute);
        let (Some(rel), Some(href)) = (value("rel"), value("href")) else { return };
        let (kind, language, title) = (value("type"), value("hreflang"), value("title"));
        push(&mut self.links, HeadLink { rel, href: href.trim(), kind, language, title });
    }

    fn script(&mut self, node: NodeId) {
        let kind = self.tree.attribute(node, "type").unwrap_or_default();
        if kind.trim().eq_ignore_ascii_case("application/ld+json") {
            let texts = self.tree.children(node).filter_map(|child| match self.tree.kind(child) {
                Kind::Text(text) => Some(text),
                _ => None,
            });
            let text = texts.collect::<String>();
            push(&mut self.data, text);
        }
    }

    fn mark(&mut self, node: NodeId, name: &str) {
        let tree = self.tree;
        let mut marks: Vec<Mark> = Mark::of_element(name).into_iter().collect();
        let classes = tree.attribute(node, "class").unwrap_or_default();
        // Case is a matter of taste in class names.
        let of_class = |class: &str| match class.bytes().any(|it| it.is_ascii_uppercase()) {
            true => Mark::of_class(&class.to_ascii_lowercase()),
            false => Mark::of_class(class),
        };
        marks.extend(classes.split_ascii_whitespace().filter_map(of_class));
        marks.extend(
            tree.attribute(node, "id")
                .and_then(of_class)
                .filter(|it| matches!(it, Mark::Comments | Mark::Aside | Mark::Furniture)),
        );
        marks.extend(tree.attribute(node, "itemprop").and_then(Mark::of_property));
        self.hidden =
            self.hidden.or_else(|| classes.split_ascii_whitespace().find_map(Hidden::of_class));
        let names = classes.split_ascii_whitespace().chain(tree.attribute(node, "id"));
        self.signs
            .extend(names.filter_map(platform::of_sign).take(MOST - self.signs.len().min(MOST)));
        for mark in marks {
            if matches!(mark, Mark::Comments | Mark::Aside | Mark::Furniture)
                && name != "body"
                && name != "html"
            {
                push(&mut self.outside, node);
            }
            push(&mut self.marks, (mark, node));
        }
    }

    /// The nodes with a mark, in the order of the page.
    pub(super) fn marked(&self, mark: Mark) -> impl Iterator<Item = NodeId> {
        self.marks.iter().filter(move |(found, _)| *found == mark).map(|(_, node)| *node)
    }

    /// The first content of a `meta` with this name.
    pub(super) fn meta_of(&self, name: &str) -> Option<&'t str> {
        self.metas.iter().find(|(found, _)| found == name).map(|(_, content)| *content)
    }

    /// The contents of all `meta` with this name.
    pub(super) fn metas_of(&self, name: &str) -> impl Iterator<Item = &'t str> {
        self.metas.iter().filter(move |(found, _)| found == name).map(|(_, content)| *content)
    }

    /// The `link`s of the head with this `rel`.
    pub(super) fn links_of(&self, rel: &str) -> impl Iterator<Item = &HeadLink<'t>> {
        let has = move |link: &&HeadLink<'t>| {
            link.rel.split_ascii_whitespace().any(|it| it.eq_ignore_ascii_case(rel))
        };
        self.links.iter().filter(has)
    }

    /// Whether a node stands in a sidebar, among comments, in a list of other posts.
    pub(super) fn is_outside(&self, node: NodeId) -> bool {
        let is_listed = |it: NodeId| self.outside.contains(&it);
        !self.outside.is_empty() && (is_listed(node) || self.tree.ancestors(node).any(is_listed))
    }

    /// Whether `node` is `within` or stands in it.
    pub(super) fn is_in(&self, node: NodeId, within: NodeId) -> bool {
        node == within || self.tree.ancestors(node).any(|it| it == within)
    }

    /// The text of a node as one line. None where there is none, or where it is too long for a title, a name or a date.
    pub(super) fn line(&self, node: NodeId) -> Option<String> {
        line(&self.tree.text(node))
    }
}

/// A text as one line, white space once. None if nothing is left, or too much.
pub(super) fn line(text: &str) -> Option<String> {
    if text.len() > 16 * LONGEST {
        return None;
    }
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty() && line.len() <= LONGEST).then_some(line)
}

fn push<T>(list: &mut Vec<T>, item: T) {
    if list.len() < MOST {
        list.push(item);
    }
}
