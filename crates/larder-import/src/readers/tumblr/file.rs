//! The files of an input: JSON of the API, pages of posts, what stands beside them.

use std::{
    collections::{BTreeMap, HashMap, HashSet, hash_map::Entry},
    io::Read,
    sync::Arc,
};

use larder_core::{
    Body, Content, Digest, EntryName, Fate, ItemKind, MediaType, Note, NoteKind, Post, PostId,
    PostKind, Provenance, Revision, RevisionRole, Rule, Status,
};
use serde::de::IgnoredAny;
use serde_json::Value;

use super::{
    blog::{Known, Reading, Whose},
    json::{Fields, value},
    page::{Form, Page, form, number_of},
    post::{Draft, make, repaired, who},
};
use crate::{
    Intake, ReadError, ReadOptions, Source, SourceError,
    archive::scan::{Fault, Fit},
    decode::decode,
    export,
    shelf::Shelf,
    source,
    walk::{End, Piece, Step, walk},
    xml::Repairs,
};

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// JSON of the API: one post or many.
    Posts,
    /// A page of a post.
    Page(Form),
    /// What the export says of the account: private.
    Account,
    /// Posts of others that somebody liked.
    Likes,
    /// None of it.
    Other,
}

impl Kind {
    /// What a file of this name that begins so is.
    pub(super) fn of(name: &str, head: &str) -> Self {
        let last = name.rsplit('/').next().unwrap_or_default();
        let is_json = head.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '[']);
        if last.starts_with("payload-") && is_json {
            return Self::Account;
        }
        let has = |sign: &&&str| head.contains(&format!("\"{sign}\""));
        const SIGNS: [&str; 5] =
            ["post_url", "blog_name", "reblog_key", "note_count", "is_blocks_post_format"];
        match is_json {
            true if has(&&"liked_posts") => Self::Likes,
            true if SIGNS.iter().filter(has).count() >= 2 => Self::Posts,
            true => Self::Other,
            false => form(name, head).map_or(Self::Other, Self::Page),
        }
    }
}

/// The files of all blogs after the first look.
#[derive(Default)]
pub(super) struct Files {
    /// JSON of the API.
    records: Vec<usize>,
    /// Pages by the folder of their blog and the number of their post.
    pages: BTreeMap<(String, String), Vec<(usize, Form)>>,
    blogs: BTreeMap<Whose, Known>,
    /// The addresses of blogs, by their folders, as pages show them.
    homes: BTreeMap<String, String>,
    others: Vec<usize>,
    /// Folders with JSON that could not be read, or not to its end.
    refused: HashSet<String>,
}

/// How much of a file is looked at to see what it is.
const HEAD: u64 = 64 << 10;

impl export::Files for Files {
    fn look(
        &mut self,
        place: usize,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let name = &source.entries()[place].name;
        let entry = intake.file(place);
        let mut head = Vec::new();
        let read = open(place, source, options).and_then(|stream| {
            let read = stream.take(HEAD).read_to_end(&mut head);
            read.map_err(|error| SourceError::from_reading(error).into_rule())
        });
        if let Err((rule, found)) = read {
            self.refused.extend(name.ends_with(".json").then(|| folder(name)));
            intake.leave_out(entry, rule, found);
            return Ok(());
        }
        let is_whole = (head.len() as u64) < HEAD;
        let head = decode(&head, None).text;
        match Kind::of(name, &head) {
            Kind::Posts => self.records(place, source, options, intake)?,
            Kind::Page(form) => match number(form, name, &head) {
                Some(number) => {
                    let home = home(&head, &number);
                    let key = (folder(name), number);
                    self.homes.extend(home.map(|home| (key.0.clone(), home)));
                    self.pages.entry(key).or_default().push((place, form));
                }
                None => self.others.push(place),
            },
            Kind::Account => {
                let found = "what Tumblr exports of the account, not of the blog; the posts are in the same zip, under posts/";
                intake.leave_out(entry, Rule::AccountData, found);
            }
            Kind::Likes => {
                let found = "posts of others that somebody liked; the posts of the blog are at /posts in the API, and in the export (Settings → the blog → Export)";
                intake.leave_out(entry, Rule::NotRecognised, found);
            }
            Kind::Other => {
                // What was cut before anything says that it is a record.
                let is_json = || serde_json::from_str::<IgnoredAny>(head.trim()).is_ok();
                if name.ends_with(".json") && !(is_whole && is_json()) {
                    self.refused.insert(folder(name));
                }
                self.others.push(place);
            }
        }
        Ok(())
    }

    fn read(
        mut self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        // What the user says is said of one blog.
        let folders: std::collections::BTreeSet<&String> = self
            .blogs
            .keys()
            .map(|(folder, _)| folder)
            .chain(self.pages.keys().map(|(it, _)| it))
            .collect();
        let stated = options.home.clone().filter(|_| folders.len() == 1 && self.blogs.len() < 2);
        let mut names = Names::default();
        self.blogs.keys().for_each(|whose| names.add(whose));
        let mut second = Second {
            source,
            options,
            stated,
            homes: std::mem::take(&mut self.homes),
            known: std::mem::take(&mut self.blogs),
            blogs: BTreeMap::new(),
            pages: std::mem::take(&mut self.pages),
            names,
            refused: std::mem::take(&mut self.refused),
            numbered: numbered(source),
        };
        for place in std::mem::take(&mut self.records) {
            second.records(place, intake)?;
            options.progress.iter().for_each(|progress| progress.advance(1));
        }
        second.left_pages(intake)?;
        let mut shelf = Shelf::new(source, &self.others);
        let mut beside: HashMap<String, Vec<usize>> = HashMap::new();
        for &place in &self.others {
            beside.entry(folder(&source.entries()[place].name)).or_default().push(place);
        }
        for ((root, _), reading) in second.blogs {
            let files = beside.entry(root).or_default();
            files.retain(|place| is_free(*place, intake));
            let files = files.clone();
            let blog = reading.finish(&files, source, &mut shelf, intake)?;
            intake.add_blog(blog);
        }
        for place in
            self.others.into_iter().filter(|place| is_free(*place, intake)).collect::<Vec<_>>()
        {
            let (rule, found) = left(&source.entries()[place].name);
            intake.leave_out(intake.file(place), rule, found);
        }
        Ok(())
    }
}

/// The posts that have a file of JSON named by their number, each with the folder of its blog.
fn numbered(source: &dyn Source) -> HashSet<(String, String)> {
    let names = source.entries().iter().map(|entry| &*entry.name);
    let records = names.filter(|name| name.ends_with(".json"));
    records.filter_map(|name| Some((folder(name), number_of(name)?.to_owned()))).collect()
}

/// The names of the blogs of each folder: the only one, or none where there are several.
#[derive(Default)]
struct Names(HashMap<String, Option<String>>);

impl Names {
    fn add(&mut self, (root, name): &Whose) {
        match self.0.entry(root.clone()) {
            Entry::Vacant(place) => _ = place.insert(Some(name.clone())),
            Entry::Occupied(mut known) if known.get().as_ref() != Some(name) => {
                known.insert(None);
            }
            Entry::Occupied(_) => {}
        }
    }
}

fn is_free(place: usize, intake: &mut Intake) -> bool {
    let entry = intake.file(place);
    intake.ledger().entry(entry).fate.is_none()
}

/// Why a file is left out that is neither a post nor shown by one.
fn left(name: &str) -> (Rule, &'static str) {
    let mut parts = name.rsplit('/');
    let (last, above) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let is_list = matches!(last, "index.html" | "posts_index.html")
        || matches!(above, "archive" | "archive.noindex" | "tags");
    match last.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" if is_list => (Rule::ListPage, "a list of posts"),
        "css" | "js" => (Rule::PageFurniture, "what pages look like"),
        _ => (Rule::NotRecognised, "no post of Tumblr, and no file that one shows"),
    }
}

/// The number of the post that a page shows.
fn number(form: Form, name: &str, text: &str) -> Option<String> {
    let digits = |text: &str| {
        let text = text.trim_start_matches('"');
        let end = text.find(|it: char| !it.is_ascii_digit()).unwrap_or(text.len());
        Some(text[..end].to_owned()).filter(|number| !number.is_empty())
    };
    match form {
        Form::Export => number_of(name).map(str::to_owned),
        Form::Backup => {
            let tag = text.split_once("<article ")?.1.split('>').next()?;
            digits(tag.split_once(" id=")?.1.trim_start_matches('"').strip_prefix("p-")?)
        }
        Form::First => digits(text.split_once("<post id=\"")?.1),
    }
}

/// The address of the blog, where a page links to its own post.
fn home(text: &str, number: &str) -> Option<String> {
    let at = text.find(&format!("/post/{number}"))?;
    let start = text[..at].rfind(['"', '\'', '=', ' ', '>']).map_or(0, |before| before + 1);
    let home = &text[start..at];
    crate::address::is_web(home).then(|| format!("{home}/"))
}

/// The folder of the blog that a file is of: what stands before the folders that every blog has.
fn folder(name: &str) -> String {
    const OWN: [&str; 10] = [
        "json",
        "posts",
        "posts.zip",
        "html",
        "archive",
        "archive.noindex",
        "media",
        "images",
        "tags",
        "theme",
    ];
    let parts: Vec<&str> = name.split('/').collect();
    let folders = &parts[..parts.len() - 1];
    let end = folders.iter().position(|part| OWN.contains(part)).unwrap_or(folders.len());
    folders[..end].join("/")
}

fn open<'s>(
    place: usize,
    source: &'s dyn Source,
    options: &ReadOptions,
) -> Result<Box<dyn Read + Send + 's>, (Rule, String)> {
    source::unpacked(source, place, &options.limits).map_err(SourceError::into_rule)
}

impl Files {
    /// Looks for whose posts a file of JSON holds.
    fn records(
        &mut self,
        place: usize,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let root = folder(&source.entries()[place].name);
        let stream = match open(place, source, options) {
            Ok(stream) => stream,
            Err((rule, found)) => {
                intake.leave_out(intake.file(place), rule, found);
                return Ok(());
            }
        };
        let mut alone = serde_json::Map::new();
        let mut about = None;
        walk(stream, options.limits.file_bytes, step, &mut |piece| {
            match piece {
                Piece::Item { raw, .. } => {
                    let fields = Fields::read(&raw, &mut Repairs::default());
                    fields.iter().for_each(|fields| self.whose(&root, fields));
                }
                Piece::Field { path, raw, .. } => {
                    let name = last(path);
                    let value = value(&raw, &mut Repairs::default()).map(|(value, _)| value);
                    if name == "blog" {
                        about.clone_from(
                            &value.as_ref().ok().and_then(|it| it.as_object().cloned()),
                        );
                    }
                    // Of a post by itself, only this says whose it is.
                    if matches!(name, "id" | "id_string" | "blog_name" | "post_url" | "blog") {
                        alone.insert(name.to_owned(), value.unwrap_or_default());
                    }
                }
                Piece::Broken { .. } => {}
            }
            match options.cancel.is_cancelled() {
                true => Err(ReadError::Cancelled),
                false => Ok(true),
            }
        })?;
        self.whose(&root, &Fields(alone));
        if let Some(about) = about.filter(|about| about.contains_key("name")) {
            let name = about.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
            let url = about.get("url").and_then(Value::as_str).map(str::to_owned);
            let known = self.blogs.entry((root, name)).or_default();
            known.home = url.or(known.home.take());
            known.about = about;
        }
        self.records.push(place);
        Ok(())
    }

    fn whose(&mut self, root: &str, fields: &Fields) {
        let Some(who) = who(fields) else { return };
        let known = self.blogs.entry((root.to_owned(), who.blog)).or_default();
        let address = fields.shown("post_url");
        let home = address.and_then(|it| Some(format!("{}/", it.split_once("/post/")?.0)));
        known.home = known.home.take().or(home);
    }
}

/// The second look.
struct Second<'s> {
    source: &'s dyn Source,
    options: &'s ReadOptions,
    /// The address of the blog, as the user says it.
    stated: Option<String>,
    homes: BTreeMap<String, String>,
    known: BTreeMap<Whose, Known>,
    blogs: BTreeMap<Whose, Reading>,
    pages: BTreeMap<(String, String), Vec<(usize, Form)>>,
    names: Names,
    /// Folders with JSON that could not be read, or not to its end.
    refused: HashSet<String>,
    numbered: HashSet<(String, String)>,
}

impl Second<'_> {
    /// Reads a file of JSON.
    fn records(&mut self, place: usize, intake: &mut Intake) -> Result<(), ReadError> {
        let name = Arc::clone(&self.source.entries()[place].name);
        let entry = intake.file(place);
        let Ok(stream) = open(place, self.source, self.options) else {
            self.refused.insert(folder(&name));
            intake.leave_out(
                entry,
                Rule::Unreadable,
                "it could be read a moment ago, and cannot any longer",
            );
            return Ok(());
        };
        let (mut number, mut alone) = (0_u32, Vec::new());
        let end = walk(stream, self.options.limits.file_bytes, step, &mut |piece| {
            if self.options.cancel.is_cancelled() {
                return Err(ReadError::Cancelled);
            }
            let (raw, line, fit) = match piece {
                Piece::Field { path, raw, .. } => {
                    alone.push((last(path).to_owned(), raw));
                    return Ok(true);
                }
                Piece::Item { raw, line, fit, .. } => (Some(raw), line, fit),
                Piece::Broken { line, .. } => (None, line, Fit::Whole),
            };
            number += 1;
            let item = intake.ledger().open(
                ItemKind::Item,
                EntryName::numbered(&name, number.into()),
                None,
            );
            match (raw, fit) {
                (None, _) => {
                    self.refused.insert(folder(&name));
                    intake.leave_out(item, Rule::Damaged, "its end is not in the file");
                }
                (_, Fit::TooLarge) => {
                    self.refused.insert(folder(&name));
                    let limit = self.options.limits.file_bytes;
                    let found =
                        format!("more than {limit} bytes; --max-file-size raises the limit");
                    intake.leave_out(item, Rule::TooLarge, found);
                }
                (Some(raw), Fit::Whole) => self.record(&raw, (place, item, line), intake)?,
            }
            Ok(true)
        })?;
        if end.fault.is_some() {
            self.refused.insert(folder(&name));
        }
        if !end.has_list && end.fault.is_none() {
            return self.record(&together(&alone), (place, entry, 1), intake);
        }
        match number {
            0 if end.fault.is_some() => intake.leave_out(entry, Rule::Damaged, why(&end)),
            _ => intake.ledger().settle(entry, Fate::Carried { post: None }),
        }
        if number > 0 {
            let whose = self.any(&folder(&name));
            self.blog(whose).say(&alone);
        }
        if end.fault.is_some() && number > 0 {
            note_end(&end, &name, intake);
        }
        Ok(())
    }

    /// Makes a post of a record.
    fn record(
        &mut self,
        raw: &[u8],
        (place, item, line): (usize, larder_core::EntryId, u64),
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let name = Arc::clone(&self.source.entries()[place].name);
        let root = folder(&name);
        let mut repairs = Repairs::default();
        let source = Provenance::new(name, "tumblr-api");
        let spool = Arc::clone(intake.spool());
        let read = Fields::read(raw, &mut repairs);
        let is_liked = read.as_ref().is_ok_and(|it| it.0.contains_key("liked_timestamp"));
        let (whose, number, mut draft) = match read.map(|fields| (who(&fields), fields)) {
            Ok((Some(who), fields)) => {
                let whose = (root.clone(), who.blog.clone());
                let stated = self.stated.clone();
                let reading = self.blog(whose.clone());
                let home = stated.or_else(|| reading.known.home.clone());
                let census = &mut reading.collection.census;
                (
                    whose,
                    who.number.clone(),
                    make(fields, &who, home.as_deref(), source, census, &spool)?,
                )
            }
            Ok((None, _)) => (
                self.any(&root),
                String::new(),
                raw_record(raw, source, "a record without a number", intake)?,
            ),
            Err(found) => {
                (self.any(&root), String::new(), raw_record(raw, source, &found, intake)?)
            }
        };
        if number.is_empty() {
            self.refused.insert(root.clone());
        }
        draft.notes.extend(repaired(&repairs));
        if is_liked {
            draft.post.kind = PostKind::Other;
        }
        let pages = self.pages.remove(&(root, number.clone())).unwrap_or_default();
        for (page, form) in &pages {
            self.join(*page, *form, &mut draft.post, intake)?;
        }
        let line = u32::try_from(line).ok();
        self.blog(whose).take(draft, &number, (place, item, line), intake)?;
        Ok(())
    }

    /// Keeps a page that shows a post with it.
    fn join(
        &self,
        place: usize,
        form: Form,
        post: &mut Post,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let name = Arc::clone(&self.source.entries()[place].name);
        let entry = intake.file(place);
        let Some(page) = self.page(place, form, intake) else { return Ok(()) };
        let mut version = Revision::new(RevisionRole::Merged, Provenance::new(name, form.name()));
        version.content = Some(page.content(intake.spool())?);
        post.revisions.push(version);
        intake.ledger().settle(entry, Fate::Joined { post: post.id.clone() });
        Ok(())
    }

    /// A page. What cannot be read is left out.
    fn page(&self, place: usize, form: Form, intake: &mut Intake) -> Option<Page> {
        let name = &self.source.entries()[place].name;
        let entry = intake.file(place);
        let bytes = match self.source.read(place) {
            Ok(bytes) => bytes,
            Err(error) => {
                let (rule, found) = error.into_rule();
                intake.leave_out(entry, rule, found);
                return None;
            }
        };
        let page = Page::read(form, name, decode(&bytes, None).text, self.options.limits.depth);
        if page.is_none() {
            intake.leave_out(entry, Rule::NotRecognised, "a page of a post without its number");
        }
        page
    }

    /// Makes posts of the pages that no record says more about.
    fn left_pages(&mut self, intake: &mut Intake) -> Result<(), ReadError> {
        for ((root, number), pages) in std::mem::take(&mut self.pages) {
            let key = (root, number);
            let is_doubtful = self.refused.contains(&key.0) || self.numbered.contains(&key);
            let (root, number) = key;
            for (place, form) in pages {
                let name = Arc::clone(&self.source.entries()[place].name);
                let Some(page) = self.page(place, form, intake) else { continue };
                let whose = match page.who.blog.is_empty() {
                    true => self.any(&root),
                    false => (root.clone(), page.who.blog.clone()),
                };
                let is_liked = page.is_liked();
                let stated = self.stated.clone();
                let spool = Arc::clone(intake.spool());
                let reading = self.blog(whose);
                let home = stated.or_else(|| reading.known.home.clone());
                let source = Provenance::new(name, form.name());
                let census = &mut reading.collection.census;
                let mut draft = page.make(home.as_deref(), source, census, &spool)?;
                if is_liked {
                    draft.post.kind = PostKind::Other;
                }
                // Only the record would say whether it is private.
                if is_doubtful && draft.post.status == Some(Status::Published) {
                    draft.post.status = None;
                    census.without_status += 1;
                }
                let entry = intake.file(place);
                reading.take(draft, &number, (place, entry, None), intake)?;
                self.options.progress.iter().for_each(|progress| progress.advance(1));
            }
        }
        Ok(())
    }

    /// The blog that is the only one of its folder; where there are several, one without a name.
    fn any(&self, root: &str) -> Whose {
        let name = self.names.0.get(root).cloned().flatten().unwrap_or_default();
        (root.to_owned(), name)
    }

    fn blog(&mut self, whose: Whose) -> &mut Reading {
        let (known, stated, homes) = (&mut self.known, &self.stated, &self.homes);
        let names = &mut self.names;
        self.blogs.entry(whose).or_insert_with_key(|whose| {
            names.add(whose);
            let mut known = known.remove(whose).unwrap_or_default();
            let shown = || homes.get(&whose.0).cloned();
            known.home = stated.clone().or(known.home).or_else(shown);
            Reading::new(whose, known)
        })
    }
}

/// A record that nobody can make a post of, as it is: kept in the archive only.
fn raw_record(
    raw: &[u8],
    source: Provenance,
    found: &str,
    intake: &mut Intake,
) -> Result<Draft, ReadError> {
    let digest = Digest::of(raw).to_string();
    let mut post = Post::new(PostId::derived(&["tumblr", "unreadable", &digest]));
    post.kind = PostKind::Other;
    let original = Body::keep(intake.spool(), &String::from_utf8_lossy(raw))?;
    post.content = Some(Box::new(Content::new(MediaType::JSON, original, Body::inline(""))));
    post.source.push(source);
    post.extra.insert("tumblr:unreadable", found);
    let (authors, terms, comments, addresses, notes) = Default::default();
    Ok(Draft { post, authors, terms, comments, addresses, notes })
}

/// The object that these fields are of.
fn together(fields: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut raw = vec![b'{'];
    for (number, (name, value)) in fields.iter().enumerate() {
        raw.extend_from_slice(if number > 0 { b"," } else { b"" });
        raw.extend_from_slice(Value::from(name.as_str()).to_string().as_bytes());
        raw.push(b':');
        raw.extend_from_slice(value);
    }
    raw.push(b'}');
    raw
}

/// Why a file could not be read to its end.
fn why(end: &End) -> String {
    let found = match &end.fault {
        None | Some(Fault::Cut | Fault::Stopped) => {
            "the file ends before its list of posts does".to_owned()
        }
        Some(Fault::Source(error)) => error.to_string(),
        Some(Fault::Unexpected { expected, found }) => {
            format!("expected {expected}, found `{}`", found.escape_ascii())
        }
    };
    format!("line {}: {found}", end.line)
}

/// Says where a file ends that does not end where it should. Nobody knows how much would follow.
fn note_end(end: &End, name: &Arc<str>, intake: &mut Intake) {
    let rule = Rule::Damaged.name().into();
    let line = u32::try_from(end.line).unwrap_or(u32::MAX);
    let mut say = |kind| intake.note(Note::new(kind).in_file(Arc::clone(name)).at(line, None));
    say(NoteKind::FileLeftOut { rule, found: why(end) });
    if matches!(end.fault, Some(Fault::Cut)) {
        say(NoteKind::Truncated { expected: "]".into() });
    }
}

/// Where in an answer its posts are. An object without a list of posts is a post itself.
fn step(path: &str) -> Step {
    match path {
        "" => Step::EnterOrItems,
        "response" => Step::Enter,
        "posts" | "response.posts" => Step::Items,
        _ => Step::Keep,
    }
}

/// The name of a field, without those of what it stands in.
fn last(path: &str) -> &str {
    path.strip_prefix("response.").unwrap_or(path)
}
