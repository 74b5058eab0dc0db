//! Objects of JSON, and what is taken out of them.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::{Map, Value};

use crate::{
    readers::feed::person::Person,
    xml::{Repair, Repairs},
};

/// An object, and the values of names that stand in it more than once.
#[derive(Default)]
pub(super) struct Object {
    pub(super) map: Map<String, Value>,
    older: Map<String, Value>,
}

impl Object {
    /// Where the values are kept that do not count.
    const OLDER: &str = "feed:twice";

    /// The last value of a name counts, as in most programs.
    pub(super) fn insert(&mut self, name: String, value: Value) {
        let Some(known) = self.map.insert(name.clone(), value) else { return };
        let others = self.older.entry(name).or_insert_with(|| Value::Array(Vec::new()));
        others.as_array_mut().expect("it was made so").push(known);
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.map.get(name).and_then(Value::as_str)
    }

    /// All of it, with what does not count under a name of ours.
    pub(super) fn settled(mut self, repairs: &mut Repairs) -> Map<String, Value> {
        if !self.older.is_empty() {
            let count = u32::try_from(self.older.len()).unwrap_or(u32::MAX);
            repairs.count_many(Repair::Twice, count);
            self.map.insert(Self::OLDER.into(), self.older.into());
        }
        self.map
    }
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct Names;
        impl<'de> Visitor<'de> for Names {
            type Value = Object;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut names: A) -> Result<Object, A::Error> {
                let mut object = Object::default();
                while let Some((name, value)) = names.next_entry()? {
                    object.insert(name, value);
                }
                Ok(object)
            }
        }
        source.deserialize_map(Names)
    }
}

/// Takes fields out of an object, each as what it should be. What is another is left where it is, for `extra`.
pub(super) struct Fields<'r> {
    pub(super) map: Map<String, Value>,
    pub(super) repairs: &'r mut Repairs,
}

impl Fields<'_> {
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        match self.map.remove(name)? {
            Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            // Some write numbers for ids.
            Value::Number(number) => Some(number.to_string()),
            Value::Null => None,
            other => {
                self.repairs.count(Repair::Value);
                self.map.insert(name.to_owned(), other);
                None
            }
        }
    }

    /// A whole number. Of another one its whole part is taken, if it is no less than zero, and the number stays.
    pub(super) fn number(&mut self, name: &str) -> Option<u64> {
        let value = self.map.remove(name).filter(|value| !value.is_null())?;
        let stated = value.as_str().and_then(|text| text.trim().parse().ok());
        if let Some(whole) = value.as_u64().or(stated) {
            return Some(whole);
        }
        let part = value.as_f64().filter(|number| *number >= 0.0).map(|number| number as u64);
        self.repairs.count_many(Repair::Value, u32::from(part.is_none()));
        self.map.insert(name.to_owned(), value);
        part
    }

    pub(super) fn list(&mut self, name: &str) -> Vec<Value> {
        match self.map.remove(name) {
            Some(Value::Array(items)) => items,
            Some(Value::Null) | None => Vec::new(),
            Some(other) => vec![other],
        }
    }

    /// Leaves what could not be taken for `extra`.
    pub(super) fn keep(&mut self, name: &str, odd: Vec<Value>) {
        if !odd.is_empty() {
            self.repairs.count_many(Repair::Value, u32::try_from(odd.len()).unwrap_or(u32::MAX));
            self.map.insert(name.to_owned(), odd.into());
        }
    }

    pub(super) fn people(&mut self) -> Vec<Person> {
        let (mut people, mut odd) = (Vec::new(), Vec::new());
        for value in self.list("authors") {
            let (person, is_whole) = self.person(value.clone());
            people.extend(person);
            odd.extend(Some(value).filter(|_| !is_whole));
        }
        self.keep("authors", odd);
        // Version 1.1 has `authors`; what `author` says besides it is kept.
        if let Some(single) = self.map.remove("author").filter(|single| !single.is_null()) {
            let (person, is_whole) = self.person(single.clone());
            let is_told = person.as_ref().is_none_or(|person| people.contains(person));
            let is_kept = !is_whole || !is_told && !people.is_empty();
            people.extend(person.filter(|_| people.is_empty()));
            if is_kept {
                self.map.insert("author".into(), single);
            }
        }
        people
    }

    /// Reads somebody. Returns also whether that is all of it.
    fn person(&mut self, value: Value) -> (Option<Person>, bool) {
        let Value::Object(map) = value else {
            let person = value.as_str().and_then(Person::parse);
            return (person, value.is_string() || value.is_null());
        };
        let mut fields = Fields { map, repairs: self.repairs };
        let (name, url) = (fields.text("name"), fields.text("url"));
        let image = fields.text("avatar");
        let is_whole = fields.map.values().all(Value::is_null);
        (Person { name, url, image, email: None }.settled(), is_whole)
    }
}
