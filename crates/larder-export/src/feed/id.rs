//! Ids as each format can hold them.
//!
//! A stored id goes out as it is wherever the format allows it. Elsewhere it is written as
//! `tag:HOST,YEAR:guid:ESCAPED`, from which the stored id can be read back: `ESCAPED` is the id with everything but
//! unreserved characters percent-encoded. A stored id that already has that form is escaped too, so that no two ids
//! ever become one. Host and year are facts of the archive, never options.

use std::{borrow::Cow, collections::BTreeMap, fmt::Write as _};

use chrono::Datelike;
use larder_core::{
    Blog, PostHead,
    select::{Include, kept_out},
};
use larder_html::characters;
use rayon::prelude::*;
use url::Url;

/// What a format takes as an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// Any text: JSON Feed.
    Text,
    /// Any text on one line: RSS.
    Guid,
    /// A URI: Atom.
    Uri,
}

/// Writes ids.
#[derive(Clone, Debug)]
pub(crate) struct Ids {
    style: Style,
    /// `tag:HOST,YEAR:`
    authority: String,
    prefix: String,
}

impl Ids {
    /// The ids of `blog` in a style.
    ///
    /// The host is that of the blog's address, else of its id, else of its platform; the year is that of its first
    /// public post. Where the archive tells neither, `larder.invalid` and 2000 stand in: a name that nobody can own.
    pub(crate) fn new(blog: &Blog, style: Style) -> Self {
        let site = &blog.site;
        let addresses = [site.home.as_deref(), Some(&*site.id), site.platform_home.as_deref()];
        let host = addresses.into_iter().flatten().find_map(host);
        let host = host.unwrap_or_else(|| "larder.invalid".into());
        let public =
            blog.posts.heads().filter(|post| kept_out(post, &Include::default()).is_none());
        let first = public.filter_map(|post| post.published).min().or(site.updated);
        let year = first.map_or(2000, |time| time.at().year());
        let authority = format!("tag:{host},{year:04}:");
        Self { style, prefix: format!("{authority}guid:"), authority }
    }

    /// The id as it is written.
    pub(crate) fn written<'a>(&self, id: &'a str) -> Cow<'a, str> {
        let as_it_is = match self.style {
            Style::Text => characters::clean(id).text == id && !id.is_empty(),
            Style::Guid => is_guid(id),
            Style::Uri => is_uri(id),
        };
        if as_it_is && !id.starts_with(&self.prefix) {
            return Cow::Borrowed(id);
        }
        Cow::Owned(self.mapped(id))
    }

    /// The id as a URI, whatever the format.
    pub(crate) fn uri<'a>(&self, id: &'a str) -> Cow<'a, str> {
        if is_uri(id) && !id.starts_with(&self.prefix) {
            return Cow::Borrowed(id);
        }
        Cow::Owned(self.mapped(id))
    }

    /// The ids of posts that are not written as they are, by the posts' place.
    ///
    /// Two posts of one id are a mistake of whoever made the blog; the second gets `;2` so that the feed stays valid.
    pub(super) fn of_posts<'a>(
        &self,
        posts: impl Iterator<Item = &'a PostHead>,
    ) -> BTreeMap<usize, String> {
        let ids: Vec<&str> = posts.map(|post| post.id.as_str()).collect();
        let written: Vec<_> = ids.par_iter().map(|id| (*id, self.written(id))).collect();
        let mut seen = std::collections::HashMap::with_capacity(ids.len());
        let mut mapped = BTreeMap::new();
        for (place, (id, written)) in written.into_iter().enumerate() {
            let times = seen.entry(id).and_modify(|times| *times += 1).or_insert(1_u32);
            if *times > 1 {
                mapped.insert(place, format!("{};{times}", self.mapped(id)));
            } else if let Cow::Owned(written) = written {
                mapped.insert(place, written);
            }
        }
        mapped
    }

    /// The id of a feed of its own, such as that of a tag: `tag:HOST,YEAR:feed:tag:ESCAPED`.
    pub(crate) fn of_feed(&self, kind: &str, id: &str) -> String {
        escaped(format!("{}feed:{kind}:", self.authority), id)
    }

    /// The id of a comment, a URI whatever the format: as it is if it is one, else `tag:HOST,YEAR:comment:ESCAPED`.
    pub(crate) fn of_comment(&self, id: &str) -> String {
        match is_uri(id) && !id.starts_with(&self.authority) {
            true => id.to_owned(),
            false => escaped(format!("{}comment:", self.authority), id),
        }
    }

    fn mapped(&self, id: &str) -> String {
        escaped(self.prefix.clone(), id)
    }
}

/// `id` behind `prefix`, with everything but unreserved characters percent-encoded.
fn escaped(prefix: String, id: &str) -> String {
    let mut escaped = prefix;
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

/// The host of a web address, if it can stand in a `tag:` URI.
fn host(address: &str) -> Option<String> {
    let url = Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let host = url.host_str()?.to_ascii_lowercase();
    is_tag_host(&host).then_some(host)
}

fn is_tag_host(host: &str) -> bool {
    let plain =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-".contains(&byte);
    !host.is_empty() && host.bytes().all(plain)
}

fn is_guid(id: &str) -> bool {
    if id.len() >= 9 && id.bytes().all(|byte| byte.is_ascii_graphic()) {
        return true; // As nearly all are: addresses.
    }
    let one_line = !id.is_empty()
        && !id.starts_with(char::is_whitespace)
        && !id.ends_with(char::is_whitespace)
        && !id.contains(|c: char| c.is_whitespace() && c != ' ')
        && !id.contains("  ");
    one_line
        && characters::clean(id).text == id
        && id.chars().any(|character| !larder_core::key::is_blank(character))
}

/// Whether an id is a URI that Atom readers take, canonical or not.
fn is_uri(id: &str) -> bool {
    let Some((scheme, rest)) = id.split_once(':') else { return false };
    if !is_specific(rest) || id.matches('#').count() > 1 {
        return false;
    }
    match &*scheme.to_ascii_lowercase() {
        "http" | "https" | "ftp" => has_host(rest),
        "tag" => scheme == "tag" && is_tag(rest),
        "urn" => is_urn(rest),
        "mailto" | "info" => !rest.is_empty(),
        _ => false,
    }
}

/// Nothing but characters of RFC 3986, brackets excepted, and whole escapes.
fn is_specific(rest: &str) -> bool {
    let bytes = rest.as_bytes();
    bytes.iter().enumerate().all(|(at, byte)| match byte {
        b'%' => matches!(bytes.get(at + 1..at + 3), Some([a, b]) if a.is_ascii_hexdigit() && b.is_ascii_hexdigit()),
        byte => byte.is_ascii_alphanumeric() || b";/?:@&=+$.-_!~*'(),#".contains(byte),
    })
}

fn has_host(rest: &str) -> bool {
    let host = rest.strip_prefix("//").unwrap_or_default().split(['/', '?', '#']).next();
    host.is_some_and(|host| host.bytes().any(|byte| byte.is_ascii_alphanumeric()))
}

/// RFC 4151, after `tag:`.
fn is_tag(rest: &str) -> bool {
    let Some((entity, _)) = rest.split_once(':') else { return false };
    let Some((authority, date)) = entity.split_once(',') else { return false };
    let (mail, host) = authority.split_once('@').map_or((None, authority), |(m, h)| (Some(m), h));
    let word =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-._".contains(&byte);
    mail.is_none_or(|mail| !mail.is_empty() && mail.bytes().all(word))
        && is_tag_host(host)
        && is_day(date)
}

/// A year, a month or a day.
fn is_day(date: &str) -> bool {
    let lengths: Vec<usize> = date.split('-').map(str::len).collect();
    matches!(&*lengths, [4] | [4, 2] | [4, 2, 2])
        && date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// RFC 8141, after `urn:`.
fn is_urn(rest: &str) -> bool {
    let Some((space, specific)) = rest.split_once(':') else { return false };
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"()+,-.:=@;$_!*'%".contains(&byte);
    let space_is_fine = (2..=32).contains(&space.len())
        && !space.starts_with('-')
        && space.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if space.eq_ignore_ascii_case("uuid") && !is_uuid(specific) {
        return false;
    }
    space_is_fine && !specific.is_empty() && specific.bytes().all(plain)
}

fn is_uuid(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use larder_core::Site;

    use super::*;

    fn ids(style: Style) -> Ids {
        let mut site = Site::new("b");
        site.home = Some("https://Blog.example.org/".into());
        Ids::new(&Blog::new(site), style)
    }

    #[test]
    fn uris_go_out_as_they_are_even_if_not_canonical() {
        for id in [
            "https://example.org/?p=1",
            "http://example.org",
            "http://example.org:80/%ea",
            "urn:uuid:225c695c-cfb8-4ebb-aaaa-80da344efa6a",
            "urn:sha256:ab12",
            "tag:blog.example.org,2003:3.2397",
            "tag:me@blog.example.org,2003-12-13:3",
        ] {
            assert_eq!(ids(Style::Uri).written(id), id);
        }
    }

    #[test]
    fn what_is_no_uri_is_mapped_so_that_it_can_be_read_back() {
        let written = |id| ids(Style::Uri).written(id).into_owned();
        assert_eq!(written("foo bar"), "tag:blog.example.org,2000:guid:foo%20bar");
        assert_eq!(
            written("https://e.org/글"),
            "tag:blog.example.org,2000:guid:https%3A%2F%2Fe.org%2F%EA%B8%80"
        );
        for id in [
            "",
            "12345",
            "글",
            "javascript:x",
            "http:///x",
            "http://e.org/%zz",
            "urn:uuid:1",
            "tag:E.org,2003:x",
        ] {
            assert!(written(id).starts_with("tag:blog.example.org,2000:guid:"), "{id}");
        }
    }

    #[test]
    fn an_id_that_looks_mapped_is_mapped_again() {
        let mapped = ids(Style::Uri).written("a b").into_owned();
        assert_ne!(ids(Style::Uri).written(&mapped), mapped);
        assert_ne!(ids(Style::Text).written(&mapped), mapped);
    }

    #[test]
    fn rss_takes_any_line_and_json_takes_anything() {
        for id in ["글 하나", "a b", "1", "12345", "12 45", "urn:x"] {
            assert_eq!(ids(Style::Guid).written(id), id);
        }
        for id in ["", " a", "a\nb", "a  b", "\u{200b}", "a\u{8}"] {
            assert_ne!(ids(Style::Guid).written(id), id);
        }
        assert_eq!(ids(Style::Text).written("12345"), "12345");
        assert_ne!(ids(Style::Text).written("a\0"), "a\0");
    }
}
