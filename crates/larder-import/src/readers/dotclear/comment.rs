//! A row of the table of comments, mapped.

use std::sync::Arc;

use larder_core::{Body, Comment, CommentId, CommentKind, Extra, PostId, Spool, Status, Zone};

use super::{
    date::{Stated, read as date},
    row::Row,
};

/// Makes a comment, and says whether its date was read in a zone that is assumed. Fails when the spool does.
pub(super) fn make(
    mut row: Row,
    post: PostId,
    zone: Option<&str>,
    spool: &Arc<dyn Spool>,
) -> std::io::Result<(Comment, bool)> {
    let id = match row.take("comment_id") {
        Some(number) => CommentId::new(number),
        None => CommentId::derived(&["dotclear", &format!("{row:?}")]),
    };
    let text = row.take("comment_content").unwrap_or_default();
    let mut comment = Comment::new(id, post, Body::keep(spool, &text)?);
    comment.is_html = true;
    if row.get("comment_trackback") == Some("1") {
        comment.kind = CommentKind::Trackback;
    }
    comment.status = match row.exact("comment_status") {
        Some("1") => Some(Status::Published),
        Some("0") => Some(Status::Draft),
        Some("-1") => Some(Status::Pending),
        Some("-2") => Some(Status::Trashed),
        _ => None,
    };
    comment.author_name = row.take("comment_author");
    comment.author_email = row.take("comment_email");
    comment.author_url = row.take("comment_site");
    comment.author_ip = row.take("comment_ip");
    let own = row.get("comment_tz").map(str::to_owned);
    let mut is_assumed = false;
    if let Stated::Date(at) = date(row.get("comment_dt"), &[own.as_deref(), zone]) {
        is_assumed = at.zone() == Zone::Assumed;
        comment.published = Some(at);
        row.take("comment_dt");
    }
    row.take("post_id");
    let mut extra = Extra::default();
    row.keep(&mut extra);
    comment.extra = extra;
    Ok((comment, is_assumed))
}
