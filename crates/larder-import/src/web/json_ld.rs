//! What a page says in JSON-LD (schema.org): the object that is the post, and not one of those around it.

use serde_json::{Map, Value};

use super::{
    address,
    claims::{InSeries, line_of},
};

/// The longest text that is read, in bytes, and how many objects of it are looked at.
const LONGEST: usize = 4 << 20;
const MOST: usize = 4096;

/// How many names of one list are read.
const MOST_NAMES: usize = 256;

/// Types of schema.org that are a post.
const POSTS: &[&str] = &[
    "BlogPosting",
    "Article",
    "NewsArticle",
    "SocialMediaPosting",
    "TechArticle",
    "ReportageNewsArticle",
    "OpinionNewsArticle",
    "ScholarlyArticle",
    "LiveBlogPosting",
    "AdvertiserContentArticle",
    "Report",
    "Review",
    "Recipe",
];

/// Somebody, as JSON-LD has people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Person {
    pub(super) name: String,
    /// The address of a page about them.
    pub(super) page: Option<String>,
}

/// What JSON-LD says of a post.
#[derive(Debug, Default)]
pub(super) struct Data {
    pub(super) headline: Option<String>,
    pub(super) published: Option<String>,
    pub(super) updated: Option<String>,
    pub(super) authors: Vec<Person>,
    pub(super) publisher: Option<String>,
    pub(super) keywords: Vec<String>,
    pub(super) sections: Vec<String>,
    pub(super) description: Option<String>,
    pub(super) language: Option<String>,
    pub(super) address: Option<String>,
    pub(super) image: Option<String>,
    /// Whether it says that only those who pay may read it, or those who subscribe.
    pub(super) is_paid: bool,
    /// The series that it is a part of.
    pub(super) series: Vec<InSeries>,
    /// The comments that it has, as they stand there, and how many it says there are.
    pub(super) comments: Vec<Value>,
    pub(super) comment_count: Option<u64>,
    /// The name of the site, where an object says so.
    pub(super) site: Option<String>,
    /// How many objects are posts.
    pub(super) posts: usize,
    /// Whether one of them says that it has the address of the page.
    pub(super) is_here: bool,
    /// How many texts are no JSON.
    pub(super) unreadable: usize,
}

impl Data {
    /// Reads all texts of a page. Of several posts the one is meant whose address is that of the page; where none says so,
    /// nobody knows which.
    pub(super) fn of(texts: &[String], page: &[&str]) -> Self {
        let mut data = Self::default();
        let mut values = Vec::new();
        for text in texts {
            let text = text.trim().trim_start_matches("<!--").trim_end_matches("-->");
            match (text.len() <= LONGEST).then(|| serde_json::from_str::<Value>(text)) {
                Some(Ok(value)) => values.push(value),
                _ if text.trim().is_empty() => {}
                _ => data.unreadable += 1,
            }
        }
        let objects: Vec<&Map<String, Value>> = objects(&values);
        let is_site = |it: &&&Map<String, Value>| has_type(it, &["WebSite", "Blog"]);
        data.site = objects.iter().find(is_site).and_then(|it| text(it.get("name")?));
        let posts: Vec<_> = objects.iter().filter(|it| has_type(it, POSTS)).collect();
        data.posts = posts.len();
        let is_here = |post: &&&&Map<String, Value>| {
            let told = addresses(post);
            told.iter().any(|told| page.iter().any(|page| address::is_same(told, page)))
        };
        let here = posts.iter().copied().find(|it| is_here(&it));
        data.is_here = here.is_some();
        let post = match posts[..] {
            [only] => Some(only),
            _ => here,
        };
        if let Some(post) = post {
            data.take(post, &objects);
        }
        data
    }

    fn take(&mut self, post: &Map<String, Value>, objects: &[&Map<String, Value>]) {
        let said = |name: &str| post.get(name).and_then(text);
        self.headline = said("headline").or_else(|| said("name"));
        self.published = said("datePublished").or_else(|| said("dateCreated"));
        self.updated = said("dateModified");
        self.description = said("description");
        // A truth value, or the word for it.
        self.is_paid = match post.get("isAccessibleForFree") {
            Some(Value::Bool(is_free)) => !is_free,
            Some(Value::String(text)) => text.trim().eq_ignore_ascii_case("false"),
            _ => false,
        };
        self.language = said("inLanguage");
        self.address = addresses(post).into_iter().next();
        self.image = post.get("image").or_else(|| post.get("thumbnailUrl")).and_then(address_of);
        for name in ["author", "creator"] {
            if self.authors.is_empty() {
                self.authors = post.get(name).map(|it| people(it, objects)).unwrap_or_default();
            }
        }
        let publisher = post.get("publisher").map(|it| people(it, objects)).unwrap_or_default();
        self.publisher = publisher.into_iter().next().map(|it| it.name);
        self.comments =
            ["comment", "comments"].iter().filter_map(|it| post.get(*it)).cloned().collect();
        self.comment_count = post.get("commentCount").and_then(|it| match it {
            Value::String(text) => text.trim().parse().ok(),
            it => it.as_u64(),
        });
        self.series = series(post);
        self.keywords = post.get("keywords").map(list).unwrap_or_default();
        self.sections = post.get("articleSection").map(list).unwrap_or_default();
    }
}

/// All objects, in the order of the page, those within others too.
fn objects(values: &[Value]) -> Vec<&Map<String, Value>> {
    let mut found = Vec::new();
    let mut rest: Vec<&Value> = values.iter().rev().collect();
    while let Some(value) = rest.pop() {
        match value {
            Value::Array(list) => rest.extend(list.iter().rev()),
            Value::Object(object) if found.len() < MOST => {
                found.push(object);
                // Only where posts are listed on purpose: a comment may be an object with a date, too.
                let within = [
                    "@graph",
                    "mainEntity",
                    "mainEntityOfPage",
                    "isPartOf",
                    "blogPost",
                    "itemListElement",
                    "item",
                    "hasPart",
                ];
                rest.extend(within.iter().rev().filter_map(|name| object.get(*name)));
            }
            _ => {}
        }
    }
    found
}

fn has_type(object: &Map<String, Value>, names: &[&str]) -> bool {
    let is_one = |value: &Value| {
        let name = value.as_str().unwrap_or_default();
        let name = name.rsplit(['/', ':', '#']).next().unwrap_or_default();
        names.contains(&name)
    };
    match object.get("@type") {
        Some(Value::Array(list)) => list.iter().any(is_one),
        Some(value) => is_one(value),
        None => false,
    }
}

/// The addresses that an object says it has.
fn addresses(object: &Map<String, Value>) -> Vec<String> {
    let names = ["mainEntityOfPage", "url", "@id"];
    let told = names.iter().filter_map(|name| object.get(*name)).filter_map(address_of);
    told.filter(|it| crate::address::is_web(it)).collect()
}

/// An address, or the first of several.
fn address_of(value: &Value) -> Option<String> {
    match value {
        // Some platforms put HTML into their JSON.
        Value::String(text) => line_of(htmlize::unescape(text.as_str())),
        Value::Array(list) => list.first().filter(|it| !it.is_array()).and_then(address_of),
        Value::Object(object) => {
            let names = ["url", "@id", "contentUrl"];
            let text = names.iter().find_map(|name| object.get(*name)?.as_str());
            line_of(htmlize::unescape(text?))
        }
        _ => None,
    }
}

/// A text: itself, the value of an object of JSON-LD, or the first of a list.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => line_of(htmlize::unescape(text.as_str())),
        Value::Array(list) => list.first().filter(|it| !it.is_array()).and_then(text),
        Value::Object(object) => {
            object.get("@value").or_else(|| object.get("name")).and_then(|it| line_of(it.as_str()?))
        }
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// People: texts, objects with a name, and references to such.
fn people(value: &Value, objects: &[&Map<String, Value>]) -> Vec<Person> {
    let page = |object: &Map<String, Value>| {
        object.get("url").and_then(address_of).filter(|it| crate::address::is_web(it))
    };
    let one = |value: &Value| match value {
        Value::Object(object) => {
            let named = || Some(Person { name: text(object.get("name")?)?, page: page(object) });
            let referred = || {
                let id = object.get("@id")?.as_str()?;
                let is_it = |it: &&&Map<String, Value>| {
                    it.get("@id").and_then(Value::as_str) == Some(id) && it.contains_key("name")
                };
                let object = objects.iter().find(is_it)?;
                Some(Person { name: text(object.get("name")?)?, page: page(object) })
            };
            named().or_else(referred)
        }
        other => text(other).map(|name| Person { name, page: None }),
    };
    match value {
        Value::Array(list) => list.iter().take(MOST_NAMES).filter_map(one).collect(),
        other => one(other).into_iter().collect(),
    }
}

/// The series of a post, with its place in them.
fn series(post: &Map<String, Value>) -> Vec<InSeries> {
    let whole = post.get("isPartOf");
    let whole = match whole {
        Some(Value::Array(list)) => list.as_slice(),
        Some(other) => std::slice::from_ref(other),
        None => &[],
    };
    let number = |of: &Map<String, Value>| {
        let told = of.get("position")?;
        let told = told.as_u64().or_else(|| told.as_str()?.trim().parse().ok())?;
        u32::try_from(told).ok().filter(|it| *it > 0)
    };
    let is_series =
        |it: &&Map<String, Value>| has_type(it, &["CreativeWorkSeries", "BookSeries", "Series"]);
    let all = whole.iter().take(MOST_NAMES).filter_map(Value::as_object).filter(is_series);
    let one = |of: &Map<String, Value>| {
        let address = of.get("url").or_else(|| of.get("@id")).and_then(address_of);
        let number = number(of).or_else(|| number(post));
        Some(InSeries { title: text(of.get("name")?)?, address, number })
    };
    all.filter_map(one).collect()
}

/// A list, or a text with commas.
fn list(value: &Value) -> Vec<String> {
    match value {
        Value::Array(list) => list.iter().take(MOST_NAMES).filter_map(text).collect(),
        Value::String(text) => text.split(',').filter_map(line_of).take(MOST_NAMES).collect(),
        _ => Vec::new(),
    }
}
