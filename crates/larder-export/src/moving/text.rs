//! Bodies for another platform: cleaned as for feeds, with files at their place in the package and links to posts at their
//! new addresses.
//!
//! The cleaner takes absolute addresses only, no comments and few classes. What has to come through it is hidden from it
//! in addresses and titles that begin with a mark, and put right afterwards. The mark is made of the digest of the body, so
//! that no body can hold its own.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    io,
};

use larder_core::{Body, Digest, InternalLink, PostId};
use larder_html::{
    Edit, Embeds, Kind, Limits, NodeId, Normalise, Tree, is_normal, normalise, srcset, url::Base,
};
use memchr::memmem;

use super::{Files, Tally};
use crate::feed::count_removed;

/// The longest picture that stands in a body itself, in bytes of its address.
const INLINE: usize = 1 << 20;

/// Attributes whose value is the address of a file.
const SOURCES: [&str; 6] = ["src", "href", "poster", "data-src", "data-original", "data-lazy-src"];

/// What a platform does with addresses.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Goal<'a> {
    /// What stands before the paths of files and posts.
    pub(crate) root: &'a str,
    /// The paths of posts there. Links to others stay as they are.
    pub(crate) posts: &'a HashMap<PostId, String>,
    /// Whether an address that is relative to nothing we know begins at the root.
    pub(crate) is_rooted: bool,
    /// Whether classes and comments of Ghost's cards come through.
    pub(crate) has_cards: bool,
}

/// Cleans the bodies of a blog.
#[derive(Debug)]
pub(crate) struct Texts<'a> {
    /// What the platform does with addresses.
    pub(crate) goal: Goal<'a>,
    /// The files of the package.
    pub(crate) files: &'a Files,
    /// The address of the blog.
    pub(crate) home: Option<String>,
}

/// A cleaned body.
#[derive(Debug, Default)]
pub(crate) struct Text<'a> {
    /// The HTML. Classes and gates of cards are still hidden in it.
    pub(crate) html: Cow<'a, str>,
    /// What hides them. Empty where nothing is hidden.
    mark: String,
    /// Hidden classes, each with the title that stood beside it.
    classes: Vec<(String, Option<String>)>,
}

impl Text<'_> {
    /// Whether a piece of the HTML stands for the place behind which only members read on.
    pub(crate) fn is_gate(&self, html: &str) -> bool {
        !self.mark.is_empty() && html == gate(&self.mark)
    }

    /// The classes and the title that a title hides. None for one that hides nothing.
    pub(crate) fn hidden(&self, title: &str) -> Option<&(String, Option<String>)> {
        if self.mark.is_empty() {
            return None;
        }
        let number = title.strip_prefix(&*self.mark)?.strip_prefix('c')?;
        self.classes.get(number.parse::<usize>().ok()?)
    }
}

impl Texts<'_> {
    /// Cleans a body that stands at `link`. Fails when it can no longer be read.
    pub(crate) fn body<'b>(
        &self,
        body: &'b Body,
        link: Option<&str>,
        internal: &[InternalLink],
        tally: &mut Tally,
    ) -> io::Result<Text<'b>> {
        let (html, passes) = body.tested(is_normal)?;
        if passes && !self.needs_changes(&html) {
            return Ok(Text { html, ..Text::default() });
        }
        Ok(self.clean(&html, link, internal, tally))
    }

    /// Cleans HTML that stands at `link`.
    pub(crate) fn clean(
        &self,
        html: &str,
        link: Option<&str>,
        internal: &[InternalLink],
        tally: &mut Tally,
    ) -> Text<'static> {
        let digest = Digest::of(html.as_bytes()).to_string();
        let mut text = Text { mark: format!("m{}", &digest[..24]), ..Text::default() };
        let changed = match self.needs_changes(html) {
            true => Cow::Owned(self.change(html, internal, &mut text)),
            false => Cow::Borrowed(html),
        };
        let root = format!("https://{}.invalid/", text.mark);
        let mut options = Normalise::default();
        let base = match (link, &self.home) {
            (Some(link), _) => Base::new(None, Some(link)),
            (None, Some(home)) => Base::new(Some(home), None),
            (None, None) if self.goal.is_rooted => Base::new(Some(&root), None),
            (None, None) => Base::default(),
        };
        options.base = base.with_places();
        options.embeds = Embeds::Keep;
        options.inline_pictures = INLINE;
        let cleaned = normalise(&changed, &options);
        count_removed(&cleaned.removed, &mut tally.cost);
        text.html = replace(cleaned.html, &root, self.goal.root).into();
        text
    }

    fn needs_changes(&self, html: &str) -> bool {
        let has = |sign: &str| memmem::find(html.as_bytes(), sign.as_bytes()).is_some();
        let has_addresses = ["src", "href", "poster"].iter().any(|it| has(it));
        let is_card = self.goal.has_cards && (has("kg-") || has("members-only"));
        let leads = !self.files.packed.is_empty() || !self.goal.posts.is_empty();
        is_card || has_addresses && leads
    }

    /// The HTML with marked addresses, titles and gates.
    fn change(&self, html: &str, internal: &[InternalLink], text: &mut Text<'_>) -> String {
        let tree = Tree::fragment(html, &Limits::default());
        let links: HashMap<&str, &PostId> =
            internal.iter().map(|link| (&*link.href, &link.post)).collect();
        tree.edited_html(tree.root(), |node| match tree.kind(node) {
            Kind::Comment(comment) if self.goal.has_cards && comment.trim() == "members-only" => {
                Edit::Replace(gate(&text.mark))
            }
            _ => self.edit(&tree, node, &links, text),
        })
    }

    fn edit<'t>(
        &self,
        tree: &'t Tree,
        node: NodeId,
        links: &HashMap<&str, &PostId>,
        text: &mut Text<'_>,
    ) -> Edit<'t> {
        let Some(name) = tree.name(node) else { return Edit::Keep };
        let mut is_changed = false;
        let mut attributes = Vec::new();
        for (attribute, value) in tree.attributes(node) {
            let new = match attribute {
                "srcset" if self.has_known(value) => {
                    // All sizes of a picture are the one that is packed.
                    is_changed = true;
                    continue;
                }
                _ if SOURCES.contains(&attribute) => {
                    self.address(attribute, value, links, &text.mark)
                }
                _ => None,
            };
            is_changed |= new.is_some();
            attributes.push((attribute, new.map_or(Cow::Borrowed(value), Cow::Owned)));
        }
        if let Some(classes) = tree.attribute(node, "class").filter(|_| self.goal.has_cards)
            && let Some(classes) = of_cards(classes)
        {
            let title = tree.attribute(node, "title").map(str::to_owned);
            attributes.retain(|(attribute, _)| *attribute != "title");
            attributes.push(("title", format!("{}c{}", text.mark, text.classes.len()).into()));
            text.classes.push((classes, title));
            is_changed = true;
        }
        if is_changed { Edit::Retag(name.into(), attributes) } else { Edit::Keep }
    }

    /// Where an address leads after the move, if that is not where it led before.
    fn address(
        &self,
        attribute: &str,
        value: &str,
        links: &HashMap<&str, &PostId>,
        mark: &str,
    ) -> Option<String> {
        let value = value.trim();
        if let Some(path) = self.files.find(value) {
            return Some(format!("https://{mark}.invalid/{path}"));
        }
        if attribute != "href" {
            return None;
        }
        let path = self.goal.posts.get(*links.get(value)?)?;
        let fragment = value.find('#').map_or("", |at| &value[at..]);
        Some(format!("https://{mark}.invalid/{path}{fragment}"))
    }

    fn has_known(&self, list: &str) -> bool {
        srcset::candidates(list).any(|(address, _)| self.files.find(address.trim()).is_some())
    }
}

/// What stands for a gate while the body is cleaned.
fn gate(mark: &str) -> String {
    format!("<p>{mark}gate</p>")
}

/// The classes of a card among others.
fn of_cards(classes: &str) -> Option<String> {
    let mut seen = HashSet::new();
    let is_plain = |it: &&str| it.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let of_cards = classes.split_ascii_whitespace().filter(|it| it.starts_with("kg-"));
    let kept: Vec<_> = of_cards.filter(is_plain).filter(|it| seen.insert(*it)).collect();
    (!kept.is_empty()).then(|| kept.join(" "))
}

fn replace(text: String, from: &str, to: &str) -> String {
    match memmem::find(text.as_bytes(), from.as_bytes()) {
        Some(_) => text.replace(from, to),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use larder_core::{Asset, AssetId, Blob, Blog, MemorySpool, Post, Site, Spool, Stored};

    use super::*;
    use crate::moving::{People, Place, When};

    struct Flat;

    impl Place for Flat {
        fn path(&mut self, asset: &Asset, _: &Stored, _: When) -> String {
            format!("files/{}.png", asset.id)
        }

        fn also(&self, _: &Asset) -> Option<String> {
            None
        }
    }

    /// A blog whose only post shows these files: their ids and the addresses that bodies have for them.
    fn files(assets: &[(&str, &str)]) -> Files {
        let spool: Arc<dyn Spool> = Arc::new(MemorySpool::default());
        let mut blog = Blog::new(Site::new("b"));
        let mut post = Post::new(PostId::new("1"));
        let made = assets.iter().map(|(id, address)| {
            let mut asset = Asset::new(AssetId::new(*id));
            asset.also_at.push((*address).to_owned());
            let mut stored = Stored::new(Digest::of(b"x"), 1, "png");
            stored.blob = Some(Blob::keep(&spool, b"x").unwrap());
            asset.stored = Some(Box::new(stored));
            post.assets.push(asset.id.clone());
            asset
        });
        blog.assets = made.collect::<Vec<_>>().into();
        blog.posts = vec![post].into();
        let people = People::new(&blog, &[0]).unwrap();
        Files::new(&blog, &[0], &people, &mut Flat, &mut Tally::default()).unwrap()
    }

    #[track_caller]
    fn becomes(html: &str, expected: &str) {
        let files = files(&[("a", "x_files/a.png"), ("b", "both.png"), ("c", "both.png")]);
        let posts = HashMap::from([(PostId::new("2"), "second/".to_owned())]);
        let goal = Goal { root: "ROOT/", posts: &posts, is_rooted: false, has_cards: false };
        let home = Some("https://blog.example/".to_owned());
        let internal =
            [InternalLink::new("/2", PostId::new("2")), InternalLink::new("/3", PostId::new("3"))];
        let texts = Texts { goal, files: &files, home };
        let link = Some("https://blog.example/1");
        let text = texts.clean(html, link, &internal, &mut Tally::default());
        assert_eq!(text.html, expected);
    }

    #[test]
    fn files_stand_where_they_are_packed_and_no_size_of_them_elsewhere() {
        becomes(
            "<img src=x_files/a.png srcset='x_files/a.png 2x, o.png 3x' alt=a><a href='x_files/a.png'>a</a>",
            "<img src=\"ROOT/files/a.png\" alt=\"a\"><a href=\"ROOT/files/a.png\">a</a>",
        );
    }

    #[test]
    fn an_address_of_two_files_shows_neither() {
        becomes(
            "<img src=both.png alt=b>",
            "<img src=\"https://blog.example/both.png\" alt=\"b\">",
        );
    }

    #[test]
    fn links_lead_to_the_new_addresses_of_posts_and_stay_where_there_is_none() {
        becomes(
            "<a href=/2>2</a><a href=/3>3</a><a href='#n'>n</a><a href=https://else.example/>e</a>",
            "<a href=\"ROOT/second/\">2</a><a href=\"https://blog.example/3\">3</a><a href=\"#n\">n</a>\
            <a href=\"https://else.example/\">e</a>",
        );
    }

    #[test]
    fn what_is_dangerous_goes_and_players_stay() {
        becomes(
            "<script>x</script><a href='javascript:x' onclick=x>a</a><iframe src=https://p.example/1></iframe>",
            "<a>a</a><iframe src=\"https://p.example/1\"></iframe>",
        );
    }
}
