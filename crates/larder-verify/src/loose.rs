//! Whether two values of JSON say the same, though they are written differently.

use std::collections::HashSet;

use larder_core::{Timestamp, key};
use larder_html::{characters, text::to_text};
use serde_json::Value;

use crate::address;

/// How many texts of one record are looked through for a value that changed its place.
const MOST_LEAVES: usize = 4096;

/// A text as two are compared: an address by what it leads to, words without white space.
pub(crate) fn text(text: &str) -> String {
    // What no document can hold is dropped everywhere, and counted by whoever drops it.
    let text = &*characters::clean(text).text;
    match address::is_web(text) {
        true => address::plain(text),
        false => key::words(text),
    }
}

/// Whether `after` says all that `before` does: texts in another spelling, moments in another zone, lists in another
/// order or with more in them, objects with more in them.
pub(crate) fn is_same(before: &Value, after: &Value) -> bool {
    if before == after {
        return true;
    }
    match (before, after) {
        (Value::String(a), Value::String(b)) => text(a) == text(b),
        (Value::Array(a), Value::Array(b)) => {
            let there: HashSet<String> = b.iter().map(key_of).collect();
            a.iter().all(|it| there.contains(&key_of(it)))
        }
        (Value::Object(a), Value::Object(b)) => {
            if let Some(same) = is_same_moment(before, after) {
                return same;
            }
            a.iter().all(|(name, value)| b.get(name).is_some_and(|it| is_same(value, it)))
        }
        (Value::Number(a), Value::String(b)) | (Value::String(b), Value::Number(a)) => {
            a.to_string() == *b
        }
        _ => false,
    }
}

/// Whether two texts show the same to whoever reads them as HTML.
pub(crate) fn shows_same(before: &Value, after: &Value) -> bool {
    let shown = |value: &Value| value.as_str().map(|it| key::words(&to_text(it)));
    shown(before).is_some_and(|it| shown(after) == Some(it))
}

/// A value as one text, equal for values that say the same.
fn key_of(value: &Value) -> String {
    match value {
        Value::String(words) => text(words),
        other => other.to_string(),
    }
}

/// Whether two objects are the same moment to the second; nothing where they are no moments.
fn is_same_moment(before: &Value, after: &Value) -> Option<bool> {
    let moment = |value: &Value| serde_json::from_value::<Timestamp>(value.clone()).ok();
    let seconds = |value: &Value| {
        value.get("at")?;
        moment(value).map(|it| it.at().timestamp())
    };
    Some(seconds(before)? == seconds(after)?)
}

/// Degrees with six places behind the point, as the millionths that the model has: `37.566500` is 37566500.
fn millionths(text: &str) -> Option<String> {
    let (whole, part) = text.split_once('.').filter(|(_, part)| part.len() == 6)?;
    [whole, part].concat().parse::<i32>().ok().map(|it| it.to_string())
}

/// All texts and numbers of a record, for finding what changed its place.
#[derive(Debug, Default)]
pub(crate) struct Leaves(HashSet<String>);

impl Leaves {
    /// Adds those of a value.
    pub(crate) fn add(&mut self, value: &Value) {
        let mut waiting = vec![value];
        while let Some(value) = waiting.pop().filter(|_| self.0.len() < MOST_LEAVES) {
            match value {
                Value::Array(items) => waiting.extend(items),
                Value::Object(fields) => waiting.extend(fields.values()),
                Value::Null | Value::Bool(_) => {}
                leaf => {
                    self.0.extend(leaf.as_str().and_then(millionths));
                    self.0.insert(key_of(leaf));
                }
            }
        }
    }

    /// Whether every text and number of a value is there. Of a value without any nobody can tell.
    pub(crate) fn have(&self, value: &Value) -> bool {
        let mut waiting = vec![value];
        let mut any = false;
        while let Some(value) = waiting.pop() {
            match value {
                Value::Array(items) => waiting.extend(items),
                Value::Object(fields) => waiting.extend(fields.values()),
                Value::Null | Value::Bool(_) => {}
                leaf if self.0.contains(&key_of(leaf)) => any = true,
                _ => return false,
            }
        }
        any
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn another_spelling_says_the_same() {
        for (before, after) in [
            (json!("a  b"), json!("a b")),
            (json!("http://example.org/a/"), json!("https://example.org/a")),
            (json!({"at": "2021-03-04T12:30:02+09:00"}), json!({"at": "2021-03-04T03:30:02Z"})),
            (json!(["a", "b"]), json!(["b", "c", "a"])),
            (json!({"a": 1}), json!({"a": "1", "b": 2})),
        ] {
            assert!(is_same(&before, &after), "{before} {after}");
        }
    }

    #[test]
    fn another_value_does_not() {
        for (before, after) in [
            (json!("a"), json!("b")),
            (json!({"at": "2021-03-04T12:30:02+09:00"}), json!({"at": "2021-03-04T12:30:02Z"})),
            (json!(["a", "b"]), json!(["b"])),
            (json!({"a": 1, "b": 2}), json!({"a": 1})),
            (json!(1), json!(null)),
        ] {
            assert!(!is_same(&before, &after), "{before} {after}");
        }
    }

    #[test]
    fn markup_and_text_may_show_the_same() {
        assert!(shows_same(&json!("a & b"), &json!("a &amp; b")));
        assert!(!shows_same(&json!("a & b"), &json!("a b")));
        assert!(!shows_same(&json!(1), &json!(null)));
    }

    #[test]
    fn what_changed_its_place_is_found_whole_or_not() {
        let mut leaves = Leaves::default();
        leaves.add(&json!({"guid": "1", "tags": ["a", 2]}));
        assert!(leaves.have(&json!({"x": ["a", "2"]})));
        assert!(!leaves.have(&json!(["a", "b"])) && !leaves.have(&json!(true)));
    }
}
