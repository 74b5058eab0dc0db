//! One file of the input: what it is, and the captures in it. Runs on any core, touches nothing shared.

use std::{io, sync::Arc};

use larder_core::{Digest, Note, NoteKind, Rule, Spool};

use super::{
    address, api,
    capture::{Capture, Captures, Form, Refusal},
    join::{Prepared, prepare},
    page, text,
};
use crate::{
    Decoded, ReadOptions, Source, SourceError, Stated,
    deadline::Deadline,
    decode,
    decode::{declared_in_html, decode_stated},
    source,
};

/// What a file turned out to be.
#[derive(Debug)]
pub(super) enum Parsed {
    /// Captures, in the spool.
    Captures(Vec<Prepared>, FileFacts),
    /// A capture-like page that holds no post, with the rule.
    Refused(Refusal),
    /// Not text: an image of a saved page, or something else.
    NotText(String),
    /// Text that is no capture.
    NoCapture(String),
    /// The file could not be read.
    Unread(SourceError),
    /// The spool could not be written.
    Spool(io::Error),
}

/// What is true of the file as a whole.
#[derive(Clone, Debug)]
pub(super) struct FileFacts {
    pub(super) sha256: Digest,
    /// The references of a saved page to files beside it.
    pub(super) local: Vec<String>,
}

/// Reads one entry of the source, and puts its captures into the spool: nothing large waits for other files.
pub(super) fn parse(
    source: &dyn Source,
    index: usize,
    options: &ReadOptions,
    spool: &Arc<dyn Spool>,
) -> Parsed {
    let bytes = match source.read(index) {
        Ok(bytes) => bytes,
        Err(error) => return Parsed::Unread(error),
    };
    let name = &source.entries()[index].name;
    let sha256 = Digest::of(&bytes);
    let bytes = match source::unpacked_bytes(bytes, &options.limits) {
        Ok(bytes) => bytes,
        Err(SourceError::Io(error)) => {
            return Parsed::NotText(format!("a damaged gzip file: {error}"));
        }
        Err(error) => return Parsed::Unread(error),
    };
    if bytes.is_empty() {
        return empty("an empty file");
    }
    if let Some(kind) =
        infer::get(&bytes).filter(|kind| !matches!(kind.matcher_type(), infer::MatcherType::Text))
    {
        return Parsed::NotText(format!("a file of type {}", kind.mime_type()));
    }
    if decode::looks_binary(&bytes) {
        return Parsed::NotText("a file that is not text".into());
    }
    let deadline = Deadline::in_seconds(options.limits.seconds);
    let stated = Stated::new(options.encoding.as_deref(), declared_in_html(&bytes));
    let decoded = decode_stated(&bytes, &stated);
    // From here on only the text is in memory.
    drop(bytes);
    let file = (sha256, source.captured_at(index));
    in_time(read_text(decoded, file, name, deadline, options, spool), deadline, options)
}

/// What came of a file, unless its time is up. A spool that fails ends the whole run, however late it fails.
fn in_time(parsed: Parsed, deadline: Deadline, options: &ReadOptions) -> Parsed {
    match parsed {
        Parsed::Spool(error) => Parsed::Spool(error),
        // It says how far it got.
        Parsed::Refused(refusal) if refusal.rule == Rule::TimeUp => Parsed::Refused(refusal),
        _ if deadline.has_passed() => Parsed::Refused(time_up(options)),
        parsed => parsed,
    }
}

fn read_text(
    mut decoded: Decoded,
    (sha256, captured): (Digest, Option<i64>),
    name: &str,
    deadline: Deadline,
    options: &ReadOptions,
    spool: &Arc<dyn Spool>,
) -> Parsed {
    if decoded.text.chars().all(is_white) {
        return empty("a file of white space only");
    }
    let beginning = beginning(&decoded.text);
    // Once for the file: a response holds thousands of captures.
    let mojibake = decode::suspected_mojibake(&decoded.text);
    if deadline.has_passed() {
        return Parsed::Refused(time_up(options));
    }
    let text = std::mem::take(&mut decoded.text);
    let (found, is_stray) = captures(text, name, deadline, options);
    let mut captures = match found {
        Some(Ok(captures)) => captures,
        Some(Err(refusal)) => return Parsed::Refused(refusal),
        None => return Parsed::NoCapture(beginning),
    };
    if deadline.has_passed() {
        return Parsed::Refused(time_up(options));
    }
    let is_utf8 = decoded.encoding == "UTF-8";
    for capture in &mut captures {
        capture.captured = captured;
        note_bytes(capture, &decoded, is_utf8, mojibake.as_deref());
    }
    let local = captures.iter().flat_map(Capture::local_references).collect();
    let encoding = (!is_utf8).then_some(decoded.encoding);
    let prepared = captures
        .into_iter()
        .map(|capture| prepare(capture, is_stray, sha256, encoding, spool))
        .collect::<io::Result<_>>();
    match prepared {
        Ok(prepared) => Parsed::Captures(prepared, FileFacts { sha256, local }),
        Err(error) => Parsed::Spool(error),
    }
}

fn time_up(options: &ReadOptions) -> Refusal {
    let seconds = options.limits.seconds;
    let found =
        format!("reading it took longer than {seconds} seconds; --max-seconds raises the limit");
    Refusal { rule: Rule::TimeUp, found }
}

fn empty(found: &str) -> Parsed {
    Parsed::Refused(Refusal { rule: Rule::EmptyFile, found: found.into() })
}

/// What shows nothing: white space of any kind, U+00A0 and U+3000 among it, and signs without width.
fn is_white(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// The captures in a text, and whether only a partner, or the user's word, can show that it is one.
fn captures(
    text: String,
    name: &str,
    deadline: Deadline,
    options: &ReadOptions,
) -> (Option<Captures>, bool) {
    let forced = options.from.as_deref() == Some("brunch");
    let has_sign = Sign::of(&text);
    let is_stray = has_sign.is_none() && !looks_like_markup(&text);
    let found = match has_sign {
        Some(Sign::Response) => api::read_response(&text, &options.limits, deadline),
        Some(Sign::Page) => page::read_page(text, &options.limits, deadline),
        Some(Sign::Text) => {
            text::read_at_most(options.limits.lines, text, options.subtitle, forced)
        }
        None if is_stray => text::read_at_most(options.limits.lines, text, options.subtitle, true),
        None => return (None, false),
    };
    match found {
        // A stray that is refused was never a capture, unless it shows an error page saved as text.
        Err(refusal)
            if is_stray
                && !forced
                && !matches!(refusal.rule, Rule::ErrorPage | Rule::LoginPage) =>
        {
            (None, false)
        }
        Err(refusal) if refusal.rule == Rule::TimeUp => {
            let found = format!("{} ({})", time_up(options).found, refusal.found);
            (Some(Err(Refusal { found, ..refusal })), false)
        }
        found => {
            let placed = |found: Vec<_>| found.into_iter().map(|it| placed(it, name)).collect();
            (Some(found.map(placed)), is_stray)
        }
    }
}

/// What shows that a text holds captures.
enum Sign {
    Response,
    Page,
    Text,
}

impl Sign {
    fn of(text: &str) -> Option<Self> {
        if api::recognise_response(text).is_some() {
            return Some(Self::Response);
        }
        if page::recognise_page(text).is_some() {
            return Some(Self::Page);
        }
        text::recognise(text).map(|_| Self::Text)
    }
}

/// A file that does not say which post it shows may be kept under its address.
fn placed(mut capture: Capture, name: &str) -> Capture {
    let is_text = matches!(
        capture.form,
        Form::TextW | Form::TextN | Form::TextN2 | Form::TextL | Form::TextT
    );
    if !is_text
        && capture.identity.number.is_none()
        && let Some(address) = address::within(name)
    {
        capture.identity.user_id = capture.identity.user_id.or(address.user_id);
        capture.identity.handle = capture.identity.handle.or(address.handle);
        capture.identity.number = address.number;
    }
    capture
}

fn note_bytes(capture: &mut Capture, decoded: &Decoded, is_utf8: bool, mojibake: Option<&str>) {
    if !is_utf8 {
        let (encoding, how) = (decoded.encoding.to_owned(), decoded.how.to_owned());
        capture.notes.push(Note::new(NoteKind::EncodingDecoded { encoding, how }));
    }
    if decoded.replaced > 0 {
        // What the decoder put in was not lost before the file came to us.
        let ours = |kind: &NoteKind| matches!(kind, NoteKind::BytesLostBefore { count } if *count <= decoded.replaced);
        capture.notes.retain(|note| !ours(&note.kind));
        capture.notes.push(Note::new(NoteKind::BytesReplaced { count: decoded.replaced }));
    }
    if let Some(sample) = mojibake {
        capture.notes.push(Note::new(NoteKind::SuspectedMojibake { sample: sample.to_owned() }));
    }
}

/// Markup and data are never main-content captures, however like a post their text may be.
fn looks_like_markup(text: &str) -> bool {
    text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']).starts_with(['<', '{', '['])
}

/// How a text begins, for telling what was found.
fn beginning(text: &str) -> String {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let head: String = line.chars().take(40).collect();
    format!("text that begins with `{head}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spool_that_fails_is_told_even_when_the_time_is_up() {
        let options = ReadOptions::default();
        let late = |parsed| in_time(parsed, Deadline::in_seconds(0), &options);
        let failed = late(Parsed::Spool(io::Error::other("the disk is full")));
        assert!(matches!(failed, Parsed::Spool(error) if error.to_string() == "the disk is full"));
        let read = late(Parsed::NoCapture("text".into()));
        assert!(matches!(read, Parsed::Refused(refusal) if refusal.rule == Rule::TimeUp));
    }
}
