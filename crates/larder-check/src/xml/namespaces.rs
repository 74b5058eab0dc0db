//! Which namespaces are declared, by which prefixes, and whether anybody uses them.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::Node;

use crate::{
    names::{self, ATOM, XHTML},
    report::{Findings, quoted},
    rule::Rule,
    spot::Spot,
    start::Format,
};

/// Checks every declaration once, where it is first met.
pub(super) fn check<'d>(root: Node<'d, 'd>, format: Format, findings: &mut Findings<'_>) {
    let (declared, used) = gather(root);
    for ((prefix, uri), node) in &declared {
        declaration(*prefix, uri, *node, format, findings);
        if !used.contains(uri) {
            findings.value(Rule::UnusedNamespace, Spot::Element(*node), uri);
        }
    }
}

/// A prefix, None for the default, and what it stands for.
type Declaration<'d> = (Option<&'d str>, &'d str);

fn gather<'d>(root: Node<'d, 'd>) -> (BTreeMap<Declaration<'d>, Node<'d, 'd>>, BTreeSet<&'d str>) {
    let (mut declared, mut used) = (BTreeMap::new(), BTreeSet::new());
    for node in root.descendants().filter(Node::is_element) {
        used.extend(node.tag_name().namespace());
        used.extend(node.attributes().filter_map(|attribute| attribute.namespace()));
        let outer = node.parent_element();
        // An element that declares nothing has the namespaces of its parent.
        let inherits = |outer: Node<'d, 'd>| {
            outer.namespaces().len() == node.namespaces().len()
                && outer.namespaces().next() == node.namespaces().next()
        };
        if outer.is_some_and(inherits) {
            continue;
        }
        for namespace in node.namespaces() {
            declared.entry((namespace.name(), namespace.uri())).or_insert(node);
        }
    }
    (declared, used)
}

fn declaration<'d>(
    prefix: Option<&str>,
    uri: &str,
    node: Node<'d, 'd>,
    format: Format,
    findings: &mut Findings<'_>,
) {
    let usual = names::usual_prefix(uri);
    let spot = Spot::Element(node);
    let said = || match prefix {
        Some(prefix) => format!("{} = {}", quoted(&format!("xmlns:{prefix}")), quoted(uri)),
        None => quoted(uri),
    };
    let rule = if uri == "http://search.yahoo.com/mrss" {
        Rule::MediaRssNamespace
    } else if uri == names::OLD_ATOM {
        Rule::ObsoleteNamespace
    } else if prefix.is_some_and(|it| names::is_reserved(it, uri)) {
        Rule::ReservedPrefix
    } else if names::is_unsupported(uri) {
        Rule::UnsupportedNamespace
    } else if usual.is_none() && !uri.is_empty() {
        Rule::UnknownNamespace
    } else if prefix.is_some() && format == Format::Atom && [ATOM, XHTML].contains(&uri) {
        Rule::AvoidNamespacePrefix
    } else if prefix.is_some() && usual.is_some_and(|it| !it.is_empty() && prefix != Some(it)) {
        Rule::NonstdPrefix
    } else {
        return;
    };
    findings.add(rule, spot, said());
}
