//! YAML, TOML and JSON, as small as front matter, data files and settings need them.
//!
//! Every text is in double quotes with the escapes that all three read, on one line: nothing in it can be taken for a
//! date, a number, a truth, a comment, an anchor, or the end of the front matter.

mod json;
mod toml;
mod yaml;

use super::value::Value;

pub(crate) use self::{json::json, toml::toml, yaml::yaml};

/// Writes a text in double quotes.
///
/// JSON, YAML 1.2 and TOML 1.0 read the same from it: escapes are those that all have, and whatever is not printable in
/// one of them is written as `\uXXXX`.
fn quote(text: &str, out: &mut String) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            letter if is_escaped(letter) => out.push_str(&format!("\\u{:04X}", u32::from(letter))),
            letter => out.push(letter),
        }
    }
    out.push('"');
}

/// Whether a character is no part of a line for some parser: controls, other line ends, the byte order mark, and what is
/// no character.
fn is_escaped(letter: char) -> bool {
    matches!(letter,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// Whether a name may stand without quotes in YAML and TOML, whatever version reads it.
fn is_bare(name: &str) -> bool {
    const WORDS: &[&str] = &["y", "n", "yes", "no", "true", "false", "on", "off", "null"];
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
        && !WORDS.iter().any(|word| word.eq_ignore_ascii_case(name))
}

/// Writes a name, in quotes where it needs them.
fn name(name: &str, out: &mut String) {
    if is_bare(name) { out.push_str(name) } else { quote(name, out) }
}

/// How a language writes a map within a line.
struct Inline {
    /// What stands around its entries.
    braces: (&'static str, &'static str),
    /// What stands between name and value.
    equals: &'static str,
    /// How a name is written.
    name: fn(&str, &mut String),
}

/// Writes a value on one line.
fn inline(value: &Value, style: &Inline, out: &mut String) {
    match value {
        Value::Text(text) => quote(text, out),
        Value::Number(number) => out.push_str(&number.to_string()),
        Value::Truth(truth) => out.push_str(if *truth { "true" } else { "false" }),
        Value::Date(date) => out.push_str(date),
        Value::List(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                inline(item, style, out);
            }
            out.push(']');
        }
        Value::Map(map) if map.is_empty() => out.push_str("{}"),
        Value::Map(map) => {
            let (open, close) = style.braces;
            for (at, (key, value)) in map.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { open });
                (style.name)(key, out);
                out.push_str(style.equals);
                inline(value, style, out);
            }
            out.push_str(close);
        }
    }
}

#[cfg(test)]
mod tests;
