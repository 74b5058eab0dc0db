//! Reads all pages of an input, on all cores.

use std::{
    collections::{BTreeMap, HashSet},
    io::{self, Read as _},
    sync::Arc,
};

use chrono::FixedOffset;
use larder_capture::wayback;
use larder_core::{Body, Digest, NoteKind, Rule, Spool};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    gist::{Gist, Texts},
    library::Library,
    part,
    unpack::{Known, Unpacked, is_markup},
};
use crate::{
    Mojibake, ReadError, ReadOptions, Reader, Source, SourceError,
    deadline::Deadline,
    decode::{Stated, decode_stated, mojibake_in, without_mojibake},
    readers::{brunch::Brunch, feed::Feed},
    source::{is_packed, unpacked_bytes},
    web::{Claims, Hidden, Met, Page, Saved, Seen, Sort},
};

/// How many pages are read at once.
const BATCH: usize = 64;

/// A page that was read, and where its texts are kept.
pub(super) struct Read {
    pub(super) place: usize,
    pub(super) page: Gist,
    pub(super) original: Body,
    pub(super) html: Body,
    pub(super) sha256: Digest,
    pub(super) encoding: Option<Arc<str>>,
    /// The texts of comments of a page of ours, by what their addresses end with.
    pub(super) remarks: BTreeMap<String, Body>,
    /// What readers wrote under the post, as a list in JSON. Empty where there is none.
    pub(super) comments: Body,
    rest: Body,
}

/// What a page says that nothing needs before its post is made: in the spool until then, so that a crawl of any size is read
/// in little memory. In memory is the [gist](Gist) of it.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Rest {
    pub(super) claims: Claims,
    /// The offset in which dates were read that state none, in seconds.
    zone: Option<i32>,
    /// Who may see the post, where not everybody.
    pub(super) hidden: Option<Hidden>,
    /// What of the page is in no post.
    pub(super) left_out: Seen,
    pub(super) previous: Option<Met>,
    pub(super) next: Option<Met>,
    pub(super) translations: Vec<(String, String)>,
    notes: Vec<NoteKind>,
    /// How many comments the page says there are.
    pub(super) stated: Option<u64>,
}

impl Read {
    /// Brings back what was put aside of it. Fails when the spool does.
    pub(super) fn open(&mut self) -> io::Result<Rest> {
        let text = std::mem::take(&mut self.rest).text()?.into_owned();
        if text.is_empty() {
            return Ok(Rest::default());
        }
        let mut rest: Rest = serde_json::from_str(&text)?;
        rest.claims.zone = rest.zone.and_then(FixedOffset::east_opt);
        self.page.notes.splice(0..0, std::mem::take(&mut rest.notes));
        Ok(rest)
    }
}

/// Puts aside what nothing needs yet of a page: what is left of it, its comments and the rest. Fails when the spool does.
fn aside(mut page: Page, spool: &Arc<dyn Spool>) -> io::Result<(Gist, Body, Body)> {
    if !matches!(page.sort, Sort::Post(_)) {
        let claims = std::mem::take(&mut page.claims);
        return Ok((Gist::of(page, &claims), Body::default(), Body::default()));
    }
    let claims = std::mem::take(&mut page.claims);
    let rest = Rest {
        zone: claims.zone.map(|it| it.local_minus_utc()),
        claims,
        hidden: page.hidden,
        left_out: page.left_out,
        previous: page.previous.clone(),
        next: page.next.clone(),
        translations: std::mem::take(&mut page.translations),
        notes: std::mem::take(&mut page.notes),
        stated: page.comments.stated,
    };
    let comments = match page.comments.list.is_empty() {
        true => Body::default(),
        false => Body::keep(spool, &serde_json::to_string(&page.comments.list)?)?,
    };
    let kept = Body::keep(spool, &serde_json::to_string(&rest)?)?;
    Ok((Gist::of(page, &rest.claims), comments, kept))
}

/// What a file turned out to be.
pub(super) enum Looked {
    Page(Box<Read>),
    /// A feed.
    Feed,
    /// A page of brunch, or what its API answered: its own reader knows it.
    Brunch,
    /// A file that is no page.
    Other,
    /// Left out by a rule.
    Out(Rule, String),
}

impl Looked {
    /// The address of a page.
    pub(super) fn address(&self) -> Option<&str> {
        match self {
            Self::Page(read) => read.page.address.as_ref().map(|told| told.value.as_str()),
            _ => None,
        }
    }
}

/// Reads all entries of a source.
pub(super) fn read(
    source: &Unpacked<'_>,
    library: &Library,
    options: &ReadOptions,
    spool: &Arc<dyn Spool>,
) -> Result<Vec<Looked>, ReadError> {
    let total = source.entries().len();
    let mut all = Vec::with_capacity(total);
    let mut seen: HashSet<Digest> = HashSet::new();
    let mut texts = Texts::default();
    if let Some(progress) = &options.progress {
        progress.begin("read", total as u64);
    }
    for start in (0..total).step_by(BATCH) {
        if options.cancel.is_cancelled() {
            return Err(ReadError::Cancelled);
        }
        let end = total.min(start + BATCH);
        let looked: Result<Vec<Looked>, ReadError> = (start..end)
            .into_par_iter()
            .map(|place| look(source, place, false, library, options, spool))
            .collect();
        for looked in looked? {
            let mut looked = once(looked, source, &mut seen);
            if let Looked::Page(read) = &mut looked {
                read.page.share(&mut texts);
            }
            all.push(looked);
        }
        options.progress.iter().for_each(|progress| progress.advance((end - start) as u64));
    }
    if let Some(progress) = &options.progress {
        progress.end();
    }
    Ok(all)
}

/// Pages that are there twice, byte for byte and under one address, count once.
fn once(looked: Looked, source: &Unpacked<'_>, seen: &mut HashSet<Digest>) -> Looked {
    let Looked::Page(read) = looked else { return looked };
    // The same page at another time is another capture.
    let captured = source.known(read.place).captured.map(|it| it.to_rfc3339());
    let address = read.page.address.as_ref().map_or("", |told| told.value.as_str());
    let told =
        [&*read.sha256.to_string(), address, captured.as_deref().unwrap_or_default()].join(" ");
    let both = Digest::of(told.as_bytes());
    match seen.insert(both) {
        true => Looked::Page(read),
        false => {
            Looked::Out(Rule::SameBytes, "the same page, byte for byte, is here already".into())
        }
    }
}

/// Reads an entry. Fails when the spool does.
pub(super) fn look(
    source: &Unpacked<'_>,
    place: usize,
    is_listed: bool,
    library: &Library,
    options: &ReadOptions,
    spool: &Arc<dyn Spool>,
) -> Result<Looked, ReadError> {
    let known = source.known(place);
    let name = &source.entries()[place].name;
    if is_large_file(source, place, options) {
        return Ok(Looked::Other);
    }
    let bytes = match source.read(place) {
        Ok(bytes) => bytes,
        Err(error) => {
            let (rule, found) = error.into_rule();
            return Ok(Looked::Out(rule, found));
        }
    };
    let bytes = match unpacked_page(bytes, options) {
        Ok(bytes) => bytes,
        Err((rule, found)) => return Ok(Looked::Out(rule, found)),
    };
    if bytes.is_empty() {
        return Ok(Looked::Out(Rule::EmptyFile, "no bytes".into()));
    }
    if !is_page(known.media_type.as_deref(), &bytes) {
        return Ok(other(known, name, &bytes, options));
    }
    let deadline = Deadline::in_seconds(options.limits.seconds);
    let outside = options.encoding.as_deref().or(known.encoding.as_deref());
    let declared = crate::declared_in_html(&bytes);
    let decoded = decode_stated(&bytes, &Stated::new(outside, declared));
    let mut bounds = larder_html::Limits::default();
    bounds.depth = options.limits.depth;
    bounds.bytes =
        usize::try_from(options.limits.file_bytes).unwrap_or(usize::MAX).min(bounds.bytes);
    bounds.until = deadline.until;
    let local = |reference: &str| {
        let is_within = ["cid:", "urn:"].iter().any(|scheme| reference.starts_with(scheme));
        let of_container = || is_within.then(|| library.captured(reference)).flatten();
        let found = library.beside(name, reference).or_else(of_container)?;
        // A page has its address, a file the name under which it is here.
        let own = library.address(found).map(str::to_owned);
        let fragment = reference.split_once('#').map_or("", |(_, it)| it);
        Some(match own {
            Some(own) if !fragment.is_empty() && crate::address::is_web(&own) => {
                format!("{own}#{fragment}")
            }
            Some(own) if crate::address::is_web(&own) => own,
            _ => as_address(&source.entries()[found].name),
        })
    };
    let is_brunch =
        known.address.as_deref().is_none_or(|it| crate::address::host(it) == "brunch.co.kr");
    let names_it = || memchr::memmem::find(&bytes, b"brunch").is_some();
    let may_be_ours = crate::web::may_be_ours(&decoded.text);
    // What a server answered instead of what was asked for is no post, whatever it looks like.
    let is_answer = known.status.is_none_or(|status| status < 400);
    if is_brunch
        && is_answer
        && !may_be_ours
        && names_it()
        && part::is_of(&Brunch, name, &bytes, &decoded.text)
    {
        return Ok(Looked::Brunch);
    }
    let captured = known.address.as_deref().map(|address| (address, "capture"));
    let mirrored = || Some((known.mirrored.as_deref()?, "folders of a mirror"));
    let saved = Saved {
        address: captured.or_else(mirrored),
        status: known.status,
        is_listed,
        captured: known.captured,
        local: &local,
    };
    let repaired = match options.mojibake {
        Mojibake::Repair => without_mojibake(&decoded.text),
        _ => None,
    };
    let text = repaired.as_deref().unwrap_or(&decoded.text);
    let of_wayback = (!may_be_ours).then(|| wayback_cleaned(text)).flatten();
    let mut page = Page::read(of_wayback.as_deref().unwrap_or(text), &saved, &bounds);
    if deadline.has_passed() {
        return Ok(Looked::Out(Rule::TimeUp, "its markup was not read to the end".into()));
    }
    let html = std::mem::take(&mut page.html);
    let is_post = matches!(page.sort, Sort::Post(_));
    let keep = |text: &str| Body::keep(spool, if is_post { text } else { "" });
    let said = page.ours.as_mut().map(|ours| std::mem::take(&mut ours.remarks));
    let remarks = said.unwrap_or_default().into_iter();
    let remarks = remarks.map(|(at, text)| Ok((at, Body::keep(spool, &text)?)));
    let remarks = remarks.collect::<io::Result<_>>()?;
    let mut notes = decoded.notes();
    notes.extend(
        crate::suspected_mojibake(&html).map(|sample| NoteKind::SuspectedMojibake { sample }),
    );
    // The saved page stays as it is.
    let was = repaired.and_then(|_| mojibake_in(&decoded.text));
    notes.extend(was.map(|sample| NoteKind::MojibakeRepaired { count: 1, sample }));
    page.notes.splice(0..0, notes);
    let (page, comments, rest) = aside(page, spool)?;
    Ok(Looked::Page(Box::new(Read {
        place,
        original: keep(&decoded.text)?,
        html: keep(&html)?,
        sha256: Digest::of(&bytes),
        encoding: (decoded.encoding != "UTF-8").then(|| decoded.encoding.into()),
        comments,
        rest,
        remarks,
        page,
    })))
}

/// The name of an entry as an address in a page: what would be another part of an address is escaped.
fn as_address(name: &str) -> String {
    name.replace('%', "%25").replace('?', "%3F").replace('#', "%23")
}

/// A copy of the Wayback Machine without what it put in. None for other pages.
fn wayback_cleaned(text: &str) -> Option<String> {
    let signs: [&[u8]; 2] = [b"/web/", b"archive.org"];
    let has_all = signs.iter().all(|sign| memchr::memmem::find(text.as_bytes(), sign).is_some());
    let cleaned = has_all.then(|| wayback::cleaned(text.as_bytes())).flatten()?;
    String::from_utf8(cleaned.html).ok()
}

/// What a file is that is no page: a feed, an answer of an API, or anything.
fn other(known: &Known, name: &Arc<str>, bytes: &[u8], options: &ReadOptions) -> Looked {
    let start =
        bytes.iter().find(|it| !it.is_ascii_whitespace() && !matches!(it, 0xef | 0xbb | 0xbf));
    let is_markup = matches!(start, Some(b'<' | b'{'))
        || bytes.starts_with(&[0xff, 0xfe])
        || bytes.starts_with(&[0xfe, 0xff]);
    // A text that somebody copied out of a page of brunch has no address.
    let host = known.address.as_deref().map(crate::address::host);
    let is_answer = known.status.is_none_or(|status| status < 400);
    let may_be_brunch = is_answer && host.is_none_or(|it| it.ends_with("brunch.co.kr"));
    if !is_markup && !may_be_brunch || crate::looks_binary(&bytes[..bytes.len().min(4096)]) {
        return Looked::Other;
    }
    let outside = options.encoding.as_deref().or(known.encoding.as_deref());
    let text =
        decode_stated(&bytes[..bytes.len().min(part::HEAD)], &Stated::new(outside, None)).text;
    let is_of = |reader: &dyn Reader| part::is_of(reader, name, bytes, &text);
    match () {
        () if may_be_brunch && is_of(&Brunch) => Looked::Brunch,
        () if is_markup && is_of(&Feed) => Looked::Feed,
        () => Looked::Other,
    }
}

/// From how many bytes on a file is not read into memory before its beginning was looked at.
const LARGE: u64 = 1 << 20;

/// Whether an entry is large, and its beginning shows that it is nothing that is read: a film, a picture, a text that is no
/// page. Nobody has to have it in memory.
fn is_large_file(source: &Unpacked<'_>, place: usize, options: &ReadOptions) -> bool {
    let large = options.limits.file_bytes.min(LARGE);
    if source.entries()[place].length.is_none_or(|length| length < large) {
        return false;
    }
    let mut head = Vec::new();
    let read =
        source.open(place).ok().map(|stream| stream.take(part::HEAD as u64).read_to_end(&mut head));
    if !matches!(read, Some(Ok(_))) {
        return false;
    }
    if is_packed(&head) {
        return !is_packed_page(&head);
    }
    let known = source.known(place);
    let name = &source.entries()[place].name;
    let media_type = known.media_type.as_deref();
    !is_page(media_type, &head) && matches!(other(known, name, &head, options), Looked::Other)
}

/// Whether a page is packed here with gzip. What is cut is looked at as far as it goes.
fn is_packed_page(bytes: &[u8]) -> bool {
    let mut head = Vec::new();
    let _ = flate2::read::GzDecoder::new(bytes).take(4096).read_to_end(&mut head);
    is_markup(&head)
}

/// The bytes of a file; of a page that is packed with gzip, those of the page. A file that is packed and no page stays what
/// it is.
fn unpacked_page(bytes: Vec<u8>, options: &ReadOptions) -> Result<Vec<u8>, (Rule, String)> {
    match is_packed(&bytes) && is_packed_page(&bytes) {
        true => unpacked_bytes(bytes, &options.limits).map_err(SourceError::into_rule),
        false => Ok(bytes),
    }
}

/// Whether bytes are a page of HTML: by what they begin with, or by what the server said.
fn is_page(media_type: Option<&str>, bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(4096)];
    let told = media_type.map(|it| it.split(';').next().unwrap_or_default().trim());
    let is_told = told.is_some_and(|told| {
        ["text/html", "application/xhtml+xml"].iter().any(|it| told.eq_ignore_ascii_case(it))
    });
    let first = head.iter().find(|it| !it.is_ascii_whitespace());
    is_markup(head) || is_told && first == Some(&b'<')
}
