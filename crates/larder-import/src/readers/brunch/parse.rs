//! One file of the input: what it is, and the captures in it. Runs on any core, touches nothing shared.

use std::{
    io,
    sync::Arc,
    time::{Duration, Instant},
};

use larder_core::{Digest, Note, NoteKind, Rule, Spool};

use super::{
    address, api,
    capture::{Capture, Captures, Form, Refusal},
    join::{Prepared, prepare},
    page, text,
};
use crate::{ReadOptions, Source, SourceError, decode, decode::declared_in_html};

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
    let deadline = Instant::now() + Duration::from_secs(options.limits.seconds);
    let decoded = decode(&bytes, declared_in_html(&bytes));
    if decoded.text.chars().all(is_white) {
        return empty("a file of white space only");
    }
    let forced = options.from.as_deref() == Some("brunch");
    let (found, is_stray) = captures(&decoded.text, name, forced, options);
    if Instant::now() > deadline {
        let found = format!("reading it took longer than {} seconds", options.limits.seconds);
        return Parsed::Refused(Refusal { rule: Rule::TimeUp, found });
    }
    let mut captures = match found {
        Some(Ok(captures)) => captures,
        Some(Err(refusal)) => return Parsed::Refused(refusal),
        None => return Parsed::NoCapture(beginning(&decoded.text)),
    };
    let is_utf8 = decoded.encoding == "UTF-8";
    // Once for the file: a response holds thousands of captures.
    let mojibake = decode::suspected_mojibake(&decoded.text);
    for capture in &mut captures {
        note_bytes(capture, &decoded, is_utf8, mojibake.as_deref());
    }
    let sha256 = Digest::of(&bytes);
    drop(bytes);
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

fn empty(found: &str) -> Parsed {
    Parsed::Refused(Refusal { rule: Rule::EmptyFile, found: found.into() })
}

/// What shows nothing: white space of any kind, U+00A0 and U+3000 among it, and signs without width.
fn is_white(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// The captures in a text, and whether only a partner, or the user's word, can show that it is one.
fn captures(
    decoded: &str,
    name: &str,
    forced: bool,
    options: &ReadOptions,
) -> (Option<Captures>, bool) {
    let by_sign = if api::recognise_response(decoded).is_some() {
        Some(api::read_response(decoded))
    } else if page::recognise_page(decoded).is_some() {
        Some(page::read_page(decoded, &options.limits))
    } else if text::recognise(decoded).is_some() {
        Some(text::read(decoded, options.subtitle, forced))
    } else {
        None
    };
    let is_stray = by_sign.is_none() && !looks_like_markup(decoded);
    let found = by_sign.or_else(|| is_stray.then(|| text::read(decoded, options.subtitle, true)));
    let found = found.map(|captures| {
        captures.map(|captures| captures.into_iter().map(|it| placed(it, name)).collect())
    });
    match found {
        // A stray that is refused was never a capture, unless it shows an error page saved as text.
        Some(Err(refusal))
            if is_stray
                && !forced
                && !matches!(refusal.rule, Rule::ErrorPage | Rule::LoginPage) =>
        {
            (None, false)
        }
        found => (found, is_stray),
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

fn note_bytes(
    capture: &mut Capture,
    decoded: &crate::Decoded,
    is_utf8: bool,
    mojibake: Option<&str>,
) {
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
