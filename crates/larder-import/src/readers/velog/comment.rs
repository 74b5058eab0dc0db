//! What others wrote under a post: threads, in which each comment holds the answers to it.

use std::io;

use larder_core::{Comment, CommentId, PostId, Status};
use serde_json::Value;

use crate::{Intake, items, row::Row, xml::Repairs};

/// How deep threads are read. On velog they have three levels; what is deeper stays with the comment that holds it.
const DEPTH: usize = 32;

/// The comments of a post, and how many values among them are none.
pub(super) fn make(
    list: &Value,
    post: &PostId,
    repairs: &mut Repairs,
    intake: &Intake,
) -> io::Result<(Vec<Comment>, u64)> {
    let (rows, mut others) = items::rows(list, repairs);
    let mut ahead: Vec<(Row, Option<CommentId>, usize)> =
        rows.into_iter().map(|row| (row, None, 0)).collect();
    ahead.reverse();
    let mut made = Vec::new();
    while let Some((mut row, parent, depth)) = ahead.pop() {
        let answers = if depth < DEPTH { row.take("replies") } else { None };
        let comment = comment(row, post, parent, intake)?;
        if let Some(answers) = answers {
            let (rows, odd) = items::rows(&answers, repairs);
            others += odd;
            let parent = Some(comment.id.clone());
            ahead.extend(rows.into_iter().rev().map(|row| (row, parent.clone(), depth + 1)));
        }
        made.push(comment);
    }
    Ok((made, others))
}

fn comment(
    mut row: Row,
    post: &PostId,
    parent: Option<CommentId>,
    intake: &Intake,
) -> io::Result<Comment> {
    let text = row.take_text("text").unwrap_or_default();
    let id = row.take_text("id").map(CommentId::new);
    let created = row.text("created_at").to_owned();
    let id = id.unwrap_or_else(|| CommentId::derived(&["velog", post.as_str(), &created, &text]));
    let mut comment = Comment::new(id, post.clone(), intake.body(&text)?);
    comment.parent = parent;
    comment.status = match row.take_flag("deleted") {
        Some(true) => Some(Status::Trashed),
        Some(false) => Some(Status::Published),
        None => None,
    };
    if let Some(mut user) = row.take("user") {
        let name = user.get("username").and_then(Value::as_str).filter(|name| !name.is_empty());
        comment.author_name = name.map(str::to_owned);
        comment.author_url = name.map(super::people::home);
        if let Value::Object(fields) = &mut user {
            let names: &[&str] = match comment.author_name {
                Some(_) => &["username", "__typename"],
                None => &["__typename"],
            };
            names.iter().for_each(|name| _ = fields.remove(*name));
        }
        if user.as_object().is_none_or(|fields| !fields.is_empty()) {
            row.put("user", user);
        }
    }
    comment.published = super::post::date(&mut row, "created_at");
    row.take("__typename");
    row.keep_as("velog", &mut comment.extra);
    Ok(comment)
}
