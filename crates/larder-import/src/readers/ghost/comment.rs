//! What members wrote under posts. Most exports have none of it: the platform gives them to nobody.

use std::collections::HashMap;

use larder_core::{Body, Comment, CommentId, PostId, Status};

use super::{body::Address, date, index::Index, row::Row};

/// The comment that a row is, or the row itself where its post is not there.
pub(super) fn read(
    mut row: Row,
    index: &Index,
    posts: &HashMap<&str, &PostId>,
    address: &Address,
) -> Result<Comment, Row> {
    let post = row.value("post_id").and_then(|id| match id {
        serde_json::Value::Number(id) => posts.get(&*id.to_string()).copied(),
        id => posts.get(id.as_str()?).copied(),
    });
    let Some(post) = post else { return Err(row) };
    row.take("post_id");
    let html = row.take_text("html").unwrap_or_default();
    let id = match row.take_text("id") {
        Some(id) => CommentId::new(id),
        None => CommentId::derived(&["ghost", post.as_str(), row.text("created_at"), &html]),
    };
    let mut comment = Comment::new(id, post.clone(), Body::inline(address.one(&html)));
    comment.is_html = true;
    comment.status = match row.text("status") {
        "published" => Some(Status::Published),
        "hidden" | "deleted" => Some(Status::Trashed),
        _ => None,
    };
    if comment.status == Some(Status::Published) {
        row.take("status");
    }
    let answered = row.take_text("in_reply_to_id");
    let parent = row.take_text("parent_id");
    // Ghost shows answers to answers one level below the first comment, and keeps both.
    if let (Some(answered), Some(parent)) = (&answered, &parent)
        && answered != parent
    {
        row.put("parent_id", parent.as_str());
    }
    let parent = answered.or(parent).map(CommentId::new);
    comment.parent = parent.filter(|parent| *parent != comment.id);
    comment.author_name = index.members.get(row.text("member_id")).map(|name| name.to_string());
    comment.published = row.value("created_at").and_then(date::parse);
    if comment.published.is_some() {
        row.take("created_at");
    }
    row.keep(&mut comment.extra);
    Ok(comment)
}
