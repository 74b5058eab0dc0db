//! Where the blog is. The table does not say it; buttons for sharing do, and the name of the list of readers.

use std::collections::BTreeMap;

use htmlize::unescape_attribute;
use memchr::memmem;
use url::Url;

use super::layout::Part;
use crate::{ReadOptions, Source, decode};

/// The address of a blog, and what shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Home {
    /// With a `/` at its end.
    pub(super) url: String,
    pub(super) from: &'static str,
}

/// What the bodies of an export show: the address to which most of their buttons for sharing lead. Else the address that
/// every publication has on the platform, even where it has one of its own.
pub(super) fn inferred(part: &Part, source: &dyn Source, options: &ReadOptions) -> Option<Home> {
    let mut shown: BTreeMap<String, u64> = BTreeMap::new();
    for (name, place) in part.bodies.iter().filter(|(name, _)| !name.slug.is_empty()) {
        let Ok(bytes) = source.read(*place) else { continue };
        if memmem::find(&bytes, SHARE.as_bytes()).is_some() {
            let text = decode(&bytes, options.encoding.as_deref()).text;
            shared(&text, &name.slug)
                .into_iter()
                .for_each(|home| *shown.entry(home).or_default() += 1);
        }
    }
    // Of two that are shown equally often, the first in the alphabet.
    let most = shown.into_iter().rev().max_by_key(|(_, count)| *count);
    let from_buttons =
        most.map(|(url, _)| Home { url, from: "the address of its buttons for sharing" });
    from_buttons.or_else(|| on_platform(part.publication.as_deref()?))
}

const SHARE: &str = "action=share";

/// The address of a publication on the platform.
fn on_platform(publication: &str) -> Option<Home> {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let is_name = !publication.is_empty() && publication.len() < 64;
    (is_name && publication.bytes().all(is_part)).then(|| Home {
        url: format!("https://{publication}.substack.com/"),
        from: "the name of the list of readers",
    })
}

/// The blogs to which a body's buttons for sharing it lead.
fn shared(text: &str, slug: &str) -> Vec<String> {
    let address = |at: usize| {
        let start = text[..at].rfind(['"', '\'', '<', '>', ' '])? + 1;
        let length = text[at..].find(['"', '\'', '<', '>', ' ']).unwrap_or(text.len() - at);
        let link = unescape_attribute(&text[start..at + length]);
        let url = Url::parse(&link).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
        let is_own = url.path().strip_prefix("/p/") == Some(slug);
        let host = url.host_str().filter(|host| *host != "open.substack.com")?;
        is_own.then(|| format!("https://{host}/"))
    };
    const MOST: usize = 100;
    memmem::find_iter(text.as_bytes(), SHARE).take(MOST).filter_map(address).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buttons_for_sharing_show_where_the_blog_is() {
        let text = r#"<a class="button primary" href="https://www.walks.example/p/a-walk?utm_source=substack&amp;utm_content=share&amp;action=share"><span>Share</span></a>"#;
        assert_eq!(shared(text, "a-walk"), ["https://www.walks.example/"]);
        // Of another post, of the platform, of no blog.
        assert!(shared(text, "walk").is_empty());
        for other in [
            "https://open.substack.com/p/a?action=share",
            "javascript:action=share",
            "action=share",
        ] {
            assert!(shared(&format!("<a href=\"{other}\">"), "a").is_empty(), "{other}");
        }
    }

    #[test]
    fn publications_have_an_address_on_the_platform() {
        let url = |name: &str| on_platform(name).map(|home| home.url);
        assert_eq!(url("walks-2").as_deref(), Some("https://walks-2.substack.com/"));
        for name in ["", "a.b", "글", "a/b"] {
            assert_eq!(url(name), None, "{name}");
        }
    }
}
