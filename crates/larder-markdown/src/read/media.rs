//! Pictures, films and sounds.

use larder_html::{Element, Kind, NodeId, picture_address, srcset};

use super::{Reader, attributes, inline::tidy};
use crate::{address, content::Name};

/// A `source` or a `track`, and what it says.
type Source = (Element, Vec<(Name, String)>);

impl Reader<'_, '_> {
    /// A picture. One that is shown nowhere leaves its description.
    pub(super) fn picture(&mut self, node: NodeId) {
        if self.is_shown_later(node) {
            return;
        }
        match self.picture_source(node) {
            Some(src) => self.shown_picture(node, &src),
            None => self.description(node),
        }
    }

    fn description(&mut self, node: NodeId) {
        self.drop_one("picture without address");
        if let Some(alt) = self.tree.attribute(node, "alt") {
            self.builder.text(&larder_html::characters::clean(alt).text);
        }
    }

    fn shown_picture(&mut self, node: NodeId, src: &str) {
        if self.tree.attribute(node, "srcset").is_some() {
            self.drop_one("srcset");
        }
        let attributes = attributes::of(self.tree, node, Element::Img);
        let mut attributes: Vec<_> =
            attributes.iter().map(|(name, value)| (*name, &**value)).collect();
        attributes.push((Name::Src, src));
        self.builder.leaf(Element::Img, attributes);
    }

    fn picture_source(&mut self, node: NodeId) -> Option<String> {
        let own = self.tree.attribute(node, "src");
        let lazy = || {
            let names = ["data-lazy-src", "data-src", "data-original"];
            names.into_iter().find_map(|name| self.tree.attribute(node, name))
        };
        // Naver shows a blurred preview until its script comes.
        let blurred = own.filter(|own| own.ends_with("_blur")).and_then(|_| lazy());
        let source = blurred.map(str::to_owned);
        let source = source
            .or_else(|| picture_address(self.tree, node))
            .or_else(|| own.map(str::to_owned))?;
        self.media_address(&source)
    }

    /// The address of a medium in the target. None if nothing may be shown from there.
    pub(super) fn media_address(&mut self, source: &str) -> Option<String> {
        let source = tidy(source);
        if source.is_empty() {
            return None;
        }
        let mapped = self.asked.as_mut().and_then(|asked| asked.pass.media(&source));
        let address = mapped.map_or(source, |mapped| tidy(&mapped));
        if address::is_media(&address) || address::is_inline_picture(&address) {
            return Some(address);
        }
        self.drop_one("unsafe address");
        None
    }

    /// `picture`: kept as it is if it has a picture; returns whether to go into it instead.
    pub(super) fn pictures(&mut self, node: NodeId) -> bool {
        let has_choice = self.tree.children(node).any(|it| self.tree.name(it) == Some("source"));
        let image = self.tree.find_by(node, |it| self.tree.name(it) == Some("img"));
        let Some(image) = image.filter(|_| has_choice) else { return true };
        if self.is_shown_later(image) {
            return false;
        }
        let Some(src) = self.picture_source(image) else {
            self.description(image);
            return false;
        };
        let sources = self.sources(node);
        // Without a choice a picture is only its `img`.
        if sources.is_empty() {
            self.shown_picture(image, &src);
            return false;
        }
        self.builder.start_leaf(Element::Picture, Vec::new());
        self.leaves(&sources);
        self.shown_picture(image, &src);
        self.builder.end_leaf();
        false
    }

    /// `video` and `audio`, with what they play.
    pub(super) fn player(&mut self, node: NodeId, element: Element) {
        let attributes = attributes::of(self.tree, node, element);
        let mut addresses = Vec::new();
        for (attribute, name) in [("src", Name::Src), ("poster", Name::Poster)] {
            let value = self.tree.attribute(node, attribute);
            let lazy = || self.tree.attribute(node, "data-src").filter(|_| name == Name::Src);
            if let Some(value) = value.or_else(lazy)
                && let Some(address) = self.media_address(value)
            {
                addresses.push((name, address));
            }
        }
        let sources = self.sources(node);
        let all = attributes.iter().map(|(name, value)| (*name, &**value));
        let all = all.chain(addresses.iter().map(|(name, value)| (*name, &**value)));
        self.builder.start_leaf(element, all.collect());
        self.leaves(&sources);
        self.builder.end_leaf();
    }

    fn leaves(&mut self, sources: &[Source]) {
        for (element, attributes) in sources {
            let attributes = attributes.iter().map(|(name, value)| (*name, &**value)).collect();
            self.builder.leaf(*element, attributes);
        }
    }

    /// The `source`s and `track`s of a player or a picture. What else is in it shows only where it cannot play.
    fn sources(&mut self, node: NodeId) -> Vec<Source> {
        let mut sources = Vec::new();
        for child in self.tree.children(node).collect::<Vec<_>>() {
            match (self.tree.kind(child), self.tree.name(child)) {
                (_, Some("source")) => sources.extend(self.source(child, Element::Source)),
                (_, Some("track")) => sources.extend(self.source(child, Element::Track)),
                (_, Some("img")) => {}
                (Kind::Text(text), _) if text.trim().is_empty() => {}
                _ => self.drop_one("fallback"),
            }
        }
        sources
    }

    /// None if nobody knows where it is.
    fn source(&mut self, node: NodeId, element: Element) -> Option<Source> {
        let src = self.tree.attribute(node, "src").map(str::to_owned);
        let src = src.and_then(|src| self.media_address(&src));
        let list = self.tree.attribute(node, "srcset").map(str::to_owned);
        let list = list.map(|list| self.candidates(&list)).filter(|list| !list.is_empty());
        if src.is_none() && list.is_none() {
            return None;
        }
        let attributes = attributes::of(self.tree, node, element);
        let mut all: Vec<_> =
            attributes.into_iter().map(|(name, value)| (name, value.into_owned())).collect();
        all.extend(src.map(|src| (Name::Src, src)));
        all.extend(list.map(|list| (Name::Srcset, list)));
        Some((element, all))
    }

    fn candidates(&mut self, list: &str) -> String {
        let mut kept = Vec::new();
        for (address, description) in srcset::candidates(list).take(64) {
            if let Some(address) = self.media_address(address) {
                let parts = [&*address, description];
                kept.push(parts.join(" ").trim_end().to_owned());
            }
        }
        kept.join(", ")
    }
}
