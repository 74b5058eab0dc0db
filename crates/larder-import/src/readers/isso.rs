//! Reads comments in the generic JSON of Isso, which other programs for comments write as well.
//!
//! ```text
//! [{"id": "/2019/05/slow/", "title": "Slow", "comments": [
//!     {"id": 3, "author": "Jo", "email": "", "website": "", "created": "2019-05-01 12:00:00", "text": "…", "remote_addr": ""}]}]
//! ```
//!
//! The text of the articles is in the blog's own export; here they are records of kind `other`, as those of Disqus are. The
//! form does not say which comments were shown.
//!
//! Format: <https://isso-comments.de/docs/guides/quickstart/#migrating-from-disqus-wordpress>

mod thread;

#[cfg(test)]
mod tests;

use std::{io::Read, sync::Arc};

use larder_core::{Fate, Format, ItemKind, Note, NoteKind, Rule, Site, format};

use crate::{
    Intake, ReadError, ReadOptions, Reader, Sample, Source, Vote,
    archive::scan::{Fault, Fit, Scanner},
    collect::{Collection, Found},
    decode::decode,
    export,
    shelf::Shelf,
    source,
    xml::Repairs,
};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Isso;

impl Reader for Isso {
    fn format(&self) -> &'static Format {
        &format::ISSO
    }

    fn vote(&self, sample: &Sample) -> Vote {
        match is_export(&sample.text) {
            true => Vote::Signature("a list of articles with `comments` in JSON".into()),
            false => Vote::No,
        }
    }

    fn looks_for(&self) -> &'static str {
        "comments in the generic JSON of Isso: `[{\"id\":…,\"title\":…,\"comments\":[…]}]`"
    }

    fn read(
        &self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        export::read::<Exports>(source, options, intake)
    }
}

/// How much of a file shows what it is.
const HEAD: u64 = 64 << 10;

/// Whether a text is the beginning of such a list.
fn is_export(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let list = text.strip_prefix('[').map(str::trim_start);
    let has = |sign: &str| memchr::memmem::find(text.as_bytes(), sign.as_bytes()).is_some();
    let has_all =
        ["\"comments\"", "\"text\"", "\"created\"", "\"author\""].iter().all(|it| has(it));
    list.is_some_and(|list| list.starts_with('{'))
        && has_all
        && (has("\"remote_addr\"") || has("\"website\""))
}

/// All lists of an input.
#[derive(Default)]
struct Exports {
    files: Vec<usize>,
    others: Vec<usize>,
}

impl export::Files for Exports {
    fn look(
        &mut self,
        place: usize,
        source: &dyn Source,
        options: &ReadOptions,
        _: &mut Intake,
    ) -> Result<(), ReadError> {
        let mut head = Vec::new();
        let stream = source::unpacked(source, place, &options.limits);
        // What cannot be read to its end is read as far as it goes.
        let _ = stream.map(|stream| stream.take(HEAD).read_to_end(&mut head));
        match is_export(&decode(&head, None).text) {
            true => self.files.push(place),
            false => self.others.push(place),
        }
        Ok(())
    }

    fn read(
        self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let mut site = Site::new(options.home.as_deref().unwrap_or("isso"));
        site.home.clone_from(&options.home);
        let mut collection = Collection::new(site, "isso");
        collection.has_titles = false;
        let has_files = !self.files.is_empty();
        for place in self.files {
            file(place, &mut collection, source, options, intake)?;
            options.progress.iter().for_each(|progress| progress.advance(1));
        }
        if has_files {
            let homes: Vec<String> = options.home.iter().cloned().collect();
            let blog = collection.finish(&homes, &mut Shelf::new(source, &[]), intake)?;
            intake.add_blog(blog);
        }
        for place in self.others {
            let found = "no list of comments; what holds the posts is read by itself";
            intake.leave_out(intake.file(place), Rule::NotRecognised, found);
        }
        Ok(())
    }
}

/// Reads a file, article by article.
fn file(
    place: usize,
    collection: &mut Collection,
    source: &dyn Source,
    options: &ReadOptions,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    let (entry, name) = (intake.file(place), Arc::clone(&source.entries()[place].name));
    let stream = match source::unpacked(source, place, &options.limits) {
        Ok(stream) => stream,
        Err(error) => {
            let (rule, found) = error.into_rule();
            intake.leave_out(entry, rule, found);
            return Ok(());
        }
    };
    let mut scanner = Scanner::new(stream, options.limits.file_bytes);
    let (mut repairs, mut number) = (Repairs::default(), 0_u64);
    let mut each = |line: u64, read: Option<(&[u8], Fit)>| {
        if options.cancel.is_cancelled() {
            return Err(ReadError::Cancelled);
        }
        number += 1;
        let bytes = read.map(|(raw, _)| raw.len() as u64);
        let item = intake.ledger().open(ItemKind::Item, format!("{name}#{number}"), bytes);
        let lost = |rule: Rule, found: &str| (rule, format!("line {line}: {found}"));
        let made = match read {
            None => Err(lost(Rule::Damaged, "the file ends in the middle of this article")),
            Some((_, Fit::TooLarge)) => {
                let found = "an article larger than the limit; --max-file-size raises it";
                Err(lost(Rule::TooLarge, found))
            }
            Some((raw, Fit::Whole)) => {
                thread::read(raw, &name, options.home.as_deref(), collection, &mut repairs)
                    .map_err(|found| lost(Rule::Damaged, &found))
            }
        };
        match made {
            Ok((post, comments)) => {
                let mut found = Found::new(post, place, item);
                found.line = u32::try_from(line).ok();
                found.comments = comments;
                collection.take(found, intake)?;
            }
            Err((rule, found)) => intake.leave_out(item, rule, found),
        }
        Ok(())
    };
    let fault = list(&mut scanner, &mut each)?;
    let mut notes: Vec<NoteKind> = repairs.notes().collect();
    if let Some(fault) = fault {
        let found = why(&fault);
        notes.push(NoteKind::FileLeftOut { rule: Rule::Damaged.name().into(), found });
    }
    let line = u32::try_from(scanner.line()).unwrap_or(u32::MAX);
    for kind in notes {
        intake.note(Note::new(kind).in_file(Arc::clone(&name)).at(line, None));
    }
    intake.ledger().settle(entry, Fate::Carried { post: None });
    Ok(())
}

/// What takes articles: the line that each begins in, and its bytes if its end is there.
type Each<'e> = &'e mut dyn FnMut(u64, Option<(&[u8], Fit)>) -> Result<(), ReadError>;

/// Goes through a list. Returns what ended it early.
fn list<R: Read>(scanner: &mut Scanner<R>, each: Each<'_>) -> Result<Option<Fault>, ReadError> {
    let begin = scanner.skip_mark().and_then(|()| scanner.expect(b'[', "`[`"));
    if let Err(fault) = begin {
        return Ok(Some(fault));
    }
    match scanner.accept(b']') {
        Ok(true) => return Ok(None),
        Ok(false) => {}
        Err(fault) => return Ok(Some(fault)),
    }
    loop {
        let (line, mut raw) = (scanner.line(), Vec::new());
        match scanner.value(&mut raw) {
            Ok(fit) => each(line, Some((&raw, fit)))?,
            Err(fault) => {
                if !raw.is_empty() {
                    each(line, None)?;
                }
                return Ok(Some(fault));
            }
        }
        match scanner.accept(b']') {
            Ok(true) => {
                let behind = scanner.next_mark();
                return Ok(match behind {
                    Ok(None) => None,
                    Ok(Some(found)) => Some(Fault::Unexpected { expected: "nothing", found }),
                    Err(fault) => Some(fault),
                });
            }
            Ok(false) => {}
            Err(fault) => return Ok(Some(fault)),
        }
        if let Err(fault) = scanner.expect(b',', "`,` or `]`") {
            return Ok(Some(fault));
        }
    }
}

/// Why a file could not be read to its end.
fn why(fault: &Fault) -> String {
    match fault {
        Fault::Cut | Fault::Stopped => "the file ends before the list does".to_owned(),
        Fault::Source(error) => error.to_string(),
        Fault::Unexpected { expected, found } => {
            format!("expected {expected}, found `{}`", found.escape_ascii())
        }
    }
}
