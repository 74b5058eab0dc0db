//! From pages to blogs: which belong together, which is the newest, what was not captured.

#![expect(
    clippy::vec_box,
    reason = "the lists of pages are long: each is freed as soon as its post is made"
)]

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    hash::Hash,
    io,
    sync::Arc,
};

use larder_core::{Fate, ItemKind, NoteKind, Post, PostId, Rule, SeriesId, Site, Visibility, key};
use url::Url;

use super::{
    comments::Gathered,
    dates::Clock,
    feeds::{self, Feeds},
    found::{self, Common, above, found},
    led::Led,
    library::Library,
    ours,
    pages::{self, Looked, Read},
    part::Part,
    people::Writers,
    unpack::Unpacked,
};
use crate::{
    Intake, ReadError, ReadOptions, Source,
    collect::{Collection, Found, Surroundings},
    readers::brunch::Brunch,
    shelf::Shelf,
    web::{Page, Sort, Told, address},
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
    let mut sorted = Sorted::default();
    let frames = frames(&looked);
    let mut also: HashMap<usize, Vec<&str>> = HashMap::new();
    for (place, address) in &source.also {
        also.entry(*place).or_default().push(address);
    }
    for (place, mut looked) in looked.into_iter().enumerate() {
        let name = key::name(&source.entries()[place].name);
        let address = looked.address().map(crate::address::plain);
        let around = frames.get(&name).or_else(|| frames.get(&address?));
        if let (Looked::Page(read), Some(Some(around))) = (&mut looked, around) {
            let told = || Told::new(around.clone(), "the page around it");
            read.page.address.get_or_insert_with(told);
        }
        if let Looked::Page(read) = &mut looked {
            captured_at(&mut read.page, also.get(&place).map_or(&[], Vec::as_slice));
        }
        // Around a post stand frames of others; where the page around is none, the frame may be the post.
        let is_frame = source.known(place).is_frame || matches!(around, Some(None));
        let is_embed = source.known(place).address.as_deref().is_some_and(is_embed);
        let is_frame = is_frame || is_embed;
        let captured = source.known(place).captured.map(|it| it.timestamp_millis());
        sorted.take(place, looked, (is_frame, is_embed, captured), intake);
    }
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
    let unheard = feeds.said.into_values().flatten().map(|(_, _, file)| file);
    for file in unheard.collect::<std::collections::BTreeSet<usize>>() {
        let entry = intake.file(file);
        if intake.ledger().entry(entry).fate.is_none() {
            intake.leave_out(
                entry,
                Rule::NotContent,
                "a feed of comments of posts that are not here",
            );
        }
    }
    for redirect in redirects {
        let entry = intake.file(redirect.place);
        if intake.ledger().entry(entry).fate.is_none() {
            intake.leave_out(
                entry,
                Rule::NotContent,
                "a page that only leads to another one".to_owned(),
            );
        }
    }
    for led in &source.led {
        if intake.ledger().entry(led.entry).fate.is_none() {
            let found = format!("it leads to `{}`, which is no post here", led.to);
            intake.leave_out(led.entry, Rule::NotContent, found);
        }
    }
    for place in others {
        let entry = intake.file(place);
        if intake.ledger().entry(entry).fate.is_none() {
            intake.leave_out(entry, Rule::PageFurniture, "no post shows it");
        }
    }
    Ok(())
}

/// Adds the addresses of the same blog from which the very same page was captured, too.
fn captured_at(page: &mut Page, others: &[&str]) {
    let Some(own) = page.address.as_ref().map(|told| told.value.clone()) else { return };
    let known = page.also_at.iter().chain([&own]);
    let mut known: HashSet<String> = known.map(|it| crate::address::plain(it)).collect();
    for other in others.iter().filter_map(|it| address::page(it)) {
        let is_of_blog = address::blog(other.as_str()) == address::blog(&own);
        if is_of_blog && known.insert(crate::address::plain(other.as_str())) {
            page.also_at.push(other.into());
        }
    }
}

/// An address that several different posts say is theirs is a mistake of the theme: each has the one it was captured from.
fn distrust(posts: &mut [Box<Read>], source: &Unpacked<'_>) {
    let mut titles: HashMap<String, HashSet<String>> = HashMap::new();
    let said = |read: &Read| {
        let told = read.page.address.as_ref()?;
        ["link canonical", "meta og:url"].contains(&&*told.signal).then(|| told.value.clone())
    };
    for read in posts.iter() {
        let title = read.page.claims.titles.first().map(|told| told.value.clone());
        if let (Some(address), Some(title)) = (said(read), title) {
            titles.entry(address).or_default().insert(title);
        }
    }
    for read in posts {
        let Some(address) = said(read).filter(|it| titles.get(it).is_some_and(|it| it.len() > 1))
        else {
            continue;
        };
        let known = source.known(read.place);
        let captured =
            known.address.as_deref().or(known.mirrored.as_deref()).and_then(address::page);
        // Captures of one post whose title was changed have one address, whoever says it.
        if captured
            .as_ref()
            .is_some_and(|captured| address::key(captured.as_str()) == address::key(&address))
        {
            continue;
        }
        let taken = captured.as_ref().map_or("", |url| url.as_str()).to_owned();
        let (field, other) = ("permalink".to_owned(), address);
        read.page.notes.push(NoteKind::SourcesDisagree { field, taken, other });
        read.page.address = captured.map(|url| Told::new(url.into(), "capture"));
        read.page.also_at.clear();
    }
}

/// Whether an address is that of a post as others show it within their pages.
fn is_embed(address: &str) -> bool {
    address
        .split(['?', '#'])
        .next()
        .is_some_and(|path| path.trim_end_matches('/').ends_with("/embed"))
}

/// The documents that pages show within themselves, by their names and addresses as two are compared, with the address of
/// the page around each.
fn frames(looked: &[Looked]) -> HashMap<String, Option<String>> {
    let pages = looked.iter().filter_map(|looked| match looked {
        Looked::Page(read) => Some(&read.page),
        _ => None,
    });
    let named = |frame: &str| match crate::address::is_web(frame) {
        true => crate::address::plain(frame),
        false => key::name(frame),
    };
    let mut all: HashMap<String, Option<String>> = HashMap::new();
    for page in pages {
        let own = page.address.as_ref().map(|told| told.value.as_str());
        // What stands around a post is no post: only then the frame has what the address means.
        let around = own.filter(|_| !matches!(page.sort, Sort::Post(_)));
        let is_self = |frame: &str| own.is_some_and(|own| named(own) == named(frame));
        for frame in page.frames.iter().filter(|frame| !is_self(frame)) {
            let known = all.entry(named(frame)).or_insert_with(|| around.map(str::to_owned));
            *known = known.take().filter(|_| around.is_some());
        }
    }
    all
}

/// What the entries of an input turned out to be.
#[derive(Default)]
struct Sorted {
    posts: Vec<Box<Read>>,
    lists: Vec<Box<Read>>,
    redirects: Vec<Box<Read>>,
    /// Pages that nothing shows to be posts, until a list does.
    doubtful: Vec<Box<Read>>,
    /// Where a page asks for a password, and when it did.
    protected: HashMap<String, Option<i64>>,
    feeds: Vec<usize>,
    brunch: Vec<usize>,
    others: Vec<usize>,
}

impl Sorted {
    fn take(
        &mut self,
        place: usize,
        looked: Looked,
        (is_frame, is_embed, captured): (bool, bool, Option<i64>),
        intake: &mut Intake,
    ) {
        let entry = intake.file(place);
        let read = match looked {
            Looked::Other => return self.others.push(place),
            Looked::Feed => return self.feeds.push(place),
            Looked::Brunch => return self.brunch.push(place),
            Looked::Out(rule, found) => return intake.leave_out(entry, rule, found),
            Looked::Page(read) => read,
        };
        // What stands in a frame is the post on some platforms, and elsewhere what others put into it.
        let signs = ["json-ld", "og:type article", "the container of its platform"];
        let is_post = matches!(read.page.sort, Sort::Post(sign) if signs.contains(&sign));
        if is_frame
            && read.page.ours.is_none()
            && (is_embed || !is_post && read.page.found_by != "platform")
        {
            return intake.leave_out(entry, Rule::PageFurniture, "a frame within another page");
        }
        match &read.page.sort {
            Sort::Post(_) => self.posts.push(read),
            Sort::Redirect(_) => self.redirects.push(read),
            Sort::None(refusal) if refusal.rule == Rule::NotRecognised => self.doubtful.push(read),
            Sort::None(refusal) => {
                intake.leave_out(entry, refusal.rule, refusal.found.clone());
                if let (true, Some(told)) = (read.page.is_protected, plain(&read)) {
                    let asked = self.protected.entry(told).or_insert(captured);
                    *asked = (*asked).max(captured);
                }
                if refusal.rule == Rule::ListPage {
                    self.lists.push(read);
                }
            }
        }
    }

    /// Looks again at the pages that nothing showed to be posts: now it is known where lists and posts lead.
    fn look_again(
        &mut self,
        feeds: &Feeds,
        source: &Unpacked<'_>,
        library: &Library,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let spelled = |it: &str| crate::address::plain(it);
        let mut listed: HashSet<String> = source.listed.keys().cloned().collect();
        listed.extend(
            self.lists.iter().flat_map(|list| &list.page.links).map(|met| spelled(&met.address)),
        );
        let near =
            self.posts.iter().flat_map(|post| post.page.previous.iter().chain(&post.page.next));
        listed.extend(near.map(|met| spelled(&met.address)));
        for read in std::mem::take(&mut self.doubtful) {
            let is_listed = read.page.address.as_ref().is_some_and(|told| {
                listed.contains(&spelled(&told.value)) || feeds.has(&told.value)
            });
            let (spool, place) = (Arc::clone(intake.spool()), read.place);
            let again = match is_listed {
                true => pages::look(source, read.place, true, library, options, &spool)?,
                false => Looked::Page(read),
            };
            match again {
                Looked::Page(read) => match &read.page.sort {
                    Sort::None(refusal) => {
                        let (entry, rule) = (intake.file(read.place), refusal.rule);
                        intake.leave_out(entry, rule, refusal.found.clone());
                    }
                    _ => self.posts.push(read),
                },
                Looked::Out(rule, found) => {
                    let entry = intake.file(place);
                    intake.leave_out(entry, rule, found);
                }
                Looked::Other | Looked::Feed | Looked::Brunch => self.others.push(place),
            }
        }
        Ok(())
    }

    /// The posts of each blog, in the order in which they were captured.
    fn groups(&mut self) -> BTreeMap<String, Vec<Box<Read>>> {
        let mut groups: BTreeMap<String, Vec<Box<Read>>> = BTreeMap::new();
        for read in std::mem::take(&mut self.posts) {
            groups.entry(blog_of(&read)).or_default().push(read);
        }
        groups
    }
}

/// The blog that a page belongs to: that of its address; where nothing tells it, the one whose name the page has.
fn blog_of(read: &Read) -> String {
    let named = || read.page.claims.site.as_ref().map(|told| ["", &told.value].join("\0"));
    let of_address = || read.page.address.as_ref().map(|told| address::blog(&told.value));
    let of_ours = read.page.ours.as_ref().map(|ours| ours.blog_key());
    of_ours.or_else(of_address).or_else(named).unwrap_or_default()
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
        let common = common(&posts);
        let clock = Clock::of(&posts);
        let home = self.home.filter(|home| self.is_one || address::blog(home) == key);
        let mut collection = Collection::new(site(key, &posts, lists, &common, home), "web");
        // Where one does not say when it was made, nobody knows which is the newest: then the dates count, and what is
        // hidden.
        collection.later_is_newer = posts.iter().all(|read| self.captured(read.place).is_some());
        if let Some(list) = lists.iter().find(|list| list.page.ours.is_some()) {
            let name = &self.source.entries()[list.place].name;
            list.page.ours.iter().for_each(|ours| ours::complete(&mut collection, ours, name));
        }
        if let Some(count) = not_captured(&posts, lists, self) {
            collection.note(count);
        }
        let home = collection.blog.site.home.clone();
        let around = Around { library: self.library, files: &self.files, home };
        let mut items = feeds.items.remove(key).unwrap_or_default();
        for told in feeds.sites.remove(key).into_iter().flatten() {
            complete(&mut collection.blog.site, told)?;
        }
        feeds.assets.remove(key).into_iter().flatten().for_each(|asset| collection.asset(asset));
        collection.blog.series.extend(feeds.series.remove(key).into_iter().flatten());
        // Of several captures of a post all have the id by which a feed knows it, and the newest what the feed says.
        let newest: HashMap<String, usize> =
            posts.iter().enumerate().filter_map(|(at, read)| Some((plain(read)?, at))).collect();
        let mut told_series: HashSet<SeriesId> = HashSet::new();
        let mut writers = Writers::default();
        let mut gathered: BTreeMap<PostId, (Option<String>, Gathered)> = BTreeMap::new();
        let mut ids: HashMap<String, (PostId, Option<String>)> = HashMap::new();
        for (at, mut read) in posts.into_iter().enumerate() {
            let comments = read.open(intake.spool())?;
            let (stated, file) = (read.page.comments.stated, read.place);
            let told = plain(&read);
            let is_newest = told.as_ref().is_some_and(|told| newest.get(told) == Some(&at));
            if read.page.ours.is_some() {
                let name = Arc::clone(&self.source.entries()[read.place].name);
                let (known, entry) = (self.source.known(read.place), intake.file(read.place));
                let (mut found, series) = ours::found(*read, &name, known, entry);
                for series in series {
                    let is_new = told_series.insert(series.id.clone());
                    collection.blog.series.extend(is_new.then_some(series));
                }
                for item in told.and_then(|told| items.remove(&told)).into_iter().flatten() {
                    self.join(&mut found, &item, intake)?;
                }
                self.settle_led(&mut found, intake);
                collection.take(found, intake)?;
                continue;
            }
            let above = read.page.claims.nested.as_ref().map(above);
            above.into_iter().for_each(|above| collection.term(above));
            for told in &read.page.claims.series {
                let series = found::series(&told.value);
                let is_new = told_series.insert(series.id.clone());
                collection.blog.series.extend(is_new.then_some(series));
            }
            let is_of_blog = clock.settle(&mut read.page.claims);
            let ambiguous = clock.ambiguous(&read.page.claims);
            let mut found = self.found(*read, &common, intake);
            if is_of_blog {
                found.post.extra.insert("web:zone", "that of other posts of the blog");
            }
            found.notes.extend(ambiguous.filter(|_| found.post.published.is_none()));
            let told = told.filter(|told| items.contains_key(told));
            if let Some(first) = told.as_ref().and_then(|told| items[told].first()) {
                found.post.id = first.post.id.clone();
            }
            for item in told
                .filter(|_| is_newest)
                .and_then(|told| items.remove(&told))
                .into_iter()
                .flatten()
            {
                self.join(&mut found, &item, intake)?;
            }
            self.settle_led(&mut found, intake);
            if !comments.is_empty() || stated.is_some() {
                let (address, of_post) = gathered.entry(found.post.id.clone()).or_default();
                address.clone_from(&found.post.permalink);
                of_post.add(comments, stated, file, collection.later_is_newer);
            }
            writers.see(&found);
            remember(&found.post, &mut ids);
            collection.take(found, intake)?;
        }
        // What is left over: items that no page shows, and those of which all captures came before the newest.
        for mut same in items.into_values() {
            let others = same.split_off(1.min(same.len()));
            let Some(first) = same.pop() else { continue };
            let name = format!("{}#{}", self.source.entries()[first.place].name, first.post.id);
            let entry = intake.ledger().open(ItemKind::Item, name, None);
            let mut found = feeds::alone(first, entry);
            for item in &others {
                self.join(&mut found, item, intake)?;
            }
            writers.see(&found);
            remember(&found.post, &mut ids);
            collection.take(found, intake)?;
        }
        for (post, kept, file) in feeds.said.remove(key).unwrap_or_default() {
            let entry = intake.file(file);
            intake.ledger().settle(entry, Fate::Carried { post: None });
            // One of a post that is not here is kept beside the blog.
            let (id, address) =
                ids.get(&post).cloned().unwrap_or_else(|| (PostId::new(&*post), None));
            let (known, of_post) = gathered.entry(id).or_default();
            *known = known.take().or(address);
            of_post.hear(kept, file);
        }
        writers.settle(&mut collection.blog.site);
        for (post, (address, mut comments)) in gathered {
            comments.show_in(&clock);
            comments.put((&post, address.as_deref()), self.source, &mut collection, intake)?;
        }
        let blog = collection.finish(&around, shelf, intake)?;
        intake.add_blog(blog);
        Ok(())
    }

    /// Notes where an older capture of a post has much more text than the newest: posts are emptied before a blog closes.
    fn note_emptied(&self, posts: &mut [Box<Read>]) {
        let mut captures: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, read) in posts.iter().enumerate() {
            if let Some(told) = plain(read).filter(|_| self.captured(read.place).is_some()) {
                captures.entry(told).or_default().push(at);
            }
        }
        for captures in captures.into_values() {
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
    fn found(&self, read: Read, common: &Common, intake: &mut Intake) -> Found {
        let (place, told) = (read.place, plain(&read));
        let name = Arc::clone(&self.source.entries()[place].name);
        let mut found = found(read, &name, self.source.known(place), intake.file(place), common);
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

    fn join(
        &self,
        found: &mut Found,
        item: &feeds::Item,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let name = format!("{}#{}", self.source.entries()[item.place].name, item.post.id);
        let entry = intake.ledger().open(ItemKind::Item, name, None);
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

/// Gives all captures of a post the address of the newest. What differs is how it is spelled, or shown.
fn one_address(posts: &mut [Box<Read>]) {
    let mut newest: HashMap<String, String> = HashMap::new();
    let theirs = || posts.iter().filter(|read| read.page.ours.is_none());
    for told in theirs().filter_map(|read| read.page.address.as_ref()) {
        let known = newest.entry(address::key(&told.value)).or_insert_with(|| told.value.clone());
        // Of two the shorter one: without a parameter, without `index.html`, not for phones.
        if told.value.len() <= known.len() {
            known.clone_from(&told.value);
        }
    }
    for read in posts.iter_mut().filter(|read| read.page.ours.is_none()) {
        let page = &mut read.page;
        let Some(told) = &mut page.address else { continue };
        if let Some(address) =
            newest.get(&address::key(&told.value)).filter(|it| **it != told.value)
        {
            let own = std::mem::replace(&mut told.value, address.clone());
            page.also_at.push(own);
        }
    }
}

/// The address of a page, as two are compared.
fn plain(read: &Read) -> Option<String> {
    read.page.address.as_ref().map(|told| crate::address::plain(&told.value))
}

/// Keeps the addresses of a post, as two are compared.
fn remember(post: &Post, ids: &mut HashMap<String, (PostId, Option<String>)>) {
    for address in post.permalink.iter().chain(&post.old_addresses) {
        let named = (post.id.clone(), post.permalink.clone());
        ids.insert(crate::address::plain(address), named);
    }
}

/// Adds to a blog what its feed says of it.
fn complete(site: &mut Site, told: Site) -> io::Result<()> {
    // What it says otherwise is kept, too.
    site.extra.push("web:feed", serde_json::to_value(&told).map_err(io::Error::other)?);
    if site.id.is_empty() {
        site.id = told.id;
    }
    site.title = site.title.take().or(told.title);
    site.description = site.description.take().or(told.description);
    site.home = site.home.take().or(told.home);
    site.language = site.language.take().or(told.language);
    site.rights = site.rights.take().or(told.rights);
    site.updated = site.updated.or(told.updated);
    let new: Vec<String> = told.feeds.into_iter().filter(|it| !site.feeds.contains(it)).collect();
    site.feeds.extend(new);
    site.extra.fill_from(told.extra);
    Ok(())
}

/// What most pages of a blog have.
fn common(posts: &[Box<Read>]) -> Common {
    // Several captures of one post say it once.
    let mut seen = HashSet::new();
    let is_new = |read: &&Read| plain(read).is_none_or(|told| seen.insert(told));
    let posts: Vec<&Read> = posts.iter().map(|read| &**read).filter(is_new).collect();
    let claims = || posts.iter().map(|read| &read.page.claims);
    let languages =
        claims().filter_map(|it| it.language.as_ref()).map(|told| told.value.as_str()).collect();
    let covers =
        claims().filter_map(|it| it.cover.as_ref()).map(|told| told.value.as_str()).collect();
    let of_head = |it: &&Told<String>| it.signal == "title";
    let titles = claims().filter_map(|it| it.titles.first()).filter(of_head);
    let titles = titles.map(|told| told.value.as_str());
    let suffixes: Vec<&str> = titles.filter_map(suffix).collect();
    let several = posts.len() >= 3;
    Common {
        language: most_of(languages, posts.len()).map(str::to_owned),
        cover: most_of(covers, posts.len()).filter(|_| several).map(str::to_owned),
        suffix: most_of(suffixes, posts.len()).filter(|_| several).map(str::to_owned),
    }
}

/// The end of a title from the last separator on.
fn suffix(title: &str) -> Option<&str> {
    let separators = [" | ", " - ", " – ", " — ", " :: ", " : ", " · ", " » "];
    let at = separators.iter().filter_map(|it| title.rfind(it)).max()?;
    (at > 0).then(|| &title[at..])
}

/// The value that more than half of them have.
fn most_of<T: Copy + Eq + Hash + Ord>(values: Vec<T>, of: usize) -> Option<T> {
    let mut counts: HashMap<T, usize> = HashMap::new();
    values.into_iter().for_each(|value| *counts.entry(value).or_default() += 1);
    counts
        .into_iter()
        .max_by_key(|&(value, count)| (count, value))
        .filter(|(_, count)| count * 2 > of)
        .map(|(value, _)| value)
}

fn site(
    key: &str,
    posts: &[Box<Read>],
    lists: &[&Read],
    common: &Common,
    home: Option<&str>,
) -> Site {
    let pages = || posts.iter().map(|it| &it.page).chain(lists.iter().map(|it| &it.page));
    if let Some(site) = ours::site(pages().filter_map(|page| page.ours.as_deref())) {
        return site;
    }
    let first = posts.first().and_then(|read| read.page.address.as_ref());
    let home = home.map(str::to_owned).or_else(|| address::home(&first?.value));
    let mut site = Site::new(match (&home, posts.first()) {
        (Some(home), _) => home.clone(),
        (None, Some(read)) => {
            larder_core::PostId::derived(&["web", &read.sha256.to_string()]).to_string()
        }
        (None, None) => key.to_owned(),
    });
    site.home = home;
    let titles: Vec<&str> = pages()
        .filter_map(|page| page.claims.site.as_ref())
        .map(|told| told.value.as_str())
        .collect();
    let count = titles.len();
    site.title = most_of(titles, count).map(str::to_owned);
    site.language.clone_from(&common.language);
    for feed in pages().flat_map(|page| &page.feeds) {
        if !site.feeds.contains(feed) && site.feeds.len() < 16 {
            site.feeds.push(feed.clone());
        }
    }
    let platforms: Vec<&'static str> =
        pages().filter_map(|page| page.platform).map(|it| it.name).collect();
    let count = platforms.len();
    let platform = most_of(platforms, count).and_then(crate::web::platform::named);
    site.platform = platform.map(|it| it.name.to_owned());
    site.platform_home = platform.and_then(|it| it.home).map(str::to_owned);
    site
}

/// That lists lead to posts that are not here: pages of the blog whose addresses have the form of those that are.
fn not_captured(posts: &[Box<Read>], lists: &[&Read], whole: &Whole<'_>) -> Option<NoteKind> {
    let own =
        posts.iter().filter_map(|read| read.page.address.as_ref()).map(|told| told.value.as_str());
    let forms: HashSet<String> = own.filter_map(form).collect();
    let known: HashSet<String> = posts
        .iter()
        .flat_map(|read| read.page.address.iter().map(|told| &told.value).chain(&read.page.also_at))
        .map(|it| crate::address::plain(it))
        .collect();
    let near = posts.iter().flat_map(|read| read.page.previous.iter().chain(&read.page.next));
    let mut missing: BTreeMap<String, &str> = BTreeMap::new();
    let met = lists.iter().flat_map(|list| &list.page.links).chain(near).map(|met| &met.address);
    for address in met.chain(whole.source.listed.values()) {
        let plain = crate::address::plain(address);
        let is_here = known.contains(&plain) || whole.library.captured(address).is_some();
        if !is_here && form(address).is_some_and(|it| forms.contains(&it)) {
            missing.entry(plain).or_insert(address);
        }
    }
    let example = (*missing.values().next()?).to_owned();
    Some(NoteKind::PostsNotCaptured { count: missing.len() as u64, example })
}

/// The form of an address: numbers and words stand for any. Those of lists have none.
fn form(address: &str) -> Option<String> {
    let url = address::page(address)?;
    let blog = address::blog(address);
    let part = |part: &str| match part.bytes().all(|it| it.is_ascii_digit()) {
        true => format!("0{}", part.len().min(4)),
        false if part.starts_with(['@', '~']) => part.to_owned(),
        false => "w".to_owned(),
    };
    let mut parts: Vec<String> =
        url.path_segments()?.filter(|it| !it.is_empty()).map(part).collect();
    // Folders with a name are part of the form: `/tag/x` is none of `/entry/x`.
    let names: Vec<&str> = url.path_segments()?.filter(|it| !it.is_empty()).collect();
    if names.len() > 1 && !names[0].bytes().all(|it| it.is_ascii_digit()) {
        parts[0] = names[0].to_owned();
    }
    let query: Vec<String> = url.query_pairs().map(|(name, _)| name.into_owned()).collect();
    if parts.is_empty() && query.is_empty() {
        return None;
    }
    Some(format!("{blog} {} {}", parts.join("/"), query.join("&")))
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
