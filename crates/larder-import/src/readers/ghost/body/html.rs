//! The HTML that Ghost keeps: its own address, for which it writes a name, and parts that not everybody sees.

use larder_html::escape;
use memchr::memmem;

use super::Made;

/// What stands for the address of the blog.
pub(in super::super) const NAME: &str = "__GHOST_URL__";

const GATE: &str = "<!--kg-gated-block:begin";
const GATE_END: &str = "<!--kg-gated-block:end-->";

/// Puts the address of the blog where its name stands.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Address {
    /// Without a `/` at the end. Empty where it is not known: then addresses are relative to the root of the blog.
    home: String,
}

impl Address {
    pub(in super::super) fn new(home: Option<&str>) -> Self {
        Self { home: home.unwrap_or_default().trim_end_matches('/').to_owned() }
    }

    /// The text with addresses in the place of names, and how many of them are relative.
    pub(in super::super) fn resolve(&self, text: &str) -> (String, u64) {
        let mut resolved = String::with_capacity(text.len());
        let (mut from, mut count) = (0, 0);
        for at in memmem::find_iter(text.as_bytes(), NAME) {
            resolved.push_str(&text[from..at]);
            resolved.push_str(&self.home);
            from = at + NAME.len();
            // The front page itself.
            if self.home.is_empty() && !text[from..].starts_with('/') {
                resolved.push('/');
            }
            count += 1;
        }
        resolved.push_str(&text[from..]);
        (resolved, if self.home.is_empty() { count } else { 0 })
    }

    /// One address.
    pub(in super::super) fn one(&self, address: &str) -> String {
        self.resolve(address).0
    }

    /// A path of the blog as an address. None where the blog's is not known.
    pub(in super::super) fn whole(&self, path: &str) -> Option<String> {
        (!self.home.is_empty()).then(|| format!("{}{path}", self.home))
    }

    /// The path of an address of the blog, with a `/` before it.
    pub(in super::super) fn path<'a>(&self, address: &'a str) -> Option<&'a str> {
        let own = address.strip_prefix(NAME).or_else(|| {
            (!self.home.is_empty()).then(|| address.strip_prefix(&*self.home)).flatten()
        });
        let path = own.unwrap_or(address);
        (path.starts_with('/') && !path.starts_with("//")).then_some(path)
    }
}

/// The HTML that everybody sees who sees the post at all.
pub(super) fn shown(html: &str, address: &Address, made: &mut Made) -> String {
    let open = without_gated(html, &mut made.gated);
    let (resolved, relative) = address.resolve(open.as_deref().unwrap_or(html));
    made.census.relative += relative;
    resolved
}

/// Takes out what only members see, though the post is for everybody. None where there is nothing of the kind.
///
/// A part without an end goes to the end of the text, and one that does not say whom it is for is for members: what
/// cannot be told must not be shown.
fn without_gated(html: &str, gated: &mut u64) -> Option<String> {
    let begin = memmem::Finder::new(GATE);
    let end = memmem::Finder::new(GATE_END);
    begin.find(html.as_bytes())?;
    let mut open = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = begin.find(rest.as_bytes()) {
        open.push_str(&rest[..at]);
        let part = &rest[at..];
        let length = end.find(part.as_bytes()).map(|at| at + GATE_END.len());
        let inside = &part[..length.unwrap_or(part.len())];
        let head = inside.split("-->").next().unwrap_or_default();
        match head.contains("nonMember:true") {
            true => open.push_str(inside),
            false => *gated += 1,
        }
        rest = &part[inside.len()..];
    }
    open.push_str(rest);
    Some(open)
}

/// A text as HTML, where a format does not say which of the two it is: what has no markup in it is text.
pub(in super::super) fn outline(text: &str) -> String {
    match text.contains('<') || text.contains("&") && text.contains(';') {
        true => text.to_owned(),
        false => escape::text(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_address_is_put_right() {
        let html = r#"<a href="__GHOST_URL__/a/">a</a> <a href="__GHOST_URL__">home</a>"#;
        let known = Address::new(Some("https://example.org/blog/"));
        let expected = r#"<a href="https://example.org/blog/a/">a</a> <a href="https://example.org/blog">home</a>"#;
        assert_eq!(known.resolve(html), (expected.to_owned(), 0));
        let expected = r#"<a href="/a/">a</a> <a href="/">home</a>"#;
        assert_eq!(Address::default().resolve(html), (expected.to_owned(), 2));
        assert_eq!(known.path("https://example.org/blog/a/"), Some("/a/"));
        assert_eq!(known.path("__GHOST_URL__/a/"), Some("/a/"));
        assert_eq!(known.path("//example.net/a"), None);
        assert_eq!(Address::default().path("https://example.org/a/"), None);
    }

    #[track_caller]
    fn gated(html: &str, expected: Option<&str>, count: u64) {
        let mut gated = 0;
        assert_eq!(without_gated(html, &mut gated).as_deref(), expected);
        assert_eq!(gated, count);
    }

    #[test]
    fn what_only_members_see_is_not_shown() {
        gated("<p>a</p>", None, 0);
        gated(
            r#"a<!--kg-gated-block:begin nonMember:false memberSegment:"status:free" -->SECRET<!--kg-gated-block:end-->b"#,
            Some("ab"),
            1,
        );
        let open = r#"<!--kg-gated-block:begin nonMember:true memberSegment:"" -->a<!--kg-gated-block:end-->b"#;
        gated(open, Some(open), 0);
        gated("a<!--kg-gated-block:begin -->SECRET<p>b", Some("a"), 1);
        gated("a<!--kg-gated-block:begin SECRET nonMember:", Some("a"), 1);
    }
}
