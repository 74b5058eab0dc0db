//! From the blog to the model of the `rss` crate.

use std::{borrow::Cow, collections::BTreeMap};

use larder_core::Post;
use rss::{
    Category, Channel, Enclosure, Guid, Image, Item,
    extension::{Extension, ExtensionMap, dublincore::DublinCoreExtension},
};

use crate::feed::{
    self as about, Entry, Feed, FeedKind, File, GENERATOR, Page, Related, changed, date, history,
    podcast,
};

/// The channel without its items.
pub(super) fn channel(feed: &Feed<'_>, page: &Page) -> Channel {
    let about = &page.channel;
    let mut channel = Channel {
        title: about.title.clone(),
        link: about.link.clone(),
        description: about.description.clone().unwrap_or_else(|| about.title.clone()),
        language: about.language.clone(),
        copyright: about.rights.clone(),
        last_build_date: about.updated.map(|time| date::rfc822(time.at())),
        generator: Some(format!("{} {}", GENERATOR.0, GENERATOR.1)),
        docs: Some("https://www.rssboard.org/rss-specification".into()),
        image: image(&page.channel),
        namespaces: namespaces(feed, page),
        ..Channel::default()
    };
    if let Some(itself) = &about.itself {
        let attributes =
            [("href", itself.as_str()), ("rel", "self"), ("type", FeedKind::RSS.media_type)];
        extend(&mut channel.extensions, "atom:link", None, &attributes);
    }
    for (rel, href) in page.links(feed) {
        extend(&mut channel.extensions, "atom:link", None, &[("href", href), ("rel", rel)]);
    }
    if let Some(element) = page.history.element() {
        extend(&mut channel.extensions, element, None, &[]);
    }
    channel
}

/// The picture, if it is of a kind that readers show.
fn image(about: &about::Channel) -> Option<Image> {
    let picture = about.image.as_ref()?;
    let path = picture.url.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    let known = ["jpg", "jpeg", "gif", "png"];
    // Validators look at what stands behind the last dot of the whole address.
    let shown = match picture.url.rsplit_once('.') {
        Some((_, extension))
            if extension.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') =>
        {
            known.iter().any(|it| it.eq_ignore_ascii_case(extension)) || !name.contains('.')
        }
        _ => true,
    };
    let size = picture
        .size
        .filter(|(width, height)| (1..=144).contains(width) && (1..=400).contains(height));
    shown.then(|| Image {
        url: picture.url.clone(),
        title: about.title.clone(),
        link: about.link.clone(),
        width: size.map(|(width, _)| width.to_string()),
        height: size.map(|(_, height)| height.to_string()),
        description: None,
    })
}

/// The namespaces that a document uses.
fn namespaces(feed: &Feed<'_>, page: &Page) -> BTreeMap<String, String> {
    let uses = &page.uses;
    let linked = uses.enclosures || uses.links || uses.translations;
    let atom =
        page.channel.itself.is_some() || feed.options.hub.is_some() || uses.changes || linked;
    let used = [
        (atom, "atom", "http://www.w3.org/2005/Atom"),
        (Entry::is_full(feed), "content", "http://purl.org/rss/1.0/modules/content/"),
        (page.history.element().is_some(), history::NAMESPACE.0, history::NAMESPACE.1),
        (uses.authors || uses.rights, "dc", "http://purl.org/dc/elements/1.1/"),
        (uses.comments || uses.replies, "slash", "http://purl.org/rss/1.0/modules/slash/"),
        (page.podcast(feed).is_some(), podcast::NAMESPACE.0, podcast::NAMESPACE.1),
        (uses.answers, "thr", "http://purl.org/syndication/thread/1.0"),
        (uses.replies || uses.comment_rss, "wfw", "http://wellformedweb.org/CommentAPI/"),
    ];
    let used = used.into_iter().filter(|(used, ..)| *used);
    used.map(|(_, prefix, uri)| (prefix.to_owned(), uri.to_owned())).collect()
}

/// The number of comments a post had.
fn comments(post: &Post) -> Option<u64> {
    post.counts.as_ref()?.comments
}

/// An item, and what goes beside it.
pub(super) struct Written<'a> {
    /// Everything but the body.
    pub(super) item: Item,
    /// The body, where it is wanted; the model would have to own it.
    pub(super) html: Option<Cow<'a, str>>,
    /// The language, if it is not the feed's; the model has no place for it.
    pub(super) language: Option<String>,
}

/// An item.
pub(super) fn item<'a>(feed: &Feed<'_>, page: &Page, entry: Entry<'a>) -> Written<'a> {
    let mut item = Item::default();
    extensions(feed, page, &entry, &mut item.extensions);
    item.description = Some(crate::feed::line::html(&entry.lead()).into_owned());
    let permalink = entry.link.as_deref() == Some(&*entry.id);
    item.comments = entry.comments().map(|link| link.href.clone());
    item.pub_date = entry.post.published.map(|time| date::rfc822(time.at()));
    item.categories = entry.terms.iter().map(|name| category(name)).collect();
    item.dublin_core_ext = dublin_core(&entry);
    // Only within a podcast.
    item.itunes_ext = page.podcast(feed).and_then(|_| podcast::item(entry.post));
    item.enclosure = entry.files.first().filter(|file| file.fit).map(enclosure);
    item.guid = Some(Guid { value: entry.id.into_owned(), permalink });
    item.title = entry.title;
    item.link = entry.link;
    let html = Entry::is_full(feed).then_some(entry.html);
    Written { item, html, language: entry.language }
}

fn category(name: &str) -> Category {
    Category { name: name.into(), domain: None }
}

fn dublin_core(entry: &Entry<'_>) -> Option<DublinCoreExtension> {
    let creators: Vec<String> = entry.authors.iter().map(|author| author.name.clone()).collect();
    let rights: Vec<String> = entry.rights.iter().cloned().collect();
    (!creators.is_empty() || !rights.is_empty()).then(|| DublinCoreExtension {
        creators,
        rights,
        ..DublinCoreExtension::default()
    })
}

fn enclosure(file: &File) -> Enclosure {
    // The format demands a length; 0 says that it is not known.
    let length = file.length.unwrap_or(0).to_string();
    Enclosure { url: file.url.clone(), length, mime_type: file.media_type.clone() }
}

/// What RSS has no elements for.
fn extensions(feed: &Feed<'_>, page: &Page, entry: &Entry<'_>, to: &mut ExtensionMap) {
    let first_fits = usize::from(entry.files.first().is_some_and(|file| file.fit));
    entry.files.iter().skip(first_fits).for_each(|file| atom_file(to, file));
    // RSS has elements of its own for the page of the comments and for their feed in RSS.
    let has_element = |link: &&Related| link.is_replies() && (link.is_rss() || !link.is_feed());
    let related = entry.related.iter().filter(|link| !has_element(link));
    related.for_each(|link| atom_link(to, link));
    let count = comments(entry.post).or(entry.replies.map(|replies| replies.count));
    if let Some(count) = count.filter(|_| page.channel.updated.is_some()) {
        extend(to, "slash:comments", Some(count.to_string()), &[]);
    }
    if let Some(address) = entry.comment_rss() {
        extend(to, "wfw:commentRss", Some(address.into()), &[]);
    }
    for reply in entry.replies_to(feed) {
        let mut attributes = vec![("ref", reply.id.as_str())];
        attributes.extend(reply.href.as_deref().map(|href| ("href", href)));
        attributes.extend(reply.media_type.as_deref().map(|kind| ("type", kind)));
        extend(to, "thr:in-reply-to", None, &attributes);
    }
    let updated = changed(entry.post).filter(|updated| {
        entry.post.published.is_none_or(|published| published.at() != updated.at())
    });
    if let Some(updated) = updated {
        extend(to, "atom:updated", Some(date::rfc3339(updated.at())), &[]);
    }
}

fn atom_file(to: &mut ExtensionMap, file: &File) {
    let length = file.length.map(|length| length.to_string());
    let title = file.title.as_deref().filter(|title| !crate::feed::line::looks_like_html(title));
    let mut attributes =
        vec![("href", &*file.url), ("rel", "enclosure"), ("type", &*file.media_type)];
    attributes.extend(length.as_deref().map(|length| ("length", length)));
    attributes.extend(title.map(|title| ("title", title)));
    extend(to, "atom:link", None, &attributes);
}

fn atom_link(to: &mut ExtensionMap, link: &Related) {
    let length = link.length.map(|length| length.to_string());
    let mut attributes = vec![("href", &*link.href), ("rel", &*link.rel)];
    let others = [
        ("type", link.media_type.as_deref()),
        ("hreflang", link.language.as_deref()),
        ("title", link.title.as_deref()),
        ("length", length.as_deref()),
    ];
    attributes.extend(others.into_iter().filter_map(|(name, value)| Some((name, value?))));
    extend(to, "atom:link", None, &attributes);
}

/// Adds an element of another namespace.
fn extend(to: &mut ExtensionMap, name: &str, value: Option<String>, attributes: &[(&str, &str)]) {
    let (prefix, local) = name.split_once(':').expect("every caller writes a prefix");
    let attributes = attributes.iter().map(|(name, value)| ((*name).into(), (*value).into()));
    let extension =
        Extension { name: name.into(), value, attrs: attributes.collect(), ..Extension::default() };
    to.entry(prefix.into()).or_default().entry(local.into()).or_default().push(extension);
}
