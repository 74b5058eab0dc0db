//! An item as a row: the names and texts of its elements.

use serde_json::{Map, Value};

use super::items::local;
use crate::{
    row::Row,
    xml::{Cursor, Element, Ns, Repairs, Scope},
};

/// Elements that begin where another one was not closed.
fn is_structure(_: Ns, name: &str) -> bool {
    const NAMES: [&str; 14] = [
        "id",
        "forum",
        "category",
        "link",
        "title",
        "message",
        "createdat",
        "author",
        "isclosed",
        "isdeleted",
        "isspam",
        "ipaddress",
        "thread",
        "parent",
    ];
    NAMES.contains(&name)
}

/// Reads an item. Its own number is under `dsq:id`; an element that only refers to a number is that number.
pub(super) fn read(text: &str, scope: &Scope, repairs: &mut Repairs) -> Row {
    let mut row = Row::default();
    let Some(element) = Element::outermost(text, scope, repairs) else { return row };
    for (name, value) in fields(&element, true, repairs) {
        row.put(&name, value);
    }
    if let Some(id) = number(&element) {
        row.put("dsq:id", id);
    }
    row
}

/// The elements inside another one. What stands there twice is a list: nobody knows which of them counts.
fn fields(element: &Element<'_>, enters: bool, repairs: &mut Repairs) -> Map<String, Value> {
    let mut fields = Map::new();
    let mut own = Repairs::default();
    let mut children = Cursor::new(element.inner, &element.scope, &is_structure, &mut own);
    while let Some(child) = children.next() {
        let name = local(child.tag.name).to_owned();
        let value = match number(&child) {
            Some(id) if child.inner.trim().is_empty() => Value::from(id),
            _ if enters && name == "author" && child.has_elements() => {
                fields_of_author(&child, repairs)
            }
            _ => Value::from(child.data(repairs).trim_end().trim_start_matches('\n')),
        };
        match fields.get_mut(&name) {
            None => _ = fields.insert(name, value),
            Some(Value::Array(all)) => all.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
        }
    }
    repairs.add(&own);
    fields
}

fn fields_of_author(element: &Element<'_>, repairs: &mut Repairs) -> Value {
    Value::Object(fields(element, false, repairs))
}

/// The number that Disqus has for it, whatever prefix its namespace has.
fn number(element: &Element<'_>) -> Option<String> {
    let name = element.tag.attributes().map(|(name, _)| name).find(|name| local(name) == "id")?;
    element.value(name)
}

/// Yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flag {
    Yes,
    No,
    /// It is not there.
    Absent,
    /// It is neither.
    Odd,
}

/// Takes yes or no. What is neither stays.
pub(super) fn flag(row: &mut Row, name: &str) -> Flag {
    match row.value(name) {
        None => Flag::Absent,
        Some(Value::String(text)) if text.trim().is_empty() => Flag::Absent,
        Some(_) => match row.take_flag(name) {
            Some(true) => Flag::Yes,
            Some(false) => Flag::No,
            None => Flag::Odd,
        },
    }
}
