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

/// The whole archive as one document (`larder.json`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Document {
    /// The major version of the format: 1.
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

/// The JSON Schema (2020-12) of a whole archive document and, under `$defs`, of each record.
pub fn document_schema() -> serde_json::Value {
    schemars::schema_for!(Document).to_value()
}

/// The JSON Schema (2020-12) of one line of `larder.jsonl`.
pub fn record_schema() -> serde_json::Value {
    schemars::schema_for!(Record).to_value()
}
