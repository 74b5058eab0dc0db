//! Which attributes of blocks and of text mean something.

use std::borrow::Cow;

use larder_html::{Element, NodeId, Tree, characters};

use crate::content::{Name, is_switch};

/// The attributes of an element that stay, addresses aside.
pub(super) fn of<'t>(tree: &'t Tree, node: NodeId, element: Element) -> Vec<(Name, Cow<'t, str>)> {
    let mut kept = Vec::new();
    for (name, value) in tree.attributes(node) {
        let Some(name) = Name::of(name).filter(|name| belongs(*name, element)) else { continue };
        let value = characters::clean_attribute(value).text;
        if is_switch(name) {
            kept.push((name, Cow::Borrowed("")));
        } else if says_something(name, value.trim()) {
            kept.push((name, trimmed(value)));
        }
    }
    kept
}

/// A value without white space around it, and with single spaces in it: lines of a text are none in a value.
fn trimmed(value: Cow<'_, str>) -> Cow<'_, str> {
    let trimmed = value.trim_matches(' ');
    if trimmed.len() == value.len() { value } else { Cow::Owned(trimmed.to_owned()) }
}

fn belongs(name: Name, element: Element) -> bool {
    use Element as E;
    match name {
        Name::Start | Name::Reversed => element == E::Ol,
        Name::Type => matches!(element, E::Ol | E::Source),
        Name::Value => matches!(element, E::Li | E::Data),
        Name::Colspan | Name::Rowspan => matches!(element, E::Td | E::Th),
        Name::Open => element == E::Details,
        Name::Title => {
            matches!(element, E::A | E::Img | E::Iframe | E::Abbr | E::Dfn | E::Video | E::Audio)
        }
        Name::Alt => element == E::Img,
        Name::Width | Name::Height => matches!(element, E::Img | E::Iframe | E::Video),
        Name::Datetime => element == E::Time,
        Name::Controls | Name::Loop | Name::Muted => matches!(element, E::Video | E::Audio),
        Name::Allowfullscreen => element == E::Iframe,
        Name::Media | Name::Sizes => element == E::Source,
        Name::Kind | Name::Srclang | Name::Label | Name::Default => element == E::Track,
        Name::Dir => matches!(element, E::Span | E::Bdi | E::Bdo),
        _ => false,
    }
}

/// Whether a value says more than its absence would.
fn says_something(name: Name, value: &str) -> bool {
    match name {
        // An empty description says that a picture is decoration; Markdown writes it for every picture without one.
        Name::Alt | Name::Title => !value.is_empty(),
        Name::Start => value.parse::<i64>().is_ok_and(|start| start != 1),
        Name::Colspan | Name::Rowspan => value.parse::<u16>().is_ok_and(|span| span > 1),
        Name::Type => !value.is_empty() && value != "1",
        Name::Width | Name::Height => is_length(value),
        Name::Dir => matches!(value, "rtl" | "ltr" | "auto"),
        _ => !value.is_empty(),
    }
}

/// A number of pixels or percent.
fn is_length(value: &str) -> bool {
    let number = value.strip_suffix('%').or_else(|| value.strip_suffix("px")).unwrap_or(value);
    !number.is_empty()
        && number.len() <= 8
        && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}
