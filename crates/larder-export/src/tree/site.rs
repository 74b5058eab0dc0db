//! What settings and templates say of the site as a whole.

use larder_core::Blog;
use url::Url;

use super::{generator::Leads, labels::Labels, zone::SiteZone};
use crate::{WriteOptions, feed::line};

/// The site as a whole.
#[derive(Debug)]
pub(crate) struct SiteFacts<'a> {
    /// The blog.
    pub(crate) blog: &'a Blog,
    /// Its title: the one that is asked for, else its own, else the one of whoever writes it. Empty where nobody says.
    pub(crate) title: String,
    /// What it says about itself.
    pub(crate) description: Option<String>,
    /// Where it will stand, with `/` at its end: the public address, else its own. None where neither is known.
    pub(crate) address: Option<String>,
    /// The path of that address, without `/` at its end: what links within the site begin with. Empty where they lead to
    /// files.
    pub(crate) base: String,
    /// Its language.
    pub(crate) language: Option<String>,
    /// Its zone.
    pub(crate) zone: SiteZone,
    /// What its people, terms and series are called.
    pub(crate) labels: Labels,
}

impl<'a> SiteFacts<'a> {
    /// The facts of a blog whose dates are in `zone`, and whose links lead to what `leads` says.
    pub(crate) fn new(
        blog: &'a Blog,
        options: &WriteOptions,
        zone: SiteZone,
        labels: Labels,
        leads: Leads,
    ) -> Self {
        let site = &blog.site;
        let address = options.public_address.as_deref().or(site.home.as_deref()).and_then(address);
        let base = address.as_deref().filter(|_| leads == Leads::ToPages);
        let base = base.and_then(|address| Url::parse(address).ok());
        let base = base.map(|url| url.path().trim_end_matches('/').to_owned()).unwrap_or_default();
        let title = options.title.as_deref().or(site.title.as_deref()).and_then(plain);
        let title = title
            .or_else(|| site.authors.iter().find_map(|id| labels.author(id)).map(str::to_owned));
        Self {
            blog,
            title: title.unwrap_or_default(),
            description: site.description.as_deref().and_then(plain),
            address,
            base,
            language: options.language.as_deref().or(site.language.as_deref()).and_then(tag),
            zone,
            labels,
        }
    }

    /// The name of its zone.
    pub(crate) fn zone_name(&self) -> Option<String> {
        self.zone.name(self.language.as_deref())
    }

    /// Who writes it.
    pub(crate) fn authors(&self) -> impl Iterator<Item = &str> {
        self.blog.site.authors.iter().filter_map(|id| self.labels.author(id))
    }
}

/// A text on one line, without characters that no document can hold. None where nothing is left.
pub(crate) fn plain(text: &str) -> Option<String> {
    line::line(text, &mut crate::feed::Cost::default())
}

/// A tag of a language, if it has the letters of one. It becomes a name in settings, where anything else stops a build.
fn tag(language: &str) -> Option<String> {
    let tag = language.replace('_', "-");
    let is_tag = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|it| it.is_ascii_alphanumeric())
    };
    (tag.len() <= 35 && tag.split('-').all(is_tag)).then_some(tag)
}

fn address(text: &str) -> Option<String> {
    let mut url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    url.set_query(None);
    url.set_fragment(None);
    let text = url.to_string();
    Some(if text.ends_with('/') { text } else { format!("{text}/") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tags_of_languages_become_settings() {
        for (text, expected) in [
            ("ko", Some("ko")),
            ("ko-KR", Some("ko-KR")),
            ("zh_Hant", Some("zh-Hant")),
            ("한국어", None),
            ("", None),
            ("a b", None),
            ("../x", None),
        ] {
            assert_eq!(tag(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn an_address_is_one_of_the_web_and_ends_with_a_slash() {
        assert_eq!(address("https://e.org/blog?x#y").as_deref(), Some("https://e.org/blog/"));
        assert_eq!(address("ftp://e.org/"), None);
        assert_eq!(address("blog"), None);
    }
}
