//! An article and its comments.

use std::sync::Arc;

use larder_core::{
    Body, Comment, CommentId, Digest, Post, PostId, PostKind, Provenance, Status, Zone,
};
use serde_json::Value;
use url::Url;

use crate::{
    collect::{Census, Collection},
    date,
    row::Row,
    xml::Repairs,
};

/// Reads an article. Its id is its path on the blog. Fails with what was found if it is no object, or none that can be
/// read.
pub(super) fn read(
    raw: &[u8],
    file: &Arc<str>,
    home: Option<&str>,
    collection: &mut Collection,
    repairs: &mut Repairs,
) -> Result<(Post, Vec<Comment>), String> {
    let mut row = Row::read(raw, repairs)?;
    let path = row.take_text("id");
    let id = match &path {
        Some(path) => PostId::new(path.as_str()),
        None => PostId::derived(&["isso", &Digest::of(raw).to_string()]),
    };
    let mut post = Post::new(id);
    post.kind = PostKind::Other;
    post.source = vec![Provenance::new(Arc::clone(file), "thread")];
    post.title = row.take_text("title");
    let home = home.and_then(|home| Url::parse(home).ok());
    let link = path.as_deref().and_then(|path| match &home {
        Some(home) => home.join(path).ok(),
        None => Url::parse(path).ok(),
    });
    let link = link.filter(|link| matches!(link.scheme(), "http" | "https"));
    post.permalink = link.map(String::from);
    let mut comments = Vec::new();
    let listed = match row.take("comments") {
        Some(Value::Array(all)) => all,
        Some(other) => {
            row.put("comments", other);
            Vec::new()
        }
        None => Vec::new(),
    };
    let mut odd = Vec::new();
    for value in listed {
        match value {
            Value::Object(fields) => {
                let row = fields.into_iter().fold(Row::default(), |mut row, (name, value)| {
                    row.put(&name, value);
                    row
                });
                comments.push(comment(row, &post.id, &mut collection.census));
            }
            other => odd.push(other),
        }
    }
    if !odd.is_empty() {
        row.put("comments", odd);
    }
    row.keep_as("isso", &mut post.extra);
    Ok((post, comments))
}

/// Makes a comment. Numbers are those of its article, so that the article is part of its id.
fn comment(mut row: Row, article: &PostId, census: &mut Census) -> Comment {
    let text = match row.take("text") {
        Some(Value::String(text)) => text,
        Some(other) => {
            row.put("text", other);
            String::new()
        }
        None => String::new(),
    };
    let whole = |number: &str| [article.as_str(), "#", number].concat();
    let id = match row.take_text("id") {
        Some(number) => CommentId::new(whole(&number)),
        None => CommentId::derived(&[
            "isso",
            article.as_str(),
            &row.clone().into_value().to_string(),
            &text,
        ]),
    };
    let mut comment = Comment::new(id, article.clone(), Body::inline(text));
    comment.parent = row.take_text("parent").map(|number| CommentId::new(whole(&number)));
    comment.author_name = row.take_text("author");
    comment.author_email = row.take_text("email");
    comment.author_url = row.take_text("website");
    comment.author_ip = row.take_text("remote_addr");
    comment.status = status(&row, census);
    if let Some(text) = row.take_text("created") {
        match date::iso_or_utc(text.trim()) {
            Ok(time) => {
                if time.zone() == Zone::Assumed {
                    *census.zones_assumed.entry("+00:00".to_owned()).or_default() += 1;
                }
                comment.published = Some(time);
            }
            Err(_) => row.put("created", text),
        }
    }
    row.keep_as("isso", &mut comment.extra);
    comment
}

/// What Isso's own tables call the mode: 1 is shown, 2 waits, 4 was deleted. Most lists do not say it.
fn status(row: &Row, census: &mut Census) -> Option<Status> {
    match row.value("mode")? {
        Value::Number(mode) if mode.as_u64() == Some(1) => Some(Status::Published),
        Value::Number(mode) if mode.as_u64() == Some(2) => Some(Status::Pending),
        Value::Number(mode) if mode.as_u64() == Some(4) => Some(Status::Trashed),
        other => {
            let shown: String = other.to_string().chars().take(40).collect();
            *census.unknown_statuses.entry(format!("mode={shown}")).or_default() += 1;
            None
        }
    }
}
