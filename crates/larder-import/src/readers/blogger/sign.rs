//! What shows that a text is an export of Blogger, and not one of the feeds that its blogs have for their readers.
//!
//! Both are Atom, with the same id of the blog. Only an export has states of entries (Takeout), an id that ends with
//! `.archive`, or entries of all kinds in one (classic). Feeds for readers have Blogger's namespace of 2008, and say under
//! which address they are followed.

use memchr::memmem;

use super::{Form, TAG};

/// The form of an export, and what shows it.
pub(super) fn sign(text: &str) -> Option<(Form, &'static str)> {
    let start = root(text)?;
    let has = |sign: &str| memmem::find(text.as_bytes(), sign.as_bytes()).is_some();
    let head = &text[start..];
    let head = &head[..head.find("<entry").unwrap_or(head.len())];
    if is_takeout(head) {
        return Some((Form::Takeout, "the namespace of what Takeout holds of Blogger"));
    }
    if has("<blogger:type>") && has("<blogger:status>") {
        return Some((Form::Takeout, "entries with `blogger:type` and `blogger:status`"));
    }
    if is_archive(head) {
        return Some((Form::Classic, "the id of a backup of Blogger"));
    }
    let has_kinds = has("schemas.google.com/blogger/2008/kind#");
    (has_kinds && !is_followed(head)).then_some((Form::Classic, "entries with a kind of Blogger"))
}

/// Where the first element begins, if it is a feed. Texts of other forms may quote one further down.
fn root(text: &str) -> Option<usize> {
    let mut tags = text.match_indices('<').map(|(at, _)| (at, &text[at + 1..]));
    let (at, tag) = tags.find(|(_, tag)| tag.starts_with(|it: char| it.is_ascii_alphabetic()))?;
    let end = tag.find(|it: char| !it.is_ascii_alphanumeric() && it != ':').unwrap_or(tag.len());
    let name = tag[..end].rsplit(':').next().unwrap_or_default();
    name.eq_ignore_ascii_case("feed").then_some(at)
}

/// Whether a feed of Blogger is one for readers.
pub(super) fn is_for_readers(text: &str) -> bool {
    text.contains("<feed") && text.contains(TAG) && sign(text).is_none()
}

/// The namespace of any year but 2008, which feeds for readers have.
fn is_takeout(head: &str) -> bool {
    const NAMESPACE: &str = "schemas.google.com/blogger/";
    let years = head.match_indices(NAMESPACE).map(|(at, _)| &head[at + NAMESPACE.len()..]);
    years.map(|rest| rest.get(..4)).any(|year| year.is_some_and(|year| year != "2008"))
}

/// `<id>tag:blogger.com,1999:blog-7.archive</id>`
fn is_archive(head: &str) -> bool {
    let mut ids = head.match_indices(TAG).map(|(at, _)| &head[at + TAG.len()..]);
    ids.any(|rest| {
        let number = rest.bytes().take_while(u8::is_ascii_digit).count();
        number > 0 && rest[number..].starts_with(".archive")
    })
}

/// Whether a feed says under which address readers follow it.
fn is_followed(head: &str) -> bool {
    ["/feeds/posts/", "/feeds/comments/", "/posts/default", "/comments/default", "/pages/default"]
        .iter()
        .any(|address| head.contains(address))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ATOM: &str = "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'";

    fn form(rest: &str) -> Option<Form> {
        sign(&[ATOM, rest].concat()).map(|(form, _)| form)
    }

    #[test]
    fn exports_are_known_by_what_only_they_have() {
        let takeout = " xmlns:blogger='http://schemas.google.com/blogger/2018'><id>tag:blogger.com,1999:blog-7</id>";
        assert_eq!(form(takeout), Some(Form::Takeout));
        let bare = "><entry><blogger:type>POST</blogger:type><blogger:status>LIVE</blogger:status></entry>";
        assert_eq!(form(bare), Some(Form::Takeout));
        assert_eq!(form("><id>tag:blogger.com,1999:blog-7.archive</id>"), Some(Form::Classic));
        let kinds =
            "><entry><category term='http://schemas.google.com/blogger/2008/kind#post'/></entry>";
        assert_eq!(form(kinds), Some(Form::Classic));
    }

    #[test]
    fn feeds_for_readers_are_no_exports() {
        let followed = " xmlns:blogger='http://schemas.google.com/blogger/2008'>\
            <id>tag:blogger.com,1999:blog-7</id>\
            <link rel='self' href='https://b.example/feeds/posts/default'/>\
            <entry><id>tag:blogger.com,1999:blog-7.post-1</id></entry>";
        assert_eq!(form(followed), None);
        assert!(is_for_readers(&[ATOM, followed].concat()));
        let with_kinds = followed.replace(
            "<entry>",
            "<entry><category term='http://schemas.google.com/blogger/2008/kind#post'/>",
        );
        assert_eq!(form(&with_kinds), None);
        let quoting = "><entry><content>tag:blogger.com,1999:blog-7.archive</content></entry>";
        assert_eq!(form(quoting), None);
        assert_eq!(form("/>"), None);
        assert_eq!(sign("schemas.google.com/blogger/2018"), None);
        let quoted = [ATOM, " xmlns:blogger='http://schemas.google.com/blogger/2018'>"].concat();
        assert_eq!(sign(&["TITLE: a\n-----\nBODY:\n<p>", &quoted].concat()), None);
        assert!(sign(&["\u{feff}<!-- <b> -->\n", &quoted].concat()).is_none());
        assert!(
            sign(&["<?xml version='1.0'?><!-- made by hand -->\n", &quoted].concat()).is_some()
        );
    }
}
