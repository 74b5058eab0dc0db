//! JSON, in the order of the map, two spaces a level.

use super::quote;
use crate::tree::value::Value;

/// The value as a document of JSON, with a line end behind it.
pub(crate) fn json(value: &Value) -> String {
    let mut out = String::new();
    write(value, 0, &mut out);
    out.push('\n');
    out
}

fn write(value: &Value, depth: usize, out: &mut String) {
    match value {
        Value::Text(text) | Value::Date(text) => quote(text, out),
        Value::Number(number) => out.push_str(&number.to_string()),
        Value::Truth(truth) => out.push_str(if *truth { "true" } else { "false" }),
        Value::List(items) if items.is_empty() => out.push_str("[]"),
        Value::List(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                line(at, depth + 1, out);
                write(item, depth + 1, out);
            }
            end(']', depth, out);
        }
        Value::Map(map) if map.is_empty() => out.push_str("{}"),
        Value::Map(map) => {
            out.push('{');
            for (at, (key, value)) in map.iter().enumerate() {
                line(at, depth + 1, out);
                quote(key, out);
                out.push_str(": ");
                write(value, depth + 1, out);
            }
            end('}', depth, out);
        }
    }
}

fn line(at: usize, depth: usize, out: &mut String) {
    out.push_str(if at > 0 { ",\n" } else { "\n" });
    out.extend(std::iter::repeat_n("  ", depth));
}

fn end(mark: char, depth: usize, out: &mut String) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
    out.push(mark);
}
