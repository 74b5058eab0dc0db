//! TOML 1.0: values first, then tables, each map within a value on one line.

use super::{Inline, inline, name};
use crate::tree::value::{Map, Value};

/// How deep tables have headers of their own.
const TABLES: usize = 4;

/// Maps within values: `{ name = "value" }`.
const INLINE: Inline = Inline { braces: ("{ ", " }"), equals: " = ", name };

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
        inline(value, &INLINE, out);
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
