//! Comments that a page has in JSON-LD: objects of the type `Comment` in the post.

use larder_core::Status;
use serde_json::{Map, Value};

use super::{Around, Remark, parts, state};

/// The comments of a post, each before the answers to it. How many they are, and how deep, is bounded where JSON is read.
pub(in super::super) fn of(comments: &Value, around: &Around<'_>) -> Vec<Remark> {
    let mut list: Vec<Remark> = Vec::new();
    // What is still to be read: the comment above it, and whether all that it answers is shown.
    let mut ahead: Vec<(&Value, Option<usize>, bool)> = vec![(comments, None, true)];
    while let Some((value, parent, is_open)) = ahead.pop() {
        match value {
            Value::Array(values) => {
                ahead.extend(values.iter().rev().map(|it| (it, parent, is_open)));
            }
            Value::Object(object) if is_comment(object) => {
                // One without a text may be one that nobody is shown; its answers are there.
                let (mut here, mut is_open) = (parent, is_open);
                match remark(object, around) {
                    Some(mut remark) => {
                        remark.parent = parent;
                        remark.status = remark.status.filter(|_| is_open);
                        is_open = remark.status.is_some();
                        here = Some(list.len());
                        list.push(remark);
                    }
                    None => is_open = false,
                }
                let answers = ["comment", "comments"].iter().filter_map(|name| object.get(*name));
                ahead.extend(answers.map(|it| (it, here, is_open)));
            }
            _ => {}
        }
    }
    list
}

fn is_comment(object: &Map<String, Value>) -> bool {
    let name = object.get("@type").and_then(Value::as_str).unwrap_or_default();
    matches!(name.rsplit(['/', ':', '#']).next(), Some("Comment" | "UserComments" | "Answer"))
}

/// Whether a text is HTML, as some platforms have it here.
fn has_tags(text: &str) -> bool {
    let mut after = text.split('<').skip(1);
    text.contains('>')
        && after
            .any(|it| it.trim_start_matches('/').starts_with(|it: char| it.is_ascii_alphabetic()))
}

fn remark(object: &Map<String, Value>, around: &Around<'_>) -> Option<Remark> {
    let text = |name: &str| {
        object.get(name).and_then(Value::as_str).map(str::trim).filter(|it| !it.is_empty())
    };
    let said = text("text").or_else(|| text("commentText")).or_else(|| text("description"))?;
    let mut remark = Remark { status: Some(Status::Published), ..Remark::default() };
    remark.html = match has_tags(said) {
        true => parts::cleaned(said, around),
        false => htmlize::escape_text(said).replace('\n', "<br>"),
    };
    if let Some(unseen) = state::of_words(&larder_html::text::to_text(&remark.html)) {
        remark.html = String::new();
        remark.status = match unseen {
            state::Unseen::Held => Some(Status::Pending),
            state::Unseen::Deleted => Some(Status::Trashed),
            state::Unseen::Secret => None,
        };
    }
    match object.get("author").or_else(|| object.get("creator")) {
        Some(Value::Object(author)) => {
            let value = |name: &str| author.get(name).and_then(Value::as_str).map(str::trim);
            remark.name = value("name").filter(|it| !it.is_empty()).map(str::to_owned);
            let site = value("url").filter(|it| crate::address::is_web(it));
            remark.site = site.map(str::to_owned);
        }
        Some(Value::String(name)) => remark.name = Some(name.trim().to_owned()),
        _ => {}
    }
    let date = ["dateCreated", "datePublished", "commentTime"].iter().find_map(|it| text(it));
    remark.published =
        date.and_then(|it| super::super::claims::point_of_time(it, around.zone, around.captured));
    remark.date = date.filter(|_| remark.published.is_none()).map(str::to_owned);
    let address = text("url").or_else(|| text("@id")).filter(|it| crate::address::is_web(it));
    remark.address = address.map(str::to_owned);
    let fragment = address.and_then(|it| it.split_once('#')).map(|(_, fragment)| fragment);
    let fragment = fragment.filter(|it| !super::item::digits(it).is_empty());
    remark.anchor = fragment.map(str::to_owned);
    remark.number = fragment.map(|it| super::item::digits(it).to_owned());
    Some(remark)
}
