//! One record: from its bytes to the model, with everything this version does not know kept beside it.

use std::{io, sync::Arc};

use larder_core::{
    Asset, Author, Comment, Extra, Note, NoteKind, Post, Rule, Series, Site, Slot, Spool, Stored,
    Term,
    record::{MAJOR, UNKNOWN_FIELDS},
};
use serde::de::DeserializeOwned;
use serde_ignored::Path;
use serde_json::{Map, Value};

use super::batch::{Kind, Raw};

/// What came of a record's bytes.
pub(super) enum Parsed {
    /// The major version, one that this program reads.
    Version,
    /// The minor version.
    Minor,
    /// The first line of the archive as lines, with how many records it promises.
    Header { records: Option<u64>, others: Map<String, Value> },
    /// A record, and how many fields of it are kept although nobody knows them.
    Known(Known, u64),
    /// A whole record that nobody knows.
    Unknown { name: String, value: Value },
    /// A record that cannot be read.
    Lost { rule: Rule, found: String },
    /// An archive of a newer major version.
    Unsupported(u64),
}

/// A record of the model.
pub(super) enum Known {
    Site(Box<Site>),
    Author(Box<Author>),
    Term(Box<Term>),
    Series(Box<Series>),
    Post(Slot<Post>),
    Comment(Slot<Comment>),
    Asset(Slot<Asset>),
    Note(Box<Note>),
}

/// Parses one record. Posts, comments and assets are put away. Fails when the spool takes no more.
pub(super) fn parse(raw: &Raw, spool: &Arc<dyn Spool>) -> io::Result<Parsed> {
    let parsed = match &raw.kind {
        _ if raw.too_large => {
            let found = "the record is too large; --max-file-size raises the limit".to_owned();
            return Ok(Parsed::Lost { rule: Rule::TooLarge, found });
        }
        Kind::Version("larder") => version(raw),
        Kind::Version(_) => json::<u64>(raw).map(|_| Parsed::Minor),
        Kind::Header => header(raw),
        Kind::Site => known(raw).map(|(site, count)| small(Known::Site, site, count)),
        Kind::Author => known(raw).map(|(author, count)| small(Known::Author, author, count)),
        Kind::Term => known(raw).map(|(term, count)| small(Known::Term, term, count)),
        Kind::Series => known(raw).map(|(series, count)| small(Known::Series, series, count)),
        Kind::Post => match known(raw) {
            Ok((post, count)) => {
                return Ok(Parsed::Known(Known::Post(keep_post(post, spool)?), count));
            }
            Err(found) => Err(found),
        },
        Kind::Comment => match known(raw) {
            Ok((comment, count)) => {
                return Ok(Parsed::Known(Known::Comment(Slot::away(comment, spool)?), count));
            }
            Err(found) => Err(found),
        },
        Kind::Asset => match asset(raw) {
            Ok((asset, count)) => {
                return Ok(Parsed::Known(Known::Asset(Slot::away(asset, spool)?), count));
            }
            Err(found) => Err(found),
        },
        Kind::Note => note(raw),
        Kind::Other(name) => unknown(raw, name),
        Kind::Broken => {
            json::<Typed>(raw).map(|_| unreachable!("a line with a type is not broken"))
        }
    };
    Ok(parsed.unwrap_or_else(|found| Parsed::Lost { rule: Rule::Damaged, found }))
}

fn small<T>(wrap: fn(Box<T>) -> Known, record: T, count: u64) -> Parsed {
    Parsed::Known(wrap(Box::new(record)), count)
}

#[derive(serde::Deserialize)]
struct Typed {
    #[serde(rename = "type")]
    _name: String,
}

fn version(raw: &Raw) -> Result<Parsed, String> {
    match json::<u64>(raw)? {
        0 => Err("there is no version 0 of the archive".into()),
        found if found > u64::from(MAJOR) => Ok(Parsed::Unsupported(found)),
        _ => Ok(Parsed::Version),
    }
}

fn header(raw: &Raw) -> Result<Parsed, String> {
    let mut others = json::<Map<String, Value>>(raw)?;
    others.remove("type");
    others.remove("minor");
    let records = others.remove("records").and_then(|records| records.as_u64());
    match others.remove("larder").and_then(|version| version.as_u64()) {
        None | Some(0) => Err("the first line states no version".into()),
        Some(found) if found > u64::from(MAJOR) => Ok(Parsed::Unsupported(found)),
        Some(_) => Ok(Parsed::Header { records, others }),
    }
}

/// A record, and how many of its fields nobody knows; they are kept in it.
fn known<T: Record>(raw: &Raw) -> Result<(T, u64), String> {
    let (mut record, pointers) = with_ignored::<T>(raw)?;
    let count = pointers.len() as u64;
    if count > 0 {
        keep_unknown(record.extra(), &json(raw)?, pointers);
    }
    Ok((record, count))
}

/// Puts a post away. Where original and fragment are one text, it is kept once.
fn keep_post(mut post: Post, spool: &Arc<dyn Spool>) -> io::Result<Slot<Post>> {
    if let Some(content) = &post.content {
        // Feeds will ask. Here the text is in the cache, and all cores are at work.
        content.html.tested(larder_html::is_normal)?;
    }
    let revisions = post.revisions.iter_mut().filter_map(|it| it.content.as_mut());
    for content in post.content.as_deref_mut().into_iter().chain(revisions) {
        if content.original == content.html {
            content.html = content.html.moved_to(spool)?;
            content.original = content.html.clone();
        }
    }
    Slot::away(post, spool)
}

fn asset(raw: &Raw) -> Result<(Asset, u64), String> {
    let (asset, count) = known::<Asset>(raw)?;
    if let Some(stored) = &asset.stored {
        check_file(stored)?;
    }
    Ok((asset, count))
}

/// Where bytes are kept is made of their digest. Anything else would let an archive name any file.
pub(super) fn check_file(stored: &Stored) -> Result<(), String> {
    let extension = stored.file.rsplit_once('.').map_or("", |(_, extension)| extension);
    let is_ours = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let is_short = (1..=8).contains(&extension.len()) && extension.bytes().all(is_ours);
    let expected =
        Stored::new(stored.sha256, stored.length, if is_short { extension } else { "bin" }).file;
    if stored.file == expected {
        return Ok(());
    }
    Err(format!("expected the bytes in `{expected}`, found `{}`", short(&stored.file)))
}

/// A note has no place for what is unknown, so one with an unknown field or code is kept whole.
fn note(raw: &Raw) -> Result<Parsed, String> {
    let Value::Object(mut fields) = json::<Value>(raw)? else {
        return Err("a note is an object".into());
    };
    if raw.is_line {
        fields.remove("type");
    }
    let note = match serde_json::from_value::<Note>(Value::Object(fields.clone())) {
        Ok(note) => note,
        Err(error) => {
            let code = fields.get("code").and_then(Value::as_str);
            let is_newer = code.is_some_and(|code| !NoteKind::CODES.contains(&code));
            return if is_newer { Ok(unknown_note(fields)) } else { Err(plain(&error)) };
        }
    };
    let known = serde_json::to_value(&note).map_err(|error| plain(&error))?;
    if fields.iter().any(|(name, value)| !value.is_null() && known.get(name).is_none()) {
        return Ok(unknown_note(fields));
    }
    Ok(Parsed::Known(Known::Note(Box::new(note)), 0))
}

fn unknown_note(fields: Map<String, Value>) -> Parsed {
    Parsed::Unknown { name: "note".into(), value: Value::Array(vec![Value::Object(fields)]) }
}

/// A record of an unknown type: a line is one of a list, unless it has nothing but a `value`.
fn unknown(raw: &Raw, name: &str) -> Result<Parsed, String> {
    let name = name.to_owned();
    if !raw.is_line {
        return Ok(Parsed::Unknown { name, value: json(raw)? });
    }
    let mut fields = json::<Map<String, Value>>(raw)?;
    fields.remove("type");
    let value = match fields.remove("value") {
        Some(value) if fields.is_empty() => value,
        value => {
            fields.extend(value.map(|value| ("value".to_owned(), value)));
            Value::Array(vec![Value::Object(fields)])
        }
    };
    Ok(Parsed::Unknown { name, value })
}

fn json<T: DeserializeOwned>(raw: &Raw) -> Result<T, String> {
    serde_json::from_slice(&raw.json).map_err(|error| plain(&error))
}

/// A record, and the JSON Pointers to what nobody asked for.
fn with_ignored<T: DeserializeOwned>(raw: &Raw) -> Result<(T, Vec<String>), String> {
    let mut pointers = Vec::new();
    let mut deserializer = serde_json::Deserializer::from_slice(&raw.json);
    let read = serde_ignored::deserialize(&mut deserializer, |path| pointers.push(pointer(&path)));
    let record = read.map_err(|error| plain(&error))?;
    deserializer.end().map_err(|error| plain(&error))?;
    if raw.is_line {
        pointers.retain(|pointer| pointer != "/type");
    }
    Ok((record, pointers))
}

fn pointer(path: &Path<'_>) -> String {
    match path {
        Path::Root => String::new(),
        Path::Seq { parent, index } => format!("{}/{index}", pointer(parent)),
        Path::Map { parent, key } => {
            format!("{}/{}", pointer(parent), key.replace('~', "~0").replace('/', "~1"))
        }
        Path::Some { parent }
        | Path::NewtypeStruct { parent }
        | Path::NewtypeVariant { parent } => pointer(parent),
    }
}

fn keep_unknown(extra: &mut Extra, whole: &Value, pointers: Vec<String>) {
    let mut kept = match extra.remove(UNKNOWN_FIELDS) {
        Some(Value::Object(kept)) => kept,
        // Not ours. It has no pointer, so it is never put back anywhere.
        Some(other) => Map::from_iter([(String::new(), other)]),
        None => Map::new(),
    };
    for pointer in pointers {
        let value = whole.pointer(&pointer).cloned().unwrap_or_default();
        kept.insert(pointer, value);
    }
    extra.insert(UNKNOWN_FIELDS, Value::Object(kept));
}

/// What is wrong, without the place within the record.
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    short(text.rsplit_once(" at line ").map_or(&*text, |(what, _)| what))
}

/// Errors repeat what they found, which may be long.
fn short(text: &str) -> String {
    const MOST: usize = 200;
    let mut short: String = text.chars().take(MOST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// A record that has a place for what is unknown.
trait Record: DeserializeOwned {
    fn extra(&mut self) -> &mut Extra;
}

macro_rules! records {
    ($($record:ident)+) => { $(
        impl Record for $record {
            fn extra(&mut self) -> &mut Extra {
                &mut self.extra
            }
        }
    )+ };
}

records! { Site Author Term Series Post Comment Asset }
