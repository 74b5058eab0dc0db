//! Threads, and which of them are of one article.
//!
//! An article that stood at several addresses has a thread for each: with and without TLS, `/` or parameters, `?p=12`, on
//! the host where it was tried out. Threads are of one article that have one address, however it is written, or one
//! identifier, which the blog itself gave; and those of other hosts, if path and title are the same.

use std::collections::{BTreeMap, HashMap, HashSet, hash_map::Entry};

use larder_core::{
    Body, Content, EntryId, List, NoteKind, Post, PostId, PostKind, Provenance, Status,
};

use crate::{address, row::Row};

/// A thread.
#[derive(Debug)]
pub(super) struct Thread {
    pub(super) row: Row,
    /// Its file, by the place in the source, and its entry in the ledger.
    pub(super) file: usize,
    pub(super) item: EntryId,
    pub(super) line: u64,
    pub(super) is_whole: bool,
    /// An earlier thread of the same article; itself if there is none.
    of: usize,
}

/// All threads of all files.
#[derive(Debug, Default)]
pub(super) struct Threads {
    pub(super) all: Vec<Thread>,
    /// By number and forum, identifier, address.
    known: HashMap<(u8, String), usize>,
    /// By number alone: which thread a comment stands under.
    numbers: HashMap<Box<str>, usize>,
}

impl Threads {
    /// Takes a thread.
    pub(super) fn take(
        &mut self,
        row: Row,
        (file, item): (usize, EntryId),
        line: u64,
        is_whole: bool,
    ) {
        let place = self.all.len();
        let forum = row.text("forum").to_owned();
        let mut keys = Vec::new();
        let number = row.text("dsq:id");
        if !number.is_empty() {
            self.numbers.entry(number.into()).or_insert(place);
            keys.push((0, number.to_owned()));
        } else {
            // Nothing tells it from another one that says the same.
            keys.push((3, row.clone().into_value().to_string()));
        }
        let identifier = row.text("id").trim();
        if !identifier.is_empty() {
            keys.push((1, format!("{forum} {identifier}")));
        }
        let addresses = addresses(&row);
        keys.extend(addresses.iter().map(|it| (2, format!("{forum} {}", address::plain(it)))));
        self.all.push(Thread { row, file, item, line, is_whole, of: place });
        for key in keys {
            match self.known.entry(key) {
                Entry::Vacant(free) => _ = free.insert(place),
                Entry::Occupied(other) => {
                    let other = *other.get();
                    self.join(other, place);
                }
            }
        }
    }

    /// The first thread of the article that a thread is of. Known when all are [settled](Self::settle).
    fn first(&self, place: usize) -> usize {
        self.all[place].of
    }

    /// The first thread that is known to be of the same article. The way there gets shorter each time.
    fn find(&mut self, mut place: usize) -> usize {
        while self.all[place].of != place {
            let next = self.all[place].of;
            self.all[place].of = self.all[next].of;
            place = next;
        }
        place
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.find(one), self.find(other));
        self.all[one.max(other)].of = one.min(other);
    }

    /// Joins the threads of other hosts with those of the blog's own, where path and title are the same. Returns the host
    /// that most threads of each forum are of.
    pub(super) fn settle(&mut self) -> BTreeMap<String, String> {
        let mut hosts: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
        for thread in &self.all {
            let link = thread.row.text("link");
            if address::is_web(link) {
                let of_forum = hosts.entry(thread.row.text("forum").to_owned()).or_default();
                *of_forum.entry(address::host(link)).or_default() += 1;
            }
        }
        let most = |counts: BTreeMap<String, u64>| {
            let best = counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)));
            best.map(|(host, _)| host).unwrap_or_default()
        };
        let hosts: BTreeMap<_, _> =
            hosts.into_iter().map(|(forum, counts)| (forum, most(counts))).collect();
        let key = |thread: &Thread| {
            let row = &thread.row;
            let path = address::path(row.text("link"));
            let title = row.text("title").trim();
            (!path.is_empty() && !title.is_empty())
                .then(|| (row.text("forum").to_owned(), path, title.to_owned()))
        };
        let is_own = |thread: &Thread| {
            hosts.get(thread.row.text("forum")) == Some(&address::host(thread.row.text("link")))
        };
        let mut own: HashMap<_, usize> = HashMap::new();
        for (place, thread) in self.all.iter().enumerate().filter(|(_, it)| is_own(it)) {
            key(thread).into_iter().for_each(|key| _ = own.entry(key).or_insert(place));
        }
        let others = self.all.iter().enumerate().filter(|(_, it)| !is_own(it));
        let joins: Vec<(usize, usize)> =
            others.filter_map(|(place, it)| Some((*own.get(&key(it)?)?, place))).collect();
        joins.into_iter().for_each(|(one, other)| self.join(one, other));
        for place in 0..self.all.len() {
            self.all[place].of = self.find(place);
        }
        hosts
    }

    /// The articles: for each the threads that are of it, the first one first.
    pub(super) fn articles(&self) -> BTreeMap<usize, Vec<usize>> {
        let mut articles: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for place in 0..self.all.len() {
            articles.entry(self.first(place)).or_default().push(place);
        }
        articles
    }

    /// The article that the thread with this number is of, with its forum. None if no thread has it.
    pub(super) fn article(&self, number: &str) -> Option<(PostId, &str)> {
        let first = self.first(*self.numbers.get(number)?);
        Some((self.id(first), self.all[first].row.text("forum")))
    }

    fn id(&self, first: usize) -> PostId {
        match self.all[first].row.text("dsq:id") {
            "" => {
                PostId::derived(&["disqus", &self.all[first].row.clone().into_value().to_string()])
            }
            number => PostId::new(["disqus:", number].concat()),
        }
    }

    /// The article of these threads, with the one that says best what it is, and what is to be said of it.
    pub(super) fn post(
        &self,
        threads: &[usize],
        host: &str,
        source: &Provenance,
    ) -> (usize, Post, Vec<NoteKind>) {
        let rank = |place: &&usize| {
            let thread = &self.all[**place];
            let link = thread.row.text("link");
            let is_other = address::host(link) != host;
            let is_deleted = is_deleted(&thread.row);
            let (has_query, is_plain) = (link.contains('?'), !link.starts_with("https"));
            (!thread.is_whole, is_other, is_deleted, has_query, is_plain, **place)
        };
        let best = *threads.iter().min_by_key(rank).expect("an article has a thread");
        let mut post = Post::new(self.id(threads[0]));
        post.kind = PostKind::Other;
        post.source = vec![source.clone()];
        let row = &self.all[best].row;
        post.title = Some(row.text("title").trim().to_owned()).filter(|it| !it.is_empty());
        let message = row.text("message");
        if !message.trim().is_empty() {
            post.content = Some(Box::new(Content::html(Body::inline(message.to_owned()))));
        }
        if threads.iter().all(|place| is_deleted(&self.all[*place].row)) {
            post.status = Some(Status::Trashed);
        }
        let mut met: Vec<String> = addresses(row);
        threads.iter().for_each(|place| met.extend(addresses(&self.all[*place].row)));
        let mut met = met.into_iter();
        post.permalink = met.next();
        let mut known: HashSet<String> = post.permalink.iter().cloned().collect();
        let old: List<String> = met.filter(|address| known.insert(address.clone())).collect();
        let joined = threads.iter().filter(|place| **place != best);
        let notes = joined.map(|place| {
            let row = &self.all[*place].row;
            let other =
                [row.text("link"), row.text("dsq:id")].into_iter().find(|it| !it.is_empty());
            NoteKind::DuplicateJoined { other: other.unwrap_or_default().to_owned() }
        });
        let notes = notes.collect();
        post.old_addresses = old;
        let rows = threads.iter().map(|place| self.all[*place].row.clone().into_value());
        post.extra.insert("disqus:threads", rows.collect::<Vec<_>>());
        (best, post, notes)
    }
}

fn is_deleted(row: &Row) -> bool {
    matches!(row.text("isDeleted").trim(), "true" | "1")
}

/// The addresses of a thread: its link, and what is one in its identifier (`12 https://example.org/?p=12`).
fn addresses(row: &Row) -> Vec<String> {
    let link = row.text("link").trim();
    let words = row.text("id").split_whitespace().filter(|word| address::is_web(word));
    let link = Some(link).filter(|it| address::is_web(it));
    link.into_iter().chain(words).map(str::to_owned).collect()
}
