//! What a post has that no generator has a name for, and what of it a public page may say.

use std::collections::HashSet;

use larder_core::{AssetId, Enclosure, Link, Location, Post};

use super::{files::Files, generator::Layout, links::Links, plan::Page, site::plain, value::Map};
use crate::feed::people::{holds_mail, is_mail_address, public_address as web};

/// Custom fields of a post, parted by where they go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Custom {
    /// Fields of the front matter that it was read from, of the same generator: they go back to where they were.
    pub(crate) own: Map,
    /// What its front matter had where generators have no names.
    pub(crate) params: Map,
    /// Fields of another generator's front matter, and those of platforms that readers of a page always saw.
    pub(crate) other: Map,
    /// How many fields nobody knows to be public.
    pub(crate) dropped: u64,
}

/// Where front matter comes from: what it says stands in a folder that a generator makes public pages of.
const GENERATORS: &[&str] = &["hugo", "jekyll", "hexo", "zola", "astro", "eleventy", "markdown"];

/// Fields of platforms that everybody could see on the page.
const SHOWN: &[&str] =
    &["weekday", "readSeconds", "text_align", "velog:series", "wp:sticky", "wp:post_format"];

/// Words in names of fields that are nobody's business.
const PRIVATE: &[&str] = &[
    "mail", "pass", "secret", "token", "auth", "key", "phone", "private", "address", "ip", "user",
];

/// The custom fields of a post. Fails closed: what is not known to be public is dropped, and counted. Fields
/// that say how a page is made do not go back to where they were.
pub(crate) fn custom(post: &Post, format: &str, layout: &Layout) -> Custom {
    let mut custom = Custom::default();
    for (name, value) in post.extra.iter() {
        let of_site = name.split_once(':').filter(|(form, _)| GENERATORS.contains(form));
        let field = of_site.map_or(name, |(_, field)| field);
        match of_site {
            // The address is said already.
            Some((form, field)) if form == format && field == layout.address => continue,
            Some((form, field))
                if form == format && field == layout.params && value.is_object() =>
            {
                custom.take_params(value);
                continue;
            }
            _ => {}
        }
        if is_private(field, value) || of_site.is_none() && !SHOWN.contains(&name) {
            custom.dropped += 1;
            continue;
        }
        match of_site {
            Some((form, field)) if form == format && !steers(field, layout.steering) => {
                custom.own.set(field, value);
            }
            _ => custom.other.set(name, value),
        }
    }
    custom
}

impl Custom {
    /// What stood where generators have no names: it goes back there, each part if it is public.
    fn take_params(&mut self, params: &serde_json::Value) {
        for (name, value) in params.as_object().into_iter().flatten() {
            match is_private(name, value) {
                true => self.dropped += 1,
                false => self.params.set(name.as_str(), value),
            }
        }
    }
}

/// Whether a field says how a page is made: what it names may not be in the new site, whose build it would stop.
fn steers(field: &str, steering: &[&str]) -> bool {
    steering.iter().any(|name| name.eq_ignore_ascii_case(field))
}

fn is_private(name: &str, value: &serde_json::Value) -> bool {
    let lower = name.to_ascii_lowercase();
    let mut words = lower.split(|letter: char| !letter.is_ascii_alphabetic());
    let is_word =
        |word: &str| PRIVATE.iter().any(|it| word == *it || it.len() > 3 && word.contains(it));
    lower.len() > 100
        || words.any(is_word)
        || holds_mail(&value.to_string())
        || holds_private(value)
}

/// Whether a field within a value is private, however deep.
fn holds_private(value: &serde_json::Value) -> bool {
    let mut left = vec![value];
    while let Some(value) = left.pop() {
        match value {
            serde_json::Value::Object(fields) => {
                let is_named = |name: &str| is_private(name, &serde_json::Value::Null);
                if fields.keys().any(|name| is_named(name)) {
                    return true;
                }
                left.extend(fields.values());
            }
            serde_json::Value::Array(values) => left.extend(values),
            _ => {}
        }
    }
    false
}

/// Relations of links that readers of a page see or that programs need. Others, such as `edit`, may lead to what only the
/// owner may open.
const PUBLIC_RELATIONS: &[&str] =
    &["alternate", "related", "via", "license", "replies", "enclosure", "self", "payment"];

/// What generators have no name for.
pub(crate) fn rest(
    post: &Post,
    page: &Page,
    files: &Files,
    links: &mut Links<'_>,
    custom: &Custom,
) -> Map {
    let mut rest = Map::default();
    rest.set_list("old_addresses", page.moved.iter().map(|old| &**old));
    rest.set_list(
        "enclosures",
        post.enclosures.iter().filter_map(|it| enclosure(it, files, links)),
    );
    rest.set_list("attachments", attachments(post, files).map(|it| links.here(it)));
    rest.set_list("translations", translations(post, links));
    rest.set_list("links", related(post, &|url| links.hides(url)));
    let answered = post.in_reply_to.iter().filter(|it| !links.hides_answered(it));
    rest.set_list("in_reply_to", answered.filter_map(|it| web(it.url.as_ref()?)));
    rest.set_some("parent", post.parent.as_ref().and_then(|id| links.page(id)));
    rest.set_map("location", post.location.as_deref().map(location).unwrap_or_default());
    rest.set_map("counts", counts(post));
    if post.series.len() > 1 {
        let numbers = post.series.iter().map(|part| part.number.as_ref().map_or(0, |it| it.value));
        rest.set_list("series_numbers", numbers);
    }
    let mut other = custom.other.clone();
    for (name, value) in custom.params.iter() {
        // Where we say something, nobody else's value stands under the name; and templates make links of enclosures.
        let is_ours = name == "enclosures" || rest.get(name).is_some();
        let place = if is_ours { &mut other } else { &mut rest };
        place.set(name, value.clone());
    }
    rest.set_map("other", other);
    rest
}

/// How many enclosures have no address that leads anywhere.
pub(crate) fn unreachable(post: &Post, files: &Files, links: &Links<'_>) -> u64 {
    let lost = |it: &&Enclosure| enclosure(it, files, links).is_none();
    post.enclosures.iter().filter(lost).count() as u64
}

/// How many addresses of a post are not said because one of e-mail stands in them: those it had, and those it links to.
pub(crate) fn with_mail(post: &Post) -> u64 {
    let own = post.permalink.iter().chain(&post.old_addresses).map(String::as_str);
    let answered = post.in_reply_to.iter().filter_map(|it| it.url.as_deref());
    let linked = post.links.iter().map(|link| &*link.href);
    own.chain(answered).chain(linked).filter(|it| is_mail_address(it)).count() as u64
}

/// Pictures and files that belong to a post, and that neither its text nor anything else on its page names.
fn attachments<'f>(post: &'f Post, files: &'f Files) -> impl Iterator<Item = &'f str> {
    let enclosed = post.enclosures.iter().filter_map(|enclosure| enclosure.asset.as_ref());
    let named: HashSet<&AssetId> = post.cover.iter().chain(enclosed).collect();
    let others = post.assets.iter().filter(move |id| !named.contains(id));
    others.filter_map(|id| files.by_id(id)).filter(|it| !files.is_shown(it))
}

fn enclosure(enclosure: &Enclosure, files: &Files, links: &Links<'_>) -> Option<Map> {
    let stored = enclosure.asset.as_ref().and_then(|id| files.by_id(id)).map(|it| links.here(it));
    let mut map = Map::default();
    map.set("url", stored.or_else(|| web(&enclosure.url))?);
    map.set_some("type", enclosure.media_type.as_deref().and_then(plain));
    map.set_some("length", enclosure.length);
    map.set_some("title", enclosure.title.as_deref().and_then(plain));
    map.set_some("seconds", enclosure.seconds);
    Some(map)
}

/// The post in other languages. One in this blog that is not carried may be private: nothing is said of it.
fn translations(post: &Post, links: &Links<'_>) -> Vec<Map> {
    let each = post.translations.iter().filter_map(|translation| {
        let url = match &translation.post {
            Some(id) => links.page(id)?,
            None => web(translation.url.as_deref()?).filter(|url| !links.hides(url))?,
        };
        let mut map = Map::default();
        map.set_some("language", plain(&translation.language));
        map.set("url", url);
        Some(map)
    });
    each.collect()
}

/// How many typed links, answers and translations are not said, because they are not known to be public.
pub(crate) fn unsaid(post: &Post, links: &Links<'_>) -> u64 {
    let answered = post.in_reply_to.iter().filter(|it| links.hides_answered(it));
    let hidden = |url: &String| links.hides(url);
    let translations = post.translations.iter().filter(|it| it.url.as_ref().is_some_and(hidden));
    let all = answered.count() + translations.count();
    unsaid_links(post, &|url| links.hides(url)) + all as u64
}

fn unsaid_links(post: &Post, hides: &dyn Fn(&str) -> bool) -> u64 {
    let unsaid = |link: &&Link| link.rel != "canonical" && !is_public(link, hides);
    post.links.iter().filter(unsaid).count() as u64
}

fn is_public(link: &Link, hides: &dyn Fn(&str) -> bool) -> bool {
    PUBLIC_RELATIONS.contains(&&*link.rel) && !hides(&link.href)
}

fn related(post: &Post, hides: &dyn Fn(&str) -> bool) -> Vec<Map> {
    let public = post.links.iter().filter(|link| is_public(link, hides));
    let each = public.filter_map(|link| {
        let mut map = Map::default();
        map.set_some("rel", plain(&link.rel));
        map.set("url", web(&link.href)?);
        map.set_some("title", link.title.as_deref().and_then(plain));
        map.set_some("language", link.language.as_deref().and_then(plain));
        Some(map)
    });
    each.collect()
}

/// A place, in degrees as texts: the model has no fractions, and nobody rounds what an archive says.
fn location(location: &Location) -> Map {
    let degrees = |millionths: i32| {
        let (whole, part) =
            (millionths.unsigned_abs() / 1_000_000, millionths.unsigned_abs() % 1_000_000);
        let sign = if millionths < 0 { "-" } else { "" };
        format!("{sign}{whole}.{part:06}")
    };
    let mut map = Map::default();
    map.set_some("name", location.name.as_deref().and_then(plain));
    map.set_some("latitude", location.latitude.map(degrees));
    map.set_some("longitude", location.longitude.map(degrees));
    map
}

fn counts(post: &Post) -> Map {
    let mut map = Map::default();
    let Some(counts) = &post.counts else { return map };
    map.set_some("likes", counts.likes);
    map.set_some("comments", counts.comments);
    map.set_some("views", counts.views);
    map.set_some("shares", counts.shares);
    map
}

#[cfg(test)]
mod tests {
    use larder_core::PostId;
    use serde_json::json;

    use super::*;
    use crate::tree::value::Value;

    const LAYOUT: Layout = Layout {
        fence: crate::tree::Fence::Yaml,
        stream: "/posts/",
        bundles: true,
        shared: ("static/", "/"),
        data: "data/",
        comments: "data/comments/",
        address: "url",
        params: "params",
        reserved: &[],
        reserved_below: &[],
        reserved_names: &[],
        steering: &["Layout"],
        pages: &[],
    };

    #[test]
    fn what_is_private_within_a_field_makes_it_private() {
        assert!(is_private("meta", &json!({ "deep": [{ "password": "x" }] })));
        assert!(is_private("meta", &json!({ "api_token": 1 })));
        assert!(!is_private("meta", &json!({ "deep": [{ "weight": 1 }] })));
    }

    #[test]
    fn links_that_may_be_of_the_owner_alone_are_not_said_and_counted() {
        let mut post = Post::new(PostId::new("1"));
        post.links.push(Link::new("edit", "https://b.example/edit?token=1"));
        post.links.push(Link::new("via", "https://c.example/"));
        let said = |hides: &dyn Fn(&str) -> bool| {
            (related(&post, hides).len(), unsaid_links(&post, hides))
        };
        assert_eq!(said(&|_| false), (1, 1));
        assert_eq!(said(&|url| url == "https://c.example/"), (0, 2));
    }

    #[test]
    fn custom_fields_are_public_only_where_that_is_known() {
        let mut post = Post::new(PostId::new("1"));
        for (name, value) in [
            ("hugo:weight", json!(3)),
            ("jekyll:layout", json!("post")),
            ("weekday", json!("목")),
            ("wp:meta", json!([{ "_secret": 1 }])),
            ("hugo:author_email", json!("x")),
            ("hugo:note", json!({ "to": ["a@example.org"] })),
            ("hugo:api_key", json!("x")),
            ("hugo:keywords", json!(["a"])),
            ("hugo:ship", json!(1)),
            ("hugo:layout", json!("wide")),
            ("hugo:url", json!("/x/")),
            ("hugo:params", json!({ "mood": "calm", "mail": "x" })),
        ] {
            post.extra.insert(name, value);
        }
        let custom = custom(&post, "hugo", &LAYOUT);
        let names = |map: &Map| map.iter().map(|(name, _)| name.to_owned()).collect::<Vec<_>>();
        assert_eq!(names(&custom.own), ["keywords", "ship", "weight"]);
        assert_eq!(names(&custom.other), ["hugo:layout", "jekyll:layout", "weekday"]);
        assert_eq!(names(&custom.params), ["mood"]);
        assert_eq!(custom.dropped, 5);
    }

    #[test]
    fn places_are_exact() {
        let mut place = Location::default();
        (place.latitude, place.longitude) = (Some(37_566_500), Some(-500_000));
        let map = location(&place);
        assert_eq!(map.get("latitude"), Some(&Value::from("37.566500")));
        assert_eq!(map.get("longitude"), Some(&Value::from("-0.500000")));
    }
}
