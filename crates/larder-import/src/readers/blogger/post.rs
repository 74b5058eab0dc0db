//! From an entry to a post or a page.

use chrono_tz::Tz;
use larder_core::{
    Body, Content, Counts, Enclosure, Extra, InReplyTo, Location, MediaType, NoteKind, Post,
    PostId, PostKind, Provenance, Status, Term, TermId, TermKind, Timestamp, Visibility, Zone,
};
use serde_json::{Map, Value};
use url::Url;

use super::{
    Form, date,
    entry::{Entry, Link, Place},
    state::State,
    text::Text,
};
use crate::{
    collect::{Found, asset_at},
    extension::keep_all,
};

/// What is known of the blog and of the file before its entries are read.
#[derive(Debug)]
pub(super) struct Around {
    /// The address of the blog.
    pub(super) home: Option<Url>,
    /// Who may see what is published. None where that is not known.
    pub(super) visibility: Option<Visibility>,
    /// The zone that the blog shows its dates in.
    pub(super) zone: Option<Tz>,
}

/// What is known of the file that an entry stands in.
#[derive(Debug)]
pub(super) struct InFile<'a> {
    pub(super) around: &'a Around,
    pub(super) form: Form,
    /// Whether its entries say what they are: then one that does not is damaged.
    pub(super) has_kinds: bool,
    /// When the export was made.
    pub(super) made: Option<Timestamp>,
    pub(super) provenance: Provenance,
    /// The place of the file in the source.
    pub(super) place: usize,
}

impl InFile<'_> {
    /// A date of an entry, with the offset of a zone that had to be assumed.
    pub(super) fn date(&self, text: &str) -> (Option<Timestamp>, Option<String>) {
        let time = date::read(text, self.around.zone);
        let assumed = time.filter(|time| time.zone() == Zone::Assumed);
        (time, assumed.map(|time| time.at().offset().to_string()))
    }

    /// When an export says that it was made: a classic one that does not, says when the entry last changed.
    pub(super) fn made(&self, entry: &Entry<'_>) -> Option<Timestamp> {
        let is_classic = self.form == Form::Classic && !entry.has_own;
        self.made.or_else(|| self.date(&entry.updated).0).filter(|_| is_classic)
    }
}

/// A post of an entry, and the zones that its dates were assumed to be in. Its item in the ledger is that of the caller.
pub(super) fn found(
    entry: &Entry<'_>,
    kind: PostKind,
    state: &State,
    file: &InFile<'_>,
) -> (Found, Vec<String>) {
    let mut post = Post::new(id(entry));
    post.kind = kind;
    post.status = state.status;
    post.visibility = file.around.visibility.filter(|_| state.status.is_some());
    post.title = Some(entry.title.trim()).filter(|it| !it.is_empty()).map(str::to_owned);
    post.summary = Some(&*entry.summary).filter(|it| !it.is_empty()).map(str::to_owned);
    post.content = entry.content.as_ref().map(content);
    post.location = location(&entry.place, &mut post.extra).map(Box::new);
    post.counts = entry.total.map(|total| {
        let mut counts = Counts::default();
        counts.comments = Some(total);
        Box::new(counts)
    });
    post.source.push(file.provenance.clone());
    let mut found = Found::new(post, file.place, larder_core::EntryId::default());
    let zones = dates(&mut found, entry, file);
    address(&mut found.post, entry, file.around.home.as_ref());
    people(&mut found, entry);
    found.terms = entry.labels.iter().map(|name| term(name, file.around.home.as_ref())).collect();
    enclosures(&mut found, entry, &file.provenance);
    answers(&mut found.post, entry);
    keep(&mut found.post.extra, entry, state);
    (found, zones)
}

/// The id of an entry; of one that has none, one made of what it says.
fn id(entry: &Entry<'_>) -> PostId {
    if !entry.id.is_empty() {
        return PostId::new(&*entry.id);
    }
    let text = entry.content.as_ref().map_or("", |text| &text.original);
    PostId::derived(&["blogger", &entry.filename, &entry.published, &entry.title, text])
}

fn content(text: &Text<'_>) -> Box<Content> {
    let original = Body::inline(&*text.original);
    Box::new(match &text.html {
        None => Content::html(original),
        Some(html) => Content::new(MediaType::HTML, original, Body::inline(&**html)),
    })
}

fn dates(found: &mut Found, entry: &Entry<'_>, file: &InFile<'_>) -> Vec<String> {
    let mut zones = Vec::new();
    for (name, text) in [("published", &entry.published), ("updated", &entry.updated)] {
        if text.is_empty() {
            continue;
        }
        let (time, zone) = file.date(text);
        zones.extend(zone);
        match name {
            "published" => found.post.published = time,
            _ => found.post.updated = time,
        }
        if time.is_none() {
            found.post.extra.insert(["blogger:", name].concat(), &**text);
            found.notes.push(NoteKind::DateImpossible { text: text.clone().into_owned() });
        }
    }
    zones
}

/// The address of its page: as the export has it, else its path at the address of the blog.
fn address(post: &mut Post, entry: &Entry<'_>, home: Option<&Url>) {
    let stated = entry.page().filter(|page| crate::address::is_web(page)).map(str::to_owned);
    let path = Some(&*entry.filename).filter(|path| path.starts_with('/'));
    let joined = || Some(home?.join(path?).ok()?.to_string());
    post.permalink = stated.or_else(joined);
    if post.permalink.is_none() && !entry.filename.is_empty() {
        post.extra.insert("blogger:filename", &*entry.filename);
    }
    let last = path.or(post.permalink.as_deref()).and_then(|it| it.rsplit('/').next());
    post.slug = last.and_then(|name| name.strip_suffix(".html")).map(str::to_owned);
}

fn people(found: &mut Found, entry: &Entry<'_>) {
    for person in &entry.authors {
        match person.author() {
            Some(author) => found.authors.push(author),
            // Nothing says who that is.
            None if person.email.is_none() && person.others.is_empty() => {}
            None => {
                keep_all(&mut found.post.extra, [("blogger:author", Value::from(person.told()))]);
            }
        }
    }
}

/// A label, with the address of its page.
pub(super) fn term(name: &str, home: Option<&Url>) -> Term {
    let mut term = Term::new(TermId::new(["tag:", name].concat()), TermKind::Tag, name);
    term.url = home.and_then(|home| {
        let mut url = home.join("/search/label/").ok()?;
        url.path_segments_mut().ok()?.pop_if_empty().push(name);
        Some(url.into())
    });
    term
}

fn enclosures(found: &mut Found, entry: &Entry<'_>, provenance: &Provenance) {
    for link in entry.links.iter().filter(|link| link.rel == "enclosure") {
        let asset = asset_at(&link.href, provenance);
        let mut enclosure = Enclosure::new(&*link.href);
        enclosure.media_type.clone_from(&link.media_type);
        enclosure.title.clone_from(&link.title);
        enclosure.length = link.length;
        enclosure.asset = Some(asset.id.clone());
        found.post.enclosures.push(enclosure);
        found.assets.push(asset);
    }
}

/// What a comment elsewhere answers.
fn answers(post: &mut Post, entry: &Entry<'_>) {
    for reference in [&entry.parent, &entry.answered] {
        if !reference.is_empty() {
            let mut answer = InReplyTo::new(&**reference);
            answer.url = entry.parent_link.clone().filter(|_| **reference == *entry.parent);
            post.in_reply_to.push(answer);
        }
    }
}

/// Keeps what has no place in the model.
pub(super) fn keep(extra: &mut Extra, entry: &Entry<'_>, state: &State) {
    let fields = [
        ("created", &*entry.created, entry.created != entry.published),
        ("status", entry.status.as_deref().unwrap_or_default(), is_telling(entry, state)),
        ("trashed", &entry.trashed, true),
        ("draft", entry.draft.as_deref().unwrap_or_default(), state.unknown.is_some()),
    ];
    let told = fields.into_iter().filter(|(_, value, tells)| *tells && !value.is_empty());
    let told = told.map(|(name, value, _)| (["blogger:", name].concat(), Value::from(value)));
    let page = entry.page();
    let links = entry.links.iter().filter(|link| link.rel != "enclosure");
    let links = links.filter(|link| page != Some(&*link.href));
    let links = links.map(|link| ("blogger:link".to_owned(), link_told(link)));
    let others = entry.others.iter().map(|(name, value)| (own_name(name), value.clone()));
    keep_all(extra, told.chain(links).chain(others));
}

/// Whether the word of the export says more than the status that was made of it.
fn is_telling(entry: &Entry<'_>, state: &State) -> bool {
    let is_shown = state.status == Some(Status::Published);
    !is_shown && entry.status.as_deref() != Some("DRAFT")
}

/// The name in `extra` of something that the export has under this name.
pub(super) fn own_name(name: &str) -> String {
    let name = name.strip_prefix("atom:").unwrap_or(name);
    ["blogger:", name.strip_prefix("blogger:").unwrap_or(name)].concat()
}

/// A link in JSON.
pub(super) fn link_told(link: &Link) -> Value {
    let fields = [
        ("rel", Some(&link.rel)),
        ("href", Some(&link.href)),
        ("type", link.media_type.as_ref()),
        ("title", link.title.as_ref()),
    ];
    let told =
        fields.into_iter().filter_map(|(name, value)| Some((name.into(), value?.clone().into())));
    told.collect::<Map<String, Value>>().into()
}

/// Where it was written. What is no number of degrees is kept as it is.
fn location(place: &Place, extra: &mut Extra) -> Option<Location> {
    let mut location = Location::default();
    location.name.clone_from(&place.name);
    let degrees = [("latitude", &place.latitude, 90), ("longitude", &place.longitude, 180)];
    for (name, text, most) in degrees {
        let Some(text) = text else { continue };
        match (millionths(text, most), name) {
            (Some(value), "latitude") => location.latitude = Some(value),
            (Some(value), _) => location.longitude = Some(value),
            (None, _) => _ = extra.insert(["blogger:", name].concat(), text.as_str()),
        }
    }
    (location != Location::default()).then_some(location)
}

/// Degrees in millionths.
fn millionths(text: &str, most: i32) -> Option<i32> {
    let degrees: f64 = text.trim().parse().ok()?;
    let is_there = degrees.abs() <= f64::from(most);
    is_there.then(|| (degrees * 1e6).round() as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_become_millionths_where_there_are_any() {
        assert_eq!(millionths("37.5665", 90), Some(37_566_500));
        assert_eq!(millionths("-122.0000004", 180), Some(-122_000_000));
        for none in ["", "north", "91", "NaN", "inf", "1e9"] {
            assert_eq!(millionths(none, 90), None, "{none}");
        }
    }

    #[test]
    fn a_label_has_a_page_where_the_blog_has_an_address() {
        let home = Url::parse("https://b.example/").unwrap();
        let term_url = |name| term(name, Some(&home)).url;
        assert_eq!(
            term_url("A & B/C").as_deref(),
            Some("https://b.example/search/label/A%20&%20B%2FC")
        );
        assert_eq!(term("글", None).url, None);
    }
}
