//! Rows: values in quotes, in which `\n`, `\r`, `\"` and `\\` stand for what they mean elsewhere.

use std::{collections::BTreeMap, sync::Arc};

use larder_core::Extra;
use serde_json::{Map, Value};

/// A table: its name, and the names of its columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) name: String,
    columns: Arc<[String]>,
}

/// The table that a line like `[post post_id,post_dt]` begins. None for any other line.
pub(super) fn table(line: &str) -> Option<Table> {
    let inside = line.trim().strip_prefix('[')?.strip_suffix(']')?;
    let (name, columns) = inside.split_once(char::is_whitespace)?;
    let columns = columns.split(',').map(|column| column.trim().to_owned()).collect();
    Some(Table { name: name.to_owned(), columns })
}

/// A row by the names of its columns. What is taken out of it is mapped.
#[derive(Clone, Debug, Default)]
pub(super) struct Row(BTreeMap<String, String>);

impl Row {
    /// Reads a row of a table. Fails with what was found, if it is none.
    pub(super) fn read(line: &str, table: &Table) -> Result<Self, String> {
        let values = values(line)?;
        if values.len() != table.columns.len() {
            let (found, expected) = (values.len(), table.columns.len());
            return Err(format!("a row of {found} values in a table of {expected}"));
        }
        Ok(Self(table.columns.iter().cloned().zip(values).collect()))
    }

    /// A value, without white space around it; None where nothing shows.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    /// A value as it stands there, to the last blank; None where nothing is written.
    pub(super) fn exact(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// Whether there is such a column.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Takes a value as it stands there; None where nothing is written.
    pub(super) fn take(&mut self, name: &str) -> Option<String> {
        self.0.remove(name).filter(|value| !value.is_empty())
    }

    /// A whole number.
    pub(super) fn number(&self, name: &str) -> Option<i64> {
        self.get(name)?.parse().ok()
    }

    /// Leaves what was not taken and says something in `extra`.
    pub(super) fn keep(self, extra: &mut Extra) {
        for (name, value) in self.0.into_iter().filter(|(_, value)| !value.is_empty()) {
            extra.insert(format!("dotclear:{name}"), value);
        }
    }

    /// All of it.
    pub(super) fn into_value(self) -> Value {
        Value::Object(
            self.0.into_iter().map(|(name, value)| (name, value.into())).collect::<Map<_, _>>(),
        )
    }
}

/// The values of a line. A quote ends a value where an even number of backslashes stands before it, and a comma or the end
/// of the line behind it.
fn values(line: &str) -> Result<Vec<String>, String> {
    let mut rest = line.trim().strip_prefix('"').ok_or("a line that is no row")?;
    let mut values = Vec::new();
    let mut value = String::new();
    loop {
        let at = memchr::memchr2(b'"', b'\\', rest.as_bytes()).ok_or("a row that is cut off")?;
        value.push_str(&rest[..at]);
        let mark = rest.as_bytes()[at];
        rest = &rest[at + 1..];
        if mark == b'\\' {
            let next = rest.chars().next();
            match next {
                Some('n') => value.push('\n'),
                Some('r') => value.push('\r'),
                Some(plain @ ('"' | '\\')) => value.push(plain),
                Some(other) => value.extend(['\\', other]),
                None => return Err("a row that is cut off".into()),
            }
            rest = &rest[next.map_or(0, char::len_utf8)..];
        } else if let Some(next) = rest.strip_prefix(",\"") {
            values.push(std::mem::take(&mut value));
            rest = next;
        } else if rest.trim().is_empty() {
            values.push(value);
            return Ok(values);
        } else {
            value.push('"');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_told_apart_whatever_stands_in_them() {
        let all = |line: &str| values(line).unwrap();
        assert_eq!(all(r#""1","a","""#), ["1", "a", ""]);
        assert_eq!(all(r#""a\nb\rc","\"x\"","\\n","\\\\"  "#), ["a\nb\rc", "\"x\"", "\\n", "\\\\"]);
        assert_eq!(all(r#""a\",","b\"","c\\","d""#), ["a\",", "b\"", "c\\", "d"]);
        assert_eq!(all(r#""a "bare" quote","C:\dir""#), ["a \"bare\" quote", "C:\\dir"]);
    }

    #[test]
    fn what_is_no_row_is_told() {
        for line in ["", "x", "\"", "\"a", "\"a\\", "\"a\",\"b", "1,2"] {
            assert!(values(line).is_err(), "{line}");
        }
        let table = table("[post post_id, post_dt]").unwrap();
        assert_eq!(table.name, "post");
        let row = Row::read("\"1\"", &table).map(Row::into_value);
        assert_eq!(row, Err("a row of 1 values in a table of 2".into()));
        assert_eq!(super::table("[post]"), None);
        assert_eq!(super::table("\"1\",\"[a b]\""), None);
    }
}
