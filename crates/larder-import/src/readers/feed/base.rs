//! Addresses that are relative to something that the document states and the post does not.

use larder_html::url::Base;
use memchr::memchr_iter;

use crate::xml::{Tag, Token};

/// The address, absolute where `base` makes it so; as it stands where nothing does.
pub(super) fn address(reference: &str, base: Option<&str>) -> String {
    if is_absolute(reference) {
        return reference.to_owned();
    }
    let is_relative = url::Url::parse(reference) == Err(url::ParseError::RelativeUrlWithoutBase);
    let Some(base) = base.filter(|_| is_relative && !reference.is_empty()) else {
        return reference.to_owned();
    };
    let joined = url::Url::parse(base).and_then(|base| base.join(reference));
    joined.map_or_else(|_| reference.to_owned(), String::from)
}

/// Nearly all addresses are: there is no need to take them apart.
pub(super) fn is_absolute(reference: &str) -> bool {
    reference.starts_with("https://") || reference.starts_with("http://")
}

/// Attributes that hold an address.
const ADDRESSES: &[&str] = &["href", "src", "poster", "cite"];

/// HTML with the relative addresses in it made absolute; None where there is none.
///
/// Only values change, and only where `base` makes something of them. Addresses within the text (`#fn1`) stay.
pub(super) fn absolute(html: &str, base: &str) -> Option<String> {
    if !may_be_relative(html.as_bytes()) {
        return None;
    }
    let base = Base::new(Some(base), None);
    with_addresses(html, |value| absolute_one(value, &base))
}

/// HTML with other addresses in it, where `change` has one for the value of an attribute as it stands there; None where it
/// has none.
pub(super) fn with_addresses(
    html: &str,
    mut change: impl FnMut(&str) -> Option<String>,
) -> Option<String> {
    let mut tokens = crate::xml::Tokens::new(html);
    let mut written = String::new();
    let mut copied = 0;
    while let Some((token, range)) = tokens.next_with_range() {
        let Token::Start(tag) = token else { continue };
        let Some(changed) = changed(&tag, &mut change) else { continue };
        written.push_str(&html[copied..range.start]);
        written.push_str(&changed);
        copied = range.end;
    }
    if copied == 0 {
        return None;
    }
    written.push_str(&html[copied..]);
    Some(written)
}

/// Whether an address in it may be relative. A look at each `=` is enough for most texts, which have none.
fn may_be_relative(html: &[u8]) -> bool {
    memchr_iter(b'=', html).any(|at| {
        let name = html[..at].trim_ascii_end();
        let value = html[at + 1..].trim_ascii_start();
        let value = value.strip_prefix(b"\"").or(value.strip_prefix(b"'")).unwrap_or(value);
        let is_absolute = value.starts_with(b"https://") || value.starts_with(b"http://");
        ends_with(name, "srcset")
            || !is_absolute && ADDRESSES.iter().any(|known| ends_with(name, known))
    })
}

fn ends_with(text: &[u8], end: &str) -> bool {
    text.len() >= end.len() && text[text.len() - end.len()..].eq_ignore_ascii_case(end.as_bytes())
}

/// A tag with other addresses in it; None where none changes.
fn changed(tag: &Tag<'_>, change: &mut impl FnMut(&str) -> Option<String>) -> Option<String> {
    let mut is_changed = false;
    let mut written = format!("<{}", tag.name);
    for (name, value) in tag.attributes() {
        let new = changed_value(name, value, change);
        is_changed |= new.is_some();
        let value = new.as_deref().unwrap_or(value);
        written.push_str(&format!(" {name}=\"{}\"", value.replace('"', "&quot;")));
    }
    written.push_str(if tag.is_empty { " />" } else { ">" });
    is_changed.then_some(written)
}

fn changed_value(
    name: &str,
    value: &str,
    change: &mut impl FnMut(&str) -> Option<String>,
) -> Option<String> {
    if name.eq_ignore_ascii_case("srcset") {
        return changed_set(value, change);
    }
    let is_address = ADDRESSES.iter().any(|known| known.eq_ignore_ascii_case(name));
    is_address.then(|| change(value)).flatten()
}

fn absolute_one(value: &str, base: &Base) -> Option<String> {
    if is_absolute(value) {
        return None;
    }
    let address = htmlize::unescape_attribute(value.trim());
    let is_within = address.is_empty() || address.starts_with('#');
    let is_relative = url::Url::parse(&address) == Err(url::ParseError::RelativeUrlWithoutBase);
    if is_within || !is_relative {
        return None;
    }
    base.absolute(&address).map(|address| larder_html::escape::attribute(&address))
}

fn changed_set(value: &str, change: &mut impl FnMut(&str) -> Option<String>) -> Option<String> {
    let mut is_changed = false;
    let candidates = larder_html::srcset::candidates(value).map(|(address, description)| {
        let new = change(address);
        is_changed |= new.is_some();
        let address = new.as_deref().unwrap_or(address);
        format!("{address} {description}").trim_end().to_owned()
    });
    let candidates: Vec<_> = candidates.collect();
    is_changed.then(|| candidates.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_relative_addresses_in_tags_change() {
        let html = "<p title='a'>src=\"x.png\" <a href=../b?c=1&amp;d=2>글</a><img src='x.png' alt=\"1 &lt; 2\"/>\
            <a href=\"#fn1\"></a><a href='https://example.org/'></a>";
        assert_eq!(
            absolute(html, "https://example.org/one/two/").unwrap(),
            "<p title='a'>src=\"x.png\" <a href=\"https://example.org/one/b?c=1&amp;d=2\">글</a>\
             <img src=\"https://example.org/one/two/x.png\" alt=\"1 &lt; 2\" />\
             <a href=\"#fn1\"></a><a href='https://example.org/'></a>"
        );
        assert_eq!(absolute("<a href='https://e.org/'>x</a>", "https://example.org/"), None);
        assert_eq!(absolute("<a href='x'>x</a>", "javascript:alert(1)"), None);
        for html in ["<a HREF = x>", "<a\nhref=\n'x'>", "<img srcset='https://e.org/ 1x, x 2x'>"] {
            assert!(absolute(html, "https://e.org/").is_some(), "{html}");
        }
    }

    #[test]
    fn commas_in_the_addresses_of_a_srcset_stay() {
        let html = "<img srcset=\"a/w_424,c_limit/x.png 424w, b.png 2x,\n/c.png\">";
        assert_eq!(
            absolute(html, "https://e.org/d/").unwrap(),
            "<img srcset=\"https://e.org/d/a/w_424,c_limit/x.png 424w, https://e.org/d/b.png 2x, https://e.org/c.png\">"
        );
    }

    #[test]
    fn addresses_become_absolute_where_something_makes_them() {
        assert_eq!(address("a/b", Some("https://e.org/c/d")), "https://e.org/c/a/b");
        assert_eq!(address("a/b", None), "a/b");
        assert_eq!(address("urn:x", Some("https://e.org/")), "urn:x");
    }
}
