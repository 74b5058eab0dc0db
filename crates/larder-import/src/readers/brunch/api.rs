//! Reads archived responses of `api.brunch.co.kr`.
//!
//! A response is `{"desc", "code", "data"}`. Its list holds articles, articles wrapped in `article`, or comments. A code
//! other than 200 is an error document, not an empty list. Each article is cut out verbatim, so that the original stays
//! as the server wrote it.

pub(super) mod article;
mod comments;
pub(super) mod json;

use larder_core::{MediaType, Note, NoteKind, Rule};
use serde_json::Value;

use self::article::Article;
use super::{
    capture::{Capture, Captures, Form, Refusal},
    page,
};
use crate::{Limits, deadline::Deadline};

/// Signs of a brunch response, searched in the head of a text.
const SIGNS: [&str; 5] = [
    "\"contentId\"",
    "\"publishTimestamp\"",
    "\"commentUserId\"",
    "\"profileId\"",
    "\"articleList\"",
];

/// Whether a text, or the head of one, is a response: the sign that was seen.
pub(super) fn recognise_response(text: &str) -> Option<String> {
    if !text.trim_ascii_start().starts_with('{') {
        return None;
    }
    let has = |name: &str| text.contains(name);
    if !["\"code\"", "\"desc\"", "\"data\""].iter().all(|name| has(name)) {
        return None;
    }
    if let Some(sign) = SIGNS.iter().find(|sign| has(sign)) {
        return Some(format!("an answer of brunch's API with {}", sign.replace('"', "`")));
    }
    let code = json::member(text, "code")?;
    json::member(text, "desc").and(json::member(text, "data"))?;
    code.parse::<u32>().ok().map(|code| format!("an answer of an API with the code {code}"))
}

/// Reads a response: its articles, or its comments.
///
/// Refused: what is no JSON, a code other than 200, and answers about something else than posts.
/// It stops when its time is up, by the rule of that name.
pub(super) fn read_response(text: &str, limits: &Limits, deadline: Deadline) -> Captures {
    json::check(text).map_err(|error| refusal(Rule::Unreadable, error.to_string()))?;
    let code = json::member(text, "code").unwrap_or("no code");
    if code.trim_matches('"') != "200" {
        return Err(refusal(Rule::ErrorPage, format!("the answer's code is {code}")));
    }
    let data = json::member(text, "data").unwrap_or_default();
    let entries = entries(data);
    if entries.len() as u64 > limits.lines {
        return Err(too_many(limits.lines));
    }
    let Some(first) = entries.first() else {
        return Err(refusal(Rule::ListPage, what_else(data)));
    };
    if is_comment(first) {
        comments_of(text, data, &entries, limits.lines, deadline)
    } else {
        articles_of(text, &entries, deadline)
    }
}

/// The entries of a response's list, verbatim; an article that stands alone is a list of one.
fn entries(data: &str) -> Vec<&str> {
    let list = ["list", "articleList"].into_iter().find_map(|name| json::member(data, name));
    match list {
        Some(list) => json::elements(list)
            .into_iter()
            .map(|entry| json::member(entry, "article").unwrap_or(entry))
            .collect(),
        None => {
            json::member(data, "article").or(is_article(data).then_some(data)).into_iter().collect()
        }
    }
}

fn is_article(data: &str) -> bool {
    json::member(data, "contentId").is_some()
        || json::member(data, "no").and(json::member(data, "userId")).is_some()
}

fn is_comment(entry: &str) -> bool {
    matches!(json::parse(entry), Ok(parsed) if parsed.value.as_object().is_some_and(comments::is_comment))
}

/// What a good answer without posts is about.
fn what_else(data: &str) -> String {
    let has = |name| json::member(data, name).is_some();
    if has("userName") || has("followerCount") {
        return "a profile, no posts".to_owned();
    }
    if has("works") {
        return "a list of books, no posts".to_owned();
    }
    "an answer without posts".to_owned()
}

fn articles_of(text: &str, entries: &[&str], deadline: Deadline) -> Captures {
    let mut captures: Vec<Capture> = Vec::new();
    let mut notes = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        if deadline.has_passed() {
            return Err(time_up(index));
        }
        match article_of(entry) {
            Ok(Some(capture)) => captures.push(capture),
            Ok(None) => notes.push(unreadable(index, "it names no post")),
            Err(error) => notes.push(unreadable(index, &error.to_string())),
        }
    }
    match captures.first_mut() {
        Some(first) => first.notes.extend(notes),
        None => {
            return Err(refusal(
                Rule::ListPage,
                format!("{} entries, none of which is a post", entries.len()),
            ));
        }
    }
    keep_the_frame(&mut captures, text);
    Ok(captures)
}

fn unreadable(index: usize, why: &str) -> Note {
    let number = index + 1;
    NoteKind::DataUnreadable { what: format!("entry {number} of the answer ({why})") }.into()
}

/// An article's capture. None: the entry has neither a number nor a title, so it is no article.
fn article_of(entry: &str) -> Result<Option<Capture>, serde_json::Error> {
    let parsed = json::parse(entry)?;
    let Value::Object(object) = parsed.value else { return Ok(None) };
    let is_search = !object.contains_key("publishTime") && !object.contains_key("publishTimestamp");
    let mut article = Article::read(object);
    if article.identity.number.is_none() {
        return Ok(None);
    }
    if is_search {
        drop_highlights(&mut article);
    }
    let form = if article.content.is_some() { Form::ApiArticle } else { Form::ApiList };
    let mut capture = Capture::new(form, MediaType::JSON, entry.to_owned());
    if parsed.replaced > 0 {
        capture.note(NoteKind::BytesLostBefore { count: parsed.replaced });
    }
    page::fill_from_article(&mut capture, article);
    Ok(Some(capture))
}

/// A search marks the words that were searched for with tags in the title. The title as found goes to `extra`.
fn drop_highlights(article: &mut Article) {
    let Some(title) = article.title.as_mut().filter(|title| title.contains('<')) else { return };
    let plain = larder_html::text::to_text(title);
    article.extra.insert("title", std::mem::replace(title, plain));
}

/// What stands around the list (`moreList`, `nextUrl`, a magazine's own fields) is kept with the first article.
fn keep_the_frame(captures: &mut [Capture], text: &str) {
    let (Some(first), Some(data)) = (captures.first_mut(), json::member(text, "data")) else {
        return;
    };
    if is_article(data) {
        return;
    }
    let frame = json::members(data)
        .filter(|(name, _)| !matches!(*name, "list" | "articleList" | "article"));
    for (name, value) in frame {
        match json::parse(value) {
            Ok(parsed) if parsed.value.is_null() => {}
            Ok(parsed) => {
                drop(first.extra.insert(format!("data.{name}"), json::without_floats(parsed.value)))
            }
            Err(error) => first.note(NoteKind::DataUnreadable {
                what: format!("`{name}` of the answer ({error})"),
            }),
        }
    }
}

/// Answers count as entries too: each becomes a comment, wherever in the list it stands.
fn comments_of(
    text: &str,
    data: &str,
    entries: &[&str],
    most: u64,
    deadline: Deadline,
) -> Captures {
    let mut capture = Capture::new(Form::ApiComments, MediaType::JSON, text.to_owned());
    let mut replaced = 0;
    for (index, entry) in entries.iter().enumerate() {
        if deadline.has_passed() {
            return Err(time_up(index));
        }
        match json::parse(entry) {
            Ok(parsed) => {
                replaced += parsed.replaced;
                let strange = comments::read(parsed.value, most, &mut capture.comments)?;
                if strange > 0 {
                    let why = format!("{strange} of its comments are no objects");
                    capture.notes.push(unreadable(index, &why));
                }
            }
            Err(error) => capture.notes.push(unreadable(index, &error.to_string())),
        }
    }
    if replaced > 0 {
        capture.note(NoteKind::BytesLostBefore { count: replaced });
    }
    let total = json::member(data, "totalCount").and_then(|total| total.parse().ok());
    capture.counts.comments = total;
    Ok(vec![capture])
}

fn too_many(most: u64) -> Refusal {
    let found = format!("more than {most} entries; --max-lines raises the limit");
    refusal(Rule::TooLarge, found)
}

fn time_up(read: usize) -> Refusal {
    refusal(Rule::TimeUp, format!("{read} entries were read"))
}

fn refusal(rule: Rule, found: String) -> Refusal {
    Refusal { rule, found }
}

#[cfg(test)]
mod tests;
