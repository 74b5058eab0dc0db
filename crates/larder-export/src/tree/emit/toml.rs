//! TOML 1.0: values first, then tables, each map within a value on one line.

use super::{name, quote};
use crate::tree::value::{Map, Value};

/// How deep tables have headers of their own.
const TABLES: usize = 4;

/// The map as a document of TOML.
pub(crate) fn toml(map: &Map) -> String {
    let mut out = String::new();
    table(map, &mut Vec::new(), &mut out);
    out
}

fn table<'m>(map: &'m Map, path: &mut Vec<&'m str>, out: &mut String) {
    let is_table =
        |value: &Value, path: &[&str]| matches!(value, Value::Map(_)) && path.len() < TABLES;
    for (key, value) in map.iter().filter(|(_, value)| !is_table(value, path)) {
        name(key, out);
        out.push_str(" = ");
        inline(value, out);
        out.push('\n');
    }
    let tables = map.iter().filter(|(_, value)| is_table(value, path)).collect::<Vec<_>>();
    for (key, value) in tables {
        let Value::Map(inner) = value else { continue };
        path.push(key);
        // A table that holds nothing but tables needs no header.
        if inner.is_empty() || inner.iter().any(|(_, value)| !is_table(value, path)) {
            header(path, out);
        }
        table(inner, path, out);
        path.pop();
    }
}

fn header(path: &[&str], out: &mut String) {
    if !out.is_empty() {
        out.push('\n');
    }
    out.push('[');
    for (at, part) in path.iter().enumerate() {
        out.push_str(if at > 0 { "." } else { "" });
        name(part, out);
    }
    out.push_str("]\n");
}

fn inline(value: &Value, out: &mut String) {
    match value {
        Value::Text(text) => quote(text, out),
        Value::Number(number) => out.push_str(&number.to_string()),
        Value::Truth(truth) => out.push_str(if *truth { "true" } else { "false" }),
        Value::Date(date) => out.push_str(date),
        Value::List(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                inline(item, out);
            }
            out.push(']');
        }
        Value::Map(map) => {
            out.push('{');
            for (at, (key, value)) in map.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { " " });
                name(key, out);
                out.push_str(" = ");
                inline(value, out);
            }
            out.push_str(if map.is_empty() { "}" } else { " }" });
        }
    }
}
