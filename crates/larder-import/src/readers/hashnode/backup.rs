//! A backup to GitHub: `<cuid>.md`, with a flat head.

use serde_json::{Value, json};

use crate::{Source, decode::decode, front, row::Row, xml::Repairs};

/// Whether a file is a post of a backup.
pub(super) fn is_post(name: &str, text: &str) -> bool {
    if !name.ends_with(".md") {
        return false;
    }
    let Some((fields, _)) = front::split(text) else { return false };
    let has = |key| front::value(&fields, key).is_some();
    has("title") && has("cuid") && (has("datePublished") || has("slug"))
}

/// The fields of a post of a backup, under the names that an export has for them. None for what is none.
pub(super) fn read(name: &str, place: usize, source: &dyn Source) -> Option<Row> {
    if !name.ends_with(".md") {
        return None;
    }
    let text = decode(&source.read(place).ok()?, None).text;
    if !is_post(name, &text) {
        return None;
    }
    let (fields, _) = front::split(&text)?;
    let mut row = serde_json::Map::new();
    for (key, value) in fields {
        match key.as_str() {
            "tags" => {
                let tags: Vec<Value> =
                    front::list(&value).map(|name| json!({"name": name})).collect();
                row.insert("tags".into(), tags.into());
            }
            "cover" => _ = row.insert("coverImage".into(), value.into()),
            "datePublished" => _ = row.insert("publishedAt".into(), value.into()),
            "canonical" => _ = row.insert("canonicalUrl".into(), value.into()),
            _ => _ = row.insert(key, value.into()),
        }
    }
    // Only posts that were published are written to GitHub.
    row.insert("isActive".into(), true.into());
    row.insert("contentMarkdown".into(), text.into());
    Row::read(Value::Object(row).to_string().as_bytes(), &mut Repairs::default()).ok()
}
