//! The files of an input: each is a blog, or another part of one.

use std::{
    collections::{BTreeMap, HashSet},
    io::Read,
    sync::Arc,
};

use larder_core::{EntryName, Fate, ItemKind, Note, NoteKind, Post, Provenance, Rule, Site};

use super::{
    head::{self, Head},
    is_blogml,
    post::{self, Draft},
};
use crate::{
    Intake, ReadError, ReadOptions, Source, SourceError,
    collect::{Collection, Found, Surroundings, keep_rest},
    decode::decode,
    export, percent_decode_name,
    records::{Around, Grammar, Part, Piece, Records},
    shelf::{self, Shelf},
    source,
    xml::{Element, Fault, Repairs, Stream},
};

const GRAMMAR: Grammar = Grammar { root: "blog", records: &["post"] };

/// The files of all blogs after the first look.
#[derive(Default)]
pub(super) struct Files {
    blogs: BTreeMap<String, Vec<(usize, Head)>>,
    others: Vec<usize>,
}

const HEAD: u64 = 64 << 10;

impl export::Files for Files {
    fn look(
        &mut self,
        place: usize,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let mut start = Vec::new();
        let read = open(place, source, options).and_then(|stream| {
            let read = stream.take(HEAD).read_to_end(&mut start);
            read.map_err(|error| SourceError::from_reading(error).into_rule())
        });
        if let Err((rule, found)) = read {
            intake.leave_out(intake.file(place), rule, found);
            return Ok(());
        }
        if !is_blogml(&decode(&start, None).text) {
            self.others.push(place);
            return Ok(());
        }
        match each(place, source, options, |_| (), |()| Ok(()))? {
            Ok(around) => {
                let head = head::read(&around, options.home.as_deref());
                let name = &source.entries()[place].name;
                for kind in around.notes.iter().cloned() {
                    intake.note(Note::new(kind).in_file(Arc::clone(name)));
                }
                let end = (around.is_cut, around.fault.as_ref());
                export::note_end(end, "</blog>", name, intake);
                export::leave_out(&around.skipped, name, options, intake);
                self.blogs.entry(head.site.id.clone()).or_default().push((place, head));
            }
            Err((rule, found)) => intake.leave_out(intake.file(place), rule, found),
        }
        Ok(())
    }

    fn read(
        self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let alone = self.blogs.len() == 1;
        let mut shelf = Shelf::new(source, &self.others);
        for files in self.blogs.into_values() {
            let Some((_, first)) = files.first() else { continue };
            let mut collection = Collection::new(first.site.clone(), "blogml");
            collection.blog.site.platform = Some("blogml".into());
            let said: Vec<String> =
                files.iter().map(|(_, head)| format!("{:?}", head.site)).collect();
            let mut known = HashSet::from([said[0].as_str()]);
            for ((_, head), said) in files.iter().zip(&said).skip(1) {
                // Another part of the blog says the same of it, mostly.
                if known.insert(said) {
                    let other = serde_json::to_value(&head.site).map_err(std::io::Error::other)?;
                    collection.blog.site.extra.push("blogml:other-heads", other);
                    fill(&mut collection.blog.site, &head.site);
                }
            }
            let home = Home(first.site.home.clone());
            for (place, head) in files {
                second_look(place, head, &mut collection, source, options, intake)?;
                options.progress.iter().for_each(|progress| progress.advance(1));
            }
            let mut blog = collection.finish(&home, &mut shelf, intake)?;
            if alone {
                keep_rest(&mut blog, &self.others, "blogml-media", source, &mut shelf, intake)?;
            }
            intake.add_blog(blog);
        }
        for place in self.others {
            let entry = intake.file(place);
            if intake.ledger().entry(entry).fate.is_none() {
                let found = "no BlogML, and no file that a post of it shows";
                intake.leave_out(entry, Rule::NotRecognised, found);
            }
        }
        Ok(())
    }
}

/// Takes over what another file says of a blog and the first does not.
fn fill(site: &mut Site, other: &Site) {
    site.title = site.title.take().or_else(|| other.title.clone());
    site.description = site.description.take().or_else(|| other.description.clone());
}

/// The address of a blog.
struct Home(Option<String>);

impl Surroundings for Home {
    fn homes(&self) -> Vec<String> {
        self.0.iter().cloned().collect()
    }

    /// Pictures and files come through a program: `/image.axd?picture=2012%2f03%2fphoto.jpg`.
    fn file(
        &self,
        shelf: &Shelf<'_>,
        address: &str,
        is_own: bool,
        _post: Option<&Post>,
    ) -> Option<usize> {
        let query = address.split_once('?').map(|(_, query)| query).unwrap_or_default();
        let named = query.split('&').find_map(|pair| {
            let (name, value) = pair.split_once('=')?;
            matches!(name, "picture" | "file").then(|| percent_decode_name(value))
        });
        let path = named.unwrap_or_else(|| address.to_owned());
        is_own.then(|| shelf.find(&path)).flatten()
    }
}

fn open<'s>(
    place: usize,
    source: &'s dyn Source,
    options: &ReadOptions,
) -> Result<Box<dyn Read + Send + 's>, (Rule, String)> {
    source::unpacked(source, place, &options.limits).map_err(SourceError::into_rule)
}

/// Reads the posts of a file, or says why there are none.
fn each<T: Send>(
    place: usize,
    source: &dyn Source,
    options: &ReadOptions,
    read: impl Fn(&Part<'_>) -> T + Sync,
    take: impl FnMut(T) -> Result<(), ReadError>,
) -> Result<Result<Around, (Rule, String)>, ReadError> {
    let limit = options.limits.file_bytes;
    let stream = open(place, source, options).and_then(|bytes| {
        Stream::open(bytes, limit, options.encoding.as_deref())
            .map(|stream| stream.until(&options.cancel))
            .map_err(|error| SourceError::from_reading(error).into_rule())
    });
    let stream = match stream {
        Ok(stream) => stream,
        Err(refused) => return Ok(Err(refused)),
    };
    let around = Records::new(stream, GRAMMAR).each(&options.cancel, read, take)?;
    Ok(match &around.fault {
        Some(Fault::Io(error)) if around.records == 0 => Err((Rule::Unreadable, error.to_string())),
        _ if around.declares => {
            Err((Rule::Damaged, "a document type with declarations of its own".into()))
        }
        _ if !around.has_root => Err((Rule::Damaged, "the root element is not in the file".into())),
        _ => Ok(around),
    })
}

/// Makes the posts of a file.
fn second_look(
    place: usize,
    mut head: Head,
    collection: &mut Collection,
    source: &dyn Source,
    options: &ReadOptions,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    let name = Arc::clone(&source.entries()[place].name);
    let provenance = Provenance::new(Arc::clone(&name), "blogml");
    let spool = Arc::clone(intake.spool());
    let terms = head.terms();
    for term in &terms {
        let id = term.id.as_str().trim_start_matches("category:").to_owned();
        head.categories.insert(id, term.clone());
        collection.term(term.clone());
    }
    head.authors.values().cloned().for_each(|author| collection.author(author));
    for secret in &head.secrets {
        let item = intake.ledger().open(ItemKind::Item, format!("{name}#{secret}"), None);
        intake.leave_out(item, Rule::Secret, format!("the property `{secret}`"));
    }
    let mut repairs = head.repairs.clone();
    let read = |part: &Part<'_>| -> std::io::Result<(Vec<(Draft, Piece)>, Repairs)> {
        let (mut made, mut repairs) = (Vec::new(), Repairs::default());
        for (piece, text) in part.pieces() {
            let Some(element) = Element::outermost(text, part.context, &mut repairs) else {
                continue;
            };
            let whole = piece.is_whole;
            let draft = post::make(&element, whole, &head, &provenance, &mut repairs, &spool)?;
            made.push((draft, *piece));
        }
        Ok((made, repairs))
    };
    let around = each(place, source, options, read, |made| {
        let (made, own) = made?;
        repairs.add(&own);
        for (draft, piece) in made {
            let item = intake.ledger().open(
                ItemKind::Item,
                EntryName::numbered(&name, piece.number),
                None,
            );
            take(collection, draft, (place, item, piece.line), intake)?;
        }
        Ok(())
    })?;
    let entry = intake.file(place);
    match around {
        Ok(around) => {
            repairs.add(&around.repairs);
            if around.headless > 0 {
                let found = "an end of a post whose beginning is not there";
                let rule = Rule::Damaged.name().into();
                let kind = NoteKind::FileLeftOut { rule, found: found.into() };
                intake.note(Note::new(kind).in_file(Arc::clone(&name)));
            }
            intake.ledger().settle(entry, Fate::Carried { post: None });
        }
        Err((rule, found)) => intake.leave_out(entry, rule, found),
    }
    for kind in repairs.notes() {
        intake.note(Note::new(kind).in_file(Arc::clone(&name)));
    }
    Ok(())
}

/// Takes a post.
fn take(
    collection: &mut Collection,
    draft: Draft,
    (file, item, line): (usize, larder_core::EntryId, u64),
    intake: &Intake,
) -> Result<(), ReadError> {
    let census = &mut collection.census;
    census.without_status += u64::from(draft.without_status);
    if let Some(status) = draft.unknown_status {
        *census.unknown_statuses.entry(status).or_default() += 1;
    }
    if let Some(class) = draft.aside {
        *census.types_aside.entry(class).or_default() += 1;
    }
    if draft.zones_assumed > 0 {
        *census.zones_assumed.entry("+00:00".into()).or_default() += draft.zones_assumed;
    }
    for category in draft.unlisted {
        *census.markup.entry(("category that is not listed", category)).or_default() += 1;
    }
    let mut found = Found::new(draft.post, file, item);
    (found.authors, found.terms, found.comments) = (draft.authors, draft.terms, draft.comments);
    (found.notes, found.line) = (draft.notes, u32::try_from(line).ok());
    for (mut asset, bytes) in draft.attachments {
        if let Some(bytes) = bytes {
            asset.stored = Some(Box::new(shelf::store(&bytes, intake)?));
        }
        found.assets.push(asset);
    }
    Ok(collection.take(found, intake)?)
}
