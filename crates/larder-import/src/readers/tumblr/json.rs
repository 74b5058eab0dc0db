//! JSON as it is found: names that stand twice, halves of characters and raw control characters cost nothing.

use std::{cell::RefCell, fmt};

use larder_core::Extra;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::xml::{Repair, Repairs};

/// The largest whole number that programs agree on. Larger ones are kept as text.
const EXACT: u64 = 1 << 53;

/// An object. What is taken out of it is mapped; what stays goes to `extra`.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields(pub(super) Map<String, Value>);

impl Fields {
    /// Reads an object. Fails with what was found if it is none.
    pub(super) fn read(raw: &[u8], repairs: &mut Repairs) -> Result<Self, String> {
        match value(raw, repairs)? {
            (Value::Object(mut map), older) => {
                if !older.is_empty() {
                    map.insert("twice".into(), older.into());
                }
                Ok(Self(map))
            }
            _ => Err("a value that is no object".into()),
        }
    }

    /// The text of a field, which stays. Empty for none.
    pub(super) fn text(&self, name: &str) -> &str {
        self.0.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// A text, or a number as one, which stays. None where nothing shows.
    pub(super) fn shown(&self, name: &str) -> Option<String> {
        shown(self.0.get(name)?)
    }

    /// Takes what [`shown`](Self::shown) gives.
    pub(super) fn take_shown(&mut self, name: &str) -> Option<String> {
        let text = self.shown(name)?;
        self.0.remove(name);
        Some(text)
    }

    /// A whole number, which stays.
    pub(super) fn number(&self, name: &str) -> Option<i64> {
        let value = self.0.get(name)?;
        value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
    }

    /// Takes a field as it is; `null` is none.
    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        self.0.remove(name).filter(|value| !value.is_null())
    }

    /// Takes a list.
    pub(super) fn take_list(&mut self, name: &str) -> Option<Vec<Value>> {
        match self.0.remove(name)? {
            Value::Array(list) => Some(list),
            other => {
                self.0.insert(name.to_owned(), other);
                None
            }
        }
    }

    /// Leaves what was not taken, but for what says nothing, in `extra`, under the platform's own names.
    pub(super) fn keep(self, extra: &mut Extra) {
        for (name, value) in self.0.into_iter().filter(|(_, value)| !says_nothing(value)) {
            extra.insert(format!("tumblr:{name}"), value);
        }
    }
}

/// A text that shows something, or a number as a text.
pub(super) fn shown(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        _ => false,
    }
}

/// A value, and what stood under names that were there twice: the last counts. Fails with what was found.
pub(super) fn value(
    raw: &[u8],
    repairs: &mut Repairs,
) -> Result<(Value, Map<String, Value>), String> {
    let text = String::from_utf8_lossy(raw);
    let text = text.trim_start_matches('\u{feff}');
    let older = RefCell::new(Map::new());
    let read = |text: &str| {
        older.borrow_mut().clear();
        let mut source = serde_json::Deserializer::from_str(text);
        let value = Node(&older).deserialize(&mut source)?;
        source.end().map(|()| value)
    };
    let value = read(text).or_else(|_| {
        repairs.count(Repair::Value);
        read(&mended(text)).map_err(|error| format!("JSON that cannot be read: {error}"))
    })?;
    let older = older.into_inner();
    repairs.count_many(Repair::Twice, u32::try_from(older.len()).unwrap_or(u32::MAX));
    Ok((value, older))
}

/// The text with U+FFFD for halves of characters, and with control characters written as JSON has them.
fn mended(text: &str) -> String {
    let mut mended = String::with_capacity(text.len());
    let (mut rest, mut is_inside) = (text, false);
    while let Some(character) = rest.chars().next() {
        let mut length = character.len_utf8();
        match character {
            '\\' if is_inside => {
                let half;
                (length, half) = escape(rest);
                mended.push_str(if half { "\\ufffd" } else { &rest[..length] });
            }
            '\0'..='\u{1f}' if is_inside => {
                mended.push_str(&format!("\\u{:04x}", u32::from(character)));
            }
            other => {
                is_inside ^= other == '"';
                mended.push(other);
            }
        }
        rest = &rest[length..];
    }
    mended
}

/// How long the escape is that the text begins with, and whether it is half a character.
fn escape(rest: &str) -> (usize, bool) {
    let unit = |text: &str| {
        let digits = text.strip_prefix("\\u")?.get(..4)?;
        u16::from_str_radix(digits, 16).ok()
    };
    let two = rest.char_indices().nth(2).map_or(rest.len(), |(at, _)| at);
    match (unit(rest), rest.get(6..).and_then(unit)) {
        (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => (12, false),
        (Some(0xd800..=0xdfff), _) => (6, true),
        (Some(_), _) => (6, false),
        (None, _) => (two, false),
    }
}

/// Reads a value, and keeps what stood under names that are there twice.
struct Node<'o>(&'o RefCell<Map<String, Value>>);

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Value, D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(if value.unsigned_abs() > EXACT { value.to_string().into() } else { value.into() })
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(if value > EXACT { value.to_string().into() } else { value.into() })
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Node(self.0))? {
            list.push(item);
        }
        Ok(list.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(name) = fields.next_key::<String>()? {
            let value = fields.next_value_seed(Node(self.0))?;
            if let Some(older) = map.insert(name.clone(), value) {
                self.0.borrow_mut().insert(name, older);
            }
        }
        Ok(map.into())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_odd_value_costs_no_other() {
        let mut repairs = Repairs::default();
        let raw = "{\"a\":\"\\ud83d 반\",\"b\":712345678901234567,\"c\":\"x\ny\",\"d\":\"\\ud83d\\ude00 \\\\\"}";
        let fields = Fields::read(raw.as_bytes(), &mut repairs).unwrap();
        let expected =
            json!({"a": "\u{fffd} 반", "b": "712345678901234567", "c": "x\ny", "d": "😀 \\"});
        assert_eq!(Value::Object(fields.0), expected);
        assert_eq!(repairs.of(Repair::Value), 1);
    }

    #[test]
    fn the_last_of_two_values_counts_and_the_other_is_kept() {
        let mut repairs = Repairs::default();
        let fields = Fields::read(br#"{"a":1,"a":2}"#, &mut repairs).unwrap();
        assert_eq!(Value::Object(fields.0), json!({"a": 2, "twice": {"a": 1}}));
        assert_eq!(repairs.of(Repair::Twice), 1);
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        for text in ["", "7", "[]", "{", "{\"a\":\"\\", "{\"a\":\"\\u12", &"[".repeat(100_000)] {
            assert!(Fields::read(text.as_bytes(), &mut Repairs::default()).is_err());
        }
    }
}
