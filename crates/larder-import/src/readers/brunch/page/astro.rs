//! The properties of Astro's islands: `{"name": [type, value]}`, where values of values are pairs too.
//!
//! Type 0 is a plain value or an object, 1 an array, 3 a date. Whatever else Astro writes (4 maps, 5 sets, 6 large
//! numbers, 7 addresses …) is kept as its value.

use larder_core::{Note, NoteKind};
use larder_html::{NodeId, Tree};
use serde_json::Value;

use crate::readers::brunch::api::json::{self, Object};

/// What the islands of a page hold about its post.
#[derive(Debug, Default)]
pub(super) struct Islands {
    /// The fields of the article, as in the API.
    pub(super) article: Option<Object>,
    /// The body in the editor's JSON.
    pub(super) content: Option<Content>,
    /// What could not be read.
    pub(super) notes: Vec<Note>,
}

/// A body in the editor's JSON.
#[derive(Debug, Default, PartialEq)]
pub(in crate::readers::brunch) struct Content {
    /// The cover block.
    pub(in crate::readers::brunch) cover: Option<Object>,
    /// The blocks.
    pub(in crate::readers::brunch) body: Vec<Value>,
}

/// Reads the islands of a page.
///
/// An article counts when its island stands in the body or has the content too: islands around the post hold other
/// people's.
pub(super) fn read(tree: &Tree) -> Islands {
    let mut islands = Islands::default();
    for node in tree.find_all(tree.root(), "astro-island[props]") {
        let Some(raw) = tree.attribute(node, "props").filter(|raw| !raw.trim_ascii().is_empty())
        else {
            continue;
        };
        match json::parse(raw) {
            Ok(parsed) => islands.add(decode_members(parsed.value), is_in_body(tree, node)),
            Err(error) if islands.notes.is_empty() => {
                islands.note("the properties of an Astro island", &error)
            }
            Err(_) => {}
        }
    }
    islands
}

/// Parses the text of a body in the editor's JSON. None: it is none.
pub(in crate::readers::brunch) fn content(
    text: &str,
) -> Result<Option<Content>, serde_json::Error> {
    let Value::Object(mut content) = json::parse(text)?.value else { return Ok(None) };
    let body = match content.remove("body") {
        Some(Value::Array(body)) => body,
        _ => return Ok(None),
    };
    let cover = content.remove("cover").and_then(into_object);
    Ok(Some(Content { cover, body }))
}

impl Islands {
    fn add(&mut self, mut properties: Object, in_body: bool) {
        let raw = properties.remove("content");
        let found = match raw.as_ref().and_then(Value::as_str).map(content) {
            Some(Ok(content)) => content,
            Some(Err(error)) => {
                self.note("the `content` of an Astro island", &error);
                None
            }
            None => None,
        };
        if (in_body || found.is_some()) && self.article.is_none() {
            self.article = properties.remove("article").and_then(into_object);
        }
        if self.content.is_none() {
            self.content = found;
        }
    }

    fn note(&mut self, what: &str, error: &serde_json::Error) {
        self.notes.push(NoteKind::DataUnreadable { what: format!("{what} ({error})") }.into());
    }
}

fn is_in_body(tree: &Tree, node: NodeId) -> bool {
    let mut above = tree.ancestors(node);
    above.any(|node| {
        tree.has_class(node, "wrap_body") || tree.attribute(node, "id") == Some("ArticleView")
    })
}

/// The members of an object, each decoded from its pair.
fn decode_members(value: Value) -> Object {
    let members = into_object(value).unwrap_or_default();
    members.into_iter().map(|(name, pair)| (name, decode(pair))).collect()
}

/// A value from its pair. The JSON is not deeper than 128, so this may recurse.
fn decode(pair: Value) -> Value {
    let (kind, value) = match pair {
        Value::Array(mut pair) if pair.len() == 2 && pair[0].is_u64() => {
            let value = pair.pop().unwrap_or_default();
            (pair.pop().and_then(|kind| kind.as_u64()).unwrap_or_default(), value)
        }
        other => return other,
    };
    match (kind, value) {
        (0, Value::Object(members)) => Value::Object(decode_members(Value::Object(members))),
        (1 | 4 | 5, Value::Array(values)) => values.into_iter().map(decode).collect(),
        (_, value) => value,
    }
}

fn into_object(value: Value) -> Option<Object> {
    match value {
        Value::Object(object) => Some(object),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use larder_html::{Limits, escape};
    use serde_json::json;

    use super::*;

    fn page(properties: &str) -> Tree {
        let properties = escape::attribute(properties);
        let page = format!(
            "<div class=wrap_body><astro-island props=\"{properties}\"></astro-island></div>"
        );
        Tree::document(&page, &Limits::default())
    }

    #[test]
    fn pairs_are_decoded_at_every_level() {
        let found = read(&page(
            r#"{"article":[0,{"title":[0,"가"],"at":[3,"2021-03-04T00:00:00Z"],"list":[1,[[0,1],[0,{"x":[0,[2]]}]]]}]}"#,
        ));
        let expected =
            json!({"title": "가", "at": "2021-03-04T00:00:00Z", "list": [1, {"x": [2]}]});
        assert_eq!(found.article.map(Value::Object), Some(expected));
    }

    #[test]
    fn content_is_json_inside_json() {
        let found = read(&page(r#"{"content":[0,"{\"cover\":{\"a\":1},\"body\":[\"가\"]}"]}"#));
        assert_eq!(found.content.unwrap().body, [json!("가")]);
        assert!(found.notes.is_empty());
    }

    #[test]
    fn properties_too_deep_are_noted() {
        let deep = format!("{{\"article\":{}", "[0,".repeat(100_000));
        assert_eq!(read(&page(&deep)).notes.len(), 1);
        let broken = read(&page(r#"{"content":[0,"{\"body\":["]}"#));
        assert_eq!((broken.content, broken.notes.len()), (None, 1));
    }
}
