//! YAML 1.2: the block style for names, the flow style for all that is within values.

use super::{Inline, inline, name, quote};
use crate::tree::value::{Map, Value};

/// How deep the block style goes.
const BLOCKS: usize = 4;

/// The flow style: `{"name": "value"}`.
const FLOW: Inline = Inline { braces: ("{", "}"), equals: ": ", name: quote };

/// The map as a document of YAML, without marks around it. Every line ends with a line end.
pub(crate) fn yaml(map: &Map) -> String {
    let mut out = String::new();
    block(map, 0, &mut out);
    out
}

fn block(map: &Map, depth: usize, out: &mut String) {
    for (key, value) in map.iter() {
        indent(depth, out);
        entry(key, value, depth, out);
    }
}

/// One name and its value, from behind the indentation on.
fn entry(key: &str, value: &Value, depth: usize, out: &mut String) {
    name(key, out);
    out.push(':');
    match value {
        Value::Map(map) if !map.is_empty() && depth < BLOCKS => {
            out.push('\n');
            block(map, depth + 1, out);
        }
        Value::List(items) if depth < BLOCKS && items.iter().any(is_full_map) => {
            out.push('\n');
            items.iter().for_each(|item| list_item(item, depth + 1, out));
        }
        value => {
            out.push(' ');
            inline(value, &FLOW, out);
            out.push('\n');
        }
    }
}

fn is_full_map(value: &Value) -> bool {
    matches!(value, Value::Map(map) if !map.is_empty())
}

/// `- name: value`, with the other names below the first.
fn list_item(item: &Value, depth: usize, out: &mut String) {
    indent(depth, out);
    out.push_str("- ");
    match item {
        Value::Map(map) if !map.is_empty() => {
            for (at, (key, value)) in map.iter().enumerate() {
                if at > 0 {
                    indent(depth + 1, out);
                }
                entry(key, value, depth + 1, out);
            }
        }
        value => {
            inline(value, &FLOW, out);
            out.push('\n');
        }
    }
}

fn indent(depth: usize, out: &mut String) {
    out.extend(std::iter::repeat_n("  ", depth));
}
