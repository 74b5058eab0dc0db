//! Two versions of one post, two heads of one feed.

use std::{cmp::Ordering, collections::HashSet, hash::Hash};

use larder_core::{Extra, List, Post, Revision, RevisionRole, Status, Visibility, key};
use larder_html::text::to_text;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::readers::feed::channel::Head;

/// Whether two entries have the same texts.
pub(super) fn is_same_text(a: &Post, b: &Post) -> bool {
    a.title == b.title && a.summary == b.summary && a.content == b.content
}

/// Whether two entries have the same beside their texts.
pub(super) fn is_same_rest(a: &Post, b: &Post) -> bool {
    (&a.terms, &a.links, &a.enclosures, &a.in_reply_to)
        == (&b.terms, &b.links, &b.enclosures, &b.in_reply_to)
        && (&a.authors, &a.cover, &a.counts, &a.extra)
            == (&b.authors, &b.cover, &b.counts, &b.extra)
        && (&a.rights, &a.location, &a.language, a.status, a.visibility)
            == (&b.rights, &b.location, &b.language, b.status, b.visibility)
}

fn is_public(post: &Post) -> bool {
    (post.status, post.visibility) == (Some(Status::Published), Some(Visibility::Public))
}

/// Whether one is another text, and not the same one in other markup.
fn is_edited(a: &Post, b: &Post) -> bool {
    let words = |post: &Post| {
        let html = post.content.as_ref().and_then(|content| content.html.text().ok());
        html.map(|html| key::words(&to_text(&html)))
    };
    a.title != b.title
        || a.content != b.content && words(a).zip(words(b)).is_some_and(|(a, b)| a != b)
}

/// One post of two versions of it. The one that changed later counts, of equally new ones the first; the other is kept
/// as a revision where its text differs, and what else it says differently is kept in `extra`. The earliest date of
/// publication and all sources stay.
///
/// Where both have the same text, each says what the other does not: two documents of one feed rarely say the same of a
/// post. Where the text was edited, what the newer version no longer has was taken out of it, and stays out of the post.
pub(super) fn merge(first: Post, second: Post) -> Post {
    let changed = |post: &Post| post.updated.or(post.published);
    let is_second = match changed(&second).cmp(&changed(&first)) {
        // Of two that are equally new, the one that fewer may see: what was withdrawn stays withdrawn.
        Ordering::Equal => is_public(&first) && !is_public(&second),
        order => order == Ordering::Greater,
    };
    let (mut newer, mut older) = if is_second { (second, first) } else { (first, second) };
    let is_as_public = (newer.status, newer.visibility) == (older.status, older.visibility);
    let is_edited = is_edited(&newer, &older);
    if !is_same_text(&newer, &older) {
        let source = older.source[0].clone();
        let mut revision = Revision::new(RevisionRole::Older, source);
        (revision.title, revision.updated) = (older.title.take(), changed(&older));
        revision.content = older.content.take().map(|content| *content);
        if !newer
            .revisions
            .iter()
            .any(|known| known.title == revision.title && known.content == revision.content)
        {
            newer.revisions.push(revision);
        }
    }
    newer.revisions.extend(std::mem::take(&mut older.revisions));
    newer.published = [newer.published, older.published].into_iter().flatten().min();
    keep_address(&mut newer, &mut older);
    let mut said = Said::take_from(&mut newer.extra);
    said.add(Said::take_from(&mut older.extra));
    let fills = !is_edited && is_as_public;
    said.fills = fills;
    if !is_as_public {
        said.keep("status", json!([older.status, newer.status]));
        said.keep("visibility", json!([older.visibility, newer.visibility]));
    }
    said.choose("cover", &mut newer.cover, older.cover.take(), |id| id.as_str().into());
    said.choose("rights", &mut newer.rights, older.rights.take(), |it| (**it).into());
    said.choose("language", &mut newer.language, older.language.take(), |it| (**it).into());
    said.choose("location", &mut newer.location, older.location.take(), |it| json!(it));
    said.choose("counts", &mut newer.counts, older.counts.take(), |it| json!(it));
    said.choose("summary", &mut newer.summary, older.summary.take(), |it| it.as_str().into());
    said.extend("terms", &mut newer.terms, older.terms);
    said.extend("links", &mut newer.links, older.links);
    said.extend("enclosures", &mut newer.enclosures, older.enclosures);
    said.extend("in_reply_to", &mut newer.in_reply_to, older.in_reply_to);
    if newer.authors.is_empty() && fills {
        newer.authors = older.authors;
    } else if !older.authors.is_empty() && newer.authors != older.authors {
        said.keep("authors", json!(older.authors));
    }
    for (name, value) in older.extra.iter() {
        match newer.extra.value(name) {
            None if fills => _ = newer.extra.insert(name, value.clone()),
            Some(known) if known == value => {}
            _ => said.keep(name, value.clone()),
        }
    }
    said.put_into(&mut newer.extra);
    let more = fresh(&newer.source, older.source);
    newer.source.extend(more);
    newer
}

/// The address of the newer version counts; others are addresses the post was met under.
fn keep_address(newer: &mut Post, older: &mut Post) {
    let mut met: Vec<String> = older.permalink.take().into_iter().collect();
    met.extend(std::mem::take(&mut older.old_addresses));
    if newer.permalink.is_none() && !met.is_empty() {
        newer.permalink = Some(met.remove(0));
    }
    met.retain(|address| Some(address) != newer.permalink.as_ref());
    let more = fresh(&newer.old_addresses, met);
    newer.old_addresses.extend(more);
}

/// What earlier versions of a post say differently and no revision has a place for, or earlier heads of a feed: by name,
/// each value once.
pub(super) struct Said {
    values: Map<String, Value>,
    /// Whether what the newer version does not say is taken from the older one.
    fills: bool,
}

/// With how many of the values that are kept under one name another is compared: of very many, not each with all.
const COMPARED: usize = 1 << 10;

impl Default for Said {
    fn default() -> Self {
        Self { values: Map::new(), fills: true }
    }
}

impl Said {
    /// Where it is kept.
    const NAME: &str = "feed:older";

    /// What a version knows of still earlier ones.
    fn take_from(extra: &mut Extra) -> Self {
        let mut said = Self::default();
        match extra.remove(Self::NAME) {
            Some(Value::Object(values)) => said.values = values,
            // Somebody else's word for something else.
            Some(other) => said.keep(Self::NAME, other),
            None => {}
        }
        said
    }

    /// Takes over what others keep.
    pub(super) fn add(&mut self, other: Self) {
        for (name, values) in other.values {
            let values = if let Value::Array(values) = values { values } else { vec![values] };
            values.into_iter().for_each(|value| self.keep(&name, value));
        }
    }

    fn keep(&mut self, name: &str, value: Value) {
        let known = self.values.entry(name).or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(known) = known
            && !known.iter().take(COMPARED).any(|known| *known == value)
        {
            known.push(value);
        }
    }

    /// Keeps what the newer version says, else what the older one does; what the older one says differently is kept aside.
    fn choose<T: PartialEq>(
        &mut self,
        name: &str,
        newer: &mut Option<T>,
        older: Option<T>,
        told: impl Fn(&T) -> Value,
    ) {
        match (&newer, older) {
            (None, older) if self.fills => *newer = older,
            (newer, Some(older)) if newer.as_ref() != Some(&older) => self.keep(name, told(&older)),
            _ => {}
        }
    }

    /// Adds what only the older version has to the list of the newer one, or keeps it aside.
    fn extend<T: Clone + Eq + Hash + Serialize>(
        &mut self,
        name: &str,
        newer: &mut List<T>,
        older: List<T>,
    ) {
        let more = fresh(newer, older);
        match self.fills {
            true => newer.extend(more),
            false => more.iter().for_each(|item| self.keep(name, json!(item))),
        }
    }

    /// Puts everything into `extra`.
    pub(super) fn put_into(self, extra: &mut Extra) {
        if !self.values.is_empty() {
            extra.insert(Self::NAME, self.values);
        }
    }
}

/// Those of `more` that are not among the known ones, each once.
fn fresh<T: Clone + Eq + Hash>(known: &[T], more: impl IntoIterator<Item = T>) -> Vec<T> {
    let known: HashSet<&T> = known.iter().collect();
    let mut met = HashSet::new();
    let mut is_fresh = |item: &T| !known.contains(item) && met.insert(item.clone());
    more.into_iter().filter(|item| is_fresh(item)).collect()
}

/// Fills in what the newest head of a feed does not say and an older one does. What the older one says differently is
/// put into `said`.
pub(super) fn fill(head: &mut Head, older: Head, said: &mut Said) {
    let told = |text: &String| text.as_str().into();
    // RSS demands a description, and where there is none, many repeat the title.
    let description = older.description.filter(|it| Some(it) != older.title.as_ref());
    said.choose("description", &mut head.description, description, told);
    if !adds_to(&older.title, &head.title) && !adds_to(&head.title, &older.title) {
        said.choose("title", &mut head.title, older.title, told);
    }
    said.choose("home", &mut head.home, older.home, told);
    said.choose("language", &mut head.language, older.language, told);
    said.choose("rights", &mut head.rights, older.rights, told);
    said.choose("generator", &mut head.generator, older.generator, told);
    said.choose("image", &mut head.image, older.image, |picture| picture.url.as_str().into());
    // Documents of one blog have ids and addresses of their own.
    head.id = head.id.take().or(older.id);
    head.itself = head.itself.take().or(older.itself);
    head.updated = head.updated.max(older.updated);
    if head.authors.is_empty() {
        head.authors = older.authors;
    } else if head.authors != older.authors {
        let names = older.authors.into_iter().filter_map(|person| person.name);
        names.for_each(|name| said.keep("authors", name.into()));
    }
    head.extensions.fill_from(older.extensions);
}

/// Whether a title is another one and more, as the feed of a tag says what it is a part of.
pub(super) fn adds_to(title: &Option<String>, other: &Option<String>) -> bool {
    let (Some(title), Some(other)) = (title, other) else { return false };
    title.len() > other.len() && title.starts_with(&**other)
}
