//! The keys of JSON Feed: which there are, what they hold, and in which order.

use std::collections::BTreeSet;

use super::{Kind, Trail, Value};
use crate::{
    html::{self, Body},
    moment::Moment,
    report::Findings,
    rule::Rule,
    spot::Spot,
    value::{
        address::{self, Demands},
        characters, date, id, markup, word,
    },
};

/// What a key holds.
#[derive(Clone, Copy)]
enum Holds {
    Text,
    /// Text that readers show as it is: no HTML.
    Plain,
    Html,
    Url,
    Date,
    Language,
    MediaType,
    Number,
    Flag,
    Tags,
    Object(&'static Object),
    List(&'static Object),
}

/// An object of JSON Feed: its keys in the order of the specification, and those that must be there.
struct Object {
    keys: &'static [(&'static str, Holds)],
    required: &'static [&'static str],
}

const FEED: Object = Object {
    keys: &[
        ("version", Holds::Text),
        ("title", Holds::Plain),
        ("home_page_url", Holds::Url),
        ("feed_url", Holds::Url),
        ("description", Holds::Plain),
        ("user_comment", Holds::Text),
        ("next_url", Holds::Url),
        ("icon", Holds::Url),
        ("favicon", Holds::Url),
        ("authors", Holds::List(&AUTHOR)),
        ("author", Holds::Object(&AUTHOR)),
        ("language", Holds::Language),
        ("expired", Holds::Flag),
        ("hubs", Holds::List(&HUB)),
        ("items", Holds::List(&ITEM)),
    ],
    required: &["version", "title", "items"],
};

const ITEM: Object = Object {
    keys: &[
        ("id", Holds::Text),
        ("url", Holds::Url),
        ("external_url", Holds::Url),
        ("title", Holds::Plain),
        ("content_html", Holds::Html),
        ("content_text", Holds::Text),
        ("summary", Holds::Plain),
        ("image", Holds::Url),
        ("banner_image", Holds::Url),
        ("date_published", Holds::Date),
        ("date_modified", Holds::Date),
        ("author", Holds::Object(&AUTHOR)),
        ("authors", Holds::List(&AUTHOR)),
        ("tags", Holds::Tags),
        ("language", Holds::Language),
        ("attachments", Holds::List(&ATTACHMENT)),
    ],
    required: &["id"],
};

const AUTHOR: Object = Object {
    keys: &[("name", Holds::Text), ("url", Holds::Url), ("avatar", Holds::Url)],
    required: &[],
};

const HUB: Object =
    Object { keys: &[("type", Holds::Text), ("url", Holds::Url)], required: &["type", "url"] };

const ATTACHMENT: Object = Object {
    keys: &[
        ("url", Holds::Url),
        ("mime_type", Holds::MediaType),
        ("title", Holds::Text),
        ("size_in_bytes", Holds::Number),
        ("duration_in_seconds", Holds::Number),
    ],
    required: &["url", "mime_type"],
};

/// Checks a document.
pub(super) fn check(root: &Value, is_whole: bool, findings: &mut Findings<'_>) {
    let mut checker = Checker { findings, replaced: !is_whole, described: BTreeSet::new() };
    let trail = Trail::root(root.offset);
    checker.object(root, &FEED, &trail);
    checker.feed(root, &trail);
    checker.items(root, &trail);
}

struct Checker<'f, 'o, 'v> {
    findings: &'f mut Findings<'o>,
    /// Whether U+FFFD stands for bytes that meant nothing.
    replaced: bool,
    /// The extensions that were met.
    described: BTreeSet<&'v str>,
}

impl<'v> Checker<'_, '_, 'v> {
    fn object(&mut self, value: &'v Value, object: &Object, trail: &Trail<'_>) {
        let Kind::Object(members) = &value.kind else {
            return self.findings.add(Rule::WrongType, Spot::Json(trail), "no object");
        };
        for name in object.required {
            if value.get(name).is_none() {
                self.findings.value(Rule::MissingKey, Spot::Json(trail), name);
            }
        }
        // Only authors need no key of their own, but one of them.
        let has = |(name, _): &(&str, Holds)| value.get(name).is_some();
        if object.required.is_empty() && !object.keys.iter().any(has) {
            self.findings.add(Rule::EmptyAuthor, Spot::Json(trail), "");
        }
        self.keys(value, object, trail);
        for member in members {
            let spot = trail.key(&member.key, member.value.offset);
            let known = object.keys.iter().find(|(name, _)| *name == member.key);
            match known {
                _ if is_extension(&member.key) => self.extension(&member.key, &member.value, &spot),
                None => self.findings.value(Rule::UnknownKey, Spot::Json(&spot), &member.key),
                Some(_) if is_nothing(&member.value) && member.key != "items" => {
                    self.findings.add(Rule::NullOrEmptyValue, Spot::Json(&spot), "");
                }
                Some((_, holds)) => self.value(&member.value, *holds, &spot),
            }
        }
    }

    /// Keys stand once, and in order.
    fn keys(&mut self, value: &Value, object: &Object, trail: &Trail<'_>) {
        self.once(value, trail);
        let position = |key: &str| object.keys.iter().position(|(name, _)| *name == key);
        let mut last = 0;
        for member in value.members() {
            let Some(position) = position(&member.key) else { continue };
            if position < last {
                let spot = trail.key(&member.key, member.offset);
                return self.findings.value(Rule::KeyOrder, Spot::Json(&spot), &member.key);
            }
            last = position;
        }
    }

    fn once(&mut self, value: &Value, trail: &Trail<'_>) {
        let mut seen = BTreeSet::new();
        for member in value.members() {
            if !seen.insert(&member.key) {
                let spot = trail.key(&member.key, member.offset);
                self.findings.value(Rule::DuplicateKey, Spot::Json(&spot), &member.key);
            }
        }
    }

    fn value(&mut self, value: &'v Value, holds: Holds, trail: &Trail<'_>) {
        let spot = Spot::Json(trail);
        match (holds, &value.kind) {
            (Holds::Object(object), _) => self.object(value, object, trail),
            (Holds::List(object), Kind::List(values)) => {
                for (number, value) in values.iter().enumerate() {
                    self.object(value, object, &trail.index(number, value.offset));
                }
            }
            (Holds::Tags, Kind::List(tags)) => self.tags(tags, trail),
            (Holds::Number, Kind::Number(number)) if *number < 0.0 => {
                self.findings.value(Rule::InvalidNonNegativeInteger, spot, &number.to_string());
            }
            (Holds::Number, Kind::Number(_)) | (Holds::Flag, Kind::Flag) => {}
            (Holds::List(_) | Holds::Tags, _) => {
                self.findings.add(Rule::WrongType, spot, "no list")
            }
            (Holds::Number, _) => self.findings.add(Rule::WrongType, spot, "no number"),
            (Holds::Flag, _) => self.findings.add(Rule::WrongType, spot, "neither true nor false"),
            (_, Kind::Text(None)) => {
                self.findings.add(Rule::InvalidJson, spot, "half of a surrogate pair");
            }
            (_, Kind::Text(Some(text))) => self.text(text, holds, trail),
            _ => self.findings.add(Rule::WrongType, spot, "no text"),
        }
    }

    fn text(&mut self, text: &str, holds: Holds, trail: &Trail<'_>) {
        let spot = Spot::Json(trail);
        characters::check(self.findings, self.replaced, text, |_| spot);
        match holds {
            Holds::Plain => {
                if let Some(markup) = markup::find(text) {
                    self.findings.value(Rule::MarkupInText, spot, markup.text());
                }
            }
            Holds::Html => html::check(self.findings, Body::Other, text, |_| spot),
            Holds::Url => {
                address::check(self.findings, spot, text, Demands::ABSOLUTE);
            }
            Holds::Date => {
                date::rfc3339(self.findings, spot, text);
            }
            Holds::Language => word::language(self.findings, spot, text),
            Holds::MediaType => word::media_type(self.findings, spot, text, Rule::InvalidMIMEType),
            _ => {}
        }
    }

    fn tags(&mut self, tags: &[Value], trail: &Trail<'_>) {
        let mut seen = BTreeSet::new();
        for (number, tag) in tags.iter().enumerate() {
            let trail = trail.index(number, tag.offset);
            let spot = Spot::Json(&trail);
            match tag.text() {
                None => self.findings.add(Rule::WrongType, spot, "no text"),
                Some(text) if text.trim().is_empty() => {
                    self.findings.add(Rule::NullOrEmptyValue, spot, "");
                }
                Some(text) if !seen.insert(text) => {
                    self.findings.value(Rule::DuplicateTag, spot, text)
                }
                Some(text) => characters::check(self.findings, self.replaced, text, |_| spot),
            }
        }
    }

    fn extension(&mut self, name: &'v str, value: &'v Value, trail: &Trail<'_>) {
        let spot = Spot::Json(trail);
        let Kind::Object(_) = &value.kind else {
            return self.findings.value(Rule::InvalidExtension, spot, name);
        };
        self.once(value, trail);
        let is_first = self.described.insert(name);
        if is_first && value.get("about").and_then(Value::text).is_none() {
            self.findings.value(Rule::UndescribedExtension, spot, name);
        }
        let dotted = value.members().iter().find(|member| member.key.contains('.'));
        if let Some(member) = dotted {
            self.findings.value(Rule::InvalidExtension, spot, &member.key);
        }
    }

    /// What holds for the feed as a whole.
    fn feed(&mut self, root: &'v Value, trail: &Trail<'_>) {
        for name in ["home_page_url", "feed_url"] {
            if root.get(name).is_none() {
                self.findings.value(Rule::MissingRecommendedKey, Spot::Json(trail), name);
            }
        }
        let version = root.get("version").and_then(Value::text);
        self.version(root, version, trail);
        if version != Some(VERSION_1) {
            self.deprecated(root, trail);
        }
        let own = root.get("feed_url").and_then(Value::text);
        if let Some(next) = root.get("next_url").filter(|next| own.is_some() && next.text() == own)
        {
            let spot = trail.key("next_url", next.offset);
            self.findings.add(Rule::NextUrlIsFeedUrl, Spot::Json(&spot), "");
        }
        let location = self.findings.options.location.as_deref();
        if let (Some(own), Some(value), Some(location)) = (own, root.get("feed_url"), location)
            && id::resolve(own, own) != id::resolve(location, location)
        {
            let spot = trail.key("feed_url", value.offset);
            self.findings.value(Rule::FeedUrlDoesntMatchLocation, Spot::Json(&spot), own);
        }
    }

    fn version(&mut self, root: &Value, version: Option<&str>, trail: &Trail<'_>) {
        let Some(member) = root.members().iter().find(|member| member.key == "version") else {
            return;
        };
        let spot = trail.key("version", member.value.offset);
        match version {
            Some(VERSION_1_1) | None => {}
            Some(VERSION_1) => {
                self.findings.value(Rule::ObsoleteVersion, Spot::Json(&spot), VERSION_1);
            }
            Some(other) => self.findings.value(Rule::InvalidJsonVersion, Spot::Json(&spot), other),
        }
        if root.members().first().is_some_and(|first| first.key != "version") {
            self.findings.add(Rule::VersionNotFirst, Spot::Json(&spot), "");
        }
    }

    fn deprecated(&mut self, value: &Value, trail: &Trail<'_>) {
        let author = value.members().iter().find(|member| member.key == "author");
        if let Some(author) = author.filter(|_| value.get("authors").is_none()) {
            let spot = trail.key("author", author.offset);
            self.findings.add(Rule::DeprecatedKey, Spot::Json(&spot), "");
        }
    }

    fn items(&mut self, root: &'v Value, trail: &Trail<'_>) {
        let Some(items) = root.get("items") else { return };
        let trail = trail.key("items", items.offset);
        let is_old = root.get("version").and_then(Value::text) == Some(VERSION_1);
        let (mut ids, mut before) = (BTreeSet::new(), None::<Moment>);
        for (number, item) in items.list().iter().enumerate() {
            let trail = trail.index(number, item.offset);
            self.item(item, &trail, &mut ids);
            if !is_old {
                self.deprecated(item, &trail);
            }
            let date = item.get("date_published").and_then(Value::text);
            let Some(date) = date.and_then(Moment::of_rfc3339) else { continue };
            if before.is_some_and(|before| date > before) {
                self.findings.add(Rule::ItemOrder, Spot::Json(&trail), "");
            }
            before = Some(date);
        }
    }

    fn item(&mut self, item: &'v Value, trail: &Trail<'_>, ids: &mut BTreeSet<&'v str>) {
        let spot = Spot::Json(trail);
        if item.get("content_html").is_none() && item.get("content_text").is_none() {
            self.findings.add(Rule::MissingContent, spot, "");
        }
        if item.get("url").is_none() {
            self.findings.add(Rule::MissingItemUrl, spot, "");
        }
        if let Some(id) = item.get("id")
            && let Some(text) = id.text().filter(|text| !ids.insert(text))
        {
            let trail = trail.key("id", id.offset);
            self.findings.value(Rule::DuplicateItemId, Spot::Json(&trail), text);
        }
        let mut titles = BTreeSet::new();
        let files = item.get("attachments").map(Value::list).unwrap_or_default();
        for title in files.iter().filter_map(|file| file.get("title")) {
            if let Some(text) = title.text().filter(|text| !titles.insert(text.to_owned())) {
                let trail = trail.key("attachments", title.offset);
                self.findings.value(Rule::DuplicateAttachmentTitle, Spot::Json(&trail), text);
            }
        }
    }
}

const VERSION_1: &str = "https://jsonfeed.org/version/1";
const VERSION_1_1: &str = "https://jsonfeed.org/version/1.1";

/// Whether a key is one of an extension: an underscore and a letter.
fn is_extension(key: &str) -> bool {
    let mut characters = key.chars();
    characters.next() == Some('_') && characters.next().is_some_and(|it| it.is_ascii_alphabetic())
}

/// Whether a value says nothing.
fn is_nothing(value: &Value) -> bool {
    match &value.kind {
        Kind::Null => true,
        Kind::Text(text) => text.as_deref() == Some(""),
        Kind::List(values) => values.is_empty(),
        _ => false,
    }
}
