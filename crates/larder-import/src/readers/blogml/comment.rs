//! What others wrote under a post.

use std::sync::Arc;

use larder_core::{Body, Comment, CommentId, CommentKind, Extra, Post, Spool, Status};

use super::{
    date::{Stated, read as date},
    head::{inside, keep_attributes},
    post::{all_stated, flag, is_permanent},
    text::{plain, read as text},
};
use crate::xml::{Element, Repairs};

/// Makes a comment, or a trackback. Fails when the spool does.
pub(super) fn make(
    element: &Element<'_>,
    kind: CommentKind,
    post: &Post,
    (is_whole, assumed): (bool, &mut u64),
    repairs: &mut Repairs,
    spool: &Arc<dyn Spool>,
) -> std::io::Result<Comment> {
    let (mut extra, mut body, mut title) = (Extra::default(), None, None);
    for child in inside(element, repairs) {
        match &*child.name {
            "content" => body = Some(text(&child, repairs)),
            "title" => title = plain(&child, repairs),
            name => _ = extra.insert(format!("blogml:{name}"), child.outer),
        }
    }
    let stated = element.value("id").unwrap_or_default();
    let id = match is_permanent(&stated) {
        true => CommentId::new(&*stated),
        false => {
            let facts = ["blogml", post.id.as_str(), &format!("{kind:?}"), &stated];
            let outer = if stated.is_empty() { element.outer } else { "" };
            CommentId::derived(&[&facts[..], &[outer]].concat())
        }
    };
    let is_trackback = kind == CommentKind::Trackback;
    let body = body.unwrap_or_default();
    let said = match is_trackback && body.html.is_empty() {
        true => title.clone().unwrap_or_default(),
        false => body.html,
    };
    let mut comment = Comment::new(id, post.id.clone(), Body::keep(spool, &said)?);
    comment.kind = kind;
    comment.is_html = !is_trackback;
    let approved: Option<Vec<bool>> =
        all_stated(element, "approved").iter().map(|text| flag(text)).collect();
    let approved = approved.filter(|all| !all.is_empty()).map(|all| !all.contains(&false));
    comment.status = approved.filter(|_| is_whole).map(|approved| match approved {
        true => Status::Published,
        false => Status::Pending,
    });
    comment.author_name = element.value("user-name");
    comment.author_url = element.value("user-url").or_else(|| element.value("url"));
    comment.author_email = element.value("user-email");
    comment.author_ip = element.value("user-ip");
    match date(element.attribute("date-created").as_deref()) {
        Stated::Date(at) => {
            *assumed += u64::from(at.zone() == larder_core::Zone::Assumed);
            comment.published = Some(at);
        }
        Stated::None => {}
        Stated::Impossible => {
            extra.insert("blogml:date-created", element.attribute("date-created"));
        }
    }
    if !body.is_html && !body.original.is_empty() {
        extra.insert("blogml:content", body.original);
    }
    title.into_iter().for_each(|title| _ = extra.insert("blogml:title", title));
    let taken = ["id", "user-name", "user-url", "url", "user-email", "user-ip", "date-created"];
    keep_attributes(element, &taken, &mut extra);
    comment.extra = extra;
    Ok(comment)
}
