//! What front matter and settings say: values with the text that they were written as.
//!
//! `title: 1.10` is a number in YAML and a text to whoever wrote it, and `draft: no` is a text in one version of YAML and
//! a word of logic in another. So a scalar keeps its text, and what it is, is asked where it is used.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map as JsonMap, Value as Json};

/// A value as its source wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// A word, a number, a date or a text.
    Scalar {
        /// As it was written; escapes of quoted texts are undone.
        text: String,
        /// Whether it may be something else than a text: it was written without quotes.
        is_plain: bool,
    },
    /// Several, in order.
    List(Vec<Self>),
    /// Several with names.
    Map(Map),
}

/// Values with names, in order. A name may be there more than once: the last counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Map(pub(crate) Vec<(String, Value)>);

impl Map {
    /// The value of this name, whatever its case: Hugo does not tell `Title` from `title`.
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().rev().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, it)| it)
    }

    /// The value at the end of these names, one within the other.
    pub(crate) fn at(&self, names: &[&str]) -> Option<&Value> {
        let (last, above) = names.split_last()?;
        let mut map = self;
        for name in above {
            map = map.map(name)?;
        }
        map.get(last)
    }

    /// The text of this name, if it is one and says anything.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.text()
    }

    /// The values within this name.
    pub(crate) fn map(&self, name: &str) -> Option<&Self> {
        match self.get(name)? {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// Takes out every value of this name, the one that counts last.
    pub(crate) fn take(&mut self, name: &str) -> Vec<Value> {
        let is_meant = |(known, _): &mut (String, Value)| known.eq_ignore_ascii_case(name);
        self.0.extract_if(.., is_meant).map(|(_, value)| value).collect()
    }

    /// Takes over what others say and these do not.
    pub(crate) fn fill_from(&mut self, others: &Self) {
        for (name, value) in &others.0 {
            if self.get(name).is_none() {
                self.0.push((name.clone(), value.clone()));
            }
        }
    }

    /// All of it as JSON. Of several values of a name the last counts.
    pub(crate) fn to_json(&self) -> Json {
        let fields = self.0.iter().map(|(name, value)| (name.clone(), value.to_json()));
        Json::Object(fields.collect::<JsonMap<_, _>>())
    }
}

impl Value {
    /// A text that was written in quotes, or needed none.
    pub(crate) fn quoted(text: impl Into<String>) -> Self {
        Self::Scalar { text: text.into(), is_plain: false }
    }

    /// Something that was written without quotes.
    pub(crate) fn plain(text: impl Into<String>) -> Self {
        Self::Scalar { text: text.into(), is_plain: true }
    }

    /// The text, without white space around it. None for what is none, and for what says nothing.
    pub(crate) fn text(&self) -> Option<&str> {
        let Self::Scalar { text, .. } = self else { return None };
        let text = text.trim();
        (!text.is_empty() && !self.is_null()).then_some(text)
    }

    /// Whether it says that there is nothing.
    pub(crate) fn is_null(&self) -> bool {
        let Self::Scalar { text, is_plain: true } = self else { return false };
        matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL")
    }

    /// Whether it is nothing, or holds nothing.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Scalar { text, .. } => text.trim().is_empty() || self.is_null(),
            Self::List(items) => items.is_empty(),
            Self::Map(map) => map.0.is_empty(),
        }
    }

    /// Yes or no, in all words that generators take for it, in quotes too.
    pub(crate) fn truth(&self) -> Option<bool> {
        match self.text()?.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "y" | "1" => Some(true),
            "false" | "no" | "off" | "n" | "0" => Some(false),
            _ => None,
        }
    }

    /// Each of a list, or the one that it is.
    pub(crate) fn each(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ if self.is_empty() => &[],
            one => std::slice::from_ref(one),
        }
    }

    /// As JSON. Only whole numbers and words of logic that every version of YAML has are more than texts.
    pub(crate) fn to_json(&self) -> Json {
        match self {
            Self::Scalar { .. } if self.is_null() => Json::Null,
            Self::Scalar { text, is_plain: true } => match text.as_str() {
                "true" => true.into(),
                "false" => false.into(),
                text => whole(text).map_or_else(|| text.into(), Json::from),
            },
            Self::Scalar { text, .. } => text.as_str().into(),
            Self::List(items) => items.iter().map(Self::to_json).collect(),
            Self::Map(map) => map.to_json(),
        }
    }
}

/// A whole number that is written as a program would write it, and that every program can read.
fn whole(text: &str) -> Option<i64> {
    const LARGEST: i64 = 1 << 53;
    let number: i64 = text.parse().ok()?;
    (number.abs() <= LARGEST && number.to_string() == text).then_some(number)
}

/// The name under which TOML hands over a date.
const TOML_DATE: &str = "$__toml_private_datetime";

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Read)
    }
}

struct Read;

impl<'de> Visitor<'de> for Read {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::plain(value.to_string()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::plain(value.to_string()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::plain(value.to_string()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Value::plain(value.to_string()))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::quoted(value))
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::plain(""))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(item) = items.next_element()? {
            all.push(item);
        }
        Ok(Value::List(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some((name, value)) = fields.next_entry::<String, Value>()? {
            all.push((name, value));
        }
        match all.as_slice() {
            [(name, Value::Scalar { text, .. })] if name == TOML_DATE => Ok(Value::plain(text)),
            _ => Ok(Value::Map(Map(all))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_keep_their_text_and_say_what_they_are_when_asked() {
        let version = Value::plain("1.10");
        assert_eq!((version.text(), version.to_json()), (Some("1.10"), "1.10".into()));
        assert_eq!(Value::plain("012").to_json(), "012");
        assert_eq!(Value::plain("12").to_json(), 12);
        assert_eq!(Value::quoted("12").to_json(), "12");
        assert_eq!(Value::plain("9007199254740993").to_json(), "9007199254740993");
        assert_eq!(
            (Value::plain("no").truth(), Value::plain("no").to_json()),
            (Some(false), "no".into())
        );
        assert_eq!(Value::quoted("true").truth(), Some(true));
        assert_eq!(Value::plain("maybe").truth(), None);
        assert_eq!((Value::plain("~").text(), Value::quoted("~").text()), (None, Some("~")));
    }

    #[test]
    fn of_several_values_of_a_name_the_last_counts_and_all_are_there() {
        let mut map = Map(vec![
            ("Draft".into(), Value::plain("false")),
            ("a".into(), Value::plain("1")),
            ("draft".into(), Value::plain("true")),
        ]);
        assert_eq!(map.get("DRAFT").and_then(Value::truth), Some(true));
        assert_eq!(map.take("draft").len(), 2);
        assert_eq!(map.0.len(), 1);
    }

    #[test]
    fn toml_and_json_become_the_same_values() {
        let toml: Value = toml::from_str("d = 2019-03-04\nt = \"2019-03-04\"\nn = 1").unwrap();
        let Value::Map(toml) = toml else { panic!() };
        assert_eq!(toml.get("d"), Some(&Value::plain("2019-03-04")));
        assert_eq!(toml.get("t"), Some(&Value::quoted("2019-03-04")));
        let json: Value = serde_json::from_str(r#"{"n": 1, "n": "1", "x": null}"#).unwrap();
        let Value::Map(json) = json else { panic!() };
        assert_eq!((json.0.len(), json.get("n")), (3, Some(&Value::quoted("1"))));
        assert!(json.get("x").unwrap().is_null());
    }
}
