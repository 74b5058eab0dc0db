//! The `itunes:` fields by which podcast programs know a feed.
//!
//! They are written where they are asked for and complete: with a category that programs know, with the word whether it
//! is explicit, with the language, and with the owner's address of e-mail, which the podcast published itself. Half of
//! them would make every program complain. They come from the extra data of the blog and of its posts, under the names
//! they have in feeds, and from the [enclosures](larder_core::Enclosure).

use larder_core::{Blog, Extra, Post};
use rss::extension::itunes::ITunesItemExtension;
use serde_json::Value;

use super::{Cost, line::line, web_address};
use crate::{Also, WriteOptions};

mod categories;
mod kept;

use self::kept::Kept;

/// The prefix and the namespace.
pub(crate) const NAMESPACE: (&str, &str) = ("itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd");

/// What a feed says of the podcast it is. The model of the `rss` crate has room for one category within a category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Podcast {
    /// Who speaks.
    pub(crate) author: Option<String>,
    /// The categories that programs know, each with those in it. Never empty.
    pub(crate) categories: Vec<(String, Vec<String>)>,
    /// The word that programs know.
    pub(crate) explicit: &'static str,
    /// The name of whom it belongs to.
    pub(crate) owner: Option<String>,
    /// Their address, which the podcast published itself.
    pub(crate) email: String,
    /// The picture.
    pub(crate) image: Option<String>,
    /// How many categories there are that programs do not know. They are not written.
    pub(crate) unknown: u64,
    /// How many names were cut, because programs have no room for all of them.
    pub(crate) cut: u64,
}

/// What the feeds of a blog say of the podcast; None where nobody asked, or where something is missing. Programs demand
/// a `language` too.
pub(super) fn of_blog(
    blog: &Blog,
    options: &WriteOptions,
    language: Option<&str>,
) -> Option<Podcast> {
    language.filter(|_| options.also.contains(&Also::Podcast))?;
    let extra = &blog.site.extra;
    let (categories, unknown) = categories(extra);
    let owner = extra.value("itunes:owner")?;
    let kept = Kept::read(owner);
    let told = |name: &str| text(owner.get(name)).or_else(|| kept.as_ref()?.text_of(name));
    let email = told("email")?;
    let (author, name) = (text(extra.value("itunes:author")), told("name"));
    let cut = [&author, &name].into_iter().flatten().filter(|name| is_long(name)).count() as u64;
    (is_address(&email) && !categories.is_empty()).then_some(Podcast {
        author: author.map(shortened),
        categories,
        explicit: explicit(extra)?,
        owner: name.map(shortened),
        email,
        image: image(extra),
        unknown,
        cut,
    })
}

/// How many characters of a name programs have room for.
const LONGEST: usize = 255;

/// A name, as far as programs have room for it.
fn shortened(name: String) -> String {
    match is_long(&name) {
        true => name.chars().take(LONGEST - 1).chain(['…']).collect(),
        false => name,
    }
}

fn is_long(name: &str) -> bool {
    name.chars().nth(LONGEST).is_some()
}

/// An address of e-mail that every program takes.
fn is_address(email: &str) -> bool {
    let has_only = |part: &str, signs: &[u8]| {
        !part.is_empty() && part.bytes().all(|it| it.is_ascii_alphanumeric() || signs.contains(&it))
    };
    email.split_once('@').is_some_and(|(who, host)| {
        has_only(who, b"-._+") && host.contains('.') && host.split('.').all(|it| has_only(it, b"-"))
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

/// The categories that programs know, in their order and each once, with what they know of those in them; and how many
/// they do not know.
fn categories(extra: &Extra) -> (Vec<(String, Vec<String>)>, u64) {
    let (mut found, mut unknown): (Vec<(String, Vec<String>)>, _) = (Vec::new(), 0);
    for value in all(extra.value("itunes:category")) {
        let told = category(value);
        let known = told.as_ref().and_then(|(name, _)| categories::known(name));
        let (Some((name, told)), Some(known)) = (told, known) else {
            unknown += 1;
            continue;
        };
        let at = found.iter().position(|(it, _)| *it == name).unwrap_or_else(|| {
            found.push((name, Vec::new()));
            found.len() - 1
        });
        let inner = &mut found[at].1;
        for name in told {
            if !known.contains(&&*name) {
                unknown += 1;
            } else if !inner.contains(&name) {
                inner.push(name);
            }
        }
    }
    (found, unknown)
}

/// One value or a list of them.
fn all(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let many = value.and_then(Value::as_array).into_iter().flatten();
    many.chain(value.filter(|value| !value.is_array()))
}

/// The name of a category and those of the categories in it: `"Arts"`, `{"text": "Arts", "category": …}`, or an element
/// that is kept as it was written.
fn category(value: &Value) -> Option<(String, Vec<String>)> {
    if let Some(name) = text(value.get("text").or(Some(value))) {
        let inner = all(value.get("category")).filter_map(category);
        return Some((name, inner.map(|(name, _)| name).collect()));
    }
    let kept = Kept::read(value)?;
    Some((kept.attribute("text")?, kept.attributes_of("category", "text")))
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
    let told = text(value.get("href").or(Some(value)));
    web_address(&told.or_else(|| Kept::read(value)?.attribute("href"))?)
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

    fn told(category: Value) -> (Vec<(String, Vec<String>)>, u64) {
        let mut extra = Extra::default();
        extra.insert("itunes:category", category);
        categories(&extra)
    }

    #[test]
    fn an_address_is_one_that_the_checker_takes_too() {
        for good in ["a@e.example", "a.b+c_d-e@mail.e-x.example"] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "",
            "a",
            "@e.example",
            "a@e",
            "a@b@e.example",
            "a b@e.example",
            "a@e_x.example",
            "a@.example",
            "a@e..example",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }

    #[test]
    fn categories_are_read_with_those_in_them_however_they_were_told() {
        let culture = vec![(
            "Society & Culture".to_owned(),
            vec!["Documentary".to_owned(), "Philosophy".to_owned()],
        )];
        let xml = "<itunes:category text='Society &amp; Culture'><itunes:category text=\"Documentary\"/>\
                   <itunes:category text='Philosophy'/><itunes:category text='Gardens'/></itunes:category>";
        assert_eq!(
            told(json!({ "ns": { "itunes": NAMESPACE.1 }, "xml": xml })),
            (culture.clone(), 1)
        );
        let fields = json!({ "text": "Society & Culture", "category": ["Documentary", { "text": "Philosophy" }] });
        assert_eq!(told(fields), (culture.clone(), 0));
        let twice = json!([
            { "text": "Society & Culture", "category": "Documentary" }, "Kunst", { "text": "Society & Culture",
            "category": "Philosophy" },
        ]);
        assert_eq!(told(twice), (culture, 1));
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
