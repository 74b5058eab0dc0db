//! Addresses of a post: its own, its files, and what it is related to.

use std::{cell::OnceCell, collections::HashSet, io};

use larder_core::{InReplyTo, Link, Post};
use larder_html::url::{self, Base};

use super::{
    Cost, Feed, FeedKind, Page,
    language::language,
    line::{line, looks_like_html},
    media::is_local,
};

/// The address, if it is one of the web.
pub(crate) fn web(base: &Base, address: &str) -> Option<String> {
    base.absolute(address).filter(|url| url.starts_with("http://") || url.starts_with("https://"))
}

/// What relative addresses in a post are relative to. Worked out when the first is met: most posts have none.
#[derive(Debug)]
pub(crate) struct Relative<'a> {
    /// The address of the post.
    link: Option<&'a str>,
    /// The address of the blog, for posts without one.
    home: Option<&'a str>,
    base: OnceCell<Base>,
}

impl<'a> Relative<'a> {
    /// What addresses in the post at `link` are relative to, of a blog at `home`.
    pub(crate) fn new(link: Option<&'a str>, home: Option<&'a str>) -> Self {
        Self { link, home, base: OnceCell::new() }
    }

    /// The base.
    pub(crate) fn get(&self) -> &Base {
        self.base.get_or_init(|| match self.link {
            Some(link) => Base::new(None, Some(link)),
            None => Base::new(self.home, None),
        })
    }
}

/// A file that comes with a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct File {
    /// Where it is.
    pub(crate) url: String,
    /// Whether podcast programs take the address.
    pub(crate) fit: bool,
    /// Its media type; `application/octet-stream` if the archive does not say.
    pub(crate) media_type: String,
    /// Its length in bytes.
    pub(crate) length: Option<u64>,
    /// Its title.
    pub(crate) title: Option<String>,
    /// How long it plays, in seconds.
    pub(crate) seconds: Option<u64>,
}

impl File {
    fn is_played(&self) -> bool {
        self.media_type.starts_with("audio/") || self.media_type.starts_with("video/")
    }
}

/// The files that come with a post, the most important one first: the first that is played, else the first. Fails when
/// the spool can no longer be read.
pub(crate) fn files(
    feed: &Feed<'_>,
    post: &Post,
    base: &Relative<'_>,
    cost: &mut Cost,
) -> io::Result<Vec<File>> {
    let mut files: Vec<File> = Vec::new();
    let mut seen = HashSet::new();
    for enclosure in &post.enclosures {
        let asset = enclosure.asset.as_ref();
        let had = asset.map(|id| feed.media.had(feed.blog, id)).transpose()?.flatten();
        let stored = had.as_ref().and_then(|had| had.stored.clone());
        // A path in an archive is no address, and nothing is there on the blog's own host.
        let is_path = had.is_some_and(|had| had.address.is_none()) && is_local(&enclosure.url);
        let (address, length) = match stored {
            Some((address, length)) => (Some(address), Some(length)),
            None if is_path => (None, None),
            None => (web(base.get(), &enclosure.url), enclosure.length),
        };
        let Some(url) = address else {
            cost.links += 1;
            continue;
        };
        if !seen.insert(url.clone()) {
            continue;
        }
        let fit = url::enclosure(&url).as_ref() == Some(&url);
        let media_type = enclosure.media_type.as_deref().and_then(media_type);
        let media_type = media_type.unwrap_or_else(|| "application/octet-stream".into());
        let title = enclosure.title.as_deref().and_then(|title| line(title, cost));
        files.push(File { url, fit, media_type, length, title, seconds: enclosure.seconds });
    }
    let played = |file: &File| file.fit && file.is_played();
    let first = files.iter().position(played).or_else(|| files.iter().position(|file| file.fit));
    if let Some(first) = first {
        files[..=first].rotate_right(1);
    }
    Ok(files)
}

/// The media type in lower case without parameters, if it is one.
pub(crate) fn media_type(text: &str) -> Option<String> {
    let text = text.split(';').next().unwrap_or_default().trim_matches(' ').to_ascii_lowercase();
    let (kind, subtype) = text.split_once('/')?;
    let token = |part: &str| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&byte);
        !part.is_empty() && part.len() <= 127 && part.bytes().all(plain)
    };
    (token(kind) && token(subtype)).then_some(text)
}

/// A link with a relation that feeds know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Related {
    /// The relation.
    pub(crate) rel: String,
    /// Where it leads.
    pub(crate) href: String,
    /// The media type of what is there.
    pub(crate) media_type: Option<String>,
    /// The language of what is there.
    pub(crate) language: Option<String>,
    /// The text that is shown; never one that could be taken for HTML.
    pub(crate) title: Option<String>,
    /// The length in bytes of what is there.
    pub(crate) length: Option<u64>,
}

impl Related {
    /// Whether comments are there.
    pub(crate) fn is_replies(&self) -> bool {
        self.rel == REPLIES
    }

    /// Whether a feed of RSS is there.
    pub(crate) fn is_rss(&self) -> bool {
        self.media_type.as_deref() == Some(FeedKind::RSS.media_type)
    }

    /// Whether a feed is there, and no page.
    pub(crate) fn is_feed(&self) -> bool {
        self.is_rss() || self.media_type.as_deref() == Some(FeedKind::ATOM.media_type)
    }
}

/// The relation of comments (RFC 4685).
pub(super) const REPLIES: &str = "replies";

/// Relations that an entry may carry. Those of paging, `self` and `edit` would say something untrue of it.
const RELATIONS: [&str; 7] = ["describedby", "license", "payment", "related", REPLIES, "up", "via"];

/// The links and translations of a post that feeds know, each once.
pub(crate) fn related(
    feed: &Feed<'_>,
    page: &Page,
    post: &Post,
    base: &Relative<'_>,
    cost: &mut Cost,
) -> Vec<Related> {
    let known: Vec<Related> =
        post.links.iter().filter_map(|link| known(link, base, cost)).collect();
    let (mut seen, mut languages) = (HashSet::new(), HashSet::new());
    let all = known.into_iter().chain(translations(feed, page, post, base));
    cost.links += hidden_answers(feed, post).count() as u64;
    all.filter(|link| {
        if feed.hidden.has_address(&link.href) {
            cost.links += 1;
            return false;
        }
        // Readers take one alternate of each language.
        let language = (link.rel == "alternate").then(|| link.language.clone());
        let new = language.as_ref().is_none_or(|language| !languages.contains(language))
            && seen.insert((link.rel.clone(), link.href.clone()));
        languages.extend(language.filter(|_| new));
        new
    })
    .collect()
}

fn known(link: &Link, base: &Relative<'_>, cost: &mut Cost) -> Option<Related> {
    let rel = link.rel.as_str();
    let language = link.language.as_deref().and_then(language);
    let wanted = RELATIONS.contains(&rel)
        || (rel == "alternate" && language.is_some())
        || (rel.starts_with("http") && web(&Base::default(), rel).as_deref() == Some(rel));
    if !wanted {
        return None;
    }
    let Some(href) = web(base.get(), &link.href) else {
        cost.links += 1;
        return None;
    };
    let title = link.title.as_deref().and_then(|title| line(title, cost));
    Some(Related {
        rel: rel.into(),
        href,
        media_type: link.media_type.as_deref().and_then(media_type),
        language,
        title: title.filter(|title| !looks_like_html(title)),
        length: link.length,
    })
}

fn translations<'a>(
    feed: &'a Feed<'_>,
    page: &'a Page,
    post: &'a Post,
    base: &'a Relative<'_>,
) -> impl Iterator<Item = Related> + 'a {
    post.translations.iter().filter_map(move |translation| {
        let href = match &translation.post {
            // Posts that are not in the feed may be private, their addresses too.
            Some(id) => feed.permalink_of(id, page)?.to_owned(),
            None => web(base.get(), translation.url.as_deref()?)?,
        };
        Some(Related {
            rel: "alternate".into(),
            href,
            media_type: Some("text/html".into()),
            language: Some(language(&translation.language)?),
            title: None,
            length: None,
        })
    })
}

/// What a post answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reply {
    /// The id of what is answered, as a URI.
    pub(crate) id: String,
    /// Its address.
    pub(crate) href: Option<String>,
    /// Its media type.
    pub(crate) media_type: Option<String>,
}

/// What a post answers that is hidden itself.
fn hidden_answers<'a>(feed: &'a Feed<'_>, post: &'a Post) -> impl Iterator<Item = &'a InReplyTo> {
    post.in_reply_to.iter().filter(|answered| is_hidden(feed, answered))
}

fn is_hidden(feed: &Feed<'_>, answered: &InReplyTo) -> bool {
    feed.hidden.has_id(&answered.reference)
        || [Some(&answered.reference), answered.url.as_ref()]
            .into_iter()
            .flatten()
            .any(|address| feed.hidden.has_address(address))
}

/// What a post answers, each once. That it answers one that is hidden is not said.
pub(crate) fn replies(feed: &Feed<'_>, post: &Post) -> Vec<Reply> {
    let mut replies: Vec<Reply> = Vec::new();
    let mut seen = HashSet::new();
    for answered in post
        .in_reply_to
        .iter()
        .filter(|answered| !answered.reference.is_empty() && !is_hidden(feed, answered))
    {
        let id = feed.ids.uri(&answered.reference).into_owned();
        let href = answered.url.as_deref().and_then(|url| web(&Base::default(), url));
        // A media type says what is at the address.
        let kind = answered.media_type.as_deref().and_then(media_type).filter(|_| href.is_some());
        if seen.insert(id.clone()) {
            replies.push(Reply { id, href, media_type: kind });
        }
    }
    replies
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_lose_case_and_parameters() {
        assert_eq!(media_type("Audio/MPEG; q=1").as_deref(), Some("audio/mpeg"));
        for text in ["", "audio", "audio/", "/x", "a b/c", "오디오/x", "a/b/c"] {
            assert_eq!(media_type(text), None, "{text}");
        }
    }
}
