//! Front matter of Hexo.

use std::collections::HashSet;

use chrono::{Datelike, NaiveDateTime};
use larder_core::{PostKind, Precision, Timestamp};

use crate::{
    ZoneName,
    tree::{Facts, Map, Value},
};

/// The front matter of a page.
pub(super) fn front(facts: &Facts<'_>) -> Map {
    let mut front = Map::default();
    front.set_some("title", facts.title.as_deref());
    front.set_some("subtitle", facts.subtitle.as_deref());
    set_time(&mut front, ("date", "exact_date"), facts.published, facts.zone);
    set_time(&mut front, ("updated", "exact_updated"), facts.changed, facts.zone);
    front.set_some("layout", layout(facts));
    front.set("disableNunjucks", true);
    front.set_some("slug", facts.slug);
    front.set("permalink", &*facts.page.url);
    front.set_list("redirect_from", facts.page.aliases.iter().map(|alias| &**alias));
    front.set_list("categories", categories(&facts.categories));
    front.set_list("tags", facts.tags.iter().map(String::as_str));
    facts.set_series(&mut front);
    front.set_some("description", facts.summary.as_deref());
    front.set_list("authors", facts.authors.iter().map(String::as_str));
    front.set_some("lang", facts.language);
    front.set("guid", facts.guid);
    front.set_some("cover", facts.cover.as_deref());
    front.set_some("copyright", facts.rights.as_deref());
    front.set_some("canonical", facts.canonical.as_deref());
    front.set_some("comment_file", facts.comments);
    let mut params = facts.rest.clone();
    for (name, value) in facts.own.iter() {
        let place = if is_plain(name) { &mut front } else { &mut params };
        place.set(name, value.clone());
    }
    front.set_map("params", params);
    front
}

/// What a page says of its layout where its folder does not.
fn layout(facts: &Facts<'_>) -> Option<&'static str> {
    match facts.kind {
        PostKind::Page if facts.is_draft => Some("page"),
        PostKind::Page => None,
        _ if facts.is_draft || facts.published.is_some() => None,
        _ => Some("post"),
    }
}

/// A time as a clock shows it in the zone of the site, and the time itself where the clock does not tell it.
pub(super) fn set_time(
    front: &mut Map,
    (name, exact): (&str, &str),
    time: Option<Timestamp>,
    zone: Option<ZoneName>,
) {
    let Some(time) = time else { return };
    let there = zone.map_or(time.at(), |zone| zone.at(time.at()));
    // Beyond these years programs read other ones.
    let is_year = |clock: &NaiveDateTime| (100..=9999).contains(&clock.year());
    let clock = Some(there.naive_local()).filter(is_year);
    let told = clock.and_then(|clock| zone?.first(clock));
    let is_told =
        told == Some(time.at()) && told.is_some_and(|told| told.offset() == time.at().offset());
    let clock = clock.unwrap_or_else(|| time.at().naive_local());
    let form = match time.precision() {
        known if known <= Precision::Day && is_told => "%Y-%m-%d",
        _ => "%Y-%m-%d %H:%M:%S%.f",
    };
    front.set(name, Value::Date(clock.format(form).to_string()));
    front.set_some(exact, (!is_told).then(|| time.to_rfc3339()));
}

/// Categories with those above them. One that another one is below goes without saying.
fn categories(paths: &[Vec<String>]) -> impl Iterator<Item = Value> {
    let above = |path: &'_ [String]| path.len().saturating_sub(1);
    let implied: HashSet<&[String]> =
        paths.iter().flat_map(|path| (1..=above(path)).map(|end| &path[..end])).collect();
    let own = paths.iter().filter(move |path| !implied.contains(path.as_slice()));
    own.map(|path| Value::List(path.iter().map(|name| name.as_str().into()).collect()))
}

/// Whether front matter may have this name: what Hexo's documents have it may not.
fn is_plain(name: &str) -> bool {
    const OF_DOCUMENTS: &[&str] = &[
        "constructor",
        "hasOwnProperty",
        "isPrototypeOf",
        "notPublished",
        "populate",
        "propertyIsEnumerable",
        "remove",
        "replace",
        "save",
        "setCategories",
        "setTags",
        "toLocaleString",
        "toObject",
        "toString",
        "update",
        "valueOf",
    ];
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_');
    name.starts_with(char::is_alphanumeric)
        && name.chars().all(is_part)
        && !OF_DOCUMENTS.contains(&name)
}
