//! Exports that are JSON: a walk from item to item, and what every reader of such exports does with the files around them.
//!
//! ```text
//! {"user":…,"posts":[item, item …]}  ─► Walk: which objects are entered, which lists hold items, says the reader
//! file ─► sign ─► Walk ─► Row of each item ─► reader ─► Collection ─► blog, with the files beside the export
//! ```
//!
//! Nothing but the item at hand is in memory. One that cannot be read costs no other, and is kept as it is.

mod files;

pub(crate) use self::files::{At, Export, Made, read};
pub(crate) use crate::walk::Step;
use crate::{
    archive::scan::{Fit, Scanner},
    row::Row,
    xml::Repairs,
};
use serde_json::Value;

/// The rows of a list within a row, and how many of its values are none.
pub(crate) fn rows(value: &Value, repairs: &mut Repairs) -> (Vec<Row>, u64) {
    let texts: Vec<Vec<u8>> = match value {
        Value::Array(items) => items.iter().map(|item| item.to_string().into_bytes()).collect(),
        // One odd value is in it, for which all of it stayed as it is written.
        Value::String(text) if text.starts_with('[') => split(text),
        Value::Null => return (Vec::new(), 0),
        _ => return (Vec::new(), 1),
    };
    let (mut rows, mut others) = (Vec::new(), 0);
    for text in texts {
        match Row::read(&text, repairs) {
            Ok(row) => rows.push(row),
            Err(_) => others += 1,
        }
    }
    (rows, others)
}

/// The values of a list, as they are written.
fn split(text: &str) -> Vec<Vec<u8>> {
    let mut scanner = Scanner::new(text.as_bytes(), text.len() as u64);
    let mut values = Vec::new();
    if scanner.expect(b'[', "`[`").is_err() {
        return values;
    }
    while let Ok(Some(mark)) = scanner.next_mark() {
        if mark == b']' {
            break;
        }
        let mut value = Vec::new();
        if !matches!(scanner.value(&mut value), Ok(Fit::Whole)) {
            break;
        }
        values.push(value);
        if !scanner.accept(b',').unwrap_or(false) {
            break;
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_odd_value_in_a_list_costs_no_other() {
        let text = r#"[{"a":"\ud83d"},{"a":1e400}, 7 ,{"a":3}]"#;
        let (rows, others) = rows(&text.into(), &mut Repairs::default());
        let values: Vec<_> = rows.into_iter().map(Row::into_value).collect();
        assert_eq!(values, [json!({"a": "\u{fffd}"}), json!({"a": "1e400"}), json!({"a": 3})]);
        assert_eq!(others, 1);
    }
}
