//! From a record to a post.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    sync::Arc,
};

use larder_core::{
    Author, AuthorId, Content, Counts, MediaType, NoteKind, Post, PostId, Provenance, Status, Term,
    TermId, TermKind, Timestamp, Visibility,
};
use larder_html::escape;
use serde_json::Value;

use crate::{
    Intake,
    collect::{Census, Found},
    items::At,
    markdown::{Dialect, to_html},
    row::Row,
};

/// What is known around a post.
pub(super) struct Around<'a> {
    pub(super) at: &'a At,
    /// Its address, where a table has it.
    pub(super) address: Option<String>,
    pub(super) visibility: Option<Visibility>,
    /// The address of its blog.
    pub(super) home: Option<String>,
    pub(super) author: Option<Author>,
}

/// Who may see a collection. What only says that it is not public does not say for whom it is.
pub(super) fn visibility(said: &BTreeMap<String, Value>) -> Option<Visibility> {
    let stated = said.get("visibility").filter(|it| !it.is_null());
    match (stated, said.get("public")) {
        (Some(Value::Number(number)), _) => match number.as_u64()? {
            0 => Some(Visibility::Unlisted),
            1 => Some(Visibility::Public),
            2 => Some(Visibility::Private),
            4 => Some(Visibility::Password),
            _ => None,
        },
        (Some(Value::String(text)), _) => match text.as_str() {
            "unlisted" => Some(Visibility::Unlisted),
            "public" => Some(Visibility::Public),
            "private" => Some(Visibility::Private),
            "password" | "protected" => Some(Visibility::Password),
            _ => None,
        },
        (Some(_), _) => None,
        (None, Some(Value::Bool(true))) => Some(Visibility::Public),
        (None, Some(Value::Null) | None) => Some(Visibility::Unlisted),
        (None, Some(_)) => None,
    }
}

/// Whose account it is.
pub(super) fn author(name: Option<&str>, email: Option<&str>) -> Option<Author> {
    let mut author = Author::new(AuthorId::new(name?));
    author.handle = name.map(str::to_owned);
    author.email = email.map(str::to_owned);
    Some(author)
}

/// Makes a post. Fails when the spool does.
pub(super) fn make(
    mut row: Row,
    around: Around<'_>,
    census: &mut Census,
    intake: &Intake,
) -> io::Result<Found> {
    let id = match row.take_text("id") {
        Some(id) => PostId::new(id),
        None => PostId::derived(&[
            "writefreely",
            row.text("created"),
            row.text("title"),
            row.text("body"),
        ]),
    };
    let mut post = Post::new(id);
    post.source = vec![Provenance::new(Arc::clone(&around.at.name), "writefreely")];
    // What is in a blog is published; a draft is a post in none, which those have who have its address.
    let is_odd = row.value("surplus").is_some();
    let visibility = around.visibility.filter(|_| !is_odd);
    (post.status, post.visibility) = (Some(Status::Published), visibility);
    census.without_visibility += u64::from(visibility.is_none());
    post.slug = row.take_text("slug");
    let url = row.take_text("url");
    let made = around.home.zip(post.slug.as_deref());
    let made = made.map(|(home, slug)| [home.trim_end_matches('/'), "/", slug].concat());
    post.permalink = around.address.or(url).or(made);
    post.language = row.take_text("language").map(String::into_boxed_str);
    let mut notes = Vec::new();
    post.published = dated(&mut row, "created", &mut notes);
    post.updated = dated(&mut row, "updated", &mut notes);
    post.title = row.take_text("title");
    if let Some(views) = row.take_number("views").and_then(|it| u64::try_from(it).ok()) {
        let mut counts = Counts::default();
        counts.views = Some(views);
        post.counts = Some(Box::new(counts));
    }
    let body = row.value("body").and_then(Value::as_str).map(str::to_owned);
    if let Some(body) = &body {
        row.take("body");
        text(body, row.text("appearance"), &mut post, census, intake)?;
    }
    let mut found = Found::new(post, around.at.place, around.at.item);
    found.line = Some(around.at.line);
    found.notes = notes;
    found.authors.extend(around.author);
    tags(&mut row, body.as_deref().unwrap_or_default(), &mut found);
    row.keep_as("writefreely", &mut found.post.extra);
    Ok(found)
}

fn dated(row: &mut Row, name: &str, notes: &mut Vec<NoteKind>) -> Option<Timestamp> {
    let text = row.text(name).trim().to_owned();
    if text.is_empty() || text.starts_with("0001-01-01") {
        return None;
    }
    let Ok(date) = Timestamp::from_rfc3339(&text) else {
        notes.push(NoteKind::DateImpossible { text });
        return None;
    };
    row.take(name);
    Some(date)
}

/// The text: Markdown, or code. A first line `# …` is the title of a post that has no other.
fn text(
    body: &str,
    appearance: &str,
    post: &mut Post,
    census: &mut Census,
    intake: &Intake,
) -> io::Result<()> {
    let original = intake.body(body)?;
    if appearance == "code" {
        let html = intake.body(&format!("<pre><code>{}</code></pre>", escape::text(body)))?;
        post.content = Some(Box::new(Content::new(MediaType::PLAIN, original, html)));
        return Ok(());
    }
    let mut rest = body;
    if post.title.is_none()
        && let Some((title, after)) = heading(body)
    {
        post.title = Some(title.to_owned());
        rest = after;
    }
    for mark in ["more", "subscribe", "emailsub"] {
        let count = rest.matches(&format!("<!--{mark}-->")).count() as u64;
        if count > 0 {
            *census.markup.entry(("tag", mark.to_owned())).or_default() += count;
        }
    }
    let html = intake.body(&to_html(rest, Dialect::Extended))?;
    let content = Content::new(MediaType::new("text/markdown"), original, html);
    post.content = Some(Box::new(content));
    Ok(())
}

/// A title in the first line, and what is below it.
fn heading(body: &str) -> Option<(&str, &str)> {
    let rest = body.trim_start().strip_prefix("# ")?;
    let (title, after) = rest.split_once('\n').unwrap_or((rest, ""));
    let title = title.trim().trim_end_matches('#').trim_end();
    (!title.is_empty()).then_some((title, after))
}

/// The tags: those that are listed, else the hashtags in the text.
fn tags(row: &mut Row, body: &str, found: &mut Found) {
    let names: Vec<String> = match row.take("tags") {
        Some(Value::Array(list)) if list.iter().all(Value::is_string) => {
            list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
        }
        Some(other) => {
            row.put("tags", other);
            Vec::new()
        }
        None => hashtags(body),
    };
    let mut known = BTreeSet::new();
    for name in names {
        if !name.trim().is_empty() && known.insert(name.clone()) {
            found.terms.push(Term::new(TermId::new(name.as_str()), TermKind::Tag, name));
        }
    }
}

/// Words behind `#` in a text, but for those in code.
fn hashtags(body: &str) -> Vec<String> {
    let (mut tags, mut in_code) = (Vec::new(), false);
    for line in body.lines() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
            continue;
        }
        let outside = line.split('`').step_by(2).filter(|_| !in_code);
        for word in outside.flat_map(str::split_whitespace) {
            let Some(tag) = word.strip_prefix('#') else { continue };
            let end = tag.find(|it: char| !it.is_alphanumeric() && it != '_').unwrap_or(tag.len());
            let tag = &tag[..end];
            if tag.chars().any(char::is_alphabetic) {
                tags.push(tag.to_owned());
            }
        }
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashtags_are_words_of_the_text() {
        let text = "# Title\n#walking, #걷기. `#code` x#no #12 #a1\n```\n#no\n```\n#end";
        assert_eq!(hashtags(text), ["walking", "걷기", "a1", "end"]);
    }

    #[test]
    fn what_does_not_say_for_whom_it_is_is_not_public() {
        let seen = |json: &str| visibility(&serde_json::from_str(json).unwrap());
        assert_eq!(seen(r#"{"public":true}"#), Some(Visibility::Public));
        assert_eq!(seen(r#"{"public":false}"#), None);
        assert_eq!(seen(r#"{"visibility":2,"public":true}"#), Some(Visibility::Private));
        assert_eq!(seen(r#"{"visibility":"protected"}"#), Some(Visibility::Password));
        assert_eq!(seen(r#"{"visibility":9}"#), None);
        assert_eq!(seen("{}"), Some(Visibility::Unlisted));
    }
}
