//! Pages that Larder made of a blog and put into a web archive (`wacz`).
//!
//! Such a page says all that it knows of its post in JSON-LD, and has the texts where only ours have them. Nothing has to be
//! looked for, and nothing is doubted but that it is one: no server answers with it, and it stands where we put it.

use larder_core::{Audience, SeriesKind, Status, Timestamp, Visibility};
use larder_html::{Edit, NodeId};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{address, claims::is_feed, facts::Facts};

/// What stands in the head of each.
const SIGN: &str = "<meta name=\"generator\" content=\"Larder\">";

/// How far into a page the sign is looked for, in bytes.
const HEAD: usize = 1024;

/// Whether a page may be one of ours.
pub(crate) fn may_be(html: &str) -> bool {
    let head = &html.as_bytes()[..html.len().min(HEAD)];
    memchr::memmem::find(head, SIGN.as_bytes()).is_some()
}

/// What a page of ours says.
#[derive(Debug)]
pub(crate) struct Ours {
    said: Said,
    /// The blog that it is of, as far as the page says.
    pub(crate) blog: Said,
    /// The address of the feed that was made of the same posts.
    pub(crate) feed: Option<String>,
    /// Whether it lists posts, and is none.
    pub(crate) is_list: bool,
    /// The text. None where the post has none.
    pub(crate) html: Option<String>,
    /// The texts of comments, by what their addresses end with.
    pub(crate) remarks: Vec<(String, String)>,
}

/// An object of JSON-LD.
#[derive(Clone, Debug, Default)]
pub(crate) struct Said(Map<String, Value>);

impl Ours {
    /// Reads a page. None for what others made, whatever it says of itself.
    pub(super) fn of(facts: &Facts<'_>) -> Option<Self> {
        facts.meta_of("generator").filter(|made_by| *made_by == "Larder")?;
        let [text] = facts.data.as_slice() else { return None };
        let Ok(Value::Object(said)) = serde_json::from_str(text) else { return None };
        let said = Said(said);
        said.text("identifier")?;
        let is_list = said.is("Blog");
        let blog = match is_list {
            true => said.clone(),
            false => said.list("isPartOf").into_iter().find(|part| part.is("Blog"))?,
        };
        blog.text("identifier")?;
        let feed = facts.links_of("alternate").find(|link| is_feed(link.kind));
        let feed = feed.map(|link| link.href.to_owned());
        let mut ours = Self { said, blog, feed, is_list, html: None, remarks: Vec::new() };
        if !is_list {
            ours.read_texts(facts);
        }
        Some(ours)
    }

    /// Whether we put such a page at an address: that of its post, or one below that of its blog. Otherwise any page of a
    /// crawl could say what a blog of others has written.
    pub(super) fn may_stand_at(&self, address: &str) -> bool {
        // A blog without an address of its own stood at one that its pages do not name.
        let Some(home) = self.blog.text("url") else { return true };
        let own = self.said.text("url").map(|own| crate::address::plain(&own));
        address::blog(address) == address::blog(&home)
            || own.is_some_and(|own| own == crate::address::plain(address))
    }

    fn read_texts(&mut self, facts: &Facts<'_>) {
        let tree = facts.tree;
        let inner = |node: NodeId| tree.edited_html(node, |_| Edit::Keep);
        self.html = tree.find(tree.root(), "article.h-entry div.e-content").map(inner);
        // What a text has is its own, whatever it is called.
        let mut parts = facts.body.into_iter().flat_map(|body| tree.children(body));
        let is_comments = |node: &NodeId| {
            tree.name(*node) == Some("section") && tree.has_class(*node, "comments")
        };
        let Some(section) = parts.find(is_comments) else { return };
        for comment in tree.children(section).filter(|node| tree.has_class(*node, "h-cite")) {
            let text = tree.children(comment).find(|node| tree.has_class(*node, "e-content"));
            if let (Some(id), Some(text)) = (tree.attribute(comment, "id"), text) {
                self.remarks.push((format!("#{id}"), inner(text)));
            }
        }
    }

    /// What it says of its post.
    pub(crate) fn said(&self) -> &Said {
        &self.said
    }

    /// The blog that it belongs to, as two are compared.
    pub(crate) fn blog_key(&self) -> String {
        let home = self.blog.text("url").map(|url| address::blog(&url));
        let id = || format!("larder {}", self.blog.text("identifier").unwrap_or_default());
        home.filter(|home| !home.is_empty()).unwrap_or_else(id)
    }
}

impl Said {
    /// A text, as it is.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.0.get(name)?.as_str().map(str::to_owned)
    }

    /// An address on the web, or within the blog: whatever else has a scheme is none of ours.
    pub(crate) fn address(&self, name: &str) -> Option<String> {
        self.text(name).filter(|it| may_be_ours(it))
    }

    /// All addresses of a list.
    pub(crate) fn addresses(&self, name: &str) -> Vec<String> {
        let mut list = self.texts(name);
        list.retain(|it| may_be_ours(it));
        list
    }

    /// A date.
    pub(crate) fn date(&self, name: &str) -> Option<Timestamp> {
        Timestamp::from_rfc3339(self.0.get(name)?.as_str()?).ok()
    }

    /// A number, whether it is written as such or as text.
    pub(crate) fn number(&self, name: &str) -> Option<u64> {
        match self.0.get(name)? {
            Value::Number(number) => number.as_u64(),
            Value::String(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// All texts of a list.
    pub(crate) fn texts(&self, name: &str) -> Vec<String> {
        let list = self.0.get(name).and_then(Value::as_array).into_iter().flatten();
        list.filter_map(|it| it.as_str().map(str::to_owned)).collect()
    }

    /// All objects of a list.
    pub(crate) fn list(&self, name: &str) -> Vec<Self> {
        let list = self.0.get(name).and_then(Value::as_array).into_iter().flatten();
        list.filter_map(|it| Some(Self(it.as_object()?.clone()))).collect()
    }

    /// An object.
    pub(crate) fn object(&self, name: &str) -> Option<Self> {
        Some(Self(self.0.get(name)?.as_object()?.clone()))
    }

    /// Whether it is of this type, among others.
    pub(crate) fn is(&self, kind: &str) -> bool {
        match self.0.get("@type") {
            Some(Value::Array(kinds)) => kinds.iter().any(|it| it == kind),
            Some(only) => only == kind,
            None => false,
        }
    }

    /// Whether it was published. What no one knows is a word that we never write, and is not public.
    pub(crate) fn status(&self) -> Option<Status> {
        self.word("creativeWorkStatus", Status::Published)
    }

    /// Who may see it.
    pub(crate) fn visibility(&self) -> Option<Visibility> {
        self.word("conditionsOfAccess", Visibility::Public)
    }

    /// For whom it is. A word that nobody knows is for those who pay.
    pub(crate) fn audience(&self) -> Option<Audience> {
        let audience = self.0.get("audience")?;
        let word = audience.get("audienceType").cloned().unwrap_or_default();
        Some(serde_json::from_value(word).unwrap_or(Audience::Paid))
    }

    /// What kind of series it is.
    pub(crate) fn series_kind(&self) -> SeriesKind {
        let word = self.0.get("additionalType").cloned().unwrap_or_default();
        serde_json::from_value(word).unwrap_or(SeriesKind::Sequence)
    }

    fn word<T: DeserializeOwned>(&self, name: &str, by_default: T) -> Option<T> {
        match self.0.get(name) {
            None => Some(by_default),
            Some(word) => serde_json::from_value(word.clone()).ok(),
        }
    }
}

fn may_be_ours(address: &str) -> bool {
    let first = address.split(['/', '?', '#']).next().unwrap_or_default();
    crate::address::is_web(address) || !first.contains(':')
}
