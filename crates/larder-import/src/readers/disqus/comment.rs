//! A comment, which Disqus calls a post.

use larder_core::{Body, Comment, CommentId, PostId, Status, Zone};
use serde_json::Value;

use super::record::{Flag, flag};
use crate::{collect::Census, date, row::Row};

/// Makes a comment of a row. `article` is what it stands under. None if it has no number.
pub(super) fn comment(
    mut row: Row,
    is_whole: bool,
    article: PostId,
    census: &mut Census,
) -> Option<Comment> {
    let id = row.take_text("dsq:id")?;
    let body = match row.take("message") {
        Some(Value::String(text)) => text,
        Some(other) => {
            row.put("message", other);
            String::new()
        }
        None => String::new(),
    };
    let mut comment = Comment::new(CommentId::new(id), article, Body::inline(body));
    comment.is_html = true;
    comment.status = status(&mut row, census).filter(|_| is_whole);
    comment.parent = row.take_text("parent").map(CommentId::new);
    comment.author_ip = row.take_text("ipAddress");
    if let Some(text) = row.take_text("createdAt") {
        match date::iso_or_utc(text.trim()) {
            Ok(time) => {
                if time.zone() == Zone::Assumed {
                    *census.zones_assumed.entry("+00:00".to_owned()).or_default() += 1;
                }
                comment.published = Some(time);
            }
            Err(_) => row.put("createdAt", text),
        }
    }
    author(&mut row, &mut comment);
    row.take("thread");
    row.keep_as("disqus", &mut comment.extra);
    Some(comment)
}

/// It was shown if it is neither deleted nor spam. Where one of these is not said, nobody knows.
fn status(row: &mut Row, census: &mut Census) -> Option<Status> {
    let mut read = |name: &str| {
        let flag = flag(row, name);
        match flag {
            // What it was stays beside the state that is made of it.
            Flag::Yes => row.put(name, true),
            Flag::Odd => {
                let shown = row.value(name).map(Value::to_string).unwrap_or_default();
                let shown: String = shown.chars().take(40).collect();
                *census.unknown_statuses.entry(format!("{name}={shown}")).or_default() += 1;
            }
            _ => {}
        }
        flag
    };
    let (deleted, spam) = (read("isDeleted"), read("isSpam"));
    // Exports of other years say this, too.
    let approved = read("isApproved");
    match (deleted, spam, approved) {
        (Flag::Yes, ..) | (_, Flag::Yes, _) => Some(Status::Trashed),
        (Flag::No, Flag::No, Flag::Yes | Flag::Absent) => Some(Status::Published),
        (Flag::No, Flag::No, Flag::No) => Some(Status::Pending),
        _ => None,
    }
}

fn author(row: &mut Row, comment: &mut Comment) {
    let Some(value) = row.take("author") else { return };
    let Value::Object(mut fields) = value else {
        return row.put("author", value);
    };
    let mut text = |name: &str| match fields.remove(name) {
        Some(Value::String(text)) => Some(text).filter(|it| !it.trim().is_empty()),
        Some(other) => {
            fields.insert(name.to_owned(), other);
            None
        }
        None => None,
    };
    let (name, email, username) = (text("name"), text("email"), text("username"));
    comment.author_email = email;
    comment.author_url = text("link").or_else(|| text("url"));
    comment.author_name = name.clone().or_else(|| username.clone());
    let username = username.filter(|_| name.is_some());
    username.into_iter().for_each(|it| _ = fields.insert("username".to_owned(), it.into()));
    fields.retain(|_, value| value.as_str() != Some(""));
    if !fields.is_empty() {
        row.put("author", fields);
    }
}
