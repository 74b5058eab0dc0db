//! JSON with places and with keys that are there twice.
//!
//! The text was found well-formed before by another parser, so what is not expected here does not happen; it reads on
//! all the same, and never past the end.

use crate::options::{Breach, Limits};

/// A value and where it begins.
#[derive(Debug)]
pub(super) struct Value {
    pub(super) offset: usize,
    pub(super) kind: Kind,
}

/// What a value is.
#[derive(Debug)]
pub(super) enum Kind {
    Null,
    Flag,
    Number(f64),
    /// None if it has half of a surrogate pair.
    Text(Option<String>),
    List(Vec<Value>),
    Object(Vec<Member>),
}

/// A member of an object.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) offset: usize,
    pub(super) key: String,
    pub(super) value: Value,
}

impl Value {
    /// The text, if it is one.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => text.as_deref(),
            _ => None,
        }
    }

    /// The values of the list; empty if it is none.
    pub(super) fn list(&self) -> &[Self] {
        match &self.kind {
            Kind::List(values) => values,
            _ => &[],
        }
    }

    /// The members of the object; empty if it is none.
    pub(super) fn members(&self) -> &[Member] {
        match &self.kind {
            Kind::Object(members) => members,
            _ => &[],
        }
    }

    /// The first member with this key.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        self.members().iter().find(|member| member.key == key).map(|member| &member.value)
    }
}

/// Reads a document that is well-formed.
pub(super) fn read(text: &str, limits: &Limits) -> Result<Value, Breach> {
    let mut reader = Reader { text, at: 0, left: limits.nodes };
    reader.value(limits.depth)
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    left: usize,
}

impl Reader<'_> {
    fn value(&mut self, depth: usize) -> Result<Value, Breach> {
        self.skip_space();
        let offset = self.at;
        let breach = |what| Err(Breach { offset, what });
        if self.left == 0 {
            return breach("too many values");
        }
        self.left -= 1;
        let kind = match self.peek() {
            Some(b'{' | b'[') if depth == 0 => return breach("values nested too deep"),
            Some(b'{') => Kind::Object(self.object(depth - 1)?),
            Some(b'[') => Kind::List(self.list(depth - 1)?),
            Some(b'"') => Kind::Text(self.string()),
            _ => self.word(),
        };
        Ok(Value { offset, kind })
    }

    fn object(&mut self, depth: usize) -> Result<Vec<Member>, Breach> {
        let mut members = Vec::new();
        self.at += 1;
        while self.is_before(b'}') {
            let offset = self.at;
            let key = self.string().unwrap_or_default();
            self.skip_space();
            self.at += 1;
            members.push(Member { offset, key, value: self.value(depth)? });
        }
        Ok(members)
    }

    fn list(&mut self, depth: usize) -> Result<Vec<Value>, Breach> {
        let mut values = Vec::new();
        self.at += 1;
        while self.is_before(b']') {
            values.push(self.value(depth)?);
        }
        Ok(values)
    }

    /// Passes a comma. Whether something follows before `end`, which is passed too.
    fn is_before(&mut self, end: u8) -> bool {
        self.skip_space();
        if self.peek() == Some(b',') {
            self.at += 1;
            self.skip_space();
        }
        let is_end = self.peek().is_none_or(|byte| byte == end);
        self.at += usize::from(is_end);
        !is_end
    }

    fn string(&mut self) -> Option<String> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        self.at += 1;
        while let Some(found) = memchr::memchr2(b'"', b'\\', bytes.get(self.at..)?) {
            self.at += found;
            if bytes[self.at] == b'"' {
                self.at += 1;
                break;
            }
            self.at += 2;
        }
        let written = self.text.get(start..self.at)?;
        let inside = written.strip_prefix('"')?.strip_suffix('"')?;
        match inside.contains('\\') {
            false => Some(inside.to_owned()),
            true => serde_json::from_str(written).ok(),
        }
    }

    fn word(&mut self) -> Kind {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let is_end = |it: char| it.is_ascii_whitespace() || matches!(it, ',' | ']' | '}');
        let word = &rest[..rest.find(is_end).unwrap_or(rest.len())];
        // Whatever it is, reading goes on.
        self.at += word.len().max(1);
        match word {
            "true" | "false" => Kind::Flag,
            "null" => Kind::Null,
            number => number.parse().map_or(Kind::Null, Kind::Number),
        }
    }

    fn skip_space(&mut self) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        self.at += rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_what_another_parser_reads() {
        let text = r#" { "a" : [ 1 , -2.5e3 , true , null , "x\"\\\u00e9" , { } , [ ] ] , "b" : {"a":"한"} } "#;
        let root = read(text, &Limits::default()).unwrap();
        let list = root.get("a").unwrap().list();
        assert_eq!(list.len(), 7);
        assert!(matches!(list[1].kind, Kind::Number(number) if number == -2500.0));
        assert_eq!(list[4].text(), Some("x\"\\é"));
        assert_eq!(&text[list[4].offset..=list[4].offset], "\"");
        assert_eq!(root.get("b").unwrap().get("a").unwrap().text(), Some("한"));
    }

    #[test]
    fn half_a_pair_is_no_text_and_limits_are_kept() {
        let limits = Limits { depth: 2, nodes: 4, ..Limits::default() };
        let read = |text: &str| super::read(text, &limits);
        assert!(matches!(read(r#""\ud800""#).unwrap().kind, Kind::Text(None)));
        assert!(read("[[1]]").is_ok());
        assert_eq!(read("[[[1]]]").unwrap_err().what, "values nested too deep");
        assert_eq!(read("[1,2,3,4]").unwrap_err().what, "too many values");
    }
}
