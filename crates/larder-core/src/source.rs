//! Where a record comes from.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Digest;

/// The place in the input that a record was read from.
///
/// `file` is the name within the input, never a path of the machine it was read on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Provenance {
    /// The name within the input, with `/` between folders.
    #[schemars(with = "String")]
    pub file: Arc<str>,
    /// What the reader took it for, such as `text-w` or `html-astro`.
    #[schemars(with = "String")]
    pub form: Arc<str>,
    /// The SHA-256 of the file's bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<Digest>,
    /// Where the record begins, when a file holds several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// The character encoding, when it was not UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub encoding: Option<Arc<str>>,
}

impl Provenance {
    /// A record of `file`, read as `form`.
    pub fn new(file: impl Into<Arc<str>>, form: impl Into<Arc<str>>) -> Self {
        Self { file: file.into(), form: form.into(), sha256: None, offset: None, encoding: None }
    }
}
