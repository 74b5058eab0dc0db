//! The parts of an article that several of its fields make together.

use larder_core::{Claim, SeriesKind};
use serde_json::Value;

use crate::readers::brunch::{
    address,
    api::json::{self, Object},
    body::Image,
    capture::SeriesMention,
    page::thumb,
};

/// Whether anything says that not everybody may read it. A status nobody knows counts: to keep a public post out of a
/// feed is a smaller harm than to publish a private one.
pub(super) fn is_not_public(object: &Object) -> bool {
    let status = match object.get("status") {
        None | Some(Value::Null) => false,
        Some(Value::String(status)) => {
            let status = status.trim_ascii();
            let known = ["", "publish", "published", "public", "open"];
            !known.iter().any(|known| status.eq_ignore_ascii_case(known))
        }
        Some(_) => true,
    };
    let unpublished =
        object.get("published").is_some_and(|published| *published == Value::Bool(false));
    status || unpublished || is_true(object, "private") || is_true(object, "notPublished")
}

/// Whether it says that nobody could read it yet. A private article says `"published": false` too.
pub(super) fn is_not_published(object: &Object) -> bool {
    let status = json::text(object, "status").unwrap_or_default().trim_ascii();
    is_true(object, "notPublished")
        || ["draft", "save", "saved"].iter().any(|it| status.eq_ignore_ascii_case(it))
}

pub(super) fn is_true(object: &Object, name: &str) -> bool {
    match object.get(name) {
        Some(Value::Bool(truth)) => *truth,
        Some(Value::Number(number)) => number.as_u64() != Some(0),
        Some(Value::String(text)) => {
            ["true", "y", "yes", "1"].iter().any(|truth| text.eq_ignore_ascii_case(truth))
        }
        _ => false,
    }
}

/// The keywords in the order of their `sequence`.
pub(super) fn keywords(object: &Object) -> Vec<String> {
    let list = object.get("articleKeywords").and_then(Value::as_array);
    let mut found: Vec<(u64, &str)> = list
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
        .filter_map(|entry| {
            let sequence = json::count(entry, "sequence").unwrap_or(u64::MAX);
            Some((sequence, json::text(entry, "keyword")?))
        })
        .collect();
    found.sort_by_key(|(sequence, _)| *sequence);
    found.into_iter().map(|(_, keyword)| keyword.to_owned()).collect()
}

/// The magazine or book. A chapter without a title still shows that there is one.
pub(super) fn series(object: &Object) -> Option<SeriesMention> {
    let title = json::text(object, "magazineTitle").map(str::to_owned);
    let address = json::text(object, "magazineAddress").map(address::magazine_path);
    let magazine_number = json::number(object, "magazineNo");
    let chapter = json::number(object, "chapterNo").and_then(|number| u32::try_from(number).ok());
    if title.is_none() && address.is_none() && magazine_number.is_none() && chapter.is_none() {
        return None;
    }
    let kind = json::text(object, "magazineType").unwrap_or_default().to_ascii_lowercase();
    let book = kind.contains("book")
        || chapter.is_some()
        || address.as_ref().is_some_and(|path| path.starts_with("/brunchbook/"));
    let kind = if book { SeriesKind::Book } else { SeriesKind::Magazine };
    Some(SeriesMention {
        kind,
        title,
        address,
        magazine_number,
        number: chapter.map(Claim::stated),
    })
}

/// The entry of `articleImageList` that is the cover.
pub(super) fn cover(object: &Object) -> Option<Image> {
    let list = object.get("articleImageList")?.as_array()?;
    let mut images = list.iter().filter_map(Value::as_object);
    let found = images.find(|image| {
        json::text(image, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("cover"))
    })?;
    let address = json::text(found, "url")?;
    let url = thumb::original(address);
    let also_at =
        if url == address { Vec::new() } else { vec![thumb::absolute(address).into_owned()] };
    let pixels = |name| json::number(found, name).and_then(|number| u32::try_from(number).ok());
    Some(Image {
        also_at: also_at.into_iter().filter(|other| *other != url).collect(),
        url: Some(url.into_owned()),
        width: pixels("width"),
        height: pixels("height"),
        ..Image::default()
    })
}
