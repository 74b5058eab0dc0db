//! HTML bodies: valid, safe in a reader, and with addresses that lead somewhere.

mod style;

use larder_html::{Limits, Seen, Tree, inspect, srcset};
use roxmltree::Node;

use crate::{
    names::{self, XHTML},
    report::{Findings, quoted},
    rule::Rule,
    spot::Spot,
    value::{
        address,
        characters::{has_byte, is_noncharacter},
    },
};

/// So much of a body is looked at, in bytes. Documents with longer ones are refused by validators.
const LONGEST: usize = 8 << 20;

/// Whose body it is: the validator looks for relative links only in RSS.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Body {
    Rss,
    Other,
}

/// Checks a fragment of HTML, which `spot` places by the byte.
pub(crate) fn check<'s>(
    findings: &mut Findings<'_>,
    body: Body,
    html: &str,
    spot: impl Fn(usize) -> Spot<'s>,
) {
    let mut limits = Limits::default();
    // A feed has many bodies. Honest ones have fewer nodes than bytes.
    limits.nodes = 2_000;
    limits.bytes = LONGEST;
    let mut menu = None;
    let inspected = inspect(html, &limits, |at, seen| match seen {
        Seen::Tag(name, attributes) => {
            let spot = spot(at);
            menu = menu.or((name == "select").then_some(at));
            if tag(findings, &name, spot) {
                check_attributes(findings, body, &name, &attributes, spot);
            }
        }
        Seen::Instruction(text) if text.to_ascii_lowercase().starts_with("?import") => {
            findings.value(Rule::SecurityRisk, spot(at), &format!("<{text}>"));
        }
        _ => {}
    });
    let menu = menu.filter(|_| has_more_than_choices(html, &limits));
    let faults = [inspected.first_fault, first_no_html(html), menu];
    if let Some(at) = faults.into_iter().flatten().min() {
        match html.get(at..).filter(|rest| !rest.is_empty()) {
            Some(rest) => findings.value(Rule::NotHtml, spot(at), first_words(rest)),
            None => findings.add(Rule::NotHtml, spot(0), "an element is open at the end"),
        }
    }
    if inspected.cut {
        findings.add(Rule::ValidatorLimit, spot(0), "more HTML than is looked at");
    }
}

/// Where the first character is that XML can hold and HTML cannot.
fn first_no_html(html: &str) -> Option<usize> {
    // Nearly no body has a byte that such a character begins with.
    let is_suspect = |byte| matches!(byte, 0x7f | 0xc2 | 0xef | 0xf0..=0xf4);
    let is_no_html = |it| matches!(it, '\x7f'..='\u{9f}') || is_noncharacter(it);
    has_byte(html, is_suspect).then(|| html.find(is_no_html)).flatten()
}

/// Whether a menu (`select`) has anything but what can be chosen: the parser of the validator is older than that.
fn has_more_than_choices(html: &str, limits: &Limits) -> bool {
    let tree = Tree::fragment(html, limits);
    let is_other = |node| !matches!(tree.name(node), None | Some("option" | "optgroup"));
    let menus = tree.find_all(tree.root(), "select");
    menus.iter().any(|menu| tree.descendants(*menu).any(is_other))
}

/// Enough of the source to find the place.
fn first_words(html: &str) -> &str {
    let line = html.split('\n').next().filter(|line| !line.is_empty()).unwrap_or(html);
    line.char_indices().nth(30).map_or(line, |(at, _)| &line[..at])
}

/// Checks an element by its name. Returns whether its attributes are worth a look.
fn tag(findings: &mut Findings<'_>, name: &str, spot: Spot<'_>) -> bool {
    let rule = if names::is_risky(name) {
        Rule::SecurityRisk
    } else if names::is_html(name) {
        return true;
    } else {
        Rule::NotHtml
    };
    findings.value(rule, spot, &format!("<{name}>"));
    false
}

fn check_attributes<N: AsRef<str>, V: AsRef<str>>(
    findings: &mut Findings<'_>,
    body: Body,
    tag: &str,
    attributes: &[(N, V)],
    spot: Spot<'_>,
) {
    for (number, (name, value)) in attributes.iter().enumerate() {
        let (name, value) = (name.as_ref(), value.as_ref());
        match name {
            _ if name.starts_with("on") => {
                findings.value(Rule::SecurityRiskAttr, spot, &format!("<{tag} {name}>"));
            }
            "style" => {
                if let Some(wrong) = style::first_unsafe(value) {
                    findings.value(Rule::DangerousStyleAttr, spot, wrong);
                }
            }
            "srcset" => {
                for (address, _) in srcset::candidates(value) {
                    link(findings, Rule::RelativeUrlInBody, true, address, spot);
                }
            }
            "href" | "src" | "poster" | "cite" => {
                let is_seen = matches!((tag, name, number), ("a", "href", 0) | ("img", "src", _));
                let relative = match is_seen && body == Body::Rss {
                    true => Rule::ContainsRelRef,
                    false => Rule::RelativeUrlInBody,
                };
                link(findings, relative, matches!(name, "src" | "poster"), value, spot);
            }
            _ => {}
        }
    }
}

/// Checks an address in a body. Pictures may be `data:`.
fn link(
    findings: &mut Findings<'_>,
    relative: Rule,
    is_picture: bool,
    value: &str,
    spot: Spot<'_>,
) {
    let value = value.trim();
    let Some(scheme) = address::scheme(value) else {
        let rule = match relative == Rule::ContainsRelRef && has_wrong_character(value) {
            true => Rule::InvalidUriChar,
            false => relative,
        };
        return findings.add(rule, spot, quoted(value));
    };
    let is_data = scheme.eq_ignore_ascii_case("data");
    if address::is_unsafe(value) && !(is_picture && is_data) {
        findings.value(Rule::UnsafeScheme, spot, value);
    }
}

fn has_wrong_character(value: &str) -> bool {
    value.chars().any(|it| it.is_ascii() && !address::is_allowed(it))
}

/// Checks the content of a text of type `xhtml`: one `div`, and in it what is safe. Drawings and formulas are.
pub(crate) fn xhtml<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>) {
    let mut elements = node.children().filter(Node::is_element);
    let is_div = |it: &Node<'_, '_>| it.has_tag_name((XHTML, "div"));
    if !(elements.next().is_some_and(|it| is_div(&it)) && elements.next().is_none()) {
        findings.add(Rule::MissingXhtmlDiv, Spot::Element(node), "");
    }
    let inside = node.descendants().filter(|it| it.tag_name().namespace() == Some(XHTML));
    for element in inside.filter(Node::is_element) {
        let (name, spot) = (element.tag_name().name(), Spot::Element(element));
        if tag(findings, name, spot) {
            let attributes: Vec<_> =
                element.attributes().map(|it| (it.name(), it.value())).collect();
            check_attributes(findings, Body::Other, name, &attributes, spot);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Options;

    fn rules(body: Body, html: &str) -> Vec<Rule> {
        let options = Options::default();
        let mut findings = Findings::new(&options);
        check(&mut findings, body, html, Spot::At);
        findings.report(None, html).findings.iter().map(|it| it.rule).collect()
    }

    #[test]
    fn bodies_are_held_to_the_rules_of_the_validator() {
        for (html, expected) in [
            ("<p>a<p>b<ul><li>c</ul><br />", None),
            (
                "<figure><img src='data:image/png;base64,AA' alt=''></figure><ruby>字<rt>ji</rt></ruby>",
                None,
            ),
            ("<p style='color:red' class=x data-y=1><font>x</font></p><button>x</button>", None),
            ("<p><div></div></p>", Some(Rule::NotHtml)),
            ("AT&T", Some(Rule::NotHtml)),
            ("<b>x", Some(Rule::NotHtml)),
            ("<nobr>x</nobr>", Some(Rule::NotHtml)),
            ("<x-y>x</x-y>", Some(Rule::NotHtml)),
            ("<script>x</script>", Some(Rule::SecurityRisk)),
            ("<p onclick='x()'>x</p>", Some(Rule::SecurityRiskAttr)),
            ("<p style='position:fixed'>x</p>", Some(Rule::DangerousStyleAttr)),
            ("<a href='#fn1'>x</a>", Some(Rule::ContainsRelRef)),
            ("<a href=''>x</a>", Some(Rule::ContainsRelRef)),
            ("<img alt='' src='//e.example/a.png'>", Some(Rule::ContainsRelRef)),
            ("<a title=x href='#fn1'>x</a>", Some(Rule::RelativeUrlInBody)),
            ("<a href='a b'>x</a>", Some(Rule::InvalidUriChar)),
            ("<a href=javascript:x>x</a>", Some(Rule::UnsafeScheme)),
            (
                "<img src='https://e.example/w_1,h_2/a' srcset='https://e.example/w_1,h_2/a 2x, b.png'>",
                Some(Rule::RelativeUrlInBody),
            ),
        ] {
            assert_eq!(rules(Body::Rss, html), expected.as_slice(), "{html}");
        }
        assert_eq!(rules(Body::Other, "<a href='#fn1'>x</a>"), [Rule::RelativeUrlInBody]);
    }

    #[test]
    fn instructions_that_import_are_a_risk() {
        assert_eq!(rules(Body::Rss, "<?import x>"), [Rule::SecurityRisk, Rule::NotHtml]);
    }
}
