//! RSS 0.91 to 2.0.

mod channel;
mod item;

use roxmltree::Node;

use crate::{extension, itunes, report::Findings, rule::Rule, spot::Spot, tree};

/// The elements of RSS have no namespace.
const HOME: &str = "";

/// Checks a document whose root is `rss`.
pub(crate) fn check<'d>(root: Node<'d, 'd>, is_utf8: bool, findings: &mut Findings<'_>) {
    if let Some(uri) = root.tag_name().namespace() {
        findings.value(Rule::InvalidNamespace, Spot::Element(root), uri);
    }
    let version = version(root, findings);
    extension::check_children(findings, root, HOME, &["channel"], &[]);
    extension::check_attributes(findings, root, &["version"]);
    let Some(channel) = tree::child(root, HOME, "", "channel") else {
        return findings.value(Rule::MissingElement, Spot::Element(root), "channel");
    };
    let items: Vec<_> = tree::named(channel, HOME, "", "item").collect();
    channel::check(findings, channel, &items, version);
    itunes::check(findings, channel, &items, HOME, is_utf8);
}

/// How much a version of RSS demands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    /// 0.91 to 0.94.
    Old,
    /// 2.0.
    Two,
}

fn version<'d>(root: Node<'d, 'd>, findings: &mut Findings<'_>) -> Version {
    let spot = Spot::Attribute(root, "version");
    match tree::required_attribute(findings, root, "version") {
        None | Some("2.0" | "2.0.1") => Version::Two,
        Some(version @ ("0.91" | "0.92" | "0.93" | "0.94")) => {
            findings.value(Rule::ObsoleteVersion, spot, version);
            Version::Old
        }
        Some(version) => {
            findings.value(Rule::InvalidRSSVersion, spot, version);
            Version::Two
        }
    }
}
