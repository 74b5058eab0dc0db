//! A post, as the object of the activity that made it.

use larder_core::{
    AuthorId, Body, Content, Counts, InReplyTo, MediaType, NoteKind, PostId, Status, Term, TermId,
    TermKind, key,
};
use larder_html::escape;
use serde_json::{Map, Value};

use super::{
    activity::{Context, Made, class, is_followers, when},
    attachment::{self, address, is_web, list},
    audience,
};
use crate::{
    markdown::{self, Dialect},
    row::Row,
};

/// Reads a post.
pub(super) fn read(
    mut object: Row,
    activity: Option<Row>,
    made: &mut Made,
    context: &Context<'_>,
    fallback: &dyn Fn() -> PostId,
) {
    let rows: Vec<&Row> = activity.iter().chain([&object]).collect();
    made.post.visibility = Some(audience::visibility(&rows, &|it| is_followers(it, context)));
    made.post.status = Some(Status::Published);
    identity(&mut object, made, fallback);
    made.post.published = when(&mut object, "published", made);
    made.post.updated = when(&mut object, "updated", made);
    if made.post.updated == made.post.published {
        made.post.updated = None;
    }
    people(&mut object, made, context);
    texts(&mut object, made, context);
    tags(&mut object, made, context);
    answers(&mut object, made);
    counts(&object, made);
    match class(&object) {
        "Note" => _ = object.take("type"),
        other => {
            made.markup.extend((other == "Question").then(|| ("block", "poll".to_owned())));
        }
    }
    activity.into_iter().for_each(|activity| wrapping(activity, &object, made, context));
    object.keep_as("mastodon", &mut made.post.extra);
}

/// What it is called and where it stands.
fn identity(object: &mut Row, made: &mut Made, fallback: &dyn Fn() -> PostId) {
    let id = object.take_text("id");
    made.post.id = id.as_deref().map_or_else(fallback, PostId::new);
    let url = object.take("url");
    let link = url.as_ref().and_then(address).filter(|it| is_web(it)).map(str::to_owned);
    // An id is an address as well.
    made.post.permalink = link.or_else(|| id.clone().filter(|id| is_web(id)));
    if let Some(url) = url.filter(|it| !it.is_string()) {
        object.put("url", url);
    }
    if object.text("atomUri") == made.post.id.as_str() {
        object.take("atomUri");
    }
    let others = [id, Some(object.text("atomUri").to_owned())].into_iter().flatten();
    let is_other = |it: &String| is_web(it) && made.post.permalink.as_ref() != Some(it);
    made.addresses = others.filter(is_other).collect();
}

fn people(object: &mut Row, made: &mut Made, context: &Context<'_>) {
    let stated = object.value("attributedTo").and_then(address);
    let is_own = stated.is_none_or(|it| it == context.actor);
    if is_own && !context.actor.is_empty() {
        made.post.authors = vec![AuthorId::new(context.actor)];
        if object.value("attributedTo").is_some_and(Value::is_string) {
            object.take("attributedTo");
        }
    }
}

fn texts(object: &mut Row, made: &mut Made, context: &Context<'_>) {
    let is_short = matches!(class(object), "Note" | "Question");
    made.post.title = object.take_text("name");
    let warning = match is_short {
        true => Some(object.text("summary").to_owned()).filter(|it| !it.trim().is_empty()),
        false => {
            let summary = object.text("summary").to_owned();
            let plain = larder_html::text::to_text(&summary).trim().to_owned();
            made.post.summary = Some(plain).filter(|it| !it.is_empty());
            None
        }
    };
    let original = original(object, made);
    let media_type = object.take_text("mediaType");
    let shown = original.as_deref().map(|text| match media_type.as_deref() {
        Some("text/plain") => (MediaType::PLAIN, escape::paragraphs(text)),
        Some("text/markdown") => {
            (MediaType::new("text/markdown"), markdown::to_html(text, Dialect::Extended))
        }
        _ => (MediaType::HTML, text.to_owned()),
    });
    // The warning belongs before the text, what is voted on and shown behind it.
    let before = warning.map_or(String::new(), |it| {
        format!("<p><strong>{}</strong></p>\n<hr>\n", escape::text(it.trim()))
    });
    let behind = [poll(object), attachment::take(object, context.files, made)].concat();
    if shown.is_none() && before.is_empty() && behind.is_empty() {
        return;
    }
    let (media_type, html) = shown.unwrap_or((MediaType::HTML, String::new()));
    let original = Body::inline(original.unwrap_or_default());
    let html = [before.as_str(), &html, &behind].concat();
    let html = html.trim_start_matches('\n');
    made.post.content =
        Some(Box::new(Content::new(media_type, original, Body::inline(html.to_owned()))));
}

/// The text as it is in the outbox, and the language that it is in. Other languages stay.
fn original(object: &mut Row, made: &mut Made) -> Option<String> {
    let text = match object.take("content") {
        Some(Value::String(text)) => Some(text),
        Some(other) => {
            object.put("content", other);
            None
        }
        None => None,
    };
    let languages = match object.take("contentMap") {
        Some(Value::Object(languages)) => languages,
        Some(other) => {
            object.put("contentMap", other);
            return text;
        }
        None => return text,
    };
    let same = |(_, it): &(&String, &Value)| text.is_none() || it.as_str() == text.as_deref();
    let Some((language, found)) = languages.iter().find(same) else {
        object.put("contentMap", languages);
        return text;
    };
    if !matches!(language.as_str(), "und" | "") {
        made.post.language = Some(language.replace('_', "-").into());
    }
    let found = text.or_else(|| found.as_str().map(str::to_owned));
    if languages.len() > 1 {
        object.put("contentMap", languages);
    }
    found
}

/// What is voted on. All of it stays in `extra` too.
fn poll(object: &Row) -> String {
    let choices = ["oneOf", "anyOf"].into_iter().filter_map(|name| object.value(name)?.as_array());
    let names = choices.flatten().filter_map(|choice| choice.get("name")?.as_str());
    let items: String = names.map(|name| format!("<li>{}</li>", escape::text(name))).collect();
    match items.is_empty() {
        true => items,
        false => format!("\n<ul>{items}</ul>"),
    }
}

/// Hashtags are terms; whom it mentions and which small pictures it uses is kept as it is.
fn tags(object: &mut Row, made: &mut Made, context: &Context<'_>) {
    let mut left = Vec::new();
    for tag in list(object.take("tag")) {
        let class = tag.get("type").and_then(Value::as_str).unwrap_or_default();
        let name = tag.get("name").and_then(Value::as_str).unwrap_or_default();
        let name = name.strip_prefix('#').unwrap_or(name).trim();
        match class {
            "Hashtag" if !name.is_empty() => {
                // Servers find a hashtag whatever its case.
                let id = key::name(&name.to_lowercase());
                let mut term = Term::new(TermId::new(["tag:", &id].concat()), TermKind::Tag, name);
                term.url = tag.get("href").and_then(Value::as_str).map(str::to_owned);
                made.terms.push(term);
                let known = ["type", "name", "href"];
                if tag.as_object().is_some_and(|it| it.keys().any(|it| !known.contains(&&**it))) {
                    left.push(tag);
                }
                continue;
            }
            "Emoji" => attachment::emoji(&tag, context.files, made),
            _ => {}
        }
        left.push(tag);
    }
    if !left.is_empty() {
        object.put("tag", left);
    }
}

fn answers(object: &mut Row, made: &mut Made) {
    let Some(value) = object.take("inReplyTo") else { return };
    for one in list(Some(value.clone())) {
        let Some(id) = address(&one) else { continue };
        let mut answered = InReplyTo::new(id);
        answered.url = is_web(id).then(|| id.to_owned());
        made.post.in_reply_to.push(answered);
    }
    match value {
        Value::String(id) if object.text("inReplyToAtomUri") == id => {
            object.take("inReplyToAtomUri");
        }
        Value::String(_) => {}
        other => object.put("inReplyTo", other),
    }
}

/// How many liked it, passed it on and answered it, where that is said.
fn counts(object: &Row, made: &mut Made) {
    let count = |name: &str| object.value(name)?.get("totalItems")?.as_u64();
    let mut counts = Counts::default();
    counts.likes = count("likes");
    counts.shares = count("shares");
    counts.comments = count("replies");
    if counts != Counts::default() {
        made.post.counts = Some(Box::new(counts));
    }
}

/// What the activity says that its object does not.
fn wrapping(mut activity: Row, object: &Row, made: &mut Made, context: &Context<'_>) {
    let class = class(&activity).to_owned();
    let published = when(&mut activity, "published", made);
    if class == "Create" {
        activity.take("type");
        match (made.post.published, published) {
            (None, Some(_)) => made.post.published = published,
            (stated, other) if other.is_some() && stated != other => {
                let shown = |it: Option<larder_core::Timestamp>| {
                    it.map(|it| it.to_rfc3339()).unwrap_or_default()
                };
                activity.put("published", shown(other));
                made.notes.push(NoteKind::SourcesDisagree {
                    field: "published".into(),
                    taken: shown(stated),
                    other: shown(other),
                });
            }
            _ => {}
        }
    } else if made.post.updated.is_none() {
        made.post.updated = published;
    }
    if activity.text("actor") == context.actor {
        activity.take("actor");
    }
    for name in ["to", "cc"] {
        if activity.value(name) == object.value(name) {
            activity.take(name);
        }
    }
    let mut rest = Map::new();
    if let Value::Object(fields) = activity.into_value() {
        rest.extend(fields.into_iter().filter(|(_, value)| !value.is_null()));
    }
    if !rest.is_empty() {
        made.post.extra.insert("mastodon:activity", rest);
    }
}
