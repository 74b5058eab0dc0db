//! JSON as pages and responses hold it: parsed in bounds, cut out verbatim, asked for fields that may be anything.
//!
//! serde_json stops at a depth of 128, so that whatever walks a [`Value`] may recurse.

use std::borrow::Cow;

use serde::de::{Deserializer as _, IgnoredAny};
use serde_json::{Deserializer, Map, Number, Value};

/// An object of JSON.
pub(in crate::readers::brunch) type Object = Map<String, Value>;

/// A value takes up to a hundred times the memory of the two bytes that it can be written with. The longest post has far
/// fewer; they are counted by commas and brackets, wherever these stand.
const MOST_VALUES: usize = 2_000_000;

/// A parsed text, and how many halves of a character in it were lost before (`\ud83d` without its partner, which a
/// summary that was cut in the middle of an emoji ends with).
pub(in crate::readers::brunch) struct Parsed {
    /// The value. U+FFFD stands for each lost half.
    pub(in crate::readers::brunch) value: Value,
    /// How many.
    pub(in crate::readers::brunch) replaced: u64,
}

/// Parses a text. Fails on what is no JSON, is nested deeper than 128, or may hold more than [`MOST_VALUES`] values.
pub(in crate::readers::brunch) fn parse(text: &str) -> Result<Parsed, serde_json::Error> {
    if memchr::memchr3_iter(b',', b'[', b'{', text.as_bytes()).nth(MOST_VALUES).is_some() {
        let why = format!("it may hold more than {MOST_VALUES} values");
        return Err(serde::de::Error::custom(why));
    }
    let error = match serde_json::from_str(text) {
        Ok(value) => return Ok(Parsed { value, replaced: 0 }),
        Err(error) => error,
    };
    let (mended, replaced) = without_lone_surrogates(text);
    if replaced == 0 {
        return Err(error);
    }
    Ok(Parsed { value: serde_json::from_str(&mended)?, replaced })
}

/// Whether the whole text is JSON, at any depth.
pub(in crate::readers::brunch) fn check(text: &str) -> Result<(), serde_json::Error> {
    let mut deserializer = Deserializer::from_str(text);
    (&mut deserializer).deserialize_ignored_any(IgnoredAny)?;
    deserializer.end()
}

/// The text of the last member called `name` of the object that `text` begins with.
pub(in crate::readers::brunch) fn member<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    members(text).filter(|(key, _)| *key == name).last().map(|(_, value)| value)
}

/// The names (as written, without quotes) and texts of the members of the object that `text` begins with. Empty for
/// anything else.
pub(in crate::readers::brunch) fn members(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text.trim_ascii_start().strip_prefix('{');
    std::iter::from_fn(move || {
        let (key, after) = split_value(rest.take()?)?;
        let (value, after) = split_value(after.trim_ascii_start().strip_prefix(':')?)?;
        rest = after.trim_ascii_start().strip_prefix(',');
        Some((key.strip_prefix('"')?.strip_suffix('"')?, value))
    })
}

/// The texts of the elements of the array that `text` begins with. Empty for anything else.
pub(in crate::readers::brunch) fn elements(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text.trim_ascii_start().strip_prefix('[').unwrap_or_default();
    while let Some((value, after)) = split_value(rest) {
        found.push(value);
        let Some(next) = after.trim_ascii_start().strip_prefix(',') else { break };
        rest = next;
    }
    found
}

/// The value that `text` begins with, and what follows it.
fn split_value(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_ascii_start();
    let mut values = Deserializer::from_str(text).into_iter::<IgnoredAny>();
    values.next()?.ok()?;
    text.split_at_checked(values.byte_offset())
}

/// A text that says something: neither absent nor of another type nor only white.
pub(in crate::readers::brunch) fn text<'a>(object: &'a Object, name: &str) -> Option<&'a str> {
    object.get(name)?.as_str().filter(|text| !text.trim_ascii().is_empty())
}

/// A number, also one that is written as text. Zero and below are no numbers of anything.
pub(in crate::readers::brunch) fn number(object: &Object, name: &str) -> Option<u64> {
    count(object, name).filter(|number| *number > 0)
}

/// A number of things, which can be zero.
pub(in crate::readers::brunch) fn count(object: &Object, name: &str) -> Option<u64> {
    match object.get(name)? {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.trim_ascii().parse().ok(),
        _ => None,
    }
}

/// A value as the archive may hold it: floating-point numbers as text. Integers beyond 64 bits are such numbers too.
pub(in crate::readers::brunch) fn without_floats(value: Value) -> Value {
    match value {
        Value::Number(number) if is_float(&number) => Value::String(number.to_string()),
        Value::Array(values) => values.into_iter().map(without_floats).collect(),
        Value::Object(members) => {
            members.into_iter().map(|(name, value)| (name, without_floats(value))).collect()
        }
        other => other,
    }
}

fn is_float(number: &Number) -> bool {
    !number.is_u64() && !number.is_i64()
}

/// The text with `\ufffd` for each half of a surrogate pair whose other half is missing.
fn without_lone_surrogates(text: &str) -> (Cow<'_, str>, u64) {
    let mut mended = String::new();
    let (mut kept, mut position, mut replaced) = (0, 0, 0);
    while let Some(at) = text[position..].find('\\').map(|at| at + position) {
        let (this, next) = (escape_at(text, at), escape_at(text, at + 6));
        position = match (this, next) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => at + 12,
            (Some(0xd800..=0xdfff), _) => {
                mended.push_str(&text[kept..at]);
                mended.push_str("\\ufffd");
                kept = at + 6;
                replaced += 1;
                kept
            }
            (Some(_), _) => at + 6,
            // The character after the backslash may have several bytes.
            (None, _) => at + 1 + text[at + 1..].chars().next().map_or(0, char::len_utf8),
        };
    }
    if replaced == 0 {
        return (Cow::Borrowed(text), 0);
    }
    mended.push_str(&text[kept..]);
    (Cow::Owned(mended), replaced)
}

/// The number of a `\uXXXX` that stands at `at`.
fn escape_at(text: &str, at: usize) -> Option<u16> {
    let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
    let digits = digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then_some(digits)?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn members_and_elements_are_cut_out_verbatim() {
        let text = r#" {"a": 1.50, "list" : [ {"b":[1, 2]} , "x" ,3], "a": { "last": "wins" }} "#;
        assert_eq!(member(text, "a"), Some(r#"{ "last": "wins" }"#));
        assert_eq!(elements(member(text, "list").unwrap()), [r#"{"b":[1, 2]}"#, r#""x""#, "3"]);
        assert_eq!(member(text, "c"), None);
        assert_eq!(member("[1]", "a"), None);
        assert!(elements("{}").is_empty());
        assert!(elements("[]").is_empty());
    }

    #[test]
    fn half_an_emoji_is_replaced_and_counted() {
        let parsed = parse(r#"["\ud83d\ude00 \ud83d, \\ud83d \udE00"]"#).unwrap();
        assert_eq!(parsed.value, json!(["😀 \u{fffd}, \\ud83d \u{fffd}"]));
        assert_eq!(parsed.replaced, 2);
        assert_eq!(parse("[\"\u{ac00}\"]").unwrap().replaced, 0);
    }

    #[test]
    fn depth_ends_in_an_error() {
        let deep = "[".repeat(1_000_000);
        assert!(parse(&deep).is_err());
        assert!(check(&deep).is_err());
        assert!(check(&format!("{deep}{}", "]".repeat(1_000_000))).is_ok());
    }

    #[test]
    fn too_many_values_are_not_parsed() {
        let many = format!("[{}1]", "1,".repeat(MOST_VALUES));
        assert!(parse(&many).is_err());
        assert!(parse(many.replacen("1,", "", 2).as_str()).is_ok());
    }

    #[test]
    fn floats_become_their_text() {
        let value = parse(r#"{"a":1.5,"b":[18446744073709551616,-1],"c":1}"#).unwrap().value;
        assert_eq!(
            without_floats(value),
            json!({"a": "1.5", "b": ["1.8446744073709552e+19", -1], "c": 1})
        );
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in r#"[\[\]{}":,\\u0-9a-f\x{ac00} ]{0,64}"#) {
            let _ = (parse(&text).is_ok(), check(&text).is_ok(), member(&text, "a"), elements(&text));
        }
    }
}
