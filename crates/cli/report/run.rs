//! What a run did, for people and for programs alike.

use std::{
    cell::{OnceCell, RefCell},
    collections::{BTreeMap, HashMap},
    io,
    path::PathBuf,
    sync::Arc,
};

use larder_core::{
    Blog, Ledger, Note, PostHead, PostId, Rule, Timestamp,
    select::{Include, kept_out},
};
use larder_export::sink::Committed;
use larder_import::Detection;

use crate::{args::Included, exit::Exit, hidden, input::Input};

/// One run of `larder convert`.
pub(crate) struct Run {
    /// The inputs, as the user named them.
    pub(crate) inputs: Vec<String>,
    /// Which reader was chosen, and why.
    pub(crate) detection: Detection,
    /// The blogs, ordered by id.
    pub(crate) blogs: Vec<BlogFacts>,
    /// What became of every input and of every post.
    pub(crate) ledger: Ledger,
    /// All notes: of reading, then blog by blog, each with its outputs.
    pub(crate) notes: Vec<Noted>,
    /// Where the output is, as the user named it.
    pub(crate) output: Option<String>,
    /// For a dry run: how many files and bytes there would be.
    pub(crate) dry_run: Option<(u64, u64)>,
    /// For a folder or a zip: what became of it and of the older one.
    pub(crate) committed: Option<Committed>,
    /// What killed runs left beside the output.
    pub(crate) leftovers: Vec<PathBuf>,
    /// The options that a proof of the output needs again, as they were given, each with a space before it.
    pub(crate) again: String,
    /// Where a site says that it stands, because nobody gave another address: where the blog was.
    pub(crate) stays_at: Option<String>,
}

/// What is said about a blog.
pub(crate) struct BlogFacts {
    /// The id.
    pub(crate) id: String,
    /// The name it is called by: its title, else its author's name, else its id.
    pub(crate) name: String,
    /// The folder of its files, when there are several blogs.
    pub(crate) folder: Option<String>,
    /// How many posts there are.
    pub(crate) posts: usize,
    /// How many of them have no date.
    pub(crate) undated: usize,
    /// The first and the last date.
    pub(crate) range: Option<(Timestamp, Timestamp)>,
    /// How many posts were kept out of feeds because they are not public, by the words of `--include` that carry them;
    /// none for those that no word carries.
    pub(crate) not_public: BTreeMap<Option<String>, usize>,
}

/// A note, and what it belongs to.
pub(crate) struct Noted {
    /// The id of the blog, where it belongs to one.
    pub(crate) blog: Option<Arc<str>>,
    /// The output, where it belongs to one.
    pub(crate) output: Option<&'static str>,
    /// The title of the post it is about, else its file: an id says nothing to people.
    pub(crate) title: Option<Arc<str>>,
    /// The note.
    pub(crate) note: Note,
}

impl Noted {
    /// A note that belongs to no blog.
    pub(crate) fn on_nothing(note: Note) -> Self {
        let title = note.place.file.clone();
        Self { blog: None, output: None, title, note }
    }
}

impl Run {
    /// A run that has read `input` and written nothing yet. Takes over the books: there is an entry for each file.
    pub(crate) fn begin(input: &mut Input, output: Option<String>) -> Self {
        let notes = std::mem::take(&mut input.reading.notes).into_iter();
        Self {
            inputs: input.names.clone(),
            detection: input.detection.clone(),
            blogs: Vec::new(),
            ledger: std::mem::take(&mut input.reading.ledger),
            notes: notes.map(Noted::new).collect(),
            output,
            dry_run: None,
            committed: None,
            leftovers: Vec::new(),
            again: String::new(),
            stays_at: None,
        }
    }

    /// How the run ended.
    pub(crate) fn exit(&self) -> Exit {
        self.ledger.outcome(self.notes.iter().map(|noted| &noted.note)).into()
    }
}

impl Noted {
    /// A note of reading that belongs to no blog.
    fn new(note: Note) -> Self {
        Self { blog: None, output: None, title: None, note }
    }
}

/// Makes notes of one blog.
pub(crate) struct Noting<'a> {
    id: Arc<str>,
    blog: &'a Blog,
    /// The places of its posts, ordered by their ids. Made when the first note asks.
    places: OnceCell<Vec<u32>>,
    /// What the posts are called that were asked for, by their places: one post may have very many notes.
    titles: RefCell<HashMap<u32, Option<Arc<str>>>>,
}

impl<'a> Noting<'a> {
    /// For notes of `blog`.
    pub(crate) fn on(blog: &'a Blog) -> Self {
        Self {
            id: blog.site.id.as_str().into(),
            blog,
            places: OnceCell::new(),
            titles: RefCell::default(),
        }
    }

    /// A note of reading (without `output`) or of writing. Fails when the spool can no longer be read.
    pub(crate) fn note(&self, output: Option<&'static str>, note: Note) -> io::Result<Noted> {
        let title = note.place.post.as_ref().map(|id| self.title(id)).transpose()?.flatten();
        Ok(Noted { blog: Some(Arc::clone(&self.id)), output, title, note })
    }

    fn title(&self, post: &PostId) -> io::Result<Option<Arc<str>>> {
        let posts = &self.blog.posts;
        let id = |place: u32| &posts.head(place as usize).id;
        let places = self.places.get_or_init(|| {
            let mut places: Vec<u32> = (0_u32..).take(posts.len()).collect();
            places.sort_unstable_by(|a, b| id(*a).cmp(id(*b)));
            places
        });
        let Ok(found) = places.binary_search_by(|place| id(*place).cmp(post)) else {
            return Ok(None);
        };
        let place = places[found];
        if let Some(known) = self.titles.borrow().get(&place) {
            return Ok(known.clone());
        }
        let post = posts.get(place as usize)?;
        let file = || post.source.first().map(|source| Arc::clone(&source.file));
        let title = post.title.as_deref().map(Arc::from).or_else(file);
        self.titles.borrow_mut().insert(place, title.clone());
        Ok(title)
    }
}

impl BlogFacts {
    /// The facts about `blog`, whose files go to `folder`, for feeds that carry what was `given` with `--include`.
    pub(crate) fn of(blog: &Blog, folder: Option<String>, given: &[Included]) -> Self {
        let dates = || blog.posts.heads().filter_map(|post| post.dated());
        Self {
            id: blog.site.id.clone(),
            name: name_of(blog),
            folder,
            posts: blog.posts.len(),
            undated: blog.posts.len() - dates().count(),
            range: dates().min().zip(dates().max()),
            not_public: not_public(blog, given),
        }
    }
}

fn not_public(blog: &Blog, given: &[Included]) -> BTreeMap<Option<String>, usize> {
    let mut include = Include::default();
    given.iter().for_each(|word| word.allow_in(&mut include));
    let mut counts = BTreeMap::new();
    let is_kept_out = |post: &&PostHead| kept_out(post, &include) == Some(Rule::NotPublic);
    for post in blog.posts.heads().filter(is_kept_out) {
        *counts.entry(hidden::words(post, given)).or_default() += 1;
    }
    counts
}

/// The day of a timestamp, in its own zone.
pub(crate) fn day(time: &Timestamp) -> String {
    time.at().date_naive().to_string()
}

/// What to call a blog: its title, else its author's name, else its id.
pub(crate) fn name_of(blog: &Blog) -> String {
    let site = &blog.site;
    let author = || match blog.authors.as_slice() {
        [author] => author.name.clone(),
        _ => None,
    };
    site.title.clone().or_else(author).unwrap_or_else(|| site.id.clone())
}
