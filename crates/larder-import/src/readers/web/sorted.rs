//! What the entries of an input turned out to be, and which pages have which addresses.

#![expect(
    clippy::vec_box,
    reason = "the lists of pages are long: each is freed as soon as its post is made"
)]

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use larder_core::{NoteKind, Rule, key};

use super::{
    feeds::Feeds,
    gist::Gist,
    library::Library,
    pages::{self, Looked, Read},
    unpack::Unpacked,
};
use crate::{
    Intake, ReadError, ReadOptions, Source as _,
    unique::{Key, key as key_of},
    web::{Sort, Told, address},
};

/// What the entries of an input turned out to be.
#[derive(Default)]
pub(super) struct Sorted {
    pub(super) posts: Vec<Box<Read>>,
    pub(super) lists: Vec<Box<Read>>,
    pub(super) redirects: Vec<Box<Read>>,
    /// Pages that nothing shows to be posts, until a list does.
    doubtful: Vec<Box<Read>>,
    /// Where a page asks for a password, and when it did.
    pub(super) protected: HashMap<String, Option<i64>>,
    pub(super) feeds: Vec<usize>,
    pub(super) brunch: Vec<usize>,
    pub(super) others: Vec<usize>,
}

impl Sorted {
    /// What entries are. What is no post, list or file is left out.
    pub(super) fn of(looked: Vec<Looked>, source: &Unpacked<'_>, intake: &mut Intake) -> Self {
        let mut sorted = Self::default();
        let mut looked = looked;
        let frames = frames(&mut looked);
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
        sorted
    }

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
    pub(super) fn look_again(
        &mut self,
        feeds: &Feeds,
        source: &Unpacked<'_>,
        library: &Library,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let spelled = |it: &str| crate::address::plain(it);
        let doubtful = std::mem::take(&mut self.doubtful);
        if doubtful.is_empty() {
            return Ok(());
        }
        let mut listed: HashSet<Key> = source.listed.keys().map(key_of).collect();
        let met = self.lists.iter().chain(&self.posts).flat_map(|read| &read.page.leads);
        listed.extend(met.map(|it| key_of(&spelled(it))));
        for read in doubtful {
            let is_listed = read.page.address.as_ref().is_some_and(|told| {
                listed.contains(&key_of(&spelled(&told.value))) || feeds.has(&told.value)
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
    pub(super) fn groups(&mut self) -> BTreeMap<String, Vec<Box<Read>>> {
        let mut groups: BTreeMap<String, Vec<Box<Read>>> = BTreeMap::new();
        for read in std::mem::take(&mut self.posts) {
            groups.entry(blog_of(&read)).or_default().push(read);
        }
        groups
    }
}

/// The blog that a page belongs to: that of its address; where nothing tells it, the one whose name the page has.
pub(super) fn blog_of(read: &Read) -> String {
    let named = || read.page.site.as_ref().map(|site| ["", site].join("\0"));
    let of_address = || read.page.address.as_ref().map(|told| address::blog(&told.value));
    let of_ours = read.page.ours.as_ref().map(|ours| ours.blog_key());
    of_ours.or_else(of_address).or_else(named).unwrap_or_default()
}

/// The address of a page, as two are compared.
pub(super) fn plain(read: &Read) -> Option<String> {
    read.page.address.as_ref().map(|told| crate::address::plain(&told.value))
}

/// Adds the addresses of the same blog from which the very same page was captured, too.
fn captured_at(page: &mut Gist, others: &[&str]) {
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
pub(super) fn distrust(posts: &mut [Box<Read>], source: &Unpacked<'_>) {
    let said = |read: &Read| {
        let told = read.page.address.as_ref()?;
        ["link canonical", "meta og:url"].contains(&&*told.signal).then(|| told.value.clone())
    };
    // The title of the first page that says so, and whether another one says it with another title.
    let mut titles: HashMap<Key, (u64, bool)> = HashMap::new();
    for read in posts.iter() {
        if let (Some(address), Some(title)) = (said(read), read.page.title) {
            let (first, are_several) = titles.entry(key_of(&address)).or_insert((title, false));
            *are_several |= *first != title;
        }
    }
    titles.retain(|_, (_, are_several)| *are_several);
    for read in posts {
        let Some(address) = said(read).filter(|it| titles.contains_key(&key_of(it))) else {
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
/// the page around each. The pages need them no more.
fn frames(looked: &mut [Looked]) -> HashMap<String, Option<String>> {
    let pages = looked.iter_mut().filter_map(|looked| match looked {
        Looked::Page(read) => Some(&mut read.page),
        _ => None,
    });
    let named = |frame: &str| match crate::address::is_web(frame) {
        true => crate::address::plain(frame),
        false => key::name(frame),
    };
    let mut all: HashMap<String, Option<String>> = HashMap::new();
    for page in pages {
        let frames = std::mem::take(&mut page.frames);
        let own = page.address.as_ref().map(|told| told.value.as_str());
        // What stands around a post is no post: only then the frame has what the address means.
        let around = own.filter(|_| !matches!(page.sort, Sort::Post(_)));
        let is_self = |frame: &str| own.is_some_and(|own| named(own) == named(frame));
        for frame in frames.iter().filter(|frame| !is_self(frame)) {
            let known = all.entry(named(frame)).or_insert_with(|| around.map(str::to_owned));
            *known = known.take().filter(|_| around.is_some());
        }
    }
    all
}

/// Gives all captures of a post the address of the newest. What differs is how it is spelled, or shown.
pub(super) fn one_address(posts: &mut [Box<Read>]) {
    // The page with the address that is taken of those that mean one post.
    let mut taken: HashMap<Key, usize> = HashMap::new();
    let told = |read: &Read| {
        let is_theirs = read.page.ours.is_none();
        read.page.address.as_ref().map(|told| told.value.clone()).filter(|_| is_theirs)
    };
    for (at, read) in posts.iter().enumerate() {
        let Some(own) = told(read) else { continue };
        let known = taken.entry(key_of(&address::key(&own))).or_insert(at);
        // Of two the shorter one: without a parameter, without `index.html`, not for phones.
        if told(&posts[*known]).is_none_or(|known| own.len() <= known.len()) {
            *known = at;
        }
    }
    for at in 0..posts.len() {
        let Some(own) = told(&posts[at]) else { continue };
        let of_post = taken.get(&key_of(&address::key(&own))).and_then(|at| told(&posts[*at]));
        let Some(address) = of_post.filter(|it| *it != own) else { continue };
        let page = &mut posts[at].page;
        if let Some(told) = &mut page.address {
            told.value = address;
            page.also_at.push(own);
        }
    }
}
