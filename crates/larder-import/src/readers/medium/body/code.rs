//! Code, whose lines are breaks, and which an empty line parted in two.

use larder_html::{Edit, Kind, NodeId};

use super::Look;

impl<'t> Look<'t> {
    /// Code. In old posts an empty line parted it in two: what stands together is one.
    pub(super) fn code(&mut self, node: NodeId) -> Edit<'t> {
        self.has_text = true;
        self.language.clear();
        if let Some(language) = self.tree.attribute(node, "data-code-block-lang") {
            language.clone_into(&mut self.language);
            return self.tag(node, None);
        }
        let before =
            std::iter::successors(Some(node), |it| self.tree.previous_sibling(*it)).skip(1);
        if self.first_old_code(before).is_some() {
            return Edit::Drop;
        }
        let mut html = self.code_html(node);
        let mut last = node;
        loop {
            let after = std::iter::successors(Some(last), |it| self.tree.next_sibling(*it)).skip(1);
            let Some(next) = self.first_old_code(after) else { break };
            html = html + "\n\n" + &self.code_html(next);
            self.count("code joined", "pre");
            last = next;
        }
        Edit::Replace(format!("<pre>{html}</pre>"))
    }

    /// The next element, if it is code that does not say its language.
    pub(super) fn first_old_code(
        &self,
        mut siblings: impl Iterator<Item = NodeId>,
    ) -> Option<NodeId> {
        let is_blank = |node: &NodeId| match self.tree.kind(*node) {
            Kind::Text(text) => text.trim().is_empty(),
            Kind::Comment(_) => true,
            _ => false,
        };
        let next = siblings.find(|node| !is_blank(node))?;
        let is_old = self.tree.attribute(next, "data-code-block-lang").is_none();
        (self.tree.has_class(next, "graf--pre") && is_old).then_some(next)
    }

    /// What a piece of old code holds, with line ends for breaks. A line end at its beginning is doubled: parsers drop one.
    pub(super) fn code_html(&self, node: NodeId) -> String {
        let html = self.tree.edited_html(node, |inside| match self.tree.name(inside) {
            Some("br") => Edit::Replace("\n".into()),
            Some("span") => Edit::Unwrap,
            Some(name) => Edit::Retag(name.into(), self.attributes(inside, None)),
            None => Edit::Keep,
        });
        if html.starts_with('\n') { "\n".to_owned() + &html } else { html }
    }

    pub(super) fn code_inside(&self) -> Edit<'t> {
        let attributes = match &*self.language {
            "" => Vec::new(),
            language => vec![("class", format!("language-{language}").into())],
        };
        Edit::Retag("code".into(), attributes)
    }

    pub(super) fn is_in_code(&self, node: NodeId) -> bool {
        self.tree.ancestors(node).take(8).any(|it| self.tree.has_class(it, "graf--pre"))
    }
}
