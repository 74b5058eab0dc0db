//! The files of exports: which are feeds, whose they are, and what lies beside them.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Read,
    sync::Arc,
};

use larder_core::{Blog, Fate, ItemKind, Note, Provenance, Rule, Timestamp};

use super::{
    Form,
    albums::{Albums, Pictures},
    beside::{self, Beside},
    blog::Draft,
    blog_of,
    head::{self, Head},
    look::{Seen, look},
    made::{Routes, chunk},
    post::InFile,
    records, sign,
    split::{Around, Splitter},
};
use crate::{
    Intake, ReadError, ReadOptions, Source, SourceError, collect, decode, export,
    shelf::Shelf,
    source,
    xml::{Fault, Repairs, Stream},
};

/// The files of all exports.
#[derive(Default)]
pub(super) struct Files {
    feeds: Vec<Feed>,
    /// The files that are no feeds.
    others: Vec<usize>,
    /// Settings that could not be read.
    lost: Vec<usize>,
}

/// A feed after the first look.
pub(super) struct Feed {
    /// Its place in the source.
    pub(super) place: usize,
    pub(super) form: Form,
    pub(super) head: Head,
    pub(super) seen: Seen,
    has_kinds: bool,
    /// What stands between its entries.
    pub(super) loose: String,
    repairs: Repairs,
}

impl Feed {
    /// The number of the blog. Empty where nothing says it.
    fn blog(&self) -> String {
        let head = self.head.id.as_deref().and_then(blog_of).map(str::to_owned);
        head.or_else(|| self.seen.blog.clone()).unwrap_or_default()
    }

    /// Whether something that stands around its entries was a setting.
    pub(super) fn has_lost_settings(&self) -> bool {
        let others = self.head.others.iter().map(|(_, value)| value.to_string());
        let mut texts = others.chain([self.loose.clone()]);
        self.form == Form::Classic && texts.any(|text| super::settings::speaks_of_itself(&text))
    }

    /// When the export was made, as far as it says.
    pub(super) fn made(&self) -> Option<Timestamp> {
        self.head.updated
    }
}

/// Whether a name is that of the feed of a blog in a Takeout: `Blogger/Blogs/…/feed.atom`. Only the name of the service is
/// never translated.
pub(super) fn is_feed_of_takeout(name: &str) -> bool {
    let mut parts = name.rsplit('/');
    parts.next() == Some("feed.atom") && parts.nth(2) == Some("Blogger")
}

impl export::Files for Files {
    fn look(
        &mut self,
        place: usize,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let entry = intake.file(place);
        let (form, stream) = match form(place, source, options).and_then(|form| {
            let Some(form) = form else { return Ok(None) };
            Ok(Some((form, open(place, source, options)?)))
        }) {
            Ok(Some(opened)) => opened,
            Ok(None) => {
                self.others.push(place);
                return Ok(());
            }
            Err((rule, found)) => {
                self.lost.extend(beside::is_settings(source, place).then_some(place));
                intake.leave_out(entry, rule, found);
                return Ok(());
            }
        };
        let has_pictures = source.entries().len() > 1;
        let mut seen = Seen::default();
        let splitter = Splitter::new(stream);
        let (around, notes) = splitter.each(
            &options.cancel,
            |part| look(part, form, has_pictures),
            |other| {
                seen.add(other);
                Ok(())
            },
        )?;
        if let Some((rule, found)) = refused(&around) {
            intake.leave_out(entry, rule, found);
            return Ok(());
        }
        let name = &source.entries()[place].name;
        notes.into_iter().for_each(|kind| intake.note(Note::new(kind).in_file(Arc::clone(name))));
        let end = (around.is_cut, around.fault.as_ref());
        export::note_end(end, "</feed>", name, intake);
        export::leave_out(&around.skipped, name, options, intake);
        for _ in 0..around.headless {
            let item = intake.ledger().open(ItemKind::Item, Arc::clone(name), None);
            intake.leave_out(item, Rule::Damaged, "an entry without its beginning");
        }
        intake.ledger().settle(entry, Fate::Carried { post: None });
        let head = head::read(&around.head, &around.scope);
        let Around { mut repairs, loose, .. } = around;
        repairs.add(&head.repairs);
        let has_kinds = seen.has_kinds;
        self.feeds.push(Feed { place, form, head, seen, has_kinds, loose, repairs });
        Ok(())
    }

    fn read(
        self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let Self { feeds, others, lost } = self;
        let (own, said): (Vec<Feed>, Vec<Feed>) =
            feeds.into_iter().partition(|feed| !feed.seen.is_comments_only());
        let mut blogs: BTreeMap<String, Vec<Feed>> = BTreeMap::new();
        own.into_iter().for_each(|feed| blogs.entry(feed.blog()).or_default().push(feed));
        let numbers: BTreeSet<String> = blogs.keys().cloned().collect();
        if blogs.is_empty() && !said.is_empty() {
            // Comments on the blogs of others are kept, even where there is nothing else.
            blogs.insert(String::new(), Vec::new());
        }
        let is_only = blogs.len() == 1;
        let mut beside = Beside::sort(others, source);
        let mut begun: Vec<(Draft, Vec<Feed>)> = Vec::new();
        for (number, mut feeds) in blogs {
            feeds.sort_by_key(|feed| (feed.form, std::cmp::Reverse(feed.made())));
            let folders = feeds.iter().map(|feed| folder(source, feed.place)).collect();
            let mut draft = Draft::new(number, folders);
            beside.give(&mut draft, is_only, source, intake);
            begun.push((draft, feeds));
        }
        let mut all: Vec<&mut Draft> = begun.iter_mut().map(|(draft, _)| draft).collect();
        beside.tell_lost(&mut all, &lost, source);
        let mut drafts: Vec<Draft> = Vec::new();
        for (mut draft, mut feeds) in begun {
            draft.settle(&mut feeds, options.home.as_deref().filter(|_| is_only));
            for feed in &feeds {
                second_look(feed, &mut [&mut draft], None, source, options, intake)?;
            }
            drafts.push(draft);
        }
        for feed in &said {
            let mut all: Vec<&mut Draft> = drafts.iter_mut().collect();
            second_look(feed, &mut all, Some(&numbers), source, options, intake)?;
        }
        finish(drafts, beside, source, intake)
    }
}

/// Makes the posts and comments of a feed. With `routes`, each belongs to the blog that it names.
fn second_look(
    feed: &Feed,
    drafts: &mut [&mut Draft],
    routes: Routes<'_>,
    source: &dyn Source,
    options: &ReadOptions,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    let name = &source.entries()[feed.place].name;
    let Some(first) = drafts.first() else { return Ok(()) };
    let around = Arc::clone(&first.around);
    let provenance = Provenance::new(Arc::clone(name), feed.form.name());
    let file = InFile {
        around: &around,
        form: feed.form,
        has_kinds: feed.has_kinds,
        made: feed.made(),
        provenance,
        place: feed.place,
    };
    let Ok(stream) = open(feed.place, source, options) else {
        // It could be read a moment ago: its entries stay without a fate, and that is said.
        return Ok(());
    };
    let mut repairs = feed.repairs.clone();
    let splitter = Splitter::new(stream);
    splitter.each(
        &options.cancel,
        |part| chunk(part, &file, routes),
        |chunk| {
            repairs.add(&chunk.repairs);
            for made in chunk.made {
                let at = drafts.iter().position(|draft| made.is_of(&draft.number)).unwrap_or(0);
                drafts[at].take(made, feed.place, name, intake)?;
            }
            Ok(())
        },
    )?;
    for kind in repairs.notes() {
        intake.note(Note::new(kind).in_file(Arc::clone(name)));
    }
    options.progress.iter().for_each(|progress| progress.advance(1));
    Ok(())
}

/// Finishes all blogs, and settles what lies beside them.
fn finish(
    mut drafts: Vec<Draft>,
    beside: Beside,
    source: &dyn Source,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    let mut shelf = Shelf::new(source, &beside.pictures);
    let (mut shares, others) = beside.shares(&drafts, source);
    let common = Arc::new(Pictures::new(&others.0, &others.1, source));
    let mut blogs: Vec<Blog> = Vec::new();
    let mut albums: Vec<Albums> = Vec::new();
    for (draft, (pictures, records)) in drafts.iter_mut().zip(&shares) {
        let (own, named) =
            (Pictures::new(pictures, records, source), std::mem::take(&mut draft.named));
        albums.push(Albums::new(own, &common, named, albums.is_empty()));
    }
    // What is of no blog in particular, and no blog shows, is kept with the first.
    if let Some((pictures, _)) = shares.first_mut() {
        pictures.extend(others.0);
        pictures.sort_unstable();
    }
    for (draft, albums) in drafts.into_iter().zip(&albums) {
        blogs.push(draft.finish(albums, &mut shelf, intake)?);
    }
    // Only now is it known which pictures no blog shows.
    for ((mut blog, albums), (pictures, _)) in blogs.into_iter().zip(&albums).zip(&shares) {
        let form = Form::Takeout.name();
        collect::keep_rest(&mut blog, pictures, form, source, &mut shelf, intake)?;
        records::keep(&mut blog, albums, source, &mut shelf, intake)?;
        intake.add_blog(blog);
    }
    beside.leave_out(source, intake);
    Ok(())
}

/// How much of a file is looked at to see what it is.
const HEAD: u64 = 64 << 10;

/// The form of an export, if a file is one.
fn form(
    place: usize,
    source: &dyn Source,
    options: &ReadOptions,
) -> Result<Option<Form>, (Rule, String)> {
    let mut bytes = Vec::new();
    let stream = unpacked(place, source, options)?;
    let read = stream.take(HEAD).read_to_end(&mut bytes);
    read.map_err(|error| (Rule::Unreadable, error.to_string()))?;
    if is_media(&bytes) {
        return Ok(None);
    }
    if bytes.is_empty() {
        return Err((Rule::EmptyFile, "no character that shows anything".into()));
    }
    Ok(sign::sign(&decode(&bytes, None).text).map(|(form, _)| form))
}

fn unpacked<'s>(
    place: usize,
    source: &'s dyn Source,
    options: &ReadOptions,
) -> Result<Box<dyn Read + Send + 's>, (Rule, String)> {
    source::unpacked(source, place, &options.limits).map_err(SourceError::into_rule)
}

/// The text of a file, or why there is none.
fn open<'s>(
    place: usize,
    source: &'s dyn Source,
    options: &ReadOptions,
) -> Result<Stream<Box<dyn Read + Send + 's>>, (Rule, String)> {
    let bytes = unpacked(place, source, options)?;
    Stream::open(bytes, options.limits.file_bytes, options.encoding.as_deref())
        .map(|stream| stream.until(&options.cancel))
        .map_err(|error| (Rule::Unreadable, error.to_string()))
}

/// Why a file is left out as a whole.
fn refused(around: &Around) -> Option<(Rule, String)> {
    if around.declares {
        let found = "its document type declares entities, which no export does; it was not read";
        return Some((Rule::Unreadable, found.into()));
    }
    match (&around.fault, around.entries) {
        (Some(Fault::Io(error)), 0) => Some((Rule::Unreadable, error.to_string())),
        _ => None,
    }
}

/// The name of the folder that a file lies in. Empty for none.
pub(super) fn folder(source: &dyn Source, place: usize) -> String {
    let name = &source.entries()[place].name;
    let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
    folder.rsplit('/').next().unwrap_or_default().to_owned()
}

/// Whether bytes are those of a picture, a sound, a film or a document, and no text.
fn is_media(head: &[u8]) -> bool {
    infer::get(head).is_some_and(|kind| kind.matcher_type() != infer::MatcherType::Text)
}
