//! One row of an export: an object of JSON, read so that one odd value costs no other.
//!
//! Each value is read by itself: a number that no program can hold, a text with half a character and a list that is
//! nested too deep stay as they are written, and the row around them is read.

use std::{borrow::Cow, fmt};

use larder_core::Extra;
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::{Map, Value, value::RawValue};

use crate::xml::{Repair, Repairs};

/// The largest whole number that programs agree on.
const EXACT: u64 = 1 << 53;

/// A row. What is taken out of it is mapped; what stays goes to `extra`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    map: Map<String, Value>,
}

impl Row {
    /// Where the values are kept of names that stand in a row more than once.
    const TWICE: &str = "larder:twice";

    /// Reads a row. Fails with what was found if it is no object, or none that can be read.
    pub(crate) fn read(raw: &[u8], repairs: &mut Repairs) -> Result<Self, String> {
        Ok(Self::read_within(raw, "", repairs)?.0)
    }

    /// Reads a row, and apart from it the object that it has under a name, as a row of its own. What stands there and is no
    /// object is read with the row.
    pub(crate) fn read_within(
        raw: &[u8],
        within: &str,
        repairs: &mut Repairs,
    ) -> Result<(Self, Option<Self>), String> {
        let text = text(raw, repairs);
        let Pairs(pairs) = serde_json::from_str(&text)
            .map_err(|error| format!("a row that cannot be read: {error}"))?;
        let (mut row, mut older, mut inner) = (Self::default(), Map::new(), None);
        for (name, raw) in pairs {
            if !within.is_empty() && name == within && inner.is_none() {
                inner = Self::read(raw.get().as_bytes(), &mut Repairs::default()).ok();
                if inner.is_some() {
                    continue;
                }
            }
            let value = value(raw.get(), repairs);
            // The last value counts, as in most programs.
            if let Some(known) = row.map.insert(name.clone(), value) {
                repairs.count(Repair::Twice);
                older.insert(name, known);
            }
        }
        if !older.is_empty() {
            row.map.insert(Self::TWICE.into(), older.into());
        }
        Ok((row, inner))
    }

    /// The text of a field, which stays in the row. Empty for none.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.map.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// Takes a text, or a number as one. What is empty says nothing; what is neither stays.
    pub(crate) fn take_text(&mut self, name: &str) -> Option<String> {
        match self.map.remove(name)? {
            Value::String(text) => Some(text).filter(|text| !text.trim().is_empty()),
            Value::Number(number) => Some(number.to_string()),
            Value::Null => None,
            other => {
                self.map.insert(name.to_owned(), other);
                None
            }
        }
    }

    /// Takes yes or no, in each form that databases have for it.
    pub(crate) fn take_flag(&mut self, name: &str) -> Option<bool> {
        let flag = match self.map.get(name)? {
            Value::Bool(flag) => *flag,
            Value::Number(number) => number.as_u64().is_some_and(|it| it != 0),
            Value::String(text) if text == "true" || text == "1" => true,
            Value::String(text) if text == "false" || text == "0" => false,
            _ => return None,
        };
        self.map.remove(name);
        Some(flag)
    }

    /// Takes a whole number.
    pub(crate) fn take_number(&mut self, name: &str) -> Option<i64> {
        let value = self.map.get(name)?;
        let number = value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())?;
        self.map.remove(name);
        Some(number)
    }

    /// Takes a field as it is; `null` is none.
    pub(crate) fn take(&mut self, name: &str) -> Option<Value> {
        self.map.remove(name).filter(|value| !value.is_null())
    }

    /// The field as it is.
    pub(crate) fn value(&self, name: &str) -> Option<&Value> {
        self.map.get(name)
    }

    /// The names of all fields.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.map.keys().map(String::as_str)
    }

    /// Puts a value back.
    pub(crate) fn put(&mut self, name: &str, value: impl Into<Value>) {
        self.map.insert(name.to_owned(), value.into());
    }

    /// Leaves what was not taken, but for what says nothing, in `extra`; names that are there already stay.
    pub(crate) fn keep(self, extra: &mut Extra) {
        for (name, value) in self.map {
            if !says_nothing(&value) && extra.value(&name).is_none() {
                extra.insert(name, value);
            }
        }
    }

    /// Leaves what was not taken in `extra`, as [`keep`](Self::keep) does, under names that begin with that of a format.
    pub(crate) fn keep_as(self, format: &str, extra: &mut Extra) {
        for (name, value) in self.map {
            let name = match name == Self::TWICE {
                true => name,
                false => format!("{format}:{name}"),
            };
            if !says_nothing(&value) && extra.value(&name).is_none() {
                extra.insert(name, value);
            }
        }
    }

    /// All of it, for tables that are kept as they are.
    pub(crate) fn into_value(self) -> Value {
        Value::Object(self.map)
    }
}

fn says_nothing(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(str::is_empty)
}

/// The value of any JSON, where it can be had; else its text.
pub(crate) fn any(raw: &[u8], repairs: &mut Repairs) -> Value {
    value(&text(raw, repairs), repairs)
}

fn text<'r>(raw: &'r [u8], repairs: &mut Repairs) -> Cow<'r, str> {
    let text = String::from_utf8_lossy(raw);
    if let Cow::Owned(_) = text {
        repairs.count(Repair::Value);
    }
    text
}

fn value(raw: &str, repairs: &mut Repairs) -> Value {
    let raw = raw.trim();
    match raw.as_bytes().first() {
        Some(b'"') => serde_json::from_str::<String>(raw)
            .unwrap_or_else(|_| {
                repairs.count(Repair::Value);
                unescaped(raw)
            })
            .into(),
        Some(b'-' | b'0'..=b'9') => number(raw),
        _ => serde_json::from_str(raw).unwrap_or_else(|_| {
            repairs.count(Repair::Value);
            raw.into()
        }),
    }
}

/// A whole number, or the digits of one that is too long or has a fraction.
fn number(raw: &str) -> Value {
    match raw.parse::<i64>() {
        Ok(number) if number.unsigned_abs() <= EXACT => number.into(),
        _ => raw.into(),
    }
}

/// The text of a string in which there are halves of characters (`\ud83d` by itself): U+FFFD stands for each.
fn unescaped(raw: &str) -> String {
    let inside = raw.trim_matches('"');
    let mut text = String::with_capacity(inside.len());
    let mut rest = inside;
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        let mut characters = after.chars();
        let Some(escape) = characters.next() else { return text };
        rest = characters.as_str();
        match escape {
            'u' => {
                let (character, length) = code(rest);
                text.push(character);
                rest = rest.get(length..).unwrap_or_default();
            }
            'n' => text.push('\n'),
            't' => text.push('\t'),
            'r' => text.push('\r'),
            'b' => text.push('\u{8}'),
            'f' => text.push('\u{c}'),
            other => text.push(other),
        }
    }
    text.push_str(rest);
    text
}

/// The character of the digits after `\u`, and how long its escape is.
fn code(rest: &str) -> (char, usize) {
    let unit = |text: &str| text.get(..4).and_then(|hex| u16::from_str_radix(hex, 16).ok());
    let Some(first) = unit(rest) else { return (char::REPLACEMENT_CHARACTER, 0) };
    let second = rest.get(4..).and_then(|rest| unit(rest.strip_prefix("\\u")?));
    let units = [Some(first), second.filter(|_| (0xd800..0xdc00).contains(&first))];
    let mut decoded = char::decode_utf16(units.into_iter().flatten());
    match decoded.next() {
        Some(Ok(character)) => (character, if character as u32 > 0xffff { 10 } else { 4 }),
        _ => (char::REPLACEMENT_CHARACTER, 4),
    }
}

/// The names of an object and their values, unread.
struct Pairs<'r>(Vec<(String, &'r RawValue)>);

impl<'de> Deserialize<'de> for Pairs<'de> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct Names;
        impl<'de> Visitor<'de> for Names {
            type Value = Pairs<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut names: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = names.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        source.deserialize_map(Names)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(text: &str) -> Value {
        Row::read(text.as_bytes(), &mut Repairs::default()).unwrap().into_value()
    }

    #[test]
    fn an_odd_value_costs_no_other() {
        let deep = "[".repeat(300) + &"]".repeat(300);
        let row = read(&format!(
            r#"{{"a":1e400,"b":"\ud83d 반","c":9007199254740993,"d":{deep},"e":"\ud83d\ude00","f":-1,"g":[1e400]}}"#
        ));
        assert_eq!(row["a"], "1e400");
        assert_eq!(row["b"], "\u{fffd} 반");
        assert_eq!(row["c"], "9007199254740993");
        assert_eq!(row["d"], deep);
        assert_eq!(row["e"], "😀");
        assert_eq!(row["f"], -1);
        assert_eq!(row["g"], "[1e400]");
    }

    #[test]
    fn the_last_of_two_values_counts_and_the_other_is_kept() {
        assert_eq!(read(r#"{"a":1,"a":2}"#), json!({"a": 2, "larder:twice": {"a": 1}}));
    }

    #[test]
    fn an_object_within_a_row_is_a_row_of_its_own() {
        let within =
            |text: &str| Row::read_within(text.as_bytes(), "o", &mut Repairs::default()).unwrap();
        let (outer, inner) = within(r#"{"a":1,"o":{"b":1e400,"c":2}}"#);
        assert_eq!(outer.into_value(), json!({"a": 1}));
        assert_eq!(inner.unwrap().into_value(), json!({"b": "1e400", "c": 2}));
        let (outer, inner) = within(r#"{"o":"x"}"#);
        assert_eq!((outer.text("o"), inner.is_none()), ("x", true));
    }

    #[test]
    fn what_is_no_object_is_no_row() {
        for text in ["null", "7", "[]", "{", "{\"a\"}", "\"x\""] {
            assert!(Row::read(text.as_bytes(), &mut Repairs::default()).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_left_is_kept_under_the_name_of_the_format() {
        let text = r#"{"a":1,"a":2,"b":"","c":null}"#;
        let mut extra = Extra::default();
        Row::read(text.as_bytes(), &mut Repairs::default()).unwrap().keep_as("x", &mut extra);
        let kept: Vec<_> = extra.iter().map(|(name, value)| (name, value.to_string())).collect();
        assert_eq!(kept, [("larder:twice", r#"{"a":1}"#.into()), ("x:a", "2".into())]);
    }

    #[test]
    fn flags_have_many_forms() {
        let mut row = Row::read(
            br#"{"a":1,"b":false,"c":"true","d":null,"e":"maybe"}"#,
            &mut Repairs::default(),
        )
        .unwrap();
        let flags = ["a", "b", "c", "d", "e", "f"].map(|name| row.take_flag(name));
        assert_eq!(flags, [Some(true), Some(false), Some(true), None, None, None]);
    }
}
