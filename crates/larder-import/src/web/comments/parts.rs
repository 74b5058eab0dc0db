//! What a comment consists of, by the names that platforms and themes give to its parts.

use std::collections::HashSet;

use larder_core::{CommentKind, Precision, Status, Zone};
use larder_html::{Edit, Kind, NodeId, Tree};
use url::Url;

use super::{
    super::{claims, facts::Facts, page::readdressed},
    Around, Remark,
    item::Item,
    state,
};

/// Classes of who wrote it, the surest first.
const NAMES: &[&str] = &[
    "u_cbox_nick",
    "tt-link-user",
    "fn",
    "commenter-name",
    "comment-user-name",
    "comment-user-id",
    "comment-author-name",
    "comment-author-link",
    "wp-block-comment-author-name",
    "user",
    "ljuser",
    "b-leaf-username-name",
    "tit_nickname",
    "nickname",
    "nick",
    "username",
    "p-author",
    "comment-author",
    "comment_author",
    "comment_writer",
    "comment-name",
    "writer",
    "author",
    "name",
    "txt_name",
    "link_name",
    "poster",
];

/// Classes of when it was written, the surest first. `time` comes before all of them.
const DATES: &[&str] = &[
    "u_cbox_date",
    "tt_date",
    "dt-published",
    "datetime",
    "wp-block-comment-date",
    "comment-timestamp",
    "comment-date",
    "comment_date",
    "comment_datetime",
    "b-leaf-createdtime",
    "comment-time",
    "txt_date",
    "txt_time",
    "date",
    "timestamp",
    "comment-metadata",
    "commentmetadata",
    "comment-meta",
];

/// Classes of its text, the surest first.
const TEXTS: &[&str] = &[
    "u_cbox_contents",
    "tt_desc",
    "comment-content",
    "wp-block-comment-content",
    "comment_content",
    "comment-text",
    "comment_text",
    "b-leaf-article",
    "e-content",
    "p-content",
    "txt_reply",
    "comment-body",
    "comment_body",
    "comment-entry",
    "desc",
    "txt_comment",
];

/// Classes of what stands beside a text, or in it, and is none of it.
const FURNITURE: &[&str] = &[
    "reply",
    "comment-reply-link",
    "comment-edit-link",
    "comment-reply",
    "comment-actions",
    "comment-likes",
    "comment-meta",
    "comment-metadata",
    "comment-head",
    "comment-info",
    "comment-footer",
    "comment-awaiting-moderation",
    "awaiting-moderation",
    "avatar",
    "avatar-image-container",
    "says",
    "screen-reader-text",
    "control",
    "commentControl",
    "item-control",
    "comment-replies",
    "comment-replybox-single",
    "u-url",
    "u_cbox_info_base",
    "tt-box-modify",
    "b-leaf-footer",
    "b-leaf-actions",
    "comment-admin",
];

/// Elements that no reader writes.
const CONTROLS: &[&str] = &[
    "form", "button", "input", "textarea", "select", "label", "script", "style", "template",
    "noscript", "link", "meta", "time",
];

/// How many elements are around one that is nearly as deep as a tree gets, which is 512.
const DEEP: usize = 500;

/// The longest name, in characters.
const LONGEST_NAME: usize = 120;

pub(super) fn is_name(tree: &Tree, node: NodeId) -> bool {
    rank(tree, node, NAMES).is_some() || is_first_strong(tree, node)
}

pub(super) fn is_date(tree: &Tree, node: NodeId) -> bool {
    matches!(tree.name(node), Some("time" | "abbr")) || rank(tree, node, DATES).is_some()
}

/// Whether an item of a list begins with this in strong letters, as a name does where nothing has a class.
fn is_first_strong(tree: &Tree, node: NodeId) -> bool {
    let is_strong = matches!(tree.name(node), Some("strong" | "b" | "cite"));
    let list_item = tree.parent(node).filter(|it| is_strong && tree.name(*it) == Some("li"));
    list_item.is_some_and(|it| super::item::first_of(tree, it) == Some(node))
}

/// The place of the first class of an element that is in a list.
fn rank(tree: &Tree, node: NodeId, classes: &[&str]) -> Option<usize> {
    let own = tree.attribute(node, "class")?;
    own.split_ascii_whitespace().filter_map(|own| classes.iter().position(|it| *it == own)).min()
}

/// The elements of one comment that say something, without those of the answers within it.
#[derive(Debug, Default)]
pub(super) struct Parts {
    name: Option<(usize, NodeId)>,
    date: Option<(usize, NodeId)>,
    text: Option<(usize, NodeId)>,
    /// The links to itself.
    links: Vec<NodeId>,
    pub(super) state: state::Signs,
}

impl Parts {
    pub(super) fn of(facts: &Facts<'_>, item: &Item) -> Self {
        let mut parts = Self::default();
        let tree = facts.tree;
        let is_cut = tree.dropped().deep_tags > 0;
        for top in std::iter::once(item.node).chain(item.more.iter().copied()) {
            parts.state.see(tree, top);
            if top != item.node || tree.name(top) == Some("dt") {
                parts.see(facts, top);
            }
            let mut below = tree.descendants(top);
            while let Some(node) = below.next() {
                if tree.kind(node) != Kind::Element {
                    continue;
                }
                let is_form =
                    matches!(tree.name(node), Some("form" | "script" | "style" | "template"));
                if is_form || item.within.contains(&node) {
                    below.leave(node);
                    continue;
                }
                parts.state.see(tree, node);
                parts.see(facts, node);
                // What was nested deeper has lost its tags, and with them who was to see it.
                if is_cut && tree.ancestors(node).nth(DEEP).is_some() {
                    parts.state.unseen = Some(state::Unseen::Secret);
                }
            }
        }
        parts
    }

    fn see(&mut self, facts: &Facts<'_>, node: NodeId) {
        let tree = facts.tree;
        let property = tree.attribute(node, "itemprop");
        let better = |known: Option<(usize, NodeId)>, rank: usize| {
            known.is_none_or(|(known, _)| rank < known)
        };
        let name = match property {
            Some("author" | "creator") => Some(NAMES.len()),
            _ if is_first_strong(tree, node) => Some(NAMES.len() + 1),
            _ => rank(tree, node, NAMES),
        };
        if let Some(rank) = name.filter(|rank| better(self.name, *rank)) {
            self.name = Some((rank, node));
        }
        let date = match (tree.name(node), property) {
            (Some("time"), _) | (_, Some("dateCreated" | "datePublished")) => Some(0),
            (Some("abbr"), _) => Some(DATES.len() + 1),
            _ => rank(tree, node, DATES).map(|it| it + 1),
        };
        if let Some(rank) = date.filter(|rank| better(self.date, *rank)) {
            self.date = Some((rank, node));
        }
        let text = match (property, tree.attribute(node, "data-testid")) {
            (Some("text" | "commentText"), _) | (_, Some("comment-content")) => Some(0),
            _ => rank(tree, node, TEXTS).map(|it| it + 1),
        };
        // What stands in another is nearer to the text.
        let is_within = self.text.is_some_and(|(_, known)| facts.is_in(node, known));
        if let Some(rank) = text.filter(|rank| is_within || better(self.text, *rank)) {
            self.text = Some((rank, node));
        }
        if tree.name(node) == Some("a") && self.links.len() < 32 {
            self.links.push(node);
        }
    }

    /// The comment that these parts are of.
    pub(super) fn remark(&self, facts: &Facts<'_>, item: &Item, around: &Around<'_>) -> Remark {
        let tree = facts.tree;
        let mut remark = Remark { anchor: item.anchor.clone(), ..Remark::default() };
        remark.number = state::of_info(tree, item.node, "commentNo")
            .or_else(|| item.anchor.as_deref().map(super::item::digits).map(str::to_owned));
        remark.answers = state::of_info(tree, item.node, "parentCommentNo")
            .filter(|parent| remark.number.as_ref() != Some(parent) && parent != "0");
        remark.kind = match () {
            () if tree.has_class(item.node, "pingback") => CommentKind::Pingback,
            () if tree.has_class(item.node, "trackback") => CommentKind::Trackback,
            () => CommentKind::Comment,
        };
        self.person(facts, &mut remark, around);
        self.dated(facts, &mut remark, around);
        remark.address = self.permalink(tree, &remark, around);
        let fragment = remark.address.as_deref().and_then(|it| it.split_once('#')).map(|it| it.1);
        remark.anchor = fragment.map(str::to_owned).or(remark.anchor);
        at_blogger(&mut remark);
        remark.html = self.html(facts, item, around);
        remark.is_author = self.state.is_author;
        let said = larder_html::text::to_text(&remark.html);
        let of_words = state::of_words(&said);
        remark.status = self.state.status(of_words);
        // What stands in the place of a text that nobody sees is no text.
        if of_words.is_some() {
            remark.html = String::new();
        }
        remark
    }

    /// The texts that the comment consists of, without what stands around them.
    fn html(&self, facts: &Facts<'_>, item: &Item, around: &Around<'_>) -> String {
        let tree = facts.tree;
        let tops: Vec<NodeId> = match self.text {
            Some((_, text)) => vec![text],
            None => std::iter::once(item.node).chain(item.more.iter().copied()).collect(),
        };
        let is_whole = self.text.is_none();
        let is_dropped = |node: NodeId| {
            let is_part = [self.name, self.date].iter().flatten().any(|it| it.1 == node);
            // In a part that is not named as the text stand the name and the date, too.
            let is_around =
                is_whole && rank(tree, node, DATES).or(rank(tree, node, NAMES)).is_some();
            is_part
                || is_around
                || tree.name(node).is_some_and(|it| CONTROLS.contains(&it))
                || rank(tree, node, FURNITURE).is_some()
                || state::is_lock(tree, node)
                || item.within.contains(&node)
        };
        let mut html = String::new();
        for top in tops.into_iter().filter(|top| Some(*top) != self.name.map(|it| it.1)) {
            let ways = ways(tree, top, &is_dropped);
            let top = if is_whole { narrowest(tree, top, &ways) } else { top };
            html.push_str(&tree.edited_html(top, |node| {
                let is_empty = tree.kind(node) == Kind::Element && !ways.contains(&node);
                match is_empty || is_dropped(node) {
                    true => Edit::Drop,
                    false => readdressed(tree, node, around.resolved),
                }
            }));
        }
        html.trim().to_owned()
    }

    fn person(&self, facts: &Facts<'_>, remark: &mut Remark, around: &Around<'_>) {
        let tree = facts.tree;
        let Some((_, node)) = self.name else { return };
        let within = |name: &str| tree.descendants(node).find(|it| tree.name(*it) == Some(name));
        let card = [".p-name", "[itemprop=name]"].iter().find_map(|it| tree.find(node, it));
        // What stands around a link to somebody is `said …` or the like.
        let named =
            card.or_else(|| within("a").filter(|it| facts.line(*it).is_some())).unwrap_or(node);
        let name = facts.line(named).or_else(|| facts.line(node));
        remark.name = name
            .map(|it| bare_name(&it))
            .filter(|it| !it.is_empty() && it.chars().count() <= LONGEST_NAME);
        let link = match tree.name(node) {
            Some("a") => Some(node),
            _ => within("a")
                .or_else(|| tree.ancestors(node).take(3).find(|it| tree.name(*it) == Some("a"))),
        };
        let href = link.and_then(|it| tree.attribute(it, "href")).map(str::trim);
        // A link within the page leads to nobody.
        let href = href.filter(|it| !it.is_empty() && !it.starts_with('#'));
        let site = href.map(|it| (around.resolved)(it).unwrap_or_else(|| it.to_owned()));
        remark.site = site.filter(|it| crate::address::is_web(it));
    }

    fn dated(&self, facts: &Facts<'_>, remark: &mut Remark, around: &Around<'_>) {
        let Some((_, node)) = self.date else { return };
        let tree = facts.tree;
        let value = |name: &str| {
            let value = tree.attribute(node, name).map(str::trim);
            value.filter(|it| it.bytes().any(|it| it.is_ascii_digit())).map(str::to_owned)
        };
        let texts = [value("datetime"), value("data-value"), value("content"), value("title")];
        let link = tree.descendants(node).find(|it| tree.name(*it) == Some("a"));
        let shown = [link.and_then(|it| facts.line(it)), facts.line(node)];
        let texts: Vec<String> = texts.into_iter().chain(shown).flatten().collect();
        let (zone, captured) = (around.zone, around.captured);
        remark.published = texts.iter().find_map(|it| claims::point_of_time(it, zone, captured));
        if remark.published.is_none() {
            let passed = |text: &String| claims::passed_before(text, captured);
            remark.published = texts.iter().find_map(passed);
            remark.date = texts.into_iter().next();
        }
    }

    /// The address that leads to the comment in its page.
    fn permalink(&self, tree: &Tree, remark: &Remark, around: &Around<'_>) -> Option<String> {
        let number = remark.number.as_deref().filter(|it| !it.is_empty())?;
        let hrefs = self.links.iter().filter_map(|it| tree.attribute(*it, "href")).map(str::trim);
        let whole = hrefs.filter_map(|it| match it.starts_with('#') {
            true => None,
            false => Some((around.resolved)(it).unwrap_or_else(|| it.to_owned())),
        });
        // Forms of answers have the number, too, and no fragment that ends with it.
        let is_own = |it: &String| {
            Url::parse(it).is_ok_and(|url| url.fragment().map(super::item::digits) == Some(number))
                && crate::address::is_web(it)
                && !it.contains("replyto")
        };
        whole.into_iter().find(is_own)
    }
}

/// Blogger has the point of time of a comment in its address, and shows it in a zone that it does not state.
fn at_blogger(remark: &mut Remark) {
    let number =
        remark.address.as_deref().and_then(|it| it.split_once("showComment=")).map(|it| it.1);
    let number = number.map(|it| it.split(['&', '#']).next().unwrap_or_default());
    let exact =
        number.filter(|it| it.len() == 13).and_then(|it| crate::date::feed::unix(it.parse().ok()?));
    let shown = remark.published;
    let is_near = |exact: &larder_core::Timestamp| {
        shown.is_none_or(|shown| (shown.at() - exact.at()).num_hours().abs() <= 36)
    };
    let is_inexact =
        shown.is_none_or(|it| it.zone() == Zone::Assumed || it.precision() < Precision::Second);
    if let Some(exact) = exact.filter(is_near).filter(|_| is_inexact) {
        remark.published = Some(exact);
    }
}

/// Elements that say something without a text.
const SAYING: &[&str] =
    &["img", "picture", "source", "br", "hr", "video", "audio", "iframe", "embed", "object"];

/// The elements in which something of a comment is left, and what stands in them.
fn ways(tree: &Tree, top: NodeId, is_dropped: &dyn Fn(NodeId) -> bool) -> HashSet<NodeId> {
    let mut ways = HashSet::new();
    let mut below = tree.descendants(top);
    let mut is_anything = false;
    while let Some(node) = below.next() {
        let is_text = matches!(tree.kind(node), Kind::Text(text) if !text.trim().is_empty());
        let name = tree.name(node);
        if tree.kind(node) == Kind::Element && is_dropped(node) {
            below.leave(node);
        } else if is_text || name.is_some_and(|it| SAYING.contains(&it)) {
            is_anything |= name != Some("br");
            let own = std::iter::once(node).chain(tree.ancestors(node));
            // Each way up ends where another one was gone before.
            for above in own.take_while(|it| *it != top) {
                if !ways.insert(above) {
                    break;
                }
            }
        }
    }
    if !is_anything {
        ways.clear();
    }
    ways
}

/// The innermost element without a meaning that holds all that is left.
fn narrowest(tree: &Tree, top: NodeId, ways: &HashSet<NodeId>) -> NodeId {
    let mut top = top;
    loop {
        let mut left = tree.children(top).filter(|it| ways.contains(it));
        let (Some(only), None) = (left.next(), left.next()) else { return top };
        let is_frame =
            matches!(tree.name(only), Some("div" | "section" | "article" | "span" | "li"));
        if !is_frame {
            return top;
        }
        top = only;
    }
}

/// The HTML of a comment that other data of a page has.
pub(super) fn cleaned(html: &str, around: &Around<'_>) -> String {
    let tree = Tree::fragment(html, &larder_html::Limits::default());
    tree.edited_html(tree.root(), |node| {
        match tree.name(node).is_some_and(|it| CONTROLS.contains(&it)) {
            true => Edit::Drop,
            false => readdressed(&tree, node, around.resolved),
        }
    })
}

/// A name without what themes put behind it.
fn bare_name(name: &str) -> String {
    let ends =
        [" says:", " said:", " said...", " said…", " says", " wrote:", "님의 말:", " :", ":"];
    let bare = ends.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
    let bare = bare.strip_prefix("By ").unwrap_or(bare);
    bare.trim().to_owned()
}

impl state::Signs {
    /// What became of a comment: what its markup says, and what stands in the place of its text.
    fn status(&self, of_words: Option<state::Unseen>) -> Option<Status> {
        match self.unseen.max(of_words) {
            None => Some(Status::Published),
            Some(state::Unseen::Held) => Some(Status::Pending),
            Some(state::Unseen::Deleted) => Some(Status::Trashed),
            Some(state::Unseen::Secret) => None,
        }
    }
}
