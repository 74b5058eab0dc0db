//! What a page is made of, as far as it says something about its post: one walk over the tree.

use std::{borrow::Cow, cell::LazyCell, collections::HashMap, ops::Add as _};

use larder_html::{Kind, NodeId, NodeSet, Tree, repeated_later, repeats_picture};
use serde::{Deserialize, Serialize};

use super::{
    claims,
    mark::Mark,
    platform::{self, Platform},
    seen::{self, Seen},
};

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Hidden {
    Private,
    Draft,
    Pending,
    Scheduled,
    Password,
    /// Those whom the writer chose.
    Friends,
    /// Those who pay, or subscribe.
    Paid,
}

impl Hidden {
    fn of_class(class: &str) -> Option<Self> {
        Some(match class {
            "status-private" => Self::Private,
            "status-draft" | "status-auto-draft" => Self::Draft,
            "status-pending" => Self::Pending,
            "status-future" => Self::Scheduled,
            "post-password-required" | "post-password-protected" => Self::Password,
            // Dreamwidth and LiveJournal.
            "security-private" => Self::Private,
            "security-protected" | "security-group" | "security-usemask" => Self::Friends,
            _ => return None,
        })
    }

    /// What a picture says that a platform puts before the title of such a post: a lock.
    fn of_picture(address: &str) -> Option<Self> {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        match path.rsplit('/').next().unwrap_or_default() {
            "post_security.gif" | "icon_private.gif" => Some(Self::Private),
            "icon_protected.gif" | "icon_groups.gif" | "icon_filter.gif" => Some(Self::Friends),
            _ => None,
        }
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
    /// `h1`, `h2` and `h3`.
    pub(super) headings: Vec<NodeId>,
    pub(super) articles: Vec<NodeId>,
    pub(super) times: Vec<NodeId>,
    /// Links of the page with `rel`: `tag`, `author`, `bookmark`, `next`.
    pub(super) related: Vec<(NodeId, &'t str)>,
    /// Links whose addresses may be those of pages of series.
    pub(super) serial: Vec<NodeId>,
    /// Frames with an address.
    pub(super) frames: Vec<&'t str>,
    /// `input` of the type `password`.
    pub(super) passwords: Vec<NodeId>,
    /// Where a page without text sends its visitors to.
    pub(super) refresh: Option<&'t str>,
    /// What a theme says of who may see the post.
    pub(super) hidden: Option<Hidden>,
    /// The platforms of which the markup has a sign, in the order of the page.
    pub(super) signs: Vec<&'static str>,
    marks: Vec<(Mark, NodeId)>,
    /// Where each element begins and ends, by the numbers of the nodes.
    places: Vec<Place>,
    /// The elements that are no part of any post, and all within them: sidebars, comments.
    outside: NodeSet,
    /// The elements that comments and lists of other posts begin with.
    others: NodeSet,
    /// Pictures for those without scripts, and those that only a script would load, where the other one is there too.
    repeats: Vec<NodeId>,
    /// The scripts of the page, for what platforms say in them.
    scripts: Vec<NodeId>,
    /// What the selectors of the platform name.
    selected: HashMap<&'static str, Vec<NodeId>>,
}

/// The numbers of the elements that an element holds, its own first: one holds another if its place does. Those of all that
/// are not looked at are none.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    first: usize,
    end: usize,
    /// What people see of it.
    seen: Seen,
}

/// Where the walk over a page is.
#[derive(Default)]
struct Walk {
    /// The elements that are open.
    open: Vec<NodeId>,
    /// How many of them are links.
    links: usize,
    /// How many elements were met.
    elements: usize,
    /// What people saw up to here.
    seen: Seen,
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
            serial: Vec::new(),
            frames: Vec::new(),
            passwords: Vec::new(),
            refresh: None,
            hidden: None,
            signs: Vec::new(),
            marks: Vec::new(),
            places: Vec::new(),
            outside: NodeSet::default(),
            others: NodeSet::default(),
            repeats: Vec::new(),
            scripts: Vec::new(),
            selected: HashMap::new(),
        };
        let mut nodes = tree.descendants(tree.root());
        let mut walk = Walk::default();
        while let Some(node) = nodes.next() {
            let parent = tree.parent(node);
            while walk.open.last().is_some_and(|last| parent != Some(*last)) {
                facts.close(&mut walk);
            }
            match tree.kind(node) {
                Kind::Text(text) => walk.seen.text(text, walk.links > 0),
                Kind::Element if !facts.enter(node, &mut walk) => nodes.leave(node),
                _ => {}
            }
        }
        while !walk.open.is_empty() {
            facts.close(&mut walk);
        }
        facts
    }

    /// Looks at an element. Returns whether what it holds is looked at, too.
    fn enter(&mut self, node: NodeId, walk: &mut Walk) -> bool {
        let Some(name) = self.tree.name(node) else {
            // A drawing says nothing about the post.
            if !seen::is_unseen(self.tree, node) {
                walk.seen = walk.seen + seen::count(self.tree, node, |_| false);
            }
            return false;
        };
        if name == "template" {
            // Nobody sees it until a script takes it out.
            return false;
        }
        if self.places.len() <= node.number() {
            self.places.resize(node.number() + 1, Place::default());
        }
        self.places[node.number()] =
            Place { first: walk.elements, end: usize::MAX, seen: walk.seen };
        walk.elements += 1;
        if walk.open.last().is_some_and(|last| self.outside.contains(*last)) {
            self.outside.insert(node);
        }
        self.element(node, name, &walk.open);
        walk.seen.element(Some(name));
        walk.links += usize::from(name == "a");
        walk.open.push(node);
        !matches!(name, "script" | "style")
    }

    fn close(&mut self, walk: &mut Walk) {
        let Some(node) = walk.open.pop() else { return };
        walk.links -= usize::from(self.tree.name(node) == Some("a"));
        if let Some(place) = self.places.get_mut(node.number()) {
            place.end = walk.elements;
            place.seen = walk.seen - place.seen;
        }
    }

    fn element(&mut self, node: NodeId, name: &'t str, open: &[NodeId]) {
        let tree = self.tree;
        let value = |attribute| tree.attribute(node, attribute);
        match name {
            "html" => self.language = value("lang").or_else(|| value("xml:lang")),
            "base" => self.base = self.base.or_else(|| value("href")),
            "body" => self.body = self.body.or(Some(node)),
            "title" => self.title = self.title.take().or_else(|| self.line(node)),
            "meta" => self.meta(node),
            "link" => self.link(node),
            "script" => self.script(node),
            "h1" | "h2" | "h3" => push(&mut self.headings, node),
            "article" => push(&mut self.articles, node),
            "time" => push(&mut self.times, node),
            "iframe" | "frame" => {
                self.frames.extend(value("src").filter(|_| self.frames.len() < MOST))
            }
            "a" if value("href").is_some_and(claims::may_be_series) => {
                push(&mut self.serial, node);
            }
            "input" if value("type").is_some_and(|it| it.eq_ignore_ascii_case("password")) => {
                push(&mut self.passwords, node);
            }
            "img" => {
                self.hidden = self.hidden.or_else(|| Hidden::of_picture(value("src")?));
                self.repeats.extend(repeated_later(tree, node).then_some(node));
            }
            "noscript" => self.repeats.extend(repeats_picture(tree, node).then_some(node)),
            _ => {}
        }
        if name == "a"
            && let Some(rel) = value("rel")
        {
            push(&mut self.related, (node, rel));
        }
        self.mark(node, name, open);
    }

    fn meta(&mut self, node: NodeId) {
        let value = |attribute| self.tree.attribute(node, attribute);
        let is_refresh = value("http-equiv").is_some_and(|it| it.eq_ignore_ascii_case("refresh"));
        let Some(content) = value("content").map(str::trim).filter(|it| !it.is_empty()) else {
            return;
        };
        if is_refresh {
            // A page that waits for minutes shows itself anew.
            let soon = |wait: &str| wait.trim().parse::<f64>().is_ok_and(|it| it <= 60.0);
            let target =
                content.split_once(';').filter(|(wait, _)| soon(wait)).map(|(_, rest)| rest.trim());
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
        } else if self.tree.attribute(node, "src").is_none() {
            push(&mut self.scripts, node);
        }
    }

    fn mark(&mut self, node: NodeId, name: &str, open: &[NodeId]) {
        let tree = self.tree;
        let of_element = Mark::of_element(name);
        let (mut class, mut id, mut property) = (None, None, None);
        for (name, value) in tree.attributes(node) {
            match name {
                "class" => class = Some(value),
                "id" => id = Some(value),
                "itemprop" => property = Some(value),
                _ => {}
            }
        }
        if of_element.is_none() && class.is_none() && id.is_none() && property.is_none() {
            return;
        }
        let classes = || class.unwrap_or_default().split_ascii_whitespace();
        // Case is a matter of taste in class names.
        let of_class = |class: &str| match class.bytes().any(|it| it.is_ascii_uppercase()) {
            true => Mark::of_class(&class.to_ascii_lowercase()),
            false => Mark::of_class(class),
        };
        let of_id = id.and_then(of_class).filter(|it| it.is_around());
        let of_property = property.and_then(Mark::of_property);
        let marks = of_element
            .into_iter()
            .chain(classes().filter_map(of_class))
            .chain(of_id)
            .chain(of_property);
        // The footer of a post has its tags and who wrote it; that of the page has neither.
        let is_of_post = |it: &NodeId| {
            tree.name(*it) == Some("article")
                || tree.has_class(*it, "hentry")
                || tree.has_class(*it, "h-entry")
        };
        let is_own = LazyCell::new(|| {
            name == "footer" && open.iter().any(is_of_post)
                // Blogger calls the part of the page with the posts a widget, too.
                || classes().any(|it| it == "widget") && classes().any(|it| it == "Blog")
        });
        for mark in marks.filter(|mark| *mark != Mark::Aside || !*is_own) {
            if mark.is_around() && name != "body" && name != "html" {
                self.outside.insert(node);
                if mark != Mark::Aside {
                    self.others.insert(node);
                }
            }
            push(&mut self.marks, (mark, node));
        }
        self.hidden = self.hidden.or_else(|| classes().find_map(Hidden::of_class));
        let signs = classes().chain(id).filter_map(platform::of_sign);
        self.signs.extend(signs.take(MOST - self.signs.len().min(MOST)));
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
        self.outside.contains(node)
    }

    /// Pictures for those without scripts, and those that only a script would load, where the other one is there too.
    pub(super) fn repeats(&self) -> &[NodeId] {
        &self.repeats
    }

    fn place(&self, node: NodeId) -> Option<&Place> {
        self.places.get(node.number()).filter(|place| place.end > 0)
    }

    /// Whether `node` is `within` or stands in it.
    pub(super) fn is_in(&self, node: NodeId, within: NodeId) -> bool {
        match (self.place(node), self.place(within)) {
            (Some(node), Some(within)) => (within.first..within.end).contains(&node.first),
            _ => node == within,
        }
    }

    /// Whether a node stands in front of another one, or around it.
    pub(super) fn is_before(&self, node: NodeId, other: NodeId) -> bool {
        let first = |node| self.place(node).map(|place| place.first);
        first(node).zip(first(other)).is_some_and(|(node, other)| node < other)
    }

    /// What people see of an element.
    pub(super) fn seen(&self, node: NodeId) -> Seen {
        match self.place(node) {
            Some(place) => place.seen,
            None => seen::count(self.tree, node, |_| false),
        }
    }

    /// What people see of some elements, each of which may stand in another of them.
    pub(super) fn seen_of_all(&self, nodes: impl IntoIterator<Item = NodeId>) -> Seen {
        let mut nodes: Vec<NodeId> = nodes.into_iter().collect();
        nodes.sort_by_key(|node| self.place(*node).map_or(usize::MAX, |place| place.first));
        nodes.dedup();
        let outermost = self.outermost(nodes);
        outermost.into_iter().map(|node| self.seen(node)).fold(Seen::default(), Seen::add)
    }

    /// Whether a node is part of what an entry says of itself: it stands in it, and not among its comments.
    pub(super) fn is_of_entry(&self, node: NodeId, entry: NodeId) -> bool {
        let mut above = std::iter::once(node).chain(self.tree.ancestors(node));
        self.is_in(node, entry)
            && !above.by_ref().take_while(|it| *it != entry).any(|it| self.others.contains(it))
    }

    /// The text that the scripts of the page have under a key, where all that have it say the same.
    pub(super) fn in_scripts(&self, key: &str) -> Option<String> {
        let nodes = self.scripts.iter().flat_map(|node| self.tree.children(*node));
        let texts = nodes.filter_map(|node| match self.tree.kind(node) {
            Kind::Text(text) => Some(text),
            _ => None,
        });
        let key = format!("\"{key}\":");
        let found = texts.flat_map(|text| text.split(key.as_str()).skip(1)).take(MOST);
        let mut values = found.filter_map(|rest| {
            let (end, _) = rest.char_indices().nth(LONGEST).unwrap_or((rest.len(), ' '));
            let mut values = serde_json::Deserializer::from_str(&rest[..end]).into_iter::<String>();
            values.next()?.ok()
        });
        let first = values.next()?;
        values.all(|other| other == first).then_some(first)
    }

    /// Those of some elements that stand in no other of them. The elements are in the order of the page.
    pub(super) fn outermost(&self, nodes: impl IntoIterator<Item = NodeId>) -> Vec<NodeId> {
        let mut outermost: Vec<NodeId> = Vec::new();
        for node in nodes {
            if !outermost.last().is_some_and(|last| self.is_in(node, *last)) {
                outermost.push(node);
            }
        }
        outermost
    }

    /// Looks for everything that the platform has names for: once, for all who ask.
    pub(super) fn look_for(&mut self, platform: &Platform) {
        let selectors: Vec<&'static str> = platform.selectors().collect();
        let found = self.tree.find_each(self.tree.root(), &selectors);
        self.selected = selectors.into_iter().zip(found).collect();
    }

    /// All elements that a selector names.
    pub(super) fn all_of(&self, selector: &str) -> Cow<'_, [NodeId]> {
        match self.selected.get(selector) {
            Some(known) => Cow::Borrowed(known),
            None => Cow::Owned(self.tree.find_all(self.tree.root(), selector)),
        }
    }

    /// The first element that one of the selectors names, in the order of the selectors; one of the post, if there is one.
    pub(super) fn first_of(&self, selectors: &[&str]) -> Option<NodeId> {
        let all: Vec<_> = selectors.iter().map(|it| self.all_of(it)).collect();
        let of_post =
            |found: &Cow<'_, [NodeId]>| found.iter().copied().find(|node| !self.is_outside(*node));
        all.iter().find_map(of_post).or_else(|| all.iter().find_map(|found| found.first().copied()))
    }

    /// The text of a node as one line. None where there is none, or where it is too long for a title, a name or a date.
    pub(super) fn line(&self, node: NodeId) -> Option<String> {
        self.line_with(node, false).or_else(|| self.line_with(node, true))
    }

    /// The same, with or without what is only there for those who hear the page.
    fn line_with(&self, node: NodeId, unseen: bool) -> Option<String> {
        let is_unseen = |class: &str| {
            matches!(
                class,
                "screen-reader-text" | "screen_out" | "sr-only" | "visually-hidden" | "blind"
            )
        };
        let has_unseen = |node| {
            let classes = self.tree.attribute(node, "class").unwrap_or_default();
            classes.split_ascii_whitespace().any(is_unseen)
        };
        let mut text = String::new();
        let mut below = self.tree.descendants(node);
        while let Some(node) = below.next() {
            match (self.tree.kind(node), self.tree.name(node)) {
                (Kind::Text(more), _) => text.push_str(more),
                (_, Some("script" | "style")) => below.leave(node),
                (_, Some("br")) => text.push(' '),
                (_, Some(_)) if !unseen && has_unseen(node) => below.leave(node),
                _ => {}
            }
            if text.len() > 16 * LONGEST {
                return None;
            }
        }
        line(&text)
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
