//! From pages to blogs: captures of one post are joined, and what feeds say of them.

#![expect(
    clippy::vec_box,
    reason = "the lists of pages are long: each is freed as soon as its post is made"
)]

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use larder_core::{
    Blog, EntryId, Fate, ItemKind, NoteKind, Post, PostId, Rule, Series, SeriesId, Visibility,
};
use url::Url;

use super::{
    comments::{Kept, Waiting},
    dates::Clock,
    feeds::{self, Feeds, Heard},
    found::{self, Common, above, found},
    led::Led,
    library::Library,
    ours,
    pages::{self, Read, Rest},
    part::Part,
    people::Writers,
    site,
    sorted::{Sorted, blog_of, distrust, one_address, plain},
    unpack::Unpacked,
};
use crate::{
    Intake, ReadError, ReadOptions, Source,
    collect::{Collection, Found, Surroundings},
    readers::brunch::Brunch,
    shelf::Shelf,
    unique::{Key, key as key_of},
    web::address,
};

/// Reads all blogs of an input.
pub(super) fn read(
    source: &Unpacked<'_>,
    options: &ReadOptions,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    let mut library = Library::of(source);
    let spool = Arc::clone(intake.spool());
    let looked = pages::read(source, &library, options, &spool)?;
    let mut sorted = Sorted::of(looked, source, intake);
    let mut feeds = Feeds::read(source, &sorted.feeds, options, intake)?;
    std::mem::take(&mut feeds.notes).into_iter().for_each(|note| intake.note(note));
    sorted.look_again(&feeds, source, &library, options, intake)?;
    let brunch = std::mem::take(&mut sorted.brunch);
    if !brunch.is_empty() {
        Part::lending(source, brunch, &sorted.others, &library)
            .read_into(&Brunch, options, intake)?;
    }
    feeds.settle_ours(&sorted.posts, source, intake);
    distrust(&mut sorted.posts, source);
    for read in &sorted.posts {
        if let Some(told) = &read.page.address {
            library.add(read.place, &told.value);
        }
    }
    let others = std::mem::take(&mut sorted.others);
    let mut shelf = Shelf::new(source, &others);
    let mut groups = sorted.groups();
    for key in feeds.items.keys() {
        groups.entry(key.clone()).or_default();
    }
    let lists = std::mem::take(&mut sorted.lists);
    // One of ours tells of its blog, even of one without posts.
    for list in lists.iter().filter(|list| list.page.ours.is_some()) {
        groups.entry(blog_of(list)).or_default();
    }
    let redirects = std::mem::take(&mut sorted.redirects);
    let mut by_blog: HashMap<String, Vec<&Read>> = HashMap::new();
    for list in &lists {
        by_blog.entry(blog_of(list)).or_default().push(list);
    }
    let whole = Whole {
        source,
        library: &library,
        files: others.iter().copied().collect(),
        led: Led::of(source, &redirects, intake),
        protected: std::mem::take(&mut sorted.protected),
        home: options.home.as_deref(),
        is_one: groups.len() == 1,
    };
    for (key, posts) in groups {
        let own = by_blog.get(&key).map_or(&[][..], Vec::as_slice);
        whole.blog(&key, (posts, own), &mut feeds, &mut shelf, intake)?;
    }
    leave_rest(source, (feeds, redirects, others), intake);
    Ok(())
}

/// Leaves out what no blog took, and says why.
fn leave_rest(
    source: &Unpacked<'_>,
    (feeds, redirects, others): (Feeds, Vec<Box<Read>>, Vec<usize>),
    intake: &mut Intake,
) {
    let leave = |intake: &mut Intake, entry: EntryId, rule: Rule, found: String| {
        if intake.ledger().entry(entry).fate.is_none() {
            intake.leave_out(entry, rule, found);
        }
    };
    let unheard = feeds.said.into_values().flatten().map(|(_, _, file)| file);
    for file in unheard.collect::<BTreeSet<usize>>() {
        let entry = intake.file(file);
        let found = "a feed of comments of posts that are not here".to_owned();
        leave(intake, entry, Rule::NotContent, found);
    }
    for redirect in redirects {
        let entry = intake.file(redirect.place);
        let found = "a page that only leads to another one".to_owned();
        leave(intake, entry, Rule::NotContent, found);
    }
    for led in &source.led {
        let found = format!("it leads to `{}`, which is no post here", led.to);
        leave(intake, led.entry, Rule::NotContent, found);
    }
    for place in others {
        let entry = intake.file(place);
        leave(intake, entry, Rule::PageFurniture, "no post shows it".to_owned());
    }
}

/// An older capture is much longer if it has twice as many bytes of HTML and this many more.
const MUCH_LONGER: u64 = 400;

/// What is known of a whole input.
struct Whole<'w> {
    source: &'w Unpacked<'w>,
    library: &'w Library,
    /// The entries that are no pages.
    files: HashSet<usize>,
    led: Led,
    /// Where a page asks for a password, and when it did.
    protected: HashMap<String, Option<i64>>,
    home: Option<&'w str>,
    /// Whether there is one blog only.
    is_one: bool,
}

impl Whole<'_> {
    /// Reads a blog.
    fn blog(
        &self,
        key: &str,
        (mut posts, lists): (Vec<Box<Read>>, &[&Read]),
        feeds: &mut Feeds,
        shelf: &mut Shelf<'_>,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        posts.sort_by_key(|read| (self.captured(read.place), read.place));
        one_address(&mut posts);
        self.note_emptied(&mut posts);
        let making = self.begin(key, &posts, lists, feeds)?;
        let home = making.collection.blog.site.home.clone();
        let around = Around { library: self.library, files: &self.files, home };
        let blog = self.make(making, posts, (&around, shelf), intake)?;
        intake.add_blog(blog);
        Ok(())
    }

    /// What is known of a blog before the first of its posts.
    fn begin(
        &self,
        key: &str,
        posts: &[Box<Read>],
        lists: &[&Read],
        feeds: &mut Feeds,
    ) -> Result<Making<'_>, ReadError> {
        let common = site::common(posts);
        let home = self.home.filter(|home| self.is_one || address::blog(home) == key);
        let site = site::site(key, posts, lists, &common, home);
        let mut collection = Collection::new(site, "web");
        // Where one does not say when it was made, nobody knows which is the newest: then the dates count, and what is
        // hidden.
        collection.later_is_newer = posts.iter().all(|read| self.captured(read.place).is_some());
        if let Some(list) = lists.iter().find(|list| list.page.ours.is_some()) {
            let name = &self.source.entries()[list.place].name;
            list.page.ours.iter().for_each(|ours| ours::complete(&mut collection, ours, name));
        }
        if let Some(count) = site::not_captured(posts, lists, (self.source, self.library)) {
            collection.note(count);
        }
        for told in feeds.sites.remove(key).into_iter().flatten() {
            site::complete(&mut collection.blog.site, told)?;
        }
        feeds.assets.remove(key).into_iter().flatten().for_each(|asset| collection.asset(asset));
        collection.blog.series.extend(feeds.series.remove(key).into_iter().flatten());
        let items = feeds.items.remove(key).unwrap_or_default();
        let said = feeds.said.remove(key).unwrap_or_default();
        Ok(Making {
            whole: self,
            common,
            clock: Clock::of(posts),
            collection,
            // Of several captures of a post all have the id by which a feed knows it, and the newest what the feed says.
            newest: posts
                .iter()
                .enumerate()
                .filter_map(|(at, read)| Some((plain(read)?, at)))
                .filter(|(told, _)| items.contains_key(told))
                .collect(),
            items,
            told_series: HashSet::new(),
            writers: Writers::default(),
            waiting: BTreeMap::new(),
            heard: said.iter().map(|(post, ..)| (post.clone(), None)).collect(),
            said,
        })
    }

    /// Makes the blog of its pages, and of what feeds know besides.
    fn make(
        &self,
        mut making: Making<'_>,
        posts: Vec<Box<Read>>,
        (around, shelf): (&Around<'_>, &mut Shelf<'_>),
        intake: &mut Intake,
    ) -> Result<Blog, ReadError> {
        for (at, read) in posts.into_iter().enumerate() {
            making.page(at, *read, intake)?;
        }
        making.rest_of_feeds(intake)?;
        std::mem::take(&mut making.writers).settle(&mut making.collection.blog.site);
        making.comments(intake)?;
        making.collection.finish(around, shelf, intake)
    }

    /// Notes where an older capture of a post has much more text than the newest: posts are emptied before a blog closes.
    fn note_emptied(&self, posts: &mut [Box<Read>]) {
        let told = |at: usize| {
            let read = &posts[at];
            Some((key_of(&plain(read)?), at)).filter(|_| self.captured(read.place).is_some())
        };
        let mut captures: Vec<(Key, usize)> = (0..posts.len()).filter_map(told).collect();
        captures.sort_unstable();
        for captures in captures.chunk_by(|one, other| one.0 == other.0) {
            let captures: Vec<usize> = captures.iter().map(|(_, at)| *at).collect();
            let Some((newest, older)) = captures.split_last() else { continue };
            let length = |at: &usize| posts[*at].html.len();
            let Some(longest) = older.iter().copied().max_by_key(length) else { continue };
            let (newest_length, older_length) = (length(newest), length(&longest));
            if older_length >= 2 * newest_length + MUCH_LONGER {
                let capture = self.source.entries()[posts[longest].place].name.to_string();
                posts[*newest].page.notes.push(NoteKind::OlderCaptureLonger {
                    newest: newest_length,
                    older: older_length,
                    capture,
                });
            }
        }
    }

    fn captured(&self, place: usize) -> Option<i64> {
        self.source.known(place).captured.map(|it| it.timestamp_millis())
    }

    /// A page as a post. One whose address asked for a password later is not public any more.
    fn found(&self, read: Read, rest: Rest, common: &Common, intake: &mut Intake) -> Found {
        let (place, told) = (read.place, plain(&read));
        let name = Arc::clone(&self.source.entries()[place].name);
        let mut found =
            found(read, rest, &name, self.source.known(place), intake.file(place), common);
        let asked = told.and_then(|told| self.protected.get(&told)).copied();
        let is_later = asked.is_some_and(|asked| match (asked, self.captured(place)) {
            (Some(asked), Some(captured)) => asked >= captured,
            _ => true,
        });
        if is_later && found.post.visibility == Some(Visibility::Public) {
            found.post.visibility = Some(Visibility::Password);
            found.notes.push(NoteKind::SourcesDisagree {
                field: "visibility".into(),
                taken: "password".into(),
                other: "public".into(),
            });
        }
        found
    }

    /// The name of an item of a feed.
    fn name(&self, item: &feeds::Item) -> String {
        format!("{}#{}", self.source.entries()[item.place].name, item.post.id)
    }

    fn join(
        &self,
        found: &mut Found,
        item: &feeds::Item,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let entry = intake.ledger().open(ItemKind::Item, self.name(item), None);
        feeds::join(found, item)?;
        intake.ledger().settle(entry, Fate::Joined { post: found.post.id.clone() });
        Ok(())
    }

    /// The addresses that lead to a post are its old ones.
    fn settle_led(&self, found: &mut Found, intake: &mut Intake) {
        let post = &mut found.post;
        let own = post.permalink.iter().chain(&post.old_addresses);
        let own: Vec<String> = own.map(|it| crate::address::plain(it)).collect();
        for (old, entry) in self.led.to(&own) {
            if !own.contains(&crate::address::plain(old)) {
                post.old_addresses.push(old.clone());
            }
            intake.ledger().settle(*entry, Fate::Joined { post: post.id.clone() });
        }
    }
}

/// A blog that is being made.
struct Making<'w> {
    whole: &'w Whole<'w>,
    common: Common,
    clock: Clock,
    collection: Collection,
    /// What feeds say of posts, by the addresses of these.
    items: BTreeMap<String, Vec<feeds::Item>>,
    /// The newest capture of each address that feeds know.
    newest: HashMap<String, usize>,
    told_series: HashSet<SeriesId>,
    writers: Writers,
    /// The comments that pages show of each post.
    waiting: BTreeMap<PostId, Waiting>,
    /// What feeds of comments have.
    said: Vec<Heard>,
    /// The posts that these are of, by their addresses as two are compared: their ids and their own addresses, once they are
    /// known.
    heard: HashMap<String, Option<(PostId, Option<String>)>>,
}

impl Making<'_> {
    /// Takes a page. `at` is its place among all of the blog.
    fn page(&mut self, at: usize, mut read: Read, intake: &mut Intake) -> Result<(), ReadError> {
        let mut rest = read.open()?;
        if read.page.ours.is_some() {
            return self.page_of_ours(read, intake);
        }
        let (stated, file) = (rest.stated, read.place);
        let comments = std::mem::take(&mut read.comments);
        let told = plain(&read);
        let is_newest = told.as_ref().is_some_and(|told| self.newest.get(told) == Some(&at));
        let above = rest.claims.nested.as_ref().map(above);
        above.into_iter().for_each(|above| self.collection.term(above));
        rest.claims.series.iter().for_each(|told| self.series(found::series(&told.value)));
        let is_of_blog = self.clock.settle(&mut rest.claims);
        let ambiguous = self.clock.ambiguous(&rest.claims);
        let mut found = self.whole.found(read, rest, &self.common, intake);
        if is_of_blog {
            found.post.extra.insert("web:zone", "that of other posts of the blog");
        }
        found.notes.extend(ambiguous.filter(|_| found.post.published.is_none()));
        let told = told.filter(|told| self.items.contains_key(told));
        if let Some(first) = told.as_ref().and_then(|told| self.items[told].first()) {
            found.post.id = first.post.id.clone();
        }
        let items = told.filter(|_| is_newest).and_then(|told| self.items.remove(&told));
        for item in items.into_iter().flatten() {
            self.whole.join(&mut found, &item, intake)?;
        }
        self.whole.settle_led(&mut found, intake);
        if !comments.is_empty() || stated.is_some() {
            let waiting = self.waiting.entry(found.post.id.clone()).or_default();
            waiting.address = found.post.permalink.as_deref().map(Box::from);
            waiting.add(comments, stated, file);
        }
        self.take(found, intake)
    }

    /// Takes a page that Larder made, which says all of its post.
    fn page_of_ours(&mut self, read: Read, intake: &mut Intake) -> Result<(), ReadError> {
        let (source, told) = (self.whole.source, plain(&read));
        let name = Arc::clone(&source.entries()[read.place].name);
        let (known, entry) = (source.known(read.place), intake.file(read.place));
        let (mut found, series) = ours::found(read, &name, known, entry);
        series.into_iter().for_each(|series| self.series(series));
        for item in told.and_then(|told| self.items.remove(&told)).into_iter().flatten() {
            self.whole.join(&mut found, &item, intake)?;
        }
        self.whole.settle_led(&mut found, intake);
        Ok(self.collection.take(found, intake)?)
    }

    /// Takes what is left over of feeds: items that no page shows, and those of which all captures came before the newest.
    fn rest_of_feeds(&mut self, intake: &mut Intake) -> Result<(), ReadError> {
        for mut same in std::mem::take(&mut self.items).into_values() {
            let others = same.split_off(1.min(same.len()));
            let Some(first) = same.pop() else { continue };
            let name = self.whole.name(&first);
            let entry = intake.ledger().open(ItemKind::Item, name, None);
            let mut found = feeds::alone(first, entry);
            for item in &others {
                self.whole.join(&mut found, item, intake)?;
            }
            self.take(found, intake)?;
        }
        Ok(())
    }

    /// Takes the comments of feeds, and puts those of all captures into the blog.
    fn comments(&mut self, intake: &mut Intake) -> Result<(), ReadError> {
        let mut heard: HashMap<PostId, Vec<(Kept, usize)>> = HashMap::new();
        for (post, kept, file) in std::mem::take(&mut self.said) {
            let entry = intake.file(file);
            intake.ledger().settle(entry, Fate::Carried { post: None });
            // One of a post that is not here is kept beside the blog.
            let known = self.heard.get(&post).cloned().flatten();
            let (id, address) = known.unwrap_or_else(|| (PostId::new(&*post), None));
            let waiting = self.waiting.entry(id.clone()).or_default();
            waiting.address = waiting.address.take().or(address.map(Box::from));
            heard.entry(id).or_default().push((kept, file));
        }
        let is_newer = self.collection.later_is_newer;
        for (post, mut waiting) in std::mem::take(&mut self.waiting) {
            let address = waiting.address.take();
            let mut comments = waiting.gather(intake.spool(), is_newer)?;
            for (kept, file) in heard.remove(&post).unwrap_or_default() {
                comments.hear(kept, file);
            }
            comments.show_in(&self.clock);
            let post = (&post, address.as_deref());
            comments.put(post, self.whole.source, &mut self.collection, intake)?;
        }
        Ok(())
    }

    fn series(&mut self, series: Series) {
        let is_new = self.told_series.insert(series.id.clone());
        self.collection.blog.series.extend(is_new.then_some(series));
    }

    fn take(&mut self, found: Found, intake: &mut Intake) -> Result<(), ReadError> {
        self.writers.see(&found);
        let post = &found.post;
        let own = post.permalink.iter().chain(&post.old_addresses);
        let is_any_heard = !self.heard.is_empty();
        for address in own.filter(|_| is_any_heard) {
            if let Some(named) = self.heard.get_mut(&crate::address::plain(address)) {
                *named = Some((post.id.clone(), post.permalink.clone()));
            }
        }
        Ok(self.collection.take(found, intake)?)
    }
}

/// What is known around the posts of a blog.
struct Around<'l> {
    library: &'l Library,
    /// The entries that are no pages: an address of a page means no picture.
    files: &'l HashSet<usize>,
    home: Option<String>,
}

impl Surroundings for Around<'_> {
    fn homes(&self) -> Vec<String> {
        self.home.iter().cloned().collect()
    }

    /// Addresses are whole already, but for those of files in the input.
    fn base(&self, _: &Post) -> Option<Url> {
        None
    }

    fn file(&self, _: &Shelf<'_>, address: &str, _: bool, _: Option<&Post>) -> Option<usize> {
        let found = match crate::address::is_web(address) || address.starts_with("//") {
            true => self.library.captured(address),
            false => self.library.named(address.split(['?', '#']).next().unwrap_or_default()),
        };
        let escaped = || self.library.named(&crate::percent_decode_name(address));
        found.or_else(escaped).filter(|place| self.files.contains(place))
    }
}
