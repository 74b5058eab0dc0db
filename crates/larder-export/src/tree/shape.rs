//! What front matter holds on the whole: which names occur, and what their values are.
//!
//! Some generators refuse a page whose front matter is not as their settings say. The settings are made of this.

use std::collections::BTreeMap;

use super::value::{Map, Value};

/// How many names of one map are told apart. Data that has more of them has names for values.
const MOST: usize = 500;

/// What a value is, wherever it stands. More than one may be true of it on the whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shape {
    /// It is a text.
    pub(crate) is_text: bool,
    /// It is a number.
    pub(crate) is_number: bool,
    /// It is yes or no.
    pub(crate) is_truth: bool,
    /// It is a date or a time without quotes.
    pub(crate) is_date: bool,
    /// It is a list of such values.
    pub(crate) items: Option<Box<Self>>,
    /// It is a map.
    pub(crate) fields: Option<Fields>,
}

/// The names of a map, and what their values are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fields {
    /// By name.
    pub(crate) known: BTreeMap<String, Shape>,
    /// Whether there are other names, too many to tell.
    pub(crate) has_more: bool,
}

impl Shape {
    fn add(&mut self, value: &Value) {
        match value {
            Value::Text(_) => self.is_text = true,
            Value::Number(_) => self.is_number = true,
            Value::Truth(_) => self.is_truth = true,
            Value::Date(_) => self.is_date = true,
            Value::List(items) => {
                let shape = self.items.get_or_insert_default();
                items.iter().for_each(|item| shape.add(item));
            }
            Value::Map(map) => self.fields.get_or_insert_default().add(map),
        }
    }
}

impl Fields {
    /// Looks at one more map.
    pub(crate) fn add(&mut self, map: &Map) {
        for (name, value) in map.iter() {
            if let Some(shape) = self.known.get_mut(name) {
                shape.add(value);
            } else if self.known.len() < MOST {
                self.known.entry(name.to_owned()).or_default().add(value);
            } else {
                self.has_more = true;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_values_are_is_told_by_all_of_them() {
        let mut fields = Fields::default();
        let mut map = Map::default();
        map.set("title", "a");
        map.set_list("mixed", [Value::Number(1), Value::Truth(true)]);
        let mut inner = Map::default();
        inner.set("likes", 3_u32);
        map.set_map("counts", inner);
        fields.add(&map);
        let mut other = Map::default();
        other.set("title", 7_u32);
        other.set("day", Value::Date("2019-03-04".into()));
        fields.add(&other);
        let text = |name: &str| format!("{:?}", fields.known[name]);
        assert_eq!(fields.known.keys().collect::<Vec<_>>(), ["counts", "day", "mixed", "title"]);
        let title = &fields.known["title"];
        assert!(title.is_text && title.is_number && title.items.is_none(), "{}", text("title"));
        let items = fields.known["mixed"].items.as_deref().unwrap();
        assert!(items.is_number && items.is_truth && !items.is_text, "{}", text("mixed"));
        assert!(fields.known["day"].is_date && !fields.known["day"].is_text);
        assert!(fields.known["counts"].fields.as_ref().unwrap().known["likes"].is_number);
    }

    #[test]
    fn names_without_number_are_not_told() {
        let mut fields = Fields::default();
        for number in 0..MOST + 1 {
            let mut map = Map::default();
            map.set(format!("name{number}"), "x");
            fields.add(&map);
        }
        assert_eq!((fields.known.len(), fields.has_more), (MOST, true));
    }
}
