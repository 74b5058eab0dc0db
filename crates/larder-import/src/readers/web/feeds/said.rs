//! Feeds of what readers wrote: each entry is a comment of the page that its link leads into.

use std::{collections::HashMap, io, sync::Arc};

use larder_core::{Author, AuthorId, Blog, Post, Spool, Status};

use crate::{
    Reading,
    readers::{
        feed::comments::place_of,
        web::comments::{self, Kept},
    },
    web::{Remark, address, digits_at_end},
};

/// The comments of a feed: the blog that they are of, the address of the post of each as two are compared, and the comment.
/// None where an entry does not say which comment it is: then nobody knows what the feed is of.
pub(super) fn of(
    reading: Reading,
    spool: &Arc<dyn Spool>,
) -> io::Result<Option<Vec<(String, String, Kept)>>> {
    let mut told = Vec::new();
    for Blog { authors, posts, .. } in reading.blogs {
        let authors: HashMap<AuthorId, Author> =
            authors.into_iter().map(|it| (it.id.clone(), it)).collect();
        for slot in posts.into_slots() {
            let post = slot.into_record()?;
            let Some((page, remark)) = remark(&post, &authors)? else { return Ok(None) };
            let kept = comments::keep(vec![remark], spool)?;
            let (blog, plain) = (address::blog(&page), crate::address::plain(&page));
            told.extend(kept.into_iter().map(|it| (blog.clone(), plain.clone(), it)));
        }
    }
    Ok(Some(told).filter(|it| !it.is_empty()))
}

/// The page that an entry is of, and the comment that it is.
fn remark(
    post: &Post,
    authors: &HashMap<AuthorId, Author>,
) -> io::Result<Option<(String, Remark)>> {
    let link = post.permalink.as_deref().filter(|it| crate::address::is_web(it));
    let Some((page, anchor)) = link.and_then(place_of) else { return Ok(None) };
    // The name of its place in the page: `comment-5`, `c5`.
    let number = digits_at_end(anchor);
    let Some(content) = post.content.as_ref().filter(|_| !number.is_empty()) else {
        return Ok(None);
    };
    let author = post.authors.first().and_then(|id| authors.get(id));
    let remark = Remark {
        anchor: Some(anchor.to_owned()),
        number: Some(number.to_owned()),
        address: link.map(str::to_owned),
        status: Some(Status::Published),
        name: author.and_then(|it| it.name.clone()),
        site: author.and_then(|it| it.url.clone()),
        published: post.published,
        html: content.html.text()?.into_owned(),
        ..Remark::default()
    };
    Ok(Some((page, remark)))
}
