//! Puts back what a newer archive had and this version does not know.
//!
//! The reader keeps such fields under [`UNKNOWN_FIELDS`] in the `extra` of their record, each under its JSON Pointer,
//! and whole records under [`UNKNOWN_RECORDS`] in the `extra` of the site.
//!
//! [`UNKNOWN_FIELDS`]: larder_core::record::UNKNOWN_FIELDS

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
};

use larder_core::{Site, record::UNKNOWN_RECORDS};
use serde_json::{Map, Value};

use super::{ArchiveRecord, to_json};

/// Whole records of a newer archive, by type.
#[derive(Default)]
pub(crate) struct Unknown(Map<String, Value>);

/// What this version knows: the keys of a document and the types of lines. Nothing else can be written under them.
const KNOWN: &[&str] = &[
    "larder", "minor", "type", "blog", "site", "author", "authors", "term", "terms", "series",
    "post", "posts", "comment", "comments", "asset", "assets", "note", "notes",
];

/// The site without the records that were kept in it, and those.
pub(crate) fn take_unknown_records(site: &Site) -> (Site, Unknown) {
    let mut site = site.clone();
    let records = match site.extra.remove(UNKNOWN_RECORDS) {
        Some(Value::Object(records)) => records,
        Some(other) => {
            site.extra.insert(UNKNOWN_RECORDS, other);
            return (site, Unknown::default());
        }
        None => return (site, Unknown::default()),
    };
    let stays =
        |name: &str, value: &Value| KNOWN.contains(&name) && !(name == "note" && value.is_array());
    let (staying, leaving): (Map<_, _>, Map<_, _>) =
        records.into_iter().partition(|(name, value)| stays(name, value));
    if !staying.is_empty() {
        site.extra.insert(UNKNOWN_RECORDS, Value::Object(staying));
    }
    (site, Unknown(leaving))
}

impl Unknown {
    /// The records of a type that this version knows in part.
    pub(crate) fn of<R: ArchiveRecord>(&self) -> &[Value] {
        self.0.get(R::TYPE).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// Everything of types that this version does not know at all.
    pub(crate) fn others(&self) -> impl Iterator<Item = (&str, &Value)> {
        let known = |name: &str, value: &Value| name == "note" && value.is_array();
        self.0
            .iter()
            .filter(move |(name, value)| !known(name, value))
            .map(|(name, value)| (name.as_str(), value))
    }
}

/// The deepest place that is looked for. Nothing that can be read back is nested deeper.
const DEPTH: usize = 128;

/// `json` with each of `fields` where its pointer says, and those whose place is not there. One pass over both.
pub(super) fn put_back(
    json: &[u8],
    fields: &Map<String, Value>,
) -> io::Result<(Vec<u8>, Map<String, Value>)> {
    let mut places = Places::default();
    for (pointer, value) in fields {
        places.add(pointer, value);
    }
    let mut merge =
        Merge { json, at: 0, out: Vec::with_capacity(json.len()), placed: BTreeSet::new() };
    merge.value(&places)?;
    let homeless = fields.iter().filter(|(pointer, _)| !merge.placed.contains(pointer.as_str()));
    let homeless = homeless.map(|(pointer, value)| (pointer.clone(), value.clone())).collect();
    Ok((merge.out, homeless))
}

/// What is to be put into a value, and into the values in it.
#[derive(Default)]
struct Places<'a> {
    inside: BTreeMap<String, Self>,
    fields: BTreeMap<String, (&'a str, &'a Value)>,
}

impl<'a> Places<'a> {
    fn add(&mut self, pointer: &'a str, value: &'a Value) {
        let Some((parents, name)) = pointer.rsplit_once('/') else { return };
        // The archive as lines needs this name for itself.
        if pointer == "/type" || parents.matches('/').count() > DEPTH {
            return;
        }
        let mut place = self;
        for parent in parents.split('/').skip(1) {
            place = place.inside.entry(unescape(parent)).or_default();
        }
        place.fields.insert(unescape(name), (pointer, value));
    }
}

fn unescape(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

/// Copies compact JSON that this program made, and puts fields into its objects.
struct Merge<'a> {
    json: &'a [u8],
    at: usize,
    out: Vec<u8>,
    placed: BTreeSet<&'a str>,
}

impl<'a> Merge<'a> {
    /// Copies the value that begins here. As deep as the pointers are, and they are no deeper than [`DEPTH`].
    fn value(&mut self, places: &Places<'a>) -> io::Result<()> {
        match self.json[self.at] {
            b'{' => self.object(places),
            b'[' => self.list(places),
            _ => {
                self.copy();
                Ok(())
            }
        }
    }

    fn object(&mut self, places: &Places<'a>) -> io::Result<()> {
        let mut fields = places.fields.clone();
        self.mark();
        while self.json[self.at] != b'}' {
            let name: String = serde_json::from_slice(self.copy())?;
            self.mark();
            fields.remove(&name);
            self.item(places.inside.get(&name))?;
        }
        for (name, (pointer, value)) in fields {
            if self.out.last() != Some(&b'{') {
                self.out.push(b',');
            }
            self.out.extend(to_json(&name)?);
            self.out.push(b':');
            self.out.extend(to_json(value)?);
            self.placed.insert(pointer);
        }
        self.mark();
        Ok(())
    }

    fn list(&mut self, places: &Places<'a>) -> io::Result<()> {
        self.mark();
        for number in 0_usize.. {
            if self.json[self.at] == b']' {
                break;
            }
            self.item(places.inside.get(&number.to_string()))?;
        }
        self.mark();
        Ok(())
    }

    /// Copies a value in a list or an object, and the comma after it.
    fn item(&mut self, places: Option<&Places<'a>>) -> io::Result<()> {
        match places {
            Some(places) => self.value(places)?,
            None => {
                self.copy();
            }
        }
        if self.json[self.at] == b',' {
            self.mark();
        }
        Ok(())
    }

    /// Copies one mark: a bracket, a comma or a colon.
    fn mark(&mut self) {
        self.out.push(self.json[self.at]);
        self.at += 1;
    }

    /// Copies the value that begins here as it is.
    fn copy(&mut self) -> &'a [u8] {
        let copied = &self.json[self.at..end(self.json, self.at)];
        self.out.extend_from_slice(copied);
        self.at += copied.len();
        copied
    }
}

/// Where the value that begins at `at` ends.
fn end(json: &[u8], at: usize) -> usize {
    if !matches!(json[at], b'"' | b'{' | b'[') {
        let length = json[at..].iter().position(|byte| matches!(byte, b',' | b'}' | b']'));
        return length.map_or(json.len(), |length| at + length);
    }
    let (mut depth, mut in_string, mut next) = (0_usize, false, at);
    loop {
        match json[next] {
            b'\\' if in_string => next += 1,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => depth += 1,
            b'}' | b']' if !in_string => depth -= 1,
            _ => {}
        }
        next += 1;
        if depth == 0 && !in_string {
            return next;
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fields_go_back_to_where_they_were() {
        let json = br#"{"id":"a\"}","n":-1,"links":[{"rel":"x"},{}],"extra":{"k":[]}}"#;
        let Value::Object(fields) = json!({
            "/mood": "\u{2028}",
            "/links/0/weight": 2,
            "/links/1/weight": [3],
            "/extra/a~1b~0c": null,
            "/links/2/weight": 4,
            "/n/x": 5,
            "/id": 6,
            "/type": 7,
        }) else {
            unreachable!("an object was written")
        };
        let (json, homeless) = put_back(json, &fields).unwrap();
        let expected = r#"{"id":"a\"}","n":-1,"links":[{"rel":"x","weight":2},{"weight":[3]}],"extra":{"k":[],"a/b~c":null},"mood":"\u2028"}"#;
        assert_eq!(String::from_utf8(json).unwrap(), expected);
        let homeless: Vec<_> = homeless.keys().map(String::as_str).collect();
        assert_eq!(homeless, ["/id", "/links/2/weight", "/n/x", "/type"]);
    }
}
