//! The two forms of an archive, and how they are known.

use crate::{Sample, Vote};

/// How an archive is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// `larder.json`: one document.
    Document,
    /// `larder.jsonl`: one record a line.
    Lines,
}

impl Form {
    /// The form that `head`, the beginning of a file, shows.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
        let rest = after(head, b"{")?;
        if after(rest, b"\"larder\"").and_then(|rest| after(rest, b":")).is_some() {
            return Some(Self::Document);
        }
        let rest = after(rest, b"\"type\"").and_then(|rest| after(rest, b":"))?;
        let rest = after(rest, b"\"blog\"").and_then(|rest| after(rest, b","))?;
        after(rest, b"\"larder\"").map(|_| Self::Lines)
    }

    /// The form of an input that is said to be an archive, whatever its name and its first field are.
    pub(super) fn of_only_one(head: &[u8]) -> Option<Self> {
        let rest = after(head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head), b"{")?;
        Some(if after(rest, b"\"type\"").is_some() { Self::Lines } else { Self::Document })
    }

    /// The form that a name promises.
    pub(super) fn of_name(name: &str) -> Option<Self> {
        let name = name.rsplit('/').next().unwrap_or(name);
        match name.rsplit_once('.') {
            Some((stem, "json")) if stem.ends_with("larder") => Some(Self::Document),
            Some((stem, "jsonl" | "ndjson")) if stem.ends_with("larder") => Some(Self::Lines),
            _ => None,
        }
    }
}

/// What an archive of this form begins with, for the error that nothing was recognised.
pub(crate) fn looks_for(form: Form) -> &'static str {
    match form {
        Form::Document => "a document that begins with {\"larder\":",
        Form::Lines => "lines that begin with {\"type\":\"blog\",\"larder\":",
    }
}

/// How sure it is that a sample is an archive of this form.
pub(crate) fn vote(form: Form, sample: &Sample) -> Vote {
    if Form::of(&sample.head) == Some(form) {
        return Vote::Signature(match form {
            Form::Document => "begins with {\"larder\":".into(),
            Form::Lines => "begins with {\"type\":\"blog\",\"larder\":".into(),
        });
    }
    if Form::of_name(&sample.name) == Some(form) {
        return Vote::Name("has the name of an archive".into());
    }
    Vote::No
}

/// What follows `token` at the beginning of `bytes`, white space before it skipped.
fn after<'a>(bytes: &'a [u8], token: &[u8]) -> Option<&'a [u8]> {
    let blank = bytes.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))?;
    bytes[blank..].strip_prefix(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_field_tells_the_form() {
        let cases: [(&str, Option<Form>); 8] = [
            ("{\"larder\":1,", Some(Form::Document)),
            ("\u{feff} {\n  \"larder\" : 1", Some(Form::Document)),
            ("{\"type\":\"blog\",\"larder\":1}", Some(Form::Lines)),
            ("{\"type\": \"blog\", \"larder\": 1}", Some(Form::Lines)),
            ("{\"type\":\"blog\",\"id\":1}", None),
            ("{\"version\":\"https://jsonfeed.org/version/1.1\"", None),
            ("", None),
            ("{", None),
        ];
        for (head, form) in cases {
            assert_eq!(Form::of(head.as_bytes()), form, "{head}");
        }
        assert_eq!(Form::of_name("a/my-larder.json"), Some(Form::Document));
        assert_eq!(Form::of_name("larder.jsonl"), Some(Form::Lines));
        assert_eq!(Form::of_name("feed.json"), None);
    }
}
