//! The records of the JSON archive: what `--to json` and `--to jsonl` write, and what the schema describes.
//!
//! One document holds `{"larder":1,"minor":0,"site":{…},"authors":[…],…}`; one record a line holds
//! `{"type":"post",…}`. Both have the same records in the same order.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Asset, Author, Comment, Note, Post, Series, Site, Term};

/// The major version: a reader refuses a newer one.
pub const MAJOR: u32 = 1;

/// The minor version: a reader keeps the fields of a newer one that it does not know.
pub const MINOR: u32 = 0;

/// The name in `extra` under which a record keeps the fields of a newer archive: an object of JSON Pointers (RFC 6901)
/// into the record and their values. The archive writers put them back where they were.
pub const UNKNOWN_FIELDS: &str = "larder:unknown";

/// The name in the site's `extra` under which whole records of a newer archive are kept: an object of record types (or
/// keys of the document) and their values. The archive writers put them back at the end.
///
/// Notes are kept here too when this version does not know their code or one of their fields, under `note`.
pub const UNKNOWN_RECORDS: &str = "larder:records";

/// The name in `extra` under which a part keeps its references that led nowhere when a damaged archive was read: a list
/// of `{"field":…,"value":…}`.
pub const UNRESOLVED: &str = "larder:unresolved";

/// The name in the `extra` of an asset under which its [`Stored`](crate::Stored) is kept when an archive was read without
/// those bytes. A later reading that finds them beside the archive takes them back.
pub const MISSING_MEDIA: &str = "larder:missing-media";

/// The whole archive as one document (`larder.json`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Document {
    /// The major version of the format: 1.
    #[schemars(extend("const" = MAJOR))]
    pub larder: u32,
    /// The minor version of the format.
    pub minor: u32,
    /// What is true of the blog as a whole.
    pub site: Site,
    /// Who writes.
    #[serde(default)]
    pub authors: Vec<Author>,
    /// Categories and tags.
    #[serde(default)]
    pub terms: Vec<Term>,
    /// Books, magazines and serials.
    #[serde(default)]
    pub series: Vec<Series>,
    /// Posts and pages, oldest first, undated ones last.
    #[serde(default)]
    pub posts: Vec<Post>,
    /// Comments.
    #[serde(default)]
    pub comments: Vec<Comment>,
    /// Images and files.
    #[serde(default)]
    pub assets: Vec<Asset>,
    /// What was doubtful, missing or lost.
    #[serde(default)]
    pub notes: Vec<Note>,
}

/// One line of the archive as lines (`larder.jsonl`). The first is `blog`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Record {
    /// The first line: the version.
    Blog {
        /// The major version of the format: 1.
        #[schemars(extend("const" = MAJOR))]
        larder: u32,
        /// The minor version of the format.
        minor: u32,
        /// How many records follow, so that lines that are gone are missed. Absent: not stated.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        records: Option<u64>,
    },
    /// What is true of the blog as a whole.
    Site(Box<Site>),
    /// An author.
    Author(Box<Author>),
    /// A category or a tag.
    Term(Box<Term>),
    /// A book, a magazine or a serial.
    Series(Box<Series>),
    /// A post or a page.
    Post(Box<Post>),
    /// A comment.
    Comment(Box<Comment>),
    /// An image or a file.
    Asset(Box<Asset>),
    /// A note.
    Note(Box<Note>),
}

/// The file name of [`DOCUMENT_SCHEMA`] beside an archive.
pub const DOCUMENT_SCHEMA_FILE: &str = "larder-1.schema.json";

/// The file name of [`RECORD_SCHEMA`] beside an archive.
pub const RECORD_SCHEMA_FILE: &str = "larder-1-record.schema.json";

/// The published text of [`document_schema`].
pub const DOCUMENT_SCHEMA: &str = include_str!("../schema/larder-1.schema.json");

/// The published text of [`record_schema`].
pub const RECORD_SCHEMA: &str = include_str!("../schema/larder-1-record.schema.json");

/// The JSON Schema (2020-12) of a whole archive document and, under `$defs`, of each record.
pub fn document_schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Document).to_value();
    schema["title"] = "Larder archive, version 1".into();
    schema
}

/// The JSON Schema (2020-12) of one line of `larder.jsonl`.
pub fn record_schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Record).to_value();
    schema["title"] = "Larder archive, version 1: one line".into();
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_schemas_are_those_of_the_types() {
        for (file, published, made) in [
            (DOCUMENT_SCHEMA_FILE, DOCUMENT_SCHEMA, document_schema()),
            (RECORD_SCHEMA_FILE, RECORD_SCHEMA, record_schema()),
        ] {
            if std::env::var_os("BLESS").is_some() {
                bless(file, &made);
            } else {
                let published: serde_json::Value = serde_json::from_str(published).unwrap();
                assert_eq!(published, made, "schema/{file} is out of date; BLESS=1 rewrites it");
            }
        }
    }

    #[expect(clippy::disallowed_methods, reason = "rewrites the committed schema on demand")]
    fn bless(file: &str, schema: &serde_json::Value) {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schema").join(file);
        std::fs::write(path, format!("{schema:#}\n")).unwrap();
    }
}
