//! Property lists in XML, as far as they have to be read: elements without attributes, the five entities, CDATA.

use std::borrow::Cow;

use super::value::{DEEPEST, Data, Value};
use crate::{
    base64,
    capture::{Damage, Limit, Limits, Report},
};

/// Whether a file begins as one.
pub(super) fn is_list(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let start = head.get(..1024).unwrap_or(head);
    head.starts_with(b"<") && memchr::memmem::find(start, b"<plist").is_some()
}

/// The root of a list. None if there is none.
pub(super) fn read<'a>(bytes: &'a [u8], limits: &Limits, report: &mut Report) -> Option<Value<'a>> {
    let mut reader = Reader {
        bytes,
        at: 0,
        depth: limits.depth.min(DEEPEST),
        open: Vec::new(),
        root: None,
        skipped: 0,
        is_done: false,
    };
    reader.walk();
    if !reader.is_done {
        let present = bytes.len() as u64;
        report.damaged(Damage::Truncated { expected: None, present });
    }
    if reader.skipped > 0 {
        let allowed = reader.depth as u64;
        report.damaged(Damage::OverLimit { limit: Limit::Depth, allowed });
    }
    while !reader.open.is_empty() {
        reader.close();
    }
    reader.root
}

/// A list or dictionary that has not ended.
enum Open<'a> {
    Array(Vec<Value<'a>>),
    Dictionary(Vec<(Cow<'a, str>, Value<'a>)>, Option<Cow<'a, str>>),
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    depth: usize,
    open: Vec<Open<'a>>,
    root: Option<Value<'a>>,
    /// How many containers are open that lie too deep.
    skipped: usize,
    is_done: bool,
}

impl<'a> Reader<'a> {
    fn walk(&mut self) {
        let mut deep = 0_usize;
        while let Some((name, is_end, is_empty)) = self.tag() {
            match (name, is_end) {
                (b"dict" | b"array", false) if self.open.len() >= self.depth && !is_empty => {
                    deep += 1;
                    self.skipped += 1;
                }
                (b"dict" | b"array", true) if deep > 0 => deep -= 1,
                (b"plist", true) => self.is_done = true,
                _ if deep > 0 => {}
                (b"dict", false) => self.begin(Open::Dictionary(Vec::new(), None), is_empty),
                (b"array", false) => self.begin(Open::Array(Vec::new()), is_empty),
                (b"dict" | b"array", true) => self.close(),
                (b"key", false) => self.key(is_empty),
                (b"string", false) => {
                    let text = self.text(is_empty).0;
                    self.add(Value::Text(text));
                }
                (b"data", false) => {
                    let data = self.data(is_empty);
                    self.add(Value::Data(data));
                }
                (b"integer" | b"real" | b"date" | b"true" | b"false", false) => {
                    self.add(Value::Other)
                }
                _ => {}
            }
        }
    }

    /// The next tag: its name, whether it is an end tag, whether it ends itself.
    fn tag(&mut self) -> Option<(&'a [u8], bool, bool)> {
        loop {
            self.at += memchr::memchr(b'<', &self.bytes[self.at..])?;
            let rest = &self.bytes[self.at..];
            let other = [
                (&b"<!--"[..], &b"-->"[..]),
                (b"<![CDATA[", b"]]>"),
                (b"<!", b">"),
                (b"<?", b"?>"),
            ];
            if let Some((start, end)) = other.into_iter().find(|(start, _)| rest.starts_with(start))
            {
                let length = memchr::memmem::find(&rest[start.len()..], end)?;
                self.at += start.len() + length + end.len();
                continue;
            }
            let end = memchr::memchr(b'>', rest)?;
            self.at += end + 1;
            let inside = &rest[1..end];
            let is_end = inside.starts_with(b"/");
            let is_empty = inside.ends_with(b"/");
            let name = inside.strip_prefix(b"/").unwrap_or(inside);
            let length = name.iter().position(|byte| !byte.is_ascii_alphanumeric());
            return Some((&name[..length.unwrap_or(name.len())], is_end, is_empty));
        }
    }

    /// The text up to the next tag, and where it begins. Nothing follows it in a list that is well-formed.
    fn text(&mut self, is_empty: bool) -> (Cow<'a, str>, usize) {
        let start = self.at;
        if is_empty {
            return (Cow::Borrowed(""), start);
        }
        let raw = self.raw();
        let text = String::from_utf8_lossy(raw);
        if memchr::memchr2(b'&', b'<', raw).is_none() {
            return (text, start);
        }
        (Cow::Owned(unescaped(&text)), start)
    }

    /// What stands before the next tag; `<![CDATA[` is none.
    fn raw(&mut self) -> &'a [u8] {
        let start = self.at;
        loop {
            let rest = &self.bytes[self.at..];
            let Some(found) = memchr::memchr(b'<', rest) else {
                self.at = self.bytes.len();
                return &self.bytes[start..];
            };
            self.at += found;
            if !rest[found..].starts_with(b"<![CDATA[") {
                return &self.bytes[start..self.at];
            }
            let end = memchr::memmem::find(&rest[found..], b"]]>").map(|length| length + 3);
            self.at = end.map_or(self.bytes.len(), |length| self.at + length);
        }
    }

    fn data(&mut self, is_empty: bool) -> Data<'a> {
        if is_empty {
            return Data::default();
        }
        let start = self.at as u64;
        let raw = self.raw();
        let is_cut = self.at >= self.bytes.len();
        let decoded = base64::decode(raw, usize::MAX);
        let mut data = Data { offset: Some(start), length: raw.len() as u64, ..Data::default() };
        if let Some(first) = decoded.first {
            data.damage.push(Damage::PartialBody { count: decoded.broken, first });
        }
        if is_cut || decoded.is_cut {
            let present = decoded.bytes.len() as u64;
            data.damage.push(Damage::Truncated { expected: None, present });
        }
        data.bytes = Cow::Owned(decoded.bytes);
        data
    }

    fn key(&mut self, is_empty: bool) {
        let text = self.text(is_empty).0;
        if let Some(Open::Dictionary(_, key)) = self.open.last_mut() {
            *key = Some(text);
        }
    }

    fn begin(&mut self, open: Open<'a>, is_empty: bool) {
        self.open.push(open);
        if is_empty {
            self.close();
        }
    }

    fn close(&mut self) {
        match self.open.pop() {
            Some(Open::Array(items)) => self.add(Value::Array(items)),
            Some(Open::Dictionary(entries, _)) => self.add(Value::Dictionary(entries)),
            None => {}
        }
    }

    fn add(&mut self, value: Value<'a>) {
        match self.open.last_mut() {
            Some(Open::Array(items)) => items.push(value),
            Some(Open::Dictionary(entries, key)) => {
                if let Some(key) = key.take() {
                    entries.push((key, value));
                }
            }
            None => {
                self.root.get_or_insert(value);
            }
        }
    }
}

/// Text with its entities and CDATA sections undone. What is none of the five stays.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<']) {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(section) = rest.strip_prefix("<![CDATA[") {
            let end = section.find("]]>").unwrap_or(section.len());
            plain.push_str(&section[..end]);
            rest = section.get(end + 3..).unwrap_or_default();
            continue;
        }
        let (character, length) =
            entity(rest).unwrap_or(if rest.starts_with('&') { ('&', 1) } else { ('<', 1) });
        plain.push(character);
        rest = &rest[length..];
    }
    plain.push_str(rest);
    plain
}

/// The character that `&…;` stands for, and its length.
fn entity(text: &str) -> Option<(char, usize)> {
    const LONGEST: usize = 12;
    let end = text.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let name = text.get(1..end).filter(|_| text.starts_with('&'))?;
    let character = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)?
        }
    };
    Some((character, end + 1))
}
