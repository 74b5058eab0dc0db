//! From tags to references: each file once, whichever of its addresses is met first.

use std::collections::HashMap;

use url::Url;

use super::{
    Found, Kind, Reference, address, css, extension,
    given::Given,
    original,
    picture::{self, Candidate, Picture},
    stated_size,
    tags::{Element, Mark},
};
use crate::xml::Tag;

/// Gathers what the tags of a body refer to, one after another.
#[derive(Debug)]
pub(super) struct Gather<'b> {
    base: Option<&'b Url>,
    found: Found,
    /// The reference of each address.
    known: HashMap<String, usize>,
    /// The link that is open, until there is a picture in it.
    link: Link,
    /// What the open `picture` offers.
    offered: Option<Vec<Candidate>>,
    /// What the open `audio` or `video` plays.
    played: Option<Kind>,
    twin: Twin,
}

/// A picture that is nothing but a `data:` address may have its real one in the `noscript` behind it.
#[derive(Debug, Default, PartialEq, Eq)]
enum Twin {
    /// The last picture was another one.
    #[default]
    None,
    /// It was such a picture.
    Possible,
    /// And a `noscript` has begun.
    Next,
}

/// Where the open link leads.
#[derive(Debug, Default)]
enum Link {
    /// None is open, or it has its picture.
    #[default]
    None,
    /// To a picture: the number of its reference.
    Picture(usize),
    /// To this page, which may be a picture whose address does not tell.
    Page(String),
}

impl<'b> Gather<'b> {
    pub(super) fn new(base: Option<&'b Url>) -> Self {
        let (found, known) = (Found::default(), HashMap::new());
        Self { base, found, known, link: Link::None, offered: None, played: None, twin: Twin::None }
    }

    pub(super) fn take(&mut self, mark: Mark<'_>) {
        match mark {
            Mark::Start(element, tag) => self.start(element, &tag),
            Mark::End(Element::Link) => self.link = Link::None,
            Mark::End(Element::Picture) => self.end_picture(),
            Mark::End(Element::Audio | Element::Video) => self.played = None,
            Mark::End(_) => {}
        }
    }

    pub(super) fn finish(mut self) -> Found {
        self.end_picture();
        self.found
    }

    fn start(&mut self, element: Element, tag: &Tag<'_>) {
        let given = Given::of(tag);
        match element {
            Element::Link => self.link = self.linked(&given),
            Element::Area => _ = self.linked(&given),
            Element::Image => self.image(&given),
            Element::Drawing => self.drawing(&given),
            Element::Picture => self.offered = Some(Vec::new()),
            Element::Source => self.source(&given),
            Element::Audio => self.player(&given, Kind::Audio),
            Element::Video => self.player(&given, Kind::Video),
            Element::Track => _ = self.played(&given, Kind::Track),
            Element::Embed => self.embedded(&given),
            Element::NoScript if self.twin == Twin::Possible => self.twin = Twin::Next,
            Element::NoScript => {}
            Element::Other => self.other(&given),
        }
        self.style(&given);
    }

    /// A link, and the file that it leads to.
    fn linked(&mut self, given: &Given<'_>) -> Link {
        let Some(href) = given.said("href") else { return Link::None };
        self.found.links.extend(address::link(&href));
        let Some(url) = address::file(&href, self.base) else { return Link::None };
        let Some(kind) = kind(&url) else { return Link::Page(url) };
        let Some(index) = self.add(&href, kind) else { return Link::None };
        self.describe(index, given);
        if kind == Kind::Image { Link::Picture(index) } else { Link::None }
    }

    fn image(&mut self, given: &Given<'_>) {
        let picture = Picture::of(given, self.offered.take().unwrap_or_default());
        if let Some(before) = &picture.before {
            self.add(before, Kind::Image);
        }
        self.count_inline(&picture);
        if let Some(index) = self.shown(&picture) {
            self.describe(index, given);
        }
    }

    /// Counts a picture that stands in the HTML itself, unless that one only waits for its twin.
    fn count_inline(&mut self, picture: &Picture) {
        let twin = std::mem::take(&mut self.twin);
        let count = &mut self.found.data_uris;
        if picture.is_inline {
            *count = count.saturating_add(1);
            self.twin = Twin::Possible;
        } else if twin == Twin::Next {
            *count = count.saturating_sub(1);
        }
    }

    /// The reference of a picture; that of the larger one which it links to.
    fn shown(&mut self, picture: &Picture) -> Option<usize> {
        let best = picture.best.as_deref()?;
        let index = match std::mem::take(&mut self.link) {
            Link::Picture(index) => {
                self.also(index, best);
                index
            }
            Link::Page(page) => {
                let index = self.add(best, Kind::Image)?;
                if Some(whole(&page)) == self.found.references.get(index).map(Reference::whole) {
                    self.also(index, &page);
                }
                index
            }
            Link::None => self.add(best, Kind::Image)?,
        };
        picture.others.iter().for_each(|other| self.also(index, other));
        Some(index)
    }

    fn end_picture(&mut self) {
        if let Some(offered) = self.offered.take() {
            self.shown(&Picture::offered(offered));
        }
    }

    /// A picture within SVG; outside of it, `image` is `img`.
    fn drawing(&mut self, given: &Given<'_>) {
        match given.first(&["href", "xlink:href"]) {
            Some(href) => _ = self.add(&href, Kind::Image),
            None => self.image(given),
        }
    }

    fn source(&mut self, given: &Given<'_>) {
        match (&mut self.offered, self.played) {
            (Some(offered), _) => offered.extend(picture::candidates(given)),
            (None, kind) => _ = self.played(given, kind.unwrap_or(Kind::Image)),
        }
    }

    fn player(&mut self, given: &Given<'_>, kind: Kind) {
        // A `picture` that was never closed would take the sources of the film for its own.
        self.end_picture();
        if let Some(poster) = given.said("poster") {
            self.add(&poster, Kind::Poster);
        }
        let index = self.played(given, kind);
        if let Some(reference) = index.and_then(|index| self.found.references.get_mut(index)) {
            (reference.width, reference.height) = given.size();
        }
        self.played = Some(kind);
    }

    /// What is played is what its element says, unless its name says that it is something else to play.
    fn played(&mut self, given: &Given<'_>, kind: Kind) -> Option<usize> {
        let source = given.first(&["src", "data-src"])?;
        let named = extension::kind(&source);
        let kind = named.filter(|it| matches!(it, Kind::Audio | Kind::Video)).unwrap_or(kind);
        self.add(&source, kind)
    }

    /// A file, but no page: only its name can tell.
    fn embedded(&mut self, given: &Given<'_>) {
        let Some(source) = given.first(&["data", "src", "data-src"]) else { return };
        if address::is_data(&source) {
            self.add(&source, Kind::Document);
        } else if let Some(kind) = kind(&source)
            && let Some(index) = self.add(&source, kind)
        {
            self.describe(index, given);
        }
    }

    fn other(&mut self, given: &Given<'_>) {
        for name in ["background", "data-background", "data-background-image"] {
            if let Some(background) = given.said(name) {
                self.background(&background);
            }
        }
        if let Some(file) = given.said("data-url")
            && let Some(kind) = kind(&file)
        {
            self.add(&file, kind);
        }
    }

    /// Some write `url(…)` into such an attribute, some the address alone, and some a colour.
    fn background(&mut self, background: &str) {
        let mut urls = css::urls(background).peekable();
        if urls.peek().is_none() && extension::kind(background).is_some() {
            self.add(background, Kind::Image);
        }
        for url in urls {
            self.add(url, Kind::Image);
        }
    }

    fn style(&mut self, given: &Given<'_>) {
        if let Some(style) = given.value("style") {
            for url in css::urls(&style) {
                self.add(url, Kind::Image);
            }
        }
    }

    /// The reference of an address; a new one for a file that was not met yet.
    fn add(&mut self, written: &str, kind: Kind) -> Option<usize> {
        self.found.data_uris =
            self.found.data_uris.saturating_add(address::is_data(written).into());
        let url = address::file(written, self.base)?;
        if let Some(&index) = self.known.get(&url) {
            return Some(index);
        }
        let original = original(&url);
        if let Some(&index) = original.as_ref().and_then(|original| self.known.get(original)) {
            self.keep(index, url);
            return Some(index);
        }
        let index = self.found.references.len();
        self.known.insert(url.clone(), index);
        self.known.extend(original.clone().map(|original| (original, index)));
        self.found.references.push(Reference::new(url, original, kind));
        Some(index)
    }

    /// Another address of a file, unless it belongs to another one: the same symbol may stand for many larger pictures.
    fn also(&mut self, index: usize, written: &str) {
        let Some(url) = address::file(written, self.base) else { return };
        if !self.known.contains_key(&url) {
            self.keep(index, url);
        }
    }

    fn keep(&mut self, index: usize, url: String) {
        let Some(reference) = self.found.references.get_mut(index) else { return };
        reference.also.push(url.clone());
        self.known.insert(url, index);
    }

    /// Adds what the tag says of a file, where nothing is known yet.
    fn describe(&mut self, index: usize, given: &Given<'_>) {
        let Some(reference) = self.found.references.get_mut(index) else { return };
        let (width, height) = given.size();
        if reference.width.is_none() && reference.height.is_none() {
            (reference.width, reference.height) = (width, height);
        }
        let said = |name| given.value(name).map(|value| value.into_owned());
        reference.alt = reference.alt.take().or_else(|| said("alt"));
        let title = reference.title.take().or_else(|| said("title"));
        reference.title = title.filter(|title| !title.is_empty());
    }
}

impl Reference {
    fn new(url: String, original: Option<String>, kind: Kind) -> Self {
        let (also, alt, title) = (Vec::new(), None, None);
        let size = stated_size(original.as_deref().unwrap_or(&url));
        let (width, height) = size.unzip();
        Self { url, original, also, kind, alt, title, width, height }
    }

    /// The address of the original, if it is known at all.
    fn whole(&self) -> String {
        self.original.clone().unwrap_or_else(|| self.url.clone())
    }
}

fn whole(url: &str) -> String {
    original(url).unwrap_or_else(|| url.to_owned())
}

/// What a file is by its name or by that of its original; None for pages.
fn kind(url: &str) -> Option<Kind> {
    extension::kind(url).or_else(|| extension::kind(&original(url)?))
}
