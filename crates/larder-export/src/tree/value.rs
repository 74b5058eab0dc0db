//! What front matter, data files and settings say, before it is YAML, TOML or JSON.

use std::collections::HashSet;

use serde_json::Value as Json;

/// How many names are looked through one by one.
const FEW: usize = 16;

/// A value. There is no null and no fraction: what is not known is not written, and the model has no fractions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// A text.
    Text(String),
    /// A whole number.
    Number(i64),
    /// Yes or no.
    Truth(bool),
    /// A date or a time of RFC 3339, which YAML and TOML write without quotes.
    Date(String),
    /// Values in an order.
    List(Vec<Self>),
    /// Values with names.
    Map(Map),
}

/// Values with names, in the order they were put in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Map(Vec<(String, Value)>, HashSet<String>);

impl Map {
    /// Puts a value behind the others. A name that is there already keeps its value: what is surer is put in first.
    pub(crate) fn set(&mut self, name: impl Into<String>, value: impl Into<Value>) {
        let name = name.into();
        if !self.has(&name) {
            self.push(name, value.into());
        }
    }

    fn has(&self, name: &str) -> bool {
        match self.0.len() > FEW {
            true => self.1.contains(name),
            false => self.get(name).is_some(),
        }
    }

    /// Puts a value behind the others. Of many, the names are kept to look them up.
    fn push(&mut self, name: String, value: Value) {
        if self.0.len() == FEW {
            self.1 = self.0.iter().map(|(name, _)| name.clone()).collect();
        }
        if self.0.len() >= FEW {
            self.1.insert(name.clone());
        }
        self.0.push((name, value));
    }

    /// Puts a map behind the others, if it is not empty, whose name none of them has: it is not looked for.
    pub(crate) fn push_map(&mut self, name: String, map: Self) {
        if !map.is_empty() {
            self.push(name, Value::Map(map));
        }
    }

    /// Puts a value in, if there is one.
    pub(crate) fn set_some(&mut self, name: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.set(name, value);
        }
    }

    /// Puts a list in, if it is not empty.
    pub(crate) fn set_list(
        &mut self,
        name: &str,
        list: impl IntoIterator<Item = impl Into<Value>>,
    ) {
        let list: Vec<Value> = list.into_iter().map(Into::into).collect();
        if !list.is_empty() {
            self.set(name, Value::List(list));
        }
    }

    /// Puts a map in, if it is not empty.
    pub(crate) fn set_map(&mut self, name: &str, map: Self) {
        if !map.is_empty() {
            self.set(name, Value::Map(map));
        }
    }

    /// The value with this name.
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// Whether nothing is there.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All names and values, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Truth(truth)
    }
}

impl From<Map> for Value {
    fn from(map: Map) -> Self {
        Self::Map(map)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<u64> for Value {
    /// A number that TOML cannot hold becomes its text.
    fn from(number: u64) -> Self {
        i64::try_from(number).map_or_else(|_| Self::Text(number.to_string()), Self::Number)
    }
}

/// The longest name that every parser of YAML takes (1.2, 7.4: a key that is no longer than 1024 characters).
const LONGEST_NAME: usize = 256;

/// How deep values are nested that are written as such; what is deeper becomes its JSON.
const DEEPEST: usize = 16;

impl From<&Json> for Value {
    fn from(json: &Json) -> Self {
        from_json(json, DEEPEST)
    }
}

fn from_json(json: &Json, depth: usize) -> Value {
    match json {
        Json::Null => Value::Text(String::new()),
        Json::Bool(truth) => Value::Truth(*truth),
        Json::String(text) => Value::Text(text.clone()),
        Json::Number(number) => match number.as_i64() {
            Some(number) => Value::Number(number),
            None => Value::Text(number.to_string()),
        },
        Json::Array(items) if depth > 0 => {
            Value::List(items.iter().map(|item| from_json(item, depth - 1)).collect())
        }
        Json::Object(fields)
            if depth > 0 && fields.keys().all(|name| name.len() <= LONGEST_NAME) =>
        {
            let said = fields.iter().filter(|(_, value)| !value.is_null());
            let fields = said.map(|(name, value)| (name.clone(), from_json(value, depth - 1)));
            let mut map = Map::default();
            fields.for_each(|(name, value)| map.push(name, value));
            Value::Map(map)
        }
        Json::Array(_) | Json::Object(_) => Value::Text(json.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_put_in_first_stays() {
        let mut map = Map::default();
        map.set("title", "one");
        map.set("title", "two");
        map.set_some("none", None::<&str>);
        map.set_list("empty", Vec::<String>::new());
        map.set_map("nothing", Map::default());
        assert_eq!(map.iter().collect::<Vec<_>>(), [("title", &Value::from("one"))]);
    }

    #[test]
    fn what_no_front_matter_can_hold_becomes_a_text() {
        let long = "k".repeat(LONGEST_NAME + 1);
        assert_eq!(Value::from(&json!({ "a": null, "b": [1, true] })), {
            let mut map = Map::default();
            map.set_list("b", [Value::Number(1), Value::Truth(true)]);
            Value::Map(map)
        });
        assert!(matches!(Value::from(&json!({ long: 1 })), Value::Text(_)));
        assert_eq!(Value::from(&json!(u64::MAX)), Value::from("18446744073709551615"));
        let deep = (0..100).fold(json!(1), |inner, _| json!([inner]));
        let mut value = Value::from(&deep);
        let mut depth = 0;
        while let Value::List(items) = value {
            value = items.into_iter().next().expect("each holds one");
            depth += 1;
        }
        assert_eq!(depth, DEEPEST);
    }
}
