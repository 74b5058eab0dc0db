//! Posts that are gone for good: tombstones (RFC 6721), from what the blog itself says under `feed:deleted`.

use std::collections::{HashMap, HashSet};

use larder_core::{PostHead, Timestamp, select::kept_out};
use serde_json::Value;

use super::{Cost, Feed, line::line, people::name_of};
use crate::Also;

/// The key in the extra data of the blog: a list of objects with `ref` and `when`, and maybe `by` and `comment`.
pub(crate) const KEY: &str = "feed:deleted";

/// A post that was deleted.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Deleted {
    /// Its id as the format can hold it.
    pub(crate) id: String,
    /// When it was deleted.
    pub(crate) when: Timestamp,
    /// Who deleted it.
    pub(crate) by: Option<String>,
    /// Why.
    pub(crate) comment: Option<String>,
}

/// The deleted posts that a feed names, the latest first, and how many cannot be named: without id or date.
///
/// None where nobody asked for them. A post that is public again is not deleted.
pub(super) fn deleted(feed: &Feed<'_>) -> (Vec<Deleted>, u64) {
    let value = feed.blog.site.extra.value(KEY);
    let Some(value) = value.filter(|_| feed.is_asked(Also::Tombstones)) else {
        return (Vec::new(), 0);
    };
    let Some(list) = value.as_array() else { return (Vec::new(), 1) };
    // A post that is only too old for the feed is there.
    let is_public = |head: &&PostHead| kept_out(head, &feed.options.selection.include).is_none();
    let here: HashSet<&str> =
        feed.blog.posts.heads().filter(is_public).map(|head| head.id.as_str()).collect();
    let told = list.iter().filter(|it| !text(it, "ref").is_some_and(|id| here.contains(id)));
    let (mut found, mut lost) = (Vec::new(), 0);
    for value in told {
        match one(feed, value) {
            Some(deleted) => found.push(deleted),
            None => lost += 1,
        }
    }
    found.sort_by(|a, b| b.when.at().cmp(&a.when.at()).then_with(|| a.id.cmp(&b.id)));
    found.dedup_by(|a, b| a.id == b.id);
    (found, lost)
}

/// The posts that a feed carries though the blog says that they were deleted, by id. One that changed after that was
/// put back.
pub(super) fn contradicted<'a>(feed: &Feed<'a>) -> Vec<&'a PostHead> {
    let Some(list) = feed.blog.site.extra.value(KEY).and_then(Value::as_array) else {
        return Vec::new();
    };
    let carried: HashMap<&str, &PostHead> =
        feed.heads().map(|head| (head.id.as_str(), head)).collect();
    let named = list.iter().filter_map(|it| Some((*carried.get(text(it, "ref")?)?, when(it))));
    let is_back = |head: &PostHead, gone: Timestamp| {
        head.changed().is_some_and(|changed| changed.at() > gone.at())
    };
    let standing = named.filter(|(head, gone)| !gone.is_some_and(|gone| is_back(head, gone)));
    let mut posts: Vec<_> = standing.map(|(head, _)| head).collect();
    posts.sort_by(|a, b| a.id.cmp(&b.id));
    posts.dedup_by(|a, b| a.id == b.id);
    posts
}

fn when(value: &Value) -> Option<Timestamp> {
    Timestamp::from_rfc3339(text(value, "when")?).ok()
}

fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key)?.as_str().filter(|text| !text.is_empty())
}

fn one(feed: &Feed<'_>, value: &Value) -> Option<Deleted> {
    let mut cost = Cost::default();
    let by = text(value, "by").or_else(|| text(value.get("by")?, "name"));
    Some(Deleted {
        id: feed.ids.written(text(value, "ref")?).into_owned(),
        when: when(value)?,
        by: by.and_then(|by| name_of(by, &mut cost)),
        comment: text(value, "comment").and_then(|text| line(text, &mut cost)),
    })
}
