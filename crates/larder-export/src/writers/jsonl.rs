//! Writes the archive as lines, `larder.jsonl`: the form for streams and for engines that work in parallel.
//!
//! ```text
//! {"type":"blog","larder":1,"minor":0,"records":57}
//! {"type":"site",…}
//! {"type":"author",…}
//! ```
//!
//! It carries everything, private things included. Beside it stand the schema of one line and the media.

use std::io;

use larder_core::{
    Blog, Cancel, Format, Note, format,
    record::{MAJOR, MINOR, RECORD_SCHEMA, RECORD_SCHEMA_FILE},
};
use serde_json::Value;

use crate::{
    Account, Sink, WriteError, WriteOptions, Writer,
    archive::{self, ArchiveRecord, Held, Stop, Unknown, take_unknown_records, to_json},
};

/// The writer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Jsonl;

impl Writer for Jsonl {
    fn format(&self) -> &'static Format {
        &format::JSONL
    }

    fn is_public(&self) -> bool {
        false
    }

    fn write(
        &self,
        blog: &Blog,
        options: &WriteOptions,
        sink: &mut dyn Sink,
        account: &mut Account,
    ) -> Result<(), WriteError> {
        let fill = |out: &mut dyn io::Write| write_lines(blog, &options.cancel, out);
        let schema = (RECORD_SCHEMA_FILE, RECORD_SCHEMA);
        archive::write(blog, options, sink, account, (format::JSONL.file, &fill), schema)
    }
}

fn write_lines(blog: &Blog, cancel: &Cancel, out: &mut dyn io::Write) -> Result<(), Stop> {
    let (site, unknown) = take_unknown_records(&blog.site);
    let records = count(blog) + unknown_lines(&unknown).count();
    writeln!(out, r#"{{"type":"blog","larder":{MAJOR},"minor":{MINOR},"records":{records}}}"#)?;
    lines(&[site], cancel, out)?;
    lines(&blog.authors, cancel, out)?;
    lines(&blog.terms, cancel, out)?;
    lines(&blog.series, cancel, out)?;
    lines(blog.posts.slots(), cancel, out)?;
    lines(blog.comments.slots(), cancel, out)?;
    lines(blog.assets.slots(), cancel, out)?;
    lines(&blog.notes, cancel, out)?;
    for (name, value) in unknown_lines(&unknown) {
        unknown_line(name, value, out)?;
    }
    Ok(())
}

/// How many records the archive has, the first line not counted.
fn count(blog: &Blog) -> usize {
    let Blog { authors, terms, series, posts, comments, assets, notes, .. } = blog;
    let small = authors.len() + terms.len() + series.len() + assets.len() + notes.len();
    1 + small + posts.len() + comments.len()
}

fn lines<R: ArchiveRecord>(
    records: &[impl Held<R>],
    cancel: &Cancel,
    out: &mut dyn io::Write,
) -> Result<(), Stop> {
    archive::each(records, cancel, |record| line(R::TYPE, record, out))
}

/// Writes an object with its type as its first field.
fn line(name: &str, record: &[u8], out: &mut dyn io::Write) -> io::Result<()> {
    out.write_all(b"{\"type\":")?;
    out.write_all(&to_json(name)?)?;
    let fields = record.strip_prefix(b"{").unwrap_or(record);
    out.write_all(if fields == b"}" { b"" } else { b"," })?;
    out.write_all(fields)?;
    out.write_all(b"\n")
}

fn unknown_lines(unknown: &Unknown) -> impl Iterator<Item = (&str, &Value)> {
    let notes = unknown.of::<Note>().iter().map(|note| (Note::TYPE, note));
    let others = unknown.others().flat_map(|(name, value)| {
        let whole = std::slice::from_ref(value);
        let is_list = |list: &&Vec<Value>| list.iter().all(Value::is_object);
        let items = value.as_array().filter(is_list).map_or(whole, Vec::as_slice);
        items.iter().map(move |item| (name, item))
    });
    notes.chain(others)
}

fn unknown_line(name: &str, value: &Value, out: &mut dyn io::Write) -> io::Result<()> {
    if value.as_object().is_some_and(|fields| !fields.contains_key("type")) {
        return line(name, &to_json(value)?, out);
    }
    line(name, &to_json(&serde_json::json!({ "value": value }))?, out)
}

#[cfg(test)]
mod tests {
    use larder_core::{NoteKind, Post, PostId, Site};
    use serde_json::json;

    use super::*;
    use crate::sink::{Memory, Stdout};

    #[test]
    fn every_record_is_a_line_that_says_what_it_is() {
        let mut blog = Blog::new(Site::new("b"));
        blog.posts.push(Post::new(PostId::new("1")));
        blog.notes.push(NoteKind::DateMissing.into());
        let kept = json!({ "webmention": [{ "from": "x" }, {}], "mood": 3, "note": [{ "code": "newer" }] });
        blog.site.extra.insert("larder:records", kept);
        let (mut memory, mut account) = (Memory::default(), Account::new(&format::JSONL, &blog));
        Jsonl.write(&blog, &WriteOptions::default(), &mut memory, &mut account).unwrap();
        assert_eq!(
            memory.text("larder.jsonl"),
            r#"{"type":"blog","larder":1,"minor":0,"records":7}
{"type":"site","id":"b"}
{"type":"post","id":"1"}
{"type":"note","code":"date-missing"}
{"type":"note","code":"newer"}
{"type":"mood","value":3}
{"type":"webmention","from":"x"}
{"type":"webmention"}
"#
        );
        assert_eq!(account.output.files, ["larder.jsonl", "larder-1-record.schema.json"]);
    }

    #[test]
    fn a_stream_takes_the_archive_alone_and_the_media_are_noted() {
        let blog = with_media();
        let mut account = Account::new(&format::JSONL, &blog);
        let mut bytes = Vec::new();
        let mut sink = Stdout::new(&mut bytes);
        Jsonl.write(&blog, &WriteOptions::default(), &mut sink, &mut account).unwrap();
        assert_eq!(account.output.files, ["larder.jsonl"]);
        let kind = NoteKind::FieldNotCarried {
            output: "jsonl".into(),
            field: "media files".into(),
            count: 2,
        };
        assert_eq!(account.notes, [Note::new(kind)]);
    }

    #[test]
    fn the_same_bytes_are_one_file_for_both_forms_of_the_archive() {
        let blog = with_media();
        let mut memory = Memory::default();
        for format in ["json", "jsonl"] {
            let writer = crate::writer(format).unwrap();
            let mut account = Account::new(writer.format(), &blog);
            writer.write(&blog, &WriteOptions::default(), &mut memory, &mut account).unwrap();
        }
        let media: Vec<_> =
            memory.files().keys().filter(|name| name.starts_with("media/")).collect();
        assert_eq!(media, [&blog.assets.get(0).unwrap().stored.as_ref().unwrap().file]);
        assert_eq!(memory.files()[media[0]], b"jpg");
    }

    #[test]
    fn bytes_that_changed_in_the_spool_are_not_written() {
        let mut blog = with_media();
        let other = larder_core::Digest::of(b"other");
        blog.assets.change(0, |asset| asset.stored.as_mut().unwrap().sha256 = other).unwrap();
        let (mut memory, mut account) = (Memory::default(), Account::new(&format::JSONL, &blog));
        let result = Jsonl.write(&blog, &WriteOptions::default(), &mut memory, &mut account);
        assert!(matches!(result, Err(WriteError::Spool(_))), "{result:?}");
    }

    #[test]
    fn a_run_that_is_stopped_ends_at_once() {
        let blog = with_media();
        let (mut memory, mut account) = (Memory::default(), Account::new(&format::JSONL, &blog));
        let options = WriteOptions::default();
        options.cancel.cancel();
        let result = Jsonl.write(&blog, &options, &mut memory, &mut account);
        assert!(matches!(result, Err(WriteError::Cancelled)), "{result:?}");
    }

    fn with_media() -> Blog {
        use std::sync::Arc;

        use larder_core::{Asset, AssetId, Blob, Digest, MemorySpool, Spool, Stored};

        let spool: Arc<dyn Spool> = Arc::new(MemorySpool::default());
        let mut blog = Blog::new(Site::new("b"));
        for id in ["1", "2"] {
            let mut asset = Asset::new(AssetId::new(id));
            let mut stored = Stored::new(Digest::of(b"jpg"), 3, "jpg");
            stored.blob = Some(Blob::keep(&spool, b"jpg").unwrap());
            asset.stored = Some(Box::new(stored));
            blog.assets.push(asset);
        }
        blog
    }
}
