//! Titles, summaries, rights: text that says what it is.
//!
//! Plain text is best: many readers show the tags of an HTML title. Only what would be taken for HTML is written as
//! HTML, escaped twice.

use larder_html::{Limits, Tree};
use roxmltree::Node;

use crate::{
    extension,
    html::{self, Body},
    report::Findings,
    rule::Rule,
    spot::Spot,
    text,
    value::markup,
};

/// Checks a text.
pub(super) fn check<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>) {
    extension::check_attributes(findings, node, &["type"]);
    let spot = Spot::Element(node);
    match node.attribute("type").unwrap_or("text") {
        "text" => plain(findings, node),
        "html" => html(findings, node),
        "xhtml" => html::xhtml(findings, node),
        kind => findings.value(Rule::InvalidTextType, spot, kind),
    }
}

fn plain<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>) {
    extension::check_leaf(findings, node);
    let (spot, value) = (Spot::Element(node), extension::line(findings, node));
    if value.is_empty() {
        findings.add(Rule::NotBlank, spot, "");
    } else if let Some(markup) = markup::find(&value) {
        findings.value(Rule::ContainsUndeclaredHTML, spot, markup.text());
    }
}

fn html<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>) {
    extension::check_leaf(findings, node);
    let (spot, value) = (Spot::Element(node), text::of(node));
    if value.trim().is_empty() {
        return findings.add(Rule::NotBlank, spot, "");
    }
    html::check(findings, Body::Other, &value, |at| Spot::Inside(node, at));
    if node.tag_name().name() == "title" && !needs_html(&value) {
        findings.add(Rule::UnneededHtmlType, spot, "");
    }
}

/// Whether it says the same as plain text only by a trick: its words are taken for HTML.
fn needs_html(value: &str) -> bool {
    let tree = Tree::fragment(value, &Limits::default());
    markup::find(&tree.text(tree.root())).is_some()
}
