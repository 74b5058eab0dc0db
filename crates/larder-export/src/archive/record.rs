//! One record of the archive as JSON.

use std::io;

use larder_core::{
    Asset, Author, Comment, CommentHead, Extra, Note, Post, PostHead, Series, Site, Term,
    record::UNKNOWN_FIELDS, table::Row,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{to_json, unknown};

/// A record: something the archive keeps a list of.
pub(crate) trait ArchiveRecord:
    Serialize + DeserializeOwned + PartialEq + Clone + Sync
{
    /// What `type` says in the archive as lines.
    const TYPE: &'static str;

    /// Where what has no place in the model is kept.
    fn extra(&mut self) -> Option<&mut Extra> {
        None
    }

    /// Whether something of a newer archive must be put back into it.
    fn has_unknown(&self) -> bool {
        false
    }
}

/// A record with bodies, of which there may be very many.
pub(crate) trait HeavyRecord: ArchiveRecord + Row {
    /// How many bytes its bodies have.
    fn weight(_: &Self::Head) -> u64 {
        0
    }
}

impl HeavyRecord for Post {
    fn weight(head: &PostHead) -> u64 {
        head.weight
    }
}

impl HeavyRecord for Comment {
    fn weight(head: &CommentHead) -> u64 {
        head.weight
    }
}

impl HeavyRecord for Asset {}

/// A record as JSON, with the fields of a newer archive where they were.
///
/// A field whose place is gone stays in `extra`. So do all of them when the record would read back as another one,
/// because one of them is a field that this version knows.
pub(super) fn to_json_with_unknown<R: ArchiveRecord>(record: &R) -> io::Result<Vec<u8>> {
    if !record.has_unknown() {
        return to_json(record);
    }
    let mut plain = record.clone();
    let Some(Value::Object(fields)) = plain.extra().and_then(|extra| extra.remove(UNKNOWN_FIELDS))
    else {
        return to_json(record);
    };
    let (mut json, homeless) = unknown::put_back(&to_json(&plain)?, &fields)?;
    if !homeless.is_empty() {
        let placed =
            fields.into_iter().filter(|(pointer, _)| !homeless.contains_key(pointer)).collect();
        if let Some(extra) = plain.extra() {
            extra.insert(UNKNOWN_FIELDS, Value::Object(homeless));
        }
        json = unknown::put_back(&to_json(&plain)?, &placed)?.0;
    }
    let reads_back = serde_json::from_slice::<R>(&json).is_ok_and(|read| read == plain);
    if reads_back { Ok(json) } else { to_json(record) }
}

macro_rules! records {
    ($($record:ident $name:literal;)+) => { $(
        impl ArchiveRecord for $record {
            const TYPE: &'static str = $name;

            fn extra(&mut self) -> Option<&mut Extra> {
                Some(&mut self.extra)
            }

            fn has_unknown(&self) -> bool {
                self.extra.value(UNKNOWN_FIELDS).is_some_and(Value::is_object)
            }
        }
    )+ };
}

records! {
    Site "site";
    Author "author";
    Term "term";
    Series "series";
    Post "post";
    Comment "comment";
    Asset "asset";
}

impl ArchiveRecord for Note {
    const TYPE: &'static str = "note";
}

#[cfg(test)]
mod tests {
    use larder_core::{PostId, Timestamp};
    use serde_json::json;

    use super::*;

    #[test]
    fn only_fields_that_this_version_does_not_know_leave_extra() {
        let write = |unknown: Value| {
            let mut post = Post::new(PostId::new("1"));
            post.updated = Some(Timestamp::from_rfc3339("2022-10-17T00:00:00Z").unwrap());
            post.extra.insert(UNKNOWN_FIELDS, unknown);
            String::from_utf8(to_json_with_unknown(&post).unwrap()).unwrap()
        };
        let head = r#"{"id":"1","updated":{"at":"2022-10-17T00:00:00Z""#;
        let cases = [
            (json!({ "/mood": 1, "/updated/by": "x" }), r#","by":"x"},"mood":1}"#),
            (
                json!({ "/mood": 1, "/published/by": "x" }),
                r#"},"extra":{"larder:unknown":{"/published/by":"x"}},"mood":1}"#,
            ),
            (
                json!({ "/mood": 1, "/title": "forged" }),
                r#"},"extra":{"larder:unknown":{"/mood":1,"/title":"forged"}}}"#,
            ),
            (json!("no object"), r#"},"extra":{"larder:unknown":"no object"}}"#),
        ];
        for (unknown, tail) in cases {
            assert_eq!(write(unknown), format!("{head}{tail}"));
        }
    }
}
