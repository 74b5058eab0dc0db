//! The addresses of pictures in a body, where the files are in the input: absolute, or the path of the file where nobody
//! knows where the site stands. `cover.png` is another file in every folder, and only one of them is meant.

use larder_html::escape;
use memchr::memchr;
use url::Url;

use super::{Page, around::Around};
use crate::address::is_web;

/// The body with what `told` says in the place of each `src`.
pub(super) fn settle(html: String, told: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::new();
    let (mut at, mut written) = (0, 0);
    while let Some(open) = memchr(b'<', &html.as_bytes()[at..]) {
        let start = at + open + 1;
        let end = memchr(b'>', &html.as_bytes()[start..]).map_or(html.len(), |end| start + end);
        at = end;
        if !html[start..end].starts_with(|it: char| it.is_ascii_alphabetic()) {
            continue;
        }
        let Some((from, to)) = source(&html[start..end]) else { continue };
        let value = htmlize::unescape_attribute(&html[start + from..start + to]);
        let Some(address) = told(&value) else { continue };
        out.push_str(&html[written..start + from]);
        out.push_str(&escape::attribute(&address));
        written = start + to;
    }
    if written == 0 {
        return html;
    }
    out.push_str(&html[written..]);
    out
}

/// Where in a tag the value of `src` is.
fn source(tag: &str) -> Option<(usize, usize)> {
    let name = [" src=", "\nsrc=", "\tsrc="].iter().find_map(|name| tag.find(name))?;
    let quote = name + " src=".len();
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
    let head = around.index.at(around.place(page));
    let permalink = head.and_then(|head| around.site.absolute(head.address.as_deref()?));
    match permalink.and_then(|permalink| Url::parse(&permalink).ok()) {
        Some(permalink) => permalink.join(name).ok().map(String::from),
        None => Some(around.site.source.entries()[file].name.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sources_of_tags_are_told() {
        let html = "<p>src=\"a\" <img alt=\"x\" src=\"a&amp;b\"><img src='c'/> &lt;img src=\"a\"&gt;<!-- <img src=\"a\"> -->";
        let told = |name: &str| (name != "c").then(|| format!("https://e.example/{name}"));
        assert_eq!(
            settle(html.to_owned(), told),
            html.replacen("\"a&amp;b\"", "\"https://e.example/a&amp;b\"", 1)
        );
        for html in ["<", "<img src=", "<img src=\"a", "<img src=\"a\"", "<>", ""] {
            settle(html.to_owned(), told);
        }
    }
}
