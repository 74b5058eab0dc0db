//! Writes the archive as one document, `larder.json`.
//!
//! ```text
//! {"larder":1,"minor":0,
//! "site":{…},
//! "authors":[
//! {…},
//! {…}],
//! …
//! "notes":[]}
//! ```
//!
//! It carries everything, private things included. Beside it stand the schema and the media.

use std::io;

use larder_core::{
    Blog, Cancel, Format, Note, format,
    record::{DOCUMENT_SCHEMA, DOCUMENT_SCHEMA_FILE, MAJOR, MINOR},
};
use serde_json::Value;

use crate::{
    Account, Sink, WriteError, WriteOptions, Writer,
    archive::{self, ArchiveRecord, Held, Stop, take_unknown_records, to_json},
};

/// The writer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Json;

impl Writer for Json {
    fn format(&self) -> &'static Format {
        &format::JSON
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
        let fill = |out: &mut dyn io::Write| write_document(blog, &options.cancel, out);
        let schema = (DOCUMENT_SCHEMA_FILE, DOCUMENT_SCHEMA);
        archive::write(blog, options, sink, account, (format::JSON.file, &fill), schema)
    }
}

fn write_document(blog: &Blog, cancel: &Cancel, out: &mut dyn io::Write) -> Result<(), Stop> {
    let (site, unknown) = take_unknown_records(&blog.site);
    write!(out, "{{\"larder\":{MAJOR},\"minor\":{MINOR}")?;
    key("site", out)?;
    archive::each(&[site], cancel, |site| out.write_all(site))?;
    list("authors", &blog.authors, &[], cancel, out)?;
    list("terms", &blog.terms, &[], cancel, out)?;
    list("series", &blog.series, &[], cancel, out)?;
    list("posts", blog.posts.slots(), &[], cancel, out)?;
    list("comments", blog.comments.slots(), &[], cancel, out)?;
    list("assets", blog.assets.slots(), &[], cancel, out)?;
    list("notes", &blog.notes, unknown.of::<Note>(), cancel, out)?;
    for (name, value) in unknown.others() {
        key(name, out)?;
        out.write_all(&to_json(value)?)?;
    }
    Ok(out.write_all(b"}\n")?)
}

fn list<R: ArchiveRecord>(
    name: &str,
    records: &[impl Held<R>],
    unknown: &[Value],
    cancel: &Cancel,
    out: &mut dyn io::Write,
) -> Result<(), Stop> {
    key(name, out)?;
    let mut before: &[u8] = b"[\n";
    if records.is_empty() && unknown.is_empty() {
        out.write_all(b"[")?;
    }
    let mut item = |record: &[u8]| {
        out.write_all(std::mem::replace(&mut before, b",\n"))?;
        out.write_all(record)
    };
    archive::each(records, cancel, &mut item)?;
    for record in unknown {
        item(&to_json(record)?)?;
    }
    Ok(out.write_all(b"]")?)
}

fn key(name: &str, out: &mut dyn io::Write) -> io::Result<()> {
    out.write_all(b",\n")?;
    out.write_all(&to_json(name)?)?;
    out.write_all(b":")
}

#[cfg(test)]
mod tests {
    use larder_core::{Author, AuthorId, Body, Content, Post, PostId, Site};
    use serde_json::json;

    use super::*;
    use crate::sink::Memory;

    #[test]
    fn one_record_stands_on_each_line() {
        let mut blog = Blog::new(Site::new("b"));
        blog.authors.push(Author::new(AuthorId::new("아토")));
        for id in ["1", "2"] {
            let mut post = Post::new(PostId::new(id));
            post.content = Some(Box::new(Content::html(Body::inline("<p>a\u{2028}b</p>"))));
            blog.posts.push(post);
        }
        let (memory, account) = write(&blog);
        assert_eq!(
            memory.text("larder.json"),
            r#"{"larder":1,"minor":0,
"site":{"id":"b"},
"authors":[
{"id":"아토"}],
"terms":[],
"series":[],
"posts":[
{"id":"1","content":{"media_type":"text/html","original":"<p>a\u2028b</p>","html":"<p>a\u2028b</p>"}},
{"id":"2","content":{"media_type":"text/html","original":"<p>a\u2028b</p>","html":"<p>a\u2028b</p>"}}],
"comments":[],
"assets":[],
"notes":[]}
"#
        );
        assert_eq!((account.output.posts, account.output.written), (2, 2));
        assert_eq!(account.output.files, ["larder.json", "larder-1.schema.json"]);
    }

    #[test]
    fn what_a_newer_archive_had_is_written_back() {
        let mut blog = Blog::new(Site::new("b"));
        let kept =
            json!({ "webmention": [{ "from": "x" }], "mood": 3, "note": [{ "code": "newer" }] });
        blog.site.extra.insert("larder:records", kept);
        blog.site.extra.insert("larder:unknown", json!({ "/motto": "…" }));
        let (memory, _) = write(&blog);
        assert_eq!(
            memory.text("larder.json"),
            r#"{"larder":1,"minor":0,
"site":{"id":"b","motto":"…"},
"authors":[],
"terms":[],
"series":[],
"posts":[],
"comments":[],
"assets":[],
"notes":[
{"code":"newer"}],
"mood":3,
"webmention":[{"from":"x"}]}
"#
        );
    }

    fn write(blog: &Blog) -> (Memory, Account) {
        let (mut memory, mut account) = (Memory::default(), Account::new(&format::JSON, blog));
        Json.write(blog, &WriteOptions::default(), &mut memory, &mut account).unwrap();
        (memory, account)
    }
}
