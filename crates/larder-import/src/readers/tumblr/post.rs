//! A post of the API: its fields, mapped.

use std::sync::Arc;

use chrono::{FixedOffset, NaiveDateTime, TimeZone};
use larder_core::{
    Audience, Author, AuthorId, Body, Comment, CommentId, Content, Link, MediaType, NoteKind, Post,
    PostId, Precision, Provenance, Spool, Status, Term, TermId, TermKind, Timestamp, Zone,
};
use serde_json::{Map, Value, json};

use super::{
    json::{Fields, shown},
    legacy,
    markup::Made,
    npf, state,
};
use crate::{ReadError, collect::Census, xml::Repairs};

/// A post with what comes with it.
pub(super) struct Draft {
    pub(super) post: Post,
    pub(super) authors: Vec<Author>,
    pub(super) terms: Vec<Term>,
    pub(super) comments: Vec<Comment>,
    pub(super) addresses: Vec<String>,
    pub(super) notes: Vec<NoteKind>,
}

/// Who and where a post is.
#[derive(Clone, Debug, Default)]
pub(super) struct Who {
    /// The number, which no other post of the platform has.
    pub(super) number: String,
    /// The name of the blog. Empty where the post does not say it.
    pub(super) blog: String,
}

/// Who a record is. None for what is no post.
pub(super) fn who(fields: &Fields) -> Option<Who> {
    let number = fields.shown("id_string").or_else(|| fields.shown("id"))?;
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
    let blog = fields.shown("blog_name").or_else(|| shown(fields.0.get("blog")?.get("name")?));
    is_number.then(|| Who { number, blog: blog.unwrap_or_default() })
}

/// The address of a post by its number alone, if one of its addresses is known.
pub(super) fn short_address(address: &str, number: &str) -> Option<String> {
    let at = address.find(&format!("/post/{number}"))?;
    crate::address::is_web(address).then(|| format!("{}/post/{number}", &address[..at]))
}

/// The permanent id: the address by the number alone, as Tumblr's own feeds have it, else one made of the number.
pub(super) fn id_of(number: &str, address: Option<&str>, home: Option<&str>) -> PostId {
    let by_home = || home.map(|home| format!("{}/post/{number}", home.trim_end_matches('/')));
    match address.and_then(|address| short_address(address, number)).or_else(by_home) {
        Some(address) => PostId::new(address),
        None => PostId::derived(&["tumblr", number]),
    }
}

/// Makes a post of a record. Fails when the spool does.
pub(super) fn make(
    mut fields: Fields,
    who: &Who,
    home: Option<&str>,
    source: Provenance,
    census: &mut Census,
    spool: &Arc<dyn Spool>,
) -> Result<Draft, ReadError> {
    let permalink = fields.take_shown("post_url");
    let mut post = Post::new(id_of(&who.number, permalink.as_deref(), home));
    let mut draft = Draft {
        authors: Vec::new(),
        terms: terms(&mut fields),
        comments: Vec::new(),
        addresses: addresses(&fields, who, permalink.as_deref()),
        notes: Vec::new(),
        post: Post::new(post.id.clone()),
    };
    post.published = date(&fields, &mut draft.notes);
    (post.status, post.visibility) = access(&mut fields, census);
    post.slug = fields.take_shown("slug");
    post.old_addresses.extend(fields.take_shown("short_url"));
    post.permalink = permalink;
    if !who.blog.is_empty() {
        draft.authors.push(author(&mut fields, who));
    }
    comments(&mut fields, &mut post, &mut draft, spool)?;
    links(&fields, &mut post);
    body(&mut fields, &mut post, &mut draft, census, spool)?;
    if post.title.is_none() {
        post.title = fields.take_shown("title");
    }
    fields.0.remove("blog_name");
    fields.keep(&mut post.extra);
    post.source.push(source);
    draft.post = post;
    Ok(draft)
}

/// Status and visibility. What has no state, or one that nobody knows, is not public.
fn access(
    fields: &mut Fields,
    census: &mut Census,
) -> (Option<Status>, Option<larder_core::Visibility>) {
    let Some(state) = fields.shown("state") else {
        census.without_status += 1;
        return (Some(Status::Draft), Some(larder_core::Visibility::Public));
    };
    match state::stated(&state) {
        Some((status, visibility)) => {
            fields.0.remove("state");
            (Some(status), Some(visibility))
        }
        None => {
            *census.unknown_statuses.entry(state).or_default() += 1;
            (None, None)
        }
    }
}

fn addresses(fields: &Fields, who: &Who, permalink: Option<&str>) -> Vec<String> {
    let short = permalink.and_then(|address| short_address(address, &who.number));
    let slug = fields.text("slug");
    let own = ["https://www.tumblr.com", &who.blog, &who.number, slug];
    let of_platform = [own[..3].join("/"), own.join("/")];
    let of_platform = of_platform.into_iter().filter(|_| !who.blog.is_empty());
    let of_blog = format!("https://{}.tumblr.com/post/{}", who.blog, who.number);
    let of_blog = (!who.blog.is_empty()).then_some(of_blog);
    short.into_iter().chain(of_blog).chain(of_platform).collect()
}

fn terms(fields: &mut Fields) -> Vec<Term> {
    let Some(tags) = fields.take_list("tags") else { return Vec::new() };
    tags.iter().filter_map(shown).map(|name| tag(&name)).collect()
}

/// A tag.
pub(super) fn tag(name: &str) -> Term {
    Term::new(TermId::new(["tag:", name].concat()), TermKind::Tag, name)
}

fn author(fields: &mut Fields, who: &Who) -> Author {
    let mut author = Author::new(AuthorId::new(&*who.blog));
    author.handle = Some(who.blog.clone());
    if let Some(Value::Object(blog)) = fields.take("blog") {
        author.name = blog.get("title").and_then(shown);
        author.url = blog.get("url").and_then(shown);
        author.extra.insert("tumblr:blog", blog);
    }
    author.name = author.name.or_else(|| Some(who.blog.clone()));
    author
}

/// When it was published: a queued post when it is to be.
fn date(fields: &Fields, notes: &mut Vec<NoteKind>) -> Option<Timestamp> {
    let is_queued = matches!(fields.text("state"), "queued" | "queue");
    let planned = fields.number("scheduled_publish_time").filter(|_| is_queued);
    let seconds = planned.or_else(|| fields.number("timestamp")).filter(|seconds| *seconds != 0);
    let stated = seconds.and_then(instant).or_else(|| gmt(fields.text("date")));
    let text = fields.shown("timestamp").or_else(|| fields.shown("date"));
    if let (None, Some(text)) = (stated, text.filter(|text| text != "0")) {
        notes.push(NoteKind::DateImpossible { text });
    }
    stated
}

/// The instant so many seconds after 1970.
pub(super) fn instant(seconds: i64) -> Option<Timestamp> {
    Timestamp::from_millis(seconds.checked_mul(1000)?, utc()).ok()
}

/// `2014-04-19 02:26:40 GMT`
fn gmt(text: &str) -> Option<Timestamp> {
    let local = NaiveDateTime::parse_from_str(text.trim(), "%Y-%m-%d %H:%M:%S GMT").ok()?;
    Timestamp::new(utc().from_local_datetime(&local).single()?, Precision::Second, Zone::Stated)
        .ok()
}

pub(super) fn utc() -> FixedOffset {
    FixedOffset::east_opt(0).expect("UTC is an offset")
}

/// Replies that others wrote under the post become comments; who liked it stays in `extra`.
fn comments(
    fields: &mut Fields,
    post: &mut Post,
    draft: &mut Draft,
    spool: &Arc<dyn Spool>,
) -> Result<(), ReadError> {
    let Some(notes) = fields.take_list("notes") else { return Ok(()) };
    let (said, others): (Vec<Value>, Vec<Value>) =
        notes.into_iter().partition(|note| words(note).is_some());
    for note in said {
        let words = words(&note).unwrap_or_default();
        let name = shown(&note["blog_name"]).unwrap_or_default();
        let when = shown(&note["timestamp"]).unwrap_or_default();
        let id = CommentId::derived(&["tumblr", post.id.as_str(), &when, &name, &words]);
        let mut comment = Comment::new(id, post.id.clone(), Body::keep(spool, &words)?);
        comment.status = post.status;
        comment.author_name = Some(name).filter(|name| !name.is_empty());
        comment.author_url = shown(&note["blog_url"]);
        comment.published = note["timestamp"].as_i64().and_then(instant);
        comment.extra.insert("tumblr:note", note);
        draft.comments.push(comment);
    }
    if !others.is_empty() {
        fields.0.insert("notes".into(), others.into());
    }
    Ok(())
}

/// What somebody said in a note.
fn words(note: &Value) -> Option<String> {
    match note["type"].as_str()? {
        "reply" => shown(&note["reply_text"]).or_else(|| shown(&note["added_text"])),
        "reblog" | "answer" => shown(&note["added_text"]).or_else(|| shown(&note["answer_text"])),
        _ => None,
    }
}

/// Where it was passed on from, and where it comes from first. The fields stay as they are, too.
fn links(fields: &Fields, post: &mut Post) {
    let from = [
        ("reblogged_from_url", "reblogged_from_name"),
        ("reblogged_root_url", "reblogged_root_name"),
        ("source_url", "source_title"),
    ];
    for (url, title) in from {
        let Some(url) = fields.shown(url) else { continue };
        let mut link = Link::new("via", url);
        link.title = fields.shown(title);
        if !post.links.iter().any(|known| known.href == link.href) {
            post.links.push(link);
        }
    }
}

fn body(
    fields: &mut Fields,
    post: &mut Post,
    draft: &mut Draft,
    census: &mut Census,
    spool: &Arc<dyn Spool>,
) -> Result<(), ReadError> {
    let class = fields.shown("type").unwrap_or_default();
    let has_blocks = fields.0.get("content").is_some_and(Value::is_array);
    let keep = |text: &str| Body::keep(spool, text);
    let (made, content) = if has_blocks {
        let parts = ["content", "layout", "trail"];
        let original: Map<String, Value> =
            parts.into_iter().filter_map(|it| Some((it.to_owned(), fields.take(it)?))).collect();
        let list = |name: &str| original.get(name).and_then(Value::as_array);
        let list = |name: &str| list(name).map(Vec::as_slice).unwrap_or_default();
        let made = npf::body(list("content"), list("layout"), list("trail"));
        let original = keep(&json!(original).to_string())?;
        let content = Content::new(MediaType::JSON, original, keep(&made.html)?);
        (made, content)
    } else {
        let Some(body) = legacy::body(&class, fields) else { return Ok(()) };
        post.links.extend(body.links);
        let content = match body.alone {
            Some(html) => Content::html(keep(&html)?),
            None => {
                let original = keep(&Value::Object(body.fields).to_string())?;
                Content::new(MediaType::JSON, original, keep(&body.made.html)?)
            }
        };
        (body.made, content)
    };
    post.content = Some(Box::new(content));
    take_made(made, post, draft, census);
    Ok(())
}

fn take_made(made: Made, post: &mut Post, draft: &mut Draft, census: &mut Census) {
    post.title = made.title;
    post.audience = made.is_paid.then_some(Audience::Paid);
    for what in made.met {
        *census.markup.entry(what).or_default() += 1;
    }
    let unknown = made.unknown.into_iter();
    draft.notes.extend(unknown.map(|(block, number)| NoteKind::UnknownBlock { block, number }));
}

/// What had to be repaired in a record.
pub(super) fn repaired(repairs: &Repairs) -> Vec<NoteKind> {
    repairs.notes().collect()
}
