//! What the head of a page says: meta elements, links, and the comment that browsers write when they save a page.
//!
//! Three generations differ in names only: 2019 (`byl`, `dg:plink`, `ks:richscrap`), 2024 (`og:article:author`,
//! canonical, feed link) and Astro. Meta elements occur with `property` or with `name`; both are read.

use larder_html::Tree;

use crate::readers::brunch::address::{self, Address};

/// The head of a page.
#[derive(Debug)]
pub(super) struct Head<'t> {
    tree: &'t Tree,
    metas: Vec<(&'t str, &'t str)>,
    /// The address that a browser wrote down when it saved the page.
    pub(super) saved_from: Option<&'t str>,
}

impl<'t> Head<'t> {
    /// Reads the head of a page; `text` is the page before it was parsed.
    pub(super) fn read(tree: &'t Tree, text: &'t str) -> Self {
        let metas = tree.find_all(tree.root(), "meta[content]").into_iter().filter_map(|node| {
            let name = tree.attribute(node, "property").or_else(|| tree.attribute(node, "name"))?;
            Some((name, tree.attribute(node, "content")?))
        });
        Self { tree, metas: metas.collect(), saved_from: saved_from(text) }
    }

    /// The first value that is not empty.
    pub(super) fn meta(&self, name: &str) -> Option<&'t str> {
        let is_named = |(found, value): &&(&str, &str)| {
            found.eq_ignore_ascii_case(name) && !value.trim_ascii().is_empty()
        };
        self.metas.iter().find(is_named).map(|(_, value)| *value)
    }

    /// The text of `title`.
    pub(super) fn title(&self) -> String {
        let title = self.tree.find(self.tree.root(), "title");
        title.map(|title| self.tree.text(title)).unwrap_or_default()
    }

    /// The canonical address.
    pub(super) fn canonical(&self) -> Option<&'t str> {
        self.link("link[rel=canonical]")
    }

    /// The feed's address, which holds the user id.
    pub(super) fn feed(&self) -> Option<Address> {
        self.link("link[rel=alternate][type=\"application/rss+xml\"]").and_then(address::parse)
    }

    /// The addresses that name the post, the one to show first: canonical, `og:url`, the permanent ones.
    pub(super) fn addresses(&self) -> Vec<&'t str> {
        let metas = |wanted: fn(&str) -> bool| {
            self.metas.iter().filter(move |(name, _)| wanted(name)).map(|(_, value)| *value)
        };
        let all = self
            .canonical()
            .into_iter()
            .chain(metas(|name| name == "og:url"))
            .chain(metas(is_permanent))
            .chain(metas(|name| name.ends_with("_view_url")))
            .chain(self.saved_from);
        all.map(str::trim_ascii).filter(|text| address::is_of_site(text)).collect()
    }

    /// What names the post, the surest first.
    pub(super) fn identities(&self) -> Vec<Address> {
        let txid = self.meta("article:txid").and_then(address::parse_txid);
        let permanent =
            self.metas.iter().filter(|(name, _)| is_permanent(name)).map(|(_, value)| *value);
        let public = self.canonical().into_iter().chain(self.meta("og:url"));
        let named = permanent.chain(public).filter_map(address::parse);
        txid.into_iter()
            .chain(named)
            .chain(self.author_id())
            .chain(self.feed())
            .chain(self.writer())
            .chain(self.saved_from.and_then(address::parse))
            .collect()
    }

    /// The author, as the page's own statistics name them.
    fn author_id(&self) -> Option<Address> {
        let root = self.tree.root();
        let find = |selector| self.tree.find(root, selector);
        let node = find(".wrap_view_article[data-tiara-author_id]")
            .or_else(|| find("[data-tiara-author_id]"))?;
        let named =
            |name| self.tree.attribute(node, name).and_then(address::parse).unwrap_or_default();
        let user_id = named("data-tiara-author_id").user_id;
        Some(Address { user_id, handle: named("data-tiara-category_id").handle, number: None })
    }

    /// `article:author` is an address in pages of the old site.
    fn writer(&self) -> Option<Address> {
        self.meta("article:author").and_then(address::parse)
    }

    fn link(&self, selector: &str) -> Option<&'t str> {
        let node = self.tree.find(self.tree.root(), selector)?;
        self.tree.attribute(node, "href").filter(|href| !href.is_empty())
    }
}

/// Whether a meta element holds the permanent address.
fn is_permanent(name: &str) -> bool {
    matches!(name, "dg:plink" | "plink" | "article:pc_url" | "article:mobile_url")
}

/// The address in `<!-- saved from url=(NNNN)URL -->`. NNNN is often wrong, so the address goes up to the end of the
/// comment; `about:internet` means that the browser did not know.
fn saved_from(text: &str) -> Option<&str> {
    let at = text.find("saved from url=(").filter(|at| *at < 4096)?;
    let (comment, _) = text.get(at..)?.split_once("-->")?;
    let (_, url) = comment.split_once(')')?;
    let url = url.trim_ascii();
    url.starts_with("http").then_some(url)
}

#[cfg(test)]
mod tests {
    use larder_html::Limits;

    use super::*;

    fn with<T>(text: &str, look: impl FnOnce(Head<'_>) -> T) -> T {
        let tree = Tree::document(text, &Limits::default());
        look(Head::read(&tree, text))
    }

    #[test]
    fn metas_are_found_by_property_and_by_name() {
        let page = "<meta property=byl content=' '><meta name=byl content=가><meta name=x>";
        assert_eq!(with(page, |head| head.meta("byl").map(str::to_owned)).as_deref(), Some("가"));
    }

    #[test]
    fn a_saved_page_says_where_it_was() {
        let table = [
            (
                "<!-- saved from url=(0039)https://brunch.co.kr/@a/12 -->",
                Some("https://brunch.co.kr/@a/12"),
            ),
            (
                "<!-- saved from url=(9)https://brunch.co.kr/@a/12?x=(1)-->",
                Some("https://brunch.co.kr/@a/12?x=(1)"),
            ),
            ("<!-- saved from url=(0014)about:internet -->", None),
            ("<!-- saved from url=(0014", None),
            ("<p>", None),
        ];
        for (text, expected) in table {
            assert_eq!(saved_from(text), expected, "{text}");
        }
    }

    #[test]
    fn the_transaction_id_is_believed_first() {
        let page = "<link rel=canonical href='https://brunch.co.kr/@a/1'><meta property=article:txid content=Zz9Z_2>\
                    <meta property=dg:plink content='https://brunch.co.kr/@@Zz9Z/3'>";
        let numbers = with(page, |head| {
            head.identities().into_iter().map(|found| found.number).collect::<Vec<_>>()
        });
        assert_eq!(numbers, [Some(2), Some(3), Some(1)]);
    }
}
