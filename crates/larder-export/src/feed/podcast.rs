//! The `itunes:` fields by which podcast programs know a feed.
//!
//! They are written where they are asked for and complete: with a category that programs know, with the word whether it
//! is explicit, and with the owner's address of e-mail, which the podcast published itself. Half of them would make
//! every program complain. They come from the extra data of the blog and of its posts, under the names they have in
//! feeds, and from the [enclosures](larder_core::Enclosure).

use larder_core::{Extra, Post};
use rss::extension::itunes::{
    ITunesCategory, ITunesChannelExtension, ITunesItemExtension, ITunesOwner,
};
use serde_json::Value;

use super::{Cost, Feed, line::line, web_address};
use crate::Also;

/// The prefix and the namespace.
pub(crate) const NAMESPACE: (&str, &str) = ("itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd");

/// The categories that programs know.
const CATEGORIES: [&str; 19] = [
    "Arts",
    "Business",
    "Comedy",
    "Education",
    "Fiction",
    "Government",
    "Health & Fitness",
    "History",
    "Kids & Family",
    "Leisure",
    "Music",
    "News",
    "Religion & Spirituality",
    "Science",
    "Society & Culture",
    "Sports",
    "TV & Film",
    "Technology",
    "True Crime",
];

/// What a document with enclosures says of the podcast; None where nobody asked, or where something is missing.
pub(super) fn channel(feed: &Feed<'_>) -> Option<ITunesChannelExtension> {
    if !feed.options.also.contains(&Also::Podcast) {
        return None;
    }
    let extra = &feed.blog.site.extra;
    let known = categories(extra).filter(|told| CATEGORIES.contains(&&**told));
    let categories: Vec<_> = known.map(|text| ITunesCategory { text, subcategory: None }).collect();
    let explicit = explicit(extra)?;
    let owner = extra.value("itunes:owner")?;
    let email = text(owner.get("email")).or_else(|| element(owner, "email"))?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._+".contains(&byte);
    let is_plain = |part: &str| !part.is_empty() && part.bytes().all(plain);
    let is_address = email
        .split_once('@')
        .is_some_and(|(who, host)| is_plain(who) && is_plain(host) && host.contains('.'));
    let name = text(owner.get("name")).or_else(|| element(owner, "name"));
    (is_address && !categories.is_empty()).then(|| ITunesChannelExtension {
        author: text(extra.value("itunes:author")),
        categories,
        image: image(extra),
        explicit: Some(explicit.into()),
        owner: Some(ITunesOwner { name, email: Some(email) }),
        ..ITunesChannelExtension::default()
    })
}

/// What a post of a podcast says of itself.
pub(crate) fn item(post: &Post) -> Option<ITunesItemExtension> {
    let of_file = post.enclosures.iter().find_map(|file| file.seconds).map(|it| it.to_string());
    let told = || duration(&text(post.extra.value("itunes:duration"))?);
    let kind = text(post.extra.value("itunes:episodeType"));
    let item = ITunesItemExtension {
        duration: of_file.or_else(told),
        explicit: explicit(&post.extra).map(Into::into),
        image: image(&post.extra),
        episode: number(&post.extra, "itunes:episode"),
        season: number(&post.extra, "itunes:season"),
        episode_type: kind.filter(|it| ["full", "trailer", "bonus"].contains(&&**it)),
        ..ITunesItemExtension::default()
    };
    (!post.enclosures.is_empty() && item != ITunesItemExtension::default()).then_some(item)
}

fn text(value: Option<&Value>) -> Option<String> {
    let value = value?;
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let is_one = value.is_string() || value.is_number();
    line(&text, &mut Cost::default()).filter(|_| is_one)
}

/// The text of an element within one that is kept as it was written: `{"xml": "<itunes:owner>…"}`.
fn element(kept: &Value, name: &str) -> Option<String> {
    let xml = kept.get("xml")?.as_str()?;
    let (_, after) = xml.split_once(&format!(":{name}>"))?;
    plain(after.split_once("</")?.0)
}

/// The first attribute of this name in an element that is kept as it was written.
fn attribute(kept: &Value, name: &str) -> Option<String> {
    let xml = kept.get("xml")?.as_str()?;
    let (_, after) = xml.split_once(&format!(" {name}=\""))?;
    plain(after.split_once('"')?.0)
}

/// Text of XML as plain text. Markup in it would mean that it is not what was looked for.
fn plain(xml: &str) -> Option<String> {
    if xml.contains('<') {
        return None;
    }
    let names = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
    let text = names.iter().fold(xml.to_owned(), |text, (from, to)| text.replace(from, to));
    line(&text, &mut Cost::default())
}

fn categories(extra: &Extra) -> impl Iterator<Item = String> + '_ {
    let value = extra.value("itunes:category");
    let many = value.and_then(Value::as_array).into_iter().flatten();
    let all = many.chain(value.filter(|value| !value.is_array()));
    all.filter_map(|value| {
        text(value.get("text").or(Some(value))).or_else(|| attribute(value, "text"))
    })
}

/// The word that programs know.
fn explicit(extra: &Extra) -> Option<&'static str> {
    match extra.value("itunes:explicit")? {
        Value::Bool(explicit) => Some(if *explicit { "true" } else { "false" }),
        Value::String(word) => match &*word.to_ascii_lowercase() {
            "true" | "yes" | "explicit" => Some("true"),
            "false" | "no" | "clean" => Some("false"),
            _ => None,
        },
        _ => None,
    }
}

fn image(extra: &Extra) -> Option<String> {
    let value = extra.value("itunes:image")?;
    let told = text(value.get("href").or(Some(value))).or_else(|| attribute(value, "href"));
    web_address(&told?)
}

fn number(extra: &Extra, key: &str) -> Option<String> {
    let number: u32 = text(extra.value(key))?.parse().ok()?;
    (number > 0).then(|| number.to_string())
}

/// Seconds, or `MM:SS`, or `HH:MM:SS`.
fn duration(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split(':').collect();
    let is_number = |part: &&str| {
        (1..=6).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_short = |part: &&str| part.len() == 2 && **part < *"60";
    let is_one = parts.len() <= 3 && parts.iter().all(is_number);
    (is_one && parts.iter().skip(1).all(is_short)).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn elements_that_were_kept_as_they_were_written_are_read() {
        let mut extra = Extra::default();
        let category = r#"<itunes:category text="Society &amp; Culture"><itunes:category text="Places"/></itunes:category>"#;
        extra.insert("itunes:category", json!({ "ns": {}, "xml": category }));
        assert_eq!(categories(&extra).collect::<Vec<_>>(), ["Society & Culture"]);
        let owner = "<itunes:owner><itunes:name>나무</itunes:name><itunes:email>radio@example.org</itunes:email></itunes:owner>";
        let owner = json!({ "xml": owner });
        assert_eq!(element(&owner, "email").as_deref(), Some("radio@example.org"));
        assert_eq!(element(&owner, "name").as_deref(), Some("나무"));
        assert_eq!(element(&owner, "image"), None);
    }

    #[test]
    fn durations_are_seconds_or_parted_by_colons() {
        for good in ["754", "12:34", "1:02:03", "01:02:03"] {
            assert_eq!(duration(good).as_deref(), Some(good));
        }
        for bad in ["", "12 min", "1:2", "12:60", "1:02:03:04", "-1", "1:"] {
            assert_eq!(duration(bad), None, "{bad}");
        }
    }
}
