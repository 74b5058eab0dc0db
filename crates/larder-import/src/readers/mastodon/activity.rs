//! One activity: a post that somebody wrote, a post of others that they passed on, or something else that they did.

use larder_core::{
    Asset, AuthorId, Body, Content, Digest, Link, MediaType, NoteKind, Post, PostId, PostKind,
    Provenance, Status, Term, Timestamp, Zone,
};
use larder_html::escape;
use serde_json::Value;

use super::{attachment, audience, files::Files, note};
use crate::{date, row::Row, xml::Repairs};

/// What holds for all activities of an outbox.
pub(super) struct Context<'a> {
    /// Whose outbox it is. Empty where nothing says it.
    pub(super) actor: &'a str,
    /// The address of those who follow. Empty where nothing says it.
    pub(super) followers: &'a str,
    pub(super) files: &'a Files,
    pub(super) source: Provenance,
    /// Types of activities that are read as posts.
    pub(super) types: &'a [String],
}

/// What was made of an activity.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) post: Post,
    pub(super) source: Provenance,
    pub(super) terms: Vec<Term>,
    pub(super) assets: Vec<Asset>,
    pub(super) addresses: Vec<String>,
    pub(super) notes: Vec<NoteKind>,
    /// How many dates say no zone.
    pub(super) zones: u64,
    /// What the activity is, if it is no post.
    pub(super) class: Option<String>,
    /// What it has of what servers have for themselves: what it is, its name.
    pub(super) markup: Vec<(&'static str, String)>,
    pub(super) repairs: Repairs,
}

impl Made {
    fn new(context: &Context<'_>) -> Self {
        let mut post = Post::new(PostId::new(""));
        post.source = vec![context.source.clone()];
        Self {
            post,
            source: context.source.clone(),
            terms: Vec::new(),
            assets: Vec::new(),
            addresses: Vec::new(),
            notes: Vec::new(),
            zones: 0,
            class: None,
            markup: Vec::new(),
            repairs: Repairs::default(),
        }
    }
}

/// Types of objects that are posts where they stand without an activity around them.
const POSTS: [&str; 8] =
    ["Note", "Article", "Page", "Question", "Video", "Audio", "Image", "Event"];

/// Types of objects that are no posts, whoever made them: what two people write each other, what was deleted, who somebody
/// is, lists.
const NO_POSTS: [&str; 13] = [
    "ChatMessage",
    "EncryptedMessage",
    "Tombstone",
    "Person",
    "Service",
    "Application",
    "Group",
    "Organization",
    "Profile",
    "Collection",
    "OrderedCollection",
    "Relationship",
    "Key",
];

/// Whether an object is a post. One of a type that nobody knows is, unless it has what only accounts have: were a later word
/// of it passed over, what it hides would stay open.
fn is_post(object: &Row) -> bool {
    let has = |name: &&str| object.value(name).is_some();
    let is_account = || ["inbox", "outbox", "preferredUsername", "publicKey"].iter().any(has);
    let class = class(object);
    POSTS.contains(&class) || !NO_POSTS.contains(&class) && !is_account()
}

/// Reads an activity. Fails with what was found if it is no object, or none that can be read.
pub(super) fn read(raw: &[u8], context: &Context<'_>) -> Result<Made, String> {
    let mut made = Made::new(context);
    if let Ok(address) = serde_json::from_slice::<String>(raw) {
        // Somebody's activity, of which only the address is here.
        made.post.id = PostId::new(address);
        made.post.kind = PostKind::Other;
        made.class = Some("activity".to_owned());
        return Ok(made);
    }
    let (activity, object) = Row::read_within(raw, "object", &mut made.repairs)?;
    let fallback = || PostId::derived(&["mastodon", &Digest::of(raw).to_string()]);
    match (class(&activity), object) {
        ("Create" | "Update", Some(object)) if is_post(&object) => {
            note::read(object, Some(activity), &mut made, context, &fallback);
        }
        ("Create", None) if !activity.text("object").is_empty() => {
            bare(activity, &mut made, context);
        }
        ("Delete", object) => deleted(activity, object, &mut made, &fallback),
        (class, None) if POSTS.contains(&class) => {
            note::read(activity, None, &mut made, context, &fallback);
        }
        (_, object) => aside(activity, object, &mut made, context, &fallback),
    }
    Ok(made)
}

/// The type of an activity or an object; of several the first.
pub(super) fn class(row: &Row) -> &str {
    match row.value("type") {
        Some(Value::Array(all)) => all.first().and_then(Value::as_str).unwrap_or_default(),
        Some(value) => value.as_str().unwrap_or_default(),
        None => "",
    }
}

/// Whether an address is that of those who follow.
pub(super) fn is_followers(address: &str, context: &Context<'_>) -> bool {
    match context.followers.is_empty() {
        // Whoever they are, they are not everybody.
        true => address.ends_with("/followers"),
        false => address == context.followers,
    }
}

/// A post of which the outbox has nothing but the address.
fn bare(mut activity: Row, made: &mut Made, context: &Context<'_>) {
    made.post.visibility =
        Some(audience::visibility(&[&activity], &|it| is_followers(it, context)));
    made.post.status = Some(Status::Published);
    let id = activity.take_text("object").unwrap_or_default();
    made.post.permalink = Some(id.clone()).filter(|it| attachment::is_web(it));
    made.post.id = PostId::new(id);
    made.post.published = when(&mut activity, "published", made);
    made.post.authors = actor(&activity, context).into_iter().collect();
    activity.keep_as("mastodon", &mut made.post.extra);
}

/// A post that was deleted: should it be here as well, this newer word of it counts.
fn deleted(mut activity: Row, object: Option<Row>, made: &mut Made, fallback: &dyn Fn() -> PostId) {
    let id = object.as_ref().map_or(activity.text("object"), |it| it.text("id"));
    made.post.id = if id.is_empty() { fallback() } else { PostId::new(id) };
    made.post.status = Some(Status::Trashed);
    made.post.updated = when(&mut activity, "published", made);
    put_aside(activity, object, made);
}

/// What is no post of one's own: passing on, liking, pinning. It is kept as it is.
fn aside(
    mut activity: Row,
    object: Option<Row>,
    made: &mut Made,
    context: &Context<'_>,
    fallback: &dyn Fn() -> PostId,
) {
    let id = activity.text("id");
    made.post.id = if id.is_empty() { fallback() } else { PostId::new(id) };
    made.post.visibility =
        Some(audience::visibility(&[&activity], &|it| is_followers(it, context)));
    made.post.published = when(&mut activity, "published", made);
    made.post.status = Some(Status::Published);
    let class = class(&activity).to_owned();
    if !context.types.iter().any(|it| it.eq_ignore_ascii_case(&class)) {
        return put_aside(activity, object, made);
    }
    made.post.authors = actor(&activity, context).into_iter().collect();
    let target = match &object {
        Some(object) => object.value("url").or(object.value("id")).and_then(attachment::address),
        None => activity.value("object").and_then(attachment::address),
    };
    if let Some(target) = target.map(str::to_owned) {
        let shown = escape::attribute(&target);
        let html = format!("<p><a href=\"{shown}\">{}</a></p>", escape::text(&target));
        let (original, html) = (Body::inline(target.clone()), Body::inline(html));
        made.post.content = Some(Box::new(Content::new(MediaType::PLAIN, original, html)));
        made.post.links.push(Link::new("related", target));
    }
    keep(activity, object, made);
}

fn put_aside(activity: Row, object: Option<Row>, made: &mut Made) {
    made.post.kind = PostKind::Other;
    let object_class = object.as_ref().map(class).filter(|it| NO_POSTS.contains(it));
    let shown = object_class.unwrap_or_else(|| class(&activity));
    made.class = Some(if shown.is_empty() { "activity".to_owned() } else { shown.to_owned() });
    keep(activity, object, made);
}

fn keep(mut activity: Row, object: Option<Row>, made: &mut Made) {
    object.into_iter().for_each(|object| activity.put("object", object.into_value()));
    activity.keep_as("mastodon", &mut made.post.extra);
}

/// Who did it: whose outbox it is, where nothing else is said.
fn actor(activity: &Row, context: &Context<'_>) -> Option<AuthorId> {
    let stated = activity.value("actor").and_then(attachment::address);
    // Somebody else would have to be known to be named.
    stated
        .is_none_or(|it| it == context.actor)
        .then(|| AuthorId::new(context.actor))
        .filter(|it| !it.as_str().is_empty())
}

/// A date. One that cannot be is noted and stays; one without a zone is UTC, as servers mean it.
pub(super) fn when(row: &mut Row, name: &str, made: &mut Made) -> Option<Timestamp> {
    let text = row.take_text(name)?;
    if let Ok(time) = date::iso_or_utc(text.trim()) {
        made.zones += u64::from(time.zone() == Zone::Assumed);
        return Some(time);
    }
    made.notes.push(NoteKind::DateImpossible { text: text.clone() });
    row.put(name, text);
    None
}
