//! Elements of text.

use larder_html::{Element, NodeId, Tree};

use super::{End, Reader, attributes};
use crate::{address, content::Name};

/// What an element of text is in content. None for what is none.
pub(super) fn of(element: Element) -> Option<Element> {
    use Element as E;
    Some(match element {
        E::Strong | E::B => E::Strong,
        E::Em | E::I => E::Em,
        E::Del | E::S | E::Strike => E::Del,
        E::Code | E::Tt => E::Code,
        E::Abbr | E::Acronym => E::Abbr,
        E::A | E::Sub | E::Sup | E::Mark | E::U | E::Ins | E::Kbd | E::Samp | E::Var => element,
        E::Small | E::Cite | E::Q | E::Dfn | E::Time | E::Data | E::Ruby | E::Rt | E::Rp => element,
        E::Bdi | E::Bdo | E::Span | E::Font | E::Big => element,
        E::Map | E::Meter | E::Progress => E::Span,
        _ => return None,
    })
}

impl<'t> Reader<'t, '_> {
    /// Begins an element of text, if it says something.
    pub(super) fn inline(&mut self, node: NodeId, element: Element, end: &mut End) {
        let began = match element {
            Element::A => self.link(node),
            Element::Font | Element::Big => self.leave_out(element),
            Element::Strong | Element::Em if is_undone(self.tree, node) => self.leave_out(element),
            _ => self.plain(node, element),
        };
        end.inlines += usize::from(began);
    }

    fn leave_out(&mut self, element: Element) -> bool {
        self.unwrap_one(element.name());
        false
    }

    fn plain(&mut self, node: NodeId, element: Element) -> bool {
        let attributes = attributes::of(self.tree, node, element);
        let says_nothing = matches!(element, Element::Span | Element::Bdo | Element::Abbr)
            && attributes.is_empty();
        if says_nothing {
            return self.leave_out(element);
        }
        let attributes = attributes.iter().map(|(name, value)| (*name, &**value)).collect();
        self.builder.start_inline(element, attributes)
    }

    fn link(&mut self, node: NodeId) -> bool {
        let Some(href) = self.tree.attribute(node, "href") else { return false };
        let Some(href) = self.link_address(href) else { return self.leave_out(Element::A) };
        let attributes = attributes::of(self.tree, node, Element::A);
        let mut attributes: Vec<_> =
            attributes.iter().map(|(name, value)| (*name, &**value)).collect();
        attributes.push((Name::Href, &href));
        self.builder.start_inline(Element::A, attributes)
    }

    /// Where a link leads in the target. None if it may not lead there.
    pub(super) fn link_address(&mut self, href: &str) -> Option<String> {
        let href = tidy(href);
        let mapped = self.asked.as_mut().and_then(|asked| asked.pass.link(&href));
        let address = mapped.map_or(href, |mapped| tidy(&mapped));
        if address::is_link(&address) {
            return Some(address);
        }
        self.drop_one("unsafe address");
        None
    }
}

/// Without white space around it, and without line ends and tabs, which browsers leave out.
pub(super) fn tidy(address: &str) -> String {
    let trimmed = address.trim_matches(|character: char| character <= ' ');
    let text = larder_html::characters::clean(trimmed).text;
    if text.contains(['\n', '\t']) { text.replace(['\n', '\t'], "") } else { text.into_owned() }
}

/// Whether the style of an element takes back what it means, as around whole documents of Google Docs.
fn is_undone(tree: &Tree, node: NodeId) -> bool {
    let Some(style) = tree.attribute(node, "style") else { return false };
    let style: String = style.chars().take(400).filter(|it| !it.is_whitespace()).collect();
    ["font-weight:normal", "font-weight:400", "font-style:normal"]
        .iter()
        .any(|undone| style.contains(undone))
}
