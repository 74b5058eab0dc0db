//! What comes with a post: pictures, sound, films, and the small pictures that servers have for names in colons.

use larder_core::{Asset, Enclosure, NoteKind};
use larder_html::escape;
use serde_json::{Map, Value};

use super::{
    activity::Made,
    files::{Files, shown},
};
use crate::{address, row::Row};

/// Takes the attachments of a post; those that are no files stay. Returns the HTML of its pictures.
pub(super) fn take(row: &mut Row, files: &Files, made: &mut Made) -> String {
    let mut html = String::new();
    let mut left = Vec::new();
    for value in list(row.take("attachment")) {
        let Some((file, fields)) = file(&value) else {
            left.push(value);
            continue;
        };
        let (mut asset, is_missing) = files.asset(&file, &made.source);
        describe(&mut asset, fields);
        if is_missing {
            made.notes.push(NoteKind::AssetMissing { name: file.clone() });
        }
        if is_picture(&value, &file) {
            let alt = escape::attribute(asset.alt.as_deref().unwrap_or_default());
            let source = escape::attribute(shown(&file));
            html.push_str(&format!("\n<figure><img src=\"{source}\" alt=\"{alt}\"></figure>"));
            made.post.assets.push(asset.id.clone());
        } else {
            made.post.enclosures.push(enclosure(shown(&file), &asset));
        }
        made.assets.push(asset);
    }
    if !left.is_empty() {
        row.put("attachment", left);
    }
    html
}

/// Takes a small picture, which stands for its name wherever that stands in a text.
pub(super) fn emoji(tag: &Value, files: &Files, made: &mut Made) {
    let icon = tag.get("icon").unwrap_or(&Value::Null);
    let Some(address) = icon.get("url").and_then(Value::as_str).filter(|it| !it.is_empty()) else {
        return;
    };
    let (mut asset, _) = files.asset(address, &made.source);
    asset.media_type = icon.get("mediaType").and_then(Value::as_str).map(str::to_owned);
    asset.alt = tag.get("name").and_then(Value::as_str).map(str::to_owned);
    made.markup.push(("short code", asset.alt.clone().unwrap_or_default()));
    made.assets.push(asset);
}

/// A list, or the one thing that stands in place of it.
pub(super) fn list(value: Option<Value>) -> Vec<Value> {
    match value {
        Some(Value::Array(all)) => all,
        Some(one) => vec![one],
        None => Vec::new(),
    }
}

/// The first address of several: an address, an object with one, or a list of these.
pub(super) fn address(value: &Value) -> Option<&str> {
    match value {
        Value::String(address) => Some(address.as_str()).filter(|it| !it.trim().is_empty()),
        Value::Object(fields) => {
            fields.get("href").or_else(|| fields.get("url")).or_else(|| fields.get("id"))?.as_str()
        }
        Value::Array(all) => {
            // Of a page and files, the page is the address of the post.
            let is_page = |it: &&Value| {
                it.get("mediaType").and_then(Value::as_str).is_none_or(|it| it == "text/html")
            };
            all.iter().find(is_page).or(all.first()).filter(|it| !it.is_array()).and_then(address)
        }
        _ => None,
    }
}

/// The address of a file, if it is one, and what is said of it.
fn file(value: &Value) -> Option<(String, Map<String, Value>)> {
    let mut fields = value.as_object()?.clone();
    let is_file = !matches!(fields.get("type")?.as_str()?, "Link" | "PropertyValue" | "Note");
    let found = fields.get("url").or_else(|| fields.get("href")).and_then(address)?.to_owned();
    if matches!(fields.get("url"), Some(Value::String(_))) {
        fields.remove("url");
    }
    is_file.then_some((found, fields))
}

fn is_picture(value: &Value, file: &str) -> bool {
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    match text("mediaType") {
        Some(stated) => stated.starts_with("image/"),
        None => {
            text("type") == Some("Image") || {
                let path = file.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
                [".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"]
                    .iter()
                    .any(|end| path.ends_with(end))
            }
        }
    }
}

/// Puts what is said of a file where it belongs, the rest into `extra`.
fn describe(asset: &mut Asset, mut fields: Map<String, Value>) {
    let mut text = |name: &str| match fields.remove(name) {
        Some(Value::String(text)) => Some(text).filter(|it| !it.trim().is_empty()),
        Some(Value::Null) | None => None,
        Some(other) => {
            fields.insert(name.to_owned(), other);
            None
        }
    };
    asset.media_type = text("mediaType");
    asset.alt = text("name").or_else(|| text("summary"));
    let mut number = |name: &str| {
        let number = fields.get(name)?.as_u64().and_then(|it| u32::try_from(it).ok())?;
        fields.remove(name);
        Some(number)
    };
    (asset.width, asset.height) = (number("width"), number("height"));
    let said = fields.into_iter().filter(|(_, value)| !value.is_null());
    said.for_each(|(name, value)| _ = asset.extra.insert(format!("mastodon:{name}"), value));
}

fn enclosure(file: &str, asset: &Asset) -> Enclosure {
    let mut enclosure = Enclosure::new(file);
    enclosure.media_type.clone_from(&asset.media_type);
    enclosure.title.clone_from(&asset.alt);
    enclosure.asset = Some(asset.id.clone());
    enclosure
}

/// Whether a text is the address of something on the web.
pub(super) fn is_web(text: &str) -> bool {
    address::is_web(text)
}
