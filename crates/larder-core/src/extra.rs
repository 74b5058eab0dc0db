//! What has no place in the model, kept under the source's own names.

use std::collections::{BTreeMap, btree_map::Entry};

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// Values without a place in the model, under the source's own field names (`job`, `weekday`, `magazineNo` …).
///
/// Ordered by name, so that the same blog always gives the same bytes. The archive has no floating-point numbers and is
/// read to a bounded depth, so a number with a fraction becomes its text (`"0.5"`), and so does what is nested deeper
/// than [`Extra::DEPTH`] (its JSON).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Extra(#[serde(deserialize_with = "settled")] BTreeMap<String, Value>);

impl Extra {
    /// How deep the lists and objects of a value may be nested. JSON readers stop at 128 levels, and an archive puts
    /// a few of its own around each value.
    pub const DEPTH: usize = 100;

    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value under `name`.
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// Keeps `value` under `name`, and returns what stood there.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) -> Option<Value> {
        self.0.insert(name.into(), settle(value.into(), Self::DEPTH))
    }

    /// Keeps `value` under `name`, behind what stands there: two values are a list.
    pub fn push(&mut self, name: impl Into<String>, value: impl Into<Value>) {
        match self.0.entry(name.into()) {
            Entry::Vacant(place) => _ = place.insert(settle(value.into(), Self::DEPTH)),
            Entry::Occupied(mut known) => {
                let value = settle(value.into(), Self::DEPTH - 1);
                match known.get_mut() {
                    Value::Array(list) => list.push(value),
                    other => *other = vec![settle(other.take(), Self::DEPTH - 1), value].into(),
                }
            }
        }
    }

    /// Takes out the value under `name`.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        self.0.remove(name)
    }

    /// Takes over what `other` has and this has not; values already here stay.
    pub fn fill_from(&mut self, other: Self) {
        for (name, value) in other.0 {
            self.0.entry(name).or_insert(value);
        }
    }

    /// All names and values, ordered by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }
}

fn settled<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, Value>, D::Error> {
    let read = BTreeMap::<String, Value>::deserialize(deserializer)?;
    Ok(read.into_iter().map(|(name, value)| (name, settle(value, Extra::DEPTH))).collect())
}

/// `value` without fractions and without anything nested deeper than `depth`.
fn settle(value: Value, depth: usize) -> Value {
    match value {
        Value::Number(number) if number.is_f64() => number.to_string().into(),
        Value::Array(_) | Value::Object(_) if depth == 0 => value.to_string().into(),
        Value::Array(items) => items.into_iter().map(|item| settle(item, depth - 1)).collect(),
        Value::Object(fields) => {
            fields.into_iter().map(|(name, value)| (name, settle(value, depth - 1))).collect()
        }
        value => value,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fractions_become_their_text() {
        let mut extra = Extra::default();
        extra.insert("rating", json!({ "stars": [4.5, 4], "of": 5 }));
        assert_eq!(extra.value("rating"), Some(&json!({ "stars": ["4.5", 4], "of": 5 })));
        assert_eq!(
            serde_json::from_str::<Extra>(r#"{"rating":{"stars":[4.5,4],"of":5}}"#).unwrap(),
            extra
        );
    }

    #[test]
    fn values_under_one_name_are_a_list() {
        let mut extra = Extra::default();
        ["a", "b", "c"].into_iter().for_each(|value| extra.push("x", value));
        assert_eq!(extra.value("x"), Some(&json!(["a", "b", "c"])));
        extra.push("y", 1);
        assert_eq!(extra.value("y"), Some(&json!(1)));
    }

    #[test]
    fn what_is_nested_too_deep_becomes_its_json() {
        let nest = |depth| (0..depth).fold(json!(1), |inside, _| json!([inside]));
        let mut extra = Extra::default();
        extra.insert("fits", nest(Extra::DEPTH));
        extra.insert("deep", nest(Extra::DEPTH + 2));
        assert_eq!(extra.value("fits"), Some(&nest(Extra::DEPTH)));
        let cut = (0..Extra::DEPTH).fold(json!("[[1]]"), |inside, _| json!([inside]));
        assert_eq!(extra.value("deep"), Some(&cut));
    }
}
