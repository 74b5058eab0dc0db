//! Values that PHP serialised, as WordPress keeps lists and settings in one field.
//!
//! The form states the length of each text in bytes. Exports change texts (line breaks become one character, addresses
//! are replaced), so that the lengths are often wrong: a text then ends where a quote is followed by what must follow
//! a value. Objects are read as lists of their fields; nothing is ever made of them.

use serde_json::{Map, Value};

/// How deep lists may be nested.
const DEPTH: usize = 32;

/// The value of a serialised text; None where it is none.
pub(super) fn unserialize(text: &str) -> Option<Value> {
    let mut php = Php { text, at: 0 };
    let value = php.value(DEPTH)?;
    (php.at == text.len()).then_some(value)
}

struct Php<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Php<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn eat(&mut self, expected: &str) -> Option<()> {
        self.rest().starts_with(expected).then(|| self.at += expected.len())
    }

    /// The text up to a mark, which is passed by.
    fn until(&mut self, mark: char) -> Option<&'a str> {
        let rest = self.rest();
        // Numbers and names of classes are short; nothing else is looked for far away.
        let mut end = rest.len().min(128);
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        let length = rest[..end].find(mark)?;
        self.at += length + mark.len_utf8();
        Some(&rest[..length])
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        let kind = *self.rest().as_bytes().first()?;
        self.at += 1;
        match kind {
            b'N' => self.eat(";").map(|()| Value::Null),
            b'b' => {
                self.eat(":")?;
                Some(Value::Bool(self.until(';')? == "1"))
            }
            b'i' => {
                self.eat(":")?;
                let number = self.until(';')?;
                Some(number.parse::<i64>().map_or_else(|_| number.into(), Into::into))
            }
            // The archive has no fractions.
            b'd' => {
                self.eat(":")?;
                self.until(';').map(Into::into)
            }
            b's' => {
                let text = self.string()?;
                self.eat(";")?;
                Some(text.into())
            }
            b'a' => self.list(depth.checked_sub(1)?),
            b'O' => {
                let class = self.string()?.to_owned();
                let mut fields = self.list(depth.checked_sub(1)?)?;
                if let Value::Object(fields) = &mut fields {
                    fields.insert("php:class".into(), class.into());
                }
                Some(fields)
            }
            _ => None,
        }
    }

    /// `:12:"…"`
    fn string(&mut self) -> Option<&'a str> {
        self.eat(":")?;
        let length: usize = self.until(':')?.parse().ok()?;
        self.eat("\"")?;
        let rest = self.rest();
        let is_end = |at: usize| {
            let after = rest.get(at..).and_then(|it| it.strip_prefix('"'));
            after.is_some_and(|it| it.starts_with([';', ':']))
        };
        let length = match is_end(length) {
            true => length,
            // The length is not what it was.
            false => rest.match_indices('"').map(|(at, _)| at).find(|at| is_end(*at))?,
        };
        self.at += length + 1;
        Some(&rest[..length])
    }

    /// `:2:{…}`: a list where the keys count from 0, else an object.
    fn list(&mut self, depth: usize) -> Option<Value> {
        self.eat(":")?;
        let count: usize = self.until(':')?.parse().ok()?;
        self.eat("{")?;
        let mut entries: Vec<(Value, Value)> = Vec::new();
        while self.eat("}").is_none() {
            let key = self.value(0)?;
            entries.push((key, self.value(depth)?));
        }
        let is_list =
            entries.iter().enumerate().all(|(at, (key, _))| key.as_u64() == Some(at as u64));
        if entries.len() != count {
            return None;
        }
        Some(match is_list {
            true => entries.into_iter().map(|(_, value)| value).collect(),
            false => Value::Object(entries.into_iter().map(named).collect::<Map<_, _>>()),
        })
    }
}

fn named((key, value): (Value, Value)) -> (String, Value) {
    match key {
        Value::String(key) => (key, value),
        key => (key.to_string(), value),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_read() {
        let text = r#"a:4:{s:5:"width";i:1200;s:4:"file";s:10:"글.jpg";s:5:"sizes";a:2:{i:0;b:1;i:1;N;}s:1:"d";d:0.5;}"#;
        let expected =
            json!({ "width": 1200, "file": "글.jpg", "sizes": [true, null], "d": "0.5" });
        assert_eq!(unserialize(text), Some(expected));
        assert_eq!(unserialize("a:0:{}"), Some(json!([])));
        let object = r#"O:8:"stdClass":1:{s:1:"a";s:1:"b";}"#;
        assert_eq!(unserialize(object), Some(json!({ "a": "b", "php:class": "stdClass" })));
    }

    #[test]
    fn wrong_lengths_are_read_past() {
        let text = "a:1:{s:3:\"url\";s:99:\"https://new.example/a\"b\";}";
        assert_eq!(unserialize(text), Some(json!({ "url": "https://new.example/a\"b" })));
        assert_eq!(unserialize("a:1:{i:0;s:4:\"a\nb\";}"), Some(json!(["a\nb"])));
    }

    #[test]
    fn what_is_none_is_none() {
        for text in
            ["", "a", "a:", "a:1:{", "s:5:\"a", "i:1;x", "a:2:{i:0;i:1;}", "글", "a:1:{a:0:{}i:1;}"]
        {
            assert_eq!(unserialize(text), None, "{text}");
        }
        let deep = format!("{}{}", "a:1:{i:0;".repeat(100_000), "}".repeat(100_000));
        assert_eq!(unserialize(&deep), None);
        let many = "s:1:\"a\"".repeat(100_000);
        assert_eq!(unserialize(&format!("a:1:{{{many}}}")), None);
    }
}
