//! The record that the backup tool of 2009 put into a comment of each page: a post of the first API, in XML.
//!
//! ```text
//! <!-- … <post id="12" url="…" type="regular" unix-timestamp="…"><regular-title>…</regular-title><tag>…</tag></post> -->
//! ```

use serde_json::{Map, Value, json};

use super::json::Fields;
use crate::xml::{Cursor, Element, Ns, Repairs, Scope};

/// The fields of the record, under the names that the later API has for them. None where there is none.
pub(super) fn fields(comment: &str, repairs: &mut Repairs) -> Option<Fields> {
    let start = comment.find("<post ")?;
    let end = comment.rfind("</post>").map_or(comment.len(), |at| at + "</post>".len());
    let text = comment.get(start..end)?;
    let scope = Scope::default();
    let post = Element::outermost(text, &scope, repairs)?;
    let mut map = Map::new();
    for (name, value) in post.tag.attributes() {
        let value = crate::xml::decoded(value);
        map.insert(renamed(name).to_owned(), value.into());
    }
    map.get("id")?;
    let class = map.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut children = Cursor::new(post.inner, &scope, &nothing, repairs);
    let mut found = Vec::new();
    while let Some(child) = children.next() {
        found.push(child);
    }
    for child in found {
        take(&child, &mut map, repairs);
    }
    if map.get("private").is_some_and(|it| it != "false" && it != "0") {
        map.insert("state".into(), "private".into());
    }
    let class = match class.as_str() {
        "regular" => "text",
        "conversation" => "chat",
        other => other,
    };
    map.insert("type".into(), class.into());
    Some(Fields(map))
}

fn nothing(_: Ns, _: &str) -> bool {
    false
}

/// The later name of an attribute.
fn renamed(name: &str) -> &str {
    match name {
        "url-with-slug" => "post_url",
        "unix-timestamp" => "timestamp",
        "date-gmt" => "date",
        "date" => "date-local",
        "url" => "short_url",
        other => other,
    }
}

fn take(child: &Element<'_>, map: &mut Map<String, Value>, repairs: &mut Repairs) {
    let text = child.data(repairs).trim().to_owned();
    let name = match &*child.name {
        "tag" => return push(map, "tags", text.into()),
        "photo-url" => {
            let width = child.value("max-width").and_then(|it| it.parse::<u64>().ok());
            let photo = json!({"original_size": {"url": text, "width": width}});
            return larger(map, photo);
        }
        "conversation" | "photoset" => return push(map, &child.name, child.outer.into()),
        "tumblelog" => return push(map, "tumblelog", child.outer.into()),
        "regular-title" | "conversation-title" | "link-text" => "title",
        "regular-body" | "conversation-text" => "body",
        "photo-caption" | "video-caption" | "audio-caption" => "caption",
        "photo-link-url" => "link_url",
        "quote-text" => "text",
        "quote-source" => "source",
        "link-url" => "url",
        "link-description" => "description",
        "video-player" | "audio-player" => "player",
        other => other,
    };
    let name = name.to_owned();
    match map.get(&name) {
        // Players come in several widths; the first is the widest.
        Some(_) => push(map, &format!("more-{name}"), text.into()),
        None => _ = map.insert(name, text.into()),
    }
}

fn push(map: &mut Map<String, Value>, name: &str, value: Value) {
    match map.entry(name.to_owned()).or_insert_with(|| json!([])) {
        Value::Array(list) => list.push(value),
        other => *other = json!([other.take(), value]),
    }
}

/// Of the sizes of a picture, the largest counts; the others are smaller copies and stay beside it.
fn larger(map: &mut Map<String, Value>, photo: Value) {
    let width = |photo: &Value| photo["original_size"]["width"].as_u64();
    let known = map.remove("photos").and_then(|photos| photos.get(0).cloned());
    let Some(known) = known else {
        map.insert("photos".into(), json!([photo]));
        return;
    };
    let (large, small) =
        if width(&known) >= width(&photo) { (known, photo) } else { (photo, known) };
    map.insert("photos".into(), json!([large]));
    push(map, "photo-url", small["original_size"].clone());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_has_the_names_of_the_later_api() {
        let comment = r#" BEGIN TUMBLR XML <post id="12" url="http://a.example/post/12" url-with-slug="http://a.example/post/12/x" type="photo" date-gmt="2009-08-01 03:04:05 GMT" unix-timestamp="1249095845"><photo-caption>&lt;p&gt;창&lt;/p&gt;</photo-caption><photo-url max-width="500">s.jpg</photo-url><photo-url max-width="1280">l.jpg</photo-url><tag>a &amp; b</tag><tag>c</tag></post> END "#;
        let fields = fields(comment, &mut Repairs::default()).unwrap();
        let expected = json!({
            "id": "12", "short_url": "http://a.example/post/12", "post_url": "http://a.example/post/12/x",
            "type": "photo", "date": "2009-08-01 03:04:05 GMT", "timestamp": "1249095845", "caption": "<p>창</p>",
            "photos": [{"original_size": {"url": "l.jpg", "width": 1280}}], "photo-url": [{"url": "s.jpg", "width": 500}],
            "tags": ["a & b", "c"]
        });
        assert_eq!(Value::Object(fields.0), expected);
    }

    #[test]
    fn what_is_private_says_so() {
        let of =
            |text: &str| fields(text, &mut Repairs::default()).unwrap().text("state").to_owned();
        assert_eq!(of("<post id='1' type='regular' private='true'></post>"), "private");
        assert_eq!(of("<post id='1' type='regular' state='draft'>"), "draft");
        assert_eq!(of("<post id='1' type='regular'/>"), "");
        assert!(fields("<p>no</p>", &mut Repairs::default()).is_none());
    }
}
