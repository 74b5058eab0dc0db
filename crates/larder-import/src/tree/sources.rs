//! The addresses of pictures in a body, where the files are in the input: absolute, or the path of the file where nobody
//! knows where the site stands. `cover.png` is another file in every folder, and only one of them is meant.

use larder_core::format::MARKDOWN_INDEX;
use larder_html::escape;
use memchr::memchr;
use url::Url;

use super::{Page, around::Around};
use crate::address::is_web;

/// The names of attributes that files of a page stand in.
pub(super) const SHOWN: &[&str] = &["src"];

/// Those where links to files are known from others, too.
pub(super) const ALL: &[&str] = &["src", "href", "poster", "data"];

/// The body with what `told` says in the place of each value of these attributes: it is asked with name and value.
pub(super) fn settle(
    html: String,
    names: &[&'static str],
    mut told: impl FnMut(&str, &str) -> Option<String>,
) -> String {
    let mut out = String::new();
    let (mut at, mut written) = (0, 0);
    while let Some(open) = memchr(b'<', &html.as_bytes()[at..]) {
        let start = at + open + 1;
        let end = memchr(b'>', &html.as_bytes()[start..]).map_or(html.len(), |end| start + end);
        at = end;
        if !html[start..end].starts_with(|it: char| it.is_ascii_alphabetic()) {
            continue;
        }
        let place = |name: &&'static str| value(&html[start..end], name).map(|at| (at, *name));
        let mut values: Vec<_> = names.iter().filter_map(place).collect();
        values.sort_unstable();
        for ((from, to), name) in values {
            let value = htmlize::unescape_attribute(&html[start + from..start + to]);
            let address = told(name, &value).filter(|_| start + from >= written);
            let Some(address) = address else { continue };
            out.push_str(&html[written..start + from]);
            out.push_str(&escape::attribute(&address));
            written = start + to;
        }
    }
    if written == 0 {
        return html;
    }
    out.push_str(&html[written..]);
    out
}

/// Where in a tag the value of an attribute is.
fn value(tag: &str, name: &str) -> Option<(usize, usize)> {
    let is_begun = |at: usize| tag[..at].ends_with([' ', '\n', '\t']);
    let start = tag
        .match_indices(name)
        .map(|(at, _)| at)
        .find(|&at| is_begun(at) && tag[at + name.len()..].starts_with('='))?;
    let quote = start + name.len() + 1;
    let mark = tag.as_bytes().get(quote).filter(|it| matches!(it, b'"' | b'\''))?;
    let length = memchr(*mark, &tag.as_bytes()[quote + 1..])?;
    Some((quote + 1, quote + 1 + length))
}

/// The address of the file that a name in a page means, if it is in the input.
pub(super) fn told(name: &str, page: &Page, around: &Around<'_, '_>) -> Option<String> {
    if name.is_empty() || is_web(name) || name.starts_with("//") || name.starts_with("data:") {
        return None;
    }
    let (file, _) = around.named(&page.path, name)?;
    if around.site.is_ours() {
        return of_ours(file, name, around);
    }
    let head = around.index.at(around.place(page));
    let permalink = head.and_then(|head| around.site.absolute(head.address.as_deref()?));
    match permalink.and_then(|permalink| Url::parse(&permalink).ok()) {
        Some(permalink) => permalink.join(name).ok().map(String::from),
        None => Some(around.site.source.entries()[file].name.to_string()),
    }
}

/// Whether a name in a folder that we wrote means one of its files, and no page.
pub(super) fn is_file(name: &str, page: &Page, around: &Around<'_, '_>) -> bool {
    let found = around.named(&page.path, name).filter(|_| around.site.is_ours());
    found.is_some_and(|(file, _)| around.site.path(file).starts_with(super::FILES_FOLDER))
}

/// What a name in a folder that we wrote means: a file or a page at the address where it was, or the blog as a whole. What
/// was at no address, or at that of another page, is left as it is.
fn of_ours(file: usize, name: &str, around: &Around<'_, '_>) -> Option<String> {
    let site = around.site;
    let fragment = name.find('#').map_or("", |at| &name[at..]);
    match site.path(file) {
        MARKDOWN_INDEX => Some([site.home.as_ref()?.as_str(), fragment].concat()),
        path if path.starts_with(super::FILES_FOLDER) => {
            let here = || site.source.entries()[file].name.to_string();
            Some(around.was_at(file).unwrap_or_else(here))
        }
        _ => {
            let address = site.absolute(around.index.own_address(file)?)?;
            Some([&*address, fragment].concat())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sources_of_tags_are_told() {
        let html = "<p>src=\"a\" <img alt=\"x\" src=\"a&amp;b\"><img src='c'/> &lt;img src=\"a\"&gt;<!-- <img src=\"a\"> -->";
        let told = |_: &str, name: &str| (name != "c").then(|| format!("https://e.example/{name}"));
        assert_eq!(
            settle(html.to_owned(), SHOWN, told),
            html.replacen("\"a&amp;b\"", "\"https://e.example/a&amp;b\"", 1)
        );
        for html in ["<", "<img src=", "<img src=\"a", "<img src=\"a\"", "<>", ""] {
            settle(html.to_owned(), ALL, told);
        }
    }
}
