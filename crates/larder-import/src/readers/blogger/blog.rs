//! A blog while its entries come in: what is known of it as a whole, and how two forms of it come together.

use std::{
    collections::{HashMap, HashSet, hash_map::Entry},
    io,
    sync::Arc,
};

use larder_core::{
    Blog, Comment, CommentId, EntryId, EntryName, Extra, Fate, ItemKind, NoteKind, Rule, Site,
    Status,
};
use serde_json::Value;
use url::Url;

use super::{
    Form, TAG,
    albums::{Albums, Named},
    comment::hide,
    files::Feed,
    forms::complete,
    home::Evidence,
    known::Known,
    made::{Made, What},
    person::Person,
    post::{Around, link_told, own_name, term},
    settings::Settings,
};
use crate::{
    Intake, ReadError, collect::Collection, extension::keep_all, shelf::Shelf, unique::hashed,
};

/// A blog while its entries come in.
pub(super) struct Draft {
    /// Its number at Blogger. Empty where nothing says it.
    pub(super) number: String,
    pub(super) around: Arc<Around>,
    pub(super) settings: Settings,
    /// What bodies call pictures.
    pub(super) named: Named,
    collection: Collection,
    /// The folders that its feeds lie in, as names are compared.
    folders: Vec<String>,
    homes: Vec<String>,
    /// The ids of its posts and pages.
    posts: HashSet<u64>,
    /// The ids of comments that some copy does not show, each with what it is there.
    hidden: HashMap<u64, Option<Status>>,
    /// What each comment says.
    said: HashMap<CommentId, u64>,
    /// The setting by which not everybody may read it.
    closed_by: Option<String>,
}

impl Draft {
    /// A blog of which nothing is known but its number and the folders of its feeds.
    pub(super) fn new(number: String, folders: Vec<String>) -> Self {
        let id = if number.is_empty() { "blogger".to_owned() } else { [TAG, &number].concat() };
        let mut site = Site::new(id);
        site.platform = Some("blogger".to_owned());
        let mut collection = Collection::new(site, "blogger");
        collection.complete = complete;
        Self {
            number,
            around: Arc::new(Around { home: None, visibility: None, zone: None }),
            settings: Settings::default(),
            named: Named::default(),
            collection,
            folders: folders.iter().map(|folder| plain(folder)).collect(),
            homes: Vec::new(),
            posts: HashSet::new(),
            hidden: HashMap::new(),
            said: HashMap::new(),
            closed_by: None,
        }
    }

    /// Whether files in a folder of this name are its own.
    pub(super) fn has_folder(&self, folder: &str) -> bool {
        let folder = plain(folder);
        !folder.is_empty() && self.folders.contains(&folder)
    }

    /// The names of its folders, as they are compared.
    pub(super) fn folders(&self) -> impl Iterator<Item = &str> {
        self.folders.iter().map(String::as_str).filter(|folder| !folder.is_empty())
    }

    /// Keeps a text of the blog as a whole.
    pub(super) fn keep(&mut self, name: &str, text: String) {
        keep_all(&mut self.collection.blog.site.extra, [(name, text)]);
    }

    /// Settles what holds for all entries: address, language, zone, who may read. A Takeout was made later than any
    /// classic backup; of those the newest comes first.
    pub(super) fn settle(&mut self, feeds: &mut [Feed], home: Option<&str>) {
        let classic = feeds.partition_point(|feed| feed.form == Form::Classic);
        feeds.rotate_left(classic);
        let mut evidence = Evidence::default();
        let mut stated = Vec::new();
        for feed in feeds.iter_mut() {
            let seen = std::mem::take(&mut feed.seen);
            self.settings.fill_from(seen.settings);
            self.named.add(seen.named);
            self.posts.extend(seen.posts);
            self.hidden.extend(seen.hidden);
            if feed.has_lost_settings() {
                self.settings.add_damaged();
            }
            evidence.add(seen.evidence);
            stated.extend(feed.head.home().map(str::to_owned));
        }
        self.homes(home, stated, &evidence);
        let (visibility, closed_by) = self.settings.visibility();
        self.closed_by = closed_by;
        let home = self.homes.first().and_then(|home| Url::parse(home).ok());
        self.around = Arc::new(Around { home, visibility, zone: self.settings.zone() });
        feeds.iter().for_each(|feed| self.head(feed));
        self.site();
        // Classic backups come first: their dates have the offset of the blog, and theirs is the copy of a comment that stays.
        feeds.rotate_right(classic);
    }

    /// Its addresses, the present one first: what the user says, what a feed says, the settings, and what links show.
    fn homes(&mut self, given: Option<&str>, stated: Vec<String>, evidence: &Evidence) {
        let set = self.settings.homes().iter().map(Url::to_string).collect::<Vec<_>>();
        let mut all: Vec<String> = given.map(str::to_owned).into_iter().collect();
        all.extend(stated.into_iter().chain(set));
        if all.is_empty()
            && let Some((home, links)) = evidence.home()
        {
            let home = String::from(home);
            let from = format!("each of {links} links to its own posts");
            self.collection.note(NoteKind::HomeInferred { home: home.clone(), from });
            all.push(home);
            self.extra().insert("blogger:home-shown-by", links);
        }
        for home in all {
            if !self.homes.iter().any(|known| same(known, &home)) {
                self.homes.push(home);
            }
        }
    }

    /// What the head of a feed says, where no later one says it.
    fn head(&mut self, feed: &Feed) {
        let head = &feed.head;
        let site = &mut self.collection.blog.site;
        site.title = site.title.take().or_else(|| head.title.clone());
        site.description = site.description.take().or_else(|| head.subtitle.clone());
        site.updated = site.updated.max(head.updated);
        for author in head.authors.iter().filter_map(Person::author) {
            let authors = &mut self.collection.blog.site.authors;
            if !authors.contains(&author.id) {
                authors.push(author.id.clone());
            }
            self.collection.author(author);
        }
        for label in &head.labels {
            self.collection.term(term(label, self.around.home.as_ref()));
        }
        let home = head.home();
        let links = head.links.iter().filter(|link| home != Some(&*link.href));
        let links = links.map(|link| ("blogger:link".to_owned(), link_told(link)));
        let others = head.others.iter().map(|(name, value)| (own_name(name), value.clone()));
        let loose = Some(feed.loose.trim()).filter(|text| !text.is_empty());
        let loose = loose.map(|text| ("blogger:between-entries".to_owned(), Value::from(text)));
        let all: Vec<_> = links.chain(others).chain(loose).collect();
        keep_all(self.extra(), all);
    }

    /// What the settings say, where no feed says it.
    fn site(&mut self) {
        let settings = &self.settings;
        let site = &mut self.collection.blog.site;
        let owned = |text: Option<&str>| text.map(str::to_owned);
        site.title = site.title.take().or_else(|| owned(settings.title()));
        site.description = site.description.take().or_else(|| owned(settings.description()));
        site.language = settings.language();
        site.home = self.homes.first().cloned();
        site.old_addresses = self.homes.iter().skip(1).cloned().collect();
        let feed =
            self.around.home.as_ref().and_then(|home| home.join("/feeds/posts/default").ok());
        site.feeds.extend(feed.map(String::from));
    }

    fn extra(&mut self) -> &mut Extra {
        &mut self.collection.blog.site.extra
    }

    /// Takes what was made of an entry of the file at this place. Fails when the spool does.
    pub(super) fn take(
        &mut self,
        made: Made,
        place: usize,
        name: &Arc<str>,
        intake: &mut Intake,
    ) -> io::Result<()> {
        self.count(&made);
        let number = made.number;
        let mut open =
            || intake.ledger().open(ItemKind::Item, EntryName::numbered(name, number), None);
        match made.what {
            What::Post(mut found) => {
                found.item = open();
                found.line = u32::try_from(made.line).ok();
                self.collection.take(*found, intake)
            }
            What::Comment(comment, said, _) => self.comment(*comment, said, place, intake),
            What::Setting(name, value) => {
                let item = open();
                match self.settings.is_kept(&name, &value) {
                    true => aside(item, "site `blogger:settings`", intake),
                    false => {
                        let found = "the readers of a blog that is not for everybody";
                        intake.leave_out(item, Rule::SubscriberList, found);
                    }
                }
                Ok(())
            }
            What::Template(text) => {
                let item = open();
                self.keep("blogger:template", text);
                aside(item, "site `blogger:template`", intake);
                Ok(())
            }
        }
    }

    /// Counts what is said once for the whole blog.
    fn count(&mut self, made: &Made) {
        let census = &mut self.collection.census;
        census.without_status += u64::from(made.state.is_missing);
        let closed = self.closed_by.as_ref();
        let closed = closed.filter(|_| {
            made.state.status == Some(Status::Published) && matches!(made.what, What::Post(_))
        });
        for word in made.state.unknown.iter().chain(closed) {
            *census.unknown_statuses.entry(word.clone()).or_default() += 1;
        }
        if let Some(class) = &made.class {
            *census.types_aside.entry(class.clone()).or_default() += 1;
        }
        for zone in &made.zones {
            *census.zones_assumed.entry(zone.clone()).or_default() += 1;
        }
    }

    /// Takes a comment. The same words under one id are one comment, in whichever form and zone they come again; other
    /// words are kept under an id of their own, and are not shown.
    fn comment(
        &mut self,
        mut comment: Comment,
        said: u64,
        place: usize,
        intake: &Intake,
    ) -> io::Result<()> {
        if let Some(status) = self.hidden.get(&hashed(comment.id.as_str())) {
            hide(&mut comment, *status);
        }
        match self.said.entry(comment.id.clone()) {
            Entry::Occupied(known) if *known.get() == said => {
                self.collection.comment_again(place);
                return Ok(());
            }
            Entry::Occupied(_) => hide(&mut comment, None),
            Entry::Vacant(free) => _ = free.insert(said),
        }
        self.collection.comment(comment, place, intake)
    }

    /// The blog, but for the pictures that it does not show. Fails when the spool does.
    pub(super) fn finish(
        mut self,
        albums: &Albums,
        shelf: &mut Shelf<'_>,
        intake: &mut Intake,
    ) -> Result<Blog, ReadError> {
        for (name, value) in std::mem::take(&mut self.settings).told() {
            value.into_iter().for_each(|value| _ = self.extra().insert(name, value));
        }
        let known = Known {
            homes: self.homes,
            home: self.around.home.clone(),
            number: self.number,
            posts: self.posts,
            albums,
        };
        self.collection.finish(&known, shelf, intake)
    }
}

fn aside(item: EntryId, place: &str, intake: &mut Intake) {
    intake.ledger().settle(item, Fate::StoredAside { place: place.into() });
}

/// Whether two addresses are one, whatever their scheme and their country.
fn same(one: &str, other: &str) -> bool {
    let plain = |address: &str| {
        let plain = crate::address::plain(address);
        match plain.split_once(".blogspot.") {
            Some((blog, _)) => blog.to_owned(),
            None => plain,
        }
    };
    plain(one) == plain(other)
}

/// The name of a folder without what differs between two of one blog.
pub(super) fn plain(folder: &str) -> String {
    let letters = folder.chars().filter(|it| it.is_alphanumeric());
    larder_core::key::name(&letters.flat_map(char::to_lowercase).collect::<String>())
}
