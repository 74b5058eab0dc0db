//! From pages to blogs: which belong together, which is the newest, what was not captured.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    hash::Hash,
};

use larder_core::{EntryId, Fate, ItemKind, NoteKind, Post, Rule, Site, key};
use url::Url;

use super::{
    feeds::{self, Feeds},
    found::{Common, found},
    library::Library,
    pages::{self, Looked, Read},
    part::Part,
    unpack::Unpacked,
};
use crate::{
    Intake, ReadError, ReadOptions, Source,
    collect::{Collection, Surroundings},
    readers::brunch::Brunch,
    shelf::Shelf,
    web::{Sort, Told, address},
};

/// Reads all blogs of an input.
pub(super) fn read(
    source: &Unpacked<'_>,
    options: &ReadOptions,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    let mut library = Library::of(source);
    let spool = std::sync::Arc::clone(intake.spool());
    let looked = pages::read(source, &library, options, &spool)?;
    let mut sorted = Sorted::default();
    let frames = frames(&looked);
    for (place, mut looked) in looked.into_iter().enumerate() {
        let name = key::name(&source.entries()[place].name);
        let address = looked.address().map(crate::address::plain);
        let around = frames.get(&name).or_else(|| frames.get(&address?));
        if let (Looked::Page(read), Some(Some(around))) = (&mut looked, around) {
            let told = || Told::new(around.clone(), "the page around it");
            read.page.address.get_or_insert_with(told);
        }
        let is_frame = source.known(place).is_frame || around.is_some();
        sorted.take(place, looked, is_frame, intake);
    }
    let mut feeds = Feeds::read(source, &sorted.feeds, options, intake)?;
    std::mem::take(&mut feeds.notes).into_iter().for_each(|note| intake.note(note));
    sorted.look_again(&feeds, source, &library, options, intake)?;
    let brunch = std::mem::take(&mut sorted.brunch);
    if !brunch.is_empty() {
        Part::new(source, brunch).read_into(&Brunch, options, intake)?;
    }
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
    let redirects = std::mem::take(&mut sorted.redirects);
    for (key, posts) in groups {
        let own: Vec<&Read> =
            lists.iter().filter(|list| blog_of(list) == key).map(|it| &**it).collect();
        let around = (posts, &*own, &*redirects);
        blog(&key, around, &mut feeds, (source, &library, &mut shelf), options, intake)?;
    }
    for redirect in redirects {
        let entry = intake.file(redirect.place);
        if intake.ledger().entry(entry).fate.is_none() {
            intake.leave_out(
                entry,
                Rule::ListPage,
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

/// The documents that pages show within themselves, by their names and addresses as two are compared, with the address of
/// the page around each.
fn frames(looked: &[Looked]) -> HashMap<String, Option<String>> {
    let pages = looked.iter().filter_map(|looked| match looked {
        Looked::Page(read) => Some(&read.page),
        _ => None,
    });
    let frames = pages.flat_map(|page| {
        let around = page.address.as_ref().map(|told| told.value.clone());
        page.frames.iter().map(move |frame| (frame, around.clone()))
    });
    let named = |frame: &String| match crate::address::is_web(frame) {
        true => crate::address::plain(frame),
        false => key::name(frame),
    };
    frames.map(|(frame, around)| (named(frame), around)).collect()
}

/// What the entries of an input turned out to be.
#[derive(Default)]
struct Sorted {
    posts: Vec<Box<Read>>,
    lists: Vec<Box<Read>>,
    redirects: Vec<Box<Read>>,
    /// Pages that nothing shows to be posts, until a list does.
    doubtful: Vec<Box<Read>>,
    feeds: Vec<usize>,
    brunch: Vec<usize>,
    others: Vec<usize>,
}

impl Sorted {
    fn take(&mut self, place: usize, looked: Looked, is_frame: bool, intake: &mut Intake) {
        let entry = intake.file(place);
        let read = match looked {
            Looked::Other => return self.others.push(place),
            Looked::Feed => return self.feeds.push(place),
            Looked::Brunch => return self.brunch.push(place),
            Looked::Out(rule, found) => return intake.leave_out(entry, rule, found),
            Looked::Page(read) => read,
        };
        // What stands in a frame is the post on some platforms, and elsewhere what others put into it.
        if is_frame && read.page.found_by != "platform" {
            return intake.leave_out(entry, Rule::PageFurniture, "a frame within another page");
        }
        match &read.page.sort {
            Sort::Post(_) => self.posts.push(read),
            Sort::Redirect(_) => self.redirects.push(read),
            Sort::None(refusal) if refusal.rule == Rule::NotRecognised => self.doubtful.push(read),
            Sort::None(refusal) => {
                intake.leave_out(entry, refusal.rule, refusal.found.clone());
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
        let mut listed: HashSet<String> = source.listed.clone();
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
            let (spool, place) = (std::sync::Arc::clone(intake.spool()), read.place);
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

/// The addresses of a page, as two are compared.
fn addresses(read: &Read) -> impl Iterator<Item = String> {
    let page = &read.page;
    let own = page.address.iter().map(|told| &told.value).chain(&page.also_at);
    own.map(|address| crate::address::plain(address))
}

/// The blog that a page belongs to. Empty where its address is not known.
fn blog_of(read: &Read) -> String {
    read.page.address.as_ref().map(|told| address::blog(&told.value)).unwrap_or_default()
}

type Pages<'p> = (Vec<Box<Read>>, &'p [&'p Read], &'p [Box<Read>]);

/// Reads a blog.
fn blog(
    key: &str,
    (mut posts, lists, redirects): Pages<'_>,
    feeds: &mut Feeds,
    (source, library, shelf): (&Unpacked<'_>, &Library, &mut Shelf<'_>),
    options: &ReadOptions,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    posts.sort_by_key(|read| {
        (source.known(read.place).captured.map(|it| it.timestamp_millis()), read.place)
    });
    let common = common(&posts);
    let mut collection = Collection::new(site(key, &posts, lists, &common, options), "web");
    collection.later_is_newer = true;
    if let Some(count) = not_captured(&posts, lists, library) {
        collection.note(count);
    }
    let around = Around { library, home: collection.blog.site.home.clone() };
    let mut items = feeds.items.remove(key).unwrap_or_default();
    complete(&mut collection.blog.site, feeds.sites.remove(key));
    feeds.assets.remove(key).into_iter().flatten().for_each(|asset| collection.asset(asset));
    collection.blog.series.extend(feeds.series.remove(key).into_iter().flatten());
    let (mut joined, mut done) = (Vec::new(), HashSet::new());
    let mut led = led(redirects, intake);
    for one in &source.led {
        if let Some(to) = address::page(&one.to) {
            led.entry(to.into()).or_default().push((one.from.clone(), one.entry));
        }
    }
    // Of several captures of a post all have the id by which a feed knows it, and the newest what the feed says.
    let mut newest: HashMap<String, usize> = HashMap::new();
    for (at, read) in posts.iter().enumerate() {
        newest.extend(addresses(read).map(|address| (address, at)));
    }
    for (at, read) in posts.into_iter().enumerate() {
        let place = read.place;
        let own: Vec<String> = addresses(&read).collect();
        let name = std::sync::Arc::clone(&source.entries()[place].name);
        let item = intake.file(place);
        let mut found = found(*read, &name, source.known(place), item, &common);
        let told = own.iter().find(|address| items.contains_key(*address));
        if let Some(address) = told {
            if let Some(item) = items[address].first() {
                found.post.id = item.post.id.clone();
            }
            if newest.get(address) == Some(&at) {
                for item in items.get(address).into_iter().flatten() {
                    feeds::join(&mut found, item)?;
                    joined.push((item.place, found.post.id.clone()));
                }
                done.insert(address.clone());
            }
        }
        let permalink = found.post.permalink.clone().unwrap_or_default();
        for (old, entry) in led.get(&permalink).into_iter().flatten() {
            found.post.old_addresses.push(old.clone());
            intake.ledger().settle(*entry, Fate::Joined { post: found.post.id.clone() });
        }
        collection.take(found, intake)?;
    }
    for (place, post) in joined {
        let name = format!("{}#{post}", source.entries()[place].name);
        let entry = intake.ledger().open(ItemKind::Item, name, None);
        intake.ledger().settle(entry, Fate::Joined { post });
    }
    items.retain(|address, _| !done.contains(address));
    for item in items.into_values().flatten() {
        let name = format!("{}#{}", source.entries()[item.place].name, item.post.id);
        let entry = intake.ledger().open(ItemKind::Item, name, None);
        collection.take(feeds::alone(item, entry), intake)?;
    }
    let blog = collection.finish(&around, shelf, intake)?;
    intake.add_blog(blog);
    Ok(())
}

/// Adds to a blog what its feed says of it.
fn complete(site: &mut Site, told: Option<Site>) {
    let Some(told) = told else { return };
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
}

/// The addresses that lead to each address, with the entries that say so.
fn led(redirects: &[Box<Read>], intake: &Intake) -> HashMap<String, Vec<(String, EntryId)>> {
    let mut led: HashMap<String, Vec<(String, EntryId)>> = HashMap::new();
    for read in redirects {
        let Sort::Redirect(target) = &read.page.sort else { continue };
        let Some(told) = &read.page.address else { continue };
        let whole = Url::parse(&told.value).ok().and_then(|base| base.join(target).ok());
        if let Some(whole) = whole.and_then(|it| address::page(it.as_str())) {
            led.entry(whole.into())
                .or_default()
                .push((told.value.clone(), intake.file(read.place)));
        }
    }
    led
}

/// What most pages of a blog have.
fn common(posts: &[Box<Read>]) -> Common {
    let claims = || posts.iter().map(|read| &read.page.claims);
    let languages =
        claims().filter_map(|it| it.language.as_ref()).map(|told| told.value.as_str()).collect();
    let covers =
        claims().filter_map(|it| it.cover.as_ref()).map(|told| told.value.as_str()).collect();
    let titles = claims().filter_map(|it| it.titles.first()).map(|told| told.value.as_str());
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
    options: &ReadOptions,
) -> Site {
    let pages = || posts.iter().map(|it| &it.page).chain(lists.iter().map(|it| &it.page));
    let first = posts.first().and_then(|read| read.page.address.as_ref());
    let home = options.home.clone().or_else(|| address::home(&first?.value));
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
fn not_captured(posts: &[Box<Read>], lists: &[&Read], library: &Library) -> Option<NoteKind> {
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
    for met in lists.iter().flat_map(|list| &list.page.links).chain(near) {
        let plain = crate::address::plain(&met.address);
        let is_here = known.contains(&plain) || library.captured(&met.address).is_some();
        if !is_here && form(&met.address).is_some_and(|it| forms.contains(&it)) {
            missing.entry(plain).or_insert(&met.address);
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
        match crate::address::is_web(address) || address.starts_with("//") {
            true => self.library.captured(address),
            false => self.library.named(address.split(['?', '#']).next().unwrap_or_default()),
        }
    }
}
