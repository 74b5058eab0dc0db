//! What has no place in the model, kept under the source's own names.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Values without a place in the model, under the source's own field names (`job`, `weekday`, `magazineNo` …).
///
/// Ordered by name, so that the same blog always gives the same bytes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Extra(BTreeMap<String, Value>);

impl Extra {
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
        self.0.insert(name.into(), value.into())
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
