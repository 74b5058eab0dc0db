//! From the model of the `rss` crate to XML that every reader and validator takes.

use rss::{
    Channel, Image, Item,
    extension::{Extension, itunes::ITunesItemExtension},
};

use super::model::Written;
use crate::feed::{
    podcast::Podcast,
    xml::{self, Attributes, Escape},
};

/// Writes all that stands before the first item.
pub(super) fn head(
    channel: &Channel,
    podcast: Option<&Podcast>,
    style: Option<&str>,
    out: &mut Vec<u8>,
) {
    xml::begin(out, style);
    let names: Vec<String> =
        channel.namespaces.keys().map(|prefix| format!("xmlns:{prefix}")).collect();
    let namespaces = names.iter().zip(channel.namespaces.values());
    let mut attributes = vec![("version", Some("2.0"))];
    attributes.extend(namespaces.map(|(name, uri)| (name.as_str(), Some(uri.as_str()))));
    xml::open(out, "rss", &attributes);
    xml::open(out, "channel", &[]);
    plain(out, "title", &channel.title);
    plain(out, "link", &channel.link);
    plain(out, "description", &channel.description);
    optional(out, "language", channel.language.as_deref());
    optional(out, "copyright", channel.copyright.as_deref());
    optional(out, "lastBuildDate", channel.last_build_date.as_deref());
    optional(out, "generator", channel.generator.as_deref());
    optional(out, "docs", channel.docs.as_deref());
    for extension in channel.extensions.values().flat_map(|map| map.values()).flatten() {
        element(out, extension);
    }
    if let Some(podcast) = podcast {
        of_podcast(out, podcast);
    }
    if let Some(picture) = &channel.image {
        image(out, picture);
    }
}

fn of_podcast(out: &mut Vec<u8>, podcast: &Podcast) {
    optional(out, "itunes:author", podcast.author.as_deref());
    for (name, inner) in &podcast.categories {
        let attributes = [("text", Some(&**name))];
        if inner.is_empty() {
            xml::empty(out, "itunes:category", &attributes);
            continue;
        }
        xml::open(out, "itunes:category", &attributes);
        for name in inner {
            xml::empty(out, "itunes:category", &[("text", Some(name))]);
        }
        xml::close(out, "itunes:category");
    }
    plain(out, "itunes:explicit", podcast.explicit);
    xml::open(out, "itunes:owner", &[]);
    optional(out, "itunes:name", podcast.owner.as_deref());
    plain(out, "itunes:email", &podcast.email);
    xml::close(out, "itunes:owner");
    if podcast.image.is_some() {
        xml::empty(out, "itunes:image", &[("href", podcast.image.as_deref())]);
    }
}

fn of_episode(out: &mut Vec<u8>, episode: &ITunesItemExtension) {
    optional(out, "itunes:duration", episode.duration.as_deref());
    optional(out, "itunes:explicit", episode.explicit.as_deref());
    optional(out, "itunes:season", episode.season.as_deref());
    optional(out, "itunes:episode", episode.episode.as_deref());
    optional(out, "itunes:episodeType", episode.episode_type.as_deref());
    if episode.image.is_some() {
        xml::empty(out, "itunes:image", &[("href", episode.image.as_deref())]);
    }
}

fn image(out: &mut Vec<u8>, image: &Image) {
    xml::open(out, "image", &[]);
    plain(out, "url", &image.url);
    plain(out, "title", &image.title);
    plain(out, "link", &image.link);
    optional(out, "width", image.width.as_deref());
    optional(out, "height", image.height.as_deref());
    xml::close(out, "image");
}

/// Writes an item.
pub(super) fn item(written: &Written<'_>, out: &mut Vec<u8>) {
    let item = &written.item;
    xml::open(out, "item", &[("xml:lang", written.language.as_deref())]);
    optional(out, "title", item.title.as_deref());
    optional(out, "link", item.link.as_deref());
    if let Some(description) = &item.description {
        // HTML, and so escaped once more; short names are what readers expect here.
        xml::text(out, "description", &[], Escape::Named, description);
    }
    if let Some(html) = &written.html {
        xml::cdata(out, "content:encoded", html);
    }
    if let Some(dublin_core) = &item.dublin_core_ext {
        dublin_core.creators.iter().for_each(|name| plain(out, "dc:creator", name));
        dublin_core.rights.iter().for_each(|rights| plain(out, "dc:rights", rights));
    }
    for category in &item.categories {
        text(out, "category", &[("domain", category.domain.as_deref())], &category.name);
    }
    optional(out, "comments", item.comments.as_deref());
    if let Some(file) = &item.enclosure {
        let attributes = [
            ("url", Some(&*file.url)),
            ("length", Some(&*file.length)),
            ("type", Some(&*file.mime_type)),
        ];
        xml::empty(out, "enclosure", &attributes);
    }
    identity(item, out);
    if let Some(episode) = &item.itunes_ext {
        of_episode(out, episode);
    }
    for extension in item.extensions.values().flat_map(|map| map.values()).flatten() {
        element(out, extension);
    }
    xml::close(out, "item");
}

fn identity(item: &Item, out: &mut Vec<u8>) {
    if let Some(guid) = &item.guid {
        let permalink = if guid.permalink { "true" } else { "false" };
        text(out, "guid", &[("isPermaLink", Some(permalink))], &guid.value);
    }
    optional(out, "pubDate", item.pub_date.as_deref());
}

/// An element of another namespace. Ours have no elements in them.
fn element(out: &mut Vec<u8>, extension: &Extension) {
    let attributes: Vec<(&str, Option<&str>)> =
        extension.attrs.iter().map(|(name, value)| (name.as_str(), Some(value.as_str()))).collect();
    match &extension.value {
        Some(value) => text(out, &extension.name, &attributes, value),
        None => xml::empty(out, &extension.name, &attributes),
    }
}

fn optional(out: &mut Vec<u8>, name: &str, value: Option<&str>) {
    if let Some(value) = value {
        plain(out, name, value);
    }
}

pub(super) fn plain(out: &mut Vec<u8>, name: &str, value: &str) {
    text(out, name, &[], value);
}

pub(super) fn text(out: &mut Vec<u8>, name: &str, attributes: Attributes<'_>, value: &str) {
    xml::text(out, name, attributes, Escape::Hexadecimal, value);
}
