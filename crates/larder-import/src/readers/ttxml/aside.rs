//! What the model has no place for, as JSON; passwords are left out and counted.

use serde_json::{Map, Value};

use crate::xml::{Element, Repairs};

/// How deep elements may stand in one another. What is deeper is kept as it stands there.
const DEPTH: u32 = 6;

/// The value of an element: its text, or an object of its attributes (`@name`) and its elements. `secrets` counts the
/// passwords that are left out.
pub(super) fn value(element: &Element<'_>, secrets: &mut u64) -> Value {
    value_at(element, DEPTH, secrets)
}

fn value_at(element: &Element<'_>, depth: u32, secrets: &mut u64) -> Value {
    let mut repairs = Repairs::default();
    let mut object = attributes(element);
    if !element.has_elements() {
        let text = element.text(&mut repairs).trim().to_owned();
        if object.is_empty() {
            return text.into();
        }
        if !text.is_empty() {
            object.insert("#text".into(), text.into());
        }
        return object.into();
    }
    if depth == 0 {
        return raw(element, secrets);
    }
    let mut cursor = element.children(&|_, _| false, &mut repairs);
    while let Some(child) = cursor.next() {
        if is_secret(&child.name) {
            *secrets += u64::from(!child.inner.trim().is_empty());
            continue;
        }
        let value = value_at(&child, depth - 1, secrets);
        add(&mut object, child.tag.name, value);
    }
    object.into()
}

/// What is too deep. Where a password may be in it, nothing is kept.
fn raw(element: &Element<'_>, secrets: &mut u64) -> Value {
    if says_secret(element.outer) {
        *secrets += 1;
        return Value::Null;
    }
    element.outer.into()
}

/// The attributes of an element, under names that no element has.
pub(super) fn attributes(element: &Element<'_>) -> Map<String, Value> {
    let all = element.tag.attributes();
    all.map(|(name, value)| (format!("@{name}"), crate::xml::decoded(value).into())).collect()
}

/// Adds a value. Of several with one name there is a list.
pub(super) fn add(object: &mut Map<String, Value>, name: &str, value: Value) {
    match object.get_mut(name) {
        None => _ = object.insert(name.to_owned(), value),
        Some(Value::Array(all)) => all.push(value),
        Some(first) => *first = vec![first.take(), value].into(),
    }
}

/// Whether an element is a password, or what is made of one.
pub(super) fn is_secret(name: &str) -> bool {
    name == "password"
}

/// Whether a text seems to hold a password, a key or a token.
pub(super) fn says_secret(text: &str) -> bool {
    const SIGNS: [&str; 7] =
        ["password", "passwd", "secret", "token", "api_key", "apikey", "authkey"];
    let text = text.to_ascii_lowercase();
    SIGNS.iter().any(|sign| text.contains(sign))
}
