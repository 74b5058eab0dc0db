//! Lists of feeds (OPML): no feeds, but what names them. Programs that read feeds save one, and so does Larder.
//!
//! A list brings no posts. It is read to say which of the feeds that it names are in the input, and which are not; what it
//! calls them is kept beside the blog. Folders do not matter: every `outline` with the address of a feed counts, however
//! deep it stands. <http://opml.org/spec2.opml>
//!
//! Addresses may be private, and whoever has one reads as its owner does. They are compared as they are, and told
//! [without secrets](shown).

use std::{
    collections::{BTreeSet, HashMap},
    hash::Hash,
    sync::Arc,
};

use larder_core::{EntryId, Fate, ItemKind, Note, NoteKind, Rule};

use crate::{
    Intake,
    address::{host, plain},
    names::percent_decode_name,
    xml::Tag,
};

/// A list of feeds.
#[derive(Debug)]
pub(super) struct List {
    file: Arc<str>,
    feeds: Vec<Listed>,
    /// How many lines name no feed.
    others: u64,
    /// How many lines it may have.
    most: u64,
    /// How many lines it had.
    lines: u64,
    /// Whether its end was met.
    pub(super) is_closed: bool,
    /// What was doubtful.
    pub(super) notes: Vec<NoteKind>,
}

/// A feed that a list names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Listed {
    /// What the list calls it; some have the address there.
    title: Option<String>,
    /// The address of the feed, with all that is secret in it.
    address: String,
    /// The address of the blog.
    home: Option<String>,
}

impl List {
    /// Of a document nothing of which was read yet. It may have `most` lines.
    pub(super) fn new(file: &Arc<str>, most: u64) -> Self {
        Self {
            file: Arc::clone(file),
            feeds: Vec::new(),
            others: 0,
            most,
            lines: 0,
            is_closed: false,
            notes: Vec::new(),
        }
    }

    /// Takes a start tag inside it. Everything but an `outline` is the list's own matter.
    pub(super) fn take(&mut self, tag: &Tag<'_>) {
        if !tag.name.eq_ignore_ascii_case("outline") {
            return;
        }
        self.lines += 1;
        if self.lines > self.most {
            return;
        }
        match Listed::of(tag) {
            Some(listed) => self.feeds.push(listed),
            None => self.others += 1,
        }
    }

    /// Takes over another list of its file.
    pub(super) fn add(&mut self, other: Self) {
        self.feeds.extend(other.feeds);
        self.others += other.others;
        self.lines += other.lines;
        self.is_closed &= other.is_closed;
        self.notes.extend(other.notes);
    }

    /// Whether it names a feed.
    pub(super) fn names_any(&self) -> bool {
        !self.feeds.is_empty()
    }

    /// The input has no feeds: the list is left out.
    pub(super) fn leave_out(self, entry: EntryId, intake: &mut Intake) {
        let count = self.feeds.len();
        let found = format!(
            "a list of {count} feeds, not posts: save the feeds it names and give them together"
        );
        intake.leave_out(entry, Rule::ListPage, found);
    }

    /// Says what became of each feed that it names: carried, where `known` says at which place its blog is. What the list
    /// calls it is told to `call`.
    pub(super) fn settle(
        mut self,
        entry: EntryId,
        known: &Known,
        intake: &mut Intake,
        mut call: impl FnMut(usize, &str),
    ) {
        intake.ledger().settle(entry, Fate::Carried { post: None });
        let feeds = std::mem::take(&mut self.feeds);
        let places = known.places(&feeds, &self.file);
        let found = places.iter().flatten().count() as u64;
        for (number, (listed, place)) in feeds.into_iter().zip(places).enumerate() {
            let name = format!("{}#{}", self.file, number + 1);
            let item = intake.ledger().open(ItemKind::ListedFeed, name, None);
            let Some(place) = place else {
                self.miss(listed, item, intake);
                continue;
            };
            intake.ledger().settle(item, Fate::Carried { post: None });
            listed.title.iter().for_each(|title| call(place, title));
        }
        let Self { most, lines, .. } = self;
        let count = lines.min(most) - self.others;
        self.notes.push(NoteKind::FeedsListed { count, found, others: self.others });
        if lines > most {
            let (limit, option) = ("lines of a list of feeds".into(), "--max-lines".into());
            self.notes.push(NoteKind::LimitReached { limit, value: most, option });
        }
        for kind in self.notes {
            intake.note(Note::new(kind).in_file(Arc::clone(&self.file)));
        }
    }

    /// A feed that is not in the input. The list is no more than a pointer to it: nothing of the blog is lost.
    fn miss(&mut self, listed: Listed, item: EntryId, intake: &mut Intake) {
        let Listed { title, address: url, .. } = listed;
        let url = shown(&url);
        let found = format!("the feed `{url}` is not in the input");
        intake.ledger().settle(item, Fate::LeftOut { rule: Rule::NotInInput, found: found.into() });
        let title = title.unwrap_or_else(|| url.clone());
        self.notes.push(NoteKind::ListedFeedMissing { url, title });
    }
}

impl Listed {
    /// The feed that a line names, if it names one. Some wrote `url`, which OPML 2.0 has for links and inclusions.
    fn of(tag: &Tag<'_>) -> Option<Self> {
        let value = |name: &str| {
            let value = tag.attribute(name)?;
            Some(value.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|it| !it.is_empty())
        };
        let is_feed = || {
            let stated = value("type").unwrap_or_default();
            ["rss", "atom", "feed"].iter().any(|kind| kind.eq_ignore_ascii_case(&stated))
        };
        let address = value("xmlUrl").or_else(|| value("url").filter(|_| is_feed()))?;
        let title = value("title").or_else(|| value("text"));
        Some(Self {
            title: title.filter(|it| *it != address).map(|title| without_secrets(&title)),
            address,
            home: value("htmlUrl"),
        })
    }
}

/// A text whose addresses are [shown] without secrets.
fn without_secrets(text: &str) -> String {
    let word = |word: &str| if word.contains("://") { shown(word) } else { word.to_owned() };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// An address without what may be secret in it: who asks, and what is asked for behind its path.
fn shown(address: &str) -> String {
    let (rest, fragment) = address.split_once('#').map_or((address, ""), |(rest, _)| (rest, "#…"));
    let (place, query) = rest.split_once('?').map_or((rest, None), |(a, b)| (a, Some(b)));
    // An address may hold another one: `feed://https://…`.
    let public = |part: &str| {
        let (host, path) = part.split_at(part.find('/').unwrap_or(part.len()));
        match host.rsplit_once('@') {
            Some((_, host)) => format!("…@{host}{path}"),
            None => part.to_owned(),
        }
    };
    let place = place.split("//").map(public).collect::<Vec<_>>().join("//");
    let hidden = |parameter: &str| match parameter.split_once('=') {
        Some((name, _)) => format!("{name}=…"),
        None => "…".to_owned(),
    };
    let query = query.map(|it| it.split('&').map(hidden).collect::<Vec<_>>().join("&"));
    let query = query.map_or_else(String::new, |query| format!("?{query}"));
    format!("{place}{query}{fragment}")
}

/// How many files with one name are looked at for one line of a list.
const MOST_NAMESAKES: usize = 64;

/// The documents of the input, by what a list may call them. Each is part of the blog at a place.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// By their own addresses.
    itself: HashMap<String, usize>,
    /// By the address of the blog.
    home: HashMap<String, usize>,
    /// Those that do not say where they live, by the last part of the name of their file.
    files: HashMap<String, Vec<Nameless>>,
}

/// A document that does not say where it lives.
#[derive(Debug)]
struct Nameless {
    file: Arc<str>,
    home: Option<String>,
    place: usize,
}

impl Known {
    /// Takes a document.
    pub(super) fn add(
        &mut self,
        file: &Arc<str>,
        itself: Option<&str>,
        home: Option<&str>,
        place: usize,
    ) {
        if let Some(home) = home {
            self.home.entry(plain(home)).or_insert(place);
        }
        if let Some(itself) = itself {
            self.itself.entry(plain(itself)).or_insert(place);
            return;
        }
        let name = file.rsplit('/').next().unwrap_or_default().to_lowercase();
        let nameless = Nameless { file: Arc::clone(file), home: home.map(str::to_owned), place };
        self.files.entry(name).or_default().push(nameless);
    }

    /// The places of the blogs whose feeds a list names: by a feed's own address, else by the name of its file, as it
    /// stands beside the list. A feed that moved is known by the address of its blog, where the list does not name another
    /// feed of that blog, be it one which is there or one which may have moved as well.
    fn places(&self, feeds: &[Listed], list: &str) -> Vec<Option<usize>> {
        let itself = |listed: &Listed| self.itself.get(&plain(&listed.address)).copied();
        let files = self.by_file(feeds, list);
        let sure = feeds.iter().zip(files).map(|(listed, file)| itself(listed).or(file));
        let sure: Vec<_> = sure.collect();
        let taken: BTreeSet<usize> = sure.iter().flatten().copied().collect();
        let moved = |listed: &Listed| {
            let place = self.home.get(&plain(listed.home.as_deref()?)).copied();
            place.filter(|place| !taken.contains(place))
        };
        let moved = feeds.iter().zip(&sure).map(|(listed, sure)| match sure {
            Some(_) => None,
            None => moved(listed),
        });
        let moved = only(feeds, moved.collect());
        sure.into_iter().zip(moved).map(|(sure, moved)| sure.or(moved)).collect()
    }

    /// The places of documents that do not say where they live. Each is one feed: of several addresses that end as the
    /// name of its file does, the one that has the least before it. Of several that have equally much before it, nobody
    /// knows which it is, and none counts.
    fn by_file(&self, feeds: &[Listed], list: &str) -> Vec<Option<usize>> {
        let found: Vec<_> = feeds.iter().map(|listed| self.nearest(listed, list)).collect();
        let mut least: HashMap<&Arc<str>, usize> = HashMap::new();
        for (nameless, before) in found.iter().flatten() {
            let known = least.entry(&nameless.file).or_insert(*before);
            *known = (*known).min(*before);
        }
        let is_least = |(nameless, before): &(&Nameless, usize)| least[&nameless.file] == *before;
        let found = found.iter().map(|it| it.filter(is_least));
        let files = found.clone().map(|it| it.map(|(nameless, _)| &nameless.file));
        let files = only(feeds, files.collect());
        found.zip(files).map(|(found, file)| file.and(found).map(|it| it.0.place)).collect()
    }

    /// The document whose file has the longest part of an address as its name, and how long what stands before that is.
    /// None where several files are called so.
    fn nearest(&self, listed: &Listed, list: &str) -> Option<(&Nameless, usize)> {
        let path = path(&listed.address);
        let name = path.rsplit('/').next()?.to_lowercase();
        let folder = list.rsplit_once('/').map_or("", |(folder, _)| folder);
        let fits = |nameless: &'_ Nameless| {
            let beside = nameless.file.strip_prefix(folder).filter(|_| !folder.is_empty());
            let inside = beside.and_then(|it| it.strip_prefix('/')).unwrap_or(&nameless.file);
            let before = path.strip_suffix(inside)?;
            let is_whole = before.is_empty() || before.ends_with('/');
            (is_whole && nameless.may_be(listed)).then_some(before.len())
        };
        let namesakes = self.files.get(&name)?.iter().take(MOST_NAMESAKES);
        let fitting = namesakes.filter_map(|nameless| Some((nameless, fits(nameless)?)));
        let nearest = fitting.clone().min_by_key(|(_, before)| *before)?;
        let mut equal = fitting.filter(|(_, before)| *before == nearest.1);
        equal.all(|(nameless, _)| nameless.file == nearest.0.file).then_some(nearest)
    }
}

/// What is found for each feed of a list, where it is found for no other one. A list may name one feed several times.
fn only<T: Copy + Eq + Hash>(feeds: &[Listed], found: Vec<Option<T>>) -> Vec<Option<T>> {
    let mut claims: HashMap<T, BTreeSet<String>> = HashMap::new();
    for (listed, found) in feeds.iter().zip(&found) {
        if let Some(found) = found {
            claims.entry(*found).or_default().insert(plain(&listed.address));
        }
    }
    found.into_iter().map(|it| it.filter(|found| claims[found].len() == 1)).collect()
}

impl Nameless {
    /// Whether nothing speaks against it being the feed that a list names: a blog that lives on another host.
    fn may_be(&self, listed: &Listed) -> bool {
        let is_relative = !listed.address.contains("://");
        let is_same = |home: &String| host(home) == host(&listed.address);
        is_relative || self.home.as_ref().is_none_or(is_same)
    }
}

/// The path of an address, or of a reference within the folder of the list, as names of files are written.
fn path(address: &str) -> String {
    let path = address.split_once("://").map_or(address, |(_, rest)| rest);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = path.strip_prefix("./").unwrap_or(path);
    percent_decode_name(path)
}
